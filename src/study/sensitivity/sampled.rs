//! What samples tell of their factors: Morris's elementary effects, Sobol' indices, or rank correlations; each variant by itself.
//!
//! **Invariant:** without noise to take off, effects and indices are those of SALib on the means of points.

use super::cells::{Cell, Cells, between, means, with_noise};
use super::crossed::{Dimension, VARIANT, dimensions, variant_name};
use super::{CONFIDENCE, Finding, Method, Sensitivity, Statistic};
use crate::statistics::{Estimate, MorrisEffect, Noise, morris, partial_rank_correlation, sobol};
use crate::study::{Plan, Shape, design};

/// Resamples of the bootstrap, and its seed.
const RESAMPLES: (u32, u64) = (1000, 1);

/// Judges the factors of a design that is no full factorial.
pub fn judge(plan: &Plan, cells: &Cells<'_>, told: &mut Sensitivity) {
    let mut dimensions = dimensions(plan, cells);
    let variants = (plan.variants.len() > 1).then(|| dimensions.remove(0));
    if let Some(variants) = &variants {
        told.findings.extend(of_variants(variants, cells));
    }
    for (place, variant) in plan.variants.iter().enumerate() {
        let own = cells.of_variant(place);
        let mut found = match plan.shape {
            Shape::Morris { trajectories, levels, seed } => {
                told.method = Method::Morris;
                let points = design::morris(trajectories as usize, dimensions.len(), levels, seed);
                elementary(&dimensions, &points, own)
            }
            Shape::Saltelli { second_order, .. } => {
                told.method = Method::Sobol;
                indices(&dimensions, own, second_order)
            }
            _ => ranks(&dimensions, place * cells.rows(), own, told),
        };
        if variants.is_some() {
            found.iter_mut().for_each(|it| it.variant = Some(variant_name(variant.as_deref())));
        }
        told.findings.extend(found);
    }
}

/// The mean of each variant, and the share of the variance between the points that the variants explain.
fn of_variants(variants: &Dimension, cells: &Cells<'_>) -> Vec<Finding> {
    let whole = |(place, _): (usize, &String)| {
        let own = place * cells.rows()..(place + 1) * cells.rows();
        cells.cell(&own.flat_map(|cell| cells.points_of(cell)).collect::<Vec<_>>())
    };
    let wholes: Vec<Cell> = variants.levels.iter().enumerate().map(whole).collect();
    let share = Finding::plain(Statistic::Share, between(&wholes).0 / between(cells.all()).0).of(VARIANT);
    let mean = |(place, name): (usize, &String)| {
        let own: Vec<&Cell> = cells.of_variant(place).iter().collect();
        let mean = cells.contrast(&own, &vec![1.0 / own.len() as f64; own.len()]);
        Finding::new(Statistic::Mean, mean).of(VARIANT).at(name)
    };
    std::iter::once(share).chain(variants.levels.iter().enumerate().map(mean)).collect()
}

fn elementary(dimensions: &[Dimension], points: &[Vec<f64>], cells: &[Cell]) -> Vec<Finding> {
    let values = means(cells);
    let found = with_noise(cells, |noise| morris(points, &values, noise, CONFIDENCE));
    let plain = morris(points, &values, Noise::Unknown, CONFIDENCE);
    let of_one = |((dimension, found), plain): ((&Dimension, MorrisEffect), MorrisEffect)| {
        let all = [
            Finding::new(Statistic::Mu, found.mu),
            Finding::new(Statistic::MuStar, found.mu_star),
            Finding::new(Statistic::Sigma, found.sigma),
            Finding::new(Statistic::SigmaWithNoise, plain.sigma),
            Finding::plain(Statistic::NoiseShare, found.noise_share),
        ];
        all.map(|finding| finding.of(&dimension.name))
    };
    dimensions.iter().zip(found).zip(plain).flat_map(of_one).collect()
}

fn indices(dimensions: &[Dimension], cells: &[Cell], second_order: bool) -> Vec<Finding> {
    let values = means(cells);
    let analyse = |noise: Noise<'_>| {
        sobol(&values, dimensions.len(), second_order, noise, CONFIDENCE, RESAMPLES.0, RESAMPLES.1)
    };
    let (found, plain) = (with_noise(cells, analyse), analyse(Noise::Unknown));
    let mut told = Vec::new();
    for (at, dimension) in dimensions.iter().enumerate() {
        let all = [
            (Statistic::First, found.first[at]),
            (Statistic::Total, found.total[at]),
            (Statistic::FirstWithNoise, plain.first[at]),
            (Statistic::TotalWithNoise, plain.total[at]),
        ];
        told.extend(all.map(|(statistic, index)| Finding::new(statistic, index).of(&dimension.name)));
    }
    let both = [(Statistic::Second, &found.second), (Statistic::SecondWithNoise, &plain.second)];
    for (statistic, second) in both {
        told.extend(second.iter().map(|((one, other), index)| {
            let (one, other) = (&dimensions[*one].name, &dimensions[*other].name);
            Finding::new(statistic, *index).of(one).and(other, "")
        }));
    }
    told
}

/// Rank correlations of the means of `cells`, of which the first has the place `from`.
fn ranks(dimensions: &[Dimension], from: usize, cells: &[Cell], told: &mut Sensitivity) -> Vec<Finding> {
    let (ordered, words): (Vec<&Dimension>, Vec<&Dimension>) =
        dimensions.iter().partition(|dimension| dimension.numbers.is_some() || dimension.levels.len() == 2);
    for dimension in words.into_iter().filter(|dimension| dimension.levels.len() > 2) {
        let why =
            format!("the levels of {} are words, which have no order to correlate with", dimension.name);
        if !told.lacking.contains(&why) {
            told.lacking.push(why);
        }
    }
    let column = |dimension: &&Dimension| -> Vec<f64> {
        let level = |cell: usize| {
            let level = dimension.of_cells[from + cell];
            dimension.numbers.as_ref().map_or(level as f64, |numbers| numbers[level])
        };
        (0..cells.len()).map(level).collect()
    };
    let columns: Vec<Vec<f64>> = ordered.iter().map(column).collect();
    let Some(found) = correlated(&columns, &means(cells)) else {
        let why = format!(
            "{} points are too few to tell {} apart by rank correlation; a full factorial, Morris's or Saltelli's design \
             tells more",
            cells.len(),
            crate::measure::counted(columns.len() as u64, "factor"),
        );
        if !told.lacking.contains(&why) {
            told.lacking.push(why);
        }
        return Vec::new();
    };
    told.method = Method::Ranks;
    let finding = |(dimension, estimate): (&&Dimension, Estimate)| {
        let last = dimension.levels.len() - 1;
        let finding = Finding::new(Statistic::RankCorrelation, estimate).of(&dimension.name);
        finding.at(&dimension.levels[0]).and("", &dimension.levels[last])
    };
    ordered.iter().zip(found).map(finding).collect()
}

/// The correlations, if there are enough values for intervals.
fn correlated(columns: &[Vec<f64>], values: &[f64]) -> Option<Vec<Estimate>> {
    let enough = !columns.is_empty() && values.len() > columns.len() + 2;
    enough.then(|| partial_rank_correlation(columns, values, CONFIDENCE))
}

/// What the mean over the design rises and falls with among all that is uncertain.
pub fn judge_uncertain(plan: &Plan, cells: &Cells<'_>, told: &mut Sensitivity) {
    let uncertain: Vec<usize> =
        (0..plan.factors.len()).filter(|factor| plan.factors[*factor].uncertain).collect();
    let draws = plan.draws as usize;
    let own = plan.points.len() / draws.max(1);
    let points = |draw: usize| draw * own..(draw + 1) * own;
    let values: Vec<f64> =
        (0..draws).map(|draw| cells.cell(&points(draw).collect::<Vec<_>>()).mean).collect();
    let number = |draw: usize, factor: usize| plan.points[points(draw).start].levels[factor].number;
    let column = |factor: &usize| (0..draws).map(|draw| number(draw, *factor)).collect::<Option<Vec<f64>>>();
    let (names, columns): (Vec<&str>, Vec<Vec<f64>>) =
        uncertain.iter().filter_map(|factor| Some((&*plan.factors[*factor].id, column(factor)?))).unzip();
    let found = correlated(&columns, &values).unwrap_or_default();
    told.findings.extend(
        names.into_iter().zip(found).map(|(name, it)| Finding::new(Statistic::RankCorrelation, it).of(name)),
    );
}
