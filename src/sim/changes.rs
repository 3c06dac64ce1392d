//! What injects change: campaigns, ways, services, seats, channels.
//!
//! Changes are the exercise control's: what a response team or a fault does to the same things comes and goes by itself.
//!
//! **Invariant:** a change that lasts for a time is undone exactly once.

use super::links::LinkCause;
use super::{Event, Happening, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// What was changed that nothing else keeps.
#[derive(Debug)]
pub(super) struct Changes {
    /// Whether an inject has started each campaign.
    started: Vec<bool>,
}

impl Changes {
    pub(super) fn new(model: &Model) -> Changes {
        Changes { started: vec![false; model.campaigns.len()] }
    }

    pub(super) fn reset(&mut self) {
        self.started.fill(false);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// An effect of an inject that has come.
    pub(super) fn take_place(&mut self, index: EffectIdx) {
        let model = self.model;
        match &model.effects[index.at()].change {
            Change::Load { .. } => return self.next_ticket(index),
            Change::Alert { .. } => return self.raise_alert(index),
            Change::StartCampaign(campaign) => {
                if !std::mem::replace(&mut self.changes.started[campaign.at()], true) {
                    self.schedule(self.now, campaign.0, Event::CampaignStart(*campaign));
                }
                return;
            }
            _ => self.tell(Happening::Changed { effect: index, ends: false }),
        }
        match &model.effects[index.at()].change {
            Change::Campaign { campaign, operators, hurry, stop } => {
                if let Some(operators) = operators {
                    self.change_operators(*campaign, *operators);
                }
                if let Some(pace) = hurry {
                    self.is_hurried(*campaign, *pace);
                }
                if *stop {
                    self.stops(*campaign);
                }
            }
            Change::Disclose { weakness, on } => self.disclose(*weakness, on),
            Change::Patch { .. } => self.begin_patching(index),
            Change::Links { links, cut } => {
                for &link in links {
                    match cut {
                        true => _ = self.close_link(link, LinkCause::Cut),
                        false => _ = self.open_link(link, LinkCause::Cut),
                    }
                }
            }
            Change::Cable { cable, cut: true } => self.cut_cable(*cable),
            Change::Cable { cable, cut: false } => self.restore_cable(*cable),
            Change::Vessel { cable, lasting } => {
                let until = lasting.map_or(SimTime::MAX, |lasting| self.now + lasting);
                self.warn_of_vessel(*cable, until);
            }
            Change::Function { function, down } => self.function_is_taken_down(*function, *down),
            Change::Refuel(function) => self.refuel(*function),
            Change::Assets { assets, down } => {
                for asset in assets.iter() {
                    if self.holds.taken_down(asset) == *down {
                        continue;
                    }
                    // Before the functions that fall or come back with it.
                    self.tell(Happening::TakenDown { effect: index, asset, ends: !down });
                    match down {
                        true => self.take_down(asset),
                        false => self.bring_up(asset),
                    }
                }
            }
            Change::Staff { pool, seats, lasting } => {
                self.change_seats(*pool, *seats, lasting.is_some());
                if let Some(lasting) = lasting {
                    self.schedule_in(*lasting, pool.0, Event::EffectEnds(index));
                }
            }
            Change::Membership { organisation, alliance, joins } => {
                self.joins(*organisation, *alliance, *joins)
            }
            Change::Escalate(step) => self.escalates(*step),
            Change::Crisis { crisis, begins: true } => self.crisis_begins(*crisis),
            Change::Crisis { crisis, begins: false } => self.crisis_ends(*crisis),
            Change::Channel { channel, up, slower } => self.change_channel(*channel, *up, *slower),
            Change::Load { .. } | Change::Alert { .. } | Change::StartCampaign(_) => {}
        }
    }

    /// A change that lasted for a time is undone.
    pub(super) fn change_ends(&mut self, index: EffectIdx) {
        if let Change::Staff { pool, seats, .. } = self.model.effects[index.at()].change {
            self.tell(Happening::Changed { effect: index, ends: true });
            self.change_seats(pool, -seats, true);
        }
    }
}
