//! Mutual assistance: requests for help, and experts under way.
//!
//! A request goes to the offers of its phase in the order written, to the next when one refuses. It waits for whoever
//! decides, then until a team of the offer is at home, and the team travels. It works as further seats of the tier that it
//! came for, with a skill of its own, until the incident is closed or its time is over, and travels back. Whose people they
//! are has so many seats less from when they set out until they are back. A request whose incident is closed is withdrawn;
//! who is on the way then turns round on arrival.
//!
//! **Invariant:** a team of an offer is in one place at a time: those at home, on the way, at work and on the way back are
//! as many as the offer has.

use super::draws::Purpose;
use super::soc::Work;
use super::{Event, Happening, HelpFate, Mark, Milestone, State, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// Requests, and where the experts are.
#[derive(Debug)]
pub(super) struct Assistances {
    requests: Vec<Request>,
    /// Those that are not over, nor on their way back.
    live: Vec<u32>,
    /// Of each offer, how many of its teams are at home.
    at_home: Vec<u32>,
    /// Of each offer, the requests that were granted and wait for a team.
    waiting: Vec<VecDeque<u32>>,
}

#[derive(Debug, Clone, Copy)]
struct Request {
    incident: u32,
    /// The phase that asks, by its place among those of the team.
    phase: u32,
    team: TeamIdx,
    /// Where it is among the phase's offers.
    offer: u32,
    stage: Stage,
    /// When its present stage ends; an event at another instant is stale.
    due: SimTime,
    key: Key,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Somebody decides on it.
    Asked,
    /// It is granted, and waits for a team.
    Waits,
    /// A team is on the way.
    Travels,
    /// The same, and the incident is closed.
    TravelsInVain,
    /// A team is there.
    Works,
    /// The team is on the way back.
    Returns,
    /// It is over.
    Over,
}

impl Assistances {
    pub(super) fn new(model: &Model) -> Assistances {
        Assistances {
            requests: Vec::new(),
            live: Vec::new(),
            at_home: model.assistance.iter().map(|offer| offer.teams).collect(),
            waiting: model.assistance.iter().map(|_| VecDeque::new()).collect(),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.requests.len() * (size_of::<Request>() + 2 * size_of::<u32>())
    }

    pub(super) fn reset(&mut self, model: &Model) {
        self.requests.clear();
        self.live.clear();
        for (at_home, offer) in self.at_home.iter_mut().zip(&model.assistance) {
            *at_home = offer.teams;
        }
        self.waiting.iter_mut().for_each(VecDeque::clear);
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// An incident asks for help; it goes on meanwhile.
    pub(super) fn asks_for_help(&mut self, incident: u32, phase: u32, key: Key) {
        let team = self.response.get(incident).team;
        let due = SimTime::MAX;
        let request = Request { incident, phase, team, offer: 0, stage: Stage::Asked, due, key };
        let number = self.assistance.requests.len() as u32;
        self.assistance.requests.push(request);
        self.assistance.live.push(number);
        self.asks_next(number);
    }

    /// The offer that a request is at, if there is one.
    fn offer(&self, request: Request) -> Option<(AssistanceIdx, PoolIdx)> {
        let phase = &self.model.teams[request.team.at()].phases[request.phase as usize];
        let PhaseKind::RequestHelp { offers, pool } = &phase.kind else { return None };
        Some((*offers.get(request.offer as usize)?, *pool))
    }

    fn offered(&self, index: AssistanceIdx) -> &'m Assistance {
        &self.model.assistance[index.at()]
    }

    /// Puts a request before the offer that it is at.
    fn asks_next(&mut self, number: u32) {
        let (request, index) = loop {
            let request = self.assistance.requests[number as usize];
            let Some((index, _)) = self.offer(request) else { return self.ends(number, Stage::Over) };
            let own = self.model.teams[request.team.at()].organisation;
            if self
                .offered(index)
                .to
                .iter()
                .any(|party| party.organisation == own && self.agreements.is_one(*party))
            {
                break (request, index);
            }
            // Who has left an alliance, or not joined it yet, is not asked for its members' help.
            self.assistance.requests[number as usize].offer += 1;
        };
        let offer = self.offered(index);
        self.tell_help(number, HelpFate::Asked);
        if !offer.authority.is_some() {
            return self.help_is_decided(number);
        }
        let key = request.key.with(offer.key).with(Purpose::Help as u64);
        let time = offer.decision.sample(key.with(Purpose::Time as u64));
        let severity = self.response.get(request.incident).severity;
        let about = self.incident_about(request.incident);
        self.enqueue(offer.authority, Work::Grant(number), severity, about, time);
    }

    /// Somebody has decided on a request.
    pub(super) fn help_is_decided(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        let Some((index, _)) = self.offer(request) else { return };
        let offer = self.offered(index);
        let key = request.key.with(offer.key).with(Purpose::Help as u64);
        if self.response.get(request.incident).closed {
            return self.ends(number, Stage::Over);
        }
        if key.with(Purpose::Refusal as u64).chance(offer.refused) {
            self.tell_help(number, HelpFate::Refused);
            self.assistance.requests[number as usize].offer += 1;
            return self.asks_next(number);
        }
        self.assistance.requests[number as usize].stage = Stage::Waits;
        self.tell_help(number, HelpFate::Granted);
        self.assistance.waiting[index.at()].push_back(number);
        let about = self.incident_about(request.incident);
        self.shift(about, None, Some(State::AwaitingPartner));
        self.sends_help(index);
    }

    /// Teams that are at home set out to who waits for them.
    fn sends_help(&mut self, index: AssistanceIdx) {
        let offer = self.offered(index);
        while self.assistance.at_home[index.at()] > 0 {
            let Some(number) = self.assistance.waiting[index.at()].pop_front() else { return };
            let request = self.assistance.requests[number as usize];
            if request.stage != Stage::Waits {
                continue;
            }
            self.assistance.at_home[index.at()] -= 1;
            if offer.from.is_some() {
                self.change_seats(offer.from, -(offer.seats as i32), true);
            }
            self.assistance.requests[number as usize].stage = Stage::Travels;
            let about = self.incident_about(request.incident);
            self.shift(about, Some(State::AwaitingPartner), Some(State::Travelling));
            self.tell_help(number, HelpFate::SetOut);
            let time = offer.travel.sample(request.key.with(offer.key).with(Purpose::Travel as u64));
            self.goes_on_in(time, index, number);
        }
    }

    /// The present stage of a request lasts so long.
    fn goes_on_in(&mut self, time: SimDuration, index: AssistanceIdx, number: u32) {
        self.assistance.requests[number as usize].due = self.now + time;
        self.schedule_in(time, index.0, Event::Help(number));
    }

    /// Nobody waits for a request any more.
    fn ends(&mut self, number: u32, stage: Stage) {
        self.assistance.requests[number as usize].stage = stage;
        self.assistance.live.retain(|&live| live != number);
    }

    /// A team that helps is there, has stayed as long as it may, or is back.
    pub(super) fn help_moves(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        let Some((index, pool)) = self.offer(request) else { return };
        let offer = self.offered(index);
        if request.due != self.now {
            return;
        }
        match request.stage {
            Stage::TravelsInVain => {
                self.mark(Mark::Help, offer.key, self.model.teams[request.team.at()].key, 0);
                self.goes_back(number);
            }
            Stage::Travels => {
                self.mark(Mark::Help, offer.key, self.model.teams[request.team.at()].key, 0);
                let about = self.incident_about(request.incident);
                self.assistance.requests[number as usize].stage = Stage::Works;
                self.tell_help(number, HelpFate::Arrived);
                self.ledger.teams[request.team.at()].helped += 1;
                let campaign = self.response.get(request.incident).nature.campaign();
                if campaign.is_some() {
                    let responder = self.model.teams[request.team.at()].responder;
                    self.reach(self.response_index(responder, campaign), Milestone::Assisted);
                }
                self.guests_come(pool, offer.seats, offer.skill);
                self.shift(about, Some(State::Travelling), None);
                if let Some(stay) = offer.stay {
                    self.goes_on_in(stay, index, number);
                }
            }
            Stage::Works => self.leaves(number, pool),
            Stage::Returns => {
                self.mark(Mark::Help, offer.key, self.model.teams[request.team.at()].key, 2);
                self.ends(number, Stage::Over);
                self.assistance.at_home[index.at()] += 1;
                if offer.from.is_some() {
                    self.change_seats(offer.from, offer.seats as i32, true);
                }
                self.sends_help(index);
            }
            Stage::Asked | Stage::Waits | Stage::Over => {}
        }
    }

    /// A team of experts is done.
    fn leaves(&mut self, number: u32, pool: PoolIdx) {
        let request = self.assistance.requests[number as usize];
        let Some((index, _)) = self.offer(request) else { return };
        let offer = self.offered(index);
        self.mark(Mark::Help, offer.key, self.model.teams[request.team.at()].key, 1);
        self.tell_help(number, HelpFate::Left);
        self.guests_go(pool, offer.seats, offer.skill);
        self.goes_back(number);
    }

    fn goes_back(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        let Some((index, _)) = self.offer(request) else { return };
        let offer = self.offered(index);
        self.ends(number, Stage::Returns);
        let key = request.key.with(offer.key).with(Purpose::Travel as u64).with(1);
        self.goes_on_in(offer.travel.sample(key), index, number);
    }

    /// An incident is closed: whoever helps goes, and what it still asks for is withdrawn.
    pub(super) fn help_is_over(&mut self, incident: u32) {
        let mut place = 0;
        while let Some(&number) = self.assistance.live.get(place) {
            place += 1;
            let request = self.assistance.requests[number as usize];
            let about = self.incident_about(incident);
            let Some((_, pool)) = self.offer(request).filter(|_| request.incident == incident) else {
                continue;
            };
            match request.stage {
                Stage::Waits => {
                    self.shift(about, Some(State::AwaitingPartner), None);
                    self.ends(number, Stage::Over);
                    place -= 1;
                }
                Stage::Travels => {
                    self.shift(about, Some(State::Travelling), None);
                    self.ends(number, Stage::TravelsInVain);
                    place -= 1;
                }
                Stage::Works => {
                    self.leaves(number, pool);
                    place -= 1;
                }
                Stage::Asked | Stage::TravelsInVain | Stage::Returns | Stage::Over => {}
            }
        }
    }

    fn tell_help(&mut self, number: u32, fate: HelpFate) {
        let request = self.assistance.requests[number as usize];
        if let Some((offer, _)) = self.offer(request) {
            let campaign = self.response.get(request.incident).nature.campaign();
            self.tell(Happening::Help { offer, team: request.team, campaign, fate });
        }
    }

    /// Panics if a team of experts is in two places or nowhere, or a response waits for one that is not under way.
    pub(super) fn check_help(&self, count: &mut dyn FnMut(super::causes::About, State)) {
        let mut away = vec![0; self.model.assistance.len()];
        let mut guests = vec![0; self.model.pools.len()];
        for request in &self.assistance.requests {
            let Some((offer, pool)) = self.offer(*request) else { continue };
            away[offer.at()] += u32::from(matches!(
                request.stage,
                Stage::Travels | Stage::TravelsInVain | Stage::Works | Stage::Returns
            ));
            match request.stage {
                Stage::Works => guests[pool.at()] += self.offered(offer).seats,
                Stage::Travels => count(self.incident_about(request.incident), State::Travelling),
                _ => {}
            }
        }
        for ((offer, at_home), away) in self.model.assistance.iter().zip(&self.assistance.at_home).zip(away) {
            assert_eq!(offer.teams, at_home + away, "teams that help");
        }
        for (pool, guests) in self.soc.pools.iter().zip(guests) {
            assert_eq!(pool.guests, guests, "experts at work");
        }
    }
}
