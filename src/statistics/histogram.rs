//! How values are spread over bins of one width.
//!
//! **Invariant:** the counts add up to the number of values.

use super::estimate::quantile;

/// Values by bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Where the first bin begins.
    pub from: f64,
    /// How wide each is.
    pub width: f64,
    /// How many values are in each: from its lower end on, up to but without its upper one; the last has both.
    pub counts: Vec<u64>,
}

/// The most bins.
pub const MOST_BINS: usize = 40;

/// Bins for finite values in ascending order; `None` where all are alike, or there are none.
///
/// Their width is 2·IQR/n^⅓ (Freedman and Diaconis 1981), where the quartiles are alike a twentieth of the range, and never so
/// small that there would be more than [`MOST_BINS`]. Bins of `whole` numbers are of as many of them each, and begin half a number
/// below the least.
pub fn histogram(sorted: &[f64], whole: bool) -> Option<Histogram> {
    debug_assert!(sorted.is_sorted(), "histogram of unsorted values");
    let (low, high) = (*sorted.first()?, *sorted.last()?);
    let range = high - low;
    if !range.is_finite() || range <= 0.0 {
        return None;
    }
    let spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    let wanted = if spread > 0.0 { 2.0 * spread / libm::cbrt(sorted.len() as f64) } else { range / 20.0 };
    let least = wanted.max(range / (MOST_BINS - 1) as f64);
    let (from, width) = if whole { (low - 0.5, least.ceil()) } else { (low, least) };
    // The last value lies within the last bin, also where the division rounds.
    let bins = if whole { ((high - from) / width).ceil() } else { (range / width).ceil() }.max(1.0) as usize;
    let mut counts = vec![0; bins];
    for value in sorted {
        counts[(((value - from) / width) as usize).min(bins - 1)] += 1;
    }
    Some(Histogram { from, width, counts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_by_the_rule() {
        // Quartiles 24.75 and 74.25 of 0 to 99: 2 × 49.5 / 100^⅓ is 21.3.
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let told = histogram(&values, false).unwrap();
        assert_eq!(told.counts, [22, 21, 21, 22, 14]);
        assert!((told.width - 99.0 / libm::cbrt(100.0)).abs() < 1e-12 && told.from == 0.0);
        // Whole numbers: bins of 22 each.
        let told = histogram(&values, true).unwrap();
        assert_eq!((told.from, told.width, &*told.counts), (-0.5, 22.0, &[22, 22, 22, 22, 12][..]));
    }

    #[test]
    fn few_values_whole_numbers_and_none() {
        assert_eq!(histogram(&[], false), None);
        assert_eq!(histogram(&[3.0, 3.0], true), None);
        assert_eq!(histogram(&[0.0, f64::INFINITY], false), None);
        let told = histogram(&[1.0, 1.0, 1.0, 1.0, 3.0], true).unwrap();
        assert_eq!((told.from, told.width, &*told.counts), (0.5, 1.0, &[4, 0, 1][..]));
        // Far out lies one: the bins are limited, and hold all.
        let mut values: Vec<f64> = (0..1000).map(|number| f64::from(number) / 1000.0).collect();
        values.push(1e6);
        let told = histogram(&values, false).unwrap();
        assert!(told.counts.len() <= MOST_BINS);
        assert_eq!(told.counts.iter().sum::<u64>(), 1001);
    }
}
