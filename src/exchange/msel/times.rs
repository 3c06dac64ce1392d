//! Times of a sheet: by the calendar, by the exercise's days, and relative to a day J or D.
//!
//! Written: `D2 09:30` and `2026-03-03 09:30`, with seconds where there are any; and where clocks repeat an hour, the time
//! after STARTEX and the offset. Read: these; `3 March 2026 0930`, `03.03.2026 09:30`, `2026-03-03T09:30+01:00`, a NATO
//! date-time group `030930ZMAR26`; serial dates of spreadsheets; `J-30`, `J+1 H+2 M-5`, `D+2 H+3 M+45`, each unit as long as
//! a clock that is never set has it; `D+1 09:30`; `STARTEX+3h`, `3h`.
//!
//! **Invariant:** what may be read in two ways is refused in words that name both.

use super::calendar::{Why, by_calendar, date_alone, month, time_of_day};
use super::cells::Value;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::scenario::{Moment, Span, Startex, When, parse_span};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset};
use jiff::{SignedDuration, Timestamp};

const DAY: i64 = 86_400_000_000;
const HOUR: i64 = DAY / 24;
const MINUTE: i64 = HOUR / 60;
const SECOND: i64 = MINUTE / 60;

/// The longest text of a time in characters; who writes more writes prose.
const LONGEST: usize = 100;

/// A moment that a cell tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// As a scenario says it.
    pub when: When,
    /// Microseconds after STARTEX, never negative.
    pub micros: i64,
}

impl Told {
    /// The moment as a scenario writes it, without quotes.
    pub fn written(&self) -> String {
        match self.when {
            When::Day(day, time) => format!("D{day} {}", time.strftime("%H:%M")),
            When::Civil(civil) => {
                let whole = civil.to_string();
                whole.strip_suffix(":00").filter(|short| short.len() == 16).unwrap_or(&whole).to_owned()
            }
            When::After(micros) | When::Before(micros) => Span::from_micros(micros).text(),
        }
    }
}

/// What times are meant against.
#[derive(Clone, Debug)]
pub struct Reference {
    /// STARTEX.
    pub startex: Startex,
    /// How long after STARTEX the day J, or D, begins, in microseconds.
    pub zero: i64,
}

/// What a cell tells before it is placed in the exercise.
enum Read {
    Day(u32, Time),
    Civil(DateTime),
    Exact(Timestamp),
    After(i64),
    Relative(i64),
}

impl Reference {
    /// The moment that a cell tells; otherwise what is told of it, at the place of the cell.
    pub fn moment(&self, value: &Value) -> Result<Told, Box<dyn FnOnce(Place) -> Diagnostic>> {
        let text = value.text().into_owned();
        let read = match value {
            Value::Moment(civil) if civil.time() == Time::midnight() => Err(date_alone()),
            Value::Moment(civil) => Ok(Read::Civil(*civil)),
            Value::Number(number) => serial(*number).and_then(|civil| match number.fract() == 0.0 {
                true => Err(date_alone()),
                false => Ok(Read::Civil(civil)),
            }),
            Value::Text(text) if text.trim().chars().nth(LONGEST).is_some() => {
                Err((format!("longer than {LONGEST} characters"), "write the time alone"))
            }
            Value::Text(text) => read(text.trim(), self),
            Value::Error(_) => Err((String::from("the error of a formula"), "mend the formula")),
            Value::Uncomputed => Err((String::from("a formula without a value"), "write the value")),
        };
        let refused = |code: &'static str, message: String, (why, help): Why| {
            let told =
                move |place| Diagnostic::error(code, place, message).label(why).help(String::from(help));
            Box::new(told) as Box<dyn FnOnce(Place) -> Diagnostic>
        };
        let shown: String = text.chars().take(60).collect();
        let read = read.map_err(|why| {
            let message = format!("`{}` is not a time of the exercise", shown.escape_debug());
            refused(codes::NOT_A_MOMENT, message, why)
        })?;
        let (when, micros) = match read {
            Read::Day(day, time) if time.second() == 0 && time.subsec_nanosecond() == 0 => {
                let when = When::Day(day, time);
                (when, self.resolved(when)?)
            }
            Read::Day(day, time) => {
                let civil = self.on_day(day, time).ok_or_else(|| {
                    let why = (String::from("too far away"), "write a day of the exercise");
                    refused(codes::BEYOND_CALENDAR, String::from("no calendar reaches this moment"), why)
                })?;
                (When::Civil(civil), self.resolved(When::Civil(civil))?)
            }
            Read::Civil(civil) => (When::Civil(civil), self.resolved(When::Civil(civil))?),
            Read::Exact(instant) => {
                let micros = self.startex.micros_until(instant);
                (When::After(micros.unsigned_abs()), micros)
            }
            Read::After(micros) => (When::After(micros.unsigned_abs()), micros),
            Read::Relative(micros) => {
                let micros = micros.saturating_add(self.zero);
                (When::After(micros.unsigned_abs()), micros)
            }
        };
        if micros < 0 {
            let early = Span::from_micros(micros.unsigned_abs()).text();
            let message = format!("`{}` is {early} before STARTEX", shown.escape_debug());
            let why = (
                String::from("before STARTEX"),
                "injects come from STARTEX on: choose a later time, an earlier STARTEX, or say by `--zero` how long after STARTEX the day J or D is",
            );
            return Err(refused(codes::TOO_EARLY, message, why));
        }
        Ok(Told { when, micros })
    }

    /// Microseconds after STARTEX of a moment that a scenario says.
    pub fn resolved(&self, when: When) -> Result<i64, Box<dyn FnOnce(Place) -> Diagnostic>> {
        let moment = Moment { when, place: Place::NOWHERE };
        moment.resolve(&self.startex).map_err(|fault| {
            let told = move |place| Diagnostic { place: Some(place), ..*fault };
            Box::new(told) as Box<dyn FnOnce(Place) -> Diagnostic>
        })
    }

    /// The same moment in the manner of another: by the exercise's days, by the calendar, or as long after STARTEX.
    pub fn in_manner(&self, told: Told, of: When) -> Told {
        let civil = self.civil(told.micros);
        let when = match (of, civil) {
            (When::After(_), _) => When::After(told.micros.unsigned_abs()),
            (When::Civil(_), Some(civil)) => When::Civil(civil),
            (When::Day(..), Some(civil)) if civil.second() == 0 && civil.subsec_nanosecond() == 0 => {
                let days = (civil.date() - self.startex.zoned.date()).get_days();
                u32::try_from(days + 1).map_or(told.when, |day| When::Day(day, civil.time()))
            }
            _ => told.when,
        };
        Told { when, ..told }
    }

    /// A time on a day of the exercise; D1 is STARTEX's.
    fn on_day(&self, day: u32, time: Time) -> Option<DateTime> {
        let days = jiff::Span::new().try_days(i64::from(day) - 1).ok()?;
        Some(self.startex.zoned.date().checked_add(days).ok()?.to_datetime(time))
    }

    /// A moment by the exercise's days, `D2 09:30`; where the clock shows it twice, the time after STARTEX.
    pub fn scenario_time(&self, micros: i64) -> String {
        match self.civil(micros) {
            Some(civil) => {
                let days = (civil.date() - self.startex.zoned.date()).get_days();
                format!("D{} {}", days + 1, clock(civil.time()))
            }
            None => format!("STARTEX+{}", Span::from_micros(micros.unsigned_abs()).text()),
        }
    }

    /// A moment by the calendar, `2026-03-03 09:30`; where the clock shows it twice, with its offset.
    pub fn local_time(&self, micros: i64) -> String {
        match self.civil(micros) {
            Some(civil) => format!("{} {}", civil.date(), clock(civil.time())),
            None => {
                let zoned = self.startex.offset(micros).to_zoned(self.startex.zoned.time_zone().clone());
                format!("{} {}{}", zoned.date(), clock(zoned.time()), zoned.strftime("%:z"))
            }
        }
    }

    /// What the calendar and the clock show, where they show it once.
    pub fn civil(&self, micros: i64) -> Option<DateTime> {
        let zone = self.startex.zoned.time_zone();
        let civil = self.startex.offset(micros).to_zoned(zone.clone()).datetime();
        let once = matches!(zone.to_ambiguous_zoned(civil).offset(), AmbiguousOffset::Unambiguous { .. });
        once.then_some(civil)
    }
}

/// `09:30`, and as much below minutes as there is.
fn clock(time: Time) -> String {
    let whole = time.to_string();
    match time.second() == 0 && time.subsec_nanosecond() == 0 {
        true => whole[..5].to_owned(),
        false => whole,
    }
}

/// The date of a number as spreadsheets count: days since the end of 1899.
fn serial(number: f64) -> Result<DateTime, Why> {
    let beyond = (
        format!("the number {number} is no date of this century"),
        "write `2026-03-03 09:30`, or give the cell the format of a date",
    );
    // From 2000 to 2100: less is a time of day or a count.
    if !(36526.0..73051.0).contains(&number) {
        return Err(beyond);
    }
    let epoch = Date::constant(1899, 12, 30).to_datetime(Time::midnight());
    let seconds = (number * 86400.0).round() as i64;
    epoch.checked_add(SignedDuration::from_secs(seconds)).map_err(|_| beyond)
}

fn read(text: &str, reference: &Reference) -> Result<Read, Why> {
    let upper = text.to_uppercase();
    let upper = upper.trim();
    if let Some(rest) = upper.strip_prefix("STARTEX") {
        let rest = rest.trim_start();
        let span = if rest.is_empty() { Some(0) } else { rest.strip_prefix('+').and_then(span) };
        return span
            .map(Read::After)
            .ok_or_else(|| (String::from("not understood behind STARTEX"), "write `STARTEX+3h`"));
    }
    if let Some(read) = group(upper).or_else(|| on_day(upper)).or_else(|| relative(upper, reference)) {
        return Ok(read);
    }
    if let Some(micros) = span(text) {
        return Ok(Read::After(micros));
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(Read::Exact(instant));
    }
    if let Some(instant) = with_offset(text) {
        return Ok(Read::Exact(instant));
    }
    by_calendar(upper).map(Read::Civil)
}

/// `3h`, in whatever case.
fn span(text: &str) -> Option<i64> {
    let micros = parse_span(text.trim()).or_else(|_| parse_span(&text.trim().to_lowercase())).ok()?;
    i64::try_from(micros).ok()
}

/// `2026-10-25 02:30+01:00`.
fn with_offset(text: &str) -> Option<Timestamp> {
    let at = text.rfind(['+', '-']).filter(|at| *at > 10)?;
    format!("{}{}", text[..at].trim().replacen(' ', "T", 1), &text[at..]).parse().ok()
}

/// A NATO date-time group: `030930ZMAR26`, and with spaces or the whole year.
fn group(upper: &str) -> Option<Read> {
    let text: String = upper.chars().filter(|c| !c.is_whitespace()).collect();
    if !text.is_ascii() || text.len() < 12 {
        return None;
    }
    let digits = |from: usize, to: usize| {
        text.get(from..to)?.parse::<i8>().ok().filter(|_| text.as_bytes()[from].is_ascii_digit())
    };
    let (day, hour, minute) = (digits(0, 2)?, digits(2, 4)?, digits(4, 6)?);
    let month = month(text.get(7..10)?)?;
    let year: i16 = match text.get(10..)? {
        short if short.len() == 2 => 2000 + short.parse::<i16>().ok()?,
        whole if whole.len() == 4 => whole.parse().ok()?,
        _ => return None,
    };
    let civil = DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
    let hours = match text.as_bytes()[6] {
        b'J' => return Some(Read::Civil(civil)),
        b'Z' => 0,
        letter @ b'A'..=b'I' => (letter - b'A') as i8 + 1,
        letter @ b'K'..=b'M' => (letter - b'K') as i8 + 10,
        letter @ b'N'..=b'Y' => -((letter - b'N') as i8 + 1),
        _ => return None,
    };
    Offset::constant(hours).to_timestamp(civil).ok().map(Read::Exact)
}

/// `D2 09:30`, `DAY 2, 0930`, or a day after J or D with a time of day: `D+1 09:30`.
fn on_day(upper: &str) -> Option<Read> {
    let rest = upper.strip_prefix("DAY").or_else(|| upper.strip_prefix('D'))?.trim_start();
    let (day, time) = rest.split_once(|c: char| c.is_whitespace() || c == ',')?;
    let day: u32 = day.parse().ok().filter(|day| *day > 0 && !rest.starts_with('+'))?;
    Some(Read::Day(day, time_of_day(time)?))
}

/// `J`, `J-30`, `J+1 H+2 M-5`, the same of D; or `D+1 09:30`.
fn relative(upper: &str, reference: &Reference) -> Option<Read> {
    let text: String = upper.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.starts_with(['J', 'D', 'H', 'M']) {
        return None;
    }
    if let Some((day, time)) = text.strip_prefix(['J', 'D']).and_then(|rest| rest.split_once(' ')) {
        // Only where the zero is STARTEX's day does the clock of a later day follow.
        let whole = reference.zero == 0 && day.starts_with('+');
        if let (true, Ok(day), Some(time)) = (whole, day.parse::<u32>(), time_of_day(time)) {
            return Some(Read::Day(day.checked_add(1)?, time));
        }
    }
    offset(&text).map(Read::Relative)
}

/// Microseconds after a day J or D: of `J`, `J-30`, `J+1 H+2 M-5`.
pub fn offset(text: &str) -> Option<i64> {
    let compact: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
    if compact.is_empty() {
        return None;
    }
    let (mut rest, mut sum, mut least) = (compact.as_str(), 0_i64, i64::MAX);
    while let Some(letter) = rest.chars().next() {
        let unit = match letter {
            'J' | 'D' => DAY,
            'H' => HOUR,
            'M' => MINUTE,
            _ => return None,
        };
        // Each unit once, in this order.
        if unit >= least {
            return None;
        }
        least = unit;
        rest = &rest[1..];
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '+' || c == '-')).unwrap_or(rest.len());
        let (count, behind) = rest.split_at(end);
        let signed = count.is_empty() || count.starts_with(['+', '-']);
        let count: i64 =
            if count.is_empty() && unit == DAY { 0 } else { count.parse().ok().filter(|_| signed)? };
        sum = sum.checked_add(count.checked_mul(unit)?)?;
        rest = behind;
    }
    Some(sum)
}

/// Seconds and less of a moment, for which workbooks have no exact cell.
pub fn below_seconds(civil: DateTime) -> bool {
    i64::from(civil.subsec_nanosecond()) % (SECOND * 1000) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(zero: i64) -> Reference {
        let zoned = "2026-10-23T08:00[Europe/Brussels]".parse().expect("a moment");
        Reference { startex: Startex { zoned, place: Place::NOWHERE }, zero }
    }

    /// The time that a cell tells, as a scenario says it, and its hours after STARTEX; or why not.
    fn told(value: Value, zero: i64) -> String {
        match reference(zero).moment(&value) {
            Ok(told) => format!("{} = {}", told.written(), told.micros as f64 / 3.6e9),
            Err(fault) => {
                let fault = fault(Place::NOWHERE);
                format!("{} {}", fault.code, fault.label)
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(told(Value::Text(text.to_owned()), 0), expected, "{text}");
    }

    #[test]
    fn times_are_read_in_the_ways_of_people() {
        for text in [
            "2026-10-24 09:30",
            "2026-10-24T09:30",
            "24 October 2026 0930",
            "Oct 24, 2026 9:30 AM",
            "24.10.2026 09:30",
            "24/10/2026 9:30",
            "10/24/2026 09:30",
            "240930JOCT26",
        ] {
            check(text, "2026-10-24T09:30 = 25.5");
        }
        for text in ["D2 09:30", "d2 9:30", "Day 2, 0930", "D+1 09:30", "J+1 09:30"] {
            check(text, "D2 09:30 = 25.5");
        }
        check("D2 09h30", "D2 09:30 = 25.5");
        check("D2 09:30:15", "2026-10-24T09:30:15 = 25.504166666666666");
        check("240730ZOCT26", "1d 1h 30min = 25.5");
        check("2026-10-24 07:30Z", "1d 1h 30min = 25.5");
        check("2026-10-24T09:30+02:00", "1d 1h 30min = 25.5");
        check("STARTEX + 3h", "3h = 3");
        check("2D 3H", "2d 3h = 51");
        assert_eq!(told(Value::Number(46319.395833333336), 0), "2026-10-24T09:30 = 25.5");
    }

    #[test]
    fn relative_times_count_from_the_day_of_the_exercise() {
        check("J", "0s = 0");
        check("J+1 H+2 M-5", "1d 1h 55min = 25.916666666666668");
        check("D+2H+3M+45", "2d 3h 45min = 51.75");
        check("H+3", "3h = 3");
        check("J-30", "E0404 before STARTEX");
        assert_eq!(told(Value::Text(String::from("J-30")), 60 * DAY), "30d = 720");
        check("J+", "E0036 not understood");
        check("M+5 H+2", "E0036 not understood");
    }

    #[test]
    fn what_may_mean_two_things_is_refused() {
        check("03/04/2026 09:30", "E0036 may be 3 April or 4 March");
        check("3/4/2026 2:00 PM", "E0036 may be 3 April or 4 March");
        check("3/4/2026 2:00PM", "E0036 may be 3 April or 4 March");
        check("4/3/2026 14:00", "E0036 may be 4 March or 3 April");
        check("03/04 09:30", "E0036 has no year, and may have the day or the month first");
        check("09:30", "E0036 of which day?");
        for value in ["2026-10-24", "24 October 2026", "24.10.2026"] {
            check(value, "E0036 a date without a time of day");
        }
        let day = Date::constant(2026, 10, 24);
        for value in [Value::Moment(day.to_datetime(Time::midnight())), Value::Number(46319.0)] {
            assert_eq!(told(value, 0), "E0036 a date without a time of day");
        }
        // Words of a novel are not tried one by one.
        check(&"1 ".repeat(60_000), "E0036 longer than 100 characters");
        check("24.10.26 09:30", "E0036 has a year of two digits");
        check("2026-02-30 09:30", "E0036 not a day of the calendar");
        check("32/13/2026 09:30", "E0036 not a day of the calendar");
        check("soon", "E0036 not understood");
        check("2026-10-25 02:30", "E0040 repeated as the clocks are set back");
        check("2026-10-22 09:30", "E0404 before STARTEX");
        assert_eq!(told(Value::Number(0.395), 0), "E0036 the number 0.395 is no date of this century");
    }

    #[test]
    fn a_moment_is_told_in_the_manner_of_another() {
        let reference = reference(0);
        let manners = [
            (When::After(0), ["1d 1h 30min", "1d 18h 30min"]),
            (When::Day(1, Time::midnight()), ["D2 09:30", "1d 18h 30min"]),
            (When::Civil(DateTime::constant(2026, 10, 23, 0, 0, 0, 0)), ["2026-10-24T09:30", "1d 18h 30min"]),
        ];
        // The second is shown twice by the clock.
        for (of, expected) in manners {
            let told = [25 * HOUR + 30 * MINUTE, 42 * HOUR + 30 * MINUTE].map(|micros| {
                let told = Told { when: When::After(micros.unsigned_abs()), micros };
                reference.in_manner(told, of).written()
            });
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn written_times_are_read_as_they_were() {
        let reference = reference(0);
        // The clocks are set back in the night to D3.
        for micros in [
            0,
            1,
            5_400_000_000,
            25 * HOUR + 15 * SECOND,
            42 * HOUR + 30 * MINUTE,
            43 * HOUR + 30 * MINUTE,
            44 * HOUR,
            90 * DAY,
        ] {
            for text in [reference.scenario_time(micros), reference.local_time(micros)] {
                let told = reference.moment(&Value::Text(text.clone())).map(|told| told.micros);
                assert_eq!(told.ok(), Some(micros), "{text}");
            }
        }
        assert_eq!(reference.local_time(42 * HOUR + 30 * MINUTE), "2026-10-25 02:30+02:00");
        assert_eq!(reference.scenario_time(25 * HOUR + 30 * MINUTE), "D2 09:30");
    }
}
