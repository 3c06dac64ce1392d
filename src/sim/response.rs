//! Incidents: what a team does about a campaign once it knows of it.
//!
//! An incident belongs to a team and a campaign, to a false alert, or to something real that has nothing to do with the
//! campaigns. As it opens, the team's rules choose its playbook by the alert's severity and tactic, and it keeps it;
//! `playbook` takes it through the phases. Here is what it knows: which assets, found by investigation or brought by
//! alerts that join.
//!
//! **Invariant:** a team has at most one open incident a campaign; a closed one is never reopened. `at` counts the
//! members by their next phase; a member that is not under way and has a next phase is in `ready` or `waiting`.

use super::causes::About;
use super::draws::Purpose;
use super::holds::{Hold, HoldState};
use super::triage::Alert;
use super::{Event, Happening, Mark, Signal, Worker};
use crate::kernel::Key;
use crate::model::*;
use std::ops::Range;

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
    /// Of each asset, one more than the place in `links` of the latest incident that knows it; 0 for none.
    known: Vec<u32>,
    links: Vec<Link>,
    /// Bytes in the lists of the incidents in use.
    lists: usize,
    /// What a search has found, between two uses of it.
    pub found: Vec<AssetIdx>,
    /// Members that no crew of theirs can bring back: (asset, incident, member).
    pub lost: Vec<(AssetIdx, u32, u32)>,
    /// What each team has learnt from earlier incidents.
    pub lessons: Vec<Lessons>,
    /// Unrelated incidents so far of each team.
    pub unrelated: Vec<u32>,
}

/// An incident knows an asset.
#[derive(Debug, Clone, Copy)]
struct Link {
    asset: AssetIdx,
    incident: u32,
    /// Its place among the members.
    member: u32,
    /// One more than the place of the incident before that knows the asset; 0 for none.
    before: u32,
}

/// What a team has learnt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lessons {
    /// What phases of incidents opened from now on have their times multiplied with.
    pub pace: f64,
    /// How many lessons are in it.
    pub drawn: u32,
}

impl Lessons {
    const NONE: Lessons = Lessons { pace: 1.0, drawn: 0 };
}

/// What an incident is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// A campaign.
    Attack(CampaignIdx),
    /// A false alert.
    False,
    /// Something real that has nothing to do with the campaigns.
    Unrelated,
}

#[derive(Debug)]
pub(super) struct Incident {
    pub team: TeamIdx,
    pub nature: Nature,
    pub key: Key,
    pub severity: Severity,
    /// Where its playbook begins and ends among the team's phases.
    pub first: u32,
    pub end: u32,
    /// What times of phases are multiplied with.
    pub pace: f64,
    /// The phase that it has reached.
    pub phase: u32,
    pub pass: u32,
    /// Whether somebody works, or is asked to work, on the phase as a whole.
    pub under_way: bool,
    pub closed: bool,
    /// Known assets, in the order in which they became known.
    pub members: Vec<Member>,
    /// How many members have each phase of the playbook as their next, and behind those how many have none.
    pub at: Vec<u32>,
    /// Members to be looked at.
    pub ready: Vec<u32>,
    /// Members that wait for the incident to reach their next phase.
    pub waiting: Vec<u32>,
    /// The phase for which those who wait were looked at last.
    pub looked: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// None for an asset of an unrelated incident.
    pub asset: AssetIdx,
    /// The first phase that it has not been through, of those that are done by asset; the end of the playbook for none.
    pub next: u32,
    /// What it goes through for: which taking of the asset. Of an unrelated incident: which asset.
    pub ordinal: u32,
    pub under_way: bool,
}

const NONE: u32 = u32::MAX;

impl Incidents {
    pub(super) fn new(model: &Model) -> Incidents {
        let (teams, pairs) = (model.teams.len(), model.teams.len() * model.campaigns.len());
        Incidents {
            incidents: Vec::new(),
            count: 0,
            open: vec![NONE; pairs],
            ordinals: vec![0; pairs],
            // Zeros come from the system untouched, so that a large network costs no more than what is known of it.
            known: if teams == 0 { Vec::new() } else { vec![0; model.network.group_of.len()] },
            links: Vec::new(),
            lists: 0,
            found: Vec::new(),
            lost: Vec::new(),
            lessons: vec![Lessons::NONE; teams],
            unrelated: vec![0; teams],
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.count * size_of::<Incident>() + self.lists + size_of_val(&*self.links)
    }

    pub(super) fn reset(&mut self) {
        (self.count, self.lists) = (0, 0);
        self.open.fill(NONE);
        self.ordinals.fill(0);
        for link in self.links.drain(..) {
            self.known[link.asset.at()] = 0;
        }
        self.lost.clear();
        self.lessons.fill(Lessons::NONE);
        self.unrelated.fill(0);
    }

    /// Adds an incident in memory that an earlier replication has left, if there is any.
    fn add(&mut self, opened: Opened, playbook: Range<u32>) -> u32 {
        let old = self.incidents.get_mut(self.count);
        let [mut at, mut ready, mut waiting] = [Vec::new(), Vec::new(), Vec::new()];
        let mut members = Vec::new();
        if let Some(old) = old {
            at = std::mem::take(&mut old.at);
            ready = std::mem::take(&mut old.ready);
            waiting = std::mem::take(&mut old.waiting);
            members = std::mem::take(&mut old.members);
        }
        at.clear();
        at.resize(playbook.len() + 1, 0);
        self.lists += size_of_val(&*at);
        ready.clear();
        waiting.clear();
        members.clear();
        let Opened { team, nature, key, severity } = opened;
        let (first, end, pace) = (playbook.start, playbook.end, self.lessons[team.at()].pace);
        let incident = Incident {
            team,
            nature,
            key,
            severity,
            first,
            end,
            pace,
            phase: first,
            pass: 0,
            under_way: false,
            closed: false,
            members,
            at,
            ready,
            waiting,
            looked: first,
        };
        match self.incidents.get_mut(self.count) {
            Some(old) => *old = incident,
            None => self.incidents.push(incident),
        }
        self.count += 1;
        self.count as u32 - 1
    }

    pub(super) fn look(&self, incident: u32) -> &Incident {
        &self.incidents[incident as usize]
    }

    pub(super) fn get(&mut self, incident: u32) -> &mut Incident {
        &mut self.incidents[incident as usize]
    }

    /// The place among its members of an asset that an incident knows.
    fn member(&self, incident: u32, asset: AssetIdx) -> Option<u32> {
        let mut at = self.known[asset.at()];
        while at != 0 {
            let link = &self.links[at as usize - 1];
            if link.incident == incident {
                return Some(link.member);
            }
            at = link.before;
        }
        None
    }
}

/// What is known of an incident as it opens.
#[derive(Debug, Clone, Copy)]
struct Opened {
    team: TeamIdx,
    nature: Nature,
    key: Key,
    severity: Severity,
}

impl Nature {
    /// The campaign, if it is about one.
    pub(super) const fn campaign(self) -> CampaignIdx {
        match self {
            Nature::Attack(campaign) => campaign,
            Nature::False | Nature::Unrelated => CampaignIdx::NONE,
        }
    }
}

impl Incident {
    /// Bytes of a member and of its places in the lists of those to be looked at, of those that wait, and of those that are
    /// lost.
    const MEMBER: usize = size_of::<Member>() + 2 * size_of::<u32>() + size_of::<(AssetIdx, u32, u32)>();

    /// Adds a member, which is looked at next.
    fn add_member(&mut self, asset: AssetIdx, ordinal: u32, phases: &[Phase]) -> u32 {
        let next = by_asset(phases, self.first, self.end);
        let place = self.members.len() as u32;
        self.members.push(Member { asset, next, ordinal, under_way: false });
        self.at[(next - self.first) as usize] += 1;
        self.ready.push(place);
        place
    }

    /// A member has `from` and what comes after it still to go through.
    pub(super) fn moves_on(&mut self, place: u32, from: u32, phases: &[Phase]) {
        let next = by_asset(phases, from, self.end);
        let member = &mut self.members[place as usize];
        self.at[(member.next - self.first) as usize] -= 1;
        member.next = next;
        self.at[(next - self.first) as usize] += 1;
    }

    /// Whether every member is through the phases up to and with `phase`.
    pub(super) fn all_beyond(&self, phase: u32) -> bool {
        let until = (phase + 1).min(self.end) - self.first;
        self.at[..until as usize].iter().all(|&members| members == 0)
    }
}

/// The first phase from `from` on that is done by asset.
fn by_asset(phases: &[Phase], from: u32, end: u32) -> u32 {
    (from..end).find(|&phase| phases[phase as usize].kind.per_asset()).unwrap_or(end)
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
        let incident = self.response.get(index);
        let (campaign, phases) = (incident.nature.campaign(), &self.model.teams[incident.team.at()].phases);
        let taken = self.taken(campaign, asset);
        let known = self.response.member(index, asset);
        let incident = self.response.get(index);
        let Some(place) = known else {
            let member = incident.add_member(asset, taken, phases);
            let before = self.response.known[asset.at()];
            self.response.links.push(Link { asset, incident: index, member, before });
            self.response.known[asset.at()] = self.response.links.len() as u32;
            self.response.lists += Incident::MEMBER;
            self.may_be_aware(index, asset);
            return true;
        };
        let member = &mut incident.members[place as usize];
        if taken <= member.ordinal || member.under_way {
            return false;
        }
        member.ordinal = taken;
        incident.moves_on(place, incident.first, phases);
        // It may wait already: the second look then finds nothing left to do.
        incident.ready.push(place);
        true
    }

    /// The playbook for an incident that opens now.
    fn playbook(&self, team: TeamIdx, severity: Severity, technique: TechniqueIdx) -> Range<u32> {
        let team = &self.model.teams[team.at()];
        let tactic = technique.is_some().then(|| self.model.techniques[technique.at()].tactic);
        let holds = |rule: &&PlaybookRule| {
            severity >= rule.least && rule.tactic.is_none_or(|wanted| tactic == Some(wanted))
        };
        team.rules.iter().find(holds).map_or(&team.playbook, |rule| &rule.phases).clone()
    }

    /// Triage took an alert for an attack that no open incident of the team covers.
    pub(super) fn open_incident(&mut self, alert: Alert) {
        let Alert { team, campaign, severity, .. } = alert;
        let team_key = self.model.teams[team.at()].key;
        let is_true = campaign.is_some();
        let ledger = &mut self.ledger.teams[team.at()];
        if is_true {
            ledger.incidents_true += 1;
        } else {
            ledger.incidents_false += 1;
        }
        self.notice(Signal::WORK);
        let root = self.draw(Purpose::Phase);
        let (nature, key) = if is_true {
            let pair = self.pair(team, campaign);
            self.response.ordinals[pair] += 1;
            let ordinal = u64::from(self.response.ordinals[pair]);
            (Nature::Attack(campaign), root.with(team_key).with(self.campaign_key(campaign)).with(ordinal))
        } else {
            (Nature::False, root.with(team_key).with(alert.key.bits()))
        };
        let playbook = self.playbook(team, severity, alert.technique);
        let incident = self.response.add(Opened { team, nature, key, severity }, playbook);
        if is_true {
            let pair = self.pair(team, campaign);
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
        let graver = alert.severity > incident.severity;
        incident.severity = incident.severity.max(alert.severity);
        if graver {
            self.may_be_aware_of_all(index);
        }
        if alert.asset.is_some() {
            self.learn(index, alert.asset);
        }
        self.advance(index);
    }

    fn unrelated_key(&self, team: TeamIdx) -> Key {
        let number = u64::from(self.response.unrelated[team.at()]);
        self.draw(Purpose::Unrelated).with(self.model.teams[team.at()].key).with(number)
    }

    /// Schedules the first unrelated incident of every team.
    pub(super) fn start_unrelated(&mut self) {
        for team in TeamIdx::all(self.model.teams.len()) {
            self.next_unrelated(team);
        }
    }

    fn next_unrelated(&mut self, team: TeamIdx) {
        if let Some(unrelated) = &self.model.teams[team.at()].unrelated {
            let wait = unrelated.interval.sample(self.unrelated_key(team));
            self.schedule_in(wait, team.0, Event::Unrelated(team));
        }
    }

    /// A team gets an incident that has nothing to do with the campaigns, and knows it for one.
    pub(super) fn unrelated_incident(&mut self, team: TeamIdx) {
        let Some(Unrelated { severity, assets, .. }) = self.model.teams[team.at()].unrelated else { return };
        let model = self.model;
        let team_key = model.teams[team.at()].key;
        let key = self.draw(Purpose::Phase).with(team_key).with(self.unrelated_key(team).bits());
        self.ledger.teams[team.at()].incidents_unrelated += 1;
        self.notice(Signal::WORK);
        self.tell(Happening::UnrelatedIncident { team, severity });
        self.mark(Mark::Unrelated, team_key, 0, severity as u64);
        let playbook = self.playbook(team, severity, TechniqueIdx::NONE);
        let opened = Opened { team, nature: Nature::Unrelated, key, severity };
        let index = self.response.add(opened, playbook);
        for asset in 1..=assets {
            self.response.get(index).add_member(AssetIdx::NONE, asset, &model.teams[team.at()].phases);
        }
        self.response.lists += assets as usize * Incident::MEMBER;
        self.response.unrelated[team.at()] += 1;
        self.next_unrelated(team);
        self.advance(index);
    }

    /// Looks for every asset that the campaign holds now in what the team protects; true if it finds one that was not known.
    pub(super) fn search(&mut self, index: u32, draw: Key, finds: f64) -> bool {
        let Incident { team, nature, .. } = *self.response.get(index);
        let campaign = nature.campaign();
        let mut found = std::mem::take(&mut self.response.found);
        self.find_held(
            team,
            campaign,
            |worker, hold| draw.with(worker.asset_key(hold.asset)).chance(finds),
            &mut found,
        );
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

    /// Lists the assets that the campaign holds now in what the team protects and that `finds` finds, in their order.
    pub(super) fn find_held(
        &self,
        team: TeamIdx,
        campaign: CampaignIdx,
        finds: impl Fn(&Self, &Hold) -> bool,
        found: &mut Vec<AssetIdx>,
    ) {
        let responder = self.model.teams[team.at()].responder;
        found.clear();
        found.extend(self.holds.records().iter().filter_map(|hold| {
            let there = hold.campaign == campaign
                && hold.state == HoldState::Held
                && self.responders_of(hold.asset).contains(&responder)
                && finds(self, hold);
            there.then_some(hold.asset)
        }));
        found.sort_unstable();
    }

    pub(super) fn close(&mut self, index: u32) {
        let incident = self.response.get(index);
        incident.closed = true;
        let Incident { team, nature, .. } = *incident;
        let campaign = nature.campaign();
        if campaign.is_some() {
            let pair = self.pair(team, campaign);
            self.response.open[pair] = NONE;
        }
        self.help_is_over(index);
        self.situation_is_over(index);
        self.tell(Happening::IncidentClosed { team, campaign });
    }

    /// Whose an incident is, and about which campaign.
    pub(super) fn incident_of(&self, index: u32) -> (TeamIdx, CampaignIdx) {
        let Incident { team, nature, .. } = self.response.incidents[index as usize];
        (team, nature.campaign())
    }

    /// What is done about an incident is about.
    pub(super) fn incident_about(&self, index: u32) -> About {
        let (team, campaign) = self.incident_of(index);
        self.about(team, campaign)
    }

    /// Panics if a member of an open incident is forgotten or counted wrongly.
    pub(super) fn check_incidents(&self) {
        for incident in
            self.response.incidents[..self.response.count].iter().filter(|incident| !incident.closed)
        {
            assert!(incident.ready.is_empty(), "somebody was not looked at");
            let next = |phase: u32| incident.members.iter().filter(|member| member.next == phase).count();
            for (phase, &members) in (incident.first..=incident.end).zip(&incident.at) {
                assert_eq!(next(phase), members as usize, "members before phase {phase}");
            }
            for (place, member) in (0..).zip(&incident.members) {
                let waits = member.next > incident.phase && incident.waiting.contains(&place);
                assert!(member.under_way || member.next == incident.end || waits, "{member:?} is forgotten");
            }
        }
    }
}
