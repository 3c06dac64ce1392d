//! What can be asked of an asset without a look at its records: whether any campaign ever took it, and whether it is to
//! be had.
//!
//! An epidemic asks that of assets all over the network, far more often than it takes one, and bytes stay in the cache where
//! records would not.
//!
//! **Invariant:** the standing of an asset is what its records say.

use super::holds::{Hold, HoldState, Holds, NONE};
use crate::model::*;

/// What the records on an asset come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing(u8);

impl Standing {
    /// There is none.
    pub(super) const UNTOUCHED: Standing = Standing(u8::MAX - 1);
    /// It takes a look at them.
    pub(super) const LOOK: Standing = Standing(u8::MAX);

    /// There is one, of a campaign for which the asset is not eligible.
    pub(super) fn closed_to(campaign: CampaignIdx) -> Standing {
        match u8::try_from(campaign.0) {
            Ok(campaign) if campaign < Standing::UNTOUCHED.0 => Standing(campaign),
            _ => Standing::LOOK,
        }
    }
}

impl Holds {
    /// The place of the campaign's record on the asset, if it ever held it.
    #[inline]
    pub(super) fn find(&self, campaign: CampaignIdx, asset: AssetIdx) -> Option<u32> {
        if self.untouched(asset) {
            return None;
        }
        let mut at = self.first[asset.at()];
        while at != NONE {
            let hold = &self.records[at as usize];
            if hold.campaign == campaign {
                return Some(at);
            }
            at = hold.next;
        }
        None
    }

    /// The ordinal of the campaign's last hold on the asset, 0 for none, if the asset is eligible.
    #[inline]
    pub(super) fn eligible_since(&self, campaign: CampaignIdx, asset: AssetIdx) -> Option<u32> {
        let standing = self.standing[asset.at()];
        if standing == Standing::UNTOUCHED {
            return Some(0);
        }
        if standing != Standing::LOOK {
            return (standing != Standing::closed_to(campaign)).then_some(0);
        }
        match self.find(campaign, asset).map(|hold| &self.records[hold as usize]) {
            None => Some(0),
            Some(hold) => (hold.state == HoldState::Free).then_some(hold.ordinal),
        }
    }

    /// Whether no campaign has a record on the asset.
    #[inline]
    pub(super) fn untouched(&self, asset: AssetIdx) -> bool {
        self.standing[asset.at()] == Standing::UNTOUCHED
    }

    /// Reads what is known of an asset and of a hold on it.
    pub(super) fn look_up(&self, asset: AssetIdx, hold: u32) -> u32 {
        self.first[asset.at()] ^ u32::from(self.flags[asset.at()]) ^ self.records[hold as usize].ordinal
    }

    /// Reads what is known of assets that may never have been touched.
    pub(super) fn look_up_all(&self, assets: impl Iterator<Item = AssetIdx>) {
        let known = |asset: AssetIdx| u16::from(self.standing[asset.at()].0) ^ self.flags[asset.at()];
        std::hint::black_box(assets.fold(0, |seen, asset| seen ^ known(asset)));
    }

    /// Panics if the standing of an asset is not what its records say.
    pub(super) fn check_standing(&self) {
        for &asset in &self.touched {
            let first = self.records.get(self.first[asset.at()] as usize);
            let expected = match first {
                None => Standing::UNTOUCHED,
                Some(&Hold { next: NONE, state: HoldState::Held | HoldState::Immune, campaign, .. }) => {
                    Standing::closed_to(campaign)
                }
                Some(_) => Standing::LOOK,
            };
            assert_eq!(self.standing[asset.at()], expected, "the standing of an asset");
        }
    }
}
