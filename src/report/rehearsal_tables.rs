//! The tables of a rehearsal, as CSV one by one, or together as the sheets of a workbook.
//!
//! **Invariant:** a text stays a text: no cell of a workbook is a formula or a link, whatever a scenario says.

use super::rehearsal::*;
use crate::measure::defused;
use crate::measure::workbook::{empty, fits, moment, shown};
use jiff::civil::DateTime;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::io::{self, Write};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// An instant, ISO 8601.
    Moment(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        Cell::Text(text.clone())
    }
}

impl From<&MomentView> for Cell {
    fn from(moment: &MomentView) -> Cell {
        Cell::Moment(moment.civil.clone())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        if number.is_finite() { Cell::Number(number) } else { Cell::Empty }
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Cell {
        Cell::Number(number as f64)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(number as f64)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

/// A table of a rehearsal.
pub struct Sheet<'r> {
    /// The columns.
    pub columns: Vec<&'static str>,
    /// The rows, each with all columns; made one by one, for there may be millions.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'r>,
}

/// The names of the tables, in their order.
pub const SHEETS: [&str; 7] =
    ["findings", "injects", "off-shift", HOURS, "objectives", "coverage", "forecast"];

/// The table that has each hour.
pub const HOURS: &str = "hours";

/// The tables of a rehearsal, and those of an exercise that is being held; the second is that which most ask for.
pub const fn sheets(held: bool) -> &'static [&'static str] {
    if held { &["findings", "forecast"] } else { &SHEETS }
}

macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$(Cell::from($cell)),*] };
}

/// One of [`SHEETS`]; of another name, the first.
pub fn sheet<'r>(report: &'r RehearsalReport, name: &str) -> Sheet<'r> {
    match name {
        "injects" => injects(report),
        "off-shift" => off_shift(report),
        HOURS => hours(report),
        "objectives" => objectives(report),
        "coverage" => coverage(report),
        "forecast" => forecast(report),
        _ => findings(report),
    }
}

fn findings(report: &RehearsalReport) -> Sheet<'_> {
    let of_forecast = report.forecast.iter().flat_map(|forecast| &forecast.findings);
    let rows = report.findings.iter().map(|it| cells![it.kind, &it.text]);
    let rows = rows.chain(of_forecast.map(|text| cells!["forecast", text]));
    Sheet { columns: vec!["kind", "finding"], rows: Box::new(rows) }
}

fn injects(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "inject",
        "title",
        "to",
        "objective",
        "contingency",
        "probability",
        "probability_low",
        "probability_high",
        "p10",
        "p10_h",
        "p50",
        "p50_h",
        "p90",
        "p90_h",
        "planned",
        "due",
        "late_h",
        "on_time",
        "late",
        "off_shift",
        "no_controller",
        "not_told",
        "endex_first",
        "condition_not_met",
        "not_followed",
    ];
    let row = |it: &RehearsedInject| {
        let hours = |moment: &Option<MomentView>| Cell::from(moment.as_ref().map(|it| it.after_h));
        let mut cells = cells![
            &it.inject,
            &it.title,
            &it.to.join(", "),
            it.objective.as_ref(),
            if it.contingency { "yes" } else { "no" },
            it.probability,
            it.probability_low,
            it.probability_high,
        ];
        cells.extend([&it.p10, &it.p50, &it.p90].into_iter().flat_map(|it| [it.as_ref().into(), hours(it)]));
        cells.extend(cells![
            it.planned.as_ref(),
            it.due.as_ref(),
            it.late_h,
            it.on_time,
            it.late,
            it.off_shift,
            it.no_controller,
            it.not_told,
            it.endex_first,
            it.condition_not_met,
            it.not_followed,
        ]);
        cells
    };
    Sheet { columns, rows: Box::new(report.injects.iter().map(row)) }
}

fn off_shift(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "inject",
        "title",
        "to",
        "share",
        "share_low",
        "share_high",
        "next_shift",
        "next_shift_h",
        "wait_h",
        "never_share",
    ];
    let row = |it: &OffShiftView| {
        cells![
            &it.inject,
            &it.title,
            &it.to,
            it.share,
            it.share_low,
            it.share_high,
            it.next.as_ref(),
            it.next.as_ref().map(|it| it.after_h),
            it.wait_h,
            it.never_share,
        ]
    };
    Sheet { columns, rows: Box::new(report.off_shift.iter().map(row)) }
}

fn hours(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "kind",
        "desk",
        "hour",
        "civil",
        "on_shift_share",
        "overloaded_share",
        "dead_share",
        "unattended_share",
    ];
    let row = |(desk, it): (&DeskView, &HourView)| {
        cells![
            desk.kind,
            &desk.desk,
            it.hour,
            Cell::Moment(it.civil.clone()),
            it.on_shift_share,
            it.overloaded_share,
            it.dead_share,
            it.unattended_share,
        ]
    };
    let hours = report.desks.iter().flat_map(|desk| desk.hours.iter().map(move |hour| (desk, hour)));
    Sheet { columns, rows: Box::new(hours.map(row)) }
}

fn objectives(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "objective",
        "text",
        "injects",
        "with_probability",
        "replications",
        "tested",
        "met",
        "tested_share",
        "met_share",
        "met_low",
        "met_high",
    ];
    let row = |it: &RehearsedObjective| {
        let mut cells = cells![&it.objective, &it.text, it.injects, it.with_probability];
        cells.extend(tally(&it.tally));
        cells
    };
    Sheet { columns, rows: Box::new(report.objectives.iter().map(row)) }
}

fn coverage(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "objective",
        "inject",
        "title",
        "with_replications",
        "with_tested",
        "with_met",
        "with_tested_share",
        "with_met_share",
        "with_met_low",
        "with_met_high",
        "without_replications",
        "without_tested",
        "without_met",
        "without_tested_share",
        "without_met_share",
        "without_met_low",
        "without_met_high",
    ];
    let row = |it: &CoverageView| {
        let mut cells = cells![&it.objective, &it.inject, &it.title];
        cells.extend(tally(&it.with).into_iter().chain(tally(&it.without)));
        cells
    };
    Sheet { columns, rows: Box::new(report.coverage.iter().map(row)) }
}

/// The objectives and injects of a forecast; no rows without one.
fn forecast(report: &RehearsalReport) -> Sheet<'_> {
    let columns = vec![
        "kind",
        "id",
        "title",
        "probability",
        "probability_low",
        "probability_high",
        "probability_before",
        "tested_share",
        "with_probability",
        "p10",
        "p50",
        "p90",
        "tells",
    ];
    let objectives = report.forecast.iter().flat_map(|forecast| &forecast.objectives);
    let objectives = objectives.map(|it| {
        cells![
            "objective",
            &it.objective,
            "",
            it.met_share,
            it.met_low,
            it.met_high,
            it.met_before_share,
            it.tested_share,
            it.with_probability,
            "",
            "",
            "",
            if it.at_risk { "at risk" } else { "" },
        ]
    });
    let injects = report.forecast.iter().flat_map(|forecast| &forecast.injects).map(|it| {
        cells![
            "inject",
            &it.inject,
            &it.title,
            it.probability,
            it.probability_low,
            it.probability_high,
            it.probability_before,
            "",
            "",
            it.p10.as_ref(),
            it.p50.as_ref(),
            it.p90.as_ref(),
            if it.make_ready { "make ready" } else { "" },
        ]
    });
    Sheet { columns, rows: Box::new(objectives.chain(injects)) }
}

fn tally(it: &TallyView) -> Vec<Cell> {
    cells![it.replications, it.tested, it.met, it.tested_share, it.met_share, it.met_low, it.met_high]
}

/// Writes one of [`SHEETS`] as CSV, with a line of headings.
///
/// # Errors
/// Those of `out`.
pub fn rehearsal_csv(report: &RehearsalReport, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let sheet = sheet(report, name);
    let mut table = ::csv::Writer::from_writer(out);
    table.write_record(&sheet.columns).map_err(crate::study::plain)?;
    for row in sheet.rows {
        let written = row.into_iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            // A title of somebody else's must not become a formula.
            Cell::Text(text) => defused(&text),
            Cell::Number(number) => number.to_string(),
            Cell::Moment(civil) => civil,
        });
        table.write_record(written).map_err(crate::study::plain)?;
    }
    table.flush()
}

/// Rows of a sheet at most, its headings among them.
const MOST_ROWS: u32 = 1 << 20;

/// All tables as a workbook (Office Open XML), each a sheet; the same report gives the same bytes. Rows beyond those that a sheet can
/// have are left out, which its last row says.
///
/// # Errors
/// That a text has no room in a cell, in words for the user.
pub fn rehearsal_xlsx(report: &RehearsalReport) -> Result<Vec<u8>, String> {
    let failed = |error: XlsxError| format!("no workbook can be made of it: {error}");
    let mut book = empty().map_err(failed)?;
    for name in sheets(report.forecast.is_some()) {
        let page = book.add_worksheet().set_name(*name).map_err(failed)?;
        fill(page, name, sheet(report, name), failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn fill(
    page: &mut Worksheet,
    name: &str,
    sheet: Sheet<'_>,
    failed: impl Fn(XlsxError) -> String,
) -> Result<(), String> {
    let bold = Format::new().set_bold();
    let share = Format::new().set_num_format("0 %");
    let formats: Vec<Option<&Format>> =
        sheet.columns.iter().map(|column| is_share(column).then_some(&share)).collect();
    for (column, name) in (0..).zip(&sheet.columns) {
        page.write_string_with_format(0, column, *name, &bold).map_err(&failed)?;
    }
    page.set_freeze_panes(1, 0).map_err(&failed)?;
    let (mut rows, mut row) = (sheet.rows.peekable(), 1);
    while let Some(cells) = rows.next() {
        // The last row of a full sheet says how many there is no room for.
        if row == MOST_ROWS - 1 && rows.peek().is_some() {
            let left_out = format!("{} more rows, for which a sheet has no room", 1 + rows.count());
            page.write_string(row, 0, left_out).map_err(&failed)?;
            break;
        }
        for (column, cell) in (0..).zip(cells) {
            // Never by the general way to write, which takes some texts for links or formulas.
            match cell {
                Cell::Empty => Ok(&mut *page),
                Cell::Text(text) => {
                    fits(&text, name, (row, column))?;
                    page.write_string(row, column, text)
                }
                Cell::Number(number) => match formats[usize::from(column)] {
                    Some(format) => page.write_number_with_format(row, column, number, format),
                    None => page.write_number(row, column, number),
                },
                Cell::Moment(text) => write_moment(page, (row, column), &text),
            }
            .map_err(&failed)?;
        }
        row += 1;
    }
    Ok(())
}

/// Whether a column has shares of one.
fn is_share(column: &str) -> bool {
    ["probability", "share", "met_low", "met_high"].iter().any(|part| column.contains(part))
}

/// An instant as a date, by the clocks of the exercise; as a text where a workbook knows no such year.
fn write_moment<'p>(
    page: &'p mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
) -> Result<&'p mut Worksheet, XlsxError> {
    // The offset is no part of the civil time before it.
    let civil = text.parse::<DateTime>().ok();
    match civil.and_then(|civil| Some((moment(civil).ok()?, shown(civil)))) {
        Some((at, shown)) => {
            page.set_column_width(column, 18)?;
            page.write_datetime_with_format(row, column, &at, &Format::new().set_num_format(shown))
        }
        None => page.write_string(row, column, text),
    }
}
