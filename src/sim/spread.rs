//! Spread without operators: active sources, and contact along edges.
//!
//! A hold is a source of each of its campaign's spreads until its active period ends, it is lost, or its asset is isolated.
//! In meshes and over links sources press on classes of targets (`pressure`). Along an edge there is contact: for every
//! ordered pair of an active source and an eligible target a delay runs from the later of the two becoming so; at its end
//! there is one attempt, and if that fails the next delay begins. Keeping only the earliest attempt on a target would be
//! wrong, for its source may be isolated first.
//!
//! **Invariant:** `active` holds each active source once, at the place that its record knows.

use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::holds::HoldState;
use super::paths::offers;
use super::pressure::Class;
use super::reactions::Progress;
use super::slab::Slab;
use super::{Event, Mark, Verdict, Worker};
use crate::kernel::SimTime;
use crate::model::*;
use std::ops::Range;

/// Sources, contacts and pressure classes of all spreads.
#[derive(Debug)]
pub(super) struct Pressures {
    pub(super) zones: usize,
    /// Active sources by hold: `[spread × zones + zone]`.
    pub(super) active: Vec<Vec<u32>>,
    /// For each hold, and each spread of its campaign: where it stands in `active`.
    sources: Vec<Source>,
    /// The most spreads that any campaign has.
    stride: usize,
    pub(super) classes: Vec<Class>,
    /// Classes that sources in a zone press on: `[spread × zones + zone]`.
    pub(super) presses_on: Vec<Vec<u32>>,
    /// Classes that are pressed on over each link, by link.
    pub(super) over_links: Vec<(LinkIdx, u32)>,
    contacts: Slab<Contact>,
    /// Active sources of each spread, in all zones together.
    pub(super) sources_of: Vec<u32>,
    /// The classes of each spread.
    pub(super) classes_of: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Source {
    /// `NONE` while inactive.
    place: u32,
    /// When its active period ends, also while it is paused; `MAX` for never, or while there is none.
    until: SimTime,
    /// Whether its active period has ended, and it lies dormant.
    dormant: bool,
}

impl Source {
    /// Of a hold that has not been active yet.
    const FRESH: Source = Source { place: NONE, until: SimTime::MAX, dormant: false };
}

/// A pair of an active source and an eligible target that are joined by an edge.
#[derive(Debug, Clone, Copy)]
struct Contact {
    state: Stage,
    /// When its delay is over, by the campaign's own clock.
    due: SimTime,
    spread: SpreadIdx,
    hold: u32,
    source_ordinal: u32,
    target: AssetIdx,
    target_ordinal: u32,
    number: u32,
}

/// How far a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Its delay runs.
    Waits,
    /// Its attempt is under way.
    Tries,
    /// Its place is free, or its event is still to come and means nothing any more.
    Gone,
}

const NONE: u32 = u32::MAX;

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
            contacts: Slab::new(),
            sources_of: vec![0; model.spreads.len()],
            classes_of,
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

    pub(super) fn reset(&mut self) {
        self.active.iter_mut().for_each(Vec::clear);
        self.sources.clear();
        self.classes.iter_mut().for_each(Class::reset);
        self.contacts.clear();
        self.sources_of.fill(0);
    }

    /// The place of a hold's record for one of its campaign's spreads.
    fn source(&mut self, hold: u32, spread: usize) -> &mut Source {
        let place = hold as usize * self.stride + spread;
        if place >= self.sources.len() {
            let wanted = (hold as usize + 1) * self.stride;
            self.sources.resize(wanted, Source::FRESH);
        }
        &mut self.sources[place]
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
            let Source { mut until, dormant, .. } = *self.spread.source(hold, own);
            if dormant {
                continue;
            }
            let list = index as usize * self.spread.zones + model.network.zone_of(record.asset).at();
            let place = self.spread.active[list].len() as u32;
            self.spread.active[list].push(hold);
            self.spread.sources_of[index as usize] += 1;
            if let Some(active_for) = &spread.active_for
                && until == SimTime::MAX
            {
                let key = self
                    .draw(Purpose::Active)
                    .with(campaign.key)
                    .with(spread.key)
                    .with(self.asset_key(record.asset))
                    .with(u64::from(record.ordinal));
                until = self.now + active_for.sample(key);
                self.schedule(until, record.asset.0, Event::ActiveEnd { spread: own as u16, hold });
            }
            *self.spread.source(hold, own) = Source { place, until, dormant };
            self.pressure_changes(list);
            self.misses_begin(SpreadIdx(index), hold);
            if spread.contact.is_some() {
                for &target in model.network.edges.of(record.asset) {
                    self.begin_contact(SpreadIdx(index), hold, target);
                }
            }
        }
    }

    /// A hold spreads no more, and if it ever does again, as a new one.
    pub(super) fn stops_being_source(&mut self, hold: u32) {
        let campaign = self.holds.records()[hold as usize].campaign;
        for own in 0..self.model.campaigns[campaign.at()].spreads.len() {
            self.becomes_inactive(hold, own);
            *self.spread.source(hold, own) = Source::FRESH;
        }
    }

    /// A hold does not spread while its asset is out; its active periods run on.
    pub(super) fn pauses_as_source(&mut self, hold: u32) {
        let campaign = self.holds.records()[hold as usize].campaign;
        for own in 0..self.model.campaigns[campaign.at()].spreads.len() {
            self.becomes_inactive(hold, own);
        }
    }

    fn becomes_inactive(&mut self, hold: u32, own: usize) {
        let record = self.holds.records()[hold as usize];
        let place = std::mem::replace(&mut self.spread.source(hold, own).place, NONE);
        if place == NONE {
            return;
        }
        let spread = self.model.campaigns[record.campaign.at()].spreads.start as usize + own;
        let list = spread * self.spread.zones + self.model.network.zone_of(record.asset).at();
        self.spread.active[list].swap_remove(place as usize);
        self.spread.sources_of[spread] -= 1;
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
            Then::Dormant => {
                self.becomes_inactive(hold, usize::from(own));
                *self.spread.source(hold, usize::from(own)) = Source { dormant: true, ..Source::FRESH };
            }
            Then::Immune => self.release_by_itself(record.campaign, record.asset, HoldState::Immune),
            Then::Susceptible => self.release_by_itself(record.campaign, record.asset, HoldState::Free),
        }
    }

    /// An asset can be attacked again: it gets new thresholds, and active neighbours contact it anew.
    pub(super) fn becomes_target(&mut self, campaign: CampaignIdx, asset: AssetIdx) {
        let model = self.model;
        self.comes_under_pressure_again(campaign, asset);
        let spreads = model.campaigns[campaign.at()].spreads.clone();
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

    /// Assets come to have a weakness: active neighbours that need it begin contact.
    pub(super) fn contacts_find_weak(&mut self, weakness: u64, assets: &[AssetIdx]) {
        let model = self.model;
        for (index, spread) in (0..).zip(&model.spreads) {
            if spread.contact.is_none() || model.techniques[spread.technique.at()].weakness != weakness {
                continue;
            }
            let own = (index - model.campaigns[spread.campaign.at()].spreads.start) as usize;
            for &asset in assets {
                for &neighbour in model.network.edges.of(asset) {
                    if let Some(hold) = self.active_hold(spread.campaign, neighbour, own) {
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

    /// Whether a hold is an active source of one of its campaign's spreads.
    pub(super) fn is_active(&mut self, spread: SpreadIdx, hold: u32) -> bool {
        let campaign = self.model.spreads[spread.at()].campaign;
        let own = spread.0 - self.model.campaigns[campaign.at()].spreads.start;
        self.spread.source(hold, own as usize).place != NONE
    }

    /// Begins a delay from an active source to a target, if that is eligible.
    fn begin_contact(&mut self, spread: SpreadIdx, hold: u32, target: AssetIdx) {
        let model = self.model;
        let record = self.holds.records()[hold as usize];
        let technique = &model.techniques[model.spreads[spread.at()].technique.at()];
        if self.eligible(record.campaign, target)
            && offers(technique, model.network.group(target))
            && self.weak_to(technique, target)
        {
            let target_ordinal = self.ordinal(record.campaign, target);
            let source_ordinal = record.ordinal;
            self.wait_for_contact(Contact {
                state: Stage::Waits,
                due: SimTime::MAX,
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
            .attempt_key(spread.campaign, spread.key, source, contact.target, u64::from(contact.number))
            .with(Purpose::Contact as u64);
        let delay = self.hurried(spread.campaign, rule.delay.sample(key));
        let (due, at) = self.work(spread.campaign, delay);
        let number = self.spread.contacts.insert(Contact { state: Stage::Waits, due, ..contact });
        self.schedule(at, contact.target.0, Event::ContactEnd(number));
    }

    /// The campaign works so much faster: of the delays that are under way there is as much less left.
    pub(super) fn contacts_hurry(&mut self, campaign: CampaignIdx, faster: f64) {
        let model = self.model;
        let spreads = &model.campaigns[campaign.at()].spreads;
        let waits = |contact: &Contact| contact.state == Stage::Waits && spreads.contains(&contact.spread.0);
        let places = 0..self.spread.contacts.places() as u32;
        let waiting: Vec<u32> = places.filter(|&place| waits(self.spread.contacts.get(place))).collect();
        for place in waiting {
            let contact = *self.spread.contacts.get(place);
            let (due, at) = self.due_sooner(campaign, contact.due, faster);
            // The place is free when the event comes that knows it.
            self.spread.contacts.get_mut(place).state = Stage::Gone;
            let number = self.spread.contacts.insert(Contact { due, ..contact });
            self.schedule(at, contact.target.0, Event::ContactEnd(number));
        }
    }

    fn forget_contact(&mut self, number: u32) -> Contact {
        let contact = self.spread.contacts.remove(number);
        self.spread.contacts.get_mut(number).state = Stage::Gone;
        contact
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
        let contact = *self.spread.contacts.get(number);
        if contact.state == Stage::Gone || !self.contact_lasts(contact) {
            self.forget_contact(number);
            return;
        }
        let spread = &self.model.spreads[contact.spread.at()];
        match self.progress(spread.campaign, contact.due) {
            Progress::Done => self.spread.contacts.get_mut(number).state = Stage::Tries,
            Progress::Later(at) => return self.schedule(at, contact.target.0, Event::ContactEnd(number)),
            Progress::Never => {
                self.forget_contact(number);
                return;
            }
        }
        let source = self.holds.records()[contact.hold as usize].asset;
        let key =
            self.attempt_key(spread.campaign, spread.key, source, contact.target, u64::from(contact.number));
        let attempt = Attempt { by: By::Contact(number), source, target: contact.target, key };
        self.begin_or_end(spread.campaign, spread.technique, attempt);
    }

    /// An attempt that takes no time ends at once.
    pub(super) fn begin_or_end(&mut self, campaign: CampaignIdx, technique: TechniqueIdx, attempt: Attempt) {
        let technique = &self.model.techniques[technique.at()];
        if !technique.time.is_zero() {
            return self.begin(campaign, technique, attempt);
        }
        match attempt.by {
            By::Contact(contact) => self.contact_attempt_ends(contact, attempt),
            By::Pressure { class, ordinal, number } => {
                self.pressure_attempt_ends(class, ordinal, number, attempt)
            }
            By::Operator(_) | By::Mail(_) | By::Delivery(_) => {}
        }
    }

    pub(super) fn spread_attempt(&mut self, index: SpreadIdx, attempt: Attempt) -> Verdict {
        let spread = &self.model.spreads[index.at()];
        let verdict = self.resolve(spread.campaign, spread.technique, StepIdx::NONE, index, attempt);
        self.mark(Mark::Attempt, spread.key, self.asset_key(attempt.target), verdict as u64);
        verdict
    }

    /// An attempt over an edge ends; if it failed, the next delay begins.
    pub(super) fn contact_attempt_ends(&mut self, number: u32, attempt: Attempt) {
        let mut contact = self.forget_contact(number);
        let verdict = self.spread_attempt(contact.spread, attempt);
        if verdict != Verdict::Succeeded && self.contact_lasts(contact) {
            contact.number += 1;
            self.wait_for_contact(contact);
        }
    }
}
