//! Where the hours of a response time went.
//!
//! **Invariant:** the microseconds per state of a response time that counts from the first hold add up to it exactly.

use super::evaluate::milestone;
use super::value;
use crate::model::{Measure, Model, Origin};
use crate::sim::{Milestone, Outcome, State};

/// The milestones whose time is broken down by cause: all that count from the same origin.
pub const CAUSED: [Milestone; 6] = [
    Milestone::Detected,
    Milestone::Acknowledged,
    Milestone::Declared,
    Milestone::Contained,
    Milestone::FinallyContained,
    Milestone::Recovered,
];

/// The milestone up to which the time of `measure` is broken down by cause, if it is.
pub fn caused_milestone(measure: &Measure) -> Option<Milestone> {
    milestone(measure.quantity).filter(|_| measure.origin == Origin::FirstHold && measure.campaign.is_some())
}

/// Microseconds per state, in the order of [`State::ALL`], of a response time from the first hold; none for what is not
/// broken down and for what was never at risk. Of a time that ENDEX cut short, the time so far.
pub fn micros_by_state(
    model: &Model,
    outcome: &Outcome<'_>,
    measure: &Measure,
) -> Option<[u64; State::COUNT]> {
    let milestone = caused_milestone(measure)?;
    let response = outcome.ledger.response(measure.responder, measure.campaign);
    let total = value(model, outcome, measure).number()?;
    let causes = &response.causes[milestone as usize];
    let micros = State::ALL.map(|state| causes.total(state).micros());
    debug_assert_eq!(micros.iter().sum::<u64>() as f64, total, "the causes of {measure:?} add up");
    Some(micros)
}

/// A state as outputs write it.
pub const fn state_name(state: State) -> &'static str {
    match state {
        State::Worked => "worked",
        State::Travelling => "travelling",
        State::AwaitingCrew => "awaiting_crew",
        State::AwaitingApproval => "awaiting_approval",
        State::AwaitingRelease => "awaiting_release",
        State::AwaitingPartner => "awaiting_partner",
        State::Queued => "queued",
        State::OffShift => "off_shift",
        State::Unseen => "unseen",
    }
}
