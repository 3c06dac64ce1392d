//! Playbooks: an incident goes through its phases, and what each does.
//!
//! The phases come in order. One that is done asset by asset is over when it is done for every known asset; an asset that
//! becomes known later goes through the earlier ones first, and the incident waits for it. A false incident ends after the
//! first pass of its investigation; an unrelated one goes through the whole playbook without touching an asset. An asset
//! is back at the end of Recover, or of Eradicate where the playbook has no Recover. Whether it needs to be rebuilt for want
//! of a backup is judged when the crew is asked to recover it. Lessons make the phases of incidents
//! that open later shorter, at most [`MOST_LESSONS`] times.
//!
//! Only members that changed are looked at, and those who wait once for each phase that the incident reaches: an incident
//! with n assets costs O(n), and O(n log n) to send them off in the order of their numbers.
//!
//! **Invariant:** after `advance` every member is through, under way, or waits for a phase that the incident has not
//! reached.

use super::draws::Purpose;
use super::holds::HoldState;
use super::links::LinkCause;
use super::reports::Text;
use super::response::{Incident, Member, Nature};
use super::soc::Work;
use super::{Happening, Milestone, State, Worker};
use crate::kernel::SimDuration;
use crate::model::*;

/// Lessons after these improve nothing more.
const MOST_LESSONS: u32 = 3;

/// The member that stands for the incident as a whole.
pub(super) const WHOLE: u32 = u32::MAX;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Takes an incident as far as it goes without waiting.
    pub(super) fn advance(&mut self, index: u32) {
        let model = self.model;
        loop {
            self.advance_members(index);
            let incident = self.response.get(index);
            if incident.closed || incident.under_way {
                return;
            }
            let at = incident.phase;
            if at >= incident.end {
                if incident.all_beyond(at) {
                    self.close(index);
                }
                return;
            }
            let phase = &model.teams[incident.team.at()].phases[at as usize];
            if phase.kind.per_asset() {
                if !incident.all_beyond(at) {
                    return;
                }
                incident.phase += 1;
                continue;
            }
            incident.under_way = true;
            match phase.pool.is_some() {
                true if self.waits_for_analysis(index, at) => {}
                true => self.ask_for(index, at, WHOLE),
                false => {
                    self.phase_begins(index, at, WHOLE);
                    self.complete(index, at, WHOLE);
                }
            }
        }
    }

    /// Sends the members that may go on into their next phase, in the order of their assets.
    fn advance_members(&mut self, index: u32) {
        let incident = self.response.get(index);
        if incident.phase > incident.looked {
            incident.looked = incident.phase;
            let Incident { ready, waiting, .. } = incident;
            ready.append(waiting);
        }
        if incident.ready.is_empty() {
            return;
        }
        let mut ready = std::mem::take(&mut incident.ready);
        let members = &incident.members;
        ready.sort_unstable_by_key(|&place| (members[place as usize].asset, place));
        for &place in &ready {
            self.advance_member(index, place);
        }
        ready.clear();
        self.response.get(index).ready = ready;
    }

    fn advance_member(&mut self, index: u32, place: u32) {
        let model = self.model;
        loop {
            let incident = self.response.get(index);
            let Member { asset, next, under_way, .. } = incident.members[place as usize];
            if under_way || next >= incident.end {
                return;
            }
            if next > incident.phase {
                incident.waiting.push(place);
                return;
            }
            let (team, nature) = (incident.team, incident.nature);
            if nature == Nature::Unrelated || self.affected(nature.campaign(), asset) {
                self.response.get(index).members[place as usize].under_way = true;
                let erases = model.teams[team.at()].phases[next as usize].kind.erases();
                if erases && self.is_kept_waiting(asset, index, place) {
                    return;
                }
                return self.ask_for(index, next, place);
            }
            self.response.get(index).moves_on(place, next + 1, &model.teams[team.at()].phases);
        }
    }

    /// Asks whoever does a phase to do it, for one member or the whole incident.
    pub(super) fn ask_for(&mut self, index: u32, at: u32, place: u32) {
        let model = self.model;
        let incident = self.response.get(index);
        let Incident { team, key, severity, pace, .. } = *incident;
        let (pass, asset) = match incident.members.get(place as usize) {
            Some(member) => (member.ordinal, member.asset),
            None => (incident.pass, AssetIdx::NONE),
        };
        let phase = &model.teams[team.at()].phases[at as usize];
        let about = self.incident_about(index);
        let mut time = &phase.time;
        if let PhaseKind::Recover { rebuild } = &phase.kind
            && asset.is_some()
            && self.lacks_backup(asset)
        {
            self.tell(Happening::WithoutBackup { team, asset, rebuilt: rebuild.is_some() });
            match rebuild {
                Some(rebuild) => time = rebuild,
                // It waits for a crew that can do nothing, in no queue, until somebody else brings it back.
                None => {
                    self.response.lost.push((asset, index, place));
                    return self.shift(about, None, Some(State::AwaitingCrew));
                }
            }
        }
        let draw = key.with(phase.key).with(u64::from(pass)).with(self.asset_key(asset));
        let drawn = time.sample(draw.with(Purpose::Time as u64));
        let mut drawn = self.practised(team, time, drawn);
        let campaign = self.response.get(index).nature.campaign();
        let pace = match phase.kind {
            PhaseKind::Decide => pace * self.haste_of_decisions(team, campaign),
            _ => pace,
        };
        if pace != 1.0 {
            drawn = SimDuration::rounded(drawn.micros() as f64 * pace);
        }
        if matches!(phase.kind, PhaseKind::Investigate { .. }) {
            drawn = self.investigates(team, campaign, drawn);
        }
        self.enqueue(
            phase.pool,
            Work::Phase { incident: index, phase: at, member: place },
            severity,
            about,
            drawn,
        );
    }

    /// The asset of a member, or none for the whole.
    fn member_asset(&mut self, index: u32, place: u32) -> AssetIdx {
        let member = self.response.get(index).members.get(place as usize);
        member.map_or(AssetIdx::NONE, |member| member.asset)
    }

    /// Somebody starts on a phase.
    pub(super) fn phase_begins(&mut self, index: u32, phase: u32, member: u32) {
        let asset = self.member_asset(index, member);
        let Incident { team, nature, .. } = *self.response.get(index);
        self.tell(Happening::PhaseStarted { team, campaign: nature.campaign(), phase, asset });
    }

    /// Somebody is done with a phase.
    pub(super) fn phase_ends(&mut self, index: u32, phase: u32, member: u32) {
        self.complete(index, phase, member);
        self.advance(index);
    }

    /// A phase takes effect.
    fn complete(&mut self, index: u32, at: u32, place: u32) {
        let model = self.model;
        let asset = self.member_asset(index, place);
        let Incident { team, nature, .. } = *self.response.get(index);
        let campaign = nature.campaign();
        self.tell(Happening::PhaseEnded { team, campaign, phase: at, asset });
        if place == WHOLE {
            return self.complete_whole(index, at);
        }
        if campaign.is_some() {
            self.complete_asset(index, at, asset);
        }
        let incident = self.response.get(index);
        incident.members[place as usize].under_way = false;
        incident.moves_on(place, at + 1, &model.teams[team.at()].phases);
        incident.ready.push(place);
    }

    /// A phase that is done by asset takes effect on one.
    fn complete_asset(&mut self, index: u32, at: u32, asset: AssetIdx) {
        let model = self.model;
        let Incident { team, nature, end, .. } = *self.response.get(index);
        let campaign = nature.campaign();
        let phases = &model.teams[team.at()].phases;
        match &phases[at as usize].kind {
            // Somebody else may have brought it back in the meantime.
            PhaseKind::Contain(containment) if self.affected(campaign, asset) => {
                self.contain(team, campaign, asset, *containment);
                self.may_be_evidence(team, campaign, asset);
            }
            PhaseKind::Eradicate => {
                self.eradicate(campaign, asset);
                let later = &phases[at as usize + 1..end as usize];
                if !later.iter().any(|phase| matches!(phase.kind, PhaseKind::Recover { .. })) {
                    self.bring_back(team, asset);
                }
                self.evidence_is_lost(asset);
            }
            PhaseKind::Recover { .. } => {
                for campaign in CampaignIdx::all(model.campaigns.len()) {
                    self.release(campaign, asset, HoldState::Free);
                }
                self.bring_back(team, asset);
                self.evidence_is_lost(asset);
            }
            _ => {}
        }
    }

    /// A phase that is done for the whole incident takes effect.
    fn complete_whole(&mut self, index: u32, at: u32) {
        let model = self.model;
        let incident = self.response.get(index);
        let Incident { team, nature, key, severity, .. } = *incident;
        let (campaign, phase) = (nature.campaign(), &model.teams[team.at()].phases[at as usize]);
        incident.under_way = false;
        match &phase.kind {
            PhaseKind::Investigate { .. } if nature == Nature::False => self.close(index),
            PhaseKind::Investigate { finds } if campaign.is_some() => {
                self.has_analysed(team, campaign);
                self.analysis_tells(team, campaign, severity);
                let pass = self.response.get(index).pass;
                let draw = key.with(phase.key).with(u64::from(pass)).with(Purpose::Find as u64);
                let found = self.search(index, draw, *finds);
                let incident = self.response.get(index);
                incident.pass += 1;
                incident.phase += u32::from(!found);
            }
            PhaseKind::Notify { channels, marking, classification } => {
                incident.phase += 1;
                if campaign.is_some() {
                    let mut holds = self.reportable(team, campaign);
                    let mut held = (0, 0);
                    let told =
                        |channel: &ChannelIdx| model.channels[channel.at()].shares.has(Shares::SITUATION);
                    if channels.iter().any(told) {
                        (holds, held) = (holds.or(Shares::SITUATION), self.lists_held(index));
                    }
                    let (marking, classification) = (*marking, *classification);
                    let plain = self.writes(team, (campaign, severity), key.with(phase.key), holds);
                    let text = Text { marking, classification, held, ..plain };
                    self.report(text, channels);
                }
            }
            PhaseKind::ReportSituation { .. } => {
                incident.phase += 1;
                if campaign.is_some() {
                    self.begins_reporting(index, at);
                }
            }
            PhaseKind::Declare => {
                incident.phase += 1;
                if campaign.is_some() {
                    let responder = model.teams[team.at()].responder;
                    let response = self.response_index(responder, campaign);
                    self.reach(response, Milestone::Declared);
                    self.may_be_aware_of_all(index);
                }
            }
            PhaseKind::RequestHelp { .. } => {
                incident.phase += 1;
                self.asks_for_help(index, at, key.with(phase.key));
            }
            PhaseKind::LessonsLearned { improves, channels } => {
                incident.phase += 1;
                self.learns_lesson(team, *improves);
                if campaign.is_some() {
                    // What went wrong is told in the open, without what is secret of it.
                    let plain = self.writes(team, (campaign, severity), key.with(phase.key), Shares::LESSONS);
                    let text = Text { improves: *improves, ..plain };
                    self.report(text, channels);
                }
            }
            _ => incident.phase += 1,
        }
    }

    /// A team draws a lesson, its own or a partner's.
    pub(super) fn learns_lesson(&mut self, team: TeamIdx, improves: f64) {
        let lessons = &mut self.response.lessons[team.at()];
        if lessons.drawn < MOST_LESSONS {
            lessons.drawn += 1;
            lessons.pace *= 1.0 - improves;
        }
    }

    fn contain(&mut self, team: TeamIdx, campaign: CampaignIdx, asset: AssetIdx, containment: Containment) {
        let model = self.model;
        let group = model.network.group(asset);
        if containment.isolate {
            self.isolate(asset);
            self.tell(Happening::Isolated { team, asset });
        }
        if containment.block_links {
            for link in LinkIdx::all(model.network.links.len()) {
                let Link { from, to, .. } = model.network.links[link.at()];
                if (from == group.zone || to == group.zone) && self.close_link(link, LinkCause::Blocked) {
                    self.tell(Happening::LinkClosed { team, link });
                }
            }
        }
        if containment.disable_credentials {
            for &credential in &group.keeps {
                self.holds.disable(credential);
            }
        }
        if containment.block_indicators {
            self.block_indicators(team, campaign);
        }
    }

    fn bring_back(&mut self, team: TeamIdx, asset: AssetIdx) {
        self.restore(asset);
        self.tell(Happening::Restored { team, asset });
        while let Some(place) = self.response.lost.iter().position(|lost| lost.0 == asset) {
            let (_, index, member) = self.response.lost.remove(place);
            self.shift(self.incident_about(index), Some(State::AwaitingCrew), None);
            self.is_looked_at_again(index, member);
        }
    }

    /// A member waits no longer for what is no phase of its own.
    pub(super) fn is_looked_at_again(&mut self, index: u32, member: u32) {
        let incident = self.response.get(index);
        incident.members[member as usize].under_way = false;
        incident.ready.push(member);
        self.advance(index);
    }
}
