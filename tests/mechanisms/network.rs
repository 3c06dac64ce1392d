//! Mechanisms of the network.

use super::*;

/// Two zones of one organisation; a worm comes over the link between them, and a function rests on the second zone.
const TWO_ZONES: &str = r#"Scenario(
    format: 1, id: "zones", title: "Two zones", startex: "2026-03-02T08:00[UTC]", endex: "10d",
    organisations: [(id: "o")],
    network: (
        zones: [(id: "near", owner: "o"), (id: "far", owner: "o")],
        assets: [
            (id: "near-pc", zone: "near", services: ["smb"], count: 10),
            (id: "far-pc", zone: "far", services: ["smb"], count: 30, faults: (up: Exponential(mean: "60d"), repair: Exponential(mean: "20h"), by: "it")),
        ],
        links: [(from: "near", to: "far", allow: ["smb"])],
    ),
    techniques: [(id: "worm", tactic: LateralMovement, needs: (service: "smb"), success: 0.8, time: "1min", visible: (attempt: [], success: []))],
    campaigns: [(id: "c", initially_held: [First("near-pc", 2)], spread: [Scan(technique: "worm", rate: PerHour(0.5), scope: Reachable)])],
    crews: [(id: "it", organisation: "o", seats: 2)],
    functions: [(id: "f", organisation: "o", assets: [Group("far-pc")])],
)"#;

pub const ROWS: &[Row] = &[
    row("a narrow link", &[("network.links[near>far].capacity", "0.1")], held, Down)
        .given(&[("endex", "10h"), ("techniques[worm].traffic", "1000")])
        .in_scenario(TWO_ZONES),
    row("multifactor authentication", &[("organisations[a].controls", "[\"mfa\"]")], objective_hours, Up),
    row("rejected mail", &[("organisations[a].controls", "[\"dmarc\"]")], a_held, Down),
    row(
        "a control that makes visible",
        &[
            ("controls", "[(id: \"banner\", against: [Tactic(InitialAccess)], visibility: 3)]"),
            ("organisations[a].controls", "[\"banner\"]"),
        ],
        a_detects,
        Down,
    ),
    row(
        "a link that fails",
        &[("network.links[near>far].faults", "(up: \"1h\", repair: \"20h\")")],
        held,
        Down,
    )
    .given(&[("endex", "10h")])
    .in_scenario(TWO_ZONES),
    row(
        "assets that fail more often",
        &[("network.assets[far-pc].faults.up", "Exponential(mean: \"10d\")")],
        function_loss,
        Up,
    )
    .in_scenario(TWO_ZONES),
    row("failed sources", &[("network.assets[near-pc].faults", "(up: \"3h\", repair: \"2d\")")], held, Down)
        .in_scenario(TWO_ZONES),
    row(
        "a function that fails",
        &[("functions[f].faults", "(up: \"4d\", repair: \"1d\")")],
        function_loss,
        Up,
    )
    .in_scenario(TWO_ZONES),
    row("a crew too busy to repair", &[("crews[it].seats", "1")], function_loss, Up)
        .given(&[("network.assets[far-pc].faults.up", "Exponential(mean: \"10d\")")])
        .in_scenario(TWO_ZONES),
];
