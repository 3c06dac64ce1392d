//! MSELs as planners keep them: workbooks and tables, out and in.
//!
//! Out: [`Columns`] say which columns, [`rows`] tells the injects, [`workbook()`] or [`write_csv`] puts them down. In: [`read`]
//! takes a workbook or a table apart, [`lay_out`] tells what its columns are, [`records()`] tells what each row changes; then
//! [`merge()`] puts that into the text of a scenario, or [`outset()`] makes a new one.
//!
//! **Invariant:** what is written of a scenario changes nothing when it is read into the same scenario again.

mod calendar;
mod cells;
mod columns;
mod coming;
mod delimited;
mod faults;
mod layout;
mod merge;
mod names;
mod origins;
mod outset;
mod records;
mod said;
mod times;
mod words;
mod workbook;
mod write;

pub use calendar::by_calendar;
pub use cells::{Exercise, Grid, Value};
pub use columns::Columns;
pub use delimited::write as write_csv;
pub use faults::{Faults, MOST_FAULTS};
pub use layout::{Layout, Mapping, lay_out};
pub use merge::{Merged, merge, verify};
pub use names::Names;
pub use origins::Origins;
pub use outset::outset;
pub use records::{LeftOut, Record, Records, read as records};
pub use times::Reference;
pub use write::{rows, texts, workbook};

/// The longest file that is read, in bytes.
pub const LONGEST_FILE: u64 = 64 << 20;

/// Reads the sheet of this name of a workbook, or the table that a file is; and the names of other sheets.
///
/// # Errors
/// Why it can't be read, in words for the user.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<(Grid, Vec<String>), String> {
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(format!("this file has more than {} MiB", LONGEST_FILE >> 20));
    }
    if workbook::is_archive(bytes) {
        return workbook::read(bytes, sheet);
    }
    if let Some(why) = workbook::refused(bytes) {
        return Err(why.to_owned());
    }
    match sheet {
        Some(sheet) => Err(format!("this is a table, which has no sheet `{sheet}`")),
        None => delimited::read(bytes).map(|grid| (grid, Vec::new())),
    }
}
