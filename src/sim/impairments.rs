//! Assets that an adversary has put out of service: how, and until when.
//!
//! An asset is out of service in one way at a time. Of two ways that last until the asset is restored the graver counts;
//! one that ends by itself gives way to one that does not, and of two that end the later end counts.
//!
//! **Invariant:** what ends by itself is in `ending`, by asset, each once; all of it is impaired.

use super::{Event, Happening, Mark, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// How each asset is impaired.
#[derive(Debug)]
pub(super) struct Impairments {
    of: Vec<Option<Impairment>>,
    /// When the impairments that end by themselves do.
    ending: Vec<(AssetIdx, SimTime)>,
}

impl Impairments {
    pub(super) fn new(assets: usize) -> Impairments {
        Impairments { of: vec![None; assets], ending: Vec::new() }
    }

    /// The asset is impaired in no way any more.
    pub(super) fn forget(&mut self, asset: AssetIdx) {
        self.of[asset.at()] = None;
        if let Ok(place) = self.ending.binary_search_by_key(&asset, |ending| ending.0) {
            self.ending.remove(place);
        }
    }

    /// Adds an impairment that ends then, or never by itself; true if its end must be scheduled.
    fn add(&mut self, asset: AssetIdx, how: Impairment, ends: SimTime) -> bool {
        let present = &mut self.of[asset.at()];
        let place = self.ending.binary_search_by_key(&asset, |ending| ending.0);
        let for_good = ends == SimTime::MAX;
        match (place, for_good) {
            (Ok(place), false) => {
                let later = ends > self.ending[place].1;
                if later {
                    (*present, self.ending[place].1) = (Some(how), ends);
                }
                later
            }
            (Ok(place), true) => {
                self.ending.remove(place);
                *present = Some(how);
                false
            }
            (Err(place), false) if present.is_none() => {
                self.ending.insert(place, (asset, ends));
                *present = Some(how);
                true
            }
            (Err(_), false) => false,
            (Err(_), true) => {
                *present = Some(present.map_or(how, |before| before.graver(how)));
                false
            }
        }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// How an adversary has put the asset out of service, if one has.
    pub fn impairment(&self, asset: AssetIdx) -> Option<Impairment> {
        self.holds.impairments.of[asset.at()]
    }

    /// Puts an asset out of service, until it is restored or the impairment ends by itself.
    pub(super) fn impair(&mut self, campaign: CampaignIdx, asset: AssetIdx, how: Impairment, ends: SimTime) {
        self.tell(Happening::Impaired { campaign, asset });
        self.damage(asset, how);
        if self.holds.impairments.add(asset, how, ends) {
            self.schedule(ends, asset.0, Event::ImpairmentEnds(asset));
        }
        self.set_impaired(asset, true);
    }

    /// An impairment ends by itself, unless another has taken its place or the asset was restored.
    pub(super) fn impairment_ends(&mut self, asset: AssetIdx) {
        if !self.holds.impairments.ending.contains(&(asset, self.now)) {
            return;
        }
        self.holds.impairments.forget(asset);
        self.mark(Mark::ImpairmentEnds, 0, self.asset_key(asset), 0);
        self.tell(Happening::Unimpaired { asset });
        self.set_impaired(asset, false);
    }
}
