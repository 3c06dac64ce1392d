//! Small multiples: curves of many things, one below the other, on the time axis of the other pictures.
//!
//! **Invariant:** a curve is made of steps: a number holds until the next.

use super::figure::{Figure, Size};
use super::time_axis::{LEFT, WIDTH, place, plot};
use super::{chart, px, text};
use crate::measure::Step;
use crate::report::Scene;
use maud::{Markup, html};

/// Height of a strip and from one to the next.
pub const HEIGHT: f64 = 36.0;
const ROW: f64 = 42.0;
const TOP: f64 = 22.0;

/// One thing's strip.
pub struct Strip {
    /// What it is called.
    pub name: String,
    /// What is said of it in few words.
    pub said: String,
    /// Its curves, between 0 and [`WIDTH`], 0 and [`HEIGHT`].
    pub curves: Markup,
}

/// Strips below one another, as the picture `name`; `alt` says what there is to see.
pub fn strips(scene: &Scene, (name, alt): (&str, &str), strips: &[Strip]) -> Figure {
    let bottom = ROW * strips.len() as f64;
    let curves = html! {
        @for (row, strip) in strips.iter().enumerate() {
            g transform={ "translate(0 " (px(ROW * row as f64 + 2.0)) ")" } { (strip.curves) }
        }
    };
    let drawing = html! {
        @for (row, strip) in strips.iter().enumerate() {
            @let y = TOP + ROW * row as f64;
            rect.lane x="0" y=(px(y)) width=(px(LEFT + WIDTH + 10.0)) height=(px(ROW - 2.0)) {}
            text x="6" y=(px(y + 16.0)) { (short(&strip.name)) title { (text(&strip.name)) } }
            text.said x="6" y=(px(y + 32.0)) { (text(&strip.said)) }
        }
        g transform={ "translate(" (px(LEFT)) " " (px(TOP)) ")" } {
            (plot(scene, name, (-6.0, bottom, -8.0), curves))
        }
    };
    Figure {
        name: name.to_owned(),
        alt: alt.to_owned(),
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, TOP + bottom),
        drawing,
        ..Figure::default()
    }
}

/// A path along the steps of one number: `height` says where it lies.
pub fn along<const N: usize>(
    scene: &Scene,
    steps: &[Step<N>],
    height: impl Fn(&[f64; N]) -> f64,
) -> Option<String> {
    let last = steps.last()?;
    let ends = steps.iter().map(|step| (step.from_us, &step.at)).chain([(last.until_us, &last.at)]);
    Some(chart::steps_at(ends.map(|(t_us, at)| (place(scene, t_us), height(at)))))
}

/// The same as an area between the steps and a `base`.
pub fn area<const N: usize>(
    scene: &Scene,
    steps: &[Step<N>],
    base: f64,
    height: impl Fn(&[f64; N]) -> f64,
) -> Option<String> {
    let start = place(scene, steps.first()?.from_us);
    along(scene, steps, height).map(|path| format!("{path}V{}H{start}Z", px(base)))
}

/// A name that fits left of the axis; its end tells the tiers of a team apart.
fn short(name: &str) -> String {
    const HEAD: usize = 13;
    const TAIL: usize = 11;
    let shown: Vec<char> = text(name).chars().collect();
    match shown.len() > HEAD + TAIL + 1 {
        true => {
            let tail = &shown[shown.len() - TAIL..];
            shown[..HEAD].iter().chain(&['…']).chain(tail).collect()
        }
        false => shown.into_iter().collect(),
    }
}
