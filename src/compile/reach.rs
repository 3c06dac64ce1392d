//! Where campaigns can come at all: over links from the internet and from what they hold or gain on the way.
//!
//! Services, weaknesses and controls are left out, and so is what injects open or close: a zone that is told can't be
//! reached for want of a link.
//!
//! **Invariant:** what is told as out of reach is never held in any replication.

use super::campaign::{Campaigns, World};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Action, AssetIdx, AssetSet, Campaign, GroupIdx, Network, Step, Supplier, Zone, ZoneIdx};
use crate::scenario;

/// Warnings for steps to whose targets no way leads, and for zones into which no campaign can come.
pub fn warn(world: World<'_>, all: &Campaigns, suppliers: &[Supplier], faults: &mut Vec<Diagnostic>) {
    let mut anywhere = vec![false; world.network.zones.len()];
    let mut told = anywhere.clone();
    for (campaign, row) in all.campaigns.iter().zip(world.ids.campaigns.iter()) {
        let reached = reached(world, campaign, all, suppliers);
        for step in &row.record.flow {
            let number = all.steps[range(campaign)].iter().position(|it| it.key == key(row.record, step));
            let lowered = number.map(|number| &all.steps[range(campaign)][number]);
            if let Some(warning) = lowered.and_then(|lowered| no_way(world, step, lowered, &reached)) {
                faults.push(warning);
                let targets = lowered.and_then(|lowered| lowered.targets.as_ref());
                // Of these, enough was told.
                targets
                    .into_iter()
                    .flat_map(|set| zones(set, world.network))
                    .for_each(|zone| told[zone.at()] = true);
            }
        }
        anywhere.iter_mut().zip(reached).for_each(|(anywhere, here)| *anywhere |= here);
    }
    if all.campaigns.is_empty() {
        return;
    }
    for (row, number) in world.ids.zones.iter().zip(1..) {
        let zone = &world.network.zones[number];
        if zone.size > 0 && !anywhere[number] && !told[number] && !is_watched(zone, world.network) {
            let message = format!("no campaign can come into the zone `{}`", row.name);
            let warning = Diagnostic::warning(codes::OUT_OF_REACH, row.place, message);
            faults.push(warning.label("no link leads here from where one can be").help(String::from(
                "give it a link, or leave the zone out: nothing that happens in it is of the exercise",
            )));
        }
    }
}

/// Whether a sensor covers an asset of a zone: then false alarms come from it, whatever campaigns do.
fn is_watched(zone: &Zone, network: &Network) -> bool {
    let of = |group: &GroupIdx| !network.groups[group.at()].sensors.is_empty();
    let member = |asset: AssetIdx| zone.groups.contains(&network.group_of[asset.at()]);
    zone.groups.iter().any(of) || network.member_sensors.iter().any(|(asset, _)| member(*asset))
}

fn range(campaign: &Campaign) -> std::ops::Range<usize> {
    campaign.steps.start as usize..campaign.steps.end as usize
}

fn key(campaign: &scenario::Campaign, step: &scenario::Step) -> u64 {
    crate::kernel::name_key(&format!("{}/{}", campaign.id, step.id))
}

/// The zones in which a campaign can come to hold something.
fn reached(world: World<'_>, campaign: &Campaign, all: &Campaigns, suppliers: &[Supplier]) -> Vec<bool> {
    let network = world.network;
    let mut reached = vec![false; network.zones.len()];
    reached[Network::INTERNET.at()] = true;
    let mut enter = |set: &AssetSet| zones(set, network).for_each(|zone| reached[zone.at()] = true);
    enter(&campaign.initially_held);
    for step in &all.steps[range(campaign)] {
        let Some(technique) = world.techniques.used.get(step.technique.at()) else { continue };
        match (technique.action, &step.targets) {
            // Letters, storage media and deliveries come by ways of their own.
            (Action::Phish | Action::Plug, Some(targets)) => enter(targets),
            (Action::Supply, _) => {
                suppliers.get(step.supplier.at()).iter().for_each(|supplier| enter(&supplier.customers));
            }
            _ => {}
        }
    }
    let mut found: Vec<ZoneIdx> = ZoneIdx::all(reached.len()).filter(|zone| reached[zone.at()]).collect();
    while let Some(zone) = found.pop() {
        for link in &network.zones[zone.at()].links {
            let to = network.links[link.at()].to;
            if !std::mem::replace(&mut reached[to.at()], true) {
                found.push(to);
            }
        }
    }
    reached
}

fn zones<'n>(set: &AssetSet, network: &'n Network) -> impl Iterator<Item = ZoneIdx> + use<'n> {
    let groups: Vec<u32> = set
        .ranges()
        .flat_map(|(first, count)| {
            let last = network.group_of[first.at() + count as usize - 1];
            network.group_of[first.at()].0..=last.0
        })
        .collect();
    groups.into_iter().map(|group| network.groups[group as usize].zone)
}

fn no_way(world: World<'_>, written: &scenario::Step, step: &Step, reached: &[bool]) -> Option<Diagnostic> {
    let (target, targets) = (written.target.as_ref()?, step.targets.as_ref()?);
    let technique = world.techniques.used.get(step.technique.at())?;
    let walks = matches!(technique.action, Action::Move | Action::Exploit);
    if !walks || targets.is_empty() || zones(targets, world.network).any(|zone| reached[zone.at()]) {
        return None;
    }
    let message = format!("no way leads to any target of the step `{}`", written.id);
    let warning = Diagnostic::warning(codes::NO_WAY, super::targets::place(target), message);
    Some(warning.label("not reached").help(String::from(
        "give their zone a link from where the campaign can be, or aim the step elsewhere",
    )))
}
