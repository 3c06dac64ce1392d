//! Functions that need each other: structures of two-state components, backups and restarts.

use super::common::{check, check_probability, model, play_seeded};
use super::{HOUR, columns, enough_for};

/// Means of a component's life and repair, in hours.
const LIFE: f64 = 100.0;
const REPAIR: f64 = 5.0;
const MEASURED: f64 = 30_000.0;

/// The share of the time measured that each of the functions after the components lost.
fn lost<const N: usize>(components: u32, functions: [&str; N], replications: u64) -> [Vec<f64>; N] {
    let faults = format!(r#"(up: Exponential(mean: "{LIFE}h"), repair: Exponential(mean: "{REPAIR}h"))"#);
    let source =
        |n: u32| format!(r#"(id: "c{n}", organisation: "o", assets: [Asset("n[{n}]")], faults: {faults}), "#);
    let sources: String = (1..=components).map(source).collect();
    let text = format!(
        r#"Scenario(
            format: 1, id: "reliance", title: "Reliance", startex: "2026-01-05T00:00[UTC]", endex: "{}h", measure_from: "400h",
            organisations: [(id: "o"), (id: "p")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: {components})]),
            functions: [{sources} {}],
        )"#,
        MEASURED + 400.0,
        functions.join(", "),
    );
    let model = model(&text);
    let seen = play_seeded(&model, 1, replications, false, |_, outcome| {
        let share = |n: usize| outcome.ledger.functions[components as usize + n].loss / (MEASURED * HOUR);
        std::array::from_fn(share)
    });
    columns(seen)
}

#[test]
fn structures_of_components_are_there_as_often_as_combinatorics_says() {
    let on = r#"on: [Function("c1"), Function("c2"), Function("c3")]"#;
    let of = |id: &str, needs: &str| {
        format!(r#"(id: "{id}", organisation: "p", depends: [(id: "d", {on}, needs: {needs})])"#)
    };
    let functions = [of("s", "All"), of("t", "Any"), of("u", "AtLeast(2)"), of("v", "Weighted")];
    // The parallel one loses an hour in ten thousand, so that its own share says little: it is held by the other three.
    let there = LIFE / (LIFE + REPAIR);
    let [series, parallel, majority, mean] = lost(3, functions.each_ref().map(String::as_str), 1500);
    check(&series, 1.0 - there * there * there, 0.02);
    check_probability(&parallel, (1.0 - there) * (1.0 - there) * (1.0 - there));
    check(&majority, 1.0 - (3.0 * there * there - 2.0 * there * there * there), 0.02);
    check(&mean, 1.0 - there, 0.02);
}

#[test]
fn a_backup_leaves_what_is_beyond_it() {
    // E[(R − b)⁺] = m·exp(−b/m) for an exponential repair of mean m, once a cycle of life and repair.
    let cycle = LIFE + REPAIR;
    for hours in [2.0_f64, 6.0] {
        let function = format!(
            r#"(id: "f", organisation: "p", depends: [(id: "d", on: [Function("c1")], backup: "{hours}h")])"#
        );
        let [seen] = lost(1, [&function], 2000);
        check(&seen, REPAIR * libm::exp(-hours / REPAIR) / cycle, 0.02);
    }
    // An exponential backup of mean b races the repair: what is left is m·m/(m + b).
    let function = r#"(id: "f", organisation: "p",
        depends: [(id: "d", on: [Function("c1")], backup: Exponential(mean: "10h"))])"#;
    let [seen] = lost(1, [function], 2000);
    check(&seen, REPAIR * REPAIR / (REPAIR + 10.0) / cycle, 0.02);
}

#[test]
fn a_restart_takes_its_time_from_every_life() {
    // Of a life U only (U − d)⁺ is used, in the mean u·exp(−d/u).
    let (restart, cycle) = (30.0_f64, LIFE + REPAIR);
    let function = format!(
        r#"(id: "f", organisation: "p", depends: [(id: "d", on: [Function("c1")])], recovery: "{restart}h")"#
    );
    let there = LIFE * libm::exp(-restart / LIFE) / cycle;
    let [seen] = lost(1, [&function], enough_for(there).min(1500));
    check(&seen, 1.0 - there, 0.02);
}
