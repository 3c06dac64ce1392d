//! Sweeps: sensors that search by themselves.
//!
//! A sweep looks at every asset that its sensor covers and that a campaign holds at that instant, save what is cut off:
//! that is out of its reach. What it finds raises an alert after the sensor's delay, like an attempt that was seen.
//!
//! **Invariant:** what a sweep finds depends on the sensor, which of its sweeps it is, and each hold by itself.

use super::detection::Sight;
use super::draws::Purpose;
use super::holds::HoldState;
use super::triage::Alert;
use super::{Event, Happening, Mark, Worker};
use crate::kernel::{Key, SimTime};
use crate::model::*;

/// What sweeps remember.
#[derive(Debug)]
pub(super) struct Sweeps {
    /// Sweeps so far of each sensor.
    counts: Vec<u64>,
    /// What the present one has found.
    found: Vec<(CampaignIdx, AssetIdx, Key)>,
}

impl Sweeps {
    pub(super) fn new(model: &Model) -> Sweeps {
        Sweeps { counts: vec![0; model.sensors.len()], found: Vec::new() }
    }

    pub(super) fn reset(&mut self) {
        self.counts.fill(0);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Schedules the first sweep of every sensor that has them.
    pub(super) fn start_sweeps(&mut self) {
        let model = self.model;
        for sensor in SensorIdx::all(model.sensors.len()) {
            if let Some(sweep) = &model.sensors[sensor.at()].sweep {
                self.next_sweep(sensor, sweep.phase);
            }
        }
    }

    fn next_sweep(&mut self, sensor: SensorIdx, at: SimTime) {
        if at <= self.model.frame.endex {
            self.schedule(at, sensor.0, Event::Sweep(sensor));
        }
    }

    /// A sensor searches what it covers.
    pub(super) fn sweeps(&mut self, index: SensorIdx) {
        let model = self.model;
        let sensor = &model.sensors[index.at()];
        let Some(sweep) = &sensor.sweep else { return };
        let key = self.draw(Purpose::Sweep).with(sensor.key).with(self.sweeps.counts[index.at()]);
        self.sweeps.counts[index.at()] += 1;
        let mut found = std::mem::take(&mut self.sweeps.found);
        found.clear();
        for hold in self.holds.records() {
            if hold.state == HoldState::Held
                && !self.holds.cut_off(hold.asset)
                && model.network.sensors_of(hold.asset).any(|covering| covering == index)
            {
                let key = key.with(self.campaign_key(hold.campaign)).with(self.asset_key(hold.asset));
                if key.chance(sweep.finds) {
                    found.push((hold.campaign, hold.asset, key));
                }
            }
        }
        found.sort_unstable();
        self.tell(Happening::Swept { sensor: index, found: found.len() as u32 });
        for &(campaign, asset, key) in &found {
            let alert = Alert {
                team: sensor.team,
                asset,
                campaign,
                technique: TechniqueIdx::NONE,
                ticket: false,
                severity: sweep.severity,
                key,
            };
            self.sees(Sight { alert, sensor: index, attacker: asset });
        }
        self.mark(Mark::Sweep, sensor.key, 0, found.len() as u64);
        self.sweeps.found = found;
        self.next_sweep(index, self.now + sweep.every);
    }
}
