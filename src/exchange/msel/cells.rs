//! A sheet as it was read or is to be written: cells with their rows and columns, and what people call them.
//!
//! **Invariant:** rows and the cells of a row ascend; an empty cell is not there.

use jiff::civil::DateTime;
use std::borrow::Cow;

pub use crate::measure::workbook::letters;

/// The most rows that have cells. An MSEL of the largest exercises has some thousands.
pub const MOST_ROWS: usize = 100_000;
/// The most cells.
pub const MOST_CELLS: usize = 2_000_000;
/// The longest text of a cell in bytes: all that a workbook can hold, and no more.
pub const LONGEST_CELL: usize = 1 << 17;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, never empty.
    Text(String),
    /// A number, which may be a date that is not shown as one.
    Number(f64),
    /// A date and time.
    Moment(DateTime),
    /// The error of a formula, such as `#REF!`.
    Error(String),
    /// What a formula gives, if the program that wrote it did not work it out.
    Uncomputed,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells by column, from 0.
    pub cells: Vec<(u32, Value)>,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Its name; empty for a table that is a file of its own.
    pub name: String,
    /// The rows that have cells.
    pub lines: Vec<Line>,
    /// What the workbook says of its exercise, if it is one of ours.
    pub exercise: Exercise,
}

/// What a workbook of ours says of an exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exercise {
    /// STARTEX as a scenario writes it.
    pub startex: Option<String>,
    /// How long after STARTEX it ends, as a scenario writes it.
    pub endex: Option<String>,
}

impl Value {
    /// What a person reads in the cell.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Error(text) => Cow::Borrowed(text),
            Value::Uncomputed => Cow::Borrowed(""),
            Value::Number(number) => Cow::Owned(format!("{number}")),
            Value::Moment(moment) => Cow::Owned(format!("{}", moment.strftime("%Y-%m-%d %H:%M:%S"))),
        }
    }
}

impl Line {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }
}

/// The column of such letters, if a sheet can have it.
pub fn column(letters: &str) -> Option<u32> {
    let fits = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number = || {
        letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1) - 1
    };
    fits.then(number)
}

/// What people call a cell: `MSEL!C14`, or `C14` where there is but one sheet.
pub fn called(sheet: &str, row: u32, column: u32) -> String {
    let cell = format!("{}{row}", letters(column));
    if sheet.is_empty() { cell } else { format!("{sheet}!{cell}") }
}

#[cfg(test)]
mod tests {
    use super::{called, column, letters};

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        for (number, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")] {
            assert_eq!(letters(number), name);
            assert_eq!(column(name), Some(number));
        }
        assert_eq!((column(""), column("ABCD"), column("A1"), column("c")), (None, None, None, Some(2)));
        assert_eq!(called("MSEL", 14, 2), "MSEL!C14");
    }
}
