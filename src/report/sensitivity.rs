//! What a sweep says of its factors, as plain data with names: the fields are those of its JSON and, for each number, of its CSV.
//!
//! **Invariant:** the page and the CSV show numbers of this view and no others; what can't be told is null.

use super::sensitivity_words::sentences;
use crate::measure::{counted, thousands, unit_name};
use crate::study::sensitivity::{Finding, Method, Others, Sensitivity};
use crate::study::{Manifest, Shape};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the JSON's form.
pub const SENSITIVITY_SCHEMA_VERSION: u32 = 1;

/// What a sweep says of its factors.
#[derive(Debug, Clone, Serialize)]
pub struct SensitivityReport {
    /// [`SENSITIVITY_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program that analysed it.
    pub jointex_version: &'static str,
    /// The id of the study.
    pub study: String,
    /// Its title; may be empty.
    pub title: String,
    /// How its points were chosen, in words.
    pub design: String,
    /// All points.
    pub points: usize,
    /// How many variants there are, the scenario as it is among them if it was played.
    pub variants: usize,
    /// Draws of what is uncertain; 0 in a study without.
    pub draws: u32,
    /// Replications a point.
    pub replications: u64,
    /// The seed of all chances.
    pub seed: u64,
    /// Whether the points met the same chances.
    pub common_random_numbers: bool,
    /// Measures that are the same everywhere, which are analysed no further.
    pub constant: Vec<String>,
    /// The measures that vary.
    pub measures: Vec<MeasuredView>,
}

/// What it says of one measure.
#[derive(Debug, Clone, Serialize)]
pub struct MeasuredView {
    /// The measure.
    pub measure: String,
    /// `h`, `share`, `count` or `function_h`.
    pub unit: &'static str,
    /// How the factors are judged: `anova`, `morris`, `sobol`, `prcc` or `none`.
    pub method: &'static str,
    /// What it comes to.
    pub sentences: Vec<String>,
    /// How many values were observed, over all points.
    pub observed: u64,
    /// How many were cut short by ENDEX.
    pub censored: u64,
    /// How many are missing because nothing was at risk.
    pub not_at_risk: u64,
    /// How many are missing because the replication ran out of a budget.
    pub exhausted: u64,
    /// Replications in which every point has a value, which alone are counted; null if each point counts by its own.
    pub shared_replications: Option<u64>,
    /// Replications a point after which the noise of means would be low enough; null if it is, or that can't be told.
    pub replications_needed: Option<u64>,
    /// Where the other factors are in the swings: `averaged` or `first_point`; null if there are none.
    pub others: Option<&'static str>,
    /// Why something can't be told.
    pub lacking: Vec<String>,
    /// The numbers.
    pub findings: Vec<FindingView>,
}

/// A number, and of what it is; texts that don't apply are empty.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// What it is, by the name of a [`Statistic`](crate::study::sensitivity::Statistic).
    pub statistic: &'static str,
    /// The variant that it is of.
    pub variant: String,
    /// The factor.
    pub factor: String,
    /// Its level; of a swing the low one.
    pub level: String,
    /// The second factor.
    pub other_factor: String,
    /// The second level; of a swing the high one.
    pub other_level: String,
    /// That of the measure, or `share` or `correlation`.
    pub unit: &'static str,
    /// The number.
    pub estimate: Option<f64>,
    /// The lower end of its 95 % interval, if it has one.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// Makes the report.
pub fn sensitivity_report(manifest: &Manifest, measures: Vec<Sensitivity>) -> SensitivityReport {
    let plan = &manifest.plan;
    let (constant, varying): (Vec<Sensitivity>, Vec<Sensitivity>) =
        measures.into_iter().partition(|measure| measure.lacking.is_empty() && measure.never_varies());
    SensitivityReport {
        schema_version: SENSITIVITY_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        study: plan.id.clone(),
        title: plan.title.clone(),
        design: design_in_words(plan.shape),
        points: plan.points.len(),
        variants: plan.variants.len(),
        draws: plan.draws,
        replications: plan.replications,
        seed: plan.seed,
        common_random_numbers: plan.common_random_numbers,
        constant: constant.into_iter().map(|measure| measure.name).collect(),
        measures: varying.into_iter().map(measured).collect(),
    }
}

fn measured(told: Sensitivity) -> MeasuredView {
    let unit = unit_name(told.unit);
    let mut view = MeasuredView {
        measure: told.name,
        unit,
        method: match told.method {
            Method::Crossed => "anova",
            Method::Morris => "morris",
            Method::Sobol => "sobol",
            Method::Ranks => "prcc",
            Method::Nothing => "none",
        },
        sentences: Vec::new(),
        observed: told.counts.observed,
        censored: told.counts.censored,
        not_at_risk: told.counts.not_at_risk,
        exhausted: told.counts.exhausted,
        shared_replications: told.shared,
        replications_needed: told.needed,
        others: told.others.map(|others| match others {
            Others::Averaged => "averaged",
            Others::AsInFirstPoint => "first_point",
        }),
        lacking: told.lacking,
        findings: told.findings.into_iter().map(|finding| found(finding, unit)).collect(),
    };
    view.sentences = sentences(&view);
    view
}

fn found(finding: Finding, unit: &'static str) -> FindingView {
    let finite = |number: f64| number.is_finite().then_some(number);
    let name = finding.statistic.name();
    FindingView {
        statistic: name,
        variant: finding.variant.unwrap_or_default(),
        factor: finding.factor,
        level: finding.level,
        other_factor: finding.other_factor,
        other_level: finding.other_level,
        unit: match (finding.statistic.of_unit(), name) {
            (true, _) => unit,
            (false, "rank_correlation") => "correlation",
            (false, _) => "share",
        },
        estimate: finite(finding.estimate.mean),
        low: finite(finding.estimate.low),
        high: finite(finding.estimate.high),
    }
}

impl MeasuredView {
    /// The number of the measure as a whole.
    pub fn overall(&self, statistic: &str) -> Option<f64> {
        self.findings.iter().find(|it| it.statistic == statistic && it.factor.is_empty())?.estimate
    }

    /// The numbers of factors, in their order.
    pub fn of_factors<'v>(&'v self, statistic: &'v str) -> impl Iterator<Item = &'v FindingView> + Clone {
        self.findings.iter().filter(move |it| it.statistic == statistic && !it.factor.is_empty())
    }

    /// The number that stands beside another one: of the same factors, levels and variant.
    pub fn beside(&self, finding: &FindingView, statistic: &str) -> Option<&FindingView> {
        let key = |it: &FindingView| {
            [&it.variant, &it.factor, &it.level, &it.other_factor, &it.other_level].map(String::clone)
        };
        self.findings.iter().find(|it| it.statistic == statistic && key(it) == key(finding))
    }
}

/// How the points of a design were chosen.
pub fn design_in_words(shape: Shape) -> String {
    match shape {
        Shape::FullFactorial => String::from("full factorial"),
        Shape::LatinHypercube => String::from("Latin hypercube"),
        Shape::Sobol => String::from("Sobol' sequence"),
        Shape::Morris { trajectories: 1, levels, .. } => format!("1 trajectory of Morris on {levels} levels"),
        Shape::Morris { trajectories, levels, .. } => {
            format!("{} trajectories of Morris on {levels} levels", thousands(u64::from(trajectories)))
        }
        Shape::Saltelli { points, second_order } => {
            let order = if second_order { "second" } else { "first" };
            format!(
                "Saltelli's scheme on {}, indices up to the {order} order",
                counted(u64::from(points), "base point")
            )
        }
        Shape::Listed => String::from("a list of points"),
    }
}

/// Writes the numbers as a table with a line of headings: a row each, in the order of the report.
///
/// # Errors
/// Those of `out`.
pub fn write_sensitivity_csv(report: &SensitivityReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let headings = [
        "measure",
        "statistic",
        "variant",
        "factor",
        "level",
        "other_factor",
        "other_level",
        "unit",
        "estimate",
        "low",
        "high",
    ];
    table.write_record(headings).map_err(crate::study::plain)?;
    for measure in &report.measures {
        for it in &measure.findings {
            let numbers =
                [it.estimate, it.low, it.high].map(|it| it.map(|it| it.to_string()).unwrap_or_default());
            let texts = [
                &*measure.measure,
                it.statistic,
                &it.variant,
                &it.factor,
                &it.level,
                &it.other_factor,
                &it.other_level,
                it.unit,
            ];
            let row = texts.into_iter().chain(numbers.iter().map(String::as_str));
            table.write_record(row).map_err(crate::study::plain)?;
        }
    }
    table.flush()
}
