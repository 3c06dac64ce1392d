//! The house rules, held by tests: which room may import which, what only the command line may do, how long a file may
//! be and how it must begin, what must not stand in the tree.
//!
//! A rule is a table at the top of its file; what breaks it is listed with file and line, all at once.

mod manifest;
mod rooms;
mod source;
mod texts;

use std::path::Path;

/// Fails with every offender on a line of its own.
#[track_caller]
fn none(rule: &str, offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

/// The top of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
