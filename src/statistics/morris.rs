//! Which of many factors matter at all, from steps that move one factor at a time.
//!
//! M. D. Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991); μ* by F.
//! Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007).
//!
//! **Invariant:** without noise to take off, the numbers are those of SALib's `morris.analyze`.

use super::estimate::{Estimate, mean, standard_deviation};
use super::noise::{Noise, Terms};
use super::reference::normal_quantile;

/// What moving one factor over its whole range would do, judged by its steps; in the unit of the values.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MorrisEffect {
    /// The mean of the elementary effects.
    pub mu: Estimate,
    /// The mean of their sizes, which effects of opposite sign do not cancel in; `n` is their number. Noise makes it
    /// larger.
    pub mu_star: Estimate,
    /// Their standard deviation, from interactions and bends, after the noise's variance was taken off.
    pub sigma: Estimate,
    /// The noise's share of the variance of the effects; NaN when the noise is unknown.
    pub noise_share: f64,
}

/// The effects of each factor from trajectories of one point more than there are factors, in each step of which one
/// factor moves. `points` are in the unit cube, one row each, `values` the model's at them.
///
/// The intervals at a `confidence` in (0, 1) are normal ones with the bootstrap's standard error, which for a mean has a
/// closed form; that of σ is the root of the variance's, whose standard error is √((m₄ − m₂²)/n) to the first order, with
/// the central moments m. Steps at which a value is not finite, or not exactly one factor moves, are left out; a factor
/// without steps has NaN, with fewer than two a NaN `sigma` and infinite intervals. Points of an unfinished trajectory
/// at the end do not count.
pub fn morris(points: &[Vec<f64>], values: &[f64], noise: Noise, confidence: f64) -> Vec<MorrisEffect> {
    let factors = points.first().map_or(0, Vec::len);
    let mut steps: Vec<Vec<Step>> = vec![Vec::new(); factors];
    let trajectory = factors + 1;
    let whole = points.len().min(values.len()) / trajectory * trajectory;
    for from in (0..whole).filter(|from| (from + 1) % trajectory != 0) {
        if let Some((factor, step)) = step(points, values, from)
            && let Some(steps) = steps.get_mut(factor)
        {
            steps.push(step);
        }
    }
    steps.iter().map(|steps| effect(steps, values, noise, confidence)).collect()
}

/// From a point to the next one, by `size` in one factor.
#[derive(Clone, Copy)]
struct Step {
    from: usize,
    size: f64,
}

/// The step after a point with its factor, when it is one.
fn step(points: &[Vec<f64>], values: &[f64], from: usize) -> Option<(usize, Step)> {
    let (before, after) = (&points[from], &points[from + 1]);
    let mut moved = before.iter().zip(after).enumerate().filter(|(_, (before, after))| before != after);
    let (factor, (before, after)) = moved.next()?;
    let size = after - before;
    let usable = moved.next().is_none() && size.is_finite() && (values[from + 1] - values[from]).is_finite();
    usable.then_some((factor, Step { from, size }))
}

fn effect(steps: &[Step], values: &[f64], noise: Noise, confidence: f64) -> MorrisEffect {
    let effects: Vec<f64> =
        steps.iter().map(|step| (values[step.from + 1] - values[step.from]) / step.size).collect();
    let n = effects.len();
    let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    let z = normal_quantile(0.5 + 0.5 * confidence);
    // The bootstrap's variance of a mean is Σ(x − x̄)²/n².
    let of_mean = |values: &[f64], least: f64| {
        let half = match n {
            0 | 1 => f64::INFINITY,
            _ => z * standard_deviation(values) * ((n - 1) as f64).sqrt() / n as f64,
        };
        let mean = mean(values);
        Estimate { mean, low: (mean - half).max(least), high: mean + half, n }
    };
    let deviation = standard_deviation(&effects);
    let variance = deviation * deviation;
    let added = noise_variance(steps, noise);
    MorrisEffect {
        mu: of_mean(&effects, f64::NEG_INFINITY),
        mu_star: of_mean(&sizes, 0.0),
        sigma: spread(&effects, if added.is_nan() { variance } else { variance - added }, z),
        noise_share: added / variance,
    }
}

/// The root of a `variance` of effects with its interval.
fn spread(effects: &[f64], variance: f64, z: f64) -> Estimate {
    let n = effects.len();
    if n < 2 {
        return Estimate { mean: f64::NAN, low: f64::NEG_INFINITY, high: f64::INFINITY, n };
    }
    let centre = mean(effects);
    let squares: Vec<f64> = effects.iter().map(|effect| (effect - centre) * (effect - centre)).collect();
    let second = mean(&squares);
    let fourth = mean(&squares.iter().map(|square| square * square).collect::<Vec<_>>());
    let half = z * ((fourth - second * second).max(0.0) / n as f64).sqrt();
    let root = |variance: f64| variance.max(0.0).sqrt();
    Estimate { mean: root(variance), low: root(variance - half), high: root(variance + half), n }
}

/// What noise adds to the variance of the effects; NaN when it is unknown.
fn noise_variance(steps: &[Step], noise: Noise) -> f64 {
    // Both ends of each step, one after the other.
    let ends: Vec<usize> = steps.iter().flat_map(|step| [step.from, step.from + 1]).collect();
    let pairs = |ends: &[f64], of: &dyn Fn(f64, f64, f64) -> f64| -> Vec<f64> {
        ends.chunks_exact(2).zip(steps).map(|(end, step)| of(end[0], end[1], step.size)).collect()
    };
    match noise.terms(&ends) {
        Terms::Unknown => f64::NAN,
        Terms::Variances(variances) => {
            mean(&pairs(&variances, &|before, after, size| (before + after) / (size * size)))
        }
        Terms::Residuals(residuals) => residuals
            .iter()
            .map(|residual| {
                let deviation =
                    standard_deviation(&pairs(residual, &|before, after, size| (after - before) / size));
                deviation * deviation
            })
            .sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trials::{self, ishigami};
    use super::*;

    /// Six trajectories on four levels: where each begins on the lower levels, which factor moves when, and which of
    /// them move up.
    fn trajectories() -> Vec<Vec<f64>> {
        let starts = [[0, 0, 0], [0, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1]];
        let orders = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1], [2, 1, 0], [1, 0, 2]];
        let up = [[1, 1, 1], [1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1], [1, 0, 0]];
        let mut points = Vec::new();
        for ((start, order), up) in starts.iter().zip(orders).zip(up) {
            let mut level =
                [0, 1, 2].map(|factor| if up[factor] == 1 { start[factor] } else { start[factor] + 2 });
            points.push(level.map(|level| f64::from(level) / 3.0).to_vec());
            for factor in order {
                level[factor] = 2 * up[factor] + start[factor];
                points.push(level.map(|level| f64::from(level) / 3.0).to_vec());
            }
        }
        points
    }

    fn values(points: &[Vec<f64>]) -> Vec<f64> {
        points.iter().map(|point| ishigami(point)).collect()
    }

    #[test]
    fn effects_are_those_of_salib() {
        let points = trajectories();
        let got = morris(&points, &values(&points), Noise::Unknown, 0.95);
        // SALib 1.6.0: morris.analyze(problem, X, Y, num_levels=4, num_resamples=20000, seed=1).
        let expected = [
            (9.786_986_146_037_476, 9.786_986_146_037_476, 6.453_728_864_547_991, 4.724_3),
            (-2.625, 7.874_999_999_999_997, 8.133_265_027_035_572, 0.0),
            (0.0, 4.165_864_068_888_744_5, 7.904_171_328_207_012_5, 4.687_5),
        ];
        assert_eq!(got.len(), 3);
        for (got, (mu, mu_star, sigma, half)) in got.iter().zip(expected) {
            assert!(
                (got.mu.mean - mu).abs() < 1e-12 && (got.mu_star.mean - mu_star).abs() < 1e-12,
                "{got:?}"
            );
            assert!((got.sigma.mean - sigma).abs() < 1e-12 && got.noise_share.is_nan(), "{got:?}");
            // Of a bootstrap that is drawn, so to its own error.
            assert!((got.mu_star.high - mu_star - half).abs() < 0.05, "{got:?}");
            assert_eq!(got.mu_star.n, 6);
        }
    }

    #[test]
    fn intervals_of_mu_and_sigma_are_the_bootstraps() {
        let points: Vec<Vec<f64>> = (0..60).map(|number| vec![f64::from(number % 2)]).collect();
        let mut draws = trials::generator(11);
        let values: Vec<f64> =
            points.iter().map(|point| 3.0 * point[0] + trials::normal(&mut draws)).collect();
        let got = morris(&points, &values, Noise::Unknown, 0.95)[0];
        let effects: Vec<f64> = values.chunks(2).map(|pair| pair[1] - pair[0]).collect();
        let (mut means, mut deviations) = (Vec::new(), Vec::new());
        for _ in 0..20_000 {
            let drawn: Vec<f64> =
                effects.iter().map(|_| effects[(trials::uniform(&mut draws) * 30.0) as usize]).collect();
            means.push(mean(&drawn));
            deviations.push(standard_deviation(&drawn) * standard_deviation(&drawn));
        }
        let half = |drawn: &[f64]| 1.959_964 * standard_deviation(drawn);
        assert!((got.mu.high - got.mu.mean - half(&means)).abs() < 0.02 * half(&means), "{got:?}");
        // The resamples' variances have a factor of n/(n − 1) that the first order leaves out.
        let variance = got.sigma.high * got.sigma.high - got.sigma.mean * got.sigma.mean;
        assert!(
            (variance - half(&deviations)).abs() < 0.06 * half(&deviations),
            "{got:?} {}",
            half(&deviations)
        );
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let points = trajectories();
        let mut gaps = values(&points);
        (gaps[1], gaps[2]) = (f64::NAN, f64::INFINITY);
        let got = morris(&points, &gaps, Noise::Unknown, 0.95);
        assert_eq!(got.iter().map(|effect| effect.mu_star.n).sum::<usize>(), 15);
        assert!(got.iter().all(|effect| effect.mu.mean.is_finite()));
        // Of the last trajectory half is missing.
        let short = morris(&points[..22], &values(&points[..22]), Noise::Unknown, 0.95);
        assert_eq!(short.iter().map(|effect| effect.mu_star.n).sum::<usize>(), 15);
        assert!(morris(&[], &[], Noise::Unknown, 0.95).is_empty());
        let uneven = [vec![0.5], vec![0.6], vec![0.5, 0.1], vec![0.5, 0.2]];
        assert_eq!(morris(&uneven, &[1.0, 1.5, 2.0, 3.0], Noise::Unknown, 0.95)[0].mu_star.n, 1);
        let still = morris(&[vec![0.5], vec![0.5]], &[1.0, 2.0], Noise::Unknown, 0.95);
        assert!(still[0].mu.mean.is_nan() && still[0].mu_star.n == 0);
        let one = morris(&[vec![0.0], vec![0.5]], &[1.0, 2.0], Noise::Unknown, 0.95);
        assert!(one[0].mu.mean == 2.0 && one[0].sigma.mean.is_nan() && one[0].mu_star.high == f64::INFINITY);
    }

    /// A model without bends or interactions, in which all spread of the effects is noise.
    #[test]
    fn noise_is_taken_off_the_spread() {
        let points: Vec<Vec<f64>> = trajectories().iter().cycle().take(24 * 100).cloned().collect();
        let mut draws = trials::generator(3);
        let replications: Vec<Vec<f64>> = points
            .iter()
            .map(|point| (0..10).map(|_| 5.0 * point[0] + trials::normal(&mut draws)).collect())
            .collect();
        let means: Vec<f64> = replications.iter().map(|values| mean(values)).collect();
        let plain = morris(&points, &means, Noise::Unknown, 0.95)[0];
        // Two means of ten values, over a step of 2/3.
        assert!((plain.sigma.mean - (0.2f64 * 2.25).sqrt()).abs() < 0.03, "{plain:?}");
        for noise in [Noise::Replications(&replications), Noise::Independent(&[0.1; 2400])] {
            let got = morris(&points, &means, noise, 0.95)[0];
            assert!((got.noise_share - 1.0).abs() < 0.1 && got.sigma.mean < 0.25, "{got:?}");
        }
        // The same noise at both ends of each step leaves the effects without any.
        let shared: Vec<Vec<f64>> = points
            .iter()
            .map(|point| (0..10).map(|number| 5.0 * point[0] * point[1] + f64::from(number)).collect())
            .collect();
        let means: Vec<f64> = shared.iter().map(|values| mean(values)).collect();
        let got = morris(&points, &means, Noise::Replications(&shared), 0.95)[0];
        assert!(got.noise_share.abs() < 1e-12 && got.sigma.mean > 0.7, "{got:?}");
    }
}
