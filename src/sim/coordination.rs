//! Who analyses what: a team leaves a campaign to a partner who has begun its analysis, and waits for the result.
//!
//! Before the first pass of an investigation of a campaign a team looks whether a party that informs it, under an agreement by
//! which they wait for each other, has begun one. If so it waits until an analysis has come, or as long as the agreement says,
//! and then begins its own, with what remains to be done. It waits once a campaign.
//!
//! **Invariant:** an incident waits at most once, with nobody at work on its investigation, and its team has no analysis yet.

use super::causes::About;
use super::playbook::WHOLE;
use super::{Event, Happening, Mark, State, Worker};
use crate::kernel::SimDuration;
use crate::model::*;

/// Who has begun an analysis, and who waits for one.
#[derive(Debug)]
pub(super) struct Coordination {
    campaigns: usize,
    /// What each team did about each campaign: `[team × campaign]`; empty where nobody waits for anybody.
    begun: Vec<Begun>,
    /// Incidents that wait, each with its phase.
    waiting: Vec<(u32, u32)>,
}

/// What a team did about a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    Nothing,
    /// It left it to a partner.
    Waits,
    /// It has begun its own analysis.
    Analysis,
}

impl Coordination {
    pub(super) fn new(model: &Model) -> Coordination {
        let waits = model.agreements.iter().any(|agreement| agreement.areas.waits.is_some());
        let campaigns = model.campaigns.len();
        let pairs = if waits { model.teams.len() * campaigns } else { 0 };
        Coordination { campaigns, begun: vec![Begun::Nothing; pairs], waiting: Vec::new() }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.waiting)
    }

    pub(super) fn reset(&mut self) {
        self.begun.fill(Begun::Nothing);
        self.waiting.clear();
    }

    fn begun(&self, team: TeamIdx, campaign: CampaignIdx) -> Begun {
        self.begun[team.at() * self.campaigns + campaign.at()]
    }

    fn begins(&mut self, team: TeamIdx, campaign: CampaignIdx, begun: Begun) {
        self.begun[team.at() * self.campaigns + campaign.at()] = begun;
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Whether an incident that comes to a phase for the whole waits before it; if not, and it is an investigation, it begins.
    pub(super) fn waits_for_analysis(&mut self, index: u32, at: u32) -> bool {
        let model = self.model;
        let (team, campaign) = self.incident_of(index);
        let kind = &model.teams[team.at()].phases[at as usize].kind;
        if self.coordination.begun.is_empty()
            || !campaign.is_some()
            || !matches!(kind, PhaseKind::Investigate { .. })
            || self.coordination.begun(team, campaign) != Begun::Nothing
        {
            return false;
        }
        let longest =
            if self.has_partners_analysis(team, campaign) { None } else { self.longest_wait(team, campaign) };
        let Some(wait) = longest else {
            self.coordination.begins(team, campaign, Begun::Analysis);
            return false;
        };
        self.coordination.begins(team, campaign, Begun::Waits);
        self.coordination.waiting.push((index, at));
        self.shift(self.incident_about(index), None, Some(State::AwaitingPartner));
        self.tell(Happening::Coordinated { team, campaign, ends: false });
        self.schedule_in(wait, team.0, Event::Waited(index));
        true
    }

    /// The longest that a team waits under agreements with somebody who has begun an analysis; none where nobody has.
    fn longest_wait(&self, team: TeamIdx, campaign: CampaignIdx) -> Option<SimDuration> {
        let model = self.model;
        let own = model.teams[team.at()].organisation;
        let under = |(number, agreement): (AgreementIdx, &Agreement)| {
            let wait = agreement.areas.waits?;
            let place = |of: OrganisationIdx| {
                let place = agreement.parties.iter().position(|party| party.organisation == of)? as u32;
                self.agreements.binds(model, number, place).then_some(place)
            };
            let own_place = place(own)?;
            let analyses = |other: TeamIdx| {
                let theirs = model.teams[other.at()].organisation;
                theirs != own
                    && self.coordination.begun(other, campaign) == Begun::Analysis
                    && place(theirs).is_some_and(|place| agreement.shape.joins(own_place, place))
            };
            TeamIdx::all(model.teams.len()).any(analyses).then_some(wait)
        };
        (0..).map(AgreementIdx).zip(&model.agreements).filter_map(under).max()
    }

    /// An analysis of a partner has come to a team: incidents that wait for it go on.
    pub(super) fn waits_no_longer(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        let of = |worker: &Self| {
            let mut waiting = worker.coordination.waiting.iter();
            waiting.position(|&(incident, _)| worker.incident_of(incident) == (team, campaign))
        };
        while let Some(place) = of(self) {
            self.goes_on_itself(place);
        }
    }

    /// An incident has waited as long as it does.
    pub(super) fn has_waited(&mut self, incident: u32) {
        let place = self.coordination.waiting.iter().position(|waiting| waiting.0 == incident);
        if let Some(place) = place {
            self.goes_on_itself(place);
        }
    }

    fn goes_on_itself(&mut self, place: usize) {
        let (incident, at) = self.coordination.waiting.remove(place);
        let (team, campaign) = self.incident_of(incident);
        self.coordination.begins(team, campaign, Begun::Analysis);
        self.mark(Mark::Waited, self.model.teams[team.at()].key, self.campaign_key(campaign), 0);
        self.tell(Happening::Coordinated { team, campaign, ends: true });
        self.shift(self.incident_about(incident), Some(State::AwaitingPartner), None);
        self.ask_for(incident, at, WHOLE);
    }

    /// Counts what responses wait for; panics if somebody waits who has begun.
    pub(super) fn check_coordination(&self, count: &mut dyn FnMut(About, State)) {
        for &(incident, _) in &self.coordination.waiting {
            count(self.incident_about(incident), State::AwaitingPartner);
            let (team, campaign) = self.incident_of(incident);
            assert_eq!(self.coordination.begun(team, campaign), Begun::Waits, "one waits who has begun");
        }
    }
}
