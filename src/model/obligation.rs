//! Legal clocks: what must be reported by when, and whom that binds.
//!
//! **Invariant:** a deadline counts from one that stands before it, or from the start of the clock.

use super::*;
use crate::kernel::{Distribution, SimDuration};

/// A legal duty to report incidents.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// Name key of its id.
    pub key: u64,
    /// Whether the clock waits for the declaration.
    pub declared: bool,
    /// The least severity of an incident that must be reported.
    pub severity: Severity,
    /// The reports that are due, in the order written.
    pub deadlines: Vec<Deadline>,
}

/// One report that is due.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// Name key of its id within the obligation.
    pub key: u64,
    /// By when, from its start.
    pub within: SimDuration,
    /// The place of the deadline with whose report it starts; none: it starts with the clock.
    pub after: Option<u32>,
    /// How long after its start it is taken up.
    pub begins: SimDuration,
    /// How long it takes to write.
    pub time: Distribution,
    /// How it is marked for partners.
    pub marking: Tlp,
}

/// An organisation that an obligation binds.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Which obligation.
    pub obligation: ObligationIdx,
    /// Whom it binds.
    pub party: Party,
    /// How many deadlines those before it have, each counted once.
    pub first: u32,
    /// The teams that may become aware of an incident, by id.
    pub writers: Vec<Writer>,
}

/// Who writes reports for an organisation.
#[derive(Debug, Clone)]
pub struct Writer {
    /// Which team.
    pub team: TeamIdx,
    /// Of each deadline the tier that writes its report, and the channels over which that goes to partners.
    pub reports: Vec<(PoolIdx, Vec<ChannelIdx>)>,
}

impl Model {
    /// The duties of an organisation.
    pub fn duties_of(&self, organisation: OrganisationIdx) -> std::ops::Range<u32> {
        let first = self.duties.partition_point(|duty| duty.party.organisation < organisation);
        let end = self.duties.partition_point(|duty| duty.party.organisation <= organisation);
        first as u32..end as u32
    }

    /// The deadlines of a duty.
    pub fn deadlines(&self, duty: DutyIdx) -> &[Deadline] {
        &self.obligations[self.duties[duty.at()].obligation.at()].deadlines
    }
}
