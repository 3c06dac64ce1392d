//! The network as a map: a mark for each zone, or for more of them where there are many, and the links between them.
//!
//! A zone is one mark. Where a topology's file says where its nodes are, the zone has a mark for each group. Beyond what can be
//! taken in at a glance, marks are merged: those of an organisation, or on a map those that are near each other.
//!
//! **Invariant:** each group belongs to exactly one mark, and no two links join the same marks.

use super::map_layout::{Placed, place, western_end};
use crate::measure::{counted, label};
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most marks of zones; more are merged by organisation.
pub const MOST_ZONES: usize = 64;
/// The most marks in all; more on a map are merged by where they are, more organisations than that to one.
pub const MOST_MARKS: usize = 120;
/// The most links; those that stand for the fewest are left out.
const MOST_LINKS: usize = 400;
/// Into how many fields a map is cut where there are more marks: columns and rows.
const FIELDS: (f64, f64) = (13.0, 8.0);

/// What a mark is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MapGrain {
    /// A zone, or a group of one.
    Zones,
    /// All zones of an organisation.
    Organisations,
    /// All zones in a field of the map.
    Fields,
}

/// The network as a map.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NetworkMap {
    /// What a mark is of.
    pub grain: MapGrain,
    /// Whether marks stand where they are on Earth: north is up, and distances are true in the middle of the map.
    pub on_earth: bool,
    /// How wide and high the picture is.
    pub size: (f64, f64),
    /// Organisations around their zones; none on Earth, and none where marks are organisations.
    pub areas: Vec<MapArea>,
    /// The marks; of the internet, if anything is linked with it, the last.
    pub marks: Vec<MapMark>,
    /// Links, by their ends.
    pub links: Vec<MapLink>,
    /// How many pairs of marks are linked without a line.
    pub links_left_out: usize,
}

/// An organisation around its zones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MapArea {
    /// What tables call it.
    pub label: String,
    /// Left, top, width and height.
    pub frame: [f64; 4],
}

/// A mark.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MapMark {
    /// What it is called.
    pub label: String,
    /// All that there is to say of it: whose it is, and of how many zones.
    pub name: String,
    /// The groups that it stands for, as frames have them; none for the internet.
    pub groups: Vec<usize>,
    /// How many assets they have.
    pub size: u32,
    /// Side of its square, which grows with the root of the size.
    pub side: f64,
    /// Its middle.
    pub at: (f64, f64),
    /// Where its label stands, and at which end it is held; none where there is no room.
    pub label_at: Option<(f64, f64, Anchor)>,
    /// Whether it stands where it is on Earth.
    pub on_earth: bool,
}

/// Which part of a text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Links between two marks, as one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapLink {
    /// One end: the place of a mark.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// How many links it stands for, a direction each.
    pub count: u32,
    /// Whether there are some in both directions.
    pub both_ways: bool,
    /// The cables that some run over.
    pub cables: Vec<String>,
}

/// A mark before it has its place.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub label: String,
    /// The place of its owner among the organisations; as many as there are for nobody.
    pub owner: usize,
    pub zones: usize,
    pub groups: Vec<usize>,
    pub size: u32,
    pub position: Option<Position>,
    /// Whether anything of it was ever held or cut off.
    pub touched: bool,
}

/// The map of a network, of whose groups some were `touched`.
pub fn network_map(model: &Model, touched: &[bool]) -> NetworkMap {
    let (grain, on_earth, drafts) = merged(model, drafts(model, touched));
    let (mark_of_group, internet) = (marks_of_groups(model, &drafts), drafts.len());
    let mut links = links(model, &mark_of_group, internet);
    let has_internet = links.iter().any(|link| link.from == internet || link.to == internet);
    let left_out = links.len().saturating_sub(MOST_LINKS);
    if left_out > 0 {
        links.sort_by_key(|link| std::cmp::Reverse(link.count));
        links.truncate(MOST_LINKS);
        links.sort_by_key(|link| (link.from, link.to));
    }
    let owners: Vec<&str> = model.names.organisations.iter().map(label).chain(["no organisation"]).collect();
    let Placed { size, areas, marks } =
        place(&drafts, &links, &owners, (grain == MapGrain::Zones, on_earth, has_internet));
    NetworkMap { grain, on_earth, size, areas, marks, links, links_left_out: left_out }
}

fn drafts(model: &Model, touched: &[bool]) -> Vec<Draft> {
    let names = &model.names;
    let mut drafts = Vec::new();
    for (index, zone) in model.network.zones.iter().enumerate() {
        let owner = if zone.owner.is_some() { zone.owner.at() } else { names.organisations.len() };
        let mut draft = |label: &str, groups: &[GroupIdx], position| {
            drafts.push(Draft {
                label: label.to_owned(),
                owner,
                zones: 1,
                groups: groups.iter().map(|group| group.at()).collect(),
                size: groups.iter().map(|group| model.network.groups[group.at()].count).sum(),
                position,
                touched: groups.iter().any(|group| touched[group.at()]),
            });
        };
        let position_of = |group: &GroupIdx| names.group_positions[group.at()];
        if zone.groups.len() > 1 && zone.groups.iter().any(|group| position_of(group).is_some()) {
            for group in &zone.groups {
                draft(&names.groups[group.at()].0, &[*group], position_of(group));
            }
        } else if !zone.groups.is_empty() {
            draft(&names.zones[index], &zone.groups, names.zone_positions[index]);
        }
    }
    drafts
}

/// So many marks as can be read; whether they are on Earth.
fn merged(model: &Model, drafts: Vec<Draft>) -> (MapGrain, bool, Vec<Draft>) {
    let positions: Vec<Position> = drafts.iter().filter_map(|draft| draft.position).collect();
    let apart = positions.iter().any(|it| *it != positions[0]);
    let on_earth = apart && 2 * positions.len() >= drafts.len();
    let organisation =
        |draft: &Draft| model.names.organisations.get(draft.owner).map_or("no organisation", label);
    match (on_earth, drafts.len()) {
        (true, number) if number > MOST_MARKS => {
            let low = |of: fn(&Position) -> f64| positions.iter().map(of).fold(f64::INFINITY, f64::min);
            let high = |of: fn(&Position) -> f64| positions.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            let (south, north) = (low(|it| it.latitude), high(|it| it.latitude));
            let end = western_end(&positions);
            let east_of = |it: &Position| (it.longitude - end).rem_euclid(360.0);
            let east = positions.iter().map(east_of).fold(0.0, f64::max);
            let field = |value: f64, low: f64, high: f64, fields: f64| {
                ((value - low) / (high - low).max(f64::MIN_POSITIVE) * fields).min(fields - 1.0) as usize
            };
            let key = |draft: &Draft| match draft.position {
                Some(at) => {
                    let column = field(east_of(&at), 0.0, east, FIELDS.0);
                    (0, field(at.latitude, south, north, FIELDS.1), column)
                }
                None => (1, draft.owner, 0),
            };
            let called = |first: &Draft, more| match more {
                0 => first.label.clone(),
                _ => format!("{} and {more} more", first.label),
            };
            (MapGrain::Fields, true, together(drafts, key, called))
        }
        (false, number) if number > MOST_ZONES => {
            let mut all = together(drafts, |draft| draft.owner, |first, _| organisation(first).to_owned());
            if all.len() > MOST_MARKS {
                let mut order: Vec<usize> = (0..all.len()).collect();
                order.sort_by_key(|&at| (!all[at].touched, std::cmp::Reverse(all[at].size)));
                let shown: BTreeSet<usize> = order.into_iter().take(MOST_MARKS - 1).collect();
                let owners: BTreeSet<usize> = shown.iter().map(|&at| all[at].owner).collect();
                let key =
                    |draft: &Draft| if owners.contains(&draft.owner) { draft.owner } else { usize::MAX };
                all = together(all, key, |first, more| match more {
                    0 => first.label.clone(),
                    _ => counted(more as u64 + 1, "other"),
                });
            }
            (MapGrain::Organisations, false, all)
        }
        _ => {
            // An organisation of one zone says more than that zone's id.
            let mut of_owner: BTreeMap<usize, u32> = BTreeMap::new();
            drafts.iter().for_each(|draft| *of_owner.entry(draft.owner).or_default() += 1);
            let named = |mut draft: Draft| {
                let owned = draft.owner < model.names.organisations.len();
                if on_earth && owned && of_owner[&draft.owner] == 1 {
                    draft.label = organisation(&draft).to_owned();
                }
                draft
            };
            (MapGrain::Zones, on_earth, drafts.into_iter().map(named).collect())
        }
    }
}

/// Marks with the same key as one, in the order of keys; it is called after the largest and the number of the others.
fn together<K: Ord>(
    drafts: Vec<Draft>,
    key: impl Fn(&Draft) -> K,
    called: impl Fn(&Draft, usize) -> String,
) -> Vec<Draft> {
    let mut by_key: BTreeMap<K, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        by_key.entry(key(&draft)).or_default().push(draft);
    }
    let one = |parts: Vec<Draft>| {
        let largest = parts.iter().rev().max_by_key(|part| part.size).expect("a key has a mark");
        let located: Vec<Position> = parts.iter().filter_map(|part| part.position).collect();
        let mean = |of: fn(&Position) -> f64| located.iter().map(of).sum::<f64>() / located.len() as f64;
        Draft {
            label: called(largest, parts.len() - 1),
            owner: largest.owner,
            zones: parts.iter().map(|part| part.zones).sum(),
            groups: parts.iter().flat_map(|part| part.groups.iter().copied()).collect(),
            size: parts.iter().map(|part| part.size).sum(),
            position: (!located.is_empty())
                .then(|| Position { latitude: mean(|it| it.latitude), longitude: mean(|it| it.longitude) }),
            touched: parts.iter().any(|part| part.touched),
        }
    };
    by_key.into_values().map(one).collect()
}

/// The mark of each group.
fn marks_of_groups(model: &Model, drafts: &[Draft]) -> Vec<usize> {
    let mut of_group = vec![0; model.network.groups.len()];
    for (mark, draft) in drafts.iter().enumerate() {
        draft.groups.iter().for_each(|&group| of_group[group] = mark);
    }
    of_group
}

/// What joins two marks.
#[derive(Debug, Default)]
struct Joined {
    there: u32,
    back: u32,
    cables: BTreeSet<usize>,
}

fn links(model: &Model, mark_of_group: &[usize], internet: usize) -> Vec<MapLink> {
    let network = &model.network;
    let mut joined: BTreeMap<(usize, usize), Joined> = BTreeMap::new();
    let mut join = |from: usize, to: usize, cable: Option<usize>| {
        if from != to {
            let joined = joined.entry((from.min(to), from.max(to))).or_default();
            *(if from < to { &mut joined.there } else { &mut joined.back }) += 1;
            joined.cables.extend(cable);
        }
    };
    let mark_of = |zone: ZoneIdx| match network.zones[zone.at()].groups.first() {
        _ if zone == Network::INTERNET => Some(internet),
        first => first.map(|group| mark_of_group[group.at()]),
    };
    let mut cables = vec![None; network.links.len()];
    for (cable, medium) in model.media.iter().enumerate() {
        medium.links.iter().for_each(|link| cables[link.at()] = Some(cable));
    }
    for (link, cable) in network.links.iter().zip(cables) {
        if let (Some(from), Some(to)) = (mark_of(link.from), mark_of(link.to)) {
            join(from, to, cable);
        }
    }
    // Within a zone of several marks its topology joins them.
    for zone in &network.zones {
        let mut marks = zone.groups.iter().map(|group| mark_of_group[group.at()]);
        let first = marks.next();
        if zone.inside == Inside::Edges && marks.any(|mark| Some(mark) != first) {
            for group in &zone.groups {
                let Group { first, count, .. } = network.groups[group.at()];
                for asset in (first.0..first.0 + count).map(AssetIdx) {
                    for &other in network.edges.of(asset) {
                        join(mark_of_group[group.at()], mark_of_group[network.group_of.of(other).at()], None);
                    }
                }
            }
        }
    }
    let link = |((from, to), joined): ((usize, usize), Joined)| {
        // An arrow leads from the one to the other.
        let (from, to) = if joined.there > 0 { (from, to) } else { (to, from) };
        MapLink {
            from,
            to,
            count: joined.there + joined.back,
            both_ways: joined.there > 0 && joined.back > 0,
            cables: joined.cables.iter().map(|&cable| model.names.media[cable].clone()).collect(),
        }
    };
    joined.into_iter().map(link).collect()
}
