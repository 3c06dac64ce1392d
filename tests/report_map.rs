//! The network as a map: which marks and links there are, where they stand, and that they say what the playback says.

mod common;

use jointex::measure::{AssetState, Counts, course, play_back, timeline};
use jointex::model::Model;
use jointex::report::{MOST_MARKS, MapGrain, MapMark, NetworkMap, Scene, network_map, scene};
use jointex::scenario::{LoadError, parse};
use std::fmt::Write;
use std::path::Path;

/// Two organisations, three zones, and a link of each sort.
const SMALL: &str = r#"Scenario(
    format: 1, id: "small", title: "Three zones", startex: "2026-03-02T08:00[UTC]", endex: "1d",
    organisations: [(id: "north", name: "North"), (id: "south", name: "South")],
    network: (
        zones: [(id: "a", owner: "north"), (id: "b", owner: "north"), (id: "c", owner: "south")],
        assets: [
            (id: "mail", zone: "a", services: ["smtp"]), (id: "web", zone: "a", count: 3, services: ["smtp"]),
            (id: "desk", zone: "b", count: 100), (id: "ship", zone: "c", count: 25),
        ],
        links: [
            (from: "internet", to: "a", allow: ["smtp"]), (from: "b", to: "a", allow: ["smtp"], both_ways: true),
            (from: "c", to: "b", allow: ["smtp"], medium: Cable("cable-1")),
        ],
    ),
)"#;

fn map_of(model: &Model) -> NetworkMap {
    network_map(model, &vec![false; model.network.groups.len()])
}

/// What a replication looks like.
fn seen(model: &Model, replication: u64) -> Scene {
    let mut worker = jointex::sim::Worker::new(model);
    let outcome = worker.play(1, replication, true);
    scene(model, timeline(model, &outcome), play_back(model, &outcome), course(model, &outcome))
        .expect("it was played with a trace")
}

fn shipped(name: &str) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read =
        |path: &str| std::fs::read_to_string(folder.join(path)).map_err(|it| LoadError(it.to_string()));
    model_of(&read(name).expect("it is shipped"), &mut |path| jointex::library::or_built_in(path, read))
}

fn model_of(text: &str, load: &mut dyn FnMut(&str) -> Result<String, LoadError>) -> Model {
    let mut load = |path: &str| load(path);
    let parsed = parse("test.ron", text, &mut load);
    let scenario = parsed.scenario.expect("it can be read");
    jointex::compile::compile(&scenario, &parsed.sources).0.expect("it compiles")
}

/// The marks as they are called, with their groups and sizes.
fn called(map: &NetworkMap) -> Vec<(&str, &[usize], u32)> {
    map.marks.iter().map(|mark| (&*mark.label, &*mark.groups, mark.size)).collect()
}

fn labels(map: &NetworkMap) -> Vec<&str> {
    map.marks.iter().map(|mark| &*mark.label).collect()
}

fn linked(map: &NetworkMap) -> Vec<String> {
    let link = |link: &jointex::report::MapLink| {
        let way = if link.both_ways { "<>" } else { ">" };
        let (from, to) = (&map.marks[link.from].label, &map.marks[link.to].label);
        format!("{from}{way}{to} {} {}", link.count, link.cables.join(",")).trim_end().to_owned()
    };
    map.links.iter().map(link).collect()
}

/// Left, top, right, bottom.
fn frame(mark: &MapMark) -> [f64; 4] {
    let half = mark.side / 2.0;
    [mark.at.0 - half, mark.at.1 - half, mark.at.0 + half, mark.at.1 + half]
}

fn contains(outer: [f64; 4], inner: [f64; 4]) -> bool {
    outer[0] <= inner[0] && outer[1] <= inner[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
}

/// Every mark is in the picture, and none covers another.
fn can_be_seen(map: &NetworkMap) {
    for (number, mark) in map.marks.iter().enumerate() {
        assert!(contains([0.0, 0.0, map.size.0, map.size.1], frame(mark)), "{mark:?} in {:?}", map.size);
        for other in &map.marks[..number] {
            let (one, two) = (frame(mark), frame(other));
            let apart = one[2] <= two[0] || two[2] <= one[0] || one[3] <= two[1] || two[3] <= one[1];
            assert!(apart, "{mark:?} covers {other:?}");
        }
    }
}

#[test]
fn without_positions_zones_stand_within_their_organisations() {
    let model = common::model(SMALL);
    let map = map_of(&model);
    // Groups are numbered by id: desk, mail, ship, web.
    let expected: [(&str, &[usize], u32); 4] =
        [("a", &[1, 3], 4), ("b", &[0], 100), ("c", &[2], 25), ("internet", &[], 0)];
    assert_eq!(called(&map), expected);
    assert_eq!(linked(&map), ["a<>b 2", "internet>a 1", "c>b 1 cable-1"]);
    assert_eq!((map.grain, map.on_earth, map.links_left_out), (MapGrain::Zones, false, 0));
    can_be_seen(&map);
    let [north, south] = &*map.areas else { panic!("an area for each organisation: {:?}", map.areas) };
    assert_eq!([&*north.label, &*south.label], ["North", "South"]);
    let edges = |frame: [f64; 4]| [frame[0], frame[1], frame[0] + frame[2], frame[1] + frame[3]];
    for (mark, area) in map.marks.iter().zip([north, north, south]) {
        assert!(contains(edges(area.frame), frame(mark)), "{mark:?} in {area:?}");
    }
    // Areas of marks are as the numbers of assets are, where both are between the least and the largest.
    let area = |mark: &MapMark| mark.side * mark.side / f64::from(mark.size);
    assert!((area(&map.marks[1]) / area(&map.marks[2]) - 1.0).abs() < 1e-9);
}

#[test]
fn with_positions_north_is_up_and_degrees_of_longitude_shrink() {
    let at = |zone: &str, latitude: f64, longitude: f64| {
        (
            format!("network.zones[{zone}].position"),
            format!("(latitude: {latitude:?}, longitude: {longitude:?})"),
        )
    };
    let written = [at("a", 70.0, 10.0), at("b", 50.0, 10.0), at("c", 50.0, 40.0)];
    let set = |number: usize| {
        let set: Vec<(&str, &str)> =
            written[..number].iter().map(|(path, value)| (&**path, &**value)).collect();
        common::model_with(SMALL, &set)
    };
    let map = map_of(&set(3));
    assert!(map.on_earth && map.areas.is_empty());
    // The only zone of an organisation has its name.
    assert_eq!(labels(&map), ["a", "b", "South", "internet"]);
    let [a, b, c, internet] = &*map.marks else { panic!("{:?}", map.marks) };
    assert!(a.at.1 < b.at.1 && b.at.0 < c.at.0 && a.at.0 == b.at.0 && b.at.1 == c.at.1);
    let shrunk = (c.at.0 - b.at.0) / 30.0 / ((b.at.1 - a.at.1) / 20.0);
    // The cosine of 60 degrees, the middle between north and south.
    assert!((shrunk - 0.5).abs() < 1e-9, "{shrunk}");
    assert!(internet.at.1 > b.at.1 && !internet.on_earth);
    can_be_seen(&map);
    // What has none stands beneath, and where most have none all do without.
    let map = map_of(&set(2));
    assert!(map.on_earth && !map.marks[2].on_earth && map.marks[2].at.1 > map.marks[1].at.1);
    can_be_seen(&map);
    assert!(!map_of(&set(1)).on_earth);
    // Across the 180th meridian the shorter way is taken.
    let far: [(&str, &str); 3] = [
        ("network.zones[a].position", "(latitude: 0.0, longitude: 170.0)"),
        ("network.zones[b].position", "(latitude: 5.0, longitude: -170.0)"),
        ("network.zones[c].position", "(latitude: 0.0, longitude: 179.0)"),
    ];
    let map = map_of(&common::model_with(SMALL, &far));
    assert!(map.marks[0].at.0 < map.marks[2].at.0 && map.marks[2].at.0 < map.marks[1].at.0);
    // Written on both sides of it, one place is one.
    let both = ["-180.0", "180.0"].map(|longitude| format!("(latitude: 0.0, longitude: {longitude})"));
    let both = [("network.zones[a].position", &*both[0]), ("network.zones[b].position", &*both[1]), far[2]];
    can_be_seen(&map_of(&common::model_with(SMALL, &both[..2])));
    can_be_seen(&map_of(&common::model_with(SMALL, &both)));
}

#[test]
fn fields_of_a_map_run_across_the_180th_meridian() {
    let zone = |n: i32| {
        let longitude = if n < 75 { 165.0 + 0.2 * f64::from(n) } else { -180.0 + 0.2 * f64::from(n - 75) };
        format!(
            "(id: \"z{n}\", owner: \"o\", position: (latitude: {:.1}, longitude: {longitude:.1}))",
            f64::from(n % 7)
        )
    };
    let zones: Vec<String> = (0..150).map(zone).collect();
    let assets: Vec<String> = (0..150).map(|n| format!("(id: \"a{n}\", zone: \"z{n}\")")).collect();
    let map = map_of(&common::model(&format!(
        "Scenario(format: 1, id: \"s\", title: \"t\", startex: \"2026-03-02T08:00[UTC]\", endex: \"1d\", \
         organisations: [(id: \"o\")], network: (zones: [{}], assets: [{}]))",
        zones.join(", "),
        assets.join(", ")
    )));
    assert_eq!((map.grain, map.on_earth), (MapGrain::Fields, true));
    // As many columns as fields there are, and none that holds half of all.
    assert!(map.marks.len() > 40, "{}", map.marks.len());
    assert!(map.marks.iter().all(|mark| mark.size < 15));
    can_be_seen(&map);
}

/// Marks of a zone whose topology's file has positions: one for each group, joined as the file says.
#[test]
fn a_topology_with_coordinates_has_a_mark_for_each_group() {
    let node = |id: &str, at: &str| format!("<node id=\"{id}\">{at}</node>");
    let at = |latitude: &str, longitude: &str| {
        format!("<data key=\"y\">{latitude}</data><data key=\"x\">{longitude}</data>")
    };
    let file = [
        "<graphml><key id=\"y\" for=\"node\" attr.name=\"Latitude\"/><key id=\"x\" for=\"node\" attr.name=\"Longitude\"/><graph>",
        &node("0", &at("60", "20")),
        &node("1", &at("50", "20")),
        &node("2", &at("52", "22")),
        &node("3", &at("91", "20")),
        "<edge source=\"0\" target=\"1\"/><edge source=\"1\" target=\"2\"/><edge source=\"2\" target=\"3\"/></graph></graphml>",
    ]
    .concat();
    let text = r#"Scenario(format: 1, id: "s", title: "t", startex: "2026-03-02T08:00[UTC]", endex: "1d", organisations: [(id: "o")],
        network: (zones: [(id: "z", owner: "o", topology: File("net.graphml"))],
                  assets: [(id: "a", zone: "z"), (id: "b", zone: "z", count: 2), (id: "c", zone: "z")]))"#;
    let model = model_of(text, &mut |_| Ok(file.clone()));
    let map = map_of(&model);
    assert_eq!(labels(&map), ["a", "b", "c"]);
    // Two edges join the groups one way and back; those within a group are no link.
    assert_eq!(linked(&map), ["a<>b 2", "b<>c 2"]);
    let middle = model.names.group_positions[1].expect("both nodes have a position");
    assert_eq!((middle.latitude, middle.longitude), (51.0, 21.0));
    // 91 degrees north is on no map.
    assert!(model.names.group_positions[2].is_none() && !map.marks[2].on_earth);
    let zone = model.names.zone_positions[1].expect("three nodes have a position");
    assert_eq!((zone.latitude, zone.longitude), (54.0, 62.0 / 3.0));
}

/// Sums over the marks are the totals in every frame, and each group belongs to one mark.
#[test]
fn marks_add_up_to_the_playback_in_every_frame() {
    for name in ["technical-arrangement.ron", "geant-backbone.ron", "wiper-in-the-port.ron", "pledge.ron"] {
        let model = shipped(name);
        let scene = seen(&model, 1);
        let mut groups: Vec<usize> = scene.map.marks.iter().flat_map(|mark| mark.groups.clone()).collect();
        groups.sort_unstable();
        assert_eq!(groups, (0..model.network.groups.len()).collect::<Vec<_>>(), "{name}");
        let mut now: Vec<Counts> = vec![[0; AssetState::COUNT]; groups.len()];
        for frame in &scene.playback.frames {
            frame.changed.iter().for_each(|(group, counts)| now[group.at()] = *counts);
            let mut all = [0; AssetState::COUNT];
            for mark in &scene.map.marks {
                let size: u32 = mark.groups.iter().flat_map(|&group| now[group]).sum();
                assert_eq!(size, mark.size, "{name}: {}", mark.name);
                for &group in &mark.groups {
                    (0..all.len()).for_each(|state| all[state] += now[group][state]);
                }
            }
            assert_eq!(all, frame.totals.states, "{name}");
        }
        can_be_seen(&scene.map);
    }
}

/// A network of `organisations` with `zones` each, in a ring.
fn many(organisations: usize, zones: usize) -> Model {
    let mut text = String::from(
        "Scenario(format: 1, id: \"s\", title: \"t\", startex: \"2026-03-02T08:00[UTC]\", endex: \"1d\", organisations: [",
    );
    let all = organisations * zones;
    (0..organisations).for_each(|o| write!(text, "(id: \"o{o:03}\"),").expect("memory takes all"));
    text += "], network: (zones: [";
    (0..all).for_each(|z| {
        write!(text, "(id: \"z{z:04}\", owner: \"o{:03}\"),", z / zones).expect("memory takes all")
    });
    text += "], assets: [";
    (0..all).for_each(|z| {
        write!(text, "(id: \"a{z:04}\", zone: \"z{z:04}\", count: {}, services: [\"smtp\"]),", 1 + z % 7)
            .expect("memory takes all");
    });
    text += "], links: [";
    (0..all).for_each(|z| {
        write!(text, "(from: \"z{z:04}\", to: \"z{:04}\", allow: [\"smtp\"]),", (z + 1) % all)
            .expect("memory takes all");
    });
    text += "]))";
    common::model(&text)
}

#[test]
fn many_zones_are_a_picture_that_can_be_read() {
    let check = |organisations: usize, zones: usize, grain: MapGrain, marks: usize| {
        let map = map_of(&many(organisations, zones));
        assert_eq!((map.grain, map.marks.len()), (grain, marks));
        can_be_seen(&map);
        assert!(map.size.1 < 2000.0 && map.links.len() <= 400, "{:?}", map.size);
        map
    };
    check(8, 8, MapGrain::Zones, 64);
    check(32, 5, MapGrain::Organisations, 32);
    let map = check(300, 2, MapGrain::Organisations, MOST_MARKS);
    assert_eq!(map.marks.iter().filter(|mark| mark.label == "181 others").count(), 1, "{:?}", called(&map));
}

/// A thousand nodes with coordinates, each an asset of its own, are merged by where they are.
#[test]
fn many_places_are_merged_by_fields_of_the_map() {
    let mut file = String::from(
        "<graphml><key id=\"y\" attr.name=\"Latitude\"/><key id=\"x\" attr.name=\"Longitude\"/><graph>",
    );
    let mut assets = String::new();
    for n in 0..1000 {
        let (latitude, longitude) = (40.0 + f64::from(n * 7 % 200) / 10.0, f64::from(n * 13 % 300) / 10.0);
        write!(
            file,
            "<node id=\"{n}\"><data key=\"y\">{latitude}</data><data key=\"x\">{longitude}</data></node>"
        )
        .expect("memory takes all");
        write!(assets, "(id: \"n{n:04}\", zone: \"z\"),").expect("memory takes all");
    }
    (1..1000)
        .for_each(|n| write!(file, "<edge source=\"{}\" target=\"{n}\"/>", n / 2).expect("memory takes all"));
    file += "</graph></graphml>";
    let text = format!(
        "Scenario(format: 1, id: \"s\", title: \"t\", startex: \"2026-03-02T08:00[UTC]\", endex: \"1d\", organisations: [(id: \"o\")],
        network: (zones: [(id: \"z\", owner: \"o\", topology: File(\"net.graphml\"))], assets: [{assets}]))"
    );
    let map = map_of(&model_of(&text, &mut |_| Ok(file.clone())));
    assert_eq!((map.grain, map.on_earth), (MapGrain::Fields, true));
    assert!((80..=MOST_MARKS).contains(&map.marks.len()) && map.links.len() <= 400, "{}", map.marks.len());
    assert_eq!(map.marks.iter().map(|mark| mark.size).sum::<u32>(), 1000);
    can_be_seen(&map);
}

#[test]
fn a_position_changes_nothing_that_is_played() {
    let text = include_str!("golden/tiny.ron");
    let position = [("network.zones[edge].position", "(latitude: 50.85, longitude: 4.35)")];
    let fingerprint = |model: &Model| common::play(model, 3, false, |outcome| outcome.fingerprint);
    assert_eq!(fingerprint(&common::model(text)), fingerprint(&common::model_with(text, &position)));
}
