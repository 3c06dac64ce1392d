//! Roles of the four agencies by hand: one who coordinates who analyses what, and one who bridges to the military.
//!
//! `one` has an incident from 1 h on and `two` from 2 h on, whose investigation takes 4 h each and is reported at once; a report takes
//! an hour. All times are fixed.

mod common;

use common::{model_with, play, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::sim::{Happening, Milestone, ReportFate, Worker};

const TEXT: &str = r#"Scenario(
    format: 1, id: "roles", title: "Roles", startex: "2026-03-02T08:00[UTC]", endex: "5d",
    organisations: [(id: "enisa"), (id: "one"), (id: "two")],
    network: (zones: [(id: "z1", owner: "one"), (id: "z2", owner: "two")], assets: [(id: "a", zone: "z1"), (id: "b", zone: "z2")]),
    techniques: [],
    campaigns: [(id: "x", initially_held: [Asset("a"), Asset("b")])],
    teams: [
        (id: "t1", organisation: "one", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "t2", organisation: "two", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "te", organisation: "enisa", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s")),
    ],
    playbooks: [(id: "p", phases: [
        Investigate(tier: "l", time: "4h", finds: 0), Declare(tier: "l", time: "0s"), Notify(agreements: ["network"])])],
    agreements: [(id: "network", parties: ["enisa", "one", "two"], areas: (
        technical_cooperation: (remains: 0.5, waits: "6h"),
        information_exchange: (channels: [(id: "feed", medium: Automated, delay: "1h", shares: [Analysis])])))],
    msel: [(no: "1", at: "1h", effect: Alert(team: "t1", asset: "a")), (no: "2", at: "2h", effect: Alert(team: "t2", asset: "b"))],
)"#;

/// Who waits, and when each has analysed and declared.
fn told(replaced: &[(&str, &str)]) -> String {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        let (team, what) = match entry.what {
            Happening::Coordinated { team, ends, .. } => (team, if ends { "goes on" } else { "waits" }),
            Happening::PhaseEnded { team, phase: 0, .. } => (team, "has analysed"),
            Happening::Report { to, fate: ReportFate::Applied, .. } => (to, "is told"),
            _ => continue,
        };
        let hours = entry.at.since(SimTime::ZERO).hours();
        lines += &format!("{hours} h: {} {what}\n", model.names.teams[team.at()]);
    }
    let spared = outcome.ledger.teams.iter().map(|team| team.spared.hours()).sum::<f64>();
    lines + &format!("{spared} h spared\n")
}

#[track_caller]
fn check(replaced: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&told(replaced));
}

#[test]
fn the_second_leaves_the_analysis_to_the_first() {
    check(
        &[],
        expect![[r#"
        2 h: t2 waits
        5 h: t1 has analysed
        6 h: t2 goes on
        6 h: t2 is told
        6 h: te is told
        8 h: t2 has analysed
        9 h: t1 is told
        9 h: te is told
        2 h spared
    "#]],
    );
    // Whose own analysis would have been done earlier.
    check(
        &[(r#", waits: "6h""#, "")],
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        6 h: t2 is told
        6 h: te is told
        7 h: t1 is told
        7 h: te is told
        0 h spared
    "#]],
    );
}

#[test]
fn it_waits_no_longer_than_is_agreed() {
    check(
        &[(r#"waits: "6h""#, r#"waits: "1h""#)],
        expect![[r#"
        2 h: t2 waits
        3 h: t2 goes on
        5 h: t1 has analysed
        6 h: t2 is told
        6 h: te is told
        7 h: t2 has analysed
        8 h: t1 is told
        8 h: te is told
        0 h spared
    "#]],
    );
    // Nothing comes of what is lost.
    check(
        &[(r#"delay: "1h""#, r#"delay: "1h", reliability: 0"#)],
        expect![[r#"
        2 h: t2 waits
        5 h: t1 has analysed
        8 h: t2 goes on
        12 h: t2 has analysed
        0 h spared
    "#]],
    );
}

#[test]
fn who_is_not_told_by_the_first_does_not_wait() {
    check(
        &[(r#"["enisa", "one", "two"]"#, r#"["enisa", "one", "two"], shape: Hub"#)],
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        6 h: te is told
        7 h: te is told
        0 h spared
    "#]],
    );
    check(
        &[(r#"["enisa", "one", "two"]"#, r#"["enisa", "two"]"#)],
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        7 h: te is told
        0 h spared
    "#]],
    );
    check(
        &[(
            r#"parties: ["enisa""#,
            r#"until: "2026-03-02", since: "2026-03-02", active: false, parties: ["enisa""#,
        )],
        expect![[r#"
            5 h: t1 has analysed
            6 h: t2 has analysed
            0 h spared
        "#]],
    );
}

#[test]
fn who_waits_has_nobody_at_work() {
    let model = model_with(TEXT, &[]);
    let declared = |outcome: &jointex::sim::Outcome<'_>| {
        outcome.ledger.responses[2].milestones[Milestone::Declared as usize].hours()
    };
    assert_eq!(play(&model, 1, false, declared), [8.0]);
    let waits = play(&model, 1, false, |outcome| {
        let causes = &outcome.ledger.responses[2].causes[Milestone::Declared as usize];
        (
            causes.total(jointex::sim::State::AwaitingPartner).hours(),
            causes.total(jointex::sim::State::Worked).hours(),
        )
    });
    assert_eq!(waits, [(4.0, 2.0)]);
}

/// EDA is told by civilian parties, and passes on what it hears to the military: a hub of two agreements is a bridge.
#[test]
fn a_hub_of_two_agreements_bridges_them() {
    let bridge = [
        (r#"(id: "enisa"), "#, r#"(id: "enisa"), (id: "eda"), (id: "base"), "#),
        (
            "    agreements: [",
            r#"    agreements: [
                (id: "civil", parties: ["eda", "one", "two"], shape: Hub, areas: (information_exchange: (channels: [
                    (id: "mail", medium: Mail, delay: "1h", reading: "30min", shares: [Indicators])]))),
                (id: "military", parties: ["eda", "base"], shape: Hub, areas: (information_exchange: (channels: [
                    (id: "line", medium: Automated, delay: "2h", passes_on: true, shares: [Indicators])]))), "#,
        ),
        (r#"Notify(agreements: ["network"])"#, r#"Notify(agreements: ["civil"])"#),
        (
            r#"        (id: "te","#,
            r#"        (id: "td", organisation: "eda", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s")),
               (id: "tb", organisation: "base", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s")),
               (id: "te","#,
        ),
        (r#", waits: "6h""#, ""),
    ];
    check(
        &bridge,
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        6.5 h: td is told
        7.5 h: td is told
        8.5 h: tb is told
        9.5 h: tb is told
        0 h spared
    "#]],
    );
    // Without passing on the military hear nothing; nor do they of what is marked for the recipient only.
    let silent: Vec<_> = bridge.iter().copied().chain([("passes_on: true", "passes_on: false")]).collect();
    check(
        &silent,
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        6.5 h: td is told
        7.5 h: td is told
        0 h spared
    "#]],
    );
    let secret = [("Notify(agreements: [\"civil\"])", "Notify(agreements: [\"civil\"], tlp: AmberStrict)")];
    let strict: Vec<_> = bridge
        .iter()
        .copied()
        .chain(secret)
        .chain([("delay: \"1h\", reading", "delay: \"1h\", ceiling: Red, reading")])
        .collect();
    check(
        &strict,
        expect![[r#"
        5 h: t1 has analysed
        6 h: t2 has analysed
        6.5 h: td is told
        7.5 h: td is told
        0 h spared
    "#]],
    );
}
