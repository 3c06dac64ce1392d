//! What asks for more events or memory than there are ends with a word, is told apart and is in no number.
mod common;

use common::model;
use jointex::model::Model;
use jointex::report::{csv, json, run_report, terminal};
use jointex::sim::{BUDGET, Budget, Ending, Happening, Worker};
use jointex::study::{Watch, replicate};

const TWO_SITES: &str = include_str!("common/two_sites.ron");

/// A scenario of one zone with thirty assets that goes on for `endex`; `more` is what happens in it.
fn small(endex: &str, more: &str) -> Model {
    model(&format!(
        r#"Scenario(
            format: 1, id: "small", title: "Small", startex: "2026-03-02T08:00[UTC]", endex: "{endex}",
            organisations: [(id: "o")],
            network: (zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z", count: 30)]),
            {more}
        )"#
    ))
}

/// Thirty assets that infect each other every few microseconds for ten years.
fn endless() -> Model {
    small(
        "3650d",
        r#"techniques: [(id: "walk", tactic: LateralMovement, does: Move, success: 1, time: "1us")],
           campaigns: [(id: "c", initially_held: [Asset("a[1]")], spread: [Contact(
               technique: "walk", delay: Exponential(mean: "1us"), active_for: Exponential(mean: "3us"), then: Susceptible)])],"#,
    )
}

/// More alerts than anybody judges.
fn flooded() -> Model {
    small(
        "2d",
        r#"teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 1)], triage: (tier: "l1", time: "100d"))],
           sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0.5, false_alarms: PerHour(20000))],"#,
    )
}

#[test]
fn a_budget_of_events_ends_what_goes_on_for_ever() {
    let model = endless();
    let mut worker = Worker::with_budget(&model, 200_000);
    let outcome = worker.play(1, 1, false);
    assert_eq!((outcome.ending, outcome.events), (Ending::BudgetExhausted, 200_000));
}

#[test]
fn a_budget_of_memory_ends_what_grows_for_ever() {
    let model = flooded();
    let budget = |bytes| Budget { bytes, ..BUDGET };
    // A worker that has grown before ends at the same event as a new one, with the trace on and off.
    let mut warmed = Worker::with_budget(&model, budget(8 << 20));
    let first = {
        let it = warmed.play(1, 1, false);
        (it.ending, it.events, it.fingerprint)
    };
    let again = {
        let it = warmed.play(1, 1, false);
        (it.ending, it.events, it.fingerprint)
    };
    let traced = {
        let it = warmed.play(1, 1, true);
        (it.ending, it.events, it.fingerprint)
    };
    assert_eq!(first.0, Ending::MemoryExhausted);
    assert_eq!([first, again], [traced, traced]);
    // Twice the memory takes it about twice as far.
    let mut larger = Worker::with_budget(&model, budget(16 << 20));
    let further = larger.play(1, 1, false).events as f64 / first.1 as f64;
    assert!((1.8..2.2).contains(&further), "{further}");
    // With enough for all it is what it would be without a budget.
    let whole = |bytes| {
        let mut worker = Worker::with_budget(&model, budget(bytes));
        let it = worker.play(1, 1, false);
        (it.ending, it.events, it.fingerprint)
    };
    assert_eq!(whole(Budget::MOST_BYTES), whole(BUDGET.bytes));
    assert_eq!(whole(BUDGET.bytes).0, Ending::EndEx);
}

#[test]
fn a_trace_that_is_too_long_ends_with_an_entry_and_changes_nothing() {
    let model = small(
        "20d",
        r#"teams: [(id: "t", organisation: "o", tiers: [(id: "l1", seats: 5)], triage: (tier: "l1", time: "1s"))],
           sensors: [(id: "s", team: "t", covers: [Zone("z")], sees: [Process], sensitivity: 0.5, false_alarms: PerHour(500))],"#,
    );
    let mut worker = Worker::with_budget(&model, Budget { bytes: 1 << 20, ..BUDGET });
    let plain = worker.play(1, 1, false).fingerprint;
    let outcome = worker.play(1, 1, true);
    assert_eq!((outcome.ending, outcome.fingerprint), (Ending::EndEx, plain));
    let entries = &outcome.trace.expect("the trace is on").entries;
    let ends = |what: &Happening| matches!(what, Happening::TraceEnds);
    assert_eq!(entries.iter().filter(|entry| ends(&entry.what)).count(), 1);
    assert!(entries.last().is_some_and(|entry| ends(&entry.what)));
    assert!(size_of_val(&**entries) < 2 << 20);
    let told = jointex::measure::narrate(&model, &outcome, 40);
    assert!(told.lines.iter().any(|line| line.what.starts_with("ends here")), "{told:?}");
    let mut written = Vec::new();
    let chronicle = jointex::measure::Chronicle::new(&model, outcome.trace.expect("the trace is on"));
    jointex::report::trace::write(&chronicle, &mut written).expect("memory");
    let last = String::from_utf8(written).expect("UTF-8");
    let last = last.lines().last().expect("a line");
    assert!(last.contains(r#""event":"trace_ends","outcome":"memory_exhausted""#), "{last}");
}

/// Replications of `model`, of which about half run out of `budget`.
#[track_caller]
fn check(model: &Model, budget: Budget, ending: Ending, word: &str, said: &str) {
    let watch = Watch { budget, ..Watch::default() };
    let some = replicate(model, 1, 40, &watch);
    let all = replicate(model, 1, 40, &Watch::default());
    let out = some.ended(ending);
    assert!((5..=35).contains(&out), "{out} of 40 ran out");
    assert_eq!(some.counted().count() as u64 + out, 40);
    // Those that count are as they would be without the others, and what is pooled is theirs.
    for (one, other) in some.played.iter().zip(&all.played) {
        match one.ending.is_whole() {
            true => assert_eq!(one, other),
            false => assert!(one.values.is_empty() && one.causes.is_empty() && one.verdicts.is_empty()),
        }
    }
    assert_eq!(some.pooled.replications, 40 - out);
    let report = run_report(model, &some, None);
    for measure in &report.measures {
        let counts = [measure.observed, measure.censored, measure.not_at_risk];
        assert_eq!(counts.iter().sum::<u64>(), 40 - out, "{}", measure.measure);
    }
    let page = terminal::page(&report, terminal::Look { width: 80, color: false, full: false });
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(&format!("{out} replications {said}")), "{page}");
    let mut written = Vec::new();
    json::write(&report, &mut written).expect("memory");
    let told: serde_json::Value = serde_json::from_slice(&written).expect("JSON");
    assert_eq!(told["replications"][word], out);
    let mut written = Vec::new();
    csv::write(model, &some, &mut written).expect("memory");
    let table = String::from_utf8(written).expect("UTF-8");
    assert_eq!(table.lines().filter(|row| row.contains(word)).count() as u64, out);
}

#[test]
fn what_runs_out_of_events_is_in_no_number() {
    let model = model(TWO_SITES);
    let mut events: Vec<u64> =
        replicate(&model, 1, 40, &Watch::default()).played.iter().map(|it| it.events).collect();
    events.sort_unstable();
    let said = "used up the budget of events and are in no number below.";
    check(&model, Budget { events: events[20], ..BUDGET }, Ending::BudgetExhausted, "budget_exhausted", said);
}

#[test]
fn what_runs_out_of_memory_is_in_no_number() {
    // A worm that comes in or not.
    let model = model(
        r#"Scenario(
            format: 1, id: "worm", title: "A worm", startex: "2026-03-02T08:00[UTC]", endex: "2d",
            organisations: [(id: "o")],
            network: (
                zones: [(id: "z", owner: "o")], assets: [(id: "a", zone: "z", count: 20000, services: ["smb"])],
                links: [(from: "internet", to: "z", allow: ["smb"])],
            ),
            techniques: [
                (id: "in", tactic: InitialAccess, does: Exploit, needs: (service: "smb"), success: 0.5, time: "1h", retries: 0),
                (id: "walk", tactic: LateralMovement, does: Move, success: 1, time: "1s"),
            ],
            campaigns: [(id: "c", flow: [(id: "in", technique: "in", target: Zone("z"))],
                spread: [Contact(technique: "walk", delay: Exponential(mean: "1000h"))])],
        )"#,
    );
    let said = "used up the budget of memory and are in no number below.";
    check(&model, Budget { bytes: 1 << 20, ..BUDGET }, Ending::MemoryExhausted, "memory_exhausted", said);
}
