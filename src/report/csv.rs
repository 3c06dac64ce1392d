//! Every value as a tidy table: one row a replication and measure.
//!
//! The columns:
//! - `scenario`, `variant`, `seed`, `replication`: what was played; the variant is `base` where none was chosen.
//! - `ending`: `endex`, `quiescent`, or `budget_exhausted` (of events) and `memory_exhausted`; a replication that ran out of a
//!   budget has one row and no values.
//! - `measure`, and of whom: `org`, `campaign`, `partner`, `team`, `tier`, `function`, `mission`, `centre`, `ladder`, `step`,
//!   `obligation`, `deadline`, `staff`, `crisis`, and `from` where a response time counts from something else than the first
//!   hold. What does not apply is empty.
//! - `objective`: filled only in rows with the measure `objective`, one for each training objective. These also say of
//!   whom and hold the value that was judged, whether or not another row has it too.
//! - `status`: `observed`, `censored` or `not_at_risk`; of objectives the verdict: `met`, `missed` or `not_tested`.
//! - `value_h`, `value_share`, `value_count`, `value_function_h`: the unit is in the name, so a row fills one of them; of
//!   a censored value it is the value so far.
//! - `worked_h` to `unseen_h`: the hours per state of a response time from the first hold; they add up to `value_h`.
//!
//! **Invariant:** every row has all columns, the rows stand in the order of replications, then of measures and objectives,
//! and apart from objectives no two rows of a replication say the same of the same.

use super::fill::{ending_name, unit_name};
use crate::kernel::SimDuration;
use crate::measure::{
    State, bound_name, deadline_name, obligation_name, origin_name, staff_name, state_name, step_name,
    tier_name,
};
use crate::model::*;
use crate::study::{Played, Replications};
use std::io::{self, Write};

const FIRST: [&str; 23] = [
    "scenario",
    "variant",
    "seed",
    "replication",
    "ending",
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
    "objective",
    "status",
];
const UNITS: [Unit; 4] = [Unit::Time, Unit::Share, Unit::Count, Unit::FunctionHours];

/// Writes the table with a line of headings.
///
/// # Errors
/// Those of `out`.
pub fn write(model: &Model, replications: &Replications, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let headings = FIRST.iter().map(|name| (*name).to_owned());
    let values = UNITS.iter().map(|unit| format!("value_{}", unit_name(*unit)));
    let states = State::ALL.iter().map(|state| format!("{}_h", state_name(*state)));
    table.write_record(headings.chain(values).chain(states)).map_err(plain)?;
    let entities: Vec<[String; 16]> =
        replications.measures.list.iter().map(|measure| entities(model, measure)).collect();
    for played in &replications.played {
        rows(model, replications, &entities, played, &mut |row| table.write_record(row).map_err(plain))?;
    }
    table.flush()
}

/// The error of the system that lies beneath; the conversion of the csv crate would hide its kind.
pub(super) fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// What a measure is of: the columns from `measure` to `from`.
fn entities(model: &Model, measure: &Measure) -> [String; 16] {
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

fn rows(
    model: &Model,
    replications: &Replications,
    entities: &[[String; 16]],
    played: &Played,
    write: &mut dyn FnMut(&[String]) -> io::Result<()>,
) -> io::Result<()> {
    let names = &model.names;
    let seed = replications.seed.to_string();
    let ending = ending_name(played.ending);
    let variant = if names.variant.is_empty() { "base" } else { &*names.variant };
    let mut row: Vec<String> =
        [&names.scenario, variant, &seed, &played.number.to_string(), ending].map(String::from).into();
    let start = row.len();
    let width = FIRST.len() + UNITS.len() + State::COUNT;
    if !played.ending.is_whole() {
        row.resize(FIRST.len() - 1, String::new());
        row.push(ending.to_owned());
        row.resize(width, String::new());
        return write(&row);
    }
    for (place, entities) in entities.iter().enumerate().take(replications.measures.regular) {
        row.truncate(start);
        row.extend_from_slice(entities);
        row.extend([String::new(), played.values[place].status().to_owned()]);
        numbers(replications, played, place, &mut row);
        write(&row)?;
    }
    for (objective, verdict) in played.verdicts.iter().enumerate() {
        let place = replications.measures.of_objectives[objective];
        row.truncate(start);
        row.push("objective".to_owned());
        match place {
            Some(place) => row.extend_from_slice(&entities[place][1..]),
            // Of several measures none can be named.
            None => row.resize(FIRST.len() - 2, String::new()),
        }
        row.extend([names.objectives[objective].id.clone(), verdict.name().to_owned()]);
        match place {
            Some(place) => numbers(replications, played, place, &mut row),
            None => row.resize(width, String::new()),
        }
        write(&row)?;
    }
    Ok(())
}

/// The columns from `value_h` on, of the measure at `place`.
fn numbers(replications: &Replications, played: &Played, place: usize, row: &mut Vec<String>) {
    let unit = replications.measures[place].quantity.unit();
    let number = played.values[place].reported(unit).number();
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    row.extend(UNITS.map(|other| if other == unit { number.clone() } else { String::new() }));
    // In the order of measures.
    if let Ok(found) = played.causes.binary_search_by_key(&place, |(of, _)| *of as usize) {
        row.extend(played.causes[found].1.map(|micros| SimDuration::from_micros(micros).hours().to_string()));
    }
    row.resize(FIRST.len() + UNITS.len() + State::COUNT, String::new());
}
