//! One replication, as far as a single measure and a single objective go.
//!
//! **Invariant:** a time that ENDEX cut short counts as far as it went, and what ran out of a budget says nothing.

use super::Watch;
use crate::measure::{Value, Verdict, judge, value};
use crate::model::{Measure, Model};
use crate::sim::Worker;
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// A measure, if one is.
    pub measure: Option<Measure>,
    /// The place of an objective in the model, if one is.
    pub objective: Option<usize>,
}

/// What a replication says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The value of the measure, hours of times; none if nothing was at risk.
    pub value: Option<f64>,
    /// Whether the objective was met; none if it was not tested.
    pub met: Option<bool>,
    /// Events that fired.
    pub events: u64,
}

/// Replications that a thread plays at a time.
const PIECE: u64 = 10;

/// Plays `count` replications on the threads of the ambient rayon pool: `which` has the seed and the number of each, from the
/// place 0 on. Returns what was seen in their order, up to the first that is missing because somebody said stop.
pub fn look_at(
    model: &Model,
    wanted: Wanted,
    count: u64,
    which: impl Fn(u64) -> (u64, u64) + Sync,
    watch: &Watch,
) -> Vec<Seen> {
    let pieces = (0..count.div_ceil(PIECE)).into_par_iter().map_init(
        || Worker::with_budget(model, watch.budget),
        |worker, piece| -> Vec<Seen> {
            let places = piece * PIECE..((piece + 1) * PIECE).min(count);
            let going = places.take_while(|_| !watch.stop.load(Ordering::Relaxed));
            going.map(|place| look(worker, model, wanted, which(place), watch)).collect()
        },
    );
    let pieces: Vec<Vec<Seen>> = pieces.collect();
    // Up to the first gap: of what was stopped, later pieces may have got further.
    let whole = pieces.iter().take_while(|piece| piece.len() == PIECE as usize).count();
    pieces.into_iter().take(whole + 1).flatten().collect()
}

/// Plays a replication of a seed.
pub fn look(
    worker: &mut Worker<'_>,
    model: &Model,
    wanted: Wanted,
    (seed, number): (u64, u64),
    watch: &Watch,
) -> Seen {
    let outcome = worker.play(seed, number, false);
    watch.done.fetch_add(1, Ordering::Relaxed);
    let events = outcome.events;
    if !outcome.ending.is_whole() {
        return Seen { value: None, met: None, events };
    }
    let met = wanted.objective.and_then(|place| match judge(model, &outcome, &model.objectives[place]) {
        Verdict::Met => Some(true),
        Verdict::Missed => Some(false),
        Verdict::NotTested => None,
    });
    let of = |measure: Measure| match value(model, &outcome, &measure).reported(measure.quantity.unit()) {
        Value::Observed(number) | Value::Censored(number) => Some(number),
        Value::NotAtRisk => None,
    };
    Seen { value: wanted.measure.and_then(of), met, events }
}
