//! How loads and levels went, beside the entries of a trace: what the ledger integrates, before it is added up.
//!
//! A stretch is written down where the ledger takes one into an integral, so that both are made of the same. It is no entry:
//! nothing is caused by it.
//!
//! **Invariant:** the stretches of one pool, or of one thing that has a level, follow on one another without overlap, and none
//! has a `measure_from` within it; a mission has some only while it lasts.

use super::Worker;
use crate::kernel::SimTime;
use crate::model::*;

/// A stretch of time in which a pool was alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadStretch {
    /// Which pool.
    pub pool: PoolIdx,
    /// Seats busy.
    pub busy: u32,
    /// Seats on duty.
    pub duty: u32,
    /// Tasks that waited.
    pub waiting: u32,
    /// From when.
    pub from: SimTime,
    /// Until when.
    pub until: SimTime,
}

/// A stretch of time in which something had one level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelStretch {
    /// What has it.
    pub of: LevelIdx,
    /// The level, from 0 to 1.
    pub level: f64,
    /// From when.
    pub from: SimTime,
    /// Until when.
    pub until: SimTime,
}

/// The stretches of one replication.
#[derive(Debug, Clone, Default)]
pub struct Courses {
    /// Of pools, by their ends.
    pub loads: Vec<LoadStretch>,
    /// Of functions and missions, by their ends.
    pub levels: Vec<LevelStretch>,
}

impl Courses {
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.loads) + size_of_val(&*self.levels)
    }

    pub(super) fn clear(&mut self) {
        self.loads.clear();
        self.levels.clear();
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A pool was so from `from` until now.
    #[inline]
    pub(super) fn pool_was(&mut self, pool: PoolIdx, from: SimTime, (busy, duty, waiting): (u32, u32, u32)) {
        if self.tracing {
            let until = self.now;
            self.trace.courses.loads.push(LoadStretch { pool, busy, duty, waiting, from, until });
        }
    }

    /// A function or mission had this level from `from` until now.
    #[inline]
    pub(super) fn level_was(&mut self, of: LevelIdx, from: SimTime, level: f64) {
        if self.tracing && from < self.now {
            let until = self.now;
            self.trace.courses.levels.push(LevelStretch { of, level, from, until });
        }
    }
}
