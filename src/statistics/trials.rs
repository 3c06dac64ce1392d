//! Draws from known distributions and the verdict on repeated trials, for tests of what an estimator promises.
//!
//! **Invariant:** a seed gives the same draws everywhere.

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::reference::incomplete_beta;

pub fn generator(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// In [0, 1).
pub fn uniform(generator: &mut Xoshiro256PlusPlus) -> f64 {
    generator.random()
}

/// A standard normal value, by Box and Muller.
pub fn normal(generator: &mut Xoshiro256PlusPlus) -> f64 {
    let radius = (-2.0 * libm::log1p(-uniform(generator))).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform(generator))
}

/// Of median 1 and σ = 1; its mean is √e.
pub fn lognormal(generator: &mut Xoshiro256PlusPlus) -> f64 {
    libm::exp(normal(generator))
}

/// Of mean 1.
pub fn exponential(generator: &mut Xoshiro256PlusPlus) -> f64 {
    -libm::log1p(-uniform(generator))
}

/// Zero with a probability of 0.7, else exponential of mean 1.
pub fn mostly_zero(generator: &mut Xoshiro256PlusPlus) -> f64 {
    if uniform(generator) < 0.7 { 0.0 } else { exponential(generator) }
}

/// The function of T. Ishigami and T. Homma with a = 7 and b = 0.1, of a point in the unit cube.
pub fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|factor| std::f64::consts::PI * (2.0 * point[factor] - 1.0));
    let (sine, quadratic) = (libm::sin(y), z * z);
    libm::sin(x) + 7.0 * sine * sine + 0.1 * quadratic * quadratic * libm::sin(x)
}

/// The share of 95 % intervals, among `samples` of `size` draws, that cover the `mean`.
pub fn coverage(
    samples: u32,
    size: usize,
    mean: f64,
    mut draw: impl FnMut(&mut Xoshiro256PlusPlus) -> f64,
    interval: impl Fn(&[f64]) -> (f64, f64),
) -> f64 {
    let mut generator = generator(size as u64);
    let mut covered = 0;
    for _ in 0..samples {
        let values: Vec<f64> = (0..size).map(|_| draw(&mut generator)).collect();
        let (low, high) = interval(&values);
        covered += u32::from(low <= mean && mean <= high);
    }
    f64::from(covered) / f64::from(samples)
}
/// Whether as many as `errors` in `trials` say, with 99 % confidence, that an error is more probable than `promised`.
pub fn contradicts(errors: u32, trials: u32, promised: f64) -> bool {
    errors > 0 && incomplete_beta(promised, f64::from(errors), f64::from(trials - errors) + 1.0) < 0.01
}
