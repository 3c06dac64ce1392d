//! Incidents: what a team does about a campaign once it knows of it.
//!
//! An incident belongs to a team and a campaign (or to a false alert). It goes through the phases of the team's playbook
//! in order. A phase that is done asset by asset is over when it is done for every known asset; an asset that becomes
//! known later goes through the earlier ones first, and the incident waits for it. A false incident ends after the first
//! pass of its investigation. An asset is back at the end of Recover, or of Eradicate where the playbook has no Recover.
//!
//! **Invariant:** a team has at most one open incident a campaign; a closed one is never reopened.

use super::draws::Purpose;
use super::holds::HoldState;
use super::soc::Work;
use super::triage::Alert;
use super::{Happening, Milestone, Worker};
use crate::kernel::Key;
use crate::model::*;

/// All incidents.
#[derive(Debug)]
pub(super) struct Incidents {
    /// The first `count` are in use; the rest keep their memory for later replications.
    incidents: Vec<Incident>,
    count: usize,
    /// The open incident of each (team, campaign); `NONE` for none.
    open: Vec<u32>,
    /// Incidents so far of each (team, campaign).
    ordinals: Vec<u32>,
    found: Vec<AssetIdx>,
}

#[derive(Debug)]
struct Incident {
    team: TeamIdx,
    /// None: it is false.
    campaign: CampaignIdx,
    key: Key,
    severity: Severity,
    phase: u32,
    pass: u32,
    /// Whether somebody works, or is asked to work, on the phase as a whole.
    under_way: bool,
    closed: bool,
    /// Known assets, by index.
    members: Vec<Member>,
}

#[derive(Debug, Clone, Copy)]
struct Member {
    asset: AssetIdx,
    /// The first phase that it has not been through.
    next: u32,
    /// The hold that it goes through for: which of the campaign's on the asset.
    ordinal: u32,
    under_way: bool,
}

const NONE: u32 = u32::MAX;

impl Incidents {
    pub(super) fn new(model: &Model) -> Incidents {
        let pairs = model.teams.len() * model.campaigns.len();
        Incidents {
            incidents: Vec::new(),
            count: 0,
            open: vec![NONE; pairs],
            ordinals: vec![0; pairs],
            found: Vec::new(),
        }
    }

    pub(super) fn reset(&mut self) {
        self.count = 0;
        self.open.fill(NONE);
        self.ordinals.fill(0);
    }

    /// Adds an incident in memory that an earlier replication has left, if there is any.
    fn add(&mut self, team: TeamIdx, campaign: CampaignIdx, key: Key, severity: Severity) -> u32 {
        let mut members = match self.incidents.get_mut(self.count) {
            Some(old) => std::mem::take(&mut old.members),
            None => Vec::new(),
        };
        members.clear();
        let incident = Incident {
            team,
            campaign,
            key,
            severity,
            phase: 0,
            pass: 0,
            under_way: false,
            closed: false,
            members,
        };
        match self.incidents.get_mut(self.count) {
            Some(old) => *old = incident,
            None => self.incidents.push(incident),
        }
        self.count += 1;
        self.count as u32 - 1
    }

    fn get(&mut self, incident: u32) -> &mut Incident {
        &mut self.incidents[incident as usize]
    }
}

impl Incident {
    fn member(&mut self, asset: AssetIdx) -> Option<&mut Member> {
        let place = self.members.partition_point(|member| member.asset < asset);
        self.members.get_mut(place).filter(|member| member.asset == asset)
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    fn pair(&self, team: TeamIdx, campaign: CampaignIdx) -> usize {
        team.at() * self.model.campaigns.len() + campaign.at()
    }

    pub(super) fn has_open_incident(&self, team: TeamIdx, campaign: CampaignIdx) -> bool {
        self.response.open[self.pair(team, campaign)] != NONE
    }

    /// An asset becomes known to an incident, or is taken again after it has been dealt with and begins anew; false if it
    /// is known already.
    fn learn(&mut self, index: u32, asset: AssetIdx) -> bool {
        let campaign = self.response.get(index).campaign;
        let ordinal = self.ordinal(campaign, asset);
        let members = &mut self.response.get(index).members;
        let place = members.partition_point(|member| member.asset < asset);
        match members.get_mut(place).filter(|member| member.asset == asset) {
            None => members.insert(place, Member { asset, next: 0, ordinal, under_way: false }),
            Some(member) if ordinal > member.ordinal && !member.under_way => {
                (member.next, member.ordinal) = (0, ordinal);
            }
            Some(_) => return false,
        }
        true
    }

    /// Triage took an alert for an attack that no open incident of the team covers.
    pub(super) fn open_incident(&mut self, alert: Alert) {
        let team_key = self.model.teams[alert.team.at()].key;
        let is_true = alert.campaign.is_some();
        let ledger = &mut self.ledger.teams[alert.team.at()];
        if is_true {
            ledger.incidents_true += 1;
        } else {
            ledger.incidents_false += 1;
        }
        let root = self.draw(Purpose::Phase);
        let key = if is_true {
            let pair = self.pair(alert.team, alert.campaign);
            self.response.ordinals[pair] += 1;
            root.with(team_key)
                .with(self.campaign_key(alert.campaign))
                .with(u64::from(self.response.ordinals[pair]))
        } else {
            root.with(team_key).with(alert.key.bits())
        };
        let incident = self.response.add(alert.team, alert.campaign, key, alert.severity);
        if is_true {
            let pair = self.pair(alert.team, alert.campaign);
            self.response.open[pair] = incident;
            if alert.asset.is_some() {
                self.learn(incident, alert.asset);
            }
        }
        self.advance(incident);
    }

    /// Triage took an alert for part of an attack that the team already deals with.
    pub(super) fn join_incident(&mut self, alert: Alert) {
        let index = self.response.open[self.pair(alert.team, alert.campaign)];
        let incident = self.response.get(index);
        incident.severity = incident.severity.max(alert.severity);
        if alert.asset.is_some() {
            self.learn(index, alert.asset);
        }
        self.advance(index);
    }

    /// Takes an incident as far as it goes without waiting.
    fn advance(&mut self, index: u32) {
        let model = self.model;
        loop {
            self.advance_members(index);
            let incident = self.response.get(index);
            if incident.closed || incident.under_way {
                return;
            }
            let phases = &model.teams[incident.team.at()].phases;
            let Some(phase) = phases.get(incident.phase as usize) else {
                if incident.members.iter().all(|member| member.next as usize >= phases.len()) {
                    self.close(index);
                }
                return;
            };
            let at = incident.phase;
            if phase.kind.per_asset() {
                if incident.members.iter().any(|member| member.next <= at) {
                    return;
                }
                incident.phase += 1;
                continue;
            }
            incident.under_way = true;
            match phase.pool.is_some() {
                true => self.ask_for(index, at, AssetIdx::NONE),
                false => {
                    self.phase_begins(index, at, AssetIdx::NONE);
                    self.complete(index, at, AssetIdx::NONE);
                }
            }
        }
    }

    /// Sends each idle known asset into the next phase that is done by asset and that the incident has reached.
    fn advance_members(&mut self, index: u32) {
        let model = self.model;
        for place in 0..self.response.get(index).members.len() {
            loop {
                let incident = self.response.get(index);
                let (reached, campaign) = (incident.phase, incident.campaign);
                let phases = &model.teams[incident.team.at()].phases;
                let member = &mut incident.members[place];
                if member.under_way {
                    break;
                }
                while phases.get(member.next as usize).is_some_and(|phase| !phase.kind.per_asset()) {
                    member.next += 1;
                }
                let Member { asset, next, .. } = *member;
                if next as usize >= phases.len() || next > reached {
                    break;
                }
                if self.affected(campaign, asset) {
                    self.response.get(index).members[place].under_way = true;
                    self.ask_for(index, next, asset);
                    break;
                }
                self.response.get(index).members[place].next += 1;
            }
        }
    }

    /// Asks whoever does a phase to do it, for one asset or the whole incident.
    fn ask_for(&mut self, index: u32, at: u32, asset: AssetIdx) {
        let model = self.model;
        let incident = self.response.get(index);
        let Incident { team, campaign, key, severity, .. } = *incident;
        let pass = match asset.is_some() {
            true => incident.member(asset).map_or(0, |member| member.ordinal),
            false => incident.pass,
        };
        let phase = &model.teams[team.at()].phases[at as usize];
        let draw = key.with(phase.key).with(u64::from(pass)).with(self.asset_key(asset));
        let time = phase.time.sample(draw.with(Purpose::Time as u64));
        let about = self.about(team, campaign);
        self.enqueue(phase.pool, Work::Phase { incident: index, phase: at, asset }, severity, about, time);
    }

    /// Somebody starts on a phase.
    pub(super) fn phase_begins(&mut self, index: u32, phase: u32, asset: AssetIdx) {
        let Incident { team, campaign, .. } = *self.response.get(index);
        self.tell(Happening::PhaseStarted { team, campaign, phase, asset });
    }

    /// Somebody is done with a phase.
    pub(super) fn phase_ends(&mut self, index: u32, phase: u32, asset: AssetIdx) {
        self.complete(index, phase, asset);
        self.advance(index);
    }

    /// A phase takes effect.
    fn complete(&mut self, index: u32, at: u32, asset: AssetIdx) {
        let model = self.model;
        let Incident { team, campaign, key, severity, .. } = *self.response.get(index);
        let phase = &model.teams[team.at()].phases[at as usize];
        self.tell(Happening::PhaseEnded { team, campaign, phase: at, asset });
        if asset.is_some() {
            match &phase.kind {
                // Somebody else may have brought it back in the meantime.
                PhaseKind::Contain(containment) if self.affected(campaign, asset) => {
                    self.contain(team, campaign, asset, *containment)
                }
                PhaseKind::Eradicate => {
                    self.eradicate(campaign, asset);
                    let later = &model.teams[team.at()].phases[at as usize + 1..];
                    if !later.iter().any(|phase| phase.kind == PhaseKind::Recover) {
                        self.bring_back(team, asset);
                    }
                }
                PhaseKind::Recover => {
                    for campaign in CampaignIdx::all(model.campaigns.len()) {
                        self.release(campaign, asset, HoldState::Free);
                    }
                    self.bring_back(team, asset);
                }
                _ => {}
            }
            if let Some(member) = self.response.get(index).member(asset) {
                (member.under_way, member.next) = (false, at + 1);
            }
            return;
        }
        let incident = self.response.get(index);
        incident.under_way = false;
        match &phase.kind {
            PhaseKind::Investigate { finds } if campaign.is_some() => {
                self.learn_indicators(team, campaign);
                let pass = self.response.get(index).pass;
                let draw = key.with(phase.key).with(u64::from(pass)).with(Purpose::Find as u64);
                let found = self.search(index, draw, *finds);
                let incident = self.response.get(index);
                incident.pass += 1;
                incident.phase += u32::from(!found);
            }
            PhaseKind::Investigate { .. } => self.close(index),
            PhaseKind::Notify { channels, marking } => {
                incident.phase += 1;
                if campaign.is_some() {
                    self.send_reports(team, campaign, key.with(phase.key), severity, channels, *marking);
                }
            }
            PhaseKind::Declare => {
                incident.phase += 1;
                if campaign.is_some() {
                    let responder = model.teams[team.at()].responder;
                    let response = self.response_index(responder, campaign);
                    self.reach(response, Milestone::Declared);
                }
            }
            _ => incident.phase += 1,
        }
    }

    /// Looks for every asset that the campaign holds now in what the team protects; true if one was found that was not
    /// known.
    fn search(&mut self, index: u32, draw: Key, finds: f64) -> bool {
        let Incident { team, campaign, .. } = *self.response.get(index);
        let responder = self.model.teams[team.at()].responder;
        let mut found = std::mem::take(&mut self.response.found);
        found.clear();
        for hold in self.holds.records() {
            if hold.campaign == campaign
                && hold.state == HoldState::Held
                && self.responders_of(hold.asset).contains(&responder)
                && draw.with(self.asset_key(hold.asset)).chance(finds)
            {
                found.push(hold.asset);
            }
        }
        found.sort_unstable();
        let mut any = false;
        for &asset in &found {
            if self.learn(index, asset) {
                any = true;
                self.tell(Happening::Found { team, campaign, asset });
            }
        }
        self.response.found = found;
        any
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
                if (from == group.zone || to == group.zone) && self.close_link(link) {
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
    }

    fn close(&mut self, index: u32) {
        let incident = self.response.get(index);
        incident.closed = true;
        let Incident { team, campaign, .. } = *incident;
        if campaign.is_some() {
            let pair = self.pair(team, campaign);
            self.response.open[pair] = NONE;
        }
        self.tell(Happening::IncidentClosed { team, campaign });
    }
}
