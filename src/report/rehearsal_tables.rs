//! The tables of a rehearsal, as CSV one by one, or together as the sheets of a workbook.
//!
//! **Invariant:** a text stays a text: no cell of a workbook is a formula or a link, whatever a scenario says.

use super::rehearsal::*;
use crate::measure::defused;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
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
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// The columns.
    pub columns: Vec<&'static str>,
    /// The rows, each with all columns.
    pub rows: Vec<Vec<Cell>>,
}

/// The names of the tables, in their order.
pub const SHEETS: [&str; 7] =
    ["findings", "injects", "off-shift", "hours", "objectives", "coverage", "forecast"];

macro_rules! cells {
    ($($cell:expr),* $(,)?) => { vec![$(Cell::from($cell)),*] };
}

/// One of [`SHEETS`]; of another name, the first.
pub fn sheet(report: &RehearsalReport, name: &str) -> Sheet {
    match name {
        "injects" => injects(report),
        "off-shift" => off_shift(report),
        "hours" => hours(report),
        "objectives" => objectives(report),
        "coverage" => coverage(report),
        "forecast" => forecast(report),
        _ => Sheet {
            name: SHEETS[0],
            columns: vec!["kind", "finding"],
            rows: report.findings.iter().map(|it| cells![it.kind, &it.text]).collect(),
        },
    }
}

fn injects(report: &RehearsalReport) -> Sheet {
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
        let civil = |moment: &Option<MomentView>| Cell::from(moment.as_ref().map(|it| &it.civil));
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
        cells.extend([&it.p10, &it.p50, &it.p90].into_iter().flat_map(|it| [civil(it), hours(it)]));
        cells.extend(cells![
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
    Sheet { name: "injects", columns, rows: report.injects.iter().map(row).collect() }
}

fn off_shift(report: &RehearsalReport) -> Sheet {
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
            it.next.as_ref().map(|it| &it.civil),
            it.next.as_ref().map(|it| it.after_h),
            it.wait_h,
            it.never_share,
        ]
    };
    Sheet { name: "off-shift", columns, rows: report.off_shift.iter().map(row).collect() }
}

fn hours(report: &RehearsalReport) -> Sheet {
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
    let of_desk = |desk: &DeskView| -> Vec<Vec<Cell>> {
        let row = |it: &HourView| {
            cells![
                desk.kind,
                &desk.desk,
                it.hour,
                &it.civil,
                it.on_shift_share,
                it.overloaded_share,
                it.dead_share,
                it.unattended_share,
            ]
        };
        desk.hours.iter().map(row).collect()
    };
    Sheet { name: "hours", columns, rows: report.desks.iter().flat_map(of_desk).collect() }
}

fn objectives(report: &RehearsalReport) -> Sheet {
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
    Sheet { name: "objectives", columns, rows: report.objectives.iter().map(row).collect() }
}

fn coverage(report: &RehearsalReport) -> Sheet {
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
    Sheet { name: "coverage", columns, rows: report.coverage.iter().map(row).collect() }
}

/// The objectives and injects of a forecast; no rows without one.
fn forecast(report: &RehearsalReport) -> Sheet {
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
    let mut rows = Vec::new();
    for it in report.forecast.iter().flat_map(|forecast| &forecast.objectives) {
        rows.push(cells![
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
        ]);
    }
    for it in report.forecast.iter().flat_map(|forecast| &forecast.injects) {
        let civil = |moment: &Option<MomentView>| Cell::from(moment.as_ref().map(|it| &it.civil));
        rows.push(cells![
            "inject",
            &it.inject,
            &it.title,
            it.probability,
            it.probability_low,
            it.probability_high,
            it.probability_before,
            "",
            "",
            civil(&it.p10),
            civil(&it.p50),
            civil(&it.p90),
            if it.make_ready { "make ready" } else { "" },
        ]);
    }
    Sheet { name: "forecast", columns, rows }
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
    for row in &sheet.rows {
        let written = row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            // A title of somebody else's must not become a formula.
            Cell::Text(text) => defused(text),
            Cell::Number(number) => number.to_string(),
        });
        table.write_record(written).map_err(crate::study::plain)?;
    }
    table.flush()
}

/// Rows of a sheet at most, its headings among them.
const MOST_ROWS: usize = 1 << 20;

/// Letters of a cell at most.
const MOST_LETTERS: usize = 32_767;

/// Writes all of [`SHEETS`] as a workbook (Office Open XML); the same report gives the same bytes. Rows beyond those that a sheet can have
/// are left out, which its last row says.
///
/// # Errors
/// Those of `out`.
pub fn rehearsal_xlsx(report: &RehearsalReport, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(report).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(report: &RehearsalReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without it the hour at which it was written would be in the file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    for name in SHEETS {
        let sheet = sheet(report, name);
        let page = workbook.add_worksheet().set_name(sheet.name)?;
        for (column, name) in (0..).zip(&sheet.columns) {
            page.write_string_with_format(0, column, *name, &bold)?;
        }
        page.set_freeze_panes(1, 0)?;
        let room = if sheet.rows.len() < MOST_ROWS { sheet.rows.len() } else { MOST_ROWS - 2 };
        for (row, cells) in (1..).zip(&sheet.rows[..room]) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    // Never by the general way to write, which takes some texts for links or formulas.
                    Cell::Text(text) => {
                        page.write_string(row, column, text.chars().take(MOST_LETTERS).collect::<String>())?;
                    }
                    Cell::Number(number) => {
                        page.write_number(row, column, *number)?;
                    }
                }
            }
        }
        if room < sheet.rows.len() {
            let left_out = format!("{} more rows, for which a sheet has no room", sheet.rows.len() - room);
            page.write_string(room as u32 + 1, 0, left_out)?;
        }
    }
    workbook.save_to_buffer()
}
