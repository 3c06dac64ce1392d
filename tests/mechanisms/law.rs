//! Mechanisms of investigations: takedowns, evidence, shared tools, attribution, deterrence.

use super::*;

const SHARES: &str = "agreements[treaty].areas.information_exchange.channels[feed].shares";
const AIM: &str = "investigations[case].aim";
const COMMAND: &str = "campaigns[c].command";

/// `b` investigates what `a` tells it of; the campaign takes its time.
const INVESTIGATED: Paths = &[
    ("techniques[burn].time", "Exponential(mean: \"15h\")"),
    (SHARES, "[Indicators, Analysis]"),
    ("agreements[treaty].areas.information_exchange.channels[feed].release", "\"0s\""),
    (
        "investigations",
        "[(id: \"case\", team: \"b-soc\", tier: \"l2\", agreements: [\"treaty\"], time: \"10min\", aim: TakeDown())]",
    ),
];

/// The same, and the investigation goes on and on.
const LONG: Paths = &[
    INVESTIGATED[0],
    INVESTIGATED[1],
    (
        "investigations",
        "[(id: \"case\", team: \"b-soc\", tier: \"l2\", agreements: [\"treaty\"], time: \"90h\", aim: TakeDown())]",
    ),
    (COMMAND, "()"),
];

/// The same, and without evidence nothing comes of it.
const DOUBTFUL: Paths = &[
    INVESTIGATED[0],
    INVESTIGATED[1],
    INVESTIGATED[2],
    INVESTIGATED[3],
    (COMMAND, "()"),
    (AIM, "TakeDown(succeeds: 0)"),
];

/// What spreads by itself, and nothing else.
const WORM: Paths = &[
    INVESTIGATED[1],
    INVESTIGATED[2],
    INVESTIGATED[3],
    ("campaigns[c].flow", "[]"),
    ("campaigns[c].initially_held", "[First(\"a-desk\", 3)]"),
    ("campaigns[c].spread[Contact].delay", "Exponential(mean: \"600h\")"),
    (
        "notices",
        "[(id: \"call\", team: \"a-soc\", from: Outside(probability: 1), of: [Group(\"a-desk\")], delay: \"1h\")]",
    ),
];

/// Somebody is attributed.
const NAMED: Paths = &[
    INVESTIGATED[0],
    INVESTIGATED[1],
    INVESTIGATED[2],
    (
        "investigations",
        "[(id: \"case\", team: \"b-soc\", tier: \"l2\", agreements: [\"treaty\"], time: \"10min\", aim: Attribute(right: 1))]",
    ),
    ("campaigns[c].adversary", "(name: \"Fox\", deterred: 0)"),
];
/// Nobody can be.
const UNNAMED: Paths =
    &[NAMED[0], NAMED[1], NAMED[2], NAMED[3], NAMED[4], ("investigations[case].aim", "Attribute(right: 0)")];

/// One campaign against `a` and one of another adversary against `b` later, with tools that may be the same.
const TWO: Paths = &[(
    "campaigns",
    "[(id: \"c\", adversary: (name: \"Fox\"), tooling: (name: \"kit\", shared: 0), flow: [
          (id: \"mail\", technique: \"letter\", target: Group(\"a-desk\"), burst: 40),
          (id: \"raise\", technique: \"raise\", after: Any([\"mail\"]))]),
      (id: \"d\", adversary: (name: \"Owl\"), tooling: (name: \"kit\", shared: 0), flow: [
          (id: \"mail-b\", technique: \"late-letter\", target: Group(\"b-desk\"), burst: 60)])]",
)];
/// The second strikes back when it is accused of the first.
const ACCUSED: Paths = &[
    TWO[0],
    INVESTIGATED[1],
    INVESTIGATED[2],
    NAMED[3],
    ("campaigns[d].start", "OnInject"),
    ("msel[2].when", "AtLeast(\"wrongly_attributed\", 1)"),
    ("msel[2].effect", "StartCampaign(\"d\")"),
];

/// `b` would have begun its analysis before that of `a` comes, which takes its time.
const SLOW: Paths = &[
    (SHARES, "[Analysis]"),
    ("agreements[treaty].areas.information_exchange.channels[feed].delay", "\"12h\""),
    ("playbooks[a-playbook].phases[Investigate].time", "Exponential(mean: \"12h\")"),
    ("playbooks[b-playbook].phases[Investigate].time", "Exponential(mean: \"6h\")"),
    ("agreements[treaty].areas.technical_cooperation", "(remains: 0.2)"),
];
const WAITS: &str = "agreements[treaty].areas.technical_cooperation.waits";

fn b_spared(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[1].spared.hours()
}

fn b_declares(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "b-cert", Milestone::Declared)
}

pub const ROWS: &[Row] = &[
    // Somebody coordinates who analyses what: hours are spared, and days may be lost.
    row("waiting for a partner's analysis", &[(WAITS, "\"24h\"")], b_spared, Up).given(SLOW),
    row("the same of a slow partner", &[(WAITS, "\"24h\"")], b_declares, Up).given(SLOW),
    row("the same for no time", &[(WAITS, "\"0s\"")], b_declares, Stays).given(SLOW),
    row("a takedown", &[(COMMAND, "()")], objective_hours, Up).given(INVESTIGATED),
    row("a takedown of servers that come back", &[(COMMAND, "(rebuilds: \"30h\")")], objective_hours, Up)
        .given(INVESTIGATED),
    row("the same at once", &[(COMMAND, "(rebuilds: \"0s\")")], objective_hours, Stays).given(INVESTIGATED),
    row("a takedown against a worm", &[(COMMAND, "()")], held, Stays).given(WORM),
    // The investigation lasts longer than what the hold is for.
    row(
        "evidence that is kept for days",
        &[(AIM, "TakeDown(evidence: (holds: \"60h\", succeeds: 1))")],
        a_recovers,
        Up,
    )
    .given(LONG),
    row(
        "evidence that a takedown needs",
        &[
            (AIM, "TakeDown(succeeds: 0, evidence: (holds: \"10min\", succeeds: 1))"),
            ("investigations[case].time", "\"4h\""),
        ],
        objective_hours,
        Up,
    )
    .given(DOUBTFUL),
    row("an adversary who is deterred", &[("campaigns[c].adversary.deterred", "1")], objective_hours, Up)
        .given(NAMED),
    row("the same whom nobody names", &[("campaigns[c].adversary.deterred", "1")], objective_hours, Stays)
        .given(UNNAMED),
    row("tools that others have too", &[("campaigns[d].tooling.shared", "1")], held, Down).given(TWO),
    row("the same of which only the name is known", &[("campaigns[c].tooling.shared", "1")], held, Stays)
        .given(TWO),
    // Who is accused of what others did does what it would not have done.
    row("a wrong attribution", &[(AIM, "Attribute(right: 0)")], held, Up).given(ACCUSED),
];
