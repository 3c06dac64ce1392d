//! The page that `select` prints.
//!
//! **Invariant:** the page says nothing that the JSON doesn't; what it leaves out for length it counts.

use super::Look;
use super::format::{NONE, percent};
use super::sections::heading;
use super::text::*;
use crate::measure::{counted, thousands};
use crate::report::comparison_words::value;
use crate::report::levers::EstimateView;
use crate::report::selection::{CandidateView, SelectionReport};
use std::cmp::Reverse;

/// How many alternatives the page lists; the selected one always.
const MOST: usize = 20;

/// What a selection came to, as a page.
pub fn selection_page(report: &SelectionReport, look: Look) -> String {
    let mut page = Page::new(look.width.clamp(60, 120));
    let title = if report.title.is_empty() { &report.study } else { &report.title };
    page.edges(Span::new(title, Tone::Strong), plain(&report.study));
    let facts = format!("jointex {} · seed {}", report.jointex_version, report.seed);
    let played = counted(report.replications, "replication");
    page.edges(
        plain(facts),
        plain(format!("{played} of {}", counted(report.alternatives.len() as u64, "alternative"))),
    );
    page.space();
    page.wrapped(0, words(&Span::new(sentence(report), Tone::Strong)));
    let guarantee = guarantee(report);
    if !guarantee.is_empty() {
        page.wrapped(2, words(&faint(guarantee)));
    }
    table(report, look.full, &mut page);
    page.render(look.color)
}

fn sentence(report: &SelectionReport) -> String {
    let goal = match report.wish {
        "cheapest" => format!("the cheapest that meets {}", report.of),
        best => format!("the one with the {best} {}", report.of),
    };
    let most = counted(report.most, "replication");
    match report.selected() {
        Some(alternative) => format!("{} is {goal}.", name(report, alternative)),
        None if report.decided => {
            format!("No alternative meets {} with the probability that is required.", report.of)
        }
        None if report.interrupted => format!("Interrupted before it was clear which is {goal}."),
        None if report.alternatives.iter().any(|it| it.standing == "unmeasured") => format!(
            "Not all alternatives have a {}: of some nothing was ever at risk. Leave those out, or select by an objective.",
            report.of
        ),
        None if report.wish == "cheapest" => format!(
            "After {most} it is not clear which is {goal}: allow more with --at-most, or a larger --tolerance."
        ),
        None => format!(
            "After {most} it is not clear which is {goal}: allow more with --at-most, or a larger --delta."
        ),
    }
}

/// What the sentence is worth; of what is not decided, nothing.
fn guarantee(report: &SelectionReport) -> String {
    if !report.decided {
        return String::new();
    }
    let sure = percent(Some(report.confidence));
    match (report.delta, report.required, report.tolerance) {
        (Some(delta), ..) => format!(
            "With a probability of {sure} this is right, if the best is better than all others by {} or more. Times that ENDEX cut \
             short count as far as they went.",
            value(report.unit.unwrap_or_default(), delta)
        ),
        (_, Some(required), Some(_)) if report.decided && report.selected().is_none() => format!(
            "With a probability of {sure} none meets it in {} or more of those replications that test it.",
            percent(Some(required))
        ),
        (_, Some(required), Some(tolerance)) => format!(
            "With a probability of {sure} what is selected meets it in {} or more of those replications that test it, and nothing \
             cheaper in {} or more.",
            percent(Some(required - tolerance)),
            percent(Some(required))
        ),
        _ => String::new(),
    }
}

fn name(report: &SelectionReport, alternative: &CandidateView) -> String {
    let variant = alternative.variant.iter().map(|variant| format!("variant {variant}"));
    let levels = report.factors.iter().zip(&alternative.levels);
    let parts: Vec<String> =
        variant.chain(levels.map(|(factor, level)| format!("{factor} = {level}"))).collect();
    match parts.is_empty() {
        true => "The scenario as it is".to_owned(),
        false => format!("Point {}, with {},", alternative.point, parts.join(", ")),
    }
}

/// A cost as it is, grouped where it is whole.
fn cost(cost: f64) -> String {
    match cost.fract() == 0.0 && cost >= 0.0 {
        true => thousands(cost as u64),
        false => format!("{cost:.2}"),
    }
}

fn table(report: &SelectionReport, full: bool, page: &mut Page) {
    let costs = report.alternatives.iter().any(|alternative| alternative.cost != 0.0);
    let estimate = if report.unit.is_some() { "mean" } else { "met" };
    let mut columns = vec![estimate, "95 % interval", "played", ""];
    if costs {
        columns.insert(0, "cost");
    }
    let mut rows = vec![heading(page, "ALTERNATIVES", &columns)];
    let mut order: Vec<&CandidateView> = report.alternatives.iter().collect();
    let selected = report.selected().map(|alternative| alternative.point);
    // The selected one, then those that were played most: the closest rivals.
    order.sort_by_key(|alternative| (Some(alternative.point) != selected, Reverse(alternative.replications)));
    let shown = if full { order.len() } else { MOST };
    for alternative in order.iter().take(shown) {
        let tone = if Some(alternative.point) == selected { Tone::Good } else { Tone::Plain };
        let number = |number: f64| match report.unit {
            Some(unit) => value(unit, number),
            None => percent(Some(number)),
        };
        let EstimateView { estimate, low, high, .. } = alternative.estimate;
        let label: Vec<&str> =
            alternative.variant.iter().chain(&alternative.levels).map(String::as_str).collect();
        let mut cells = vec![Span::new(format!("{}  {}", alternative.point, label.join(" · ")), tone)];
        if costs {
            cells.push(plain(cost(alternative.cost)));
        }
        cells.extend([
            Span::new(estimate.map_or_else(|| NONE.to_owned(), number), tone),
            plain(match (low, high) {
                (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
                _ => NONE.to_owned(),
            }),
            plain(thousands(alternative.replications)),
            Span::new(alternative.standing, tone),
        ]);
        rows.push(Row::Cells(cells));
    }
    page.table(rows);
    let mut notes = Vec::new();
    if report.alternatives.len() > shown {
        let more = counted((report.alternatives.len() - shown) as u64, "alternative");
        notes.push(format!("And {more} played no more often; --full lists them."));
    }
    if !report.factors.is_empty() {
        let variant =
            if report.alternatives.iter().any(|it| it.variant.is_some()) { "variant · " } else { "" };
        notes.push(format!("An alternative is its point, then {variant}{}.", report.factors.join(" · ")));
    }
    if report.unit.is_some() {
        notes.push(
            "Means are over the replications at risk of each; intervals are those of one look.".to_owned(),
        );
    }
    if report.draws > 0 {
        let played =
            report.alternatives.iter().map(|alternative| alternative.replications).max().unwrap_or(0);
        let draws = counted(u64::from(report.draws).min(played), "draw");
        notes.push(format!("Each is over the {draws} of what is uncertain, in turn."));
    }
    page.wrapped(2, words(&faint(notes.join(" "))));
}
