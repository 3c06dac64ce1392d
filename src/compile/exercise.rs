//! Objectives: what is asked in the exercise.
//!
//! **Invariant:** an objective that is returned judges measures that exist.

use super::ids::Ids;
use super::measure::Measures;
use super::values::probability;
use crate::diagnostic::{Diagnostic, Place, any_error, codes};
use crate::kernel::SimTime;
use crate::model::{Objective, Predicate, Unit};
use crate::scenario::{self, Limit, That};

/// The training objectives, by id.
pub fn objectives(ids: &Ids<'_>, measures: &Measures<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Objective> {
    let mut objectives = Vec::with_capacity(ids.objectives.len());
    for row in ids.objectives.iter() {
        let with_probability = probability(row.record.with_probability, "with_probability", faults);
        let Some(that) = predicate(&row.record.that, row.place, measures, faults) else { continue };
        objectives.push(Objective { that, with_probability });
    }
    objectives
}

fn predicate(
    that: &That,
    objective: Place,
    measures: &Measures<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Predicate> {
    let mut parts = |parts: &[That]| {
        if parts.is_empty() {
            let fault = Diagnostic::error(codes::EMPTY, objective, "this objective asks nothing");
            let help =
                "write what is asked: `AtMost(\"time_to_declare[org=…]\", \"12h\")`, or leave this part out";
            faults.push(fault.label("`All` or `Any` of nothing").help(String::from(help)));
        }
        let parts: Vec<Option<Predicate>> =
            parts.iter().map(|part| predicate(part, objective, measures, faults)).collect();
        parts.into_iter().collect::<Option<Vec<Predicate>>>()
    };
    match that {
        That::AtMost(threshold) => limited(threshold, true, measures, faults),
        That::AtLeast(threshold) => limited(threshold, false, measures, faults),
        That::All(all) => parts(all).map(Predicate::All),
        That::Any(any) => parts(any).map(Predicate::Any),
        That::Not(part) => {
            predicate(part, objective, measures, faults).map(|part| Predicate::Not(Box::new(part)))
        }
    }
}

fn limited(
    threshold: &scenario::Threshold,
    at_most: bool,
    measures: &Measures<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Predicate> {
    let measure = measures.resolve(&threshold.measure, faults)?;
    let name = &threshold.measure.name;
    // A phase may be missing because of an error, which is told first.
    if !any_error(faults) {
        let place = threshold.measure.place;
        let vain = measures.valueless(&measure, true, place);
        faults.extend(vain.or_else(|| measures.not_worked_for(&measure, place)));
    }
    let limit = match (measure.quantity.unit(), threshold.limit) {
        (Unit::Time, Limit::Span(span)) => {
            if measures.endex > SimTime::ZERO && span.micros >= measures.endex.micros() {
                let message = format!("`{name}` is never so long: the exercise is over before");
                let note =
                    "what has not come by ENDEX counts as not tested, so that only what came in time is left";
                let fault =
                    Diagnostic::warning(codes::CERTAIN, span.place, message).label("as long as the exercise");
                faults.push(fault.note(note));
            }
            span.micros as f64
        }
        (Unit::Share | Unit::Count | Unit::FunctionHours, Limit::Number(number, place)) => {
            measures.check_limit(&measure, (number, place), at_most, faults);
            number
        }
        (Unit::Time, Limit::Number(number, place)) => {
            let help = format!("write it with its unit, as `\"{number}h\"`");
            faults.push(
                Diagnostic::error(
                    codes::LIMIT_KIND,
                    place,
                    format!("`{name}` is a time, which a number can't limit"),
                )
                .label("not a duration")
                .help(help),
            );
            0.0
        }
        (_, Limit::Span(span)) => {
            let message = format!("`{name}` is a number, which a duration can't limit");
            faults.push(Diagnostic::error(codes::LIMIT_KIND, span.place, message).label("not a number"));
            0.0
        }
    };
    Some(Predicate::Limit { measure, at_most, limit })
}
