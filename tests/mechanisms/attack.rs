//! Mechanisms of the attack.

use super::*;

pub const ROWS: &[Row] = &[
    row("fewer letters", &[("campaigns[c].flow[mail].burst", "5")], a_held, Down),
    row("no retries", &[("techniques[raise].retries", "0")], objective_hours, Up),
    row("one operator", &[("campaigns[c].operators", "1")], objective_hours, Up),
    row("a longer attempt", &[("techniques[hop].time", "9h")], objective_hours, Up),
    row("the way at random", &[("campaigns[c].flow[hop].route", "Random")], objective_hours, Up),
    row("no exposed weakness", &[("network.assets[a-web].weaknesses", "[]")], held, Down),
    row("no way for the service", &[("network.links[internet>a-edge].allow", "[\"smtp\"]")], held, Down),
    row(
        "no mail service reachable",
        &[("network.links[internet>a-edge].allow", "[\"https\"]")],
        a_held,
        Down,
    ),
    row("no credential to take", &[("network.assets[a-desk].credentials", "[]")], objective_hours, Up),
    row("nothing accepts it", &[("network.assets[a-dc].accepts", "[]")], objective_hours, Up),
    row("a longer active period", &[("campaigns[c].spread[Contact].active_for", "90h")], held, Up),
    row(
        "slower spread",
        &[("campaigns[c].spread[Contact].delay", "Exponential(mean: \"9000h\")")],
        held,
        Down,
    ),
    row("no impact", &[("techniques[burn].success", "0")], function_loss, Down),
];
