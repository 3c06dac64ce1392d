//! Investigations by hand: who tells of a campaign, when a case begins, what is kept as evidence, and what a takedown stops.
//!
//! `one` is alerted at 1 h and `two` at 3 h; each analyses for an hour, tells the police at once, and contains, then eradicates
//! its asset, an hour each. The police work 6 h, the judge decides in 2 h. The campaign's operators need 50 h to reach their
//! objective, and its servers are rebuilt in 24 h. All times are fixed.

mod common;

use common::{model_with, play, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::measure::{Measures, Value, value};
use jointex::sim::{Happening, Worker};
use std::collections::BTreeSet;

const TEXT: &str = r#"Scenario(
    format: 1, id: "law", title: "Law", startex: "2026-03-02T08:00[UTC]", endex: "10d",
    organisations: [(id: "one"), (id: "two"), (id: "police"), (id: "elsewhere")],
    network: (zones: [(id: "z1", owner: "one"), (id: "z2", owner: "two"), (id: "z3", owner: "elsewhere")],
              assets: [(id: "a", zone: "z1"), (id: "b", zone: "z2"), (id: "c", zone: "z3")]),
    techniques: [(id: "plan", does: Discover, tactic: Discovery, success: 1, time: "50h", visible: (attempt: [], success: []))],
    campaigns: [(id: "x", initially_held: [Asset("a"), Asset("b")], command: (rebuilds: "24h"),
                 flow: [(id: "learn", technique: "plan", target: Asset("c"), objective: true)])],
    authorities: [(id: "judge", organisation: "police", time: "2h")],
    crews: [(id: "it", organisation: "one", seats: 9)],
    teams: [
        (id: "t1", organisation: "one", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "t2", organisation: "two", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "ec3", organisation: "police", tiers: [(id: "desk", seats: 1)]),
    ],
    playbooks: [(id: "p", phases: [
        Investigate(tier: "l", time: "1h", finds: 0),
        Notify(agreements: ["cat"]),
        Contain(tier: "l", per_asset: "1h", actions: [Isolate]),
        Eradicate(crew: "it", per_asset: "1h"),
    ])],
    agreements: [(id: "cat", parties: ["police", "one", "two"], shape: Hub, areas: (information_exchange: (channels: [
        (id: "feed", medium: Automated, shares: [Indicators, Analysis])])))],
    investigations: [(id: "case", team: "ec3", tier: "desk", agreements: ["cat"], needs: 2, time: "6h", authority: "judge",
                      aim: TakeDown(succeeds: 1))],
    msel: [(no: "1", at: "1h", effect: Alert(team: "t1", asset: "a")), (no: "2", at: "3h", effect: Alert(team: "t2", asset: "b"))],
)"#;

/// What became of the case, of the assets, and of the campaign.
fn told(replaced: &[(&str, &str)]) -> String {
    told_of(&replaced_in(TEXT, replaced))
}

/// The same of a text.
fn told_of(text: &str) -> String {
    let model = model_with(text, &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        let names = &model.names;
        let what = match entry.what {
            Happening::Case { investigation, campaign, fate, .. } => {
                let (led, of) =
                    (&names.investigations[investigation.at()], &names.campaigns[campaign.at()].id);
                format!("{led} {fate:?} {of}")
            }
            Happening::Kept { asset, .. } => format!("{} kept", model.asset_name(asset)),
            Happening::Spoiled { asset, .. } => format!("{} spoiled", model.asset_name(asset)),
            Happening::Released { asset, .. } => format!("{} eradicated", model.asset_name(asset)),
            Happening::Reacted { campaign, reaction } => {
                format!("{} {reaction:?}", names.campaigns[campaign.at()].id)
            }
            Happening::ObjectiveReached { campaign, .. } => {
                format!("{} at its objective", names.campaigns[campaign.at()].id)
            }
            _ => continue,
        };
        lines += &format!("{} h: {what}\n", entry.at.since(SimTime::ZERO).hours());
    }
    lines
}

#[track_caller]
fn check(replaced: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&told(replaced));
}

/// The hour at which the campaign is at its objective; infinite for never.
fn objective(replaced: &[(&str, &str)]) -> f64 {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let at = play(&model, 1, false, |outcome| outcome.ledger.campaigns[0].objective)[0];
    if at == SimTime::MAX { f64::INFINITY } else { at.hours() }
}

const EVIDENCE: (&str, &str) =
    ("TakeDown(succeeds: 1)", r#"TakeDown(succeeds: 0, evidence: (holds: "5h", succeeds: 1))"#);

#[test]
fn a_takedown_comes_when_enough_have_told_and_somebody_has_decided() {
    check(
        &[],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        12 h: case TakenDown x
        36 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

#[test]
fn one_that_needs_more_waits_for_them() {
    check(
        &[("needs: 2", "needs: 1")],
        expect![[r#"
        2 h: case Opened x
        2 h: case Begun x
        4 h: a eradicated
        6 h: b eradicated
        10 h: case TakenDown x
        34 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
    check(
        &[("needs: 2", "needs: 3")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        6 h: b eradicated
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn without_an_authority_the_investigators_strike() {
    check(
        &[(r#", authority: "judge""#, "")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        10 h: case TakenDown x
        34 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

#[test]
fn servers_that_are_never_rebuilt_end_what_operators_do() {
    check(
        &[(r#"command: (rebuilds: "24h")"#, "command: ()")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        12 h: case TakenDown x
    "#]],
    );
}

#[test]
fn a_campaign_without_servers_goes_on() {
    check(
        &[(r#"command: (rebuilds: "24h"),"#, "")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        12 h: case Vain x
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn a_strike_may_fail() {
    check(
        &[("succeeds: 1", "succeeds: 0")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        12 h: case Failed x
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn only_what_a_report_brings_tells() {
    check(
        &[("shares: [Indicators, Analysis]", "shares: [Advisory]")],
        expect![[r#"
        4 h: a eradicated
        6 h: b eradicated
        50 h: x at its objective
    "#]],
    );
    check(
        &[("shares: [Indicators, Analysis]", "shares: [Indicators]")],
        expect![[r#"
        2 h: case Opened x
        4 h: a eradicated
        4 h: case Begun x
        6 h: b eradicated
        12 h: case TakenDown x
        36 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

#[test]
fn an_agreement_that_is_not_the_investigations_does_not_tell_it() {
    let paths =
        [("agreements: [(", r#"agreements: [(id: "other", parties: ["police", "two"], areas: ()), ("#)];
    assert_eq!(told(&paths), told(&[]));
    check(
        &[paths[0], (r#"tier: "desk", agreements: ["cat"]"#, r#"tier: "desk", agreements: ["other"]"#)],
        expect![[r#"
        4 h: a eradicated
        6 h: b eradicated
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn what_is_not_led_does_nothing() {
    check(
        &[(r#"(id: "case","#, r#"(id: "case", active: false,"#)],
        expect![[r#"
        4 h: a eradicated
        6 h: b eradicated
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn the_investigators_own_analysis_counts() {
    let own = [
        (
            r#"tiers: [(id: "desk", seats: 1)])"#,
            r#"tiers: [(id: "desk", seats: 2)], triage: (tier: "desk", time: "0s"), playbook: "q")"#,
        ),
        (
            "playbooks: [",
            r#"playbooks: [(id: "q", phases: [Investigate(tier: "desk", time: "30min", finds: 0)]), "#,
        ),
        ("msel: [", r#"msel: [(no: "0", at: "0s", effect: Alert(team: "ec3", asset: "a")), "#),
    ];
    check(
        &own,
        expect![[r#"
        0.5 h: case Opened x
        2 h: case Begun x
        4 h: a eradicated
        6 h: b eradicated
        10 h: case TakenDown x
        34 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

#[test]
fn evidence_keeps_assets_until_it_is_secured() {
    check(
        &[EVIDENCE],
        expect![[r#"
        2 h: case Opened x
        3 h: a kept
        4 h: case Begun x
        5 h: b kept
        9 h: a eradicated
        11 h: b eradicated
        12 h: case TakenDown x
        36 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

/// `two` looks after `one` too, which does not tell of its incident, and its crew works 3 h.
const TWO_ON_ONE: &[(&str, &str)] = &[
    EVIDENCE,
    (r#"(id: "two")"#, r#"(id: "two", protects: ["one"])"#),
    (
        r#"playbook: "p"),
        (id: "t2""#,
        r#"playbook: "q"),
        (id: "t2""#,
    ),
    (
        "playbooks: [",
        r#"playbooks: [(id: "q", phases: [
        Investigate(tier: "l", time: "1h", finds: 0), Contain(tier: "l", per_asset: "1h", actions: [Isolate]), Eradicate(crew: "it", per_asset: "3h")]), "#,
    ),
    (r#"Alert(team: "t2", asset: "b")"#, r#"Alert(team: "t2", asset: "a")"#),
    ("needs: 2", "needs: 1"),
];

#[test]
fn a_crew_that_was_asked_before_spoils_what_is_not_secured_yet() {
    check(
        TWO_ON_ONE,
        expect![[r#"
        4 h: case Opened x
        4 h: case Begun x
        5 h: a kept
        6 h: a eradicated
        6 h: a spoiled
        12 h: case Failed x
        50 h: x at its objective
    "#]],
    );
    // Half an hour after it was contained a second time it is secured.
    let quick = ("5h", "30min");
    check(
        &[TWO_ON_ONE, &[quick]].concat(),
        expect![[r#"
        4 h: case Opened x
        4 h: case Begun x
        5 h: a kept
        6 h: a eradicated
        12 h: case TakenDown x
        36 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

/// The campaign has one asset more, of which `t1` is alerted then; the police need to be told by one organisation only.
fn one_more(alert: &str) -> String {
    let alert = format!(r#"msel: [(no: "9", at: "{alert}", effect: Alert(team: "t1", asset: "d")), "#);
    replaced_in(
        TEXT,
        &[
            (r#"(id: "a", zone: "z1")"#, r#"(id: "a", zone: "z1"), (id: "d", zone: "z1")"#),
            (r#"initially_held: [Asset("a"), "#, r#"initially_held: [Asset("a"), Asset("d"), "#),
            ("msel: [", &*alert),
            ("needs: 2", "needs: 1"),
        ],
    )
}

#[test]
fn servers_that_are_rebuilt_are_taken_down_once_as_many_tell_of_them() {
    // Of their 50 h the operators work 10 h, 15 h from 34 h on, and the rest from 73 h on.
    expect![[r#"
        2 h: case Opened x
        2 h: case Begun x
        4 h: a eradicated
        6 h: b eradicated
        10 h: case TakenDown x
        34 h: x Rebuilt
        41 h: case Opened x
        41 h: case Begun x
        43 h: d eradicated
        49 h: case TakenDown x
        73 h: x Rebuilt
        98 h: x at its objective
    "#]]
    .assert_eq(&told_of(&one_more("40h")));
    let strikes = |text: &str| told_of(text).matches("TakenDown").count();
    assert_eq!(strikes(&one_more("20h")), 1, "what is told while there are none is of those that are down");
    assert_eq!(strikes(&one_more("40h").replace("needs: 1", "needs: 2")), 1, "one of two who are needed");
}

#[test]
fn a_second_strike_has_chances_and_evidence_of_its_own_and_none_follows_one_that_failed() {
    let outcomes = |aim: &str| {
        let model = model_with(&one_more("40h").replace("TakeDown(succeeds: 1)", aim), &[]);
        let struck = play(&model, 60, false, |outcome| {
            let led = outcome.ledger.investigations[0];
            (led.succeeded, led.failed)
        });
        struck.into_iter().collect::<BTreeSet<_>>()
    };
    let expected = BTreeSet::from([(0, 1), (1, 1), (2, 0)]);
    assert_eq!(outcomes("TakeDown(succeeds: 0.5)"), expected);
    let late = r#"TakeDown(succeeds: 0, evidence: (holds: Exponential(mean: "8h"), succeeds: 1))"#;
    assert_eq!(outcomes(late), expected);
}

#[test]
fn evidence_is_kept_no_longer_than_the_case() {
    check(
        &[EVIDENCE, (r#"holds: "5h""#, r#"holds: "30h""#)],
        expect![[r#"
        2 h: case Opened x
        3 h: a kept
        4 h: case Begun x
        5 h: b kept
        12 h: case Failed x
        13 h: a eradicated
        13 h: b eradicated
        50 h: x at its objective
    "#]],
    );
}

#[test]
fn who_is_no_party_keeps_nothing() {
    let parties = [
        (r#"parties: ["police", "one", "two"], shape: Hub"#, r#"parties: ["police", "one"], shape: Hub"#),
        ("needs: 2", "needs: 1"),
        // One of the agreement's own lets `two` report where nobody investigates.
        (
            "agreements: [(",
            r#"agreements: [(id: "other", parties: ["one", "two"], areas: (information_exchange: (channels: [
            (id: "feed", medium: Automated, shares: [Indicators])]))), ("#,
        ),
        (r#"Notify(agreements: ["cat"])"#, r#"Notify(agreements: ["cat", "other"])"#),
        EVIDENCE,
    ];
    check(
        &parties,
        expect![[r#"
        2 h: case Opened x
        2 h: case Begun x
        3 h: a kept
        6 h: b eradicated
        9 h: a eradicated
        10 h: case TakenDown x
        34 h: x Rebuilt
        74 h: x at its objective
    "#]],
    );
}

#[test]
fn a_pause_of_the_campaign_and_one_of_its_servers_overlap() {
    // Dark from 3 h (the loss of `a`), begun anew at 5 h (that of `b`), to 25 h; without servers from 12 h to 36 h: idle for 33 h.
    let dark = (
        r#"command: (rebuilds: "24h"),"#,
        r#"command: (rebuilds: "24h"), on_loss: GoDark(after: "0s", for: "20h"),"#,
    );
    check(
        &[dark],
        expect![[r#"
        2 h: case Opened x
        3 h: x WentDark
        4 h: a eradicated
        4 h: case Begun x
        5 h: x WentDark
        6 h: b eradicated
        12 h: case TakenDown x
        25 h: x Resumed
        36 h: x Rebuilt
        83 h: x at its objective
    "#]],
    );
    assert_eq!(objective(&[dark]), 83.0);
    // Servers are back before the campaign goes on.
    let short = (dark.0, r#"command: (rebuilds: "1h"), on_loss: GoDark(after: "0s", for: "20h"),"#);
    assert_eq!(
        objective(&[short]),
        50.0 + 22.0,
        "dark from 3 h to 25 h, for the second loss begins the pause anew"
    );
}

#[test]
fn what_spreads_by_itself_needs_no_servers() {
    // Code that copies itself reaches its neighbour after 20 h, servers or no servers.
    let worm = [
        (
            r#"command: (rebuilds: "24h"),"#,
            r#"command: (), spread: [Contact(technique: "crawl", delay: Fixed("20h"))],"#,
        ),
        (
            r#"techniques: ["#,
            r#"techniques: [(id: "crawl", tactic: LateralMovement, success: 1, time: "1h", visible: (attempt: [], success: [])),"#,
        ),
        (r#"(id: "c", zone: "z3")"#, r#"(id: "c", zone: "z3", count: 2)"#),
        (r#"(id: "z3", owner: "elsewhere")"#, r#"(id: "z3", owner: "elsewhere", topology: Complete)"#),
        (r#"Asset("b")],"#, r#"Asset("b"), First("c", 1)],"#),
        (r#"target: Asset("c")"#, r#"target: Group("c")"#),
    ];
    let model = model_with(&replaced_in(TEXT, &worm), &[]);
    let totals = play(&model, 1, false, |outcome| {
        let campaign = &outcome.ledger.campaigns[0];
        (campaign.total, campaign.objective, campaign.taken_down.hours())
    });
    assert_eq!(totals[0], (4, SimTime::MAX, 12.0));
}

#[test]
fn the_time_to_a_takedown_is_a_measure() {
    let model = model_with(TEXT, &[]);
    let measures = Measures::of(&model);
    let name = "time_to_take_down[campaign=x]";
    let place = measures.names.iter().position(|listed| listed == name).expect("it is listed");
    let seen = play(&model, 1, false, |outcome| value(&model, outcome, &measures[place]));
    assert_eq!(seen[0], Value::Observed(12.0 * 3.6e9));
    let failing = model_with(&replaced_in(TEXT, &[("succeeds: 1", "succeeds: 0")]), &[]);
    let seen = play(&failing, 1, false, |outcome| value(&failing, outcome, &measures[place]));
    assert_eq!(seen[0], Value::Censored(240.0 * 3.6e9));
}

#[test]
fn a_condition_waits_for_a_takedown() {
    let waits = (
        "msel: [",
        r#"msel: [(no: "3", when: Reached("time_to_take_down[campaign=x]"), effect: AlterCampaign(campaign: "x", stop: true)), "#,
    );
    let model = model_with(&replaced_in(TEXT, &[waits]), &[]);
    let came = play(&model, 1, false, |outcome| outcome.ledger.injects[2].hours());
    assert_eq!(came[0], 12.0);
}

#[test]
fn an_investigation_is_counted() {
    let model = model_with(&replaced_in(TEXT, &[EVIDENCE]), &[]);
    let led = play(&model, 1, false, |outcome| outcome.ledger.investigations[0])[0];
    assert_eq!(
        (led.opened, led.succeeded, led.failed, led.secured, led.kept),
        (1, 1, 0, 2, 10 * 3_600_000_000)
    );
}

#[test]
fn what_is_kept_counts_from_measuring_on_and_up_to_endex() {
    let kept = |sets: &[(&str, &str)]| {
        let model = model_with(&replaced_in(TEXT, &[EVIDENCE]), sets);
        play(&model, 1, false, |outcome| outcome.ledger.investigations[0].kept / 3_600_000_000)[0]
    };
    // `a` is kept from 3 h to 8 h, `b` from 5 h to 10 h.
    assert_eq!(kept(&[]), 10);
    assert_eq!(kept(&[("measure_from", "\"6h\"")]), 2 + 4);
    assert_eq!(kept(&[("measure_from", "\"6h\""), ("endex", "\"9h\"")]), 2 + 3);
}

/// A second investigation of what is reported, on a desk of its own.
const SECOND: [(&str, &str); 2] = [
    (r#"tiers: [(id: "desk", seats: 1)]"#, r#"tiers: [(id: "desk", seats: 1), (id: "other", seats: 1)]"#),
    (
        "investigations: [",
        r#"investigations: [(id: "again", team: "ec3", tier: "other", agreements: ["cat"], needs: 2, time: "8h", authority: "judge",
            aim: TakeDown(succeeds: 0, evidence: (holds: "9h", succeeds: 1))), "#,
    ),
];

#[test]
fn an_asset_that_two_cases_keep_is_free_when_both_have_secured_it() {
    // `a` is kept at 3 h, by the one until 8 h and by the other until 12 h; `b` two hours later.
    check(
        &[SECOND[0], SECOND[1], EVIDENCE],
        expect![[r#"
            2 h: again Opened x
            2 h: case Opened x
            3 h: a kept
            3 h: a kept
            4 h: again Begun x
            4 h: case Begun x
            5 h: b kept
            5 h: b kept
            12 h: case TakenDown x
            13 h: a eradicated
            14 h: again TakenDown x
            15 h: b eradicated
            38 h: x Rebuilt
            76 h: x at its objective
        "#]],
    );
}

#[test]
fn the_time_to_a_takedown_is_that_of_the_first_and_the_last_servers_to_be_rebuilt_count() {
    let slow = (r#"rebuilds: "24h""#, r#"rebuilds: Empirical(["24h", "100h"])"#);
    let model = model_with(&replaced_in(TEXT, &[SECOND[0], SECOND[1], EVIDENCE, slow]), &[]);
    let seen = play(&model, 20, true, |outcome| {
        let entries = &outcome.trace.expect("the trace is on").entries;
        let rebuilt = entries.iter().filter(|entry| matches!(entry.what, Happening::Reacted { .. }));
        let rebuilt: Vec<f64> = rebuilt.map(|entry| entry.at.hours()).collect();
        let campaign = &outcome.ledger.campaigns[0];
        assert_eq!(campaign.taken_down.hours(), 12.0);
        // Its operators have worked 12 h of their 50 h, and the rest once it has servers again.
        (rebuilt, campaign.objective.hours() - 38.0)
    });
    assert!(seen.iter().all(|(rebuilt, acts)| rebuilt == &[*acts]), "{seen:?}");
    for until in [38.0, 112.0, 114.0] {
        assert!(seen.iter().any(|(_, acts)| *acts == until), "{seen:?}");
    }
}

#[test]
fn each_campaign_has_a_case_of_its_own() {
    let two = (
        r#"campaigns: [(id: "x", initially_held: [Asset("a"), Asset("b")]"#,
        r#"campaigns: [(id: "w", initially_held: [Asset("b")]), (id: "x", initially_held: [Asset("a")]"#,
    );
    check(
        &[two],
        expect![[r#"
            2 h: case Opened x
            4 h: a eradicated
            4 h: case Opened w
            6 h: b eradicated
            50 h: x at its objective
        "#]],
    );
}

#[test]
fn what_is_taken_again_is_kept_again() {
    // The campaign notices the loss at 13 h and is back through a hole in `a` at 20 h, which is seen at 21 h; nobody else tells, so
    // that the case stays open.
    let again = [
        (r#"(id: "a", zone: "z1")"#, r#"(id: "a", zone: "z1", services: ["web"], weaknesses: ["hole"])"#),
        (
            r#"(id: "c", zone: "z3")]"#,
            r#"(id: "c", zone: "z3")], links: [(from: "internet", to: "z1", allow: ["web"])]"#,
        ),
        (
            "techniques: [",
            r#"techniques: [(id: "enter", does: Exploit, tactic: InitialAccess, needs: (service: "web", weakness: "hole"), success: 1,
                time: "7h", visible: (attempt: [], success: [])), "#,
        ),
        (
            "flow: [",
            r#"operators: 9, on_loss: Return(after: "10h"), flow: [(id: "back", technique: "enter", target: Asset("a")), "#,
        ),
        (
            r#"(no: "2", at: "3h", effect: Alert(team: "t2", asset: "b"))"#,
            r#"(no: "2", at: "21h", effect: Alert(team: "t1", asset: "a"))"#,
        ),
        EVIDENCE,
    ];
    check(
        &again,
        expect![[r#"
            2 h: case Opened x
            3 h: a kept
            9 h: a eradicated
            13 h: x Returned
            23 h: a kept
            29 h: a eradicated
            33 h: x Returned
            50 h: x at its objective
        "#]],
    );
}

#[test]
fn what_operators_could_not_begin_they_begin_with_new_servers() {
    // A stick is plugged in at 20 h, without operators; these have servers again at 36 h, and need 50 h for the rest.
    let plugged = [
        (
            "techniques: [",
            r#"techniques: [(id: "stick", does: Plug, tactic: InitialAccess, success: 1, time: "20h", visible: (attempt: [], success: [])), "#,
        ),
        (r#"(id: "c", zone: "z3")"#, r#"(id: "c", zone: "z3"), (id: "d", zone: "z3", users: 1)"#),
        (
            r#"flow: [(id: "learn", technique: "plan", "#,
            r#"flow: [(id: "plug", technique: "stick", target: Asset("d")), (id: "learn", technique: "plan", after: Any(["plug"]), "#,
        ),
    ];
    check(
        &plugged,
        expect![[r#"
            2 h: case Opened x
            4 h: a eradicated
            4 h: case Begun x
            6 h: b eradicated
            12 h: case TakenDown x
            36 h: x Rebuilt
            86 h: x at its objective
        "#]],
    );
}
