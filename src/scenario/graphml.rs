//! Graphs as GraphML writes them (Brandes et al., GraphML Progress Report, 2002; <http://graphml.graphdrawing.org>).
//!
//! Read are the nodes and edges of the file's one graph, and of its nodes the attributes called `label`, `Latitude` and
//! `Longitude`. What else there is (speeds, notes) is passed over, and so are coordinates that are on no map. Ports are taken for their nodes; graphs within nodes and hyperedges are
//! refused, for leaving them out would change who reaches whom.
//!
//! **Invariant:** nothing here reads a file, or gives up on any text other than by a fault.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

/// The most elements and texts of one file, against those made to exhaust memory.
const MOST_PARTS: u32 = 20_000_000;

/// A graph as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The label of each node, or its id where it has none, in the order of the file.
    pub labels: Vec<String>,
    /// Where each node is, if it says so: degrees north and degrees east, within -90 to 90 and -180 to 180.
    pub positions: Vec<Option<(f64, f64)>>,
    /// The edges in the order of the file, loops and repeated ones included; nodes are counted from 0.
    pub edges: Vec<(u32, u32)>,
    /// Whether any edge is directed.
    pub directed: bool,
}

/// Why a text is no graph, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphFault {
    /// What is wrong.
    pub message: String,
    /// The stretch of the text that it is about, in bytes.
    pub range: Range<usize>,
}

/// Reads the text of a GraphML file; the first fault ends it.
pub fn graphml(text: &str) -> Result<Graph, GraphFault> {
    let options = ParsingOptions { nodes_limit: MOST_PARTS, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| not_xml(text, &error))?;
    let root = document.root_element();
    let mut graphs = root.children().filter(|node| is(*node, "graph"));
    let (graph, second) = (graphs.next(), graphs.next());
    let Some(graph) = graph.filter(|_| root.tag_name().name() == "graphml") else {
        return Err(fault(root, "it has no `graph` within `graphml`"));
    };
    if let Some(second) = second {
        return Err(fault(second, "it has more than one graph"));
    }
    let key = |name: &str| {
        root.children()
            .filter(|node| is(*node, "key") && node.attribute("attr.name") == Some(name))
            .find(|key| matches!(key.attribute("for"), Some("node" | "all") | None))
            .and_then(|key| key.attribute("id"))
    };
    let [label_key, latitude_key, longitude_key] = ["label", "Latitude", "Longitude"].map(key);
    let mut read = Graph::default();
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for node in graph.children().filter(|node| is(*node, "node")) {
        let Some(id) = node.attribute("id") else { return Err(fault(node, "a node has no `id`")) };
        if numbers.insert(id, read.labels.len() as u32).is_some() {
            return Err(fault(node, &format!("two nodes have the id `{}`", short(id))));
        }
        if let Some(inner) = node.children().find(|node| is(*node, "graph")) {
            return Err(fault(inner, "a graph within a node can't be read"));
        }
        let label = said(node, label_key);
        read.labels.push(label.filter(|label| !label.is_empty()).unwrap_or(id).to_owned());
        let degrees = |key, most: f64| {
            said(node, key)?.parse().ok().filter(|degrees: &f64| (-most..=most).contains(degrees))
        };
        read.positions.push(degrees(latitude_key, 90.0).zip(degrees(longitude_key, 180.0)));
    }
    if read.labels.is_empty() {
        return Err(fault(graph, "its graph has no nodes"));
    }
    let by_default = graph.attribute("edgedefault") == Some("directed");
    for edge in graph.children().filter(|node| node.is_element()) {
        match edge.tag_name().name() {
            "edge" => {
                let from = end(edge, "source", &numbers)?;
                let to = end(edge, "target", &numbers)?;
                read.edges.push((from, to));
                read.directed |= edge.attribute("directed").map_or(by_default, |said| said == "true");
            }
            "hyperedge" => return Err(fault(edge, "a hyperedge can't be read")),
            _ => {}
        }
    }
    Ok(read)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// What a node says under a key, if the file defines the key and the node says something.
fn said<'t>(node: Node<'t, '_>, key: Option<&str>) -> Option<&'t str> {
    let key = key?;
    let data = node.children().find(|data| is(*data, "data") && data.attribute("key") == Some(key))?;
    data.text().map(str::trim)
}

fn end(edge: Node<'_, '_>, which: &str, numbers: &BTreeMap<&str, u32>) -> Result<u32, GraphFault> {
    let Some(id) = edge.attribute(which) else {
        return Err(fault(edge, &format!("an edge has no `{which}`")));
    };
    numbers.get(id).copied().ok_or_else(|| {
        fault(edge, &format!("an edge has the {which} `{}`, but no node has this id", short(id)))
    })
}

/// A fault of an element; its first line stands for it.
fn fault(node: Node<'_, '_>, message: &str) -> GraphFault {
    let range = node.range();
    let text = &node.document().input_text()[range.clone()];
    let line = text.find('>').map_or(text, |end| &text[..=end]);
    let line = line.lines().next().unwrap_or_default();
    GraphFault { message: message.to_owned(), range: range.start..range.start + line.len() }
}

fn not_xml(text: &str, error: &roxmltree::Error) -> GraphFault {
    let at = error.pos();
    let start: usize = text.split_inclusive('\n').take(at.row.saturating_sub(1) as usize).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let column =
        line.char_indices().nth(at.col.saturating_sub(1) as usize).map_or(line.len(), |(place, _)| place);
    let message = match error {
        roxmltree::Error::DtdDetected => {
            String::from("it declares a document type, which may define anything")
        }
        roxmltree::Error::NodesLimitReached => format!("it has more than {MOST_PARTS} parts"),
        // The place is told apart, and so is what the text may hold.
        _ => String::from("it is not well-formed XML"),
    };
    GraphFault { message, range: start + column..start + line.len() }
}

/// So much of an id as a message can hold.
fn short(id: &str) -> String {
    let cut: String = id.chars().take(40).collect();
    cut.escape_debug().to_string()
}
