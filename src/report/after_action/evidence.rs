//! What a run shows to be strong or weak, with its evidence and what could be done about it.
//!
//! Evidence is of two kinds: where the hours went ([`State`]), which every run knows; and what changes of the scenario buy, where
//! `levers` was played.
//!
//! **Invariant:** a finding says what it rests on; findings stand in the order of objectives, then of responses.

use super::{Material, Rating, met, named};
use crate::measure::{State, span};
use crate::report::comparison_words::signed;
use crate::report::terminal::format::percent;
use crate::report::{EstimateView, LeverView, LeversReport, ObjectiveView, ResponseView};

/// A strength or an area for improvement.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Whether it is a strength.
    pub is_strength: bool,
    /// The objective that it is of, if it is of one.
    pub objective: Option<String>,
    /// What it is.
    pub what: String,
    /// What it rests on, a sentence each.
    pub evidence: Vec<String>,
    /// What could be done.
    pub action: String,
    /// Which element of capability that is, in HSEEP's words.
    pub element: &'static str,
    /// Whose it is.
    pub responsible: String,
}

impl Finding {
    /// The finding and its evidence in one.
    pub fn sentence(&self) -> String {
        match self.evidence.is_empty() {
            true => format!("{}.", self.what),
            false => format!("{}: {}", self.what, self.evidence.join(" ")),
        }
    }
}

/// A cause takes so much of a time to be an area for improvement, and at least so many hours.
const SHARE: f64 = 0.2;
const HOURS: f64 = 0.5;
/// So many levers are named for an objective.
const LEVERS: usize = 3;

/// All there is to find.
pub fn findings(material: &Material<'_>) -> Vec<Finding> {
    let objectives = material.run.objectives.iter().map(|objective| of_objective(material, objective));
    objectives.chain(material.run.responses.iter().flat_map(of_response)).collect()
}

fn of_objective(material: &Material<'_>, objective: &ObjectiveView) -> Finding {
    let rating = Rating::of(objective.probability, &material.thresholds);
    let of_it: Vec<&LeversReport> =
        material.levers.iter().filter(|report| report.objective == objective.objective).collect();
    let levers: Vec<(&LeversReport, &LeverView)> = of_it
        .iter()
        .flat_map(|report| report.levers.iter().map(|lever| (*report, lever)))
        .filter(|(report, lever)| helps(report, lever))
        .take(LEVERS)
        .collect();
    let tested = match rating {
        Rating::NotTested => String::from("In no replication was it tested, so that nothing is known of it."),
        _ => format!(
            "It was met in {} of the replications that tested it; {} was asked for.",
            met(objective),
            percent(Some(objective.with_probability))
        ),
    };
    let mut evidence = vec![tested];
    evidence.extend(levers.iter().map(|(report, lever)| bought(report, lever)));
    if levers.is_empty() && !of_it.is_empty() {
        evidence.push(String::from("Of no change that was played it was shown that it helps."));
    }
    let action = match (levers.first(), rating) {
        (_, Rating::NotTested) => String::from("Change the MSEL or the threat so that it is tested"),
        (Some((_, lever)), _) => format!("{}: {}", lever.what, lever.step),
        (None, _) if of_it.is_empty() => {
            String::from("Find what helps most: jointex levers, for this objective")
        }
        (None, _) => String::from("Play more replications of jointex levers, or think of other changes"),
    };
    Finding {
        // What attains less than the best rating, but as much as was asked for, is no area for improvement.
        is_strength: rating == Rating::Performed
            || (rating == Rating::Some && objective.attained == Some(true)),
        objective: Some(objective.objective.clone()),
        what: named(objective).to_owned(),
        evidence,
        action,
        element: if rating == Rating::NotTested { "Exercises" } else { "Planning" },
        responsible: String::new(),
    }
}

/// Whether a lever was shown to help, and by as much as matters.
fn helps(report: &LeversReport, lever: &LeverView) -> bool {
    let EstimateView { estimate, low, high, .. } = lever.change;
    let better = match (low, high, report.less_is_better) {
        (_, Some(high), Some(true)) => high < 0.0,
        (Some(low), _, Some(false)) => low > 0.0,
        _ => false,
    };
    (better && estimate.is_some_and(|change| change.abs() >= report.relevant))
        || lever.probability_change.low.is_some_and(|low| low > 0.0)
}

/// What a lever buys, with intervals; of the probability only where that was shown to change.
fn bought(report: &LeversReport, lever: &LeverView) -> String {
    let with_interval = |unit: &str, it: EstimateView| {
        let interval = it
            .low
            .zip(it.high)
            .map(|(low, high)| format!(" ({} to {})", signed(unit, low), signed(unit, high)));
        it.estimate.map(|estimate| signed(unit, estimate) + &interval.unwrap_or_default())
    };
    let by = |what: &str, change: String| format!("{what} by {change}");
    let change = report.unit.and_then(|unit| with_interval(unit, lever.change));
    let change = change.map(|change| by(report.measure.as_deref().unwrap_or("it"), change));
    let shown = lever.probability_change.low.is_some_and(|low| low > 0.0);
    let probability = with_interval("share", lever.probability_change).filter(|_| shown);
    let probability = probability.map(|change| by("the probability that it is met", change));
    let said: Vec<String> = change.into_iter().chain(probability).collect();
    format!("{}, {}, would have changed {}.", lever.what, lever.step, said.join(" and "))
}

/// The longest causes of a response that are not work.
fn of_response(response: &ResponseView) -> Vec<Finding> {
    let Some(causes) = response.telling_causes.and_then(|place| response.causes.get(place)) else {
        return Vec::new();
    };
    let total: f64 = causes.mean.0.iter().sum();
    let until = if causes.reached { causes.up_to.to_owned() } else { String::from("ENDEX") };
    let mut weak: Vec<(State, f64)> = State::ALL
        .iter()
        .copied()
        .zip(causes.mean.0)
        .filter(|(state, hours)| *state != State::Worked && *hours >= HOURS && *hours >= SHARE * total)
        .collect();
    weak.sort_by(|one, other| other.1.total_cmp(&one.1));
    weak.into_iter()
        .map(|(state, hours)| {
            let (what, action, element) = cause(state);
            let teams: Vec<&str> = causes
                .by_team
                .iter()
                .filter(|team| team.mean.0[state as usize] >= SHARE * hours)
                .map(|team| &*team.team)
                .collect();
            let whose = if teams.is_empty() { String::new() } else { format!(" (at {})", teams.join(", ")) };
            Finding {
                is_strength: false,
                objective: None,
                what: format!("{}, {}: {what}", response.label, response.campaign),
                evidence: vec![format!(
                    "{} of {} until {until} on average{whose}, over {} replications.",
                    span(hours),
                    span(total),
                    causes.replications
                )],
                action: action.to_owned(),
                element,
                responsible: response.label.clone(),
            }
        })
        .collect()
}

/// What a cause is called, what could be done about it, and which element of capability that is.
const fn cause(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Worked => ("work takes long", "Shorten the playbook or train it", "Training"),
        State::Travelling => {
            ("experts travel", "Let experts work from afar, or station them ahead", "Organisation")
        }
        State::AwaitingCrew => {
            ("operators' crews are awaited", "More people on call who may touch the systems", "Organisation")
        }
        State::AwaitingApproval => (
            "approvals are awaited",
            "Delegate the decision in advance, or have its deciders on call",
            "Planning",
        ),
        State::AwaitingRelease => {
            ("releases are awaited", "Agree in advance what may be released, and by whom", "Planning")
        }
        State::AwaitingPartner => {
            ("a partner is awaited", "Agree on times to answer, and exercise them", "Exercises")
        }
        State::Queued => (
            "work waits for an analyst",
            "More seats where the queue is, or fewer false alarms",
            "Organisation",
        ),
        State::OffShift => ("nobody is on shift", "Shifts or on-call duty for these hours", "Organisation"),
        State::Unseen => ("the adversary is unseen", "Sensors or reports that see it sooner", "Equipment"),
    }
}

/// A response time as people say it: `time_to_declare[…]` as `to declare`.
pub fn said(measure: &str) -> String {
    let name = measure.split('[').next().unwrap_or(measure);
    name.strip_prefix("time_").unwrap_or(name).replace('_', " ")
}
