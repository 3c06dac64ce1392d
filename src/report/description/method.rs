//! What the model is for, how it is played and estimated, with what, and where it is.
//!
//! **Invariant:** what is said of the program is so of every scenario; what is said of the scenario comes from its model.

use super::facts::Facts;
use super::logic::limited;
use super::{Block, Described, Parts, code, list, paragraph, table, words};
use crate::kernel::SimDuration;
use crate::measure::{CivilClock, Measures, counted, span};
use crate::model::*;

/// The headings under Objectives.
pub fn objectives(described: &Described<'_>, facts: &Facts<'_>) -> Parts {
    let names = &facts.model.names;
    let purpose = format!(
        "{} ({}). It plays a joint exercise before it is held, to say how fast each organisation detects, declares, contains and \
         recovers, and where the hours go.",
        names.title, names.scenario
    );
    let compared = match described.variants.len() as u64 {
        0 => String::new(),
        number => format!("The scenario is compared with its {}.", counted(number, "variant")),
    };
    vec![
        ("1", "Purpose of the model", vec![paragraph(purpose), paragraph(names.synopsis.clone())]),
        ("2", "Model outputs", vec![outputs(facts.model)]),
        ("3", "Experimentation aims", vec![paragraph(compared), aims(facts.model)]),
    ]
}

fn outputs(model: &Model) -> Block {
    let measures = Measures::of(model);
    let rows = Quantity::ALL.iter().filter_map(|quantity| {
        let number = measures.list.iter().filter(|measure| measure.quantity == *quantity).count();
        let unit = match quantity.unit() {
            Unit::Time => "time",
            Unit::Share => "share",
            Unit::Count => "count",
            Unit::FunctionHours => "function-hours",
        };
        let says: String = quantity.says().chars().filter(|c| *c != '`').collect();
        (number > 0).then(|| vec![quantity.name().to_owned(), says, unit.to_owned(), number.to_string()])
    });
    let columns = [code("Measure", 3), words("Meaning", 5), words("Unit", 1), words("Of how many", 1)];
    table("Measures of each replication", &columns, rows.collect())
}

fn aims(model: &Model) -> Block {
    let rows = model.objectives.iter().zip(&model.names.objectives).map(|(objective, named)| {
        vec![
            named.id.clone(),
            named.name.clone(),
            predicate(model, &objective.that),
            objective.with_probability.to_string(),
        ]
    });
    let columns =
        [code("Objective", 2), words("Text", 3), words("Met if", 4), words("With probability, if tested", 1)];
    table("Training objectives", &columns, rows.collect())
}

fn predicate(model: &Model, that: &Predicate) -> String {
    let all = |parts: &[Predicate], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| predicate(model, part)).collect();
        format!("({})", parts.join(word))
    };
    match that {
        Predicate::Limit { measure, at_most, limit } => limited(model, measure, *at_most, *limit),
        Predicate::All(parts) => all(parts, " and "),
        Predicate::Any(parts) => all(parts, " or "),
        Predicate::Not(part) => format!("not ({})", predicate(model, part)),
    }
}

/// The headings under Experimentation.
pub fn experimentation(facts: &Facts<'_>) -> Parts {
    vec![
        ("1", "Initialisation", vec![paragraph(initialisation(facts.model))]),
        ("2", "Run length", vec![paragraph(run_length(facts.model))]),
        (
            "3",
            "Estimation approach",
            vec![list("", ESTIMATION.iter().map(|says| (*says).to_owned()).collect())],
        ),
    ]
}

const ESTIMATION: [&str; 6] = [
    "Replications are independent; there are 200 of them unless more are asked for, or as many as a stated precision of a mean \
     takes.",
    "Each value is observed, censored at ENDEX, or not at risk (what never was held has no time of response); the three are \
     counted apart.",
    "Means and shares are given with 95 % confidence intervals.",
    "Times of which some are censored are estimated by Kaplan and Meier, as quantiles and restricted means.",
    "A training objective is met, missed or not tested in each replication; its probability is that given that it was tested.",
    "Variants and design points are compared in pairs of replications with common random numbers; the p-values of several \
     comparisons are adjusted by Holm's method.",
];

fn initialisation(model: &Model) -> String {
    let Frame { startex, measure_from, .. } = model.frame;
    let civil = CivilClock::of(model).iso(startex);
    let zone = &model.names.time_zone;
    let start = match startex.hours() {
        0.0 => format!(
            "A replication begins at STARTEX, {civil} [{zone}], with nothing waiting and nobody busy: it is terminating, and has \
             no warm-up."
        ),
        hours => format!(
            "STARTEX is {civil} [{zone}]. A replication begins {} before it, so that queues and campaigns are under way by then; \
             injects and measures wait for STARTEX.",
            span(hours)
        ),
    };
    let later = match measure_from.since(startex) {
        SimDuration::ZERO => String::new(),
        after => format!(" Measuring begins {} after STARTEX.", span(after.hours())),
    };
    start + &later
}

fn run_length(model: &Model) -> String {
    format!(
        "A replication ends at ENDEX, {} after STARTEX, with the events of that instant, or before if nothing is left to happen. \
         One that uses up a budget of events or memory ends there, is reported apart and enters no estimate.",
        span(model.frame.endex.since(model.frame.startex).hours())
    )
}

/// The headings under Implementation.
pub fn implementation(described: &Described<'_>) -> Parts {
    vec![
        (
            "1",
            "Software or programming language",
            vec![paragraph(format!(
                "jointex {}, a program and library of its own in Rust.",
                env!("CARGO_PKG_VERSION")
            ))],
        ),
        ("2", "Random sampling", vec![list("", SAMPLING.iter().map(|says| (*says).to_owned()).collect())]),
        (
            "3",
            "Model execution",
            vec![
                paragraph(
                    "Event by event, until the future event list is empty or ENDEX has passed. It is played by",
                ),
                Block::Command { text: described.command.to_owned() },
                paragraph(
                    "Replications are spread over threads; how many there are changes nothing of what comes of it.",
                ),
            ],
        ),
        (
            "4",
            "System specification",
            vec![paragraph(
                "Any: the same scenario, seed and number of replications give the same bits on every platform that the program is \
                 built for; time is whole microseconds, and transcendental functions are libm's.",
            )],
        ),
    ]
}

const SAMPLING: [&str; 5] = [
    "A draw has no state: it is a hash of the seed, the replication, its purpose and the names of those that meet in it (output of \
     the SplitMix64 generator: Steele, Lea and Flood, OOPSLA 2014).",
    "So variants and design points meet common random numbers: a change leaves every draw as it was that it does not concern.",
    "Each variate takes one uniform number (k + ½) · 2⁻⁵³ by the inverse of its distribution function.",
    "Topologies, bootstraps and designs use Xoshiro256++, seeded from a key.",
    "The seed is 1 unless another is given; replications are numbered from 1.",
];

/// The headings under Code access.
pub fn code_access(described: &Described<'_>) -> Parts {
    let names = &described.model.names;
    vec![(
        "1",
        "Computer model sharing statement",
        vec![paragraph(format!(
            "jointex {} is licensed under {}. This is a description of the scenario {} whose texts, with all changes, have the hash \
             {:016x}; jointex expand writes it as one file that plays to the same bits.",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_LICENSE"),
            names.scenario,
            names.hash
        ))],
    )]
}
