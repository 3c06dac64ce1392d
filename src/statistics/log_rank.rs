//! Do two groups wait equally long, where some waits were cut short?
//!
//! **Invariant:** which group comes first makes no difference.

/// The result of a log-rank test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogRank {
    /// (Σ observed − expected)² / variance over the times at which something ended; χ² of one degree of freedom when
    /// both groups wait equally long.
    pub chi2: f64,
    /// The probability of a value at least so great if both groups wait equally long.
    pub p_value: f64,
}

/// The log-rank test of two independent samples of (time, observed), `observed` being false where the time was cut
/// short: N. Mantel, Cancer Chemotherapy Reports 50 (1966), with the hypergeometric variance.
///
/// NaN times are left out. Both numbers are NaN when nothing ended while both groups had somebody waiting. It asks
/// about independent samples: replications paired by common random numbers are not.
pub fn log_rank(first: &[(f64, bool)], second: &[(f64, bool)]) -> LogRank {
    let mut pooled: Vec<(f64, bool, usize)> = [first, second]
        .iter()
        .enumerate()
        .flat_map(|(group, times)| times.iter().map(move |&(time, observed)| (time, observed, group)))
        .filter(|(time, ..)| !time.is_nan())
        .collect();
    pooled.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut at_risk = [0.0, 0.0];
    for (.., group) in &pooled {
        at_risk[*group] += 1.0;
    }
    let (mut excess, mut variance) = (0.0, 0.0);
    for tied in pooled.chunk_by(|a, b| a.0 == b.0) {
        let mut ended = [0.0, 0.0];
        for (_, observed, group) in tied {
            ended[*group] += f64::from(u8::from(*observed));
        }
        let (n, d) = (at_risk[0] + at_risk[1], ended[0] + ended[1]);
        if d > 0.0 && n > 1.0 {
            let share = at_risk[0] / n;
            excess += ended[0] - d * share;
            variance += d * share * (1.0 - share) * (n - d) / (n - 1.0);
        }
        for (.., group) in tied {
            at_risk[*group] -= 1.0;
        }
    }
    if variance <= 0.0 {
        return LogRank { chi2: f64::NAN, p_value: f64::NAN };
    }
    let chi2 = excess * excess / variance;
    LogRank { chi2, p_value: libm::erfc((0.5 * chi2).sqrt()) }
}

#[cfg(test)]
mod tests {
    use super::super::survival::examples::{PLACEBO, REMISSIONS};
    use super::*;

    #[test]
    fn remissions_last_longer_than_under_placebo() {
        // lifelines 0.30.3: logrank_test(durations_A, durations_B, event_observed_A, event_observed_B).
        let got = log_rank(&REMISSIONS, &PLACEBO);
        assert!((got.chi2 - 16.792_940_989_216_547).abs() < 1e-10, "{got:?}");
        assert!((got.p_value - 4.168_809_109_334_511e-5).abs() < 1e-15, "{got:?}");
        let turned = log_rank(&PLACEBO, &REMISSIONS);
        assert!((turned.chi2 - got.chi2).abs() < 1e-10);
    }

    #[test]
    fn nothing_to_compare() {
        for (first, second) in [
            (&[][..], &[][..]),
            (&[(1.0, true)], &[]),
            (&[(1.0, false)], &[(2.0, false)]),
            (&[(f64::NAN, true)], &[(2.0, true)]),
            (&[(1.0, false)], &[(2.0, true)]),
        ] {
            let got = log_rank(first, second);
            assert!(got.chi2.is_nan() && got.p_value.is_nan(), "{got:?}");
        }
        let same = log_rank(&REMISSIONS, &REMISSIONS);
        assert!(same.chi2 < 1e-20 && same.p_value > 1.0 - 1e-9, "{same:?}");
    }
}
