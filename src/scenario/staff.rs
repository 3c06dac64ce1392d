//! Exercise staffs: control cells that give injects, each to its own players.
//!
//! **Invariant:** records only; who learns of what from whom is decided when compiling.

use super::cooperation::Party;
use super::duration::Time;
use super::record::record;
use super::shifts::Shifts;
use super::written::{At, Id, Word};

record! {
    /// A staff that runs its part of a parallel exercise: a control cell with injects and players of its own.
    ///
    /// Its injects come by the hand of one of its controllers: at the planned moment if one is free and on duty, else late, in
    /// the order in which they were due. Injects without a `staff`, and steps of ladders, are in nobody's hands and never late.
    ///
    /// A staff sees its own injects and players. What another staff does or sees it learns by [`Coordination`] only: an inject
    /// that comes `after` one of another staff, or on a condition about players of another staff alone or about one of its
    /// injects, comes no earlier than that. Without coordination it never learns. Then an inject that follows another by the plan
    /// comes when the plan has it, whether or not the other has come; one that waits for a condition or follows a contingency
    /// is never given.
    pub struct ExerciseStaff with basis by id {
        /// Its id.
        id: Id,
        /// The organisations that it exercises: `["ncirc"]`, `[Members(Nato)]`. It sees what they do; what no staff names as its
        /// players, all see.
        players: Vec<Party>,
        /// How many controllers are on duty at once.
        controllers: At<u32>,
        /// When. Default: `AroundTheClock`.
        hours: Shifts = Shifts::AroundTheClock,
        /// The zone of its hours; STARTEX's if left out.
        time_zone: Option<Word>,
        /// How long an inject keeps its controller busy, from the moment at which it is given; no time at all if left out.
        time: Option<Time>,
    }
}

record! {
    /// What staffs tell each other: `coordination: (delay: "30min")`.
    pub struct Coordination {
        /// From an inject of one staff, or what its players do, to another staff's knowing; at once if left out.
        delay: Option<Time>,
    }
}
