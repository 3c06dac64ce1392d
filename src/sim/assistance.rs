//! Mutual assistance: requests for help, and experts under way.
//!
//! A request goes to the offers of its phase in the order written, to the next when one refuses; `requests` takes it there. It
//! waits for whoever decides, then until a team of the offer is at home, and the team travels. It works as further seats of the tier that it
//! came for, with a skill of its own, until the incident is closed or its time is over, and travels back. Whose people they
//! are has so many seats less from when they set out until they are back.
//!
//! The answer is yes or no whether or not a team is at home: who is granted help waits for it, and asks nobody else meanwhile.
//!
//! Once the incident is closed, a request that waits is withdrawn. One that lies before those who decide is decided all the
//! same, for they learn of it only as they answer: that takes their time, and is neither told nor counted. Who is on the way
//! turns round on arrival, unless the same team has asked again for the same campaign by then.
//!
//! **Invariant:** a team of an offer is in one place at a time: those at home, on the way, at work and on the way back are
//! as many as the offer has.

use super::causes::About;
use super::draws::Purpose;
use super::soc::Work;
use super::{Event, Happening, HelpFate, Mark, Milestone, State, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// Requests, and where the experts are.
#[derive(Debug)]
pub(super) struct Assistances {
    pub requests: Vec<Request>,
    /// Those that are under way themselves, and those for which somebody decides, waits, is on the way or works.
    pub live: Vec<u32>,
    /// Of each offer, how many of its teams are at home.
    at_home: Vec<u32>,
    /// Of each offer, the requests that were granted and wait for a team.
    waiting: Vec<VecDeque<u32>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Request {
    pub incident: u32,
    /// The phase that asks, by its place among those of the team.
    pub phase: u32,
    pub team: TeamIdx,
    /// Where it is among the phase's offers.
    pub offer: u32,
    pub stage: Stage,
    /// When its present stage ends; an event at another instant is stale.
    pub due: SimTime,
    /// When a team set out for it.
    pub set_out: SimTime,
    pub key: Key,
    /// The channel over which it goes to the offer; none: at once.
    pub over: ChannelIdx,
    /// Who is asked over it, by the number among the agreement's parties.
    pub party: u32,
    /// How it is classified still, once it was sanitised for its channel.
    pub classification: Classification,
    /// Whether it will not be released.
    pub refused: bool,
    /// How often it was sent.
    pub sent: u32,
    /// The key of its way.
    pub letter: Key,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for its release, or to be sent.
    Unsent,
    /// It is on its way to who is asked.
    OnItsWay,
    /// It was lost there, and nobody knows yet.
    Lost,
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

impl Stage {
    /// Whether a team is not at home.
    const fn is_away(self) -> bool {
        matches!(self, Stage::Travels | Stage::TravelsInVain | Stage::Works | Stage::Returns)
    }
}

impl Request {
    /// What its incident waits for, as long as that is open.
    pub(super) const fn awaits(&self) -> Option<State> {
        match self.stage {
            Stage::Unsent if self.sent == 0 => Some(State::AwaitingRelease),
            Stage::Unsent | Stage::OnItsWay | Stage::Lost | Stage::Waits => Some(State::AwaitingPartner),
            Stage::Travels => Some(State::Travelling),
            // Who decides has it as a task.
            Stage::Asked | Stage::TravelsInVain | Stage::Works | Stage::Returns | Stage::Over => None,
        }
    }
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
        if self.takes_over(incident, team, phase) {
            return;
        }
        let request = Request {
            incident,
            phase,
            team,
            offer: 0,
            stage: Stage::Asked,
            due: SimTime::MAX,
            set_out: SimTime::MAX,
            key,
            over: ChannelIdx::NONE,
            party: 0,
            classification: Classification::Unclassified,
            refused: false,
            sent: 0,
            letter: key,
        };
        let number = self.assistance.requests.len() as u32;
        self.assistance.requests.push(request);
        self.assistance.live.push(number);
        self.asks_next(number);
    }

    /// Whether experts who are on the way to the team for an earlier incident of the same campaign come for this one.
    fn takes_over(&mut self, incident: u32, team: TeamIdx, phase: u32) -> bool {
        let campaign = self.response.get(incident).nature.campaign();
        let PhaseKind::RequestHelp { offers, .. } = &self.model.teams[team.at()].phases[phase as usize].kind
        else {
            return false;
        };
        for place in 0..self.assistance.live.len() {
            let number = self.assistance.live[place];
            let request = self.assistance.requests[number as usize];
            let wanted = request.stage == Stage::TravelsInVain
                && request.team == team
                && campaign.is_some()
                && self.response.get(request.incident).nature.campaign() == campaign;
            let index = self.offer(request).filter(|_| wanted).map(|(index, _)| index);
            if let Some(offer) = index.and_then(|index| offers.iter().position(|asked| asked.offer == index))
            {
                let stage = Stage::Travels;
                self.assistance.requests[number as usize] =
                    Request { incident, phase, offer: offer as u32, stage, ..request };
                self.shift(self.incident_about(incident), None, Some(State::Travelling));
                self.tell_help(number, HelpFate::GoOn);
                return true;
            }
        }
        false
    }

    /// The offer that a request is at, if there is one.
    pub(super) fn offer(&self, request: Request) -> Option<(AssistanceIdx, PoolIdx)> {
        let phase = &self.model.teams[request.team.at()].phases[request.phase as usize];
        let PhaseKind::RequestHelp { offers, pool, .. } = &phase.kind else { return None };
        Some((offers.get(request.offer as usize)?.offer, *pool))
    }

    fn offered(&self, index: AssistanceIdx) -> &'m Assistance {
        &self.model.assistance[index.at()]
    }

    /// Takes a request to the offer that it is at, or the first after it for which the team's organisation may ask now.
    pub(super) fn asks_next(&mut self, number: u32) {
        loop {
            let request = self.assistance.requests[number as usize];
            let Some((index, _)) = self.offer(request) else { return self.ends(number, Stage::Over) };
            let own = self.model.teams[request.team.at()].organisation;
            let may_ask = |party: &Party| party.organisation == own && self.agreements.is_one(*party);
            if self.offered(index).to.iter().any(may_ask) && self.asks(number) {
                return;
            }
            self.assistance.requests[number as usize].offer += 1;
        }
    }

    /// A request is before an offer.
    pub(super) fn is_put_before(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        let Some((index, _)) = self.offer(request) else { return };
        let offer = self.offered(index);
        self.ledger.offers[index.at()].asked += 1;
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
            self.ledger.offers[index.at()].refused += 1;
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
            self.ledger.offers[index.at()].set_out += 1;
            if offer.from.is_some() {
                self.change_seats(offer.from, -(offer.seats as i32), true);
            }
            let waiting = &mut self.assistance.requests[number as usize];
            (waiting.stage, waiting.set_out) = (Stage::Travels, self.now);
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
    pub(super) fn ends(&mut self, number: u32, stage: Stage) {
        self.assistance.requests[number as usize].stage = stage;
        self.assistance.live.retain(|&live| live != number);
    }

    /// A team that helps is there, has stayed as long as it may, or is back.
    pub(super) fn help_moves(&mut self, number: u32) {
        let request = self.assistance.requests[number as usize];
        let Some((index, pool)) = self.offer(request).filter(|_| request.due == self.now) else { return };
        let offer = self.offered(index);
        match request.stage {
            Stage::Travels => {
                self.mark_help(number, 0);
                let about = self.incident_about(request.incident);
                self.assistance.requests[number as usize].stage = Stage::Works;
                self.ledger.offers[index.at()].arrived += 1;
                self.tell_help(number, HelpFate::Arrived);
                if about != About::NOTHING {
                    self.reach(about.response as usize, Milestone::Assisted);
                }
                self.guests_come(pool, offer.seats, offer.skill);
                self.shift(about, Some(State::Travelling), None);
                if let Some(stay) = offer.stay {
                    self.goes_on_in(stay, index, number);
                }
            }
            Stage::TravelsInVain => {
                self.mark_help(number, 3);
                self.tell_help(number, HelpFate::TurnRound);
                self.goes_back(number);
            }
            Stage::Works => self.leaves(number),
            Stage::Returns => {
                self.mark_help(number, 2);
                self.ends(number, Stage::Over);
                self.ledger.offers[index.at()].away += u128::from(self.away(request).micros());
                self.assistance.at_home[index.at()] += 1;
                if offer.from.is_some() {
                    self.change_seats(offer.from, offer.seats as i32, true);
                }
                self.sends_help(index);
            }
            Stage::Unsent | Stage::OnItsWay | Stage::Lost | Stage::Asked | Stage::Waits | Stage::Over => {}
        }
    }

    /// For how long a team has been away for a request, as far as that is measured.
    fn away(&self, request: Request) -> SimDuration {
        self.now.since(request.set_out.max(self.model.frame.measure_from))
    }

    /// A team of experts is done.
    fn leaves(&mut self, number: u32) {
        let Some((index, pool)) = self.offer(self.assistance.requests[number as usize]) else { return };
        let offer = self.offered(index);
        self.mark_help(number, 1);
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
        // Last first, for those that end are taken out of the list.
        for place in (0..self.assistance.live.len()).rev() {
            let number = self.assistance.live[place];
            let request = self.assistance.requests[number as usize];
            if request.incident != incident {
                continue;
            }
            let about = self.incident_about(incident);
            match request.stage {
                Stage::Unsent | Stage::OnItsWay | Stage::Lost => self.withdraws(number),
                Stage::Waits => {
                    self.shift(about, Some(State::AwaitingPartner), None);
                    self.ends(number, Stage::Over);
                }
                Stage::Travels => {
                    self.shift(about, Some(State::Travelling), None);
                    self.assistance.requests[number as usize].stage = Stage::TravelsInVain;
                }
                Stage::Works => self.leaves(number),
                Stage::Asked | Stage::TravelsInVain | Stage::Returns | Stage::Over => {}
            }
        }
    }

    /// Takes the time of those who are away at the end.
    pub(super) fn settle_help(&mut self) {
        for number in 0..self.assistance.requests.len() {
            let request = self.assistance.requests[number];
            if let Some((index, _)) = self.offer(request).filter(|_| request.stage.is_away()) {
                self.ledger.offers[index.at()].away += u128::from(self.away(request).micros());
            }
        }
    }

    pub(super) fn tell_help(&mut self, number: u32, fate: HelpFate) {
        let request = self.assistance.requests[number as usize];
        if let Some((offer, _)) = self.offer(request) {
            let campaign = self.response.get(request.incident).nature.campaign();
            self.tell(Happening::Help { offer, team: request.team, campaign, fate });
        }
    }

    fn mark_help(&mut self, number: u32, outcome: u64) {
        let request = self.assistance.requests[number as usize];
        if let Some((offer, _)) = self.offer(request) {
            let team = self.model.teams[request.team.at()].key;
            self.mark(Mark::Help, self.offered(offer).key, team, outcome);
        }
    }

    /// Panics if a team of experts is in two places or nowhere; counts what responses wait for.
    pub(super) fn check_help(&self, count: &mut dyn FnMut(About, State)) {
        let mut away = vec![0; self.model.assistance.len()];
        let mut guests = vec![0; self.model.pools.len()];
        for centre in self.model.centres.iter().filter(|centre| centre.active) {
            guests[centre.pool.at()] += centre.secondees.iter().map(|secondee| secondee.seats).sum::<u32>();
        }
        for request in &self.assistance.requests {
            let Some((offer, pool)) = self.offer(*request) else { continue };
            away[offer.at()] += u32::from(request.stage.is_away());
            if request.stage == Stage::Works {
                guests[pool.at()] += self.offered(offer).seats;
            }
            if let Some(state) = request.awaits().filter(|_| !self.response.look(request.incident).closed) {
                count(self.incident_about(request.incident), state);
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
