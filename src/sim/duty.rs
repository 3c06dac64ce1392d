//! Who is on duty: rosters, shifts, absence, hand-over, and those who are called in.
//!
//! Seats on duty follow a pool's roster. Where it is said that some are away, each seat is absent for a whole shift with
//! that probability. When a shift ends, work under way beyond the seats that stay goes back to the head of its line with
//! the time that is left, for nobody works off shift; what goes on, then or later, takes the time of the hand-over more.
//! Where nobody is on duty, waiting work calls somebody in, who goes home when the queue is empty or the next shift
//! begins, and hands nothing over.
//!
//! **Invariant:** after each change of a roster a pool has no more work in service than seats on duty, save what ends in
//! the same instant.

use super::draws::Purpose;
use super::soc::{PoolState, Soc};
use super::{Event, Happening, Mark, State, Worker};
use crate::kernel::SimDuration;
use crate::model::*;

impl PoolState {
    pub(super) const fn on_duty(&self) -> u32 {
        self.on_duty
    }

    /// Who is on duty may have changed.
    pub(super) fn count_duty(&mut self) {
        self.on_duty = self.counted_duty();
    }

    fn counted_duty(&self) -> u32 {
        // Guests keep the shifts of the tier.
        self.seats() + self.called_in + if self.on_shift > 0 { self.guests } else { 0 }
    }

    /// Panics if somebody came or went who is not counted.
    pub(super) fn check_duty(&self) {
        assert_eq!(self.on_duty, self.counted_duty(), "who is on duty");
    }

    /// Seats on duty without who is called in.
    pub(super) fn seats(&self) -> u32 {
        let shift =
            if self.on_shift > 0 { self.on_shift.saturating_add_signed(self.shift_change) } else { 0 };
        shift.saturating_add_signed(self.passing_change)
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Has whoever is there take the seats of the first shifts, and schedules the first change of every roster.
    pub(super) fn start_rosters(&mut self) {
        let model = self.model;
        for pool in PoolIdx::all(model.pools.len()) {
            self.soc.pools[pool.at()].on_shift = self.seats_taken(pool);
            self.soc.pools[pool.at()].count_duty();
            if let Some(&(at, _)) = model.pools[pool.at()].roster.get(1) {
                self.schedule(at, pool.0, Event::Roster(pool));
            }
        }
    }

    /// The seats that the roster has now, less those whose people are absent from the shift.
    fn seats_taken(&self, pool: PoolIdx) -> u32 {
        let (written, state) = (&self.model.pools[pool.at()], &self.soc.pools[pool.at()]);
        let seats = written.roster[state.roster_at].1;
        if seats == 0 || written.shrinkage == 0.0 {
            return seats;
        }
        let shift = written.turns[state.roster_at].begins;
        if shift == u32::MAX {
            // A shift that ran beside another has ended: those who are there stay.
            return state.on_shift;
        }
        let key = self.draw(Purpose::Absence).with(written.key);
        let there = |seat: &u32| !key.with(u64::from(*seat)).with(u64::from(shift)).chance(written.shrinkage);
        (0..seats).filter(there).count() as u32
    }

    /// The seats on duty change by the roster.
    pub(super) fn roster_changes(&mut self, pool: PoolIdx) {
        self.settle_pool(pool);
        let model = self.model;
        let roster = &model.pools[pool.at()].roster;
        let was_on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        let was_on_shift = self.soc.pools[pool.at()].on_shift > 0;
        self.soc.pools[pool.at()].roster_at += 1;
        let seats = self.seats_taken(pool);
        let state = &mut self.soc.pools[pool.at()];
        state.on_shift = seats;
        if state.seats() > 0 {
            state.called_in = 0;
        }
        state.count_duty();
        let seats = state.on_duty();
        if let Some(&(at, _)) = roster.get(state.roster_at + 1) {
            self.schedule(at, pool.0, Event::Roster(pool));
        }
        self.mark(Mark::Roster, model.pools[pool.at()].key, 0, u64::from(seats));
        // What goes back to the queue below is counted as what waits then, so what waits already changes first.
        self.duty_changed(pool, was_on_duty);
        let turn = model.pools[pool.at()].turns.get(self.soc.pools[pool.at()].roster_at);
        if was_on_shift && turn.is_some_and(|turn| turn.ends) {
            self.hand_over(pool);
        } else {
            self.put_back_work(pool);
        }
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
        state.count_duty();
        let seats = state.on_duty();
        self.mark(Mark::Roster, self.model.pools[pool.at()].key, 0, u64::from(seats));
        self.duty_changed(pool, was_on_duty);
        self.put_back_work(pool);
        self.want_dispatch(pool);
    }

    /// A shift ends: work under way takes the time of the hand-over more, whether it is carried on at once or put back.
    /// What ends in this very instant needs none.
    fn hand_over(&mut self, pool: PoolIdx) {
        let handover = self.model.pools[pool.at()].handover;
        let Soc { pools, tasks } = &mut self.soc;
        let mut handed_over = 0;
        for &index in &pools[pool.at()].in_service {
            let task = tasks.get_mut(index);
            if task.ends > self.now {
                task.ends += handover;
                handed_over += 1;
            }
        }
        self.put_back_work(pool);
        if handover == SimDuration::ZERO || handed_over == 0 {
            return;
        }
        self.tell(Happening::HandedOver { pool, tasks: handed_over });
        for place in 0..self.soc.pools[pool.at()].in_service.len() {
            let index = self.soc.pools[pool.at()].in_service[place];
            let ends = self.soc.tasks.get(index).ends;
            if ends > self.now {
                self.schedule(ends, pool.0, Event::ServiceEnd(index));
            }
        }
    }

    /// Puts the work begun last back to the head of the queue until there is a seat for each in service. What ends in
    /// this very instant ends.
    pub(super) fn put_back_work(&mut self, pool: PoolIdx) {
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
            self.put_back(pool, place);
        }
    }

    /// Whether anybody is on duty may have changed: what waits is then queued or off shift.
    pub(super) fn duty_changed(&mut self, pool: PoolIdx, was_on_duty: bool) {
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
        let state = &mut self.soc.pools[pool.at()];
        state.called_in = 1;
        state.count_duty();
        self.mark(Mark::CalledIn, self.model.pools[pool.at()].key, 0, 0);
        self.tell(Happening::CalledIn(pool));
        self.duty_changed(pool, false);
        self.want_dispatch(pool);
    }

    /// What a waiting task of the pool counts as.
    pub(super) fn waiting_state(&self, pool: PoolIdx) -> State {
        match self.model.pools[pool.at()].kind {
            PoolKind::Authority => State::AwaitingApproval,
            PoolKind::Crew => State::AwaitingCrew,
            // What controllers do is work on no response.
            PoolKind::Staff => State::Queued,
            PoolKind::Tier(_) if self.soc.pools[pool.at()].on_duty() > 0 => State::Queued,
            PoolKind::Tier(_) => State::OffShift,
        }
    }

    /// What a task in service counts as: the responder waits for an authority as long as it weighs the matter.
    pub(super) fn served_state(&self, pool: PoolIdx) -> State {
        match self.model.pools[pool.at()].kind {
            PoolKind::Authority => State::AwaitingApproval,
            PoolKind::Tier(_) | PoolKind::Crew | PoolKind::Staff => State::Worked,
        }
    }

    /// Whoever was called in goes home when nothing is left to do.
    pub(super) fn go_home(&mut self, pool: PoolIdx) {
        let state = &mut self.soc.pools[pool.at()];
        if state.called_in > 0 && state.in_service.is_empty() && state.waiting() == 0 {
            state.called_in = 0;
            state.count_duty();
        }
    }
}
