//! What ships with the program: techniques of MITRE ATT&CK that attack flows need, and controls of organisations, written in the language
//! itself.
//!
//! Ids, names and tactics are ATT&CK's (Enterprise, version 18.1). The numbers are assumptions or have a source, as the file
//! says of each record: a scenario that has better ones overrides the fields that it knows.
//!
//! **Invariant:** the library parses, and its techniques and controls ascend by id; a test holds it.

mod built_in;

use crate::scenario::{Control, LoadError, Parsed, Technique, parse};
pub use built_in::{ALL as BUILT_IN, BuiltIn, FOLDER, or_built_in};
use std::sync::OnceLock;

const TECHNIQUES: &str = include_str!("techniques.ron");
const CONTROLS: &str = include_str!("controls.ron");

/// The built-in techniques, by id. Their places point into no text that a user knows.
pub fn techniques() -> &'static [Technique] {
    static PARSED: OnceLock<Vec<Technique>> = OnceLock::new();
    PARSED.get_or_init(|| {
        parsed("library/techniques.ron", TECHNIQUES)
            .scenario
            .map_or_else(Vec::new, |scenario| scenario.techniques)
    })
}

/// The built-in technique with this id; the name of an include before it is passed over, for a fragment's own numbers are on top of
/// the library's too.
pub fn technique(id: &str) -> Option<&'static Technique> {
    let (techniques, id) = (techniques(), own_part(id));
    let number = techniques.binary_search_by(|technique| technique.id.text.as_str().cmp(id)).ok()?;
    techniques.get(number)
}

/// The built-in controls, by id. Their places point into no text that a user knows.
pub fn controls() -> &'static [Control] {
    static PARSED: OnceLock<Vec<Control>> = OnceLock::new();
    PARSED.get_or_init(|| {
        parsed("library/controls.ron", CONTROLS).scenario.map_or_else(Vec::new, |scenario| scenario.controls)
    })
}

/// The built-in control with this id; the name of an include before it is passed over.
pub fn control(id: &str) -> Option<&'static Control> {
    let id = own_part(id);
    controls().iter().find(|control| control.id.text == id)
}

/// An id without the names of includes.
fn own_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn parsed(name: &str, text: &str) -> Parsed {
    parse(name, text, &mut |_| Err(LoadError(String::from("the library includes nothing"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Basis;
    use std::path::Path;

    #[test]
    fn the_library_parses_and_ascends() {
        for found in [parsed("techniques", TECHNIQUES), parsed("controls", CONTROLS)] {
            let faults: Vec<String> =
                found.diagnostics.iter().map(|fault| fault.render(&found.sources, false, 110)).collect();
            assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
        assert!(controls().windows(2).all(|pair| pair[0].id.text < pair[1].id.text));
        assert!(controls().iter().all(|control| control.name.is_some() && control.basis.is_some()));
        assert!(techniques().len() >= 45);
        assert!(techniques().windows(2).all(|pair| pair[0].id.text < pair[1].id.text));
    }

    #[test]
    fn every_technique_is_complete_and_says_where_its_numbers_come_from() {
        for technique in techniques() {
            let id = &technique.id.text;
            assert!(
                technique.name.is_some() && technique.tactic.is_some() && technique.does.is_some(),
                "{id}"
            );
            assert!(
                technique.success.is_some() && technique.time.is_some() && technique.visible.is_some(),
                "{id}"
            );
            assert!(
                matches!(technique.basis, Some(Basis::Assumed | Basis::Source(_) | Basis::Expert)),
                "{id}"
            );
        }
    }

    /// ATT&CK writes `initial-access` for what the language calls `InitialAccess`.
    fn attack_word(tactic: &str) -> String {
        let mut word = String::new();
        for letter in tactic.chars() {
            if letter.is_uppercase() && !word.is_empty() {
                word.push('-');
            }
            word.extend(letter.to_lowercase());
        }
        word
    }

    #[test]
    fn ids_names_and_tactics_are_those_of_attack() {
        let Some(folder) = std::env::var_os("JOINTEX_REFERENCE_DATA") else {
            return println!("skipped: JOINTEX_REFERENCE_DATA names no folder");
        };
        let file = Path::new(&folder).join("attack/attack_enterprise_v18.1_techniques.csv");
        let mut reader = csv::Reader::from_path(file).expect("the reference file opens");
        let rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row of the reference file")).collect();
        for technique in techniques() {
            let row = rows.iter().find(|row| row[0] == technique.id.text).expect("a technique of ATT&CK");
            assert_eq!(
                technique.name.as_ref().map(|name| name.text.as_str()),
                Some(&row[1]),
                "{}",
                technique.id
            );
            let tactic = attack_word(technique.tactic.map_or("", |tactic| tactic.value.name()));
            assert!(
                row[2].split('|').any(|known| known == tactic),
                "{}: {tactic} is not among {}",
                technique.id,
                &row[2]
            );
            assert_eq!((&row[5], &row[6]), ("0", "0"), "{} is revoked or deprecated", technique.id);
        }
    }
}
