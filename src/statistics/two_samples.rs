//! Two samples that are not paired, and pairs of which only the sign counts.
//!
//! **Invariant:** two samples that are the same number for number have no difference and a p-value of 1.

use super::estimate::{Estimate, mean, standard_deviation};
use super::reference::{incomplete_beta, student_t_cdf, student_t_quantile};
use super::survival::{KaplanMeier, RestrictedMean};

/// The difference of two means, second − first, with its interval and two-sided p-value by B. L. Welch (Biometrika 34,
/// 1947), which takes neither equal variances nor equal sizes for granted. `n` is the size of the smaller sample.
///
/// With fewer than two values on a side the interval is infinite and the p-value NaN; without any the mean is NaN too.
pub fn welch(first: &[f64], second: &[f64], confidence: f64) -> (Estimate, f64) {
    // The square of each mean's standard error.
    let known = |values: &[f64]| {
        let deviation = standard_deviation(values);
        let known = values.len();
        RestrictedMean { mean: mean(values), variance: deviation * deviation / known as f64, known }
    };
    of_means(&known(first), &known(second), confidence)
}

/// The same of the means of min(T, `tau`) of (time, whether it was observed or else cut short), by Kaplan and Meier.
///
/// Take no `tau` beyond the last time of either sample. With nothing cut short before it, this is Welch's difference of
/// min(T, `tau`).
pub fn welch_restricted(
    first: &[(f64, bool)],
    second: &[(f64, bool)],
    tau: f64,
    confidence: f64,
) -> (Estimate, f64) {
    let known = |times: &[(f64, bool)]| KaplanMeier::new(times).restricted_mean_with_variance(tau);
    of_means(&known(first), &known(second), confidence)
}

fn of_means(first: &RestrictedMean, second: &RestrictedMean, confidence: f64) -> (Estimate, f64) {
    let mean = second.mean - first.mean;
    let n = first.known.min(second.known);
    if n < 2 {
        return (Estimate { mean, low: f64::NEG_INFINITY, high: f64::INFINITY, n }, f64::NAN);
    }
    let (a, b) = (first.variance, second.variance);
    let error = (a + b).sqrt();
    if error == 0.0 {
        // Nothing varies on either side: as rare as that chance alone parts them so, either way round.
        let (few, all) = (n, first.known + second.known);
        let ways = (1..=few).fold(1.0, |ways, k| ways * (all - few + k) as f64 / k as f64);
        let p_value = if mean == 0.0 { 1.0 } else { (2.0 / ways).min(1.0) };
        let spread = if mean == 0.0 || p_value < 1.0 - confidence { 0.0 } else { f64::INFINITY };
        return (Estimate { mean, low: mean - spread, high: mean + spread, n }, p_value);
    }
    let part = |share: f64, known: usize| share * share / (known - 1) as f64;
    let freedom = (a + b) * (a + b) / (part(a, first.known) + part(b, second.known));
    let half = student_t_quantile(0.5 + 0.5 * confidence, freedom) * error;
    let p_value = 2.0 * student_t_cdf(-(mean / error).abs(), freedom);
    (Estimate { mean, low: mean - half, high: mean + half, n }, p_value)
}

/// The exact two-sided sign test of `one` pairs against `other` that differ in the other direction; McNemar's exact test
/// for pairs of yes and no. Pairs that don't differ say nothing; without any that do the p-value is 1.
pub fn sign_test(one: u64, other: u64) -> f64 {
    let (few, many) = (one.min(other), one.max(other));
    if few == many {
        return 1.0;
    }
    // P(X ≤ k) of a binomial with n trials of one half is the incomplete beta function at one half, of n − k and k + 1.
    (2.0 * incomplete_beta(0.5, many as f64, few as f64 + 1.0)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-9 * expected.abs().max(1.0), "{got} is not {expected}");
    }

    #[test]
    fn sides_that_do_not_vary_differ_as_rarely_as_chance_parts_them() {
        let (two, p_value) = welch(&[1.0; 2], &[2.0; 2], 0.95);
        // Two of the six ways to part four values.
        close(p_value, 2.0 / 6.0);
        assert_eq!((two.mean, two.low), (1.0, f64::NEG_INFINITY));
        let (many, p_value) = welch(&[1.0; 10], &[2.0; 8], 0.95);
        close(p_value, 2.0 / 43_758.0);
        assert_eq!((many.low, many.high), (1.0, 1.0));
    }

    #[test]
    fn times_cut_short_at_tau_are_as_good_as_known() {
        let (first, second) = ([2.1, 3.4, 1.9, 5.5, 4.2], [6.0, 3.5, 4.0, 1.0]);
        let cut = |times: &[f64]| times.iter().map(|time| (time.min(4.0), *time < 4.0)).collect::<Vec<_>>();
        let short = |times: &[f64]| times.iter().map(|time| time.min(4.0)).collect::<Vec<_>>();
        let (restricted, p_value) = welch_restricted(&cut(&first), &cut(&second), 4.0, 0.95);
        let (plain, expected) = welch(&short(&first), &short(&second), 0.95);
        close(restricted.mean, plain.mean);
        close(restricted.low, plain.low);
        close(restricted.high, plain.high);
        close(p_value, expected);
    }

    /// Deaths at the rate 1, watched for 0.5 to 3: the restricted mean is 1 − e^−τ however early some are cut short.
    #[test]
    fn restricted_means_do_not_suffer_from_early_ends() {
        let mut draws = super::super::trials::generator(5);
        let mut uniform = || super::super::trials::uniform(&mut draws);
        let mut sample = |rate: f64| -> Vec<(f64, bool)> {
            let mut one = || {
                let (time, watched) = (-libm::log(uniform()) / rate, 0.5 + 2.5 * uniform());
                (time.min(watched), time <= watched)
            };
            (0..4000).map(|_| one()).collect()
        };
        let (difference, p_value) = welch_restricted(&sample(1.0), &sample(2.0), 2.0, 0.999);
        let expected = (1.0 - libm::exp(-4.0)) / 2.0 - (1.0 - libm::exp(-2.0));
        assert!(difference.low <= expected && expected <= difference.high, "{difference:?}");
        assert!(difference.high - difference.low < 0.1 && p_value < 1e-6, "{difference:?}");
    }

    #[test]
    fn welch_allows_for_different_spreads() {
        let (first, second) = ([2.1, 3.4, 1.9, 5.5, 4.2], [6.0, 9.5, 4.0, 8.0]);
        let (difference, p_value) = welch(&first, &second, 0.95);
        // Variances by hand: 8.988 / 4 and 17.1875 / 3, each over the size of its sample.
        let (a, b): (f64, f64) = (8.988 / 4.0 / 5.0, 17.1875 / 3.0 / 4.0);
        let freedom = (a + b) * (a + b) / (a * a / 4.0 + b * b / 3.0);
        let error = (a + b).sqrt();
        close(difference.mean, 3.455);
        close(difference.high, 3.455 + student_t_quantile(0.975, freedom) * error);
        close(p_value, 2.0 * student_t_cdf(-3.455 / error, freedom));
    }

    #[test]
    fn the_same_numbers_do_not_differ() {
        let (difference, p_value) = welch(&[3.0, 3.0], &[3.0, 3.0], 0.95);
        assert_eq!((difference.mean, difference.low, difference.high, p_value), (0.0, 0.0, 0.0, 1.0));
        assert!(welch(&[3.0], &[3.0, 4.0], 0.95).1.is_nan());
    }

    #[test]
    fn signs_are_tested_exactly() {
        // Sums of binomial coefficients by hand: 2 · (1 + 10) / 2¹⁰, 2 · 1 / 2⁵, 2 · (1 + 8 + 28) / 2⁸.
        close(sign_test(1, 9), 22.0 / 1024.0);
        close(sign_test(5, 0), 2.0 / 32.0);
        close(sign_test(2, 6), 74.0 / 256.0);
        assert_eq!([sign_test(0, 0), sign_test(4, 4)], [1.0, 1.0]);
    }
}
