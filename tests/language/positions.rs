//! Where zones are.

use expect_test::expect;
use jointex::compile::{compile, explicit};
use jointex::model::Position;
use jointex::scenario::graphml;

use super::{main_file, read, rendered, sound};

fn body(position: &str) -> String {
    main_file(&format!(
        "organisations: [(id: \"o\")],\nnetwork: (zones: [(id: \"z\", owner: \"o\", position: {position}), (id: \"y\", owner: \"o\")])"
    ))
}

#[test]
fn a_position_is_kept_beside_what_is_played() {
    let (mut scenario, mut sources) = sound(&body("(latitude: -33.9, longitude: 18.4)"), &[]);
    let model = compile(&scenario, &sources).0.expect("it has no fault");
    let there = Position { latitude: -33.9, longitude: 18.4 };
    // The internet comes first, and zones by id.
    assert_eq!(model.names.zone_positions, [None, None, Some(there)]);
    let marks = explicit(&mut scenario, &mut sources);
    let text = scenario.written_out(&marks);
    let found = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(found.contains("position: (latitude: -33.9, longitude: 18.4)"), "{text}");
    // Coordinates are no assumption about what happens.
    assert_eq!(jointex::scenario::assumed_share(&scenario).total, 0);
}

#[test]
fn what_is_on_no_map_is_refused() {
    let parsed = read(&body("(latitude: 90.5, longitude: -181)"), &[]);
    let (model, found) = compile(&parsed.scenario.expect("it can be read"), &parsed.sources);
    assert!(model.is_none());
    expect![[r#"
        error[E0307]: `latitude` must be from -90 to 90
          ╭▸ main.ron:3:62
          │
        3 │ network: (zones: [(id: "z", owner: "o", position: (latitude: 90.5, longitude: -181)), (id: "y",…
          ╰╴                                                             ━━━━ out of range

        error[E0307]: `longitude` must be from -180 to 180
          ╭▸ main.ron:3:79
          │
        3 │ …position: (latitude: 90.5, longitude: -181)), (id: "y", owner: "o")])
          ╰╴                                       ━━━━ out of range
    "#]]
    .assert_eq(&rendered(&found, &parsed.sources));
}

#[test]
fn nodes_have_coordinates_that_are_on_a_map() {
    let file = r#"<graphml>
        <key attr.name="Longitude" for="node" id="x"/><key attr.name="Latitude" for="node" id="y"/><key attr.name="Latitude" for="graph" id="z"/>
        <graph>
            <node id="a"><data key="x"> 24.75 </data><data key="y">59.4</data></node>
            <node id="b"><data key="x">24.75</data></node>
            <node id="c"><data key="x">east</data><data key="y">59.4</data></node>
            <node id="d"><data key="x">24.75</data><data key="y">NaN</data></node>
            <node id="e"><data key="x">-180</data><data key="y">-90</data></node>
            <node id="f"><data key="x">180.1</data><data key="y">0</data></node>
        </graph></graphml>"#;
    let graph = graphml(file).expect("a sound file");
    assert_eq!(graph.positions, [Some((59.4, 24.75)), None, None, None, Some((-90.0, -180.0)), None]);
}
