//! The page that `run` prints.
//!
//! At 80 columns, between 60 and 120 as the terminal has it. Sections without content are left out, so that a scenario
//! without teams has a page without responses; what a section with many entries leaves out, `folding` decides.
//!
//! **Invariant:** the page says nothing that the JSON doesn't, but for the picture of one replication over time.

mod analysis;
pub(super) mod comparison;
mod course;
mod crises;
mod duties;
pub(super) mod folding;
pub(super) mod format;
mod investigations;
mod levers;
pub(super) mod observed;
mod pictures;
pub(super) mod rehearsal;
pub(super) mod responses;
pub(super) mod sections;
mod selection;
pub(super) mod sensitivity;
mod sharing;
mod staffs;
mod story;
pub(super) mod text;

pub use analysis::analysis_page;
pub use comparison::comparison_page;
pub use levers::levers_page;
pub use observed::observed_page;
pub use rehearsal::rehearsal_page;
pub use selection::selection_page;
pub use sensitivity::sensitivity_page;

use super::{RunReport, Scene};
pub use text::obeyed;
use text::{Page, Span, plain, words};

/// How to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The width wished for; 60 to 120 are granted.
    pub width: usize,
    /// Whether to use ANSI styles.
    pub color: bool,
    /// Whether to leave nothing out of sections with many entries.
    pub full: bool,
}

/// The report of a run as a page.
pub fn page(report: &RunReport, look: Look) -> String {
    pictured_page(report, None, look)
}

/// The same with a picture of the told replication over time, if its scene is given.
pub fn pictured_page(report: &RunReport, scene: Option<&Scene>, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120)).with_all(look.full);
    sections::header(report, &mut page);
    findings(report, &mut page);
    if let Some(scene) = scene {
        course::course(report, scene, look.width.min(120), &mut page);
    }
    story::narrated(report, &mut page);
    page.render(look.color)
}

/// What was found over all replications, section by section.
pub(super) fn findings(report: &RunReport, page: &mut Page) {
    if report.replications.counted() > 0 {
        responses::responses(report, page);
        sharing::sharing(report, page);
        sharing::assistance(report, page);
        pictures::pictures(report, page);
        investigations::investigations(report, page);
        sections::campaigns(report, page);
        sections::teams(report, page);
        sections::functions(report, page);
        sections::missions(report, page);
        sections::injects(report, page);
        staffs::staffs(report, page);
        sections::ladders(report, page);
        duties::duties(report, page);
        crises::crises(report, page);
        sections::objectives(report, page);
    }
}

/// A paragraph of plain text, wrapped as the page is: its own indent first, two more columns on further lines.
pub fn paragraph(text: &str, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 120));
    page.wrapped(text.len() - text.trim_start().len(), words(&plain(text)));
    page.render(false)
}

/// Words with what they mean, one a line in two columns; long meanings are folded within theirs.
pub fn definitions(rows: impl Iterator<Item = (String, String)>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 120));
    let rows: Vec<(Span, Span)> = rows.map(|(word, meaning)| (plain(word), plain(meaning))).collect();
    // A word that is longer than most leaves the others their column.
    let column = rows.iter().map(|(word, _)| word.width()).max().unwrap_or(0).min(24);
    for (word, meaning) in rows {
        let used = 2 + word.width().max(column) + 2;
        let gap = plain(" ".repeat(used - 2 - word.width()));
        page.hanging(vec![plain("  "), word, gap], used, 2 + column + 2, words(&meaning));
    }
    page.render(false)
}
