//! Whether the measures that a study names keep anything.
//!
//! A study names measures as objectives do, but what it leaves out is not chosen for it: `time_to_declare[org=cert-eu]` keeps that
//! time of every campaign, and `time_to_declare` that of everybody. Only the origin is never left open: a time counts from the
//! first hold unless `from` says otherwise.
//!
//! **Invariant:** a study that passes keeps at least one measure for each that it names.

use crate::diagnostic::{Diagnostic, codes, did_you_mean, one_of};
use crate::model::Quantity;
use crate::scenario::study::Study;
use crate::scenario::{Measure, Scenario, inject_of};
use std::collections::BTreeSet;

/// Whether a measure as a study writes it means the one with this full name, whatever its time counts from.
fn keeps(wanted: &str, name: &str) -> bool {
    let ((wanted, asked), (name, has)) = (parts(wanted), parts(name));
    wanted == name && asked.iter().all(|filter| filter.0 == "from" || has.contains(filter))
}

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

/// The quantity and the filters of a measure.
fn parts(measure: &str) -> (&str, Vec<(&str, &str)>) {
    let (name, rest) = measure.split_once('[').unwrap_or((measure, ""));
    let filters = rest.trim_end_matches(']').split(',').filter_map(|filter| filter.split_once('='));
    (name.trim(), filters.map(|(key, value)| (key.trim(), value.trim())).collect())
}

/// Faults of measures that keep none of those with these names.
pub fn check_measures(
    study: &Study,
    scenario: &Scenario,
    names: &BTreeSet<String>,
    faults: &mut Vec<Diagnostic>,
) {
    for measure in &study.measures {
        check_origin(measure, scenario, faults);
        let written = measure.to_string();
        if names.iter().any(|name| keeps(&written, name)) {
            continue;
        }
        let known = || Quantity::ALL.iter().map(|quantity| quantity.name());
        let quantity = measure.name.text.as_str();
        let fault = if known().any(|name| name == quantity) {
            let message = format!("nothing in the scenario is measured by `{written}`");
            let fault =
                Diagnostic::error(codes::NOTHING_MEASURED, measure.place, message).label("keeps nothing");
            let same = || names.iter().map(String::as_str).filter(|name| parts(name).0 == quantity);
            let there_is = || same().next().map(|_| format!("there is {}", one_of(same())));
            fault.help(did_you_mean(&written, same()).or_else(there_is))
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

#[cfg(test)]
mod tests {
    use super::keeps;

    #[test]
    fn what_is_left_out_is_left_open() {
        let name = "time_to_declare[org=cert-eu, campaign=north-star]";
        let kept = ["", "[org=cert-eu]", "[campaign=north-star, org=cert-eu]", "[from=Startex]"];
        for filters in kept {
            assert!(keeps(&format!("time_to_declare{filters}"), name), "{filters}");
        }
        for wanted in ["time_to_detect", "time_to_declare[org=nato]", "time_to_declare[team=cert-eu]"] {
            assert!(!keeps(wanted, name), "{wanted}");
        }
    }
}
