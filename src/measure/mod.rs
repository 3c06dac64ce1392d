//! What a replication says: named measures with their status and causes, judged objectives, and the story.
//!
//! - [`Measures`]: every measure of a model, with its name; [`value()`] evaluates one of them on an outcome.
//! - [`Value`]: a number that was observed, one that ENDEX cut short, or none because nothing was at risk.
//! - [`micros_by_state`]: where the hours of a response time went.
//! - [`judge`]: whether a training objective was met.
//! - [`rehearsed()`]: what became of the plan: its injects, and the hours of teams and staffs.
//! - [`Chronicle`]: what happened, with names, as records; [`narrate`] makes lines for people of it.
//!
//! **Invariant:** everything here is a function of one model and one outcome; what many replications say together is
//! `study`'s.

mod attack_matrix;
mod became;
mod causes;
mod chronicle;
mod civil;
mod cooperation;
mod course;
mod crowds;
mod deadlines;
mod entities;
mod enumerate;
mod evaluate;
mod fates;
mod levels;
mod messages;
mod narrative;
mod objective;
mod outages;
mod playback;
mod queues;
mod rehearsal;
mod steps;
mod timeline;
mod value;
mod vocabulary;
mod words;
pub mod workbook;

pub use attack_matrix::{FirstAlert, TacticUse, TechniqueFate, TechniqueUse, attack_matrix};
pub use became::{
    DeadlineFate, InjectFate, ObjectiveFate, Turn, deadline_fates, inject_fates, objective_fates,
};
pub use causes::{CAUSED, caused_milestone, micros_by_state, state_name};
pub use chronicle::{Chronicle, Record};
pub use civil::{CivilClock, STARTEX_PATTERN, city, is_within_a_week, moment_pattern};
pub use course::{Course, course};
pub use entities::{ENTITIES, ending_name, entities, name_of, unit_name};
pub(crate) use enumerate::measure_of;
pub use enumerate::{Measures, measure_name};
pub use evaluate::value;
pub use levels::{LevelCourse, Levels, levels};
pub use messages::{Fate, Message, Messages, Pair, messages};
pub use narrative::{Line, Telling, narrate};
pub use objective::{Verdict, judge};
pub use playback::{AssetState, Counts, Frame, Playback, Totals, play_back, totals_at};
pub use queues::{QueueCourse, Queues, queues};
pub use rehearsal::{Addressee, Delivery, Desk, Hour, Missed, Plan, Rehearsed, Thresholds, rehearsed};
pub use steps::{STEPS, Step, fewer};
pub use timeline::{Arrow, Lane, LaneKind, Mark, Span, Timeline, timeline};
pub use value::Value;
pub use vocabulary::{Word, word, word_if_any};
pub use words::{called, counted, defused, is_formula, label, span, thousands};

pub use crate::sim::{Milestone, State};
