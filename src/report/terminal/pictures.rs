//! The section on centres and their pictures.
//!
//! **Invariant:** a scenario without centres has none.

use super::folding::{Entry, folded};
use super::format::*;
use super::sections::heading;
use super::text::*;
use crate::report::{CentreView, RunReport};

/// What each centre knew.
pub fn pictures(report: &RunReport, page: &mut Page) {
    if report.centres.is_empty() {
        return;
    }
    let columns = ["awareness", "staleness", "false", "fused", "warned", "heeded", "late"];
    let mut rows = vec![heading(page, "PICTURE", &columns)];
    rows.extend(folded(page, report.centres.iter().map(centre).collect(), "that fused nothing"));
    page.table(rows);
    let note = "Means of a replication. Awareness: of what is held, what the picture shows; staleness: the \
                age of the reports that it is made of; false: assets that it shows held and are not; late: \
                organisations that were warned after they were hit.";
    page.wrapped(2, words(&faint(note)));
}

fn centre(centre: &CentreView) -> Entry {
    let cells = vec![
        plain(&centre.centre),
        Span::new(percent(centre.awareness.mean), Tone::Strong),
        plain(duration(centre.staleness.mean)),
        plain(amount_of(centre.false_beliefs.mean)),
        plain(amount_of(centre.reports_fused.mean)),
        plain(amount_of(centre.warnings_given.mean)),
        plain(amount_of(centre.warnings_heeded.mean)),
        plain(amount_of(centre.warnings_late.mean)),
    ];
    Entry::row(centre.reports_fused.mean.unwrap_or(0.0), Row::Cells(cells))
}
