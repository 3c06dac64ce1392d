//! Investigations: who has told of a campaign, how far its case is, and the strike.
//!
//! A case is one investigation of one campaign. It is opened when the first organisation tells of the campaign and begun when
//! as many have as it needs: its tier works on it, somebody decides, and it is over. One that could attribute the campaign to
//! nobody waits for one more. What is kept for a case is `evidence`.
//!
//! Servers that a campaign has built after a takedown are others: what was told of the first does not lead to them, and what was
//! secured does not help against them. Takedowns that are over are therefore taken up anew by what is told from then on, as if
//! nothing had been told before, and strike once more. A strike that fails is not tried again before that: `succeeds` says
//! whether servers can be got at, and the same ones still can't.
//!
//! **Invariant:** a case goes through its stages in their order, and comes to an end at most once for the same servers.

use super::draws::Purpose;
use super::evidence::Exhibits;
use super::soc::Work;
use super::{CaseFate, Happening, Mark, Signal, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;

/// All cases, and what is kept for them.
#[derive(Debug)]
pub(super) struct Investigations {
    campaigns: usize,
    organisations: usize,
    /// `[investigation × campaign]`.
    cases: Vec<Case>,
    /// Whether an organisation has told: `[case × organisation]`.
    told: Vec<bool>,
    /// What is kept for them.
    pub exhibits: Exhibits,
}

#[derive(Debug, Clone, Copy)]
struct Case {
    stage: Stage,
    /// Organisations that have told.
    told: u32,
    /// How many must have.
    needs: u32,
    /// How often it was begun before.
    begun: u32,
    /// Assets that were secured.
    secured: u32,
    /// How often the campaign has built new servers after it was over.
    renewed: u32,
}

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has told of the campaign.
    Unknown,
    /// Not enough have.
    Opened,
    /// The tier works on it.
    Begun,
    /// Somebody decides.
    Decided,
    /// It is over.
    Over,
}

impl Case {
    const NEW: Case = Case { stage: Stage::Unknown, told: 0, needs: 0, begun: 0, secured: 0, renewed: 0 };

    const fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Opened | Stage::Begun | Stage::Decided)
    }
}

impl Investigations {
    pub(super) fn new(model: &Model) -> Investigations {
        let (campaigns, organisations) = (model.campaigns.len(), model.organisations.len());
        let cases = model.investigations.len() * campaigns;
        Investigations {
            campaigns,
            organisations,
            cases: vec![Case::NEW; cases],
            told: vec![false; cases * organisations],
            exhibits: Exhibits::new(model, cases),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.exhibits.bytes()
    }

    pub(super) fn reset(&mut self) {
        self.cases.fill(Case::NEW);
        self.told.fill(false);
        self.exhibits.reset();
    }

    /// Whose case it is, and about which campaign.
    pub(super) fn of(&self, case: u32) -> (InvestigationIdx, CampaignIdx) {
        let (investigation, campaign) = (case as usize / self.campaigns, case as usize % self.campaigns);
        (InvestigationIdx(investigation as u32), CampaignIdx(campaign as u32))
    }

    /// The case of an investigation on a campaign.
    pub(super) fn case(&self, index: InvestigationIdx, campaign: CampaignIdx) -> u32 {
        (index.at() * self.campaigns + campaign.at()) as u32
    }

    /// Whether a case is opened, and not over.
    pub(super) fn is_open(&self, case: u32) -> bool {
        self.cases[case as usize].is_open()
    }

    /// Nobody has told yet of the servers that a campaign has built; what was told of those before is of no use.
    fn begins_anew(&mut self, case: usize) {
        let Case { begun, renewed, .. } = self.cases[case];
        self.cases[case] = Case { begun, renewed: renewed + 1, ..Case::NEW };
        self.told[case * self.organisations..][..self.organisations].fill(false);
    }

    /// One more asset is secured for a case.
    pub(super) fn has_secured(&mut self, case: u32) {
        self.cases[case as usize].secured += 1;
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A team has a report on a campaign, which tells the investigations that it leads.
    pub(super) fn report_tells(
        &mut self,
        team: TeamIdx,
        channel: ChannelIdx,
        author: TeamIdx,
        (campaign, severity): (CampaignIdx, Severity),
        brings: Shares,
    ) {
        let model = self.model;
        let agreement = model.channels[channel.at()].agreement;
        for (index, led) in (0..).map(InvestigationIdx).zip(&model.investigations) {
            if led.team == team && led.agreements.contains(&agreement) && led.is_told_by(brings) {
                self.is_told(index, campaign, model.teams[author.at()].organisation, severity);
            }
        }
    }

    /// A team has analysed a campaign itself, which tells the investigations that it leads.
    pub(super) fn analysis_tells(&mut self, team: TeamIdx, campaign: CampaignIdx, severity: Severity) {
        let model = self.model;
        for (index, led) in (0..).map(InvestigationIdx).zip(&model.investigations) {
            if led.team == team {
                self.is_told(index, campaign, model.teams[team.at()].organisation, severity);
            }
        }
    }

    fn is_told(
        &mut self,
        index: InvestigationIdx,
        campaign: CampaignIdx,
        by: OrganisationIdx,
        severity: Severity,
    ) {
        let number = index.at() * self.investigations.campaigns + campaign.at();
        let told = &mut self.investigations.told[number * self.investigations.organisations + by.at()];
        let case = &mut self.investigations.cases[number];
        if case.stage == Stage::Over || std::mem::replace(told, true) {
            return;
        }
        case.told += 1;
        let (told, opens) = (case.told, case.stage == Stage::Unknown);
        if opens {
            case.stage = Stage::Opened;
            case.needs = self.model.investigations[index.at()].needs;
            self.ledger.investigations[index.at()].opened += 1;
            self.tell_case(number as u32, CaseFate::Opened);
        }
        let case = &mut self.investigations.cases[number];
        if case.stage == Stage::Opened && told >= case.needs {
            case.stage = Stage::Begun;
            case.begun += 1;
            self.tell_case(number as u32, CaseFate::Begun);
            let led = &self.model.investigations[index.at()];
            let time = led.time.sample(self.round_key(number as u32).with(Purpose::Time as u64));
            let about = self.about(led.team, campaign);
            self.enqueue(led.pool, Work::Inquire(number as u32, severity), severity, about, time);
        }
    }

    /// The key of what happens each time that a case is begun.
    fn round_key(&self, case: u32) -> Key {
        self.case_key(case).with(u64::from(self.investigations.cases[case as usize].begun))
    }

    pub(super) fn case_key(&self, case: u32) -> Key {
        let (index, campaign) = self.investigations.of(case);
        let key = self.draw(Purpose::Investigation).with(self.model.investigations[index.at()].key);
        key.with(self.campaign_key(campaign))
    }

    /// The tier is done with a case, or somebody has decided on it.
    pub(super) fn case_goes_on(&mut self, number: u32, severity: Severity) {
        let (index, campaign) = self.investigations.of(number);
        let led = &self.model.investigations[index.at()];
        let case = &mut self.investigations.cases[number as usize];
        if case.stage == Stage::Begun && led.authority.is_some() {
            case.stage = Stage::Decided;
            let time = led.decision.sample(self.round_key(number).with(Purpose::Release as u64));
            let about = self.about(led.team, campaign);
            return self.enqueue(led.authority, Work::Inquire(number, severity), severity, about, time);
        }
        case.stage = Stage::Over;
        let secured = case.secured > 0;
        match &led.aim {
            Aim::TakeDown { succeeds, evidence } => {
                let with_evidence = evidence.as_ref().filter(|_| secured);
                self.strikes(number, with_evidence.map_or(*succeeds, |evidence| evidence.succeeds));
            }
            Aim::Attribute { right } => self.attributes(number, *right),
        }
        if self.investigations.cases[number as usize].stage == Stage::Over {
            self.nothing_is_kept_for(number);
        }
    }

    /// The command servers of a campaign are taken down, or not.
    fn strikes(&mut self, number: u32, succeeds: f64) {
        let (index, campaign) = self.investigations.of(number);
        let key = match self.investigations.cases[number as usize].renewed {
            0 => self.case_key(number),
            again => self.case_key(number).with(u64::from(again)),
        };
        let has_servers = self.model.campaigns[campaign.at()].command.is_some();
        let fate = match (has_servers, key.with(Purpose::Success as u64).chance(succeeds)) {
            (false, _) => CaseFate::Vain,
            (true, false) => CaseFate::Failed,
            (true, true) => CaseFate::TakenDown,
        };
        let ledger = &mut self.ledger.investigations[index.at()];
        match fate {
            CaseFate::TakenDown => ledger.succeeded += 1,
            _ => ledger.failed += 1,
        }
        let of = self.model.investigations[index.at()].key;
        self.mark(Mark::Case, of, self.campaign_key(campaign), fate as u64);
        self.tell_case(number, fate);
        if fate == CaseFate::TakenDown {
            self.loses_command(campaign, key.with(Purpose::Delay as u64));
        }
    }

    /// A campaign has built new servers: takedowns that are over are taken up anew once somebody tells of them.
    pub(super) fn servers_are_new(&mut self, campaign: CampaignIdx) {
        for (index, led) in (0..).map(InvestigationIdx).zip(&self.model.investigations) {
            let case = self.investigations.case(index, campaign) as usize;
            let is_over = self.investigations.cases[case].stage == Stage::Over;
            if is_over && matches!(led.aim, Aim::TakeDown { .. }) {
                self.investigations.begins_anew(case);
            }
        }
    }

    /// A campaign is attributed to its adversary, to another's, or to nobody until one more organisation has told of it.
    fn attributes(&mut self, number: u32, right: f64) {
        let (index, campaign) = self.investigations.of(number);
        let key = self.case_key(number);
        let told = self.investigations.cases[number as usize].told;
        let all_wrong = (0..told).fold(1.0, |all, _| all * (1.0 - right));
        // The same number for any number of analyses: one more never makes a right answer wrong.
        let is_right = key.with(Purpose::Success as u64).chance(1.0 - all_wrong);
        let tooling = self.model.campaigns[campaign.at()].tooling.as_ref();
        let suspects = tooling.iter().flat_map(|tooling| &tooling.suspects);
        let key_of =
            |&&suspect: &&CampaignIdx| key.with(Purpose::Choice as u64).with(self.campaign_key(suspect));
        let accused = if is_right { Some(campaign) } else { suspects.min_by_key(key_of).copied() };
        let fate = match accused {
            Some(_) if is_right => CaseFate::Attributed,
            Some(_) => CaseFate::Misattributed,
            None => CaseFate::Inconclusive,
        };
        let of = self.model.investigations[index.at()].key;
        self.mark(Mark::Case, of, self.campaign_key(campaign), fate as u64);
        let accused = accused.unwrap_or(CampaignIdx::NONE);
        self.tell(Happening::Case { investigation: index, campaign, accused, fate });
        let (led, of_campaign) =
            (&mut self.ledger.investigations[index.at()], &mut self.ledger.campaigns[campaign.at()]);
        match fate {
            CaseFate::Attributed => {
                led.succeeded += 1;
                if of_campaign.attributed == SimTime::MAX {
                    of_campaign.attributed = self.now;
                    self.may_be_deterred(campaign, key.with(Purpose::Choice as u64));
                }
            }
            CaseFate::Misattributed => {
                led.wrong += 1;
                of_campaign.misattributed = of_campaign.misattributed.min(self.now);
            }
            _ => {
                led.failed += 1;
                let case = &mut self.investigations.cases[number as usize];
                (case.stage, case.needs) = (Stage::Opened, told + 1);
            }
        }
        self.notice(Signal::CASES);
    }

    fn tell_case(&mut self, case: u32, fate: CaseFate) {
        let (investigation, campaign) = self.investigations.of(case);
        self.tell(Happening::Case { investigation, campaign, accused: CampaignIdx::NONE, fate });
    }

    /// Panics if the count of those who have told of a campaign is wrong.
    pub(super) fn check_cases(&self) {
        let Investigations { cases, told, organisations, .. } = &self.investigations;
        for (case, told) in cases.iter().zip(told.chunks((*organisations).max(1))) {
            let tellers = told.iter().filter(|&&told| told).count();
            assert_eq!(case.told as usize, tellers, "organisations that told of a campaign");
            assert_eq!(case.stage == Stage::Unknown, tellers == 0, "a case that nobody told of");
        }
    }
}
