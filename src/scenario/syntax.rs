//! Faults of syntax: where brackets, quotes and commas do not fit.
//!
//! The parser stops at the first, and what follows cannot be told from its consequences; but brackets are
//! matched apart, for the parser notices a missing one long after the place where it belongs.
//!
//! **Invariant:** a text without a syntax fault is one that the parser reads to its end.

use ron::Error;
use ron::error::{Position, SpannedError};

use super::lexis;
use super::reading::{first_line, options};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The faults of syntax in a text; `whole` is its place.
pub fn faults(text: &str, whole: Place) -> Vec<Diagnostic> {
    let Err(error) = options().from_str::<serde::de::IgnoredAny>(text) else {
        return Vec::new();
    };
    if lexis::skip_space(text).is_empty() && !lexis::is_unclosed_comment(text.trim_start()) {
        let fault = Diagnostic::error(codes::PUNCTUATION, whole.within(0, 0), "a value is missing");
        return vec![fault.label("nothing stands here")];
    }
    let place = place_in(text, &error, whole);
    if error.code == Error::ExceededRecursionLimit {
        let fault = Diagnostic::error(codes::TOO_DEEP, place, "values are nested too deeply");
        return vec![fault.label("no deeper than this")];
    }
    let stumble = (place.start - whole.start) as usize;
    match bracket_fault(text, whole, stumble) {
        // The parser stumbles over the bracket, or over what comes of it: what stands after a bracket that is
        // not closed reads as more of what it holds.
        Some((from, fault)) if from <= stumble => vec![fault],
        Some((_, fault)) => vec![explain(text, &error, place), fault],
        None => vec![explain(text, &error, place)],
    }
}

/// The place in `whole` that a parser's error about its text points at.
pub fn place_in(text: &str, error: &SpannedError, whole: Place) -> Place {
    let mut start = offset(text, error.span.end).min(text.len());
    if text[start..].trim().is_empty() {
        start = text.trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
    }
    whole.within(start, first_line(&text[start..start + lexis::token_len(&text[start..])]).len())
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

/// The first bracket that does not fit, or the quote or comment that is not closed, and from where on it misleads
/// the parser; `stumble` is where the parser gave up.
fn bracket_fault(text: &str, whole: Place, stumble: usize) -> Option<(usize, Diagnostic)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut long_text = None;
    let mut at = 0;
    while at < text.len() {
        let token = &text[at..at + lexis::step(&text[at..])];
        let first = token.chars().next().unwrap_or(' ');
        match first {
            '(' | '[' | '{' => open.push((first, at)),
            ')' | ']' | '}' => match open.pop() {
                Some((opening, _)) if closer(opening) == first => {}
                Some((opening, opened)) => {
                    let message = format!("`{first}` does not close `{opening}`");
                    let fault = Diagnostic::error(codes::BRACKET, whole.within(at, 1), message);
                    let fault = fault.label(format!("expected `{}` before this", closer(opening)));
                    return Some((opened, fault.also(whole.within(opened, 1), "opened here")));
                }
                None => {
                    let fault = Diagnostic::error(
                        codes::BRACKET,
                        whole.within(at, 1),
                        format!("`{first}` closes nothing"),
                    );
                    return Some((at, fault.label("no bracket is open here")));
                }
            },
            '"' | 'r' if token.len() > 1 && token.contains('\n') => {
                long_text = long_text.or(Some(at));
            }
            _ => {}
        }
        if first == '"' && !is_closed(token) {
            return Some(unclosed_text(text, whole, long_text.unwrap_or(at).min(stumble)));
        }
        if lexis::is_unclosed_comment(token) {
            let place = whole.within(at, first_line(token).len());
            return Some((
                at,
                Diagnostic::error(codes::UNCLOSED, place, "a comment is not closed")
                    .label("its `*/` is missing"),
            ));
        }
        at += token.len();
    }
    let (opening, opened) = open.pop()?;
    let fault =
        Diagnostic::error(codes::BRACKET, whole.within(opened, 1), format!("`{opening}` is never closed"));
    Some((opened, fault.label(format!("its `{}` is missing", closer(opening)))))
}

fn closer(opening: char) -> char {
    match opening {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn is_closed(token: &str) -> bool {
    let backslashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
    token.len() > 1 && token.strip_suffix('"').is_some_and(|inside| backslashes(inside) % 2 == 0)
}

/// A quote too few turns texts inside out, so that the culprit is not the last text but one before: in the
/// line where the parser stumbled, or in the first that runs over a line end.
fn unclosed_text(text: &str, whole: Place, at: usize) -> (usize, Diagnostic) {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let start = line + (text[line..].len() - text[line..].trim_start().len());
    let place = whole.within(start, first_line(&text[start..]).trim_end().len());
    let fault = Diagnostic::error(codes::UNCLOSED, place, "a text in quotes is not closed");
    (start, fault.label("a quote is missing, probably in this line"))
}

/// The fault of what would be right in other notations, given what stands `before` the place where the parser gave up
/// and what it `found` there.
fn other_notation(before: &str, found: &str, place: Place) -> Option<Diagnostic> {
    let before = before.trim_end();
    let digit = |c: char| c.is_ascii_digit();
    let (code, message, label, help) = match found.chars().next()? {
        '=' => (
            codes::PUNCTUATION,
            "a field and its value are joined by a colon",
            "not a colon",
            "write `name: value`",
        ),
        ';' => (codes::PUNCTUATION, "values are separated by commas", "not a comma", "write `,`"),
        '%' if before.ends_with(digit) => (
            codes::NOT_UNDERSTOOD,
            "a percent sign is no part of a number",
            "not a number",
            "30 % is written `0.3`",
        ),
        '[' if before.ends_with(char::is_alphanumeric) => {
            (codes::BRACKET, "arguments stand in round brackets", "not a round bracket", "write `Weekly(…)`")
        }
        '{' if before.ends_with(char::is_alphanumeric) => {
            (codes::BRACKET, "fields stand in round brackets", "not a round bracket", "write `Scenario(…)`")
        }
        ':' if before.ends_with('"') => {
            let help = "write `id: \"soc\"`, not `\"id\": \"soc\"`";
            (codes::HALF_NAMED, "the names of fields have no quotes", "after a text in quotes", help)
        }
        ':' if before.ends_with(digit) => (
            codes::UNQUOTED,
            "a time of day stands in quotes",
            "after a number",
            "write `\"D2 09:30\"`, `\"09:30\"`",
        ),
        c if digit(c) && before.ends_with(',') && before.trim_end_matches(',').ends_with(digit) => (
            codes::NOT_UNDERSTOOD,
            "a number follows a number",
            "after a comma",
            "decimals follow a point: `0.5`",
        ),
        _ => return None,
    };
    Some(Diagnostic::error(code, place, message).label(label).help(String::from(help)))
}

/// The parser's error in the words of the language.
fn explain(text: &str, error: &SpannedError, place: Place) -> Diagnostic {
    let start = (offset(text, error.span.end)).min(text.len());
    let found = &text[start..];
    let fault_of = |code, message: &str| Diagnostic::error(code, place, message);
    let fault = |message: &str| fault_of(codes::NOT_UNDERSTOOD, message);
    if found.starts_with('\'') || text[..start].chars().rev().take(2).any(|c| c == '\'') {
        let fault =
            fault_of(codes::SINGLE_QUOTES, "texts stand in double quotes").label("after a single quote");
        return fault.help(String::from("write `\"…\"`"));
    }
    let after_name = matches!(error.code, Error::ExpectedMapColon) && found.starts_with(['[', '{']);
    if let Some(fault) = other_notation(&text[..start], found, place).filter(|_| !after_name) {
        return fault;
    }
    match &error.code {
        Error::ExpectedComma
            if text[..start].ends_with(|c: char| c.is_ascii_digit())
                && found.starts_with(char::is_alphabetic) =>
        {
            fault_of(codes::UNQUOTED, "a number is followed by letters")
                .label("not part of a number")
                .help(String::from("durations are written in quotes: `\"30min\"`"))
        }
        Error::ExpectedComma if found.starts_with(':') => {
            fault_of(codes::HALF_NAMED, "names stand among values without names")
                .label("only some of the values have a name")
                .help(String::from("name all of them, `(low: …, high: …)`, or none"))
        }
        Error::ExpectedComma => {
            fault_of(codes::PUNCTUATION, "a comma is missing").label("expected `,` before this")
        }
        Error::ExpectedMapColon => {
            fault_of(codes::PUNCTUATION, "a colon is missing after the name of a field")
                .label("expected `:` before this")
        }
        Error::Eof => fault("the text ends too early").label("something is missing after this"),
        Error::TrailingCharacters => fault("something follows the end").label("expected nothing more"),
        Error::InvalidEscape(_) => {
            let help =
                "write `\\\\` for a backslash, `\\n` for a line end, or `r\"…\"` for a text without escapes";
            fault_of(codes::ESCAPE, "a text has an escape that is not known").help(String::from(help))
        }
        Error::UnclosedBlockComment => {
            fault_of(codes::UNCLOSED, "a comment is not closed").label("its `*/` is missing")
        }
        Error::ExpectedIdentifier | Error::InvalidIdentifier(_) | Error::SuggestRawIdentifier(_) => {
            fault("expected the name of a field").label("not a name")
        }
        Error::UnexpectedChar(',') => {
            fault_of(codes::PUNCTUATION, "a value is missing").label("expected a value before this")
        }
        Error::NoSuchExtension(_) | Error::ExpectedAttribute | Error::ExpectedAttributeEnd => {
            fault("no attributes are needed here").label("not understood")
        }
        _ => fault("this is not understood").label("not expected here"),
    }
}
