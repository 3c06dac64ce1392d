//! What many replications say together: courses, times until somebody has responded, distributions, objectives.
//!
//! **Invariant:** every number drawn is one of the JSON's.

use super::chart::{Axis, Glyph, HALF, RowOf, axes, band, line, rows, series, words};
use super::figure::{Figure, Part, Section, Size};
use super::kaplan_meier::{self, Line};
use super::{px, text};
use crate::measure::{counted, span, thousands};
use crate::report::terminal::format::{percent, spoken};
use crate::report::{CoursesView, DistributionView, ObjectiveView, ResponseView, RunReport, SurvivalView};
use maud::{Markup, html};

/// As many charts of a kind stand open; the rest is folded.
const OPEN: usize = 6;

/// The times that are drawn of each response, in the order of colours.
const TIMES: [&str; 4] = ["time_to_detect", "time_to_declare", "time_to_contain", "time_to_recover"];

/// The courses of held, known and cut off assets.
pub fn fans(courses: &CoursesView) -> Option<Section> {
    let all = [
        ("held", "assets held", "c1", &courses.held),
        ("known", "of these, known to a team", "c4", &courses.known),
        ("isolated", "assets cut off", "c0", &courses.isolated),
    ];
    let most = |values: &[[f64; 5]]| values.iter().flatten().copied().fold(0.0, f64::max);
    let figures: Vec<Figure> = all
        .into_iter()
        .filter(|(.., values)| most(values) > 0.0)
        .map(|(name, title, class, values)| fan(courses, name, title, class, values))
        .collect();
    let caption = html! {
        p.faint {
            "The median over " (counted(courses.replications, "replication")) ", with bands from the 25 % to the 75 % and from the 5 % to the \
             95 % quantile at each time. No single replication need run along any of the lines."
        }
    };
    (!figures.is_empty()).then(|| {
        Section::new("courses", "Over all replications", vec![Part::Pictures(figures), Part::Words(caption)])
    })
}

fn fan(courses: &CoursesView, name: &str, title: &str, class: &str, values: &[[f64; 5]]) -> Figure {
    let x = Axis {
        scale: HALF.across(courses.time_h.iter().copied()),
        unit: "h",
        title: String::from("time from STARTEX"),
    };
    let y = Axis {
        scale: HALF.up(values.iter().flatten().copied().chain([0.0])),
        unit: "count",
        title: title.to_owned(),
    };
    let at = |quantile: usize| -> Vec<(f64, f64)> {
        let points = courses.time_h.iter().zip(values);
        points.map(|(time, values)| (x.scale.at(*time), y.scale.at(values[quantile]))).collect()
    };
    let most = values.iter().map(|values| values[2]).fold(0.0, f64::max);
    Figure {
        name: format!("courses-{name}"),
        alt: format!("{title} over time: the median is at most {}", words("count", most)),
        size: Size::Half,
        extent: HALF.extent(),
        drawing: html! {
            (axes(&HALF, &x, &y))
            g class=(class) {
                path.band d=(band(&at(0), &at(4))) {}
                path.band.inner d=(band(&at(1), &at(3))) {}
                path.drawn.plain d=(line(at(2))) {}
            }
        },
        ..Figure::default()
    }
}

/// The curves of each response: the share of replications in which it had not come so far yet.
pub fn survival(report: &RunReport) -> Option<Section> {
    let curves = |response: &ResponseView| -> Vec<&SurvivalView> {
        let measure =
            |name: &&str| response.times.iter().find(|time| time.measure.starts_with(&format!("{name}[")));
        let curve = |name: &&str| {
            let measure = &measure(name)?.measure;
            report.survival.iter().find(|curve| curve.measure == *measure)
        };
        TIMES.iter().filter_map(curve).collect()
    };
    let mut figures: Vec<(usize, Figure)> = (report.responses.iter().enumerate())
        .map(|(place, response)| (place, response, curves(response)))
        .filter(|(.., curves)| !curves.is_empty())
        .map(|(place, response, curves)| {
            let at_risk = curves.iter().filter_map(|curve| curve.at_risk.first()).max();
            (*at_risk.unwrap_or(&0), response_curves(place, response, &curves))
        })
        .collect();
    // Where not all stand open, those that happened most often do.
    if figures.len() > OPEN {
        figures.sort_by_key(|(at_risk, _)| std::cmp::Reverse(*at_risk));
    }
    let figures: Vec<Figure> = figures.into_iter().map(|(_, figure)| figure).collect();
    let explained = html! {
        p {
            "How long it took from the first hold: the curve is the share of replications in which it had not happened yet \
             (Kaplan and Meier), the band its 95 % interval at each time. The numbers below are the replications still open."
        }
    };
    (!figures.is_empty()).then(|| {
        let parts = Part::open(figures, OPEN, "response");
        Section::new(
            "survival",
            "How long until",
            std::iter::once(Part::Words(explained)).chain(parts).collect(),
        )
    })
}

fn response_curves(place: usize, response: &ResponseView, curves: &[&SurvivalView]) -> Figure {
    let median = |measure: &str| response.times.iter().find(|time| time.measure == measure)?.median;
    let lines = curves.iter().enumerate().map(|(number, curve)| Line {
        name: milestone(&curve.measure),
        class: series(number),
        curve,
        median: median(&curve.measure),
    });
    let lines: Vec<Line<'_>> = lines.collect();
    let of = format!("{} · {}", response.label, response.campaign);
    let name = format!("survival-{}", place + 1);
    kaplan_meier::chart(name, &of, "time from the first hold", &lines, Markup::default())
}

/// `time_to_declare[org=…]` as `declare`.
fn milestone(measure: &str) -> String {
    let name = measure.split('[').next().unwrap_or_default();
    spoken(name.trim_start_matches("time_to_"))
}

/// How measures are spread.
pub fn distributions(report: &RunReport) -> Option<Section> {
    let figures: Vec<Figure> =
        report.distributions.iter().enumerate().map(|(place, told)| distribution(place, told)).collect();
    (!figures.is_empty()).then(|| {
        Section::new("distributions", "How results are spread", Part::open(figures, OPEN, "distribution"))
    })
}

fn distribution(place: usize, told: &DistributionView) -> Figure {
    let until = told.from + told.width * told.counts.len() as f64;
    let most = told.counts.iter().copied().max().unwrap_or(0);
    let x = Axis { scale: HALF.across([told.from, until]), unit: told.unit, title: told.measure.clone() };
    let y = Axis { scale: HALF.up([0.0, most as f64]), unit: "count", title: String::from("replications") };
    let bin = |number: usize| {
        let from = told.from + told.width * number as f64;
        (from, from + told.width)
    };
    // Bins of whole numbers begin and end between them.
    let range = |from: f64, until: f64| match told.unit {
        "count" if until - from < 1.5 => words("count", from + 0.5),
        "count" => format!("{} to {}", words("count", from + 0.5), words("count", until - 0.5)),
        unit => format!("{} to {}", words(unit, from), words(unit, until)),
    };
    let left_out = match (told.censored, told.not_at_risk) {
        (0, 0) => String::new(),
        (censored, 0) => format!("{} cut short by ENDEX", thousands(censored)),
        (0, spared) => format!("{} without", thousands(spared)),
        (censored, spared) => {
            format!("{} cut short by ENDEX, {} without", thousands(censored), thousands(spared))
        }
    };
    Figure {
        name: format!("distribution-{}", place + 1),
        alt: format!(
            "{}: {} from {}",
            text(&told.measure),
            counted(told.counts.iter().sum(), "replication"),
            range(told.from, until)
        ),
        size: Size::Half,
        extent: HALF.extent(),
        drawing: html! {
            (axes(&HALF, &x, &y))
            g.c0 {
                @for (number, count) in told.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    @let (from, until) = bin(number);
                    @let top = y.scale.at(*count as f64);
                    rect.bar-of x=(px(x.scale.at(from) + 0.5)) width=(px((x.scale.at(until) - x.scale.at(from) - 1.0).max(1.0)))
                        y=(px(top)) height=(px(HALF.bottom - top)) {
                        title { (range(from, until)) ": " (counted(*count, "replication")) }
                    }
                }
            }
        },
        caption: html! { @if !left_out.is_empty() { (left_out) } },
        ..Figure::default()
    }
}

/// The probability of each objective beside the one asked for.
pub fn objectives(report: &RunReport) -> Option<Figure> {
    let row = |objective: &ObjectiveView| {
        let named = if objective.text.is_empty() { &objective.objective } else { &objective.text };
        let interval = objective.probability_low.zip(objective.probability_high);
        met(named.clone(), objective.probability, interval, objective.with_probability, objective.attained)
    };
    let told: Vec<RowOf> = report.objectives.iter().map(row).collect();
    let alt: Vec<String> = told.iter().map(|row| text(&format!("{}: {}", row.label, row.note))).collect();
    let mut figure =
        rows("objectives", &alt.join("; "), "share", "probability that it is met when tested", true, &told);
    figure.caption = html! {
        "Lines are 95 % intervals; the upright line is what is asked for. A dot: attained. A ring: not attained."
    };
    (!told.is_empty()).then_some(figure)
}

/// How likely an objective is met, and whether that is as likely as was asked for.
pub fn met(
    label: String,
    probability: Option<f64>,
    interval: Option<(f64, f64)>,
    asked: f64,
    attained: Option<bool>,
) -> RowOf {
    let (class, mark, word) = match attained {
        Some(true) => ("c0", Glyph::Dot as fn(f64) -> Glyph, "attained"),
        Some(false) => ("c1", Glyph::Ring as fn(f64) -> Glyph, "missed"),
        None => ("quiet", Glyph::Ring as fn(f64) -> Glyph, "never tested"),
    };
    let asked_for = format!("asked {}", percent(Some(asked)));
    let note = match (probability, interval) {
        (Some(it), Some((low, high))) => format!(
            "{} ({} to {}), {asked_for}: {word}",
            percent(Some(it)),
            percent(Some(low)).trim_end_matches(" %"),
            percent(Some(high))
        ),
        _ => format!("{word}, {asked_for}"),
    };
    let line = interval.map(|(low, high)| Glyph::Interval { low, high, thick: false });
    let glyphs = std::iter::once(Glyph::Bound(asked)).chain(line).chain(probability.map(mark)).collect();
    RowOf { label, note, class: class.to_owned(), glyphs }
}

/// The range of each response time.
pub fn response_times(report: &RunReport) -> Option<Figure> {
    let told = report.responses.iter().flat_map(|response| {
        let shown =
            |name: &&str| response.times.iter().find(|time| time.measure.starts_with(&format!("{name}[")));
        TIMES.iter().enumerate().filter_map(move |(place, name)| {
            let time = shown(name)?;
            let median = time.median;
            let open = |end: Option<f64>| end.or((time.censored > 0).then_some(f64::INFINITY));
            let mut glyphs = Vec::new();
            if let (Some(low), Some(high)) = (time.q05, open(time.q95)) {
                glyphs.push(Glyph::Interval { low, high, thick: false });
            }
            if let (Some(low), Some(high)) = (time.median_low, open(time.median_high)) {
                glyphs.push(Glyph::Interval { low, high, thick: true });
            }
            glyphs.extend(median.map(Glyph::Dot));
            if glyphs.is_empty() {
                return None;
            }
            Some(RowOf {
                label: format!("{} · {} · {}", response.label, response.campaign, milestone(&time.measure)),
                note: median.map_or_else(|| String::from("not half by ENDEX"), span),
                class: series(place),
                glyphs,
            })
        })
    });
    let told: Vec<RowOf> = told.collect();
    let alt: Vec<String> = told.iter().map(|row| format!("{}: {}", text(&row.label), row.note)).collect();
    let mut figure = rows("response-times", &alt.join("; "), "h", "time from the first hold", true, &told);
    figure.caption = html! {
        "Dots are medians, thick bars their 95 % intervals, lines the range from the 5 % to the 95 % quantile. An arrow: ENDEX came first."
    };
    (told.len() > 1 && told.len() <= 40).then_some(figure)
}
