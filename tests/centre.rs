//! Centres by hand: what their pictures show, and when.
//!
//! Four desks of `home` are held from STARTEX on. Its team hears of one at 2 h, knows of all at 5 h, and its crew brings one
//! back every 10 h, at 18, 28, 38 and 48 h. It reports on the situation from 2 h on every 6 h and a last time at 48 h; a report
//! travels an hour and is fused in another. All times are fixed.

mod common;

use common::{model_with, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::measure::{Measures, Value, value};
use jointex::sim::{Happening, Worker};

const TEXT: &str = r#"Scenario(
    format: 1, id: "picture", title: "A picture", startex: "2026-03-02T08:00[UTC]", endex: "60h",
    organisations: [(id: "centre"), (id: "home")],
    network: (zones: [(id: "hz", owner: "home")], assets: [(id: "h", zone: "hz", count: 4)]),
    techniques: [],
    campaigns: [(id: "x", initially_held: [Group("h")])],
    crews: [(id: "it", organisation: "home", seats: 1)],
    teams: [
        (id: "ct", organisation: "centre", tiers: [(id: "fusion", seats: 1)]),
        (id: "ht", organisation: "home", tiers: [(id: "l", seats: 4)], triage: (tier: "l", time: "0s"), playbook: "tells"),
    ],
    playbooks: [(id: "tells", phases: [
        ReportSituation(agreements: ["reporting"], every: "6h"),
        Investigate(tier: "l", time: "3h", finds: 1),
        Recover(crew: "it", per_asset: "10h"),
    ])],
    agreements: [(id: "reporting", parties: ["home", "centre"], areas: (information_exchange: (channels: [
        (id: "line", medium: Automated, delay: "1h", shares: [SituationReport]),
    ])))],
    centres: [(id: "icdc", team: "ct", tier: "fusion", fusing: "1h")],
    msel: [(no: "1", at: "2h", effect: Alert(team: "ht", asset: "h[1]"))],
)"#;

/// Awareness, the hours of staleness, and false beliefs in asset-hours over the 60 h; NaN for what there is not.
#[track_caller]
fn check(replaced: &[(&str, &str)], expected: [f64; 3]) {
    check_centre("icdc", replaced, expected);
}

/// The same of another centre.
#[track_caller]
fn check_centre(centre: &str, replaced: &[(&str, &str)], [awareness, staleness, false_hours]: [f64; 3]) {
    let close = |name: &str, scale: f64, expected: f64| {
        let measured = measured(replaced, name) * scale;
        let same = (measured - expected).abs() < 1e-9 || measured.is_nan() && expected.is_nan();
        assert!(same, "{name}: {measured}, not {expected}");
    };
    close(&format!("awareness[centre={centre}]"), 1.0, awareness);
    close(&format!("staleness[centre={centre}]"), 1.0, staleness);
    close(&format!("false_beliefs[centre={centre}]"), 60.0, false_hours);
}

/// A measure, times in hours; NaN for what was not at risk.
fn measured(replaced: &[(&str, &str)], name: &str) -> f64 {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let measures = Measures::of(&model);
    let place = measures.names.iter().position(|other| other == name).expect("it is measured");
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, false);
    let unit = measures[place].quantity.unit();
    match value(&model, &outcome, &measures[place]).reported(unit) {
        Value::Observed(number) => number,
        other => other.number().unwrap_or(f64::NAN),
    }
}

/// When what was fused, who was warned, and what came of it.
fn told(replaced: &[(&str, &str)]) -> String {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        let hours = entry.at.since(SimTime::ZERO).hours();
        match entry.what {
            Happening::Fused { team, news, .. } => {
                let team = &model.names.teams[team.at()];
                lines += &format!("{hours} h: {team}{}\n", if news { "" } else { ", outdated" });
            }
            Happening::Warned { organisation, heeded, .. } => {
                let organisation = &model.names.organisations[organisation.at()].id;
                lines +=
                    &format!("{hours} h: {organisation} {}\n", if heeded { "heeds it" } else { "does not" });
            }
            Happening::Injected(inject) if model.names.injects[inject.at()].number != "1" => {
                lines += &format!("{hours} h: {}\n", model.names.injects[inject.at()].number);
            }
            _ => {}
        }
    }
    lines
}

#[track_caller]
fn fused(replaced: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&told(replaced));
}

#[test]
fn reports_that_somebody_writes_come_later_and_take_time() {
    let written = |time: &str| format!(r#"every: "6h", tier: "l", time: "{time}""#);
    // Two hours each, of what is known by then; a last one is begun as the incident is closed.
    fused(
        &[(r#"every: "6h""#, &written("2h"))],
        expect![[r#"
        6 h: ht
        12 h: ht
        18 h: ht
        24 h: ht
        30 h: ht
        36 h: ht
        42 h: ht
        48 h: ht
        52 h: ht
    "#]],
    );
    // Who is not done when the next is due begins that as they are; the one in hand at 48 h is the last.
    fused(
        &[(r#"every: "6h""#, &written("20h"))],
        expect![[r#"
        24 h: ht
        44 h: ht
    "#]],
    );
    // A single analyst investigates once the first report is written.
    let alone = (r#"tiers: [(id: "l", seats: 4)]"#, r#"tiers: [(id: "l", seats: 1)]"#);
    let recovered = |replaced: &[(&str, &str)]| measured(replaced, "time_to_recover[org=home, campaign=x]");
    assert_eq!(recovered(&[alone]), 48.0);
    assert_eq!(recovered(&[alone, (r#"every: "6h""#, &written("2h"))]), 50.0);
}

#[test]
fn reports_are_fused_two_hours_after_they_were_written() {
    fused(
        &[],
        expect![[r#"
            4 h: ht
            10 h: ht
            16 h: ht
            22 h: ht
            28 h: ht
            34 h: ht
            40 h: ht
            46 h: ht
            50 h: ht
        "#]],
    );
}

#[test]
fn a_picture_knows_less_than_there_is_and_more_than_is_left() {
    // Shown: one desk from 4 h on, four from 10 h on, three from 22, two from 34, one from 40, none from 50.
    // Held and shown over held: ¼ for 6 h, then all there is until 48 h; false: 4 h, 6 h, 2 h and 2 h.
    // Ages run from 2 h to 8 h seven times, and from 2 h to 6 h at last.
    check(&[], [39.5 / 48.0, (7.0 * 30.0 + 16.0) / 46.0, 14.0]);
}

#[test]
fn a_centre_that_does_not_work_knows_nothing() {
    check(&[(r#"fusing: "1h""#, r#"fusing: "1h", active: false"#)], [0.0, f64::NAN, 0.0]);
    fused(&[(r#"fusing: "1h""#, r#"fusing: "1h", active: false"#)], expect![""]);
}

#[test]
fn a_report_that_comes_after_a_later_one_tells_nothing() {
    // The second travels over another line, which is slower by seven hours than the next one will take.
    let slow = [
        (
            "(id: \"line\", medium: Automated, delay: \"1h\"",
            "(id: \"line\", medium: Automated, delay: Empirical([\"1h\", \"9h\"])",
        ),
        ("fusing: \"1h\"", "fusing: \"0s\""),
    ];
    assert!(told(&slow).contains("outdated"), "{}", told(&slow));
}

/// One analyst of the centre needs ten hours for each report.
const SLOW: (&str, &str) = (r#"fusing: "1h""#, r#"fusing: "10h""#);
/// Somebody of `home` helps.
const SECONDED: (&str, &str) =
    (r#"fusing: "1h""#, r#"fusing: "10h", secondees: [(from: (team: "ht", tier: "l"), seats: 1)]"#);

#[test]
fn secondees_fuse_and_are_missed_at_home() {
    fused(
        &[SLOW],
        expect![[r#"
        13 h: ht
        23 h: ht
        33 h: ht
        43 h: ht
        53 h: ht
    "#]],
    );
    fused(
        &[SECONDED],
        expect![[r#"
        13 h: ht
        19 h: ht
        25 h: ht
        31 h: ht
        37 h: ht
        43 h: ht
        49 h: ht
        55 h: ht
        59 h: ht
    "#]],
    );
    // Whose people they are has nobody left.
    fused(&[SECONDED, ("seats: 4", "seats: 1")], expect![""]);
    // They work with the skill of their own.
    fused(
        &[SECONDED, (r#"(id: "l", seats: 4)"#, r#"(id: "l", seats: 4, skill: 2)"#)],
        expect![[r#"
        13 h: ht
        14 h: ht
        25 h: ht
        26 h: ht
        37 h: ht
        38 h: ht
        49 h: ht
        50 h: ht
        59 h: ht
    "#]],
    );
}

/// An operator, whom the campaign breaks into at 20 h through a hole.
const OPERATOR: &[(&str, &str)] = &[
    (r#"(id: "home")]"#, r#"(id: "home"), (id: "op", patching: "5h")]"#),
    (
        r#"zones: [(id: "hz", owner: "home")]"#,
        r#"zones: [(id: "hz", owner: "home"), (id: "oz", owner: "op")]"#,
    ),
    (
        r#"assets: [(id: "h", zone: "hz", count: 4)]"#,
        r#"assets: [(id: "h", zone: "hz", count: 4), (id: "o", zone: "oz", services: ["https"], weaknesses: ["hole"])],
           links: [(from: "internet", to: "oz", allow: ["https"])]"#,
    ),
    (
        "techniques: []",
        r#"techniques: [(id: "hit", tactic: InitialAccess, does: Exploit, needs: (service: "https", weakness: "hole"),
            success: 1, time: "20h", retries: 0, indicator_block: 1, visible: (attempt: [], success: []))],
           functions: [(id: "plant", organisation: "op", assets: [Asset("o")])]"#,
    ),
    (
        "initially_held: [Group(\"h\")]",
        r#"initially_held: [Group("h")], flow: [(id: "s", technique: "hit", target: Asset("o"))]"#,
    ),
    ("finds: 1),", r#"finds: 1), Notify(agreements: ["reporting"]),"#),
    ("shares: [SituationReport]", "shares: [Indicators, SituationReport]"),
];

/// What is seen where the centre gives this warning, with further changes.
fn warned<T>(warning: &str, more: &[(&str, &str)], seen: impl FnOnce(&[(&str, &str)]) -> T) -> T {
    let warns = format!(r#"fusing: "1h", warns: [(id: "ops", {warning})]"#);
    seen(&[OPERATOR, &[(r#"fusing: "1h""#, &*warns)], more].concat())
}

/// What was told of a warning, the assets that were ever held, and the hours that the operator's plant stood still.
#[track_caller]
fn check_warning(warning: &str, expected: Expect) {
    warned(warning, &[], |replaced| {
        let of = |name: &str| measured(replaced, name);
        let lines: String = told(replaced)
            .lines()
            .filter(|line| !line.contains("h: ht"))
            .map(|line| format!("{line}\n"))
            .collect();
        let counts = ["given", "heeded", "late"]
            .map(|count| of(&format!("warnings_{count}[centre=icdc]")).to_string());
        let (held, loss) = (of("assets_held_total"), of("function_loss[function=plant]"));
        expected.assert_eq(&format!(
            "{lines}{} given, {} heeded, {} late; {held} held, {loss} h lost\n",
            counts[0], counts[1], counts[2]
        ));
    });
}

#[test]
fn a_warning_is_read_after_a_while_and_heeded_or_not() {
    check_warning(
        r#"to: ["op", "home"], takes: "2h", does: [Shut(assets: [Asset("o")], for: "10h")]"#,
        expect![[r#"
            6 h: home heeds it
            6 h: op heeds it
            6 h: icdc/ops
            2 given, 2 heeded, 1 late; 5 held, 10 h lost
        "#]],
    );
    check_warning(
        r#"to: ["op"], takes: "2h", heeds: 0, does: [Shut(assets: [Asset("o")], for: "10h")]"#,
        expect![[r#"
            6 h: op does not
            1 given, 0 heeded, 0 late; 5 held, 0 h lost
        "#]],
    );
    // The picture shows one organisation alone.
    check_warning(
        r#"to: ["op"], organisations: 2, does: [Patch]"#,
        expect![[r#"
        0 given, 0 heeded, 0 late; 5 held, 0 h lost
    "#]],
    );
}

#[test]
fn precautions_prevent_what_they_are_in_time_for() {
    // Read at 6 h, patched at 11 h; read at 19 h, patched at 24 h, when all is over.
    check_warning(
        r#"to: ["op"], takes: "2h", does: [Patch]"#,
        expect![[r#"
        6 h: op heeds it
        6 h: icdc/ops
        1 given, 1 heeded, 0 late; 4 held, 0 h lost
    "#]],
    );
    check_warning(
        r#"to: ["op"], takes: "15h", does: [Patch]"#,
        expect![[r#"
        19 h: op heeds it
        19 h: icdc/ops
        1 given, 1 heeded, 0 late; 5 held, 0 h lost
    "#]],
    );
    // The centre knows the indicators from 9 h on: who reads it at 6 h has nothing to block.
    check_warning(
        r#"to: ["op"], takes: "2h", does: [Block]"#,
        expect![[r#"
        6 h: op heeds it
        6 h: icdc/ops
        1 given, 1 heeded, 0 late; 5 held, 0 h lost
    "#]],
    );
    check_warning(
        r#"to: ["op"], takes: "7h", does: [Block]"#,
        expect![[r#"
        11 h: op heeds it
        11 h: icdc/ops
        1 given, 1 heeded, 0 late; 4 held, 0 h lost
    "#]],
    );
    // What is shut at 20 h is not reached, and serves nobody meanwhile.
    check_warning(
        r#"to: ["op"], takes: "2h", does: [Shut(assets: [Asset("o")], for: "20h")]"#,
        expect![[r#"
            6 h: op heeds it
            6 h: icdc/ops
            1 given, 1 heeded, 0 late; 4 held, 20 h lost
        "#]],
    );
}

#[test]
fn a_commander_who_heeds_a_warning_orders_something_once() {
    check_warning(
        r#"to: ["op", "home"], takes: "3h", effect: TakeDown(function: "plant")"#,
        expect![[r#"
            7 h: home heeds it
            7 h: op heeds it
            7 h: icdc/ops
            2 given, 2 heeded, 1 late; 5 held, 53 h lost
        "#]],
    );
}

#[test]
fn others_come_after_a_warning() {
    let after = ("msel: [", r#"msel: [(no: "2", after: (inject: "icdc/ops", delay: "90min")), "#);
    let told = warned(r#"to: ["op"], takes: "2h", does: [Block]"#, &[after], told);
    let lines: Vec<&str> = told.lines().filter(|line| !line.contains("h: ht")).collect();
    assert_eq!(lines, ["6 h: op heeds it", "6 h: icdc/ops", "7.5 h: 2"]);
}

/// When inject 2 comes by this condition, with these changes.
fn comes(condition: &str, replaced: &[(&str, &str)]) -> String {
    let condition = format!(r#"msel: [(no: "2", when: {condition}), "#);
    let text = told(&[replaced, &[("msel: [", &*condition)]].concat());
    text.lines().find(|line| line.ends_with(": 2")).unwrap_or("never").to_owned()
}

#[test]
fn a_condition_looks_at_the_picture_of_now() {
    let seen =
        [("organisations_pictured", 1), ("reports_fused", 3), ("false_beliefs", 1), ("false_beliefs", 2)]
            .map(|(measure, limit)| {
                let comes = comes(&format!(r#"AtLeast("{measure}[centre=icdc]", {limit})"#), &[]);
                format!("{measure} {limit}: {comes}\n")
            });
    expect![[r#"
        organisations_pictured 1: 4 h: 2
        reports_fused 3: 16 h: 2
        false_beliefs 1: 18 h: 2
        false_beliefs 2: never
    "#]]
    .assert_eq(&seen.concat());
}

#[test]
fn each_centre_has_a_picture_of_its_own() {
    let late = [
        (r#"(id: "fusion", seats: 1)"#, r#"(id: "fusion", seats: 1), (id: "slow", seats: 1)"#),
        (r#"fusing: "1h")"#, r#"fusing: "1h"), (id: "late", team: "ct", tier: "slow", fusing: "3h")"#),
    ];
    check(&late, [39.5 / 48.0, (7.0 * 30.0 + 16.0) / 46.0, 14.0]);
    // Two hours later than the other: a quarter from 6 h on, all from 12 h on; false for 6 h, 8 h, 4 h and 4 h. Ages run from 4 h to
    // 10 h seven times, and from 4 h to 8 h at last.
    check_centre("late", &late, [37.5 / 48.0, (7.0 * 42.0 + 24.0) / 46.0, 22.0]);
}

#[test]
fn a_replication_leaves_nothing_in_the_picture_of_the_next() {
    // Three are held at the end.
    let model = model_with(&replaced_in(TEXT, &[(r#"endex: "60h""#, r#"endex: "20h""#)]), &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let mut seen = || worker.play(1, 1, false).ledger.centres[0];
    assert_eq!(seen(), seen());
}

#[test]
fn a_picture_that_shows_nothing_any_more_shows_no_organisation() {
    let empty = r#"All([AtLeast("reports_fused[centre=icdc]", 1), AtMost("organisations_pictured[centre=icdc]", 0)])"#;
    assert_eq!(comes(empty, &[]), "50 h: 2");
}

#[test]
fn what_is_believed_as_measuring_begins_stays_believed() {
    // A false belief from 18 h to 22 h; the second condition holds from 20 h on.
    let later = (r#"(no: "1", at: "2h","#, r#"(no: "3", at: "20h"), (no: "1", at: "2h","#);
    let measured = (r#"endex: "60h""#, r#"endex: "60h", measure_from: "19h""#);
    let both = r#"All([Injected("3"), AtLeast("false_beliefs[centre=icdc]", 1)])"#;
    assert_eq!(comes(both, &[later, measured]), "20 h: 2");
}

#[test]
fn a_warning_is_of_the_campaign_that_the_picture_shows() {
    let nobody_knows =
        ("campaigns: [", r#"campaigns: [(id: "a", start: "59h", initially_held: [Asset("h[1]")]), "#);
    let told = warned(r#"to: ["op"], takes: "2h", does: [Patch]"#, &[nobody_knows], told);
    assert!(told.contains("6 h: op heeds it"), "{told}");
}

#[test]
fn who_blocks_as_warned_recognises_the_campaign() {
    // Its sensor sees nothing but what it has indicators of: the attempt at 20 h, which comes to nothing.
    let sensor = [
        ("visible: (attempt: [], success: [])", "visible: (attempt: [(Process, 1)], success: [])"),
        (
            r#"(id: "ht", organisation: "home","#,
            r#"(id: "ot", organisation: "op", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s")), (id: "ht", organisation: "home","#,
        ),
        (
            "    msel: [",
            r#"    sensors: [(id: "s", team: "ot", covers: [Zone("oz")], sees: [Process], sensitivity: 0.000000001, indicator_boost: 1)], msel: ["#,
        ),
    ];
    let alerts = |takes: &str| {
        let warning = format!(r#"to: ["op"], takes: "{takes}", does: [Block]"#);
        let model = warned(&warning, &sensor, |replaced| model_with(&replaced_in(TEXT, replaced), &[]));
        let team = model.names.teams.iter().position(|team| team == "ot").expect("it is there");
        Worker::checked(&model, 1_000_000).play(1, 1, false).ledger.teams[team].alerts_true
    };
    assert_eq!([alerts("7h"), alerts("17h")], [1, 0]);
}
