//! Mechanisms of parallel exercises.

use super::*;

/// The channel to the other team is cut before anything happens; one staff has it opened at ten, the other's inject goes before.
const OPENS: (&str, &str) = (
    "msel",
    "[(no: \"1\", at: \"1min\", effect: Channel(agreement: \"treaty\", channel: \"feed\", up: false)),
      (no: \"2\", at: \"9h\", staff: \"nato\"), (no: \"3\", at: \"9h30min\", staff: \"eu\"),
      (no: \"4\", after: (inject: \"2\", delay: \"1h\"), staff: \"eu\", effect: Channel(agreement: \"treaty\", channel: \"feed\", up: true))]",
);

const STAFFS: (&str, &str) = (
    "staffs",
    "[(id: \"nato\", players: [\"a-cert\"], controllers: 1), (id: \"eu\", players: [\"b-cert\"], controllers: 1, time: Exponential(mean: \"1h\"))]",
);

const TOLD: (&str, &str) = ("coordination", "(delay: Exponential(mean: \"20h\"))");

fn late(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let came = outcome.ledger.due.iter().zip(&outcome.ledger.injects);
    came.filter(|(due, came)| **came < SimTime::MAX && came > due).count() as f64
}

pub const ROWS: &[Row] =
    &[
        row("a staff whose controller is busy", &[("staffs[eu].time", "\"30h\"")], b_informed, Up)
            .given(&[STAFFS, OPENS, TOLD]),
        row("a second controller", &[("staffs[eu].controllers", "2")], late, Down).given(&[
            STAFFS,
            OPENS,
            ("coordination", "()"),
        ]),
        row(
            "a staff that is off shift",
            &[("staffs[eu].hours", "Weekly(\"Tue\", \"08:00\", \"18:00\")")],
            b_informed,
            Up,
        )
        .given(&[STAFFS, OPENS, TOLD]),
        row("quicker word from the other staff", &[("coordination", "()")], b_informed, Down)
            .given(&[STAFFS, OPENS, TOLD]),
        // Who waits for word is later than who follows the plan blindly, where the plan holds.
        row("word from the other staff where the plan holds", &[TOLD], b_informed, Up)
            .given(&[STAFFS, OPENS]),
        row(
            "coordination of a contingency on the other staff's players",
            &[("coordination", "(delay: \"30min\")")],
            b_informed,
            Down,
        )
        .given(&[
            STAFFS,
            OPENS,
            ("msel[4].after", "None"),
            ("msel[4].when", "Reached(\"time_to_detect[org=a-cert]\")"),
        ]),
        // Staffs that have nothing to do with each other.
        row("coordination of staffs with nothing between them", &[TOLD], b_informed, Stays).given(&[
            STAFFS,
            OPENS,
            ("msel[4].after", "None"),
            ("msel[4].at", "\"10h\""),
        ]),
        row("staffs of injects that only tell", &[("staffs[nato].time", "\"30h\"")], b_informed, Stays)
            .given(&[STAFFS, OPENS, ("coordination", "()")]),
    ];
