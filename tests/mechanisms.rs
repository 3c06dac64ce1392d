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

/// (what is switched, the paths that switch it, what is measured, where that moves)
type Row = (&'static str, &'static [(&'static str, &'static str)], Look, Moves);

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

fn a_acknowledges(model: &Model, outcome: &Outcome<'_>) -> f64 {
    hours(model, outcome, "a-cert", Milestone::Acknowledged)
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

fn b_held(model: &Model, outcome: &Outcome<'_>) -> f64 {
    let responder = model.responders.len() - 1;
    f64::from(outcome.ledger.responses[responder * model.campaigns.len()].affected)
        + f64::from(outcome.ledger.responses[responder * model.campaigns.len()].dwells)
}

fn b_informed(model: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.responses[model.campaigns.len()].informed_by[0].min(model.frame.endex).hours()
}

fn function_loss(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.functions[0].loss
}

const CONTAIN: &str = "playbooks[a-playbook].phases[Contain].actions";
const FEED: &str = "agreements[treaty].areas.information_exchange.channels[feed].medium";
const FEED_DELAY: &str = "agreements[treaty].areas.information_exchange.channels[feed].delay";
const FEED_RELEASE: &str = "agreements[treaty].areas.information_exchange.channels[feed].release";
const FEED_CEILING: &str = "agreements[treaty].areas.information_exchange.channels[feed].ceiling";
const FEED_RELIABILITY: &str = "agreements[treaty].areas.information_exchange.channels[feed].reliability";

const ROWS: &[Row] = &[
    // Attack.
    ("fewer letters", &[("campaigns[c].flow[mail].burst", "5")], held, Down),
    ("no retries", &[("techniques[raise].retries", "0")], objective_hours, Up),
    ("one operator", &[("campaigns[c].operators", "1")], objective_hours, Up),
    ("a longer attempt", &[("techniques[hop].time", "9h")], objective_hours, Up),
    ("the way at random", &[("campaigns[c].flow[hop].route", "Random")], objective_hours, Up),
    ("no exposed weakness", &[("network.assets[a-web].weaknesses", "[]")], held, Down),
    ("no way for the service", &[("network.links[internet>a-edge].allow", "[\"smtp\"]")], held, Down),
    ("no mail service reachable", &[("network.links[internet>a-edge].allow", "[\"https\"]")], held, Down),
    ("no credential to take", &[("network.assets[a-desk].credentials", "[]")], objective_hours, Up),
    ("nothing accepts it", &[("network.assets[a-dc].accepts", "[]")], objective_hours, Up),
    ("a longer active period", &[("campaigns[c].spread[Contact].active_for", "4h")], held, Up),
    ("slower spread", &[("campaigns[c].spread[Contact].delay", "Exponential(mean: \"9000h\")")], held, Down),
    ("no impact", &[("techniques[burn].success", "0")], function_loss, Down),
    // Detection.
    ("blind sensors", &[("sensors[a-edr].sensitivity", "0")], a_detects, Up),
    ("slow sensors", &[("sensors[a-edr].delay", "5h")], a_detects, Up),
    ("nothing visible", &[("techniques[raise].visible", "(attempt: [], success: [])")], a_detects, Up),
    ("more false alarms", &[("sensors[a-edr].false_alarms", "PerDay(280)")], a_wait, Up),
    ("no boost by indicators", &[("sensors[b-edr].indicator_boost", "0")], b_detects, Up),
    // Team.
    ("fewer seats", &[("teams[a-soc].tiers[l1].seats", "2")], a_wait, Up),
    (
        "no night shift",
        &[("teams[a-soc].tiers[l1].shifts", "Weekly(\"Mon-Fri\", \"08:00\", \"18:00\")")],
        a_acknowledges,
        Up,
    ),
    ("nobody on call", &[("teams[a-soc].tiers[l2].on_call", "100h")], a_declares, Up),
    ("more skill", &[("teams[a-soc].tiers[l1].skill", "2")], a_wait, Down),
    (
        "first come, first served",
        &[("teams[a-soc].queue.order", "FirstCome"), ("teams[a-soc].tiers[l1].seats", "2")],
        a_wait,
        Up,
    ),
    ("few waiting places", &[("teams[a-soc].queue.capacity", "1")], a_dropped, Up),
    ("more misses", &[("teams[a-soc].triage.misses", "0.9")], a_declares, Up),
    ("false escalations", &[("teams[a-soc].triage.false_escalations", "0.2")], a_false_incidents, Up),
    ("longer investigation", &[("playbooks[a-playbook].phases[Investigate].time", "12h")], a_declares, Up),
    (
        "investigation finds nothing",
        &[("playbooks[a-playbook].phases[Investigate].finds", "0")],
        a_contains,
        Up,
    ),
    ("a slow authority", &[("authorities[a-duty].time", "20h")], a_contains, Up),
    (
        "an authority in office hours",
        &[("authorities[a-duty].hours", "Weekly(\"Mon\", \"08:00\", \"09:00\")")],
        a_contains,
        Up,
    ),
    (
        "one in the crew",
        &[("crews[a-it].seats", "1"), ("playbooks[a-playbook].phases[Recover].per_asset", "5h")],
        a_recovers,
        Up,
    ),
    ("no isolation", &[(CONTAIN, "[BlockIndicators]")], a_contains, Up),
    ("indicators not blocked", &[(CONTAIN, "[Isolate]")], prevented, Down),
    ("links blocked", &[(CONTAIN, "[BlockLinks]")], objective_hours, Up),
    ("credentials disabled", &[(CONTAIN, "[DisableCredentials]")], objective_hours, Up),
    // Cooperation.
    ("no agreement", &[("agreements[treaty].active", "false")], b_informed, Up),
    ("no agreement", &[("agreements[treaty].active", "false")], b_detects, Up),
    ("no agreement", &[("agreements[treaty].active", "false")], b_held, Up),
    (
        "read, not automated",
        &[
            (FEED, "Telephone"),
            ("agreements[treaty].areas.information_exchange.channels[feed].reading", "6h"),
        ],
        b_held,
        Up,
    ),
    ("a slow channel", &[(FEED_DELAY, "20h")], b_informed, Up),
    ("a slow release", &[(FEED_RELEASE, "20h")], b_informed, Up),
    ("a ceiling below the marking", &[(FEED_CEILING, "Clear")], b_informed, Up),
    ("a channel that loses", &[(FEED_RELIABILITY, "0.2")], b_informed, Up),
    // Exercise.
    (
        "a load of tickets",
        &[("msel[1].effect", "Load(team: \"a-soc\", tickets: 400, over: \"10h\")")],
        a_wait,
        Up,
    ),
    (
        "a contingency alert",
        &[
            ("msel[2].effect", "Alert(team: \"a-soc\", asset: \"a-desk[1]\")"),
            ("sensors[a-edr].sensitivity", "0"),
            ("sensors[a-mail].sensitivity", "0"),
            ("campaigns[c].initially_held", "[Asset(\"a-desk[1]\")]"),
        ],
        a_false_or_true_alerts,
        Up,
    ),
];

fn a_false_or_true_alerts(_: &Model, outcome: &Outcome<'_>) -> f64 {
    outcome.ledger.teams[0].alerts_true as f64 - outcome.ledger.teams[0].alerts_false as f64
}

#[test]
fn every_mechanism_moves_its_measure() {
    const REPLICATIONS: u64 = 300;
    let base = model_with(TWO_SITES, &[]);
    let mut idle = Vec::new();
    for (what, switch, look, moves) in ROWS {
        let switched = model_with(TWO_SITES, switch);
        let before = play(&base, REPLICATIONS, false, |outcome| look(&base, outcome));
        let after = play(&switched, REPLICATIONS, false, |outcome| look(&switched, outcome));
        let differences: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
        let estimate = mean_interval(&differences, 0.99);
        let moved = match moves {
            Up => estimate.low > 0.0,
            Down => estimate.high < 0.0,
        };
        if !moved {
            idle.push(format!("{what}: {moves:?} expected, but {:.3} to {:.3}", estimate.low, estimate.high));
        }
    }
    assert!(idle.is_empty(), "these do not move their measure:\n{}", idle.join("\n"));
}
