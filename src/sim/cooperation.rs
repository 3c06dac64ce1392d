//! Reports between teams, and what indicators do.
//!
//! A team knows a campaign's indicators once its analysis has produced them or a report has brought them. Its sensors then
//! see the campaign better. What blocks them (a containment, or a report that brought them) stops attempts against the
//! organisations that the team's own protects.
//!
//! A report waits for its release, travels, and acts at once where the channel is automated; elsewhere an analyst of the
//! recipient's triage reads it first. A report marked above a channel's ceiling is refused, and counted.
//!
//! **Invariant:** nothing arrives before it was released; every report is refused, lost, received, or still under way.

use super::draws::Purpose;
use super::soc::Work;
use super::{Event, Happening, Mark, Milestone, ReportFate, Signal, State, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;

/// Reports under way, and who knows and blocks what.
#[derive(Debug)]
pub(super) struct Reports {
    reports: Vec<Report>,
    /// Whether the team knows the campaign's indicators: `[team × campaign]`.
    known: Vec<bool>,
    /// Whether they are blocked in the organisation: `[organisation × campaign]`.
    blocked: Vec<bool>,
    /// What injects have made of each channel.
    channels: Vec<Passing>,
    /// Reports that were released while their channel was down, in that order.
    held_back: Vec<u32>,
}

/// How a channel works by now.
#[derive(Debug, Clone, Copy)]
struct Passing {
    down: bool,
    /// What delays are multiplied by.
    slower: f64,
}

impl Passing {
    const AS_WRITTEN: Passing = Passing { down: false, slower: 1.0 };
}

#[derive(Debug, Clone, Copy)]
struct Report {
    channel: ChannelIdx,
    from: TeamIdx,
    to: TeamIdx,
    campaign: CampaignIdx,
    severity: Severity,
    /// Whether it brings the campaign's indicators.
    indicators: bool,
    /// When it went out; `MAX` until then.
    sent: SimTime,
    key: Key,
}

impl Reports {
    pub(super) fn new(model: &Model) -> Reports {
        Reports {
            reports: Vec::new(),
            known: vec![false; model.teams.len() * model.campaigns.len()],
            blocked: vec![false; model.organisations.len() * model.campaigns.len()],
            channels: vec![Passing::AS_WRITTEN; model.channels.len()],
            held_back: Vec::new(),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.reports) + size_of_val(&*self.held_back)
    }

    pub(super) fn reset(&mut self) {
        self.reports.clear();
        self.known.fill(false);
        self.blocked.fill(false);
        self.channels.fill(Passing::AS_WRITTEN);
        self.held_back.clear();
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Whether the team knows the campaign's indicators.
    pub(super) fn knows_indicators(&self, team: TeamIdx, campaign: CampaignIdx) -> bool {
        self.cooperation.known[team.at() * self.model.campaigns.len() + campaign.at()]
    }

    /// Whether the organisation's defences block the campaign's indicators.
    pub(super) fn blocks_indicators(&self, organisation: OrganisationIdx, campaign: CampaignIdx) -> bool {
        self.cooperation.blocked[organisation.at() * self.model.campaigns.len() + campaign.at()]
    }

    /// An analysis or a report gives the team the campaign's indicators.
    pub(super) fn learn_indicators(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        self.cooperation.known[team.at() * self.model.campaigns.len() + campaign.at()] = true;
    }

    /// The indicators, if the team knows them, are blocked in all that its organisation protects.
    pub(super) fn block_indicators(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        if !self.knows_indicators(team, campaign) {
            return;
        }
        let responder = self.model.teams[team.at()].responder;
        for organisation in &self.model.responders[responder.at()].protects {
            self.cooperation.blocked[organisation.at() * self.model.campaigns.len() + campaign.at()] = true;
        }
    }

    /// Sends a report on an incident over each channel to every team of the other parties. `key` is the incident's and
    /// the phase's.
    pub(super) fn send_reports(
        &mut self,
        from: TeamIdx,
        campaign: CampaignIdx,
        key: Key,
        severity: Severity,
        channels: &[ChannelIdx],
        marking: Tlp,
    ) {
        let model = self.model;
        let organisation = model.teams[from.at()].organisation;
        for &index in channels {
            let channel = &model.channels[index.at()];
            let key = key.with(Purpose::Report as u64).with(channel.key);
            let release = channel.release.sample(key.with(Purpose::Release as u64));
            let indicators = channel.indicators && self.knows_indicators(from, campaign);
            for &to in channel.teams.iter().filter(|to| model.teams[to.at()].organisation != organisation) {
                if marking > channel.ceiling {
                    self.ledger.channels[index.at()].refused += 1;
                    self.tell_report(index, from, to, campaign, ReportFate::Refused);
                    continue;
                }
                let key = key.with(model.teams[to.at()].key);
                let sent = SimTime::MAX;
                let report = Report { channel: index, from, to, campaign, severity, indicators, sent, key };
                let number = self.cooperation.reports.len() as u32;
                self.cooperation.reports.push(report);
                self.ledger.channels[index.at()].late += 1;
                self.tell_report(index, from, to, campaign, ReportFate::Requested);
                self.shift(self.about(to, campaign), None, Some(State::AwaitingRelease));
                self.schedule_in(release, index.0, Event::Released(number));
            }
        }
    }

    /// A report may go out.
    pub(super) fn report_is_released(&mut self, number: u32) {
        let report = self.cooperation.reports[number as usize];
        let channel = &self.model.channels[report.channel.at()];
        let Passing { down, slower } = self.cooperation.channels[report.channel.at()];
        if down {
            self.cooperation.held_back.push(number);
            self.mark_report(report, 3);
            return;
        }
        let sender = self.model.teams[report.from.at()].responder;
        self.ledger.channels[report.channel.at()].sent += 1;
        let response = self.response_index(sender, report.campaign);
        self.reach(response, Milestone::Shared);
        self.cooperation.reports[number as usize].sent = self.now;
        self.tell_report(report.channel, report.from, report.to, report.campaign, ReportFate::Sent);
        let about = self.about(report.to, report.campaign);
        let arrives = report.key.with(Purpose::Loss as u64).chance(channel.reliability);
        if arrives {
            self.shift(about, Some(State::AwaitingRelease), Some(State::AwaitingPartner));
            let delay = channel.delay.sample(report.key.with(Purpose::Delay as u64));
            let delay = match slower {
                1.0 => delay,
                slower => SimDuration::rounded(delay.micros() as f64 * slower),
            };
            self.schedule_in(delay, report.channel.0, Event::Arrives(number));
        } else {
            self.shift(about, Some(State::AwaitingRelease), None);
            self.ledger.channels[report.channel.at()].lost += 1;
            self.ledger.channels[report.channel.at()].late -= 1;
            self.tell_report(report.channel, report.from, report.to, report.campaign, ReportFate::Lost);
        }
        self.mark_report(report, u64::from(arrives));
    }

    /// An inject changes a channel. When it comes up, what was held back goes out.
    pub(super) fn change_channel(&mut self, channel: ChannelIdx, up: Option<bool>, slower: Option<f64>) {
        let passing = &mut self.cooperation.channels[channel.at()];
        passing.slower = slower.unwrap_or(passing.slower);
        passing.down = up.map_or(passing.down, |up| !up);
        if passing.down {
            return;
        }
        let mut held_back = std::mem::take(&mut self.cooperation.held_back);
        held_back.retain(|&number| {
            let goes_out = self.cooperation.reports[number as usize].channel == channel;
            if goes_out {
                self.schedule(self.now, channel.0, Event::Released(number));
            }
            !goes_out
        });
        self.cooperation.held_back = held_back;
    }

    /// A report reaches its recipient.
    pub(super) fn report_arrives(&mut self, number: u32) {
        let model = self.model;
        let report = self.cooperation.reports[number as usize];
        if CHECK {
            assert!(report.sent <= self.now, "a report arrives before it was sent");
        }
        let channel = &model.channels[report.channel.at()];
        self.ledger.channels[report.channel.at()].received += 1;
        let (sender, recipient) = (&model.teams[report.from.at()], &model.teams[report.to.at()]);
        let response = self.response_index(recipient.responder, report.campaign);
        let informed = &mut self.ledger.responses[response].informed_by[sender.responder.at()];
        if *informed == SimTime::MAX {
            *informed = self.now;
            self.notice(Signal::RESPONSES);
        }
        self.tell_report(report.channel, report.from, report.to, report.campaign, ReportFate::Received);
        let about = self.about(report.to, report.campaign);
        match &recipient.triage {
            Some(triage) if !channel.automated => {
                let time = channel.reading.sample(report.key.with(Purpose::Reading as u64));
                self.enqueue(triage.pool, Work::Read(number), report.severity, about, time);
            }
            _ => self.apply(report),
        }
        self.shift(about, Some(State::AwaitingPartner), None);
        self.mark_report(report, 2);
    }

    /// An analyst has read a report.
    pub(super) fn report_is_read(&mut self, number: u32) {
        let report = self.cooperation.reports[number as usize];
        self.ledger.channels[report.channel.at()].read += 1;
        self.apply(report);
    }

    /// What a report brings acts from now on.
    fn apply(&mut self, report: Report) {
        self.ledger.channels[report.channel.at()].late -= 1;
        if report.indicators {
            self.learn_indicators(report.to, report.campaign);
            self.block_indicators(report.to, report.campaign);
        }
        self.tell_report(report.channel, report.from, report.to, report.campaign, ReportFate::Applied);
    }

    fn tell_report(
        &mut self,
        channel: ChannelIdx,
        from: TeamIdx,
        to: TeamIdx,
        campaign: CampaignIdx,
        fate: ReportFate,
    ) {
        self.tell(Happening::Report { channel, from, to, campaign, fate });
    }

    fn mark_report(&mut self, report: Report, outcome: u64) {
        let channel = self.model.channels[report.channel.at()].key;
        self.mark(Mark::Report, channel, self.model.teams[report.to.at()].key, outcome);
    }
}
