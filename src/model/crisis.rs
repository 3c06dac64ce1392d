//! Crises that run beside the attacks.
//!
//! **Invariant:** the strains of a crisis stand together; one that is not active has none.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};
use std::ops::Range;

/// A crisis.
#[derive(Debug, Clone)]
pub struct Crisis {
    /// Name key of its id.
    pub key: u64,
    /// Whether it can come.
    pub active: bool,
    /// When it begins; [`SimTime::MAX`]: only by an inject.
    pub start: SimTime,
    /// How long until it ends; none: it does not by itself.
    pub lasts: Option<Distribution>,
    /// Over how long it rises.
    pub rises: SimDuration,
    /// Over how long it fades.
    pub fades: SimDuration,
    /// What it brings, in [`Model::strains`].
    pub strains: Range<u32>,
    /// What the times of decisions are multiplied with.
    pub slower: f64,
    /// Whose decisions take longer, by pool; empty where none does.
    pub authorities: Vec<(PoolIdx, Party)>,
}

/// What a crisis brings to one team, authority or sensor again and again.
#[derive(Debug, Clone)]
pub struct Strain {
    /// Name key of the crisis, what it brings, and to whom.
    pub key: u64,
    /// Which crisis.
    pub crisis: CrisisIdx,
    /// Through whom it comes.
    pub party: Party,
    /// From one to the next at full intensity.
    pub interval: Distribution,
    /// What comes.
    pub brings: Brings,
}

/// What a strain brings.
#[derive(Debug, Clone)]
pub enum Brings {
    /// A ticket.
    Ticket {
        /// For whom.
        team: TeamIdx,
        /// How urgent it is.
        severity: Severity,
        /// How long it takes; none: as long as an alert.
        time: Option<Distribution>,
    },
    /// A matter to decide.
    Matter {
        /// For whom.
        pool: PoolIdx,
        /// How long it takes.
        time: Distribution,
    },
    /// A false alarm.
    FalseAlarm(SensorIdx),
}
