//! The scenario language: what is read, what is refused, and with which words.

mod content;
mod graphml;
mod hostile;
mod includes;
mod kinds;
mod leaves;
mod overrides;
mod positions;
mod recovery;
mod structure;
mod syntax;
mod tables;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use jointex::diagnostic::{Diagnostic, Place, Sources};
use jointex::scenario::{LoadError, Parsed, Scenario, assumed_share, content_hash, parse};

/// A main file with the fields that it must have, and `body` from its second line on.
fn main_file(body: &str) -> String {
    format!(
        "Scenario(format: 1, id: \"s\", title: \"t\", startex: \"2026-03-02T08:00[Europe/Brussels]\", endex: \"5d\",\n{body}\n)"
    )
}

fn read(text: &str, files: &[(&str, &str)]) -> Parsed {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    parse("main.ron", text, &mut |path| {
        files.get(path).map(|text| String::from(*text)).ok_or(LoadError(String::from("no such file")))
    })
}

fn rendered(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let texts: Vec<String> = diagnostics.iter().map(|d| d.render(sources, false, 100)).collect();
    texts.join("\n\n") + "\n"
}

/// Compares everything that is said about a main file with this body.
fn check(body: &str, expected: Expect) {
    check_whole(&main_file(body), &[], expected);
}

fn check_whole(text: &str, files: &[(&str, &str)], expected: Expect) {
    let parsed = read(text, files);
    assert_eq!(parsed.scenario.is_some(), !parsed.diagnostics.iter().any(Diagnostic::is_error));
    expected.assert_eq(&rendered(&parsed.diagnostics, &parsed.sources));
}

fn sound(text: &str, files: &[(&str, &str)]) -> (Scenario, Sources) {
    let parsed = read(text, files);
    let said = rendered(&parsed.diagnostics, &parsed.sources);
    (parsed.scenario.unwrap_or_else(|| panic!("{said}")), parsed.sources)
}

/// A team, a playbook and an agreement to try things on.
const TEAM: &str = r#"teams: [(id: "soc", organisation: "o",
    tiers: [(id: "l1", seats: 4), (id: "l2", seats: 2)],
    triage: (tier: "l1", time: LogNormal(median: "12min", sigma: 0.6)))],
agreements: [(id: "ta", parties: ["a", "b"],
    areas: (information_exchange: (channels: [(id: "feed", medium: Automated, delay: Exponential(mean: "10min"))])))],
playbooks: [(id: "standard", phases: [
    Contain(tier: "l1", per_asset: "6min", actions: [Isolate]),
    Declare(tier: "l1", time: "1min"), Declare(tier: "l2", time: "2min")])],
network: (zones: [(id: "z", owner: "o")], links: [(from: "internet", to: "z", allow: ["smtp"])]),
msel: [(no: "1", at: "D2 09:30")],
objectives: [(id: "fast", that: AtMost("time_to_declare[org=a]", "12h"))],
campaigns: [(id: "c", flow: [(id: "phish", technique: "T1566.001")])],
variants: [(id: "v", set: [("teams[soc].tiers[l1].seats", "9"),
    ("agreements[ta].areas.information_exchange.channels[feed].medium", "Telephone")])],"#;

/// A fragment with a team of its own.
const SOC: &str = r#"Scenario(format: 1,
    organisations: [(id: "org")],
    teams: [(id: "soc", organisation: "org", tiers: [(id: "l1", seats: 4)], playbook: "standard")],
    sensors: [(id: "edr", team: "soc", covers: [Asset("pc[3]"), Zone("elsewhere")], sees: [Process], sensitivity: 0.5)],
    network: (assets: [(id: "pc", zone: "elsewhere", count: 5)]),
    msel: [(no: "1", to: ["soc"], when: NotYet(measure: "time_to_declare[org=org, campaign=c]", by: "1h"))],
)"#;
