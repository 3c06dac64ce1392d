//! What spreads by itself: delays along explicit edges, pressure in meshes and over links.
//!
//! **Invariant:** pressure is listed by (to, from), each pair once, with a rate above zero.

use super::campaign::{Campaigns, World};
use super::misses::{self, Scans};
use super::technique::{MOST_RETRIES, Resolved};
use super::values::{HOUR, at_least_one, at_most, distribution};
use crate::diagnostic::{Diagnostic, Place, codes, counted, thousands};
use crate::kernel::{Distribution, Key, name_key};
use crate::model::{
    Action, CampaignIdx, Contact, Group, Inside, LinkIdx, Misses, Network, Pressure, Spread, TechniqueIdx,
    Then, ZoneIdx,
};
use crate::scenario::{self, Law, ScanScope};

/// Lowers the spreads of one campaign.
pub fn lower(
    world: World<'_>,
    campaign: CampaignIdx,
    written: &scenario::Campaign,
    all: &mut Campaigns,
    faults: &mut Vec<Diagnostic>,
) {
    let mut lowered: Vec<(&str, &str, Spread)> = Vec::with_capacity(written.spread.len());
    for spread in &written.spread {
        lowered.push((word(spread), spread.technique().text.as_str(), one(world, campaign, spread, faults)));
    }
    // Of two with one kind and technique, what they are decides: the order in the file must not.
    lowered.sort_by(|a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| format!("{:?}", a.2).cmp(&format!("{:?}", b.2)))
    });
    let (mut ordinal, mut before) = (0, ("", ""));
    for (word, technique, spread) in lowered {
        ordinal = if before == (word, technique) { ordinal + 1 } else { 0 };
        before = (word, technique);
        let key = Key(name_key(&format!("{}/{word}/{technique}", written.id))).with(ordinal).bits();
        let suffix = if ordinal == 0 { String::new() } else { format!(" #{}", ordinal + 1) };
        all.spread_names.push(format!("{word} {technique}{suffix}"));
        all.spreads.push(Spread { key, ..spread });
    }
}

fn word(spread: &scenario::Spread) -> &'static str {
    match spread {
        scenario::Spread::Contact(_) => "contact",
        scenario::Spread::Scan(_) => "scan",
    }
}

fn one(
    world: World<'_>,
    campaign: CampaignIdx,
    spread: &scenario::Spread,
    faults: &mut Vec<Diagnostic>,
) -> Spread {
    let before = faults.len();
    let id = spread.technique();
    let found = world.techniques.find(id);
    if let Some((_, technique)) =
        found.filter(|(_, technique)| !matches!(technique.action, Action::Move | Action::Exploit))
    {
        let message = format!("`{}` can't spread: its success gives no new foothold by itself", technique.id);
        let fault = Diagnostic::error(codes::CANT_SPREAD, id.place, message).label("does not spread");
        faults.push(fault.help(String::from("a spreading technique does `Move` or `Exploit`")));
    }
    let (active_for, then) = match spread {
        scenario::Spread::Contact(contact) => (&contact.active_for, contact.then),
        scenario::Spread::Scan(scan) => (&scan.active_for, scan.then),
    };
    let active = active_for.as_ref().map(|time| distribution(time, faults));
    if active.is_none() && !then.place.is_nowhere() {
        let warning = Diagnostic::warning(
            codes::ALWAYS_ACTIVE,
            then.place,
            "nothing follows: this source is active for ever",
        );
        faults.push(
            warning
                .label("without `active_for`")
                .help(String::from("say how long a source is active, or leave out `then`")),
        );
    }
    let cap = match spread {
        scenario::Spread::Scan(scan) => self::cap(scan, faults),
        scenario::Spread::Contact(_) => f64::INFINITY,
    };
    let mut misses = Vec::new();
    let (contact, pressure) = match (spread, found) {
        (_, None) => (None, Vec::new()),
        (scenario::Spread::Contact(contact), Some((_, technique))) => {
            self::contact(world, contact, technique, active.as_ref(), faults)
        }
        (scenario::Spread::Scan(scan), Some((_, technique))) => {
            misses = scans_that_hit_nothing(world, scan, technique, faults);
            (None, self::scan(world, scan, technique, faults))
        }
    };
    if contact.is_none() && pressure.is_empty() && found.is_some() && faults.len() == before {
        let warning = Diagnostic::warning(
            codes::SPREADS_NOWHERE,
            id.place,
            format!("`{id}` spreads nowhere: no asset that it can take is in reach of another"),
        );
        faults.push(warning.label("has no target"));
    }
    if let Some((_, technique)) = found.filter(|(_, technique)| !technique.can_succeed()) {
        let message = format!("`{}` spreads nowhere: its success is 0", technique.id);
        let warning = Diagnostic::warning(codes::SPREADS_NOWHERE, id.place, message);
        faults.push(warning.label("always fails"));
    }
    let then = match then.value {
        scenario::Then::Immune => Then::Immune,
        scenario::Then::Susceptible => Then::Susceptible,
        scenario::Then::Dormant => Then::Dormant,
    };
    let technique = found.map_or(TechniqueIdx::NONE, |(number, _)| number);
    Spread { key: 0, campaign, technique, contact, pressure, cap, misses, active_for: active, then }
}

/// Where a technique finds targets, and over which ways.
struct Reach<'a> {
    network: &'a Network,
    service: u64,
    weakness: u64,
    eligible: Vec<bool>,
}

impl<'a> Reach<'a> {
    fn new(world: World<'a>, technique: &Resolved<'_>) -> Reach<'a> {
        let network = world.network;
        let (service, weakness) =
            (world.words.services.bits(technique.service), world.words.weaknesses.bits(technique.weakness));
        let mut reach = Reach { network, service, weakness, eligible: Vec::new() };
        let takes = |group: &crate::model::GroupIdx| reach.offers(&network.groups[group.at()]);
        reach.eligible = network.zones.iter().map(|zone| zone.groups.iter().any(takes)).collect();
        reach
    }

    /// Whether the members of a group have, or may come to have, what the technique needs.
    fn offers(&self, group: &Group) -> bool {
        group.services & self.service == self.service
            && group.possible_weaknesses() & self.weakness == self.weakness
    }

    /// Zones that have explicit edges and something to take.
    fn has_edges(&self) -> bool {
        let zones = self.network.zones.iter().zip(&self.eligible);
        zones
            .filter(|(zone, eligible)| zone.inside == Inside::Edges && **eligible)
            .any(|(zone, _)| zone.size > 1)
    }

    /// Zones whose assets reach each other all to all.
    fn is_mesh(&self, zone: ZoneIdx) -> bool {
        self.network.zones[zone.at()].inside == Inside::Mesh
    }

    /// Ways out of a zone that let the technique through to assets.
    fn links(&self, from: ZoneIdx) -> impl Iterator<Item = (LinkIdx, ZoneIdx)> + '_ {
        let through = |link: &LinkIdx| self.network.links[link.at()].allow & self.service == self.service;
        let links = self.network.zones[from.at()].links.iter().copied().filter(through);
        links
            .map(|link| (link, self.network.links[link.at()].to))
            .filter(|(_, to)| self.network.zones[to.at()].size > 0)
    }

    /// Pressure from every zone with assets: `inside` and `over` give the rates in a mesh and over links.
    fn pressure(&self, inside: impl Fn(ZoneIdx) -> f64, over: impl Fn(ZoneIdx) -> f64) -> Vec<Pressure> {
        let mut list = Vec::new();
        for from in
            ZoneIdx::all(self.network.zones.len()).filter(|zone| self.network.zones[zone.at()].size > 0)
        {
            if self.is_mesh(from) && self.network.zones[from.at()].size > 1 {
                list.push(Pressure {
                    to: from,
                    from,
                    link: LinkIdx::NONE,
                    rate: inside(from),
                    most: f64::INFINITY,
                });
            }
            let rate = over(from);
            list.extend(self.links(from).map(|(link, to)| Pressure {
                to,
                from,
                link,
                rate,
                most: f64::INFINITY,
            }));
        }
        list.retain(|pressure| self.eligible[pressure.to.at()] && pressure.rate > 0.0);
        list.sort_by_key(|pressure| (pressure.to, pressure.from));
        list
    }
}

fn contact(
    world: World<'_>,
    written: &scenario::Contact,
    technique: &Resolved<'_>,
    active: Option<&Distribution>,
    faults: &mut Vec<Diagnostic>,
) -> (Option<Contact>, Vec<Pressure>) {
    let delay = distribution(&written.delay, faults);
    let attempts = written.attempts.map_or(u32::MAX, |attempts| {
        at_most(attempts, MOST_RETRIES, "attempts", faults);
        at_least_one(attempts, "attempts", faults)
    });
    let comes_back =
        written.then.value == scenario::Then::Susceptible && active.is_some_and(Distribution::is_zero);
    if let Law::Exponential(law) = &written.delay.law
        && law.mean.micros == 0
    {
        let fault = Diagnostic::error(
            codes::ENDLESS_CONTACT,
            law.mean.place,
            "the delay of a contact has a mean of 0",
        );
        faults.push(fault.label("no time").help(String::from("give it a mean above 0")));
        return (None, Vec::new());
    }
    if delay.is_zero() && (written.attempts.is_none() || comes_back) {
        let fault = Diagnostic::error(
            codes::ENDLESS_CONTACT,
            written.delay.place,
            "attempts follow each other for ever without time passing",
        );
        faults.push(fault.label("no delay").help(String::from(
            "give it a `delay`, or limit the `attempts` of sources that do not come back",
        )));
        return (None, Vec::new());
    }
    let reach = Reach::new(world, technique);
    let mean = delay.mean();
    let rate = if mean > 0.0 { 1.0 / mean } else { f64::INFINITY };
    let pressure = reach.pressure(|_| rate, |_| rate);
    let contact = reach.has_edges().then_some(Contact { delay, attempts });
    if pressure.is_empty() {
        return (contact, pressure);
    }
    let mesh = describe(&pressure, world);
    let mut fault = |place: Place, message: String, label: &str, help: &str| {
        faults
            .push(Diagnostic::error(codes::MESH_CONTACT, place, message).label(label).help(help.to_owned()));
    };
    if !matches!(written.delay.law, Law::Exponential(_)) || mean == 0.0 {
        let message =
            format!("a delay that is not exponential needs explicit edges, but this spreads {mesh}");
        fault(
            written.delay.place,
            message,
            "not exponential",
            "give the zone `topology: Complete`, or use `Exponential`",
        );
    }
    if let Some(attempts) = written.attempts {
        let message =
            format!("attempts per pair are counted along explicit edges only, but this spreads {mesh}");
        fault(
            attempts.place,
            message,
            "not counted there",
            "give the zone `topology: Complete`, or leave out `attempts`",
        );
    }
    (contact, pressure)
}

fn describe(pressure: &[Pressure], world: World<'_>) -> String {
    let name = |zone: ZoneIdx| {
        zone.0
            .checked_sub(1)
            .and_then(|number| world.ids.zones.get(number))
            .map_or("internet", |row| row.name)
    };
    let first = &pressure[0];
    match first.link.is_some() {
        true => format!("over the link `{}>{}`", name(first.from), name(first.to)),
        false => format!("all to all within the zone `{}`", name(first.to)),
    }
}

/// The number of sources whose full rate is the cap of all scans together.
fn cap(written: &scenario::Scan, faults: &mut Vec<Diagnostic>) -> f64 {
    let Some(cap) = written.total_cap.as_ref() else { return f64::INFINITY };
    if cap.count <= 0.0 {
        let fault = Diagnostic::error(codes::TOO_SMALL, cap.place, "`total_cap` must be more than 0");
        let help = "leave `total_cap` out where nothing slows the scans down together";
        faults.push(fault.label("never scans").help(String::from(help)));
    }
    cap.per_hour() / written.rate.per_hour()
}

fn scan(
    world: World<'_>,
    written: &scenario::Scan,
    technique: &Resolved<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Pressure> {
    if written.rate.count <= 0.0 {
        let fault = Diagnostic::error(codes::TOO_SMALL, written.rate.place, "`rate` must be more than 0");
        let help = "write a rate such as `PerSecond(10)`, or take the scan out";
        faults.push(fault.label("never scans").help(String::from(help)));
        return Vec::new();
    }
    let reach = Reach::new(world, technique);
    let per_micro = written.rate.per_hour() / HOUR;
    let size = |zone: ZoneIdx| f64::from(world.network.zones[zone.at()].size);
    let own = |zone: ZoneIdx| if reach.is_mesh(zone) { size(zone) } else { 0.0 };
    let reachable = |zone: ZoneIdx| own(zone) + reach.links(zone).map(|(_, to)| size(to)).sum::<f64>();
    let mut pressure = match &written.scope {
        ScanScope::Zone => reach.pressure(|zone| per_micro / size(zone), |_| 0.0),
        ScanScope::Reachable => {
            reach.pressure(|zone| per_micro / reachable(zone), |zone| per_micro / reachable(zone).max(1.0))
        }
        ScanScope::Addresses(addresses) => {
            let most = ZoneIdx::all(world.network.zones.len()).map(reachable).fold(0.0, f64::max);
            if addresses.value == 0 || (addresses.value as f64) < most {
                let message = format!(
                    "{} {} can't hold the {} that one source reaches",
                    thousands(addresses.value),
                    if addresses.value == 1 { "address" } else { "addresses" },
                    counted(most as u64, "asset")
                );
                faults.push(
                    Diagnostic::error(codes::FEW_ADDRESSES, addresses.place, message)
                        .label("too few addresses"),
                );
                return Vec::new();
            }
            let rate = per_micro / addresses.value as f64;
            reach.pressure(|_| rate, |_| rate)
        }
    };
    // What scans for a zone's assets and finds them held already goes over the link all the same.
    for path in pressure.iter_mut().filter(|path| path.link.is_some() && technique.traffic > 0.0) {
        let a_second = world.network.links[path.link.at()].capacity / technique.traffic;
        path.most = a_second / 1e6 / size(path.to);
    }
    // Time is counted in microseconds: attempts closer to each other follow at once, for ever if they fail.
    if pressure.iter().any(|pressure| pressure.rate > 1.0) {
        let message = "a target would be tried more than a million times a second";
        let fault = Diagnostic::error(codes::TOO_FAST, written.rate.place, message).label("too fast");
        faults.push(fault.help(String::from("lower the `rate`, or widen the `scope`")));
        return Vec::new();
    }
    pressure
}

/// What sensors see of the scans of one source that hit nothing.
fn scans_that_hit_nothing(
    world: World<'_>,
    written: &scenario::Scan,
    technique: &Resolved<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Misses> {
    if written.rate.count <= 0.0 {
        return Vec::new();
    }
    let reach = Reach::new(world, technique);
    let size = |zone: ZoneIdx| f64::from(world.network.zones[zone.at()].size);
    let own = |zone: ZoneIdx| reach.is_mesh(zone).then_some(zone);
    let reached = |zone: ZoneIdx| match &written.scope {
        ScanScope::Zone => own(zone).into_iter().collect(),
        _ => own(zone).into_iter().chain(reach.links(zone).map(|(_, to)| to)).collect::<Vec<ZoneIdx>>(),
    };
    let addresses = |zone: ZoneIdx| match &written.scope {
        ScanScope::Zone => size(zone),
        ScanScope::Reachable => reached(zone).into_iter().map(size).sum(),
        ScanScope::Addresses(addresses) => addresses.value as f64,
    };
    let offers = |group: &Group| reach.offers(group);
    let scans = Scans {
        rate: written.rate.per_hour() / HOUR,
        addresses: &addresses,
        reached: &reached,
        offers: &offers,
        place: written.rate.place,
    };
    misses::lower(world, technique, &scans, faults)
}
