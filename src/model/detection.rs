//! How a team learns of an attack otherwise than by a sensor that sees an attempt: notices, sweeps, scans that hit nothing.
//!
//! **Invariant:** a notice about a function has no assets of its own.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};

/// Somebody who tells a team something.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Name key of its id.
    pub key: u64,
    /// Which team is told.
    pub team: TeamIdx,
    /// Who tells, and what of.
    pub informant: Informant,
    /// The assets that it is about.
    pub of: AssetSet,
    /// From what happened to the alert.
    pub delay: Distribution,
    /// How grave the alert is.
    pub severity: Severity,
}

/// Who tells, and what of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Informant {
    /// Users of letters that they got and of outages that they see.
    Users {
        /// For each letter, and for each user of an asset that fails.
        probability: f64,
    },
    /// Outsiders of holds.
    Outside {
        /// For each hold.
        probability: f64,
    },
    /// The adversary of what it has encrypted.
    Adversary,
    /// A function that fails.
    Failure {
        /// Which.
        function: FunctionIdx,
        /// The level below which it fails visibly.
        below: f64,
    },
}

/// A periodic search for what is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sweep {
    /// The first.
    pub phase: SimTime,
    /// From one to the next; more than zero.
    pub every: SimDuration,
    /// Probability that one sweep finds one held asset.
    pub finds: f64,
    /// Severity of its alerts.
    pub severity: Severity,
}

/// Scans that hit nothing, of one source, as one sensor sees them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misses {
    /// Where the source stands.
    pub zone: ZoneIdx,
    /// Who sees them.
    pub sensor: SensorIdx,
    /// Seen per microsecond where the sensor covers the source.
    pub at_source: f64,
    /// Seen per microsecond where it does not: only those that end at assets that it covers.
    pub at_targets: f64,
}
