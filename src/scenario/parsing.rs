//! From texts to a scenario: parsing, includes, and the checks that concern whole files.
//!
//! **Invariant:** [`Parsed::scenario`] is there exactly when no diagnostic is an error.

use super::Scenario;
use super::reading::Reader;
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};

/// The version of the language that this program reads.
pub const FORMAT: u32 = 1;

/// Why a file could not be loaded: a sentence for the user, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

/// What parsing found.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The scenario, unless a diagnostic is an error.
    pub scenario: Option<Scenario>,
    /// Every text that was read, for rendering diagnostics.
    pub sources: Sources,
    /// All faults and warnings, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the main file's text, and the fragments that it includes.
///
/// `name` is what the user calls the main file. `load` returns the text of a file by its path relative to the main file's folder, with
/// slashes; it is asked only for paths within that folder.
pub fn parse(name: &str, text: &str, load: &mut dyn FnMut(&str) -> Result<String, LoadError>) -> Parsed {
    let _ = load;
    let mut sources = Sources::default();
    let source = sources.add(name, text, Place::NOWHERE);
    let (scenario, mut diagnostics) = read(source, text);
    sort(&mut diagnostics);
    let scenario = scenario.filter(|_| !any_error(&diagnostics));
    Parsed { scenario, sources, diagnostics }
}

/// Reads one text, quickly, and carefully if its structure is at fault.
fn read(source: u32, text: &str) -> (Option<Scenario>, Vec<Diagnostic>) {
    let reader = Reader::new(source, text);
    if let Ok(scenario) = reader.whole::<Scenario>(false) {
        return (Some(scenario), reader.into_faults());
    }
    if let Some(fault) = super::syntax::fault(text, reader.place(text)) {
        return (None, vec![fault]);
    }
    let scenario = reader.whole::<Scenario>(true).ok();
    (scenario, reader.into_faults())
}
