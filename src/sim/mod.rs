//! The simulation: one replication of a compiled scenario.
mod ledger;
mod trace;
pub use ledger::*;
pub use trace::*;

/// How a replication ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// ENDEX came.
    EndEx,
    /// Nothing was left to happen before ENDEX.
    Quiescent,
    /// The event budget was used up: the replication is reported apart and never pooled.
    BudgetExhausted,
}

/// What one replication gives: all that measures are made of.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// How it ended.
    pub ending: Ending,
    /// Hash of every event that fired: instant, kind, names and outcome.
    pub fingerprint: u64,
    /// Number of events that fired.
    pub events: u64,
    /// First times, integrals, causes.
    pub ledger: &'a Ledger,
    /// What happened, if asked for.
    pub trace: Option<&'a Trace>,
}
