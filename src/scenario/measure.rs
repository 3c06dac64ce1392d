//! Measures as objectives and conditions name them: `"time_to_declare[org=cert-eu, from=FirstHold]"`.
//!
//! **Invariant:** every part of a measure has its own place, within the quotes.

use std::fmt;

use super::duration::{Span, parse_span};
use super::reading::{Leaf, Reader};
use super::shown::{self, Shown};
use super::written::{Id, Word};
use crate::diagnostic::{Diagnostic, Place, Sources, codes};

/// The name of a measure and the filters that say whose.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What is measured: `time_to_declare`.
    pub name: Word,
    /// Pairs such as `org=cert-eu`, in the order written. Ids among the values are prefixed by an include.
    pub filters: Vec<(Word, Id)>,
    /// Where it is written, quotes included.
    pub place: Place,
}

/// What a measure is compared with: `"12h"` for times, or a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A duration.
    Span(Span),
    /// A number, and where it is written.
    Number(f64, Place),
}

impl Limit {
    /// Where it is written.
    pub fn place(&self) -> Place {
        match self {
            Limit::Span(span) => span.place,
            Limit::Number(_, place) => *place,
        }
    }
}

impl Measure {
    /// Reads a measure that is asked for outside a scenario, with quotes or without: `time_to_declare[org=cert-eu]`.
    ///
    /// `by` is what the user knows the question by, such as `--measure`. The text becomes a source of its own, which is no
    /// part of what is played.
    ///
    /// # Errors
    /// That it is not written as measures are.
    pub fn asked(text: &str, by: &str, sources: &mut Sources) -> Result<Measure, Vec<Diagnostic>> {
        let source = sources.add_question(by, text);
        let start = text.len() - text.trim_start().len();
        let place = Place { source, start: start as u32, len: text.trim().len() as u32 };
        super::part("measure", place, sources)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        let filters: Vec<String> = self.filters.iter().map(|(key, value)| format!("{key}={value}")).collect();
        if filters.is_empty() { Ok(()) } else { write!(f, "[{}]", filters.join(", ")) }
    }
}

impl Leaf for Measure {
    fn takes() -> String {
        String::from("a measure in quotes, for example `\"time_to_declare[org=cert-eu]\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        let written = reader.string(text, &<Self as Leaf>::takes())?;
        // Escapes would shift the parts; there the whole text is the place of each.
        let quote = usize::from(text.starts_with('"'));
        let exact = text.get(quote..quote + written.len()) == Some(written.as_str());
        let part_place = |part: &str| {
            let start = part.as_ptr() as usize - written.as_ptr() as usize;
            if exact { place.within(quote + start, part.len()) } else { place }
        };
        let Some(measure) = split_measure(&written, place, part_place) else {
            let message = format!("`{}` is not a measure", written.escape_debug());
            let help = String::from(
                "a measure is written `name` or `name[key=value, …]`, as `time_to_declare[org=cert-eu]`",
            );
            reader.fault(Diagnostic::error(codes::NOT_A_MEASURE, place, message).help(help));
            return None;
        };
        Some(measure)
    }

    fn stand_in() -> Self {
        Measure { name: Word::default(), filters: Vec::new(), place: Place::NOWHERE }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.filters.iter_mut().for_each(|(_, value)| visit(field, value));
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
        visit(&mut self.name.place);
        for (key, value) in &mut self.filters {
            visit(&mut key.place);
            visit(&mut value.place);
        }
    }

    fn shown(&self) -> Shown {
        Shown::quoted(&self.to_string(), self.place)
    }
}

fn split_measure(text: &str, place: Place, part_place: impl Fn(&str) -> Place) -> Option<Measure> {
    let text = text.trim();
    let (name, inside) = match text.split_once('[') {
        Some((name, rest)) => (name.trim(), rest.strip_suffix(']')?),
        None => (text, ""),
    };
    let word = |part: &str| Word { text: String::from(part), place: part_place(part) };
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let mut filters = Vec::new();
    for part in inside.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() || value.is_empty() {
            return None;
        }
        filters.push((word(key), Id { text: String::from(value), place: part_place(value) }));
    }
    Some(Measure { name: word(name), filters, place })
}

/// The inject's number in an origin such as `Inject("3")`.
pub fn inject_of(origin: &str) -> Option<&str> {
    let no = origin.strip_prefix("Inject(")?.strip_suffix(')')?;
    Some(no.trim().trim_matches('"'))
}

impl Leaf for Limit {
    fn takes() -> String {
        String::from("a duration in quotes, `\"12h\"`, or a number")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let number =
            |text: &str| super::reading::options().from_str::<f64>(text).ok().filter(|n| n.is_finite());
        if let Some(number) = number(reader.unquoted(text)) {
            return Some(Limit::Number(number, reader.place(text)));
        }
        if reader.is_bare() && parse_span(reader.unquoted(text)).is_err()
            || !reader.is_bare() && !text.starts_with(['"', 'r'])
        {
            return reader.refuse(text, &<Self as Leaf>::takes());
        }
        let inside = text.strip_prefix('"').and_then(|inside| inside.strip_suffix('"'));
        if inside.is_some_and(|inside| number(inside).is_some()) {
            return reader.refuse(text, &<Self as Leaf>::takes());
        }
        Span::parse(text, reader).map(Limit::Span)
    }

    fn stand_in() -> Self {
        Limit::Number(0.0, Place::NOWHERE)
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        match self {
            Limit::Span(span) => visit(&mut span.place),
            Limit::Number(_, place) => visit(place),
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Limit::Span(span) => Leaf::shown(span),
            Limit::Number(number, place) => Shown::value(Shown::Leaf(shown::number(*number), *place), true),
        }
    }
}
