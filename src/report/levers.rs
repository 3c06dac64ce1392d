//! What levers buy, as plain data with names: the fields are those of its JSON and, for each lever, of its CSV.
//!
//! **Invariant:** the levers stand by what they help, the most helpful first; what doesn't exist is null.

use super::view::{ScenarioView, scenario};
use crate::measure::{Word, unit_name, word_if_any};
use crate::model::Model;
use crate::study::{self, Aim, Base, Estimate, Gain, Lever};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// The version of the JSON's form.
pub const LEVERS_SCHEMA_VERSION: u32 = 1;

/// What the levers of a scenario buy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeversReport {
    /// [`LEVERS_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: String,
    /// What was played.
    pub scenario: ScenarioView,
    /// With which seed.
    pub seed: u64,
    /// The replications of the scenario as it is.
    pub replications: u64,
    /// The objective that levers are to help.
    pub objective: String,
    /// Its text.
    pub objective_text: String,
    /// Its measure; null where it has several parts.
    pub measure: Option<String>,
    /// `h`, `share`, `count` or `function_h`.
    #[serde(deserialize_with = "word_if_any")]
    pub unit: Option<Word>,
    /// Whether less of the measure is better.
    pub less_is_better: Option<bool>,
    /// A lever is dropped when it clearly buys less than this, in the unit, or in probability where there is no measure.
    pub relevant: f64,
    /// The mean of the measure as it is; times that ENDEX cut short count as far as they went.
    pub mean: EstimateView,
    /// The probability that the objective is met, given that it is tested, as it is.
    pub probability: EstimateView,
    /// Whether somebody said stop before all levers were played.
    pub interrupted: bool,
    /// The levers that were played.
    pub levers: Vec<LeverView>,
    /// Levers that can't be moved so, each with the first reason.
    pub not_possible: Vec<NotPossible>,
}

/// A number that was estimated.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EstimateView {
    /// The estimate; null when there was nothing to estimate it from.
    pub estimate: Option<f64>,
    /// The lower end of its 95 % interval; null where there is too little for one.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// From so many replications, or pairs of them.
    pub from: usize,
}

impl From<Estimate> for EstimateView {
    fn from(estimate: Estimate) -> EstimateView {
        let finite = |number: f64| number.is_finite().then_some(number);
        EstimateView {
            estimate: finite(estimate.mean),
            low: finite(estimate.low),
            high: finite(estimate.high),
            from: estimate.n,
        }
    }
}

/// A lever and what it buys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeverView {
    /// What is changed.
    pub what: String,
    /// How.
    pub step: String,
    /// The path that `--set` would name.
    pub path: String,
    /// The value that it would set.
    pub value: String,
    /// Replications played.
    pub replications: u64,
    /// Whether it was dropped early, as clearly useless.
    pub dropped: bool,
    /// The change of the measure, over pairs of replications in which both were at risk.
    pub change: EstimateView,
    /// The change of the probability, over pairs in which both tested the objective.
    pub probability_change: EstimateView,
}

/// A lever that can't be moved so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NotPossible {
    /// What would be changed.
    pub what: String,
    /// How.
    pub step: String,
    /// What stands in the way.
    pub reason: String,
}

/// Makes the report; `gains` stand beside `levers`.
pub fn levers_report(
    model: &Model,
    (base, seed): (&Base, u64),
    aim: &Aim,
    levers: Vec<Lever>,
    gains: Vec<Option<Result<Gain, study::NotPossible>>>,
) -> LeversReport {
    let objective = &model.names.objectives[aim.objective];
    let interrupted = gains.iter().any(|gain| match gain {
        None => true,
        Some(Ok(gain)) => !gain.dropped && gain.played < base.played(),
        Some(Err(_)) => false,
    });
    let mut played: Vec<(Lever, Gain)> = Vec::new();
    let mut not_possible = Vec::new();
    for (lever, gain) in levers.into_iter().zip(gains) {
        match gain {
            Some(Ok(gain)) => played.push((lever, gain)),
            Some(Err(refused)) => {
                let reason = refused.reason().to_owned();
                not_possible.push(NotPossible { what: lever.what, step: lever.step, reason });
            }
            None => {}
        }
    }
    played.sort_by(|(_, a), (_, b)| b.help(aim).total_cmp(&a.help(aim)));
    LeversReport {
        schema_version: LEVERS_SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario(model),
        seed,
        replications: base.played(),
        objective: objective.id.clone(),
        objective_text: objective.name.clone(),
        measure: aim.measure.as_ref().map(|(name, ..)| name.clone()),
        unit: aim.measure.as_ref().map(|(_, it, _)| unit_name(*it)),
        less_is_better: aim.measure.as_ref().map(|(_, _, less)| *less),
        relevant: aim.relevant,
        mean: base.mean().into(),
        probability: base.probability().into(),
        interrupted,
        levers: played.into_iter().map(view).collect(),
        not_possible,
    }
}

fn view((lever, gain): (Lever, Gain)) -> LeverView {
    LeverView {
        what: lever.what,
        step: lever.step,
        path: lever.path,
        value: lever.text,
        replications: gain.played,
        dropped: gain.dropped,
        change: gain.change.into(),
        probability_change: gain.probability.into(),
    }
}

/// Writes the levers as a table with a line of headings: a row each, in the order of the report.
///
/// # Errors
/// Those of `out`.
pub fn write_levers_csv(report: &LeversReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let unit = report.unit.unwrap_or("none");
    let changes = ["", "_low", "_high"].map(|end| format!("change_{unit}{end}"));
    let probabilities = ["", "_low", "_high"].map(|end| format!("probability_change{end}"));
    let first = ["objective", "what", "step", "path", "value", "replications", "dropped"].map(String::from);
    table.write_record(first.iter().chain(&changes).chain(&probabilities)).map_err(crate::study::plain)?;
    for lever in &report.levers {
        let ends = |view: &EstimateView| {
            [view.estimate, view.low, view.high].map(|it| it.map(|it| it.to_string()).unwrap_or_default())
        };
        let mut row = vec![
            report.objective.clone(),
            lever.what.clone(),
            lever.step.clone(),
            lever.path.clone(),
            lever.value.clone(),
            lever.replications.to_string(),
            lever.dropped.to_string(),
        ];
        row.extend(ends(&lever.change));
        row.extend(ends(&lever.probability_change));
        table.write_record(row).map_err(crate::study::plain)?;
    }
    table.flush()
}
