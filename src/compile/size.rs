//! Whether the state of a replication finds room in memory, before any of it is taken.
//!
//! Much of a worker's state has a row for each pair: a response for each organisation and campaign, a list for each spread and zone.
//! A text of a few megabytes can ask for more of these than any machine has. What the network's assets take is limited by their
//! number, and what grows while a replication plays by its budget.
//!
//! **Invariant:** the estimates err upwards, and nothing here takes memory that grows with them.

use super::frame::Calendar;
use super::ids::Ids;
use crate::diagnostic::{Diagnostic, Place, Sources, codes};
use crate::scenario::{After, Agreement, Id, Party, Scenario, Shifts, Team};
use std::collections::BTreeSet;

/// What the state may take: a GiB.
const MOST: u128 = 1 << 30;

// Bytes of a row, rounded up.
const OF_RESPONSE: u128 = 600;
const OF_CAUSES: u128 = 7 * 8 * 8;
const OF_MEASURE: u128 = 40 * 200;
const OF_POOL: u128 = 16_000;
const OF_SHIFT: u128 = 2 * 24;
const OF_CLASS: u128 = 300;
const OF_CAMPAIGN: u128 = 100;
const OF_CHOICE: u128 = 8;
const OF_PHASE: u128 = 400;
/// The table of quantiles that `Gamma` and `Pert` are drawn from.
const OF_TABLE: u128 = 21_000;

/// A fault where the state would take more than [`MOST`]; says of what there is most.
pub fn check(
    (scenario, sources): (&Scenario, &Sources),
    ids: &Ids<'_>,
    calendar: Option<&Calendar<'_>>,
    faults: &mut Vec<Diagnostic>,
) -> bool {
    let mut parts = parts(scenario, ids, calendar);
    parts.extend(tables(scenario, ids, sources));
    let all: u128 = parts.iter().map(|(bytes, _)| bytes).sum();
    if all <= MOST {
        return true;
    }
    let mib = |bytes: u128| (bytes >> 20).min(u128::from(u64::MAX)) as u64;
    let greatest = parts.iter().max_by_key(|(bytes, _)| *bytes).map_or("", |(_, what)| what);
    let message = format!(
        "the state of this scenario would take about {} MiB; at most {} MiB can be simulated",
        crate::diagnostic::thousands(mib(all)),
        crate::diagnostic::thousands(mib(MOST)),
    );
    let place = scenario.id.as_ref().map_or(Place::NOWHERE, |id| id.place);
    let fault = Diagnostic::error(codes::TOO_MANY, place, message).label("too large");
    faults.push(fault.help(format!("most of it is for {greatest}")));
    false
}

/// Bytes of each part, and what it is for.
fn parts(scenario: &Scenario, ids: &Ids<'_>, calendar: Option<&Calendar<'_>>) -> Vec<(u128, &'static str)> {
    let many = |number: usize| number as u128;
    let (organisations, teams) = (many(ids.organisations.len()), many(ids.teams.len()));
    let campaigns = many(ids.campaigns.len());
    let zones = 1 + many(ids.zones.len());
    let links = many(scenario.network.links.len());
    let groups = many(ids.groups.len());
    let steps = || scenario.campaigns.iter().flat_map(|campaign| &campaign.flow);
    let spreads: u128 = scenario.campaigns.iter().map(|campaign| many(campaign.spread.len())).sum();
    let responders = organisations.min(teams);
    let responses = responders * campaigns;
    let joins: u128 = steps()
        .map(|step| match &step.after {
            Some(After::All(names)) => many(names.len()),
            _ => 0,
        })
        .sum();
    let credentials: BTreeSet<&str> =
        scenario.network.assets.iter().flat_map(|asset| &asset.credentials).map(|word| &*word.text).collect();
    let tiers: u128 = scenario.teams.iter().map(|team| many(team.tiers.len())).sum();
    let pools = tiers + many(ids.authorities.len()) + many(ids.crews.len()) + many(ids.staffs.len());
    let centres = many(ids.centres.len());
    let warnings: u128 = scenario.centres.iter().map(|centre| many(centre.warns.len())).sum();
    let deadlines: u128 =
        scenario.obligations.iter().map(|obligation| 1 + many(obligation.deadlines.len())).sum();
    let investigated = many(ids.investigations.len()) * campaigns;
    let choosers = many(steps().count())
        + many(ids.sensors.len())
        + many(ids.notices.len())
        + many(ids.suppliers.len())
        + many(ids.functions.len())
        + many(ids.missions.len())
        + many(scenario.msel.len());
    vec![
        (investigated * (12 + organisations), "cases: investigations times campaigns and organisations"),
        (
            campaigns * (centres * (16 * teams + 5 * organisations) + warnings * OF_CHOICE),
            "pictures and warnings: centres times campaigns, teams and organisations",
        ),
        (
            campaigns * organisations * deadlines * OF_CHOICE,
            "deadlines, times campaigns and organisations that may be bound",
        ),
        (
            responses * (OF_RESPONSE + OF_MEASURE + 8 * responders) + campaigns * teams * OF_CAUSES,
            "responses: organisations that have teams, times campaigns",
        ),
        (partners(scenario, ids) * campaigns * OF_MEASURE / 8, "parties of agreements, times campaigns"),
        ((pools + teams) * OF_POOL, "teams, tiers, authorities and crews"),
        (shifts(scenario) * days(calendar) * OF_SHIFT, "shifts: those of a day, times the days"),
        (spreads * (zones + links) * OF_CLASS, "spreads, times zones and links"),
        (joins * (1 + organisations) * OF_CHOICE, "steps that wait for `All`, times organisations"),
        (
            campaigns * (many(credentials.len()) + organisations + OF_CAMPAIGN * teams),
            "campaigns, times credentials, organisations and teams",
        ),
        (choosers * (groups + zones) * OF_CHOICE, "what chooses assets, times assets and zones"),
    ]
}

/// Each team has the phases of its playbooks for itself. What the texts call a distribution with a table may be none, or be in a
/// comment: that errs upwards.
fn tables(scenario: &Scenario, ids: &Ids<'_>, sources: &Sources) -> [(u128, &'static str); 2] {
    let in_text = |text: &str| text.matches("Gamma").count() + text.matches("Pert").count();
    let tables: usize = (0..sources.len() as u32).map(|source| in_text(sources.text(source))).sum();
    let phases_of = |id: &Id| ids.playbooks.find(&id.text).and_then(|number| ids.playbooks.get(number));
    let named = |team: &Team| -> u128 {
        let all = team.playbook.iter().chain(team.playbooks.iter().map(|rule| &rule.r#use));
        all.filter_map(phases_of).map(|row| row.record.phases.len() as u128).sum()
    };
    let phases: u128 = scenario.teams.iter().map(named).sum();
    let of_phase = OF_PHASE + if tables > 0 { OF_TABLE } else { 0 };
    [
        (tables as u128 * OF_TABLE, "tables of `Gamma` and `Pert`"),
        (phases * of_phase, "teams, times the phases of their playbooks"),
    ]
}

/// Pairs of organisations that may exchange reports.
fn partners(scenario: &Scenario, ids: &Ids<'_>) -> u128 {
    let most = ids.organisations.len().min(ids.teams.len()) as u128;
    let pairs = |parties: usize| (parties as u128).min(most).pow(2);
    scenario
        .agreements
        .iter()
        .map(|agreement| pairs(most_parties(agreement, ids)))
        .sum::<u128>()
        .min(most * most)
}

/// Blocks of duty that begin in a day, of all pools.
fn shifts(scenario: &Scenario) -> u128 {
    let blocks = |shifts: &Shifts| match shifts {
        Shifts::AroundTheClock => 3,
        Shifts::Weekly(_) => 1,
        Shifts::Several(several) => several.len() as u128,
    };
    let tiers = scenario.teams.iter().flat_map(|team| &team.tiers).map(|tier| blocks(&tier.shifts));
    let hours = scenario.authorities.iter().map(|authority| blocks(&authority.hours));
    let crews = scenario.crews.iter().map(|crew| blocks(&crew.hours));
    tiers.chain(hours).chain(crews).sum()
}

fn days(calendar: Option<&Calendar<'_>>) -> u128 {
    calendar.map_or(0, |calendar| u128::from(calendar.endex.micros() / (24 * 3_600_000_000)) + 2)
}

/// How many parties an agreement may have: a set may be everybody.
fn most_parties(agreement: &Agreement, ids: &Ids<'_>) -> usize {
    let one = |party: &Party| matches!(party, Party::One(_));
    if agreement.parties.iter().all(one) { agreement.parties.len() } else { ids.organisations.len() }
}
