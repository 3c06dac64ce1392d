//! The cheapest way of lateral movement, with full knowledge of what is legal now.
//!
//! **Invariant:** nothing here changes the state.

use super::Worker;
use crate::model::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What stands for the cost of a hop that controls let never succeed: more than any way around.
const HOPELESS: f64 = 1e12;

/// An asset on the way.
#[derive(Debug, Clone, Copy)]
struct Reached {
    cost: f64,
    /// The one before it; itself for what is held.
    parent: AssetIdx,
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// The first hop of the cheapest way to any of `targets` from what the campaign holds in the foothold's organisation:
    /// (source, next asset).
    ///
    /// A hop costs mean attempt time over success, and what is held costs nothing. For one technique hops differ by the
    /// controls of the organisation that they lead into, so they are weighed by these alone. Among equal ways the one
    /// whose assets come first by id is taken. Where the technique needs administrator's access, only what is held with
    /// it is a source, and the way may lead on from what is taken only if the technique gives it.
    pub(super) fn cheapest_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        foothold: AssetIdx,
        targets: &AssetSet,
    ) -> Option<(AssetIdx, AssetIdx)> {
        let network = &self.model.network;
        let leads_on = !technique.admin || technique.gives_admin;
        let mut reached: BTreeMap<AssetIdx, Reached> = BTreeMap::new();
        // The cheapest first, then by id. Costs are not negative, so their bits are in their order.
        let mut open: BinaryHeap<Reverse<(u64, AssetIdx)>> = BinaryHeap::new();
        for held in self.sources_around(campaign, technique, foothold) {
            reached.insert(held, Reached { cost: 0.0, parent: held });
            open.push(Reverse((0, held)));
        }
        // What a zone without edges reaches from one of its assets it reaches from all of them.
        let mut searched = vec![false; network.zones.len()];
        while let Some(Reverse((cost, source))) = open.pop() {
            let at = reached[&source];
            if at.cost.to_bits() != cost {
                continue;
            }
            let held = at.parent == source;
            if !held && targets.contains(source) {
                return Some(first_hop(&reached, source));
            }
            let zone = network.zone_of(source);
            let edges = network.zones[zone.at()].inside == Inside::Edges;
            if !held && !leads_on || !edges && std::mem::replace(&mut searched[zone.at()], true) {
                continue;
            }
            self.each_hop(campaign, technique, source, Some(targets), |asset| {
                let cost = at.cost + self.hop_cost(technique, asset);
                let known = reached.get(&asset);
                if known.is_none_or(|known| cost < known.cost) {
                    reached.insert(asset, Reached { cost, parent: source });
                    open.push(Reverse((cost.to_bits(), asset)));
                }
            });
        }
        None
    }

    /// What a hop to the asset costs, in hops to where there are no controls.
    fn hop_cost(&self, technique: &Technique, asset: AssetIdx) -> f64 {
        let owner = self.model.network.group(asset).owner;
        let factor = technique.factors[self.model.organisations[owner.at()].profile as usize];
        (1.0 / factor).min(HOPELESS)
    }
}

/// The first hop of the way that was found to `target`.
fn first_hop(reached: &BTreeMap<AssetIdx, Reached>, target: AssetIdx) -> (AssetIdx, AssetIdx) {
    let mut hop = target;
    loop {
        let parent = reached[&hop].parent;
        if reached[&parent].parent == parent {
            return (parent, hop);
        }
        hop = parent;
    }
}
