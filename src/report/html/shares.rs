//! Of how many replications or pairs something holds: which side was sooner, objectives, prevention.
//!
//! **Invariant:** bars carry counts, which the JSON has; their lengths are shares of the row.

use super::chart::{RowOf, rows};
use super::comparison::{named, on_side};
use super::differences::is_shown;
use super::figure::{Figure, Part, Section};
use super::key::Key;
use super::replications::met;
use super::stacked::{Bar, Piece, bars};
use super::text;
use super::timings::COLORS;
use crate::measure::thousands;
use crate::report::comparison::*;
use crate::report::terminal::folding::MOST;
use maud::{Markup, html};

/// Colours of those that bear dark text.
const LESS: &str = COLORS[0];
const MORE: &str = COLORS[3];
const ALIKE: &str = COLORS[7];
const NEITHER: &str = "#e4e8ec";

/// In how many pairs which was sooner or lower; nothing unpaired, or where nothing was shown to differ.
pub fn order(report: &ComparisonReport) -> Option<Section> {
    let mut all = Vec::new();
    for measure in &report.measures {
        for it in measure.differences.iter().filter(|it| is_shown(it) && it.pairs > 0) {
            let (Some(lower), Some(higher), Some(alike), Some(undecided)) =
                (it.lower, it.higher, it.alike, it.undecided)
            else {
                continue;
            };
            let words = match measure.wording.acts {
                true => ["sooner", "later"],
                false => ["lower", "higher"],
            };
            let counts = [
                (LESS, words[0], lower),
                (ALIKE, "alike", alike),
                (NEITHER, "undecided", undecided),
                (MORE, words[1], higher),
            ];
            all.push(bar(named(measure), on_side(report, &it.side, it.pairs), &counts));
        }
    }
    let intro = html! {
        p {
            "Of the measures that differ, in how many pairs of replications a side was sooner or lower than "
            (text(&report.sides[0].name)) ", and in how many later or higher. Undecided: ENDEX came too early to say."
        }
    };
    let colours =
        [(LESS, "sooner, lower"), (ALIKE, "alike"), (NEITHER, "undecided"), (MORE, "later, higher")];
    folded(("order", "Sooner or later"), intro, &colours, all)
}

fn bar(label: String, below: String, counts: &[(&'static str, &str, u64)]) -> Bar {
    let piece = |(fill, word, number): &(&'static str, &str, u64)| Piece {
        size: *number as f64,
        fill,
        label: format!("{word} {}", thousands(*number)),
        title: format!("{word}: {}", thousands(*number)),
    };
    Bar { label, below, pieces: counts.iter().map(piece).collect() }
}

/// The first bars at once, the others folded; nothing without any.
fn folded(
    (anchor, title): (&str, &str),
    intro: Markup,
    colours: &[(&str, &str)],
    all: Vec<Bar>,
) -> Option<Section> {
    let picture = |name: &str, bars: &[Bar]| {
        let keys = colours.iter().map(|(fill, word)| Key::fill(fill, word)).collect();
        Figure { keys, ..picture(name, bars) }
    };
    let (first, rest) = all.split_at(all.len().min(MOST));
    let mut parts = vec![Part::Words(intro), Part::Picture(picture(anchor, first))];
    if !rest.is_empty() {
        parts.push(Part::Folded(
            format!("{} more", rest.len()),
            vec![picture(&format!("{anchor}-more"), rest)],
        ));
    }
    (!all.is_empty()).then(|| Section::new(anchor, title, parts))
}

fn picture(name: &str, all: &[Bar]) -> Figure {
    let told = all.iter().map(|bar| {
        let parts: Vec<&str> =
            bar.pieces.iter().filter(|piece| piece.size > 0.0).map(|piece| &*piece.label).collect();
        text(&format!("{}: {} of {}", bar.label, parts.join(", "), bar.below))
    });
    bars(name, told.collect::<Vec<_>>().join("; "), None, all)
}

/// How likely each objective is met on each side, and what was asked for.
pub fn objectives(report: &ComparisonReport) -> Option<Section> {
    let mut all = Vec::new();
    for objective in &report.objectives {
        let label = objective.objective.clone();
        all.push(RowOf { label, note: String::new(), class: String::new(), glyphs: Vec::new() });
        all.extend(report.sides.iter().zip(&objective.sides).map(|(side, share)| {
            let interval = share.low.zip(share.high);
            met(side.name.clone(), share.probability, interval, share.with_probability, share.attained)
        }));
    }
    let alt: Vec<String> = all
        .iter()
        .map(|row| {
            if row.note.is_empty() { text(&row.label) } else { text(&format!("{} {}", row.label, row.note)) }
        })
        .collect();
    let intro = html! {
        p { "The probability that an objective is met when it is tested, with its 95 % interval. Upright bar: what was asked for." }
    };
    let chart = rows("objectives", &alt.join("; "), "share", "probability", true, &all);
    let parts = vec![Part::Words(intro), Part::Picture(chart)];
    (!all.is_empty()).then(|| Section::new("objectives", "Objectives", parts))
}

/// In how many replications who was spared which campaign, on which sides.
pub fn prevention(report: &ComparisonReport) -> Option<Section> {
    let baseline = &report.sides[0].name;
    let mut all = Vec::new();
    for prevention in &report.prevention {
        for (split, side) in prevention.differences.iter().zip(1..) {
            let counts = [
                (ALIKE, "on both", split.both),
                (LESS, "only on this", split.only_side),
                (MORE, "only on the baseline", split.only_baseline),
                (NEITHER, "on neither", split.neither),
            ];
            let pairs = split.both + split.only_side + split.only_baseline + split.neither;
            // Where both sides are alike in all, the sentences say so.
            if split.only_side + split.only_baseline > 0 {
                let below = on_side(report, &split.side, pairs);
                all.push(bar(prevention.wording.spared[side].clone(), below, &counts));
            }
        }
    }
    let intro = html! {
        p { "In how many pairs of replications an organisation had nothing held by a campaign: on both sides, only on this one, only on " (text(baseline)) ", or on neither." }
    };
    let colours = [
        (ALIKE, "spared on both"),
        (LESS, "only on this"),
        (MORE, "only on the baseline"),
        (NEITHER, "on neither"),
    ];
    folded(("prevention", "Who is spared"), intro, &colours, all)
}
