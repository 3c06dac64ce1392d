//! Injects and steps of ladders that wait for each other, or for nothing, so that they can never come.
//!
//! **Invariant:** what is told can't come in any replication.

use super::ladders::Rungs;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{Condition, Effect, Inject, InjectIdx, When};
use crate::scenario;

/// All injects, and what they wait for.
pub struct Waiting<'a> {
    /// In the order of their numbers.
    pub injects: &'a [Inject],
    /// Beside them.
    pub written: &'a [&'a scenario::Inject],
    /// What they do.
    pub effects: &'a [Effect],
    /// Which of them are steps of ladders.
    pub rungs: &'a Rungs,
}

/// Faults for injects that wait for each other in a ring, so that none of them can ever come, one for each ring; and for steps
/// that nothing calls for.
pub fn refuse_rings(all: &Waiting<'_>, faults: &mut Vec<Diagnostic>) {
    let mut comes = vec![false; all.injects.len()];
    loop {
        let mut found = false;
        for place in 0..comes.len() {
            if !comes[place] && all.can_come(place, &comes) {
                comes[place] = true;
                found = true;
            }
        }
        if !found {
            break;
        }
    }
    for start in (0..comes.len()).filter(|&start| !comes[start]) {
        let mut ring = vec![start];
        // From one that can't come, what it waits for can't either; so the way ends in a ring, or with what nothing calls for.
        while let Some(next) = all.waits_in_vain(ring[ring.len() - 1], &comes) {
            if ring.contains(&next.at()) {
                // Only the first of a ring tells it; what merely waits for a ring is told by the ring.
                if next.at() == start && ring.iter().all(|&place| place >= start) {
                    faults.push(all.ring_fault(&ring));
                }
                break;
            }
            ring.push(next.at());
        }
        if all.is_called(start) && Rungs::pushed_by(all.effects, InjectIdx(start as u32)).next().is_none() {
            let message = format!("nothing takes {}", all.spoken(start));
            let fault = Diagnostic::error(codes::UNCLIMBABLE, all.written[start].no.place, message);
            let help = "write its condition, `when: …`, or let an inject do `Escalate(ladder: …, to: …)`";
            faults.push(fault.label("is never called for").help(String::from(help)));
        }
    }
}

impl Waiting<'_> {
    /// An inject as people call it.
    pub fn spoken(&self, place: usize) -> String {
        self.rungs.spoken(place, self.written[place])
    }

    /// Whether it is a step that only an effect takes; a warning comes by what the picture of its centre shows.
    fn is_called(&self, place: usize) -> bool {
        matches!(self.injects[place].when, When::Called) && self.rungs.has(InjectIdx(place as u32))
    }

    /// Whether an inject can come once those of `comes` can: by what it waits for, or by an effect that takes its ladder to it.
    fn can_come(&self, place: usize, comes: &[bool]) -> bool {
        let called = self.is_called(place);
        let pushed = Rungs::pushed_by(self.effects, InjectIdx(place as u32)).any(|by| comes[by.at()]);
        pushed || !called && self.waits_in_vain(place, comes).is_none()
    }

    /// An inject that has to come first and does not, if the condition can't do without.
    fn waits_in_vain(&self, place: usize, comes: &[bool]) -> Option<InjectIdx> {
        let vain = |inject: InjectIdx| (inject.is_some() && !comes[inject.at()]).then_some(inject);
        match &self.injects[place].when {
            When::At(_) => None,
            When::After(other) => vain(*other),
            When::On(condition) => self.needs_in_vain(condition, &vain),
            When::Called => {
                Rungs::pushed_by(self.effects, InjectIdx(place as u32)).find(|by| !comes[by.at()])
            }
        }
    }

    fn needs_in_vain(
        &self,
        condition: &Condition,
        vain: &dyn Fn(InjectIdx) -> Option<InjectIdx>,
    ) -> Option<InjectIdx> {
        match condition {
            Condition::Injected(inject) | Condition::NotYet { from: inject, .. } => vain(*inject),
            Condition::All(parts) => parts.iter().find_map(|part| self.needs_in_vain(part, vain)),
            Condition::Any(parts) => {
                let all: Option<Vec<InjectIdx>> =
                    parts.iter().map(|part| self.needs_in_vain(part, vain)).collect();
                all.and_then(|all| all.first().copied())
            }
            Condition::Reached(_) | Condition::Level { .. } => {
                // One of several steps is enough.
                let all: Option<Vec<InjectIdx>> = self.rungs.needed(condition)?.map(vain).collect();
                all.and_then(|all| all.first().copied())
            }
            Condition::Not(_) => None,
        }
    }

    fn ring_fault(&self, ring: &[usize]) -> Diagnostic {
        let place: Place = self.written[ring[0]].no.place;
        let mut way = String::new();
        for &next in ring[1..].iter().chain([&ring[0]]) {
            let joint = if way.is_empty() { "it waits for" } else { ", which waits for" };
            way += &format!("{joint} `{}`", self.written[next].no);
        }
        let message = format!("{} never comes: {way}", self.spoken(ring[0]));
        let of_steps = ring.iter().any(|&place| self.rungs.has(InjectIdx(place as u32)));
        let code = if of_steps { codes::UNCLIMBABLE } else { codes::INJECT_RING };
        let help = match of_steps {
            true => {
                "a step waits for the one beneath it, unless it says `skips: true`; let its condition speak of neither itself nor a higher one"
            }
            false => "let one of them come at a time, `at`, or on something that happens by itself",
        };
        Diagnostic::error(code, place, message).label("waits for itself").help(String::from(help))
    }
}
