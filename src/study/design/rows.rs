//! Points that somebody listed: in the study, or in a table, which may be SALib's output.
//!
//! A table has a column for each factor, in their order or with their ids in its first line. Cells are parted by commas,
//! semicolons, tabs or, where the table has none of these, spaces; lines that begin with `#` are passed over. A number in
//! place of a duration counts hours, and one in place of a whole number is rounded, since what SALib writes are numbers
//! between the bounds of a range.
//!
//! **Invariant:** each row that is returned has a level for every factor.

use super::axis::Axis;
use super::scale::{Kind, Scale};
use super::slots;
use crate::diagnostic::{Diagnostic, Place, codes, counted, did_you_mean, one_of};
use crate::scenario::Listed;
use crate::scenario::study::Text;
use crate::scenario::table::{self, Cell};
use crate::study::Level;
use std::ops::Range;

/// A row of levels, and where it begins.
pub type Row = (Vec<Level>, Place);

/// The rows of a list; levels of open factors are noted in `axes`, so that they can be tried.
pub fn listed(rows: &[Listed<Text>], axes: &mut [Axis], faults: &mut Vec<Diagnostic>) -> Vec<Row> {
    let mut found = Vec::new();
    for row in rows {
        if row.len() != axes.len() {
            let levels = counted(row.len() as u64, "level");
            let message = format!("a point has {levels} for {}", counted(axes.len() as u64, "factor"));
            faults.push(Diagnostic::error(codes::UNFIT_ROW, row.place, message).label("one for each factor"));
            continue;
        }
        let levels = axes.iter_mut().zip(row).filter_map(|(axis, text)| level(text, axis, faults));
        let levels: Vec<Level> = levels.collect();
        if levels.len() == axes.len() {
            found.push((levels, row.place));
        }
    }
    found
}

/// The rows of a table with this text; `place` tells where a part of it is.
pub fn tabled(
    text: &str,
    most: usize,
    place: impl Fn(Range<usize>) -> Place,
    axes: &mut [Axis],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let table = table::read_within(
        text,
        most,
        "more points or cells than a study can have",
        "play it in several studies",
    );
    for (range, why, help) in table.faults {
        let fault =
            Diagnostic::error(codes::NOT_A_TABLE, place(range), "a table of points is not read to its end");
        faults.push(fault.label(why).help(String::from(help)));
    }
    let mut lines: Vec<Vec<Cell>> = table.lines;
    if axes.len() > 1 && lines.iter().all(|line| line.len() == 1) {
        lines = lines.into_iter().map(|line| spaced(text, &line[0])).collect();
    }
    let is_id = |cell: &Cell| axes.iter().any(|axis| axis.id.text == cell.value(text));
    let (width, columns) = match lines.first() {
        Some(first) if first.iter().any(is_id) => {
            let header = lines.remove(0);
            (header.len(), columns(&header, text, &place, axes, faults))
        }
        _ => (axes.len(), (0..axes.len()).map(Some).collect()),
    };
    let each = if width == axes.len() { "factor" } else { "column" };
    let mut found = Vec::new();
    for line in lines {
        let whole =
            line.first().zip(line.last()).map_or(0..0, |(first, last)| first.range.start..last.range.end);
        if line.len() != width {
            let cells = counted(line.len() as u64, "cell");
            let message = format!("a line has {cells} for {}", counted(width as u64, each));
            let fault = Diagnostic::error(codes::UNFIT_ROW, place(whole), message);
            faults.push(fault.label(format!("one for each {each}")));
            continue;
        }
        let levels = axes.iter_mut().zip(&columns).filter_map(|(axis, column)| {
            let cell = &line[(*column)?];
            let text = Text { text: cell.value(text), place: place(cell.range.clone()) };
            level(&text, axis, faults)
        });
        let levels: Vec<Level> = levels.collect();
        if levels.len() == axes.len() {
            found.push((levels, place(whole)));
        }
    }
    found
}

/// The words of a cell as cells of their own.
fn spaced(text: &str, cell: &Cell) -> Vec<Cell> {
    let whole = &text[cell.range.clone()];
    let words = whole.split_whitespace().map(|word| {
        let start = cell.range.start + (word.as_ptr() as usize - whole.as_ptr() as usize);
        Cell { range: start..start + word.len(), doubled: false }
    });
    words.collect()
}

/// The number of each factor's column; none has that of which no column is known, which is a fault.
fn columns(
    header: &[Cell],
    text: &str,
    place: impl Fn(Range<usize>) -> Place,
    axes: &[Axis],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Option<usize>> {
    let before = faults.len();
    let mut column_of: Vec<Option<usize>> = vec![None; axes.len()];
    for (number, cell) in header.iter().enumerate() {
        let (name, at) = (cell.value(text), place(cell.range.clone()));
        match axes.iter().position(|axis| axis.id.text == name) {
            None => {
                let ids = || axes.iter().map(|axis| axis.id.text.as_str());
                let fault =
                    Diagnostic::error(codes::UNKNOWN_ID, at, format!("no factor has the id `{name}`"));
                let help =
                    did_you_mean(&name, ids()).unwrap_or_else(|| format!("there is {}", one_of(ids())));
                faults.push(fault.label("not found").help(help));
            }
            Some(axis) if column_of[axis].replace(number).is_some() => {
                let message = format!("two columns are of the factor `{name}`");
                faults.push(Diagnostic::error(codes::REPEATED, at, message).label("again here"));
            }
            Some(_) => {}
        }
    }
    // A column that is misspelt is one fault.
    let misspelt = faults.len() > before;
    for (axis, _) in axes.iter().zip(&column_of).filter(|(_, column)| column.is_none() && !misspelt) {
        let whole =
            header.first().zip(header.last()).map_or(0..0, |(first, last)| first.range.start..last.range.end);
        let message = format!("no column is of the factor `{}`", axis.id);
        faults.push(
            Diagnostic::error(codes::UNFIT_ROW, place(whole), message).label("a column for each factor"),
        );
    }
    column_of
}

/// The level that a row says; none after a fault.
fn level(text: &Text, axis: &mut Axis, faults: &mut Vec<Diagnostic>) -> Option<Level> {
    let written = Level::of(&text.text);
    let mut refused = |message: String, label: &str, help: String| {
        faults.push(Diagnostic::error(codes::OTHER_LEVEL, text.place, message).label(label).help(help));
        None
    };
    if written.text.is_empty() {
        let help = format!("say what `{}` is at this point", axis.id);
        return refused(
            format!("a point says nothing of the factor `{}`", axis.id),
            "nothing stands here",
            help,
        );
    }
    match &axis.scale {
        Scale::Open => {
            // No more than these are tried.
            let room = axis.texts.len() < slots::MOST;
            if room && !axis.texts.iter().any(|known| known.text.trim() == written.text) {
                axis.texts.push(text.clone());
            }
            Some(written)
        }
        Scale::Listed(levels) => {
            let is_it = |level: &&Level| {
                level.text == written.text || level.number.is_some() && level.number == written.number
            };
            match levels.iter().find(is_it) {
                Some(level) => Some(level.clone()),
                None => {
                    let values = one_of(levels.iter().map(|level| level.text.as_str()));
                    let message = format!("the factor `{}` has no level `{}`", axis.id, written.text);
                    refused(
                        message,
                        "none of its `values`",
                        format!("it has {values}; without `values`, any can stand here"),
                    )
                }
            }
        }
        Scale::Range(range) => {
            // What is written with a unit is known in hours as well.
            let value =
                written.number.map(|number| if range.of == Kind::Time { number * 3.6e9 } else { number });
            let slack = 1e-9 * (range.high - range.low);
            match value {
                Some(value) if (range.low - slack..=range.high + slack).contains(&value) => {
                    Some(range.level(value))
                }
                Some(_) => {
                    let ends = format!(
                        "it goes from {} to {}",
                        range.level(range.low).text,
                        range.level(range.high).text
                    );
                    refused(
                        format!("`{}` lies outside the range of the factor `{}`", written.text, axis.id),
                        "outside",
                        ends,
                    )
                }
                None => {
                    let kind =
                        if range.of == Kind::Time { "a duration, or a number of hours," } else { "a number" };
                    let message =
                        format!("the factor `{}` has a range, and `{}` is no number", axis.id, written.text);
                    refused(message, "no number", format!("write {kind} within the range"))
                }
            }
        }
    }
}
