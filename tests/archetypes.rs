//! The fragments that are built in: five lines with one of them are a sound scenario that does something.

mod common;

use jointex::compile::{compile, explicit};
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::library::{BUILT_IN, or_built_in};
use jointex::model::Model;
use jointex::scenario::{LoadError, Scenario, parse};
use jointex::study::{Watch, replicate};

fn shown(found: &[Diagnostic], sources: &Sources) -> String {
    found.iter().map(|diagnostic| diagnostic.render(sources, false, 110) + "\n").collect()
}

fn read(text: &str) -> (Scenario, Sources) {
    let nothing = |path: &str| Err(LoadError(format!("the test has no file {path}")));
    let parsed = parse("main.ron", text, &mut |path| or_built_in(path, nothing));
    assert!(parsed.diagnostics.is_empty(), "{}", shown(&parsed.diagnostics, &parsed.sources));
    (parsed.scenario.expect("no fault"), parsed.sources)
}

/// The model of a scenario of which nothing is told.
fn quiet(text: &str) -> Model {
    let (scenario, sources) = read(text);
    let (model, told) = compile(&scenario, &sources);
    assert!(told.is_empty(), "{text}\n{}", shown(&told, &sources));
    model.expect("no fault")
}

/// The five lines; playbooks need a team that follows them.
fn five_lines(path: &str, more: &str) -> String {
    let include = match path {
        "std/playbooks.ron" => String::from(WITH_PLAYBOOKS),
        "std/obligations.ron" => String::from(WITH_OBLIGATIONS),
        path => format!("(file: \"{path}\", as: \"riga\")"),
    };
    format!(
        "Scenario(format: 1, id: \"five\", title: \"Five lines\",\n    startex: \"2026-03-02T08:00[Europe/Riga]\", endex: \"5d\",\n    include: [{include}],\n{more})\n"
    )
}

const WITH_PLAYBOOKS: &str = r#"(file: "std/enterprise.ron", as: "riga", set: [
    ("teams[soc].playbook", "pb/phishing"), ("teams[soc].playbooks", "[(severity: Critical, use: \"pb/wiper\")]")]),
    (file: "std/playbooks.ron", as: "pb", set: [
        ("playbooks[phishing].phases[Eradicate].crew", "riga/it"), ("playbooks[phishing].phases[Recover].crew", "riga/it"),
        ("playbooks[ransomware].phases[Eradicate].crew", "riga/it"), ("playbooks[ransomware].phases[Recover].crew", "riga/it"),
        ("playbooks[ransomware].phases[Decide].authority", "riga/management"),
        ("playbooks[wiper].phases[Eradicate].crew", "riga/it"), ("playbooks[wiper].phases[Recover].crew", "riga/it"),
        ("playbooks[wiper].phases[Decide].authority", "riga/management")])"#;

/// Somebody must be bound.
const WITH_OBLIGATIONS: &str = r#"(file: "std/hospital.ron", as: "riga", set: [("organisations[hospital].tags", "[\"essential\"]")]),
    (file: "std/obligations.ron", as: "law")"#;

#[test]
fn five_lines_with_any_of_them_check_without_a_word_and_play() {
    assert!(BUILT_IN.windows(2).all(|pair| pair[0].path < pair[1].path));
    for known in BUILT_IN {
        let text = five_lines(known.path, "");
        let model = quiet(&text);
        let mut worker = jointex::sim::Worker::new(&model);
        // False alarms, or a nation's own incidents, keep the team at work.
        let events = worker.play(1, 1, false).events;
        assert!(events > 20, "{}: {events} events", known.path);
    }
}

#[test]
fn an_attack_on_any_of_them_is_found_and_declared() {
    for known in BUILT_IN.iter().filter(|known| known.text.contains("(id: \"desk\"")) {
        let attack = r#"campaigns: [(id: "bear", operators: 2, start: "2h", flow: [
            (id: "phish", technique: "T1566.001", target: Group("riga/desk"), burst: 120),
            (id: "climb", technique: "T1068", after: Any(["phish"])),
            (id: "dump", technique: "T1003", after: Any(["climb"])),
            (id: "move", technique: "T1021.002", after: Any(["dump"]), target: Tag("crown-jewel"), objective: true),
        ])],"#;
        let model = quiet(&five_lines(known.path, attack));
        let replications = replicate(&model, 1, 40, &Watch::default());
        let report = jointex::report::run_report(&model, &replications, None);
        let declared =
            report.measures.iter().find(|it| it.measure.starts_with("time_to_declare")).expect("a response");
        assert!(declared.observed >= 30, "{}: declared in {} of 40", known.path, declared.observed);
    }
}

#[test]
fn each_says_of_itself_what_it_is_and_names_parts_that_it_has() {
    for known in BUILT_IN {
        assert!(
            known.title().ends_with('.') && known.title().len() < 120,
            "{}: {}",
            known.path,
            known.title()
        );
        let head: Vec<&str> = known.text.lines().take_while(|line| line.starts_with("//")).collect();
        let head = head.join(" ").replace("// ", "");
        let (_, settable) = head.split_once("A scenario may set: ").expect("a list of what may be set");
        let paths = settable.split_once(". Every").map_or(settable, |(paths, _)| paths);
        for path in paths.split(", ").map(|path| path.trim_end_matches(" and so on")) {
            let (mut scenario, mut sources) = read(&five_lines(known.path, ""));
            let name = match known.path {
                "std/playbooks.ron" => "pb",
                "std/obligations.ron" => "law",
                _ => "riga",
            };
            let outside = path.replacen('[', &format!("[{name}/"), 1);
            // Set to what no part takes: the path is found, and the value is not.
            let faults =
                scenario.set(&outside, "(?", "test", jointex::diagnostic::Place::NOWHERE, &mut sources);
            let codes: Vec<&str> = faults.err().unwrap_or_default().iter().map(|fault| fault.code).collect();
            assert!(
                codes.iter().all(|code| !matches!(*code, "E0106" | "E0107" | "E0108")),
                "{}: {path}: {codes:?}",
                known.path
            );
        }
    }
}

#[test]
fn thirty_two_nations_are_one_table_and_play_alike_written_out() {
    let rows: String = (1..=32).map(|row| format!("n{row},{},Nation {row}\n", 4 + row % 5)).collect();
    let table = format!("as,teams[soc].tiers[l1].seats,organisations[state].name\n{rows}");
    let text = five_lines("std/nation.ron", "").replace("as: \"riga\"", "each: \"nations.csv\"");
    let mut load = |path: &str| or_built_in(path, |_| Ok(table.clone()));
    let mut parsed = parse("main.ron", &text, &mut load);
    assert!(parsed.diagnostics.is_empty(), "{}", shown(&parsed.diagnostics, &parsed.sources));
    let mut scenario = parsed.scenario.expect("no fault");
    let (model, _) = compile(&scenario, &parsed.sources);
    let model = model.expect("a model");
    assert_eq!(model.network.groups.iter().map(|group| group.count).sum::<u32>(), 32 * 6000);
    let marks = explicit(&mut scenario, &mut parsed.sources);
    let whole = quiet_or_not(&scenario.written_out(&marks));
    let fingerprint = |model: &Model| replicate(model, 1, 1, &Watch::default()).fingerprint;
    assert_eq!(fingerprint(&model), fingerprint(&whole));
}

/// The model of a scenario of which warnings may be told.
fn quiet_or_not(text: &str) -> Model {
    let (scenario, sources) = read(text);
    let (model, told) = compile(&scenario, &sources);
    model.unwrap_or_else(|| panic!("{}", shown(&told, &sources)))
}
