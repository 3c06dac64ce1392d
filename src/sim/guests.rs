//! Experts of others at work in a pool, beside its own people.
//!
//! Work falls to a guest when the pool's own are all busy. A guest needs more or less time for it than they, by the mean
//! skill of the guests who are there; what goes back to the queue takes its own people's time again.
//!
//! **Invariant:** a pool has no more work in the hands of guests than guests, save what ends in the same instant.

use super::Worker;
use crate::model::*;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Whether the work that was just taken up falls to a guest: how much faster than the pool's own they do it, 0 if not.
    pub(super) fn takes_a_guest(&self, pool: PoolIdx) -> f64 {
        let state = &self.soc.pools[pool.at()];
        if state.guests == 0 {
            return 0.0;
        }
        let own = |&&task: &&u32| self.soc.tasks.get(task).guest == 0.0;
        // The work itself is among those in service.
        if state.in_service.iter().filter(own).count() as u32 <= state.seats() + state.called_in {
            return 0.0;
        }
        state.guests_skill / f64::from(state.guests) / self.skill(pool)
    }

    /// Guests come to work in the pool.
    pub(super) fn guests_come(&mut self, pool: PoolIdx, seats: u32, skill: f64) {
        self.settle_pool(pool);
        let was_on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        let state = &mut self.soc.pools[pool.at()];
        state.guests += seats;
        state.guests_skill += f64::from(seats) * skill;
        self.duty_changed(pool, was_on_duty);
        self.want_dispatch(pool);
    }

    /// They go: what they have in hand goes back to the queue, that begun last first.
    pub(super) fn guests_go(&mut self, pool: PoolIdx, seats: u32, skill: f64) {
        self.settle_pool(pool);
        let was_on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        let state = &mut self.soc.pools[pool.at()];
        state.guests -= seats;
        state.guests_skill -= f64::from(seats) * skill;
        self.duty_changed(pool, was_on_duty);
        loop {
            let state = &self.soc.pools[pool.at()];
            let in_hand = |task: u32| {
                let task = self.soc.tasks.get(task);
                task.guest > 0.0 && task.ends > self.now
            };
            if state.in_service.iter().filter(|&&task| in_hand(task)).count() <= state.guests as usize {
                break;
            }
            let Some(place) = state.in_service.iter().rposition(|&task| in_hand(task)) else { break };
            self.put_back(pool, place);
        }
        self.put_back_work(pool);
        self.want_dispatch(pool);
    }
}
