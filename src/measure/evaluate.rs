//! Evaluates a measure on an outcome.
//!
//! The rules where the definitions leave room:
//! - A response without a campaign is that to the campaign whose first hold came earliest; at equal times the first by id.
//! - A response time is zero when its milestone came before its origin, and [`Value::NotAtRisk`] when its clock never
//!   started: never held, or an origin (an alert, an inject, a declaration for `time_to_share`) that never came.
//! - `time_to_compromise` is the exception: being spared until ENDEX is what it measures, so it is then censored. It counts
//!   from STARTEX and is zero where something was held before; all other response times to a hold in the prelude count from
//!   the hold itself, so that no time is negative.
//! - `dwell_time` is censored as long as one of its holds is, and `alert_wait` as long as the triage of one of its alerts
//!   has not begun: those that wait longest must not be the ones left out.
//!
//! **Invariant:** a value is never NaN and never infinite.

use super::Value;
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use crate::sim::{CentreLedger, FunctionLedger, Ledger, Milestone, Outcome, ResponseLedger, TeamLedger};

/// The value of `measure` in one replication; times in microseconds.
pub fn value(model: &Model, outcome: &Outcome<'_>, measure: &Measure) -> Value {
    let ledger = outcome.ledger;
    match measure.quantity.of() {
        Of::Response | Of::Partner => response(model, ledger, measure),
        Of::Team => team(model, ledger, measure),
        Of::Function => function(&ledger.functions[measure.function.at()], measure.quantity),
        Of::Mission => Value::Observed(mission(model, ledger, measure)),
        Of::Centre => centre(&ledger.centres[measure.centre.at()], measure.quantity),
        Of::Ladder => {
            let ladder = &ledger.ladders[measure.ladder.at()];
            match measure.quantity {
                Quantity::TimeToEscalate => {
                    let reached = ladder.reached[measure.step as usize - 1];
                    elapsed(model.frame.startex, reached, model.frame.endex)
                }
                _ => Value::Observed(f64::from(ladder.level)),
            }
        }
        Of::Staff => staff(model, ledger, measure),
        Of::Duty => deadlines(model, ledger, measure),
        Of::Crisis => Value::Observed(ledger.of_crises(measure) as f64),
        Of::Campaign => {
            let campaign = &ledger.campaigns[measure.campaign.at()];
            let takes_down = measure.quantity == Quantity::TimeToTakeDown;
            if takes_down && model.campaigns[measure.campaign.at()].command.is_none() {
                return Value::NotAtRisk;
            }
            let reached = match measure.quantity {
                Quantity::TimeToAttribute => campaign.attributed,
                _ => campaign.taken_down,
            };
            elapsed(campaign.began, reached, model.frame.endex)
        }
        Of::Overall => overall(ledger, measure),
    }
}

/// Late is also what was due and never came, up to ENDEX.
fn staff(model: &Model, ledger: &Ledger, measure: &Measure) -> Value {
    if measure.quantity != Quantity::InjectLateness {
        return Value::Observed(ledger.injects_of(measure, model.frame.endex) as f64);
    }
    match ledger.lateness(model, measure, model.frame.endex) {
        (_, 0, _) => Value::NotAtRisk,
        (sum, number, 0) => Value::Observed(sum as f64 / number as f64),
        (sum, number, _) => Value::Censored(sum as f64 / number as f64),
    }
}

/// Of a report that is not owed, or from whose predecessor no time counts yet, there is none.
fn deadlines(model: &Model, ledger: &Ledger, measure: &Measure) -> Value {
    match measure.quantity {
        Quantity::TimeToReport => match ledger.due(model, measure) {
            Some(due) => elapsed(due.since, due.submitted, model.frame.endex),
            None => Value::NotAtRisk,
        },
        _ => Value::Observed(ledger.deadlines(model, measure) as f64),
    }
}

fn response(model: &Model, ledger: &Ledger, measure: &Measure) -> Value {
    let campaign = match measure.campaign.is_some() {
        true => measure.campaign,
        false => ledger.earliest_held(measure.responder),
    };
    if !campaign.is_some() {
        return Value::NotAtRisk;
    }
    let endex = model.frame.endex;
    let response = ledger.response(measure.responder, campaign);
    if measure.quantity == Quantity::TimeToCompromise {
        return elapsed(model.frame.startex, response.origin, endex);
    }
    if response.origin == SimTime::MAX {
        return Value::NotAtRisk;
    }
    let origin = match measure.origin {
        Origin::FirstHold => response.origin,
        Origin::FirstAlert => response.milestones[Milestone::Detected as usize],
        Origin::Inject(inject) => ledger.injects[inject.at()],
        Origin::Startex => model.frame.startex,
    };
    match measure.quantity {
        Quantity::TimeToShare => {
            elapsed(reached(response, Milestone::Declared), reached(response, Milestone::Shared), endex)
        }
        Quantity::TimeToInform => elapsed(
            origin,
            ledger.response(measure.partner, campaign).informed_by[measure.responder.at()],
            endex,
        ),
        Quantity::BreakoutTime => elapsed(response.origin, response.second_hold, endex),
        Quantity::WarningLead => warning_lead(response, endex),
        Quantity::DwellTime => dwell_time(response),
        quantity => match milestone(quantity) {
            Some(milestone) => elapsed(origin, reached(response, milestone), endex),
            None => Value::NotAtRisk,
        },
    }
}

/// The milestone that a response time ends at, counted from its origin.
pub(super) fn milestone(quantity: Quantity) -> Option<Milestone> {
    Some(match quantity {
        Quantity::TimeToDetect => Milestone::Detected,
        Quantity::TimeToAcknowledge => Milestone::Acknowledged,
        Quantity::TimeToDeclare => Milestone::Declared,
        Quantity::TimeToContain => Milestone::Contained,
        Quantity::TimeToFinalContainment => Milestone::FinallyContained,
        Quantity::TimeToRecover => Milestone::Recovered,
        Quantity::TimeToAssist => Milestone::Assisted,
        _ => return None,
    })
}

fn reached(response: &ResponseLedger, milestone: Milestone) -> SimTime {
    response.milestones[milestone as usize]
}

/// From `origin` to `end`, each `MAX` for never.
fn elapsed(origin: SimTime, end: SimTime, endex: SimTime) -> Value {
    match (origin, end) {
        (SimTime::MAX, _) => Value::NotAtRisk,
        (_, SimTime::MAX) => Value::Censored(endex.since(origin).micros() as f64),
        _ => Value::Observed(end.since(origin).micros() as f64),
    }
}

/// First hold minus first report; who was held and never warned has a lead below minus the time that was left.
fn warning_lead(response: &ResponseLedger, endex: SimTime) -> Value {
    let signed = |from: SimTime, to: SimTime| to.micros() as f64 - from.micros() as f64;
    match response.informed_by.iter().copied().min() {
        Some(warned) if warned < SimTime::MAX => Value::Observed(signed(warned, response.origin)),
        _ => Value::Censored(-(endex.since(response.origin).micros() as f64)),
    }
}

fn dwell_time(response: &ResponseLedger) -> Value {
    let mean = response.dwell_time.micros() as f64 / f64::from(response.dwells.max(1));
    match (response.dwells, response.loose) {
        (0, _) => Value::NotAtRisk,
        (_, 0) => Value::Observed(mean),
        _ => Value::Censored(mean),
    }
}

/// An integral of lost level in microseconds as hours of it.
fn function_hours(loss: f64) -> f64 {
    loss / SimDuration::HOUR.micros() as f64
}

fn function(function: &FunctionLedger, quantity: Quantity) -> Value {
    Value::Observed(match quantity {
        Quantity::FunctionLevel => function.level,
        Quantity::FunctionLowest => function.lowest,
        _ => function_hours(function.loss),
    })
}

fn mission(model: &Model, ledger: &Ledger, measure: &Measure) -> f64 {
    if !measure.mission.is_some() {
        let all = model.missions.iter().zip(&ledger.missions);
        return all.map(|(mission, ledger)| mission.weight * function_hours(ledger.loss)).sum();
    }
    let mission = &ledger.missions[measure.mission.at()];
    match measure.quantity {
        Quantity::MissionLevel => mission.level,
        Quantity::MissionLowest => mission.lowest,
        Quantity::MissionBelow => mission.below.micros() as f64,
        _ => function_hours(mission.loss),
    }
}

/// What a picture was worth; nothing of a time that never was.
fn centre(centre: &CentreLedger, quantity: Quantity) -> Value {
    let mean = |sum: f64, time: SimDuration| match time {
        SimDuration::ZERO => Value::NotAtRisk,
        time => Value::Observed(sum / time.micros() as f64),
    };
    match quantity {
        Quantity::Awareness => mean(centre.aware, centre.at_risk),
        Quantity::Staleness => mean(centre.age, centre.pictured),
        Quantity::FalseBeliefs => mean(centre.wrong as f64, centre.measured),
        counted => {
            centre.count(counted).map_or(Value::NotAtRisk, |number| Value::Observed(f64::from(number)))
        }
    }
}

fn team(model: &Model, ledger: &Ledger, measure: &Measure) -> Value {
    let counts: &TeamLedger = &ledger.teams[measure.team.at()];
    match measure.quantity {
        Quantity::AlertWait => alert_wait(counts),
        Quantity::Utilisation if measure.tier.is_some() => utilisation(ledger, &[measure.tier]),
        Quantity::Utilisation => utilisation(ledger, &model.teams[measure.team.at()].tiers),
        Quantity::DuplicatedWork => Value::Observed(counts.duplicated.micros() as f64),
        Quantity::SparedWork => Value::Observed(counts.spared.micros() as f64),
        counted => counts.count(counted).map_or(Value::NotAtRisk, |number| Value::Observed(number as f64)),
    }
}

/// The mean wait of all alerts that came; of those that still wait, so far.
fn alert_wait(team: &TeamLedger) -> Value {
    let mean = (team.waits.sum + team.not_begun_waits) as f64 / (team.waits.count + team.not_begun) as f64;
    match (team.waits.count, team.not_begun) {
        (0, 0) => Value::NotAtRisk,
        (_, 0) => Value::Observed(mean),
        _ => Value::Censored(mean),
    }
}

/// Seats busy over seats on duty, those who are called in among them.
fn utilisation(ledger: &Ledger, tiers: &[PoolIdx]) -> Value {
    let sum = |part: fn(&crate::sim::PoolLedger) -> u128| {
        tiers.iter().map(|tier| part(&ledger.pools[tier.at()])).sum::<u128>()
    };
    match sum(|pool| pool.duty) {
        0 => Value::NotAtRisk,
        duty => Value::Observed(sum(|pool| pool.busy) as f64 / duty as f64),
    }
}

fn overall(ledger: &Ledger, measure: &Measure) -> Value {
    let all = ledger.campaigns.as_slice();
    let chosen = match measure.campaign.is_some() {
        true => &all[measure.campaign.at()..=measure.campaign.at()],
        false => all,
    };
    // The same asset held by two campaigns counts once in the exercise's own numbers, so these are not sums.
    let whole = !measure.campaign.is_some();
    let number = match measure.quantity {
        Quantity::AssetsHeldPeak if whole => u64::from(ledger.peak),
        Quantity::AssetsHeldTotal if whole => u64::from(ledger.total),
        Quantity::AssetsHeldNow if whole => u64::from(ledger.held),
        Quantity::AssetsHeldPeak => u64::from(chosen[0].peak),
        Quantity::AssetsHeldTotal => u64::from(chosen[0].total),
        Quantity::AssetsHeldNow => u64::from(chosen[0].held),
        Quantity::CampaignsAtObjective => {
            chosen.iter().filter(|campaign| campaign.objective < SimTime::MAX).count() as u64
        }
        Quantity::Attributed => {
            chosen.iter().filter(|campaign| campaign.attributed < SimTime::MAX).count() as u64
        }
        Quantity::WronglyAttributed => {
            chosen.iter().filter(|campaign| campaign.misattributed < SimTime::MAX).count() as u64
        }
        Quantity::AttemptsPrevented => chosen.iter().map(|campaign| campaign.prevented).sum(),
        _ => return Value::NotAtRisk,
    };
    Value::Observed(number as f64)
}
