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

/// Two nations that are members of both, as are their CERTs.
const NATIONS: &str = "as;organisations[state].member_of;organisations[cert].member_of
ee;[(in: Nato), (in: Eu)];[(in: Nato), (in: Eu)]
lv;[(in: Nato), (in: Eu)];[(in: Nato), (in: Eu)]
";

fn read(text: &str) -> (Scenario, Sources) {
    let load = |path: &str| match path {
        "nations.csv" => Ok(String::from(NATIONS)),
        "plain.csv" => Ok(String::from("as\nee\nlv\n")),
        _ => Err(LoadError(format!("the test has no file {path}"))),
    };
    let parsed = parse("main.ron", text, &mut |path| or_built_in(path, load));
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

/// The five lines; playbooks need a team that follows them, agreements and ladders somebody whom they are about.
fn five_lines(path: &str, more: &str) -> String {
    let include = match path {
        "std/playbooks.ron" => String::from(WITH_PLAYBOOKS),
        "std/obligations.ron" => String::from(WITH_OBLIGATIONS),
        "std/agreements.ron" | "std/ladders.ron" => {
            format!("(file: \"std/nation.ron\", each: \"plain.csv\"), (file: \"{path}\", as: \"riga\")")
        }
        path => format!("(file: \"{path}\", as: \"riga\")"),
    };
    including(&include, more)
}

fn including(include: &str, more: &str) -> String {
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

/// A campaign against the desks of what is included under this name.
fn attack_on(name: &str) -> String {
    let flow = r#"flow: [
            (id: "phish", technique: "T1566.001", target: Group("NAME/desk"), burst: 120),
            (id: "climb", technique: "T1068", after: Any(["phish"])),
            (id: "dump", technique: "T1003", after: Any(["climb"])),
            (id: "move", technique: "T1021.002", after: Any(["dump"]), target: Tag("crown-jewel"), objective: true),
        ]"#;
    format!(r#"campaigns: [(id: "bear", operators: 2, start: "2h", {})],"#, flow.replace("NAME", name))
}

#[test]
fn an_attack_on_any_of_them_is_found_and_declared() {
    for known in BUILT_IN.iter().filter(|known| known.text.contains("(id: \"desk\"")) {
        let attack = attack_on("riga");
        let model = quiet(&five_lines(known.path, &attack));
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
        let paths = settable.split_once(". ").map_or(settable, |(paths, _)| paths);
        let paths: Vec<&str> = paths.split(", ").map(|path| path.trim_end_matches(" and so on")).collect();
        let (scenario, _) = read(&five_lines(known.path, ""));
        let own = |sensor: &&jointex::scenario::Sensor| {
            sensor.id.starts_with("riga/")
                && !["std/playbooks.ron", "std/obligations.ron"].contains(&known.path)
        };
        for sensor in scenario.sensors.iter().filter(own) {
            let rate = format!("sensors[{}].false_alarms", &sensor.id["riga/".len()..]);
            assert!(paths.contains(&&*rate), "{}: {rate} is not among what may be set", known.path);
            assert!(settable.contains("False alarms do not follow the desks"), "{}", known.path);
        }
        for path in paths {
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

/// Two nations whose playbooks have this phase too.
fn nations_that(notify: &str) -> String {
    let phases = format!(
        r#"[Investigate(tier: "l2", time: "1h", finds: 0.85), Declare(tier: "l2", time: "10min"), {notify},
        Contain(tier: "l2", per_asset: "12min", actions: [Isolate]), Eradicate(crew: "it", per_asset: "50min"),
        Recover(crew: "it", per_asset: "3h")]"#
    );
    format!(
        r##"(file: "std/nation.ron", each: "nations.csv", set: [("playbooks[standard].phases", r#"{phases}"#)])"##
    )
}

/// The mean of a measure over 20 replications.
fn mean(model: &Model, measure: &str) -> f64 {
    let report = jointex::report::run_report(model, &replicate(model, 1, 20, &Watch::default()), None);
    let row = report.measures.iter().find(|row| row.measure == measure);
    row.and_then(|row| row.mean).unwrap_or_else(|| panic!("no mean of {measure}"))
}

#[test]
fn under_the_built_in_agreements_partners_inform_each_other_whoever_they_are() {
    let among_certs = r#"(file: "std/agreements.ron", as: "ag")"#;
    let among_allies = r#"(file: "std/agreements.ron", as: "ag", set: [("agreements[network].parties", "[Members(Nato)]")])"#;
    let with_a_hub = r#"(file: "std/national-cert.ron", as: "cert-eu"), (file: "std/agreements.ron", as: "ag", set: [
        ("agreements[network].parties", "[\"cert-eu/cert\", Members(Eu)]"), ("agreements[network].shape", "Hub")])"#;
    let to_all = r#"Notify(agreements: ["ag/network"], tlp: Amber)"#;
    let secretly = r#"Notify(agreements: ["ag/classified"], tlp: Amber, classification: Secret)"#;
    for (notify, agreements, told, not_told) in [
        (to_all, among_certs, "lv/soc", "ee/soc"),
        (to_all, among_allies, "lv/soc", "ee/soc"),
        (to_all, with_a_hub, "cert-eu/soc", "lv/soc"),
        (secretly, among_certs, "lv/soc", "ee/soc"),
    ] {
        let including = including(&format!("{}, {agreements}", nations_that(notify)), &attack_on("ee"));
        let model = quiet(&including);
        let received = |team: &str| mean(&model, &format!("reports_received[team={team}]"));
        assert!(received(told) > 0.5, "{notify} {agreements}: {}", received(told));
        assert!(received(not_told) < 0.5, "{notify} {agreements}: {}", received(not_told));
    }
}

#[test]
fn false_alarms_follow_the_desks_of_a_nation_whose_sensors_raise_them_for_each() {
    let alarms = |desks: u32| {
        let set = format!(
            r#"("sensors[mail-filter].false_alarms", "None"), ("sensors[mail-filter].false_alarms_each", "PerDay(0.03)"),
            ("sensors[edr].false_alarms", "None"), ("sensors[edr].false_alarms_each", "PerDay(0.05)"),
            ("network.assets[desk].count", "{desks}")"#
        );
        let model = quiet(&including(&format!(r#"(file: "std/nation.ron", as: "ee", set: [{set}])"#), ""));
        model
            .sensors
            .iter()
            .map(|sensor| 24.0 * 3.6e9 / sensor.false_alarms.as_ref().map_or(f64::NAN, |law| law.mean()))
            .sum::<f64>()
    };
    // 44 servers, which the mail filter does not cover, and 3,440 counters and posts besides.
    for desks in [2500, 3000] {
        let expected = 0.08 * f64::from(desks + 3440) + 0.05 * 44.0;
        assert!((alarms(desks) - expected).abs() < 1e-6, "{} with {desks}", alarms(desks));
    }
}

/// The mean level of a ladder at ENDEX where nobody looks for anything.
fn level(ladder: &str, set: &str, more: &str) -> f64 {
    let include = format!(
        r#"(file: "std/nation.ron", each: "plain.csv", set: [("teams[soc].triage.false_escalations", "0")]),
        (file: "std/ladders.ron", as: "ld", set: [{set}])"#
    );
    mean(&quiet(&including(&include, more)), &format!("escalation_level[ladder={ladder}]"))
}

#[test]
fn the_built_in_ladders_are_climbed_by_what_is_held_or_by_what_is_set() {
    let held = |count: u32| {
        format!(
            r#"techniques: [(id: "wait", does: Discover, success: 0, time: "1h", visible: (attempt: [(Mail, 1e-9), (Process, 1e-9)]))],
            campaigns: [(id: "bear", initially_held: [First("ee/desk", {count})], flow: [(id: "wait", technique: "wait")])],"#
        )
    };
    for (ladder, count, expected) in [
        ("ld/eu-blueprint", 4, 0.0),
        ("ld/eu-blueprint", 49, 2.0),
        ("ld/eu-blueprint", 50, 3.0),
        ("ld/nato", 19, 0.0),
        ("ld/nato", 99, 2.0),
        ("ld/nato", 100, 3.0),
    ] {
        assert_eq!(level(ladder, "", &held(count)), expected, "{ladder}: {count}");
    }
    let function = r##"("ladders[eu-blueprint].steps[csirts-network].when", r#"AtMost("function_level[function=ee/government]", 0.5)"#)"##;
    let down = r#"msel: [(no: "1", at: "1h", effect: TakeDown(function: "ee/government"))],"#;
    assert_eq!(level("ld/eu-blueprint", function, down), 1.0);
    assert_eq!(level("ld/eu-blueprint", "", down), 0.0);
    let after =
        r#"msel: [(no: "1", when: Injected("ld/nato/cdc"), effect: TakeDown(function: "ee/government"))],"#;
    assert_eq!(level("ld/eu-blueprint", function, after), 0.0);
}
