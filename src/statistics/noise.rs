//! What chance adds to values that are means of replications.
//!
//! An analysis of variance is made of quadratic forms of the values, and noise adds to each its own form of the noise.
//! That addition is estimated and taken off.
//!
//! **Invariant:** without knowledge of the noise nothing is taken off.

/// What is known of the noise in the values of an analysis.
#[derive(Clone, Copy, Debug)]
pub enum Noise<'a> {
    /// Nothing, or that there is none.
    Unknown,
    /// For each value the variance of its noise, as the variance over replications divided by their number. The noises
    /// are independent: no two values share random numbers.
    Independent(&'a [f64]),
    /// For each value its replications; those of the same number share their random numbers, as under common random
    /// numbers, or do not, which makes no difference here. Numbers at which any value that counts is NaN or missing
    /// are passed over; with fewer than two left the noise is unknown.
    Replications(&'a [Vec<f64>]),
}

/// The noise as an analysis takes it off: a quadratic form M adds Σ vᵢ·Mᵢᵢ by independent noise, Σ eᵀMe over the
/// residuals e of replications.
pub(super) enum Terms {
    Unknown,
    Variances(Vec<f64>),
    Residuals(Vec<Vec<f64>>),
}

impl Noise<'_> {
    /// The terms of the values numbered `used`, in that order.
    pub(super) fn terms(&self, used: &[usize]) -> Terms {
        match self {
            Noise::Unknown => Terms::Unknown,
            Noise::Independent(variances) => {
                let variances: Option<Vec<f64>> = used
                    .iter()
                    .map(|&value| variances.get(value).copied().filter(|v| v.is_finite()))
                    .collect();
                variances.map_or(Terms::Unknown, Terms::Variances)
            }
            Noise::Replications(values) => residuals(values, used),
        }
    }
}

/// Residuals from the mean over the complete replications, divided by √(R·(R − 1)): the form of a mean of R is then
/// freed of noise, being the mean over pairs of different replications.
fn residuals(values: &[Vec<f64>], used: &[usize]) -> Terms {
    let none = Vec::new();
    let columns: Vec<&Vec<f64>> = used.iter().map(|&value| values.get(value).unwrap_or(&none)).collect();
    let shortest = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let complete: Vec<usize> = (0..shortest)
        .filter(|&replication| columns.iter().all(|column| column[replication].is_finite()))
        .collect();
    let count = complete.len() as f64;
    if count < 2.0 {
        return Terms::Unknown;
    }
    let means: Vec<f64> = columns
        .iter()
        .map(|column| complete.iter().map(|&replication| column[replication]).sum::<f64>() / count)
        .collect();
    let scale = (count * (count - 1.0)).sqrt();
    let residual = |replication: usize| {
        columns.iter().zip(&means).map(|(column, mean)| (column[replication] - mean) / scale).collect()
    };
    Terms::Residuals(complete.iter().map(|&replication| residual(replication)).collect())
}
