//! The verbs, as a planner types them.

use super::*;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with the starter scenario.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(jointex(folder.path(), &["init"]).status.success());
    folder
}

fn jointex(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS");
    command.output().expect("it runs")
}

/// What it says on standard error; it must end with this code.
#[track_caller]
fn said(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = jointex(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

#[test]
fn a_planner_takes_the_list_out_and_brings_it_back() {
    let desk = desk();
    let folder = desk.path();
    for file in ["m.xlsx", "m.csv"] {
        said(folder, &["export", "msel", "scenario.ron", "--columns", "mitre", "-o", file], 0);
        let told =
            said(folder, &["import", "msel", file, "--into", "scenario.ron", "-o", "same.ron", "--force"], 0);
        assert!(told.contains("0 added, 0 changed, 3 as they were, 0 not in the sheet and kept"), "{told}");
        let text = |name: &str| fs::read_to_string(folder.join(name)).expect("text");
        assert_eq!(text("same.ron"), text("scenario.ron"));
    }
    let table = fs::read_to_string(folder.join("m.csv")).expect("text");
    let changed = table.replace("STARTEX: threat brief", "A sharper brief");
    assert_ne!(changed, table);
    fs::write(folder.join("m.csv"), changed).expect("a file");
    let told = said(folder, &["import", "msel", "m.csv", "--into", "scenario.ron", "-o", "new.ron"], 0);
    assert!(told.contains("0 added, 1 changed"), "{told}");
    said(folder, &["check", "new.ron"], 0);
    said(folder, &["run", "new.ron", "-n", "2", "-q"], 0);
    let told = said(folder, &["import", "msel", "m.csv", "--into", "new.ron", "-o", "newer.ron"], 0);
    assert!(told.contains("0 added, 0 changed, 3 as they were"), "{told}");
    let output =
        jointex(folder, &["import", "msel", "m.csv", "--into", "scenario.ron", "-o", "n.ron", "-f", "json"]);
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&summary["changed"], &summary["unchanged"]), (&1.into(), &2.into()));
}

#[test]
fn a_new_scenario_is_sound_and_plays() {
    let desk = desk();
    let folder = desk.path();
    fs::write(
        folder.join("l.csv"),
        "No,Time,To,Title,Weather\n1,D1 09:00,Blue,Brief,dry\n2,D2 09:00,Red,Call,\n",
    )
    .expect("a file");
    let arguments =
        ["import", "msel", "l.csv", "-o", "new.ron", "--startex", "2026-03-02T08:00[Europe/Brussels]"];
    let told = said(folder, &arguments, 0);
    assert!(
        told.contains("2 injects; look for FILL IN")
            && told.contains("1  cells of the column `Weather` (E2)"),
        "{told}"
    );
    said(folder, &["check", "new.ron"], 0);
    said(folder, &["run", "new.ron", "-n", "2", "-q"], 0);
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_written() {
    let desk = desk();
    let folder = desk.path();
    fs::write(folder.join("l.csv"), "No,Time,To,Title\n1,03/04/2026 09:00,soc-mud,Brief\n").expect("a file");
    let told = said(folder, &["import", "msel", "l.csv", "--into", "scenario.ron", "-o", "new.ron"], 3);
    assert!(told.contains("l.csv B2\n") && told.contains("may be 3 April or 4 March"), "{told}");
    assert!(told.contains("l.csv C2\n") && told.contains("did you mean `soc-mod`?"), "{told}");
    assert!(!folder.join("new.ron").exists());
    said(folder, &["import", "msel", "l.csv", "-o", "new.ron"], 2);
    said(folder, &["import", "msel", "l.csv", "--into", "scenario.ron", "-o", "scenario.ron", "--force"], 2);
    said(folder, &["export", "msel", "scenario.ron", "-o", "m.ods"], 2);
    said(folder, &["export", "msel", "scenario.ron", "--columns", "nato", "-o", "m.csv"], 2);
    fs::write(folder.join("l.csv"), b"No,\xe4\n").expect("a file");
    let told = said(folder, &["import", "msel", "l.csv", "--into", "scenario.ron", "-o", "new.ron"], 3);
    assert!(told.contains("l.csv: line 1: this is not UTF-8"), "{told}");
}
