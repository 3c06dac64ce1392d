//! Where theory knows the answer, the whole engine gives it: scenarios written for the purpose, from RON to the ledger.
//!
//! One time unit is an hour. Each check asks three things of the values of many replications: their 99.9 % interval
//! contains the theory's value, is at most so wide, and would not contain that value shifted by 10 %. Seeds are 1, 2, 3…

mod common;

use common::{check, model, play};
use jointex::kernel::SimTime;
use jointex::sim::{Happening, Outcome, Verdict};

/// A team that has nothing to do but false alarms: `rate` an hour, `seats` seats, and what `triage` and `queue` say.
fn queue(rate: f64, seats: u32, time: &str, queue: &str, false_escalations: f64, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "queue", title: "A queue", startex: "2026-01-05T00:00[UTC]", endex: "4000h", measure_from: "200h",
            organisations: [(id: "o", name: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            teams: [(id: "t", organisation: "o", time_zone: "UTC",
                     tiers: [(id: "l1", seats: {seats}, shifts: AroundTheClock), (id: "l2", seats: 2, shifts: AroundTheClock)],
                     queue: ({queue}),
                     triage: (tier: "l1", time: {time}, misses: 0, false_escalations: {false_escalations}){rest})],
            sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0, false_alarms: PerHour({rate}))],
        )"#
    )
}

/// Mean waits in hours of replications of a queue.
fn waits(scenario: &str, replications: u64) -> Vec<f64> {
    play(&model(scenario), replications, false, |outcome| {
        let waits = &outcome.ledger.teams[0].waits;
        waits.sum as f64 / waits.count as f64 / 3.6e9
    })
}

#[test]
fn waits_of_m_m_5_follow_erlang_c() {
    check(&waits(&queue(4.5, 5, "Exponential(mean: \"1h\")", "", 0.0, ""), 400), 1.5249864414658714, 0.04);
}

#[test]
fn waits_with_fixed_and_lognormal_service_follow_pollaczek_and_khinchine() {
    check(&waits(&queue(0.8, 1, "\"1h\"", "", 0.0, ""), 300), 2.0, 0.04);
    // λ E[S²] / 2(1 − ρ) with E[S] = 1 and E[S²] = exp(σ²), σ = 0.8.
    let median = libm::exp(-0.32);
    let time = format!("LogNormal(median: \"{}us\", sigma: 0.8)", (median * 3.6e9).round());
    check(&waits(&queue(0.5, 1, &time, "", 0.0, ""), 300), 0.5 * libm::exp(0.64), 0.04);
}

#[test]
fn alerts_that_find_no_seat_follow_erlang_b() {
    let scenario = queue(4.5, 5, "Exponential(mean: \"1h\")", "capacity: 0", 0.0, "");
    let shares = play(&model(&scenario), 200, false, |outcome| {
        let team = &outcome.ledger.teams[0];
        team.dropped as f64 / team.alerts_false as f64
    });
    check(&shares, 0.24302100181497166, 0.02);
}

#[test]
fn waits_with_ten_places_follow_m_m_c_k() {
    let scenario = queue(4.5, 5, "Exponential(mean: \"1h\")", "capacity: 5", 0.0, "");
    check(&waits(&scenario, 300), 0.31696384006225836, 0.02);
}

#[test]
fn serving_the_most_severe_first_conserves_the_mean_wait() {
    let scenario = queue(4.5, 5, "Exponential(mean: \"1h\")", "order: MostSevereFirst", 0.0, "");
    check(&waits(&scenario, 400), 1.5249864414658714, 0.04);
}

#[test]
fn investigations_of_false_incidents_are_the_second_station_of_a_tandem() {
    // Burke: the output of M/M/5 is Poisson, so the second tier is M/M/2 with λ = 1.5 and µ = 1.
    let scenario = queue(1.5, 5, "Exponential(mean: \"1h\")", "", 1.0, r#", playbook: "p""#).replace(
        "sensors:",
        r#"playbooks: [(id: "p", phases: [Investigate(tier: "l2", time: Exponential(mean: "1h"), finds: 0)])], sensors:"#,
    );
    let model = model(&scenario);
    let second = model.names.pools.iter().position(|name| name == "t/l2").expect("there is a second tier");
    let waits = play(&model, 300, false, |outcome| {
        let waits = &outcome.ledger.pools[second].waits;
        waits.sum as f64 / waits.count as f64 / 3.6e9
    });
    check(&waits, 1.2857142857142858, 0.04);
}

/// `count` like assets in a zone with `inside`, the first of which is held; `spread` is all that happens.
fn epidemic(count: u32, inside: &str, spread: &str, success: f64, endex: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "epidemic", title: "An epidemic", startex: "2026-01-05T00:00[UTC]", endex: "{endex}",
            organisations: [(id: "o", name: "o")],
            network: (zones: [(id: "z", owner: "o", {inside})], assets: [(id: "n", zone: "z", count: {count})]),
            techniques: [(id: "walk", tactic: LateralMovement, needs: (), success: {success}, time: "0s", retries: 0)],
            campaigns: [(id: "c", initially_held: [First("n", 1)], spread: [{spread}])],
        )"#
    )
}

/// Hours from the start to the `nth` hold.
fn time_of_hold(outcome: &Outcome<'_>, nth: usize) -> f64 {
    let trace = outcome.trace.expect("the trace is on");
    let holds = trace.entries.iter().filter(|entry| matches!(entry.what, Happening::Held { .. }));
    holds.map(|entry| entry.at).nth(nth - 1).unwrap_or(SimTime::MAX).hours()
}

fn times_to_hold(scenario: &str, nth: usize, replications: u64) -> Vec<f64> {
    play(&model(scenario), replications, true, |outcome| time_of_hold(outcome, nth))
}

const CONTACT: &str = r#"Contact(technique: "walk", delay: Exponential(mean: "1h"))"#;

#[test]
fn a_mesh_is_taken_like_a_complete_graph() {
    // With i held, the next hold comes at rate i (n − i).
    let expected: f64 = (1..20).map(|i| 1.0 / f64::from(i * (20 - i))).sum();
    check(&times_to_hold(&epidemic(20, "", CONTACT, 1.0, "1000h"), 20, 6000), expected, 0.02);
    let half: f64 = (1..10).map(|i| 1.0 / f64::from(i * (20 - i))).sum();
    check(&times_to_hold(&epidemic(20, "", CONTACT, 1.0, "1000h"), 10, 12000), half, 0.02);
}

#[test]
fn explicit_edges_of_a_complete_graph_are_the_same_process_as_a_mesh() {
    let expected: f64 = (1..20).map(|i| 1.0 / f64::from(i * (20 - i))).sum();
    check(
        &times_to_hold(&epidemic(20, "topology: Complete", CONTACT, 1.0, "1000h"), 20, 6000),
        expected,
        0.02,
    );
}

#[test]
fn failed_attempts_thin_the_spread() {
    // Success ½ at twice the rate is the same process, by edges as by pressure.
    let twice = r#"Contact(technique: "walk", delay: Exponential(mean: "30min"))"#;
    let expected: f64 = (1..20).map(|i| 1.0 / f64::from(i * (20 - i))).sum();
    check(&times_to_hold(&epidemic(20, "", twice, 0.5, "1000h"), 20, 6000), expected, 0.02);
    check(&times_to_hold(&epidemic(20, "topology: Complete", twice, 0.5, "1000h"), 20, 6000), expected, 0.02);
}

#[test]
fn a_path_is_walked_in_erlang_time() {
    check(&times_to_hold(&epidemic(11, "topology: Path", CONTACT, 1.0, "1000h"), 11, 4000), 10.0, 0.02);
}

#[test]
fn a_cycle_is_taken_from_both_ends() {
    check(&times_to_hold(&epidemic(10, "topology: Cycle", CONTACT, 1.0, "1000h"), 10, 4000), 4.5, 0.02);
}

#[test]
fn a_star_is_taken_when_its_last_leaf_is() {
    let expected: f64 = (1..=10).map(|leaf| 1.0 / f64::from(leaf)).sum();
    check(&times_to_hold(&epidemic(11, "topology: Star", CONTACT, 1.0, "1000h"), 11, 6000), expected, 0.02);
}

/// Assets ever held, of replications of an epidemic.
fn sizes(scenario: &str, replications: u64) -> Vec<f64> {
    play(&model(scenario), replications, false, |outcome| f64::from(outcome.ledger.total))
}

/// The mean final size of the Markov SIR on the complete graph of `n` with one first case, rate β/n a pair and recovery 1,
/// from its embedded chain.
fn final_size(n: usize, beta: f64) -> f64 {
    // share[s][i]: probability that the chain passes through s susceptible, i infected.
    let mut passes = vec![vec![0.0; n + 1]; n + 1];
    passes[n - 1][1] = 1.0;
    let mut mean = 0.0;
    for s in (0..n).rev() {
        for i in (0..=n - s).rev() {
            let here = passes[s][i];
            if here == 0.0 {
                continue;
            }
            if i == 0 {
                mean += here * (n - s) as f64;
                continue;
            }
            let infects = beta * s as f64 / n as f64;
            let p = infects / (infects + 1.0);
            if s > 0 {
                passes[s - 1][i + 1] += here * p;
            }
            passes[s][i - 1] += here * (1.0 - p);
        }
    }
    mean
}

#[test]
fn the_reference_final_sizes_are_those_of_the_recursion() {
    assert!((final_size(10, 1.5) - 3.593077704957121).abs() < 1e-9);
    assert!((final_size(20, 2.0) - 8.117943741403055).abs() < 1e-9);
}

#[test]
fn outbreaks_in_a_mesh_have_the_exact_final_size() {
    // Rate β/N a pair with N = 20 and β = 2: a mean delay of 10 h.
    let spread = r#"Contact(technique: "walk", delay: Exponential(mean: "10h"), active_for: Exponential(mean: "1h"), then: Immune)"#;
    check(&sizes(&epidemic(20, "", spread, 1.0, "1000h"), 30_000), final_size(20, 2.0), 0.02);
}

#[test]
fn outbreaks_along_edges_have_the_exact_final_size() {
    let spread = r#"Contact(technique: "walk", delay: Exponential(mean: "10h"), active_for: Exponential(mean: "1h"), then: Immune)"#;
    check(
        &sizes(&epidemic(20, "topology: Complete", spread, 1.0, "1000h"), 30_000),
        final_size(20, 2.0),
        0.02,
    );
}

#[test]
fn one_attempt_a_pair_is_an_independent_cascade() {
    let spread = r#"Contact(technique: "walk", delay: "1h", attempts: 1)"#;
    check(&sizes(&epidemic(10, "topology: Complete", spread, 0.2, "1000h"), 12_000), 6.784458345312049, 0.02);
}

#[test]
fn sis_dies_out_in_the_exact_mean_time() {
    // Rate β/N a pair with N = 10, β = 1.5: a mean delay of 20/3 h. From one held asset.
    let spread = |inside: &str| {
        let spread = r#"Contact(technique: "walk", delay: Exponential(mean: "400min"), active_for: Exponential(mean: "1h"), then: Susceptible)"#;
        play(&model(&epidemic(10, inside, spread, 1.0, "5000h")), 40_000, true, |outcome| {
            let trace = outcome.trace.expect("the trace is on");
            trace.entries.last().expect("something happened").at.hours()
        })
    };
    check(&spread(""), 3.286687013875, 0.03);
    check(&spread("topology: Complete"), 3.286687013875, 0.03);
}

/// A flow of steps on one held asset.
fn flow(techniques: &str, steps: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "flow", title: "A flow", startex: "2026-01-05T00:00[UTC]", endex: "2000h",
            organisations: [(id: "o", name: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z")]),
            techniques: [{techniques}],
            campaigns: [(id: "c", initially_held: [Asset("a")], flow: [{steps}])],
            {rest}
        )"#
    )
}

/// Hours to the campaign's objective.
fn times_to_objective(scenario: &str, replications: u64) -> Vec<f64> {
    play(&model(scenario), replications, false, |outcome| outcome.ledger.campaigns[0].objective.hours())
}

#[test]
fn a_kill_chain_takes_hypoexponential_time() {
    let techniques: String = [(1, "1h"), (2, "30min"), (3, "15min")]
        .map(|(n, mean)| {
            format!(
                r#"(id: "t{n}", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "{mean}"), retries: 0),"#
            )
        })
        .concat();
    let steps = r#"(id: "s1", technique: "t1"), (id: "s2", technique: "t2", after: Any(["s1"])),
        (id: "s3", technique: "t3", after: Any(["s2"]), objective: true)"#;
    check(&times_to_objective(&flow(&techniques, steps, ""), 16_000), 1.75, 0.02);
}

#[test]
fn retries_take_geometric_time() {
    // Attempts of one hour with success 0.3: a mean of 1/0.3.
    let techniques = r#"(id: "t", tactic: Exfiltration, needs: (), success: 0.3, time: "1h", retries: 1000)"#;
    let steps = r#"(id: "s", technique: "t", objective: true)"#;
    check(&times_to_objective(&flow(techniques, steps, ""), 20_000), 1.0 / 0.3, 0.02);
}

#[test]
fn an_all_join_waits_for_the_later_of_two() {
    // The maximum of Exp(1) and Exp(2): 1 + ½ − ⅓.
    let techniques = r#"
        (id: "a", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "1h")),
        (id: "b", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "30min")),
        (id: "end", tactic: Exfiltration, needs: (), success: 1, time: "0s")"#;
    let steps = |join: &str| {
        format!(
            r#"(id: "s1", technique: "a"), (id: "s2", technique: "b"), (id: "s3", technique: "end", after: {join}(["s1", "s2"]), objective: true)"#
        )
    };
    let operators = |text: String| text.replace("id: \"c\",", "id: \"c\", operators: 2,");
    let scenario = |join| operators(flow(techniques, &steps(join), ""));
    check(&times_to_objective(&scenario("All"), 25_000), 1.0 + 0.5 - 1.0 / 3.0, 0.02);
    check(&times_to_objective(&scenario("Any"), 20_000), 1.0 / 3.0, 0.03);
}

#[test]
fn an_attack_races_containment_as_exponentials_do() {
    // Theft takes Exp(1), and begins with an alert that a team contains after Exp(0.5): it wins with probability ⅔.
    let techniques = r#"
        (id: "seen", tactic: Exfiltration, needs: (), success: 1, time: "0s", visible: (attempt: [(Process, 1)], success: [])),
        (id: "theft", tactic: Exfiltration, needs: (), success: 1, time: Exponential(mean: "1h"), retries: 0, visible: (attempt: [], success: []))"#;
    let steps = r#"(id: "s1", technique: "seen"), (id: "s2", technique: "theft", after: Any(["s1"]), objective: true)"#;
    let rest = r#"
        teams: [(id: "t", organisation: "o", time_zone: "UTC", tiers: [(id: "l1", seats: 1)],
                 triage: (tier: "l1", time: "0s", misses: 0, false_escalations: 0), playbook: "p")],
        sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1)],
        playbooks: [(id: "p", phases: [Contain(tier: "l1", per_asset: Exponential(mean: "2h"), actions: [Isolate])])],"#;
    let model = model(&flow(techniques, steps, rest));
    let wins = play(&model, 20_000, false, |outcome| {
        f64::from(u8::from(outcome.ledger.campaigns[0].objective != SimTime::MAX))
    });
    check(&wins, 2.0 / 3.0, 0.02);
}

#[test]
fn code_red_spreads_like_the_stochastic_si_process() {
    let text = std::fs::read_to_string("scenarios/code-red.ron").expect("the scenario is there");
    let (hosts, beta) = (360_000_f64, 358.0 * 60.0 / 4_294_967_296.0);
    // Σ 1/(β i (N − i)) over i up to 90 %, with the mean and deviation of one run's time.
    let last = 324_000;
    let terms = || (1..last).map(|i| 1.0 / (beta * f64::from(i) * (hosts - f64::from(i))));
    let (mean, variance) = (terms().sum::<f64>(), terms().map(|term| term * term).sum::<f64>());
    let times = times_to_hold(&text, last as usize, 20);
    let found = times.iter().sum::<f64>() / times.len() as f64;
    let error = (variance / times.len() as f64).sqrt();
    assert!((found - mean).abs() < 3.29 * error, "90 % held after {found} h, theory says {mean} ± {error}");
    assert!(3.29 * error < 0.15 * mean, "twenty runs are too few to tell");
}

#[test]
fn an_attempt_is_judged_once_and_everything_it_needs_is_needed() {
    // A technique whose weakness the asset lacks is never offered, however often it is tried.
    let techniques = r#"(id: "t", tactic: PrivilegeEscalation, needs: (weakness: "w"), success: 1, time: "1h", retries: 3)"#;
    let scenario = flow(techniques, r#"(id: "s", technique: "t", objective: true)"#, "");
    let verdicts = play(&model(&scenario), 1, true, |outcome| {
        let trace = outcome.trace.expect("the trace is on");
        let verdict = |what: Happening| match what {
            Happening::AttemptEnded { verdict, .. } => Some(verdict),
            _ => None,
        };
        trace.entries.iter().filter_map(|entry| verdict(entry.what)).collect::<Vec<_>>()
    });
    assert_eq!(verdicts, [vec![Verdict::NotOffered; 4]]);
}
