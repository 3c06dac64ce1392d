//! The section of investigations.
//!
//! **Invariant:** it is there if and only if somebody investigates.

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
    for led in &report.investigations {
        let counts = [led.opened, led.succeeded, led.wrong, led.failed, led.secured];
        let counts = counts.map(|number| plain(amount(number)));
        let name = std::iter::once(plain(&led.investigation));
        rows.push(Row::Cells(name.chain(counts).chain([plain(duration(Some(led.kept_h)))]).collect()));
    }
    page.table(rows);
    for time in &report.measures {
        let Some((what, campaign)) = ended(&time.measure) else { continue };
        let played = (time.observed + time.censored) as f64;
        let share = (played > 0.0).then(|| time.observed as f64 / played);
        let line = format!(
            "{campaign} {what} in {}, after {} ({}) from its beginning",
            percent(share),
            median(time),
            range(time)
        );
        page.wrapped(0, words(&plain(line)));
    }
    let note = "Means of a replication. Wrong: attributed to the wrong adversary. Secured: assets, as evidence. Kept: for that, over all of them.";
    page.wrapped(2, words(&faint(note)));
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
