//! A value of the language as a tree of texts, from which it is written out again.
//!
//! Each value knows how it is written ([`Written::shown`](super::reading::Written::shown)); the lines that come of it are
//! the business of [`page`](super::page).
//!
//! **Invariant:** the texts of a tree, set one after the other with its brackets and names, are read as the same value.

use crate::diagnostic::Place;

/// A value as it is written.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A number, a word, a text in quotes, and where it was written.
    Leaf(String, Place),
    /// A list, and beside its elements what brackets in a path call each of them, if they do.
    List(Vec<Shown>, Vec<Option<String>>),
    /// Two values in round brackets.
    Pair(Box<[Shown; 2]>),
    /// The fields of a record.
    Record(Vec<Field>),
    /// A variant and its argument.
    Call(&'static str, Box<Shown>),
    /// A quantity, a choice or a law: what people set and tell as one value, and whether it is a number among those whose
    /// basis is asked for.
    Value(Box<Shown>, bool),
}

/// A field of a record as it is written.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: Shown,
    /// Whether nobody wrote it: it is what the language takes for a field that is left out.
    pub default: bool,
    /// What the language says of it, in one line.
    pub says: &'static str,
}

impl Shown {
    /// A text in quotes.
    pub fn quoted(text: &str, place: Place) -> Shown {
        Shown::Leaf(quoted(text), place)
    }

    /// A word of a choice whose place nobody knows.
    pub fn word(word: &'static str) -> Shown {
        Shown::value(Shown::Leaf(String::from(word), Place::NOWHERE), false)
    }

    /// One value for people; `number` says whether it is one of the numbers whose basis is asked for.
    pub fn value(of: Shown, number: bool) -> Shown {
        Shown::Value(Box::new(of), number)
    }

    /// What stands in the text.
    pub fn plain(&self) -> &Shown {
        match self {
            Shown::Value(of, _) => of.plain(),
            other => other,
        }
    }

    /// Whether any part of it stands in a text.
    pub fn is_written(&self) -> bool {
        self.place().is_some()
    }

    /// The first place of any part of it.
    pub fn place(&self) -> Option<Place> {
        match self {
            Shown::Leaf(_, place) => (!place.is_nowhere()).then_some(*place),
            Shown::List(list, _) => list.iter().find_map(Shown::place),
            Shown::Pair(pair) => pair.iter().find_map(Shown::place),
            Shown::Record(fields) => fields.iter().find_map(|field| field.value.place()),
            Shown::Call(_, argument) | Shown::Value(argument, _) => argument.place(),
        }
    }

    /// Whether it says nothing: no value, an empty list or an empty text.
    pub fn is_nothing(&self) -> bool {
        match self {
            Shown::Leaf(text, _) => text == "None" || text == "\"\"",
            Shown::List(list, _) => list.is_empty(),
            Shown::Record(fields) => fields.iter().all(|field| field.value.is_nothing()),
            Shown::Value(of, _) => of.is_nothing(),
            Shown::Pair(_) | Shown::Call(..) => false,
        }
    }

    /// Whether it has a number in it, a duration for example.
    pub fn has_number(&self) -> bool {
        match self {
            Shown::Leaf(text, _) => {
                text.trim_start_matches(['"', '-']).starts_with(|c: char| c.is_ascii_digit())
            }
            Shown::List(list, _) => list.iter().any(Shown::has_number),
            Shown::Pair(pair) => pair.iter().any(Shown::has_number),
            Shown::Record(fields) => fields.iter().any(|field| field.value.has_number()),
            Shown::Call(_, argument) | Shown::Value(argument, _) => argument.has_number(),
        }
    }
}

impl Field {
    /// A field; `is_default` says that its value is the one of a field that is left out.
    pub fn new(name: &'static str, value: Shown, is_default: bool, says: &'static str) -> Field {
        let default = is_default && !value.is_written();
        Field { name, value, default, says: says.trim_ascii() }
    }
}

/// A text in quotes, with escapes for what would end it or can't be seen.
pub fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if crate::diagnostic::obeyed(c) => written.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// A number as a person writes it: `5` rather than `5.0`, and no more digits than it needs.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value}") } else { format!("{value:?}") }
}

/// A length of time in the units that make it up: `1h 30min`.
pub fn span(micros: u64) -> String {
    const UNITS: [(u64, &str); 6] = [
        (86_400_000_000, "d"),
        (3_600_000_000, "h"),
        (60_000_000, "min"),
        (1_000_000, "s"),
        (1000, "ms"),
        (1, "us"),
    ];
    let (mut rest, mut parts) = (micros, Vec::new());
    for (size, unit) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    if parts.is_empty() { String::from("0s") } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{number, quoted, span};
    use crate::scenario::duration::parse_span;

    #[test]
    fn numbers_texts_and_durations_are_read_back_as_they_were() {
        for micros in
            [0, 1, 999, 1_500_000, 5_400_000_000, 432_000_000_000, 86_400_000_001, 31_557_600_000_000_000]
        {
            assert_eq!(parse_span(&span(micros)), Ok(micros), "{}", span(micros));
        }
        assert_eq!(span(5_400_000_000), "1h 30min");
        for value in [0.0, 5.0, 0.1, 1e300, 1e-300, 123_456_789.25, 1e15, f64::MAX] {
            assert_eq!(number(value).parse(), Ok(value), "{}", number(value));
        }
        assert_eq!(number(5.0), "5");
        for text in ["", "plain", "a \"quoted\" \\ word", "two\nlines\tand\r", "Übung \u{1b}[0m\u{202e}"] {
            assert_eq!(ron::from_str::<String>(&quoted(text)).as_deref(), Ok(text));
        }
    }
}
