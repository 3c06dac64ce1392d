//! The page that `run` prints.
//!
//! At 80 columns, between 60 and 120 as the terminal has it. Sections without content are left out, so that a scenario
//! without teams has a page without responses.
//!
//! **Invariant:** the page says nothing that the JSON doesn't.

mod analysis;
mod comparison;
mod duties;
pub(super) mod format;
mod investigations;
mod observed;
mod pictures;
mod sections;
mod staffs;
mod text;

pub use analysis::analysis_page;
pub use comparison::comparison_page;
pub use observed::observed_page;

use super::{MeasureView, RunReport};
use format::{amount_of, percent};
use sections::heading;
pub use text::obeyed;
use text::{Page, Row, faint, plain, words};

/// How to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The width wished for; 60 to 120 are granted.
    pub width: usize,
    /// Whether to use ANSI styles.
    pub color: bool,
}

/// The report of a run as a page.
pub fn page(report: &RunReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    sections::header(report, &mut page);
    if report.replications.counted() > 0 {
        sections::responses(report, &mut page);
        sections::sharing(report, &mut page);
        sections::assistance(report, &mut page);
        pictures::pictures(report, &mut page);
        investigations::investigations(report, &mut page);
        sections::campaigns(report, &mut page);
        sections::teams(report, &mut page);
        sections::functions(report, &mut page);
        sections::missions(report, &mut page);
        sections::injects(report, &mut page);
        staffs::staffs(report, &mut page);
        sections::ladders(report, &mut page);
        duties::duties(report, &mut page);
        crises(report, &mut page);
        sections::objectives(report, &mut page);
    }
    sections::narrated(report, &mut page);
    page.render(look.color)
}

/// What the crises brought.
fn crises(report: &RunReport, page: &mut Page) {
    if report.crises.is_empty() {
        return;
    }
    let columns = ["kind", "at ENDEX", "tickets", "decisions", "false alarms"];
    let mut rows = vec![heading(page, "CRISES", &columns)];
    for crisis in &report.crises {
        let mean = |measure: &MeasureView| plain(amount_of(measure.mean));
        rows.push(Row::Cells(vec![
            plain(&crisis.name),
            plain(crisis.kind),
            plain(percent(crisis.now.mean)),
            mean(&crisis.tickets),
            mean(&crisis.decisions),
            mean(&crisis.false_alarms),
        ]));
    }
    page.table(rows);
    let note = "At ENDEX: how often it was under way then. Else what it brought on average.";
    page.wrapped(2, words(&faint(note)));
}

/// A paragraph of plain text, wrapped as the page is: its own indent first, two more columns on further lines.
pub fn paragraph(text: &str, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 120));
    page.wrapped(text.len() - text.trim_start().len(), words(&plain(text)));
    page.render(false)
}
