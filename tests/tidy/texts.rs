//! What every file must be like, and what must not stand in the tree.

use std::fs;
use std::process::Command;

use super::source::{Source, files_beneath, name};
use super::{none, root};

/// The most lines a file of `src/` may have without its tests.
const LINES: usize = 500;

/// What may stand at the top level.
const TOP: &[&str] = &[
    ".ci",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "benches",
    "clippy.toml",
    "deny.toml",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "scenarios",
    "src",
    "tests",
];

/// What must not stand in any text of the project, each in two halves so that this list may stand here.
const NOWHERE: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/tm", "p/"),
    ("TO", "DO"),
    ("FIX", "ME"),
    ("XX", "X:"),
    ("unimple", "mented!"),
    ("to", "do!("),
    ("#[ig", "nore"),
    ("(to c", "ome)"),
    ("issue", " #"),
    ("assis", "tant"),
    ("ses", "sion"),
];

#[test]
fn every_module_says_what_it_is_for_and_what_always_holds() {
    let mut offenders = Vec::new();
    for source in Source::all() {
        let doc: Vec<&str> =
            source.text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        if doc.first().is_none_or(|line| line.is_empty()) {
            offenders.push(format!("{} does not begin with what it is for (`//!`)", source.name));
        }
        let last = doc.rsplit(|line| line.is_empty()).next().unwrap_or_default();
        if !last.iter().any(|line| line.starts_with("**Invariant")) {
            offenders.push(format!(
                "{}: the module's documentation does not end with its **Invariant**",
                source.name
            ));
        }
    }
    none("a module says what it is for and ends with its invariant", offenders);
}

#[test]
fn files_are_short() {
    let mut offenders = Vec::new();
    for source in Source::all() {
        let lines = source.text.lines().count() - source.test_lines;
        if lines > LINES {
            offenders.push(format!("{} has {lines} lines without its tests", source.name));
        }
    }
    none(&format!("one subject a file, at most {LINES} lines"), offenders);
}

#[test]
fn nothing_unfinished_and_no_path_of_a_machine() {
    let mut offenders = Vec::new();
    let files = TOP.iter().flat_map(|top| match root().join(top) {
        path if path.is_dir() => files_beneath(top),
        path => vec![path],
    });
    for path in files.filter(|path| !path.ends_with("Cargo.lock")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            for (start, end) in NOWHERE.iter().filter(|(start, end)| line.contains(&format!("{start}{end}")))
            {
                offenders.push(format!("{}:{}: `{start}{end}`", name(&path), number + 1));
            }
        }
    }
    none("these must not stand in the tree", offenders);
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    // What is committed counts, not what happens to lie about; without a repository there is nothing to look at.
    let listing = Command::new("git").args(["ls-files", "--cached"]).current_dir(root()).output();
    let Ok(listing) = listing else { return };
    let listing = String::from_utf8_lossy(&listing.stdout);
    let mut top: Vec<&str> = listing.lines().filter_map(|path| path.split('/').next()).collect();
    top.dedup();
    none(
        "not at the top level",
        top.iter().filter(|name| !TOP.contains(name)).map(ToString::to_string).collect(),
    );
}
