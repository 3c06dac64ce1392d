//! The variance of a single exercise, parted by the law of total variance: what the design moves, what nobody knows, and chance.
//!
//! **Invariant:** no part is below zero, and the shares of those that are known add up to 1.

use super::cells::{Cell, Cells, between};
use super::{Finding, Statistic, TOO_NOISY};
use crate::study::Plan;

/// Variances in the square of the measure's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Between the cells of the design.
    design: f64,
    /// Between the draws of what is uncertain, within a cell; none in a study without.
    uncertain: Option<f64>,
    /// Between replications, within a point; NaN of a single one.
    chance: f64,
    /// The share of noise in the variance between the means of cells.
    noise: f64,
}

impl Spread {
    pub fn of(plan: &Plan, cells: &Cells<'_>) -> Spread {
        let (design, noise) = between(cells.all());
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let draws = f64::from(plan.draws);
        // The draws are a sample of what is believed, so that their variance is by one less than their number.
        let of_draws = |cell: usize| {
            let drawn: Vec<Cell> =
                cells.points_of(cell).into_iter().map(|point| cells.cell(&[point])).collect();
            between(&drawn).0 * draws / (draws - 1.0)
        };
        let uncertain = (plan.draws > 1)
            .then(|| mean(&(0..cells.all().len()).map(of_draws).collect::<Vec<_>>()).max(0.0));
        let of_chance = |point: usize| {
            let deviation = cells.deviation(point);
            deviation * deviation
        };
        // Points with a single value say nothing of chance.
        let chances: Vec<f64> =
            (0..plan.points.len()).map(of_chance).filter(|variance| !variance.is_nan()).collect();
        Spread { design: design.max(0.0), uncertain, chance: mean(&chances), noise }
    }

    /// As numbers of an analysis.
    pub fn findings(&self) -> Vec<Finding> {
        let known = |variance: f64| if variance.is_nan() { 0.0 } else { variance };
        let whole = known(self.design) + known(self.uncertain.unwrap_or(0.0)) + known(self.chance);
        let parts = [
            (Statistic::DesignShare, Statistic::DesignDeviation, Some(self.design)),
            (Statistic::UncertainShare, Statistic::UncertainDeviation, self.uncertain),
            (Statistic::ChanceShare, Statistic::ChanceDeviation, Some(self.chance)),
        ];
        let present =
            parts.into_iter().filter_map(|(share, deviation, part)| Some((share, deviation, part?)));
        let parts = present.flat_map(|(share, deviation, part)| {
            [Finding::plain(share, part / whole), Finding::plain(deviation, part.sqrt())]
        });
        parts.chain([Finding::plain(Statistic::NoiseShare, self.noise)]).collect()
    }

    /// How many replications would bring the noise down to [`TOO_NOISY`], given that so many were played; none if it is less, or
    /// nothing but noise is seen.
    pub fn needed(&self, played: u64) -> Option<u64> {
        let shown = TOO_NOISY < self.noise && self.noise < 1.0;
        let more = self.noise * (1.0 - TOO_NOISY) / (TOO_NOISY * (1.0 - self.noise));
        shown.then(|| (played as f64 * more).ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn more_replications_make_less_noise() {
        let noisy = |noise| Spread { design: 1.0, uncertain: None, chance: 1.0, noise };
        // A noise of half at 20 replications, beside as much without: of a ninth of that at 180 it would be a tenth.
        assert_eq!(noisy(0.5).needed(20), Some(180));
        assert_eq!([0.1, 1.0, 1.2, f64::NAN].map(|noise| noisy(noise).needed(20)), [None; 4]);
    }
}
