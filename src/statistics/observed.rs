//! How observations of real events stand to what was simulated of them.
//!
//! Both may have been cut short: an exercise ends, and so does a replication.
//!
//! **Invariant:** percentiles lie in [0, 1]; the same input and seed give the same bits.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::paired::draw_index;
use super::survival::KaplanMeier;

/// What was observed of a real event, and what was simulated of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Observation<'a> {
    /// How long it took, or how long it had taken when it was cut short.
    pub time: f64,
    /// Whether it ended rather than being cut short.
    pub observed: bool,
    /// Simulated times, in the same unit, each with whether it ended.
    pub simulated: &'a [(f64, bool)],
}

/// Where an observation stands among simulated values: the share of them below it, as bounds in [0, 1].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Percentile {
    /// The share that is certainly below.
    pub low: f64,
    /// The share that may be below or equal.
    pub high: f64,
}

impl Percentile {
    /// Half-way: what equals the observation counts one half.
    pub fn middle(self) -> f64 {
        0.5 * (self.low + self.high)
    }
}

/// The percentile of an observation among the simulated times, by their Kaplan–Meier curve.
///
/// Values that equal the observation lie between the bounds. Of an observation that was cut short only the low bound is
/// known, and so it is of one that is longer than all simulated times where the longest of them was cut short. Without
/// simulated times, or of NaN, the bounds are 0 and 1.
pub fn percentile(observation: &Observation) -> Percentile {
    let Observation { time, observed, simulated } = *observation;
    if !observation.usable() {
        return Percentile { low: 0.0, high: 1.0 };
    }
    let curve = KaplanMeier::new(simulated);
    let [before, after] = around(&curve, time);
    if !observed {
        return Percentile { low: 1.0 - after, high: 1.0 };
    }
    let beyond = curve.at_risk(time) == 0;
    Percentile { low: 1.0 - before, high: if beyond { 1.0 } else { 1.0 - after } }
}

impl Observation<'_> {
    fn usable(&self) -> bool {
        !self.time.is_nan() && self.simulated.iter().any(|(time, _)| !time.is_nan())
    }
}

/// Survival just before a time and from then on.
fn around(curve: &KaplanMeier, time: f64) -> [f64; 2] {
    let steps = curve.steps();
    let before = steps.partition_point(|(step, _)| *step < time);
    [if before == 0 { 1.0 } else { steps[before - 1].1 }, curve.survival(time)]
}

/// How well several observations agree with what was simulated for each.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Agreement {
    /// How many observations were used.
    pub n: usize,
    /// The mean of their middle percentiles: below ½ they tend to be shorter than simulated, above longer.
    pub mean_percentile: f64,
    /// The probability of percentiles at least so far from evenly spread if observations and simulated values follow the
    /// same distributions.
    pub p_value: f64,
}

/// From so few observations nothing follows.
pub const LEAST_OBSERVATIONS: usize = 5;

/// Tests whether observations follow the distributions that were simulated, which may be another one for each.
///
/// The statistic is Cramér and von Mises' distance of the middle percentiles from evenly spread ones, which judges place
/// and spread at once and, unlike Kolmogorov and Smirnov's, all of the percentiles. Its distribution is drawn
/// `draws` times, not looked up: each observation changes places with a random one among its simulated values and
/// itself, being one of them if the hypothesis holds. So the p-value is valid for ties, for few simulated values and for
/// times that are cut short, as long as that happens alike to both (cut both at the shorter length of observation
/// first); percentiles by random tie-breaking with Kolmogorov and Smirnov's table allow for the first only, and give
/// another answer each time. Observations that share their simulated values are slightly dependent, which does not
/// matter where those are many times more.
///
/// Observations that are NaN or have no simulated values are left out; `None` when fewer than [`LEAST_OBSERVATIONS`]
/// are left.
pub fn agreement(observations: &[Observation], draws: u32, seed: u64) -> Option<Agreement> {
    let pools: Vec<Vec<f64>> =
        observations.iter().filter(|observation| observation.usable()).map(middle_percentiles).collect();
    if pools.len() < LEAST_OBSERVATIONS {
        return None;
    }
    let observed: Vec<f64> = pools.iter().map(|pool| pool[0]).collect();
    let mean_percentile = observed.iter().sum::<f64>() / observed.len() as f64;
    // Equal percentiles may be summed up in another order.
    let distance = unevenness(observed) - 1e-12;
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut as_far = 1;
    for _ in 0..draws {
        let drawn = pools.iter().map(|pool| pool[draw_index(&mut generator, pool.len())]).collect();
        as_far += u32::from(unevenness(drawn) >= distance);
    }
    let p_value = f64::from(as_far) / (f64::from(draws) + 1.0);
    Some(Agreement { n: pools.len(), mean_percentile, p_value })
}

/// The middle percentile of the observation, then of each simulated value, among all of these.
fn middle_percentiles(observation: &Observation) -> Vec<f64> {
    let mut pool = vec![(observation.time, observation.observed)];
    pool.extend(observation.simulated.iter().filter(|(time, _)| !time.is_nan()));
    let curve = KaplanMeier::new(&pool);
    let middle = |&(time, observed): &(f64, bool)| {
        let [before, after] = around(&curve, time);
        1.0 - 0.5 * if observed { before + after } else { after }
    };
    pool.iter().map(middle).collect()
}

/// Cramér and von Mises' statistic of values in [0, 1].
fn unevenness(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let distance = |(index, value): (usize, &f64)| {
        let distance = (index as f64 + 0.5) / n - value;
        distance * distance
    };
    1.0 / (12.0 * n) + values.iter().enumerate().map(distance).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::super::survival::examples::REMISSIONS;
    use super::super::trials;
    use super::*;

    const TIES: [(f64, bool); 5] = [(1.0, true), (2.0, true), (2.0, true), (4.0, true), (9.0, false)];

    fn observation((time, observed): (f64, bool), simulated: &[(f64, bool)]) -> Observation<'_> {
        Observation { time, observed, simulated }
    }

    #[test]
    fn percentiles_count_what_is_shorter() {
        let check = |time, simulated: &[(f64, bool)], low: f64, high: f64| {
            let got = percentile(&observation(time, simulated));
            assert!((got.low - low).abs() < 1e-12 && (got.high - high).abs() < 1e-12, "{time:?} {got:?}");
        };
        check((0.5, true), &TIES, 0.0, 0.0);
        check((1.5, true), &TIES, 0.2, 0.2);
        check((2.0, true), &TIES, 0.2, 0.6);
        check((2.0, false), &TIES, 0.6, 1.0);
        check((9.0, true), &TIES, 0.8, 0.8);
        check((9.5, true), &TIES, 0.8, 1.0);
        check((9.5, true), &TIES[..4], 1.0, 1.0);
        check((9.5, false), &TIES, 0.8, 1.0);
        // lifelines 0.30.3: 1 - KaplanMeierFitter().fit(times, observed).predict([12.9, 13]).
        check((13.0, true), &REMISSIONS, 0.247_058_823_529_412, 0.309_803_921_568_627);
        for (time, simulated) in [((1.0, true), &[][..]), ((f64::NAN, true), &TIES)] {
            assert_eq!(percentile(&observation(time, simulated)), Percentile { low: 0.0, high: 1.0 });
        }
        assert!((percentile(&observation((2.0, true), &TIES)).middle() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn p_values_are_those_of_cramer_and_von_mises() {
        // So many simulated values, evenly spread, that their distribution is as good as known.
        let simulated: Vec<(f64, bool)> =
            (0..9999).map(|place| ((f64::from(place) + 0.5) / 9999.0, true)).collect();
        // SciPy 1.17: cramervonmises(values, 'uniform').pvalue.
        for (values, p_value) in [
            ([0.11, 0.23, 0.31, 0.42, 0.52, 0.58, 0.71, 0.93], 0.950_178_444_740_175),
            ([0.51, 0.58, 0.61, 0.72, 0.75, 0.88, 0.91, 0.93], 0.018_102_776_280_414),
            ([0.41, 0.43, 0.45, 0.47, 0.51, 0.53, 0.55, 0.6], 0.061_445_257_322_979),
        ] {
            let observations: Vec<_> =
                values.iter().map(|value| observation((*value, true), &simulated)).collect();
            let got = agreement(&observations, 99_999, 1).unwrap();
            assert!((got.p_value - p_value).abs() < 0.003, "{got:?}");
            assert!((got.mean_percentile - values.iter().sum::<f64>() / 8.0).abs() < 1e-3 && got.n == 8);
        }
    }

    #[test]
    fn too_few_observations_are_not_tested() {
        let four = [observation((1.0, true), &TIES); 4];
        assert_eq!(agreement(&four, 99, 1), None);
        let mut some = four.to_vec();
        some.push(observation((f64::NAN, true), &TIES));
        some.push(observation((1.0, true), &[]));
        some.push(observation((1.0, true), &[(f64::NAN, true)]));
        assert_eq!(agreement(&some, 99, 1), None);
        some.push(observation((3.0, false), &TIES));
        assert_eq!(agreement(&some, 99, 1).unwrap().n, 5);
        assert_eq!(agreement(&some, 0, 1).unwrap().p_value, 1.0);
    }

    #[test]
    fn equal_times_agree() {
        let equal = [observation((1.0, true), &[(1.0, true); 9]); 6];
        let got = agreement(&equal, 99, 1).unwrap();
        assert_eq!((got.p_value, got.mean_percentile), (1.0, 0.5));
    }

    /// How many of 1,000 tests of six observations, each with `size` simulated values of its own, reject at 5 %. Times
    /// are exponential, rounded so that most are tied, and cut short at 2; those observed are longer by a factor.
    fn rejected(size: usize, factor: f64) -> u32 {
        let mut draws = trials::generator(17);
        let mut time = |factor: f64| {
            let time = (4.0 * factor * trials::exponential(&mut draws)).ceil() / 4.0;
            (time.min(2.0), time <= 2.0)
        };
        let mut rejected = 0;
        for seed in 0..1000 {
            let observed: Vec<(f64, bool)> = (0..6).map(|_| time(factor)).collect();
            let simulated: Vec<Vec<(f64, bool)>> =
                (0..6).map(|_| (0..size).map(|_| time(1.0)).collect()).collect();
            let pairs: Vec<_> =
                observed.iter().zip(&simulated).map(|(one, many)| observation(*one, many)).collect();
            rejected += u32::from(agreement(&pairs, 199, seed).unwrap().p_value <= 0.05);
        }
        rejected
    }

    #[test]
    fn agreement_is_rarely_rejected_and_disagreement_often() {
        for size in [5, 100] {
            let errors = rejected(size, 1.0);
            assert!(!trials::contradicts(errors, 1000, 0.05), "{size}: {errors}");
            assert!(errors >= 20, "the test would hardly ever reject: {errors}");
        }
        for factor in [0.2, 5.0] {
            let found = rejected(100, factor);
            assert!(found > 700, "{factor}: {found}");
        }
    }
}
