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
    /// Whose offer it is.
    pub organisation: OrganisationIdx,
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

/// An offer that a phase asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Which.
    pub offer: AssistanceIdx,
    /// Over what, by key: the first that carries the request; at once where there is nothing.
    pub over: Vec<Way>,
}

/// A channel over which a request gets to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub channel: ChannelIdx,
    /// The number of the organisation that is asked among the agreement's parties.
    pub party: u32,
}
