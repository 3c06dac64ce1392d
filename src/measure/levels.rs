//! The levels of functions and missions over time, in one replication.
//!
//! **Invariant:** what is lost is what the ledger says, but for rounding.

use super::CivilClock;
use super::queues::ROWS;
use super::steps::{Step, fewer};
use super::vocabulary::{Word, word};
use super::words::{called, label};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{LevelStretch, Outcome};
use serde::{Deserialize, Serialize};

/// One function or mission over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelCourse {
    /// What people call it.
    pub name: String,
    /// `function` or `mission`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Whose it is, as tables call them.
    pub organisation: String,
    /// The level below which it is short of what is needed: a mission's threshold; a function should be whole.
    pub needed: f64,
    /// The integral of what was missing to 1, in microseconds, since `measure_from`.
    pub lost_us: f64,
    /// The lowest level since then.
    pub lowest: f64,
    /// For how many microseconds it was short since then.
    pub short_us: u64,
    /// When it was short, in order, for people: from when and until when; at most four.
    pub short: Vec<(String, String)>,
    /// How many more times it was.
    pub more_times: usize,
    /// The level; of a mission while it lasts.
    pub steps: Vec<Step<1>>,
}

/// The most times of being short that are told one by one.
pub const TIMES: usize = 4;

/// The functions and missions of one replication.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// Those that lost most first; at most 24.
    pub shown: Vec<LevelCourse>,
    /// How many more lost something.
    pub left_out: usize,
    /// How many never did.
    pub whole: usize,
}

/// The levels of all functions and missions; none when the outcome has no trace.
pub fn levels(model: &Model, outcome: &Outcome<'_>) -> Levels {
    let Some(trace) = outcome.trace else { return Levels::default() };
    let number = model.functions.len() + model.missions.len();
    let mut stretches: Vec<Vec<LevelStretch>> = vec![Vec::new(); number];
    for stretch in &trace.courses.levels {
        stretches[stretch.of.at()].push(*stretch);
    }
    let (clock, called) = (CivilClock::of(model), called(model));
    let mut all: Vec<LevelCourse> = LevelIdx::all(number)
        .zip(&stretches)
        .filter(|(_, stretches)| stretches.iter().any(|stretch| stretch.level < 1.0))
        .map(|(of, stretches)| LevelCourse {
            name: called[of.at()].clone(),
            ..course(model, &clock, of, stretches)
        })
        .collect();
    let whole = number - all.len();
    all.sort_by(|one, other| other.lost_us.total_cmp(&one.lost_us));
    let left_out = all.len().saturating_sub(ROWS);
    all.truncate(ROWS);
    Levels { shown: all, left_out, whole }
}

fn course(model: &Model, clock: &CivilClock, of: LevelIdx, stretches: &[LevelStretch]) -> LevelCourse {
    let (kind, organisation, needed) = match model.leveled(of) {
        Leveled::Mission(mission) => {
            let mission = &model.missions[mission.at()];
            ("mission", mission.organisation, mission.threshold)
        }
        Leveled::Function(function) => ("function", model.functions[function.at()].organisation, 1.0),
        Leveled::Cable(cable) => ("cable", model.cables[cable.at()].organisation, 1.0),
    };
    let counted = || stretches.iter().filter(|it| it.from >= model.frame.measure_from);
    let length = |it: &LevelStretch| (it.until - it.from).micros();
    let short = short(stretches, needed);
    let told = short.iter().take(TIMES);
    LevelCourse {
        name: String::new(),
        kind,
        organisation: label(&model.names.organisations[organisation.at()]).to_owned(),
        needed,
        lost_us: counted().map(|it| (1.0 - it.level) * length(it) as f64).sum(),
        lowest: counted().map(|it| it.level).fold(1.0, f64::min),
        short_us: counted().filter(|it| it.level < needed).map(length).sum(),
        short: told.map(|(from, until)| (clock.moment(*from), clock.moment_beside(*until, *from))).collect(),
        more_times: short.len().saturating_sub(TIMES),
        steps: fewer(stretches.iter().map(|it| Step {
            from_us: clock.micros(it.from),
            until_us: clock.micros(it.until),
            at: [it.level],
        })),
    }
}

/// From when until when a level was below what is needed.
fn short(stretches: &[LevelStretch], needed: f64) -> Vec<(SimTime, SimTime)> {
    let mut times: Vec<(SimTime, SimTime)> = Vec::new();
    for stretch in stretches.iter().filter(|it| it.level < needed) {
        match times.last_mut() {
            Some((_, until)) if *until == stretch.from => *until = stretch.until,
            _ => times.push((stretch.from, stretch.until)),
        }
    }
    times
}
