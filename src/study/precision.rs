//! How many replications are enough for a mean, by the rule of [`chow_robbins`].
//!
//! **Invariant:** the same replications give the same answer, whoever played them.

use super::Replications;
use crate::statistics::{Stopping, chow_robbins, mean_interval, standard_deviation};

/// The confidence of the interval.
const CONFIDENCE: f64 = 0.95;

/// How narrow the interval of a mean must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The place of the measure among [`Replications::measures`].
    pub place: usize,
    /// Half the width of the 95 % interval over the mean, more than 0.
    pub relative: f64,
}

impl Precision {
    /// The numbers of the replications in which something was at risk. A time that ENDEX cut short counts as far as it went.
    fn numbers(&self, replications: &Replications) -> Vec<f64> {
        replications.counted().filter_map(|played| played.values[self.place].number()).collect()
    }

    /// Half the width of the interval over the mean, as it is; none while there is too little to tell.
    pub fn reached(&self, replications: &Replications) -> Option<f64> {
        let interval = mean_interval(&self.numbers(replications), CONFIDENCE);
        let half = 0.5 * (interval.high - interval.low) / interval.mean.abs();
        half.is_finite().then_some(half)
    }

    /// Whether it is narrow enough.
    pub fn is_enough(&self, replications: &Replications) -> bool {
        let numbers = self.numbers(replications);
        let deviation = standard_deviation(&numbers);
        let mean = mean_interval(&numbers, CONFIDENCE).mean;
        let variance = deviation * deviation;
        let stopping = chow_robbins(numbers.len(), mean, variance, self.relative, CONFIDENCE, usize::MAX);
        stopping == Stopping::Precise
    }
}
