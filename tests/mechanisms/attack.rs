//! Mechanisms of the attack.

use super::*;

const ONE_SITE: &str = include_str!("one_site.ron");
const ON_LOSS: &str = "campaigns[c].on_loss";

/// The plant by which a supplier serves.
const PLANT: (&str, &str) = (
    "functions",
    "[(id: \"f\", organisation: \"a\", assets: [Group(\"web\"), Group(\"file\")]), (id: \"cloud\", organisation: \"b\", assets: [Asset(\"b-desk[1]\")])]",
);
/// It is down from the sixth hour on.
const CLOUD: Paths = &[PLANT, ("msel", "[(no: \"1\", at: \"6h\", effect: TakeDown(function: \"cloud\"))]")];
/// It is down for a minute before anything is delivered.
const CLOUD_BEFORE: Paths = &[
    PLANT,
    (
        "msel",
        "[(no: \"1\", at: \"0h\", effect: TakeDown(function: \"cloud\")), (no: \"2\", at: \"1min\", effect: BringUp(function: \"cloud\"))]",
    ),
];

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
    row(
        "a failure that leads on",
        &[("campaigns[c].flow[raise].on_failure", "[\"steal\"]")],
        objective_hours,
        Down,
    )
    .in_scenario(ONE_SITE),
    row("until nothing is left", &[("campaigns[c].flow[hop].until", "Exhausted")], held, Up)
        .in_scenario(ONE_SITE)
        .given(&[("campaigns[c].spread", "[]")]),
    row(
        "two organisations that count as one",
        &[("campaigns[c].flow[usb].scope", "Campaign"), ("campaigns[c].flow[b-usb].scope", "Campaign")],
        objective_hours,
        Down,
    )
    .in_scenario(ONE_SITE)
    .given(&[("campaigns[c].flow[steal].objective", "false"), ("campaigns[c].flow[both].objective", "true")]),
    row("going dark", &[(ON_LOSS, "GoDark(after: \"10min\", for: \"2d\")")], held, Down)
        .in_scenario(ONE_SITE),
    row("hurrying", &[(ON_LOSS, "Hurry(after: \"10min\", factor: 20)")], held, Up).in_scenario(ONE_SITE),
    row("coming back", &[(ON_LOSS, "Return(after: \"1h\")")], held, Up)
        .in_scenario(ONE_SITE)
        .given(&[("campaigns[c].spread", "[]")]),
    row("giving up", &[(ON_LOSS, "Abort(after: \"10min\")")], held, Down).in_scenario(ONE_SITE),
    row("a loss noticed late", &[(ON_LOSS, "Abort(after: \"2d\")")], held, Up)
        .in_scenario(ONE_SITE)
        .given(&[(ON_LOSS, "Abort(after: \"10min\")")]),
    row("all scans capped", &[("campaigns[c].spread[Scan].total_cap", "PerHour(0.1)")], held, Down)
        .in_scenario(ONE_SITE),
    row(
        "a supplier with fewer customers",
        &[("suppliers[books].customers", "[Group(\"b-desk\")]")],
        held,
        Down,
    )
    .in_scenario(ONE_SITE),
    row("slow deliveries", &[("suppliers[books].delivery", "\"5d\"")], held, Down).in_scenario(ONE_SITE),
    row("a supplier that is down", &[("suppliers[books].function", "\"cloud\"")], held, Down)
        .in_scenario(ONE_SITE)
        .given(CLOUD),
    // What is down for a while before anything is delivered spares nobody.
    row("a supplier that was down", &[("suppliers[books].function", "\"cloud\"")], held, Stays)
        .in_scenario(ONE_SITE)
        .given(CLOUD_BEFORE),
    row("fewer storage media", &[("campaigns[c].flow[usb].burst", "1")], held, Down).in_scenario(ONE_SITE),
    row("nothing discovered", &[("techniques[look].success", "0")], objective_hours, Up)
        .in_scenario(ONE_SITE),
    row("knowledge that is needed", &[("techniques[hop].needs.knowledge", "true")], objective_hours, Up)
        .in_scenario(ONE_SITE)
        .given(&[("techniques[look].success", "0.1")]),
    row("a hold that is dug in", &[("techniques[dig].survives", "1")], a_held, Up).in_scenario(ONE_SITE),
    row("a service denied for long", &[("techniques[flood].lasts", "\"2d\"")], function_loss, Up)
        .in_scenario(ONE_SITE),
    row("no manipulation", &[("techniques[fake].success", "0")], function_loss, Down).in_scenario(ONE_SITE),
];
