//! Counts what happens to many assets alike, so that the story gives a crowd one line.
//!
//! A crowd is one kind of happening, by one campaign or team, in one zone, without a pause of twelve hours.
//!
//! **Invariant:** every asset reported here is in exactly one crowd.

use super::CivilClock;
use super::narrative::{Draft, Weight};
use super::words::thousands;
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

const PAUSE: SimDuration = SimDuration::from_micros(12 * SimDuration::HOUR.micros());

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
    /// They failed by themselves.
    Failed,
    /// They were repaired.
    Repaired,
    /// They serve again by themselves.
    Unimpaired,
}

#[derive(Debug)]
struct Crowd {
    asset: AssetIdx,
    zone: ZoneIdx,
    /// The group of all its members, if they are of one.
    group: Option<GroupIdx>,
    /// When each of its members came; never empty.
    times: Vec<SimTime>,
}

/// The crowds of one story.
#[derive(Debug, Default)]
pub(super) struct Crowds {
    open: BTreeMap<(What, ZoneIdx), Crowd>,
    closed: Vec<(What, Crowd)>,
    /// Groups of which a hold was told in a line of its own.
    apart: BTreeSet<(CampaignIdx, GroupIdx)>,
}

impl Crowds {
    /// A hold on a member of `group` has a line of its own; the others are "more".
    pub fn told_apart(&mut self, campaign: CampaignIdx, group: GroupIdx) {
        self.apart.insert((campaign, group));
    }

    /// Something happened to `asset`, not before what was added last.
    pub fn add(&mut self, model: &Model, at: SimTime, what: What, asset: AssetIdx) {
        let (zone, group) = (model.network.zone_of(asset), model.network.group_of[asset.at()]);
        let new = || Crowd { asset, zone, group: Some(group), times: Vec::new() };
        let crowd = self.open.entry((what, zone)).or_insert_with(new);
        if crowd.times.last().is_some_and(|&last| at.since(last) > PAUSE) {
            self.closed.push((what, std::mem::replace(crowd, new())));
        }
        crowd.times.push(at);
        crowd.group = crowd.group.filter(|&of_all| of_all == group);
    }

    /// A line for each crowd, and more for large ones.
    pub fn lines(self, model: &Model, clock: &CivilClock) -> Vec<Draft> {
        let Crowds { open, closed, apart } = self;
        let open = open.into_iter().map(|((what, _), crowd)| (what, crowd));
        let mut drafts = Vec::new();
        for (what, crowd) in closed.into_iter().chain(open) {
            let more = match (what, crowd.group) {
                (What::Held(campaign), Some(group)) => apart.contains(&(campaign, group)),
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
        What::Failed => (owner, "failed", Weight::Detail),
        What::Repaired => (owner, "repaired", Weight::Detail),
        What::Unimpaired => (owner, "serving again", Weight::Crowd),
    };
    let mut line = |at: SimTime, what: String| {
        drafts.push(Draft { at, weight, who: who.clone(), what, remark: String::new() });
    };
    let count = crowd.times.len();
    let (first, last) = (crowd.times[0], crowd.times[count - 1]);
    if count == 1 {
        return line(first, format!("{} {done}", model.asset_name(crowd.asset)));
    }
    let place = crowd.group.map_or(&names.zones[crowd.zone.at()], |group| &names.groups[group.at()].0);
    let more = if more { " more" } else { "" };
    let by = match clock.moment(last) == clock.moment(first) {
        true => String::new(),
        false => format!(" by {}", clock.moment_beside(last, first)),
    };
    line(first, format!("{place}: {}{more} {done}{by}", thousands(count as u64)));
    for per_cent in GROWTH.into_iter().filter(|_| count >= LARGE) {
        let so_far = (count * per_cent).div_ceil(100);
        line(crowd.times[so_far - 1], format!("{place}: {} of them, {per_cent} %", thousands(so_far as u64)));
    }
}
