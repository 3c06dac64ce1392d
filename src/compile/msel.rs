//! The MSEL: when each inject comes, and that it can.
//!
//! **Invariant:** injects are numbered in the order of their numbers as people count, and none waits for itself.

use super::effects::{Audience, Effects};
use super::idle;
use super::measure::Measures;
use super::staffs;
use super::table::{by_numbers, same_keys, twice_given, unknown};
use super::timing;
use super::values::{duration, optional_distribution, repeated_words};
use super::waiting::{self, Waiting};
use crate::diagnostic::{Diagnostic, any_error, codes};
use crate::kernel::name_key;
use crate::model::{Condition, Inject, InjectIdx, When};
use crate::scenario::{self, Id, Scenario};
use std::collections::BTreeMap;

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

/// Injects, to be found by their numbers.
#[derive(Debug)]
pub struct Numbers<'a> {
    all: Vec<&'a str>,
    places: BTreeMap<&'a str, InjectIdx>,
}

impl<'a> Numbers<'a> {
    /// The numbers of injects; of those with the same the first counts.
    pub fn of(written: &[&'a scenario::Inject]) -> Numbers<'a> {
        let all: Vec<&str> = written.iter().map(|inject| &*inject.no.text).collect();
        // From the last on, so that the first is what stays.
        let numbered = all.iter().enumerate().rev().map(|(place, no)| (*no, InjectIdx(place as u32)));
        Numbers { places: numbered.collect(), all }
    }

    /// All of them, in the order of the injects.
    pub fn all(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        self.all.iter().copied()
    }

    /// The inject with this number.
    pub fn find(&self, no: &str) -> Option<InjectIdx> {
        self.places.get(no).copied()
    }
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
        let msel = Msel { audience, measures, inject, number };
        let when = msel.when(faults);
        let follows = inject.after.as_ref().and_then(|after| after.delay.as_ref());
        let delay = optional_distribution(inject.delay.as_ref().or(follows), faults);
        let key = name_key(&inject.no.text);
        let (when, climb) = audience.rungs.climb(number, when, (audience.ids, audience.staff), faults);
        let first = effects.effects.len() as u32;
        if let Some(effect) = &inject.effect {
            idle::check(effect, &inject.no, faults);
            audience.effects(effect, number, (key, inject.no.place), &mut effects, faults);
        }
        let effects = first..effects.effects.len() as u32;
        let staff = staffs::of_inject(inject, audience.ids, faults);
        injects.push(Inject { key, when, delay, effects, climb, staff, told: false });
    }
    // Of steps with one name that was told.
    let mut told = std::collections::BTreeSet::new();
    same_keys(
        "inject",
        injects
            .iter()
            .zip(written)
            .filter(|(_, text)| told.insert(&text.no.text))
            .map(|(inject, text)| (inject.key, text.no.text.clone(), text.no.place)),
        faults,
    );
    if let Some(last) = written.last() {
        audience.check_number(&effects, last.no.place, faults);
    }
    let all = Waiting { injects: &injects, written, effects: &effects.effects, rungs: audience.rungs };
    let can_come = waiting::refuse_rings(&all, faults);
    timing::check(&all, &can_come, &audience.calendar, faults);
    (injects, effects)
}

/// One inject among the others.
struct Msel<'a> {
    audience: &'a Audience<'a>,
    measures: &'a Measures<'a>,
    inject: &'a scenario::Inject,
    number: InjectIdx,
}

impl Msel<'_> {
    /// When the inject comes; STARTEX after a fault.
    fn when(&self, faults: &mut Vec<Diagnostic>) -> When {
        let scenario::Inject { no, at, after, when, delay, .. } = self.inject;
        let is_called = self.audience.rungs.is_called(self.number);
        if let Some(delay) = delay.as_ref().filter(|_| when.is_none() && !is_called) {
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
        let what = self.spoken();
        let startex = When::At(self.audience.calendar.begins());
        match (at, after, when) {
            (Some(at), None, None) => When::At(self.audience.calendar.moment(at, &what, faults)),
            (None, Some(after), None) => match self.resolve(&after.inject, faults) {
                Some(other) => When::After(other),
                None => startex,
            },
            (None, None, None) if is_called => When::Called,
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

    /// The inject as people call it.
    fn spoken(&self) -> String {
        self.audience.rungs.spoken(self.number.at(), self.inject)
    }

    fn resolve(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> Option<InjectIdx> {
        let found = self.measures.numbers.find(&id.text);
        if found.is_none() {
            faults.push(unknown("inject", &id.text, id.place, self.measures.numbers.all()));
        }
        found
    }

    fn condition(&self, written: &scenario::Condition, faults: &mut Vec<Diagnostic>) -> Option<Condition> {
        match written {
            scenario::Condition::NotYet(not_yet) => {
                let measure = self.measures.first_time(&not_yet.measure, faults);
                if let (Some(measure), false) = (&measure, any_error(faults)) {
                    faults.extend(self.measures.valueless(measure, false, not_yet.measure.place));
                }
                let from = match &not_yet.inject {
                    Some(id) => self.resolve(id, faults)?,
                    None => {
                        let what = self.spoken();
                        self.audience.calendar.after(not_yet.by, &what, faults);
                        InjectIdx::NONE
                    }
                };
                Some(Condition::NotYet { measure: measure?, by: duration(not_yet.by), from })
            }
            scenario::Condition::Reached(reached) => {
                let measure = self.measures.first_time(&reached.measure, faults)?;
                // A phase may be missing because of an error, which is told first.
                if !any_error(faults) {
                    let place = reached.measure.place;
                    let vain = self.measures.valueless(&measure, false, place);
                    faults.extend(vain.or_else(|| self.measures.not_worked_for(&measure, place)));
                }
                Some(Condition::Reached(measure))
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
            let message = format!("a condition of {} has no parts", self.spoken());
            let fault = Diagnostic::error(codes::EMPTY, self.inject.no.place, message);
            let help = "write the conditions that must hold, or leave this one out";
            faults.push(fault.label("`All` or `Any` of nothing").help(String::from(help)));
        }
        let parts: Vec<Option<Condition>> = written.iter().map(|part| self.condition(part, faults)).collect();
        parts.into_iter().collect()
    }
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
