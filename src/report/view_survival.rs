//! The curves of response times in the JSON of a run and of a comparison.
//!
//! **Invariant:** the lists of a curve are beside each other, a time each.

use super::fill::Context;
use crate::model::Of;
use crate::study::{Curves, SideCurve, SurvivalStep, survival};
use serde::Serialize;

/// The Kaplan–Meier curve of a response time, over the replications at risk.
#[derive(Debug, Clone, Serialize)]
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
}

impl Context<'_> {
    /// The curves of all response times that were ever at risk.
    pub fn survival(&self) -> Vec<SurvivalView> {
        let measures = &self.replications.measures;
        let of = |place: usize| {
            let steps = survival(self.replications, place);
            (!steps.is_empty()).then(|| SurvivalView::of(&measures.names[place], &steps))
        };
        let response = |place: &usize| {
            let measure = &measures.list[*place];
            matches!(measure.quantity.of(), Of::Response | Of::Partner)
        };
        (0..measures.list.len()).filter(response).filter_map(of).collect()
    }
}

impl SurvivalView {
    pub(super) fn of(measure: &str, steps: &[SurvivalStep]) -> SurvivalView {
        let numbers = |of: fn(&SurvivalStep) -> f64| steps.iter().map(of).collect();
        SurvivalView {
            measure: measure.to_owned(),
            time_h: numbers(|step| step.time_h),
            survival: numbers(|step| step.survival),
            low: numbers(|step| step.low),
            high: numbers(|step| step.high),
            at_risk: steps.iter().map(|step| step.at_risk).collect(),
        }
    }
}

/// The curves of a time on all sides of a comparison, over the replications that count.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedSurvivalView {
    /// Round times from 0 to the longest on record of any side.
    pub times_h: Vec<f64>,
    /// Each side.
    pub sides: Vec<SideSurvivalView>,
}

/// The curve of one side.
#[derive(Debug, Clone, Serialize)]
pub struct SideSurvivalView {
    /// The curve; without a step where nothing came to an end.
    #[serde(flatten)]
    pub curve: SurvivalView,
    /// The longest time on record, whether it ended or was cut short: the curve says nothing beyond.
    pub until_h: f64,
    /// How many had neither ended nor been cut short just before each of `times_h`.
    pub at_risk_at_times: Vec<usize>,
}

impl ComparedSurvivalView {
    /// Of a measure that is called so on each side.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>, curves: &Curves) -> ComparedSurvivalView {
        let side = |(measure, side): (&str, &SideCurve)| SideSurvivalView {
            curve: SurvivalView::of(measure, &side.steps),
            until_h: side.until_h,
            at_risk_at_times: side.at_risk.clone(),
        };
        ComparedSurvivalView {
            times_h: curves.times_h.clone(),
            sides: names.zip(&curves.sides).map(side).collect(),
        }
    }
}
