//! Does a sample follow a distribution, or do two samples follow the same one?
//!
//! **Invariant:** the p-values are for continuous distributions; with ties they are too large, never too small.

/// The result of a Kolmogorov–Smirnov test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct KolmogorovSmirnov {
    /// The greatest distance between the two distribution functions, in [0, 1].
    pub statistic: f64,
    /// The probability of a distance at least so great if the distributions are the same.
    pub p_value: f64,
}

/// Compares a sample, in any order, with the distribution function `cdf`, which must be continuous.
pub fn kolmogorov_smirnov(values: &[f64], cdf: impl Fn(f64) -> f64) -> KolmogorovSmirnov {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let mut statistic: f64 = 0.0;
    for (index, value) in sorted.iter().enumerate() {
        let expected = cdf(*value);
        statistic = statistic.max(expected - index as f64 / n).max((index + 1) as f64 / n - expected);
    }
    KolmogorovSmirnov { statistic, p_value: p_value(statistic, n) }
}

/// Compares two samples, each in any order.
pub fn kolmogorov_smirnov_two(first: &[f64], second: &[f64]) -> KolmogorovSmirnov {
    let (mut a, mut b) = (first.to_vec(), second.to_vec());
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (n, m) = (a.len() as f64, b.len() as f64);
    let (mut i, mut j) = (0, 0);
    let mut statistic: f64 = 0.0;
    while i < a.len() && j < b.len() {
        // Past all that is tied, on both sides, before looking.
        let value = a[i].min(b[j]);
        while i < a.len() && a[i] <= value {
            i += 1;
        }
        while j < b.len() && b[j] <= value {
            j += 1;
        }
        statistic = statistic.max((i as f64 / n - j as f64 / m).abs());
    }
    KolmogorovSmirnov { statistic, p_value: p_value(statistic, n * m / (n + m)) }
}

/// The limiting distribution at (√n + 0.12 + 0.11/√n)·D, which serves from n = 5 on: M. A. Stephens, "EDF statistics
/// for goodness of fit", JASA 69 (1974).
fn p_value(statistic: f64, n: f64) -> f64 {
    // Without data there is nothing to object to.
    if n.is_nan() || n == 0.0 {
        return 1.0;
    }
    let root = n.sqrt();
    kolmogorov_survival((root + 0.12 + 0.11 / root) * statistic)
}

/// P(K > x) of Kolmogorov's distribution: 2·Σ (−1)^(k−1)·exp(−2k²x²) over k = 1, 2, …
pub fn kolmogorov_survival(x: f64) -> f64 {
    // Below this the sum is 1 to the last bit but converges slowly.
    if x < 0.18 {
        return 1.0;
    }
    let (mut sum, mut sign) = (0.0, 1.0);
    for k in 1..=30 {
        let kx = f64::from(k) * x;
        sum += sign * libm::exp(-2.0 * kx * kx);
        sign = -sign;
    }
    (2.0 * sum).clamp(0.0, 1.0)
}
