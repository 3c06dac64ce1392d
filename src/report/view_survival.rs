//! The curves of response times in the JSON of a run.
//!
//! **Invariant:** the lists of a curve are beside each other, a time each.

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
