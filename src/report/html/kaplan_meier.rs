//! Kaplan–Meier curves over each other: a line each with its band, and below how many are left.
//!
//! **Invariant:** a curve ends with the last time on record; nothing is drawn of what is not known.

use super::chart::{Area, Axis, axes, band, corners, short, steps};
use super::figure::{Figure, Size};
use super::{px, text};
use crate::measure::{span, thousands};
use crate::report::SurvivalView;
use maud::{Markup, html};

/// A curve, what it is called, the class by which it is coloured, and the median as tables have it.
pub struct Line<'r> {
    pub name: String,
    pub class: String,
    pub curve: &'r SurvivalView,
    pub median: Option<f64>,
}

const AREA: Area = Area { left: 140.0, top: 52.0, right: 472.0, bottom: 222.0 };
const ROW: f64 = 17.0;

/// The picture `name` of curves of one matter, its `title`; `from` says what times are counted from.
pub fn chart(name: String, title: &str, from: &str, lines: &[Line<'_>], caption: Markup) -> Figure {
    let until = lines.iter().map(|line| line.curve.until_h());
    let x = Axis { scale: AREA.across(until.chain([0.0])), unit: "h", title: from.to_owned() };
    let y =
        Axis { scale: AREA.up([0.0, 1.0]), unit: "share", title: String::from("share that takes longer") };
    let (width, height) = AREA.extent();
    let many = if lines.len() > 2 { " many" } else { "" };
    let drawing = html! {
        text.strong x="0" y="15" { (short(title, 66)) title { (text(title)) } }
        (axes(&AREA, &x, &y))
        @for line in lines { g class={ (line.class) (many) } { (curve(line.curve, &x, &y)) } }
        text.faint x="0" y=(px(AREA.bottom + 32.0)) { "still open" }
        @for (place, line) in lines.iter().enumerate() {
            @let middle = AREA.bottom + 36.0 + ROW * (place as f64 + 0.5);
            g class=(line.class) { path.drawn d={ "M0 " (px(middle)) "h22" } {} }
            text x="27" y=(px(middle + 4.0)) { (short(&line.name, 12)) title { (text(&line.name)) } }
            @for mark in AREA.marks(&x) {
                text.faint x=(px(x.scale.at(mark))) y=(px(middle + 4.0)) text-anchor="middle" {
                    (thousands(line.curve.at_risk_at(mark) as u64))
                }
            }
        }
    };
    let medians = lines.iter().map(|line| match line.median {
        Some(median) => format!("{}: half take longer than {}", line.name, span(median)),
        None => format!("{}: more than half take longer than is on record", line.name),
    });
    Figure {
        name,
        alt: text(&format!("Kaplan–Meier curves of {title}. {}", medians.collect::<Vec<_>>().join("; "))),
        size: Size::Half,
        extent: (width, height + ROW * lines.len() as f64 + 6.0),
        drawing,
        caption,
        ..Figure::default()
    }
}

/// A curve with its band, from 1 at the beginning to the last time on record.
fn curve(curve: &SurvivalView, x: &Axis, y: &Axis) -> Markup {
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        let mut points = vec![(x.scale.at(0.0), y.scale.at(1.0))];
        for (time, value) in curve.time_h.iter().zip(values) {
            let point = (x.scale.at(*time), y.scale.at(*value));
            let last = points.len() - 1;
            // What falls within less than a screen shows is one fall.
            if point.0 - points[last].0 < 0.3 { points[last].1 = point.1 } else { points.push(point) }
        }
        points.push((x.scale.at(curve.until_h()), points[points.len() - 1].1));
        points
    };
    let [line, low, high] = [&curve.survival, &curve.low, &curve.high].map(|values| points(values));
    html! {
        path.band d=(band(&corners(&low), &corners(&high))) {}
        path.drawn d=(steps(line)) {}
    }
}
