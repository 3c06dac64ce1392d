//! What was timed in real exercises against what is simulated.
//!
//! A team's percentile is the share of the simulated replications at risk that took less time, those that took the same
//! counting one half, by Kaplan and Meier where some were cut short. Whether the exercise and the simulation are of one
//! kind is tested only from five values on: with fewer a test would find nothing whatever there is.
//!
//! **Invariant:** a value that was cut short has a percentile that it at least has.

use super::summary::summarise_measure;
use super::{MeasureSummary, Replications};
use crate::measure::Value;
use crate::statistics::{LEAST_OBSERVATIONS, Observation, agreement, holm, percentile};

/// As many values, not cut short, a test takes.
pub const ENOUGH: usize = LEAST_OBSERVATIONS;

/// How often values are drawn for a test.
const DRAWS: u32 = 9_999;

/// What was seen of one team in one measure. Times are in hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    /// In which exercise.
    pub exercise: String,
    /// Of whom.
    pub team: String,
    /// The place of the measure in the replications' measures.
    pub place: usize,
    /// What was seen.
    pub value: f64,
    /// Whether the exercise was over first.
    pub censored: bool,
}

/// What was seen, and where it stands among what is simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What was seen.
    pub sighting: Sighting,
    /// The share of the simulated that took less time; none if nothing was at risk. At least so much if it was cut short.
    pub percentile: Option<f64>,
}

/// One measure, seen and simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedMeasure {
    /// Its place in the replications' measures.
    pub place: usize,
    /// What is simulated.
    pub simulated: MeasureSummary,
    /// What was seen, in the order of the table.
    pub seen: Vec<Placed>,
    /// That both are of one kind: by [`agreement`]; none with fewer than [`ENOUGH`] values, or where one was cut short.
    pub p_value: Option<f64>,
    /// The same adjusted by Holm for all that is tested.
    pub adjusted: Option<f64>,
}

/// One team through its exercises.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    /// The team.
    pub team: String,
    /// Each exercise, in the order of the table.
    pub exercises: Vec<InExercise>,
}

/// A team in one exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct InExercise {
    /// Which.
    pub exercise: String,
    /// The mean of the team's percentiles; at least so much if a value was cut short.
    pub mean_percentile: f64,
    /// Of how many values.
    pub values: usize,
    /// How many of them were cut short.
    pub censored: usize,
}

/// Sets what was seen against what is simulated: by measure, and by team.
pub fn set_against_observed(
    replications: &Replications,
    sightings: &[Sighting],
) -> (Vec<ObservedMeasure>, Vec<Through>) {
    let mut places: Vec<usize> = Vec::new();
    for sighting in sightings {
        if !places.contains(&sighting.place) {
            places.push(sighting.place);
        }
    }
    let mut measures: Vec<ObservedMeasure> =
        places.into_iter().map(|place| of_measure(replications, place, sightings)).collect();
    let p_values: Vec<f64> = measures.iter().map(|measure| measure.p_value.unwrap_or(f64::NAN)).collect();
    for (measure, adjusted) in measures.iter_mut().zip(holm(&p_values)) {
        measure.adjusted = measure.p_value.map(|_| adjusted);
    }
    let through = by_team(&measures, sightings);
    (measures, through)
}

fn of_measure(replications: &Replications, place: usize, sightings: &[Sighting]) -> ObservedMeasure {
    let quantity = replications.measures[place].quantity;
    let values: Vec<Value> =
        replications.counted().map(|played| played.values[place].reported(quantity.unit())).collect();
    let time = |value: &Value| Some((value.number()?, matches!(value, Value::Observed(_))));
    let times: Vec<(f64, bool)> = values.iter().filter_map(time).collect();
    let own: Vec<Sighting> = sightings.iter().filter(|it| it.place == place).cloned().collect();
    let observation =
        |it: &Sighting| Observation { time: it.value, observed: !it.censored, simulated: &times };
    let whole = own.iter().filter(|it| !it.censored).count();
    let tested = || {
        let observations: Vec<Observation<'_>> = own.iter().map(observation).collect();
        agreement(&observations, DRAWS, replications.seed).map(|it| it.p_value)
    };
    // Simulated times are cut short elsewhere than those of an exercise of another length, which the test would find.
    let p_value = if whole >= ENOUGH && whole == own.len() { tested() } else { None };
    let placed = |it: &Sighting| {
        let found = percentile(&observation(it));
        // Of what was cut short only the lower bound is known.
        (!times.is_empty()).then_some(if it.censored { found.low } else { found.middle() })
    };
    ObservedMeasure {
        place,
        simulated: summarise_measure(quantity, &values),
        p_value,
        adjusted: None,
        seen: own.iter().map(|it| Placed { sighting: it.clone(), percentile: placed(it) }).collect(),
    }
}

/// Values that were cut short count with the percentile that they at least have.
fn by_team(measures: &[ObservedMeasure], sightings: &[Sighting]) -> Vec<Through> {
    let mut through: Vec<Through> = Vec::new();
    for sighting in sightings {
        if through.iter().any(|known| known.team == sighting.team) {
            continue;
        }
        let mut exercises: Vec<InExercise> = Vec::new();
        for own in sightings.iter().filter(|other| other.team == sighting.team) {
            let known = exercises.iter().any(|known| known.exercise == own.exercise);
            let here = |it: &&Placed| it.sighting.team == own.team && it.sighting.exercise == own.exercise;
            let seen = measures.iter().flat_map(|measure| &measure.seen).filter(here);
            let placed: Vec<&Placed> = seen.filter(|it| it.percentile.is_some()).collect();
            let percentiles: Vec<f64> = placed.iter().filter_map(|it| it.percentile).collect();
            if !known && !percentiles.is_empty() {
                exercises.push(InExercise {
                    exercise: own.exercise.clone(),
                    mean_percentile: percentiles.iter().sum::<f64>() / percentiles.len() as f64,
                    values: percentiles.len(),
                    censored: placed.iter().filter(|it| it.sighting.censored).count(),
                });
            }
        }
        through.push(Through { team: sighting.team.clone(), exercises });
    }
    through
}
