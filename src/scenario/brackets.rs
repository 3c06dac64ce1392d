//! Brackets that do not fit.
//!
//! The parser notices a missing bracket long after the place where it belongs, so brackets are matched apart. Where one
//! that is closed on a line of its own would be closed further left than its own line begins, it took the bracket of
//! another: most files are indented well.
//!
//! **Invariant:** a text whose brackets fit has no suspect here.

use super::lexis;
use super::outline::{Outline, Repair, closer};
use super::reading::first_line;
use super::syntax::Suspect;
use crate::diagnostic::{Diagnostic, Place, codes};

/// Where two brackets do not fit, or one has no partner.
struct Misfit {
    /// The bracket that is not closed, if one is open.
    opened: Option<(char, usize)>,
    /// The bracket that closes nothing, or something else; none at the end of the text.
    closing: Option<(char, usize)>,
    /// An earlier bracket that was closed too far left.
    dedented: Option<(char, usize)>,
    /// All that are open, outermost first.
    open: Vec<(char, usize)>,
}

/// What may be wrong with the text's brackets, likeliest first, and from where on it misleads the parser.
pub fn suspects(text: &str, whole: Place) -> Option<(usize, Vec<Suspect>)> {
    let misfit = match misfit(text) {
        Ok(misfit) => misfit?,
        Err(comment) => {
            let place = whole.within(comment, first_line(&text[comment..]).len());
            let fault = Diagnostic::error(codes::UNCLOSED, place, "a comment is not closed");
            let fault = fault.label("its `*/` is missing");
            return Some((comment, vec![Suspect { fault, repairs: Vec::new() }]));
        }
    };
    let mut all = Vec::new();
    let never_closed = |(bracket, at): (char, usize), repairs: Vec<Repair>| {
        let fault =
            Diagnostic::error(codes::BRACKET, whole.within(at, 1), format!("`{bracket}` is never closed"));
        Suspect {
            fault: fault.label(format!("its `{}` is missing", closer(bracket).unwrap_or(' '))),
            repairs,
        }
    };
    if let Some(bracket) = misfit.dedented {
        all.push(never_closed(bracket, by_indentation(text, bracket).into_iter().collect()));
    }
    let from = misfit.opened.or(misfit.closing).map_or(0, |(_, at)| at);
    let from = misfit.dedented.map_or(from, |(_, at)| at.min(from));
    match (misfit.opened, misfit.closing) {
        (Some(bracket), None) => {
            all.push(never_closed(bracket, by_indentation(text, bracket).into_iter().collect()));
        }
        (Some((opening, opened)), Some((closing, at))) => {
            let message = format!("`{closing}` does not close `{opening}`");
            let fault = Diagnostic::error(codes::BRACKET, whole.within(at, 1), message);
            let fault = fault.also(whole.within(opened, 1), "opened here");
            let missing = closer(opening).unwrap_or(' ');
            let mut repairs: Vec<Repair> = by_indentation(text, (opening, opened)).into_iter().collect();
            repairs.extend(Repair::inserted(text, at, &String::from(missing)));
            repairs.extend(outer(text, &misfit.open, closing, at));
            all.push(Suspect {
                fault: fault.clone().label(format!("expected `{missing}` before this")),
                repairs,
            });
            let blank = Repair::replaced(text, at..at + 1, " ").into_iter().collect();
            all.push(Suspect { fault: fault.label(format!("one `{closing}` too many")), repairs: blank });
        }
        (None, Some((closing, at))) => {
            let message = format!("`{closing}` closes nothing");
            let fault = Diagnostic::error(codes::BRACKET, whole.within(at, 1), message);
            let repairs = Repair::replaced(text, at..at + 1, " ").into_iter().collect();
            all.push(Suspect { fault: fault.label("no bracket is open here"), repairs });
        }
        (None, None) => {}
    }
    Some((from, all))
}

/// The first misfit; or, as an error, where a comment begins that is not closed.
fn misfit(text: &str) -> Result<Option<Misfit>, usize> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let (mut dedented, mut at) = (None, 0);
    while at < text.len() {
        let token = &text[at..at + lexis::step(&text[at..])];
        let first = token.chars().next().unwrap_or(' ');
        match first {
            '(' | '[' | '{' => open.push((first, at)),
            ')' | ']' | '}' => match open.last().copied() {
                Some((opening, opened)) if closer(opening) == Some(first) => {
                    let (line, outside) = (indentation(text, at), indentation(text, opened));
                    if dedented.is_none() && line.1 == at && line.1 - line.0 < outside.1 - outside.0 {
                        dedented = Some((opening, opened));
                    }
                    open.pop();
                }
                opened => return Ok(Some(Misfit { opened, closing: Some((first, at)), dedented, open })),
            },
            _ => {}
        }
        if lexis::is_unclosed_comment(token) {
            return Err(at);
        }
        at += token.len();
    }
    let opened = open.last().copied();
    Ok(opened.map(|_| Misfit { opened, closing: None, dedented, open }))
}

/// Where the line of a place begins, and where its first character is that is no space.
fn indentation(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = first_line(&text[start..]);
    (start, start + line.len() - line.trim_start().len())
}

/// The bracket closed before the first line that is indented no further than its own.
fn by_indentation(text: &str, (opening, opened): (char, usize)) -> Option<Repair> {
    let own = indentation(text, opened);
    let mut at = opened;
    loop {
        at += text[at..].find('\n')? + 1;
        let line = indentation(text, at);
        let first = &text[line.1..];
        let empty = first.is_empty() || first.starts_with(['\n', '\r']) || first.starts_with("//");
        if empty || line.1 - line.0 > own.1 - own.0 {
            continue;
        }
        let closed = String::from(closer(opening)?);
        let ends = first.starts_with([')', ']', '}']);
        return Repair::inserted(text, line.1, &if ends { closed } else { closed + "," });
    }
}

/// What stands in the bracket that `closing` would close, from the one that is open in it: given up as a whole.
fn outer(text: &str, open: &[(char, usize)], closing: char, at: usize) -> Option<Repair> {
    let frame = open.iter().rposition(|(bracket, _)| closer(*bracket) == Some(closing))?;
    let (_, inner) = *open.get(frame + 1)?;
    let outline = Outline::of(text, inner);
    let start = outline.value_start(text, outline.frames.len() - 1).min(inner);
    Repair::masked(text, start..start + text[start..at].trim_end().len())
}
