//! Requests for help that go over channels, with answers that a hand can work out.
//!
//! `home` has one analyst and an incident from 1 h on, whose six assets take 10 h each to contain. It asks `rapid` of `away`,
//! which has no team, whose council decides in 2 h and whose experts travel for 5 h; and then `second` of `near`, which has. All
//! times are fixed.

mod common;

use common::{model_with, play, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::model::Model;
use jointex::sim::{Happening, Milestone, State, Worker};

const TEXT: &str = r#"Scenario(
    format: 1, id: "asks", title: "Asks", startex: "2026-03-02T08:00[UTC]", endex: "10d",
    organisations: [(id: "home"), (id: "away"), (id: "near")],
    network: (zones: [(id: "hz", owner: "home"), (id: "nz", owner: "near")],
              assets: [(id: "h", zone: "hz", count: 6), (id: "n", zone: "nz")]),
    techniques: [],
    campaigns: [(id: "x", initially_held: [Group("h")])],
    authorities: [(id: "council", organisation: "away", time: "2h")],
    teams: [
        (id: "ht", organisation: "home", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "asks"),
        (id: "nt", organisation: "near", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), time_zone: "Asia/Tokyo"),
    ],
    playbooks: [(id: "asks", phases: [
        RequestHelp(from: ["rapid", "second"], tier: "l"),
        Investigate(tier: "l", time: "0s", finds: 1),
        Contain(tier: "l", per_asset: "10h", actions: [Isolate]),
    ])],
    assistance: [
        (id: "rapid", organisation: "away", seats: 2, to: ["home"], authority: "council", travel: "5h"),
        (id: "second", organisation: "near", seats: 1, to: ["home"], travel: "1h"),
    ],
    agreements: [(id: "p", parties: ["home", "away"], areas: (information_exchange: (channels: [
        (id: "letter", medium: Mail, delay: "6h", shares: [Request]),
    ])))],
    msel: [(no: "1", at: "1h", effect: Alert(team: "ht", asset: "h[1]"))],
)"#;

const AGREEMENTS: &str = r#"agreements: [(id: "p", parties: ["home", "away"], areas: (information_exchange: (channels: [
        (id: "letter", medium: Mail, delay: "6h", shares: [Request]),
    ])))],"#;
const LETTER: &str = "shares: [Request]),";
const PHASE: &str = r#"RequestHelp(from: ["rapid", "second"], tier: "l""#;
const PER_ASSET: (&str, &str) = (r#"per_asset: "10h""#, r#"per_asset: "0s""#);

fn changed(replaced: &[(&str, &str)]) -> Model {
    model_with(&replaced_in(TEXT, replaced), &[])
}

/// The scenario with this said of its channel.
fn letter(more: &str) -> String {
    format!("shares: [Request], {more}),")
}

/// What became of each request, but for the wish to send it.
fn told(model: &Model) -> String {
    let mut worker = Worker::checked(model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let names = &model.names;
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        let hours = entry.at.since(SimTime::ZERO).hours();
        let line = match entry.what {
            Happening::Request { channel, offer, fate, .. } if format!("{fate:?}") != "Requested" => {
                format!("{} over {} {fate:?}", names.assistance[offer.at()], names.channels[channel.at()])
            }
            Happening::Help { offer, fate, .. } => format!("{} {fate:?}", names.assistance[offer.at()]),
            Happening::Report { fate, .. } => format!("a report {fate:?}"),
            _ => continue,
        };
        lines += &format!("{hours} h: {line}\n");
    }
    lines
}

#[track_caller]
fn check(replaced: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&told(&changed(replaced)));
}

/// The hours at which experts are there and at which all is contained; 240 for never.
fn helped(replaced: &[(&str, &str)]) -> (f64, f64) {
    let model = changed(replaced);
    play(&model, 1, false, |outcome| {
        let at = |milestone: Milestone| {
            let at = outcome.ledger.responses[0].milestones[milestone as usize];
            at.min(model.frame.endex).since(SimTime::ZERO).hours()
        };
        (at(Milestone::Assisted), at(Milestone::Contained))
    })[0]
}

#[test]
fn a_request_takes_the_time_of_its_channel() {
    check(
        &[],
        expect![[r#"
        1 h: rapid over p/letter Sent
        7 h: rapid over p/letter Received
        9 h: rapid Granted
        9 h: rapid SetOut
        14 h: rapid Arrived
        34 h: rapid Left
    "#]],
    );
    check(
        &[(LETTER, &letter(r#"release: "3h""#))],
        expect![[r#"
        4 h: rapid over p/letter Sent
        10 h: rapid over p/letter Received
        12 h: rapid Granted
        12 h: rapid SetOut
        17 h: rapid Arrived
        37 h: rapid Left
    "#]],
    );
    // Nobody shares requests: it is there at once.
    check(
        &[("shares: [Request]", "shares: [Indicators]")],
        expect![[r#"
        1 h: rapid Asked
        3 h: rapid Granted
        3 h: rapid SetOut
        8 h: rapid Arrived
        28 h: rapid Left
    "#]],
    );
}

#[test]
fn a_slow_channel_delays_help_and_containment_and_a_loss_may_prevent_them() {
    // Alone one analyst contains six assets in sixty hours.
    let alone = &[("seats: 2, to: [\"home\"]", "seats: 2, refused: 1, to: [\"home\"]"), SECOND_NEVER];
    assert_eq!(helped(alone), (240.0, 61.0));
    // From 8 h on three work: 11 and 18 twice, 21, 28.
    assert_eq!(helped(&[("shares: [Request]", "shares: []")]), (8.0, 28.0));
    // From 14 h on: 11, 21, 24 twice, 31, 34.
    assert_eq!(helped(&[]), (14.0, 34.0));
    assert_eq!(helped(&[("delay: \"6h\"", "delay: \"30h\"")]), (38.0, 48.0));
    assert_eq!(helped(&[(LETTER, &letter("reliability: 0"))]), (240.0, 61.0));
}

/// Whoever is asked second refuses.
const SECOND_NEVER: (&str, &str) = ("seats: 1, to: [\"home\"]", "seats: 1, refused: 1, to: [\"home\"]");

#[test]
fn what_is_not_released_is_asked_of_the_next() {
    check(
        &[(LETTER, &letter(r#"release: "3h", refused: 1"#))],
        expect![[r#"
        4 h: rapid over p/letter Refused
        4 h: second Asked
        4 h: second Granted
        4 h: second SetOut
        5 h: second Arrived
        35 h: second Left
    "#]],
    );
}

#[test]
fn marks_and_classifications_stop_requests() {
    let red = format!("{PHASE}, tlp: Red");
    check(
        &[(PHASE, &red)],
        expect![[r#"
        1 h: rapid over p/letter Refused
        1 h: second Asked
        1 h: second Granted
        1 h: second SetOut
        2 h: second Arrived
        32 h: second Left
    "#]],
    );
    check(
        &[(PHASE, &red), (LETTER, &letter("ceiling: Red"))],
        expect![[r#"
        1 h: rapid over p/letter Sent
        7 h: rapid over p/letter Received
        9 h: rapid Granted
        9 h: rapid SetOut
        14 h: rapid Arrived
        34 h: rapid Left
    "#]],
    );
    let secret = format!("{PHASE}, classification: Secret");
    check(
        &[(PHASE, &secret)],
        expect![[r#"
        1 h: rapid over p/letter Refused
        1 h: second Asked
        1 h: second Granted
        1 h: second SetOut
        2 h: second Arrived
        32 h: second Left
    "#]],
    );
    check(
        &[(PHASE, &secret), (LETTER, &letter(r#"sanitising: (time: "4h")"#))],
        expect![[r#"
        5 h: rapid over p/letter Sent
        11 h: rapid over p/letter Received
        13 h: rapid Granted
        13 h: rapid SetOut
        18 h: rapid Arrived
        38 h: rapid Left
    "#]],
    );
    check(
        &[(PHASE, &secret), (LETTER, &letter(r#"sanitising: (time: "4h", refused: 1)"#))],
        expect![[r#"
        5 h: rapid over p/letter Refused
        5 h: second Asked
        5 h: second Granted
        5 h: second SetOut
        6 h: second Arrived
        36 h: second Left
    "#]],
    );
    // The first channel that carries it.
    let two = r#"shares: [Request]), (id: "pouch", medium: Mail, classification: Secret, delay: "9h", shares: [Request]),"#;
    check(
        &[(PHASE, &secret), (LETTER, two)],
        expect![[r#"
        1 h: rapid over p/pouch Sent
        10 h: rapid over p/pouch Received
        12 h: rapid Granted
        12 h: rapid SetOut
        17 h: rapid Arrived
        37 h: rapid Left
    "#]],
    );
}

#[test]
fn both_ends_have_their_hours() {
    // It leaves at nine and would be there at three in the afternoon.
    let hours = r#"hours: Weekly("Mon-Fri", "09:00", "10:00")"#;
    check(
        &[(LETTER, &letter(hours))],
        expect![[r#"
        1 h: rapid over p/letter Sent
        25 h: rapid over p/letter Received
        27 h: rapid Granted
        27 h: rapid SetOut
        32 h: rapid Arrived
        42 h: rapid Left
    "#]],
    );
    // Who has a team has its hours: nine to seven in Tokyo is midnight to ten here.
    let tokyo = (r#"parties: ["home", "away"]"#, r#"parties: ["home", "near"]"#);
    let first = (r#"from: ["rapid", "second"]"#, r#"from: ["second"]"#);
    let day = r#"hours: Weekly("Mon-Fri", "09:00", "19:00")"#;
    check(
        &[tokyo, first, (LETTER, &letter(day))],
        expect![[r#"
        1 h: second over p/letter Sent
        16 h: second over p/letter Received
        16 h: second Granted
        16 h: second SetOut
        17 h: second Arrived
        41 h: second Left
    "#]],
    );
    // On the telephone both must be there: from nine to ten here.
    let telephone = ("medium: Mail, delay: \"6h\"", "medium: Telephone, delay: \"10min\"");
    let noon = r#"release: "3h", hours: Weekly("Mon-Fri", "09:00", "19:00")"#;
    check(
        &[tokyo, first, telephone, (LETTER, &letter(noon))],
        expect![[r#"
        25 h: second over p/letter Sent
        25.166666666666668 h: second over p/letter Received
        25.166666666666668 h: second Granted
        25.166666666666668 h: second SetOut
        26.166666666666668 h: second Arrived
        46.166666666666664 h: second Left
    "#]],
    );
}

#[test]
fn what_is_lost_is_asked_again() {
    let again = format!("{PHASE}, again: \"20h\"");
    check(
        &[(PHASE, &again), (LETTER, &letter(r#"release: "1h", reliability: 0"#))],
        expect![[r#"
        2 h: rapid over p/letter Sent
        2 h: rapid over p/letter Lost
        22 h: rapid over p/letter Sent
        22 h: rapid over p/letter Lost
        42 h: rapid over p/letter Sent
        42 h: rapid over p/letter Lost
    "#]],
    );
    // It is as often lost as is said, and each time by a draw of its own.
    let model = changed(&[(LETTER, &letter("reliability: 0.25"))]);
    let counts = play(&model, 2000, false, |outcome| {
        let channel = outcome.ledger.channels[0];
        assert_eq!(channel.sent, channel.lost + channel.received);
        (channel.sent, channel.received)
    });
    let first = counts.iter().filter(|counts| **counts == (1, 1)).count() as f64 / 2000.0;
    let second = counts.iter().filter(|counts| **counts == (2, 1)).count() as f64 / 2000.0;
    assert!((first - 0.25).abs() < 0.03 && (second - 0.1875).abs() < 0.03, "{first} {second}");
}

#[test]
fn a_channel_that_is_down_has_its_fallback() {
    let down = (
        "msel: [",
        r#"msel: [(no: "2", at: "30min", effect: Channel(agreement: "p", channel: "letter", up: false)),
                  (no: "3", at: "5h", effect: Channel(agreement: "p", channel: "letter", up: true)), "#,
    );
    check(
        &[down],
        expect![[r#"
        5 h: rapid over p/letter Sent
        11 h: rapid over p/letter Received
        13 h: rapid Granted
        13 h: rapid SetOut
        18 h: rapid Arrived
        38 h: rapid Left
    "#]],
    );
    let fallback = |shares: &str| {
        letter(&format!(
            r#"fallback: "line"), (id: "line", medium: Telephone, delay: "1h", shares: [{shares}]"#
        ))
    };
    check(
        &[down, (LETTER, &fallback("Request"))],
        expect![[r#"
        1 h: rapid over p/line Sent
        2 h: rapid over p/line Received
        4 h: rapid Granted
        4 h: rapid SetOut
        9 h: rapid Arrived
        29 h: rapid Left
    "#]],
    );
    // What shares no requests carries none.
    check(
        &[down, (LETTER, &fallback(""))],
        expect![[r#"
        5 h: rapid over p/letter Sent
        11 h: rapid over p/letter Received
        13 h: rapid Granted
        13 h: rapid SetOut
        18 h: rapid Arrived
        38 h: rapid Left
    "#]],
    );
    // Who is slower is so for requests too.
    let slower = (
        "msel: [",
        r#"msel: [(no: "2", at: "30min", effect: Channel(agreement: "p", channel: "letter", slower: 3)), "#,
    );
    check(
        &[slower],
        expect![[r#"
        1 h: rapid over p/letter Sent
        19 h: rapid over p/letter Received
        21 h: rapid Granted
        21 h: rapid SetOut
        26 h: rapid Arrived
        41 h: rapid Left
    "#]],
    );
}

#[test]
fn an_agreement_that_is_not_in_force_lets_nobody_ask() {
    let since = |date: &str| format!(r#"parties: ["home", "away"], since: "{date}""#);
    check(
        &[(r#"parties: ["home", "away"]"#, &since("2026-03-03"))],
        expect![[r#"
        1 h: second Asked
        1 h: second Granted
        1 h: second SetOut
        2 h: second Arrived
        32 h: second Left
    "#]],
    );
    let until = r#"parties: ["home", "away"], until: "2026-03-02""#;
    check(
        &[(r#"parties: ["home", "away"]"#, until), (LETTER, &letter(r#"release: "20h""#))],
        expect![[r#"
        21 h: rapid over p/letter Refused
        21 h: second Asked
        21 h: second Granted
        21 h: second SetOut
        22 h: second Arrived
        42 h: second Left
    "#]],
    );
}

#[test]
fn what_is_switched_off_is_as_if_it_were_not_there() {
    let fingerprints =
        |replaced: &[(&str, &str)]| play(&changed(replaced), 5, false, |outcome| outcome.fingerprint);
    let parties = r#"parties: ["home", "away"]"#;
    let with = |what: &str| format!("{parties}, {what}");
    let none = fingerprints(&[(AGREEMENTS, "")]);
    for off in ["active: false", r#"since: "2030-01-01""#, r#"until: "2020-01-01""#] {
        assert_eq!(fingerprints(&[(parties, &with(off))]), none, "{off}");
    }
    assert_ne!(fingerprints(&[]), none);
    // Nor does it matter to whom nobody asks.
    let apart = (parties, r#"parties: ["home", "near"]"#);
    let rapid = (r#"from: ["rapid", "second"]"#, r#"from: ["rapid"]"#);
    assert_eq!(fingerprints(&[apart, rapid]), none);
}

#[test]
fn an_incident_that_is_closed_withdraws_what_has_not_left() {
    let counts = |more: &str| {
        let model = changed(&[PER_ASSET, (LETTER, &letter(more))]);
        let offers = |outcome: &jointex::sim::Outcome<'_>| outcome.ledger.offers[0].asked;
        play(&model, 1, false, |outcome| (outcome.ledger.channels[0], offers(outcome)))[0]
    };
    let (channel, asked) = counts(r#"release: "3h""#);
    assert_eq!((channel.sent, channel.received, channel.late, asked), (0, 0, 0, 0));
    // What is on its way arrives, and nobody decides.
    let (channel, asked) = counts("");
    assert_eq!((channel.sent, channel.received, channel.late, asked), (1, 1, 0, 0));
    let (channel, asked) = counts("reliability: 0");
    assert_eq!((channel.sent, channel.lost, channel.late, asked), (1, 1, 0, 0));
}

#[test]
fn the_hours_of_its_way_are_awaiting_release_and_a_partner() {
    // The analyst is there for the first two hours of a day.
    let short = (
        r#"(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook"#,
        r#"(id: "l", seats: 1, shifts: Weekly("Mon-Sun", "08:00", "10:00"))], triage: (tier: "l", time: "0s"), playbook"#,
    );
    let hours = |more: &str| {
        let model = changed(&[short, (LETTER, &letter(more))]);
        play(&model, 1, false, |outcome| {
            let causes = &outcome.ledger.responses[0].causes[Milestone::Contained as usize];
            let of = |state: State| causes.total(state).hours();
            [State::AwaitingRelease, State::AwaitingPartner, State::AwaitingApproval, State::Travelling]
                .map(of)
        })[0]
    };
    // Released at 5 h, there at 11 h, decided on at 13 h, helped at 18 h; at work until 2 h.
    assert_eq!(hours(r#"release: "4h""#), [3.0, 6.0, 2.0, 5.0]);
    // Lost at 5 h, asked again at 17 h for want of an answer, and so on, but for two hours of work a day.
    let lost = hours(r#"release: "4h", reliability: 0"#);
    assert!(lost[0] == 3.0 && lost[1] > 100.0 && lost[2..] == [0.0, 0.0], "{lost:?}");
}

#[test]
fn what_shares_nothing_but_requests_carries_no_reports() {
    let near = (r#"parties: ["home", "away"]"#, r#"parties: ["home", "near"]"#);
    let notify = (r#"Investigate(tier"#, r#"Notify(agreements: ["p"]), Investigate(tier"#);
    let reports = |shares: &str| told(&changed(&[near, notify, (LETTER, shares)])).matches("report").count();
    assert_eq!(reports(LETTER), 0);
    assert!(reports("shares: []),") > 0);
    assert!(reports("shares: [Request, Indicators]),") > 0);
    // Nor does anything fall back on it.
    let fallback = r#"shares: [], fallback: "line", faults: (up: "30min", repair: "30d")), (id: "line", medium: Mail, shares: [Request]),"#;
    assert!(!told(&changed(&[near, notify, (LETTER, fallback)])).contains("Sent"));
}
