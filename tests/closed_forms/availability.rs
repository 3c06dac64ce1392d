//! What breaks and is repaired: alternating renewal, and machines that wait for a crew.

use super::cases::prove;
use super::common::{check, check_probability, model, play_seeded};
use super::{HOUR, columns, exponential};
use jointex::model::Model;
use jointex::sim::Outcome;

/// A zone of like assets under `faults`, and functions with `needs` over all of them.
fn machines(count: u32, faults: &str, needs: &[&str], hours: f64, rest: &str) -> String {
    let functions: String = (1..)
        .zip(needs)
        .map(|(n, needs)| {
            format!(r#"(id: "f{n}", organisation: "o", assets: [Group("n")], needs: {needs}), "#)
        })
        .collect();
    format!(
        r#"Scenario(
            format: 1, id: "machines", title: "Machines", startex: "2026-01-05T00:00[UTC]", endex: "{hours}h", measure_from: "400h",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: {count}, faults: ({faults}))]),
            functions: [{functions}],
            {rest}
        )"#
    )
}

/// The share of the time measured in which a function was there.
fn level(model: &Model, outcome: &Outcome<'_>, function: usize) -> f64 {
    let measured = model.frame.endex.since(model.frame.measure_from).micros() as f64;
    1.0 - outcome.ledger.functions[function].loss / measured
}

#[test]
pub fn what_is_up_is_the_share_of_a_cycle() {
    let own = r#"[{"mttf": 100, "mttr": 5, "A": 0.9523809523809523}, {"mttf": 100, "mttr": 5, "k": 2, "n": 3, "A": 0.9934132383111973}]"#;
    prove("alternating_renewal_availability", own, |case| {
        let [up, repair, share] = ["mttf", "mttr", "A"].map(|key| case.number(key));
        let faults = format!("up: {}, repair: {}", exponential(1.0 / up), exponential(1.0 / repair));
        let (count, needs, replications) = if case.has("k") {
            (case.count("n"), format!("AtLeast({})", case.count("k")), 1000)
        } else {
            (1, "All".to_owned(), 600)
        };
        let model = model(&machines(count, &faults, &[&needs], 30_400.0, ""));
        let seen =
            play_seeded(&model, case.seed, replications, false, |_, outcome| level(&model, outcome, 0));
        check_probability(&seen, share);
        // Of what is nearly always up, the rest tells more.
        let lost: Vec<f64> = seen.iter().map(|share| 1.0 - share).collect();
        check(&lost, 1.0 - share, 0.02);
    });
}

#[test]
fn only_the_means_of_up_and_repair_matter() {
    let lost = |faults: &str, replications| {
        let model = model(&machines(500, faults, &["Weighted"], 4000.0, ""));
        play_seeded(&model, 1, replications, false, |_, outcome| 1.0 - level(&model, outcome, 0))
    };
    check(&lost(r#"up: Exponential(mean: "100h"), repair: Exponential(mean: "5h")"#, 30), 5.0 / 105.0, 0.02);
    // This one's mean is 3.63 h · exp(0.32) = 5 h.
    let lognormal =
        r#"up: Weibull(scale: "100h", shape: 1), repair: LogNormal(median: "13073s", sigma: 0.8)"#;
    check(&lost(lognormal, 40), 5.0 / 105.0, 0.02);
}

#[test]
pub fn a_crew_repairs_machines_as_machine_interference_says() {
    let own = r#"[{"K": 10, "lambda": 0.1, "mu": 1, "c": 1, "L": 2.145823431073473, "Lq": 1.3604057741808206,
        "throughput": 0.7854176568926527, "Wq": 1.7320794385537408, "P0": 0.21458234310734725}]"#;
    prove("machine_repair_MMcKK", own, |case| {
        let (count, seats) = (case.count("K"), case.count("c"));
        let [fails, repairs] = ["lambda", "mu"].map(|key| exponential(case.number(key)));
        let faults = format!(r#"up: {fails}, repair: {repairs}, by: "crew""#);
        let crew = format!(r#"crews: [(id: "crew", organisation: "o", seats: {seats})],"#);
        let model = model(&machines(count, &faults, &["Weighted", "All"], 6400.0, &crew));
        let seen = play_seeded(&model, case.seed, 400, false, |_, outcome| {
            let pool = &outcome.ledger.pools[0];
            let down = f64::from(count) * (1.0 - level(&model, outcome, 0));
            let (queue, started) = (pool.queue as f64 / HOUR / 6000.0, pool.started as f64 / 6000.0);
            let wait = pool.waits.sum as f64 / pool.waits.count as f64 / HOUR;
            [down, queue, started, wait, level(&model, outcome, 1)]
        });
        let [down, queue, started, waits, none] = columns(seen);
        check(&down, case.number("L"), 0.02);
        check(&queue, case.number("Lq"), 0.02);
        check(&started, case.number("throughput"), 0.02);
        check(&waits, case.number("Wq"), 0.02);
        check_probability(&none, case.number("P0"));
    });
}
