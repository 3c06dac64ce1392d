//! A sweep as a page shows it: what is said of its factors, and beside it the points themselves.
//!
//! **Invariant:** the numbers of factors are those of [`SensitivityReport`], and those of points are those of the table `summary`.

use super::sensitivity::{MeasuredView, SensitivityReport};
use crate::study::sensitivity::{Dimension, directions, variant_name};
use crate::study::{Estimate, Input, Manifest, Means, PointMean};

/// Measures that are shown at once, and those that are folded away behind them.
pub const OPEN: usize = 8;
const FOLDED: usize = 12;

/// What a page shows of a sweep.
#[derive(Debug, Clone)]
pub struct SurveyReport {
    /// What is said of its factors.
    pub sensitivity: SensitivityReport,
    /// The texts that the study was read from.
    pub inputs: Vec<Input>,
    /// A hash of all that the results depend on, in hexadecimal digits.
    pub identity: String,
    /// The measures with pictures, by their places in the report: the one first whose variance the design moves most.
    pub shown: Vec<usize>,
    /// The directions in which the points differ.
    pub axes: Vec<AxisView>,
    /// The ids of all factors, beside the levels of points.
    pub factors: Vec<String>,
    /// The ids of the objectives.
    pub objectives: Vec<String>,
    /// The points, in the order of their numbers.
    pub points: Vec<PointView>,
}

/// A direction in which the points differ: the variants, or factors that move together.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisView {
    /// Its name, as the report of factors has it.
    pub name: String,
    /// `h` of times; empty of plain numbers and words.
    pub unit: &'static str,
    /// Its levels, if they are words.
    pub words: Vec<String>,
    /// Whether nobody chooses it.
    pub uncertain: bool,
    /// The number of each point, or the place of its word.
    pub of_points: Vec<f64>,
}

/// A point.
#[derive(Debug, Clone, PartialEq)]
pub struct PointView {
    /// From 1.
    pub number: u32,
    /// Its variant.
    pub variant: String,
    /// Its draw, from 1; 0 in a study without.
    pub draw: u32,
    /// Beside the factors.
    pub levels: Vec<String>,
    /// The means of the measures that are shown, in their order.
    pub means: Vec<Option<PointMean>>,
    /// The probability of each objective.
    pub objectives: Vec<Option<Estimate>>,
}

impl SurveyReport {
    /// The measures that are shown, in their order.
    pub fn measures(&self) -> impl ExactSizeIterator<Item = &MeasuredView> {
        self.shown.iter().map(|place| &self.sensitivity.measures[*place])
    }

    /// The means of points of a measure, by its place among those shown.
    pub fn means(&self, measure: usize) -> impl Iterator<Item = Option<f64>> + Clone {
        self.points.iter().map(move |point| Some(point.means[measure]?.estimate.mean))
    }

    /// The direction with this name.
    pub fn axis(&self, name: &str) -> Option<&AxisView> {
        self.axes.iter().find(|axis| axis.name == name)
    }
}

/// The measures that a page shows, by their places.
pub fn shown(report: &SensitivityReport) -> Vec<usize> {
    let moved = |place: &usize| report.measures[*place].overall("design_share").unwrap_or(0.0);
    let analysed = |place: &usize| !report.measures[*place].findings.is_empty();
    let mut places: Vec<usize> = (0..report.measures.len()).filter(analysed).collect();
    places.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    places.truncate(OPEN + FOLDED);
    places
}

/// Makes the report of a sweep; `means` are of the measures that are [`shown`], in that order.
pub fn survey_report(manifest: &Manifest, sensitivity: SensitivityReport, means: Means) -> SurveyReport {
    let plan = &manifest.plan;
    let points = plan.points.iter().zip(means.points).map(|(point, means)| PointView {
        number: point.number,
        variant: variant_name(point.variant.as_deref()),
        draw: point.draw,
        levels: point.levels.iter().map(|level| level.text.clone()).collect(),
        means: means.measures,
        objectives: means.objectives,
    });
    SurveyReport {
        shown: shown(&sensitivity),
        sensitivity,
        inputs: manifest.inputs.clone(),
        identity: format!("{:016x}", manifest.identity()),
        axes: directions(plan).into_iter().map(|direction| axis(manifest, direction)).collect(),
        factors: plan.factors.iter().map(|factor| factor.id.clone()).collect(),
        objectives: means.objectives,
        points: points.collect(),
    }
}

fn axis(manifest: &Manifest, direction: Dimension) -> AxisView {
    let plan = &manifest.plan;
    // Of factors that move together the first gives the numbers.
    let first = direction.name.split(" + ").next().unwrap_or_default();
    let place = plan.factors.iter().position(|factor| factor.id == first);
    let of_points = direction.of_cells.iter().map(|level| match &direction.numbers {
        Some(numbers) => numbers[*level],
        None => *level as f64,
    });
    AxisView {
        unit: if place.is_some_and(|place| plan.is_timed(place)) { "h" } else { "" },
        uncertain: place.is_some_and(|place| plan.factors[place].uncertain),
        of_points: of_points.collect(),
        words: if direction.numbers.is_some() { Vec::new() } else { direction.levels },
        name: direction.name,
    }
}
