//! How much each factor does: from low to high, by its share of the variance, by Morris's effects, Sobol' indices and rank
//! correlations; and what a single exercise varies by.
//!
//! **Invariant:** what a design can't tell has no picture.

use super::chart::{Area, Axis, Glyph, RowOf, axes, line, rows, short};
use super::effects::mean_in_words;
use super::figure::{Figure, Size};
use super::sweep::brief;
use super::{px, text};
use crate::measure::counted;
use crate::report::comparison_words::signed;
use crate::report::sensitivity::{FindingView, MeasuredView};
use crate::report::sensitivity_words::{amount, correlation_in_words, part};
use crate::report::terminal::sensitivity::SMALL;
use maud::{Markup, html};

/// How many rows a picture has.
const MOST: usize = 16;

/// Of a list so many, and how many more there are in words.
fn bounded<T>(mut all: Vec<T>) -> (Vec<T>, String) {
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all, if more > 0 { format!(" {more} more are in the numbers below.") } else { String::new() })
}

fn row(label: impl Into<String>, note: String, class: &str, glyphs: Vec<Glyph>) -> RowOf {
    RowOf { label: label.into(), note, class: class.to_owned(), glyphs }
}

/// Rows with a picture's words; nothing without rows.
fn told(mut figure: Figure, rows: &[RowOf], caption: Markup) -> Option<Figure> {
    let all = rows.iter().map(|row| format!("{} {}", text(&row.label), text(&row.note)));
    figure.alt = format!("{}: {}", figure.alt, all.collect::<Vec<_>>().join("; "));
    figure.caption = caption;
    (!rows.is_empty()).then_some(figure)
}

/// A number with its interval.
fn within(it: &FindingView) -> Vec<Glyph> {
    let interval = it.low.zip(it.high).map(|(low, high)| Glyph::Interval { low, high, thick: false });
    interval.into_iter().chain(it.estimate.map(Glyph::Dot)).collect()
}

/// How far each factor moves the mean from its low to its high end: a tornado.
pub fn tornado(view: &MeasuredView, name: &str) -> Option<Figure> {
    let end = |statistic: &str, swing: &FindingView| {
        view.of_factors(statistic).find(|it| it.factor == swing.factor).and_then(|it| it.estimate)
    };
    let (swings, more) = bounded(view.of_factors("swing").collect());
    let all: Vec<RowOf> = swings
        .iter()
        .filter_map(|swing| {
            let (low, high) = (end("low", swing)?, end("high", swing)?);
            let mut glyphs = vec![Glyph::Between(low, high), Glyph::Ring(high)];
            // The first point has one of both ends; the mean of all lies anywhere.
            if view.others == Some("averaged") {
                glyphs.extend(view.overall("mean").map(Glyph::Bound));
            }
            let label = format!("{} {} → {}", swing.factor, swing.level, swing.other_level);
            let ends = (amount(view.unit, low), amount(view.unit, high));
            let by = signed(view.unit, swing.estimate.unwrap_or(0.0));
            Some(row(label, format!("{} → {}: {by}", ends.0, ends.1), "c0", glyphs))
        })
        .collect();
    let others = match view.others {
        Some("first_point") => "all others as in the first point",
        _ => "all others averaged; the upright line is the mean of all points",
    };
    let figure = rows(name, "From low to high", view.unit, &brief(&view.measure), false, &all);
    told(figure, &all, html! { "From the low to the high end, which has the ring, " (others) "." (more) })
}

/// What the variance between the points is explained by, where levels are crossed.
pub fn shares(view: &MeasuredView, name: &str) -> Option<Figure> {
    let mut found: Vec<&FindingView> = match view.method {
        "anova" => view.of_factors("share").collect(),
        _ => Vec::new(),
    };
    found.sort_by(|a, b| b.estimate.unwrap_or(0.0).total_cmp(&a.estimate.unwrap_or(0.0)));
    let rest = view.overall("rest_share").filter(|_| view.method == "anova");
    let bar = |label: String, share: Option<f64>, class: &str| {
        let glyphs = share.map(|share| Glyph::Bar(share.clamp(0.0, 1.0))).into_iter().collect();
        row(label, part(share), class, glyphs)
    };
    let all = found.len();
    found.retain(|it| it.other_factor.is_empty() || it.estimate >= Some(SMALL));
    let small = all - found.len();
    let (found, more) = bounded(found);
    let of_factors = found.iter().map(|it| match it.other_factor.is_empty() {
        true => bar(it.factor.clone(), it.estimate, "c0"),
        false => bar(format!("{} × {}", it.factor, it.other_factor), it.estimate, "c2"),
    });
    let rest = rest.map(|share| bar(String::from("three and more together"), Some(share), "quiet"));
    let all: Vec<RowOf> = of_factors.chain(rest).collect();
    let figure =
        rows(name, "Shares of the variance", "share", "of the variance between the points", true, &all);
    let caption = html! {
        "What explains the variance between the means of points, without what chance adds." (more)
        @if small > 0 { " What two factors do together is below 0.5 % in " (counted(small as u64, "pair")) "." }
    };
    told(figure, &all, caption)
}

/// What a single exercise varies by.
pub fn spread(view: &MeasuredView, name: &str) -> Option<Figure> {
    let parts = [
        ("the design", "design_share", "design_deviation", "c0"),
        ("what nobody knows", "uncertain_share", "uncertain_deviation", "c3"),
        ("chance", "chance_share", "chance_deviation", "c1"),
    ];
    let bar = |(label, share, deviation, class): (&str, &str, &str, &str)| {
        let share = view.overall(share)?;
        let deviation = amount(view.unit, view.overall(deviation)?);
        Some(row(label, format!("{}, sd {deviation}", part(Some(share))), class, vec![Glyph::Bar(share)]))
    };
    let all: Vec<RowOf> = parts.into_iter().filter_map(bar).collect();
    let figure = rows(
        name,
        "A single exercise varies by",
        "share",
        "of the variance of a single exercise",
        true,
        &all,
    );
    let caption =
        html! { "What a single exercise varies by, with the standard deviation that each makes alone." };
    told(figure, &all, caption)
}

/// The variants that a statistic is told of, in their order; one without a name if it is of all.
fn variants<'v>(view: &'v MeasuredView, statistic: &'v str) -> Vec<&'v str> {
    let mut all: Vec<&str> = view.of_factors(statistic).map(|it| &*it.variant).collect();
    all.dedup();
    all
}

fn within_variant(variant: &str) -> String {
    if variant.is_empty() { String::new() } else { format!("Variant {}: ", text(variant)) }
}

/// Sobol' indices, a picture for each variant.
pub fn indices(view: &MeasuredView, name: &str) -> Vec<Figure> {
    let one = |(number, variant): (usize, &str)| {
        let own = |it: &&FindingView| it.variant == variant;
        let index = |it: &FindingView, label: String, class: &str| {
            let number = it.estimate.map_or_else(String::new, |index| format!("{index:.2}"));
            let ends = it
                .low
                .zip(it.high)
                .map_or_else(String::new, |(low, high)| format!(" ({low:.2} to {high:.2})"));
            row(label, (number + &ends).replace('-', "−"), class, within(it))
        };
        let mut totals: Vec<&FindingView> = view.of_factors("total").filter(own).collect();
        totals.sort_by(|a, b| b.estimate.unwrap_or(0.0).total_cmp(&a.estimate.unwrap_or(0.0)));
        let (totals, more) = bounded(totals);
        let both = totals.iter().flat_map(|total| {
            let first = view.beside(total, "first");
            let first = first.map(|first| index(first, format!("{}: alone", total.factor), "c0"));
            first.into_iter().chain([index(total, String::from("with others"), "c1")])
        });
        let mut pairs: Vec<&FindingView> = view.of_factors("second").filter(own).collect();
        pairs.sort_by(|a, b| b.estimate.unwrap_or(0.0).abs().total_cmp(&a.estimate.unwrap_or(0.0).abs()));
        pairs.truncate(MOST / 2);
        let pairs = pairs.iter().map(|it| index(it, format!("{} × {}", it.factor, it.other_factor), "c2"));
        let all: Vec<RowOf> = both.chain(pairs).collect();
        let name = format!("{name}-{}", number + 1);
        let figure =
            rows(&name, "Sobol' indices", "", "index: 1 is all of the variance between points", true, &all);
        let caption = html! {
            (within_variant(variant)) "Sobol' indices: the share of the variance that a factor explains alone, and with all that it \
            does together with others; 95 % intervals. What chance adds is taken off." (more)
        };
        told(figure, &all, caption)
    };
    variants(view, "total").into_iter().enumerate().filter_map(one).collect()
}

/// Partial rank correlations, a picture for each variant.
pub fn correlations(view: &MeasuredView, name: &str) -> Vec<Figure> {
    let one = |(number, variant): (usize, &str)| {
        let mut found: Vec<&FindingView> =
            view.of_factors("rank_correlation").filter(|it| it.variant == variant).collect();
        let size = |it: &FindingView| it.estimate.unwrap_or(0.0).abs();
        found.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let (found, more) = bounded(found);
        let of_one = |it: &&FindingView| {
            let number = it.estimate.map_or_else(String::new, correlation_in_words);
            let ends =
                |(low, high)| format!(" ({} to {})", correlation_in_words(low), correlation_in_words(high));
            row(&*it.factor, number + &it.low.zip(it.high).map_or_else(String::new, ends), "c0", within(it))
        };
        let all: Vec<RowOf> = found.iter().map(of_one).collect();
        let name = format!("{name}-{}", number + 1);
        let figure = rows(&name, "Partial rank correlations", "", "partial rank correlation", true, &all);
        let caption = html! {
            (within_variant(variant)) "With what it rises and falls: partial rank correlations, from −1 to 1, with 95 % intervals."
            (more)
        };
        told(figure, &all, caption)
    };
    variants(view, "rank_correlation").into_iter().enumerate().filter_map(one).collect()
}

/// Where Morris's effects are drawn.
const PLANE: Area = Area { left: 52.0, top: 24.0, right: 432.0, bottom: 324.0 };

/// Labels beside dots; more would cover each other.
const LABELS: usize = 10;

/// Morris's effects, their size against how much it varies, a picture for each variant.
pub fn elementary(view: &MeasuredView, name: &str) -> Vec<Figure> {
    let one = |(number, variant): (usize, &str)| {
        let own = view.of_factors("mu_star").filter(|it| it.variant == variant);
        let mut dots: Vec<(&FindingView, f64, f64)> =
            own.filter_map(|it| Some((it, it.estimate?, view.beside(it, "sigma")?.estimate?))).collect();
        dots.sort_by(|a, b| b.1.total_cmp(&a.1));
        let told = dots.iter().map(|(it, _, sigma)| {
            format!("{} μ* {}, σ {}", text(&it.factor), mean_in_words(view, it), amount(view.unit, *sigma))
        });
        Figure {
            name: format!("{name}-{}", number + 1),
            alt: format!("Morris's effects: {}", told.collect::<Vec<_>>().join("; ")),
            size: Size::Half,
            extent: PLANE.extent(),
            drawing: plane(view, &dots),
            caption: html! {
                (within_variant(variant)) "Morris's effects of a whole range: the mean of their sizes (μ*) with its 95 % interval, and \
                their standard deviation (σ). Below the line σ = 0.1 μ* an effect is nearly the same everywhere; above σ = μ* it depends \
                on where the others are, or where it starts."
            },
            ..Figure::default()
        }
    };
    variants(view, "mu_star").into_iter().enumerate().map(one).collect()
}

fn plane(view: &MeasuredView, dots: &[(&FindingView, f64, f64)]) -> Markup {
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let widest = most(&mut dots.iter().map(|(it, size, _)| it.high.unwrap_or(*size)));
    let tallest = most(&mut dots.iter().map(|(_, _, sigma)| *sigma)).max(widest / 2.0);
    let x = Axis { scale: PLANE.across([0.0, widest]), unit: view.unit, title: String::from("μ*") };
    let y = Axis { scale: PLANE.up([0.0, tallest]), unit: view.unit, title: String::from("σ") };
    let guides = [(1.0, "σ = μ*"), (0.5, "σ = 0.5 μ*"), (0.1, "σ = 0.1 μ*")];
    let placed: Vec<(f64, f64)> =
        dots.iter().map(|(_, size, sigma)| (x.scale.at(*size), y.scale.at(*sigma))).collect();
    html! {
        (axes(&PLANE, &x, &y))
        @for (slope, word) in guides {
            @let end = widest.min(tallest / slope);
            @let (from, until) = ((x.scale.at(0.0), y.scale.at(0.0)), (x.scale.at(end), y.scale.at(end * slope)));
            path.guide d=(line([from, until])) {}
            text.faint x=(px(until.0 - 4.0)) y=(px(until.1 - 4.0)) text-anchor="end" { (word) }
        }
        g.c0 {
            @for ((it, size, sigma), (at_x, at_y)) in dots.iter().zip(&placed) {
                @if let (Some(low), Some(high)) = (it.low, it.high) {
                    line.interval x1=(px(x.scale.at(low))) x2=(px(x.scale.at(high))) y1=(px(*at_y)) y2=(px(*at_y)) {}
                }
                circle.dot cx=(px(*at_x)) cy=(px(*at_y)) r="4.5" {
                    title { (text(&it.factor)) ": μ* " (amount(view.unit, *size)) ", σ " (amount(view.unit, *sigma)) }
                }
            }
        }
        @for ((it, ..), (at_x, at_y)) in dots.iter().zip(labels(&placed)) {
            @let left = at_x > (PLANE.left + PLANE.right) / 2.0;
            text.halo x=(px(if left { at_x - 8.0 } else { at_x + 8.0 })) y=(px(at_y))
                text-anchor=(if left { "end" } else { "start" }) { (short(&it.factor, 24)) }
        }
    }
}

/// Where the labels of the first dots lie: a bit higher than the dot, and below another one that would be covered.
fn labels(dots: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut placed: Vec<(f64, f64)> = Vec::new();
    for &(x, y) in dots.iter().take(LABELS) {
        let mut at = y - 6.0;
        while placed.iter().any(|other| (other.0 - x).abs() < 120.0 && (other.1 - at).abs() < 12.0) {
            at -= 6.0;
        }
        placed.push((x, at));
    }
    placed
}
