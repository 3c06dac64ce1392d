//! Whom and what the words of a sheet mean: recipients, staffs, objectives, ways of delivery, types of events.
//!
//! A recipient is known by the id, the name or the short name of a team or an organisation, in any case. Where a new
//! scenario is made of a sheet, its recipients are the organisations.
//!
//! **Invariant:** a word that may mean two things means neither.

use super::columns::plain;
use crate::diagnostic::did_you_mean;
use crate::scenario::{Delivery, Scenario};
use std::collections::{BTreeMap, BTreeSet};

/// Who is known.
#[derive(Debug, Default)]
pub struct Names {
    /// By what they are called, in small letters: their id, unless several are called so.
    known: BTreeMap<String, Option<String>>,
    /// Ids as they are written.
    ids: BTreeSet<String>,
    /// Of a scenario that is being made: each recipient, by id, and which ids there are.
    made: Option<(BTreeMap<String, String>, Ids)>,
}

/// Ids of a scenario that is being made, each once.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    taken: BTreeSet<String>,
    /// The number that is tried next behind an id that is taken.
    next: BTreeMap<String, u64>,
}

impl Ids {
    /// The id, or the same with the next number that makes it one of its own.
    pub fn make(&mut self, id: String) -> String {
        let mut made = id.clone();
        while self.taken.contains(&made) {
            let number = self.next.entry(id.clone()).or_insert(2);
            made = format!("{id}-{number}");
            *number += 1;
        }
        self.taken.insert(made.clone());
        made
    }
}

/// Why a word means nobody.
#[derive(Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Nobody is called so.
    Nobody,
    /// Several are.
    Several,
}

impl Names {
    /// The teams and organisations of a scenario.
    pub fn of(scenario: &Scenario) -> Names {
        let mut names = Names::default();
        let teams = scenario.teams.iter().map(|team| &team.id.text);
        for id in teams.chain(scenario.organisations.iter().map(|it| &it.id.text)) {
            names.ids.insert(id.clone());
            names.call(id, id);
        }
        let ids: BTreeSet<String> = names.ids.iter().map(|id| id.to_lowercase()).collect();
        for organisation in &scenario.organisations {
            for name in organisation.name.iter().chain(&organisation.short) {
                // An id is what it is, whoever else is called so.
                if !ids.contains(&name.text.to_lowercase()) {
                    names.call(&name.text, &organisation.id.text);
                }
            }
        }
        names
    }

    /// Nobody yet: whoever is named is new.
    pub fn to_be_made() -> Names {
        Names { made: Some(Default::default()), ..Names::default() }
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
        if self.ids.contains(word) {
            return Ok(word.to_owned());
        }
        match self.known.get(&word.to_lowercase()) {
            Some(Some(id)) => return Ok(id.clone()),
            Some(None) => return Err(Unknown::Several),
            None => {}
        }
        let Some((made, ids)) = &mut self.made else {
            return Err(Unknown::Nobody);
        };
        let id = ids.make(slug(word));
        made.insert(id.clone(), word.to_owned());
        self.known.insert(word.to_lowercase(), Some(id.clone()));
        Ok(id)
    }

    /// Which id somebody may have meant, in words.
    pub fn meant(&self, word: &str) -> Option<String> {
        did_you_mean(word, self.ids.iter().map(String::as_str))
    }

    /// Those of a new scenario: ids and names.
    pub fn made(&self) -> impl Iterator<Item = (&str, &str)> {
        self.made.iter().flat_map(|(made, _)| made).map(|(id, name)| (id.as_str(), name.as_str()))
    }

    /// The ids of a new scenario that are taken.
    pub fn taken(&self) -> Ids {
        self.made.iter().map(|(_, ids)| ids.clone()).next().unwrap_or_default()
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

    #[test]
    fn a_number_behind_an_id_is_counted_once() {
        let mut ids = Ids::default();
        for id in ["a", "a-2", "a"] {
            ids.make(id.to_owned());
        }
        assert_eq!(ids.make(String::from("a")), "a-4");
        // From 1 on for each name, these would take some hours.
        for _ in 0..100_000 {
            ids.make(String::from("b"));
        }
        assert_eq!(ids.make(String::from("b")), "b-100001");
    }
}
