//! Experts who help others.
//!
//! **Invariant:** an offer has experts and teams, and each phase that asks names offers that its team's organisation may ask for.

use super::*;
use crate::kernel::{Distribution, SimDuration};

/// An offer of experts.
#[derive(Debug, Clone)]
pub struct Assistance {
    /// Name key of its id.
    pub key: u64,
    /// How many experts go.
    pub seats: u32,
    /// How many such teams there are.
    pub teams: u32,
    /// Whose people they are; none: nobody's.
    pub from: PoolIdx,
    /// Who may ask.
    pub to: Vec<Party>,
    /// Who decides; none: nobody need.
    pub authority: PoolIdx,
    /// How long that takes.
    pub decision: Distribution,
    /// Probability that a request is refused.
    pub refused: f64,
    /// How long they travel.
    pub travel: Distribution,
    /// What times of their work are divided by.
    pub skill: f64,
    /// For how long they stay at most; none: until the incident is closed.
    pub stay: Option<SimDuration>,
}
