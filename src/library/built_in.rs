//! Fragments that are built into the program, under the folder `std/` that every scenario may include from.
//!
//! Each begins with a head that says what it is, what it holds and what a scenario may set.
//!
//! **Invariant:** each checks without a warning in a scenario that includes it and, where its head says so, what it calls on; a test
//! holds it.

use crate::scenario::LoadError;

/// What the paths of built-in files begin with; no folder of a scenario is looked into for them.
pub const FOLDER: &str = "std/";

/// A built-in fragment.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its path: `std/port.ron`.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl BuiltIn {
    /// What it is, in one line: the first of its head.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or("").trim_start_matches('/').trim()
    }
}

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        /// Every built-in fragment, by path.
        pub const ALL: &[BuiltIn] = &[
            $(BuiltIn { path: concat!("std/", $name), text: include_str!(concat!("std/", $name)) }),*
        ];
    };
}

built_in! {
    "agreements.ron",
    "election-authority.ron",
    "energy.ron",
    "enterprise.ron",
    "eu-agency.ron",
    "hospital.ron",
    "ladders.ron",
    "nation.ron",
    "national-cert.ron",
    "obligations.ron",
    "playbooks.ron",
    "port.ron",
    "telecom.ron",
}

/// The text of a file: a built-in one under `std/`, and of any other what `load` returns.
///
/// # Errors
/// That nothing of this name is built in, or those of `load`.
pub fn or_built_in(
    path: &str,
    load: impl FnOnce(&str) -> Result<String, LoadError>,
) -> Result<String, LoadError> {
    if !path.starts_with(FOLDER) {
        return load(path);
    }
    match ALL.iter().find(|known| known.path == path) {
        Some(known) => Ok(String::from(known.text)),
        None => {
            let known: Vec<&str> = ALL.iter().map(|known| known.path).collect();
            Err(LoadError(format!("nothing of this name is built in; there is {}", known.join(", "))))
        }
    }
}
