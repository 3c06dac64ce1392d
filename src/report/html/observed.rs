//! What was timed in real exercises on what is simulated, as a page.
//!
//! **Invariant:** a value that the exercise cut short is an arrow, never a point.

use super::chart::{Glyph, RowOf, meaning, rows};
use super::figure::{Figure, Part, Section};
use super::{Page, tables, text};
use crate::measure::counted;
use crate::report::comparison_words::value;
use crate::report::observed::{
    ExerciseView, ObservedReport, ObservedView, SeenView, place, seen_value, test,
};
use crate::report::terminal::format::percent;
use crate::report::terminal::observed as terminal;
use crate::report::terminal::text::Page as Blocks;
use maud::{Markup, html};

/// As many measures stand at once; the others are folded.
const MOST: usize = 8;

/// Real exercises against the simulation, as a page.
pub fn observed_page(report: &ObservedReport) -> Page {
    let (mut facts, mut findings, mut notes) = (Blocks::new(80), Blocks::new(80), Blocks::new(80));
    terminal::header(report, &mut facts);
    terminal::findings(report, &mut findings);
    terminal::notes(report, &mut notes);
    let mut sections = vec![measures(report), teams(report)];
    sections.extend(tables::sections(findings.blocks()));
    if let Some(last) = sections.last_mut() {
        last.parts.push(Part::Words(tables::drawn(notes.blocks())));
    }
    Page {
        title: report.scenario.title.clone(),
        head: html! {
            @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
            (tables::facts(facts.blocks()))
            div.facts {
                span { "fingerprint " (report.fingerprint) }
                @if let Some(share) = report.scenario.assumed_share { span { (percent(Some(share))) " of numbers assumed" } }
            }
        },
        sections,
        scenes: Vec::new(),
    }
}

fn measures(report: &ObservedReport) -> Section {
    let mut shown: Vec<Figure> =
        report.measures.iter().enumerate().map(|(place, it)| chart(it, place + 1)).collect();
    let folded = shown.split_off(shown.len().min(MOST));
    let mut parts = vec![Part::Words(intro())];
    parts.extend(shown.into_iter().map(Part::Picture));
    if !folded.is_empty() {
        parts.push(Part::Folded(format!("{} more", folded.len()), folded));
    }
    Section::new("seen", "Seen and simulated", parts)
}

fn intro() -> Markup {
    html! {
        p {
            "Nine in ten simulated replications lie in the bar of each measure, half of them left of its upright mark. Each row below has what a team "
            "did in an exercise, with its percentile: the share of replications that took less."
        }
    }
}

fn chart(measure: &ObservedView, number: usize) -> Figure {
    let simulated = &measure.simulated;
    // Where ENDEX came before the slowest, the bar has no known end.
    let high = simulated.q95.unwrap_or(f64::INFINITY);
    let band = simulated.q05.map(|low| Glyph::Interval { low, high, thick: true });
    let median = simulated.median.map(Glyph::Bound);
    let said = simulated
        .median
        .map_or_else(|| String::from("no median"), |it| format!("median {}", value(measure.unit, it)));
    let mut all = vec![RowOf {
        label: String::from("simulated"),
        note: said,
        class: String::from("c0"),
        glyphs: band.clone().into_iter().chain(median).collect(),
    }];
    all.extend(measure.seen.iter().map(|seen| RowOf {
        label: format!("{} · {}", seen.team, seen.exercise),
        note: format!("{}, percentile {}", seen_value(measure.unit, seen), place(seen)),
        class: String::from("c0 seen"),
        glyphs: band.clone().into_iter().chain([shape(seen)]).collect(),
    }));
    let told = all.iter().map(|row| text(&format!("{}: {}", row.label, row.note)));
    let alt = format!("{}: {}", text(&measure.measure), told.collect::<Vec<_>>().join("; "));
    let figure = rows(&format!("seen-{number}"), &alt, measure.unit, &measure.measure, false, &all);
    let caption = html! { strong { (text(&measure.measure)) } ": " (test(measure)) };
    let cut = measure.seen.iter().any(|seen| seen.censored);
    let over = meaning("c1", &Glyph::More(0.0), "the exercise was over first: it took longer");
    let keys = [meaning("c1", &Glyph::Dot(0.0), "seen")].into_iter().chain(cut.then_some(over)).collect();
    Figure { keys, caption, ..figure }
}

fn shape(seen: &SeenView) -> Glyph {
    if seen.censored { Glyph::More(seen.value) } else { Glyph::Dot(seen.value) }
}

/// Each team from exercise to exercise.
fn teams(report: &ObservedReport) -> Section {
    let mut all = Vec::new();
    for team in &report.teams {
        all.push(RowOf {
            label: team.team.clone(),
            note: String::new(),
            class: String::new(),
            glyphs: Vec::new(),
        });
        all.extend(team.exercises.iter().map(exercise));
    }
    let told = all.iter().map(|row| text(&format!("{} {}", row.label, row.note)));
    let alt =
        format!("Mean percentile of each team in each exercise: {}", told.collect::<Vec<_>>().join("; "));
    let chart = rows("teams", &alt, "share", "mean percentile", true, &all);
    let intro = html! {
        p { "The mean percentile of a team in each exercise, in the order of the table: further left is quicker than the simulation. Upright bar: as quick as half of it." }
    };
    Section::new("through", "Teams over exercises", vec![Part::Words(intro), Part::Picture(chart)])
}

fn exercise(it: &ExerciseView) -> RowOf {
    let (least, mark) = match it.censored > 0 {
        true => ("≥", Glyph::More(it.mean_percentile)),
        false => ("", Glyph::Dot(it.mean_percentile)),
    };
    RowOf {
        label: it.exercise.clone(),
        note: format!(
            "{least}{} of {}",
            percent(Some(it.mean_percentile)),
            counted(it.values as u64, "value")
        ),
        class: String::from("c1"),
        glyphs: vec![Glyph::Bound(0.5), mark],
    }
}
