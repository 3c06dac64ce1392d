//! How many assets were held, known and contained over time, with the gap in awareness.
//!
//! **Invariant:** the curves are steps: a number holds until the next frame.

use super::chart::{Scale, steps_at, tick};
use super::figure::{Figure, Part, Section, Size};
use super::time_axis::{LEFT, WIDTH, place, plot};
use super::{key, px};
use crate::measure::{AssetState, Totals, thousands};
use crate::report::Scene;
use maud::html;

const HEIGHT: f64 = 200.0;
const TOP: f64 = 10.0;

/// The top of the scale.
fn most(scene: &Scene) -> u32 {
    let totals = scene.playback.frames.iter().map(|frame| &frame.totals);
    totals.map(|totals| totals.states[3..].iter().copied().fold(totals.held, u32::max)).max().unwrap_or(0)
}

/// Nothing, where nothing was ever held or cut off.
pub fn section(scene: &Scene) -> Option<Section> {
    let held = |totals: &Totals| totals.held;
    let known = |totals: &Totals| totals.known;
    let one = |state: AssetState| move |totals: &Totals| totals.states[state as usize];
    let most = most(scene);
    let scale = Scale::covering([0.0, f64::from(most)], HEIGHT, 0.0);
    let held_most = scene.playback.frames.iter().map(|frame| frame.totals.held).max().unwrap_or(0);
    let curves = html! {
        path.gap d={ (path(scene, &scale, held)) "V" (px(HEIGHT)) "Z" } {}
        path.aware d={ (path(scene, &scale, known)) "V" (px(HEIGHT)) "Z" } {}
        path.curve.isolated d=(path(scene, &scale, one(AssetState::Isolated))) {}
        path.curve.recovered d=(path(scene, &scale, one(AssetState::Recovered))) {}
    };
    let drawing = html! {
        g transform={ "translate(" (px(LEFT)) " " (px(TOP)) ")" } {
            @for number in scale.ticks("count", 4) {
                @let y = scale.at(number);
                line.rule x1="0" x2=(px(WIDTH)) y1=(px(y)) y2=(px(y)) {}
                text.faint x="-6" y=(px(y + 4.0)) text-anchor="end" { (tick("count", number)) }
            }
            (plot(scene, "held-and-known", (0.0, HEIGHT + 5.0, HEIGHT + 16.0), curves))
        }
    };
    let figure = Figure {
        name: String::from("held-and-known"),
        alt: format!("Assets held over time: at most {} at once", thousands(u64::from(held_most))),
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, TOP + HEIGHT + 22.0),
        drawing,
        keys: key::classes(&[
            ("gap", "held and not known: the gap in awareness"),
            ("aware", "held and known"),
            ("isolated", "isolated"),
            ("recovered", "recovered"),
        ]),
        ..Figure::default()
    };
    (most > 0).then(|| Section::new("curves", "Held and known", vec![Part::Picture(figure)]))
}

/// A path of steps from the lower left corner to ENDEX.
fn path(scene: &Scene, scale: &Scale, number: impl Fn(&Totals) -> u32) -> String {
    let frames = scene.playback.frames.iter();
    let at = |totals: &Totals| scale.at(f64::from(number(totals)));
    let points = frames.map(|frame| (place(scene, frame.t_us), at(&frame.totals)));
    let last = scene.playback.frames.last().map(|frame| (place(scene, scene.until_us), at(&frame.totals)));
    steps_at(std::iter::once((place(scene, scene.from_us), HEIGHT)).chain(points).chain(last))
}
