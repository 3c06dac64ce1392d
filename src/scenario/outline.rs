//! What stands around a place in a text whose brackets need not fit, and changes of the text that move nothing else.
//!
//! **Invariant:** a repair keeps every byte that it does not replace where it was, so that places in the mended text are
//! places in the written one.

use std::ops::Range;

use super::lexis;

/// A bracket that is open at a place.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The bracket, or a space for the file itself.
    pub bracket: char,
    /// Where it stands.
    pub at: usize,
    /// Where the current item begins, space included.
    item: usize,
    /// Where the current field's value begins, if a name stands before it.
    value: Option<usize>,
}

/// What stands before a place.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The brackets that are open, outermost first; the first is the file.
    pub frames: Vec<Frame>,
    /// The last token that begins before the place, comments apart; it may reach beyond.
    pub last: Range<usize>,
}

impl Outline {
    /// What stands before `until`.
    pub fn of(text: &str, until: usize) -> Outline {
        let mut frames = vec![Frame { bracket: ' ', at: 0, item: 0, value: None }];
        let (mut last, mut at) = (0..0, 0);
        while at < until.min(text.len()) {
            let space = text[at..].len() - lexis::skip_space(&text[at..]).len();
            if space > 0 {
                at += space;
                continue;
            }
            let end = at + lexis::step(&text[at..]);
            let first = text.as_bytes()[at];
            let top = frames.last_mut();
            match (first, top) {
                (b'(' | b'[' | b'{', _) => {
                    frames.push(Frame { bracket: char::from(first), at, item: end, value: None });
                }
                (b')' | b']' | b'}', Some(top)) if closer(top.bracket) == Some(char::from(first)) => {
                    frames.pop();
                }
                (b',', Some(top)) => (top.item, top.value) = (end, None),
                (b':', Some(top)) if top.value.is_none() => top.value = Some(end),
                _ => {}
            }
            last = at..end;
            at = end;
        }
        Outline { frames, last }
    }

    /// Where the value that is being written begins, in the bracket with this number.
    pub fn value_start(&self, text: &str, frame: usize) -> usize {
        let Some(frame) = self.frames.get(frame) else { return text.len() };
        let start = frame.value.unwrap_or(frame.item).min(text.len());
        text.len() - lexis::skip_space(&text[start..]).len()
    }
}

/// What closes a bracket.
pub fn closer(opening: char) -> Option<char> {
    match opening {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

/// Where the item ends in which `start` stands: before the comma or bracket that ends it.
pub fn item_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        match text.as_bytes()[at] {
            b',' | b')' | b']' | b'}' => break,
            b'(' | b'[' | b'{' => at += lexis::closing(&text[at..]).unwrap_or(0),
            _ => {}
        }
        at += lexis::step(&text[at..]);
    }
    start + text[start..at.min(text.len())].trim_end().len()
}

/// Whether a text goes on with the name of a field and its colon.
pub fn begins_field(text: &str) -> bool {
    let (name, rest) = lexis::split_name(text);
    let after = rest.strip_prefix(':');
    !name.is_empty() && after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}

/// A text with one fault mended, so that reading can go on.
#[derive(Clone, Debug)]
pub struct Repair {
    /// The mended text.
    pub text: String,
    /// What can't be read any more, if anything.
    pub lost: Option<Range<usize>>,
    /// Where the parser must come at least for the repair to be one.
    pub beyond: usize,
}

impl Repair {
    /// The text with a word in the place of `lost`, which every slot refuses and which hides nothing else.
    pub fn masked(text: &str, lost: Range<usize>) -> Option<Repair> {
        if lost.is_empty() {
            return None;
        }
        let repair = Repair::replaced(text, lost.clone(), &"_".repeat(lost.len()))?;
        Some(Repair { beyond: lost.end, lost: Some(lost), ..repair })
    }

    /// The same where the name of a field is to stand: with an unknown field and its value.
    pub fn masked_field(text: &str, lost: Range<usize>) -> Option<Repair> {
        let value = lost.len().checked_sub(2).filter(|len| *len > 0)?;
        let repair = Repair::replaced(text, lost.clone(), &format!("_:{}", "_".repeat(value)))?;
        Some(Repair { lost: Some(lost), ..repair })
    }

    /// The text with `new` in the place of `old`, which is as long.
    pub fn replaced(text: &str, old: Range<usize>, new: &str) -> Option<Repair> {
        let fits = old.len() == new.len() && text.get(old.clone()).is_some();
        fits.then(|| {
            let text = [&text[..old.start], new, &text[old.end..]].concat();
            Repair { text, lost: None, beyond: old.end }
        })
    }

    /// The text with `new` in the place of white space just before `at`.
    pub fn inserted(text: &str, at: usize, new: &str) -> Option<Repair> {
        let start = at.checked_sub(new.len())?;
        let space = text.as_bytes().get(start..at)?.iter().all(u8::is_ascii_whitespace);
        let repair = if space { Repair::replaced(text, start..at, new) } else { None };
        repair.map(|repair| Repair { beyond: at, ..repair })
    }
}

/// The field of the file's record in which a place stands.
pub fn field_around(text: &str, at: usize) -> Option<&str> {
    let outline = Outline::of(text, at + 1);
    let item = outline.frames.get(1)?.item;
    let (name, _) = lexis::split_name(lexis::skip_space(text.get(item..)?));
    (!name.is_empty()).then_some(name)
}

/// Where the entry begins in which a place stands: of the list in a field of the file's record, or else the field.
pub fn entry_around(text: &str, at: usize) -> usize {
    let outline = Outline::of(text, at + 1);
    outline.frames.get(2).or(outline.frames.get(1)).map_or(0, |frame| frame.item)
}
