//! Plays replications on many threads.
//!
//! **Invariant:** what was played when somebody says stop is 1 to some k without a gap, whatever the number of threads.

use super::Pooled;
use super::shares::{Chances, shared};
use crate::kernel::{Key, SimTime};
use crate::measure::{Measures, Value, Verdict, caused_milestone, judge, micros_by_state, value};
use crate::model::*;
use crate::sim::{Budget, Ending, Milestone, Outcome, State, Worker};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// What the caller and running replications tell each other.
#[derive(Debug, Default)]
pub struct Watch {
    /// Replications played so far.
    pub done: AtomicU64,
    /// Those that turned out not to be needed.
    pub spared: AtomicU64,
    /// Set by the caller: no further replication is begun.
    pub stop: Arc<AtomicBool>,
    /// What each replication may use up.
    pub budget: Budget,
}

/// One replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// Its number, from 1.
    pub number: u64,
    /// How it ended. One that ran out of a budget is in no sum, mean or quantile.
    pub ending: Ending,
    /// Hash of every event that fired.
    pub fingerprint: u64,
    /// Number of events that fired.
    pub events: u64,
    /// When the first incident was declared of a campaign that came to hold something there, by anyone; `MAX` for never.
    pub first_declaration: SimTime,
    /// The values of [`Replications::measures`]; times in microseconds.
    pub values: Vec<Value>,
    /// For each response time that was at risk: its place in the measures, and its microseconds by [`State::ALL`].
    pub causes: Vec<(u32, [u64; State::COUNT])>,
    /// What became of each objective.
    pub verdicts: Vec<Verdict>,
}

/// Replications of one model.
#[derive(Debug, Clone)]
pub struct Replications {
    /// The seed.
    pub seed: u64,
    /// How many were asked for; fewer were played if somebody said stop.
    pub asked: u64,
    /// What each could use up.
    pub budget: Budget,
    /// What was measured.
    pub measures: Measures,
    /// In the order of their numbers, from 1 without a gap; those that ran out of a budget included.
    pub played: Vec<Played>,
    /// Loads and causes over all that did not run out of a budget.
    pub pooled: Pooled,
    /// Hash of the fingerprints of all, in their order.
    pub fingerprint: u64,
}

impl Replications {
    fn none(model: &Model, seed: u64, watch: &Watch) -> Replications {
        Replications {
            seed,
            asked: 0,
            budget: watch.budget,
            measures: Measures::of(model),
            played: Vec::new(),
            pooled: Pooled::new(model),
            fingerprint: Key::replication(seed, 0).bits(),
        }
    }

    /// Plays on up to replication `count`.
    fn go_on(&mut self, model: &Model, count: u64, watch: &Watch) {
        let before = self.played.len();
        let chances = Chances { seed: self.seed, budget: watch.budget, traced: false };
        let shares = shared(
            model,
            chances,
            watch,
            |place| Some(before as u64 + 1 + place).filter(|number| *number <= count),
            || (Vec::new(), Pooled::new(model)),
            |(played, pooled), number, outcome| {
                if outcome.ending.is_whole() {
                    pooled.add(model, outcome);
                }
                played.push(look(model, &self.measures, number, outcome));
            },
        );
        for (mine, sums) in shares {
            self.played.extend(mine);
            self.pooled.merge(&sums);
        }
        self.played[before..].sort_by_key(|replication| replication.number);
        let start = Key::replication(self.seed, 0);
        let hashed = self.played.iter().fold(start, |key, replication| key.with(replication.fingerprint));
        self.fingerprint = hashed.bits();
        self.asked = count;
    }

    /// Those that count: all that did not run out of a budget.
    pub fn counted(&self) -> impl Iterator<Item = &Played> + Clone {
        self.played.iter().filter(|played| played.ending.is_whole())
    }

    /// How many ended so.
    pub fn ended(&self, ending: Ending) -> u64 {
        self.played.iter().filter(|played| played.ending == ending).count() as u64
    }
}

/// Bytes that the results of one replication take at most, with what a report says of it.
pub fn bytes_of_results(model: &Model) -> u64 {
    let measures = Measures::of(model);
    let caused = |measure: &&Measure| caused_milestone(measure).is_some();
    let played = size_of::<Played>()
        + measures.list.len() * size_of::<Value>()
        + measures.list.iter().filter(caused).count() * size_of::<(u32, [u64; State::COUNT])>()
        + model.objectives.len() * size_of::<Verdict>();
    // The report has each value once more, beside its status, in a record of about the same size.
    2 * played as u64
}

/// Plays replications 1 to `count` of `model` on the threads of the ambient rayon pool.
pub fn replicate(model: &Model, seed: u64, count: u64, watch: &Watch) -> Replications {
    let mut replications = Replications::none(model, seed, watch);
    replications.go_on(model, count, watch);
    replications
}

/// Plays replications in blocks until `enough` of them are played, or `most`, or somebody says stop.
///
/// It is looked at after 50, and then after each block of a tenth of what is played, 50 at least: whether it is enough does
/// not depend on threads, and a large network is not set up anew for every few replications.
pub fn replicate_until(
    model: &Model,
    seed: u64,
    most: u64,
    watch: &Watch,
    enough: impl Fn(&Replications) -> bool,
) -> Replications {
    let mut replications = Replications::none(model, seed, watch);
    let mut next = LEAST.min(most);
    loop {
        replications.go_on(model, next, watch);
        let stopped = (replications.played.len() as u64) < next;
        if stopped || next == most || enough(&replications) {
            // Those that were not needed were not asked for.
            replications.asked = if stopped { most } else { next };
            return replications;
        }
        next = (next + (next / 10).max(LEAST)).min(most);
    }
}

/// Fewer replications say too little of their own spread.
const LEAST: u64 = 50;

/// What a replication says about these measures and about all objectives.
pub(super) fn look(model: &Model, measures: &Measures, number: u64, outcome: &Outcome<'_>) -> Played {
    // What ran out of a budget stopped at no instant that the exercise knows: it is counted, and has no values.
    let whole = outcome.ending.is_whole();
    let list = if whole { measures.list.as_slice() } else { &[] };
    let objectives = if whole { model.objectives.as_slice() } else { &[] };
    let caused = list
        .iter()
        .enumerate()
        .filter_map(|(place, measure)| Some((place as u32, micros_by_state(model, outcome, measure)?)));
    let held = outcome.ledger.responses.iter().filter(|response| response.origin < SimTime::MAX);
    Played {
        number,
        ending: outcome.ending,
        fingerprint: outcome.fingerprint,
        events: outcome.events,
        first_declaration: held
            .map(|it| it.milestones[Milestone::Declared as usize])
            .min()
            .unwrap_or(SimTime::MAX),
        values: list.iter().map(|measure| value(model, outcome, measure)).collect(),
        causes: caused.collect(),
        verdicts: objectives.iter().map(|objective| judge(model, outcome, objective)).collect(),
    }
}

/// The number of the replication whose first declaration is the median, of those that count and have one; of all that count if none
/// has.
///
/// Of an even number it is the lower of the two in the middle. Replications that declared at the same time stand in the order of
/// their numbers.
pub fn median_replication(replications: &Replications) -> Option<u64> {
    let mut order: Vec<(SimTime, u64)> =
        replications.counted().map(|played| (played.first_declaration, played.number)).collect();
    order.sort();
    // What holds nothing makes no story, however many replications are so.
    let declared = order.partition_point(|(at, _)| *at < SimTime::MAX);
    if declared > 0 {
        order.truncate(declared);
    }
    Some(order.get(order.len().checked_sub(1)? / 2)?.1)
}

/// Plays replication `number` again with the trace on, and hands the outcome to `tell`.
///
/// # Panics
/// When the fingerprint is another than before: the trace must not change what happens.
pub fn replay<T>(
    model: &Model,
    replications: &Replications,
    number: u64,
    tell: impl FnOnce(&Outcome<'_>) -> T,
) -> T {
    let mut worker = Worker::with_budget(model, replications.budget);
    let outcome = worker.play(replications.seed, number, true);
    if let Some(before) = replications.played.iter().find(|played| played.number == number) {
        assert_eq!(outcome.fingerprint, before.fingerprint, "replication {number} differs with the trace on");
    }
    tell(&outcome)
}
