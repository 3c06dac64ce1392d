//! What an adversary can do next: ways through the network, and where they lead.
//!
//! **Invariant:** nothing here changes the state.

use super::Worker;
use super::route::Search;
use crate::kernel::Key;
use crate::model::*;

/// Whether one asset can reach another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Open,
    /// There is one, but a defence has closed it.
    Closed,
    Missing,
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// One of the targets whose service can be denied now, with where that comes from: the internet, else the foothold.
    pub(super) fn deniable(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        foothold: AssetIdx,
        targets: &AssetSet,
        key: Key,
    ) -> Option<(AssetIdx, AssetIdx)> {
        let held = foothold.is_some() && self.acts(campaign, foothold);
        let sources = [Some(AssetIdx::NONE), held.then_some(foothold)];
        let source = |target: AssetIdx| {
            let reaches = |source: &AssetIdx| self.denial_obstacle(technique, *source, target).is_none();
            sources.into_iter().flatten().find(reaches)
        };
        let target = self.choose(key, targets.iter().filter(|&target| source(target).is_some()))?;
        Some((source(target)?, target))
    }

    /// Whether the campaign has a credential that the group accepts and, if `working`, that still opens anything.
    pub(super) fn has_credential(&self, campaign: CampaignIdx, group: &Group, working: bool) -> bool {
        group.accepts.iter().any(|&credential| {
            self.attack.has(campaign, credential) && (!working || self.holds.works(credential))
        })
    }

    /// The way from an asset (none: the internet) to another.
    pub(super) fn way(&self, source: AssetIdx, target: AssetIdx, service: u64) -> Way {
        let network = &self.model.network;
        let to = network.zone_of(target);
        let from = if source.is_some() { network.zone_of(source) } else { Network::INTERNET };
        if from == to {
            let joined = match network.zones[to.at()].inside {
                Inside::Mesh => true,
                Inside::Isolated => false,
                Inside::Edges => network.edges.of(source).binary_search(&target).is_ok(),
            };
            return if joined { Way::Open } else { Way::Missing };
        }
        match network.link(from, to).filter(|&link| lets_through(&network.links[link.at()], service)) {
            Some(link) if self.holds.open(link) => Way::Open,
            Some(link) if self.holds.blocked(link) => Way::Closed,
            _ => Way::Missing,
        }
    }

    /// Whether the campaign could take the target, given a way and what its technique needs.
    fn takeable(&self, campaign: CampaignIdx, target: AssetIdx) -> bool {
        self.eligible(campaign, target) && !self.holds.cut_off(target)
    }

    /// Calls `visit` with every asset that the campaign could take with the technique from `source` in one hop; with
    /// `towards`, of a zone without edges only with the first and with the first of these: for a way they stand for the
    /// others, which are reached alike and lead on alike.
    pub(super) fn each_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        towards: Option<&AssetSet>,
        mut visit: impl FnMut(AssetIdx),
    ) {
        let network = &self.model.network;
        let from = if source.is_some() { network.zone_of(source) } else { Network::INTERNET };
        let zone = &network.zones[from.at()];
        let fits = |group: &Group| {
            offers(technique, group)
                && (!technique.credential || self.has_credential(campaign, group, true))
                && (!technique.knowledge || self.attack.knows(campaign, group.owner))
        };
        let mut whole_zone = |zone: &Zone| {
            for group in
                zone.groups.iter().map(|group| &network.groups[group.at()]).filter(|group| fits(group))
            {
                let free =
                    |&asset: &AssetIdx| self.takeable(campaign, asset) && self.weak_to(technique, asset);
                let mut takeable = members(group).filter(free);
                match towards.filter(|_| zone.inside != Inside::Edges) {
                    None => takeable.for_each(&mut visit),
                    Some(targets) => {
                        let first_target = targets.within(group.first, group.count).find(free);
                        takeable.next().into_iter().chain(first_target).for_each(&mut visit);
                    }
                }
            }
        };
        for &link in &zone.links {
            let way = &network.links[link.at()];
            if self.holds.open(link) && lets_through(way, technique.service) {
                whole_zone(&network.zones[way.to.at()]);
            }
        }
        match zone.inside {
            Inside::Mesh => whole_zone(zone),
            Inside::Isolated => {}
            Inside::Edges if !source.is_some() => {}
            Inside::Edges => {
                for &asset in network.edges.of(source) {
                    if self.takeable(campaign, asset)
                        && fits(network.group(asset))
                        && self.weak_to(technique, asset)
                    {
                        visit(asset);
                    }
                }
            }
        }
    }

    /// A legal next hop from `source`, among `targets` if there are any: the one with the least key.
    pub(super) fn random_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        targets: Option<&AssetSet>,
        key: Key,
    ) -> Option<AssetIdx> {
        let mut best: Option<(Key, AssetIdx)> = None;
        self.each_hop(campaign, technique, source, None, |asset| {
            if targets.is_none_or(|targets| targets.contains(asset)) {
                let candidate = (key.with(self.asset_key(asset)), asset);
                best = Some(best.map_or(candidate, |best| best.min(candidate)));
            }
        });
        best.map(|best| best.1)
    }

    /// A legal next hop from `source` to a target in an organisation that the campaign has learned about.
    pub(super) fn known_hop(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        targets: &AssetSet,
        key: Key,
    ) -> Option<AssetIdx> {
        if !self.attack.knows_any(campaign) {
            return None;
        }
        let known = |asset: AssetIdx| self.attack.knows(campaign, self.model.network.group(asset).owner);
        let mut best: Option<(Key, AssetIdx)> = None;
        self.each_hop(campaign, technique, source, None, |asset| {
            if known(asset) && targets.contains(asset) {
                let candidate = (key.with(self.asset_key(asset)), asset);
                best = Some(best.map_or(candidate, |best| best.min(candidate)));
            }
        });
        best.map(|best| best.1)
    }

    /// A legal next hop from anything that the campaign holds in the foothold's organisation: (source, next asset), the
    /// asset with the least key, from the first by id that reaches it.
    pub(super) fn random_hop_around(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        foothold: AssetIdx,
        key: Key,
        search: &mut Search,
    ) -> Option<(AssetIdx, AssetIdx)> {
        let network = &self.model.network;
        search.begin(network.zones.len());
        self.sources_around(campaign, technique, foothold, &mut search.sources);
        search.sources.sort_unstable();
        let mut best: Option<(Key, AssetIdx, AssetIdx)> = None;
        for &source in &search.sources {
            let zone = network.zone_of(source);
            let edges = network.zones[zone.at()].inside == Inside::Edges;
            if !edges && std::mem::replace(&mut search.searched[zone.at()], true) {
                continue;
            }
            self.each_hop(campaign, technique, source, None, |asset| {
                let candidate = (key.with(self.asset_key(asset)), asset, source);
                best = Some(best.map_or(candidate, |best| best.min(candidate)));
            });
        }
        best.map(|(_, asset, source)| (source, asset))
    }

    /// Adds what the campaign holds in the foothold's organisation with the access that the technique needs.
    pub(super) fn sources_around(
        &self,
        campaign: CampaignIdx,
        technique: &Technique,
        foothold: AssetIdx,
        sources: &mut Vec<AssetIdx>,
    ) {
        let admin = |asset| !technique.admin || self.hold(campaign, asset).is_some_and(|hold| hold.admin);
        sources.extend(self.held_around(campaign, foothold).filter(|&asset| admin(asset)));
    }

    /// A target that the campaign holds already where the foothold is: the one with the least index.
    pub(super) fn arrived(
        &self,
        campaign: CampaignIdx,
        foothold: AssetIdx,
        targets: &AssetSet,
    ) -> Option<AssetIdx> {
        self.held_around(campaign, foothold).filter(|&asset| targets.contains(asset)).min()
    }

    /// What the campaign can act from in the foothold's organisation; without a foothold, anywhere.
    fn held_around(&self, campaign: CampaignIdx, foothold: AssetIdx) -> impl Iterator<Item = AssetIdx> + '_ {
        let network = &self.model.network;
        let here = foothold.is_some().then(|| network.group(foothold).owner);
        let around = move |asset: AssetIdx| here.is_none_or(|here| network.group(asset).owner == here);
        let holds = self.holds.records().iter().filter(move |hold| hold.campaign == campaign);
        holds.map(|hold| hold.asset).filter(move |&asset| around(asset) && self.acts(campaign, asset))
    }
}

/// The members of a group.
pub(super) fn members(group: &Group) -> impl Iterator<Item = AssetIdx> + use<> {
    (group.first.0..group.first.0 + group.count).map(AssetIdx)
}

/// Whether the members of a group have what the technique needs of a target, or may come to have it: see
/// [`Worker::weak_to`].
pub(super) fn offers(technique: &Technique, group: &Group) -> bool {
    (technique.service == 0 || group.services & technique.service != 0)
        && (technique.weakness == 0 || group.possible_weaknesses() & technique.weakness != 0)
}

/// Whether a link lets a service through; 0 stands for any.
pub(super) fn lets_through(link: &Link, service: u64) -> bool {
    service == 0 || link.allow & service != 0
}
