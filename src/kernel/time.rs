//! Instants and spans of simulated time, in whole microseconds.
//!
//! Integers, so that a million additions do not drift and two platforms agree to the last bit. 64 bits of microseconds
//! are 584,000 years; what would pass the end stays at [`SimTime::MAX`], which means "never".
//!
//! **Invariant:** no operation wraps around. A sum saturates at `MAX`, a difference at zero.

use std::ops::{Add, AddAssign, Mul, Sub};

/// An instant: microseconds since the start of the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SimTime(u64);

/// A span of simulated time in microseconds, zero or more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SimDuration(u64);

const MICROS_PER_SECOND: u64 = 1_000_000;
const MICROS_PER_HOUR: u64 = 3600 * MICROS_PER_SECOND;

impl SimTime {
    /// The start of the run.
    pub const ZERO: SimTime = SimTime(0);
    /// Never: later than everything that happens.
    pub const MAX: SimTime = SimTime(u64::MAX);

    /// The instant `micros` microseconds after the start of the run.
    pub const fn from_micros(micros: u64) -> SimTime {
        SimTime(micros)
    }

    /// Microseconds since the start of the run.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Hours since the start of the run, for people and statistics.
    pub fn hours(self) -> f64 {
        SimDuration(self.0).hours()
    }

    /// The span from `earlier` to this instant; zero when `earlier` is in fact later.
    pub const fn since(self, earlier: SimTime) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: SimDuration = SimDuration(0);
    /// For ever.
    pub const MAX: SimDuration = SimDuration(u64::MAX);
    /// One second.
    pub const SECOND: SimDuration = SimDuration(MICROS_PER_SECOND);
    /// One minute.
    pub const MINUTE: SimDuration = SimDuration(60 * MICROS_PER_SECOND);
    /// One hour.
    pub const HOUR: SimDuration = SimDuration(MICROS_PER_HOUR);
    /// 24 hours: not a civil day, which may have 23 or 25.
    pub const DAY: SimDuration = SimDuration(24 * MICROS_PER_HOUR);

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> SimDuration {
        SimDuration(micros)
    }

    /// The span in microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// The span in hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / MICROS_PER_HOUR as f64
    }

    /// The span in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// The whole number of microseconds nearest to `micros`, halves upwards.
    ///
    /// NaN and negative numbers give zero, numbers too large give [`SimDuration::MAX`].
    #[inline]
    pub fn rounded(micros: f64) -> SimDuration {
        // A cast truncates, saturates and takes NaN for zero. The remainder is exact, because from 2^53 on every f64
        // is whole; `micros + 0.5` would round up the largest number below one half.
        let whole = micros as u64;
        let remainder = micros - whole as f64;
        // Added as a number: which way it rounds is a coin's toss, and a branch on it would cost more than all the rest.
        SimDuration(whole.saturating_add(u64::from(remainder >= 0.5)))
    }
}

impl Add<SimDuration> for SimTime {
    type Output = SimTime;
    fn add(self, span: SimDuration) -> SimTime {
        SimTime(self.0.saturating_add(span.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, span: SimDuration) {
        *self = *self + span;
    }
}

impl Sub<SimTime> for SimTime {
    type Output = SimDuration;
    /// The span since `earlier`, which must not be later: use [`SimTime::since`] where it may be.
    fn sub(self, earlier: SimTime) -> SimDuration {
        debug_assert!(earlier <= self, "{earlier:?} is later than {self:?}");
        self.since(earlier)
    }
}

impl Add for SimDuration {
    type Output = SimDuration;
    fn add(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: SimDuration) {
        *self = *self + other;
    }
}

impl Sub for SimDuration {
    type Output = SimDuration;
    fn sub(self, other: SimDuration) -> SimDuration {
        SimDuration(self.0.saturating_sub(other.0))
    }
}

impl Mul<u64> for SimDuration {
    type Output = SimDuration;
    fn mul(self, times: u64) -> SimDuration {
        SimDuration(self.0.saturating_mul(times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_rounded(micros: f64, expected: u64) {
        assert_eq!(SimDuration::rounded(micros).micros(), expected, "{micros:e}");
    }

    #[test]
    fn rounding_is_to_the_nearest_and_never_fails() {
        check_rounded(0.0, 0);
        check_rounded(-0.0, 0);
        check_rounded(0.499_999_999_999_999_94, 0);
        check_rounded(0.5, 1);
        check_rounded(1.5, 2);
        check_rounded(2.5, 3);
        check_rounded(4_503_599_627_370_495.5, 4_503_599_627_370_496);
        check_rounded(9_007_199_254_740_992.0, 9_007_199_254_740_992);
        check_rounded(-3.0, 0);
        check_rounded(f64::NEG_INFINITY, 0);
        check_rounded(f64::NAN, 0);
        check_rounded(1e30, u64::MAX);
        check_rounded(f64::INFINITY, u64::MAX);
    }

    #[test]
    fn arithmetic_saturates() {
        let later = SimTime::ZERO + SimDuration::HOUR;
        assert_eq!(later - SimTime::ZERO, SimDuration::HOUR);
        assert_eq!(SimTime::ZERO.since(later), SimDuration::ZERO);
        assert_eq!(SimTime::MAX + SimDuration::SECOND, SimTime::MAX);
        assert_eq!(later + SimDuration::MAX, SimTime::MAX);
        assert_eq!(SimDuration::SECOND - SimDuration::HOUR, SimDuration::ZERO);
        assert_eq!(SimDuration::DAY * u64::MAX, SimDuration::MAX);
        assert_eq!(SimDuration::HOUR * 24, SimDuration::DAY);
    }

    #[test]
    #[should_panic(expected = "is later than")]
    #[cfg(debug_assertions)]
    fn subtracting_a_later_instant_is_our_fault() {
        let _ = SimTime::ZERO - SimTime::MAX;
    }

    #[test]
    fn hours_and_seconds() {
        assert_eq!(SimDuration::MINUTE.hours(), 1.0 / 60.0);
        assert_eq!((SimTime::ZERO + SimDuration::DAY).hours(), 24.0);
        assert_eq!(SimDuration::HOUR.seconds(), 3600.0);
    }
}
