//! Bars made of parts, a row each.
//!
//! **Invariant:** parts stand in the order in which they are given, each as long as its number.

use super::chart::short;
use super::figure::{Figure, NARROW, Size};
use super::{px, text};
use maud::{Markup, html};

/// Part of a bar.
#[derive(Debug, Clone)]
pub struct Piece {
    /// How long it is.
    pub size: f64,
    /// Its colour, which bears dark text.
    pub fill: &'static str,
    /// What stands on it where there is room.
    pub label: String,
    /// What it is, in full.
    pub title: String,
}

/// A bar and what it is of.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// What stands below that.
    pub below: String,
    /// Its parts.
    pub pieces: Vec<Piece>,
}

/// Height of a row, where bars begin, and how long the longest is.
const ROW: f64 = 40.0;
const LEFT: f64 = 260.0;
const WIDTH: f64 = 910.0;

/// Height of a row on the screen of a telephone, where labels stand above bars.
const NARROW_ROW: f64 = 64.0;

/// A picture of bars, on one scale on which the `longest` fits; without it each fills its row.
pub fn bars(name: &str, alt: String, longest: Option<f64>, bars: &[Bar]) -> Figure {
    let drawing = html! {
        @for (place, bar) in bars.iter().enumerate() {
            @let y = ROW * place as f64;
            text y=(px(y + 15.0)) { (short(&bar.label, 36)) title { (text(&bar.label)) } }
            text.faint y=(px(y + 31.0)) { (short(&bar.below, 40)) title { (text(&bar.below)) } }
            (drawn(bar, longest, (LEFT, y + 6.0), WIDTH))
        }
    };
    let narrow = html! {
        @for (place, bar) in bars.iter().enumerate() {
            @let y = NARROW_ROW * place as f64;
            text y=(px(y + 13.0)) { (short(&bar.label, 52)) title { (text(&bar.label)) } }
            (drawn(bar, longest, (0.0, y + 18.0), NARROW))
            text.faint y=(px(y + 55.0)) { (short(&bar.below, 52)) title { (text(&bar.below)) } }
        }
    };
    Figure {
        name: name.to_owned(),
        alt,
        size: Size::Broad,
        extent: (LEFT + WIDTH + 10.0, ROW * bars.len() as f64),
        drawing,
        narrow: Some((NARROW_ROW * bars.len() as f64, narrow)),
        ..Figure::default()
    }
}

fn drawn(bar: &Bar, longest: Option<f64>, (left, y): (f64, f64), most: f64) -> Markup {
    let longest = longest.unwrap_or_else(|| bar.pieces.iter().map(|piece| piece.size).sum());
    let mut x = left;
    let placed = bar.pieces.iter().filter(|piece| piece.size > 0.0).map(|piece| {
        let (from, width) = (x, most * piece.size / longest);
        x += width;
        (piece, from, width)
    });
    html! {
        rect.lane x=(px(left)) y=(px(y)) width=(px(most)) height="24" {}
        @for (piece, x, width) in placed {
            rect x=(px(x)) y=(px(y)) width=(px(width)) height="24" fill=(piece.fill) { title { (text(&piece.title)) } }
            // Of the letters of this size few are wider than seven units.
            @if width > 7.0 * piece.label.chars().count() as f64 {
                text.on-bar x=(px(x + 5.0)) y=(px(y + 16.0)) { (text(&piece.label)) }
            }
        }
    }
}
