//! Mechanisms of detection.

use super::*;

/// One team in a small office, blind unless a row gives it sight.
const OFFICE: &str = include_str!("office.ron");

const MERGE: Paths = &[("sensors[s].merge", "\"6h\"")];
const SEES_ATTEMPTS: Paths = &[("sensors[s].sensitivity", "1"), ("sensors[s].false_alarms", "None")];
const SEES_SCANS: Paths = &[
    ("sensors[s].sensitivity", "1"),
    ("sensors[s].sees", "[NetworkTraffic]"),
    // Nothing left to hit: attempts show nothing.
    ("techniques[crawl].needs", "(service: \"smb\", weakness: \"none\")"),
];

/// Hours from STARTEX until the team of the office knows.
fn detects(model: &Model, outcome: &Outcome<'_>) -> f64 {
    let response = &outcome.ledger.responses[0];
    response.milestones[Milestone::Detected as usize].min(model.frame.endex).hours()
}

fn triaged(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.pools[0].started as f64
}

fn alerts_true(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].alerts_true as f64
}

pub const ROWS: &[Row] = &[
    row("blind sensors", &[("sensors[a-edr].sensitivity", "0")], a_detects, Up),
    row("slow sensors", &[("sensors[a-edr].delay", "5h")], a_detects, Up),
    row("nothing visible", &[("techniques[raise].visible", "(attempt: [], success: [])")], a_detects, Up),
    row("more false alarms", &[("sensors[a-edr].false_alarms", "PerDay(280)")], a_wait, Up),
    row("no boost by indicators", &[("sensors[b-edr].indicator_boost", "0")], b_detects, Up),
    row(
        "false alarms by day alone",
        &[("sensors[s].daily", "[(from: \"08:00\", to: \"20:00\", factor: 2), (from: \"20:00\", to: \"08:00\", factor: 0)]")],
        a_wait,
        Up,
    )
    .in_scenario(OFFICE),
    row("a sweep", &[("sensors[s].sweep", "(every: \"12h\", phase: \"6h\", finds: 0.8)")], detects, Down)
        .in_scenario(OFFICE),
    row("sweeps more seldom", &[("sensors[s].sweep.every", "\"20h\"")], detects, Up)
        .in_scenario(OFFICE)
        .given(&[("sensors[s].sweep", "(every: \"4h\", finds: 0.3)")]),
    row("sweeps that find less", &[("sensors[s].sweep.finds", "0.05")], detects, Up)
        .in_scenario(OFFICE)
        .given(&[("sensors[s].sweep", "(every: \"4h\", finds: 0.3)")]),
    row(
        "users report",
        &[("notices", "[(id: \"n\", team: \"soc\", from: Users(probability: 0.1), of: [Zone(\"z\")], delay: \"1h\")]")],
        detects,
        Down,
    )
    .in_scenario(OFFICE),
    row("a slow help desk", &[("notices[n].delay", "\"8h\"")], detects, Up)
        .in_scenario(OFFICE)
        .given(&[("notices", "[(id: \"n\", team: \"soc\", from: Users(probability: 0.1), of: [Zone(\"z\")], delay: \"1h\")]")]),
    row(
        "users see an outage",
        &[("notices", "[(id: \"n\", team: \"soc\", from: Users(probability: 1), of: [Zone(\"z\")])]")],
        detects,
        Down,
    )
    .in_scenario(OFFICE)
    // Nobody gets a letter.
    .given(&[("campaigns[c].flow", "[(id: \"burn\", technique: \"burn\")]"), ("campaigns[c].initially_held", "[Asset(\"desk[1]\")]")]),
    row(
        "outsiders tell",
        &[("notices", "[(id: \"n\", team: \"soc\", from: Outside(probability: 0.3), of: [Zone(\"z\")], delay: Exponential(mean: \"5h\"))]")],
        detects,
        Down,
    )
    .in_scenario(OFFICE),
    row(
        "a ransom note",
        &[("notices", "[(id: \"n\", team: \"soc\", from: Adversary, of: [Zone(\"z\")], delay: \"30min\")]")],
        detects,
        Down,
    )
    .in_scenario(OFFICE),
    row(
        "a function fails",
        &[("notices", "[(id: \"n\", team: \"soc\", from: Failure(function: \"work\", below: 1))]")],
        detects,
        Down,
    )
    .in_scenario(OFFICE),
    row("manipulation does not show", &[("campaigns[c].flow[burn].technique", "\"twist\"")], detects, Up)
        .in_scenario(OFFICE)
        .given(&[("notices", "[(id: \"n\", team: \"soc\", from: Failure(function: \"work\", below: 1))]")]),
    row("merging spares triage", MERGE, triaged, Down).in_scenario(OFFICE).given(SEES_ATTEMPTS),
    row("scans that hit nothing", &[("techniques[crawl].visible", "(attempt: [], success: [])")], detects, Up)
        .in_scenario(OFFICE)
        .given(SEES_SCANS),
    row("scans that hit nothing, merged", &[("sensors[s].merge", "\"10h\"")], alerts_true, Down)
        .in_scenario(OFFICE)
        .given(SEES_SCANS),
];
