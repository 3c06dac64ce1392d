//! The MSEL: injects at an instant, and contingency injects while a measure has no value yet.
//!
//! **Invariant:** an inject comes at most once.

use super::draws::Purpose;
use super::triage::Alert;
use super::{Event, Happening, Mark, Milestone, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// Tickets that each load has brought so far.
#[derive(Debug)]
pub(super) struct Injects {
    tickets: Vec<u32>,
}

impl Injects {
    pub(super) fn new(model: &Model) -> Injects {
        Injects { tickets: vec![0; model.injects.len()] }
    }

    pub(super) fn reset(&mut self) {
        self.tickets.fill(0);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules every inject, or the instant at which its condition is looked at.
    pub(super) fn start_injects(&mut self) {
        for inject in InjectIdx::all(self.model.injects.len()) {
            let (When::At(at) | When::NotYet { by: at, .. }) = self.model.injects[inject.at()].when;
            self.schedule(at, inject.0, Event::Inject(inject));
        }
    }

    /// An inject comes, unless what it waited for in vain has happened.
    pub(super) fn inject_comes(&mut self, index: InjectIdx) {
        let inject = &self.model.injects[index.at()];
        let comes = match &inject.when {
            When::At(_) => true,
            When::NotYet { measure, .. } => !self.has_value(measure),
        };
        self.mark(Mark::Inject, inject.key, 0, u64::from(comes));
        if !comes {
            return;
        }
        self.ledger.injects[index.at()] = self.now;
        self.tell(Happening::Injected(index));
        match inject.effect {
            Effect::Message => {}
            Effect::Load { .. } => self.next_ticket(index),
            Effect::Alert { team, asset } => {
                let campaign = self.holder(asset);
                let key = self.draw(Purpose::Inject).with(inject.key);
                let alert = Alert { team, asset, campaign, ticket: false, severity: Severity::Medium, key };
                self.raise(alert, SensorIdx::NONE, NoticeIdx::NONE);
            }
        }
    }

    /// Schedules the next ticket of a load. The load is spread evenly: the k-th of n comes at (k − ½)/n of the time.
    fn next_ticket(&mut self, index: InjectIdx) {
        let Effect::Load { tickets, over, .. } = self.model.injects[index.at()].effect else { return };
        let k = self.injects.tickets[index.at()];
        if k < tickets {
            let after = u128::from(over.micros()) * (2 * u128::from(k) + 1) / (2 * u128::from(tickets));
            let at = self.ledger.injects[index.at()] + SimDuration::from_micros(after as u64);
            self.schedule(at, index.0, Event::Ticket(index));
        }
    }

    /// A ticket of a load reaches its team.
    pub(super) fn ticket_arrives(&mut self, index: InjectIdx) {
        let inject = &self.model.injects[index.at()];
        let Effect::Load { team, .. } = inject.effect else { return };
        let k = self.injects.tickets[index.at()];
        self.injects.tickets[index.at()] += 1;
        let key = self.draw(Purpose::Inject).with(inject.key).with(u64::from(k));
        let (asset, campaign) = (AssetIdx::NONE, CampaignIdx::NONE);
        self.submit_alert(Alert { team, asset, campaign, ticket: true, severity: Severity::Low, key });
        self.mark(Mark::Ticket, inject.key, 0, u64::from(k));
        self.next_ticket(index);
    }

    /// Whether a measure has a value by now: for its campaign or, if it names none, for the one that held first.
    fn has_value(&self, measure: &Measure) -> bool {
        let reached = |campaign: CampaignIdx| {
            let ledger = self.ledger.response(measure.responder, campaign);
            let milestone = |milestone: Milestone| ledger.milestones[milestone as usize];
            let at = match measure.quantity {
                Quantity::TimeToCompromise => ledger.origin,
                Quantity::TimeToDetect => milestone(Milestone::Detected),
                Quantity::TimeToAcknowledge => milestone(Milestone::Acknowledged),
                Quantity::TimeToDeclare => milestone(Milestone::Declared),
                Quantity::TimeToContain => milestone(Milestone::Contained),
                Quantity::TimeToFinalContainment => milestone(Milestone::FinallyContained),
                Quantity::TimeToRecover => milestone(Milestone::Recovered),
                Quantity::TimeToShare => milestone(Milestone::Shared),
                Quantity::BreakoutTime => ledger.second_hold,
                Quantity::WarningLead => ledger.informed_by.iter().copied().min().unwrap_or(SimTime::MAX),
                Quantity::TimeToInform => {
                    self.ledger.response(measure.partner, campaign).informed_by[measure.responder.at()]
                }
                _ => SimTime::MAX,
            };
            at != SimTime::MAX
        };
        let campaign = match measure.campaign.is_some() {
            true => measure.campaign,
            false => self.ledger.earliest_held(measure.responder),
        };
        campaign.is_some() && reached(campaign)
    }
}
