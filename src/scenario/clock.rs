//! Civil time: STARTEX, the moments of an exercise, and time zones.
//!
//! Zones come from jiff's bundled database, never from the system, so that a scenario means the same everywhere.
//!
//! **Invariant:** what civil time means does not depend on the machine.

use std::sync::OnceLock;

use jiff::civil::{Date, DateTime, Time as CivilTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{AmbiguousOffset, Disambiguation, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, Zoned};

use super::duration::parse_span;
use super::reading::{Leaf, Reader, first_line};
use super::shifts::parse_clock;
use super::shown::{self, Shown};
use super::written::Word;
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean};

/// When the exercise begins: `"2026-03-02T08:00[Europe/Brussels]"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Startex {
    /// The instant, with the zone in which the scenario's civil times are meant.
    pub zoned: Zoned,
    /// Where it is written.
    pub place: Place,
}

/// A moment of the exercise: `"3h"` after STARTEX, `"-3d"` before it, `"D2 09:30"`, or `"2026-03-03T09:30"`, the last two
/// in STARTEX's zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Which of these.
    pub when: When,
    /// Where it is written.
    pub place: Place,
}

/// What a [`Moment`] says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// So many microseconds after STARTEX.
    After(u64),
    /// So many microseconds before STARTEX, in the prelude.
    Before(u64),
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
        let fault = Diagnostic::error(
            codes::NOT_A_MOMENT,
            written.place,
            format!("`{}` is not a date", written.escape_debug()),
        );
        let why = impossible(written.trim()).unwrap_or_else(|| String::from("not a day of the calendar"));
        Box::new(fault.label(why).help(String::from("write `\"2016-02-10\"`")))
    })
}

fn unknown_zone(name: &str, place: Place) -> Diagnostic {
    let fault = Diagnostic::error(codes::TIME_ZONE, place, format!("no time zone is called `{name}`"));
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

    /// The instant so many microseconds after STARTEX, or before it if negative; the last or first representable one if
    /// that lies beyond.
    pub fn offset(&self, micros: i64) -> Timestamp {
        let beyond = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.zoned.timestamp().checked_add(SignedDuration::from_micros(micros)).unwrap_or(beyond)
    }
}

impl Moment {
    /// Microseconds from STARTEX, negative before it; a fault if no calendar reaches that far.
    ///
    /// A civil time that a change of clocks skips or repeats is a fault too.
    pub fn resolve(&self, startex: &Startex) -> Result<i64, Box<Diagnostic>> {
        let beyond = || {
            let fault =
                Diagnostic::error(codes::BEYOND_CALENDAR, self.place, "no calendar reaches this moment");
            Box::new(fault.label("too far away"))
        };
        match self.when {
            When::After(micros) => return i64::try_from(micros).map_err(|_| beyond()),
            When::Before(micros) => return i64::try_from(micros).map(|micros| -micros).map_err(|_| beyond()),
            When::Day(..) | When::Civil(_) => {}
        }
        let zone = startex.zoned.time_zone();
        let civil = self.civil(startex).ok_or_else(beyond)?;
        let after = |instant: &Zoned| minutes_after(startex.micros_until(instant.timestamp()));
        let which = |first: &Zoned, second: &Zoned| {
            format!("say how long after STARTEX: {} or {}", after(first), after(second))
        };
        if let Some(fault) = skipped_or_repeated(civil, zone, self.place, which) {
            return Err(Box::new(fault));
        }
        let instant = zone.to_ambiguous_timestamp(civil).unambiguous().map_err(|_| beyond())?;
        Ok(startex.micros_until(instant))
    }

    fn civil(&self, startex: &Startex) -> Option<DateTime> {
        match self.when {
            When::After(_) | When::Before(_) => None,
            When::Day(day, time) => {
                let days = jiff::Span::new().try_days(i64::from(day) - 1).ok()?;
                Some(startex.zoned.date().checked_add(days).ok()?.to_datetime(time))
            }
            When::Civil(civil) => Some(civil),
        }
    }
}

/// A time after STARTEX as it may be written, to the minute.
fn minutes_after(micros: i64) -> String {
    let minutes = micros / 60_000_000;
    match minutes % 60 {
        0 => format!("`\"{}h\"`", minutes / 60),
        rest => format!("`\"{}h {rest}min\"`", minutes / 60),
    }
}

/// The fault of a civil time that the clocks of a zone skip or repeat; `which` says how to choose of two.
fn skipped_or_repeated(
    civil: DateTime,
    zone: &TimeZone,
    place: Place,
    which: impl FnOnce(&Zoned, &Zoned) -> String,
) -> Option<Diagnostic> {
    let ambiguous = zone.to_ambiguous_zoned(civil);
    let when = format!("{} on {}", civil.strftime("%H:%M"), civil.date());
    let name = zone.iana_name().unwrap_or("this zone");
    let (message, label, help) = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => return None,
        AmbiguousOffset::Gap { .. } => (
            format!("there is no {when} in {name}"),
            "skipped as the clocks are set forward",
            String::from("choose a time before or after the change"),
        ),
        AmbiguousOffset::Fold { .. } => (
            format!("{when} comes twice in {name}"),
            "repeated as the clocks are set back",
            which(&ambiguous.clone().earlier().ok()?, &ambiguous.later().ok()?),
        ),
    };
    Some(Diagnostic::error(codes::CLOCK_CHANGE, place, message).label(label).help(help))
}

/// Why a text such as `2026-02-30T08:00` is no moment of any calendar; `None` if that is not what is wrong with it.
fn impossible(text: &str) -> Option<String> {
    let number = |from: usize| text.get(from..from + 2)?.parse::<i8>().ok();
    let year: i16 = text.get(..4)?.parse().ok()?;
    let (month, day) = (number(5)?, number(8)?);
    if text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
        return None;
    }
    let Ok(first) = Date::new(year, month, 1) else {
        return Some(format!("there is no month {month}"));
    };
    if !(1..=first.days_in_month()).contains(&day) {
        return Some(format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month()));
    }
    match (number(11), number(14)) {
        (Some(hour), _) if hour > 23 => Some(format!("there is no hour {hour}: a day has 00 to 23")),
        (Some(_), Some(minute)) if minute > 59 => Some(format!("there is no minute {minute}")),
        _ => None,
    }
}

fn no_such_time(written: &str, place: Place, why: String) -> Diagnostic {
    let message = format!("`{}` is not a date and time", written.escape_debug());
    Diagnostic::error(codes::NOT_A_MOMENT, place, message).label(why)
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
    if let Some(Ok(micros)) = text.strip_prefix('-').map(parse_span) {
        return Some(When::Before(micros));
    }
    if let Ok(micros) = parse_span(text) {
        return Some(When::After(micros));
    }
    text.parse().ok().map(When::Civil)
}

/// Reads a quoted text by `parse`, or notes by `code` that it is not what `takes` says.
pub(super) fn quoted<T>(
    text: &str,
    reader: &Reader<'_>,
    takes: &str,
    code: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<(T, Place)> {
    let written = reader.string(text, takes)?;
    match parse(&written) {
        Some(value) => Some((value, reader.place(text))),
        None => {
            let message = format!("{} takes {takes}", reader.subject());
            let fault = Diagnostic::error(code, reader.place(first_line(text)), message);
            let padded = two_digits(&written).filter(|text| parse(text).is_some());
            let help = padded.map(|text| format!("write `\"{text}\"`"));
            reader.fault(fault.label("not understood").help(help));
            None
        }
    }
}

/// A time of day that lacks digits with all of them: `D2 09:30` for `D2 9:30`, `18:00` for `18`.
fn two_digits(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, time) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let padded = format!("{:02}:{:02}", number(hour)?, number(minute)?);
    Some(if day.is_empty() { padded } else { format!("{day} {padded}") })
}

/// Why a text is no STARTEX, if it looks like one.
fn why_not(written: &str, text: &str, place: Place) -> Option<Diagnostic> {
    if let Some(why) = impossible(written) {
        return Some(no_such_time(written, place, why));
    }
    let (civil, name) = written.strip_suffix(']')?.split_once('[')?;
    let Some(zone) = zone(name) else {
        return text.find(name).map(|at| unknown_zone(name, place.within(at, name.len())));
    };
    if civil.get(11..)?.contains(['+', '-']) {
        return Some(no_such_time(written, place, format!("{name} has another offset then")));
    }
    let with_offset = |zoned: &Zoned| format!("`\"{}[{name}]\"`", zoned.strftime("%Y-%m-%dT%H:%M%:z"));
    skipped_or_repeated(civil.parse().ok()?, &zone, place, |first, second| {
        format!("give an offset: {} or {}", with_offset(first), with_offset(second))
    })
}

impl Leaf for Startex {
    fn takes() -> String {
        String::from("a civil time with its zone, `\"2026-03-02T08:00[Europe/Brussels]\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        static PARSER: DateTimeParser = DateTimeParser::new().disambiguation(Disambiguation::Reject);
        let takes = <Self as Leaf>::takes();
        let written = reader.string(text, &takes)?;
        let place = reader.place(text);
        if let Ok(zoned) = PARSER.parse_zoned_with(database(), &written) {
            return Some(Startex { zoned, place });
        }
        match why_not(&written, text, place) {
            Some(fault) => reader.fault(fault),
            None => {
                let message = format!("{} takes {takes}", reader.subject());
                let fault = Diagnostic::error(codes::NOT_A_MOMENT, place, message);
                let civil = written.trim().parse::<DateTime>().ok();
                let help = civil.map(|civil| {
                    format!("write `\"{}[Europe/Brussels]\"`", civil.strftime("%Y-%m-%dT%H:%M"))
                });
                let label = if civil.is_some() { "has no time zone" } else { "not understood" };
                reader.fault(fault.label(label).help(help));
            }
        }
        None
    }

    fn stand_in() -> Self {
        Startex { zoned: Zoned::default(), place: Place::NOWHERE }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::value(Shown::quoted(&self.zoned.to_string(), self.place), false)
    }
}

/// A time zone by its IANA name: `"America/New_York"`.
#[derive(Clone, Debug, PartialEq)]
pub struct CivilZone {
    /// The zone.
    pub zone: TimeZone,
    /// Where it is written.
    pub place: Place,
}

impl Leaf for CivilZone {
    fn takes() -> String {
        String::from("an IANA time zone, `\"America/New_York\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let name = reader.string(text, &<Self as Leaf>::takes())?;
        let place = reader.place(text);
        let known = zone(&name).map(|zone| CivilZone { zone, place });
        if known.is_none() {
            reader.fault(unknown_zone(&name, place));
        }
        known
    }

    fn stand_in() -> Self {
        CivilZone { zone: TimeZone::UTC, place: Place::NOWHERE }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::quoted(self.zone.iana_name().unwrap_or("UTC"), self.place)
    }
}

/// When a campaign begins: at a [`Moment`], or with an inject that starts it, `OnInject`.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// At a moment.
    At(Moment),
    /// With an inject; and where that is written.
    OnInject(Place),
}

impl Leaf for Start {
    fn takes() -> String {
        format!("{}, or `OnInject`", <Moment as Leaf>::takes())
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        if reader.unquoted(text) == "OnInject" {
            return Some(Start::OnInject(reader.place(text)));
        }
        Moment::parse(text, reader).map(Start::At)
    }

    fn stand_in() -> Self {
        Start::At(<Moment as Leaf>::stand_in())
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        match self {
            Start::At(moment) => Leaf::each_place(moment, visit),
            Start::OnInject(place) => visit(place),
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Start::At(moment) => Leaf::shown(moment),
            Start::OnInject(place) => Shown::value(Shown::Leaf(String::from("OnInject"), *place), false),
        }
    }
}

impl Leaf for Moment {
    fn takes() -> String {
        String::from("a moment: `\"3h\"` after STARTEX, `\"D2 09:30\"` or `\"2026-03-03T09:30\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let takes = <Self as Leaf>::takes();
        let written = reader.string(text, &takes)?;
        if let Some(why) = impossible(written.trim()) {
            reader.fault(no_such_time(&written, reader.place(text), why));
            return None;
        }
        let (when, place) = quoted(text, reader, &takes, codes::NOT_A_MOMENT, parse_moment)?;
        Some(Moment { when, place })
    }

    fn stand_in() -> Self {
        Moment { when: When::After(0), place: Place::NOWHERE }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        let text = match self.when {
            When::After(micros) => shown::span(micros),
            When::Before(micros) => format!("-{}", shown::span(micros)),
            When::Day(day, time) => format!("D{day} {:02}:{:02}", time.hour(), time.minute()),
            When::Civil(civil) => civil.to_string(),
        };
        Shown::value(Shown::quoted(&text, self.place), false)
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
        check("-3d", -72.0);
        check("D1 09:30", 1.5);
        check("D1 00:00", -8.0);
        check("D2 09:30", 25.5);
        // The clocks are set forward in the night to D3, so that a civil day is 23 hours.
        check("D3 09:30", 48.5);
        check("2026-03-29T09:30", 48.5);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "D0 09:30", "D1", "D1 24:00", "D1 9:30", "--3h", "2026-02-30T00:00", "soon"] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
