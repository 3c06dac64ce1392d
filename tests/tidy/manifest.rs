//! Dependencies: each is there for a reason that its line tells, and each is used.

use std::collections::BTreeSet;
use std::fs;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use super::source::files_beneath;
use super::{none, root};

/// A line of a dependency table.
struct Dependency {
    name: String,
    table: String,
    line: String,
}

#[test]
fn each_dependency_tells_its_reason() {
    let bare = dependencies().into_iter().filter(|dependency| {
        let reason = dependency.line.rsplit_once("# ").map_or("", |(_, reason)| reason);
        reason.trim().len() < 3
    });
    none("a dependency ends with `# why it is there`", bare.map(|dependency| dependency.line).collect());
}

#[test]
fn each_dependency_is_used() {
    let product = words("src");
    let mut anywhere = product.clone();
    anywhere.extend(words("tests"));
    anywhere.extend(words("benches"));
    let idle = dependencies().into_iter().filter(|dependency| {
        let used = if dependency.table == "dependencies" { &product } else { &anywhere };
        !used.contains(&dependency.name.replace('-', "_"))
    });
    none("a dependency that nothing names goes", idle.map(|dependency| dependency.name).collect());
}

fn dependencies() -> Vec<Dependency> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is text");
    let mut table = String::new();
    let mut found = Vec::new();
    for line in manifest.lines() {
        if let Some(head) = line.strip_prefix('[') {
            table = head.trim_end_matches(']').into();
        } else if let (true, Some((name, _))) = (table.ends_with("dependencies"), line.split_once(" = ")) {
            found.push(Dependency { name: name.into(), table: table.clone(), line: line.into() });
        }
    }
    assert!(found.len() > 10, "the manifest lists {} dependencies: that cannot be all", found.len());
    found
}

/// Every identifier in the Rust files beneath `folder`.
fn words(folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_beneath(folder).iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        let text = fs::read_to_string(path).expect("a source file is text");
        let mut streams = vec![TokenStream::from_str(&text).expect("a source file is Rust")];
        while let Some(stream) = streams.pop() {
            for token in stream {
                match token {
                    TokenTree::Group(group) => streams.push(group.stream()),
                    TokenTree::Ident(word) => {
                        found.insert(word.to_string());
                    }
                    _ => {}
                }
            }
        }
    }
    found
}
