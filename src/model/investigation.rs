//! Investigations of campaigns.
//!
//! **Invariant:** an investigation needs at least one organisation that tells of a campaign; only active ones are here.

use super::*;
use crate::kernel::Distribution;

/// An investigation.
#[derive(Debug, Clone)]
pub struct Investigation {
    /// Name key of its id.
    pub key: u64,
    /// Who investigates.
    pub team: TeamIdx,
    /// The tier whose time it takes.
    pub pool: PoolIdx,
    /// The agreements over whose channels it is told of campaigns, by number.
    pub agreements: Vec<AgreementIdx>,
    /// How many organisations must have told.
    pub needs: u32,
    /// How long it takes then.
    pub time: Distribution,
    /// Who decides; none: nobody need.
    pub authority: PoolIdx,
    /// How long that takes.
    pub decision: Distribution,
    /// What it leads to.
    pub aim: Aim,
}

/// What an investigation leads to.
#[derive(Debug, Clone)]
pub enum Aim {
    /// The campaign's command servers are taken down.
    TakeDown {
        /// Probability that it succeeds.
        succeeds: f64,
        /// What is secured before.
        evidence: Option<Evidence>,
    },
    /// The campaign is attributed to an adversary.
    Attribute {
        /// Probability that one organisation's analysis points to the right one.
        right: f64,
    },
}

/// What is secured before a takedown.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// How long it takes for an asset.
    pub holds: Distribution,
    /// Probability that the takedown succeeds once one is secured.
    pub succeeds: f64,
}

/// The command servers of a campaign.
#[derive(Debug, Clone)]
pub struct Command {
    /// From a takedown until it has others; none: never.
    pub rebuilds: Option<Distribution>,
}

/// The tools of a campaign, which others have too.
#[derive(Debug, Clone)]
pub struct Tooling {
    /// How much the indicators of the others are worth against this one.
    pub shared: f64,
    /// The other campaigns with them.
    pub others: Vec<CampaignIdx>,
    /// Those of another adversary.
    pub suspects: Vec<CampaignIdx>,
}

impl Aim {
    /// Whether the quantity says whether it is reached, or when.
    pub const fn ends(&self, quantity: Quantity) -> bool {
        match self {
            Aim::TakeDown { .. } => matches!(quantity, Quantity::TimeToTakeDown),
            Aim::Attribute { .. } => matches!(
                quantity,
                Quantity::TimeToAttribute | Quantity::Attributed | Quantity::WronglyAttributed
            ),
        }
    }
}

impl Investigation {
    /// What is secured as evidence.
    pub const fn evidence(&self) -> Option<&Evidence> {
        match &self.aim {
            Aim::TakeDown { evidence, .. } => evidence.as_ref(),
            Aim::Attribute { .. } => None,
        }
    }

    /// Whether a report with this in it tells of a campaign.
    pub const fn is_told_by(&self, holds: Shares) -> bool {
        match self.aim {
            Aim::TakeDown { .. } => holds.has(Shares::INDICATORS) || holds.has(Shares::ANALYSIS),
            Aim::Attribute { .. } => holds.has(Shares::ANALYSIS),
        }
    }
}
