//! The exercise: the main events list (MSEL), training objectives, and variants.
//!
//! **Invariant:** records only; measures are parsed into names and filters, but not resolved.

use std::sync::Arc;

use super::clock::Moment;
use super::duration::{Span, Time};
use super::effects::Effect;
use super::measure::{Limit, Measure};
use super::part::Added;
use super::record::{choices, record, variants};
use super::written::{At, Id, Word};

record! {
    /// One inject of the MSEL. It comes at a time, after another or on a condition, and at most once.
    pub struct Inject by no {
        /// Its number, as the MSEL counts: `"1"`, `"2a"`.
        no: Word,
        /// When it is given, from STARTEX on and before ENDEX.
        at: Option<Moment>,
        /// The inject that it follows: `after: (inject: "1", delay: "2h")`.
        after: Option<Follows>,
        /// The condition on which it is given, for a contingency.
        when: Option<Condition>,
        /// From the moment at which `when` is met to the inject; none if left out.
        delay: Option<Time>,
        /// Who sends it, in the exercise. Default: empty.
        from: Word = Word::default(),
        /// The teams or organisations that receive it.
        to: Vec<Id>,
        /// How it is delivered.
        by: Option<At<Delivery>>,
        /// Its title. Default: empty.
        title: Word = Word::default(),
        /// Its text. Default: empty.
        text: Word = Word::default(),
        /// What the trainers expect of the players. Default: empty.
        expected: Word = Word::default(),
        /// The training objective that it serves.
        objective: Option<Id>,
        /// The staff whose controllers give it; it is in nobody's hands if left out.
        staff: Option<Id>,
        /// Who controls it, for people. Default: empty.
        controller: Word = Word::default(),
        /// What it does in the simulation; nothing but being told if left out.
        effect: Option<Effect>,
    }
}

record! {
    /// Of [`Inject`]: which one it follows.
    pub struct Follows {
        /// The number of the other inject.
        inject: Id,
        /// How long after it; at once if left out.
        delay: Option<Time>,
    }
}

variants! {
    /// The condition of a contingency inject.
    ///
    /// Conditions are looked at from STARTEX on, once after the last event of an instant, and only if something changed that
    /// they speak of; those that are met then are met together, and their injects come in the order of numbers. What these
    /// change in the same instant is looked at anew, until nothing is met. So what is true for a part of an instant only is
    /// never met.
    pub enum Condition {
        /// From `by` on, as long as something has not happened: `NotYet(measure: "time_to_declare[org=cert-eu]", by: "30h")`.
        NotYet(NotYet),
        /// As soon as something has happened: `Reached("time_to_declare[org=cert-eu]")`. A team may detect and declare what
        /// never held anything; measures count that as spared, conditions as reached.
        Reached(Reached),
        /// A number or a level is so high or higher: `AtLeast("assets_held_now", 10)`.
        AtLeast(Threshold),
        /// A number or a level is so low or lower: `AtMost("function_level[function=port]", 0.5)`.
        AtMost(Threshold),
        /// Another inject has come: `Injected("3")`.
        Injected(Injected),
        /// All of these hold at once.
        All(Vec<Condition>),
        /// One of these holds.
        Any(Vec<Condition>),
        /// This does not hold.
        Not(Arc<Condition>),
    }
}

record! {
    /// Of [`Condition::NotYet`].
    pub struct NotYet {
        /// The time that would have been observed.
        measure: Measure,
        /// How long after STARTEX, or after the inject `inject`, it is looked at.
        by: Span,
        /// The inject from which `by` counts; STARTEX if left out.
        inject: Option<Id>,
    }
}

record! {
    /// Of [`Condition::Reached`].
    pub struct Reached {
        /// The time that is observed as soon as it happens.
        measure: Measure,
    }
}

record! {
    /// Of [`Condition::Injected`].
    pub struct Injected {
        /// The inject's number.
        inject: Id,
    }
}

choices! {
    /// How an inject is delivered.
    pub enum Delivery {
        /// By mail.
        Mail,
        /// By telephone.
        Telephone,
        /// By radio.
        Radio,
        /// By somebody who comes.
        InPerson,
        /// By simulated press.
        Press,
        /// By a technical system.
        System,
    }
}

record! {
    /// A training objective.
    pub struct Objective by id {
        /// Its id.
        id: Id,
        /// What it asks, for people. Default: empty.
        text: Word = Word::default(),
        /// The predicate.
        that: That,
        /// The probability, given that it was tested, that is asked for, 0 to 1. Default: 1.
        with_probability: At<f64> = 1.0.into(),
    }
}

variants! {
    /// A predicate on measures: `AtMost("time_to_declare[org=cert-eu]", "12h")`.
    pub enum That {
        /// The measure is the limit or less.
        AtMost(Threshold),
        /// The measure is the limit or more.
        AtLeast(Threshold),
        /// All of these: missed if any is missed, else not tested if any is not tested.
        All(Vec<That>),
        /// One of these: met if any is met, else not tested if any is not tested.
        Any(Vec<That>),
        /// The contrary of this; not tested if that is not tested.
        Not(Arc<That>),
    }
}

record! {
    /// Of [`That`] and [`Condition`].
    pub struct Threshold {
        /// The measure.
        measure: Measure,
        /// What it is compared with.
        limit: Limit,
    }
}

record! {
    /// A change of the scenario to compare with it: what it removes, then what it adds, then what it sets.
    pub struct Variant by id {
        /// Its name, for `--variant`.
        id: Word,
        /// Its title. Default: empty.
        title: Word = Word::default(),
        /// Elements of lists that are taken away: `["sensors[edr]", "msel[3]", "teams[soc].tiers[l2]"]`.
        remove: Vec<Word>,
        /// What is added, written as in the scenario: `(sensors: [(id: "ndr", …)], network: (assets: […]))`.
        add: Added,
        /// Paths and the values that they get: `[("teams[soc].tiers[l1].seats", "2")]`.
        set: Vec<(Word, Word)>,
    }
}
