//! A rehearsal as a page: the sections of the terminal's page, with a picture of the hours of each team and staff.
//!
//! **Invariant:** every share of the picture is in the table of hours of the other forms too.

use super::figure::{Figure, Part, Section, Size};
use super::{Page, key, px, tables, text};
use crate::measure::counted;
use crate::report::rehearsal::*;
use crate::report::terminal;
use crate::report::terminal::format::shortened;
use crate::report::terminal::text::Page as Blocks;
use maud::{Markup, html};

/// The most rows of the picture.
const ROWS: usize = 24;

const LEFT: f64 = 150.0;
const WIDTH: f64 = 1000.0;
const ROW: f64 = 24.0;
const TOP: f64 = 8.0;

/// A rehearsal as a page.
pub fn rehearsal_page(report: &RehearsalReport) -> Page {
    // The width matters to a terminal only.
    let (mut facts, mut findings) = (Blocks::new(80), Blocks::new(80));
    terminal::rehearsal::header(report, &mut facts);
    terminal::rehearsal::rehearsed(report, &mut findings);
    let mut sections: Vec<Section> = tables::sections(findings.blocks()).collect();
    if let Some(section) = sections.iter_mut().find(|section| section.anchor == "hours") {
        section.parts.splice(0..0, hours(report).map(Part::Picture));
    }
    Page {
        title: report.scenario.title.clone(),
        head: html! {
            @if !report.scenario.synopsis.is_empty() { p { (text(&report.scenario.synopsis)) } }
            (tables::facts(facts.blocks()))
        },
        sections,
        scenes: Vec::new(),
    }
}

/// The desks that have something to show, those with the most hours of it first.
fn shown(report: &RehearsalReport) -> Vec<&DeskView> {
    let weight = |desk: &DeskView| {
        [desk.overloaded_h, desk.unattended_h, desk.dead_h]
            .into_iter()
            .flatten()
            .fold((0.0, 1.0), |(sum, by), hours| (sum + by * hours, by * 0.1))
    };
    let mut desks: Vec<&DeskView> = report.desks.iter().filter(|desk| !desk.bins.is_empty()).collect();
    desks.sort_by(|a, b| weight(b).0.total_cmp(&weight(a).0));
    desks.truncate(ROWS);
    desks
}

/// Each desk a row, each hour a column.
fn hours(report: &RehearsalReport) -> Option<Figure> {
    let desks = shown(report);
    if desks.is_empty() {
        return None;
    }
    let left_out = report.desks.iter().filter(|desk| !desk.bins.is_empty()).count() - desks.len();
    let until = report.scenario.length_h;
    let x = |hour: f64| LEFT + (WIDTH - LEFT) * hour.min(until) / until;
    let bottom = TOP + ROW * desks.len() as f64;
    let told = desks.iter().map(|desk| {
        let spans: Vec<String> =
            desk.stretches.iter().take(4).map(|it| format!("{} {}", it.what, text(&it.span))).collect();
        let spans = if spans.is_empty() { String::from("no hour in half of them") } else { spans.join(", ") };
        format!("{}: {spans}", text(&desk.desk))
    });
    Some(Figure {
        name: String::from("hours"),
        alt: format!(
            "Hours that are overloaded, unattended or dead in half of the replications or more. {}",
            told.collect::<Vec<_>>().join("; ")
        ),
        size: Size::Broad,
        extent: (WIDTH + 24.0, bottom + 24.0),
        drawing: html! {
            @for (place, desk) in desks.iter().enumerate() { (row(desk, TOP + ROW * place as f64, &x)) }
            @for (hour, label) in &report.ticks {
                line.rule x1=(px(x(*hour))) x2=(px(x(*hour))) y1=(px(TOP)) y2=(px(bottom)) {}
                text.faint x=(px(x(*hour))) y=(px(bottom + 16.0)) text-anchor="middle" { (text(label)) }
            }
        },
        keys: key::classes(&[
            ("h-overloaded", "overloaded"),
            ("h-unattended", "unattended"),
            ("h-dead", "dead"),
        ]),
        caption: html! {
            "The darker, the larger the share of the replications. Overloaded above, dead and unattended below, for an hour may be the one here "
            "and the other there."
            @if left_out > 0 { " " (counted(left_out as u64, "more desk")) " with such hours not drawn." }
        },
        ..Figure::default()
    })
}

fn row(desk: &DeskView, top: f64, x: &dyn Fn(f64) -> f64) -> Markup {
    let half = (ROW - 6.0) / 2.0;
    let bar = |class: &str, bin: &BinView, share: f64, y: f64| {
        let (from, until) = (x(bin.from_h), x(bin.until_h));
        html! {
            @if share > 0.0 {
                rect class=(class) x=(px(from)) y=(px(y)) width=(px((until - from - 0.4).max(0.4))) height=(px(half))
                    opacity=(format!("{:.2}", 0.15 + 0.85 * share)) {}
            }
        }
    };
    html! {
        text x=(px(LEFT - 8.0)) y=(px(top + ROW / 2.0 + 2.0)) text-anchor="end" { (text(&shortened(&desk.desk, 20))) }
        rect.lane x=(px(LEFT)) y=(px(top)) width=(px(x(f64::INFINITY) - LEFT)) height=(px(ROW - 4.0)) {}
        @for bin in &desk.bins {
            (bar("h-overloaded", bin, bin.overloaded_share, top + 1.0))
            (bar("h-unattended", bin, bin.unattended_share, top + 1.0 + half))
            (bar("h-dead", bin, bin.dead_share, top + 1.0 + half))
        }
    }
}
