//! The network as a graph: distances from the internet, and gates.

mod common;

use common::model;
use expect_test::{Expect, expect};
use jointex::analysis::{Exposure, exposure};
use jointex::model::ZoneIdx;

/// Compares what `exposure` says of zones a, b, c, d with these links.
fn check(links: &[(&str, &str)], expected: Expect) {
    let links: String =
        links.iter().map(|(from, to)| format!("(from: \"{from}\", to: \"{to}\", allow: [\"x\"]),")).collect();
    let zones = ["a", "b", "c", "d"].map(|id| format!("(id: \"{id}\", owner: \"o\"),")).concat();
    let text = format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"1d\",
         organisations: [(id: \"o\")], network: (zones: [{zones}],
         assets: [(id: \"n\", zone: \"a\", services: [\"x\"])], links: [{links}]))"
    );
    let model = model(&text);
    let Exposure { hops, chokepoints } = exposure(&model);
    let name = |zone: &ZoneIdx| model.names.zones[zone.at()].clone();
    let hops: Vec<String> = hops
        .iter()
        .map(|(zone, hops)| format!("{} {}", name(zone), hops.map_or("-".into(), |hops| hops.to_string())))
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
