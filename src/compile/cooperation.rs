//! Agreements to the channels that are open during the exercise.
//!
//! **Invariant:** a channel is open to the teams of all its agreement's parties, of which at least two have teams.

use super::frame::Calendar;
use super::ids::Ids;
use super::playbook::tlp;
use super::table::Table;
use super::values::{
    date, distribution, not_simulated, optional_distribution, probability, repeated, repeated_words,
};
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::{Distribution, name_key};
use crate::model::{Channel, ChannelIdx, OrganisationIdx, Responder, TeamIdx};
use crate::scenario::{self, Agreement, Areas, ChannelMedium, Shape, Shared, Time};

/// How long an analyst reads a report when the channel does not say.
const READING: Time = Time::fixed_micros(15 * 60_000_000);

/// The open channels, and who is party to what.
#[derive(Debug, Default)]
pub struct Exchange {
    /// The model's channels, by agreement, then id.
    pub channels: Vec<Channel>,
    /// Their names: `agreement/channel`.
    pub names: Vec<String>,
    agreements: Vec<(Vec<OrganisationIdx>, Vec<ChannelIdx>)>,
}

impl Exchange {
    /// Whether an organisation is party to an agreement, by the agreement's number.
    pub fn is_party(&self, agreement: u32, organisation: OrganisationIdx) -> bool {
        self.agreements[agreement as usize].0.contains(&organisation)
    }

    /// The open channels of an agreement, by its number.
    pub fn channels_of(&self, agreement: u32) -> &[ChannelIdx] {
        &self.agreements[agreement as usize].1
    }
}

/// Opens the channels of the agreements in force.
pub fn lower(
    ids: &Ids<'_>,
    responders: &[Responder],
    calendar: &Calendar<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Exchange {
    let mut exchange = Exchange::default();
    for row in ids.agreements.iter() {
        let (agreement, before) = (row.record, faults.len());
        refuse(agreement, faults);
        let parties = parties(agreement, ids, faults);
        let in_force = in_force(agreement, calendar, faults);
        let with_teams: Vec<&Responder> =
            responders.iter().filter(|responder| parties.contains(&responder.organisation)).collect();
        let mut teams: Vec<TeamIdx> =
            with_teams.iter().flat_map(|responder| responder.teams.iter().copied()).collect();
        teams.sort_unstable();
        let written =
            agreement.areas.information_exchange.as_ref().map_or(&[][..], |exchange| &exchange.channels);
        let table = Table::new("channel", written, |channel| &channel.id, faults);
        let mut open = Vec::new();
        for channel in table.iter() {
            let name = format!("{}/{}", row.name, channel.name);
            let lowered = self::channel(channel.record, &name, &teams, faults);
            if in_force && with_teams.len() >= 2 {
                open.push(ChannelIdx(exchange.channels.len() as u32));
                exchange.channels.push(lowered);
                exchange.names.push(name);
            }
        }
        if agreement.active.value && !in_force && !written.is_empty() && faults.len() == before {
            faults.extend(not_in_force(agreement, calendar));
        }
        let known = parties.len() >= 2 && parties.iter().all(|party| party.is_some());
        if in_force && known && with_teams.len() < 2 && table.len() > 0 {
            let message =
                format!("nothing passes under `{}`: fewer than two of its parties have teams", row.name);
            let warning =
                Diagnostic::warning(codes::STRANGERS, row.place, message).label("its channels join nobody");
            faults
                .push(warning.help(String::from(
                    "the parties are the organisations whose teams report to each other",
                )));
        }
        exchange.agreements.push((parties, open));
    }
    let named = exchange
        .channels
        .iter()
        .zip(&exchange.names)
        .map(|(channel, name)| (channel.key, name.clone(), crate::diagnostic::Place::NOWHERE));
    super::table::same_keys("channel", named, faults);
    exchange
}

fn refuse(agreement: &Agreement, faults: &mut Vec<Diagnostic>) {
    if agreement.shape.value != Shape::Mesh {
        not_simulated(
            agreement.shape.place,
            &format!("the shape {}", agreement.shape.value.name()),
            "use `Mesh`: each informs each other",
            faults,
        );
    }
    let Areas { information_exchange: _, education, exercises, technical_cooperation, administration } =
        &agreement.areas;
    let areas = [
        (education, "cooperation in education"),
        (exercises, "cooperation in exercises"),
        (technical_cooperation, "technical cooperation"),
        (administration, "cooperation in administration"),
    ];
    for (strength, what) in areas {
        if let Some(strength) = strength {
            not_simulated(strength.place, what, "leave it out; `information_exchange` is simulated", faults);
        }
    }
}

fn parties(agreement: &Agreement, ids: &Ids<'_>, faults: &mut Vec<Diagnostic>) -> Vec<OrganisationIdx> {
    let parties: Vec<OrganisationIdx> =
        agreement.parties.iter().map(|id| ids.organisation(id, faults)).collect();
    repeated_words(agreement.parties.iter().map(|id| (id.text.as_str(), id.place)), "party", faults);
    if parties.len() < 2 {
        let message = format!("the agreement `{}` has fewer than two parties", agreement.id);
        let fault = Diagnostic::error(codes::FEW_PARTIES, agreement.id.place, message);
        faults.push(fault.label("it takes two to agree"));
    }
    parties
}

/// Whether it is active, and in force on STARTEX's civil day; a beginning or an end during the exercise is refused.
fn in_force(agreement: &Agreement, calendar: &Calendar<'_>, faults: &mut Vec<Diagnostic>) -> bool {
    let (first_day, last_day) = calendar.days();
    let since = agreement.since.as_ref().and_then(|word| Some((date(word, faults)?, word.place)));
    let until = agreement.until.as_ref().and_then(|word| Some((date(word, faults)?, word.place)));
    if let (Some((since, _)), Some((until, place))) = (since, until)
        && until < since
    {
        let fault = Diagnostic::error(codes::ENDS_BEFORE, place, "this agreement ends before it begins");
        faults.push(fault.label("before `since`"));
    }
    if !agreement.active.value {
        return false;
    }
    let way_out = "begin and end it outside the exercise";
    if let Some((since, place)) = since.filter(|(since, _)| *since > first_day && *since <= last_day) {
        not_simulated(
            place,
            &format!("an agreement that begins during the exercise, on {since},"),
            way_out,
            faults,
        );
    }
    // The last day itself is still in force.
    if let Some((until, place)) = until.filter(|(until, _)| *until >= first_day && *until < last_day) {
        not_simulated(
            place,
            &format!("an agreement that ends during the exercise, after {until},"),
            way_out,
            faults,
        );
    }
    since.is_none_or(|(since, _)| since <= first_day) && until.is_none_or(|(until, _)| until >= first_day)
}

/// The warning of an agreement that is applied, but ended before the exercise or begins after it.
fn not_in_force(agreement: &Agreement, calendar: &Calendar<'_>) -> Option<Diagnostic> {
    let (first_day, last_day) = calendar.days();
    let day = |word: &scenario::Word| date(word, &mut Vec::new()).map(|day| (day, word.place));
    let over = agreement.until.as_ref().and_then(day).filter(|(until, _)| *until < first_day);
    let not_yet = agreement.since.as_ref().and_then(day).filter(|(since, _)| *since > last_day);
    let (what, place) = match (over, not_yet) {
        (Some((_, place)), _) => ("ended before the exercise", place),
        (None, Some((_, place))) => ("begins after the exercise", place),
        (None, None) => return None,
    };
    let message = format!("the agreement `{}` {what}, so nothing passes under it", agreement.id);
    let warning = Diagnostic::warning(codes::NOT_IN_FORCE, place, message).label("not in force");
    Some(warning.help(String::from("write `active: false` if it is not to be applied")))
}

fn channel(
    written: &scenario::Channel,
    name: &str,
    teams: &[TeamIdx],
    faults: &mut Vec<Diagnostic>,
) -> Channel {
    for (number, shared) in written.shares.iter().enumerate() {
        if let Some(first) = written.shares[..number].iter().find(|earlier| earlier.value == shared.value) {
            repeated(shared.place, first.place, &format!("`{}`", shared.value.name()), faults);
        }
        if shared.value != Shared::Indicators {
            let what = format!("sharing of {}", shared.value.name());
            not_simulated(
                shared.place,
                &what,
                "share `Indicators`, or nothing: then a report only informs",
                faults,
            );
        }
    }
    let automated = written.medium.value == ChannelMedium::Automated;
    let reading = if automated {
        Distribution::ZERO
    } else {
        distribution(written.reading.as_ref().unwrap_or(&READING), faults)
    };
    Channel {
        key: name_key(name),
        automated,
        delay: optional_distribution(written.delay.as_ref(), faults),
        release: optional_distribution(written.release.as_ref(), faults),
        reading,
        reliability: probability(written.reliability, "reliability", faults),
        ceiling: tlp(written.ceiling.value),
        indicators: written.shares.iter().any(|shared| shared.value == Shared::Indicators),
        teams: teams.to_vec(),
    }
}
