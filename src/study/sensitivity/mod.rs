//! What a sweep says of its factors: which of them a measure depends on, how, and how much is chance.
//!
//! The values of a measure (`values`) are put together to cells (`cells`), one for each variant and row of the design, as the mean
//! over the draws of what is uncertain. How the points were chosen decides what can be told of them: main effects and interactions
//! where all levels meet (`crossed`), else Morris's effects, Sobol' indices or rank correlations (`sampled`). For every design the
//! variance of a single exercise is parted into what the design moves, what nobody knows, and chance (`spread`).
//!
//! **Invariant:** all is a function of the manifest and of what was played; times that ENDEX cut short count as far as they went.

mod cells;
mod crossed;
mod sampled;
mod spread;
mod values;

pub use crossed::{Dimension, directions, variant_name};
pub use values::{Values, measures_like, measures_of, read_values};

use super::{Plan, Shape};
use crate::model::Unit;
use crate::statistics::Estimate;
use cells::{Basis, Cells};
use spread::Spread;

/// The confidence of all intervals.
const CONFIDENCE: f64 = super::summary::CONFIDENCE;

/// The noise of means is too much from this share of the variance between points on.
pub const TOO_NOISY: f64 = 0.1;

/// What a number of an analysis is. Those marked as shares are parts of 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean, over all points or at a level.
    Mean,
    /// The share of a single exercise's variance that the design moves.
    DesignShare,
    /// That of what is uncertain.
    UncertainShare,
    /// That of chance.
    ChanceShare,
    /// The standard deviations of the same three.
    DesignDeviation,
    /// Of what is uncertain.
    UncertainDeviation,
    /// Of chance.
    ChanceDeviation,
    /// The share that chance has in the variance between the means of points; of a factor, between its effects.
    NoiseShare,
    /// The share of the variance between points that a factor explains, or what two do together beyond what each does.
    Share,
    /// The same of three and more factors together.
    RestShare,
    /// How far two levels together move the mean beyond what both do alone.
    Interaction,
    /// The mean at two levels together, over all that the others do.
    JointMean,
    /// Morris: the mean of the elementary effects.
    Mu,
    /// Morris: the mean of their sizes.
    MuStar,
    /// Morris: their standard deviation, without noise.
    Sigma,
    /// Morris: the same with the noise of means.
    SigmaWithNoise,
    /// Sobol': the share that a factor explains alone, without noise.
    First,
    /// Sobol': the same of the means as they are.
    FirstWithNoise,
    /// Sobol': the share that is left if all other factors are known, without noise.
    Total,
    /// Sobol': the same of the means as they are.
    TotalWithNoise,
    /// Sobol': what two factors explain only together, without noise.
    Second,
    /// Sobol': the same of the means as they are.
    SecondWithNoise,
    /// Partial rank correlation, in −1 to 1.
    RankCorrelation,
    /// The mean at a factor's low end: its least number; of more than two words that with the lowest mean where all levels meet.
    Low,
    /// The mean at its high end.
    High,
    /// How far it moves from there to here.
    Swing,
}

impl Statistic {
    /// Its name in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Statistic::Mean => "mean",
            Statistic::DesignShare => "design_share",
            Statistic::UncertainShare => "uncertain_share",
            Statistic::ChanceShare => "chance_share",
            Statistic::DesignDeviation => "design_deviation",
            Statistic::UncertainDeviation => "uncertain_deviation",
            Statistic::ChanceDeviation => "chance_deviation",
            Statistic::NoiseShare => "noise_share",
            Statistic::Share => "share",
            Statistic::RestShare => "rest_share",
            Statistic::Interaction => "interaction",
            Statistic::JointMean => "joint_mean",
            Statistic::Mu => "mu",
            Statistic::MuStar => "mu_star",
            Statistic::Sigma => "sigma",
            Statistic::SigmaWithNoise => "sigma_with_noise",
            Statistic::First => "first",
            Statistic::FirstWithNoise => "first_with_noise",
            Statistic::Total => "total",
            Statistic::TotalWithNoise => "total_with_noise",
            Statistic::Second => "second",
            Statistic::SecondWithNoise => "second_with_noise",
            Statistic::RankCorrelation => "rank_correlation",
            Statistic::Low => "low",
            Statistic::High => "high",
            Statistic::Swing => "swing",
        }
    }

    /// Whether it is in the measure's own unit; if not, it is a share or a correlation.
    pub const fn of_unit(self) -> bool {
        use Statistic::*;
        matches!(
            self,
            Mean | DesignDeviation
                | UncertainDeviation
                | ChanceDeviation
                | Interaction
                | JointMean
                | Mu
                | MuStar
                | Sigma
                | SigmaWithNoise
                | Low
                | High
                | Swing
        )
    }
}

/// A number of an analysis, and of what it is; what does not apply is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub statistic: Statistic,
    /// The variant that it is of, `base` for the scenario as it is; none if it is of all.
    pub variant: Option<String>,
    /// The factor; `a + b` where factors move together.
    pub factor: String,
    /// Its level; of a swing the low one.
    pub level: String,
    /// The second factor.
    pub other_factor: String,
    /// The second level; of a swing the high one.
    pub other_level: String,
    /// The number with its 95 % interval, infinite where there is none; NaN where it can't be told.
    pub estimate: Estimate,
}

impl Finding {
    fn new(statistic: Statistic, estimate: Estimate) -> Finding {
        Finding {
            statistic,
            variant: None,
            factor: String::new(),
            level: String::new(),
            other_factor: String::new(),
            other_level: String::new(),
            estimate,
        }
    }

    /// A number without an interval.
    fn plain(statistic: Statistic, number: f64) -> Finding {
        let estimate = Estimate { mean: number, low: f64::NEG_INFINITY, high: f64::INFINITY, n: 0 };
        Finding::new(statistic, estimate)
    }

    fn of(mut self, factor: &str) -> Finding {
        factor.clone_into(&mut self.factor);
        self
    }

    fn at(mut self, level: &str) -> Finding {
        level.clone_into(&mut self.level);
        self
    }

    fn and(mut self, factor: &str, level: &str) -> Finding {
        factor.clone_into(&mut self.other_factor);
        level.clone_into(&mut self.other_level);
        self
    }
}

/// How the factors of a sweep are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Main effects and interactions, by an analysis of variance.
    Crossed,
    /// Elementary effects.
    Morris,
    /// Sobol' indices.
    Sobol,
    /// Partial rank correlations.
    Ranks,
    /// Not at all: there are too few points, or nothing that varies.
    Nothing,
}

/// Where the other factors are while one goes from its low to its high end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Averaged over all their levels.
    Averaged,
    /// As in the first point of the design.
    AsInFirstPoint,
}

/// What a sweep says of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The measure.
    pub name: String,
    /// The unit of its values.
    pub unit: Unit,
    /// How the factors are judged.
    pub method: Method,
    /// How many values there are by status.
    pub counts: values::Counts,
    /// Replications in which every point has a value, which alone are counted; none if they are too few, so that each point counts by
    /// its own.
    pub shared: Option<u64>,
    /// Replications a point that would bring the noise down to [`TOO_NOISY`]; none if it is less, or nothing but noise is seen.
    pub needed: Option<u64>,
    /// Where the others are in the rows of [`Statistic::Swing`]; none if there are none.
    pub others: Option<Others>,
    /// Why something can't be told; empty if all is.
    pub lacking: Vec<String>,
    /// The numbers.
    pub findings: Vec<Finding>,
}

impl Sensitivity {
    /// Whether the measure is the same at every point and in every replication.
    pub fn never_varies(&self) -> bool {
        let zero = |finding: &Finding| finding.estimate.mean == 0.0 || finding.estimate.mean.is_nan();
        let deviations =
            [Statistic::DesignDeviation, Statistic::UncertainDeviation, Statistic::ChanceDeviation];
        self.findings.iter().filter(|finding| deviations.contains(&finding.statistic)).all(zero)
    }
}

/// Analyses a measure.
pub fn sensitivity(plan: &Plan, values: &Values) -> Sensitivity {
    let basis = Basis::of(values, plan.replications);
    let cells = Cells::new(plan, values, &basis);
    let mut told = Sensitivity {
        name: values.name.clone(),
        unit: values.unit,
        method: Method::Nothing,
        counts: values.counts,
        shared: basis.shared(),
        needed: None,
        others: None,
        lacking: Vec::new(),
        findings: Vec::new(),
    };
    if let Some(point) = values.points.iter().position(|values| values.iter().all(|value| value.is_nan())) {
        let why = format!("it has no value at {}", plan.points[point].name(&plan.factors));
        told.lacking.push(why);
        return told;
    }
    let spread = Spread::of(plan, &cells);
    let all: Vec<&cells::Cell> = cells.all().iter().collect();
    let mean = cells.contrast(&all, &vec![1.0 / all.len() as f64; all.len()]);
    told.findings.push(Finding::new(Statistic::Mean, mean));
    told.findings.extend(spread.findings());
    told.needed = spread.needed(plan.replications);
    match plan.shape {
        Shape::FullFactorial | Shape::Listed => crossed::judge(plan, &cells, &mut told),
        _ => sampled::judge(plan, &cells, &mut told),
    }
    sampled::judge_uncertain(plan, &cells, &mut told);
    told
}
