//! Mechanisms of functions that need each other.

use super::*;

/// A function of one organisation that is attacked, and one of the other that needs it or not.
const APART: &str = r#"[(id: "f", organisation: "a", assets: [Asset("a-dc")]), (id: "g", organisation: "b", assets: [Asset("b-mx")])]"#;
const NEEDED: &str = r#"[(id: "f", organisation: "a", assets: [Asset("a-dc")]),
    (id: "g", organisation: "b", assets: [Asset("b-mx")], depends: [(id: "d", on: [Function("f")])])]"#;
/// The first of them falls with the first desk that is isolated, and whoever sees the second fall ends the campaign.
const WATCHED: &str = r#"[(id: "f", organisation: "a", assets: [Group("a-desk")], needs: All),
    (id: "g", organisation: "b", assets: [Asset("b-mx")], depends: [(id: "d", on: [Function("f")])])]"#;

const MISSION: (&str, &str) = (
    "missions",
    "[(id: \"m\", organisation: \"b\", depends: [(id: \"d\", on: [Function(\"f\"), Function(\"g\")])])]",
);

fn mission_loss(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.missions[0].loss
}

fn mission_below(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.missions[0].below.hours()
}

const CABLES: (&str, &str) =
    ("cables", "[(id: \"k\", organisation: \"b\"), (id: \"l\", organisation: \"b\")]");
const AT_SEA: &str = r#"[(id: "f", organisation: "a", assets: [Asset("a-dc")], depends: [(id: "d", on: [Cable("l")])]),
    (id: "g", organisation: "b", assets: [Asset("b-mx")], depends: [(id: "d", on: [Cable("k")])])]"#;
const SHIP: &str = r#"(by: "b-it", mobilise: Exponential(mean: "8h"), time: Exponential(mean: "20h"))"#;
const CUT: &str = "Cut(cable: \"k\")";
const CUT_BOTH: &str = "Several([Cut(cable: \"l\"), Cut(cable: \"k\")])";
const WARNED: &str = "Vessel(cable: \"k\")";

const SUPPLIER: (&str, &str) = ("suppliers", "[(id: \"s\", function: \"f\")]");
const EARLY: (&str, &str) = ("msel[1].at", "\"10h\"");
/// A function that needs what a supplier delivers.
const SUPPLIED: &str = r#"[(id: "f", organisation: "a", assets: [Asset("a-web")]),
    (id: "g", organisation: "b", depends: [(id: "d", on: [Supplier("s")])])]"#;
/// The same, which can do with something else.
const REPLACED: &str = r#"[(id: "f", organisation: "a", assets: [Asset("a-web")]), (id: "h", organisation: "b", assets: [Asset("b-mx")]),
    (id: "g", organisation: "b", depends: [(id: "d", on: [Supplier("s"), Function("h")], needs: Any)])]"#;

fn loss_of_second(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.functions[1].loss
}

pub const ROWS: &[Row] = &[
    row(
        "a need of another organisation's function",
        &[("functions[g].depends", "[(id: \"d\", on: [Function(\"f\")])]")],
        loss_of_second,
        Up,
    )
    .given(&[("functions", APART)]),
    row(
        "a backup",
        &[("functions[g].depends[d].backup", "Exponential(mean: \"20h\")")],
        loss_of_second,
        Down,
    )
    .given(&[("functions", NEEDED)]),
    row(
        "a backup that is charged again",
        &[("functions[g].depends[d].recharge", "\"30d\"")],
        loss_of_second,
        Up,
    )
    .given(&[
        ("functions", NEEDED),
        ("functions[f].faults", "(up: Exponential(mean: \"10h\"), repair: Exponential(mean: \"2h\"))"),
        ("functions[g].depends[d].backup", "\"3h\""),
    ]),
    row("a restart", &[("functions[g].recovery", "Exponential(mean: \"9h\")")], loss_of_second, Up).given(&[
        ("functions", NEEDED),
        ("functions[f].faults", "(up: Exponential(mean: \"10h\"), repair: Exponential(mean: \"2h\"))"),
    ]),
    row("fuel that is brought", &[("msel[1].effect", "Refuel(function: \"g\")")], loss_of_second, Down)
        .given(&[
            ("functions", NEEDED),
            ("functions[g].depends[d].backup", "\"10h\""),
            ("msel[1].at", "\"60h\""),
        ]),
    row("a mission that ends earlier", &[("missions[m].until", "\"50h\"")], mission_loss, Down)
        .given(&[("functions", APART), MISSION]),
    row(
        "a mission that can do with one of two",
        &[("missions[m].depends[d].needs", "Any")],
        mission_loss,
        Down,
    )
    .given(&[("functions", APART), MISSION]),
    row("a mission that bears losses", &[("missions[m].threshold", "0.4")], mission_below, Down).given(&[
        ("functions", APART),
        MISSION,
        ("missions[m].depends[d].needs", "Weighted"),
    ]),
    // Stocks beside a source that was never in danger are of no use; where two sources fall together, a second one is.
    row("a second source that falls with the first", &[("functions[g].depends", "[]")], mission_loss, Down)
        .given(&[("functions", NEEDED), MISSION, ("missions[m].depends[d].needs", "Any")]),
    row("a repair ship", &[("cables[k].repair", "(by: \"b-it\", time: \"20h\")")], loss_of_second, Down)
        .given(&[CABLES, ("functions", AT_SEA), ("msel[1].effect", CUT)]),
    row("one ship for two cables", &[("msel[1].effect", CUT_BOTH)], loss_of_second, Up).given(&[
        CABLES,
        ("functions", AT_SEA),
        ("crews[b-it].seats", "1"),
        ("cables[k].repair", SHIP),
        ("cables[l].repair", SHIP),
        ("msel[1].effect", CUT),
    ]),
    row("weather", &[("cables[k].repair.weather", "Exponential(mean: \"20h\")")], loss_of_second, Up)
        .given(&[CABLES, ("functions", AT_SEA), ("cables[k].repair", SHIP), ("msel[1].effect", CUT)]),
    row("a detour", &[("cables[k].reroute", "[(over: \"l\", share: 0.3)]")], loss_of_second, Down).given(&[
        CABLES,
        ("functions", AT_SEA),
        ("cables[k].repair", SHIP),
        ("msel[1].effect", CUT),
    ]),
    row("a vessel that is seen", &[("msel[1].effect", WARNED)], loss_of_second, Down).given(&[
        CABLES,
        ("functions", AT_SEA),
        ("cables[k].repair", SHIP),
        ("msel[1].at", "\"9h\""),
        ("msel[2].when", "None"),
        ("msel[2].at", "\"10h\""),
        ("msel[2].effect", CUT),
    ]),
    row(
        "a cable that breaks by itself",
        &[("cables[k].breaks", "Exponential(mean: \"40h\")")],
        loss_of_second,
        Up,
    )
    .given(&[CABLES, ("functions", AT_SEA), ("cables[k].repair", SHIP)]),
    // Whose traffic goes on over a detour, their stolen data do too.
    row(
        "a detour that an adversary takes",
        &[("cables[k].reroute", "[(over: \"l\", share: 0.3)]")],
        b_held,
        Up,
    )
    .given(&[
        CABLES,
        ("network.links[internet>b-edge].medium", "Cable(\"k\")"),
        ("functions", AT_SEA),
        ("msel[1].at", "\"1h\""),
        ("msel[1].effect", CUT),
    ]),
    row(
        "a supplier of two organisations that goes down",
        &[("msel[1].effect", "TakeDown(function: \"f\")")],
        loss_of_second,
        Up,
    )
    .given(&[SUPPLIER, ("functions", SUPPLIED), EARLY]),
    row(
        "the same of one that somebody can replace",
        &[("msel[1].effect", "TakeDown(function: \"f\")")],
        loss_of_second,
        Stays,
    )
    .given(&[SUPPLIER, ("functions", REPLACED), EARLY]),
    // Where a loss is what makes people act, a backup hides it from them.
    row("a backup that hides a loss", &[("functions[g].depends[d].backup", "\"40h\"")], held, Up).given(&[
        ("functions", WATCHED),
        ("msel[2].when", "AtMost(\"function_level[function=g]\", 0)"),
        ("msel[2].effect", "AlterCampaign(campaign: \"c\", stop: true)"),
    ]),
];
