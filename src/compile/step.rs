//! Whether a technique can do what a step asks of it.
//!
//! **Invariant:** what can never work for want of sense is a fault; what only can't succeed in this network is a warning.

use super::campaign::World;
use super::targets;
use super::technique::Resolved;
use crate::diagnostic::{Diagnostic, Place, codes, counted, thousands};
use crate::model::{Action, AssetSet, Group, GroupIdx, Impairment, Network};
use crate::scenario;

/// What a step has to do with footholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foothold {
    /// Its technique is not known.
    Unknown,
    /// It gains one.
    Gained,
    /// It needs none, and gains none.
    NotGained,
    /// It acts from one.
    Needed,
    /// It acts from one, and the campaign holds some when it begins.
    Had,
}

/// What a step of an action has to do with footholds; `aims` says whether it has targets, `held` whether its campaign
/// holds anything when it begins.
pub fn foothold(action: Action, aims: bool, held: bool) -> Foothold {
    match action {
        _ if action.gains() => Foothold::Gained,
        _ if aims && action.comes_from_outside() => Foothold::NotGained,
        _ if held => Foothold::Had,
        _ => Foothold::Needed,
    }
}

/// Checks one step.
pub fn check(
    world: World<'_>,
    step: &scenario::Step,
    technique: &Resolved<'_>,
    targets: Option<&AssetSet>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut refuse = |code, place: Place, message: String, label: &str, help: &str| {
        faults.push(Diagnostic::error(code, place, message).label(label).help(help.to_owned()));
    };
    let (id, place) = (&step.id, step.technique.place);
    let supplies = technique.action == Action::Supply;
    if technique.action.gains() && !supplies && step.target.is_none() {
        let message = format!("the step `{id}` gains a foothold, but nowhere");
        refuse(codes::AIMLESS, place, message, "needs a target", "say its `target`");
    }
    if technique.action != Action::Move && !step.route.place.is_nowhere() {
        let message = format!("`{}` does not move, so it takes no route", technique.id);
        refuse(codes::MEANINGLESS, step.route.place, message, "no route here", "leave out `route`");
    } else if step.route.value == scenario::Route::Cheapest && step.target.is_none() {
        let message = format!("the step `{id}` goes the cheapest way, but nowhere");
        refuse(codes::AIMLESS, step.route.place, message, "needs a target", "say its `target`");
    }
    match (&step.supplier, &step.target) {
        (None, _) if supplies => {
            let message = format!("the step `{id}` poisons what a supplier delivers, but not whose");
            refuse(codes::AIMLESS, place, message, "needs a supplier", "say its `supplier`");
        }
        (Some(_), Some(target)) if supplies => {
            let message =
                format!("the step `{id}` reaches all customers of its supplier, so it takes no target");
            refuse(
                codes::MEANINGLESS,
                targets::place(target),
                message,
                "no target here",
                "leave out `target`",
            );
        }
        (Some(supplier), _) if !supplies => {
            let message = format!("`{}` poisons nothing, so it takes no supplier", technique.id);
            refuse(codes::MEANINGLESS, supplier.place, message, "no supplier here", "leave out `supplier`");
        }
        _ => {}
    }
    let aims = technique.action == Action::Impair(Impairment::Deny) && step.target.is_some();
    let goes_on = technique.action.gains() || technique.action == Action::Move || aims;
    if let Some(until) = step.until.filter(|until| until.value == scenario::Until::Exhausted && !goes_on) {
        let message =
            format!("`{}` acts on its foothold alone, so its first success exhausts it", technique.id);
        refuse(codes::MEANINGLESS, until.place, message, "nothing to exhaust", "leave out `until`");
    }
    faults.extend(burst(step, technique, targets.map_or(0, AssetSet::len)));
    if let (Some(written), Some(targets)) = (&step.target, targets.filter(|targets| !targets.is_empty())) {
        let place = targets::place(written);
        let groups = groups_of(targets, world.network);
        match technique.action {
            Action::Phish => mail(world, step, &groups, place, faults),
            Action::Plug => plug(world, step, &groups, place, faults),
            Action::Discover => {}
            _ => warn_hopeless(world, step, technique, &groups, place, faults),
        }
    }
}

/// What is wrong with the burst of a step with so many targets; with none known, that was told.
fn burst(step: &scenario::Step, technique: &Resolved<'_>, targets: usize) -> Option<Diagnostic> {
    let burst = step.burst?;
    let fault = |code, message: String, label: &str, help: &str| {
        Some(Diagnostic::error(code, burst.place, message).label(label).help(help.to_owned()))
    };
    if !technique.action.is_burst() {
        let message = format!("only mail comes in a burst, and `{}` is none", technique.id);
        return fault(codes::MEANINGLESS, message, "no burst here", "leave out `burst`");
    }
    if burst.value == 0 {
        return fault(
            codes::BURST,
            String::from("a burst of no mail"),
            "zero",
            "leave out `burst` to mail to every target",
        );
    }
    if targets > 0 && burst.value as usize > targets {
        let message = format!(
            "a burst of {} for {}",
            thousands(u64::from(burst.value)),
            counted(targets as u64, "target")
        );
        return fault(codes::BURST, message, "more than targets", "each target gets one mail");
    }
    None
}

fn mail(
    world: World<'_>,
    step: &scenario::Step,
    groups: &[GroupIdx],
    place: Place,
    faults: &mut Vec<Diagnostic>,
) {
    if groups.iter().all(|group| world.network.groups[group.at()].users == 0) {
        let message = format!("the step `{}` mails to assets without users", step.id);
        let fault = Diagnostic::error(codes::NO_USERS, place, message).label("nobody works here");
        faults.push(fault.help(String::from("give the assets `users`, or choose others")));
    }
    warn_undelivered(world, step, groups, place, faults);
}

fn plug(
    world: World<'_>,
    step: &scenario::Step,
    groups: &[GroupIdx],
    place: Place,
    faults: &mut Vec<Diagnostic>,
) {
    if groups.iter().all(|group| world.network.groups[group.at()].users == 0) {
        let message = format!("the step `{}` leaves storage media to assets without users", step.id);
        let fault = Diagnostic::error(codes::NO_USERS, place, message).label("nobody plugs them in");
        faults.push(fault.help(String::from("give the assets `users`, or choose others")));
    }
}

fn warn_hopeless(
    world: World<'_>,
    step: &scenario::Step,
    technique: &Resolved<'_>,
    groups: &[GroupIdx],
    place: Place,
    faults: &mut Vec<Diagnostic>,
) {
    let World { network, words, .. } = world;
    let none = |has: &dyn Fn(&Group) -> bool| !groups.iter().any(|group| has(&network.groups[group.at()]));
    let mut warn = |why: String, label: &str| {
        let message = format!("the step `{}` can't succeed: {why}", step.id);
        faults.push(Diagnostic::warning(codes::NEVER_SUCCEEDS, place, message).label(label));
    };
    if !technique.can_succeed() {
        warn(format!("the success of `{}` is 0", technique.id), "always fails");
    }
    let service = words.services.bits(technique.service);
    if let Some(needed) = technique.service.filter(|_| none(&|group| group.services & service == service)) {
        warn(format!("no target offers the service `{needed}`"), "none offers it");
    }
    let weakness = words.weaknesses.bits(technique.weakness);
    if let Some(needed) =
        technique.weakness.filter(|_| none(&|group| group.possible_weaknesses() & weakness == weakness))
    {
        warn(format!("no target has the weakness `{needed}`"), "none has it");
    }
    if technique.credential && none(&|group| !group.accepts.is_empty()) {
        warn(format!("`{}` needs a credential, and no target accepts any", technique.id), "none accepts one");
    }
}

/// Mail reaches those whose organisation takes it somewhere that the internet reaches.
fn warn_undelivered(
    world: World<'_>,
    step: &scenario::Step,
    groups: &[GroupIdx],
    place: Place,
    faults: &mut Vec<Diagnostic>,
) {
    let World { ids, network, organisations, words, .. } = world;
    let smtp = words.mail();
    let mut owners: Vec<_> = groups.iter().map(|group| network.groups[group.at()].owner).collect();
    owners.sort_unstable();
    owners.dedup();
    for owner in owners {
        let Some(organisation) = organisations.get(owner.at()) else { continue };
        let reached = |group: &GroupIdx| {
            let link = network.link(Network::INTERNET, network.groups[group.at()].zone);
            link.is_some_and(|link| network.links[link.at()].allow & smtp != 0)
        };
        if !organisation.mail.iter().any(reached) {
            let name = ids.organisations.get(owner.0).map_or("", |row| row.name);
            let message = format!(
                "the mail of the step `{}` reaches nobody of `{name}`: none of its assets takes mail from the internet",
                step.id
            );
            let warning = Diagnostic::warning(codes::UNDELIVERED, place, message).label("not delivered");
            faults.push(warning.help(String::from(
                "give it an asset that offers `smtp`, and a link from `internet` that allows `smtp`",
            )));
        }
    }
}

fn groups_of(set: &AssetSet, network: &Network) -> Vec<GroupIdx> {
    let mut groups: Vec<GroupIdx> = Vec::new();
    for (first, count) in set.ranges() {
        let last = network.group_of[first.at() + count as usize - 1];
        groups.extend((network.group_of[first.at()].0..=last.0).map(GroupIdx));
    }
    groups.dedup();
    groups
}
