//! From texts to a scenario: parsing, and the checks that concern whole files.
//!
//! **Invariant:** [`Parsed::scenario`] is there exactly when no diagnostic is an error.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::including::{Inclusion, beginning};
use super::reading::{Reader, Written};
use super::{Scenario, syntax};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};

/// The version of the language that this program reads.
pub const FORMAT: u32 = 1;

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 64 << 20;

/// Why a file could not be loaded: a few words for the user.
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
/// `name` is what the user calls the main file. `load` returns the text of a file by its path relative to the main file's
/// folder, with slashes; it is asked only for paths that stay within that folder as they are written.
pub fn parse(name: &str, text: &str, load: &mut dyn FnMut(&str) -> Result<String, LoadError>) -> Parsed {
    let (folder, file) = name.rfind('/').map_or(("", name), |at| name.split_at(at + 1));
    let (folder, chain) = (String::from(folder), vec![String::from(file)]);
    let mut inclusion =
        Inclusion { load, sources: Sources::default(), faults: Vec::new(), folder, chain, count: 0 };
    let (source, mut scenario) =
        read_source(name, String::from(text), Place::NOWHERE, &mut inclusion.sources, &mut inclusion.faults);
    if let Some(scenario) = &mut scenario {
        let place = beginning(source, inclusion.sources.text(source));
        inclusion.faults.extend(lacks(scenario, place));
        inclusion.resolve(scenario);
    }
    let Inclusion { sources, mut faults, .. } = inclusion;
    sort(&mut faults);
    let scenario = scenario.filter(|_| !any_error(&faults));
    Parsed { scenario, sources, diagnostics: faults }
}

/// A stable hash of everything that was read, in order: the main text, the fragments, the overrides.
///
/// Names of files do not enter, so that a renamed file is the same scenario.
pub fn content_hash(sources: &Sources) -> u64 {
    let mut hasher = SipHasher13::new();
    for source in 0..sources.len() as u32 {
        let text = sources.text(source);
        hasher.write_u64((text.len() as u64).to_le());
        hasher.write(text.as_bytes());
    }
    hasher.finish()
}

/// Keeps a text as a source and reads it. The scenario is `None` when nothing could be read; with faults it has stand-ins.
pub fn read_source(
    name: &str,
    text: String,
    origin: Place,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> (u32, Option<Scenario>) {
    let text = text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text);
    if text.len() > LONGEST {
        let source = sources.add(name, "", origin);
        let message = format!("`{name}` is longer than {} MiB", LONGEST >> 20);
        faults.push(Diagnostic::error("E0008", Place::NOWHERE, message));
        return (source, None);
    }
    let source = sources.add(name, text, origin);
    let text = sources.text(source);
    let (scenario, found) = read(source, text);
    match scenario.as_ref().and_then(wrong_format) {
        // What another version of the language means by the rest is not for this one to judge.
        Some(fault) => {
            faults.push(fault);
            (source, None)
        }
        None => {
            faults.extend(found);
            (source, scenario)
        }
    }
}

/// Reads one text, quickly, and carefully if its structure is at fault.
fn read(source: u32, text: &str) -> (Option<Scenario>, Vec<Diagnostic>) {
    let reader = Reader::new(source, text);
    if let Ok(mut scenario) = reader.whole::<Scenario>(false) {
        check_ids(&mut scenario, &reader);
        return (Some(scenario), reader.into_faults());
    }
    let unsound = syntax::faults(text, reader.place(text));
    if !unsound.is_empty() {
        return (None, unsound);
    }
    match reader.whole::<Scenario>(true) {
        Ok(mut scenario) => {
            check_ids(&mut scenario, &reader);
            (Some(scenario), reader.into_faults())
        }
        Err(_) => {
            let fault = Diagnostic::error("E0002", beginning(source, text), "this is not a scenario");
            let help = String::from("a file begins with `Scenario(` and ends with `)`");
            (None, vec![fault.label("expected `Scenario(…)`").help(help)])
        }
    }
}

fn wrong_format(scenario: &Scenario) -> Option<Diagnostic> {
    let format = scenario.format;
    if format.place.is_nowhere() || format.value == FORMAT {
        return None;
    }
    let message = format!("format {} is not known", format.value);
    let fault = Diagnostic::error("E0105", format.place, message)
        .label(format!("this program reads format {FORMAT}"));
    let newer = (format.value > FORMAT).then(|| String::from("a newer version of jointex may read it"));
    Some(fault.help(newer))
}

/// What the main file must have, besides what every file must have.
fn lacks(scenario: &Scenario, place: Place) -> Vec<Diagnostic> {
    let needed = [
        ("id", scenario.id.is_some(), "id: \"north-star\""),
        ("title", scenario.title.is_some(), "title: \"Two headquarters, one adversary\""),
        ("startex", scenario.startex.is_some(), "startex: \"2026-03-02T08:00[Europe/Brussels]\""),
        ("endex", scenario.endex.is_some(), "endex: \"5d\""),
    ];
    let missing = needed.iter().filter(|(_, there, _)| !there);
    let fault = |(name, _, example): &(&str, bool, &str)| {
        let fault = Diagnostic::error("E0006", place, format!("a scenario needs the field `{name}`"));
        fault.label(format!("`{name}` is missing")).help(format!("for example `{example}`"))
    };
    missing.map(fault).collect()
}

/// Ids have no characters that paths, measures, members and includes use for themselves.
fn check_ids(scenario: &mut Scenario, reader: &Reader<'_>) {
    Written::each_id(scenario, "", &mut |field, id| {
        let wrong = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ':' | '+' | '@'));
        if field == "id" && id.text.contains(wrong) {
            let message = format!("`{}` cannot be an id", id.text);
            let fault = Diagnostic::error("E0011", id.place, message);
            reader.fault(fault.label("letters, digits and `.` `_` `-` `:` `+` `@` only"));
        }
    });
}
