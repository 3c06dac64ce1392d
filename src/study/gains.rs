//! What levers buy: each is played against the scenario as it is, replication by replication before the same chances.
//!
//! A lever is played in batches. After each from [`LEAST`] replications on it is dropped when it is clearly useless: when the best that
//! its interval leaves open, at a confidence that allows for all levers and all looks together (Bonferroni), is less than
//! what is asked to be relevant; or when it has moved nothing for so long that it moves less than one in fifty replications.
//!
//! **Invariant:** the gains are the same for any number of threads: whether a lever is played on depends on the scenario
//! as it is and on the lever alone.

use super::seen::{Seen, Wanted, look, look_at};
use super::{Lever, Watch};
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Place, Sources};
use crate::measure::Measures;
use crate::model::{Model, Predicate, Unit};
use crate::scenario::Scenario;
use crate::sim::Worker;
use crate::statistics::{Estimate, mean_interval};
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// No lever is dropped before so many replications.
pub const LEAST: u64 = 100;

/// Replications between two looks.
const BATCH: u64 = 50;

/// The confidence of the intervals that are shown.
const CONFIDENCE: f64 = 0.95;

/// The chance that any useful lever is dropped.
const RISK: f64 = 0.01;

/// A lever that moves fewer than one in so many replications is of no use.
const RARE: f64 = 50.0;

/// So many pairs must differ before an interval of the mean is trusted.
const MOVED: usize = 30;

/// What the levers are to move.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// The place of the objective among those of the model.
    pub objective: usize,
    /// The name of its measure, its unit, and whether less of it is better; none of an objective with several parts, of which the
    /// probability alone is looked at.
    pub measure: Option<(String, Unit, bool)>,
    /// Gains below this don't matter: hours of times, else the measure's own unit; a probability without a measure.
    pub relevant: f64,
}

impl Aim {
    /// The aim of an objective of `model`, to which whatever changes anything is relevant.
    pub fn of(model: &Model, objective: usize) -> Aim {
        let measure = match &model.objectives[objective].that {
            Predicate::Limit { measure, at_most, .. } => {
                let name = crate::measure::measure_name(model, measure);
                Some((name, measure.quantity.unit(), *at_most))
            }
            _ => None,
        };
        Aim { objective, measure, relevant: 0.0 }
    }
}

/// Bytes that a replication of a lever takes, with the differences that are made of it.
pub const fn bytes_of_lever() -> u64 {
    (size_of::<Seen>() + 2 * size_of::<f64>()) as u64
}

/// What a lever buys.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// Replications played.
    pub played: u64,
    /// Events that fired in them.
    pub events: u64,
    /// Whether it was dropped as useless before all were.
    pub dropped: bool,
    /// The change of the measure over the pairs of replications in which both were at risk, with the lever less without it.
    pub change: Estimate,
    /// The same of the probability that the objective is met, over the pairs in which both tested it.
    pub probability: Estimate,
}

impl Gain {
    /// How much it helps, by which levers are ranked: what the aim wants more of, or less of.
    pub fn help(&self, aim: &Aim) -> f64 {
        let help = match &aim.measure {
            Some((_, _, less_is_better)) => {
                if *less_is_better {
                    -self.change.mean
                } else {
                    self.change.mean
                }
            }
            None => self.probability.mean,
        };
        if help.is_nan() { f64::NEG_INFINITY } else { help }
    }
}

/// Why a lever can't be moved.
#[derive(Debug, Clone, PartialEq)]
pub struct NotPossible {
    /// The faults of the scenario with it.
    pub faults: Vec<Diagnostic>,
}

impl NotPossible {
    /// The first of them in words.
    pub fn reason(&self) -> &str {
        self.faults.first().map_or("", |fault| &fault.message)
    }
}

/// The scenario as it is, played.
#[derive(Debug, Clone)]
pub struct Base {
    seed: u64,
    seen: Vec<Seen>,
}

impl Base {
    /// Plays replications 1 to `count`; fewer if somebody says stop.
    pub fn play(model: &Model, aim: &Aim, seed: u64, count: u64, watch: &Watch) -> Base {
        let seen = look_at(model, wanted(model, aim), count, |place| (seed, place + 1), watch);
        Base { seed, seen }
    }

    /// Replications played.
    pub fn played(&self) -> u64 {
        self.seen.len() as u64
    }

    /// Events that fired in them.
    pub fn events(&self) -> u64 {
        events(&self.seen)
    }

    /// The mean of the measure where it was at risk.
    pub fn mean(&self) -> Estimate {
        let values: Vec<f64> = self.seen.iter().filter_map(|seen| seen.value).collect();
        mean_interval(&values, CONFIDENCE)
    }

    /// The probability that the objective is met where it was tested.
    pub fn probability(&self) -> Estimate {
        let tested: Vec<bool> = self.seen.iter().filter_map(|seen| seen.met).collect();
        let met = tested.iter().filter(|met| **met).count() as u64;
        crate::statistics::wilson(met, tested.len() as u64, CONFIDENCE)
    }

    /// What each lever buys, in their order: its gain, or the faults that stand in its way. Levers that were not begun when
    /// somebody said stop are missing at the end; those under way are as far as they got.
    pub fn gains(
        &self,
        written: (&Scenario, &Sources),
        levers: &[Lever],
        aim: &Aim,
        watch: &Watch,
    ) -> Vec<Option<Result<Gain, NotPossible>>> {
        let looks = (self.played().saturating_sub(LEAST) / BATCH + 1) * levers.len().max(1) as u64;
        let confidence = 1.0 - RISK / looks as f64;
        let of = |lever: &Lever| {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            let model = match moved(written, lever) {
                Ok(model) => model,
                Err(faults) => return Some(Err(NotPossible { faults })),
            };
            Some(Ok(self.gain(&model, aim, confidence, watch)))
        };
        levers.par_iter().map(of).collect()
    }

    fn gain(&self, model: &Model, aim: &Aim, confidence: f64, watch: &Watch) -> Gain {
        let wanted = wanted(model, aim);
        let mut worker = Worker::with_budget(model, watch.budget);
        let mut with: Vec<Seen> = Vec::with_capacity(self.seen.len());
        let mut dropped = false;
        for number in 1..=self.played() {
            if watch.stop.load(Ordering::Relaxed) {
                break;
            }
            with.push(look(&mut worker, model, wanted, (self.seed, number), watch));
            let due = number >= LEAST && number % BATCH == 0 && number < self.played();
            if due && self.is_useless(&with, aim, confidence) {
                dropped = true;
                watch.spared.fetch_add(self.played() - number, Ordering::Relaxed);
                break;
            }
        }
        let [change, probability] = self.differences(&with).map(|values| mean_interval(&values, CONFIDENCE));
        Gain { played: with.len() as u64, events: events(&with), dropped, change, probability }
    }

    fn is_useless(&self, with: &[Seen], aim: &Aim, confidence: f64) -> bool {
        let [change, probability] = self.differences(with);
        let (differences, less_is_better) = match aim.measure {
            Some((_, _, less_is_better)) => (change, less_is_better),
            None => (probability, false),
        };
        let moved = differences.iter().filter(|difference| **difference != 0.0).count();
        if moved == 0 {
            // With this confidence it moves less than one in [`RARE`] replications.
            let seldom = libm::log1p(-1.0 / RARE);
            return !differences.is_empty()
                && differences.len() as f64 * seldom <= libm::log(1.0 - confidence);
        }
        let change = mean_interval(&differences, confidence);
        let best = if less_is_better { -change.low } else { change.high };
        // Of mostly equal pairs Student's interval says too little of the rest.
        moved >= MOVED && best < aim.relevant
    }

    /// The differences of the pairs: of the measure, and of having met the objective.
    fn differences(&self, with: &[Seen]) -> [Vec<f64>; 2] {
        let pairs = || self.seen.iter().zip(with);
        let met = |seen: &Seen| seen.met.map(|met| f64::from(u8::from(met)));
        [
            pairs().filter_map(|(without, with)| Some(with.value? - without.value?)).collect(),
            pairs().filter_map(|(without, with)| Some(met(with)? - met(without)?)).collect(),
        ]
    }
}

fn events(seen: &[Seen]) -> u64 {
    seen.iter().map(|seen| seen.events).sum()
}

/// The model with a lever moved.
fn moved((scenario, sources): (&Scenario, &Sources), lever: &Lever) -> Result<Model, Vec<Diagnostic>> {
    let (mut scenario, mut sources) = (scenario.clone(), sources.clone());
    scenario.set(&lever.path, &lever.text, "lever", Place::NOWHERE, &mut sources)?;
    let (model, faults) = compile(&scenario, &sources);
    model.ok_or(faults)
}

/// The objective and its measure in this model.
fn wanted(model: &Model, aim: &Aim) -> Wanted {
    let measures = Measures::of(model);
    let place = aim.measure.as_ref().and_then(|(name, ..)| measures.names.iter().position(|it| it == name));
    Wanted { measure: place.map(|place| measures.list[place]), objective: Some(aim.objective) }
}
