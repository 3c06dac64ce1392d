//! The section on exercise staffs.
//!
//! **Invariant:** every number is one of the JSON output.

use super::folding::{Entry, folded};
use super::format::{amount_of, duration};
use super::sections::heading;
use super::text::{Page, Row, faint, plain, words};
use crate::report::{RunReport, StaffView};

/// How well each staff kept to the plan.
pub fn staffs(report: &RunReport, page: &mut Page) {
    if report.staffs.is_empty() {
        return;
    }
    let columns = ["injects", "late", "mean delay", "not given", "out of order"];
    let mut rows = vec![heading(page, "STAFFS", &columns)];
    rows.extend(folded(page, report.staffs.iter().map(staff).collect(), "that kept to the plan"));
    page.table(rows);
    let note = "Means of a replication. Out of order: given before the inject that it follows.";
    page.wrapped(2, words(&faint(note)));
}

fn staff(staff: &StaffView) -> Entry {
    let astray = [&staff.injects_late, &staff.injects_not_given, &staff.injects_out_of_order];
    let cells = vec![
        plain(&staff.staff),
        plain(staff.injects.to_string()),
        plain(amount_of(staff.injects_late.mean)),
        plain(duration(staff.inject_lateness.mean.or(staff.inject_lateness.restricted_mean))),
        plain(amount_of(staff.injects_not_given.mean)),
        plain(amount_of(staff.injects_out_of_order.mean)),
    ];
    Entry::row(astray.iter().filter_map(|measure| measure.mean).sum(), Row::Cells(cells))
}
