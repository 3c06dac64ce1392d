//! How a value is read from its text, with its place, and how faults are collected on the way.
//!
//! serde's derived code can neither tell a value where it stands nor go on after a fault, so the records' visitors
//! are written by [`record!`](super::record) and carry a [`Reader`]. A leaf captures its own text (`&RawValue`), whose address
//! minus the source's is its place; what is wrong with it is noted and a stand-in is returned, so that one pass finds
//! every faulty leaf. A faulty structure (a missing field, a list where a record belongs) stops the quick pass; the file is then
//! read again *carefully*: every field and element is captured before it is read, so that each fault stays within its own.
//!
//! **Invariant:** a reading that noted no fault contains no stand-in.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::overriding::{Override, Segment};
use super::share::{Cover, Share};
use super::written::Id;
use crate::diagnostic::{Diagnostic, Place, did_you_mean, one_of};

/// A value of the language: a leaf, a list, an optional value or a record.
pub trait Written: Sized {
    /// What the slot takes, for "`seats` takes …".
    fn takes() -> String;

    /// Reads the value, noting faults in `reader`; an error only for a faulty structure.
    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error>;

    /// Stands for a faulty value until the reading is given up.
    fn stand_in() -> Self;

    /// The value of a field that was left out; `None` when the field is required.
    fn left_out() -> Option<Self> {
        None
    }

    /// Reads the arguments of a variant, brackets included: `(…)` around one value, or a record's fields.
    fn read_arguments(text: &str, reader: &Reader<'_>) -> Option<Self> {
        reader.only_argument(text)
    }

    /// Replaces the part of this value at `path` by what `new` says, noting faults in its reader.
    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>);

    /// What brackets in a path call this element: `teams[key]`.
    fn key(&self) -> Option<String> {
        None
    }

    /// Shows every id, with the name of the field that it stands in.
    fn each_id(&mut self, _field: &'static str, _visit: &mut dyn FnMut(&'static str, &mut Id)) {}

    /// Counts the written numbers.
    fn count(&self, _cover: Cover, _share: &mut Share) {}
}

/// A value that is read from its own text as a whole.
pub trait Leaf: Sized {
    /// What the slot takes, for "`seats` takes …".
    fn takes() -> String;

    /// Reads the value from its text without surrounding space and comments; `None` after noting a fault.
    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self>;

    /// See [`Written::stand_in`].
    fn stand_in() -> Self;

    /// See [`Written::set`], for a path that goes on within the leaf.
    fn set_within(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        new.no_parts(path);
    }

    /// See [`Written::key`].
    fn key(&self) -> Option<String> {
        None
    }

    /// See [`Written::each_id`].
    fn each_id(&mut self, _field: &'static str, _visit: &mut dyn FnMut(&'static str, &mut Id)) {}

    /// See [`Written::count`].
    fn count(&self, _cover: Cover, _share: &mut Share) {}
}

impl<T: Leaf> Written for T {
    fn takes() -> String {
        T::takes()
    }

    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error> {
        let raw: &'de RawValue = Deserialize::deserialize(from)?;
        Ok(T::parse(trim(raw.get_ron()), reader).unwrap_or_else(T::stand_in))
    }

    fn stand_in() -> Self {
        T::stand_in()
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if !path.is_empty() {
            return self.set_within(path, new);
        }
        if let Some(value) = T::parse(new.text, new.reader) {
            *self = value;
        }
    }

    fn key(&self) -> Option<String> {
        T::key(self)
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        T::each_id(self, field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        T::count(self, cover, share);
    }
}

/// Reads one source, and collects what is wrong with it.
pub struct Reader<'s> {
    source: u32,
    text: &'s str,
    /// Whether the text was typed on a command line, where quotes may be left out.
    pub bare: bool,
    careful: Cell<bool>,
    field: Cell<&'static str>,
    record: Cell<Place>,
    faults: RefCell<Vec<Diagnostic>>,
}

impl<'s> Reader<'s> {
    /// A reader of the source with this number and text.
    pub fn new(source: u32, text: &'s str) -> Self {
        let (careful, field, record) = (Cell::new(false), Cell::new(""), Cell::new(Place::NOWHERE));
        Reader { source, text, bare: false, careful, field, record, faults: RefCell::default() }
    }

    /// The same for text in which quotes may be left out.
    pub fn bare(source: u32, text: &'s str) -> Self {
        Reader { bare: true, careful: Cell::new(true), ..Self::new(source, text) }
    }

    /// Reads the whole source, whose syntax was found to be sound if `careful`.
    pub fn whole<T: Written>(&self, careful: bool) -> Result<T, ron::error::SpannedError> {
        self.careful.set(careful);
        self.faults.borrow_mut().clear();
        self.record.set(self.place(self.text));
        options().from_str_seed(self.text, Directly::<T>(self, PhantomData))
    }

    /// The place of a part of the source's text, found by its address.
    pub fn place(&self, part: &str) -> Place {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        match start.checked_add(part.len()) {
            Some(end) if end <= self.text.len() => {
                Place { source: self.source, start: start as u32, len: part.len() as u32 }
            }
            _ => Place::NOWHERE,
        }
    }

    /// Notes a fault.
    pub fn fault(&self, fault: Diagnostic) {
        self.faults.borrow_mut().push(fault);
    }

    /// The name of the field that is being read.
    pub fn field(&self) -> &'static str {
        self.field.get()
    }

    /// Notes that the text is not what its slot takes; an answer for [`Leaf::parse`].
    pub fn refuse<T>(&self, text: &str, takes: &str) -> Option<T> {
        let place = self.place(first_line(text));
        let message = match self.field() {
            "" => format!("expected {takes}"),
            field => format!("`{field}` takes {takes}"),
        };
        self.fault(Diagnostic::error("E0002", place, message).label("not of this kind"));
        None
    }

    /// Notes that a word is none of those that its slot knows.
    pub fn unknown_word<T>(&self, word: &str, known: &[&str]) -> Option<T> {
        let message = match self.field() {
            "" => format!("`{word}` is not known here"),
            field => format!("`{field}` does not know `{word}`"),
        };
        let fault = Diagnostic::error("E0005", self.place(word), message).label("unknown");
        let possible = format!("possible: {}", one_of(known.iter().copied()));
        self.fault(fault.help(did_you_mean(word, known.iter().copied())).note(possible));
        None
    }

    /// Runs `act` while faults speak of this field.
    pub fn in_field(&self, name: &'static str, act: impl FnOnce()) {
        let before = self.field.replace(name);
        act();
        self.field.set(before);
    }

    /// All faults noted so far, in the order of noting.
    pub fn into_faults(self) -> Vec<Diagnostic> {
        self.faults.into_inner()
    }

    /// Whether no fault was noted.
    pub fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    /// Reads a captured text; what is wrong with its structure is noted.
    pub fn captured<T: Written>(&self, text: &str) -> Option<T> {
        let text = trim(text);
        let record = self.record.replace(self.place(text));
        let noted = self.faults.borrow().len();
        let result = options().from_str_seed(text, Directly::<T>(self, PhantomData));
        self.record.set(record);
        match result {
            Ok(value) => Some(value),
            // A fault further in was noted where it stands.
            Err(_) if self.faults.borrow().len() > noted => None,
            Err(_) => self.refuse(text, &T::takes()),
        }
    }

    /// Runs `read` in careful mode: what it finds is noted, never thrown.
    pub fn carefully<T>(&self, read: impl FnOnce(&Self) -> T) -> T {
        let before = self.careful.replace(true);
        let value = read(self);
        self.careful.set(before);
        value
    }

    fn only_argument<T: Written>(&self, text: &str) -> Option<T> {
        let noted = self.faults.borrow().len();
        let parsed = self.carefully(|reader| {
            options().from_str_seed(text, Single::<T>(reader, PhantomData)).ok().flatten()
        });
        if parsed.is_none() && self.faults.borrow().len() == noted {
            return self.refuse(text, &format!("{} in round brackets", T::takes()));
        }
        parsed
    }
}

/// The options by which every text of the language is read: an optional value needs no `Some(…)`.
pub fn options() -> &'static ron::Options {
    static OPTIONS: OnceLock<ron::Options> = OnceLock::new();
    OPTIONS.get_or_init(|| ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME))
}

/// The text without space and comments before and after it.
///
/// A capture contains the comments around its value; the value itself is a single token or bracketed.
pub fn trim(text: &str) -> &str {
    let text = super::lexis::skip_space(text);
    &text[..super::lexis::value_end(text)]
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

/// Reads a value in its field or list: at once, or carefully from its capture.
pub struct Slot<'r, 's, T>(&'r Reader<'s>, &'static str, PhantomData<T>);

impl<'r, 's, T> Slot<'r, 's, T> {
    /// The slot of the field with this name.
    pub fn new(reader: &'r Reader<'s>, field: &'static str) -> Self {
        Slot(reader, field, PhantomData)
    }
}

impl<'de, T: Written> DeserializeSeed<'de> for Slot<'_, '_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        let Slot(reader, field, _) = self;
        let before = reader.field.replace(field);
        let value = if reader.careful.get() {
            let raw: &'de RawValue = Deserialize::deserialize(from)?;
            Ok(reader.captured(raw.get_ron()).unwrap_or_else(T::stand_in))
        } else {
            T::read(from, reader)
        };
        reader.field.set(before);
        value
    }
}

struct Directly<'r, 's, T>(&'r Reader<'s>, PhantomData<T>);

impl<'de, T: Written> DeserializeSeed<'de> for Directly<'_, '_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from, self.0)
    }
}

/// Exactly one value in round brackets.
struct Single<'r, 's, T>(&'r Reader<'s>, PhantomData<T>);

impl<'de, T: Written> DeserializeSeed<'de> for Single<'_, '_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_tuple(1, self)
    }
}

impl<'de, T: Written> Visitor<'de> for Single<'_, '_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("one value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let value = seq.next_element_seed(Slot::<T>::new(self.0, self.0.field()))?;
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::custom("more than one value")),
        }
    }
}

impl<T: Written> Written for Vec<T> {
    fn takes() -> String {
        String::from("a list in square brackets, `[…, …]`")
    }

    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error> {
        struct Elements<'r, 's, T>(&'r Reader<'s>, PhantomData<T>);
        impl<'de, T: Written> Visitor<'de> for Elements<'_, '_, T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element_seed(Slot::<T>::new(self.0, self.0.field()))? {
                    elements.push(element);
                }
                Ok(elements)
            }
        }
        from.deserialize_seq(Elements(reader, PhantomData))
    }

    fn stand_in() -> Self {
        Vec::new()
    }

    fn left_out() -> Option<Self> {
        Some(Vec::new())
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        match path.split_first() {
            None => new.replace(self),
            Some((Segment::Element(key), rest)) => new.set_element(self, key, rest),
            Some((Segment::Field(name), _)) => new.needs_element(self, name),
        }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.iter_mut().for_each(|element| element.each_id(field, visit));
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.iter().for_each(|element| element.count(cover, share));
    }
}

impl<T: Written> Written for Option<T> {
    fn takes() -> String {
        T::takes()
    }

    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error> {
        struct Maybe<'r, 's, T>(&'r Reader<'s>, PhantomData<T>);
        impl<'de, T: Written> Visitor<'de> for Maybe<'_, '_, T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value or None")
            }

            fn visit_none<E: serde::de::Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
                T::read(from, self.0).map(Some)
            }
        }
        from.deserialize_option(Maybe(reader, PhantomData))
    }

    fn stand_in() -> Self {
        None
    }

    fn left_out() -> Option<Self> {
        Some(None)
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if path.is_empty() && new.text == "None" {
            *self = None;
            return;
        }
        let mut value = match self.take().or_else(T::left_out) {
            Some(value) => value,
            None if path.is_empty() => T::stand_in(),
            None => return new.absent(path),
        };
        value.set(path, new);
        *self = Some(value);
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        if let Some(value) = self {
            value.each_id(field, visit);
        }
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        if let Some(value) = self {
            value.count(cover, share);
        }
    }
}

impl<A: Written, B: Written> Written for (A, B) {
    fn takes() -> String {
        String::from("two values in round brackets, `(…, …)`")
    }

    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error> {
        struct Pair<'r, 's, A, B>(&'r Reader<'s>, PhantomData<(A, B)>);
        impl<'de, A: Written, B: Written> Visitor<'de> for Pair<'_, '_, A, B> {
            type Value = (A, B);

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("two values")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(A, B), S::Error> {
                let field = self.0.field();
                let first = seq.next_element_seed(Slot::<A>::new(self.0, field))?;
                let second = seq.next_element_seed(Slot::<B>::new(self.0, field))?;
                match (first, second, seq.next_element::<IgnoredAny>()?) {
                    (Some(first), Some(second), None) => Ok((first, second)),
                    _ => Err(S::Error::custom("not two values")),
                }
            }
        }
        from.deserialize_tuple(2, Pair(reader, PhantomData))
    }

    fn stand_in() -> Self {
        (A::stand_in(), B::stand_in())
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if path.is_empty() { new.replace(self) } else { new.no_parts(path) }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.0.each_id(field, visit);
        self.1.each_id(field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.0.count(cover, share);
        self.1.count(cover, share);
    }
}

impl<T: Written + Clone> Written for Arc<T> {
    fn takes() -> String {
        T::takes()
    }

    fn read<'de, D: Deserializer<'de>>(from: D, reader: &Reader<'_>) -> Result<Self, D::Error> {
        T::read(from, reader).map(Arc::new)
    }

    fn stand_in() -> Self {
        Arc::new(T::stand_in())
    }

    fn left_out() -> Option<Self> {
        T::left_out().map(Arc::new)
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        Arc::make_mut(self).set(path, new);
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        Arc::make_mut(self).each_id(field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        T::count(self, cover, share);
    }
}

/// The fields of a record while it is read: which were seen, and where.
pub struct Fields<'r, 's> {
    reader: &'r Reader<'s>,
    names: &'static [&'static str],
    seen: Vec<Place>,
}

impl<'r, 's> Fields<'r, 's> {
    /// For a record with these field names.
    pub fn new(reader: &'r Reader<'s>, names: &'static [&'static str]) -> Self {
        let seen = if reader.careful.get() { vec![Place::NOWHERE; names.len()] } else { Vec::new() };
        Fields { reader, names, seen }
    }

    /// The next field's number, if it is one of the record's; unknown and repeated ones are noted and skipped.
    pub fn next<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<usize>, A::Error> {
        while let Some(name) = map.next_key_seed(Name)? {
            let Some(index) = self.names.iter().position(|known| *known == name) else {
                self.unknown::<A>(name)?;
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let place = self.reader.place(name);
            match self.seen.get_mut(index) {
                Some(seen) if seen.is_nowhere() => *seen = place,
                Some(seen) => {
                    let message = format!("`{name}` is given twice");
                    let fault = Diagnostic::error("E0007", place, message).label("again here");
                    self.reader.fault(fault.also(*seen, "first here"));
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                None => {}
            }
            return Ok(Some(index));
        }
        Ok(None)
    }

    fn unknown<'de, A: MapAccess<'de>>(&self, name: &str) -> Result<(), A::Error> {
        if !self.reader.careful.get() {
            return Err(A::Error::custom("an unknown field"));
        }
        let what = match self.reader.field() {
            "" => String::from("a scenario"),
            field => format!("`{field}`"),
        };
        let message = format!("{what} has no field `{name}`");
        let fault = Diagnostic::error("E0004", self.reader.place(name), message).label("unknown field");
        let possible = format!("possible: {}", one_of(self.names.iter().copied()));
        self.reader.fault(fault.help(did_you_mean(name, self.names.iter().copied())).note(possible));
        Ok(())
    }

    /// A field's value, or its default; a missing one is noted.
    pub fn value<T: Written, E: serde::de::Error>(
        &self,
        index: usize,
        written: Option<T>,
        default: Option<T>,
    ) -> Result<T, E> {
        if let Some(value) = written.or(default) {
            return Ok(value);
        }
        if !self.reader.careful.get() {
            return Err(E::custom("a missing field"));
        }
        let name = self.names[index];
        let message = match self.reader.field() {
            "" => format!("the scenario lacks `{name}`"),
            field => format!("an entry of `{field}` lacks `{name}`"),
        };
        let fault = Diagnostic::error("E0006", self.reader.record_head(), message);
        self.reader.fault(
            fault.label(format!("`{name}` is missing here")).help(format!("`{name}` takes {}", T::takes())),
        );
        Ok(T::stand_in())
    }

    /// Refuses a field given twice in the quick pass, where it is not looked at where.
    pub fn once<T, E: serde::de::Error>(&self, before: &Option<T>) -> Result<(), E> {
        if before.is_some() { Err(E::custom("a field given twice")) } else { Ok(()) }
    }

    /// Refuses more values than fields, in a record that was written without names.
    pub fn end<'de, A: SeqAccess<'de>>(&self, seq: &mut A) -> Result<(), A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("too many values")),
        }
    }
}

impl Reader<'_> {
    /// The beginning of the record that is being read: its first line.
    fn record_head(&self) -> Place {
        let place = self.record.get();
        let text = self.text.get(place.start as usize..).unwrap_or("");
        let line = first_line(text).trim_end().len();
        place.within(0, line)
    }
}

/// What a record takes, by its first fields.
pub fn record_takes(fields: &[&str]) -> String {
    let shown: Vec<String> = fields.iter().take(2).map(|name| format!("{name}: …")).collect();
    let more = if fields.len() > 2 { ", …" } else { "" };
    format!("a record in round brackets, `({}{more})`", shown.join(", "))
}

impl Reader<'_> {
    /// The content of a quoted text; a bare one may stand without quotes.
    pub fn string(&self, text: &str, takes: &str) -> Option<String> {
        let quoted = super::lexis::quoted_len(text);
        if quoted == 0 && self.bare {
            return Some(String::from(text));
        }
        if quoted == text.len() && text.starts_with('"') && !text.contains('\\') && text.len() >= 2 {
            return Some(String::from(&text[1..text.len() - 1]));
        }
        match options().from_str::<String>(text) {
            Ok(string) => Some(string),
            Err(_) => self.refuse(text, takes),
        }
    }

    /// A number or word, without the quotes that a command line may have left around it.
    pub fn unquoted<'t>(&self, text: &'t str) -> &'t str {
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        if self.bare { inner.unwrap_or(text) } else { text }
    }

    /// The one word that the text is.
    pub fn word<'t>(&self, text: &'t str, takes: &str) -> Option<&'t str> {
        let text = self.unquoted(text);
        match super::lexis::split_name(text) {
            (name, "") if name == text && !name.is_empty() => Some(name),
            _ => self.refuse(text, takes),
        }
    }

    /// The name of a variant, and its arguments with their brackets.
    pub fn variant<'t>(&self, text: &'t str, takes: &str) -> Option<(&'t str, &'t str)> {
        let text = self.unquoted(text);
        match super::lexis::split_name(text) {
            ("", _) => self.refuse(text, takes),
            (_, rest) if !(rest.is_empty() || rest.starts_with('(')) => self.refuse(text, takes),
            split => Some(split),
        }
    }

    /// The argument of the variant `name`.
    pub fn argument<T: Written>(&self, name: &str, text: &str) -> Option<T> {
        if !text.is_empty() {
            return T::read_arguments(text, self);
        }
        let value = T::left_out();
        if value.is_none() {
            let message = format!("`{name}` takes {}", T::takes());
            self.fault(Diagnostic::error("E0002", self.place(name), message).label("nothing follows"));
        }
        value
    }

    /// Makes sure that the variant `name` has no argument.
    pub fn no_argument(&self, name: &str, text: &str) -> Option<()> {
        let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        if text.is_empty() || inside.is_some_and(|inside| inside.trim().is_empty()) {
            return Some(());
        }
        let message = format!("`{name}` stands alone");
        self.fault(Diagnostic::error("E0002", self.place(first_line(text)), message).label("not taken"));
        None
    }

    /// Reads a record from a variant's arguments, by name or in order.
    pub fn arguments<'de, V: Visitor<'de>>(
        &self,
        text: &'de str,
        visitor: V,
        fields: &'static [&'static str],
    ) -> Option<V::Value> {
        let noted = self.faults.borrow().len();
        let record = self.record.replace(self.place(text));
        let parsed = self.carefully(|_| {
            let mut from = ron::Deserializer::from_str_with_options(text, options()).ok()?;
            let value = if super::lexis::has_names(text) {
                from.deserialize_struct("", fields, visitor)
            } else {
                from.deserialize_tuple(fields.len(), visitor)
            };
            value.ok().filter(|_| from.end().is_ok())
        });
        self.record.set(record);
        if parsed.is_none() && self.faults.borrow().len() == noted {
            return self.refuse(text, &record_takes(fields));
        }
        parsed
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

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, name: &'de str) -> Result<&'de str, E> {
        Ok(name)
    }
}
