//! Counts what happens to many assets alike, so that the story gives a crowd one line.
//!
//! A crowd is one kind of happening, by one campaign or team, in one zone, without a pause of twelve hours.
//!
//! An asset that comes again within its crowd is counted once, and the crowd says how many did.
//!
//! **Invariant:** whatever is reported here is in exactly one crowd, and no crowd counts an asset twice.

use super::CivilClock;
use super::narrative::{Draft, Weight};
use super::words::thousands;
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const PAUSE: SimDuration = SimDuration::from_micros(12 * SimDuration::HOUR.micros());

/// Crowds of so many and more also have lines for their growth.
const LARGE: usize = 100;
/// The growth that is told, in per cent.
const GROWTH: [usize; 3] = [10, 50, 90];

/// What happens to the members of a crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The campaign holds them.
    Held(CampaignIdx),
    /// The campaign put them out of service.
    Impaired(CampaignIdx),
    /// The team cut them off.
    Isolated(TeamIdx),
    /// They have no backup, but are built anew.
    Rebuilt(TeamIdx),
    /// They have no backup, and can't be brought back.
    Lost(TeamIdx),
    /// They are back.
    Restored(TeamIdx),
    /// An inject's patch reached them.
    Patched(EffectIdx),
    /// An inject took them down.
    TakenDown(EffectIdx),
    /// An inject brought them up.
    BroughtUp(EffectIdx),
    /// They failed by themselves.
    Failed,
    /// They were repaired.
    Repaired,
    /// They serve again by themselves.
    Unimpaired,
    /// They are kept as evidence.
    Kept(InvestigationIdx),
    /// They were cleaned before they were secured.
    Spoiled(InvestigationIdx),
}

#[derive(Debug)]
struct Crowd {
    asset: AssetIdx,
    zone: ZoneIdx,
    /// The group of all its members, if they are of one.
    group: Option<GroupIdx>,
    /// All but those of which a line of their own has told.
    members: BTreeSet<AssetIdx>,
    /// When each of its members came first.
    times: Vec<SimTime>,
    /// Those that came again.
    again: BTreeSet<AssetIdx>,
    /// How often any of them came.
    comings: usize,
    /// When the first and the last of them came.
    span: (SimTime, SimTime),
}

/// The crowds of one story.
#[derive(Debug, Default)]
pub(super) struct Crowds {
    open: BTreeMap<(What, ZoneIdx), Crowd>,
    closed: Vec<(What, Crowd)>,
    /// Assets whose hold was told in a line of its own, with their groups.
    apart: BTreeMap<(CampaignIdx, AssetIdx), GroupIdx>,
}

impl Crowds {
    /// A hold on `asset` has a line of its own; the others of its group are "more".
    pub fn told_apart(&mut self, model: &Model, campaign: CampaignIdx, asset: AssetIdx) {
        self.apart.insert((campaign, asset), model.network.group_of.of(asset));
    }

    /// Something happened to `asset`, not before what was added last.
    pub fn add(&mut self, model: &Model, at: SimTime, what: What, asset: AssetIdx) {
        let (zone, group) = (model.network.zone_of(asset), model.network.group_of.of(asset));
        let new = || Crowd {
            asset,
            zone,
            group: Some(group),
            members: BTreeSet::new(),
            times: Vec::new(),
            again: BTreeSet::new(),
            comings: 0,
            span: (at, at),
        };
        let crowd = self.open.entry((what, zone)).or_insert_with(new);
        if at.since(crowd.span.1) > PAUSE {
            self.closed.push((what, std::mem::replace(crowd, new())));
        }
        let told = matches!(what, What::Held(campaign) if self.apart.contains_key(&(campaign, asset)));
        if !told && crowd.members.insert(asset) {
            crowd.times.push(at);
        } else {
            crowd.again.insert(asset);
        }
        crowd.comings += 1;
        crowd.span.1 = at;
        crowd.group = crowd.group.filter(|&of_all| of_all == group);
    }

    /// A line for each crowd, and more for large ones.
    pub fn lines(self, model: &Model, clock: &CivilClock) -> Vec<Draft> {
        let Crowds { open, closed, apart } = self;
        let open = open.into_iter().map(|((what, _), crowd)| (what, crowd));
        let mut drafts = Vec::new();
        for (what, crowd) in closed.into_iter().chain(open) {
            let more = match (what, crowd.group) {
                (What::Held(campaign), Some(group)) => {
                    apart.iter().any(|(&(by, _), &of)| by == campaign && of == group)
                }
                _ => false,
            };
            tell(model, clock, what, &crowd, more, &mut drafts);
        }
        drafts
    }
}

fn tell(model: &Model, clock: &CivilClock, what: What, crowd: &Crowd, more: bool, drafts: &mut Vec<Draft>) {
    let names = &model.names;
    let owner = &names.organisations[model.network.group(crowd.asset).owner.at()].id;
    let (who, done, weight) = match what {
        What::Held(campaign) => (&names.campaigns[campaign.at()].id, "held", Weight::Crowd),
        What::Impaired(campaign) => (&names.campaigns[campaign.at()].id, "out of service", Weight::Step),
        What::Isolated(team) => (&names.teams[team.at()], "isolated", Weight::Crowd),
        What::Rebuilt(team) => (&names.teams[team.at()], "without a backup: rebuilt", Weight::Step),
        What::Lost(team) => (&names.teams[team.at()], "without a backup: lost", Weight::Step),
        What::Restored(team) => (&names.teams[team.at()], "back in service", Weight::Crowd),
        What::Patched(_) => (owner, "patched", Weight::Crowd),
        What::TakenDown(_) => (owner, "down", Weight::Crowd),
        What::BroughtUp(_) => (owner, "up again", Weight::Crowd),
        What::Failed => (owner, "failed", Weight::Detail),
        What::Repaired => (owner, "repaired", Weight::Detail),
        What::Spoiled(investigation) => {
            (&names.investigations[investigation.at()], "lost as evidence", Weight::Step)
        }
        What::Kept(investigation) => {
            (&names.investigations[investigation.at()], "kept as evidence", Weight::Step)
        }
        What::Unimpaired => (owner, "serving again", Weight::Crowd),
    };
    let mut line = |at: SimTime, what: String| {
        drafts.push(Draft { at, weight, who: who.clone(), what, remark: String::new() });
    };
    let (first, last) = crowd.span;
    let by = match clock.moment(last) == clock.moment(first) {
        true => String::new(),
        false => format!(" by {}", clock.moment_beside(last, first)),
    };
    let count = crowd.members.len();
    let single = || model.asset_name(crowd.asset);
    match (count, crowd.again.len(), crowd.comings) {
        (1, 0, _) => return line(first, format!("{} {done}", single())),
        (0, _, _) => return line(first, format!("{} {done} again{by}", single())),
        (1, _, 2) if crowd.again == crowd.members => {
            return line(first, format!("{} {done} twice{by}", single()));
        }
        (1, _, often) if crowd.again == crowd.members => {
            return line(first, format!("{} {done} {} times{by}", single(), thousands(often as u64)));
        }
        _ => {}
    }
    let place = crowd.group.map_or(&names.zones[crowd.zone.at()], |group| &names.groups[group.at()].0);
    let more = if more { " more" } else { "" };
    // One whose first hold has a line of its own is none of those that are counted here.
    let of_them = if crowd.again.is_subset(&crowd.members) { " of them" } else { "" };
    let again = match crowd.again.len() as u64 {
        0 => String::new(),
        number => format!(", {}{of_them} again{}", thousands(number), if by.is_empty() { "" } else { "," }),
    };
    line(first, format!("{place}: {}{more} {done}{again}{by}", thousands(count as u64)));
    // In a minute that the line above names, or that has more to tell, growth says nothing new.
    let so_far = |per_cent: usize| (count * per_cent).div_ceil(100);
    let grown = |per_cent: usize| crowd.times[so_far(per_cent) - 1];
    let mut told = vec![clock.moment(first), clock.moment(last)];
    for per_cent in GROWTH.into_iter().rev().filter(|_| count >= LARGE) {
        let moment = clock.moment(grown(per_cent));
        if !told.contains(&moment) {
            let number = thousands(so_far(per_cent) as u64);
            line(grown(per_cent), format!("{place}: {number} of them, {per_cent} %"));
            told.push(moment);
        }
    }
}
