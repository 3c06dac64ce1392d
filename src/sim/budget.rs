//! What one replication may use up: events, and memory for what grows while it plays.
//!
//! A scenario can ask for more than any machine has: attempts that take no time, alerts that nobody judges. A replication
//! that reaches its budget ends there, with a word of its own, and is never pooled.
//!
//! The memory that counts is that of pending events and of the lists that grow with what happens, by their lengths and
//! not by their capacities, which a worker keeps from one replication to the next: so whether and when a budget is
//! reached is a function of (model, seed, replication), like everything else. Lists double as they grow, and the events
//! of one instant are copied when it comes, so that a worker may for a moment take up to five times its budget. The state
//! that a model begins with is not in it: compile limits that (`E0303`).
//! The trace observes only and has as much again for itself: when that is used up, the trace ends with a last entry, and the
//! replication goes on.
//!
//! A look goes through several lists, so it is taken every few thousand events, and when many events have come to be pending since
//! the last.
//!
//! **Invariant:** a replication within its budgets schedules fewer events than the calendar can number.

use super::{Happening, Worker};

/// What one replication may use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Events that may fire; at most [`Budget::MOST_EVENTS`].
    pub events: u64,
    /// Bytes for pending events and for what else grows; at most [`Budget::MOST_BYTES`].
    pub bytes: u64,
}

/// What one replication may use up unless told otherwise: a hundred million events and 4 GiB. By the sizes of the records, a
/// worm that holds all of the 20 million assets that compile grants should grow to between 2 and 3 GiB.
pub const BUDGET: Budget = Budget { events: 100_000_000, bytes: 4 << 30 };

impl Budget {
    /// The most events that can be allowed.
    pub const MOST_EVENTS: u64 = 1_000_000_000;
    /// The most bytes that can be allowed: 64 GiB.
    pub const MOST_BYTES: u64 = 64 << 30;
}

// Events that fired and events that pend are numbered with 32 bits; what one look to the next may add has room beside them.
const _: () = assert!(Budget::MOST_EVENTS + Budget::MOST_BYTES / PENDING < u32::MAX as u64 - (400 << 20));

impl From<u64> for Budget {
    /// So many events, and the usual memory.
    fn from(events: u64) -> Budget {
        Budget { events, ..BUDGET }
    }
}

impl Default for Budget {
    fn default() -> Budget {
        BUDGET
    }
}

/// Bytes of a pending event.
const PENDING: u64 = 24;
/// Events from one look to the next, or more where there are more lists to look at.
const EVERY: u64 = 4096;
/// More pending events than at the last look that call for another.
const SURGE: usize = 1 << 20;

/// When the next look at the memory is due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// After so many events.
    events: u64,
    /// Or when more than so many are pending.
    pending: usize,
}

impl Look {
    /// Before anything has fired.
    pub(super) const FIRST: Look = Look { events: 0, pending: 0 };

    #[inline]
    pub(super) const fn is_due(self, events: u64, pending: usize) -> bool {
        events >= self.events || pending > self.pending
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Looks at the memory after `events` events. Returns when to look again, or none where the budget is used up.
    pub(super) fn look_at_memory(&mut self, events: u64) -> Option<Look> {
        if self.tracing && self.trace.bytes() > self.budget.bytes {
            self.tell(Happening::TraceEnds);
            self.tracing = false;
        }
        let every = EVERY.max(self.spread.lists() as u64);
        let next = Look { events: events + every, pending: self.calendar.len() + SURGE };
        (self.grown() <= self.budget.bytes).then_some(next)
    }

    /// Bytes of pending events and of all lists that have grown.
    pub(super) fn grown(&self) -> u64 {
        let lists = self.holds.bytes()
            + self.attack.bytes()
            + self.spread.bytes()
            + self.detection.bytes()
            + self.misses.bytes()
            + self.notices.bytes()
            + self.soc.bytes()
            + self.response.bytes()
            + self.reports.bytes()
            + self.pictures.bytes()
            + self.assistance.bytes()
            + self.investigations.bytes()
            + self.coordination.bytes()
            + self.weaknesses.bytes();
        self.calendar.len() as u64 * PENDING + lists as u64
    }
}
