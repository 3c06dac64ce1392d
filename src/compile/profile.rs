//! Daily profiles: blocks of civil hours to factors over the exercise.
//!
//! **Invariant:** of two blocks that overlap in a week of civil hours, one is a fault.

use super::frame::Calendar;
use super::values::not_negative;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::SimTime;
use crate::model::Profile;
use crate::scenario::{DailyBlock, Days, Shifts, Weekly, expand};
use jiff::tz::TimeZone;

/// The most blocks of one sensor: each has a step on every day of the exercise.
const MOST_BLOCKS: usize = 100;

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// The profile that the blocks come to in a zone.
pub fn lower(
    written: &[DailyBlock],
    zone: &TimeZone,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Profile {
    if let Some(one_more) = written.get(MOST_BLOCKS) {
        let message = format!("a daily profile may have at most {MOST_BLOCKS} blocks");
        faults.push(
            Diagnostic::error(codes::TOO_MANY, one_more.from.place, message).label("one more than that"),
        );
        return Profile::default();
    }
    overlaps(written, faults);
    let (start, end) = (calendar.instant(SimTime::ZERO), calendar.instant(calendar.endex));
    let mut blocks = Vec::new();
    for block in written {
        let factor = not_negative(block.factor, "factor", faults);
        let shifts =
            Shifts::Weekly(Weekly { days: days(block), from: block.from, to: block.to, time_zone: None });
        let instant = SimTime::from_micros;
        let hours = expand(&shifts, zone, start, end).into_iter();
        blocks.extend(hours.map(|(start, end)| (instant(start), instant(end), factor)));
    }
    blocks.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    // Where the clocks are set forward, a block that ends in the skipped hour reaches into the next.
    let mut last_end = SimTime::ZERO;
    blocks.retain_mut(|(start, end, _)| {
        *start = last_end.max(*start);
        let stays = *start < *end;
        last_end = last_end.max(*end);
        stays
    });
    Profile::new(&blocks)
}

fn days(block: &DailyBlock) -> Days {
    block.days.unwrap_or(Days { mask: 0b111_1111, place: block.from.place })
}

/// The stretches of a week that a block covers, in minutes after Monday's midnight; one over the week's end goes on at 0.
fn stretches(block: &DailyBlock) -> Vec<(u32, u32)> {
    let (from, to) = (u32::from(block.from.minutes), u32::from(block.to.minutes));
    let length = if to <= from { to + DAY - from } else { to - from };
    let mut stretches = Vec::new();
    for day in (0..7).filter(|day| days(block).mask & (1 << day) != 0) {
        let start = (day * DAY + from) % WEEK;
        let end = start + length;
        stretches.push((start, end.min(WEEK)));
        if end > WEEK {
            stretches.push((0, end - WEEK));
        }
    }
    stretches
}

fn overlaps(written: &[DailyBlock], faults: &mut Vec<Diagnostic>) {
    let stretches: Vec<_> = written.iter().map(stretches).collect();
    let meet =
        |a: &[(u32, u32)], b: &[(u32, u32)]| a.iter().any(|a| b.iter().any(|b| a.0.max(b.0) < a.1.min(b.1)));
    for (number, block) in written.iter().enumerate() {
        if let Some(first) = (0..number).find(|&first| meet(&stretches[first], &stretches[number])) {
            let message = "two blocks of the daily profile overlap";
            let fault = Diagnostic::error(codes::OVERLAP, block.from.place, message);
            let fault = fault.label("this one").also(written[first].from.place, "and this one");
            faults
                .push(fault.help(String::from("an hour has one factor: let one end where the other begins")));
        }
    }
}
