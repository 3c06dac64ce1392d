//! Diagnostics as one JSON document, for editors.
//!
//! `diagnostics` stand in the order in which they are told to people. Each has a `severity`, `error` or `warning`; the
//! `code`, which `jointex explain` knows; the `message`; the `label` of what is underlined, which may be empty; the way
//! out as `help`, or null; `notes`; the `file` as the user named it, and the `range` in it, both null where there is no
//! place; `change`, null unless the fault is in a change that the file asks for, by a variant or an include: then `range`
//! is the place that asks for it, and `change` says by whom, with the `text` of the change and the range in that; and
//! `related`, other places with a few words each.
//!
//! A range goes from its `start` to before its `end`, each with `line` and `column`, counted from 1 and in characters
//! (Unicode scalar values), and `byte`, counted from 0 from the beginning of the text.
//!
//! **Invariant:** the same diagnostics give the same bytes; every place lies in a text that the user can open.

use serde::Serialize;
use std::io::{self, Write};

use super::{Diagnostic, Place, Severity, Sources, obeyed};

/// The version of the document's form: changed with any change of a name or a meaning.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Listing<'a> {
    schema_version: u32,
    jointex_version: &'static str,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    label: &'a str,
    help: Option<&'a str>,
    notes: &'a [String],
    #[serde(flatten)]
    spot: Spot<'a>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    label: &'a str,
    #[serde(flatten)]
    spot: Spot<'a>,
}

#[derive(Serialize)]
struct Spot<'a> {
    file: Option<&'a str>,
    range: Option<Range>,
    change: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    by: &'a str,
    text: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    byte: u32,
}

/// Writes the document and a line feed.
///
/// # Errors
/// Those of `out`.
pub fn write_listing(diagnostics: &[Diagnostic], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let listing = Listing {
        schema_version: SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        errors,
        warnings: diagnostics.len() - errors,
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
    };
    let text = serde_json::to_string_pretty(&listing)?;
    out.write_all(escaped(&text).as_bytes())?;
    out.write_all(b"\n")
}

/// JSON with what a terminal would obey as escapes, which readers undo; between strings there is nothing of the kind but line
/// feeds.
fn escaped(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            c if c != '\n' && obeyed(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| shown.push_str(&format!("\\u{unit:04x}")));
            }
            c => shown.push(c),
        }
    }
    shown
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let related = |(place, label): &'a (Place, String)| Related { label, spot: spot(Some(*place), sources) };
    let mut all: Vec<Related<'_>> = diagnostic.also.iter().map(related).collect();
    // Of a change, the place that asks for it is the diagnostic's own.
    let asked = diagnostic.place.filter(|place| !sources.is_change(place.source));
    if let Some(origin) = asked.and_then(|place| sources.origin(place.source)) {
        all.push(Related { label: "asked for here", spot: spot(Some(origin), sources) });
    }
    for cell in diagnostic.place.into_iter().flat_map(|place| sources.rows(place.source)) {
        all.push(Related { label: "in this row", spot: spot(Some(cell), sources) });
    }
    Finding {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: &diagnostic.message,
        label: &diagnostic.label,
        help: diagnostic.help.as_deref(),
        notes: &diagnostic.notes,
        spot: spot(diagnostic.place, sources),
        related: all,
    }
}

fn spot(place: Option<Place>, sources: &Sources) -> Spot<'_> {
    let known = place.filter(|place| (place.source as usize) < sources.len());
    let Some(place) = known else { return Spot { file: None, range: None, change: None } };
    if !sources.is_change(place.source) {
        return Spot {
            file: Some(sources.name(place.source)),
            range: Some(range(place, sources)),
            change: None,
        };
    }
    let change = Change {
        by: sources.name(place.source),
        text: sources.text(place.source),
        range: range(place, sources),
    };
    Spot { change: Some(change), ..spot(sources.origin_of(place), sources) }
}

fn range(place: Place, sources: &Sources) -> Range {
    let end = Place { start: place.start + place.len, len: 0, ..place };
    let position = |place: Place| {
        let (line, column) = sources.line_column(place);
        Position { line, column, byte: sources.byte_in_file(place) }
    };
    Range { start: position(place), end: position(end) }
}
