//! Ladders of escalation: steps that are decided on, convened, in effect and stood down.
//!
//! A step is an inject that waits for its condition while the ladder is at the step beneath; the condition says both. What
//! this file adds is the way from the condition to the inject (a decision by an authority, which takes its place in that
//! authority's queue, then convening), and what the inject does to its ladder. A step that is called for in two ways comes
//! by the first of them.
//!
//! **Invariant:** a ladder's level is its highest step in effect; a step takes effect at most once, while the ladder is below
//! it, and stands down at most once, after that.

use super::causes::About;
use super::draws::Purpose;
use super::soc::Work;
use super::{Event, Mark, Worker};
use crate::kernel::SimTime;
use crate::model::*;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Asks the authority of a step for its decision; false if nobody needs to decide.
    pub(super) fn asks_for_decision(&mut self, index: InjectIdx) -> bool {
        let inject = &self.model.injects[index.at()];
        let Some(climb) = inject.climb.as_ref().filter(|climb| climb.authority.is_some()) else {
            return false;
        };
        let key = self.draw(Purpose::Inject).with(inject.key).with(Purpose::Time as u64);
        let time = climb.decision.sample(key);
        self.enqueue(climb.authority, Work::Escalate(index), Severity::Critical, About::NOTHING, time);
        true
    }

    /// Whether an inject may come: any but a step that its ladder is not below, or that is not in effect and stands down.
    /// A step that may takes effect on its ladder.
    pub(super) fn climbs(&mut self, index: InjectIdx) -> bool {
        let inject = &self.model.injects[index.at()];
        let Some(Climb { ladder, step, down, .. }) = &inject.climb else { return true };
        let ladder = &mut self.ledger.ladders[ladder.at()];
        let place = *step as usize - 1;
        let taken = self.ledger.injects[index.at()] != SimTime::MAX;
        let may = if *down { ladder.in_effect[place] } else { ladder.level < *step && !taken };
        if !may {
            self.mark(Mark::Inject, inject.key, 0, 2);
            return false;
        }
        ladder.in_effect[place] = !*down;
        ladder.level = ladder.in_effect.iter().rposition(|&is| is).map_or(0, |highest| highest as u32 + 1);
        for reached in &mut ladder.reached[..ladder.level as usize] {
            *reached = self.now.min(*reached);
        }
        true
    }

    /// An effect takes a ladder to a step.
    pub(super) fn escalates(&mut self, step: InjectIdx) {
        self.schedule(self.now, step.0, Event::Inject(step));
    }

    /// Panics if a ladder is not at its highest step in effect, or one is in effect that never was taken.
    pub(super) fn check_ladders(&self) {
        for (ladder, state) in self.model.ladders.iter().zip(&self.ledger.ladders) {
            let highest = (1..).zip(&state.in_effect).filter(|(_, is)| **is).map(|(step, _)| step).max();
            assert_eq!(state.level, highest.unwrap_or(0), "a ladder is not at its highest step");
            for ((step, &is), &reached) in (1..).zip(&state.in_effect).zip(&state.reached) {
                let came = self.ledger.injects[ladder.inject(step).at()];
                assert!(!is || came <= self.now, "step {step} is in effect and was not taken");
                assert!(
                    came == SimTime::MAX || reached <= came,
                    "step {step} was taken before it was reached"
                );
            }
            assert!(state.reached.is_sorted(), "a higher step was reached before a lower one");
        }
    }
}
