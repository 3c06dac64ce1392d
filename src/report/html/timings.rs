//! Where the hours of each response went, as bars.
//!
//! **Invariant:** a bar's parts are the means that the JSON has, on one scale for all bars of the page.

use super::figure::{Figure, Part, Section};
use super::key::Key;
use super::stacked::{self, Bar, Piece};
use super::text;
use crate::measure::{State, span};
use crate::report::terminal::folding::MOST;
use crate::report::terminal::format::percent;
use crate::report::terminal::responses::state_for_people;
use crate::report::{CausesView, ResponseView, RunReport};
use maud::html;

/// A colour for each [`State`]: neighbours differ for the colour-blind too, and all bear dark text.
pub const COLORS: [&str; State::COUNT] =
    ["#8fc7ea", "#e6dd62", "#f2b632", "#f0a070", "#cfa6d9", "#66c9a7", "#f3b9c9", "#b6c2cc", "#d9b38c"];

type Told<'r> = (&'r ResponseView, &'r CausesView);

/// Nothing, where nothing took any time.
pub fn section(report: &RunReport) -> Option<Section> {
    let all = told(report);
    let longest = all.iter().map(|(_, causes)| total(causes)).fold(0.0, f64::max);
    let (shown, folded) = all.split_at(all.len().min(MOST));
    let mut parts = vec![Part::Picture(bars("hours", shown, longest))];
    if !folded.is_empty() {
        parts.push(Part::Folded(format!("{} more", folded.len()), vec![bars("hours-more", folded, longest)]));
    }
    parts.push(Part::Words(html! {
        p.faint { "Means of the replications that got so far; all bars have one scale." }
    }));
    (!all.is_empty()).then(|| Section::new("hours", "Where the hours went", parts))
}

/// The responses that took any time; those that happened in most replications first where not all are shown at once.
fn told(report: &RunReport) -> Vec<Told<'_>> {
    let all = report.responses.iter();
    let all = all.filter_map(|response| Some((response, &response.causes[response.telling_causes?])));
    let mut told: Vec<Told<'_>> = all.filter(|(_, causes)| total(causes) > 0.0).collect();
    if told.len() > MOST {
        told.sort_by_key(|(_, causes)| std::cmp::Reverse(causes.replications));
    }
    told
}

fn total(causes: &CausesView) -> f64 {
    causes.mean.0.iter().sum()
}

fn bars(name: &str, told: &[Told<'_>], longest: f64) -> Figure {
    let bar = |(response, causes): &Told<'_>| Bar {
        label: format!("{} · {}", response.label, response.campaign),
        below: format!(
            "until {}: {}",
            if causes.reached { causes.up_to } else { "ENDEX" },
            span(total(causes))
        ),
        pieces: parts(causes).into_iter().map(|(state, hours)| piece(state, hours, total(causes))).collect(),
    };
    let alt = told.iter().map(|(response, causes)| {
        format!("{} on {}: {}", text(&response.label), text(&response.campaign), words(causes))
    });
    let bars: Vec<Bar> = told.iter().map(bar).collect();
    let keys = key_of_states(|state| told.iter().any(|(_, causes)| causes.mean.0[state] > 0.0));
    Figure { keys, ..stacked::bars(name, alt.collect::<Vec<_>>().join("; "), Some(longest), &bars) }
}

fn piece(state: usize, hours: f64, total: f64) -> Piece {
    let name = state_for_people(State::ALL[state]);
    Piece {
        size: hours,
        fill: COLORS[state],
        label: format!("{name} {}", span(hours)),
        title: format!("{name}: {}, {}", span(hours), percent(Some(hours / total))),
    }
}

/// The states that took anything, the longest first.
fn parts(causes: &CausesView) -> Vec<(usize, f64)> {
    let mut parts: Vec<(usize, f64)> =
        causes.mean.0.iter().copied().enumerate().filter(|(_, hours)| *hours > 0.0).collect();
    parts.sort_by(|one, other| other.1.total_cmp(&one.1));
    parts
}

fn words(causes: &CausesView) -> String {
    let part =
        |(state, hours): (usize, f64)| format!("{} {}", state_for_people(State::ALL[state]), span(hours));
    parts(causes).into_iter().map(part).collect::<Vec<_>>().join(", ")
}

/// The colours of the states that are `used`.
pub fn key_of_states(used: impl Fn(usize) -> bool) -> Vec<Key> {
    let states = (0..State::COUNT).filter(|state| used(*state));
    states.map(|state| Key::fill(COLORS[state], state_for_people(State::ALL[state]))).collect()
}
