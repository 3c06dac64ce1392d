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
    row(
        "a contingency alert on a level",
        &[
            ("msel[2].when", "AtLeast(\"assets_held_now\", 1)"),
            ("msel[2].effect", "Alert(team: \"a-soc\", asset: \"a-desk[1]\")"),
        ],
        a_detects,
        Down,
    )
    .given(UNSEEN),
    row(
        "an inject after another",
        &[
            ("msel[2].when", "None"),
            ("msel[2].after", "(inject: \"1\", delay: Exponential(mean: \"1h\"))"),
            ("msel[2].effect", "Alert(team: \"a-soc\", asset: \"a-desk[1]\")"),
        ],
        a_detects,
        Down,
    )
    .given(UNSEEN),
    row("an inject that starts the campaign", &[("msel[1].at", "\"60h\"")], held, Down)
        .given(&[("campaigns[c].start", "OnInject"), ("msel[1].effect", "StartCampaign(\"c\")")]),
    row(
        "a disclosed weakness",
        &[("msel[1].effect", "DiscloseWeakness(weakness: \"old-cms\", on: [Asset(\"a-web\")])")],
        held,
        Up,
    )
    .given(&[("network.assets[a-web].weaknesses", "[]"), ("msel[1].at", "\"1h\"")]),
    row(
        "a patch",
        &[(
            "msel[1].effect",
            "Patch(weakness: \"old-cms\", on: [Asset(\"a-web\")], over: Exponential(mean: \"1h\"))",
        )],
        held,
        Down,
    )
    .given(&[("msel[1].at", "\"1h\"")]),
    row("a cut", &[("msel[1].effect", CUT)], b_held, Down),
    row(
        "a restored link",
        &[("msel[2].effect", "Restore(link: (from: \"internet\", to: \"b-edge\"))")],
        b_held,
        Up,
    )
    .given(&[("msel[1].effect", CUT), ("msel[2].when", "None"), ("msel[2].at", "\"20h\"")]),
    row(
        "a campaign that is stopped",
        &[("msel[1].effect", "AlterCampaign(campaign: \"c\", stop: true)")],
        objective_hours,
        Up,
    ),
    row(
        "a campaign that is told to hurry",
        &[("msel[1].effect", "AlterCampaign(campaign: \"c\", hurry: 8)")],
        objective_hours,
        Down,
    ),
    row(
        "a campaign with fewer operators",
        &[("msel[1].effect", "AlterCampaign(campaign: \"c\", operators: 1)")],
        objective_hours,
        Up,
    )
    .given(&[("msel[1].at", "\"1h\"")]),
    row("a function taken down", &[("msel[1].effect", "TakeDown(function: \"f\")")], function_loss, Up),
    row(
        "an asset taken down",
        &[("msel[1].effect", "TakeDown(assets: [Asset(\"a-dc\")])")],
        objective_hours,
        Up,
    ),
    row(
        "an asset brought up",
        &[("msel[2].effect", "BringUp(assets: [Asset(\"a-dc\")])")],
        function_loss,
        Down,
    )
    .given(&[
        ("msel[1].effect", "TakeDown(assets: [Asset(\"a-dc\")])"),
        ("msel[2].when", "None"),
        ("msel[2].at", "\"20h\""),
    ]),
    row(
        "seats that are taken away",
        &[("msel[1].effect", "Staff(team: \"a-soc\", tier: \"l1\", seats: -2, for: \"40h\")")],
        a_wait,
        Up,
    ),
    row("a channel that goes down", &[("msel[1].effect", CHANNEL_DOWN)], b_informed, Up)
        .given(&[("msel[1].at", "\"0s\"")]),
    row(
        "a channel that comes up",
        &[("msel[2].effect", "Channel(agreement: \"treaty\", channel: \"feed\", up: true)")],
        b_informed,
        Down,
    )
    .given(&[
        ("msel[1].at", "\"0s\""),
        ("msel[1].effect", CHANNEL_DOWN),
        ("msel[2].when", "None"),
        ("msel[2].at", "\"30h\""),
    ]),
    row(
        "a channel that gets slower",
        &[("msel[1].effect", "Channel(agreement: \"treaty\", channel: \"feed\", slower: 100)")],
        b_informed,
        Up,
    )
    .given(&[("msel[1].at", "\"0s\"")]),
];

/// Nothing is detected by itself.
const UNSEEN: Paths = &[
    ("sensors[a-edr].sensitivity", "0"),
    ("sensors[a-mail].sensitivity", "0"),
    ("campaigns[c].initially_held", "[Asset(\"a-desk[1]\")]"),
];

const CUT: &str = "Cut(link: (from: \"internet\", to: \"b-edge\"))";
const CHANNEL_DOWN: &str = "Channel(agreement: \"treaty\", channel: \"feed\", up: false)";
