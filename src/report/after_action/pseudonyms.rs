//! Names that hide who took part.
//!
//! A name that is like no word (`NCIRC`, `cert-eu-soc`) is replaced wherever it stands; one that might be a word (`is`, `port`) only
//! where it stands for itself, between the signs that part names, for else the report's own words would be taken for it.
//!
//! **Invariant:** the same name has the same pseudonym in all of a document.

use crate::report::document::Document;
use crate::report::rehearsal_words::capital;
use crate::report::{CastView, ChannelView, OthersView, RunReport};
use std::collections::BTreeMap;

/// The document with all that has a name of its own by pseudonyms.
pub fn hidden(document: Document, report: &RunReport) -> Document {
    let names = pseudonyms(&report.cast, &report.channels);
    document.map(&|text| replaced(text, &names))
}

/// What each name becomes, the longest first, so that no name is taken for a part of it.
fn pseudonyms(cast: &CastView, channels: &[ChannelView]) -> Vec<(String, String)> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (number, organisation) in (1..).zip(&cast.organisations) {
        let pseudonym = format!("Organisation {number}");
        for name in [&organisation.organisation, &organisation.label, &organisation.name] {
            names.entry(name).or_insert_with(|| pseudonym.clone());
        }
        for (of_it, team) in (1..).zip(&organisation.teams) {
            names.entry(team).or_insert_with(|| format!("Team {number}.{of_it}"));
        }
    }
    for (number, plan) in (1..).zip(&cast.campaigns) {
        names.entry(&plan.campaign).or_insert_with(|| format!("Campaign {number}"));
        names.entry(&plan.adversary).or_insert_with(|| format!("Adversary {number}"));
    }
    for (number, it) in (1..).zip(channels) {
        names.entry(&it.channel).or_insert_with(|| format!("Channel {number}"));
    }
    for OthersView { kind, ids } in &cast.others {
        let kind = capital(kind);
        for (number, id) in (1..).zip(ids) {
            names.entry(id).or_insert_with(|| format!("{kind} {number}"));
        }
    }
    let mut names: Vec<(String, String)> = names
        .into_iter()
        .filter(|(name, _)| !name.trim().is_empty())
        .map(|(name, it)| (name.to_owned(), it))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    names
}

/// Whether a name is like no word.
fn is_distinct(name: &str) -> bool {
    name.chars().any(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/'))
}

/// What parts names from each other and from what is said of them.
const SIGNS: [&str; 6] = [" · ", ", ", "; ", ": ", " (", ")"];

/// The text with each name replaced.
fn replaced(text: &str, names: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (before, rest) = text.split_at(at);
        let found = names.iter().find(|(name, _)| {
            rest.strip_prefix(&**name).is_some_and(|after| match is_distinct(name) {
                true => {
                    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
                        && after.chars().next().is_none_or(|c| !c.is_alphanumeric())
                }
                false => {
                    (before.is_empty() || SIGNS.iter().any(|sign| before.ends_with(sign)))
                        && (after.is_empty()
                            || after.starts_with('[')
                            || SIGNS.iter().any(|sign| after.starts_with(sign)))
                }
            })
        });
        let length = found.map_or(first.len_utf8(), |(name, _)| name.len());
        out += found.map_or(&rest[..length], |(_, pseudonym)| pseudonym);
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn names_are_replaced_and_words_are_not() {
        let names = [
            ("ncirc-soc", "Team 1A"),
            ("NCIRC", "Organisation 1"),
            ("ncirc", "Organisation 1"),
            ("eu", "Organisation 2"),
        ];
        let names = names.map(|(name, pseudonym)| (name.to_owned(), pseudonym.to_owned()));
        let check = |text: &str, expected: &str| assert_eq!(replaced(text, &names), expected);
        check("NCIRC's ncirc-soc reports.", "Organisation 1's Team 1A reports.");
        // What might be a word is a name only where it stands for itself.
        check("eu", "Organisation 2");
        check(
            "eu · north-star, eu: late (eu)",
            "Organisation 2 · north-star, Organisation 2: late (Organisation 2)",
        );
        check("eu-desk[1] is of eu, and neu", "eu-desk[1] is of eu, and neu");
        check("ÉNCIRC NCIRCÉ", "ÉNCIRC NCIRCÉ");
        check("", "");
    }
}
