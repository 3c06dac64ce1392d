//! A comparison as a page.
//!
//! **Invariant:** what was shown stands before what was not, and what is not there has no section.

use super::figure::{Part, Section};
use super::{Page, causes, differences, shares, survival, tables, text};
use crate::measure::{counted, thousands};
use crate::report::comparison::{ComparedView, ComparisonReport, SideView};
use crate::report::terminal::comparison as terminal;
use crate::report::terminal::format::{grouped, percent};
use crate::report::terminal::text::Page as Blocks;
use maud::{Markup, html};

/// A comparison as a page.
pub fn comparison_page(report: &ComparisonReport) -> Page {
    let pictures = [
        differences::section(report),
        causes::section(report),
        survival::section(report),
        shares::order(report),
        shares::objectives(report),
        shares::prevention(report),
    ];
    let sections = [summary(report)].into_iter().chain(pictures.into_iter().flatten());
    Page {
        title: report.scenario.title.clone(),
        head: head(report),
        sections: sections.chain([in_numbers(report)]).collect(),
        scenes: Vec::new(),
    }
}

/// What the terminal says there, whose width does not matter here.
fn said(what: impl FnOnce(&mut Blocks)) -> Markup {
    let mut blocks = Blocks::new(80);
    what(&mut blocks);
    tables::drawn(blocks.blocks())
}

/// What was compared.
fn head(report: &ComparisonReport) -> Markup {
    let mut facts = Blocks::new(80);
    terminal::header(report, &mut facts);
    let assumed = report.scenario.assumed_share;
    html! {
        @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
        (tables::facts(facts.blocks()))
        @if let Some(share) = assumed {
            div.facts { span { (percent(Some(share))) " of the numbers of " (text(&report.sides[0].name)) " assumed" } }
        }
        (sides(report))
    }
}

fn sides(report: &ComparisonReport) -> Markup {
    html! {
        div.wide {
            table.sides {
                thead { tr {
                    th scope="col" { "side" } th scope="col" { "what it changes" } th.n scope="col" { "seed" }
                    th.n scope="col" { "replications" } th scope="col" { "fingerprint" }
                } }
                tbody { @for (place, side) in report.sides.iter().enumerate() { (row(side, place == 0)) } }
            }
        }
    }
}

fn row(side: &SideView, baseline: bool) -> Markup {
    html! {
        tr {
            th scope="row" {
                strong { (text(&side.name)) }
                @if !side.title.is_empty() && side.title != side.name { br; (text(&side.title)) }
                @if baseline { br; span.faint { "the baseline" } }
            }
            td {
                @for change in &side.changes { div { code { (text(change)) } } }
                @if side.changes.is_empty() { span.faint { "nothing" } }
            }
            td.n { (side.seed) }
            td.n {
                (thousands(side.counted))
                @if side.counted < side.played { " of " (thousands(side.played)) }
            }
            td { code { (grouped(&side.fingerprint)) } }
        }
    }
}

fn summary(report: &ComparisonReport) -> Section {
    let words = html! {
        @for (summary, side) in report.summary.iter().zip(&report.sides[1..]) {
            h3 { (text(&terminal::called(side))) }
            ul { @for sentence in &summary.sentences { li { (text(sentence)) } } }
        }
    };
    Section::new("summary", "What differs", vec![Part::Words(words)])
}

/// The tables of the terminal's page, and how the numbers came about.
fn in_numbers(report: &ComparisonReport) -> Section {
    let baseline = &report.sides[0].name;
    let against = |side: usize| {
        html! {
            h3 { (text(&report.sides[side].name)) " against " (text(baseline)) }
            (said(|page| terminal::table(report, side, page)))
        }
    };
    let mut parts: Vec<Part> = (1..report.sides.len()).map(|side| Part::Words(against(side))).collect();
    if !report.objectives.is_empty() {
        parts.push(Part::Words(html! {
            h3 { "Objectives" }
            (said(|page| terminal::objectives(report, page)))
        }));
    }
    parts.push(Part::Words(said(|page| terminal::notes(report, page))));
    Section::new("numbers", "In numbers", parts)
}

/// What a measure is called where it stands alone.
pub fn named(measure: &ComparedView) -> String {
    match measure.wording.group.is_empty() {
        true => measure.wording.short.clone(),
        false => format!("{}: {}", measure.wording.group, measure.wording.short),
    }
}

/// A measure, and on which side where there are several.
pub fn named_on(report: &ComparisonReport, measure: &ComparedView, side: &str) -> String {
    match report.sides.len() {
        2 => named(measure),
        _ => format!("{} · {side}", named(measure)),
    }
}

/// Of how many pairs something is, and on which side where there are several.
pub fn on_side(report: &ComparisonReport, side: &str, pairs: u64) -> String {
    match report.sides.len() {
        2 => counted(pairs, "pair"),
        _ => format!("{side} · {}", counted(pairs, "pair")),
    }
}

/// Pairs, or replications of each side.
pub fn of_pairs(report: &ComparisonReport, number: u64) -> String {
    counted(number, if report.comparison == "paired" { "pair" } else { "replication" })
}
