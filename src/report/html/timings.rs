//! Where the hours of each response went, as bars.
//!
//! **Invariant:** a bar's parts are the means that the JSON has, on one scale for all bars of the page.

use super::text;
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

/// Whether there are bars.
pub fn any(report: &RunReport) -> bool {
    !told(report).is_empty()
}

pub fn section(report: &RunReport) -> Markup {
    let all = told(report);
    let longest = all.iter().map(|(_, causes)| total(causes)).fold(0.0, f64::max);
    let (shown, folded) = all.split_at(all.len().min(MOST));
    html! {
        @if !all.is_empty() {
            h2 #hours { "Where the hours went" }
            (bars(shown, longest))
            @if !folded.is_empty() {
                details { summary { (folded.len()) " more" } (bars(folded, longest)) }
            }
            (legend(&all))
        }
    }
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

fn bars(told: &[Told<'_>], longest: f64) -> Markup {
    html! {
        @for (response, causes) in told {
            @let until = if causes.reached { causes.up_to } else { "ENDEX" };
            div.timing {
                div {
                    (text(&response.label)) " · " (text(&response.campaign)) br;
                    small { "until " (until) ": " (span(total(causes))) }
                }
                (bar(causes, longest))
            }
        }
    }
}

/// The states that took anything, the longest first.
fn parts(causes: &CausesView) -> Vec<(usize, f64)> {
    let mut parts: Vec<(usize, f64)> =
        causes.mean.0.iter().copied().enumerate().filter(|(_, hours)| *hours > 0.0).collect();
    parts.sort_by(|one, other| other.1.total_cmp(&one.1));
    parts
}

fn bar(causes: &CausesView, longest: f64) -> Markup {
    let total = total(causes);
    html! {
        div.bar role="img" aria-label=(words(causes)) {
            @for (state, hours) in parts(causes) {
                @let name = state_for_people(State::ALL[state]);
                @let width = format!("width:{:.2}%;background:{}", 100.0 * hours / longest, COLORS[state]);
                span style=(width) title={ (name) ": " (span(hours)) ", " (percent(Some(hours / total))) } {
                    @if hours / longest > 0.12 { (name) " " (span(hours)) }
                }
            }
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
