//! Tables of comma-separated values in and out.
//!
//! Written: UTF-8 with a byte order mark, by which spreadsheets know it, every cell in quotes. A cell that a spreadsheet would
//! take for a formula gets an apostrophe before it, and one that has such an apostrophe already gets another, so that reading
//! takes exactly one away. Read: UTF-8, UTF-16 with its mark; commas, semicolons or tabs.
//!
//! **Invariant:** cells that are written are read as they were.

use super::cells::{Grid, LONGEST_CELL, Line, MOST_CELLS, MOST_ROWS, Value, called, letters};
use crate::measure::{defused, is_formula};
use crate::scenario::table;
use std::io;

/// Reads a table.
///
/// # Errors
/// Why it can't be read, in words for the user.
pub fn read(bytes: &[u8]) -> Result<Grid, String> {
    let text = decoded(bytes)?;
    // What old Macs end lines with.
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    let table = table::read_every_line(&text, MOST_ROWS);
    if let Some((range, why, help)) = table.faults.first() {
        let line = text[..range.start].matches('\n').count() + 1;
        let cells: usize = table.lines.iter().map(Vec::len).sum();
        return Err(match table.lines.len() > MOST_ROWS || cells > MOST_CELLS / 2 {
            true => format!("this table has more than {MOST_ROWS} rows or too many cells"),
            false => format!("line {line}: {why}; {help}"),
        });
    }
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(&table.lines) {
        let mut cells = Vec::new();
        for (column, cell) in (0..).zip(line) {
            if cell.range.len() > LONGEST_CELL {
                let spot = called("", number, column);
                return Err(format!(
                    "{spot} has a text of {} bytes, more than {LONGEST_CELL}",
                    cell.range.len()
                ));
            }
            let value = cell.value(&text);
            let value = without_apostrophe(&value);
            if !value.trim().is_empty() {
                cells.push((column, Value::Text(value.to_owned())));
            }
        }
        if !cells.is_empty() {
            lines.push(Line { number, cells });
        }
    }
    Ok(Grid { lines, ..Grid::default() })
}

/// The text of a file.
fn decoded(bytes: &[u8]) -> Result<String, String> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(0)]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map_err(|_| String::from("this begins as UTF-16 text and is none: save it as CSV UTF-8"))
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes)?,
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(error) => {
                let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
                let what =
                    if bytes.contains(&0) { "no table" } else { "not UTF-8 (Latin-1 or Windows-1252?)" };
                return Err(format!("line {line}: this is {what}: save it as CSV UTF-8, or as .xlsx"));
            }
        },
    };
    match text.find('\0') {
        None => Ok(text),
        Some(at) => {
            let line = text[..at].matches('\n').count() + 1;
            Err(format!(
                "line {line}: a NUL character (UTF-16 without its mark?): save it as CSV UTF-8, or as .xlsx"
            ))
        }
    }
}

/// Writes rows of cells.
///
/// # Errors
/// Those of `out`, and that a cell is longer than any that is read.
pub fn write(rows: &[Vec<String>], out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    for (number, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            let cell = defused(cell);
            if cell.len() > LONGEST_CELL {
                let text = format!(
                    "{}{number} has a text of {} bytes, more than {LONGEST_CELL}",
                    letters(column),
                    cell.len()
                );
                return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
            }
            writer.write_field(cell).map_err(io::Error::other)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::other)?;
    }
    writer.flush()
}

fn without_apostrophe(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of a table, row by row.
    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let grid = read(bytes).expect("a table");
        let texts = |line: &Line| line.cells.iter().map(|(_, value)| value.text().into_owned()).collect();
        grid.lines.iter().map(texts).collect()
    }

    #[test]
    fn what_looks_like_a_formula_is_defused_and_read_as_it_was() {
        let texts =
            ["=1+1", "+49 30", "-5", "@all", "\tx", "\rx", "'=1", "''@", "'plain", "plain", "a,b;c\n\"d\""];
        let row: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let mut out = Vec::new();
        write(std::slice::from_ref(&row), &mut out).expect("memory");
        let written = String::from_utf8(out.clone()).expect("text");
        assert!(written.starts_with("\u{feff}\"'="), "{written}");
        for dangerous in [",\"=", ",\"+", ",\"-", ",\"@", ",\"\t", ",\"\r"] {
            assert!(!written.contains(dangerous), "{written}");
        }
        assert_eq!(cells(&out), [row]);
    }

    #[test]
    fn texts_of_many_commas_part_no_cells() {
        let table = "Lage; Stand heute\nNr;Zeit;Titel;Text\n1;D1 09:00;a;Erst, dann, und, so, fort, bis, zum, Ende\n2;D1 10:00;b;eins, zwei\n3;D1 11:00;c;eins, zwei, drei\n";
        assert!(
            cells(table.as_bytes())[1..].iter().all(|row| row.len() == 4),
            "{:?}",
            cells(table.as_bytes())
        );
    }

    #[test]
    fn encodings_are_read_by_their_marks_or_named() {
        let expected =
            [vec![String::from("Nr"), String::from("Übung")], vec![String::from("1"), String::from("x")]];
        let text = "Nr;Übung\r\n\r\n1;x\r\n";
        let wide = |unit: fn(u16) -> [u8; 2]| {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
        };
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), expected);
        assert_eq!(cells(&wide(u16::to_le_bytes)), expected);
        assert_eq!(cells(&wide(u16::to_be_bytes)), expected);
        assert_eq!(cells(text.replace("\r\n", "\r").as_bytes()), expected);
        assert_eq!(read(text.as_bytes()).expect("a table").lines[1].number, 3);
        let why = |bytes: &[u8]| read(bytes).expect_err("it is no table");
        assert!(why(b"Nr\n\xdcbung").starts_with("line 2: this is not UTF-8"));
        assert!(why(b"N\0r\0").starts_with("line 1: a NUL"));
        assert!(why(b"Nr,\"x\n1").starts_with("line 1: this quote is not closed"));
    }
}
