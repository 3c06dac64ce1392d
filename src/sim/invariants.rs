//! What must hold after every event, whatever the scenario.
//!
//! Only a [`Worker`] made by [`Worker::checked`] looks; a broken invariant is a fault of ours, and panics.
//!
//! **Invariant:** nothing here changes anything.

use super::Worker;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Panics if an invariant of any process is broken.
    pub(super) fn check_invariants(&self) {
        assert!(
            self.calendar.next_time().is_none_or(|at| at >= self.now),
            "time would run back: {:?} after {:?}",
            self.calendar.next_time(),
            self.now
        );
        self.check_pools();
        self.check_incidents();
        self.check_sources();
        self.check_impairments();
    }
}
