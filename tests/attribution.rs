//! Attribution by hand: who is accused, who is deterred, and what shared tools are worth.
//!
//! `one` tells the service of campaign `x` at 2 h and `two` at 4 h; it works 6 h on it. The campaign's objective is 50 h away.
//! Campaign `y` has the same tools and another adversary, and begins when an inject says so. All times are fixed.

mod common;

use common::{check_probability, model_with, play, replaced_in};
use expect_test::{Expect, expect};
use jointex::kernel::SimTime;
use jointex::measure::narrate;
use jointex::sim::Worker;

const TEXT: &str = r#"Scenario(
    format: 1, id: "law", title: "Law", startex: "2026-03-02T08:00[UTC]", endex: "10d",
    organisations: [(id: "one"), (id: "two"), (id: "service"), (id: "elsewhere")],
    network: (zones: [(id: "z1", owner: "one"), (id: "z2", owner: "two"), (id: "z3", owner: "elsewhere")],
              assets: [(id: "a", zone: "z1"), (id: "b", zone: "z2"), (id: "c", zone: "z3"), (id: "d", zone: "z2", users: 1)]),
    techniques: [
        (id: "plan", does: Discover, tactic: Discovery, success: 1, time: "50h", visible: (attempt: [], success: [])),
        (id: "stick", does: Plug, tactic: InitialAccess, success: 1, time: "100h", indicator_block: 1, visible: (attempt: [(Process, 0.5)], success: [])),
    ],
    campaigns: [
        (id: "x", adversary: (name: "Fox", deterred: 0), tooling: (name: "kit", shared: 1), initially_held: [Asset("a"), Asset("b")],
         flow: [(id: "learn", technique: "plan", target: Asset("c"), objective: true)]),
        (id: "y", adversary: (name: "Owl"), tooling: (name: "kit", shared: 1), start: OnInject,
         flow: [(id: "plug", technique: "stick", target: Asset("d"))]),
    ],
    teams: [
        (id: "t1", organisation: "one", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "t2", organisation: "two", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "0s"), playbook: "p"),
        (id: "desk", organisation: "service", tiers: [(id: "l", seats: 1)]),
    ],
    playbooks: [(id: "p", phases: [Investigate(tier: "l", time: "1h", finds: 0), Notify(agreements: ["pact"]),
                                   Contain(tier: "l", per_asset: "10min", actions: [BlockIndicators])])],
    agreements: [(id: "pact", parties: ["service", "one", "two"], shape: Hub, areas: (information_exchange: (channels: [
        (id: "feed", medium: Automated, shares: [Analysis])])))],
    investigations: [(id: "case", team: "desk", tier: "l", agreements: ["pact"], needs: 2, time: "6h", aim: Attribute(right: 1))],
    msel: [
        (no: "1", at: "1h", effect: Alert(team: "t1", asset: "a")), (no: "2", at: "3h", effect: Alert(team: "t2", asset: "b")),
        (no: "9", when: AtLeast("wrongly_attributed", 1), title: "Owl strikes back", effect: StartCampaign("y")),
    ],
)"#;

/// What the story says of the case, of the campaigns and of injects that are not given times.
#[track_caller]
fn check(replaced: &[(&str, &str)], expected: Expect) {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let mut worker = Worker::checked(&model, 1_000_000);
    let outcome = worker.play(1, 1, true);
    let told = narrate(&model, &outcome, 1000);
    let about = ["case", "x", "y", "x/learn", "learn", "inject 9"];
    let lines = told.lines.iter().filter(|line| about.contains(&&*line.who));
    let lines = lines.map(|line| format!("{} h: {} {}\n", line.t_us / 3_600_000_000, line.who, line.what));
    expected.assert_eq(&lines.collect::<String>());
}

const WRONG: (&str, &str) = ("right: 1", "right: 0");
const ALONE: (&str, &str) =
    (r#"adversary: (name: "Owl"), tooling: (name: "kit", shared: 1)"#, r#"adversary: (name: "Owl")"#);
const OWN: (&str, &str) = (r#"deterred: 0), tooling: (name: "kit", shared: 1)"#, "deterred: 0)");

#[test]
fn a_campaign_is_attributed_to_its_adversary() {
    check(
        &[],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case attributes x to Fox
        50 h: learn x reaches its objective
    "#]],
    );
}

#[test]
fn by_the_same_tools_the_wrong_one_is_accused() {
    check(
        &[WRONG],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case wrongly attributes x to Owl
        10 h: inject 9 Owl strikes back
        10 h: y begins
        50 h: learn x reaches its objective
    "#]],
    );
}

#[test]
fn without_them_nobody_is_until_one_more_tells() {
    check(
        &[WRONG, ALONE, OWN, ("needs: 2", "needs: 1")],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        2 h: case has what it needs on x
        8 h: case can't say who is behind x
        50 h: learn x reaches its objective
    "#]],
    );
    // Campaigns of one adversary are not mistaken for each other.
    check(
        &[WRONG, (r#"name: "Owl""#, r#"name: "Fox""#)],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case can't say who is behind x
        50 h: learn x reaches its objective
    "#]],
    );
}

#[test]
fn indicators_do_not_tell_who_it_was() {
    check(
        &[("shares: [Analysis]", "shares: [Indicators]")],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        50 h: learn x reaches its objective
    "#]],
    );
}

#[test]
fn who_is_named_may_be_deterred() {
    check(
        &[("deterred: 0", "deterred: 1")],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case attributes x to Fox
        10 h: x is named and deterred
    "#]],
    );
    check(
        &[("deterred: 0", r#"deterred: 1, lies_low: "30h""#)],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case attributes x to Fox
        10 h: x is named and deterred
        40 h: x goes on after its pause
        80 h: learn x reaches its objective
    "#]],
    );
    // Who is not named is not.
    check(
        &[("deterred: 0", "deterred: 1"), WRONG],
        expect![[r#"
        0 h: x begins
        0 h: x a held
        0 h: x b held
        2 h: case opens a case on x
        4 h: case has what it needs on x
        10 h: case wrongly attributes x to Owl
        10 h: inject 9 Owl strikes back
        10 h: y begins
        50 h: learn x reaches its objective
    "#]],
    );
}

/// Shares of replications in which the campaign was attributed rightly, and wrongly.
fn shares(replaced: &[(&str, &str)]) -> (Vec<f64>, Vec<f64>) {
    let model = model_with(&replaced_in(TEXT, replaced), &[]);
    let is = |at: SimTime| f64::from(u8::from(at != SimTime::MAX));
    let both = play(&model, 30_000, false, |outcome| {
        let campaign = &outcome.ledger.campaigns[0];
        (is(campaign.attributed), is(campaign.misattributed))
    });
    both.into_iter().unzip()
}

#[test]
fn each_further_analysis_makes_it_likelier_to_be_right() {
    let (right, wrong) = shares(&[("right: 1", "right: 0.4")]);
    check_probability(&right, 1.0 - 0.6 * 0.6);
    check_probability(&wrong, 0.6 * 0.6);
    let (right, wrong) = shares(&[("right: 1", "right: 0.4"), ("needs: 2", "needs: 1"), ("6h", "1h")]);
    check_probability(&right, 0.4);
    check_probability(&wrong, 0.6);
    // Who can't be mistaken for anybody is looked at again with the second analysis.
    let (right, wrong) =
        shares(&[("right: 1", "right: 0.4"), ("needs: 2", "needs: 1"), ("6h", "1h"), ALONE, OWN]);
    check_probability(&right, 1.0 - 0.6 * 0.6);
    assert!(wrong.iter().all(|&wrong| wrong == 0.0));
}

#[test]
fn states_are_deterred_less_than_criminals() {
    let share = |adversary: &str| {
        let model = model_with(&replaced_in(TEXT, &[(r#"(name: "Fox", deterred: 0)"#, adversary)]), &[]);
        play(&model, 30_000, false, |outcome| {
            f64::from(u8::from(outcome.ledger.campaigns[0].objective == SimTime::MAX))
        })
    };
    check_probability(&share(r#"(name: "Fox")"#), 0.1);
    check_probability(&share(r#"(name: "Fox", kind: Criminal)"#), 0.3);
    check_probability(&share(r#"(name: "Fox", kind: Hacktivist)"#), 0.2);
}

/// Whether `y`, begun at STARTEX, comes in at `two`, which blocks the indicators of `x`; and whether it is seen.
fn comes_in(shared: &str) -> (Vec<f64>, Vec<f64>) {
    let shares = format!(r#"adversary: (name: "Owl"), tooling: (name: "kit", shared: {shared})"#);
    let seen = [
        (r#"start: OnInject"#, r#"start: "0s""#),
        (
            r#"(no: "9", when: AtLeast("wrongly_attributed", 1), title: "Owl strikes back", effect: StartCampaign("y")),"#,
            "",
        ),
        (r#"adversary: (name: "Owl"), tooling: (name: "kit", shared: 1)"#, &*shares),
        (
            "    msel: [",
            r#"    sensors: [(id: "edr", team: "t2", covers: [Asset("d")], sees: [Process], sensitivity: 1, indicator_boost: 0.8)], msel: ["#,
        ),
    ];
    let model = model_with(&replaced_in(TEXT, &seen), &[]);
    let both = play(&model, 30_000, false, |outcome| {
        let alerts = outcome.ledger.teams[2].alerts_true;
        (f64::from(outcome.ledger.campaigns[1].total), f64::from(u8::from(alerts > 1)))
    });
    both.into_iter().unzip()
}

#[test]
fn what_reveals_one_helps_against_another_with_the_same_tools() {
    // The stick would be blocked for certain by its own indicators; by those of `x`, as far as they are the same. A sensor that
    // sees an attempt with one half sees it with 1 − ½ (1 − 0.8 · shared).
    let (comes, seen) = comes_in("0.6");
    check_probability(&comes, 0.4);
    check_probability(&seen, 1.0 - 0.5 * (1.0 - 0.48));
    let (comes, seen) = comes_in("0");
    assert!(comes.iter().all(|&comes| comes == 1.0));
    check_probability(&seen, 0.5);
}
