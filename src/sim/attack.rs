//! Campaigns: attack flows, their tokens and operators.
//!
//! A token is a step under way from one foothold. It waits for an operator, who makes one attempt after the other until
//! one succeeds or the retries are used up; where no target is legal, the time of an attempt is spent looking for one.
//! A phishing burst needs no operator: all mails go out at once, each is an attempt of its own and each click a foothold,
//! but only the first click passes the token on. Success starts the successors in the organisation where it happened.
//!
//! Every attempt is judged at its end, so nothing that happens meanwhile needs to cancel it.
//!
//! **Invariant:** of each campaign, free operators and tokens being worked on add up to its operators.

use super::draws::Purpose;
use super::slab::Slab;
use super::{Event, Happening, Mark, Signal, Verdict, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// All campaigns under way.
#[derive(Debug)]
pub(super) struct Attack {
    campaigns: Vec<CampaignState>,
    tokens: Vec<Token>,
    attempts: Slab<Attempt>,
    /// Tokens that wait at an `All` join, for each step: `[organisation × predecessors + predecessor]`.
    joins: Vec<Vec<u32>>,
    mails: Vec<(Key, AssetIdx)>,
    /// Tokens so far of each step from each foothold, in order.
    runs: Vec<((StepIdx, AssetIdx), u32)>,
}

#[derive(Debug)]
struct CampaignState {
    free_operators: u32,
    waiting: VecDeque<u32>,
    credentials: Vec<bool>,
}

/// A step under way from one foothold.
#[derive(Debug, Clone, Copy)]
struct Token {
    step: StepIdx,
    /// None: the internet.
    foothold: AssetIdx,
    /// Failures since the last success.
    failures: u32,
    /// Attempts so far.
    attempts: u32,
    /// How many tokens of its step there were before from its foothold: they must not repeat each other's draws.
    run: u32,
    /// Whether a mail of the burst has passed it on.
    passed: bool,
}

/// An attempt under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    pub by: By,
    pub source: AssetIdx,
    pub target: AssetIdx,
    pub key: Key,
}

/// Whose attempt it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// An operator's, for a token.
    Operator(u32),
    /// A mail's, for a token.
    Mail(u32),
    /// A contact's along an edge.
    Contact(u32),
    /// A pressure class's, as this attempt on the target.
    Pressure { class: u32, ordinal: u32, number: u32 },
}

impl Attack {
    pub(super) fn new(model: &Model) -> Attack {
        let organisations = model.organisations.len();
        Attack {
            campaigns: model
                .campaigns
                .iter()
                .map(|_| CampaignState {
                    free_operators: 0,
                    waiting: VecDeque::new(),
                    credentials: vec![false; model.network.credentials as usize],
                })
                .collect(),
            tokens: Vec::new(),
            attempts: Slab::new(),
            joins: model
                .steps
                .iter()
                .map(|step| match step.join {
                    Join::All => vec![0; organisations * step.predecessors.len()],
                    Join::Start | Join::Any => Vec::new(),
                })
                .collect(),
            mails: Vec::new(),
            runs: Vec::new(),
        }
    }

    pub(super) fn reset(&mut self, model: &Model) {
        for (state, campaign) in self.campaigns.iter_mut().zip(&model.campaigns) {
            state.free_operators = campaign.operators;
            state.waiting.clear();
            state.credentials.fill(false);
        }
        self.tokens.clear();
        self.attempts.clear();
        self.joins.iter_mut().for_each(|join| join.fill(0));
        self.runs.clear();
    }

    /// How many tokens of the step there were before from the foothold.
    fn count_run(&mut self, step: StepIdx, foothold: AssetIdx) -> u32 {
        match self.runs.binary_search_by_key(&(step, foothold), |run| run.0) {
            Ok(place) => {
                self.runs[place].1 += 1;
                self.runs[place].1
            }
            Err(place) => {
                self.runs.insert(place, ((step, foothold), 0));
                0
            }
        }
    }

    /// Whether the campaign has taken the credential.
    pub(super) fn has(&self, campaign: CampaignIdx, credential: CredentialIdx) -> bool {
        self.campaigns[campaign.at()].credentials[credential.at()]
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A campaign starts: it holds what it held before, save what is cut off by now, and its first steps begin.
    pub(super) fn campaign_starts(&mut self, index: CampaignIdx) {
        let campaign = &self.model.campaigns[index.at()];
        self.mark(Mark::CampaignStart, campaign.key, 0, 0);
        self.tell(Happening::CampaignStarted(index));
        for asset in campaign.initially_held.iter() {
            if !self.holds.isolated(asset) {
                self.take(index, asset, false);
            }
        }
        for step in campaign.steps.clone().map(StepIdx) {
            if self.model.steps[step.at()].join == Join::Start {
                let foothold = self.first_foothold(index, step);
                self.start_step(step, foothold);
            }
        }
    }

    /// Where a first step starts: from the internet if it can, else from one of the assets held from the start on.
    fn first_foothold(&self, campaign: CampaignIdx, index: StepIdx) -> AssetIdx {
        let step = &self.model.steps[index.at()];
        let held = &self.model.campaigns[campaign.at()].initially_held;
        match self.model.techniques[step.technique.at()].action {
            Action::Phish | Action::Exploit => AssetIdx::NONE,
            _ => {
                let key = self.draw(Purpose::Choice).with(self.campaign_key(campaign)).with(step.key);
                self.choose(key, held.iter()).unwrap_or(AssetIdx::NONE)
            }
        }
    }

    fn start_step(&mut self, index: StepIdx, foothold: AssetIdx) {
        let step = &self.model.steps[index.at()];
        let token = self.attack.tokens.len() as u32;
        let phishes = self.model.techniques[step.technique.at()].action == Action::Phish;
        // Mail comes from the adversary's own servers, whatever foothold gave the idea.
        let run = self.attack.count_run(index, if phishes { AssetIdx::NONE } else { foothold });
        self.attack.tokens.push(Token {
            step: index,
            foothold,
            failures: 0,
            attempts: 0,
            run,
            passed: false,
        });
        self.tell(Happening::StepStarted { step: index, foothold });
        if phishes {
            self.send_mails(token);
        } else {
            self.attack.campaigns[step.campaign.at()].waiting.push_back(token);
            self.assign_operators(step.campaign);
        }
    }

    /// Free operators take up waiting tokens, first come, first served.
    fn assign_operators(&mut self, campaign: CampaignIdx) {
        loop {
            let state = &mut self.attack.campaigns[campaign.at()];
            if state.free_operators == 0 {
                return;
            }
            let Some(token) = state.waiting.pop_front() else { return };
            state.free_operators -= 1;
            self.begin_attempt(token);
        }
    }

    /// All mails of a burst go out, each to one of the targets with the least keys.
    fn send_mails(&mut self, token: u32) {
        let model = self.model;
        let Token { step: index, run, .. } = self.attack.tokens[token as usize];
        let step = &model.steps[index.at()];
        let technique = &model.techniques[step.technique.at()];
        let Some(targets) = &step.targets else { return };
        let choice = self.draw(Purpose::Choice).with(self.campaign_key(step.campaign)).with(step.key);
        let choice = choice.with(u64::from(run));
        let mut mails = std::mem::take(&mut self.attack.mails);
        mails.clear();
        mails.extend(targets.iter().map(|target| (choice.with(self.asset_key(target)), target)));
        if mails.len() > step.burst as usize {
            mails.select_nth_unstable(step.burst as usize);
            mails.truncate(step.burst as usize);
        }
        mails.sort_unstable_by_key(|mail| mail.1);
        for &(_, target) in &mails {
            let source = AssetIdx::NONE;
            let key = self.attempt_key(step.campaign, step.key, source, target, u64::from(run) << 32);
            self.begin(technique, Attempt { by: By::Mail(token), source, target, key });
        }
        self.attack.mails = mails;
    }

    /// An operator begins an attempt for a token.
    fn begin_attempt(&mut self, index: u32) {
        let model = self.model;
        let token = &mut self.attack.tokens[index as usize];
        token.attempts += 1;
        let Token { step: step_index, foothold, attempts, run, .. } = *token;
        let step = &model.steps[step_index.at()];
        let technique = &model.techniques[step.technique.at()];
        let (source, target) = self.plan(step, technique, foothold, attempts);
        let key = self.attempt_key(
            step.campaign,
            step.key,
            source,
            target,
            u64::from(run) << 32 | u64::from(attempts),
        );
        // By the cheapest way two tokens may make the same hop; their footholds tell them apart.
        let key = if source == foothold { key } else { key.with(self.asset_key(foothold)) };
        self.begin(technique, Attempt { by: By::Operator(index), source, target, key });
    }

    /// Whence and against what the next attempt goes; no target where none is legal now.
    fn plan(
        &self,
        step: &Step,
        technique: &Technique,
        foothold: AssetIdx,
        attempt: u32,
    ) -> (AssetIdx, AssetIdx) {
        let targets = step.targets.as_ref();
        let at_random = |targets| {
            let choice = self.draw(Purpose::Choice).with(self.campaign_key(step.campaign)).with(step.key);
            let choice = choice.with(self.asset_key(foothold)).with(u64::from(attempt));
            self.random_hop(step.campaign, technique, foothold, targets, choice).map(|hop| (foothold, hop))
        };
        let hop = match (technique.action, targets) {
            (Action::Exploit, _) => at_random(targets),
            (Action::Move, Some(targets)) => {
                match (self.arrived(step.campaign, foothold, targets), step.route) {
                    (Some(arrived), _) => Some((arrived, arrived)),
                    (None, Route::Cheapest) => self.cheapest_hop(step.campaign, technique, foothold, targets),
                    (None, Route::Random) => at_random(None),
                }
            }
            (Action::Move, None) => at_random(None),
            _ => Some((foothold, foothold)),
        };
        hop.unwrap_or((foothold, AssetIdx::NONE))
    }

    /// Schedules the end of an attempt.
    pub(super) fn begin(&mut self, technique: &Technique, attempt: Attempt) {
        let time = technique.time.sample(attempt.key.with(Purpose::Time as u64));
        let time = time.max(self.transfer_time(technique, attempt.source));
        let number = self.attack.attempts.insert(attempt);
        let entity = if attempt.target.is_some() { attempt.target.0 } else { 0 };
        self.schedule_in(time, entity, Event::AttemptEnd(number));
    }

    /// An attempt ends.
    pub(super) fn attempt_ends(&mut self, number: u32) {
        let attempt = self.attack.attempts.remove(number);
        match attempt.by {
            By::Operator(token) => self.operator_attempt_ends(token, attempt),
            By::Mail(token) => {
                let verdict = self.step_attempt(token, attempt);
                let token = &mut self.attack.tokens[token as usize];
                if verdict == Verdict::Succeeded && !std::mem::replace(&mut token.passed, true) {
                    let step = token.step;
                    self.pass_on(step, attempt.target);
                }
            }
            By::Contact(contact) => self.contact_attempt_ends(contact, attempt),
            By::Pressure { class, ordinal, number } => {
                self.pressure_attempt_ends(class, ordinal, number, attempt)
            }
        }
    }

    fn step_attempt(&mut self, token: u32, attempt: Attempt) -> Verdict {
        let index = self.attack.tokens[token as usize].step;
        let step = &self.model.steps[index.at()];
        let verdict = self.resolve(step.campaign, step.technique, index, SpreadIdx::NONE, attempt);
        self.mark(Mark::Attempt, step.key, self.asset_key(attempt.target), verdict as u64);
        verdict
    }

    fn operator_attempt_ends(&mut self, index: u32, attempt: Attempt) {
        let verdict = self.step_attempt(index, attempt);
        let token = &mut self.attack.tokens[index as usize];
        let step_index = token.step;
        let step = &self.model.steps[step_index.at()];
        let technique = &self.model.techniques[step.technique.at()];
        let moves = matches!(technique.action, Action::Move | Action::Exploit);
        if verdict == Verdict::Succeeded {
            token.failures = 0;
            if moves {
                token.foothold = attempt.target;
            }
            let foothold = token.foothold;
            let arrived = technique.action != Action::Move
                || step.targets.as_ref().is_none_or(|targets| targets.contains(foothold));
            match arrived {
                true => {
                    self.attack.campaigns[step.campaign.at()].free_operators += 1;
                    self.pass_on(step_index, foothold);
                    self.assign_operators(step.campaign);
                }
                false => self.begin_attempt(index),
            }
            return;
        }
        token.failures += 1;
        let (foothold, failures) = (token.foothold, token.failures);
        // A step that needs its foothold, or its access there, can't go on without.
        let lost = foothold.is_some() && step.route != Route::Cheapest && !self.acts(step.campaign, foothold);
        if failures <= step.retries && !lost {
            self.begin_attempt(index);
        } else {
            self.tell(Happening::StepFailed { step: step_index, foothold });
            self.attack.campaigns[step.campaign.at()].free_operators += 1;
            self.assign_operators(step.campaign);
        }
    }

    /// Judges an attempt, lets it take effect, and shows it to the sensors.
    pub(super) fn resolve(
        &mut self,
        campaign: CampaignIdx,
        technique_index: TechniqueIdx,
        step: StepIdx,
        spread: SpreadIdx,
        attempt: Attempt,
    ) -> Verdict {
        let model = self.model;
        let technique = &model.techniques[technique_index.at()];
        let Attempt { source, target, key, .. } = attempt;
        let judgement = self.judge(campaign, technique, key, source, target);
        let ledger = &mut self.ledger.campaigns[campaign.at()];
        ledger.attempts += 1;
        ledger.prevented += u64::from(judgement.prevented);
        if judgement.prevented {
            self.notice(Signal::PREVENTED);
        }
        let verdict = judgement.verdict;
        self.tell(Happening::AttemptEnded { step, spread, source, target, verdict });
        if verdict == Verdict::Succeeded {
            let targets = if step.is_some() { model.steps[step.at()].targets.as_ref() } else { None };
            self.take_effect(campaign, technique, source, target, targets);
        }
        self.observe(campaign, technique_index, key, source, target, verdict);
        verdict
    }

    fn take_effect(
        &mut self,
        campaign: CampaignIdx,
        technique: &Technique,
        source: AssetIdx,
        target: AssetIdx,
        targets: Option<&AssetSet>,
    ) {
        let model = self.model;
        match technique.action {
            // Movement to what is held already only changes where the flow goes on.
            Action::Move if source == target => {}
            Action::Phish | Action::Exploit | Action::Move => {
                self.take(campaign, target, technique.gives_admin)
            }
            Action::Escalate => self.gains_admin(campaign, source),
            Action::TakeCredentials => {
                for credential in &model.network.group(source).keeps {
                    self.attack.campaigns[campaign.at()].credentials[credential.at()] = true;
                }
            }
            Action::Exfiltrate => {}
            Action::Impair(how) => match targets {
                None => self.impair(campaign, source, how),
                Some(targets) => {
                    for asset in targets.iter().filter(|&asset| asset != source) {
                        if self.acts(campaign, asset) {
                            self.impair(campaign, asset, how);
                        }
                    }
                    if targets.contains(source) {
                        self.impair(campaign, source, how);
                    }
                }
            },
        }
    }

    /// A step succeeded at `foothold`: its successors start there, or wait for their other predecessors.
    fn pass_on(&mut self, index: StepIdx, foothold: AssetIdx) {
        let model = self.model;
        let step = &model.steps[index.at()];
        let reached = &mut self.ledger.campaigns[step.campaign.at()].objective;
        if step.objective && *reached == SimTime::MAX {
            *reached = self.now;
            self.notice(Signal::OBJECTIVES);
            self.tell(Happening::ObjectiveReached { campaign: step.campaign, step: index });
        }
        let organisation = model.network.group(foothold).owner;
        for &(successor, place) in &step.successors {
            let next = &model.steps[successor.at()];
            if next.join == Join::All {
                let width = next.predecessors.len();
                let first = organisation.at() * width;
                let waiting = &mut self.attack.joins[successor.at()][first..first + width];
                waiting[place as usize] += 1;
                if waiting.contains(&0) {
                    continue;
                }
                waiting.iter_mut().for_each(|tokens| *tokens -= 1);
            }
            self.start_step(successor, foothold);
        }
    }
}
