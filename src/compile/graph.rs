//! Topologies from GraphML files.
//!
//! **Invariant:** the pairs that are returned join different members of the zone, each pair once.

use super::topology::Shape;
use crate::diagnostic::{Diagnostic, Place, Sources, codes, counted};
use crate::model::Position;
use crate::scenario::{self, Word, graphml};

/// How a file joins the `size` assets of a zone, and where it says they are; its nodes are the members in their order.
pub fn shape(
    file: &Word,
    zone: &scenario::Zone,
    size: usize,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> (Shape, Vec<Option<Position>>) {
    let nothing = (Shape::Pairs(Vec::new()), Vec::new());
    let name = file.text.escape_debug();
    let Some(source) = sources.read_for(file.place) else {
        let message =
            format!("the topology `{name}` was not read: only the scenario's own text can name a file");
        let fault = Diagnostic::error(codes::NOT_SETTABLE, file.place, message).label("named by a change");
        faults.push(fault.help(String::from("name it in the zone, and change something else")));
        return nothing;
    };
    let graph = match graphml(sources.text(source)) {
        Ok(graph) => graph,
        Err(fault) => {
            let (start, len) = (fault.range.start as u32, fault.range.len() as u32);
            let message = format!("`{name}` is no topology: {}", fault.message);
            let fault = Diagnostic::error(codes::TOPOLOGY_FILE, Place { source, start, len }, message);
            faults.push(fault.label("here"));
            return nothing;
        }
    };
    if graph.labels.len() != size {
        let (nodes, assets) = (counted(graph.labels.len() as u64, "node"), counted(size as u64, "asset"));
        let message = format!("`{name}` has {nodes}, but the zone `{}` has {assets}", zone.id);
        let fault =
            Diagnostic::error(codes::TOPOLOGY_SIZE, file.place, message).label("not one for each asset");
        faults.push(fault.help(format!("a group with `count: {}` has one for each", graph.labels.len())));
        return nothing;
    }
    let mut pairs: Vec<(u32, u32)> =
        graph.edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let position = |(latitude, longitude)| Position { latitude, longitude };
    (Shape::Pairs(pairs), graph.positions.into_iter().map(|at| at.map(position)).collect())
}
