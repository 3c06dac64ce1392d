//! What is agreed without effect: channels over which nobody reports, areas that nothing feeds, and who waits for what no
//! partner sends.
//!
//! **Invariant:** what is told has no effect in any replication, whatever injects do.

use super::cooperation::Exchange;
use super::ids::Ids;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{PhaseKind, Shares, Team};
use crate::scenario::{
    Agreement, Aim, Channel, ChannelMedium, Classification, Id, Investigation, Party, PartySet, Phase,
    Precaution, Shared, Tlp,
};

/// Warnings for what is agreed without effect.
pub fn warn(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    agreements(ids, faults);
    for row in ids.agreements.iter().filter(|row| row.record.active.value) {
        let channels = channels(row.record);
        for channel in channels {
            idle(channel, faults);
            lesser_fallback(channel, channels, faults);
            kept_back(ids, channel, faults);
        }
        // Who finds out who it was makes use of analyses.
        let attributes = |led: &Investigation| {
            matches!(led.aim, Aim::Attribute(_)) && led.agreements.iter().any(|id| id.text == row.name)
        };
        let analysed = ids.investigations.iter().any(|led| attributes(led.record));
        areas(row.record, analysed, faults);
    }
    waiting(ids, faults);
}

fn channels(agreement: &Agreement) -> &[Channel] {
    agreement.areas.information_exchange.as_ref().map_or(&[], |exchange| &exchange.channels)
}

fn shares(channel: &Channel, what: Shared) -> bool {
    channel.shares.iter().any(|shared| shared.value == what)
}

fn warning(code: &'static str, place: Place, message: String, label: &str) -> Diagnostic {
    Diagnostic::warning(code, place, message).label(label)
}

/// Channels that nobody uses or reads.
fn agreements(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    let named = |phase: &'_ Phase| match phase {
        Phase::Notify(notify) => notify.agreements.clone(),
        Phase::ReportSituation(situation) => situation.agreements.clone(),
        Phase::LessonsLearned(lessons) => lessons.agreements.clone(),
        _ => Vec::new(),
    };
    let phases = ids.playbooks.iter().flat_map(|row| &row.record.phases);
    let mut notified: Vec<Id> = phases.flat_map(named).collect();
    let due = ids.obligations.iter().flat_map(|row| &row.record.deadlines);
    notified.extend(due.flat_map(|due| due.agreements.iter().cloned()));
    let misspelt = notified.iter().any(|id| ids.agreements.find(&id.text).is_none());
    for row in ids.agreements.iter() {
        let channels = channels(row.record);
        let read = |channel: &&Channel| {
            channel.medium.value == ChannelMedium::Automated && channel.reading.is_some()
        };
        for channel in channels.iter().filter(read) {
            let place = channel.reading.as_ref().map_or(channel.id.place, |reading| reading.place);
            let message =
                format!("nobody reads what comes over the channel `{}`: it acts at once", channel.id);
            let told = warning(codes::NEVER_READ, place, message, "of an `Automated` channel");
            faults.push(told.help(String::from("leave out `reading`, or choose a medium that is read")));
        }
        let passes_on = channels.iter().any(|channel| channel.passes_on.value);
        // Whether anybody asks for help over it is looked at apart.
        let asks = channels.iter().any(|channel| shares(channel, Shared::Request));
        let unused = !misspelt && !passes_on && !asks && !notified.iter().any(|id| id.text == row.name);
        if unused && !channels.is_empty() {
            let message = format!("no playbook reports under the agreement `{}`", row.name);
            let told = warning(codes::UNUSED_AGREEMENT, row.place, message, "nothing passes");
            faults.push(told.help(format!("name it in a phase: `Notify(agreements: [\"{}\"])`", row.name)));
        }
    }
}

/// Warnings for channels that share requests for help over which no team asks.
pub fn warn_requests(ids: &Ids<'_>, exchange: &Exchange, teams: &[Team], faults: &mut Vec<Diagnostic>) {
    let mut used = vec![false; exchange.channels.len()];
    for phase in teams.iter().flat_map(|team| &team.phases) {
        let PhaseKind::RequestHelp { offers, .. } = &phase.kind else { continue };
        for way in offers.iter().flat_map(|asked| &asked.over) {
            let mut channel = way.channel;
            while channel.is_some() {
                used[channel.at()] = true;
                channel = exchange.channels[channel.at()].fallback;
            }
        }
    }
    let unused = exchange.channels.iter().zip(&exchange.written).zip(&used).filter(|(_, used)| !**used);
    for ((channel, written), _) in unused.filter(|((channel, _), _)| channel.shares.has(Shares::REQUEST)) {
        let agreement = &exchange.agreements[channel.agreement.at()];
        let (name, id) = (&exchange.agreement_names[channel.agreement.at()], &written.id);
        let offers = |offer: &Id| {
            let organisation = ids.organisations.find(&offer.text);
            agreement.parties.iter().any(|party| Some(party.organisation.0) == organisation)
        };
        let any = ids.assistance.iter().any(|row| offers(&row.record.organisation));
        let (message, help) = match any {
            false => (
                format!("no party to `{name}` offers help, so nobody asks for any over the channel `{id}`"),
                "let a party to it offer `assistance`, or leave `Request` out",
            ),
            true => (
                format!("no request for help goes over the channel `{id}`: nobody asks a party to `{name}`"),
                "let a team of another party ask in a phase: `RequestHelp(from: […], tier: \"…\")`",
            ),
        };
        let request = written.shares.iter().find(|shared| shared.value == Shared::Request);
        let place = request.map_or(id.place, |request| request.place);
        let told = warning(codes::IDLE_REQUESTS, place, message, "has no effect");
        faults.push(told.help(String::from(help)));
    }
}

/// What a channel says that has no effect.
fn idle(channel: &Channel, faults: &mut Vec<Diagnostic>) {
    let mut told = |place: Place, why: String| {
        let place = if place.is_nowhere() { channel.id.place } else { place };
        faults.push(warning(codes::IDLE_CHANNEL, place, why, "has no effect"));
    };
    let id = &channel.id;
    if let Some(wrong) = &channel.wrong {
        if channel.medium.value != ChannelMedium::Automated {
            let why = format!("whoever reads what comes over `{id}` sees which indicators are wrong");
            told(wrong.chance.place, why);
        } else if !shares(channel, Shared::Indicators) {
            told(wrong.chance.place, format!("the channel `{id}` shares no indicators that could be wrong"));
        }
    }
    if let Some(sanitising) = &channel.sanitising
        && channel.classification.value == Classification::Secret
    {
        let place = sanitising.time.as_ref().map_or(sanitising.refused.place, |time| time.place);
        told(place, format!("the channel `{id}` carries everything, so nothing is sanitised for it"));
    }
}

/// A fall-back that does not carry all that the channel does for which it stands in.
fn lesser_fallback(channel: &Channel, all: &[Channel], faults: &mut Vec<Diagnostic>) {
    let Some(name) = &channel.fallback else { return };
    let Some(fallback) = all.iter().find(|other| other.id.text == name.text) else { return };
    let id = &channel.id;
    let marked = fallback.ceiling.value < channel.ceiling.value;
    let classified =
        fallback.classification.value < channel.classification.value && fallback.sanitising.is_none();
    let (message, field, value) = match (marked, classified) {
        (true, _) => (
            format!(
                "the fall-back `{name}` carries marks up to {}, but `{id}` up to {}",
                fallback.ceiling.value.name(),
                channel.ceiling.value.name()
            ),
            "ceiling",
            channel.ceiling.value.name(),
        ),
        (false, true) => (
            format!(
                "the fall-back `{name}` carries what is classified up to {}, but `{id}` up to {}",
                fallback.classification.value.name(),
                channel.classification.value.name()
            ),
            "classification",
            channel.classification.value.name(),
        ),
        (false, false) => return,
    };
    let told = warning(codes::LESSER_FALLBACK, name.place, message, "what lies above is refused");
    faults.push(told.help(format!("write `{field}: {value}` of `{name}`, if it is meant to carry the same")));
}

/// A channel that passes on where everything that is reported is marked too strictly to go on.
fn kept_back(ids: &Ids<'_>, channel: &Channel, faults: &mut Vec<Diagnostic>) {
    let marked = |phase: &Phase| match phase {
        Phase::Notify(notify) => Some(notify.tlp.value),
        Phase::ReportSituation(situation) => Some(situation.tlp.value),
        Phase::LessonsLearned(lessons) if !lessons.agreements.is_empty() => Some(Tlp::Clear),
        _ => None,
    };
    let by_law = ids.obligations.iter().flat_map(|row| &row.record.deadlines);
    let by_law = by_law.filter(|due| !due.agreements.is_empty()).map(|due| due.tlp.value);
    let phases = ids.playbooks.iter().flat_map(|row| &row.record.phases);
    let marks: Vec<Tlp> = phases.filter_map(marked).chain(by_law).collect();
    if channel.passes_on.value && !marks.is_empty() && marks.iter().all(|mark| *mark > Tlp::Amber) {
        let message = format!(
            "nothing goes on over the channel `{}`: every report is marked AMBER+STRICT or RED",
            channel.id
        );
        let told = warning(codes::NOT_PASSED_ON, channel.passes_on.place, message, "passes nothing on");
        faults.push(told.help(String::from(
            "mark what may go on `Green` or `Amber`: `Notify(…, tlp: Green)`, or leave `passes_on` out",
        )));
    }
}

/// Areas that nothing feeds.
fn areas(agreement: &Agreement, analysed: bool, faults: &mut Vec<Diagnostic>) {
    let mut told = |place: Place, why: String, help: &str| {
        faults.push(warning(codes::IDLE_AREA, place, why, "has no effect").help(help.to_owned()));
    };
    let (areas, channels, id) = (&agreement.areas, channels(agreement), &agreement.id);
    let shared = |what| channels.iter().any(|channel| shares(channel, what));
    if let Some(technical) = &areas.technical_cooperation
        && !shared(Shared::Analysis)
    {
        let why = format!("no channel of `{id}` shares analyses, so each is repeated");
        told(technical.remains.place, why, "let a channel share `Analysis`");
    }
    if areas.technical_cooperation.is_none() && !analysed {
        let mut all = channels.iter().flat_map(|channel| &channel.shares);
        if let Some(analysis) = all.find(|shared| shared.value == Shared::Analysis) {
            let why = format!("nobody makes use of the analyses that are shared under `{id}`");
            told(analysis.place, why, "write `technical_cooperation: (remains: …)` under `areas`");
        }
    }
    if let Some(administration) = &areas.administration
        && channels.is_empty()
    {
        let why = format!("nothing is reported under `{id}`, so no decision on it is faster");
        told(administration.decisions.place, why, "give it a channel under `information_exchange`");
    }
}

/// Organisations that patch by advisories and teams that hunt, which get none.
fn waiting(ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) {
    // Whoever is in a set of parties is taken to be everybody.
    let may_be = |party: &Party, organisation: &str| match party {
        Party::One(id) => id.text == organisation,
        Party::All(PartySet::Members(_) | PartySet::Tag(_) | PartySet::Matching(_)) => true,
    };
    let reaches = |organisation: &str, what: Shared| {
        let joined = |party: &Party| may_be(party, organisation);
        // What an agreement that is not applied would send is left out on purpose.
        ids.agreements.iter().any(|row| {
            row.record.parties.iter().any(joined)
                && channels(row.record).iter().any(|channel| shares(channel, what))
        })
    };
    let protectors = |organisation: &'_ str| -> Vec<String> {
        let protects = |ids: &[Id]| ids.iter().any(|id| id.text == organisation);
        let all =
            ids.organisations.iter().filter(|row| row.name == organisation || protects(&row.record.protects));
        all.map(|row| row.name.to_owned()).collect()
    };
    for row in ids.organisations.iter() {
        let Some(patching) = &row.record.patching else { continue };
        let warned = ids.centres.iter().flat_map(|row| &row.record.warns).any(|warning| {
            let patches = warning.does.iter().any(|it| matches!(it, Precaution::Patch));
            patches && warning.to.iter().any(|party| may_be(party, row.name))
        });
        if !warned && !protectors(row.name).iter().any(|name| reaches(name, Shared::Advisory)) {
            let message = format!("nobody advises `{}` on what to patch", row.name);
            let told = warning(codes::UNADVISED, patching.place, message, "never patches");
            faults.push(
                told.help(String::from("let a channel that leads to who responds for it share `Advisory`")),
            );
        }
    }
    for row in ids.teams.iter() {
        let Some(hunting) = &row.record.hunting else { continue };
        if !reaches(&row.record.organisation.text, Shared::Indicators) {
            let message = format!("nobody sends the team `{}` indicators to hunt by", row.name);
            let told = warning(codes::UNADVISED, hunting.tier.place, message, "never hunts");
            faults.push(told.help(String::from("let a channel that leads to it share `Indicators`")));
        }
    }
}
