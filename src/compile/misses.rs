//! Scans that hit nothing: how many of them each sensor sees of one source.
//!
//! A source sends its scans to addresses drawn evenly from its scope. A scan hits nothing where no asset in reach that has
//! what the technique needs stands at the address, whether that is held or not: so the share of misses is
//! 1 − (assets that offer it in the zones that the source reaches) / (addresses in the scope). A sensor that covers the
//! source sees each miss with P = 1 − Π(1 − vᵢ·s) over those of `Scan` and `NetworkTraffic` that it looks at, with what
//! the technique shows of an attempt; one that does not cover the source sees so those misses that end at assets which
//! it covers. Closed links and what is held or isolated meanwhile leave the rate as it is, and indicators too.
//!
//! **Invariant:** no sensor is listed twice for a zone, and one of its two rates is above zero.

use super::campaign::World;
use super::technique::{Resolved, seen_of_miss};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::kernel::SimDuration;
use crate::model::{Group, Misses, SensorIdx, ZoneIdx};
use std::collections::BTreeMap;

/// A source's scans: how many a microsecond, among how many addresses, in which zones, and what they find there.
pub struct Scans<'a> {
    /// Per microsecond.
    pub rate: f64,
    /// Addresses in the scope of a source in a zone.
    pub addresses: &'a dyn Fn(ZoneIdx) -> f64,
    /// The zones that a source in a zone reaches.
    pub reached: &'a dyn Fn(ZoneIdx) -> Vec<ZoneIdx>,
    /// Whether the members of a group offer what the technique needs.
    pub offers: &'a dyn Fn(&Group) -> bool,
    /// Where the rate is written.
    pub place: Place,
}

/// What sensors see of scans that hit nothing, by (zone, sensor).
pub fn lower(
    world: World<'_>,
    technique: &Resolved<'_>,
    scans: &Scans<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Misses> {
    let sensors: Vec<f64> = world.ids.sensors.iter().map(|row| seen_of_miss(technique, row.record)).collect();
    if sensors.iter().all(|&p| p <= 0.0) {
        return Vec::new();
    }
    let network = world.network;
    // Of each zone and sensor that could see something: assets covered, and those of them that offer nothing.
    let mut covered: BTreeMap<(ZoneIdx, SensorIdx), (f64, f64)> = BTreeMap::new();
    let mut cover = |group: &Group, sensor: SensorIdx, count: u32| {
        if sensors[sensor.at()] > 0.0 {
            let (all, idle) = covered.entry((group.zone, sensor)).or_default();
            *all += f64::from(count);
            *idle += if (scans.offers)(group) { 0.0 } else { f64::from(count) };
        }
    };
    for group in &network.groups {
        group.sensors.iter().for_each(|&sensor| cover(group, sensor, group.count));
    }
    for &(member, sensor) in &network.member_sensors {
        cover(network.group(member), sensor, 1);
    }
    let offering = |zone: ZoneIdx| {
        let groups = network.zones[zone.at()].groups.iter().map(|group| &network.groups[group.at()]);
        groups.filter(|group| (scans.offers)(group)).map(|group| f64::from(group.count)).sum::<f64>()
    };
    let mut list = Vec::new();
    for zone in ZoneIdx::all(network.zones.len()).filter(|zone| network.zones[zone.at()].size > 0) {
        let addresses = (scans.addresses)(zone).max(1.0);
        let reached = (scans.reached)(zone);
        let missing = (1.0 - reached.iter().map(|&zone| offering(zone)).sum::<f64>() / addresses).max(0.0);
        for (sensor, &p) in (0..).map(SensorIdx).zip(&sensors) {
            let of = |zone| covered.get(&(zone, sensor)).copied().unwrap_or_default();
            let idle = reached.iter().map(|&zone| of(zone).1).sum::<f64>() / addresses;
            let at_source = if of(zone).0 > 0.0 { scans.rate * missing * p } else { 0.0 };
            let at_targets = scans.rate * idle.min(1.0) * p;
            if at_source > 0.0 || at_targets > 0.0 {
                faults.extend(too_often(world, sensor, at_source.max(at_targets), scans.place));
                list.push(Misses { zone, sensor, at_source, at_targets });
            }
        }
    }
    list
}

/// The fault of more than an alert a minute about one source.
fn too_often(world: World<'_>, sensor: SensorIdx, rate: f64, place: Place) -> Option<Diagnostic> {
    let row = world.ids.sensors.get(sensor.0)?;
    let window = row.record.merge.map_or(0.0, |window| window.micros as f64);
    let a_minute = SimDuration::MINUTE.micros() as f64 / (window + 1.0 / rate);
    let message = format!(
        "the sensor `{}` would raise {} alerts a minute about scans of one source that hit nothing: at most one is simulated",
        row.name,
        super::sensors::bounded(a_minute)
    );
    let fault = Diagnostic::error(codes::TOO_MANY, place, message).label("of so many scans");
    let fault = fault.also(row.place, "this sensor");
    let help = String::from("give the sensor a `merge` window of a minute or more");
    (a_minute > 1.0).then(|| fault.help(help))
}
