//! Queues and those who serve them: tiers of analysts, authorities, crews.
//!
//! Each pool has seats on duty (`duty` says how many) and a queue of four lines, of which the highest that is not empty
//! is served, by arrival within it. Work is taken up at the end of an instant, so that all that arrived in it is weighed
//! together. A pool that preempts takes the seat of work of a lower line for work of a higher one: of the lowest line in
//! service, that begun last goes back to the head of its line, with the time that is left.
//!
//! **Invariant:** a pool never has more tasks in service than seats on duty; every alert that arrived is in service,
//! waiting, judged, or dropped and counted.

use super::causes::About;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Happening, Mark, Milestone, Signal, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// All pools, tasks and alerts.
#[derive(Debug)]
pub(super) struct Soc {
    pub(super) pools: Vec<PoolState>,
    pub(super) tasks: Slab<Task>,
}

#[derive(Debug, Default)]
pub(super) struct PoolState {
    /// Whether work takes as long as written: its people have the reference skill, no agreement trains them, and no crisis
    /// slows them.
    steady: bool,
    /// All who are on duty, as the following say. It is asked for far more often than they change.
    pub on_duty: u32,
    /// Seats on duty by the roster, less those that are absent.
    pub on_shift: u32,
    /// Seats more in every shift, or fewer, since an inject.
    pub shift_change: i32,
    /// Seats more, or fewer, whatever the shift, while an inject's change lasts.
    pub passing_change: i32,
    /// Experts of others who are there, and the sum of their skills.
    pub guests: u32,
    pub guests_skill: f64,
    /// One while somebody on call is in.
    pub called_in: u32,
    pub call_under_way: bool,
    dispatch_under_way: bool,
    pub roster_at: usize,
    /// In the order in which they were begun.
    pub in_service: Vec<u32>,
    /// The lines, each by arrival, of which the last is served first; pools that serve by arrival use the first only.
    pub waiting: [VecDeque<u32>; 4],
    settled: SimTime,
}

/// Something to be done by a pool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub(super) pool: PoolIdx,
    pub work: Work,
    /// In which line it waits.
    line: u8,
    pub about: About,
    /// Service time that is left.
    pub left: SimDuration,
    pub arrived: SimTime,
    /// When its service ends; `MAX` while it waits.
    pub ends: SimTime,
    /// Whether it was ever in service.
    begun: bool,
    /// How much faster than the pool's own the expert of others does it who has it in hand; 0 for the pool's own.
    pub guest: f64,
}

/// What a task is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// An alert to be judged.
    Triage(Alert),
    /// A phase of an incident, for one member or the whole.
    Phase { incident: u32, phase: u32, member: u32 },
    /// A report to be read.
    Read(u32),
    /// What is held already to be looked for.
    Hunt { team: TeamIdx, campaign: CampaignIdx, severity: Severity },
    /// A request for help to be decided.
    Grant(u32),
    /// A thing that failed to be repaired.
    Repair(u32),
    /// A cable to be repaired, which was whole again so often before.
    Splice(CableIdx, u32),
    /// A step of a ladder to be decided on.
    Escalate(InjectIdx),
    /// A report that the law asks for to be written.
    Submit(u32),
    /// An inject to be given.
    Give(InjectIdx),
    /// A report on the situation to be fused into the picture of a centre.
    Fuse(CentreIdx, u32),
    /// A matter of a crisis to be decided.
    Matter,
    /// A case of an investigation, and how grave it is.
    Inquire(u32, Severity),
    /// A report on the situation to be written.
    Write(u32),
}

impl Soc {
    pub(super) fn new(model: &Model) -> Soc {
        let steady = |pool| {
            let strains = |crisis: &Crisis| crisis.authorities.iter().any(|&(strained, _)| strained == pool);
            model.pools[pool.at()].skill == 1.0
                && !model.agreements.iter().any(|agreement| agreement.areas.skill != 1.0)
                && !model.crises.iter().any(strains)
        };
        let pools = PoolIdx::all(model.pools.len());
        let pools = pools.map(|pool| PoolState { steady: steady(pool), ..PoolState::default() }).collect();
        Soc { pools, tasks: Slab::new() }
    }

    /// Bytes of the tasks, each of which is in service or waits in a line.
    pub(super) fn bytes(&self) -> usize {
        self.tasks.bytes() + self.tasks.places() * size_of::<u32>()
    }

    pub(super) fn reset(&mut self, model: &Model) {
        for (state, pool) in self.pools.iter_mut().zip(&model.pools) {
            state.on_shift = pool.roster[0].1;
            (state.shift_change, state.passing_change) = (0, 0);
            (state.guests, state.guests_skill) = (0, 0.0);
            (state.called_in, state.call_under_way, state.dispatch_under_way) = (0, false, false);
            state.roster_at = 0;
            state.in_service.clear();
            state.waiting.iter_mut().for_each(VecDeque::clear);
            state.settled = SimTime::ZERO;
            state.count_duty();
        }
        self.tasks.clear();
    }
}

impl Work {
    const fn kind(&self) -> WorkKind {
        match self {
            Work::Triage(_) => WorkKind::Triage,
            Work::Phase { .. } => WorkKind::Incident,
            Work::Read(_) | Work::Fuse(..) => WorkKind::Read,
            Work::Hunt { .. } | Work::Grant(_) | Work::Inquire(..) | Work::Write(_) => WorkKind::Incident,
            // Only crews repair, and they serve first come, first served.
            Work::Repair(_) | Work::Splice(..) => WorkKind::Incident,
            // So do authorities.
            Work::Escalate(_) | Work::Matter => WorkKind::Incident,
            // Controllers serve by arrival.
            Work::Submit(_) | Work::Give(_) => WorkKind::Incident,
        }
    }
}

/// The line in which work waits.
fn line(order: QueueOrder, severity: Severity, work: Work) -> u8 {
    match order {
        QueueOrder::FirstCome => 0,
        QueueOrder::MostSevereFirst => severity as u8,
        QueueOrder::Priority(lines) => lines[work.kind() as usize],
    }
}

impl PoolState {
    pub(super) fn waiting(&self) -> usize {
        self.waiting.iter().map(VecDeque::len).sum()
    }
}

/// What is left for the pool's own of work that a guest who is so much faster has in hand.
fn own_time(left: SimDuration, guest: f64) -> SimDuration {
    if guest == 0.0 { left } else { SimDuration::rounded(left.micros() as f64 * guest) }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Puts work in service, by its place there, back to the head of its line with the time that is left.
    pub(super) fn put_back(&mut self, pool: PoolIdx, place: usize) {
        let index = self.soc.pools[pool.at()].in_service.remove(place);
        let task = self.soc.tasks.get_mut(index);
        task.left = own_time(task.ends - self.now, task.guest);
        task.guest = 0.0;
        task.ends = SimTime::MAX;
        let Task { about, line, work, .. } = *task;
        self.count_waiting(work, 1);
        self.soc.pools[pool.at()].waiting[line as usize].push_front(index);
        let (from, to) = (self.served_state(pool), self.waiting_state(pool));
        self.shift(about, Some(from), Some(to));
    }

    /// The place in service of what waiting work would take the seat of, if there is any.
    fn preempted(&self, pool: PoolIdx) -> Option<usize> {
        if !self.model.pools[pool.at()].preempts {
            return None;
        }
        let state = &self.soc.pools[pool.at()];
        let waiting = state.waiting.iter().rposition(|line| !line.is_empty())?;
        let line = |index: u32| self.soc.tasks.get(index).line;
        // What ends in this very instant ends. Of several the last in the list, which was begun last.
        let in_service = state.in_service.iter().enumerate();
        let (place, least) = in_service
            .filter(|&(_, &index)| self.soc.tasks.get(index).ends > self.now)
            .map(|(place, &index)| (place, line(index)))
            .min_by_key(|&(place, line)| (line, std::cmp::Reverse(place)))?;
        (usize::from(least) < waiting).then_some(place)
    }

    /// Whether an alert would take the seat of less urgent work at once, after all that goes before it.
    pub(super) fn would_preempt(&self, pool: PoolIdx, alert: Alert) -> bool {
        let (written, state) = (&self.model.pools[pool.at()], &self.soc.pools[pool.at()]);
        if !written.preempts {
            return false;
        }
        let own = line(written.order, alert.severity, Work::Triage(alert));
        let task = |index: u32| self.soc.tasks.get(index);
        let less_urgent = |&&index: &&u32| task(index).ends > self.now && task(index).line < own;
        let before: usize = state.waiting[usize::from(own)..].iter().map(VecDeque::len).sum();
        state.in_service.iter().filter(less_urgent).count() > before
    }

    /// Takes a waiting alert out of the queue, by its line and its place there.
    pub(super) fn take_out(&mut self, pool: PoolIdx, line: usize, place: usize) -> Option<Alert> {
        self.settle_pool(pool);
        let index = self.soc.pools[pool.at()].waiting[line].remove(place)?;
        let task = self.soc.tasks.remove(index);
        self.shift(task.about, Some(self.waiting_state(pool)), None);
        self.count_waiting(task.work, -1);
        match task.work {
            Work::Triage(alert) => Some(alert),
            Work::Phase { .. }
            | Work::Read(_)
            | Work::Hunt { .. }
            | Work::Grant(_)
            | Work::Repair(_)
            | Work::Splice(..)
            | Work::Escalate(_)
            | Work::Submit(_)
            | Work::Give(_)
            | Work::Fuse(..)
            | Work::Matter
            | Work::Write(_)
            | Work::Inquire(..) => None,
        }
    }

    /// Seats on duty with nothing to do.
    pub(super) fn free_seats(&self, pool: PoolIdx) -> u32 {
        let state = &self.soc.pools[pool.at()];
        state.on_duty().saturating_sub(state.in_service.len() as u32)
    }

    /// Waiting places are counted in alerts and tickets; other work always finds room.
    fn count_waiting(&mut self, work: Work, change: i32) {
        if let Work::Triage(alert) = work {
            let waiting = &mut self.ledger.teams[alert.team.at()].waiting;
            *waiting = waiting.wrapping_add_signed(change);
            self.notice(Signal::WORK);
        }
    }

    /// Adds work that takes `time` at the reference skill.
    pub(super) fn enqueue(
        &mut self,
        pool: PoolIdx,
        work: Work,
        severity: Severity,
        about: About,
        time: SimDuration,
    ) {
        self.settle_pool(pool);
        let left = if self.soc.pools[pool.at()].steady { time } else { self.time_by_now(pool, work, time) };
        let line = line(self.model.pools[pool.at()].order, severity, work);
        let task = Task {
            pool,
            work,
            line,
            about,
            left,
            arrived: self.now,
            ends: SimTime::MAX,
            begun: false,
            guest: 0.0,
        };
        let index = self.soc.tasks.insert(task);
        self.soc.pools[pool.at()].waiting[line as usize].push_back(index);
        self.count_waiting(work, 1);
        // Most work is about no campaign, and need not know its state.
        if about != About::NOTHING {
            self.shift(about, None, Some(self.waiting_state(pool)));
        }
        self.want_dispatch(pool);
    }

    /// What work that takes `time` at the reference skill takes in a pool by now.
    #[cold]
    fn time_by_now(&self, pool: PoolIdx, work: Work, time: SimDuration) -> SimDuration {
        let time = self.strained(pool, work, time);
        let skill = self.skill(pool);
        if skill == 1.0 { time } else { SimDuration::rounded(time.micros() as f64 / skill) }
    }

    /// Has the pool look at its queue when all else of this instant is done.
    pub(super) fn want_dispatch(&mut self, pool: PoolIdx) {
        let state = &self.soc.pools[pool.at()];
        if state.waiting() == 0 {
            return;
        }
        let starts = state.in_service.len() < state.on_duty() as usize || self.preempted(pool).is_some();
        let state = &mut self.soc.pools[pool.at()];
        if starts {
            if !std::mem::replace(&mut state.dispatch_under_way, true) {
                self.schedule(self.now, pool.0, Event::Dispatch(pool));
            }
        } else if state.on_duty() == 0
            && let Some(delay) = self.model.pools[pool.at()].on_call
            && !std::mem::replace(&mut state.call_under_way, true)
        {
            self.schedule_in(delay, pool.0, Event::CallIn(pool));
        }
    }

    /// Free seats, and those of less urgent work where the pool preempts, take up waiting work.
    pub(super) fn dispatch(&mut self, pool: PoolIdx) {
        self.settle_pool(pool);
        self.soc.pools[pool.at()].dispatch_under_way = false;
        let mut started = 0;
        loop {
            let state = &self.soc.pools[pool.at()];
            if state.in_service.len() >= state.on_duty() as usize {
                let Some(place) = self.preempted(pool) else { break };
                self.put_back(pool, place);
                self.tell(Happening::Preempted(pool));
            }
            let state = &mut self.soc.pools[pool.at()];
            let urgent = state.waiting.iter_mut().rev().find(|queue| !queue.is_empty());
            let Some(index) = urgent.and_then(VecDeque::pop_front) else { break };
            state.in_service.push(index);
            let (now, guests) = (self.now, state.guests);
            let task = self.soc.tasks.get_mut(index);
            task.ends = now + task.left;
            if guests > 0 {
                self.may_fall_to_guest(pool, index);
            }
            let task = self.soc.tasks.get_mut(index);
            let first_time = !std::mem::replace(&mut task.begun, true);
            let task = *task;
            self.schedule(task.ends, pool.0, Event::ServiceEnd(index));
            if task.about != About::NOTHING {
                self.shift(task.about, Some(self.waiting_state(pool)), Some(self.served_state(pool)));
            }
            self.count_waiting(task.work, -1);
            if first_time {
                self.begins(pool, task);
            }
            started += 1;
        }
        self.mark(Mark::ServiceStart, self.model.pools[pool.at()].key, 0, started);
    }

    /// The first start of a task's service.
    fn begins(&mut self, pool: PoolIdx, task: Task) {
        let wait = self.now - task.arrived;
        let ledger = &mut self.ledger.pools[pool.at()];
        ledger.started += 1;
        ledger.waits.record(wait);
        match task.work {
            Work::Triage(alert) => {
                self.ledger.teams[alert.team.at()].waits.record(wait);
                if alert.campaign.is_some() {
                    let responder = self.model.teams[alert.team.at()].responder;
                    let response = self.response_index(responder, alert.campaign);
                    self.reach(response, Milestone::Acknowledged);
                }
            }
            Work::Phase { incident, phase, member } => self.phase_begins(incident, phase, member),
            Work::Give(inject) => self.inject_is_given(inject),
            Work::Read(_)
            | Work::Hunt { .. }
            | Work::Grant(_)
            | Work::Repair(_)
            | Work::Splice(..)
            | Work::Escalate(_)
            | Work::Submit(_)
            | Work::Fuse(..)
            | Work::Matter
            | Work::Write(_)
            | Work::Inquire(..) => {}
        }
    }

    /// A service ends, unless the task was put back in the meantime.
    pub(super) fn service_ends(&mut self, index: u32) {
        let task = *self.soc.tasks.get(index);
        if task.ends != self.now {
            return;
        }
        let pool = task.pool;
        let Some(place) = self.soc.pools[pool.at()].in_service.iter().position(|&other| other == index)
        else {
            return;
        };
        self.settle_pool(pool);
        self.soc.pools[pool.at()].in_service.remove(place);
        self.soc.tasks.get_mut(index).ends = SimTime::MAX;
        self.soc.tasks.remove(index);
        let outcome = match task.work {
            Work::Triage(alert) => self.triage_ends(alert) as u64,
            Work::Phase { incident, phase, member } => {
                self.phase_ends(incident, phase, member);
                u64::from(phase)
            }
            Work::Read(report) => {
                self.report_is_read(report);
                0
            }
            Work::Hunt { team, campaign, severity } => {
                self.hunt_ends(team, campaign, severity);
                0
            }
            Work::Grant(request) => {
                self.help_is_decided(request);
                0
            }
            Work::Repair(thing) => {
                self.thing_works_again(thing);
                0
            }
            Work::Splice(cable, ordinal) => {
                self.cable_is_spliced(cable, ordinal);
                0
            }
            Work::Escalate(step) => {
                self.inject_is_under_way(step);
                0
            }
            Work::Submit(number) => self.report_is_submitted(number),
            Work::Give(_) => 0,
            Work::Fuse(centre, report) => {
                self.report_is_fused(centre, report);
                0
            }
            Work::Matter => 0,
            Work::Write(situation) => {
                self.situation_is_written(situation);
                0
            }
            Work::Inquire(case, severity) => {
                self.case_goes_on(case, severity);
                0
            }
        };
        // Only now, so that a response never falls into "unseen" between one task and the next that it leads to.
        if task.about != About::NOTHING {
            self.shift(task.about, Some(self.served_state(pool)), None);
        }
        self.mark(Mark::ServiceEnd, self.model.pools[pool.at()].key, 0, outcome);
        self.go_home(pool);
        self.want_dispatch(pool);
    }

    /// Takes the time up to now into a pool's integrals.
    pub(super) fn settle_pool(&mut self, pool: PoolIdx) {
        let state = &mut self.soc.pools[pool.at()];
        let elapsed = u128::from((self.now - state.settled).micros());
        // Work that waits within one instant was never seen waiting.
        if elapsed == 0 {
            return;
        }
        let from = std::mem::replace(&mut state.settled, self.now);
        let (busy, duty, waiting) = (state.in_service.len() as u32, state.on_duty, state.waiting() as u32);
        let ledger = &mut self.ledger.pools[pool.at()];
        ledger.busy += elapsed * u128::from(busy);
        ledger.duty += elapsed * u128::from(duty);
        ledger.queue += elapsed * u128::from(waiting);
        ledger.longest = ledger.longest.max(waiting);
        self.pool_was(pool, from, (busy, duty, waiting));
    }

    /// Alerts whose triage has not begun have waited up to now.
    pub(super) fn settle_waits(&mut self) {
        for task in self.soc.pools.iter().flat_map(|pool| pool.waiting.iter().flatten()) {
            let task = self.soc.tasks.get(*task);
            if let Work::Triage(alert) = task.work
                && !task.begun
            {
                let team = &mut self.ledger.teams[alert.team.at()];
                team.not_begun += 1;
                team.not_begun_waits += u128::from((self.now - task.arrived).micros());
            }
        }
    }

    /// Takes the time up to now into the integrals of all pools.
    pub(super) fn settle_pools(&mut self) {
        for pool in PoolIdx::all(self.model.pools.len()) {
            self.settle_pool(pool);
        }
    }
}
