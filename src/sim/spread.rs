//! Spread without operators: contact along edges, and pressure in meshes and over links.
//!
//! **Contact along an edge.** For every ordered pair of an active source and an eligible target a delay runs from the later
//! of the two becoming so; at its end there is one attempt, and if that fails the next delay begins.
//!
//! **Pressure** is Sellke's construction (T. Sellke, On the asymptotic distribution of the size of a stochastic epidemic,
//! Journal of Applied Probability 20, 1983). Each target has a threshold Exp(1). The pressure on a class of targets (those
//! of one spread in one zone) is A(t) = ∫ Σ rate · active sources dt; where it crosses a target's threshold there is one
//! attempt, its source drawn in proportion to the rates. A failed attempt redraws the threshold from the present A. This is
//! exact for exponential delays and scans, and costs O(holds + failed attempts) events however many pairs there are.
//!
//! **Invariant:** a target has at most one live threshold a spread: one drawn before its last hold is void.

use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::holds::HoldState;
use super::paths::{members, offers};
use super::{Event, Mark, Verdict, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Sources, contacts and pressure classes of all spreads.
#[derive(Debug)]
pub(super) struct Pressures {
    zones: usize,
    /// Active sources by hold: `[spread × zones + zone]`.
    active: Vec<Vec<u32>>,
    /// For each hold, and each spread of its campaign: where it stands in `active`.
    sources: Vec<Source>,
    /// The most spreads that any campaign has.
    stride: usize,
    classes: Vec<Class>,
    /// Classes that sources in a zone press on: `[spread × zones + zone]`.
    presses_on: Vec<Vec<u32>>,
    contacts: Vec<Contact>,
    free_contacts: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Source {
    /// `NONE` while inactive.
    place: u32,
    /// When its active period ends.
    until: SimTime,
}

/// Targets of one spread in one zone.
#[derive(Debug)]
struct Class {
    spread: SpreadIdx,
    zone: ZoneIdx,
    /// Its entries in the spread's pressure list.
    paths: Range<usize>,
    pressure: f64,
    rate: f64,
    settled: SimTime,
    /// When the next crossing is due; `MAX` for never.
    due: SimTime,
    /// Whether its thresholds have been drawn.
    under_pressure: bool,
    thresholds: BinaryHeap<Threshold>,
}

/// The pressure at which the next attempt on a target is made; the least is the greatest, as the heap wants it.
#[derive(Debug, Clone, Copy)]
struct Threshold {
    at: f64,
    target: AssetIdx,
    /// The target's ordinal when it was drawn.
    ordinal: u32,
    /// Which attempt it is since then.
    number: u32,
}

impl Ord for Threshold {
    fn cmp(&self, other: &Threshold) -> std::cmp::Ordering {
        other.at.total_cmp(&self.at).then(other.target.cmp(&self.target))
    }
}

impl PartialOrd for Threshold {
    fn partial_cmp(&self, other: &Threshold) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Threshold {
    fn eq(&self, other: &Threshold) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Threshold {}

/// A pair of an active source and an eligible target that are joined by an edge.
#[derive(Debug, Clone, Copy)]
struct Contact {
    spread: SpreadIdx,
    hold: u32,
    source_ordinal: u32,
    target: AssetIdx,
    target_ordinal: u32,
    number: u32,
}

const NONE: u32 = u32::MAX;

impl Pressures {
    pub(super) fn new(model: &Model) -> Pressures {
        let zones = model.network.zones.len();
        let mut presses_on = vec![Vec::new(); model.spreads.len() * zones];
        let mut classes = Vec::new();
        for (index, spread) in model.spreads.iter().enumerate() {
            let mut start = 0;
            for paths in spread.pressure.chunk_by(|a, b| a.to == b.to) {
                for path in paths {
                    presses_on[index * zones + path.from.at()].push(classes.len() as u32);
                }
                classes.push(Class {
                    spread: SpreadIdx(index as u32),
                    zone: paths[0].to,
                    paths: start..start + paths.len(),
                    pressure: 0.0,
                    rate: 0.0,
                    settled: SimTime::ZERO,
                    due: SimTime::MAX,
                    under_pressure: false,
                    thresholds: BinaryHeap::new(),
                });
                start += paths.len();
            }
        }
        let stride = model.campaigns.iter().map(|campaign| campaign.spreads.len()).max().unwrap_or(0);
        Pressures {
            zones,
            active: vec![Vec::new(); model.spreads.len() * zones],
            sources: Vec::new(),
            stride,
            classes,
            presses_on,
            contacts: Vec::new(),
            free_contacts: Vec::new(),
        }
    }

    pub(super) fn reset(&mut self) {
        self.active.iter_mut().for_each(Vec::clear);
        self.sources.clear();
        for class in &mut self.classes {
            (class.pressure, class.rate) = (0.0, 0.0);
            (class.settled, class.due) = (SimTime::ZERO, SimTime::MAX);
            class.under_pressure = false;
            class.thresholds.clear();
        }
        self.contacts.clear();
        self.free_contacts.clear();
    }

    /// The place of a hold's record for one of its campaign's spreads.
    fn source(&mut self, hold: u32, spread: usize) -> &mut Source {
        let place = hold as usize * self.stride + spread;
        if place >= self.sources.len() {
            let wanted = (hold as usize + 1) * self.stride;
            self.sources.resize(wanted, Source { place: NONE, until: SimTime::MAX });
        }
        &mut self.sources[place]
    }
}

impl Worker<'_> {
    /// A hold begins to spread: it presses on classes, and contacts its neighbours.
    pub(super) fn becomes_source(&mut self, hold: u32) {
        let model = self.model;
        let record = self.holds.records()[hold as usize];
        let campaign = &model.campaigns[record.campaign.at()];
        for (own, index) in campaign.spreads.clone().enumerate() {
            let spread = &model.spreads[index as usize];
            let list = index as usize * self.spread.zones + model.network.zone_of(record.asset).at();
            let place = self.spread.active[list].len() as u32;
            self.spread.active[list].push(hold);
            let mut until = SimTime::MAX;
            if let Some(active_for) = &spread.active_for {
                let key = self
                    .draw(Purpose::Active)
                    .with(campaign.key)
                    .with(spread.key)
                    .with(self.asset_key(record.asset))
                    .with(u64::from(record.ordinal));
                until = self.now + active_for.sample(key);
                self.schedule(until, record.asset.0, Event::ActiveEnd { spread: own as u16, hold });
            }
            *self.spread.source(hold, own) = Source { place, until };
            self.pressure_changes(list);
            if spread.contact.is_some() {
                for &target in model.network.edges.of(record.asset) {
                    self.begin_contact(SpreadIdx(index), hold, target);
                }
            }
        }
    }

    /// A hold spreads no more.
    pub(super) fn stops_being_source(&mut self, hold: u32) {
        let campaign = self.holds.records()[hold as usize].campaign;
        for own in 0..self.model.campaigns[campaign.at()].spreads.len() {
            self.becomes_inactive(hold, own);
        }
    }

    fn becomes_inactive(&mut self, hold: u32, own: usize) {
        let record = self.holds.records()[hold as usize];
        let source = self.spread.source(hold, own);
        let place = source.place;
        if place == NONE {
            return;
        }
        *source = Source { place: NONE, until: SimTime::MAX };
        let spread = self.model.campaigns[record.campaign.at()].spreads.start as usize + own;
        let list = spread * self.spread.zones + self.model.network.zone_of(record.asset).at();
        self.spread.active[list].swap_remove(place as usize);
        if let Some(&moved) = self.spread.active[list].get(place as usize) {
            self.spread.source(moved, own).place = place;
        }
        self.pressure_changes(list);
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
        match spread.then {
            Then::Dormant => self.becomes_inactive(hold, usize::from(own)),
            Then::Immune => self.release_by_itself(record.campaign, record.asset, HoldState::Immune),
            Then::Susceptible => self.release_by_itself(record.campaign, record.asset, HoldState::Free),
        }
    }

    /// An asset can be attacked again: it gets new thresholds, and active neighbours contact it anew.
    pub(super) fn becomes_target(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        let model = self.model;
        let zone = model.network.zone_of(asset);
        let spreads = model.campaigns[campaign.at()].spreads.clone();
        for class in 0..self.spread.classes.len() {
            let Class { spread, zone: of, under_pressure, .. } = self.spread.classes[class];
            if of == zone && under_pressure && spreads.contains(&spread.0) {
                self.settle_pressure(class);
                self.draw_threshold(class, asset, 0);
                self.schedule_crossing(class);
            }
        }
        for (own, index) in spreads.enumerate() {
            if model.spreads[index as usize].contact.is_some() {
                for &neighbour in model.network.edges.of(asset) {
                    if let Some(hold) = self.active_hold(campaign, neighbour, own) {
                        self.begin_contact(SpreadIdx(index), hold, asset);
                    }
                }
            }
        }
    }

    /// The hold of the campaign on the asset, if it is an active source of the campaign's spread.
    fn active_hold(&mut self, campaign: CampaignIdx, asset: AssetIdx, own: usize) -> Option<u32> {
        let hold = self.hold_index(campaign, asset)?;
        (self.spread.source(hold, own).place != NONE).then_some(hold)
    }

    /// Begins a delay from an active source to a target, if that is eligible.
    fn begin_contact(&mut self, spread: SpreadIdx, hold: u32, target: AssetIdx) {
        let model = self.model;
        let record = self.holds.records()[hold as usize];
        let technique = &model.techniques[model.spreads[spread.at()].technique.at()];
        if self.eligible(record.campaign, target) && offers(technique, model.network.group(target)) {
            let target_ordinal = self.ordinal(record.campaign, target);
            let source_ordinal = record.ordinal;
            self.wait_for_contact(Contact {
                spread,
                hold,
                source_ordinal,
                target,
                target_ordinal,
                number: 0,
            });
        }
    }

    fn wait_for_contact(&mut self, contact: Contact) {
        let spread = &self.model.spreads[contact.spread.at()];
        let Some(rule) = &spread.contact else { return };
        if contact.number >= rule.attempts {
            return;
        }
        let source = self.holds.records()[contact.hold as usize].asset;
        let key = self
            .attempt_key(spread.campaign, spread.key, source, contact.target, contact.number)
            .with(Purpose::Contact as u64);
        let delay = rule.delay.sample(key);
        let number = match self.spread.free_contacts.pop() {
            Some(number) => {
                self.spread.contacts[number as usize] = contact;
                number
            }
            None => {
                self.spread.contacts.push(contact);
                self.spread.contacts.len() as u32 - 1
            }
        };
        self.schedule_in(delay, contact.target.0, Event::ContactEnd(number));
    }

    /// Whether the pair is still the one whose delay began: the source active all along, the target eligible all along.
    fn contact_lasts(&mut self, contact: Contact) -> bool {
        let spread = &self.model.spreads[contact.spread.at()];
        let own = (contact.spread.0 - self.model.campaigns[spread.campaign.at()].spreads.start) as usize;
        let record = self.holds.records()[contact.hold as usize];
        self.spread.source(contact.hold, own).place != NONE
            && record.ordinal == contact.source_ordinal
            && self.eligible(spread.campaign, contact.target)
            && self.ordinal(spread.campaign, contact.target) == contact.target_ordinal
    }

    /// A delay ends: the attempt begins.
    pub(super) fn contact_ends(&mut self, number: u32) {
        let contact = self.spread.contacts[number as usize];
        if !self.contact_lasts(contact) {
            self.spread.free_contacts.push(number);
            return;
        }
        let spread = &self.model.spreads[contact.spread.at()];
        let source = self.holds.records()[contact.hold as usize].asset;
        let key = self.attempt_key(spread.campaign, spread.key, source, contact.target, contact.number);
        let attempt = Attempt { by: By::Contact(number), source, target: contact.target, key };
        self.begin_or_end(spread.technique, attempt);
    }

    /// An attempt that takes no time ends at once.
    fn begin_or_end(&mut self, technique: TechniqueIdx, attempt: Attempt) {
        let technique = &self.model.techniques[technique.at()];
        if !technique.time.is_zero() {
            return self.begin(technique, attempt);
        }
        match attempt.by {
            By::Contact(contact) => self.contact_attempt_ends(contact, attempt),
            By::Pressure { class, number } => self.pressure_attempt_ends(class, number, attempt),
            By::Operator(_) | By::Mail(_) => {}
        }
    }

    fn spread_attempt(&mut self, index: SpreadIdx, attempt: Attempt) -> Verdict {
        let spread = &self.model.spreads[index.at()];
        let verdict = self.resolve(spread.campaign, spread.technique, StepIdx::NONE, index, attempt);
        self.mark(Mark::Attempt, spread.key, self.asset_key(attempt.target), verdict as u64);
        verdict
    }

    /// An attempt over an edge ends; if it failed, the next delay begins.
    pub(super) fn contact_attempt_ends(&mut self, number: u32, attempt: Attempt) {
        let mut contact = self.spread.contacts[number as usize];
        self.spread.free_contacts.push(number);
        let verdict = self.spread_attempt(contact.spread, attempt);
        if verdict != Verdict::Succeeded && self.contact_lasts(contact) {
            contact.number += 1;
            self.wait_for_contact(contact);
        }
    }

    /// The number of active sources in a zone changed.
    fn pressure_changes(&mut self, list: usize) {
        for place in 0..self.spread.presses_on[list].len() {
            let class = self.spread.presses_on[list][place] as usize;
            self.rate_changes(class);
        }
    }

    /// A link is closed: what pressed through it does so no more.
    pub(super) fn link_closes(&mut self, link: LinkIdx) {
        for class in 0..self.spread.classes.len() {
            if self.paths(class).iter().any(|path| path.link == link) {
                self.rate_changes(class);
            }
        }
    }

    fn paths(&self, class: usize) -> &[Pressure] {
        let Class { spread, paths, .. } = &self.spread.classes[class];
        &self.model.spreads[spread.at()].pressure[paths.clone()]
    }

    /// Attempts per microsecond on each target of the class that come over one path.
    fn path_rate(&self, spread: SpreadIdx, path: &Pressure) -> f64 {
        let open = !path.link.is_some() || self.holds.open(path.link);
        let sources = self.spread.active[spread.at() * self.spread.zones + path.from.at()].len();
        if open { path.rate * sources as f64 } else { 0.0 }
    }

    fn rate_changes(&mut self, class: usize) {
        self.settle_pressure(class);
        let spread = self.spread.classes[class].spread;
        let rate = self.paths(class).iter().map(|path| self.path_rate(spread, path)).sum();
        let state = &mut self.spread.classes[class];
        state.rate = rate;
        if rate > 0.0 && !std::mem::replace(&mut state.under_pressure, true) {
            self.draw_thresholds(class);
        }
        self.schedule_crossing(class);
    }

    fn settle_pressure(&mut self, class: usize) {
        let state = &mut self.spread.classes[class];
        state.pressure += state.rate * (self.now - state.settled).micros() as f64;
        state.settled = self.now;
    }

    fn threshold_key(&self, spread: SpreadIdx, target: AssetIdx, ordinal: u32, number: u32) -> Key {
        let spread = &self.model.spreads[spread.at()];
        self.draw(Purpose::Threshold)
            .with(self.campaign_key(spread.campaign))
            .with(spread.key)
            .with(self.asset_key(target))
            .with(u64::from(ordinal))
            .with(u64::from(number))
    }

    /// Draws the threshold of every target when its class first comes under pressure.
    fn draw_thresholds(&mut self, class: usize) {
        let model = self.model;
        let Class { spread, zone, pressure, .. } = self.spread.classes[class];
        let Spread { campaign, technique, .. } = model.spreads[spread.at()];
        let technique = &model.techniques[technique.at()];
        let mut thresholds = std::mem::take(&mut self.spread.classes[class].thresholds).into_vec();
        for &group in &model.network.zones[zone.at()].groups {
            let group = &model.network.groups[group.at()];
            if offers(technique, group) {
                for target in members(group).filter(|&target| self.eligible(campaign, target)) {
                    let ordinal = self.ordinal(campaign, target);
                    let at = pressure + self.threshold_key(spread, target, ordinal, 0).exponential();
                    thresholds.push(Threshold { at, target, ordinal, number: 0 });
                }
            }
        }
        self.spread.classes[class].thresholds = BinaryHeap::from(thresholds);
    }

    fn draw_threshold(&mut self, class: usize, target: AssetIdx, number: u32) {
        let Class { spread, pressure, .. } = self.spread.classes[class];
        let Spread { campaign, technique, .. } = self.model.spreads[spread.at()];
        if offers(&self.model.techniques[technique.at()], self.model.network.group(target)) {
            let ordinal = self.ordinal(campaign, target);
            let at = pressure + self.threshold_key(spread, target, ordinal, number).exponential();
            self.spread.classes[class].thresholds.push(Threshold { at, target, ordinal, number });
        }
    }

    /// Schedules the next crossing at the present rate; an earlier schedule becomes stale.
    fn schedule_crossing(&mut self, class: usize) {
        let state = &mut self.spread.classes[class];
        let next = state.thresholds.peek().filter(|_| state.rate > 0.0);
        let due = next.map_or(SimTime::MAX, |threshold| {
            let wait = (threshold.at - state.pressure).max(0.0) / state.rate;
            self.now + SimDuration::rounded(wait)
        });
        if due != state.due {
            state.due = due;
            if due <= self.model.frame.endex {
                let zone = state.zone.0;
                self.schedule(due, zone, Event::PressureCrossing(class as u32));
            }
        }
    }

    /// Pressure reaches the least threshold of a class: an attempt begins.
    pub(super) fn pressure_crosses(&mut self, class: u32) {
        let index = class as usize;
        if self.spread.classes[index].due != self.now {
            return;
        }
        self.settle_pressure(index);
        let state = &mut self.spread.classes[index];
        state.due = SimTime::MAX;
        let Some(threshold) = state.thresholds.pop() else { return };
        // Time is whole microseconds, so the pressure may stand a little short of the threshold.
        state.pressure = state.pressure.max(threshold.at);
        let Class { spread, .. } = *state;
        let Spread { campaign, technique, .. } = self.model.spreads[spread.at()];
        let Threshold { target, ordinal, number, .. } = threshold;
        if self.eligible(campaign, target) && self.ordinal(campaign, target) == ordinal {
            let source = self.draw_source(index, target, ordinal, number);
            let key = self.model.spreads[spread.at()].key;
            let key = self.attempt_key(campaign, key, source, target, number);
            let attempt = Attempt { by: By::Pressure { class, number }, source, target, key };
            self.begin_or_end(technique, attempt);
        }
        self.schedule_crossing(index);
    }

    /// The source of an attempt, drawn from the active ones in proportion to their rates.
    fn draw_source(&self, class: usize, target: AssetIdx, ordinal: u32, number: u32) -> AssetIdx {
        let Class { spread, rate, .. } = self.spread.classes[class];
        let key = self.threshold_key(spread, target, ordinal, number).with(Purpose::Source as u64);
        let mut left = key.uniform() * rate;
        let mut chosen = NONE;
        for path in self.paths(class) {
            let share = self.path_rate(spread, path);
            let sources = &self.spread.active[spread.at() * self.spread.zones + path.from.at()];
            if share > 0.0 {
                let place = (left / share * sources.len() as f64) as usize;
                chosen = sources[place.min(sources.len() - 1)];
                if left < share {
                    break;
                }
                left -= share;
            }
        }
        debug_assert!(chosen != NONE, "a class under pressure has a source");
        self.holds.records()[chosen as usize].asset
    }

    /// An attempt under pressure ends; if it failed, the target gets its next threshold.
    pub(super) fn pressure_attempt_ends(&mut self, class: u32, number: u32, attempt: Attempt) {
        let index = class as usize;
        let spread = self.spread.classes[index].spread;
        let verdict = self.spread_attempt(spread, attempt);
        let campaign = self.model.spreads[spread.at()].campaign;
        if verdict != Verdict::Succeeded && self.eligible(campaign, attempt.target) {
            self.settle_pressure(index);
            self.draw_threshold(index, attempt.target, number + 1);
            self.schedule_crossing(index);
        }
    }
}
