//! Whoever serves a queue: tiers of teams, authorities, crews and exercise staffs, with their rosters.
//!
//! **Invariant:** pools stand in the order tiers (by team, then id), authorities, crews, exercise staffs, each by id.

use super::frame::Calendar;
use super::ids::Ids;
use super::queue;
use super::table::{Table, same_keys, unknown_here};
use super::values::{at_most, distribution, duration, positive, probability};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::{Distribution, SimDuration, SimTime, name_key};
use crate::model::{Pool, PoolIdx, PoolKind, QueueOrder, StaffIdx, TeamIdx};
use crate::scenario::{At, Id, Shifts, Span, Tier, Word};
use jiff::tz::TimeZone;

/// All pools, and how the records name them.
#[derive(Debug)]
pub struct Staff<'a> {
    /// The model's pools.
    pub pools: Vec<Pool>,
    /// Their names: `team/tier`, or the authority's or crew's id.
    pub names: Vec<String>,
    tiers: Vec<(u32, Table<'a, Tier>)>,
    authorities: u32,
    crews: u32,
    cells: u32,
}

/// What makes a pool, apart from whose it is.
struct Duty<'a> {
    seats: u32,
    shifts: &'a Shifts,
    on_call: Option<Span>,
    skill: f64,
    order: QueueOrder,
    preempts: bool,
    handover: SimDuration,
    shrinkage: f64,
    place: Place,
}

impl<'a> Duty<'a> {
    /// The duty of those who serve first come, first served, and of whom no more is said.
    fn plain(seats: u32, shifts: &'a Shifts, on_call: Option<Span>, place: Place) -> Duty<'a> {
        Duty {
            seats,
            shifts,
            on_call,
            skill: 1.0,
            order: QueueOrder::FirstCome,
            preempts: false,
            handover: SimDuration::ZERO,
            shrinkage: 0.0,
            place,
        }
    }
}

/// The most seats of a tier with `shrinkage`, each of which is drawn at each start of a shift.
const MOST_SEATS: u32 = 10_000;

impl<'a> Staff<'a> {
    /// Builds every pool.
    pub fn new(ids: &Ids<'a>, calendar: &Calendar<'_>, faults: &mut Vec<Diagnostic>) -> Staff<'a> {
        let mut staff = Staff {
            pools: Vec::new(),
            names: Vec::new(),
            tiers: Vec::new(),
            authorities: 0,
            crews: 0,
            cells: 0,
        };
        let mut places = Vec::new();
        for (number, row) in (0..).zip(ids.teams.iter()) {
            let team = row.record;
            let zone = calendar.zone(team.time_zone.as_ref(), faults);
            let tiers = Table::new("tier", &team.tiers, |tier| &tier.id, faults);
            let order = queue::order(&team.queue, row.place, faults);
            let preempts = team.queue.preempts.value;
            staff.tiers.push((staff.pools.len() as u32, tiers));
            for row in staff.tiers[number as usize].1.iter() {
                let tier = row.record;
                let duty = Duty {
                    skill: positive(tier.skill, "skill", faults),
                    order,
                    preempts,
                    handover: handover(tier, faults),
                    shrinkage: shrinkage(tier, faults),
                    ..Duty::plain(some_seats(tier.seats, faults), &tier.shifts, tier.on_call, row.place)
                };
                let name = format!("{}/{}", team.id, row.name);
                staff.pools.push(pool(
                    &name,
                    PoolKind::Tier(TeamIdx(number)),
                    duty,
                    (calendar, &zone),
                    faults,
                ));
                staff.names.push(name);
                places.push(row.place);
            }
        }
        staff.authorities = staff.pools.len() as u32;
        for row in ids.authorities.iter() {
            let authority = row.record;
            ids.organisation(&authority.organisation, faults);
            let zone = calendar.zone(authority.time_zone.as_ref(), faults);
            let duty = Duty::plain(1, &authority.hours, authority.on_call, row.place);
            staff.pools.push(pool(row.name, PoolKind::Authority, duty, (calendar, &zone), faults));
            staff.names.push(row.name.to_owned());
            places.push(row.place);
        }
        staff.crews = staff.pools.len() as u32;
        for row in ids.crews.iter() {
            let crew = row.record;
            ids.organisation(&crew.organisation, faults);
            let zone = calendar.zone(crew.time_zone.as_ref(), faults);
            let seats = some_seats(crew.seats, faults);
            let duty = Duty::plain(seats, &crew.hours, crew.on_call, row.place);
            staff.pools.push(pool(row.name, PoolKind::Crew, duty, (calendar, &zone), faults));
            staff.names.push(row.name.to_owned());
            places.push(row.place);
        }
        staff.cells = staff.pools.len() as u32;
        for row in ids.staffs.iter() {
            let cell = row.record;
            let zone = calendar.zone(cell.time_zone.as_ref(), faults);
            let seats = some_controllers(cell.controllers, faults);
            let duty = Duty::plain(seats, &cell.hours, None, row.place);
            let name = format!("staff {}", row.name);
            staff.pools.push(pool(&name, PoolKind::Staff, duty, (calendar, &zone), faults));
            staff.names.push(name);
            places.push(row.place);
        }
        let named = staff
            .pools
            .iter()
            .zip(&staff.names)
            .zip(places)
            .map(|((pool, name), place)| (pool.key, name.clone(), place));
        same_keys("queue", named, faults);
        staff
    }

    /// The tiers of a team, by id.
    pub fn tiers_of(&self, team: TeamIdx) -> Vec<PoolIdx> {
        let (first, tiers) = &self.tiers[team.at()];
        (0..tiers.len() as u32).map(|number| PoolIdx(first + number)).collect()
    }

    /// A tier of a team by its name; what asks for it is named by `asker` in the fault, as "the playbook `standard`".
    pub fn tier(
        &self,
        team: TeamIdx,
        team_id: &str,
        name: &Word,
        asker: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<PoolIdx> {
        let (first, tiers) = &self.tiers[team.at()];
        let found = tiers.find(&name.text).map(|number| PoolIdx(first + number));
        if found.is_none() {
            faults.push(unknown_here(
                codes::UNKNOWN_TIER,
                &format!("{asker} asks the team `{team_id}` for a tier that it does not have:"),
                name,
                tiers.names(),
            ));
        }
        found
    }

    /// The pool of an authority, and how long one of its decisions takes; of nobody, none and no time.
    pub fn decision(
        &self,
        id: Option<&Id>,
        ids: &Ids<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> (PoolIdx, Distribution) {
        let nobody = (PoolIdx::NONE, Distribution::ZERO);
        let Some(number) = id.and_then(|id| ids.authorities.resolve(id, faults)) else { return nobody };
        let time = ids
            .authorities
            .get(number)
            .map_or(Distribution::ZERO, |row| distribution(&row.record.time, faults));
        (PoolIdx(self.authorities + number), time)
    }

    /// The pool of an exercise staff's controllers.
    pub fn cell(&self, staff: StaffIdx) -> PoolIdx {
        PoolIdx(self.cells + staff.0)
    }

    /// The pool of a crew.
    pub fn crew(&self, id: &Id, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Option<PoolIdx> {
        ids.crews.resolve(id, faults).map(|number| PoolIdx(self.crews + number))
    }
}

fn pool(
    name: &str,
    kind: PoolKind,
    duty: Duty<'_>,
    (calendar, zone): (&Calendar<'_>, &TimeZone),
    faults: &mut Vec<Diagnostic>,
) -> Pool {
    let (roster, turns) = match duty.handover > SimDuration::ZERO || duty.shrinkage > 0.0 {
        true => calendar.turns(duty.shifts, zone, duty.seats),
        false => (calendar.roster(duty.shifts, zone, duty.seats), Vec::new()),
    };
    let on_call = duty.on_call.map(duration);
    if on_call.is_none() && roster.iter().all(|(_, seats)| *seats == 0) {
        let message = format!("nobody of `{name}` is ever on duty during the exercise");
        let warning = Diagnostic::warning(codes::NEVER_ON_DUTY, duty.place, message)
            .label("never on duty, and not on call");
        faults.push(
            warning.help(String::from("work for it is never begun: give it other hours, or `on_call`")),
        );
    }
    let doubled = duty.shifts.doubled().map(|(place, also)| {
        let message = if also.is_nowhere() {
            "this block ends when it begins, so it lasts a whole day"
        } else {
            "two blocks of these shifts overlap, and the seats are there only once"
        };
        let warning = Diagnostic::warning(codes::DOUBLE_SHIFTS, place, message);
        match also.is_nowhere() {
            true => warning
                .label("twenty-four hours")
                .help(String::from("write `AroundTheClock`, or `\"00:00\"` and `\"24:00\"` for whole days")),
            false => warning
                .label("this one")
                .also(also, "and this one")
                .help(String::from("let one end where the other begins, or make it a tier of its own")),
        }
    });
    faults.extend(doubled);
    let Duty { skill, order, preempts, handover, shrinkage, .. } = duty;
    Pool { key: name_key(name), kind, roster, turns, handover, shrinkage, on_call, skill, order, preempts }
}

/// The controllers of a staff, of whom there must be one.
fn some_controllers(controllers: At<u32>, faults: &mut Vec<Diagnostic>) -> u32 {
    if controllers.value == 0 {
        let message = "`controllers` must be at least 1";
        let fault = Diagnostic::error(codes::NO_SEATS, controllers.place, message).label("zero");
        let help = "a staff that nobody plays is left out; `shifts` say when nobody is there";
        faults.push(fault.help(String::from(help)));
    }
    controllers.value.max(1)
}

/// The seats of a tier or crew, of which there must be one.
fn some_seats(seats: At<u32>, faults: &mut Vec<Diagnostic>) -> u32 {
    if seats.value == 0 {
        let fault = Diagnostic::error(codes::NO_SEATS, seats.place, "`seats` must be at least 1");
        let help = "what nobody is to do is left out; `shifts` or `hours` say when nobody is there";
        faults.push(fault.label("zero").help(String::from(help)));
    }
    seats.value.max(1)
}

fn handover(tier: &Tier, faults: &mut Vec<Diagnostic>) -> SimDuration {
    let Some(span) = tier.handover else { return SimDuration::ZERO };
    let shortest = u64::from(tier.shifts.shortest()) * 60_000_000;
    if span.micros >= shortest {
        let message = format!("the hand-over of `{}` takes as long as its shortest shift", tier.id);
        let fault =
            Diagnostic::error(codes::LONG_HANDOVER, span.place, message).label("not shorter than a shift");
        faults.push(fault.help(String::from(
            "work that is handed over would never end: give it less time, or leave it out",
        )));
        return SimDuration::ZERO;
    }
    duration(span)
}

fn shrinkage(tier: &Tier, faults: &mut Vec<Diagnostic>) -> f64 {
    let share = probability(tier.shrinkage, "shrinkage", faults);
    if tier.shrinkage.value == 1.0 {
        let message = format!("with a `shrinkage` of 1, nobody of `{}` is ever there", tier.id);
        let fault =
            Diagnostic::error(codes::ALL_AWAY, tier.shrinkage.place, message).label("not less than 1");
        faults.push(fault);
        return 0.0;
    }
    // Of one who is never there, a fault was told.
    let share = if share < 1.0 { share } else { 0.0 };
    if share > 0.0 {
        at_most(tier.seats, MOST_SEATS, "seats", faults);
    }
    share
}

/// Mean number of seats on duty and present over the whole run.
pub fn mean_seats(pool: &Pool, endex: SimTime) -> f64 {
    let roster = &pool.roster;
    let ends = roster.iter().skip(1).map(|(at, _)| *at).chain([endex]);
    let seat_time: f64 = roster
        .iter()
        .zip(ends)
        .map(|((start, seats), end)| end.since(*start).hours() * f64::from(*seats))
        .sum();
    (1.0 - pool.shrinkage) * seat_time / endex.hours()
}
