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
