//! How much of the values' variance each factor explains, alone and with others.
//!
//! First and total indices by A. Saltelli and others, Computer Physics Communications 181 (2010), tables 2(b) and 2(f)
//! (the latter M. J. W. Jansen's); second ones by A. Saltelli, Computer Physics Communications 145 (2002).
//!
//! **Invariant:** without noise to take off, the numbers are those of SALib's `sobol.analyze`.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::estimate::{Estimate, mean, standard_deviation};
use super::noise::{Noise, Terms};
use super::paired::draw_index;
use super::reference::normal_quantile;

/// Sobol' indices: shares of the variance that the factors bring about.
#[derive(Clone, PartialEq, Debug)]
pub struct SobolIndices {
    /// For each factor what it explains alone.
    pub first: Vec<Estimate>,
    /// For each factor what would remain open if all others were known.
    pub total: Vec<Estimate>,
    /// For each pair of factors what only both together explain; empty when the sample was not made for it.
    pub second: Vec<((usize, usize), Estimate)>,
    /// The variance of the values, noise included, in the square of their unit.
    pub variance: f64,
    /// The noise's share of it; NaN when the noise is unknown.
    pub noise_share: f64,
}

/// Sobol' indices of `values` at a Saltelli sample of `factors`: in blocks of a point A, A with each one coordinate of
/// B, with `second_order` also B with each one coordinate of A, and B, as SALib's `sample.sobol` orders them.
///
/// The intervals are normal ones with the standard error of `resamples` resamplings of the blocks, at a `confidence` in
/// (0, 1); the estimators err, so that indices may lie below 0 and above 1. Blocks with a value that is not finite are
/// left out, `n` is the number of the others, and values of an unfinished block at the end do not count. Noise is taken
/// off: what it adds to the variance and to the total indices. Where no variance is left all indices are NaN.
pub fn sobol(
    values: &[f64],
    factors: usize,
    second_order: bool,
    noise: Noise,
    confidence: f64,
    resamples: u32,
    seed: u64,
) -> SobolIndices {
    let layout = Layout { factors, second_order };
    let used: Vec<usize> = (0..values.len() / layout.block())
        .map(|block| block * layout.block()..(block + 1) * layout.block())
        .filter(|block| values[block.clone()].iter().all(|value| value.is_finite()))
        .flatten()
        .collect();
    let kept: Vec<f64> = used.iter().map(|&value| values[value]).collect();
    let mut forms = layout.forms(&kept);
    let plain_variance = forms.variance(&forms.means(0..forms.rows.len()));
    let added = layout.take_noise_off(&mut forms, &noise.terms(&used));
    let blocks = forms.rows.len();
    let estimates = layout.indices(&forms, 0..blocks);

    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); estimates.len()];
    for _ in 0..if blocks > 0 { resamples } else { 0 } {
        let rows = (0..blocks).map(|_| draw_index(&mut generator, blocks));
        for (drawn, index) in drawn.iter_mut().zip(layout.indices(&forms, rows)) {
            drawn.push(index);
        }
    }
    let z = normal_quantile(0.5 + 0.5 * confidence);
    let mut all = estimates.iter().zip(&drawn).map(|(&mean, drawn)| {
        let half = z * standard_deviation(drawn);
        let (low, high) =
            if half.is_nan() { (f64::NEG_INFINITY, f64::INFINITY) } else { (mean - half, mean + half) };
        Estimate { mean, low, high, n: blocks }
    });
    SobolIndices {
        first: all.by_ref().take(factors).collect(),
        total: all.by_ref().take(factors).collect(),
        second: layout.pairs().zip(all).collect(),
        variance: plain_variance,
        noise_share: added / plain_variance,
    }
}

/// How a Saltelli sample is ordered.
#[derive(Clone, Copy)]
struct Layout {
    factors: usize,
    second_order: bool,
}

/// Quadratic forms of a sample, apart for each block, so that a resample is a mean of rows.
struct Forms {
    /// Of each block: the mean of A and B, that of their squares, and the numerators of all indices.
    rows: Vec<Vec<f64>>,
    /// How many forms a row has.
    width: usize,
    /// What noise adds to the square of the mean.
    noise_of_level: f64,
    /// A variance no larger is what rounding leaves of equal values.
    rounding: f64,
}

const LEVEL: usize = 0;
const SQUARE: usize = 1;
const NUMERATORS: usize = 2;

impl Layout {
    fn block(self) -> usize {
        if self.second_order { 2 * self.factors + 2 } else { self.factors + 2 }
    }

    fn pairs(self) -> impl Iterator<Item = (usize, usize)> {
        let factors = if self.second_order { self.factors } else { 0 };
        (0..factors).flat_map(move |j| (j + 1..factors).map(move |k| (j, k)))
    }

    fn forms(self, values: &[f64]) -> Forms {
        // The first index errs less when the values lie around zero, and SALib centres them so.
        let centre = mean(values);
        let rows = values.chunks_exact(self.block()).map(|block| {
            let centred: Vec<f64> = block.iter().map(|value| value - centre).collect();
            self.row(&centred)
        });
        let rounding = 1e-12 * centre;
        let width = NUMERATORS + 2 * self.factors + self.pairs().count();
        Forms { rows: rows.collect(), width, noise_of_level: 0.0, rounding: rounding * rounding }
    }

    fn row(self, block: &[f64]) -> Vec<f64> {
        let (a, b) = (block[0], block[block.len() - 1]);
        let (ab, ba) = (&block[1..=self.factors], &block[block.len() - 1 - self.factors..]);
        let mut row = vec![0.5 * (a + b), 0.5 * (a * a + b * b)];
        row.extend(ab.iter().map(|ab| b * (ab - a)));
        row.extend(ab.iter().map(|ab| 0.5 * (a - ab) * (a - ab)));
        row.extend(self.pairs().map(|(j, k)| ba[j] * ab[k] - a * b));
        row
    }

    /// Takes off what noise adds, and gives what it added to the variance; NaN when that is unknown.
    fn take_noise_off(self, forms: &mut Forms, noise: &Terms) -> f64 {
        match noise {
            Terms::Unknown => f64::NAN,
            Terms::Variances(variances) => {
                // Only squares gather independent noise: those of the variance and of the total indices.
                for (row, block) in forms.rows.iter_mut().zip(variances.chunks_exact(self.block())) {
                    let (a, b) = (block[0], block[block.len() - 1]);
                    row[SQUARE] -= 0.5 * (a + b);
                    forms.noise_of_level += 0.5 * (a + b);
                    for (form, ab) in
                        row[NUMERATORS + self.factors..].iter_mut().zip(&block[1..=self.factors])
                    {
                        *form -= 0.5 * (a + ab);
                    }
                }
                let added = forms.noise_of_level / forms.rows.len() as f64;
                forms.noise_of_level = added / (2 * forms.rows.len()) as f64;
                added - forms.noise_of_level
            }
            Terms::Residuals(residuals) => {
                let mut added = 0.0;
                for residual in residuals {
                    let of_noise = self.forms(residual);
                    let means = of_noise.means(0..of_noise.rows.len());
                    forms.noise_of_level += means[LEVEL] * means[LEVEL];
                    added += of_noise.variance(&means);
                    for (row, of_noise) in forms.rows.iter_mut().zip(&of_noise.rows) {
                        for (form, of_noise) in row[SQUARE..].iter_mut().zip(&of_noise[SQUARE..]) {
                            *form -= of_noise;
                        }
                    }
                }
                added
            }
        }
    }

    /// First indices, then total ones, then second ones, of a choice of rows.
    fn indices(self, forms: &Forms, rows: impl ExactSizeIterator<Item = usize>) -> Vec<f64> {
        let count = 2 * self.factors + self.pairs().count();
        let means = forms.means(rows);
        let variance = forms.variance(&means);
        if variance <= forms.rounding || variance.is_nan() {
            return vec![f64::NAN; count];
        }
        let mut indices: Vec<f64> = means[NUMERATORS..].iter().map(|mean| mean / variance).collect();
        for (second, (j, k)) in (2 * self.factors..).zip(self.pairs()) {
            indices[second] -= indices[j] + indices[k];
        }
        indices
    }
}

impl Forms {
    /// The mean of each form over a choice of rows; all NaN without any.
    fn means(&self, rows: impl ExactSizeIterator<Item = usize>) -> Vec<f64> {
        let count = rows.len() as f64;
        let mut sums = vec![0.0; self.width];
        for row in rows {
            for (sum, form) in sums.iter_mut().zip(&self.rows[row]) {
                *sum += form;
            }
        }
        sums.iter().map(|sum| sum / count).collect()
    }

    fn variance(&self, means: &[f64]) -> f64 {
        means[SQUARE] - means[LEVEL] * means[LEVEL] + self.noise_of_level
    }
}

#[cfg(test)]
mod tests {
    use super::super::trials::{self, ishigami, uniform};
    use super::*;

    /// The values of a model at a Saltelli sample of three factors in the unit cube, with second order.
    fn sample(
        blocks: usize,
        mut coordinate: impl FnMut(usize, usize) -> f64,
        model: impl FnMut(&[f64; 3]) -> f64,
    ) -> Vec<f64> {
        let mut points = Vec::new();
        for block in 0..blocks {
            let a = [0, 1, 2].map(|factor| coordinate(block, factor));
            let b = [3, 4, 5].map(|factor| coordinate(block, factor));
            points.push(a);
            for (from, into) in [(b, a), (a, b)] {
                for factor in 0..3 {
                    let mut mixed = into;
                    mixed[factor] = from[factor];
                    points.push(mixed);
                }
            }
            points.push(b);
        }
        points.iter().map(model).collect()
    }

    /// Without the points that only second order asks for.
    fn first_order_only(values: &[f64]) -> Vec<f64> {
        values.chunks(8).flat_map(|block| [block[0], block[1], block[2], block[3], block[7]]).collect()
    }

    fn means(estimates: &[Estimate]) -> Vec<f64> {
        estimates.iter().map(|estimate| estimate.mean).collect()
    }

    #[track_caller]
    fn check(got: &[f64], expected: &[f64], error: f64) {
        let close =
            got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < error);
        assert!(close, "{got:?} instead of {expected:?}");
    }

    /// The fractional parts of multiples of square roots: a sample that SALib can be given as well.
    fn multiples() -> Vec<f64> {
        let roots = [2.0f64, 3.0, 5.0, 7.0, 11.0, 13.0].map(f64::sqrt);
        sample(64, |block, column| ((block + 1) as f64 * roots[column]).fract(), |point| ishigami(point))
    }

    #[test]
    fn indices_are_those_of_salib() {
        let got = sobol(&multiples(), 3, true, Noise::Unknown, 0.95, 2000, 1);
        // SALib 1.6.0: sobol.analyze(problem, Y, calc_second_order=True, num_resamples=2000, seed=1).
        check(
            &means(&got.first),
            &[0.234_589_195_348_478, 0.498_264_269_479_934, -0.083_601_995_760_841],
            1e-12,
        );
        check(
            &means(&got.total),
            &[0.270_791_833_455_964, 0.422_286_592_718_771, 0.216_757_706_177_625],
            1e-12,
        );
        let second: Vec<f64> = got.second.iter().map(|(_, index)| index.mean).collect();
        check(&second, &[-0.101_427_324_549_148, 0.286_547_291_174_358, -0.026_726_718_402_092], 1e-12);
        assert_eq!(got.second.iter().map(|(pair, _)| *pair).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
        // The bootstraps draw different blocks: the standard error of 2,000 is 1.6 %.
        let half = |estimate: &Estimate| estimate.high - estimate.mean;
        let ratio = |estimate: &Estimate, salib: f64| half(estimate) / salib;
        let ratios = [
            ratio(&got.first[0], 0.120_589),
            ratio(&got.first[1], 0.199_439),
            ratio(&got.first[2], 0.219_785),
            ratio(&got.total[0], 0.130_427),
            ratio(&got.total[1], 0.150_461),
            ratio(&got.total[2], 0.083_620),
            ratio(&got.second[0].1, 0.240_723),
            ratio(&got.second[1].1, 0.365_617),
            ratio(&got.second[2].1, 0.297_591),
        ];
        check(&ratios, &[1.0; 9], 0.08);
    }

    #[test]
    fn second_order_is_not_needed() {
        let all = multiples();
        let few = first_order_only(&all);
        let got = sobol(&few, 3, false, Noise::Unknown, 0.95, 10, 1);
        // SALib 1.6.0: sobol.analyze(problem, Y, calc_second_order=False) of the same rows.
        check(
            &means(&got.first),
            &[0.234_621_306_975_603, 0.498_246_647_142_343, -0.083_457_101_824_184],
            1e-12,
        );
        check(
            &means(&got.total),
            &[0.270_791_833_455_964, 0.422_286_592_718_771, 0.216_757_706_177_625],
            1e-12,
        );
        assert!(got.second.is_empty() && got.noise_share.is_nan());
    }

    /// Shares of the variance of the Ishigami function, a = 7 and b = 0.1: T. Ishigami and T. Homma, ISUMA '90 (1990).
    const FIRST: [f64; 3] = [0.313_905_191, 0.442_411_145, 0.0];
    const TOTAL: [f64; 3] = [0.557_588_855, 0.442_411_145, 0.243_683_664];

    #[test]
    fn indices_are_those_of_theory() {
        let mut draws = trials::generator(1);
        let values = sample(4096, |_, _| uniform(&mut draws), |point| ishigami(point));
        let got = sobol(&values, 3, true, Noise::Unknown, 0.99, 100, 1);
        let second: Vec<Estimate> = got.second.iter().map(|(_, index)| *index).collect();
        for (estimates, theory) in [(&got.first, FIRST), (&got.total, TOTAL), (&second, [0.0, TOTAL[2], 0.0])]
        {
            for (estimate, theory) in estimates.iter().zip(theory) {
                assert!(estimate.low <= theory && theory <= estimate.high, "{estimate:?} {theory}");
                assert!(estimate.high - estimate.low < 0.2, "{estimate:?}");
            }
        }
        assert!((got.variance - 13.844_588).abs() < 0.5, "{}", got.variance);
    }

    /// The model's values, and eight replications of each with the noise that `noise` makes of the number of the
    /// replication and a fresh normal value.
    fn noisy(mut noise: impl FnMut(usize, f64) -> f64) -> (Vec<f64>, Vec<Vec<f64>>) {
        let (mut places, mut draws) = (trials::generator(1), trials::generator(2));
        let plain = sample(8192, |_, _| uniform(&mut places), |point| ishigami(point));
        let replications = plain
            .iter()
            .map(|value| (0..8).map(|number| value + noise(number, trials::normal(&mut draws))).collect())
            .collect();
        (plain, replications)
    }

    fn averages(replications: &[Vec<f64>]) -> Vec<f64> {
        replications.iter().map(|values| mean(values)).collect()
    }

    #[test]
    fn independent_noise_is_taken_off() {
        // Of the model's own variance, so that the mean of eight has an eighth of it.
        let (plain, replications) = noisy(|_, fresh| 3.72 * fresh);
        let values = averages(&replications);
        let expected = sobol(&plain, 3, true, Noise::Unknown, 0.95, 0, 1);
        let uncorrected = sobol(&values, 3, true, Noise::Unknown, 0.95, 0, 1);
        assert!(uncorrected.total[2].mean > expected.total[2].mean + 0.06, "{uncorrected:?}");
        let variances = vec![3.72 * 3.72 / 8.0; values.len()];
        for noise in [Noise::Replications(&replications), Noise::Independent(&variances)] {
            let got = sobol(&values, 3, true, noise, 0.95, 50, 1);
            check(&means(&got.total), &means(&expected.total), 0.02);
            check(&means(&got.first), &means(&expected.first), 0.03);
            assert!((got.noise_share - 0.125 / 1.125).abs() < 0.01, "{}", got.noise_share);
            assert!(got.total.iter().all(|index| index.high - index.low < 0.1), "{got:?}");
        }
    }

    #[test]
    fn noise_that_all_points_share_takes_nothing() {
        let shift = [3.0, -1.0, 4.0, -1.5, 5.0, -9.0, 2.0, -6.0];
        let (_, replications) = noisy(|number, _| shift[number]);
        let values = averages(&replications);
        let got = sobol(&values, 3, true, Noise::Replications(&replications), 0.95, 0, 1);
        let plain = sobol(&values, 3, true, Noise::Unknown, 0.95, 0, 1);
        check(&means(&got.total), &means(&plain.total), 1e-9);
        check(&means(&got.first), &means(&plain.first), 1e-9);
        assert!(got.noise_share.abs() < 1e-9, "{}", got.noise_share);
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let mut values = multiples();
        let whole = sobol(&values[16..], 3, true, Noise::Unknown, 0.95, 10, 1);
        (values[3], values[12]) = (f64::NAN, f64::INFINITY);
        values.extend([1.0, 2.0, 3.0]);
        let got = sobol(&values, 3, true, Noise::Unknown, 0.95, 10, 1);
        assert_eq!(got.first, whole.first);
        assert_eq!(got.first[0].n, 62);
        for values in [&[][..], &[0.1; 80], &[f64::NAN; 8]] {
            let got = sobol(values, 3, true, Noise::Unknown, 0.95, 10, 1);
            assert!(got.first.iter().chain(&got.total).all(|index| index.mean.is_nan()), "{got:?}");
            assert_eq!((got.first.len(), got.second.len()), (3, 3));
            assert_eq!(got.first[0].low, f64::NEG_INFINITY);
        }
        assert!(sobol(&[1.0, 2.0], 0, true, Noise::Unknown, 0.95, 10, 1).first.is_empty());
    }
}
