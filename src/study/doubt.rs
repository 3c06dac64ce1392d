//! Which faults of a faulty study are told beside those that are known, so that all are told at once.
//!
//! **Invariant:** what is told here is still told when the faults that are known are mended.

use crate::compile::{Doubt, OF_PATHS, first_field};
use crate::diagnostic::{Diagnostic, Place, Sources, codes};
use crate::scenario::{ParsedStudy, Study, Word, entry_around, field_around};

/// What may be so only because something of the study could not be read.
const OF_A_WHOLE: &[&str] = &[
    codes::EMPTY,
    codes::LEVELS,
    codes::PAIRED,
    codes::UNFIT_ROW,
    codes::UNKNOWN_ID,
    codes::OTHER_LEVEL,
    codes::SAME_POINTS,
];

/// Looking up where a fault stands takes a reading each: with more than these, those of reading are enough to begin with.
const MOST: usize = 256;

/// Leaves in doubt what a study sets, as far as it could not be read (then that is everything) or set.
pub fn doubt_set(study: &Study, read: &ParsedStudy, is_set: bool, sources: &Sources, doubt: &mut Doubt) {
    let in_set = |place: Place| field_around(sources.text(place.source), place.start as usize) == Some("set");
    let errors = read.diagnostics.iter().filter(|it| it.is_error()).filter_map(|it| it.place);
    doubt.of_all |= errors.take(MOST).any(in_set);
    if !is_set {
        doubt.fields.extend(study.set.iter().map(|(path, _)| first_field(path).to_owned()));
    }
}

/// Of what was `found` in a study, or in what could be read of it, what does not follow from a fault of reading it, nor from one in
/// those fields of its scenario that are in `doubt`.
pub fn sure(
    found: Vec<Diagnostic>,
    study: &Study,
    read: &ParsedStudy,
    doubt: &Doubt,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let entry = |place: Place| (place.source, entry_around(sources.text(place.source), place.start as usize));
    let errors = read.diagnostics.iter().filter(|it| it.is_error()).filter_map(|it| it.place);
    let lost: Vec<Place> = errors.chain(read.lost.iter().copied()).collect();
    if !lost.is_empty() && lost.len() + found.len() > MOST {
        return Vec::new();
    }
    let entries: Vec<_> = lost.iter().copied().map(entry).collect();
    let factors = study.factors.iter().flat_map(|factor| &factor.paths);
    let paths: Vec<&Word> = factors.chain(study.uncertain.iter().flat_map(|it| &it.paths)).collect();
    let in_doubt = |fault: &Diagnostic| {
        let path = paths.iter().find(|path| fault.place.is_some_and(|place| path.place.touches(place)));
        match fault.code {
            codes::UNKNOWN_VARIANT => doubt.is_of("variants"),
            code if OF_PATHS.contains(&code) => path.is_some_and(|path| doubt.is_of(path)),
            _ => false,
        }
    };
    let follows = |fault: &Diagnostic| {
        let Some(place) = fault.place.filter(|place| !place.is_nowhere()) else { return true };
        // What a slot does not take, it does not take beside anything else.
        let by_itself = OF_PATHS.contains(&fault.code) || fault.code.starts_with("E00");
        let here =
            if by_itself { lost.iter().any(|it| it.touches(place)) } else { entries.contains(&entry(place)) };
        here || OF_A_WHOLE.contains(&fault.code)
    };
    found.into_iter().filter(|fault| !in_doubt(fault) && (lost.is_empty() || !follows(fault))).collect()
}
