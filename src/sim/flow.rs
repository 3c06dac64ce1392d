//! Attack flows: tokens, what follows their successes and failures, and where several are joined.
//!
//! A token is a step under way from one foothold. A success starts the successors in the organisation where it happened;
//! a token that ends without one starts the steps that wait for the failure, at its foothold. Any-joins start at each,
//! All-joins when each predecessor's has come; what a step of scope `Campaign` does counts in every organisation.
//!
//! **Invariant:** each success and each failure is used up at most once by each join.

use super::{Happening, Signal, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// The tokens of all campaigns.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) tokens: Vec<Token>,
    /// What waits at an `All` join, for each step: `[row × predecessors + predecessor]`, where row 0 is the whole
    /// campaign's and an organisation's is one more than its index.
    joins: Vec<Vec<u32>>,
    /// The last foothold that came to each row of a join.
    footholds: Vec<Vec<AssetIdx>>,
    /// Tokens so far of each step from each foothold, in order.
    runs: Vec<((StepIdx, AssetIdx), u32)>,
    /// Organisations in which a token's poisoned delivery was taken, in order.
    delivered: Vec<(u32, OrganisationIdx)>,
}

/// A step under way from one foothold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub step: StepIdx,
    /// None: the internet.
    pub foothold: AssetIdx,
    /// Failures since the last success.
    pub failures: u32,
    /// Attempts so far.
    pub attempts: u32,
    /// How many tokens of its step there were before from its foothold: they must not repeat each other's draws.
    pub run: u32,
    /// Whether a success has passed it on.
    pub passed: bool,
    /// Mails of its burst that are not judged yet.
    pub under_way: u32,
}

impl Flow {
    pub(super) fn new(model: &Model) -> Flow {
        let rows = 1 + model.organisations.len();
        let places = |step: &Step| match step.join {
            Join::All => vec![0; rows * step.predecessors.len()],
            Join::Start | Join::Any => Vec::new(),
        };
        let joins = model.steps.iter().map(places).collect();
        let last = |step: &Step| match step.join {
            Join::All => vec![AssetIdx::NONE; rows],
            Join::Start | Join::Any => Vec::new(),
        };
        let footholds = model.steps.iter().map(last).collect();
        Flow { tokens: Vec::new(), joins, footholds, runs: Vec::new(), delivered: Vec::new() }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.tokens) + size_of_val(&*self.runs) + size_of_val(&*self.delivered)
    }

    pub(super) fn reset(&mut self) {
        self.tokens.clear();
        self.joins.iter_mut().for_each(|join| join.fill(0));
        self.footholds.iter_mut().for_each(|last| last.fill(AssetIdx::NONE));
        self.runs.clear();
        self.delivered.clear();
    }

    /// Adds a token of the step; `from` is where its attempts come from.
    pub(super) fn add(&mut self, step: StepIdx, foothold: AssetIdx, from: AssetIdx) -> u32 {
        let run = self.count_run(step, from);
        let token = Token { step, foothold, failures: 0, attempts: 0, run, passed: false, under_way: 0 };
        self.tokens.push(token);
        self.tokens.len() as u32 - 1
    }

    pub(super) fn token(&mut self, token: u32) -> &mut Token {
        &mut self.tokens[token as usize]
    }

    /// Whether the token's delivery is the first that was taken in the organisation.
    pub(super) fn first_there(&mut self, token: u32, organisation: OrganisationIdx) -> bool {
        match self.delivered.binary_search(&(token, organisation)) {
            Ok(_) => false,
            Err(place) => {
                self.delivered.insert(place, (token, organisation));
                true
            }
        }
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

    /// What a step waits for happened in an organisation, with this foothold. If the join is complete by that, one of each
    /// predecessor is used up, and the step starts at the last foothold that there was.
    fn join(
        &mut self,
        model: &Model,
        (step, place): (StepIdx, u32),
        foothold: AssetIdx,
        organisation: OrganisationIdx,
    ) -> Option<AssetIdx> {
        let predecessors = &model.steps[step.at()].predecessors;
        let width = predecessors.len();
        let wide = |place: usize| model.steps[predecessors[place].at()].scope == Scope::Campaign;
        let slot = |place: usize, organisation: OrganisationIdx| match wide(place) {
            true => place,
            false => (1 + organisation.at()) * width + place,
        };
        let last = &mut self.footholds[step.at()];
        if foothold.is_some() {
            last[if wide(place as usize) { 0 } else { 1 + organisation.at() }] = foothold;
        }
        let waiting = &mut self.joins[step.at()];
        waiting[slot(place as usize, organisation)] += 1;
        let complete = |&of: &OrganisationIdx| (0..width).all(|place| waiting[slot(place, of)] > 0);
        // What counts everywhere may have been the last that was missing in any organisation.
        let found = match wide(place as usize) && !(0..width).all(wide) {
            true => OrganisationIdx::all(model.organisations.len()).find(complete),
            false => Some(organisation).filter(complete),
        };
        let of = found?;
        (0..width).for_each(|place| waiting[slot(place, of)] -= 1);
        let known = [foothold, last[1 + of.at()], last[0]];
        Some(known.into_iter().find(|known| known.is_some()).unwrap_or(AssetIdx::NONE))
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A step succeeded in an organisation: its successors start at `foothold`, or wait for their other predecessors.
    pub(super) fn pass_on(&mut self, index: StepIdx, foothold: AssetIdx, organisation: OrganisationIdx) {
        let model = self.model;
        let step = &model.steps[index.at()];
        let reached = &mut self.ledger.campaigns[step.campaign.at()].objective;
        if step.objective && *reached == SimTime::MAX {
            *reached = self.now;
            self.notice(Signal::OBJECTIVES);
            self.tell(Happening::ObjectiveReached { campaign: step.campaign, step: index });
        }
        self.start_those(&step.successors, foothold, organisation);
    }

    /// A token ends. If it never succeeded, its step failed there.
    pub(super) fn token_ends(&mut self, index: u32) {
        let model = self.model;
        let Token { step, foothold, passed, .. } = *self.attack.flow.token(index);
        if !passed {
            self.tell(Happening::StepFailed { step, foothold });
            let step = &model.steps[step.at()];
            let organisation = place_of_failure(model, step, foothold);
            self.start_those(&step.on_failure, foothold, organisation);
        }
    }

    fn start_those(&mut self, steps: &[(StepIdx, u32)], foothold: AssetIdx, organisation: OrganisationIdx) {
        let model = self.model;
        for &(step, place) in steps {
            let starts = match model.steps[step.at()].join {
                Join::All => self.attack.flow.join(model, (step, place), foothold, organisation),
                Join::Start | Join::Any => Some(foothold),
            };
            if let Some(foothold) = starts {
                self.start_step(step, foothold);
            }
        }
    }
}

/// The organisation where a token of the step failed: its foothold's, or from the internet that of its first target.
fn place_of_failure(model: &Model, step: &Step, foothold: AssetIdx) -> OrganisationIdx {
    let customers = model.suppliers.get(step.supplier.at()).map(|supplier| &supplier.customers);
    let first_target = || step.targets.as_ref().or(customers).and_then(|targets| targets.iter().next());
    let asset = if foothold.is_some() { Some(foothold) } else { first_target() };
    asset.map_or(OrganisationIdx(0), |asset| model.network.group(asset).owner)
}
