//! When the injects of a sheet come: its times, and what it says of conditions.
//!
//! **Invariant:** a row that has two times that differ is a fault, and one with a time and a condition unless the inject had one of them.

use super::calendar::{date_of, time_of_day};
use super::cells::{Line, Value};
use super::columns::Field;
use super::faults::Spot;
use super::names::Kind;
use super::records::{Reading, Record, Records, Row, normal};
use super::times::Told;
use super::words::{self, Waits, injects_in, quoted};
use crate::diagnostic::{Diagnostic, codes};
use std::collections::BTreeMap;

/// What says when an inject comes.
const FIELDS: [Field; 3] = [Field::Condition, Field::Scenario, Field::Local];

impl Records {
    /// What follows an inject that can't be played can't be played either.
    pub(super) fn follow(&mut self, reading: &mut Reading<'_, '_>) {
        let mut followers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, record) in self.records.iter().enumerate() {
            for no in record.waits().flat_map(injects_in) {
                followers.entry(no).or_default().push(place);
            }
        }
        let mut lost: Vec<&str> = self.unconditional.iter().map(|record| &*record.no).collect();
        let mut is_lost = vec![false; self.records.len()];
        while let Some(no) = lost.pop() {
            for place in followers.remove(no).unwrap_or_default() {
                if !std::mem::replace(&mut is_lost[place], true) {
                    lost.push(&self.records[place].no);
                }
            }
        }
        let records = std::mem::take(&mut self.records);
        for (record, is_lost) in records.into_iter().zip(is_lost) {
            if is_lost {
                let column = reading.layout.column(Field::Condition).unwrap_or_default();
                let spot = Spot { row: record.row, column };
                reading
                    .leave_out("injects that follow one whose condition can't be played: in comments", spot);
                self.unconditional.push(record);
            } else {
                self.records.push(record);
            }
        }
    }
}

impl Reading<'_, '_> {
    /// When it comes; whether it comes at all.
    pub fn comes(&mut self, row: &Row<'_>, kind: Option<Kind>, record: &mut Record) -> bool {
        let before = self.faults.told.len() + self.faults.beyond;
        let time = self.time(row);
        if self.faults.told.len() + self.faults.beyond > before {
            return true;
        }
        let condition = self.changed(row, Field::Condition);
        let waits = condition.and_then(|(value, spot)| {
            let read = words::read(&normal(&value.text()));
            if read.is_none() {
                self.leave_out("conditions that are not in words that are understood", spot);
            }
            read
        });
        let had = row.existing.is_some_and(|inject| inject.after.is_some() || inject.when.is_some());
        let emptied = self.is_emptied(row, Field::Condition);
        match (waits, time) {
            (Some(waits), time) => {
                let is_planned =
                    time.is_some() || (row.existing.is_some_and(|it| it.at.is_some()) && self.has_time(row));
                if row.existing.is_some() && is_planned && !had {
                    self.refuse_both(row);
                } else if let Some((_, spot)) = time {
                    self.leave_out("planned times of injects that wait for a condition", spot);
                }
                let (after, when, delay) = match waits {
                    Waits::After(after) => (Some(after), None, None),
                    Waits::When(when, delay) => (None, Some(when), delay),
                };
                // What is measured is shown with its inject, for whoever adds it.
                let is_playable = !(self.is_new() && when.as_deref().is_some_and(words::measures));
                if let (false, Some((_, spot))) = (is_playable, condition) {
                    self.leave_out(
                        "conditions on what is measured, for nothing happens in a new scenario yet",
                        spot,
                    );
                }
                for (name, value) in [("at", None), ("after", after), ("when", when), ("delay", delay)] {
                    if value.is_some() || row.existing.is_some() {
                        record.changes.push((name, value));
                    }
                }
                is_playable
            }
            (None, Some((told, spot))) => {
                if had && !emptied {
                    // The condition stays: the time is what people plan with.
                    if condition.is_none() && self.cell(row.line, Field::Condition).is_some() {
                        self.refuse_both(row);
                    } else {
                        self.leave_out("planned times of injects that wait for a condition", spot);
                    }
                    return true;
                }
                let like = row.existing.and_then(|inject| inject.at.as_ref());
                let told = like.map_or(told, |at| self.reference.in_manner(told, at.when));
                record.micros = Some(told.micros);
                record.changes.push(("at", Some(quoted(&told.written()))));
                if emptied {
                    record.changes.extend(["after", "when", "delay"].map(|name| (name, None)));
                    self.count_emptied(row, Field::Condition);
                }
                row.existing.is_some() || kind != Some(Kind::Contingency)
            }
            (None, None) if row.existing.is_some() => {
                // Of two times one is enough.
                let fields = if self.has_time(row) { &FIELDS[..1] } else { &FIELDS[..] };
                if let Some(field) = fields.iter().find(|field| self.is_emptied(row, **field)) {
                    let column = self.layout.column(*field).unwrap_or(row.spot.column);
                    let spot = Spot { column, ..row.spot };
                    self.leave_out("times and conditions that were emptied: they stay as they are", spot);
                }
                true
            }
            (None, None) if kind == Some(Kind::Contingency) => false,
            (None, None) => {
                let field =
                    if self.layout.column(Field::Local).is_some() { Field::Local } else { Field::Scenario };
                let column = self.layout.column(field).unwrap_or(row.spot.column);
                self.faults.at(Spot { column, ..row.spot }, "", |place| {
                    let message = format!("the inject `{}` has no time", record.no.escape_debug());
                    let fault = Diagnostic::error(codes::INJECT_TIME, place, message).label("empty");
                    fault.help(String::from(
                        "write when it comes, such as `D2 09:30`, or a condition such as `2h after inject 1`",
                    ))
                });
                true
            }
        }
    }

    fn has_time(&self, row: &Row<'_>) -> bool {
        [Field::Scenario, Field::Local].iter().any(|field| self.cell(row.line, *field).is_some())
    }

    fn refuse_both(&mut self, row: &Row<'_>) {
        let found = self.cell(row.line, Field::Condition);
        let (text, spot) =
            found.map_or((String::new(), row.spot), |(value, spot)| (value.text().into_owned(), spot));
        self.faults.at(spot, &text, |place| {
            let message = "this inject has a time, and waits for a condition";
            let fault =
                Diagnostic::error(codes::INJECT_TIME, place, message).label("and a time in the same row");
            fault.help(String::from("empty the times or the condition"))
        });
    }

    /// The time of a row where it is not the inject's.
    fn time(&mut self, row: &Row<'_>) -> Option<(Told, Spot)> {
        let had =
            row.existing.and_then(|it| it.at.as_ref()).and_then(|at| self.reference.resolved(at.when).ok());
        let mut found: Option<(Told, Spot)> = None;
        for (field, part) in [(Field::Local, Field::Date), (Field::Scenario, Field::Day)] {
            let Some((value, spot)) = self.cell(row.line, field) else { continue };
            let is_changed = self.changed(row, field).is_some();
            if field == Field::Local && is_changed && self.is_midnight(row, value) {
                continue;
            }
            let value = self.joined(row.line, value, part);
            match (self.reference.moment(&value), &found) {
                (Err(fault), _) if is_changed => self.faults.at(spot, &value.text(), fault),
                (Err(_), _) => {}
                // Which of them is the newer one can't be seen, and a sheet may be older than the scenario.
                (Ok(told), Some((other, before))) if other.micros != told.micros => {
                    let before = self.faults.called(*before);
                    self.faults.at(spot, &value.text(), |place| {
                        let message = format!("this is another time than that in {before}");
                        let fault = Diagnostic::error(codes::INJECT_TIME, place, message).label("differs");
                        fault.help(String::from("write the same time in both, or empty one of them"))
                    });
                }
                (Ok(told), None) => found = Some((told, spot)),
                (Ok(_), Some(_)) => {}
            }
        }
        found.filter(|(told, _)| Some(told.micros) != had)
    }

    /// Whether a day alone is the midnight that the row's other time tells too, as a workbook has it that was written here.
    fn is_midnight(&self, row: &Row<'_>, value: &Value) -> bool {
        let Value::Moment(civil) = value else { return false };
        let Some((other, _)) = self.cell(row.line, Field::Scenario) else { return false };
        let told = self.reference.moment(&self.joined(row.line, other, Field::Day));
        told.is_ok_and(|told| self.reference.civil(told.micros) == Some(*civil))
    }

    /// A time of day with the date or the day in another column.
    fn joined(&self, line: &Line, time: &Value, part: Field) -> Value {
        let clock = match time {
            // Spreadsheets have a time of day as a part of a day.
            Value::Number(number) if (0.0..1.0).contains(number) => {
                let seconds = (number * 86_400.0).round() as u32;
                let clock = format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
                if seconds.is_multiple_of(60) { clock } else { format!("{clock}:{:02}", seconds % 60) }
            }
            Value::Text(text) if time_of_day(&text.to_uppercase()).is_some() => text.clone(),
            _ => return time.clone(),
        };
        let Some((day, _)) = self.cell(line, part) else { return Value::Text(clock) };
        let day = match day {
            Value::Moment(civil) => civil.date().to_string(),
            Value::Number(number) if part == Field::Day => format!("D{number}"),
            other if part == Field::Day => {
                let text = normal(&other.text()).to_uppercase();
                let number = text.trim_start_matches("DAY").trim_start_matches('D').trim().to_owned();
                format!("D{number}")
            }
            other => {
                let text = normal(&other.text()).to_uppercase();
                date_of(&text).map_or(text, |date| date.to_string())
            }
        };
        Value::Text(format!("{day} {clock}"))
    }
}
