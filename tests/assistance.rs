//! Mutual assistance by hand: who is asked, who decides, who travels, who works, who is missed at home.
//!
//! `home` has one analyst and an incident from 1 h on, whose investigation takes 10 h of an analyst's time and leaves three
//! reports of 10 h to write; `away` lends. All times are fixed.

mod common;

use common::{model_with, play, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::sim::{Happening, Worker};

const TEXT: &str = r#"Scenario(
    format: 1, id: "help", title: "Help", startex: "2026-03-02T08:00[UTC]", endex: "10d",
    organisations: [(id: "home"), (id: "other"), (id: "away")],
    network: (zones: [(id: "hz", owner: "home"), (id: "oz", owner: "other")],
              assets: [(id: "h", zone: "hz", count: 6), (id: "o", zone: "oz", count: 6)]),
    techniques: [],
    campaigns: [(id: "x", initially_held: [Group("h"), Group("o")])],
    authorities: [(id: "council", organisation: "away", time: "2h")],
    crews: [(id: "it", organisation: "home", seats: 9)],
    teams: [
        (id: "ht", organisation: "home", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "asks"),
        (id: "ot", organisation: "other", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "asks"),
        (id: "at", organisation: "away", tiers: [(id: "l", seats: 3)], triage: (tier: "l", time: "1h"), playbook: "keeps"),
    ],
    sensors: [(id: "s", team: "at", covers: [Zone("hz")], sees: [Process], sensitivity: 0, false_alarms: PerHour(2))],
    playbooks: [
        (id: "asks", phases: [
            RequestHelp(from: ["rapid", "second"], tier: "l"),
            Investigate(tier: "l", time: "0s", finds: 1),
            Declare(tier: "l", time: "0s"),
            Contain(tier: "l", per_asset: "10h", actions: [Isolate]),
            Recover(crew: "it", per_asset: "0s"),
        ]),
        (id: "keeps", phases: [Declare(tier: "l", time: "1h")]),
    ],
    assistance: [
        (id: "rapid", organisation: "away", seats: 2, to: ["home", "other"], travel: "5h"),
        (id: "second", organisation: "away", seats: 1, to: ["home", "other"], travel: "1h"),
    ],
    msel: [(no: "1", at: "1h", effect: Alert(team: "ht", asset: "h[1]")), (no: "2", at: "2h", effect: Alert(team: "ot", asset: "o[1]"))],
)"#;

/// What became of each request.
fn told(replaced: &[(&str, &str)]) -> String {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let mut lines = String::new();
    for entry in &outcome.trace.expect("it is traced").entries {
        if let Happening::Help { offer, team, fate, .. } = entry.what {
            let hours = entry.at.since(SimTime::ZERO).hours();
            let names = (&model.names.assistance[offer.at()], &model.names.teams[team.at()]);
            lines += &format!("{hours} h: {} {fate:?} {}\n", names.0, names.1);
        }
    }
    lines
}

#[track_caller]
fn check(replaced: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&told(replaced));
}

/// The hour at which the responder has contained all.
fn contained(responder: usize, replaced: &[(&str, &str)]) -> f64 {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    play(&model, 1, false, |outcome| {
        outcome.ledger.responses[responder].milestones[3].since(SimTime::ZERO).hours()
    })[0]
}

const NOBODY: (&str, &str) = (r#"RequestHelp(from: ["rapid", "second"], tier: "l"),"#, "");

#[test]
fn a_team_helps_one_after_the_other() {
    check(
        &[],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Granted ht
        1 h: rapid SetOut ht
        2 h: rapid Asked ot
        2 h: rapid Granted ot
        6 h: rapid Arrived ht
        26 h: rapid Left ht
        31 h: rapid SetOut ot
        36 h: rapid Arrived ot
        46 h: rapid Left ot
    "#]],
    );
}

#[test]
fn one_that_is_refused_asks_the_next() {
    check(
        &[(r#"travel: "5h""#, r#"travel: "5h", refused: 1"#)],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Refused ht
        1 h: second Asked ht
        1 h: second Granted ht
        1 h: second SetOut ht
        2 h: second Arrived ht
        2 h: rapid Asked ot
        2 h: rapid Refused ot
        2 h: second Asked ot
        2 h: second Granted ot
        32 h: second Left ht
        33 h: second SetOut ot
        34 h: second Arrived ot
        52 h: second Left ot
    "#]],
    );
}

#[test]
fn somebody_decides_one_request_after_the_other() {
    check(
        &[(r#"travel: "5h""#, r#"travel: "5h", authority: "council", teams: 2"#)],
        expect![[r#"
        1 h: rapid Asked ht
        2 h: rapid Asked ot
        3 h: rapid Granted ht
        3 h: rapid SetOut ht
        5 h: rapid Granted ot
        5 h: rapid SetOut ot
        8 h: rapid Arrived ht
        10 h: rapid Arrived ot
        28 h: rapid Left ht
        30 h: rapid Left ot
    "#]],
    );
}

#[test]
fn those_who_may_stay_for_a_time_only_leave_their_work() {
    check(
        &[(r#"travel: "5h""#, r#"travel: "5h", stay: "12h""#)],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Granted ht
        1 h: rapid SetOut ht
        2 h: rapid Asked ot
        2 h: rapid Granted ot
        6 h: rapid Arrived ht
        18 h: rapid Left ht
        23 h: rapid SetOut ot
        28 h: rapid Arrived ot
        40 h: rapid Left ot
    "#]],
    );
}

#[test]
fn experts_work_beside_the_own_people_with_a_skill_of_their_own() {
    // Alone one analyst contains six assets in sixty hours.
    assert_eq!(contained(1, &[NOBODY]), 61.0);
    // From 6 h on three work: the first asset is done at 11 h, those that guests have taken up at 16 h; 11 to 21, 16 to 26 twice.
    assert_eq!(contained(1, &[]), 26.0);
    // Guests who are twice as fast: 6 to 11 twice, 11 to 16 twice, and one more of the own at 21.
    assert_eq!(contained(1, &[(r#"travel: "5h""#, r#"travel: "5h", skill: 2"#)]), 21.0);
}

#[test]
fn who_lends_is_thinner_meanwhile() {
    let lends = (r#"travel: "5h""#, r#"travel: "5h", from: (team: "at", tier: "l")"#);
    let busy = |replaced: &[(&str, &str)]| {
        let model = model_with(&replaced_in(TEXT, replaced), &[]);
        play(&model, 40, false, |outcome| {
            let waits = &outcome.ledger.teams[0].waits;
            waits.sum as f64 / waits.count as f64
        })
        .iter()
        .sum::<f64>()
    };
    // Three analysts have two alerts an hour of an hour each; one alone can't keep up.
    assert!(busy(&[lends]) > 2.0 * busy(&[]));
}

#[test]
fn who_leaves_before_the_time_is_over_travels_back_all_the_same() {
    // The incident of `home` is closed at 26 h; its guests' time would be over at 28 h, but they are back at 31 h.
    check(
        &[(r#"travel: "5h""#, r#"travel: "5h", stay: "22h""#)],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Granted ht
        1 h: rapid SetOut ht
        2 h: rapid Asked ot
        2 h: rapid Granted ot
        6 h: rapid Arrived ht
        26 h: rapid Left ht
        31 h: rapid SetOut ot
        36 h: rapid Arrived ot
        46 h: rapid Left ot
    "#]],
    );
}

/// What is known is dealt with at once.
const AT_ONCE: (&str, &str) = (r#"per_asset: "10h""#, r#"per_asset: "0s""#);

#[test]
fn what_lies_before_those_who_decide_is_decided_though_its_incident_is_closed() {
    let council = (r#"travel: "5h""#, r#"travel: "5h", authority: "council""#);
    check(
        &[AT_ONCE, council],
        expect![[r#"
        1 h: rapid Asked ht
        2 h: rapid Asked ot
    "#]],
    );
    // It takes their two hours twice, and nothing comes of it.
    let model = model_with(&replaced_in(TEXT, &[AT_ONCE, council]), &[]);
    let spent = play(&model, 1, false, |outcome| {
        let (council, offer) = (model.assistance[0].authority, outcome.ledger.offers[0]);
        let busy = outcome.ledger.pools[council.at()].busy as f64 / 3.6e9;
        (busy, offer.asked, offer.refused, offer.set_out)
    });
    assert_eq!(spent, [(4.0, 2, 0, 0)]);
}

#[test]
fn what_is_granted_waits_until_a_team_is_at_home_and_asks_nobody_else() {
    let lines = told(&[]);
    let place = |line: &str| lines.find(line).expect("it is told");
    // The one team is at work for the other until 26 h, and back at 31 h.
    assert!(place("2 h: rapid Granted ot") < place("31 h: rapid SetOut ot"));
    assert!(!lines.contains("second"), "{lines}");
}

#[test]
fn who_has_left_the_alliance_is_not_helped_by_its_members() {
    let members = (
        r#"organisations: [(id: "home"), (id: "other"),"#,
        r#"organisations: [(id: "home", member_of: [(in: Nato)]), (id: "other", member_of: [(in: Nato)]),"#,
    );
    let offer = (r#"seats: 2, to: ["home", "other"]"#, "seats: 2, to: [Members(Nato)]");
    let leaves = (
        "msel: [",
        r#"msel: [(no: "0", at: "90min", effect: Leave(organisation: "other", alliance: Nato)), "#,
    );
    check(
        &[members, offer, leaves],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Granted ht
        1 h: rapid SetOut ht
        2 h: second Asked ot
        2 h: second Granted ot
        2 h: second SetOut ot
        3 h: second Arrived ot
        6 h: rapid Arrived ht
        26 h: rapid Left ht
        33 h: second Left ot
    "#]],
    );
}

#[test]
fn experts_on_the_way_come_for_the_next_incident_of_the_same_team() {
    // What is known is dealt with by 2 h, long before anybody could come.
    let short = (r#"per_asset: "10h""#, r#"per_asset: "1h""#);
    let one = (r#"initially_held: [Group("h"), Group("o")]"#, r#"initially_held: [Asset("h[1]")]"#);
    let alone = (r#", (no: "2", at: "2h", effect: Alert(team: "ot", asset: "o[1]"))"#, "");
    check(
        &[short, one, alone],
        expect![[r#"
        1 h: rapid Asked ht
        1 h: rapid Granted ht
        1 h: rapid SetOut ht
        6 h: rapid TurnRound ht
    "#]],
    );
    let again = (
        r#", (no: "2", at: "2h", effect: Alert(team: "ot", asset: "o[1]"))"#,
        r#", (no: "2", at: "330min", effect: Alert(team: "ht", asset: "h[2]"))"#,
    );
    // Half an hour before they arrive there is work for them again.
    check(
        &[
            short,
            again,
            (r#"initially_held: [Group("h"), Group("o")]"#, r#"initially_held: [Group("h")]"#),
            (r#"finds: 1"#, r#"finds: 0"#),
        ],
        expect![[r#"
            1 h: rapid Asked ht
            1 h: rapid Granted ht
            1 h: rapid SetOut ht
            5.5 h: rapid GoOn ht
            6 h: rapid Arrived ht
            6.5 h: rapid Left ht
        "#]],
    );
}

#[test]
fn guests_keep_the_shifts_of_the_tier() {
    // On the first day one works for three hours, from the second on three from 08:00 to 12:00. The first asset is done on the
    // third day, two on the fourth, and one at nine and two at noon of the sixth.
    let office = (
        r#"(id: "ht", organisation: "home", tiers: [(id: "l", seats: 1)]"#,
        r#"(id: "ht", organisation: "home", tiers: [(id: "l", seats: 1, shifts: Weekly("Mon-Sun", "08:00", "12:00"))]"#,
    );
    assert_eq!(contained(1, &[office]), 124.0);
}

#[test]
fn requests_are_counted_for_the_page() {
    let model = model_with(&replaced_in(TEXT, &[(r#"travel: "5h""#, r#"travel: "5h", stay: "12h""#)]), &[]);
    let counts = play(&model, 1, false, |outcome| {
        let offer = outcome.ledger.offers[0];
        (offer.asked, offer.refused, offer.set_out, offer.arrived, offer.away as f64 / 3.6e9)
    });
    // Two journeys of 5 h there, 12 h of work, and 5 h back.
    assert_eq!(counts, [(2, 0, 2, 2, 44.0)]);
}

#[test]
fn help_that_is_granted_too_late_does_not_set_out() {
    // The incident is closed at 2 h, and the council decides by 3 h.
    check(
        &[
            (r#"per_asset: "10h""#, r#"per_asset: "1h""#),
            (r#"initially_held: [Group("h"), Group("o")]"#, r#"initially_held: [Asset("h[1]")]"#),
            (r#", (no: "2", at: "2h", effect: Alert(team: "ot", asset: "o[1]"))"#, ""),
            (r#"travel: "5h""#, r#"travel: "5h", authority: "council""#),
        ],
        expect![[r#"
            1 h: rapid Asked ht
        "#]],
    );
}

#[test]
fn who_lends_has_its_people_back_when_they_are_back() {
    // Two of three are away from 1 h to 31 h and from 31 h to 51 h, of 240 h; an analyst who works is not taken away.
    let lends = (r#"travel: "5h""#, r#"travel: "5h", from: (team: "at", tier: "l")"#);
    let quiet = ("false_alarms: PerHour(2)", "false_alarms: PerHour(0)");
    let model = model_with(&replaced_in(TEXT, &[lends, quiet]), &[]);
    let tier = model.teams[0].tiers[0];
    let seen = play(&model, 1, false, |outcome| {
        (outcome.ledger.offers[0].away as f64 / 3.6e9, outcome.ledger.pools[tier.at()].duty as f64 / 3.6e9)
    });
    assert_eq!(seen, [(50.0, 3.0 * 240.0 - 2.0 * 50.0)]);
}

#[test]
fn who_is_away_counts_from_measuring_on_and_up_to_endex() {
    let away = |sets: &[(&str, &str)]| {
        let model =
            model_with(&replaced_in(TEXT, &[(r#"travel: "5h""#, r#"travel: "5h", stay: "12h""#)]), sets);
        play(&model, 1, false, |outcome| outcome.ledger.offers[0].away as f64 / 3.6e9)[0]
    };
    // From 1 h to 23 h, and from 23 h to 45 h.
    assert_eq!(away(&[("measure_from", "\"10h\"")]), 13.0 + 22.0);
    assert_eq!(away(&[("measure_from", "\"10h\""), ("endex", "\"30h\"")]), 13.0 + 7.0);
}

#[test]
fn experts_on_the_way_do_not_come_for_another_campaign() {
    check(
        &[
            (r#"per_asset: "10h""#, r#"per_asset: "1h""#),
            (
                r#"(id: "x", initially_held: [Group("h"), Group("o")])"#,
                r#"(id: "x", initially_held: [Asset("h[1]")]), (id: "y", initially_held: [Asset("h[2]")])"#,
            ),
            (
                r#", (no: "2", at: "2h", effect: Alert(team: "ot", asset: "o[1]"))"#,
                r#", (no: "2", at: "330min", effect: Alert(team: "ht", asset: "h[2]"))"#,
            ),
        ],
        expect![[r#"
            1 h: rapid Asked ht
            1 h: rapid Granted ht
            1 h: rapid SetOut ht
            5.5 h: rapid Asked ht
            5.5 h: rapid Granted ht
            6 h: rapid TurnRound ht
        "#]],
    );
}

#[test]
fn a_request_that_was_withdrawn_does_not_stand_in_the_way_of_the_next() {
    // The first incident of `other` is closed at 12 h, before anybody is at home again; its second waits from 13 h to 16 h.
    check(
        &[
            ("finds: 1", "finds: 0"),
            (
                r#"asset: "o[1]"))"#,
                r#"asset: "o[1]")), (no: "3", at: "13h", effect: Alert(team: "ot", asset: "o[2]"))"#,
            ),
        ],
        expect![[r#"
            1 h: rapid Asked ht
            1 h: rapid Granted ht
            1 h: rapid SetOut ht
            2 h: rapid Asked ot
            2 h: rapid Granted ot
            6 h: rapid Arrived ht
            11 h: rapid Left ht
            13 h: rapid Asked ot
            13 h: rapid Granted ot
            16 h: rapid SetOut ot
            21 h: rapid Arrived ot
            23 h: rapid Left ot
        "#]],
    );
}

#[test]
fn each_offer_draws_how_long_its_own_people_travel() {
    let travelled = |first: &str| {
        let travels = [(r#"travel: "5h""#, first), (r#"travel: "1h""#, r#"travel: Exponential(mean: "5h")"#)];
        let told = told(&travels);
        let arrived = told.lines().find(|line| line.ends_with("Arrived ht")).expect("somebody arrives");
        arrived.split(' ').next().expect("an hour").to_owned()
    };
    let rapid = travelled(r#"travel: Exponential(mean: "5h")"#);
    let second = travelled(r#"travel: Exponential(mean: "5h"), refused: 1"#);
    assert_ne!(rapid, second);
}
