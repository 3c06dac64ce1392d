//! Estimators and tests on plain slices of numbers.
//!
//! - [`mean_interval`], [`wilson`]: a mean and a share with their confidence intervals, as an [`Estimate`].
//! - [`quantile`], [`quantile_interval`]: sample quantiles and the order statistics around them.
//! - [`paired_difference`]: how much more the second of two values is, under common random numbers; [`holm()`]: many such
//!   questions at once.
//! - [`KaplanMeier`], [`log_rank()`]: times of which some were cut short by the end of the observation.
//! - [`welch`], [`sign_test`]: two samples that are not paired, and pairs of which only the sign counts.
//! - [`morris()`], [`sobol()`], [`factorial()`], [`tornado()`]: which factors a value depends on, with the [`Noise`] of
//!   replications taken off; [`partial_rank_correlation`]: what it rises and falls with.
//! - [`KimNelson`], [`Cheapest`]: which alternative is the best, or the cheapest that is good enough, stopping early on
//!   the others; [`confidence_sequence()`]: a share whose interval may be looked at after every trial.
//! - [`chow_robbins`]: whether a mean is known precisely enough.
//! - [`percentile`], [`agreement`]: how observations stand to what was simulated.
//! - [`kernel`], [`effective_size`], [`weighted_share`], [`weighted_quantile`]: a sample given what was observed.
//! - [`kolmogorov_smirnov()`]: does a sample follow a distribution?
//! - [`normal_cdf`], [`normal_quantile`], [`student_t_quantile`] and others: the distributions behind these.
//!
//! **Invariant:** imports no other room and holds no state but that of a selection under way; the same numbers in the
//! same order give the same bits on every platform (`libm`). Where there is too little data for an answer, the answer says so (NaN, infinite bounds or
//! `None`, as each function documents); nothing panics on data.

mod cheapest;
mod conditioning;
mod confidence_sequence;
mod estimate;
mod factorial;
mod histogram;
mod holm;
mod kim_nelson;
mod kolmogorov_smirnov;
mod log_rank;
mod morris;
mod noise;
mod observed;
mod paired;
mod rank;
mod reference;
mod sequential;
mod sobol;
mod survival;
mod tornado;
#[cfg(test)]
mod trials;
mod two_samples;

pub use cheapest::{Cheapest, CheapestVerdict};
pub use conditioning::{effective_size, kernel, weighted_quantile, weighted_share};
pub use confidence_sequence::confidence_sequence;
pub use estimate::{Estimate, mean_interval, quantile, quantile_interval, standard_deviation, wilson};
pub use factorial::{Factorial, Interaction, MainEffect, factorial};
pub use histogram::{Histogram, MOST_BINS, histogram};
pub use holm::holm;
pub use kim_nelson::{Best, KimNelson};
pub use kolmogorov_smirnov::{KolmogorovSmirnov, kolmogorov_smirnov, kolmogorov_survival};
pub use log_rank::{LogRank, log_rank};
pub use morris::{MorrisEffect, morris};
pub use noise::Noise;
pub use observed::{Agreement, LEAST_OBSERVATIONS, Observation, Percentile, agreement, percentile};
pub use paired::{PairedDifference, paired_difference};
pub use rank::partial_rank_correlation;
pub use reference::{
    incomplete_beta, incomplete_gamma, normal_cdf, normal_quantile, student_t_cdf, student_t_quantile,
};
pub use sequential::{LEAST_VALUES, Stopping, chow_robbins};
pub use sobol::{SobolIndices, sobol};
pub use survival::KaplanMeier;
pub use tornado::{TornadoRow, tornado};
pub use two_samples::{sign_test, welch, welch_restricted};
