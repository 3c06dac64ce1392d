//! Means, shares and quantiles with their uncertainty.
//!
//! **Invariant:** `low ≤ mean ≤ high` in every [`Estimate`] whose mean is a number.

use super::reference::{normal_quantile, student_t_quantile};

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

fn mean(values: &[f64]) -> f64 {
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

/// A share with Wilson's score interval (E. B. Wilson, JASA 22, 1927), at a `confidence` in (0, 1); `mean` is
/// successes/trials, which unlike the interval's middle is not drawn towards one half.
///
/// Without trials the mean is NaN and the interval is 0 to 1.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Estimate {
    debug_assert!(successes <= trials);
    if trials == 0 {
        return Estimate { mean: f64::NAN, low: 0.0, high: 1.0, n: 0 };
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let z = normal_quantile(0.5 + 0.5 * confidence);
    let (z2, stretch) = (z * z, 1.0 + z * z / n);
    let middle = (share + z2 / (2.0 * n)) / stretch;
    let half = z / stretch * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // The bounds at the ends are exactly 0 and 1; rounding must not lead beyond them or past the share.
    let low = if successes == 0 { 0.0 } else { (middle - half).clamp(0.0, share) };
    let high = if successes == trials { 1.0 } else { (middle + half).clamp(share, 1.0) };
    Estimate { mean: share, low, high, n: trials as usize }
}

#[cfg(test)]
mod tests {
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
