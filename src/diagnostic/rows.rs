//! Faults of a fragment that a table includes once for each row: what is wrong in many rows is told once.
//!
//! **Invariant:** what is told of one row only, and what differs in more than the rows' names, stays apart.

use std::collections::BTreeMap;

use super::{Diagnostic, Sources};

/// How many rows are named.
const NAMED: usize = 8;

/// Diagnostics in which those that tell the same of several rows of a table are one: the first, with the others named.
pub fn fold_rows(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let row = |diagnostic: &Diagnostic| sources.row_name(diagnostic.place?.source);
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut others: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some((name, place)) = row(&diagnostic).zip(diagnostic.place) else {
            kept.push(diagnostic);
            continue;
        };
        let told = diagnostic.message.replace(&format!("`{name}/"), "`");
        let known = *first.entry((sources.as_read(place), diagnostic.code, told)).or_insert(kept.len());
        match known < kept.len() {
            true => others.entry(known).or_default().push(name),
            false => kept.push(diagnostic),
        }
    }
    for (number, names) in others {
        kept[number].notes.push(note(&names));
    }
    kept
}

fn note(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let rows = if names.len() == 1 { "row" } else { "rows" };
    match names.len().saturating_sub(NAMED) {
        0 => format!("the same in the {rows} {}", shown.join(", ")),
        more => format!("the same in the {rows} {} and {more} more", shown.join(", ")),
    }
}
