//! Mechanisms of legal clocks.

use super::*;

/// Only the first organisation must report.
const LAW: (&str, &str) = (
    "obligations",
    "[(id: \"nis2\", applies: [\"a\"], deadlines: [
        (id: \"early\", within: \"4h\", tier: \"l2\", time: Exponential(mean: \"3h\"))])]",
);

/// The second tier of its team has a single seat.
const ALONE: (&str, &str) = ("teams[a-soc].tiers[l2].seats", "1");

const OBLIGED: Paths = &[ALONE, LAW];

fn missed(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let due = outcome.ledger.clocks.iter().flat_map(|clock| &clock.reports);
    due.filter(|due| due.missed).count() as f64
}

pub const ROWS: &[Row] = &[
    // The only analyst of the tier reports first, and investigates then.
    row("a report that the law asks for", &[LAW], a_declares, Up).given(&[ALONE]),
    row("the same of a team with analysts to spare", &[LAW], a_declares, Stays).given(&[
        ("teams[a-soc].tiers[l2].seats", "90"),
        ("teams[a-soc].tiers[l2].shifts", "AroundTheClock"),
        ("teams[a-soc].tiers[l2].on_call", "None"),
    ]),
    row(
        "a clock that waits for the declaration",
        &[("obligations[nis2].from", "Declared")],
        a_declares,
        Down,
    )
    .given(OBLIGED),
    row(
        "a deadline that is further away",
        &[("obligations[nis2].deadlines[early].within", "\"40h\"")],
        missed,
        Down,
    )
    .given(OBLIGED),
    row(
        "a report that is begun later",
        &[("obligations[nis2].deadlines[early].begins", "\"3h\"")],
        missed,
        Up,
    )
    .given(OBLIGED),
    row("only grave incidents reported", &[("obligations[nis2].severity", "Critical")], missed, Down)
        .given(OBLIGED),
    // The playbook tells the partner only once the incident is declared.
    row(
        "a report that goes to a partner",
        &[("obligations[nis2].deadlines[early].agreements", "[\"treaty\"]")],
        b_informed,
        Down,
    )
    .given(&[ALONE, LAW, ("playbooks[a-playbook].phases[Investigate].time", "\"12h\"")]),
    row("an obligation that binds others", &[("obligations[nis2].applies", "[\"b\"]")], missed, Down)
        .given(OBLIGED),
];
