//! Results that must not change unless somebody means them to: the fingerprint of every scenario that is shipped, with
//! its variants, and the JSON of a small one.
//!
//! After a deliberate change of behaviour, `SNAPSHOTS=overwrite cargo test --test golden` writes the new results; say in the commit
//! why they changed.

mod common;

use std::fs;
use std::path::Path;

use jointex::compile::{compile, compile_variant};
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::library::or_built_in;
use jointex::measure::narrate;
use jointex::model::Model;
use jointex::report::{Narration, json, run_report};
use jointex::scenario::{LoadError, parse};
use jointex::sim::Worker;
use jointex::study::{Replications, Watch, median_replication, replay, replicate};
use snapbox::{assert_data_eq, file};

const SEED: u64 = 1;

/// Every file in `scenarios/` and every variant has a line, so one without a golden fails too.
#[test]
fn every_scenario_keeps_its_fingerprint() {
    let mut lines = String::from("scenario                 variant            replications  fingerprint\n");
    for file in common::shipped() {
        let name = file.file_stem().and_then(|stem| stem.to_str()).expect("a scenario has a name");
        for (variant, model) in models(&file) {
            let count = replications(&model);
            let alone = on_threads(1, &model, count);
            let shared = on_threads(2, &model, count);
            assert_eq!(
                alone.fingerprint, shared.fingerprint,
                "{name} {variant}: with one thread and with two"
            );
            assert_eq!(alone.played, shared.played, "{name} {variant}: with one thread and with two");
            lines += &format!("{name:<24} {variant:<18} {count:>12}  {:016x}\n", alone.fingerprint);
        }
    }
    assert_data_eq!(lines, file!["golden/fingerprints.txt"].raw());
}

#[test]
fn the_json_of_a_small_scenario_is_stable() {
    let model = common::model(include_str!("golden/tiny.ron"));
    let replications = on_threads(2, &model, 4);
    let number = median_replication(&replications).expect("a replication counts");
    let narration = replay(&model, &replications, number, |outcome| Narration {
        number,
        fingerprint: outcome.fingerprint,
        median: true,
        telling: narrate(&model, outcome, 40),
    });
    let mut written = Vec::new();
    json::write(&run_report(&model, &replications, Some(narration)), &mut written).expect("memory takes all");
    let written = String::from_utf8(written).expect("JSON is text");
    assert_data_eq!(written.replace(env!("CARGO_PKG_VERSION"), "VERSION"), file!["golden/tiny.json"].raw());
}

/// The scenario as it is written, under the name `-`, and each of its variants.
fn models(file: &Path) -> Vec<(String, Model)> {
    let folder = file.parent().expect("a scenario lies in a folder");
    let mut load = |path: &str| {
        or_built_in(path, |path| {
            fs::read_to_string(folder.join(path)).map_err(|error| LoadError(error.to_string()))
        })
    };
    let text = fs::read_to_string(file).expect("a scenario is text");
    let mut parsed = parse(&file.display().to_string(), &text, &mut load);
    let Some(scenario) = &parsed.scenario else { panic!("{}", shown(&parsed.diagnostics, &parsed.sources)) };

    let (model, found) = compile(scenario, &parsed.sources);
    assert!(found.is_empty(), "{}", shown(&found, &parsed.sources));
    let mut models = vec![(String::from("-"), model.expect("no fault, so a model"))];
    for variant in &scenario.variants {
        let (model, found) = compile_variant(scenario, &variant.id.text, &mut parsed.sources);
        assert!(found.is_empty(), "{}", shown(&found, &parsed.sources));
        models.push((variant.id.text.to_string(), model.expect("no fault, so a model")));
    }
    models
}

fn shown(found: &[Diagnostic], sources: &Sources) -> String {
    found.iter().map(|diagnostic| diagnostic.render(sources, false, 110) + "\n").collect()
}

/// As many replications as make about a million events, from 2 to 50.
fn replications(model: &Model) -> u64 {
    (1_000_000 / Worker::new(model).play(SEED, 1, false).events.max(1)).clamp(2, 50)
}

fn on_threads(threads: usize, model: &Model, count: u64) -> Replications {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    pool.install(|| replicate(model, SEED, count, &Watch::default()))
}
