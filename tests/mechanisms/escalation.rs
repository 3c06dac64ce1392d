//! Mechanisms of escalation.

use super::*;

/// Called for as soon as the team has a queue, with more alerts than it can judge.
const CROWDED: Paths = &[
    ("sensors[a-edr].false_alarms", "PerDay(400)"),
    ("ladders", "[(id: \"eu\", steps: [(id: \"one\", when: AtLeast(\"alerts_waiting[team=a-soc]\", 5))])]"),
];

/// The channel to the other team is cut before anything happens, and a step is called for once the first has declared.
const CUT: Paths = &[
    ("msel[1].at", "\"1min\""),
    ("msel[1].effect", "Channel(agreement: \"treaty\", channel: \"feed\", up: false)"),
    ("ladders", OPENS),
];

const OPENS: &str = "[(id: \"eu\", steps: [(id: \"one\", when: Reached(\"time_to_declare[org=a-cert]\"),
    takes: Exponential(mean: \"1h\"), effect: Channel(agreement: \"treaty\", channel: \"feed\", up: true))])]";

/// A team that serves by arrival, and a step that is called for with the first hold.
const BY_ARRIVAL: Paths = &[
    ("teams[a-soc].queue", "(order: FirstCome, capacity: 1000)"),
    ("ladders", "[(id: \"eu\", steps: [(id: \"one\", when: AtLeast(\"assets_held_now\", 1))])]"),
];

const EFFECT: &str = "ladders[eu].steps[one].effect";

pub const ROWS: &[Row] = &[
    row(
        "a step that adds analysts",
        &[(EFFECT, "Staff(team: \"a-soc\", tier: \"l1\", seats: 2, for: \"60h\")")],
        a_wait,
        Down,
    )
    .given(CROWDED),
    row("a step that opens a channel", &[("ladders[eu].steps[one].effect", "Message")], b_informed, Up)
        .given(CUT),
    row(
        "an authority that has to be asked",
        &[("ladders[eu].steps[one].authority", "\"a-duty\"")],
        b_informed,
        Up,
    )
    .given(CUT),
    row("a step above one that is never taken", &[("ladders[eu].steps", NEVER)], b_informed, Up).given(CUT),
    // What nobody had closed need not be opened.
    row("a step that opens an open channel", &[("ladders", OPENS)], b_informed, Stays),
    // Whoever reports upwards does not look at alerts meanwhile.
    row(
        "a step that asks a small team for reports",
        &[(EFFECT, "Load(team: \"a-soc\", tickets: 200, over: \"5h\")")],
        a_acknowledges,
        Up,
    )
    .given(BY_ARRIVAL),
    row(
        "the same of a team that puts alerts first",
        &[(EFFECT, "Load(team: \"a-soc\", tickets: 200, over: \"5h\")")],
        first_alert,
        Stays,
    )
    .given(&[("ladders", "[(id: \"eu\", steps: [(id: \"one\", when: AtLeast(\"assets_held_now\", 1))])]")]),
];

const NEVER: &str = "[(id: \"zero\", when: AtLeast(\"assets_held_now\", 100)),
    (id: \"one\", when: Reached(\"time_to_declare[org=a-cert]\"),
     effect: Channel(agreement: \"treaty\", channel: \"feed\", up: true))]";
