//! Sensors: what they cover, how they raise false alarms, and whether their team can bear it.
//!
//! **Invariant:** a sensor covers each asset once: by its group when it covers all members, else by the member.

use super::frame::Calendar;
use super::ids::Ids;
use super::profile;
use super::staff::{Staff, mean_seats};
use super::table::Row;
use super::targets;
use super::technique::severity;
use super::values::{HOUR, duration, optional_distribution, probability, repeated};
use crate::diagnostic::{Diagnostic, Place, codes, thousands};
use crate::kernel::{Distribution, SimDuration, SimTime, name_key};
use crate::model::{
    AssetIdx, AssetSet, GroupIdx, Network, Profile, Responder, Sensor, SensorIdx, Sweep, Team, TeamIdx,
};
use crate::scenario::{self, Rate, Span};

/// The most false alarms that one replication is expected to raise, over all sensors.
const MOST_FALSE_ALARMS: u64 = 20_000_000;

/// The most sweeps of one sensor in an exercise: each looks at all that is held.
const MOST_SWEEPS: u64 = 100_000;

/// The share of triage seats that false alarms may take before a warning.
const BEARABLE: f64 = 0.8;

/// The sensors, and at what rate each raises false alarms where its profile is 1.
#[derive(Debug, Default)]
pub struct Sensors {
    /// The model's, by id.
    pub sensors: Vec<Sensor>,
    /// The rate of each, of all that it covers; none if it raises none.
    pub rates: Vec<Option<Rate>>,
}

/// The sensors, by id; what each covers is entered in the network.
pub fn lower(
    ids: &Ids<'_>,
    network: &mut Network,
    (teams, responders): (&[Team], &[Responder]),
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Sensors {
    let mut found = Sensors::default();
    for (number, row) in (0..).map(SensorIdx).zip(ids.sensors.iter()) {
        let written = row.record;
        let team = ids.team(&written.team, faults);
        if teams.get(team.at()).is_some_and(|team| team.triage.is_none()) {
            faults.push(without_triage(&written.team.text, written.team.place, "raises alerts at", ids));
        }
        repeated_sources(written, faults);
        let covered = targets::resolve(&written.covers, ids, network, faults);
        warn_blind(row, team, &covered, network, (teams, responders), faults);
        let (groups, members) = by_group(&covered, network);
        groups.iter().for_each(|group| network.groups[group.at()].sensors.push(number));
        network.member_sensors.extend(members.into_iter().map(|member| (member, number)));
        probability(written.sensitivity, "sensitivity", faults);
        let rate = rate(written, covered.len(), faults);
        found.rates.push(rate);
        found.sensors.push(Sensor {
            key: name_key(row.name),
            team,
            sweep: written.sweep.as_ref().map(|sweep| self::sweep(sweep, row.name, calendar, faults)),
            merge: written.merge.map(|window| above_zero(window, "merge", NO_WINDOW, faults)),
            delay: optional_distribution(written.delay.as_ref(), faults),
            false_alarms: interval(rate),
            daily: daily(written, rate, ids, calendar, faults),
            severities: severities(written, faults),
            indicator_boost: probability(written.indicator_boost, "indicator_boost", faults),
        });
    }
    network.member_sensors.sort_unstable();
    faults.extend(too_many_false_alarms(&found, calendar));
    found
}

/// The fault of alerts for a team that does not judge them.
pub fn without_triage(team: &str, place: Place, what: &str, ids: &Ids<'_>) -> Diagnostic {
    let fault = Diagnostic::error(
        codes::NO_TRIAGE,
        place,
        format!("this {what} the team `{team}`, which has no triage"),
    )
    .label("does not judge alerts");
    let row = ids.teams.find(team).and_then(|number| ids.teams.get(number));
    let fault = fault.help(String::from("give the team a `triage`, or name another team"));
    fault.also(row.map_or(Place::NOWHERE, |row| row.place), "this team")
}

/// A set of assets as the groups that lie in it whole, and the single members of the others.
pub fn by_group(set: &AssetSet, network: &Network) -> (Vec<GroupIdx>, Vec<AssetIdx>) {
    let (mut groups, mut members) = (Vec::new(), Vec::new());
    for (first, count) in set.ranges() {
        let end = first.0 + count;
        let mut asset = first;
        while asset.0 < end {
            let number = network.group_of.of(asset);
            let group = &network.groups[number.at()];
            let group_end = group.first.0 + group.count;
            if asset == group.first && group_end <= end {
                groups.push(number);
            } else {
                members.extend((asset.0..group_end.min(end)).map(AssetIdx));
            }
            asset = AssetIdx(group_end.min(end));
        }
    }
    (groups, members)
}

fn repeated_sources(sensor: &scenario::Sensor, faults: &mut Vec<Diagnostic>) {
    for (number, source) in sensor.sees.iter().enumerate() {
        if let Some(first) = sensor.sees[..number].iter().find(|earlier| earlier.value == source.value) {
            repeated(
                source.place,
                first.place,
                &format!("the data source `{}`", source.value.name()),
                faults,
            );
        }
    }
}

fn warn_blind(
    row: &Row<'_, scenario::Sensor>,
    team: TeamIdx,
    covered: &AssetSet,
    network: &Network,
    (teams, responders): (&[Team], &[Responder]),
    faults: &mut Vec<Diagnostic>,
) {
    let sensor = row.record;
    let mut warn = |code, place, message: String, label: &str| {
        faults.push(Diagnostic::warning(code, place, message).label(label))
    };
    if sensor.covers.is_empty() {
        warn(
            codes::COVERS_NOTHING,
            sensor.covers.place_or(row.place),
            format!("the sensor `{}` covers nothing", row.name),
            "`covers` is empty",
        );
    }
    if sensor.sees.is_empty() && sensor.sweep.is_none() {
        warn(
            codes::SEES_NOTHING,
            sensor.sees.place_or(row.place),
            format!("the sensor `{}` sees nothing", row.name),
            "`sees` is empty",
        );
    }
    let Some(responder) = teams.get(team.at()).and_then(|team| responders.get(team.responder.at())) else {
        return;
    };
    if any_foreign(covered, responder, network) {
        let message = format!(
            "the sensor `{}` covers assets that the organisation of `{}` does not protect",
            row.name, sensor.team
        );
        let place = sensor.covers.first().map_or(row.place, targets::place);
        warn(codes::FOREIGN, place, message, "not its team's concern, or not all of it");
    }
}

/// The periodic search of a sensor.
fn sweep(
    written: &scenario::Sweep,
    sensor: &str,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Sweep {
    let every = above_zero(written.every, "every", ENDLESS, faults);
    let sweeps = calendar.endex.micros() / every.micros();
    if sweeps > MOST_SWEEPS && written.every.micros > 0 {
        let message = format!(
            "{} sweeps in one exercise: a sensor may sweep at most {} times",
            thousands(sweeps),
            thousands(MOST_SWEEPS)
        );
        faults.push(Diagnostic::error(codes::TOO_MANY, written.every.place, message).label("too often"));
    }
    let what = format!("the sweep of `{sensor}`");
    let first = written.phase.map_or(calendar.begins(), |phase| calendar.after(phase, &what, faults));
    let before_startex = calendar.prelude.micros() / every.micros();
    Sweep {
        phase: SimTime::ZERO + (first.since(SimTime::ZERO) - every * before_startex),
        every,
        finds: probability(written.finds, "finds", faults),
        severity: severity(written.severity.value),
    }
}

/// What a window of no time is, and the way out.
const NO_WINDOW: (&str, &str) = ("no window", "leave `merge` out where every alert stands alone");
/// The same of the time between two sweeps.
const ENDLESS: (&str, &str) =
    ("sweeps without end at one instant", "write the time from one to the next: `every: \"24h\"`");

/// A span above zero; `told` are the label and the help of a fault.
fn above_zero(
    written: Span,
    name: &str,
    (label, help): (&str, &str),
    faults: &mut Vec<Diagnostic>,
) -> SimDuration {
    if written.micros == 0 {
        let message = format!("`{name}` must be more than 0");
        let fault = Diagnostic::error(codes::TOO_SMALL, written.place, message).label(label);
        faults.push(fault.help(String::from(help)));
        return SimDuration::DAY;
    }
    duration(written)
}

/// Whether the organisation of a team does not protect some of the assets.
pub fn any_foreign(assets: &AssetSet, responder: &Responder, network: &Network) -> bool {
    let ends = assets.ranges().flat_map(|(first, count)| [first, AssetIdx(first.0 + count - 1)]);
    ends.into_iter().any(|asset| !responder.protects.contains(&network.group(asset).owner))
}

/// The rate of a sensor's false alarms, of all that it covers.
fn rate(sensor: &scenario::Sensor, covered: usize, faults: &mut Vec<Diagnostic>) -> Option<Rate> {
    if let (Some(all), Some(each)) = (sensor.false_alarms, sensor.false_alarms_each) {
        let message = format!("the sensor `{}` has two rates of false alarms", sensor.id);
        let fault = Diagnostic::error(codes::TWO_RATES, each.place, message).label("for each asset");
        let fault = fault.help(String::from("leave out `false_alarms`, or this one"));
        faults.push(fault.also(all.place, "for all of them"));
    }
    let each = || sensor.false_alarms_each.map(|rate| Rate { count: rate.count * covered as f64, ..rate });
    sensor.false_alarms.or_else(each)
}

/// From one false alarm to the next.
fn interval(rate: Option<Rate>) -> Option<Distribution> {
    Distribution::exponential(HOUR / rate.filter(|rate| rate.count > 0.0)?.per_hour()).ok()
}

/// How the rate of false alarms rises and falls, in the zone of the sensor's team.
fn daily(
    sensor: &scenario::Sensor,
    rate: Option<Rate>,
    ids: &Ids<'_>,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Profile {
    let team = ids.teams.find(&sensor.team.text).and_then(|number| ids.teams.get(number));
    // A zone that does not exist is told with the team.
    let zone = calendar.zone(team.and_then(|row| row.record.time_zone.as_ref()), &mut Vec::new());
    if let (None, Some(first)) = (rate, sensor.daily.first()) {
        let message = format!("the sensor `{}` has a daily profile but no false alarms", sensor.id);
        let warning = Diagnostic::warning(codes::IDLE_PROFILE, first.from.place, message).label("of nothing");
        faults.push(warning.help(String::from("give it `false_alarms`, or leave out `daily`")));
    }
    if let (None, Some((first, _))) = (rate, sensor.severities.first()) {
        let message =
            format!("the sensor `{}` has severities of false alarms but no false alarms", sensor.id);
        let warning = Diagnostic::warning(codes::IDLE_PROFILE, first.place, message).label("of nothing");
        faults.push(warning.help(String::from("give it `false_alarms`, or leave out `severities`")));
    }
    profile::lower(&sensor.daily, &zone, calendar, faults)
}

impl Sensors {
    /// The false alarms an hour that each sensor raises on average over the exercise.
    fn mean_rates(&self, calendar: &Calendar<'_>) -> impl Iterator<Item = (&Sensor, f64)> {
        self.sensors.iter().zip(&self.rates).map(|(sensor, rate)| {
            (sensor, rate.map_or(0.0, |rate| rate.per_hour() * sensor.daily.mean(calendar.endex)))
        })
    }
}

/// The fault of more false alarms than a replication has room for, at the sensor that raises most.
fn too_many_false_alarms(sensors: &Sensors, calendar: &Calendar<'_>) -> Option<Diagnostic> {
    let means = || sensors.mean_rates(calendar).map(|(_, mean)| mean);
    let expected = means().sum::<f64>() * calendar.endex.hours();
    if expected <= MOST_FALSE_ALARMS as f64 {
        return None;
    }
    let (_, noisiest) = means().zip(&sensors.rates).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let message = format!(
        "{} false alarms are expected in one replication: all sensors together may raise at most {}",
        bounded(expected),
        thousands(MOST_FALSE_ALARMS)
    );
    let place = noisiest.map_or(Place::NOWHERE, |rate| rate.place);
    Some(Diagnostic::error(codes::TOO_MANY, place, message).label("the most of them"))
}

/// A number for people: with a decimal where it is small, and no digits of which none means anything.
pub fn bounded(number: f64) -> String {
    match number {
        small if small < 999.95 => format!("{small:.1}"),
        large if large <= 1e9 => thousands(large.round() as u64),
        _ => String::from("more than 1,000,000,000"),
    }
}

/// Cumulative shares by severity.
fn severities(sensor: &scenario::Sensor, faults: &mut Vec<Diagnostic>) -> [f64; 4] {
    let mut shares = [0.0; 4];
    for (number, (level, share)) in sensor.severities.iter().enumerate() {
        if let Some((first, _)) =
            sensor.severities[..number].iter().find(|(earlier, _)| earlier.value == level.value)
        {
            repeated(level.place, first.place, &format!("the severity `{}`", level.value.name()), faults);
        }
        shares[severity(level.value) as usize] = probability(*share, "severities", faults);
    }
    if sensor.severities.is_empty() {
        shares = [0.6, 0.3, 0.1, 0.0];
    }
    let total: f64 = shares.iter().sum();
    if let Some((level, _)) = sensor.severities.first().filter(|_| (total - 1.0).abs() > 1e-6) {
        let message = format!("the shares of the severities of `{}` add up to {total}, not to 1", sensor.id);
        faults.push(Diagnostic::error(codes::SHARES, level.place, message).label("these shares"));
    }
    let mut sum = 0.0;
    shares.map(|share| {
        sum += share;
        // The least severe that completes the whole gets exactly 1, whatever rounding left over.
        if sum > 1.0 - 1e-6 { 1.0 } else { sum }
    })
}

/// Warns of teams whose triage would be busy beyond what is bearable with false alarms alone.
pub fn warn_overload(
    ids: &Ids<'_>,
    sensors: &Sensors,
    teams: &[Team],
    staff: &Staff<'_>,
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    for (number, row) in (0..).map(TeamIdx).zip(ids.teams.iter()) {
        let Some(triage) = &teams[number.at()].triage else { continue };
        let Some(pool) = staff.pools.get(triage.pool.at()) else { continue };
        let own = sensors.mean_rates(calendar).filter(|(sensor, _)| sensor.team == number);
        let per_hour: f64 = own.map(|(_, mean)| mean).sum();
        let work = per_hour * triage.time.mean() / HOUR / pool.skill;
        let seats = mean_seats(pool, calendar.endex);
        if seats > 0.0 && work > BEARABLE * seats {
            let share = 100.0 * work / seats;
            let share = if share > 1000.0 { String::from("more than 1,000") } else { format!("{share:.0}") };
            let message = format!(
                "the triage of `{}` is busy to {share} % with false alarms alone: {} an hour take {} of {seats:.1} seats",
                row.name,
                bounded(per_hour),
                bounded(work)
            );
            let warning = Diagnostic::warning(codes::OVERLOAD, row.place, message).label("more than 80 %");
            let help = if work > seats {
                "the queue grows without end: add seats, or lessen the false alarms"
            } else {
                "alerts will wait long"
            };
            faults.push(warning.help(help.to_owned()));
        }
    }
}
