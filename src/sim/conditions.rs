//! Conditions of contingency injects: when they are looked at, and whether they are met.
//!
//! Whoever changes something that a condition may speak of says so by a [`Signal`]. If no condition that is still open
//! waits for that signal nothing more happens, so that a scenario without conditions pays one comparison. Otherwise the
//! conditions are looked at when nothing else is left of the instant: those that wait for what changed, all on the state of
//! that moment; then the injects of those that are met come in the order of numbers. What they change in the same instant
//! sets off another look. A condition that speaks of a moment (`NotYet`) is looked at then too.
//!
//! **Invariant:** a condition is met at most once, and never before STARTEX; it sees counters, levels and first times only.

use super::{Event, Mark, Milestone, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// Kinds of things that conditions may wait for, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signal(u16);

impl Signal {
    /// Assets were taken or lost.
    pub const HOLDS: Signal = Signal(1);
    /// A first time of a response came, or no longer holds.
    pub const RESPONSES: Signal = Signal(1 << 1);
    /// An alert came, was dropped, missed, taken up or put back; an incident was opened.
    pub const WORK: Signal = Signal(1 << 2);
    /// A campaign reached its objective.
    pub const OBJECTIVES: Signal = Signal(1 << 3);
    /// An attempt was prevented.
    pub const PREVENTED: Signal = Signal(1 << 4);
    /// The level of a function changed.
    pub const FUNCTIONS: Signal = Signal(1 << 5);
    /// An inject came.
    pub const INJECTS: Signal = Signal(1 << 6);
    /// A report that the law asks for was begun, submitted or missed.
    pub const DEADLINES: Signal = Signal(1 << 9);
    /// A centre's picture changed, or what is held in it.
    pub const PICTURES: Signal = Signal(1 << 10);
    /// A crisis turned, or brought something.
    pub const CRISES: Signal = Signal(1 << 7);
    /// An investigation came to its end.
    pub const CASES: Signal = Signal(1 << 8);
    /// Everything.
    pub const ALL: Signal = Signal(u16::MAX);
    const NONE: Signal = Signal(0);
    /// How many there can be.
    const COUNT: usize = u16::BITS as usize;

    const fn and(self, other: Signal) -> Signal {
        Signal(self.0 | other.0)
    }

    const fn meets(self, other: Signal) -> bool {
        self.0 & other.0 != 0
    }

    /// The places of its kinds.
    fn kinds(self) -> impl Iterator<Item = usize> {
        (0..Signal::COUNT).filter(move |kind| self.0 & (1 << kind) != 0)
    }

    /// What a quantity changes with.
    const fn of(quantity: Quantity) -> Signal {
        match quantity.of() {
            Of::Response | Of::Partner => Signal::RESPONSES,
            Of::Team => Signal::WORK,
            Of::Function | Of::Mission => Signal::FUNCTIONS,
            Of::Ladder | Of::Staff => Signal::INJECTS,
            Of::Duty => Signal::DEADLINES,
            Of::Centre => Signal::PICTURES,
            Of::Crisis => Signal::CRISES,
            Of::Campaign => Signal::CASES,
            Of::Overall => match quantity {
                Quantity::CampaignsAtObjective => Signal::OBJECTIVES,
                Quantity::AttemptsPrevented => Signal::PREVENTED,
                Quantity::Attributed | Quantity::WronglyAttributed => Signal::CASES,
                _ => Signal::HOLDS,
            },
        }
    }

    /// What can make a condition true. `NotYet` becomes true by the passing of time alone, and false by what happens: so it
    /// waits for that only where its falsehood is asked for. That an inject comes is told by `injected`.
    fn that_make(condition: &Condition, true_or_false: bool, injected: Signal) -> Signal {
        match condition {
            Condition::NotYet { .. } if true_or_false => Signal::NONE,
            Condition::NotYet { measure, .. }
            | Condition::Reached(measure)
            | Condition::Level { measure, .. } => Signal::of(measure.quantity),
            Condition::Injected(_) => injected,
            Condition::All(parts) | Condition::Any(parts) => {
                let of = |part| Signal::that_make(part, true_or_false, injected);
                parts.iter().fold(Signal::NONE, |sum, part| sum.and(of(part)))
            }
            Condition::Not(part) => Signal::that_make(part, !true_or_false, injected),
        }
    }
}

/// Conditions and what is open of them.
///
/// A plan may have thousands of conditions, and each inject of it sends a signal: so a look goes only to those that what happened
/// can have made true, which are listed by it.
#[derive(Debug)]
pub(super) struct Conditions {
    /// Every inject with a condition, by number.
    all: Vec<Waiting>,
    /// Of each kind of signal, the places of those that it can make true; but for the coming of an inject that they name.
    by_signal: [Vec<u32>; Signal::COUNT],
    /// Of each inject, the places of those that name its coming.
    by_inject: Vec<Vec<u32>>,
    /// Moments of `NotYet` that count from STARTEX, in the order of the places.
    from_startex: Vec<(InjectIdx, SimDuration)>,
    /// Of each inject, those that count from it.
    from_inject: Vec<Vec<(InjectIdx, SimDuration)>>,
    /// Of each kind of signal, how many conditions wait for it, and how many of them are open.
    waiting: [[u32; 2]; Signal::COUNT],
    /// Signals that any of them waits for, from STARTEX on; before, none.
    heard: Signal,
    /// What has changed since the last look.
    changed: Signal,
    /// The places of those whose moment or whose inject has come since then.
    touched: Vec<u32>,
    look_under_way: bool,
    /// Places that a look goes to.
    looked_at: Vec<u32>,
    /// Injects whose conditions are met at a look.
    met: Vec<InjectIdx>,
}

#[derive(Debug)]
struct Waiting {
    inject: InjectIdx,
    waits_for: Signal,
    open: bool,
    due: bool,
}

/// After every inject of the instant.
const LAST: u32 = (1 << 28) - 1;

impl Conditions {
    pub(super) fn new(model: &Model) -> Conditions {
        let mut conditions = Conditions {
            all: Vec::new(),
            by_signal: Default::default(),
            by_inject: vec![Vec::new(); model.injects.len()],
            from_startex: Vec::new(),
            from_inject: vec![Vec::new(); model.injects.len()],
            waiting: [[0; 2]; Signal::COUNT],
            heard: Signal::NONE,
            changed: Signal::NONE,
            touched: Vec::new(),
            look_under_way: false,
            looked_at: Vec::new(),
            met: Vec::new(),
        };
        for (inject, written) in (0..).map(InjectIdx).zip(&model.injects) {
            if let When::On(condition) = &written.when {
                conditions.add(inject, condition);
            }
        }
        conditions.reset();
        conditions
    }

    fn add(&mut self, inject: InjectIdx, condition: &Condition) {
        let place = self.all.len() as u32;
        let (mut moments, mut named) = (Vec::new(), Vec::new());
        named_in(condition, &mut moments, &mut named);
        moments.sort_unstable();
        moments.dedup();
        for (from, by) in moments {
            let list = self.from_inject.get_mut(from.at()).unwrap_or(&mut self.from_startex);
            list.push((inject, by));
        }
        named.sort_unstable();
        named.dedup();
        named.into_iter().for_each(|named| self.by_inject[named.at()].push(place));
        for kind in Signal::that_make(condition, true, Signal::NONE).kinds() {
            self.by_signal[kind].push(place);
        }
        let waits_for = Signal::that_make(condition, true, Signal::INJECTS);
        waits_for.kinds().for_each(|kind| self.waiting[kind][0] += 1);
        self.all.push(Waiting { inject, waits_for, open: true, due: false });
    }

    pub(super) fn reset(&mut self) {
        for waiting in &mut self.all {
            (waiting.open, waiting.due) = (true, false);
        }
        self.waiting.iter_mut().for_each(|[all, open]| *open = *all);
        (self.heard, self.changed) = (Signal::NONE, Signal::NONE);
        self.touched.clear();
        self.look_under_way = false;
    }

    fn waited_for(&self) -> Signal {
        let kinds = (0..Signal::COUNT).filter(|&kind| self.waiting[kind][1] > 0);
        kinds.fold(Signal::NONE, |sum, kind| sum.and(Signal(1 << kind)))
    }

    fn close(&mut self, place: u32) {
        let waiting = &mut self.all[place as usize];
        waiting.open = false;
        waiting.waits_for.kinds().for_each(|kind| self.waiting[kind][1] -= 1);
    }

    /// Who names the coming of an inject is looked at.
    pub(super) fn inject_came(&mut self, inject: InjectIdx) {
        let open = self.by_inject[inject.at()].iter().filter(|&&place| self.all[place as usize].open);
        self.touched.extend(open);
    }

    /// The places that a look goes to, in their order; all of those that wait for any signal if it is the first.
    fn gather(&mut self, changed: Signal, is_first: bool) {
        self.looked_at.clear();
        let all = self.all.len() as u32;
        match is_first {
            true => self.looked_at.extend(0..all),
            false => {
                changed.kinds().for_each(|kind| self.looked_at.extend(&self.by_signal[kind]));
                self.looked_at.extend(&self.touched);
                self.looked_at.sort_unstable();
                self.looked_at.dedup();
            }
        }
        self.touched.clear();
    }
}

/// The moments that a condition speaks of, each from STARTEX (none) or an inject, and the injects whose coming it names.
fn named_in(condition: &Condition, moments: &mut Vec<(InjectIdx, SimDuration)>, named: &mut Vec<InjectIdx>) {
    match condition {
        Condition::NotYet { by, from, .. } => moments.push((*from, *by)),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| named_in(part, moments, named));
        }
        Condition::Not(part) => named_in(part, moments, named),
        Condition::Injected(inject) => named.push(*inject),
        Condition::Reached(_) | Condition::Level { .. } => {}
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Something changed that conditions may speak of.
    #[inline]
    pub(super) fn notice(&mut self, signal: Signal) {
        if self.conditions.heard.meets(signal) {
            self.conditions.changed = self.conditions.changed.and(signal);
            self.want_look();
        }
    }

    fn want_look(&mut self) {
        if !std::mem::replace(&mut self.conditions.look_under_way, true) {
            self.schedule(self.now, LAST, Event::Look);
        }
    }

    /// Schedules the first look, at STARTEX, and the moments that conditions speak of.
    pub(super) fn start_conditions(&mut self) {
        if self.conditions.waited_for() != Signal::NONE {
            self.schedule(self.model.frame.startex, LAST, Event::Look);
            self.conditions.look_under_way = true;
        }
        self.schedule_moments(InjectIdx::NONE, self.model.frame.startex);
    }

    /// Schedules the moments that count from `from`, which was at `since`.
    pub(super) fn schedule_moments(&mut self, from: InjectIdx, since: SimTime) {
        let number = |conditions: &Conditions| match from.is_some() {
            true => conditions.from_inject[from.at()].len(),
            false => conditions.from_startex.len(),
        };
        for place in 0..number(&self.conditions) {
            let (inject, by) = match from.is_some() {
                true => self.conditions.from_inject[from.at()][place],
                false => self.conditions.from_startex[place],
            };
            self.schedule(since + by, inject.0, Event::Due(inject));
        }
    }

    /// The time until which a condition waits is over.
    pub(super) fn condition_is_due(&mut self, inject: InjectIdx) {
        if let Ok(place) = self.conditions.all.binary_search_by_key(&inject, |waiting| waiting.inject) {
            self.conditions.all[place].due = true;
            self.conditions.touched.push(place as u32);
            self.want_look();
        }
    }

    /// Looks at the conditions that wait for what has changed, or for this moment.
    pub(super) fn look_at_conditions(&mut self) {
        let model = self.model;
        self.conditions.look_under_way = false;
        let waited_for = self.conditions.waited_for();
        let is_first = self.conditions.heard == Signal::NONE && waited_for != Signal::NONE;
        if is_first {
            // At STARTEX all are looked at.
            self.conditions.heard = waited_for;
        }
        let changed = std::mem::replace(&mut self.conditions.changed, Signal::NONE);
        self.conditions.gather(changed, is_first);
        let looked_at = std::mem::take(&mut self.conditions.looked_at);
        let mut met = std::mem::take(&mut self.conditions.met);
        met.clear();
        for &place in &looked_at {
            let waiting = &mut self.conditions.all[place as usize];
            let due = std::mem::replace(&mut waiting.due, false);
            let (inject, open) = (waiting.inject, waiting.open);
            if !open || is_first && !due && waiting.waits_for == Signal::NONE {
                continue;
            }
            let When::On(condition) = &model.injects[inject.at()].when else { continue };
            if self.holds_true(condition) {
                self.conditions.close(place);
                met.push(inject);
            } else if due {
                self.mark(Mark::Inject, model.injects[inject.at()].key, 0, 0);
            }
        }
        self.conditions.looked_at = looked_at;
        if !met.is_empty() {
            self.conditions.heard = self.conditions.waited_for();
        }
        // Each comes by its own condition, not by what the one before it did.
        let cause = self.trace.current;
        for &inject in &met {
            self.trace.current = cause;
            self.inject_is_called_for(inject);
        }
        self.conditions.met = met;
    }

    fn holds_true(&self, condition: &Condition) -> bool {
        match condition {
            Condition::NotYet { measure, by, from } => {
                let since = match from.is_some() {
                    true => self.ledger.injects[from.at()],
                    false => self.model.frame.startex,
                };
                since != SimTime::MAX && self.now >= since + *by && !self.has_value(measure)
            }
            Condition::Reached(measure) => self.has_value(measure),
            Condition::Level { measure, at_most: true, limit } => self.level(measure) <= *limit,
            Condition::Level { measure, at_most: false, limit } => self.level(measure) >= *limit,
            Condition::Injected(inject) => self.ledger.injects[inject.at()] != SimTime::MAX,
            Condition::All(parts) => parts.iter().all(|part| self.holds_true(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds_true(part)),
            Condition::Not(part) => !self.holds_true(part),
        }
    }

    /// A count or a level as it is now.
    fn level(&self, measure: &Measure) -> f64 {
        let ledger = &self.ledger;
        let campaigns = match measure.campaign.is_some() {
            true => &ledger.campaigns[measure.campaign.at()..=measure.campaign.at()],
            false => ledger.campaigns.as_slice(),
        };
        let whole = !measure.campaign.is_some();
        let count = match measure.quantity {
            Quantity::FunctionLevel => return ledger.functions[measure.function.at()].level,
            Quantity::MissionLevel => return ledger.missions[measure.mission.at()].level,
            Quantity::EscalationLevel => u64::from(ledger.ladders[measure.ladder.at()].level),
            counted if counted.of() == Of::Duty => ledger.deadlines(self.model, measure),
            counted if counted.of() == Of::Staff => ledger.injects_of(measure, self.now),
            counted if counted.of() == Of::Centre => {
                u64::from(ledger.centres[measure.centre.at()].count(counted).unwrap_or_default())
            }
            counted if counted.of() == Of::Team => {
                ledger.teams[measure.team.at()].count(counted).unwrap_or_default()
            }
            Quantity::AssetsHeldNow if whole => u64::from(ledger.held),
            Quantity::AssetsHeldPeak if whole => u64::from(ledger.peak),
            Quantity::AssetsHeldTotal if whole => u64::from(ledger.total),
            Quantity::AssetsHeldNow => u64::from(campaigns[0].held),
            Quantity::AssetsHeldPeak => u64::from(campaigns[0].peak),
            Quantity::AssetsHeldTotal => u64::from(campaigns[0].total),
            Quantity::CampaignsAtObjective => {
                campaigns.iter().filter(|campaign| campaign.objective != SimTime::MAX).count() as u64
            }
            Quantity::Attributed => {
                campaigns.iter().filter(|campaign| campaign.attributed != SimTime::MAX).count() as u64
            }
            Quantity::WronglyAttributed => {
                campaigns.iter().filter(|campaign| campaign.misattributed != SimTime::MAX).count() as u64
            }
            Quantity::AttemptsPrevented => campaigns.iter().map(|campaign| campaign.prevented).sum(),
            quantity if quantity.of() == Of::Crisis => ledger.of_crises(measure),
            _ => 0,
        };
        count as f64
    }

    /// Whether a measure has a value by now: for its campaign or, if it names none, for the one that held first.
    fn has_value(&self, measure: &Measure) -> bool {
        if measure.quantity == Quantity::TimeToEscalate {
            let ladder = &self.ledger.ladders[measure.ladder.at()];
            return ladder.reached[measure.step as usize - 1] != SimTime::MAX;
        }
        if measure.quantity == Quantity::TimeToReport {
            let due = self.ledger.due(self.model, measure);
            return due.is_some_and(|due| due.submitted != SimTime::MAX);
        }
        if measure.quantity.of() == Of::Campaign {
            let campaign = &self.ledger.campaigns[measure.campaign.at()];
            return match measure.quantity {
                Quantity::TimeToAttribute => campaign.attributed != SimTime::MAX,
                _ => campaign.taken_down != SimTime::MAX,
            };
        }
        let reached = |campaign: CampaignIdx| {
            let ledger = self.ledger.response(measure.responder, campaign);
            let milestone = |milestone: Milestone| ledger.milestones[milestone as usize];
            let at = match measure.quantity {
                Quantity::TimeToCompromise => ledger.origin,
                Quantity::TimeToDetect => milestone(Milestone::Detected),
                Quantity::TimeToAcknowledge => milestone(Milestone::Acknowledged),
                Quantity::TimeToDeclare => milestone(Milestone::Declared),
                Quantity::TimeToContain => milestone(Milestone::Contained),
                Quantity::TimeToFinalContainment => milestone(Milestone::FinallyContained),
                Quantity::TimeToRecover => milestone(Milestone::Recovered),
                Quantity::TimeToShare => milestone(Milestone::Shared),
                Quantity::TimeToAssist => milestone(Milestone::Assisted),
                Quantity::BreakoutTime => ledger.second_hold,
                Quantity::WarningLead => ledger.informed_by.iter().copied().min().unwrap_or(SimTime::MAX),
                Quantity::TimeToInform => {
                    self.ledger.response(measure.partner, campaign).informed_by[measure.responder.at()]
                }
                _ => SimTime::MAX,
            };
            at != SimTime::MAX
        };
        let campaign = match measure.campaign.is_some() {
            true => measure.campaign,
            false => self.ledger.earliest_held(measure.responder),
        };
        campaign.is_some() && reached(campaign)
    }
}
