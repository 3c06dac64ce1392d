//! What functions give each other and missions, and what bridges it for a time.
//!
//! A dependency reads levels and makes one of them. While that is less than 1, its backup gives 1 for as long as it lasts;
//! then what is there is given. A backup is charged again while all is there. Whoever is given more or less has its level
//! worked out anew, in the instant of the change and in the order in which they were reached.
//!
//! That ends: a level that falls makes others fall only (a backup begins, which keeps a level, or there is none), and one
//! that rises makes others rise only, so that within an instant no level goes back where it was but by a new cause; and in
//! a ring no level is weighed, so that each is one out of a finite number. What a change leads to is the same in any order.
//!
//! **Invariant:** after each event every dependency gives what follows from the levels that it reads.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use std::collections::VecDeque;
use std::ops::Range;

/// The state of all dependencies.
#[derive(Debug)]
pub(super) struct Bridges {
    /// The present level of each [`LevelIdx`].
    levels: Vec<f64>,
    bridges: Vec<Bridge>,
    /// Whose level is to be worked out anew.
    queue: VecDeque<LevelIdx>,
    queued: Vec<bool>,
    /// For the levels of one dependency.
    sorted: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Bridge {
    /// What is there.
    there: f64,
    /// What is given.
    given: f64,
    /// When the backup is used up; `MAX` while it bridges nothing.
    due: SimTime,
    /// How long it would last if it were full, since it was needed.
    lasts: SimDuration,
    /// The share of it that was full at `since`.
    charge: f64,
    since: SimTime,
    recharge: SimDuration,
    /// How often it was needed.
    ordinal: u32,
}

const WHOLE: Bridge = Bridge {
    there: 1.0,
    given: 1.0,
    due: SimTime::MAX,
    lasts: SimDuration::ZERO,
    charge: 1.0,
    since: SimTime::ZERO,
    recharge: SimDuration::ZERO,
    ordinal: 0,
};

impl Bridge {
    const fn bridges(&self) -> bool {
        self.due.micros() < SimTime::MAX.micros()
    }

    /// The share of a backup that is full, while all is there.
    fn charged(&self, now: SimTime) -> f64 {
        let passed = now.since(self.since).micros() as f64;
        match self.recharge {
            SimDuration::ZERO => 1.0,
            time => (self.charge + passed / time.micros() as f64).min(1.0),
        }
    }
}

impl Bridges {
    pub(super) fn new(model: &Model) -> Bridges {
        let reliance = &model.reliance;
        let (levels, most) = (reliance.readers.len(), reliance.dependencies.iter().map(|it| it.needs.len()));
        Bridges {
            levels: vec![1.0; levels],
            bridges: vec![WHOLE; reliance.dependencies.len()],
            queue: VecDeque::with_capacity(levels + 1),
            queued: vec![false; levels],
            sorted: Vec::with_capacity(most.max().unwrap_or(0)),
        }
    }

    pub(super) fn reset(&mut self) {
        self.levels.fill(1.0);
        self.bridges.fill(WHOLE);
    }

    /// The level that a dependency makes of those that it reads.
    fn made_of(&mut self, dependency: &Dependency) -> f64 {
        let levels = dependency.needs.iter().map(|(level, weight)| (self.levels[level.at()], weight));
        match dependency.rule {
            Rule::All => levels.fold(1.0, |least, (level, _)| level.min(least)),
            Rule::Any => levels.fold(0.0, |most, (level, _)| level.max(most)),
            Rule::AtLeast(least) => {
                self.sorted.clear();
                self.sorted.extend(dependency.needs.iter().map(|(level, _)| self.levels[level.at()]));
                let place = least as usize - 1;
                *self.sorted.select_nth_unstable_by(place, |a, b| b.total_cmp(a)).1
            }
            // Weights that add up to their sum only but for rounding must not keep a whole need from 1.
            Rule::Weighted if levels.clone().all(|(level, _)| level == 1.0) => 1.0,
            Rule::Weighted => {
                let sum: f64 = levels.map(|(level, weight)| level * weight).sum();
                (sum / dependency.weight).clamp(0.0, 1.0)
            }
        }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// The least that some dependencies give.
    pub(super) fn given(&self, depends: &Range<u32>) -> f64 {
        let own = &self.bridges.bridges[depends.start as usize..depends.end as usize];
        own.iter().fold(1.0, |least, bridge| bridge.given.min(least))
    }

    /// A level is this from now on; whoever needs it is told. Returns whether it was another.
    pub(super) fn level_is(&mut self, level: LevelIdx, now: f64) -> bool {
        let model = self.model;
        let was = std::mem::replace(&mut self.bridges.levels[level.at()], now);
        if was != now {
            for &reader in &model.reliance.readers[level.at()] {
                self.need_changes(reader);
            }
        }
        was != now
    }

    /// Works out all levels that follow from those that changed.
    pub(super) fn spread_levels(&mut self) {
        let mut worked_out: u64 = 0;
        while let Some(level) = self.bridges.queue.pop_front() {
            self.bridges.queued[level.at()] = false;
            match self.model.leveled(level) {
                Leveled::Function(function) => self.function_is_given(function),
                Leveled::Mission(mission) => self.mission_is_given(mission),
            }
            if CHECK {
                worked_out += 1;
                let levels = self.bridges.levels.len() as u64 + 1;
                assert!(worked_out <= levels * levels * 16, "levels that never settle");
            }
        }
    }

    /// What a dependency reads has changed.
    fn need_changes(&mut self, number: u32) {
        let dependency = &self.model.reliance.dependencies[number as usize];
        let there = self.bridges.made_of(dependency);
        let now = self.now;
        let bridge = &mut self.bridges.bridges[number as usize];
        let (was_whole, whole) = (bridge.there >= 1.0, there >= 1.0);
        bridge.there = there;
        if let Some(reserve) = &dependency.reserve {
            let key = self.draw(Purpose::Backup).with(dependency.key);
            let bridge = &mut self.bridges.bridges[number as usize];
            let key = key.with(u64::from(bridge.ordinal));
            if was_whole && !whole {
                bridge.charge = bridge.charged(now);
                bridge.lasts = reserve.lasts.sample(key);
                self.bridge_from_now(number);
            } else if whole && !was_whole {
                bridge.charge = match bridge.bridges() {
                    true => bridge.due.since(now).micros() as f64 / bridge.lasts.micros() as f64,
                    false => 0.0,
                };
                bridge.recharge = reserve.recharge.sample(key.with(Purpose::Repair as u64));
                bridge.ordinal += 1;
                (bridge.due, bridge.since) = (SimTime::MAX, now);
            }
        }
        self.gives_anew(number);
    }

    /// A backup begins to bridge with the charge that it has, if there is any.
    fn bridge_from_now(&mut self, number: u32) {
        let now = self.now;
        let bridge = &mut self.bridges.bridges[number as usize];
        let lasts = SimDuration::rounded(bridge.lasts.micros() as f64 * bridge.charge);
        if lasts > SimDuration::ZERO {
            bridge.due = now + lasts;
            let (due, key) = (bridge.due, self.model.reliance.dependencies[number as usize].key);
            self.schedule(due, number, Event::BackupEnds(number));
            self.mark(Mark::Backup, key, 0, 0);
            self.tell(Happening::Bridged { dependency: number, ends: false });
        }
    }

    /// What a dependency gives may have changed.
    fn gives_anew(&mut self, number: u32) {
        let of = self.model.reliance.dependencies[number as usize].of;
        let bridge = &mut self.bridges.bridges[number as usize];
        let given = if bridge.bridges() { 1.0 } else { bridge.there };
        if bridge.given != given {
            bridge.given = given;
            if !std::mem::replace(&mut self.bridges.queued[of.at()], true) {
                self.bridges.queue.push_back(of);
            }
        }
    }

    /// A backup is used up, unless what it bridged is there again or it was filled meanwhile.
    pub(super) fn backup_ends(&mut self, number: u32) {
        let bridge = &mut self.bridges.bridges[number as usize];
        if bridge.due != self.now {
            return;
        }
        (bridge.due, bridge.charge) = (SimTime::MAX, 0.0);
        self.mark(Mark::Backup, self.model.reliance.dependencies[number as usize].key, 0, 1);
        self.tell(Happening::Bridged { dependency: number, ends: true });
        self.gives_anew(number);
        self.spread_levels();
    }

    /// The backups of a function are filled.
    pub(super) fn refuel(&mut self, function: FunctionIdx) {
        for number in self.model.functions[function.at()].depends.clone() {
            let now = self.now;
            let bridge = &mut self.bridges.bridges[number as usize];
            if self.model.reliance.dependencies[number as usize].reserve.is_some() {
                (bridge.charge, bridge.since) = (1.0, now);
                if bridge.there < 1.0 {
                    self.bridge_from_now(number);
                    self.gives_anew(number);
                }
            }
        }
        self.spread_levels();
    }

    /// Dependencies give what follows from the levels that they read, and nothing is left to be worked out.
    pub(super) fn check_dependencies(&mut self) {
        assert!(self.bridges.queue.is_empty(), "a level was not worked out");
        for (number, dependency) in self.model.reliance.dependencies.iter().enumerate() {
            let there = self.bridges.made_of(dependency);
            let bridge = &self.bridges.bridges[number];
            assert_eq!(bridge.there, there, "what a dependency reads");
            let bridged = bridge.bridges();
            assert!(!bridged || there < 1.0 && bridge.due >= self.now, "a backup that bridges nothing");
            assert_eq!(bridge.given, if bridged { 1.0 } else { there }, "what a dependency gives");
            assert!((0.0..=1.0).contains(&bridge.charge), "the charge of a backup");
        }
    }
}
