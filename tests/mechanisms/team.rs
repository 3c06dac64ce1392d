//! Mechanisms of teams, authorities and crews.

use super::*;

const CONTAIN: &str = "playbooks[a-playbook].phases[Contain].actions";
/// So late that containment can come before it.
const LATE_HOP: (&str, &str) = ("techniques[hop].time", "Exponential(mean: \"15h\")");

const LESSONS: &str = "playbooks[usual].phases[LessonsLearned].improves";
/// Office hours, and then those of Norfolk.
const ATLANTIC: &str = "Several([Weekly(\"Mon-Fri\", \"08:00\", \"11:00\"), \
    Weekly(days: \"Mon-Fri\", from: \"05:00\", to: \"17:00\", time_zone: \"America/New_York\")])";
/// The same, where it is as late as here.
const NO_OCEAN: &str = "Several([Weekly(\"Mon-Fri\", \"08:00\", \"11:00\"), \
    Weekly(days: \"Mon-Fri\", from: \"09:00\", to: \"11:00\", time_zone: \"Europe/Paris\")])";
/// So few that alerts wait.
const FEW: Paths = &[("teams[a-soc].tiers[l1].seats", "2")];
/// So few that alerts are dropped.
const FULL: Paths = &[
    ("teams[a-soc].queue.order", "FirstCome"),
    ("teams[a-soc].queue.capacity", "4"),
    ("teams[a-soc].tiers[l1].seats", "1"),
];

pub const ROWS: &[Row] = &[
    row("fewer seats", &[("teams[a-soc].tiers[l1].seats", "2")], a_wait, Up),
    row(
        "no night shift",
        &[("teams[a-soc].tiers[l1].shifts", "Weekly(\"Mon-Fri\", \"08:00\", \"18:00\")")],
        a_wait,
        Up,
    ),
    row("nobody on call", &[("teams[a-soc].tiers[l2].on_call", "100h")], a_declares, Up),
    row(
        "those across the Atlantic take over",
        &[("teams[a-soc].tiers[l2].shifts", ATLANTIC)],
        a_declares,
        Down,
    ),
    // Who has the same hours as those here takes over nothing.
    row(
        "an ocean without a time difference",
        &[("teams[a-soc].tiers[l2].shifts", NO_OCEAN)],
        a_declares,
        Stays,
    ),
    row("more skill", &[("teams[a-soc].tiers[l1].skill", "2")], a_wait, Down),
    row(
        "first come, first served",
        &[("teams[a-soc].queue.order", "FirstCome"), ("teams[a-soc].tiers[l1].seats", "2")],
        a_wait,
        Up,
    ),
    row(
        "work of incidents first",
        &[("teams[a-soc].queue.order", "Priority([Incident, Triage])")],
        a_declares,
        Down,
    )
    .given(&[
        ("teams[a-soc].queue.order", "FirstCome"),
        ("teams[a-soc].tiers[l1].seats", "2"),
        ("playbooks[a-playbook].phases[Investigate].tier", "\"l1\""),
        ("playbooks[a-playbook].phases[Declare].tier", "\"l1\""),
    ]),
    row("preemption", &[("teams[a-soc].queue.preempts", "true")], a_acknowledges, Down).given(FEW),
    row("the oldest dropped", &[("teams[a-soc].queue.when_full", "DropOldest")], a_wait, Down).given(FULL),
    row("the least severe dropped", &[("teams[a-soc].queue.when_full", "DropLeastSevere")], a_declares, Down)
        .given(FULL),
    row("hand-over at the end of a shift", &[("teams[a-soc].tiers[l1].handover", "2h")], a_wait, Up),
    row("absence", &[("teams[a-soc].tiers[l1].shrinkage", "0.3")], a_wait, Up),
    row("few waiting places", &[("teams[a-soc].queue.capacity", "1")], a_dropped, Up),
    row("more misses", &[("teams[a-soc].triage.misses", "0.9")], a_declares, Up),
    row("false escalations", &[("teams[a-soc].triage.false_escalations", "0.2")], a_false_incidents, Up),
    row("longer investigation", &[("playbooks[a-playbook].phases[Investigate].time", "12h")], a_declares, Up),
    row(
        "investigation finds nothing",
        &[("playbooks[a-playbook].phases[Investigate].finds", "0")],
        a_contains,
        Up,
    ),
    row("a slow authority", &[("authorities[a-duty].time", "20h")], a_contains, Up),
    row(
        "an authority in office hours",
        &[("authorities[a-duty].hours", "Weekly(\"Mon\", \"08:00\", \"09:00\")")],
        a_contains,
        Up,
    ),
    row(
        "one in the crew",
        &[("crews[a-it].seats", "1"), ("playbooks[a-playbook].phases[Recover].per_asset", "5h")],
        a_recovers,
        Up,
    ),
    row("no isolation", &[(CONTAIN, "[BlockIndicators]")], a_contains, Up),
    row("indicators not blocked", &[(CONTAIN, "[Isolate]")], prevented, Down),
    row("links blocked", &[(CONTAIN, "[BlockLinks]")], objective_hours, Up).given(&[
        (CONTAIN, "[BlockIndicators]"),
        ("techniques[crawl].success", "0"),
        LATE_HOP,
    ]),
    row("credentials disabled", &[(CONTAIN, "[DisableCredentials]")], objective_hours, Up)
        .given(&[(CONTAIN, "[BlockIndicators]"), LATE_HOP]),
    row(
        "another playbook by severity",
        &[("teams[soc].playbooks", "[(severity: Medium, use: \"crisis\")]")],
        a_declares,
        Down,
    )
    .in_scenario(CRISIS),
    row(
        "another playbook by tactic",
        &[("teams[soc].playbooks", "[(tactic: Discovery, use: \"crisis\")]")],
        a_declares,
        Down,
    )
    .in_scenario(CRISIS),
    row(
        "unrelated incidents",
        &[("teams[soc].unrelated", "(rate: PerDay(2), severity: High, assets: 2)")],
        a_declares,
        Up,
    )
    .in_scenario(CRISIS),
    row("lessons learned", &[(LESSONS, "0.5")], second_declared, Down).in_scenario(CRISIS),
    row(
        "lessons that take long",
        &[("playbooks[usual].phases[LessonsLearned].time", "200h")],
        second_declared,
        Up,
    )
    .in_scenario(CRISIS),
    row(
        "backups where the adversary is",
        &[("network.assets[file].backup", "On(\"store\")")],
        a_recovers,
        Up,
    )
    .in_scenario(CRISIS),
    row("no backups", &[("network.assets[file].backup", "Nowhere")], a_recovers, Up).in_scenario(CRISIS),
    row("nothing is rebuilt", &[("playbooks[usual].phases[Recover].rebuild", "None")], a_recovers, Up)
        .in_scenario(CRISIS)
        .given(&[("network.assets[file].backup", "On(\"store\")")]),
];
