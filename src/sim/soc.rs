//! Queues and those who serve them: tiers of analysts, authorities, crews.
//!
//! Each pool has seats on duty by its roster, one more while somebody on call is in, and a queue. Work is taken up at the
//! end of an instant, so that all that arrived in it is weighed together. When a shift ends, work under way goes back to
//! the head of the queue with the time that is left; nobody works off shift. Where nobody is on duty, waiting work calls
//! somebody in, who goes home when the queue is empty or the next shift begins.
//!
//! **Invariant:** a pool never has more tasks in service than seats on duty; every alert that arrived is in service,
//! waiting, judged, or dropped and counted.

use super::causes::About;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Happening, Mark, Milestone, Signal, State, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// All pools, tasks and alerts.
#[derive(Debug)]
pub(super) struct Soc {
    pools: Vec<PoolState>,
    tasks: Slab<Task>,
}

#[derive(Debug, Default)]
struct PoolState {
    /// Seats on duty by the roster.
    on_shift: u32,
    /// Seats more in every shift, or fewer, since an inject.
    shift_change: i32,
    /// Seats more, or fewer, whatever the shift, while an inject's change lasts.
    passing_change: i32,
    /// One while somebody on call is in.
    called_in: u32,
    call_under_way: bool,
    dispatch_under_way: bool,
    roster_at: usize,
    in_service: Vec<u32>,
    /// By severity; pools that serve first come, first served use the first only.
    waiting: [VecDeque<u32>; 4],
    settled: SimTime,
}

/// Something to be done by a pool.
#[derive(Debug, Clone, Copy)]
struct Task {
    pool: PoolIdx,
    work: Work,
    severity: Severity,
    about: About,
    /// Service time that is left.
    left: SimDuration,
    arrived: SimTime,
    /// When its service ends; `MAX` while it waits.
    ends: SimTime,
    /// Whether it was ever in service.
    begun: bool,
}

/// What a task is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// An alert to be judged.
    Triage(Alert),
    /// A phase of an incident, for one asset or the whole.
    Phase { incident: u32, phase: u32, asset: AssetIdx },
    /// A report to be read.
    Read(u32),
    /// A thing that failed to be repaired.
    Repair(u32),
}

impl Soc {
    pub(super) fn new(model: &Model) -> Soc {
        Soc { pools: model.pools.iter().map(|_| PoolState::default()).collect(), tasks: Slab::new() }
    }

    pub(super) fn reset(&mut self, model: &Model) {
        for (state, pool) in self.pools.iter_mut().zip(&model.pools) {
            state.on_shift = pool.roster[0].1;
            (state.shift_change, state.passing_change) = (0, 0);
            (state.called_in, state.call_under_way, state.dispatch_under_way) = (0, false, false);
            state.roster_at = 0;
            state.in_service.clear();
            state.waiting.iter_mut().for_each(VecDeque::clear);
            state.settled = SimTime::ZERO;
        }
        self.tasks.clear();
    }
}

impl PoolState {
    fn on_duty(&self) -> u32 {
        self.seats() + self.called_in
    }

    /// Seats on duty without who is called in.
    fn seats(&self) -> u32 {
        let shift =
            if self.on_shift > 0 { self.on_shift.saturating_add_signed(self.shift_change) } else { 0 };
        shift.saturating_add_signed(self.passing_change)
    }

    fn waiting(&self) -> usize {
        self.waiting.iter().map(VecDeque::len).sum()
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the first change of every roster.
    pub(super) fn start_rosters(&mut self) {
        let model = self.model;
        for pool in PoolIdx::all(model.pools.len()) {
            if let Some(&(at, _)) = model.pools[pool.at()].roster.get(1) {
                self.schedule(at, pool.0, Event::Roster(pool));
            }
        }
    }

    /// The seats on duty change by the roster.
    pub(super) fn roster_changes(&mut self, pool: PoolIdx) {
        self.settle_pool(pool);
        let model = self.model;
        let roster = &model.pools[pool.at()].roster;
        let was_on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        let state = &mut self.soc.pools[pool.at()];
        state.roster_at += 1;
        state.on_shift = roster[state.roster_at].1;
        if state.seats() > 0 {
            state.called_in = 0;
        }
        let seats = state.on_duty();
        if let Some(&(at, _)) = roster.get(state.roster_at + 1) {
            self.schedule(at, pool.0, Event::Roster(pool));
        }
        self.mark(Mark::Roster, model.pools[pool.at()].key, 0, u64::from(seats));
        // What goes back to the queue below is counted as what waits then, so what waits already changes first.
        self.duty_changed(pool, was_on_duty);
        self.put_back_work(pool);
        self.want_dispatch(pool);
    }

    /// An inject changes the seats of a pool: in every shift from now on, or for a time and whatever the shift.
    pub(super) fn change_seats(&mut self, pool: PoolIdx, more: i32, for_a_time: bool) {
        self.settle_pool(pool);
        let state = &mut self.soc.pools[pool.at()];
        let was_on_duty = state.on_duty() > 0;
        let change = if for_a_time { &mut state.passing_change } else { &mut state.shift_change };
        *change = change.saturating_add(more);
        if state.seats() > 0 {
            state.called_in = 0;
        }
        let seats = state.on_duty();
        self.mark(Mark::Roster, self.model.pools[pool.at()].key, 0, u64::from(seats));
        self.duty_changed(pool, was_on_duty);
        self.put_back_work(pool);
        self.want_dispatch(pool);
    }

    /// Puts the work begun last back to the head of the queue until there is a seat for each in service. What ends in
    /// this very instant ends.
    fn put_back_work(&mut self, pool: PoolIdx) {
        loop {
            let state = &self.soc.pools[pool.at()];
            if state.in_service.len() <= state.on_duty() as usize {
                return;
            }
            let Some(place) =
                state.in_service.iter().rposition(|&task| self.soc.tasks.get(task).ends > self.now)
            else {
                return;
            };
            let index = self.soc.pools[pool.at()].in_service.remove(place);
            let task = self.soc.tasks.get_mut(index);
            task.left = task.ends - self.now;
            task.ends = SimTime::MAX;
            let (about, severity, work) = (task.about, task.severity, task.work);
            self.count_waiting(work, 1);
            let line = self.line(pool, severity);
            self.soc.pools[pool.at()].waiting[line].push_front(index);
            let (from, to) = (self.served_state(pool), self.waiting_state(pool));
            self.shift(about, Some(from), Some(to));
        }
    }

    /// Whether anybody is on duty may have changed: what waits is then queued or off shift.
    fn duty_changed(&mut self, pool: PoolIdx, was_on_duty: bool) {
        let on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        if on_duty != was_on_duty && matches!(self.model.pools[pool.at()].kind, PoolKind::Tier(_)) {
            let to = self.waiting_state(pool);
            let from = if to == State::Queued { State::OffShift } else { State::Queued };
            for line in 0..4 {
                for place in 0..self.soc.pools[pool.at()].waiting[line].len() {
                    let task = self.soc.pools[pool.at()].waiting[line][place];
                    self.shift(self.soc.tasks.get(task).about, Some(from), Some(to));
                }
            }
        }
    }

    /// Somebody on call arrives, if there is still need.
    pub(super) fn call_in_arrives(&mut self, pool: PoolIdx) {
        self.soc.pools[pool.at()].call_under_way = false;
        let state = &self.soc.pools[pool.at()];
        if state.on_duty() > 0 || state.waiting() == 0 {
            return;
        }
        self.settle_pool(pool);
        self.soc.pools[pool.at()].called_in = 1;
        self.mark(Mark::CalledIn, self.model.pools[pool.at()].key, 0, 0);
        self.tell(Happening::CalledIn(pool));
        self.duty_changed(pool, false);
        self.want_dispatch(pool);
    }

    /// What a waiting task of the pool counts as.
    fn waiting_state(&self, pool: PoolIdx) -> State {
        match self.model.pools[pool.at()].kind {
            PoolKind::Authority => State::AwaitingApproval,
            PoolKind::Crew => State::AwaitingCrew,
            PoolKind::Tier(_) if self.soc.pools[pool.at()].on_duty() > 0 => State::Queued,
            PoolKind::Tier(_) => State::OffShift,
        }
    }

    /// What a task in service counts as: the responder waits for an authority as long as it weighs the matter.
    fn served_state(&self, pool: PoolIdx) -> State {
        match self.model.pools[pool.at()].kind {
            PoolKind::Authority => State::AwaitingApproval,
            PoolKind::Tier(_) | PoolKind::Crew => State::Worked,
        }
    }

    fn line(&self, pool: PoolIdx, severity: Severity) -> usize {
        match self.model.pools[pool.at()].order {
            QueueOrder::FirstCome => 0,
            QueueOrder::MostSevereFirst => severity as usize,
        }
    }

    /// Seats on duty with nothing to do.
    pub(super) fn free_seats(&self, pool: PoolIdx) -> u32 {
        let state = &self.soc.pools[pool.at()];
        state.on_duty().saturating_sub(state.in_service.len() as u32)
    }

    /// Takes the youngest of the least severe of the team's waiting alerts out of the queue, if it is less severe than
    /// `severity` and the pool cares.
    pub(super) fn take_out_less_severe(
        &mut self,
        pool: PoolIdx,
        team: TeamIdx,
        severity: Severity,
    ) -> Option<Alert> {
        let model = self.model;
        if model.pools[pool.at()].order == QueueOrder::FirstCome {
            return None;
        }
        self.settle_pool(pool);
        let Soc { pools, tasks } = &mut self.soc;
        let (index, alert) = pools[pool.at()].waiting[..severity as usize].iter_mut().find_map(|line| {
            let of_team = |&index: &u32| match tasks.get(index).work {
                Work::Triage(alert) if alert.team == team => Some((index, alert)),
                _ => None,
            };
            let place = line.iter().rposition(|index| of_team(index).is_some())?;
            line.remove(place).as_ref().and_then(of_team)
        })?;
        let task = tasks.remove(index);
        self.shift(task.about, Some(self.waiting_state(pool)), None);
        self.count_waiting(task.work, -1);
        Some(alert)
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
        let skill = self.model.pools[pool.at()].skill;
        let left = if skill == 1.0 { time } else { SimDuration::rounded(time.micros() as f64 / skill) };
        let task =
            Task { pool, work, severity, about, left, arrived: self.now, ends: SimTime::MAX, begun: false };
        let index = self.soc.tasks.insert(task);
        let line = self.line(pool, severity);
        self.soc.pools[pool.at()].waiting[line].push_back(index);
        self.count_waiting(work, 1);
        self.shift(about, None, Some(self.waiting_state(pool)));
        self.want_dispatch(pool);
    }

    /// Has the pool look at its queue when all else of this instant is done.
    fn want_dispatch(&mut self, pool: PoolIdx) {
        let on_call = self.model.pools[pool.at()].on_call;
        let state = &mut self.soc.pools[pool.at()];
        if state.waiting() == 0 {
            return;
        }
        if state.in_service.len() < state.on_duty() as usize {
            if !std::mem::replace(&mut state.dispatch_under_way, true) {
                self.schedule(self.now, pool.0, Event::Dispatch(pool));
            }
        } else if state.on_duty() == 0
            && let Some(delay) = on_call
            && !std::mem::replace(&mut state.call_under_way, true)
        {
            self.schedule_in(delay, pool.0, Event::CallIn(pool));
        }
    }

    /// Free seats take up waiting work.
    pub(super) fn dispatch(&mut self, pool: PoolIdx) {
        self.settle_pool(pool);
        self.soc.pools[pool.at()].dispatch_under_way = false;
        let mut started = 0;
        loop {
            let state = &mut self.soc.pools[pool.at()];
            if state.in_service.len() >= state.on_duty() as usize {
                break;
            }
            let Some(index) = state.waiting.iter_mut().rev().find_map(VecDeque::pop_front) else { break };
            state.in_service.push(index);
            let now = self.now;
            let task = self.soc.tasks.get_mut(index);
            task.ends = now + task.left;
            let first_time = !std::mem::replace(&mut task.begun, true);
            let task = *task;
            self.schedule(task.ends, pool.0, Event::ServiceEnd(index));
            self.shift(task.about, Some(self.waiting_state(pool)), Some(self.served_state(pool)));
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
            Work::Phase { incident, phase, asset } => self.phase_begins(incident, phase, asset),
            Work::Read(_) | Work::Repair(_) => {}
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
            Work::Phase { incident, phase, asset } => {
                self.phase_ends(incident, phase, asset);
                u64::from(phase)
            }
            Work::Read(report) => {
                self.report_is_read(report);
                0
            }
            Work::Repair(thing) => {
                self.thing_works_again(thing);
                0
            }
        };
        // Only now, so that a response never falls into "unseen" between one task and the next that it leads to.
        self.shift(task.about, Some(self.served_state(pool)), None);
        self.mark(Mark::ServiceEnd, self.model.pools[pool.at()].key, 0, outcome);
        self.go_home(pool);
        self.want_dispatch(pool);
    }

    /// Whoever was called in goes home when nothing is left to do.
    fn go_home(&mut self, pool: PoolIdx) {
        let state = &mut self.soc.pools[pool.at()];
        if state.called_in > 0 && state.in_service.is_empty() && state.waiting() == 0 {
            state.called_in = 0;
        }
    }

    /// Takes the time up to now into a pool's integrals.
    fn settle_pool(&mut self, pool: PoolIdx) {
        let state = &mut self.soc.pools[pool.at()];
        let elapsed = u128::from((self.now - state.settled).micros());
        state.settled = self.now;
        let ledger = &mut self.ledger.pools[pool.at()];
        let waiting = state.waiting();
        // Work that waits within one instant was never seen waiting.
        if elapsed > 0 {
            ledger.busy += elapsed * state.in_service.len() as u128;
            ledger.duty += elapsed * u128::from(state.on_duty());
            ledger.queue += elapsed * waiting as u128;
            ledger.longest = ledger.longest.max(waiting as u32);
        }
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
