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
fn lists_of_ours_make_new_scenarios() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut conditions = 0;
    for (name, _) in shipped() {
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(&name);
        let scenario = scenario.to_str().expect("a path in UTF-8");
        said(folder, &["export", "msel", scenario, "-o", "m.xlsx", "--force"], 0);
        let told = said(folder, &["import", "msel", "m.xlsx", "-o", "new.ron", "--force"], 0);
        said(folder, &["check", "new.ron"], 0);
        // Nothing is measured yet: what waits for that is there in comments, with its condition.
        let text = fs::read_to_string(folder.join("new.ron")).expect("text");
        let waits = text
            .lines()
            .filter(|line| line.trim_start().starts_with("//") && line.contains("when: "))
            .count();
        assert_eq!(waits > 1, told.contains("conditions on what is measured"), "{name}: {told}");
        conditions += waits;
    }
    assert!(conditions > 5, "{conditions}");
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
    let told = said(folder, &["import", "msel", "l.csv", "-o", "new.ron", "--endex", "0h"], 2);
    assert!(told.contains("an exercise takes some time"), "{told}");
    said(folder, &["import", "msel", "l.csv", "--into", "scenario.ron", "-o", "scenario.ron", "--force"], 2);
    said(folder, &["export", "msel", "scenario.ron", "-o", "m.ods"], 2);
    said(folder, &["export", "msel", "scenario.ron", "--columns", "nato", "-o", "m.csv"], 2);
    fs::write(folder.join("l.csv"), b"No,\xe4\n").expect("a file");
    let told = said(folder, &["import", "msel", "l.csv", "--into", "scenario.ron", "-o", "new.ron"], 3);
    assert!(told.contains("l.csv: line 1: this is not UTF-8"), "{told}");
}

#[test]
fn a_workbook_of_ours_says_when_a_new_scenario_begins_and_ends() {
    let desk = tempfile::tempdir().expect("a folder");
    let folder = desk.path();
    let old = r#"Scenario(
        format: 1, id: "x", title: "X", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "9d",
        organisations: [(id: "hq", name: "HQ")],
        teams: [(id: "soc", organisation: "hq", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "10min"))],
        msel: [
            (no: "1", at: "D1 09:00", to: ["hq"], title: "First"),
            (no: "2", after: (inject: "1", delay: "50h"), to: ["soc"], title: "Second"),
        ],
    )"#;
    fs::write(folder.join("old.ron"), old).expect("a file");
    for file in ["m.xlsx", "m.csv"] {
        said(folder, &["export", "msel", "old.ron", "-o", file], 0);
    }
    let made = |arguments: &[&str]| {
        said(folder, &[&["import", "msel"], arguments, &["-o", "new.ron", "--force"]].concat(), 0);
        said(folder, &["check", "new.ron"], 0);
        let text = fs::read_to_string(folder.join("new.ron")).expect("text");
        let Scenario { startex, endex, .. } = parsed(&text, folder).scenario;
        let told = text.contains("FILL IN: the sheet does not say when the exercise ends");
        (startex.expect("it begins").zoned.to_string(), endex.expect("it ends").text(), told)
    };
    let begins = "2026-03-02T08:00[Europe/Brussels]";
    let expected = |endex: &str, told: bool| {
        (String::from("2026-03-02T08:00:00+01:00[Europe/Brussels]"), endex.to_owned(), told)
    };
    assert_eq!(made(&["m.xlsx"]), expected("9d", false));
    assert_eq!(made(&["m.xlsx", "--endex", "12d"]), expected("12d", false));
    assert_eq!(made(&["m.xlsx", "--startex", begins, "--sheet", "MSEL"]), expected("9d", false));
    // A table says neither, and the second inject comes on the third day.
    assert_eq!(made(&["m.csv", "--startex", begins]), expected("3d", true));
    assert_eq!(made(&["m.csv", "--startex", begins, "--endex", "60h"]).1, "2d 12h");
    let told = said(folder, &["import", "msel", "m.csv", "-o", "n.ron"], 2);
    assert!(told.contains("say by --startex when the exercise begins"), "{told}");
    // Too short an exercise is told at the sheet, not at a file that was never written.
    let told = said(folder, &["import", "msel", "m.xlsx", "-o", "n.ron", "--endex", "30min"], 3);
    assert!(told.contains("m.xlsx MSEL!") && !told.contains("n.ron"), "{told}");
}

#[test]
fn what_is_wrong_with_a_merge_is_told_where_it_was_said() {
    let desk = desk();
    let folder = desk.path();
    let merged = |table: &str| {
        fs::write(folder.join("m.csv"), table).expect("a file");
        let told = said(folder, &["import", "msel", "m.csv", "--into", "scenario.ron", "-o", "new.ron"], 3);
        assert!(!told.contains("new.ron") && !told.contains("1:1"), "{told}");
        told
    };
    let told = merged("No,Title,Time\n9,New,D1 12:00\n1,STARTEX: threat brief,D9 09:00\n8,Late,D8 09:00\n");
    assert!(told.contains("m.csv C3\n") && told.contains("m.csv C4\n"), "{told}");
    let told = merged("No,Title,Condition\n9,New,alerst at least 3\n2,,after inject 77\n");
    assert!(told.contains("m.csv C2\n") && told.contains("m.csv C3\n"), "{told}");
    // What follows an inject that comes later now is said in the scenario, of which the merge makes longer lines.
    let text = fs::read_to_string(folder.join("scenario.ron")).expect("text");
    let end = "    ],\n\n    // What the training audience";
    let follower = "        (no: \"0\", after: (inject: \"1\", delay: \"40h\"), title: \"It follows\"),\n";
    assert!(text.contains(end));
    let text = text.replace(end, &format!("{follower}{end}"));
    fs::write(folder.join("scenario.ron"), &text).expect("a file");
    let number = text.lines().position(|line| line.contains("40h")).expect("it is there") + 1;
    let longer = "a longer threat brief, ".repeat(20);
    let told = merged(&format!(
        "No,Title,Time\n0,It follows its predecessor,\n9,New,D1 12:00\n1,\"{longer}\",D2 20:00\n"
    ));
    assert!(told.contains(&format!("scenario.ron:{number}:")) && told.contains("40h"), "{told}");
    assert!(!told.contains("its predecessor"), "{told}");
}

#[test]
fn what_a_sheet_does_not_have_is_named_and_what_it_empties_is_counted() {
    let desk = desk();
    let folder = desk.path();
    fs::write(folder.join("m.csv"), "No,To,Title\n2,,Users call about slow machines\n").expect("a file");
    let arguments = ["import", "msel", "m.csv", "--into", "scenario.ron", "-o", "new.ron"];
    let told = said(folder, &arguments, 0);
    assert!(told.contains("0 added, 1 changed, 0 as they were, 2 not in the sheet and kept"), "{told}");
    assert!(told.contains("changed: 2 (to)\n"), "{told}");
    assert!(told.contains("kept: 1, 3 (remove them in the scenario if they are to go)"), "{told}");
    assert!(told.contains("1 value taken away by empty cells (B2)"), "{told}");
    let output = jointex(folder, &[&arguments[..], &["--force", "-f", "json"]].concat());
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(summary["kept_injects"], serde_json::json!(["1", "3"]));
    assert_eq!((&summary["kept"], &summary["emptied"]), (&2.into(), &1.into()));
}
