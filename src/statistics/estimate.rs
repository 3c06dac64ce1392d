//! Means, shares and quantiles with their uncertainty.
//!
//! **Invariant:** `low ≤ mean ≤ high` in every [`Estimate`] whose mean is a number.

use super::reference::{incomplete_beta, normal_quantile, student_t_quantile};

/// A value estimated from a sample, with a confidence interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The estimate; NaN when the sample was empty.
    pub mean: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The size of the sample.
    pub n: usize,
}

/// The mean with Student's interval, mean ± t·s/√n, at a `confidence` in (0, 1) such as 0.95.
///
/// Student's interval is for normal values; the mean of others comes near that as they get more. It then misses more
/// often than it says: of 5,000 samples of lognormal values with σ = 1, 95 % intervals cover the mean in 84.4 % at ten
/// values, 89.8 % at fifty and 93.0 % at two hundred.
///
/// One value has an infinite interval, none a NaN mean with an infinite interval.
pub fn mean_interval(values: &[f64], confidence: f64) -> Estimate {
    let n = values.len();
    let mean = mean(values);
    if n < 2 {
        return Estimate { mean, low: f64::NEG_INFINITY, high: f64::INFINITY, n };
    }
    let standard_error = standard_deviation(values) / (n as f64).sqrt();
    let t = student_t_quantile(0.5 + 0.5 * confidence, (n - 1) as f64);
    Estimate { mean, low: mean - t * standard_error, high: mean + t * standard_error, n }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sample standard deviation, by n − 1; NaN for fewer than two values.
pub fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    // In two passes: the sum of squares alone would cancel for values far from zero.
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

/// The sample quantile at `p` in [0, 1] of values in ascending order; NaN when there are none.
///
/// Type 7 of Hyndman and Fan (1996), the default of R and NumPy: straight lines between the order statistics, of which
/// number k (from 0) has p = k/(n − 1).
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    debug_assert!(sorted.is_sorted(), "quantile of unsorted values");
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = (place as usize).min(last);
    let above = (below + 1).min(last);
    // Equal neighbours first, for infinite values have no difference.
    if sorted[below] == sorted[above] {
        return sorted[below];
    }
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// The order statistics around the `p`-quantile that enclose it with at least the `confidence`, of values in ascending
/// order: each end errs with at most half of what is left to 1, whatever the distribution (the binomial distribution of
/// how many values lie below the quantile; W. J. Conover, Practical Nonparametric Statistics, 1971, section 3.2).
///
/// Ties and infinite values are allowed, for only the order matters. `None` when there are too few values for a bound
/// on both sides, when one is NaN, or when `p` or `confidence` is not in (0, 1).
pub fn quantile_interval(sorted: &[f64], p: f64, confidence: f64) -> Option<(f64, f64)> {
    let inside = |share: f64| 0.0 < share && share < 1.0;
    if !inside(p) || !inside(confidence) || sorted.iter().any(|value| value.is_nan()) {
        return None;
    }
    debug_assert!(sorted.is_sorted(), "quantile interval of unsorted values");
    let (n, error) = (sorted.len(), 0.5 * (1.0 - confidence));
    // P(B ≥ k) and P(B < k) of the number B of values below the quantile, each by itself, so that neither cancels.
    let at_least = |k: usize| {
        if k == 0 { 1.0 } else { incomplete_beta(p, k as f64, (n - k + 1) as f64) }
    };
    let fewer = |k: usize| {
        if k == 0 { 0.0 } else { incomplete_beta(1.0 - p, (n - k + 1) as f64, k as f64) }
    };
    // Number `below` (from 1) lies above the quantile when fewer than `below` lie under it.
    let below = last_where(n, |k| fewer(k) <= error);
    let above = last_where(n, |k| at_least(k) > error) + 1;
    (below >= 1 && above <= n).then(|| (sorted[below - 1], sorted[above - 1]))
}

/// The last k in 0..=n for which `holds`, which holds at 0 and for no k after one for which it does not.
fn last_where(n: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut last, mut beyond) = (0, n + 1);
    while beyond - last > 1 {
        let middle = last + (beyond - last) / 2;
        if holds(middle) { last = middle } else { beyond = middle }
    }
    last
}

/// A share with Wilson's score interval (E. B. Wilson, JASA 22, 1927), at a `confidence` in (0, 1); `mean` is
/// successes/trials, which unlike the interval's middle is not drawn towards one half.
///
/// Without trials the mean is NaN and the interval is 0 to 1.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Estimate {
    debug_assert!(successes <= trials);
    if trials == 0 {
        return Estimate { mean: f64::NAN, low: 0.0, high: 1.0, n: 0 };
    }
    let estimate = score_interval(successes as f64 / trials as f64, trials as f64, confidence);
    Estimate { n: trials as usize, ..estimate }
}

/// Wilson's score interval of a share of `n` trials, which need not be whole; its `n` is that number rounded down. With none, or a
/// share that is none, the mean is NaN and the interval is 0 to 1.
pub(super) fn score_interval(share: f64, n: f64, confidence: f64) -> Estimate {
    if n.is_nan() || n <= 0.0 || share.is_nan() {
        return Estimate { mean: f64::NAN, low: 0.0, high: 1.0, n: 0 };
    }
    let z = normal_quantile(0.5 + 0.5 * confidence);
    let (z2, stretch) = (z * z, 1.0 + z * z / n);
    let middle = (share + z2 / (2.0 * n)) / stretch;
    let half = z / stretch * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // The bounds at the ends are exactly 0 and 1; rounding must not lead beyond them or past the share.
    let low = if share == 0.0 { 0.0 } else { (middle - half).clamp(0.0, share) };
    let high = if share == 1.0 { 1.0 } else { (middle + half).clamp(share, 1.0) };
    Estimate { mean: share, low, high, n: n as usize }
}

#[cfg(test)]
mod tests {
    use super::super::trials;
    use super::*;

    #[track_caller]
    fn check(got: Estimate, mean: f64, low: f64, high: f64) {
        let close = |a: f64, b: f64| a == b || (a - b).abs() < 1e-12;
        assert!(close(got.mean, mean) && close(got.low, low) && close(got.high, high), "{got:?}");
    }

    #[test]
    fn interval_of_a_mean() {
        let values = [2.1, 3.4, 1.9, 5.5, 4.2];
        // SciPy 1.17: t.interval(0.95, 4, mean, sem).
        check(mean_interval(&values, 0.95), 3.42, 1.558_746_080_856_712_8, 5.281_253_919_143_288);
        assert_eq!(mean_interval(&values, 0.95).n, 5);
        check(mean_interval(&[7.0, 7.0, 7.0], 0.99), 7.0, 7.0, 7.0);
    }

    #[test]
    fn too_few_values_for_an_interval() {
        check(mean_interval(&[7.0], 0.95), 7.0, f64::NEG_INFINITY, f64::INFINITY);
        let empty = mean_interval(&[], 0.95);
        assert!(empty.mean.is_nan() && empty.low.is_infinite() && empty.high.is_infinite());
        assert!(standard_deviation(&[7.0]).is_nan());
    }

    #[test]
    fn deviation_survives_a_large_mean() {
        assert_eq!(standard_deviation(&[1e9, 1e9 + 1.0, 1e9 + 2.0]), 1.0);
    }

    #[test]
    fn quantiles_are_those_of_type_seven() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        // numpy.quantile with its default method.
        for (p, expected) in
            [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 4.0), (0.6, 5.6), (0.9, 12.8), (1.0, 16.0)]
        {
            assert!((quantile(&values, p) - expected).abs() < 1e-12, "{p}");
        }
        assert_eq!(quantile(&[3.0], 0.7), 3.0);
        assert!(quantile(&[], 0.5).is_nan());
        assert_eq!(quantile(&[1.0, f64::INFINITY, f64::INFINITY], 0.75), f64::INFINITY);
    }

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let values = [
            1.2, 1.9, 2.1, 2.2, 2.6, 2.8, 2.9, 3.1, 3.3, 3.4, 3.7, 3.9, 4.1, 4.2, 4.4, 4.9, 5.0, 5.5, 6.1,
            7.3,
        ];
        // SciPy 1.17: quantile_test(values, p=p).confidence_interval(confidence).
        assert_eq!(quantile_interval(&values, 0.5, 0.95), Some((2.8, 4.4)));
        assert_eq!(quantile_interval(&values, 0.25, 0.9), Some((1.9, 3.3)));
        assert_eq!(quantile_interval(&values, 0.9, 0.8), None);
        assert_eq!(quantile_interval(&[], 0.5, 0.95), None);
        for (p, confidence) in [(0.0, 0.9), (1.0, 0.9), (f64::NAN, 0.9), (0.5, 1.0), (0.5, f64::NAN)] {
            assert_eq!(quantile_interval(&values, p, confidence), None);
        }
        assert_eq!(quantile_interval(&[1.0, 2.0, f64::NAN], 0.5, 0.1), None);
        let mut with_infinite = values;
        with_infinite[14..].fill(f64::INFINITY);
        assert_eq!(quantile_interval(&with_infinite, 0.5, 0.95), Some((2.8, f64::INFINITY)));
    }

    /// The probabilities of 0, 1, … n successes, each from the one before, starting at the most probable one.
    fn binomial(n: usize, p: f64) -> Vec<f64> {
        let mut weights = vec![0.0; n + 1];
        let top = ((n + 1) as f64 * p) as usize;
        weights[top] = 1.0;
        for k in top..n {
            weights[k + 1] = weights[k] * (n - k) as f64 / (k + 1) as f64 * (p / (1.0 - p));
        }
        for k in (0..top).rev() {
            weights[k] = weights[k + 1] * (k + 1) as f64 / (n - k) as f64 * ((1.0 - p) / p);
        }
        let whole: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / whole).collect()
    }

    #[test]
    fn quantile_intervals_cover_and_are_no_wider_than_needed() {
        for n in [8, 20, 59, 200, 1000] {
            let places: Vec<f64> = (0..n).map(|place| place as f64).collect();
            for p in [0.1, 0.25, 0.5, 0.75, 0.9, 0.95] {
                let Some((low, high)) = quantile_interval(&places, p, 0.95) else { continue };
                let (low, high) = (low as usize, high as usize);
                // The quantile lies between them when more than `low` and at most `high` values lie below it.
                let chances = binomial(n, p);
                assert!(chances[low + 1..=high].iter().sum::<f64>() >= 0.95, "{n} {p}");
                assert!(chances[..=low].iter().sum::<f64>() <= 0.025, "{n} {p}");
                assert!(chances[..=low + 1].iter().sum::<f64>() > 0.025, "{n} {p}");
                assert!(chances[high..].iter().sum::<f64>() > 0.025, "{n} {p}");
            }
        }
        assert!(quantile_interval(&[1.0; 58], 0.95, 0.9).is_none(), "0.95^58 is above 0.05");
        assert!(quantile_interval(&[1.0; 59], 0.95, 0.9).is_some(), "0.95^59 is below 0.05");
    }

    /// By exact summation over all outcomes, on a grid of p: at one p the coverage of a discrete quantity swings
    /// around the nominal one, the mean over p does not.
    #[test]
    fn wilson_covers_its_share_of_the_time() {
        for n in [30, 100, 500] {
            for confidence in [0.9, 0.95, 0.99] {
                let intervals: Vec<Estimate> =
                    (0..=n).map(|k| wilson(k as u64, n as u64, confidence)).collect();
                let (mut mean, mut least, grid) = (0.0, 1.0f64, 199);
                for step in 1..=grid {
                    let p = f64::from(step) / f64::from(grid + 1);
                    let covered: f64 = binomial(n, p)
                        .iter()
                        .zip(&intervals)
                        .filter(|(_, interval)| interval.low <= p && p <= interval.high)
                        .map(|(chance, _)| chance)
                        .sum();
                    mean += covered / f64::from(grid);
                    least = least.min(covered);
                }
                assert!((mean - confidence).abs() < 0.01 * confidence, "{n} {confidence}: {mean}");
                assert!(least > confidence - 0.12, "{n} {confidence}: {least}");
            }
        }
    }

    #[test]
    fn intervals_of_a_mean_cover_it() {
        let student = |values: &[f64]| {
            let got = mean_interval(values, 0.95);
            (got.low, got.high)
        };
        for size in [3, 10, 50] {
            let share = trials::coverage(10_000, size, 0.0, trials::normal, student);
            assert!((share - 0.95).abs() < 0.0095, "{size}: {share}");
        }
        // As told in the documentation.
        for (size, documented) in [(10, 0.8442), (50, 0.898), (200, 0.9302)] {
            let share = trials::coverage(5000, size, libm::exp(0.5), trials::lognormal, student);
            assert!((share - documented).abs() < 0.0005, "{size}: {share}");
        }
    }

    #[test]
    fn wilson_intervals() {
        // SciPy 1.17: binomtest(k, n).proportion_ci(0.95, 'wilson').
        check(wilson(10, 100, 0.95), 0.1, 0.055_229_137_060_675_08, 0.174_365_661_504_913_45);
        check(wilson(1, 1000, 0.95), 0.001, 0.000_176_546_370_626_078_09, 0.005_642_558_597_957_935_5);
        check(wilson(500, 1000, 0.95), 0.5, 0.469_069_600_368_104_2, 0.530_930_399_631_895_8);
        check(wilson(0, 10, 0.95), 0.0, 0.0, 0.277_532_799_862_889_26);
        check(wilson(10, 10, 0.95), 1.0, 0.722_467_200_137_110_9, 1.0);
        let nothing = wilson(0, 0, 0.95);
        assert!(nothing.mean.is_nan() && nothing.low == 0.0 && nothing.high == 1.0);
    }
}
