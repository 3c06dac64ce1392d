//! Crises: whom they strain, and how.
//!
//! **Invariant:** a crisis that is not active strains nobody, and every strain has a rate above zero.

use super::cooperation::{self, Partners};
use super::effects::each;
use super::sensors::Sensors;
use super::staff::Staff;
use super::table::Row;
use super::technique::severity;
use super::values::{between, distribution, duration, repeated_words};
use crate::diagnostic::{Diagnostic, Place, codes, thousands};
use crate::kernel::{Distribution, Key, SimDuration, SimTime, name_key};
use crate::model::{Brings, Crisis, CrisisIdx, Party, PoolIdx, SensorIdx, Strain, Team, TeamIdx};
use crate::scenario::{self, Effect, Rate, Scenario, Start};

/// The most that all crises may be expected to bring in one replication.
const MOST: u64 = 1_000_000;
/// The most that decisions may be slowed down, or false alarms be multiplied.
const MOST_TIMES: f64 = 1000.0;
const HOUR: f64 = SimDuration::HOUR.micros() as f64;

/// The crises, by id, and what they bring.
#[derive(Debug, Default)]
pub struct Crises {
    /// The model's.
    pub crises: Vec<Crisis>,
    /// What they bring, crisis by crisis.
    pub strains: Vec<Strain>,
}

/// What crises are lowered against.
pub struct Strained<'a> {
    /// Whom they may be on.
    pub partners: &'a Partners<'a>,
    /// The pools.
    pub staff: &'a Staff<'a>,
    /// The teams.
    pub teams: &'a [Team],
    /// The sensors.
    pub sensors: &'a Sensors,
}

impl Strained<'_> {
    /// Lowers all crises.
    pub fn lower(&self, scenario: &Scenario, faults: &mut Vec<Diagnostic>) -> Crises {
        let mut all = Crises::default();
        // How much the one brings that brings most, and where that is written.
        let (mut sum, mut most) = (0.0, (0.0, Place::NOWHERE));
        for (number, row) in (0..).map(CrisisIdx).zip(self.partners.ids.crises.iter()) {
            let first = all.strains.len();
            let crisis = self.crisis(number, row, &mut all.strains, faults);
            let hours = self.partners.calendar.endex.hours();
            let rates = all.strains[first..].iter().map(|strain| hours * HOUR / strain.interval.mean());
            let expected: f64 = rates.sum();
            sum += expected;
            if expected > most.0 {
                most = (expected, row.place);
            }
            all.crises.push(crisis);
        }
        if sum > MOST as f64 {
            let message = format!(
                "crises may bring at most {} tickets, matters and false alarms in one replication, all together",
                thousands(MOST)
            );
            faults.push(Diagnostic::error(codes::TOO_MANY, most.1, message).label("the most of them"));
        }
        check_starts(scenario, self, faults);
        all
    }

    fn crisis(
        &self,
        number: CrisisIdx,
        row: &Row<'_, scenario::Crisis>,
        strains: &mut Vec<Strain>,
        faults: &mut Vec<Diagnostic>,
    ) -> Crisis {
        let (written, calendar) = (row.record, self.partners.calendar);
        let ids = written.on.iter().filter_map(|party| match party {
            scenario::Party::One(id) => Some((id.text.as_str(), id.place)),
            scenario::Party::All(_) => None,
        });
        repeated_words(ids, "organisation", faults);
        if written.on.is_empty() {
            let fault =
                Diagnostic::error(codes::EMPTY, row.place, format!("the crisis `{}` is on nobody", row.name));
            faults.push(fault.label("`on` is empty").help(String::from("name organisations: `on: [\"…\"]`")));
        }
        let parties = cooperation::all_of(&written.on, self.partners, faults);
        let start = match &written.start {
            None => calendar.begins(),
            Some(Start::At(moment)) => {
                calendar.moment_of_run(moment, &format!("the crisis `{}`", row.name), faults)
            }
            Some(Start::OnInject(_)) => SimTime::MAX,
        };
        let slower = between(written.slower, (1.0, MOST_TIMES), "slower", faults);
        let first = strains.len();
        let mut found = Found { crisis: number, key: Key(name_key(row.name)), strains };
        let idle = self.strains(row, &parties, &mut found, faults);
        let authorities = if slower > 1.0 { self.authorities(&parties) } else { Vec::new() };
        let active = written.active.value;
        if active && !parties.is_empty() {
            let says_nothing = slower == 1.0 && found.strains.len() == first && idle.is_empty();
            let idle = idle.into_iter().chain((slower > 1.0 && authorities.is_empty()).then_some((
                written.slower.place,
                "slows decisions, and nobody whom it is on has an authority",
            )));
            let nothing = says_nothing.then_some((row.place, "strains nobody in any way"));
            for (place, why) in idle.chain(nothing) {
                let message = format!("the crisis `{}` {why}", row.name);
                let warning =
                    Diagnostic::warning(codes::IDLE_CRISIS, place, message).label("changes nothing");
                let help = "those whom it is `on` are strained themselves, not others who protect them";
                faults.push(warning.help(String::from(help)));
            }
        }
        if !active {
            found.strains.truncate(first);
        }
        Crisis {
            key: name_key(row.name),
            active,
            start: if active { start } else { SimTime::MAX },
            lasts: written.lasts.as_ref().map(|time| distribution(time, faults)),
            rises: written.rises.map_or(SimDuration::ZERO, duration),
            fades: written.fades.map_or(SimDuration::ZERO, duration),
            strains: first as u32..strains.len() as u32,
            slower,
            authorities: if active { authorities } else { Vec::new() },
        }
    }

    /// Adds what a crisis brings; returns what it would bring to nobody, and why.
    fn strains(
        &self,
        row: &Row<'_, scenario::Crisis>,
        parties: &[Party],
        found: &mut Found<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<(Place, &'static str)> {
        let written = row.record;
        let mut idle = Vec::new();
        if let Some(load) = &written.load {
            let time = load.time.as_ref().map(|time| distribution(time, faults));
            let severity = severity(load.severity.value);
            let before = found.strains.len();
            for (number, team) in (0..).map(TeamIdx).zip(self.teams) {
                let party = parties.iter().find(|party| party.organisation == team.organisation);
                if let Some(party) = party.filter(|_| team.triage.is_some()) {
                    let brings = Brings::Ticket { team: number, severity, time: time.clone() };
                    found.add("load", team.key, *party, interval(load.rate), brings);
                }
            }
            if found.strains.len() == before && load.rate.count > 0.0 {
                idle.push((
                    load.rate.place,
                    "brings work, and nobody whom it is on has a team that takes it",
                ));
            }
        }
        if let Some(decisions) = &written.decisions {
            let time = distribution(&decisions.time, faults);
            let before = found.strains.len();
            for (pool, party) in self.authorities(parties) {
                let key = self.staff.pools[pool.at()].key;
                found.add(
                    "decisions",
                    key,
                    party,
                    interval(decisions.rate),
                    Brings::Matter { pool, time: time.clone() },
                );
            }
            if found.strains.len() == before && decisions.rate.count > 0.0 {
                idle.push((
                    decisions.rate.place,
                    "has matters to decide, and nobody whom it is on has an authority",
                ));
            }
        }
        let factor = between(written.false_alarms, (1.0, MOST_TIMES), "false_alarms", faults);
        if factor > 1.0 {
            let before = found.strains.len();
            let Sensors { sensors, rates } = self.sensors;
            for ((number, sensor), rate) in (0..).map(SensorIdx).zip(sensors).zip(rates) {
                let team = self.teams.get(sensor.team.at()).map(|team| team.organisation);
                let party = parties.iter().find(|party| Some(party.organisation) == team);
                if let (Some(party), Some(rate)) = (party, rate) {
                    let more = interval(Rate { count: rate.count * (factor - 1.0), ..*rate });
                    found.add("false alarms", sensor.key, *party, more, Brings::FalseAlarm(number));
                }
            }
            if found.strains.len() == before {
                let why = "raises false alarms, and nobody whom it is on has a sensor that raises any";
                idle.push((written.false_alarms.place, why));
            }
        }
        idle
    }

    /// The authorities of the parties, by pool.
    fn authorities(&self, parties: &[Party]) -> Vec<(PoolIdx, Party)> {
        let ids = self.partners.ids;
        let mut found = Vec::new();
        for row in ids.authorities.iter() {
            let organisation = ids.organisations.find(&row.record.organisation.text);
            let party = parties.iter().find(|party| Some(party.organisation.0) == organisation);
            let id = scenario::Id { text: row.name.to_owned(), place: row.place };
            let (pool, _) = self.staff.decision(Some(&id), ids, &mut Vec::new());
            found.extend(party.map(|party| (pool, *party)));
        }
        found
    }
}

/// Where strains of a crisis are gathered.
struct Found<'a> {
    crisis: CrisisIdx,
    key: Key,
    strains: &'a mut Vec<Strain>,
}

impl Found<'_> {
    fn add(&mut self, what: &str, whom: u64, party: Party, interval: Option<Distribution>, brings: Brings) {
        let Some(interval) = interval else { return };
        let key = self.key.with(name_key(what)).with(whom).bits();
        self.strains.push(Strain { key, crisis: self.crisis, party, interval, brings });
    }
}

/// From one to the next; none where none ever comes.
fn interval(rate: Rate) -> Option<Distribution> {
    Some(rate.per_hour())
        .filter(|rate| *rate > 0.0)
        .and_then(|rate| Distribution::exponential(HOUR / rate).ok())
}

/// Faults for crises that wait for an inject that never begins them.
fn check_starts(scenario: &Scenario, strained: &Strained<'_>, faults: &mut Vec<Diagnostic>) {
    let mut begun: Vec<&str> = Vec::new();
    for effect in scenario.effects() {
        each(effect, &mut |effect| {
            if let Effect::StartCrisis(start) = effect {
                begun.push(&start.crisis.text);
            }
        });
    }
    for row in strained.partners.ids.crises.iter() {
        if let Some(Start::OnInject(place)) = row.record.start
            && !begun.contains(&row.name)
        {
            let message = format!("no inject begins the crisis `{}`", row.name);
            let fault = Diagnostic::error(codes::CRISIS_NOT_STARTED, place, message).label("never begins");
            faults.push(fault.help(format!("give an inject `effect: StartCrisis(\"{}\")`", row.name)));
        }
    }
}
