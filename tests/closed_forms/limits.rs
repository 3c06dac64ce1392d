//! Theorems about endless populations, in populations so large that what is left out is far below what a check can see.

use super::cases::prove;
use super::common::{check, check_probability, model, play_seeded};
use super::epidemics::{FIRST, epidemic};
use super::outbreaks::infectious;
use super::{enough, enough_for, exponential, one_if, squares};

/// The probabilities that 1, 2, 3… are held at a time, by the forward equations of a pure birth process whose rate with i
/// held is `rate(i)`; 600 states, of which nobody reaches the last, and Runge and Kutta's method in small steps.
fn births(rate: impl Fn(f64) -> f64, time: f64) -> Vec<f64> {
    let rates: Vec<f64> = (1..=600).map(|i| rate(f64::from(i))).collect();
    let steps = 4000;
    let step = time / f64::from(steps);
    let flow = |p: &[f64]| -> Vec<f64> {
        let into = |i: usize| if i == 0 { 0.0 } else { rates[i - 1] * p[i - 1] };
        (0..p.len()).map(|i| into(i) - rates[i] * p[i]).collect()
    };
    let add =
        |p: &[f64], q: &[f64], by: f64| -> Vec<f64> { p.iter().zip(q).map(|(p, q)| p + by * q).collect() };
    let mut p = vec![0.0; 600];
    p[0] = 1.0;
    for _ in 0..steps {
        let first = flow(&p);
        let second = flow(&add(&p, &first, step / 2.0));
        let third = flow(&add(&p, &second, step / 2.0));
        let fourth = flow(&add(&p, &third, step));
        for (i, p) in p.iter_mut().enumerate() {
            *p += step / 6.0 * (first[i] + 2.0 * second[i] + 2.0 * third[i] + fourth[i]);
        }
    }
    p
}

/// The mean and the variance of a number, from its probabilities from 1 on.
fn moments(p: &[f64]) -> [f64; 2] {
    let moment = |power: f64| (1..).zip(p).map(|(i, p)| p * libm::pow(f64::from(i), power)).sum::<f64>();
    [moment(1.0), moment(2.0) - moment(1.0) * moment(1.0)]
}

#[test]
pub fn early_growth_is_a_pure_birth_process() {
    let own = r#"[{"b": 1, "t": 2, "mean": 7.38905609893065, "var": 47.209093934213584, "P_one": 0.1353352832366127}]"#;
    prove("Yule_early_growth", own, |case| {
        let [rate, time, mean, variance, one] =
            ["b", "t", "mean", "var", "P_one"].map(|key| case.number(key));
        // The equations give the figures of the endless population, and then those of a thousand.
        let endless = births(|i| rate * i, time);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-4 * b;
        assert!(
            close(moments(&endless)[0], mean)
                && close(moments(&endless)[1], variance)
                && close(endless[0], one)
        );
        let n = 1000;
        let finite = births(|i| rate * i * (1.0 - i / f64::from(n)), time);
        let [mean, variance] = moments(&finite);
        let spread = format!(r#"Contact(technique: "walk", delay: {})"#, exponential(rate / f64::from(n)));
        let model = model(&epidemic(n, "", FIRST, &spread, 1.0, &format!("{time}h")));
        // The number held is nearly geometric: its squared distances vary eight times as much as their mean squared.
        let held = play_seeded(&model, case.seed, enough(8.0, 0.045), false, |_, outcome| {
            f64::from(outcome.ledger.total)
        });
        check(&held, mean, 0.02);
        check(&squares(&held, mean), variance, 0.045);
        let alone: Vec<f64> = held.iter().map(|&held| one_if(held == 1.0)).collect();
        check_probability(&alone, finite[0]);
    });
}

#[test]
pub fn small_outbreaks_die_out_like_a_branching_process() {
    let own = r#"[{"R0": 2, "i0": 1, "P": 0.5}]"#;
    prove("branching_extinction", own, |case| {
        let (ratio, first, extinct) = (case.number("R0"), case.count("i0"), case.number("P"));
        // A birth and death process with these rates has died out by a time with this probability (N. T. J. Bailey, "The
        // Elements of Stochastic Processes", 1964), and in the end with that of the figures.
        let by = |time: f64| {
            let left = libm::exp(-(ratio - 1.0) * time);
            libm::pow((1.0 - left) / (ratio - left), f64::from(first))
        };
        assert!((by(1000.0) - extinct).abs() < 1e-9);
        // While it has not yet grown twentyfold, it takes too little of two thousand assets to slow down.
        let (n, time) = (2000, libm::log(20.0) / (ratio - 1.0));
        let held = format!(r#"First("n", {first})"#);
        let endex = format!("{}s", (time * 3600.0).round());
        let model = model(&epidemic(n, "", &held, &infectious(n, ratio, 1.0, "Immune"), 1.0, &endex));
        let over = play_seeded(&model, case.seed, enough_for(extinct), false, |_, outcome| {
            one_if(outcome.ledger.held == 0)
        });
        check_probability(&over, by(time));
    });
}

/// The share ever held when `susceptible` is the share that is not held at first: z = 1 − s exp(−R z), by iteration.
fn final_size(ratio: f64, susceptible: f64) -> f64 {
    (0..10_000).fold(1.0, |z, _| 1.0 - susceptible * libm::exp(-ratio * z))
}

#[test]
pub fn large_outbreaks_take_the_share_of_the_final_size_equation() {
    let own = r#"[{"R0": 2, "z": 0.7968121300200199}]"#;
    prove("SIR_final_size_deterministic", own, |case| {
        let ratio = case.number("R0");
        // The figures are the limit of few first cases. Those may die out by chance; five in a hundred do not, and the same
        // equation says what becomes of them.
        assert!((final_size(ratio, 1.0) - case.number("z")).abs() < 1e-9);
        let (n, first) = (5000, 250);
        let held = format!(r#"First("n", {first})"#);
        let spread = infectious(n, ratio, 1.0, "Immune");
        let model = model(&epidemic(n, "", &held, &spread, 1.0, "1000h"));
        let sizes = play_seeded(&model, case.seed, enough(0.003, 0.02), false, |_, outcome| {
            f64::from(outcome.ledger.total) / f64::from(n)
        });
        check(&sizes, final_size(ratio, 1.0 - f64::from(first) / f64::from(n)), 0.02);
    });
}
