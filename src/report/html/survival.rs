//! The times of a comparison as curves, the sides over each other.
//!
//! **Invariant:** what was shown to differ stands first, and the baseline in every chart.

use super::chart::series;
use super::comparison::named;
use super::differences::is_shown;
use super::figure::{Figure, Part, Section};
use super::kaplan_meier::{self, Line};
use super::text;
use crate::measure::counted;
use crate::report::comparison::{ComparedView, ComparisonReport};
use crate::report::comparison_words::signed;
use crate::report::terminal::comparison::interval;
use maud::{Markup, html};

/// As many charts stand at once, and so many are drawn at all.
const SHOWN: usize = 8;
const MOST: usize = 40;
/// Lines of a chart; more would cover each other.
const LINES: usize = 5;

/// Nothing where no time came to an end.
pub fn section(report: &ComparisonReport) -> Option<Section> {
    let mut all: Vec<&ComparedView> = report.measures.iter().filter(|it| it.survival.is_some()).collect();
    // Stable: of two that differ, or do not, the first stays the first.
    all.sort_by_key(|measure| !measure.differences.iter().any(is_shown));
    let differing = all.iter().filter(|measure| measure.differences.iter().any(is_shown)).count();
    let shown = differing.min(SHOWN);
    let left_out = all.len().saturating_sub(MOST);
    let charts: Vec<Figure> = all
        .iter()
        .take(MOST)
        .enumerate()
        .filter_map(|(place, measure)| chart(report, measure, place))
        .collect();
    let folded = charts.get(shown..)?.to_vec();
    let mut parts = vec![Part::Words(html! {
        p {
            "The share of replications that take longer than a time, of those in which there was something to take; the band holds it "
            "with 95 % at each time. Below the axis: how many replications were still open then."
            @if left_out > 0 { " " (left_out) " more are in the JSON." }
        }
    })];
    if shown > 0 {
        parts.push(Part::Pictures(charts[..shown].to_vec()));
    }
    if !folded.is_empty() {
        let what = if differing > shown { "more" } else { "that are not shown to differ" };
        parts.push(Part::Folded(format!("{} {what}", counted(folded.len() as u64, "time")), folded));
    }
    (!charts.is_empty()).then(|| Section::new("curves", "How long it takes", parts))
}

/// The sides that are drawn: the baseline, then those that were shown to differ, then the others.
fn drawn<'r>(report: &'r ComparisonReport, measure: &'r ComparedView) -> Option<Vec<Line<'r>>> {
    let curves = measure.survival.as_ref()?;
    let differs = |side: usize| side == 0 || is_shown(&measure.differences[side - 1]);
    let mut sides: Vec<usize> = (0..report.sides.len()).collect();
    sides.sort_by_key(|side| !differs(*side));
    sides.truncate(LINES);
    sides.sort_unstable();
    let own: Vec<String> = sides.iter().map(|side| class(*side)).collect();
    let unlike = own.iter().enumerate().all(|(place, class)| !own[..place].contains(class));
    let each = sides.iter().zip(own).enumerate().map(|(place, (&side, own))| Line {
        name: report.sides[side].name.clone(),
        class: if unlike { own } else { series(place) },
        curve: &curves[side],
        median: measure.sides[side].median,
    });
    Some(each.collect())
}

/// The colour of a side in all charts in which no other has it; the baseline shares its with none.
fn class(side: usize) -> String {
    series(if side == 0 { 0 } else { 1 + (side - 1) % 5 })
}

fn chart(report: &ComparisonReport, measure: &ComparedView, place: usize) -> Option<Figure> {
    let lines = drawn(report, measure)?;
    let caption = caption(report, measure, lines.len());
    Some(kaplan_meier::chart(format!("curve-{}", place + 1), &named(measure), "time", &lines, caption))
}

/// What was shown, and who is not drawn.
fn caption(report: &ComparisonReport, measure: &ComparedView, lines: usize) -> Markup {
    let shown: Vec<String> = measure
        .differences
        .iter()
        .filter(|it| is_shown(it))
        .filter_map(|it| {
            Some(format!(
                "{} {} ({})",
                it.side,
                signed(measure.unit, it.difference?),
                interval(measure.unit, it)
            ))
        })
        .collect();
    let left_out = report.sides.len().saturating_sub(lines);
    html! {
        @if shown.is_empty() { "Not shown to differ." } @else { "Shown to differ: " (text(&shown.join("; "))) "." }
        @if left_out > 0 { " " (left_out) " more sides are not drawn." }
    }
}
