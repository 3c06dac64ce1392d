//! The README is true: its commands run, in their order, and print what it quotes.
//!
//! Every `sh` block is run by bash in a copy of the project's `scenarios/`. A `text` block after it quotes what it
//! printed: whole paragraphs, with `⋮` for those left out or for the rest of one. A `ron` block quotes a scenario.
//!
//! After a deliberate change of results, `SNAPSHOTS=overwrite cargo test --test readme` renews the quotations; read what
//! the text around them says of them.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use snapbox::{Data, assert_data_eq};

/// What stands for lines or paragraphs that are left out.
const LEFT_OUT: &str = "⋮";

/// A fenced block.
struct Block {
    language: String,
    text: String,
}

#[test]
fn commands_run_and_print_what_is_quoted() {
    let readme = readme();
    let folder = workplace();
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|wish| wish == "overwrite");
    let (mut printed, mut renewed, mut quotations) = (String::new(), readme.clone(), 0);
    for block in blocks(&readme) {
        match block.language.as_str() {
            "sh" => printed = run(&block.text, folder.path()),
            "text" => {
                let quoted = quote(&block.text, &printed);
                quotations += 1;
                if overwrite {
                    renewed = renewed.replace(&block.text, &quoted);
                } else {
                    assert_data_eq!(quoted, Data::text(block.text).raw());
                }
            }
            _ => {}
        }
    }
    assert!(quotations > 0, "the README quotes no output");
    if renewed != readme {
        fs::write(path(), renewed).expect("the README can be written");
    }
}

#[test]
fn quoted_lines_of_scenarios_stand_in_one() {
    let scenarios = ["scenarios/technical-arrangement.ron", "src/cli/starter.ron"]
        .map(|file| fs::read_to_string(root().join(file)).expect("a scenario is text"));
    for block in blocks(&readme()).iter().filter(|block| block.language == "ron") {
        for line in block.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let stands = scenarios.iter().any(|scenario| scenario.lines().any(|it| it.trim() == line));
            assert!(stands, "the README quotes `{line}`, which stands in no scenario");
        }
    }
}

#[test]
fn quotations_keep_what_the_excerpt_leaves_out() {
    let printed = "A title\n1\n\nB head\n2\n3\n\nC head\n4\n";
    assert_eq!(quote("B head\n9\n⋮\n", printed), "B head\n2\n⋮\n");
    assert_eq!(quote("A title\n1\n\n⋮\n\nC old\n", printed), "A title\n1\n\n⋮\n\nC head\n4\n");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path() -> std::path::PathBuf {
    root().join("README.md")
}

fn readme() -> String {
    fs::read_to_string(path()).expect("the README is text")
}

fn blocks(readme: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(language) => {
                inside = true;
                found.push(Block { language: language.into(), text: String::new() });
            }
            None if inside => found.last_mut().expect("a block has begun").text += &format!("{line}\n"),
            None => {}
        }
    }
    found
}

/// A folder with the scenarios, and commands that stand for the installed program and for cargo.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (scenarios, commands) = (folder.path().join("scenarios"), folder.path().join(".commands"));
    fs::create_dir(&commands).expect("a folder can be made");
    copy(&root().join("scenarios"), &scenarios);
    symlink(env!("CARGO_BIN_EXE_jointex"), commands.join("jointex")).expect("the program can be linked");
    // The program is built already, and the tests are running: of cargo's verbs only `run` has something to do.
    let cargo = "#!/bin/sh\n[ \"$1\" = run ] || exit 0\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec jointex \"$@\"\n";
    fs::write(commands.join("cargo"), cargo).expect("a script can be written");
    fs::set_permissions(commands.join("cargo"), fs::Permissions::from_mode(0o755))
        .expect("it can be made to run");
    folder
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("there are scenarios") {
        let path = entry.expect("a folder can be listed").path();
        let place = to.join(path.file_name().expect("a file has a name"));
        match path.is_dir() {
            true => copy(&path, &place),
            false => _ = fs::copy(&path, place).expect("a scenario can be copied"),
        }
    }
}

/// What the commands print on standard output.
fn run(commands: &str, folder: &Path) -> String {
    let path = std::env::var("PATH").expect("there is a PATH");
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", commands])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", folder.join(".commands").display()))
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("bash runs");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}ends with {}:\n{complaints}", output.status);
    String::from_utf8(output.stdout).expect("the program prints text")
}

/// The excerpt with its paragraphs as they are now in what was printed. Paragraphs go by their first word.
fn quote(excerpt: &str, printed: &str) -> String {
    let now: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let renewed = excerpt.trim_end().split("\n\n").map(|paragraph| {
        if paragraph == LEFT_OUT {
            return paragraph.to_owned();
        }
        let first = |text: &str| text.split_whitespace().next().map(str::to_owned);
        let Some(whole) = now.iter().find(|it| first(it) == first(paragraph)) else {
            panic!("nothing that was printed begins like this:\n{paragraph}\n\nprinted:\n{printed}")
        };
        match paragraph.strip_suffix(LEFT_OUT) {
            None => (*whole).to_owned(),
            Some(kept) => {
                let kept: Vec<&str> = whole.lines().take(kept.lines().count()).collect();
                format!("{}\n{LEFT_OUT}", kept.join("\n"))
            }
        }
    });
    renewed.collect::<Vec<_>>().join("\n\n") + "\n"
}
