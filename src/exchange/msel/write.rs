//! The MSEL of a scenario as rows of cells, and as a workbook.
//!
//! **Invariant:** a text of the scenario becomes a text in a cell and nothing else: no formula, no link, no number.

use super::cells::Value;
use super::columns::{Columns, Field};
use super::times::{Reference, below_seconds};
use super::words;
use crate::measure::workbook::{empty, fits, moment, shown};
use crate::scenario::{Delivery, Effect, Inject, Objective, Scenario, Word};
use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Worksheet, XlsxError};

/// The sheet that says of which exercise the MSEL is.
pub const ABOUT: &str = "Exercise";
/// What stands there before STARTEX.
pub const STARTEX: &str = "STARTEX";
/// The same of ENDEX.
pub const ENDEX: &str = "ENDEX";
/// What stands there behind the time from STARTEX to ENDEX.
pub const AFTER_STARTEX: &str = " after STARTEX";

/// What an event type says.
pub const INJECT: &str = "Inject";
/// The same of one that waits for a condition.
pub const CONTINGENCY: &str = "Contingency Inject";
/// The same of what nobody gives.
pub const EXPECTED_ACTION: &str = "Expected Action";

/// What a column tells of an inject; none if nothing.
pub fn cell(inject: &Inject, field: Field, objectives: &[Objective], reference: &Reference) -> Option<Value> {
    let at = || inject.at.as_ref().and_then(|at| reference.resolved(at.when).ok());
    let text = match field {
        Field::No => inject.no.text.clone(),
        Field::Scenario => at().map_or(String::new(), |micros| reference.scenario_time(micros)),
        Field::Local => match at().map(|micros| (micros, reference.civil(micros))) {
            Some((_, Some(civil))) if !below_seconds(civil) => return Some(Value::Moment(civil)),
            Some((micros, _)) => reference.local_time(micros),
            None => String::new(),
        },
        Field::Kind => kind(inject).to_owned(),
        Field::By => inject.by.map_or("", |by| delivery(by.value)).to_owned(),
        Field::From => inject.from.text.clone(),
        Field::To => inject.to.iter().map(|id| id.text.as_str()).collect::<Vec<_>>().join("; "),
        Field::Title => inject.title.text.clone(),
        Field::Message | Field::Text => inject.text.text.clone(),
        Field::Expected => inject.expected.text.clone(),
        Field::Objective => inject.objective.as_ref().map_or(String::new(), |id| {
            let text = objectives.iter().find(|objective| objective.id.text == id.text).map(|it| &*it.text);
            match text.filter(|text| !text.is_empty()) {
                Some(text) => format!("{id}: {text}"),
                None => id.text.clone(),
            }
        }),
        Field::Condition => words::condition(inject),
        Field::Effect => inject.effect.as_ref().map_or(String::new(), words::effect),
        Field::Staff => inject.staff.as_ref().map_or(String::new(), |id| id.text.clone()),
        Field::Controller => inject.controller.text.clone(),
        Field::Date | Field::Day | Field::Nothing => String::new(),
    };
    (!text.is_empty()).then_some(Value::Text(text))
}

/// Which type of event an inject is: what gives nobody anything, but says what is expected, is an expected action.
fn kind(inject: &Inject) -> &'static str {
    let Inject { when, to, text, expected, effect, .. } = inject;
    let is_told_only = matches!(effect, None | Some(Effect::Message));
    match when {
        Some(_) => CONTINGENCY,
        None if to.is_empty() && is_told_only && text.is_empty() && !expected.is_empty() => EXPECTED_ACTION,
        None => INJECT,
    }
}

/// How a way of delivery is called.
pub const fn delivery(by: Delivery) -> &'static str {
    match by {
        Delivery::Mail => "Mail",
        Delivery::Telephone => "Telephone",
        Delivery::Radio => "Radio",
        Delivery::InPerson => "In person",
        Delivery::Press => "Press",
        Delivery::System => "System",
    }
}

/// The MSEL, the names of its columns first.
pub fn rows(scenario: &Scenario, columns: Columns, reference: &Reference) -> Vec<Vec<Option<Value>>> {
    let head = columns.list().iter().map(|(name, _)| Some(Value::Text((*name).to_owned()))).collect();
    let row = |inject: &Inject| {
        columns
            .list()
            .iter()
            .map(|(_, field)| cell(inject, *field, &scenario.objectives, reference))
            .collect()
    };
    std::iter::once(head).chain(scenario.msel.iter().map(row)).collect()
}

/// The same as texts, for a table of comma-separated values.
pub fn texts(rows: &[Vec<Option<Value>>]) -> Vec<Vec<String>> {
    let text = |cell: &Option<Value>| match cell {
        Some(Value::Moment(civil)) if civil.second() == 0 => civil.strftime("%Y-%m-%d %H:%M").to_string(),
        Some(value) => value.text().into_owned(),
        None => String::new(),
    };
    rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

/// The bytes of a workbook: the sheet MSEL, and one that says of which exercise it is.
///
/// # Errors
/// That a text is longer than a cell can be, in words for the user.
pub fn workbook(
    rows: &[Vec<Option<Value>>],
    scenario: &Scenario,
    columns: Columns,
) -> Result<Vec<u8>, String> {
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            if let Some(Value::Text(text)) = cell {
                fits(text, "MSEL", (row, column))?;
            }
        }
    }
    let about = about(scenario);
    for (row, (_, text)) in (0..).zip(&about) {
        fits(text, ABOUT, (row, 1))?;
    }
    book(rows, &about, columns).map_err(|error| format!("no workbook can be made of it: {error}"))
}

fn book(
    rows: &[Vec<Option<Value>>],
    about: &[(&str, String)],
    columns: Columns,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = empty()?;
    let top = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = book.add_worksheet().set_name("MSEL")?;
    for (column, (_, field)) in (0..).zip(columns.list()) {
        sheet.set_column_width(column, width(*field))?;
    }
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Some(Value::Moment(civil)) => {
                    let format = top.clone().set_num_format(shown(*civil));
                    sheet.write_datetime_with_format(row, column, &moment(*civil)?, &format)?;
                }
                Some(value) => {
                    let format = if row == 0 { &head } else { &top };
                    sheet.write_string_with_format(row, column, &*value.text(), format)?;
                }
                None => {}
            }
        }
    }
    let (last_row, last_column) = (rows.len().saturating_sub(1) as u32, columns.list().len() as u16 - 1);
    sheet.set_freeze_panes(1, 1)?.autofilter(0, 0, last_row, last_column)?;
    // Numbers of injects are texts, and no mistake of the user's.
    sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    write_about(book.add_worksheet().set_name(ABOUT)?, about)?;
    book.save_to_buffer()
}

/// Of which exercise the MSEL is.
fn about(scenario: &Scenario) -> [(&'static str, String); 4] {
    let word = |word: &Option<Word>| word.as_ref().map_or(String::new(), |word| word.text.clone());
    let startex = scenario.startex.as_ref().map_or(String::new(), |startex| startex.zoned.to_string());
    let endex = scenario.endex.map_or(String::new(), |endex| endex.text() + AFTER_STARTEX);
    [("Scenario", word(&scenario.id)), ("Title", word(&scenario.title)), (STARTEX, startex), (ENDEX, endex)]
}

fn write_about(sheet: &mut Worksheet, lines: &[(&str, String)]) -> Result<(), XlsxError> {
    for (row, (name, text)) in (0..).zip(lines) {
        sheet.write_string(row, 0, *name)?;
        sheet.write_string(row, 1, text)?;
    }
    sheet.set_column_width(1, 60)?;
    Ok(())
}

const fn width(field: Field) -> f64 {
    match field {
        Field::No | Field::Date | Field::Day | Field::Nothing | Field::Staff => 8.0,
        Field::Scenario | Field::By => 12.0,
        Field::Local | Field::Kind | Field::From | Field::To | Field::Controller => 18.0,
        Field::Title | Field::Objective | Field::Condition | Field::Effect => 32.0,
        Field::Message | Field::Text | Field::Expected => 48.0,
    }
}
