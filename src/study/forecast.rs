//! The rest of an exercise that is being held, given what was observed so far.
//!
//! Replications of the scenario, in which the injects that came are pinned at their instants, are weighted by how well they agree with
//! the other observations: approximate Bayesian computation (see [`kernel`]). A time that was observed weighs by the kernel of how far the
//! replication's is from it; what has not happened yet leaves only the replications in which it had not happened either; weights of
//! several observations multiply.
//!
//! What that assumes: the scenario is a true description of the exercise, and its beliefs are the prior; the times of the table are exact
//! to within the tolerance; an inject that was given at an instant acts as one that was planned then, whatever it would have waited
//! for; and of what the table says nothing about, nothing is known. Intervals are of the sampling error at the effective size only: the
//! bias that the tolerance brings, of the order of its square, and that of a wrong scenario are in none of them.
//!
//! **Invariant:** a replication counts for nothing if it contradicts a row, and with no rows each counts as much as the others.

use super::rehearsal::{REHEARSAL_QUANTILES, Rehearsal, Rehearsing, Tally};
use super::summary::CONFIDENCE;
use crate::kernel::{SimDuration, SimTime};
use crate::measure::{Value, Verdict};
use crate::model::*;
use crate::statistics::{Estimate, effective_size, kernel, weighted_quantile, weighted_share, wilson};

/// With a smaller effective size nothing is told.
pub const LEAST_AGREEING: f64 = 20.0;

/// Something that was observed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    /// A time that was asked for, by its place among [`Model::asked`], in microseconds; `true`: it was so long without coming to its end.
    Time(usize, f64, bool),
    /// An inject had not come by then.
    NotCome(InjectIdx, SimTime),
}

/// What was observed, until when.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldSoFar {
    /// What is later is forecast.
    pub from: SimTime,
    /// A replication whose time is so far off agrees no more.
    pub tolerance: SimDuration,
    /// The rows, but for injects that came, which are pinned in the scenario.
    pub facts: Vec<Fact>,
}

/// What an objective comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveForecast {
    /// The probability that it is tested.
    pub tested: Estimate,
    /// The probability that it is met if it is tested.
    pub met: Estimate,
    /// The same without the observations.
    pub before: Tally,
}

/// What an inject comes to that had not come in all that agree.
#[derive(Debug, Clone, PartialEq)]
pub struct InjectForecast {
    /// Which.
    pub inject: InjectIdx,
    /// The probability that it comes after [`HeldSoFar::from`].
    pub comes: Estimate,
    /// The same without the observations.
    pub before: Estimate,
    /// Given that it comes then, when: by [`REHEARSAL_QUANTILES`], in microseconds of the run; none if it never does.
    pub times: Option<[f64; 3]>,
}

/// The rest of the exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Replications with any weight.
    pub agreeing: u64,
    /// How many of one weight say as much.
    pub effective: f64,
    /// Of so many.
    pub of: u64,
    /// With how many each row agrees by itself.
    pub agreeing_with: Vec<u64>,
    /// Each objective.
    pub objectives: Vec<ObjectiveForecast>,
    /// The injects that may still come, in the order of the MSEL.
    pub injects: Vec<InjectForecast>,
}

/// How much a replication counts by one row.
fn weight(played: &Rehearsing, held: &HeldSoFar, fact: &Fact) -> f64 {
    match *fact {
        Fact::NotCome(inject, until) => f64::from(u8::from(played.seen.came[inject.at()] > until)),
        Fact::Time(place, micros, false) => match played.asked[place] {
            Value::Observed(time) => kernel(time - micros, held.tolerance.micros() as f64),
            _ => 0.0,
        },
        Fact::Time(place, micros, true) => match played.asked[place] {
            Value::Observed(time) => f64::from(u8::from(time > micros)),
            // It was still open at ENDEX, which is later than the observation.
            Value::Censored(time) => f64::from(u8::from(time >= micros)),
            Value::NotAtRisk => 0.0,
        },
    }
}

/// What the replications that agree say of the rest.
pub fn forecast(model: &Model, rehearsal: &Rehearsal, held: &HeldSoFar) -> Forecast {
    let counted: Vec<&Rehearsing> = rehearsal.counted().collect();
    let of_fact =
        |fact: &Fact| counted.iter().filter(|played| weight(played, held, fact) > 0.0).count() as u64;
    let whole = |played: &&Rehearsing| held.facts.iter().map(|fact| weight(played, held, fact)).product();
    let weights: Vec<f64> = counted.iter().map(whole).collect();
    let agreeing: Vec<(f64, &Rehearsing)> =
        weights.iter().copied().zip(counted.iter().copied()).filter(|(weight, _)| *weight > 0.0).collect();
    let objective = |place: usize| {
        let mut before = Tally::default();
        counted.iter().for_each(|played| before.add(played.verdicts[place]));
        let tested = |played: &Rehearsing| played.verdicts[place] != Verdict::NotTested;
        let all: Vec<(f64, bool)> = agreeing.iter().map(|(weight, it)| (*weight, tested(it))).collect();
        let of_tested = agreeing.iter().filter(|(_, it)| tested(it));
        let met: Vec<(f64, bool)> =
            of_tested.map(|(weight, it)| (*weight, it.verdicts[place] == Verdict::Met)).collect();
        ObjectiveForecast {
            tested: weighted_share(&all, CONFIDENCE),
            met: weighted_share(&met, CONFIDENCE),
            before,
        }
    };
    Forecast {
        agreeing: agreeing.len() as u64,
        effective: effective_size(&weights),
        of: counted.len() as u64,
        agreeing_with: held.facts.iter().map(of_fact).collect(),
        objectives: (0..model.objectives.len()).map(objective).collect(),
        injects: InjectIdx::all(rehearsal.plan.injects)
            .filter_map(|inject| of_inject(inject, held, &counted, &agreeing))
            .collect(),
    }
}

fn of_inject(
    inject: InjectIdx,
    held: &HeldSoFar,
    counted: &[&Rehearsing],
    agreeing: &[(f64, &Rehearsing)],
) -> Option<InjectForecast> {
    let came = |played: &Rehearsing| played.seen.came[inject.at()];
    let later = |played: &Rehearsing| held.from < came(played) && came(played) < SimTime::MAX;
    if agreeing.iter().all(|(_, played)| came(played) <= held.from) {
        return None;
    }
    let sample: Vec<(f64, bool)> = agreeing.iter().map(|(weight, it)| (*weight, later(it))).collect();
    let times: Vec<(f64, f64)> = agreeing
        .iter()
        .filter(|(_, it)| later(it))
        .map(|(weight, it)| (*weight, came(it).micros() as f64))
        .collect();
    let [p10, p50, p90] = REHEARSAL_QUANTILES.map(|p| weighted_quantile(&times, p));
    let before = counted.iter().filter(|played| later(played)).count();
    Some(InjectForecast {
        inject,
        comes: weighted_share(&sample, CONFIDENCE),
        before: wilson(before as u64, counted.len() as u64, CONFIDENCE),
        times: p10.zip(p50).zip(p90).map(|((p10, p50), p90)| [p10, p50, p90]),
    })
}
