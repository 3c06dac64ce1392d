//! Functions and missions, and what they need.
//!
//! Whatever has a level has a [`LevelIdx`]: the functions, in their order, and then the missions. A dependency belongs to one of
//! them and reads the levels of others.
//!
//! **Invariant:** nobody needs itself over a ring that nothing can start again, and in no ring is a need weighed: so
//! levels that follow from each other settle within an instant.

use super::*;
use crate::kernel::{Distribution, SimTime};
use std::ops::Range;

/// A function of an organisation.
#[derive(Debug, Clone)]
pub struct Function {
    /// Name key of its id.
    pub key: u64,
    /// Whose function it is.
    pub organisation: OrganisationIdx,
    /// What it rests on.
    pub assets: AssetSet,
    /// Sum of their weights.
    pub weight: f64,
    /// How many of them it needs.
    pub rule: Rule,
    /// What else it needs, in [`Reliance::dependencies`].
    pub depends: Range<u32>,
    /// How long it takes to rise again; none: at once.
    pub recovery: Option<Distribution>,
}

/// What a commander has to get done.
#[derive(Debug, Clone)]
pub struct Mission {
    /// Name key of its id.
    pub key: u64,
    /// Who commands it.
    pub organisation: OrganisationIdx,
    /// What it needs, in [`Reliance::dependencies`].
    pub depends: Range<u32>,
    /// When it begins; not before STARTEX.
    pub from: SimTime,
    /// When it ends; not after ENDEX.
    pub until: SimTime,
    /// The level below which it is in danger.
    pub threshold: f64,
    /// What its loss counts among those of all.
    pub weight: f64,
}

/// How a level follows from the levels of what is needed; assets have 1 or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The least.
    All,
    /// The greatest.
    Any,
    /// The greatest that so many reach.
    AtLeast(u32),
    /// The mean by weight.
    Weighted,
}

/// Who depends on whom.
#[derive(Debug, Clone, Default)]
pub struct Reliance {
    /// By whose they are, then by name.
    pub dependencies: Vec<Dependency>,
    /// For each level, the dependencies that read it, ascending.
    pub readers: Vec<Vec<u32>>,
}

/// What somebody needs beside assets.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Key of its name and its owner's.
    pub key: u64,
    /// Whose it is.
    pub of: LevelIdx,
    /// What is needed, with its weight, ascending.
    pub needs: Vec<(LevelIdx, f64)>,
    /// Sum of the weights.
    pub weight: f64,
    /// How one level follows from theirs.
    pub rule: Rule,
    /// What bridges it.
    pub reserve: Option<Reserve>,
}

/// What bridges a need for a time.
#[derive(Debug, Clone)]
pub struct Reserve {
    /// How long, when it is full.
    pub lasts: Distribution,
    /// How long an empty one takes to be full again.
    pub recharge: Distribution,
}

/// What a level is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leveled {
    /// A function.
    Function(FunctionIdx),
    /// A mission.
    Mission(MissionIdx),
}

impl Model {
    /// What a level is of.
    pub fn leveled(&self, level: LevelIdx) -> Leveled {
        match (level.0 as usize).checked_sub(self.functions.len()) {
            None => Leveled::Function(FunctionIdx(level.0)),
            Some(mission) => Leveled::Mission(MissionIdx(mission as u32)),
        }
    }
}

impl LevelIdx {
    /// The level of a function.
    pub const fn of(function: FunctionIdx) -> LevelIdx {
        LevelIdx(function.0)
    }

    /// The level of a mission, where there are so many functions.
    pub const fn of_mission(mission: MissionIdx, functions: usize) -> LevelIdx {
        LevelIdx(functions as u32 + mission.0)
    }
}
