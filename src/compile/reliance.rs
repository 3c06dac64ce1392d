//! What functions and missions need of functions.
//!
//! Where they need each other in a ring, something must be able to start them again: a need that a backup bridges, or one
//! that something outside the ring meets. A ring with neither would fall once, for ever, which nobody means. In a ring no
//! need may be weighed: with `a` half of `b` and half of something that is lost, and `b` all of `a`, levels would be halved
//! for ever within an instant. All other rules choose one level out of those that there are, so that falling ends.
//!
//! **Invariant:** what is returned names levels that exist, each once in a dependency, and has no ring of either kind.

use super::ids::Ids;
use super::rings;
use super::table::Table;
use super::values::{at_least_one, distribution, not_negative, optional_distribution, repeated_words};
use crate::diagnostic::{Diagnostic, Place, codes, counted, thousands};
use crate::kernel::{Key, name_key};
use crate::model::{Dependency, LevelIdx, Reliance, Reserve, Rule};
use crate::scenario::{self, Id, Need, NeededCable, NeededFunction, NeededSupplier};
use std::ops::Range;

/// The names of all dependencies, in the order in which they are lowered.
pub fn names(ids: &Ids<'_>) -> Vec<String> {
    let of_functions = ids.functions.iter().flat_map(|row| sorted(&row.record.depends));
    let of_missions = ids.missions.iter().flat_map(|row| sorted(&row.record.depends));
    of_functions.chain(of_missions).map(str::to_owned).collect()
}

fn sorted(written: &[scenario::Dependency]) -> Vec<&str> {
    let table = Table::new("dependency", written, |dependency| &dependency.id, &mut Vec::new());
    table.iter().map(|row| row.name).collect()
}

/// All dependencies so far.
pub struct Dependencies<'a> {
    ids: &'a Ids<'a>,
    lowered: Vec<Dependency>,
    /// Beside them: where each is named.
    places: Vec<Place>,
    levels: usize,
}

/// Who depends.
pub struct Owner {
    /// Its level.
    pub level: LevelIdx,
    /// Its name key.
    pub key: u64,
    /// What it is called in messages: "the function `grid`".
    pub name: String,
}

impl<'a> Dependencies<'a> {
    /// None yet.
    pub fn new(ids: &'a Ids<'a>) -> Dependencies<'a> {
        let levels = ids.functions.len() + ids.missions.len() + ids.cables.len();
        Dependencies { ids, lowered: Vec::new(), places: Vec::new(), levels }
    }

    /// Lowers what somebody depends on; returns which of all dependencies are its own.
    pub fn add(
        &mut self,
        written: &[scenario::Dependency],
        owner: &Owner,
        faults: &mut Vec<Diagnostic>,
    ) -> Range<u32> {
        let first = self.lowered.len() as u32;
        let table = Table::new("dependency", written, |dependency| &dependency.id, faults);
        for row in table.iter() {
            let dependency = self.one(row.record, (row.name, row.place), owner, faults);
            self.lowered.push(dependency);
            self.places.push(row.place);
        }
        first..self.lowered.len() as u32
    }

    fn one(
        &self,
        written: &scenario::Dependency,
        (name, place): (&str, Place),
        owner: &Owner,
        faults: &mut Vec<Diagnostic>,
    ) -> Dependency {
        if written.on.is_empty() {
            let message = format!("the dependency `{name}` of {} is on nothing", owner.name);
            let fault = Diagnostic::error(codes::EMPTY, written.on.place_or(place), message);
            let help = "name what it needs: `on: [Function(\"…\")]`, or leave the dependency out";
            faults.push(fault.label("`on` is empty").help(String::from(help)));
        }
        let named = |need: &'_ Need| match need {
            Need::Function(function) => (function.id.text.clone(), function.id.place),
            Need::Supplier(supplier) => (format!("Supplier({})", supplier.id.text), supplier.id.place),
            Need::Cable(cable) => (format!("Cable({})", cable.id.text), cable.id.place),
        };
        let names: Vec<(String, Place)> = written.on.iter().map(named).collect();
        repeated_words(names.iter().map(|(name, place)| (name.as_str(), *place)), "need", faults);
        let mut needs: Vec<(LevelIdx, f64)> = Vec::with_capacity(written.on.len());
        for need in &written.on {
            let (level, weight) = match need {
                Need::Function(function) => {
                    (LevelIdx::of(self.ids.function(&function.id, faults)), function.weight)
                }
                Need::Supplier(written) => (self.supplier(&written.id, faults), written.weight),
                Need::Cable(written) => {
                    let cable = self.ids.cable(&written.id, faults);
                    let before = self.ids.functions.len() + self.ids.missions.len();
                    match cable.is_some() {
                        true => (LevelIdx::of_cable(cable, before), written.weight),
                        false => (LevelIdx::NONE, written.weight),
                    }
                }
            };
            let weight = not_negative(weight, "weight", faults);
            if level.is_some() {
                needs.push((level, weight));
            }
        }
        needs.sort_by_key(|need| need.0);
        let weight = needs.iter().map(|need| need.1).sum();
        let rule = rule(&written.needs, written.on.len(), "need", faults);
        let weightless = |need: &Need| match need {
            Need::Function(NeededFunction { weight, .. })
            | Need::Supplier(NeededSupplier { weight, .. })
            | Need::Cable(NeededCable { weight, .. }) => weight.value == 0.0,
        };
        if rule == Rule::Weighted && !written.on.is_empty() && written.on.iter().all(weightless) {
            let message = format!("all that the dependency `{name}` of {} is on has weight 0", owner.name);
            let fault = Diagnostic::error(codes::WEIGHTLESS, place, message).label("its level is no number");
            faults.push(fault.help(String::from("give one a weight, or say `needs: All`")));
        }
        let weighed = |need: &&Need| match need {
            Need::Function(NeededFunction { weight, .. })
            | Need::Supplier(NeededSupplier { weight, .. })
            | Need::Cable(NeededCable { weight, .. }) => weight.value != 1.0,
        };
        if let Some(need) = written.on.iter().find(weighed).filter(|_| rule != Rule::Weighted) {
            let message = format!("weights count for nothing in the dependency `{name}` of {}", owner.name);
            idle(named(need).1, message, "without `needs: Weighted`", faults);
        }
        if let Some(recharge) = written.recharge.as_ref().filter(|_| written.backup.is_none()) {
            let message = format!("the dependency `{name}` of {} has no backup to recharge", owner.name);
            idle(recharge.place, message, "without `backup`", faults);
        }
        let reserve = written.backup.as_ref().map(|backup| Reserve {
            lasts: distribution(backup, faults),
            recharge: optional_distribution(written.recharge.as_ref(), faults),
        });
        let key = Key(owner.key).with(name_key(name)).bits();
        Dependency { key, of: owner.level, needs, weight, rule, reserve }
    }

    /// The level of a supplier's function.
    fn supplier(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> LevelIdx {
        let number = self.ids.suppliers.resolve(id, faults);
        let Some(row) = number.and_then(|number| self.ids.suppliers.get(number)) else {
            return LevelIdx::NONE;
        };
        let Some(function) = &row.record.function else {
            let message = format!("the supplier `{id}` has no function that could be needed");
            let fault = Diagnostic::error(codes::NO_SERVICE, id.place, message).label("without `function`");
            faults.push(fault.help(String::from("say by which function it serves: `function: \"…\"`")));
            return LevelIdx::NONE;
        };
        // A name that is not known is told where the supplier is lowered.
        self.ids.functions.find(&function.text).map_or(LevelIdx::NONE, LevelIdx)
    }

    /// All of them, and who reads which level; rings that can't be are faults.
    pub fn finish(self, faults: &mut Vec<Diagnostic>) -> Reliance {
        let mut readers = vec![Vec::new(); self.levels];
        for (number, dependency) in (0..).zip(&self.lowered) {
            dependency.needs.iter().for_each(|(level, _)| readers[level.at()].push(number));
        }
        self.refuse_dead_rings(faults);
        self.refuse_weighed_rings(faults);
        Reliance { dependencies: self.lowered, readers }
    }

    /// The id of a function: nobody needs a mission, and a cable needs nothing, so that none is in a ring.
    fn name(&self, level: LevelIdx) -> &str {
        self.ids.functions.get(level.0).map_or("", |row| row.name)
    }

    /// Faults for rings in which nothing could ever start again, one for each.
    fn refuse_dead_rings(&self, faults: &mut Vec<Diagnostic>) {
        for ring in rings::dead(&self.lowered, self.levels) {
            let mut way = String::new();
            for &next in ring.iter().skip(1).chain([&ring[0]]) {
                let joint = if way.is_empty() { "" } else { ", which needs " };
                way += &format!("{joint}`{}`", self.name(self.lowered[next].of));
            }
            let name = self.name(self.lowered[ring[0]].of);
            let message = format!("once `{name}` is down it never comes back: it needs {way}");
            let help = "bridge one of these needs by a `backup`, or let something outside the ring meet it: \
                        `needs: Any`";
            faults.push(
                Diagnostic::error(codes::DEAD_RING, self.places[ring[0]], message)
                    .label("needs itself")
                    .help(String::from(help)),
            );
        }
    }

    /// Faults for needs that are weighed and depend on whose they are.
    fn refuse_weighed_rings(&self, faults: &mut Vec<Diagnostic>) {
        let ring_of = rings::components(&self.lowered, self.levels);
        for (dependency, &place) in self.lowered.iter().zip(&self.places) {
            if dependency.rule != Rule::Weighted || dependency.needs.len() < 2 {
                continue;
            }
            let own = ring_of[dependency.of.at()];
            if let Some((other, _)) = dependency.needs.iter().find(|(need, _)| ring_of[need.at()] == own) {
                let (name, other) = (self.name(dependency.of), self.name(*other));
                let message = format!("`{name}` weighs `{other}`, which needs `{name}` in turn");
                let help = "levels that follow from each other in ever smaller steps never settle: say `All`, \
                            `Any` or `AtLeast(…)`";
                let fault =
                    Diagnostic::error(codes::WEIGHED_RING, place, message).label("`Weighted` in a ring");
                faults.push(fault.help(String::from(help)));
            }
        }
    }
}

fn idle(place: Place, message: String, label: &str, faults: &mut Vec<Diagnostic>) {
    faults.push(Diagnostic::warning(codes::IDLE_NEED, place, message).label(label));
}

/// The rule for so many things; `noun` is one of them.
pub fn rule(written: &scenario::Rule, number: usize, noun: &str, faults: &mut Vec<Diagnostic>) -> Rule {
    match written {
        scenario::Rule::All => Rule::All,
        scenario::Rule::Any => Rule::Any,
        scenario::Rule::Weighted => Rule::Weighted,
        scenario::Rule::AtLeast(least) => {
            let place = least.place;
            let least = at_least_one(*least, "AtLeast", faults);
            if number > 0 && least as usize > number {
                let (least, number) = (u64::from(least), counted(number as u64, noun));
                let message = format!("at least {} of {number} can never be up", thousands(least));
                faults.push(
                    Diagnostic::error(codes::TOO_MANY_NEEDED, place, message).label("more than there are"),
                );
            }
            Rule::AtLeast(least)
        }
    }
}
