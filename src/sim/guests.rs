//! Experts of others at work in a pool, beside its own people.
//!
//! Work falls to a guest when the pool's own are all busy. A guest needs more or less time for it than they, by the mean
//! skill of the guests who are there; what goes back to the queue takes its own people's time again.
//!
//! **Invariant:** a pool has no more work in the hands of guests than guests, save what ends in the same instant.

use super::Worker;
use crate::kernel::SimDuration;
use crate::model::*;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Work that was just taken up in a pool with guests falls to one of them if the pool's own are all busy.
    #[cold]
    pub(super) fn may_fall_to_guest(&mut self, pool: PoolIdx, index: u32) {
        let state = &self.soc.pools[pool.at()];
        let own = |&&task: &&u32| self.soc.tasks.get(task).guest == 0.0;
        // The work itself is among those in service.
        if state.in_service.iter().filter(own).count() as u32 <= state.seats() + state.called_in {
            return;
        }
        let faster = state.guests_skill / f64::from(state.guests) / self.skill(pool);
        let task = self.soc.tasks.get_mut(index);
        task.guest = faster;
        task.ends = self.now + SimDuration::rounded(task.left.micros() as f64 / faster);
    }

    /// Guests come to work in the pool.
    pub(super) fn guests_come(&mut self, pool: PoolIdx, seats: u32, skill: f64) {
        self.settle_pool(pool);
        let was_on_duty = self.soc.pools[pool.at()].on_duty() > 0;
        let state = &mut self.soc.pools[pool.at()];
        state.guests += seats;
        state.guests_skill += f64::from(seats) * skill;
        state.count_duty();
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
        state.count_duty();
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
