//! The cheapest way of lateral movement, with full knowledge of what is legal now.
//!
//! **Invariant:** nothing here changes the state.

use super::Worker;
use crate::model::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What stands for the cost of a hop that controls let never succeed: more than any way around.
const HOPELESS: f64 = 1e12;

/// What a search for a hop works with, kept from one to the next for its memory.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// What the campaign can set out from.
    pub(super) sources: Vec<AssetIdx>,
    /// Zones whose assets all reach the same, and one of which was searched from.
    pub(super) searched: Vec<bool>,
    /// Every asset by how it is reached; all of those that are reached are in `found`.
    reached: Vec<Reached>,
    found: Vec<AssetIdx>,
    /// The cheapest first, then by id. Costs are not negative, so their bits are in their order.
    open: BinaryHeap<Reverse<(u64, AssetIdx)>>,
}

/// An asset on the way.
#[derive(Debug, Clone, Copy)]
struct Reached {
    cost: f64,
    /// The one before it; itself for what is held.
    parent: AssetIdx,
}

impl Reached {
    /// It is not.
    const NOT: Reached = Reached { cost: f64::INFINITY, parent: AssetIdx::NONE };
}

impl Search {
    /// Nothing is known of a network of so many zones.
    pub(super) fn begin(&mut self, zones: usize) {
        self.sources.clear();
        self.searched.clear();
        self.searched.resize(zones, false);
    }

    fn begin_ways(&mut self, assets: usize) {
        for asset in self.found.drain(..) {
            self.reached[asset.at()] = Reached::NOT;
        }
        self.reached.resize(assets, Reached::NOT);
        self.open.clear();
    }

    /// An asset is reached at this cost, if it was not before for as little.
    fn reach(&mut self, asset: AssetIdx, cost: f64, parent: AssetIdx) {
        let known = &mut self.reached[asset.at()];
        if cost < known.cost {
            if !known.parent.is_some() {
                self.found.push(asset);
            }
            *known = Reached { cost, parent };
            self.open.push(Reverse((cost.to_bits(), asset)));
        }
    }

    /// The first hop of the way that was found to `target`.
    fn first_hop(&self, target: AssetIdx) -> (AssetIdx, AssetIdx) {
        let mut hop = target;
        loop {
            let parent = self.reached[hop.at()].parent;
            if self.reached[parent.at()].parent == parent {
                return (parent, hop);
            }
            hop = parent;
        }
    }
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
        search: &mut Search,
    ) -> Option<(AssetIdx, AssetIdx)> {
        let network = &self.model.network;
        let leads_on = !technique.admin || technique.gives_admin;
        search.begin(network.zones.len());
        search.begin_ways(network.group_of.len());
        self.sources_around(campaign, technique, foothold, &mut search.sources);
        for place in 0..search.sources.len() {
            let held = search.sources[place];
            search.reach(held, 0.0, held);
        }
        while let Some(Reverse((cost, source))) = search.open.pop() {
            let at = search.reached[source.at()];
            if at.cost.to_bits() != cost {
                continue;
            }
            let held = at.parent == source;
            if !held && targets.contains(source) {
                return Some(search.first_hop(source));
            }
            let zone = network.zone_of(source);
            let edges = network.zones[zone.at()].inside == Inside::Edges;
            // What a zone without edges reaches from one of its assets it reaches from all of them.
            if !held && !leads_on || !edges && std::mem::replace(&mut search.searched[zone.at()], true) {
                continue;
            }
            self.each_hop(campaign, technique, source, Some(targets), |asset| {
                search.reach(asset, at.cost + self.hop_cost(technique, asset), source);
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
