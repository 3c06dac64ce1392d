//! Missions: what each depends on, and when it is asked for.
//!
//! **Invariant:** a mission depends on something, and lasts for a time that lies within the exercise.

use super::frame::Calendar;
use super::ids::Ids;
use super::reliance::{Dependencies, Owner};
use super::table::Row;
use super::values::not_negative;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::{SimTime, name_key};
use crate::model::{LevelIdx, Mission, MissionIdx};
use crate::scenario::{self, Moment};

/// The missions, by id; what they depend on is added to `dependencies`.
pub fn lower(
    ids: &Ids<'_>,
    calendar: &Calendar<'_>,
    dependencies: &mut Dependencies<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Mission> {
    let mut missions = Vec::with_capacity(ids.missions.len());
    for (number, row) in (0..).map(MissionIdx).zip(ids.missions.iter()) {
        let written = row.record;
        let organisation = ids.organisation(&written.organisation, faults);
        let name = format!("the mission `{}`", row.name);
        if written.depends.is_empty() {
            let fault = Diagnostic::error(codes::EMPTY, row.place, format!("{name} depends on nothing"));
            let help = "say what it needs: `depends: [(id: \"…\", on: [Function(\"…\")])]`";
            faults.push(fault.label("nothing could endanger it").help(String::from(help)));
        }
        let (from, until) = window(row, &name, calendar, faults);
        let threshold = threshold(written, faults);
        let weight = not_negative(written.weight, "weight", faults);
        let key = name_key(row.name);
        let owner = Owner { level: LevelIdx::of_mission(number, ids.functions.len()), key, name };
        let depends = dependencies.add(&written.depends, &owner, faults);
        missions.push(Mission { key, organisation, depends, from, until, threshold, weight });
    }
    missions
}

fn window(
    row: &Row<'_, scenario::Mission>,
    name: &str,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> (SimTime, SimTime) {
    let moment = |moment: &Option<Moment>, faults: &mut Vec<Diagnostic>| {
        moment.as_ref().map(|moment| calendar.moment(moment, name, faults))
    };
    let before = faults.len();
    let from = moment(&row.record.from, faults);
    // An end at ENDEX is as good as none.
    let mut of_end = Vec::new();
    let until = moment(&row.record.until, &mut of_end);
    faults.extend(of_end.into_iter().filter(|fault| fault.code != codes::TOO_LATE));
    let (from, until) = (from.unwrap_or(calendar.begins()), until.unwrap_or(calendar.endex));
    if until <= from && faults.len() == before && calendar.endex > calendar.begins() {
        let place = row.record.until.as_ref().or(row.record.from.as_ref()).map_or(row.place, |it| it.place);
        let message = format!("{name} ends before it begins");
        faults.push(Diagnostic::error(codes::NO_WINDOW, place, message).label("no time is left for it"));
    }
    (from, until.max(from))
}

fn threshold(written: &scenario::Mission, faults: &mut Vec<Diagnostic>) -> f64 {
    let threshold = written.threshold.value;
    if threshold > 0.0 && threshold <= 1.0 {
        return threshold;
    }
    let message = "`threshold` is a level, more than 0 and at most 1";
    let fault = Diagnostic::error(codes::OUT_OF_RANGE, written.threshold.place, message).label("not a level");
    faults.push(fault.help(String::from("with `threshold: 1` every loss endangers the mission")));
    1.0
}
