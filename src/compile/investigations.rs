//! Investigations of campaigns.
//!
//! **Invariant:** only what is led is in the model, and every agreement that one names there is in force at some time.

use super::cooperation::Exchange;
use super::ids::Ids;
use super::staff::Staff;
use super::table::Row;
use super::teams::named_playbooks;
use super::values::{at_least_one, distribution, probability, repeated_words, share};
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::kernel::{Distribution, name_key};
use crate::model::{self, AgreementIdx, CampaignIdx, Evidence, PoolIdx, TeamIdx, Tooling};
use crate::scenario::{self, AdversaryKind, Aim, Investigation, Phase};

/// Those that are led, in the order of the model.
pub fn led<'i, 'a>(ids: &'i Ids<'a>) -> impl Iterator<Item = &'i Row<'a, Investigation>> {
    ids.investigations.iter().filter(|row| row.record.active.value)
}

/// The investigations.
pub fn lower(
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    exchange: &Exchange,
    faults: &mut Vec<Diagnostic>,
) -> Vec<model::Investigation> {
    let mut all = Vec::new();
    for row in ids.investigations.iter() {
        let written = row.record;
        let team = ids.team(&written.team, faults);
        let asker = format!("the investigation `{}`", row.name);
        let tier = |faults| staff.tier(team, &written.team.text, &written.tier, &asker, faults);
        let pool = if team.is_some() { tier(faults) } else { None };
        let needs = at_least_one(written.needs, "needs", faults);
        let agreements = agreements(written, ids, exchange, faults);
        let (authority, decision) = staff.decision(written.authority.as_ref(), ids, faults);
        let lowered = model::Investigation {
            key: name_key(row.name),
            team,
            pool: pool.unwrap_or(PoolIdx::NONE),
            agreements,
            needs,
            time: distribution(&written.time, faults),
            authority,
            decision,
            aim: aim(&written.aim, faults),
        };
        if written.active.value {
            warn_untold(row, team, &lowered, exchange, ids, faults);
            all.push(lowered);
        }
    }
    all
}

fn agreements(
    written: &Investigation,
    ids: &Ids<'_>,
    exchange: &Exchange,
    faults: &mut Vec<Diagnostic>,
) -> Vec<AgreementIdx> {
    let named = &written.agreements;
    repeated_words(named.iter().map(|id| (id.text.as_str(), id.place)), "agreement", faults);
    let mut agreements = Vec::new();
    for id in named {
        if ids.agreements.resolve(id, faults).is_some() {
            let in_force = exchange.agreement_names.iter().position(|name| *name == id.text);
            agreements.extend(in_force.map(|number| AgreementIdx(number as u32)));
        }
    }
    agreements
}

fn aim(written: &Aim, faults: &mut Vec<Diagnostic>) -> model::Aim {
    match written {
        Aim::TakeDown(down) => model::Aim::TakeDown {
            succeeds: probability(down.succeeds, "succeeds", faults),
            evidence: down.evidence.as_ref().map(|evidence| Evidence {
                holds: distribution(&evidence.holds, faults),
                succeeds: probability(evidence.succeeds, "succeeds", faults),
            }),
        },
        Aim::Attribute(attribute) => {
            model::Aim::Attribute { right: probability(attribute.right, "right", faults) }
        }
    }
}

/// A warning for an investigation that fewer organisations can tell of a campaign than it needs. Where an agreement is not
/// in force that is what is asked, and where something is passed on anybody may have written it.
fn warn_untold(
    row: &Row<'_, Investigation>,
    team: TeamIdx,
    lowered: &model::Investigation,
    exchange: &Exchange,
    ids: &Ids<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(own) = ids.teams.get(team.0) else { return };
    if lowered.agreements.len() < row.record.agreements.len() {
        return;
    }
    let of = |channel: &&model::Channel| lowered.agreements.contains(&channel.agreement);
    let channels = || exchange.channels.iter().filter(of);
    if channels().any(|channel| channel.passes_on) {
        return;
    }
    let mut tellers = Vec::new();
    for channel in channels().filter(|channel| lowered.is_told_by(channel.shares)) {
        let Some(end) = channel.station(team) else { continue };
        let agreement = &exchange.agreements[channel.agreement.at()];
        let joined = channel.stations.iter().filter(|other| agreement.shape.joins(end.party, other.party));
        tellers.extend(joined.map(|other| agreement.parties[other.party as usize].organisation));
    }
    tellers.sort_unstable();
    tellers.dedup();
    let books = named_playbooks(own.record).filter_map(|id| ids.playbooks.get(ids.playbooks.find(&id.text)?));
    let analyses = |phase: &Phase| matches!(phase, Phase::Investigate(_));
    let itself = books.flat_map(|book| &book.record.phases).any(analyses);
    let able = tellers.len() + usize::from(itself);
    if able < lowered.needs as usize {
        let message = format!(
            "the investigation `{}` needs {}, and at most {able} can tell it of a campaign",
            row.name,
            counted(u64::from(lowered.needs), "organisation"),
        );
        let warning = Diagnostic::warning(codes::UNTOLD, row.place, message);
        let help = "name agreements over whose channels partners send its team what it needs";
        faults.push(warning.label("never begun").help(String::from(help)));
    }
}

/// Warnings for takedowns where there is nothing to take down, and for servers that nobody takes down.
pub fn warn(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let takes_down = |row: &&Row<'_, Investigation>| matches!(row.record.aim, Aim::TakeDown(_));
    let commanded = |row: &&Row<'_, scenario::Campaign>| row.record.command.is_some();
    if !ids.campaigns.iter().any(|row| commanded(&row)) {
        for row in led(ids).filter(takes_down) {
            let message = format!("the investigation `{}` finds nothing to take down", row.name);
            let warning = Diagnostic::warning(codes::NO_SERVERS, row.place, message);
            let help = "give a campaign servers: `command: (rebuilds: \"2d\")`";
            faults.push(warning.label("no campaign has `command`").help(String::from(help)));
        }
    }
    if !ids.investigations.iter().any(|row| takes_down(&row)) {
        for row in ids.campaigns.iter().filter(commanded) {
            let message = format!("nobody takes the command servers of `{}` down", row.name);
            let warning = Diagnostic::warning(codes::UNTAKEN, row.place, message);
            let help = "add an investigation that does, or leave out `command`";
            faults.push(warning.label("never needed").help(String::from(help)));
        }
    }
    if !ids.investigations.iter().any(|row| matches!(row.record.aim, Aim::Attribute(_))) {
        for row in ids.campaigns.iter() {
            let Some(adversary) = &row.record.adversary else { continue };
            let deterred = adversary.deterred.map(|written| written.place);
            let place = deterred.or(adversary.lies_low.as_ref().map(|written| written.place));
            if let Some(place) = place {
                let message = format!("nobody attributes `{}`, so its adversary is not deterred", row.name);
                let warning = Diagnostic::warning(codes::UNNAMED, place, message).label("never needed");
                let help = "add an investigation with `aim: Attribute(right: …)`, or leave it out";
                faults.push(warning.help(String::from(help)));
            }
        }
    }
}

/// The tools of each campaign that others have too, by the number of the campaign.
pub fn tooling(number: CampaignIdx, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Option<Tooling> {
    let own = ids.campaigns.get(number.0)?;
    let written = own.record.tooling.as_ref()?;
    let shared = share(written.shared, "shared", faults);
    let adversary =
        |of: &scenario::Campaign| of.adversary.as_ref().map(|adversary| adversary.name.text.clone());
    let has = |row: &Row<'_, scenario::Campaign>| {
        row.record.tooling.as_ref().is_some_and(|tooling| tooling.name.text == written.name.text)
    };
    let same =
        (0..).map(CampaignIdx).zip(ids.campaigns.iter()).filter(|(other, row)| *other != number && has(row));
    let others: Vec<CampaignIdx> = same.clone().map(|(other, _)| other).collect();
    if others.is_empty() {
        let message = format!("no other campaign has the tooling `{}`", written.name);
        let warning =
            Diagnostic::warning(codes::OWN_TOOLING, written.name.place, message).label("nobody else's");
        faults.push(warning.help(String::from("name it alike where it is the same, or leave it out")));
        return None;
    }
    let of_another = |row: &Row<'_, scenario::Campaign>| {
        adversary(row.record).is_none_or(|name| adversary(own.record) != Some(name))
    };
    let suspects = same.filter(|(_, row)| of_another(row)).map(|(other, _)| other).collect();
    Some(Tooling { shared, others, suspects })
}

/// How likely an adversary is deterred by being named, and for how long.
pub fn deterred(campaign: &scenario::Campaign, faults: &mut Vec<Diagnostic>) -> (f64, Option<Distribution>) {
    let Some(adversary) = &campaign.adversary else { return (0.0, None) };
    let lies_low = adversary.lies_low.as_ref().map(|time| distribution(time, faults));
    let assumed = match adversary.kind.value {
        AdversaryKind::State => 0.1,
        AdversaryKind::Criminal => 0.3,
        AdversaryKind::Hacktivist => 0.2,
    };
    (adversary.deterred.map_or(assumed, |p| probability(p, "deterred", faults)), lies_low)
}
