//! The section on crises.
//!
//! **Invariant:** every number is one of the JSON output.

use super::folding::{Entry, folded};
use super::format::{amount_of, percent};
use super::sections::heading;
use super::text::{Page, Row, faint, plain, words};
use crate::report::{CrisisView, MeasureView, RunReport};

/// What the crises brought.
pub fn crises(report: &RunReport, page: &mut Page) {
    if report.crises.is_empty() {
        return;
    }
    let columns = ["kind", "at ENDEX", "tickets", "decisions", "false alarms"];
    let mut rows = vec![heading(page, "CRISES", &columns)];
    rows.extend(folded(page, report.crises.iter().map(crisis).collect(), "that brought nothing"));
    page.table(rows);
    let note = "At ENDEX: in how many replications the crisis was still under way then. The other columns are means of a \
                replication: tickets that it brought to teams, matters that authorities had to decide because of it, and \
                false alarms of sensors beyond the usual ones.";
    page.wrapped(2, words(&faint(note)));
}

fn crisis(crisis: &CrisisView) -> Entry {
    let brought = [&crisis.tickets, &crisis.decisions, &crisis.false_alarms];
    let mean = |measure: &MeasureView| plain(amount_of(measure.mean));
    let first = [plain(&crisis.name), plain(&crisis.kind), plain(percent(crisis.now.mean))];
    let cells = first.into_iter().chain(brought.map(mean)).collect();
    Entry::row(brought.iter().filter_map(|measure| measure.mean).sum(), Row::Cells(cells))
}
