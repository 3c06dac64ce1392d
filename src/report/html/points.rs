//! The points of a sweep as a table.
//!
//! **Invariant:** the numbers are those of the table `summary` in the folder of the sweep.

use super::figure::{Part, Section};
use super::sweep::brief;
use super::text;
use crate::measure::thousands;
use crate::report::sensitivity_words::amount;
use crate::report::survey::{OPEN, PointView, SurveyReport};
use crate::study::{Estimate, PointMean};
use maud::{Markup, html};

/// How many rows and objectives stand on the page.
const ROWS: usize = 1_000;
const OBJECTIVES: usize = 8;

/// The table.
pub fn section(report: &SurveyReport) -> Section {
    let (draws, variants) = (report.sensitivity.draws > 0, report.sensitivity.variants > 1);
    let measures: Vec<_> = report.measures().take(OPEN).collect();
    let restricted = report
        .points
        .iter()
        .take(ROWS)
        .any(|point| point.means.iter().take(OPEN).flatten().any(is_restricted));
    let words = html! {
        div.wide {
            table.of-points {
                thead { tr {
                    th scope="col" { "point" }
                    @if draws { th.n scope="col" { "draw" } }
                    @if variants { th scope="col" { "variant" } }
                    @for factor in &report.factors { th scope="col" { (text(factor)) } }
                    @for view in &measures { th.n scope="col" title=(text(&view.measure)) { (brief(&view.measure)) } }
                    @for objective in report.objectives.iter().take(OBJECTIVES) { th.n scope="col" { "met: " (text(objective)) } }
                } }
                tbody {
                    @for point in report.points.iter().take(ROWS) {
                        tr {
                            th scope="row" { (point.number) }
                            @if draws { td.n { (point.draw) } }
                            @if variants { td { (text(&point.variant)) } }
                            @for level in &point.levels { td { (text(level)) } }
                            @for (view, mean) in measures.iter().zip(&point.means) { td.n { (cell(view.unit, mean.as_ref())) } }
                            (objectives(point))
                        }
                    }
                }
            }
        }
        p.faint {
            "Means of points with 95 % intervals, and how often objectives were met where they were tested. Each is of all replications of \
            its point that have a value; what is said of factors above is of those in which every point has one, so that both may differ a \
            little. "
            @if restricted {
                "* ENDEX cut some of these times short: the mean of the time or the longest one on record, whichever is less. "
            }
            @if report.points.len() > ROWS {
                "The first " (thousands(ROWS as u64)) " of " (thousands(report.points.len() as u64)) " points. "
            }
            "All points and measures are in " code { "summary.csv" } ", all replications in " code { "results.csv" } " and "
            code { "results.parquet" } ", in the folder of the sweep; what was played in each in " code { "points.csv" } "."
        }
    };
    Section::new("table", "The points", vec![Part::Words(words)])
}

fn is_restricted(mean: &PointMean) -> bool {
    mean.restricted_to.is_some()
}

fn cell(unit: &str, mean: Option<&PointMean>) -> Markup {
    html! {
        @match mean {
            Some(mean) => {
                (amount(unit, mean.estimate.mean)) @if is_restricted(mean) { "*" }
                (interval(unit, &mean.estimate))
            }
            None => "—",
        }
    }
}

fn interval(unit: &str, estimate: &Estimate) -> Markup {
    html! {
        @if estimate.low.is_finite() && estimate.high.is_finite() {
            br; small { (amount(unit, estimate.low)) " to " (amount(unit, estimate.high)) }
        }
    }
}

fn objectives(point: &PointView) -> Markup {
    html! {
        @for share in point.objectives.iter().take(OBJECTIVES) {
            td.n {
                @match share {
                    Some(share) => { (amount("share", share.mean)) (interval("share", share)) }
                    None => "—",
                }
            }
        }
    }
}
