//! Numbers and names in the words of the story; the page speaks alike.
//!
//! **Invariant:** nothing here is parsed again: machines get numbers.

use crate::model::{LevelIdx, Leveled, Model, Named, OrganisationIdx};
use std::collections::BTreeMap;

/// An organisation's name where it is short, else its id.
pub fn label(organisation: &Named) -> &str {
    match organisation.name.chars().count() {
        1..=16 => &organisation.name,
        _ => &organisation.id,
    }
}

/// What people call each thing that has a level: its name; where another of its kind has the same name, also whose it is, or
/// its id where that is the same too.
pub fn called(model: &Model) -> Vec<String> {
    let names = &model.names;
    let of = |level: LevelIdx| {
        let (kind, Named { id, name }, organisation) = match model.leveled(level) {
            Leveled::Function(at) => (0, &names.functions[at.at()], model.functions[at.at()].organisation),
            Leveled::Mission(at) => (1, &names.missions[at.at()], model.missions[at.at()].organisation),
            Leveled::Cable(at) => (2, &names.cables[at.at()], model.cables[at.at()].organisation),
        };
        (kind, id.as_str(), if name.is_empty() { id.as_str() } else { name.as_str() }, organisation)
    };
    let all: Vec<(u8, &str, &str, OrganisationIdx)> =
        LevelIdx::all(model.reliance.readers.len()).map(of).collect();
    // How many have a name, and how many of one organisation have it.
    let mut have: BTreeMap<(u8, &str), u32> = BTreeMap::new();
    let mut of_one: BTreeMap<(u8, &str, OrganisationIdx), u32> = BTreeMap::new();
    for &(kind, _, name, organisation) in &all {
        *have.entry((kind, name)).or_default() += 1;
        *of_one.entry((kind, name, organisation)).or_default() += 1;
    }
    let call =
        |(kind, id, name, organisation)| match (have[&(kind, name)], of_one[&(kind, name, organisation)]) {
            (1, _) => name.to_owned(),
            (_, 1) => format!("{name} · {}", names.organisations[organisation.at()].id),
            _ => format!("{name} · {id}"),
        };
    all.into_iter().map(call).collect()
}

/// A span of hours in the unit that reads best: `40 s`, `22 min`, `6.4 h`, `3.1 d`, `−2.0 h`.
pub fn span(hours: f64) -> String {
    let text = match hours.abs() {
        short if short < 0.5 / 60.0 => format!("{:.0} s", short * 3600.0),
        short if short < 99.5 / 60.0 => format!("{:.0} min", short * 60.0),
        short if short < 99.95 => format!("{short:.1} h"),
        long => format!("{:.1} d", long / 24.0),
    };
    // A sign, not a hyphen; and none of what is rounded to nothing.
    if hours < 0.0 && text != "0 s" { format!("−{text}") } else { text }
}

/// Whether a spreadsheet may take a text for a formula, apostrophes before it apart.
pub fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The same text where a spreadsheet takes it for one: behind an apostrophe, which it does not show.
pub fn defused(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// `360000` as `360,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 replication`, `200 replications`.
pub fn counted(number: u64, thing: &str) -> String {
    match thing.strip_suffix("is") {
        _ if number == 1 => format!("1 {thing}"),
        Some(stem) => format!("{} {stem}es", thousands(number)),
        None => format!("{} {thing}s", thousands(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_take_the_unit_that_reads_best() {
        let said = [0.0, 0.01, 1.0, 1.65, 1.66, 99.9, 100.0].map(span);
        assert_eq!(said, ["0 s", "1 min", "60 min", "99 min", "1.7 h", "99.9 h", "4.2 d"]);
        assert_eq!([-8.3, -0.2, -1e-9].map(span), ["−8.3 h", "−12 min", "0 s"]);
    }

    #[test]
    fn large_numbers_have_commas() {
        assert_eq!(
            [0, 999, 1000, 360_000, 1_234_567].map(thousands),
            ["0", "999", "1,000", "360,000", "1,234,567"]
        );
    }
}
