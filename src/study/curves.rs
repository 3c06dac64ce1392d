//! The curves of times of which some were cut short, of one way to play an exercise and of several.
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

/// A Kaplan–Meier curve: the probability that a time is longer, over the replications at risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Where it falls; empty where nothing came to an end.
    pub steps: Vec<SurvivalStep>,
    /// The times in hours, ascending, at which ENDEX cut short what had not ended.
    pub cut_short_h: Vec<f64>,
}

impl Curve {
    fn of(times: &[(f64, bool)]) -> Curve {
        let estimate = KaplanMeier::new(times);
        let step = |(&(time_h, survival), (_, low, high)): (&(f64, f64), (f64, f64, f64))| SurvivalStep {
            time_h,
            survival,
            low,
            high,
            at_risk: estimate.at_risk(time_h),
        };
        let steps = estimate.steps().iter().zip(estimate.band(CONFIDENCE)).map(step).collect();
        let cut = times.iter().filter(|(_, ended)| !ended);
        let mut cut_short_h: Vec<f64> = cut.map(|(time, _)| *time).collect();
        cut_short_h.sort_by(f64::total_cmp);
        Curve { steps, cut_short_h }
    }
}

/// The curve of the time at `place` among the measures. Empty for what is no time, and for a lead, which may be negative.
pub fn survival(replications: &Replications, place: usize) -> Curve {
    let quantity = replications.measures[place].quantity;
    if quantity.unit() != Unit::Time || quantity == Quantity::WarningLead {
        return Curve::of(&[]);
    }
    let values = replications.counted().map(|played| played.values[place].reported(Unit::Time));
    Curve::of(&times(quantity, &values.collect::<Vec<_>>()))
}

/// The curves of a time, from its values on each side in hours; none where it never came to an end on any.
pub(super) fn curves(quantity: Quantity, values: &[Vec<Value>]) -> Option<Vec<Curve>> {
    let curves: Vec<Curve> = values.iter().map(|values| Curve::of(&times(quantity, values))).collect();
    curves.iter().any(|curve| !curve.steps.is_empty()).then_some(curves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_tell_what_ended_and_what_was_cut_short() {
        let (ended, cut) = (Value::Observed, Value::Censored);
        let first = vec![ended(1.0), cut(7.0), ended(2.0), Value::NotAtRisk, cut(1.5)];
        let second = vec![cut(3.0), ended(11.0), ended(11.0)];
        let found = curves(Quantity::TimeToDeclare, &[first, second, Vec::new()]).expect("some ended");
        let falls =
            |curve: &Curve| curve.steps.iter().map(|step| (step.time_h, step.at_risk)).collect::<Vec<_>>();
        assert_eq!(falls(&found[0]), [(1.0, 4), (2.0, 2)], "who ends at a time is at risk there");
        assert_eq!(falls(&found[1]), [(11.0, 2)]);
        assert_eq!(falls(&found[2]), []);
        assert_eq!([&*found[0].cut_short_h, &found[1].cut_short_h], [&[1.5, 7.0][..], &[3.0]]);
        assert_eq!(curves(Quantity::TimeToDeclare, &[vec![cut(3.0)], Vec::new()]), None);
    }
}
