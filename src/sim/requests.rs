//! Requests for help on their way to who is asked.
//!
//! Where channels of agreements that share requests join a team with the organisation that offers the help, its request goes
//! over the first of them that is in force for both and carries it, and waits for its release, for the channel and for its
//! hours, as reports do. Where none carries it, it is refused at once; where none is in force now, the offer can't be asked.
//! One that is refused for any of these reasons goes to the next offer, as if the answer were no. Elsewhere requests arrive
//! at once. Whoever decides on a request reads it: it takes no analyst's time, brings nothing else, and is not passed on.
//!
//! A team that hears nothing asks again: what is lost goes out once more, without a further release, a fixed time after it
//! was sent. An incident that is closed withdraws what has not left; what is on its way arrives, and comes to nothing.
//!
//! **Invariant:** every request that was to go over a channel is refused, withdrawn, lost, received, or still under way, and
//! nobody decides on it before it has arrived.

use super::assistance::{Request, Stage};
use super::draws::Purpose;
use super::passage::Clearance;
use super::{Event, Happening, Mark, ReportFate, State, Worker};
use crate::kernel::SimTime;
use crate::model::*;

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// Puts a request before the offer that it is at, or sends it there; false if that can't be asked.
    pub(super) fn asks(&mut self, number: u32) -> bool {
        let model = self.model;
        let request = self.assistance.requests[number as usize];
        let phase = &model.teams[request.team.at()].phases[request.phase as usize];
        let PhaseKind::RequestHelp { offers, marking, classification, .. } = &phase.kind else {
            return false;
        };
        let Some(Asked { offer, over }) = offers.get(request.offer as usize) else { return false };
        if over.is_empty() {
            self.tell_help(number, super::HelpFate::Asked);
            self.is_put_before(number);
            return true;
        }
        let mut stopped_at = None;
        for &Way { channel: index, party } in over {
            let channel = &model.channels[index.at()];
            if !self.may_send(request.team, channel, party) {
                continue;
            }
            let key = request.key.with(model.assistance[offer.at()].key);
            let letter = key.with(Purpose::Request as u64).with(channel.key);
            let Clearance { stopped, takes, refused, .. } = channel.clears(letter, *marking, *classification);
            if stopped {
                stopped_at.get_or_insert(index);
                continue;
            }
            let classification = (*classification).min(channel.classification);
            let (stage, over, due, sent) = (Stage::Unsent, index, self.now + takes, 0);
            self.assistance.requests[number as usize] =
                Request { stage, due, over, party, classification, refused, sent, letter, ..request };
            self.ledger.channels[index.at()].late += 1;
            self.tell_request(number, index, ReportFate::Requested);
            self.shift(self.incident_about(request.incident), None, Some(State::AwaitingRelease));
            self.schedule_in(takes, index.0, Event::Request(number));
            return true;
        }
        if let Some(index) = stopped_at {
            self.may_not_ask(number, index);
        }
        false
    }

    /// Whether a channel's agreement binds a team and the party that it asks now.
    fn may_send(&self, team: TeamIdx, channel: &Channel, party: u32) -> bool {
        let binds = |party| self.agreements.binds(self.model, channel.agreement, party);
        channel.station(team).is_some_and(|own| binds(own.party)) && binds(party)
    }

    /// A request is released, arrives, or was lost and is sent again.
    pub(super) fn request_moves(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        if request.due != self.now {
            return;
        }
        match request.stage {
            Stage::Unsent => self.request_goes_out(number),
            Stage::OnItsWay => self.request_arrives(number),
            Stage::Lost => {
                self.ledger.channels[request.over.at()].late += 1;
                self.assistance.requests[number as usize].stage = Stage::Unsent;
                self.request_goes_out(number);
            }
            _ => {}
        }
    }

    /// A request leaves, unless it is refused, or nothing leaves now.
    fn request_goes_out(&mut self, number: u32) {
        let model = self.model;
        let request = self.assistance.requests[number as usize];
        let index = request.over;
        let channel = &model.channels[index.at()];
        let about = self.incident_about(request.incident);
        if request.refused || !self.may_send(request.team, channel, request.party) {
            self.shift(about, request.awaits(), None);
            self.ledger.channels[index.at()].late -= 1;
            self.may_not_ask(number, index);
            let next = &mut self.assistance.requests[number as usize];
            (next.stage, next.offer) = (Stage::Asked, next.offer + 1);
            return self.asks_next(number);
        }
        let phase = &model.teams[request.team.at()].phases[request.phase as usize];
        let PhaseKind::RequestHelp { marking, again, .. } = phase.kind else { return };
        if self.reports.is_down(index) {
            let carries = |other: &Channel| {
                other.shares.has(Shares::REQUEST)
                    && marking <= other.ceiling
                    && request.classification <= other.classification
            };
            if let Some(other) = self.way_round(index, carries) {
                self.ledger.channels[index.at()].late -= 1;
                self.ledger.channels[other.at()].late += 1;
                self.assistance.requests[number as usize].over = other;
                return self.request_goes_out(number);
            }
            self.assistance.requests[number as usize].due = SimTime::MAX;
            return self.mark_request(number, 3);
        }
        let Some(own) = channel.station(request.team) else { return };
        let desk = channel.desks[request.party as usize];
        let leaves = channel.leaves(own.hours, desk, self.now);
        if leaves > self.now {
            self.request_is_due(number, leaves);
            return self.mark_request(number, 5);
        }
        self.ledger.channels[index.at()].sent += 1;
        self.tell_request(number, index, ReportFate::Sent);
        let arrives = self.comes_in(index, desk, request.letter.with(u64::from(request.sent)));
        let sent = &mut self.assistance.requests[number as usize];
        sent.sent += 1;
        sent.stage = if arrives.is_some() { Stage::OnItsWay } else { Stage::Lost };
        self.shift(about, request.awaits(), Some(State::AwaitingPartner));
        if arrives.is_none() {
            self.ledger.channels[index.at()].late -= 1;
            self.ledger.channels[index.at()].lost += 1;
            self.tell_request(number, index, ReportFate::Lost);
        }
        self.request_is_due(number, arrives.unwrap_or(self.now + again));
        self.mark_request(number, u64::from(arrives.is_some()));
    }

    /// The present stage of a request ends then, if ever.
    fn request_is_due(&mut self, number: u32, at: SimTime) {
        let request = &mut self.assistance.requests[number as usize];
        request.due = at;
        let entity = request.over.0;
        if at < SimTime::MAX {
            self.schedule(at, entity, Event::Request(number));
        }
    }

    fn request_arrives(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        self.ledger.channels[request.over.at()].late -= 1;
        self.ledger.channels[request.over.at()].received += 1;
        self.tell_request(number, request.over, ReportFate::Received);
        self.mark_request(number, 2);
        if self.response.get(request.incident).closed {
            return self.ends(number, Stage::Over);
        }
        self.assistance.requests[number as usize].stage = Stage::Asked;
        self.is_put_before(number);
        self.shift(self.incident_about(request.incident), Some(State::AwaitingPartner), None);
    }

    /// A channel of an agreement is up: what waited for it goes out, or over the channel in whose place it stands.
    pub(super) fn requests_go_out(&mut self, agreement: AgreementIdx) {
        for place in 0..self.assistance.live.len() {
            let number = self.assistance.live[place];
            let Request { stage, due, over, .. } = self.assistance.requests[number as usize];
            let held_back = stage == Stage::Unsent && due == SimTime::MAX;
            if held_back && self.model.channels[over.at()].agreement == agreement {
                self.request_is_due(number, self.now);
            }
        }
    }

    /// An incident is closed, for which a request was under way: it is withdrawn, unless it has left.
    pub(super) fn withdraws(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        self.shift(self.incident_about(request.incident), request.awaits(), None);
        match request.stage {
            Stage::OnItsWay => return,
            Stage::Unsent => self.ledger.channels[request.over.at()].late -= 1,
            _ => {}
        }
        self.ends(number, Stage::Over);
    }

    /// A request must not pass a channel.
    fn may_not_ask(&mut self, number: u32, index: ChannelIdx) {
        self.ledger.channels[index.at()].refused += 1;
        self.tell_request(number, index, ReportFate::Refused);
        self.assistance.requests[number as usize].over = index;
        self.mark_request(number, 4);
    }

    fn tell_request(&mut self, number: u32, channel: ChannelIdx, fate: ReportFate) {
        let Request { team, incident, .. } = self.assistance.requests[number as usize];
        let campaign = self.response.get(incident).nature.campaign();
        if let Some((offer, _)) = self.offer(self.assistance.requests[number as usize]) {
            self.tell(Happening::Request { channel, offer, team, campaign, fate });
        }
    }

    fn mark_request(&mut self, number: u32, outcome: u64) {
        let Request { team, over, .. } = self.assistance.requests[number as usize];
        let (channel, team) = (self.model.channels[over.at()].key, self.model.teams[team.at()].key);
        self.mark(Mark::Request, channel, team, outcome);
    }
}
