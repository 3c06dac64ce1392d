//! Where the hours go: what is being done about each campaign, at every instant.
//!
//! For each (responder, campaign) and each of the responder's teams this counts the tasks and reports in each [`State`].
//! The response is in the first state that any of them is in, and the time goes to the first team that is in it; when
//! there is none, it is unseen. The hours are taken whenever a count changes, and copied at each milestone.
//!
//! **Invariant:** since the origin, the hours taken add up to the time passed.

use super::{Causes, Milestone, Signal, State, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// What is being done now about each response.
#[derive(Debug)]
pub(super) struct Doing {
    pub(super) responses: Vec<Response>,
}

#[derive(Debug)]
pub(super) struct Response {
    /// `[team slot][state]`; unseen has no count.
    pub(super) counts: Vec<[u32; State::COUNT]>,
    pub(super) running: Causes,
    pub(super) settled: SimTime,
}

/// What a task or report is about, for the causes; tasks about nothing true have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct About {
    /// Place in the ledger's responses; `u32::MAX` for none.
    pub(super) response: u32,
    /// Which of the responder's teams.
    pub(super) slot: u32,
}

impl About {
    /// About nothing true.
    pub(super) const NOTHING: About = About { response: u32::MAX, slot: 0 };
}

impl Doing {
    pub(super) fn new(model: &Model) -> Doing {
        let mut responses = Vec::new();
        for responder in &model.responders {
            for _ in &model.campaigns {
                responses.push(Response {
                    counts: vec![[0; State::COUNT]; responder.teams.len()],
                    running: Causes {
                        by_team: vec![[SimDuration::ZERO; State::COUNT]; responder.teams.len()],
                        unseen: SimDuration::ZERO,
                    },
                    settled: SimTime::ZERO,
                });
            }
        }
        Doing { responses }
    }

    pub(super) fn reset(&mut self) {
        for response in &mut self.responses {
            response.counts.fill([0; State::COUNT]);
            response.running.by_team.fill([SimDuration::ZERO; State::COUNT]);
            response.running.unseen = SimDuration::ZERO;
            response.settled = SimTime::ZERO;
        }
    }
}

impl Response {
    /// The first state that any team is in, and the first team that is in it.
    fn state(&self) -> Option<(usize, usize)> {
        (0..State::Unseen as usize)
            .find_map(|state| self.counts.iter().position(|team| team[state] > 0).map(|slot| (slot, state)))
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// Where (responder, campaign) stands in the ledger.
    #[inline]
    pub(super) fn response_index(&self, responder: ResponderIdx, campaign: CampaignIdx) -> usize {
        responder.at() * self.model.campaigns.len() + campaign.at()
    }

    /// Who responds for the owner of an asset.
    #[inline]
    pub(super) fn responders_of(&self, asset: AssetIdx) -> &'m [ResponderIdx] {
        // Where nobody responds nobody need look up whose asset it is.
        if self.model.responders.is_empty() {
            return &[];
        }
        let owner = self.model.network.group(asset).owner;
        &self.model.organisations[owner.at()].responders
    }

    /// What a task of `team` about `campaign` is about.
    pub(super) fn about(&self, team: TeamIdx, campaign: CampaignIdx) -> About {
        if !campaign.is_some() {
            return About::NOTHING;
        }
        let responder = self.model.teams[team.at()].responder;
        let teams = &self.model.responders[responder.at()].teams;
        let slot = teams.iter().position(|&other| other == team).unwrap_or(0) as u32;
        About { response: self.response_index(responder, campaign) as u32, slot }
    }

    /// Something goes from one state to another; `None` stands for not existing.
    pub(super) fn shift(&mut self, about: About, from: Option<State>, to: Option<State>) {
        if about == About::NOTHING || from == to {
            return;
        }
        self.settle_response(about.response as usize);
        let counts = &mut self.causes.responses[about.response as usize].counts[about.slot as usize];
        if let Some(from) = from {
            counts[from as usize] -= 1;
        }
        if let Some(to) = to {
            counts[to as usize] += 1;
        }
    }

    /// Takes the time up to now into the present state's hours.
    pub(super) fn settle_response(&mut self, index: usize) {
        let response = &mut self.causes.responses[index];
        let since = response.settled.max(self.ledger.responses[index].origin);
        response.settled = self.now;
        if since >= self.now {
            return;
        }
        let elapsed = self.now - since;
        match response.state() {
            Some((slot, state)) => response.running.by_team[slot][state] += elapsed,
            None => response.running.unseen += elapsed,
        }
    }

    /// A milestone is reached now; the first time counts, save for those that can be undone.
    pub(super) fn reach(&mut self, index: usize, milestone: Milestone) {
        if self.ledger.responses[index].milestones[milestone as usize] != SimTime::MAX {
            return;
        }
        self.settle_response(index);
        let ledger = &mut self.ledger.responses[index];
        ledger.milestones[milestone as usize] = self.now;
        copy(&self.causes.responses[index].running, &mut ledger.causes[milestone as usize]);
        self.notice(Signal::RESPONSES);
    }

    /// A milestone that was reached no longer holds.
    pub(super) fn undo_milestone(&mut self, index: usize, milestone: Milestone) {
        self.ledger.responses[index].milestones[milestone as usize] = SimTime::MAX;
        self.notice(Signal::RESPONSES);
    }

    /// Takes all time up to the end, also into the milestones that were not reached.
    pub(super) fn settle_causes(&mut self) {
        for index in 0..self.ledger.responses.len() {
            self.settle_response(index);
            let ledger = &mut self.ledger.responses[index];
            for (at, causes) in ledger.milestones.iter().zip(&mut ledger.causes) {
                if *at == SimTime::MAX {
                    copy(&self.causes.responses[index].running, causes);
                }
            }
        }
    }
}

fn copy(from: &Causes, to: &mut Causes) {
    to.by_team.copy_from_slice(&from.by_team);
    to.unseen = from.unseen;
}
