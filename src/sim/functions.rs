//! Levels of functions over time.
//!
//! A function rests on assets of one organisation. Its level follows from those that are up, or is 0 while the function
//! itself has failed or is taken down, and what is missing to 1 is integrated into its loss. How a function looks from
//! outside follows likewise from the assets that look as if they were up: manipulated ones do.
//!
//! **Invariant:** `up` and `weight_up` are those of the assets that are up; with all of them up the level of a function that
//! has not failed is exactly 1.

use super::{Signal, Worker};
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
    settled: SimTime,
}

impl Levels {
    pub(super) fn new(model: &Model) -> Levels {
        let levels: Vec<Level> = model
            .functions
            .iter()
            .map(|function| Level {
                down: 0,
                assets: function.assets.len() as u32,
                weight_down: 0.0,
                failed: false,
                taken_down: false,
                settled: SimTime::ZERO,
            })
            .collect();
        Levels { looks: levels.clone(), levels }
    }

    pub(super) fn reset(&mut self, model: &Model) {
        debug_assert_eq!(self.levels.len(), model.functions.len());
        for level in self.levels.iter_mut().chain(&mut self.looks) {
            (level.down, level.weight_down, level.settled) = (0, 0.0, SimTime::ZERO);
            (level.failed, level.taken_down) = (false, false);
        }
    }
}

impl Level {
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

    fn of(&self, function: &Function) -> f64 {
        let up = self.assets - self.down;
        let whole = |holds: bool| if holds { 1.0 } else { 0.0 };
        match function.rule {
            _ if self.failed || self.taken_down => 0.0,
            Rule::All => whole(self.down == 0),
            Rule::Any => whole(up > 0),
            Rule::AtLeast(needed) => whole(up >= needed),
            Rule::Weighted if self.down == 0 => 1.0,
            Rule::Weighted if up == 0 || function.weight <= 0.0 => 0.0,
            Rule::Weighted => (1.0 - self.weight_down / function.weight).clamp(0.0, 1.0),
        }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// An asset goes out of service or comes back.
    pub(super) fn function_asset_changes(&mut self, asset: AssetIdx, up: bool) {
        let model = self.model;
        for function in model.network.functions_of(asset) {
            self.settle_function(function);
            let weight = model.network.group(asset).weight;
            let level = &mut self.functions.levels[function.at()];
            level.change(weight, up);
            self.level_changes(function);
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
    }

    /// An inject takes a function down, or brings it up.
    pub(super) fn function_is_taken_down(&mut self, function: FunctionIdx, down: bool) {
        self.settle_function(function);
        self.functions.levels[function.at()].taken_down = down;
        self.functions.looks[function.at()].taken_down = down;
        self.level_changes(function);
        self.look_changes(function);
    }

    fn look_changes(&mut self, function: FunctionIdx) {
        let level = self.functions.looks[function.at()].of(&self.model.functions[function.at()]);
        self.function_looks(function, level);
    }

    fn level_changes(&mut self, function: FunctionIdx) {
        let now = self.functions.levels[function.at()].of(&self.model.functions[function.at()]);
        let ledger = &mut self.ledger.functions[function.at()];
        ledger.lowest = ledger.lowest.min(now);
        ledger.level = now;
        self.notice(Signal::FUNCTIONS);
    }

    fn settle_function(&mut self, function: FunctionIdx) {
        let level = &mut self.functions.levels[function.at()];
        let lost = 1.0 - level.of(&self.model.functions[function.at()]);
        let elapsed = (self.now - level.settled).micros() as f64;
        level.settled = self.now;
        self.ledger.functions[function.at()].loss += lost * elapsed;
    }

    /// Takes all time up to now into the losses.
    pub(super) fn settle_functions(&mut self) {
        for function in FunctionIdx::all(self.model.functions.len()) {
            self.settle_function(function);
        }
    }

    /// Measuring starts anew: the lowest level so far is the present one.
    pub(super) fn restart_levels(&mut self) {
        for ((ledger, function), level) in
            self.ledger.functions.iter_mut().zip(&self.model.functions).zip(&self.functions.levels)
        {
            ledger.lowest = level.of(function);
        }
    }
}
