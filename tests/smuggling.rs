//! Nothing that a scenario, a file's name or an argument holds can command the terminal, whatever is printed.
use jointex::compile::{check_variants, compile};
use jointex::scenario::{LoadError, parse};
use snapbox::cmd::Command;
use std::collections::BTreeSet;
use std::path::Path;

/// Orders to a terminal, as a scenario writes them: an escape, a bell, a title, CSI in one character, line ends, bidi, and
/// what is invisible.
const WRITTEN: &str = r"\u{1b}[35;7m\u{1b}]0;mine\u{7}\u{9b}31m\u{8}\n\r\t\u{7f}\u{85}\u{202e}\u{2066}\u{200b}\u{feff}\u{61c}\u{e0041}";
/// The same as an argument or the name of a file has them.
const ORDERS: &str = "\u{1b}[35;7m\u{1b}]0;mine\u{7}\u{9b}31m\u{8}\n\r\t\u{7f}\u{85}\u{202e}\u{2066}\u{200b}\u{feff}\u{61c}\u{e0041}";

/// A scenario with orders in the middle of every text in quotes that may hold them, and how many texts these are.
///
/// Ids may not, and durations and measures mean nothing with them; what may is found by trying.
fn spoilt(scenario: &str) -> (String, usize) {
    // What changes its meaning is told by another fault, in the scenario or in a variant.
    let faults = |text: &str| {
        let mut parsed = parse("s.ron", text, &mut |_| Err(LoadError("there is no other file".to_owned())));
        let scenario = parsed.scenario?;
        let (_, mut told) = compile(&scenario, &parsed.sources);
        told.extend(check_variants(&scenario, &[], &mut parsed.sources));
        Some(
            told.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != "W0011").collect::<Vec<_>>(),
        )
    };
    let without_comments: Vec<&str> =
        scenario.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let without_comments = without_comments.join("\n");
    let written: BTreeSet<&str> = without_comments.split('"').skip(1).step_by(2).collect();
    let usual = faults(scenario);
    let (mut text, mut spoilt) = (without_comments.clone(), 0);
    for word in written.into_iter().filter(|word| word.is_ascii() && !word.contains('\\')) {
        let (first, last) = word.split_at(word.len() / 2);
        let tried = text.replace(&format!("\"{word}\""), &format!("\"{first}{WRITTEN}{last}\""));
        if faults(&tried) == usual {
            (text, spoilt) = (tried, spoilt + 1);
        }
    }
    (text, spoilt)
}

/// Whether a terminal would obey or hide it, told without the program's own list.
fn commands(c: char) -> bool {
    let hidden = "\u{61c}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}\u{e0041}";
    (c < ' ' && c != '\n') || ('\u{7f}'..='\u{9f}').contains(&c) || hidden.contains(c)
}

/// Takes our own styles out of a text.
fn without_styles(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let style = &rest[at + 2..];
        let end = style.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(style.len());
        let ours = style[end..].starts_with('m') && &style[..end] != "35;7";
        plain.push_str(&rest[..at]);
        if !ours {
            plain.push('\u{1b}');
        }
        rest = if ours { &style[end + 1..] } else { &rest[at + 1..] };
    }
    plain + rest
}

/// Runs the program in `folder` with and without colour, and looks at everything that it prints; returns the last.
#[track_caller]
fn check(folder: &Path, code: i32, arguments: &[&str]) -> String {
    let mut said = String::new();
    for color in [None, Some("always")] {
        let command = Command::new(env!("CARGO_BIN_EXE_jointex")).current_dir(folder).env_remove("NO_COLOR");
        let command = command.args(arguments).args(color.iter().flat_map(|color| ["--color", *color]));
        let ended = command.assert();
        let output = ended.get_output();
        for stream in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(stream.clone()).expect("UTF-8");
            let seen = if color.is_some() { without_styles(&text) } else { text.clone() };
            let found = seen.find(commands);
            let around = |at: usize| seen[at.saturating_sub(80)..].chars().take(120).collect::<String>();
            // A place in the middle of a character would be a poor excuse.
            let shown = found.map(|at| {
                around((0..=at).rev().find(|at| seen.is_char_boundary(at.saturating_sub(80))).unwrap_or(0))
            });
            assert!(found.is_none(), "{arguments:?} {color:?}: {:?}", shown.unwrap_or_default());
            said.push_str(&text);
        }
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    }
    said
}

fn folder(scenario: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let (text, spoilt) = spoilt(scenario);
    assert!(spoilt >= 20, "only {spoilt} texts could be spoilt");
    std::fs::write(folder.path().join("s.ron"), text).expect("a file");
    folder
}

#[test]
fn no_verb_passes_on_what_a_scenario_holds() {
    for scenario in
        [include_str!("../src/cli/starter.ron"), include_str!("../scenarios/wiper-in-the-port.ron")]
    {
        let folder = folder(scenario);
        let (folder, trace) = (folder.path(), ["-o", "/dev/null", "--trace", "-"]);
        check(folder, 0, &["check", "s.ron"]);
        check(folder, 0, &["check", "s.ron", "--format", "json"]);
        let page = check(folder, 0, &["run", "s.ron", "-n3"]);
        assert!(page.contains("]0;mine") && page.contains("WHAT HAPPENED"), "{page}");
        check(folder, 0, &["run", "s.ron", "-n3", "-f", "json"]);
        assert!(
            check(folder, 0, &[&["run", "s.ron", "-n3"], &trace[..]].concat()).contains("\\u001b]0;mine")
        );
        check(folder, 0, &["analyse", "s.ron"]);
        check(folder, 0, &["analyse", "s.ron", "-f", "json"]);
        check(folder, 0, &["analyse", "s.ron", "--dot"]);
        check(folder, 2, &["analyse", "s.ron", "--zone", ORDERS]);
    }
}

#[test]
fn data_keeps_what_a_scenario_holds() {
    let folder = folder(include_str!("../src/cli/starter.ron"));
    let run = |format: &str| {
        let command = Command::new(env!("CARGO_BIN_EXE_jointex")).current_dir(folder.path());
        command.args(["run", "s.ron", "-n1", "-q", "-f", format]).assert().get_output().stdout.clone()
    };
    let id = format!("sta{ORDERS}rter");
    let table = run("csv");
    let mut table = csv::Reader::from_reader(&*table);
    assert_eq!(&table.records().next().expect("a row").expect("a row")[0], id);
    let json: serde_json::Value = serde_json::from_slice(&run("json")).expect("JSON");
    assert_eq!(json["scenario"]["id"], id);
}

#[test]
fn no_fault_passes_on_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let starter = include_str!("../src/cli/starter.ron");
    std::fs::write(folder.join("good.ron"), starter).expect("a file");
    let named = format!("a{ORDERS}b.ron");
    let wrong = [
        // Unknown ids, words, units and fields, a wrong version, text after the end, a text without an end.
        starter.replace("playbook: \"mod\"", &format!("playbook: \"m{WRITTEN}od\"")),
        starter.replace("route: Cheapest", &format!("route: \"{ORDERS}\"")),
        starter.replace("start: \"2h\"", &format!("start: \"2{ORDERS}\"")),
        starter.replace("startex: \"", &format!("startex: \"{WRITTEN}")),
        starter.replace("burst: 60", &format!("b{ORDERS}urst: 60")),
        starter.replace("seats: 3", &format!("\"{ORDERS}\": 3")),
        format!("{starter}{ORDERS}"),
        starter.replace("text: \"", &format!("text: \"{ORDERS}\" \"")),
        format!("{ORDERS}{starter}"),
        starter.replacen("organisations", &format!("include: [(file: \"x{WRITTEN}.ron\", as: \"{WRITTEN}\"), (file: \"{WRITTEN}/../x\", as: \"y\")], organisations"), 1),
        starter.replacen("include", "", 1).replacen("organisations", &format!("include: [(file: \"x{WRITTEN}.ron\", as: \"x\")], organisations"), 1),
        starter.replace("/* ", ORDERS).replace("zones: [", &format!("zones: [ /* {ORDERS}")),
        starter.replacen("(id: \"mod-edge\"", &format!("(id: \"mod-edge\", topology: File(\"{WRITTEN}.graphml\")"), 1),
    ];
    for text in &wrong {
        std::fs::write(folder.join(&named), text).expect("a file");
        let said = check(folder, 3, &["check", &named]);
        assert!(said.contains("error[E"), "{said}");
        check(folder, 3, &["check", &named, "--format", "json"]);
        check(folder, 3, &["run", &named]);
    }
    check(folder, 4, &["check", &format!("nowhere{ORDERS}")]);
    check(folder, 4, &["run", "good.ron", "-o", &format!("nowhere{ORDERS}/page")]);
    check(folder, 4, &["init", &format!("nowhere{ORDERS}/s.ron")]);
    check(folder, 0, &["init", "--force", &named]);
    check(folder, 4, &["init", &named]);
    check(folder, 3, &["run", "good.ron", "--variant", ORDERS]);
    for setting in [
        format!("{ORDERS}=1"),
        format!("teams[{ORDERS}].playbook=\"mod\""),
        format!("endex={ORDERS}"),
        format!("endex=\"{ORDERS}\""),
        format!("teams[soc-mod].playbook=\"{ORDERS}\""),
        format!("teams[soc-mod].tiers[l1].seats=3{ORDERS}"),
        format!("teams[soc-mod].t{ORDERS}iers=3"),
    ] {
        check(folder, 3, &["run", "good.ron", "-n1", "--set", &setting]);
    }
    std::fs::write(folder.join(&named), b"Scenario(\xff").expect("a file");
    check(folder, 3, &["check", &named]);
}

#[test]
fn no_wrong_argument_is_passed_on() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [
        &[ORDERS][..],
        &["run", "x", "--format", ORDERS],
        &["run", "x", "-n", ORDERS],
        &["run", "x", ORDERS],
        &["run", "x", "--set", ORDERS],
        &["run", "x", &format!("--{ORDERS}")],
        &["completions", ORDERS],
        &["explain", ORDERS],
    ] {
        check(folder.path(), 2, arguments);
    }
}
