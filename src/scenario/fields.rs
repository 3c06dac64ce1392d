//! The fields of a record while it is read: which were seen, which are unknown, which are missing.
//!
//! **Invariant:** in the careful pass every key of a record leads to its value or to a fault, and every
//! required field too.

use super::reading::{Reader, Subject, Written};
use super::unread::{Elements, Named, Stopped};
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
    pub fn next(&mut self, named: &mut dyn Named<'_>) -> Result<Option<usize>, Stopped> {
        while let Some(name) = named.name()? {
            let place = self.reader.place(name);
            match self.names.iter().position(|known| *known == name) {
                None if !self.reader.is_careful() => return Err(Stopped),
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
            named.skip()?;
        }
        Ok(None)
    }

    /// Reads the value of the field with this number; the quick pass, which does not look where, refuses it the second time.
    pub fn read<T: Written>(
        &self,
        index: usize,
        named: &mut dyn Named<'_>,
        value: &mut Option<T>,
    ) -> Result<(), Stopped> {
        if value.is_some() {
            return Err(Stopped);
        }
        named.value(&mut self.reader.keeping(Subject::Field(self.names[index]), value))
    }

    /// Reads the value of the field with this number in a record that was written without names, if there is one more.
    pub fn read_next<T: Written>(
        &self,
        index: usize,
        values: &mut dyn Elements<'_>,
        value: &mut Option<T>,
    ) -> Result<(), Stopped> {
        values.next(&mut self.reader.keeping(Subject::Field(self.names[index]), value)).map(|_| ())
    }

    /// A field's value, or its default; a stand-in for one that is missing.
    pub fn value<T: Written>(
        &mut self,
        index: usize,
        written: Option<T>,
        default: Option<T>,
    ) -> Result<T, Stopped> {
        if let Some(value) = written.or(default) {
            return Ok(value);
        }
        if !self.reader.is_careful() {
            return Err(Stopped);
        }
        self.missing.push((self.names[index], T::takes()));
        Ok(T::stand_in())
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
