//! Agreements: who is a party, when they are in force, and what they do.
//!
//! **Invariant:** an agreement that is not in force at any time of the run leaves nothing in the model.

use super::channels;
use super::frame::Calendar;
use super::ids::Ids;
use super::memberships;
use super::table::unknown;
use super::values::{between, duration, repeated_words, share};
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean};
use crate::kernel::name_key;
use crate::model::{
    self, AgreementIdx, Areas, Channel, ChannelIdx, Network, OrganisationIdx, Responder, Shares, Way,
};
use crate::scenario::{self, Agreement, At, PartySet, Shape, Word};

/// The agreements in force with their channels, and who is party to what.
#[derive(Debug, Default)]
pub struct Exchange {
    /// The model's agreements, by id.
    pub agreements: Vec<model::Agreement>,
    /// Their names.
    pub agreement_names: Vec<String>,
    /// The model's channels, by agreement, then id.
    pub channels: Vec<Channel>,
    /// Their names: `agreement/channel`.
    pub names: Vec<String>,
    /// How each is written.
    pub written: Vec<scenario::Channel>,
    /// Of each written agreement its parties, if they are known, and its channels that carry reports.
    all: Vec<(Option<Vec<OrganisationIdx>>, Vec<ChannelIdx>)>,
}

impl Exchange {
    /// Whether an organisation may be party to an agreement, by the agreement's number.
    pub fn may_be_party(&self, agreement: u32, organisation: OrganisationIdx) -> bool {
        self.all[agreement as usize].0.as_ref().is_none_or(|parties| parties.contains(&organisation))
    }

    /// Whether a channel is the fall-back of another, and carries nothing else.
    pub fn stands_in(&self, channel: ChannelIdx) -> bool {
        self.channels.iter().any(|other| other.fallback == channel)
    }

    /// The channels over which requests for help get from one organisation to another, by key.
    pub fn ways(&self, from: OrganisationIdx, to: OrganisationIdx) -> Vec<Way> {
        let way = |(number, channel): (ChannelIdx, &Channel)| {
            let agreement = &self.agreements[channel.agreement.at()];
            let party = |organisation| {
                let place = agreement.parties.iter().position(|party| party.organisation == organisation)?;
                Some(place as u32)
            };
            let (from, party) = (party(from)?, party(to)?);
            let leads = channel.shares.has(Shares::REQUEST) && agreement.shape.joins(from, party);
            (leads && !self.stands_in(number)).then_some(Way { channel: number, party })
        };
        (0..).map(ChannelIdx).zip(&self.channels).filter_map(way).collect()
    }

    /// The channels over which reports go under an agreement, by its number; none where it is not in force.
    pub fn channels_of(&self, agreement: u32) -> &[ChannelIdx] {
        &self.all[agreement as usize].1
    }
}

/// What agreements are lowered against.
pub struct Partners<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// Who responds.
    pub responders: &'a [Responder],
    /// Of each organisation the alliances that it is a member of at some time, as bits.
    pub alliances: &'a [u8],
    /// The exercise's time.
    pub calendar: &'a Calendar<'a>,
}

/// The agreements in force, and their channels.
pub fn lower(partners: &Partners<'_>, faults: &mut Vec<Diagnostic>) -> Exchange {
    let mut exchange = Exchange::default();
    for row in partners.ids.agreements.iter() {
        let (agreement, before) = (row.record, faults.len());
        let parties = self::parties(agreement, partners, faults);
        let known = faults.len() == before;
        let (from, until) = memberships::period(
            agreement.since.as_ref(),
            agreement.until.as_ref(),
            partners.calendar,
            faults,
        );
        let in_force = agreement.active.value && from <= partners.calendar.endex && until > from;
        let areas = self::areas(&agreement.areas, faults);
        let number = AgreementIdx(exchange.agreements.len() as u32);
        let opened = channels::lower(agreement, number, &parties, partners, faults);
        let mut open = Vec::new();
        if in_force {
            let first = exchange.channels.len() as u32;
            for opened in opened.channels {
                // What stands in for another carries nothing else, and what shares requests only carries no reports.
                if !opened.stands_in && opened.channel.carries_reports() {
                    open.push(ChannelIdx(exchange.channels.len() as u32));
                }
                exchange.names.push(format!("{}/{}", row.name, opened.written.id));
                exchange.written.push(opened.written.clone());
                let fallback = match opened.fallback {
                    Some(place) => ChannelIdx(first + place),
                    None => ChannelIdx::NONE,
                };
                exchange.channels.push(Channel { fallback, ..opened.channel });
            }
            exchange.agreements.push(model::Agreement {
                key: name_key(row.name),
                parties: parties.clone(),
                shape: shape(agreement.shape.value),
                from,
                until,
                areas,
            });
            exchange.agreement_names.push(row.name.to_owned());
        }
        if agreement.active.value && !in_force && faults.len() == before {
            faults.push(not_in_force(agreement, from > partners.calendar.endex));
        }
        let organisations = || parties.iter().map(|party| party.organisation).collect();
        exchange.all.push((known.then(organisations), open));
    }
    let named = exchange
        .channels
        .iter()
        .zip(&exchange.names)
        .map(|(channel, name)| (channel.key, name.clone(), Place::NOWHERE));
    super::table::same_keys("channel", named, faults);
    exchange
}

/// The model's shape.
const fn shape(written: Shape) -> model::Shape {
    match written {
        Shape::Mesh => model::Shape::Mesh,
        Shape::Hub => model::Shape::Hub,
        Shape::Pairs => model::Shape::Pairs,
    }
}

/// Where a party is written.
pub fn place(party: &scenario::Party) -> Place {
    match party {
        scenario::Party::One(id) => id.place,
        scenario::Party::All(PartySet::Members(alliance)) => alliance.place,
        scenario::Party::All(PartySet::Tag(word) | PartySet::Matching(word)) => word.place,
    }
}

/// The parties in the order written, those of a set by id; who is there twice counts where it is first.
fn parties(
    agreement: &Agreement,
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<model::Party> {
    let before = faults.len();
    let mut parties = all_of(&agreement.parties, partners, faults);
    let by_id = agreement.parties.iter().filter_map(|party| match party {
        scenario::Party::One(id) => Some((id.text.as_str(), id.place)),
        scenario::Party::All(_) => None,
    });
    repeated_words(by_id, "party", faults);
    // The order means what the shape makes of it.
    match agreement.shape.value {
        Shape::Mesh => parties.sort_by_key(|party| party.organisation),
        Shape::Hub => {
            if let Some((_, others)) = parties.split_first_mut() {
                others.sort_by_key(|party| party.organisation);
            }
        }
        Shape::Pairs => {}
    }
    let told = faults.len() > before;
    if parties.len() < 2 && !told {
        let message = format!("the agreement `{}` has fewer than two parties", agreement.id);
        let fault = Diagnostic::error(codes::FEW_PARTIES, agreement.id.place, message);
        faults.push(fault.label("it takes two to agree"));
    }
    let set = |party: &&scenario::Party| matches!(party, scenario::Party::All(_));
    match (agreement.shape.value, agreement.parties.first()) {
        (Shape::Hub, Some(hub)) if set(&hub) => {
            let message = format!("the hub of `{}`, its first party, is not one organisation", agreement.id);
            let fault = Diagnostic::error(codes::NO_HUB, place(hub), message).label("several");
            faults.push(
                fault.help(String::from("write the id of the organisation that informs all others first")),
            );
        }
        (Shape::Pairs, _) => {
            if let Some(set) = agreement.parties.iter().find(set) {
                let message = "who is paired with whom can't be told from a set of parties";
                let fault = Diagnostic::error(codes::NO_PAIRS, place(set), message).label("a set");
                faults.push(fault.help(String::from("write the ids, two by two")));
            } else if !agreement.parties.len().is_multiple_of(2) {
                let last = agreement.parties.last().map_or(agreement.id.place, place);
                let message =
                    format!("the agreement `{}` is in pairs, and has an odd number of parties", agreement.id);
                faults.push(Diagnostic::error(codes::NO_PAIRS, last, message).label("has no partner"));
            }
        }
        _ => {}
    }
    parties
}

/// The organisations that some written parties stand for, each once.
pub fn all_of(
    written: &[scenario::Party],
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<model::Party> {
    let mut parties: Vec<model::Party> = Vec::new();
    for written in written {
        for (organisation, through) in party(written, partners, faults) {
            match parties.iter_mut().find(|party| party.organisation == organisation) {
                // Who is a party anyway need be a member of nothing.
                Some(party) if through == 0 || party.through == 0 => party.through = 0,
                Some(party) => party.through |= through,
                None => parties.push(model::Party { organisation, through }),
            }
        }
    }
    parties
}

/// The organisations that a written party stands for, and through which alliances.
fn party(
    written: &scenario::Party,
    partners: &Partners<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(OrganisationIdx, u8)> {
    let ids = partners.ids;
    let all = || (0..).map(OrganisationIdx).zip(ids.organisations.iter());
    let (found, what): (Vec<_>, String) = match written {
        scenario::Party::One(id) => match ids.organisations.find(&id.text) {
            Some(number) => return vec![(OrganisationIdx(number), 0)],
            None => {
                faults.push(unknown("organisation", &id.text, id.place, ids.organisations.names()));
                return Vec::new();
            }
        },
        scenario::Party::All(PartySet::Members(alliance)) => {
            let alliance = memberships::alliance(alliance.value);
            let member = |number: &OrganisationIdx| partners.alliances[number.at()] & alliance as u8 != 0;
            let members = all().map(|(number, _)| number).filter(member);
            let what = format!("no organisation is a member of {}", alliance.name());
            (members.map(|number| (number, alliance as u8)).collect(), what)
        }
        scenario::Party::All(PartySet::Tag(tag)) => {
            let tagged = all().filter(|(_, row)| row.record.tags.iter().any(|one| one.text == tag.text));
            let found: Vec<_> = tagged.map(|(number, _)| (number, 0)).collect();
            if found.is_empty() {
                let known =
                    ids.organisations.iter().flat_map(|row| &row.record.tags).map(|tag| tag.text.as_str());
                let message = format!("no organisation has the tag `{tag}`");
                let fault = Diagnostic::error(codes::UNKNOWN_TAG, tag.place, message).label("not found");
                faults.push(fault.help(did_you_mean(tag, known)));
                return Vec::new();
            }
            (found, String::new())
        }
        scenario::Party::All(PartySet::Matching(pattern)) => {
            let matching = all().filter(|(_, row)| matches(pattern, row.name));
            (
                matching.map(|(number, _)| (number, 0)).collect(),
                format!("no id of an organisation matches `{pattern}`"),
            )
        }
    };
    if found.is_empty() {
        let fault = Diagnostic::error(codes::EMPTY, place(written), what).label("nobody");
        faults.push(fault.help(String::from("choose a set that somebody is in, or leave it out")));
    }
    found
}

/// Whether a text looks as a pattern says, in which `*` stands for any text.
fn matches(pattern: &Word, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn areas(written: &scenario::Areas, faults: &mut Vec<Diagnostic>) -> Areas {
    let mut areas = Areas::NONE;
    let mut factor = |written: At<f64>, name: &str| share(written, name, faults);
    if let Some(exercises) = &written.exercises {
        areas.spread = factor(exercises.spread, "spread");
    }
    if let Some(technical) = &written.technical_cooperation {
        areas.remains = factor(technical.remains, "remains");
        areas.waits = technical.waits.map(duration);
    }
    if let Some(administration) = &written.administration {
        areas.decisions = factor(administration.decisions, "decisions");
    }
    if let Some(education) = &written.education {
        areas.skill = between(education.skill, (0.1, 10.0), "skill", faults);
    }
    if let Some(exercises) = &written.exercises {
        areas.pace = between(exercises.pace, (0.01, 1.0), "pace", faults);
    }
    areas
}

/// The warning of an agreement that is applied, but ended before the run or begins after it.
fn not_in_force(agreement: &Agreement, begins_after: bool) -> Diagnostic {
    let (what, word) = match begins_after {
        true => ("begins after the exercise", &agreement.since),
        false => ("ended before the exercise", &agreement.until),
    };
    let place = word.as_ref().map_or(agreement.id.place, |word| word.place);
    let message = format!("the agreement `{}` {what}, so nothing passes under it", agreement.id);
    let warning = Diagnostic::warning(codes::NOT_IN_FORCE, place, message).label("not in force");
    let help = "write `active: false` if it is not to be applied";
    warning.help(String::from(help))
}

#[cfg(test)]
mod tests {
    use super::matches;
    use crate::diagnostic::Place;
    use crate::scenario::Word;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("ee/cert", "ee/cert", true),
            ("ee/cert", "ee/cert2", false),
            ("*/cert", "ee/cert", true),
            ("*/cert", "ee/soc", false),
            ("ee/*", "ee/cert", true),
            ("*", "", true),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "a-c", false),
            ("a*a", "a", false),
            ("*a*", "bab", true),
        ] {
            let pattern = Word { text: pattern.to_owned(), place: Place::NOWHERE };
            assert_eq!(matches(&pattern, text), expected, "{pattern} {text}");
        }
    }
}
