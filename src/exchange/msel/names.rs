//! Whom and what the words of a sheet mean: recipients, staffs, objectives, ways of delivery, types of events.
//!
//! A recipient is known by the id, the name or the short name of a team or an organisation, in any case. Where a new
//! scenario is made of a sheet, its recipients are the organisations.
//!
//! **Invariant:** a word that may mean two things means neither.

use super::columns::plain;
use crate::diagnostic::did_you_mean;
use crate::scenario::{Delivery, Scenario};
use std::collections::BTreeMap;

/// Who is known.
#[derive(Debug, Default)]
pub struct Names {
    /// By what they are called, in small letters: their id, unless several are called so.
    known: BTreeMap<String, Option<String>>,
    /// Ids as they are written.
    ids: Vec<String>,
    /// Of a scenario that is being made: each recipient, by id.
    made: Option<BTreeMap<String, String>>,
}

/// Why a word means nobody.
#[derive(Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Nobody is called so; perhaps a way out.
    Nobody(Option<String>),
    /// Several are.
    Several,
}

impl Names {
    /// The teams and organisations of a scenario.
    pub fn of(scenario: &Scenario) -> Names {
        let mut names = Names::default();
        let teams = scenario.teams.iter().map(|team| &team.id.text);
        let ids: Vec<&String> = teams.chain(scenario.organisations.iter().map(|it| &it.id.text)).collect();
        names.ids = ids.iter().map(|id| (*id).clone()).collect();
        for id in &ids {
            names.call(id, id);
        }
        for organisation in &scenario.organisations {
            for name in organisation.name.iter().chain(&organisation.short) {
                // An id is what it is, whoever else is called so.
                if !names.ids.iter().any(|id| id.to_lowercase() == name.text.to_lowercase()) {
                    names.call(&name.text, &organisation.id.text);
                }
            }
        }
        names
    }

    /// Nobody yet: whoever is named is new.
    pub fn to_be_made() -> Names {
        Names { made: Some(BTreeMap::new()), ..Names::default() }
    }

    fn call(&mut self, name: &str, id: &str) {
        let entry = self.known.entry(name.to_lowercase());
        let known = entry.or_insert_with(|| Some(id.to_owned()));
        if known.as_deref() != Some(id) {
            *known = None;
        }
    }

    /// Whom a word means.
    pub fn find(&mut self, word: &str) -> Result<String, Unknown> {
        if self.ids.iter().any(|id| id == word) {
            return Ok(word.to_owned());
        }
        match self.known.get(&word.to_lowercase()) {
            Some(Some(id)) => return Ok(id.clone()),
            Some(None) => return Err(Unknown::Several),
            None => {}
        }
        let Some(made) = &mut self.made else {
            return Err(Unknown::Nobody(did_you_mean(word, self.ids.iter().map(String::as_str))));
        };
        let base = slug(word);
        let id = (1..)
            .map(|number| if number == 1 { base.clone() } else { format!("{base}-{number}") })
            .find(|id| !made.contains_key(id))
            .unwrap_or(base);
        made.insert(id.clone(), word.to_owned());
        self.known.insert(word.to_lowercase(), Some(id.clone()));
        Ok(id)
    }

    /// Those of a new scenario: ids and names.
    pub fn made(&self) -> impl Iterator<Item = (&str, &str)> {
        self.made.iter().flatten().map(|(id, name)| (id.as_str(), name.as_str()))
    }
}

/// An id made of a name: small letters, digits and dashes.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true => slug.push(c),
            false if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            false => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug: String = slug.chars().take(60).collect();
    if slug.is_empty() { String::from("team") } else { slug }
}

/// Which type of event a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is given.
    Inject,
    /// It is given if need be.
    Contingency,
    /// It is what the players should do.
    ExpectedAction,
}

/// The type of event that a word means.
pub fn kind(word: &str) -> Option<Kind> {
    let word = plain(word);
    if word.contains("contingen") {
        Some(Kind::Contingency)
    } else if word.contains("expected") {
        Some(Kind::ExpectedAction)
    } else if ["inject", "event", "admin", "startex", "endex", "keyevent", "milestone"]
        .iter()
        .any(|known| word.contains(known))
    {
        Some(Kind::Inject)
    } else {
        None
    }
}

/// The way of delivery that words mean.
pub fn delivery(words: &str) -> Option<Delivery> {
    const KNOWN: &[(&str, Delivery)] = &[
        ("mail", Delivery::Mail),
        ("letter", Delivery::Mail),
        ("phone", Delivery::Telephone),
        ("call", Delivery::Telephone),
        ("sms", Delivery::Telephone),
        ("textmessage", Delivery::Telephone),
        ("radio", Delivery::Radio),
        ("person", Delivery::InPerson),
        ("facetoface", Delivery::InPerson),
        ("verbal", Delivery::InPerson),
        ("briefing", Delivery::InPerson),
        ("press", Delivery::Press),
        ("media", Delivery::Press),
        ("news", Delivery::Press),
        ("television", Delivery::Press),
        ("system", Delivery::System),
        ("ticket", Delivery::System),
        ("network", Delivery::System),
        ("siem", Delivery::System),
    ];
    let words = plain(words);
    let mut meant: Vec<Delivery> =
        KNOWN.iter().filter(|(known, _)| words.contains(known)).map(|(_, delivery)| *delivery).collect();
    meant.dedup();
    match meant.as_slice() {
        [delivery] => Some(*delivery),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_delivery_are_known_by_their_words() {
        for (words, expected) in [
            ("E-mail", Some(Delivery::Mail)),
            ("Send an SMS", Some(Delivery::Telephone)),
            ("Phone call", Some(Delivery::Telephone)),
            ("In person", Some(Delivery::InPerson)),
            ("Social media", Some(Delivery::Press)),
            ("mail or phone", None),
            ("???", None),
        ] {
            assert_eq!(delivery(words), expected, "{words}");
        }
    }

    #[test]
    fn new_recipients_get_ids_of_their_own() {
        let mut names = Names::to_be_made();
        assert_eq!(names.find("Blue Team").as_deref(), Ok("blue-team"));
        assert_eq!(names.find("BLUE team").as_deref(), Ok("blue-team"));
        assert_eq!(names.find("Blue/Team!").as_deref(), Ok("blue-team-2"));
        assert_eq!(names.find("???").as_deref(), Ok("team"));
        assert_eq!(names.made().count(), 3);
    }
}
