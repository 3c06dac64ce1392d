//! The defence: teams, sensors, and the authorities and crews that playbooks call on.
//!
//! **Invariant:** records only; nothing here says how a queue behaves or a shift is expanded.

use super::containers::Listed;
use super::detection::{DailyBlock, Sweep};
use super::duration::{Rate, Span, Time};
use super::playbook::{PlaybookRule, Unrelated};
use super::queue::Queue;
use super::record::record;
use super::shifts::Shifts;
use super::threat::{DataSource, Severity, TargetSet};
use super::written::{At, Id, Word};

record! {
    /// Somebody whose decision a playbook waits for.
    pub struct Authority with basis by id {
        /// Its id.
        id: Id,
        /// The organisation that it decides for.
        organisation: Id,
        /// The IANA zone of its hours; STARTEX's if left out.
        time_zone: Option<Word>,
        /// When it decides. Default: `AroundTheClock`.
        hours: Shifts = Shifts::AroundTheClock,
        /// How long it takes to be reached outside its hours; not reached if left out.
        on_call: Option<Span>,
        /// How long one decision takes.
        time: Time,
    }
}

record! {
    /// People of IT operations who repair and restore.
    pub struct Crew with basis by id {
        /// Its id.
        id: Id,
        /// The organisation that it belongs to.
        organisation: Id,
        /// How many work at once.
        seats: At<u32>,
        /// The IANA zone of its hours; STARTEX's if left out.
        time_zone: Option<Word>,
        /// When it works. Default: `AroundTheClock`.
        hours: Shifts = Shifts::AroundTheClock,
        /// How long it takes to come outside its hours; it does not if left out.
        on_call: Option<Span>,
    }
}

record! {
    /// A response team: tiers of analysts, one queue, a triage, a playbook.
    pub struct Team with basis by id {
        /// Its id.
        id: Id,
        /// The organisation that it belongs to.
        organisation: Id,
        /// The IANA zone of its shifts; STARTEX's if left out.
        time_zone: Option<Word>,
        /// The tiers.
        tiers: Vec<Tier>,
        /// How work waits. Default: first come, first served, without limit.
        queue: Queue,
        /// How alerts are judged; without it they are not.
        triage: Option<Triage>,
        /// The playbook for incidents; without it a true incident closes as soon as it is opened.
        playbook: Option<Id>,
        /// Other playbooks for some incidents; the first rule that holds counts, in the order written.
        playbooks: Vec<PlaybookRule>,
        /// What it does with a partner's indicators, beside letting its sensors look for them; nothing if left out.
        hunting: Option<Hunting>,
        /// Real incidents that have nothing to do with the campaigns; none if left out.
        unrelated: Option<Unrelated>,
    }
}

record! {
    /// Analysts of one kind.
    pub struct Tier by id {
        /// Its name within the team.
        id: Word,
        /// How many are on duty at once.
        seats: At<u32>,
        /// When. Default: `AroundTheClock`.
        shifts: Shifts = Shifts::AroundTheClock,
        /// How long it takes to come outside the shifts; nobody does if left out.
        on_call: Option<Span>,
        /// What service times are divided by, more than 0. Default: 1.
        skill: At<f64> = 1.0.into(),
        /// How much more time work under way takes when the shift that it is under way in ends, whether the next shift
        /// carries it on at once or it waits for one; shorter than a shift. Nothing divides it. Default: none.
        ///
        /// A shift is a block of duty; around the clock, shifts change at 06:00, 14:00 and 22:00 of the team's zone.
        handover: Option<Span>,
        /// The share of seats that is away (breaks, leave, sickness), from 0 to less than 1: at the start of each shift
        /// each seat is absent with this probability, until the next shift starts. At most 10,000 seats then. Default: 0.
        shrinkage: At<f64> = 0.0.into(),
    }
}

record! {
    /// How a team judges its alerts.
    pub struct Triage {
        /// The tier that does it.
        tier: Word,
        /// How long one takes.
        time: Time,
        /// The probability that a true alert is dismissed, 0 to 1. Default: 0.
        misses: At<f64> = 0.0.into(),
        /// The probability that a false alert becomes an incident, 0 to 1. Default: 0.
        false_escalations: At<f64> = 0.0.into(),
    }
}

record! {
    /// Hunting backwards: a team that has got a campaign's indicators from a partner looks once for what is held already.
    pub struct Hunting {
        /// The tier that does it.
        tier: Word,
        /// How long it takes.
        time: Time,
        /// The probability that it finds an asset that is held at its end, 0 to 1; each that it finds raises an alert.
        finds: At<f64>,
    }
}

record! {
    /// A sensor and the alerts that it raises, true and false.
    pub struct Sensor with basis by id {
        /// Its id.
        id: Id,
        /// The team that it alerts.
        team: Id,
        /// What it watches.
        covers: Listed<TargetSet>,
        /// The data sources that it looks at; none for one that only sweeps.
        sees: Listed<At<DataSource>>,
        /// What a technique's visibility is multiplied with, 0 to 1.
        sensitivity: At<f64>,
        /// A periodic search for what is held; none if left out.
        sweep: Option<Sweep>,
        /// From an attempt, or a sweep, to its alert; none if left out.
        delay: Option<Time>,
        /// False alarms, a Poisson process; none if left out. All sensors together may be expected to raise at most
        /// 20,000,000 in an exercise.
        false_alarms: Option<Rate>,
        /// Their rate for each asset that it covers, in place of `false_alarms`: `PerDay(0.05)` is 20 a day over 400 desks,
        /// and 40 over 800.
        false_alarms_each: Option<Rate>,
        /// Hours at which their rate is another, at most 100 blocks; hours in none of them have the factor 1.
        daily: Vec<DailyBlock>,
        /// How the false alarms divide: `[(Low, 0.6), (Medium, 0.3), (High, 0.1)]`, which is also the default.
        severities: Vec<(At<Severity>, At<f64>)>,
        /// The window in which alerts are merged, more than 0: those about one attacking asset (the source of the attempt, or
        /// its target if it came from the internet) and one technique are merged into the first, from which the window
        /// runs. They are counted and not judged. Finds of sweeps merge by asset; false alarms never do. Not merged if left out.
        merge: Option<Span>,
        /// How much having the campaign's indicators helps: P becomes 1 − (1−P)(1−boost), 0 to 1. Default: 0.5.
        indicator_boost: At<f64> = 0.5.into(),
    }
}
