//! The MSEL: when each inject comes, and that it can.
//!
//! **Invariant:** injects are numbered in the order of their numbers as people count, and none waits for itself.

use super::effects::{Audience, Effects};
use super::idle;
use super::measure::Measures;
use super::table::{by_numbers, same_keys, twice_given, unknown};
use super::timing;
use super::values::{duration, optional_distribution, repeated_words};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::name_key;
use crate::model::{Condition, Inject, InjectIdx, When};
use crate::scenario::{self, Id, Scenario};

/// The injects of the MSEL in the order of their numbers; a number given twice is a fault.
pub fn in_order<'a>(scenario: &'a Scenario, faults: &mut Vec<Diagnostic>) -> Vec<&'a scenario::Inject> {
    let mut injects: Vec<&scenario::Inject> = scenario.msel.iter().collect();
    injects.sort_by(|a, b| by_numbers(&a.no.text, &b.no.text));
    injects.dedup_by(|later, first| {
        let twice = later.no.text == first.no.text;
        if twice {
            faults.push(twice_given("inject", &later.no.text, later.no.place, first.no.place));
        }
        twice
    });
    injects
}

/// The inject with this number.
pub fn inject(written: &[&scenario::Inject], no: &str) -> Option<InjectIdx> {
    (0..).map(InjectIdx).zip(written).find(|(_, inject)| inject.no.text == no).map(|(number, _)| number)
}

/// Lowers the injects, in the order given, and what they do.
pub fn lower(
    written: &[&scenario::Inject],
    audience: &Audience<'_>,
    measures: &Measures<'_>,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Inject>, Effects) {
    let mut injects = Vec::with_capacity(written.len());
    let mut effects = Effects::default();
    for (number, inject) in (0..).map(InjectIdx).zip(written) {
        audience.check_addressees(inject, faults);
        if let Some(objective) = &inject.objective {
            audience.ids.objectives.resolve(objective, faults);
        }
        let msel = Msel { written, audience, measures, inject };
        let when = msel.when(faults);
        let follows = inject.after.as_ref().and_then(|after| after.delay.as_ref());
        let delay = optional_distribution(inject.delay.as_ref().or(follows), faults);
        let key = name_key(&inject.no.text);
        let first = effects.effects.len() as u32;
        if let Some(effect) = &inject.effect {
            idle::check(effect, &inject.no, faults);
            audience.effects(effect, number, (key, inject.no.place), &mut effects, faults);
        }
        injects.push(Inject { key, when, delay, effects: first..effects.effects.len() as u32 });
    }
    same_keys(
        "inject",
        injects.iter().zip(written).map(|(inject, text)| (inject.key, text.no.text.clone(), text.no.place)),
        faults,
    );
    if let Some(last) = written.last() {
        audience.check_number(&effects, last.no.place, faults);
    }
    refuse_rings(&injects, written, faults);
    timing::check(&injects, written, &audience.calendar, faults);
    (injects, effects)
}

/// One inject among the others.
struct Msel<'a> {
    written: &'a [&'a scenario::Inject],
    audience: &'a Audience<'a>,
    measures: &'a Measures<'a>,
    inject: &'a scenario::Inject,
}

impl Msel<'_> {
    /// When the inject comes; STARTEX after a fault.
    fn when(&self, faults: &mut Vec<Diagnostic>) -> When {
        let scenario::Inject { no, at, after, when, delay, .. } = self.inject;
        if let Some(delay) = delay.as_ref().filter(|_| when.is_none()) {
            let message = format!("the inject `{no}` has no condition that its delay could count from");
            let help = match after {
                Some(_) => "say it within `after`: `after: (inject: \"1\", delay: \"2h\")`",
                None => "`delay` goes with `when`",
            };
            faults.push(
                Diagnostic::error(codes::STRAY_DELAY, delay.place, message)
                    .label("`delay` without `when`")
                    .help(String::from(help)),
            );
        }
        let what = format!("the inject `{no}`");
        let startex = When::At(self.audience.calendar.begins());
        match (at, after, when) {
            (Some(at), None, None) => When::At(self.audience.calendar.moment(at, &what, faults)),
            (None, Some(after), None) => match self.resolve(&after.inject, faults) {
                Some(other) => When::After(other),
                None => startex,
            },
            (None, None, Some(condition)) => self.condition(condition, faults).map_or(startex, When::On),
            _ => {
                let given: Vec<&str> =
                    [("at", at.is_some()), ("after", after.is_some()), ("when", when.is_some())]
                        .into_iter()
                        .filter_map(|(name, given)| given.then_some(name))
                        .collect();
                let (message, label) = match given.as_slice() {
                    [] => ("never comes", String::from("has none of `at`, `after` and `when`")),
                    several => ("comes in more than one way", format!("has `{}`", several.join("` and `"))),
                };
                let fault = Diagnostic::error(codes::INJECT_TIME, no.place, format!("{what} {message}"));
                let help = "say one of them: `at: \"D2 09:30\"`, `after: (inject: …)`, or `when: NotYet(…)`";
                faults.push(fault.label(label).help(String::from(help)));
                startex
            }
        }
    }

    fn resolve(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> Option<InjectIdx> {
        let found = inject(self.written, &id.text);
        if found.is_none() {
            let known: Vec<&str> = self.written.iter().map(|inject| inject.no.text.as_str()).collect();
            faults.push(unknown("inject", &id.text, id.place, known.iter().copied()));
        }
        found
    }

    fn condition(&self, written: &scenario::Condition, faults: &mut Vec<Diagnostic>) -> Option<Condition> {
        match written {
            scenario::Condition::NotYet(not_yet) => {
                let measure = self.measures.first_time(&not_yet.measure, faults);
                let from = match &not_yet.inject {
                    Some(id) => self.resolve(id, faults)?,
                    None => {
                        let what = format!("the inject `{}`", self.inject.no);
                        self.audience.calendar.after(not_yet.by, &what, faults);
                        InjectIdx::NONE
                    }
                };
                Some(Condition::NotYet { measure: measure?, by: duration(not_yet.by), from })
            }
            scenario::Condition::Reached(reached) => {
                self.measures.first_time(&reached.measure, faults).map(Condition::Reached)
            }
            scenario::Condition::AtLeast(threshold) => self.measures.level(threshold, false, faults),
            scenario::Condition::AtMost(threshold) => self.measures.level(threshold, true, faults),
            scenario::Condition::Injected(injected) => {
                self.resolve(&injected.inject, faults).map(Condition::Injected)
            }
            scenario::Condition::All(parts) => self.parts(parts, faults).map(Condition::All),
            scenario::Condition::Any(parts) => self.parts(parts, faults).map(Condition::Any),
            scenario::Condition::Not(part) => {
                self.condition(part, faults).map(|part| Condition::Not(Box::new(part)))
            }
        }
    }

    fn parts(&self, written: &[scenario::Condition], faults: &mut Vec<Diagnostic>) -> Option<Vec<Condition>> {
        if written.is_empty() {
            let message = format!("a condition of the inject `{}` has no parts", self.inject.no);
            let fault = Diagnostic::error(codes::EMPTY, self.inject.no.place, message);
            faults.push(fault.label("`All` or `Any` of nothing"));
        }
        let parts: Vec<Option<Condition>> = written.iter().map(|part| self.condition(part, faults)).collect();
        parts.into_iter().collect()
    }
}

/// Faults for injects that wait for each other in a ring, so that none of them can ever come; one for each ring.
fn refuse_rings(injects: &[Inject], written: &[&scenario::Inject], faults: &mut Vec<Diagnostic>) {
    let mut comes = vec![false; injects.len()];
    loop {
        let mut found = false;
        for place in 0..injects.len() {
            if !comes[place] && waits_in_vain(&injects[place].when, &comes).is_none() {
                comes[place] = true;
                found = true;
            }
        }
        if !found {
            break;
        }
    }
    for start in 0..injects.len() {
        if comes[start] {
            continue;
        }
        let mut ring = vec![start];
        // From one that can't come, what it waits for can't either; so the way ends in a ring.
        while let Some(next) = waits_in_vain(&injects[ring[ring.len() - 1]].when, &comes) {
            if ring.contains(&next.at()) {
                // Only the first of a ring tells it; what merely waits for a ring is told by the ring.
                if next.at() == start && ring.iter().all(|&place| place >= start) {
                    faults.push(ring_fault(&ring, written));
                }
                break;
            }
            ring.push(next.at());
        }
    }
}

/// An inject that has to come first and does not, if the condition can't do without.
fn waits_in_vain(when: &When, comes: &[bool]) -> Option<InjectIdx> {
    let vain = |inject: InjectIdx| (inject.is_some() && !comes[inject.at()]).then_some(inject);
    match when {
        When::At(_) => None,
        When::After(other) => vain(*other),
        When::On(condition) => needs_in_vain(condition, &vain),
    }
}

fn needs_in_vain(condition: &Condition, vain: &dyn Fn(InjectIdx) -> Option<InjectIdx>) -> Option<InjectIdx> {
    match condition {
        Condition::Injected(inject) | Condition::NotYet { from: inject, .. } => vain(*inject),
        Condition::All(parts) => parts.iter().find_map(|part| needs_in_vain(part, vain)),
        Condition::Any(parts) => {
            let all: Option<Vec<InjectIdx>> = parts.iter().map(|part| needs_in_vain(part, vain)).collect();
            all.and_then(|all| all.first().copied())
        }
        Condition::Not(_) | Condition::Reached(_) | Condition::Level { .. } => None,
    }
}

fn ring_fault(ring: &[usize], written: &[&scenario::Inject]) -> Diagnostic {
    let no = |place: usize| &written[place].no;
    let place: Place = no(ring[0]).place;
    let mut way = String::new();
    for &next in ring[1..].iter().chain([&ring[0]]) {
        let joint = if way.is_empty() { "it waits for" } else { ", which waits for" };
        way += &format!("{joint} `{}`", no(next));
    }
    let message = format!("the inject `{}` never comes: {way}", no(ring[0]));
    let help = String::from("let one of them come at a time, `at`, or on something that happens by itself");
    Diagnostic::error(codes::INJECT_RING, place, message).label("waits for itself").help(help)
}

impl Audience<'_> {
    fn check_addressees(&self, inject: &scenario::Inject, faults: &mut Vec<Diagnostic>) {
        let (teams, organisations) = (&self.ids.teams, &self.ids.organisations);
        repeated_words(inject.to.iter().map(|id| (id.text.as_str(), id.place)), "addressee", faults);
        for id in &inject.to {
            if teams.find(&id.text).is_none() && organisations.find(&id.text).is_none() {
                faults.push(unknown(
                    "team or organisation",
                    &id.text,
                    id.place,
                    teams.names().chain(organisations.names()),
                ));
            }
        }
    }
}
