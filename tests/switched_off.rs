//! What is switched off is as if it had never been written: each mechanism of cooperation, to the bit.

mod common;

use common::{model_with, play};

/// Two organisations, each with its team, an adversary, and an agreement that is in force.
const TWO_SITES: &str = include_str!("common/two_sites.ron");

/// Both that are applied to all teams, and channels that nobody uses before they are switched on.
const AREAS: &str = r#"areas: (
    information_exchange: (channels: [(id: "mail", medium: Mail, shares: [Indicators, Analysis, Advisory, Lessons, SituationReport])]),
    education: (skill: 2), exercises: (pace: 0.5, spread: 0.5), technical_cooperation: (remains: 0.1), administration: (decisions: 0.1))"#;

/// The fingerprints of 20 replications, with this in the agreements and among the fields of the scenario.
fn fingerprints(agreement: &str, field: &str) -> Vec<u64> {
    let text = TWO_SITES
        .replacen("    agreements: [(", &format!("    {field} agreements: [{agreement}("), 1)
        .replace(r#"Notify(agreements: ["treaty"])"#, NOTIFY)
        .replace("shares: [Indicators]", "shares: [Indicators, SituationReport]");
    let text = if agreement.is_empty() { text.replace(r#", "more"]"#, "]") } else { text };
    play(&model_with(&text, &[]), 20, false, |outcome| outcome.fingerprint)
}

/// Reports go out, and those on the situation at intervals.
const NOTIFY: &str =
    r#"ReportSituation(agreements: ["treaty"], every: "6h"), Notify(agreements: ["treaty", "more"])"#;

#[track_caller]
fn changes_nothing(agreement: &str, field: &str) {
    assert_eq!(fingerprints(agreement, field), fingerprints("", ""), "{agreement} {field}");
}

/// An agreement of the two teams with all areas, which both report under.
fn agreement(head: &str) -> String {
    format!(r#"(id: "more", parties: ["a-cert", "b-cert"], {head}, {AREAS}), "#)
}

#[test]
fn an_agreement_that_is_not_applied_or_not_in_force() {
    changes_nothing(&agreement("active: false"), "");
    changes_nothing(&agreement(r#"since: "2030-01-01""#), "");
    changes_nothing(&agreement(r#"until: "2020-01-01""#), "");
    assert_ne!(fingerprints(&agreement("active: true"), ""), fingerprints("", ""));
}

#[test]
fn experts_for_whom_nobody_asks() {
    let offer = r#"(id: "experts", organisation: "b-cert", seats: 1, from: (team: "b-soc", tier: "l2"), to: ["a-cert"], travel: "1h")"#;
    changes_nothing("", &format!("assistance: [{offer}],"));
}

/// The field that is written, with a record of its own that is switched off, and then on.
#[track_caller]
fn switched(field: &str) {
    changes_nothing("", field);
    let on = field.replace("active: false", "active: true");
    assert_ne!(fingerprints("", &on), fingerprints("", ""), "{on}");
}

#[test]
fn a_centre_with_secondees_and_warnings() {
    switched(
        r#"centres: [(id: "centre", team: "b-soc", tier: "l1", fusing: "1h", active: false,
        secondees: [(from: (team: "a-soc", tier: "l1"), seats: 1)],
        warns: [(id: "all", to: ["b"], does: [Block])])],"#,
    );
}

#[test]
fn an_investigation() {
    switched(
        r#"investigations: [(id: "police", active: false, team: "b-soc", tier: "l1", agreements: ["treaty"], time: "1h", aim: TakeDown())],"#,
    );
}

#[test]
fn a_crisis() {
    switched(
        r#"crises: [(id: "rumours", kind: Influence, active: false, on: ["a-cert"], load: (rate: PerHour(3)), false_alarms: 3)],"#,
    );
}

#[test]
fn factors_of_maturity_that_nobody_has_and_staffs_without_injects() {
    changes_nothing("", "maturity: (basic: (seats: 0.1, sensors: 0.1, patching: 9, skill: 0.1)),");
    changes_nothing("", r#"staffs: [(id: "cell", controllers: 1)], coordination: (delay: "1h"),"#);
}
