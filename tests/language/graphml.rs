//! Topologies from GraphML files.

use std::path::Path;

use expect_test::{Expect, expect};
use jointex::compile::compile;
use jointex::scenario::graphml;

use super::{main_file, read, rendered};

const RING: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="label" attr.type="string" for="edge" id="d0"/>
  <key attr.name="label" attr.type="string" for="node" id="d1"/>
  <graph edgedefault="undirected">
    <edge source="b" target="a"><data key="d0">1 Gbps</data></edge>
    <node id="a"><data key="d1">Tallinn</data></node>
    <node id="b"><data key="d1"> Riga &amp; port </data></node>
    <node id="c"/>
    <edge source="b" target="c"/><edge source="b" target="a"/><edge source="c" target="c"/>
  </graph>
</graphml>"#;

#[test]
fn nodes_have_labels_and_edges_are_as_in_the_file() {
    let graph = graphml(RING).expect("a sound file");
    assert_eq!(graph.labels, ["Tallinn", "Riga & port", "c"]);
    assert_eq!(graph.edges, [(1, 0), (1, 2), (1, 0), (2, 2)]);
    assert!(!graph.directed);
    assert!(graphml(&RING.replace("\"undirected\"", "\"directed\"")).is_ok_and(|graph| graph.directed));
}

/// Compiles a scenario with three assets in a zone whose topology is the file `ring.graphml`, and compares what is told.
#[track_caller]
fn check(file: &str, expected: Expect) {
    let body = r#"organisations: [(id: "o")],
network: (zones: [(id: "z", owner: "o", topology: File("ring.graphml"))], assets: [(id: "n", zone: "z", count: 3)])"#;
    let parsed = read(&main_file(body), &[("ring.graphml", file)]);
    let mut told = parsed.diagnostics;
    if let Some(scenario) = &parsed.scenario {
        let (model, found) = compile(scenario, &parsed.sources);
        told.extend(found);
        if let Some(model) = model {
            let rows: Vec<Vec<u32>> = (0..3)
                .map(|n| model.network.edges.of(jointex::model::AssetIdx(n)).iter().map(|to| to.0).collect())
                .collect();
            return expected.assert_eq(&format!("{rows:?}"));
        }
    }
    expected.assert_eq(&rendered(&told, &parsed.sources));
}

#[test]
fn the_first_node_is_the_first_member() {
    check(RING, expect!["[[1], [0, 2], [1]]"]);
    // Directed edges join both ways, and a byte order mark is passed over.
    check(
        &format!("\u{feff}{}", RING.replace("\"undirected\"", "\"directed\"")),
        expect!["[[1], [0, 2], [1]]"],
    );
}

#[test]
fn faults_stand_in_the_file() {
    check(
        &RING.replace("<node id=\"c\"/>", "<node id=\"c\"/><node id=\"d\"/>"),
        expect![[r#"
            error[E0314]: `ring.graphml` has 4 nodes, but the zone `z` has 3 assets
              ╭▸ main.ron:3:56
              │
            3 │ … owner: "o", topology: File("ring.graphml"))], assets: [(id: "n", zone: "z", count: 3)])
              │                              ━━━━━━━━━━━━━━ not one for each asset
              │
              ╰ help: a group with `count: 4` has one for each
        "#]],
    );
    check(
        &RING.replace("target=\"c\"", "target=\"x\""),
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: an edge has the target `x`, but no node has this id
               ╭▸ ring.graphml:10:5
               │
            10 │     <edge source="b" target="x"/><edge source="b" target="a"/><edge source="c" target="x"/>
               │     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ here
               │
               ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        &RING.replace("<node id=\"c\"/>", "<node id=\"a\"/>"),
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: two nodes have the id `a`
              ╭▸ ring.graphml:9:5
              │
            9 │     <node id="a"/>
              │     ━━━━━━━━━━━━━━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        &RING.replace("</graph>", ""),
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: it is not well-formed XML
               ╭▸ ring.graphml:12:1
               │
            12 │ </graphml>
               │ ━━━━━━━━━━ here
               │
               ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        "<graphml><graph/></graphml>",
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: its graph has no nodes
              ╭▸ ring.graphml:1:10
              │
            1 │ <graphml><graph/></graphml>
              │          ━━━━━━━━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        "<svg/>",
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: it has no `graph` within `graphml`
              ╭▸ ring.graphml:1:1
              │
            1 │ <svg/>
              │ ━━━━━━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        "",
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: it is not well-formed XML
              ╭▸ ring.graphml:1:1
              │
            1 │
              │ ━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        "<!DOCTYPE g [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><graphml><graph>&b;</graph></graphml>",
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: it declares a document type, which may define
                          anything
              ╭▸ ring.graphml:1:1
              │
            1 │ <!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><graphml><graph>&b;</graph></graphml>
              │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
    check(
        "<graphml><graph><node id=\"a\"/><hyperedge/></graph></graphml>",
        expect![[r#"
            error[E0313]: `ring.graphml` is no topology: a hyperedge can't be read
              ╭▸ ring.graphml:1:31
              │
            1 │ <graphml><graph><node id="a"/><hyperedge/></graph></graphml>
              │                               ━━━━━━━━━━━━ here
              │
              ╰ note: asked for at main.ron:3:56
        "#]],
    );
}

#[test]
fn a_file_that_is_not_there_or_lies_elsewhere() {
    let check = |file: &str, expected: Expect| {
        let body = format!(
            r#"organisations: [(id: "o")],
network: (zones: [(id: "z", owner: "o", topology: File("{file}"))], assets: [(id: "n", zone: "z", count: 3)])"#
        );
        let parsed = read(&main_file(&body), &[]);
        assert!(parsed.scenario.is_none());
        expected.assert_eq(&rendered(&parsed.diagnostics, &parsed.sources));
    };
    check(
        "ring.graphml",
        expect![[r#"
            error[E0103]: cannot read the topology `ring.graphml`: no such file
              ╭▸ main.ron:3:56
              │
            3 │ network: (zones: [(id: "z", owner: "o", topology: File("ring.graphml"))], assets: [(id: "n", zo…
              ╰╴                                                       ━━━━━━━━━━━━━━ asked for here
        "#]],
    );
    check(
        "../ring.graphml",
        expect![[r#"
            error[E0102]: `../ring.graphml` may lie outside the main file's folder
              ╭▸ main.ron:3:56
              │
            3 │ …ner: "o", topology: File("../ring.graphml"))], assets: [(id: "n", zone: "z", count: 3)])
              ╰╴                          ━━━━━━━━━━━━━━━━━ a path within it is needed
        "#]],
    );
}

#[test]
fn a_change_can_not_name_a_file() {
    let body = r#"organisations: [(id: "o")],
network: (zones: [(id: "z", owner: "o")], assets: [(id: "n", zone: "z", count: 3)])"#;
    let mut parsed = read(&main_file(body), &[("ring.graphml", RING)]);
    let mut scenario = parsed.scenario.take().expect("a sound scenario");
    let place = jointex::diagnostic::Place::NOWHERE;
    let set = scenario.set(
        "network.zones[z].topology",
        "File(\"ring.graphml\")",
        "--set",
        place,
        &mut parsed.sources,
    );
    assert_eq!(set, Ok(()));
    let (_, told) = compile(&scenario, &parsed.sources);
    expect![[r#"
        error[E0110]: the topology `ring.graphml` was not read: only the scenario's own text can name a
                      file
          ╭▸ --set:1:32
          │
        1 │ network.zones[z].topology=File("ring.graphml")
          │                                ━━━━━━━━━━━━━━ named by a change
          │
          ╰ help: name it in the zone, and change something else
    "#]]
    .assert_eq(&rendered(&told, &parsed.sources));
}

#[test]
fn hostile_files_are_refused() {
    // Deeply nested, endlessly long, cut off anywhere.
    let deep = format!("<graphml><graph>{}", "<node id=\"a\"><data>".repeat(200_000));
    assert!(graphml(&deep).is_err());
    for cut in (0..RING.len()).filter(|&cut| RING.is_char_boundary(cut)) {
        assert!(graphml(&RING[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn the_reference_topologies_have_the_nodes_and_edges_of_their_index() {
    let Some(folder) = std::env::var_os("JOINTEX_REFERENCE_DATA") else {
        return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
    };
    let folder = Path::new(&folder).join("topologies");
    let mut index = csv::Reader::from_path(folder.join("index.csv")).expect("the index opens");
    let names = index.headers().expect("the index has a header").clone();
    for row in index.records() {
        let row = row.expect("a row of the index");
        let field = |name: &str| {
            let column = names.iter().position(|known| known == name).expect("a column of the index");
            row[column].to_owned()
        };
        let file = folder.join(format!("{}.graphml", field("name")));
        let graph = graphml(&std::fs::read_to_string(file).expect("the file opens")).expect("a sound file");
        let mut simple: Vec<(u32, u32)> =
            graph.edges.iter().filter(|(a, b)| a != b).map(|&(a, b)| (a.min(b), a.max(b))).collect();
        simple.sort_unstable();
        simple.dedup();
        let loops = graph.edges.iter().filter(|(a, b)| a == b).count();
        let counts =
            [graph.labels.len(), graph.edges.len(), simple.len(), loops].map(|count| count.to_string());
        assert_eq!(
            counts,
            ["nodes", "edges_raw", "edges_simple", "self_loops"].map(field),
            "{}",
            field("name")
        );
    }
}
