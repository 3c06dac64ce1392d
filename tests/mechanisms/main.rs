//! Every mechanism matters: switched, it moves the measure that it should, in the direction that it should.
//!
//! One table, in a file for each subject. Some mechanisms have rows in which they do not help, and then nothing may move. Each row plays the same replications twice, as written and with some paths
//! set, and looks at the paired differences (common random numbers): their 99 % interval must exclude zero on the expected
//! side. Times that were not observed count up to ENDEX.

mod attack;
mod centre;
#[path = "../common/mod.rs"]
mod common;
mod cooperation;
mod crises;
mod detection;
mod escalation;
mod exercise;
mod law;
mod maturity;
mod network;
mod obligations;
mod reliance;
mod staffs;
mod team;

use common::{model_with, play};
use jointex::kernel::SimTime;
use jointex::model::Model;
use jointex::sim::{Milestone, Outcome};
use jointex::statistics::mean_interval;
use rayon::prelude::*;

/// Two organisations, each with its team; one adversary who comes by mail, by an exposed service and by spread.
const TWO_SITES: &str = include_str!("../common/two_sites.ron");

/// A ministry whose files are wiped after a theft, and a second campaign days later.
const CRISIS: &str = include_str!("../common/crisis.ron");

/// Where the setting moves the measure.
#[derive(Debug, Clone, Copy)]
enum Moves {
    Up,
    Down,
    /// Nowhere, in no replication: where a mechanism does not help.
    Stays,
}
use Moves::{Down, Stays, Up};

type Look = fn(&Model, &Outcome<'_>) -> f64;

/// What is switched, the paths that switch it, what is measured, and where that moves.
#[derive(Clone, Copy)]
struct Row {
    what: &'static str,
    /// What is played: the two sites, or a scenario made for the mechanism.
    scenario: &'static str,
    /// Set in both, where the scenario as written would hide the mechanism behind another.
    given: Paths,
    switch: Paths,
    look: Look,
    moves: Moves,
}

type Paths = &'static [(&'static str, &'static str)];

const fn row(what: &'static str, switch: Paths, look: Look, moves: Moves) -> Row {
    Row { what, scenario: TWO_SITES, given: &[], switch, look, moves }
}

impl Row {
    const fn given(self, given: Paths) -> Row {
        Row { given, ..self }
    }

    const fn in_scenario(self, scenario: &'static str) -> Row {
        Row { scenario, ..self }
    }
}

/// Hours from the origin (or STARTEX, if never held) to a milestone of one responder, at most to ENDEX.
fn hours(model: &Model, outcome: &Outcome<'_>, organisation: &str, milestone: Milestone) -> f64 {
    let responder = model
        .responders
        .iter()
        .position(|responder| model.names.organisations[responder.organisation.at()].id == organisation)
        .expect("the organisation responds");
    let response = &outcome.ledger.responses[responder * model.campaigns.len()];
    let reached = response.milestones[milestone as usize].min(model.frame.endex);
    let origin = if response.origin == SimTime::MAX { SimTime::ZERO } else { response.origin };
    reached.since(origin).hours()
}

fn objective_hours(model: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.campaigns[0].objective.min(model.frame.endex).hours()
}

fn held(_: &Model, outcome: &Outcome<'_>) -> f64 {
    f64::from(outcome.ledger.total)
}

fn prevented(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.campaigns[0].prevented as f64
}

fn a_detects(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Detected)
}

fn a_declares(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Declared)
}

/// The same of the second campaign.
fn second_declared(model: &Model, outcome: &Outcome<'_>) -> f64 {
    let response = &outcome.ledger.responses[1];
    let declared = response.milestones[Milestone::Declared as usize].min(model.frame.endex);
    declared.since(response.origin.min(model.frame.endex)).hours()
}

fn a_contains(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Contained)
}

fn a_recovers(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Recovered)
}

fn a_wait(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let waits = &outcome.ledger.teams[0].waits;
    waits.sum as f64 / waits.count.max(1) as f64
}

fn a_acknowledges(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Acknowledged)
}

fn a_dropped(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].dropped as f64
}

fn a_false_incidents(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].incidents_false as f64
}

fn b_detects(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "b-cert", Milestone::Detected)
}

fn b_declares(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "b-cert", Milestone::Declared)
}

fn b_contains(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "b-cert", Milestone::Contained)
}

/// Hours from STARTEX to the first true alert of `a`, which nothing that comes after it moves.
fn first_alert(model: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.responses[0].milestones[Milestone::Detected as usize].min(model.frame.endex).hours()
}

fn b_wait(_: &Model, outcome: &Outcome<'_>) -> f64 {
    let team = &outcome.ledger.teams[1];
    let waits = team.waits.sum + team.not_begun_waits;
    waits as f64 / (team.waits.count + team.not_begun).max(1) as f64
}

fn b_work_lost(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.functions[0].loss
}

/// Assets that the responder's organisations lost, each time counted.
fn lost(model: &Model, outcome: &Outcome<'_>, responder: usize) -> f64 {
    let response = &outcome.ledger.responses[responder * model.campaigns.len()];
    f64::from(response.affected) + f64::from(response.dwells)
}

fn a_held(model: &Model, outcome: &Outcome<'_>) -> f64 {
    lost(model, outcome, 0)
}

fn b_held(model: &Model, outcome: &Outcome<'_>) -> f64 {
    lost(model, outcome, 1)
}

fn b_informed(model: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.responses[model.campaigns.len()].informed_by[0].min(model.frame.endex).hours()
}

fn function_loss(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.functions[0].loss
}

const TABLE: &[&[Row]] = &[
    attack::ROWS,
    detection::ROWS,
    team::ROWS,
    cooperation::ROWS,
    centre::ROWS,
    exercise::ROWS,
    escalation::ROWS,
    obligations::ROWS,
    staffs::ROWS,
    law::ROWS,
    network::ROWS,
    reliance::ROWS,
    maturity::ROWS,
    crises::ROWS,
];

/// What is wrong with a row, if its mechanism does not move its measure.
fn fault(Row { what, scenario, given, switch, look, moves }: &Row) -> Option<String> {
    const REPLICATIONS: u64 = 1000;
    let base = model_with(scenario, given);
    let switched = model_with(scenario, &[*given, *switch].concat());
    let before = play(&base, REPLICATIONS, false, |outcome| look(&base, outcome));
    let after = play(&switched, REPLICATIONS, false, |outcome| look(&switched, outcome));
    let differences: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
    let estimate = mean_interval(&differences, 0.99);
    let moved = match moves {
        Up => estimate.low > 0.0,
        Down => estimate.high < 0.0,
        Stays => differences.iter().all(|&difference| difference == 0.0),
    };
    (!moved).then(|| format!("{what}: {moves:?} expected, but {:.3} to {:.3}", estimate.low, estimate.high))
}

/// `JOINTEX_ROW=WORDS cargo test --test mechanisms` plays only the rows whose name has these words.
#[test]
fn every_mechanism_moves_its_measure() {
    let words = std::env::var("JOINTEX_ROW").unwrap_or_default();
    let rows: Vec<Row> = TABLE.concat().into_iter().filter(|row| row.what.contains(&words)).collect();
    assert!(!rows.is_empty(), "no row has these words");
    let idle: Vec<String> = rows.par_iter().filter_map(fault).collect();
    assert!(idle.is_empty(), "these do not move their measure:\n{}", idle.join("\n"));
}
