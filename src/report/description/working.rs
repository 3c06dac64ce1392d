//! How it is worked out, and what is taken for granted: a sentence each, with the condition under which it is said.
//!
//! **Invariant:** a sentence says what the simulation does, in the words of the language.

use super::facts::About::*;
use super::facts::{Facts, Mechanism, said};
use crate::model::*;

/// The table.
pub const MECHANISMS: &[Mechanism] = &[
    said(
        Algorithm,
        |_| true,
        "The future event list is a total order: by time in whole microseconds, then by kind (changes of rosters, links and containment, ends of service, ends of attempts, detections, messages, starts of service, conditions, reactions of adversaries), then by the id of the entity, then by the order of scheduling.",
    ),
    said(
        Algorithm,
        |it| it.model.injects.iter().any(|it| matches!(it.when, When::On(_))),
        "Conditions are looked at once after the last event of an instant, and only those that speak of something that changed; each fires once, in the order of numbers, and until none is met.",
    ),
    said(
        Algorithm,
        |it| it.model.pools.iter().any(|it| it.order == QueueOrder::FirstCome),
        "Queues are served first come, first served.",
    ),
    said(
        Algorithm,
        |it| it.model.pools.iter().any(|it| it.order == QueueOrder::MostSevereFirst),
        "Queues are served by severity, then by arrival.",
    ),
    said(
        Algorithm,
        |it| it.model.pools.iter().any(|it| matches!(it.order, QueueOrder::Priority(_))),
        "Queues are served by kind of work, then by arrival.",
    ),
    said(
        Algorithm,
        |it| it.model.pools.iter().any(|it| it.preempts),
        "More urgent work takes the seat of the least urgent work in service, which goes back to the head of its line and later takes the time that was left.",
    ),
    said(
        Algorithm,
        |it| it.model.teams.iter().any(|it| it.places != u32::MAX && it.triage.is_some()),
        "Waiting places for alerts are limited; an alert that finds none, or the one that makes room for it, is dropped and counted.",
    ),
    said(
        Algorithm,
        |it| moves(it, Route::Random),
        "Movement by a random route takes any legal next hop: the one with the least key among them.",
    ),
    said(
        Algorithm,
        |it| moves(it, Route::Cheapest),
        "Movement by the cheapest route follows Dijkstra's algorithm on mean attempt time divided by success over what is legal now, ties by id, and is planned anew after every gain or loss.",
    ),
    said(
        Algorithm,
        |it| it.model.spreads.iter().any(|it| !it.pressure.is_empty()),
        "Pressure is Sellke's construction (Journal of Applied Probability 20, 1983): each target has a threshold Exp(1); where the integral of the rates of the active sources crosses it there is one attempt, whose source is drawn in proportion to the rates, and after a failure the threshold is drawn anew. This is exact.",
    ),
    said(
        Algorithm,
        |it| it.model.spreads.iter().any(|it| it.contact.is_some()),
        "Contact along links keeps a delay for each ordered pair, not only the earliest on a target, for its source may be isolated first.",
    ),
    said(
        Algorithm,
        |it| it.sets("network.zones[", ".topology.m"),
        "Topologies by Barabási and Albert are grown by preferential attachment from a seed of their own.",
    ),
    said(
        Algorithm,
        |it| !it.model.reliance.dependencies.is_empty(),
        "Levels that depend on each other are worked out in the instant of a change, from reader to reader: what falls makes only others fall, what rises only others rise, so that this ends.",
    ),
    said(
        Algorithm,
        |it| it.model.strains.iter().any(|strain| it.model.crises[strain.crisis.at()].active),
        "What a crisis brings is thinned from the rate of full intensity (Lewis and Shedler, 1979).",
    ),
    //
    said(
        Assumption,
        |it| it.attacks(),
        "Adversaries do what their flows and spreads say and nothing else; they know the network as far as a step needs it.",
    ),
    said(
        Assumption,
        |it| !it.model.teams.is_empty(),
        "Teams follow their playbooks. The people of a tier are alike, and neither tire nor learn but as the playbooks and agreements say.",
    ),
    said(
        Assumption,
        |it| it.attacks() && it.model.network.links.iter().all(|link| link.capacity.is_infinite()),
        "Links have unlimited capacity.",
    ),
    said(
        Assumption,
        |it| !it.model.network.groups.is_empty(),
        "The assets of a group are alike, and fall one by one.",
    ),
    said(
        Assumption,
        |it| !it.model.functions.is_empty(),
        "What is not said to depend on a function does not depend on it.",
    ),
    said(Assumption, |_| true, "Times are independent of each other unless a rule above relates them."),
];

/// Whether movement takes such a route.
fn moves(it: &Facts<'_>, route: Route) -> bool {
    let moves = |step: &&Step| it.model.techniques[step.technique.at()].action == Action::Move;
    it.model.steps.iter().filter(moves).any(|step| step.route == route)
}
