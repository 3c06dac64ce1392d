//! Distributions of durations and other quantities that cannot be negative.
//!
//! Every variate is made from one uniform number by the inverse of the distribution function, so that a larger uniform
//! is a longer duration in every family: what two variants of a scenario share, they share as far as possible.
//! The one exception is the mixture, which spends the upper digits of its uniform on the choice of the component.
//!
//! A distribution has the unit of its parameters. Durations are in microseconds, and [`Distribution::sample`] rounds
//! once, at the end.
//!
//! **Invariant:** constructors let through only parameters for which every variate is finite and at least zero, and the
//! mean is finite. Zero spans are legal; so are families without spread, which then are fixed values.

use std::fmt;
use std::sync::Arc;

use super::draw::Key;
use super::normal;
use super::quantile_table::QuantileTable;
use super::time::SimDuration;

/// The least and the greatest uniform number that a key can give.
const LEAST_DRAW: f64 = f64::EPSILON / 4.0;
const GREATEST_DRAW: f64 = 1.0 - f64::EPSILON / 2.0;

/// Longer than anything, and yet so short that no formula below overflows.
const GREATEST_SPAN: f64 = 1e100;

/// The shapes for which the table of Gamma quantiles keeps its accuracy.
const LEAST_SHAPE: f64 = 0.05;
const GREATEST_SHAPE: f64 = 1e6;

/// A distribution on the numbers from zero upwards.
#[derive(Clone, PartialEq, Debug)]
pub struct Distribution(Family);

#[derive(Clone, PartialEq, Debug)]
enum Family {
    Fixed(f64),
    Exponential { mean: f64 },
    Uniform { low: f64, high: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Pert { low: f64, mode: f64, high: f64, table: Arc<QuantileTable> },
    // `above` is the probability that the normal variate is positive, `below` the rest.
    Normal { mean: f64, deviation: f64, below: f64, above: f64 },
    LogNormal { median: f64, sigma: f64 },
    Weibull { scale: f64, shape: f64 },
    Gamma { mean: f64, table: Arc<QuantileTable> },
    // Ascending.
    Empirical(Arc<[f64]>),
    Mixture(Arc<[Component]>),
}

/// One part of a mixture: used when the uniform lies in [from, from + weight); the weights add up to 1.
#[derive(Clone, PartialEq, Debug)]
struct Component {
    from: f64,
    weight: f64,
    distribution: Distribution,
}

/// Why a distribution cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParameterError {
    /// The parameter at fault, by the name that the constructor gives it.
    pub parameter: &'static str,
    /// What it must be, to be read after "must be".
    pub required: &'static str,
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must be {}", self.parameter, self.required)
    }
}

impl std::error::Error for ParameterError {}

fn require(holds: bool, parameter: &'static str, required: &'static str) -> Result<(), ParameterError> {
    if holds { Ok(()) } else { Err(ParameterError { parameter, required }) }
}

fn require_span(value: f64, parameter: &'static str) -> Result<(), ParameterError> {
    require((0.0..=GREATEST_SPAN).contains(&value), parameter, "a number from 0 to 1e100")
}

fn require_positive(value: f64, parameter: &'static str) -> Result<(), ParameterError> {
    require(value.is_finite() && value > 0.0, parameter, "a finite number above zero")
}

fn require_order(low: f64, mode: f64, high: f64) -> Result<(), ParameterError> {
    require_span(low, "low")?;
    require_span(mode, "mode")?;
    require_span(high, "high")?;
    require(low <= mode, "mode", "at least `low`")?;
    require(mode <= high, "mode", "at most `high`")
}

/// The constructors. Each returns an error that names the first parameter at fault.
impl Distribution {
    /// Always zero.
    pub const ZERO: Distribution = Distribution(Family::Fixed(0.0));

    /// Always `value`, which is zero or more.
    pub fn fixed(value: f64) -> Result<Distribution, ParameterError> {
        require_span(value, "value")?;
        Ok(Distribution(Family::Fixed(value)))
    }

    /// Exponential with a `mean` of zero or more.
    pub fn exponential(mean: f64) -> Result<Distribution, ParameterError> {
        require_span(mean, "mean")?;
        Ok(Distribution(Family::Exponential { mean }))
    }

    /// Uniform between `low` and `high`, 0 ≤ `low` ≤ `high`.
    pub fn uniform(low: f64, high: f64) -> Result<Distribution, ParameterError> {
        require_span(low, "low")?;
        require_span(high, "high")?;
        require(low <= high, "high", "at least `low`")?;
        Ok(Distribution(Family::Uniform { low, high }))
    }

    /// Triangular: the density rises from `low` to `mode` and falls to `high`, 0 ≤ `low` ≤ `mode` ≤ `high`.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Distribution, ParameterError> {
        require_order(low, mode, high)?;
        if low == high {
            return Distribution::fixed(low);
        }
        Ok(Distribution(Family::Triangular { low, mode, high }))
    }

    /// PERT: a beta distribution on `low` to `high` with mean (`low` + 4·`mode` + `high`)/6, 0 ≤ `low` ≤ `mode` ≤
    /// `high`. Its shapes are 1 + 4(`mode` − `low`)/(`high` − `low`) and 6 less that.
    ///
    /// Quantiles are within 10⁻⁹·(`high` − `low`) of the truth. Making one takes about half a millisecond.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Distribution, ParameterError> {
        require_order(low, mode, high)?;
        if low == high {
            return Distribution::fixed(low);
        }
        let table = Arc::new(QuantileTable::beta(1.0 + 4.0 * ((mode - low) / (high - low))));
        Ok(Distribution(Family::Pert { low, mode, high, table }))
    }

    /// A normal distribution of which only the part above zero is left (renormalised, not clipped). `mean` and `sd`,
    /// both zero or more, are those *before* truncation; [`Distribution::mean`] is the true one.
    pub fn normal(mean: f64, sd: f64) -> Result<Distribution, ParameterError> {
        require_span(mean, "mean")?;
        require_span(sd, "sd")?;
        if sd == 0.0 {
            return Distribution::fixed(mean);
        }
        let (below, above) = (normal::cumulative(-mean / sd), normal::cumulative(mean / sd));
        Ok(Distribution(Family::Normal { mean, deviation: sd, below, above }))
    }

    /// Log-normal: the logarithm is normal with mean ln `median` and standard deviation `sigma`, both zero or more.
    pub fn lognormal(median: f64, sigma: f64) -> Result<Distribution, ParameterError> {
        require_span(median, "median")?;
        require_span(sigma, "sigma")?;
        let distribution = Distribution(Family::LogNormal { median, sigma });
        require(distribution.mean().is_finite(), "sigma", "small enough for a finite mean")?;
        Ok(distribution)
    }

    /// Weibull: P(X > x) = exp(−(x/`scale`)^`shape`), `scale` zero or more, `shape` above zero.
    pub fn weibull(scale: f64, shape: f64) -> Result<Distribution, ParameterError> {
        require_span(scale, "scale")?;
        require_positive(shape, "shape")?;
        let distribution = Distribution(Family::Weibull { scale, shape });
        require(distribution.mean().is_finite(), "shape", "large enough for a finite mean")?;
        Ok(distribution)
    }

    /// Gamma with a `mean` of zero or more and a `shape` between 0.05 and 10⁶; the standard deviation is
    /// `mean`/√`shape`, and shape 1 is the exponential.
    ///
    /// Quantiles have a relative error below 10⁻⁹. Making one takes about half a millisecond.
    pub fn gamma(mean: f64, shape: f64) -> Result<Distribution, ParameterError> {
        require_span(mean, "mean")?;
        require((LEAST_SHAPE..=GREATEST_SHAPE).contains(&shape), "shape", "between 0.05 and 1000000")?;
        if mean == 0.0 {
            return Ok(Distribution::ZERO);
        }
        Ok(Distribution(Family::Gamma { mean, table: Arc::new(QuantileTable::gamma(shape)) }))
    }

    /// One of the given `values`, each as likely as the others; at least one, all zero or more.
    pub fn empirical(mut values: Vec<f64>) -> Result<Distribution, ParameterError> {
        require(!values.is_empty(), "values", "at least one value")?;
        for value in &values {
            require_span(*value, "values")?;
        }
        values.sort_by(f64::total_cmp);
        Ok(Distribution(Family::Empirical(values.into())))
    }

    /// One of several distributions, each with a probability in proportion to its weight. Weights are zero or more,
    /// and not all zero; a component of weight zero never occurs.
    pub fn mixture(components: Vec<(f64, Distribution)>) -> Result<Distribution, ParameterError> {
        for (weight, _) in &components {
            require_span(*weight, "weights")?;
        }
        let total: f64 = components.iter().map(|(weight, _)| weight).sum();
        require(total.is_finite() && total > 0.0, "weights", "of a finite sum above zero")?;
        let mut from = 0.0;
        let mut parts = Vec::with_capacity(components.len());
        for (weight, distribution) in components {
            let weight = weight / total;
            if weight > 0.0 {
                parts.push(Component { from, weight, distribution });
                from += weight;
            }
        }
        Ok(Distribution(Family::Mixture(parts.into())))
    }
}

impl Distribution {
    /// The duration that belongs to a key: the quantile at its uniform, in microseconds, rounded once to the nearest.
    #[inline]
    pub fn sample(&self, key: Key) -> SimDuration {
        SimDuration::rounded(self.quantile(key.uniform()))
    }

    /// The value that belongs to the uniform number `u`: the one not exceeded with probability `u`. For a mixture it
    /// is the value that this `u` chooses, which does not rise with `u` throughout.
    ///
    /// A `u` outside the range of draws, 2⁻⁵⁴ to 1 − 2⁻⁵³, counts as its nearer end.
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.clamp(LEAST_DRAW, GREATEST_DRAW);
        match &self.0 {
            Family::Fixed(value) => *value,
            Family::Exponential { mean } => -libm::log1p(-u) * mean,
            Family::Uniform { low, high } => low + u * (high - low),
            Family::Triangular { low, mode, high } => triangular_quantile(*low, *mode, *high, u),
            Family::Pert { low, high, table, .. } => low + (high - low) / (1.0 + libm::exp(-table.at(u))),
            Family::Normal { mean, deviation, below, above } => {
                // From the nearer end, so that neither tail loses digits to a difference from 1.
                let (lower, upper) = (below + u * above, (1.0 - u) * above);
                let z = if lower < upper { normal::quantile(lower) } else { -normal::quantile(upper) };
                (mean + deviation * z).max(0.0)
            }
            Family::LogNormal { median, sigma } => median * libm::exp(sigma * normal::quantile(u)),
            Family::Weibull { scale, shape } => scale * libm::pow(-libm::log1p(-u), 1.0 / shape),
            Family::Gamma { mean, table } => mean * libm::exp(table.at(u)),
            Family::Empirical(values) => values[((u * values.len() as f64) as usize).min(values.len() - 1)],
            Family::Mixture(components) => mixture_quantile(components, u),
        }
    }

    /// A number `u` from which on every [`Distribution::quantile`] is more than `span`, so that whoever only asks whether
    /// a sample lies within `span` need not work out those that do not; 1 where no such number is at hand.
    pub fn exceeded_from(&self, span: SimDuration) -> f64 {
        match self.0 {
            Family::Exponential { mean } if mean > 0.0 && span < SimDuration::MAX => {
                // e^(-8y) from below: the series of e^(-y) alternates, and the eighth power is three squares. A microsecond and
                // a little more, so that no rounding matters; far out in the tail 1 − u has no digits left for it.
                let y = (span.micros() as f64 + 1.0) / mean / 8.0;
                let least = 1.0 - y * (1.0 - y / 2.0 * (1.0 - y / 3.0));
                let square = least * least;
                let eighth = square * square * (square * square);
                if y < 1.0 { 1.0 - eighth * (1.0 - 1e-9) } else { 1.0 }
            }
            _ => 1.0,
        }
    }

    /// The mean, by its formula.
    pub fn mean(&self) -> f64 {
        match &self.0 {
            Family::Fixed(value) => *value,
            Family::Exponential { mean } | Family::Gamma { mean, .. } => *mean,
            Family::Uniform { low, high } => low + 0.5 * (high - low),
            Family::Triangular { low, mode, high } => low / 3.0 + mode / 3.0 + high / 3.0,
            Family::Pert { low, mode, high, .. } => low / 6.0 + mode / 1.5 + high / 6.0,
            Family::Normal { mean, deviation, above, .. } => {
                mean + deviation * normal::density(mean / deviation) / above
            }
            // A median of zero is zero whatever sigma says.
            Family::LogNormal { median, .. } if *median == 0.0 => 0.0,
            Family::LogNormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
            Family::Weibull { scale, .. } if *scale == 0.0 => 0.0,
            Family::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Family::Empirical(values) => {
                let count = values.len() as f64;
                values.iter().map(|value| value / count).sum()
            }
            Family::Mixture(components) => {
                components.iter().map(|part| part.weight * part.distribution.mean()).sum()
            }
        }
    }

    /// The greatest number that no variate is below: the lower end of the support.
    pub fn support_min(&self) -> f64 {
        match &self.0 {
            Family::Fixed(value) => *value,
            Family::Uniform { low, .. } | Family::Triangular { low, .. } | Family::Pert { low, .. } => *low,
            Family::LogNormal { median, sigma } if *sigma == 0.0 => *median,
            Family::Exponential { .. }
            | Family::Normal { .. }
            | Family::LogNormal { .. }
            | Family::Weibull { .. }
            | Family::Gamma { .. } => 0.0,
            Family::Empirical(values) => values[0],
            Family::Mixture(components) => {
                components.iter().map(|part| part.distribution.support_min()).fold(f64::INFINITY, f64::min)
            }
        }
    }

    /// Whether every sample is the zero span: also true of what is always below half a microsecond.
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Family::Mixture(components) => components.iter().all(|part| part.distribution.is_zero()),
            _ => SimDuration::rounded(self.quantile(GREATEST_DRAW)) == SimDuration::ZERO,
        }
    }

    /// The distribution of `factor` times the variate; the same key gives `factor` times the value, before rounding.
    ///
    /// # Panics
    /// When `factor` is negative or not finite.
    pub fn scaled(&self, factor: f64) -> Distribution {
        assert!(factor.is_finite() && factor >= 0.0, "cannot scale by {factor}");
        let family = match &self.0 {
            Family::Fixed(value) => Family::Fixed(value * factor),
            _ if factor == 0.0 => Family::Fixed(0.0),
            Family::Exponential { mean } => Family::Exponential { mean: mean * factor },
            Family::Uniform { low, high } => Family::Uniform { low: low * factor, high: high * factor },
            Family::Triangular { low, mode, high } => {
                Family::Triangular { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Family::Pert { low, mode, high, table } => Family::Pert {
                low: low * factor,
                mode: mode * factor,
                high: high * factor,
                table: Arc::clone(table),
            },
            Family::Normal { mean, deviation, below, above } => Family::Normal {
                mean: mean * factor,
                deviation: deviation * factor,
                below: *below,
                above: *above,
            },
            Family::LogNormal { median, sigma } => {
                Family::LogNormal { median: median * factor, sigma: *sigma }
            }
            Family::Weibull { scale, shape } => Family::Weibull { scale: scale * factor, shape: *shape },
            Family::Gamma { mean, table } => Family::Gamma { mean: mean * factor, table: Arc::clone(table) },
            Family::Empirical(values) => {
                Family::Empirical(values.iter().map(|value| value * factor).collect())
            }
            Family::Mixture(components) => {
                let scale = |part: &Component| Component {
                    distribution: part.distribution.scaled(factor),
                    ..part.clone()
                };
                Family::Mixture(components.iter().map(scale).collect())
            }
        };
        Distribution(family)
    }
}

fn triangular_quantile(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (range, left, right) = (high - low, mode - low, high - mode);
    if u * range < left { low + (u * range * left).sqrt() } else { high - ((1.0 - u) * range * right).sqrt() }
}

fn mixture_quantile(components: &[Component], u: f64) -> f64 {
    let index = components.partition_point(|part| part.from <= u).max(1) - 1;
    let part = &components[index];
    part.distribution.quantile((u - part.from) / part.weight)
}
