//! The tables of a sweep, as CSV and as Parquet.
//!
//! - `results`: one row a replication of a point and measure or objective, in the columns of [`columns()`](super::columns) behind
//!   those of the point.
//! - `points`: one row a design point.
//! - `summary`: one row a point and measure or objective, as CSV only.
//!
//! Each begins with `point`, `draw`, `variant` and a column for each factor: of numbers where all its levels are numbers, and then
//! in hours, with `_h` at the end of its name, where they are times.
//!
//! **Invariant:** the columns of a table are made by one function, whatever the format.

mod columnar;
mod means;
mod summarised;

pub use self::columnar::Columnar;
pub use self::means::{Means, PointMean, PointMeans, means_of_points};
use super::folder::{Folder, Index, Manifest, Whole};
use super::rows::{Cell, Kind, columns, plain, rows};
use super::{DesignPoint, Plan};
use std::io;
use std::path::Path;

/// The files that [`make_tables`] makes.
pub const TABLES: [&str; 5] =
    ["points.csv", "points.parquet", "results.csv", "results.parquet", "summary.csv"];

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, with the unit.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<String>, kind: Kind) -> Column {
        Column { name: name.into(), kind }
    }
}

/// A table that is written as CSV and, if asked for, as Parquet beside it.
#[derive(Debug)]
pub struct Table {
    csv: ::csv::Writer<Whole>,
    parquet: Option<Columnar<Whole>>,
    /// For numbers.
    buffer: String,
}

impl Table {
    /// The table `name` in a folder.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(folder: &Path, name: &str, columns: &[Column], parquet: bool) -> io::Result<Table> {
        let file = |ending: &str| Whole::new(&folder.join(format!("{name}.{ending}")));
        let mut csv = ::csv::Writer::from_writer(file("csv")?);
        csv.write_record(columns.iter().map(|column| &column.name)).map_err(plain)?;
        let parquet = if parquet { Some(Columnar::new(file("parquet")?, columns)?) } else { None };
        Ok(Table { csv, parquet, buffer: String::new() })
    }

    /// Writes a row that begins with `first` and goes on with `rest`.
    ///
    /// # Errors
    /// Those of the system.
    pub fn row(&mut self, first: &[Cell<'_>], rest: &[Cell<'_>]) -> io::Result<()> {
        for cell in first.iter().chain(rest) {
            self.csv.write_field(cell.written(&mut self.buffer)).map_err(plain)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(plain)?;
        self.parquet.as_mut().map_or(Ok(()), |parquet| parquet.row(first.iter().chain(rest)))
    }

    /// Gives the files their names.
    ///
    /// # Errors
    /// Those of the system.
    pub fn commit(self) -> io::Result<()> {
        let csv = self.csv.into_inner().map_err(|error| error.into_error())?;
        let parquet = self.parquet.map(Columnar::finish).transpose()?;
        csv.commit(true)?;
        parquet.map_or(Ok(()), |parquet| parquet.commit(true))
    }
}

/// The first columns of every table: which point.
struct Points<'a> {
    plan: &'a Plan,
    /// Whether the levels of each factor are all numbers.
    numbers: Vec<bool>,
}

impl<'a> Points<'a> {
    fn new(plan: &'a Plan) -> Points<'a> {
        Points { plan, numbers: (0..plan.factors.len()).map(|place| plan.is_numeric(place)).collect() }
    }

    /// These columns and then `rest`.
    fn columns(&self, rest: Vec<Column>) -> Vec<Column> {
        let mut all = vec![
            Column::new("point", Kind::Whole),
            Column::new("draw", Kind::Whole),
            Column::new("variant", Kind::Text),
        ];
        for (place, factor) in self.plan.factors.iter().enumerate() {
            let (number, taken) =
                (self.numbers[place], |name: &str| all.iter().chain(&rest).any(|other| other.name == name));
            let unit = if self.plan.is_timed(place) { "_h" } else { "" };
            let name = format!("{}{unit}", factor.id);
            let name = if taken(&name) { format!("factor_{name}") } else { name };
            all.push(Column::new(name, if number { Kind::Number } else { Kind::Text }));
        }
        all.extend(rest);
        all
    }

    fn cells<'c>(&self, point: &'c DesignPoint) -> Vec<Cell<'c>> {
        let variant = point.variant.as_deref().unwrap_or("base");
        let mut cells = vec![
            Cell::Whole(u64::from(point.number)),
            Cell::Whole(u64::from(point.draw)),
            Cell::Text(variant),
        ];
        cells.extend(point.levels.iter().zip(&self.numbers).map(|(level, number)| match level.number {
            Some(value) if *number => Cell::Number(value),
            _ => Cell::text(&level.text),
        }));
        cells
    }
}

/// Makes the tables of a sweep whose shards have everything; those that are there are replaced.
///
/// # Errors
/// Those of the system.
pub fn make_tables(folder: &Folder, manifest: &Manifest, index: &Index) -> io::Result<()> {
    let plan = &manifest.plan;
    let first = Points::new(plan);
    let of_results = columns().map(|(name, kind)| Column { name, kind }).collect();
    let mut results = Table::new(folder.path(), "results", &first.columns(of_results), true)?;
    let mut points = Table::new(folder.path(), "points", &first.columns(summarised::of_points()), true)?;
    let mut summary = Table::new(folder.path(), "summary", &first.columns(summarised::of_summary()), false)?;
    let mut cells: Option<(usize, Vec<Cell<'_>>)> = None;
    summarised::each_point(
        plan,
        index,
        &mut |at, listed, played| {
            if cells.as_ref().is_none_or(|(other, _)| *other != at) {
                cells = Some((at, first.cells(&plan.points[at])));
            }
            let Some((_, cells)) = &cells else { return Ok(()) };
            rows(listed, plan.seed_of(&plan.points[at]), played, &mut |row| results.row(cells, row))
        },
        &mut |at, summarised| {
            let point = &plan.points[at];
            summarised.write(&first.cells(point), plan, point, &mut points, &mut summary)
        },
    )?;
    points.commit()?;
    summary.commit()?;
    results.commit()
}
