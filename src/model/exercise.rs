//! The exercise: its frame, the MSEL, ladders of escalation, and objectives.
//!
//! **Invariant:** injects are in the order of their numbers, which is the order in which conditions fire; then the steps of
//! ladders follow, each ladder's in their order, then those that stand down, then the warnings of centres.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};
use std::ops::Range;

/// The frame in time; zero is the start of the run, which is STARTEX unless there is a prelude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// STARTEX.
    pub startex: SimTime,
    /// ENDEX; events at this instant still fire.
    pub endex: SimTime,
    /// Loads and integrals are measured from here on; not before STARTEX.
    pub measure_from: SimTime,
}

/// An inject of the MSEL.
#[derive(Debug, Clone)]
pub struct Inject {
    /// Name key of its number.
    pub key: u64,
    /// When it comes.
    pub when: When,
    /// From the inject that it follows, or from the moment at which its condition is met.
    pub delay: Distribution,
    /// What it changes, in [`Model::effects`].
    pub effects: Range<u32>,
    /// Which step of a ladder it is, or the standing down of which.
    pub climb: Option<Climb>,
    /// Whose controllers give it; none: it is in nobody's hands.
    pub staff: StaffIdx,
    /// Whether its staff learns from another staff only of what calls for it.
    pub told: bool,
}

/// A staff that gives injects.
#[derive(Debug, Clone)]
pub struct ExerciseStaff {
    /// Name key of its id.
    pub key: u64,
    /// Its controllers.
    pub pool: PoolIdx,
    /// How long an inject keeps one of them busy.
    pub time: Distribution,
}

impl Inject {
    /// Whether the MSEL has it: it is no step of a ladder, and no warning of a centre.
    pub fn is_of_msel(&self) -> bool {
        self.climb.is_none() && !matches!(self.when, When::Called)
    }
}

/// What an inject is to a ladder.
#[derive(Debug, Clone)]
pub struct Climb {
    /// Which ladder.
    pub ladder: LadderIdx,
    /// The number of the step, from 1 on.
    pub step: u32,
    /// Whether the step stands down.
    pub down: bool,
    /// Who decides on it, and how long that takes; no pool: nobody.
    pub authority: PoolIdx,
    /// How long one decision takes.
    pub decision: Distribution,
}

/// A ladder of escalation.
#[derive(Debug, Clone)]
pub struct Ladder {
    /// Its steps in their order, in [`Model::injects`].
    pub steps: Range<u32>,
}

impl Ladder {
    /// The inject that is a step, counted from 1.
    pub fn inject(&self, step: u32) -> InjectIdx {
        InjectIdx(self.steps.start + step - 1)
    }

    /// The injects that are the step with this number, or a higher one.
    pub fn from(&self, step: u32) -> impl Iterator<Item = InjectIdx> + Clone + use<> {
        (self.steps.start + step.max(1) - 1..self.steps.end).map(InjectIdx)
    }
}

/// When an inject comes.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// At an instant.
    At(SimTime),
    /// After another.
    After(InjectIdx),
    /// On a condition.
    On(Condition),
    /// Only when an effect calls for it or, of a warning, when somebody heeds it.
    Called,
}

/// What a contingency inject waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// So long after STARTEX or an inject, the measure has no value.
    NotYet {
        /// Which measure; a time of a responder.
        measure: Measure,
        /// Until when, from STARTEX or the inject.
        by: SimDuration,
        /// The inject that `by` counts from; none: STARTEX.
        from: InjectIdx,
    },
    /// The measure, a time of a responder, has a value.
    Reached(Measure),
    /// A count or a level is at or beyond a limit.
    Level {
        /// Which measure; a count, or the level of a function.
        measure: Measure,
        /// Whether the limit is an upper one.
        at_most: bool,
        /// The limit, in the measure's unit.
        limit: f64,
    },
    /// An inject has come.
    Injected(InjectIdx),
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

/// What an inject changes.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The key of its draws: of an inject's first effect the inject's.
    pub key: u64,
    /// Whose effect it is.
    pub inject: InjectIdx,
    /// What changes.
    pub change: Change,
}

/// What changes.
#[derive(Debug, Clone)]
pub enum Change {
    /// Tickets, evenly spread, that a team must triage.
    Load {
        /// Who gets them.
        team: TeamIdx,
        /// How many.
        tickets: u32,
        /// Over which time.
        over: SimDuration,
    },
    /// An alert on an asset, true if a campaign holds it.
    Alert {
        /// Who gets it.
        team: TeamIdx,
        /// About which asset.
        asset: AssetIdx,
    },
    /// A campaign that waits for it starts.
    StartCampaign(CampaignIdx),
    /// A campaign goes on otherwise.
    Campaign {
        /// Which.
        campaign: CampaignIdx,
        /// How many attempts it can work on at once; none: as before.
        operators: Option<u32>,
        /// How many times as fast as written it works; none: as before.
        hurry: Option<f64>,
        /// Whether it never acts again.
        stop: bool,
    },
    /// Assets have a weakness from now on.
    Disclose {
        /// Its bit.
        weakness: u64,
        /// Which assets.
        on: AssetSet,
    },
    /// Assets lose a weakness, each after a while.
    Patch {
        /// Its bit.
        weakness: u64,
        /// Which assets.
        on: AssetSet,
        /// After which time.
        over: Distribution,
    },
    /// Links are cut or restored.
    Links {
        /// Which.
        links: Vec<LinkIdx>,
        /// Whether they are cut.
        cut: bool,
    },
    /// A cable is cut or restored.
    Cable {
        /// Which.
        cable: CableIdx,
        /// Whether it is cut.
        cut: bool,
    },
    /// A repair ship stands by for a cable.
    Vessel {
        /// Which.
        cable: CableIdx,
        /// For so long; none: until ENDEX.
        lasting: Option<SimDuration>,
    },
    /// A function is taken down or brought up.
    Function {
        /// Which.
        function: FunctionIdx,
        /// Whether it is taken down.
        down: bool,
    },
    /// The backups of a function are filled.
    Refuel(FunctionIdx),
    /// Assets are taken down or brought up.
    Assets {
        /// Which.
        assets: AssetSet,
        /// Whether they are taken down.
        down: bool,
    },
    /// A pool has more seats, or fewer.
    Staff {
        /// Which pool.
        pool: PoolIdx,
        /// How many more.
        seats: i32,
        /// For so long, whatever the shift; none: from now on, in every shift.
        lasting: Option<SimDuration>,
    },
    /// An organisation joins an alliance or leaves it.
    Membership {
        /// Who.
        organisation: OrganisationIdx,
        /// What.
        alliance: Alliance,
        /// Whether it joins.
        joins: bool,
    },
    /// A ladder is taken to a step.
    Escalate(InjectIdx),
    /// A crisis begins or ends.
    Crisis {
        /// Which.
        crisis: CrisisIdx,
        /// Whether it begins.
        begins: bool,
    },
    /// A channel goes down, comes up or gets slower.
    Channel {
        /// Which channel.
        channel: ChannelIdx,
        /// Whether reports pass; none: as before.
        up: Option<bool>,
        /// What delays are multiplied by; none: as before.
        slower: Option<f64>,
    },
}

impl Change {
    /// Whether it takes something out of service or cuts it.
    pub const fn takes_down(&self) -> bool {
        matches!(
            self,
            Change::Links { cut: true, .. }
                | Change::Cable { cut: true, .. }
                | Change::Function { down: true, .. }
                | Change::Assets { down: true, .. }
        )
    }
}

/// A training objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// What is judged.
    pub that: Predicate,
    /// The probability with which it should be met, given that it was tested.
    pub with_probability: f64,
}

/// What an objective asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// A measure is within a limit.
    Limit {
        /// Which measure.
        measure: Measure,
        /// Whether the limit is an upper one.
        at_most: bool,
        /// Microseconds for times, else the measure's own unit.
        limit: f64,
    },
    /// All of these.
    All(Vec<Predicate>),
    /// One of these.
    Any(Vec<Predicate>),
    /// The contrary.
    Not(Box<Predicate>),
}

impl Predicate {
    /// Calls `visit` with every measure that it judges, in the order in which they are written.
    pub fn each_measure(&self, visit: &mut dyn FnMut(&Measure)) {
        match self {
            Predicate::Limit { measure, .. } => visit(measure),
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().for_each(|part| part.each_measure(visit));
            }
            Predicate::Not(part) => part.each_measure(visit),
        }
    }
}
