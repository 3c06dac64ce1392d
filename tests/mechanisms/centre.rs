//! Mechanisms of a centre: its picture, the people who make it, and whom it warns.

use super::*;

const CENTRE: &str = include_str!("centre.ron");

/// The share of what is held that the picture shows.
fn aware(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let centre = &outcome.ledger.centres[0];
    centre.aware / (centre.at_risk.micros() as f64).max(1.0)
}

fn stale(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let centre = &outcome.ledger.centres[0];
    centre.age / (centre.pictured.micros() as f64).max(1.0)
}

fn false_beliefs(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.centres[0].wrong as f64
}

/// True alerts at home.
fn home_alerts(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[1].alerts_true as f64
}

const EVERY: &str = "playbooks[tells].phases[ReportSituation].every";
const DOES: &str = "centres[icdc].warns[ops].does";
const HEEDS: &str = "centres[icdc].warns[ops].heeds";
const TAKES: &str = "centres[icdc].warns[ops].takes";
const LINE_DELAY: &str = "agreements[reporting].areas.information_exchange.channels[line].delay";
const LINE_SHARES: &str = "agreements[reporting].areas.information_exchange.channels[line].shares";
/// Two analysts of home go to the centre.
const SECONDED: Paths = &[("centres[icdc].secondees", r#"[(from: (team: "ht", tier: "l1"), seats: 2)]"#)];
/// More reports come in than one analyst fuses.
const FLOODED: Paths = &[(EVERY, "\"1h\""), ("centres[icdc].fusing", "\"3h\"")];
/// Home has no more analysts than it needs.
const BUSY: Paths =
    &[(EVERY, "\"1h\""), ("centres[icdc].fusing", "\"3h\""), ("sensors[edr].false_alarms", "PerDay(230)")];
/// Nobody comes for the operator.
const QUIET: Paths =
    &[(DOES, r#"[Shut(assets: [Zone("plant")], for: "12h")]"#), ("techniques[hit].success", "0")];

pub const ROWS: &[Row] = &[
    row("no centre", &[("centres[icdc].active", "false")], aware, Down).in_scenario(CENTRE),
    row("no centre", &[("centres[icdc].active", "false")], held, Up).in_scenario(CENTRE),
    row("a report a day", &[(EVERY, "\"24h\"")], aware, Down).in_scenario(CENTRE),
    row("a report a day", &[(EVERY, "\"24h\"")], stale, Up).in_scenario(CENTRE),
    row("reports that travel for long", &[(LINE_DELAY, "\"10h\"")], false_beliefs, Up).in_scenario(CENTRE),
    row("a channel that carries no situation", &[(LINE_SHARES, "[Indicators]")], aware, Down)
        .in_scenario(CENTRE),
    row("analysts who need long", &[("centres[icdc].fusing", "\"12h\"")], aware, Down).in_scenario(CENTRE),
    // More reports than they can fuse leave them further behind than fewer.
    row("more reports than can be fused", &[(EVERY, "\"30min\"")], stale, Up)
        .given(&[("centres[icdc].fusing", "\"3h\"")])
        .in_scenario(CENTRE),
    row("secondees", SECONDED, stale, Down).given(FLOODED).in_scenario(CENTRE),
    row("secondees who are missed at home", SECONDED, b_wait, Up).given(BUSY).in_scenario(CENTRE),
    row("a warning that nobody heeds", &[(HEEDS, "0")], held, Up).in_scenario(CENTRE),
    row("a warning to somebody else", &[("centres[icdc].warns[ops].to", r#"["home"]"#)], held, Up)
        .in_scenario(CENTRE),
    row("a warning that comes late", &[(TAKES, "\"55h\"")], held, Up).in_scenario(CENTRE),
    row("a warning of a vulnerability", &[(HEEDS, "0")], held, Up)
        .given(&[(DOES, "[Patch]")])
        .in_scenario(CENTRE),
    row("a warning to watch", &[(HEEDS, "0")], home_alerts, Down).given(WATCHED).in_scenario(CENTRE),
    // What is read when all is over, or names no indicators, helps nobody.
    row("a warning that comes too late", &[(HEEDS, "0")], held, Stays)
        .given(&[(TAKES, "\"95h\"")])
        .in_scenario(CENTRE),
    row("a warning without indicators", &[(HEEDS, "0")], held, Stays)
        .given(&[(LINE_SHARES, "[SituationReport]")])
        .in_scenario(CENTRE),
    // Whoever shuts its plant for an attack that does not come has shut it for nothing.
    row("a precaution against nothing", &[(HEEDS, "0")], function_loss, Down)
        .given(QUIET)
        .in_scenario(CENTRE),
];

/// Home looks after the operator's network too.
const WATCHED: Paths = &[
    (DOES, r#"[Watch(boost: 0.9, for: "3d")]"#),
    ("organisations[home].protects", r#"["op"]"#),
    ("sensors[edr].covers", r#"[Zone("office"), Zone("plant")]"#),
    ("sensors[edr].sees", "[Process, Mail, NetworkTraffic]"),
];
