//! Injects and steps of ladders that wait for each other, or for nothing, so that they can never come.
//!
//! **Invariant:** what is told can't come in any replication.

use super::ladders::Rungs;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{Condition, Effect, Inject, InjectIdx, When};
use crate::scenario;
use std::collections::BTreeMap;

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
/// that nothing calls for. Of each inject, whether it can come.
pub fn refuse_rings(all: &Waiting<'_>, faults: &mut Vec<Diagnostic>) -> Vec<bool> {
    let comes = all.that_come();
    let rings = all.rings(&comes);
    for start in (0..comes.len()).filter(|&start| !comes[start]) {
        // Only the first of a ring tells it; what merely waits for a ring is told by the ring.
        faults.extend(rings.get(&start).map(|ring| all.ring_fault(ring)));
        if all.is_called(start) && all.pushed_by(start).next().is_none() {
            let message = format!("nothing takes {}", all.spoken(start));
            let fault = Diagnostic::error(codes::UNCLIMBABLE, all.written[start].no.place, message);
            let help = "write its condition, `when: …`, or let an inject do `Escalate(ladder: …, to: …)`";
            faults.push(fault.label("is never called for").help(String::from(help)));
        }
    }
    comes
}

impl Waiting<'_> {
    /// An inject as people call it.
    pub fn spoken(&self, place: usize) -> String {
        self.rungs.spoken(place, self.written[place])
    }

    fn pushed_by(&self, place: usize) -> impl Iterator<Item = InjectIdx> + use<'_> {
        self.rungs.pushed_by(self.effects, InjectIdx(place as u32))
    }

    /// The injects of which one may have to come before this one: a time that it waits for, or what calls for it.
    pub fn waited_for(&self, place: usize) -> Vec<InjectIdx> {
        let mut found: Vec<InjectIdx> = self.pushed_by(place).collect();
        match &self.injects[place].when {
            When::After(other) => found.push(*other),
            When::On(condition) => self.mentioned(condition, &mut found),
            When::At(_) | When::Called => {}
        }
        found.retain(|inject| inject.is_some());
        found
    }

    fn mentioned(&self, condition: &Condition, found: &mut Vec<InjectIdx>) {
        match condition {
            Condition::Injected(inject) | Condition::NotYet { from: inject, .. } => found.push(*inject),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.mentioned(part, found));
            }
            Condition::Reached(_) | Condition::Level { .. } => {
                found.extend(self.rungs.needed(condition).into_iter().flatten());
            }
            Condition::Not(_) => {}
        }
    }

    /// Of each inject, whether it can come. One is looked at again only when what it waits for is found to come, so that a plan
    /// takes no longer than it has injects and what they name.
    fn that_come(&self) -> Vec<bool> {
        let mut comes = vec![false; self.injects.len()];
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); comes.len()];
        for place in 0..comes.len() {
            for other in self.waited_for(place) {
                followers[other.at()].push(place);
            }
        }
        let mut open: Vec<usize> = (0..comes.len()).rev().collect();
        while let Some(place) = open.pop() {
            if !comes[place] && self.can_come(place, &comes) {
                comes[place] = true;
                open.extend(&followers[place]);
            }
        }
        comes
    }

    /// The rings among injects that can't come, each from the first of its injects on, by that one.
    fn rings(&self, comes: &[bool]) -> BTreeMap<usize, Vec<usize>> {
        let mut rings = BTreeMap::new();
        // From which start an inject was passed; each waits for one other at most, so that ways only ever join.
        let mut passed = vec![usize::MAX; comes.len()];
        for start in (0..comes.len()).filter(|&start| !comes[start]) {
            let mut way = Vec::new();
            let mut next = Some(start);
            while let Some(place) = next.filter(|&place| passed[place] == usize::MAX) {
                passed[place] = start;
                way.push(place);
                next = self.waits_in_vain(place, comes).map(InjectIdx::at);
            }
            // From one that can't come, what it waits for can't either; so a way ends in a ring, or with what nothing calls for.
            let Some(ends) = next.filter(|&place| passed[place] == start) else { continue };
            let mut ring: Vec<usize> = way.into_iter().skip_while(|&place| place != ends).collect();
            let first = (0..ring.len()).min_by_key(|&at| ring[at]).unwrap_or(0);
            ring.rotate_left(first);
            rings.insert(ring[0], ring);
        }
        rings
    }

    /// Whether it is a step that only an effect takes; a warning comes by what the picture of its centre shows.
    fn is_called(&self, place: usize) -> bool {
        matches!(self.injects[place].when, When::Called) && self.rungs.has(InjectIdx(place as u32))
    }

    /// Whether an inject can come once those of `comes` can: by what it waits for, or by an effect that takes its ladder to it.
    fn can_come(&self, place: usize, comes: &[bool]) -> bool {
        let called = self.is_called(place);
        let pushed = self.pushed_by(place).any(|by| comes[by.at()]);
        pushed || !called && self.waits_in_vain(place, comes).is_none()
    }

    /// An inject that has to come first and does not, if the condition can't do without.
    fn waits_in_vain(&self, place: usize, comes: &[bool]) -> Option<InjectIdx> {
        let vain = |inject: InjectIdx| (inject.is_some() && !comes[inject.at()]).then_some(inject);
        match &self.injects[place].when {
            When::At(_) => None,
            When::After(other) => vain(*other),
            When::On(condition) => self.needs_in_vain(condition, &vain),
            When::Called => self.pushed_by(place).find(|by| !comes[by.at()]),
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
