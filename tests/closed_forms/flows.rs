//! Attack flows as networks of exponential times: chains, joins, races of two ways, retries.

use super::cases::prove;
use super::common::{check, check_probability, model, play, play_seeded};
use super::{enough, enough_for, exponential, one_if, squares};
use jointex::kernel::SimTime;
use jointex::sim::{Happening, Verdict};

/// A flow of steps on one held asset.
pub fn flow(techniques: &str, steps: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "flow", title: "A flow", startex: "2026-01-05T00:00[UTC]", endex: "20000h",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            techniques: [{techniques}],
            campaigns: [(id: "c", operators: 2, initially_held: [Asset("a")], flow: [{steps}])],
            {rest}
        )"#
    )
}

/// Techniques and steps of a chain, the first step after `after`, and the last the objective. What it does is seen by nobody.
pub fn chain(name: &str, rates: &[f64], after: &str) -> [String; 2] {
    let [mut techniques, mut steps] = [String::new(), String::new()];
    let mut after = after.to_owned();
    for (n, rate) in (1..).zip(rates) {
        let (time, last) = (exponential(*rate), n == rates.len());
        techniques += &format!(
            r#"(id: "{name}{n}", tactic: Exfiltration, needs: (), success: 1, time: {time}, retries: 0, visible: (attempt: [], success: [])), "#
        );
        steps += &format!(r#"(id: "{name}{n}", technique: "{name}{n}", objective: {last}, {after}), "#);
        after = format!(r#"after: Any(["{name}{n}"])"#);
    }
    [techniques, steps]
}

/// Hours to the campaign's objective.
fn times_to_objective(scenario: &str, seed: u64, replications: u64) -> Vec<f64> {
    play_seeded(&model(scenario), seed, replications, false, |_, outcome| {
        outcome.ledger.campaigns[0].objective.hours()
    })
}

#[test]
pub fn a_kill_chain_takes_hypoexponential_time() {
    let own = r#"[{"rates": [1, 2, 4], "mean": 1.75, "var": 1.3125,
        "cdf": {"mean": 0.5966936236549318, "half_mean": 0.2258500399507618, "2mean": 0.92129713096202}}]"#;
    prove("hypoexponential", own, |case| {
        let (mean, variance) = (case.number("mean"), case.number("var"));
        let [techniques, steps] = chain("s", &case.numbers("rates"), "");
        // As variable as one exponential time, at most.
        let replications = enough(8.0, 0.045);
        let times = times_to_objective(&flow(&techniques, &steps, ""), case.seed, replications);
        check(&times, mean, 0.02);
        check(&squares(&times, mean), variance, 0.045);
        for (factor, key) in [(1.0, "cdf/mean"), (0.5, "cdf/half_mean"), (2.0, "cdf/2mean")] {
            let within: Vec<f64> = times.iter().map(|&time| one_if(time <= factor * mean)).collect();
            check_probability(&within, case.number(key));
        }
    });
}

#[test]
pub fn the_first_of_two_ways_arrives() {
    let own = r#"[{"path1": [1, 2], "path2": [1.5, 3], "E_min": 0.7285714285714286, "P_path1_first": 0.3571428571428573}]"#;
    prove("two_disjoint_paths", own, |case| {
        let (mean, share) = (case.number("E_min"), case.number("P_path1_first"));
        let [techniques, steps] =
            [chain("a", &case.numbers("path1"), ""), chain("b", &case.numbers("path2"), "")]
                .into_iter()
                .fold([String::new(), String::new()], |[a, b], [c, d]| [a + &c, b + &d]);
        let model = model(&flow(&techniques, &steps, ""));
        let replications = enough(1.0, 0.02).max(enough_for(share));
        let seen = play_seeded(&model, case.seed, replications, true, |_, outcome| {
            let entries = &outcome.trace.expect("the trace is on").entries;
            let step = entries.iter().find_map(|entry| match entry.what {
                Happening::ObjectiveReached { step, .. } => Some(&model.names.steps[step.at()]),
                _ => None,
            });
            let first = step.expect("one of them arrives").contains('a');
            (outcome.ledger.campaigns[0].objective.hours(), one_if(first))
        });
        let (times, first): (Vec<f64>, Vec<f64>) = seen.into_iter().unzip();
        check(&times, mean, 0.02);
        check_probability(&first, share);
    });
}

#[test]
fn retries_take_geometric_time() {
    // Attempts of one hour with success 0.3: a mean of 1/0.3, a variance of 0.7/0.09.
    let techniques = r#"(id: "t", tactic: Exfiltration, needs: (), success: 0.3, time: "1h", retries: 1000)"#;
    let steps = r#"(id: "s", technique: "t", objective: true)"#;
    let times = times_to_objective(&flow(techniques, steps, ""), 1, enough(8.0, 0.045));
    check(&times, 1.0 / 0.3, 0.02);
    check(&squares(&times, 1.0 / 0.3), 0.7 / 0.09, 0.045);
}

#[test]
fn an_all_join_waits_for_the_later_of_two() {
    // The maximum of Exp(1) and Exp(2): 1 + ½ − ⅓.
    let techniques = r#"
        (id: "a", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "1h")),
        (id: "b", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "30min")),
        (id: "end", tactic: Exfiltration, needs: (), success: 1, time: "0s")"#;
    let scenario = |join: &str| {
        let steps = format!(
            r#"(id: "s1", technique: "a"), (id: "s2", technique: "b"), (id: "s3", technique: "end", after: {join}(["s1", "s2"]), objective: true)"#
        );
        flow(techniques, &steps, "")
    };
    check(&times_to_objective(&scenario("All"), 1, enough(1.0, 0.02)), 1.0 + 0.5 - 1.0 / 3.0, 0.02);
    check(&times_to_objective(&scenario("Any"), 1, enough(1.0, 0.02)), 1.0 / 3.0, 0.02);
}

#[test]
fn an_attempt_is_judged_once_and_everything_it_needs_is_needed() {
    // A technique whose weakness the asset lacks is never offered, however often it is tried.
    let techniques = r#"(id: "t", tactic: PrivilegeEscalation, needs: (weakness: "w"), success: 1, time: "1h", retries: 3)"#;
    let scenario = flow(techniques, r#"(id: "s", technique: "t", objective: true)"#, "");
    let verdicts = play(&model(&scenario), 1, true, |outcome| {
        assert_eq!(outcome.ledger.campaigns[0].objective, SimTime::MAX);
        let trace = outcome.trace.expect("the trace is on");
        let verdict = |what: Happening| match what {
            Happening::AttemptEnded { verdict, .. } => Some(verdict),
            _ => None,
        };
        trace.entries.iter().filter_map(|entry| verdict(entry.what)).collect::<Vec<_>>()
    });
    assert_eq!(verdicts, [vec![Verdict::NotOffered; 4]]);
}
