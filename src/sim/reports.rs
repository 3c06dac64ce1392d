//! Reports on their way: written, released, sent, lost, received, read, passed on.
//!
//! A report is sent to every team that the agreement's shape joins with the sender's. One that is marked above the channel's
//! ceiling, or classified above what the channel carries and not to be sanitised, is refused at once; the others wait for
//! their release, which may be refused too, then until the channel is up and manned, and travel. Where the channel is
//! automated a report acts as it arrives; elsewhere an analyst of the recipient's triage reads it first. A recipient passes
//! it on as far as its mark and the agreements let it. What comes a second time is read again but does nothing again.
//!
//! **Invariant:** nothing arrives before it was released, and a report is passed on by a team at most once; every report is
//! refused, lost, received, or still under way.

use super::assistance::{Request, Stage as RequestStage};
use super::causes::About;
use super::draws::Purpose;
use super::outages::Passing;
use super::passage::Clearance;
use super::situations::Situations;
use super::soc::Work;
use super::{Event, Happening, Mark, Milestone, ReportFate, Signal, State, Stop, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;

/// Reports under way.
#[derive(Debug)]
pub(super) struct Reports {
    texts: Vec<Text>,
    /// Who reports on the situation.
    pub situations: Situations,
    /// The holds that reports on the situation list.
    pub listed: Vec<u32>,
    /// What each team has got of each text, and whether it has got it at all: `[text × team]`.
    got: Vec<u8>,
    pub reports: Vec<Report>,
    /// The present state of each channel.
    pub channels: Vec<Passing>,
    /// Reports that were released while their channel was down, in that order.
    pub held_back: Vec<u32>,
}

/// In [`Reports::got`]: a report with the text has been read.
const READ: u8 = 0x80;

/// What a team has written about a campaign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// The incident's key and the phase's.
    pub key: Key,
    pub author: TeamIdx,
    pub campaign: CampaignIdx,
    pub severity: Severity,
    pub marking: Tlp,
    pub classification: Classification,
    /// What is in it.
    pub holds: Shares,
    /// Of a report with lessons, what these improve.
    pub improves: f64,
    /// When it was written.
    pub written: SimTime,
    /// What the author knew to be held, as a stretch of [`Reports::listed`].
    pub held: (u32, u32),
}

/// A text on its way to a team.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    pub channel: ChannelIdx,
    pub from: TeamIdx,
    pub to: TeamIdx,
    pub text: u32,
    /// What it brings of it.
    pub brings: Shares,
    /// How it is classified still, once it was sanitised for its channel.
    classification: Classification,
    /// Whether it will not be released.
    refused: bool,
    stage: Stage,
    pub key: Key,
}

/// How far a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It waits for its release, or to be sent.
    Waits,
    /// It is on its way.
    Travels,
    /// It is unread.
    Unread,
    /// It was taken in, refused or lost.
    Over,
}

/// A text that a team sends over a channel.
struct Sending<'a> {
    channel: ChannelIdx,
    from: TeamIdx,
    text: u32,
    holds: Shares,
    /// The text's, and whose it passes through.
    key: Key,
    classification: Classification,
    /// The organisation that it was got from; none for the author's own.
    came_from: OrganisationIdx,
    /// Whom it may go to; none: anybody.
    clients: Option<&'a [OrganisationIdx]>,
}

impl Reports {
    pub(super) fn new(model: &Model) -> Reports {
        Reports {
            texts: Vec::new(),
            situations: Situations::new(),
            listed: Vec::new(),
            got: Vec::new(),
            reports: Vec::new(),
            channels: vec![Passing::AS_WRITTEN; model.channels.len()],
            held_back: Vec::new(),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.situations.bytes()
            + size_of_val(&*self.texts)
            + size_of_val(&*self.listed)
            + size_of_val(&*self.got)
            + size_of_val(&*self.reports)
            + size_of_val(&*self.held_back)
    }

    pub(super) fn reset(&mut self) {
        self.texts.clear();
        self.situations.reset();
        self.listed.clear();
        self.got.clear();
        self.reports.clear();
        self.channels.fill(Passing::AS_WRITTEN);
        self.held_back.clear();
    }

    pub(super) fn get(&self, report: u32) -> (Report, Text) {
        let report = self.reports[report as usize];
        (report, self.texts[report.text as usize])
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// What a team writes now, in the open.
    pub(super) fn writes(
        &self,
        author: TeamIdx,
        (campaign, severity): (CampaignIdx, Severity),
        key: Key,
        holds: Shares,
    ) -> Text {
        let (marking, classification) = (Tlp::Clear, Classification::Unclassified);
        let (improves, written, held) = (0.0, self.now, (0, 0));
        Text { key, author, campaign, severity, marking, classification, holds, improves, written, held }
    }

    /// A team reports what it has written over some channels.
    pub(super) fn report(&mut self, text: Text, channels: &[ChannelIdx]) {
        if channels.is_empty() {
            return;
        }
        let number = self.reports.texts.len() as u32;
        self.reports.texts.push(text);
        self.reports.got.resize(self.reports.got.len() + self.model.teams.len(), 0);
        let came_from = OrganisationIdx::NONE;
        let Text { author: from, holds, classification, key, .. } = text;
        for &channel in channels {
            self.send(Sending {
                channel,
                from,
                text: number,
                holds,
                key,
                classification,
                came_from,
                clients: None,
            });
        }
    }

    /// Sends a text to all that a channel joins with the sender, but for its author's organisation and the one that it came
    /// from.
    fn send(&mut self, sending: Sending<'_>) {
        let Sending { channel: index, from, text, holds, key, classification, came_from, clients } = sending;
        let model = self.model;
        let channel = &model.channels[index.at()];
        let Some(own) = channel.station(from) else { return };
        if !self.agreements.binds(model, channel.agreement, own.party) {
            return;
        }
        let agreement = &model.agreements[channel.agreement.at()];
        let Text { author, campaign, marking, .. } = self.reports.texts[text as usize];
        let key = key.with(Purpose::Report as u64).with(channel.key);
        let mut brings = holds.and(channel.shares);
        // What tells of nothing but the situation goes only where that is shared.
        if brings == Shares::NOTHING && holds == Shares::SITUATION {
            return;
        }
        let Clearance { stopped, sanitised, takes, refused } = channel.clears(key, marking, classification);
        if sanitised {
            brings = brings.without(Shares::ANALYSIS);
        }
        for station in &channel.stations {
            let organisation = agreement.parties[station.party as usize].organisation;
            let addressed = agreement.shape.joins(own.party, station.party)
                && self.agreements.binds(model, channel.agreement, station.party)
                && organisation != came_from
                && organisation != model.teams[author.at()].organisation
                && clients.is_none_or(|clients| clients.contains(&organisation));
            if !addressed {
                continue;
            }
            let (to, stage) = (station.team, Stage::Waits);
            let key = key.with(model.teams[to.at()].key);
            let report =
                Report { channel: index, from, to, text, brings, classification, refused, stage, key };
            if stopped {
                let stop = if marking > channel.ceiling { Stop::Marking } else { Stop::Classification };
                self.is_refused(u32::MAX, report, stop);
                continue;
            }
            let classification = classification.min(channel.classification);
            let report = Report { classification, ..report };
            let number = self.reports.reports.len() as u32;
            self.reports.reports.push(report);
            self.ledger.channels[index.at()].late += 1;
            self.ledger.teams[to.at()].reports_late += 1;
            self.tell_report(number, report, ReportFate::Requested, None);
            self.shift(self.about(to, campaign), None, Some(State::AwaitingRelease));
            self.schedule_in(takes, index.0, Event::Released(number));
        }
    }

    /// A report may go out.
    pub(super) fn report_is_released(&mut self, number: u32) {
        let model = self.model;
        let (report, text) = self.reports.get(number);
        let index = report.channel;
        let channel = &model.channels[index.at()];
        let about = self.about(report.to, text.campaign);
        let (Some(from), Some(to)) = (channel.station(report.from), channel.station(report.to)) else {
            return;
        };
        let binds = |party| self.agreements.binds(model, channel.agreement, party);
        if report.refused || !binds(from.party) || !binds(to.party) {
            self.shift(about, Some(State::AwaitingRelease), None);
            self.no_longer_late(number);
            let stop = if report.refused { Stop::Release } else { Stop::Agreement };
            self.is_refused(number, report, stop);
            return self.mark_report(report, 4);
        }
        if self.reports.is_down(index) {
            let carries = |channel: &Channel| {
                let tells = text.holds != Shares::SITUATION || channel.shares.has(Shares::SITUATION);
                tells
                    && channel.carries_reports()
                    && text.marking <= channel.ceiling
                    && report.classification <= channel.classification
            };
            match self.way_round(index, carries) {
                Some(other) => {
                    self.takes_way_round(number, other);
                    return self.report_is_released(number);
                }
                None => self.reports.held_back.push(number),
            }
            self.tell_report(number, report, ReportFate::HeldBack, None);
            return self.mark_report(report, 3);
        }
        let manned = channel.leaves(from.hours, to.hours, self.now);
        if manned > self.now {
            if manned < SimTime::MAX {
                self.schedule(manned, index.0, Event::Released(number));
            }
            self.tell_report(number, report, ReportFate::HeldBack, None);
            return self.mark_report(report, 5);
        }
        self.ledger.channels[index.at()].sent += 1;
        self.ledger.teams[report.from.at()].reports_sent += 1;
        // Lessons are drawn when all is over: they inform nobody of the incident.
        if report.from == text.author && text.holds != Shares::LESSONS {
            let sender = model.teams[report.from.at()].responder;
            self.reach(self.response_index(sender, text.campaign), Milestone::Shared);
        }
        self.reports.reports[number as usize].stage = Stage::Travels;
        self.shared_under(channel.agreement, report.from, text.campaign);
        self.tell_report(number, report, ReportFate::Sent, None);
        let arrives = self.comes_in(index, to.hours, report.key);
        if let Some(at) = arrives {
            self.shift(about, Some(State::AwaitingRelease), Some(State::AwaitingPartner));
            if at < SimTime::MAX {
                self.schedule(at, index.0, Event::Arrives(number));
            }
        } else {
            self.shift(about, Some(State::AwaitingRelease), None);
            self.no_longer_late(number);
            self.ledger.channels[index.at()].lost += 1;
            self.ledger.teams[report.from.at()].reports_lost += 1;
            self.tell_report(number, report, ReportFate::Lost, None);
        }
        self.mark_report(report, u64::from(arrives.is_some()));
    }

    fn takes_way_round(&mut self, number: u32, other: ChannelIdx) {
        let report = &mut self.reports.reports[number as usize];
        let before = std::mem::replace(&mut report.channel, other);
        report.brings = report.brings.and(self.model.channels[other.at()].shares);
        self.ledger.channels[before.at()].late -= 1;
        self.ledger.channels[other.at()].late += 1;
    }

    /// A report reaches its recipient.
    pub(super) fn report_arrives(&mut self, number: u32) {
        let model = self.model;
        let (report, text) = self.reports.get(number);
        if CHECK {
            assert_eq!(report.stage, Stage::Travels, "a report arrives before it was sent");
        }
        self.reports.reports[number as usize].stage = Stage::Unread;
        let channel = &model.channels[report.channel.at()];
        self.ledger.channels[report.channel.at()].received += 1;
        self.ledger.teams[report.to.at()].reports_received += 1;
        let recipient = &model.teams[report.to.at()];
        let response = self.response_index(recipient.responder, text.campaign);
        let senders =
            if text.holds == Shares::LESSONS { [None, None] } else { [Some(report.from), Some(text.author)] };
        for sender in senders.into_iter().flatten() {
            let sender = model.teams[sender.at()].responder;
            let informed = &mut self.ledger.responses[response].informed_by[sender.at()];
            if *informed == SimTime::MAX {
                *informed = self.now;
                self.notice(Signal::RESPONSES);
            }
        }
        self.shared_under(channel.agreement, report.to, text.campaign);
        self.tell_report(number, report, ReportFate::Received, None);
        let about = self.about(report.to, text.campaign);
        match &recipient.triage {
            Some(triage) if !channel.automated => {
                let time = channel.reading.sample(report.key.with(Purpose::Reading as u64));
                self.enqueue(triage.pool, Work::Read(number), text.severity, about, time);
            }
            _ => self.report_acts(number),
        }
        self.shift(about, Some(State::AwaitingPartner), None);
        self.mark_report(report, 2);
    }

    /// An analyst has read a report.
    pub(super) fn report_is_read(&mut self, number: u32) {
        let (report, _) = self.reports.get(number);
        self.ledger.channels[report.channel.at()].read += 1;
        self.report_acts(number);
    }

    /// What a report brings acts from now on, and is passed on.
    fn report_acts(&mut self, number: u32) {
        let (report, text) = self.reports.get(number);
        self.no_longer_late(number);
        let got = &mut self.reports.got[report.text as usize * self.model.teams.len() + report.to.at()];
        let before = std::mem::replace(got, *got | READ | report.brings.0);
        let news = report.brings.without(Shares(before));
        self.takes_in(report, text, news);
        if news.has(Shares::SITUATION) {
            self.has_situation(number);
        }
        let Report { to, channel, brings, .. } = report;
        self.report_tells(to, channel, text.author, (text.campaign, text.severity), brings);
        if before & READ != 0 && news == Shares::NOTHING {
            self.ledger.teams[report.to.at()].reports_known += 1;
        }
        self.tell_report(number, report, ReportFate::Applied, None);
        if before & READ == 0 {
            self.passes_report_on(report, text);
        }
    }

    /// A team passes a report on over the channels of agreements that want it.
    fn passes_report_on(&mut self, report: Report, text: Text) {
        let model = self.model;
        let team = &model.teams[report.to.at()];
        let came_from = model.teams[report.from.at()].organisation;
        let clients = match text.marking {
            Tlp::Clear | Tlp::Green => None,
            Tlp::Amber => Some(&*model.responders[team.responder.at()].protects),
            Tlp::AmberStrict | Tlp::Red => return,
        };
        let (from, text, holds, key) = (report.to, report.text, report.brings, text.key.with(team.key));
        for &channel in &team.passes_on {
            let classification = report.classification;
            self.send(Sending { channel, from, text, holds, key, classification, came_from, clients });
        }
    }

    fn no_longer_late(&mut self, number: u32) {
        let report = &mut self.reports.reports[number as usize];
        report.stage = Stage::Over;
        self.ledger.channels[report.channel.at()].late -= 1;
        self.ledger.teams[report.to.at()].reports_late -= 1;
    }

    fn is_refused(&mut self, number: u32, report: Report, stop: Stop) {
        self.ledger.channels[report.channel.at()].refused += 1;
        self.ledger.teams[report.from.at()].reports_refused += 1;
        self.tell_report(number, report, ReportFate::Refused, Some(stop));
    }

    /// Panics if a report or a request is late that is not under way, or under way and not late; counts what responses wait for.
    pub(super) fn check_reports(&self, count: &mut dyn FnMut(About, State)) {
        let (mut channels, mut teams) = (vec![0; self.model.channels.len()], vec![0; self.model.teams.len()]);
        for report in self.reports.reports.iter().filter(|report| report.stage != Stage::Over) {
            channels[report.channel.at()] += 1;
            teams[report.to.at()] += 1;
            let about = self.about(report.to, self.reports.texts[report.text as usize].campaign);
            match report.stage {
                Stage::Waits => count(about, State::AwaitingRelease),
                Stage::Travels => count(about, State::AwaitingPartner),
                // Its reading is a task.
                Stage::Unread | Stage::Over => {}
            }
        }
        let under_way =
            |request: &&Request| matches!(request.stage, RequestStage::Unsent | RequestStage::OnItsWay);
        for request in self.assistance.requests.iter().filter(under_way) {
            channels[request.over.at()] += 1;
        }
        let late: Vec<u64> = self.ledger.channels.iter().map(|channel| channel.late).collect();
        assert_eq!(late, channels, "reports that are late, by channel");
        let late: Vec<u64> = self.ledger.teams.iter().map(|team| team.reports_late).collect();
        assert_eq!(late, teams, "reports that are late, by team");
    }

    fn tell_report(&mut self, number: u32, report: Report, fate: ReportFate, stop: Option<Stop>) {
        // Nobody works on what is held back.
        if fate != ReportFate::HeldBack {
            self.notice(Signal::WORK);
        }
        let Text { campaign, marking, .. } = self.reports.texts[report.text as usize];
        let Report { channel, from, to, classification, brings, .. } = report;
        self.tell(Happening::Report {
            number,
            channel,
            from,
            to,
            campaign,
            marking,
            classification,
            brings,
            fate,
            stop,
        });
    }

    fn mark_report(&mut self, report: Report, outcome: u64) {
        let channel = self.model.channels[report.channel.at()].key;
        self.mark(Mark::Report, channel, self.model.teams[report.to.at()].key, outcome);
    }
}
