//! The section of investigations.
//!
//! **Invariant:** it is there if and only if somebody investigates.

use super::folding::{Entry, folded};
use super::format::*;
use super::sections::heading;
use super::text::*;
use crate::report::*;

/// What came of investigations.
pub fn investigations(report: &RunReport, page: &mut Page) {
    if report.investigations.is_empty() {
        return;
    }
    let columns = ["opened", "done", "wrong", "failed", "secured", "kept"];
    let mut rows = vec![heading(page, "INVESTIGATIONS", &columns)];
    rows.extend(folded(page, report.investigations.iter().map(led).collect(), "never opened"));
    page.table(rows);
    let ends: Vec<Entry> = report.measures.iter().filter_map(end).collect();
    let ends = folded(page, ends, "that came to no end");
    page.table(ends);
    let note = "All are means of a replication. Opened: campaigns of which the investigation was told, anew where one has \
                built new servers; done: how often it reached its aim; wrong: how often it blamed the wrong adversary; failed: how \
                often it came to nothing. Secured: assets kept as evidence, which can't be cleaned meanwhile; kept: the hours of \
                that, over all of them.";
    page.wrapped(2, words(&faint(note)));
}

fn led(led: &InvestigationView) -> Entry {
    let counts = [led.opened, led.succeeded, led.wrong, led.failed, led.secured];
    let counts = counts.map(|number| plain(amount(number)));
    let cells = std::iter::once(plain(&led.investigation)).chain(counts);
    Entry::row(led.opened, Row::Cells(cells.chain([plain(duration(Some(led.kept_h)))]).collect()))
}

/// When a campaign was taken down or attributed, if the time is of that.
fn end(time: &MeasureView) -> Option<Entry> {
    let (what, campaign) = ended(&time.measure)?;
    let played = (time.observed + time.censored) as f64;
    let share = (played > 0.0).then(|| time.observed as f64 / played);
    let text = match time.observed {
        0 => format!("{campaign} {what} in no replication"),
        _ => format!(
            "{campaign} {what} in {} of replications; after its beginning: {}, 90 % range {}",
            percent(share),
            median(time),
            range(time)
        ),
    };
    Some(Entry::row(time.observed as f64, Row::Text(0, words(&plain(text)))))
}

/// What a time says to have been done, and to which campaign; none for one that no investigation ends.
fn ended(measure: &str) -> Option<(&'static str, &str)> {
    let (name, campaign) = measure.strip_suffix(']')?.split_once("[campaign=")?;
    match name {
        "time_to_take_down" => Some(("taken down", campaign)),
        "time_to_attribute" => Some(("attributed", campaign)),
        _ => None,
    }
}
