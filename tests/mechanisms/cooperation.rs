//! Mechanisms of cooperation: what each brings, and where it does not help or harms.

use super::*;

const FEED: &str = "agreements[treaty].areas.information_exchange.channels[feed].medium";
const FEED_DELAY: &str = "agreements[treaty].areas.information_exchange.channels[feed].delay";
const FEED_RELEASE: &str = "agreements[treaty].areas.information_exchange.channels[feed].release";
const FEED_CEILING: &str = "agreements[treaty].areas.information_exchange.channels[feed].ceiling";
const FEED_RELIABILITY: &str = "agreements[treaty].areas.information_exchange.channels[feed].reliability";
const FEED_HOURS: &str = "agreements[treaty].areas.information_exchange.channels[feed].hours";
const FEED_REFUSED: &str = "agreements[treaty].areas.information_exchange.channels[feed].refused";
const FEED_FAULTS: &str = "agreements[treaty].areas.information_exchange.channels[feed].faults";
const FEED_SHARES: &str = "agreements[treaty].areas.information_exchange.channels[feed].shares";
const FEED_WRONG: &str = "agreements[treaty].areas.information_exchange.channels[feed].wrong";
const FEED_READING: &str = "agreements[treaty].areas.information_exchange.channels[feed].reading";
const NOTIFY_CLASS: &str = "playbooks[a-playbook].phases[Notify].classification";
const ACTIVE: &str = "agreements[treaty].active";
const HUNTING: &str = "teams[b-soc].hunting";
const PATCHING: &str = "organisations[b].patching";

/// The worm needs a hole that advice closes.
const HOLES: Paths = &[
    ("techniques[crawl].needs", r#"(service: "smb", weakness: "hole")"#),
    ("network.assets[a-desk].weaknesses", r#"["hole"]"#),
    ("network.assets[b-desk].weaknesses", r#"["hole"]"#),
    ("campaigns[c].spread[Contact].delay", r#"Exponential(mean: "600h")"#),
    (FEED_SHARES, "[Advisory]"),
];
/// Reports bring the analysis, and `b` declares only late by itself.
const ANALYSES: Paths = &[
    (FEED_SHARES, "[Analysis]"),
    ("playbooks[b-playbook].phases[Investigate].time", r#"Exponential(mean: "6h")"#),
];
/// Nothing passes but words.
const WORDS: Paths = &[(FEED_SHARES, "[]")];

/// `b` asks for experts, whose work takes long.
const HELPED: Paths = &[
    ("assistance", r#"[(id: "rrt", organisation: "a-cert", seats: 2, to: ["b-cert"], travel: "2h")]"#),
    (
        "playbooks[b-playbook].phases",
        r#"[Investigate(tier: "l2", time: Exponential(mean: "1h"), finds: 0.8), RequestHelp(from: ["rrt"], tier: "l2"),
            Declare(tier: "l2", time: "10min"), Contain(tier: "l2", per_asset: "3h", actions: [Isolate])]"#,
    ),
    ("teams[b-soc].tiers[l2].seats", "1"),
];
/// They come when all is over.
const LATE: Paths = &[HELPED[0], HELPED[1], HELPED[2], ("assistance[rrt].travel", "\"95h\"")];
/// They are analysts of `a`, who has enough to do itself.
const LENT: Paths = &[
    HELPED[0],
    HELPED[1],
    HELPED[2],
    ("assistance[rrt].from", "(team: \"a-soc\", tier: \"l1\")"),
    ("sensors[a-edr].false_alarms", "PerDay(300)"),
];
/// What goes over the channel takes two days.
const SLOWLY: Paths = &[HELPED[0], HELPED[1], HELPED[2], (FEED_DELAY, "\"48h\"")];
/// It gets there at once.
const QUICKLY: Paths = &[HELPED[0], HELPED[1], HELPED[2], (FEED_DELAY, "\"0s\""), (FEED_RELEASE, "\"0s\"")];
/// It does not.
const ALONE: Paths = &[(
    "playbooks[b-playbook].phases",
    r#"[Investigate(tier: "l2", time: Exponential(mean: "1h"), finds: 0.8),
        Declare(tier: "l2", time: "10min"), Contain(tier: "l2", per_asset: "3h", actions: [Isolate])]"#,
)];

pub const ROWS: &[Row] = &[
    row("no agreement", &[(ACTIVE, "false")], b_informed, Up),
    row("no agreement", &[(ACTIVE, "false")], b_detects, Up),
    row("no agreement", &[(ACTIVE, "false")], b_held, Up),
    row("read, not automated", &[(FEED, "Telephone"), (FEED_READING, "6h")], b_held, Up),
    row("a slow channel", &[(FEED_DELAY, "20h")], b_informed, Up),
    row("a slow release", &[(FEED_RELEASE, "20h")], b_informed, Up),
    row("a ceiling below the marking", &[(FEED_CEILING, "Clear")], b_informed, Up),
    row("a channel that loses", &[(FEED_RELIABILITY, "0.2")], b_informed, Up),
    row("ends in office hours", &[(FEED_HOURS, r#"Weekly("Mon-Fri", "09:00", "11:00")"#)], b_informed, Up),
    row("releases that are refused", &[(FEED_REFUSED, "0.5")], b_informed, Up),
    row("classified above the channel", &[(NOTIFY_CLASS, "Restricted")], b_informed, Up),
    row("a channel that fails", &[(FEED_FAULTS, r#"(up: "1h", repair: "30h")"#)], b_informed, Up),
    row("an agreement that ends", &[("agreements[treaty].until", r#""2026-03-02""#)], b_informed, Up),
    row("hunting", &[(HUNTING, r#"(tier: "l2", time: "2h", finds: 0.8)"#)], b_detects, Down)
        .given(&[(FEED_RELEASE, "30h")]),
    row("patching as advised", &[(PATCHING, r#"Exponential(mean: "12h")"#)], b_held, Down).given(HOLES),
    row(
        "technical cooperation",
        &[("agreements[treaty].areas.technical_cooperation", "(remains: 0.2)")],
        b_declares,
        Down,
    )
    .given(ANALYSES),
    row(
        "administration",
        &[("agreements[treaty].areas.administration", "(decisions: 0.2)")],
        b_contains,
        Down,
    )
    .given(&[("authorities[b-duty].time", "12h")]),
    row("education", &[("agreements[treaty].areas.education", "(skill: 2)")], a_declares, Down),
    row("exercises", &[("agreements[treaty].areas.exercises", "(pace: 0.5)")], a_declares, Down),
    // Where it does not help.
    row("the mark lets nothing through", &[(ACTIVE, "false")], b_held, Stays)
        .given(&[(FEED_CEILING, "Clear")]),
    row("reports without indicators", &[(ACTIVE, "false")], b_held, Stays).given(WORDS),
    row(
        "nothing is there to hunt",
        &[(HUNTING, r#"(tier: "l2", time: "2h", finds: 0.8)"#)],
        b_detects,
        Stays,
    )
    .given(WORDS),
    row("patches against other holes", &[(PATCHING, r#"Exponential(mean: "12h")"#)], b_held, Stays)
        .given(&[(FEED_SHARES, "[Advisory]")]),
    row(
        "an analysis that comes too late",
        &[("agreements[treaty].areas.technical_cooperation", "(remains: 0.2)")],
        b_declares,
        Stays,
    )
    .given(&[(FEED_SHARES, "[Analysis]"), (FEED_DELAY, "5d")]),
    row(
        "decisions on what was not shared",
        &[("agreements[treaty].areas.administration", "(decisions: 0.2)")],
        b_contains,
        Stays,
    )
    .given(&[(FEED_CEILING, "Clear")]),
    row(
        "the trained see no sooner",
        &[("agreements[treaty].areas.education", "(skill: 2)")],
        first_alert,
        Stays,
    )
    .given(&[("sensors[a-edr].false_alarms", "PerDay(0)")]),
    row(
        "exercises shorten no detection",
        &[("agreements[treaty].areas.exercises", "(pace: 0.5)")],
        first_alert,
        Stays,
    ),
    // Where it harms.
    row(
        "wrong indicators",
        &[(FEED_WRONG, r#"(chance: 0.3, blocks: [Group("b-desk")], for: "12h")"#)],
        b_work_lost,
        Up,
    )
    .given(&[("functions[f].organisation", r#""b""#), ("functions[f].assets", r#"[Group("b-desk")]"#)]),
    row("reports that swamp their readers", &[(ACTIVE, "false")], b_wait, Down).given(&[
        (FEED, "Mail"),
        (FEED_READING, "30h"),
        ("teams[b-soc].tiers[l1].seats", "1"),
        (FEED_SHARES, "[]"),
    ]),
    // Mutual assistance.
    row("experts who come to help", ALONE, b_contains, Up).given(HELPED),
    row("experts who come too late", ALONE, b_contains, Stays).given(LATE),
    row("experts who are asked by letter", &[(FEED_SHARES, "[Indicators, Request]")], b_contains, Up)
        .given(SLOWLY),
    row(
        "experts who are asked over a quick line",
        &[(FEED_SHARES, "[Indicators, Request]")],
        b_contains,
        Stays,
    )
    .given(QUICKLY),
    row("who lends is thinner meanwhile", ALONE, a_wait, Down).given(LENT),
];
