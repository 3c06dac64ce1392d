//! Ladders of escalation: their steps as injects, after those of the MSEL.
//!
//! A step becomes an inject that waits for its own condition and for the ladder to be at the step beneath, and one more where it
//! stands down. So all that is said and checked of injects holds for steps. Behind them stand the warnings of centres, which come
//! when somebody heeds them.
//!
//! **Invariant:** the injects of a ladder's steps follow each other in the order in which they are written.

use super::ids::Ids;
use super::staff::Staff;
use super::table::{Table, twice_given, unknown_local};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{
    CentreIdx, Change, Climb, Condition, Effect, InjectIdx, Ladder, LadderIdx, Measure, Quantity, When,
};
use crate::scenario::{self, Escalate, Id, Inject, Rung, Word};

/// The steps of all ladders.
pub struct Rungs {
    /// Each as an inject; then each that stands down; then the warnings of centres.
    pub injects: Vec<Inject>,
    /// Beside them: which ladder, the place of its step, and whether it stands down.
    of: Vec<(LadderIdx, u32, bool)>,
    /// How many injects stand before them.
    first: u32,
    /// The ladders.
    pub ladders: Vec<Ladder>,
    /// Of each centre the first of its warnings.
    warnings: Vec<u32>,
}

impl Rungs {
    /// Makes injects of all steps; `msel` are those that stand before them.
    pub fn new(ids: &Ids<'_>, msel: &[&Inject], faults: &mut Vec<Diagnostic>) -> Rungs {
        let first = msel.len() as u32;
        let mut rungs =
            Rungs { injects: Vec::new(), of: Vec::new(), first, ladders: Vec::new(), warnings: Vec::new() };
        for (number, row) in (0..).map(LadderIdx).zip(ids.ladders.iter()) {
            let steps = &row.record.steps;
            if steps.is_empty() {
                let message = format!("the ladder `{}` has no steps", row.name);
                let fault = Diagnostic::error(codes::EMPTY, row.place, message).label("nothing to climb");
                let help = "give it a step: `steps: [(id: \"alert\", when: …)]`, or leave the ladder out";
                faults.push(fault.help(String::from(help)));
            }
            Table::new("step", steps, |step| &step.id, faults);
            let start = rungs.next();
            for (place, step) in (0..).zip(steps) {
                rungs.add((number, place, false), taken(row.record, step), msel, faults);
            }
            rungs.ladders.push(Ladder { steps: start..rungs.next() });
        }
        for (number, row) in (0..).map(LadderIdx).zip(ids.ladders.iter()) {
            for (place, step) in (0..).zip(&row.record.steps) {
                if let Some(down) = stood_down(row.record, step, faults) {
                    rungs.add((number, place, true), down, msel, faults);
                }
            }
        }
        for row in ids.centres.iter() {
            rungs.warnings.push(rungs.next());
            for warning in &row.record.warns {
                let warned = inject(Word { text: row.record.number(warning), place: warning.id.place });
                let warned = Inject { effect: warning.effect.clone(), ..warned };
                rungs.clash(&warned, msel, faults);
                rungs.injects.push(warned);
            }
        }
        rungs
    }

    fn next(&self) -> u32 {
        self.first + self.injects.len() as u32
    }

    fn add(
        &mut self,
        of: (LadderIdx, u32, bool),
        inject: Inject,
        msel: &[&Inject],
        faults: &mut Vec<Diagnostic>,
    ) {
        self.clash(&inject, msel, faults);
        self.injects.push(inject);
        self.of.push(of);
    }

    /// A fault for the number of another inject.
    fn clash(&self, inject: &Inject, msel: &[&Inject], faults: &mut Vec<Diagnostic>) {
        if let Some(other) = msel.iter().find(|other| other.no.text == inject.no.text) {
            faults.push(twice_given("inject", &inject.no.text, other.no.place, inject.no.place));
        }
    }

    /// The inject that is a warning, by its centre and its place among the warnings of that.
    pub fn warning(&self, centre: CentreIdx, place: usize) -> InjectIdx {
        InjectIdx(self.warnings[centre.at()] + place as u32)
    }

    /// Whether an inject comes only when it is called for, by a step or a warning.
    pub fn is_called(&self, inject: InjectIdx) -> bool {
        inject.0 >= self.first
    }

    fn get(&self, inject: InjectIdx) -> Option<&(LadderIdx, u32, bool)> {
        self.of.get(inject.0.checked_sub(self.first)? as usize)
    }

    /// Whether an inject is a step, or the standing down of one.
    pub fn has(&self, inject: InjectIdx) -> bool {
        self.get(inject).is_some()
    }

    /// An inject as people call it.
    pub fn spoken(&self, number: usize, inject: &Inject) -> String {
        let number = InjectIdx(number as u32);
        let what = match (self.has(number), self.is_called(number)) {
            (true, _) => "step",
            (false, true) => "warning",
            (false, false) => "inject",
        };
        format!("the {what} `{}`", inject.no)
    }

    /// What an inject is to its ladder, if it has one; and when it comes, given its own condition.
    pub fn climb(
        &self,
        inject: InjectIdx,
        when: When,
        (ids, staff): (&Ids<'_>, &Staff<'_>),
        faults: &mut Vec<Diagnostic>,
    ) -> (When, Option<Climb>) {
        let Some(&(ladder, place, down)) = self.get(inject) else { return (when, None) };
        let Some(row) = ids.ladders.get(ladder.0) else { return (when, None) };
        let rung = &row.record.steps[place as usize];
        let at = |step: u32| {
            let measure = Measure { ladder, ..Measure::of(Quantity::EscalationLevel) };
            Condition::Level { measure, at_most: false, limit: f64::from(step) }
        };
        let least = if down { place + 1 } else { place };
        let when = match when {
            When::On(condition) if down || least > 0 && !rung.skips.value => {
                When::On(Condition::All(vec![at(least), condition]))
            }
            other => other,
        };
        let asked = rung.authority.as_ref().filter(|_| !down);
        let (authority, decision) = staff.decision(asked, ids, faults);
        (when, Some(Climb { ladder, step: place + 1, down, authority, decision }))
    }

    /// What an effect changes that takes a ladder to a step, and the words for it.
    pub fn escalate(
        &self,
        written: &Escalate,
        ids: &Ids<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let ladder = ids.ladders.resolve(&written.ladder, faults)?;
        let record = ids.ladders.get(ladder)?.record;
        let place = step(record, (&written.to.text, written.to.place), faults)?;
        let words = format!("{} goes to {}", written.ladder, written.to);
        Some((Change::Escalate(self.ladders.get(ladder as usize)?.inject(place + 1)), words))
    }

    /// The steps of which one must be taken for a condition on a ladder to hold; none for any other condition.
    pub fn needed(&self, condition: &Condition) -> Option<impl Iterator<Item = InjectIdx> + Clone + use<>> {
        let (measure, step) = match condition {
            Condition::Reached(measure) if measure.quantity == Quantity::TimeToEscalate => {
                (measure, measure.step)
            }
            Condition::Level { measure, at_most: false, limit }
                if measure.quantity == Quantity::EscalationLevel && *limit > 0.0 =>
            {
                (measure, limit.ceil() as u32)
            }
            _ => return None,
        };
        Some(self.ladders.get(measure.ladder.at())?.from(step))
    }

    /// Those that take a ladder to a step by an effect.
    pub fn pushed_by<'e>(
        &self,
        effects: &'e [Effect],
        inject: InjectIdx,
    ) -> impl Iterator<Item = InjectIdx> + use<'e> {
        // Nothing else can be pushed, and looking through all effects for each of many injects takes long.
        let effects = if self.has(inject) { effects } else { &[] };
        let pushes =
            move |effect: &&Effect| matches!(effect.change, Change::Escalate(step) if step == inject);
        effects.iter().filter(pushes).map(|effect| effect.inject)
    }
}

/// The place of a step in its ladder.
pub fn step(
    ladder: &scenario::Ladder,
    (name, place): (&str, Place),
    faults: &mut Vec<Diagnostic>,
) -> Option<u32> {
    let found = ladder.steps.iter().position(|step| step.id.text == name);
    if found.is_none() {
        let what = format!("the ladder `{}` has no step", ladder.id);
        let word = Word { text: name.to_owned(), place };
        faults.push(unknown_local(&what, &word, ladder.steps.iter().map(|step| step.id.text.as_str())));
    }
    found.map(|place| place as u32)
}

fn inject(no: Word) -> Inject {
    Inject {
        no,
        at: None,
        after: None,
        when: None,
        delay: None,
        from: Word::default(),
        to: Vec::new(),
        by: None,
        title: Word::default(),
        text: Word::default(),
        expected: Word::default(),
        objective: None,
        staff: None,
        controller: Word::default(),
        effect: None,
    }
}

fn taken(ladder: &scenario::Ladder, step: &Rung) -> Inject {
    Inject {
        when: step.when.clone(),
        delay: step.takes.clone(),
        to: step.informs.clone(),
        title: step.title.clone(),
        effect: step.effect.clone(),
        ..inject(Word { text: ladder.number(step), place: step.id.place })
    }
}

fn stood_down(ladder: &scenario::Ladder, step: &Rung, faults: &mut Vec<Diagnostic>) -> Option<Inject> {
    let down = step.stands_down.as_ref()?;
    if down.after.is_some() == down.when.is_some() {
        let label =
            if down.after.is_some() { "has `after` and `when`" } else { "has neither `after` nor `when`" };
        let message = format!("the step `{}` stands down in one way", step.id);
        let fault = Diagnostic::error(codes::STAND_DOWN, step.id.place, message).label(label);
        faults.push(fault.help(String::from("write `stands_down: (after: \"24h\")`, or `(when: …)`")));
        return None;
    }
    let number = ladder.number(step);
    let after = down.after.clone().map(|delay| scenario::Follows {
        inject: Id { text: number.clone(), place: step.id.place },
        delay: Some(delay),
    });
    Some(Inject {
        after,
        when: down.when.clone(),
        effect: down.effect.clone(),
        ..inject(Word { text: format!("{number} stands down"), place: step.id.place })
    })
}
