//! Sensors, teams and whoever else serves a queue.
//!
//! A tier of analysts, an authority and a crew differ in what the hours spent waiting for them are called, not in how
//! they work: each is a [`Pool`] of seats with a roster and a queue.
//!
//! **Invariant:** a pool's roster starts at time zero and its times ascend strictly.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};
use std::ops::Range;

/// Whose pool it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolKind {
    /// A tier of a team.
    Tier(TeamIdx),
    /// An authority that decides.
    Authority,
    /// A crew that eradicates and recovers.
    Crew,
    /// The controllers of an exercise staff.
    Staff,
}

/// In which order a queue is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueOrder {
    /// By arrival.
    FirstCome,
    /// By severity, then by arrival.
    MostSevereFirst,
    /// By kind of work, then by arrival: the line of each [`WorkKind`], the highest first.
    Priority([u8; WorkKind::COUNT]),
}

/// A kind of work for analysts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// Phases of playbooks.
    Incident,
    /// Alerts and tickets.
    Triage,
    /// Reports of partners.
    Read,
}

impl WorkKind {
    /// How many there are.
    pub const COUNT: usize = 3;
}

/// What happens when an alert finds every waiting place taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// The new alert is dropped.
    DropNew,
    /// The youngest of the least severe is, the new one among them.
    DropLeastSevere,
    /// The alert that came first is.
    DropOldest,
}

/// What else happens at an instant of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Which shift begins, counted from the start of the run; none does where this is `u32::MAX`.
    pub begins: u32,
    /// Whether one ends.
    pub ends: bool,
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
    /// What happens to shifts at each instant of the roster; empty where nothing depends on them. Then the roster has
    /// an instant also where one shift follows on another.
    pub turns: Vec<Turn>,
    /// How much more time work takes that is under way when a shift ends.
    pub handover: SimDuration,
    /// Probability that a seat is absent for a shift.
    pub shrinkage: f64,
    /// Time until one called-in member arrives when nobody is on duty; none: nobody can be called.
    pub on_call: Option<SimDuration>,
    /// Divides service times; 1 is the reference.
    pub skill: f64,
    /// In which order it serves.
    pub order: QueueOrder,
    /// Whether work of a higher line takes the seat of work of a lower one.
    pub preempts: bool,
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
    /// What happens when they are all taken.
    pub when_full: WhenFull,
    /// The phases of its playbooks, one playbook after the other.
    pub phases: Vec<Phase>,
    /// Its usual playbook, as a range of `phases`; empty: a true incident closes as soon as it is opened.
    pub playbook: Range<u32>,
    /// When it takes another one; the first that holds counts.
    pub rules: Vec<PlaybookRule>,
    /// What it does with a partner's indicators.
    pub hunting: Option<Hunting>,
    /// The channels over which it passes on what it was sent.
    pub passes_on: Vec<ChannelIdx>,
    /// Real incidents that have nothing to do with the campaigns.
    pub unrelated: Option<Unrelated>,
}

/// A search for what is held already, once a partner's indicators have come.
#[derive(Debug, Clone)]
pub struct Hunting {
    /// Who does it.
    pub pool: PoolIdx,
    /// How long it takes.
    pub time: Distribution,
    /// Probability that it finds what is held at its end.
    pub finds: f64,
}

/// When a team takes another playbook than its usual one.
#[derive(Debug, Clone)]
pub struct PlaybookRule {
    /// The least severity of the incident.
    pub least: Severity,
    /// The tactic of the technique whose alert opened it; none: any, and none at all.
    pub tactic: Option<Tactic>,
    /// The playbook, as a range of the team's phases.
    pub phases: Range<u32>,
}

/// Real incidents that have nothing to do with the campaigns.
#[derive(Debug, Clone)]
pub struct Unrelated {
    /// From one to the next.
    pub interval: Distribution,
    /// How grave they are.
    pub severity: Severity,
    /// How many assets each is about.
    pub assets: u32,
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
        /// How it is classified.
        classification: Classification,
    },
    /// From now on reports on the situation go out over the channels.
    ReportSituation {
        /// From one to the next.
        every: SimDuration,
        /// Who writes them; none: nobody's time is taken.
        writer: PoolIdx,
        /// How long each takes then.
        time: Distribution,
        /// Over which channels, by key.
        channels: Vec<ChannelIdx>,
        /// How the reports are marked.
        marking: Tlp,
        /// How they are classified.
        classification: Classification,
    },
    /// The adversary is removed from each known asset.
    Eradicate,
    /// Each known asset is brought back.
    Recover {
        /// Time of one that was wiped or encrypted and has no backup; none: it can't be brought back.
        rebuild: Option<Distribution>,
    },
    /// Experts are asked for.
    RequestHelp {
        /// In which order.
        offers: Vec<Asked>,
        /// Where they work.
        pool: PoolIdx,
        /// How requests are marked.
        marking: Tlp,
        /// How they are classified.
        classification: Classification,
        /// How long after a loss it is asked again.
        again: SimDuration,
    },
    /// A report is written.
    Report,
    /// Lessons are drawn.
    LessonsLearned {
        /// The share of time that phases of later incidents are shorter by.
        improves: f64,
        /// The channels over which partners learn of them.
        channels: Vec<ChannelIdx>,
    },
}

impl PhaseKind {
    /// Whether the phase is done asset by asset.
    pub const fn per_asset(&self) -> bool {
        matches!(self, PhaseKind::Contain(_) | PhaseKind::Eradicate | PhaseKind::Recover { .. })
    }

    /// Whether it destroys what could be evidence.
    pub const fn erases(&self) -> bool {
        matches!(self, PhaseKind::Eradicate | PhaseKind::Recover { .. })
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
