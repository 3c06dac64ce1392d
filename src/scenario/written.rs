//! The leaves of the language that every record uses: ids, words, and numbers that know where they stand.
//!
//! **Invariant:** a leaf that was read from a text has that text's place; one that is a default has
//! [`Place::NOWHERE`].

use std::fmt;
use std::ops::Deref;

use super::reading::{Leaf, Reader, first_line, options};
use super::record::variants;
use super::share::{Cover, Share};
use super::shown::{Shown, number};
use crate::diagnostic::{Diagnostic, Place, codes};

/// A name that is the same everywhere in the scenario: the id of an entity, or a reference to one.
///
/// Written in quotes. An include puts its own name and a slash before the ids that its fragment defines:
/// `be/soc`. A member of a group is written `desk[17]`, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// The id.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// A name that means something only within its record (a tier, a step, a channel), or any other text.
///
/// Written in quotes. Never prefixed by an include.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// The text.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// A number, a truth value or one word of a choice, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<T> {
    /// What is written there.
    pub value: T,
    /// Where it is written.
    pub place: Place,
}

/// What an [`At`] can hold.
pub(crate) trait Scalar: Sized {
    /// Whether it is one of the numbers whose basis is asked for.
    const NUMBER: bool = false;

    /// What may stand in its place, for people: "a number", "one of A and B".
    fn takes() -> String;

    /// The value of `text`, or none after noting with `reader` what is wrong with it.
    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self>;

    /// What reading goes on with after a fault.
    fn stand_in() -> Self;

    /// How it is written.
    fn text(&self) -> String;
}

variants! {
    /// Where the numbers of a record come from.
    pub enum Basis {
        /// A source that its author opened: a paper, a report, a measurement.
        Source(Word),
        /// The judgement of somebody who knows.
        Expert,
        /// Nothing but an assumption.
        Assumed,
    }
}

impl Id {
    /// The id without the number of a member: `desk` of `desk[17]`.
    pub fn base(&self) -> &str {
        self.text.split('[').next().unwrap_or(&self.text)
    }

    /// The number of a member, counted from 1: 17 of `desk[17]`.
    pub fn member(&self) -> Option<u32> {
        let (_, rest) = self.text.split_once('[')?;
        rest.strip_suffix(']')?.parse().ok()
    }
}

impl<T> From<T> for At<T> {
    /// A value that nobody wrote.
    fn from(value: T) -> Self {
        At { value, place: Place::NOWHERE }
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Leaf for Id {
    fn takes() -> String {
        String::from("an id in quotes, for example `\"cert-eu\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        let text = reader.string(text, &<Self as Leaf>::takes())?;
        if text.is_empty() || text != text.trim() || text.chars().any(char::is_control) {
            let message = format!("`{}` is not an id", text.escape_debug());
            let help =
                String::from("an id is a text without space at its ends and without control characters");
            reader.fault(Diagnostic::error(codes::NOT_AN_ID, place, message).help(help));
            return None;
        }
        Some(Id { text, place })
    }

    fn stand_in() -> Self {
        Id { text: String::new(), place: Place::NOWHERE }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        visit(field, self);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::quoted(&self.text, self.place)
    }
}

/// The first control character of a text, apart from what gives it lines and columns.
fn control(text: &str) -> Option<char> {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let layout = matches!(c, '\n' | '\t') || (c == '\r' && rest.peek() == Some(&'\n'));
        if c.is_control() && !layout {
            return Some(c);
        }
    }
    None
}

impl Leaf for Word {
    fn takes() -> String {
        String::from("a text in quotes, for example `\"l1\"`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(text);
        let word = reader.string(text, &<Self as Leaf>::takes())?;
        if let Some(control) = control(&word) {
            let at = text.find(control).map(|at| place.within(at, control.len_utf8()));
            let place = at.unwrap_or_else(|| reader.place(first_line(text)));
            let message = format!("this text has the control character U+{:04X}", u32::from(control));
            let warning =
                Diagnostic::warning(codes::CONTROL_CHARACTER, place, message).label("a terminal may obey it");
            reader.warn(warning.help(String::from("leave it out")));
        }
        Some(Word { text: word, place })
    }

    fn stand_in() -> Self {
        Word::default()
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::quoted(&self.text, self.place)
    }
}

impl<T: Scalar> Leaf for At<T> {
    fn takes() -> String {
        T::takes()
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        T::parse(text, reader).map(|value| At { value, place: reader.place(text) })
    }

    fn stand_in() -> Self {
        T::stand_in().into()
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        if T::NUMBER {
            share.add(cover, self.place);
        }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
    }

    fn shown(&self) -> Shown {
        Shown::value(Shown::Leaf(self.value.text(), self.place), T::NUMBER)
    }
}

impl Scalar for f64 {
    const NUMBER: bool = true;

    fn takes() -> String {
        String::from("a number, for example `0.25`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        // The parser's way is slow, and nearly every number is a plain one.
        if let Some(number) = plain(text).and_then(|text| text.parse().ok()) {
            return Some(number);
        }
        match options().from_str::<f64>(reader.unquoted(text)) {
            Ok(number) if number.is_finite() => Some(number),
            _ => reader.refuse(text, &Self::takes()),
        }
    }

    fn stand_in() -> Self {
        0.0
    }

    fn text(&self) -> String {
        number(*self)
    }
}

impl Scalar for bool {
    fn takes() -> String {
        String::from("`true` or `false`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        match reader.unquoted(text) {
            "true" => Some(true),
            "false" => Some(false),
            _ => reader.refuse(text, &Self::takes()),
        }
    }

    fn stand_in() -> Self {
        false
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

/// The text if it is made of digits, with at most a point among them.
fn plain(text: &str) -> Option<&str> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    (digits(whole) && digits(fraction)).then_some(text)
}

macro_rules! whole_number {
    ($type:ty, $greatest:literal) => {
        impl Scalar for $type {
            const NUMBER: bool = true;

            fn takes() -> String {
                String::from("a whole number, for example `4`")
            }

            fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
                if let Some(number) = plain(text).and_then(|text| text.parse().ok()) {
                    return Some(number);
                }
                match options().from_str::<$type>(reader.unquoted(text)) {
                    Ok(number) => Some(number),
                    Err(_) if text.starts_with('-') => reader.refuse(text, "a whole number, 0 or more"),
                    Err(error) if error.code == ron::Error::IntegerOutOfBounds => {
                        reader.refuse(text, concat!("a whole number of at most ", $greatest))
                    }
                    Err(_) => reader.refuse(text, &Self::takes()),
                }
            }

            fn stand_in() -> Self {
                0
            }

            fn text(&self) -> String {
                self.to_string()
            }
        }
    };
}

impl Scalar for i32 {
    const NUMBER: bool = true;

    fn takes() -> String {
        String::from("a whole number, for example `4` or `-1`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        let unquoted = reader.unquoted(text);
        match unquoted.strip_prefix('+').unwrap_or(unquoted).parse() {
            Ok(number) => Some(number),
            Err(_) => reader.refuse(text, &Self::takes()),
        }
    }

    fn stand_in() -> Self {
        0
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

whole_number!(u32, "4294967295");
whole_number!(u64, "18446744073709551615");
