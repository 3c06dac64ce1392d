//! What the tests of the whole engine share: from the text of a scenario to replications, and their means against theory.
//!
//! **Invariant:** a scenario that does not compile without fault is a fault of the test, and is shown as such.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod desk;
pub mod page;
pub mod sweep;

use jointex::compile::{compile, explicit};
use jointex::diagnostic::Place;
use jointex::model::Model;
use jointex::scenario::{LoadError, parse};
use jointex::sim::{Outcome, Worker};
use jointex::statistics::{Estimate, mean_interval, wilson};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The scenarios that are shipped, sorted; what is beside them with a language in its name has their words.
pub fn shipped() -> Vec<PathBuf> {
    let entries =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).expect("there are scenarios");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    let name =
        |path: &Path| path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    files.retain(|path| name(path).split_once('.').is_some_and(|(_, endings)| endings == "ron"));
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    files
}

/// Compiles a scenario after setting some paths.
pub fn model_with(text: &str, overrides: &[(&str, &str)]) -> Model {
    let mut parsed =
        parse("test.ron", text, &mut |path| Err(LoadError(format!("the test has no file {path}"))));
    let show = |diagnostics: &[jointex::diagnostic::Diagnostic], sources: &jointex::diagnostic::Sources| {
        diagnostics.iter().map(|diagnostic| diagnostic.render(sources, false, 110)).collect::<String>()
    };
    let Some(mut scenario) = parsed.scenario.take() else {
        panic!("{}", show(&parsed.diagnostics, &parsed.sources))
    };
    for (path, value) in overrides {
        let set = scenario.set(path, value, "--set", Place::NOWHERE, &mut parsed.sources);
        if let Err(faults) = set {
            panic!("{}", show(&faults, &parsed.sources));
        }
    }
    let (model, diagnostics) = compile(&scenario, &parsed.sources);
    model.unwrap_or_else(|| panic!("{}", show(&diagnostics, &parsed.sources)))
}

/// A scenario written out in full, with all that the library and the language add; and what is told of the one and the other.
pub fn written_out(text: &str) -> (String, [Vec<String>; 2]) {
    let mut none = |path: &str| Err(LoadError(format!("the test has no file {path}")));
    let mut parsed = parse("test.ron", text, &mut none);
    let mut scenario = parsed.scenario.expect("it has no fault");
    let told = |found: Vec<jointex::diagnostic::Diagnostic>| {
        let mut told: Vec<String> = found.iter().map(|it| format!("{} {}", it.code, it.message)).collect();
        told.sort();
        told
    };
    let before = told(compile(&scenario, &parsed.sources).1);
    let marks = explicit(&mut scenario, &mut parsed.sources);
    let whole = scenario.written_out(&marks);
    let parsed = parse("whole.ron", &whole, &mut none);
    let Some(scenario) = parsed.scenario else {
        let told: Vec<String> =
            parsed.diagnostics.iter().map(|it| it.render(&parsed.sources, false, 110)).collect();
        panic!("{}", told.join("\n"))
    };
    let after = told(compile(&scenario, &parsed.sources).1);
    (whole, [before, after])
}

/// Compiles a scenario.
pub fn model(text: &str) -> Model {
    model_with(text, &[])
}

/// Plays replications 1 to `replications` with seed 1, and looks at each.
pub fn play<T>(
    model: &Model,
    replications: u64,
    trace: bool,
    mut look: impl FnMut(&Outcome<'_>) -> T,
) -> Vec<T> {
    let mut worker = Worker::new(model);
    (1..=replications).map(|replication| look(&worker.play(1, replication, trace))).collect()
}

/// A scenario's text with some of it replaced, wherever it stands.
pub fn replaced_in(text: &str, replaced: &[(&str, &str)]) -> String {
    replaced.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Plays replications 1 to `replications` with a seed on all threads, and looks at each with its number; what it sees comes
/// in the order of the numbers.
pub fn play_seeded<T: Send>(
    model: &Model,
    seed: u64,
    replications: u64,
    trace: bool,
    look: impl Fn(u64, &Outcome<'_>) -> T + Sync,
) -> Vec<T> {
    // Long pieces, for each begins with a worker of its own.
    let piece = (replications as usize).div_ceil(4 * rayon::current_num_threads());
    let numbers = (0..replications as usize).into_par_iter().with_min_len(piece.max(1));
    numbers
        .map_init(
            || Worker::new(model),
            |worker, number| {
                let number = number as u64 + 1;
                look(number, &worker.play(seed, number, trace))
            },
        )
        .collect()
}

/// The confidence of every check against theory: among a thousand true ones, one is expected to fail by chance.
const CONFIDENCE: f64 = 0.999;

/// Checks a mean: the interval of the values contains the one expected, is at most `width` of it wide on either side, and
/// does not contain it shifted by a tenth, so that the check could have failed.
#[track_caller]
pub fn check(values: &[f64], expected: f64, width: f64) {
    check_estimate(mean_interval(values, CONFIDENCE), expected, width * expected, 0.1 * expected);
}

/// Checks a probability by ones and zeros, or by shares that are equally long looks at it: the interval contains the one
/// expected, is at most 0.01 wide on either side, and does not contain it shifted by 0.05.
#[track_caller]
pub fn check_probability(values: &[f64], expected: f64) {
    // Wilson's interval holds for rare events too, where the mean's is too narrow.
    let estimate = if values.iter().all(|&value| value == 0.0 || value == 1.0) {
        wilson(values.iter().sum::<f64>() as u64, values.len() as u64, CONFIDENCE)
    } else {
        mean_interval(values, CONFIDENCE)
    };
    check_estimate(estimate, expected, 0.01, 0.05);
}

#[track_caller]
fn check_estimate(estimate: Estimate, expected: f64, width: f64, shift: f64) {
    let Estimate { mean, low, high, .. } = estimate;
    assert!(low <= expected && expected <= high, "{expected} is not in {low}..{high} about {mean}");
    assert!((high - low) / 2.0 <= width, "{low}..{high} is wider than {width} either side of {expected}");
    for shifted in [expected - shift, expected + shift] {
        assert!(shifted < low || high < shifted, "the test can't tell {shifted} from {expected}");
    }
}
