//! How much each side differs from the baseline: an interval a row, an axis a kind of measure.
//!
//! **Invariant:** what was found is told by shape and by words, not by colour alone.

use super::chart::{Glyph, RowOf, meaning, rows};
use super::comparison::named;
use super::figure::{Figure, Part, Section};
use super::key::Key;
use super::text;
use crate::measure::counted;
use crate::report::comparison::{ComparedView, ComparisonReport, DifferenceView};
use crate::report::comparison_words::signed;
use crate::report::terminal::comparison::interval;
use maud::{Markup, html};

type Compared<'r> = (&'r ComparedView, &'r DifferenceView);

/// What shares an axis.
struct Kind {
    /// The name of its pictures.
    name: &'static str,
    /// The unit as results name it, and whether somebody acts, sooner or later.
    of: (&'static str, bool),
    /// The unit of the axis.
    axis: &'static str,
    /// For people.
    plural: &'static str,
}

/// Responses are apart from other times, which may be much longer.
const KINDS: [Kind; 5] = [
    Kind { name: "responses", of: ("h", true), axis: "h", plural: "response times" },
    Kind { name: "times", of: ("h", false), axis: "h", plural: "other times" },
    Kind { name: "counts", of: ("count", false), axis: "count", plural: "counts" },
    Kind { name: "shares", of: ("share", false), axis: "points", plural: "shares, in points" },
    Kind {
        name: "losses",
        of: ("function_h", false),
        axis: "function_h",
        plural: "losses, in function-hours",
    },
];

/// As many rows of a kind stand at once; the others are folded.
const MOST: usize = 24;

/// Nothing where no difference could be told.
pub fn section(report: &ComparisonReport) -> Option<Section> {
    let all: Vec<Compared<'_>> = report
        .measures
        .iter()
        .flat_map(|measure| measure.differences.iter().map(move |it| (measure, it)))
        .filter(|(_, it)| it.difference.is_some())
        .collect();
    let mut parts = vec![Part::Words(words(report, &all))];
    for kind in &KINDS {
        let of_kind =
            all.iter().copied().filter(|(measure, _)| (measure.unit, measure.wording.acts) == kind.of);
        let (mut shown, mut rest): (Vec<_>, Vec<_>) = of_kind.partition(|(_, it)| is_shown(it));
        let too_many = shown.split_off(shown.len().min(MOST));
        let what = if too_many.is_empty() { "none of which was shown" } else { "more" };
        rest.splice(0..0, too_many);
        if !shown.is_empty() {
            parts.push(Part::Picture(chart(report, kind, kind.name, &shown)));
        }
        if !rest.is_empty() {
            let folded = counted(rest.len() as u64, "difference");
            let chart = chart(report, kind, &format!("{}-more", kind.name), &rest);
            parts.push(Part::Folded(format!("{folded} of {}, {what}", kind.plural), vec![chart]));
        }
    }
    (!all.is_empty()).then(|| Section::new("differences", "Differences", parts))
}

pub fn is_shown(it: &DifferenceView) -> bool {
    matches!(it.finding, "different" | "relevant")
}

fn chart(report: &ComparisonReport, kind: &Kind, name: &str, all: &[Compared<'_>]) -> Figure {
    let unit = kind.of.0;
    let several = report.sides.len() > 2;
    let mut drawn: Vec<RowOf> = Vec::new();
    for group in all.chunk_by(|(one, _), (other, _)| std::ptr::eq(*one, *other)) {
        let name = named(group[0].0);
        if several {
            drawn.push(RowOf {
                label: name.clone(),
                note: String::new(),
                class: String::new(),
                glyphs: Vec::new(),
            });
        }
        let label = |it: &DifferenceView| if several { it.side.clone() } else { name.clone() };
        drawn.extend(group.iter().map(|(_, it)| row(unit, label(it), it)));
    }
    let told = all.iter().map(|(measure, it)| {
        let side = if several { format!(", {}", it.side) } else { String::new() };
        text(&format!("{}{side}: {}", named(measure), note(unit, it)))
    });
    let alt = format!(
        "Differences of {} to {} with 95 % intervals. {}",
        kind.plural,
        text(&report.sides[0].name),
        told.collect::<Vec<_>>().join("; ")
    );
    let title = format!("difference of {}", kind.plural);
    let chart = rows(&format!("differences-{name}"), &alt, kind.axis, &title, true, &drawn);
    Figure { keys: keys(all), ..chart }
}

/// What the marks of what was found stand for.
fn keys(all: &[Compared<'_>]) -> Vec<Key> {
    let entries = [
        ("relevant", "matters: the whole interval is beyond the margin"),
        ("different", "differs: shown"),
        ("not_relevant", "too small: the whole interval is within the margin"),
        ("open", "not shown"),
        ("untested", "not tested: too little was at risk"),
    ];
    let has = |wanted: &str| all.iter().any(|(_, it)| it.finding == wanted);
    let key = |(finding, word)| {
        let (class, shape) = look(finding, 0.0);
        meaning(class, &shape, word)
    };
    entries.into_iter().filter(|(finding, _)| has(finding)).map(key).collect()
}

fn row(unit: &str, label: String, it: &DifferenceView) -> RowOf {
    let value = it.difference.unwrap_or_default();
    let interval = it.low.zip(it.high).map(|(low, high)| Glyph::Interval { low, high, thick: false });
    let (class, shape) = look(it.finding, value);
    let bounds = it.margin.into_iter().flat_map(|margin| [Glyph::Bound(-margin), Glyph::Bound(margin)]);
    let glyphs = bounds.chain(interval).chain([shape]).collect();
    RowOf { label, note: note(unit, it), class: class.to_owned(), glyphs }
}

/// The colour and shape of what was found.
fn look(finding: &str, value: f64) -> (&'static str, Glyph) {
    match finding {
        "relevant" => ("c1", Glyph::Dot(value)),
        "different" => ("c0", Glyph::Dot(value)),
        "not_relevant" => ("c2", Glyph::Square(value)),
        _ => ("quiet", Glyph::Ring(value)),
    }
}

/// `+10.3 h (+4.6 to +18.1 h), differs`.
fn note(unit: &str, it: &DifferenceView) -> String {
    let value = it.difference.map_or_else(String::new, |value| signed(unit, value));
    let interval = match it.low.is_some() && it.high.is_some() {
        true => format!(" ({})", interval(unit, it)),
        false => String::new(),
    };
    let said = match unit {
        // Once is enough where there is little room.
        "share" => format!("{value}{interval}").replace(" points", "") + " points",
        _ => format!("{value}{interval}"),
    };
    let alike = it.pairs > 0 && it.alike == Some(it.pairs);
    format!("{said}, {}", if alike { "alike" } else { found(it.finding) })
}

fn found(finding: &str) -> &'static str {
    match finding {
        "relevant" => "matters",
        "different" => "differs",
        "not_relevant" => "too small",
        "open" => "not shown",
        _ => "not tested",
    }
}

fn words(report: &ComparisonReport, all: &[Compared<'_>]) -> Markup {
    let margin = all.iter().any(|(_, it)| it.margin.is_some());
    html! {
        p {
            "What each side has more or less than " (text(&report.sides[0].name))
            " on average, with its 95 % interval, each for itself. What was shown among all " (report.tests) " tests stands first."
            @if margin { " Upright bars: below that a difference does not matter." }
        }
    }
}
