//! Counts what happens to many assets alike, so that the story gives a crowd one line.
//!
//! A crowd is one kind of happening, by one campaign or team, in one zone, without a pause of twelve hours.
//!
//! **Invariant:** every asset reported here is in exactly one crowd.

use super::CivilClock;
use super::narrative::{Draft, Weight};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

const PAUSE: SimDuration = SimDuration::from_micros(12 * SimDuration::HOUR.micros());

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Held(CampaignIdx),
    Impaired(CampaignIdx),
    Isolated(TeamIdx),
    Restored(TeamIdx),
}

#[derive(Debug)]
struct Crowd {
    first: SimTime,
    last: SimTime,
    asset: AssetIdx,
    zone: ZoneIdx,
    /// The group of all its members, if they are of one.
    group: Option<GroupIdx>,
    count: u64,
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

    /// `campaign` holds `asset`.
    pub fn held(&mut self, model: &Model, at: SimTime, campaign: CampaignIdx, asset: AssetIdx) {
        self.add(model, at, What::Held(campaign), asset);
    }

    /// `campaign` put `asset` out of service.
    pub fn impaired(&mut self, model: &Model, at: SimTime, campaign: CampaignIdx, asset: AssetIdx) {
        self.add(model, at, What::Impaired(campaign), asset);
    }

    /// `team` cut `asset` off.
    pub fn isolated(&mut self, model: &Model, at: SimTime, team: TeamIdx, asset: AssetIdx) {
        self.add(model, at, What::Isolated(team), asset);
    }

    /// `asset` is back.
    pub fn restored(&mut self, model: &Model, at: SimTime, team: TeamIdx, asset: AssetIdx) {
        self.add(model, at, What::Restored(team), asset);
    }

    fn add(&mut self, model: &Model, at: SimTime, what: What, asset: AssetIdx) {
        let (zone, group) = (model.network.zone_of(asset), model.network.group_of[asset.at()]);
        let crowd = self.open.entry((what, zone)).or_insert(Crowd {
            first: at,
            last: at,
            asset,
            zone,
            group: Some(group),
            count: 0,
        });
        if at.since(crowd.last) > PAUSE {
            let next = Crowd { first: at, last: at, asset, zone, group: Some(group), count: 0 };
            self.closed.push((what, std::mem::replace(crowd, next)));
        }
        crowd.last = at;
        crowd.count += 1;
        crowd.group = crowd.group.filter(|&of_all| of_all == group);
    }

    /// A line for each crowd.
    pub fn lines(self, model: &Model, clock: &CivilClock) -> Vec<Draft> {
        let Crowds { open, closed, apart } = self;
        let open = open.into_iter().map(|((what, _), crowd)| (what, crowd));
        closed.into_iter().chain(open).map(|(what, crowd)| line(model, clock, &apart, what, &crowd)).collect()
    }
}

fn line(
    model: &Model,
    clock: &CivilClock,
    apart: &BTreeSet<(CampaignIdx, GroupIdx)>,
    what: What,
    crowd: &Crowd,
) -> Draft {
    let names = &model.names;
    let (who, done, weight) = match what {
        What::Held(campaign) => (&names.campaigns[campaign.at()].id, "held", Weight::Crowd),
        What::Impaired(campaign) => (&names.campaigns[campaign.at()].id, "out of service", Weight::Step),
        What::Isolated(team) => (&names.teams[team.at()], "isolated", Weight::Crowd),
        What::Restored(team) => (&names.teams[team.at()], "back in service", Weight::Crowd),
    };
    let by = match clock.moment(crowd.last) == clock.moment(crowd.first) {
        true => String::new(),
        false => format!(" by {}", clock.moment_beside(crowd.last, crowd.first)),
    };
    let more = match (what, crowd.group) {
        (What::Held(campaign), Some(group)) if apart.contains(&(campaign, group)) => " more",
        _ => "",
    };
    let text = match (crowd.count, crowd.group) {
        (1, _) => format!("{} {done}", model.asset_name(crowd.asset)),
        (count, Some(group)) => {
            format!("{}: {}{more} {done}{by}", names.groups[group.at()].0, thousands(count))
        }
        (count, None) => format!("{}: {} {done}{by}", names.zones[crowd.zone.at()], thousands(count)),
    };
    Draft { at: crowd.first, weight, who: who.clone(), what: text, remark: String::new() }
}

/// `360000` as `360,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
