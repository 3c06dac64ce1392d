//! Mechanisms of the exercise.

use super::*;

pub const ROWS: &[Row] = &[
    // Three analysts judge 360 alerts a day: a queue that grows by 40 a day is longer by STARTEX.
    row("a prelude", &[("prelude", "\"10d\"")], a_wait, Up)
        .given(&[("sensors[a-edr].false_alarms", "PerDay(400)"), ("campaigns[c].start", "\"1h\"")]),
    row(
        "a load of tickets",
        &[("msel[1].effect", "Load(team: \"a-soc\", tickets: 400, over: \"10h\")")],
        a_wait,
        Up,
    ),
    row(
        "a contingency alert",
        &[("msel[2].effect", "Alert(team: \"a-soc\", asset: \"a-desk[1]\")")],
        a_detects,
        Down,
    )
    .given(&[
        ("sensors[a-edr].sensitivity", "0"),
        ("sensors[a-mail].sensitivity", "0"),
        ("campaigns[c].initially_held", "[Asset(\"a-desk[1]\")]"),
    ]),
];
