//! Daily profiles, sweeps, merging, notices, and scans that hit nothing.

use super::{check, model};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;

const ALARMS: &str = "false_alarms: PerDay(48)";

/// Faults of a sensor with more fields.
#[track_caller]
fn sensor(fields: &str, expected: Expect) {
    check(&[(ALARMS, &format!("{ALARMS}, {fields}"))], expected);
}

/// Faults of some notices.
#[track_caller]
fn notices(records: &str, expected: Expect) {
    check(&[("    playbooks: [", &format!("    notices: [{records}],\n    playbooks: ["))], expected);
}

#[test]
fn rates_of_false_alarms() {
    sensor(
        "false_alarms_each: PerDay(1)",
        expect![[r#"
        error[E0610]: the sensor `edr` has two rates of false alarms
           ╭▸ t.ron:50:146
           │
        50 │ …, sensitivity: 0.7, false_alarms: PerDay(48), false_alarms_each: PerDay(1)),
           │                                    ────────── for all of them     ━━━━━━━━━ for each asset
           │
           ╰ help: leave out `false_alarms`, or this one
    "#]],
    );
    let each =
        |rate: &str, expected: Expect| check(&[(ALARMS, &format!("false_alarms_each: {rate}"))], expected);
    each("PerDay(1)", expect![[""]]);
    // The sum over what it covers is too much for the team, or for a replication.
    each(
        "PerHour(1)",
        expect![[r#"
        warning[W0601]: the triage of `soc` is busy to 88 % with false alarms alone: 21.0 an hour take 3.5 of 4.0 seats
           ╭▸ t.ron:44:14
           │
        44 │         (id: "soc", organisation: "cert",
           │              ━━━━━ more than 80 %
           │
           ╰ help: alerts will wait long
    "#]],
    );
    each(
        "PerSecond(100)",
        expect![[r#"
        warning[W0601]: the triage of `soc` is busy to more than 1,000 % with false alarms alone: 7,560,000 an hour take 1,260,000 of 4.0
                        seats
           ╭▸ t.ron:44:14
           │
        44 │         (id: "soc", organisation: "cert",
           │              ━━━━━ more than 80 %
           │
           ╰ help: the queue grows without end: add seats, or lessen the false alarms
        error[E0303]: 907,200,000 false alarms are expected in one replication: all sensors together may raise at most 20,000,000
           ╭▸ t.ron:50:120
           │
        50 │ …, File], sensitivity: 0.7, false_alarms_each: PerSecond(100)),
           ╰╴                                               ━━━━━━━━━━━━━━ the most of them
    "#]],
    );
}

#[test]
fn blocks_of_a_daily_profile() {
    sensor(
        r#"daily: [(from: "08:00", to: "18:00", factor: 2), (days: "Sat-Sun", from: "18:00", to: "08:00", factor: 0)]"#,
        expect![[""]],
    );
    sensor(
        r#"daily: [(from: "08:00", to: "18:00", factor: 2), (from: "17:00", to: "20:00", factor: 3)]"#,
        expect![[r#"
            error[E0310]: two blocks of the daily profile overlap
               ╭▸ t.ron:50:183
               │
            50 │ …arms: PerDay(48), daily: [(from: "08:00", to: "18:00", factor: 2), (from: "17:00", to: "20:00", factor: 3)]),
               │                                   ─────── and this one                     ━━━━━━━ this one
               │
               ╰ help: an hour has one factor: let one end where the other begins
        "#]],
    );
    // Over midnight, and over the end of the week.
    sensor(
        r#"daily: [(days: "Sun", from: "22:00", to: "06:00", factor: 2), (days: "Mon", from: "05:00", to: "07:00", factor: 3)]"#,
        expect![[r#"
            error[E0310]: two blocks of the daily profile overlap
               ╭▸ t.ron:50:209
               │
            50 │ …ily: [(days: "Sun", from: "22:00", to: "06:00", factor: 2), (days: "Mon", from: "05:00", to: "07:00", factor: 3)]),
               │                            ─────── and this one                                  ━━━━━━━ this one
               │
               ╰ help: an hour has one factor: let one end where the other begins
        "#]],
    );
    sensor(
        r#"daily: [(days: "Mon-Fri", from: "08:00", to: "18:00", factor: 2), (days: "Sat,Sun", from: "08:00", to: "18:00", factor: -1)]"#,
        expect![[r#"
            error[E0306]: `factor` must be 0 or more
               ╭▸ t.ron:50:247
               │
            50 │ …(days: "Sat,Sun", from: "08:00", to: "18:00", factor: -1)]),
               ╰╴                                                       ━━ less than 0
        "#]],
    );
    let many = r#"(from: "08:00", to: "09:00", factor: 1), "#.repeat(101);
    sensor(
        &format!("daily: [{many}]"),
        expect![[r#"
        error[E0303]: a daily profile may have at most 100 blocks
           ╭▸ t.ron:50:4242
           │
        50 │ …(from: "08:00", to: "09:00", factor: 1), (from: "08:00", to: "09:00", factor: 1), ]),
           ╰╴                                                 ━━━━━━━ one more than that
    "#]],
    );
    check(
        &[(ALARMS, r#"daily: [(from: "08:00", to: "09:00", factor: 2)]"#)],
        expect![[r#"
            warning[W0611]: the sensor `edr` has a daily profile but no false alarms
               ╭▸ t.ron:50:116
               │
            50 │ …: [Process, File], sensitivity: 0.7, daily: [(from: "08:00", to: "09:00", factor: 2)]),
               │                                                      ━━━━━━━ of nothing
               │
               ╰ help: give it `false_alarms`, or leave out `daily`
        "#]],
    );
}

#[test]
fn the_load_of_false_alarms_is_the_mean_of_their_profile() {
    // 21 an hour would be too many for the team; 14 on average are not.
    let daily = r#"daily: [(from: "00:00", to: "08:00", factor: 0)]"#;
    check(&[("PerDay(48)", &format!("PerHour(21), {daily}"))], expect![[""]]);
}

/// Factors at the beginning of each hour of a day after the third, and the mean of the exercise.
fn factors(startex: &str, daily: &str, day: u64) -> (Vec<f64>, f64) {
    let model = model(&[
        (ALARMS, &format!("{ALARMS}, daily: [{daily}]")),
        (r#"startex: "2026-03-02T08:00[Europe/Brussels]""#, &format!("startex: \"{startex}\"")),
    ]);
    let profile = &model.sensors[0].daily;
    let hour = |hour: u64| SimTime::from_micros((day * 24 + hour) * 3_600_000_000);
    // A thousandth of an hour's work at factor 1 takes so much less at a greater factor.
    let factor = |at: u64| 3_600_000.0 / profile.after(hour(at), 3_600_000.0).since(hour(at)).micros() as f64;
    ((0..24).map(|at| (factor(at) * 100.0).round() / 100.0).collect(), profile.mean(model.frame.endex))
}

#[test]
fn profiles_follow_the_clocks_of_the_teams_zone() {
    let startex = "2026-03-27T00:00[Europe/Brussels]";
    let day = |day| factors(startex, r#"(from: "06:00", to: "12:00", factor: 2)"#, day).0;
    let hours = |from: usize, to: usize| -> Vec<f64> {
        (0..24).map(|hour| if (from..to).contains(&hour) { 2.0 } else { 1.0 }).collect()
    };
    // On 29 March the clocks are set forward at two: six o'clock comes after five hours, and from then on an hour early.
    assert_eq!([day(1), day(2), day(3)], [hours(6, 12), hours(5, 11), hours(5, 11)]);
    let (_, mean) = factors(startex, r#"(days: "Fri", from: "18:00", to: "24:00", factor: 11)"#, 0);
    assert!((mean - 1.5).abs() < 1e-12, "{mean}");
}

#[test]
fn sweeps() {
    check(
        &[(
            "sees: [Process, File], sensitivity: 0.7",
            r#"sees: [], sensitivity: 0, sweep: (every: "1d", phase: "2h", finds: 0.5)"#,
        )],
        expect![[""]],
    );
    sensor(
        r#"sweep: (every: "0s", finds: 0.5)"#,
        expect![[r#"
            error[E0302]: `every` must be more than 0
               ╭▸ t.ron:50:142
               │
            50 │ … false_alarms: PerDay(48), sweep: (every: "0s", finds: 0.5)),
               │                                            ━━━━ sweeps without end at one instant
               │
               ╰ help: write the time from one to the next: `every: "24h"`
        "#]],
    );
    sensor(
        r#"sweep: (every: "1s", finds: 1.5)"#,
        expect![[r#"
        error[E0303]: 432,000 sweeps in one exercise: a sensor may sweep at most 100,000 times
           ╭▸ t.ron:50:142
           │
        50 │ …tivity: 0.7, false_alarms: PerDay(48), sweep: (every: "1s", finds: 1.5)),
           ╰╴                                                       ━━━━ too often
        error[E0301]: `finds` is a probability, from 0 to 1, but `1.5` is not
           ╭▸ t.ron:50:155
           │
        50 │ …lse_alarms: PerDay(48), sweep: (every: "1s", finds: 1.5)),
           ╰╴                                                     ━━━ not from 0 to 1
    "#]],
    );
    sensor(
        r#"sweep: (every: "1d", phase: "6d", finds: 0.5)"#,
        expect![[r#"
            error[E0405]: this moment is after ENDEX
               ╭▸ t.ron:50:155
               │
            50 │ …alse_alarms: PerDay(48), sweep: (every: "1d", phase: "6d", finds: 0.5)),
               │                                                       ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
}

#[test]
fn windows_of_merging() {
    sensor(
        r#"merge: "0s""#,
        expect![[r#"
            error[E0302]: `merge` must be more than 0
               ╭▸ t.ron:50:134
               │
            50 │ …], sensitivity: 0.7, false_alarms: PerDay(48), merge: "0s"),
               │                                                        ━━━━ no window
               │
               ╰ help: leave `merge` out where every alert stands alone
        "#]],
    );
}

#[test]
fn notices_name_what_exists() {
    notices(
        r#"(id: "a", team: "sok", from: Users(probability: 30), of: [Zone("offic")]),
           (id: "b", team: "soc", from: Failure(function: "wrk", below: 1.5)),
           (id: "b", team: "soc", from: Adversary, of: [Zone("office")])"#,
        expect![[r#"
            error[E0203]: no team has the id `sok`
               ╭▸ t.ron:52:31
               │
            52 │     notices: [(id: "a", team: "sok", from: Users(probability: 30), of: [Zone("offic")]),
               │                               ━━━━━ not found
               │
               ╰ help: did you mean `soc`?
            error[E0301]: `probability` is a probability, from 0 to 1, but `30` is not
               ╭▸ t.ron:52:63
               │
            52 │     notices: [(id: "a", team: "sok", from: Users(probability: 30), of: [Zone("offic")]),
               │                                                               ━━ not from 0 to 1
               │
               ╰ help: 30 % is written `0.3`
            error[E0203]: no zone has the id `offic`
               ╭▸ t.ron:52:78
               │
            52 │     notices: [(id: "a", team: "sok", from: Users(probability: 30), of: [Zone("offic")]),
               │                                                                              ━━━━━━━ not found
               │
               ╰ help: did you mean `office`?
            error[E0203]: no function has the id `wrk`
               ╭▸ t.ron:53:59
               │
            53 │            (id: "b", team: "soc", from: Failure(function: "wrk", below: 1.5)),
               │                                                           ━━━━━ not found
               │
               ╰ help: did you mean `work`?
            error[E0307]: `below` is a level, more than 0 and at most 1
               ╭▸ t.ron:53:73
               │
            53 │            (id: "b", team: "soc", from: Failure(function: "wrk", below: 1.5)),
               │                                                                         ━━━ not a level
               │
               ╰ help: `below: 1` is told of every loss
            error[E0201]: two notices have the id `b`
               ╭▸ t.ron:54:17
               │
            53 │            (id: "b", team: "soc", from: Failure(function: "wrk", below: 1.5)),
               │                 ─── given first here
            54 │            (id: "b", team: "soc", from: Adversary, of: [Zone("office")])],
               ╰╴                ━━━ given again
        "#]],
    );
}

#[test]
fn notices_are_about_something() {
    notices(
        r#"(id: "a", team: "soc", from: Outside(probability: 0.5)),
           (id: "b", team: "soc", from: Failure(function: "work", below: 0), of: [Zone("office")])"#,
        expect![[r#"
            error[E0305]: the notice `a` is about nothing
               ╭▸ t.ron:52:20
               │
            52 │     notices: [(id: "a", team: "soc", from: Outside(probability: 0.5)),
               │                    ━━━ `of` is empty
               │
               ╰ help: say which assets it is about
            error[E0307]: `below` is a level, more than 0 and at most 1
               ╭▸ t.ron:53:74
               │
            53 │            (id: "b", team: "soc", from: Failure(function: "work", below: 0), of: [Zone("office")])],
               │                                                                          ━ not a level
               │
               ╰ help: `below: 1` is told of every loss
            error[E0609]: a notice of a failure is about its function, so it has no assets of its own
               ╭▸ t.ron:53:88
               │
            53 │            (id: "b", team: "soc", from: Failure(function: "work", below: 0), of: [Zone("office")])],
               │                                                                                        ━━━━━━━━ of the function
               │
               ╰ help: leave out `of`
        "#]],
    );
}

#[test]
fn notices_concern_their_team() {
    notices(
        r#"(id: "a", team: "nsoc", from: Adversary, of: [Zone("office")]),
           (id: "b", team: "nsoc", from: Failure(function: "work", below: 0.5)),
           (id: "c", team: "soc", from: Users(probability: 0.5), of: [Asset("dc"), Zone("edge")])"#,
        expect![[r#"
            warning[W0615]: the notice `a` never comes: no campaign encrypts anything
               ╭▸ t.ron:52:20
               │
            52 │     notices: [(id: "a", team: "nsoc", from: Adversary, of: [Zone("office")]),
               │                    ━━━ no ransom note
               │
               ╰ help: an adversary tells of what it encrypts, by a step that does `Encrypt`
            warning[W0604]: the notice `a` is about what the organisation of `nsoc` does not protect
               ╭▸ t.ron:52:66
               │
            52 │     notices: [(id: "a", team: "nsoc", from: Adversary, of: [Zone("office")]),
               ╰╴                                                                 ━━━━━━━━ not its team's concern, or not all of it
            warning[W0604]: the notice `b` is about what the organisation of `nsoc` does not protect
               ╭▸ t.ron:53:60
               │
            53 │            (id: "b", team: "nsoc", from: Failure(function: "work", below: 0.5)),
               ╰╴                                                           ━━━━━━ not its team's concern, or not all of it
            warning[W0605]: nobody uses what the notice `c` is about
               ╭▸ t.ron:54:77
               │
            54 │            (id: "c", team: "soc", from: Users(probability: 0.5), of: [Asset("dc"), Zone("edge")])],
               │                                                                             ━━━━ without `users`
               │
               ╰ help: give the assets `users`: they are who reports
        "#]],
    );
    check(
        &[
            (r#"triage: (tier: "l2", time: "5min"), "#, ""),
            (
                "    playbooks: [",
                "    notices: [(id: \"a\", team: \"nsoc\", from: Adversary, of: [Zone(\"rack\")])],\n    playbooks: [",
            ),
        ],
        expect![[r#"
            error[E0601]: this raises alerts at the team `nsoc`, which has no triage
               ╭▸ t.ron:52:31
               │
            47 │         (id: "nsoc", organisation: "ncirc", tiers: [(id: "l2", seats: 1)], playbook: "standard"),
               │              ────── this team
               ┆
            52 │     notices: [(id: "a", team: "nsoc", from: Adversary, of: [Zone("rack")])],
               │                               ━━━━━━ does not judge alerts
               │
               ╰ help: give the team a `triage`, or name another team
        "#]],
    );
}

/// Faults of a scan at `rate` among a thousand addresses, seen by a sensor with these fields.
#[track_caller]
fn scan(rate: &str, fields: &str, expected: Expect) {
    check(
        &[
            (
                r#"Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d")"#,
                &format!(r#"Scan(technique: "worm", rate: {rate}, scope: Addresses(1000))"#),
            ),
            (
                r#"needs: (service: "smb")"#,
                r#"needs: (service: "smb"), visible: (attempt: [(NetworkTraffic, 0.5)], success: [])"#,
            ),
            ("sees: [Process, File]", "sees: [NetworkTraffic]"),
            (ALARMS, &format!("{ALARMS}{fields}")),
        ],
        expected,
    );
}

#[test]
fn alerts_about_scans_that_hit_nothing_are_bounded() {
    // 150 · 0.979 · 0.35 an hour.
    scan("PerHour(150)", "", expect![[""]]);
    scan(
        "PerHour(200)",
        "",
        expect![[r#"
        error[E0303]: the sensor `edr` would raise 1.1 alerts a minute about scans of one source that hit nothing: at most one is
                      simulated
           ╭▸ t.ron:38:43
           │
        38 │ …         Scan(technique: "worm", rate: PerHour(200), scope: Addresses(1000)),
           │                                         ━━━━━━━━━━━━ of so many scans
           ┆
        50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [NetworkTraffic], sensitivity: 0.7, false_alarms: PerDay(48)),
           │            ───── this sensor
           │
           ╰ help: give the sensor a `merge` window of a minute or more
    "#]],
    );
    scan(
        "PerSecond(5000)",
        r#", merge: "30s""#,
        expect![[r#"
        error[E0303]: the sensor `edr` would raise 2.0 alerts a minute about scans of one source that hit nothing: at most one is
                      simulated
           ╭▸ t.ron:38:43
           │
        38 │ …         Scan(technique: "worm", rate: PerSecond(5000), scope: Addresses(1000)),
           │                                         ━━━━━━━━━━━━━━━ of so many scans
           ┆
        50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [NetworkTraffic], sensitivity: 0.7, false_alarms: PerDay(48),…
           │            ───── this sensor
           │
           ╰ help: give the sensor a `merge` window of a minute or more
    "#]],
    );
    scan("PerSecond(5000)", r#", merge: "1min""#, expect![[""]]);
}

#[test]
fn what_sensors_see_of_misses() {
    let model = model(&[
        (
            r#"Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d")"#,
            r#"Scan(technique: "worm", rate: PerHour(100), scope: Addresses(1000))"#,
        ),
        (
            r#"needs: (service: "smb")"#,
            r#"needs: (service: "smb", weakness: "old"), visible: (attempt: [(NetworkTraffic, 0.5), (File, 1)], success: [])"#,
        ),
        (
            "    sensors: [",
            r#"    sensors: [(id: "net", team: "soc", covers: [First("desk", 5)], sees: [NetworkTraffic, Scan], sensitivity: 1),
                (id: "core", team: "soc", covers: [Asset("dc")], sees: [Scan, NetworkTraffic], sensitivity: 1),"#,
        ),
    ]);
    let seen: Vec<_> = model.spreads[0]
        .misses
        .iter()
        .map(|misses| {
            let per_hour = |rate: f64| (rate * 3.6e9 * 1e6).round() / 1e6;
            let (zone, sensor) =
                (&model.names.zones[misses.zone.at()], &model.names.sensors[misses.sensor.at()]);
            format!("{zone} {sensor} {} {}", per_hour(misses.at_source), per_hour(misses.at_targets))
        })
        .collect();
    // One of a thousand addresses has the weakness. Files say nothing of scans. Who covers only that asset sees misses of
    // no other source.
    expect![[r#"
        office core 49.95 0
        office net 49.95 0.25"#]]
    .assert_eq(&seen.join("\n"));
}
