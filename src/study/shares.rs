//! Replications shared out to threads.
//!
//! Each thread keeps one worker and takes the next place from a common counter until there is none, so that a slow
//! replication holds up nobody, and what was played when somebody says stop is always from the first place to some last one without a
//! gap.
//!
//! **Invariant:** every replication that was taken is played to its end.

use super::Watch;
use crate::model::Model;
use crate::sim::{Budget, Outcome, Worker};
use std::sync::atomic::{AtomicU64, Ordering};

/// How replications are played.
#[derive(Debug, Clone, Copy)]
pub struct Chances {
    /// The seed.
    pub seed: u64,
    /// What each may use up.
    pub budget: Budget,
    /// Whether with the trace on.
    pub traced: bool,
}

/// Plays replications on the threads of the ambient pool; `number` has that of each place, from 0 on, and none from the end on. `see` is
/// handed each outcome, with its number and what its thread has seen so far, which was `none` at first. Returns that of each thread.
pub fn shared<S: Send>(
    model: &Model,
    chances: Chances,
    watch: &Watch,
    number: impl Fn(u64) -> Option<u64> + Sync,
    none: impl Fn() -> S + Sync,
    see: impl Fn(&mut S, u64, &Outcome<'_>) + Sync,
) -> Vec<S> {
    let next = AtomicU64::new(0);
    rayon::broadcast(|_| {
        let mut seen = none();
        let mut worker = None;
        while !watch.stop.load(Ordering::Relaxed) {
            let Some(number) = number(next.fetch_add(1, Ordering::Relaxed)) else { break };
            // Made late: a thread that finds nothing to do should not pay for the state of a large network.
            let worker = worker.get_or_insert_with(|| Worker::with_budget(model, chances.budget));
            see(&mut seen, number, &worker.play(chances.seed, number, chances.traced));
            watch.done.fetch_add(1, Ordering::Relaxed);
        }
        seen
    })
}
