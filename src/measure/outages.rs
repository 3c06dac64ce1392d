//! What fails, comes back and is bridged, and how crises turn, told to people.
//!
//! **Invariant:** a line names what it is about by the name that the scenario gives it, or by its id.

use super::crowds::What;
use super::narrative::{Draft, Once, Teller, Weight};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::*;

impl Teller<'_> {
    /// Tells of a thing that fails or works again, of a level that is lost or back, of a backup.
    pub(super) fn tell_outage(&mut self, entry: &Entry) {
        let at = entry.at;
        match entry.what {
            Happening::Failed(thing) => self.broken(at, thing, What::Failed, "fails"),
            Happening::Repaired(thing) => self.broken(at, thing, What::Repaired, "works again"),
            Happening::TakenDown { effect, asset, ends } => self.taken_down(at, effect, asset, ends),
            Happening::CableBroken(cable) => self.cable(at, cable, "breaks"),
            Happening::CableRepaired(cable) => self.cable(at, cable, "is repaired"),
            Happening::Down(level) => self.level(at, level, true),
            Happening::Up(level) => self.level(at, level, false),
            Happening::Bridged { dependency, ends } => self.bridged(at, dependency, ends),
            _ => {}
        }
    }

    /// Assets fail in crowds; all else is told one by one.
    fn broken(&mut self, at: SimTime, thing: Broken, crowd: What, what: &str) {
        let who = match thing {
            Broken::Asset(asset) => return self.crowds.add(self.model, at, crowd, asset),
            Broken::Link(link) => self.model.link_name(link),
            Broken::Function(function) => self.called[LevelIdx::of(function).at()].clone(),
            Broken::Channel(channel) => self.model.names.channels[channel.at()].clone(),
        };
        self.line(at, Weight::Detail, who, what.to_owned(), String::new());
    }

    pub(super) fn tell_crisis(&mut self, at: SimTime, crisis: CrisisIdx, turn: CrisisTurn) {
        let what = match turn {
            CrisisTurn::Begins => "begins",
            CrisisTurn::Fades => "begins to fade",
            CrisisTurn::Over => "is over",
        };
        let weight = if turn == CrisisTurn::Begins { Weight::Milestone } else { Weight::Step };
        let who = self.model.names.crises[crisis.at()].name.clone();
        self.line(at, weight, who, what.to_owned(), String::new());
    }

    /// Of a single asset the inject itself has told.
    fn taken_down(&mut self, at: SimTime, effect: EffectIdx, asset: AssetIdx, ends: bool) {
        if matches!(&self.model.effects[effect.at()].change, Change::Assets { assets, .. } if assets.len() > 1)
        {
            let what = if ends { What::BroughtUp(effect) } else { What::TakenDown(effect) };
            self.crowds.add(self.model, at, what, asset);
        }
    }

    fn cable(&mut self, at: SimTime, cable: CableIdx, what: &str) {
        let before = self.model.functions.len() + self.model.missions.len();
        let who = self.called[LevelIdx::of_cable(cable, before).at()].clone();
        self.line(at, Weight::Step, who, what.to_owned(), String::new());
    }

    /// What is lost for the first time matters most; what fails again and again is a detail.
    ///
    /// Of a mission, `down` is below its threshold.
    fn level(&mut self, at: SimTime, level: LevelIdx, down: bool) {
        let first = self.told.insert(Once::Level(level, down));
        let (weight, what) = match self.model.leveled(level) {
            Leveled::Function(_) => (Weight::Milestone, if down { "is down" } else { "is up again" }),
            Leveled::Cable(_) => (Weight::Step, if down { "is down" } else { "is up again" }),
            Leveled::Mission(_) if down => (Weight::Milestone, "falls below its threshold"),
            Leveled::Mission(_) => (Weight::Milestone, "is no longer below its threshold"),
        };
        let weight = if first { weight } else { Weight::Detail };
        self.follows(at, weight, level, what.to_owned());
    }

    /// A line on what something else has led to.
    fn follows(&mut self, at: SimTime, weight: Weight, level: LevelIdx, what: String) {
        let who = self.called[level.at()].clone();
        self.consequences.push(Draft { at, weight, who, what, remark: String::new() });
    }

    fn bridged(&mut self, at: SimTime, dependency: u32, ends: bool) {
        let first = self.told.insert(Once::Bridged(dependency, ends));
        let weight = if first { Weight::Crowd } else { Weight::Detail };
        let who = self.model.reliance.dependencies[dependency as usize].of;
        let name = &self.model.names.dependencies[dependency as usize];
        let what = match ends {
            true => format!("has used up its backup for {name}"),
            false => format!("is on its backup for {name}"),
        };
        self.follows(at, weight, who, what);
    }
}
