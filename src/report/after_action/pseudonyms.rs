//! Names that hide who took part.
//!
//! **Invariant:** the same name has the same pseudonym in all of a document, and none of the names stays as a word of its own.

use super::document::Document;
use crate::report::{CastView, RunReport};
use std::collections::BTreeMap;

/// The document with organisations, teams, campaigns and adversaries by pseudonyms.
pub fn hidden(document: Document, report: &RunReport) -> Document {
    let names = pseudonyms(&report.cast);
    document.map(&|text| replaced(text, &names))
}

/// What each name becomes, the longest first, so that no name is taken for a part of it.
fn pseudonyms(cast: &CastView) -> Vec<(String, String)> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (number, organisation) in (1..).zip(&cast.organisations) {
        let pseudonym = format!("Organisation {number}");
        for name in [&organisation.organisation, &organisation.label, &organisation.name] {
            names.entry(name).or_insert_with(|| pseudonym.clone());
        }
        for (letter, team) in ('A'..='Z').cycle().zip(&organisation.teams) {
            names.entry(team).or_insert_with(|| format!("Team {number}{letter}"));
        }
    }
    for (number, plan) in (1..).zip(&cast.campaigns) {
        names.entry(&plan.campaign).or_insert_with(|| format!("Campaign {number}"));
        names.entry(&plan.adversary).or_insert_with(|| format!("Adversary {number}"));
    }
    let mut names: Vec<(String, String)> = names
        .into_iter()
        .filter(|(name, _)| !name.trim().is_empty())
        .map(|(name, it)| (name.to_owned(), it))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    names
}

/// The text with each name that stands as a word of its own replaced.
fn replaced(text: &str, names: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(first) = rest.chars().next() {
        let starts = before.is_none_or(|c| !c.is_alphanumeric());
        let found = names.iter().filter(|_| starts).find(|(name, _)| {
            rest.strip_prefix(&**name)
                .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
        });
        match found {
            Some((name, pseudonym)) => {
                out += pseudonym;
                before = rest[..name.len()].chars().next_back();
                rest = &rest[name.len()..];
            }
            None => {
                out.push(first);
                before = Some(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn names_are_replaced_where_they_stand_as_words() {
        let names = [
            ("ncirc-soc", "Team 1A"),
            ("NCIRC", "Organisation 1"),
            ("ncirc", "Organisation 1"),
            ("eu", "Organisation 2"),
        ];
        let names = names.map(|(name, pseudonym)| (name.to_owned(), pseudonym.to_owned()));
        let check = |text: &str, expected: &str| assert_eq!(replaced(text, &names), expected);
        check("NCIRC's ncirc-soc reports.", "Organisation 1's Team 1A reports.");
        check("eu-desk[1] of Europe, in the EU", "Organisation 2-desk[1] of Europe, in the EU");
        check("neu eu/neu (eu)", "neu Organisation 2/neu (Organisation 2)");
        check("", "");
    }
}
