//! Mutual assistance: teams of experts that go to whoever asks for them.
//!
//! **Invariant:** records only; who may ask, and when anybody comes, is decided when compiling and simulating.

use super::cooperation::Party;
use super::duration::{Span, Time};
use super::record::record;
use super::written::{At, Id, Word};

record! {
    /// An offer of experts: a rapid reaction team, a cyber rapid response team, what a nation gives to a clearing house.
    ///
    /// A playbook asks for it with `RequestHelp`. Once it is granted the experts travel, work as further seats of the tier that
    /// they were asked for, in its shifts, until the incident is closed or their time is over, and travel back. Who asks meanwhile waits
    /// until one of the offer's teams is back, in the order of being granted it.
    pub struct Assistance with basis by id {
        /// Its id.
        id: Id,
        /// The organisation that offers it.
        organisation: Id,
        /// How many experts go.
        seats: At<u32>,
        /// How many such teams there are, each of which is in one place at a time. Default: 1.
        teams: At<u32> = 1.into(),
        /// Whose people they are: while they are away, that tier has fewer seats. If left out they do nothing else.
        from: Option<Lender>,
        /// Who may ask, as parties of an agreement are written; its own organisation never.
        to: Vec<Party>,
        /// Whose decision a request waits for; nobody's if left out.
        authority: Option<Id>,
        /// The probability that a request is refused, 0 to 1. Default: 0.
        refused: At<f64> = 0.0.into(),
        /// How long they travel, there and back.
        travel: Time,
        /// What times of work are divided by when they do it, as the skill of a tier, more than 0. Default: 1.
        skill: At<f64> = 1.0.into(),
        /// For how long they stay at most; until the incident is closed if left out.
        stay: Option<Span>,
    }
}

record! {
    /// Of [`Assistance`]: whose people go.
    pub struct Lender {
        /// The team.
        team: Id,
        /// Its tier.
        tier: Word,
    }
}
