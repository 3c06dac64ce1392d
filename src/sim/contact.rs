//! Contact along edges.
//!
//! For every ordered pair of an active source and an eligible target that an edge joins a delay runs from the later of the
//! two becoming so; at its end there is one attempt, and if that fails the next delay begins. Keeping only the earliest
//! attempt on a target would be wrong, for its source may be isolated first.
//!
//! The first delay of a pair is most of what an epidemic does, and needs no record: its event says whose it is, by the
//! source, the target as its entity, and the sum of their ordinals, which only ever rise. A record is kept of what such an
//! event can't say: later delays, attempts that take time, and whatever a campaign does that may pause or hurry. In a
//! campaign that never does, a delay that outlasts the source's active period is not even begun; so while no source was
//! stopped before its period was over, nobody need look whether it still is one.
//!
//! **Invariant:** a pair has at most one delay or attempt under way that still means something.

use super::attack::{Attempt, By};
use super::draws::Purpose;
use super::paths::offers;
use super::reactions::{Progress, Who};
use super::slab::Slab;
use super::{Event, Verdict, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model;
use crate::model::*;

/// Contacts that have a record, and of which campaigns these are.
#[derive(Debug)]
pub(super) struct Contacts {
    records: Slab<Contact>,
    /// Those that are being hurried.
    hurried: Vec<u32>,
    /// Of each campaign, whether nothing in the scenario changes its pace.
    steady: Vec<bool>,
    /// Of each campaign, whether a source was stopped before its active period was over.
    stopped: Vec<bool>,
}

/// A pair of an active source and an eligible target that are joined by an edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    state: Stage,
    /// When its delay is over, by the campaign's own clock.
    due: SimTime,
    spread: SpreadIdx,
    source: AssetIdx,
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

/// What the delays from one source have in common.
struct From<'m> {
    spread: SpreadIdx,
    technique: &'m Technique,
    rule: &'m model::Contact,
    campaign: CampaignIdx,
    source: AssetIdx,
    ordinal: u32,
    /// The group of the source, which is mostly that of its neighbours.
    group: &'m Group,
    /// The part of an attempt's key that says by whom and from where it is made.
    key: Key,
    /// How long the source stays active.
    left: SimDuration,
    /// A uniform number above which a delay is longer.
    cut: f64,
}

impl Contacts {
    pub(super) fn new(model: &Model) -> Contacts {
        let reacts =
            |campaign: &Campaign| !matches!(campaign.on_loss, OnLoss::Continue | OnLoss::Return { .. });
        let mut steady: Vec<bool> = model.campaigns.iter().map(|campaign| !reacts(campaign)).collect();
        let named = model.investigations.iter().any(|led| matches!(led.aim, Aim::Attribute { .. }));
        for (steady, campaign) in steady.iter_mut().zip(&model.campaigns) {
            *steady &= !named || campaign.deterred == 0.0;
        }
        for effect in &model.effects {
            if let Change::Campaign { campaign, .. } = effect.change {
                steady[campaign.at()] = false;
            }
        }
        let stopped = vec![false; model.campaigns.len()];
        Contacts { records: Slab::new(), hurried: Vec::new(), steady, stopped }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.records.bytes()
    }

    pub(super) fn clear(&mut self) {
        self.records.clear();
        self.stopped.fill(false);
    }

    /// A source of the campaign spreads no more, though its active period is not over.
    pub(super) fn source_was_stopped(&mut self, campaign: CampaignIdx) {
        self.stopped[campaign.at()] = true;
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    /// A hold becomes an active source: delays to all its eligible neighbours begin.
    pub(super) fn contacts_begin(&mut self, spread: SpreadIdx, rule: &'m model::Contact, hold: u32) {
        let from = self.from(spread, rule, hold);
        let neighbours = self.model.network.edges.of(from.source);
        // At once, for the same reason as in `look_up_near_events`.
        self.holds.look_up_all(neighbours.iter().copied());
        for &target in neighbours {
            self.begin_contact(&from, target);
        }
    }

    /// A target becomes eligible: delays from its active neighbours begin.
    pub(super) fn neighbours_contact(&mut self, index: SpreadIdx, asset: AssetIdx) {
        let model = self.model;
        let spread = &model.spreads[index.at()];
        let Some(rule) = &spread.contact else { return };
        let own = (index.0 - model.campaigns[spread.campaign.at()].spreads.start) as usize;
        for &neighbour in model.network.edges.of(asset) {
            if let Some(hold) = self.active_hold(spread.campaign, neighbour, own) {
                self.begin_contact(&self.from(index, rule, hold), asset);
            }
        }
    }

    /// Assets come to have a weakness: active neighbours that need it begin contact.
    pub(super) fn contacts_find_weak(&mut self, weakness: u64, assets: &[AssetIdx]) {
        for index in SpreadIdx::all(self.model.spreads.len()) {
            let technique = self.model.spreads[index.at()].technique;
            if self.model.techniques[technique.at()].weakness == weakness {
                for &asset in assets {
                    self.neighbours_contact(index, asset);
                }
            }
        }
    }

    fn from(&self, index: SpreadIdx, rule: &'m model::Contact, hold: u32) -> From<'m> {
        let model = self.model;
        let spread = &model.spreads[index.at()];
        let record = self.holds.records()[hold as usize];
        let own = (index.0 - model.campaigns[record.campaign.at()].spreads.start) as usize;
        let until = self.spread.of(hold, own).until;
        let steady = self.spread.contacts.steady[record.campaign.at()];
        let left = if steady { until.since(self.now) } else { SimDuration::MAX };
        From {
            spread: index,
            technique: &model.techniques[spread.technique.at()],
            rule,
            campaign: record.campaign,
            source: record.asset,
            ordinal: record.ordinal,
            group: model.network.group(record.asset),
            key: self.spread.keys[index.at()].attempt.with(self.asset_key(record.asset)),
            left,
            cut: rule.delay.exceeded_from(left),
        }
    }

    /// Begins the first delay to a target, if that is eligible.
    fn begin_contact(&mut self, from: &From<'m>, target: AssetIdx) {
        let Some(target_ordinal) = self.holds.eligible_since(from.campaign, target) else { return };
        let group = if from.group.contains(target) { from.group } else { self.model.network.group(target) };
        if !offers(from.technique, group) || !self.weak_to(from.technique, target) || from.rule.attempts == 0
        {
            return;
        }
        let key = from
            .key
            .with(group.key_of(target))
            .with(u64::from(from.ordinal) << 32 | u64::from(target_ordinal))
            .with(0)
            .with(Purpose::Contact as u64);
        if key.uniform() > from.cut {
            return;
        }
        let delay = from.rule.delay.sample(key);
        // Of two ends in one instant that of the lesser asset comes first.
        if delay > from.left || delay == from.left && from.source < target {
            return;
        }
        let &From { spread, source, ordinal: source_ordinal, campaign, .. } = from;
        let ordinals = u8::try_from(source_ordinal + target_ordinal);
        if let (true, Ok(ordinals), Ok(spread)) =
            (self.spread.contacts.steady[campaign.at()], ordinals, u16::try_from(spread.0))
        {
            return self.schedule_in(delay, target.0, Event::Contact { ordinals, spread, source });
        }
        let contact = Contact {
            state: Stage::Waits,
            due: SimTime::MAX,
            spread,
            source,
            source_ordinal,
            target,
            target_ordinal,
            number: 0,
        };
        self.wait_for_contact(contact, delay);
    }

    /// The next delay of a pair begins, if it has another.
    fn next_contact(&mut self, contact: Contact) {
        let spread = &self.model.spreads[contact.spread.at()];
        let Some(rule) = spread.contact.as_ref().filter(|rule| contact.number < rule.attempts) else {
            return;
        };
        let key = self.contact_key(&contact).with(Purpose::Contact as u64);
        self.wait_for_contact(contact, rule.delay.sample(key));
    }

    fn wait_for_contact(&mut self, contact: Contact, delay: SimDuration) {
        let campaign = self.model.spreads[contact.spread.at()].campaign;
        let (due, at) = self.work(campaign, self.hurried(campaign, delay), Who::Others);
        let number = self.spread.contacts.records.insert(Contact { state: Stage::Waits, due, ..contact });
        self.schedule(at, contact.target.0, Event::ContactEnd(number));
    }

    /// The key of the attempt that a contact makes.
    fn contact_key(&self, contact: &Contact) -> Key {
        self.spread.keys[contact.spread.at()]
            .attempt
            .with(self.asset_key(contact.source))
            .with(self.asset_key(contact.target))
            .with(u64::from(contact.source_ordinal) << 32 | u64::from(contact.target_ordinal))
            .with(u64::from(contact.number))
    }

    /// The campaign works so much faster: of the delays that are under way there is as much less left.
    pub(super) fn contacts_hurry(&mut self, campaign: CampaignIdx, faster: f64) {
        let spreads = &self.model.campaigns[campaign.at()].spreads;
        let waits = |contact: &Contact| contact.state == Stage::Waits && spreads.contains(&contact.spread.0);
        let mut waiting = std::mem::take(&mut self.spread.contacts.hurried);
        let records = &self.spread.contacts.records;
        waiting.extend((0..records.places() as u32).filter(|&place| waits(records.get(place))));
        for place in waiting.drain(..) {
            let contact = *self.spread.contacts.records.get(place);
            let (due, at) = self.due_sooner(campaign, contact.due, faster);
            // The place is free when the event comes that knows it.
            self.spread.contacts.records.get_mut(place).state = Stage::Gone;
            let number = self.spread.contacts.records.insert(Contact { due, ..contact });
            self.schedule(at, contact.target.0, Event::ContactEnd(number));
        }
        self.spread.contacts.hurried = waiting;
    }

    fn forget_contact(&mut self, number: u32) -> Contact {
        let contact = self.spread.contacts.records.remove(number);
        self.spread.contacts.records.get_mut(number).state = Stage::Gone;
        contact
    }

    /// Whether the pair is still the one whose delay began: the target eligible all along, the source active all along.
    fn contact_lasts(&self, contact: &Contact) -> bool {
        let campaign = self.model.spreads[contact.spread.at()].campaign;
        self.holds.eligible_since(campaign, contact.target) == Some(contact.target_ordinal)
            && self.is_source(contact)
    }

    /// Whether the source of a contact has been active all along.
    fn is_source(&self, contact: &Contact) -> bool {
        let campaign = self.model.spreads[contact.spread.at()].campaign;
        let own = (contact.spread.0 - self.model.campaigns[campaign.at()].spreads.start) as usize;
        self.holds.find(campaign, contact.source).is_some_and(|hold| {
            let source = self.spread.of(hold, own);
            source.is_active() && source.ordinal == contact.source_ordinal
        })
    }

    /// The first delay of a pair ends.
    pub(super) fn first_contact_ends(
        &mut self,
        ordinals: u8,
        spread: u16,
        source: AssetIdx,
        target: AssetIdx,
    ) {
        let spread = SpreadIdx(u32::from(spread));
        let campaign = self.model.spreads[spread.at()].campaign;
        let Some(target_ordinal) = self.holds.eligible_since(campaign, target) else { return };
        let Some(source_ordinal) = u32::from(ordinals).checked_sub(target_ordinal) else { return };
        let (state, due, number) = (Stage::Tries, self.now, 0);
        let contact = Contact { state, due, spread, source, source_ordinal, target, target_ordinal, number };
        // A target that was never taken is the same all along.
        let lasts = target_ordinal == 0 && !self.spread.contacts.stopped[campaign.at()];
        if CHECK && lasts {
            assert!(self.is_source(&contact), "the source of a contact is gone");
        }
        if lasts || self.is_source(&contact) {
            self.try_contact(contact);
        }
    }

    /// A delay that has a record ends.
    pub(super) fn contact_ends(&mut self, number: u32) {
        let contact = *self.spread.contacts.records.get(number);
        if contact.state == Stage::Gone || !self.contact_lasts(&contact) {
            self.forget_contact(number);
            return;
        }
        match self.progress(self.model.spreads[contact.spread.at()].campaign, contact.due, Who::Others) {
            Progress::Later(at) => self.schedule(at, contact.target.0, Event::ContactEnd(number)),
            Progress::Never => _ = self.forget_contact(number),
            Progress::Done => {
                self.forget_contact(number);
                self.try_contact(contact);
            }
        }
    }

    /// The attempt begins, and ends at once if it takes no time.
    fn try_contact(&mut self, contact: Contact) {
        let spread = &self.model.spreads[contact.spread.at()];
        let technique = &self.model.techniques[spread.technique.at()];
        let Contact { source, target, .. } = contact;
        let attempt = Attempt { by: By::InstantContact, source, target, key: self.contact_key(&contact) };
        if technique.time.is_zero() {
            return self.contact_attempt_is_over(contact, attempt);
        }
        let number = self.spread.contacts.records.insert(Contact { state: Stage::Tries, ..contact });
        self.begin(spread.campaign, technique, Attempt { by: By::Contact(number), ..attempt });
    }

    /// An attempt that took time ends.
    pub(super) fn contact_attempt_ends(&mut self, number: u32, attempt: Attempt) {
        let contact = self.forget_contact(number);
        self.contact_attempt_is_over(contact, attempt);
    }

    /// An attempt is over; if it failed, the next delay begins.
    fn contact_attempt_is_over(&mut self, contact: Contact, attempt: Attempt) {
        let verdict = self.spread_attempt(contact.spread, attempt);
        if verdict != Verdict::Succeeded && self.contact_lasts(&contact) {
            self.next_contact(Contact { number: contact.number + 1, ..contact });
        }
    }
}
