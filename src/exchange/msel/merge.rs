//! Records of a sheet into the text of a scenario, of which all else stays as it is.
//!
//! A field that changes gets its new value where the old one stands; one that is new stands behind the last; a new inject
//! stands behind the last of the MSEL. So comments, line ends and the order of everything are the planner's.
//!
//! **Invariant:** only values, fields and injects that a record names differ in the text.

use super::records::Record;
use super::said::said;
use super::times::Reference;
use super::words::quoted;
use crate::diagnostic::{Place, Sources};
use crate::scenario::{
    Entries, Entry, Inject, Scenario, behind, entries, in_manner, last_field_end, placed, remarks_end,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a merge does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Injects that are new.
    pub added: usize,
    /// Injects of which something is other than before, each with its fields: `3 (at, title)`.
    pub changed: Vec<String>,
    /// Injects that the sheet has as they are.
    pub unchanged: usize,
    /// The numbers of injects that the sheet does not have, which stay.
    pub kept: Vec<String>,
}

/// A text and what was done to it.
pub type Result = std::result::Result<(String, Merged), Vec<String>>;

/// The text of the scenario's main file with the records in it.
///
/// # Errors
/// The numbers of injects that change but stand in another file than the scenario's own.
pub fn merge(scenario: &Scenario, sources: &Sources, records: &[Record]) -> Result {
    const MAIN: u32 = 0;
    let text = sources.text(MAIN);
    let found = entries(text, "msel");
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut merged = Merged::default();
    let mut elsewhere = Vec::new();
    let places: BTreeMap<&str, Place> =
        scenario.msel.iter().map(|it| (it.no.text.as_str(), it.no.place)).collect();
    for record in records.iter().filter(|record| record.is_known) {
        if record.changes.is_empty() {
            merged.unchanged += 1;
            continue;
        }
        let fields: Vec<&str> = record.changes.iter().map(|(name, _)| *name).collect();
        merged.changed.push(format!("{} ({})", record.no, fields.join(", ")));
        let place = places.get(record.no.as_str()).copied().filter(|place| place.source == MAIN);
        let entry = place.zip(found.as_ref()).and_then(|(place, found)| {
            found.around(place.start as usize).map(|number| &found.entries[number])
        });
        match entry {
            Some(entry) => change(text, entry, &record.changes, &mut edits),
            None => elsewhere.push(record.no.clone()),
        }
    }
    if !elsewhere.is_empty() {
        return Err(elsewhere);
    }
    let new: Vec<&Record> = records.iter().filter(|record| !record.is_known).collect();
    merged.added = new.len();
    let told: BTreeSet<&str> = records.iter().map(|record| record.no.as_str()).collect();
    let numbers = scenario.msel.iter().map(|inject| &inject.no.text);
    merged.kept = numbers.filter(|no| !told.contains(no.as_str())).cloned().collect();
    if !new.is_empty() {
        edits.extend(added(text, found.as_ref(), &new));
    }
    Ok((edited(text, edits), merged))
}

/// Changes fields of one record.
fn change(
    text: &str,
    entry: &Entry,
    changes: &[(&'static str, Option<String>)],
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let (mut more, mut gone) = (String::new(), Vec::new());
    for (name, value) in changes {
        let at = entry.fields.iter().position(|(known, _)| known == name);
        match (at, value) {
            (Some(at), Some(value)) => {
                let place = entry.fields[at].1.clone();
                let value = match *name {
                    "at" | "after" | "when" | "delay" => in_manner(&text[place.clone()], value),
                    _ => value.clone(),
                };
                edits.push((place, value));
            }
            (Some(at), None) => gone.push(at),
            (None, Some(value)) => more += &format!(", {name}: {value}"),
            (None, None) => {}
        }
    }
    gone.sort_unstable();
    let last = (0..entry.fields.len()).rev().find(|at| !gone.contains(at));
    edits.extend(entry.without(text, &gone).into_iter().map(|range| (range, String::new())));
    if let (false, Some(last)) = (more.is_empty(), last) {
        let end = entry.fields[last].1.end;
        edits.push((end..end, more));
    }
}

/// The new injects where they go, their lines ending as those of the text do.
fn added(text: &str, found: Option<&Entries>, new: &[&Record]) -> Vec<(Range<usize>, String)> {
    let records: Vec<String> = new.iter().map(|record| written(record, 8)).collect();
    let list = records.join(",\n        ");
    let (last, list) = match found {
        Some(found) => match found.entries.last() {
            Some(last) => (last.whole.end, format!("\n        {list}")),
            None => {
                let at = remarks_end(text, found.inside.start);
                let closed = if text[at..found.inside.end].contains('\n') { "" } else { "\n    " };
                return vec![(at..at, in_lines_of(text, &format!("\n        {list},{closed}")))];
            }
        },
        None => {
            (last_field_end(text).unwrap_or(text.len()), format!("\n    msel: [\n        {list},\n    ]"))
        }
    };
    let list = in_lines_of(text, &list);
    match behind(text, last) {
        (at, true) => vec![(at..at, list + ",")],
        (at, false) => vec![(last..last, String::from(",")), (at..at, list)],
    }
}

/// What is added to a text, with the line ends that it has.
fn in_lines_of(text: &str, added: &str) -> String {
    let is_crlf = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    if is_crlf { added.replace('\n', "\r\n") } else { added.to_owned() }
}

/// A new record, in lines of some 120 columns.
pub fn written(record: &Record, indent: usize) -> String {
    let no = Some(quoted(&record.no));
    let fields =
        std::iter::once(("no", &no)).chain(record.changes.iter().map(|(name, value)| (*name, value)));
    let (mut lines, mut used) = (String::from("("), indent + 1);
    for (number, (name, value)) in
        fields.filter_map(|(name, value)| Some((name, value.as_ref()?))).enumerate()
    {
        let field = format!("{name}: {value}");
        let columns = field.chars().count() + 2;
        if number > 0 {
            lines.push(',');
            if used + columns > 120 {
                lines += &format!("\n{:width$}", "", width = indent + 1);
                used = indent + 1;
            } else {
                lines.push(' ');
            }
        }
        used += columns;
        lines += &field;
    }
    lines + ")"
}

/// The text with each range replaced.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits {
        let start = range.start.max(at);
        out += &text[at..start];
        out += &new;
        at = range.end.max(start);
    }
    out + &text[at..]
}

/// Whether the merged scenario has what the records say, and is the one before in all else.
///
/// # Errors
/// What is not as it should be, in words.
pub fn verify(
    before: &Scenario,
    after: &Scenario,
    records: &[Record],
    reference: &Reference,
) -> std::result::Result<(), String> {
    let rest = |scenario: &Scenario| {
        let mut rest = scenario.clone();
        rest.msel.clear();
        placed(rest, Place::NOWHERE)
    };
    if rest(before) != rest(after) {
        return Err(String::from("something beside the MSEL"));
    }
    let alone = |inject: &Inject| placed(inject.clone(), Place::NOWHERE);
    let now: BTreeMap<&str, &Inject> = after.msel.iter().map(|it| (it.no.text.as_str(), it)).collect();
    let is_so =
        |inject: &Inject, (name, value): &(&'static str, Option<String>), micros: Option<i64>| match *name {
            "at" => inject.at.as_ref().and_then(|at| reference.resolved(at.when).ok()) == micros,
            name => said(inject, name) == *value,
        };
    for record in records {
        let right = now
            .get(record.no.as_str())
            .is_some_and(|inject| record.changes.iter().all(|change| is_so(inject, change, record.micros)));
        if !right {
            return Err(format!("the inject `{}`", record.no));
        }
    }
    let changed: BTreeMap<&str, &Record> =
        records.iter().filter(|it| !it.changes.is_empty()).map(|it| (it.no.as_str(), it)).collect();
    for inject in &before.msel {
        let no = inject.no.text.as_str();
        let is_kept = |now: &&Inject| match changed.get(no) {
            None => alone(now) == alone(inject),
            Some(record) => {
                Inject::FIELDS.iter().filter(|field| **field != "effect").all(|field| {
                    record.changes.iter().any(|(name, _)| name == field)
                        || said(now, field) == said(inject, field)
                }) && placed(now.effect.clone(), Place::NOWHERE)
                    == placed(inject.effect.clone(), Place::NOWHERE)
            }
        };
        if !now.get(no).is_some_and(is_kept) {
            return Err(format!("the inject `{no}`"));
        }
    }
    let added = records.iter().filter(|record| !record.is_known).count();
    match after.msel.len() == before.msel.len() + added {
        true => Ok(()),
        false => Err(String::from("the number of injects")),
    }
}
