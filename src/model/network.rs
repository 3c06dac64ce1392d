//! Organisations, zones, assets and what connects them.
//!
//! Assets are numbered in the order of their groups' ids, members of a group in a row, so that a group is a range and
//! a column over assets needs no names. Inside a zone assets reach each other all to all, not at all, or along explicit
//! edges; between zones along directed links. A mesh is never expanded into pairs.
//!
//! **Invariant:** groups cover the assets without gap or overlap; `edges` only joins assets of one zone.

use super::*;
use crate::kernel::Distribution;
use crate::kernel::Key;

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Name key of its id.
    pub key: u64,
    /// Who responds for it: itself when it has teams, and those that protect it.
    pub responders: Vec<ResponderIdx>,
    /// Which of the control profiles is its own: organisations with the same controls share one. Indexes
    /// [`Technique::factors`].
    pub profile: u32,
    /// The alliances that it is a member of as the run starts, as bits.
    pub alliances: u8,
    /// How long after an advisory an asset is patched; none: it patches nothing by advisories.
    pub patching: Option<Distribution>,
    /// Whether its backups are kept where an adversary can't destroy them.
    pub offline_backups: bool,
    /// Groups that take its incoming mail: those of its zones that offer `smtp`.
    pub mail: Vec<GroupIdx>,
}

/// An organisation with teams; response measures belong to (responder, campaign).
#[derive(Debug, Clone)]
pub struct Responder {
    /// Which organisation.
    pub organisation: OrganisationIdx,
    /// What it protects, itself included, by id.
    pub protects: Vec<OrganisationIdx>,
    /// Its teams, by id.
    pub teams: Vec<TeamIdx>,
}

/// The network.
#[derive(Debug, Clone)]
pub struct Network {
    /// Zones by id, behind the internet, which is [`ZoneIdx`] 0.
    pub zones: Vec<Zone>,
    /// Groups of like assets, by id.
    pub groups: Vec<Group>,
    /// The group of each asset.
    pub group_of: GroupOf,
    /// Assets that keep backups of others, ascending.
    pub backup_servers: Vec<AssetIdx>,
    /// Directed links between zones, by (from, to).
    pub links: Vec<Link>,
    /// Number of distinct credentials.
    pub credentials: u32,
    /// Explicit neighbours inside zones with a topology; directed both ways.
    pub edges: Adjacency,
    /// Sensors that cover single members, beside those that cover their group.
    pub member_sensors: Vec<(AssetIdx, SensorIdx)>,
    /// Functions that rest on single members, beside those that rest on their group.
    pub member_functions: Vec<(AssetIdx, FunctionIdx)>,
}

/// How assets of one zone reach each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// All to all.
    Mesh,
    /// Not at all.
    Isolated,
    /// Along the explicit edges.
    Edges,
}

/// A zone.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Name key of its id.
    pub key: u64,
    /// Who owns it; none for the internet.
    pub owner: OrganisationIdx,
    /// How its assets reach each other.
    pub inside: Inside,
    /// Its groups.
    pub groups: Vec<GroupIdx>,
    /// Number of its assets.
    pub size: u32,
    /// Links that leave it.
    pub links: Vec<LinkIdx>,
}

/// Like assets that lie in a row.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name key of its id.
    pub key: u64,
    /// Where it stands.
    pub zone: ZoneIdx,
    /// Who owns its zone.
    pub owner: OrganisationIdx,
    /// Its first member.
    pub first: AssetIdx,
    /// Number of members.
    pub count: u32,
    /// Services offered, a bit each.
    pub services: u64,
    /// Weaknesses, a bit each.
    pub weaknesses: u64,
    /// Weaknesses that injects disclose on some of its members, a bit each.
    pub disclosed: u64,
    /// Credentials kept on each member.
    pub keeps: Vec<CredentialIdx>,
    /// Credentials that open each member.
    pub accepts: Vec<CredentialIdx>,
    /// Users of each member.
    pub users: u32,
    /// Weight of each member in a weighted function.
    pub weight: f64,
    /// Where the backup of each member is kept.
    pub backup: Backup,
    /// Sensors that cover every member, by id.
    pub sensors: Vec<SensorIdx>,
    /// Functions that rest on every member, by id.
    pub functions: Vec<FunctionIdx>,
}

impl Group {
    /// Weaknesses that a member has or may come to have.
    pub const fn possible_weaknesses(&self) -> u64 {
        self.weaknesses | self.disclosed
    }
}

/// Where the backup of an asset is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// Out of reach: always there.
    Offline,
    /// On this asset.
    On(AssetIdx),
    /// There is none.
    Nowhere,
}

impl Backup {
    /// The asset that keeps it, if one does.
    pub const fn server(self) -> Option<AssetIdx> {
        match self {
            Backup::On(server) => Some(server),
            Backup::Offline | Backup::Nowhere => None,
        }
    }
}

/// A directed link between two zones.
#[derive(Debug, Clone)]
pub struct Link {
    /// Name key of `from>to`.
    pub key: u64,
    /// Where it starts.
    pub from: ZoneIdx,
    /// Where it ends.
    pub to: ZoneIdx,
    /// Services let through, a bit each.
    pub allow: u64,
    /// Mbit/s; infinite where it is not limited.
    pub capacity: f64,
}

/// What links run over: when it is cut, they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Name key of its name.
    pub key: u64,
    /// The links over it, ascending.
    pub links: Vec<LinkIdx>,
}

/// A directed graph over assets as compressed sparse rows.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    /// `targets[offsets[a] .. offsets[a + 1]]` are the neighbours of `a`; empty when no zone has edges.
    pub offsets: Vec<u32>,
    /// Neighbours, ascending per asset.
    pub targets: Vec<AssetIdx>,
}

impl Adjacency {
    /// The neighbours of `asset`, ascending.
    #[inline]
    pub fn of(&self, asset: AssetIdx) -> &[AssetIdx] {
        match self.offsets.get(asset.at() + 1) {
            Some(&end) => &self.targets[self.offsets[asset.at()] as usize..end as usize],
            None => &[],
        }
    }

    /// Reads where the neighbours of `asset` are, and some of them.
    pub fn look_up(&self, asset: AssetIdx) -> u32 {
        let neighbours = self.of(asset);
        neighbours.first().map_or(0, |first| first.0) ^ neighbours.last().map_or(0, |last| last.0)
    }
}

/// The group of each asset. Groups are ranges, so a few numbers per block of assets say it, which stay in the cache where a
/// column of a million would not.
#[derive(Debug, Clone, Default)]
pub struct GroupOf {
    /// The group of the first asset of each block.
    blocks: Vec<GroupIdx>,
    /// The first asset that comes after each group.
    ends: Vec<u32>,
}

/// Assets of a block: what is searched for one's group.
const BLOCK: u32 = 16;

impl GroupOf {
    /// Of groups that follow each other.
    pub fn new(groups: &[Group]) -> GroupOf {
        GroupOf::ending_at(groups.iter().map(|group| group.first.0 + group.count).collect())
    }

    fn ending_at(ends: Vec<u32>) -> GroupOf {
        let mut group = 0;
        let mut blocks = Vec::new();
        for first in (0..ends.last().copied().unwrap_or(0)).step_by(BLOCK as usize) {
            group += ends[group..].partition_point(|&end| end <= first);
            blocks.push(GroupIdx(group as u32));
        }
        GroupOf { blocks, ends }
    }

    /// The group of `asset`.
    #[inline]
    pub fn of(&self, asset: AssetIdx) -> GroupIdx {
        let mut group = self.blocks[(asset.0 / BLOCK) as usize];
        while self.ends[group.at()] <= asset.0 {
            group.0 += 1;
        }
        group
    }

    /// How many assets there are.
    pub fn len(&self) -> usize {
        self.ends.last().map_or(0, |&end| end as usize)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Group {
    /// Whether `asset` is one of its members.
    #[inline]
    pub fn contains(&self, asset: AssetIdx) -> bool {
        asset.0.wrapping_sub(self.first.0) < self.count
    }

    /// The name key of a member: see [`Network::asset_key`].
    #[inline]
    pub fn key_of(&self, member: AssetIdx) -> u64 {
        Key(self.key).with(u64::from(member.0 - self.first.0)).bits()
    }
}

impl Network {
    /// The internet, where adversaries start.
    pub const INTERNET: ZoneIdx = ZoneIdx(0);

    /// The group of `asset`.
    #[inline]
    pub fn group(&self, asset: AssetIdx) -> &Group {
        &self.groups[self.group_of.of(asset).at()]
    }

    /// The zone of `asset`.
    #[inline]
    pub fn zone_of(&self, asset: AssetIdx) -> ZoneIdx {
        self.group(asset).zone
    }

    /// The name key of `asset`: that of its group and its number in it, so that other groups never change it.
    #[inline]
    pub fn asset_key(&self, asset: AssetIdx) -> u64 {
        self.group(asset).key_of(asset)
    }

    /// The link from one zone to another, if there is one.
    pub fn link(&self, from: ZoneIdx, to: ZoneIdx) -> Option<LinkIdx> {
        self.zones[from.at()].links.iter().copied().find(|link| self.links[link.at()].to == to)
    }

    /// Sensors that cover `asset`, by id within the group's and then the member's own.
    pub fn sensors_of(&self, asset: AssetIdx) -> impl Iterator<Item = SensorIdx> + '_ {
        self.group(asset).sensors.iter().copied().chain(of_member(&self.member_sensors, asset))
    }

    /// Functions that rest on `asset`.
    pub fn functions_of(&self, asset: AssetIdx) -> impl Iterator<Item = FunctionIdx> + '_ {
        self.group(asset).functions.iter().copied().chain(of_member(&self.member_functions, asset))
    }
}

fn of_member<T: Copy>(sorted: &[(AssetIdx, T)], asset: AssetIdx) -> impl Iterator<Item = T> + '_ {
    let start = sorted.partition_point(|entry| entry.0 < asset);
    sorted[start..].iter().take_while(move |entry| entry.0 == asset).map(|entry| entry.1)
}

/// A set of assets as sorted, disjoint ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetSet {
    /// (first, count), ascending, neither empty nor touching.
    ranges: Vec<(u32, u32)>,
}

impl AssetSet {
    /// The union of ranges given as (first member, count), in any order.
    pub fn new(mut ranges: Vec<(AssetIdx, u32)>) -> AssetSet {
        ranges.retain(|range| range.1 > 0);
        ranges.sort();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (AssetIdx(first), count) in ranges {
            match merged.last_mut() {
                Some(last) if first <= last.0 + last.1 => last.1 = last.1.max(first + count - last.0),
                _ => merged.push((first, count)),
            }
        }
        AssetSet { ranges: merged }
    }

    /// Whether `asset` belongs to it.
    pub fn contains(&self, asset: AssetIdx) -> bool {
        let after = self.ranges.partition_point(|range| range.0 <= asset.0);
        after > 0 && asset.0 - self.ranges[after - 1].0 < self.ranges[after - 1].1
    }

    /// Its ranges as (first, count), ascending, neither empty nor touching.
    pub fn ranges(&self) -> impl Iterator<Item = (AssetIdx, u32)> + '_ {
        self.ranges.iter().map(|&(first, count)| (AssetIdx(first), count))
    }

    /// Its assets, ascending.
    pub fn iter(&self) -> impl Iterator<Item = AssetIdx> + '_ {
        self.ranges.iter().flat_map(|&(first, count)| (first..first + count).map(AssetIdx))
    }

    /// Those of its assets that are among the `count` from `first` on, ascending.
    pub fn within(&self, first: AssetIdx, count: u32) -> impl Iterator<Item = AssetIdx> + '_ {
        let (low, high) = (first.0, first.0 + count);
        let after = self.ranges.partition_point(move |range| range.0 + range.1 <= low);
        let ranges = self.ranges[after..].iter().take_while(move |range| range.0 < high);
        ranges.flat_map(move |&(first, count)| (first.max(low)..(first + count).min(high)).map(AssetIdx))
    }

    /// Number of assets.
    pub fn len(&self) -> usize {
        self.ranges.iter().map(|range| range.1 as usize).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_asset_finds_its_group() {
        // Larger than a block, smaller, several in one, and one that ends with a block.
        let counts = [40, 1, 1, 3, 1, 2, 16, 100];
        let mut ends = Vec::new();
        let mut expected = Vec::new();
        for (group, &count) in (0..).zip(&counts) {
            expected.extend(std::iter::repeat_n(GroupIdx(group), count as usize));
            ends.push(expected.len() as u32);
        }
        let groups = GroupOf::ending_at(ends);
        let found: Vec<GroupIdx> = (0..groups.len() as u32).map(|asset| groups.of(AssetIdx(asset))).collect();
        assert_eq!(found, expected);
        assert!(GroupOf::ending_at(Vec::new()).is_empty());
    }
}
