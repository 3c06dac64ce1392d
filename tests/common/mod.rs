//! What the tests of the whole engine share: from the text of a scenario to replications.
//!
//! **Invariant:** a scenario that does not compile without fault is a fault of the test, and is shown as such.
#![allow(dead_code, reason = "each test file uses its own part")]

use jointex::compile::compile;
use jointex::diagnostic::Place;
use jointex::model::Model;
use jointex::scenario::{LoadError, parse};
use jointex::sim::{Outcome, Worker};

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
