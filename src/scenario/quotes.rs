//! Quotes without their partners.
//!
//! A quote too few turns the text inside out: what was a text is read as names and brackets, and what stood between two
//! texts as a text. So the parser stumbles where the next text begins, and the culprit is the quote before.
//!
//! **Invariant:** a fault told here is of the text before which, or behind which, the parser stumbled.

use std::ops::Range;

use super::outline::{Outline, Repair, begins_field};
use super::reading::first_line;
use super::syntax::{Stumble, Suspect};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The quotes that may be missing, or one too many, where the parser stumbled.
pub fn suspects(text: &str, whole: Place, stumble: &Stumble) -> Vec<Suspect> {
    let (at, outline) = (stumble.at, &stumble.outline);
    let last = outline.last.clone();
    let before = &text[last.clone()];
    if !before.starts_with('"') {
        return opening(text, whole, at, outline).into_iter().collect();
    }
    let rest = &text[at.min(text.len())..];
    let long = before.contains('\n');
    let touches = last.end == at && rest.starts_with(|c: char| !c.is_whitespace() && !",:)]}/;=".contains(c));
    let odd = quotes(line_of(text, last.start)) % 2 == 1;
    if is_closed(before) && last.end > at || is_closed(before) && begins_field(rest) && !(odd && touches) {
        return Vec::new();
    }
    if is_closed(before) && !touches && !long {
        return Vec::new();
    }
    if is_closed(before) && touches && !long && !odd && rest.starts_with('"') {
        return Vec::new();
    }
    let mut all = vec![closing(text, whole, last.start)];
    if touches && !long && rest.starts_with('"') {
        let fault = Diagnostic::error(codes::UNCLOSED, whole.within(at, 1), "a quote has no partner");
        let fault = fault.label("one quote too many");
        let repairs = Repair::replaced(text, at..at + 1, " ").into_iter().collect();
        all.push(Suspect { fault, repairs });
    }
    all
}

/// A text that has no quote at its end.
fn closing(text: &str, whole: Place, start: usize) -> Suspect {
    let line = first_line(&text[start..]).trim_end();
    let line = &line[..comment_start(line)];
    let mut ends: Vec<usize> = Vec::new();
    // What follows a text is a comma and the next field or text, or else what ends the line.
    for (comma, _) in line.match_indices(',').take(8) {
        let next = line[comma + 1..].trim_start();
        if begins_field(next) || next.starts_with(['"', '(', ')', ']']) {
            // Brackets before the comma close what the text stands in, or are a part of it.
            let inside = line[..comma].trim_end_matches([')', ']', '}', ' ']).len();
            ends.extend(inside..=comma);
        }
    }
    let inside = line.trim_end_matches([',', ')', ']', '}', ' ']);
    ends.extend((inside.len()..line.len()).filter(|end| !line[*end..].starts_with(' ')));
    ends.push(line.len());
    let ranges = ends.into_iter().filter(|end| *end > 1).map(|end| start..start + end);
    let repairs: Vec<Repair> = ranges.filter_map(|range| Repair::masked(text, range)).collect();
    let place = whole.within(start, line.len());
    let fault = Diagnostic::error(codes::UNCLOSED, place, "a text in quotes is not closed");
    Suspect { fault: fault.label("expected `\"` after this"), repairs }
}

/// A text that has no quote at its beginning: the parser stumbles over that at its end, or over what stands between.
fn opening(text: &str, whole: Place, at: usize, outline: &Outline) -> Option<Suspect> {
    let start = outline.value_start(text, outline.frames.len() - 1);
    let line = first_line(text.get(start..)?);
    let bare = line.starts_with(|c: char| c.is_alphanumeric());
    let quote = line.find('"').filter(|quote| {
        let between = &line[..*quote];
        !between.contains([',', '(', ')', '[', ']', '{', '}']) && !between.contains(": ")
    })?;
    let odd = quotes(line_of(text, start)) % 2 == 1;
    let closes = !line[quote + 1..].starts_with(|c: char| c.is_alphanumeric());
    if !bare || !odd || !closes || !(start..=start + quote).contains(&at) {
        return None;
    }
    let range: Range<usize> = start..start + quote + 1;
    let place = whole.within(range.start, range.len());
    let fault = Diagnostic::error(codes::UNCLOSED, place, "a text in quotes has no quote at its beginning");
    let repairs = Repair::masked(text, range).into_iter().collect();
    Some(Suspect { fault: fault.label("expected `\"` before this"), repairs })
}

/// Whether a text that begins with a quote ends with its partner.
pub fn is_closed(token: &str) -> bool {
    let backslashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
    token.len() > 1 && token.strip_suffix('"').is_some_and(|inside| backslashes(inside) % 2 == 0)
}

fn line_of(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = first_line(&text[start..]);
    &line[..comment_start(line)]
}

/// Where a comment begins in a line, as far as its quotes tell.
fn comment_start(line: &str) -> usize {
    // Addresses have slashes too, and a comment is set off by a space.
    let begins = |at: &usize| line[..*at].ends_with(' ') || *at == 0;
    line.match_indices("//").map(|(at, _)| at).find(begins).unwrap_or(line.len())
}

/// How many quotes there are that no backslash takes for itself.
fn quotes(line: &str) -> usize {
    let (mut count, mut escaped) = (0, false);
    for c in line.chars() {
        count += usize::from(c == '"' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    count
}

/// The text of a fault's place cut to what was taken for the text, once that is known.
pub fn narrowed(fault: Diagnostic, whole: Place, lost: Option<&Range<usize>>) -> Diagnostic {
    match lost {
        Some(lost) if fault.code == codes::UNCLOSED => {
            Diagnostic { place: Some(whole.within(lost.start, lost.len())), ..fault }
        }
        _ => fault,
    }
}
