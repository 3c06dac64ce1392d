//! What holds of every text.
//!
//! **Invariant:** a property that is broken panics; nothing here depends on time.

use jointex::compile::{check_variants, compile, more_faults};
use jointex::diagnostic::{Diagnostic, Sources, any_error};
use jointex::measure::{Chronicle, Measures, narrate, value};
use jointex::model::Model;
use jointex::report::{Narration, analysis_report, csv, dot, json, run_report, terminal, trace};
use jointex::scenario::{LoadError, Scenario, parse};
use jointex::sim::{Budget, Worker};
use jointex::study::{Watch, median_replication, replay, replicate};

/// A file that includes may name.
const FRAGMENT: &str = r#"Scenario(format: 1, organisations: [(id: "org")], crews: [(id: "it", organisation: "org", seats: 1)])"#;
/// And one that topologies may.
pub const GRAPH: &str = r#"<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>"#;

/// Whether a terminal would obey or hide it.
fn commands(c: char) -> bool {
    (c < ' ' && c != '\n')
        || ('\u{7f}'..='\u{9f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
        || "\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}\u{feff}".contains(c)
}

/// Nothing in a text that is shown commands the terminal.
#[track_caller]
fn is_harmless(shown: &str) {
    if let Some(at) = shown.find(commands) {
        let around: String = shown[..at].chars().rev().take(60).collect();
        panic!("a terminal would obey what follows {:?}", around.chars().rev().collect::<String>());
    }
}

/// Every diagnostic points into its text and can be shown.
pub fn are_told_well(diagnostics: &[Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics {
        let also = diagnostic.also.iter().map(|(place, _)| *place);
        for place in diagnostic.place.into_iter().chain(also) {
            let (start, text) = (place.start as usize, sources.text(place.source));
            assert!((place.source as usize) < sources.len(), "{diagnostic:?} is in no text");
            assert!(
                text.get(start..start + place.len as usize).is_some(),
                "{diagnostic:?} is outside its text"
            );
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.code.is_empty());
    }
    for diagnostic in diagnostics.iter().take(40) {
        is_harmless(&diagnostic.render(sources, false, 80));
    }
}

/// Parses a text; what is wrong is told.
pub fn parses(text: &str) -> Option<(Scenario, Sources)> {
    let parsed = parse("s.ron", text, &mut |path| match path {
        "fragment.ron" => Ok(FRAGMENT.to_owned()),
        "graph.graphml" => Ok(GRAPH.to_owned()),
        _ => Err(LoadError("there is no such file".to_owned())),
    });
    assert_eq!(parsed.scenario.is_some(), !any_error(&parsed.diagnostics));
    are_told_well(&parsed.diagnostics, &parsed.sources);
    if let Some(remains) = &parsed.remains {
        are_told_well(
            &more_faults(remains, &parsed.lost, &parsed.sources, &parsed.diagnostics),
            &parsed.sources,
        );
    }
    Some((parsed.scenario?, parsed.sources))
}

/// Compiles a scenario and its variants; what is wrong is told.
pub fn compiles(scenario: &Scenario, sources: &mut Sources) -> Option<Model> {
    let (model, found) = compile(scenario, sources);
    assert_eq!(model.is_some(), !any_error(&found));
    are_told_well(&found, sources);
    if scenario.variants.len() <= 8 {
        let of_variants = check_variants(scenario, &found, sources);
        are_told_well(&of_variants, sources);
    }
    model
}

/// Plays, measures and reports; whatever compiles can be played.
pub fn plays(model: &Model, budget: Budget) {
    let measures = Measures::of(model);
    let mut checked = Worker::checked(model, budget);
    let before = {
        let outcome = checked.play(1, 1, true);
        for measure in &measures.list {
            value(model, &outcome, measure);
        }
        let told = narrate(model, &outcome, 40);
        assert!(told.lines.len() <= 40);
        let chronicle = Chronicle::new(model, outcome.trace.expect("the trace is on"));
        let mut lines = Vec::new();
        trace::write(&chronicle, &mut lines).expect("memory");
        is_harmless(&String::from_utf8(lines).expect("UTF-8"));
        (outcome.ending, outcome.events, outcome.fingerprint)
    };
    let again = checked.play(1, 1, false);
    assert_eq!((again.ending, again.events, again.fingerprint), before, "with the trace off");
    let watch = Watch { budget, ..Watch::default() };
    let replications = replicate(model, 1, 2, &watch);
    let first = &replications.played[0];
    assert_eq!((first.ending, first.events, first.fingerprint), before, "by another worker");
    let number = median_replication(&replications).unwrap_or(1);
    let narration = replay(model, &replications, number, |outcome| Narration {
        number,
        fingerprint: outcome.fingerprint,
        median: false,
        telling: narrate(model, outcome, 20),
    });
    let report = run_report(model, &replications, Some(narration));
    is_harmless(&terminal::page(&report, terminal::Look { width: 80, color: false, full: false }));
    let mut written = Vec::new();
    json::write(&report, &mut written).expect("memory");
    is_harmless(str::from_utf8(&written).expect("UTF-8"));
    serde_json::from_slice::<serde_json::Value>(&written).expect("JSON");
    let mut table = Vec::new();
    csv::write(model, &replications, &mut table).expect("memory");
    let mut table = ::csv::Reader::from_reader(&*table);
    assert!(table.records().all(|row| row.is_ok()));
}

/// Analyses; whatever compiles can be analysed.
pub fn is_analysed(model: &Model) {
    let report = analysis_report(model, None);
    is_harmless(&terminal::analysis_page(&report, terminal::Look { width: 80, color: false, full: false }));
    is_harmless(&dot::zones(model, &report));
    let mut written = Vec::new();
    json::write(&report, &mut written).expect("memory");
    is_harmless(str::from_utf8(&written).expect("UTF-8"));
}
