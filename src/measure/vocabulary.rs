//! The words that results are written with, so that what was saved is read back with the same ones.
//!
//! **Invariant:** a word that is read is one of these, so that a renderer may take it for a class or a unit.

use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// One of the words of results.
pub type Word = &'static str;

/// Reads a word; one that no result has is an error.
///
/// # Errors
/// Those of the format, and that a text is none of the words.
pub fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    Cow::deserialize(from).and_then(|written: Cow<'_, str>| known(&written))
}

/// The same where there may be none.
///
/// # Errors
/// Those of [`word`].
pub fn word_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Word>, D::Error> {
    let written: Option<Cow<'_, str>> = Option::deserialize(from)?;
    written.map(|written| known(&written)).transpose()
}

fn known<E: serde::de::Error>(written: &str) -> Result<Word, E> {
    let known = WORDS.iter().find(|word| **word == written);
    known.copied().ok_or_else(|| {
        let start: String = written.chars().take(40).collect();
        E::custom(format!("`{}` is no word of results", start.escape_debug()))
    })
}

#[rustfmt::skip]
const WORDS: &[&str] = &[
    // Units.
    "h", "share", "count", "function_h",
    // Milestones.
    "detected", "acknowledged", "declared", "contained", "finally_contained", "recovered", "shared", "helped",
    // Who serves a queue, and what has a level.
    "tier", "authority", "crew", "staff", "function", "mission",
    // What became of a technique, and the tactics.
    "seen", "missed", "not_used",
    "Reconnaissance", "Resource Development", "Initial Access", "Execution", "Persistence", "Privilege Escalation",
    "Defense Evasion", "Credential Access", "Discovery", "Lateral Movement", "Collection", "Command and Control",
    "Exfiltration", "Impact",
    // What happened at an instant, but for words above.
    "started", "step", "held", "impaired", "objective", "reacted", "alert", "opened", "found", "isolated", "restored", "closed",
    "wrongly_blocked", "lost", "refused", "inject", "escalated", "down", "ends",
    // What went on for a while.
    "understand", "contain", "recover",
    // What a comparison found, and of what.
    "paired", "unpaired", "untested", "open", "different", "relevant", "not_relevant",
    // Replications to open.
    "best", "worst",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::unit_name;
    use crate::model::Unit;

    #[test]
    fn words_stand_once_and_are_read_back() {
        for (place, known) in WORDS.iter().enumerate() {
            assert!(!WORDS[..place].contains(known), "{known}");
            let read = word(&mut serde_json::Deserializer::from_str(&format!("{known:?}")));
            assert_eq!(read.ok(), Some(*known));
        }
        for unit in [Unit::Time, Unit::Share, Unit::Count, Unit::FunctionHours] {
            assert!(WORDS.contains(&unit_name(unit)));
        }
    }

    #[test]
    fn what_is_no_word_is_told_in_short() {
        let told =
            |text: &str| word(&mut serde_json::Deserializer::from_str(text)).err().map(|it| it.to_string());
        assert_eq!(told("\"\\u001b[31m\"").as_deref(), Some("`\\u{1b}[31m` is no word of results"));
        assert!(told(&format!("\"{}\"", "x".repeat(10_000))).is_some_and(|it| it.len() < 80));
        assert!(told("3").is_some());
    }
}
