//! Many replications of one scenario, and what they say together.
//!
//! [`replicate()`] plays them on the threads of the ambient pool; [`summarise`] makes counts, quantiles and intervals of
//! them; [`median_replication`] picks the one to narrate and [`replay`] plays it again, with the trace on.
//! [`comparison`] sets several ways to play an exercise against each other, and [`observed`] real ones against them.
//!
//! **Invariant:** the same model, seed and number of replications give the same result for any number of threads:
//! replications are kept in their order, and what is pooled across threads is whole numbers only.

pub mod comparison;
mod load;
pub mod observed;
mod pairs;
mod plan;
mod pooled;
mod questions;
mod replicate;
mod seat;
mod summary;

pub use load::{
    ChannelSummary, FunctionSummary, InvestigationSummary, MissionSummary, OfferSummary, PoolSummary,
    TeamSummary, channel_loads, functions, investigation_loads, missions, offer_loads, pool_loads,
    team_loads,
};
pub use plan::{DesignPoint, Factor, Level, Plan};
pub use pooled::{CauseSums, Pooled};
pub use questions::{
    Absent, add_question, asked_questions, of_team, questions_of_teams, response_times, shared_objectives,
    usual_questions,
};
pub use replicate::{Played, Replications, Watch, bytes_of_results, median_replication, replay, replicate};
pub use seat::seat;
pub use summary::{CauseSummary, MeasureSummary, ObjectiveSummary, Summary, summarise, telling_causes};

pub use crate::sim::{Budget, Ending};
