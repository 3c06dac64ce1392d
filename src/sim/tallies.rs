//! What a replication leaves behind of each campaign and of each investigation.
//!
//! **Invariant:** a moment that never came is [`SimTime::MAX`].

use crate::kernel::SimTime;

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
