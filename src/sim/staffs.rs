//! Exercise staffs: injects in the hands of controllers, and what one staff learns of another.
//!
//! An inject of a staff that is due waits for a controller: it comes as one takes it up, whom it then keeps busy. What a staff
//! learns only from another, it learns after the delay of their coordination, so that an inject with a delay of its own that
//! is longer is still in time. Without coordination it never learns: an inject that follows others from a planned moment on is
//! due when the plan has it, by the same draws; any other is due and never given.
//!
//! **Invariant:** an inject of a staff is due at most once and comes no earlier than it is due; at most as many are under way as
//! controllers are on duty.

use super::causes::About;
use super::draws::Purpose;
use super::soc::Work;
use super::{Event, Happening, Ledger, Mark, Signal, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

impl Ledger {
    /// The injects that a measure of staffs is of: of one staff or of all, each with when it was due and when it came.
    fn staffed<'l>(
        &'l self,
        model: &'l Model,
        measure: &Measure,
    ) -> impl Iterator<Item = (&'l Inject, SimTime, SimTime)> + 'l {
        let staff = measure.staff;
        let all = model.injects.iter().zip(&self.due).zip(&self.injects);
        all.filter(move |((inject, _), _)| {
            inject.staff.is_some() && (!staff.is_some() || inject.staff == staff)
        })
        .map(|((inject, &due), &came)| (inject, due, came))
    }

    /// How many injects of a staff, or of all, are late, not given, or out of order by `now`.
    pub(crate) fn injects_of(&self, measure: &Measure, now: SimTime) -> u64 {
        let staffs = match measure.staff.is_some() {
            true => &self.staffs[measure.staff.at()..=measure.staff.at()],
            false => self.staffs.as_slice(),
        };
        staffs.iter().map(|staff| staff.count(measure.quantity, now)).sum()
    }

    /// How late the injects of a staff, or of all, came: the sum in microseconds, their number, and how many of them did not come
    /// by `until`.
    pub(crate) fn lateness(&self, model: &Model, measure: &Measure, until: SimTime) -> (u128, u64, u64) {
        let mut found = (0, 0, 0);
        for (_, due, came) in self.staffed(model, measure).filter(|(_, due, _)| *due <= until) {
            found.0 += u128::from(came.min(until).since(due).micros());
            found.1 += 1;
            found.2 += u64::from(came == SimTime::MAX);
        }
        found
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the injects that follow, by the plan, what their staff never learns of.
    pub(super) fn start_staffs(&mut self) {
        if self.model.staffs.is_empty() || self.model.coordination.is_some() {
            return;
        }
        for index in InjectIdx::all(self.model.injects.len()) {
            if self.model.injects[index.at()].told
                && let Some(at) = self.planned(index)
            {
                self.schedule(at, index.0, Event::Inject(index));
            }
        }
    }

    /// When an inject is to come if all before it come as planned; none for a contingency, and what follows one.
    fn planned(&mut self, index: InjectIdx) -> Option<SimTime> {
        // A way is gone once a replication, and without recursion: a plan may be longer than a thread's stack is deep.
        let mut way = std::mem::take(&mut self.injects.way);
        let mut before = index;
        let mut at = loop {
            if let Some(known) = self.injects.planned[before.at()] {
                break known;
            }
            match self.model.injects[before.at()].when {
                When::At(at) => break at,
                When::After(other) => {
                    way.push(before);
                    before = other;
                }
                When::On(_) | When::Called => break SimTime::MAX,
            }
        };
        while let Some(next) = way.pop() {
            if at < SimTime::MAX {
                at += self.delay_of(next);
            }
            self.injects.planned[next.at()] = Some(at);
        }
        self.injects.way = way;
        (at < SimTime::MAX).then_some(at)
    }

    /// The delay of an inject, from what calls for it.
    pub(super) fn delay_of(&self, index: InjectIdx) -> SimDuration {
        let inject = &self.model.injects[index.at()];
        inject.delay.sample(self.draw(Purpose::Inject).with(inject.key).with(Purpose::Delay as u64))
    }

    /// What calls for an inject happened where its staff does not see it.
    pub(super) fn staff_is_told(&mut self, index: InjectIdx) {
        let delay = self.delay_of(index);
        match &self.model.coordination {
            Some(coordination) => {
                let key = self.draw(Purpose::Coordination).with(self.model.injects[index.at()].key);
                let learns = coordination.sample(key);
                self.is_due(index, self.now + delay);
                self.schedule_in(delay.max(learns), index.0, Event::Inject(index));
            }
            None if self.planned(index).is_none() => {
                self.is_due(index, self.now + delay);
                self.mark(Mark::Inject, self.model.injects[index.at()].key, 0, 4);
            }
            // It comes when the plan has it.
            None => {}
        }
    }

    fn is_due(&mut self, index: InjectIdx, at: SimTime) {
        self.ledger.due[index.at()] = at;
        let due = &mut self.ledger.staffs[self.model.injects[index.at()].staff.at()].due;
        due.insert(due.partition_point(|other| *other <= at), at);
        self.notice(Signal::INJECTS);
    }

    /// Whether an inject that is due needs a controller, who is asked for.
    pub(super) fn needs_controller(&mut self, index: InjectIdx) -> bool {
        let inject = &self.model.injects[index.at()];
        if !inject.staff.is_some() {
            return false;
        }
        if self.ledger.due[index.at()] == SimTime::MAX {
            self.is_due(index, self.now);
        }
        let staff = &self.model.staffs[inject.staff.at()];
        let key = self.draw(Purpose::Inject).with(inject.key).with(Purpose::Time as u64);
        self.mark(Mark::Inject, inject.key, staff.key, 3);
        self.tell(Happening::InjectDue(index));
        let time = staff.time.sample(key);
        self.enqueue(staff.pool, Work::Give(index), Severity::Medium, About::NOTHING, time);
        true
    }

    /// Counts an inject that comes now: with its staff, if it has one, and with those of its followers that came before it.
    pub(super) fn staffs_count(&mut self, index: InjectIdx) {
        let (ledger, injects) = (&mut self.ledger, &self.model.injects);
        let inject = &injects[index.at()];
        if let Some(staff) = ledger.staffs.get_mut(inject.staff.at()) {
            staff.given += 1;
            staff.late += u64::from(ledger.due[index.at()] < self.now);
            if let When::After(other) = inject.when {
                staff.out_of_order += u64::from(ledger.injects[other.at()] == SimTime::MAX);
            }
        }
        for follower in self.injects.followers_of(index) {
            // In one instant they are in order, whichever came first.
            if ledger.injects[follower.at()] == self.now
                && let Some(staff) = ledger.staffs.get_mut(injects[follower.at()].staff.at())
            {
                staff.out_of_order -= 1;
            }
        }
    }

    /// Panics if an inject of a staff came before it was due, or without being due.
    pub(super) fn check_staffs(&self) {
        for (inject, (&due, &came)) in
            self.model.injects.iter().zip(self.ledger.due.iter().zip(&self.ledger.injects))
        {
            let staffed = inject.staff.is_some();
            assert!(staffed || due == SimTime::MAX, "an inject in nobody's hands is due");
            assert!(!staffed || came == SimTime::MAX || due <= came, "an inject comes before it is due");
        }
        for (staff, counted) in StaffIdx::all(self.model.staffs.len()).zip(&self.ledger.staffs) {
            let of = Measure { staff, ..Measure::of(Quantity::InjectsLate) };
            let all = || self.ledger.staffed(self.model, &of);
            let late = all().filter(|(_, due, came)| *came < SimTime::MAX && due < came).count();
            let not_given = all().filter(|(_, due, came)| *due <= self.now && *came == SimTime::MAX).count();
            let before = |&(inject, _, came): &(&Inject, SimTime, SimTime)| match inject.when {
                When::After(other) => came < self.ledger.injects[other.at()],
                _ => false,
            };
            let found = [late, not_given, all().filter(before).count()].map(|number| number as u64);
            let said = [Quantity::InjectsLate, Quantity::InjectsNotGiven, Quantity::InjectsOutOfOrder];
            let said = said.map(|quantity| counted.count(quantity, self.now));
            assert_eq!(said, found, "the injects of a staff are counted wrong");
        }
    }
}
