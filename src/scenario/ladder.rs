//! Escalation ladders: the steps by which a crisis is taken up by ever higher bodies, and when.
//!
//! **Invariant:** records only; ids are not resolved.

use super::Scenario;
use super::duration::Time;
use super::effects::Effect;
use super::exercise::Condition;
use super::record::record;
use super::written::{At, Id, Word};

record! {
    /// A ladder of escalation, as the EU's blueprint or consultation among allies.
    ///
    /// Its level is the number of the highest step that is in effect, from 1 on, and 0 while none is. Each step is taken at
    /// most once, also after it has stood down, and only while the ladder is below it. A step counts as an inject with the
    /// number `ladder/step`: others may come `after` it, conditions may ask whether it was `Injected`.
    pub struct Ladder by id {
        /// Its id.
        id: Id,
        /// Its name, for people; the id if left out.
        title: Option<Word>,
        /// The steps, the lowest first.
        steps: Vec<Rung>,
    }
}

record! {
    /// One step of a [`Ladder`].
    pub struct Rung by id {
        /// Its name within the ladder: `"ipcr"`.
        id: Word,
        /// What it is, for people. Default: empty.
        title: Word = Word::default(),
        /// The condition that calls for it, looked at once the ladder is at the step beneath. If left out, only the effect
        /// `Escalate` takes it.
        when: Option<Condition>,
        /// Whether the ladder need not be at the step beneath. Default: `false`.
        skips: At<bool> = false.into(),
        /// The authority that decides on it: in its hours, after what it has in its queue, for as long as one of its
        /// decisions takes. Nobody needs to decide if left out.
        authority: Option<Id>,
        /// From the decision, or from the condition if nobody decides, to the step being in effect: convening. At once if
        /// left out.
        takes: Option<Time>,
        /// The teams or organisations that are informed as it takes effect.
        informs: Vec<Id>,
        /// What it does in the simulation.
        effect: Option<Effect>,
        /// When it stands down: the ladder falls back to the highest step that is still in effect. Never if left out.
        stands_down: Option<StandDown>,
    }
}

record! {
    /// Of [`Rung`]: `stands_down: (after: "24h")`, or `(when: AtMost("assets_held_now", 0))`.
    pub struct StandDown {
        /// How long after it took effect.
        after: Option<Time>,
        /// The condition on which it does, looked at while it is in effect.
        when: Option<Condition>,
        /// What standing down does in the simulation; the effect of the step itself is not undone.
        effect: Option<Effect>,
    }
}

impl Ladder {
    /// The number under which a step is an inject.
    pub fn number(&self, rung: &Rung) -> String {
        format!("{}/{}", self.id, rung.id)
    }
}

impl Scenario {
    /// All that injects, steps of ladders and warnings do.
    pub fn effects(&self) -> impl Iterator<Item = &Effect> {
        let rungs = self.ladders.iter().flat_map(|ladder| &ladder.steps);
        let of_rungs = rungs.flat_map(|rung| {
            [rung.effect.as_ref(), rung.stands_down.as_ref().and_then(|down| down.effect.as_ref())]
        });
        let warnings = self.centres.iter().flat_map(|centre| &centre.warns);
        let of_warnings = warnings.map(|warning| warning.effect.as_ref());
        let of_msel = self.msel.iter().map(|inject| inject.effect.as_ref());
        of_msel.chain(of_rungs).chain(of_warnings).flatten()
    }
}
