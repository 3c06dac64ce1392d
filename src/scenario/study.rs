//! A study: which parts of a scenario take which values, and how often each combination is played.
//!
//! A file holds one, `Study(…)`. It names the scenario that it varies, the factors with their levels, and the design that
//! says which levels are played together.
//!
//! **Invariant:** records only; no path is resolved and no file is read.

use super::containers::Listed;
use super::lexis;
use super::measure::{Limit, Measure};
use super::reading::{Leaf, Reader};
use super::record::{record, variants};
use super::shown::{self, Shown};
use super::written::{At, Word};
use crate::diagnostic::Place;

record! {
    /// A study of one scenario.
    pub struct Study {
        /// The version of the language: 1.
        format: At<u32>,
        /// The study's name in outputs.
        id: Word,
        /// Its title. Default: empty.
        title: Word = Word::default(),
        /// What it asks. Default: empty.
        synopsis: Word = Word::default(),
        /// The file of the scenario, relative to the study's file: `"../technical-arrangement.ron"`.
        scenario: Word,
        /// What is set on the scenario for the whole study, before its variants: paths and values, as in a variant. Default:
        /// nothing.
        set: Vec<(Word, Word)>,
        /// The variants that the design is played for, each with all points; `base` is the scenario as it is. Default: that.
        variants: Vec<Word>,
        /// What the design varies. Default: nothing.
        factors: Vec<Factor>,
        /// Factors that go together, level by level, instead of being crossed: `[["seats", "release"]]`. Default: none.
        paired: Vec<Vec<Word>>,
        /// What nobody knows: drawn in an outer loop, so that its spread is told apart from chance. Default: nothing.
        uncertain: Vec<Uncertain>,
        /// How often all that is uncertain is drawn. Default: 20.
        draws: At<u32> = 20.into(),
        /// Which levels are played together. Default: each with each.
        design: Design = Design::FullFactorial,
        /// How often each point is played. Default: 200.
        replications: At<u64> = 200.into(),
        /// The seed of all chances, and of the draws of what is uncertain. Default: 1.
        seed: At<u64> = 1.into(),
        /// Whether replication k of every point meets the same chances, so that points differ by their levels only.
        /// Default: true.
        common_random_numbers: At<bool> = true.into(),
        /// The measures to keep: `time_to_declare[org=cert-eu]` is that time of every campaign. Default: all.
        measures: Vec<Measure>,
    }
}

record! {
    /// A part of the scenario that takes several values: a list of them, or a range.
    pub struct Factor by id {
        /// Its name in tables.
        id: Word,
        /// The paths that are set to its level, as for `--set`: `["teams[soc].tiers[l2].seats"]`.
        paths: Vec<Word>,
        /// Its levels, as the scenario writes them: `[1, 2, 4]`, `["1h", "4h"]`, `[Telephone, Automated]`.
        values: Vec<Text>,
        /// Between which its levels lie.
        range: Option<Interval>,
        /// What its levels cost, in whatever unit all costs of the study have. Default: nothing.
        costs: Option<Costs>,
    }
}

variants! {
    /// A range of numbers or durations. Where only whole numbers can stand, levels are rounded to them.
    pub enum Interval {
        /// Levels in equal steps.
        Linear(Ends),
        /// Levels in equal ratios; from more than 0.
        Log(Ends),
    }
}

record! {
    /// Of [`Interval`].
    pub struct Ends {
        /// The least: a number, or a duration in quotes.
        low: Limit,
        /// The greatest, of the same kind.
        high: Limit,
        /// How many levels a full factorial takes, both ends among them; other designs have their own. Default: 2.
        levels: At<u32> = 2.into(),
    }
}

variants! {
    /// What the levels of a factor cost.
    pub enum Costs {
        /// So much for each of what the level counts, or for each hour.
        PerUnit(At<f64>),
        /// So much for each level, beside `values`.
        Levels(Vec<At<f64>>),
    }
}

record! {
    /// A part of the scenario that nobody knows.
    pub struct Uncertain by id {
        /// Its name in tables.
        id: Word,
        /// The paths that are set to what is drawn.
        paths: Vec<Word>,
        /// What is believed of it.
        law: Belief,
    }
}

variants! {
    /// What is believed of a number or a duration.
    pub enum Belief {
        /// Uniform between two values.
        Uniform(Between),
        /// Uniform between two values on a logarithmic scale, from more than 0.
        LogUniform(Between),
        /// Triangular between two values with a mode.
        Triangular(Peaked),
        /// Log-normal, by its median and the standard deviation of the logarithm.
        LogNormal(Scattered),
        /// One of several, each as likely as the others.
        OneOf(Vec<Text>),
    }
}

record! {
    /// Of [`Belief::Uniform`] and [`Belief::LogUniform`].
    pub struct Between {
        /// The least.
        low: Limit,
        /// The greatest.
        high: Limit,
    }
}

record! {
    /// Of [`Belief::Triangular`].
    pub struct Peaked {
        /// The least.
        low: Limit,
        /// The likeliest.
        mode: Limit,
        /// The greatest.
        high: Limit,
    }
}

record! {
    /// Of [`Belief::LogNormal`].
    pub struct Scattered {
        /// The median, more than 0.
        median: Limit,
        /// The standard deviation of the natural logarithm, at least 0.
        sigma: At<f64>,
    }
}

variants! {
    /// Which levels are played together. Factors that are paired count as one.
    pub enum Design {
        /// Every level with every other; the last factor changes fastest.
        FullFactorial,
        /// Each factor's range in as many strata as there are points, one point in each, in an order drawn by lot.
        LatinHypercube(Sampled),
        /// Points of the Sobol' sequence with the direction numbers of Joe and Kuo, from a power of two on.
        Sobol(Sequence),
        /// Trajectories of Morris on a grid: each moves one factor after the other by a bit more than half its range.
        Morris(Trajectories),
        /// The scheme of Saltelli for Sobol' indices, in SALib's order.
        Saltelli(Crossed),
        /// The points themselves, a list of levels each, in the order of `factors`.
        List(Vec<Listed<Text>>),
        /// The points from a table in the study's folder, a line each; a first line may name the factors.
        Csv(Word),
    }
}

record! {
    /// Of [`Design::LatinHypercube`].
    pub struct Sampled {
        /// How many points.
        points: At<u32>,
        /// The seed. Default: 1.
        seed: At<u64> = 1.into(),
    }
}

record! {
    /// Of [`Design::Sobol`].
    pub struct Sequence {
        /// How many points, at best a power of two.
        points: At<u32>,
    }
}

record! {
    /// Of [`Design::Morris`].
    pub struct Trajectories {
        /// How many; each is one point more than there are factors. Default: 10.
        trajectories: At<u32> = 10.into(),
        /// Levels of the grid, an even number. Default: 4.
        levels: At<u32> = 4.into(),
        /// The seed. Default: 1.
        seed: At<u64> = 1.into(),
    }
}

record! {
    /// Of [`Design::Saltelli`].
    pub struct Crossed {
        /// How many base points, at best a power of two; of k factors come k + 2 points each, or 2k + 2.
        points: At<u32>,
        /// Whether second-order indices can be told. Default: false.
        second_order: At<bool> = false.into(),
    }
}

/// A value to set, as the scenario would write it, in quotes or without: `4`, `"2h"`, `Telephone`,
/// `LogNormal(median: "3h", sigma: 0.8)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The text without its quotes.
    pub text: String,
    /// Where it is written, within its quotes.
    pub place: Place,
}

impl Leaf for Text {
    fn takes() -> String {
        String::from("a value as the scenario writes it, for example `4`, `\"2h\"` or `Telephone`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        if lexis::quoted_len(text) < text.len() {
            return Some(Text { text: String::from(text), place });
        }
        let inner = reader.string(text, &<Self as Leaf>::takes())?;
        // Escapes would shift what stands within.
        let exact = text.starts_with('"') && text.len() == inner.len() + 2;
        let place = if exact { place.within(1, inner.len()) } else { place };
        Some(Text { text: inner, place })
    }

    fn stand_in() -> Self {
        Text::default()
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::Leaf(shown::quoted(&self.text), self.place)
    }
}

impl Interval {
    /// Its ends.
    pub fn ends(&self) -> &Ends {
        match self {
            Interval::Linear(ends) | Interval::Log(ends) => ends,
        }
    }
}
