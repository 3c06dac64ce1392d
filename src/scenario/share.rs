//! How many of a scenario's numbers are assumed.
//!
//! The share that outputs state is [`played_share`] of a scenario to which the numbers of the library have been added: what
//! is left out is played too, and counts. A record's `basis` covers all of its numbers, those that it leaves out included;
//! so a scenario and what `expand` writes of it have the same share.
//!
//! **Invariant:** a number is counted once, if it stands in a record that takes a basis or in a record within one.

use super::Scenario;
use super::written::Basis;
use crate::diagnostic::Place;

/// Numbers, and how many of them are assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Numbers whose record says `Assumed`, or says nothing.
    pub assumed: usize,
    /// All numbers in records that take a basis.
    pub total: usize,
    /// Whether numbers that are left out count as well.
    left_out: bool,
}

impl Share {
    /// Counts the number at `place`; defaults, which stand nowhere, are not written.
    pub fn add(&mut self, cover: Cover, place: Place) {
        if cover != Cover::Outside && (self.left_out || !place.is_nowhere()) {
            self.total += 1;
            self.assumed += usize::from(cover == Cover::Assumed);
        }
    }
}

/// What the enclosing records say about the numbers within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// No enclosing record takes a basis.
    Outside,
    /// Assumed, said or not.
    Assumed,
    /// From a source or an expert.
    Founded,
}

impl Cover {
    /// Within a record that takes a basis: its own, or else the enclosing record's, or else assumed.
    #[must_use]
    pub fn under(self, basis: Option<&Basis>) -> Cover {
        match (basis, self) {
            (Some(Basis::Assumed), _) | (None, Cover::Outside) => Cover::Assumed,
            (Some(_), _) => Cover::Founded,
            (None, enclosing) => enclosing,
        }
    }
}

/// Counts the written numbers of a scenario whose basis is asked for, and those that are assumed.
///
/// A duration or a distribution counts as one number. Records that take no basis (injects, objectives, the
/// frame) are left out.
pub fn assumed_share(scenario: &Scenario) -> Share {
    let mut share = Share::default();
    scenario.count(Cover::Outside, &mut share);
    share
}

/// The same of all numbers with which a scenario is played, but those of the library: defaults count as if they were written.
pub fn played_share(scenario: &Scenario) -> Share {
    let mut share = Share { left_out: true, ..Share::default() };
    scenario.count(Cover::Outside, &mut share);
    share
}
