//! Every value as a tidy table: one row a replication and measure.
//!
//! The unit is in the name of the column, so a row fills one of `value_h`, `value_share`, `value_count` and
//! `value_function_h`; of a censored value it holds the value so far. Response times from the first hold also give their
//! hours per state, which add up to `value_h`. Objectives have rows with the measure `objective` and their verdict as the
//! status. A replication that ran out of budget has one row that says so and no values.
//!
//! **Invariant:** every row has all columns, and the rows stand in the order of replications, then of measures.

use super::fill::{ending_name, unit_name};
use crate::kernel::SimDuration;
use crate::measure::{State, origin_name, state_name};
use crate::model::*;
use crate::study::{Ending, Played, Replications};
use std::io::{self, Write};

const FIRST: [&str; 14] = [
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
    "function",
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
    let entities: Vec<[String; 7]> =
        replications.measures.list.iter().map(|measure| entities(model, measure)).collect();
    for played in &replications.played {
        rows(model, replications, &entities, played, &mut |row| table.write_record(row).map_err(plain))?;
    }
    table.flush()
}

/// The error of the system that lies beneath; the conversion of the csv crate would hide its kind.
fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// What a measure is of: the columns from `measure` to `from`.
fn entities(model: &Model, measure: &Measure) -> [String; 7] {
    let names = &model.names;
    let organisation = |responder: ResponderIdx| match responder.is_some() {
        true => names.organisations[model.responders[responder.at()].organisation.at()].id.clone(),
        false => String::new(),
    };
    let id = |named: &[Named], is_some: bool, at: usize| {
        if is_some { named[at].id.clone() } else { String::new() }
    };
    [
        measure.quantity.name().to_owned(),
        organisation(measure.responder),
        id(&names.campaigns, measure.campaign.is_some(), measure.campaign.at()),
        organisation(measure.partner),
        if measure.team.is_some() { names.teams[measure.team.at()].clone() } else { String::new() },
        id(&names.functions, measure.function.is_some(), measure.function.at()),
        origin_name(model, measure.origin).unwrap_or_default(),
    ]
}

fn rows(
    model: &Model,
    replications: &Replications,
    entities: &[[String; 7]],
    played: &Played,
    write: &mut dyn FnMut(&[String]) -> io::Result<()>,
) -> io::Result<()> {
    let names = &model.names;
    let seed = replications.seed.to_string();
    let ending = ending_name(played.ending);
    let mut row: Vec<String> =
        [&names.scenario, &names.variant, &seed, &played.number.to_string(), ending].map(String::from).into();
    let start = row.len();
    let width = FIRST.len() + UNITS.len() + State::COUNT;
    if played.ending == Ending::BudgetExhausted {
        row.resize(FIRST.len() - 1, String::new());
        row.push(ending.to_owned());
        row.resize(width, String::new());
        return write(&row);
    }
    let mut causes = played.causes.iter().peekable();
    for (place, (value, measure)) in played.values.iter().zip(&replications.measures.list).enumerate() {
        row.truncate(start);
        row.extend_from_slice(&entities[place]);
        row.extend([String::new(), value.status().to_owned()]);
        let number = value
            .reported(measure.quantity.unit())
            .number()
            .map(|number| number.to_string())
            .unwrap_or_default();
        row.extend(
            UNITS.map(|unit| if unit == measure.quantity.unit() { number.clone() } else { String::new() }),
        );
        if let Some((_, micros)) = causes.next_if(|(of, _)| *of as usize == place) {
            row.extend(micros.map(|micros| SimDuration::from_micros(micros).hours().to_string()));
        }
        row.resize(width, String::new());
        write(&row)?;
    }
    for (objective, verdict) in names.objectives.iter().zip(&played.verdicts) {
        row.truncate(start);
        row.push("objective".to_owned());
        row.resize(FIRST.len() - 2, String::new());
        row.extend([objective.id.clone(), verdict.name().to_owned()]);
        row.resize(width, String::new());
        write(&row)?;
    }
    Ok(())
}
