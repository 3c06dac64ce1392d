//! Several tests at once.
//!
//! **Invariant:** an adjusted p-value is never below the one it came from, and the order of the values stays.

/// Holm's step-down adjustment (S. Holm, Scandinavian Journal of Statistics 6, 1979), in the order given: those at most
/// α are significant with a probability of at most α that any of them is so by chance.
///
/// NaN, a test that could not be made, stays NaN and does not count.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).filter(|&index| !p_values[index].is_nan()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = p_values.to_vec();
    let mut least = 0.0f64;
    for (rank, &index) in order.iter().enumerate() {
        least = least.max(((order.len() - rank) as f64 * p_values[index]).min(1.0));
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(p_values: &[f64], expected: &[f64]) {
        let got = holm(p_values);
        let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-15 || a.is_nan() && b.is_nan();
        assert!(got.len() == expected.len() && got.iter().zip(expected).all(close), "{got:?}");
    }

    #[test]
    fn values_are_adjusted_step_by_step() {
        // statsmodels 0.15: multipletests(p, method='holm').
        check(&[0.01, 0.04, 0.03, 0.005, 0.8, 0.03], &[0.05, 0.12, 0.12, 0.03, 0.8, 0.12]);
        check(&[0.6, 0.7], &[1.0, 1.0]);
        check(&[], &[]);
    }

    #[test]
    fn tests_that_were_not_made_do_not_count() {
        let nan = f64::NAN;
        check(
            &[nan, 0.01, 0.04, 0.03, nan, 0.005, 0.8, 0.03],
            &[nan, 0.05, 0.12, 0.12, nan, 0.03, 0.8, 0.12],
        );
        check(&[nan], &[nan]);
    }
}
