//! The network and the campaigns before anything is played: a graph by petgraph, and the cheapest ways through it.
//!
//! The simulation works on flat columns; here a zone is a node and a link that lets anything through an edge. This is for
//! people who look at a network before they play it, and never touches a replication.
//!
//! **Invariant:** nothing here is simulated: the answers follow from the model as compiled, with every link open.

mod cut;
mod facts;
mod goals;
mod hops;
mod paths;
mod places;
mod rules;
mod search;
mod structure;

pub use cut::{Cut, cut};
pub use goals::Basis;
pub use paths::{CampaignPaths, Hop, Path, cheapest_paths};
pub use places::{MOST_EDGES, Place, collapsed};
pub use structure::{MOST_WORK, Shape, Structure, Ways, asset_shape, zone_shape};

use crate::model::{Model, Network, ZoneIdx};
use petgraph::algo::{dijkstra, dominators};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// How a network looks from the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// Links to cross from the internet to each zone, by zone; none where no way leads there. The internet itself is left out.
    pub hops: Vec<(ZoneIdx, Option<u32>)>,
    /// Zones that every way from the internet to some other zone leads through, each with those other zones.
    pub chokepoints: Vec<(ZoneIdx, Vec<ZoneIdx>)>,
}

/// Looks at a network from the internet.
pub fn exposure(model: &Model) -> Exposure {
    let graph = zones(model);
    let internet = node(Network::INTERNET);
    let distances = dijkstra(&graph, internet, None, |_| 1_u32);
    let tree = dominators::simple_fast(&graph, internet);
    let mut chokepoints: BTreeMap<ZoneIdx, Vec<ZoneIdx>> = BTreeMap::new();
    let mut hops = Vec::new();
    for zone in ZoneIdx::all(model.network.zones.len()).skip(1) {
        hops.push((zone, distances.get(&node(zone)).copied()));
        for passed in tree.strict_dominators(node(zone)).into_iter().flatten() {
            if passed != internet {
                chokepoints.entry(ZoneIdx(passed.index() as u32)).or_default().push(zone);
            }
        }
    }
    Exposure { hops, chokepoints: chokepoints.into_iter().collect() }
}

fn zones(model: &Model) -> DiGraph<(), ()> {
    let network = &model.network;
    let mut graph = DiGraph::with_capacity(network.zones.len(), network.links.len());
    for _ in &network.zones {
        graph.add_node(());
    }
    for link in network.links.iter().filter(|link| link.allow != 0) {
        graph.add_edge(node(link.from), node(link.to), ());
    }
    graph
}

fn node(zone: ZoneIdx) -> NodeIndex {
    NodeIndex::new(zone.at())
}
