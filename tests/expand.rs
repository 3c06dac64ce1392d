//! A scenario written out in full: one file, read as the same scenario, that plays alike to the bit.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::shipped;
use expect_test::expect;
use jointex::compile::{apply_variant, compile, explicit};
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::library::or_built_in;
use jointex::scenario::{LoadError, Parsed, Scenario, parse};
use jointex::study::{Watch, replicate};

const SEED: u64 = 1;
const REPLICATIONS: u64 = 2;

fn shown(found: &[Diagnostic], sources: &Sources) -> String {
    found.iter().map(|diagnostic| diagnostic.render(sources, false, 110) + "\n").collect()
}

/// Reads a text whose files lie in a folder, or are built in.
fn read(name: &str, text: &str, folder: &Path) -> Parsed {
    parse(name, text, &mut |path| {
        or_built_in(path, |path| {
            fs::read_to_string(folder.join(path)).map_err(|error| LoadError(error.to_string()))
        })
    })
}

/// The fingerprint of a few replications, how many of how many numbers are assumed, and what is told of the scenario.
fn played(scenario: &Scenario, sources: &Sources) -> (u64, (usize, usize), BTreeSet<&'static str>) {
    let (model, told) = compile(scenario, sources);
    let Some(model) = model else { panic!("{}", shown(&told, sources)) };
    // What is told once of all rows of a table is told of each where they are written out.
    let told = told.iter().map(|it| it.code).collect();
    let numbers = (model.names.assumed, model.names.numbers);
    (replicate(&model, SEED, REPLICATIONS, &Watch::default()).fingerprint, numbers, told)
}

/// Writes a scenario out, reads that, and compares what comes of both.
fn check(what: &str, scenario: &Scenario, sources: &mut Sources, folder: &Path) -> String {
    let before = played(scenario, sources);
    let mut whole = scenario.clone();
    let marks = explicit(&mut whole, sources);
    let text = whole.written_out(&marks);
    let again = read("whole.ron", &text, folder);
    let Some(scenario) = again.scenario else {
        panic!("{what}: {}{text}", shown(&again.diagnostics, &again.sources))
    };
    assert_eq!(before, played(&scenario, &again.sources), "{what}:\n{text}");
    assert!(scenario.include.is_empty(), "{what}");
    let long =
        text.lines().find(|line| line.chars().count() > 120 && !line.contains("\"") && !line.contains("//"));
    assert_eq!(long, None, "{what}");
    text
}

#[test]
fn every_scenario_and_every_variant_plays_alike_when_it_is_written_out() {
    for file in shipped() {
        let folder = file.parent().expect("a folder");
        let text = fs::read_to_string(&file).expect("a text");
        let mut parsed = read(&file.display().to_string(), &text, folder);
        let scenario = parsed.scenario.expect("a sound scenario");
        check(&file.display().to_string(), &scenario, &mut parsed.sources, folder);
        for variant in &scenario.variants {
            let mut varied = scenario.clone();
            assert_eq!(apply_variant(&mut varied, &variant.id.text, &mut parsed.sources), []);
            check(&format!("{} {}", file.display(), variant.id), &varied, &mut parsed.sources, folder);
        }
    }
}

const MAIN: &str = r#"Scenario(format: 1, id: "s", title: "Two offices", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "2d",
    include: [(file: "office.ron", each: "offices.csv")],
    organisations: [(id: "cert", protects: ["ee/office", "lv/office"])],
    campaigns: [(id: "bear", flow: [
        (id: "phish", technique: "T1566.001", target: Group("ee/desk"), burst: 5),
        (id: "wipe", technique: "own", after: Any(["phish"]), objective: true),
    ])],
    techniques: [(id: "own", tactic: Impact, success: 0.5, basis: Source("a \"report\""))],
    teams: [(id: "soc", organisation: "cert", tiers: [(id: "l1", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"))],
        triage: (tier: "l1", time: LogNormal(median: "90min", sigma: 0.5)), playbook: "standard")],
    sensors: [(id: "edr", team: "soc", covers: [Zone("ee/rooms"), Zone("lv/rooms")], sees: [Process, Mail], sensitivity: 0.8)],
    playbooks: [(id: "standard", phases: [Investigate(tier: "l1", time: "1h 30min", finds: 0.5), Declare("l1", "5min")])],
    variants: [(id: "alone", remove: ["sensors[edr]"], add: (sensors: [(id: "mail", team: "soc", covers: [Zone("ee/rooms")],
        sees: [Mail], sensitivity: 0.5)]), set: [("endex", "1d")])],
)"#;

const OFFICE: &str = r#"Scenario(format: 1,
    organisations: [(id: "office", controls: ["mfa"])],
    network: (
        zones: [(id: "rooms", owner: "office")],
        assets: [(id: "desk", zone: "rooms", count: 20, users: 1, services: ["smtp"], credentials: ["admin"])],
        links: [(from: "internet", to: "rooms", allow: ["smtp"])],
    ))"#;

#[test]
fn what_is_written_out_reads_as_a_person_would_set_it() {
    let mut load = |path: &str| match path {
        "office.ron" => Ok(String::from(OFFICE)),
        "offices.csv" => Ok(String::from("as,network.assets[desk].count\nee,30\nlv,\n")),
        _ => Err(LoadError(String::from("no such file"))),
    };
    let mut parsed = parse("main.ron", MAIN, &mut load);
    let Some(scenario) = parsed.scenario else { panic!("{}", shown(&parsed.diagnostics, &parsed.sources)) };
    let text = check("two offices", &scenario, &mut parsed.sources, Path::new("."));
    expect![[r#"
        Scenario(
            format: 1, id: "s", title: "Two offices", startex: "2026-03-02T08:00:00+01:00[Europe/Brussels]", endex: "2d",

            organisations: [
                (
                    id: "cert", protects: ["ee/office", "lv/office"],
                    // default
                    short: None, name: None, member_of: [], patching: None, maturity: None, controls: [], tags: [],
                ),
                (
                    id: "ee/office", controls: ["mfa"],
                    // default
                    short: None, name: None, member_of: [], protects: [], patching: None, maturity: None, tags: [],
                ),
                (
                    id: "lv/office", controls: ["mfa"],
                    // default
                    short: None, name: None, member_of: [], protects: [], patching: None, maturity: None, tags: [],
                ),
            ],

            controls: [
                (
                    // from the library, Source(Meyer et al., How effective is multifactor authentication at deterring
                    // cyberattacks?, arXiv:2305.00945, 2023)
                    id: "mfa", name: "Multifactor authentication", against: [Credential], success: 0.0144,
                    basis: Source(
                        "Meyer et al., How effective is multifactor authentication at deterring cyberattacks?, arXiv:2305.00945, 2023",
                    ),
                    // default
                    visibility: None, offline_backups: None,
                ),
            ],

            network: (
                zones: [
                    (
                        id: "ee/rooms", owner: "ee/office",
                        // default
                        topology: None, position: None, tags: [],
                        // default: inside: AllToAll
                    ),
                    (
                        id: "lv/rooms", owner: "lv/office",
                        // default
                        topology: None, position: None, tags: [],
                        // default: inside: AllToAll
                    ),
                ],
                assets: [
                    (
                        id: "ee/desk", zone: "ee/rooms", services: ["smtp"], credentials: ["ee/admin"], count: 30, users: 1,
                        // default
                        platform: "", weaknesses: [], accepts: [], backup: Offline, tags: [], faults: None, basis: None,
                        // default, Assumed
                        weight: 1,
                    ),
                    (
                        id: "lv/desk", zone: "lv/rooms", services: ["smtp"], credentials: ["lv/admin"], count: 20, users: 1,
                        // default
                        platform: "", weaknesses: [], accepts: [], backup: Offline, tags: [], faults: None, basis: None,
                        // default, Assumed
                        weight: 1,
                    ),
                ],
                links: [
                    (
                        from: "internet", to: "ee/rooms", allow: ["smtp"],
                        // default
                        both_ways: false, medium: None, capacity: None, faults: None,
                    ),
                    (
                        from: "internet", to: "lv/rooms", allow: ["smtp"],
                        // default
                        both_ways: false, medium: None, capacity: None, faults: None,
                    ),
                ],
            ),

            techniques: [
                (
                    id: "own", tactic: Impact, success: 0.5, basis: Source("a \"report\""),
                    // usual for the tactic, Assumed
                    does: TakeOffline, gives: User, time: LogNormal(median: "15min", sigma: 1), retries: 0, severity: Critical,
                    indicator_block: 0.1, visible: (attempt: [(Process, 0.2)], success: [(File, 0.5), (Service, 0.3)]),
                    // default
                    name: None, needs: None, traffic: None, survives: None, lasts: None,
                ),
                (
                    // from the library, Assumed
                    id: "T1566.001", name: "Spearphishing Attachment", tactic: InitialAccess, does: Phish,
                    needs: (service: "smtp", credential: false, knowledge: false, weakness: None, access: None), success: 0.03,
                    time: LogNormal(median: "4min", sigma: 1), retries: 0, severity: Medium, indicator_block: 0.8,
                    visible: (attempt: [(Mail, 0.15)], success: [(Process, 0.3)]), basis: Assumed,
                    // usual for the tactic, Assumed
                    gives: User,
                    // default
                    traffic: None, survives: None, lasts: None,
                ),
            ],

            campaigns: [
                (
                    id: "bear",
                    flow: [
                        (
                            id: "phish", technique: "T1566.001", target: Group("ee/desk"), burst: 5,
                            // default
                            supplier: None, after: None, retries: None, objective: false, scope: None, until: None,
                            on_failure: [],
                            // default: route: Random
                        ),
                        (
                            id: "wipe", technique: "own", after: Any(["phish"]), objective: true,
                            // default
                            target: None, supplier: None, burst: None, retries: None, scope: None, until: None, on_failure: [],
                            // default: route: Random
                        ),
                    ],
                    // default
                    adversary: None, start: None, initially_held: [], on_loss: None, command: None, tooling: None, spread: [],
                    basis: None,
                    // default, Assumed
                    operators: 1,
                ),
            ],

            teams: [
                (
                    id: "soc", organisation: "cert",
                    tiers: [
                        (
                            id: "l1", seats: 2,
                            shifts: Weekly(days: "Mon-Fri", from: "08:00", to: "18:00", /* default */ time_zone: None),
                            // default
                            on_call: None, handover: None,
                            // default, Assumed
                            skill: 1, shrinkage: 0,
                        ),
                    ],
                    triage: (
                        tier: "l1", time: LogNormal(median: "1h 30min", sigma: 0.5),
                        // default, Assumed
                        misses: 0, false_escalations: 0,
                    ),
                    playbook: "standard",
                    // default
                    time_zone: None, queue: (order: FirstCome, preempts: false, capacity: None, when_full: None), playbooks: [],
                    hunting: None, unrelated: None, basis: None,
                ),
            ],

            sensors: [
                (
                    id: "edr", team: "soc", covers: [Zone("ee/rooms"), Zone("lv/rooms")], sees: [Process, Mail],
                    sensitivity: 0.8,
                    // default
                    sweep: None, delay: None, false_alarms: None, false_alarms_each: None, daily: [], severities: [],
                    merge: None, basis: None,
                    // default, Assumed
                    indicator_boost: 0.5,
                ),
            ],

            playbooks: [
                (
                    id: "standard",
                    phases: [Investigate(tier: "l1", time: "1h 30min", finds: 0.5), Declare(tier: "l1", time: "5min")],
                    // default
                    basis: None,
                ),
            ],

            variants: [
                (
                    id: "alone", remove: ["sensors[edr]"],
                    add: (
                        sensors: [
                            (
                                id: "mail", team: "soc", covers: [Zone("ee/rooms")], sees: [Mail], sensitivity: 0.5,
                                // default
                                sweep: None, delay: None, false_alarms: None, false_alarms_each: None, daily: [],
                                severities: [], merge: None, basis: None,
                                // default, Assumed
                                indicator_boost: 0.5,
                            ),
                        ],
                        // default
                        organisations: [], controls: [], network: (zones: [], assets: [], links: []), cables: [],
                        techniques: [], suppliers: [], campaigns: [], authorities: [], crews: [], teams: [], notices: [],
                        playbooks: [], agreements: [], assistance: [], obligations: [], centres: [], investigations: [],
                        functions: [], missions: [], staffs: [], msel: [], ladders: [], crises: [], objectives: [],
                    ),
                    set: [("endex", "1d")],
                    // default
                    title: "",
                ),
            ],

            // default
            synopsis: "", prelude: None, measure_from: None, coordination: None, maturity: None, include: [], cables: [],
            suppliers: [], authorities: [], crews: [], notices: [], agreements: [], assistance: [], obligations: [],
            centres: [], investigations: [], functions: [], missions: [], staffs: [], msel: [], ladders: [], crises: [],
            objectives: [],
        )
    "#]].assert_eq(&text);
}
