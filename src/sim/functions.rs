//! Levels of functions over time.
//!
//! A function rests on assets of one organisation, and depends on what others give. What is possible follows from the assets
//! that are up and from its dependencies; where it takes time to recover, what is done follows that down at once and up
//! after that time. Its level is what is done, or 0 while the function itself has failed or is taken down, and what
//! is missing to 1 is integrated into its loss. How a function looks from outside follows likewise from the assets that look
//! as if they were up: manipulated ones do. What it depends on looks as it is.
//!
//! **Invariant:** `up` and `weight_up` are those of the assets that are up; with all of them up and all that it depends on
//! there, the level of a function that has not failed and does not recover is exactly 1.

use super::draws::Purpose;
use super::{Event, Happening, Mark, Signal, Worker};
use crate::kernel::SimTime;
use crate::model::*;

/// The present levels.
#[derive(Debug)]
pub(super) struct Levels {
    pub(super) levels: Vec<Level>,
    /// As they look from outside.
    looks: Vec<Level>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub(super) down: u32,
    assets: u32,
    weight_down: f64,
    /// Whether the function itself has failed.
    failed: bool,
    /// Whether an inject has taken it down.
    taken_down: bool,
    /// What is done but for that.
    done: f64,
    /// What it recovers to, and when; `MAX` while it does not.
    goal: f64,
    due: SimTime,
    /// Since when.
    began: SimTime,
    /// How often it began to recover.
    recoveries: u32,
    settled: SimTime,
}

impl Levels {
    pub(super) fn new(model: &Model) -> Levels {
        let levels: Vec<Level> =
            model.functions.iter().map(|function| Level::whole(function.assets.len() as u32)).collect();
        Levels { looks: levels.clone(), levels }
    }

    pub(super) fn reset(&mut self, model: &Model) {
        debug_assert_eq!(self.levels.len(), model.functions.len());
        for level in self.levels.iter_mut().chain(&mut self.looks) {
            *level = Level::whole(level.assets);
        }
    }
}

impl Level {
    const fn whole(assets: u32) -> Level {
        Level {
            down: 0,
            assets,
            weight_down: 0.0,
            failed: false,
            taken_down: false,
            done: 1.0,
            goal: 1.0,
            due: SimTime::MAX,
            began: SimTime::ZERO,
            recoveries: 0,
            settled: SimTime::ZERO,
        }
    }

    /// An asset goes out of service or comes back.
    fn change(&mut self, weight: f64, up: bool) {
        if up {
            self.down -= 1;
            self.weight_down -= weight;
        } else {
            self.down += 1;
            self.weight_down += weight;
        }
    }

    /// What the assets give.
    fn of_assets(&self, function: &Function) -> f64 {
        let up = self.assets - self.down;
        let whole = |holds: bool| if holds { 1.0 } else { 0.0 };
        match function.rule {
            // It rests on no asset, or all of them are up.
            _ if self.down == 0 => 1.0,
            Rule::All => 0.0,
            Rule::Any => whole(up > 0),
            Rule::AtLeast(needed) => whole(up >= needed),
            Rule::Weighted if up == 0 || function.weight <= 0.0 => 0.0,
            Rule::Weighted => (1.0 - self.weight_down / function.weight).clamp(0.0, 1.0),
        }
    }

    /// `possible`, unless the function itself is out of order.
    fn unless_failed(&self, possible: f64) -> f64 {
        if self.failed || self.taken_down { 0.0 } else { possible }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// An asset goes out of service or comes back.
    pub(super) fn function_asset_changes(&mut self, asset: AssetIdx, up: bool) {
        let model = self.model;
        for function in model.network.functions_of(asset) {
            let weight = model.network.group(asset).weight;
            self.settle_function(function);
            self.functions.levels[function.at()].change(weight, up);
            self.level_changes(function);
            self.spread_levels();
        }
    }

    /// An asset visibly goes out of service or comes back.
    pub(super) fn function_asset_shows(&mut self, asset: AssetIdx, up: bool) {
        let model = self.model;
        for function in model.network.functions_of(asset) {
            self.functions.looks[function.at()].change(model.network.group(asset).weight, up);
            self.look_changes(function);
        }
    }

    /// A function fails, or works again.
    pub(super) fn function_fails(&mut self, function: FunctionIdx, failed: bool) {
        self.settle_function(function);
        self.functions.levels[function.at()].failed = failed;
        self.functions.looks[function.at()].failed = failed;
        self.level_changes(function);
        self.look_changes(function);
        self.spread_levels();
    }

    /// An inject takes a function down, or brings it up.
    pub(super) fn function_is_taken_down(&mut self, function: FunctionIdx, down: bool) {
        self.settle_function(function);
        self.functions.levels[function.at()].taken_down = down;
        self.functions.looks[function.at()].taken_down = down;
        self.level_changes(function);
        self.look_changes(function);
        self.spread_levels();
    }

    /// What a function depends on gives more or less.
    pub(super) fn function_is_given(&mut self, function: FunctionIdx) {
        self.settle_function(function);
        self.level_changes(function);
        self.look_changes(function);
    }

    /// A function has recovered, unless it fell meanwhile.
    pub(super) fn function_recovers(&mut self, function: FunctionIdx) {
        if self.functions.levels[function.at()].due != self.now {
            return;
        }
        self.settle_function(function);
        let level = &mut self.functions.levels[function.at()];
        (level.done, level.due) = (level.goal, SimTime::MAX);
        self.function_is_given(function);
        self.spread_levels();
    }

    fn look_changes(&mut self, function: FunctionIdx) {
        let written = &self.model.functions[function.at()];
        let (level, look) = (&self.functions.levels[function.at()], &self.functions.looks[function.at()]);
        let level = match written.recovery.is_some() && level.down == look.down {
            // Nothing is manipulated, so that it looks as it is.
            true => look.unless_failed(level.done),
            false => look.unless_failed(look.of_assets(written).min(self.given(&written.depends))),
        };
        self.function_looks(function, level);
    }

    /// Works out a level anew.
    fn level_changes(&mut self, function: FunctionIdx) {
        let written = &self.model.functions[function.at()];
        let level = &self.functions.levels[function.at()];
        let possible = level.of_assets(written).min(self.given(&written.depends));
        match &written.recovery {
            None => self.functions.levels[function.at()].done = possible,
            Some(time) => self.follow(function, possible, time),
        }
        let level = &self.functions.levels[function.at()];
        let now = level.unless_failed(level.done);
        let ledger = &mut self.ledger.functions[function.at()];
        ledger.lowest = ledger.lowest.min(now);
        let was = std::mem::replace(&mut ledger.level, now);
        self.notice(Signal::FUNCTIONS);
        match (was > 0.0, now > 0.0) {
            (true, false) => self.tell(Happening::Down(LevelIdx::of(function))),
            (false, true) => self.tell(Happening::Up(LevelIdx::of(function))),
            _ => {}
        }
        let changes = self.level_is(LevelIdx::of(function), now);
        if changes && (written.recovery.is_some() || !written.depends.is_empty()) {
            self.mark(Mark::Level, written.key, 0, u64::from((now as f32).to_bits()));
        }
    }

    /// What is done follows what is possible: down at once, up after a time, which begins anew for what rises later.
    fn follow(&mut self, function: FunctionIdx, possible: f64, time: &crate::kernel::Distribution) {
        let key = self.draw(Purpose::Recovery).with(self.model.functions[function.at()].key);
        let now = self.now;
        let level = &mut self.functions.levels[function.at()];
        if possible <= level.done {
            (level.done, level.due) = (possible, SimTime::MAX);
        } else if level.due < SimTime::MAX {
            // What comes back in one instant rises together.
            level.goal = if level.began == now { possible } else { level.goal.min(possible) };
        } else {
            let due = now + time.sample(key.with(u64::from(level.recoveries)));
            level.recoveries += 1;
            (level.goal, level.due, level.began) = (possible, due, now);
            self.schedule(due, function.0, Event::Recovered(function));
        }
    }

    /// Takes the time up to now into a function's loss.
    fn settle_function(&mut self, function: FunctionIdx) {
        let level = &mut self.functions.levels[function.at()];
        let is = level.unless_failed(level.done);
        let from = std::mem::replace(&mut level.settled, self.now);
        self.ledger.functions[function.at()].loss += (1.0 - is) * (self.now - from).micros() as f64;
        self.level_was(LevelIdx::of(function), from, is);
    }

    /// Takes all time up to now into the losses.
    pub(super) fn settle_functions(&mut self) {
        for function in FunctionIdx::all(self.model.functions.len()) {
            self.settle_function(function);
        }
    }

    /// Measuring starts anew: the lowest level so far is the present one.
    pub(super) fn restart_levels(&mut self) {
        for (ledger, level) in self.ledger.functions.iter_mut().zip(&self.functions.levels) {
            ledger.lowest = level.unless_failed(level.done);
        }
    }

    /// Functions know which of their assets are up, and have the level that follows.
    pub(super) fn check_functions(&self) {
        for (index, function) in self.model.functions.iter().enumerate() {
            let level = &self.functions.levels[index];
            let down = function.assets.iter().filter(|&asset| !self.holds.up(asset)).count();
            assert_eq!(level.down as usize, down, "assets of a function that are down");
            let possible = level.of_assets(function).min(self.given(&function.depends));
            let recovering = level.due < SimTime::MAX;
            assert!(!recovering || function.recovery.is_some(), "a function recovers that never does");
            assert!(if recovering { level.done < possible } else { level.done == possible }, "what is done");
            assert!(!recovering || level.goal <= possible, "a function rises above what is possible");
            assert_eq!(self.ledger.functions[index].level, level.unless_failed(level.done), "a level");
        }
    }
}
