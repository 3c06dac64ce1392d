//! How many assets were held, known and contained over time, with the gap in awareness.
//!
//! **Invariant:** the curves are steps: a number holds until the next frame.

use super::chart::{Scale, tick};
use super::figure::{Figure, Part, Section, Size};
use super::time_axis::{LEFT, ROOM, WIDTH, share};
use super::{key, px, text};
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
    let now = share(scene, scene.playback.frames[scene.worst].t_us) * WIDTH;
    let scale = Scale::covering([0.0, f64::from(most)], HEIGHT, 0.0);
    let held_most = scene.playback.frames.iter().map(|frame| frame.totals.held).max().unwrap_or(0);
    let drawing = html! {
        g transform={ "translate(" (px(LEFT)) " " (px(TOP)) ")" } {
            @for number in scale.ticks("count", 4) {
                @let y = scale.at(number);
                line.rule x1="0" x2=(px(WIDTH)) y1=(px(y)) y2=(px(y)) {}
                text.faint x="-6" y=(px(y + 4.0)) text-anchor="end" { (tick("count", number)) }
            }
            @for (t_us, label) in scene.ticks.first().into_iter().flatten() {
                @let x = share(scene, *t_us) * WIDTH;
                line.rule x1=(px(x)) x2=(px(x)) y1="0" y2=(px(HEIGHT + 5.0)) {}
                @if x < ROOM * WIDTH { text.faint x=(px(x + 3.0)) y=(px(HEIGHT + 16.0)) { (text(label)) } }
            }
            path.gap d={ (steps(scene, most, held)) "V" (px(HEIGHT)) "Z" } {}
            path.aware d={ (steps(scene, most, known)) "V" (px(HEIGHT)) "Z" } {}
            path.curve.isolated d=(steps(scene, most, one(AssetState::Isolated))) {}
            path.curve.recovered d=(steps(scene, most, one(AssetState::Recovered))) {}
            line.cursor x1=(px(now)) x2=(px(now)) y1="0" y2=(px(HEIGHT)) {}
        }
    };
    let figure = Figure {
        name: String::from("held-and-known"),
        alt: format!("Assets held over time: at most {} at once", thousands(u64::from(held_most))),
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, TOP + HEIGHT + 22.0),
        drawing,
        caption: key(&[
            ("gap", "held and not known: the gap in awareness"),
            ("aware", "held and known"),
            ("isolated", "isolated"),
            ("recovered", "recovered"),
        ]),
    };
    (most > 0).then(|| Section::new("curves", "Held and known", vec![Part::Picture(figure)]))
}

/// A path of steps from the lower left corner to ENDEX.
fn steps(scene: &Scene, most: u32, number: impl Fn(&Totals) -> u32) -> String {
    let mut path = format!("M0 {}", px(HEIGHT));
    let mut before = None;
    for frame in &scene.playback.frames {
        let now = number(&frame.totals);
        if before != Some(now) {
            let x = share(scene, frame.t_us) * WIDTH;
            let y = HEIGHT - HEIGHT * f64::from(now) / f64::from(most.max(1));
            path += &format!("H{}V{}", px(x), px(y));
            before = Some(now);
        }
    }
    path + &format!("H{}", px(WIDTH))
}
