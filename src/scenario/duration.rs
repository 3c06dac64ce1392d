//! Durations, distributions of durations, and rates, as written.
//!
//! **Invariant:** a [`Span`] is a whole number of microseconds; a [`Time`] says what was written and judges
//! no parameter: that is left to whoever builds the distribution.

use jiff::fmt::friendly::SpanParser;

use super::overriding::{Override, Segment};
use super::reading::Written;
use super::reading::{Leaf, Reader, Subject};
use super::record::{record, variants};
use super::share::{Cover, Share};
use super::shown::{self, Shown};
use super::written::{At, Id};
use crate::diagnostic::{Diagnostic, Place, codes};

/// A length of time: `"1h 30min"`, `"5d"` (120 h, whatever the clocks do), `"90s"`, `"250ms"`, `"0s"`.
///
/// Units from weeks to microseconds, of fixed length; months and years have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its length in microseconds.
    pub micros: u64,
    /// Where it is written.
    pub place: Place,
}

/// A length of time that may differ from draw to draw: `"6min"`, or one of the laws of [`Law`].
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// How it is distributed.
    pub law: Law,
    /// Where it is written.
    pub place: Place,
}

variants! {
    /// How a [`Time`] is distributed. Arguments are written by name or in the order given.
    pub enum Law {
        /// Always the same; also written without `Fixed`: `"6min"`.
        Fixed(Span),
        /// Exponential, by its mean.
        Exponential(Mean),
        /// Uniform between two lengths.
        Uniform(Bounds),
        /// Triangular between two lengths with a mode.
        Triangular(Guess),
        /// Beta-PERT between two lengths with a mode.
        Pert(Guess),
        /// Normal, truncated at 0.
        Normal(Bell),
        /// Log-normal, by its median and the standard deviation of the logarithm.
        LogNormal(Skewed),
        /// Weibull, by scale and shape.
        Weibull(Scaled),
        /// Gamma, by mean and shape.
        Gamma(Shaped),
        /// One of the lengths given, each as likely as the others.
        Empirical(Vec<Span>),
        /// One of several, by weight.
        Mixture(Vec<(At<f64>, Time)>),
    }
}

record! {
    /// Of [`Law::Exponential`].
    pub struct Mean {
        /// The mean.
        mean: Span,
    }
}

record! {
    /// Of [`Law::Uniform`].
    pub struct Bounds {
        /// The least.
        low: Span,
        /// The greatest.
        high: Span,
    }
}

record! {
    /// Of [`Law::Triangular`] and [`Law::Pert`].
    pub struct Guess {
        /// The least.
        low: Span,
        /// The likeliest.
        mode: Span,
        /// The greatest.
        high: Span,
    }
}

record! {
    /// Of [`Law::Normal`].
    pub struct Bell {
        /// The mean before truncation at 0.
        mean: Span,
        /// The standard deviation before truncation.
        sd: Span,
    }
}

record! {
    /// Of [`Law::LogNormal`].
    pub struct Skewed {
        /// The median.
        median: Span,
        /// The standard deviation of the natural logarithm, at least 0.
        sigma: At<f64>,
    }
}

record! {
    /// Of [`Law::Weibull`].
    pub struct Scaled {
        /// The scale: 63 % are shorter.
        scale: Span,
        /// The shape, more than 0.
        shape: At<f64>,
    }
}

record! {
    /// Of [`Law::Gamma`].
    pub struct Shaped {
        /// The mean.
        mean: Span,
        /// The shape, more than 0.
        shape: At<f64>,
    }
}

/// How often something happens: `PerHour(4.5)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How often per `unit`.
    pub count: f64,
    /// The unit of time.
    pub unit: RateUnit,
    /// Where it is written.
    pub place: Place,
}

/// The unit of time of a [`Rate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateUnit {
    /// `PerSecond(…)`
    Second,
    /// `PerMinute(…)`
    Minute,
    /// `PerHour(…)`
    Hour,
    /// `PerDay(…)`
    Day,
}

variants! {
    /// A rate as it is written.
    pub enum WrittenRate {
        /// So many in a second.
        PerSecond(At<f64>),
        /// So many in a minute.
        PerMinute(At<f64>),
        /// So many in an hour.
        PerHour(At<f64>),
        /// So many in a day of 24 hours.
        PerDay(At<f64>),
    }
}

impl Span {
    /// A length that nobody wrote.
    pub const fn from_micros(micros: u64) -> Self {
        Span { micros, place: Place::NOWHERE }
    }

    /// How it is written, without quotes: `1h 30min`.
    pub fn text(self) -> String {
        shown::span(self.micros)
    }

    /// Its length in hours.
    pub fn hours(self) -> f64 {
        self.micros as f64 / 3.6e9
    }

    /// Its length times `factor`, which is 0 or more; nobody wrote that.
    fn scaled(self, factor: f64) -> Self {
        Span::from_micros((self.micros as f64 * factor).round() as u64)
    }
}

impl Time {
    /// A fixed time that nobody wrote.
    pub const fn fixed_micros(micros: u64) -> Self {
        Time { law: Law::Fixed(Span::from_micros(micros)), place: Place::NOWHERE }
    }
}

impl Law {
    /// The law of the time multiplied with `factor`, which is 0 or more.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Law {
        let guess = |Guess { low, mode, high }: &Guess| Guess {
            low: low.scaled(factor),
            mode: mode.scaled(factor),
            high: high.scaled(factor),
        };
        match self {
            Law::Fixed(span) => Law::Fixed(span.scaled(factor)),
            Law::Exponential(Mean { mean }) => Law::Exponential(Mean { mean: mean.scaled(factor) }),
            Law::Uniform(Bounds { low, high }) => {
                Law::Uniform(Bounds { low: low.scaled(factor), high: high.scaled(factor) })
            }
            Law::Triangular(written) => Law::Triangular(guess(written)),
            Law::Pert(written) => Law::Pert(guess(written)),
            Law::Normal(Bell { mean, sd }) => {
                Law::Normal(Bell { mean: mean.scaled(factor), sd: sd.scaled(factor) })
            }
            Law::LogNormal(Skewed { median, sigma }) => {
                Law::LogNormal(Skewed { median: median.scaled(factor), sigma: *sigma })
            }
            Law::Weibull(Scaled { scale, shape }) => {
                Law::Weibull(Scaled { scale: scale.scaled(factor), shape: *shape })
            }
            Law::Gamma(Shaped { mean, shape }) => {
                Law::Gamma(Shaped { mean: mean.scaled(factor), shape: *shape })
            }
            Law::Empirical(lengths) => {
                Law::Empirical(lengths.iter().map(|length| length.scaled(factor)).collect())
            }
            Law::Mixture(parts) => {
                let scaled = |(weight, time): &(At<f64>, Time)| {
                    (*weight, Time { law: time.law.scaled(factor), place: time.place })
                };
                Law::Mixture(parts.iter().map(scaled).collect())
            }
        }
    }
}

impl RateUnit {
    /// The word before the count.
    fn name(self) -> &'static str {
        match self {
            RateUnit::Second => "PerSecond",
            RateUnit::Minute => "PerMinute",
            RateUnit::Hour => "PerHour",
            RateUnit::Day => "PerDay",
        }
    }
}

impl Rate {
    /// How often in an hour.
    pub fn per_hour(self) -> f64 {
        match self.unit {
            RateUnit::Second => self.count * 3600.0,
            RateUnit::Minute => self.count * 60.0,
            RateUnit::Hour => self.count,
            RateUnit::Day => self.count / 24.0,
        }
    }
}

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanFault {
    /// The code of the fault.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub why: String,
}

/// The length of a written duration in microseconds, or what is wrong with it.
pub fn parse_span(text: &str) -> Result<u64, SpanFault> {
    static PARSER: SpanParser = SpanParser::new();
    let text = text.trim();
    let fault = |code, why: &str| SpanFault { code, why: String::from(why) };
    let span = PARSER.parse_span(text).map_err(|_| not_parsed(text))?;
    if span.is_negative() {
        return Err(fault(codes::NEGATIVE_TIME, "a duration cannot be negative"));
    }
    if span.get_years() != 0 || span.get_months() != 0 {
        let why = "months and years differ in length: say how many days";
        return Err(fault(codes::UNKNOWN_UNIT, why));
    }
    let days = i128::from(span.get_weeks()) * 7 + i128::from(span.get_days());
    let hours = days * 24 + i128::from(span.get_hours());
    let minutes = hours * 60 + i128::from(span.get_minutes());
    let seconds = minutes * 60 + i128::from(span.get_seconds());
    let millis = seconds * 1000 + i128::from(span.get_milliseconds());
    let micros =
        millis * 1000 + i128::from(span.get_microseconds()) + i128::from(span.get_nanoseconds()) / 1000;
    match u64::try_from(micros) {
        Ok(micros) if micros <= LONGEST => Ok(micros),
        _ => Err(fault(codes::TOO_LONG_TIME, "no duration may be longer than a thousand years")),
    }
}

/// Why the parser made nothing of a text: a number without a unit, or with a word that is none.
fn not_parsed(text: &str) -> SpanFault {
    let fault = |code, why: String| SpanFault { code, why };
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with(number) && unsigned.chars().all(|c| number(c) || c == ',') {
        return fault(codes::MISSING_UNIT, String::from("no unit"));
    }
    if !unsigned.starts_with(number) {
        return fault(codes::NOT_A_DURATION, String::from("a duration is a number with a unit"));
    }
    let is_unit = |word: &&str| SpanParser::new().parse_span(format!("1{word}")).is_ok();
    let mut words = unsigned.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    match words.find(|word| !is_unit(word)) {
        Some(word) if word.len() <= 20 => fault(codes::UNKNOWN_UNIT, format!("`{word}` is no unit of time")),
        _ => fault(codes::NOT_A_DURATION, String::from("a duration is a number with a unit")),
    }
}

/// The fault of a number where a duration is needed.
fn without_unit(number: &str, reader: &Reader<'_>) -> Diagnostic {
    let message = match reader.subject() {
        Subject::Entry(name) => format!("each entry of `{name}` is a duration, and `{number}` has no unit"),
        subject => format!("{subject} takes a duration, and `{number}` has no unit"),
    };
    let fault = Diagnostic::error(codes::MISSING_UNIT, reader.place(number), message).label("no unit");
    fault.help(format!("write `\"{number}min\"`, `\"{number}h\"` or `\"{number}d\"`"))
}

/// The text if it is a plain number, outside quotes.
fn bare_number(text: &str) -> Option<&str> {
    let number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    number.then_some(text)
}

/// A thousand years of 365.25 days, so that sums of a few durations fit into 64 bits.
const LONGEST: u64 = 365_250 * 24 * 3_600_000_000;

impl Leaf for Span {
    fn takes() -> String {
        String::from("a duration in quotes, for example `\"1h 30min\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        if let Some(number) = bare_number(text) {
            reader.fault(without_unit(number, reader));
            return None;
        }
        let written = reader.string(text, &<Self as Leaf>::takes())?;
        match parse_span(&written) {
            Ok(micros) => Some(Span { micros, place }),
            Err(SpanFault { code, why }) => {
                let message = format!("`{}` is not a duration", written.escape_debug());
                let help = String::from("write `\"90s\"`, `\"45min\"`, `\"1h 30min\"`, `\"5d\"`");
                reader.fault(Diagnostic::error(code, place, message).label(why).help(help));
                None
            }
        }
    }

    fn stand_in() -> Self {
        Span::from_micros(0)
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        share.add(cover, self.place);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::value(Shown::Leaf(shown::quoted(&shown::span(self.micros)), self.place), true)
    }
}

impl Leaf for Time {
    fn takes() -> String {
        String::from("a duration, `\"12min\"`, or a distribution, `LogNormal(median: \"12min\", sigma: 0.6)`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        let named =
            text.starts_with(char::is_alphabetic) && !text.starts_with("r\"") && !text.starts_with("r#");
        let law = if named {
            Law::parse(text, reader)?
        } else if reader.is_bare() || text.starts_with(['"', 'r']) || bare_number(text).is_some() {
            Law::Fixed(Span::parse(text, reader)?)
        } else {
            return reader.refuse(text, &<Self as Leaf>::takes());
        };
        Some(Time { law, place })
    }

    fn stand_in() -> Self {
        Time::fixed_micros(0)
    }

    fn set_within(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        self.law.set(path, new);
    }

    fn key(&self) -> Option<String> {
        None
    }

    fn each_id(&mut self, _field: &'static str, _visit: &mut dyn FnMut(&'static str, &mut Id)) {}

    fn count(&self, cover: Cover, share: &mut Share) {
        share.add(cover, self.place);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
        Written::each_place(&mut self.law, visit);
    }

    fn shown(&self) -> Shown {
        match &self.law {
            Law::Fixed(span) => Leaf::shown(span),
            law => Shown::value(Leaf::shown(law), true),
        }
    }
}

impl Leaf for Rate {
    fn takes() -> String {
        String::from("a rate, for example `PerDay(240)`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        if !text.starts_with(char::is_alphabetic) {
            return reader.refuse(text, &<Self as Leaf>::takes());
        }
        let (count, unit) = match WrittenRate::parse(text, reader)? {
            WrittenRate::PerSecond(count) => (count, RateUnit::Second),
            WrittenRate::PerMinute(count) => (count, RateUnit::Minute),
            WrittenRate::PerHour(count) => (count, RateUnit::Hour),
            WrittenRate::PerDay(count) => (count, RateUnit::Day),
        };
        if count.value < 0.0 {
            let fault = Diagnostic::error(codes::NEGATIVE_RATE, count.place, "a rate cannot be negative");
            reader.fault(fault.label("less than 0"));
            return None;
        }
        Some(Rate { count: count.value, unit, place: reader.place(text) })
    }

    fn stand_in() -> Self {
        Rate { count: 0.0, unit: RateUnit::Hour, place: Place::NOWHERE }
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        share.add(cover, self.place);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        let text = format!("{}({})", self.unit.name(), shown::number(self.count));
        Shown::value(Shown::Leaf(text, self.place), true)
    }
}

#[cfg(test)]
mod tests {
    use super::parse_span;

    #[test]
    fn durations_are_read_in_fixed_units() {
        const HOUR: u64 = 3_600_000_000;
        for (text, micros) in [
            ("1h 30min", HOUR * 3 / 2),
            ("1.5h", HOUR * 3 / 2),
            ("5d", 120 * HOUR),
            ("2w", 14 * 24 * HOUR),
            ("90s", HOUR / 40),
            ("250ms", 250_000),
            ("0s", 0),
            ("20000h", 20_000 * HOUR),
            (" 1 day, 2 hours ", 26 * HOUR),
        ] {
            assert_eq!(parse_span(text), Ok(micros), "{text}");
        }
        for text in
            ["", "5", "h", "1y", "1mo", "-1h", "1h ago", "1e9h", "99999999w", "1h 1h", "1min 1h", "٣h"]
        {
            assert!(parse_span(text).is_err(), "{text}");
        }
    }
}
