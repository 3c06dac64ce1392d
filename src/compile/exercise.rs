//! Functions and objectives: what the exercise is about, and what is asked in it.
//!
//! **Invariant:** a function rests on at least one asset, all of them of its organisation.

use super::ids::Ids;
use super::measure::Measures;
use super::sensors::by_group;
use super::targets;
use super::values::{at_least_one, probability};
use crate::diagnostic::{Diagnostic, Place, any_error, codes, counted, thousands};
use crate::kernel::{SimTime, name_key};
use crate::model::{Function, FunctionIdx, Network, Objective, OrganisationIdx, Predicate, Rule, Unit};
use crate::scenario::{self, Limit, That};

/// The functions, by id; what each rests on is entered in the network.
pub fn functions(ids: &Ids<'_>, network: &mut Network, faults: &mut Vec<Diagnostic>) -> Vec<Function> {
    let mut functions = Vec::with_capacity(ids.functions.len());
    for (number, row) in (0..).map(FunctionIdx).zip(ids.functions.iter()) {
        let written = row.record;
        let organisation = ids.organisation(&written.organisation, faults);
        check_owner(written, organisation, ids, network, faults);
        let assets = targets::resolve(&written.assets, ids, network, faults);
        if written.assets.is_empty() {
            let fault = Diagnostic::error(
                codes::EMPTY,
                written.assets.place_or(row.place),
                format!("the function `{}` rests on no asset", row.name),
            );
            faults.push(fault.label("`assets` is empty"));
        }
        let (groups, members) = by_group(&assets, network);
        groups.iter().for_each(|group| network.groups[group.at()].functions.push(number));
        network.member_functions.extend(members.iter().map(|&member| (member, number)));
        let whole: f64 = groups
            .iter()
            .map(|group| &network.groups[group.at()])
            .map(|group| group.weight * f64::from(group.count))
            .sum();
        let weight = whole + members.iter().map(|&member| network.group(member).weight).sum::<f64>();
        let rule = rule(&written.needs, assets.len(), faults);
        if rule == Rule::Weighted && weight == 0.0 && !assets.is_empty() {
            let fault = Diagnostic::error(
                codes::WEIGHTLESS,
                row.place,
                format!("all that the function `{}` rests on has weight 0", row.name),
            );
            faults.push(
                fault
                    .label("its level is no number")
                    .help(String::from("give an asset a `weight`, or say `needs: All`")),
            );
        }
        functions.push(Function { key: name_key(row.name), organisation, assets, weight, rule });
    }
    network.member_functions.sort_unstable();
    functions
}

fn check_owner(
    function: &scenario::Function,
    organisation: OrganisationIdx,
    ids: &Ids<'_>,
    network: &Network,
    faults: &mut Vec<Diagnostic>,
) {
    // What is wrong with a set itself is told when all of them are resolved together.
    let mut unheard = Vec::new();
    for set in &function.assets {
        let assets = targets::resolve(std::slice::from_ref(set), ids, network, &mut unheard);
        let (groups, members) = by_group(&assets, network);
        let mut owners = groups
            .iter()
            .map(|group| network.groups[group.at()].owner)
            .chain(members.iter().map(|&member| network.group(member).owner));
        if let Some(owner) =
            owners.find(|owner| *owner != organisation && owner.is_some() && organisation.is_some())
        {
            let name = ids.organisations.get(owner.0).map_or("", |row| row.name);
            let message = format!(
                "the function `{}` of `{}` rests on assets of `{name}`",
                function.id, function.organisation
            );
            let fault = Diagnostic::error(codes::OTHER_OWNER, targets::place(set), message)
                .label("of another organisation");
            faults.push(
                fault.help(String::from(
                    "a function rests on assets of one organisation: define one for each",
                )),
            );
        }
    }
}

fn rule(written: &scenario::Rule, assets: usize, faults: &mut Vec<Diagnostic>) -> Rule {
    match written {
        scenario::Rule::All => Rule::All,
        scenario::Rule::Any => Rule::Any,
        scenario::Rule::Weighted => Rule::Weighted,
        scenario::Rule::AtLeast(number) => {
            let least = at_least_one(*number, "AtLeast", faults);
            if assets > 0 && least as usize > assets {
                let (least, assets) = (u64::from(least), counted(assets as u64, "asset"));
                let message = format!("at least {} of {assets} can never be up", thousands(least));
                faults.push(
                    Diagnostic::error(codes::TOO_MANY_NEEDED, number.place, message)
                        .label("more than there are"),
                );
            }
            Rule::AtLeast(least)
        }
    }
}

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
            faults.push(fault.label("`All` or `Any` of nothing"));
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
        faults.extend(measures.not_worked_for(&measure, threshold.measure.place));
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
