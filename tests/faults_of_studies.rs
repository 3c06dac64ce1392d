//! Faults of studies as `jointex` tells them: all at once, and where they are written.
mod common;

use common::sweep::folder;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const STARTER: &str = include_str!("../src/cli/starter.ron");

fn work(scenario: &str, body: &str) -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("scenario.ron"), scenario).expect("a file");
    let study = format!("Study(format: 1, id: \"s\", scenario: \"scenario.ron\",\n{body}\n)");
    fs::write(folder.path().join("study.ron"), study).expect("a file");
    folder
}

fn jointex(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command.current_dir(folder).args(arguments).output().expect("it runs")
}

/// What is told, each fault with its code and the text that it underlines.
fn told(scenario: &str, body: &str) -> Vec<String> {
    let work = work(scenario, body);
    let output = jointex(work.path(), &["check", "study.ron", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fault = |fault: &serde_json::Value| {
        let file = fault["file"].as_str().unwrap_or("study.ron");
        let text = fs::read_to_string(work.path().join(file)).expect("a file");
        let byte = |end: &str| fault["range"][end]["byte"].as_u64().map_or(0, |byte| byte as usize);
        let code = fault["code"].as_str().expect("a code");
        format!("{code} {}", &text[byte("start")..byte("end")])
    };
    document["diagnostics"].as_array().expect("a list").iter().map(fault).collect()
}

#[track_caller]
fn check(scenario: &str, body: &str, expected: &[&str]) {
    assert_eq!(told(scenario, body), expected);
}

#[test]
fn faults_of_reading_of_levels_and_of_points_are_told_at_once() {
    check(
        STARTER,
        r#"variants: ["base", "alnoe"], factor: [],
        factors: [
            (id: "seats", paths: ["teams[soc-mod].tiers[l1].seats"], values: [1, "2.5"]),
            (id: "none", paths: ["teams[soc-mod].tiers[l1].seets"]),
            (id: "zero", paths: ["teams[soc-mod].tiers[l2].seats"], values: [1, 0]),
            (id: "unread", paths: ["preludes"], valeus: ["1h"]),
            (id: "down", paths: ["endexx"], range: Log(low: -2, high: -3)),
        ],
        uncertain: [(id: "p", paths: ["teams[soc-mod].triage.missess"], law: Uniform(0.4, 0.1))],
        design: Morris(levels: 5), replications: 0, seed: -1,
        measures: ["time_to_declare[org=nobody]", "time_to_declar"],"#,
        &[
            "E0111 \"alnoe\"",
            "E0021 factor",
            "E0020 2.5",
            "E0107 seets",
            "E0603 0",
            "E0107 preludes",
            "E0021 valeus",
            "E0107 endexx",
            "E1003 -2",
            "E1002 -2, high: -3",
            "E0107 missess",
            "E1002 0.4, 0.1",
            "E0307 5",
            "E0302 0",
            "E0020 -1",
            "E0813 \"time_to_declare[org=nobody]\"",
            "E0810 time_to_declar",
        ],
    );
}

#[test]
fn what_follows_from_a_fault_of_reading_is_not_told() {
    // A factor that can't be read may have any levels, and a measure may be of what a level brings.
    check(
        STARTER,
        r#"factors: [
            (id: "a", paths: ["teams[soc-mod].tiers[l1].seats"], values: 2),
            (id: "b" "c", paths: ["prelude"], values: ["1h", "2h"]),
        ],
        paired: [["a", "c"]], design: List([[3, "1h"], [2]]),
        measures: ["time_to_declare[org=staff]"],"#,
        &["E0020 2", "E0005 \"c\""],
    );
    // One seat would be too few; which are the fewest is not known.
    check(
        STARTER,
        r#"factors: [(id: "a", paths: ["teams[soc-mod].tiers[l1].seats"], range: Linear(low: "1", high: 8))],"#,
        &["E0020 \"1\""],
    );
    check(
        STARTER,
        r#"set: [("teams[soc-mod].organisation", other)],
        factors: [(id: "a", paths: ["teams[soc-new].tiers[l1].seats", "endex"], values: [2, "1d"])],"#,
        &["E0020 other", "E0032 2"],
    );
}

#[test]
fn a_study_is_held_against_what_is_known_of_a_faulty_scenario() {
    let faulty = STARTER.replacen("endex: \"3d\"", "endex: \"3 dais\"", 1);
    let body = r#"variants: ["alnoe"], factors: [
        (id: "a", paths: ["teams[soc-mod].tiers[l1].seats"], values: ["many", 2]),
        (id: "b", paths: ["teams[soc-new].tiers[l1].seats"], values: [1, 2]),
    ],"#;
    let own = ["E0111 \"alnoe\"", "E0020 many", "E0108 soc-new"];
    check(&faulty, body, &[&["E0033 \"3 dais\""][..], &own].concat());
    check(STARTER, body, &own);
    // What could not be read may have had the team.
    let lost = STARTER.replacen("teams: [", "teams: [(id: 5), ", 1);
    assert!(!told(&lost, body).contains(&own[2].to_owned()));
}

#[test]
fn faults_of_what_is_set_are_told_with_the_others_where_they_are_written() {
    check(
        STARTER,
        r#"set: [("endex", "3"), ("prelude", "1h"), ("endx", "2d")],
        factors: [(id: "a", paths: ["teams[soc-mod].tiers[l1].seats"], values: ["many", 2])],"#,
        &["E0032 3", "E0107 endx", "E0020 many"],
    );
}

#[test]
fn one_factor_after_the_other_is_tried_where_there_are_too_many_points() {
    check(
        STARTER,
        r#"factors: [
            (id: "a", paths: ["teams[soc-mod].tiers[l1].seats"], range: Linear(low: 1, high: 5000, levels: 5000)),
            (id: "b", paths: ["prelude"], range: Linear(low: "1h", high: "200h", levels: 2000)),
            (id: "c", paths: ["teams[soc-mod].tiers[l2].seats"], values: [1, 0]),
        ],"#,
        &["W0601 \"soc-mod\"", "E0303 \"s\"", "E0603 0"],
    );
}

/// A study in which two levels are at fault only together, in the midst of others.
const TOGETHER: &str = r#"factors: [
    (id: "from", paths: ["measure_from"], values: ["1h", "2h", "3h", "4h", "50h"], costs: PerUnit(1)),
    (id: "end", paths: ["endex"], values: ["6d", "5d", "4d", "3d", "2d"]),
], replications: 2"#;

#[test]
fn a_point_that_cannot_be_played_is_told_where_its_levels_are_written() {
    let work = work(STARTER, TOGETHER);
    for arguments in [
        &["sweep", "study.ron", "-o", "out"][..],
        &[
            "select",
            "study.ron",
            "--smallest",
            "time_to_declare[org=mod]",
            "--delta",
            "1h",
            "--at-most",
            "200",
        ],
    ] {
        let output = jointex(work.path(), arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("study.ron:3:") && told.contains("point 25 cannot be played"), "{told}");
    }
}

#[test]
fn an_alternative_is_told_by_its_option() {
    let work = work(STARTER, "");
    let seats = "x: teams[soc-mod].tiers[l1].seats=many";
    let output = jointex(work.path(), &["compare", "scenario.ron", "--alternative", seats, "-n", "2"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("╭▸ --alternative:1:32") && told.contains("this is a word\n"), "{told}");
}

#[test]
fn quotes_too_many_or_too_few_are_told_with_what_to_write() {
    let help = |body: &str| {
        let work = work(STARTER, body);
        let output = jointex(work.path(), &["check", "study.ron"]);
        let told = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        told.split_once("error[")
            .and_then(|(_, it)| it.split_once("help: "))
            .map_or(told.clone(), |(_, help)| help.to_owned())
    };
    let range = |ends: &str| {
        help(&format!(
            "factors: [(id: \"a\", paths: [\"teams[soc-mod].tiers[l1].seats\"], range: Linear({ends}))],"
        ))
    };
    for (help, expected) in [
        (range("low: 2, high: \"8\""), "leave out the quotes: `8`, or say the unit: `\"8h\"`"),
        (help("replications: \"200\","), "leave out the quotes: `200`"),
        (help("measures: [time_to_declare],"), "write `\"time_to_declare\"`"),
        (help("set: [(\"endex\", 3)],"), "write `\"3\"`"),
        (
            help("set: [(\"teams[soc-mod].triage.time\", LogNormal(median: \"1h\", sigma: 1))],"),
            "write `\"LogNormal(median: \\\"1h\\\", sigma: 1)\"`",
        ),
        (help("set: [(\"sensors[x].covers\", [Zone(\"a\")])],"), "write `\"[Zone(\\\"a\\\")]\"`"),
    ] {
        assert!(help.starts_with(expected), "{help}");
    }
}
