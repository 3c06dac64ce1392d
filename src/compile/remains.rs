//! What can be said of a scenario that could be read only in part, without guessing.
//!
//! What is wrong with a whole may follow from a part that is missing, so only parts are judged: values out of range,
//! unknown names, the changes of variants. A name is unknown only if it does not stand in what could not be read, and a
//! path leads nowhere only if the field of the scenario that it begins with could be read as a whole.
//!
//! **Invariant:** what is told here is still told when the faults that are known are mended.

use super::compile;
use crate::diagnostic::{Diagnostic, Place, Sources, codes};
use crate::scenario::{Scenario, field_around};

/// Looks for more faults in what could be read of a faulty scenario, so that all are told at once. `known` are the faults
/// of reading it, and `lost` is what could not be read.
///
/// Only unknown names and values out of range are told, for what is wrong with a whole may follow from a part that could
/// not be read. A stand-in has no place, and what is said of one is left out.
pub fn more_faults(
    remains: &Scenario,
    lost: &[Place],
    sources: &Sources,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let known_places = || known.iter().filter_map(|fault| fault.place);
    let lost_texts: Vec<&str> =
        known_places().chain(lost.iter().copied()).map(|place| sources.slice(place)).collect();
    // A file that could not be read may hold any name.
    let files = [codes::OUTSIDE_FOLDER, codes::UNREADABLE, codes::INCLUDE_RING, codes::INCLUDE_NAME];
    let whole = !known.iter().any(|fault| files.contains(&fault.code))
        && !lost.iter().any(|place| sources.slice(*place).contains("file"));
    let is_lost = |name: &str| {
        let mut parts =
            name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+' | '@')));
        parts.any(|part| !part.is_empty() && lost_texts.iter().any(|text| text.contains(part)))
    };
    let (_, mut found) = compile(remains, sources);
    found.retain(|fault| {
        let Some(place) = fault.place else { return false };
        let about_a_name = fault.code.starts_with("E02") && whole && !is_lost(sources.slice(place));
        let is_new = known_places().all(|other| !place.touches(other));
        is_new && (about_a_name || fault.code.starts_with("E03") && !OF_A_WHOLE.contains(&fault.code))
    });
    found
}

/// Of the values out of range, those that may be so because something could not be read: a list that could not is empty,
/// and one without an element does not add up.
const OF_A_WHOLE: &[&str] = &[
    codes::EMPTY,
    codes::SHARES,
    codes::FAULTS_OF_NO_TIME,
    codes::GRAPH,
    codes::TOPOLOGY_SIZE,
    codes::OTHER_ZONE,
];

/// Faults of a path that may follow from what could not be read.
pub const OF_PATHS: &[&str] = &[codes::NO_SUCH_PART, codes::NO_SUCH_ELEMENT, codes::AMBIGUOUS_ELEMENT];

/// The fields of a scenario's file of which not everything is known.
#[derive(Debug, Clone, Default)]
pub struct Doubt {
    /// Whether that are all.
    pub of_all: bool,
    /// Their names.
    pub fields: Vec<String>,
}

impl Doubt {
    /// Those in which a fault is known or something is lost.
    pub fn of(lost: &[Place], sources: &Sources, known: &[Diagnostic]) -> Doubt {
        // Looking up where a fault stands takes a reading each.
        const MOST: usize = 64;
        let errors = known.iter().filter(|it| it.is_error()).filter_map(|it| it.place);
        let places: Vec<Place> = errors.chain(lost.iter().copied()).collect();
        if places.len() > MOST {
            return Doubt { of_all: true, fields: Vec::new() };
        }
        let field = |place: &Place| field_around(sources.text(place.source), place.start as usize);
        let fields: Vec<String> =
            places.iter().map(|place| field(place).map_or(String::new(), String::from)).collect();
        Doubt { of_all: fields.iter().any(|field| field == "include" || field.is_empty()), fields }
    }

    /// Whether a path leads into one.
    pub fn is_of(&self, path: &str) -> bool {
        self.of_all || self.fields.iter().any(|field| field == first_field(path))
    }
}

/// The field of a scenario's file into which a path leads.
pub fn first_field(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default().trim()
}

/// The faults in the changes of a faulty scenario's variants: in their paths, and in their values as far as one can be read
/// for itself. `sources` gets the texts of the changes.
pub fn faults_of_changes(
    remains: &Scenario,
    lost: &[Place],
    sources: &mut Sources,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let doubt = Doubt::of(lost, sources, known);
    let mut told: Vec<Diagnostic> = Vec::new();
    for variant in &remains.variants {
        let mut varied = remains.clone();
        for (path, text) in &variant.set {
            // A change that could not be read has been told.
            if path.place.is_nowhere() || text.place.is_nowhere() {
                continue;
            }
            let by = format!("variant `{}`", variant.id);
            let faults =
                varied.change((path, text), &by, (path.place, text.place), sources).err().unwrap_or_default();
            let sure = |fault: &Diagnostic| !OF_PATHS.contains(&fault.code) || !doubt.is_of(path);
            for fault in faults.into_iter().filter(sure) {
                if !told.contains(&fault) {
                    told.push(fault.note(format!("in the variant `{}`", variant.id)));
                }
            }
        }
    }
    told
}
