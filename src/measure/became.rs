//! What became of each inject, legal deadline and objective, in one replication.
//!
//! **Invariant:** every inject of the MSEL stands once; a step of a ladder or a warning only if it came.

use super::objective::{Verdict, judge};
use super::words::{label, span};
use super::{CivilClock, Value, measure_name, value};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{ClockLedger, DueLedger, Ledger, Outcome};
use serde::{Deserialize, Serialize};

/// How something turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// As it should.
    Good,
    /// Not as it should.
    Bad,
    /// Neither.
    Open,
}

/// What became of an inject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InjectFate {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who gets it.
    pub to: Vec<String>,
    /// What calls for it, for people: a moment, what it follows, a condition.
    pub when: String,
    /// When it came: microseconds from STARTEX, and for people; none if it did not.
    pub came: Option<(i64, String)>,
    /// What became of it, for people.
    pub what: String,
    /// How it turned out: late or due and not given is bad, and what nothing called for open.
    pub turn: Turn,
}

/// What became of a report that the law asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadlineFate {
    /// Who owes it, as tables call them.
    pub organisation: String,
    /// Its obligation.
    pub obligation: String,
    /// Its name within the obligation.
    pub deadline: String,
    /// About which campaign.
    pub campaign: String,
    /// From when its time counted, for people; none if it did not.
    pub since: Option<String>,
    /// When it was due; beyond ENDEX in words.
    pub due: Option<String>,
    /// When it was submitted: microseconds from STARTEX, and for people; none if it was not.
    pub submitted: Option<(i64, String)>,
    /// What became of it, for people: met or missed, and by how much.
    pub what: String,
    /// How it turned out.
    pub turn: Turn,
}

/// What became of an objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectiveFate {
    /// Its id.
    pub objective: String,
    /// Its text.
    pub text: String,
    /// What it judges, for people: each measure with its value and limit.
    pub judged: Vec<String>,
    /// Met, missed or not tested.
    pub verdict: Verdict,
}

/// The injects of one replication, in the order of the MSEL.
pub fn inject_fates(model: &Model, outcome: &Outcome<'_>) -> Vec<InjectFate> {
    let clock = CivilClock::of(model);
    let told = |index: &InjectIdx| {
        model.injects[index.at()].is_of_msel() || outcome.ledger.injects[index.at()] < SimTime::MAX
    };
    InjectIdx::all(model.injects.len())
        .filter(told)
        .map(|index| inject_fate(model, outcome.ledger, &clock, index))
        .collect()
}

fn inject_fate(model: &Model, ledger: &Ledger, clock: &CivilClock, index: InjectIdx) -> InjectFate {
    let (inject, text) = (&model.injects[index.at()], &model.names.injects[index.at()]);
    let (came, due) = (ledger.injects[index.at()], ledger.due[index.at()]);
    let when = match (&inject.when, &inject.climb) {
        (When::At(at), _) => clock.moment(*at),
        (When::After(other), _) => format!("after {}", model.names.injects[other.at()].number),
        (When::On(_), _) => String::from("on a condition"),
        (When::Called, Some(_)) => String::from("when called for"),
        (When::Called, None) => String::from("as a warning"),
    };
    let (turn, what) = match (came < SimTime::MAX, due < SimTime::MAX) {
        (true, true) if due < came => (Turn::Bad, format!("came {} late", span(came.since(due).hours()))),
        (true, _) => (Turn::Good, String::from("came")),
        (false, true) if due <= model.frame.endex => {
            (Turn::Bad, format!("due {}, not given", clock.moment(due)))
        }
        (false, true) => (Turn::Open, String::from("not due before ENDEX")),
        (false, false) => (Turn::Open, not_called_for(model, ledger, inject)),
    };
    InjectFate {
        number: text.number.clone(),
        title: text.title.clone(),
        to: text.to.clone(),
        when,
        came: (came < SimTime::MAX).then(|| (clock.micros(came), clock.moment(came))),
        what,
        turn,
    }
}

/// Why an inject did not come that nobody owed.
fn not_called_for(model: &Model, ledger: &Ledger, inject: &Inject) -> String {
    match inject.when {
        When::After(other) if ledger.injects[other.at()] == SimTime::MAX => {
            format!("not given: {} never came", model.names.injects[other.at()].number)
        }
        When::After(_) => String::from("not given by ENDEX"),
        When::On(_) => String::from("held back: its condition did not call for it by ENDEX"),
        When::At(_) | When::Called => String::from("not given"),
    }
}

/// The reports that the law asked for in one replication: of every clock that started, each deadline.
pub fn deadline_fates(model: &Model, outcome: &Outcome<'_>) -> Vec<DeadlineFate> {
    let clock = CivilClock::of(model);
    let clocks = DutyIdx::all(model.duties.len())
        .flat_map(|duty| CampaignIdx::all(model.campaigns.len()).map(move |campaign| (duty, campaign)))
        .zip(&outcome.ledger.clocks)
        .filter(|(_, started)| started.since < SimTime::MAX);
    clocks
        .flat_map(|((duty, campaign), started): (_, &ClockLedger)| {
            let (clock, fate) = (&clock, deadline_fate);
            (0..started.reports.len())
                .map(move |place| fate(model, clock, (duty, campaign, place), started.reports[place]))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn deadline_fate(
    model: &Model,
    clock: &CivilClock,
    (duty, campaign, place): (DutyIdx, CampaignIdx, usize),
    report: DueLedger,
) -> DeadlineFate {
    let (names, written) = (&model.names, &model.duties[duty.at()]);
    let DueLedger { since, due, submitted, missed, .. } = report;
    let hours = |from: SimTime, to: SimTime| span(to.since(from).hours());
    let (turn, what) = match (since < SimTime::MAX, submitted < SimTime::MAX) {
        (false, _) => (Turn::Open, String::from("its time did not begin")),
        (true, true) if missed => (Turn::Bad, format!("missed by {}", hours(due, submitted))),
        (true, true) => (Turn::Good, format!("met, {} before it was due", hours(submitted, due))),
        (true, false) if missed => {
            (Turn::Bad, format!("missed: not submitted {} later, at ENDEX", hours(due, model.frame.endex)))
        }
        (true, false) => (Turn::Open, String::from("open at ENDEX")),
    };
    let moment = |at: SimTime| (at < SimTime::MAX).then(|| clock.moment(at));
    DeadlineFate {
        organisation: label(&names.organisations[written.party.organisation.at()]).to_owned(),
        obligation: names.obligations[written.obligation.at()].name.clone(),
        deadline: names.deadlines[written.obligation.at()][place].clone(),
        campaign: names.campaigns[campaign.at()].id.clone(),
        since: moment(since),
        due: match due > model.frame.endex {
            // A weekday would be taken for one of the exercise.
            true => (due < SimTime::MAX).then(|| String::from("after ENDEX")),
            false => Some(clock.moment(due)),
        },
        submitted: (submitted < SimTime::MAX).then(|| (clock.micros(submitted), clock.moment(submitted))),
        what,
        turn,
    }
}

/// The objectives of one replication.
pub fn objective_fates(model: &Model, outcome: &Outcome<'_>) -> Vec<ObjectiveFate> {
    model
        .objectives
        .iter()
        .zip(&model.names.objectives)
        .map(|(objective, named)| {
            let mut judged = Vec::new();
            limits(model, outcome, &objective.that, &mut judged);
            ObjectiveFate {
                objective: named.id.clone(),
                text: named.name.clone(),
                judged,
                verdict: judge(model, outcome, objective),
            }
        })
        .collect()
}

fn limits(model: &Model, outcome: &Outcome<'_>, that: &Predicate, judged: &mut Vec<String>) {
    match that {
        Predicate::Limit { measure, at_most, limit } => {
            let unit = measure.quantity.unit();
            let number = |number: f64| match unit {
                Unit::Time => span(number),
                Unit::Share => format!("{:.0} %", (100.0 * number).round()),
                Unit::Count => format!("{number}"),
                Unit::FunctionHours => format!("{number:.1} function-hours"),
            };
            let said = match value(model, outcome, measure).reported(unit) {
                Value::Observed(is) => number(is),
                Value::Censored(so_far) => format!("{} so far, at ENDEX", number(so_far)),
                Value::NotAtRisk => String::from("not at risk"),
            };
            let limit = Value::Observed(*limit).reported(unit).number().unwrap_or(*limit);
            let bound = if *at_most { "at most" } else { "at least" };
            judged.push(format!("{}: {said} ({bound} {})", measure_name(model, measure), number(limit)));
        }
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter().for_each(|part| limits(model, outcome, part, judged));
        }
        Predicate::Not(part) => limits(model, outcome, part, judged),
    }
}
