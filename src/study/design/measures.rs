//! Whether the measures that a study names keep anything.
//!
//! **Invariant:** a study that passes keeps at least one measure for each that it names.

use crate::diagnostic::{Diagnostic, Sources, codes, did_you_mean, one_of};
use crate::model::Quantity;
use crate::scenario::study::Study;
use crate::scenario::{Measure, Scenario, inject_of};
use crate::study::kept::{passes, way_to};
use std::collections::BTreeSet;

/// Notes an origin that is none.
fn check_origin(measure: &Measure, scenario: &Scenario, faults: &mut Vec<Diagnostic>) {
    let Some((_, origin)) = measure.filters.iter().find(|(key, _)| key.text == "from") else { return };
    let inject = |no: &str| scenario.msel.iter().any(|inject| inject.no.text == no);
    let known = ["FirstHold", "FirstAlert", "Startex"].contains(&origin.text.as_str());
    if !known && !inject_of(&origin.text).is_some_and(inject) {
        let fault =
            Diagnostic::error(codes::ORIGIN, origin.place, format!("`{origin}` is no origin of a time"));
        let help =
            "it may be `FirstHold`, `FirstAlert`, `Startex` or `Inject(3)` with the number of an inject";
        faults.push(fault.label("counts from nothing").help(String::from(help)));
    }
}

/// Whether a measure is of an organisation, a campaign or a team that is written nowhere but in measures, behind `=`.
fn names_nothing(measure: &Measure, texts: &Sources) -> bool {
    let mut named =
        measure.filters.iter().filter(|(key, _)| matches!(&*key.text, "org" | "campaign" | "team"));
    named.any(|(_, id)| {
        // Of an id from an include, the last part is written there.
        let part = id.rsplit('/').next().unwrap_or_default();
        let written = |source: u32| {
            let (text, change) = (texts.text(source), texts.is_change(source));
            text.match_indices(part).any(|(at, _)| change || !text[..at].ends_with('='))
        };
        !(0..texts.len() as u32).any(written)
    })
}

/// Faults of measures that keep none of those with these names; there may be others if there are `texts`: then a measure is
/// at fault only if it names what none of them does.
pub fn check_measures(
    study: &Study,
    scenario: &Scenario,
    names: &BTreeSet<String>,
    texts: Option<&Sources>,
    faults: &mut Vec<Diagnostic>,
) {
    for measure in &study.measures {
        check_origin(measure, scenario, faults);
        let written = measure.to_string();
        if names.iter().any(|name| passes(&written, name)) {
            continue;
        }
        let known = || Quantity::ALL.iter().map(|quantity| quantity.name());
        let quantity = measure.name.text.as_str();
        let is_known = known().any(|name| name == quantity);
        if is_known && texts.is_some_and(|texts| !names_nothing(measure, texts)) {
            continue;
        }
        let fault = if is_known {
            let message = format!("nothing in the scenario is measured by `{written}`");
            let fault =
                Diagnostic::error(codes::NOTHING_MEASURED, measure.place, message).label("keeps nothing");
            let same: Vec<&str> =
                names.iter().map(String::as_str).filter(|name| passes(quantity, name)).collect();
            fault.help(way_to(&written, &same))
        } else {
            let message = format!("there is no measure `{quantity}`");
            let fault =
                Diagnostic::error(codes::UNKNOWN_MEASURE, measure.name.place, message).label("not known");
            fault.help(
                did_you_mean(quantity, known()).unwrap_or_else(|| format!("there is {}", one_of(known()))),
            )
        };
        faults.push(fault);
    }
}
