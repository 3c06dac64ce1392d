//! Weaknesses that come and go during the exercise: injects disclose them, and patches, theirs or advised ones, take them
//! away.
//!
//! An asset has the weaknesses of its group and those disclosed on it, less those patched on it. What was patched stays
//! patched, so that nobody attacks the same target twice over: a target's threshold or contact of before the patch still
//! stands, and its attempts fail.
//!
//! **Invariant:** where nothing can change weaknesses nothing is kept by asset; else only assets in `touched` differ from
//! their groups.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Worker};
use crate::model::*;

/// What has changed.
#[derive(Debug)]
pub(super) struct Weaknesses {
    /// Of each asset, what was disclosed and what was patched; empty where nothing does either.
    changed: Vec<Changed>,
    touched: Vec<AssetIdx>,
    /// Assets that a disclosure makes weak.
    found: Vec<AssetIdx>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Changed {
    disclosed: u64,
    patched: u64,
}

impl Weaknesses {
    pub(super) fn new(model: &Model) -> Weaknesses {
        let changes =
            |effect: &Effect| matches!(effect.change, Change::Disclose { .. } | Change::Patch { .. });
        let advises = |channel: &Channel| channel.shares.has(Shares::ADVISORY);
        let patches = |organisation: &Organisation| organisation.patching.is_some();
        let mut does =
            model.centres.iter().flat_map(|centre| &centre.warns).flat_map(|warning| &warning.does);
        let advised = model.channels.iter().any(advises) || does.any(|it| matches!(it, Precaution::Patch));
        let any = model.effects.iter().any(changes) || advised && model.organisations.iter().any(patches);
        let assets = if any { model.network.group_of.len() } else { 0 };
        Weaknesses { changed: vec![Changed::default(); assets], touched: Vec::new(), found: Vec::new() }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.touched)
    }

    pub(super) fn reset(&mut self) {
        for asset in self.touched.drain(..) {
            self.changed[asset.at()] = Changed::default();
        }
    }

    /// The weaknesses that were patched on the asset.
    pub(super) fn patched(&self, asset: AssetIdx) -> u64 {
        self.changed.get(asset.at()).map_or(0, |changed| changed.patched)
    }

    fn change(&mut self, asset: AssetIdx) -> &mut Changed {
        let changed = &mut self.changed[asset.at()];
        if changed.disclosed == 0 && changed.patched == 0 {
            self.touched.push(asset);
        }
        changed
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Whether the asset has the weakness that the technique needs, if it needs one.
    #[inline]
    pub(super) fn weak_to(&self, technique: &Technique, asset: AssetIdx) -> bool {
        technique.weakness == 0 || self.weaknesses_of(asset) & technique.weakness != 0
    }

    fn weaknesses_of(&self, asset: AssetIdx) -> u64 {
        let own = self.model.network.group(asset).weaknesses;
        match self.weaknesses.changed.get(asset.at()) {
            None => own,
            Some(changed) => (own | changed.disclosed) & !changed.patched,
        }
    }

    /// From now on the assets have the weakness.
    pub(super) fn disclose(&mut self, weakness: u64, on: &AssetSet) {
        let mut found = std::mem::take(&mut self.weaknesses.found);
        found.clear();
        found.extend(on.iter().filter(|&asset| {
            self.weaknesses_of(asset) & weakness == 0 && self.weaknesses.patched(asset) & weakness == 0
        }));
        for &asset in &found {
            self.weaknesses.change(asset).disclosed |= weakness;
        }
        self.pressure_finds_weak(weakness, &found);
        self.contacts_find_weak(weakness, &found);
        self.weaknesses.found = found;
    }

    /// Schedules the patch of each of the assets.
    pub(super) fn begin_patching(&mut self, index: EffectIdx) {
        let model = self.model;
        let effect = &model.effects[index.at()];
        let Change::Patch { on, over, .. } = &effect.change else { return };
        let key = self.draw(Purpose::Inject).with(effect.key);
        for asset in on.iter() {
            let time = over.sample(key.with(self.asset_key(asset)));
            self.schedule_in(time, asset.0, Event::Patched { effect: index.0 as u16, asset });
        }
    }

    /// Takes weaknesses from an asset; true if it had any of them.
    pub(super) fn patch(&mut self, asset: AssetIdx, weaknesses: u64) -> bool {
        let had_any = self.weaknesses_of(asset) & weaknesses != 0;
        self.weaknesses.change(asset).patched |= weaknesses;
        had_any
    }

    /// An asset is patched.
    pub(super) fn is_patched(&mut self, index: EffectIdx, asset: AssetIdx) {
        let effect = &self.model.effects[index.at()];
        let Change::Patch { weakness, .. } = effect.change else { return };
        let had_it = self.patch(asset, weakness);
        self.mark(Mark::Patched, effect.key, self.asset_key(asset), u64::from(had_it));
        if had_it {
            self.tell(Happening::Patched { effect: index, asset });
        }
    }
}
