//! The levels of functions and missions over time, with what was missing.
//!
//! **Invariant:** a strip reaches from nothing to everything; what is missing hangs from the top.

use super::figure::{Figure, Part, Section};
use super::strips::{HEIGHT, Strip, area, strips};
use super::{key, px, text, time_axis};
use crate::measure::{LevelCourse, counted, span};
use crate::report::Scene;
use crate::report::terminal::format::percent;
use maud::{Markup, html};

const FULL: f64 = 2.0;

/// Nothing, where no function or mission lost anything.
pub fn section(scene: &Scene) -> Option<Section> {
    let levels = &scene.course.levels;
    if levels.shown.is_empty() {
        return None;
    }
    let rows: Vec<Strip> = levels.shown.iter().map(|level| strip(scene, level)).collect();
    let missions = levels.shown.iter().any(|level| level.kind == "mission");
    let alt = "Levels of functions and missions over time; the table below says when each was short";
    let caption = html! {
        "Those that lost most first; from nothing at the bottom of a strip to all at its top."
        @if missions { " A mission has a level while it lasts; its dashed line is the threshold below which it is in danger." }
        @if levels.left_out > 0 { " " (levels.left_out) " more that lost less left out." }
        @if levels.whole > 0 { " " (levels.whole) " that lost nothing left out." }
    };
    let words = html! {
        details {
            summary { "When each was below what is needed" }
            (table(&levels.shown))
        }
    };
    let keys = key::classes(&[("there", "level"), ("missing", "missing")]);
    let picture = Figure { keys, caption, ..strips(scene, ("levels", alt), &rows) };
    let parts = vec![Part::Picture(picture), Part::Words(words)];
    Some(Section::new("levels", "Functions and missions over time", parts))
}

fn table(levels: &[LevelCourse]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th scope="col" {} @for column in ["needed", "lowest", "lost function-hours", "short for"] {
                th.n scope="col" { (column) }
            } th scope="col" { "short" } } }
            tbody { @for level in levels { tr {
                th scope="row" { (text(&level.name)) " " small { (level.kind) " · " (text(&level.organisation)) } }
                td.n { (percent(Some(level.needed))) }
                td.n { (percent(Some(level.lowest))) }
                td.n { (format!("{:.1}", level.lost_us / HOUR)) }
                td.n { (span(level.short_us as f64 / HOUR)) }
                td { (text(&times(level))) }
            } } }
        } }
    }
}

/// Microseconds of an hour.
const HOUR: f64 = 3.6e9;

fn times(level: &LevelCourse) -> String {
    let told: Vec<String> = level.short.iter().map(|(from, until)| format!("{from} to {until}")).collect();
    match (told.is_empty(), level.more_times) {
        (true, _) => String::from("never"),
        (_, 0) => told.join("; "),
        (_, more) => format!("{}; and {}", told.join("; "), counted(more as u64, "more time")),
    }
}

fn strip(scene: &Scene, level: &LevelCourse) -> Strip {
    let place = |level: f64| HEIGHT - (HEIGHT - FULL) * level;
    // What is missing is seen, however little it is.
    let missing = |level: f64| if level < 1.0 { place(level).max(FULL + 1.5) } else { FULL };
    let threshold = (level.kind == "mission").then_some(level.needed);
    let reach = |t_us: Option<i64>| time_axis::place(scene, t_us.unwrap_or(scene.from_us));
    Strip {
        name: level.name.clone(),
        said: format!("lowest {}, short {}", percent(Some(level.lowest)), span(level.short_us as f64 / HOUR)),
        curves: html! {
            path.there d=[area(scene, &level.steps, HEIGHT, |at| place(at[0]))] {}
            path.missing d=[area(scene, &level.steps, FULL, |at| missing(at[0]))] {}
            @if let Some(needed) = threshold {
                line.threshold x1=(reach(level.steps.first().map(|step| step.from_us)))
                    x2=(reach(level.steps.last().map(|step| step.until_us))) y1=(px(place(needed))) y2=(px(place(needed))) {}
            }
        },
    }
}
