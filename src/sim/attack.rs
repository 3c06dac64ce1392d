//! Campaigns: their operators, and the attempts that these make.
//!
//! A token of the flow (see `flow`) waits for an operator, who makes one attempt after the other until one succeeds or
//! the retries are used up; where no target is legal, the time of an attempt is spent looking for one. A step until
//! `Exhausted` goes on after a success. A burst needs no operator: all its letters go out at once (see `burst`).
//!
//! Every attempt is judged at its end, so nothing that happens meanwhile needs to cancel it.
//!
//! **Invariant:** of each campaign, operators at work are those with an attempt under way.

use super::draws::Purpose;
use super::flow::{Flow, Token};
use super::reactions::{Conduct, Progress, Who};
use super::route::Search;
use super::slab::Slab;
use super::{Event, Happening, Mark, Verdict, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;

/// All campaigns under way.
#[derive(Debug)]
pub(super) struct Attack {
    campaigns: Vec<CampaignState>,
    pub(super) flow: Flow,
    /// How each campaign goes about its work.
    pub(super) conduct: Vec<Conduct>,
    attempts: Slab<UnderWay>,
    pub(super) mails: Vec<(Key, AssetIdx)>,
}

#[derive(Debug)]
struct CampaignState {
    operators: u32,
    /// Those who work on an attempt.
    busy: u32,
    waiting: VecDeque<u32>,
    credentials: Vec<bool>,
    /// Organisations that it has learned about.
    knows: Vec<bool>,
}

/// An attempt under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    pub by: By,
    pub source: AssetIdx,
    pub target: AssetIdx,
    pub key: Key,
}

/// An attempt that has begun, and when it is due by its campaign's own clock.
#[derive(Debug, Clone, Copy)]
struct UnderWay {
    attempt: Attempt,
    campaign: CampaignIdx,
    due: SimTime,
}

/// Whose attempt it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// An operator's, for a token.
    Operator(u32),
    /// A mail's, for a token.
    Mail(u32),
    /// A supplier's poisoned delivery, for a token.
    Delivery(u32),
    /// A contact's along an edge, with the place of its record.
    Contact(u32),
    /// A contact's along an edge that takes no time: its source acts.
    InstantContact,
    /// A pressure class's, as this attempt on the target.
    Pressure { class: u32, ordinal: u32, number: u32 },
}

impl By {
    /// Whose pauses it keeps.
    const fn who(self) -> Who {
        match self {
            By::Operator(_) => Who::Operators,
            By::Mail(_) | By::Delivery(_) | By::Contact(_) | By::InstantContact | By::Pressure { .. } => {
                Who::Others
            }
        }
    }
}

impl Attack {
    pub(super) fn new(model: &Model) -> Attack {
        let campaign = |_: &Campaign| CampaignState {
            operators: 0,
            busy: 0,
            waiting: VecDeque::new(),
            credentials: vec![false; model.network.credentials as usize],
            knows: vec![false; model.organisations.len()],
        };
        Attack {
            campaigns: model.campaigns.iter().map(campaign).collect(),
            flow: Flow::new(model),
            conduct: vec![Conduct::CALM; model.campaigns.len()],
            attempts: Slab::new(),
            mails: Vec::new(),
        }
    }

    /// Bytes of what grows with what happens; each token waits in one place at most.
    pub(super) fn bytes(&self) -> usize {
        self.flow.bytes() + self.flow.tokens.len() * size_of::<u32>() + self.attempts.bytes()
    }

    pub(super) fn reset(&mut self, model: &Model) {
        for (state, campaign) in self.campaigns.iter_mut().zip(&model.campaigns) {
            (state.operators, state.busy) = (campaign.operators, 0);
            state.waiting.clear();
            state.credentials.fill(false);
            state.knows.fill(false);
        }
        self.conduct.fill(Conduct::CALM);
        self.flow.reset();
        self.attempts.clear();
    }

    /// Whether the campaign has taken the credential.
    pub(super) fn has(&self, campaign: CampaignIdx, credential: CredentialIdx) -> bool {
        self.campaigns[campaign.at()].credentials[credential.at()]
    }

    /// Whether the campaign has learned about the organisation.
    pub(super) fn knows(&self, campaign: CampaignIdx, organisation: OrganisationIdx) -> bool {
        self.campaigns[campaign.at()].knows[organisation.at()]
    }

    /// Whether the campaign has learned about any organisation.
    pub(super) fn knows_any(&self, campaign: CampaignIdx) -> bool {
        self.campaigns[campaign.at()].knows.contains(&true)
    }

    /// The campaign learns about the organisation.
    pub(super) fn learns(&mut self, campaign: CampaignIdx, organisation: OrganisationIdx) {
        self.campaigns[campaign.at()].knows[organisation.at()] = true;
    }

    /// The campaign takes the credential.
    pub(super) fn gains(&mut self, campaign: CampaignIdx, credential: CredentialIdx) {
        self.campaigns[campaign.at()].credentials[credential.at()] = true;
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A campaign starts: it holds what it held before, save what is isolated by now, and its first steps begin.
    pub(super) fn campaign_starts(&mut self, index: CampaignIdx) {
        let campaign = &self.model.campaigns[index.at()];
        self.mark(Mark::CampaignStart, campaign.key, 0, 0);
        self.tell(Happening::CampaignStarted(index));
        let began = &mut self.ledger.campaigns[index.at()].began;
        *began = self.now.min(*began);
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

    /// Where a first step starts: from the internet if it can, else from one of the assets held from the start on that it
    /// can still act from.
    pub(super) fn first_foothold(&self, campaign: CampaignIdx, index: StepIdx) -> AssetIdx {
        let step = &self.model.steps[index.at()];
        let held = &self.model.campaigns[campaign.at()].initially_held;
        if self.comes_from_outside(index) {
            return AssetIdx::NONE;
        }
        let key = self.draw(Purpose::Choice).with(self.campaign_key(campaign)).with(step.key);
        let left = held.iter().filter(|&asset| self.acts(campaign, asset));
        self.choose(key, left).unwrap_or(AssetIdx::NONE)
    }

    /// Whether a first step starts from the internet. What learns or denies does so if it has targets.
    pub(super) fn comes_from_outside(&self, step: StepIdx) -> bool {
        let step = &self.model.steps[step.at()];
        let action = self.model.techniques[step.technique.at()].action;
        action.gains() || action.comes_from_outside() && step.targets.is_some()
    }

    pub(super) fn start_step(&mut self, index: StepIdx, foothold: AssetIdx) {
        let step = &self.model.steps[index.at()];
        let action = self.model.techniques[step.technique.at()].action;
        let burst = action.is_burst();
        // Mail comes from the adversary's own servers, whatever foothold gave the idea; so does what a supplier gets.
        let from = if burst || action == Action::Supply { AssetIdx::NONE } else { foothold };
        let token = self.attack.flow.add(index, foothold, from);
        self.tell(Happening::StepStarted { step: index, foothold });
        if burst && !self.is_idle(step.campaign) {
            self.send_burst(token);
        } else {
            self.attack.campaigns[step.campaign.at()].waiting.push_back(token);
            self.assign_operators(step.campaign);
        }
    }

    /// Free operators take up waiting tokens, first come, first served; bursts that waited for a pause to end need none.
    pub(super) fn assign_operators(&mut self, campaign: CampaignIdx) {
        while !self.is_idle(campaign) {
            let model = self.model;
            let state = &mut self.attack.campaigns[campaign.at()];
            let Some(&token) = state.waiting.front() else { return };
            let step = &model.steps[self.attack.flow.token(token).step.at()];
            let burst = model.techniques[step.technique.at()].action.is_burst();
            if !burst && state.busy >= state.operators {
                return;
            }
            state.waiting.pop_front();
            if burst {
                self.send_burst(token);
            } else {
                state.busy += 1;
                self.begin_attempt(token);
            }
        }
    }

    /// From now on so many attempts can be worked on at once; those under way are finished.
    pub(super) fn change_operators(&mut self, campaign: CampaignIdx, operators: u32) {
        self.attack.campaigns[campaign.at()].operators = operators;
        self.assign_operators(campaign);
    }

    /// Panics if somebody works on nothing, or nobody on something.
    pub(super) fn check_operators(&self) {
        let mut busy = vec![0; self.model.campaigns.len()];
        for under_way in self.attack.attempts.live() {
            busy[under_way.campaign.at()] += u32::from(matches!(under_way.attempt.by, By::Operator(_)));
        }
        for (state, busy) in self.attack.campaigns.iter().zip(busy) {
            assert_eq!(state.busy, busy, "operators at work");
        }
    }

    /// An operator begins an attempt for a token; false where it has succeeded before and nothing is left for it.
    fn begin_attempt(&mut self, index: u32) -> bool {
        let model = self.model;
        let token = self.attack.flow.token(index);
        token.attempts += 1;
        let token = *token;
        let Token { step: step_index, foothold, attempts, run, .. } = token;
        let step = &model.steps[step_index.at()];
        let technique = &model.techniques[step.technique.at()];
        let mut search = std::mem::take(&mut self.search);
        let (source, target) = self.plan(step, technique, &token, &mut search);
        self.search = search;
        if token.passed && !target.is_some() {
            return false;
        }
        let key = self.attempt_key(
            step.campaign,
            step.key,
            source,
            target,
            u64::from(run) << 32 | u64::from(attempts),
        );
        // By the cheapest way two tokens may make the same hop; their footholds tell them apart.
        let key = if source == foothold { key } else { key.with(self.asset_key(foothold)) };
        self.begin(step.campaign, technique, Attempt { by: By::Operator(index), source, target, key });
        true
    }

    /// Whence and against what the next attempt goes; no target where none is legal now.
    fn plan(
        &self,
        step: &Step,
        technique: &Technique,
        token: &Token,
        search: &mut Search,
    ) -> (AssetIdx, AssetIdx) {
        let &Token { foothold, attempts, run, passed, .. } = token;
        let targets = step.targets.as_ref();
        let choice = || {
            let choice = self.draw(Purpose::Choice).with(self.campaign_key(step.campaign)).with(step.key);
            choice.with(self.asset_key(foothold)).with(u64::from(run) << 32 | u64::from(attempts))
        };
        let at_random = |targets| {
            let hop = self.random_hop(step.campaign, technique, foothold, targets, choice());
            hop.map(|hop| (foothold, hop))
        };
        // What is held already is reached once; who goes on from there wants what is not.
        let arrived = match (technique.action, targets) {
            (Action::Move, Some(targets)) if !passed => self.arrived(step.campaign, foothold, targets),
            (Action::Exploit, Some(targets)) if !passed => {
                self.arrived(step.campaign, AssetIdx::NONE, targets)
            }
            _ => None,
        };
        let hop = match (technique.action, targets) {
            _ if arrived.is_some() => arrived.map(|arrived| (arrived, arrived)),
            (Action::Exploit, _) => at_random(targets),
            (Action::Move, Some(targets)) if step.route == Route::Cheapest => {
                self.cheapest_hop(step.campaign, technique, foothold, targets, search)
            }
            (Action::Move, _) if step.until == Until::Exhausted => {
                self.random_hop_around(step.campaign, technique, foothold, choice(), search)
            }
            (Action::Move, None) => at_random(None),
            (Action::Move, Some(targets)) => self
                .known_hop(step.campaign, technique, foothold, targets, choice())
                .map(|hop| (foothold, hop))
                .or_else(|| at_random(None)),
            (Action::Impair(Impairment::Deny), Some(targets)) => {
                self.deniable(step.campaign, technique, foothold, targets, choice())
            }
            (Action::Discover, Some(targets)) => {
                self.choose(choice(), targets.iter()).map(|target| (foothold, target))
            }
            (Action::Supply, _) => Some((AssetIdx::NONE, AssetIdx::NONE)),
            _ => Some((foothold, foothold)),
        };
        hop.unwrap_or((foothold, AssetIdx::NONE))
    }

    /// Schedules the end of an attempt.
    pub(super) fn begin(&mut self, campaign: CampaignIdx, technique: &Technique, attempt: Attempt) {
        let time = technique.time.sample(attempt.key.with(Purpose::Time as u64));
        // Haste does not widen a link.
        let time = self.hurried(campaign, time).max(self.transfer_time(technique, attempt.source));
        self.begin_lasting(campaign, time, attempt);
    }

    /// Schedules the end of an attempt that takes so long.
    pub(super) fn begin_lasting(&mut self, campaign: CampaignIdx, time: SimDuration, attempt: Attempt) {
        let (due, at) = self.work(campaign, time, attempt.by.who());
        let number = self.attack.attempts.insert(UnderWay { attempt, campaign, due });
        self.schedule(at, entity(attempt.target), Event::AttemptEnd(number));
    }

    /// An attempt ends, unless its campaign has paused meanwhile.
    pub(super) fn attempt_ends(&mut self, number: u32) {
        let UnderWay { attempt, campaign, due } = *self.attack.attempts.get(number);
        // What a supplier delivers is out of the adversary's hands.
        let delivered = matches!(attempt.by, By::Delivery(_));
        let progress =
            if delivered { Progress::Done } else { self.progress(campaign, due, attempt.by.who()) };
        if let Progress::Later(at) = progress {
            return self.schedule(at, entity(attempt.target), Event::AttemptEnd(number));
        }
        self.attack.attempts.remove(number);
        if progress == Progress::Never {
            if let By::Operator(_) = attempt.by {
                self.attack.campaigns[campaign.at()].busy -= 1;
            }
            return;
        }
        match attempt.by {
            By::Operator(token) => self.operator_attempt_ends(token, attempt),
            By::Mail(token) => self.letter_arrives(token, attempt, false),
            By::Delivery(token) => self.letter_arrives(token, attempt, true),
            By::Contact(contact) => self.contact_attempt_ends(contact, attempt),
            By::InstantContact => unreachable!("it takes no time"),
            By::Pressure { class, ordinal, number } => {
                self.pressure_attempt_ends(class, ordinal, number, attempt)
            }
        }
    }

    pub(super) fn step_attempt(&mut self, token: u32, attempt: Attempt) -> Verdict {
        let index = self.attack.flow.token(token).step;
        let step = &self.model.steps[index.at()];
        let verdict = self.resolve(step.campaign, step.technique, index, SpreadIdx::NONE, attempt);
        self.mark(Mark::Attempt, step.key, self.asset_key(attempt.target), verdict as u64);
        verdict
    }

    fn operator_attempt_ends(&mut self, index: u32, attempt: Attempt) {
        let model = self.model;
        let succeeded = self.step_attempt(index, attempt) == Verdict::Succeeded;
        let step_index = self.attack.flow.token(index).step;
        let step = &model.steps[step_index.at()];
        if succeeded && model.techniques[step.technique.at()].action == Action::Supply {
            self.attack.campaigns[step.campaign.at()].busy -= 1;
            self.poison(index);
            return self.assign_operators(step.campaign);
        }
        let passes = if succeeded { self.passes_at(index, attempt.target) } else { None };
        // Its next attempt is planned before anything that follows from this one.
        let goes_on = match (succeeded, passes) {
            (false, _) => self.tries_again(index),
            (true, Some(_)) => step.until == Until::Exhausted && self.begin_attempt(index),
            (true, None) => self.begin_attempt(index),
        };
        if !goes_on {
            self.attack.campaigns[step.campaign.at()].busy -= 1;
        }
        if let Some(foothold) = passes {
            self.pass_on(step_index, foothold, model.network.group(attempt.target).owner);
        }
        if !goes_on {
            self.token_ends(index);
            self.assign_operators(step.campaign);
        }
    }

    /// Where a token's success at the target passes it on; none while it is still on its way.
    fn passes_at(&mut self, index: u32, target: AssetIdx) -> Option<AssetIdx> {
        let model = self.model;
        let token = self.attack.flow.token(index);
        token.failures = 0;
        let step = &model.steps[token.step.at()];
        let action = model.techniques[step.technique.at()].action;
        let moves = matches!(action, Action::Move | Action::Exploit);
        if moves && step.until == Until::FirstSuccess {
            token.foothold = target;
        }
        let foothold = if moves { target } else { token.foothold };
        let arrived =
            action != Action::Move || step.targets.as_ref().is_none_or(|targets| targets.contains(foothold));
        token.passed |= arrived;
        arrived.then_some(foothold)
    }

    /// After a failure, begins the next attempt of a token that has one; false if it has none.
    fn tries_again(&mut self, index: u32) -> bool {
        let model = self.model;
        let token = self.attack.flow.token(index);
        token.failures += 1;
        let Token { step, foothold, failures, .. } = *token;
        let step = &model.steps[step.at()];
        let from_elsewhere = match model.techniques[step.technique.at()].action {
            Action::Move => step.until == Until::Exhausted,
            Action::Impair(Impairment::Deny) => step.targets.is_some(),
            Action::Supply => true,
            _ => false,
        };
        // A step that needs its foothold, or its access there, can't go on without.
        let bound = step.route != Route::Cheapest && !from_elsewhere;
        let lost = foothold.is_some() && bound && !self.acts(step.campaign, foothold);
        failures <= step.retries && !lost && self.begin_attempt(index)
    }
}

/// What an attempt concerns among events of one instant.
fn entity(target: AssetIdx) -> u32 {
    if target.is_some() { target.0 } else { 0 }
}
