//! Where the hours went that a side takes more or less than the baseline.
//!
//! What was taken longer for lies right of the line, what took less time left of it; the ring is both together. Two
//! stacked bars beside each other would leave it to the reader to subtract one from the other.
//!
//! **Invariant:** the parts are the differences that the JSON has.

use super::chart::{Glyph, RowOf, rows};
use super::comparison::{named_on, of_pairs};
use super::differences::is_shown;
use super::figure::{Figure, Part, Section};
use super::text;
use super::timings::{COLORS, key_of_states};
use crate::measure::State;
use crate::report::comparison::{ComparedView, ComparisonReport, DifferenceView};
use crate::report::comparison_words::signed;
use crate::report::terminal::comparison::hours;
use crate::report::terminal::folding::MOST;
use crate::report::terminal::responses::state_for_people;
use maud::html;

type Moved<'r> = (&'r ComparedView, &'r DifferenceView, &'r [f64; State::COUNT]);

/// Nothing where no time was shown to differ whose hours are told apart.
pub fn section(report: &ComparisonReport) -> Option<Section> {
    let moved = |measure: &'_ ComparedView| -> Vec<usize> {
        let differs = |it: &DifferenceView| is_shown(it) && hours(it).is_some();
        (0..measure.differences.len()).filter(|side| differs(&measure.differences[*side])).collect()
    };
    let all: Vec<Moved<'_>> = report
        .measures
        .iter()
        .flat_map(|measure| moved(measure).into_iter().map(move |side| (measure, &measure.differences[side])))
        .filter_map(|(measure, it)| Some((measure, it, &it.hours.as_ref()?.0)))
        .collect();
    let (first, folded) = all.split_at(all.len().min(MOST));
    let intro = html! {
        p {
            "Of the times that differ, what the hours were spent on that a side takes more (right) or less (left) than "
            (text(&report.sides[0].name)) ", on average; the ring is both together."
        }
    };
    let mut parts = vec![Part::Words(intro), Part::Picture(chart(report, "hours", first))];
    if !folded.is_empty() {
        parts.push(Part::Folded(format!("{} more", folded.len()), vec![chart(report, "hours-more", folded)]));
    }
    (!all.is_empty()).then(|| Section::new("hours", "Where the hours went", parts))
}

fn chart(report: &ComparisonReport, name: &str, all: &[Moved<'_>]) -> Figure {
    let rows_of: Vec<RowOf> = all.iter().map(|moved| row(report, moved)).collect();
    let told = all.iter().map(|(measure, it, _)| {
        text(&format!("{}: {}", named_on(report, measure, &it.side), hours(it).unwrap_or_default()))
    });
    let alt = told.collect::<Vec<_>>().join("; ");
    let keys = key_of_states(|state| all.iter().any(|(_, _, hours)| hours[state] != 0.0));
    Figure { keys, ..rows(name, &alt, "h", "mean hours more or less", true, &rows_of) }
}

fn row(report: &ComparisonReport, (measure, it, hours): &Moved<'_>) -> RowOf {
    let mut glyphs = Vec::new();
    let (mut less, mut more) = (0.0, 0.0);
    let mut states: Vec<usize> = (0..State::COUNT).filter(|state| hours[*state] != 0.0).collect();
    // The longest lie at the line.
    states.sort_by(|a, b| hours[*b].abs().total_cmp(&hours[*a].abs()));
    for state in states {
        let end = if hours[state] < 0.0 { &mut less } else { &mut more };
        let from = *end;
        *end += hours[state];
        let label = format!("{} {}", state_for_people(State::ALL[state]), signed("h", hours[state]));
        glyphs.push(Glyph::Piece { from, until: *end, fill: COLORS[state], label });
    }
    glyphs.push(Glyph::Ring(less + more));
    RowOf {
        label: named_on(report, measure, &it.side),
        note: format!("{} got there on both", of_pairs(report, it.hours_pairs.unwrap_or_default())),
        class: String::from("quiet"),
        glyphs,
    }
}
