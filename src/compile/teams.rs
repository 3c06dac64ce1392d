//! Organisations as responders, and their teams with triage and playbook.
//!
//! **Invariant:** a team that raises or reads alerts has a triage; every phase of its playbook names people who exist.

use super::codes;
use super::controls::Controls;
use super::cooperation::Exchange;
use super::ids::Ids;
use super::staff::Staff;
use super::table::Table;
use super::values::{
    distribution, not_simulated, optional_distribution, probability, repeated, repeated_words,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::kernel::{Distribution, Key, name_key};
use crate::model::{
    Containment, Network, Organisation, OrganisationIdx, Phase, PhaseKind, PoolIdx, Responder, ResponderIdx,
    Team, TeamIdx, Tlp, Triage,
};
use crate::scenario::{self, ContainAction, Scenario, Word};
use std::collections::BTreeMap;

/// Organisations and responders; `mail` is the bit of the service by which mail is taken.
pub fn organisations(
    ids: &Ids<'_>,
    network: &Network,
    controls: &Controls<'_>,
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
        for membership in &row.record.member_of {
            for date in membership.since.iter().chain(&membership.until) {
                not_simulated(date.place, "joining and leaving an alliance", "leave out the date", faults);
            }
        }
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
            let warning = Diagnostic::warning(codes::UNUSED, first.place, message)
                .label("protected by nobody of this organisation");
            faults.push(warning.help(String::from("give it a team under `teams`, or leave out `protects`")));
        }
    }
    let organisation = |(number, row): (u32, &super::table::Row<'_, scenario::Organisation>)| {
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
        Organisation { key: name_key(row.name), responders: of.collect(), profile, offline_backups, mail }
    };
    let organisations = (0..).zip(ids.organisations.iter()).map(organisation).collect();
    (organisations, responders)
}

/// The teams, by id.
pub fn lower(
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    responders: &[Responder],
    exchange: &Exchange,
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
        let playbook = team.playbook.as_ref().and_then(|id| ids.playbooks.resolve(id, faults));
        let phases = match playbook.and_then(|number| ids.playbooks.get(number)) {
            Some(playbook) => {
                let follower = Follower {
                    ids,
                    staff,
                    exchange,
                    playbook: playbook.record,
                    team: Some((number, row.name, organisation)),
                };
                follower.phases(faults)
            }
            None => Vec::new(),
        };
        if let Some(number) = playbook {
            followed[number as usize] = true;
        }
        if team.tiers.is_empty() && team.triage.is_none() {
            let warning = Diagnostic::warning(
                codes::UNUSED,
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
            phases,
        });
    }
    let named = ids.teams.iter().filter_map(|row| row.record.playbook.as_ref());
    let misspelt = named.into_iter().any(|id| ids.playbooks.find(&id.text).is_none());
    for (row, _) in ids.playbooks.iter().zip(&followed).filter(|(_, followed)| !**followed) {
        // Checked all the same, but for the tiers, which only a team has.
        Follower { ids, staff, exchange, playbook: row.record, team: None }.phases(faults);
        let message = format!("no team follows the playbook `{}`", row.name);
        let warning = Diagnostic::warning(codes::UNUSED, row.place, message).label("not used");
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

/// One team that follows a playbook; no team when it is only checked.
struct Follower<'a> {
    ids: &'a Ids<'a>,
    staff: &'a Staff<'a>,
    exchange: &'a Exchange,
    playbook: &'a scenario::Playbook,
    team: Option<(TeamIdx, &'a str, OrganisationIdx)>,
}

impl Follower<'_> {
    fn phases(&self, faults: &mut Vec<Diagnostic>) -> Vec<Phase> {
        if self.playbook.phases.is_empty() {
            let id = &self.playbook.id;
            let fault =
                Diagnostic::error(codes::EMPTY, id.place, format!("the playbook `{id}` has no phases"))
                    .label("nothing is done");
            faults.push(fault.help(String::from("a team without a playbook leaves out `playbook`")));
        }
        let mut ordinals: BTreeMap<&str, u64> = BTreeMap::new();
        let mut phases = Vec::with_capacity(self.playbook.phases.len());
        for written in &self.playbook.phases {
            let ordinal = ordinals.entry(written.name()).or_default();
            let key = Key(name_key(written.name())).with(*ordinal).bits();
            *ordinal += 1;
            if let Some((pool, time, kind)) = self.phase(written, faults) {
                phases.push(Phase { key, pool, time, kind });
            }
        }
        phases
    }

    fn phase(
        &self,
        written: &scenario::Phase,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(PoolIdx, Distribution, PhaseKind)> {
        use scenario::Phase;
        Some(match written {
            Phase::Investigate(phase) => {
                let finds = probability(phase.finds, "finds", faults);
                (
                    self.tier(&phase.tier, faults),
                    distribution(&phase.time, faults),
                    PhaseKind::Investigate { finds },
                )
            }
            Phase::Declare(phase) => {
                (self.tier(&phase.tier, faults), distribution(&phase.time, faults), PhaseKind::Declare)
            }
            Phase::Decide(phase) => {
                let pool = self.staff.authority(&phase.authority, self.ids, faults);
                let record = self
                    .ids
                    .authorities
                    .find(&phase.authority.text)
                    .and_then(|number| self.ids.authorities.get(number));
                let time = record.map_or(Distribution::ZERO, |row| distribution(&row.record.time, faults));
                (pool.unwrap_or(PoolIdx::NONE), time, PhaseKind::Decide)
            }
            Phase::Contain(phase) => {
                let kind = PhaseKind::Contain(containment(phase, faults));
                (self.tier(&phase.tier, faults), distribution(&phase.per_asset, faults), kind)
            }
            Phase::Notify(phase) => self.notify(phase, faults),
            Phase::Eradicate(phase) => {
                (self.crew(phase, faults), distribution(&phase.per_asset, faults), PhaseKind::Eradicate)
            }
            Phase::Recover(phase) => {
                (self.crew(phase, faults), distribution(&phase.per_asset, faults), PhaseKind::Recover)
            }
            Phase::RequestHelp(_) => {
                return self.refuse(self.playbook.id.place, "the phase RequestHelp", faults);
            }
            Phase::Report(phase) => return self.refuse(phase.tier.place, "the phase Report", faults),
            Phase::LessonsLearned(phase) => {
                return self.refuse(phase.tier.place, "the phase LessonsLearned", faults);
            }
        })
    }

    fn refuse<T>(&self, place: Place, what: &str, faults: &mut Vec<Diagnostic>) -> Option<T> {
        not_simulated(place, what, &format!("leave it out of the playbook `{}`", self.playbook.id), faults);
        None
    }

    fn tier(&self, tier: &Word, faults: &mut Vec<Diagnostic>) -> PoolIdx {
        let asker = format!("the playbook `{}`", self.playbook.id);
        let find = |(team, id, _): (TeamIdx, &str, _)| self.staff.tier(team, id, tier, &asker, faults);
        self.team.and_then(find).unwrap_or(PoolIdx::NONE)
    }

    fn crew(&self, task: &scenario::CrewTask, faults: &mut Vec<Diagnostic>) -> PoolIdx {
        self.staff.crew(&task.crew, self.ids, faults).unwrap_or(PoolIdx::NONE)
    }

    fn notify(
        &self,
        phase: &scenario::Notify,
        faults: &mut Vec<Diagnostic>,
    ) -> (PoolIdx, Distribution, PhaseKind) {
        repeated_words(phase.agreements.iter().map(|id| (id.text.as_str(), id.place)), "agreement", faults);
        if phase.agreements.is_empty() {
            let id = &self.playbook.id;
            let fault = Diagnostic::error(
                codes::EMPTY,
                id.place,
                format!("in the playbook `{id}`, Notify names no agreement"),
            );
            faults.push(
                fault.label("nobody is told").help(String::from("name agreements, or leave the phase out")),
            );
        }
        match (&phase.tier, &phase.time) {
            (Some(tier), None) => faults.push(half_a_task(tier.place, "tier", "time")),
            (None, Some(time)) => faults.push(half_a_task(time.place, "time", "tier")),
            _ => {}
        }
        let marking = tlp(phase.tlp.value);
        let mut channels = Vec::new();
        for id in &phase.agreements {
            let Some(number) = self.ids.agreements.resolve(id, faults) else { continue };
            let Some((_, team, organisation)) = self.team else { continue };
            if self.exchange.is_party(number, organisation) {
                channels.extend_from_slice(self.exchange.channels_of(number));
            } else {
                let message = format!(
                    "the team `{team}` follows this playbook, but its organisation is no party to `{id}`"
                );
                let warning = Diagnostic::warning(codes::NO_EXCHANGE, id.place, message).label("not a party");
                faults.push(warning.help(String::from(
                    "its reports go nowhere: make it a party, or give it a playbook of its own",
                )));
            }
        }
        channels.sort_unstable();
        channels.dedup();
        if !channels.is_empty()
            && channels.iter().all(|channel| self.exchange.channels[channel.at()].ceiling < marking)
        {
            let place =
                if phase.tlp.place.is_nowhere() { phase.agreements[0].place } else { phase.tlp.place };
            let message = format!(
                "a report marked {} passes over no channel: every ceiling is below",
                phase.tlp.value.name()
            );
            faults.push(Diagnostic::warning(codes::NO_EXCHANGE, place, message).label("nothing passes"));
        }
        let pool = phase.tier.as_ref().map_or(PoolIdx::NONE, |tier| self.tier(tier, faults));
        (pool, optional_distribution(phase.time.as_ref(), faults), PhaseKind::Notify { channels, marking })
    }
}

fn half_a_task(place: Place, given: &str, missing: &str) -> Diagnostic {
    let message = format!("Notify has a `{given}` but no `{missing}`");
    let fault = Diagnostic::error(codes::PLAYBOOK, place, message).label(format!("without `{missing}`"));
    fault.help(String::from("give both, or neither: then it takes no time"))
}

fn containment(phase: &scenario::Contain, faults: &mut Vec<Diagnostic>) -> Containment {
    let mut done = Containment::default();
    for (number, action) in phase.actions.iter().enumerate() {
        if let Some(first) = phase.actions[..number].iter().find(|earlier| earlier.value == action.value) {
            repeated(action.place, first.place, &format!("the action `{}`", action.value.name()), faults);
        }
        match action.value {
            ContainAction::Isolate => done.isolate = true,
            ContainAction::BlockLinks => done.block_links = true,
            ContainAction::DisableCredentials => done.disable_credentials = true,
            ContainAction::BlockIndicators => done.block_indicators = true,
        }
    }
    if phase.actions.is_empty() {
        let fault = Diagnostic::error(
            codes::EMPTY,
            phase.tier.place,
            "this phase contains nothing: `actions` is empty",
        );
        faults.push(
            fault.label("of this phase").help(format!("possible: {}", ContainAction::NAMES.join(", "))),
        );
    }
    done
}

/// The model's marking.
pub fn tlp(tlp: scenario::Tlp) -> Tlp {
    match tlp {
        scenario::Tlp::Clear => Tlp::Clear,
        scenario::Tlp::Green => Tlp::Green,
        scenario::Tlp::Amber => Tlp::Amber,
        scenario::Tlp::AmberStrict => Tlp::AmberStrict,
        scenario::Tlp::Red => Tlp::Red,
    }
}

/// Warnings about what no team's playbook calls on.
pub fn warn_unused_staff(scenario: &Scenario, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let failing = |fails: &Option<scenario::Faults>| fails.as_ref().and_then(|fails| fails.by.clone());
    let mut repairers: Vec<scenario::Id> = Vec::new();
    repairers.extend(scenario.network.assets.iter().filter_map(|asset| failing(&asset.faults)));
    repairers.extend(scenario.network.links.iter().filter_map(|link| failing(&link.faults)));
    repairers.extend(scenario.functions.iter().filter_map(|function| failing(&function.faults)));
    let phases = || ids.playbooks.iter().flat_map(|row| &row.record.phases);
    let deciding = |id: &str| {
        phases().any(|phase| matches!(phase, scenario::Phase::Decide(decide) if decide.authority.text == id))
    };
    let called = |id: &str| {
        phases().any(|phase| match phase {
            scenario::Phase::Eradicate(task) | scenario::Phase::Recover(task) => task.crew.text == id,
            _ => false,
        }) || repairers.iter().any(|crew| crew.text == id)
    };
    // A misspelt name calls on nobody: who was meant is not known, so nobody is said to be unused.
    let authority = |phase: &scenario::Phase| match phase {
        scenario::Phase::Decide(decide) => ids.authorities.find(&decide.authority.text).is_some(),
        _ => true,
    };
    let crew = |phase: &scenario::Phase| match phase {
        scenario::Phase::Eradicate(task) | scenario::Phase::Recover(task) => {
            ids.crews.find(&task.crew.text).is_some()
        }
        _ => true,
    };
    if phases().all(authority) {
        warn_unused(&ids.authorities, "authority", deciding, faults);
    }
    if phases().all(crew) && repairers.iter().all(|id| ids.crews.find(&id.text).is_some()) {
        warn_unused(&ids.crews, "crew", called, faults);
    }
}

fn warn_unused<T>(
    table: &Table<'_, T>,
    noun: &str,
    used: impl Fn(&str) -> bool,
    faults: &mut Vec<Diagnostic>,
) {
    for row in table.iter().filter(|row| !used(row.name)) {
        let warning = Diagnostic::warning(
            codes::UNUSED,
            row.place,
            format!("no playbook calls on the {noun} `{}`", row.name),
        );
        faults.push(warning.label("not used"));
    }
}
