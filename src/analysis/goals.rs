//! What a campaign is after.
//!
//! **Invariant:** every goal names places that the campaign could aim at; whether it can reach them is another question.

use super::facts::{Fact, Facts};
use super::places::Places;
use super::rules::aims_at;
use crate::model::*;
use std::collections::BTreeMap;

/// Why something is taken for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A step whose success is the campaign's objective aims at it.
    Objective,
    /// Some step aims at it, and none is the objective.
    Step,
    /// Nothing weighs more, and no step aims at anything.
    Weight,
}

/// Something that a campaign is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// The place.
    pub place: u32,
    /// What must be true.
    pub facts: [Fact; 2],
}

/// What a campaign is after, by group.
///
/// An objective that is attained on the foothold, such as carrying data out, aims at what the steps before it aim at, or at
/// what is held from the start.
pub fn goals(
    model: &Model,
    campaign: &Campaign,
    places: &Places<'_>,
    facts: &Facts,
) -> (Basis, BTreeMap<GroupIdx, Vec<Goal>>) {
    let mut found: Vec<Goal> = Vec::new();
    let steps = || campaign.steps.clone().map(StepIdx);
    for index in steps().filter(|step| model.steps[step.at()].objective) {
        let step = &model.steps[index.at()];
        let tried = facts.tried(index);
        let action = model.techniques[step.technique.at()].action;
        let facts = |place: u32| match (step.targets.is_some(), action) {
            (true, Action::Discover | Action::Impair(Impairment::Deny)) => {
                [Fact::DoneIn(tried, places.group(place).owner); 2]
            }
            (true, Action::Impair(_)) => [Fact::DoneIn(tried, facts.anywhere()), Fact::Held(place)],
            _ => [Fact::Done(tried, place); 2],
        };
        let aims = aims(model, index, places);
        found.extend(aims.into_iter().map(|place| Goal { place, facts: facts(place) }));
    }
    let mut basis = Basis::Objective;
    let held = |place: u32| Goal { place, facts: [Fact::Held(place); 2] };
    if found.is_empty() {
        basis = Basis::Step;
        let aimed = steps().filter_map(|step| aims_at(model, &model.steps[step.at()]));
        found.extend(aimed.flat_map(|targets| places.within(targets)).map(held));
    }
    if found.is_empty() {
        basis = Basis::Weight;
        let weight = |place: &u32| places.group(*place).weight;
        let all = || 0..places.len() as u32;
        let most = all().map(|place| weight(&place)).fold(0.0, f64::max);
        found.extend(all().filter(|place| weight(place) >= most).map(held));
    }
    let mut by_group: BTreeMap<GroupIdx, Vec<Goal>> = BTreeMap::new();
    for goal in found {
        by_group.entry(places.group_of(goal.place)).or_default().push(goal);
    }
    (basis, by_group)
}

/// The places that a step aims at, or else those that the nearest steps before it with targets aim at, or that its campaign
/// starts from.
fn aims(model: &Model, step: StepIdx, places: &Places<'_>) -> Vec<u32> {
    let (mut open, mut seen) = (vec![step], vec![step]);
    let mut found = Vec::new();
    while let Some(index) = open.pop() {
        let step = &model.steps[index.at()];
        match aims_at(model, step) {
            Some(targets) => found.extend(places.within(targets)),
            None => {
                if step.join == Join::Start {
                    found.extend(places.within(&model.campaigns[step.campaign.at()].initially_held));
                }
                for &before in &step.predecessors {
                    if !seen.contains(&before) {
                        seen.push(before);
                        open.push(before);
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
