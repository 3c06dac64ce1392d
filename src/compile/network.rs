//! Zones, groups of assets, links and explicit edges.
//!
//! **Invariant:** assets are numbered by the ids of their groups and their number in it, zones and links by their ids.

use super::graph;
use super::ids::{INTERNET, Ids};
use super::positions::{self, Positions};
use super::table::same_keys;
use super::targets;
use super::topology::{self, MOST_EDGES, Shape};
use super::values::{at_least_one, not_negative, positive, repeated, repeated_words};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, Sources, codes, counted, thousands};
use crate::kernel::{Key, name_key};
use crate::model::{
    Adjacency, AssetIdx, Backup, Group, GroupIdx, GroupOf, Inside, Link, LinkIdx, Medium, Network,
    OrganisationIdx, Position, Zone, ZoneIdx,
};
use crate::scenario::{self, Scenario, Topology, Word};
use std::collections::BTreeMap;

/// The most assets that a network may have in all.
pub const MOST_ASSETS: u64 = 20_000_000;

/// What links run over, by name.
pub type Media = Vec<(String, Medium)>;

/// Builds the network, without what sensors and functions add to it; `None` when it would be too large to hold.
pub fn lower(
    (scenario, sources): (&Scenario, &Sources),
    ids: &Ids<'_>,
    words: &Vocabulary<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Network, Media, Positions)> {
    let mut zones = zones(ids, faults);
    let groups = groups(ids, words, &zones, faults)?;
    for (number, group) in (0..).map(GroupIdx).zip(&groups) {
        zones[group.zone.at()].groups.push(number);
        zones[group.zone.at()].size += group.count;
    }
    let mut backup_servers: Vec<AssetIdx> = groups.iter().filter_map(|group| group.backup.server()).collect();
    backup_servers.sort_unstable();
    backup_servers.dedup();
    let (links, media) = links(scenario, ids, words, faults);
    for (number, link) in (0..).map(LinkIdx).zip(&links) {
        zones[link.from.at()].links.push(number);
    }
    let (edges, nodes) = edges((ids, sources), &zones, &groups, faults);
    let positions = positions::lower(ids, &zones, &groups, &nodes, faults);
    let (credentials, member_sensors, member_functions) =
        (words.credentials.len() as u32, Vec::new(), Vec::new());
    let network = Network {
        zones,
        group_of: GroupOf::new(&groups),
        groups,
        backup_servers,
        links,
        credentials,
        edges,
        member_sensors,
        member_functions,
    };
    Some((network, media, positions))
}

fn zones(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Zone> {
    let zone =
        |key, owner, inside| Zone { key, owner, inside, groups: Vec::new(), size: 0, links: Vec::new() };
    let mut zones = vec![zone(name_key(INTERNET), OrganisationIdx::NONE, Inside::Isolated)];
    for row in ids.zones.iter() {
        let owner = ids.organisation(&row.record.owner, faults);
        zones.push(zone(name_key(row.name), owner, inside(row.record, faults)));
    }
    zones
}

fn inside(zone: &scenario::Zone, faults: &mut Vec<Diagnostic>) -> Inside {
    match (&zone.topology, zone.inside.value) {
        (None, scenario::Inside::AllToAll) => Inside::Mesh,
        (None, scenario::Inside::Isolated) => Inside::Isolated,
        (Some(_), _) => {
            if !zone.inside.place.is_nowhere() {
                let message =
                    format!("the zone `{}` has a topology, which says all about its inside", zone.id);
                let fault = Diagnostic::error(codes::TWO_INSIDES, zone.inside.place, message)
                    .label("contradicts the topology");
                faults.push(fault.help(String::from("leave out `inside` or `topology`")));
            }
            Inside::Edges
        }
    }
}

fn groups(
    ids: &Ids<'_>,
    words: &Vocabulary<'_>,
    zones: &[Zone],
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<Group>> {
    let count = |asset: &scenario::Asset| asset.count.map_or(1, |count| count.value.max(1));
    let total: u64 = ids.groups.iter().map(|row| u64::from(count(row.record))).sum();
    if total > MOST_ASSETS {
        let largest = ids.groups.iter().max_by_key(|row| count(row.record));
        let place = largest.and_then(|row| row.record.count).map_or(Place::NOWHERE, |count| count.place);
        let message = format!(
            "{} are too many: at most {} can be simulated",
            counted(total, "asset"),
            thousands(MOST_ASSETS)
        );
        faults.push(Diagnostic::error(codes::TOO_MANY, place, message).label("the largest group"));
        return None;
    }
    let mut first = 0;
    let mut groups = Vec::with_capacity(ids.groups.len());
    for row in ids.groups.iter() {
        let asset = row.record;
        let zone = match ids.zone(&asset.zone, faults) {
            Network::INTERNET => {
                let fault = Diagnostic::error(
                    codes::IN_THE_INTERNET,
                    asset.zone.place,
                    "no asset stands in the internet",
                );
                faults.push(
                    fault
                        .label("not a zone of yours")
                        .help(String::from("define a zone for it, with a link from `internet`")),
                );
                Network::INTERNET
            }
            ZoneIdx::NONE => Network::INTERNET,
            zone => zone,
        };
        repeated_words(asset.services.iter().map(|word| (word.text.as_str(), word.place)), "service", faults);
        repeated_words(
            asset.weaknesses.iter().map(|word| (word.text.as_str(), word.place)),
            "weakness",
            faults,
        );
        for ids in [&asset.credentials, &asset.accepts] {
            repeated_words(ids.iter().map(|id| (id.text.as_str(), id.place)), "credential", faults);
        }
        repeated_words(asset.tags.iter().map(|word| (word.text.as_str(), word.place)), "tag", faults);
        let count = asset.count.map_or(1, |count| at_least_one(count, "count", faults));
        groups.push(Group {
            key: name_key(row.name),
            zone,
            owner: zones[zone.at()].owner,
            first: AssetIdx(first),
            count,
            services: words.services.bits(&asset.services),
            weaknesses: words.weaknesses.bits(&asset.weaknesses),
            disclosed: 0,
            keeps: words.credentials.indices(&asset.credentials),
            accepts: words.credentials.indices(&asset.accepts),
            users: asset.users.value,
            weight: not_negative(asset.weight, "weight", faults),
            backup: Backup::Offline,
            sensors: Vec::new(),
            functions: Vec::new(),
        });
        first += count;
    }
    // A backup may be on an asset whose group comes later.
    for (number, row) in ids.groups.iter().enumerate() {
        groups[number].backup = backup(row.record, number as u32, ids, &groups, faults);
    }
    Some(groups)
}

fn backup(
    asset: &scenario::Asset,
    group: u32,
    ids: &Ids<'_>,
    groups: &[Group],
    faults: &mut Vec<Diagnostic>,
) -> Backup {
    let id = match &asset.backup {
        scenario::Backup::Offline => return Backup::Offline,
        scenario::Backup::Nowhere => return Backup::Nowhere,
        scenario::Backup::On(id) => id,
    };
    let Some(server) = targets::single(id, ids, groups, faults) else { return Backup::Nowhere };
    let own = &groups[group as usize];
    if (own.first.0..own.first.0 + own.count).contains(&server.0) {
        let message = format!("the backup of `{}` is on itself", asset.id);
        let fault = Diagnostic::error(codes::OWN_BACKUP, id.place, message).label("lost with what it is of");
        faults.push(fault.help(String::from("name an asset of another group, or write `Nowhere`")));
    }
    Backup::On(server)
}

fn links(
    scenario: &Scenario,
    ids: &Ids<'_>,
    words: &Vocabulary<'_>,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Link>, Media) {
    let mut links: Vec<Written<'_>> = Vec::new();
    for written in &scenario.network.links {
        let medium = written.medium.as_ref().map(|scenario::Medium::Cable(cable)| cable);
        let capacity =
            written.capacity.map_or(f64::INFINITY, |capacity| positive(capacity, "capacity", faults));
        let (from, to) = (ids.zone(&written.from, faults), ids.zone(&written.to, faults));
        if !from.is_some() || !to.is_some() {
            continue;
        }
        if from == to {
            let fault = Diagnostic::error(
                codes::SELF_LINK,
                written.to.place,
                format!("a link from `{}` to itself", written.from),
            );
            faults.push(
                fault
                    .label("the same zone")
                    .help(String::from("inside a zone, its `inside` or `topology` says who reaches whom")),
            );
            continue;
        }
        repeated_words(written.allow.iter().map(|word| (word.text.as_str(), word.place)), "service", faults);
        let allow = words.services.bits(&written.allow);
        let mut add = |from, to, name: String| {
            let link = Link { key: name_key(&name), from, to, allow, capacity };
            links.push(Written { link, name, place: written.from.place, medium })
        };
        add(from, to, format!("{}>{}", written.from, written.to));
        if written.both_ways.value {
            add(to, from, format!("{}>{}", written.to, written.from));
        }
    }
    links.sort_by_key(|written| (written.link.from, written.link.to, written.place));
    links.dedup_by(|later, first| {
        let twice = (later.link.from, later.link.to) == (first.link.from, first.link.to);
        if twice {
            repeated(later.place, first.place, &format!("the link `{}`", later.name), faults);
        }
        twice
    });
    let keys = links.iter().map(|written| (written.link.key, written.name.clone(), written.place));
    same_keys("link", keys, faults);
    let media = media(&links, faults);
    (links.into_iter().map(|written| written.link).collect(), media)
}

/// A link with where and how it is written.
struct Written<'a> {
    link: Link,
    name: String,
    place: Place,
    medium: Option<&'a Word>,
}

fn media(links: &[Written<'_>], faults: &mut Vec<Diagnostic>) -> Media {
    let mut over: BTreeMap<&str, (Place, Vec<LinkIdx>)> = BTreeMap::new();
    for (number, written) in (0..).map(LinkIdx).zip(links) {
        if let Some(medium) = written.medium {
            over.entry(&medium.text).or_insert((medium.place, Vec::new())).1.push(number);
        }
    }
    same_keys(
        "cable",
        over.iter().map(|(name, (place, _))| (name_key(name), (*name).to_owned(), *place)),
        faults,
    );
    let medium = |(name, (_, links)): (&str, _)| (name.to_owned(), Medium { key: name_key(name), links });
    over.into_iter().map(medium).collect()
}

fn edges(
    (ids, sources): (&Ids<'_>, &Sources),
    zones: &[Zone],
    groups: &[Group],
    faults: &mut Vec<Diagnostic>,
) -> (Adjacency, Vec<(AssetIdx, Position)>) {
    let mut nodes = Vec::new();
    let assets: usize = groups.iter().map(|group| group.count as usize).sum();
    let mut shapes: Vec<(Shape, Vec<AssetIdx>)> = Vec::new();
    let mut total = 0;
    for (row, zone) in ids.zones.iter().zip(&zones[1..]) {
        let Some(topology) = &row.record.topology else { continue };
        let of_group = |group: &GroupIdx| {
            let group = &groups[group.at()];
            (group.first.0..group.first.0 + group.count).map(AssetIdx)
        };
        let members: Vec<AssetIdx> = zone.groups.iter().flat_map(of_group).collect();
        let shape = match topology {
            Topology::File(file) => {
                let (shape, positions) = graph::shape(file, row.record, members.len(), sources, faults);
                let placed = members.iter().zip(positions);
                nodes.extend(placed.filter_map(|(member, position)| Some((*member, position?))));
                shape
            }
            _ => shape(topology, row.record, &members, (ids, groups), faults),
        };
        total += 2 * shape.edges(zone.size);
        if total > MOST_EDGES {
            let message = format!(
                "{} are too many: all topologies may have at most {}, counted both ways",
                counted(total, "edge"),
                thousands(MOST_EDGES)
            );
            let fault =
                Diagnostic::error(codes::TOO_MANY, row.place, message).label("with this zone's topology");
            faults.push(fault.help(String::from(
                "a zone without `topology` is a mesh that takes no edges, whatever its size",
            )));
            return (Adjacency::default(), nodes);
        }
        shapes.push((shape, members));
    }
    (topology::adjacency(assets, &shapes), nodes)
}

fn shape(
    topology: &Topology,
    zone: &scenario::Zone,
    members: &[AssetIdx],
    (ids, groups): (&Ids<'_>, &[Group]),
    faults: &mut Vec<Diagnostic>,
) -> Shape {
    match topology {
        Topology::File(_) => Shape::Pairs(Vec::new()),
        Topology::Complete => Shape::Complete,
        Topology::Path => Shape::Path,
        Topology::Cycle => Shape::Cycle,
        Topology::Star => Shape::Star,
        Topology::BarabasiAlbert(graph) => {
            let (size, m) = (members.len() as u32, graph.m.value);
            if m == 0 || m >= size {
                let message = format!(
                    "each new asset can't be joined to {} of the earlier ones: the zone has {}",
                    thousands(u64::from(m)),
                    counted(u64::from(size), "asset")
                );
                let fault = Diagnostic::error(codes::GRAPH, graph.m.place, message)
                    .label("not from 1 to the zone's size less 1");
                faults.push(fault);
                return Shape::Pairs(Vec::new());
            }
            // Refused for its edges a moment later, but not before the graph would have been drawn.
            if u64::from(m) * u64::from(size) > MOST_EDGES {
                return Shape::Complete;
            }
            Shape::Pairs(topology::barabasi_albert(size, m, Key(name_key(&zone.id)).with(graph.seed.value)))
        }
        Topology::Links(pairs) => Shape::Pairs(listed(pairs, zone, members, (ids, groups), faults)),
    }
}

fn listed(
    pairs: &[(scenario::Id, scenario::Id)],
    zone: &scenario::Zone,
    members: &[AssetIdx],
    (ids, groups): (&Ids<'_>, &[Group]),
    faults: &mut Vec<Diagnostic>,
) -> Vec<(u32, u32)> {
    let mut end = |id: &scenario::Id| {
        let asset = targets::single(id, ids, groups, faults)?;
        let found = members.binary_search(&asset).ok();
        if found.is_none() {
            let fault = Diagnostic::error(
                codes::OTHER_ZONE,
                id.place,
                format!("`{id}` does not stand in the zone `{}`", zone.id),
            );
            faults.push(
                fault
                    .label("in another zone")
                    .help(String::from("a topology joins assets of its own zone; `links` join zones")),
            );
        }
        found.map(|number| number as u32)
    };
    let mut found: Vec<(u32, u32, Place)> = Vec::with_capacity(pairs.len());
    let mut loops = Vec::new();
    for (a, b) in pairs {
        match (end(a), end(b)) {
            (Some(from), Some(to)) if from == to => loops.push(b),
            (Some(from), Some(to)) => found.push((from.min(to), from.max(to), a.place)),
            _ => {}
        }
    }
    for id in loops {
        faults.push(
            Diagnostic::error(codes::SELF_LINK, id.place, format!("`{id}` is joined to itself"))
                .label("the same asset"),
        );
    }
    found.sort_unstable();
    found.dedup_by(|later, first| {
        let twice = (later.0, later.1) == (first.0, first.1);
        if twice {
            repeated(later.2, first.2, "this pair", faults);
        }
        twice
    });
    found.into_iter().map(|(a, b, _)| (a, b)).collect()
}
