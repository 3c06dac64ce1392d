//! Charts: scales, axes, curves with bands, and rows of intervals.
//!
//! They are drawn once, as SVG, so that the page, paper and a file of its own show the same with scripts off; colours are
//! classes of the style, so that light and dark are the style's matter.
//!
//! **Invariant:** a chart draws the numbers that it is given and computes none but where they lie.

use super::figure::{Figure, NARROW, Size};
use super::key::Key;
use super::{px, text};
use crate::measure::{span, thousands};
use crate::report::terminal::format::{percent, shortened};
use maud::{Markup, html};

/// Values on a line from place to place.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// The scale that has room for all finite `values`, from `start` to `end` of a picture.
    pub fn covering(values: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Scale {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match (low <= high, high - low >= f64::MIN_POSITIVE) {
            (true, true) => Scale { low, high, start, end },
            // All alike but for what has no tenth, or none at all: there must be some width.
            (true, false) => Scale { low: low - 0.5, high: high + 0.5, start, end },
            _ => Scale { low: 0.0, high: 1.0, start, end },
        }
    }

    /// Where a value lies; what is outside lies at the end.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.start + share * (self.end - self.start)
    }

    /// Round values of a unit within the scale, `most` at most.
    pub fn ticks(&self, unit: &str, most: usize) -> Vec<f64> {
        let least = (self.high - self.low) / most.max(1) as f64;
        let step = step(unit, least);
        // An integer times the step: sums would drift.
        let first = (self.low / step - 1e-9).ceil() as i64;
        (first..)
            .map(|number| number as f64 * step)
            .take_while(|tick| *tick <= self.high + 1e-9 * step)
            .collect()
    }
}

/// The round step of at least `least`.
fn step(unit: &str, least: f64) -> f64 {
    match unit {
        "h" => round_hours(least),
        "count" => round(least.max(1.0)),
        _ => round(least),
    }
}

/// The least round span of at least so many hours: minutes, parts of a day, days.
fn round_hours(least: f64) -> f64 {
    const HOURS: [f64; 12] = [1.0 / 60.0, 5.0 / 60.0, 0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0];
    let days = || 24.0 * round(least / 24.0);
    HOURS.iter().copied().find(|step| *step >= least).unwrap_or_else(days)
}

/// The least of 1, 2 and 5 times a power of ten that is at least so much.
fn round(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(least).floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    steps.into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(steps[3])
}

/// A value of a unit at an axis: short.
pub fn tick(unit: &str, value: f64) -> String {
    // Finer than any scale, coarser than what floats err by.
    let plain = |number: f64| format!("{}", (number * 1e10).round() / 1e10).replace('-', "−");
    match unit {
        "h" if value != 0.0 && value.abs() < 0.99 => format!("{} min", plain((value * 60.0).round())),
        "h" if value.abs() >= 48.0 && value % 24.0 == 0.0 => format!("{} d", plain(value / 24.0)),
        "h" => format!("{} h", plain(value)),
        "share" => format!("{} %", plain(value * 100.0)),
        "points" => plain(value * 100.0),
        _ if value >= 10_000.0 => thousands(value as u64),
        _ => plain(value),
    }
}

/// A value of a unit in words: precise.
pub fn words(unit: &str, value: f64) -> String {
    match unit {
        "h" => span(value),
        "share" => percent(Some(value)),
        _ => tick(unit, (value * 100.0).round() / 100.0),
    }
}

/// What lies along an axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Its scale.
    pub scale: Scale,
    /// The unit of its values, as results name it.
    pub unit: &'static str,
    /// What its values are, for people.
    pub title: String,
}

/// Left, upper, right and lower edge of where curves are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// Where the horizontal axis begins.
    pub left: f64,
    /// Where the vertical axis ends.
    pub top: f64,
    /// Where the horizontal axis ends.
    pub right: f64,
    /// Where the vertical axis begins.
    pub bottom: f64,
}

/// Within a chart beside others.
pub const HALF: Area = Area { left: 52.0, top: 24.0, right: 432.0, bottom: 204.0 };

impl Area {
    /// The scale of a horizontal axis.
    pub fn across(&self, values: impl IntoIterator<Item = f64>) -> Scale {
        Scale::covering(values, self.left, self.right)
    }

    /// The scale of a vertical axis.
    pub fn up(&self, values: impl IntoIterator<Item = f64>) -> Scale {
        Scale::covering(values, self.bottom, self.top)
    }

    /// The round values that are marked along a horizontal axis.
    pub fn marks(&self, x: &Axis) -> Vec<f64> {
        x.scale.ticks(x.unit, ((self.right - self.left) / 62.0) as usize)
    }

    /// The extent of a picture with this area in it, and its axes.
    pub fn extent(&self) -> (f64, f64) {
        (self.right + 16.0, self.bottom + 38.0)
    }
}

/// Both axes, with lines at their round values.
pub fn axes(area: &Area, x: &Axis, y: &Axis) -> Markup {
    html! { (upright(area, y)) (across(area, x)) }
}

/// The vertical axis.
pub fn upright(area: &Area, y: &Axis) -> Markup {
    html! {
        @for value in y.scale.ticks(y.unit, ((area.bottom - area.top) / 36.0) as usize) {
            @let at = y.scale.at(value);
            line.rule x1=(px(area.left)) x2=(px(area.right)) y1=(px(at)) y2=(px(at)) {}
            text.faint x=(px(area.left - 5.0)) y=(px(at + 4.0)) text-anchor="end" { (tick(y.unit, value)) }
        }
        text.faint x=(px(area.left)) y=(px(area.top - 9.0)) { (short(&y.title, 58)) title { (text(&y.title)) } }
    }
}

/// The horizontal axis.
pub fn across(area: &Area, x: &Axis) -> Markup {
    html! {
        @for value in area.marks(x) {
            @let at = x.scale.at(value);
            line.rule x1=(px(at)) x2=(px(at)) y1=(px(area.top)) y2=(px(area.bottom + 4.0)) {}
            text.faint x=(px(at)) y=(px(area.bottom + 17.0)) text-anchor="middle" { (tick(x.unit, value)) }
        }
        text.faint x=(px(area.right)) y=(px(area.bottom + 32.0)) text-anchor="end" { (short(&x.title, 58)) title { (text(&x.title)) } }
    }
}

/// A path along points, from one to the next.
pub fn line(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    points.into_iter().enumerate().fold(String::new(), |path, (place, (x, y))| {
        path + if place == 0 { "M" } else { "L" } + &px(x) + " " + &px(y)
    })
}

/// A path in steps: a value holds until the next, the last one to where it lies.
pub fn steps(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    steps_at(points.into_iter().map(|(x, y)| (px(x), y)))
}

/// The same between places that are written already.
pub fn steps_at(points: impl IntoIterator<Item = (String, f64)>) -> String {
    let mut points: Vec<(String, String)> = points.into_iter().map(|(x, y)| (x, px(y))).collect();
    let Some((end, _)) = points.last().cloned() else { return String::new() };
    points.dedup_by(|next, before| next.1 == before.1);
    let path = points.iter().enumerate().map(|(place, (x, y))| match place {
        0 => format!("M{x} {y}"),
        _ => format!("H{x}V{y}"),
    });
    let path: String = path.collect();
    if points.last().is_some_and(|(x, _)| *x == end) { path } else { path + "H" + &end }
}

/// The corners of a line that holds each value until the next, from which a band is made.
pub fn corners(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let between = points.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
    between.chain(points.last().copied()).collect()
}

/// The surface between two lines.
pub fn band(low: &[(f64, f64)], high: &[(f64, f64)]) -> String {
    line(low.iter().copied().chain(high.iter().rev().copied())) + "Z"
}

/// The class of a colour for the series at a place; where there are many, they begin anew.
pub fn series(place: usize) -> String {
    format!("c{}", place % 6)
}

/// What is drawn in a row.
#[derive(Debug, Clone)]
pub enum Glyph {
    /// An interval: a thin line, or a thick one within it.
    Interval {
        /// Where it begins.
        low: f64,
        /// Where it ends; infinite where nobody knows.
        high: f64,
        /// Whether the line is thick.
        thick: bool,
    },
    /// A value.
    Dot(f64),
    /// A value that is compared with: a ring.
    Ring(f64),
    /// A bar from zero.
    Bar(f64),
    /// A bar between two values.
    Between(f64, f64),
    /// A bound: an upright line.
    Bound(f64),
    /// A value of another kind: a square.
    Square(f64),
    /// A value that is at least so much: an open arrow.
    More(f64),
    /// Part of a bar of many colours.
    Piece {
        /// Where it begins.
        from: f64,
        /// Where it ends, on either side of that.
        until: f64,
        /// Its colour, which bears dark text.
        fill: &'static str,
        /// What it is.
        label: String,
    },
}

/// A row of a chart.
#[derive(Debug, Clone)]
pub struct RowOf {
    /// What it is of.
    pub label: String,
    /// What stands at its right end.
    pub note: String,
    /// The class by which it is coloured.
    pub class: String,
    /// What is drawn.
    pub glyphs: Vec<Glyph>,
}

impl RowOf {
    /// Whether it has nothing but a label, for the rows below it.
    fn is_heading(&self) -> bool {
        self.note.is_empty() && self.glyphs.is_empty()
    }
}

/// Where the labels of rows end at most, and their notes begin.
const LABELS: f64 = 330.0;
const NOTES: f64 = 900.0;
/// Where the first row begins, and how high each is.
const TOP: f64 = 8.0;
const ROW: f64 = 26.0;

/// A picture of rows over one horizontal axis, with an upright line at zero if `zero`.
pub fn rows(name: &str, alt: &str, unit: &'static str, title: &str, zero: bool, rows: &[RowOf]) -> Figure {
    let ends = rows.iter().flat_map(|row| &row.glyphs).flat_map(|glyph| match *glyph {
        Glyph::Interval { low, high, .. } => [low, high],
        Glyph::Bar(value) => [0.0, value],
        Glyph::Piece { from, until, .. } => [from, until],
        Glyph::Between(from, until) => [from, until],
        Glyph::Dot(value) | Glyph::Ring(value) | Glyph::Bound(value) => [value, value],
        Glyph::Square(value) | Glyph::More(value) => [value, value],
    });
    let mut values: Vec<f64> = ends.chain(zero.then_some(0.0)).collect();
    // Shares of one are seen as such; what is open has room for its arrow.
    values.extend((unit == "share" && zero).then_some(1.0));
    let most = values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
    values.extend(values.contains(&f64::INFINITY).then_some(1.08 * most));
    // As wide as the longest of them, whose letters are seldom wider than this.
    let longest = rows.iter().map(|row| row.label.chars().count()).max().unwrap_or_default();
    let labels = (7.4 * longest as f64).clamp(90.0, LABELS);
    let scale = Scale::covering(values.iter().copied(), labels + 20.0, NOTES - 20.0);
    let bottom = TOP + ROW * rows.len() as f64;
    let drawing = html! {
        (under_rows(&scale, (unit, 7), title, bottom, zero))
        @for (place, row) in rows.iter().enumerate() {
            @let middle = TOP + ROW * (place as f64 + 0.5);
            text.strong[row.is_heading()] x=(px(labels)) y=(px(middle + 4.0)) text-anchor="end" { (short(&row.label, 54)) title { (text(&row.label)) } }
            g class=(row.class) { @for glyph in &row.glyphs { (drawn(glyph, &scale, middle)) } }
            text.faint x=(px(NOTES)) y=(px(middle + 4.0)) { (short(&row.note, 46)) title { (text(&row.note)) } }
        }
    };
    Figure {
        name: name.to_owned(),
        alt: alt.to_owned(),
        size: Size::Broad,
        extent: (1180.0, bottom + 38.0),
        drawing,
        narrow: Some(narrow(&values, unit, title, zero, rows)),
        ..Figure::default()
    }
}

/// How high the same is with labels and notes above and below what is drawn, and it itself.
fn narrow(values: &[f64], unit: &str, title: &str, zero: bool, rows: &[RowOf]) -> (f64, Markup) {
    /// How high a line of text is.
    const LINE: f64 = 16.0;
    let scale = Scale::covering(values.iter().copied(), 18.0, NARROW - 22.0);
    // Whether label and note fit on one line.
    let beside =
        |row: &RowOf| row.note.is_empty() || row.label.chars().count() + row.note.chars().count() < 48;
    let drawn_height = |row: &RowOf| if row.glyphs.is_empty() { 0.0 } else { ROW };
    let height = |row: &RowOf| drawn_height(row) + if beside(row) { LINE } else { 2.0 * LINE } + 6.0;
    let tops = rows.iter().scan(TOP, |top, row| {
        let own = *top;
        *top += height(row);
        Some(own)
    });
    let bottom = TOP + rows.iter().map(height).sum::<f64>();
    let drawing = html! {
        (under_rows(&scale, (unit, 4), &short(title, 48), bottom, zero))
        @for (row, top) in rows.iter().zip(tops) {
            text.strong[row.is_heading()] x="0" y=(px(top + 12.0)) { (short(&row.label, 54)) title { (text(&row.label)) } }
            g class=(row.class) { @for glyph in &row.glyphs { (drawn(glyph, &scale, top + LINE + ROW / 2.0)) } }
            @if beside(row) {
                text.faint x=(px(NARROW)) y=(px(top + 12.0)) text-anchor="end" { (text(&row.note)) }
            } @else {
                text.faint x="0" y=(px(top + LINE + drawn_height(row) + 12.0)) { (short(&row.note, 54)) title { (text(&row.note)) } }
            }
        }
    };
    (bottom + 38.0, drawing)
}

/// What lies under rows that end at `bottom`: upright lines at some round values of the unit, and what the values are.
fn under_rows(scale: &Scale, (unit, most): (&str, usize), title: &str, bottom: f64, zero: bool) -> Markup {
    html! {
        @for value in scale.ticks(unit, most) {
            @let at = scale.at(value);
            line.rule x1=(px(at)) x2=(px(at)) y1=(px(TOP)) y2=(px(bottom + 4.0)) {}
            text.faint x=(px(at)) y=(px(bottom + 17.0)) text-anchor="middle" { (tick(unit, value)) }
        }
        @if zero {
            @let at = px(scale.at(0.0));
            line.zero x1=(at) x2=(at) y1=(px(TOP)) y2=(px(bottom)) {}
        }
        text.faint x=(px(scale.end)) y=(px(bottom + 32.0)) text-anchor="end" { (text(title)) }
    }
}

fn drawn(glyph: &Glyph, scale: &Scale, y: f64) -> Markup {
    let at = |value: f64| px(scale.at(value));
    html! {
        @match *glyph {
            Glyph::Interval { low, high, thick } => {
                line.interval.thick[thick] x1=(at(low)) x2=(at(high)) y1=(px(y)) y2=(px(y)) {}
                // How far it goes is not known.
                @if high == f64::INFINITY { path.filled d={ "M" (at(high)) " " (px(y - 6.0)) "l9 6l-9 6Z" } {} }
            }
            Glyph::Dot(value) => circle.dot cx=(at(value)) cy=(px(y)) r="4.5" {},
            Glyph::Ring(value) => circle.ring cx=(at(value)) cy=(px(y)) r="4" {},
            Glyph::Bar(value) => (bar(scale, 0.0, value, y)),
            Glyph::Between(from, until) => (bar(scale, from, until, y)),
            Glyph::Bound(value) => line.bound x1=(at(value)) x2=(at(value)) y1=(px(y - 9.0)) y2=(px(y + 9.0)) {},
            Glyph::Square(value) => rect.ring x=(px(scale.at(value) - 4.0)) y=(px(y - 4.0)) width="8" height="8" {},
            Glyph::More(value) => path.ring d={ "M" (px(scale.at(value) - 4.0)) " " (px(y - 5.0)) "l9 5l-9 5Z" } {},
            Glyph::Piece { from, until, fill, ref label } => {
                @let (start, end) = (scale.at(from.min(until)), scale.at(from.max(until)));
                rect x=(px(start)) width=(px((end - start).max(0.5))) y=(px(y - 9.0)) height="18" fill=(fill) { title { (label) } }
                @if end - start > 7.0 * label.chars().count() as f64 {
                    text.on-bar x=(px(start + 4.0)) y=(px(y + 4.0)) { (label) }
                }
            }
        }
    }
}

/// What a glyph at zero stands for.
pub fn meaning(class: &str, glyph: &Glyph, word: &str) -> Key {
    let scale = Scale { low: -1.0, high: 1.0, start: -1.0, end: 1.0 };
    Key::shape(html! { g class=(class) { (drawn(glyph, &scale, 0.0)) } }, word)
}

fn bar(scale: &Scale, one: f64, other: f64, y: f64) -> Markup {
    let (from, until) = (scale.at(one.min(other)), scale.at(one.max(other)));
    html! { rect.bar-of x=(px(from)) width=(px((until - from).max(0.5))) y=(px(y - 8.0)) height="16" {} }
}

/// A name that fits beside a picture.
pub fn short(name: &str, most: usize) -> String {
    shortened(&text(name), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unit: &'static str, low: f64, high: f64, most: usize, expected: &str) {
        let scale = Scale::covering([low, high], 0.0, 100.0);
        let ticks: Vec<String> = scale.ticks(unit, most).into_iter().map(|value| tick(unit, value)).collect();
        assert_eq!(ticks.join(" "), expected);
    }

    #[test]
    fn axes_have_round_values() {
        check("h", 0.0, 70.0, 6, "0 h 12 h 24 h 36 h 2 d 60 h");
        check("h", 0.1, 0.9, 5, "15 min 30 min 45 min");
        check("h", 0.0, 700.0, 6, "0 h 5 d 10 d 15 d 20 d 25 d");
        check("h", -5.0, 7.0, 6, "−4 h −2 h 0 h 2 h 4 h 6 h");
        check("share", 0.0, 1.0, 5, "0 % 20 % 40 % 60 % 80 % 100 %");
        check("count", 0.0, 3.0, 8, "0 1 2 3");
        check("count", 0.0, 200_000.0, 4, "0 50,000 100,000 150,000 200,000");
        check("function_h", 0.0, 0.5, 5, "0 0.1 0.2 0.3 0.4 0.5");
        check("", 1e-5, 5e-5, 5, "0.00001 0.00002 0.00003 0.00004 0.00005");
    }

    #[test]
    fn a_scale_has_room_for_all_and_some_width() {
        let scale = Scale::covering([3.0, f64::NAN, 5.0, f64::INFINITY], 100.0, 300.0);
        assert_eq!([3.0, 4.0, 5.0, 9.0].map(|value| scale.at(value)), [100.0, 200.0, 300.0, 300.0]);
        assert_eq!(Scale::covering([2.0, 2.0], 0.0, 10.0).at(2.0), 5.0);
        assert_eq!(Scale::covering([], 0.0, 10.0).at(1.0), 10.0);
    }

    #[test]
    fn lines_that_hold_have_corners() {
        assert_eq!(steps([(0.0, 1.0), (2.0, 3.0)]), "M0 1H2V3");
        assert_eq!(steps([(0.0, 1.0), (1.0, 1.0), (2.0, 3.0), (4.0, 3.0), (5.0, 3.0)]), "M0 1H2V3H5");
        assert_eq!(steps([]), "");
        assert_eq!(corners(&[(0.0, 1.0), (2.0, 3.0)]), [(0.0, 1.0), (2.0, 1.0), (2.0, 3.0)]);
        assert_eq!(band(&[(0.0, 1.0)], &[(0.0, 2.0)]), "M0 1L0 2Z");
    }
}
