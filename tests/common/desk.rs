//! A sweep of the desk in a passing folder, played and asked by the program.
//!
//! **Invariant:** what a test does not vary is as the desk has it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Every time is fixed. What is not triaged or decided takes 1.5 h in all.
const DESK: &str = include_str!("desk.ron");

/// Triage and decision, each path with its levels.
pub const LISTED: &str = r#"factors: [
    (id: "triage", paths: ["teams[soc].triage.time"], values: ["20min", "40min", "2h"]),
    (id: "decide", paths: ["authorities[duty].time"], values: ["2h", "4h"]),
],"#;
/// The same with ranges.
pub const RANGES: &str = r#"factors: [
    (id: "triage", paths: ["teams[soc].triage.time"], range: Linear(low: "20min", high: "2h 20min")),
    (id: "decide", paths: ["authorities[duty].time"], range: Linear(low: "1h", high: "4h")),
],"#;
/// Whose decision takes any time.
pub const NOISY: &str =
    r#"set: [("playbooks[p].phases[Investigate].time", "LogNormal(median: \"1h\", sigma: 0.8)")],"#;

/// A folder with the desk, `more` of which is written, and a study of it, `rest` of which is given.
pub fn studied(more: &str, rest: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("fixed.ron"), DESK.replace("\n)", &format!("\n    {more}\n)")))
        .expect("a file");
    let measures =
        if rest.contains("measures:") { "" } else { r#"measures: ["time_to_contain[org=cert]"],"# };
    let replications = if rest.contains("replications:") { "" } else { "replications: 3," };
    let study = format!(
        r#"Study(format: 1, id: "by-test", scenario: "fixed.ron", {replications} {measures} {rest})"#
    );
    fs::write(folder.path().join("study.ron"), study).expect("a file");
    folder
}

/// Runs the program there, as no task of a cluster.
pub fn jointex(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command.env_remove("COLUMNS").env_remove("SLURM_ARRAY_TASK_ID").env_remove("HQ_TASK_ID");
    command.output().expect("it runs")
}

/// What it writes to standard output, where it succeeds.
#[track_caller]
pub fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = jointex(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// That it ends with this code, and says so much.
#[track_caller]
pub fn refused(folder: &Path, arguments: &[&str], code: i32, says: &str) {
    let output = jointex(folder, arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(says), "{told}");
}
