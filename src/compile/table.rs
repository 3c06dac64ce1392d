//! Names to numbers: the entities of one kind, sorted by id, and where each name is written.
//!
//! **Invariant:** rows ascend by name without repetition, so a row's number depends on the names alone, never on the order in the file.

use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean, one_of};
use crate::kernel::name_key;
use crate::scenario::{Id, Word};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Entities of one kind, by id.
#[derive(Debug)]
pub struct Table<'a, T> {
    noun: &'static str,
    rows: Vec<Row<'a, T>>,
}

/// One entity.
#[derive(Debug)]
pub struct Row<'a, T> {
    /// Its id.
    pub name: &'a str,
    /// Where the id is written.
    pub place: Place,
    /// What is written about it.
    pub record: &'a T,
}

/// A written name: an [`Id`] or a [`Word`].
pub trait Name {
    /// Its text.
    fn text(&self) -> &str;
    /// Where it is written.
    fn place(&self) -> Place;
}

impl Name for Id {
    fn text(&self) -> &str {
        &self.text
    }
    fn place(&self) -> Place {
        self.place
    }
}

impl Name for Word {
    fn text(&self) -> &str {
        &self.text
    }
    fn place(&self) -> Place {
        self.place
    }
}

/// Sorts numbered names, of which each stays once; apart from its shell, of which there is one for each kind.
fn sort_names(noun: &str, names: &mut Vec<(&str, Place, usize)>, faults: &mut Vec<Diagnostic>) {
    // Stable, so among equal names the first written comes first.
    names.sort_by_key(|(name, ..)| *name);
    names.dedup_by(|later, first| {
        let twice = later.0 == first.0;
        if twice {
            faults.push(twice_given(noun, later.0, later.1, first.1));
        }
        twice
    });
}

impl<'a, T> Table<'a, T> {
    /// Sorts `records` by name; a name given twice is a fault, and the first record keeps it. `noun` names one such entity in messages.
    pub fn new<N: Name + 'a>(
        noun: &'static str,
        records: &'a [T],
        name: impl Fn(&'a T) -> &'a N,
        faults: &mut Vec<Diagnostic>,
    ) -> Table<'a, T> {
        let named = |(number, record)| (name(record).text(), name(record).place(), number);
        let mut names: Vec<(&str, Place, usize)> = records.iter().enumerate().map(named).collect();
        sort_names(noun, &mut names, faults);
        let row = |(name, place, number): (_, _, usize)| Row { name, place, record: &records[number] };
        Table { noun, rows: names.into_iter().map(row).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, ascending by name.
    pub fn iter(&self) -> std::slice::Iter<'_, Row<'a, T>> {
        self.rows.iter()
    }

    /// The names, ascending.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        // What stands for an unreadable record has no name.
        self.rows.iter().map(|row| row.name).filter(|name| !name.is_empty())
    }

    /// The row with this number.
    pub fn get(&self, number: u32) -> Option<&Row<'a, T>> {
        self.rows.get(number as usize)
    }

    /// The number of a name, if there is such an entity.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.rows.binary_search_by(|row| row.name.cmp(name)).ok().map(|number| number as u32)
    }

    /// The number of a written name; a fault with a guess at what was meant when there is no such entity.
    pub fn resolve(&self, name: &impl Name, faults: &mut Vec<Diagnostic>) -> Option<u32> {
        let found = self.find(name.text());
        if found.is_none() {
            faults.push(unknown(self.noun, name.text(), name.place(), self.names()));
        }
        found
    }

    /// Faults for two names with one key.
    pub fn check_keys(&self, faults: &mut Vec<Diagnostic>) {
        let written = self.rows.iter().map(|row| (name_key(row.name), row.name.to_owned(), row.place));
        same_keys(self.noun, written, faults);
    }
}

/// The fault of a name given twice.
pub fn twice_given(noun: &str, name: &str, place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(codes::DUPLICATE, place, format!("two {} have the id `{name}`", plural(noun)))
        .label("given again")
        .also(first, "given first here")
}

/// The fault of an id that nothing has, with a guess at what was meant.
pub fn unknown<'n>(
    noun: &str,
    name: &str,
    place: Place,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let fault = Diagnostic::error(codes::UNKNOWN_ID, place, format!("no {noun} has the id `{name}`"))
        .label("not found");
    fault.help(did_you_mean(name, known.clone()).or_else(|| listing(noun, known)))
}

/// The fault of a local name that its record does not have.
pub fn unknown_local<'n>(
    what: &str,
    name: &Word,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    unknown_here(codes::UNKNOWN_LOCAL, what, name, known)
}

/// The same with a code of its own.
pub fn unknown_here<'n>(
    code: &'static str,
    what: &str,
    name: &Word,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Diagnostic {
    let fault = Diagnostic::error(code, name.place, format!("{what} `{name}`")).label("not found");
    fault.help(did_you_mean(name, known.clone()).or_else(|| listing("name", known)))
}

/// Faults for names of one kind whose keys are equal though the names are not.
pub fn same_keys(
    noun: &str,
    named: impl Iterator<Item = (u64, String, Place)>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<u64, (String, Place)> = BTreeMap::new();
    for (key, name, place) in named {
        if let Some((first, first_place)) = seen.get(&key) {
            let message = format!("the {} `{first}` and `{name}` have the same key", plural(noun));
            let help = String::from("rename one of them: they would share every draw");
            let fault = Diagnostic::error(codes::SAME_KEY, place, message).label("this one");
            faults.push(fault.also(*first_place, "and this one").help(help));
        } else {
            seen.insert(key, (name, place));
        }
    }
}

/// Orders texts so that numbers in them count: `2` comes before `10`, `2` before `2a`.
pub fn by_numbers(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while !left.is_empty() && !right.is_empty() {
        let order = match (leading_number(left), leading_number(right)) {
            (Some(x), Some(y)) => {
                (left, right) = (&left[x.len()..], &right[y.len()..]);
                let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
                x.len().cmp(&y.len()).then_with(|| x.cmp(y))
            }
            _ => {
                let (x, y) = (left.chars().next(), right.chars().next());
                left = &left[x.map_or(0, char::len_utf8)..];
                right = &right[y.map_or(0, char::len_utf8)..];
                x.cmp(&y)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

fn leading_number(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

fn listing<'n>(noun: &str, known: impl Iterator<Item = &'n str> + Clone) -> Option<String> {
    match known.clone().next() {
        Some(_) => Some(format!("there is {}", one_of(known))),
        None => Some(format!("there is no {noun} at all")),
    }
}

fn plural(noun: &str) -> String {
    match (noun.strip_suffix('y'), noun.strip_suffix("is")) {
        (Some(stem), _) => format!("{stem}ies"),
        (_, Some(stem)) => format!("{stem}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::by_numbers;

    #[test]
    fn numbers_in_names_count() {
        let mut names = ["10", "2", "a10", "02", "2a", "a9", "1.10", "1.9", "", "2"];
        names.sort_by(|a, b| by_numbers(a, b));
        assert_eq!(names, ["", "1.9", "1.10", "02", "2", "2", "2a", "10", "a9", "a10"]);
    }
}
