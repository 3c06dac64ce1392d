//! The exercise in time: STARTEX, ENDEX, moments and duty hours as instants of the run.
//!
//! **Invariant:** an instant that is returned lies within the run, from the start of the prelude to ENDEX.

use super::values::duration;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::{SimDuration, SimTime};
use crate::model::{Frame, Turn};
use crate::scenario::{Moment, Scenario, Shifts, Span, Startex, Word, each_shift, expand, named_zone};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The longest exercise: ten years.
const LONGEST: u64 = 10 * 366 * DAY;
/// The longest prelude: a year.
const LONGEST_PRELUDE: u64 = 366 * DAY;
const DAY: u64 = 24 * 3_600_000_000;

/// When the exercise is.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// STARTEX.
    pub startex: &'a Startex,
    /// From the start of the run to STARTEX.
    pub prelude: SimDuration,
    /// ENDEX, from the start of the run.
    pub endex: SimTime,
}

/// The frame, unless STARTEX or ENDEX is missing.
pub fn lower<'a>(scenario: &'a Scenario, faults: &mut Vec<Diagnostic>) -> Option<(Frame, Calendar<'a>)> {
    let (Some(startex), Some(endex)) = (&scenario.startex, scenario.endex) else {
        faults.push(Diagnostic::error(
            codes::NO_TIME,
            Place::NOWHERE,
            "an exercise needs `startex` and `endex`",
        ));
        return None;
    };
    let mut fault = |code, span: Span, message: &str, label: &str| {
        faults.push(Diagnostic::error(code, span.place, message).label(label))
    };
    if endex.micros == 0 {
        fault(codes::NO_TIME, endex, "the exercise ends as it starts", "no time at all");
    }
    if endex.micros > LONGEST {
        fault(
            codes::TOO_LONG_RUN,
            endex,
            "an exercise of more than ten years can't be simulated",
            "too long",
        );
    }
    let measure_from = scenario.measure_from.unwrap_or(Span::from_micros(0));
    if measure_from.micros > 0 && measure_from.micros >= endex.micros {
        fault(
            codes::MEASURED_TOO_LATE,
            measure_from,
            "measuring would begin when the exercise is over",
            "not before ENDEX",
        );
    }
    let prelude = scenario.prelude.unwrap_or(Span::from_micros(0));
    if prelude.micros > LONGEST_PRELUDE {
        fault(codes::TOO_LONG_RUN, prelude, "a prelude of more than a year can't be simulated", "too long");
    }
    let prelude = duration(Span { micros: prelude.micros.min(LONGEST_PRELUDE), ..prelude });
    let begins = SimTime::ZERO + prelude;
    let endex = begins + duration(Span { micros: endex.micros.min(LONGEST), ..endex });
    let measure_from = begins + duration(measure_from);
    Some((Frame { startex: begins, endex, measure_from }, Calendar { startex, prelude, endex }))
}

impl Calendar<'_> {
    /// The instant of a written moment; a fault when it is before STARTEX or after ENDEX, a warning at ENDEX.
    ///
    /// `what` begins then, as "the campaign `bear`".
    pub fn moment(&self, moment: &Moment, what: &str, faults: &mut Vec<Diagnostic>) -> SimTime {
        self.moment_since(SimDuration::ZERO, moment, what, faults)
    }

    /// The same for what may begin in the prelude.
    pub fn moment_of_run(&self, moment: &Moment, what: &str, faults: &mut Vec<Diagnostic>) -> SimTime {
        self.moment_since(self.prelude, moment, what, faults)
    }

    /// The instant of a moment that is not more than `before` ahead of STARTEX.
    fn moment_since(
        &self,
        before: SimDuration,
        moment: &Moment,
        what: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> SimTime {
        let too_early = if before > SimDuration::ZERO { "before the prelude" } else { "before STARTEX" };
        match moment.resolve(self.startex) {
            Ok(micros) if i128::from(micros) < -i128::from(before.micros()) => {
                self.outside(before, moment.place, too_early, faults);
            }
            Ok(micros) => {
                // Not negative: `before` is not longer than the prelude.
                let since_start = i128::from(self.prelude.micros()) + i128::from(micros);
                let instant = SimTime::from_micros(since_start as u64);
                if instant <= self.endex {
                    faults.extend(self.too_late(instant, moment.place, what));
                    return instant;
                }
                self.outside(before, moment.place, "after ENDEX", faults);
            }
            Err(fault) => faults.push(*fault),
        }
        self.begins()
    }

    /// STARTEX as an instant of the run.
    pub fn begins(&self) -> SimTime {
        SimTime::ZERO + self.prelude
    }

    /// The instant so long after STARTEX; otherwise as [`Calendar::moment`].
    pub fn after(&self, span: Span, what: &str, faults: &mut Vec<Diagnostic>) -> SimTime {
        let instant = self.begins() + duration(span);
        if instant > self.endex {
            self.outside(SimDuration::ZERO, span.place, "after ENDEX", faults);
        }
        faults.extend(self.too_late(instant, span.place, what));
        instant.min(self.endex)
    }

    /// The warning of what begins at ENDEX; an exercise of no time was told.
    fn too_late(&self, instant: SimTime, place: Place, what: &str) -> Option<Diagnostic> {
        let late = instant == self.endex && instant > self.begins();
        let message = || format!("{what} begins as the exercise ends, so it never matters");
        late.then(|| Diagnostic::warning(codes::TOO_LATE, place, message()).label("at ENDEX"))
    }

    /// The fault of a moment that lies outside the exercise and the time `before` it.
    fn outside(&self, before: SimDuration, place: Place, when: &str, faults: &mut Vec<Diagnostic>) {
        // Of an exercise of no time, that was told; everything lies after it.
        if self.endex == self.begins() {
            return;
        }
        let mut help = self.span();
        if before > SimDuration::ZERO {
            help += &format!(", its prelude begins at {}", self.civil(SimTime::ZERO));
        } else if when == "before STARTEX" {
            help += "; a campaign that begins earlier needs a `prelude`";
        }
        let code = if when == "after ENDEX" { codes::AFTER_ENDEX } else { codes::TOO_EARLY };
        faults.push(Diagnostic::error(code, place, format!("this moment is {when}")).label(when).help(help));
    }

    /// From when to when the exercise lasts, in words.
    pub fn span(&self) -> String {
        format!("the exercise lasts from {} to {}", self.civil(self.begins()), self.civil(self.endex))
    }

    /// An instant of the run to the minute, in STARTEX's zone.
    fn civil(&self, at: SimTime) -> String {
        let zone = self.startex.zoned.time_zone().clone();
        self.instant(at).to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The civil instant of an instant of the run.
    pub fn instant(&self, at: SimTime) -> jiff::Timestamp {
        self.startex.offset(at.micros() as i64 - self.prelude.micros() as i64)
    }

    /// The zone that a record names, or STARTEX's.
    pub fn zone(&self, name: Option<&Word>, faults: &mut Vec<Diagnostic>) -> TimeZone {
        let own = || self.startex.zoned.time_zone().clone();
        match name.map(named_zone) {
            None => own(),
            Some(Ok(zone)) => zone,
            Some(Err(fault)) => {
                faults.push(*fault);
                own()
            }
        }
    }

    /// The midnight with which a civil day begins in STARTEX's zone: the start of the run if it is over by then, and
    /// [`SimTime::MAX`] if it comes after ENDEX.
    pub fn midnight(&self, day: Date) -> SimTime {
        let zone = self.startex.zoned.time_zone();
        let Ok(begins) = day.to_zoned(zone.clone()) else { return SimTime::MAX };
        let since = begins.timestamp().as_microsecond() - self.instant(SimTime::ZERO).as_microsecond();
        let at = SimTime::from_micros(since.max(0) as u64);
        if at > self.endex { SimTime::MAX } else { at }
    }

    /// The stretches of duty until ENDEX; empty where it lasts all the time.
    pub fn hours(&self, shifts: &Shifts, zone: &TimeZone) -> Vec<(SimTime, SimTime)> {
        if matches!(shifts, Shifts::AroundTheClock) {
            return Vec::new();
        }
        let beyond = self.instant(self.endex + SimDuration::DAY);
        let blocks = expand(shifts, zone, self.instant(SimTime::ZERO), beyond);
        blocks.into_iter().map(|(from, to)| (SimTime::from_micros(from), SimTime::from_micros(to))).collect()
    }

    /// Seats on duty from each instant on, from the start of the run to ENDEX.
    pub fn roster(&self, shifts: &Shifts, zone: &TimeZone, seats: u32) -> Vec<(SimTime, u32)> {
        if matches!(shifts, Shifts::AroundTheClock) {
            return vec![(SimTime::ZERO, seats)];
        }
        // A day more, so that an end of duty at ENDEX is told from duty that goes on.
        let beyond = self.instant(self.endex + SimDuration::DAY);
        let blocks = expand(shifts, zone, self.instant(SimTime::ZERO), beyond);
        let mut roster = vec![(SimTime::ZERO, 0)];
        for (start, end) in blocks {
            if start == 0 {
                roster[0].1 = seats;
            } else {
                roster.push((SimTime::from_micros(start), seats));
            }
            roster.push((SimTime::from_micros(end), 0));
        }
        roster.retain(|(at, _)| *at <= self.endex);
        roster
    }

    /// The same shift by shift, and what happens to shifts at each instant: for people to whom it matters.
    pub fn turns(&self, shifts: &Shifts, zone: &TimeZone, seats: u32) -> (Vec<(SimTime, u32)>, Vec<Turn>) {
        // A day more, as for the roster.
        let beyond = self.instant(self.endex + SimDuration::DAY);
        let blocks = each_shift(shifts, zone, self.instant(SimTime::ZERO), beyond);
        // Shifts that end and that begin at each instant; the start of the run is always one.
        let mut changes: BTreeMap<u64, (u32, u32)> = BTreeMap::from([(0, (0, 0))]);
        for (start, end) in blocks {
            changes.entry(start).or_default().1 += 1;
            changes.entry(end).or_default().0 += 1;
        }
        let (mut roster, mut turns) = (Vec::with_capacity(changes.len()), Vec::with_capacity(changes.len()));
        let (mut running, mut shift) = (0, 0);
        for (at, (ends, begins)) in changes {
            let at = SimTime::from_micros(at);
            if at > self.endex {
                break;
            }
            running = running + begins - ends;
            roster.push((at, if running > 0 { seats } else { 0 }));
            turns.push(Turn { begins: if begins > 0 { shift } else { u32::MAX }, ends: ends > 0 });
            shift += u32::from(begins > 0);
        }
        (roster, turns)
    }
}
