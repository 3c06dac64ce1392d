//! Ladders of escalation, each with an answer that can be worked out by hand.

mod common;

use common::{model, model_with, play};
use jointex::kernel::SimTime;
use jointex::measure::{Chronicle, Measures, Value, narrate, value};
use jointex::model::{EffectIdx, Model, Quantity};
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{Happening, Outcome, Worker};
use jointex::study::{Watch, replicate};

/// A function that is down from hour 10 to hour 20, a team of one, and an authority that decides in two hours on weekdays
/// from eight to sixteen. STARTEX is a Monday at eight.
fn scenario(ladders: &str, rest: &str) -> String {
    format!(
        r#"Scenario(
            format: 1, id: "escalation", title: "Escalation", startex: "2026-03-02T08:00[UTC]", endex: "100h",
            organisations: [(id: "a"), (id: "b")],
            network: (zones: [(id: "z", owner: "a")], assets: [(id: "h", zone: "z")]),
            functions: [(id: "port", organisation: "a", assets: [Asset("h")])],
            authorities: [(id: "council", organisation: "b", hours: Weekly("Mon-Fri", "08:00", "16:00"), time: "2h")],
            teams: [(id: "t", organisation: "a", tiers: [(id: "l", seats: 1)], triage: (tier: "l", time: "1h"))],
            ladders: [{ladders}],
            msel: [
                (no: "1", at: "10h", effect: TakeDown(function: "port")),
                (no: "2", at: "20h", effect: BringUp(function: "port")), {rest}
            ],
        )"#
    )
}

/// A ladder with these steps.
fn ladder(steps: &str) -> String {
    scenario(&format!(r#"(id: "eu", steps: [{steps}])"#), "")
}

const DOWN: &str = r#"when: AtMost("function_level[function=port]", 0)"#;

fn once<T>(model: &Model, look: impl FnMut(&Outcome<'_>) -> T) -> T {
    Worker::checked(model, 1_000_000_u64).play(1, 1, false);
    play(model, 1, true, look).remove(0)
}

fn hours(at: SimTime) -> Option<f64> {
    (at != SimTime::MAX).then(|| at.hours())
}

/// The hour at which each step was first reached, and the level at ENDEX.
fn climb(text: &str) -> (Vec<Option<f64>>, u32) {
    once(&model(text), |outcome| {
        let ladder = &outcome.ledger.ladders[0];
        (ladder.reached.iter().map(|&at| hours(at)).collect(), ladder.level)
    })
}

#[test]
fn a_step_waits_for_the_one_beneath_it_and_both_may_come_in_one_instant() {
    let steps = |first: &str| {
        ladder(&format!(
            r#"(id: "one", when: {first}), (id: "two", {DOWN}), (id: "three", when: Injected("2"))"#
        ))
    };
    assert_eq!(
        climb(&steps(r#"AtMost("function_level[function=port]", 0)"#)),
        (vec![Some(10.0), Some(10.0), Some(20.0)], 3)
    );
    // The function is back when the first step comes: the second never is called for, nor the third that stands on it.
    assert_eq!(climb(&steps(r#"Injected("2")"#)), (vec![Some(20.0), None, None], 1));
}

#[test]
fn a_time_that_has_passed_counts_once_the_step_beneath_is_in_effect() {
    let steps = r#"(id: "one", when: Injected("2")),
        (id: "two", when: NotYet(measure: "time_to_declare[org=a]", by: "5h"))"#;
    assert_eq!(climb(&ladder(steps)), (vec![Some(20.0), Some(20.0)], 2));
}

#[test]
fn a_step_that_skips_leaves_out_those_beneath_it_for_good() {
    let steps = |skips: bool| {
        format!(r#"(id: "one", when: Injected("2")), (id: "two", skips: {skips}, {DOWN}, takes: "1h")"#)
    };
    assert_eq!(climb(&ladder(&steps(true))), (vec![Some(11.0), Some(11.0)], 2));
    assert_eq!(climb(&ladder(&steps(false))), (vec![Some(20.0), None], 1));
    let came = once(&model(&ladder(&steps(true))), |outcome| outcome.ledger.injects.clone());
    assert_eq!(came[2], SimTime::MAX, "the first step is above its ladder's level no more");
}

#[test]
fn an_authority_decides_in_its_hours_and_in_turn_then_the_body_convenes() {
    // Down at 18:00: the council takes it up at eight on Tuesday, decides by ten, and the step takes five hours to convene.
    let one = format!(r#"(id: "one", {DOWN}, authority: "council", takes: "5h")"#);
    assert_eq!(climb(&ladder(&one)), (vec![Some(24.0 + 2.0 + 5.0)], 1));
    // Two ladders at once: the second waits for the first.
    let both = format!(
        r#"(id: "eu", steps: [{one}]), (id: "nato", steps: [(id: "one", {DOWN}, authority: "council")])"#
    );
    let reached = once(&model(&scenario(&both, "")), |outcome| {
        outcome.ledger.ladders.iter().map(|ladder| ladder.reached[0].hours()).collect::<Vec<_>>()
    });
    assert_eq!(reached, [31.0, 28.0]);
    // Its decisions are work like any other.
    let busy = once(&model(&ladder(&one)), |outcome| outcome.ledger.pools[1].busy);
    assert_eq!(busy, 2 * 3_600_000_000);
}

#[test]
fn an_inject_takes_the_ladder_to_a_step_at_once() {
    let steps = r#"(id: "one", when: Injected("2")), (id: "two", authority: "council", takes: "9h", effect: Load(team: "t", tickets: 3, over: "1h")),
        (id: "three", when: Injected("2"))"#;
    let push = r#"(no: "3", at: "15h", effect: Escalate(ladder: "eu", to: "two")), (no: "4", at: "16h", effect: Escalate(ladder: "eu", to: "one")),
        (no: "5", at: "17h", effect: Escalate(ladder: "eu", to: "two")),"#;
    let text = scenario(&format!(r#"(id: "eu", steps: [{steps}])"#), push);
    assert_eq!(climb(&text), (vec![Some(15.0), Some(15.0), Some(20.0)], 3));
    assert_eq!(once(&model(&text), |outcome| outcome.ledger.teams[0].tickets), 3, "it takes effect once");
}

#[test]
fn a_step_stands_down_after_a_while_or_on_a_condition_and_is_not_taken_again() {
    let down = |down: &str| {
        format!(
            r#"(id: "one", {DOWN}), (id: "two", {DOWN}, stands_down: ({down}, effect: Load(team: "t", tickets: 1, over: "1h")))"#
        )
    };
    let again = r#"(no: "3", at: "60h", effect: TakeDown(function: "port")),
        (no: "4", when: All([Injected("2"), AtMost("escalation_level", 1)])),"#;
    let came = |stands: &str| {
        let text = scenario(&format!(r#"(id: "eu", steps: [{}])"#, down(stands)), again);
        once(&model(&text), |outcome| {
            assert_eq!((outcome.ledger.ladders[0].level, outcome.ledger.teams[0].tickets), (1, 1));
            outcome.ledger.injects[3].hours()
        })
    };
    assert_eq!(came(r#"after: "30h""#), 40.0);
    assert_eq!(came(r#"when: AtLeast("function_level[function=port]", 1)"#), 20.0);
}

#[test]
fn a_lower_step_that_stands_down_leaves_the_ladder_where_it_is() {
    let steps = format!(
        r#"(id: "one", {DOWN}, stands_down: (after: "1h")), (id: "two", {DOWN}, stands_down: (after: "2h"))"#
    );
    let levels = r#"(no: "3", when: AtLeast("escalation_level[ladder=eu]", 2)), (no: "4", when: All([Injected("3"), AtMost("escalation_level", 1)])),
        (no: "5", when: All([Injected("3"), AtMost("escalation_level", 0)])),"#;
    let text = scenario(&format!(r#"(id: "eu", steps: [{steps}])"#), levels);
    let came = once(&model(&text), |outcome| {
        outcome.ledger.injects[2..5].iter().map(|at| at.hours()).collect::<Vec<_>>()
    });
    assert_eq!(came, [10.0, 12.0, 12.0]);
}

#[test]
fn measures_are_of_the_ladder_and_of_each_step() {
    let steps =
        format!(r#"(id: "one", {DOWN}, takes: "2h"), (id: "two", when: AtLeast("assets_held_now", 1))"#);
    let model = model_with(&ladder(&steps), &[("measure_from", "\"1h\"")]);
    let measures = Measures::of(&model);
    let found = once(&model, |outcome| {
        let of = measures.list.iter().zip(&measures.names);
        of.filter(|(measure, _)| {
            matches!(measure.quantity, Quantity::EscalationLevel | Quantity::TimeToEscalate)
        })
        .map(|(measure, name)| (name.clone(), value(&model, outcome, measure)))
        .collect::<Vec<_>>()
    });
    let named = |name: &str, value: Value| (name.to_owned(), value);
    assert_eq!(
        found,
        [
            named("escalation_level[ladder=eu]", Value::Observed(1.0)),
            named("time_to_escalate[ladder=eu, step=one]", Value::Observed(12.0 * 3.6e9)),
            named("time_to_escalate[ladder=eu, step=two]", Value::Censored(100.0 * 3.6e9)),
        ]
    );
}

#[test]
fn conditions_wait_for_a_step_and_times_count_from_it() {
    let steps = format!(r#"(id: "one", {DOWN}, takes: "2h")"#);
    let rest = r#"(no: "3", when: Reached("time_to_escalate")), (no: "4", after: (inject: "eu/one", delay: "1h")),
        (no: "5", when: NotYet(measure: "time_to_declare[org=a]", by: "3h", inject: "eu/one")),
        (no: "6", when: NotYet(measure: "time_to_escalate[ladder=eu, step=one]", by: "11h")),
        (no: "7", when: NotYet(measure: "time_to_escalate[ladder=eu, step=one]", by: "13h")),"#;
    let text = scenario(&format!(r#"(id: "eu", steps: [{steps}])"#), rest);
    let came = once(&model(&text), |outcome| {
        outcome.ledger.injects[2..7].iter().map(|&at| hours(at)).collect::<Vec<_>>()
    });
    assert_eq!(came, [Some(12.0), Some(13.0), Some(15.0), Some(11.0), None]);
}

#[test]
fn a_fragments_ladder_is_known_by_the_fragments_name() {
    let fragment = r#"Scenario(format: 1, ladders: [(id: "eu", steps: [
        (id: "one", when: AtMost("function_level", 0)), (id: "two", when: Injected("eu/one"), takes: "1h")])],
        msel: [(no: "7", when: Reached("time_to_escalate[ladder=eu, step=two]"), effect: Escalate(ladder: "eu", to: "two"))])"#;
    let text = scenario("", r#"(no: "3", after: (inject: "x/eu/two"))"#)
        .replace("organisations:", r#"include: [(file: "f.ron", as: "x")], organisations:"#);
    let parsed = jointex::scenario::parse("main.ron", &text, &mut |_| Ok(fragment.to_owned()));
    let (model, told) = jointex::compile::compile(&parsed.scenario.expect("it can be read"), &parsed.sources);
    let model = model.unwrap_or_else(|| panic!("{told:?}"));
    let came = once(&model, |outcome| outcome.ledger.injects.iter().map(|&at| hours(at)).collect::<Vec<_>>());
    assert_eq!(came[2..], [Some(11.0), Some(11.0), Some(10.0), Some(11.0)]);
}

#[test]
fn every_output_tells_of_it() {
    let steps = format!(
        r#"(id: "one", title: "The network meets", {DOWN}, informs: ["a", "t"], effect: Staff(team: "t", tier: "l", seats: 2, for: "5h"),
            stands_down: (after: "9h")), (id: "two", when: AtLeast("assets_held_now", 1))"#
    );
    let model = model(&ladder(&steps));
    let replications = replicate(&model, 1, 3, &Watch::default());
    let report = run_report(&model, &replications, None);
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let start = page.find("ESCALATION").expect("the section");
    let end = page[start..].find("\n\n").map_or(page.len(), |end| start + end);
    expect_test::expect![[r#"
        ESCALATION                               reached    after STARTEX     90 % range
        eu · step 0 at ENDEX (median)
          1 one                                    100 %           10.0 h    10.0–10.0 h
            informs a, t
          2 two                                      0 %                …              …
          Reached: the ladder was at the step or above it; times are medians, with those
            cut short by ENDEX. Informs: whom the step tells as it is taken.
    "#]]
    .assert_eq(&page[start..end]);
    assert!(!page.contains("eu/one"), "steps are not among the injects");
    let mut out = Vec::new();
    json::write(&report, &mut out).expect("to memory");
    assert!(String::from_utf8_lossy(&out).contains(r#""ladder": "eu""#));
    let mut out = Vec::new();
    csv::write(&model, &replications, &mut out).expect("to memory");
    assert!(String::from_utf8_lossy(&out).contains(",time_to_escalate,,,,,,,,,eu,one,"));
    let told = once(&model, |outcome| {
        let trace = outcome.trace.expect("a trace");
        let is_step = |what: &Happening| {
            matches!(what, Happening::Injected(_) | Happening::Changed { effect: EffectIdx(2), .. })
        };
        let list: Vec<String> = Chronicle::new(&model, trace)
            .records()
            .filter(|record| record.event == "escalated")
            .map(|record| {
                format!(
                    "{} {:?}",
                    record.about.iter().map(|about| &*about.1).collect::<Vec<_>>().join(" "),
                    record.outcome
                )
            })
            .collect();
        assert!(trace.entries.iter().filter(|entry| is_step(&entry.what)).count() >= 5);
        list
    });
    assert_eq!(told, [r#"eu one Some("in_effect")"#, r#"eu one Some("stood_down")"#]);
    let lines = once(&model, |outcome| narrate(&model, outcome, 100).lines);
    let line = lines.iter().find(|line| line.who == "step eu/one").expect("a line of its own");
    assert_eq!((&*line.what, &*line.remark), ("The network meets", "informs a, t"));
}

#[test]
fn a_ladder_that_nothing_calls_for_moves_nothing_else() {
    let quiet =
        r#"(id: "eu", steps: [(id: "one", when: AtLeast("assets_held_now", 1), authority: "council")])"#;
    let print = |text: &str| once(&model(text), |outcome| outcome.fingerprint);
    assert_eq!(print(&scenario(quiet, "")), print(&scenario("", "")));
}

#[test]
fn what_stands_down_is_not_taken_again_by_order() {
    let steps = r#"(id: "one", when: Injected("1"), stands_down: (when: AtLeast("function_level[function=port]", 1)))"#;
    let push = r#"(no: "3", at: "30h", effect: Escalate(ladder: "eu", to: "one")),"#;
    assert_eq!(climb(&scenario(&format!(r#"(id: "eu", steps: [{steps}])"#), push)), (vec![Some(10.0)], 0));
}

#[test]
fn a_step_stands_down_once_it_is_in_effect_and_without_a_decision() {
    // What it stands down on is so from the start; it is decided on by ten on Tuesday.
    let steps = |down: &str| {
        format!(r#"(id: "one", when: Injected("1"), authority: "council", stands_down: ({down}))"#)
    };
    let stood_down = |down: &str| {
        let level = r#"(no: "3", when: All([Injected("eu/one"), AtMost("escalation_level", 0)])),"#;
        let text = scenario(&format!(r#"(id: "eu", steps: [{}])"#, steps(down)), level);
        once(&model(&text), |outcome| (outcome.ledger.ladders[0].level, hours(outcome.ledger.injects[2])))
    };
    assert_eq!(stood_down(r#"when: AtLeast("function_level[function=port]", 1)"#), (0, Some(26.0)));
    assert_eq!(stood_down(r#"after: "1h""#), (0, Some(27.0)));
}
