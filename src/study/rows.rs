//! The rows of a replication in tidy tables: one for each measure, then one for each objective.
//!
//! Every table that has values of replications takes its rows from here: that of a run and those of a sweep.
//!
//! **Invariant:** a row has a cell for each of [`headings()`], and what stands in it is a function of what was played.

use super::Played;
use crate::kernel::SimDuration;
use crate::measure::{ENTITIES, Measures, State, ending_name, entities, state_name, unit_name};
use crate::model::{Model, Quantity, Unit};
use std::fmt::Write;
use std::io;

/// What stands in one place of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: it does not apply.
    Empty,
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// A text, never empty.
    Text(&'a str),
}

impl<'a> Cell<'a> {
    /// The text, or nothing where it is empty.
    pub const fn text(text: &'a str) -> Cell<'a> {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// The cell as CSV has it; a number is put into `buffer`.
    pub fn written<'b>(&self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        buffer.clear();
        // Writing to a string cannot fail.
        match *self {
            Cell::Empty => {}
            Cell::Whole(number) => drop(write!(buffer, "{number}")),
            Cell::Number(number) => drop(write!(buffer, "{number}")),
            Cell::Text(text) => return text,
        }
        buffer
    }
}

const UNITS: [Unit; 4] = [Unit::Time, Unit::Share, Unit::Count, Unit::FunctionHours];
/// `seed`, `replication` and `ending`.
const FIRST: usize = 3;
const OBJECTIVE: usize = FIRST + ENTITIES.len();
const STATUS: usize = OBJECTIVE + 1;
const VALUES: usize = STATUS + 1;
const STATES: usize = VALUES + UNITS.len();
/// How many cells a row has.
const WIDTH: usize = STATES + State::COUNT;

/// What the columns hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Texts.
    Text,
}

/// The names of the columns, in the order of the cells.
pub fn headings() -> impl Iterator<Item = String> {
    columns().map(|(name, _)| name)
}

/// The same with what they hold.
pub fn columns() -> impl Iterator<Item = (String, Kind)> {
    let first = [("seed", Kind::Whole), ("replication", Kind::Whole), ("ending", Kind::Text)];
    let texts = ENTITIES.into_iter().chain(["objective", "status"]).map(|name| (name, Kind::Text));
    let values = UNITS.into_iter().map(|unit| (format!("value_{}", unit_name(unit)), Kind::Number));
    let states = State::ALL.into_iter().map(|state| (format!("{}_h", state_name(state)), Kind::Number));
    first.into_iter().chain(texts).map(|(name, kind)| (name.to_owned(), kind)).chain(values).chain(states)
}

/// A measure of which rows tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMeasure {
    /// What is measured.
    pub quantity: Quantity,
    /// Of whom, beside [`ENTITIES`].
    pub entities: [String; 16],
}

/// What rows tell of, without the model that it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Beside the values of a replication.
    pub measures: Vec<ListedMeasure>,
    /// How many of them have a row of their own; the others are told with their objective.
    pub regular: usize,
    /// The id of each objective and the place of its measure; none where it has several parts.
    pub objectives: Vec<(String, Option<usize>)>,
}

impl Listed {
    /// The measures of `model`.
    pub fn of(model: &Model, measures: &Measures) -> Listed {
        let listed = measures
            .list
            .iter()
            .map(|measure| ListedMeasure { quantity: measure.quantity, entities: entities(model, measure) });
        let ids = model.names.objectives.iter().map(|objective| objective.id.clone());
        Listed {
            measures: listed.collect(),
            regular: measures.regular,
            objectives: ids.zip(measures.of_objectives.iter().copied()).collect(),
        }
    }
}

/// Hands the rows of a replication to `each`, in the order of measures and objectives. One that ran out of a budget has one row
/// and no values.
///
/// # Errors
/// Those of `each`.
pub fn rows(
    listed: &Listed,
    seed: u64,
    played: &Played,
    each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>,
) -> io::Result<()> {
    let ending = Cell::Text(ending_name(played.ending));
    let mut row = [Cell::Empty; WIDTH];
    row[..FIRST].copy_from_slice(&[Cell::Whole(seed), Cell::Whole(played.number), ending]);
    if !played.ending.is_whole() {
        row[STATUS] = ending;
        return each(&row);
    }
    // Both stand in the order of measures.
    let mut causes = played.causes.iter().peekable();
    for (place, measure) in listed.measures.iter().enumerate().take(listed.regular) {
        row[FIRST..].fill(Cell::Empty);
        name(&mut row, &measure.entities, 0);
        row[STATUS] = Cell::Text(played.values[place].status());
        number(&mut row, measure.quantity.unit(), played, place);
        if let Some((_, micros)) = causes.next_if(|(of, _)| *of as usize == place) {
            hours(&mut row, micros);
        }
        each(&row)?;
    }
    for ((id, place), verdict) in listed.objectives.iter().zip(&played.verdicts) {
        row[FIRST..].fill(Cell::Empty);
        // Of several measures none can be named.
        if let Some(place) = *place {
            name(&mut row, &listed.measures[place].entities, 1);
            number(&mut row, listed.measures[place].quantity.unit(), played, place);
            if let Ok(found) = played.causes.binary_search_by_key(&place, |(of, _)| *of as usize) {
                hours(&mut row, &played.causes[found].1);
            }
        }
        row[FIRST] = Cell::Text("objective");
        row[OBJECTIVE] = Cell::text(id);
        row[STATUS] = Cell::Text(verdict.name());
        each(&row)?;
    }
    Ok(())
}

fn name<'a>(row: &mut [Cell<'a>; WIDTH], entities: &'a [String; 16], from: usize) {
    for (cell, entity) in row[FIRST + from..].iter_mut().zip(&entities[from..]) {
        *cell = Cell::text(entity);
    }
}

fn number(row: &mut [Cell<'_>; WIDTH], unit: Unit, played: &Played, place: usize) {
    let column = UNITS.iter().position(|other| *other == unit);
    if let (Some(number), Some(column)) = (played.values[place].reported(unit).number(), column) {
        row[VALUES + column] = Cell::Number(number);
    }
}

fn hours(row: &mut [Cell<'_>; WIDTH], micros: &[u64; State::COUNT]) {
    for (cell, micros) in row[STATES..].iter_mut().zip(micros) {
        *cell = Cell::Number(SimDuration::from_micros(*micros).hours());
    }
}

/// The error of the system that lies beneath; the conversion of the csv crate would hide its kind.
pub fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
