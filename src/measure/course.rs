//! What there is to see of one replication beside the time axis and the network: loads, levels, messages, and what became of
//! injects, deadlines and objectives.
//!
//! **Invariant:** everything here is of the one replication that is told.

use super::{
    DeadlineFate, InjectFate, Levels, Messages, ObjectiveFate, Queues, deadline_fates, inject_fates, levels,
    messages, objective_fates, queues,
};
use crate::model::Model;
use crate::sim::Outcome;
use serde::{Deserialize, Serialize};

/// How one replication went.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// How loaded whoever serves a queue was.
    pub queues: Queues,
    /// The levels of functions and missions.
    pub levels: Levels,
    /// Who reported what to whom.
    pub messages: Messages,
    /// What became of each inject.
    pub injects: Vec<InjectFate>,
    /// Of each report that the law asked for.
    pub deadlines: Vec<DeadlineFate>,
    /// Of each objective.
    pub objectives: Vec<ObjectiveFate>,
}

/// The course of a replication; nothing of it is known without a trace but what became of injects, deadlines and objectives.
pub fn course(model: &Model, outcome: &Outcome<'_>) -> Course {
    Course {
        queues: queues(model, outcome),
        levels: levels(model, outcome),
        messages: messages(model, outcome),
        injects: inject_fates(model, outcome),
        deadlines: deadline_fates(model, outcome),
        objectives: objective_fates(model, outcome),
    }
}
