//! Where what is wrong with a scenario that was made of a sheet was said: in a cell, or in the scenario as it was before.
//!
//! **Invariant:** what a sheet said is told at its cell, and what the scenario said before at its place there; neither is told
//! at a place of a file that was never written.

use super::cells::Grid;
use super::columns::Field;
use super::faults::{Faults, Spot};
use super::layout::Layout;
use super::records::Record;
use crate::diagnostic::{Diagnostic, Place, Sources};
use crate::scenario::{Entries, Scenario, entries};
use std::collections::BTreeMap;

/// The source of what was made, and that of the scenario before among its own.
const MAIN: u32 = 0;

/// Of what a scenario was made.
#[derive(Clone, Copy, Debug)]
pub struct Origins<'o> {
    /// What the sheet's file is called.
    pub file: &'o str,
    /// The sheet.
    pub grid: &'o Grid,
    /// What its columns tell.
    pub layout: &'o Layout,
    /// What its rows say.
    pub records: &'o [Record],
    /// The scenario into which they went, if any, and its texts.
    pub before: Option<(&'o Scenario, &'o Sources)>,
}

/// Where something was said.
enum Said<'s> {
    /// In a field of a row.
    Row(&'s Record, String),
    /// In the scenario before, from this byte on.
    Before(usize),
}

impl Origins<'_> {
    /// Lets diagnostics of the scenario that was made point at where each was said; the texts for that are added to `sources`.
    /// A place of what neither said goes.
    pub fn point_back(&self, told: &mut [Diagnostic], sources: &mut Sources) {
        let made = sources.shared_text(MAIN);
        let nothing = Entries { inside: made.len()..made.len(), entries: Vec::new() };
        let list = entries(&made, "msel").unwrap_or(nothing);
        let before = self.before.map(|(_, sources)| sources.text(MAIN)).unwrap_or_default();
        let old = entries(before, "msel");
        let rows = self.rows(old.as_ref(), list.entries.len());
        let mut faults = Faults::new(self.file, &self.grid.name, std::mem::take(sources));
        let mut again = None;
        let mut said_at = |place: Place| {
            if place.source != MAIN {
                return Some(place);
            }
            match said(place.start as usize, &list, old.as_ref(), &rows, (made.len(), before.len()))? {
                Said::Row(record, field) => {
                    let words = made.get(place.start as usize..(place.start + place.len) as usize);
                    Some(self.cell(record, &field, words.unwrap_or_default(), &mut faults))
                }
                Said::Before(start) => {
                    let name = self.before?.1.name(MAIN);
                    let source =
                        *again.get_or_insert_with(|| faults.sources.add(name, before, Place::NOWHERE));
                    Some(Place { source, start: start as u32, ..place })
                }
            }
        };
        for it in told {
            it.place = it.place.and_then(&mut said_at);
            let also = std::mem::take(&mut it.also).into_iter();
            it.also = also.filter_map(|(place, label)| Some((said_at(place)?, label))).collect();
        }
        *sources = faults.sources;
    }

    /// The row of each inject that was made: those that were there keep their order, and new ones follow.
    fn rows(&self, old: Option<&Entries>, count: usize) -> Vec<Option<&Record>> {
        let mut rows = vec![None; count];
        let injects = self.before.iter().flat_map(|(before, _)| &before.msel);
        let places: BTreeMap<&str, Place> =
            injects.map(|inject| (inject.no.text.as_str(), inject.no.place)).collect();
        for record in self.records.iter().filter(|record| record.is_known) {
            let at = places.get(record.no.as_str()).filter(|place| place.source == MAIN);
            let at = at.zip(old).and_then(|(place, old)| old.around(place.start as usize));
            if let Some(row) = at.and_then(|at| rows.get_mut(at)) {
                *row = Some(record);
            }
        }
        let first = old.map_or(0, |old| old.entries.len());
        let new = self.records.iter().filter(|record| !record.is_known);
        for (row, record) in rows.iter_mut().skip(first).zip(new) {
            *row = Some(record);
        }
        rows
    }

    /// The cell that says a field, with the words in it that are meant, if they stand there.
    fn cell(&self, record: &Record, field: &str, words: &str, faults: &mut Faults<'_>) -> Place {
        let line = self.grid.lines.binary_search_by_key(&record.row, |line| line.number);
        let line = line.ok().map(|at| &self.grid.lines[at]);
        let text = |column: u32| line.and_then(|line| line.cell(column)).map(|value| value.text());
        let columns = || fields(field).iter().filter_map(|field| self.layout.column(*field));
        let column = columns().find(|column| text(*column).is_some()).or_else(|| columns().next());
        let column = column.unwrap_or_default();
        let text = text(column).unwrap_or_default();
        let place = faults.place(Spot { row: record.row, column }, &text);
        let words = words.trim_matches('"');
        match text.find(words).filter(|_| !words.is_empty()) {
            Some(at) => place.within(at, words.len()),
            None => place,
        }
    }
}

/// Where something was said that stands at `at` of what was made; none if that is not known. `lengths` are those of the text
/// that was made and of the one before.
fn said<'s>(
    at: usize,
    list: &Entries,
    old: Option<&Entries>,
    rows: &[Option<&'s Record>],
    lengths: (usize, usize),
) -> Option<Said<'s>> {
    let Some(number) = list.around(at) else {
        // All that differs stands in the list.
        let behind = old.is_some() && at >= list.inside.end;
        return (if behind { (at + lengths.1).checked_sub(lengths.0) } else { Some(at) })
            .filter(|at| *at <= lengths.1)
            .map(Said::Before);
    };
    let entry = &list.entries[number];
    let field = entry.fields.iter().find(|(_, value)| value.contains(&at));
    let name = field.map_or("no", |(name, _)| name.as_str());
    let before = old.and_then(|old| old.entries.get(number));
    let record = rows.get(number).copied().flatten();
    let is_said = |record: &&Record| {
        let says = |name: &str| record.changes.iter().any(|(changed, _)| *changed == name);
        before.is_none() || says(name) || (name == "no" && !record.changes.is_empty())
    };
    if let Some(record) = record.filter(is_said) {
        return Some(Said::Row(record, name.to_owned()));
    }
    let (before, (_, value)) = before.zip(field)?;
    let (_, was) = before.fields.iter().find(|(known, _)| known == name)?;
    Some(Said::Before(was.start + (at - value.start)))
}

/// The columns that may say a field, the likeliest first.
fn fields(name: &str) -> &'static [Field] {
    match name {
        "at" => &[Field::Local, Field::Scenario],
        "after" | "when" | "delay" => &[Field::Condition],
        "from" => &[Field::From],
        "to" => &[Field::To],
        "by" => &[Field::By],
        "title" => &[Field::Title, Field::Message, Field::Text],
        "text" => &[Field::Text, Field::Message],
        "expected" => &[Field::Expected, Field::Message, Field::Text],
        "objective" => &[Field::Objective],
        "staff" => &[Field::Staff],
        "controller" => &[Field::Controller],
        _ => &[Field::No],
    }
}
