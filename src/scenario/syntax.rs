//! Faults of syntax: where the brackets, quotes and commas do not fit.
//!
//! **Invariant:** a text without a syntax fault is one that the parser reads to its end.

use ron::error::{Position, SpannedError};

use super::reading::options;
use crate::diagnostic::{Diagnostic, Place};

/// The fault of syntax in a text, if it has one; only the first can be told from its consequences.
pub fn fault(text: &str, whole: Place) -> Option<Diagnostic> {
    let error = options().from_str::<serde::de::IgnoredAny>(text).err()?;
    let place = place_in(text, &error, whole);
    Some(Diagnostic::error("E0001", place, error.code.to_string()))
}

/// The place in `whole` that a parser's error about its text points at.
pub fn place_in(text: &str, error: &SpannedError, whole: Place) -> Place {
    let start = offset(text, error.span.end).min(text.len());
    let len = super::lexis::token_len(&text[start..]);
    whole.within(start, len)
}

fn offset(text: &str, position: Position) -> usize {
    let mut line_start = 0;
    for _ in 1..position.line {
        match text[line_start..].find('\n') {
            Some(end) => line_start += end + 1,
            None => return text.len(),
        }
    }
    let rest = &text[line_start..];
    rest.char_indices().nth(position.col.saturating_sub(1)).map_or(text.len(), |(at, _)| line_start + at)
}
