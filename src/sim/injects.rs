//! The MSEL: injects at an instant, after one another and on conditions, and the work that they bring.
//!
//! **Invariant:** an inject comes at most once.

use super::draws::Purpose;
use super::triage::Alert;
use super::{Event, Happening, Mark, Signal, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// Which injects follow which, and how far effects have come.
#[derive(Debug)]
pub(super) struct Injects {
    /// Of each inject, those that follow it.
    followers: Vec<Vec<InjectIdx>>,
    /// Tickets that each load has brought so far.
    tickets: Vec<u32>,
    /// Of each inject, when it is to come by the plan: `MAX` where the plan can't tell, none until it was asked for.
    pub(super) planned: Vec<Option<SimTime>>,
    /// A way through the plan that is under way.
    pub(super) way: Vec<InjectIdx>,
}

impl Injects {
    pub(super) fn new(model: &Model) -> Injects {
        let mut followers = vec![Vec::new(); model.injects.len()];
        for (number, inject) in (0..).map(InjectIdx).zip(&model.injects) {
            if let When::After(other) = inject.when {
                followers[other.at()].push(number);
            }
        }
        let planned = vec![None; model.injects.len()];
        Injects { followers, tickets: vec![0; model.effects.len()], planned, way: Vec::new() }
    }

    /// Those that follow an inject.
    pub(super) fn followers_of(&self, inject: InjectIdx) -> &[InjectIdx] {
        &self.followers[inject.at()]
    }

    pub(super) fn reset(&mut self) {
        self.tickets.fill(0);
        self.planned.fill(None);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules every inject that comes at an instant.
    pub(super) fn start_injects(&mut self) {
        for inject in InjectIdx::all(self.model.injects.len()) {
            if let When::At(at) = self.model.injects[inject.at()].when {
                self.schedule(at, inject.0, Event::Inject(inject));
            }
        }
    }

    /// The condition of an inject is met, or the inject that it follows has come: it comes after its delay, if it has one.
    pub(super) fn inject_is_called_for(&mut self, index: InjectIdx) {
        self.ledger.called[index.at()] = self.now.min(self.ledger.called[index.at()]);
        if self.asks_for_decision(index) {
            return;
        }
        let inject = &self.model.injects[index.at()];
        if inject.told {
            return self.staff_is_told(index);
        }
        if inject.delay.is_zero() && matches!(inject.when, When::On(_)) {
            return self.inject_comes(index);
        }
        self.inject_is_under_way(index);
    }

    /// Nobody needs to decide on an inject any more: it comes after its delay.
    pub(super) fn inject_is_under_way(&mut self, index: InjectIdx) {
        self.schedule_in(self.delay_of(index), index.0, Event::Inject(index));
    }

    /// An inject comes, unless it needs a controller first.
    pub(super) fn inject_comes(&mut self, index: InjectIdx) {
        if self.climbs(index) && !self.needs_controller(index) {
            self.inject_is_given(index);
        }
    }

    /// An inject comes.
    pub(super) fn inject_is_given(&mut self, index: InjectIdx) {
        let inject = &self.model.injects[index.at()];
        self.mark(Mark::Inject, inject.key, 0, 1);
        self.staffs_count(index);
        self.ledger.injects[index.at()] = self.now;
        self.tell(Happening::Injected(index));
        for effect in inject.effects.clone().map(EffectIdx) {
            self.take_place(effect);
        }
        self.conditions.inject_came(index);
        self.notice(Signal::INJECTS);
        for place in 0..self.injects.followers[index.at()].len() {
            let follower = self.injects.followers[index.at()][place];
            self.inject_is_called_for(follower);
        }
        self.schedule_moments(index, self.now);
    }

    /// Raises the alert of an effect.
    pub(super) fn raise_alert(&mut self, index: EffectIdx) {
        let effect = &self.model.effects[index.at()];
        let Change::Alert { team, asset } = effect.change else { return };
        let campaign = self.holder(asset);
        let key = self.draw(Purpose::Inject).with(effect.key);
        let (technique, severity) = (TechniqueIdx::NONE, Severity::Medium);
        let alert = Alert { team, asset, campaign, technique, ticket: false, severity, key };
        self.raise(alert, SensorIdx::NONE, NoticeIdx::NONE);
    }

    /// Schedules the next ticket of a load. The load is spread evenly: the k-th of n comes at (k − ½)/n of the time.
    pub(super) fn next_ticket(&mut self, index: EffectIdx) {
        let effect = &self.model.effects[index.at()];
        let Change::Load { tickets, over, .. } = effect.change else { return };
        let k = self.injects.tickets[index.at()];
        if k < tickets {
            let after = u128::from(over.micros()) * (2 * u128::from(k) + 1) / (2 * u128::from(tickets));
            let at = self.ledger.injects[effect.inject.at()] + SimDuration::from_micros(after as u64);
            self.schedule(at, effect.inject.0, Event::Ticket(index));
        }
    }

    /// A ticket of a load reaches its team.
    pub(super) fn ticket_arrives(&mut self, index: EffectIdx) {
        let effect = &self.model.effects[index.at()];
        let Change::Load { team, .. } = effect.change else { return };
        let k = self.injects.tickets[index.at()];
        self.injects.tickets[index.at()] += 1;
        let key = self.draw(Purpose::Inject).with(effect.key).with(u64::from(k));
        self.submit_alert(Alert::of_nothing(team, Severity::Low, true, key));
        self.mark(Mark::Ticket, effect.key, 0, u64::from(k));
        self.next_ticket(index);
    }
}
