//! Workbooks in: the cells of a sheet, in bounded memory and time.
//!
//! A workbook is an archive whose parts may inflate to anything, and whose texts may announce any number. So every part is
//! inflated once into nothing, by a reader that stops at the bound, before `calamine` sees the file; numbers by which it
//! would reserve memory are looked at on the way; and cells are taken one by one, so that a cell far below and far to the
//! right is one cell and not a rectangle.
//!
//! **Invariant:** what is read of a workbook takes a small multiple of [`MOST_INFLATED`], whatever the file says of itself.

use super::cells::{Exercise, Grid, LONGEST_CELL, Line, MOST_CELLS, MOST_ROWS, Value, called};
use super::layout::headed;
use super::write::{ABOUT, AFTER_STARTEX, ENDEX, STARTEX};
use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx};
use jiff::civil::DateTime;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most bytes that all parts of a workbook may have together.
pub const MOST_INFLATED: u64 = 64 << 20;
/// The most parts.
const MOST_PARTS: usize = 5000;
/// The most tags: each may become a text in memory.
const MOST_TAGS: usize = 12_000_000;

/// What every archive begins with.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Why a file that is no archive is no workbook either, if it looks like one.
pub fn refused(bytes: &[u8]) -> Option<&'static str> {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]).then_some(
        "this is a workbook of the old kind (.xls), or one with a password: save it as .xlsx without a password",
    )
}

/// Reads a sheet: the one of this name, else one called MSEL, else the first whose columns are known, else the first.
///
/// Returns the names of the other visible sheets too, where it is not the one called MSEL.
///
/// # Errors
/// Why it can't be read, in words for the user.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<(Grid, Vec<String>), String> {
    look_through(bytes)?;
    let damaged = |error: &dyn std::fmt::Display| format!("this workbook can't be read: {error}");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let all: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let visible: Vec<&String> = all.iter().filter(|(_, shown)| *shown).map(|(name, _)| name).collect();
    if let Some(wanted) = sheet {
        let found = all
            .iter()
            .find(|(name, _)| name == wanted)
            .or_else(|| all.iter().find(|(name, _)| name.to_lowercase() == wanted.to_lowercase()));
        let Some((name, _)) = found else {
            let known: Vec<&str> = all.iter().take(20).map(|(name, _)| name.as_str()).collect();
            return Err(format!("no sheet is called `{wanted}`; there are: {}", known.join(", ")));
        };
        let grid = Grid { exercise: exercise(&mut book, &all), ..cells(&mut book, name)? };
        return Ok((grid, Vec::new()));
    }
    let named = visible.iter().find(|name| name.eq_ignore_ascii_case("msel"));
    let candidates = named.into_iter().chain(&visible).take(10);
    let mut first = None;
    for name in candidates {
        let grid = cells(&mut book, name)?;
        if headed(&grid).is_some() {
            first = Some(grid);
            break;
        }
        first = first.or(Some(grid));
    }
    let grid = first.ok_or_else(|| String::from("this workbook has no sheet that is shown"))?;
    let grid = Grid { exercise: exercise(&mut book, &all), ..grid };
    // Of the sheet that everybody expects nothing needs to be said.
    let is_expected = grid.name.eq_ignore_ascii_case("msel");
    let others = visible.into_iter().filter(|name| **name != grid.name && !is_expected).cloned().collect();
    Ok((grid, others))
}

/// Inflates every part into nothing, and looks at what reading would believe.
fn look_through(bytes: &[u8]) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("this is no workbook, or a damaged one: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(format!("this workbook has {} parts, more than {MOST_PARTS}", archive.len()));
    }
    let (mut left, mut tags) = (MOST_INFLATED, 0);
    let mut text = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
        text.clear();
        part.by_ref().take(left + 1).read_to_end(&mut text).map_err(|error| damaged(&error))?;
        left = left.checked_sub(text.len() as u64).ok_or_else(|| {
            format!(
                "this workbook inflates to more than {} MiB: take out pictures, other sheets and empty rows",
                MOST_INFLATED >> 20
            )
        })?;
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let own = text.iter().filter(|byte| **byte == b'<').count();
        tags += own;
        if tags > MOST_TAGS {
            return Err(format!(
                "this workbook has more than {MOST_TAGS} tags: take out other sheets and empty rows"
            ));
        }
        if text.contains(&0) {
            return Err(format!("the part {name} of this workbook is no text"));
        }
        if announces_too_many(&text, own) {
            return Err(format!("the part {name} of this workbook announces more texts than it has"));
        }
    }
    Ok(())
}

/// Whether a part of so many tags announces more shared texts, so that memory would be reserved for what is not there.
fn announces_too_many(text: &[u8], tags: usize) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    let mut rest = text;
    while let Some(at) = rest.windows(NAME.len()).position(|window| window == NAME) {
        rest = &rest[at + NAME.len()..];
        let between = |byte: &u8| byte.is_ascii_whitespace() || b"=\"'+".contains(byte);
        let digits = rest.iter().copied().skip_while(between).take_while(u8::is_ascii_digit);
        let number = digits
            .fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        if number > tags as u64 + 1000 {
            return true;
        }
    }
    false
}

/// What the sheet says that our own workbooks have beside the MSEL; nothing if there is none that can be read.
fn exercise(book: &mut Xlsx<Cursor<&[u8]>>, sheets: &[(String, bool)]) -> Exercise {
    let sheet = sheets.iter().any(|(name, _)| name == ABOUT).then(|| cells(book, ABOUT).ok()).flatten();
    let said = |name: &str| {
        let lines = &sheet.as_ref()?.lines;
        let line = lines.iter().find(|line| line.cell(0).is_some_and(|cell| cell.text() == name))?;
        line.cell(1).map(|cell| cell.text().into_owned())
    };
    let endex = said(ENDEX).and_then(|text| Some(text.strip_suffix(AFTER_STARTEX)?.to_owned()));
    Exercise { startex: said(STARTEX), endex }
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, String> {
    let damaged = |error: &dyn std::fmt::Display| format!("the sheet {name} can't be read: {error}");
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let mut lines: Vec<Line> = Vec::new();
    let (mut count, mut in_order) = (0, true);
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let (row, column) = cell.pos;
        // A formula that gives an empty text has it as its value.
        let found = match cell.value {
            DataRef::Empty if cell.formula.is_some() => Some(Value::Uncomputed),
            found => value(found),
        };
        let Some(value) = found else { continue };
        if let Value::Text(text) = &value
            && text.len() > LONGEST_CELL
        {
            let spot = called(name, row.saturating_add(1), column);
            return Err(format!("{spot} has a text of {} bytes, more than {LONGEST_CELL}", text.len()));
        }
        count += 1;
        let number = row.saturating_add(1);
        match lines.last_mut().filter(|line| line.number == number) {
            Some(line) => {
                in_order &= line.cells.last().is_none_or(|(before, _)| *before < column);
                line.cells.push((column, value));
            }
            None => {
                in_order &= lines.last().is_none_or(|line| line.number < number);
                lines.push(Line { number, cells: vec![(column, value)] });
            }
        }
        if lines.len() > MOST_ROWS || count > MOST_CELLS {
            return Err(format!(
                "the sheet {name} has more than {MOST_ROWS} rows or {MOST_CELLS} cells with something in them"
            ));
        }
    }
    if !in_order {
        return Err(format!("the sheet {name} is damaged: its rows or cells do not ascend"));
    }
    Ok(Grid { name: name.to_owned(), lines, ..Grid::default() })
}

/// What a cell holds; none if nothing.
fn value(data: DataRef<'_>) -> Option<Value> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()));
    match Data::from(data) {
        Data::Empty => None,
        Data::String(words) | Data::DateTimeIso(words) | Data::DurationIso(words) => text(&words),
        Data::Int(number) => Some(Value::Number(number as f64)),
        Data::Float(number) => Some(Value::Number(number)),
        Data::Bool(truth) => text(if truth { "TRUE" } else { "FALSE" }),
        Data::Error(error) => Some(Value::Error(error.to_string())),
        Data::DateTime(moment) => {
            Some(match moment.is_datetime() && (1.0..2_958_466.0).contains(&moment.as_f64()) {
                true => date(&moment).map_or(Value::Number(moment.as_f64()), Value::Moment),
                false => Value::Number(moment.as_f64()),
            })
        }
    }
}

/// A date as a workbook shows it; none where it shows one that never was, 29 February 1900.
fn date(moment: &calamine::ExcelDateTime) -> Option<DateTime> {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).ok();
    let nanos = i32::from(milli) * 1_000_000;
    DateTime::new(
        i16::try_from(year).ok()?,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        nanos,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::announces_too_many;

    #[test]
    fn what_is_announced_is_read_in_one_pass() {
        let check = |text: &str, expected: bool| assert_eq!(announces_too_many(text.as_bytes(), 5), expected);
        check("<sst uniqueCount=\"1005\">", false);
        check("<sst uniqueCount = '1006'>", true);
        check("<sst uniqueCount=\"99999999999999999999999999\">", true);
        // Were each of them read to the end, it would take days.
        check(&"uniqueCount".repeat(1_000_000), false);
    }
}
