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
