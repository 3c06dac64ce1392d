//! The cheapest way of each campaign to each of its targets, and what stands on it: sensors and links.
//!
//! **Invariant:** a path's deeds come in the order in which they are done, and its time is the end of the last one.

use super::facts::Fact;
use super::goals::{Basis, Goal, goals};
use super::places::{Place, Places};
use super::search::{Deed, NONE, Search, search};
use super::{hops, rules};
use crate::model::*;
use std::collections::BTreeSet;

/// The ways of one campaign.
#[derive(Debug, Clone)]
pub struct CampaignPaths {
    /// Which campaign.
    pub campaign: CampaignIdx,
    /// Why these are its targets.
    pub basis: Basis,
    /// The way to each target, by group.
    pub paths: Vec<Path>,
}

/// The cheapest way to a target.
#[derive(Debug, Clone)]
pub struct Path {
    /// The target: the one of its group that is reached first.
    pub target: Place,
    /// Mean time from the campaign's start, in microseconds; none where no way leads there.
    pub time: Option<f64>,
    /// What is done on the way.
    pub hops: Vec<Hop>,
    /// How much later the target is reached without each link that the way uses, in microseconds; none: never.
    pub without: Vec<(LinkIdx, Option<f64>)>,
}

/// A hop of a path: something done to another asset, or to the one that is held.
#[derive(Debug, Clone)]
pub struct Hop {
    /// The step, or none.
    pub step: StepIdx,
    /// The spread, or none.
    pub spread: SpreadIdx,
    /// The technique.
    pub technique: TechniqueIdx,
    /// Whether it is tried in vain, and something else follows.
    pub fails: bool,
    /// Whence; none for the internet.
    pub source: Option<Place>,
    /// To where; the source itself where something is done to the foothold.
    pub target: Place,
    /// The links that it needs; for mail, the one over which it is delivered.
    pub links: Vec<LinkIdx>,
    /// Mean time until it succeeds, in microseconds.
    pub time: f64,
    /// Its end, in microseconds after the campaign's start.
    pub end: f64,
    /// Sensors that may see it, by id, each with the probability that it does before the hop has succeeded.
    pub seen: Vec<(SensorIdx, f64)>,
    /// The probability that any of them does.
    pub seen_by_any: f64,
}

impl Path {
    /// Mean time of all that is done, in microseconds: more than `time` where things are done side by side.
    pub fn work(&self) -> f64 {
        self.hops.iter().fold(0.0, |sum, hop| sum + hop.time)
    }

    /// The probability that any sensor, or only `sensor`, sees anything of it.
    pub fn seen(&self, sensor: Option<SensorIdx>) -> f64 {
        let by = |hop: &Hop| match sensor {
            None => hop.seen_by_any,
            Some(sensor) => hop.seen.iter().find(|it| it.0 == sensor).map_or(0.0, |it| it.1),
        };
        1.0 - self.hops.iter().map(|hop| 1.0 - by(hop)).product::<f64>()
    }

    /// The links that it uses.
    pub fn links(&self) -> impl Iterator<Item = LinkIdx> + '_ {
        self.hops.iter().flat_map(|hop| hop.links.iter().copied())
    }
}

/// The cheapest ways of every campaign.
pub fn cheapest_paths(model: &Model) -> Vec<CampaignPaths> {
    CampaignIdx::all(model.campaigns.len()).map(|campaign| paths(model, campaign)).collect()
}

fn paths(model: &Model, index: CampaignIdx) -> CampaignPaths {
    let campaign = &model.campaigns[index.at()];
    let places = Places::new(model, index);
    let found = search(model, index, &places, LinkIdx::NONE);
    let (basis, by_group) = goals(model, campaign, &places, &found.facts);
    let targets: Vec<Vec<Goal>> = by_group.into_values().collect();
    let mut paths: Vec<Path> = targets.iter().map(|goals| path(&found, goals)).collect();
    // Only what a way uses can make it longer by being closed.
    let used: BTreeSet<LinkIdx> = paths.iter().flat_map(Path::links).collect();
    for link in used {
        let without = search(model, index, &places, link);
        for (path, goals) in paths.iter_mut().zip(&targets) {
            if path.links().any(|it| it == link) {
                let before = path.time.unwrap_or(0.0);
                let after = best(&without, goals).map(|(_, time)| (time - before).max(0.0));
                path.without.push((link, after));
            }
        }
    }
    CampaignPaths { campaign: index, basis, paths }
}

/// The goal that is attained first, and when.
fn best<'g>(search: &Search<'_>, goals: &'g [Goal]) -> Option<(&'g Goal, f64)> {
    let times = goals.iter().filter_map(|goal| Some((goal, search.earliest(&goal.facts)?)));
    times.min_by(|a, b| a.1.total_cmp(&b.1))
}

fn path(search: &Search<'_>, goals: &[Goal]) -> Path {
    match best(search, goals) {
        Some((goal, time)) => Path {
            target: search.places.get(goal.place),
            time: Some(time),
            hops: plan(search, &goal.facts),
            without: Vec::new(),
        },
        None => {
            // A group's targets stand in a row or nearly so; the first of them stands for those that nobody reaches.
            let target = goals.first().map_or(0, |goal| goal.place);
            Path { target: search.places.get(target), time: None, hops: Vec::new(), without: Vec::new() }
        }
    }
}

fn plan(search: &Search<'_>, facts: &[Fact]) -> Vec<Hop> {
    search.plan(facts).iter().map(|deed| hop(search, deed)).collect()
}

fn hop(search: &Search<'_>, deed: &Deed) -> Hop {
    let model = search.model;
    let (step, spread, technique) = match search.facts.step(deed.tried) {
        Some(step) => (step, SpreadIdx::NONE, model.steps[step.at()].technique),
        None => {
            let spread = search.facts.spread(deed.tried);
            (StepIdx::NONE, spread, model.spreads[spread.at()].technique)
        }
    };
    let source = (deed.source != NONE).then(|| search.places.get(deed.source));
    let target = search.places.get(deed.target);
    let mut sensors: Vec<SensorIdx> =
        source.iter().chain([&target]).flat_map(|place| model.network.sensors_of(place.first)).collect();
    sensors.sort_unstable();
    sensors.dedup();
    let it = &model.techniques[technique.at()];
    let profile = hops::profile(search, deed.target);
    let of = |sensors: &[SensorIdx]| {
        let seen_by: Vec<Seen> = sensors.iter().map(|&sensor| it.seen_by(sensor, profile)).collect();
        let at_once = hops::at_once(search, deed.tried, deed.target);
        match it.action {
            _ if deed.fails => {
                let tries = rules::tries(search, deed.tried) * at_once;
                1.0 - libm::pow(seen_by.iter().map(|seen| 1.0 - seen.failed).product(), tries)
            }
            // What is done at the supplier nobody sees, and a delivery is taken once.
            Action::Supply => seen(1.0, &seen_by, 1.0),
            _ => seen(hops::once(search, deed.tried, deed.target), &seen_by, at_once),
        }
    };
    let links = match it.action {
        Action::Exfiltrate if !deed.fails => {
            let zone = search.places.group(deed.target).zone;
            hops::way_out(search, deed.tried, zone).map_or_else(Vec::new, |(links, _)| links)
        }
        _ => Some(deed.link).filter(|link| link.is_some()).into_iter().collect(),
    };
    Hop {
        step,
        spread,
        technique,
        fails: deed.fails,
        source,
        target,
        links,
        time: deed.time,
        end: deed.end,
        seen: sensors.iter().map(|&sensor| (sensor, of(&[sensor]))).filter(|it| it.1 > 0.0).collect(),
        seen_by_any: of(&sensors),
    }
}

/// The probability that some sensors see anything of attempts that are repeated until one succeeds, `at_once` of them at a time.
///
/// With p for success and the probabilities f and s to be seen when an attempt fails and succeeds, one burst of n fails unseen
/// with ((1 − p)(1 − f))ⁿ and passes unseen with (p(1 − s) + (1 − p)(1 − f))ⁿ; the rest is a geometric series.
fn seen(success: f64, by: &[Seen], at_once: f64) -> f64 {
    let failed: f64 = by.iter().map(|seen| 1.0 - seen.failed).product();
    let succeeded: f64 = by.iter().map(|seen| 1.0 - seen.succeeded).product();
    let fails_unseen = libm::pow((1.0 - success) * failed, at_once);
    let unseen = libm::pow(success * succeeded + (1.0 - success) * failed, at_once);
    let seen = 1.0 - (unseen - fails_unseen) / (1.0 - fails_unseen);
    // Nothing sees nothing: no rounding shall say otherwise.
    if failed == 1.0 && succeeded == 1.0 { 0.0 } else { seen.clamp(0.0, 1.0) }
}
