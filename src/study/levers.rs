//! What planners could change: each team, sensor, authority, crew, channel and agreement by a standard step.
//!
//! The steps are of one size for each kind of change, so that what they buy can be compared: one more seat, hours around the
//! clock, half the time, half of what a probability lacks to its best; an agreement that is in force is dropped, one that is not
//! is put in force. What is at its best already is no lever.
//!
//! **Invariant:** a lever is one change that `--set` would make too, and leaves every id of the scenario as it is.

use crate::scenario::{Channel, Law, Scenario, Sensor, Shifts, Span, Team, Time, written_line};

/// A change by a standard step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// What is changed: `team cert-eu-soc, tier l2`.
    pub what: String,
    /// How: `5 seats instead of 4`.
    pub step: String,
    /// The path that is set.
    pub path: String,
    /// What it is set to.
    pub text: String,
}

/// The levers of a scenario, in the order in which it lists what they move.
pub fn levers(scenario: &Scenario) -> Vec<Lever> {
    let mut list = List(Vec::new());
    scenario.teams.iter().for_each(|team| list.team(team));
    scenario.sensors.iter().for_each(|sensor| list.sensor(sensor));
    for authority in &scenario.authorities {
        let (what, path) =
            (format!("authority {}", authority.id), format!("authorities[{}]", authority.id.text));
        list.time(&what, "decides", &path, "time", Some(&authority.time));
        list.hours(&what, &path, "hours", &authority.hours);
    }
    for crew in &scenario.crews {
        let (what, path) = (format!("crew {}", crew.id), format!("crews[{}]", crew.id.text));
        list.seats(&what, &path, crew.seats.value);
        list.hours(&what, &path, "hours", &crew.hours);
    }
    for agreement in &scenario.agreements {
        let path = format!("agreements[{}]", agreement.id.text);
        let exchange = agreement.areas.information_exchange.iter();
        for channel in exchange.flat_map(|exchange| &exchange.channels) {
            let within = format!("{path}.areas.information_exchange.channels[{}]", channel.id.text);
            list.channel(&format!("channel {}/{}", agreement.id, channel.id), &within, channel);
        }
        let step = if agreement.active.value { "dropped" } else { "put in force" };
        let text = (!agreement.active.value).to_string();
        list.add(&format!("agreement {}", agreement.id), step.to_owned(), &path, "active", text);
    }
    list.0
}

struct List(Vec<Lever>);

impl List {
    fn add(&mut self, what: &str, step: String, path: &str, field: &str, text: String) {
        self.0.push(Lever { what: what.to_owned(), step, path: format!("{path}.{field}"), text });
    }

    fn team(&mut self, team: &Team) {
        let path = format!("teams[{}]", team.id.text);
        for tier in &team.tiers {
            let what = format!("team {}, tier {}", team.id, tier.id);
            let path = format!("{path}.tiers[{}]", tier.id.text);
            self.seats(&what, &path, tier.seats.value);
            self.hours(&what, &path, "shifts", &tier.shifts);
        }
        if let Some(triage) = &team.triage {
            let (what, path) = (format!("team {}", team.id), format!("{path}.triage"));
            self.time(&what, "triages", &path, "time", Some(&triage.time));
            self.halved(&what, "misses of true alerts", &path, "misses", triage.misses.value);
            let wrong = triage.false_escalations.value;
            self.halved(&what, "false escalations", &path, "false_escalations", wrong);
        }
    }

    fn sensor(&mut self, sensor: &Sensor) {
        let (what, path) = (format!("sensor {}", sensor.id), format!("sensors[{}]", sensor.id.text));
        // What sees nothing was made so on purpose: it only raises false alarms, or only sweeps.
        let sensitivity = sensor.sensitivity.value;
        if sensitivity > 0.0 && sensitivity < 1.0 {
            let better = rounded(0.5 + 0.5 * sensitivity);
            self.add(
                &what,
                format!("sensitivity {better} instead of {sensitivity}"),
                &path,
                "sensitivity",
                better.to_string(),
            );
        }
        self.time(&what, "alerts", &path, "delay", sensor.delay.as_ref());
        for (field, rate) in
            [("false_alarms", sensor.false_alarms), ("false_alarms_each", sensor.false_alarms_each)]
        {
            if let Some(rate) = rate.filter(|rate| rate.count > 0.0) {
                let half = crate::scenario::Rate { count: 0.5 * rate.count, ..rate };
                self.add(&what, "half as many false alarms".to_owned(), &path, field, written_line(&half));
            }
        }
    }

    fn channel(&mut self, what: &str, path: &str, channel: &Channel) {
        self.time(what, "delivers", path, "delay", channel.delay.as_ref());
        self.time(what, "released", path, "release", channel.release.as_ref());
        self.time(what, "read", path, "reading", channel.reading.as_ref());
        self.hours(what, path, "hours", &channel.hours);
        self.halved(what, "refusals of release", path, "refused", channel.refused.value);
        let reliability = channel.reliability.value;
        if reliability < 1.0 {
            self.add(what, "loses nothing".to_owned(), path, "reliability", "1".to_owned());
        }
    }

    fn seats(&mut self, what: &str, path: &str, seats: u32) {
        if let Some(more) = seats.checked_add(1) {
            let step = format!("{} instead of {seats}", crate::measure::counted(more.into(), "seat"));
            self.add(what, step, path, "seats", more.to_string());
        }
    }

    fn hours(&mut self, what: &str, path: &str, field: &str, hours: &Shifts) {
        if *hours != Shifts::AroundTheClock {
            self.add(what, "around the clock".to_owned(), path, field, "AroundTheClock".to_owned());
        }
    }

    fn time(&mut self, what: &str, does: &str, path: &str, field: &str, time: Option<&Time>) {
        let Some(time) = time.filter(|time| !matches!(time.law, Law::Fixed(Span { micros: 0, .. }))) else {
            return;
        };
        let half = Time { law: time.law.scaled(0.5), place: time.place };
        self.add(what, format!("{does} in half the time"), path, field, written_line(&half));
    }

    fn halved(&mut self, what: &str, of: &str, path: &str, field: &str, share: f64) {
        if share > 0.0 {
            self.add(what, format!("half the {of}"), path, field, rounded(0.5 * share).to_string());
        }
    }
}

/// Without the dust of binary fractions, which nobody would write.
fn rounded(share: f64) -> f64 {
    (share * 1e9).round() / 1e9
}
