//! How a value is read from its text, with its place, and how faults are collected on the way.
//!
//! serde's derived code can neither tell a value where it stands nor go on after a fault, so how a record is read is
//! written by [`record!`](super::record), with a [`Reader`] at hand. A leaf takes its own text, whose address minus the
//! source's is its place; what is wrong with it is noted and a stand-in is returned, so that one pass finds every faulty
//! leaf. A faulty structure (a missing field, a list where a record belongs) stops the quick pass; the file is then read
//! again *carefully*: every field and element is captured before it is read, so that each fault stays within its own. The
//! quick pass is what valid files need: it is some ten times faster.
//!
//! **Invariant:** a reading that noted no fault contains no stand-in.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::OnceLock;

use ron::extensions::Extensions;

use super::lexis;
use super::overriding::{Override, Segment};
use super::parsing::Found;
use super::share::{Cover, Share};
use super::shown::Shown;
use super::slips;
use super::syntax;
use super::unread::{Stopped, Unread, read_text};
use super::written::Id;
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean, one_of};

/// A value of the language: a leaf, a list, an optional value or a record.
pub trait Written: Sized {
    /// What the slot takes, for "`seats` takes …".
    fn takes() -> String;

    /// Reads the value, noting faults in `reader`; stops only at a faulty structure.
    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped>;

    /// Stands for a faulty value until the reading is given up.
    fn stand_in() -> Self;

    /// The value of a field that was left out; `None` when the field is required.
    fn left_out() -> Option<Self> {
        None
    }

    /// Reads the arguments of a variant, brackets included: `(…)` around one value, or a record's fields.
    fn read_arguments(text: &str, reader: &Reader<'_>) -> Option<Self> {
        reader.single(text)
    }

    /// Replaces the part of this value at `path` by what `new` says, noting faults in its reader.
    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>);

    /// What brackets in a path call this element: `teams[key]`.
    fn key(&self) -> Option<String> {
        None
    }

    /// What else they call it, where that is one element's only: what tells two of a kind apart.
    fn other_key(&self) -> Option<String> {
        None
    }

    /// Shows every id, with the name of the field that it stands in.
    fn each_id(&mut self, _field: &'static str, _visit: &mut dyn FnMut(&'static str, &mut Id)) {}

    /// Counts the written numbers.
    fn count(&self, _cover: Cover, _share: &mut Share) {}

    /// Shows every place, so that it can be changed.
    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place));

    /// Takes in the lists of another value, and those within its records; all else stays as it is.
    fn join(&mut self, _other: Self) {}

    /// Takes from another value what this one leaves out: optional values and lists.
    fn fill(&mut self, _other: Self) {}

    /// How it is written.
    fn shown(&self) -> Shown;
}

/// A value that is read from its own text as a whole.
pub trait Leaf: Sized {
    /// See [`Written::takes`].
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

    /// See [`Written::other_key`].
    fn other_key(&self) -> Option<String> {
        None
    }

    /// See [`Written::each_id`].
    fn each_id(&mut self, _field: &'static str, _visit: &mut dyn FnMut(&'static str, &mut Id)) {}

    /// See [`Written::count`].
    fn count(&self, _cover: Cover, _share: &mut Share) {}

    /// See [`Written::each_place`].
    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place));

    /// See [`Written::shown`].
    fn shown(&self) -> Shown;
}

impl<T: Leaf> Written for T {
    fn takes() -> String {
        T::takes()
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        Ok(T::parse(trim(from.text()?), reader).unwrap_or_else(T::stand_in))
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

    fn other_key(&self) -> Option<String> {
        T::other_key(self)
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        T::each_id(self, field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        T::count(self, cover, share);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        T::each_place(self, visit);
    }

    fn shown(&self) -> Shown {
        T::shown(self)
    }
}

/// What is being read, so that a fault can speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The file.
    Scenario,
    /// A file that holds a study.
    Study,
    /// A file that holds words.
    Words,
    /// The value of a field.
    Field(&'static str),
    /// An element of the list in a field.
    Entry(&'static str),
    /// The arguments of a variant.
    Variant(&'static str),
}

impl Subject {
    /// The subject of an element of the list that this one is.
    pub fn entry(self) -> Subject {
        match self {
            Subject::Field(name) | Subject::Variant(name) => Subject::Entry(name),
            other => other,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Scenario => f.write_str("a scenario"),
            Subject::Study => f.write_str("a study"),
            Subject::Words => f.write_str("a file of words"),
            Subject::Field(name) | Subject::Variant(name) => write!(f, "`{name}`"),
            Subject::Entry(name) => write!(f, "an entry of `{name}`"),
        }
    }
}

/// Reads one source, and collects what is wrong with it.
pub struct Reader<'s> {
    source: u32,
    text: &'s str,
    bare: bool,
    careful: Cell<bool>,
    subject: Cell<Subject>,
    record: Cell<Place>,
    faults: RefCell<Vec<Diagnostic>>,
    /// Apart from the faults, of which it matters whether there are any.
    warnings: RefCell<Vec<Diagnostic>>,
    /// What was refused, as a whole.
    lost: RefCell<Vec<Place>>,
}

impl<'s> Reader<'s> {
    /// A reader of the source with this number and text.
    pub fn new(source: u32, text: &'s str) -> Self {
        let (careful, subject) = (Cell::new(false), Cell::new(Subject::Scenario));
        let (record, faults, warnings) = (Cell::new(Place::NOWHERE), RefCell::default(), RefCell::default());
        let lost = RefCell::default();
        Reader { source, text, bare: false, careful, subject, record, faults, warnings, lost }
    }

    /// The same, for a file that holds what `subject` says.
    pub fn of(self, subject: Subject) -> Self {
        self.subject.set(subject);
        self
    }

    /// A reader of text typed on a command line, where quotes may be left out.
    pub fn bare(source: u32, text: &'s str) -> Self {
        Reader { bare: true, careful: Cell::new(true), ..Self::new(source, text) }
    }

    /// Reads the whole source; carefully only if its syntax was found to be sound.
    pub fn whole<T: Written>(&self, careful: bool) -> Result<T, Stopped> {
        self.careful.set(careful);
        self.faults.borrow_mut().clear();
        self.warnings.borrow_mut().clear();
        self.lost.borrow_mut().clear();
        self.record.set(self.place(lexis::skip_space(self.text)));
        let mut value = None;
        read_text(self.text, &mut self.reading(&mut value))?;
        value.ok_or(Stopped)
    }

    /// Reads a value in its field or list, which `subject` names: at once, or carefully from its capture.
    pub fn slot<T: Written>(&self, subject: Subject, from: &mut dyn Unread<'_>) -> Result<T, Stopped> {
        let mut value = None;
        let is_read = self.about(subject, || match self.is_careful() {
            true => Ok(self.noting(trim(from.text()?), &T::takes, &mut self.reading(&mut value))),
            false => self.reading(&mut value)(from).map(|()| true),
        })?;
        Ok(value.filter(|_| is_read).unwrap_or_else(T::stand_in))
    }

    /// What reads a value into `value`.
    pub fn reading<'f, T: Written>(
        &'f self,
        value: &'f mut Option<T>,
    ) -> impl FnMut(&mut dyn Unread<'_>) -> Result<(), Stopped> + 'f {
        move |from| {
            *value = Some(T::read(from, self)?);
            Ok(())
        }
    }

    /// The same of a value in its field or list, as [`slot`](Self::slot) reads it.
    pub fn keeping<'f, T: Written>(
        &'f self,
        subject: Subject,
        value: &'f mut Option<T>,
    ) -> impl FnMut(&mut dyn Unread<'_>) -> Result<(), Stopped> + 'f {
        move |from| {
            *value = Some(self.slot(subject, from)?);
            Ok(())
        }
    }

    /// Reads a captured text; what is wrong with its structure is noted.
    pub fn captured<T: Written>(&self, text: &str) -> Option<T> {
        let text = trim(text);
        let mut value = None;
        let is_read = self.noting(text, &T::takes, &mut self.reading(&mut value));
        value.filter(|_| is_read)
    }

    /// Reads a captured text, of which `takes` says what it may be; whether that went well. A failure without a fault further
    /// in is noted.
    pub fn noting(
        &self,
        text: &str,
        takes: &dyn Fn() -> String,
        read: &mut dyn FnMut(&mut dyn Unread<'_>) -> Result<(), Stopped>,
    ) -> bool {
        if !self.is_sound(text) {
            return false;
        }
        let noted = self.noted();
        let record = self.record.replace(self.place(text));
        let careful = self.careful.replace(true);
        let is_read = read_text(text, read).is_ok();
        self.careful.set(careful);
        self.record.set(record);
        if !is_read && self.noted() == noted {
            self.refused(text, &takes());
        }
        is_read
    }

    /// Looks at the syntax of what was typed, which is no capture and so was not looked at yet.
    fn is_sound(&self, text: &str) -> bool {
        let unsound = if self.bare { syntax::faults(text, self.place(text)) } else { Vec::new() };
        let sound = unsound.is_empty();
        self.faults.borrow_mut().extend(unsound);
        sound
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

    /// The beginning of the record that is being read: its first line.
    pub fn record_head(&self) -> Place {
        let place = self.record.get();
        let text = self.text.get(place.start as usize..).unwrap_or("");
        place.within(0, first_line(text).trim_end().len())
    }

    /// Whether structure is read field by field, so that its faults can be noted and passed over.
    pub fn is_careful(&self) -> bool {
        self.careful.get()
    }

    /// Whether quotes may be left out.
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// What is being read.
    pub fn subject(&self) -> Subject {
        self.subject.get()
    }

    /// Reads something while faults speak of `subject`.
    pub fn about<T>(&self, subject: Subject, read: impl FnOnce() -> T) -> T {
        let before = self.subject.replace(subject);
        let value = read();
        self.subject.set(before);
        value
    }

    /// Notes a fault.
    pub fn fault(&self, fault: Diagnostic) {
        self.faults.borrow_mut().push(fault);
    }

    /// How many faults were noted.
    pub fn noted(&self) -> usize {
        self.faults.borrow().len()
    }

    /// Notes that the text is not what its slot takes; an answer for [`Leaf::parse`].
    pub fn refuse<T>(&self, text: &str, takes: &str) -> Option<T> {
        self.refused(text, takes);
        None
    }

    // Apart from its shell, of which there is one for each type that is read.
    fn refused(&self, text: &str, takes: &str) {
        let place = self.place(first_line(text));
        self.lost.borrow_mut().push(self.place(text));
        let message = match self.subject() {
            Subject::Entry(name) => format!("each entry of `{name}` is {takes}"),
            subject => format!("{subject} takes {takes}"),
        };
        let kind = slips::kind(text, takes);
        // Where quotes may be left out, they may have been there.
        let kind = if self.bare { kind.trim_end_matches(" without quotes") } else { kind };
        let fault = Diagnostic::error(codes::WRONG_KIND, place, message).label(kind);
        self.fault(fault.help(slips::way_out(text, takes)));
    }

    /// Notes that a word is none of those that its slot knows.
    pub fn unknown_word<T>(&self, word: &str, known: &[&str]) -> Option<T> {
        self.unknown(word, known);
        None
    }

    fn unknown(&self, word: &str, known: &[&str]) {
        let message = match self.subject() {
            Subject::Entry(name) => format!("`{name}` does not know `{word}`"),
            subject => format!("{subject} does not know `{word}`"),
        };
        let fault = Diagnostic::error(codes::UNKNOWN_WORD, self.place(word), message).label("unknown");
        let possible = format!("possible: {}", one_of(known.iter().copied()));
        self.fault(fault.help(did_you_mean(word, known.iter().copied())).note(possible));
    }

    /// Notes a warning.
    pub fn warn(&self, warning: Diagnostic) {
        self.warnings.borrow_mut().push(warning);
    }

    /// All faults noted, in the order of noting, and then all warnings; and what could not be read.
    pub fn into_found(self) -> Found {
        let mut faults = self.faults.into_inner();
        faults.extend(self.warnings.into_inner());
        let lost = self.lost.into_inner().into_iter().filter(|place| !place.is_nowhere()).collect();
        Found { faults, lost }
    }

    /// What there is to say in the end: nothing, or all faults.
    pub fn verdict(self) -> Result<(), Vec<Diagnostic>> {
        match self.into_found().faults {
            faults if faults.is_empty() => Ok(()),
            faults => Err(faults),
        }
    }
}

/// The options by which every text of the language is read: an optional value needs no `Some(…)`.
pub fn options() -> &'static ron::Options {
    static OPTIONS: OnceLock<ron::Options> = OnceLock::new();
    OPTIONS.get_or_init(|| ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME))
}

/// The text without space and comments before and after it: a capture contains the comments around its value.
pub fn trim(text: &str) -> &str {
    let text = lexis::skip_space(text);
    &text[..lexis::value_end(text)]
}

/// The text up to its first line end, which is enough to underline.
pub fn first_line(text: &str) -> &str {
    // Of an empty text itself, so that it keeps its place.
    text.lines().next().unwrap_or(text)
}
