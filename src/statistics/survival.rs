//! Times of which some are known only to be longer than the observation lasted.
//!
//! E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958). The intervals are
//! those of J. P. Klein and M. L. Moeschberger, Survival Analysis, 2003, sections 4.2 to 4.5; at 95 % they cover what they
//! should in 95.8 % (survival), 95.8 % (median) and 95.3 % (restricted mean) of 2,000 samples of 40 exponential times of
//! which a third are cut short.
//!
//! **Invariant:** without censoring, everything here equals its plain counterpart: survival is the share still waiting.

use super::estimate::Estimate;
use super::reference::{normal_quantile, student_t_quantile};

/// The product-limit estimate of P(T > t).
#[derive(Clone, PartialEq, Debug)]
pub struct KaplanMeier {
    /// The times at which something was observed to end, ascending, with the survival from then on.
    steps: Vec<(f64, f64)>,
    /// Greenwood's term of each step, ended/(at risk·(at risk − ended)); infinite where all ended.
    terms: Vec<f64>,
    /// What the curve was made from, ascending.
    times: Vec<(f64, bool)>,
}

impl KaplanMeier {
    /// From pairs (time, observed): `observed` is false where the time was cut short (censored). At equal times, what
    /// ended counts as ended before what was censored. Times are zero or more, and numbers; NaN is left out.
    pub fn new(times: &[(f64, bool)]) -> KaplanMeier {
        let mut times: Vec<(f64, bool)> = times.iter().copied().filter(|(time, _)| !time.is_nan()).collect();
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut steps, mut terms) = (Vec::new(), Vec::new());
        let mut survival = 1.0;
        let mut at_risk = times.len();
        for tied in times.chunk_by(|a, b| a.0 == b.0) {
            let ended = tied.iter().filter(|(_, observed)| *observed).count();
            if ended > 0 {
                survival *= (at_risk - ended) as f64 / at_risk as f64;
                steps.push((tied[0].0, survival));
                terms.push(ended as f64 / (at_risk as f64 * (at_risk - ended) as f64));
            }
            at_risk -= tied.len();
        }
        KaplanMeier { steps, terms, times }
    }

    /// The estimated probability that it takes longer than `t`. Beyond the last time, whether observed or censored, it
    /// stays what it was there.
    pub fn survival(&self, t: f64) -> f64 {
        let passed = self.steps.partition_point(|(time, _)| *time <= t);
        if passed == 0 { 1.0 } else { self.steps[passed - 1].1 }
    }

    /// The first time by which a share of at least `p` in (0, 1] has ended; `None` when the observation was too short
    /// for that.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        // Products of fractions that should meet 1 − p exactly may miss it by a rounding error.
        let target = 1.0 - p + 1e-12;
        self.steps.iter().find(|(_, survival)| *survival <= target).map(|(time, _)| *time)
    }

    /// The mean of min(T, `tau`): the area under the survival curve up to `tau`, in the unit of the times.
    ///
    /// A `tau` beyond the last censored time takes the curve to stay level, which makes the result too long.
    pub fn restricted_mean(&self, tau: f64) -> f64 {
        let (mut area, mut from, mut level) = (0.0, 0.0, 1.0);
        for &(time, survival) in self.steps.iter().take_while(|(time, _)| *time < tau) {
            area += level * (time - from);
            (from, level) = (time, survival);
        }
        // A level of zero has no area even when `tau` is infinite.
        if level > 0.0 { area + level * (tau - from).max(0.0) } else { area }
    }

    /// How many were still waiting just before `t`: those whose time, ended or cut short, is `t` or longer.
    pub fn at_risk(&self, t: f64) -> usize {
        self.times.len() - self.times.partition_point(|(time, _)| *time < t)
    }

    /// For each step of the curve its time and the bounds of the survival from then on, at a `confidence` in (0, 1): the
    /// pointwise log–log interval from Greenwood's variance, which stays within 0 and 1.
    ///
    /// Where all have ended the variance is unknown: the low bound is 0 there and the high one that of the step before,
    /// for survival does not rise.
    pub fn band(&self, confidence: f64) -> Vec<(f64, f64, f64)> {
        let z = normal_quantile(0.5 + 0.5 * confidence);
        let (mut greenwood, mut ceiling) = (0.0, 1.0);
        let bounds = self.steps.iter().zip(&self.terms).map(|(&(time, survival), term)| {
            greenwood += term;
            if survival <= 0.0 {
                return (time, 0.0, ceiling);
            }
            let logarithm = libm::log(survival);
            let stretch = libm::exp(z * greenwood.sqrt() / logarithm.abs());
            let low = libm::exp(logarithm * stretch);
            ceiling = libm::exp(logarithm / stretch);
            (time, low, ceiling)
        });
        bounds.collect()
    }

    /// The bounds of the time by which a share of `p` has ended, at a `confidence` in (0, 1): the first times at which
    /// the low and the high bound of the [`band`](KaplanMeier::band) have come down to 1 − p (R. Brookmeyer and J.
    /// Crowley, Biometrics 38, 1982).
    ///
    /// `None` is a bound beyond what was observed: of the low one, that the quantile is not known to be in reach; of the
    /// high one, that it has no known end.
    pub fn quantile_interval(&self, p: f64, confidence: f64) -> (Option<f64>, Option<f64>) {
        let target = 1.0 - p + 1e-12;
        let band = self.band(confidence);
        let low = band.iter().find(|(_, low, _)| *low <= target).map(|(time, ..)| *time);
        let high = band.iter().find(|(.., high)| *high <= target).map(|(time, ..)| *time);
        (low, high)
    }

    /// The mean of min(T, `tau`) with its interval from Greenwood's variance, at a `confidence` in (0, 1).
    ///
    /// With m the number of those whose min(T, `tau`) is known, the variance is enlarged by m/(m − 1), as Kaplan and
    /// Meier propose, and the quantile is Student's of m − 1 degrees: with nothing cut short before `tau` it is the plain
    /// mean and interval of min(T, `tau`). The bounds lie within 0 and `tau` unless m < 2, when they are infinite; no
    /// times at all, or a `tau` that is NaN, give a NaN mean. As in [`restricted_mean`](KaplanMeier::restricted_mean), a
    /// `tau` beyond the last time cut short makes the result too long.
    pub fn restricted_mean_interval(&self, tau: f64, confidence: f64) -> Estimate {
        let n = self.times.len();
        let RestrictedMean { mean, variance, known } = self.restricted_mean_with_variance(tau);
        if known < 2 || mean.is_nan() {
            return Estimate { mean, low: f64::NEG_INFINITY, high: f64::INFINITY, n };
        }
        let error = variance.sqrt();
        let half = student_t_quantile(0.5 + 0.5 * confidence, (known - 1) as f64) * error;
        let half = if error > 0.0 { half } else { 0.0 };
        Estimate { mean, low: (mean - half).max(0.0), high: (mean + half).min(tau.max(mean)), n }
    }

    /// What the interval is made of; the variance is NaN or infinite where less than two are known.
    pub(super) fn restricted_mean_with_variance(&self, tau: f64) -> RestrictedMean {
        let mean = if self.times.is_empty() || tau.is_nan() { f64::NAN } else { self.restricted_mean(tau) };
        let known = self.times.iter().filter(|(time, observed)| *observed || *time >= tau).count();
        let (mut variance, mut area, mut until) = (0.0, 0.0, tau);
        for (&(time, survival), term) in self.steps.iter().zip(&self.terms).rev() {
            // Beyond `tau`, and where nobody is left, there is no area; the term may then be infinite.
            if time < tau && survival > 0.0 {
                area += survival * (until - time);
                variance += area * area * term;
            }
            until = until.min(time);
        }
        RestrictedMean { mean, variance: variance * known as f64 / (known as f64 - 1.0), known }
    }

    /// The curve: the times at which it falls, ascending, each with the survival from then on.
    pub fn steps(&self) -> &[(f64, f64)] {
        &self.steps
    }
}

#[cfg(test)]
pub(super) mod examples {
    /// Weeks of remission of 21 patients under 6-mercaptopurine: Freireich and others, Blood 21 (1963); the common
    /// example of textbooks, where the survivals below are found.
    pub const REMISSIONS: [(f64, bool); 21] = [
        (6.0, true),
        (6.0, true),
        (6.0, true),
        (6.0, false),
        (7.0, true),
        (9.0, false),
        (10.0, true),
        (10.0, false),
        (11.0, false),
        (13.0, true),
        (16.0, true),
        (17.0, false),
        (19.0, false),
        (20.0, false),
        (22.0, true),
        (23.0, true),
        (25.0, false),
        (32.0, false),
        (32.0, false),
        (34.0, false),
        (35.0, false),
    ];

    /// The same for the 21 patients under placebo.
    pub const PLACEBO: [(f64, bool); 21] = [
        (1.0, true),
        (1.0, true),
        (2.0, true),
        (2.0, true),
        (3.0, true),
        (4.0, true),
        (4.0, true),
        (5.0, true),
        (5.0, true),
        (8.0, true),
        (8.0, true),
        (8.0, true),
        (8.0, true),
        (11.0, true),
        (11.0, true),
        (12.0, true),
        (12.0, true),
        (15.0, true),
        (17.0, true),
        (22.0, true),
        (23.0, true),
    ];
}

/// A mean of min(T, τ).
pub(super) struct RestrictedMean {
    pub mean: f64,
    /// The square of its standard error.
    pub variance: f64,
    /// Of how many min(T, τ) is known.
    pub known: usize,
}

#[cfg(test)]
mod tests {
    use super::super::estimate::mean_interval;
    use super::super::trials;
    use super::examples::{PLACEBO, REMISSIONS};
    use super::*;

    #[test]
    fn remissions_survive_as_published() {
        let curve = KaplanMeier::new(&REMISSIONS);
        let published = [
            (5.9, 1.0),
            (6.0, 0.857),
            (7.0, 0.807),
            (10.0, 0.753),
            (13.0, 0.690),
            (16.0, 0.627),
            (22.0, 0.538),
        ];
        for (week, survival) in published {
            assert!((curve.survival(week) - survival).abs() < 0.0005, "week {week}");
        }
        assert!((curve.survival(23.0) - 0.448).abs() < 0.0005);
        assert_eq!(curve.survival(1000.0), curve.survival(23.0));
        assert_eq!(curve.quantile(0.5), Some(23.0));
        assert_eq!(curve.quantile(0.1), Some(6.0));
        assert_eq!(curve.quantile(0.6), None);
    }

    #[test]
    fn restricted_mean_is_the_area_under_the_curve() {
        let curve = KaplanMeier::new(&REMISSIONS);
        // The same sum with fractions, by hand: to week 35, and to week 8 with its partial step.
        assert!((curve.restricted_mean(35.0) - 23.287_394_957_983_192).abs() < 1e-10);
        assert!((curve.restricted_mean(8.0) - (6.0 + 18.0 / 21.0 + 18.0 / 21.0 * 16.0 / 17.0)).abs() < 1e-12);
        assert_eq!(curve.restricted_mean(3.0), 3.0);
    }

    #[test]
    fn nothing_censored_is_the_plain_sample() {
        let times: Vec<(f64, bool)> = (1..=10).rev().map(|t| (f64::from(t), true)).collect();
        let curve = KaplanMeier::new(&times);
        for t in 0..=10 {
            assert!((curve.survival(f64::from(t)) - f64::from(10 - t) / 10.0).abs() < 1e-12);
        }
        for t in 1..=10 {
            assert_eq!(curve.quantile(f64::from(t) / 10.0), Some(f64::from(t)));
        }
        assert!((curve.restricted_mean(10.0) - 5.5).abs() < 1e-12);
        assert!((curve.restricted_mean(99.0) - 5.5).abs() < 1e-12);
    }

    #[test]
    fn nothing_observed() {
        for times in [&[][..], &[(3.0, false), (4.0, false)]] {
            let curve = KaplanMeier::new(times);
            assert_eq!(curve.survival(100.0), 1.0);
            assert_eq!(curve.quantile(0.01), None);
            assert_eq!(curve.restricted_mean(7.0), 7.0);
        }
    }

    #[test]
    fn bands_are_log_log() {
        // lifelines 0.30.3: KaplanMeierFitter().fit(times, observed, alpha=0.05).confidence_interval_.
        let expected = [
            (6.0, 0.619_717_955_265_983_8, 0.951_551_747_646_996_9),
            (7.0, 0.563_146_564_622_233_3, 0.922_809_019_202_880_2),
            (10.0, 0.503_199_510_799_956_4, 0.889_361_835_169_265_1),
            (13.0, 0.431_610_222_486_183_88, 0.849_065_963_349_450_5),
            (16.0, 0.367_510_855_987_501_94, 0.804_912_189_471_841_1),
            (22.0, 0.267_778_936_767_134_93, 0.746_790_717_635_394_3),
            (23.0, 0.188_052_005_959_232_33, 0.680_142_628_495_241_2),
        ];
        let band = KaplanMeier::new(&REMISSIONS).band(0.95);
        assert_eq!(band.len(), expected.len());
        for (got, expected) in band.iter().zip(expected) {
            assert!(got.0 == expected.0 && (got.1 - expected.1).abs() < 1e-12, "{got:?}");
            assert!((got.2 - expected.2).abs() < 1e-12, "{got:?}");
        }
        // Where all have ended lifelines has the bounds 0 and 0, as if there were no doubt.
        let placebo = KaplanMeier::new(&PLACEBO).band(0.95);
        assert!((placebo[10].1 - 0.003_324_463_042_531_178).abs() < 1e-12);
        assert_eq!(placebo[11], (23.0, 0.0, placebo[10].2));
    }

    #[test]
    fn quantiles_lie_where_the_band_crosses() {
        // lifelines 0.30.3: qth_survival_times(1 - p, confidence_interval_), of which inf is `None`.
        let remissions = KaplanMeier::new(&REMISSIONS);
        assert_eq!(remissions.quantile_interval(0.25, 0.95), (Some(6.0), Some(22.0)));
        assert_eq!(remissions.quantile_interval(0.5, 0.95), (Some(13.0), None));
        assert_eq!(remissions.quantile_interval(0.75, 0.95), (Some(23.0), None));
        let placebo = KaplanMeier::new(&PLACEBO);
        assert_eq!(placebo.quantile_interval(0.25, 0.95), (Some(1.0), Some(5.0)));
        assert_eq!(placebo.quantile_interval(0.5, 0.95), (Some(4.0), Some(11.0)));
        assert_eq!(placebo.quantile_interval(0.75, 0.95), (Some(8.0), Some(22.0)));
        assert_eq!(KaplanMeier::new(&[]).quantile_interval(0.5, 0.95), (None, None));
    }

    #[test]
    fn numbers_at_risk_count_those_still_waiting() {
        let curve = KaplanMeier::new(&REMISSIONS);
        // lifelines 0.30.3: KaplanMeierFitter().fit(times, observed).event_table.at_risk.
        for (week, waiting) in [(0.0, 21), (6.0, 21), (7.0, 17), (9.0, 16), (32.0, 4), (34.0, 2), (35.0, 1)] {
            assert_eq!(curve.at_risk(week), waiting, "week {week}");
        }
        assert_eq!(curve.at_risk(35.1), 0);
    }

    #[test]
    fn variance_of_the_restricted_mean_is_greenwoods() {
        // Python 3.12, Fraction: Σ (area after step i)²·d/(n·(n − d)), without the factor m/(m − 1) and Student's t.
        for (tau, known, variance) in [
            (35.0, 10.0, 7.994_573_161_213_736),
            (20.0, 15.0, 1.566_402_924_224_192_6),
            (8.0, 20.0, 0.024_364_466_498_413_503),
        ] {
            let got = KaplanMeier::new(&REMISSIONS).restricted_mean_interval(tau, 0.9);
            let t = student_t_quantile(0.95, known - 1.0);
            let half = t * (variance * known / (known - 1.0)).sqrt();
            assert!((got.mean - got.low - half).abs() < 1e-10, "{tau}: {got:?}");
            assert_eq!(got.n, 21);
        }
    }

    #[test]
    fn restricted_mean_without_censoring_is_the_plain_one() {
        for tau in [5.0, 17.5, 23.0, f64::INFINITY] {
            let cut: Vec<f64> = PLACEBO.iter().map(|(time, _)| time.min(tau)).collect();
            let (got, plain) =
                (KaplanMeier::new(&PLACEBO).restricted_mean_interval(tau, 0.95), mean_interval(&cut, 0.95));
            assert!((got.mean - plain.mean).abs() < 1e-12 && (got.low - plain.low).abs() < 1e-12, "{got:?}");
            assert!((got.high - plain.high).abs() < 1e-12 || plain.high > tau && got.high == tau, "{got:?}");
        }
        let beyond = KaplanMeier::new(&[(5.0, true), (6.0, false)]).restricted_mean_interval(4.0, 0.95);
        assert_eq!((beyond.mean, beyond.low, beyond.high), (4.0, 4.0, 4.0));
    }

    #[test]
    fn too_few_times_for_a_restricted_mean() {
        for times in [&[][..], &[(3.0, true)], &[(3.0, false), (4.0, false)], &[(1.0, true), (2.0, false)]] {
            let got = KaplanMeier::new(times).restricted_mean_interval(7.0, 0.95);
            assert!(got.low == f64::NEG_INFINITY && got.high == f64::INFINITY, "{got:?}");
            assert_eq!(got.mean.is_nan(), times.is_empty());
        }
        assert!(KaplanMeier::new(&REMISSIONS).restricted_mean_interval(f64::NAN, 0.95).mean.is_nan());
    }

    #[test]
    fn intervals_cover() {
        let mut draws = trials::generator(1);
        let (samples, tau, half_life) = (2000, 1.5, std::f64::consts::LN_2);
        let mut covered = [0, 0, 0];
        for _ in 0..samples {
            let times: Vec<(f64, bool)> = (0..40)
                .map(|_| (trials::exponential(&mut draws), 3.0 * trials::uniform(&mut draws)))
                .map(|(ended, cut)| (ended.min(cut), ended <= cut))
                .collect();
            let curve = KaplanMeier::new(&times);
            let band = curve.band(0.95);
            let (_, low, high) = band[band.partition_point(|(time, ..)| *time <= half_life) - 1];
            covered[0] += u32::from(low <= 0.5 && 0.5 <= high);
            let (low, high) = curve.quantile_interval(0.5, 0.95);
            covered[1] += u32::from(
                low.is_some_and(|low| low <= half_life) && high.is_none_or(|high| half_life <= high),
            );
            let mean = curve.restricted_mean_interval(tau, 0.95);
            let truth = 1.0 - libm::exp(-tau);
            covered[2] += u32::from(mean.low <= truth && truth <= mean.high);
        }
        // As told in the documentation.
        assert_eq!(covered, [1915, 1915, 1906]);
    }
}
