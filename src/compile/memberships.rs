//! Memberships of alliances: as the run starts, and on dates during it.
//!
//! **Invariant:** an organisation is a member from the first civil day of a membership on and until the end of its last, in
//! STARTEX's zone.

use super::effects;
use super::frame::Calendar;
use super::ids::Ids;
use super::values::date;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::SimTime;
use crate::model::{Alliance, Change, Membership, OrganisationIdx};
use crate::scenario::{self, Scenario};

/// The model's alliance.
pub const fn alliance(written: scenario::Alliance) -> Alliance {
    match written {
        scenario::Alliance::Nato => Alliance::Nato,
        scenario::Alliance::Eu => Alliance::Eu,
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

/// Of each organisation the alliances that it is a member of at some time of the run, as bits: at the start, by a date, or
/// because an inject lets it join.
pub fn ever(scenario: &Scenario, ids: &Ids<'_>, (mut ever, changes): (Vec<u8>, &[Membership])) -> Vec<u8> {
    for change in changes {
        ever[change.organisation.at()] |= change.alliance as u8;
    }
    for effect in scenario.effects() {
        effects::each(effect, &mut |effect| {
            if let scenario::Effect::Join(accession) = effect
                && let Some(number) = ids.organisations.find(&accession.organisation.text)
            {
                ever[number as usize] |= alliance(accession.alliance.value) as u8;
            }
        });
    }
    ever
}

/// What an inject changes by which an organisation joins or leaves, and the words for it.
pub fn change(
    accession: &scenario::Accession,
    joins: bool,
    ids: &Ids<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Change, String)> {
    let organisation = OrganisationIdx(ids.organisations.resolve(&accession.organisation, faults)?);
    let alliance = alliance(accession.alliance.value);
    let done = if joins { "joins" } else { "leaves" };
    let words = format!("{} {done} {}", accession.organisation, alliance.name());
    Some((Change::Membership { organisation, alliance, joins }, words))
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
