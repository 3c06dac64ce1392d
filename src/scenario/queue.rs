//! How work waits for a team's analysts.
//!
//! **Invariant:** records only; nothing here says how a queue is served.

use super::record::{choices, record, variants};
use super::written::At;

record! {
    /// How work waits for the tiers of a team. Each tier has a queue of its own, all with this order.
    pub struct Queue {
        /// Who is next. Default: `FirstCome`.
        order: Order = Order::FirstCome,
        /// Whether more urgent work, by the order, takes the seat of the least urgent work in service (of several, of
        /// that begun last), which goes back to the head of its line and later takes the time that was left. Default:
        /// `false`.
        preempts: At<bool> = false.into(),
        /// How many alerts and tickets may wait, beside those that a free seat takes up; unlimited if left out. Other
        /// work always finds room.
        capacity: Option<At<u32>>,
        /// What happens when an alert finds every place taken; what is dropped is counted. Default: `DropLeastSevere`
        /// for the order `MostSevereFirst`, else `DropNew`.
        when_full: Option<At<WhenFull>>,
    }
}

variants! {
    /// The order in which a queue is served.
    pub enum Order {
        /// By arrival.
        FirstCome,
        /// By severity, then by arrival.
        MostSevereFirst,
        /// By kind of work, `Priority([Incident, Triage, Read])`, then by arrival. Kinds that are left out come last.
        Priority(Vec<At<WorkKind>>),
    }
}

choices! {
    /// A kind of work for analysts.
    pub enum WorkKind {
        /// Phases of playbooks.
        Incident,
        /// Alerts and tickets.
        Triage,
        /// Reports of partners.
        Read,
    }
}

choices! {
    /// What happens when an alert finds every waiting place taken.
    pub enum WhenFull {
        /// The new alert is lost.
        DropNew,
        /// The least severe is lost, of those the youngest: a waiting alert only if it is less severe than the new one.
        DropLeastSevere,
        /// The alert that came first is lost.
        DropOldest,
    }
}
