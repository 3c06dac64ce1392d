//! Who takes part: organisations with what they have and guard, and campaigns with what they are about to do.
//!
//! **Invariant:** every list stands in the order of the model, and none depends on what was played.

use crate::kernel::SimTime;
use crate::measure::{CivilClock, label};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// Everybody in the exercise.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CastView {
    /// Each organisation.
    pub organisations: Vec<OrganisationView>,
    /// Each campaign.
    pub campaigns: Vec<PlanView>,
    /// What else has a name of its own, by kinds.
    pub others: Vec<OthersView>,
}

/// All of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OthersView {
    /// What each of them is: `zone`.
    pub kind: String,
    /// Their ids.
    pub ids: Vec<String>,
}

/// An organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrganisationView {
    /// Its id.
    pub organisation: String,
    /// What tables call it, with its id where another one is called so too.
    pub label: String,
    /// What it is called in full; empty for none.
    pub name: String,
    /// The alliances that it is a member of as the run starts, for people.
    pub member_of: Vec<String>,
    /// Assets in its zones.
    pub assets: u64,
    /// The ids of its teams.
    pub teams: Vec<String>,
    /// What tables call the others whose incidents it responds to.
    pub protects: Vec<String>,
    /// What people call the functions that it carries out.
    pub functions: Vec<String>,
}

/// A campaign as it is planned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanView {
    /// Its id.
    pub campaign: String,
    /// Its adversary.
    pub adversary: String,
    /// When its first steps start, ISO 8601 with offset; null where an inject says so.
    pub starts: Option<String>,
    /// The same for people.
    #[serde(skip)]
    pub moment: Option<String>,
    /// Its steps, each behind those that it waits for.
    pub steps: Vec<PlannedStepView>,
}

/// A step of a campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlannedStepView {
    /// Its id.
    pub step: String,
    /// The id of its technique.
    pub technique: String,
    /// What people call that.
    pub name: String,
    /// Whether its success is the campaign's objective.
    pub objective: bool,
}

/// Everybody in the exercise.
pub fn cast(model: &Model) -> CastView {
    let clock = CivilClock::of(model);
    CastView {
        organisations: OrganisationIdx::all(model.names.organisations.len())
            .map(|it| organisation(model, it))
            .collect(),
        campaigns: CampaignIdx::all(model.campaigns.len()).map(|it| plan(model, &clock, it)).collect(),
        others: others(&model.names),
    }
}

/// Whose names a story may say besides those of organisations, teams and campaigns.
fn others(names: &Names) -> Vec<OthersView> {
    // Tiers are called after their team: `ncirc-soc/l2`.
    let crews = names.pools.iter().filter(|pool| !pool.contains('/')).cloned().collect();
    let groups = names.groups.iter().map(|(id, _)| id.clone()).collect();
    let functions = names.functions.iter().map(|function| function.id.clone()).collect();
    let all = [
        ("zone", names.zones.clone()),
        ("group", groups),
        ("sensor", names.sensors.clone()),
        ("crew", crews),
        ("staff", names.staffs.clone()),
        ("centre", names.centres.clone()),
        ("function", functions),
        ("step", names.steps.clone()),
    ];
    let kinds = all.into_iter().filter(|(_, ids)| !ids.is_empty());
    kinds.map(|(kind, ids)| OthersView { kind: kind.to_owned(), ids }).collect()
}

fn organisation(model: &Model, index: OrganisationIdx) -> OrganisationView {
    let names = &model.names;
    let named = |other: OrganisationIdx| told_apart(&names.organisations, other.at());
    let bits = model.organisations[index.at()].alliances;
    let member = |alliance: &Alliance| bits & *alliance as u8 != 0;
    let own = |responder: &&Responder| responder.organisation == index;
    let responder = model.responders.iter().find(own);
    let functions = model.functions.iter().zip(&names.functions);
    OrganisationView {
        organisation: names.organisations[index.at()].id.clone(),
        label: named(index),
        name: names.organisations_in_full[index.at()].clone(),
        member_of: [Alliance::Nato, Alliance::Eu]
            .iter()
            .filter(|it| member(it))
            .map(|it| it.name().to_owned())
            .collect(),
        assets: (model.network.zones.iter().filter(|zone| zone.owner == index))
            .map(|zone| u64::from(zone.size))
            .sum(),
        teams: responder
            .map(|it| it.teams.iter().map(|team| names.teams[team.at()].clone()).collect())
            .unwrap_or_default(),
        protects: responder
            .map(|it| {
                it.protects.iter().filter(|other| **other != index).map(|other| named(*other)).collect()
            })
            .unwrap_or_default(),
        functions: functions
            .filter(|(function, _)| function.organisation == index)
            .map(|(_, Named { id, name })| if name.is_empty() { id.clone() } else { name.clone() })
            .collect(),
    }
}

/// What tables call the one at a place.
fn told_apart(all: &[Named], place: usize) -> String {
    let own = label(&all[place]);
    match all.iter().filter(|other| label(other) == own).count() {
        1 => own.to_owned(),
        _ => format!("{own} ({})", all[place].id),
    }
}

fn plan(model: &Model, clock: &CivilClock, index: CampaignIdx) -> PlanView {
    let (names, campaign) = (&model.names, &model.campaigns[index.at()]);
    let start = (campaign.start != SimTime::MAX).then_some(campaign.start);
    let step = |place: usize| {
        let technique = &names.techniques[model.steps[place].technique.at()];
        PlannedStepView {
            step: names.steps[place].clone(),
            technique: technique.id.clone(),
            name: technique.name.clone(),
            objective: model.steps[place].objective,
        }
    };
    PlanView {
        campaign: names.campaigns[index.at()].id.clone(),
        adversary: names.campaigns[index.at()].name.clone(),
        starts: start.map(|at| clock.iso(at)),
        moment: start.map(|at| clock.moment(at)),
        steps: in_turn(model, campaign).into_iter().map(step).collect(),
    }
}

/// The steps of a campaign, each behind those that it waits for, else in the order of the model.
pub(super) fn in_turn(model: &Model, campaign: &Campaign) -> Vec<usize> {
    let mut left: Vec<usize> = (campaign.steps.start as usize..campaign.steps.end as usize).collect();
    let mut turn: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let waits = |place: &usize| model.steps[*place].predecessors.iter().any(|it| left.contains(&it.at()));
        // Steps may wait for each other in a circle, of which any one is the first.
        let next = left.iter().position(|place| !waits(place)).unwrap_or(0);
        turn.push(left.remove(next));
    }
    turn
}
