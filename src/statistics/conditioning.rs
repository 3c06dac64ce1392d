//! Samples that are weighted by how well they agree with what was observed: approximate Bayesian computation.
//!
//! A weight is a kernel of the distance between what a sample says and what was observed (M. A. Beaumont, W. Zhang, D. J. Balding,
//! Approximate Bayesian computation in population genetics, Genetics 162, 2002). With a narrower kernel the weighted sample is nearer to
//! the conditional distribution, and fewer samples are left of it.
//!
//! **Invariant:** weights are not negative; equal weights give what the sample would without them.

use super::estimate::{Estimate, score_interval};

/// Epanechnikov's kernel of a `distance` with a half-width `tolerance`, 1 at no distance and 0 from the tolerance on; without a
/// tolerance, 1 at no distance only.
pub fn kernel(distance: f64, tolerance: f64) -> f64 {
    if tolerance > 0.0 {
        (1.0 - (distance / tolerance) * (distance / tolerance)).max(0.0)
    } else {
        f64::from(u8::from(distance == 0.0))
    }
}

/// How many samples of one weight say as much: (Σw)²/Σw² (L. Kish, Survey Sampling, 1965); 0 of none.
pub fn effective_size(weights: &[f64]) -> f64 {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// The weighted share of those that are `true`, with Wilson's interval at the effective size; its `n` is that size rounded down.
/// Without weight the mean is NaN and the interval is 0 to 1.
pub fn weighted_share(sample: &[(f64, bool)], confidence: f64) -> Estimate {
    let weights: Vec<f64> = sample.iter().map(|(weight, _)| *weight).collect();
    let (sum, size) = (weights.iter().sum::<f64>(), effective_size(&weights));
    // From 0, since the sum of nothing is −0.
    let hits = sample.iter().filter(|(_, hit)| *hit).fold(0.0, |sum, (weight, _)| sum + weight);
    // All is a sum in the same order, but rounding must not lead beyond 1.
    score_interval((hits / sum).min(1.0), size, confidence)
}

/// The least value at which the weight of the values up to it is at least the share `p` of all; none without weight. For values of one
/// weight it is an order statistic.
pub fn weighted_quantile(sample: &[(f64, f64)], p: f64) -> Option<f64> {
    let mut sorted: Vec<(f64, f64)> = sample.iter().copied().filter(|(weight, _)| *weight > 0.0).collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let whole: f64 = sorted.iter().map(|(weight, _)| weight).sum();
    let mut sum = 0.0;
    let reached = sorted.iter().find(|(weight, _)| {
        sum += weight;
        sum >= p * whole
    });
    reached.or(sorted.last()).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::super::wilson;
    use super::*;

    #[test]
    fn the_kernel_falls_to_nothing_at_the_tolerance() {
        let said = [0.0, 1.0, -1.0, 2.0, 3.0].map(|distance| kernel(distance, 2.0));
        assert_eq!(said, [1.0, 0.75, 0.75, 0.0, 0.0]);
        assert_eq!([0.0, 0.1].map(|distance| kernel(distance, 0.0)), [1.0, 0.0]);
    }

    #[test]
    fn weights_alike_say_what_none_would() {
        let sample: Vec<(f64, bool)> = (0..40).map(|place| (0.3, place < 10)).collect();
        let (weighted, plain) = (weighted_share(&sample, 0.95), wilson(10, 40, 0.95));
        for (one, other) in
            [(weighted.mean, plain.mean), (weighted.low, plain.low), (weighted.high, plain.high)]
        {
            assert!((one - other).abs() < 1e-12, "{one} {other}");
        }
    }

    #[test]
    fn nothing_hit_is_zero_and_not_minus_zero() {
        let never = weighted_share(&[(1.0, false), (0.5, false)], 0.95);
        assert_eq!(never.mean.to_bits(), 0.0f64.to_bits());
    }

    #[test]
    fn a_few_heavy_ones_are_few() {
        // (2 + 2)²/(4 + 4) and (3 + 1)²/(9 + 1).
        assert_eq!([effective_size(&[2.0, 2.0]), effective_size(&[3.0, 1.0, 0.0])], [2.0, 1.6]);
        assert_eq!(effective_size(&[]), 0.0);
        assert!((weighted_share(&[(3.0, true), (1.0, false)], 0.95).mean - 0.75).abs() < 1e-12);
        assert!(weighted_share(&[(0.0, true)], 0.95).mean.is_nan());
    }

    #[test]
    fn quantiles_are_where_the_weight_is() {
        let sample = [(1.0, 30.0), (2.0, 10.0), (1.0, 20.0), (0.0, 5.0)];
        let said = [0.1, 0.5, 0.51, 0.75, 0.76, 1.0].map(|p| weighted_quantile(&sample, p));
        assert_eq!(said, [10.0, 10.0, 20.0, 20.0, 30.0, 30.0].map(Some));
        assert_eq!(weighted_quantile(&[(0.0, 1.0)], 0.5), None);
    }
}
