//! What `jointex explain` says of a code is true: its first example gives the code, its second does not.
//!
//! An example is a block that begins with ```` ```ron ````. It names fields of a scenario and is put into `base.ron`: the
//! fields of a record are put among those that are there, an element of a list of records is put into the one with its
//! id (or number, or ends, for links), or added if there is none, and anything else takes the place of what was there. A
//! block that begins with ```` ```ron as-is ```` has faults of writing, and is put before the base's last bracket as it
//! stands; ```` ```ron whole ```` is a whole file; ```` ```ron study ```` names fields of a study, and is put into [`STUDY`], which
//! varies the base; ```` ```ron words ```` names fields of a file of words, and is put into [`WORDS`], which translates the base; ```` ```text ```` is not tried, which [`NOT_TRIED`] allows to a few.
//! The base stands in a folder with [`FILES`].

mod merge;

use jointex::compile::{check_variants, compile};
use jointex::diagnostic::codes::{self, Code};
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::scenario::{LoadError, ParsedStudy, parse, parse_study, translate};
use jointex::study::{check_points, lay_out};
use std::fs;
use std::path::{Path, PathBuf};

const BASE: &str = include_str!("base.ron");

/// What the examples of studies are put into.
const STUDY: &str = r#"Study(
    format: 1, id: "base", scenario: "main.ron", replications: 10,
    factors: [(id: "seats", paths: ["teams[soc].tiers[l1].seats"], values: [2, 4])],
)"#;

/// What the examples of words are put into.
const WORDS: &str = r#"Words(format: 1, of: "base", language: "fr", texts: [("title", "Une base")])"#;

/// The files that examples may name.
const FILES: &[(&str, &str)] = &[
    ("ministry.ron", r#"Scenario(format: 1, organisations: [(id: "ministry")])"#),
    ("ministries.csv", "as,organisations[ministry].name\nee,Ministry of Defence\nlv,\n"),
    ("nameless.csv", "organisations[ministry].name\nMinistry of Defence\n"),
    ("empty.csv", "as,organisations[ministry].name\n"),
    ("with-a-clock.ron", r#"Scenario(format: 1, endex: "3d", organisations: [(id: "ministry")])"#),
    (
        "triangle.graphml",
        r#"<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/><node id="c"/>
        <edge source="a" target="b"/><edge source="b" target="c"/><edge source="c" target="a"/></graph></graphml>"#,
    ),
];

/// Codes without an example: their texts would be too long to show, or they are given by the command line.
const NOT_TRIED: &[&str] = &[codes::TOO_LONG_TEXT, codes::TOO_DEEP, codes::UNKNOWN_VARIANT];

/// What is said of an example.
fn told(kind: &str, example: &str) -> (Vec<Diagnostic>, Sources) {
    if kind == "ron study" {
        return told_of_study(&merge::merged(STUDY, example));
    }
    if kind == "ron words" {
        return told_of_words(&merge::merged(WORDS, example));
    }
    let text = match kind {
        "ron" => merge::merged(BASE, example),
        "ron as-is" => {
            let end = BASE.rfind(')').expect("a scenario");
            format!("{}{example}{}", &BASE[..end], &BASE[end..])
        }
        "ron whole" => example.to_owned(),
        other => panic!("an example can't be of the kind `{other}`"),
    };
    let parsed = parse("main.ron", &text, &mut |path| match FILES.iter().find(|(name, _)| *name == path) {
        Some((_, text)) => Ok((*text).to_owned()),
        None if path == "main.ron" => Ok(text.clone()),
        None => Err(LoadError(String::from("no such file"))),
    });
    let (mut told, mut sources) = (parsed.diagnostics, parsed.sources);
    if let Some(scenario) = parsed.scenario {
        told.extend(compile(&scenario, &sources).1);
        let of_variants = check_variants(&scenario, &told, &mut sources);
        told.extend(of_variants);
    }
    (told, sources)
}

/// What is said of a study of the base.
fn told_of_study(text: &str) -> (Vec<Diagnostic>, Sources) {
    let parsed = parse("main.ron", BASE, &mut |_| Err(LoadError(String::from("no such file"))));
    let (scenario, mut sources) = (parsed.scenario.expect("the base is sound"), parsed.sources);
    let ParsedStudy { study, diagnostics: mut told, .. } = parse_study("study.ron", text, &mut sources);
    if let Some(study) = study {
        let none = &mut |_: &str| Err(LoadError(String::from("no such file")));
        let laid = lay_out(&study, Some(&scenario), &mut sources, none);
        let checked = check_points(&study, &laid, &scenario, &sources);
        told.extend(laid.diagnostics);
        told.extend(checked.diagnostics);
    }
    (told, sources)
}

/// What is said of words of the base.
fn told_of_words(text: &str) -> (Vec<Diagnostic>, Sources) {
    let parsed = parse("main.ron", BASE, &mut |_| Err(LoadError(String::from("no such file"))));
    let (mut scenario, mut sources) = (parsed.scenario.expect("the base is sound"), parsed.sources);
    (translate(("main.fr.ron", text), "fr", true, &mut scenario, &mut sources), sources)
}

/// The fenced blocks of a page, each with what stands behind its opening fence.
fn examples(page: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(kind) if !inside => {
                found.push((kind, String::new()));
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => found.last_mut().expect("a block").1.push_str(&format!("{line}\n")),
            None => {}
        }
    }
    found
}

/// What is wrong with the examples of a page.
fn wrong(code: &Code) -> Option<String> {
    let tried: Vec<(&str, String)> =
        examples(code.page).into_iter().filter(|(kind, _)| *kind != "text").collect();
    if NOT_TRIED.contains(&code.code) {
        return (!tried.is_empty()).then(|| String::from("it has an example after all"));
    }
    let [(kind, faulty), (kind_mended, mended)] = tried.as_slice() else {
        return Some(format!("it has {} examples, not two", tried.len()));
    };
    let is_this = |diagnostic: &Diagnostic| diagnostic.code == code.code;
    let show = |what: &str, told: &[Diagnostic], sources: &Sources| {
        let told: String = told.iter().map(|it| it.render(sources, false, 120) + "\n").collect();
        Some(format!("{what}:\n{told}"))
    };
    let (told, sources) = self::told(kind, faulty);
    let first = told.iter().find(|it| it.is_error()).or(told.first());
    if !first.is_some_and(is_this) || told.iter().any(|it| it.is_error() && !is_this(it)) {
        return show("the example gives", &told, &sources);
    }
    let (told, sources) = self::told(kind_mended, mended);
    if told.iter().any(|it| it.is_error() || is_this(it)) {
        return show("the mended example gives", &told, &sources);
    }
    None
}

#[test]
fn the_base_is_sound() {
    let (told, sources) = told("ron", "");
    assert!(told_of_study(STUDY).0.is_empty() && told_of_words(WORDS).0.is_empty());
    let told: String = told.iter().map(|it| it.render(&sources, false, 120) + "\n").collect();
    assert_eq!(told, "");
}

#[test]
fn examples_give_their_code_and_mended_ones_do_not() {
    let wrong: Vec<String> = codes::ALL
        .iter()
        .filter_map(|code| wrong(code).map(|why| format!("the page of {}: {why}", code.code)))
        .collect();
    assert!(wrong.is_empty(), "{}\n{} pages are not true", wrong.join("\n"), wrong.len());
}

/// The files beneath a folder of the project whose names end so.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                false => {}
            }
        }
    }
    found
}

fn texts(folder: &str) -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).expect("a text"));
    files(folder, ".rs").into_iter().map(read).collect()
}

#[test]
fn every_page_belongs_to_a_code() {
    let pages = files("src/diagnostic/pages", "");
    for page in &pages {
        let code = page.file_stem().expect("a name").to_string_lossy();
        assert!(codes::find(&code).is_some(), "{} is the page of no code", page.display());
    }
    assert_eq!(pages.len(), codes::ALL.len());
}

#[test]
fn pages_are_set_for_reading() {
    for Code { code, meaning, page } in codes::ALL {
        assert!(meaning.ends_with('.') && meaning.len() <= 100, "{code}: {meaning}");
        assert!(
            page.ends_with('\n') && !page.starts_with('\n') && !page.starts_with("```"),
            "{code} begins with prose"
        );
        for line in page.lines() {
            assert!(line.chars().count() <= 80 && line.trim_end() == line, "{code}: {line}");
        }
    }
}

/// The name of each code's constant, from the table's text.
fn constants() -> Vec<(String, &'static str)> {
    let table = include_str!("../../src/diagnostic/codes.rs");
    let name = |code: &str| {
        let line =
            table.lines().find(|line| line.contains(&format!(" \"{code}\" "))).expect("a line of the table");
        line.split_whitespace().next().expect("a name").to_owned()
    };
    codes::ALL.iter().map(|code| (name(code.code), code.code)).collect()
}

#[test]
fn every_code_is_given_somewhere() {
    let sources = texts("src");
    for (name, code) in constants() {
        let used = format!("codes::{name}");
        let given = sources.iter().any(|(_, text)| {
            text.match_indices(&used).any(|(at, _)| {
                !text[at + used.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        });
        assert!(given, "nothing gives {code}, {name}");
    }
}

#[test]
fn every_code_stands_in_an_exact_text() {
    let mut snapshots = texts("tests/compile");
    snapshots.extend(texts("tests/language"));
    snapshots.extend(
        texts("tests")
            .into_iter()
            .filter(|(path, _)| ["cli.rs", "words.rs"].iter().any(|name| path.ends_with(name))),
    );
    let missing: Vec<&str> = codes::ALL
        .iter()
        .map(|code| code.code)
        .filter(|code| !snapshots.iter().any(|(_, text)| text.contains(&format!("[{code}]"))))
        .collect();
    assert!(missing.is_empty(), "no test holds the text of {}", missing.join(", "));
}
