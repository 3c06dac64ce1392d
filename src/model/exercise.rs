//! The exercise: its frame, the MSEL, objectives, and the functions that it is about.
//!
//! **Invariant:** injects are in the order of their numbers, which is the order in which conditions fire.

use super::*;
use crate::kernel::{SimDuration, SimTime};

/// The frame in time; zero is STARTEX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// ENDEX; events at this instant still fire.
    pub endex: SimTime,
    /// Loads and integrals are measured from here on.
    pub measure_from: SimTime,
}

/// An inject of the MSEL.
#[derive(Debug, Clone)]
pub struct Inject {
    /// Name key of its number.
    pub key: u64,
    /// When it comes.
    pub when: When,
    /// What it changes.
    pub effect: Effect,
}

/// When an inject comes.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// At an instant.
    At(SimTime),
    /// At an instant, if the measure has no value until then.
    NotYet {
        /// Which measure; a time of a responder.
        measure: Measure,
        /// Until when.
        by: SimTime,
    },
}

/// What an inject changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing in the network: a message to the training audience.
    Message,
    /// Tickets, evenly spread, that a team must triage.
    Load {
        /// Who gets them.
        team: TeamIdx,
        /// How many.
        tickets: u32,
        /// Over which time.
        over: SimDuration,
    },
    /// An alert on an asset, true if a campaign holds it.
    Alert {
        /// Who gets it.
        team: TeamIdx,
        /// About which asset.
        asset: AssetIdx,
    },
}

/// A function that rests on assets of one organisation.
#[derive(Debug, Clone)]
pub struct Function {
    /// Name key of its id.
    pub key: u64,
    /// Whose function it is.
    pub organisation: OrganisationIdx,
    /// What it rests on.
    pub assets: AssetSet,
    /// Sum of their weights.
    pub weight: f64,
    /// How many of them it needs.
    pub rule: Rule,
}

/// How the level of a function follows from its assets that are up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// 1 when all are up, else 0.
    All,
    /// 1 when any is up, else 0.
    Any,
    /// 1 when at least so many are up, else 0.
    AtLeast(u32),
    /// The share that is up, by weight.
    Weighted,
}

/// A training objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// What is judged.
    pub measure: Measure,
    /// Whether the limit is an upper one.
    pub at_most: bool,
    /// Microseconds for times, else the measure's own unit.
    pub limit: f64,
    /// The probability with which it should be met, given that it was tested.
    pub with_probability: f64,
}
