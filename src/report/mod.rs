//! Views of results, and the renderers that write them down.
//!
//! [`RunReport`] is what `run` has to say, as plain data. [`terminal::page`] makes a page for people of it, [`json`] the
//! same in full for machines, which [`read_saved`] reads back, [`csv`] a tidy table of every value, [`trace`] the story of one replication line by line.
//! [`comparison`] is the same for what `compare` has to say, and [`sensitivity`] for what a sweep says of its factors;
//! [`description`] says what a paper says of a model. [`survey`] adds the points of the sweep to that, for a page with pictures.
//!
//! **Invariant:** nothing is computed here but the form of a number, and nobody prints: renderers return text or write
//! to what they are given.

pub mod after_action;
mod analysis;
pub mod comparison;
pub mod comparison_csv;
pub mod comparison_markdown;
mod comparison_words;
pub mod csv;
pub mod description;
pub mod document;
pub mod dot;
mod fill;
pub mod html;
pub mod json;
mod levers;
mod map;
mod map_layout;
pub mod observed;
pub mod rehearsal;
mod rehearsal_fill;
pub mod rehearsal_forecast;
pub mod rehearsal_tables;
mod rehearsal_words;
mod saved;
mod saved_check;
mod scene;
mod selection;
pub mod sensitivity;
mod sensitivity_words;
pub mod survey;
pub mod terminal;
pub mod trace;
mod view;
mod view_attack;
mod view_cast;
mod view_causes;
mod view_duties;
mod view_parts;
mod view_spread;
mod view_survival;

pub use analysis::*;
pub use levers::*;
pub use map::*;
pub use saved::{LONGEST, Saved, read_levers, read_saved};
pub use scene::*;
pub use selection::*;
pub use view::{
    Narration, Playing, PrecisionView, RunReport, SCHEMA_VERSION, ScenarioView, narrated, run_report,
};
pub use view_attack::*;
pub use view_cast::*;
pub use view_causes::*;
pub use view_duties::*;
pub use view_parts::*;
pub use view_spread::*;
pub use view_survival::*;
