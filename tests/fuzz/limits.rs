//! What would take more memory than there is, or more time than anybody has, is refused before it does.
//!
//! **Invariant:** each scenario here is a text of some megabytes at most that asks for gigabytes or for ever.

use super::properties::parses;
use super::{ALONE, BASE, MIB, OF_TEXT, bounded};
use jointex::compile::compile;
use jointex::diagnostic::any_error;

/// Compiles a scenario of `fields`; it must be refused with the code, in words that contain `why`, within its memory.
#[track_caller]
fn check(fields: &str, code: &str, why: &str) {
    let head = r#"format: 1, id: "s", title: "S", startex: "2026-03-02T08:00[UTC]""#;
    let text = format!("Scenario({head}, {fields})");
    let _alone = ALONE.lock();
    bounded(BASE + OF_TEXT / 2 * text.len(), why, || {
        let (scenario, sources) = parses(&text).unwrap_or_else(|| panic!("{why}: it has a fault before"));
        let (_, told) = compile(&scenario, &sources);
        assert!(any_error(&told));
        let found = told.iter().any(|fault| fault.code == code && fault.message.contains(why));
        let few: Vec<_> = told.iter().take(5).map(|fault| (fault.code, &fault.message)).collect();
        assert!(found, "{why}: {few:?}");
    });
}

/// The usual parts, with one zone that `zone` says more of, `assets` in it, and `more` fields.
fn one_zone(zone: &str, assets: &str, more: &str) -> String {
    format!(
        r#"endex: "30d", organisations: [(id: "o")], network: (zones: [(id: "z", owner: "o"{zone})], assets: [(id: "a", zone: "z"{assets})]), {more}"#
    )
}

/// Records with a number of their own.
fn records(number: usize, record: impl Fn(usize) -> String) -> String {
    (0..number).map(|n| record(n) + ", ").collect()
}

const TEAM: &str =
    r#"id: "t", organisation: "o", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h")"#;

#[test]
fn numbers_that_ask_for_too_much_are_refused() {
    let sensor = |more: &str| {
        format!(
            r#"teams: [({TEAM})], sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0.5, {more})]"#
        )
    };
    check(&one_zone("", ", count: 4000000000", ""), "E0303", "assets");
    check(&one_zone(", topology: Complete", ", count: 20000", ""), "E0303", "edges");
    check(
        &one_zone(", topology: BarabasiAlbert(m: 900000, seed: 1)", ", count: 1000000", ""),
        "E0303",
        "edges",
    );
    check(&one_zone("", "", &sensor("false_alarms: PerSecond(1e300)")), "E0303", "false alarms");
    check(&one_zone("", "", &sensor("sweep: (every: \"1us\", finds: 0.5)")), "E0303", "sweep");
    let unrelated = |rate: &str, assets: &str| {
        format!(r#"teams: [({TEAM}, unrelated: (rate: {rate}, assets: {assets}))]"#)
    };
    check(&one_zone("", "", &unrelated("PerDay(1)", "4000000000")), "E0303", "assets");
    check(&one_zone("", "", &unrelated("PerSecond(1e9)", "1")), "E0303", "unrelated incidents");
    let load = |over: &str| {
        format!(
            r#"teams: [({TEAM})], msel: [(no: "1", at: "1h", title: "x", effect: Load(team: "t", tickets: 4000000000, over: "{over}"))]"#
        )
    };
    check(&one_zone("", "", &load("1h")), "E0303", "tickets");
    check(&one_zone("", ", faults: (up: \"1us\", repair: \"1us\")", ""), "E0303", "faults would be expected");
    check(&one_zone("", "", "").replace("30d", "10000d"), "E0402", "ten years");
    check(&one_zone("", "", "prelude: \"1000d\""), "E0402", "prelude");
}

#[test]
fn records_that_multiply_are_refused() {
    let zones = |number| records(number, |n| format!(r#"(id: "z{n}", owner: "o")"#));
    let spreads = records(3000, |_| r#"Contact(technique: "w", delay: "1h")"#.to_owned());
    let technique = r#"techniques: [(id: "w", tactic: LateralMovement, does: Move, success: 1, time: "1h")]"#;
    check(
        &format!(
            r#"endex: "1d", organisations: [(id: "o")], network: (zones: [{}]), {technique}, campaigns: [(id: "c", spread: [{spreads}])]"#,
            zones(3000)
        ),
        "E0303",
        "the state of this scenario",
    );
    let organisations = records(2000, |n| format!(r#"(id: "o{n}")"#));
    let teams = records(2000, |n| {
        format!(
            r#"(id: "t{n}", organisation: "o{n}", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h"))"#
        )
    });
    let campaigns = records(2000, |n| format!(r#"(id: "c{n}")"#));
    check(
        &format!(
            r#"endex: "1d", organisations: [{organisations}], teams: [{teams}], campaigns: [{campaigns}]"#
        ),
        "E0303",
        "the state of this scenario",
    );
    let tiers =
        records(4000, |n| format!(r#"(id: "l{n}", seats: 1, shifts: Weekly("Mon-Sun", "08:00", "09:00"))"#));
    check(
        &format!(
            r#"endex: "3650d", organisations: [(id: "o")], teams: [(id: "t", organisation: "o", tiers: [{}(id: "l", seats: 1)], triage: (tier: "l", time: "1h"))]"#,
            tiers.repeat(3)
        ),
        "E0303",
        "the state of this scenario",
    );
    let gammas = records(60_000, |_| r#"(1, Gamma("1h", 2))"#.to_owned());
    check(
        &one_zone("", "", &format!("teams: [({})]", TEAM.replace("\"1h\"", &format!("Mixture([{gammas}])")))),
        "E0303",
        "the state of this scenario",
    );
}

#[test]
fn what_may_be_asked_for_is_granted() {
    // The limits are no nearer than they say: a large exercise of five days passes.
    let organisations = records(60, |n| format!(r#"(id: "o{n}")"#));
    let teams = records(60, |n| {
        format!(
            r#"(id: "t{n}", organisation: "o{n}", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: Gamma("1h", 2)))"#
        )
    });
    let campaigns = records(20, |n| format!(r#"(id: "c{n}")"#));
    let zones = records(200, |n| format!(r#"(id: "z{n}", owner: "o1")"#));
    let text = format!(
        r#"Scenario(format: 1, id: "s", title: "S", startex: "2026-03-02T08:00[UTC]", endex: "5d", organisations: [{organisations}], teams: [{teams}], campaigns: [{campaigns}], network: (zones: [{zones}]))"#
    );
    let _alone = ALONE.lock();
    bounded(256 * MIB, "a large exercise", || {
        let (scenario, sources) = parses(&text).expect("it has no fault");
        let (_, told) = compile(&scenario, &sources);
        assert!(!told.iter().any(|fault| fault.code == "E0303"), "{told:?}");
    });
}
