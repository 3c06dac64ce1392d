//! How values and courses are spread over replications.
//!
//! **Invariant:** lists that belong together are of one length.

use super::fill::Context;
use crate::measure::{CivilClock, Word, unit_name, word};
use crate::model::{Measure, Model, Quantity};
use crate::study::{COURSE_QUANTILES, Courses, spread};
use serde::{Deserialize, Serialize};

/// How the observed values of a measure are spread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DistributionView {
    /// As a scenario would write it.
    pub measure: String,
    /// `h`, `share`, `count` or `function_h`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// Where the first bin begins.
    pub from: f64,
    /// How wide each bin is.
    pub width: f64,
    /// How many values are in each: from its lower end on, without its upper one; the last has both.
    pub counts: Vec<u64>,
    /// Replications in which ENDEX came first, which are in no bin.
    pub censored: u64,
    /// Replications in which nothing was at risk.
    pub not_at_risk: u64,
}

/// How many assets were held, known and cut off over time, over many replications.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CoursesView {
    /// Of how many replications, the first ones.
    pub replications: u64,
    /// The quantiles that each entry below has.
    pub quantiles: [f64; 5],
    /// The instants: hours from STARTEX, negative in the prelude.
    pub time_h: Vec<f64>,
    /// Assets held at each.
    pub held: Vec<[f64; 5]>,
    /// Of these, how many a team knew to be held.
    pub known: Vec<[f64; 5]>,
    /// Assets cut off.
    pub isolated: Vec<[f64; 5]>,
}

/// The courses with their times.
pub fn courses_view(model: &Model, courses: Courses) -> CoursesView {
    let clock = CivilClock::of(model);
    let hours = |at: &_| clock.micros(*at) as f64 / 3_600e6;
    CoursesView {
        replications: courses.replications,
        quantiles: COURSE_QUANTILES,
        time_h: courses.instants.iter().map(hours).collect(),
        held: courses.held,
        known: courses.known,
        isolated: courses.isolated,
    }
}

impl Context<'_> {
    /// The distributions of how many assets were held and of what functions and missions lost, where it was not always the same.
    pub fn distributions(&self) -> Vec<DistributionView> {
        let measures = &self.replications.measures;
        let told = |measure: &Measure| match measure.quantity {
            Quantity::AssetsHeldTotal => true,
            Quantity::FunctionLoss => measure.function.is_some(),
            Quantity::MissionLoss => measure.mission.is_some(),
            _ => false,
        };
        let regular = measures.list.iter().take(measures.regular).enumerate();
        let of = |(place, measure): (usize, &Measure)| {
            let bins = spread(self.replications, place)?;
            let summary = &self.summary.measures[place];
            Some(DistributionView {
                measure: measures.names[place].clone(),
                unit: unit_name(measure.quantity.unit()),
                from: bins.from,
                width: bins.width,
                counts: bins.counts,
                censored: summary.censored,
                not_at_risk: summary.not_at_risk,
            })
        };
        let mut told: Vec<DistributionView> =
            regular.filter(|(_, measure)| told(measure)).filter_map(of).collect();
        // Assets, which every scenario has, first.
        told.sort_by_key(|told| told.unit != "count");
        told
    }
}
