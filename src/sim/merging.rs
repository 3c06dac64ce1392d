//! Merging of alerts: windows in which a sensor's alerts about one attacker and one technique are one alert.
//!
//! A window begins when its first alert reaches the team. All windows of a sensor are equally long, so they end in the
//! order in which they began: each sensor has them in a queue, from which those that are over are taken whenever it looks.
//! An asset knows its own windows by a list through them.
//!
//! **Invariant:** a window is in its sensor's queue and in its asset's list, or in neither; there is at most one for a
//! sensor, an asset and a technique.

use super::slab::Slab;
use crate::kernel::SimTime;
use crate::model::*;
use std::collections::VecDeque;

/// Windows that are open.
#[derive(Debug)]
pub(super) struct Windows {
    /// First window of each asset; empty where no sensor merges.
    first: Vec<u32>,
    windows: Slab<Window>,
    /// Of each sensor, by when they end.
    queues: Vec<VecDeque<u32>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    asset: AssetIdx,
    sensor: SensorIdx,
    /// None: of sweeps.
    technique: TechniqueIdx,
    until: SimTime,
    next: u32,
}

const NONE: u32 = u32::MAX;

impl Windows {
    pub(super) fn new(model: &Model) -> Windows {
        let merges = model.sensors.iter().any(|sensor| sensor.merge.is_some());
        Windows {
            first: vec![NONE; if merges { model.network.group_of.len() } else { 0 }],
            windows: Slab::new(),
            queues: model.sensors.iter().map(|_| VecDeque::new()).collect(),
        }
    }

    /// Bytes of the windows, and of their places in the queues.
    pub(super) fn bytes(&self) -> usize {
        self.windows.bytes() + self.windows.places() * size_of::<u32>()
    }

    pub(super) fn reset(&mut self) {
        for window in self.queues.iter_mut().flat_map(|queue| queue.drain(..)) {
            self.first[self.windows.get(window).asset.at()] = NONE;
        }
        self.windows.clear();
    }

    /// When the window of a sensor about an attacker and a technique ends; none where none is open now.
    pub(super) fn end(
        &mut self,
        sensor: SensorIdx,
        asset: AssetIdx,
        technique: TechniqueIdx,
        now: SimTime,
    ) -> Option<SimTime> {
        self.forget(sensor, now);
        let mut at = *self.first.get(asset.at())?;
        while at != NONE {
            let window = self.windows.get(at);
            if window.sensor == sensor && window.technique == technique {
                return Some(window.until);
            }
            at = window.next;
        }
        None
    }

    /// Opens a window until an instant; there must be none.
    pub(super) fn open(
        &mut self,
        sensor: SensorIdx,
        asset: AssetIdx,
        technique: TechniqueIdx,
        until: SimTime,
    ) {
        let next = self.first[asset.at()];
        let window = self.windows.insert(Window { asset, sensor, technique, until, next });
        self.first[asset.at()] = window;
        self.queues[sensor.at()].push_back(window);
    }

    /// Forgets the sensor's windows that are over. They are half-open: at its end a window is over.
    fn forget(&mut self, sensor: SensorIdx, now: SimTime) {
        while let Some(&window) = self.queues[sensor.at()].front() {
            let Window { asset, until, next, .. } = *self.windows.get(window);
            if until > now {
                return;
            }
            self.queues[sensor.at()].pop_front();
            let mut at = self.first[asset.at()];
            if at == window {
                self.first[asset.at()] = next;
            } else {
                while self.windows.get(at).next != window {
                    at = self.windows.get(at).next;
                }
                self.windows.get_mut(at).next = next;
            }
            self.windows.remove(window);
        }
    }
}
