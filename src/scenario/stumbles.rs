//! What the parser stumbled over, in the words of the language, with ways to mend it.
//!
//! **Invariant:** a way out that is offered is the way in which the text is mended, where it is.

use std::ops::Range;

use ron::Error;

use super::lexis;
use super::outline::{Outline, Repair, begins_field, item_end};
use super::reading::first_line;
use super::syntax::{Stumble, Suspect, offset};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The fault of one place, looked at for itself.
struct Here<'t> {
    text: &'t str,
    whole: Place,
    outline: &'t Outline,
    /// Where the parser stopped.
    at: usize,
    /// What the parser's error underlines.
    place: Place,
}

/// The parser's error in the words of the language. `place` is what it underlines, `whole` the place of the text.
pub fn explain(text: &str, stumble: &Stumble, whole: Place, place: Place) -> Suspect {
    let at = offset(text, stumble.error.span.end).min(text.len());
    let here = Here { text, whole, outline: &stumble.outline, at, place };
    let found = &text[at..];
    if let Some(suspect) = here.single_quotes() {
        return suspect;
    }
    let after_name = matches!(stumble.error.code, Error::ExpectedMapColon) && found.starts_with(['[', '{']);
    if let Some(suspect) = here.other_notation().filter(|_| !after_name) {
        return suspect;
    }
    if let Some(suspect) = here.unquoted() {
        return suspect;
    }
    if found.starts_with([',', ')', ']', '}']) && here.before().ends_with(':') {
        let fault =
            here.fault(codes::PUNCTUATION, "a value is missing").label("expected a value before this");
        let repair =
            Repair::inserted(text, at, "_").map(|repair| Repair { lost: Some(at - 1..at), ..repair });
        return Suspect { fault, repairs: repair.into_iter().collect() };
    }
    match &stumble.error.code {
        Error::ExpectedComma if found.starts_with(':') => {
            let fault = here
                .fault(codes::HALF_NAMED, "names stand among values without names")
                .label("only some of the values have a name")
                .help(String::from("name all of them, `(low: …, high: …)`, or none"));
            Suspect { fault, repairs: Vec::new() }
        }
        Error::ExpectedComma => {
            let fault =
                here.fault(codes::PUNCTUATION, "a comma is missing").label("expected `,` before this");
            Suspect { fault, repairs: here.put_between(",") }
        }
        Error::ExpectedMapColon => {
            let fault = here
                .fault(codes::PUNCTUATION, "a colon is missing after the name of a field")
                .label("expected `:` before this");
            Suspect { fault, repairs: here.put_between(":") }
        }
        Error::InvalidEscape(_) => {
            let help =
                "write `\\\\` for a backslash, `\\n` for a line end, or `r\"…\"` for a text without escapes";
            let fault = here.fault(codes::ESCAPE, "a text has an escape that is not known");
            let last = here.outline.last.clone();
            let repairs = if last.end > at { here.masked(last) } else { Vec::new() };
            Suspect { fault: fault.help(String::from(help)), repairs }
        }
        code => Suspect { fault: here.other(code), repairs: Vec::new() },
    }
}

impl<'t> Here<'t> {
    fn fault(&self, code: &'static str, message: &str) -> Diagnostic {
        Diagnostic::error(code, self.place, message)
    }

    fn found(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn before(&self) -> &'t str {
        self.text[..self.at].trim_end()
    }

    /// The place of a stretch of the text.
    fn of(&self, range: &Range<usize>) -> Place {
        self.whole.within(range.start, range.len())
    }

    fn masked(&self, range: Range<usize>) -> Vec<Repair> {
        Repair::masked(self.text, range).into_iter().collect()
    }

    fn replaced(&self, range: Range<usize>, new: &str) -> Vec<Repair> {
        Repair::replaced(self.text, range, new).into_iter().collect()
    }

    /// Where the value that is being written begins.
    fn value_start(&self) -> usize {
        self.outline.value_start(self.text, self.outline.frames.len() - 1)
    }

    fn open(&self) -> char {
        self.outline.frames.last().map_or(' ', |frame| frame.bracket)
    }

    /// What is missing between the last token and this one; the token here must have been read then.
    fn put_between(&self, mark: &str) -> Vec<Repair> {
        // At the end of the text nothing follows that could be apart from it.
        if self.found().trim().is_empty() {
            return Vec::new();
        }
        let end = self.outline.last.end;
        let behind = Repair::replaced(self.text, end..end + 1, mark)
            .filter(|_| self.text[end..].starts_with(|c: char| c.is_ascii_whitespace()));
        let before = Repair::inserted(self.text, self.at, mark);
        let token = lexis::step(self.found()).max(lexis::split_name(self.found()).0.len());
        let beyond = self.at + token;
        behind.into_iter().chain(before).map(|repair| Repair { beyond, ..repair }).collect()
    }

    fn single_quotes(&self) -> Option<Suspect> {
        let near = self.text[..self.at].char_indices().rev().take(2).find(|(_, c)| *c == '\'');
        let start = match near {
            Some((start, _)) => start,
            None if self.found().starts_with('\'') => self.at,
            None => return None,
        };
        let line = first_line(&self.text[start..]);
        let end = line[1..].find('\'').map(|end| start + end + 2);
        let range = start..end.unwrap_or_else(|| item_end(self.text, start + 1)).max(start + 1);
        let inside = self.text[range.clone()].trim_matches('\'');
        let fault = Diagnostic::error(codes::SINGLE_QUOTES, self.of(&range), "texts stand in double quotes");
        let short = !inside.contains(['\n', '"']) && inside.chars().count() <= 40;
        let help = if short { format!("write `\"{inside}\"`") } else { String::from("write `\"…\"`") };
        let fault = fault.label("these are single quotes").help(help);
        Some(Suspect { fault, repairs: self.masked(range) })
    }

    /// What would be right in other notations.
    fn other_notation(&self) -> Option<Suspect> {
        let (before, found) = (self.before(), self.found());
        let digit = |c: char| c.is_ascii_digit();
        let here = self.at..self.at + found.chars().next()?.len_utf8();
        let told = |code, message: &str, label: &str, help: &str| {
            self.fault(code, message).label(label).help(String::from(help))
        };
        let (fault, repairs) = match found.chars().next()? {
            '=' => {
                let fault = told(
                    codes::PUNCTUATION,
                    "a field and its value are joined by a colon",
                    "not a colon",
                    "write `name: value`",
                );
                (fault, self.replaced(here, ":"))
            }
            ';' => {
                let fault =
                    told(codes::PUNCTUATION, "values are separated by commas", "not a comma", "write `,`");
                (fault, self.replaced(here, ","))
            }
            '%' if before.ends_with(digit) => {
                let start = before.trim_end_matches(|c: char| digit(c) || c == '.').len();
                let value: Option<f64> = before[start..].parse().ok();
                let help = match value {
                    Some(value) => format!("write `{}`", (value * 1e6).round() / 1e8),
                    None => String::from("30 % is written `0.3`"),
                };
                let message = "a percent sign is no part of a number";
                (told(codes::NOT_UNDERSTOOD, message, "not a number", &help), self.masked(start..here.end))
            }
            '[' | '{' if before.ends_with(char::is_alphanumeric) && self.word_before().is_some() => {
                let word = self.word_before()?;
                let (message, help) = match found.starts_with('[') {
                    true => ("arguments stand in round brackets", format!("write `{word}(…)`")),
                    false => ("fields stand in round brackets", String::from("write `Scenario(…)`")),
                };
                let fault = told(codes::BRACKET, message, "not a round bracket", &help);
                (fault, self.round())
            }
            ':' if before.ends_with('"') => self.quoted_name(),
            ':' if before.ends_with(digit) => return self.unquoted(),
            c if digit(c) && before.ends_with(',') && before.trim_end_matches(',').ends_with(digit) => {
                self.two_numbers()
            }
            _ => return None,
        };
        Some(Suspect { fault, repairs })
    }

    /// The word just before, if it is a value: only then are brackets its arguments.
    fn word_before(&self) -> Option<&'t str> {
        let before = self.before();
        let start = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let word = &before[start..];
        let is_word = word.starts_with(char::is_alphabetic) && start == self.value_start();
        is_word.then_some(word)
    }

    /// The brackets here as round ones.
    fn round(&self) -> Vec<Repair> {
        let Some(end) = lexis::closing(self.found()) else { return Vec::new() };
        let end = self.at + end;
        let opened = Repair::replaced(self.text, self.at..self.at + 1, "(");
        let both = opened.and_then(|repair| Repair::replaced(&repair.text, end..end + 1, ")"));
        both.map(|repair| Repair { beyond: self.at + 1, ..repair }).into_iter().collect()
    }

    /// A name in quotes: of a field, or, in a list, the first half of a pair.
    fn quoted_name(&self) -> (Diagnostic, Vec<Repair>) {
        let name = self.outline.last.clone();
        let quoted = &self.text[name.clone()];
        if self.open() == '[' {
            let value = self.at + 1;
            let value = value + (self.text[value..].len() - self.text[value..].trim_start().len());
            let pair = name.start..item_end(self.text, value);
            let second = &self.text[value..pair.end];
            let fault =
                Diagnostic::error(codes::HALF_NAMED, self.of(&pair), "the entries of a list have no names");
            let help = match second.contains('\n') {
                true => format!("two values stand in round brackets: `({quoted}, …)`"),
                false => format!("two values stand in round brackets: `({quoted}, {second})`"),
            };
            return (fault.label("after a text in quotes, a colon").help(help), self.masked(pair));
        }
        let inside = quoted.trim_matches('"');
        let help = match lexis::split_name(inside) {
            (word, "") if !word.is_empty() => format!("write `{word}: …`, not `{quoted}: …`"),
            _ => String::from("write `id: \"soc\"`, not `\"id\": \"soc\"`"),
        };
        let fault = self.fault(codes::HALF_NAMED, "the names of fields have no quotes");
        let repairs = self.replaced(name, &format!(" {inside} "));
        (fault.label("after a text in quotes").help(help), repairs)
    }

    /// A comma within a number, as some write before decimals and others between thousands.
    fn two_numbers(&self) -> (Diagnostic, Vec<Repair>) {
        let start = self.before().trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
        let digits = |c: char| !(c.is_ascii_digit() || c == ',');
        let end = self.at + self.found().find(digits).unwrap_or(self.found().len());
        let number = self.text[start..end].trim_end_matches(',');
        let parts: Vec<&str> = number.split(',').collect();
        let thousands = parts.iter().skip(1).all(|part| part.len() == 3)
            && parts.first().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
        let help = match (thousands, parts.as_slice()) {
            (true, _) => format!("write `{}` or `{}`", parts.concat(), parts.join("_")),
            (false, [whole, part]) => format!("decimals follow a point: `{whole}.{part}`"),
            _ => String::from("decimals follow a point: `0.5`"),
        };
        let range = start..start + number.len();
        let fault = Diagnostic::error(codes::NOT_UNDERSTOOD, self.of(&range), "a number has no commas");
        (fault.label("a comma separates values").help(help), self.masked(range))
    }

    /// An id, a name, a duration or a moment without its quotes.
    fn unquoted(&self) -> Option<Suspect> {
        let start = self.value_start();
        let value = self.text.get(start..)?;
        // The file itself is no value, nor is what stands where the name of a field belongs.
        let frame = self.outline.frames.last()?;
        let valued = self.text[..start].trim_end().ends_with(':');
        let nameless = frame.bracket == '(' && !valued && lexis::has_names(&self.text[frame.at..]);
        if frame.bracket == ' ' || nameless || start > self.at {
            return None;
        }
        if !value.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let line = first_line(value);
        let mut end = item_end(line, 0);
        end = line.find('"').map_or(end, |quote| end.min(quote));
        end = line.find("//").map_or(end, |comment| end.min(comment));
        // What stands behind it may be a field whose comma is missing.
        let mut fields = line[..end].match_indices(' ').map(|(space, _)| space);
        end = fields.find(|space| begins_field(line[*space..].trim_start())).unwrap_or(end);
        let range = start..start + line[..end].trim_end().len();
        let bare = &self.text[range.clone()];
        let arguments = lexis::split_name(bare).1.starts_with(['(', '{', '[']);
        let letters = bare.contains(|c: char| c.is_alphabetic()) || bare.contains([':', '-']);
        let named = begins_field(bare) && !valued;
        let bracket = ['(', '[', '{'].iter().any(|open| bare.ends_with(*open));
        if bracket || arguments || !letters || named || !(range.start..=range.end).contains(&self.at) {
            return None;
        }
        // A word alone is none that the parser stumbles over.
        if lexis::split_name(bare).1.is_empty() && !bare.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let fault = Diagnostic::error(codes::UNQUOTED, self.of(&range), "a text stands without its quotes");
        let fault = fault.label("its quotes are missing").help(format!("write `\"{bare}\"`"));
        Some(Suspect { fault, repairs: self.masked(range) })
    }

    fn other(&self, code: &Error) -> Diagnostic {
        let fault = |message: &str| self.fault(codes::NOT_UNDERSTOOD, message);
        match code {
            Error::Eof => fault("the text ends too early").label("something is missing after this"),
            Error::TrailingCharacters => fault("something follows the end").label("expected nothing more"),
            Error::UnclosedBlockComment => {
                self.fault(codes::UNCLOSED, "a comment is not closed").label("its `*/` is missing")
            }
            Error::ExpectedIdentifier | Error::InvalidIdentifier(_) | Error::SuggestRawIdentifier(_) => {
                fault("expected the name of a field").label("not a name")
            }
            Error::UnexpectedChar(',') => {
                self.fault(codes::PUNCTUATION, "a value is missing").label("expected a value before this")
            }
            Error::NoSuchExtension(_) | Error::ExpectedAttribute | Error::ExpectedAttributeEnd => {
                fault("no attributes are needed here").label("not understood")
            }
            _ => fault("this is not understood").label("not expected here"),
        }
    }
}
