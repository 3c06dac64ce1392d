//! The studies that come with the program pass its check, and say what playing them would take.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/studies")
}

/// What the program prints, which must be content and tell of nothing wrong.
fn said(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_jointex"))
        .args(arguments)
        .current_dir(folder())
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    assert_eq!(told, "", "{arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[track_caller]
fn check(file: &str, points: &str) {
    let checked = said(&["check", file]);
    assert!(checked.contains("no faults"), "{checked}");
    // Wherever lines are folded.
    let page = said(&["sweep", file, "--dry-run"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(points), "{page}");
}

#[test]
fn staffing_against_delay() {
    check("staffing-against-delay.ron", "12 points; full factorial. analysts 1 · 2 · 4:");
}

#[test]
fn areas_of_the_memorandum() {
    check("areas-of-the-memorandum.ron", "32 points; full factorial. exchange 1 · 0:");
}

#[test]
fn pledge_maturity() {
    check("pledge-maturity.ron", "2 points × 3 variants × 10 draws: 60 points; full factorial.");
}

#[test]
fn cheapest_staffing() {
    check("cheapest-staffing.ron", "24 points; full factorial. first-tier 4 · 5 · 6:");
}

#[test]
fn none_is_left_out() {
    let files = std::fs::read_dir(folder()).expect("a folder").count();
    assert_eq!(files, 4, "check each in a test of its own");
}
