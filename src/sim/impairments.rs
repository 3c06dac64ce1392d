//! Assets that an adversary has put out of service: how, and until when.
//!
//! An asset is out of service in one way at a time. Of two ways that last until the asset is restored the graver counts;
//! one that ends by itself gives way to one that does not, and of two that end the later end counts.
//!
//! **Invariant:** what ends by itself is in `ending`, by asset, each once; all of it is impaired.

use super::{Event, Happening, Mark, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;

/// How each asset is impaired.
#[derive(Debug)]
pub(super) struct Impairments {
    of: Vec<Option<Impaired>>,
    /// When the impairments that end by themselves do.
    ending: Vec<(AssetIdx, SimTime)>,
}

/// How an asset is impaired, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Impaired {
    how: Impairment,
    by: CampaignIdx,
}

impl Impairments {
    pub(super) fn new(assets: usize) -> Impairments {
        Impairments { of: vec![None; assets], ending: Vec::new() }
    }

    /// How an asset is impaired.
    pub(super) fn of(&self, asset: AssetIdx) -> Option<Impairment> {
        self.of[asset.at()].map(|impaired| impaired.how)
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.ending)
    }

    /// The asset is impaired in no way any more.
    pub(super) fn forget(&mut self, asset: AssetIdx) {
        self.of[asset.at()] = None;
        if let Ok(place) = self.ending.binary_search_by_key(&asset, |ending| ending.0) {
            self.ending.remove(place);
        }
    }

    /// Adds an impairment that ends then, or never by itself.
    fn add(&mut self, asset: AssetIdx, added: Impaired, ends: SimTime) -> Added {
        let present = &mut self.of[asset.at()];
        let place = self.ending.binary_search_by_key(&asset, |ending| ending.0);
        match (place, ends) {
            (Ok(place), SimTime::MAX) => {
                self.ending.remove(place);
                *present = Some(added);
                Added::Replaces
            }
            (Ok(place), ends) if ends > self.ending[place].1 => {
                (*present, self.ending[place].1) = (Some(added), ends);
                Added::Counts
            }
            (Err(_), SimTime::MAX) => {
                if present.is_some_and(|before| before.how >= added.how) {
                    return Added::Ignored;
                }
                *present = Some(added);
                Added::Counts
            }
            (Err(place), ends) if present.is_none() => {
                self.ending.insert(place, (asset, ends));
                *present = Some(added);
                Added::Counts
            }
            _ => Added::Ignored,
        }
    }
}

/// What a further impairment of an asset changes.
enum Added {
    /// It counts, alone or with what was there.
    Counts,
    /// It takes the place of one that would have ended.
    Replaces,
    /// What is there outlasts it.
    Ignored,
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// How an adversary has put the asset out of service, if one has.
    pub fn impairment(&self, asset: AssetIdx) -> Option<Impairment> {
        self.holds.impairments.of(asset)
    }

    /// The campaign that has put an asset out of service for all to see.
    pub(super) fn impaired_by(&self, asset: AssetIdx) -> CampaignIdx {
        let shown = self.holds.impairments.of[asset.at()].filter(|impaired| impaired.how.shows());
        shown.map_or(CampaignIdx::NONE, |impaired| impaired.by)
    }

    /// Puts an asset out of service, until it is restored or the impairment ends by itself. `key` is the attempt's.
    pub(super) fn impair(
        &mut self,
        campaign: CampaignIdx,
        asset: AssetIdx,
        how: Impairment,
        ends: SimTime,
        key: Key,
    ) {
        let before = self.impairment(asset);
        let added = self.holds.impairments.add(asset, Impaired { how, by: campaign }, ends);
        if let Added::Ignored = added {
            return;
        }
        if ends < SimTime::MAX {
            self.schedule(ends, asset.0, Event::ImpairmentEnds(asset));
        }
        self.tell(Happening::Impaired { campaign, asset });
        if self.put_out(asset, how.shows()) && how.shows() {
            self.users_see_outage(campaign, asset, key);
        }
        if let (Added::Replaces, Some(before)) = (added, before)
            && before.shows() != how.shows()
        {
            self.put_back_in(asset, before.shows());
        }
        if how == Impairment::Encrypt && before != Some(how) {
            self.ransom_note(campaign, asset, key);
        }
    }

    /// What ends by itself is out of service, and each is told once, in order.
    pub(super) fn check_impairments(&self) {
        let Impairments { of, ending } = &self.holds.impairments;
        assert!(ending.is_sorted_by(|a, b| a.0 < b.0), "impairments that end are out of order");
        for &(asset, ends) in ending {
            assert!(of[asset.at()].is_some() && !self.holds.up(asset), "{asset:?} is up, but impaired");
            assert!(ends >= self.now, "an impairment of {asset:?} outlasts its end");
        }
    }

    /// An impairment ends by itself, unless another has taken its place or the asset was restored.
    pub(super) fn impairment_ends(&mut self, asset: AssetIdx) {
        if !self.holds.impairments.ending.contains(&(asset, self.now)) {
            return;
        }
        let before = self.impairment(asset);
        self.holds.impairments.forget(asset);
        self.mark(Mark::ImpairmentEnds, 0, self.asset_key(asset), 0);
        self.tell(Happening::Unimpaired { asset });
        self.backup_is_needless(asset);
        self.put_back_in(asset, before.is_some_and(Impairment::shows));
        self.faded_holds_are_over(asset);
    }
}
