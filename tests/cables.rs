//! Cables and pipelines, their repair ships and detours, each with an answer that can be worked out by hand.

mod common;

use common::{model, play};
use jointex::measure::{Chronicle, narrate};
use jointex::model::Model;
use jointex::sim::{Outcome, Worker};

const SHIP: &str =
    r#"repair: (by: "ship", mobilise: "5h", standby: "1h", transit: "10h", weather: "2h", time: "3h")"#;

/// Cables `k` and `l`, of which functions of `user` each need one, and links over `k` to the internet.
fn scenario(cables: &str, msel: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "cables", title: "Cables", startex: "2026-03-02T08:00[UTC]", endex: "240h",
            organisations: [(id: "operator"), (id: "user")],
            network: (
                zones: [(id: "office", owner: "user")], assets: [(id: "desk", zone: "office", services: ["https"])],
                links: [(from: "office", to: "internet", allow: ["https"], both_ways: true, capacity: 100, medium: Cable("k"))],
            ),
            cables: [{cables}],
            crews: [(id: "ship", organisation: "operator", seats: 1)],
            functions: [
                (id: "f", organisation: "user", depends: [(id: "sea", on: [Cable("k")])]),
                (id: "g", organisation: "user", depends: [(id: "sea", on: [Cable("l")])]),
            ],
            msel: [{msel}],
            {rest}
        )"#
    )
}

fn two(of_first: &str, of_second: &str) -> String {
    format!(
        r#"(id: "k", organisation: "operator", {of_first}), (id: "l", organisation: "operator", {of_second})"#
    )
}

fn cut(no: u32, cable: &str, at: u32) -> String {
    format!(r#"(no: "{no}", at: "{at}h", effect: Cut(cable: "{cable}")),"#)
}

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

/// Hours that the functions lost.
fn losses(cables: &str, msel: &str) -> [f64; 2] {
    lost(&scenario(cables, msel, ""))
}

fn lost(text: &str) -> [f64; 2] {
    once(&model(text), |outcome| [0, 1].map(|at| outcome.ledger.functions[at].loss / 3.6e9))
}

#[test]
fn a_ship_repairs_a_cable_and_the_next_one_waits() {
    let both = two(SHIP, SHIP);
    assert_eq!(losses(&both, &cut(1, "k", 10)), [20.0, 0.0]);
    assert_eq!(losses(&both, &(cut(1, "k", 10) + &cut(2, "l", 12))), [20.0, 38.0]);
    let two_ships =
        scenario(&both, &(cut(1, "k", 10) + &cut(2, "l", 12)), "").replace("seats: 1", "seats: 2");
    assert_eq!(lost(&two_ships), [20.0, 20.0]);
    // Cut twice is cut once, and nobody repairs what has no ship.
    assert_eq!(losses(&both, &(cut(1, "k", 10) + &cut(2, "k", 12))), [20.0, 0.0]);
    assert_eq!(losses(&two("", SHIP), &cut(1, "k", 10)), [230.0, 0.0]);
}

#[test]
fn what_is_restored_first_takes_the_ships_time_all_the_same() {
    let restored = r#"(no: "2", at: "15h", effect: Restore(cable: "k")),"#;
    let msel = cut(1, "k", 10) + restored;
    assert_eq!(losses(&two(SHIP, SHIP), &msel), [5.0, 0.0]);
    // It is cut again: only the second voyage mends that, from 30 to 50.
    assert_eq!(losses(&two(SHIP, SHIP), &(msel.clone() + &cut(3, "k", 16))), [5.0 + 34.0, 0.0]);
    assert_eq!(losses(&two(SHIP, SHIP), &(msel + &cut(3, "l", 16))), [5.0, 34.0]);
}

#[test]
fn a_share_goes_on_over_what_is_whole() {
    let detour = |share: f64| format!(r#"{SHIP}, reroute: [(over: "l", share: {share})]"#);
    let near = |found: [f64; 2], expected: [f64; 2]| {
        assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
    };
    near(losses(&two(&detour(0.25), SHIP), &cut(1, "k", 10)), [15.0, 0.0]);
    near(losses(&two(&detour(1.0), SHIP), &cut(1, "k", 10)), [0.0, 0.0]);
    // Where the other is lost too, the detour is of no use.
    near(losses(&two(&detour(0.25), SHIP), &(cut(1, "k", 10) + &cut(2, "l", 12))), [2.0 * 0.75 + 18.0, 38.0]);
    // The other is back first, and takes over then.
    near(
        losses(&two(&detour(0.25), SHIP), &(cut(1, "l", 10) + &cut(2, "k", 12))),
        [18.0 + 20.0 * 0.75, 20.0],
    );
}

#[test]
fn a_warning_saves_the_mobilisation_while_it_stands() {
    let warned = |lasting: &str| {
        let vessel = format!(r#"(no: "0", at: "8h", effect: Vessel(cable: "k"{lasting})),"#);
        losses(&two(SHIP, SHIP), &(vessel + &cut(1, "k", 10)))
    };
    assert_eq!(warned(""), [16.0, 0.0]);
    assert_eq!(warned(r#", for: "3h""#), [16.0, 0.0]);
    // It came too early, or for another cable.
    assert_eq!(warned(r#", for: "1h""#), [20.0, 0.0]);
    let other = r#"(no: "0", at: "8h", effect: Vessel(cable: "l")),"#.to_owned() + &cut(1, "k", 10);
    assert_eq!(losses(&two(SHIP, SHIP), &other), [20.0, 0.0]);
}

/// Hours until stolen data are out, which take an hour at 100 Mbit/s and start at hour 1; none if they do not get out.
fn stolen(cables: &str, msel: &str) -> Option<f64> {
    let rest = r#"
        techniques: [(id: "steal", tactic: Exfiltration, needs: (service: "https"), success: 1, time: "1min", retries: 0, traffic: 360000,
                      visible: (attempt: [], success: []))],
        campaigns: [(id: "c", start: "1h", initially_held: [Asset("desk")], flow: [(id: "x", technique: "steal", objective: true)])],"#;
    let model = model(&scenario(cables, msel, rest));
    let at = once(&model, |outcome| outcome.ledger.campaigns[0].objective);
    (at < jointex::kernel::SimTime::MAX).then(|| at.hours() - 1.0)
}

#[test]
fn links_over_a_cable_are_closed_or_as_wide_as_their_detour() {
    let detour = r#"reroute: [(over: "l", share: 0.25)]"#;
    assert_eq!(stolen(&two("", ""), ""), Some(1.0));
    assert_eq!(stolen(&two("", ""), &cut(1, "k", 0)), None);
    assert_eq!(stolen(&two(detour, ""), &cut(1, "k", 0)), Some(4.0));
    assert_eq!(stolen(&two(detour, ""), &(cut(1, "k", 0) + &cut(2, "l", 0))), None);
    assert_eq!(stolen(&two(detour, ""), &cut(2, "l", 0)), Some(1.0));
}

#[test]
fn a_cable_that_breaks_by_itself_is_told_and_repaired() {
    let breaking = format!(r#"breaks: "100h", {SHIP}"#);
    let model = model(&scenario(&two(&breaking, SHIP), "", ""));
    let (loss, records, lines) = once(&model, |outcome| {
        let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
        let of_cables: Vec<String> = chronicle
            .records()
            .filter(|record| record.event.starts_with("cable"))
            .map(|record| format!("{} {} {:?}", record.t_us / 3_600_000_000, record.event, record.about))
            .collect();
        let lines: Vec<String> = narrate(&model, outcome, 40)
            .lines
            .into_iter()
            .map(|line| format!("{} {} {}", line.moment, line.who, line.what))
            .collect();
        (outcome.ledger.functions[0].loss / 3.6e9, of_cables.join("\n"), lines.join("\n"))
    });
    // From 100 to 120, and from 220 to 240.
    assert_eq!(loss, 40.0);
    expect_test::expect![[r#"
        100 cable_broken [("cable", "k")]
        120 cable_repaired [("cable", "k")]
        220 cable_broken [("cable", "k")]
        240 cable_repaired [("cable", "k")]"#]]
    .assert_eq(&records);
    expect_test::expect![[r#"
        6 Mar 12:00 k breaks
        6 Mar 12:00 f is down
        7 Mar 08:00 k is repaired
        7 Mar 08:00 f is up again
        11 Mar 12:00 k breaks
        11 Mar 12:00 f is down
        12 Mar 08:00 k is repaired
        12 Mar 08:00 f is up again"#]]
    .assert_eq(&lines);
}

#[test]
fn an_unrelated_cable_moves_no_draw() {
    let one = |id: &str| {
        format!(
            r#"(id: "{id}", organisation: "operator", breaks: Exponential(mean: "30h"),
            repair: (by: "ship", weather: Exponential(mean: "4h"), time: Exponential(mean: "3h")))"#
        )
    };
    let text = |first: &str| {
        scenario(&format!("{first}{}, {}", one("k"), one("l")), "", "").replace("seats: 1", "seats: 3")
    };
    let losses = |text: String| play(&model(&text), 20, false, |outcome| outcome.ledger.functions[0].loss);
    let alone = losses(text(""));
    assert!(alone.iter().any(|&loss| loss > 0.0));
    assert_eq!(alone, losses(text(&format!("{},", one("a")))));
}

#[test]
fn a_mission_depends_on_a_cable_as_functions_do() {
    let restored = cut(1, "k", 10) + r#"(no: "2", at: "15h", effect: Restore(cable: "k")),"#;
    let mission = r#"missions: [(id: "m", organisation: "user", depends: [(id: "sea", on: [Cable("k")])])],"#;
    let text = scenario(&two("", ""), &restored, mission);
    assert_eq!(lost(&text), [5.0, 0.0]);
    assert_eq!(once(&model(&text), |outcome| outcome.ledger.missions[0].loss / 3.6e9), 5.0);
}
