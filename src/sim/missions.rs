//! Missions: their levels while they last.
//!
//! **Invariant:** the level of a mission in the ledger is what it depends on gives while it lasts, 1 before, and afterwards what it
//! was at its end.

use super::{Event, Happening, Mark, Signal, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// The present state of each mission.
#[derive(Debug)]
pub(super) struct Missions {
    all: Vec<State>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    /// Whether it has begun and is not over.
    lasts: bool,
    settled: SimTime,
}

const NOT_BEGUN: State = State { lasts: false, settled: SimTime::ZERO };

impl Missions {
    pub(super) fn new(model: &Model) -> Missions {
        Missions { all: vec![NOT_BEGUN; model.missions.len()] }
    }

    pub(super) fn reset(&mut self) {
        self.all.fill(NOT_BEGUN);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the beginning and the end of every mission.
    pub(super) fn start_missions(&mut self) {
        for mission in MissionIdx::all(self.model.missions.len()) {
            let &Mission { from, until, .. } = &self.model.missions[mission.at()];
            self.schedule(from, mission.0, Event::MissionTurns(mission));
            self.schedule(until, mission.0, Event::MissionTurns(mission));
        }
    }

    /// A mission begins or ends.
    pub(super) fn mission_turns(&mut self, mission: MissionIdx) {
        let written = &self.model.missions[mission.at()];
        self.settle_mission(mission);
        let begins = self.now == written.from;
        self.missions.all[mission.at()].lasts = begins;
        self.mark(Mark::Mission, written.key, 0, u64::from(begins));
        if begins {
            self.mission_level_changes(mission);
        }
    }

    /// What a mission depends on gives more or less.
    pub(super) fn mission_is_given(&mut self, mission: MissionIdx) {
        if self.missions.all[mission.at()].lasts {
            self.settle_mission(mission);
            self.mission_level_changes(mission);
        }
    }

    fn mission_level_changes(&mut self, mission: MissionIdx) {
        let written = &self.model.missions[mission.at()];
        let level = self.given(&written.depends);
        let ledger = &mut self.ledger.missions[mission.at()];
        let was = std::mem::replace(&mut ledger.level, level);
        ledger.lowest = ledger.lowest.min(level);
        if was == level {
            return;
        }
        self.notice(Signal::FUNCTIONS);
        self.mark(Mark::Level, written.key, 1, u64::from((level as f32).to_bits()));
        let of = LevelIdx::of_mission(mission, self.model.functions.len());
        match (was < written.threshold, level < written.threshold) {
            (false, true) => self.tell(Happening::Down(of)),
            (true, false) => self.tell(Happening::Up(of)),
            _ => {}
        }
    }

    /// Takes the time up to now into a mission's loss.
    fn settle_mission(&mut self, mission: MissionIdx) {
        let state = &mut self.missions.all[mission.at()];
        let from = std::mem::replace(&mut state.settled, self.now);
        let elapsed = self.now - from;
        if state.lasts {
            let ledger = &mut self.ledger.missions[mission.at()];
            ledger.loss += (1.0 - ledger.level) * elapsed.micros() as f64;
            if ledger.level < self.model.missions[mission.at()].threshold {
                ledger.below += elapsed;
            }
            let level = ledger.level;
            self.level_was(LevelIdx::of_mission(mission, self.model.functions.len()), from, level);
        }
    }

    /// Takes all time up to now into the losses.
    pub(super) fn settle_missions(&mut self) {
        for mission in MissionIdx::all(self.model.missions.len()) {
            self.settle_mission(mission);
        }
    }

    /// A mission has the level that follows while it lasts.
    pub(super) fn check_missions(&self) {
        for (index, mission) in self.model.missions.iter().enumerate() {
            let (state, ledger) = (&self.missions.all[index], &self.ledger.missions[index]);
            assert!(!state.lasts || mission.from <= self.now && self.now <= mission.until, "a mission lasts");
            assert!(!state.lasts || ledger.level == self.given(&mission.depends), "the level of a mission");
            assert!(self.now >= mission.from || ledger.level == 1.0, "a mission that has not begun");
            assert!(ledger.lowest <= ledger.level, "the lowest level of a mission");
        }
    }
}
