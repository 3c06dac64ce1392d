//! Every mechanism matters: switched, it moves the measure that it should, in the direction that it should.
//!
//! One table. Each row plays the same replications twice, as written and with some paths set, and looks at the paired
//! differences (common random numbers): their 99 % interval must exclude zero on the expected side. Times that were not
//! observed count up to ENDEX.

mod common;

use common::{model_with, play};
use jointex::kernel::SimTime;
use jointex::model::Model;
use jointex::sim::{Milestone, Outcome};
use jointex::statistics::mean_interval;
use rayon::prelude::*;

/// Two organisations, each with its team; one adversary who comes by mail, by an exposed service and by spread.
const TWO_SITES: &str = include_str!("common/two_sites.ron");

/// Where the setting moves the measure.
#[derive(Debug, Clone, Copy)]
enum Moves {
    Up,
    Down,
}
use Moves::{Down, Up};

type Look = fn(&Model, &Outcome<'_>) -> f64;

/// What is switched, the paths that switch it, what is measured, and where that moves.
struct Row {
    what: &'static str,
    /// Set in both, where the scenario as written would hide the mechanism behind another.
    given: Paths,
    switch: Paths,
    look: Look,
    moves: Moves,
}

type Paths = &'static [(&'static str, &'static str)];

const fn row(what: &'static str, switch: Paths, look: Look, moves: Moves) -> Row {
    Row { what, given: &[], switch, look, moves }
}

impl Row {
    const fn given(self, given: Paths) -> Row {
        Row { given, ..self }
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

fn a_dropped(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].dropped as f64
}

fn a_false_incidents(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].incidents_false as f64
}

fn b_detects(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "b-cert", Milestone::Detected)
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

const CONTAIN: &str = "playbooks[a-playbook].phases[Contain].actions";
/// So late that containment can come before it.
const LATE_HOP: (&str, &str) = ("techniques[hop].time", "Exponential(mean: \"15h\")");
const FEED: &str = "agreements[treaty].areas.information_exchange.channels[feed].medium";
const FEED_DELAY: &str = "agreements[treaty].areas.information_exchange.channels[feed].delay";
const FEED_RELEASE: &str = "agreements[treaty].areas.information_exchange.channels[feed].release";
const FEED_CEILING: &str = "agreements[treaty].areas.information_exchange.channels[feed].ceiling";
const FEED_RELIABILITY: &str = "agreements[treaty].areas.information_exchange.channels[feed].reliability";

const ROWS: &[Row] = &[
    // Attack.
    row("fewer letters", &[("campaigns[c].flow[mail].burst", "5")], a_held, Down),
    row("no retries", &[("techniques[raise].retries", "0")], objective_hours, Up),
    row("one operator", &[("campaigns[c].operators", "1")], objective_hours, Up),
    row("a longer attempt", &[("techniques[hop].time", "9h")], objective_hours, Up),
    row("the way at random", &[("campaigns[c].flow[hop].route", "Random")], objective_hours, Up),
    row("no exposed weakness", &[("network.assets[a-web].weaknesses", "[]")], held, Down),
    row("no way for the service", &[("network.links[internet>a-edge].allow", "[\"smtp\"]")], held, Down),
    row(
        "no mail service reachable",
        &[("network.links[internet>a-edge].allow", "[\"https\"]")],
        a_held,
        Down,
    ),
    row("no credential to take", &[("network.assets[a-desk].credentials", "[]")], objective_hours, Up),
    row("nothing accepts it", &[("network.assets[a-dc].accepts", "[]")], objective_hours, Up),
    row("a longer active period", &[("campaigns[c].spread[Contact].active_for", "90h")], held, Up),
    row(
        "slower spread",
        &[("campaigns[c].spread[Contact].delay", "Exponential(mean: \"9000h\")")],
        held,
        Down,
    ),
    row("no impact", &[("techniques[burn].success", "0")], function_loss, Down),
    // Detection.
    row("blind sensors", &[("sensors[a-edr].sensitivity", "0")], a_detects, Up),
    row("slow sensors", &[("sensors[a-edr].delay", "5h")], a_detects, Up),
    row("nothing visible", &[("techniques[raise].visible", "(attempt: [], success: [])")], a_detects, Up),
    row("more false alarms", &[("sensors[a-edr].false_alarms", "PerDay(280)")], a_wait, Up),
    row("no boost by indicators", &[("sensors[b-edr].indicator_boost", "0")], b_detects, Up),
    // Team.
    row("fewer seats", &[("teams[a-soc].tiers[l1].seats", "2")], a_wait, Up),
    row(
        "no night shift",
        &[("teams[a-soc].tiers[l1].shifts", "Weekly(\"Mon-Fri\", \"08:00\", \"18:00\")")],
        a_wait,
        Up,
    ),
    row("nobody on call", &[("teams[a-soc].tiers[l2].on_call", "100h")], a_declares, Up),
    row("more skill", &[("teams[a-soc].tiers[l1].skill", "2")], a_wait, Down),
    row(
        "first come, first served",
        &[("teams[a-soc].queue.order", "FirstCome"), ("teams[a-soc].tiers[l1].seats", "2")],
        a_wait,
        Up,
    ),
    row("few waiting places", &[("teams[a-soc].queue.capacity", "1")], a_dropped, Up),
    row("more misses", &[("teams[a-soc].triage.misses", "0.9")], a_declares, Up),
    row("false escalations", &[("teams[a-soc].triage.false_escalations", "0.2")], a_false_incidents, Up),
    row("longer investigation", &[("playbooks[a-playbook].phases[Investigate].time", "12h")], a_declares, Up),
    row(
        "investigation finds nothing",
        &[("playbooks[a-playbook].phases[Investigate].finds", "0")],
        a_contains,
        Up,
    ),
    row("a slow authority", &[("authorities[a-duty].time", "20h")], a_contains, Up),
    row(
        "an authority in office hours",
        &[("authorities[a-duty].hours", "Weekly(\"Mon\", \"08:00\", \"09:00\")")],
        a_contains,
        Up,
    ),
    row(
        "one in the crew",
        &[("crews[a-it].seats", "1"), ("playbooks[a-playbook].phases[Recover].per_asset", "5h")],
        a_recovers,
        Up,
    ),
    row("no isolation", &[(CONTAIN, "[BlockIndicators]")], a_contains, Up),
    row("indicators not blocked", &[(CONTAIN, "[Isolate]")], prevented, Down),
    row("links blocked", &[(CONTAIN, "[BlockLinks]")], objective_hours, Up).given(&[
        (CONTAIN, "[BlockIndicators]"),
        ("techniques[crawl].success", "0"),
        LATE_HOP,
    ]),
    row("credentials disabled", &[(CONTAIN, "[DisableCredentials]")], objective_hours, Up)
        .given(&[(CONTAIN, "[BlockIndicators]"), LATE_HOP]),
    // Cooperation.
    row("no agreement", &[("agreements[treaty].active", "false")], b_informed, Up),
    row("no agreement", &[("agreements[treaty].active", "false")], b_detects, Up),
    row("no agreement", &[("agreements[treaty].active", "false")], b_held, Up),
    row(
        "read, not automated",
        &[
            (FEED, "Telephone"),
            ("agreements[treaty].areas.information_exchange.channels[feed].reading", "6h"),
        ],
        b_held,
        Up,
    ),
    row("a slow channel", &[(FEED_DELAY, "20h")], b_informed, Up),
    row("a slow release", &[(FEED_RELEASE, "20h")], b_informed, Up),
    row("a ceiling below the marking", &[(FEED_CEILING, "Clear")], b_informed, Up),
    row("a channel that loses", &[(FEED_RELIABILITY, "0.2")], b_informed, Up),
    // Exercise.
    row(
        "a load of tickets",
        &[("msel[1].effect", "Load(team: \"a-soc\", tickets: 400, over: \"10h\")")],
        a_wait,
        Up,
    ),
    row(
        "a contingency alert",
        &[("msel[2].effect", "Alert(team: \"a-soc\", asset: \"a-desk[1]\")")],
        a_detects,
        Down,
    )
    .given(&[
        ("sensors[a-edr].sensitivity", "0"),
        ("sensors[a-mail].sensitivity", "0"),
        ("campaigns[c].initially_held", "[Asset(\"a-desk[1]\")]"),
    ]),
];

/// What is wrong with a row, if its mechanism does not move its measure.
fn fault(Row { what, given, switch, look, moves }: &Row) -> Option<String> {
    const REPLICATIONS: u64 = 1000;
    let base = model_with(TWO_SITES, given);
    let switched = model_with(TWO_SITES, &[*given, *switch].concat());
    let before = play(&base, REPLICATIONS, false, |outcome| look(&base, outcome));
    let after = play(&switched, REPLICATIONS, false, |outcome| look(&switched, outcome));
    let differences: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
    let estimate = mean_interval(&differences, 0.99);
    let moved = match moves {
        Up => estimate.low > 0.0,
        Down => estimate.high < 0.0,
    };
    (!moved).then(|| format!("{what}: {moves:?} expected, but {:.3} to {:.3}", estimate.low, estimate.high))
}

#[test]
fn every_mechanism_moves_its_measure() {
    let idle: Vec<String> = ROWS.par_iter().filter_map(fault).collect();
    assert!(idle.is_empty(), "these do not move their measure:\n{}", idle.join("\n"));
}
