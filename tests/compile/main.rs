//! What compile finds in a scenario, told exactly, and what it makes of a sound one.
//!
//! Each test changes a piece of `base.ron`.

mod attacks;
mod centres;
mod cooperation;
mod crises;
mod defaults;
mod detection;
mod exercise;
mod flows;
mod ladders;
mod law;
mod lowering;
mod maturity;
mod names;
mod network;
mod obligations;
mod robustness;
mod staffing;
mod staffs;
mod studies;
mod suspicious;
mod tables;
mod targets;
mod teams;
mod values;
mod variants;

use expect_test::Expect;
use jointex::compile::compile;
use jointex::diagnostic::{Diagnostic, Sources, any_error};
use jointex::model::Model;
use jointex::scenario::{LoadError, Scenario, parse};

const BASE: &str = include_str!("base.ron");

/// The base with some of its pieces replaced; each must occur exactly once.
fn changed(changes: &[(&str, &str)]) -> String {
    let mut text = String::from(BASE);
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "`{old}` must occur once");
        text = text.replacen(old, new, 1);
    }
    text
}

/// The changed base as records, which must parse.
fn parsed(changes: &[(&str, &str)]) -> (Scenario, Sources) {
    let text = changed(changes);
    let parsed = parse("t.ron", &text, &mut |_| Err(LoadError(String::from("there are no other files"))));
    let faults = rendered(&parsed.diagnostics, &parsed.sources);
    match parsed.scenario {
        Some(scenario) => (scenario, parsed.sources),
        None => panic!("{faults}"),
    }
}

fn rendered(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| diagnostic.render(sources, false, 130) + "\n").collect()
}

/// Compiles the changed base and compares all that is told. A model comes exactly when nothing told is an error.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: Expect) {
    let (scenario, sources) = parsed(changes);
    let (model, found) = compile(&scenario, &sources);
    assert_eq!(model.is_some(), !any_error(&found));
    expected.assert_eq(&rendered(&found, &sources));
}

/// The model of the changed base, which must compile without errors.
#[track_caller]
fn model(changes: &[(&str, &str)]) -> Model {
    let (scenario, sources) = parsed(changes);
    let (model, found) = compile(&scenario, &sources);
    match model {
        Some(model) => model,
        None => panic!("{}", rendered(&found, &sources)),
    }
}
