//! Missions on functions of several organisations, each with an answer that can be worked out by hand.

mod common;

use common::{model, model_with, play};
use jointex::measure::{Chronicle, Value, value};
use jointex::model::Model;
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{Outcome, Worker};
use jointex::study::{Watch, replicate};

/// Two functions of two organisations that are down at hours 10 to 20 and 14 to 30, and missions of a third.
fn scenario(missions: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "missions", title: "Missions", startex: "2026-03-02T08:00[UTC]", endex: "100h",
            organisations: [(id: "a"), (id: "b"), (id: "command")],
            network: (zones: [(id: "a", owner: "a"), (id: "b", owner: "b")], assets: [(id: "a", zone: "a"), (id: "b", zone: "b")]),
            functions: [(id: "port", organisation: "a", assets: [Asset("a")]), (id: "rail", organisation: "b", assets: [Asset("b")])],
            missions: [{missions}],
            msel: [
                (no: "1", at: "10h", effect: TakeDown(function: "port")), (no: "2", at: "20h", effect: BringUp(function: "port")),
                (no: "3", at: "14h", effect: TakeDown(function: "rail")), (no: "4", at: "30h", effect: BringUp(function: "rail")),
                {rest}
            ],
        )"#
    )
}

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

const ON: &str =
    r#"organisation: "command", depends: [(id: "way", on: [Function("port"), Function("rail")], needs: "#;

/// Hours lost, lowest level, level at the end, hours below the threshold.
fn mission(needs: &str, window: &str) -> [f64; 4] {
    let text = scenario(&format!(r#"(id: "m", {ON}{needs})], {window})"#), "");
    once(&model(&text), |outcome| {
        let mission = outcome.ledger.missions[0];
        [mission.loss / 3.6e9, mission.lowest, mission.level, mission.below.hours()]
    })
}

#[test]
fn a_mission_follows_its_functions() {
    assert_eq!(mission("All", ""), [20.0, 0.0, 1.0, 20.0]);
    assert_eq!(mission("Any", ""), [6.0, 0.0, 1.0, 6.0]);
    assert_eq!(mission("Weighted", ""), [10.0 / 2.0 + 16.0 / 2.0, 0.0, 1.0, 20.0]);
    assert_eq!(mission(r#"All, backup: "8h""#, ""), [12.0, 0.0, 1.0, 12.0]);
}

#[test]
fn only_what_is_below_the_threshold_endangers_it() {
    assert_eq!(mission("Weighted", "threshold: 0.5"), [13.0, 0.0, 1.0, 6.0]);
    assert_eq!(mission("Weighted", "threshold: 0.6"), [13.0, 0.0, 1.0, 20.0]);
}

#[test]
fn a_mission_loses_only_while_it_lasts_and_stays_as_it_ended() {
    assert_eq!(mission("All", r#"from: "15h", until: "18h""#), [3.0, 0.0, 0.0, 3.0]);
    assert_eq!(mission("All", r#"from: "25h""#), [5.0, 0.0, 1.0, 5.0]);
    assert_eq!(mission("All", r#"until: "12h""#), [2.0, 0.0, 0.0, 2.0]);
    assert_eq!(mission("All", r#"from: "D2 20:00", until: "100h""#), [0.0, 1.0, 1.0, 0.0]);
    // It is over before anything happens, and asked for once all is back.
    assert_eq!(mission("All", r#"until: "9h""#), [0.0, 1.0, 1.0, 0.0]);
    assert_eq!(mission("All", r#"from: "31h""#), [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn what_is_lost_before_measuring_begins_does_not_count() {
    let text = scenario(&format!(r#"(id: "m", {ON}All)])"#), "");
    let lost = |from: &str| {
        once(&model_with(&text, &[("measure_from", from)]), |outcome| {
            let mission = outcome.ledger.missions[0];
            (mission.loss / 3.6e9, mission.below.hours(), mission.lowest)
        })
    };
    assert_eq!(lost("\"12h\""), (18.0, 18.0, 0.0));
    assert_eq!(lost("\"40h\""), (0.0, 0.0, 1.0));
}

#[test]
fn a_condition_sees_a_mission_from_its_beginning_on() {
    let late = format!(r#"(id: "m", {ON}All)], from: "16h", until: "25h")"#);
    let rest = r#"(no: "5", when: AtMost("mission_level[mission=m]", 0.5)),
        (no: "6", when: All([Injected("5"), AtLeast("mission_level", 1)])),"#;
    let came = once(&model(&scenario(&late, rest)), |outcome| outcome.ledger.injects.clone());
    assert_eq!(came[4].hours(), 16.0);
    assert_eq!(came[5], jointex::kernel::SimTime::MAX, "it ended below");
}

#[test]
fn missions_are_measured_one_by_one_and_together_by_weight() {
    let two = format!(
        r#"(id: "m", name: "Reinforcement", {ON}All)], weight: 2), (id: "n", {ON}Any)], weight: 0.5, until: "16h")"#
    );
    let objectives = r#"objectives: [(id: "held", that: AtMost("mission_loss", 41)), (id: "short", that: AtMost("mission_below[mission=m]", "1h")),
        (id: "level", that: AtLeast("mission_lowest[mission=n]", 0.5))], msel: ["#;
    let model = model(&scenario(&two, "").replace("msel: [", objectives));
    let replications = replicate(&model, 1, 2, &Watch::default());
    let of = |name: &str| {
        let place = replications.measures.names.iter().position(|listed| listed == name).expect(name);
        match once(&model, |outcome| value(&model, outcome, &replications.measures[place])) {
            Value::Observed(value) => value,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(of("mission_loss[mission=m]"), 20.0);
    assert_eq!(of("mission_loss[mission=n]"), 2.0);
    assert_eq!(of("mission_loss"), 2.0 * 20.0 + 0.5 * 2.0);
    assert_eq!(of("mission_below[mission=m]"), 20.0 * 3.6e9);
    assert_eq!(of("mission_lowest[mission=n]"), 0.0);
    assert_eq!(of("mission_level[mission=n]"), 0.0);
    assert_eq!(of("function_lowest[function=rail]"), 0.0);
    let report = run_report(&model, &replications, None);
    let judged: Vec<(u64, u64)> = report.objectives.iter().map(|it| (it.met, it.missed)).collect();
    assert_eq!(judged, [(2, 0), (0, 2), (0, 2)]);
    let found = &report.missions[1];
    assert_eq!(
        (&*found.mission, &*found.organisation, found.from_h, found.until_h),
        ("n", "command", 0.0, 16.0)
    );
    assert_eq!((found.mean_loss_function_h, found.mean_level_share), (Some(2.0), Some(0.875)));
    assert_eq!((found.lowest_level_share, found.mean_below_h, found.threshold_share), (0.0, Some(2.0), 1.0));
    let (mut table, mut text) = (Vec::new(), Vec::new());
    csv::write(&model, &replications, &mut table).expect("a table");
    json::write(&report, &mut text).expect("a report");
    let (table, text) = (String::from_utf8(table).expect("text"), String::from_utf8(text).expect("text"));
    assert!(table.contains("mission_loss,,,,,,,m,,,,,,,,,,observed,,,,20"), "{table}");
    assert!(
        text.contains(r#""mission": "n", "name": "n", "label": "n · command", "organisation": "command""#),
        "{text}"
    );
    let page = terminal::page(&report, terminal::Look { width: 100, color: false, full: false });
    let section =
        page.split("MISSIONS").nth(1).and_then(|rest| rest.split("INJECTS").next()).unwrap_or_default();
    expect_test::expect![[r#"
                                      mean level    lowest    lost function-hours    below threshold
        Reinforcement · command                     80 %       0 %                     20             20.0 h
        n · command                                 88 %       0 %                      2              2.0 h
          While each lasts. Means of a replication, but lowest is that of any.

    "#]]
    .assert_eq(section);
}

#[test]
fn a_mission_in_danger_is_told() {
    let model = model(&scenario(&format!(r#"(id: "m", {ON}Weighted)], threshold: 0.4)"#), ""));
    let records = once(&model, |outcome| {
        let chronicle = Chronicle::new(&model, outcome.trace.expect("the trace is on"));
        let of_mission = |record: jointex::measure::Record| {
            let is = record.about.iter().any(|(role, _)| *role == "mission");
            is.then_some((record.t_us / 3_600_000_000, record.event))
        };
        chronicle.records().filter_map(of_mission).collect::<Vec<_>>()
    });
    assert_eq!(records, [(14, "down"), (20, "up")]);
}
