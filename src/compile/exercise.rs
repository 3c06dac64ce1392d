//! Functions, injects and objectives: what the exercise is about, and what is done and asked in it.
//!
//! **Invariant:** a function rests on at least one asset, all of them of its organisation.

use super::codes;
use super::frame::Calendar;
use super::ids::Ids;
use super::measure::Measures;
use super::sensors::{by_group, without_triage};
use super::table::{by_numbers, twice_given, unknown};
use super::targets;
use super::values::{at_least_one, at_most, duration, probability, repeated_words};
use crate::diagnostic::{Diagnostic, counted, thousands};
use crate::kernel::{SimTime, name_key};
use crate::model::{
    Effect, Function, FunctionIdx, Inject, InjectIdx, Network, Objective, OrganisationIdx, Responder, Rule,
    Team, TeamIdx, Unit, When,
};
use crate::scenario::{self, At, Condition, Limit, Scenario, That};

/// The most tickets of one load: each is an event and an alert in memory.
const MOST_TICKETS: u32 = 1_000_000;

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
                row.place,
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
                codes::FUNCTION,
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
            let fault = Diagnostic::error(codes::MISPLACED, targets::place(set), message)
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
                    Diagnostic::error(codes::FUNCTION, number.place, message).label("more than there are"),
                );
            }
            Rule::AtLeast(least)
        }
    }
}

/// The injects of the MSEL in the order of their numbers; a number given twice is a fault.
pub fn in_order<'a>(scenario: &'a Scenario, faults: &mut Vec<Diagnostic>) -> Vec<&'a scenario::Inject> {
    let mut injects: Vec<&scenario::Inject> = scenario.msel.iter().collect();
    injects.sort_by(|a, b| by_numbers(&a.no.text, &b.no.text));
    injects.dedup_by(|later, first| {
        let twice = later.no.text == first.no.text;
        if twice {
            faults.push(twice_given("inject", &later.no.text, later.no.place, first.no.place));
        }
        twice
    });
    injects
}

/// What injects are lowered against.
pub struct Audience<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// The teams.
    pub teams: &'a [Team],
    /// The responders.
    pub responders: &'a [Responder],
    /// The exercise's time.
    pub calendar: Calendar<'a>,
}

/// Lowers the injects, in the order given.
pub fn injects(
    written: &[&scenario::Inject],
    audience: &Audience<'_>,
    measures: &Measures<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Inject> {
    let mut injects = Vec::with_capacity(written.len());
    for inject in written {
        audience.check_addressees(inject, faults);
        if let Some(objective) = &inject.objective {
            audience.ids.objectives.resolve(objective, faults);
        }
        let when = match (&inject.at, &inject.when) {
            (Some(at), None) => {
                When::At(audience.calendar.moment(at, &format!("the inject `{}`", inject.no), faults))
            }
            (None, Some(Condition::NotYet(not_yet))) => {
                let by = audience.calendar.after(not_yet.by, &format!("the inject `{}`", inject.no), faults);
                match measures.condition(&not_yet.measure, faults) {
                    Some(measure) => When::NotYet { measure, by },
                    None => When::At(by),
                }
            }
            (at, _) => {
                let (message, label) = if at.is_some() {
                    ("comes at a time and on a condition", "has `at` and `when`")
                } else {
                    ("never comes", "has neither `at` nor `when`")
                };
                let fault = Diagnostic::error(
                    codes::INJECT,
                    inject.no.place,
                    format!("the inject `{}` {message}", inject.no),
                );
                faults.push(
                    fault
                        .label(label)
                        .help(String::from("say one of them: `at: \"D2 09:30\"`, or `when: NotYet(…)`")),
                );
                When::At(SimTime::ZERO)
            }
        };
        injects.push(Inject {
            key: name_key(&inject.no.text),
            when,
            effect: audience.effect(inject, faults),
        });
    }
    super::table::same_keys(
        "inject",
        injects.iter().zip(written).map(|(inject, text)| (inject.key, text.no.text.clone(), text.no.place)),
        faults,
    );
    injects
}

impl Audience<'_> {
    fn check_addressees(&self, inject: &scenario::Inject, faults: &mut Vec<Diagnostic>) {
        let Ids { teams, organisations, .. } = self.ids;
        repeated_words(inject.to.iter().map(|id| (id.text.as_str(), id.place)), "addressee", faults);
        for id in &inject.to {
            if teams.find(&id.text).is_none() && organisations.find(&id.text).is_none() {
                faults.push(unknown(
                    "team or organisation",
                    &id.text,
                    id.place,
                    teams.names().chain(organisations.names()),
                ));
            }
        }
    }

    fn effect(&self, inject: &scenario::Inject, faults: &mut Vec<Diagnostic>) -> Effect {
        match &inject.effect {
            None | Some(scenario::Effect::Message) => Effect::Message,
            Some(scenario::Effect::Load(load)) => {
                let team = self.judging(&load.team, "gives work to", faults);
                let few = at_most(load.tickets, MOST_TICKETS, "tickets", faults);
                let tickets = at_least_one(At { value: few, ..load.tickets }, "tickets", faults);
                Effect::Load { team, tickets, over: duration(load.over) }
            }
            Some(scenario::Effect::Alert(alert)) => {
                let team = self.judging(&alert.team, "raises an alert at", faults);
                let Some(asset) = targets::single(&alert.asset, self.ids, &self.network.groups, faults)
                else {
                    return Effect::Message;
                };
                let owner = self.network.group(asset).owner;
                let responder =
                    self.teams.get(team.at()).and_then(|team| self.responders.get(team.responder.at()));
                if responder.is_some_and(|responder| !responder.protects.contains(&owner)) {
                    let message = format!(
                        "`{}` gets an alert about `{}`, which its organisation does not protect",
                        alert.team, alert.asset
                    );
                    faults.push(
                        Diagnostic::warning(codes::UNCONCERNED, alert.asset.place, message)
                            .label("not the team's concern"),
                    );
                }
                Effect::Alert { team, asset }
            }
        }
    }

    fn judging(&self, id: &scenario::Id, what: &str, faults: &mut Vec<Diagnostic>) -> TeamIdx {
        let team = self.ids.team(id, faults);
        if self.teams.get(team.at()).is_some_and(|team| team.triage.is_none()) {
            faults.push(without_triage(&id.text, id.place, what, self.ids));
        }
        team
    }
}

/// The training objectives, by id.
pub fn objectives(ids: &Ids<'_>, measures: &Measures<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Objective> {
    let mut objectives = Vec::with_capacity(ids.objectives.len());
    for row in ids.objectives.iter() {
        let written = row.record;
        let (at_most, threshold) = match &written.that {
            That::AtMost(threshold) => (true, threshold),
            That::AtLeast(threshold) => (false, threshold),
        };
        let with_probability = probability(written.with_probability, "with_probability", faults);
        let Some(measure) = measures.resolve(&threshold.measure, faults) else { continue };
        let name = &threshold.measure.name;
        let limit = match (measure.quantity.unit(), threshold.limit) {
            (Unit::Time, Limit::Span(span)) => span.micros as f64,
            (Unit::Share | Unit::Count | Unit::FunctionHours, Limit::Number(number, _)) => number,
            (Unit::Time, Limit::Number(number, place)) => {
                let help = format!("write it with its unit, as `\"{number}h\"`");
                faults.push(
                    Diagnostic::error(
                        codes::OBJECTIVE,
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
                faults.push(Diagnostic::error(codes::OBJECTIVE, span.place, message).label("not a number"));
                0.0
            }
        };
        objectives.push(Objective { measure, at_most, limit, with_probability });
    }
    objectives
}

/// The number of the inject with this number, for measures that count from it.
pub fn inject(written: &[&scenario::Inject], no: &str) -> Option<InjectIdx> {
    (0..).map(InjectIdx).zip(written).find(|(_, inject)| inject.no.text == no).map(|(number, _)| number)
}
