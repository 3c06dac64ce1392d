//! The network as a graph, by petgraph: what lies how far from the internet, and what every way there leads through.
//!
//! The simulation works on flat columns; here a zone is a node and a link that lets anything through an edge. This is for
//! people who look at a network before they play it, and never touches a replication.
//!
//! **Invariant:** nothing here is simulated: the answers follow from the model as compiled, with every link open.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::scenario::{LoadError, parse};
    use expect_test::{Expect, expect};

    /// Compares what `exposure` says of zones a, b, c, d with these links.
    fn check(links: &[(&str, &str)], expected: Expect) {
        let links: String = links
            .iter()
            .map(|(from, to)| format!("(from: \"{from}\", to: \"{to}\", allow: [\"x\"]),"))
            .collect();
        let zones = ["a", "b", "c", "d"].map(|id| format!("(id: \"{id}\", owner: \"o\"),")).concat();
        let text = format!(
            "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"1d\",
             organisations: [(id: \"o\")], network: (zones: [{zones}],
             assets: [(id: \"n\", zone: \"a\", services: [\"x\"])], links: [{links}]))"
        );
        let parsed = parse("s.ron", &text, &mut |_| Err(LoadError("nothing to include".into())));
        let scenario = parsed.scenario.expect("it has no fault");
        let (model, faults) = compile(&scenario, &parsed.sources);
        let model = model.unwrap_or_else(|| panic!("{faults:?}"));
        let Exposure { hops, chokepoints } = exposure(&model);
        let name = |zone: &ZoneIdx| model.names.zones[zone.at()].clone();
        let hops: Vec<String> = hops
            .iter()
            .map(|(zone, hops)| {
                format!("{} {}", name(zone), hops.map_or("-".into(), |hops| hops.to_string()))
            })
            .collect();
        let chokepoints: Vec<String> = chokepoints
            .iter()
            .map(|(zone, beyond)| {
                format!("{} before {}", name(zone), beyond.iter().map(name).collect::<Vec<_>>().join(", "))
            })
            .collect();
        expected.assert_eq(&format!("{}; {}", hops.join(", "), chokepoints.join("; ")));
    }

    #[test]
    fn every_zone_of_a_chain_is_before_the_next() {
        check(
            &[("internet", "a"), ("a", "b"), ("b", "c")],
            expect!["a 1, b 2, c 3, d -; a before b, c; b before c"],
        );
    }

    #[test]
    fn two_ways_leave_no_chokepoint() {
        check(
            &[("internet", "a"), ("internet", "b"), ("a", "c"), ("b", "c"), ("c", "d")],
            expect!["a 1, b 1, c 2, d 3; c before d"],
        );
    }

    #[test]
    fn links_lead_one_way() {
        check(&[("a", "internet"), ("b", "a")], expect!["a -, b -, c -, d -; "]);
    }
}
