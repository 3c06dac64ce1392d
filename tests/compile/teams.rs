//! Teams, sensors, playbooks, and the people that they call on.

use super::check;
use expect_test::expect;

#[test]
fn alerts_need_a_triage() {
    check(
        &[(r#"triage: (tier: "l1", time: "10min", misses: 0.1), "#, "")],
        expect![[r#"
        error[E0601]: this raises alerts at the team `soc`, which has no triage
           ╭▸ t.ron:50:27
           │
        44 │ …     (id: "soc", organisation: "cert",
           │            ───── this team
           ┆
        50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [Process, File], sensitivity: 0.7, false_alarms: PerDay(48)),
           │                         ━━━━━ does not judge alerts
           │
           ╰ help: give the team a `triage`, or name another team
        error[E0601]: this gives work to the team `soc`, which has no triage
           ╭▸ t.ron:71:67
           │
        44 │         (id: "soc", organisation: "cert",
           │              ───── this team
           ┆
        71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
           │                                                                   ━━━━━ does not judge alerts
           │
           ╰ help: give the team a `triage`, or name another team
        error[E0601]: this raises an alert at the team `soc`, which has no triage
           ╭▸ t.ron:72:102
           │
        44 │         (id: "soc", organisation: "cert",
           │              ───── this team
           ┆
        72 │         (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), effect: Alert(team: "soc", asset: "desk[1]"…
           │                                                                                                      ━━━━━ does not judge alerts
           │
           ╰ help: give the team a `triage`, or name another team
    "#]],
    );
}

#[test]
fn shifts_and_zones() {
    check(
        &[(
            r#"(id: "soc", organisation: "cert","#,
            r#"(id: "soc", organisation: "cert", time_zone: "Europe/Brusels","#,
        )],
        expect![[r#"
            error[E0038]: no time zone is called `Europe/Brusels`
               ╭▸ t.ron:44:54
               │
            44 │         (id: "soc", organisation: "cert", time_zone: "Europe/Brusels",
               │                                                      ━━━━━━━━━━━━━━━━ not an IANA time zone
               │
               ╰ help: did you mean `Europe/Brussels`?
        "#]],
    );
    check(
        &[
            (
                r#"(id: "l1", seats: 4)"#,
                r#"(id: "l1", seats: 4, shifts: Weekly("Sat-Sun", "08:00", "18:00"))"#,
            ),
            (r#"endex: "5d""#, r#"endex: "31h""#),
        ],
        expect![[r#"
            warning[W0401]: nobody of `soc/l1` is ever on duty during the exercise
               ╭▸ t.ron:45:23
               │
            45 │ …     tiers: [(id: "l1", seats: 4, shifts: Weekly("Sat-Sun", "08:00", "18:00")), (id: "l2", seats: 2, shifts: Weekly("Mon-Fr…
               │                    ━━━━ never on duty, and not on call
               │
               ╰ help: work for it is never begun: give it other hours, or `on_call`
        "#]],
    );
}

#[test]
fn more_false_alarms_than_the_team_can_bear() {
    check(
        &[("PerDay(48)", "PerHour(21)")],
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
    check(
        &[("PerDay(48)", "PerHour(30)")],
        expect![[r#"
        warning[W0601]: the triage of `soc` is busy to 125 % with false alarms alone: 30.0 an hour take 5.0 of 4.0 seats
           ╭▸ t.ron:44:14
           │
        44 │         (id: "soc", organisation: "cert",
           │              ━━━━━ more than 80 %
           │
           ╰ help: the queue grows without end: add seats, or lessen the false alarms
    "#]],
    );
    check(
        &[("PerDay(48)", "PerSecond(3000)")],
        expect![[r#"
            warning[W0601]: the triage of `soc` is busy to more than 1,000 % with false alarms alone: 10,800,000 an hour take 1,800,000 of 4.0
                            seats
               ╭▸ t.ron:44:14
               │
            44 │         (id: "soc", organisation: "cert",
               │              ━━━━━ more than 80 %
               │
               ╰ help: the queue grows without end: add seats, or lessen the false alarms
            error[E0303]: more than 1,000,000,000 false alarms are expected in one replication: all sensors together may raise at most
                          20,000,000
               ╭▸ t.ron:50:115
               │
            50 │ …cess, File], sensitivity: 0.7, false_alarms: PerSecond(3000)),
               ╰╴                                              ━━━━━━━━━━━━━━━ the most of them
        "#]],
    );
}

#[test]
fn blind_sensors() {
    check(
        &[(r#"covers: [Zone("office")]"#, "covers: []")],
        expect![[r#"
        warning[W0602]: the sensor `edr` covers nothing
           ╭▸ t.ron:50:14
           │
        50 │         (id: "edr", team: "soc", covers: [], sees: [Process, File], sensitivity: 0.7, false_alarms: PerDay(48)),
           ╰╴             ━━━━━ `covers` is empty
    "#]],
    );
    check(
        &[(r#"covers: [Zone("office")]"#, r#"covers: [Group("node"), Zone("office")]"#)],
        expect![[r#"
            warning[W0604]: the sensor `edr` covers assets that the organisation of `soc` does not protect
               ╭▸ t.ron:50:49
               │
            50 │ …     (id: "edr", team: "soc", covers: [Group("node"), Zone("office")], sees: [Process, File], sensitivity: 0.7, false_alarm…
               ╰╴                                              ━━━━━━ not its team's concern, or not all of it
        "#]],
    );
}

#[test]
fn shares_of_severities() {
    check(
        &[("false_alarms: PerDay(48)", "severities: [(Low, 0.5), (High, 0.4)]")],
        expect![[r#"
            warning[W0611]: the sensor `edr` has severities of false alarms but no false alarms
               ╭▸ t.ron:50:115
               │
            50 │ …ees: [Process, File], sensitivity: 0.7, severities: [(Low, 0.5), (High, 0.4)]),
               │                                                        ━━━ of nothing
               │
               ╰ help: give it `false_alarms`, or leave out `severities`
            error[E0308]: the shares of the severities of `edr` add up to 0.9, not to 1
               ╭▸ t.ron:50:115
               │
            50 │ …es: [Process, File], sensitivity: 0.7, severities: [(Low, 0.5), (High, 0.4)]),
               ╰╴                                                      ━━━ these shares
        "#]],
    );
}

#[test]
fn phases_that_cannot_be_done() {
    check(
        &[
            ("actions: [Isolate, BlockIndicators]", "actions: []"),
            (
                r#"Notify(agreements: ["ta"])"#,
                r#"Notify(agreements: [], tier: "l2"), Notify(agreements: ["ta"], time: "1h")"#,
            ),
        ],
        expect![[r#"
            error[E0305]: in the playbook `standard`, Notify names no agreement
               ╭▸ t.ron:53:14
               │
            53 │         (id: "standard", phases: [
               │              ━━━━━━━━━━ nobody is told
               │
               ╰ help: name agreements, or leave the phase out
            error[E0305]: this phase contains nothing: `actions` is empty
               ╭▸ t.ron:57:27
               │
            57 │             Contain(tier: "l2", per_asset: "6min", actions: []),
               │                           ━━━━ of this phase
               │
               ╰ help: possible: Isolate, BlockLinks, DisableCredentials, BlockIndicators
            error[E0602]: Notify has a `tier` but no `time`
               ╭▸ t.ron:58:42
               │
            58 │             Notify(agreements: [], tier: "l2"), Notify(agreements: ["ta"], time: "1h"),
               │                                          ━━━━ without `time`
               │
               ╰ help: give both, or neither: then it takes no time
            error[E0602]: Notify has a `time` but no `tier`
               ╭▸ t.ron:58:82
               │
            58 │             Notify(agreements: [], tier: "l2"), Notify(agreements: ["ta"], time: "1h"),
               │                                                                                  ━━━━ without `tier`
               │
               ╰ help: give both, or neither: then it takes no time
        "#]],
    );
    check(
        &[("playbooks: [", r#"playbooks: [(id: "empty", phases: []),"#)],
        expect![[r#"
            error[E0305]: the playbook `empty` has no phases
               ╭▸ t.ron:52:22
               │
            52 │     playbooks: [(id: "empty", phases: []),
               │                      ━━━━━━━ nothing is done
               │
               ╰ help: a team without a playbook leaves out `playbook`
            warning[W0606]: no team follows the playbook `empty`
               ╭▸ t.ron:52:22
               │
            52 │     playbooks: [(id: "empty", phases: []),
               ╰╴                     ━━━━━━━ not used
        "#]],
    );
}

#[test]
fn people_whom_nobody_calls_on() {
    check(
        &[
            (r#"crews: ["#, r#"crews: [(id: "spare", organisation: "eu", seats: 1),"#),
            (r#"Decide(authority: "duty"),"#, ""),
            (
                r#"(id: "cert", protects: ["eu"])"#,
                r#"(id: "cert", protects: ["eu"]), (id: "shy", protects: ["eu"])"#,
            ),
            (r#"teams: ["#, r#"teams: [(id: "nobody", organisation: "shy2"),"#),
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc"), (id: "shy2"),"#),
        ],
        expect![[r#"
            warning[W0609]: `shy` protects others but has no team
              ╭▸ t.ron:6:64
              │
            6 │         (id: "cert", protects: ["eu"]), (id: "shy", protects: ["eu"]),
              │                                                                ━━━━ protected by nobody of this organisation
              │
              ╰ help: give it a team under `teams`, or leave out `protects`
            warning[W0607]: no playbook calls on the authority `duty`
               ╭▸ t.ron:41:24
               │
            41 │     authorities: [(id: "duty", organisation: "cert", hours: Weekly("Mon-Fri", "07:00", "20:00"), on_call: "45min", time: "30…
               ╰╴                       ━━━━━━ not used
            warning[W0607]: no playbook calls on the crew `spare`
               ╭▸ t.ron:42:18
               │
            42 │     crews: [(id: "spare", organisation: "eu", seats: 1),(id: "it", organisation: "eu", seats: 2)],
               ╰╴                 ━━━━━━━ not used
            warning[W0608]: the team `nobody` has nobody: no tier, no triage
               ╭▸ t.ron:43:18
               │
            43 │     teams: [(id: "nobody", organisation: "shy2"),
               ╰╴                 ━━━━━━━━ nobody works here
        "#]],
    );
}
