//! What an inject says, as the values of a scenario's fields, for which what a sheet says is compared with it.
//!
//! **Invariant:** two injects that say the same of a field have the same value, however each is written.

use super::words::{self, quoted};
use crate::scenario::{Inject, written_line};

/// What an inject says of a field, as [`Record::changes`](super::Record::changes) has it: words that differ may mean the same.
pub fn said(inject: &Inject, field: &str) -> Option<String> {
    let text = |word: &str| (!word.is_empty()).then(|| quoted(word));
    match field {
        "at" => inject.at.as_ref().map(written_line),
        "after" => inject.after.as_ref().map(words::followed),
        "when" => inject.when.as_ref().map(words::awaited),
        "delay" => inject.delay.as_ref().map(written_line),
        "by" => inject.by.map(|by| by.value.name().to_owned()),
        "to" => listed(inject.to.iter().map(|id| id.text.as_str())),
        "objective" => inject.objective.as_ref().map(|id| quoted(id)),
        "staff" => inject.staff.as_ref().map(|id| quoted(id)),
        "from" => text(&inject.from),
        "title" => text(&inject.title),
        "text" => text(&inject.text),
        "expected" => text(&inject.expected),
        "controller" => text(&inject.controller),
        _ => None,
    }
}

/// Ids as a list in a scenario; none if there are none.
pub fn listed<'i>(ids: impl Iterator<Item = &'i str>) -> Option<String> {
    let list: Vec<String> = ids.map(quoted).collect();
    (!list.is_empty()).then(|| format!("[{}]", list.join(", ")))
}
