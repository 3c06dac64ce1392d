//! Mechanisms of maturity: what each factor is worth, and where it is worth nothing.

use super::*;

const A: &str = "organisations[a-cert].maturity";
const BASIC: &str = "maturity.basic";
const ADVANCED: &str = "maturity.advanced";

const SEATS: (&str, &str) = (BASIC, "(seats: 0.5, sensors: 1, patching: 1, skill: 1)");
const MORE_SEATS: (&str, &str) = (ADVANCED, "(seats: 1.5, sensors: 1, patching: 1, skill: 1)");
const SENSORS: (&str, &str) = (BASIC, "(seats: 1, sensors: 0.4, patching: 1, skill: 1)");
const BETTER_SENSORS: (&str, &str) = (ADVANCED, "(seats: 1, sensors: 1.4, patching: 1, skill: 1)");
const SKILL: (&str, &str) = (BASIC, "(seats: 1, sensors: 1, patching: 1, skill: 0.8)");
/// The first team has more people than it can ever need.
const MANY: (&str, &str) = ("teams[a-soc].tiers[l1].seats", "200");
/// A worm needs a hole that `b` patches as advised.
const ADVISED: Paths = &[
    ("techniques[crawl].needs", r#"(service: "smb", weakness: "hole")"#),
    ("network.assets[a-desk].weaknesses", r#"["hole"]"#),
    ("network.assets[b-desk].weaknesses", r#"["hole"]"#),
    ("campaigns[c].spread[Contact].delay", r#"Exponential(mean: "600h")"#),
    ("agreements[treaty].areas.information_exchange.channels[feed].shares", "[Advisory]"),
    ("organisations[b].patching", r#"Exponential(mean: "12h")"#),
    (ADVANCED, "(seats: 1, sensors: 1, patching: 0.1, skill: 1)"),
];
/// Nobody advises.
const UNADVISED: Paths =
    &[("agreements[treaty].active", "false"), ("organisations[b].patching", r#"Exponential(mean: "12h")"#)];

pub const ROWS: &[Row] = &[
    row("a basic pledge: fewer seats", &[(A, "Basic")], a_wait, Up).given(&[SEATS]),
    row("an advanced pledge: more seats", &[(A, "Advanced")], a_wait, Down).given(&[MORE_SEATS]),
    // Where nothing waits, more people find nothing to do.
    row("more seats than anybody needs", &[(A, "Advanced")], a_declares, Stays)
        .given(&[MORE_SEATS, MANY, UNHURRIED]),
    row("a basic pledge: weaker sensors", &[(A, "Basic")], a_detects, Up).given(&[SENSORS]),
    row("an advanced pledge: better sensors", &[(A, "Advanced")], a_detects, Down).given(&[BETTER_SENSORS]),
    row("better sensors where nothing shows", &[(A, "Advanced")], a_detects, Stays).given(&[
        BETTER_SENSORS,
        ("sensors[a-mail].sees", "[Scan]"),
        ("sensors[a-edr].sees", "[Scan]"),
    ]),
    row("a basic pledge: less skill", &[(A, "Basic")], a_wait, Up).given(&[SKILL]),
    row("an advanced pledge: more skill", &[(A, "Advanced")], a_declares, Down),
    row("skill does not bring the first alert", &[(A, "Basic")], first_alert, Stays).given(&[SKILL]),
    row("an advanced pledge: patched sooner", &[("organisations[b].maturity", "Advanced")], b_held, Down)
        .given(ADVISED),
    row("quick patching where nobody advises", &[("organisations[b].maturity", "Advanced")], b_held, Stays)
        .given(UNADVISED),
    // A partner's maturity helps only through what the partner sends, and here it sends nothing.
    row("a mature partner who sends nothing", &[(A, "Advanced")], b_declares, Stays).given(&[
        ("agreements[treaty].active", "false"),
        ("campaigns[c].operators", "40"),
        ("techniques[crawl].success", "0"),
    ]),
];

/// The second tier is there around the clock, so nobody is waited for.
const UNHURRIED: (&str, &str) = ("teams[a-soc].tiers[l2]", "(id: \"l2\", seats: 200)");
