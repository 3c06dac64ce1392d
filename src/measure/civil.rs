//! The exercise's own calendar: instants of the run as people on the exercise read them.
//!
//! **Invariant:** every time is given in STARTEX's zone; zones come from jiff's bundled database, never from the system.

use crate::kernel::{SimDuration, SimTime};
use crate::model::Model;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Turns instants into civil times of the exercise's zone.
#[derive(Debug, Clone)]
pub struct CivilClock {
    /// The civil instant at which the run starts: STARTEX less the prelude.
    start: Timestamp,
    startex: SimTime,
    zone: TimeZone,
    name: String,
    /// Whether a weekday is enough to name a day.
    within_a_week: bool,
}

impl CivilClock {
    /// The clock of an exercise. A zone that jiff doesn't know, which compile refuses, is taken for UTC.
    pub fn of(model: &Model) -> CivilClock {
        let prelude = model.frame.startex.micros() as i64;
        CivilClock {
            start: Timestamp::from_microsecond(model.names.startex_unix_us - prelude)
                .unwrap_or(Timestamp::UNIX_EPOCH),
            startex: model.frame.startex,
            zone: zone(&model.names.time_zone),
            name: model.names.time_zone.clone(),
            within_a_week: is_within_a_week(model.frame.endex.since(SimTime::ZERO)),
        }
    }

    fn zoned(&self, at: SimTime) -> Zoned {
        let micros = i64::try_from(at.micros()).unwrap_or(i64::MAX);
        let instant = self.start.as_microsecond().saturating_add(micros);
        Timestamp::from_microsecond(instant).unwrap_or(Timestamp::MAX).to_zoned(self.zone.clone())
    }

    /// Microseconds from STARTEX, negative in the prelude.
    pub fn micros(&self, at: SimTime) -> i64 {
        at.micros() as i64 - self.startex.micros() as i64
    }

    /// `2026-03-02T11:34:34+01:00`: to the second, for machines.
    pub fn iso(&self, at: SimTime) -> String {
        self.zoned(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// `Mon 11:34`, or `2 Mar 11:34` in a run of more than six days.
    pub fn moment(&self, at: SimTime) -> String {
        self.zoned(at).strftime(moment_pattern(self.within_a_week)).to_string()
    }

    /// The [`moment`](Self::moment), with seconds where the times that are told apart are less than a minute.
    pub fn moment_to(&self, at: SimTime, grain: SimDuration) -> String {
        let seconds = if grain < SimDuration::MINUTE { ":%S" } else { "" };
        self.moment(at) + &self.zoned(at).strftime(seconds).to_string()
    }

    /// `14:20` when `at` is on the same day as `beside`, else the whole [`moment`](Self::moment).
    pub fn moment_beside(&self, at: SimTime, beside: SimTime) -> String {
        let zoned = self.zoned(at);
        match zoned.date() == self.zoned(beside).date() {
            true => zoned.strftime("%H:%M").to_string(),
            false => self.moment(at),
        }
    }

    /// The instants up to `end` at which the exercise's clocks show a multiple of `step`, counted from midnight: microseconds from
    /// STARTEX, with the time for people, at midnight the day. A `step` of 0 has none.
    pub fn ticks(&self, end: SimTime, step: SimDuration) -> Vec<(i64, String)> {
        let start = self.zoned(SimTime::ZERO).datetime().time();
        let since_midnight = start.duration_since(jiff::civil::Time::midnight()).as_micros() as u64;
        let step = step.micros();
        if step == 0 {
            return Vec::new();
        }
        let first = since_midnight.next_multiple_of(step) - since_midnight;
        let instants = (0..).map(|number| first + number * step).take_while(|micros| *micros <= end.micros());
        let label = |at: SimTime| {
            let zoned = self.zoned(at);
            let pattern = match (zoned.time() == jiff::civil::Time::midnight(), self.within_a_week) {
                (true, true) => "%a %-d %b",
                (true, false) => "%-d %b",
                (false, _) => "%H:%M",
            };
            zoned.strftime(pattern).to_string()
        };
        instants.map(SimTime::from_micros).map(|at| (self.micros(at), label(at))).collect()
    }

    /// STARTEX as `2 Mar 2026 08:00`.
    pub fn startex(&self) -> String {
        self.zoned(self.startex).strftime(STARTEX_PATTERN).to_string()
    }

    /// `Brussels` of `Europe/Brussels`.
    pub fn city(&self) -> String {
        city(&self.name)
    }

    /// `05:34 in New York`, when the clocks of `zone` show another time than the exercise's.
    pub fn elsewhere(&self, at: SimTime, zone_name: &str) -> Option<String> {
        let here = self.zoned(at);
        let there = here.with_time_zone(zone(zone_name));
        (here.offset() != there.offset())
            .then(|| format!("{} in {}", there.strftime("%H:%M"), city(zone_name)))
    }
}

/// How STARTEX is written for people, for jiff: `2 Mar 2026 08:00`.
pub const STARTEX_PATTERN: &str = "%-d %b %Y %H:%M";

/// How moments are written for people, for jiff: `Mon 11:34`, or `2 Mar 11:34` where a weekday is not enough to name a day.
pub const fn moment_pattern(within_a_week: bool) -> &'static str {
    if within_a_week { "%a %H:%M" } else { "%-d %b %H:%M" }
}

/// Whether a weekday is enough to name a day of a run of this length.
pub fn is_within_a_week(length: SimDuration) -> bool {
    length <= SimDuration::DAY * 6
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `Brussels` of `Europe/Brussels`.
pub fn city(zone_name: &str) -> String {
    zone_name.rsplit('/').next().unwrap_or(zone_name).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_names_a_day_only_where_it_comes_once() {
        let at: Timestamp = "2026-03-02T10:34:00Z".parse().expect("an instant");
        let written = |length| {
            let at = at.to_zoned(TimeZone::UTC);
            at.strftime(moment_pattern(is_within_a_week(length))).to_string()
        };
        assert_eq!(written(SimDuration::DAY * 6), "Mon 10:34");
        assert_eq!(written(SimDuration::DAY * 6 + SimDuration::HOUR), "2 Mar 10:34");
    }
}
