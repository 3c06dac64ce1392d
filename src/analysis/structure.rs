//! The shape of a network: what falls apart without which node or edge, and through which nodes the ways lead.
//!
//! Everything is about the undirected simple view: two zones are joined if a link that lets anything through leads one way or the
//! other, two assets if the zone's topology joins them. Articulation points and bridges are petgraph's, betweenness is Brandes'
//! algorithm (A faster algorithm for betweenness centrality, J. Math. Sociol. 25, 2001), unnormalised: the number of
//! unordered pairs whose shortest ways lead through a node, shared among equally short ones.
//!
//! **Invariant:** nodes keep the order of what they stand for, zones and assets by id, and every list ascends by it.

use crate::model::{AssetIdx, Inside, Model, Network, ZoneIdx};
use petgraph::algo::{articulation_points, bridges};
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// The most (node, edge) pairs for which all shortest ways are looked at: some seconds.
pub const MOST_WORK: u64 = 2_000_000_000;

/// An undirected simple graph whose nodes stand for something.
#[derive(Debug, Clone)]
pub struct Shape<T> {
    /// What each node stands for.
    pub nodes: Vec<T>,
    graph: UnGraph<(), ()>,
}

/// What a graph is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
    /// Number of connected components.
    pub components: usize,
    /// Nodes of the largest component, the first of equals.
    pub largest: usize,
    /// The most neighbours that a node has.
    pub max_degree: usize,
    /// Nodes without which their component falls apart.
    pub articulation_points: Vec<usize>,
    /// Edges without which their component falls apart, the lesser node first.
    pub bridges: Vec<(usize, usize)>,
    /// What follows from all shortest ways; none where looking at all of them would take too long.
    pub ways: Option<Ways>,
}

/// What follows from all shortest ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    /// The longest of the shortest ways in the largest component.
    pub diameter: u32,
    /// Their mean; 0 for a single node.
    pub mean: f64,
    /// Each node's betweenness.
    pub betweenness: Vec<f64>,
}

impl<T> Shape<T> {
    /// From pairs of nodes, each at most once in either direction.
    fn new(nodes: Vec<T>, pairs: impl Iterator<Item = (usize, usize)>) -> Shape<T> {
        let mut graph = UnGraph::with_capacity(nodes.len(), 0);
        for _ in &nodes {
            graph.add_node(());
        }
        for (a, b) in pairs {
            graph.add_edge(NodeIndex::new(a), NodeIndex::new(b), ());
        }
        Shape { nodes, graph }
    }

    /// Its edges, the lesser node first.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.graph.edge_references().map(|edge| ordered(edge.source(), edge.target()))
    }

    /// Looks at it.
    pub fn structure(&self) -> Structure {
        let graph = &self.graph;
        let mut cuts: Vec<usize> =
            articulation_points::articulation_points(graph).into_iter().map(|node| node.index()).collect();
        cuts.sort_unstable();
        let mut bridging: Vec<(usize, usize)> =
            bridges::bridges(graph).map(|edge| ordered(edge.source(), edge.target())).collect();
        bridging.sort_unstable();
        let neighbours: Vec<Vec<u32>> = graph
            .node_indices()
            .map(|node| {
                let mut row: Vec<u32> = graph.neighbors(node).map(|other| other.index() as u32).collect();
                row.sort_unstable();
                row
            })
            .collect();
        let (components, largest) = components(&neighbours);
        let size = largest.len();
        let work =
            (graph.node_count() as u64).saturating_mul((graph.node_count() + graph.edge_count()) as u64);
        Structure {
            nodes: graph.node_count(),
            edges: graph.edge_count(),
            components,
            largest: size,
            max_degree: neighbours.iter().map(Vec::len).max().unwrap_or(0),
            articulation_points: cuts,
            bridges: bridging,
            ways: (work <= MOST_WORK).then(|| ways(&neighbours, &largest)),
        }
    }
}

fn ordered(a: NodeIndex, b: NodeIndex) -> (usize, usize) {
    (a.index().min(b.index()), a.index().max(b.index()))
}

/// The zones and what joins them; the internet is among them where a link leads to it or from it.
pub fn zone_shape(model: &Model) -> Shape<ZoneIdx> {
    let network = &model.network;
    let pairs: BTreeSet<(ZoneIdx, ZoneIdx)> = network
        .links
        .iter()
        .filter(|link| link.allow != 0)
        .map(|link| (link.from.min(link.to), link.from.max(link.to)))
        .collect();
    let internet = pairs.iter().any(|pair| pair.0 == Network::INTERNET);
    let first = if internet { 0 } else { 1 };
    let nodes: Vec<ZoneIdx> = ZoneIdx::all(network.zones.len()).skip(first).collect();
    Shape::new(nodes, pairs.into_iter().map(|(a, b)| (a.at() - first, b.at() - first)))
}

/// The assets of a zone and what its topology joins; none where it has none.
pub fn asset_shape(model: &Model, zone: ZoneIdx) -> Option<Shape<AssetIdx>> {
    let network = &model.network;
    if network.zones[zone.at()].inside != Inside::Edges {
        return None;
    }
    let groups = network.zones[zone.at()].groups.iter().map(|group| &network.groups[group.at()]);
    let nodes: Vec<AssetIdx> =
        groups.flat_map(|group| (group.first.0..group.first.0 + group.count).map(AssetIdx)).collect();
    let place = |asset: &AssetIdx| nodes.binary_search(asset).unwrap_or(usize::MAX);
    let pairs: Vec<(usize, usize)> = nodes
        .iter()
        .enumerate()
        .flat_map(|(a, asset)| network.edges.of(*asset).iter().map(move |other| (a, other)))
        .map(|(a, other)| (a, place(other)))
        .filter(|(a, b)| a < b)
        .collect();
    Some(Shape::new(nodes, pairs.into_iter()))
}

/// How many components there are, and the nodes of the largest.
fn components(neighbours: &[Vec<u32>]) -> (usize, Vec<u32>) {
    let mut seen = vec![false; neighbours.len()];
    let (mut count, mut largest) = (0, Vec::new());
    for start in 0..neighbours.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        count += 1;
        let mut members = vec![start as u32];
        let mut next = 0;
        while let Some(&node) = members.get(next) {
            next += 1;
            for &other in &neighbours[node as usize] {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    members.push(other);
                }
            }
        }
        if members.len() > largest.len() {
            largest = members;
        }
    }
    (count, largest)
}

/// One breadth-first search from each node gives both the distances and, going back, the shares of the shortest ways.
fn ways(neighbours: &[Vec<u32>], largest: &[u32]) -> Ways {
    let nodes = neighbours.len();
    let mut in_largest = vec![false; nodes];
    largest.iter().for_each(|&node| in_largest[node as usize] = true);
    let mut betweenness = vec![0.0; nodes];
    let (mut diameter, mut total) = (0, 0_u64);
    let mut distance = vec![u32::MAX; nodes];
    let (mut paths, mut share) = (vec![0.0_f64; nodes], vec![0.0_f64; nodes]);
    let mut order: Vec<u32> = Vec::with_capacity(nodes);
    for source in 0..nodes {
        order.clear();
        order.push(source as u32);
        (distance[source], paths[source]) = (0, 1.0);
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            for &other in &neighbours[node as usize] {
                let (node, other) = (node as usize, other as usize);
                if distance[other] == u32::MAX {
                    distance[other] = distance[node] + 1;
                    order.push(other as u32);
                }
                if distance[other] == distance[node] + 1 {
                    paths[other] += paths[node];
                }
            }
        }
        for &node in order.iter().rev() {
            let node = node as usize;
            for &other in &neighbours[node] {
                let other = other as usize;
                if distance[other] == distance[node] + 1 {
                    share[node] += paths[node] / paths[other] * (1.0 + share[other]);
                }
            }
            if node != source {
                betweenness[node] += share[node];
            }
            if in_largest[source] {
                diameter = diameter.max(distance[node]);
                total += u64::from(distance[node]);
            }
        }
        for &node in &order {
            let node = node as usize;
            (distance[node], paths[node], share[node]) = (u32::MAX, 0.0, 0.0);
        }
    }
    // Each unordered pair was counted from both ends.
    betweenness.iter_mut().for_each(|value| *value /= 2.0);
    let pairs = largest.len() as f64 * (largest.len() as f64 - 1.0);
    Ways { diameter, mean: if pairs > 0.0 { total as f64 / pairs } else { 0.0 }, betweenness }
}
