//! Do keyed draws follow the distributions that they claim to follow?
//!
//! Every family is drawn from 20,000 times for each of the seeds 1, 2 and 3, through [`Distribution::sample`] as the
//! simulation does. A Kolmogorov–Smirnov test at level 0.0001 must accept the sample, and intervals of confidence 99.99 %
//! must hold the mean and the variance that theory gives; the same tests must reject a sample that is 10 % longer.

use jointex::kernel::{Distribution, Key, SimDuration};
use jointex::statistics::{
    incomplete_beta, incomplete_gamma, kolmogorov_smirnov, mean_interval, normal_cdf, wilson,
};
use proptest::prelude::*;

const SEEDS: [u64; 3] = [1, 2, 3];
const DRAWS: u64 = 20_000;
const LEVEL: f64 = 1e-4;

/// An hour in microseconds: the scale of the durations below.
const HOUR: f64 = 3.6e9;

/// Durations of hours lose nothing that these tests could see to the rounding to microseconds.
fn draws(distribution: &Distribution, seed: u64) -> Vec<f64> {
    let key = Key::replication(seed, 0);
    (0..DRAWS).map(|n| distribution.sample(key.with(n)).micros() as f64).collect()
}

fn follows(values: &[f64], cdf: &impl Fn(f64) -> f64) -> bool {
    kolmogorov_smirnov(values, cdf).p_value > LEVEL
}

fn has_mean(values: &[f64], mean: f64) -> bool {
    let interval = mean_interval(values, 1.0 - LEVEL);
    interval.low <= mean && mean <= interval.high
}

fn squares(values: &[f64], mean: f64) -> Vec<f64> {
    values.iter().map(|value| (value - mean) * (value - mean)).collect()
}

/// Tests a distribution against its mean, variance and distribution function, each written down independently.
#[track_caller]
fn check(distribution: &Distribution, mean: f64, variance: f64, cdf: impl Fn(f64) -> f64) {
    assert!((distribution.mean() - mean).abs() <= 1e-9 * mean, "{} instead of {mean}", distribution.mean());
    let longer = distribution.scaled(1.1);
    for seed in SEEDS {
        let values = draws(distribution, seed);
        assert!(follows(&values, &cdf), "seed {seed}: not of this distribution");
        assert!(has_mean(&values, mean), "seed {seed}: not of this mean");
        assert!(has_mean(&squares(&values, mean), variance), "seed {seed}: not of this variance");

        let values = draws(&longer, seed);
        assert!(!follows(&values, &cdf), "seed {seed}: the shift of the distribution passed unseen");
        assert!(!has_mean(&values, mean), "seed {seed}: the shift of the mean passed unseen");
    }
}

#[test]
fn one_draw_over_many_replications_is_uniform() {
    for seed in SEEDS {
        let over =
            |draw: &dyn Fn(u64) -> Key| -> Vec<f64> { (0..DRAWS).map(|n| draw(n).uniform()).collect() };
        let uniform = |values: &[f64]| follows(values, &|x| x);
        assert!(uniform(&over(&|n| Key::replication(seed, n))));
        assert!(uniform(&over(&|n| Key::replication(seed, n).with(1).with(2).with(3))));
        assert!(uniform(&over(&|n| Key::replication(seed, 0).with(n / 100).with(n % 100))));
        assert!(!uniform(&over(&|n| Key::replication(seed, n % 100))));
    }
}

#[test]
fn exponential() {
    let exponential = Distribution::exponential(HOUR).unwrap();
    check(&exponential, HOUR, HOUR * HOUR, |x| 1.0 - libm::exp(-x / HOUR));
}

#[test]
fn the_exponential_of_a_key_is_the_quantile_of_its_uniform() {
    let exponential = Distribution::exponential(1.0).unwrap();
    for n in 0..100 {
        let key = Key::replication(1, 0).with(n);
        assert_eq!(key.exponential(), exponential.quantile(key.uniform()));
    }
}

#[test]
fn uniform() {
    let uniform = Distribution::uniform(HOUR, 3.0 * HOUR).unwrap();
    let variance = 4.0 * HOUR * HOUR / 12.0;
    check(&uniform, 2.0 * HOUR, variance, |x| ((x / HOUR - 1.0) / 2.0).clamp(0.0, 1.0));
}

#[test]
fn triangular() {
    let triangular = Distribution::triangular(HOUR, 2.0 * HOUR, 5.0 * HOUR).unwrap();
    // (a² + b² + c² − ab − ac − bc)/18
    let variance = (1.0 + 4.0 + 25.0 - 2.0 - 5.0 - 10.0) / 18.0 * HOUR * HOUR;
    check(&triangular, 8.0 / 3.0 * HOUR, variance, |x| {
        let x = (x / HOUR).clamp(1.0, 5.0);
        if x < 2.0 { (x - 1.0) * (x - 1.0) / 4.0 } else { 1.0 - (5.0 - x) * (5.0 - x) / 12.0 }
    });
}

#[test]
fn pert() {
    let pert = Distribution::pert(HOUR, 2.0 * HOUR, 5.0 * HOUR).unwrap();
    // Beta with α = 2, β = 4 on 1 h to 5 h: the variance is 16·αβ/((α + β)²(α + β + 1)).
    let variance = 16.0 * 8.0 / (36.0 * 7.0) * HOUR * HOUR;
    check(&pert, 7.0 / 3.0 * HOUR, variance, |x| {
        incomplete_beta(((x / HOUR - 1.0) / 4.0).clamp(0.0, 1.0), 2.0, 4.0)
    });
}

/// Against the formulas of a normal variate left-truncated at 0: with k = mean/sd and h = φ(k)/Φ(k), the mean is
/// mean + sd·h and the variance sd²·(1 − k·h − h²).
#[track_caller]
fn check_normal(mean: f64, sd: f64) {
    let normal = Distribution::normal(mean * HOUR, sd * HOUR).unwrap();
    let k = mean / sd;
    let hazard = libm::exp(-0.5 * k * k) / (2.0 * std::f64::consts::PI).sqrt() / normal_cdf(k);
    let variance = sd * sd * (1.0 - k * hazard - hazard * hazard) * HOUR * HOUR;
    check(&normal, (mean + sd * hazard) * HOUR, variance, |x| {
        let negative = normal_cdf(-k);
        (normal_cdf((x / HOUR - mean) / sd) - negative) / (1.0 - negative)
    });
}

#[test]
fn normal_barely_truncated() {
    check_normal(4.0, 1.0);
}

#[test]
fn normal_truncated_to_its_half() {
    check_normal(0.0, 1.0);
    check_normal(1.0, 2.0);
}

#[test]
fn lognormal() {
    let lognormal = Distribution::lognormal(HOUR, 0.5).unwrap();
    let growth = libm::exp(0.25);
    let variance = (growth - 1.0) * growth * HOUR * HOUR;
    check(&lognormal, libm::exp(0.125) * HOUR, variance, |x| normal_cdf(libm::log(x / HOUR) / 0.5));
}

#[test]
fn weibull() {
    let weibull = Distribution::weibull(HOUR, 1.5).unwrap();
    let (first, second) = (libm::tgamma(1.0 + 1.0 / 1.5), libm::tgamma(1.0 + 2.0 / 1.5));
    let variance = (second - first * first) * HOUR * HOUR;
    check(&weibull, first * HOUR, variance, |x| 1.0 - libm::exp(-libm::pow(x / HOUR, 1.5)));
}

#[test]
fn gamma() {
    for shape in [0.5, 1.0, 2.5, 30.0] {
        let gamma = Distribution::gamma(HOUR, shape).unwrap();
        check(&gamma, HOUR, HOUR * HOUR / shape, |x| incomplete_gamma(shape, shape * x / HOUR).0);
    }
}

#[test]
fn mixture() {
    let mixture = Distribution::mixture(vec![
        (3.0, Distribution::exponential(HOUR).unwrap()),
        (0.0, Distribution::fixed(1e9 * HOUR).unwrap()),
        (1.0, Distribution::uniform(2.0 * HOUR, 4.0 * HOUR).unwrap()),
    ])
    .unwrap();
    // E X² = ¾·2 + ¼·(9 + 1/3), and the mean is 3/2.
    let variance = (1.5 + 0.25 * (9.0 + 1.0 / 3.0) - 2.25) * HOUR * HOUR;
    check(&mixture, 1.5 * HOUR, variance, |x| {
        let x = x / HOUR;
        0.75 * (1.0 - libm::exp(-x)) + 0.25 * ((x - 2.0) / 2.0).clamp(0.0, 1.0)
    });
}

#[test]
fn empirical() {
    // Discrete, so shares take the place of the distribution function: 20 min twice, 1 h once, 3 h once.
    let values = [HOUR, HOUR / 3.0, 3.0 * HOUR, HOUR / 3.0];
    let empirical = Distribution::empirical(values.to_vec()).unwrap();
    assert!((empirical.mean() - 14.0 / 12.0 * HOUR).abs() < 1.0);
    for seed in SEEDS {
        let drawn = draws(&empirical, seed);
        for (value, share) in [(HOUR / 3.0, 0.5), (HOUR, 0.25), (3.0 * HOUR, 0.25)] {
            let count = drawn.iter().filter(|drawn| **drawn == value).count() as u64;
            let interval = wilson(count, DRAWS, 1.0 - LEVEL);
            assert!(interval.low <= share && share <= interval.high, "seed {seed}: {value} {interval:?}");
            assert!(interval.high < 1.1 * share, "seed {seed}: a shift would pass unseen");
        }
        assert!(has_mean(&drawn, empirical.mean()) && !has_mean(&drawn, 1.1 * empirical.mean()));
    }
}

/// The true quantile lies between the neighbours of the tabulated one, by functions that the table was not made of.
#[test]
fn gamma_quantiles_are_within_their_stated_error() {
    for shape in [0.05, 0.1, 0.7, 1.0, 3.3, 17.0, 250.0, 4e4, 1e6] {
        let gamma = Distribution::gamma(1.0, shape).unwrap();
        for place in -150..150_i32 {
            let tail = libm::exp(-0.1 * f64::from(place.abs()));
            let u = if place < 0 { 0.5 * tail } else { 1.0 - 0.5 * tail };
            let x = shape * gamma.quantile(u);
            // Of two numbers that add up to 1 the smaller, which is the better known; it falls with x above the median.
            let (low, high) =
                (incomplete_gamma(shape, x * (1.0 - 1e-9)), incomplete_gamma(shape, x * (1.0 + 1e-9)));
            let inside =
                if u < 0.5 { low.0 <= u && u <= high.0 } else { high.1 <= 1.0 - u && 1.0 - u <= low.1 };
            assert!(inside, "shape {shape}, u {u}, x {x}: {low:?} {high:?}");
        }
    }
}

#[test]
fn pert_quantiles_are_within_their_stated_error() {
    for mode in [0.0, 0.03, 0.25, 0.5, 0.8, 1.0] {
        let pert = Distribution::pert(0.0, mode, 1.0).unwrap();
        let (alpha, beta) = (1.0 + 4.0 * mode, 5.0 - 4.0 * mode);
        for step in 1..1000 {
            let u = f64::from(step) / 1000.0;
            let x = pert.quantile(u);
            let (low, high) =
                (incomplete_beta(x - 1e-9, alpha, beta), incomplete_beta(x + 1e-9, alpha, beta));
            assert!(low <= u && u <= high, "mode {mode}, u {u}, x {x}: {low} {high}");
        }
    }
}

#[test]
fn golden_quantiles() {
    let at = |distribution: Result<Distribution, _>| {
        let distribution = distribution.unwrap();
        [0.001, 0.3, 0.97].map(|u| distribution.quantile(u).to_bits())
    };
    let got = [
        at(Distribution::exponential(HOUR)),
        at(Distribution::triangular(1.0, 2.0, 5.0)),
        at(Distribution::pert(1.0, 2.0, 5.0)),
        at(Distribution::normal(1.0, 2.0)),
        at(Distribution::lognormal(HOUR, 1.0)),
        at(Distribution::weibull(HOUR, 0.7)),
        at(Distribution::gamma(HOUR, 2.5)),
    ];
    let expected: [[u64; 3]; 7] = [
        [0x414B_7AC4_99B7_1D64, 0x41D3_222F_598B_7BE3, 0x4207_8367_D372_D0C1],
        [0x3FF1_030D_C4EA_03A7, 0x4000_D055_0381_C32A, 0x4011_9999_9999_9999],
        [0x3FF0_A581_F825_DFC6, 0x3FFD_F427_2A36_C3E4, 0x400E_7774_B240_E93D],
        [0x3F70_14D3_2710_CE00, 0x3FF1_4826_3E10_6D1A, 0x4014_4F19_2829_DCD8],
        [0x41A3_85D5_35C8_7998, 0x41DF_C0A5_F28C_70F8, 0x4215_FD62_5413_92F2],
        [0x4106_C713_0653_BA02, 0x41C8_99B3_563B_2613, 0x4214_20CF_1AA5_FDE4],
        [0x41A2_0AED_E3C9_3BE5, 0x41E0_17BF_33F3_2EAD, 0x4200_987C_F3D0_193C],
    ];
    assert_eq!(got, expected, "{got:#018x?}");
}

#[test]
fn spans_without_spread_or_length_are_legal() {
    let check = |distribution: Result<Distribution, _>, value: f64| {
        let distribution = distribution.unwrap();
        for u in [0.0, 1e-12, 0.5, 1.0] {
            assert_eq!(distribution.quantile(u), value, "{distribution:?}");
        }
        assert!((distribution.mean() - value).abs() <= 1e-15 * value && distribution.support_min() == value);
        assert_eq!(distribution.is_zero(), value == 0.0, "{distribution:?}");
    };
    for value in [0.0, HOUR] {
        check(Distribution::fixed(value), value);
        check(Distribution::uniform(value, value), value);
        check(Distribution::triangular(value, value, value), value);
        check(Distribution::pert(value, value, value), value);
        check(Distribution::normal(value, 0.0), value);
        check(Distribution::lognormal(value, 0.0), value);
        check(Distribution::empirical(vec![value; 3]), value);
        check(Distribution::mixture(vec![(1.0, Distribution::fixed(value).unwrap()); 3]), value);
    }
    check(Distribution::exponential(0.0), 0.0);
    check(Distribution::lognormal(0.0, 9.0), 0.0);
    check(Distribution::weibull(0.0, 0.5), 0.0);
    check(Distribution::gamma(0.0, 0.5), 0.0);
}

#[test]
fn only_what_never_lasts_is_zero() {
    assert!(Distribution::ZERO.is_zero());
    assert!(Distribution::uniform(0.0, 0.4).unwrap().is_zero());
    assert!(!Distribution::uniform(0.0, 0.6).unwrap().is_zero());
    assert!(!Distribution::exponential(1.0).unwrap().is_zero());
    let half =
        Distribution::mixture(vec![(1.0, Distribution::ZERO), (1.0, Distribution::fixed(1.0).unwrap())]);
    assert!(!half.unwrap().is_zero());
}

#[test]
fn faulty_parameters_are_named() {
    let check = |made: Result<Distribution, jointex::kernel::ParameterError>, expected: &str| {
        assert_eq!(made.unwrap_err().to_string(), expected);
    };
    check(Distribution::fixed(-1.0), "`value` must be a number from 0 to 1e100");
    check(Distribution::exponential(f64::NAN), "`mean` must be a number from 0 to 1e100");
    check(Distribution::uniform(2.0, 1.0), "`high` must be at least `low`");
    check(Distribution::triangular(2.0, 1.0, 3.0), "`mode` must be at least `low`");
    check(Distribution::pert(0.0, 4.0, 3.0), "`mode` must be at most `high`");
    check(Distribution::normal(1.0, f64::INFINITY), "`sd` must be a number from 0 to 1e100");
    check(Distribution::lognormal(1.0, 40.0), "`sigma` must be small enough for a finite mean");
    check(Distribution::weibull(1.0, 0.0), "`shape` must be a finite number above zero");
    check(Distribution::weibull(1.0, 0.005), "`shape` must be large enough for a finite mean");
    check(Distribution::gamma(1.0, 0.01), "`shape` must be between 0.05 and 1000000");
    check(Distribution::empirical(vec![]), "`values` must be at least one value");
    check(Distribution::mixture(vec![]), "`weights` must be of a finite sum above zero");
    check(
        Distribution::mixture(vec![(0.0, Distribution::ZERO)]),
        "`weights` must be of a finite sum above zero",
    );
}

/// Any distribution but a mixture, with parameters from nothing to years.
fn any_distribution() -> impl Strategy<Value = Distribution> {
    let span = || prop_oneof![Just(0.0), 0.0..100.0, 0.0..1e14];
    let three = (span(), span(), span()).prop_map(|(a, b, c)| {
        let mut spans = [a, b, c];
        spans.sort_by(f64::total_cmp);
        spans
    });
    prop_oneof![
        span().prop_map(|value| Distribution::fixed(value).unwrap()),
        span().prop_map(|mean| Distribution::exponential(mean).unwrap()),
        three.clone().prop_map(|[low, _, high]| Distribution::uniform(low, high).unwrap()),
        three.clone().prop_map(|[low, mode, high]| Distribution::triangular(low, mode, high).unwrap()),
        three.prop_map(|[low, mode, high]| Distribution::pert(low, mode, high).unwrap()),
        (span(), span()).prop_map(|(mean, sd)| Distribution::normal(mean, sd).unwrap()),
        (span(), 0.0..5.0).prop_map(|(median, sigma)| Distribution::lognormal(median, sigma).unwrap()),
        (span(), 0.1..20.0).prop_map(|(scale, shape)| Distribution::weibull(scale, shape).unwrap()),
        (span(), 0.05..1000.0).prop_map(|(mean, shape)| Distribution::gamma(mean, shape).unwrap()),
        prop::collection::vec(span(), 1..20).prop_map(|values| Distribution::empirical(values).unwrap()),
    ]
}

/// A uniform number as a key gives it, from all sizes of both tails.
fn any_uniform() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>(),
        (any::<u64>(), 0..53u32).prop_map(|(bits, shift)| bits >> shift),
        (any::<u64>(), 0..53u32).prop_map(|(bits, shift)| !(bits >> shift)),
    ]
    .prop_map(|bits| ((bits >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0)
}

/// A quick look at `u` may only ever spare the draw of what lies beyond a span.
#[test]
fn what_is_cut_off_lies_beyond_the_span() {
    let mean = 3.6e9;
    let distribution = Distribution::exponential(mean).unwrap();
    for span in [0.0, 1e-9, 1e-3, 0.5, 1.0, 3.0, 7.9].map(|hours| SimDuration::rounded(hours * mean)) {
        let cut = distribution.exceeded_from(span);
        assert!(distribution.quantile(cut) > span.micros() as f64 + 0.5, "{span:?}");
        // Nor is it far off, so that it spares something.
        let share = -libm::expm1(-(span.micros() as f64) / mean);
        assert!(cut - share < 0.01, "{cut} and {share} for {span:?}");
    }
    assert_eq!(distribution.exceeded_from(SimDuration::MAX), 1.0);
    assert_eq!(Distribution::uniform(0.0, mean).unwrap().exceeded_from(SimDuration::ZERO), 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quantiles_rise_within_the_support(d in any_distribution(), us in prop::collection::vec(any_uniform(), 2..20)) {
        let mut us = us;
        us.sort_by(f64::total_cmp);
        let values: Vec<f64> = us.iter().map(|u| d.quantile(*u)).collect();
        prop_assert!(values.iter().all(|value| value.is_finite() && *value >= d.support_min()), "{:?}", values);
        // Two neighbouring numbers may change places in the last digit, where two formulas meet.
        let rises = |pair: &[f64]| pair[1] >= pair[0] - 1e-12 * (pair[0] + d.mean());
        prop_assert!(values.windows(2).all(rises), "{:?}", values);
    }

    #[test]
    fn scaling_scales_the_quantiles_and_the_mean(d in any_distribution(), u in any_uniform(), factor in 0.0..100.0) {
        let scaled = d.scaled(factor);
        // Near zero the normal's quantile is a difference, known to the digits of its mean.
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * (a.abs().max(b.abs()) + scaled.mean());
        prop_assert!(close(scaled.quantile(u), factor * d.quantile(u)));
        prop_assert!(close(scaled.mean(), factor * d.mean()));
        prop_assert!(close(scaled.support_min(), factor * d.support_min()));
    }

    #[test]
    fn a_mixture_of_one_is_that_one(d in any_distribution(), u in any_uniform(), weight in 1e-3..1e3) {
        let mixture = Distribution::mixture(vec![(weight, d.clone())]).unwrap();
        prop_assert_eq!(mixture.quantile(u), d.quantile(u));
    }

    #[test]
    fn a_sample_is_the_quantile_rounded_once(d in any_distribution(), seed in any::<u64>()) {
        let key = Key::replication(seed, 0);
        prop_assert_eq!(d.sample(key), SimDuration::rounded(d.quantile(key.uniform())));
    }
}
