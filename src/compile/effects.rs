//! What injects do: from the names that an effect mentions to what changes in the run.
//!
//! **Invariant:** what is returned changes something that exists; after a fault nothing is.

use super::codes;
use super::frame::Calendar;
use super::ids::Ids;
use super::sensors::without_triage;
use super::targets;
use super::values::{at_least_one, at_most, duration};
use crate::diagnostic::Diagnostic;
use crate::kernel::Key;
use crate::model::{AssetIdx, Change, Effect, InjectIdx, Network, Responder, Team, TeamIdx};
use crate::scenario::{self, At};

/// The most tickets of one load: each is an event and an alert in memory.
const MOST_TICKETS: u32 = 1_000_000;

/// What injects are lowered against.
pub struct Audience<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// The teams.
    pub teams: &'a [Team],
    /// The responders.
    pub responders: &'a [Responder],
    /// The exercise's time.
    pub calendar: Calendar<'a>,
}

impl Audience<'_> {
    /// Lowers what the inject with this number and key does.
    pub fn effects(
        &self,
        written: &scenario::Effect,
        inject: InjectIdx,
        key: u64,
        effects: &mut Vec<Effect>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let first = effects.len();
        self.each(written, faults, &mut |change| {
            // The first has the inject's own key, so that a second one beside it leaves its draws.
            let ordinal = (effects.len() - first) as u64;
            let key = if ordinal == 0 { key } else { Key(key).with(ordinal).bits() };
            effects.push(Effect { key, inject, change });
        });
    }

    fn each(&self, written: &scenario::Effect, faults: &mut Vec<Diagnostic>, add: &mut dyn FnMut(Change)) {
        let change = match written {
            scenario::Effect::Message => None,
            scenario::Effect::Several(several) => {
                several.iter().for_each(|effect| self.each(effect, faults, add));
                None
            }
            scenario::Effect::Load(load) => Some(self.load(load, faults)),
            scenario::Effect::Alert(alert) => self.alert(alert, faults),
        };
        change.into_iter().for_each(add);
    }

    fn load(&self, load: &scenario::Load, faults: &mut Vec<Diagnostic>) -> Change {
        let team = self.judging(&load.team, "gives work to", faults);
        let few = at_most(load.tickets, MOST_TICKETS, "tickets", faults);
        let tickets = at_least_one(At { value: few, ..load.tickets }, "tickets", faults);
        Change::Load { team, tickets, over: duration(load.over) }
    }

    fn alert(&self, alert: &scenario::Alert, faults: &mut Vec<Diagnostic>) -> Option<Change> {
        let team = self.judging(&alert.team, "raises an alert at", faults);
        let asset: AssetIdx = targets::single(&alert.asset, self.ids, &self.network.groups, faults)?;
        let owner = self.network.group(asset).owner;
        let responder = self.teams.get(team.at()).and_then(|team| self.responders.get(team.responder.at()));
        if responder.is_some_and(|responder| !responder.protects.contains(&owner)) {
            let message = format!(
                "`{}` gets an alert about `{}`, which its organisation does not protect",
                alert.team, alert.asset
            );
            faults.push(
                Diagnostic::warning(codes::UNCONCERNED, alert.asset.place, message)
                    .label("not the team's concern"),
            );
        }
        Some(Change::Alert { team, asset })
    }

    fn judging(&self, id: &scenario::Id, what: &str, faults: &mut Vec<Diagnostic>) -> TeamIdx {
        let team = self.ids.team(id, faults);
        if self.teams.get(team.at()).is_some_and(|team| team.triage.is_none()) {
            faults.push(without_triage(&id.text, id.place, what, self.ids));
        }
        team
    }
}
