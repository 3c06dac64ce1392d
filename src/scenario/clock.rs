//! Civil time: STARTEX, the moments of an exercise, and time zones.
//!
//! Zones come from jiff's bundled database, never from the system, so that a scenario means the same everywhere.
//!
//! **Invariant:** what civil time means does not depend on the machine.

use std::sync::OnceLock;

use jiff::civil::{Date, DateTime, Time as CivilTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, Zoned};

use super::duration::parse_span;
use super::reading::{Leaf, Reader, first_line};
use super::shifts::parse_clock;
use super::written::Word;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};

/// When the exercise begins: `"2026-03-02T08:00[Europe/Brussels]"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Startex {
    /// The instant, with the zone in which the scenario's civil times are meant.
    pub zoned: Zoned,
    /// Where it is written.
    pub place: Place,
}

/// A moment of the exercise: `"3h"` after STARTEX, `"D2 09:30"`, or `"2026-03-03T09:30"`, the last two in
/// STARTEX's zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Which of the three.
    pub when: When,
    /// Where it is written.
    pub place: Place,
}

/// What a [`Moment`] says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// So many microseconds after STARTEX.
    After(u64),
    /// At a time of a civil day of the exercise; D1 is STARTEX's day.
    Day(u32, CivilTime),
    /// At a civil date and time.
    Civil(DateTime),
}

/// The zone with this IANA name.
pub fn zone(name: &str) -> Option<TimeZone> {
    database().get(name).ok()
}

/// The zone that a record names; a fault when there is none such.
pub fn named_zone(name: &Word) -> Result<TimeZone, Box<Diagnostic>> {
    zone(name).ok_or_else(|| Box::new(unknown_zone(name, name.place)))
}

/// The date that a word says, `2016-02-10`; a fault when it says none.
pub fn date(written: &Word) -> Result<Date, Box<Diagnostic>> {
    written.trim().parse().map_err(|_| {
        let fault =
            Diagnostic::error("E0009", written.place, format!("`{}` is not a date", written.escape_debug()));
        Box::new(fault.label("not a day of the calendar").help(String::from("write `\"2016-02-10\"`")))
    })
}

fn unknown_zone(name: &str, place: Place) -> Diagnostic {
    let fault = Diagnostic::error("E0010", place, format!("no time zone is called `{name}`"));
    let known: Vec<String> = database().available().map(|zone| zone.as_str().to_owned()).collect();
    fault.label("not an IANA time zone").help(did_you_mean(name, known.iter().map(String::as_str)))
}

fn database() -> &'static TimeZoneDatabase {
    static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
    DATABASE.get_or_init(TimeZoneDatabase::bundled)
}

impl Startex {
    /// Microseconds from STARTEX to an instant, negative before it.
    pub fn micros_until(&self, instant: Timestamp) -> i64 {
        instant.as_microsecond() - self.zoned.timestamp().as_microsecond()
    }

    /// The instant so many microseconds after STARTEX; the last representable one if that lies beyond.
    pub fn after(&self, micros: u64) -> Timestamp {
        let micros = i64::try_from(micros).unwrap_or(i64::MAX);
        self.zoned.timestamp().checked_add(SignedDuration::from_micros(micros)).unwrap_or(Timestamp::MAX)
    }
}

impl Moment {
    /// Microseconds from STARTEX, negative before it; a fault if no calendar reaches that far.
    ///
    /// A civil time that a change of clocks skips is taken as much later as the clocks jump; one that it
    /// repeats, the first time.
    pub fn resolve(&self, startex: &Startex) -> Result<i64, Box<Diagnostic>> {
        self.micros(startex).ok_or_else(|| {
            let fault = Diagnostic::error("E0012", self.place, "no calendar reaches this moment");
            Box::new(fault.label("too far away"))
        })
    }

    fn micros(&self, startex: &Startex) -> Option<i64> {
        let civil = match self.when {
            When::After(micros) => return i64::try_from(micros).ok(),
            When::Day(day, time) => {
                let days = jiff::Span::new().try_days(i64::from(day) - 1).ok()?;
                startex.zoned.date().checked_add(days).ok()?.to_datetime(time)
            }
            When::Civil(civil) => civil,
        };
        let instant = startex.zoned.time_zone().to_ambiguous_timestamp(civil).compatible().ok()?;
        Some(startex.micros_until(instant))
    }
}

fn parse_moment(text: &str) -> Option<When> {
    let text = text.trim();
    if let Some((day, time)) =
        text.strip_prefix(['D', 'd']).and_then(|rest| rest.split_once(char::is_whitespace))
    {
        let day: u32 = day.parse().ok().filter(|day| *day > 0)?;
        let minutes = parse_clock(time)?;
        let time = CivilTime::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).ok()?;
        return Some(When::Day(day, time));
    }
    if let Ok(micros) = parse_span(text) {
        return Some(When::After(micros));
    }
    text.parse().ok().map(When::Civil)
}

/// Reads a quoted text by `parse`, or notes that it is not what `takes` says.
pub(super) fn quoted<T>(
    text: &str,
    reader: &Reader<'_>,
    takes: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<(T, Place)> {
    let written = reader.string(text, takes)?;
    match parse(&written) {
        Some(value) => Some((value, reader.place(text))),
        None => {
            let message = format!("{} takes {takes}", reader.subject());
            reader.fault(
                Diagnostic::error("E0009", reader.place(first_line(text)), message).label("not understood"),
            );
            None
        }
    }
}

impl Leaf for Startex {
    fn takes() -> String {
        String::from("a civil time with its zone, `\"2026-03-02T08:00[Europe/Brussels]\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        static PARSER: DateTimeParser = DateTimeParser::new();
        let takes = <Self as Leaf>::takes();
        let written = reader.string(text, &takes)?;
        let place = reader.place(text);
        if let Ok(zoned) = PARSER.parse_zoned_with(database(), &written) {
            return Some(Startex { zoned, place });
        }
        let name = written.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']'));
        let at = name.and_then(|name| text.find(name).map(|at| place.within(at, name.len())));
        match (name, at) {
            (Some(name), Some(at)) if zone(name).is_none() => reader.fault(unknown_zone(name, at)),
            _ => return reader.refuse(text, &takes),
        }
        None
    }

    fn stand_in() -> Self {
        Startex { zoned: Zoned::default(), place: Place::NOWHERE }
    }
}

impl Leaf for Moment {
    fn takes() -> String {
        String::from("a moment: `\"3h\"` after STARTEX, `\"D2 09:30\"` or `\"2026-03-03T09:30\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let (when, place) = quoted(text, reader, &<Self as Leaf>::takes(), parse_moment)?;
        Some(Moment { when, place })
    }

    fn stand_in() -> Self {
        Moment { when: When::After(0), place: Place::NOWHERE }
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, Startex, parse_moment};
    use crate::diagnostic::Place;

    /// Resolves a moment of an exercise that begins on 27 March 2026 at 08:00 in Brussels, and compares hours
    /// after STARTEX.
    fn check(moment: &str, hours: f64) {
        let zoned = "2026-03-27T08:00[Europe/Brussels]".parse().unwrap();
        let startex = Startex { zoned, place: Place::NOWHERE };
        let moment = Moment { when: parse_moment(moment).unwrap(), place: Place::NOWHERE };
        assert_eq!(moment.resolve(&startex).unwrap() as f64 / 3.6e9, hours);
    }

    #[test]
    fn moments_are_resolved_in_the_zone_of_startex() {
        check("3h", 3.0);
        check("0s", 0.0);
        check("D1 09:30", 1.5);
        check("D1 00:00", -8.0);
        check("D2 09:30", 25.5);
        // The clocks are set forward in the night to D3, so that a civil day is 23 hours.
        check("D3 09:30", 48.5);
        check("2026-03-29T09:30", 48.5);
        // A time that is skipped comes as much later as the clocks jump.
        check("2026-03-29T02:30", 43.5 - 1.0);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "D0 09:30", "D1", "D1 24:00", "D1 9:30", "-3h", "2026-02-30T00:00", "soon"] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
