//! What teams know of campaigns from each other, and what they do with it.
//!
//! A team knows a campaign's indicators once its analysis has produced them or a report has brought them. Its sensors then
//! see the campaign better, and what blocks them (a containment, or a report that brought them) stops attempts against the
//! organisations that its own protects; indicators that are wrong block what is harmless. A team that hunts looks once for
//! what was held before. A partner's analysis shortens its own under technical cooperation, advice has its organisations
//! patch, and lessons improve its playbooks.
//!
//! **Invariant:** what is known is never forgotten within a replication; an organisation is advised on a campaign at most once.

use super::draws::Purpose;
use super::holds::Hold;
use super::reports::{Report, Text};
use super::soc::Work;
use super::triage::Alert;
use super::{Event, Happening, Mark, Worker};
use crate::kernel::SimDuration;
use crate::model::*;

/// Who knows what.
#[derive(Debug)]
pub(super) struct Knowledge {
    campaigns: usize,
    /// What each team knows of each campaign: `[team × campaign]`.
    known: Vec<Known>,
    /// Of each organisation and campaign: `[organisation × campaign]`.
    guarded: Vec<Guarded>,
    /// Whether a team has sent or got a report on a campaign under an agreement: `[agreement × team × campaign]`; empty where
    /// no agreement is about decisions.
    shared: Vec<bool>,
    /// The weaknesses that each campaign uses, as bits.
    weaknesses: Vec<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    indicators: bool,
    /// Whether the team has investigated it.
    analysed: bool,
    /// The share of an investigation that remains to be done.
    remains: f64,
}

#[derive(Debug, Clone, Copy)]
struct Guarded {
    /// Whether its indicators are blocked.
    blocked: bool,
    /// Whether the organisation patches against it.
    advised: bool,
}

impl Known {
    const NOTHING: Known = Known { indicators: false, analysed: false, remains: 1.0 };
}

impl Guarded {
    const NOT: Guarded = Guarded { blocked: false, advised: false };
}

impl Knowledge {
    pub(super) fn new(model: &Model) -> Knowledge {
        let (teams, campaigns) = (model.teams.len(), model.campaigns.len());
        let decides = model.agreements.iter().any(|agreement| agreement.areas.decisions != 1.0);
        let weakness = |technique: TechniqueIdx| model.techniques[technique.at()].weakness;
        let weaknesses = model.campaigns.iter().map(|campaign| {
            let steps = campaign.steps.clone().map(|step| weakness(model.steps[step as usize].technique));
            let spreads = campaign.spreads.clone().map(|at| weakness(model.spreads[at as usize].technique));
            steps.chain(spreads).fold(0, |all, one| all | one)
        });
        Knowledge {
            campaigns,
            known: vec![Known::NOTHING; teams * campaigns],
            guarded: vec![Guarded::NOT; model.organisations.len() * campaigns],
            shared: vec![false; if decides { model.agreements.len() * teams * campaigns } else { 0 }],
            weaknesses: weaknesses.collect(),
        }
    }

    pub(super) fn reset(&mut self) {
        self.known.fill(Known::NOTHING);
        self.guarded.fill(Guarded::NOT);
        self.shared.fill(false);
    }

    fn known(&mut self, team: TeamIdx, campaign: CampaignIdx) -> &mut Known {
        &mut self.known[team.at() * self.campaigns + campaign.at()]
    }

    fn guarded(&mut self, organisation: OrganisationIdx, campaign: CampaignIdx) -> &mut Guarded {
        &mut self.guarded[organisation.at() * self.campaigns + campaign.at()]
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Whether the team knows the campaign's indicators.
    pub(super) fn knows_indicators(&self, team: TeamIdx, campaign: CampaignIdx) -> bool {
        self.knowledge.known[team.at() * self.knowledge.campaigns + campaign.at()].indicators
    }

    /// How well the team recognises the campaign: by its indicators, or by what it shares with another campaign whose
    /// indicators the team knows.
    pub(super) fn recognises(&self, team: TeamIdx, campaign: CampaignIdx) -> f64 {
        self.worth(campaign, |campaign| self.knows_indicators(team, campaign))
    }

    /// How much of what the campaign's indicators would stop the organisation's defences block, likewise.
    pub(super) fn blocks(&self, organisation: OrganisationIdx, campaign: CampaignIdx) -> f64 {
        let row = organisation.at() * self.knowledge.campaigns;
        self.worth(campaign, |campaign| self.knowledge.guarded[row + campaign.at()].blocked)
    }

    /// What it is worth against a campaign that something is so of it, or of another with the same tools.
    fn worth(&self, campaign: CampaignIdx, is_so: impl Fn(CampaignIdx) -> bool) -> f64 {
        match &self.model.campaigns[campaign.at()].tooling {
            _ if is_so(campaign) => 1.0,
            Some(tooling) if tooling.others.iter().any(|&other| is_so(other)) => tooling.shared,
            _ => 0.0,
        }
    }

    /// Whether the team has an analysis of a partner that it can use.
    pub(super) fn has_partners_analysis(&self, team: TeamIdx, campaign: CampaignIdx) -> bool {
        self.knowledge.known[team.at() * self.knowledge.campaigns + campaign.at()].remains < 1.0
    }

    /// A pass of an investigation gives the team the campaign's indicators, and what an analysis is made of.
    pub(super) fn has_analysed(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        let known = self.knowledge.known(team, campaign);
        (known.indicators, known.analysed) = (true, true);
    }

    /// What a team can report of a campaign.
    pub(super) fn reportable(&mut self, team: TeamIdx, campaign: CampaignIdx) -> Shares {
        let Known { indicators, analysed, .. } = *self.knowledge.known(team, campaign);
        let one = |there: bool, what: Shares| if there { what } else { Shares::NOTHING };
        one(indicators, Shares::INDICATORS).or(one(analysed, Shares::ANALYSIS.or(Shares::ADVISORY)))
    }

    /// The indicators, if the team knows them, are blocked in all that its organisation protects.
    pub(super) fn block_indicators(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        if !self.knows_indicators(team, campaign) {
            return;
        }
        let responder = self.model.teams[team.at()].responder;
        for &organisation in &self.model.responders[responder.at()].protects {
            self.knowledge.guarded(organisation, campaign).blocked = true;
        }
    }

    /// A team has sent or got a report on a campaign under an agreement.
    pub(super) fn shared_under(&mut self, agreement: AgreementIdx, team: TeamIdx, campaign: CampaignIdx) {
        let at = (agreement.at() * self.model.teams.len() + team.at()) * self.knowledge.campaigns;
        if let Some(shared) = self.knowledge.shared.get_mut(at + campaign.at()) {
            *shared = true;
        }
    }

    /// What the time of a decision that the team asks for is multiplied with.
    pub(super) fn haste_of_decisions(&self, team: TeamIdx, campaign: CampaignIdx) -> f64 {
        if self.knowledge.shared.is_empty() || !campaign.is_some() {
            return 1.0;
        }
        let model = self.model;
        let own = model.teams[team.at()].organisation;
        let of = |(number, agreement): (AgreementIdx, &Agreement)| {
            let at = (number.at() * model.teams.len() + team.at()) * self.knowledge.campaigns + campaign.at();
            let party = agreement.parties.iter().position(|party| party.organisation == own)?;
            let helps = self.knowledge.shared[at] && self.agreements.binds(model, number, party as u32);
            helps.then_some(agreement.areas.decisions)
        };
        (0..).map(AgreementIdx).zip(&model.agreements).filter_map(of).product()
    }

    /// The time of a pass of an investigation, which a partner's analysis shortens; counts what is done twice.
    pub(super) fn investigates(
        &mut self,
        team: TeamIdx,
        campaign: CampaignIdx,
        time: SimDuration,
    ) -> SimDuration {
        if !campaign.is_some() {
            return time;
        }
        let model = self.model;
        let own = model.teams[team.at()].organisation;
        let known = *self.knowledge.known(team, campaign);
        let elsewhere = TeamIdx::all(model.teams.len()).any(|other| {
            model.teams[other.at()].organisation != own && self.knowledge.known(other, campaign).analysed
        });
        if !elsewhere {
            return time;
        }
        let left = match known.remains {
            1.0 => time,
            remains => SimDuration::rounded(time.micros() as f64 * remains),
        };
        let ledger = &mut self.ledger.teams[team.at()];
        ledger.duplicated += left;
        ledger.spared += time - left;
        left
    }

    /// What is new in a report takes effect.
    pub(super) fn takes_in(&mut self, report: Report, text: Text, news: Shares) {
        let Report { to, channel, key, .. } = report;
        let campaign = text.campaign;
        if news.has(Shares::INDICATORS) {
            let known = self.knows_indicators(to, campaign);
            self.knowledge.known(to, campaign).indicators = true;
            self.block_indicators(to, campaign);
            let channel = &self.model.channels[channel.at()];
            if let Some(wrong) = channel.wrong.as_ref().filter(|_| channel.automated)
                && key.with(Purpose::Wrong as u64).chance(wrong.chance)
            {
                self.blocks_harmless(to, wrong);
            }
            if !known {
                self.begins_hunt(to, campaign, text.severity);
            }
        }
        // Each agreement has its own use for an analysis, also for one that came before under another.
        if report.brings.has(Shares::ANALYSIS) {
            let agreement = self.model.channels[channel.at()].agreement;
            let remains = self.model.agreements[agreement.at()].areas.remains;
            let known = self.knowledge.known(to, campaign);
            known.remains = known.remains.min(remains);
            self.waits_no_longer(to, campaign);
        }
        if news.has(Shares::ADVISORY) {
            self.is_advised(to, campaign);
        }
        if news.has(Shares::LESSONS) {
            self.learns_lesson(to, text.improves);
        }
    }

    /// Wrong indicators put what the team's organisation protects out of service for a while.
    fn blocks_harmless(&mut self, team: TeamIdx, wrong: &WrongIndicators) {
        let model = self.model;
        let responder = model.teams[team.at()].responder;
        let mut assets = 0;
        for asset in wrong.blocks.iter() {
            if self.responders_of(asset).contains(&responder) && self.block(asset) {
                assets += 1;
                self.schedule_in(wrong.lasting, asset.0, Event::Unblocked(asset));
            }
        }
        self.ledger.teams[team.at()].wrongly_blocked += u64::from(assets);
        self.tell(Happening::WronglyBlocked { team, assets });
        self.mark(Mark::WronglyBlocked, model.teams[team.at()].key, 0, u64::from(assets));
    }

    /// Somebody has noticed that an asset is blocked for nothing.
    pub(super) fn is_unblocked(&mut self, asset: AssetIdx) {
        self.unblock(asset);
        self.mark(Mark::WronglyBlocked, 0, self.asset_key(asset), 0);
    }

    /// The team looks for what was held before it knew the indicators.
    fn begins_hunt(&mut self, team: TeamIdx, campaign: CampaignIdx, severity: Severity) {
        let Some(hunting) = &self.model.teams[team.at()].hunting else { return };
        let key =
            self.draw(Purpose::Hunt).with(self.model.teams[team.at()].key).with(self.campaign_key(campaign));
        let time = hunting.time.sample(key.with(Purpose::Time as u64));
        let about = self.about(team, campaign);
        self.enqueue(hunting.pool, Work::Hunt { team, campaign, severity }, severity, about, time);
        self.tell(Happening::Hunts { team, campaign });
    }

    /// The hunt is over: each asset that is held now is found or not.
    pub(super) fn hunt_ends(&mut self, team: TeamIdx, campaign: CampaignIdx, severity: Severity) {
        let model = self.model;
        let &Team { key, ref hunting, .. } = &model.teams[team.at()];
        let Some(hunting) = hunting else { return };
        let key = self.draw(Purpose::Hunt).with(key).with(self.campaign_key(campaign));
        let mut found = std::mem::take(&mut self.response.found);
        let of = |worker: &Self, asset| {
            key.with(worker.asset_key(asset)).with(u64::from(worker.ordinal(campaign, asset)))
        };
        let finds = |worker: &Self, hold: &Hold| {
            of(worker, hold.asset).with(Purpose::Find as u64).chance(hunting.finds)
        };
        self.find_held(team, campaign, finds, &mut found);
        for &asset in &found {
            let (technique, key) = (TechniqueIdx::NONE, of(self, asset));
            let alert = Alert { team, asset, campaign, technique, ticket: false, severity, key };
            self.raise(alert, SensorIdx::NONE, NoticeIdx::NONE);
        }
        self.response.found = found;
    }

    /// Every organisation that the team's protects and that patches begins to patch against the campaign.
    fn is_advised(&mut self, team: TeamIdx, campaign: CampaignIdx) {
        let responder = self.model.teams[team.at()].responder;
        for &organisation in &self.model.responders[responder.at()].protects {
            self.patches_as_advised(team, organisation, campaign);
        }
    }

    /// An organisation begins to patch against the campaign as a team advises, if it patches and was not advised before.
    pub(super) fn patches_as_advised(
        &mut self,
        team: TeamIdx,
        organisation: OrganisationIdx,
        campaign: CampaignIdx,
    ) {
        let model = self.model;
        let Some(patching) = &model.organisations[organisation.at()].patching else { return };
        if std::mem::replace(&mut self.knowledge.guarded(organisation, campaign).advised, true) {
            return;
        }
        let bits = self.knowledge.weaknesses[campaign.at()];
        let key = self.draw(Purpose::Advice).with(self.campaign_key(campaign));
        let concerned =
            |group: &&Group| group.owner == organisation && group.possible_weaknesses() & bits != 0;
        for group in model.network.groups.iter().filter(concerned) {
            for asset in (group.first.0..group.first.0 + group.count).map(AssetIdx) {
                let time = patching.sample(key.with(self.asset_key(asset)));
                let at = self.now + time;
                if at <= model.frame.endex {
                    self.schedule(at, asset.0, Event::Advised { campaign: campaign.0 as u16, asset });
                }
            }
        }
        self.tell(Happening::Advised { team, organisation, campaign });
        let key = model.organisations[organisation.at()].key;
        self.mark(Mark::Advised, key, self.campaign_key(campaign), 0);
    }

    /// An organisation blocks the indicators of which a warning tells it, and its own teams know them.
    pub(super) fn blocks_as_warned(&mut self, organisation: OrganisationIdx, campaign: CampaignIdx) {
        let model = self.model;
        self.knowledge.guarded(organisation, campaign).blocked = true;
        let own = |team: &TeamIdx| model.teams[team.at()].organisation == organisation;
        for team in TeamIdx::all(model.teams.len()).filter(own) {
            self.knowledge.known(team, campaign).indicators = true;
        }
    }

    /// An asset is patched as advised.
    pub(super) fn is_patched_as_advised(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        let had_any = self.patch(asset, self.knowledge.weaknesses[campaign.at()]);
        self.mark(Mark::Advised, self.campaign_key(campaign), self.asset_key(asset), u64::from(had_any));
    }
}
