//! The points of a design put together to cells: one for each variant and row, as the mean over the draws of what is uncertain.
//!
//! Points that meet the same chances are set against each other replication by replication, which needs replications in which
//! each of them has a value: they tell of the exercises that no point prevents, as comparisons do. Where they are less than half of
//! those of the point that has the fewest, as with other chances at each, every point counts by its own replications, and its
//! noise as independent.
//!
//! **Invariant:** what is estimated of cells is linear in their means, so that its interval allows for what they share.

use super::CONFIDENCE;
use super::values::Values;
use crate::statistics::{Estimate, Noise, factorial, mean_interval, normal_quantile, standard_deviation};
use crate::study::Plan;

/// Which replications count.
#[derive(Debug, Clone, PartialEq)]
pub enum Basis {
    /// Those in which every point has a value, by their places.
    Shared(Vec<usize>),
    /// At each point those in which it has one.
    Own,
}

impl Basis {
    pub fn of(values: &Values, replications: u64) -> Basis {
        let everywhere = |place: &usize| values.points.iter().all(|point| point[*place].is_finite());
        let shared: Vec<usize> = (0..replications as usize).filter(everywhere).collect();
        let count = |point: &Vec<f64>| point.iter().filter(|value| value.is_finite()).count();
        let fewest = values.points.iter().map(count).min().unwrap_or(0);
        if !shared.is_empty() && 2 * shared.len() >= fewest { Basis::Shared(shared) } else { Basis::Own }
    }

    /// How many they are, if all points share them.
    pub fn shared(&self) -> Option<u64> {
        match self {
            Basis::Shared(places) => Some(places.len() as u64),
            Basis::Own => None,
        }
    }
}

/// Some points as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Their mean.
    pub mean: f64,
    /// The variance of that mean by chance; NaN from fewer than two replications.
    pub variance: f64,
    /// The mean in each replication that all points share; empty if there are none.
    pub replications: Vec<f64>,
}

/// The cells of a design.
#[derive(Debug)]
pub struct Cells<'a> {
    plan: &'a Plan,
    values: &'a Values,
    basis: &'a Basis,
    /// By variant, then by row.
    all: Vec<Cell>,
    /// How many rows a block has.
    rows: usize,
}

impl<'a> Cells<'a> {
    pub fn new(plan: &'a Plan, values: &'a Values, basis: &'a Basis) -> Cells<'a> {
        let rows = plan.cells() / plan.variants.len().max(1);
        let mut cells = Cells { plan, values, basis, all: Vec::new(), rows };
        cells.all = (0..plan.cells()).map(|cell| cells.cell(&cells.points_of(cell))).collect();
        cells
    }

    /// One for each variant and row.
    pub fn all(&self) -> &[Cell] {
        &self.all
    }

    /// How many rows a block has.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Those of a variant, by its place.
    pub fn of_variant(&self, variant: usize) -> &[Cell] {
        &self.all[variant * self.rows..(variant + 1) * self.rows]
    }

    /// The places of the points of a cell, one for each draw.
    pub fn points_of(&self, cell: usize) -> Vec<usize> {
        self.plan.points_of(cell).collect()
    }

    /// The standard deviation of chance at a point, over the replications that count.
    pub fn deviation(&self, point: usize) -> f64 {
        standard_deviation(&self.counted(point))
    }

    fn counted(&self, point: usize) -> Vec<f64> {
        let values = &self.values.points[point];
        match self.basis {
            Basis::Shared(places) => places.iter().map(|place| values[*place]).collect(),
            Basis::Own => values.iter().copied().filter(|value| value.is_finite()).collect(),
        }
    }

    /// Points as one.
    pub fn cell(&self, points: &[usize]) -> Cell {
        let counted: Vec<Vec<f64>> = points.iter().map(|point| self.counted(*point)).collect();
        let count = points.len() as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let error = |values: &[f64]| {
            let deviation = standard_deviation(values);
            deviation * deviation / values.len() as f64
        };
        match self.basis {
            Basis::Shared(places) => {
                let at = |place: usize| counted.iter().map(|values| values[place]).sum::<f64>() / count;
                let replications: Vec<f64> = (0..places.len()).map(at).collect();
                Cell { mean: mean(&replications), variance: error(&replications), replications }
            }
            Basis::Own => Cell {
                mean: counted.iter().map(|values| mean(values)).sum::<f64>() / count,
                variance: counted.iter().map(|values| error(values)).sum::<f64>() / (count * count),
                replications: Vec::new(),
            },
        }
    }

    /// A weighed sum of cells with its interval.
    pub fn contrast(&self, cells: &[&Cell], weights: &[f64]) -> Estimate {
        let weighed = |of: &dyn Fn(&Cell) -> f64| -> f64 {
            cells.iter().zip(weights).map(|(cell, weight)| weight * of(cell)).sum()
        };
        match self.basis {
            Basis::Shared(places) => {
                let series: Vec<f64> =
                    (0..places.len()).map(|place| weighed(&|cell| cell.replications[place])).collect();
                mean_interval(&series, CONFIDENCE)
            }
            Basis::Own => {
                let mean = weighed(&|cell| cell.mean);
                let variance: f64 =
                    cells.iter().zip(weights).map(|(cell, weight)| weight * weight * cell.variance).sum();
                let half = normal_quantile(0.5 + 0.5 * CONFIDENCE) * variance.sqrt();
                let half = if half.is_nan() { f64::INFINITY } else { half };
                Estimate { mean, low: mean - half, high: mean + half, n: cells.len() }
            }
        }
    }
}

/// Hands the noise of cells to an analysis.
pub fn with_noise<T>(cells: &[Cell], analyse: impl FnOnce(Noise<'_>) -> T) -> T {
    if cells.iter().all(|cell| cell.replications.is_empty()) {
        let variances: Vec<f64> = cells.iter().map(|cell| cell.variance).collect();
        return analyse(Noise::Independent(&variances));
    }
    let replications: Vec<Vec<f64>> = cells.iter().map(|cell| cell.replications.clone()).collect();
    analyse(Noise::Replications(&replications))
}

/// The means of cells.
pub fn means(cells: &[Cell]) -> Vec<f64> {
    cells.iter().map(|cell| cell.mean).collect()
}

/// The variance between cells (by their number) without noise, which may be below zero, and the noise's share of it with noise;
/// the share is NaN where it can't be told, and then nothing is taken off.
pub fn between(cells: &[Cell]) -> (f64, f64) {
    let points: Vec<Vec<usize>> = (0..cells.len()).map(|cell| vec![cell]).collect();
    let found = with_noise(cells, |noise| factorial(&points, &means(cells), noise));
    match found {
        None => (f64::NAN, f64::NAN),
        Some(found) if found.noise_share.is_nan() => (found.variance, f64::NAN),
        Some(found) => (found.variance * (1.0 - found.noise_share), found.noise_share),
    }
}
