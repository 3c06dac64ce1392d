//! What a study plays: design points, each a scenario of its own, and how often each is played.
//!
//! **Invariant:** points are numbered from 1 without a gap, and each has a level for every factor.

/// A part of the scenario that takes several values.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name in tables.
    pub id: String,
    /// The paths that are set to its level, all to the same one.
    pub paths: Vec<String>,
    /// Whether nobody chooses it: it is drawn in the outer loop, and its spread is told apart from chance.
    pub uncertain: bool,
}

/// The value of a factor at a design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// What the paths are set to, as a scenario would write it: `4`, `2h`, `Telephone`.
    pub text: String,
    /// The number for analyses: hours of a time, the number of a number; none of a word.
    pub number: Option<f64>,
}

/// One scenario of a study.
#[derive(Debug, Clone, PartialEq)]
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

/// All that a study plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The factors.
    pub factors: Vec<Factor>,
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
