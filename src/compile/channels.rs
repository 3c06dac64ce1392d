//! The channels of an agreement, and whom they join.
//!
//! **Invariant:** no fall-back leads back to where it came from, and a channel that is returned joins two teams at least, or a team with who
//! offers help.

use super::cooperation::Partners;
use super::playbook::{classification, tlp};
use super::table::{Table, unknown_local};
use super::targets;
use super::values::{distribution, duration, optional_distribution, probability, repeated};
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::{Distribution, SimTime, name_key};
use crate::model::{
    AgreementIdx, Channel, ChannelIdx, Classification, Party, Shares, Station, TeamIdx, WrongIndicators,
};
use crate::scenario::{self, Agreement, ChannelMedium, Shared, Time, Word};
use std::collections::BTreeMap;

/// How long an analyst reads a report when the channel does not say.
const READING: Time = Time::fixed_micros(15 * 60_000_000);

/// The channels of one agreement, by id.
pub struct Opened<'a> {
    /// Those that join somebody.
    pub channels: Vec<One<'a>>,
}

/// A channel.
pub struct One<'a> {
    /// As it is simulated, but for its fall-back.
    pub channel: Channel,
    /// Its fall-back, by its place among the agreement's channels.
    pub fallback: Option<u32>,
    /// Whether it is the fall-back of another.
    pub stands_in: bool,
    /// As it is written.
    pub written: &'a scenario::Channel,
}

/// The channels of an agreement; none where fewer than two of its parties have teams, and none has whom to ask for help.
pub fn lower<'a>(
    agreement: &'a Agreement,
    number: AgreementIdx,
    parties: &[Party],
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Opened<'a> {
    let exchange = agreement.areas.information_exchange.as_ref();
    let written = exchange.map_or(&[][..], |exchange| &exchange.channels);
    let table = Table::new("channel", written, |channel| &channel.id, faults);
    let mut teams: Vec<(TeamIdx, u32)> = Vec::new();
    for (place, party) in (0..).zip(parties) {
        let of = partners.responders.iter().find(|responder| responder.organisation == party.organisation);
        teams.extend(of.iter().flat_map(|responder| &responder.teams).map(|&team| (team, place)));
    }
    teams.sort_unstable();
    let fallbacks = fallbacks(&table, faults);
    let mut channels = Vec::new();
    for ((place, row), &fallback) in (0..).zip(table.iter()).zip(&fallbacks) {
        let name = format!("{}/{}", agreement.id, row.name);
        let channel = channel(row.record, &name, number, (&teams, parties.len()), partners, faults);
        let stands_in = fallbacks.contains(&Some(place));
        channels.push(One { channel, fallback, stands_in, written: row.record });
    }
    let offers = |party: u32| {
        let asked = parties[party as usize].organisation;
        let of = |offer: &&scenario::Id| partners.ids.organisations.find(&offer.text) == Some(asked.0);
        partners.ids.assistance.iter().map(|row| &row.record.organisation).any(|id| of(&id))
    };
    let asks = |channel: &One<'_>| channel.channel.shares.has(Shares::REQUEST);
    let may_ask = |party: u32| teams.iter().any(|&(_, own)| own != party) && offers(party);
    let joined = teams.windows(2).any(|pair| pair[0].1 != pair[1].1)
        || channels.iter().any(asks) && (0..parties.len() as u32).any(may_ask);
    if joined {
        return Opened { channels };
    }
    if agreement.active.value && parties.len() >= 2 && table.len() > 0 {
        let message =
            format!("nothing passes under `{}`: fewer than two of its parties have teams", agreement.id);
        let warning = Diagnostic::warning(codes::STRANGERS, agreement.id.place, message);
        let help = "the parties are the organisations whose teams report to each other";
        faults.push(warning.label("its channels join nobody").help(String::from(help)));
    }
    Opened { channels: Vec::new() }
}

/// The place of each channel's fall-back.
fn fallbacks(table: &Table<'_, scenario::Channel>, faults: &mut Vec<Diagnostic>) -> Vec<Option<u32>> {
    let find = |channel: &scenario::Channel, faults: &mut Vec<Diagnostic>| {
        let name = channel.fallback.as_ref()?;
        let found = table.find(name);
        if found.is_none() {
            faults.push(unknown_local("this agreement has no channel", name, table.names()));
        }
        found
    };
    let mut found: Vec<Option<u32>> = table.iter().map(|row| find(row.record, faults)).collect();
    for start in 0..found.len() {
        let mut at = found[start];
        for _ in 0..found.len() {
            at = at.and_then(|at| found[at as usize]);
        }
        // Whoever still goes on after as many turns goes round.
        if at.is_some() {
            let row = table.get(start as u32);
            let name = row.and_then(|row| row.record.fallback.as_ref());
            if let (Some(row), Some(name)) = (row, name) {
                let message = format!("the fall-backs of the channel `{}` lead round in a ring", row.name);
                let fault = Diagnostic::error(codes::FALLBACK_RING, name.place, message).label("leads back");
                faults.push(fault.help(String::from("leave out the fall-back of the last one")));
            }
            found[start] = None;
        }
    }
    found
}

fn channel(
    written: &scenario::Channel,
    name: &str,
    agreement: AgreementIdx,
    ends: (&[(TeamIdx, u32)], usize),
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Channel {
    let automated = written.medium.value == ChannelMedium::Automated;
    let reading = if automated {
        Distribution::ZERO
    } else {
        distribution(written.reading.as_ref().unwrap_or(&READING), faults)
    };
    let sanitising = written.sanitising.as_ref().map(|sanitising| {
        let time = optional_distribution(sanitising.time.as_ref(), faults);
        (time, probability(sanitising.refused, "refused", faults))
    });
    let wrong = written.wrong.as_ref().map(|wrong| WrongIndicators {
        chance: probability(wrong.chance, "chance", faults),
        blocks: targets::resolve(&wrong.blocks, partners.ids, partners.network, faults),
        lasting: duration(wrong.r#for),
    });
    let shares = shares(written, faults);
    let Ends { stations, desks, hours } = ends_of(written, name, ends, partners, faults);
    Channel {
        key: name_key(name),
        agreement,
        automated,
        together: matches!(written.medium.value, ChannelMedium::Telephone | ChannelMedium::Liaison),
        delay: optional_distribution(written.delay.as_ref(), faults),
        release: optional_distribution(written.release.as_ref(), faults),
        refused: probability(written.refused, "refused", faults),
        reading,
        reliability: probability(written.reliability, "reliability", faults),
        ceiling: tlp(written.ceiling.value),
        classification: classification(written.classification.value),
        sanitising,
        fallback: ChannelIdx::NONE,
        shares,
        passes_on: written.passes_on.value && shares != Shares::REQUEST,
        wrong,
        stations,
        desks,
        hours,
    }
}

fn shares(written: &scenario::Channel, faults: &mut Vec<Diagnostic>) -> Shares {
    let mut all = Shares::NOTHING;
    for (number, shared) in written.shares.iter().enumerate() {
        if let Some(first) = written.shares[..number].iter().find(|earlier| earlier.value == shared.value) {
            repeated(shared.place, first.place, &format!("`{}`", shared.value.name()), faults);
        }
        all = all.or(match shared.value {
            Shared::Indicators => Shares::INDICATORS,
            Shared::Analysis => Shares::ANALYSIS,
            Shared::Advisory => Shares::ADVISORY,
            Shared::Lessons => Shares::LESSONS,
            Shared::SituationReport => Shares::SITUATION,
            Shared::Request => Shares::REQUEST,
        });
    }
    all
}

/// Who is at the ends of a channel, and when.
struct Ends {
    stations: Vec<Station>,
    desks: Vec<u32>,
    hours: Vec<Vec<(SimTime, SimTime)>>,
}

/// The ends of a channel that some teams of so many parties have, with the hours of each, of which there is one list a time
/// zone. Requests for help arrive in the hours of a party's first team; of one without teams, in STARTEX's zone.
fn ends_of(
    written: &scenario::Channel,
    name: &str,
    (teams, parties): (&[(TeamIdx, u32)], usize),
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Ends {
    let mut zones: BTreeMap<String, u32> = BTreeMap::new();
    let mut hours = Vec::new();
    let mut hours_in = |zone_name: Option<&Word>| {
        // What is wrong with the name of a zone was told with the team.
        let zone = partners.calendar.zone(zone_name, &mut Vec::new());
        let key = zone_name.map_or(String::new(), |word| word.text.clone());
        *zones.entry(key).or_insert_with(|| {
            hours.push(partners.calendar.hours(&written.hours, &zone));
            hours.len() as u32 - 1
        })
    };
    let mut stations = Vec::with_capacity(teams.len());
    for &(team, party) in teams {
        let row = partners.ids.teams.get(team.0);
        let hours = hours_in(row.and_then(|row| row.record.time_zone.as_ref()));
        stations.push(Station { team, party, hours });
    }
    let first_of = |party: u32| stations.iter().find(|station: &&Station| station.party == party);
    let desk = |party| first_of(party).map_or_else(|| hours_in(None), |station| station.hours);
    let asks = written.shares.iter().any(|shared| shared.value == Shared::Request);
    let desks = (0..if asks { parties as u32 } else { 0 }).map(desk).collect();
    if matches!(written.hours, scenario::Shifts::AroundTheClock) {
        return Ends { stations, desks, hours: Vec::new() };
    }
    let never =
        |hours: &Vec<(SimTime, SimTime)>| hours.iter().all(|(from, _)| *from > partners.calendar.endex);
    if !hours.is_empty() && hours.iter().all(never) {
        let message = format!("the ends of the channel `{name}` are never manned during the exercise");
        let warning = Diagnostic::warning(codes::NEVER_MANNED, written.id.place, message);
        faults.push(warning.label("nothing passes").help(String::from("give it other `hours`")));
    }
    Ends { stations, desks, hours }
}

/// What fails of the channels, with their places in the model.
pub fn failing(channels: &[scenario::Channel]) -> impl Iterator<Item = (&scenario::Faults, ChannelIdx)> {
    (0..)
        .map(ChannelIdx)
        .zip(channels)
        .filter_map(|(number, channel)| Some((channel.faults.as_ref()?, number)))
}

/// Whether a report of this classification can pass a channel.
pub fn carries(channel: &Channel, classification: Classification) -> bool {
    classification <= channel.classification || channel.sanitising.is_some()
}
