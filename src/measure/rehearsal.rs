//! What one replication says of the plan of an exercise: what became of each inject, whether those were there who get it, and in
//! which clock hours a team or a staff had too much to do, or nothing.
//!
//! The hours of the exercise are clock hours from STARTEX: hour 0 is the first after STARTEX, and the last one ends with ENDEX, so that it
//! may be shorter. A [`Desk`] is a team with all its tiers, or a staff that gives injects. In an hour it is
//! - *on shift* if somebody of it was on duty at any time of the hour, whoever was called in included;
//! - *overloaded* if, of one of its pools and over the time of the hour in which that pool had somebody on duty, the busy share of the
//!   seat-hours on duty was at least [`Thresholds::busy_share`], or [`Thresholds::waiting_per_seat`] tasks or more waited per seat on
//!   duty in the mean;
//! - *dead* if it was on shift and nothing was worked on nor waited in the whole hour, so that nothing can have arrived either;
//! - *unattended* if it was not on shift and work waited.
//!
//! **Invariant:** an hour is of two of the last three kinds only where a share or a number of nothing is asked for; no inject has two
//! fates.

use super::queues::by_pool;
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use crate::sim::{Happening, LoadStretch, Outcome};
use std::sync::Arc;

/// What became of an inject of the MSEL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// It came when it was due.
    OnTime,
    /// It came after it was due, for its staff had no controller free, or did not know.
    Late,
    /// Its staff was asked for it, and nobody of it was on duty from then to ENDEX.
    OffShift,
    /// Its staff was asked for it and, though there, had no controller free before ENDEX.
    NoController,
    /// It was due, and its staff did not learn before ENDEX of what calls for it.
    NotTold,
    /// What calls for it happened, but its delay led beyond ENDEX.
    EndexFirst,
    /// Its condition was not met before ENDEX.
    ConditionNotMet,
    /// The inject that it follows did not come.
    NotFollowed,
}

impl Delivery {
    /// How many there are.
    pub const COUNT: usize = 8;
    /// All of them; those that came first.
    pub const ALL: [Delivery; Delivery::COUNT] = [
        Delivery::OnTime,
        Delivery::Late,
        Delivery::OffShift,
        Delivery::NoController,
        Delivery::NotTold,
        Delivery::EndexFirst,
        Delivery::ConditionNotMet,
        Delivery::NotFollowed,
    ];

    /// As outputs write it.
    pub const fn name(self) -> &'static str {
        match self {
            Delivery::OnTime => "on_time",
            Delivery::Late => "late",
            Delivery::OffShift => "off_shift",
            Delivery::NoController => "no_controller",
            Delivery::NotTold => "not_told",
            Delivery::EndexFirst => "endex_first",
            Delivery::ConditionNotMet => "condition_not_met",
            Delivery::NotFollowed => "not_followed",
        }
    }

    /// Whether the inject came.
    pub const fn came(self) -> bool {
        matches!(self, Delivery::OnTime | Delivery::Late)
    }
}

/// From where on a desk is overloaded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Busy seat-hours over seat-hours on duty, from 0 to 1.
    pub busy_share: f64,
    /// Tasks that wait per seat on duty, in the mean of the hour; not less than 0.
    pub waiting_per_seat: f64,
}

impl Default for Thresholds {
    /// Nine tenths, beyond which a queue grows long for any chance, and one task for each seat.
    fn default() -> Thresholds {
        Thresholds { busy_share: 0.9, waiting_per_seat: 1.0 }
    }
}

/// Whose hours are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// `team` or `staff`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its queues.
    pub pools: Vec<PoolIdx>,
}

/// Who gets an inject: somebody with a team.
#[derive(Debug, Clone, PartialEq)]
pub struct Addressee {
    /// Which inject.
    pub inject: InjectIdx,
    /// Its place among [`InjectText::to`].
    pub place: usize,
    /// The team, or those of the organisation: places among [`Plan::desks`].
    pub desks: Arc<[usize]>,
}

/// What of a model is rehearsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// How many injects the MSEL has; they stand first in [`Model::injects`].
    pub injects: usize,
    /// Teams, then staffs, each by id.
    pub desks: Vec<Desk>,
    /// In the order of the injects; who has no team has no shifts either, and is left out.
    pub addressees: Vec<Addressee>,
    /// How many clock hours the exercise has.
    pub hours: usize,
    /// From where on a desk is overloaded.
    pub thresholds: Thresholds,
}

impl Plan {
    /// The plan of a model.
    pub fn of(model: &Model, thresholds: Thresholds) -> Plan {
        let names = &model.names;
        let teams = model.teams.iter().zip(&names.teams);
        let teams = teams.map(|(team, id)| Desk { kind: "team", id: id.clone(), pools: team.tiers.clone() });
        let staffs = model.staffs.iter().zip(&names.staffs);
        let staffs =
            staffs.map(|(staff, id)| Desk { kind: "staff", id: id.clone(), pools: vec![staff.pool] });
        let injects = model.injects.iter().take_while(|inject| inject.is_of_msel()).count();
        let mut of_organisation: Vec<Vec<usize>> = vec![Vec::new(); model.organisations.len()];
        for (place, team) in model.teams.iter().enumerate() {
            of_organisation[team.organisation.at()].push(place);
        }
        // Shared, for thousands of injects may be for an organisation of hundreds of teams.
        let of_organisation: Vec<Arc<[usize]>> = of_organisation.into_iter().map(Arc::from).collect();
        // Both are by id.
        let desks_of = |id: &str| -> Arc<[usize]> {
            if let Ok(team) = names.teams.binary_search_by(|team| team.as_str().cmp(id)) {
                return Arc::from([team]);
            }
            let organisation = names.organisations.binary_search_by(|named| named.id.as_str().cmp(id));
            organisation.map_or_else(|_| Arc::from([]), |place| of_organisation[place].clone())
        };
        let addressees = InjectIdx::all(injects).flat_map(|inject| {
            let to = names.injects[inject.at()].to.iter().enumerate();
            to.map(|(place, id)| Addressee { inject, place, desks: desks_of(id) }).collect::<Vec<_>>()
        });
        Plan {
            injects,
            addressees: addressees.filter(|it| !it.desks.is_empty()).collect(),
            desks: teams.chain(staffs).collect(),
            hours: Plan::hours_of(model),
            thresholds,
        }
    }

    /// How many clock hours an exercise has.
    pub fn hours_of(model: &Model) -> usize {
        model.frame.endex.since(model.frame.startex).micros().div_ceil(HOUR) as usize
    }

    /// When an hour begins.
    pub fn hour(model: &Model, hour: usize) -> SimTime {
        model.frame.startex + SimDuration::HOUR * hour as u64
    }
}

const HOUR: u64 = SimDuration::HOUR.micros();

/// What a desk was in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// Somebody was on duty.
    pub on_shift: bool,
    /// More was to do than could be done.
    pub overloaded: bool,
    /// Nothing was to do.
    pub dead: bool,
    /// Nobody was there for what waited.
    pub unattended: bool,
}

/// An inject that came when nobody was on duty of who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// The place of who gets it among [`Plan::addressees`].
    pub addressee: u32,
    /// When somebody was on duty again; `MAX` for not before ENDEX.
    pub next: SimTime,
}

/// What one replication says of the plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rehearsed {
    /// Whether all of it was seen: the trace had room. Without that, of injects only the times are known.
    pub is_whole: bool,
    /// When each inject came; `MAX` for never.
    pub came: Vec<SimTime>,
    /// When each inject that is a staff's was due; `MAX` for never.
    pub due: Vec<SimTime>,
    /// What became of it.
    pub deliveries: Vec<Delivery>,
    /// Those that came when nobody was there.
    pub missed: Vec<Missed>,
    /// Each desk in each hour: `[desk × hours + hour]`.
    pub hours: Vec<Hour>,
}

/// Looks at a replication that was played with the trace on.
pub fn rehearsed(model: &Model, plan: &Plan, outcome: &Outcome<'_>) -> Rehearsed {
    let of_msel = |times: &[SimTime]| times[..plan.injects].to_vec();
    let (came, due) = (of_msel(&outcome.ledger.injects), of_msel(&outcome.ledger.due));
    let Some(trace) = outcome.trace.filter(|trace| trace.is_whole()) else {
        return Rehearsed { came, due, ..Rehearsed::default() };
    };
    let mut asked = vec![SimTime::MAX; plan.injects];
    for entry in &trace.entries {
        if let Happening::InjectDue(inject) = entry.what
            && let Some(first) = asked.get_mut(inject.at())
        {
            *first = entry.at.min(*first);
        }
    }
    let seen = Seen { model, plan, outcome, stretches: by_pool(model, &trace.courses.loads) };
    let deliveries = InjectIdx::all(plan.injects).map(|inject| seen.delivery(inject, asked[inject.at()]));
    Rehearsed {
        is_whole: true,
        came,
        due,
        deliveries: deliveries.collect(),
        missed: seen.missed(),
        hours: seen.hours(),
    }
}

struct Seen<'a> {
    model: &'a Model,
    plan: &'a Plan,
    outcome: &'a Outcome<'a>,
    /// Of each pool, in the order of time.
    stretches: Vec<Vec<LoadStretch>>,
}

impl Seen<'_> {
    /// What became of an inject of which its staff was `asked` then; `MAX` for never.
    fn delivery(&self, index: InjectIdx, asked: SimTime) -> Delivery {
        let (inject, ledger) = (&self.model.injects[index.at()], self.outcome.ledger);
        let endex = self.model.frame.endex;
        let (came, due) = (ledger.injects[index.at()], ledger.due[index.at()]);
        if came < SimTime::MAX {
            return if due < came { Delivery::Late } else { Delivery::OnTime };
        }
        if asked < SimTime::MAX {
            let staff = self.model.staffs.get(inject.staff.at());
            let there = staff.and_then(|staff| self.next_duty(staff.pool, asked));
            return if there.is_some() { Delivery::NoController } else { Delivery::OffShift };
        }
        if due <= endex {
            return Delivery::NotTold;
        }
        match &inject.when {
            When::After(other) if ledger.injects[other.at()] == SimTime::MAX => Delivery::NotFollowed,
            When::On(_) if ledger.called[index.at()] == SimTime::MAX => Delivery::ConditionNotMet,
            _ => Delivery::EndexFirst,
        }
    }

    /// When somebody of a pool is on duty from `at` on, at `at` itself if somebody is; none for not before ENDEX.
    fn next_duty(&self, pool: PoolIdx, at: SimTime) -> Option<SimTime> {
        let stretches = &self.stretches[pool.at()];
        let from = stretches.partition_point(|stretch| stretch.until <= at);
        let on_duty = stretches[from..].iter().find(|stretch| stretch.duty > 0);
        // At ENDEX itself whoever was there before still is.
        let last =
            stretches.last().filter(|last| from == stretches.len() && last.duty > 0 && last.until == at);
        on_duty.or(last).map(|stretch| stretch.from.max(at))
    }

    fn missed(&self) -> Vec<Missed> {
        let missed = |(place, addressee): (u32, &Addressee)| {
            let came = self.outcome.ledger.injects[addressee.inject.at()];
            if came == SimTime::MAX {
                return None;
            }
            let pools = addressee.desks.iter().flat_map(|&desk| &self.plan.desks[desk].pools);
            let next = pools.filter_map(|pool| self.next_duty(*pool, came)).min().unwrap_or(SimTime::MAX);
            (next > came).then_some(Missed { addressee: place, next })
        };
        (0..).zip(&self.plan.addressees).filter_map(missed).collect()
    }

    fn hours(&self) -> Vec<Hour> {
        let mut hours = vec![Hour::default(); self.plan.desks.len() * self.plan.hours];
        for (desk, hours) in self.plan.desks.iter().zip(hours.chunks_mut(self.plan.hours.max(1))) {
            let mut waited = vec![false; hours.len()];
            let mut quiet = vec![true; hours.len()];
            for pool in &desk.pools {
                for (place, sums) in self.sums(*pool).iter().enumerate() {
                    let hour = &mut hours[place];
                    hour.on_shift |= sums.duty > 0;
                    hour.overloaded |= sums.is_overload(self.plan.thresholds);
                    waited[place] |= sums.waiting_on + sums.waiting_off > 0;
                    quiet[place] &= sums.busy == 0;
                }
            }
            for (place, hour) in hours.iter_mut().enumerate() {
                hour.dead = hour.on_shift && quiet[place] && !waited[place];
                hour.unattended = !hour.on_shift && waited[place];
            }
        }
        hours
    }

    /// The sums of a pool by hours.
    fn sums(&self, pool: PoolIdx) -> Vec<Sums> {
        let mut sums = vec![Sums::default(); self.plan.hours];
        let startex = self.model.frame.startex;
        for stretch in self.stretches[pool.at()].iter().filter(|stretch| stretch.until > startex) {
            let (from, until) =
                (stretch.from.max(startex).since(startex).micros(), stretch.until.since(startex).micros());
            let mut at = from;
            while at < until {
                let hour = (at / HOUR) as usize;
                let end = until.min((hour as u64 + 1) * HOUR);
                if let Some(sums) = sums.get_mut(hour) {
                    sums.add(stretch, end - at);
                }
                at = end;
            }
        }
        sums
    }
}

/// Seat-microseconds and task-microseconds of a pool in an hour.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    busy: u64,
    duty: u64,
    /// Of tasks that waited while somebody was on duty.
    waiting_on: u64,
    /// While nobody was.
    waiting_off: u64,
}

impl Sums {
    fn add(&mut self, stretch: &LoadStretch, micros: u64) {
        let of = |number: u32| u64::from(number) * micros;
        self.busy += of(stretch.busy);
        self.duty += of(stretch.duty);
        let waiting = if stretch.duty > 0 { &mut self.waiting_on } else { &mut self.waiting_off };
        *waiting += of(stretch.waiting);
    }

    fn is_overload(&self, thresholds: Thresholds) -> bool {
        let duty = self.duty as f64;
        self.duty > 0
            && (self.busy as f64 >= thresholds.busy_share * duty
                || self.waiting_on as f64 >= thresholds.waiting_per_seat * duty)
    }
}
