//! What a selection came to, as plain data with names: the fields are those of its JSON and, for each alternative, of its CSV.
//!
//! **Invariant:** the alternatives stand in the order of the study; what doesn't exist is null.

use super::levers::EstimateView;
use crate::measure::unit_name;
use crate::study::{Best, Candidate, Effort, Plan, Selection, Standing, Wish, plain};
use serde::Serialize;
use std::io::{self, Write};

/// The version of the JSON's form.
pub const SELECTION_SCHEMA_VERSION: u32 = 1;

/// What a selection came to.
#[derive(Debug, Clone, Serialize)]
pub struct SelectionReport {
    /// [`SELECTION_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: &'static str,
    /// The study's id.
    pub study: String,
    /// Its title.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// `smallest` or `largest` mean, or `cheapest` alternative that meets an objective.
    pub wish: &'static str,
    /// The measure, or the objective.
    pub of: String,
    /// `h`, `share`, `count` or `function_h`; null of the cheapest.
    pub unit: Option<&'static str>,
    /// The smallest difference that matters, in the unit; null of the cheapest.
    pub delta: Option<f64>,
    /// The probability that is required; of the cheapest only.
    pub required: Option<f64>,
    /// What may be missing of it; of the cheapest only.
    pub tolerance: Option<f64>,
    /// The probability of a right selection.
    pub confidence: f64,
    /// The most replications of an alternative.
    pub most: u64,
    /// Whether it was decided; if nothing is selected all the same, no alternative meets the objective.
    pub decided: bool,
    /// Whether somebody said stop.
    pub interrupted: bool,
    /// Replications played in all.
    pub replications: u64,
    /// How many draws of uncertain factors each alternative goes through; 0 in a study without.
    pub draws: u32,
    /// The factors that somebody chooses, in the order of `levels`.
    pub factors: Vec<String>,
    /// Each alternative.
    pub alternatives: Vec<CandidateView>,
}

impl SelectionReport {
    /// The alternative that is selected, if one is.
    pub fn selected(&self) -> Option<&CandidateView> {
        self.alternatives.iter().find(|alternative| alternative.standing == SELECTED)
    }
}

/// An alternative.
#[derive(Debug, Clone, Serialize)]
pub struct CandidateView {
    /// The number of its point, in the first draw.
    pub point: u32,
    /// Its variant; null for the scenario as it is.
    pub variant: Option<String>,
    /// The level of each factor.
    pub levels: Vec<String>,
    /// What its levels cost together.
    pub cost: f64,
    /// Replications played.
    pub replications: u64,
    /// Its mean, with a 95 % interval; or its probability, with one that holds whenever one looks.
    pub estimate: EstimateView,
    /// `selected`, `equal`, `worse`, `misses`, `meets`, `dearer`, `unmeasured` (never at risk) or `open`.
    pub standing: &'static str,
}

const SELECTED: &str = "selected";

/// Makes the report.
pub fn selection_report(
    plan: &Plan,
    wish: &Wish,
    effort: Effort,
    selection: &Selection<'_>,
) -> SelectionReport {
    let chosen = || plan.factors.iter().enumerate().filter(|(_, factor)| !factor.uncertain);
    let view = |candidate: &Candidate<'_>| CandidateView {
        point: candidate.point.number,
        variant: candidate.point.variant.clone(),
        levels: chosen().map(|(place, _)| candidate.point.levels[place].text.clone()).collect(),
        cost: candidate.cost,
        replications: candidate.played,
        estimate: candidate.estimate.into(),
        standing: match candidate.standing {
            Standing::Selected => SELECTED,
            Standing::Equal => "equal",
            Standing::Worse => "worse",
            Standing::Misses => "misses",
            Standing::Meets => "meets",
            Standing::Dearer => "dearer",
            Standing::Unmeasured => "unmeasured",
            Standing::Open => "open",
        },
    };
    let mut report = SelectionReport {
        schema_version: SELECTION_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION"),
        study: plan.id.clone(),
        title: plan.title.clone(),
        seed: plan.seed,
        wish: "cheapest",
        of: String::new(),
        unit: None,
        delta: None,
        required: None,
        tolerance: None,
        confidence: effort.confidence,
        most: effort.most,
        decided: selection.decided,
        interrupted: selection.stopped,
        replications: selection.candidates.iter().map(|candidate| candidate.played).sum(),
        draws: plan.draws,
        factors: chosen().map(|(_, factor)| factor.id.clone()).collect(),
        alternatives: selection.candidates.iter().map(view).collect(),
    };
    match wish {
        Wish::Best { measure, unit, best, delta } => {
            report.wish = if *best == Best::Smallest { "smallest" } else { "largest" };
            report.of.clone_from(measure);
            report.unit = Some(unit_name(*unit));
            report.delta = Some(*delta);
        }
        Wish::Cheapest { objective, required, tolerance } => {
            report.of.clone_from(objective);
            (report.required, report.tolerance) = (Some(*required), Some(*tolerance));
        }
    }
    report
}

/// Writes the alternatives as a table with a line of headings: a row each.
///
/// # Errors
/// Those of `out`.
pub fn write_selection_csv(report: &SelectionReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let unit = report.unit.map_or_else(String::new, |unit| format!("_{unit}"));
    let first = ["study", "point", "variant"].map(String::from);
    let last = ["cost", "replications"].map(String::from);
    let estimates = ["", "_low", "_high"].map(|end| format!("estimate{unit}{end}"));
    let standing = ["standing".to_owned()];
    let own: Vec<&String> = first.iter().chain(&last).chain(&estimates).chain(&standing).collect();
    let factor = |name: &String| if own.contains(&name) { format!("factor_{name}") } else { name.clone() };
    let factors: Vec<String> = report.factors.iter().map(factor).collect();
    let headings = first.iter().chain(&factors).chain(&last).chain(&estimates).chain(&standing);
    table.write_record(headings).map_err(plain)?;
    for point in &report.alternatives {
        let variant = point.variant.clone().unwrap_or_else(|| "base".to_owned());
        let EstimateView { estimate, low, high, .. } = point.estimate;
        let mut row = vec![report.study.clone(), point.point.to_string(), variant];
        row.extend(point.levels.iter().cloned());
        row.extend([point.cost.to_string(), point.replications.to_string()]);
        row.extend([estimate, low, high].map(|it| it.map(|it| it.to_string()).unwrap_or_default()));
        row.push(point.standing.to_owned());
        table.write_record(row).map_err(plain)?;
    }
    table.flush()
}
