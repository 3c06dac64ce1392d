//! Sensors, teams and whoever else serves a queue.
//!
//! A tier of analysts, an authority and a crew differ in what the hours spent waiting for them are called, not in how
//! they work: each is a [`Pool`] of seats with a roster and a queue.
//!
//! **Invariant:** a pool's roster starts at time zero and its times ascend strictly.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};

/// Whose pool it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolKind {
    /// A tier of a team.
    Tier(TeamIdx),
    /// An authority that decides.
    Authority,
    /// A crew that eradicates and recovers.
    Crew,
}

/// In which order a queue is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueOrder {
    /// By arrival.
    FirstCome,
    /// By severity, then by arrival.
    MostSevereFirst,
}

/// Seats that serve one queue.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Name key of its id (a tier's is its team's and its own).
    pub key: u64,
    /// Whose it is.
    pub kind: PoolKind,
    /// Seats on duty from each instant on.
    pub roster: Vec<(SimTime, u32)>,
    /// Time until one called-in member arrives when nobody is on duty; none: nobody can be called.
    pub on_call: Option<SimDuration>,
    /// Divides service times; 1 is the reference.
    pub skill: f64,
    /// In which order it serves.
    pub order: QueueOrder,
}

/// A response team.
#[derive(Debug, Clone)]
pub struct Team {
    /// Name key of its id.
    pub key: u64,
    /// Whose team it is.
    pub organisation: OrganisationIdx,
    /// The same as a responder.
    pub responder: ResponderIdx,
    /// Its tiers, by id.
    pub tiers: Vec<PoolIdx>,
    /// How it judges alerts; none: it can have neither sensors nor alerts.
    pub triage: Option<Triage>,
    /// Waiting places for alerts; `u32::MAX` for unlimited.
    pub places: u32,
    /// Its playbook, phase by phase; empty: a true incident closes as soon as it is opened.
    pub phases: Vec<Phase>,
}

/// How a team judges alerts.
#[derive(Debug, Clone)]
pub struct Triage {
    /// Who does it.
    pub pool: PoolIdx,
    /// Time for one alert.
    pub time: Distribution,
    /// Probability that a true alert is taken for a false one.
    pub misses: f64,
    /// Probability that a false alert is taken for a true one.
    pub false_escalations: f64,
}

/// A phase of a playbook.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Name key: that of its word (`Contain`) and which of those it is in the playbook.
    pub key: u64,
    /// Who works on it; none: it takes no time.
    pub pool: PoolIdx,
    /// Time of one pass, or of one asset.
    pub time: Distribution,
    /// What it does.
    pub kind: PhaseKind,
}

/// What a phase does.
#[derive(Debug, Clone, PartialEq)]
pub enum PhaseKind {
    /// Passes over what the campaign holds; each finds each held asset with probability `finds`, until one finds nothing new.
    Investigate {
        /// Probability to find one held asset in one pass.
        finds: f64,
    },
    /// The incident is declared.
    Declare,
    /// An authority decides.
    Decide,
    /// Each known asset is contained.
    Contain(Containment),
    /// Reports go out over the channels.
    Notify {
        /// Over which channels, by key.
        channels: Vec<ChannelIdx>,
        /// How the report is marked.
        marking: Tlp,
    },
    /// The adversary is removed from each known asset.
    Eradicate,
    /// Each known asset is brought back.
    Recover,
}

impl PhaseKind {
    /// Whether the phase is done asset by asset.
    pub const fn per_asset(&self) -> bool {
        matches!(self, PhaseKind::Contain(_) | PhaseKind::Eradicate | PhaseKind::Recover)
    }
}

/// What containment does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Containment {
    /// The asset neither acts nor is reached.
    pub isolate: bool,
    /// Every link from and to the asset's zone is closed until ENDEX.
    pub block_links: bool,
    /// Credentials kept on the asset open nothing any more.
    pub disable_credentials: bool,
    /// The campaign's indicators are blocked in all that the team's organisation protects.
    pub block_indicators: bool,
}

/// A sensor.
#[derive(Debug, Clone)]
pub struct Sensor {
    /// Name key of its id.
    pub key: u64,
    /// Whose sensor it is.
    pub team: TeamIdx,
    /// Its periodic search for what is held.
    pub sweep: Option<Sweep>,
    /// For how long alerts are merged into one; none: they are not.
    pub merge: Option<SimDuration>,
    /// From what it sees to the alert.
    pub delay: Distribution,
    /// Time between false alarms where the profile is 1; none: it raises none.
    pub false_alarms: Option<Distribution>,
    /// How their rate rises and falls.
    pub daily: Profile,
    /// Cumulative shares of the severities of false alarms, least severe first; the last is 1.
    pub severities: [f64; 4],
    /// With the campaign's indicators, P becomes 1 − (1 − P)(1 − boost).
    pub indicator_boost: f64,
}
