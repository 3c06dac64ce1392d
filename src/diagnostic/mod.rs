//! What is told to the user about what the user wrote: a message with a code, a place in a text, and a way out.
//!
//! A [`Diagnostic`] points into one of the texts kept by [`Sources`]: the main file, an included fragment or
//! an override, each a source of its own. [`Diagnostic::render`] draws it as rustc does; the plain fields
//! serve machine-readable output. Faults are collected, so functions that look for them take or return a
//! `Vec<Diagnostic>`.
//!
//! [`codes`] lists every code, with its meaning and its page.
//!
//! **Invariant:** a place lies within the text of its source, on character boundaries, or is
//! [`Place::NOWHERE`]; and nothing rendered here carries a control character of the user's text to the
//! terminal.

pub mod codes;
mod listing;
mod number;
mod render;
mod rows;
mod source;
mod suggest;

pub use listing::write_listing;
pub use number::{counted, thousands};
pub use render::{obeyed, printable};
pub use rows::fold_rows;
pub use source::{Place, Sources};
pub use suggest::{did_you_mean, one_of};

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be played.
    Error,
    /// The scenario can be played, but probably does not say what was meant.
    Warning,
}

/// One fault, or one warning, in what the user wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// The stable code, such as `E0203`.
    pub code: &'static str,
    /// What is underlined; `None` when the fault has no place in a text.
    pub place: Option<Place>,
    /// The fault in one sentence, without a full stop.
    pub message: String,
    /// A few words beneath the underlined text; may be empty.
    pub label: String,
    /// The way out.
    pub help: Option<String>,
    /// What else helps to understand the fault.
    pub notes: Vec<String>,
    /// Other places that belong to the fault, each with a few words: where a name was given first, for example.
    pub also: Vec<(Place, String)>,
}

impl Diagnostic {
    /// An error at `place`; [`Place::NOWHERE`] means that it has none.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message.into())
    }

    /// A warning at `place`; [`Place::NOWHERE`] means that it has none.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message.into())
    }

    fn new(severity: Severity, code: &'static str, place: Place, message: String) -> Self {
        let place = (!place.is_nowhere()).then_some(place);
        let (label, help, notes, also) = (String::new(), None, Vec::new(), Vec::new());
        Diagnostic { severity, code, place, message, label, help, notes, also }
    }

    /// The same with words beneath the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with a way out; `None` leaves it as it is, so that an answer of [`did_you_mean`] can be passed on.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        if let Some(help) = help.into() {
            self.help = Some(help);
        }
        self
    }

    /// The same with one more note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with one more place; [`Place::NOWHERE`] is left out.
    #[must_use]
    pub fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        if !place.is_nowhere() {
            self.also.push((place, label.into()));
        }
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Whether any of `diagnostics` is an error.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}

/// Puts diagnostics in the order of reading: by source, then by place, those without a place first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|d| d.place.map(|p| (p.source, p.start, p.len)));
}

/// Sorted diagnostics with each told once, however often it was found.
pub fn once(sorted: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::with_capacity(sorted.len());
    for diagnostic in sorted {
        let mut same_place = told.iter().rev().take_while(|earlier| earlier.place == diagnostic.place);
        if !same_place.any(|earlier| *earlier == diagnostic) {
            told.push(diagnostic);
        }
    }
    told
}
