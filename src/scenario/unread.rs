//! A value that the parser has come to, whatever the parser's own type for it is.
//!
//! serde compiles a visitor anew for each type that hands it values, of which ron has four for the fields of a record alone.
//! Behind the objects here, what reads a record, a list or an optional value is compiled once.
//!
//! **Invariant:** why a reading stopped is for the careful pass to find out, which tells it in the words of the language.

use std::fmt;

use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::reading::options;

/// There is no value, since the structure is at fault.
#[derive(Debug)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the structure is at fault")
    }
}

type Read<'r, 'de> = &'r mut dyn FnMut(&mut dyn Unread<'de>) -> Result<(), Stopped>;
type ReadList<'r, 'de> = &'r mut dyn FnMut(&mut dyn Elements<'de>) -> Result<(), Stopped>;
type ReadRecord<'r, 'de> = &'r mut dyn FnMut(&mut dyn Named<'de>) -> Result<(), Stopped>;

/// A value that was not read yet; it is read once.
pub trait Unread<'de> {
    /// Its text, with the space and the comments around it.
    fn text(&mut self) -> Result<&'de str, Stopped>;

    /// Hands it on, unless it is `None`.
    fn optional(&mut self, read: Read<'_, 'de>) -> Result<(), Stopped>;

    /// Hands on the elements of a list in square brackets.
    fn list(&mut self, read: ReadList<'_, 'de>) -> Result<(), Stopped>;

    /// Hands on the values in round brackets, of which `len` are expected: whoever reads them makes sure of it.
    fn tuple(&mut self, len: usize, read: ReadList<'_, 'de>) -> Result<(), Stopped>;

    /// Hands on the fields of a record, before whose brackets `name` may stand.
    fn record(
        &mut self,
        name: &'static str,
        fields: &'static [&'static str],
        read: ReadRecord<'_, 'de>,
    ) -> Result<(), Stopped>;
}

/// The elements of a list, and the values of a record that was written without names.
pub trait Elements<'de> {
    /// Hands on the next one; false if there is none.
    fn next(&mut self, read: Read<'_, 'de>) -> Result<bool, Stopped>;

    /// Hands on the next one, which must be there.
    fn one(&mut self, read: Read<'_, 'de>) -> Result<(), Stopped> {
        if self.next(read)? { Ok(()) } else { Err(Stopped) }
    }

    /// Makes sure that there is none.
    fn end(&mut self) -> Result<(), Stopped>;
}

/// The fields of a record, by name.
pub trait Named<'de> {
    /// The next field's name, if there is one.
    fn name(&mut self) -> Result<Option<&'de str>, Stopped>;

    /// Hands on the value of the field that was named last.
    fn value(&mut self, read: Read<'_, 'de>) -> Result<(), Stopped>;

    /// Passes the value over.
    fn skip(&mut self) -> Result<(), Stopped>;
}

/// Hands on the one value that a text is.
pub fn read_text<'de>(text: &'de str, read: Read<'_, 'de>) -> Result<(), Stopped> {
    options().from_str_seed(text, Reading(read)).map_err(stop)
}

fn stop<E>(_: E) -> Stopped {
    Stopped
}

/// What serde is given to read a value by, or to visit what it found.
struct Reading<R>(R);

impl<'de> DeserializeSeed<'de> for Reading<Read<'_, 'de>> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        (self.0)(&mut Some(from)).map_err(D::Error::custom)
    }
}

impl<'de, D: Deserializer<'de>> Unread<'de> for Option<D> {
    fn text(&mut self) -> Result<&'de str, Stopped> {
        let raw: &'de RawValue = Deserialize::deserialize(self.take().ok_or(Stopped)?).map_err(stop)?;
        Ok(raw.get_ron())
    }

    fn optional(&mut self, read: Read<'_, 'de>) -> Result<(), Stopped> {
        self.take().ok_or(Stopped)?.deserialize_option(Reading(read)).map_err(stop)
    }

    fn list(&mut self, read: ReadList<'_, 'de>) -> Result<(), Stopped> {
        self.take().ok_or(Stopped)?.deserialize_seq(Reading(read)).map_err(stop)
    }

    fn tuple(&mut self, len: usize, read: ReadList<'_, 'de>) -> Result<(), Stopped> {
        self.take().ok_or(Stopped)?.deserialize_tuple(len, Reading(read)).map_err(stop)
    }

    fn record(
        &mut self,
        name: &'static str,
        fields: &'static [&'static str],
        read: ReadRecord<'_, 'de>,
    ) -> Result<(), Stopped> {
        self.take().ok_or(Stopped)?.deserialize_struct(name, fields, Reading(read)).map_err(stop)
    }
}

impl<'de> Visitor<'de> for Reading<Read<'_, 'de>> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or None")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.deserialize(from)
    }
}

impl<'de> Visitor<'de> for Reading<ReadList<'_, 'de>> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        (self.0)(&mut elements).map_err(A::Error::custom)
    }
}

impl<'de> Visitor<'de> for Reading<ReadRecord<'_, 'de>> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        (self.0)(&mut fields).map_err(A::Error::custom)
    }
}

impl<'de, A: SeqAccess<'de>> Elements<'de> for A {
    fn next(&mut self, read: Read<'_, 'de>) -> Result<bool, Stopped> {
        Ok(self.next_element_seed(Reading(read)).map_err(stop)?.is_some())
    }

    fn end(&mut self) -> Result<(), Stopped> {
        match self.next_element::<IgnoredAny>() {
            Ok(None) => Ok(()),
            _ => Err(Stopped),
        }
    }
}

impl<'de, A: MapAccess<'de>> Named<'de> for A {
    fn name(&mut self) -> Result<Option<&'de str>, Stopped> {
        self.next_key_seed(Name).map_err(stop)
    }

    fn value(&mut self, read: Read<'_, 'de>) -> Result<(), Stopped> {
        self.next_value_seed(Reading(read)).map_err(stop)
    }

    fn skip(&mut self) -> Result<(), Stopped> {
        self.next_value::<IgnoredAny>().map(|_| ()).map_err(stop)
    }
}

/// The name of a field, borrowed from the text.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<&'de str, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<&'de str, E> {
        Ok(name)
    }
}
