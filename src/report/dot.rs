//! The network as a picture, for Graphviz: zones and the links between them, or the assets of one zone.
//!
//! **Invariant:** every text of the scenario is quoted, and no two nodes share a name.

use super::analysis::AnalysisReport;
use super::terminal::obeyed;
use crate::analysis::{Structure, asset_shape, zone_shape};
use crate::model::{LinkIdx, Model, Network, ZoneIdx};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Draws the zones: targets' zones in double lines, articulation points grey, links of the cheapest ways thick, those that a
/// minimum cut closes red and dashed.
pub fn zones(model: &Model, report: &AnalysisReport) -> String {
    let network = &model.network;
    let shape = zone_shape(model);
    let grey: BTreeSet<ZoneIdx> =
        shape.structure().articulation_points.into_iter().map(|node| shape.nodes[node]).collect();
    let ways: BTreeSet<LinkIdx> = report.links.iter().map(|link| link.index).collect();
    // The first cut of a campaign is the one from all of its targets.
    let first_cuts = || report.campaigns.iter().filter_map(|campaign| campaign.cuts.first());
    let cuts: BTreeSet<LinkIdx> = first_cuts().flat_map(|cut| cut.indices.iter().copied()).collect();
    let targets: BTreeSet<&str> = first_cuts().flat_map(|cut| cut.zones.iter().map(String::as_str)).collect();
    let mut text = head(&report.scenario.title, "digraph");
    for &zone in &shape.nodes {
        let name = &model.names.zones[zone.at()];
        let size = network.zones[zone.at()].size;
        let mut look = match zone {
            Network::INTERNET => format!("label={}, shape=ellipse", quoted(name)),
            _ => format!("label={}", quoted(&format!("{name}\n{size}"))),
        };
        look += if grey.contains(&zone) { ", style=filled, fillcolor=lightgrey" } else { "" };
        look += if targets.contains(&**name) { ", peripheries=2" } else { "" };
        let _ = writeln!(text, "  n{} [{look}];", zone.0);
    }
    for (index, link) in
        LinkIdx::all(network.links.len()).zip(&network.links).filter(|(_, link)| link.allow != 0)
    {
        let mut look = Vec::new();
        look.extend(ways.contains(&index).then_some("penwidth=3"));
        look.extend(cuts.contains(&index).then_some("color=red, style=dashed"));
        let look = if look.is_empty() { String::new() } else { format!(" [{}]", look.join(", ")) };
        let _ = writeln!(text, "  n{} -> n{}{look};", link.from.0, link.to.0);
    }
    text + "}\n"
}

/// Draws the assets of a zone with a topology: articulation points grey, bridges red. Empty for another zone.
pub fn assets(model: &Model, zone: ZoneIdx) -> String {
    let mut text = head(&model.names.zones[zone.at()], "graph");
    let Some(shape) = asset_shape(model, zone) else { return text + "}\n" };
    let Structure { articulation_points, bridges, .. } = shape.structure();
    for (node, &asset) in shape.nodes.iter().enumerate() {
        let grey = articulation_points.binary_search(&node).is_ok();
        let look = if grey { ", style=filled, fillcolor=lightgrey" } else { "" };
        let _ = writeln!(text, "  n{node} [label={}{look}];", quoted(&model.asset_name(asset)));
    }
    for (a, b) in shape.edges() {
        let look = if bridges.binary_search(&(a, b)).is_ok() { " [color=red]" } else { "" };
        let _ = writeln!(text, "  n{a} -- n{b}{look};");
    }
    text + "}\n"
}

fn head(title: &str, kind: &str) -> String {
    let direction = if kind == "digraph" { "  rankdir=LR;\n" } else { "" };
    format!("{kind} {} {{\n{direction}  node [shape=box];\n", quoted(title))
}

/// A quoted string of Graphviz's language: a line feed is an escape, whatever else a terminal would obey is left out.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if obeyed(c) => {}
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("a\"]; b \\"), r#""a\"]; b \\""#);
        assert_eq!(quoted("desk\n400\u{7}\u{202e}"), r#""desk\n400""#);
    }
}
