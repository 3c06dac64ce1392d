//! Scans that hit nothing, as sensors see them.
//!
//! For each active source of a spread that scans, and each sensor that can see its misses, alerts come as a Poisson process
//! whose rate was worked out when the scenario was compiled. Where the sensor merges its alerts, only those count that
//! begin a window: having no memory, the process is picked up again where the window ends, so that even a source of
//! 26,000 scans a second costs one event a window. What is passed over so is not counted as merged. A campaign's haste and a
//! cap on all scans change the rate from the next miss on; in a pause nothing is scanned.
//!
//! **Invariant:** a source has at most one pending miss for each sensor; one of a source that is lost is ignored.

use super::detection::Sight;
use super::draws::Purpose;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Mark, Worker};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// The next miss that a sensor sees of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Miss {
    spread: SpreadIdx,
    hold: u32,
    /// Which hold of the asset it is.
    ordinal: u32,
    sensor: SensorIdx,
    /// Which miss it is.
    number: u32,
    /// Seen per microsecond.
    rate: f64,
}

/// Misses that are pending.
pub(super) type PendingMisses = Slab<Miss>;

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// A hold becomes an active source: its misses begin to show.
    pub(super) fn misses_begin(&mut self, index: SpreadIdx, hold: u32) {
        let model = self.model;
        let misses = &model.spreads[index.at()].misses;
        if misses.is_empty() {
            return;
        }
        let record = self.holds.records()[hold as usize];
        let (asset, ordinal) = (record.asset, record.ordinal);
        let zone = model.network.zone_of(asset);
        let start = misses.partition_point(|misses| misses.zone < zone);
        for &Misses { sensor, at_source, at_targets, .. } in
            misses[start..].iter().take_while(|misses| misses.zone == zone)
        {
            let covered = model.network.sensors_of(asset).any(|covering| covering == sensor);
            let rate = if covered { at_source } else { at_targets };
            if rate > 0.0 {
                self.next_miss(Miss { spread: index, hold, ordinal, sensor, number: 0, rate }, self.now);
            }
        }
    }

    fn miss_key(&self, miss: &Miss) -> crate::kernel::Key {
        let spread = &self.model.spreads[miss.spread.at()];
        let asset = self.holds.records()[miss.hold as usize].asset;
        self.draw(Purpose::Miss)
            .with(self.model.sensors[miss.sensor.at()].key)
            .with(self.campaign_key(spread.campaign))
            .with(spread.key)
            .with(self.asset_key(asset))
            .with(u64::from(miss.ordinal))
            .with(u64::from(miss.number))
    }

    /// Schedules a miss, which is the first after `from`.
    fn next_miss(&mut self, miss: Miss, from: SimTime) {
        let campaign = self.model.spreads[miss.spread.at()].campaign;
        let from = from.max(self.acts_from(campaign));
        let rate = miss.rate * self.effort(miss.spread);
        let at = from + SimDuration::rounded(self.miss_key(&miss).exponential() / rate);
        if at <= self.model.frame.endex {
            let number = self.misses.insert(miss);
            self.schedule(at, miss.sensor.0, Event::Miss(number));
        }
    }

    /// A sensor sees a scan that hits nothing, if its source is still active.
    pub(super) fn miss_is_seen(&mut self, number: u32) {
        let model = self.model;
        let miss = self.misses.remove(number);
        let record = self.holds.records()[miss.hold as usize];
        if record.ordinal != miss.ordinal || !self.is_active(miss.spread, miss.hold) {
            return;
        }
        let (spread, sensor) = (&model.spreads[miss.spread.at()], &model.sensors[miss.sensor.at()]);
        if self.is_dark(spread.campaign) {
            return self.next_miss(Miss { number: miss.number + 1, ..miss }, self.now);
        }
        let alert = Alert {
            team: sensor.team,
            asset: record.asset,
            campaign: spread.campaign,
            technique: spread.technique,
            ticket: false,
            severity: model.techniques[spread.technique.at()].severity,
            key: self.miss_key(&miss),
        };
        self.mark(Mark::Miss, sensor.key, self.asset_key(record.asset), u64::from(miss.number));
        let attacker = record.asset;
        let end = self.detection.windows.end(miss.sensor, attacker, spread.technique, self.now);
        let from = end.or(sensor.merge.map(|window| self.now + window)).unwrap_or(self.now);
        self.sees(Sight { alert, sensor: miss.sensor, attacker });
        self.next_miss(Miss { number: miss.number + 1, ..miss }, from);
    }
}
