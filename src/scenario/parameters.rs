//! Every quantity and choice of a scenario, each with the path by which it is set, what it means and what it rests on.
//!
//! A law with its arguments, `LogNormal(median: "12min", sigma: 0.6)`, or hours of duty are one value, as they are for people.
//! Names, references and texts are none.
//!
//! **Invariant:** the numbers of all parameters together, and those assumed, are what [`played_share`](super::played_share) counts
//! of the same scenario; and what is set to its own value by its own path stays as it was.

use std::collections::BTreeMap;

use super::Scenario;
use super::overriding::NOT_SIMULATED;
use super::page;
use super::reading::{Written, options};
use super::shown::{Field, Shown};

/// A value of a scenario that somebody may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What `--set` calls it.
    pub path: String,
    /// The value on one line, as a scenario would write it.
    pub value: String,
    /// What the language says of it.
    pub says: &'static str,
    /// Who said so.
    pub provenance: Provenance,
    /// What it rests on.
    pub ground: Ground,
    /// How many numbers it has whose basis is asked for: one, none, or those of a list that is set as a whole.
    pub numbers: usize,
}

/// Who gave a parameter its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// The scenario, or a change of it.
    Written,
    /// Nobody: it is what the language takes for what is left out.
    Default,
    /// The library and the like, as the remark says.
    Added(String),
}

/// What a parameter rests on, by the record that it stands in or one around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Its record is asked for no basis.
    Unasked,
    /// A source.
    Source(String),
    /// The judgement of somebody who knows.
    Expert,
    /// An assumption, said or not.
    Assumed,
}

/// The parameters of a scenario in the order in which it is written out; `marks` say what comes from the sources with these
/// numbers, as for [`Scenario::written_out`].
pub fn parameters(scenario: &Scenario, marks: &BTreeMap<u32, String>) -> Vec<Parameter> {
    let mut walk = Walk { marks, found: Vec::new() };
    if let Shown::Record(mut fields) = scenario.shown() {
        fields.retain(|field| !NOT_SIMULATED.iter().any(|(name, _)| *name == field.name));
        let top = Under { path: String::new(), says: "", default: false, ground: Ground::Unasked };
        walk.fields(&fields, &top);
    }
    walk.found
}

struct Walk<'m> {
    marks: &'m BTreeMap<u32, String>,
    found: Vec<Parameter>,
}

/// What holds for a value because of what is around it.
struct Under {
    path: String,
    says: &'static str,
    default: bool,
    ground: Ground,
}

impl Walk<'_> {
    fn fields(&mut self, fields: &[Field], under: &Under) {
        let basis = fields.iter().find(|field| field.name == "basis");
        let ground = basis.map_or_else(|| under.ground.clone(), |basis| under.ground.under(&basis.value));
        for field in fields.iter().filter(|field| field.name != "basis") {
            let dot = if under.path.is_empty() { "" } else { "." };
            let path = format!("{}{dot}{}", under.path, field.name);
            let (default, ground) = (under.default || field.default, ground.clone());
            self.value(&field.value, &Under { path, says: field.says, default, ground });
        }
    }

    fn value(&mut self, value: &Shown, under: &Under) {
        match value {
            Shown::List(list, keys)
                if list.iter().zip(keys).all(|(it, key)| key.is_some() || !has_values(it)) =>
            {
                for (element, key) in list.iter().zip(keys) {
                    let path = format!("{}[{}]", under.path, key.as_deref().unwrap_or_default());
                    let (says, default, ground) = (under.says, under.default, under.ground.clone());
                    self.value(element, &Under { path, says, default, ground });
                }
            }
            // Elements that can't be told apart are set together.
            Shown::List(..) => self.row(value, under),
            _ => match record_in(value) {
                Some(fields) => self.fields(fields, under),
                None => self.row(value, under),
            },
        }
    }

    fn row(&mut self, value: &Shown, under: &Under) {
        if !has_values(value) {
            return;
        }
        let mark = value.place().and_then(|place| self.marks.get(&place.source));
        let provenance = match mark {
            _ if under.default => Provenance::Default,
            Some(mark) => Provenance::Added(mark.clone()),
            None => Provenance::Written,
        };
        self.found.push(Parameter {
            path: under.path.clone(),
            value: page::line(value),
            says: under.says,
            provenance,
            ground: under.ground.clone(),
            numbers: if under.ground == Ground::Unasked { 0 } else { numbers(value) },
        });
    }
}

impl Ground {
    /// Within a record that takes a basis, whose field says this.
    fn under(&self, basis: &Shown) -> Ground {
        match (basis.plain(), self) {
            (Shown::Call(_, source), _) => match source.plain() {
                Shown::Leaf(text, _) => {
                    Ground::Source(options().from_str(text).unwrap_or_else(|_| text.clone()))
                }
                _ => Ground::Assumed,
            },
            (Shown::Leaf(word, _), _) if word == "Expert" => Ground::Expert,
            (Shown::Leaf(word, _), Ground::Unasked) if word == "None" => Ground::Assumed,
            (Shown::Leaf(word, _), around) if word == "None" => around.clone(),
            _ => Ground::Assumed,
        }
    }
}

/// The fields that a path leads into: of a record, or of a variant that carries one.
fn record_in(value: &Shown) -> Option<&[Field]> {
    match value {
        Shown::Record(fields) => Some(fields),
        Shown::Call(_, argument) => record_in(argument),
        _ => None,
    }
}

/// Whether any part of it is more than a name, a reference or a text.
fn has_values(value: &Shown) -> bool {
    match value {
        Shown::Value(..) => true,
        Shown::Leaf(..) => false,
        Shown::List(list, _) => list.iter().any(has_values),
        Shown::Pair(pair) => pair.iter().any(has_values),
        Shown::Record(fields) => fields.iter().any(|field| has_values(&field.value)),
        Shown::Call(_, argument) => has_values(argument),
    }
}

/// How many numbers it has; a law of several counts once.
fn numbers(value: &Shown) -> usize {
    match value {
        Shown::Value(_, number) => usize::from(*number),
        Shown::Leaf(..) => 0,
        Shown::List(list, _) => list.iter().map(numbers).sum(),
        Shown::Pair(pair) => pair.iter().map(numbers).sum(),
        Shown::Record(fields) => fields.iter().map(|field| numbers(&field.value)).sum(),
        Shown::Call(_, argument) => numbers(argument),
    }
}
