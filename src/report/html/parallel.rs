//! The points of a sweep as lines over parallel axes: its factors and the means of the first measures.
//!
//! **Invariant:** a line is one point, and passes each axis where its level or its mean lies.

use super::chart::{Scale, line, short, tick};
use super::effects::evenly;
use super::figure::{Figure, Part, Section, Size};
use super::key::Key;
use super::sweep::brief;
use super::{px, text};
use crate::report::sensitivity_words::amount;
use crate::report::survey::SurveyReport;
use maud::{Markup, html};

/// How many lines, axes of factors and axes of measures are drawn.
const LINES: usize = 500;
const FACTORS: usize = 10;
const MEASURES: usize = 4;

/// Steps of the colours.
const STEPS: usize = 5;

const LEFT: f64 = 30.0;
const RIGHT: f64 = 1060.0;
const WIDTH: f64 = 1180.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 384.0;

/// One of the axes.
struct Upright<'r> {
    name: String,
    unit: &'static str,
    words: &'r [String],
    scale: Scale,
    values: Vec<Option<f64>>,
}

/// Nothing, where a line would have no length.
pub fn section(report: &SurveyReport) -> Option<Section> {
    let axes = axes(report);
    let first = report.measures().next()?;
    if axes.len() < 2 {
        return None;
    }
    let colours = Scale::covering(report.means(0).flatten(), 0.0, (STEPS - 1) as f64);
    let means: Vec<Option<f64>> = report.means(0).collect();
    let chosen: Vec<usize> = evenly(report.points.len(), LINES).collect();
    let x = |place: usize| LEFT + (RIGHT - LEFT) * place as f64 / (axes.len() - 1) as f64;
    let path = |point: usize| {
        let along = axes.iter().enumerate();
        line(along.filter_map(|(place, axis)| Some((x(place), axis.scale.at(axis.values[point]?)))))
    };
    let class = |point: usize| match means[point] {
        Some(mean) => format!("along-{}", colours.at(mean).round()),
        None => String::from("quiet"),
    };
    let room = (RIGHT - LEFT) / (axes.len() - 1) as f64;
    let drawing = html! {
        g.along {
            @for &point in &chosen {
                path class=(class(point)) d=(path(point)) { title { (named(report, point)) } }
            }
        }
        @for (place, axis) in axes.iter().enumerate() { (upright(axis, x(place), room)) }
    };
    let ends = (
        means.iter().flatten().copied().fold(f64::INFINITY, f64::min),
        means.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    let some = match chosen.len() < report.points.len() {
        true => format!("{} of {} points, evenly chosen", chosen.len(), report.points.len()),
        false => format!("all {} points", report.points.len()),
    };
    let hidden = report.axes.len().saturating_sub(FACTORS);
    let figure = Figure {
        name: String::from("parallel-coordinates"),
        alt: format!(
            "Points as lines over {}: {some}",
            axes.iter().map(|axis| text(&axis.name)).collect::<Vec<_>>().join(", ")
        ),
        size: Size::Broad,
        extent: (WIDTH, BOTTOM + 16.0),
        drawing,
        keys: vec![Key::steps(
            (0..STEPS).map(|step| format!("along-{step}")),
            &amount(first.unit, ends.0),
            &amount(first.unit, ends.1),
        )],
        caption: html! {
            "One line a point, " (some) "; coloured by " (text(&first.measure)) "."
            @if hidden > 0 { " " (hidden) " more factors are in the table below." }
        },
        ..Figure::default()
    };
    Some(Section::new("points", "All points at once", vec![Part::Picture(figure)]))
}

fn axes(report: &SurveyReport) -> Vec<Upright<'_>> {
    let scale = |values: &[Option<f64>]| Scale::covering(values.iter().copied().flatten(), BOTTOM, TOP);
    let factors = report.axes.iter().take(FACTORS).map(|axis| {
        let values: Vec<Option<f64>> = axis.of_points.iter().copied().map(Some).collect();
        Upright {
            name: axis.name.clone(),
            unit: axis.unit,
            words: &axis.words,
            scale: scale(&values),
            values,
        }
    });
    let measures = report.measures().take(MEASURES).enumerate().map(|(place, view)| {
        let values: Vec<Option<f64>> = report.means(place).collect();
        Upright { name: brief(&view.measure), unit: view.unit, words: &[], scale: scale(&values), values }
    });
    factors.chain(measures).collect()
}

fn upright(axis: &Upright<'_>, x: f64, room: f64) -> Markup {
    // Of the letters of this size few are wider than seven units.
    let letters = ((room.min(WIDTH - x) - 6.0) / 7.0).max(4.0) as usize;
    let (what, whose) = axis.name.split_once(" · ").unwrap_or((&axis.name, ""));
    html! {
        line.upright x1=(px(x)) x2=(px(x)) y1=(px(TOP)) y2=(px(BOTTOM)) {}
        text x=(px(x - 8.0)) y=(px(TOP - 26.0)) { (short(what, letters)) title { (text(&axis.name)) } }
        text.faint x=(px(x - 8.0)) y=(px(TOP - 11.0)) { (short(whose, letters)) title { (text(&axis.name)) } }
        @if axis.words.is_empty() {
            @for value in axis.scale.ticks(axis.unit, 6) {
                text.faint.halo x=(px(x + 5.0)) y=(px(axis.scale.at(value) + 4.0)) { (tick(axis.unit, value)) }
            }
        } @else {
            @for (place, word) in axis.words.iter().enumerate() {
                text.faint.halo x=(px(x + 5.0)) y=(px(axis.scale.at(place as f64) + 4.0)) {
                    (short(word, letters.saturating_sub(2).max(3))) title { (text(word)) }
                }
            }
        }
    }
}

/// What a point is.
fn named(report: &SurveyReport, place: usize) -> String {
    let point = &report.points[place];
    let levels =
        report.factors.iter().zip(&point.levels).map(|(factor, level)| format!("{factor} = {level}"));
    let mean = report.measures().next().zip(point.means.first().copied().flatten());
    let mean = mean.map(|(view, mean)| amount(view.unit, mean.estimate.mean));
    let all: Vec<String> = levels.chain(mean).collect();
    text(&format!("point {}: {}", point.number, all.join(", ")))
}
