//! The fewest links that must be closed to keep a campaign from where it wants to be.
//!
//! By the theorem of Ford and Fulkerson that is a maximum flow with a capacity of one on each link; petgraph finds it. Which
//! service a link lets through is not asked: a link is open or closed. Mail counts as a way of its own: where a campaign mails to
//! users, the link over which the internet reaches their organisation's mail leads to their desks.
//!
//! **Invariant:** closing the links of a cut leaves no way from the internet, or from what is held from the start, to its zones.

use super::rules::aims_at;
use crate::model::*;
use petgraph::Direction;
use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// The links to close between a campaign and some zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The zones to keep it from.
    pub zones: Vec<ZoneIdx>,
    /// The links; none where closing links does not help: something in the zones is held from the start, or mail needs no link.
    pub links: Option<Vec<LinkIdx>>,
}

/// The fewest links that keep a campaign from `zones`; of several such sets, the one nearest to where it starts.
pub fn cut(model: &Model, campaign: &Campaign, zones: BTreeSet<ZoneIdx>) -> Cut {
    let network = &model.network;
    let endless = network.links.len() as u32 + 1;
    let mut graph: DiGraph<(), u32> = DiGraph::new();
    let first: Vec<NodeIndex> = network.zones.iter().map(|_| graph.add_node(())).collect();
    let sink = graph.add_node(());
    // Each link has a far end of its own, so that what passes it counts once, whether it goes on to the zone or as mail.
    let mut crossing = Vec::with_capacity(network.links.len());
    let mut far = Vec::with_capacity(network.links.len());
    for link in &network.links {
        let end = graph.add_node(());
        let capacity = u32::from(link.allow != 0);
        crossing.push(graph.add_edge(first[link.from.at()], end, capacity));
        graph.add_edge(end, first[link.to.at()], endless);
        far.push(end);
    }
    let source = first[Network::INTERNET.at()];
    let mut start: BTreeSet<ZoneIdx> = BTreeSet::new();
    for (asset, count) in campaign.initially_held.ranges() {
        start.extend(zones_of(network, asset, count));
    }
    for &zone in &start {
        graph.add_edge(source, first[zone.at()], endless);
    }
    for (way, zone) in mail(model, campaign) {
        let from = if way.is_some() { far[way.at()] } else { source };
        graph.add_edge(from, first[zone.at()], endless);
    }
    for &zone in &zones {
        graph.add_edge(first[zone.at()], sink, endless);
    }
    let zones: Vec<ZoneIdx> = zones.into_iter().collect();
    let (flow, flows) = ford_fulkerson(&graph, source, sink);
    if flow >= endless {
        return Cut { zones, links: None };
    }
    // What the source still reaches when the flow is at its most; the cut is what leads out of it.
    let mut reached = vec![false; graph.node_count()];
    let mut open = vec![source];
    reached[source.index()] = true;
    while let Some(node) = open.pop() {
        let forward = graph.edges_directed(node, Direction::Outgoing);
        let forward =
            forward.filter(|edge| flows[edge.id().index()] < *edge.weight()).map(|edge| edge.target());
        let back = graph.edges_directed(node, Direction::Incoming);
        let back = back.filter(|edge| flows[edge.id().index()] > 0).map(|edge| edge.source());
        for next in forward.chain(back) {
            if !std::mem::replace(&mut reached[next.index()], true) {
                open.push(next);
            }
        }
    }
    let cut = LinkIdx::all(network.links.len()).filter(|link| {
        let capacity = graph[crossing[link.at()]];
        let from = first[network.links[link.at()].from.at()];
        capacity > 0 && reached[from.index()] && !reached[far[link.at()].index()]
    });
    Cut { zones, links: Some(cut.collect()) }
}

fn zones_of(network: &Network, first: AssetIdx, count: u32) -> impl Iterator<Item = ZoneIdx> + '_ {
    let last = AssetIdx(first.0 + count - 1);
    let groups = network.group_of.of(first).0..=network.group_of.of(last).0;
    groups.map(|group| network.groups[group as usize].zone)
}

/// Where the campaign's mail can be opened, each with a link over which it arrives, and what storage media and poisoned
/// deliveries reach, which need no link that could be closed.
fn mail(model: &Model, campaign: &Campaign) -> BTreeSet<(LinkIdx, ZoneIdx)> {
    let network = &model.network;
    let mut found = BTreeSet::new();
    for step in &model.steps[campaign.steps.start as usize..campaign.steps.end as usize] {
        let technique = &model.techniques[step.technique.at()];
        let Some(targets) = aims_at(model, step) else { continue };
        let needs_no_link = match technique.action {
            Action::Phish => technique.service == 0,
            Action::Plug | Action::Supply => true,
            _ => continue,
        };
        let groups: BTreeSet<GroupIdx> = targets
            .ranges()
            .flat_map(|(first, count)| {
                let last = network.group_of.of(AssetIdx(first.0 + count - 1));
                (network.group_of.of(first).0..=last.0).map(GroupIdx)
            })
            .collect();
        let users = |group: &&Group| technique.action == Action::Supply || group.users > 0;
        for group in groups.iter().map(|group| &network.groups[group.at()]).filter(users) {
            if needs_no_link {
                found.insert((LinkIdx::NONE, group.zone));
                continue;
            }
            let takers = model.organisations[group.owner.at()].mail.iter();
            for taker in takers.map(|taker| &network.groups[taker.at()]) {
                let link = network.link(Network::INTERNET, taker.zone);
                let passes = |link: &LinkIdx| network.links[link.at()].allow & technique.service != 0;
                if let Some(link) = link.filter(passes).filter(|_| taker.services & technique.service != 0) {
                    found.insert((link, group.zone));
                }
            }
        }
    }
    found
}
