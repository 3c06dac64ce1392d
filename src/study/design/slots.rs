//! Factors held against the scenario: whether their paths lead somewhere and their slots take their levels.
//!
//! Every level is set on a clone of the scenario, in each variant that is played. What is wrong is told where it is written in
//! the study rather than in the change that was tried.
//!
//! **Invariant:** the scenario and the sources stay as they are.

use super::axis::Axis;
use super::scale::{Kind, Range, Scale};
use crate::diagnostic::{Diagnostic, Place, Sources, codes};
use crate::scenario::Scenario;

/// The most levels of one factor that are tried.
pub const MOST: usize = 10_000;

/// Why a factor's changes are made, as the user knows it; [`home`] reads the id out of it again.
pub fn asked_by(id: &str) -> String {
    format!("factor `{id}`")
}

/// Sets the levels of a factor on clones of scenarios, each with the variant that it is; `grid` says whether every level of a
/// range is played, or what lies between.
pub fn try_levels(
    axis: &Axis,
    scenarios: &[(Option<&str>, &Scenario)],
    grid: bool,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) {
    let mut levels: Vec<String> = match &axis.scale {
        Scale::Listed(levels) => levels.iter().map(|level| level.text.clone()).collect(),
        Scale::Range(range) if grid => {
            (0..range.levels.min(MOST)).map(|level| axis.scale.level(level).text).collect()
        }
        Scale::Range(range) => [range.low, (range.low + range.high) / 2.0, range.high]
            .map(|value| range.level(value).text)
            .to_vec(),
        Scale::Open => axis.texts.iter().take(MOST).map(|text| text.text.trim().to_owned()).collect(),
    };
    // Where no level is known, the paths are tried all the same.
    let paths_only = levels.is_empty();
    levels.resize(levels.len().max(1), String::new());
    let mut told: Vec<Diagnostic> = Vec::new();
    for (variant, scenario) in scenarios {
        for path in &axis.paths {
            let (mut tried, mut texts) = ((*scenario).clone(), sources.clone());
            for level in &levels {
                let set = tried.set(path, level, &asked_by(&axis.id), Place::NOWHERE, &mut texts);
                let found = set.err().unwrap_or_default();
                let leads_nowhere = found.iter().any(is_of_path);
                for fault in found.into_iter().filter(|fault| !paths_only || is_of_path(fault)) {
                    let mut fault =
                        moved_home(fault, std::slice::from_ref(axis), &texts, sources.len() as u32);
                    if !is_of_path(&fault) && !axis.texts.iter().any(|text| text.text.trim() == level) {
                        fault.notes.push(format!("the level tried is `{level}`"));
                    }
                    if let (Scale::Range(_), codes::UNKNOWN_WORD) = (&axis.scale, fault.code) {
                        fault.help = Some(String::from("list the words as `values` instead of a range"));
                    }
                    let is_same = |other: &Diagnostic| {
                        other.code == fault.code
                            && other.place == fault.place
                            && other.message == fault.message
                    };
                    if !told.iter().any(is_same) {
                        fault.notes.extend(variant.map(|variant| format!("in the variant `{variant}`")));
                        told.push(fault);
                    }
                }
                if leads_nowhere {
                    break;
                }
            }
        }
    }
    faults.extend(told);
}

/// Whether it is a path that is at fault, whatever the level.
fn is_of_path(fault: &Diagnostic) -> bool {
    let of_paths = [
        codes::NOT_A_PATH,
        codes::NO_SUCH_PART,
        codes::NO_SUCH_ELEMENT,
        codes::AMBIGUOUS_ELEMENT,
        codes::NOT_SETTABLE,
    ];
    of_paths.contains(&fault.code)
}

/// The range as of whole numbers, where one of the paths takes only these.
pub fn as_taken(range: Range, axis: &Axis, scenario: &Scenario, sources: &Sources) -> Range {
    let takes = |value: f64| {
        axis.paths.iter().all(|path| {
            let (mut tried, mut texts) = (scenario.clone(), sources.clone());
            tried.set(path, &value.to_string(), "", Place::NOWHERE, &mut texts).is_ok()
        })
    };
    let whole = range.low.ceil();
    match range.of == Kind::Number && !takes(whole + 0.5) && takes(whole) {
        true => Range { of: Kind::Whole, ..range },
        false => range,
    }
}

/// A diagnostic with the places that lie in changes of factors moved to where the study says it; `first` is the number of the
/// first source that is no file.
pub fn moved_home(mut fault: Diagnostic, axes: &[Axis], sources: &Sources, first: u32) -> Diagnostic {
    let home = |place: Place| match place.source >= first {
        true => home(place, axes, sources),
        false => None,
    };
    if let Some(place) = fault.place.and_then(home) {
        fault.place = Some(place);
    }
    for (place, _) in &mut fault.also {
        *place = home(*place).unwrap_or(*place);
    }
    fault
}

/// Where the study says what stands at a place in a factor's change.
fn home(place: Place, axes: &[Axis], sources: &Sources) -> Option<Place> {
    let (by, written) = (sources.name(place.source), sources.text(place.source));
    let axis = axes.iter().find(|axis| by == asked_by(&axis.id))?;
    let is_path = |path: &str| written.strip_prefix(path).is_some_and(|rest| rest.starts_with('='));
    let path = axis.paths.iter().find(|path| is_path(path))?;
    let start = place.start as usize;
    if start < path.text.len() {
        let exact = sources.slice(path.place) == format!("\"{}\"", path.text);
        return Some(if exact { path.place.within(1 + start, place.len as usize) } else { path.place });
    }
    let value = written[path.text.len() + 1..].trim();
    let Some(text) = axis.texts.iter().find(|text| text.text.trim() == value) else {
        return Some(axis.place);
    };
    let (within, exact) = (start - path.text.len() - 1, sources.slice(text.place) == value);
    Some(if exact { text.place.within(within, place.len as usize) } else { text.place })
}
