//! Spread without operators: who is an active source, and for how long.
//!
//! A hold is a source of each of its campaign's spreads until its active period ends, it is lost, or its asset is isolated.
//! In meshes and over links sources press on classes of targets (`pressure`), along edges they contact their neighbours
//! (`contact`).
//!
//! **Invariant:** `active` holds each active source of a spread that presses once, at the place that its record knows.

use super::attack::Attempt;
use super::contact::Contacts;
use super::draws::Purpose;
use super::holds::HoldState;
use super::pressure::Class;
use super::{Event, Mark, Verdict, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;
use std::ops::Range;

/// Sources, contacts and pressure classes of all spreads.
#[derive(Debug)]
pub(super) struct Pressures {
    pub(super) zones: usize,
    /// Active sources by hold: `[spread × zones + zone]`. Only where sources press: contacts count nobody.
    pub(super) active: Vec<Vec<u32>>,
    /// For each hold, and each spread of its campaign: what it is as a source.
    sources: Vec<Source>,
    /// The most spreads that any campaign has.
    stride: usize,
    pub(super) classes: Vec<Class>,
    /// Classes that sources in a zone press on: `[spread × zones + zone]`.
    pub(super) presses_on: Vec<Vec<u32>>,
    /// Classes that are pressed on over each link, by link.
    pub(super) over_links: Vec<(LinkIdx, u32)>,
    pub(super) contacts: Contacts,
    /// Active sources of each spread, in all zones together.
    pub(super) sources_of: Vec<u32>,
    /// The classes of each spread.
    pub(super) classes_of: Vec<Range<usize>>,
    /// The beginnings of each spread's keys in this replication.
    pub(super) keys: Vec<SpreadKeys>,
}

/// What the keys of one spread's draws begin with.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpreadKeys {
    /// Of its attempts.
    pub(super) attempt: Key,
    /// Of active periods.
    active: Key,
}

/// A hold as a source of one of its campaign's spreads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// When its active period ends, also while it is paused; `MAX` for never, or while there is none.
    pub(super) until: SimTime,
    /// The ordinal of the hold since it is active.
    pub(super) ordinal: u32,
    pub(super) place: Place,
}

/// Where a source stands in `active`, if it is active: one of these, or the place.
type Place = u32;
/// It is not active.
const INACTIVE: Place = u32::MAX;
/// Its active period has ended, and it lies dormant.
const DORMANT: Place = u32::MAX - 1;
/// It is active, but nobody asks where the sources of its spread are.
const ANYWHERE: Place = u32::MAX - 2;

impl Source {
    /// Of a hold that has not been active yet.
    const FRESH: Source = Source { until: SimTime::MAX, ordinal: 0, place: INACTIVE };

    #[inline]
    pub(super) const fn is_active(&self) -> bool {
        self.place <= ANYWHERE
    }
}

impl Pressures {
    pub(super) fn new(model: &Model) -> Pressures {
        let zones = model.network.zones.len();
        let (classes, presses_on) = Class::of(model);
        let over_links = Class::over_links(&classes, model);
        let of_spread = |spread: u32| {
            let start = classes.partition_point(|class| class.spread().0 < spread);
            start..classes.partition_point(|class| class.spread().0 <= spread)
        };
        let classes_of = (0..model.spreads.len() as u32).map(of_spread).collect();
        let stride = model.campaigns.iter().map(|campaign| campaign.spreads.len()).max().unwrap_or(0);
        Pressures {
            zones,
            active: vec![Vec::new(); model.spreads.len() * zones],
            sources: Vec::new(),
            stride,
            classes,
            presses_on,
            over_links,
            contacts: Contacts::new(model),
            sources_of: vec![0; model.spreads.len()],
            classes_of,
            keys: Vec::new(),
        }
    }

    /// Bytes of what grows with what happens; each source stands in one place of `active` at most.
    pub(super) fn bytes(&self) -> usize {
        let thresholds: usize = self.classes.iter().map(Class::bytes).sum();
        self.sources.len() * (size_of::<Source>() + size_of::<u32>()) + self.contacts.bytes() + thresholds
    }

    /// How many lists [`Pressures::bytes`] looks at.
    pub(super) fn lists(&self) -> usize {
        self.classes.len()
    }

    pub(super) fn reset(&mut self, model: &Model, replication: Key) {
        let keys = |spread: &Spread| {
            let of = |purpose: Purpose| {
                replication
                    .with(purpose as u64)
                    .with(model.campaigns[spread.campaign.at()].key)
                    .with(spread.key)
            };
            SpreadKeys { attempt: of(Purpose::Attempt), active: of(Purpose::Active) }
        };
        self.keys.clear();
        self.keys.extend(model.spreads.iter().map(keys));
        self.active.iter_mut().for_each(Vec::clear);
        self.sources.clear();
        self.classes.iter_mut().for_each(Class::reset);
        self.contacts.clear();
        self.sources_of.fill(0);
    }

    /// The place of a hold's record for one of its campaign's spreads.
    pub(super) fn source(&mut self, hold: u32, spread: usize) -> &mut Source {
        let place = hold as usize * self.stride + spread;
        if place >= self.sources.len() {
            let wanted = (hold as usize + 1) * self.stride;
            self.sources.resize(wanted, Source::FRESH);
        }
        &mut self.sources[place]
    }

    /// Reads what is known of a hold as a source.
    pub(super) fn look_up(&self, hold: u32) -> u32 {
        self.sources[hold as usize * self.stride].place
    }

    /// Whether a hold was ever a source.
    pub(super) fn knows(&self, hold: u32, spread: usize) -> bool {
        hold as usize * self.stride + spread < self.sources.len()
    }

    /// A hold as a source of one of its campaign's spreads, which it was at some time.
    #[inline]
    pub(super) fn of(&self, hold: u32, spread: usize) -> &Source {
        &self.sources[hold as usize * self.stride + spread]
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A hold begins to spread, or goes on after a pause, unless its asset is cut off: it presses on classes, and contacts
    /// its neighbours.
    pub(super) fn becomes_source(&mut self, hold: u32) {
        let model = self.model;
        let record = self.holds.records()[hold as usize];
        if self.holds.cut_off(record.asset) {
            return;
        }
        let campaign = &model.campaigns[record.campaign.at()];
        for (own, index) in campaign.spreads.clone().enumerate() {
            let spread = &model.spreads[index as usize];
            let Source { mut until, place, .. } = *self.spread.source(hold, own);
            if place == DORMANT {
                continue;
            }
            self.spread.sources_of[index as usize] += 1;
            if let Some(active_for) = &spread.active_for
                && until == SimTime::MAX
            {
                let key = self.spread.keys[index as usize]
                    .active
                    .with(self.asset_key(record.asset))
                    .with(u64::from(record.ordinal));
                until = self.now + active_for.sample(key);
                self.schedule(until, record.asset.0, Event::ActiveEnd { spread: own as u16, hold });
            }
            let mut place = ANYWHERE;
            let list = index as usize * self.spread.zones + model.network.zone_of(record.asset).at();
            if !spread.pressure.is_empty() {
                place = self.spread.active[list].len() as u32;
                self.spread.active[list].push(hold);
            }
            *self.spread.source(hold, own) = Source { until, ordinal: record.ordinal, place };
            self.pressure_changes(list);
            self.misses_begin(SpreadIdx(index), hold);
            if let Some(rule) = &spread.contact {
                self.contacts_begin(SpreadIdx(index), rule, hold);
            }
        }
    }

    /// A hold spreads no more, and if it ever does again, as a new one.
    pub(super) fn stops_being_source(&mut self, hold: u32) {
        self.pauses_as_source(hold);
        let campaign = self.holds.records()[hold as usize].campaign;
        for own in 0..self.model.campaigns[campaign.at()].spreads.len() {
            *self.spread.source(hold, own) = Source::FRESH;
        }
    }

    /// A hold does not spread while its asset is out; its active periods run on.
    pub(super) fn pauses_as_source(&mut self, hold: u32) {
        let campaign = self.holds.records()[hold as usize].campaign;
        for own in 0..self.model.campaigns[campaign.at()].spreads.len() {
            if self.becomes_inactive(hold, own) {
                self.spread.contacts.source_was_stopped(campaign);
            }
        }
    }

    /// Returns whether it was active.
    fn becomes_inactive(&mut self, hold: u32, own: usize) -> bool {
        let source = self.spread.source(hold, own);
        if !source.is_active() {
            return false;
        }
        let place = std::mem::replace(&mut source.place, INACTIVE);
        let record = self.holds.records()[hold as usize];
        let spread = self.model.campaigns[record.campaign.at()].spreads.start as usize + own;
        self.spread.sources_of[spread] -= 1;
        if place == ANYWHERE {
            return true;
        }
        let list = spread * self.spread.zones + self.model.network.zone_of(record.asset).at();
        self.spread.active[list].swap_remove(place as usize);
        if let Some(&moved) = self.spread.active[list].get(place as usize) {
            self.spread.source(moved, own).place = place;
        }
        self.pressure_changes(list);
        true
    }

    /// The active period of a hold ends.
    pub(super) fn active_period_ends(&mut self, own: u16, hold: u32) {
        if self.spread.source(hold, usize::from(own)).until != self.now {
            return;
        }
        let record = self.holds.records()[hold as usize];
        let spread = &self.model.spreads
            [self.model.campaigns[record.campaign.at()].spreads.start as usize + usize::from(own)];
        self.mark(Mark::ActiveEnd, spread.key, self.asset_key(record.asset), spread.then as u64);
        self.becomes_inactive(hold, usize::from(own));
        match spread.then {
            Then::Dormant => {
                *self.spread.source(hold, usize::from(own)) = Source { place: DORMANT, ..Source::FRESH };
            }
            Then::Immune => self.release_by_itself(record.campaign, record.asset, HoldState::Immune),
            Then::Susceptible => self.release_by_itself(record.campaign, record.asset, HoldState::Free),
        }
    }

    /// An asset can be attacked again: it gets new thresholds, and active neighbours contact it anew.
    pub(super) fn becomes_target(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        self.comes_under_pressure_again(campaign, asset);
        for index in self.model.campaigns[campaign.at()].spreads.clone().map(SpreadIdx) {
            self.neighbours_contact(index, asset);
        }
    }

    /// The hold of the campaign on the asset, if it is an active source of the campaign's spread.
    pub(super) fn active_hold(&mut self, campaign: CampaignIdx, asset: AssetIdx, own: usize) -> Option<u32> {
        let hold = self.holds.find(campaign, asset)?;
        (self.spread.source(hold, own).is_active()).then_some(hold)
    }

    /// Whether a hold is an active source of one of its campaign's spreads.
    pub(super) fn is_active(&mut self, spread: SpreadIdx, hold: u32) -> bool {
        let campaign = self.model.spreads[spread.at()].campaign;
        let own = spread.0 - self.model.campaigns[campaign.at()].spreads.start;
        self.spread.source(hold, own as usize).is_active()
    }

    pub(super) fn spread_attempt(&mut self, index: SpreadIdx, attempt: Attempt) -> Verdict {
        let spread = &self.model.spreads[index.at()];
        let verdict = self.resolve(spread.campaign, spread.technique, StepIdx::NONE, index, attempt);
        self.mark(Mark::Attempt, spread.key, self.asset_key(attempt.target), verdict as u64);
        verdict
    }
}
