//! When injects come at the earliest, so that those that can only come too late are told.
//!
//! **Invariant:** an inject that is told can't come before ENDEX, whatever the draws.

use super::effects;
use super::frame::Calendar;
use super::waiting::Waiting;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::{Distribution, SimDuration, SimTime};
use crate::model::{Condition, Inject, InjectIdx, When};
use crate::scenario;

/// Faults for injects that can only come after ENDEX, and warnings for those that can only come at it or whose tickets
/// arrive after it. Of those that can't come, by `can_come`, that was told.
pub fn check(all: &Waiting<'_>, can_come: &[bool], calendar: &Calendar<'_>, faults: &mut Vec<Diagnostic>) {
    let Waiting { injects, written, .. } = *all;
    let times = Times { all, startex: calendar.begins(), late: calendar.endex + SimDuration::DAY };
    let earliest = times.earliest(can_come);
    for (place, (written, &comes)) in written.iter().zip(&earliest).enumerate() {
        // What was written as a moment was told where it stands, and of what waits for one that is too late that was told.
        let told = || match &injects[place].when {
            When::At(_) => true,
            When::After(other) => earliest[other.at()] >= calendar.endex,
            When::Called => true,
            When::On(condition) => all.waits_for_late(condition, &|at: InjectIdx| {
                earliest.get(at.at()).is_some_and(|earliest| *earliest >= calendar.endex)
            }),
        };
        if comes >= calendar.endex && !told() {
            faults.extend(too_late((written, &all.spoken(place)), comes, calendar));
        }
        if let Some(effect) = written.effect.as_ref().filter(|_| comes < calendar.endex) {
            effects::each(effect, &mut |effect| {
                faults.extend(outlasts(effect, comes, calendar));
            });
        }
    }
}

struct Times<'a> {
    all: &'a Waiting<'a>,
    startex: SimTime,
    /// Later than this, all is alike; nothing adds up beyond what a time can hold.
    late: SimTime,
}

impl Times<'_> {
    /// When each inject comes at the earliest; those that can't come at STARTEX, for nothing more is told of them.
    fn earliest(&self, can_come: &[bool]) -> Vec<SimTime> {
        let mut earliest: Vec<SimTime> =
            can_come.iter().map(|can_come| if *can_come { self.late } else { self.startex }).collect();
        let order: Vec<usize> = self.in_order().into_iter().filter(|&place| can_come[place]).collect();
        // Those first that others wait for, so that a second look finds nothing new unless injects name each other. Times only
        // ever become earlier, each by a way through other injects, so that there is an end.
        for _ in 0..=earliest.len() {
            let mut changed = false;
            for &place in &order {
                let comes = self.comes(place, &earliest);
                changed |= comes != earliest[place];
                earliest[place] = comes;
            }
            if !changed {
                break;
            }
        }
        earliest
    }

    /// The places of all injects, those that one waits for before it, as far as they do not name each other.
    fn in_order(&self) -> Vec<usize> {
        let number = self.all.injects.len();
        let (mut order, mut seen) = (Vec::with_capacity(number), vec![false; number]);
        // A list of what is to be done, for a plan may be longer than a thread's stack is deep.
        let mut open: Vec<(usize, bool)> = (0..number).rev().map(|place| (place, false)).collect();
        while let Some((place, is_ready)) = open.pop() {
            if is_ready {
                order.push(place);
            } else if !std::mem::replace(&mut seen[place], true) {
                open.push((place, true));
                open.extend(self.all.waited_for(place).into_iter().map(|other| (other.at(), false)));
            }
        }
        order
    }

    /// When an inject comes at the earliest, given when the others do.
    fn comes(&self, place: usize, earliest: &[SimTime]) -> SimTime {
        let inject = &self.all.injects[place];
        let pushed = self.all.rungs.pushed_by(self.all.effects, InjectIdx(place as u32));
        let pushed = pushed.map(|by| earliest[by.at()]).min().unwrap_or(self.late);
        pushed.min(self.after(self.met(inject, earliest), least(&inject.delay)))
    }

    /// When that from which its delay counts happens at the earliest.
    fn met(&self, inject: &Inject, earliest: &[SimTime]) -> SimTime {
        match &inject.when {
            When::At(at) => *at,
            When::After(other) => earliest[other.at()],
            // A warning comes when its centre knows enough.
            When::Called if inject.climb.is_none() => self.startex,
            When::Called => self.late,
            When::On(condition) => self.holds(condition, earliest),
        }
    }

    fn holds(&self, condition: &Condition, earliest: &[SimTime]) -> SimTime {
        let of = |inject: &InjectIdx| match self.all.injects.get(inject.at()) {
            Some(_) => earliest[inject.at()],
            None => self.startex,
        };
        let parts = |parts: &[Condition]| -> Vec<SimTime> {
            parts.iter().map(|part| self.holds(part, earliest)).collect()
        };
        match condition {
            Condition::Injected(inject) => of(inject),
            Condition::NotYet { by, from, .. } => self.after(of(from), *by),
            Condition::All(all) => parts(all).into_iter().max().unwrap_or(self.startex),
            Condition::Any(any) => parts(any).into_iter().min().unwrap_or(self.startex),
            Condition::Reached(_) | Condition::Level { .. } => {
                let steps = self.all.rungs.needed(condition);
                steps.and_then(|steps| steps.map(|step| of(&step)).min()).unwrap_or(self.startex)
            }
            Condition::Not(_) => self.startex,
        }
    }

    fn after(&self, time: SimTime, delay: SimDuration) -> SimTime {
        if delay > self.late.since(SimTime::ZERO) { self.late } else { (time + delay).min(self.late) }
    }
}

impl Waiting<'_> {
    /// Whether a condition speaks of an inject that is `late`, or of a step that all who could bring it are too late for.
    fn waits_for_late(&self, condition: &Condition, late: &dyn Fn(InjectIdx) -> bool) -> bool {
        match condition {
            Condition::Injected(inject) | Condition::NotYet { from: inject, .. } => late(*inject),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.waits_for_late(part, late))
            }
            Condition::Not(part) => self.waits_for_late(part, late),
            Condition::Reached(_) | Condition::Level { .. } => {
                self.rungs.needed(condition).is_some_and(|mut steps| steps.all(late))
            }
        }
    }
}

/// The least time that a distribution can give.
fn least(delay: &Distribution) -> SimDuration {
    SimDuration::rounded(delay.support_min().max(0.0))
}

fn too_late(
    (written, what): (&scenario::Inject, &str),
    comes: SimTime,
    calendar: &Calendar<'_>,
) -> Option<Diagnostic> {
    let after = written.after.as_ref();
    let place = match (written.delay.as_ref(), after.map(|after| (after.delay.as_ref(), after.inject.place)))
    {
        (Some(delay), _) => delay.place,
        (None, Some((Some(delay), _))) => delay.place,
        (None, Some((None, inject))) => inject,
        (None, None) => written.no.place,
    };
    if comes > calendar.endex {
        let message = format!("{what} can only come after ENDEX");
        let fault = Diagnostic::error(codes::AFTER_ENDEX, place, message).label("after ENDEX");
        return Some(fault.help(calendar.span()));
    }
    let message = format!("{what} comes as the exercise ends at the earliest, so it never matters");
    let warning = Diagnostic::warning(codes::TOO_LATE, place, message).label("at ENDEX");
    (comes == calendar.endex).then_some(warning)
}

fn outlasts(effect: &scenario::Effect, comes: SimTime, calendar: &Calendar<'_>) -> Option<Diagnostic> {
    let scenario::Effect::Load(load) = effect else { return None };
    let left = calendar.endex.since(comes);
    if load.over.micros <= left.micros() {
        return None;
    }
    let place: Place = load.over.place;
    let message = "some of these tickets arrive after ENDEX, when nobody sees them";
    let warning = Diagnostic::warning(codes::OUTLASTS, place, message).label("goes on after ENDEX");
    Some(warning.help(format!("{:.1} h are left when the inject comes", left.hours())))
}
