//! The rules of agreements, channels and what reports bring, with answers that a hand can work out.
//!
//! Three organisations have a team each. `a` finds out at 2 h about its implant, and reports; `b` protects `c`. All times are
//! fixed, so that each report is told with its hour.

mod common;

use common::{model_with, play};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, narrate};
use jointex::model::Model;
use jointex::sim::{Happening, Worker};

/// The scenario with these agreements; `PHASE` of the reporting playbook and further fields of the scenario by replacement.
fn text(agreements: &str, replaced: &[(&str, &str)]) -> String {
    let mut text = String::from(
        r#"Scenario(
            format: 1, id: "three", title: "Three", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "4d",
            organisations: [
                (id: "a", member_of: [(in: Nato)], tags: ["core"]), (id: "b", protects: ["c"], member_of: [(in: Nato), (in: Eu)], tags: ["core"]),
                (id: "c", member_of: [(in: Eu)]),
            ],
            network: (
                zones: [(id: "az", owner: "a"), (id: "bz", owner: "b"), (id: "cz", owner: "c")],
                assets: [(id: "a1", zone: "az"), (id: "b1", zone: "bz", services: ["web"], weaknesses: ["hole"], count: 3), (id: "c1", zone: "cz")],
                links: [(from: "internet", to: "bz", allow: ["web"])],
            ),
            techniques: [(id: "enter", tactic: InitialAccess, does: Exploit, needs: (service: "web", weakness: "hole"), success: 1, time: "1h",
                          visible: (attempt: [], success: []))],
            campaigns: [(id: "x", initially_held: [Asset("a1")], flow: [(id: "enter", technique: "enter", target: Asset("b1[1]"))])],
            teams: [
                (id: "at", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "tells"),
                (id: "bt", organisation: "b", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "keeps"),
                (id: "ct", organisation: "c", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "keeps"),
            ],
            authorities: [(id: "duty", organisation: "b", time: "2h")],
            playbooks: [
                (id: "tells", phases: [Investigate(tier: "l", time: "1h", finds: 1), PHASE]),
                (id: "keeps", phases: [Investigate(tier: "l", time: "2h", finds: 1), Decide(authority: "duty"), Declare(tier: "l", time: "1h")]),
            ],
            agreements: [AGREEMENTS],
            msel: [(no: "1", at: "1h", effect: Alert(team: "at", asset: "a1")), MORE],
        )"#,
    );
    for (from, to) in replaced {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    for (from, to) in [("PHASE", r#"Notify(agreements: ["p"])"#), ("AGREEMENTS", agreements), ("MORE", "")] {
        text = text.replace(from, to);
    }
    text
}

/// What became of each report, but for the wish to send it.
fn told(model: &Model) -> String {
    let mut worker = Worker::checked(model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let names = &model.names;
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        let hours = entry.at.since(SimTime::ZERO).hours();
        let line = match entry.what {
            Happening::Report { channel, from, to, fate, .. } if format!("{fate:?}") != "Requested" => {
                let (from, to) = (&names.teams[from.at()], &names.teams[to.at()]);
                format!("{from} > {to} {} {fate:?}", names.channels[channel.at()])
            }
            Happening::Joined { organisation, joins, .. } => {
                let verb = if joins { "joins" } else { "leaves" };
                format!("{} {verb}", names.organisations[organisation.at()].id)
            }
            Happening::Agreed { agreement, in_force } => {
                format!("{} {}", names.agreements[agreement.at()], if in_force { "begins" } else { "ends" })
            }
            Happening::WronglyBlocked { team, assets } => {
                format!("{} blocks {assets} for nothing", names.teams[team.at()])
            }
            Happening::Advised { organisation, .. } => {
                format!("{} patches", names.organisations[organisation.at()].id)
            }
            Happening::Hunts { team, .. } => format!("{} hunts", names.teams[team.at()]),
            _ => continue,
        };
        lines += &format!("{hours} h: {line}\n");
    }
    lines
}

#[track_caller]
fn check(agreements: &str, replaced: &[(&str, &str)], expected: impl std::borrow::Borrow<Expect>) {
    expected.borrow().assert_eq(&told(&model_with(&text(agreements, replaced), &[])));
}

/// An agreement `p` with one feed.
fn feed(head: &str, channel: &str) -> String {
    format!(
        r#"(id: "p", {head}, areas: (information_exchange: (channels: [
            (id: "feed", medium: Automated, delay: "30min", ceiling: Amber, shares: [Indicators], {channel}),
        ])))"#
    )
}

#[test]
fn a_mesh_joins_all_parties_however_they_are_named() {
    let all = expect![[r#"
        2 h: at > bt p/feed Sent
        2 h: at > ct p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: at > bt p/feed Applied
        2.5 h: at > ct p/feed Received
        2.5 h: at > ct p/feed Applied
    "#]];
    check(&feed(r#"parties: ["a", "b", "c"]"#, ""), &[], &all);
    check(&feed(r#"parties: [Matching("*")]"#, ""), &[], &all);
    check(&feed("parties: [Members(Nato), Members(Eu)]", ""), &[], all);
    check(
        &feed(r#"parties: [Tag("core")]"#, ""),
        &[],
        expect![[r#"
            2 h: at > bt p/feed Sent
            2.5 h: at > bt p/feed Received
            2.5 h: at > bt p/feed Applied
        "#]],
    );
}

#[test]
fn a_hub_is_told_by_all_and_pairs_tell_each_other() {
    check(
        &feed(r#"parties: ["c", "a", "b"], shape: Hub"#, ""),
        &[],
        expect![[r#"
            2 h: at > ct p/feed Sent
            2.5 h: at > ct p/feed Received
            2.5 h: at > ct p/feed Applied
        "#]],
    );
    check(
        &feed(r#"parties: ["b", "a"], shape: Pairs"#, ""),
        &[],
        expect![[r#"
            2 h: at > bt p/feed Sent
            2.5 h: at > bt p/feed Received
            2.5 h: at > bt p/feed Applied
        "#]],
    );
}

#[test]
fn an_agreement_begins_and_ends_at_midnight() {
    let late = r#"Notify(agreements: ["p"], tier: "l", time: "14h")"#;
    let phase = [("PHASE", late)];
    // Notify ends at 16 h, which is midnight in Brussels.
    check(
        &feed(r#"parties: ["a", "b"], since: "2026-03-03""#, ""),
        &phase,
        expect![[r#"
            16 h: p begins
            16 h: at > bt p/feed Sent
            16.5 h: at > bt p/feed Received
            16.5 h: at > bt p/feed Applied
        "#]],
    );
    check(
        &feed(r#"parties: ["a", "b"], since: "2026-03-03""#, ""),
        &[],
        expect![[r#"
            16 h: p begins
        "#]],
    );
    // What was not released by then never is.
    check(
        &feed(r#"parties: ["a", "b"], until: "2026-03-02""#, r#"release: "20h""#),
        &[],
        expect![[r#"
            16 h: p ends
            22 h: at > bt p/feed Refused
        "#]],
    );
}

#[test]
fn members_join_and_leave() {
    let nato = feed("parties: [Members(Nato)]", r#"release: "1h""#);
    let hears = expect![[r#"
        3 h: at > bt p/feed Sent
        3 h: at > ct p/feed Sent
        3.5 h: at > bt p/feed Received
        3.5 h: at > bt p/feed Applied
        3.5 h: at > ct p/feed Received
        3.5 h: at > ct p/feed Applied
    "#]];
    let join =
        |at: &str| format!(r#"(no: "2", at: "{at}", effect: Join(organisation: "c", alliance: Nato))"#);
    check(&nato, &[("MORE", &join("90min"))], hears);
    let alone = expect![[r#"
        3 h: at > bt p/feed Sent
        3.5 h: at > bt p/feed Received
        3.5 h: at > bt p/feed Applied
    "#]];
    check(&nato, &[("MORE", &join("3h"))], alone);
    let leave = r#"(no: "2", at: "150min", effect: Leave(organisation: "b", alliance: Nato))"#;
    check(
        &nato,
        &[("MORE", leave)],
        expect![[r#"
        3 h: at > bt p/feed Refused
    "#]],
    );
    // On dates, up to midnight.
    let until = (r#"[(in: Nato), (in: Eu)]"#, r#"[(in: Nato, until: "2026-03-02"), (in: Eu)]"#);
    let slow = feed("parties: [Members(Nato)]", r#"release: "20h""#);
    check(
        &slow,
        &[until],
        expect![[r#"
            16 h: b leaves
            22 h: at > bt p/feed Refused
        "#]],
    );
}

#[test]
fn ends_are_manned_in_their_own_hours() {
    // Released at 2 h, which is ten o'clock in Brussels and four in Washington.
    let hours = r#"hours: Weekly("Mon-Fri", "09:00", "12:00")"#;
    let zone = (
        r#"(id: "bt", organisation: "b","#,
        r#"(id: "bt", organisation: "b", time_zone: "America/New_York","#,
    );
    let line = |medium: &str| {
        format!(
            r#"(id: "p", parties: ["a", "b"], areas: (information_exchange: (channels: [
                (id: "line", medium: {medium}, delay: "30min", reading: "15min", shares: [], {hours}),
            ])))"#
        )
    };
    check(
        &line("Mail"),
        &[zone],
        expect![[r#"
        2 h: at > bt p/line Sent
        7 h: at > bt p/line Received
        7.25 h: at > bt p/line Applied
    "#]],
    );
    // Nine to noon there is three to six in the afternoon here: the telephone rings, and nobody is there to take it.
    check(
        &line("Telephone"),
        &[zone],
        expect![[r#"
        2 h: at > bt p/line HeldBack
    "#]],
    );
    let near = (
        r#"(id: "bt", organisation: "b","#,
        r#"(id: "bt", organisation: "b", time_zone: "Atlantic/Azores","#,
    );
    check(
        &line("Telephone"),
        &[near],
        expect![[r#"
            2 h: at > bt p/line HeldBack
            3 h: at > bt p/line Sent
            3.5 h: at > bt p/line Received
            3.75 h: at > bt p/line Applied
        "#]],
    );
}

#[test]
fn what_is_classified_is_sanitised_or_refused() {
    let secret = ("PHASE", r#"Notify(agreements: ["p"], classification: Secret)"#);
    let two = r#"parties: ["a", "b"]"#;
    check(
        &feed(two, ""),
        &[secret],
        expect![[r#"
        2 h: at > bt p/feed Refused
    "#]],
    );
    check(
        &feed(two, "classification: Secret"),
        &[secret],
        expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: at > bt p/feed Applied
    "#]],
    );
    check(
        &feed(two, r#"release: "1h", sanitising: (time: "4h")"#),
        &[secret],
        expect![[r#"
        7 h: at > bt p/feed Sent
        7.5 h: at > bt p/feed Received
        7.5 h: at > bt p/feed Applied
    "#]],
    );
    check(
        &feed(two, r#"sanitising: (time: "4h", refused: 1)"#),
        &[secret],
        expect![[r#"
        6 h: at > bt p/feed Refused
    "#]],
    );
    check(
        &feed(two, r#"release: "1h", refused: 1"#),
        &[],
        expect![[r#"
        3 h: at > bt p/feed Refused
    "#]],
    );
}

#[test]
fn a_channel_that_is_down_has_its_fallback() {
    let two = |fallback: &str, more: &str| {
        format!(
            r#"(id: "p", parties: ["a", "b"], areas: (information_exchange: (channels: [
                (id: "feed", medium: Automated, delay: "30min", shares: [Indicators], {fallback}),
                {more}
            ])))"#
        )
    };
    let down = (
        "MORE",
        r#"(no: "2", at: "90min", effect: Channel(agreement: "p", channel: "feed", up: false)),
        (no: "3", at: "5h", effect: Channel(agreement: "p", channel: "feed", up: true))"#,
    );
    check(
        &two("", ""),
        &[down],
        expect![[r#"
            2 h: at > bt p/feed HeldBack
            5 h: at > bt p/feed Sent
            5.5 h: at > bt p/feed Received
            5.5 h: at > bt p/feed Applied
        "#]],
    );
    // The fall-back is used for what it is there for, and for nothing else.
    let line = r#"(id: "line", medium: Telephone, delay: "1h", reading: "30min", shares: []),"#;
    check(
        &two(r#"fallback: "line""#, line),
        &[down],
        expect![[r#"
            2 h: at > bt p/line Sent
            3 h: at > bt p/line Received
            3.5 h: at > bt p/line Applied
        "#]],
    );
    // It carries what it shares, and nothing that is marked above its ceiling.
    let hunts = (
        r#"(id: "bt", organisation: "b","#,
        r#"(id: "bt", organisation: "b", hunting: (tier: "l", time: "3h", finds: 0),"#,
    );
    let told_of =
        |line: &str| told(&model_with(&text(&two(r#"fallback: "line""#, line), &[down, hunts]), &[]));
    assert!(!told_of(line).contains("bt hunts"));
    assert!(told_of(&line.replace("shares: []", "shares: [Indicators]")).contains("3.5 h: bt hunts"));
    check(
        &two(r#"fallback: "line""#, &line.replace("shares: []", "ceiling: Clear, shares: []")),
        &[down],
        expect![[r#"
            2 h: at > bt p/feed HeldBack
            5 h: at > bt p/feed Sent
            5.5 h: at > bt p/feed Received
            5.5 h: at > bt p/feed Applied
        "#]],
    );
    // Both are down, and the fall-back comes up first.
    let both = (
        "MORE",
        r#"(no: "2", at: "90min", effect: Several([Channel(agreement: "p", channel: "feed", up: false), Channel(agreement: "p", channel: "line", up: false)])),
        (no: "3", at: "5h", effect: Channel(agreement: "p", channel: "line", up: true))"#,
    );
    check(
        &two(r#"fallback: "line""#, line),
        &[both],
        expect![[r#"
            2 h: at > bt p/feed HeldBack
            5 h: at > bt p/line Sent
            6 h: at > bt p/line Received
            6.5 h: at > bt p/line Applied
        "#]],
    );
    let faults = r#"faults: (up: "90min", repair: "10h")"#;
    check(
        &two(faults, ""),
        &[],
        expect![[r#"
            2 h: at > bt p/feed HeldBack
            11.5 h: at > bt p/feed Sent
            12 h: at > bt p/feed Received
            12 h: at > bt p/feed Applied
        "#]],
    );
}

/// `a` reports to `b`, and `b` is joined with `c`.
fn chain(passes_on: bool) -> String {
    format!(
        r#"{}, (id: "q", parties: ["b", "c"], areas: (information_exchange: (channels: [
            (id: "on", medium: Automated, delay: "1h", ceiling: Red, shares: [Indicators], passes_on: {passes_on}),
        ])))"#,
        feed(r#"parties: ["a", "b"]"#, "").replace("ceiling: Amber", "ceiling: Red")
    )
}

#[test]
fn reports_are_passed_on_as_their_mark_lets_them() {
    let marked = |mark: &str| format!(r#"Notify(agreements: ["p"], tlp: {mark})"#);
    let passed = expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: at > bt p/feed Applied
        2.5 h: bt > ct q/on Sent
        3.5 h: bt > ct q/on Received
        3.5 h: bt > ct q/on Applied
    "#]];
    let kept = expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: at > bt p/feed Applied
    "#]];
    for mark in ["Clear", "Green", "Amber"] {
        check(&chain(true), &[("PHASE", &marked(mark))], &passed);
    }
    for mark in ["AmberStrict", "Red"] {
        check(&chain(true), &[("PHASE", &marked(mark))], &kept);
    }
    check(&chain(false), &[], &kept);
    // AMBER is for clients only, and `b` does not protect `c` here.
    let stranger = (r#"protects: ["c"], "#, "");
    check(&chain(true), &[stranger, ("PHASE", &marked("Amber"))], kept);
    check(&chain(true), &[stranger, ("PHASE", &marked("Green"))], passed);
}

#[test]
fn what_is_passed_on_informs_of_its_author_and_never_goes_back_to_it() {
    let back = r#", (id: "r", parties: ["c", "a"], areas: (information_exchange: (channels: [
        (id: "back", medium: Automated, shares: [Indicators], passes_on: true)])))"#;
    let ring = chain(true) + back;
    check(
        &ring,
        &[],
        expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: at > bt p/feed Applied
        2.5 h: bt > ct q/on Sent
        3.5 h: bt > ct q/on Received
        3.5 h: bt > ct q/on Applied
    "#]],
    );
    let model = model_with(&text(&ring, &[]), &[]);
    let informed = play(&model, 1, false, |outcome| {
        let c = &outcome.ledger.responses[2];
        [0, 1].map(|sender| c.informed_by[sender].since(SimTime::ZERO).hours())
    });
    assert_eq!(informed, [[3.5, 3.5]]);
}

#[test]
fn a_diamond_counts_once() {
    // `c` has it from `a` and, later, from `b`; it does not send it back.
    let both = chain(true).replace(r#"parties: ["a", "b"]"#, r#"parties: ["a", "b", "c"]"#);
    let model = model_with(&text(&both, &[]), &[]);
    let c = 2;
    let seen = play(&model, 1, false, |outcome| {
        let team = &outcome.ledger.teams[c];
        (team.reports_received, team.reports_known, team.reports_sent, team.reports_late)
    });
    // Three: from `a`, from `b`, and none from itself; `b` gets it back from `c` as known.
    assert_eq!(seen, [(2, 1, 1, 0)]);
}

#[test]
fn indicators_let_a_team_hunt_for_what_is_held_already() {
    let hunts = (
        r#"(id: "bt", organisation: "b","#,
        r#"(id: "bt", organisation: "b", hunting: (tier: "l", time: "3h", finds: 1),"#,
    );
    let two = feed(r#"parties: ["a", "b"]"#, "");
    let detected = |replaced: &[(&str, &str)]| {
        let model = model_with(&text(&two, replaced), &[]);
        play(&model, 1, false, |outcome| {
            outcome.ledger.responses[1].milestones[0].min(model.frame.endex).since(SimTime::ZERO).hours()
        })[0]
    };
    // `b` was taken at 1 h, hears at 2.5 h and has looked by 5.5 h; without a hunt it never knows.
    assert_eq!(detected(&[hunts]), 5.5);
    assert_eq!(detected(&[]), 96.0);
    // A second report on the same campaign brings nothing to hunt for.
    let twice = ("PHASE", r#"Notify(agreements: ["p"]), Notify(agreements: ["p"], tier: "l", time: "5h")"#);
    let lines = told(&model_with(&text(&two, &[hunts, twice]), &[]));
    assert_eq!((lines.matches("bt hunts").count(), lines.matches("Applied").count()), (1, 2), "{lines}");
}

#[test]
fn advisories_cause_patching() {
    let two = |shares: &str| feed(r#"parties: ["a", "b"]"#, "").replace("[Indicators]", shares);
    let patches = (r#"(id: "b", protects"#, r#"(id: "b", patching: "5h", protects"#);
    // The attempt on `b1[1]` ends at 10 h: the patch is in place at 7.5 h, or comes too late at 11.5 h.
    let slow = (r#"success: 1, time: "1h""#, r#"success: 1, time: "10h""#);
    let taken = |shares: &str, patches: (&str, &str)| {
        let model = model_with(&text(&two(shares), &[patches, slow]), &[]);
        play(&model, 1, false, |outcome| outcome.ledger.responses[1].origin < SimTime::MAX)[0]
    };
    assert!(!taken("[Advisory]", patches));
    assert!(taken("[]", patches));
    assert!(taken("[Advisory]", (r#"(id: "b", protects"#, r#"(id: "b", patching: "9h", protects"#)));
    check(
        &two("[Advisory]"),
        &[patches],
        expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: b patches
        2.5 h: at > bt p/feed Applied
    "#]],
    );
    // Advised a second time, it goes on patching as it does.
    let twice = ("PHASE", r#"Notify(agreements: ["p"]), Notify(agreements: ["p"], tier: "l", time: "5h")"#);
    let lines = told(&model_with(&text(&two("[Advisory]"), &[patches, twice]), &[]));
    assert_eq!((lines.matches("b patches").count(), lines.matches("Applied").count()), (1, 2), "{lines}");
}

#[test]
fn wrong_indicators_block_what_is_harmless_for_a_time() {
    let wrong = r#"wrong: (chance: 1, blocks: [Group("b1"), Asset("a1")], for: "6h")"#;
    let two = feed(r#"parties: ["a", "b"]"#, wrong);
    check(
        &two,
        &[],
        expect![[r#"
        2 h: at > bt p/feed Sent
        2.5 h: at > bt p/feed Received
        2.5 h: bt blocks 3 for nothing
        2.5 h: at > bt p/feed Applied
    "#]],
    );
    // Half of three desks would be lost for as long: all three are, for six hours.
    let function =
        (r#"msel: ["#, r#"functions: [(id: "f", organisation: "b", assets: [Group("b1")])], msel: ["#);
    let loss = |agreement: &str| {
        let model = model_with(&text(agreement, &[function]), &[]);
        play(&model, 1, false, |outcome| outcome.ledger.functions[0].loss / 3.6e9)[0]
    };
    assert_eq!(loss(&two), 6.0);
    assert_eq!(loss(&feed(r#"parties: ["a", "b"]"#, &wrong.replace("chance: 1", "chance: 0"))), 0.0);
    // Somebody who reads sees it.
    assert_eq!(loss(&two.replace("Automated", "Mail")), 0.0);
}

/// Hours at which `b`, alarmed at 3 h, declares, with what it has done twice and what it was spared.
fn declared(areas: &str, shares: &str) -> (f64, f64, f64) {
    after_reports(areas, &format!("shares: {shares}"), r#"Notify(agreements: ["p"])"#)
}

/// The same after a report that is secret.
fn classified(areas: &str, channel: &str) -> (f64, f64, f64) {
    after_reports(areas, channel, r#"Notify(agreements: ["p"], classification: Secret)"#)
}

fn after_reports(areas: &str, channel: &str, phases: &str) -> (f64, f64, f64) {
    let agreement = format!(
        r#"(id: "p", parties: ["a", "b"], areas: ({areas} information_exchange: (channels: [
            (id: "feed", medium: Automated, {channel}),
        ])))"#
    );
    let alarm = ("MORE", r#"(no: "2", at: "3h", effect: Alert(team: "bt", asset: "b1[1]"))"#);
    let model = model_with(&text(&agreement, &[alarm, ("PHASE", phases)]), &[]);
    play(&model, 1, false, |outcome| {
        let declared = outcome.ledger.responses[1].milestones[2].since(SimTime::ZERO).hours();
        let team = &outcome.ledger.teams[1];
        (declared, team.duplicated.hours(), team.spared.hours())
    })[0]
}

#[test]
fn areas_of_an_agreement() {
    // From 3 h on: an investigation of 2 h, which finds nothing new, 2 h of decision, 1 h of declaring.
    assert_eq!(declared("", "[]"), (8.0, 2.0, 0.0));
    assert_eq!(declared("technical_cooperation: (remains: 0.25),", "[Analysis]"), (6.5, 0.5, 1.5));
    // Nor does it come with a report that was sanitised.
    let sanitised = "sanitising: (), shares: [Analysis]";
    assert_eq!(classified("technical_cooperation: (remains: 0.25),", sanitised), (8.0, 2.0, 0.0));
    assert_eq!(
        classified("technical_cooperation: (remains: 0.25),", "classification: Secret, shares: [Analysis]"),
        (6.5, 0.5, 1.5)
    );
    // Without the analysis there is nothing to make use of.
    assert_eq!(declared("technical_cooperation: (remains: 0.25),", "[Indicators]"), (8.0, 2.0, 0.0));
    assert_eq!(declared("administration: (decisions: 0.5),", "[]"), (7.0, 2.0, 0.0));
    // Analysts are quicker; the authority is not.
    assert_eq!(declared("education: (skill: 2),", "[]"), (6.5, 2.0, 0.0));
    // Exercised phases are shorter, decisions among them.
    assert_eq!(declared("exercises: (pace: 0.5),", "[]"), (5.5, 1.0, 0.0));
}

#[test]
fn lessons_reach_partners() {
    let tells = ("PHASE", r#"LessonsLearned(tier: "l", time: "0s", improves: 0.5, agreements: ["p"])"#);
    let alarm = ("MORE", r#"(no: "2", at: "10h", effect: Alert(team: "bt", asset: "b1[1]"))"#);
    let declared = |shares: &str| {
        let agreement = feed(r#"parties: ["a", "b"]"#, "").replace("[Indicators]", shares);
        let model = model_with(&text(&agreement, &[tells, alarm]), &[]);
        play(&model, 1, false, |outcome| {
            // Drawn once all is over, they inform nobody of the incident.
            assert_eq!(outcome.ledger.responses[1].informed_by[0], SimTime::MAX);
            outcome.ledger.responses[1].milestones[2].since(SimTime::ZERO).hours()
        })[0]
    };
    assert_eq!(declared("[Lessons]"), 12.5);
    assert_eq!(declared("[Indicators]"), 15.0);
}

#[test]
fn an_analysis_counts_under_each_agreement_that_it_comes_under() {
    // It comes first under `q`, which makes no use of it.
    let both = r#"
        (id: "q", parties: ["a", "b"], areas: (information_exchange: (channels: [(id: "feed", medium: Automated, shares: [Analysis])]))),
        (id: "p", parties: ["a", "b"], areas: (technical_cooperation: (remains: 0.25), information_exchange: (channels: [
            (id: "feed", medium: Automated, delay: "30min", shares: [Analysis])])))"#;
    let alarm = ("MORE", r#"(no: "2", at: "3h", effect: Alert(team: "bt", asset: "b1[1]"))"#);
    let spared = |agreements: &str| {
        let phase = ("PHASE", r#"Notify(agreements: ["p", "q"])"#);
        let model = model_with(&text(agreements, &[alarm, phase]), &[]);
        play(&model, 1, false, |outcome| outcome.ledger.teams[1].spared.hours())
    };
    assert_eq!(spared(both), [1.5]);
    // What makes less use of it takes nothing away when it comes later.
    let later = both.replacen("medium: Automated, shares", r#"medium: Automated, delay: "45min", shares"#, 1);
    let less = later.replacen("areas: (", "areas: (technical_cooperation: (remains: 0.5), ", 1);
    assert_eq!(spared(&less), [1.5]);
}

#[test]
fn what_was_sanitised_is_classified_no_more() {
    let secret = ("PHASE", r#"Notify(agreements: ["p"], classification: Secret)"#);
    let sanitised =
        chain(true).replace("shares: [Indicators], ", "shares: [Indicators], sanitising: (time: \"4h\"), ");
    // Freed of what is secret for `p`, it needs no sanitising for `q`.
    let once = sanitised.replacen(
        "ceiling: Red, shares: [Indicators], sanitising: (time: \"4h\"), passes_on",
        "ceiling: Red, shares: [Indicators], passes_on",
        1,
    );
    check(
        &once,
        &[secret],
        expect![[r#"
        6 h: at > bt p/feed Sent
        6.5 h: at > bt p/feed Received
        6.5 h: at > bt p/feed Applied
        6.5 h: bt > ct q/on Sent
        7.5 h: bt > ct q/on Received
        7.5 h: bt > ct q/on Applied
    "#]],
    );
}

#[test]
fn who_is_a_party_in_two_ways_is_one_while_either_holds() {
    let applied = |parties: &str, alliance: &str| {
        let leave =
            format!(r#"(no: "2", at: "90min", effect: Leave(organisation: "b", alliance: {alliance}))"#);
        let feed = feed(&format!("parties: {parties}"), "");
        told(&model_with(&text(&feed, &[("MORE", &leave)]), &[])).contains("at > bt p/feed Applied")
    };
    let both = "[Members(Nato), Members(Eu)]";
    assert_eq!([applied(both, "Nato"), applied(both, "Eu")], [true, true]);
    for named in [r#"["a", "b", Members(Nato)]"#, r#"[Members(Nato), "b"]"#] {
        assert!(applied(named, "Nato"), "{named}");
    }
    assert!(!applied("[Members(Nato)]", "Nato"));
}

#[test]
fn decisions_are_faster_under_the_agreement_that_is_shared_and_in_force() {
    let pair = |id: &str, rest: &str, areas: &str| {
        format!(
            r#"(id: "{id}", parties: ["a", "b"], {rest} areas: ({areas} information_exchange: (channels: [
                (id: "feed", medium: Automated, shares: [])]))),"#
        )
    };
    let haste = "administration: (decisions: 0.5),";
    let declared = |agreements: &str, notify: &str, alarm: &str| {
        let alarm = format!(r#"(no: "2", at: "{alarm}", effect: Alert(team: "bt", asset: "b1[1]"))"#);
        let phase = format!(r#"Notify(agreements: ["{notify}"])"#);
        let model = model_with(&text(agreements, &[("MORE", &alarm), ("PHASE", &phase)]), &[]);
        play(&model, 1, false, |outcome| {
            outcome.ledger.responses[1].milestones[2].since(SimTime::ZERO).hours()
        })[0]
    };
    // An investigation of 2 h, a decision of 2 h or of one, an hour of declaring.
    let both = pair("p", "", haste) + &pair("q", "", "");
    assert_eq!(declared(&both, "p", "3h"), 7.0);
    assert_eq!(declared(&both, "q", "3h"), 8.0);
    // It is over at midnight, 16 h after STARTEX.
    let over = pair("p", r#"until: "2026-03-02","#, haste);
    assert_eq!(declared(&over, "p", "3h"), 7.0);
    assert_eq!(declared(&over, "p", "17h"), 22.0);
}

#[test]
fn what_colleagues_have_analysed_is_not_done_twice() {
    // Both teams are of one organisation, which protects the other.
    let colleagues = [
        (r#"(id: "a", member_of"#, r#"(id: "a", protects: ["b"], member_of"#),
        (r#"(id: "bt", organisation: "b""#, r#"(id: "bt", organisation: "a""#),
        ("MORE", r#"(no: "2", at: "3h", effect: Alert(team: "bt", asset: "b1[1]"))"#),
        ("PHASE", r#"Declare(tier: "l", time: "0s")"#),
    ];
    let worked = |replaced: &[(&str, &str)]| {
        play(&model_with(&text("", replaced), &[]), 1, false, |outcome| {
            let team = &outcome.ledger.teams[1];
            (team.incidents_true, team.duplicated.hours())
        })[0]
    };
    assert_eq!(worked(&colleagues), (1, 0.0));
    assert_eq!(worked(&colleagues[2..]), (1, 2.0));
}

#[test]
fn reports_are_counted_where_they_came_from_and_where_they_went() {
    let counted = |channel: &str, phase: &str| {
        let feed = feed(r#"parties: ["a", "b"]"#, channel);
        play(&model_with(&text(&feed, &[("PHASE", phase)]), &[]), 1, false, |outcome| {
            let (channel, teams) = (outcome.ledger.channels[0], &outcome.ledger.teams);
            let of = |team: usize| (teams[team].reports_refused, teams[team].reports_lost);
            ((channel.refused, channel.lost), of(0), of(1))
        })[0]
    };
    let red = r#"Notify(agreements: ["p"], tlp: Red)"#;
    assert_eq!(counted("", red), ((1, 0), (1, 0), (0, 0)));
    let plain = r#"Notify(agreements: ["p"])"#;
    assert_eq!(counted("reliability: 0", plain), ((0, 1), (0, 1), (0, 0)));
    assert_eq!(counted("", plain), ((0, 0), (0, 0), (0, 0)));
}

#[test]
fn a_report_that_brings_more_than_the_one_before_is_not_known() {
    let known = |second: &str| {
        let two = feed(r#"parties: ["a", "b"]"#, "")
            + &format!(
                r#", (id: "q", parties: ["a", "b"], areas: (information_exchange: (channels: [
                    (id: "late", medium: Automated, delay: "2h", shares: [{second}])])))"#
            );
        let phase = [("PHASE", r#"Notify(agreements: ["p", "q"])"#)];
        play(&model_with(&text(&two, &phase), &[]), 1, false, |outcome| outcome.ledger.teams[1].reports_known)
            [0]
    };
    assert_eq!([known("Indicators"), known("Analysis"), known("Indicators, Analysis")], [1, 0, 0]);
}

#[test]
fn reports_on_each_campaign_are_told_and_so_is_what_is_lost() {
    let two = [
        (r#"(id: "a1", zone: "az")"#, r#"(id: "a1", zone: "az"), (id: "a2", zone: "az")"#),
        (r#"campaigns: ["#, r#"campaigns: [(id: "y", initially_held: [Asset("a2")]), "#),
        ("MORE", r#"(no: "2", at: "5h", effect: Alert(team: "at", asset: "a2"))"#),
    ];
    let told = |channel: &str| {
        let model = model_with(&text(&feed(r#"parties: ["a", "b"]"#, channel), &two), &[]);
        play(&model, 1, true, |outcome| {
            let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
            let reports = chronicle.records().filter(|record| record.event == "report");
            let fates: Vec<_> = reports.filter_map(|record| record.outcome).collect();
            let lines = narrate(&model, outcome, 100).lines;
            let of = |what: &str| lines.iter().filter(|line| line.what == what).count();
            (fates, of("reports to bt"), of("acts on the report of at"), of("report to bt is lost"))
        })
        .remove(0)
    };
    assert_eq!(told(""), ([["requested", "sent", "received", "applied"]; 2].concat(), 2, 2, 0));
    assert_eq!(told("reliability: 0"), ([["requested", "sent", "lost"]; 2].concat(), 2, 0, 2));
}
