//! Selections: by hand where a probability or a mean is known, the same for any number of threads, and what is refused.
#![cfg(unix)]

use serde_json::Value;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A desk of which every time is fixed, but for the decision in most studies. What is asked for is to contain within 4 h, which leaves
/// 130 min for the decision.
const DESK: &str = include_str!("common/desk.ron");

/// What is added to it.
const ADDED: &str = r#"
    objectives: [(id: "quick", that: AtMost("time_to_contain[org=cert]", "4h"), with_probability: 0.8)],
    variants: [
        (id: "unwatched", set: [("sensors[edr].sensitivity", "0")]),
        (id: "patched", set: [("techniques[in].success", "0")]),
    ],
)"#;

/// Decisions of up to 4, 2.5, 2 and 3 h: in time with 0.54, 0.87, 1 and 0.72.
const DECISIONS: &str = r#"(id: "decision", paths: ["authorities[duty].time"],
    values: [Uniform("0h", "4h"), Uniform("0h", "150min"), Uniform("0h", "2h"), Uniform("0h", "3h")],
    costs: Levels([100, 300, 400, 200]))"#;

fn folder(study: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("desk.ron"), DESK.replace("\n)", ADDED)).expect("a file");
    let study = format!("Study(format: 1, id: \"decisions\", scenario: \"desk.ron\", {study})");
    fs::write(folder.path().join("study.ron"), study).expect("a file");
    folder
}

fn select(study: &str, arguments: &[&str]) -> Output {
    let folder = folder(study);
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command.current_dir(folder.path()).env("NO_COLOR", "1").env_remove("COLUMNS");
    command.args(["select", "study.ron", "-q"]).args(arguments).output().expect("it runs")
}

fn decisions() -> String {
    format!("factors: [{DECISIONS}]")
}

fn json(study: &str, arguments: &[&str]) -> Value {
    let output = select(study, &[arguments, &["-f", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The standing of each alternative, in their order.
fn standings(report: &Value) -> Vec<&str> {
    let alternatives = report["alternatives"].as_array().expect("a list");
    alternatives.iter().map(|alternative| alternative["standing"].as_str().expect("a word")).collect()
}

/// Checks the estimate of an alternative, and that it was played less often than the most.
#[track_caller]
fn check(report: &Value, alternative: usize, expected: f64) {
    let alternative = &report["alternatives"][alternative];
    let estimate = &alternative["estimate"];
    let [low, high] = ["low", "high"].map(|end| estimate[end].as_f64().expect("a number"));
    assert!(low <= expected && expected <= high, "{expected} is not within {alternative}");
    assert!(alternative["replications"].as_u64() < report["most"].as_u64(), "{alternative}");
}

#[test]
fn the_smallest_mean_is_selected_and_the_clearly_worse_are_dropped() {
    let asked = ["--smallest", "time_to_contain[org=cert]", "--delta", "6min"];
    let report = json(&decisions(), &asked);
    assert_eq!(standings(&report), ["worse", "worse", "selected", "worse"]);
    assert_eq!(report["alternatives"][2]["levels"][0], "Uniform(\"0h\", \"2h\")");
    // 110 min and the mean of the decision.
    for (alternative, decision_min) in [(0, 120.0), (1, 75.0), (2, 60.0), (3, 90.0)] {
        check(&report, alternative, (110.0 + decision_min) / 60.0);
    }
    let largest = json(&decisions(), &["--largest", "time_to_contain[org=cert]", "--delta", "6min"]);
    assert_eq!(standings(&largest), ["selected", "worse", "worse", "worse"]);
}

#[test]
fn the_worst_are_dropped_first_and_common_chances_spare_replications() {
    let asked = ["--smallest", "time_to_contain[org=cert]", "--delta", "3min"];
    let apart = json(&format!("{}, common_random_numbers: false", decisions()), &asked);
    assert_eq!(standings(&apart), ["worse", "worse", "selected", "worse"]);
    let played = |place: usize| apart["alternatives"][place]["replications"].as_u64();
    assert!(played(0) < played(1) && played(1) == played(2), "{apart}");
    assert!(json(&decisions(), &asked)["replications"].as_u64() < apart["replications"].as_u64());
}

#[test]
fn the_cheapest_that_meets_the_objective_is_selected() {
    let report = json(&decisions(), &["--objective", "quick"]);
    assert_eq!(standings(&report), ["misses", "selected", "dearer", "misses"]);
    assert_eq!(report["required"], 0.8);
    check(&report, 0, 130.0 / 240.0);
    check(&report, 1, 130.0 / 150.0);
    check(&report, 3, 130.0 / 180.0);
    // What is wanted less often is had more cheaply, and what nobody can be sure of is had by none.
    let less = json(&decisions(), &["--objective", "quick", "--required", "0.6", "--tolerance", "0.1"]);
    assert_eq!(standings(&less), ["selected", "dearer", "dearer", "dearer"]);
    let slow = r#"factors: [(id: "decision", paths: ["authorities[duty].time"], values: ["5h", "6h"], costs: Levels([2, 1]))]"#;
    let none = json(slow, &["--objective", "quick"]);
    assert_eq!((standings(&none), &none["decided"]), (vec!["misses", "misses"], &Value::Bool(true)));
}

#[test]
fn what_is_dearer_than_what_may_do_is_not_played() {
    // The first of eight is in time in all replications; four are played at once.
    let study = r#"factors: [(id: "decision", paths: ["authorities[duty].time"],
        values: ["1h", "61min", "62min", "63min", "64min", "65min", "66min", "67min"], costs: PerUnit(1))]"#;
    let report = json(study, &["--objective", "quick"]);
    assert_eq!(standings(&report)[0], "selected");
    assert!(standings(&report)[1..].iter().all(|standing| *standing == "dearer"));
    let played = |place: usize| report["alternatives"][place]["replications"].as_u64().expect("a number");
    assert!(
        (1..4).all(|place| played(place) == played(0)) && (4..8).all(|place| played(place) == 0),
        "{report}"
    );
}

#[test]
fn equal_alternatives_and_unclear_ones_are_told_as_such() {
    let equal = r#"factors: [(id: "decision", paths: ["authorities[duty].time"], values: ["2h", "120min"])]"#;
    let asked = ["--smallest", "time_to_contain[org=cert]", "--delta", "6min"];
    assert_eq!(standings(&json(equal, &asked)), ["selected", "equal"]);
    let asked = ["--smallest", "time_to_contain[org=cert]", "--delta", "1ms", "--at-most", "200"];
    let unclear = json(&decisions(), &asked);
    assert_eq!((standings(&unclear), &unclear["decided"]), (vec!["open"; 4], &Value::Bool(false)));
    let page = select(&decisions(), &asked).stdout;
    let page = String::from_utf8(page).expect("text");
    assert!(page.contains("After 200 replications it is not clear which"), "{page}");
}

#[test]
fn an_alternative_is_played_over_all_draws_of_what_is_uncertain() {
    // The triage takes 20 or 40 min, and nobody knows which.
    let study = r#"factors: [(id: "decision", paths: ["authorities[duty].time"], values: ["1h", "2h"])],
        uncertain: [(id: "triage", paths: ["teams[soc].triage.time"], law: OneOf(["20min", "40min"]))], draws: 8"#;
    let report = json(study, &["--smallest", "time_to_contain[org=cert]", "--delta", "6min"]);
    assert_eq!(standings(&report), ["selected", "worse"]);
    assert_eq!((report["draws"].as_u64(), report["factors"].as_array().map(Vec::len)), (Some(8), Some(1)));
    // Each eighth of the replications has one of the triages: the mean lies on the grid of eighths, and not at its ends.
    let mean =
        |place: usize| report["alternatives"][place]["estimate"]["estimate"].as_f64().expect("a number");
    let later = (mean(0) - 170.0 / 60.0) * 3.0 * 8.0;
    assert!((later - later.round()).abs() < 1e-9 && (1.0..=7.0).contains(&later.round()), "{later}");
    assert!((mean(1) - mean(0) - 1.0).abs() < 1e-9);
}

#[test]
fn variants_are_alternatives_and_what_is_not_at_risk_does_not_count() {
    // Of what is never seen the time to contain is cut short by ENDEX, 47 h after the hold.
    let study = format!("{}, variants: [\"base\", \"unwatched\"]", decisions());
    let report = json(&study, &["--smallest", "time_to_contain[org=cert]", "--delta", "6min"]);
    assert_eq!(standings(&report)[2], "selected");
    assert_eq!(report["alternatives"][4]["variant"], "unwatched");
    check(&report, 4, 47.0);
}

#[test]
fn a_mean_that_does_not_exist_ends_the_selection() {
    let study = format!("{}, variants: [\"base\", \"patched\"]", decisions());
    let asked = ["--smallest", "time_to_contain[org=cert]", "--delta", "6min"];
    let report = json(&study, &asked);
    assert_eq!(standings(&report)[4..], ["unmeasured"; 4]);
    assert_eq!((&report["decided"], &report["replications"]), (&Value::Bool(false), &Value::from(8 * 200)));
    let page = String::from_utf8(select(&study, &asked).stdout).expect("text");
    assert!(page.contains("Leave those out, or select by an"), "{page}");
}

#[test]
fn any_number_of_threads_gives_the_same() {
    for asked in [
        &["--smallest", "time_to_contain[org=cert]", "--delta", "6min"][..],
        &["--objective", "quick", "--seed", "5"],
    ] {
        let with = |threads| json(&decisions(), &[asked, &["-j", threads]].concat());
        assert_eq!(with("1"), with("2"));
    }
}

#[test]
fn the_page_and_the_table_say_what_the_json_does() {
    let asked = ["--objective", "quick"];
    let page = String::from_utf8(select(&decisions(), &asked).stdout).expect("text");
    let whole = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "Point 2, with decision = Uniform(\"0h\", \"150min\"), is the cheapest that meets quick.";
    assert!(whole.contains(sentence), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let report = json(&decisions(), &asked);
    let output = select(&decisions(), &[&asked[..], &["-f", "csv"]].concat());
    let mut table = csv::Reader::from_reader(&*output.stdout);
    let headings = table.headers().expect("headings").clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
    for (row, alternative) in table.records().zip(report["alternatives"].as_array().expect("a list")) {
        let row = row.expect("a row");
        assert_eq!(row[column("standing")], *alternative["standing"].as_str().expect("a word"));
        assert_eq!(row[column("replications")], alternative["replications"].to_string());
        let estimate = alternative["estimate"]["estimate"].as_f64();
        assert_eq!(row[column("estimate")].parse().ok(), estimate);
    }
}

/// What is wrong is told on standard error.
#[track_caller]
fn refused(study: &str, arguments: &[&str], code: i32, says: &str) {
    let output = select(study, arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    let whole = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(whole.contains(says), "{told}");
}

#[test]
fn what_cannot_be_selected_by_is_refused() {
    let decisions = decisions();
    let free = decisions.replace("costs: Levels([100, 300, 400, 200])", "");
    refused(&decisions, &[], 2, "<--smallest <MEASURE>|--largest <MEASURE>|--objective <ID>>");
    refused(
        &decisions,
        &["--objective", "quikc"],
        2,
        "no objective has the id `quikc`; did you mean `quick`?",
    );
    refused(&free, &["--objective", "quick"], 2, "the study says of no level what it costs");
    refused(&decisions, &["--smallest", "time_to_contain"], 2, "--delta <AMOUNT>");
    refused(
        &decisions,
        &["--smallest", "time_to_contian", "--delta", "1h"],
        3,
        "did you mean `time_to_contain`?",
    );
    refused(
        &decisions,
        &["--smallest", "time_to_contain[org=cert]", "--delta", "5"],
        2,
        "write --delta 30min",
    );
    refused(&decisions, &["--largest", "utilisation[team=soc]", "--delta", "1h"], 2, "write --delta 2%");
    refused(&decisions, &["--largest", "utilisation[team=soc]", "--delta", "0"], 2, "nothing is ever clear");
    let unsure = ["--largest", "utilisation[team=soc]", "--delta", "1%", "--confidence", "0.2"];
    refused(&decisions, &unsure, 2, "of 4 alternatives a guess is right with 0.25");
    refused(&decisions, &["--objective", "quick", "--at-most", "1e9"], 2, "give a larger --memory-budget");
    refused(&decisions, &["--largest", "utilisation[team=soc]", "--delta", "2"], 2, "write --delta 2%");
    refused(
        &decisions,
        &["--objective", "quick", "--tolerance", "0.9"],
        2,
        "leaves nothing of the probability 0.8",
    );
    let few = ["--smallest", "time_to_contain[org=cert]", "--delta", "1h", "--at-most", "100"];
    refused(&decisions, &few, 2, "nothing is clear before 200 replications of each");
    refused(&decisions, &["--smallest", "time_to_contian", "--delta", "1h"], 3, "--smallest:1:1");
}

#[test]
fn an_interrupt_ends_with_what_is_known() {
    let folder = folder(&decisions());
    // So small a difference takes more than anybody waits for.
    let asked =
        ["--smallest", "time_to_contain[org=cert]", "--delta", "1ms", "--at-most", "1e8", "-f", "json"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_jointex"));
    command.current_dir(folder.path()).args(["select", "study.ron"]).args(asked);
    let playing = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(Duration::from_secs(4));
    let sent = Command::new("kill").args(["-INT", &playing.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let output = playing.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["interrupted"], true);
    assert!(report["replications"].as_u64() > Some(0), "{report}");
}
