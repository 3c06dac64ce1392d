//! Memberships of alliances: as the run starts, and on dates during it.
//!
//! **Invariant:** an organisation is a member from the first civil day of a membership on and until the end of its last, in
//! STARTEX's zone.

use super::frame::Calendar;
use super::ids::Ids;
use super::values::date;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::SimTime;
use crate::model::{Alliance, Membership, OrganisationIdx};
use crate::scenario;

/// The model's alliance.
pub const fn alliance(written: scenario::Alliance) -> Alliance {
    match written {
        scenario::Alliance::Nato => Alliance::Nato,
        scenario::Alliance::Eu => Alliance::Eu,
    }
}

/// Its name, for people.
pub const fn name(alliance: Alliance) -> &'static str {
    match alliance {
        Alliance::Nato => "NATO",
        Alliance::Eu => "the EU",
    }
}

/// Of each organisation the alliances that it is a member of as the run starts, and what changes on dates during it.
pub fn lower(
    ids: &Ids<'_>,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<u8>, Vec<Membership>) {
    let mut at_start = vec![0; ids.organisations.len()];
    let mut changes = Vec::new();
    for (number, row) in (0..).map(OrganisationIdx).zip(ids.organisations.iter()) {
        for written in &row.record.member_of {
            let alliance = alliance(written.r#in.value);
            let (from, until) = period(written.since.as_ref(), written.until.as_ref(), calendar, faults);
            if from == SimTime::ZERO && until > SimTime::ZERO {
                at_start[number.at()] |= alliance as u8;
            }
            for (at, joins) in [(from, true), (until, false)] {
                if at > SimTime::ZERO && at <= calendar.endex {
                    changes.push(Membership { at, organisation: number, alliance, joins });
                }
            }
        }
    }
    changes.sort_by_key(|change| (change.at, change.organisation, change.joins));
    (at_start, changes)
}

/// From when until when something holds that has a first and a last day.
pub fn period(
    since: Option<&scenario::Word>,
    until: Option<&scenario::Word>,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> (SimTime, SimTime) {
    let first = since.and_then(|word| date(word, faults));
    let last = until.and_then(|word| Some((date(word, faults)?, word.place)));
    if let (Some(first), Some((last, place))) = (first, last)
        && last < first
    {
        let fault = Diagnostic::error(codes::ENDS_BEFORE, place, "this ends before it begins");
        faults.push(fault.label("before `since`"));
    }
    let from = first.map_or(SimTime::ZERO, |first| calendar.midnight(first));
    let day_after = last.and_then(|(last, _)| last.tomorrow().ok());
    (from, day_after.map_or(SimTime::MAX, |day| calendar.midnight(day)))
}
