//! The curves of times of which some were cut short, for one way to play an exercise and for several beside each other.
//!
//! **Invariant:** a curve is of the replications at risk, whether they ended or were cut short.

use super::Replications;
use super::summary::{CONFIDENCE, times};
use crate::measure::Value;
use crate::model::*;
use crate::statistics::KaplanMeier;

/// One step of a Kaplan–Meier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalStep {
    /// Hours.
    pub time_h: f64,
    /// The estimated probability that it takes longer.
    pub survival: f64,
    /// The lower end of its pointwise 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How many had neither ended nor been cut short just before.
    pub at_risk: usize,
}

/// The curve of a time on one of several sides.
#[derive(Debug, Clone, PartialEq)]
pub struct SideCurve {
    /// Where it falls.
    pub steps: Vec<SurvivalStep>,
    /// The longest time on record, in hours, up to which it says anything.
    pub until_h: f64,
    /// How many were at risk at each of [`Curves::times_h`].
    pub at_risk: Vec<usize>,
    /// The times in hours, ascending, at which ENDEX cut short what had not ended.
    pub cut_short_h: Vec<f64>,
}

/// The curves of a time on all sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Round times from 0 to the longest on record of any side, in hours.
    pub times_h: Vec<f64>,
    /// Each side.
    pub sides: Vec<SideCurve>,
}

/// The Kaplan–Meier curve of the time at `place` among the measures, from the replications at risk: the probability that it takes
/// longer, from each time on at which it falls. Empty for what is no time, and for a lead, which may be negative.
pub fn survival(replications: &Replications, place: usize) -> Vec<SurvivalStep> {
    steps(&KaplanMeier::new(&of_curve(replications, place)))
}

/// The times in hours, ascending, at which ENDEX cut short what that curve is of.
pub fn cut_short(replications: &Replications, place: usize) -> Vec<f64> {
    not_ended(&of_curve(replications, place))
}

fn not_ended(times: &[(f64, bool)]) -> Vec<f64> {
    let mut cut: Vec<f64> = times.iter().filter(|(_, ended)| !ended).map(|(time, _)| *time).collect();
    cut.sort_by(f64::total_cmp);
    cut
}

/// The times that have a curve, each with whether it came to an end.
fn of_curve(replications: &Replications, place: usize) -> Vec<(f64, bool)> {
    let quantity = replications.measures[place].quantity;
    if quantity.unit() != Unit::Time || quantity == Quantity::WarningLead {
        return Vec::new();
    }
    let values = replications.counted().map(|played| played.values[place].reported(Unit::Time));
    times(quantity, &values.collect::<Vec<_>>())
}

fn steps(curve: &KaplanMeier) -> Vec<SurvivalStep> {
    let step = |(&(time_h, survival), (_, low, high)): (&(f64, f64), (f64, f64, f64))| SurvivalStep {
        time_h,
        survival,
        low,
        high,
        at_risk: curve.at_risk(time_h),
    };
    curve.steps().iter().zip(curve.band(CONFIDENCE)).map(step).collect()
}

/// How many times at most there are at which numbers at risk are told.
const TOLD: f64 = 6.0;

/// The curves of a time, from its values on each side in hours; none where it never came to an end on any.
pub(super) fn curves(quantity: Quantity, values: &[Vec<Value>]) -> Option<Curves> {
    let sides: Vec<Vec<(f64, bool)>> = values.iter().map(|values| times(quantity, values)).collect();
    let longest = |side: &Vec<(f64, bool)>| side.iter().fold(0.0, |longest, (time, _)| time.max(longest));
    let until_h = sides.iter().map(longest).fold(0.0, f64::max);
    let ended = sides.iter().flatten().any(|(_, observed)| *observed);
    let step = round_hours(until_h / TOLD);
    let times_h: Vec<f64> =
        (0..).map(|number| f64::from(number) * step).take_while(|time| *time <= until_h).collect();
    let side = |side: &Vec<(f64, bool)>| {
        let curve = KaplanMeier::new(side);
        let at_risk = times_h.iter().map(|time| curve.at_risk(*time)).collect();
        SideCurve { steps: steps(&curve), until_h: longest(side), at_risk, cut_short_h: not_ended(side) }
    };
    let sides = sides.iter().map(side).collect();
    ended.then_some(Curves { times_h, sides })
}

/// The least round span of at least so many hours, by which times are marked: minutes, parts of a day, days.
pub fn round_hours(least: f64) -> f64 {
    const HOURS: [f64; 12] = [1.0 / 60.0, 5.0 / 60.0, 0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0];
    let days = || 24.0 * round(least / 24.0);
    HOURS.iter().copied().find(|step| *step >= least).unwrap_or_else(days)
}

/// The least of 1, 2 and 5 times a power of ten that is at least so much.
pub fn round(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(least).floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(steps[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_beside_each_other_tell_who_is_left_at_the_same_times() {
        let (ended, cut) = (Value::Observed, Value::Censored);
        let first = vec![ended(1.0), ended(2.0), cut(7.0), Value::NotAtRisk];
        let second = vec![cut(3.0), ended(11.0), ended(11.0)];
        let found = curves(Quantity::TimeToDeclare, &[first, second, Vec::new()]).expect("some ended");
        assert_eq!(found.times_h, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        let sides: Vec<(f64, &[usize])> =
            found.sides.iter().map(|side| (side.until_h, &*side.at_risk)).collect();
        assert_eq!(
            sides,
            [(7.0, &[3, 2, 1, 1, 0, 0][..]), (11.0, &[3, 3, 2, 2, 2, 2]), (0.0, &[0; 6])],
            "who ends at a time is at risk there"
        );
        let falls = |side: usize| found.sides[side].steps.iter().map(|step| step.time_h).collect::<Vec<_>>();
        assert_eq!([falls(0), falls(1), falls(2)], [vec![1.0, 2.0], vec![11.0], vec![]]);
        assert_eq!(curves(Quantity::TimeToDeclare, &[vec![cut(3.0)], Vec::new()]), None);
    }
}
