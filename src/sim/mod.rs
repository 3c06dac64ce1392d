//! The simulation: one replication of a compiled scenario.
//!
//! A [`Worker`] owns all that changes: the calendar, the state and the ledger. [`Worker::play`] plays one replication;
//! the next one on the same worker resets only what the last one touched. One file holds one process: `attack` (with
//! `flow` and `burst`) and `spread` (with `pressure` and `contact`) make attempts, `effects` is what these bring about,
//! `reactions` what adversaries do about losses, `detection` sees attempts (with `sweeps`, `misses` and `merging`),
//! `notices` tell of them, `triage` judges alerts, `soc` serves queues, `duty` knows who is there, `response` opens
//! incidents, `playbook` runs them, `agreements` say who tells whom, `reports` and `requests` go over them (`situations` at
//! intervals) as `passage` and `outages` let them, `knowledge` and `picture` are what they bring, `warnings` what a picture
//! leads to, `coordination` who analyses first, `investigations` lead to takedowns (and keep `evidence`), `obligations` are the clocks of those who
//! must report, `faults` and `cables` break and repair, `reliance` is what functions and missions are given, `functions`,
//! `missions`, `injects`, `crises`, `ladders` and `conditions` do what they say, `staffs` give injects, and `budget` ends what
//! runs away. Attack and response never call each other: they meet in the state (`holds`, `service`, `impairments`) and through
//! scheduled events.
//!
//! Within one instant events fire by class (changes of rosters, ends of service, ends of attempts, detections, messages,
//! starts of service, conditions, reactions of adversaries), then by the id of the entity, then in the order in which they
//! were scheduled; one made for the present instant takes its place among those still pending.
//!
//! **Invariant:** a replication cannot fail, reads no text, clock, file or thread, and is a function of
//! (model, seed, replication): its fingerprint is the same with the trace on and off.

mod agreements;
mod assistance;
mod attack;
mod backups;
mod budget;
mod burst;
mod cables;
mod causes;
mod changes;
mod conditions;
mod contact;
mod coordination;
mod courses;
mod crises;
mod detection;
mod draws;
mod duty;
mod effects;
mod event;
mod evidence;
mod faults;
mod flow;
mod functions;
mod guests;
mod histogram;
mod holds;
mod impairments;
mod injects;
mod invariants;
mod investigations;
mod judging;
mod knowledge;
mod ladders;
mod ledger;
mod links;
mod mark;
mod merging;
mod misses;
mod missions;
mod notices;
mod obligations;
mod outages;
mod passage;
mod paths;
mod picture;
mod playbook;
mod pressure;
mod reactions;
mod reliance;
mod reports;
mod requests;
mod response;
mod route;
mod service;
mod situations;
mod slab;
mod soc;
mod spread;
mod staffs;
mod standing;
mod sweeps;
mod tallies;
mod trace;
mod triage;
mod warnings;
mod ways_out;
mod weaknesses;

pub use budget::{BUDGET, Budget};
pub use courses::{Courses, LevelStretch, LoadStretch};
pub use crises::CrisisLedger;
pub use histogram::LogHistogram;
pub use ledger::*;
pub use obligations::{ClockLedger, DueLedger};
pub use picture::CentreLedger;
pub use tallies::*;
pub use trace::*;

use crate::kernel::{Calendar, Key, SimDuration, SimTime};
use crate::model::*;
use budget::Look;
use conditions::Signal;
use event::Event;
use mark::Mark;

/// How a replication ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// ENDEX came.
    EndEx,
    /// Nothing was left to happen before ENDEX.
    Quiescent,
    /// The event budget was used up: the replication is reported apart and never pooled.
    BudgetExhausted,
    /// The memory budget was used up: likewise.
    MemoryExhausted,
}

impl Ending {
    /// Whether the replication came to an end that the exercise knows, so that its numbers mean something.
    pub const fn is_whole(self) -> bool {
        matches!(self, Ending::EndEx | Ending::Quiescent)
    }
}

/// What one replication gives: all that measures are made of.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// How it ended.
    pub ending: Ending,
    /// Hash of every event that fired: instant, kind, names and outcome.
    pub fingerprint: u64,
    /// Number of events that fired.
    pub events: u64,
    /// First times, integrals, causes.
    pub ledger: &'a Ledger,
    /// What happened, if asked for.
    pub trace: Option<&'a Trace>,
}

/// Plays replications of one model, one after the other.
///
/// With `CHECK` it looks at its invariants after every event and panics where one is broken; without, which is the
/// default, nothing of that is compiled.
#[derive(Debug)]
pub struct Worker<'m, const CHECK: bool = false> {
    model: &'m Model,
    budget: Budget,
    key: Key,
    now: SimTime,
    calendar: Calendar<Event>,
    fingerprint: Key,
    ledger: Ledger,
    tracing: bool,
    trace: Trace,
    holds: holds::Holds,
    attack: attack::Attack,
    ways_out: ways_out::WaysOut,
    search: route::Search,
    spread: spread::Pressures,
    detection: detection::Detection,
    sweeps: sweeps::Sweeps,
    misses: misses::PendingMisses,
    notices: notices::Notices,
    soc: soc::Soc,
    causes: causes::Doing,
    response: response::Incidents,
    agreements: agreements::Agreements,
    assistance: assistance::Assistances,
    obligations: obligations::Obligations,
    investigations: investigations::Investigations,
    reports: reports::Reports,
    knowledge: knowledge::Knowledge,
    pictures: picture::Pictures,
    coordination: coordination::Coordination,
    functions: functions::Levels,
    bridges: reliance::Bridges,
    missions: missions::Missions,
    cables: cables::Cables,
    faults: faults::Faults,
    changes: changes::Changes,
    weaknesses: weaknesses::Weaknesses,
    injects: injects::Injects,
    checks: invariants::Checks,
    conditions: conditions::Conditions,
    crises: crises::Crises,
}

impl<'m> Worker<'m> {
    /// A worker for `model`, with room for its state.
    pub fn new(model: &'m Model) -> Worker<'m> {
        Worker::with_budget(model, BUDGET)
    }

    /// A worker whose replications end, marked, where they have used up `budget`; a number is one of events.
    pub fn with_budget(model: &'m Model, budget: impl Into<Budget>) -> Worker<'m> {
        Worker::build(model, budget.into())
    }
}

impl<'m> Worker<'m, true> {
    /// A worker that checks its invariants after every event, at many times the cost.
    pub fn checked(model: &'m Model, budget: impl Into<Budget>) -> Worker<'m, true> {
        Worker::build(model, budget.into())
    }
}

impl<'m, const CHECK: bool> Worker<'m, CHECK> {
    fn build(model: &'m Model, budget: Budget) -> Worker<'m, CHECK> {
        Worker {
            model,
            budget,
            key: Key::replication(0, 0),
            now: SimTime::ZERO,
            calendar: Calendar::new(),
            fingerprint: Key::replication(0, 0),
            ledger: Ledger::new(model),
            tracing: false,
            trace: Trace::default(),
            holds: holds::Holds::new(model),
            attack: attack::Attack::new(model),
            ways_out: ways_out::WaysOut::new(model),
            search: route::Search::default(),
            spread: spread::Pressures::new(model),
            detection: detection::Detection::new(model),
            sweeps: sweeps::Sweeps::new(model),
            misses: misses::PendingMisses::new(),
            notices: notices::Notices::new(model),
            soc: soc::Soc::new(model),
            causes: causes::Doing::new(model),
            response: response::Incidents::new(model),
            agreements: agreements::Agreements::new(model),
            assistance: assistance::Assistances::new(model),
            obligations: obligations::Obligations::new(model),
            investigations: investigations::Investigations::new(model),
            reports: reports::Reports::new(model),
            knowledge: knowledge::Knowledge::new(model),
            pictures: picture::Pictures::new(model),
            coordination: coordination::Coordination::new(model),
            functions: functions::Levels::new(model),
            bridges: reliance::Bridges::new(model),
            missions: missions::Missions::new(model),
            cables: cables::Cables::new(model),
            faults: faults::Faults::new(model),
            changes: changes::Changes::new(model),
            weaknesses: weaknesses::Weaknesses::new(model),
            injects: injects::Injects::new(model),
            checks: invariants::Checks::default(),
            conditions: conditions::Conditions::new(model),
            crises: crises::Crises::new(model),
        }
    }

    /// Plays replication `replication` (from 1 on) of the run with `seed`, with a trace if `trace`.
    pub fn play(&mut self, seed: u64, replication: u64, trace: bool) -> Outcome<'_> {
        self.reset(seed, replication, trace);
        let endex = self.model.frame.endex;
        let mut events = 0;
        let mut look = Look::FIRST;
        let ending = loop {
            if self.calendar.fetch() {
                self.look_up_near_events();
            }
            match self.calendar.next_time() {
                None => break Ending::Quiescent,
                Some(at) if at > endex => break Ending::EndEx,
                Some(_) if events == self.budget.events => break Ending::BudgetExhausted,
                Some(_) if look.is_due(events, self.calendar.len()) => match self.look_at_memory(events) {
                    Some(next) => look = next,
                    None => break Ending::MemoryExhausted,
                },
                Some(_) => {}
            }
            if let Some(fired) = self.calendar.pop() {
                self.now = fired.at;
                if self.tracing {
                    self.trace.fire(fired.sequence);
                }
                self.fire(fired.event, fired.entity);
                events += 1;
                if CHECK {
                    self.check_invariants();
                }
            }
        };
        if ending.is_whole() {
            self.now = endex;
        }
        self.settle_at_end();
        Outcome {
            ending,
            fingerprint: self.fingerprint.bits(),
            events,
            ledger: &self.ledger,
            trace: trace.then_some(&self.trace),
        }
    }

    /// Reads what the nearest events will need. They lie all over a large network, and memory answers many questions at once in
    /// the time of one: asked one by one, an epidemic would wait for it most of the time.
    fn look_up_near_events(&self) {
        /// Of a smaller network the caches hold what there is.
        const LARGE: usize = 1 << 15;
        if self.model.network.group_of.len() < LARGE {
            return;
        }
        let mut seen = 0;
        for (entity, event) in self.calendar.near() {
            let asset = AssetIdx(entity);
            seen ^= match event {
                Event::Contact { .. } if self.holds.untouched(asset) => {
                    self.model.network.edges.look_up(asset)
                }
                Event::ActiveEnd { hold, .. } => self.holds.look_up(asset, hold) ^ self.spread.look_up(hold),
                _ => 0,
            };
        }
        std::hint::black_box(seen);
    }

    fn reset(&mut self, seed: u64, replication: u64, trace: bool) {
        self.key = Key::replication(seed, replication);
        self.fingerprint = self.key;
        self.now = SimTime::ZERO;
        self.calendar.clear();
        self.tracing = trace;
        self.trace.clear();
        self.ledger.clear();
        self.holds.reset();
        self.attack.reset(self.model);
        self.spread.reset(self.model, self.key);
        self.detection.reset();
        self.sweeps.reset();
        self.misses.clear();
        self.notices.reset();
        self.soc.reset(self.model);
        self.causes.reset();
        self.response.reset();
        self.agreements.reset(self.model);
        self.assistance.reset(self.model);
        self.investigations.reset();
        self.reports.reset();
        self.knowledge.reset();
        self.pictures.reset();
        self.coordination.reset();
        self.functions.reset(self.model);
        self.bridges.reset();
        self.missions.reset();
        self.cables.reset();
        self.faults.reset();
        self.changes.reset();
        self.weaknesses.reset();
        self.injects.reset();
        self.checks.reset();
        self.conditions.reset();
        self.crises.reset();
        if CHECK {
            assert_eq!(self.grown(), 0, "something is left of the replication before");
        }
        if self.model.frame.measure_from > SimTime::ZERO {
            self.schedule(self.model.frame.measure_from, 0, Event::MeasureFrom);
        }
        self.start_rosters();
        self.start_secondments();
        self.start_agreements();
        for campaign in CampaignIdx::all(self.model.campaigns.len()) {
            let start = self.model.campaigns[campaign.at()].start;
            if start != SimTime::MAX {
                self.schedule(start, campaign.0, Event::CampaignStart(campaign));
            }
        }
        self.start_false_alarms();
        self.start_faults();
        self.start_missions();
        self.start_cables();
        self.start_sweeps();
        self.start_injects();
        self.start_staffs();
        self.start_conditions();
        self.start_unrelated();
        self.start_crises();
    }

    fn fire(&mut self, event: Event, entity: u32) {
        match event {
            Event::MeasureFrom => self.measure_from(),
            Event::Roster(pool) => self.roster_changes(pool),
            Event::CallIn(pool) => self.call_in_arrives(pool),
            Event::ServiceEnd(task) => self.service_ends(task),
            Event::CampaignStart(campaign) => self.campaign_starts(campaign),
            Event::AttemptEnd(attempt) => self.attempt_ends(attempt),
            Event::Contact { ordinals, spread, source } => {
                self.first_contact_ends(ordinals, spread, source, AssetIdx(entity));
            }
            Event::ContactEnd(contact) => self.contact_ends(contact),
            Event::PressureCrossing(pressure) => self.pressure_crosses(pressure),
            Event::ActiveEnd { spread, hold } => self.active_period_ends(spread, hold),
            Event::AlertRaised(alert) => self.alert_is_raised(alert),
            Event::Sweep(sensor) => self.sweeps(sensor),
            Event::Miss(miss) => self.miss_is_seen(miss),
            Event::Notice(notice) => self.notice_arrives(notice),
            Event::FalseAlarm(sensor) => self.false_alarm(sensor),
            Event::Ticket(effect) => self.ticket_arrives(effect),
            Event::Unrelated(team) => self.unrelated_incident(team),
            Event::Released(report) => self.report_is_released(report),
            Event::Arrives(report) => self.report_arrives(report),
            Event::ReportBegins(number) => self.report_is_begun(number),
            Event::Overdue(number) => self.report_is_due(number),
            Event::Situation(situation) => self.situation_is_due(situation),
            Event::Warned(letter) => self.is_warned(letter),
            Event::Dispatch(pool) => self.dispatch(pool),
            Event::Fails(thing) => self.thing_fails(thing),
            Event::Repaired(thing) => self.thing_works_again(thing),
            Event::BackupEnds(dependency) => self.backup_ends(dependency),
            Event::Recovered(function) => self.function_recovers(function),
            Event::CableBreaks(cable) => self.cable_breaks(cable),
            Event::MissionTurns(mission) => self.mission_turns(mission),
            Event::Inject(inject) => self.inject_comes(inject),
            Event::Patched { effect, asset } => self.is_patched(EffectIdx(u32::from(effect)), asset),
            Event::Help(request) => self.help_moves(request),
            Event::Request(request) => self.request_moves(request),
            Event::Secured(exhibit) => self.is_secured(exhibit),
            Event::Waited(incident) => self.has_waited(incident),
            Event::Agreement(agreement) => self.agreement_changes(agreement),
            Event::Membership(number) => self.membership_changes(number),
            Event::Advised { campaign, asset } => {
                self.is_patched_as_advised(CampaignIdx(u32::from(campaign)), asset);
            }
            Event::Unblocked(asset) => self.is_unblocked(asset),
            Event::EffectEnds(effect) => self.change_ends(effect),
            Event::Due(inject) => self.condition_is_due(inject),
            Event::Look => self.look_at_conditions(),
            Event::ImpairmentEnds(asset) => self.impairment_ends(asset),
            Event::CrisisBegins(crisis) => self.crisis_begins(crisis),
            Event::CrisisTurns(crisis) => self.crisis_turns(crisis),
            Event::Strain(strain) => self.strain_comes(strain),
            Event::LossNoticed(campaign) => self.loss_noticed(campaign),
            Event::PauseEnds(campaign) => self.pause_ends(campaign),
        }
    }

    /// Schedules `event`, which concerns `entity`, for `at`.
    fn schedule(&mut self, at: SimTime, entity: u32, event: Event) {
        let sequence = self.calendar.schedule(at, event.class(), entity, event);
        if self.tracing {
            self.trace.scheduled(sequence);
        }
    }

    /// Schedules `event` after `delay`.
    fn schedule_in(&mut self, delay: SimDuration, entity: u32, event: Event) {
        self.schedule(self.now + delay, entity, event);
    }

    /// Takes an event that fired into the fingerprint.
    #[inline]
    fn mark(&mut self, kind: Mark, who: u64, whom: u64, outcome: u64) {
        self.fingerprint = self
            .fingerprint
            .with(self.now.micros())
            .with((kind as u64) << 32 | outcome)
            .with(who.rotate_left(1) ^ whom);
    }

    /// Writes an entry into the trace, if there is one.
    #[inline]
    fn tell(&mut self, what: Happening) {
        if self.tracing {
            self.trace.tell(self.now, what);
        }
    }

    fn measure_from(&mut self) {
        self.settle_pools();
        self.settle_functions();
        self.settle_missions();
        self.settle_pictures();
        self.ledger.restart_integrals();
        if CHECK {
            self.carry_alerts();
        }
        self.restart_levels();
        self.notice(Signal::ALL);
        self.mark(Mark::MeasureFrom, 0, 0, 0);
    }

    fn settle_at_end(&mut self) {
        self.settle_pools();
        self.settle_functions();
        self.settle_missions();
        self.settle_pictures();
        self.settle_waits();
        self.settle_help();
        self.settle_evidence();
        self.settle_dwells();
        self.settle_causes();
    }
}
