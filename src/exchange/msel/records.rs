//! The rows of a sheet as changes of injects.
//!
//! A cell is held against what the inject that is there already would be written as: only what differs is a change, so that
//! a sheet that was written and not touched changes nothing, however much it leaves out. A new inject is one of which nothing
//! was written.
//!
//! **Invariant:** every row is a record, a fault, or counted among what is left out.

use super::cells::{Grid, Line, Value, letters};
use super::columns::Field;
use super::faults::{Faults, Spot};
use super::layout::Layout;
use super::names::{Kind, Names, Unknown, delivery, kind};
use super::said::{listed, said};
use super::times::Reference;
use super::words::quoted;
use super::write;
use crate::diagnostic::{Diagnostic, codes};
use crate::scenario::{Inject, Scenario};
use std::collections::{BTreeMap, BTreeSet};

/// A row that says something of an inject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The number of the inject.
    pub no: String,
    /// Whether the scenario has it already.
    pub is_known: bool,
    /// Fields and what they are to be, as a scenario writes it; none for what is to be left out.
    pub changes: Vec<(&'static str, Option<String>)>,
    /// When it comes, in microseconds after STARTEX, if the row says so.
    pub micros: Option<i64>,
    /// The number of its row.
    pub row: u32,
}

impl Record {
    /// What it says of the injects and conditions that it waits for, and for how long.
    pub fn waits(&self) -> impl Iterator<Item = &str> {
        let of_it = self.changes.iter().filter(|(name, _)| ["after", "when", "delay"].contains(name));
        of_it.filter_map(|(_, value)| value.as_deref())
    }
}

/// Something that is not carried over, or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What, in words: `rows without a time, a title and a text`.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The first cell, as people call it.
    pub first: String,
}

/// What was read of a sheet.
#[derive(Debug, Default)]
pub struct Records {
    /// The rows, in their order.
    pub records: Vec<Record>,
    /// Contingencies whose condition is not understood, which can't be played as they are.
    pub unconditional: Vec<Record>,
    /// What is not carried over.
    pub left_out: Vec<LeftOut>,
    /// Values that injects had and that empty cells take away.
    pub emptied: Option<LeftOut>,
    /// Whether the rows were numbered here, since they have no numbers.
    pub is_numbered_here: bool,
}

/// Reads the rows of a sheet. `scenario` is what they change; none if a new one is made of them.
pub fn read(
    grid: &Grid,
    layout: &Layout,
    scenario: Option<&Scenario>,
    reference: &Reference,
    names: &mut Names,
    faults: &mut Faults<'_>,
) -> Records {
    // Cells have no space around their texts; numbers of scenarios may.
    let known: BTreeMap<String, usize> = scenario
        .iter()
        .flat_map(|scenario| scenario.msel.iter().enumerate())
        .map(|(at, inject)| (normal(&inject.no.text), at))
        .collect();
    let mut reading = Reading {
        layout,
        scenario,
        reference,
        names,
        faults,
        left_out: BTreeMap::new(),
        emptied: None,
        uncomputed: BTreeSet::new(),
        seen: BTreeMap::new(),
    };
    let mut read = Records { is_numbered_here: layout.column(Field::No).is_none(), ..Records::default() };
    for line in grid.lines.iter().skip(layout.before) {
        if !reading.look_over(line) {
            continue;
        }
        if reading.is_blank(line) {
            reading.leave_out(
                "rows without a time, a title, a text and a recipient",
                Spot { row: line.number, column: 0 },
            );
            continue;
        }
        let number = read.records.len() + read.unconditional.len() + 1;
        let Some((no, spot)) = reading.number(line, number) else { continue };
        let existing = known.get(&no).and_then(|at| scenario?.msel.get(*at));
        let no = existing.map_or(no, |inject| inject.no.text.clone());
        let row = Row { line, existing, spot };
        let is_known = existing.is_some();
        let mut record = Record { no, is_known, row: line.number, ..Record::default() };
        match reading.row(&row, &mut record) {
            Fate::Taken => read.records.push(record),
            Fate::Unconditional => {
                reading
                    .leave_out("contingency injects whose condition can't be played: in comments", row.spot);
                read.unconditional.push(record);
            }
            Fate::Faulty => {}
        }
    }
    read.follow(&mut reading);
    read.emptied = reading.emptied;
    let mut left_out: Vec<LeftOut> = reading.left_out.into_values().collect();
    left_out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.what.cmp(&b.what)));
    read.left_out = left_out;
    read
}

enum Fate {
    Taken,
    Unconditional,
    Faulty,
}

/// A row, with the inject that it is about.
pub(super) struct Row<'r> {
    pub line: &'r Line,
    /// Of which that is.
    pub existing: Option<&'r Inject>,
    /// Where its number stands, or would.
    pub spot: Spot,
}

pub(super) struct Reading<'r, 'f> {
    pub layout: &'r Layout,
    scenario: Option<&'r Scenario>,
    pub reference: &'r Reference,
    names: &'r mut Names,
    pub faults: &'r mut Faults<'f>,
    left_out: BTreeMap<String, LeftOut>,
    emptied: Option<LeftOut>,
    /// Columns of which it was told that they have formulas without values.
    uncomputed: BTreeSet<u32>,
    /// Numbers and where they were given.
    seen: BTreeMap<String, Spot>,
}

/// A text as it counts: without space around it, with line feeds.
pub(super) fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

impl Reading<'_, '_> {
    pub fn leave_out(&mut self, what: &str, spot: Spot) {
        let first = self.faults.called(spot);
        let entry = self.left_out.entry(what.to_owned());
        entry.or_insert_with(|| LeftOut { what: what.to_owned(), count: 0, first }).count += 1;
    }

    /// Counts the cells of columns that tell nothing of an inject; whether every other cell has its value. Of each column with
    /// formulas that have none, the first is told.
    fn look_over(&mut self, line: &Line) -> bool {
        let mut is_whole = true;
        for (column, value) in &line.cells {
            let spot = Spot { row: line.number, column: *column };
            match value {
                _ if self.layout.field(*column).is_none() => {
                    let name = match self.layout.other(*column) {
                        Some(name) if !name.is_empty() => {
                            format!("cells of the column `{}`", name.chars().take(40).collect::<String>())
                        }
                        _ => format!("cells of the column {}", letters(*column)),
                    };
                    self.leave_out(&name, spot);
                }
                Value::Error(error) => self.faults.at(spot, error, |place| {
                    let message = "this cell has the error of a formula";
                    let fault = Diagnostic::error(codes::NOT_A_TABLE, place, message).label("no value");
                    fault.help(String::from("mend the formula, or write the value"))
                }),
                Value::Uncomputed => {
                    is_whole = false;
                    if self.uncomputed.insert(*column) {
                        self.faults.at(spot, "", |place| {
                            let message =
                                format!("the column {} has formulas without values", letters(*column));
                            let fault = Diagnostic::error(codes::NOT_A_TABLE, place, message);
                            let help = "open the workbook in a spreadsheet and save it, which works them out";
                            fault.label("the first of them").help(String::from(help))
                        });
                    }
                }
                _ => {}
            }
        }
        is_whole
    }

    pub fn cell<'l>(&self, line: &'l Line, field: Field) -> Option<(&'l Value, Spot)> {
        let column = self.layout.column(field)?;
        line.cell(column).map(|value| (value, Spot { row: line.number, column }))
    }

    /// Whether a row tells nothing that an inject could be made of: templates leave numbers and expectations.
    fn is_blank(&self, line: &Line) -> bool {
        let telling = [
            Field::Scenario,
            Field::Local,
            Field::Title,
            Field::Message,
            Field::Text,
            Field::To,
            Field::Condition,
        ];
        let found = telling.iter().filter(|field| self.cell(line, **field).is_some()).count();
        let timed = [Field::Scenario, Field::Local].iter().any(|field| self.cell(line, *field).is_some());
        // A time alone is a line of the template too, where nothing has a number.
        found == 0 || (found == 1 && timed && self.layout.column(Field::No).is_none())
    }

    /// Whether a new scenario is made.
    pub fn is_new(&self) -> bool {
        self.scenario.is_none()
    }

    fn number(&mut self, line: &Line, next: usize) -> Option<(String, Spot)> {
        let Some(column) = self.layout.column(Field::No) else {
            return Some((next.to_string(), Spot { row: line.number, column: 0 }));
        };
        let spot = Spot { row: line.number, column };
        let Some(value) = line.cell(column) else {
            self.faults.at(spot, "", |place| {
                let fault = Diagnostic::error(codes::NOT_A_TABLE, place, "this row has no number");
                fault.label("empty").help(String::from("number the inject, or empty the row"))
            });
            return None;
        };
        let no = normal(&value.text()).replace('\n', " ");
        if let Some(before) = self.seen.get(&no).copied() {
            let first = self.faults.place(before, &no);
            self.faults.at(spot, &no, |place| {
                let fault = Diagnostic::error(
                    codes::DUPLICATE,
                    place,
                    format!("the number `{}` is given twice", no.escape_debug()),
                );
                fault
                    .label("again")
                    .also(first, "first here")
                    .help(String::from("give each inject a number of its own"))
            });
            return None;
        }
        self.seen.insert(no.clone(), spot);
        Some((no, spot))
    }

    fn row(&mut self, row: &Row<'_>, record: &mut Record) -> Fate {
        let before = self.faults.told.len() + self.faults.beyond;
        let kind = self.kind(row);
        let is_conditional = self.comes(row, kind, record);
        self.by(row, record);
        self.words(row, kind, record);
        self.to(row, kind, record);
        self.ids(row, record);
        self.effect(row);
        if self.faults.told.len() + self.faults.beyond > before {
            return Fate::Faulty;
        }
        record.changes.sort_by_key(|(name, _)| Inject::FIELDS.iter().position(|field| field == name));
        if let Some(inject) = row.existing {
            record.changes.retain(|(name, value)| *value != said(inject, name));
        }
        if is_conditional { Fate::Taken } else { Fate::Unconditional }
    }

    /// What stands in a cell where that is not what the inject would be written as.
    pub fn changed<'l>(&self, row: &Row<'l>, field: Field) -> Option<(&'l Value, Spot)> {
        let (value, spot) = self.cell(row.line, field)?;
        let same = self
            .written(row, field)
            .is_some_and(|written| written == *value || normal(&written.text()) == normal(&value.text()));
        (!same).then_some((value, spot))
    }

    /// What the inject of a row would be written as.
    fn written(&self, row: &Row<'_>, field: Field) -> Option<Value> {
        let objectives = self.scenario.map_or(&[][..], |scenario| &scenario.objectives);
        write::cell(row.existing?, field, objectives, self.reference)
    }

    /// Takes a value away whose cell is empty where something would be written.
    fn empty(&mut self, row: &Row<'_>, field: Field, name: &'static str, record: &mut Record) {
        if self.is_emptied(row, field) {
            record.changes.push((name, None));
            self.count_emptied(row, field);
        }
    }

    pub fn count_emptied(&mut self, row: &Row<'_>, field: Field) {
        let column = self.layout.column(field).unwrap_or(row.spot.column);
        let first = self.faults.called(Spot { row: row.line.number, column });
        let what = String::from("value");
        self.emptied.get_or_insert(LeftOut { what, count: 0, first }).count += 1;
    }

    /// Whether a cell is empty where something would be written.
    pub fn is_emptied(&self, row: &Row<'_>, field: Field) -> bool {
        self.layout.column(field).is_some()
            && self.cell(row.line, field).is_none()
            && self.written(row, field).is_some_and(|value| !normal(&value.text()).is_empty())
    }

    fn kind(&mut self, row: &Row<'_>) -> Option<Kind> {
        let (value, _) = self.cell(row.line, Field::Kind)?;
        let found = kind(&value.text());
        if let Some((_, spot)) = self.changed(row, Field::Kind)
            && (found.is_none() || row.existing.is_some())
        {
            self.leave_out("types of events that are not known, or not as the inject is", spot);
        }
        found
    }

    fn by(&mut self, row: &Row<'_>, record: &mut Record) {
        if let Some((value, spot)) = self.changed(row, Field::By) {
            match delivery(&value.text()) {
                Some(delivery) => record.changes.push(("by", Some(delivery.name().to_owned()))),
                None => self.leave_out("ways of delivery that are not known", spot),
            }
        } else {
            self.empty(row, Field::By, "by", record);
        }
    }

    /// Title, text and what else is free words.
    fn words(&mut self, row: &Row<'_>, kind: Option<Kind>, record: &mut Record) {
        let text = |found: Option<(&Value, Spot)>| found.map(|(value, _)| normal(&value.text()));
        let mut title = text(self.changed(row, Field::Title));
        let of_text = self.changed(row, Field::Text).or_else(|| self.changed(row, Field::Message));
        let mut body = text(of_text);
        let mut expected = text(self.changed(row, Field::Expected));
        // A title that was taken from the text is told by it again.
        let mut is_titled = false;
        if let (Some(inject), Some(words), None) = (row.existing, &body, self.cell(row.line, Field::Title)) {
            let (first, rest) = titled(words);
            if first == *inject.title {
                is_titled = true;
                body = rest.filter(|rest| *rest != *inject.text);
            }
        }
        if row.existing.is_none() {
            let is_title = |body: &String| Some(body) == title.as_ref();
            if body.as_ref().is_some_and(is_title) {
                body = None;
            }
            if let (None, Some(words), Some((_, spot))) = (&title, &body, of_text) {
                self.leave_out("titles, which are taken from the texts", spot);
                let (first, rest) = titled(words);
                (title, body) = (Some(first), rest);
            }
            if kind == Some(Kind::ExpectedAction) {
                expected = expected.or(body.take()).or_else(|| title.clone());
            }
        }
        let [from, controller] = [Field::From, Field::Controller].map(|field| text(self.changed(row, field)));
        let named = [
            ("title", Field::Title, title),
            ("text", Field::Text, body),
            ("expected", Field::Expected, expected),
            ("from", Field::From, from),
            ("controller", Field::Controller, controller),
        ];
        for (name, field, changed) in named {
            match changed {
                Some(words) => record.changes.push((name, Some(quoted(&words)))),
                None if is_titled && name == "title" => {}
                None => self.empty(row, field, name, record),
            }
        }
    }

    fn to(&mut self, row: &Row<'_>, kind: Option<Kind>, record: &mut Record) {
        let Some((value, spot)) = self.changed(row, Field::To) else {
            self.empty(row, Field::To, "to", record);
            return;
        };
        if kind == Some(Kind::ExpectedAction) && row.existing.is_none() {
            self.leave_out("recipients of expected actions", spot);
            return;
        }
        let words = normal(&value.text());
        let (mut ids, mut seen): (Vec<String>, BTreeSet<String>) = Default::default();
        // The whole may be one name, with commas in it.
        let whole = if self.scenario.is_some() { self.names.find(&words).ok() } else { None };
        if let Some(id) = whole {
            ids.push(id);
        } else {
            for word in words.split([';', ',', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
                match self.names.find(word) {
                    Ok(id) if seen.insert(id.clone()) => ids.push(id),
                    Ok(_) => {}
                    Err(unknown) => {
                        let names = &self.names;
                        self.faults.at(spot, &words, |place| {
                            let (why, help) = match unknown {
                                Unknown::Nobody => {
                                    ("no team and no organisation is called", names.meant(word))
                                }
                                Unknown::Several => (
                                    "several teams and organisations are called",
                                    Some(String::from("write the id")),
                                ),
                            };
                            let message = format!("{why} `{}`", word.escape_debug());
                            let at = words.find(word).unwrap_or(0);
                            let place = place.within(at, word.len());
                            Diagnostic::error(codes::UNKNOWN_ID, place, message).label("not known").help(help)
                        });
                    }
                }
            }
        }
        record.changes.push(("to", listed(ids.iter().map(String::as_str))));
    }

    /// The objective and the staff.
    fn ids(&mut self, row: &Row<'_>, record: &mut Record) {
        if let Some((value, spot)) = self.changed(row, Field::Objective) {
            let words = normal(&value.text());
            let of =
                self.scenario.map_or(&[][..], |scenario| &scenario.objectives).iter().find(|objective| {
                    let (id, text) = (&objective.id.text, &objective.text.text);
                    *id == words
                        || words.starts_with(&format!("{id}: "))
                        || (!text.is_empty() && *text == words)
                });
            match of {
                Some(objective) => record.changes.push(("objective", Some(quoted(&objective.id)))),
                None => self.leave_out("objectives that the scenario does not have", spot),
            }
        } else {
            self.empty(row, Field::Objective, "objective", record);
        }
        if let Some((value, spot)) = self.changed(row, Field::Staff) {
            let words = normal(&value.text());
            let staffs = self.scenario.map_or(&[][..], |scenario| &scenario.staffs);
            match staffs.iter().find(|staff| staff.id.text.eq_ignore_ascii_case(&words)) {
                Some(staff) => record.changes.push(("staff", Some(quoted(&staff.id)))),
                None => self.leave_out("staffs that the scenario does not have", spot),
            }
        } else {
            self.empty(row, Field::Staff, "staff", record);
        }
    }

    fn effect(&mut self, row: &Row<'_>) {
        if let Some((_, spot)) = self.changed(row, Field::Effect) {
            self.leave_out("notes and effects: effects are written in the scenario", spot);
        }
    }
}

/// A title made of a text: its first line, or the beginning of it, and what the text is beside it.
fn titled(words: &str) -> (String, Option<String>) {
    const LONGEST: usize = 100;
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let first = first.trim();
    if first.chars().count() <= LONGEST {
        let rest = rest.trim();
        return (first.to_owned(), (!rest.is_empty()).then(|| rest.to_owned()));
    }
    let cut: String = first.chars().take(LONGEST - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    (format!("{cut}…"), Some(words.to_owned()))
}
