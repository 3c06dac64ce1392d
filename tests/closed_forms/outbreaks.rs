//! Spread that ends: exact final sizes of SIR, times to extinction of SIS, independent cascades.

use super::cases::prove;
use super::common::{check, check_probability, model, play_seeded};
use super::epidemics::{FIRST, epidemic};
use super::{enough, enough_for, exponential, one_if, squares};
use jointex::sim::Milestone;

/// Contact at β/N for each pair; a source is active for an hour on average.
pub fn infectious(n: u32, beta: f64, gamma: f64, then: &str) -> String {
    format!(
        r#"Contact(technique: "walk", delay: {}, active_for: {}, then: {then})"#,
        exponential(beta / f64::from(n)),
        exponential(gamma)
    )
}

/// Assets ever held.
fn sizes(scenario: &str, seed: u64, replications: u64) -> Vec<f64> {
    play_seeded(&model(scenario), seed, replications, false, |_, outcome| f64::from(outcome.ledger.total))
}

fn shares(values: &[f64], of: impl Fn(f64) -> bool) -> Vec<f64> {
    values.iter().map(|&value| one_if(of(value))).collect()
}

#[test]
pub fn outbreaks_have_the_exact_final_size() {
    let own = r#"[
        {"N": 10, "i0": 1, "beta": 1.5, "gamma": 1, "mean_final_total_infected": 3.593077704957121, "sd": 3.050765469945876,
         "P_only_initial": 0.42553191489361697, "P_le_10pct": 0.42553191489361697},
        {"N": 20, "i0": 1, "beta": 2, "gamma": 1, "mean_final_total_infected": 8.117943741403055, "sd": 7.300793038268328,
         "P_only_initial": 0.3448275862068966, "P_le_10pct": 0.42839549612948624}]"#;
    prove("SIR_final_size_exact_markov_complete_graph", own, |case| {
        let (n, first) = (case.count("N"), case.count("i0"));
        let [beta, gamma] = ["beta", "gamma"].map(|key| case.number(key));
        let [mean, sd] = ["mean_final_total_infected", "sd"].map(|key| case.number(key));
        // Where small outbreaks are rare they make most of the variance: their squared distances vary five times as much.
        let replications = enough(sd * sd / (mean * mean), 0.02).max(enough(5.0, 0.045)).max(enough_for(0.5));
        // Edges are many; the smaller networks show that they are the same process.
        for inside in ["", "topology: Complete"].iter().take(if n <= 20 { 2 } else { 1 }) {
            let held = format!(r#"First("n", {first})"#);
            let spread = infectious(n, beta, gamma, "Immune");
            let sizes = sizes(&epidemic(n, inside, &held, &spread, 1.0, "10000h"), case.seed, replications);
            check(&sizes, mean, 0.02);
            check(&squares(&sizes, mean), sd * sd, 0.045);
            check_probability(
                &shares(&sizes, |size| size == f64::from(first)),
                case.number("P_only_initial"),
            );
            check_probability(&shares(&sizes, |size| size <= f64::from(n) / 10.0), case.number("P_le_10pct"));
        }
    });
}

#[test]
pub fn sis_dies_out_in_the_exact_mean_time() {
    let own =
        r#"[{"N": 10, "beta": 0.5, "gamma": 1, "from_1": 1.305471864625, "from_N": 3.721555944644842}]"#;
    prove("SIS_extinction_exact", own, |case| {
        let n = case.count("N");
        let [beta, gamma] = ["beta", "gamma"].map(|key| case.number(key));
        let spread = infectious(n, beta, gamma, "Susceptible");
        for (held, key) in [(FIRST, "from_1"), (r#"Group("n")"#, "from_N")] {
            let mean = case.number(key);
            let spread_of_one = if key == "from_1" { 6.0 } else { 1.0 };
            let inside = ["", "topology: Complete"];
            for inside in inside.iter().take(if n <= 10 { 2 } else { 1 }) {
                // A team that is never told knows when for the last time no asset is held.
                let scenario = epidemic(n, inside, held, &spread, 1.0, "50000h").replace(
                    "campaigns:",
                    r#"teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)])], campaigns:"#,
                );
                let model = model(&scenario);
                let times =
                    play_seeded(&model, case.seed, enough(spread_of_one, 0.02), false, |_, outcome| {
                        outcome.ledger.responses[0].milestones[Milestone::FinallyContained as usize].hours()
                    });
                check(&times, mean, 0.02);
            }
        }
    });
}

#[test]
pub fn one_attempt_a_pair_is_an_independent_cascade() {
    let own = r#"[{"n": 10, "p": 0.2, "mean_size": 6.784458345312049, "P_all": 0.21722915887946204, "P_one": 0.13421772800000006}]"#;
    prove("independent_cascade_complete_graph", own, |case| {
        let (n, p) = (case.count("n"), case.number("p"));
        let spread = r#"Contact(technique: "walk", delay: "1h", attempts: 1)"#;
        let scenario = epidemic(n, "topology: Complete", FIRST, spread, p, "1000h");
        let sizes = sizes(&scenario, case.seed, enough(0.7, 0.02).max(enough_for(0.3)));
        check(&sizes, case.number("mean_size"), 0.02);
        check_probability(&shares(&sizes, |size| size == f64::from(n)), case.number("P_all"));
        check_probability(&shares(&sizes, |size| size == 1.0), case.number("P_one"));
    });
}
