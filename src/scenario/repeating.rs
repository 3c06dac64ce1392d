//! A fragment for each row of a table.
//!
//! The fragment is read once; each row clones it, sets what its cells say, and gives it the row's name. The clones' places point into
//! a source of their own, so that what is told of a clone names the line of the fragment and the row.
//!
//! **Invariant:** a row is what an include of its own would be, with its cells as changes; and counts as much text.

use std::collections::BTreeSet;

use super::including::{Inclusion, MOST_TEXT};
use super::overriding::{Override, Segment, path_steps};
use super::parsing::LoadError;
use super::prefixing::prefix;
use super::reading::{Reader, Written};
use super::table::{self, Cell, Table};
use super::written::Word;
use super::{Include, Scenario};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The column that names the rows.
const NAME: &str = "as";

/// As many faults in the cells of one table are told; more are of the same making.
const MOST_FAULTS: usize = 100;

/// A column that sets something.
struct Column<'t> {
    number: usize,
    path: &'t str,
    steps: Vec<Segment<'t>>,
}

impl Inclusion<'_> {
    /// Adds a fragment to `scenario` once for each row of a table.
    pub fn each_row(
        &mut self,
        scenario: &mut Scenario,
        include: &Include,
        file: &Word,
        names: &mut BTreeSet<String>,
    ) {
        let Some(source) = self.table_source(file) else { return };
        let text = self.sources.shared_text(source);
        let reader = Reader::bare(source, &text);
        let (first, bytes) = (self.sources.len() as u32, self.bytes);
        let rows = table::read(&text);
        let header = header(&rows, &text, &reader);
        let fragment = self.fragment(include);
        if let (Some((name_column, columns)), Some(fragment)) = (header, fragment) {
            let repeated =
                Repeated { fragment, sources: first..self.sources.len() as u32, bytes: self.bytes - bytes };
            let lines = &rows.lines[1..];
            if lines.is_empty() {
                let message = format!("`{file}` has no rows, so nothing is included");
                let warning = Diagnostic::warning(codes::NO_ROWS, file.place, message);
                self.found
                    .faults
                    .push(warning.label("only names of columns").help(String::from("write a line for each")));
            }
            for (number, line) in lines.iter().enumerate() {
                if number > 0 && !self.has_room(&repeated, include) || reader.noted() > MOST_FAULTS {
                    break;
                }
                let name = &line[name_column];
                let place = reader.place(&text[name.range.clone()]);
                if !self.is_name(&text[name.range.clone()], place, names) {
                    continue;
                }
                let mut one = self.copy(&repeated, place);
                for column in &columns {
                    self.set_cell(&mut one, column, &line[column.number], &reader, &text);
                }
                prefix(&mut one, &text[name.range.clone()]);
                scenario.join(one);
            }
        }
        self.found.faults.extend(reader.into_found().faults);
    }

    /// The table as a source.
    fn table_source(&mut self, file: &Word) -> Option<u32> {
        let path = self.checked_path(file)?;
        match self.text(&path) {
            Ok(text) => {
                self.count += 1;
                Some(self.sources.add(self.known_as(&path), text, file.place))
            }
            Err(LoadError(why)) => {
                let message = format!("cannot read the table `{path}`: {why}");
                let fault = Diagnostic::error(codes::UNREADABLE, file.place, message);
                self.found.faults.push(fault.label("asked for here"));
                None
            }
        }
    }

    /// Whether one more copy of a fragment may be made.
    fn has_room(&mut self, repeated: &Repeated, include: &Include) -> bool {
        if repeated.bytes <= MOST_TEXT.saturating_sub(self.bytes) {
            self.bytes += repeated.bytes;
            return true;
        }
        let most = MOST_TEXT >> 20;
        let message = format!(
            "cannot include `{}` for each row: all texts together, one for each row, are longer than {most} MiB",
            include.file
        );
        let fault = Diagnostic::error(codes::UNREADABLE, include.file.place, message);
        self.found.faults.push(fault.label("asked for too often"));
        false
    }

    /// The fragment for the row that the cell at `cell` names.
    fn copy(&mut self, repeated: &Repeated, cell: Place) -> Scenario {
        let mut one = repeated.fragment.clone();
        let first = self.sources.len() as u32;
        for source in repeated.sources.clone() {
            self.sources.add_row(source, cell);
        }
        one.each_place(&mut |place| {
            if repeated.sources.contains(&place.source) {
                place.source = first + (place.source - repeated.sources.start);
            }
        });
        one
    }

    fn set_cell(
        &mut self,
        one: &mut Scenario,
        column: &Column<'_>,
        cell: &Cell,
        reader: &Reader<'_>,
        text: &str,
    ) {
        let written = &text[cell.range.clone()];
        if written.is_empty() {
            return;
        }
        if !cell.doubled {
            return Written::set(one, &column.steps, &Override { reader, text: written, removes: false });
        }
        // With its quotes undoubled it stands nowhere in the table.
        let place = reader.place(written);
        let by = format!("cell of {}", self.sources.name(place.source));
        let set = one.set(column.path, &cell.value(text), &by, place, &mut self.sources);
        set.err().into_iter().flatten().for_each(|fault| reader.fault(fault));
    }
}

/// What is cloned for each row.
struct Repeated {
    fragment: Scenario,
    /// The sources that its places point into.
    sources: std::ops::Range<u32>,
    /// How much text these are.
    bytes: usize,
}

/// The number of the column of names, and the columns that set something; none after noting a fault.
fn header<'t>(table: &Table, text: &'t str, reader: &Reader<'_>) -> Option<(usize, Vec<Column<'t>>)> {
    let fault = |place: Place, message: String, label: &str| {
        Diagnostic::error(codes::NOT_A_TABLE, place, message).label(label)
    };
    for (range, why, help) in &table.faults {
        let place = reader.place(&text[range.clone()]);
        reader.fault(fault(place, String::from("this table can't be read"), why).help(String::from(*help)));
    }
    let cell = |cell: &Cell| &text[cell.range.clone()];
    let first = table.lines.first();
    let names: Vec<&str> = first.into_iter().flatten().map(cell).collect();
    let line = |cells: &[Cell]| match cells {
        [first, .., last] => &text[first.range.start..last.range.end],
        [only] => cell(only),
        [] => "",
    };
    let mut name_column = None;
    let mut columns: Vec<Column<'_>> = Vec::new();
    for (number, &name) in names.iter().enumerate() {
        let place = reader.place(name);
        if names[..number].contains(&name) {
            reader.fault(fault(place, format!("two columns are called `{name}`"), "the second"));
        } else if name == NAME {
            name_column = Some(number);
        } else if let Some(steps) = path_steps(name, reader) {
            columns.push(Column { number, path: name, steps });
        }
    }
    if name_column.is_none() {
        let head = first.map_or(&text[..0], |cells| line(cells));
        let fault = fault(reader.place(head), String::from("no column is called `as`"), "names of columns");
        reader.fault(fault.help(String::from("it has the names that are put before ids, one for each row")));
    }
    for row in table.lines.iter().skip(1).filter(|row| row.len() != names.len()).take(MOST_FAULTS) {
        let message = format!("this row has {} cells, and the table has {} columns", row.len(), names.len());
        let fault = fault(reader.place(line(row)), message, "not one for each column");
        reader.fault(fault.help(String::from(
            "a cell that sets nothing is empty, and a value with a comma stands in quotes",
        )));
    }
    (reader.noted() == 0).then_some(name_column?).map(|name| (name, columns))
}
