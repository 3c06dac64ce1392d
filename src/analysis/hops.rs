//! Ways from one place to others: movement and spread, letters and storage media, deliveries, denial, and data on their way out.
//!
//! **Invariant:** a hop is legal by the rules of the simulation, with every link open but the one that is taken to be closed.

use super::facts::{Fact, Tried};
use super::rules::{act, add, deed, known, step, technique};
use super::search::{Deed, NONE, Search};
use crate::model::*;

/// Something can be tried from a source: all hops from there.
pub fn leave(search: &mut Search<'_>, tried: Tried, source: u32) {
    let places = search.places;
    let network = &search.model.network;
    let outside = source == search.facts.internet();
    let zone = if outside { Network::INTERNET } else { places.group(source).zone };
    let inside = if outside { Inside::Isolated } else { places.inside(zone) };
    let first = search.searched.insert((tried, zone));
    let mut reached: Vec<(u32, LinkIdx, f64)> = Vec::new();
    match search.facts.step(tried) {
        Some(_) => {
            let technique = technique(search, tried);
            if first {
                let open =
                    network.zones[zone.at()].links.iter().filter(|&&link| passes(search, link, technique));
                for &link in open {
                    let beyond = places.of_zone(network.links[link.at()].to);
                    reached.extend(beyond.iter().map(|&place| (place, link, 0.0)));
                }
                if inside == Inside::Mesh {
                    reached.extend(places.of_zone(zone).iter().map(|&place| (place, LinkIdx::NONE, 0.0)));
                }
            }
            if inside == Inside::Edges {
                reached.extend(places.neighbours(source).map(|place| (place, LinkIdx::NONE, 0.0)));
            }
        }
        None => {
            let spread = &search.model.spreads[search.facts.spread(tried).at()];
            let joined = network.zones[zone.at()].inside == Inside::Edges;
            if let Some(contact) = spread.contact.as_ref().filter(|_| joined) {
                let delay = contact.delay.mean();
                let all = places.of_zone(zone).iter().copied().filter(|_| first && inside == Inside::Mesh);
                let near = (inside == Inside::Edges).then(|| places.neighbours(source)).into_iter().flatten();
                reached.extend(near.chain(all).map(|place| (place, LinkIdx::NONE, delay)));
            }
            let pressed = spread.pressure.iter().filter(|it| first && it.from == zone && it.rate > 0.0);
            for pressure in pressed.filter(|it| !it.link.is_some() || it.link != search.closed) {
                for &place in places.of_zone(pressure.to) {
                    // One source presses on all members of the place at once, and the first of them counts.
                    let rate = pressure.rate * spread.cap.min(1.0) * f64::from(places.get(place).count);
                    reached.push((place, pressure.link, 1.0 / rate));
                }
            }
        }
    }
    for (target, link, delay) in reached {
        hop(search, tried, (source, target), link, delay);
    }
}

fn hop(search: &mut Search<'_>, tried: Tried, (source, target): (u32, u32), link: LinkIdx, delay: f64) {
    let technique = technique(search, tried);
    let place = search.places.get(target);
    if !offers(search, technique, target) || (source == target && place.count == 1) {
        return;
    }
    let mut goes_on = None;
    if let Some(step) = search.facts.step(tried).map(|step| &search.model.steps[step.at()]) {
        let aimed = step.targets.as_ref().is_none_or(|targets| targets.contains(place.first));
        goes_on = match (aimed, technique.action) {
            (true, _) => Some(Fact::Done(tried, target)),
            // Who goes on until all is taken stays in the organisation.
            (false, Action::Move) if step.until == Until::Exhausted => None,
            (false, Action::Move) => Some(Fact::Begun(tried, target)),
            (false, _) => return,
        };
    }
    let opens = technique.credential.then_some(Fact::Opens(search.places.group_of(target)));
    let shown = if source == search.facts.internet() { NONE } else { source };
    let deed = Deed { link, time: delay, ..deed(tried, shown, target) };
    let gives = [Some(Fact::Held(target)), goes_on, gained(technique, target)];
    let needs = [Some(Fact::From(tried, source)), opens, known(search, tried, target)];
    act(search, needs, gives, deed);
}

/// Letters go to all targets whose organisation takes mail where the internet reaches; storage media go anywhere.
pub fn letters(search: &mut Search<'_>, tried: Tried, begun: Fact) {
    let technique = technique(search, tried);
    let Some(targets) = &step(search, tried).targets else { return };
    // The burst that is sent first is the one that counts.
    if !search.searched.insert((tried, Network::INTERNET)) {
        return;
    }
    let network = &search.model.network;
    for place in search.places.within(targets) {
        let group = search.places.group(place);
        let mut link = LinkIdx::NONE;
        if technique.action == Action::Plug {
            if technique.weakness != 0 && group.weaknesses & technique.weakness == 0 {
                continue;
            }
        } else if technique.service != 0 {
            let takers = search.model.organisations[group.owner.at()].mail.iter();
            let way = takers
                .map(|taker| &network.groups[taker.at()])
                .filter(|taker| taker.services & technique.service != 0)
                .filter_map(|taker| network.link(Network::INTERNET, taker.zone))
                .find(|&link| passes(search, link, technique));
            let Some(way) = way else { continue };
            link = way;
        }
        if group.users > 0 {
            let gives = [Some(Fact::Held(place)), Some(Fact::Done(tried, place)), gained(technique, place)];
            let needs = [Some(begun), known(search, tried, place)];
            act(search, needs, gives, Deed { link, ..deed(tried, NONE, place) });
        }
    }
}

/// A supplier is compromised, and each customer takes the next delivery. Of several like customers, the first counts: the
/// least of n delivery times is about their quantile 1 / (n + 1).
pub fn supply(search: &mut Search<'_>, tried: Tried, begun: Fact) {
    let technique = technique(search, tried);
    let Some(supplier) = search.model.suppliers.get(step(search, tried).supplier.at()) else { return };
    if technique.success <= 0.0 || !search.searched.insert((tried, Network::INTERNET)) {
        return;
    }
    for place in search.places.within(&supplier.customers) {
        let delivery = match search.places.get(place).count {
            1 => supplier.delivery.mean(),
            more => supplier.delivery.quantile(1.0 / (f64::from(more) + 1.0)),
        };
        let time = technique.time.mean() / technique.success + delivery;
        let gives = [Some(Fact::Held(place)), Some(Fact::Done(tried, place)), gained(technique, place)];
        let needs = [Some(begun), known(search, tried, place)];
        add(search, needs, gives, Some(Deed { time, ..deed(tried, NONE, place) }));
    }
}

/// A target's service is denied, from the internet or from the foothold.
pub fn deny(search: &mut Search<'_>, tried: Tried, foothold: u32) {
    let technique = technique(search, tried);
    let Some(targets) = &step(search, tried).targets else { return };
    let outside = search.facts.internet();
    for target in search.places.within(targets) {
        let sources = [outside, foothold].into_iter();
        let found =
            sources.filter_map(|source| Some((source, way(search, source, target, technique)?))).next();
        let Some((source, link)) = found.filter(|_| offers(search, technique, target)) else { continue };
        let admin = (technique.admin && source != outside).then_some(Fact::Admin(source));
        let owner = search.places.group(target).owner;
        let shown = if source == outside { NONE } else { source };
        let needs = [Some(Fact::Begun(tried, foothold)), admin, known(search, tried, target)];
        let gives = [Fact::Done(tried, foothold), Fact::DoneIn(tried, owner)];
        act(search, needs, gives, Deed { link, ..deed(tried, shown, target) });
    }
}

/// The link from a place (or the internet) to another, [`LinkIdx::NONE`] inside a zone; none where there is no way.
fn way(search: &Search<'_>, source: u32, target: u32, technique: &Technique) -> Option<LinkIdx> {
    let (places, network) = (search.places, &search.model.network);
    let to = places.group(target).zone;
    let from = if source == search.facts.internet() { Network::INTERNET } else { places.group(source).zone };
    if from != to {
        return network.link(from, to).filter(|&link| passes(search, link, technique));
    }
    let joined = match places.inside(to) {
        Inside::Mesh => true,
        Inside::Isolated => false,
        Inside::Edges => places.neighbours(source).any(|place| place == target),
    };
    joined.then_some(LinkIdx::NONE)
}

/// The links over which data leave a zone, and the least time that they take, in microseconds; none where no way leads out.
///
/// Where the technique moves traffic they go from zone to zone by the way whose narrowest link is the widest, of equal ones by the
/// fewest links; else over a link to the internet if it needs a service.
pub fn way_out(search: &Search<'_>, tried: Tried, zone: ZoneIdx) -> Option<(Vec<LinkIdx>, f64)> {
    let technique = technique(search, tried);
    let network = &search.model.network;
    if technique.traffic <= 0.0 {
        let out = network.link(zone, Network::INTERNET).filter(|&link| passes(search, link, technique));
        return match (technique.service, out) {
            (0, _) => Some((Vec::new(), 0.0)),
            (_, out) => out.map(|link| (vec![link], 0.0)),
        };
    }
    let mut width = vec![0.0_f64; network.zones.len()];
    let mut by = vec![LinkIdx::NONE; network.zones.len()];
    width[zone.at()] = f64::INFINITY;
    let mut next = std::collections::VecDeque::from([zone]);
    while let Some(from) = next.pop_front() {
        for &link in network.zones[from.at()].links.iter().filter(|&&link| passes(search, link, technique)) {
            let Link { to, capacity, .. } = network.links[link.at()];
            let through = width[from.at()].min(capacity);
            if through > width[to.at()] {
                (width[to.at()], by[to.at()]) = (through, link);
                next.push_back(to);
            }
        }
    }
    let widest = width[Network::INTERNET.at()];
    let mut links = Vec::new();
    let mut at = Network::INTERNET;
    while at != zone {
        let link = by[at.at()];
        if !link.is_some() {
            return None;
        }
        links.push(link);
        at = network.links[link.at()].from;
    }
    links.reverse();
    // Megabits over megabits a second.
    Some((links, technique.traffic / widest * 1e6))
}

/// Whether the members of a place have what the technique needs of a target.
fn offers(search: &Search<'_>, technique: &Technique, place: u32) -> bool {
    let group = search.places.group(place);
    (technique.service == 0 || group.services & technique.service != 0)
        && (technique.weakness == 0 || group.weaknesses & technique.weakness != 0)
}

fn gained(technique: &Technique, place: u32) -> Option<Fact> {
    technique.gives_admin.then_some(Fact::Admin(place))
}

fn passes(search: &Search<'_>, link: LinkIdx, technique: &Technique) -> bool {
    let allow = search.model.network.links[link.at()].allow;
    link != search.closed && (technique.service == 0 || allow & technique.service != 0)
}

/// The probability that one attempt on a place succeeds, or any of those that are made at once.
pub fn success(search: &Search<'_>, tried: Tried, target: u32) -> f64 {
    let once = once(search, tried, target);
    1.0 - libm::pow(1.0 - once, at_once(search, tried, target))
}

/// The probability that a single attempt on a place succeeds; no place is the internet, where nobody has controls.
pub fn once(search: &Search<'_>, tried: Tried, target: u32) -> f64 {
    let technique = technique(search, tried);
    match technique.action {
        Action::Supply => technique.success,
        _ if target == NONE => technique.success,
        _ => technique.success_against(profile(search, target)),
    }
}

/// The control profile of the organisation that a place belongs to.
pub fn profile(search: &Search<'_>, place: u32) -> u32 {
    search.model.organisations[search.places.group(place).owner.at()].profile
}

/// Attempts that are made at once: the letters of a burst that go to the place, on average; else one.
pub fn at_once(search: &Search<'_>, tried: Tried, target: u32) -> f64 {
    let Some(step) = search.facts.step(tried).map(|step| &search.model.steps[step.at()]) else { return 1.0 };
    match &step.targets {
        Some(targets) if technique(search, tried).action.is_burst() && target != NONE => {
            let share = f64::from(search.places.get(target).count) / targets.len() as f64;
            f64::from(step.burst).min(targets.len() as f64) * share
        }
        _ => 1.0,
    }
}
