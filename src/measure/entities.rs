//! Of whom a measure is, column by column, and the names that tables give to units and endings.
//!
//! **Invariant:** [`ENTITIES`] and [`entities()`] stand side by side, and the names are part of the interface: people's scripts
//! select by them.

use super::enumerate::{
    bound_name, deadline_name, obligation_name, origin_name, staff_name, step_name, tier_name,
};
use crate::model::*;
use crate::sim::Ending;

/// The columns that tell which measure of whom: its quantity first.
pub const ENTITIES: [&str; 16] = [
    "measure",
    "org",
    "campaign",
    "partner",
    "team",
    "tier",
    "function",
    "mission",
    "centre",
    "ladder",
    "step",
    "obligation",
    "deadline",
    "staff",
    "crisis",
    "from",
];

/// What a measure is of, beside [`ENTITIES`]; what does not apply is empty.
pub fn entities(model: &Model, measure: &Measure) -> [String; 16] {
    let names = &model.names;
    let organisation = |responder: ResponderIdx| match responder.is_some() {
        true => names.organisations[model.responders[responder.at()].organisation.at()].id.clone(),
        false => String::new(),
    };
    let id = |named: &[Named], is_some: bool, at: usize| {
        if is_some { named[at].id.clone() } else { String::new() }
    };
    let owned = |name: Option<&str>| name.unwrap_or_default().to_owned();
    [
        measure.quantity.name().to_owned(),
        match measure.responder.is_some() {
            true => organisation(measure.responder),
            false => owned(bound_name(model, measure)),
        },
        id(&names.campaigns, measure.campaign.is_some(), measure.campaign.at()),
        organisation(measure.partner),
        if measure.team.is_some() { names.teams[measure.team.at()].clone() } else { String::new() },
        if measure.tier.is_some() { tier_name(model, measure).to_owned() } else { String::new() },
        id(&names.functions, measure.function.is_some(), measure.function.at()),
        id(&names.missions, measure.mission.is_some(), measure.mission.at()),
        if measure.centre.is_some() { names.centres[measure.centre.at()].clone() } else { String::new() },
        id(&names.ladders, measure.ladder.is_some(), measure.ladder.at()),
        if measure.step > 0 { step_name(model, measure).to_owned() } else { String::new() },
        owned(obligation_name(model, measure)),
        owned(deadline_name(model, measure)),
        owned(staff_name(model, measure)),
        id(&names.crises, measure.crisis.is_some(), measure.crisis.at()),
        origin_name(model, measure.origin).unwrap_or_default(),
    ]
}

/// The entities of a measure's name, in the order in which it has them.
const NAMED: [&str; 15] = [
    "org",
    "campaign",
    "partner",
    "team",
    "tier",
    "function",
    "centre",
    "ladder",
    "crisis",
    "step",
    "staff",
    "obligation",
    "deadline",
    "mission",
    "from",
];

/// The name of a measure that is of these [`entities()`], as a scenario would write it; the origin only where it is not the first
/// hold.
pub fn name_of(entities: &[String; 16]) -> String {
    let id = |key: &str| ENTITIES.iter().zip(entities).find(|(known, _)| **known == key).map(|(_, id)| id);
    let filters = NAMED.iter().filter_map(|key| Some((key, id(key)?))).filter(|(_, id)| !id.is_empty());
    let filters: Vec<String> = filters.map(|(key, id)| format!("{key}={id}")).collect();
    match filters.is_empty() {
        true => entities[0].clone(),
        false => format!("{}[{}]", entities[0], filters.join(", ")),
    }
}

/// A unit, as names of columns and fields end.
pub const fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "h",
        Unit::Share => "share",
        Unit::Count => "count",
        Unit::FunctionHours => "function_h",
    }
}

/// How a replication ended, as outputs write it.
pub const fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::EndEx => "endex",
        Ending::Quiescent => "quiescent",
        Ending::BudgetExhausted => "budget_exhausted",
        Ending::MemoryExhausted => "memory_exhausted",
    }
}
