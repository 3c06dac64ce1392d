//! Kaplan–Meier curves over each other: a line a side with its band, and below how many are left.
//!
//! **Invariant:** a curve ends with the last time on record; nothing is drawn of what is not known.

use super::chart::{Area, Axis, axes, band, corners, series, short, steps};
use super::comparison::named;
use super::differences::is_shown;
use super::figure::{Figure, Part, Section, Size};
use super::{px, text};
use crate::measure::{counted, thousands};
use crate::report::comparison::{ComparedView, ComparisonReport};
use crate::report::comparison_words::signed;
use crate::report::terminal::comparison::interval;
use crate::report::{SideSurvivalView, SurvivalView};
use maud::{Markup, html};

/// As many charts stand at once, and so many are drawn at all.
const SHOWN: usize = 8;
const MOST: usize = 40;
/// Lines of a chart; more would cover each other.
const LINES: usize = 5;

/// A curve and how it is drawn.
struct Drawn<'r> {
    class: String,
    side: &'r str,
    curve: &'r SideSurvivalView,
}

/// Nothing where no time came to an end.
pub fn section(report: &ComparisonReport) -> Option<Section> {
    let mut all: Vec<&ComparedView> = report.measures.iter().filter(|it| it.survival.is_some()).collect();
    // Stable: of two that differ, or do not, the first stays the first.
    all.sort_by_key(|measure| !measure.differences.iter().any(is_shown));
    let differing = all.iter().filter(|measure| measure.differences.iter().any(is_shown)).count();
    let shown = differing.min(SHOWN);
    let left_out = all.len().saturating_sub(MOST);
    let charts: Vec<Figure> = all
        .iter()
        .take(MOST)
        .enumerate()
        .filter_map(|(place, measure)| chart(report, measure, place))
        .collect();
    let folded = charts.get(shown..)?.to_vec();
    let mut parts = vec![Part::Words(html! {
        p {
            "The share of replications that take longer than a time, of those in which there was something to take; the band holds it "
            "with 95 % at each time. Below the axis: how many replications were still open then."
            @if left_out > 0 { " " (left_out) " more are in the JSON." }
        }
    })];
    if shown > 0 {
        parts.push(Part::Pictures(charts[..shown].to_vec()));
    }
    if !folded.is_empty() {
        let what = if differing > shown { "more" } else { "that are not shown to differ" };
        parts.push(Part::Folded(format!("{} {what}", counted(folded.len() as u64, "time")), folded));
    }
    (!charts.is_empty()).then(|| Section::new("curves", "How long it takes", parts))
}

/// The sides that are drawn: the baseline, then those that were shown to differ, then the others.
fn drawn<'r>(report: &'r ComparisonReport, measure: &'r ComparedView) -> Vec<Drawn<'r>> {
    let Some(survival) = &measure.survival else { return Vec::new() };
    let differs = |side: usize| side == 0 || is_shown(&measure.differences[side - 1]);
    let mut sides: Vec<usize> = (0..report.sides.len()).collect();
    sides.sort_by_key(|side| !differs(*side));
    sides.truncate(LINES);
    sides.sort_unstable();
    let own: Vec<String> = sides.iter().map(|side| class(*side)).collect();
    let unlike = own.iter().enumerate().all(|(place, class)| !own[..place].contains(class));
    let each = sides.iter().zip(own).enumerate().map(|(place, (&side, own))| Drawn {
        class: if unlike { own } else { series(place) },
        side: &report.sides[side].name,
        curve: &survival.sides[side],
    });
    each.collect()
}

/// The colour of a side in all charts in which no other has it; the baseline shares its with none.
fn class(side: usize) -> String {
    series(if side == 0 { 0 } else { 1 + (side - 1) % 5 })
}

const AREA: Area = Area { left: 140.0, top: 52.0, right: 472.0, bottom: 222.0 };
const ROW: f64 = 17.0;

fn chart(report: &ComparisonReport, measure: &ComparedView, place: usize) -> Option<Figure> {
    let survival = measure.survival.as_ref()?;
    let curves = drawn(report, measure);
    let until = survival.sides.iter().map(|side| side.until_h).fold(0.0, f64::max);
    let x = Axis { scale: AREA.across([0.0, until]), unit: "h", title: String::from("time") };
    let y =
        Axis { scale: AREA.up([0.0, 1.0]), unit: "share", title: String::from("share that takes longer") };
    let under = AREA.bottom + 36.0;
    let many = if curves.len() > 2 { " many" } else { "" };
    let drawing = html! {
        text.strong x="0" y="15" { (short(&named(measure), 66)) title { (text(&named(measure))) } }
        (axes(&AREA, &x, &y))
        @for it in &curves { g class={ (it.class) (many) } { (line_with_band(&it.curve.curve, it.curve.until_h, &x, &y)) } }
        text.faint x="0" y=(px(AREA.bottom + 32.0)) { "still open" }
        @for (place, it) in curves.iter().enumerate() {
            @let middle = under + ROW * (place as f64 + 0.5);
            g class=(it.class) { path.drawn d={ "M0 " (px(middle)) "h22" } {} }
            text x="27" y=(px(middle + 4.0)) { (short(it.side, 12)) title { (text(it.side)) } }
            @for (time, number) in survival.times_h.iter().zip(&it.curve.at_risk_at_times) {
                text.faint x=(px(x.scale.at(*time))) y=(px(middle + 4.0)) text-anchor="middle" { (thousands(*number as u64)) }
            }
        }
    };
    let (_, height) = AREA.extent();
    Some(Figure {
        name: format!("curve-{}", place + 1),
        alt: alt(measure, &curves),
        size: Size::Half,
        extent: (AREA.right + 18.0, height + ROW * curves.len() as f64 + 6.0),
        drawing,
        caption: caption(report, measure, curves.len()),
    })
}

/// A curve from 1 at the beginning to the last time on record.
pub fn line_with_band(curve: &SurvivalView, until_h: f64, x: &Axis, y: &Axis) -> Markup {
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        let mut points = vec![(x.scale.at(0.0), y.scale.at(1.0))];
        for (time, value) in curve.time_h.iter().zip(values) {
            let point = (x.scale.at(*time), y.scale.at(*value));
            // What falls within less than a screen shows is one fall.
            match points.last_mut() {
                Some(last) if points_apart(*last, point) => points.push(point),
                Some(last) => last.1 = point.1,
                None => points.push(point),
            }
        }
        points.push((x.scale.at(until_h), points[points.len() - 1].1));
        points
    };
    let [line, low, high] = [&curve.survival, &curve.low, &curve.high].map(|values| points(values));
    html! {
        path.band d=(band(&corners(&low), &corners(&high))) {}
        path.drawn d=(steps(line)) {}
    }
}

fn points_apart(one: (f64, f64), other: (f64, f64)) -> bool {
    other.0 - one.0 >= 0.3
}

fn alt(measure: &ComparedView, curves: &[Drawn<'_>]) -> String {
    let medians = curves.iter().map(|it| {
        let half = it.curve.curve.survival.iter().position(|share| *share <= 0.5);
        let said = half.map_or(String::from("more than half take longer than is on record"), |at| {
            format!(
                "half take longer than {}",
                signed("h", it.curve.curve.time_h[at]).trim_start_matches('+')
            )
        });
        format!("{}: {said}", it.side)
    });
    text(&format!("Kaplan–Meier curves of {}. {}", named(measure), medians.collect::<Vec<_>>().join("; ")))
}

/// What was shown, and who is not drawn.
fn caption(report: &ComparisonReport, measure: &ComparedView, lines: usize) -> Markup {
    let shown: Vec<String> = measure
        .differences
        .iter()
        .filter(|it| is_shown(it))
        .filter_map(|it| {
            Some(format!(
                "{} {} ({})",
                it.side,
                signed(measure.unit, it.difference?),
                interval(measure.unit, it)
            ))
        })
        .collect();
    let left_out = report.sides.len().saturating_sub(lines);
    html! {
        @if shown.is_empty() { "Not shown to differ." } @else { "Shown to differ: " (text(&shown.join("; "))) "." }
        @if left_out > 0 { " " (left_out) " more sides are not drawn." }
    }
}
