//! Spread that nobody stops, on graphs where the time to every hold is known: SI, or first passage percolation.

use super::cases::{Case, prove};
use super::common::{check, check_probability, model, play_seeded};
use super::{columns, enough, enough_for, exponential, holds, one_if, squares, times_of_holds};

/// `count` like assets in a zone with `inside`, of which `held` are held; `spread` is all that happens.
pub fn epidemic(count: u32, inside: &str, held: &str, spread: &str, success: f64, endex: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "epidemic", title: "An epidemic", startex: "2026-01-05T00:00[UTC]", endex: "{endex}",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o", {inside})], assets: [(id: "n", zone: "z", count: {count})]),
            techniques: [(id: "walk", tactic: LateralMovement, needs: (), success: {success}, time: "0s", retries: 0)],
            campaigns: [(id: "c", initially_held: [{held}], spread: [{spread}])],
        )"#
    )
}

pub const FIRST: &str = r#"First("n", 1)"#;

/// Contact with a rate an hour between each pair.
fn contact(rate: f64) -> String {
    format!(r#"Contact(technique: "walk", delay: {})"#, exponential(rate))
}

/// Spread over a topology from the first asset until all are held.
fn network(count: u32, inside: &str, rate: f64) -> String {
    epidemic(count, inside, FIRST, &contact(rate), 1.0, "10000h")
}

/// A sum of independent exponential times with these means: how much one value of it, and one squared distance from its mean,
/// vary as a share of their squared means.
fn spreads(means: &[f64]) -> [f64; 2] {
    let power = |n: f64| means.iter().map(|mean| libm::pow(*mean, n)).sum::<f64>();
    let (mean, variance) = (power(1.0), power(2.0));
    // The fourth cumulant of an exponential time is six times its squared variance.
    [variance / (mean * mean), 2.0 + 6.0 * power(4.0) / (variance * variance)]
}

/// So many that a sum of such times has its mean within 2 % and its variance within 4.5 %.
fn enough_of_sum(means: &[f64]) -> u64 {
    let [value, square] = spreads(means);
    enough(value, 0.02).max(enough(square, 0.045))
}

#[test]
pub fn a_mesh_is_taken_like_a_complete_graph() {
    let own = r#"[{"n": 10, "beta": 1, "E_T_all": 0.5657936507936507, "Var_T_all": 0.04211122763920383,
        "E_T_hit_uniform_target": 0.31432980599647264, "check_hit": 0.31432980599647264, "E_T_half": 0.2628968253968254}]"#;
    prove("SI_complete_graph", own, |case| {
        taken(case, "");
        // Explicit edges are the same process.
        if case.count("n") <= 20 {
            taken(case, "topology: Complete");
        }
    });
}

fn taken(case: &Case, inside: &str) {
    let (n, rate) = (case.count("n"), case.number("beta"));
    let [all, variance, hit, half] =
        ["E_T_all", "Var_T_all", "E_T_hit_uniform_target", "E_T_half"].map(|key| case.number(key));
    assert!((case.number("check_hit") - hit).abs() < 1e-12 * hit);
    // With i held, the next hold comes at rate β i (n − i).
    let gaps: Vec<f64> = (1..n).map(|i| 1.0 / (rate * f64::from(i) * f64::from(n - i))).collect();
    let halfway = n.div_ceil(2) as usize;
    // The time to one target is the time to each number of holds with the same probability.
    let squares_to = |to: usize| {
        let mean = gaps_to(&gaps, to, 1.0);
        gaps_to(&gaps, to, 2.0) + mean * mean
    };
    let second = (1..=gaps.len()).map(squares_to).sum::<f64>() / gaps.len() as f64;
    let replications = enough_of_sum(&gaps)
        .max(enough(second / (hit * hit) - 1.0, 0.02))
        .max(if half > 0.0 { enough(spreads(&gaps[..halfway - 1])[0], 0.02) } else { 0 });
    let model = model(&network(n, inside, rate));
    let seen = play_seeded(&model, case.seed, replications, true, |number, outcome| {
        let holds = holds(&model, outcome);
        // Each target in its turn.
        let target = format!("n[{}]", 2 + number % u64::from(n - 1));
        let hit = holds.iter().find(|hold| hold.1 == target).expect("all are held in the end");
        [holds[n as usize - 1].0, hit.0, holds[halfway - 1].0]
    });
    let [to_all, to_one, to_half] = columns(seen);
    check(&to_all, all, 0.02);
    check(&squares(&to_all, all), variance, 0.045);
    check(&to_one, hit, 0.02);
    if half > 0.0 {
        check(&to_half, half, 0.02);
    } else {
        assert!(to_half.iter().all(|&time| time == 0.0));
    }
}

/// The sum of powers of the first gaps.
fn gaps_to(gaps: &[f64], to: usize, power: f64) -> f64 {
    gaps[..to].iter().map(|gap| libm::pow(*gap, power)).sum()
}

#[test]
fn failed_attempts_thin_the_spread() {
    // Success ½ at twice the rate is the same process, by edges as by pressure.
    let gaps: Vec<f64> = (1..20).map(|i| 1.0 / f64::from(i * (20 - i))).collect();
    for inside in ["", "topology: Complete"] {
        let model = model(&epidemic(20, inside, FIRST, &contact(2.0), 0.5, "1000h"));
        let times =
            play_seeded(&model, 1, enough_of_sum(&gaps), true, |_, outcome| times_of_holds(outcome)[19]);
        check(&times, gaps.iter().sum(), 0.02);
    }
}

#[test]
pub fn a_path_is_walked_in_erlang_time() {
    let own = r#"[{"m": 1, "beta": 1, "mean": 1.0, "var": 1.0, "cdf_at_mean": 0.6321205588285577},
        {"m": 3, "beta": 1, "mean": 3.0, "var": 3.0, "cdf_at_mean": 0.5768099188731565}]"#;
    prove("SI_path", own, |case| {
        let (edges, rate) = (case.count("m"), case.number("beta"));
        let [mean, variance, share] = ["mean", "var", "cdf_at_mean"].map(|key| case.number(key));
        let replications = enough_of_sum(&vec![1.0 / rate; edges as usize]).max(enough_for(share));
        let model = model(&network(edges + 1, "topology: Path", rate));
        let times = play_seeded(&model, case.seed, replications, true, |_, outcome| {
            times_of_holds(outcome)[edges as usize]
        });
        check(&times, mean, 0.02);
        check(&squares(&times, mean), variance, 0.045);
        check_probability(&times.iter().map(|&time| one_if(time <= mean)).collect::<Vec<_>>(), share);
    });
}

#[test]
pub fn a_star_is_taken_when_its_last_leaf_is() {
    let own = r#"[{"leaves": 5, "E_centre": 2.283333333333333, "Var_centre": 1.4636111111111112, "E_from_leaf": 3.083333333333333}]"#;
    prove("SI_star_from_centre", own, |case| {
        let leaves = case.count("leaves");
        let gaps: Vec<f64> = (1..=leaves).map(|leaf| 1.0 / f64::from(leaf)).collect();
        let times = |held: &str| {
            let model = model(&epidemic(leaves + 1, "topology: Star", held, &contact(1.0), 1.0, "10000h"));
            play_seeded(&model, case.seed, enough_of_sum(&gaps), true, |_, outcome| {
                times_of_holds(outcome)[leaves as usize]
            })
        };
        let mean = case.number("E_centre");
        let centre = times(FIRST);
        check(&centre, mean, 0.02);
        check(&squares(&centre, mean), case.number("Var_centre"), 0.045);
        // From a leaf to the centre, and on to the others.
        check(&times(r#"Asset("n[2]")"#), case.number("E_from_leaf"), 0.02);
    });
}

#[test]
pub fn a_cycle_is_taken_from_both_ends() {
    let own = r#"[{"n": 10, "E": 4.5, "Var": 2.25}]"#;
    prove("SI_cycle", own, |case| {
        let (n, mean) = (case.count("n"), case.number("E"));
        let replications = enough_of_sum(&vec![0.5; n as usize - 1]);
        let model = model(&network(n, "topology: Cycle", 1.0));
        let times = play_seeded(&model, case.seed, replications, true, |_, outcome| {
            times_of_holds(outcome)[n as usize - 1]
        });
        check(&times, mean, 0.02);
        check(&squares(&times, mean), case.number("Var"), 0.045);
    });
}

/// Hours to the hold of one asset, and to that of all.
fn hit_and_all(count: u32, inside: &str, target: &str) -> [Vec<f64>; 2] {
    let model = model(&network(count, inside, 1.0));
    columns(play_seeded(&model, 1, enough(1.0, 0.02), true, |_, outcome| {
        let holds = holds(&model, outcome);
        let hit = holds.iter().find(|hold| hold.1 == target).expect("all are held in the end");
        [hit.0, holds[count as usize - 1].0]
    }))
}

#[test]
pub fn the_opposite_corner_is_reached_by_two_ways() {
    prove("fpp_4cycle_opposite", r#"[{"value": 1.25}]"#, |case| {
        check(&hit_and_all(4, "topology: Cycle", "n[3]")[0], case.number("value"), 0.02);
    });
}

#[test]
pub fn a_triangle_is_reached_by_two_ways() {
    prove("fpp_triangle", r#"[{"hit": 0.75, "all": 1.0}]"#, |case| {
        let links = r#"topology: Links([("n[1]", "n[2]"), ("n[2]", "n[3]"), ("n[3]", "n[1]")])"#;
        let [hit, all] = hit_and_all(3, links, "n[2]");
        check(&hit, case.number("hit"), 0.02);
        check(&all, case.number("all"), 0.02);
    });
}
