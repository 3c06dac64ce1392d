//! The curves of response times in the JSON of a run.
//!
//! **Invariant:** the lists of a curve are beside each other, a time each.

use super::fill::Context;
use crate::model::Of;
use crate::study::survival;
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
            (!steps.is_empty()).then(|| SurvivalView {
                measure: measures.names[place].clone(),
                time_h: steps.iter().map(|step| step.time_h).collect(),
                survival: steps.iter().map(|step| step.survival).collect(),
                low: steps.iter().map(|step| step.low).collect(),
                high: steps.iter().map(|step| step.high).collect(),
                at_risk: steps.iter().map(|step| step.at_risk).collect(),
            })
        };
        let response = |place: &usize| {
            let measure = &measures.list[*place];
            matches!(measure.quantity.of(), Of::Response | Of::Partner)
        };
        (0..measures.list.len()).filter(response).filter_map(of).collect()
    }
}
