//! The levels of a factor: a list of them, or a range that any share of gives one.
//!
//! **Invariant:** a level's text is read by its slot as the number that the level says.

use crate::scenario::{Span, parse_span};
use crate::study::Level;

/// Where the levels of a factor come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// From a list.
    Listed(Vec<Level>),
    /// From a range.
    Range(Range),
    /// From the points themselves.
    Open,
}

/// A range of numbers or times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least: a number, or microseconds.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether levels are in equal ratios.
    pub log: bool,
    /// Of what.
    pub of: Kind,
    /// How many levels a full factorial takes.
    pub levels: usize,
    /// What each unit costs, or each hour.
    pub price: f64,
}

/// What a range is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Whole numbers.
    Whole,
    /// Times; those of ranges that reach ten minutes are rounded to seconds.
    Time,
}

/// How a share from 0 to 1 becomes a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// 0 is the first level, 1 the last: for grids.
    OfGrid,
    /// Every level of a list, and every whole number of a range, has an equal share: for samples.
    OfCells,
}

impl Scale {
    /// How many levels a full factorial takes.
    pub fn count(&self) -> usize {
        match self {
            Scale::Listed(levels) => levels.len(),
            Scale::Range(range) => range.levels,
            Scale::Open => 0,
        }
    }

    /// The level with this number from 0, of [`count`](Self::count).
    pub fn level(&self, number: usize) -> Level {
        match self {
            Scale::Listed(levels) => levels[number].clone(),
            Scale::Range(range) => {
                let last = range.levels.max(2) - 1;
                range.level(range.value(number as f64 / last as f64))
            }
            Scale::Open => Level::of(""),
        }
    }

    /// The level at a share.
    pub fn at(&self, share: f64, how: Share) -> Level {
        match (self, how) {
            (Scale::Listed(levels), Share::OfGrid) => {
                levels[(share * (levels.len() - 1) as f64).round() as usize].clone()
            }
            (Scale::Listed(levels), Share::OfCells) => {
                levels[((share * levels.len() as f64) as usize).min(levels.len() - 1)].clone()
            }
            (Scale::Range(range), Share::OfCells) if range.of == Kind::Whole => {
                let wider = Range { high: range.high + 1.0, ..*range };
                range.level(wider.value(share).floor().min(range.high))
            }
            (Scale::Range(range), _) => range.level(range.value(share)),
            (Scale::Open, _) => Level::of(""),
        }
    }
}

impl Range {
    /// The number or microseconds at a share.
    fn value(&self, share: f64) -> f64 {
        match (share, self.log) {
            (0.0, _) => self.low,
            (1.0, _) => self.high,
            (_, true) => {
                let (low, high) = (libm::log(self.low), libm::log(self.high));
                libm::exp(low + share * (high - low))
            }
            (_, false) => self.low + share * (self.high - self.low),
        }
    }

    /// The level with this value, rounded: numbers to six significant digits (of the range's length where it is linear), whole
    /// ones to whole ones, times to seconds, or microseconds in ranges shorter than ten minutes.
    pub fn level(&self, value: f64) -> Level {
        const SECOND: f64 = 1e6;
        let level = match self.of {
            Kind::Whole => Level::number(value.round()),
            Kind::Number => {
                let size = if self.log { value.abs() } else { self.high - self.low };
                Level::number(rounded(value, size))
            }
            Kind::Time => {
                let step = if self.high >= 600.0 * SECOND { SECOND } else { 1.0 };
                Level::time((value / step).round() * step)
            }
        };
        let cost = self.price * level.number.unwrap_or(0.0);
        Level { cost, ..level }
    }
}

/// A number rounded to the sixth digit of one of this size.
fn rounded(value: f64, size: f64) -> f64 {
    let digit = if size > 0.0 && size.is_finite() { libm::floor(libm::log10(size)) } else { 0.0 };
    let decimals = (5.0 - digit).clamp(0.0, 300.0) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

impl Level {
    /// The level that somebody wrote: its number if it is one, its hours if it is a duration.
    pub fn of(text: &str) -> Level {
        let text = text.trim();
        let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let number = bare.parse().ok().filter(|number: &f64| number.is_finite());
        let hours = || parse_span(bare).ok().map(|micros| Span::from_micros(micros).hours());
        Level { text: String::from(text), number: number.or_else(hours), cost: 0.0 }
    }

    /// The level of a number.
    pub fn number(number: f64) -> Level {
        // Without the sign of a zero.
        let number = number + 0.0;
        Level { text: format!("{number}"), number: Some(number), cost: 0.0 }
    }

    /// The level of a time in microseconds.
    pub fn time(micros: f64) -> Level {
        let span = Span::from_micros(micros as u64);
        Level { text: span.text(), number: Some(span.hours()), cost: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: f64 = 3.6e9;

    #[track_caller]
    fn check(range: Range, how: Share, shares: &[f64], expected: &str) {
        let scale = Scale::Range(range);
        let levels: Vec<String> = shares.iter().map(|share| scale.at(*share, how).text).collect();
        assert_eq!(levels.join(" | "), expected);
    }

    #[test]
    fn levels_are_rounded_to_what_can_be_read() {
        let range = |low, high, log, of| Range { low, high, log, of, levels: 4, price: 0.0 };
        let thirds = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
        check(range(0.1, 0.4, false, Kind::Number), Share::OfGrid, &thirds, "0.1 | 0.2 | 0.3 | 0.4");
        check(range(0.0, 1.0, false, Kind::Number), Share::OfGrid, &thirds, "0 | 0.33333 | 0.66667 | 1");
        check(range(1e-6, 1.0, true, Kind::Number), Share::OfGrid, &thirds, "0.000001 | 0.0001 | 0.01 | 1");
        check(range(1.0, 8.0, false, Kind::Whole), Share::OfGrid, &thirds, "1 | 3 | 6 | 8");
        check(range(HOUR, 8.0 * HOUR, true, Kind::Time), Share::OfGrid, &thirds, "1h | 2h | 4h | 8h");
        check(
            range(HOUR, 8.0 * HOUR, false, Kind::Time),
            Share::OfGrid,
            &thirds,
            "1h | 3h 20min | 5h 40min | 8h",
        );
        check(
            range(0.0, 1e6, false, Kind::Time),
            Share::OfGrid,
            &thirds,
            "0s | 333ms 333us | 666ms 667us | 1s",
        );
    }

    #[test]
    fn whole_numbers_and_lists_have_equal_shares_of_a_sample() {
        let range = Range { low: 1.0, high: 4.0, log: false, of: Kind::Whole, levels: 2, price: 0.0 };
        let shares = [0.0, 0.249, 0.25, 0.5, 0.75, 0.999];
        check(range, Share::OfCells, &shares, "1 | 1 | 2 | 3 | 4 | 4");
        let listed = Scale::Listed(["a", "b", "c"].map(Level::of).to_vec());
        let texts = |how, shares: &[f64]| -> String {
            shares.iter().map(|share| listed.at(*share, how).text).collect()
        };
        assert_eq!(texts(Share::OfCells, &[0.0, 0.3, 0.34, 0.67, 0.999]), "aabcc");
        assert_eq!(texts(Share::OfGrid, &[0.0, 0.24, 0.26, 0.74, 0.76, 1.0]), "aabbcc");
    }

    #[test]
    fn a_level_knows_its_number() {
        let number = |text: &str| Level::of(text).number;
        assert_eq!(
            [number("4"), number("1h 30min"), number("\"2d\""), number("0.25")],
            [Some(4.0), Some(1.5), Some(48.0), Some(0.25)]
        );
        assert_eq!(number("Telephone"), None);
        assert_eq!(number("inf"), None);
        let priced = Range { low: 1.0, high: 3.0, log: false, of: Kind::Whole, levels: 3, price: 2.5 };
        assert_eq!(Scale::Range(priced).level(2).cost, 7.5);
    }
}
