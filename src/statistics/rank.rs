//! How surely a value rises or falls with each of several columns, whatever the shape of the rise.
//!
//! S. Marino and others, "A methodology for performing global uncertainty and sensitivity analysis in systems biology",
//! Journal of Theoretical Biology 254 (2008), section 2.3.
//!
//! **Invariant:** every correlation that is a number lies in [−1, 1], and only the order of values matters to it.

use super::estimate::Estimate;
use super::reference::normal_quantile;

/// For each of `columns` the correlation of its ranks with those of `values`, with what is linear in the ranks of the
/// other columns taken off both (partial rank correlation, PRCC).
///
/// Equal values share their mean rank. The interval at a `confidence` in (0, 1) is Fisher's, tanh(artanh r ± z/√(n − c −
/// 3)) with c other columns; −1 to 1 with too few rows for that. Rows whose value is not finite are left out. NaN where
/// nothing is left to correlate: the column is a linear function of others, or they leave nothing open of the value.
pub fn partial_rank_correlation(columns: &[Vec<f64>], values: &[f64], confidence: f64) -> Vec<Estimate> {
    let used: Vec<usize> = (0..values.len()).filter(|&row| values[row].is_finite()).collect();
    let chosen = |column: &[f64]| ranks(&used.iter().map(|&row| column[row]).collect::<Vec<_>>());
    let ranked: Vec<Vec<f64>> = columns.iter().map(|column| chosen(column)).collect();
    let value = chosen(values);
    let n = used.len();
    let one = |j: usize| {
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for other in ranked.iter().enumerate().filter(|(k, _)| *k != j).map(|(_, other)| other) {
            basis.extend(normed(rest(other, &basis)));
        }
        let of_both = normed(rest(&ranked[j], &basis)).zip(normed(rest(&value, &basis)));
        let mean = of_both.map_or(f64::NAN, |(one, other)| product(&one, &other).clamp(-1.0, 1.0));
        let (low, high) = match n.checked_sub(columns.len() + 2) {
            Some(freedom) if freedom > 0 => {
                let half = normal_quantile(0.5 + 0.5 * confidence) / (freedom as f64).sqrt();
                (libm::tanh(libm::atanh(mean) - half), libm::tanh(libm::atanh(mean) + half))
            }
            _ => (-1.0, 1.0),
        };
        Estimate { mean, low, high, n }
    };
    (0..columns.len()).map(one).collect()
}

/// Ranks around their mean, which is zero.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = from as f64 + (equal.len() - 1) as f64 / 2.0 - middle;
        equal.iter().for_each(|&place| ranks[place] = rank);
        from += equal.len();
    }
    ranks
}

/// What an orthonormal basis leaves of a vector; taken off twice, for rounding leaves something the first time.
fn rest(vector: &[f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let mut rest = vector.to_vec();
    for direction in basis.iter().chain(basis) {
        let along = product(&rest, direction);
        rest.iter_mut().zip(direction).for_each(|(rest, direction)| *rest -= along * direction);
    }
    rest
}

/// The vector with a length of 1; none if it is what rounding leaves of ranks.
fn normed(mut vector: Vec<f64>) -> Option<Vec<f64>> {
    let (length, n) = (product(&vector, &vector).sqrt(), vector.len() as f64);
    if length <= 1e-9 * n * n.sqrt() {
        return None;
    }
    vector.iter_mut().for_each(|number| *number /= length);
    Some(vector)
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: [f64; 10] = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.5];
    const SECOND: [f64; 10] = [2.0, 7.0, 1.0, 8.0, 2.0, 8.5, 1.5, 8.0, 2.5, 4.5];
    const THIRD: [f64; 10] = [1.0, 6.0, 1.8, 0.3, 3.9, 8.8, 7.5, 4.9, 8.95, 4.8];
    const VALUES: [f64; 10] = [5.0, 4.4, 8.1, 0.5, 9.0, 12.0, 7.7, 6.1, 14.0, 6.2];

    #[track_caller]
    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-9, "{got} instead of {expected}");
    }

    #[test]
    fn correlations_are_those_of_pingouin() {
        let got = partial_rank_correlation(&[FIRST, SECOND, THIRD].map(Vec::from), &VALUES, 0.95);
        // pingouin 0.7.0: partial_corr(data, x, 'y', covar=others, method='spearman'), its r and, to two digits, CI95.
        let expected = [
            (0.819_210_446_352_450, 0.270_950_695_756_559, 0.966_149_190_795_925),
            (-0.721_965_311_221_282, -0.945_576_667_747_968, -0.035_200_736_936_377),
            (0.677_683_456_814_206, -0.051_658_958_635_083, 0.935_576_385_945_146),
        ];
        for (got, (mean, low, high)) in got.iter().zip(expected) {
            close(got.mean, mean);
            close(got.low, low);
            close(got.high, high);
        }
        assert!(got.iter().all(|estimate| estimate.n == 10));
    }

    #[test]
    fn what_rises_surely_has_a_correlation_of_one() {
        let columns = [FIRST.map(|x| 10.0 * x), THIRD];
        let cubed: Vec<f64> = THIRD.iter().map(|x| -x * x * x).collect();
        let got = partial_rank_correlation(&columns.map(Vec::from), &cubed, 0.95);
        assert!(got[0].mean.is_nan(), "the other column leaves nothing open: {got:?}");
        close(got[1].mean, -1.0);
        close(got[1].high, -1.0);
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let nan = f64::NAN;
        let got = partial_rank_correlation(&[vec![1.0, 2.0, 3.0, 0.0]], &[4.0, 5.0, 6.0, nan], 0.95);
        assert_eq!((got[0].n, got[0].low, got[0].high), (3, -1.0, 1.0));
        close(got[0].mean, 1.0);
        assert!(partial_rank_correlation(&[vec![2.0; 5]], &[1.0, 2.0, 3.0, 4.0, 5.0], 0.95)[0].mean.is_nan());
        assert!(partial_rank_correlation(&[vec![]], &[], 0.95)[0].mean.is_nan());
        assert!(partial_rank_correlation(&[], &[1.0], 0.95).is_empty());
    }
}
