//! Organisations as responders, and their teams with triage and playbook.
//!
//! **Invariant:** a team that raises or reads alerts has a triage; every phase of its playbook names people who exist.

use super::assistance::Offers;
use super::controls::Controls;
use super::cooperation::Exchange;
use super::frame::Calendar;
use super::ids::Ids;
use super::playbook::Follower;
use super::queue;
use super::staff::Staff;
use super::tactic;
use super::technique::severity;
use super::values::{HOUR, at_most, distribution, probability, repeated_words};
use crate::diagnostic::{Diagnostic, codes, thousands};
use crate::kernel::{Distribution, name_key};
use crate::model::{
    ChannelIdx, Hunting, Network, Organisation, OrganisationIdx, PlaybookRule, PoolIdx, Responder,
    ResponderIdx, Severity, Team, TeamIdx, Triage, Unrelated,
};
use crate::scenario;
use std::collections::BTreeMap;
use std::ops::Range;

/// Organisations and responders; `mail` is the bit of the service by which mail is taken.
pub fn organisations(
    ids: &Ids<'_>,
    (network, controls, alliances): (&Network, &Controls<'_>, &[u8]),
    mail: u64,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Organisation>, Vec<Responder>) {
    let mut teams: BTreeMap<OrganisationIdx, Vec<TeamIdx>> = BTreeMap::new();
    for (number, row) in (0..).zip(ids.teams.iter()) {
        let organisation = ids.organisation(&row.record.organisation, faults);
        teams.entry(organisation).or_default().push(TeamIdx(number));
    }
    let mut responders: Vec<Responder> = Vec::new();
    for (number, row) in (0..).zip(ids.organisations.iter()) {
        repeated_words(
            row.record.protects.iter().map(|id| (id.text.as_str(), id.place)),
            "organisation",
            faults,
        );
        let organisation = OrganisationIdx(number);
        let mut protects: Vec<OrganisationIdx> =
            row.record.protects.iter().map(|id| ids.organisation(id, faults)).collect();
        protects.push(organisation);
        protects.sort_unstable();
        protects.dedup();
        if let Some(teams) = teams.remove(&organisation) {
            responders.push(Responder { organisation, protects, teams });
        } else if let Some(first) = row.record.protects.first() {
            let message = format!("`{}` protects others but has no team", row.name);
            let warning = Diagnostic::warning(codes::NO_PROTECTION, first.place, message)
                .label("protected by nobody of this organisation");
            faults.push(warning.help(String::from("give it a team under `teams`, or leave out `protects`")));
        }
    }
    let mut organisation = |(number, row): (u32, &super::table::Row<'_, scenario::Organisation>)| {
        let number = OrganisationIdx(number);
        let of = ResponderIdx::all(responders.len())
            .filter(|responder| responders[responder.at()].protects.contains(&number));
        let takes_mail = |group: &crate::model::GroupIdx| network.groups[group.at()].services & mail != 0;
        let zones = network.zones.iter().filter(|zone| zone.owner == number);
        let mut mail: Vec<_> =
            zones.flat_map(|zone| zone.groups.iter().copied().filter(takes_mail)).collect();
        mail.sort_unstable();
        let profile = controls.profile_of(number);
        let offline_backups = controls.offline_backups(profile);
        let (key, responders) = (name_key(row.name), of.collect());
        let alliances = alliances[number.at()];
        let patching = row.record.patching.as_ref().map(|time| distribution(time, faults));
        Organisation { key, responders, profile, alliances, patching, offline_backups, mail }
    };
    let organisations = (0..).zip(ids.organisations.iter()).map(&mut organisation).collect();
    (organisations, responders)
}

/// The teams, by id.
pub fn lower(
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    responders: &[Responder],
    (exchange, offers): (&Exchange, &Offers),
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Team> {
    let mut teams = Vec::with_capacity(ids.teams.len());
    let mut followed = vec![false; ids.playbooks.len()];
    for (number, row) in (0..).map(TeamIdx).zip(ids.teams.iter()) {
        let team = row.record;
        let responder = ResponderIdx::all(responders.len())
            .find(|responder| responders[responder.at()].teams.contains(&number));
        let organisation =
            ids.organisations.find(&team.organisation.text).map_or(OrganisationIdx::NONE, OrganisationIdx);
        let mut phases = Vec::new();
        let mut places: BTreeMap<u32, Range<u32>> = BTreeMap::new();
        for number_of_playbook in playbooks_of(team, ids, faults) {
            let Some(playbook) = ids.playbooks.get(number_of_playbook) else { continue };
            let (playbook, team) = (playbook.record, Some((number, row.name, organisation)));
            let first = phases.len() as u32;
            phases.extend(Follower { ids, staff, exchange, offers, playbook, team }.phases(faults));
            places.insert(number_of_playbook, first..phases.len() as u32);
            followed[number_of_playbook as usize] = true;
        }
        let place_of =
            |id: &scenario::Id| ids.playbooks.find(&id.text).and_then(|number| places.get(&number).cloned());
        let playbook = team.playbook.as_ref().and_then(place_of).unwrap_or(0..0);
        let rules = team.playbooks.iter().filter_map(|rule| {
            let least = rule.severity.map_or(Severity::Low, |level| severity(level.value));
            let tactic = rule.tactic.map(|tactic| tactic::lowered(tactic.value));
            Some(PlaybookRule { least, tactic, phases: place_of(&rule.r#use)? })
        });
        let rules = rules.collect();
        if team.tiers.is_empty() && team.triage.is_none() {
            let warning = Diagnostic::warning(
                codes::NOBODY,
                row.place,
                format!("the team `{}` has nobody: no tier, no triage", row.name),
            );
            faults.push(warning.label("nobody works here"));
        }
        teams.push(Team {
            key: name_key(row.name),
            organisation,
            responder: responder.unwrap_or(ResponderIdx::NONE),
            tiers: staff.tiers_of(number),
            triage: team.triage.as_ref().map(|triage| self::triage(triage, number, row.name, staff, faults)),
            places: team.queue.capacity.map_or(u32::MAX, |capacity| capacity.value),
            when_full: queue::when_full(&team.queue),
            phases,
            playbook,
            rules,
            hunting: team
                .hunting
                .as_ref()
                .map(|hunting| self::hunting(hunting, number, row.name, staff, faults)),
            passes_on: ChannelIdx::all(exchange.channels.len())
                .filter(|&channel| exchange.channels[channel.at()].passes_on && !exchange.stands_in(channel))
                .filter(|channel| exchange.channels[channel.at()].station(number).is_some())
                .collect(),
            unrelated: team.unrelated.as_ref().and_then(|written| unrelated(written, faults)),
        });
    }
    faults.extend(too_many_unrelated(ids, calendar));
    let named = ids.teams.iter().flat_map(|row| named_playbooks(row.record));
    let misspelt = named.into_iter().any(|id| ids.playbooks.find(&id.text).is_none());
    for (row, _) in ids.playbooks.iter().zip(&followed).filter(|(_, followed)| !**followed) {
        // Checked all the same, but for the tiers, which only a team has.
        Follower { ids, staff, exchange, offers, playbook: row.record, team: None }.phases(faults);
        let message = format!("no team follows the playbook `{}`", row.name);
        let warning = Diagnostic::warning(codes::UNUSED_PLAYBOOK, row.place, message).label("not used");
        faults.extend((!misspelt).then_some(warning));
    }
    teams
}

fn triage(
    triage: &scenario::Triage,
    team: TeamIdx,
    team_id: &str,
    staff: &Staff<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Triage {
    let pool = staff.tier(team, team_id, &triage.tier, "the triage", faults).unwrap_or(PoolIdx::NONE);
    let time = distribution(&triage.time, faults);
    let misses = probability(triage.misses, "misses", faults);
    let false_escalations = probability(triage.false_escalations, "false_escalations", faults);
    Triage { pool, time, misses, false_escalations }
}

fn hunting(
    hunting: &scenario::Hunting,
    team: TeamIdx,
    team_id: &str,
    staff: &Staff<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Hunting {
    let pool = staff.tier(team, team_id, &hunting.tier, "the hunt", faults).unwrap_or(PoolIdx::NONE);
    let time = distribution(&hunting.time, faults);
    Hunting { pool, time, finds: probability(hunting.finds, "finds", faults) }
}

/// The playbooks that a team names: its usual one, then those of its rules, as often as they are named.
pub fn named_playbooks(team: &scenario::Team) -> impl Iterator<Item = &scenario::Id> {
    team.playbook.iter().chain(team.playbooks.iter().map(|rule| &rule.r#use))
}

/// The numbers of the playbooks that a team follows, each once: the usual one first.
fn playbooks_of(team: &scenario::Team, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Vec<u32> {
    for rule in team.playbooks.iter().filter(|rule| rule.severity.is_none() && rule.tactic.is_none()) {
        let message = "a rule that says neither `severity` nor `tactic` holds for every incident";
        let fault = Diagnostic::error(codes::CATCH_ALL, rule.r#use.place, message).label("always used");
        faults.push(fault.help(String::from("say one of them, or make it the team's `playbook`")));
    }
    let mut numbers = Vec::new();
    for number in named_playbooks(team).filter_map(|id| ids.playbooks.resolve(id, faults)) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The words of a team's phases, in the order of [`Team::phases`].
pub fn phase_names(team: &scenario::Team, ids: &Ids<'_>) -> Vec<String> {
    let playbooks = playbooks_of(team, ids, &mut Vec::new());
    let phases = playbooks.into_iter().filter_map(|number| ids.playbooks.get(number));
    phases.flat_map(|row| &row.record.phases).map(|phase| phase.name().to_owned()).collect()
}

/// The most unrelated incidents, and assets of them, that one replication is expected to have, over all teams.
const MOST_UNRELATED: u64 = 1_000_000;

fn unrelated(written: &scenario::Unrelated, faults: &mut Vec<Diagnostic>) -> Option<Unrelated> {
    let assets = at_most(written.assets, MOST_UNRELATED as u32, "assets", faults);
    let rate = Some(written.rate.per_hour()).filter(|rate| *rate > 0.0)?;
    let interval = Distribution::exponential(HOUR / rate).ok()?;
    Some(Unrelated { interval, severity: severity(written.severity.value), assets })
}

/// The fault of more unrelated incidents than a replication has room for, at the team that has most.
fn too_many_unrelated(ids: &Ids<'_>, calendar: &Calendar<'_>) -> Option<Diagnostic> {
    let load = |written: &scenario::Unrelated| {
        written.rate.per_hour() * calendar.endex.hours() * f64::from(written.assets.value.max(1))
    };
    let all = || ids.teams.iter().filter_map(|row| row.record.unrelated.as_ref());
    if all().map(load).sum::<f64>() <= MOST_UNRELATED as f64 {
        return None;
    }
    let most = all().max_by(|a, b| load(a).total_cmp(&load(b)))?;
    let message = format!(
        "unrelated incidents, times their assets, may be at most {} in one replication, over all teams",
        thousands(MOST_UNRELATED)
    );
    Some(Diagnostic::error(codes::TOO_MANY, most.rate.place, message).label("the most of them"))
}
