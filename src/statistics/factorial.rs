//! What each factor and each pair of factors does, from a model's values at all combinations of levels.
//!
//! **Invariant:** the shares of all effects and of the rest add up to 1.

use super::estimate::mean;
use super::noise::{Noise, Terms};

/// An analysis of variance of a full factorial design.
#[derive(Clone, PartialEq, Debug)]
pub struct Factorial {
    /// The mean over all combinations.
    pub mean: f64,
    /// For each factor what its levels do.
    pub main: Vec<MainEffect>,
    /// For each pair of factors what their levels do together, beyond what they do alone.
    pub interactions: Vec<Interaction>,
    /// The share of the variance that is left to interactions of three and more factors.
    pub rest: f64,
    /// The variance over all combinations (by their number), noise included, in the square of the values' unit.
    pub variance: f64,
    /// The noise's share of it; NaN when the noise is unknown.
    pub noise_share: f64,
}

/// What the levels of one factor do.
#[derive(Clone, PartialEq, Debug)]
pub struct MainEffect {
    /// For each level how far the mean over its combinations lies above the mean over all.
    pub effects: Vec<f64>,
    /// The share of the variance.
    pub share: f64,
}

/// What the levels of two factors do together.
#[derive(Clone, PartialEq, Debug)]
pub struct Interaction {
    /// The numbers of the factors, the lower one first.
    pub factors: (usize, usize),
    /// For each level of the first and, within, of the second how far the mean over their combinations lies above what
    /// both main effects add up to.
    pub effects: Vec<Vec<f64>>,
    /// The share of the variance.
    pub share: f64,
}

/// Main effects and interactions of two factors by sums of squares (R. A. Fisher, The Design of Experiments, 1935), of
/// `values` at `points`, which give for each factor the number of its level, from 0.
///
/// Noise is taken off the sums of squares, so that a share that is due to noise alone is as often below zero as above.
/// Shares are NaN where no variance is left. `None` unless each combination of levels has exactly one finite value, for
/// else the effects would not be separable.
pub fn factorial(points: &[Vec<usize>], values: &[f64], noise: Noise) -> Option<Factorial> {
    let levels = levels(points)?;
    if points.len() != values.len() || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let effects = Effects::of(points, &levels, values);
    let squares = effects.squares(points, values);
    let added = noise_squares(points, &levels, noise);
    let noiseless = |which: fn(&Squares) -> &[f64], index: usize| {
        which(&squares)[index] - added.as_ref().map_or(0.0, |added| which(added)[index])
    };
    let whole = noiseless(|squares| &squares.whole, 0);
    // What rounding leaves of equal values is no variance.
    let rounding = 1e-12 * effects.mean;
    let whole = if whole > rounding * rounding * values.len() as f64 { whole } else { f64::NAN };
    let main: Vec<MainEffect> = effects
        .main
        .into_iter()
        .enumerate()
        .map(|(j, effects)| MainEffect { effects, share: noiseless(|squares| &squares.main, j) / whole })
        .collect();
    let interactions: Vec<Interaction> = pairs(levels.len())
        .zip(effects.pairs)
        .enumerate()
        .map(|(pair, (factors, effects))| Interaction {
            factors,
            effects,
            share: noiseless(|squares| &squares.pairs, pair) / whole,
        })
        .collect();
    let explained = main.iter().map(|effect| effect.share).sum::<f64>()
        + interactions.iter().map(|interaction| interaction.share).sum::<f64>();
    Some(Factorial {
        mean: effects.mean,
        main,
        interactions,
        rest: 1.0 - explained,
        variance: squares.whole[0] / values.len() as f64,
        noise_share: added.map_or(f64::NAN, |added| added.whole[0] / squares.whole[0]),
    })
}

/// How many levels each factor has, when the points are all their combinations, each once.
fn levels(points: &[Vec<usize>]) -> Option<Vec<usize>> {
    let factors = points.first()?.len();
    if points.iter().any(|point| point.len() != factors) {
        return None;
    }
    let levels: Vec<usize> = (0..factors)
        .map(|j| points.iter().map(|point| point[j].saturating_add(1)).max().unwrap_or(1))
        .collect();
    let combinations = levels.iter().try_fold(1usize, |product, &count| product.checked_mul(count))?;
    let mut sorted: Vec<&Vec<usize>> = points.iter().collect();
    sorted.sort();
    sorted.dedup();
    (combinations == points.len() && sorted.len() == points.len()).then_some(levels)
}

/// Deviations of means; of pairs in the order of [`pairs`].
struct Effects {
    mean: f64,
    main: Vec<Vec<f64>>,
    pairs: Vec<Vec<Vec<f64>>>,
}

/// Pairs of so many factors.
fn pairs(factors: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..factors).flat_map(move |j| (j + 1..factors).map(move |k| (j, k)))
}

/// Sums of squares of deviations, over all points.
struct Squares {
    whole: Vec<f64>,
    main: Vec<f64>,
    pairs: Vec<f64>,
}

impl Effects {
    fn of(points: &[Vec<usize>], levels: &[usize], values: &[f64]) -> Effects {
        let mean = mean(values);
        let main: Vec<Vec<f64>> = levels
            .iter()
            .enumerate()
            .map(|(j, &count)| {
                let mut sums = vec![0.0; count];
                for (point, value) in points.iter().zip(values) {
                    sums[point[j]] += value - mean;
                }
                let share = count as f64 / points.len() as f64;
                sums.iter().map(|sum| sum * share).collect()
            })
            .collect();
        let cells = |(j, k): (usize, usize)| {
            let mut cells = vec![vec![0.0; levels[k]]; levels[j]];
            let share = (levels[j] * levels[k]) as f64 / points.len() as f64;
            for (point, value) in points.iter().zip(values) {
                let alone = main[j][point[j]] + main[k][point[k]];
                cells[point[j]][point[k]] += (value - mean - alone) * share;
            }
            cells
        };
        let pairs = pairs(levels.len()).map(cells).collect();
        Effects { mean, main, pairs }
    }

    fn squares(&self, points: &[Vec<usize>], values: &[f64]) -> Squares {
        let n = points.len() as f64;
        let mean_square = |effects: &mut dyn Iterator<Item = f64>, count: usize| {
            effects.map(|effect| effect * effect).sum::<f64>() * n / count as f64
        };
        let main = self
            .main
            .iter()
            .map(|effects| mean_square(&mut effects.iter().copied(), effects.len()))
            .collect();
        let pairs = self
            .pairs
            .iter()
            .map(|cells| mean_square(&mut cells.iter().flatten().copied(), cells.iter().map(Vec::len).sum()))
            .collect();
        let whole = values.iter().map(|value| (value - self.mean) * (value - self.mean)).sum();
        Squares { whole: vec![whole], main, pairs }
    }
}

/// What noise adds to the sums of squares.
fn noise_squares(points: &[Vec<usize>], levels: &[usize], noise: Noise) -> Option<Squares> {
    let all: Vec<usize> = (0..points.len()).collect();
    match noise.terms(&all) {
        Terms::Unknown => None,
        Terms::Variances(variances) => {
            // Independent noise gives each degree of freedom its mean variance, in a balanced design also when the
            // variances differ.
            let variance = mean(&variances);
            let freedom = |j: usize| (levels[j] - 1) as f64;
            let factors = levels.len();
            Some(Squares {
                whole: vec![variance * (points.len() - 1) as f64],
                main: (0..factors).map(|j| variance * freedom(j)).collect(),
                pairs: pairs(factors).map(|(j, k)| variance * freedom(j) * freedom(k)).collect(),
            })
        }
        Terms::Residuals(residuals) => residuals
            .iter()
            .map(|residual| Effects::of(points, levels, residual).squares(points, residual))
            .reduce(|mut sum, next| {
                for (sum, next) in
                    [(&mut sum.whole, next.whole), (&mut sum.main, next.main), (&mut sum.pairs, next.pairs)]
                {
                    for (sum, next) in sum.iter_mut().zip(next) {
                        *sum += next;
                    }
                }
                sum
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trials;
    use super::*;

    const VALUES: [f64; 12] = [0.0, 1.25, -1.75, -1.5, -7.5, -7.25, 3.75, 4.5, 2.0, 3.75, -2.75, -2.0];

    /// All combinations of 2, 3 and 2 levels, the last factor's changing fastest.
    fn points() -> Vec<Vec<usize>> {
        (0..12).map(|number| vec![number / 6, number / 2 % 3, number % 2]).collect()
    }

    #[test]
    fn shares_are_those_of_sums_of_squares() {
        let got = factorial(&points(), &VALUES, Noise::Unknown).unwrap();
        // statsmodels 0.15: anova_lm(ols('y~C(a)+C(b)+C(c)+C(a):C(b)+C(a):C(c)+C(b):C(c)', data).fit()).sum_sq.
        let whole = 174.9375;
        let close =
            |got: f64, squares: f64| assert!((got - squares / whole).abs() < 1e-13, "{got} {squares}");
        close(got.main[0].share, 56.333_333_333_333_33);
        close(got.main[1].share, 114.5);
        close(got.main[2].share, 2.083_333_333_333_333);
        close(got.interactions[0].share, 1.166_666_666_666_667);
        close(got.interactions[1].share, 0.1875);
        close(got.interactions[2].share, 0.166_666_666_666_667);
        close(got.rest, 0.5);
        assert!((got.variance - whole / 12.0).abs() < 1e-12 && got.noise_share.is_nan());
        assert_eq!(got.interactions[2].factors, (1, 2));
    }

    #[test]
    fn effects_add_up_to_the_cells() {
        let got = factorial(&points(), &VALUES, Noise::Unknown).unwrap();
        // By hand: the mean of the six values at a = 0 less that of all twelve; and of the two at a = 1, b = 2.
        assert!(
            (got.mean + 0.625).abs() < 1e-12
                && (got.main[0].effects[0] + 2.166_666_666_666_667).abs() < 1e-12
        );
        let cell =
            got.mean + got.main[0].effects[1] + got.main[1].effects[2] + got.interactions[0].effects[1][2];
        assert!((cell + 2.375).abs() < 1e-12, "{cell}");
        for effect in &got.main {
            assert!(effect.effects.iter().sum::<f64>().abs() < 1e-12);
        }
    }

    #[test]
    fn noise_is_taken_off() {
        let mut draws = trials::generator(5);
        let points: Vec<Vec<usize>> =
            (0..64).map(|number| vec![number / 16, number / 4 % 4, number % 4]).collect();
        let (mut main, mut pair, mut rest, mut added) = ([0.0; 2], [0.0; 2], [0.0; 2], [0.0; 2]);
        let repeats = 200;
        for _ in 0..repeats {
            // Only the first factor does anything, with a variance of 5; the noise of a mean has 10/4.
            let replications: Vec<Vec<f64>> = points
                .iter()
                .map(|point| {
                    let value = |_| 2.0 * point[0] as f64 + 10f64.sqrt() * trials::normal(&mut draws);
                    (0..4).map(value).collect()
                })
                .collect();
            let values: Vec<f64> = replications.iter().map(|values| mean(values)).collect();
            let noises = [Noise::Replications(&replications), Noise::Independent(&[2.5; 64])];
            for (kind, noise) in noises.into_iter().enumerate() {
                let got = factorial(&points, &values, noise).unwrap();
                let left = got.variance * (1.0 - got.noise_share) / f64::from(repeats);
                main[kind] += got.main[0].share * left;
                pair[kind] += got.interactions[1].share * left;
                rest[kind] += got.rest * left;
                added[kind] += got.noise_share * got.variance / f64::from(repeats);
            }
        }
        for kind in 0..2 {
            assert!((main[kind] - 5.0).abs() < 0.15, "{main:?}");
            assert!(pair[kind].abs() < 0.03 && rest[kind].abs() < 0.05, "{pair:?} {rest:?}");
            assert!((added[kind] - 2.5 * 63.0 / 64.0).abs() < 0.05, "{added:?}");
        }
        // Common to all points, noise moves the mean only.
        let shared: Vec<Vec<f64>> =
            points.iter().map(|point| [7.0, -7.0].map(|shift| point[1] as f64 + shift).to_vec()).collect();
        let values: Vec<f64> = points.iter().map(|point| point[1] as f64).collect();
        let got = factorial(&points, &values, Noise::Replications(&shared)).unwrap();
        assert!((got.main[1].share - 1.0).abs() < 1e-12 && got.noise_share.abs() < 1e-12, "{got:?}");
    }

    #[test]
    fn only_full_designs_can_be_taken_apart() {
        assert_eq!(factorial(&[], &[], Noise::Unknown), None);
        assert_eq!(factorial(&points()[1..], &VALUES[1..], Noise::Unknown), None);
        assert_eq!(factorial(&points(), &VALUES[1..], Noise::Unknown), None);
        let mut gap = VALUES;
        gap[4] = f64::NAN;
        assert_eq!(factorial(&points(), &gap, Noise::Unknown), None);
        let mut twice = points();
        twice[0] = vec![1, 2, 0];
        assert_eq!(factorial(&twice, &VALUES, Noise::Unknown), None);
        assert_eq!(factorial(&[vec![0], vec![usize::MAX]], &[1.0, 2.0], Noise::Unknown), None);
        assert_eq!(factorial(&[vec![0, 0], vec![1]], &[1.0, 2.0], Noise::Unknown), None);
        let level = factorial(&points(), &[0.1; 12], Noise::Unknown).unwrap();
        assert!(level.main.iter().all(|effect| effect.share.is_nan()), "{level:?}");
        let single =
            factorial(&[vec![0, 0], vec![1, 0]], &[1.0, 3.0], Noise::Independent(&[0.0; 2])).unwrap();
        assert_eq!((single.main[0].share, single.main[1].share, single.noise_share), (1.0, 0.0, 0.0));
    }
}
