//! The ways to play an exercise that `compare` sets against each other, as the command line names them.
//!
//! **Invariant:** no two ways have the same name.

use super::failure::Failure;
use super::input::{Change, Setting, Written};
use crate::report::comparison::Label;
use std::path::PathBuf;

/// A way to play an exercise.
#[derive(Debug, Clone)]
pub struct Way {
    /// What it is called.
    pub label: Label,
    /// The number of the scenario.
    pub scenario: usize,
    /// What is changed of it.
    pub change: Change,
}

/// Changes under a name, written `NAME: PATH=VALUE; PATH=VALUE`.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The name; the changes as they are written if none is given.
    name: String,
    settings: Vec<Setting>,
}

impl std::str::FromStr for Alternative {
    type Err = String;
    fn from_str(written: &str) -> Result<Alternative, String> {
        let colon = outside(written, ':').next();
        // A colon behind the first equals sign belongs to a value.
        let named = colon.filter(|colon| outside(written, '=').next().is_none_or(|equals| *colon < equals));
        let (name, changes) = match named {
            Some(colon) => (written[..colon].trim(), &written[colon + 1..]),
            None => (written.trim(), written),
        };
        let mut settings = Vec::new();
        let mut start = 0;
        for end in outside(changes, ';').chain([changes.len()]) {
            let change = changes[start..end].trim();
            if !change.is_empty() {
                settings.push(change.parse::<Setting>()?.by("--alternative"));
            }
            start = end + 1;
        }
        match (name.is_empty(), settings.is_empty()) {
            (false, false) => Ok(Alternative { name: name.to_owned(), settings }),
            _ => Err(
                "write NAME: path=value; path=value, for example 'four seats: teams[soc].tiers[l1].seats=4'"
                    .to_owned(),
            ),
        }
    }
}

/// Where `sign` stands outside quotes and brackets.
fn outside(text: &str, sign: char) -> impl Iterator<Item = usize> + '_ {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    text.char_indices().filter_map(move |(at, c)| {
        let plain = !quoted && depth == 0;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' | '(' | '{' if !quoted => depth += 1,
            ']' | ')' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        (plain && c == sign).then_some(at)
    })
}

/// The part of the command line that says what is compared.
#[derive(Debug)]
pub struct Wished<'a> {
    /// The files that were read, beside `scenarios`.
    pub files: &'a [PathBuf],
    /// What they say.
    pub scenarios: &'a [Written],
    /// Variants by id; `base` is the scenario as it is.
    pub variants: &'a [String],
    /// Changes under names.
    pub alternatives: &'a [Alternative],
    /// A seat, and who takes it.
    pub seat: Option<(&'a str, &'a [String])>,
    /// Whether teams within one run are compared, for which one way is played.
    pub one: bool,
    /// What all have in common: the variant that everything else is set on, changes, measures.
    pub common: Change,
}

/// The scenario as it is.
const BASE: &str = "base";

impl Wished<'_> {
    /// The ways, the baseline first.
    pub fn ways(&self) -> Result<Vec<Way>, Failure> {
        let ways = match (self.files, self.seat) {
            (_, Some((seat, teams))) => teams.iter().map(|team| self.seated(seat, team)).collect(),
            ([_], None) if self.one => vec![self.base()],
            ([_], None) if !self.alternatives.is_empty() => self.alternatives(),
            ([_], None) if !self.variants.is_empty() => {
                self.variants.iter().map(|id| self.variant(id)).collect()
            }
            ([_], None) => self.all_variants()?,
            (files, None) => (0..files.len()).map(|number| self.file(number)).collect(),
        };
        for (number, way) in ways.iter().enumerate() {
            if ways[..number].iter().any(|other| other.label.name == way.label.name) {
                return Err(Failure::Usage(format!(
                    "two ways are called `{}`: name each once, and no --alternative as what it is compared with",
                    way.label.name
                )));
            }
        }
        match ways.len() {
            1 if !self.one => Err(Failure::Usage(format!(
                "there is nothing to compare `{}` with: name at least two",
                ways[0].label.name
            ))),
            _ => Ok(ways),
        }
    }

    fn way(&self, name: &str, title: &str, change: Change) -> Way {
        self.way_of(0, name, title, change)
    }

    fn way_of(&self, scenario: usize, name: &str, title: &str, change: Change) -> Way {
        let changes = self.changes(scenario, &change);
        Way { label: Label { name: name.to_owned(), title: title.to_owned(), changes }, scenario, change }
    }

    /// What a change does to a scenario, in the order in which it is done.
    fn changes(&self, scenario: usize, change: &Change) -> Vec<String> {
        let variants = &self.scenarios[scenario].scenario.variants;
        let variant = variants.iter().find(|known| Some(&known.id.text) == change.variant.as_ref());
        let of_variant = variant.into_iter().flat_map(|variant| {
            let removed = variant.remove.iter().map(|path| format!("without {path}"));
            let added = variant.add.lists().into_iter().map(|list| format!("more {list}"));
            removed.chain(added).chain(variant.set.iter().map(|(path, value)| format!("{path} = {value}")))
        });
        let seated = change.seated.iter().map(|(seat, team)| format!("{team} in the seat of {seat}"));
        let set = change.settings.iter().map(|Setting { path, text, .. }| format!("{path} = {text}"));
        of_variant.chain(seated).chain(set).collect()
    }

    /// The title of a variant of the first scenario, as far as it has one.
    fn title(&self, id: &str) -> &str {
        let variants = &self.scenarios[0].scenario.variants;
        variants.iter().find(|variant| variant.id.text == id).map_or("", |variant| &variant.title.text)
    }

    /// What everything else is set on.
    fn base(&self) -> Way {
        let name = self.common.variant.as_deref().unwrap_or(BASE);
        self.way(name, self.title(name), self.common.clone())
    }

    fn variant(&self, id: &str) -> Way {
        let variant = (id != BASE).then(|| id.to_owned());
        self.way(id, self.title(id), Change { variant, ..self.common.clone() })
    }

    fn all_variants(&self) -> Result<Vec<Way>, Failure> {
        let variants = &self.scenarios[0].scenario.variants;
        if variants.is_empty() {
            return Err(Failure::Usage(
                "the scenario has no variants to compare: name several scenarios, or --alternative 'NAME: PATH=VALUE'"
                    .to_owned(),
            ));
        }
        let ids = variants.iter().map(|variant| &*variant.id.text);
        Ok([BASE].into_iter().chain(ids).map(|id| self.variant(id)).collect())
    }

    fn alternatives(&self) -> Vec<Way> {
        let way = |alternative: &Alternative| {
            let mut change = self.common.clone();
            change.settings.extend_from_slice(&alternative.settings);
            self.way(&alternative.name, "", change)
        };
        [self.base()].into_iter().chain(self.alternatives.iter().map(way)).collect()
    }

    fn seated(&self, seat: &str, team: &str) -> Way {
        let title = format!("{team} in the seat of {seat}");
        let seated = Some((seat.to_owned(), team.to_owned()));
        self.way(team, &title, Change { seated, ..self.common.clone() })
    }

    /// A scenario is known by its id, or by its file where several have the same.
    fn file(&self, number: usize) -> Way {
        let id = |written: &Written| written.scenario.id.as_ref().map_or(String::new(), |id| id.text.clone());
        let own = id(&self.scenarios[number]);
        let alone = self.scenarios.iter().filter(|other| id(other) == own).count() == 1;
        let name = if alone && !own.is_empty() { own } else { self.files[number].display().to_string() };
        let title = self.scenarios[number].scenario.title.as_ref().map_or("", |title| &title.text);
        self.way_of(number, &name, title, self.common.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<(&str, usize)>) {
        let alternative: Option<Alternative> = written.parse().ok();
        let found = alternative.as_ref().map(|it| (&*it.name, it.settings.len()));
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn alternatives_have_names_and_changes() {
        check("four seats: teams[soc].tiers[l2].seats=4; endex=2d", Some(("four seats", 2)));
        check("endex=2d", Some(("endex=2d", 1)));
        check("at noon: msel[1].at=\"D1 12:00; sharp\";", Some(("at noon", 1)));
        check("x=LogNormal(median: \"3h\", sigma: 1)", Some(("x=LogNormal(median: \"3h\", sigma: 1)", 1)));
        check("links: network.links[a>b:c].allow=[]", Some(("links", 1)));
        check("only a name:", None);
        check("no change", None);
        check(": endex=2d", None);
    }
}
