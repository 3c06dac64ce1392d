//! Functions: what each rests on, and what it needs of others.
//!
//! **Invariant:** a function rests on assets of its own organisation, or depends on something, or both.

use super::ids::Ids;
use super::reliance::{Dependencies, Owner, rule};
use super::sensors::by_group;
use super::targets;
use super::values::distribution;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::name_key;
use crate::model::{Function, FunctionIdx, LevelIdx, Network, OrganisationIdx, Rule};
use crate::scenario;

/// The functions, by id; what each rests on is entered in the network, what it depends on is added to `dependencies`.
pub fn lower(
    ids: &Ids<'_>,
    network: &mut Network,
    dependencies: &mut Dependencies<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Function> {
    let mut functions = Vec::with_capacity(ids.functions.len());
    for (number, row) in (0..).map(FunctionIdx).zip(ids.functions.iter()) {
        let written = row.record;
        let organisation = ids.organisation(&written.organisation, faults);
        check_owner(written, organisation, ids, network, faults);
        let assets = targets::resolve(&written.assets, ids, network, faults);
        if written.assets.is_empty() && written.depends.is_empty() {
            let fault = Diagnostic::error(
                codes::EMPTY,
                written.assets.place_or(row.place),
                format!("the function `{}` rests on no asset, and depends on nothing", row.name),
            );
            let help = "say what it rests on: `assets: [Group(\"…\")]`, or what it needs under `depends`";
            faults.push(fault.label("`assets` is empty").help(String::from(help)));
        }
        let (groups, members) = by_group(&assets, network);
        groups.iter().for_each(|group| network.groups[group.at()].functions.push(number));
        network.member_functions.extend(members.iter().map(|&member| (member, number)));
        let whole: f64 = groups
            .iter()
            .map(|group| &network.groups[group.at()])
            .map(|group| group.weight * f64::from(group.count))
            .sum();
        let weight = whole + members.iter().map(|&member| network.group(member).weight).sum::<f64>();
        let rule = rule(&written.needs, assets.len(), "asset", faults);
        if rule == Rule::Weighted && weight == 0.0 && !assets.is_empty() {
            let fault = Diagnostic::error(
                codes::WEIGHTLESS,
                row.place,
                format!("all that the function `{}` rests on has weight 0", row.name),
            );
            faults.push(
                fault
                    .label("its level is no number")
                    .help(String::from("give an asset a `weight`, or say `needs: All`")),
            );
        }
        let key = name_key(row.name);
        let owner = Owner { level: LevelIdx::of(number), key, name: format!("the function `{}`", row.name) };
        let depends = dependencies.add(&written.depends, &owner, faults);
        let recovery = written.recovery.as_ref().map(|time| distribution(time, faults));
        functions.push(Function { key, organisation, assets, weight, rule, depends, recovery });
    }
    network.member_functions.sort_unstable();
    functions
}

fn check_owner(
    function: &scenario::Function,
    organisation: OrganisationIdx,
    ids: &Ids<'_>,
    network: &Network,
    faults: &mut Vec<Diagnostic>,
) {
    // What is wrong with a set itself is told when all of them are resolved together.
    let mut unheard = Vec::new();
    for set in &function.assets {
        let assets = targets::resolve(std::slice::from_ref(set), ids, network, &mut unheard);
        let (groups, members) = by_group(&assets, network);
        let mut owners = groups
            .iter()
            .map(|group| network.groups[group.at()].owner)
            .chain(members.iter().map(|&member| network.group(member).owner));
        if let Some(owner) =
            owners.find(|owner| *owner != organisation && owner.is_some() && organisation.is_some())
        {
            let name = ids.organisations.get(owner.0).map_or("", |row| row.name);
            let message = format!(
                "the function `{}` of `{}` rests on assets of `{name}`",
                function.id, function.organisation
            );
            let fault = Diagnostic::error(codes::OTHER_OWNER, targets::place(set), message)
                .label("of another organisation");
            faults.push(
                fault.help(String::from(
                    "a function rests on assets of one organisation: define one for each",
                )),
            );
        }
    }
}
