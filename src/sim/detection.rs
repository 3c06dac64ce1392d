//! Sensors: what they see of attempts, and what they see where nothing is.
//!
//! One draw per (attempt, sensor), whether it covers the source, the target or both. What the sensor sees was worked out
//! when the scenario was compiled; the campaign's indicators, once its team knows them, make it see better. An alert is
//! about the target that was taken, else about the source, else (from the internet) about the target that was tried.
//!
//! **Invariant:** whether a sensor sees an attempt depends on nothing but the attempt, the sensor and the indicators.

use super::draws::Purpose;
use super::merging::Windows;
use super::slab::Slab;
use super::triage::Alert;
use super::{Event, Happening, Mark, Verdict, Worker};
use crate::kernel::{Key, SimDuration};
use crate::model::*;

/// What a sensor has seen, on its way to the team.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    pub alert: Alert,
    pub sensor: SensorIdx,
    /// By which asset alerts are merged: where the attempt came from, else where it went.
    pub attacker: AssetIdx,
}

/// Alerts on their way, and how many false alarms each sensor has raised.
#[derive(Debug)]
pub(super) struct Detection {
    under_way: Slab<Sight>,
    pub(super) windows: Windows,
    false_alarms: Vec<u64>,
    /// What the keys of each sensor's false alarms are made of.
    roots: Vec<Key>,
    sensors: Vec<SensorIdx>,
}

impl Detection {
    pub(super) fn new(model: &Model) -> Detection {
        Detection {
            under_way: Slab::new(),
            windows: Windows::new(model),
            false_alarms: vec![0; model.sensors.len()],
            roots: Vec::with_capacity(model.sensors.len()),
            sensors: Vec::new(),
        }
    }

    /// Bytes of what grows with what happens.
    pub(super) fn bytes(&self) -> usize {
        self.under_way.bytes() + self.windows.bytes()
    }

    pub(super) fn reset(&mut self) {
        self.under_way.clear();
        self.windows.reset();
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
        self.users_report_letter(campaign, shown, key, target, verdict);
        if model.sensors.is_empty() {
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
        let owner = model.network.group(attacked).owner;
        let profile = model.organisations[owner.at()].profile;
        let asset = if source.is_some() && !succeeded { source } else { target };
        for &index in &sensors {
            let seen = technique.seen_by(index, profile);
            let p = if succeeded { seen.succeeded } else { seen.failed };
            if p <= 0.0 {
                continue;
            }
            let sensor = &model.sensors[index.at()];
            let p = self.watched(owner, p);
            let boost = self.recognises(sensor.team, campaign) * sensor.indicator_boost;
            let p = if boost > 0.0 { 1.0 - (1.0 - p) * (1.0 - boost) } else { p };
            let key = key.with(Purpose::Detection as u64).with(sensor.key);
            if key.chance(p) {
                let severity = technique.severity;
                let (team, technique) = (sensor.team, shown);
                let alert = Alert { team, asset, campaign, technique, ticket: false, severity, key };
                let attacker = if source.is_some() { source } else { target };
                self.sees(Sight { alert, sensor: index, attacker });
            }
        }
        self.detection.sensors = sensors;
    }

    /// What a sensor has seen reaches its team after the sensor's delay.
    pub(super) fn sees(&mut self, sight: Sight) {
        let delay = &self.model.sensors[sight.sensor.at()].delay;
        let delay = delay.sample(sight.alert.key.with(Purpose::Delay as u64));
        let number = self.detection.under_way.insert(sight);
        self.schedule_in(delay, sight.sensor.0, Event::AlertRaised(number));
    }

    /// An alert reaches its team, or is merged into one that has.
    pub(super) fn alert_is_raised(&mut self, number: u32) {
        let sight = self.detection.under_way.remove(number);
        let Sight { alert, sensor: index, .. } = sight;
        let sensor = &self.model.sensors[index.at()];
        let merged = sensor.merge.is_some_and(|window| self.merges(sight, window));
        if !merged {
            self.raise(alert, index, NoticeIdx::NONE);
        }
        let mark = if merged { Mark::Merged } else { Mark::Alert };
        self.mark(mark, sensor.key, self.asset_key(alert.asset), alert.severity as u64);
    }

    /// Whether an alert falls into an open window; if not, it begins one.
    fn merges(&mut self, sight: Sight, window: SimDuration) -> bool {
        let Sight { alert: Alert { team, asset, campaign, technique, .. }, sensor, attacker } = sight;
        let windows = &mut self.detection.windows;
        let merges = windows.end(sensor, attacker, technique, self.now).is_some();
        if merges {
            self.ledger.teams[team.at()].merged += 1;
            self.tell(Happening::AlertMerged { team, sensor, asset, campaign, technique });
        } else {
            windows.open(sensor, attacker, technique, self.now + window);
        }
        merges
    }

    /// An alert goes to triage: from a sensor, from a notice, or from neither.
    pub(super) fn raise(&mut self, alert: Alert, sensor: SensorIdx, notice: NoticeIdx) {
        let Alert { team, asset, campaign, technique, severity, .. } = alert;
        self.tell(Happening::AlertRaised { team, sensor, notice, asset, campaign, technique, severity });
        self.submit_alert(alert);
    }

    /// Schedules the first false alarm of every sensor.
    pub(super) fn start_false_alarms(&mut self) {
        let (model, root) = (self.model, self.draw(Purpose::FalseAlarm));
        self.detection.roots.clear();
        self.detection.roots.extend(model.sensors.iter().map(|sensor| root.with(sensor.key)));
        for sensor in SensorIdx::all(self.model.sensors.len()) {
            self.next_false_alarm(sensor);
        }
    }

    fn false_alarm_key(&self, sensor: SensorIdx) -> Key {
        self.detection.roots[sensor.at()].with(self.detection.false_alarms[sensor.at()])
    }

    fn next_false_alarm(&mut self, sensor: SensorIdx) {
        if let Some(interval) = &self.model.sensors[sensor.at()].false_alarms {
            let work = interval.quantile(self.false_alarm_key(sensor).uniform());
            let at = self.model.sensors[sensor.at()].daily.after(self.now, work);
            self.schedule(at, sensor.0, Event::FalseAlarm(sensor));
        }
    }

    /// A sensor raises an alert about nothing.
    pub(super) fn false_alarm(&mut self, index: SensorIdx) {
        self.raise_false_alarm(index, self.false_alarm_key(index));
        self.detection.false_alarms[index.at()] += 1;
        self.next_false_alarm(index);
    }

    /// The same, with its key.
    #[inline]
    pub(super) fn raise_false_alarm(&mut self, index: SensorIdx, key: Key) {
        let sensor = &self.model.sensors[index.at()];
        let u = key.with(Purpose::Severity as u64).uniform();
        let grades = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
        let grade = sensor.severities.iter().position(|&share| u < share).unwrap_or(0);
        let alert = Alert::of_nothing(sensor.team, grades[grade], false, key);
        self.raise(alert, index, NoticeIdx::NONE);
        self.mark(Mark::FalseAlarm, sensor.key, 0, grade as u64);
    }
}
