//! How loaded whoever serves a queue was over time, in one replication: seats on duty, seats busy, what waited.
//!
//! **Invariant:** the sums are those of the ledger, to the microsecond.

use super::CivilClock;
use super::steps::{Step, fewer};
use super::vocabulary::{Word, word};
use crate::kernel::SimDuration;
use crate::model::*;
use crate::sim::{LoadStretch, Outcome};
use serde::{Deserialize, Serialize};

/// The most rows of a picture; the others are counted.
pub const ROWS: usize = 24;

/// One pool over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueCourse {
    /// `team/tier`, or the id of the authority, crew or staff.
    pub pool: String,
    /// A word for what it is: `tier`, `authority`, `crew`, `staff`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Seat-microseconds busy since `measure_from`.
    pub busy_us: u128,
    /// Seat-microseconds on duty.
    pub duty_us: u128,
    /// Microseconds that tasks waited.
    pub waiting_us: u128,
    /// The most that waited at once.
    pub longest: u32,
    /// The most seats on duty at once.
    pub seats: u32,
    /// Seats busy, seats on duty, tasks waiting; from the start of the run.
    pub steps: Vec<Step<3>>,
}

impl QueueCourse {
    /// Seats busy over seats on duty; none where nobody was.
    pub fn utilisation(&self) -> Option<f64> {
        (self.duty_us > 0).then(|| self.busy_us as f64 / self.duty_us as f64)
    }

    /// How long all tasks together waited, in hours.
    pub fn waited_h(&self) -> f64 {
        self.waiting_us as f64 / SimDuration::HOUR.micros() as f64
    }
}

/// The pools of one replication.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Queues {
    /// Those where work waited longest in all, then those who worked longest; at most 24.
    pub shown: Vec<QueueCourse>,
    /// How many more had something to do.
    pub left_out: usize,
    /// How many never had.
    pub idle: usize,
}

/// The loads of all pools; none when the outcome has no trace.
pub fn queues(model: &Model, outcome: &Outcome<'_>) -> Queues {
    let Some(trace) = outcome.trace else { return Queues::default() };
    let stretches = by_pool(model, &trace.courses.loads);
    let clock = CivilClock::of(model);
    let mut all: Vec<QueueCourse> = PoolIdx::all(model.pools.len())
        .zip(&stretches)
        .filter(|(_, stretches)| stretches.iter().any(|stretch| stretch.busy > 0 || stretch.waiting > 0))
        .map(|(pool, stretches)| course(model, &clock, pool, stretches))
        .collect();
    let idle = model.pools.len() - all.len();
    all.sort_by_key(|queue| std::cmp::Reverse((queue.waiting_us, queue.busy_us)));
    let left_out = all.len().saturating_sub(ROWS);
    all.truncate(ROWS);
    Queues { shown: all, left_out, idle }
}

/// The loads of each pool, in the order of time.
pub fn by_pool(model: &Model, loads: &[LoadStretch]) -> Vec<Vec<LoadStretch>> {
    let mut stretches: Vec<Vec<LoadStretch>> = vec![Vec::new(); model.pools.len()];
    for stretch in loads {
        stretches[stretch.pool.at()].push(*stretch);
    }
    stretches
}

fn course(model: &Model, clock: &CivilClock, pool: PoolIdx, stretches: &[LoadStretch]) -> QueueCourse {
    let counted = || stretches.iter().filter(|stretch| stretch.from >= model.frame.measure_from);
    let sum = |part: fn(&LoadStretch) -> u32| {
        let of = |it: &LoadStretch| u128::from((it.until - it.from).micros()) * u128::from(part(it));
        counted().map(of).sum()
    };
    let step = |it: &LoadStretch| Step {
        from_us: clock.micros(it.from),
        until_us: clock.micros(it.until),
        at: [it.busy, it.duty, it.waiting].map(f64::from),
    };
    QueueCourse {
        pool: model.names.pools[pool.at()].clone(),
        kind: match model.pools[pool.at()].kind {
            PoolKind::Tier(_) => "tier",
            PoolKind::Authority => "authority",
            PoolKind::Crew => "crew",
            PoolKind::Staff => "staff",
        },
        busy_us: sum(|it| it.busy),
        duty_us: sum(|it| it.duty),
        waiting_us: sum(|it| it.waiting),
        longest: counted().map(|it| it.waiting).max().unwrap_or(0),
        seats: stretches.iter().map(|it| it.duty.max(it.busy)).max().unwrap_or(0),
        steps: fewer(stretches.iter().map(step)),
    }
}
