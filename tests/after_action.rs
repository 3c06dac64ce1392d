//! The after-action report: that it says what the run's JSON says, in the structure that people know, and hides names when asked to.

mod common;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn jointex(arguments: &[&str], folder: &Path) -> Output {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let arguments: Vec<String> =
        arguments.iter().map(|it| it.replace("scenarios/", &format!("{}/", scenarios.display()))).collect();
    Command::new(env!("CARGO_BIN_EXE_jointex"))
        .arg("-q")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

/// A run that was saved, and its JSON.
fn saved(scenario: &str) -> (TempDir, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let played = jointex(
        &["run", scenario, "-n12", "--format", "json", "--pictures", "-o", "run.json"],
        folder.path(),
    );
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    let json = fs::read_to_string(folder.path().join("run.json")).expect("results");
    (folder, serde_json::from_str(&json).expect("JSON"))
}

/// The report as Markdown.
fn markdown(folder: &Path, more: &[&str]) -> String {
    let arguments = [&["report", "run.json", "--format", "md", "-o", "-"], more].concat();
    let output = jointex(&arguments, folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The cells of the tables under a heading.
fn rows<'m>(markdown: &'m str, heading: &str) -> Vec<Vec<&'m str>> {
    let (_, rest) = markdown.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let level = heading.split(' ').next().expect("signs");
    let end = rest.lines().position(|line| line.starts_with(&format!("{level} "))).unwrap_or(usize::MAX);
    let rows = rest.lines().take(end).filter(|line| line.starts_with("| "));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

const HEADINGS: [&str; 7] = [
    "## Exercise overview",
    "## Analysis of objectives",
    "## Strengths",
    "## Areas for improvement",
    "## Improvement plan",
    "## Annex A: the MSEL as played",
    "## Annex B: data",
];

#[test]
fn it_has_the_structure_of_hseep_and_the_numbers_of_the_run() {
    let (folder, json) = saved("scenarios/technical-arrangement.ron");
    let text = markdown(folder.path(), &["--marking", "NATO UNCLASSIFIED"]);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, HEADINGS);
    assert!(text.starts_with("**NATO UNCLASSIFIED**\n") && text.ends_with("**NATO UNCLASSIFIED**\n"));
    let rated = |probability: f64| match probability {
        0.9.. => "Performed without challenges (P)",
        0.7.. => "Performed with some challenges (S)",
        0.4.. => "Performed with major challenges (M)",
        _ => "Unable to be performed (U)",
    };
    let objectives = rows(&text, "## Analysis of objectives");
    assert_eq!(objectives.len(), 1 + list(&json["objectives"]).len());
    for (row, objective) in objectives[1..].iter().zip(list(&json["objectives"])) {
        let probability = objective["probability"].as_f64().expect("it was tested");
        assert_eq!(row[0], objective["text"]);
        assert_eq!(row[1], rated(probability));
        let [met, missed] = ["met", "missed"].map(|it| objective[it].as_u64().expect("a count"));
        assert_eq!(row[2], format!("{:.1} % ({met} of {})", 100.0 * probability, met + missed));
    }
    let injects = rows(&text, "## Annex A: the MSEL as played");
    let told = list(&json["pictures"]["scene"]["course"]["injects"]);
    assert_eq!(injects.len(), 1 + told.len());
    for (row, inject) in injects[1..].iter().zip(told) {
        assert_eq!(
            [row[0], row[1], row[5]],
            ["number", "title", "what"].map(|it| inject[it].as_str().expect("a text"))
        );
    }
    // Each area for improvement is in the plan, and nothing else.
    let (_, areas) = text.split_once("## Areas for improvement\n").expect("a heading");
    let areas =
        areas.split("## ").next().expect("text").lines().filter(|line| line.starts_with("- ")).count();
    assert_eq!(rows(&text, "## Improvement plan").len(), 1 + areas);
    assert!(areas > 0);
}

#[test]
fn ratings_follow_their_thresholds() {
    let (folder, _) = saved("scenarios/technical-arrangement.ron");
    let ratings = |thresholds: &str| {
        let text = markdown(folder.path(), &["--ratings", thresholds]);
        rows(&text, "## Analysis of objectives")[1..]
            .iter()
            .map(|row| row[1].to_owned())
            .collect::<Vec<String>>()
    };
    assert!(ratings("0,0,0").iter().all(|rating| rating.ends_with("(P)")));
    assert!(ratings("1,0,0").iter().any(|rating| rating.ends_with("(S)")));
    assert!(ratings("1,1,0").iter().any(|rating| rating.ends_with("(M)")));
    assert!(ratings("1,1,1").iter().any(|rating| rating.ends_with("(U)")));
}

/// Where hours are spent waiting for approvals, that is an area for improvement; where nobody has to approve, it is none.
#[test]
fn causes_are_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    let areas = |delay: &str| {
        let setting = format!("authorities[nato-duty].time={delay}");
        let arguments = [
            "run",
            "scenarios/technical-arrangement.ron",
            "-n12",
            "--set",
            &setting,
            "--format",
            "json",
            "-o",
            "run.json",
            "--force",
        ];
        let played = jointex(&arguments, folder.path());
        assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
        let text = markdown(folder.path(), &[]);
        let (_, areas) = text.split_once("## Areas for improvement\n").expect("a heading");
        areas.split("## ").next().expect("text").to_owned()
    };
    let waits = "NCIRC, north-star: approvals are awaited";
    assert!(areas("\"12h\"").contains(waits));
    assert!(!areas("\"1s\"").contains(waits));
}

#[test]
fn pseudonyms_hide_every_name_and_are_the_same_throughout() {
    let (folder, json) = saved("scenarios/technical-arrangement.ron");
    let text = markdown(folder.path(), &["--pseudonyms"]);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    for name in ["NCIRC", "ncirc", "cert-eu-soc", "north-star", "ORANGE"] {
        assert!(!words.contains(&name), "{name}");
    }
    for kind in list(&json["cast"]["others"]) {
        for id in list(&kind["ids"]).iter().map(|id| id.as_str().expect("a name")) {
            assert!(!words.contains(&id), "{} {id}", kind["kind"]);
        }
    }
    assert!(text.contains("Group "), "{text}");
    for organisation in list(&json["cast"]["organisations"]) {
        let label = organisation["label"].as_str().expect("a text");
        assert!(
            !rows(&text, "## Annex B: data").iter().flatten().any(|cell| cell.contains(label)),
            "{label}"
        );
    }
    let plain = markdown(folder.path(), &[]);
    let shape = |text: &str| text.lines().map(|line| line.matches('|').count()).collect::<Vec<usize>>();
    assert_eq!(shape(&text), shape(&plain), "nothing but names is changed");
    let teams = |text: &str, name: &str| {
        rows(text, "## Annex B: data").iter().flatten().filter(|cell| **cell == name).count()
    };
    assert!(teams(&plain, "ncirc-soc") > 1);
    let ncirc =
        list(&json["cast"]["organisations"]).iter().position(|it| it["organisation"] == "ncirc").expect("it");
    assert_eq!(teams(&text, &format!("Team {}.1", ncirc + 1)), teams(&plain, "ncirc-soc"));
}

#[test]
fn a_document_has_the_marking_on_every_page_and_is_the_same_each_time() {
    let (folder, _) = saved("scenarios/technical-arrangement.ron");
    let write = |name: &str| {
        let arguments =
            ["report", "run.json", "--format", "docx", "--marking", "RESTREINT <UE> & NATO", "-o", name];
        let output = jointex(&arguments, folder.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read(folder.path().join(name)).expect("a document")
    };
    let bytes = write("one.docx");
    assert!(bytes == write("two.docx"), "the same bytes");
    let document = docx_rs::read_docx(&bytes).expect("a document that is read back");
    let json: Value = serde_json::from_str(&document.json()).expect("JSON");
    let property = &json["document"]["sectionProperty"];
    for place in ["header", "footer"] {
        assert!(property[place].to_string().contains("RESTREINT <UE> & NATO"), "{place}: {property}");
    }
    let said = json["document"].to_string();
    for heading in HEADINGS {
        assert!(said.contains(heading.trim_start_matches("## ")), "{heading}");
    }
    let tables = list(&json["document"]["children"]).iter().filter(|child| child["type"] == "table").count();
    assert!(tables >= 5, "{tables}");
}

#[test]
fn levers_are_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("fixed.ron"), include_str!("common/fixed_times.ron"))
        .expect("a file can be written");
    let scenario = "fixed.ron";
    let run = |arguments: &[&str]| {
        let output = jointex(arguments, folder.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["run", scenario, "-n40", "--format", "json", "-o", "run.json"]);
    run(&["levers", scenario, "-n40", "--format", "json", "-o", "levers.json"]);
    let levers: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("levers.json")).expect("results"))
            .expect("JSON");
    let helps = |it: &&Value| it["change"]["high"].as_f64().is_some_and(|high| high < 0.0);
    let first = list(&levers["levers"]).iter().find(helps).expect("one of them helps");
    let text = markdown(folder.path(), &["--levers", "levers.json"]);
    let what = format!(
        "{}, {}, would have changed",
        first["what"].as_str().expect("a text"),
        first["step"].as_str().expect("a text")
    );
    assert!(text.replace('\\', "").contains(&what), "{what}: {text}");
    assert!(!markdown(folder.path(), &[]).contains("would have changed"));
    // One that is not sure to help, or helps less than matters, is none.
    for (field, value) in [("high", 0.5), ("estimate", -1e-9)] {
        let mut weaker = levers.clone();
        for lever in weaker["levers"].as_array_mut().expect("a list") {
            lever["probability_change"]["low"] = Value::from(-0.1);
            lever["change"]["high"] = Value::from(-0.5);
            lever["change"]["estimate"] = Value::from(-1.0);
            lever["change"][field] = Value::from(value);
        }
        let relevant = weaker["relevant"].as_f64().expect("what matters");
        assert!((1e-9..1.0).contains(&relevant), "{relevant}");
        fs::write(folder.path().join("weaker.json"), weaker.to_string()).expect("a file can be written");
        assert!(!markdown(folder.path(), &["--levers", "weaker.json"]).contains("would have changed"));
    }
}

#[test]
fn what_cannot_be_reported_on_is_refused_with_what_to_do() {
    let (folder, _) = saved("scenarios/technical-arrangement.ron");
    let compared = jointex(
        &["compare", "scenarios/technical-arrangement.ron", "-n4", "--format", "json", "-o", "compared.json"],
        folder.path(),
    );
    assert!(compared.status.success());
    fs::write(folder.path().join("fixed.ron"), include_str!("common/fixed_times.ron"))
        .expect("a file can be written");
    let levers =
        jointex(&["levers", "fixed.ron", "-n4", "--format", "json", "-o", "other.json"], folder.path());
    assert!(levers.status.success(), "{}", String::from_utf8_lossy(&levers.stderr));
    let check = |arguments: &[&str], code: i32, said: &str| {
        let output = jointex(&[&["report"], arguments].concat(), folder.path());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(told.contains(said), "{arguments:?}: {told}");
    };
    check(&["compared.json", "--format", "md"], 2, "an after-action report is of one run");
    check(&[".", "--format", "docx"], 2, "is the folder of a sweep");
    check(&["run.json", "--format", "md", "--svg", "x"], 2, "a document has no pictures");
    check(&["run.json", "--pseudonyms"], 2, "--format md and docx");
    for ratings in ["0.4,0.7,0.9", "0.9,x,0.7,0.4", "0.9"] {
        check(&["run.json", "--format", "md", "--ratings", ratings], 2, "the highest first");
    }
    check(&["run.json", "--ratings", "0.9,0.7,0.4"], 2, "--format md and docx");
    check(&["run.json", "--format", "md", "--levers", "run.json"], 3, "is not of `jointex levers`");
    check(&["run.json", "--format", "md", "--levers", "other.json"], 2, "of another scenario");
    let written: Vec<PathBuf> = ["run.md", "run.docx"].map(|name| folder.path().join(name)).into();
    assert!(written.iter().all(|path| !path.exists()));
}
