//! The defence: teams, sensors, playbooks, and the authorities and crews that playbooks call on.
//!
//! **Invariant:** records only; nothing here says how a queue behaves or a shift is expanded.

use super::detection::{DailyBlock, Sweep};
use super::duration::{Rate, Span, Time};
use super::record::{choices, record, variants};
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
        /// How alerts wait. Default: first come, first served, without limit.
        queue: Queue,
        /// How alerts are judged; without it they are not.
        triage: Option<Triage>,
        /// The playbook for incidents; without it they stay open.
        playbook: Option<Id>,
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
    }
}

record! {
    /// How alerts wait for triage.
    pub struct Queue {
        /// Who is next. Default: `FirstCome`.
        order: At<Order> = Order::FirstCome.into(),
        /// How many may wait; further ones are lost and counted. Unlimited if left out.
        capacity: Option<At<u32>>,
    }
}

choices! {
    /// The order in which a queue is served.
    pub enum Order {
        /// By arrival.
        FirstCome,
        /// By severity, then by arrival.
        MostSevereFirst,
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
    /// A sensor and the alerts that it raises, true and false.
    pub struct Sensor with basis by id {
        /// Its id.
        id: Id,
        /// The team that it alerts.
        team: Id,
        /// What it watches.
        covers: Vec<TargetSet>,
        /// The data sources that it looks at; none for one that only sweeps.
        sees: Vec<At<DataSource>>,
        /// What a technique's visibility is multiplied with, 0 to 1.
        sensitivity: At<f64>,
        /// A periodic search for what is held; none if left out.
        sweep: Option<Sweep>,
        /// From an attempt, or a sweep, to its alert; none if left out.
        delay: Option<Time>,
        /// False alarms, a Poisson process; none if left out. All sensors together may be expected to raise at most
        /// 20,000,000 in an exercise.
        false_alarms: Option<Rate>,
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

record! {
    /// What a team does about an incident, phase after phase.
    pub struct Playbook with basis by id {
        /// Its id.
        id: Id,
        /// The phases, in order.
        phases: Vec<Phase>,
    }
}

variants! {
    /// One phase of a playbook. In a path, its kind stands in the brackets: `phases[Contain]`.
    pub enum Phase {
        /// Searches for what is held: `Investigate(tier: "l2", time: "2h", finds: 0.7)`.
        Investigate(Investigate),
        /// Declares the incident.
        Declare(Task),
        /// Waits for an authority: `Decide(authority: "duty")`.
        Decide(Decide),
        /// Contains what was found, asset by asset.
        Contain(Contain),
        /// Reports to partners: `Notify(agreements: ["technical-arrangement"])`.
        Notify(Notify),
        /// Removes the adversary from each asset: `Eradicate(crew: "it", per_asset: "25min")`.
        Eradicate(CrewTask),
        /// Brings each asset back: `Recover(crew: "it", per_asset: "40min")`.
        Recover(CrewTask),
        /// Asks partners for help.
        RequestHelp(RequestHelp),
        /// Writes a report.
        Report(Task),
        /// Draws the lessons.
        LessonsLearned(Task),
    }
}

record! {
    /// Of [`Phase::Investigate`].
    pub struct Investigate {
        /// The tier that does it.
        tier: Word,
        /// How long one pass takes.
        time: Time,
        /// The probability that a pass finds an asset that is held at its end, 0 to 1.
        finds: At<f64>,
    }
}

record! {
    /// Of [`Phase::Declare`], [`Phase::Report`] and [`Phase::LessonsLearned`].
    pub struct Task {
        /// The tier that does it.
        tier: Word,
        /// How long it takes.
        time: Time,
    }
}

record! {
    /// Of [`Phase::Decide`].
    pub struct Decide {
        /// Whose decision it is.
        authority: Id,
    }
}

record! {
    /// Of [`Phase::Contain`].
    pub struct Contain {
        /// The tier that does it.
        tier: Word,
        /// How long one asset takes.
        per_asset: Time,
        /// What is done.
        actions: Vec<At<ContainAction>>,
    }
}

choices! {
    /// What containing an asset does.
    pub enum ContainAction {
        /// Takes the asset off the network; it stays held.
        Isolate,
        /// Closes every link from and to the asset's zone until ENDEX.
        BlockLinks,
        /// Disables the credentials kept on the asset.
        DisableCredentials,
        /// Blocks the campaign's indicators in all that the team's organisation protects.
        BlockIndicators,
    }
}

record! {
    /// Of [`Phase::Notify`].
    pub struct Notify {
        /// The agreements whose channels are used.
        agreements: Vec<Id>,
        /// The tier that does it; nobody's time is taken if left out.
        tier: Option<Word>,
        /// How long it takes; none if left out.
        time: Option<Time>,
        /// How the report is marked. Default: `Green`.
        tlp: At<Tlp> = Tlp::Green.into(),
    }
}

choices! {
    /// The traffic light protocol 2.0, from the freest mark to the strictest.
    pub enum Tlp {
        /// For everybody.
        Clear,
        /// For the community.
        Green,
        /// For the recipient's organisation and its clients.
        Amber,
        /// For the recipient's organisation only.
        AmberStrict,
        /// For the recipient's eyes only.
        Red,
    }
}

record! {
    /// Of [`Phase::Eradicate`] and [`Phase::Recover`].
    pub struct CrewTask {
        /// The crew that does it.
        crew: Id,
        /// How long one asset takes.
        per_asset: Time,
    }
}

record! {
    /// Of [`Phase::RequestHelp`].
    pub struct RequestHelp {
    }
}
