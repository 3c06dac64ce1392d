//! What follows from what in a campaign: the rules of the attack flow, as the simulation plays it.
//!
//! **Invariant:** a rule is stated when the first of its premisses is settled, and never before.

use super::facts::{Fact, Tried};
use super::search::{Deed, NONE, Search};
use crate::model::*;

/// When all of `needs` is true, `gives` is true after the deed's time.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Premisses; [`NONE`] for none.
    pub needs: [u32; 3],
    /// What follows.
    pub gives: [u32; 3],
    /// What has to be done; nothing where one thing is another by itself.
    pub deed: Option<Deed>,
}

/// What is true from the start: what is held, and the first steps.
pub fn begin(search: &mut Search<'_>) {
    let held = search.places.within(&search.campaign.initially_held);
    for &place in &held {
        state(search, [None], [Fact::Held(place)]);
    }
    for tried in search.facts.steps() {
        let step = step(search, tried);
        if step.join != Join::Start {
            continue;
        }
        match technique(search, tried).action {
            Action::Phish | Action::Exploit => {
                let internet = search.facts.internet();
                state(search, [None], [Fact::Begun(tried, internet)]);
            }
            _ => held.iter().for_each(|&place| state(search, [None], [Fact::Begun(tried, place)])),
        }
    }
}

/// States what may follow from a fact that has just been settled.
pub fn follow(search: &mut Search<'_>, fact: Fact) {
    match fact {
        Fact::Held(place) => held(search, place),
        Fact::Taken(credential) => {
            for group in search.opened_by[credential.at()].clone() {
                state(search, [fact], [Fact::Opens(group)]);
            }
        }
        Fact::Begun(tried, place) => begun(search, tried, place),
        Fact::From(tried, place) => leave(search, tried, place),
        Fact::Done(tried, place) => done(search, tried, place),
        Fact::DoneIn(tried, organisation) => done_in(search, tried, organisation),
        Fact::Admin(_) | Fact::Opens(_) | Fact::Around(..) | Fact::Joined(..) => {}
    }
}

/// What a step with an `All` join rests on in an organisation.
pub fn joined(search: &Search<'_>, tried: Tried, organisation: OrganisationIdx) -> Vec<u32> {
    let before = step(search, tried).predecessors.iter();
    before.map(|&step| search.facts.number(Fact::DoneIn(search.facts.tried(step), organisation))).collect()
}

fn held(search: &mut Search<'_>, place: u32) {
    let owner = search.places.group(place).owner;
    for tried in search.facts.all_tried() {
        let admin = admin(search, tried, place);
        let Some(index) = search.facts.step(tried) else {
            state(search, [Some(Fact::Held(place)), admin], [Fact::From(tried, place)]);
            continue;
        };
        let step = &search.model.steps[index.at()];
        let (Action::Move, Some(targets)) = (technique(search, tried).action, &step.targets) else {
            continue;
        };
        let around = Fact::Around(tried, owner);
        if step.route == Route::Cheapest {
            let needs = [Some(around), Some(Fact::Held(place)), admin];
            state(search, needs, [Fact::From(tried, place)]);
        }
        // What is held already is moved to by an attempt that cannot be refused.
        if targets.contains(search.places.get(place).first) {
            act(search, [around, Fact::Held(place)], [Fact::Done(tried, place)], deed(tried, place, place));
        }
    }
}

/// A step can be tried from a foothold: what it does there, or what it needs to go further.
fn begun(search: &mut Search<'_>, tried: Tried, place: u32) {
    let from_internet = place == search.facts.internet();
    let begun = Fact::Begun(tried, place);
    for organisation in search.facts.organisations() {
        let here = from_internet || organisation == search.places.group(place).owner;
        if here || organisation == search.facts.anywhere() {
            state(search, [begun], [Fact::Around(tried, organisation)]);
        }
    }
    let technique = technique(search, tried);
    let admin = if from_internet { None } else { admin(search, tried, place) };
    match technique.action {
        Action::Phish => mail(search, tried, begun),
        Action::Exploit => state(search, [Some(begun), admin], [Fact::From(tried, place)]),
        Action::Move => {
            let step = step(search, tried);
            if step.route == Route::Random || step.targets.is_none() {
                state(search, [Some(begun), admin], [Fact::From(tried, place)]);
            }
        }
        _ if from_internet => {}
        action => {
            let group = search.places.group(place);
            let network = &search.model.network;
            let mut link = LinkIdx::NONE;
            if action == Action::Exfiltrate {
                if technique.service != 0 {
                    let out = network
                        .link(group.zone, Network::INTERNET)
                        .filter(|&link| passes(search, link, technique));
                    let Some(out) = out else { return };
                    link = out;
                }
            } else if technique.weakness != 0 && group.weaknesses & technique.weakness == 0 {
                return;
            }
            let raised = (action == Action::Escalate).then_some(Fact::Admin(place));
            let deed = Deed { link, ..deed(tried, place, place) };
            act(search, [Some(begun), admin], [Some(Fact::Done(tried, place)), raised], deed);
        }
    }
}

/// Mail goes to all targets whose organisation takes it where the internet reaches.
fn mail(search: &mut Search<'_>, tried: Tried, begun: Fact) {
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
        if technique.service != 0 {
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
            act(search, [begun], gives, Deed { link, ..deed(tried, NONE, place) });
        }
    }
}

/// Something can be tried from a source: all hops from there.
fn leave(search: &mut Search<'_>, tried: Tried, source: u32) {
    let places = search.places;
    let network = &search.model.network;
    let from_internet = source == search.facts.internet();
    let zone = if from_internet { Network::INTERNET } else { places.group(source).zone };
    let inside = if from_internet { Inside::Isolated } else { places.inside(zone) };
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
                    let rate = pressure.rate * f64::from(places.get(place).count);
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
    let (place, group) = (search.places.get(target), search.places.group(target));
    let offered = (technique.service == 0 || group.services & technique.service != 0)
        && (technique.weakness == 0 || group.weaknesses & technique.weakness != 0);
    if !offered || (source == target && place.count == 1) {
        return;
    }
    let mut goes_on = None;
    if let Some(step) = search.facts.step(tried).map(|step| &search.model.steps[step.at()]) {
        let aimed = step.targets.as_ref().is_none_or(|targets| targets.contains(place.first));
        goes_on = match (aimed, technique.action) {
            (true, _) => Some(Fact::Done(tried, target)),
            (false, Action::Move) => Some(Fact::Begun(tried, target)),
            (false, _) => return,
        };
    }
    let opens = technique.credential.then_some(Fact::Opens(search.places.group_of(target)));
    let source_shown = if source == search.facts.internet() { NONE } else { source };
    let deed = Deed { link, time: delay, ..deed(tried, source_shown, target) };
    let gives = [Some(Fact::Held(target)), goes_on, gained(technique, target)];
    act(search, [Some(Fact::From(tried, source)), opens], gives, deed);
}

/// A step has succeeded: its successors start there.
fn done(search: &mut Search<'_>, tried: Tried, place: u32) {
    let done = Fact::Done(tried, place);
    let owner = search.places.group(place).owner;
    for organisation in [owner, search.facts.anywhere()] {
        state(search, [done], [Fact::DoneIn(tried, organisation)]);
    }
    if technique(search, tried).action == Action::TakeCredentials {
        for &credential in &search.places.group(place).keeps {
            state(search, [done], [Fact::Taken(credential)]);
        }
    }
    for &(successor, _) in &step(search, tried).successors {
        let next = search.facts.tried(successor);
        let joined = match search.model.steps[successor.at()].join {
            Join::All => Some(Fact::Joined(next, owner)),
            Join::Start | Join::Any => None,
        };
        state(search, [Some(done), joined], [Fact::Begun(next, place)]);
    }
}

/// A step has succeeded in an organisation: what waits for it and others there may have all of them.
fn done_in(search: &mut Search<'_>, tried: Tried, organisation: OrganisationIdx) {
    for &(successor, _) in &step(search, tried).successors {
        let next = &search.model.steps[successor.at()];
        let facts = search.facts;
        let all = next.predecessors.iter();
        let mut all = all.map(|&before| Fact::DoneIn(facts.tried(before), organisation));
        if next.join == Join::All && all.all(|fact| search.is_settled(fact)) {
            let joined = Fact::Joined(facts.tried(successor), organisation);
            state(search, [Fact::DoneIn(tried, organisation)], [joined]);
        }
    }
}

fn step<'m>(search: &Search<'m>, tried: Tried) -> &'m Step {
    let first = search.campaign.steps.start;
    &search.model.steps[(first + tried) as usize]
}

fn technique<'m>(search: &Search<'m>, tried: Tried) -> &'m Technique {
    let model = search.model;
    let technique = match search.facts.step(tried) {
        Some(step) => model.steps[step.at()].technique,
        None => model.spreads[search.facts.spread(tried).at()].technique,
    };
    &model.techniques[technique.at()]
}

/// Administrator's access at a place, if what is tried needs it.
fn admin(search: &Search<'_>, tried: Tried, place: u32) -> Option<Fact> {
    technique(search, tried).admin.then_some(Fact::Admin(place))
}

fn gained(technique: &Technique, place: u32) -> Option<Fact> {
    technique.gives_admin.then_some(Fact::Admin(place))
}

fn passes(search: &Search<'_>, link: LinkIdx, technique: &Technique) -> bool {
    let allow = search.model.network.links[link.at()].allow;
    link != search.closed && (technique.service == 0 || allow & technique.service != 0)
}

fn deed(tried: Tried, source: u32, target: u32) -> Deed {
    Deed { tried, source, target, link: LinkIdx::NONE, time: 0.0, end: 0.0 }
}

/// States a rule without a deed: one thing is another by itself.
fn state<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
    search: &mut Search<'_>,
    needs: impl IntoIterator<Item = N>,
    gives: impl IntoIterator<Item = G>,
) {
    add(search, needs, gives, None);
}

fn add<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
    search: &mut Search<'_>,
    needs: impl IntoIterator<Item = N>,
    gives: impl IntoIterator<Item = G>,
    deed: Option<Deed>,
) {
    let facts = search.facts;
    let mut rule = Rule { needs: [NONE; 3], gives: [NONE; 3], deed };
    let needs = needs.into_iter().filter_map(Into::into);
    rule.needs.iter_mut().zip(needs).for_each(|(place, fact)| *place = facts.number(fact));
    let gives = gives.into_iter().filter_map(Into::into);
    rule.gives.iter_mut().zip(gives).for_each(|(place, fact)| *place = facts.number(fact));
    search.add(rule);
}

/// States a rule with a deed, whose `time` so far is what passes before each attempt; none if the deed can never succeed.
fn act<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
    search: &mut Search<'_>,
    needs: impl IntoIterator<Item = N>,
    gives: impl IntoIterator<Item = G>,
    deed: Deed,
) {
    let technique = technique(search, deed.tried);
    let once = technique.success_against(profile(search, deed.target));
    let success = 1.0 - libm::pow(1.0 - once, mails(search, deed.tried, deed.target));
    if success > 0.0 {
        let time = (deed.time + technique.time.mean()) / success;
        add(search, needs, gives, Some(Deed { time, ..deed }));
    }
}

/// The control profile of the organisation that a place belongs to.
pub fn profile(search: &Search<'_>, place: u32) -> u32 {
    search.model.organisations[search.places.group(place).owner.at()].profile
}

/// Attempts that are made at once: the mails of a burst that go to the place, on average; else one.
pub fn mails(search: &Search<'_>, tried: Tried, target: u32) -> f64 {
    let Some(step) = search.facts.step(tried).map(|step| &search.model.steps[step.at()]) else { return 1.0 };
    match (technique(search, tried).action, &step.targets) {
        (Action::Phish, Some(targets)) => {
            let share = f64::from(search.places.get(target).count) / targets.len() as f64;
            f64::from(step.burst).min(targets.len() as f64) * share
        }
        _ => 1.0,
    }
}
