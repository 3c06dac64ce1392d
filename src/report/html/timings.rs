//! Where the hours of each response went, as bars.
//!
//! **Invariant:** a bar's parts are the means that the JSON has, on one scale for all bars of the page.

use super::chart::short;
use super::figure::{Figure, Part, Section, Size};
use super::{px, text};
use crate::measure::{State, span};
use crate::report::terminal::folding::MOST;
use crate::report::terminal::format::percent;
use crate::report::terminal::responses::state_for_people;
use crate::report::{CausesView, ResponseView, RunReport};
use maud::{Markup, html};

/// A colour for each [`State`]: neighbours differ for the colour-blind too, and all bear dark text.
const COLORS: [&str; State::COUNT] =
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
    parts.push(Part::Words(legend(&all)));
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

/// Height of a row, where bars begin, and how long the longest is.
const ROW: f64 = 40.0;
const LEFT: f64 = 260.0;
const WIDTH: f64 = 910.0;

fn bars(name: &str, told: &[Told<'_>], longest: f64) -> Figure {
    let drawing = html! {
        @for (place, (response, causes)) in told.iter().enumerate() {
            @let y = ROW * place as f64;
            @let until = if causes.reached { causes.up_to } else { "ENDEX" };
            @let of = format!("{} · {}", response.label, response.campaign);
            text y=(px(y + 15.0)) { (short(&of, 36)) title { (text(&of)) } }
            text.faint y=(px(y + 31.0)) { "until " (until) ": " (span(total(causes))) }
            (bar(causes, longest, y + 6.0))
        }
    };
    let alt = told.iter().map(|(response, causes)| {
        format!("{} on {}: {}", text(&response.label), text(&response.campaign), words(causes))
    });
    Figure {
        name: name.to_owned(),
        alt: alt.collect::<Vec<_>>().join("; "),
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, ROW * told.len() as f64),
        drawing,
        caption: Markup::default(),
    }
}

/// The states that took anything, the longest first.
fn parts(causes: &CausesView) -> Vec<(usize, f64)> {
    let mut parts: Vec<(usize, f64)> =
        causes.mean.0.iter().copied().enumerate().filter(|(_, hours)| *hours > 0.0).collect();
    parts.sort_by(|one, other| other.1.total_cmp(&one.1));
    parts
}

fn bar(causes: &CausesView, longest: f64, y: f64) -> Markup {
    let total = total(causes);
    let mut x = LEFT;
    let pieces = parts(causes).into_iter().map(|(state, hours)| {
        let (from, width) = (x, WIDTH * hours / longest);
        x += width;
        (state, hours, from, width)
    });
    html! {
        rect.lane x=(px(LEFT)) y=(px(y)) width=(px(WIDTH)) height="24" {}
        @for (state, hours, x, width) in pieces {
            @let name = state_for_people(State::ALL[state]);
            @let label = format!("{name} {}", span(hours));
            rect x=(px(x)) y=(px(y)) width=(px(width)) height="24" fill=(COLORS[state]) {
                title { (name) ": " (span(hours)) ", " (percent(Some(hours / total))) }
            }
            // Of the letters of this size few are wider than seven units.
            @if width > 7.0 * label.chars().count() as f64 { text.on-bar x=(px(x + 5.0)) y=(px(y + 16.0)) { (label) } }
        }
    }
}

fn words(causes: &CausesView) -> String {
    let part =
        |(state, hours): (usize, f64)| format!("{} {}", state_for_people(State::ALL[state]), span(hours));
    parts(causes).into_iter().map(part).collect::<Vec<_>>().join(", ")
}

/// What the colours stand for.
fn legend(told: &[Told<'_>]) -> Markup {
    let used = |state: &usize| told.iter().any(|(_, causes)| causes.mean.0[*state] > 0.0);
    html! {
        p.keys {
            @for state in (0..State::COUNT).filter(used) {
                span.key {
                    svg viewBox="0 0 14 14" aria-hidden="true" { rect width="14" height="14" fill=(COLORS[state]) {} }
                    (state_for_people(State::ALL[state]))
                }
            }
        }
        p.faint { "Means of the replications that got so far; all bars have one scale." }
    }
}
