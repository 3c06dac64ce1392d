//! The network by organisation and zone, as it was at one moment; the script plays the others.
//!
//! A group of few assets has a square for each; one of many is a single square whose area grows with it and whose parts are
//! proportional, so that a network of hundreds of thousands stays a picture.
//!
//! **Invariant:** what is drawn without the script is the moment at which most assets were held.

use super::figure::{Part, Section};
use super::{key, map, px, text};
use crate::measure::{AssetState, Counts, counted, thousands};
use crate::report::{GroupScene, OrganisationScene, Scene};
use maud::{Markup, html};

/// The largest group that has a square for each asset.
const EACH: u32 = 40;
/// Side of such a square, and how many stand in a row.
const CELL: f64 = 9.0;
const ROW: u32 = 10;
/// The order in which states are drawn: what matters first.
const ORDER: [AssetState; AssetState::COUNT] =
    [AssetState::Held, AssetState::Known, AssetState::Isolated, AssetState::Recovered, AssetState::Clean];

pub fn section(scene: &Scene) -> Section {
    let frame = &scene.playback.frames[scene.worst];
    let counts = counts_at(scene, scene.worst);
    let (touched, others): (Vec<_>, Vec<_>) = scene.organisations.iter().partition(|it| it.touched);
    let last = scene.playback.frames.len() - 1;
    let states = key::classes(&[
        ("clean", "clean"),
        ("held", "held, nobody knows"),
        ("known", "held and known"),
        ("isolated", "isolated"),
        ("recovered", "recovered"),
    ]);
    let controls = html! {
        p.moment-now aria-live="off" { (text(&frame.moment)) ": " (numbers(&frame.totals.states)) }
        div.controls.scripted-only {
            button.play type="button" { "Play" }
            input.moment type="range" min="0" max=(last) value=(scene.worst) aria-label="Moment";
        }
        (key::inline(&states))
    };
    let boxes = html! {
        (organisations(&touched, &counts))
        @if !others.is_empty() {
            details open[touched.is_empty()] {
                summary { (counted(others.len() as u64, "organisation")) " of which nothing was ever held or cut off" }
                (organisations(&others, &counts))
            }
        }
        p.faint { "A small square is an asset; a group of more than " (EACH) " is one square, the larger the more it has." }
    };
    // The key above is that of the boxes as well.
    let map = map::figure(&scene.map, &counts).map(Part::Picture);
    let parts = [Some(Part::Words(controls)), map, Some(Part::Words(boxes))];
    Section::new("network", "The network", parts.into_iter().flatten().collect())
}

fn organisations(all: &[&OrganisationScene], counts: &[Counts]) -> Markup {
    html! {
        div.orgs {
            @for organisation in all {
                div.org {
                    h3 { (text(&organisation.label)) }
                    @for zone in &organisation.zones {
                        div.zone {
                            small { (text(&zone.id)) }
                            @for group in &zone.groups { (mark(group, &counts[group.place])) }
                        }
                    }
                }
            }
        }
    }
}

/// Every group as it was in a frame.
fn counts_at(scene: &Scene, frame: usize) -> Vec<Counts> {
    let mut counts = Vec::new();
    for frame in &scene.playback.frames[..=frame] {
        for (group, now) in &frame.changed {
            if counts.len() <= group.at() {
                counts.resize(group.at() + 1, [0; AssetState::COUNT]);
            }
            counts[group.at()] = *now;
        }
    }
    counts
}

fn numbers(counts: &Counts) -> String {
    let part =
        |state: &AssetState| format!("{} {}", thousands(u64::from(counts[*state as usize])), state.name());
    AssetState::ALL.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// What is not clean, in words; empty if all is.
pub(super) fn not_clean(counts: &Counts) -> String {
    let touched = ORDER[..4].iter().filter(|state| counts[**state as usize] > 0);
    let touched: Vec<String> = touched
        .map(|state| format!("{} {}", thousands(u64::from(counts[*state as usize])), state.name()))
        .collect();
    touched.join(", ")
}

fn mark(group: &GroupScene, counts: &Counts) -> Markup {
    html! {
        div.group {
            @if group.size <= EACH { (each(group, counts)) } @else { (proportional(group, counts)) }
            span {
                (text(&group.id)) " " small { (thousands(u64::from(group.size))) } " "
                small.now { (not_clean(counts)) }
            }
        }
    }
}

fn each(group: &GroupScene, counts: &Counts) -> Markup {
    let states =
        ORDER.iter().flat_map(|state| std::iter::repeat_n(state.name(), counts[*state as usize] as usize));
    let (columns, rows) = (group.size.min(ROW), group.size.div_ceil(ROW).max(1));
    let (width, height) = (px(f64::from(columns) * CELL), px(f64::from(rows) * CELL));
    html! {
        svg data-group=(group.place) data-each="1" data-size=(group.size) width=(width) height=(height)
            viewBox={ "0 0 " (width) " " (height) } aria-hidden="true" {
            @for (place, state) in (0_u32..).zip(states) {
                rect class=(state) x=(px(f64::from(place % ROW) * CELL)) y=(px(f64::from(place / ROW) * CELL))
                    width=(px(CELL - 1.5)) height=(px(CELL - 1.5)) {}
            }
        }
    }
}

fn proportional(group: &GroupScene, counts: &Counts) -> Markup {
    let side = (f64::from(group.size).sqrt() * 1.6).clamp(14.0, 96.0);
    html! {
        svg data-group=(group.place) data-side=(px(side)) data-size=(group.size) width=(px(side)) height=(px(side))
            viewBox={ "0 0 " (px(side)) " " (px(side)) } aria-hidden="true" {
            (parts(group.size, counts, side))
        }
    }
}

/// A square of `size` assets in parts, one above the other in the order that the script knows.
pub(super) fn parts(size: u32, counts: &Counts, side: f64) -> Markup {
    let mut y = 0.0;
    let parts: Vec<(&str, f64, f64)> = ORDER
        .iter()
        .map(|state| {
            let number = f64::from(counts[*state as usize]);
            // What is there is seen, however little it is.
            let least = if *state == AssetState::Clean { 0.0 } else { 2.0 };
            let height = if number == 0.0 { 0.0 } else { (number / f64::from(size) * side).max(least) };
            let part = (state.name(), y, height.min(side - y).max(0.0));
            y += height;
            part
        })
        .collect();
    html! {
        @for (state, y, height) in &parts {
            rect class=(state) x="0" y=(px(*y)) width=(px(side)) height=(px(*height)) {}
        }
    }
}
