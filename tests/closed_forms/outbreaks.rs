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
        // Where small outbreaks are rare they make most of the variance: their squared distances vary seven times as much.
        let replications = enough(sd * sd / (mean * mean), 0.02).max(enough(7.0, 0.045)).max(enough_for(0.5));
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

/// Mean and variance of the time to extinction from `first` of a birth and death process: the passages from i to i − 1 are
/// independent, and each is one exponential time, after a birth followed by the passages from i + 1 and from i again.
fn extinction(n: u32, beta: f64, gamma: f64, first: u32) -> [f64; 2] {
    let (mut above, mut total) = ([0.0, 0.0], [0.0, 0.0]);
    for i in (1..=n).map(f64::from).rev() {
        let (birth, death) = (beta * i * (f64::from(n) - i) / f64::from(n), gamma * i);
        let (all, p) = (birth + death, birth / (birth + death));
        let mean = (1.0 / all + p * above[0]) / (1.0 - p);
        let both = above[0] + mean;
        let square =
            (2.0 / (all * all) + 2.0 * p / all * both + p * (above[1] + 2.0 * above[0] * mean)) / (1.0 - p);
        above = [mean, square];
        if i <= f64::from(first) {
            total = [total[0] + mean, total[1] + square - mean * mean];
        }
    }
    total
}

#[test]
pub fn sis_dies_out_in_the_exact_mean_time() {
    let own =
        r#"[{"N": 10, "beta": 0.5, "gamma": 1, "from_1": 1.305471864625, "from_N": 3.721555944644842}]"#;
    prove("SIS_extinction_exact", own, |case| {
        let n = case.count("N");
        let [beta, gamma] = ["beta", "gamma"].map(|key| case.number(key));
        let spread = infectious(n, beta, gamma, "Susceptible");
        for (held, first, key) in [(FIRST, 1, "from_1"), (r#"Group("n")"#, n, "from_N")] {
            let [mean, variance] = extinction(n, beta, gamma, first);
            assert!((case.number(key) - mean).abs() < 1e-9 * mean);
            let replications = enough(variance / (mean * mean), 0.02);
            let inside = ["", "topology: Complete"];
            for inside in inside.iter().take(if n <= 10 { 2 } else { 1 }) {
                // A team that is never told knows when for the last time no asset is held.
                let scenario = epidemic(n, inside, held, &spread, 1.0, "50000h").replace(
                    "campaigns:",
                    r#"teams: [(id: "t", organisation: "o", tiers: [(id: "l", seats: 1)])], campaigns:"#,
                );
                let model = model(&scenario);
                let times = play_seeded(&model, case.seed, replications, false, |_, outcome| {
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
