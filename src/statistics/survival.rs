//! Times of which some are known only to be longer than the observation lasted.
//!
//! E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958).
//!
//! **Invariant:** without censoring, everything here equals its plain counterpart: survival is the share still waiting.

/// The product-limit estimate of P(T > t).
#[derive(Clone, PartialEq, Debug)]
pub struct KaplanMeier {
    /// The times at which something was observed to end, ascending, with the survival from then on.
    steps: Vec<(f64, f64)>,
}

impl KaplanMeier {
    /// From pairs (time, observed): `observed` is false where the time was cut short (censored). At equal times, what
    /// ended counts as ended before what was censored. Times are zero or more, and numbers; NaN is left out.
    pub fn new(times: &[(f64, bool)]) -> KaplanMeier {
        let mut times: Vec<(f64, bool)> = times.iter().copied().filter(|(time, _)| !time.is_nan()).collect();
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut steps = Vec::new();
        let mut survival = 1.0;
        let mut at_risk = times.len();
        for tied in times.chunk_by(|a, b| a.0 == b.0) {
            let ended = tied.iter().filter(|(_, observed)| *observed).count();
            if ended > 0 {
                survival *= (at_risk - ended) as f64 / at_risk as f64;
                steps.push((tied[0].0, survival));
            }
            at_risk -= tied.len();
        }
        KaplanMeier { steps }
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
        area + level * (tau - from).max(0.0)
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

#[cfg(test)]
mod tests {
    use super::examples::REMISSIONS;
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
}
