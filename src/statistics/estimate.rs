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
