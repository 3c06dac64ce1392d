//! Sensors: what they see of attempts, and what they see where nothing is.
//!
//! One draw per (attempt, sensor), whether it covers the source, the target or both. What the sensor sees was worked out
//! when the scenario was compiled; the campaign's indicators, once its team knows them, make it see better. An alert is
//! about the target that was taken, else about the source, else (from the internet) about the target that was tried.
//!
//! **Invariant:** whether a sensor sees an attempt depends on nothing but the attempt, the sensor and the indicators.

use super::draws::Purpose;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Happening, Mark, Verdict, Worker};
use crate::kernel::Key;
use crate::model::*;

/// Alerts on their way, and how many false alarms each sensor has raised.
#[derive(Debug)]
pub(super) struct Detection {
    under_way: Slab<(Alert, SensorIdx)>,
    false_alarms: Vec<u64>,
    sensors: Vec<SensorIdx>,
}

impl Detection {
    pub(super) fn new(model: &Model) -> Detection {
        Detection { under_way: Slab::new(), false_alarms: vec![0; model.sensors.len()], sensors: Vec::new() }
    }

    pub(super) fn reset(&mut self) {
        self.under_way.clear();
        self.false_alarms.fill(0);
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Sensors look at an attempt that has just been judged.
    pub(super) fn observe(
        &mut self,
        campaign: CampaignIdx,
        shown: TechniqueIdx,
        key: Key,
        source: AssetIdx,
        target: AssetIdx,
        verdict: Verdict,
    ) {
        let model = self.model;
        // Nothing was done where the source was gone, there was no way, or nothing was left to take.
        if matches!(verdict, Verdict::SourceLost | Verdict::NoWay | Verdict::NotEligible | Verdict::NotKnown)
        {
            return;
        }
        if !source.is_some() && !target.is_some() {
            return;
        }
        let mut sensors = std::mem::take(&mut self.detection.sensors);
        sensors.clear();
        for end in [source, target] {
            if end.is_some() {
                for sensor in model.network.sensors_of(end) {
                    if !sensors.contains(&sensor) {
                        sensors.push(sensor);
                    }
                }
            }
        }
        let succeeded = verdict == Verdict::Succeeded;
        let technique = &model.techniques[shown.at()];
        let attacked = if target.is_some() { target } else { source };
        let profile = model.organisations[model.network.group(attacked).owner.at()].profile;
        let asset = if source.is_some() && !succeeded { source } else { target };
        for &index in &sensors {
            let seen = technique.seen_by(index, profile);
            let p = if succeeded { seen.succeeded } else { seen.failed };
            if p <= 0.0 {
                continue;
            }
            let sensor = &model.sensors[index.at()];
            let boosted = self.knows_indicators(sensor.team, campaign);
            let p = if boosted { 1.0 - (1.0 - p) * (1.0 - sensor.indicator_boost) } else { p };
            let key = key.with(Purpose::Detection as u64).with(sensor.key);
            if key.chance(p) {
                let delay = sensor.delay.sample(key.with(Purpose::Delay as u64));
                let severity = technique.severity;
                let (team, technique) = (sensor.team, shown);
                let alert = Alert { team, asset, campaign, technique, ticket: false, severity, key };
                let number = self.detection.under_way.insert((alert, index));
                self.schedule_in(delay, index.0, Event::AlertRaised(number));
            }
        }
        self.detection.sensors = sensors;
    }

    /// An alert reaches its team.
    pub(super) fn alert_is_raised(&mut self, number: u32) {
        let (alert, sensor) = self.detection.under_way.remove(number);
        self.raise(alert, sensor);
        let sensor_key = self.model.sensors[sensor.at()].key;
        self.mark(Mark::Alert, sensor_key, self.asset_key(alert.asset), alert.severity as u64);
    }

    /// An alert, from a sensor or from elsewhere, goes to triage.
    pub(super) fn raise(&mut self, alert: Alert, sensor: SensorIdx) {
        let Alert { team, asset, campaign, severity, .. } = alert;
        self.tell(Happening::AlertRaised { team, sensor, asset, campaign, severity });
        self.submit_alert(alert);
    }

    /// Schedules the first false alarm of every sensor.
    pub(super) fn start_false_alarms(&mut self) {
        for sensor in SensorIdx::all(self.model.sensors.len()) {
            self.next_false_alarm(sensor);
        }
    }

    fn false_alarm_key(&self, sensor: SensorIdx) -> Key {
        let key = self.model.sensors[sensor.at()].key;
        self.draw(Purpose::FalseAlarm).with(key).with(self.detection.false_alarms[sensor.at()])
    }

    fn next_false_alarm(&mut self, sensor: SensorIdx) {
        if let Some(interval) = &self.model.sensors[sensor.at()].false_alarms {
            let wait = interval.sample(self.false_alarm_key(sensor));
            self.schedule_in(wait, sensor.0, Event::FalseAlarm(sensor));
        }
    }

    /// A sensor raises an alert about nothing.
    pub(super) fn false_alarm(&mut self, index: SensorIdx) {
        let sensor = &self.model.sensors[index.at()];
        let key = self.false_alarm_key(index);
        let u = key.with(Purpose::Severity as u64).uniform();
        let grades = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
        let grade = sensor.severities.iter().position(|&share| u < share).unwrap_or(0);
        let severity = grades[grade];
        let nobody = CampaignIdx::NONE;
        let alert = Alert {
            team: sensor.team,
            asset: AssetIdx::NONE,
            campaign: nobody,
            technique: TechniqueIdx::NONE,
            ticket: false,
            severity,
            key,
        };
        self.raise(alert, index);
        self.mark(Mark::FalseAlarm, sensor.key, 0, grade as u64);
        self.detection.false_alarms[index.at()] += 1;
        self.next_false_alarm(index);
    }
}
