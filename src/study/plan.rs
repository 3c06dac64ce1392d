//! What a study plays: design points, each a scenario of its own, and how often each is played.
//!
//! The points of a [`Plan`] are blocks of equal length, one for each draw of the uncertain factors and each variant, and
//! within a block they stand in the order of the design: what analyses a design finds them by [`Plan::points_of`].
//!
//! **Invariant:** points are numbered from 1 without a gap, and each has a level for every factor.

use crate::kernel::Key;
use serde::{Deserialize, Serialize};

/// A part of the scenario that takes several values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Its name in tables.
    pub id: String,
    /// The paths that are set to its level, all to the same one.
    pub paths: Vec<String>,
    /// Whether nobody chooses it: it is drawn in the outer loop, and its spread is told apart from chance.
    pub uncertain: bool,
}

/// The value of a factor at a design point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// What the paths are set to, as a scenario would write it: `4`, `2h`, `Telephone`.
    pub text: String,
    /// The number for analyses: hours of a time, the number of a number; none of a word.
    pub number: Option<f64>,
    /// What it costs, in the unit of the study's costs; 0 where nothing is said.
    pub cost: f64,
}

/// One scenario of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignPoint {
    /// From 1, in the order of the design.
    pub number: u32,
    /// The variant that the levels are set on; none for the scenario as it is.
    pub variant: Option<String>,
    /// Which draw of the uncertain factors this is, from 1; 0 in a study without.
    pub draw: u32,
    /// Beside [`Plan::factors`].
    pub levels: Vec<Level>,
}

/// How the points of a block were chosen, which is what an analysis must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Every level with every other; the last dimension changes fastest.
    FullFactorial,
    /// A Latin hypercube.
    LatinHypercube,
    /// Points of the Sobol' sequence.
    Sobol,
    /// Trajectories of one point more than there are dimensions, each of which moves once.
    Morris {
        /// How many trajectories.
        trajectories: u32,
        /// Levels of the grid, an even number.
        levels: u32,
        /// The seed of the trajectories, which says where on the grid each point lies.
        seed: u64,
    },
    /// For each of the base points: A, A with each dimension of B, B with each dimension of A if `second_order`, and B.
    Saltelli {
        /// How many base points.
        points: u32,
        /// Whether second-order indices can be told.
        second_order: bool,
    },
    /// Points that somebody listed.
    Listed,
}

/// All that a study plays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The study's id.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// The factors: those of the design, then the uncertain ones.
    pub factors: Vec<Factor>,
    /// The dimensions of the design, each the places of the factors that move together in it; uncertain factors are in none.
    pub dimensions: Vec<Vec<usize>>,
    /// How the points of each block were chosen.
    pub shape: Shape,
    /// The variants, in their order within a draw; none is the scenario as it is.
    pub variants: Vec<Option<String>>,
    /// How many draws of the uncertain factors there are; 0 in a study without.
    pub draws: u32,
    /// The points, in the order of their numbers.
    pub points: Vec<DesignPoint>,
    /// How often each point is played.
    pub replications: u64,
    /// The seed of all chances.
    pub seed: u64,
    /// Whether replication k of every point meets the same chances.
    pub common_random_numbers: bool,
    /// The measures to keep, as a scenario writes them; all if empty.
    pub measures: Vec<String>,
}

impl Plan {
    /// How many replications there are in all.
    pub fn runs(&self) -> u64 {
        self.points.len() as u64 * self.replications
    }

    /// The seed that a point is played with.
    pub fn seed_of(&self, point: &DesignPoint) -> u64 {
        match self.common_random_numbers {
            true => self.seed,
            false => Key::replication(self.seed, 0).with(u64::from(point.number)).bits(),
        }
    }

    /// What the levels of a point cost together.
    pub fn cost(&self, point: &DesignPoint) -> f64 {
        point.levels.iter().map(|level| level.cost).sum()
    }

    /// Whether all levels of a factor, by its place, are numbers.
    pub fn is_numeric(&self, factor: usize) -> bool {
        self.points.iter().all(|point| point.levels[factor].number.is_some())
    }

    /// Whether those numbers are the hours of times.
    pub fn is_timed(&self, factor: usize) -> bool {
        let ends = |text: &str| text.trim_matches('"').ends_with(|last: char| last.is_ascii_alphabetic());
        self.is_numeric(factor) && self.points.first().is_some_and(|point| ends(&point.levels[factor].text))
    }

    /// How many cells there are: each a variant with a row of the design, the rows of a variant one after the other.
    pub fn cells(&self) -> usize {
        self.points.len() / self.draws.max(1) as usize
    }

    /// The places of the points of a cell, one for each draw of what is uncertain.
    pub fn points_of(&self, cell: usize) -> impl ExactSizeIterator<Item = usize> + Clone + use<> {
        let cells = self.cells();
        (0..self.draws.max(1) as usize).map(move |draw| draw * cells + cell)
    }
}

impl DesignPoint {
    /// What it is called in messages: ``point 3: `no-arrangement`, seats = 4, release = 2h``.
    pub fn name(&self, factors: &[Factor]) -> String {
        let variant = self.variant.iter().map(|variant| format!("variant `{variant}`"));
        let levels =
            factors.iter().zip(&self.levels).map(|(factor, level)| format!("{} = {}", factor.id, level.text));
        let parts: Vec<String> = variant.chain(levels).collect();
        let colon = if parts.is_empty() { "" } else { ": " };
        format!("point {}{colon}{}", self.number, parts.join(", "))
    }
}
