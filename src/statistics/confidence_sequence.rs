//! How probable something is, as an interval that may be looked at after every trial.
//!
//! **Invariant:** an interval contains the share that was seen.

use super::estimate::Estimate;
use super::reference::log_beta;

/// The interval of a probability that with a probability of at least `confidence` in (0, 1) contains it after *every*
/// number of trials at once, so that whoever stops when they like what they see is not misled.
///
/// It holds the p at which the mixture of likelihoods of all p′, weighted by Beta(½, ½), is less than 1/(1 − confidence)
/// times the likelihood of p: as long as p is true this ratio is a martingale, which by J. Ville's inequality
/// (Étude critique de la notion de collectif, 1939) ever grows so large with a probability of 1 − confidence at most (H.
/// Robbins, Annals of Mathematical Statistics 41, 1970). Without trials the mean is NaN and the interval is 0 to 1.
pub fn confidence_sequence(successes: u64, trials: u64, confidence: f64) -> Estimate {
    if trials == 0 {
        return Estimate { mean: f64::NAN, low: 0.0, high: 1.0, n: 0 };
    }
    let successes = successes.min(trials);
    let share = successes as f64 / trials as f64;
    // Both sides of the inequality as logarithms, less the mixture, which is the same for all p.
    let limit = -libm::log(1.0 - confidence) - log_mixture(successes, trials);
    let holds = |p: f64| limit.is_nan() || -log_likelihood(successes, trials, p) < limit;
    // The likelihood falls on both sides of the share.
    let bound = |beyond: f64| {
        let (mut inside, mut outside) = (share, beyond);
        if holds(outside) {
            return outside;
        }
        loop {
            let middle = 0.5 * (inside + outside);
            if middle == inside || middle == outside {
                return outside;
            }
            if holds(middle) { inside = middle } else { outside = middle }
        }
    };
    Estimate { mean: share, low: bound(0.0), high: bound(1.0), n: trials as usize }
}

/// The logarithm of how much more likely the trials are under the mixture than under `p`.
pub(super) fn log_evidence(successes: u64, trials: u64, p: f64) -> f64 {
    log_mixture(successes, trials) - log_likelihood(successes, trials, p)
}

fn log_mixture(successes: u64, trials: u64) -> f64 {
    // B(½, ½) is π.
    let failures = trials.saturating_sub(successes);
    log_beta(successes as f64 + 0.5, failures as f64 + 0.5) - libm::log(std::f64::consts::PI)
}

fn log_likelihood(successes: u64, trials: u64, p: f64) -> f64 {
    let power = |count: u64, logarithm: f64| if count > 0 { count as f64 * logarithm } else { 0.0 };
    power(successes, libm::log(p)) + power(trials.saturating_sub(successes), libm::log1p(-p))
}

#[cfg(test)]
mod tests {
    use super::super::{trials, wilson};
    use super::*;

    #[test]
    fn bounds_solve_the_equation() {
        // SciPy 1.17: brentq of betaln(s+.5, n-s+.5) - betaln(.5, .5) - s*log(p) - (n-s)*log1p(-p) + log(1-confidence).
        let known: [(u64, u64, f64, f64, f64); 4] = [
            (0, 10, 0.95, 0.0, 0.376_987_350_990_677),
            (7, 20, 0.95, 0.096_587_356_120_916, 0.685_511_731_175_987),
            (900, 1000, 0.99, 0.857_023_746_619_384, 0.934_193_810_749_909),
            (5, 5, 0.9, 0.476_672_521_208_362, 1.0),
        ];
        for (successes, trials, confidence, low, high) in known {
            let got = confidence_sequence(successes, trials, confidence);
            assert!((got.low - low).abs() < 1e-10 && (got.high - high).abs() < 1e-10, "{got:?}");
            assert_eq!((got.mean, got.n), (successes as f64 / trials as f64, trials as usize));
        }
        let nothing = confidence_sequence(0, 0, 0.95);
        assert!(nothing.mean.is_nan() && (nothing.low, nothing.high) == (0.0, 1.0));
        for confidence in [1.0, f64::NAN] {
            let all = confidence_sequence(5, 10, confidence);
            assert!(all.low < 1e-300 && all.high > 1.0 - 1e-15, "{all:?}");
        }
    }

    /// How many of 1,000 paths of 2,000 trials ever leave `p` outside of the interval.
    fn misled(p: f64, interval: impl Fn(u64, u64) -> Estimate) -> u32 {
        let mut draws = trials::generator(11);
        let mut paths = 0;
        for _ in 0..1000 {
            let (mut successes, mut out) = (0, false);
            for trial in 1..=2000 {
                successes += u64::from(trials::uniform(&mut draws) < p);
                if !out && (trial <= 50 || trial % 40 == 0) {
                    let got = interval(successes, trial);
                    out = p < got.low || got.high < p;
                }
            }
            paths += u32::from(out);
        }
        paths
    }

    #[test]
    fn few_paths_ever_exclude_the_truth() {
        for p in [0.05, 0.5, 0.8] {
            let paths = misled(p, |successes, trials| confidence_sequence(successes, trials, 0.95));
            assert!(!trials::contradicts(paths, 1000, 0.05), "{p}: {paths}");
        }
        let fixed = misled(0.5, |successes, trials| wilson(successes, trials, 0.95));
        assert!(trials::contradicts(fixed, 1000, 0.05), "an interval for one look would do: {fixed}");
    }
}
