//! The cases of theory: figures that were worked out elsewhere, and what is read of them.
//!
//! One or two of each family stand in the tests, so that a clone proves something by itself. All of them are in
//! `closed_forms.json` in the folder that `JOINTEX_REFERENCE_DATA` names; where it names one, all are played.

use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One case: what is given, and what theory says of it.
pub struct Case {
    /// Its number among those that are played, from 1, and so the seed that it is played with: chosen before looking.
    pub seed: u64,
    value: Value,
    read: RefCell<BTreeSet<String>>,
}

impl Case {
    fn at(&self, path: &str) -> &Value {
        self.read.borrow_mut().insert(path.to_owned());
        let place = path.split('/').try_fold(&self.value, |value, key| value.get(key));
        place.unwrap_or_else(|| panic!("{path} is missing in {}", self.value))
    }

    /// A number, by its path through the records, with `/` between the names.
    pub fn number(&self, path: &str) -> f64 {
        self.at(path).as_f64().unwrap_or_else(|| panic!("{path} is a number in {}", self.value))
    }

    /// A number that counts something.
    pub fn count(&self, path: &str) -> u32 {
        let count = self.at(path).as_u64().unwrap_or_else(|| panic!("{path} counts in {}", self.value));
        u32::try_from(count).expect("it counts few")
    }

    /// Several numbers.
    pub fn numbers(&self, path: &str) -> Vec<f64> {
        let list = self.at(path).as_array().unwrap_or_else(|| panic!("{path} is a list in {}", self.value));
        list.iter().map(|value| value.as_f64().expect("a list of numbers")).collect()
    }

    /// A text.
    pub fn text(&self, path: &str) -> &str {
        self.at(path).as_str().unwrap_or_else(|| panic!("{path} is a text in {}", self.value))
    }

    /// Whether there is such a number.
    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// Says why a number is not looked at.
    pub fn leave(&self, path: &str, _reason: &str) {
        self.at(path);
    }
}

/// Proves each case of a family; `own` are those that stand in the test, as they stand in the file. Every number must have
/// been looked at, or left for a reason.
pub fn prove(family: &str, own: &str, check: impl Fn(&Case)) {
    let own: Vec<Value> = serde_json::from_str(own).expect("the test's own cases are JSON");
    let all = match reference() {
        Some(reference) => listed(&reference[family]),
        None => own.clone(),
    };
    assert!(
        own.iter().all(|case| all.contains(case)),
        "the test's own cases of {family} are not among {all:?}"
    );
    for (seed, value) in (1..).zip(all) {
        println!("{family}: {value}");
        let case = Case { seed, value, read: RefCell::default() };
        check(&case);
        let mut leaves = Vec::new();
        collect(&case.value, "", &mut leaves);
        let read = case.read.borrow();
        let unread: Vec<&String> = leaves.iter().filter(|&leaf| !read.contains(leaf)).collect();
        assert!(unread.is_empty(), "{unread:?} of {} are neither proved nor left for a reason", case.value);
    }
}

/// The whole file, if there is one.
pub fn reference() -> Option<Map<String, Value>> {
    let folder = std::env::var_os("JOINTEX_REFERENCE_DATA")?;
    let path = std::path::Path::new(&folder).join("closed_forms.json");
    let text = std::fs::read_to_string(&path).expect("the reference data hold the closed forms");
    let mut whole: Map<String, Value> = serde_json::from_str(&text).expect("they are one JSON object");
    whole.remove("note");
    Some(whole)
}

/// The cases of a family; one that is a single case lists none.
fn listed(family: &Value) -> Vec<Value> {
    match family.get("cases") {
        Some(cases) => cases.as_array().expect("cases are a list").clone(),
        None => {
            let mut only = family.as_object().expect("a family is an object").clone();
            only.remove("formula");
            vec![Value::Object(only)]
        }
    }
}

/// The paths of everything that is not itself a record.
fn collect(value: &Value, path: &str, leaves: &mut Vec<String>) {
    match value {
        Value::Object(record) => {
            for (key, value) in record {
                let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
                collect(value, &path, leaves);
            }
        }
        Value::String(_) => {}
        _ => leaves.push(path.to_owned()),
    }
}
