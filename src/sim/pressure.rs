//! Pressure in meshes and over links: Sellke's construction.
//!
//! (T. Sellke, On the asymptotic distribution of the size of a stochastic epidemic, Journal of Applied Probability 20,
//! 1983.) Each target has a threshold Exp(1). The pressure on a class of targets, those of one spread in one zone, is
//! A(t) = ∫ Σ rate · active sources dt; where it crosses a target's threshold there is one attempt, its source drawn in
//! proportion to the rates. A failed attempt redraws the threshold from the present A. This is exact for exponential
//! delays and scans, and costs O(holds + failed attempts) events however many pairs there are, beside the size of a class
//! when it first comes under pressure.
//!
//! **Invariant:** a target has at most one live threshold a spread: one drawn before its last hold is void.

use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::paths::{members, offers};
use super::{Event, Verdict, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Targets of one spread in one zone.
#[derive(Debug)]
pub(super) struct Class {
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
    /// Those that were drawn when it came under pressure, the next one last: sorting a million once and walking along costs
    /// much less than taking them out of a heap, which jumps.
    first: Vec<Threshold>,
    /// Those that were drawn later.
    later: BinaryHeap<Threshold>,
}

/// The pressure at which the next attempt on a target is made; the least is the greatest, which is what a heap gives out.
#[derive(Debug, Clone, Copy)]
struct Threshold {
    at: f64,
    target: AssetIdx,
    /// The target's ordinal when it was drawn.
    ordinal: u32,
    /// Which attempt it is since then.
    number: u32,
}

/// Targets that are looked up together: see [`Worker::look_up_near_events`].
const AHEAD: usize = 32;

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

impl Class {
    /// The classes of all spreads, and for each `[spread × zones + zone]` those that sources in the zone press on.
    pub(super) fn of(model: &Model) -> (Vec<Class>, Vec<Vec<u32>>) {
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
                    first: Vec::new(),
                    later: BinaryHeap::new(),
                });
                start += paths.len();
            }
        }
        (classes, presses_on)
    }

    /// The classes that are pressed on over each link, by link.
    pub(super) fn over_links(classes: &[Class], model: &Model) -> Vec<(LinkIdx, u32)> {
        let mut over = Vec::new();
        for (number, class) in (0..).zip(classes) {
            let paths = &model.spreads[class.spread.at()].pressure[class.paths.clone()];
            over.extend(paths.iter().filter(|path| path.link.is_some()).map(|path| (path.link, number)));
        }
        over.sort_unstable();
        over
    }

    pub(super) fn spread(&self) -> SpreadIdx {
        self.spread
    }

    /// Bytes of its thresholds.
    pub(super) fn bytes(&self) -> usize {
        (self.first.len() + self.later.len()) * size_of::<Threshold>()
    }

    /// The least threshold.
    fn next(&self) -> Option<&Threshold> {
        self.first.last().max(self.later.peek())
    }

    fn take_next(&mut self) -> Option<Threshold> {
        if self.first.last() > self.later.peek() { self.first.pop() } else { self.later.pop() }
    }

    pub(super) fn reset(&mut self) {
        (self.pressure, self.rate) = (0.0, 0.0);
        (self.settled, self.due) = (SimTime::ZERO, SimTime::MAX);
        self.under_pressure = false;
        self.first.clear();
        self.later.clear();
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A target that was lost can be attacked again: it gets new thresholds.
    pub(super) fn comes_under_pressure_again(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        let zone = self.model.network.zone_of(asset);
        for spread in self.model.campaigns[campaign.at()].spreads.clone().map(SpreadIdx) {
            // Classes ascend by spread and zone.
            let found =
                self.spread.classes.binary_search_by_key(&(spread, zone), |class| (class.spread, class.zone));
            if let Ok(class) = found
                && self.spread.classes[class].under_pressure
            {
                self.settle_pressure(class);
                self.draw_threshold(class, asset, 0);
                self.schedule_crossing(class);
            }
        }
    }

    /// Everything that the campaign's sources press on changes.
    pub(super) fn campaign_pressure_changes(&mut self, campaign: CampaignIdx) {
        for spread in self.model.campaigns[campaign.at()].spreads.clone() {
            for class in self.spread.classes_of[spread as usize].clone() {
                self.rate_changes(class);
            }
        }
    }

    /// The number of active sources in a zone changed. Where all scans together are capped, that is felt everywhere.
    pub(super) fn pressure_changes(&mut self, list: usize) {
        let spread = list / self.spread.zones;
        if self.model.spreads[spread].cap < f64::INFINITY {
            for class in self.spread.classes_of[spread].clone() {
                self.rate_changes(class);
            }
            return;
        }
        for place in 0..self.spread.presses_on[list].len() {
            let class = self.spread.presses_on[list][place] as usize;
            self.rate_changes(class);
        }
    }

    /// A link closes or opens: what presses through it stops or begins.
    pub(super) fn link_changes(&mut self, link: LinkIdx) {
        let over = |entry: &(LinkIdx, u32)| entry.0 < link;
        let mut place = self.spread.over_links.partition_point(over);
        while let Some(&(_, class)) = self.spread.over_links.get(place).filter(|entry| entry.0 == link) {
            self.rate_changes(class as usize);
            place += 1;
        }
    }

    /// Assets come to have a weakness: those under pressure that needs it get thresholds.
    pub(super) fn pressure_finds_weak(&mut self, weakness: u64, assets: &[AssetIdx]) {
        let model = self.model;
        for class in 0..self.spread.classes.len() {
            let Class { spread, zone, under_pressure, .. } = self.spread.classes[class];
            let Spread { campaign, technique, .. } = model.spreads[spread.at()];
            if !under_pressure || model.techniques[technique.at()].weakness != weakness {
                continue;
            }
            self.settle_pressure(class);
            for &asset in assets {
                if model.network.zone_of(asset) == zone && self.eligible(campaign, asset) {
                    self.draw_threshold(class, asset, 0);
                }
            }
            self.schedule_crossing(class);
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
        if open { (path.rate * sources as f64 * self.pressing(spread)).min(path.most) } else { 0.0 }
    }

    /// What the rates of a spread are multiplied by now.
    fn pressing(&self, spread: SpreadIdx) -> f64 {
        let dark = self.is_dark(self.model.spreads[spread.at()].campaign);
        if dark { 0.0 } else { self.effort(spread) }
    }

    /// The share of its full rate at which each source of a spread works unless its campaign pauses: what the campaign's
    /// pace and the cap leave.
    #[inline]
    pub(super) fn effort(&self, spread: SpreadIdx) -> f64 {
        let Spread { campaign, cap, .. } = self.model.spreads[spread.at()];
        let sources = f64::from(self.spread.sources_of[spread.at()]);
        let capped = if sources > cap { cap / sources } else { 1.0 };
        self.pace(campaign) * capped
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
        let mut thresholds = std::mem::take(&mut self.spread.classes[class].first);
        // All at once: a class may be nearly all of the memory, and growing would double it.
        thresholds.reserve_exact(model.network.zones[zone.at()].size as usize);
        for &group in &model.network.zones[zone.at()].groups {
            let group = &model.network.groups[group.at()];
            if offers(technique, group) {
                let takes =
                    |&target: &AssetIdx| self.eligible(campaign, target) && self.weak_to(technique, target);
                for target in members(group).filter(takes) {
                    let ordinal = self.ordinal(campaign, target);
                    let at = pressure + self.threshold_key(spread, target, ordinal, 0).exponential();
                    thresholds.push(Threshold { at, target, ordinal, number: 0 });
                }
            }
        }
        thresholds.sort_unstable();
        self.spread.classes[class].first = thresholds;
    }

    fn draw_threshold(&mut self, class: usize, target: AssetIdx, number: u32) {
        let Class { spread, pressure, .. } = self.spread.classes[class];
        let Spread { campaign, technique, .. } = self.model.spreads[spread.at()];
        let technique = &self.model.techniques[technique.at()];
        if offers(technique, self.model.network.group(target)) && self.weak_to(technique, target) {
            let ordinal = self.ordinal(campaign, target);
            let at = pressure + self.threshold_key(spread, target, ordinal, number).exponential();
            self.spread.classes[class].later.push(Threshold { at, target, ordinal, number });
        }
    }

    /// Schedules the next crossing at the present rate; an earlier schedule becomes stale.
    fn schedule_crossing(&mut self, class: usize) {
        let state = &mut self.spread.classes[class];
        let next = state.next().filter(|_| state.rate > 0.0);
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
        let before = state.first.len();
        let Some(threshold) = state.take_next() else { return };
        if before.is_multiple_of(AHEAD) && state.first.len() < before {
            self.holds.look_up_all(state.first.iter().rev().take(AHEAD).map(|threshold| threshold.target));
        }
        // Time is whole microseconds, so the pressure may stand a little short of the threshold.
        state.pressure = state.pressure.max(threshold.at);
        let Class { spread, .. } = *state;
        let Spread { campaign, technique, .. } = self.model.spreads[spread.at()];
        let Threshold { target, ordinal, number, .. } = threshold;
        if self.eligible(campaign, target) && self.ordinal(campaign, target) == ordinal {
            let source = self.draw_source(index, target, ordinal, number);
            let key = self.model.spreads[spread.at()].key;
            let key = self.attempt_key(campaign, key, source, target, u64::from(number));
            let attempt = Attempt { by: By::Pressure { class, ordinal, number }, source, target, key };
            let technique = &self.model.techniques[technique.at()];
            match technique.time.is_zero() {
                true => self.pressure_attempt_ends(class, ordinal, number, attempt),
                false => self.begin(campaign, technique, attempt),
            }
        }
        self.schedule_crossing(index);
    }

    /// The source of an attempt, drawn from the active ones in proportion to their rates.
    fn draw_source(&self, class: usize, target: AssetIdx, ordinal: u32, number: u32) -> AssetIdx {
        let Class { spread, rate, .. } = self.spread.classes[class];
        let key = self.threshold_key(spread, target, ordinal, number).with(Purpose::Source as u64);
        let mut left = key.uniform() * rate;
        let mut chosen = None;
        for path in self.paths(class) {
            let share = self.path_rate(spread, path);
            let sources = &self.spread.active[spread.at() * self.spread.zones + path.from.at()];
            if share > 0.0 {
                let place = (left / share * sources.len() as f64) as usize;
                chosen = Some(sources[place.min(sources.len() - 1)]);
                if left < share {
                    break;
                }
                left -= share;
            }
        }
        debug_assert!(chosen.is_some(), "a class under pressure has a source");
        chosen.map_or(AssetIdx::NONE, |hold| self.holds.records()[hold as usize].asset)
    }

    /// An attempt under pressure ends; if it failed, the target gets its next threshold.
    pub(super) fn pressure_attempt_ends(&mut self, class: u32, ordinal: u32, number: u32, attempt: Attempt) {
        let index = class as usize;
        let spread = self.spread.classes[index].spread;
        let verdict = self.spread_attempt(spread, attempt);
        let campaign = self.model.spreads[spread.at()].campaign;
        if verdict != Verdict::Succeeded
            && self.eligible(campaign, attempt.target)
            && self.ordinal(campaign, attempt.target) == ordinal
        {
            self.settle_pressure(index);
            self.draw_threshold(index, attempt.target, number + 1);
            self.schedule_crossing(index);
        }
    }
}
