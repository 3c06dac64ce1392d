//! The fields of a record while it is read: which were seen, which are unknown, which are missing.
//!
//! **Invariant:** in the careful pass every key of a record leads to its value or to a fault, and every
//! required field too.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::reading::{Reader, Subject, Written};
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean, one_of};

/// The fields of one record as far as they were read.
pub struct Fields<'r, 's> {
    reader: &'r Reader<'s>,
    names: &'static [&'static str],
    /// In the careful pass, where each field was given.
    seen: Vec<Place>,
    unknown: Vec<(String, Place)>,
    missing: Vec<(&'static str, String)>,
}

impl<'r, 's> Fields<'r, 's> {
    /// For a record with these field names.
    pub fn new(reader: &'r Reader<'s>, names: &'static [&'static str]) -> Self {
        let seen = if reader.is_careful() { vec![Place::NOWHERE; names.len()] } else { Vec::new() };
        Fields { reader, names, seen, unknown: Vec::new(), missing: Vec::new() }
    }

    /// The next field's number, if it is one of the record's; unknown and repeated ones are noted and passed over.
    pub fn next<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<usize>, A::Error> {
        while let Some(name) = map.next_key_seed(Name)? {
            let place = self.reader.place(name);
            match self.names.iter().position(|known| *known == name) {
                None if !self.reader.is_careful() => return Err(A::Error::custom("an unknown field")),
                None => self.unknown.push((String::from(name), place)),
                Some(index) => match self.seen.get_mut(index) {
                    Some(seen) if !seen.is_nowhere() => {
                        let message = format!("`{name}` is given twice");
                        let fault =
                            Diagnostic::error(codes::REPEATED_FIELD, place, message).label("again here");
                        self.reader.fault(fault.also(*seen, "first here"));
                    }
                    Some(seen) => {
                        *seen = place;
                        return Ok(Some(index));
                    }
                    None => return Ok(Some(index)),
                },
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    /// A field's value, or its default; a stand-in for one that is missing.
    pub fn value<T: Written, E: Error>(
        &mut self,
        index: usize,
        written: Option<T>,
        default: Option<T>,
    ) -> Result<T, E> {
        if let Some(value) = written.or(default) {
            return Ok(value);
        }
        if !self.reader.is_careful() {
            return Err(E::custom("a missing field"));
        }
        self.missing.push((self.names[index], T::takes()));
        Ok(T::stand_in())
    }

    /// Refuses a field given twice in the quick pass, which does not look where.
    pub fn once<T, E: Error>(&self, before: &Option<T>) -> Result<(), E> {
        if before.is_some() { Err(E::custom("a field given twice")) } else { Ok(()) }
    }

    /// Refuses more values than fields, in a record that was written without names.
    pub fn end<'de, A: SeqAccess<'de>>(&self, seq: &mut A) -> Result<(), A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("too many values")),
        }
    }

    /// Notes the unknown fields and the missing ones. One that is missing because it was misspelt is one fault.
    pub fn finish(mut self) {
        for (name, place) in std::mem::take(&mut self.unknown) {
            let missing = || self.missing.iter().map(|(name, _)| *name);
            let unseen =
                || self.names.iter().zip(&self.seen).filter(|(_, at)| at.is_nowhere()).map(|(name, _)| *name);
            let meant = nearest(&name, missing()).or_else(|| nearest(&name, unseen()));
            let message = format!("{} has no field `{name}`", self.reader.subject());
            let fault = Diagnostic::error(codes::UNKNOWN_FIELD, place, message).label("unknown field");
            let fault = fault.note(format!("possible: {}", one_of(self.names.iter().copied())));
            self.reader.fault(fault.help(meant.and_then(|meant| did_you_mean(&name, [meant]))));
            self.missing.retain(|(name, _)| meant != Some(*name));
        }
        for (name, takes) in self.missing {
            let message = format!("{} needs the field `{name}`", self.reader.subject());
            let fault = Diagnostic::error(codes::MISSING_FIELD, self.reader.record_head(), message);
            let help = match self.reader.subject() {
                // The only field that every file must have.
                Subject::Scenario | Subject::Study | Subject::Words if name == "format" => {
                    format!("for example `{name}: 1`")
                }
                _ => format!("`{name}` takes {takes}"),
            };
            self.reader.fault(fault.label(format!("`{name}` is missing")).help(help));
        }
    }
}

/// The one of `names` that `did_you_mean` would offer.
fn nearest(written: &str, names: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let offered = did_you_mean(written, names.clone())?;
    names.into_iter().find(|name| offered.contains(&format!("`{name}`")))
}

/// What a record takes, by its first fields.
pub fn record_takes(fields: &[&str]) -> String {
    let shown: Vec<String> = fields.iter().take(2).map(|name| format!("{name}: …")).collect();
    let more = if fields.len() > 2 { ", …" } else { "" };
    format!("a record in round brackets, `({}{more})`", shown.join(", "))
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

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<&'de str, E> {
        Ok(name)
    }
}
