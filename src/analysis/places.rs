//! Where an adversary can stand: groups of like assets, or single assets where a zone's topology tells them apart.
//!
//! The members of a group that stands in a mesh reach the same and are reached alike, so that one place stands for all of them, be
//! they a hundred thousand. A group is divided only where a campaign tells its members apart: those that it aims at or holds
//! from the start, and those that a sensor covers by themselves.
//!
//! **Invariant:** places cover the assets without gap or overlap, in their order.

use super::rules::aims_at;
use crate::model::*;

/// The most explicit edges, each counted once, over which assets are told apart; zones of a network with more are taken for meshes.
pub const MOST_EDGES: usize = 1_000_000;

/// Like assets in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The first of them.
    pub first: AssetIdx,
    /// How many they are.
    pub count: u32,
}

/// Whether the network has so many explicit edges that its zones are taken for meshes.
pub fn collapsed(network: &Network) -> bool {
    network.edges.targets.len() / 2 > MOST_EDGES
}

/// All places, as one campaign tells them apart.
#[derive(Debug, Clone)]
pub struct Places<'m> {
    network: &'m Network,
    all: Vec<Place>,
    /// Places of each zone.
    of_zone: Vec<Vec<u32>>,
    collapsed: bool,
}

impl<'m> Places<'m> {
    /// The places that a campaign tells apart.
    pub fn new(model: &'m Model, campaign: CampaignIdx) -> Places<'m> {
        let network = &model.network;
        let campaign = &model.campaigns[campaign.at()];
        let steps = campaign.steps.clone().map(|step| &model.steps[step as usize]);
        let targets = steps.filter_map(|step| aims_at(model, step));
        let mut bounds: Vec<u32> = targets
            .chain([&campaign.initially_held])
            .flat_map(AssetSet::ranges)
            .chain(network.member_sensors.iter().map(|&(asset, _)| (asset, 1)))
            .flat_map(|(first, count)| [first.0, first.0 + count])
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let collapsed = collapsed(network);
        let mut all = Vec::new();
        let mut of_zone = vec![Vec::new(); network.zones.len()];
        for group in &network.groups {
            let end = group.first.0 + group.count;
            let apart = network.zones[group.zone.at()].inside == Inside::Edges && !collapsed;
            let mut first = group.first.0;
            let mut next = bounds.partition_point(|&bound| bound <= first);
            while first < end {
                let bound = bounds.get(next).copied().unwrap_or(end);
                next += usize::from(!apart);
                let last = if apart { first + 1 } else { bound.min(end) };
                of_zone[group.zone.at()].push(all.len() as u32);
                all.push(Place { first: AssetIdx(first), count: last - first });
                first = last;
            }
        }
        Places { network, all, of_zone, collapsed }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The place with a number.
    pub fn get(&self, place: u32) -> Place {
        self.all[place as usize]
    }

    /// The group that a place belongs to.
    pub fn group_of(&self, place: u32) -> GroupIdx {
        self.network.group_of.of(self.get(place).first)
    }

    /// The same, all that is known of it.
    pub fn group(&self, place: u32) -> &'m Group {
        self.network.group(self.get(place).first)
    }

    /// The places in a zone.
    pub fn of_zone(&self, zone: ZoneIdx) -> &[u32] {
        &self.of_zone[zone.at()]
    }

    /// How the places of a zone reach each other.
    pub fn inside(&self, zone: ZoneIdx) -> Inside {
        match self.network.zones[zone.at()].inside {
            Inside::Edges if self.collapsed => Inside::Mesh,
            inside => inside,
        }
    }

    /// The places that a place is joined to by its zone's topology.
    pub fn neighbours(&self, place: u32) -> impl Iterator<Item = u32> + '_ {
        self.network.edges.of(self.get(place).first).iter().map(|&asset| self.holding(asset))
    }

    /// The places in a set, which the campaign tells apart.
    pub fn within(&self, set: &AssetSet) -> Vec<u32> {
        let ranges = set.ranges().flat_map(|(first, count)| {
            let start = self.all.partition_point(|place| place.first < first);
            (start..self.all.len()).take_while(move |&place| self.all[place].first.0 < first.0 + count)
        });
        ranges.map(|place| place as u32).collect()
    }

    fn holding(&self, asset: AssetIdx) -> u32 {
        self.all.partition_point(|place| place.first <= asset) as u32 - 1
    }
}
