//! How a rate rises and falls over the exercise.
//!
//! The k-th event of a Poisson process with such a rate is found by inverting the cumulative rate: the work, a span that
//! would pass at factor 1, is used up faster where the factor is greater. So with the same draws a flat profile gives the
//! times of a process without one, to the microsecond.
//!
//! **Invariant:** the first step begins at time zero, steps ascend strictly, neighbours differ, factors are finite and not
//! negative; a flat profile with factor 1 has no steps.

use crate::kernel::{SimDuration, SimTime};

/// Factors of a rate, each from an instant on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    steps: Vec<(SimTime, f64)>,
}

impl Profile {
    /// The profile of blocks (start, end, factor), which ascend and do not overlap, and of factor 1 between them.
    pub fn new(blocks: &[(SimTime, SimTime, f64)]) -> Profile {
        let mut steps: Vec<(SimTime, f64)> = vec![(SimTime::ZERO, 1.0)];
        for &(start, end, factor) in blocks {
            debug_assert!(steps.last().is_some_and(|last| last.0 <= start) && start < end);
            for (at, factor) in [(start, factor), (end, 1.0)] {
                match steps.last_mut() {
                    Some(last) if last.0 == at => last.1 = factor,
                    _ => steps.push((at, factor)),
                }
            }
        }
        steps.dedup_by(|later, earlier| later.1 == earlier.1);
        if steps.as_slice() == [(SimTime::ZERO, 1.0)] {
            steps.clear();
        }
        Profile { steps }
    }

    /// The instant at which `work` microseconds at factor 1 have passed since `from`; [`SimTime::MAX`] for never.
    #[inline]
    pub fn after(&self, from: SimTime, work: f64) -> SimTime {
        if self.steps.is_empty() { from + SimDuration::rounded(work) } else { self.walk(from, work) }
    }

    fn walk(&self, from: SimTime, work: f64) -> SimTime {
        let mut next = self.steps.partition_point(|step| step.0 <= from);
        let (mut at, mut left) = (from, work);
        loop {
            let factor = self.steps[next - 1].1;
            let end = self.steps.get(next).map_or(SimTime::MAX, |step| step.0);
            let room = (end - at).micros() as f64 * factor;
            if factor > 0.0 && left <= room {
                return (at + SimDuration::rounded(left / factor)).min(end);
            }
            if end == SimTime::MAX {
                return SimTime::MAX;
            }
            (at, left, next) = (end, left - room, next + 1);
        }
    }

    /// The mean factor from time zero up to `until`.
    pub fn mean(&self, until: SimTime) -> f64 {
        if self.steps.is_empty() || until == SimTime::ZERO {
            return 1.0;
        }
        let ends = self.steps.iter().skip(1).map(|step| step.0).chain([SimTime::MAX]);
        let parts = self
            .steps
            .iter()
            .zip(ends)
            .map(|(&(start, factor), end)| end.min(until).since(start).micros() as f64 * factor);
        parts.sum::<f64>() / until.micros() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hours: u64) -> SimTime {
        SimTime::ZERO + SimDuration::HOUR * hours
    }

    /// Twice as much from 8 to 18, nothing from 20 to 22.
    fn profile() -> Profile {
        Profile::new(&[(hour(8), hour(18), 2.0), (hour(20), hour(22), 0.0)])
    }

    #[test]
    fn work_passes_faster_where_the_factor_is_greater() {
        let after = |from, work: f64| profile().after(hour(from), work * 3.6e9).hours();
        assert_eq!([after(0, 1.0), after(0, 8.0), after(0, 9.0), after(9, 2.0)], [1.0, 8.0, 8.5, 10.0]);
        assert_eq!([after(17, 3.0), after(17, 5.0), after(21, 1.0)], [19.0, 23.0, 23.0]);
        assert_eq!(profile().mean(hour(24)), (8.0 + 20.0 + 2.0 + 0.0 + 2.0) / 24.0);
    }

    #[test]
    fn flat_profiles_are_none() {
        assert_eq!(Profile::new(&[(hour(8), hour(18), 1.0)]), Profile::default());
        assert_eq!(Profile::default().after(hour(1), 0.4), hour(1));
        let never = Profile::new(&[(hour(0), SimTime::MAX, 0.0)]);
        assert_eq!(never.after(hour(1), 1.0), SimTime::MAX);
    }
}
