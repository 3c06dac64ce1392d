//! The exercise in time: STARTEX, ENDEX, moments and duty hours as instants of the run.
//!
//! **Invariant:** an instant that is returned lies within [STARTEX, ENDEX].

use super::codes;
use super::values::duration;
use crate::diagnostic::{Diagnostic, Place};
use crate::kernel::SimTime;
use crate::model::{Frame, Turn};
use crate::scenario::{Moment, Scenario, Shifts, Span, Startex, Word, each_shift, expand, named_zone};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The longest exercise: ten years.
const LONGEST: u64 = 10 * 366 * DAY;
const DAY: u64 = 24 * 3_600_000_000;

/// When the exercise is.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// STARTEX.
    pub startex: &'a Startex,
    /// ENDEX after STARTEX.
    pub endex: SimTime,
}

/// The frame, unless STARTEX or ENDEX is missing.
pub fn lower<'a>(scenario: &'a Scenario, faults: &mut Vec<Diagnostic>) -> Option<(Frame, Calendar<'a>)> {
    let (Some(startex), Some(endex)) = (&scenario.startex, scenario.endex) else {
        faults.push(Diagnostic::error(
            codes::FRAME,
            Place::NOWHERE,
            "an exercise needs `startex` and `endex`",
        ));
        return None;
    };
    let mut fault = |span: Span, message: &str, label: &str| {
        faults.push(Diagnostic::error(codes::FRAME, span.place, message).label(label))
    };
    if endex.micros == 0 {
        fault(endex, "the exercise ends as it starts", "no time at all");
    }
    if endex.micros > LONGEST {
        fault(endex, "an exercise of more than ten years can't be simulated", "too long");
    }
    let measure_from = scenario.measure_from.unwrap_or(Span::from_micros(0));
    if measure_from.micros > 0 && measure_from.micros >= endex.micros {
        fault(measure_from, "measuring would begin when the exercise is over", "not before ENDEX");
    }
    let endex = SimTime::ZERO + duration(Span { micros: endex.micros.min(LONGEST), ..endex });
    let measure_from = SimTime::ZERO + duration(measure_from);
    Some((Frame { endex, measure_from }, Calendar { startex, endex }))
}

impl Calendar<'_> {
    /// The instant of a written moment; a fault when it is before STARTEX or after ENDEX, a warning at ENDEX.
    ///
    /// `what` begins then, as "the campaign `bear`".
    pub fn moment(&self, moment: &Moment, what: &str, faults: &mut Vec<Diagnostic>) -> SimTime {
        match moment.resolve(self.startex) {
            Ok(micros) if micros < 0 => self.outside(moment.place, "before STARTEX", faults),
            Ok(micros) if micros as u64 <= self.endex.micros() => {
                let instant = SimTime::from_micros(micros as u64);
                faults.extend(self.too_late(instant, moment.place, what));
                return instant;
            }
            Ok(_) => self.outside(moment.place, "after ENDEX", faults),
            Err(fault) => faults.push(*fault),
        }
        SimTime::ZERO
    }

    /// The instant so long after STARTEX; otherwise as [`Calendar::moment`].
    pub fn after(&self, span: Span, what: &str, faults: &mut Vec<Diagnostic>) -> SimTime {
        let instant = SimTime::ZERO + duration(span);
        if instant > self.endex {
            self.outside(span.place, "after ENDEX", faults);
        }
        faults.extend(self.too_late(instant, span.place, what));
        instant.min(self.endex)
    }

    /// The warning of what begins at ENDEX; an exercise of no time was told.
    fn too_late(&self, instant: SimTime, place: Place, what: &str) -> Option<Diagnostic> {
        let late = instant == self.endex && instant > SimTime::ZERO;
        let message = || format!("{what} begins as the exercise ends, so it never matters");
        late.then(|| Diagnostic::warning(codes::TOO_LATE, place, message()).label("at ENDEX"))
    }

    fn outside(&self, place: Place, when: &str, faults: &mut Vec<Diagnostic>) {
        let civil = |instant: jiff::Timestamp| {
            instant.to_zoned(self.startex.zoned.time_zone().clone()).strftime("%Y-%m-%d %H:%M").to_string()
        };
        let (start, end) = (self.startex.zoned.timestamp(), self.startex.after(self.endex.micros()));
        let help = format!("the exercise lasts from {} to {}", civil(start), civil(end));
        faults.push(
            Diagnostic::error(codes::OUTSIDE_EXERCISE, place, format!("this moment is {when}"))
                .label(when)
                .help(help),
        );
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

    /// The civil days on which the exercise begins and ends.
    pub fn days(&self) -> (Date, Date) {
        let zone = self.startex.zoned.time_zone();
        (self.startex.zoned.date(), zone.to_datetime(self.startex.after(self.endex.micros())).date())
    }

    /// Seats on duty from each instant on, from STARTEX to ENDEX.
    pub fn roster(&self, shifts: &Shifts, zone: &TimeZone, seats: u32) -> Vec<(SimTime, u32)> {
        if matches!(shifts, Shifts::AroundTheClock) {
            return vec![(SimTime::ZERO, seats)];
        }
        // A day more, so that an end of duty at ENDEX is told from duty that goes on.
        let beyond = self.startex.after(self.endex.micros() + DAY);
        let blocks = expand(shifts, zone, self.startex.zoned.timestamp(), beyond);
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
        let beyond = self.startex.after(self.endex.micros() + DAY);
        let blocks = each_shift(shifts, zone, self.startex.zoned.timestamp(), beyond);
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
