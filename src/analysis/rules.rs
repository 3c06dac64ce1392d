//! What follows from what in a campaign: the rules of the attack flow, as the simulation plays it.
//!
//! **Invariant:** a rule is stated when the first of its premisses is settled, and never before.

use super::facts::{Fact, Tried};
use super::hops;
use super::search::{Deed, NONE, Search};
use crate::model::*;
use std::collections::BTreeSet;

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
        let action = technique(search, tried).action;
        if action.gains() || action.comes_from_outside() && step.targets.is_some() {
            let internet = search.facts.internet();
            state(search, [None], [Fact::Begun(tried, internet)]);
        } else {
            held.iter().for_each(|&place| state(search, [None], [Fact::Begun(tried, place)]));
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
        Fact::From(tried, place) => hops::leave(search, tried, place),
        Fact::Done(tried, place) => done(search, tried, place),
        Fact::Failed(tried, place) => failed(search, tried, place),
        Fact::DoneIn(tried, organisation) => {
            let successors = step(search, tried).successors.iter();
            counts(search, successors.map(|it| it.0).collect(), fact, organisation);
        }
        Fact::FailedIn(tried, organisation) => {
            let successors = step(search, tried).on_failure.iter();
            counts(search, successors.map(|it| it.0).collect(), fact, organisation);
        }
        Fact::Admin(_) | Fact::Opens(_) | Fact::Around(..) | Fact::Joined(..) | Fact::Knows(_) => {}
    }
}

/// What a step with an `All` join rests on in an organisation.
pub fn joined(search: &Search<'_>, tried: Tried, organisation: OrganisationIdx) -> Vec<u32> {
    let step = step(search, tried);
    let this = search.facts.step(tried).unwrap_or(StepIdx::NONE);
    let needs = (0..).zip(&step.predecessors).map(|(place, &index)| {
        let before = &search.model.steps[index.at()];
        let of = if before.scope == Scope::Campaign { search.facts.anywhere() } else { organisation };
        let number = search.facts.tried(index);
        // A step may follow the success of one and the failure of the same.
        let fact = match before.successors.contains(&(this, place)) {
            true => Fact::DoneIn(number, of),
            false => Fact::FailedIn(number, of),
        };
        search.facts.number(fact)
    });
    needs.collect()
}

/// Whether a fact is the taking of a credential that opens a group, both by number.
pub fn opens(search: &Search<'_>, taking: u32, group: u32) -> bool {
    let (Fact::Done(tried, place), Fact::Opens(group)) =
        (search.facts.fact(taking), search.facts.fact(group))
    else {
        return false;
    };
    let accepts = &search.model.network.groups[group.at()].accepts;
    technique(search, tried).action == Action::TakeCredentials
        && search.places.group(place).keeps.iter().any(|credential| accepts.contains(credential))
}

/// Something is held: movement may leave from there, or arrive there without moving.
fn held(search: &mut Search<'_>, place: u32) {
    let owner = search.places.group(place).owner;
    for tried in search.facts.all_tried() {
        let admin = admin(search, tried, place);
        let Some(index) = search.facts.step(tried) else {
            state(search, [Some(Fact::Held(place)), admin], [Fact::From(tried, place)]);
            continue;
        };
        let step = &search.model.steps[index.at()];
        let action = technique(search, tried).action;
        if action == Action::Move && from_around(step) {
            let needs = [Some(Fact::Around(tried, owner)), Some(Fact::Held(place)), admin];
            state(search, needs, [Fact::From(tried, place)]);
        }
        // What is held already is reached by an attempt that finds no obstacle.
        let near = match action {
            Action::Move => owner,
            Action::Exploit => search.facts.anywhere(),
            _ => continue,
        };
        if step.targets.as_ref().is_some_and(|targets| targets.contains(search.places.get(place).first)) {
            let needs =
                [Some(Fact::Around(tried, near)), Some(Fact::Held(place)), known(search, tried, place)];
            act(search, needs, [Fact::Done(tried, place)], deed(tried, place, place));
        }
    }
}

/// Whether movement leaves from all that is held in the organisation rather than from its foothold.
fn from_around(step: &Step) -> bool {
    step.route == Route::Cheapest && step.targets.is_some() || step.until == Until::Exhausted
}

/// A step can be tried from a foothold: what it does there, or what it needs to go further.
fn begun(search: &mut Search<'_>, tried: Tried, place: u32) {
    let outside = place == search.facts.internet();
    let begun = Fact::Begun(tried, place);
    for organisation in search.facts.organisations() {
        let here = outside || organisation == search.places.group(place).owner;
        if here || organisation == search.facts.anywhere() {
            state(search, [begun], [Fact::Around(tried, organisation)]);
        }
    }
    let (step, technique) = (step(search, tried), technique(search, tried));
    if !step.on_failure.is_empty() {
        let (source, target) = match outside {
            true => (NONE, targets(search, tried).first().copied().unwrap_or(0)),
            false => (place, place),
        };
        let time = technique.time.mean() * tries(search, tried);
        let deed = Deed { fails: true, time, ..deed(tried, source, target) };
        add(search, [begun], [Fact::Failed(tried, place)], Some(deed));
    }
    let admin = if outside { None } else { admin(search, tried, place) };
    match technique.action {
        Action::Phish | Action::Plug => hops::letters(search, tried, begun),
        Action::Supply => hops::supply(search, tried, begun),
        Action::Exploit => state(search, [Some(begun), admin], [Fact::From(tried, place)]),
        Action::Move if from_around(step) => {}
        Action::Move => state(search, [Some(begun), admin], [Fact::From(tried, place)]),
        Action::Impair(Impairment::Deny) if step.targets.is_some() => hops::deny(search, tried, place),
        Action::Discover if step.targets.is_some() => {
            // One success tells of all targets' organisations, and counts in that of the target that was looked at.
            let (shown, all) = (if outside { NONE } else { place }, owners_of_targets(search, tried));
            for target in targets(search, tried) {
                let owner = search.places.group(target).owner;
                let needs = [Some(begun), admin, known(search, tried, target)];
                for &told in &all {
                    let gives = [Fact::Done(tried, place), Fact::DoneIn(tried, owner), Fact::Knows(told)];
                    act(search, needs, gives, deed(tried, shown, target));
                }
            }
        }
        _ if outside => {}
        action => on_foothold(search, tried, place, action),
    }
}

/// What is done to the foothold itself.
fn on_foothold(search: &mut Search<'_>, tried: Tried, place: u32, action: Action) {
    let (group, technique) = (search.places.group(place), technique(search, tried));
    let mut deed = deed(tried, place, place);
    if action == Action::Exfiltrate {
        let Some((link, least)) = hops::way_out(search, tried, group.zone) else { return };
        deed.link = link.first().copied().unwrap_or(LinkIdx::NONE);
        deed.time = (least - technique.time.mean()).max(0.0);
    } else if technique.weakness != 0 && group.weaknesses & technique.weakness == 0 {
        return;
    }
    let more = match action {
        Action::Escalate => Some(Fact::Admin(place)),
        Action::Discover => Some(Fact::Knows(group.owner)),
        _ => None,
    };
    let needs = [Some(Fact::Begun(tried, place)), admin(search, tried, place), known(search, tried, place)];
    act(search, needs, [Some(Fact::Done(tried, place)), more], deed);
}

/// A step has succeeded: its successors start there.
fn done(search: &mut Search<'_>, tried: Tried, place: u32) {
    let done = Fact::Done(tried, place);
    let counts_in = counts_in(search, tried, place);
    for &organisation in counts_in.iter().chain([&search.facts.anywhere()]) {
        state(search, [done], [Fact::DoneIn(tried, organisation)]);
    }
    if technique(search, tried).action == Action::TakeCredentials {
        for &credential in &search.places.group(place).keeps {
            state(search, [done], [Fact::Taken(credential)]);
        }
    }
    let successors: Vec<StepIdx> = step(search, tried).successors.iter().map(|it| it.0).collect();
    start(search, tried, &successors, (done, place), counts_in);
}

/// A step has failed: those that follow then start there.
fn failed(search: &mut Search<'_>, tried: Tried, place: u32) {
    let failed = Fact::Failed(tried, place);
    let counts_in: BTreeSet<OrganisationIdx> = match place == search.facts.internet() {
        true => owners_of_targets(search, tried).into_iter().take(1).collect(),
        false => BTreeSet::from([search.places.group(place).owner]),
    };
    for &organisation in counts_in.iter().chain([&search.facts.anywhere()]) {
        state(search, [failed], [Fact::FailedIn(tried, organisation)]);
    }
    let successors: Vec<StepIdx> = step(search, tried).on_failure.iter().map(|it| it.0).collect();
    start(search, tried, &successors, (failed, place), counts_in);
}

/// Starts steps at a place, at once or when all that they wait for has come about.
fn start(
    search: &mut Search<'_>,
    tried: Tried,
    successors: &[StepIdx],
    (fact, place): (Fact, u32),
    counts_in: BTreeSet<OrganisationIdx>,
) {
    let wide = step(search, tried).scope == Scope::Campaign;
    let counts_in = if wide { search.facts.organisations().collect() } else { counts_in };
    for &successor in successors {
        let next = search.facts.tried(successor);
        let begun = Fact::Begun(next, place);
        match search.model.steps[successor.at()].join {
            Join::All => {
                for &organisation in &counts_in {
                    state(search, [fact, Fact::Joined(next, organisation)], [begun]);
                }
            }
            Join::Start | Join::Any => state(search, [fact], [begun]),
        }
    }
}

/// Where a success counts. What is aimed at others counts in their organisations, whence it was stated.
fn counts_in(search: &Search<'_>, tried: Tried, place: u32) -> BTreeSet<OrganisationIdx> {
    let elsewhere =
        matches!(technique(search, tried).action, Action::Discover | Action::Impair(Impairment::Deny));
    if elsewhere && step(search, tried).targets.is_some() {
        return owners_of_targets(search, tried);
    }
    let here = (place != search.facts.internet()).then(|| search.places.group(place).owner);
    here.into_iter().collect()
}

/// A step's targets, or its supplier's customers.
fn targets(search: &Search<'_>, tried: Tried) -> Vec<u32> {
    let aimed = aims_at(search.model, step(search, tried));
    aimed.map_or_else(Vec::new, |targets| search.places.within(targets))
}

/// The organisations of these.
fn owners_of_targets(search: &Search<'_>, tried: Tried) -> BTreeSet<OrganisationIdx> {
    targets(search, tried).into_iter().map(|place| search.places.group(place).owner).collect()
}

/// What a step aims at: its targets, or its supplier's customers.
pub fn aims_at<'m>(model: &'m Model, step: &'m Step) -> Option<&'m AssetSet> {
    let supplier = model.suppliers.get(step.supplier.at());
    step.targets.as_ref().or(supplier.map(|supplier| &supplier.customers))
}

/// How many attempts a step makes before it has failed.
pub fn tries(search: &Search<'_>, tried: Tried) -> f64 {
    match technique(search, tried).action.is_burst() {
        true => 1.0,
        false => f64::from(step(search, tried).retries) + 1.0,
    }
}

/// Something counts in an organisation: what waits for it and others there may have all of them.
fn counts(search: &mut Search<'_>, steps: Vec<StepIdx>, fact: Fact, organisation: OrganisationIdx) {
    let anywhere = search.facts.anywhere();
    for successor in steps.into_iter().filter(|step| search.model.steps[step.at()].join == Join::All) {
        let next = search.facts.tried(successor);
        for of in search.facts.organisations().filter(|&of| organisation == anywhere || of == organisation) {
            if joined(search, next, of).into_iter().all(|need| search.is_settled(need)) {
                state(search, [fact], [Fact::Joined(next, of)]);
            }
        }
    }
}

/// The step that a number stands for.
pub fn step<'m>(search: &Search<'m>, tried: Tried) -> &'m Step {
    let first = search.campaign.steps.start;
    &search.model.steps[(first + tried) as usize]
}

/// The technique of a step or spread.
pub fn technique<'m>(search: &Search<'m>, tried: Tried) -> &'m Technique {
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

/// Knowledge of a place's organisation, if what is tried needs it.
pub fn known(search: &Search<'_>, tried: Tried, place: u32) -> Option<Fact> {
    technique(search, tried).knowledge.then(|| Fact::Knows(search.places.group(place).owner))
}

/// Something that is tried from one place on another.
pub fn deed(tried: Tried, source: u32, target: u32) -> Deed {
    Deed { tried, source, target, link: LinkIdx::NONE, fails: false, time: 0.0, end: 0.0 }
}

/// States a rule without a deed: one thing is another by itself.
pub fn state<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
    search: &mut Search<'_>,
    needs: impl IntoIterator<Item = N>,
    gives: impl IntoIterator<Item = G>,
) {
    add(search, needs, gives, None);
}

/// States a rule with a deed, whose `time` so far is what passes besides each attempt; none if the deed can never succeed.
pub fn act<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
    search: &mut Search<'_>,
    needs: impl IntoIterator<Item = N>,
    gives: impl IntoIterator<Item = G>,
    deed: Deed,
) {
    let success = hops::success(search, deed.tried, deed.target);
    if success > 0.0 {
        let time = (deed.time + technique(search, deed.tried).time.mean()) / success;
        add(search, needs, gives, Some(Deed { time, ..deed }));
    }
}

/// States a rule with all that belongs to it.
pub fn add<N: Into<Option<Fact>>, G: Into<Option<Fact>>>(
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
