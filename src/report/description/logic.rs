//! The logic of a model: what it is made of in numbers, its mechanisms, and what this scenario sets going.
//!
//! **Invariant:** counts and names are those of the model.

use super::facts::{About, Facts};
use super::{
    Block, Described, Parts, acting, answering, code, components, list, paragraph, sharing, table, words,
    working,
};
use crate::kernel::SimDuration;
use crate::measure::{CivilClock, counted, measure_name, span};
use crate::model::*;
use crate::report::cast;
use crate::report::view_cast::in_turn;

/// The headings under Logic.
pub fn parts(described: &Described<'_>, facts: &Facts<'_>) -> Parts {
    let mut parts = vec![
        ("1", "Base model overview", vec![paragraph(overview(facts.model))]),
        ("2", "Base model logic", mechanisms(facts)),
        ("3", "Scenario logic", scenario(described, facts.model)),
        ("4", "Algorithms", vec![list("", facts.sentences(working::MECHANISMS, About::Algorithm))]),
    ];
    parts.extend(components::parts(facts));
    parts
}

fn overview(model: &Model) -> String {
    let network = &model.network;
    let counts = [
        (model.organisations.len(), "organisation"),
        // The internet is a zone of ours, not of the scenario.
        (network.zones.len().saturating_sub(1), "zone"),
        (network.group_of.len(), "asset"),
        (network.links.len(), "directed link"),
        (model.campaigns.len(), "campaign"),
        (model.sensors.len(), "sensor"),
        (model.teams.len(), "team"),
        (model.channels.len(), "channel"),
        (model.functions.len(), "function"),
        (model.missions.len(), "mission"),
        (model.injects.iter().filter(|inject| inject.is_of_msel()).count(), "inject"),
        (model.objectives.len(), "training objective"),
    ];
    let has: Vec<String> =
        counts.iter().filter(|it| it.0 > 0).map(|(number, thing)| counted(*number as u64, thing)).collect();
    let has = match &has[..] {
        [] => String::from("nothing"),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    };
    format!(
        "A discrete-event simulation of a cyber exercise: adversaries attack networks, sensors and people notice, teams of \
         analysts answer by their playbooks and tell their partners, and the exercise adds its injects. This model has {has}."
    )
}

fn mechanisms(facts: &Facts<'_>) -> Vec<Block> {
    let about = [
        (About::Network, "Network"),
        (About::Attack, "Attack"),
        (About::Detection, "Detection"),
        (About::Response, "Response"),
        (About::Cooperation, "Cooperation"),
        (About::Functions, "Functions and missions"),
        (About::Exercise, "Exercise"),
    ];
    let sentences = |about| {
        let mut all = facts.sentences(acting::MECHANISMS, about);
        all.extend(facts.sentences(answering::MECHANISMS, about));
        all.extend(facts.sentences(sharing::MECHANISMS, about));
        all
    };
    about.into_iter().map(|(about, name)| list(name, sentences(about))).collect()
}

fn scenario(described: &Described<'_>, model: &Model) -> Vec<Block> {
    let names = &model.names;
    let variant = match names.variant.as_str() {
        "" => String::new(),
        variant => format!("What is described is the variant {variant}."),
    };
    let changes = described.changes.iter().map(|change| vec![change.clone()]).collect();
    let variants = described.variants.iter().map(|it| vec![it.id.clone(), it.name.clone()]).collect();
    vec![
        paragraph(variant),
        table("What was set besides what is written", &[code("Path and value", 1)], changes),
        table("Variants of the scenario", &[code("Variant", 1), words("Title", 3)], variants),
        flows(model),
        spreads(model),
        channels(model),
        msel(model),
        rungs(model),
    ]
}

fn flows(model: &Model) -> Block {
    let names = &model.names;
    let step = |step: &StepIdx| names.steps[step.at()].clone();
    let mut rows = Vec::new();
    for (campaign, named) in model.campaigns.iter().zip(&names.campaigns) {
        for place in in_turn(model, campaign) {
            let it = &model.steps[place];
            let technique = &names.techniques[it.technique.at()];
            let before: Vec<String> = it.predecessors.iter().map(step).collect();
            let starts = match it.join {
                Join::Start => String::from("with the campaign"),
                Join::Any if before.len() > 1 => format!("any of {}", before.join(", ")),
                Join::All if before.len() > 1 => format!("all of {}", before.join(", ")),
                Join::Any | Join::All => before.join(", "),
            };
            rows.push(vec![
                named.id.clone(),
                names.steps[place].clone(),
                format!("{} {}", technique.id, technique.name).trim().to_owned(),
                starts,
                String::from(if it.objective { "yes" } else { "" }),
            ]);
        }
    }
    let columns = [
        code("Campaign", 2),
        code("Step", 2),
        words("Technique", 4),
        words("Starts after", 3),
        words("Objective", 1),
    ];
    table("Attack flows", &columns, rows)
}

fn spreads(model: &Model) -> Block {
    let names = &model.names;
    let rows = model.spreads.iter().zip(&names.spreads).map(|(it, name)| {
        let technique = &names.techniques[it.technique.at()];
        vec![names.campaigns[it.campaign.at()].id.clone(), name.clone(), technique.name.clone()]
    });
    table("Spreads", &[code("Campaign", 1), code("Spread", 1), words("Technique", 2)], rows.collect())
}

fn channels(model: &Model) -> Block {
    let names = &model.names;
    let kinds = [
        (Shares::INDICATORS, "indicators"),
        (Shares::ANALYSIS, "analyses"),
        (Shares::ADVISORY, "advisories"),
        (Shares::LESSONS, "lessons"),
        (Shares::SITUATION, "situation reports"),
        (Shares::REQUEST, "requests for help"),
    ];
    let rows = model.channels.iter().zip(&names.channels).map(|(channel, name)| {
        let shares = kinds.iter().filter(|(kind, _)| channel.shares.has(*kind)).map(|(_, word)| *word);
        let agreement = &model.agreements[channel.agreement.at()];
        let party = |it: &Party| names.organisations[it.organisation.at()].id.clone();
        let acts = if channel.automated { "at once" } else { "once it is read" };
        vec![
            name.clone(),
            agreement.parties.iter().map(party).collect::<Vec<_>>().join(", "),
            shares.collect::<Vec<_>>().join(", "),
            acts.to_owned(),
        ]
    });
    let columns = [code("Channel", 3), words("Parties", 3), words("Shares", 2), words("Acts", 1)];
    table("Channels", &columns, rows.collect())
}

fn msel(model: &Model) -> Block {
    let of_msel = model.injects.iter().zip(&model.names.injects).filter(|(inject, _)| inject.is_of_msel());
    let rows = of_msel.map(|(inject, text)| {
        vec![
            text.number.clone(),
            when(model, &inject.when),
            text.from.clone(),
            text.to.join(", "),
            text.title.clone(),
            effects(model, inject),
        ]
    });
    let columns = [
        code("No.", 1),
        words("When", 3),
        words("From", 2),
        words("To", 2),
        words("Title", 3),
        words("Effect: exercise control …", 3),
    ];
    table("Main events list (MSEL)", &columns, rows.collect())
}

fn rungs(model: &Model) -> Block {
    let steps = model.injects.iter().zip(&model.names.injects).filter(|(it, _)| !it.is_of_msel());
    let rows = steps.map(|(inject, text)| {
        vec![text.number.clone(), when(model, &inject.when), text.title.clone(), effects(model, inject)]
    });
    let columns =
        [code("Step", 2), words("When", 3), words("Title", 3), words("Effect: exercise control …", 3)];
    table("Steps of ladders, and warnings", &columns, rows.collect())
}

fn effects(model: &Model, inject: &Inject) -> String {
    let range = inject.effects.start as usize..inject.effects.end as usize;
    model.names.effects.get(range).unwrap_or_default().join("; ")
}

/// When an inject comes, in words.
fn when(model: &Model, when: &When) -> String {
    match when {
        When::At(at) => CivilClock::of(model).moment(*at),
        When::After(before) => format!("after {}", model.names.inject(model, *before)),
        When::On(condition) => condition_words(model, condition),
        When::Called => String::from("when it is called for"),
    }
}

fn condition_words(model: &Model, condition: &Condition) -> String {
    let all = |parts: &[Condition], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| condition_words(model, part)).collect();
        format!("({})", parts.join(word))
    };
    match condition {
        Condition::NotYet { measure, by, from } => {
            let since = match from.is_some() {
                true => model.names.inject(model, *from),
                false => String::from("STARTEX"),
            };
            format!("{} still has no value {} after {since}", measure_name(model, measure), span(by.hours()))
        }
        Condition::Reached(measure) => format!("{} has a value", measure_name(model, measure)),
        Condition::Level { measure, at_most, limit } => limited(model, measure, *at_most, *limit),
        Condition::Injected(inject) => format!("{} has come", model.names.inject(model, *inject)),
        Condition::All(parts) => all(parts, " and "),
        Condition::Any(parts) => all(parts, " or "),
        Condition::Not(part) => format!("not ({})", condition_words(model, part)),
    }
}

/// A measure and its limit, in words.
pub fn limited(model: &Model, measure: &Measure, at_most: bool, limit: f64) -> String {
    let limit = match measure.quantity.unit() {
        Unit::Time => span(limit / SimDuration::HOUR.micros() as f64),
        Unit::Share | Unit::Count => format!("{limit}"),
        Unit::FunctionHours => format!("{limit} function-hours"),
    };
    let word = if at_most { "at most" } else { "at least" };
    format!("{} is {word} {limit}", measure_name(model, measure))
}

/// The organisations, for the table of entities.
pub fn organisations(model: &Model) -> Block {
    let rows = cast(model).organisations.into_iter().map(|it| {
        vec![
            it.organisation,
            it.name,
            it.member_of.join(", "),
            it.assets.to_string(),
            it.teams.join(", "),
            it.protects.join(", "),
        ]
    });
    let columns = [
        code("Organisation", 2),
        words("Name", 3),
        words("Member of", 2),
        words("Assets", 1),
        words("Teams", 2),
        words("Protects besides", 2),
    ];
    table("Organisations", &columns, rows.collect())
}
