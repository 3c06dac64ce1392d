//! Every package that the lock file can bring in, on any platform, stands under a licence that `deny.toml` allows.
//!
//! A package without an SPDX expression fails too: somebody has to look at it.

use std::path::Path;
use std::process::Command;

use spdx::{Expression, LicenseReq, ParseMode};

#[derive(serde::Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(serde::Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

#[test]
fn every_dependency_may_be_given_on() {
    let allowed = allowed_licences();
    let packages = locked_packages();
    assert!(packages.len() > 10, "cargo metadata lists {} packages: that cannot be all", packages.len());
    let faults: Vec<String> = packages.iter().filter_map(|package| fault(package, &allowed)).collect();
    assert!(
        faults.is_empty(),
        "choose another crate, or have the licence looked at and add it to deny.toml:\n  {}",
        faults.join("\n  ")
    );
}

#[test]
fn licences_are_judged_as_expressions() {
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(String::from);
    let check = |licence: Option<&str>, passes: bool| {
        let package = Package { name: "p".into(), version: "1".into(), license: licence.map(String::from) };
        assert_eq!(fault(&package, &allowed).is_none(), passes, "{licence:?}");
    };
    check(Some("MIT OR GPL-3.0-only"), true);
    check(Some("MIT/GPL-3.0-only"), true);
    check(Some("MIT AND GPL-3.0-only"), false);
    check(Some("(MIT OR GPL-3.0-only) AND Unicode-3.0"), true);
    check(Some("Apache-2.0"), false);
    check(Some("Apache-2.0 WITH LLVM-exception"), true);
    check(Some("Mine, all mine"), false);
    check(None, false);
}

/// Says what is wrong with the licence of `package`, if anything is.
fn fault(package: &Package, allowed: &[String]) -> Option<String> {
    let Package { name, version, license } = package;
    let Some(written) = license else {
        return Some(format!("{name} {version} names no licence"));
    };
    let expression = match Expression::parse_mode(written, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => {
            return Some(format!("{name} {version}: `{written}` is no SPDX expression: {}", error.reason));
        }
    };
    let allows = |licence: &LicenseReq| allowed.contains(&licence.to_string());
    (!expression.evaluate(allows)).then(|| format!("{name} {version} stands under `{written}`"))
}

/// The texts of the list `licenses.allow` in `deny.toml`, one a line.
fn allowed_licences() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is at the top level");
    let (_, list) = text.split_once("allow = [").expect("deny.toml lists the allowed licences");
    let (list, _) = list.split_once(']').expect("the list of allowed licences ends");
    let licences: Vec<String> = list.split('"').skip(1).step_by(2).map(String::from).collect();
    assert!(!licences.is_empty(), "deny.toml allows no licence");
    licences
}

/// What `cargo metadata` says of the packages in `Cargo.lock`.
fn locked_packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    metadata.packages
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
