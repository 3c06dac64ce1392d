//! Replications: the same for any number of threads, whole when stopped, and what is told of them adds up.
mod common;

use common::{model, model_with};
use jointex::kernel::SimTime;
use jointex::measure::{CAUSED, State, Value};
use jointex::model::{Model, Unit};
use jointex::report::{csv, json, run_report};
use jointex::sim::Milestone;
use jointex::study::{
    Precision, Replications, Watch, median_replication, replay, replicate, replicate_until, summarise,
    survival,
};
use std::sync::atomic::Ordering;

const STARTER: &str = include_str!("../src/cli/starter.ron");

fn played(model: &Model, count: u64, threads: usize) -> Replications {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| replicate(model, 7, count, &Watch::default()))
}

fn as_json(model: &Model, replications: &Replications) -> String {
    let mut out = Vec::new();
    json::write(&run_report(model, replications, None), &mut out).expect("memory");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn as_csv(model: &Model, replications: &Replications) -> String {
    let mut out = Vec::new();
    csv::write(model, replications, &mut out).expect("memory");
    String::from_utf8(out).expect("the texts are UTF-8")
}

#[test]
fn threads_make_no_difference() {
    let model = model(STARTER);
    let (one, three) = (played(&model, 30, 1), played(&model, 30, 3));
    assert_eq!(one.fingerprint, three.fingerprint);
    assert_eq!(as_json(&model, &one), as_json(&model, &three));
    assert_eq!(as_csv(&model, &one), as_csv(&model, &three));
}

#[test]
fn more_replications_begin_with_the_same() {
    let model = model(STARTER);
    let (few, many) = (played(&model, 5, 2), played(&model, 12, 2));
    assert_eq!(few.played, many.played[..5]);
    assert_ne!(few.fingerprint, many.fingerprint);
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_played_without_a_gap() {
    let model = model(STARTER);
    let watch = Watch::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    let replications = std::thread::scope(|scope| {
        scope.spawn(|| {
            while watch.done.load(Ordering::Relaxed) < 3 {
                std::thread::yield_now();
            }
            watch.stop.store(true, Ordering::Relaxed);
        });
        pool.install(|| replicate(&model, 7, 1_000_000, &watch))
    });
    let numbers: Vec<u64> = replications.played.iter().map(|played| played.number).collect();
    assert!(numbers.len() >= 3 && numbers.len() < 1_000_000);
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
}

#[test]
fn the_median_replication_is_told_as_it_was_played() {
    let model = model(STARTER);
    let replications = played(&model, 21, 2);
    let number = median_replication(&replications).expect("some were played");
    let first = replications.played.iter().find(|played| played.number == number).expect("it was played");
    // Where nothing was held there is no story, however early an attempt that was prevented was declared.
    let declared: Vec<SimTime> =
        replications.played.iter().map(|it| it.first_declaration).filter(|at| *at < SimTime::MAX).collect();
    let half = declared.len() / 2;
    assert!((4..21).contains(&declared.len()), "{declared:?}");
    assert!(declared.iter().filter(|at| **at < first.first_declaration).count() <= half);
    assert!(declared.iter().filter(|at| **at > first.first_declaration).count() <= half);
    // `replay` itself asserts that the fingerprint is the same with the trace on.
    let entries =
        replay(&model, &replications, number, |outcome| outcome.trace.map(|trace| trace.entries.len()));
    assert!(entries.is_some_and(|entries| entries > 100));
}

#[test]
fn what_holds_nothing_has_no_declaration_to_tell() {
    let model = model(include_str!("../scenarios/technical-arrangement.ron"));
    let replications = played(&model, 40, 2);
    let mut prevented = 0;
    for played in &replications.played {
        let (held, declared) = replay(&model, &replications, played.number, |outcome| {
            let responses = || outcome.ledger.responses.iter();
            let declared = |it: &jointex::sim::ResponseLedger| {
                it.milestones[Milestone::Declared as usize] < SimTime::MAX
            };
            (responses().any(|it| it.origin < SimTime::MAX), responses().any(declared))
        });
        assert!(held || played.first_declaration == SimTime::MAX, "replication {}", played.number);
        prevented += usize::from(declared && !held);
    }
    assert!(prevented > 0, "an attempt that was prevented is declared in some");
}

/// Plays until the mean wait of alerts is known to `relative`, at most `most` times.
fn precise(model: &Model, relative: f64, most: u64, threads: usize) -> (Precision, Replications) {
    let measures = replicate(model, 7, 0, &Watch::default()).measures;
    let place =
        measures.names.iter().position(|name| name == "alert_wait[team=soc-mod]").expect("it is measured");
    let precision = Precision { place, relative };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let enough = |replications: &Replications| precision.is_enough(replications);
    let watch = Watch::default();
    (precision, pool.install(|| replicate_until(model, 7, most, &watch, enough)))
}

#[test]
fn a_mean_is_as_precise_as_was_asked_for() {
    let model = model(STARTER);
    let (wished, one) = precise(&model, 0.05, 10_000, 1);
    let number = one.played.len() as u64;
    assert!(wished.is_enough(&one) && number > 50 && number < 10_000, "{number}");
    assert_eq!(one.asked, number);
    // Without the last block it was not: nothing was played in vain.
    let before = played(&model, number - 50, 2);
    assert!(!wished.is_enough(&before), "{:?}", wished.reached(&before));
    // Neither threads nor blocks change what was played.
    let (_, three) = precise(&model, 0.05, 10_000, 3);
    assert_eq!((one.fingerprint, &one.played), (three.fingerprint, &three.played));
    assert_eq!(as_json(&model, &one), as_json(&model, &played(&model, number, 2)));
}

#[test]
fn precision_has_a_least_and_a_most() {
    let model = model(STARTER);
    assert_eq!(precise(&model, 10.0, 10_000, 2).1.played.len(), 50);
    let (wished, capped) = precise(&model, 1e-6, 120, 2);
    assert!(capped.played.len() == 120 && !wished.is_enough(&capped));
    assert_eq!(precise(&model, 1e-6, 20, 2).1.played.len(), 20);
}

#[test]
fn curves_fall_within_their_bands() {
    let model = model_with(STARTER, &[("endex", "30h")]);
    let replications = played(&model, 100, 2);
    let summary = summarise(&model, &replications);
    let mut curves = 0;
    for (place, measure) in summary.measures.iter().enumerate() {
        let curve = survival(&replications, place).steps;
        if curve.is_empty() {
            continue;
        }
        curves += 1;
        assert!(curve.is_sorted_by(|a, b| a.time_h < b.time_h && a.survival > b.survival));
        let inside = |step: &jointex::study::SurvivalStep| {
            step.low.is_nan() || (step.low <= step.survival && step.survival <= step.high)
        };
        assert!(curve.iter().all(inside), "{curve:?}");
        assert_eq!(curve[0].at_risk as u64, measure.observed + measure.censored);
        // Where nothing was cut short, it falls to nothing.
        assert!(measure.censored > 0 || curve.last().is_some_and(|step| step.survival == 0.0), "{place}");
    }
    assert!(curves > 5, "{curves}");
}

#[test]
fn counts_and_causes_of_a_summary_add_up() {
    let model = model_with(STARTER, &[("endex", "30h")]);
    let replications = played(&model, 40, 2);
    let summary = summarise(&model, &replications);
    for (measure, name) in summary.measures.iter().zip(&replications.measures.names) {
        assert_eq!(measure.observed + measure.censored + measure.not_at_risk, 40, "{name}");
        assert!(measure.q05 <= measure.median || measure.median.is_none(), "{name}: {measure:?}");
    }
    for causes in summary.causes.iter().flatten() {
        assert!(CAUSED.contains(&causes.milestone));
        let of_teams: f64 = causes.by_team.iter().flatten().sum();
        let unseen = causes.hours[State::Unseen as usize];
        assert!((of_teams + unseen - causes.hours.iter().sum::<f64>()).abs() < 1e-9);
    }
    for objective in &summary.objectives {
        assert_eq!(objective.met + objective.missed + objective.not_tested, 40);
    }
}

#[test]
fn hours_by_cause_add_up_to_every_response_time() {
    let model = model(STARTER);
    let replications = played(&model, 40, 2);
    let mut seen = 0;
    for played in &replications.played {
        for (place, micros) in &played.causes {
            let place = *place as usize;
            assert_eq!(replications.measures[place].quantity.unit(), Unit::Time);
            assert_eq!(played.values[place].number(), Some(micros.iter().sum::<u64>() as f64));
            seen += usize::from(matches!(played.values[place], Value::Observed(_)));
        }
    }
    assert!(seen > 50);
}

#[test]
fn json_has_a_version_a_fingerprint_and_a_value_for_every_measure() {
    let model = model(STARTER);
    let report: serde_json::Value =
        serde_json::from_str(&as_json(&model, &played(&model, 4, 1))).expect("JSON");
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["fingerprint"].as_str().map(str::len), Some(16));
    let measures = report["measures"].as_array().map(Vec::len);
    for played in report["played"].as_array().expect("a list") {
        assert_eq!(played["values"].as_array().map(Vec::len), measures);
        assert_eq!(played["statuses"].as_str().map(str::len), measures);
    }
}

#[test]
fn csv_has_a_row_for_every_replication_and_measure() {
    let model = model(STARTER);
    let replications = played(&model, 3, 1);
    let table = as_csv(&model, &replications);
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<::csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().expect("every row has all columns");
    assert_eq!(rows.len(), 3 * (replications.measures.regular + model.objectives.len()));
}
