//! What an analysis has to say, as plain data with names: the fields are those of its JSON.
//!
//! **Invariant:** a number carries its unit in its name; what no way leads to, or what never happens, is null.

use super::view::{ScenarioView, scenario};
use crate::analysis::*;
use crate::model::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the JSON's form.
pub const ANALYSIS_SCHEMA_VERSION: u32 = 1;

/// All that an analysis has to say.
#[derive(Debug, Clone, Serialize)]
pub struct AnalysisReport {
    /// [`ANALYSIS_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: &'static str,
    /// What was analysed.
    pub scenario: ScenarioView,
    /// Whether zones with a topology were taken for meshes, because the network has too many edges.
    pub collapsed: bool,
    /// What injects disclose, which the ways below leave out: each weakness and on how many assets it becomes known.
    pub disclosed: Vec<String>,
    /// The graph that was asked for: the zones, or the assets of one.
    pub structure: StructureView,
    /// How far from the internet each zone is.
    pub distances: Vec<DistanceView>,
    /// Zones that every way from the internet to others leads through.
    pub gates: Vec<GateView>,
    /// Each campaign: its targets and the cheapest way to each.
    pub campaigns: Vec<CampaignWaysView>,
    /// What each sensor sees of these ways.
    pub sensors: Vec<SensorWaysView>,
    /// What these ways are without each link that they use.
    pub links: Vec<LinkWaysView>,
}

/// The shape of a graph.
#[derive(Debug, Clone, Serialize)]
pub struct StructureView {
    /// The zone whose assets it joins; none for the graph of the zones.
    pub zone: Option<String>,
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges between them, whatever their direction.
    pub edges: usize,
    /// Number of connected components.
    pub components: usize,
    /// Nodes of the largest.
    pub largest_component: usize,
    /// Longest of the shortest ways in it, in edges; null where the graph is too large to look at all of them.
    pub diameter: Option<u32>,
    /// Their mean, in edges.
    pub mean_path: Option<f64>,
    /// The most neighbours of a node.
    pub max_degree: usize,
    /// Nodes without which a component falls apart.
    pub articulation_points: Vec<String>,
    /// Edges without which a component falls apart.
    pub bridges: Vec<[String; 2]>,
    /// The nodes that most shortest ways lead through, at most a hundred.
    pub betweenness: Vec<BetweennessView>,
}

/// How many shortest ways lead through a node.
#[derive(Debug, Clone, Serialize)]
pub struct BetweennessView {
    /// The node.
    pub node: String,
    /// Pairs of other nodes, equally short ways shared.
    pub betweenness: f64,
}

/// How far a zone is from the internet.
#[derive(Debug, Clone, Serialize)]
pub struct DistanceView {
    /// The zone.
    pub zone: String,
    /// Links to cross.
    pub links: Option<u32>,
}

/// A zone that every way from the internet to others leads through.
#[derive(Debug, Clone, Serialize)]
pub struct GateView {
    /// The zone.
    pub zone: String,
    /// The zones behind it.
    pub before: Vec<String>,
}

/// The ways of a campaign.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignWaysView {
    /// Its id.
    pub campaign: String,
    /// Its adversary.
    pub adversary: String,
    /// Why these are its targets: `objective`, `steps` or `weight`.
    pub targets_by: &'static str,
    /// The way to each target, the cheapest first.
    pub ways: Vec<WayView>,
    /// The fewest links to close to keep it from its targets' zones: from all of them, then from each.
    pub cuts: Vec<CutView>,
}

/// The cheapest way to a target.
#[derive(Debug, Clone, Serialize)]
pub struct WayView {
    /// The target.
    pub target: String,
    /// Mean time from the campaign's start.
    pub time_h: Option<f64>,
    /// Mean time of all hops together: more, where they are made side by side.
    pub work_h: f64,
    /// Probability that any sensor sees anything of it.
    pub seen_share: f64,
    /// What is done on the way.
    pub hops: Vec<HopView>,
}

/// Something that is done on the way.
#[derive(Debug, Clone, Serialize)]
pub struct HopView {
    /// The step or spread.
    pub step: String,
    /// The technique's id.
    pub technique: String,
    /// Its name.
    pub name: String,
    /// Whether it is tried in vain until its retries are used up, and something else follows.
    pub fails: bool,
    /// Whence.
    pub from: String,
    /// To where: the same where something is done to the foothold.
    pub to: String,
    /// The links that it needs.
    pub links: Vec<String>,
    /// Mean time until it succeeds.
    pub time_h: f64,
    /// When that is, after the campaign's start.
    pub until_h: f64,
    /// Probability that any sensor sees it.
    pub seen_share: f64,
    /// Probability that each sensor does.
    pub sensors: Vec<SeenView>,
}

/// The probability that a sensor sees something.
#[derive(Debug, Clone, Serialize)]
pub struct SeenView {
    /// The sensor.
    pub sensor: String,
    /// The probability.
    pub share: f64,
}

/// Links to close.
#[derive(Debug, Clone, Serialize)]
pub struct CutView {
    /// The zones to keep the campaign from.
    pub zones: Vec<String>,
    /// The links; null where closing links does not help.
    pub links: Option<Vec<String>>,
    /// The same by number, for the picture.
    #[serde(skip)]
    pub indices: Vec<LinkIdx>,
}

/// What a sensor sees of the cheapest ways.
#[derive(Debug, Clone, Serialize)]
pub struct SensorWaysView {
    /// The sensor.
    pub sensor: String,
    /// Its team.
    pub team: String,
    /// Ways that there are.
    pub ways: usize,
    /// Those on which it stands, with the probability that it sees anything and the steps that it may see.
    pub on: Vec<SensorOnView>,
}

/// What a sensor sees of a way.
#[derive(Debug, Clone, Serialize)]
pub struct SensorOnView {
    /// Whose way.
    pub campaign: String,
    /// To where.
    pub target: String,
    /// The probability that it sees anything of it.
    pub share: f64,
    /// The steps that it may see, in their order.
    pub steps: Vec<String>,
}

/// What the cheapest ways are without a link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkWaysView {
    /// The link.
    pub link: String,
    /// Ways that there are.
    pub ways: usize,
    /// Those that use it.
    pub on: Vec<LinkOnView>,
    /// Its number, for the picture.
    #[serde(skip)]
    pub index: LinkIdx,
}

/// What a way is without a link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkOnView {
    /// Whose way.
    pub campaign: String,
    /// To where.
    pub target: String,
    /// How much longer the cheapest way is without it; null where there is no other.
    pub later_h: Option<f64>,
}

/// The most nodes whose betweenness is told.
const MOST_NODES: usize = 100;
/// The most zones of one campaign's targets for which a cut of their own is looked for.
const MOST_CUTS: usize = 50;

/// Analyses a model; the structure is that of the zones, or of the assets of `zone`, which must have a topology.
pub fn analysis_report(model: &Model, zone: Option<ZoneIdx>) -> AnalysisReport {
    let Exposure { hops, chokepoints } = exposure(model);
    let names = &model.names;
    let zone_name = |zone: ZoneIdx| names.zones[zone.at()].clone();
    let all = cheapest_paths(model);
    AnalysisReport {
        schema_version: ANALYSIS_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        scenario: scenario(model),
        collapsed: collapsed(&model.network),
        disclosed: model
            .effects
            .iter()
            .zip(&names.effects)
            .filter(|(effect, _)| matches!(effect.change, Change::Disclose { .. }))
            .map(|(_, words)| words.clone())
            .collect(),
        structure: shape(model, zone),
        distances: hops
            .into_iter()
            .map(|(zone, links)| DistanceView { zone: zone_name(zone), links })
            .collect(),
        gates: chokepoints
            .into_iter()
            .map(|(zone, before)| GateView {
                zone: zone_name(zone),
                before: before.into_iter().map(zone_name).collect(),
            })
            .collect(),
        campaigns: all.iter().map(|paths| campaign(model, paths)).collect(),
        sensors: sensors(model, &all),
        links: links(model, &all),
    }
}

fn shape(model: &Model, zone: Option<ZoneIdx>) -> StructureView {
    let inner = zone.and_then(|zone| asset_shape(model, zone).map(|shape| (zone, shape)));
    match inner {
        Some((zone, shape)) => {
            let name = |node: usize| model.asset_name(shape.nodes[node]);
            structure(Some(model.names.zones[zone.at()].clone()), &shape.structure(), &name)
        }
        None => {
            let shape = zone_shape(model);
            let name = |node: usize| model.names.zones[shape.nodes[node].at()].clone();
            structure(None, &shape.structure(), &name)
        }
    }
}

fn structure(zone: Option<String>, found: &Structure, name: &dyn Fn(usize) -> String) -> StructureView {
    let ways = found.ways.as_ref();
    let betweenness = ways.map_or(&[][..], |ways| &ways.betweenness);
    let mut most: Vec<usize> = (0..betweenness.len()).filter(|&node| betweenness[node] > 0.0).collect();
    most.sort_by(|&a, &b| betweenness[b].total_cmp(&betweenness[a]).then(a.cmp(&b)));
    most.truncate(MOST_NODES);
    StructureView {
        zone,
        nodes: found.nodes,
        edges: found.edges,
        components: found.components,
        largest_component: found.largest,
        diameter: ways.map(|ways| ways.diameter),
        mean_path: ways.map(|ways| ways.mean),
        max_degree: found.max_degree,
        articulation_points: found.articulation_points.iter().map(|&node| name(node)).collect(),
        bridges: found.bridges.iter().map(|&(a, b)| [name(a), name(b)]).collect(),
        betweenness: most
            .into_iter()
            .map(|node| BetweennessView { node: name(node), betweenness: betweenness[node] })
            .collect(),
    }
}

fn campaign(model: &Model, paths: &CampaignPaths) -> CampaignWaysView {
    let names = &model.names.campaigns[paths.campaign.at()];
    let mut sorted: Vec<&Path> = paths.paths.iter().collect();
    sorted.sort_by(|a, b| a.time.unwrap_or(f64::INFINITY).total_cmp(&b.time.unwrap_or(f64::INFINITY)));
    let zones: BTreeSet<ZoneIdx> =
        paths.paths.iter().map(|path| model.network.zone_of(path.target.first)).collect();
    let single = zones.iter().map(|&zone| BTreeSet::from([zone]));
    let single = single.filter(|_| zones.len() > 1).take(MOST_CUTS);
    let together = Some(zones.clone()).filter(|zones| !zones.is_empty());
    let it = &model.campaigns[paths.campaign.at()];
    CampaignWaysView {
        campaign: names.id.clone(),
        adversary: names.name.clone(),
        targets_by: match paths.basis {
            Basis::Objective => "objective",
            Basis::Step => "steps",
            Basis::Weight => "weight",
        },
        ways: sorted.into_iter().map(|path| way(model, path)).collect(),
        cuts: together
            .into_iter()
            .chain(single)
            .map(|zones| {
                // Where no way leads, there is nothing to close, whatever links there are.
                let leads = |path: &&Path| zones.contains(&model.network.zone_of(path.target.first));
                match paths.paths.iter().filter(leads).any(|path| path.time.is_some()) {
                    true => cut_view(model, cut(model, it, zones)),
                    false => {
                        let zones = zones.into_iter().collect();
                        cut_view(model, Cut { zones, links: Some(Vec::new()) })
                    }
                }
            })
            .collect(),
    }
}

fn cut_view(model: &Model, cut: Cut) -> CutView {
    let names = &model.names.zones;
    CutView {
        zones: cut.zones.iter().map(|zone| names[zone.at()].clone()).collect(),
        links: cut.links.as_ref().map(|links| links.iter().map(|&link| model.link_name(link)).collect()),
        indices: cut.links.unwrap_or_default(),
    }
}

fn way(model: &Model, path: &Path) -> WayView {
    WayView {
        target: place(model, &path.target),
        time_h: path.time.map(hours),
        work_h: hours(path.work()),
        seen_share: path.seen(None),
        hops: path.hops.iter().map(|hop| hop_view(model, hop)).collect(),
    }
}

fn hop_view(model: &Model, hop: &Hop) -> HopView {
    let names = &model.names;
    let technique = &names.techniques[hop.technique.at()];
    HopView {
        step: step(model, hop),
        technique: technique.id.clone(),
        name: technique.name.clone(),
        fails: hop.fails,
        from: match &hop.source {
            Some(source) => place(model, source),
            None => names.zones[Network::INTERNET.at()].clone(),
        },
        to: place(model, &hop.target),
        links: hop.links.iter().map(|&link| model.link_name(link)).collect(),
        time_h: hours(hop.time),
        until_h: hours(hop.end),
        seen_share: hop.seen_by_any,
        sensors: hop
            .seen
            .iter()
            .map(|&(sensor, share)| SeenView { sensor: names.sensors[sensor.at()].clone(), share })
            .collect(),
    }
}

fn step(model: &Model, hop: &Hop) -> String {
    match hop.step.is_some() {
        true => model.names.steps[hop.step.at()].clone(),
        false => model.names.spreads[hop.spread.at()].clone(),
    }
}

/// Ways that there are, each with its campaign.
fn ways(all: &[CampaignPaths]) -> impl Iterator<Item = (CampaignIdx, &Path)> + Clone {
    let each = all.iter().flat_map(|paths| paths.paths.iter().map(|path| (paths.campaign, path)));
    each.filter(|(_, path)| path.time.is_some())
}

fn sensors(model: &Model, all: &[CampaignPaths]) -> Vec<SensorWaysView> {
    let names = &model.names;
    let on = |sensor: SensorIdx, campaign: CampaignIdx, path: &Path| {
        let mut steps: Vec<String> = Vec::new();
        for hop in path.hops.iter().filter(|hop| hop.seen.iter().any(|seen| seen.0 == sensor)) {
            let step = step(model, hop);
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        (!steps.is_empty()).then(|| SensorOnView {
            campaign: names.campaigns[campaign.at()].id.clone(),
            target: place(model, &path.target),
            share: path.seen(Some(sensor)),
            steps,
        })
    };
    SensorIdx::all(model.sensors.len())
        .map(|sensor| SensorWaysView {
            sensor: names.sensors[sensor.at()].clone(),
            team: names.teams[model.sensors[sensor.at()].team.at()].clone(),
            ways: ways(all).count(),
            on: ways(all).filter_map(|(campaign, path)| on(sensor, campaign, path)).collect(),
        })
        .collect()
}

fn links(model: &Model, all: &[CampaignPaths]) -> Vec<LinkWaysView> {
    let mut by_link: BTreeMap<LinkIdx, Vec<LinkOnView>> = BTreeMap::new();
    for (campaign, path) in ways(all) {
        for &(link, later) in &path.without {
            by_link.entry(link).or_default().push(LinkOnView {
                campaign: model.names.campaigns[campaign.at()].id.clone(),
                target: place(model, &path.target),
                later_h: later.map(hours),
            });
        }
    }
    let ways = ways(all).count();
    let view = |(index, on)| LinkWaysView { link: model.link_name(index), ways, on, index };
    by_link.into_iter().map(view).collect()
}

/// A group by its id, one of its members, or some of them: `desk`, `desk[3]`, `desk[1–10]`.
fn place(model: &Model, place: &Place) -> String {
    let number = model.network.group_of[place.first.at()];
    let (group, id) = (&model.network.groups[number.at()], &model.names.groups[number.at()].0);
    match place.count {
        all if all == group.count => id.clone(),
        1 => model.asset_name(place.first),
        some => {
            let first = place.first.0 - group.first.0 + 1;
            format!("{id}[{first}–{}]", first + some - 1)
        }
    }
}

fn hours(micros: f64) -> f64 {
    micros / 3.6e9
}
