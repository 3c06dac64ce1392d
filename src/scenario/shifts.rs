//! The hours in which people are on duty, and the stretches of time that they come to.
//!
//! **Invariant:** blocks of duty are half-open, sorted, apart from each other, and within the stretch that
//! was asked for.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::clock::{CivilZone, quoted};
use super::reading::{Leaf, Reader};
use super::record::{record, variants};
use super::shown::Shown;
use crate::diagnostic::{Place, codes};

variants! {
    /// When people are on duty, in their zone or that of the block.
    pub enum Shifts as value {
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
    /// A block of hours, [from, to), on some days of the week. One that ends at or before its start runs past
    /// midnight.
    pub struct Weekly {
        /// The days on which it begins: `"Mon-Fri"`, `"Sat,Sun"`, `"Mon-Wed,Fri"`.
        days: Days,
        /// The civil time at which it begins: `"07:00"`.
        from: Clock,
        /// The civil time at which it ends: `"20:00"`; `"24:00"` is midnight.
        to: Clock,
        /// The zone of these times, for people who take over from others across the Atlantic: `"America/New_York"`. Where
        /// blocks of several zones overlap, no more people are on duty than in one. That of the whole if left out.
        time_zone: Option<CivilZone>,
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

impl Shifts {
    /// The first block that overlaps an earlier one of the same zone, with that; or that ends when it begins, with no place.
    pub fn doubled(&self) -> Option<(Place, Place)> {
        let blocks: Vec<&Weekly> = match self {
            Shifts::AroundTheClock => Vec::new(),
            Shifts::Weekly(weekly) => vec![weekly],
            Shifts::Several(several) => several.iter().map(|Block::Weekly(weekly)| weekly).collect(),
        };
        let whole = blocks.iter().find(|block| block.from.minutes == block.to.minutes);
        if let Some(block) = whole {
            return Some((block.to.place, Place::NOWHERE));
        }
        let stretches: Vec<_> = blocks.iter().map(|block| week(block)).collect();
        let meet = |a: &[(u32, u32)], b: &[(u32, u32)]| {
            a.iter().any(|a| b.iter().any(|b| a.0.max(b.0) < a.1.min(b.1)))
        };
        (0..blocks.len()).find_map(|later| {
            let zone = |block: usize| blocks[block].time_zone.as_ref().map(|zone| &zone.zone);
            let first = (0..later)
                .find(|&first| zone(first) == zone(later) && meet(&stretches[first], &stretches[later]))?;
            Some((blocks[later].from.place, blocks[first].from.place))
        })
    }
}

/// The minutes of the week, from Monday, that a block takes; one that runs past Sunday's midnight begins the week, too.
fn week(block: &Weekly) -> Vec<(u32, u32)> {
    const DAY: u32 = 24 * 60;
    let (from, to) = (u32::from(block.from.minutes), u32::from(block.to.minutes));
    let length = if to <= from { to + DAY - from } else { to - from };
    let mut stretches = Vec::new();
    for day in (0..7).filter(|day| block.days.mask & (1 << day) != 0) {
        let start = day * DAY + from;
        let end = start + length;
        stretches.push((start, end.min(7 * DAY)));
        if end > 7 * DAY {
            stretches.push((0, end - 7 * DAY));
        }
    }
    stretches
}

/// The blocks of duty between two instants, in microseconds after `from`: sorted, half-open, joined where
/// they touch.
///
/// Civil times follow the zone's clocks: the night shift in which they are set forward is an hour shorter.
pub fn expand(shifts: &Shifts, zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<(u64, u64)> {
    joined(each_shift(shifts, zone, from, until))
}

/// The same, but shift by shift, as people come and go: sorted by their starts, and not joined where they touch or
/// overlap. Around the clock, shifts change at 06:00, 14:00 and 22:00.
pub fn each_shift(shifts: &Shifts, zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<(u64, u64)> {
    let mut blocks = Vec::new();
    match shifts {
        Shifts::AroundTheClock => {
            let mask = 0b111_1111;
            for (from_hour, to_hour) in [(6, 14), (14, 22), (22, 6)] {
                let clock = |hour: u16| Clock { minutes: hour * 60, place: Place::NOWHERE };
                let days = Days { mask, place: Place::NOWHERE };
                let weekly = Weekly { days, from: clock(from_hour), to: clock(to_hour), time_zone: None };
                expand_weekly(&weekly, zone, from, until, &mut blocks);
            }
        }
        Shifts::Weekly(weekly) => expand_weekly(weekly, zone, from, until, &mut blocks),
        Shifts::Several(several) => {
            for Block::Weekly(weekly) in several {
                expand_weekly(weekly, zone, from, until, &mut blocks);
            }
        }
    }
    blocks.retain(|(start, end)| start < end);
    blocks.sort_unstable();
    blocks
}

fn expand_weekly(
    weekly: &Weekly,
    zone: &TimeZone,
    from: Timestamp,
    until: Timestamp,
    blocks: &mut Vec<(u64, u64)>,
) {
    let zone = weekly.time_zone.as_ref().map_or(zone, |own| &own.zone);
    let horizon = until.as_microsecond().saturating_sub(from.as_microsecond()).max(0);
    // A block of the day before may reach past midnight.
    let mut date = zone.to_datetime(from).date().yesterday().unwrap_or(Date::MIN);
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

fn instant(zone: &TimeZone, date: Date, clock: Clock) -> Option<Timestamp> {
    let (date, minutes) =
        if clock.minutes == 1440 { (date.tomorrow().ok()?, 0) } else { (date, clock.minutes) };
    let civil = date.at((minutes / 60) as i8, (minutes % 60) as i8, 0, 0);
    zone.to_ambiguous_timestamp(civil).compatible().ok()
}

fn joined(blocks: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    let mut joined: Vec<(u64, u64)> = Vec::with_capacity(blocks.len());
    for (start, end) in blocks {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

impl Shifts {
    /// The shortest shift that is written, in minutes; those around the clock have eight hours.
    pub fn shortest(&self) -> u32 {
        let length = |weekly: &Weekly| {
            let (from, to) = (u32::from(weekly.from.minutes), u32::from(weekly.to.minutes));
            if to <= from { to + 1440 - from } else { to - from }
        };
        match self {
            Shifts::AroundTheClock => 480,
            Shifts::Weekly(weekly) => length(weekly),
            Shifts::Several(several) => {
                several.iter().map(|Block::Weekly(weekly)| length(weekly)).min().unwrap_or(1440)
            }
        }
    }
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

/// Days as they are written, those that follow each other as a range.
fn days(mask: u8) -> String {
    let has = |day: usize| day < 7 && mask & (1 << day) != 0;
    let mut parts = Vec::new();
    for first in (0..7).filter(|&day| has(day) && (day == 0 || !has(day - 1))) {
        let last = (first..7).take_while(|&day| has(day)).last().unwrap_or(first);
        parts.push(match last - first {
            0 => String::from(DAYS[first]),
            1 => format!("{},{}", DAYS[first], DAYS[last]),
            _ => format!("{}-{}", DAYS[first], DAYS[last]),
        });
    }
    parts.join(",")
}

/// Minutes after midnight of a time of day, `07:00`.
pub fn parse_clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 1440).then_some(total)
}

impl Leaf for Days {
    fn takes() -> String {
        String::from("days of the week, `\"Mon-Fri\"` or `\"Mon,Wed,Sat-Sun\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let (mask, place) = quoted(text, reader, &<Self as Leaf>::takes(), codes::NOT_HOURS, parse_days)?;
        Some(Days { mask, place })
    }

    fn stand_in() -> Self {
        Days { mask: 0, place: Place::NOWHERE }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::quoted(&days(self.mask), self.place)
    }
}

impl Leaf for Clock {
    fn takes() -> String {
        String::from("a time of day, `\"07:00\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let (minutes, place) = quoted(text, reader, &<Self as Leaf>::takes(), codes::NOT_HOURS, parse_clock)?;
        Some(Clock { minutes, place })
    }

    fn stand_in() -> Self {
        Clock { minutes: 0, place: Place::NOWHERE }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::quoted(&format!("{:02}:{:02}", self.minutes / 60, self.minutes % 60), self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::{Timestamp, Zoned};

    use super::{Block, Clock, Days, Shifts, Weekly, days, expand, parse_clock, parse_days};
    use crate::diagnostic::Place;

    fn weekly(days: &str, from: &str, to: &str) -> Weekly {
        let clock = |text| Clock { minutes: parse_clock(text).unwrap(), place: Place::NOWHERE };
        let mask = parse_days(days).unwrap();
        let days = Days { mask, place: Place::NOWHERE };
        Weekly { days, from: clock(from), to: clock(to), time_zone: None }
    }

    /// Expands shifts between two civil times, and compares the blocks as hours after the first.
    fn check(shifts: Shifts, from: &str, until: &str, expected: Expect) {
        let (from, until): (Zoned, Zoned) = (from.parse().unwrap(), until.parse().unwrap());
        let hours = |micros: u64| micros as f64 / 3.6e9;
        let (start, end): (Timestamp, Timestamp) = (from.timestamp(), until.timestamp());
        let blocks = expand(&shifts, from.time_zone(), start, end);
        let shown: Vec<String> = blocks.iter().map(|(a, b)| format!("{}-{}", hours(*a), hours(*b))).collect();
        expected.assert_eq(&shown.join(" "));
    }

    #[test]
    fn a_week_of_day_shifts() {
        let shifts = Shifts::Weekly(weekly("Mon-Wed,Fri", "08:00", "18:00"));
        check(
            shifts,
            "2026-03-02T10:00[Europe/Brussels]",
            "2026-03-07T00:00[Europe/Brussels]",
            expect!["0-8 22-32 46-56 94-104"],
        );
    }

    #[test]
    fn blocks_of_another_zone_take_over() {
        let zone = super::super::zone("America/New_York").unwrap();
        let beyond = super::CivilZone { zone, place: Place::NOWHERE };
        let day = || weekly("Mon-Fri", "08:00", "18:00");
        let there = |from| Weekly { time_zone: Some(beyond.clone()), ..weekly("Mon-Fri", from, "18:00") };
        let both = || Shifts::Several(vec![Block::Weekly(day()), Block::Weekly(there("12:00"))]);
        let on = |from: &str, until: &str, expected| {
            check(
                both(),
                &format!("{from}T00:00[Europe/Brussels]"),
                &format!("{until}T00:00[Europe/Brussels]"),
                expected,
            );
        };
        on("2026-03-06", "2026-03-07", expect!["8-24"]);
        // On 8 March the clocks are set forward there, three weeks before Europe's.
        on("2026-03-09", "2026-03-10", expect!["8-23"]);
        on("2026-03-30", "2026-03-31", expect!["8-24"]);
        let apart = Shifts::Several(vec![Block::Weekly(day()), Block::Weekly(there("08:00"))]);
        assert_eq!(apart.doubled(), None);
    }

    #[test]
    fn nights_run_past_midnight_and_follow_the_clocks() {
        let nights = || Shifts::Weekly(weekly("Sat", "22:00", "06:00"));
        check(
            nights(),
            "2026-03-28T22:00[Europe/Brussels]",
            "2026-03-30T00:00[Europe/Brussels]",
            expect!["0-7"],
        );
        check(
            nights(),
            "2026-10-24T22:00[Europe/Brussels]",
            "2026-10-26T00:00[Europe/Brussels]",
            expect!["0-9"],
        );
        check(
            nights(),
            "2026-06-07T02:00[Europe/Brussels]",
            "2026-06-08T00:00[Europe/Brussels]",
            expect!["0-4"],
        );
    }

    #[test]
    fn blocks_that_touch_are_one() {
        let blocks = vec![
            Block::Weekly(weekly("Mon-Sun", "06:00", "14:00")),
            Block::Weekly(weekly("Mon-Sun", "14:00", "22:00")),
            Block::Weekly(weekly("Sat-Sun", "22:00", "24:00")),
        ];
        check(
            Shifts::Several(blocks),
            "2026-01-03T00:00[UTC]",
            "2026-01-06T00:00[UTC]",
            expect!["6-24 30-48 54-70"],
        );
        check(
            Shifts::Weekly(weekly("Mon-Sun", "08:00", "08:00")),
            "2026-01-03T00:00[UTC]",
            "2026-01-06T00:00[UTC]",
            expect!["0-72"],
        );
        check(Shifts::AroundTheClock, "2026-01-03T00:00[UTC]", "2026-01-04T00:00[UTC]", expect!["0-24"]);
        check(Shifts::AroundTheClock, "2026-01-04T00:00[UTC]", "2026-01-03T00:00[UTC]", expect![[""]]);
    }

    #[test]
    fn days_are_written_as_they_are_read() {
        assert_eq!(days(0b001_1111), "Mon-Fri");
        assert_eq!(days(0b110_1001), "Mon,Thu,Sat,Sun");
        assert!((1..128).all(|mask| parse_days(&days(mask)) == Some(mask)));
    }

    #[test]
    fn days_and_clocks_are_read() {
        assert_eq!(parse_days("Mon-Fri"), Some(0b001_1111));
        assert_eq!(parse_days("Sat-Mon, wed"), Some(0b110_0101));
        assert_eq!(parse_days("Mon-"), None);
        assert_eq!(parse_clock("24:00"), Some(1440));
        assert_eq!(parse_clock("24:01"), None);
        assert_eq!(parse_clock("08:60"), None);
        assert_eq!(parse_clock("+8:00"), None);
    }
}
