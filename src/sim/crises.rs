//! Crises: they begin, rise, end and fade, and meanwhile strain teams, authorities and sensors.
//!
//! What a crisis brings are Poisson processes, one for each whom it is brought to. Each is drawn at the rate of full intensity, and what
//! comes at intensity i is left out with probability 1 − i (thinning: Lewis and Shedler, 1979), so that how a crisis rises and
//! fades moves no other draw. More false alarms are a process of their own beside the sensor's, so that this stays as it was.
//!
//! **Invariant:** something is due of each strain exactly while its crisis is under way.

use super::causes::About;
use super::draws::Purpose;
use super::soc::Work;
use super::triage::Alert;
use super::{CrisisTurn, Event, Happening, Ledger, Mark, Signal, Worker};
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;

/// One crisis since `measure_from`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CrisisLedger {
    /// Whether it is under way.
    pub under_way: bool,
    /// Tickets that it brought.
    pub tickets: u64,
    /// Matters that it brought.
    pub decisions: u64,
    /// False alarms that it brought.
    pub false_alarms: u64,
}

impl Ledger {
    /// The number that a measure of crises asks for, of one or of all together.
    pub(crate) fn of_crises(&self, measure: &Measure) -> u64 {
        let chosen = match measure.crisis.is_some() {
            true => &self.crises[measure.crisis.at()..=measure.crisis.at()],
            false => self.crises.as_slice(),
        };
        let of = |crisis: &CrisisLedger| match measure.quantity {
            Quantity::CrisisTickets => crisis.tickets,
            Quantity::CrisisDecisions => crisis.decisions,
            Quantity::CrisisFalseAlarms => crisis.false_alarms,
            _ => u64::from(crisis.under_way),
        };
        chosen.iter().map(of).sum()
    }
}

/// The state of all crises.
#[derive(Debug)]
pub(super) struct Crises {
    all: Vec<State>,
    /// Of each strain, when something may come next; `MAX` for never.
    due: Vec<SimTime>,
    /// Of each strain, how often something may have come since its crisis began.
    drawn: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    phase: Phase,
    /// When the phase began.
    since: SimTime,
    /// The intensity at which it began to fade.
    peak: f64,
    /// When the phase ends by itself.
    until: SimTime,
    /// How often the crisis has begun.
    begun: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Over,
    On,
    Fading,
}

const NEW: State =
    State { phase: Phase::Over, since: SimTime::ZERO, peak: 0.0, until: SimTime::MAX, begun: 0 };

impl Crises {
    pub(super) fn new(model: &Model) -> Crises {
        Crises {
            all: vec![NEW; model.crises.len()],
            due: vec![SimTime::MAX; model.strains.len()],
            drawn: vec![0; model.strains.len()],
        }
    }

    pub(super) fn reset(&mut self) {
        self.all.fill(NEW);
        self.due.fill(SimTime::MAX);
        self.drawn.fill(0);
    }

    /// How intense a crisis is, from 0 to 1.
    fn intensity(&self, crisis: &Crisis, index: CrisisIdx, now: SimTime) -> f64 {
        let state = &self.all[index.at()];
        let passed =
            |span: SimDuration| (now.since(state.since).micros() as f64 / span.micros() as f64).min(1.0);
        match state.phase {
            Phase::Over => 0.0,
            Phase::On if crisis.rises == SimDuration::ZERO => 1.0,
            Phase::On => passed(crisis.rises),
            Phase::Fading => state.peak * (1.0 - passed(crisis.fades)),
        }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the crises that begin by themselves.
    pub(super) fn start_crises(&mut self) {
        for index in CrisisIdx::all(self.model.crises.len()) {
            let start = self.model.crises[index.at()].start;
            if start != SimTime::MAX {
                self.schedule(start, index.0, Event::CrisisBegins(index));
            }
        }
    }

    /// A crisis begins, or anew where it fades; nothing happens while it has not ended.
    pub(super) fn crisis_begins(&mut self, index: CrisisIdx) {
        let crisis = &self.model.crises[index.at()];
        let state = &mut self.crises.all[index.at()];
        if !crisis.active || state.phase == Phase::On {
            return;
        }
        let begun = state.begun + 1;
        *state = State { phase: Phase::On, since: self.now, begun, ..NEW };
        if let Some(lasts) = &crisis.lasts {
            let key = self.draw(Purpose::Crisis).with(crisis.key).with(u64::from(begun));
            self.crisis_turns_in(index, lasts.sample(key));
        }
        self.crisis_is(index, CrisisTurn::Begins);
        for strain in crisis.strains.clone() {
            self.crises.drawn[strain as usize] = 0;
            self.next_strain(strain);
        }
    }

    /// A crisis ends: it fades, or is over at once. Nothing happens if it has not begun or has ended.
    pub(super) fn crisis_ends(&mut self, index: CrisisIdx) {
        let crisis = &self.model.crises[index.at()];
        if self.crises.all[index.at()].phase != Phase::On {
            return;
        }
        let peak = self.crises.intensity(crisis, index, self.now);
        if crisis.fades == SimDuration::ZERO || peak == 0.0 {
            return self.crisis_is_over(index);
        }
        let state = &mut self.crises.all[index.at()];
        (state.phase, state.since, state.peak) = (Phase::Fading, self.now, peak);
        self.crisis_turns_in(index, crisis.fades);
        self.crisis_is(index, CrisisTurn::Fades);
    }

    /// The time of a crisis, or of its fading, is over, unless it has turned otherwise.
    pub(super) fn crisis_turns(&mut self, index: CrisisIdx) {
        let state = &self.crises.all[index.at()];
        match state.phase {
            Phase::On if state.until == self.now => self.crisis_ends(index),
            Phase::Fading if state.until == self.now => self.crisis_is_over(index),
            _ => {}
        }
    }

    fn crisis_turns_in(&mut self, index: CrisisIdx, span: SimDuration) {
        self.crises.all[index.at()].until = self.now + span;
        self.schedule_in(span, index.0, Event::CrisisTurns(index));
    }

    fn crisis_is_over(&mut self, index: CrisisIdx) {
        let crisis = &self.model.crises[index.at()];
        self.crises.all[index.at()].phase = Phase::Over;
        self.crises.due[crisis.strains.start as usize..crisis.strains.end as usize].fill(SimTime::MAX);
        self.crisis_is(index, CrisisTurn::Over);
    }

    fn crisis_is(&mut self, crisis: CrisisIdx, turn: CrisisTurn) {
        self.ledger.crises[crisis.at()].under_way = turn != CrisisTurn::Over;
        self.mark(Mark::Crisis, self.model.crises[crisis.at()].key, 0, turn as u64);
        self.tell(Happening::Crisis { crisis, turn });
        self.notice(Signal::CRISES);
    }

    fn strain_key(&self, index: u32) -> Key {
        let strain = &self.model.strains[index as usize];
        let begun = self.crises.all[strain.crisis.at()].begun;
        let number = u64::from(begun) << 32 | u64::from(self.crises.drawn[index as usize]);
        self.draw(Purpose::Strain).with(strain.key).with(number)
    }

    fn next_strain(&mut self, index: u32) {
        let strain = &self.model.strains[index as usize];
        let wait = strain.interval.quantile(self.strain_key(index).uniform());
        let due = match strain.brings {
            Brings::FalseAlarm(sensor) => self.model.sensors[sensor.at()].daily.after(self.now, wait),
            Brings::Ticket { .. } | Brings::Matter { .. } => self.now + SimDuration::rounded(wait),
        };
        self.crises.due[index as usize] = due;
        self.schedule(due, index, Event::Strain(index));
    }

    /// What a crisis brings comes, unless it is left out at its present intensity.
    pub(super) fn strain_comes(&mut self, index: u32) {
        if self.crises.due[index as usize] != self.now {
            return;
        }
        let model = self.model;
        let strain = &model.strains[index as usize];
        let key = self.strain_key(index);
        let intensity = self.crises.intensity(&model.crises[strain.crisis.at()], strain.crisis, self.now);
        let comes =
            self.agreements.is_one(strain.party) && key.with(Purpose::Choice as u64).chance(intensity);
        if comes {
            self.bring(strain, key);
        }
        self.mark(Mark::Strain, strain.key, 0, u64::from(comes));
        self.crises.drawn[index as usize] += 1;
        self.next_strain(index);
    }

    fn bring(&mut self, strain: &Strain, key: Key) {
        let took = |time: &crate::kernel::Distribution| time.sample(key.with(Purpose::Time as u64));
        let ledger = &mut self.ledger.crises[strain.crisis.at()];
        match &strain.brings {
            Brings::Ticket { team, severity, time } => {
                ledger.tickets += 1;
                let alert = Alert::of_nothing(*team, *severity, true, key);
                self.submit(alert, time.as_ref().map(took));
            }
            Brings::Matter { pool, time } => {
                ledger.decisions += 1;
                self.enqueue(*pool, Work::Matter, Severity::Low, About::NOTHING, took(time));
            }
            Brings::FalseAlarm(sensor) => {
                ledger.false_alarms += 1;
                self.raise_false_alarm(*sensor, key);
            }
        }
        self.notice(Signal::CRISES);
    }

    /// The time of a decision that is asked of an authority now.
    pub(super) fn strained(&self, pool: PoolIdx, work: Work, time: SimDuration) -> SimDuration {
        // A crisis's own matters take what they take.
        if matches!(work, Work::Matter) {
            return time;
        }
        let mut factor = 1.0;
        for (index, crisis) in (0..).map(CrisisIdx).zip(&self.model.crises) {
            let strains = |&&(of, party): &&(PoolIdx, Party)| of == pool && self.agreements.is_one(party);
            if crisis.authorities.iter().any(|authority| strains(&authority)) {
                factor *= 1.0 + (crisis.slower - 1.0) * self.crises.intensity(crisis, index, self.now);
            }
        }
        if factor == 1.0 { time } else { SimDuration::rounded(time.micros() as f64 * factor) }
    }

    /// Crises are as intense as they can be, and bring something only while they are under way.
    pub(super) fn check_crises(&self) {
        for (index, crisis) in (0..).map(CrisisIdx).zip(&self.model.crises) {
            let under_way = self.crises.all[index.at()].phase != Phase::Over;
            assert_eq!(self.ledger.crises[index.at()].under_way, under_way, "a crisis under way");
            assert!(crisis.active || !under_way, "a crisis that can't come is under way");
            let intensity = self.crises.intensity(crisis, index, self.now);
            assert!((0.0..=1.0).contains(&intensity), "how intense a crisis is");
            for strain in crisis.strains.clone() {
                let due = self.crises.due[strain as usize];
                assert!(under_way || due == SimTime::MAX, "what a crisis brings that is over");
                assert!(!under_way || due >= self.now, "what a crisis brings lies in the past");
            }
        }
    }
}
