//! Waits, collected in memory that never grows.
//!
//! **Invariant:** every value has a bucket, and a bucket's values lie within 1/16 of each other.

use crate::kernel::SimDuration;

/// A histogram of durations: sixteen buckets an octave, so a quantile is at most 1/16 too high; sum and count are exact.
#[derive(Debug, Clone)]
pub struct LogHistogram {
    /// Number of values.
    pub count: u64,
    /// Their sum in microseconds.
    pub sum: u128,
    buckets: Vec<u64>,
    /// Those from here on are empty.
    end: usize,
}

/// Buckets per octave, as a power of two.
const SUB: u32 = 4;
/// Every `u64` has a bucket.
const BUCKETS: usize = ((64 - SUB as usize) + 1) << SUB;

impl Default for LogHistogram {
    fn default() -> Self {
        LogHistogram { count: 0, sum: 0, buckets: vec![0; BUCKETS], end: 0 }
    }
}

impl LogHistogram {
    /// Adds one value.
    #[inline]
    pub fn record(&mut self, value: SimDuration) {
        self.count += 1;
        self.sum += u128::from(value.micros());
        let bucket = bucket(value.micros());
        self.buckets[bucket] += 1;
        self.end = self.end.max(bucket + 1);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        if self.count > 0 {
            self.buckets[..self.end].fill(0);
            (self.count, self.sum, self.end) = (0, 0, 0);
        }
    }

    /// Adds all values of another.
    pub fn merge(&mut self, other: &LogHistogram) {
        self.count += other.count;
        self.sum += other.sum;
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets[..other.end]) {
            *mine += theirs;
        }
        self.end = self.end.max(other.end);
    }

    /// The mean, if there is a value.
    pub fn mean(&self) -> Option<SimDuration> {
        (self.count > 0).then(|| SimDuration::from_micros((self.sum / u128::from(self.count)) as u64))
    }

    /// The least upper bound of a bucket that holds the quantile `p`, if there is a value.
    pub fn quantile(&self, p: f64) -> Option<SimDuration> {
        let rank = (p * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let place = self.buckets.iter().position(|&bucket| {
            seen += bucket;
            seen >= rank
        })?;
        Some(SimDuration::from_micros(upper(place)))
    }
}

fn bucket(micros: u64) -> usize {
    let octave = (micros | ((1 << SUB) - 1)).ilog2() - (SUB - 1);
    match octave {
        0 => micros as usize,
        _ => ((octave as usize) << SUB) + ((micros >> (octave - 1)) as usize - (1 << SUB)),
    }
}

fn upper(bucket: usize) -> u64 {
    let octave = bucket >> SUB;
    match octave {
        0 => bucket as u64,
        _ => {
            let within = (bucket & ((1 << SUB) - 1)) as u64 + (1 << SUB) + 1;
            ((u128::from(within) << (octave - 1)) - 1).min(u128::from(u64::MAX)) as u64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares quantiles with those of the sorted values: never below, and at most 1/16 above.
    fn check(values: &[u64]) {
        let mut histogram = LogHistogram::default();
        values.iter().for_each(|&value| histogram.record(SimDuration::from_micros(value)));
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        for p in [0.01, 0.25, 0.5, 0.9, 0.95, 1.0] {
            let rank = ((p * sorted.len() as f64).ceil() as usize).max(1);
            let exact = sorted[rank - 1];
            let found = histogram.quantile(p).expect("there are values").micros();
            assert!(found >= exact && found - exact <= exact / 16, "{p}: {found} for {exact}");
        }
        assert_eq!(histogram.count, values.len() as u64);
        assert_eq!(histogram.sum, values.iter().map(|&value| u128::from(value)).sum());
    }

    #[test]
    fn small_values_are_exact() {
        check(&(0..32).collect::<Vec<_>>());
    }

    #[test]
    fn large_values_have_their_buckets() {
        check(&[1, 1 << 20, 3_600_000_000, 86_400_000_000, u64::MAX / 3, u64::MAX - 1, u64::MAX]);
        check(&(0..4000).map(|n| n * n * n).collect::<Vec<_>>());
    }

    #[test]
    fn merging_is_recording_both() {
        let (mut one, mut other) = (LogHistogram::default(), LogHistogram::default());
        one.record(SimDuration::MINUTE);
        other.record(SimDuration::HOUR);
        one.merge(&other);
        assert_eq!((one.count, one.mean()), (2, Some(SimDuration::from_micros(1_830_000_000))));
        one.clear();
        assert_eq!((one.count, one.quantile(0.5)), (0, None));
    }

    #[test]
    fn nothing_is_left_of_what_was_cleared() {
        let (mut one, mut other) = (LogHistogram::default(), LogHistogram::default());
        one.record(SimDuration::MINUTE);
        other.record(SimDuration::HOUR);
        one.merge(&other);
        one.clear();
        one.record(SimDuration::MINUTE);
        one.merge(&other);
        one.merge(&LogHistogram::default());
        assert_eq!((one.buckets.iter().sum::<u64>(), one.count), (2, 2));
    }
}
