//! What a rehearsal says of the rest of an exercise that is being held, as plain data with names.
//!
//! **Invariant:** what doesn't exist is null.

use super::rehearsal::MomentView;
use super::rehearsal_fill::share;
use super::terminal::format::{percent, percent_range, some};
use crate::measure::{CivilClock, counted, span, thousands};
use crate::model::*;
use crate::study::{Forecast, HeldSoFar};
use serde::Serialize;

/// A contingency inject that comes with at least this probability is to be made ready.
pub const READY: f64 = 0.1;

/// The rest of the exercise.
#[derive(Debug, Clone, Serialize)]
pub struct ForecastView {
    /// What is later is forecast.
    pub from: MomentView,
    /// A replication whose time is so far off agrees no more.
    pub tolerance_h: f64,
    /// Injects that came, pinned in every replication.
    pub pinned: Vec<String>,
    /// What else was observed, with how many replications agree with each by itself.
    pub observed: Vec<ObservedView>,
    /// Replications that agree with all of it.
    pub agreeing: u64,
    /// How many of one weight say as much.
    pub effective: f64,
    /// What it means, in sentences.
    pub findings: Vec<String>,
    /// Each objective.
    pub objectives: Vec<ObjectiveForecastView>,
    /// Each inject that may still come.
    pub injects: Vec<InjectForecastView>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObservedView {
    /// What was observed.
    pub row: String,
    /// Replications that agree with it.
    pub agreeing: u64,
}

/// An objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveForecastView {
    /// Its id.
    pub objective: String,
    /// The probability that it asks for.
    pub with_probability: f64,
    /// The probability that it is tested.
    pub tested_share: Option<f64>,
    /// The probability that it is met if it is tested.
    pub met_share: Option<f64>,
    /// The lower end of its 95 % interval.
    pub met_low: Option<f64>,
    /// The upper end.
    pub met_high: Option<f64>,
    /// The same without the observations.
    pub met_before_share: Option<f64>,
    /// Whether it is met with less than the probability that is asked for.
    pub at_risk: bool,
}

/// An inject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InjectForecastView {
    /// Its number.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// Whether it waits for a condition.
    pub contingency: bool,
    /// The probability that it comes.
    pub probability: Option<f64>,
    /// The lower end of its 95 % interval.
    pub probability_low: Option<f64>,
    /// The upper end.
    pub probability_high: Option<f64>,
    /// The same without the observations.
    pub probability_before: Option<f64>,
    /// Given that it comes, one time in ten it is earlier than this.
    pub p10: Option<MomentView>,
    /// The median.
    pub p50: Option<MomentView>,
    /// One time in ten it is later than this.
    pub p90: Option<MomentView>,
    /// Whether it is a contingency that comes with a probability of [`READY`] or more.
    pub make_ready: bool,
}

/// The view of a forecast; `rows` are the words of the facts, and `pinned` the injects that came.
pub fn forecast_view(
    model: &Model,
    forecast: &Forecast,
    held: &HeldSoFar,
    (rows, pinned): (Vec<String>, Vec<String>),
) -> ForecastView {
    let clock = CivilClock::of(model);
    let objectives = forecast.objectives.iter().enumerate().map(|(place, it)| {
        let with_probability = model.objectives[place].with_probability;
        let [met_share, met_low, met_high] = share(it.met);
        ObjectiveForecastView {
            objective: model.names.objectives[place].id.clone(),
            with_probability,
            tested_share: share(it.tested)[0],
            met_share,
            met_low,
            met_high,
            met_before_share: share(it.before.met_if_tested())[0],
            at_risk: met_share.is_some_and(|met| met < with_probability),
        }
    });
    let injects = forecast.injects.iter().map(|it| {
        let text = &model.names.injects[it.inject.at()];
        let contingency = matches!(model.injects[it.inject.at()].when, When::On(_));
        let [probability, probability_low, probability_high] = share(it.comes);
        let time = |quantile: usize| it.times.map(|times| MomentView::rounded(&clock, times[quantile]));
        InjectForecastView {
            inject: text.number.clone(),
            title: text.title.clone(),
            contingency,
            probability,
            probability_low,
            probability_high,
            probability_before: share(it.before)[0],
            p10: time(0),
            p50: time(1),
            p90: time(2),
            make_ready: contingency && probability.is_some_and(|comes| comes >= READY),
        }
    });
    let observed = rows.into_iter().zip(&forecast.agreeing_with);
    let mut view = ForecastView {
        from: MomentView::of(&clock, held.from),
        tolerance_h: held.tolerance.hours(),
        pinned,
        observed: observed.map(|(row, agreeing)| ObservedView { row, agreeing: *agreeing }).collect(),
        agreeing: forecast.agreeing,
        effective: forecast.effective,
        findings: Vec::new(),
        objectives: objectives.collect(),
        injects: injects.collect(),
    };
    view.findings = findings(&view, forecast.of);
    view
}

fn findings(view: &ForecastView, of: u64) -> Vec<String> {
    let mut told = vec![format!(
        "{} of {} agree with what was observed until {} (within {}); together they say as much as {:.0} alike.",
        thousands(view.agreeing),
        counted(of, "replication"),
        view.from.moment,
        span(view.tolerance_h),
        view.effective,
    )];
    let mut at_risk: Vec<&ObjectiveForecastView> = view.objectives.iter().filter(|it| it.at_risk).collect();
    let lacks = |it: &ObjectiveForecastView| it.with_probability - it.met_share.unwrap_or(0.0);
    at_risk.sort_by(|a, b| lacks(b).total_cmp(&lacks(a)));
    for objective in at_risk {
        told.push(format!(
            "Objective {} is at risk: met in {} ({}) where {} are asked for; it was {} before anything was observed.",
            objective.objective,
            percent(objective.met_share),
            percent_range(objective.met_low, objective.met_high),
            percent(Some(objective.with_probability)),
            percent(objective.met_before_share),
        ));
    }
    let ready: Vec<String> = view
        .injects
        .iter()
        .filter(|it| it.make_ready)
        .map(|it| format!("{} (comes in {})", it.inject, percent(it.probability)))
        .collect();
    if !ready.is_empty() {
        let injects = if ready.len() == 1 { "inject" } else { "injects" };
        told.push(format!("Make ready: contingency {injects} {}.", some(&ready)));
    }
    told
}
