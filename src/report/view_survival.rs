//! The curves of response times in the JSON of a run and of a comparison.
//!
//! **Invariant:** the lists of a curve are beside each other, a time each.

use super::fill::Context;
use crate::model::Of;
use crate::study::{Curve, SurvivalStep, survival};
use serde::{Deserialize, Serialize};

/// The Kaplan–Meier curve of a response time, over the replications at risk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SurvivalView {
    /// The measure, as a scenario would write it.
    pub measure: String,
    /// The times at which the curve falls, ascending.
    pub time_h: Vec<f64>,
    /// The probability that it takes longer than each.
    pub survival: Vec<f64>,
    /// The lower ends of pointwise 95 % intervals.
    pub low: Vec<f64>,
    /// The upper ends.
    pub high: Vec<f64>,
    /// How many had neither ended nor been cut short just before.
    pub at_risk: Vec<usize>,
    /// The times at which ENDEX cut short what had not ended, ascending.
    pub cut_short_h: Vec<f64>,
}

impl Context<'_> {
    /// The curves of all response times that were ever at risk.
    pub fn survival(&self) -> Vec<SurvivalView> {
        let measures = &self.replications.measures;
        let of = |place: usize| {
            let curve = survival(self.replications, place);
            (!curve.steps.is_empty()).then(|| SurvivalView::of(&measures.names[place], &curve))
        };
        let response = |place: &usize| {
            let measure = &measures.list[*place];
            matches!(measure.quantity.of(), Of::Response | Of::Partner)
        };
        (0..measures.list.len()).filter(response).filter_map(of).collect()
    }
}

impl SurvivalView {
    /// How many had neither ended nor been cut short just before a time.
    pub fn at_risk_at(&self, time_h: f64) -> usize {
        let next = self.time_h.partition_point(|step| *step < time_h);
        let before = |end: f64| self.cut_short_h.partition_point(|cut| *cut < end);
        match self.time_h.get(next) {
            // Those who were cut short in between were still there.
            Some(step) => self.at_risk[next] + before(*step) - before(time_h),
            None => self.cut_short_h.len() - before(time_h),
        }
    }

    /// The longest time on record, up to which the curve says anything.
    pub fn until_h(&self) -> f64 {
        self.time_h.iter().chain(&self.cut_short_h).copied().fold(0.0, f64::max)
    }

    pub(super) fn of(measure: &str, curve: &Curve) -> SurvivalView {
        let steps = &curve.steps;
        let numbers = |of: fn(&SurvivalStep) -> f64| steps.iter().map(of).collect();
        SurvivalView {
            measure: measure.to_owned(),
            time_h: numbers(|step| step.time_h),
            survival: numbers(|step| step.survival),
            low: numbers(|step| step.low),
            high: numbers(|step| step.high),
            at_risk: steps.iter().map(|step| step.at_risk).collect(),
            cut_short_h: curve.cut_short_h.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_at_risk_between_falls_is_known() {
        // Ended at 1 and 4, cut short at 2, 3 and 6.
        let step = |time_h: f64, at_risk: usize| SurvivalStep {
            time_h,
            survival: 0.5,
            low: 0.0,
            high: 1.0,
            at_risk,
        };
        let curve = Curve { steps: vec![step(1.0, 5), step(4.0, 2)], cut_short_h: vec![2.0, 3.0, 6.0] };
        let curve = SurvivalView::of("time_to_declare", &curve);
        let found = [0.0, 1.0, 1.5, 2.0, 2.5, 3.5, 4.0, 5.0, 6.0, 7.0].map(|time| curve.at_risk_at(time));
        assert_eq!(found, [5, 5, 4, 4, 3, 2, 2, 1, 1, 0]);
        assert_eq!(curve.until_h(), 6.0);
    }
}
