//! Workbooks for spreadsheets (Office Open XML): what all that are written have in common.
//!
//! **Invariant:** the same contents give the same bytes, whenever they are written; no text is cut.

use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The longest text of a cell, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;

/// A workbook without sheets.
///
/// # Errors
/// Those of the library.
pub fn empty() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // Without it the instant at which it was written would be in the file.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    Ok(book)
}

/// A civil time as cells have it, to the second.
///
/// # Errors
/// That it is none of the years 1900 to 9999.
pub fn moment(civil: DateTime) -> Result<ExcelDateTime, XlsxError> {
    // What lies before the years of our era is refused too, rather than taken for another.
    let year = u16::try_from(civil.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, civil.month() as u8, civil.day() as u8)?.and_hms(
        civil.hour() as u16,
        civil.minute() as u8,
        f64::from(civil.second()),
    )
}

/// How a civil time is shown.
pub fn shown(civil: DateTime) -> &'static str {
    if civil.second() == 0 { "yyyy-mm-dd hh:mm" } else { "yyyy-mm-dd hh:mm:ss" }
}

/// Whether a text has room in a cell of a sheet, whose row and column count from 0.
///
/// # Errors
/// That it has none, in words for the user.
pub fn fits(text: &str, sheet: &str, (row, column): (u32, u16)) -> Result<(), String> {
    let units = text.encode_utf16().count();
    if units <= LONGEST_TEXT {
        return Ok(());
    }
    let cell = format!("{sheet}!{}{}", letters(column.into()), row + 1);
    Err(format!("{cell} would have {units} characters, and a workbook takes {LONGEST_TEXT}: write CSV"))
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn texts_that_have_no_room_are_told_with_their_cell() {
        // A letter beyond the first plane counts twice, as in the file.
        let long = "😀".repeat(LONGEST_TEXT / 2 + 1);
        assert_eq!(fits(&long[4..], "MSEL", (3, 27)), Ok(()));
        let said = "MSEL!AB4 would have 32768 characters, and a workbook takes 32767: write CSV";
        assert_eq!(fits(&long, "MSEL", (3, 27)), Err(String::from(said)));
    }

    #[test]
    fn when_it_is_written_is_not_in_it() {
        let mut book = empty().expect("a workbook");
        book.add_worksheet();
        let bytes = book.save_to_buffer().expect("memory");
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut properties = String::new();
        let mut part = parts.by_name("docProps/core.xml").expect("properties");
        part.read_to_string(&mut properties).expect("text");
        assert_eq!(properties.matches(">2000-01-01T00:00:00Z<").count(), 2, "{properties}");
    }

    #[test]
    fn moments_of_other_years_are_refused() {
        let at = |year| DateTime::new(year, 3, 2, 8, 0, 0, 0).expect("a moment");
        assert!(moment(at(2026)).is_ok() && moment(at(-2)).is_err() && moment(at(1500)).is_err());
    }
}
