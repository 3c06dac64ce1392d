//! Target sets to sets of assets.
//!
//! **Invariant:** a set is built from the groups' ids and numbers alone, so naming the same assets otherwise gives the same set.

use super::ids::Ids;
use super::table::unknown;
use crate::diagnostic::{Diagnostic, Place, codes, counted, did_you_mean, thousands};
use crate::model::{AssetIdx, AssetSet, Group, GroupIdx, Network, OrganisationIdx, ZoneIdx};
use crate::scenario::{Id, TargetSet, Word};

/// Where a target set is written.
pub fn place(set: &TargetSet) -> Place {
    match set {
        TargetSet::Asset(id) | TargetSet::Group(id) | TargetSet::Zone(id) | TargetSet::Organisation(id) => {
            id.place
        }
        TargetSet::First(first) => first.group.place,
        TargetSet::Tag(tag) => tag.place,
    }
}

/// The union of some target sets; one that names nothing, or is empty, is a fault.
pub fn resolve(
    sets: &[TargetSet],
    ids: &Ids<'_>,
    network: &Network,
    faults: &mut Vec<Diagnostic>,
) -> AssetSet {
    let mut ranges = Vec::new();
    for set in sets {
        let before = faults.len();
        let found = ranges_of(set, ids, network, faults);
        if found.is_empty() && faults.len() == before {
            let fault = Diagnostic::error(codes::EMPTY, place(set), "there is no asset in this set");
            faults.push(fault.label("empty").help(String::from("choose a set with assets, or leave it out")));
        }
        ranges.extend(found);
    }
    AssetSet::new(ranges)
}

/// The single asset that an id such as `dc` or `desk[17]` means.
pub fn single(id: &Id, ids: &Ids<'_>, groups: &[Group], faults: &mut Vec<Diagnostic>) -> Option<AssetIdx> {
    let number = group(id, ids, faults)?;
    let group = &groups[number.at()];
    let counted = ids.groups.get(number.0).is_some_and(|row| row.record.count.is_some());
    let bracketed = id.text.contains('[');
    let wrong = |message: String, help: String| {
        Diagnostic::error(codes::NOT_A_MEMBER, id.place, message).label("no asset").help(help)
    };
    let base = id.base();
    match (counted, bracketed, id.member()) {
        (false, false, _) => Some(group.first),
        (true, true, Some(member)) if (1..=group.count).contains(&member) => {
            Some(AssetIdx(group.first.0 + member - 1))
        }
        (true, true, _) => {
            faults.push(wrong(
                format!("`{id}` is not a member of `{base}`"),
                format!("its members are `{base}[1]` to `{base}[{}]`", group.count),
            ));
            None
        }
        (true, false, _) => {
            let help = format!("choose one, `{base}[1]` to `{base}[{}]`", group.count);
            faults.push(wrong(
                format!("`{base}` is a group of {}, not one asset", thousands(u64::from(group.count))),
                help,
            ));
            None
        }
        (false, true, _) => {
            faults.push(wrong(
                format!("`{base}` is a single asset without numbered members"),
                format!("write `{base}`"),
            ));
            None
        }
    }
}

fn group(id: &Id, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Option<GroupIdx> {
    let found = ids.groups.find(id.base()).map(GroupIdx);
    if found.is_none() {
        faults.push(unknown("asset", id.base(), id.place, ids.groups.names()));
    }
    found
}

fn ranges_of(
    set: &TargetSet,
    ids: &Ids<'_>,
    network: &Network,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(AssetIdx, u32)> {
    let all = |keep: &dyn Fn(&Group) -> bool| {
        network.groups.iter().filter(|group| keep(group)).map(|group| (group.first, group.count)).collect()
    };
    match set {
        TargetSet::Asset(id) => {
            single(id, ids, &network.groups, faults).map(|asset| (asset, 1)).into_iter().collect()
        }
        TargetSet::Group(id) => whole_group(id, ids, network, faults)
            .map(|group| (group.first, group.count))
            .into_iter()
            .collect(),
        TargetSet::First(first) => {
            let Some(group) = whole_group(&first.group, ids, network, faults) else { return Vec::new() };
            if !(1..=group.count).contains(&first.count.value) {
                let message = format!(
                    "`{}` has {}, so the first {} are no set",
                    first.group,
                    counted(u64::from(group.count), "member"),
                    thousands(u64::from(first.count.value))
                );
                faults.push(
                    Diagnostic::error(codes::NOT_A_MEMBER, first.count.place, message)
                        .label(format!("not from 1 to {}", thousands(u64::from(group.count)))),
                );
            }
            vec![(group.first, first.count.value.min(group.count))]
        }
        TargetSet::Zone(id) => {
            let zone = ids.zone(id, faults);
            all(&|group| zone.is_some() && group.zone == zone)
        }
        TargetSet::Organisation(id) => {
            let owner = ids.organisation(id, faults);
            all(&|group| owner.is_some() && group.owner == owner)
        }
        TargetSet::Tag(tag) => {
            let tagged = tagged_groups(tag, ids, network);
            if tagged.is_empty() {
                faults.push(unknown_tag(tag, ids));
            }
            tagged
        }
    }
}

fn whole_group<'n>(
    id: &Id,
    ids: &Ids<'_>,
    network: &'n Network,
    faults: &mut Vec<Diagnostic>,
) -> Option<&'n Group> {
    let number = group(id, ids, faults)?;
    if id.text.contains('[') {
        let fault =
            Diagnostic::error(codes::NOT_A_MEMBER, id.place, format!("`{id}` is one member, not a group"));
        faults.push(
            fault
                .label("not a group")
                .help(format!("write `Asset(\"{id}\")` for the member, `Group(\"{}\")` for all", id.base())),
        );
        return None;
    }
    network.groups.get(number.at())
}

/// Groups whose asset, zone or organisation has the tag.
fn tagged_groups(tag: &Word, ids: &Ids<'_>, network: &Network) -> Vec<(AssetIdx, u32)> {
    let has = |tags: &[Word]| tags.iter().any(|one| one.text == tag.text);
    let zones: Vec<bool> = ids.zones.iter().map(|row| has(&row.record.tags)).collect();
    let owners: Vec<bool> = ids.organisations.iter().map(|row| has(&row.record.tags)).collect();
    let zone_tagged =
        |zone: ZoneIdx| zone.at().checked_sub(1).and_then(|at| zones.get(at)).is_some_and(|&tagged| tagged);
    let owner_tagged = |owner: OrganisationIdx| owners.get(owner.at()).is_some_and(|&tagged| tagged);
    let tagged = |(row, group): &(&super::table::Row<'_, crate::scenario::Asset>, &Group)| {
        has(&row.record.tags) || zone_tagged(group.zone) || owner_tagged(group.owner)
    };
    ids.groups
        .iter()
        .zip(&network.groups)
        .filter(tagged)
        .map(|(_, group)| (group.first, group.count))
        .collect()
}

fn unknown_tag(tag: &Word, ids: &Ids<'_>) -> Diagnostic {
    let of_assets = ids.groups.iter().flat_map(|row| &row.record.tags);
    let of_zones = ids.zones.iter().flat_map(|row| &row.record.tags);
    let of_organisations = ids.organisations.iter().flat_map(|row| &row.record.tags);
    let known = of_assets.chain(of_zones).chain(of_organisations).map(|tag| tag.text.as_str());
    let fault = Diagnostic::error(codes::UNKNOWN_TAG, tag.place, format!("no asset has the tag `{tag}`"))
        .label("not found");
    fault.help(did_you_mean(tag, known))
}
