//! Exercise staffs: who gives which inject, and of what a staff learns only from another.
//!
//! **Invariant:** a staff learns by coordination of nothing that is its own, or everybody's.

use super::cooperation::{self, Partners};
use super::staff::Staff;
use super::table::Row;
use super::values::optional_distribution;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::{Distribution, SimTime, name_key};
use crate::model::{
    Centre, Condition, ExerciseStaff, Function, Inject, InjectIdx, Measure, Mission, OrganisationIdx, Pool,
    Responder, StaffIdx, Team, When,
};
use crate::scenario::{self, Scenario};

/// The staffs, by id, and what they tell each other.
#[derive(Debug, Default)]
pub struct Staffs {
    /// The model's.
    pub staffs: Vec<ExerciseStaff>,
    /// How long it takes to tell each other; none: they don't.
    pub coordination: Option<Distribution>,
    /// The players of each.
    players: Vec<Vec<OrganisationIdx>>,
}

/// The staffs.
pub fn lower(
    scenario: &Scenario,
    partners: &Partners<'_>,
    staff: &Staff<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Staffs {
    let ids = partners.ids;
    let mut found = Staffs::default();
    for (number, row) in (0..).map(StaffIdx).zip(ids.staffs.iter()) {
        let players = cooperation::all_of(&row.record.players, partners, faults);
        let players: Vec<_> = players.into_iter().map(|party| party.organisation).collect();
        for (other, named) in ids.staffs.iter().zip(&found.players) {
            let shared: Vec<_> = players.iter().copied().filter(|player| named.contains(player)).collect();
            faults.extend(shared_players(row, other.name, &shared, partners));
        }
        found.players.push(players);
        let time = optional_distribution(row.record.time.as_ref(), faults);
        found.staffs.push(ExerciseStaff { key: name_key(row.name), pool: staff.cell(number), time });
        let named = |inject: &scenario::Inject| inject.staff.as_ref().is_some_and(|id| id.text == row.name);
        let misspelt = scenario.msel.iter().filter_map(|inject| inject.staff.as_ref());
        let misspelt = misspelt.into_iter().any(|id| ids.staffs.find(&id.text).is_none());
        if !misspelt && !scenario.msel.iter().any(named) {
            let message = format!("the staff `{}` gives no inject", row.name);
            let warning = Diagnostic::warning(codes::IDLE_CELL, row.place, message).label("nothing to do");
            faults.push(warning.help(format!("name it in an inject: `staff: \"{}\"`", row.name)));
        }
    }
    if let Some(coordination) = &scenario.coordination {
        let delay = optional_distribution(coordination.delay.as_ref(), faults);
        if let Some(time) = coordination.delay.as_ref().filter(|_| found.staffs.len() < 2) {
            let message = "there are no two staffs who could coordinate";
            faults.push(Diagnostic::warning(codes::IDLE_CELL, time.place, message).label("changes nothing"));
        }
        found.coordination = Some(delay);
    }
    found
}

/// A warning for players of a staff who are another's too.
fn shared_players(
    row: &Row<'_, scenario::ExerciseStaff>,
    other: &str,
    shared: &[OrganisationIdx],
    partners: &Partners<'_>,
) -> Option<Diagnostic> {
    let first = *shared.first()?;
    let stands_for = |party: &&scenario::Party| {
        let parties = cooperation::all_of(std::slice::from_ref(*party), partners, &mut Vec::new());
        parties.iter().any(|party| party.organisation == first)
    };
    let place = row.record.players.iter().find(stands_for).map_or(row.place, cooperation::place);
    let name = partners.ids.organisations.get(first.0).map_or("", |row| row.name);
    let who = match shared.len() {
        1 => format!("`{name}` is a player"),
        more => format!("{more} organisations, `{name}` first, are players"),
    };
    let message = format!("{who} of the staff `{other}` and of `{}`", row.name);
    let warning = Diagnostic::warning(codes::SHARED_PLAYER, place, message).label("belongs to both");
    let help = "both staffs see what it does without coordination: name it in one of them";
    Some(warning.help(String::from(help)))
}

/// What belongs to whom, so that a staff can tell whether it sees it.
pub struct Owners<'a> {
    /// The staffs.
    pub staffs: &'a Staffs,
    /// Who responds.
    pub responders: &'a [Responder],
    /// The teams.
    pub teams: &'a [Team],
    /// The functions.
    pub functions: &'a [Function],
    /// The missions.
    pub missions: &'a [Mission],
    /// The centres.
    pub centres: &'a [Centre],
    /// The pools.
    pub pools: &'a [Pool],
}

impl Owners<'_> {
    /// Marks the injects of which their staff learns from another only, and warns of those that are due off shift.
    pub fn mark(&self, injects: &mut [Inject], written: &[&scenario::Inject], faults: &mut Vec<Diagnostic>) {
        let of: Vec<StaffIdx> = injects.iter().map(|inject| inject.staff).collect();
        for (inject, written) in injects.iter_mut().zip(written) {
            if !inject.staff.is_some() {
                continue;
            }
            inject.told = match &inject.when {
                When::At(_) | When::Called => false,
                When::After(other) => other_of(&of, *other, inject.staff),
                When::On(condition) => self.is_foreign(condition, inject.staff, &of),
            };
            if let When::At(at) = inject.when {
                faults.extend(self.off_duty(at, inject.staff, written));
            }
        }
    }

    /// Whether a condition speaks of anything that only another staff sees.
    fn is_foreign(&self, condition: &Condition, staff: StaffIdx, of: &[StaffIdx]) -> bool {
        match condition {
            Condition::NotYet { measure, from, .. } => {
                self.is_of_others(measure, staff) || other_of(of, *from, staff)
            }
            Condition::Reached(measure) | Condition::Level { measure, .. } => {
                self.is_of_others(measure, staff)
            }
            Condition::Injected(inject) => other_of(of, *inject, staff),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.is_foreign(part, staff, of))
            }
            Condition::Not(part) => self.is_foreign(part, staff, of),
        }
    }

    /// Whether what is measured is that of players of other staffs alone.
    fn is_of_others(&self, measure: &Measure, staff: StaffIdx) -> bool {
        if measure.staff.is_some() {
            return measure.staff != staff;
        }
        let Some(owner) = self.owner(measure) else { return false };
        let plays = |players: &Vec<OrganisationIdx>| players.contains(&owner);
        !plays(&self.staffs.players[staff.at()]) && self.staffs.players.iter().any(plays)
    }

    /// The organisation whose doing a measure is.
    fn owner(&self, measure: &Measure) -> Option<OrganisationIdx> {
        let responder = self.responders.get(measure.responder.at()).map(|responder| responder.organisation);
        let team = self.teams.get(measure.team.at()).map(|team| team.organisation);
        let function = self.functions.get(measure.function.at()).map(|function| function.organisation);
        let mission = self.missions.get(measure.mission.at()).map(|mission| mission.organisation);
        let bound = measure.organisation.is_some().then_some(measure.organisation);
        let centre =
            self.centres.get(measure.centre.at()).map(|centre| self.teams[centre.team.at()].organisation);
        responder.or(team).or(function).or(mission).or(centre).or(bound)
    }

    /// A warning for an inject that is due when nobody of its staff is there.
    fn off_duty(&self, at: SimTime, staff: StaffIdx, written: &scenario::Inject) -> Option<Diagnostic> {
        let roster = &self.pools.get(self.staffs.staffs[staff.at()].pool.at())?.roster;
        let seats = roster.iter().rev().find(|(from, _)| *from <= at).map_or(0, |(_, seats)| *seats);
        if seats > 0 {
            return None;
        }
        let (no, staff) = (&written.no, written.staff.as_ref()?);
        let message = format!("the inject `{no}` is due when nobody of its staff `{staff}` is on duty");
        let warning = Diagnostic::warning(codes::DUE_OFF_DUTY, no.place, message).label("always late");
        Some(warning.help(String::from("plan it within the staff's `hours`, or let somebody be there then")))
    }
}

/// Whether an inject is another staff's.
fn other_of(of: &[StaffIdx], inject: InjectIdx, staff: StaffIdx) -> bool {
    of.get(inject.at()).is_some_and(|other| other.is_some() && *other != staff)
}

impl super::measure::Measures<'_> {
    /// The staff that a measure is of; all of them together if it names none.
    pub(super) fn of_staff(
        &self,
        written: &scenario::Measure,
        measure: &mut Measure,
        faults: &mut Vec<Diagnostic>,
    ) {
        match self.filter(written, "staff") {
            Some(id) => measure.staff = self.ids.staff(id, faults),
            None if self.ids.staffs.len() == 0 => {
                super::measure::only(written, "staff", self.ids.staffs.names(), faults);
            }
            None => {}
        }
    }
}

/// The staff of an inject; none if it names none, or after a fault.
pub fn of_inject(
    inject: &scenario::Inject,
    ids: &super::ids::Ids<'_>,
    faults: &mut Vec<Diagnostic>,
) -> StaffIdx {
    inject.staff.as_ref().map_or(StaffIdx::NONE, |id| ids.staff(id, faults))
}
