//! How the mean of a measure goes with each factor: the means of its levels where the design crosses them, else the points.
//!
//! **Invariant:** all pictures of a measure have one scale, so that what moves it more looks so.

use super::chart::{Area, Axis, HALF, Scale, across, line, short, upright};
use super::figure::{Figure, Size};
use super::sweep::brief;
use super::{px, text};
use crate::report::sensitivity::{FindingView, MeasuredView};
use crate::report::sensitivity_words::{amount, part};
use crate::report::survey::{AxisView, SurveyReport};
use maud::{Markup, html};

/// How many factors have a picture; those that explain most.
pub const MOST: usize = 12;

/// How many points a picture has.
pub const POINTS: usize = 500;

/// The pictures of a measure, by its place among those that are shown; their names begin with `name`.
pub fn figures(report: &SurveyReport, place: usize, view: &MeasuredView, name: &str) -> Vec<Figure> {
    let crossed = crossed(view);
    let ends = crossed.iter().flat_map(|(_, means)| means).flat_map(|it| [it.low, it.high, it.estimate]);
    let scale = HALF.up(ends.flatten());
    let crossed = crossed.iter().enumerate().map(|(number, (share, means))| {
        of_levels(&format!("{name}-effect-{}", number + 1), report, view, (share, means), scale)
    });
    let crossed: Vec<Figure> = crossed.collect();
    let apart = |axis: &&AxisView| crossed.is_empty() || axis.uncertain;
    let scale = HALF.up(report.means(place).flatten());
    let axes = report.axes.iter().filter(apart).take(MOST).enumerate();
    let points: Vec<Figure> = axes
        .map(|(number, axis)| {
            of_points(&format!("{name}-points-{}", number + 1), report, place, view, axis, scale)
        })
        .collect();
    crossed.into_iter().chain(points).collect()
}

/// The factors whose levels have means, what explains most first.
fn crossed(view: &MeasuredView) -> Vec<(&FindingView, Vec<&FindingView>)> {
    if view.method != "anova" {
        return Vec::new();
    }
    let mut shares: Vec<&FindingView> =
        view.of_factors("share").filter(|it| it.other_factor.is_empty()).collect();
    shares.sort_by(|a, b| b.estimate.unwrap_or(0.0).total_cmp(&a.estimate.unwrap_or(0.0)));
    shares.truncate(MOST);
    let means = |share: &FindingView| {
        view.of_factors("mean").filter(|it| it.factor == share.factor).collect::<Vec<_>>()
    };
    shares.into_iter().map(|share| (share, means(share))).collect()
}

/// A mean with its interval in words.
pub fn mean_in_words(view: &MeasuredView, it: &FindingView) -> String {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| amount(view.unit, number));
    match (it.low, it.high) {
        (None, _) | (_, None) => number(it.estimate),
        (low, high) => format!("{} ({} to {})", number(it.estimate), number(low), number(high)),
    }
}

fn of_levels(
    name: &str,
    report: &SurveyReport,
    view: &MeasuredView,
    (share, means): (&FindingView, &[&FindingView]),
    scale: Scale,
) -> Figure {
    let levels: Vec<&str> = means.iter().map(|mean| &*mean.level).collect();
    let at = |place: usize| place_of(&HALF, place, levels.len());
    let dots = || means.iter().enumerate().filter_map(|(place, it)| Some((at(place), it, it.estimate?)));
    // Words have no order that a line could follow.
    let ordered = report.axis(&share.factor).is_some_and(|axis| axis.words.is_empty());
    let y = Axis { scale, unit: view.unit, title: short(&brief(&view.measure), 58) };
    let drawing = html! {
        (upright(&HALF, &y))
        (named(&HALF, &levels, &share.factor))
        g.c0 {
            @if ordered { path.drawn d=(line(dots().map(|(x, _, mean)| (x, scale.at(mean))))) {} }
            @for (x, it, mean) in dots() {
                @if let (Some(low), Some(high)) = (it.low, it.high) {
                    line.interval x1=(px(x)) x2=(px(x)) y1=(px(scale.at(low))) y2=(px(scale.at(high))) {}
                }
                circle.dot cx=(px(x)) cy=(px(scale.at(mean))) r="4.5" {
                    title { (text(&it.level)) ": " (mean_in_words(view, it)) }
                }
            }
        }
    };
    let told = means.iter().map(|it| format!("{} {}", text(&it.level), mean_in_words(view, it)));
    Figure {
        name: name.to_owned(),
        alt: format!("Mean by {}: {}", text(&share.factor), told.collect::<Vec<_>>().join("; ")),
        size: Size::Half,
        extent: HALF.extent(),
        drawing,
        caption: html! { (text(&share.factor)) " explains " (part(share.estimate)) },
        ..Figure::default()
    }
}

fn of_points(
    name: &str,
    report: &SurveyReport,
    measure: usize,
    view: &MeasuredView,
    axis: &AxisView,
    scale: Scale,
) -> Figure {
    let levels: Vec<&str> = axis.words.iter().map(String::as_str).collect();
    let x_scale = HALF.across(axis.of_points.iter().copied());
    let x = |value: f64| match levels.len() {
        0 => x_scale.at(value),
        count => place_of(&HALF, value as usize, count),
    };
    let chosen: Vec<usize> = evenly(report.points.len(), POINTS).collect();
    let means: Vec<Option<f64>> = report.means(measure).collect();
    let path = chosen.iter().fold(String::new(), |path, &point| match means[point] {
        Some(mean) => path + &format!("M{} {}h0", px(x(axis.of_points[point])), px(scale.at(mean))),
        None => path,
    });
    let y = Axis { scale, unit: view.unit, title: short(&brief(&view.measure), 58) };
    let drawing = html! {
        (upright(&HALF, &y))
        @if levels.is_empty() {
            (across(&HALF, &Axis { scale: x_scale, unit: axis.unit, title: short(&axis.name, 58) }))
        } @else {
            (named(&HALF, &levels, &axis.name))
        }
        g.c0 { path.points d=(path) {} }
    };
    let by = if axis.uncertain { "which nobody knows; " } else { "" };
    let some = match chosen.len() < report.points.len() {
        true => format!("{} of {} points, evenly chosen", chosen.len(), report.points.len()),
        false => String::from("all points"),
    };
    Figure {
        name: name.to_owned(),
        alt: format!("Means of points by {}: {some}", text(&axis.name)),
        size: Size::Half,
        extent: HALF.extent(),
        drawing,
        caption: html! { (text(&axis.name)) ": " (by) (some) },
        ..Figure::default()
    }
}

/// Where a level among `count` lies along a horizontal axis.
pub fn place_of(area: &Area, place: usize, count: usize) -> f64 {
    area.left + (area.right - area.left) * (place as f64 + 0.5) / count.max(1) as f64
}

/// A horizontal axis of levels by their names, as many as there is room for.
fn named(area: &Area, levels: &[&str], title: &str) -> Markup {
    let step = levels.len().div_ceil(12).max(1);
    let room = (area.right - area.left) / levels.len().max(1) as f64 * step as f64;
    html! {
        @for (place, level) in levels.iter().enumerate().step_by(step) {
            @let x = px(place_of(area, place, levels.len()));
            line.rule x1=(x) x2=(x) y1=(px(area.bottom)) y2=(px(area.bottom + 4.0)) {}
            // Of the letters of this size few are wider than eight units.
            text.faint x=(x) y=(px(area.bottom + 17.0)) text-anchor="middle" {
                (short(level, (room / 8.2).max(2.0) as usize)) title { (text(level)) }
            }
        }
        text.faint x=(px(area.right)) y=(px(area.bottom + 32.0)) text-anchor="end" { (short(title, 58)) }
    }
}

/// So many of `count`, evenly chosen; all if they are no more.
pub fn evenly(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let chosen = count.min(most);
    (0..chosen).map(move |place| place * count / chosen)
}

#[cfg(test)]
mod tests {
    use super::evenly;

    #[test]
    fn a_few_stand_for_many() {
        assert_eq!(evenly(3, 5).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(evenly(10, 4).collect::<Vec<_>>(), [0, 2, 5, 7]);
        assert_eq!(evenly(0, 4).count(), 0);
    }
}
