//! Where the entries of a list of the file's record stand, with their fields, so that one can be changed and the rest kept.
//!
//! **Invariant:** ranges lie within the text, on character boundaries, and those of one list do not overlap.

use std::ops::Range;

use super::lexis;
use super::outline::item_end;

/// An entry of a list of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record, brackets included.
    pub whole: Range<usize>,
    /// Where its bracket opens, behind its name if it has one.
    open: usize,
    /// Its fields in their order: the name, and the place of the value.
    pub fields: Vec<(String, Range<usize>)>,
}

/// A list of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries {
    /// What stands between its brackets.
    pub inside: Range<usize>,
    /// Its entries.
    pub entries: Vec<Entry>,
}

impl Entry {
    /// What goes from the text with these fields, which ascend: their names, their values, and a comma for each; comments stay.
    pub fn without(&self, text: &str, gone: &[usize]) -> Vec<Range<usize>> {
        let skip = |at: usize| text.len() - lexis::skip_space(&text[at..]).len();
        let (mut ranges, mut with_next) = (Vec::new(), None);
        for &at in gone {
            let end = self.fields[at].1.end;
            let before = at.checked_sub(1).map(|before| self.fields[before].1.end);
            let name = match before {
                Some(before) => skip(skip(before) + 1),
                None => skip(self.open + 1),
            };
            match before.filter(|before| with_next != Some(*before) && !text[*before..name].contains('/')) {
                Some(before) => ranges.push(before..end),
                // The comma before it is there no more, or a comment stands between: the one behind it goes, if there is one.
                None => {
                    let comma = skip(end);
                    if let Some(rest) = text[comma..].strip_prefix(',') {
                        ranges.extend([name..end, comma..text.len() - rest.trim_start().len()]);
                        with_next = Some(end);
                    } else {
                        match before.filter(|before| with_next != Some(*before)).map(skip) {
                            Some(comma) => {
                                let name = text[..name].trim_end_matches(' ').len();
                                ranges.extend([comma..comma + 1, name..end]);
                            }
                            None => ranges.push(name..end),
                        }
                    }
                }
            }
        }
        ranges
    }
}

impl Entries {
    /// The number of the entry in which a byte of the text stands.
    pub fn around(&self, at: usize) -> Option<usize> {
        let number = self.entries.partition_point(|entry| entry.whole.end <= at);
        self.entries.get(number).filter(|entry| entry.whole.contains(&at)).map(|_| number)
    }
}

/// The list in a field of the file's record, if it is written there; the text is that of a sound scenario.
pub fn entries(text: &str, field: &str) -> Option<Entries> {
    let open = record_start(text)?;
    let (_, list) = fields(text, open).into_iter().find(|(name, _)| name == field)?;
    if !text[list.clone()].starts_with('[') {
        return None;
    }
    let record = |whole: Range<usize>| {
        let open = whole.end - lexis::split_name(&text[whole.clone()]).1.len();
        Entry { fields: fields(text, open), whole, open }
    };
    let entries = items(text, list.start).into_iter().map(record).collect();
    Some(Entries { inside: list.start + 1..list.end - 1, entries })
}

/// Where the value of the last field of the file's record ends.
pub fn last_field_end(text: &str) -> Option<usize> {
    fields(text, record_start(text)?).last().map(|(_, value)| value.end)
}

/// Where something new goes that follows what ends at `end`: behind the comma there, and behind the comments on its line,
/// which belong to what they stand behind. Says too whether there is that comma.
pub fn behind(text: &str, end: usize) -> (usize, bool) {
    let next = text.len() - lexis::skip_space(&text[end..]).len();
    match text[next..].starts_with(',') {
        true => (remarks_end(text, next + 1), true),
        false => (remarks_end(text, end), false),
    }
}

/// Where the comments end that stand on the line from `at` on.
pub fn remarks_end(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text[at..].trim_start_matches([' ', '\t']);
        if rest.starts_with("//") {
            let line = rest.split('\n').next().unwrap_or(rest).trim_end_matches('\r');
            return text.len() - rest.len() + line.len();
        }
        if !rest.starts_with("/*") {
            return at;
        }
        at = text.len() - rest.len() + lexis::step(rest);
    }
}

/// Where the bracket that begins the file's record stands; attributes may be before it.
fn record_start(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at = text.len() - lexis::skip_space(text.get(at..)?).len();
        match text.as_bytes().get(at)? {
            b'(' => return Some(at),
            b'[' => at += lexis::closing(&text[at..])? + 1,
            _ => at += lexis::step(&text[at..]),
        }
    }
}

/// The fields of the record whose bracket stands at `open`.
fn fields(text: &str, open: usize) -> Vec<(String, Range<usize>)> {
    let field = |item: Range<usize>| {
        let (name, rest) = lexis::split_name(&text[item.clone()]);
        let value = lexis::skip_space(rest.strip_prefix(':')?);
        Some((name.to_owned(), item.end - value.len()..item.end))
    };
    items(text, open).into_iter().filter_map(field).collect()
}

/// What stands between the commas of the bracket at `open`, without the space and the comments around.
fn items(text: &str, open: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = open + 1;
    loop {
        at = text.len() - lexis::skip_space(&text[at..]).len();
        let end = item_end(text, at);
        if end > at {
            found.push(at..without_comments(text, at..end));
        }
        at = text.len() - lexis::skip_space(&text[end..]).len();
        if text.as_bytes().get(at) != Some(&b',') {
            return found;
        }
        at += 1;
    }
}

/// Where the last token of a stretch ends: a comment behind it belongs to nobody.
fn without_comments(text: &str, range: Range<usize>) -> usize {
    let (mut at, mut last) = (range.start, range.start);
    while at < range.end {
        let next = text.len() - lexis::skip_space(&text[at..]).len();
        if next > at {
            at = next;
            continue;
        }
        at += lexis::step(&text[at..]);
        last = at;
    }
    last.min(range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_their_fields_stand_where_they_are_written() {
        let text = "#![enable(implicit_some)]\n// (a: [\nScenario(id: \"x, (\", msel: [ // first\n  (no: \"1\", to: [\"a\", \"b\"] /* b, */, at: \"1h\"), /* (no: \"9\") */\n  (no: \"2)\", effect: Load(team: \"a\")) // last\n ],)";
        let found = entries(text, "msel").expect("it is there");
        let shown: Vec<Vec<(&str, &str)>> = found
            .entries
            .iter()
            .map(|entry| entry.fields.iter().map(|(name, value)| (&**name, &text[value.clone()])).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec![("no", "\"1\""), ("to", "[\"a\", \"b\"]"), ("at", "\"1h\"")],
                vec![("no", "\"2)\""), ("effect", "Load(team: \"a\")")],
            ]
        );
        assert_eq!(&text[found.entries[1].whole.clone()], "(no: \"2)\", effect: Load(team: \"a\"))");
        assert_eq!(last_field_end(text).map(|end| &text[end..]), Some(",)"));
        let shown = |at: usize| {
            let (at, has_comma) = behind(text, at);
            (&text[at..], has_comma)
        };
        assert_eq!(shown(found.entries[0].whole.end).0.find("(no: \"2)"), Some(3));
        assert_eq!(shown(found.entries[1].whole.end), ("\n ],)", false));
        assert_eq!(shown(found.inside.end + 1), (")", true));
        assert_eq!(&text[remarks_end(text, found.inside.start)..][..4], "\n  (");
        let named = "(msel: [Inject(no: \"1\", at: \"1h\")])";
        assert_eq!(entries(named, "msel").map(|found| found.entries[0].fields.len()), Some(2));
        assert_eq!(entries(text, "teams"), None);
        assert_eq!(entries("(msel: [])", "msel").map(|found| found.entries.len()), Some(0));
    }

    #[test]
    fn fields_go_with_a_comma_each_and_comments_stay() {
        let check = |fields: &str, gone: &[usize], expected: &str| {
            let text = format!("(msel: [({fields})])");
            let found = entries(&text, "msel").expect("a list");
            let (mut out, mut at) = (String::new(), 0);
            for range in found.entries[0].without(&text, gone) {
                out += &text[at..range.start];
                at = range.end;
            }
            assert_eq!(out + &text[at..], format!("(msel: [({expected})])"));
        };
        let three = "a: 1, b: 2, c: 3";
        check(three, &[0], "b: 2, c: 3");
        check(three, &[1], "a: 1, c: 3");
        check(three, &[2], "a: 1, b: 2");
        check(three, &[0, 1], "c: 3");
        check(three, &[1, 2], "a: 1");
        check(three, &[0, 2], "b: 2");
        check("a: 1, /* so */ b: 2, c: 3", &[1], "a: 1, /* so */ c: 3");
        check("a: 1, /* so */ b: 2, c: 3", &[1, 2], "a: 1, /* so */ ");
        check("a: 1, /* so */ b: 2", &[1], "a: 1 /* so */");
        check("a: 1, // so\n  b: 2", &[1], "a: 1 // so\n");
        check("// first\n  a: 1 /* one */, // and\n  b: 2,", &[0], "// first\n   /* one */// and\n  b: 2,");
        check("\n  a: 1,\n  b: 2,\n  c: 3,\n", &[0], "\n  b: 2,\n  c: 3,\n");
        check("\n  a: 1,\n  b: 2,\n  c: 3,\n", &[1], "\n  a: 1,\n  c: 3,\n");
    }
}
