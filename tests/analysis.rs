//! What is said of a network before it is played: gates, structure, cheapest ways, cuts. Answers by hand, the reference
//! topologies, and the simulation itself where nothing is left to chance.

mod common;

use common::{model, play};
use expect_test::{Expect, expect};
use jointex::analysis::{
    CampaignPaths, Exposure, Hop, Place, Structure, asset_shape, cheapest_paths, collapsed, cut, exposure,
    zone_shape,
};
use jointex::kernel::SimTime;
use jointex::model::{AssetIdx, Model, ZoneIdx};
use std::collections::BTreeMap;
use std::path::Path;

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

/// Says what `structure` makes of a zone of so many assets with these pairs.
fn inside(pairs: &[(u32, u32)], assets: u32) -> Structure {
    let pairs: String = pairs.iter().map(|(a, b)| format!("(\"n[{a}]\", \"n[{b}]\"),")).collect();
    let model = model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"1d\", organisations: [(id: \"o\")],
         network: (zones: [(id: \"z\", owner: \"o\", topology: Links([{pairs}]))], assets: [(id: \"n\", zone: \"z\", count: {assets})]))"
    ));
    asset_shape(&model, ZoneIdx(1)).expect("the zone has a topology").structure()
}

#[test]
fn two_triangles_joined_by_a_bridge() {
    let found = inside(&[(1, 2), (2, 3), (1, 3), (3, 4), (4, 5), (5, 6), (4, 6)], 7);
    assert_eq!(
        (found.nodes, found.edges, found.components, found.largest, found.max_degree),
        (7, 7, 2, 6, 3)
    );
    assert_eq!((found.articulation_points, found.bridges), (vec![2, 3], vec![(2, 3)]));
    let ways = found.ways.expect("it is small");
    // Each end of the bridge lies between the two others of its triangle and the three beyond.
    assert_eq!((ways.diameter, ways.betweenness), (3, vec![0.0, 0.0, 6.0, 6.0, 0.0, 0.0, 0.0]));
    assert_eq!(ways.mean, (7.0 + 2.0 * 4.0 + 3.0 * 4.0) / 15.0);
}

#[test]
fn equally_short_ways_share_what_leads_through_them() {
    let ways = inside(&[(1, 2), (2, 3), (3, 4), (1, 4)], 4).ways.expect("it is small");
    assert_eq!((ways.betweenness, ways.diameter), (vec![0.5; 4], 2));
}

#[test]
fn lone_assets_have_no_ways() {
    let found = inside(&[], 3);
    let ways = found.ways.expect("it is small");
    assert_eq!((found.components, found.largest, ways.diameter, ways.mean), (3, 1, 0, 0.0));
}

/// The undirected simple view of a GraphML file: ids of its nodes and its edges.
fn graphml(text: &str) -> (Vec<String>, Vec<(String, String)>) {
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!(" {name}=\"")).expect("the attribute") + name.len() + 3;
        tag[start..].split('"').next().expect("its value").to_owned()
    };
    let tags = |name: &str| {
        let found: Vec<&str> = text.split(&format!("<{name} ")).skip(1).collect();
        found.into_iter().map(|rest| format!(" {}", rest.split('>').next().expect("a tag ends")))
    };
    let nodes = tags("node").map(|tag| attribute(&tag, "id")).collect();
    let mut edges: Vec<(String, String)> = tags("edge")
        .map(|tag| (attribute(&tag, "source"), attribute(&tag, "target")))
        .map(|(a, b)| if a < b { (a, b) } else { (b, a) })
        .filter(|(a, b)| a != b)
        .collect();
    edges.sort();
    edges.dedup();
    (nodes, edges)
}

#[test]
fn the_reference_topologies_have_the_reference_numbers() {
    let Some(folder) = std::env::var_os("JOINTEX_REFERENCE_DATA") else {
        return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
    };
    let folder = Path::new(&folder).join("topologies");
    let mut reader = csv::Reader::from_path(folder.join("index.csv")).expect("the reference file opens");
    let mut topologies = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row of the reference file");
        let name = &row["name"];
        let text = std::fs::read_to_string(folder.join(format!("{name}.graphml"))).expect("a topology");
        let (nodes, edges) = graphml(&text);
        let assets: String = nodes.iter().map(|id| format!("(id: \"n{id}\", zone: \"z\"),")).collect();
        let pairs: String = edges.iter().map(|(a, b)| format!("(\"n{a}\", \"n{b}\"),")).collect();
        let model = model(&format!(
            "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"1d\", organisations: [(id: \"o\")],
             network: (zones: [(id: \"z\", owner: \"o\", topology: Links([{pairs}]))], assets: [{assets}]))"
        ));
        let shape = asset_shape(&model, ZoneIdx(1)).expect("the zone has a topology");
        let found = shape.structure();
        let ways = found.ways.expect("it is small");
        let whole = [
            ("nodes", found.nodes),
            ("edges_simple", found.edges),
            ("components", found.components),
            ("largest_cc", found.largest),
            ("diameter_lcc", ways.diameter as usize),
            ("articulation_points", found.articulation_points.len()),
            ("bridges", found.bridges.len()),
        ];
        for (column, value) in whole {
            assert_eq!(value.to_string(), row[column], "{name}: {column}");
        }
        // The file counts parallel lines and self-loops in the degree of multigraphs; here a neighbour counts once.
        if row["edges_raw"] == row["edges_simple"] {
            assert_eq!(found.max_degree.to_string(), row["max_degree"], "{name}: max_degree");
        }
        let near = |value: f64, column: &str| {
            let expected: f64 = row[column].parse().expect("a number");
            assert!((value - expected).abs() <= 5e-5 * expected.max(1.0), "{name}: {column} {value}");
        };
        near(ways.mean, "avg_path_lcc");
        let top = ways.betweenness.iter().copied().fold(0.0, f64::max);
        near(top, "top_betweenness_unnormalised");
        // Where several are equal, the file names one of them.
        let named = |node: usize| model.asset_name(shape.nodes[node])[1..] == row["top_betweenness_node_id"];
        let at = (0..shape.nodes.len()).find(|&node| named(node)).expect("the node");
        assert!(top - ways.betweenness[at] < 1e-9 * top, "{name}");
        topologies += 1;
    }
    assert!(topologies >= 8);
}

/// A place in words: the group, one of its members, or how many of them.
fn said(model: &Model, place: &Place) -> String {
    match place.count {
        1 => model.asset_name(place.first),
        count => format!("{}×{count}", model.names.groups[model.network.group_of.of(place.first).at()].0),
    }
}

/// The cheapest ways of each campaign: what is done whence to where until which hour, and what each link is worth.
fn ways(model: &Model) -> String {
    let hours = |micros: f64| format!("{} h", (micros / 3.6e8).round() / 10.0);
    let link = |link: jointex::model::LinkIdx| {
        let link = &model.network.links[link.at()];
        let name = |zone: ZoneIdx| model.names.zones[zone.at()].clone();
        format!("{}>{}", name(link.from), name(link.to))
    };
    let hop = |hop: &Hop| {
        let what = if hop.step.is_some() {
            &model.names.steps[hop.step.at()]
        } else {
            &model.names.spreads[hop.spread.at()]
        };
        let whence = hop.source.as_ref().map_or("internet".to_owned(), |place| said(model, place));
        let links: Vec<String> = hop.links.iter().map(|&it| link(it)).collect();
        let way = if links.is_empty() { String::new() } else { format!(" over {}", links.join(", ")) };
        let fails = if hop.fails { " fails" } else { "" };
        format!(
            "  {what}{fails}: {whence} to {}{way}, {} until {}\n",
            said(model, &hop.target),
            hours(hop.time),
            hours(hop.end)
        )
    };
    let mut text = String::new();
    for CampaignPaths { basis, paths, .. } in cheapest_paths(model) {
        for path in paths {
            let time = path.time.map_or("never".to_owned(), hours);
            text +=
                &format!("{:?} {}: {time}, work {}\n", basis, said(model, &path.target), hours(path.work()));
            text.extend(path.hops.iter().map(hop));
            for (without, later) in &path.without {
                let later = later.map_or("never".to_owned(), |later| format!("{} later", hours(later)));
                text += &format!("  without {}: {later}\n", link(*without));
            }
        }
    }
    text
}

/// Compares the ways; where nothing is left to chance, the simulation reaches the objective exactly when the analysis says.
#[track_caller]
fn check_ways(network: &str, techniques: &str, campaign: &str, played: bool, expected: Expect) {
    let suppliers = match campaign.contains("supplier") {
        true => r#"suppliers: [(id: "books", customers: [Group("bench")], delivery: "9h")]"#,
        false => "",
    };
    let model = model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"30d\",
         organisations: [(id: \"o\"), (id: \"p\")], network: ({network}),
         techniques: [{techniques}], campaigns: [(id: \"c\", operators: 9, {campaign})],
         {suppliers})"
    ));
    expected.assert_eq(&ways(&model));
    if played {
        let first =
            cheapest_paths(&model)[0].paths.iter().filter_map(|path| path.time).fold(f64::INFINITY, f64::min);
        let reached = play(&model, 1, false, |outcome| outcome.ledger.campaigns[0].objective)[0];
        assert_ne!(reached, SimTime::MAX, "the simulation gets there");
        assert_eq!(
            reached.micros() as f64,
            first.round(),
            "the simulation gets there when the analysis says"
        );
    }
}

const TECHNIQUES: &str = r#"
    (id: "letter", name: "A letter", does: Phish, needs: (service: "smtp"), success: 1, time: "1h"),
    (id: "raise", name: "Up", does: Escalate, success: 1, time: "2h"),
    (id: "dump", name: "Keys", does: TakeCredentials, needs: (access: Admin), success: 1, time: "3h"),
    (id: "walk", name: "On", does: Move, needs: (service: "smb"), success: 1, time: "4h"),
    (id: "enter", name: "In", does: Move, needs: (service: "smb", credential: true, access: Admin), success: 1, time: "5h"),
    (id: "carry", name: "Out", does: Exfiltrate, needs: (service: "https"), success: 1, time: "6h"),
    (id: "break", name: "Break", does: Exploit, needs: (service: "https"), success: 0.5, time: "7h"),
    (id: "stick", name: "A stick", does: Plug, success: 1, time: "10h"),
    (id: "update", name: "An update", does: Supply, success: 1, time: "11h"),
    (id: "learn", name: "Where", does: Discover, success: 1, time: "12h"),
    (id: "go", name: "There", does: Move, needs: (service: "smb", knowledge: true), success: 1, time: "13h"),
    (id: "flood", name: "Flood", does: Deny, needs: (service: "https"), success: 1, time: "14h"),
    (id: "haul", name: "Haul", does: Exfiltrate, needs: (service: "https"), traffic: 3600000, success: 1, time: "1h"),
    (id: "never", name: "Never", does: Escalate, needs: (weakness: "none"), success: 0.5, time: "1h"),
    (id: "wipe", name: "Wipe", does: Wipe, success: 1, time: "8h"),
"#;

/// Two gates before the core: a short one that lets `smb` through, and one by way of the laboratory.
const NETWORK: &str = r#"
    zones: [(id: "edge", owner: "o"), (id: "office", owner: "o"), (id: "lab", owner: "o"), (id: "core", owner: "o")],
    assets: [
        (id: "mail", zone: "edge", services: ["smtp", "https"]),
        (id: "desk", zone: "office", count: 50, users: 1, services: ["smb"], credentials: ["key"]),
        (id: "bench", zone: "lab", services: ["smb"], users: 1),
        (id: "vault", zone: "core", services: ["smb"], accepts: ["key"]),
    ],
    links: [
        (from: "internet", to: "edge", allow: ["smtp", "https"]),
        (from: "office", to: "core", allow: ["smb"]),
        (from: "office", to: "lab", allow: ["smb"]),
        (from: "lab", to: "core", allow: ["smb"]),
        (from: "core", to: "internet", allow: ["https"]),
    ]
"#;

#[test]
fn the_cheapest_way_takes_the_nearer_of_two_gates() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [
            (id: "mail", technique: "letter", target: Group("desk"), burst: 10),
            (id: "on", technique: "walk", after: Any(["mail"]), target: Asset("vault"), route: Cheapest),
            (id: "out", technique: "carry", after: Any(["on"]), objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective vault: 11 h, work 11 h
              mail: internet to desk×50 over internet>edge, 1 h until 1 h
              on: desk×50 to vault over office>core, 4 h until 5 h
              out: vault to vault over core>internet, 6 h until 11 h
              without internet>edge: never
              without core>internet: never
              without office>core: 4 h later
        "#]],
    );
}

#[test]
fn a_credential_is_taken_where_it_is_kept_before_it_opens_anything() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [
            (id: "mail", technique: "letter", target: Group("desk"), burst: 10),
            (id: "up", technique: "raise", after: Any(["mail"])),
            (id: "keys", technique: "dump", after: Any(["up"])),
            (id: "in", technique: "enter", after: All(["keys"]), target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective vault: 11 h, work 11 h
              mail: internet to desk×50 over internet>edge, 1 h until 1 h
              up: desk×50 to desk×50, 2 h until 3 h
              keys: desk×50 to desk×50, 3 h until 6 h
              in: desk×50 to vault over office>core, 5 h until 11 h
              without internet>edge: never
              without office>core: never
        "#]],
    );
}

#[test]
fn without_the_credential_there_is_no_way() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [
            (id: "mail", technique: "letter", target: Group("desk"), burst: 10),
            (id: "up", technique: "raise", after: Any(["mail"])),
            (id: "in", technique: "enter", after: All(["up"]), target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        false,
        expect![[r#"
            Objective vault: never, work 0 h
        "#]],
    );
}

#[test]
fn a_join_waits_for_the_last_and_the_work_of_all_counts() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"initially_held: [First(group: "desk", count: 1)], flow: [
            (id: "up", technique: "raise"),
            (id: "on", technique: "walk", target: Asset("bench"), route: Cheapest),
            (id: "further", technique: "walk", after: All(["up", "on"]), target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective vault: 8 h, work 14 h
              up: desk[1] to desk[1], 2 h until 2 h
              on: desk[1] to vault over office>core, 4 h until 4 h
              on: desk[1] to bench over office>lab, 4 h until 4 h
              further: vault to vault, 4 h until 8 h
              without office>core: 0 h later
              without office>lab: never
        "#]],
    );
}

#[test]
fn attempts_that_fail_are_repeated() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [(id: "break", technique: "break", target: Asset("mail"), objective: true)]"#,
        false,
        expect![[r#"
            Objective mail: 14 h, work 14 h
              break: internet to mail over internet>edge, 14 h until 14 h
              without internet>edge: never
        "#]],
    );
}

#[test]
fn damage_to_what_is_held_needs_both_the_step_and_the_hold() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"initially_held: [First(group: "desk", count: 1)], flow: [
            (id: "on", technique: "walk", target: Asset("bench"), route: Cheapest),
            (id: "wipe", technique: "wipe", after: Any(["on"]), target: Zone("office"), objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective desk[1]: 12 h, work 12 h
              on: desk[1] to bench over office>lab, 4 h until 4 h
              wipe: bench to bench, 8 h until 12 h
              without office>lab: never
        "#]],
    );
}

#[test]
fn along_explicit_edges_single_assets_are_told_apart() {
    check_ways(
        r#"zones: [(id: "z", owner: "o", topology: Path)], assets: [(id: "n", zone: "z", services: ["smb"], count: 5)]"#,
        TECHNIQUES,
        r#"initially_held: [First(group: "n", count: 1)],
           flow: [(id: "on", technique: "walk", target: Asset("n[4]"), route: Cheapest, objective: true)]"#,
        true,
        expect![[r#"
            Objective n[4]: 12 h, work 12 h
              on: n[1] to n[2], 4 h until 4 h
              on: n[2] to n[3], 4 h until 8 h
              on: n[3] to n[4], 4 h until 12 h
        "#]],
    );
}

#[test]
fn a_credential_that_several_places_keep_is_taken_once() {
    check_ways(
        r#"zones: [(id: "a", owner: "o"), (id: "b", owner: "o"), (id: "core", owner: "o")],
           assets: [(id: "n", zone: "a", credentials: ["key"]), (id: "m", zone: "b", credentials: ["key"]),
                    (id: "vault", zone: "core", services: ["smb"], accepts: ["key"])],
           links: [(from: "b", to: "core", allow: ["smb"])]"#,
        TECHNIQUES,
        r#"initially_held: [Asset("n"), Asset("m")], flow: [
            (id: "up", technique: "raise"),
            (id: "keys", technique: "dump", after: Any(["up"])),
            (id: "in", technique: "enter", after: Any(["keys"]), target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        false,
        expect![[r#"
            Objective vault: 10 h, work 10 h
              up: m to m, 2 h until 2 h
              keys: m to m, 3 h until 5 h
              in: m to vault over b>core, 5 h until 10 h
              without b>core: never
        "#]],
    );
}

#[test]
fn zones_with_too_many_edges_are_taken_for_meshes() {
    let network = r#"zones: [(id: "z", owner: "o", topology: BarabasiAlbert(m: 11))],
                     assets: [(id: "n", zone: "z", services: ["smb"], count: 100000)]"#;
    let model = model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"30d\",
         organisations: [(id: \"o\")], network: ({network}), techniques: [{TECHNIQUES}],
         campaigns: [(id: \"c\", initially_held: [First(group: \"n\", count: 1)],
                      flow: [(id: \"on\", technique: \"walk\", target: Asset(\"n[99999]\"), objective: true)])])"
    ));
    assert!(collapsed(&model.network));
    let paths = cheapest_paths(&model);
    assert_eq!((paths[0].paths[0].hops.len(), paths[0].paths[0].time), (1, Some(4.0 * 3.6e9)));
}

#[test]
fn a_poisoned_delivery_needs_no_link() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [
            (id: "up", technique: "update", supplier: "books"),
            (id: "on", technique: "walk", after: Any(["up"]), target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective vault: 24 h, work 24 h
              up: internet to bench, 20 h until 20 h
              on: bench to vault over lab>core, 4 h until 24 h
              without lab>core: never
        "#]],
    );
}

#[test]
fn what_must_be_known_is_learned_first() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [
            (id: "stick", technique: "stick", target: Asset("bench")),
            (id: "learn", technique: "learn", after: Any(["stick"])),
            (id: "on", technique: "go", after: Any(["stick"]), retries: 9, target: Asset("vault"), route: Cheapest),
            (id: "both", technique: "raise", after: All(["on", "learn"]), objective: true),
        ]"#,
        false,
        expect![[r#"
            Objective bench: 37 h, work 37 h
              stick: internet to bench, 10 h until 10 h
              learn: bench to bench, 12 h until 22 h
              on: bench to vault over lab>core, 13 h until 35 h
              both: bench to bench, 2 h until 37 h
              without lab>core: never
            Objective vault: 37 h, work 37 h
              stick: internet to bench, 10 h until 10 h
              learn: bench to bench, 12 h until 22 h
              on: bench to vault over lab>core, 13 h until 35 h
              both: vault to vault, 2 h until 37 h
              without lab>core: never
        "#]],
    );
}

#[test]
fn what_follows_a_failure_waits_for_the_retries() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"initially_held: [Asset("bench")], flow: [
            (id: "try", technique: "never", retries: 2, on_failure: ["on"]),
            (id: "on", technique: "walk", target: Asset("vault"), route: Cheapest, objective: true),
        ]"#,
        true,
        expect![[r#"
            Objective vault: 7 h, work 7 h
              try fails: bench to bench, 3 h until 3 h
              on: bench to vault over lab>core, 4 h until 7 h
              without lab>core: never
        "#]],
    );
}

#[test]
fn denial_comes_from_the_internet_and_a_haul_takes_as_long_as_its_narrowest_link() {
    check_ways(
        NETWORK,
        TECHNIQUES,
        r#"flow: [(id: "flood", technique: "flood", target: Asset("mail"), objective: true)]"#,
        true,
        expect![[r#"
            Objective mail: 14 h, work 14 h
              flood: internet to mail over internet>edge, 14 h until 14 h
              without internet>edge: never
        "#]],
    );
    check_ways(
        &NETWORK.replace("to: \"internet\", allow", "to: \"internet\", capacity: 100, allow"),
        TECHNIQUES,
        r#"initially_held: [Asset("vault")], flow: [(id: "haul", technique: "haul", objective: true)]"#,
        true,
        expect![[r#"
            Objective vault: 10 h, work 10 h
              haul: vault to vault over core>internet, 10 h until 10 h
              without core>internet: never
        "#]],
    );
}

#[test]
fn a_worm_comes_by_its_own() {
    check_ways(
        r#"zones: [(id: "z", owner: "o", topology: Path)], assets: [(id: "n", zone: "z", services: ["smb"], count: 3, weight: 2), (id: "m", zone: "z")]"#,
        TECHNIQUES,
        r#"initially_held: [Asset("m")], spread: [Contact(technique: "walk", delay: "1h")]"#,
        false,
        expect![[r#"
            Weight n[1]: 5 h, work 5 h
              contact walk: m to n[1], 5 h until 5 h
        "#]],
    );
}

#[test]
fn sensors_that_see_every_failure_see_the_hop() {
    let model = model(
        r#"Scenario(format: 1, id: "s", title: "s", startex: "2026-01-05T00:00[UTC]", endex: "1d", organisations: [(id: "o")],
        network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", services: ["x"])],
                  links: [(from: "internet", to: "z", allow: ["x"])]),
        techniques: [(id: "break", name: "In", does: Exploit, needs: (service: "x"), success: 0.5, time: "1h",
                      visible: (attempt: [(Process, 0.2)], success: [(Process, 0.5)]))],
        campaigns: [(id: "c", flow: [(id: "s", technique: "break", target: Asset("n"), objective: true)])],
        teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "1h", misses: 0, false_escalations: 0))],
        sensors: [(id: "a", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 1),
                  (id: "b", team: "t", covers: [Zone("z")], sees: [Mail], sensitivity: 1)])"#,
    );
    let paths = cheapest_paths(&model);
    let hop = &paths[0].paths[0].hops[0];
    // Unseen with p(1 − s) / (1 − (1 − p)(1 − f)), where s = 1 − 0.8 · 0.5 since success shows both.
    let unseen = 0.5 * 0.8 * 0.5 / (1.0 - 0.5 * 0.8);
    assert_eq!(hop.seen.len(), 1);
    assert!((hop.seen[0].1 - (1.0 - unseen)).abs() < 1e-12 && hop.seen_by_any == hop.seen[0].1);
}

/// Names the links to close between the campaign and a zone.
fn cuts(network: &str, campaign: &str, zone: &str, expected: Expect) {
    let model = model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"30d\",
         organisations: [(id: \"o\"), (id: \"p\")], network: ({network}),
         techniques: [{TECHNIQUES}], campaigns: [(id: \"c\", {campaign})])"
    ));
    let zone = model.names.zones.iter().position(|name| name == zone).expect("the zone") as u32;
    let found = cut(&model, &model.campaigns[0], [ZoneIdx(zone)].into());
    let name = |zone: ZoneIdx| &*model.names.zones[zone.at()];
    let links = found.links.map(|links| {
        let links = links.iter().map(|link| &model.network.links[link.at()]);
        links.map(|link| format!("{}>{}", name(link.from), name(link.to))).collect::<Vec<_>>()
    });
    expected.assert_eq(&format!("{links:?}"));
}

#[test]
fn the_minimum_cut_counts_links_and_mail() {
    let phish = r#"flow: [(id: "mail", technique: "letter", target: Group("desk"), burst: 10)]"#;
    let held = r#"initially_held: [First(group: "desk", count: 1)], flow: [(id: "up", technique: "raise")]"#;
    cuts(NETWORK, phish, "core", expect![[r#"Some(["internet>edge"])"#]]);
    cuts(NETWORK, held, "core", expect![[r#"Some(["office>core", "office>lab"])"#]]);
    cuts(NETWORK, held, "office", expect!["None"]);
    cuts(
        NETWORK,
        r#"flow: [(id: "b", technique: "break", target: Asset("mail"))]"#,
        "core",
        expect!["Some([])"],
    );
}

#[test]
fn the_zones_are_a_graph_with_the_internet() {
    let model = model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"s\", startex: \"2026-01-05T00:00[UTC]\", endex: \"1d\",
         organisations: [(id: \"o\")], network: ({NETWORK}))"
    ));
    let shape = zone_shape(&model);
    let found = shape.structure();
    let name = |node: &usize| model.names.zones[shape.nodes[*node].at()].clone();
    assert_eq!((found.nodes, found.edges, found.components), (5, 5, 1));
    assert_eq!(found.articulation_points.iter().map(name).collect::<Vec<_>>(), ["internet", "core"]);
    assert_eq!(
        asset_shape(&model, ZoneIdx(1)).map(|shape: jointex::analysis::Shape<AssetIdx>| shape.nodes),
        None
    );
}
