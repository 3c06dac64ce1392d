//! What a replication leaves behind of each campaign, each investigation and each staff.
//!
//! **Invariant:** a moment that never came is [`SimTime::MAX`].

use crate::kernel::SimTime;
use crate::model::Quantity;

/// One campaign.
#[derive(Debug, Clone)]
pub struct CampaignLedger {
    /// When it began; `MAX` for never.
    pub began: SimTime,
    /// When its command servers were first taken down; `MAX` for never.
    pub taken_down: SimTime,
    /// When it was first attributed to its adversary; `MAX` for never.
    pub attributed: SimTime,
    /// When it was first attributed to another's; `MAX` for never.
    pub misattributed: SimTime,
    /// When it reached its objective; `MAX` for never.
    pub objective: SimTime,
    /// Assets held now.
    pub held: u32,
    /// The most at once.
    pub peak: u32,
    /// Assets ever held.
    pub total: u32,
    /// Attempts ended.
    pub attempts: u64,
    /// Attempts that a defence stopped: indicators, isolation, closed links, disabled credentials.
    pub prevented: u64,
}

impl CampaignLedger {
    /// Of a campaign that has not begun.
    pub(super) const NEW: CampaignLedger = CampaignLedger {
        began: SimTime::MAX,
        taken_down: SimTime::MAX,
        attributed: SimTime::MAX,
        misattributed: SimTime::MAX,
        objective: SimTime::MAX,
        held: 0,
        peak: 0,
        total: 0,
        attempts: 0,
        prevented: 0,
    };
}

/// One investigation since `measure_from`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InvestigationLedger {
    /// Campaigns of which it was told, counted anew where one has built new servers.
    pub opened: u64,
    /// How often it reached its aim.
    pub succeeded: u64,
    /// How often it attributed a campaign to the wrong adversary.
    pub wrong: u64,
    /// How often it came to nothing.
    pub failed: u64,
    /// Assets that were secured as evidence.
    pub secured: u64,
    /// Time for which assets were kept as evidence, in asset-microseconds; of those that are at ENDEX up to then.
    pub kept: u128,
}

/// How the injects of a staff keep to the plan so far. It is counted as they come: a condition about it is looked at whenever one of
/// thousands does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StaffLedger {
    /// When each was due that was, and when each will be of which that is known by now: in the order of time.
    pub(super) due: Vec<SimTime>,
    /// Those that came.
    pub(super) given: u64,
    /// Of these, those that came later than they were due.
    pub(super) late: u64,
    /// Of these, those that came before the one that they follow.
    pub(super) out_of_order: u64,
}

impl StaffLedger {
    pub(super) fn clear(&mut self) {
        self.due.clear();
        (self.given, self.late, self.out_of_order) = (0, 0, 0);
    }

    /// How many are late, not given, or out of order by `now`.
    pub(super) fn count(&self, quantity: Quantity, now: SimTime) -> u64 {
        match quantity {
            Quantity::InjectsLate => self.late,
            // None is given before it is due.
            Quantity::InjectsNotGiven => self.due.partition_point(|due| *due <= now) as u64 - self.given,
            Quantity::InjectsOutOfOrder => self.out_of_order,
            _ => 0,
        }
    }
}
