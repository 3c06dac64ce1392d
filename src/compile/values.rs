//! Written values to the kernel's: probabilities, durations, distributions, rates, civil dates.
//!
//! **Invariant:** what is returned after a fault is a value that the rest of compile can go on with.

use crate::diagnostic::{Diagnostic, Place, codes, thousands};
use crate::kernel::{Distribution, ParameterError, SimDuration};
use crate::scenario::{self, At, Law, Span, Time, Word};
use jiff::civil::Date;

/// Microseconds in an hour.
pub const HOUR: f64 = 3.6e9;

/// A probability; a fault outside [0, 1].
pub fn probability(written: At<f64>, name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    within_one(written, name, "probability", faults)
}

/// A share of a whole; a fault outside [0, 1].
pub fn share(written: At<f64>, name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    within_one(written, name, "share", faults)
}

fn within_one(written: At<f64>, name: &str, kind: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    if !(0.0..=1.0).contains(&written.value) {
        let message = format!("`{name}` is a {kind}, from 0 to 1, but `{}` is not", written.value);
        // Somebody who writes 30 means 30 %.
        let percent = (written.value >= 2.0 && written.value <= 100.0)
            .then(|| format!("{} % is written `{}`", written.value, written.value / 100.0));
        faults.push(
            Diagnostic::error(codes::PROBABILITY, written.place, message)
                .label("not from 0 to 1")
                .help(percent),
        );
    }
    if written.value.is_nan() { 0.0 } else { written.value.clamp(0.0, 1.0) }
}

/// A count that must be at least 1.
pub fn at_least_one(written: At<u32>, name: &str, faults: &mut Vec<Diagnostic>) -> u32 {
    if written.value == 0 {
        let message = format!("`{name}` must be at least 1");
        let fault = Diagnostic::error(codes::TOO_SMALL, written.place, message).label("zero");
        let help = "write 1 or more, or take out the record that there is none of";
        faults.push(fault.help(String::from(help)));
    }
    written.value.max(1)
}

/// A count that must be at most `most`, lest a run take all memory or time.
pub fn at_most(written: At<u32>, most: u32, name: &str, faults: &mut Vec<Diagnostic>) -> u32 {
    if written.value > most {
        let message = format!("`{name}` may be at most {}", thousands(u64::from(most)));
        faults.push(Diagnostic::error(codes::TOO_MANY, written.place, message).label("too many"));
    }
    written.value.min(most)
}

/// A number from `low` to `high`.
pub fn between(written: At<f64>, (low, high): (f64, f64), name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    if (low..=high).contains(&written.value) {
        return written.value;
    }
    let message = format!("`{name}` must be from {low} to {high}");
    faults.push(Diagnostic::error(codes::OUT_OF_RANGE, written.place, message).label("out of range"));
    1.0
}

/// A finite number above zero.
pub fn positive(written: At<f64>, name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    if written.value.is_finite() && written.value > 0.0 {
        return written.value;
    }
    let message = format!("`{name}` must be more than 0");
    let fault = Diagnostic::error(codes::TOO_SMALL, written.place, message).label("not more than 0");
    faults.push(fault.help(format!("write a number above 0, or leave `{name}` out for its default")));
    1.0
}

/// A finite number from zero upwards.
pub fn not_negative(written: At<f64>, name: &str, faults: &mut Vec<Diagnostic>) -> f64 {
    if written.value.is_finite() && written.value >= 0.0 {
        return written.value;
    }
    faults.push(
        Diagnostic::error(codes::NEGATIVE, written.place, format!("`{name}` must be 0 or more"))
            .label("less than 0"),
    );
    0.0
}

/// A fixed length of time.
pub fn duration(span: Span) -> SimDuration {
    SimDuration::from_micros(span.micros)
}

/// A distribution of durations in microseconds; zero when nothing is written.
pub fn optional_distribution(time: Option<&Time>, faults: &mut Vec<Diagnostic>) -> Distribution {
    time.map_or(Distribution::ZERO, |time| distribution(time, faults))
}

/// A distribution of durations in microseconds; a fault at the parameter for which there is none.
pub fn distribution(time: &Time, faults: &mut Vec<Diagnostic>) -> Distribution {
    build(time, faults).unwrap_or_else(|error| {
        let message = format!("{} has no distribution with these parameters: {error}", time.law.name());
        let place = parameter_place(time, error.parameter);
        faults.push(
            Diagnostic::error(codes::DISTRIBUTION, place, message)
                .label(format!("must be {}", error.required)),
        );
        Distribution::ZERO
    })
}

fn build(time: &Time, faults: &mut Vec<Diagnostic>) -> Result<Distribution, ParameterError> {
    let micros = |span: Span| span.micros as f64;
    match &time.law {
        Law::Fixed(span) => Distribution::fixed(micros(*span)),
        Law::Exponential(law) => Distribution::exponential(micros(law.mean)),
        Law::Uniform(law) => Distribution::uniform(micros(law.low), micros(law.high)),
        Law::Triangular(law) => Distribution::triangular(micros(law.low), micros(law.mode), micros(law.high)),
        Law::Pert(law) => Distribution::pert(micros(law.low), micros(law.mode), micros(law.high)),
        Law::Normal(law) => Distribution::normal(micros(law.mean), micros(law.sd)),
        Law::LogNormal(law) => Distribution::lognormal(micros(law.median), law.sigma.value),
        Law::Weibull(law) => Distribution::weibull(micros(law.scale), law.shape.value),
        Law::Gamma(law) => Distribution::gamma(micros(law.mean), law.shape.value),
        Law::Empirical(spans) => Distribution::empirical(spans.iter().copied().map(micros).collect()),
        Law::Mixture(parts) => Distribution::mixture(
            parts.iter().map(|(weight, time)| (weight.value, distribution(time, faults))).collect(),
        ),
    }
}

fn parameter_place(time: &Time, parameter: &str) -> Place {
    let place = match (&time.law, parameter) {
        (Law::Exponential(law), _) => law.mean.place,
        (Law::Uniform(law), "high") => law.high.place,
        (Law::Triangular(law) | Law::Pert(law), "mode") => law.mode.place,
        (Law::LogNormal(law), "sigma") => law.sigma.place,
        (Law::Weibull(law), "shape") => law.shape.place,
        (Law::Gamma(law), "shape") => law.shape.place,
        _ => time.place,
    };
    if place.is_nowhere() { time.place } else { place }
}

/// A civil date such as `2016-02-10`.
pub fn date(written: &Word, faults: &mut Vec<Diagnostic>) -> Option<Date> {
    scenario::date(written).map_err(|fault| faults.push(*fault)).ok()
}

/// The fault of an element given twice within one list.
pub fn repeated(place: Place, first: Place, what: &str, faults: &mut Vec<Diagnostic>) {
    faults.push(
        Diagnostic::error(codes::REPEATED, place, format!("{what} is given twice"))
            .label("given again")
            .also(first, "given first here"),
    );
}

/// Faults for words that a list repeats.
pub fn repeated_words<'w>(
    words: impl Iterator<Item = (&'w str, Place)>,
    what: &str,
    faults: &mut Vec<Diagnostic>,
) {
    let mut seen: std::collections::BTreeMap<&str, Place> = std::collections::BTreeMap::new();
    for (word, place) in words {
        match seen.get(word) {
            Some(&first) => repeated(place, first, &format!("the {what} `{word}`"), faults),
            None => _ = seen.insert(word, place),
        }
    }
}
