//! Faults of syntax: where brackets, quotes and commas do not fit.
//!
//! The parser stops at the first. To tell what else is wrong, that one is mended in a copy of the text, as it was probably
//! meant or else by giving up the smallest value around it, and the parser reads the copy. A mending counts only if the
//! parser comes further by it. Nothing in the copy moves, so that what is found there has its place in the written text.
//!
//! **Invariant:** a text without a syntax fault is one that the parser reads to its end; so is a mended one.

use std::ops::Range;

use ron::Error;
use ron::error::{Position, SpannedError};

use super::outline::{Outline, Repair, item_end};
use super::reading::{first_line, options};
use super::{brackets, lexis, quotes, stumbles};
use crate::diagnostic::{Diagnostic, Place, codes};

/// The most faults of syntax that are told of one text.
const MOST: usize = 20;

/// The longest text of which more than the first fault of syntax is told, in bytes: each takes some readings.
const LONGEST: usize = 1 << 20;

/// What is wrong with the syntax of a text.
pub struct Survey {
    /// The faults; none where the text is sound.
    pub faults: Vec<Diagnostic>,
    /// The text as the parser can read it, and what had to be given up in it; none where no way was found.
    pub mended: Option<(String, Vec<Range<usize>>)>,
}

/// Where and why the parser stopped.
pub struct Stumble {
    /// Where, in bytes.
    pub at: usize,
    /// Why.
    pub error: SpannedError,
    /// What stands before.
    pub outline: Outline,
}

/// A fault that may be the one, with ways to mend it.
pub struct Suspect {
    /// The fault.
    pub fault: Diagnostic,
    /// Likeliest first.
    pub repairs: Vec<Repair>,
}

/// The faults of syntax in a text; `whole` is its place.
pub fn faults(text: &str, whole: Place) -> Vec<Diagnostic> {
    if is_sound(text) { Vec::new() } else { survey(text, whole).faults }
}

/// Whether the parser reads a text to its end.
pub fn is_sound(text: &str) -> bool {
    parse(text).is_ok()
}

/// The faults of syntax in a text that has some, and the text without them; `whole` is its place.
pub fn survey(text: &str, whole: Place) -> Survey {
    let (mut faults, mut lost) = (Vec::new(), Vec::new());
    let (mut mended, mut mendings) = (String::from(text), 0);
    while let Err(error) = parse(&mended) {
        if lexis::skip_space(&mended).is_empty() && !lexis::is_unclosed_comment(mended.trim_start()) {
            let fault = Diagnostic::error(codes::PUNCTUATION, whole.within(0, 0), "a value is missing");
            faults.push(fault.label("nothing stands here"));
            return Survey { faults, mended: None };
        }
        let at = place_in(&mended, &error, whole).start.saturating_sub(whole.start) as usize;
        let stumble = Stumble { at, outline: Outline::of(&mended, at), error };
        let (fault, repair) = first_fault(&mended, whole, &stumble);
        mendings += 1;
        let repair = repair.filter(|_| mendings < MOST && text.len() <= LONGEST);
        // What is wrong with a bit of text that was told of already comes of the mending.
        let told = faults.iter().any(|earlier: &Diagnostic| earlier.place == fault.place);
        if !told {
            faults.push(fault);
        }
        let Some(repair) = repair else {
            if let Some(last) = faults.last_mut() {
                last.notes.push(String::from("what stands behind this was not looked at"));
            }
            return Survey { faults, mended: None };
        };
        lost.extend(repair.lost);
        mended = repair.text;
    }
    Survey { faults, mended: Some((mended, lost)) }
}

/// The fault over which the parser stumbled first, and the text without it.
fn first_fault(text: &str, whole: Place, stumble: &Stumble) -> (Diagnostic, Option<Repair>) {
    let place = place_in(text, &stumble.error, whole);
    if stumble.error.code == Error::ExceededRecursionLimit {
        let fault = Diagnostic::error(codes::TOO_DEEP, place, "values are nested too deeply");
        return (fault.label("no deeper than this"), None);
    }
    let mut told = None;
    let quotes = quotes::suspects(text, whole, stumble);
    let found = (!quotes.is_empty()).then(|| best(quotes, stumble, &mut told));
    if let Some((fault, Some(repair))) = found {
        return (quotes::narrowed(fault, whole, repair.lost.as_ref()), Some(repair));
    }
    let local = stumbles::explain(text, stumble, whole, place);
    let plain = local.fault.clone();
    if let (fault, Some(repair)) = best(vec![local], stumble, &mut None) {
        return (fault, Some(repair));
    }
    if let Some((from, suspects)) = brackets::suspects(text, whole) {
        // The parser stumbles over the bracket, or over what comes of it: what stands after a bracket that is not
        // closed reads as more of what it holds.
        if from <= stumble.at {
            return best(suspects, stumble, &mut told);
        }
    }
    (told.unwrap_or(plain), around(text, stumble))
}

/// The fault whose mending lets the parser come furthest; the likeliest of several, and of none. `told` keeps the
/// likeliest.
fn best(
    suspects: Vec<Suspect>,
    stumble: &Stumble,
    told: &mut Option<Diagnostic>,
) -> (Diagnostic, Option<Repair>) {
    let first = suspects.first().map(|suspect| suspect.fault.clone());
    let mut found: Option<(usize, Diagnostic, Repair)> = None;
    for Suspect { fault, repairs } in suspects {
        for repair in repairs {
            let next =
                parse(&repair.text).err().map_or(usize::MAX, |error| offset(&repair.text, error.span.end));
            let further = next > stumble.at && next >= repair.beyond;
            if further && found.as_ref().is_none_or(|(best, ..)| next > *best) {
                found = Some((next, fault.clone(), repair));
            }
        }
    }
    match (found, first) {
        (Some((_, fault, repair)), _) => (fault, Some(repair)),
        (None, first) => {
            let fault = first.unwrap_or_else(|| {
                Diagnostic::error(codes::NOT_UNDERSTOOD, Place::NOWHERE, "this is not understood")
            });
            *told = told.take().or(Some(fault.clone()));
            (fault, None)
        }
    }
}

/// The text without the value in which the parser stumbled, or without the smallest of those around it that is enough:
/// what comes later is no reason to give up more.
fn around(text: &str, stumble: &Stumble) -> Option<Repair> {
    /// Of how many brackets around the place this is tried.
    const DEEPEST: usize = 12;
    let frames = &stumble.outline.frames;
    let own = stumble.outline.value_start(text, frames.len() - 1);
    let item = (own <= stumble.at).then(|| own..item_end(text, own));
    let last = frames.last().filter(|frame| frame.bracket == '(');
    let named = last.is_some_and(|frame| lexis::has_names(&text[frame.at..]));
    let field = named && !text[..own].trim_end().ends_with(':');
    // The file, and the record that it is, are never given up.
    let outer = frames.iter().enumerate().skip(2).rev().take(DEEPEST).filter_map(|(number, frame)| {
        let start = stumble.outline.value_start(text, number - 1).min(frame.at);
        Some(start..frame.at + lexis::closing(&text[frame.at..])? + 1)
    });
    let item = item.and_then(|lost| match field {
        true => Repair::masked_field(text, lost),
        false => Repair::masked(text, lost),
    });
    let outer = outer.filter_map(|lost| Repair::masked(text, lost));
    let mut masked = item.into_iter().chain(outer);
    masked.find(|repair| reach(repair, stumble).is_some())
}

/// How far the parser comes in a mended text, if that is further.
fn reach(repair: &Repair, stumble: &Stumble) -> Option<usize> {
    let next = parse(&repair.text).err().map_or(usize::MAX, |error| offset(&repair.text, error.span.end));
    (next > stumble.at && next >= repair.beyond).then_some(next)
}

fn parse(text: &str) -> Result<serde::de::IgnoredAny, SpannedError> {
    options().from_str(text)
}

/// The place in `whole` that a parser's error about its text points at.
pub fn place_in(text: &str, error: &SpannedError, whole: Place) -> Place {
    let mut start = offset(text, error.span.end).min(text.len());
    if text[start..].trim().is_empty() {
        start = text.trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
    }
    whole.within(start, first_line(&text[start..start + lexis::token_len(&text[start..])]).len())
}

/// Where a position of the parser is, in bytes.
pub fn offset(text: &str, position: Position) -> usize {
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
