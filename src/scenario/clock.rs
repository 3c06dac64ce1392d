//! Civil time: STARTEX, the moments of an exercise, and the hours in which people are on duty.
//!
//! Zones come from jiff's bundled database, never from the system, so that a scenario means the same everywhere.
//!
//! **Invariant:** blocks of duty are half-open, sorted, apart from each other, and within the stretch that was asked for.

use std::sync::OnceLock;

use jiff::civil::{DateTime, Time as CivilTime, Weekday};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, Zoned};

use super::duration::parse_span;
use super::reading::{Leaf, Reader, first_line};
use super::record::{record, variants};
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

/// A moment of the exercise: `"3h"` after STARTEX, `"D2 09:30"`, or `"2026-03-03T09:30"`, the last two in STARTEX's zone.
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

variants! {
    /// When people are on duty, in their zone.
    pub enum Shifts {
        /// Always.
        AroundTheClock,
        /// The same block of hours on some days of the week: `Weekly("Mon-Fri", "07:00", "20:00")`.
        Weekly(Weekly),
        /// Several such blocks: `Several([("Mon-Fri", "07:00", "20:00"), …])` with `Weekly` before each.
        Several(Vec<Block>),
    }
}

variants! {
    /// One block of [`Shifts::Several`].
    pub enum Block {
        /// The same block of hours on some days of the week.
        Weekly(Weekly),
    }
}

record! {
    /// A block of hours, [from, to), on some days of the week. One that ends at or before its start runs past midnight.
    pub struct Weekly {
        /// The days on which it begins: `"Mon-Fri"`, `"Sat,Sun"`, `"Mon-Wed,Fri"`.
        days: Days,
        /// The civil time at which it begins: `"07:00"`.
        from: Clock,
        /// The civil time at which it ends: `"20:00"`; `"24:00"` is midnight.
        to: Clock,
    }
}

/// Days of the week: `"Mon-Fri,Sun"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Bit n is the n-th day after Monday.
    pub mask: u8,
    /// Where they are written.
    pub place: Place,
}

/// A time of day: `"07:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Minutes after midnight, 0 to 1440.
    pub minutes: u16,
    /// Where it is written.
    pub place: Place,
}

/// The zone with this IANA name.
pub fn zone(name: &str) -> Option<TimeZone> {
    database().get(name).ok()
}

/// The zone that a record names; a fault when there is none such.
pub fn named_zone(name: &Word) -> Result<TimeZone, Box<Diagnostic>> {
    zone(name).ok_or_else(|| Box::new(unknown_zone(name, name.place)))
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
    /// Microseconds from STARTEX, negative before it; `None` if no calendar reaches that far.
    ///
    /// A civil time that a change of clocks skips is taken as much later as the clocks jump; one that it repeats, the first time.
    pub fn resolve(&self, startex: &Startex) -> Option<i64> {
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

/// The blocks of duty between two instants, in microseconds after `from`: sorted, half-open, joined where they touch.
///
/// Civil times follow the zone's clocks: the night shift in which they are set forward is an hour shorter.
pub fn expand(shifts: &Shifts, zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<(u64, u64)> {
    let horizon = until.as_microsecond().saturating_sub(from.as_microsecond()).max(0) as u64;
    let mut blocks = Vec::new();
    match shifts {
        Shifts::AroundTheClock => blocks.push((0, horizon)),
        Shifts::Weekly(weekly) => expand_weekly(weekly, zone, from, until, &mut blocks),
        Shifts::Several(several) => {
            for Block::Weekly(weekly) in several {
                expand_weekly(weekly, zone, from, until, &mut blocks);
            }
        }
    }
    blocks.retain(|(start, end)| start < end);
    joined(blocks)
}

fn expand_weekly(
    weekly: &Weekly,
    zone: &TimeZone,
    from: Timestamp,
    until: Timestamp,
    blocks: &mut Vec<(u64, u64)>,
) {
    let horizon = until.as_microsecond().saturating_sub(from.as_microsecond());
    // A block of the day before may reach past midnight.
    let mut date = zone.to_datetime(from).date().yesterday().unwrap_or(jiff::civil::Date::MIN);
    let last = zone.to_datetime(until).date();
    let overnight = weekly.to.minutes <= weekly.from.minutes;
    while date <= last {
        let next = date.tomorrow();
        if weekly.days.contains(date.weekday()) {
            let end_date = if overnight { next.clone().unwrap_or(date) } else { date };
            let micros = |date, clock: Clock| {
                instant(zone, date, clock)
                    .map(|at| (at.as_microsecond() - from.as_microsecond()).clamp(0, horizon) as u64)
            };
            if let (Some(start), Some(end)) = (micros(date, weekly.from), micros(end_date, weekly.to)) {
                blocks.push((start, end));
            }
        }
        match next {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
}

fn instant(zone: &TimeZone, date: jiff::civil::Date, clock: Clock) -> Option<Timestamp> {
    let (date, minutes) =
        if clock.minutes == 1440 { (date.tomorrow().ok()?, 0) } else { (date, clock.minutes) };
    let civil = date.at((minutes / 60) as i8, (minutes % 60) as i8, 0, 0);
    zone.to_ambiguous_timestamp(civil).compatible().ok()
}

fn joined(mut blocks: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    blocks.sort_unstable();
    let mut joined: Vec<(u64, u64)> = Vec::with_capacity(blocks.len());
    for (start, end) in blocks {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

impl Days {
    /// Whether a day of the week is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.mask & (1 << day.to_monday_zero_offset()) != 0
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn parse_days(text: &str) -> Option<u8> {
    let day = |name: &str| DAYS.iter().position(|day| day.eq_ignore_ascii_case(name.trim()));
    let mut mask = 0;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        // Sat-Mon runs over the end of the week.
        let length = (last + 7 - first) % 7;
        (0..=length).for_each(|n| mask |= 1 << ((first + n) % 7));
    }
    Some(mask)
}

fn parse_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 1440).then_some(total)
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
fn quoted<T>(
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

impl Leaf for Days {
    fn takes() -> String {
        String::from("days of the week, `\"Mon-Fri\"` or `\"Mon,Wed,Sat-Sun\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let (mask, place) = quoted(text, reader, &<Self as Leaf>::takes(), parse_days)?;
        Some(Days { mask, place })
    }

    fn stand_in() -> Self {
        Days { mask: 0, place: Place::NOWHERE }
    }
}

impl Leaf for Clock {
    fn takes() -> String {
        String::from("a time of day, `\"07:00\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let (minutes, place) = quoted(text, reader, &<Self as Leaf>::takes(), parse_clock)?;
        Some(Clock { minutes, place })
    }

    fn stand_in() -> Self {
        Clock { minutes: 0, place: Place::NOWHERE }
    }
}
