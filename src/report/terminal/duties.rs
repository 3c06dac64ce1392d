//! The section on reports that the law asks for.
//!
//! **Invariant:** every number is one of the JSON output, or a share of two.

use super::folding::{Entry, folded};
use super::format::{amount_of, duration, median, percent, range};
use super::sections::heading;
use super::text::{Page, Row, Span, Tone, faint, plain, words};
use crate::report::{DutyView, MeasureView, RunReport};

/// Which deadlines were met.
pub fn duties(report: &RunReport, page: &mut Page) {
    if report.obligations.is_empty() {
        return;
    }
    let columns = ["due", "counted", "met", "took", "90 % range"];
    let mut rows = vec![heading(page, "LEGAL DEADLINES", &columns)];
    rows.extend(folded(page, report.obligations.iter().map(duty).collect(), "with nothing to report"));
    page.table(rows);
    let note = "Counted: met or missed by ENDEX, the mean of a replication. Times are medians, with those cut short by ENDEX.";
    page.wrapped(2, words(&faint(note)));
}

/// A duty tells the more, the more was missed, then the more was due.
fn duty(duty: &DutyView) -> Entry {
    let title = [Span::new(&duty.label, Tone::Strong), faint("·")];
    let mut rows = vec![Row::Text(0, title.into_iter().chain(words(&plain(&duty.title))).collect())];
    let mut tells = 0.0;
    for due in &duty.deadlines {
        let mean = |measure: &MeasureView| measure.mean.unwrap_or(0.0);
        let (met, missed) = (mean(&due.deadlines_met), mean(&due.deadlines_missed));
        tells += met + 1000.0 * missed + mean(&due.deadlines_open);
        let share = (met + missed > 0.0).then(|| met / (met + missed));
        let tone = if missed > 0.0 { Tone::Bad } else { Tone::Strong };
        rows.push(Row::Cells(vec![
            plain(format!("  {}", due.deadline)),
            plain(duration(Some(due.within_h))),
            plain(amount_of(Some(met + missed))),
            Span::new(percent(share), tone),
            plain(median(&due.time_to_report)),
            plain(range(&due.time_to_report)),
        ]));
    }
    Entry { tells, rows }
}
