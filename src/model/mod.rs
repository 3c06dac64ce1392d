//! The compiled world: what a scenario means, dense and immutable.
//!
//! [`Model`] is what `compile` makes of a written scenario and all that the simulation reads. Every id has become a
//! typed index, every list is a column sorted by id (so the order in the file never matters), every civil time is an
//! instant of the run, every probability that can be known beforehand is worked out. Texts live in [`Names`] alone,
//! which the simulation never opens.
//!
//! **Invariant:** every index in a `Model` is in range, every probability in [0, 1], every time finite: `compile`
//! refuses the rest, so that a running replication cannot fail.

mod assistance;
mod cable;
mod centre;
mod cooperation;
mod crisis;
mod defence;
mod detection;
mod exercise;
mod faults;
mod function;
mod index;
mod investigation;
mod measure;
mod names;
mod network;
mod obligation;
mod profile;
mod threat;

use crate::kernel::Distribution;

pub use assistance::*;
pub use cable::*;
pub use centre::*;
pub use cooperation::*;
pub use crisis::*;
pub use defence::*;
pub use detection::*;
pub use exercise::*;
pub use faults::*;
pub use function::*;
pub use index::*;
pub use investigation::*;
pub use measure::*;
pub use names::*;
pub use network::*;
pub use obligation::*;
pub use profile::*;
pub use threat::*;

/// A compiled scenario.
#[derive(Debug, Clone)]
pub struct Model {
    /// When the exercise begins and ends, and when measuring begins.
    pub frame: Frame,
    /// Organisations, by id.
    pub organisations: Vec<Organisation>,
    /// Organisations that have at least one team, and what they protect.
    pub responders: Vec<Responder>,
    /// Zones, assets and what connects them.
    pub network: Network,
    /// What links run over, by name.
    pub media: Vec<Medium>,
    /// Cables and pipelines that break and are repaired, by name.
    pub cables: Vec<Cable>,
    /// What fails by itself: groups, links, functions, each kind by id.
    pub faults: Vec<Fault>,
    /// Techniques that campaigns use, by id.
    pub techniques: Vec<Technique>,
    /// Suppliers, by id.
    pub suppliers: Vec<Supplier>,
    /// Campaigns, by id.
    pub campaigns: Vec<Campaign>,
    /// The steps of all campaigns; a campaign owns a range.
    pub steps: Vec<Step>,
    /// The spreads of all campaigns; a campaign owns a range.
    pub spreads: Vec<Spread>,
    /// Whoever serves a queue: tiers of teams, authorities, crews.
    pub pools: Vec<Pool>,
    /// Response teams, by id.
    pub teams: Vec<Team>,
    /// Sensors, by id.
    pub sensors: Vec<Sensor>,
    /// Who tells teams what no sensor shows, by id.
    pub notices: Vec<Notice>,
    /// Agreements that are in force at some time, by id.
    pub agreements: Vec<Agreement>,
    /// Their channels.
    pub channels: Vec<Channel>,
    /// Experts who help others, by id.
    pub assistance: Vec<Assistance>,
    /// Centres that make a picture of the situation, by id.
    pub centres: Vec<Centre>,
    /// Investigations of campaigns that are led, by id.
    pub investigations: Vec<Investigation>,
    /// Who joins or leaves an alliance during the run on a date, in the order of time, then of organisations.
    pub memberships: Vec<Membership>,
    /// Functions, by id.
    pub functions: Vec<Function>,
    /// Missions, by id.
    pub missions: Vec<Mission>,
    /// What these need of each other.
    pub reliance: Reliance,
    /// Legal duties to report, by id.
    pub obligations: Vec<Obligation>,
    /// Whom they bind, by organisation, then obligation.
    pub duties: Vec<Duty>,
    /// Exercise staffs, by id.
    pub staffs: Vec<ExerciseStaff>,
    /// How long it takes until a staff knows what another does; none: it never learns.
    pub coordination: Option<Distribution>,
    /// The MSEL, in the order of the injects' numbers, the steps of the ladders, and the warnings of the centres.
    pub injects: Vec<Inject>,
    /// Ladders of escalation, by id.
    pub ladders: Vec<Ladder>,
    /// What the injects change; an inject owns a range.
    pub effects: Vec<Effect>,
    /// Crises, by id.
    pub crises: Vec<Crisis>,
    /// What they bring; a crisis owns a range.
    pub strains: Vec<Strain>,
    /// Training objectives, by id.
    pub objectives: Vec<Objective>,
    /// Measures that were asked for besides, in the order of the question; no part of what is played.
    pub asked: Vec<Measure>,
    /// Texts and ids for reports.
    pub names: Names,
}
