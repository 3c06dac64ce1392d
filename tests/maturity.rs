//! The maturity of organisations, each factor with an answer that can be worked out by hand.

mod common;

use common::{model, model_with, play, written_out};
use jointex::library::or_built_in;
use jointex::model::{Model, PoolKind};
use jointex::scenario::{LoadError, parse};
use jointex::study::{Watch, replicate};

/// A team of two that gets four tickets of an hour each at once.
const TICKETS: &str = r#"Scenario(
    format: 1, id: "maturity", title: "Maturity", startex: "2026-03-02T08:00[UTC]", endex: "20h",
    organisations: [(id: "a", patching: "10h")],
    network: (zones: [(id: "z", owner: "a")], assets: [(id: "h", zone: "z", count: 10)]),
    techniques: [(id: "knock", tactic: Discovery, does: Discover, success: 1, time: "1h", visible: (attempt: [(Process, 0.5)]))],
    campaigns: [(id: "c", initially_held: [Asset("h[1]")], flow: [(id: "knock", technique: "knock")])],
    teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 2)], triage: (tier: "l", time: "1h"))],
    sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0.8)],
    msel: [(no: "1", at: "10h", effect: Load(team: "t", tickets: 4, over: "0s"))],
)"#;

const MATURITY: &str = "organisations[a].maturity";

/// Factors of which one is not 1.
fn only(name: &str, factor: &str) -> String {
    let factors = ["seats", "sensors", "patching", "skill"]
        .map(|it| format!("{it}: {}", if it == name { factor } else { "1" }));
    format!("({})", factors.join(", "))
}

fn mature(maturity: &str, sets: &[(&str, &str)]) -> Model {
    model_with(TICKETS, &[&[(MATURITY, maturity)], sets].concat())
}

/// The seats on duty, the skill, what the sensor sees of an attempt, and the hours in which is patched.
fn made(model: &Model) -> (u32, f64, f64, f64) {
    let pool = model.pools.iter().find(|pool| matches!(pool.kind, PoolKind::Tier(_))).expect("a tier");
    let seen = model
        .techniques
        .iter()
        .flat_map(|technique| &technique.seen)
        .map(|seen| seen.failed)
        .fold(0.0, f64::max);
    let patching = model.organisations[0].patching.as_ref().expect("it patches").mean() / 3.6e9;
    (pool.roster[0].1, pool.skill, seen, patching)
}

/// Hours waited and worked.
fn worked(model: &Model) -> (f64, f64) {
    play(model, 1, false, |outcome| {
        let pool = &outcome.ledger.pools[0];
        (pool.waits.sum as f64 / 3.6e9, pool.busy as f64 / 3.6e9)
    })
    .remove(0)
}

#[test]
fn the_built_in_factors_are_those_that_are_documented() {
    assert_eq!(made(&model(TICKETS)), (2, 1.0, 0.4, 10.0));
    let near = |(seats, skill, seen, patching): (u32, f64, f64, f64), expected: (u32, f64, f64, f64)| {
        assert_eq!((seats, skill, patching), (expected.0, expected.1, expected.3));
        assert!((seen - expected.2).abs() < 1e-12, "{seen}");
    };
    near(made(&mature("Basic", &[])), (1, 0.8, 0.5 * 0.8 * 0.7, 20.0));
    near(made(&mature("Intermediate", &[])), (2, 1.0, 0.4, 10.0));
    near(made(&mature("Advanced", &[])), (3, 1.25, 0.5 * 0.8 * 1.2, 5.0));
}

#[test]
fn seats_are_rounded_and_one_stays() {
    let seats = |written: &str, factor: &str| {
        let tier = ("teams[t].tiers[l].seats", written);
        made(&mature("Basic", &[tier, ("maturity.basic", &only("seats", factor))])).0
    };
    assert_eq!(seats("5", "0.5"), 3);
    assert_eq!(seats("5", "0.49"), 2);
    assert_eq!(seats("1", "0.1"), 1);
    assert_eq!(seats("4", "10"), 40);
    // Four tickets of an hour: two of them wait an hour for two, one for three; for one they wait 1, 2 and 3.
    let waited = |factor| worked(&mature("Advanced", &[("maturity.advanced", &only("seats", factor))]));
    assert_eq!(waited("1"), (2.0, 4.0));
    assert_eq!(waited("1.5"), (1.0, 4.0));
    assert_eq!(waited("0.5"), (6.0, 4.0));
}

#[test]
fn skill_divides_what_work_takes() {
    let waited = |factor| worked(&mature("Basic", &[("maturity.basic", &only("skill", factor))]));
    assert_eq!(waited("0.8"), (2.5, 5.0));
    // Of those who have a skill already it is multiplied.
    let skilled = mature(
        "Advanced",
        &[("teams[t].tiers[l].skill", "1.6"), ("maturity.advanced", &only("skill", "1.25"))],
    );
    assert_eq!(worked(&skilled), (1.0, 2.0));
}

#[test]
fn sensors_see_everything_at_most() {
    let seen = |maturity: &str, sensitivity: &str| {
        made(&mature(maturity, &[("sensors[s].sensitivity", sensitivity)])).2
    };
    assert_eq!(seen("Advanced", "0.9"), 0.5);
    assert_eq!(seen("Basic", "0"), 0.0);
    // What no sensor sees, none sees by maturity: with nothing to see, nobody is told.
    let alerts = |maturity| {
        let blind = mature(maturity, &[("sensors[s].sees", "[Mail]")]);
        play(&blind, 20, false, |outcome| outcome.ledger.teams[0].alerts_true).into_iter().sum::<u64>()
    };
    assert_eq!((alerts("Basic"), alerts("Advanced")), (0, 0));
}

#[test]
fn every_law_of_patching_is_scaled() {
    for (law, mean) in [
        (r#""4h""#, 8.0),
        (r#"Exponential(mean: "4h")"#, 8.0),
        (r#"Uniform("2h", "6h")"#, 8.0),
        (r#"Triangular("1h", "4h", "7h")"#, 8.0),
        (r#"Pert("1h", "4h", "7h")"#, 8.0),
        (r#"Gamma(mean: "4h", shape: 3)"#, 8.0),
        (r#"Weibull(scale: "4h", shape: 1)"#, 8.0),
        (r#"LogNormal(median: "4h", sigma: 0)"#, 8.0),
        (r#"Normal("4h", "1ms")"#, 8.0),
        (r#"Empirical(["3h", "5h"])"#, 8.0),
        (r#"Mixture([(0.5, "3h"), (0.5, Exponential(mean: "5h"))])"#, 8.0),
    ] {
        let patched = made(&mature("Basic", &[("organisations[a].patching", law)])).3;
        assert!((patched - mean).abs() < 1e-3, "{law}: {patched}");
    }
}

#[test]
fn who_says_nothing_is_not_scaled_and_neither_is_anybody_else() {
    let fingerprint = |model: &Model| replicate(model, 1, 20, &Watch::default()).fingerprint;
    let plain = fingerprint(&model(TICKETS));
    assert_eq!(plain, fingerprint(&model_with(TICKETS, &[("maturity.basic.seats", "3")])));
    assert_eq!(plain, fingerprint(&mature("Intermediate", &[])));
    assert_ne!(plain, fingerprint(&mature("Basic", &[])));
    let two = TICKETS.replace(
        r#"(id: "a", patching: "10h")"#,
        r#"(id: "a", patching: "10h"), (id: "b", patching: "1h", maturity: Basic)"#,
    );
    assert_eq!(made(&model(&two)), (2, 1.0, 0.4, 10.0));
}

#[test]
fn a_table_of_nations_says_how_mature_each_is() {
    let text = r#"Scenario(format: 1, id: "n", title: "N", startex: "2026-03-02T08:00[UTC]", endex: "1d",
        include: [(file: "std/nation.ron", each: "nations.csv")])"#;
    let load = |path: &str| match path {
        "nations.csv" => Ok(String::from("as,organisations[cert].maturity\nee,Advanced\nlv,Basic\nlt,\n")),
        _ => Err(LoadError(String::from("no such file"))),
    };
    let parsed = parse("main.ron", text, &mut |path| or_built_in(path, load));
    let scenario = parsed.scenario.expect("it has no fault");
    let (model, _) = jointex::compile::compile(&scenario, &parsed.sources);
    let model = model.expect("it has no fault");
    let seats = |team: &str| {
        let team = model.names.teams.iter().position(|it| it == team).expect("the team");
        let pool = &model.pools[model.teams[team].tiers[0].at()];
        (pool.roster[0].1, pool.skill)
    };
    assert_eq!((seats("ee/soc"), seats("lv/soc"), seats("lt/soc")), ((12, 1.25), (4, 0.8), (8, 1.0)));
}

#[test]
fn what_is_built_in_is_written_out_where_somebody_is_mature() {
    let mature = TICKETS.replace(r#"(id: "a", patching"#, r#"(id: "a", maturity: Basic, patching"#);
    let (whole, [before, after]) = written_out(&mature);
    assert_eq!(before, after);
    assert!(whole.contains("basic: (seats: 0.5, sensors: 0.7, patching: 2, skill: 0.8)"), "{whole}");
    assert!(whole.contains("// built in, Assumed"), "{whole}");
    assert!(written_out(TICKETS).0.contains("maturity: None"));
}
