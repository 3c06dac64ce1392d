//! Mechanisms of crises.

use super::*;

/// A crisis on the first team's organisation, which strains nobody yet.
const ON_A: (&str, &str) =
    ("crises", "[(id: \"k\", kind: Influence, on: [\"a-cert\"], load: (rate: PerDay(0)))]");
const CRISIS: Paths = &[ON_A];
/// The same with a team of many, who have no queue.
const MANY: Paths = &[ON_A, ("teams[a-soc].tiers[l1].seats", "500"), ("teams[a-soc].tiers[l2].seats", "500")];
/// The same on who has no team.
const ELSEWHERE: Paths =
    &[("crises", "[(id: \"k\", kind: Influence, on: [\"a\"], load: (rate: PerDay(0)))]")];
/// The same where nobody asks the authority.
const UNASKED: Paths = &[ON_A, ("playbooks[a-playbook].phases", UNDECIDED)];
const UNDECIDED: &str = r#"[Investigate(tier: "l2", time: Exponential(mean: "1h"), finds: 0.8), Declare(tier: "l2", time: "10min"),
    Contain(tier: "l2", per_asset: "6min", actions: [Isolate]), Eradicate(crew: "a-it", per_asset: "30min"), Recover(crew: "a-it", per_asset: "1h")]"#;

const LOAD: &str = "(rate: PerHour(9), time: Exponential(mean: \"12min\"))";
const DECISIONS: &str = "(rate: PerHour(1), time: \"50min\")";

pub const ROWS: &[Row] = &[
    row("tickets of a crisis", &[("crises[k].load", LOAD)], a_wait, Up).given(CRISIS),
    row("tickets of a crisis for a team of many", &[("crises[k].load", LOAD)], a_acknowledges, Stays)
        .given(MANY),
    row("tickets of a crisis for who has no team", &[("crises[k].load", LOAD)], a_wait, Stays)
        .given(ELSEWHERE),
    row("an authority that a crisis occupies", &[("crises[k].decisions", DECISIONS)], a_contains, Up)
        .given(CRISIS),
    row("one that nobody asks", &[("crises[k].decisions", DECISIONS)], a_contains, Stays).given(UNASKED),
    row("decisions that a crisis slows", &[("crises[k].slower", "6")], a_contains, Up).given(CRISIS),
    row("none to slow", &[("crises[k].slower", "6")], a_contains, Stays).given(UNASKED),
    row("false alarms of a crisis", &[("crises[k].false_alarms", "2")], a_wait, Up).given(CRISIS),
    // Who has time for each alert misses none for those that are false.
    row("false alarms for a team of many", &[("crises[k].false_alarms", "2")], a_acknowledges, Stays)
        .given(MANY),
    row("a crisis that ends sooner", &[("crises[k].lasts", "\"20h\"")], a_wait, Down)
        .given(&[ON_A, ("crises[k].load", LOAD)]),
    row("a crisis that rises slowly", &[("crises[k].rises", "\"90h\"")], a_wait, Down)
        .given(&[ON_A, ("crises[k].load", LOAD)]),
    row("a crisis that fades slowly", &[("crises[k].fades", "\"60h\"")], a_wait, Up).given(&[
        ON_A,
        ("crises[k].load", LOAD),
        ("crises[k].lasts", "\"20h\""),
    ]),
    row("a crisis that an inject ends", &[("msel[1].effect", "EndCrisis(\"k\")")], a_wait, Down)
        .given(&[ON_A, ("crises[k].load", LOAD)]),
    row("a crisis that can't come", &[("crises[k].active", "false")], a_wait, Down)
        .given(&[ON_A, ("crises[k].load", LOAD)]),
];
