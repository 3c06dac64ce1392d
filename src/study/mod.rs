//! Many replications of one scenario, and what they say together.
//!
//! [`replicate()`] plays them on the threads of the ambient pool; [`summarise`] makes counts, quantiles and intervals of
//! them; [`median_replication`] picks the one to narrate and [`replay`] plays it again, with the trace on.
//! [`rehearse()`] looks at the plan of the exercise: its injects, and the hours of those who work.
//! [`forecast()`] conditions it on what was observed so far.
//! [`comparison`] sets several ways to play an exercise against each other, and [`observed`] real ones against them. A study
//! varies the scenario: [`lay_out`] makes a [`Plan`] of it, [`check_points`] tries its points, and [`model_at`] makes the model
//! of one; [`select()`] plays them only until it is clear which is the best, and what was swept says by [`sensitivity`] which
//! factors matter.
//!
//! **Invariant:** the same model, seed and number of replications give the same result for any number of threads:
//! replications are kept in their order, and what is pooled across threads is whole numbers only.

mod checking;
pub mod comparison;
mod courses;
mod curves;
pub mod design;
mod doubt;
mod folder;
mod forecast;
mod gains;
mod kept;
mod lanes;
mod levers;
mod load;
pub mod observed;
mod pairs;
mod plan;
mod pooled;
mod precision;
mod questions;
mod rehearsal;
mod replicate;
mod rows;
mod scenario_at;
mod seat;
mod seen;
mod selection;
pub mod sensitivity;
mod shares;
mod summary;
mod sweep;
mod tables;

pub use checking::{Checked, check_points, model_of};
pub use courses::{COURSE_QUANTILES, Courses, LEAST_COURSES, MOST_COURSES, best_and_worst, courses};
pub use curves::{Curve, SurvivalStep, survival};
pub use design::{Laid, lay_out};
pub use doubt::{doubt_set, sure};
pub use folder::{
    Draft, Entry, Environment, Folder, Held, Index, Input, Manifest, Part, Refusal, SCHEMA, Stamp, Whole,
    beside, folder, missing, own_files,
};
pub use forecast::{Fact, Forecast, HeldSoFar, InjectForecast, LEAST_AGREEING, ObjectiveForecast, forecast};
pub use gains::{Aim, Base, Gain, LEAST, NotPossible, bytes_of_lever};
pub use kept::{kept, way_to};
pub use levers::{Lever, levers};
pub use load::{
    ChannelSummary, FunctionSummary, InvestigationSummary, MissionSummary, OfferSummary, PoolSummary,
    TeamSummary, channel_loads, functions, investigation_loads, missions, offer_loads, pool_loads,
    team_loads,
};
pub use plan::{DesignPoint, Factor, Level, Plan, Shape};
pub use pooled::{CauseSums, Pooled};
pub use precision::Precision;
pub use questions::{
    Absent, add_question, asked_questions, of_team, questions_of_teams, response_times, shared_objectives,
    usual_questions,
};
pub use rehearsal::{
    Coverage, HourCounts, InjectSummary, MissedSummary, REHEARSAL_QUANTILES, Rehearsal, RehearsalSummary,
    Rehearsing, Tally, bytes_of_hours, bytes_of_rehearsing, rehearse, summarise_rehearsal,
};
pub use replicate::{
    Played, Replications, Watch, bytes_of_results, median_replication, replay, replicate, replicate_until,
};
pub use rows::{Cell, Kind, Listed, ListedMeasure, columns, headings, plain, rows};
pub use scenario_at::{model_at, scenario_at, set_up};
pub use seat::seat;
pub use selection::{BATCH, Candidate, Effort, LEAST_FOR_MEANS, Selection, Standing, Wish, select};
pub use summary::{
    CauseSummary, MeasureSummary, ObjectiveSummary, Summary, spread, summarise, telling_causes,
};
pub use sweep::{Models, PointFault, SHARD, Sweep, SweepFault};
pub use tables::{
    Column, Columnar, Means, PointMean, PointMeans, TABLES, Table, make_tables, means_of_points,
};

pub use crate::scenario::{Ground, Parameter, Provenance};
pub use crate::sim::{Budget, Ending};
pub use crate::statistics::{Best, Estimate, Histogram};
