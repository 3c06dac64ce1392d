//! The story of one replication.
//!
//! **Invariant:** every line is one of the JSON output.

use super::text::*;
use crate::measure::counted;
use crate::report::*;

/// What happened in one replication.
pub fn narrated(report: &RunReport, page: &mut Page) {
    let Some(narrated) = &report.narrated else { return };
    page.space();
    let chosen = if narrated.median_first_declaration { " (median first declaration)" } else { "" };
    let of = format!("replication {}{chosen} · {} time", narrated.replication, report.scenario.city);
    page.edges(Span::new("WHAT HAPPENED", Tone::Heading), faint(of));
    let widest = |of: fn(&LineView) -> &str, most: usize| {
        narrated.lines.iter().map(|line| plain(of(line)).width()).max().unwrap_or(0).min(most)
    };
    let (moment, who) = (widest(|line| &line.moment, 14), widest(|line| &line.who, 20));
    for line in &narrated.lines {
        story_line(page, line, moment, who);
    }
    if narrated.lines_left_out > 0 {
        let text = format!(
            "{} left out; --trace FILE writes down everything.",
            counted(narrated.lines_left_out as u64, "line")
        );
        page.wrapped(0, words(&faint(text)));
    }
}

fn story_line(page: &mut Page, line: &LineView, moment: usize, who: usize) {
    let start =
        vec![faint(&line.moment).padded(moment), plain("  "), plain(&line.who).padded(who), plain("  ")];
    let indent = moment + 2 + who + 2;
    let (what, remark) = (plain(&line.what), faint(&line.remark));
    let spare = page.width().saturating_sub(indent + what.width());
    if remark.width() + 2 <= spare || (remark.width() == 0 && spare > 0) {
        let gap = plain(" ".repeat(spare.saturating_sub(remark.width())));
        page.line(start.into_iter().chain([what, gap, remark]).collect());
        return;
    }
    page.hanging(start, indent, indent + 2, words(&what));
    if !line.remark.is_empty() {
        page.wrapped(indent + 2, words(&remark));
    }
}
