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

/// The list in a field of the file's record, if it is written there; the text is that of a sound scenario.
pub fn entries(text: &str, field: &str) -> Option<Entries> {
    let open = record_start(text)?;
    let (_, list) = fields(text, open).into_iter().find(|(name, _)| name == field)?;
    if !text[list.clone()].starts_with('[') {
        return None;
    }
    let record = |whole: Range<usize>| Entry { fields: fields(text, whole.start), whole };
    let entries = items(text, list.start).into_iter().map(record).collect();
    Some(Entries { inside: list.start + 1..list.end - 1, entries })
}

/// Where the value of the last field of the file's record ends.
pub fn last_field_end(text: &str) -> Option<usize> {
    fields(text, record_start(text)?).last().map(|(_, value)| value.end)
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
        assert_eq!(entries(text, "teams"), None);
        assert_eq!(entries("(msel: [])", "msel").map(|found| found.entries.len()), Some(0));
    }
}
