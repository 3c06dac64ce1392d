//! A scenario in another language: its words are in a file beside it, and nothing but words is translated.

mod common;

use std::fs;
use std::path::Path;

use common::desk::{jointex, refused, said};
use common::shipped;
use expect_test::expect;
use jointex::diagnostic::{Diagnostic, Sources};
use jointex::library::or_built_in;
use jointex::scenario::{LoadError, Parsed, parse, texts, translate, words_to_fill};

const SHIPPED: &str = "scenarios/technical-arrangement.ron";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> Parsed {
    let text = fs::read_to_string(file).expect("a text");
    parse(&file.display().to_string(), &text, &mut |path| {
        or_built_in(path, |path| {
            fs::read_to_string(file.with_file_name(path)).map_err(|error| LoadError(error.to_string()))
        })
    })
}

const SCENARIO: &str = r#"Scenario(format: 1, id: "two", title: "Two sites", startex: "2026-03-02T08:00[UTC]", endex: "1d",
    organisations: [(id: "a", name: "The ministry"), (id: "b")],
    network: (zones: [(id: "z", owner: "a")], links: [(from: "internet", to: "z", allow: ["smtp"])]),
    msel: [(no: "1", at: "1h", from: "the press", title: "A question", text: "What is \"it\"?")],
    variants: [(id: "later", title: "Later", set: [("endex", "2d")])])"#;

fn words(texts: &str) -> String {
    format!(r#"Words(format: 1, of: "two", language: "fr", texts: [{texts}])"#)
}

/// A code and what is told with it.
type Told = (&'static str, String);

/// What is told of words, and the scenario's texts with them.
fn put(words: &str) -> (Vec<Told>, Vec<(String, String)>) {
    let parsed = parse("two.ron", SCENARIO, &mut |_| Err(LoadError(String::from("no file"))));
    let (mut scenario, mut sources) = (parsed.scenario.expect("it is sound"), parsed.sources);
    let told = translate(("two.fr.ron", words), "fr", false, &mut scenario, &mut sources);
    let line = |it: &Diagnostic| (it.code, rendered(it, &sources));
    let texts = texts(&scenario).into_iter().map(|it| (it.path, it.text)).collect();
    (told.iter().map(line).collect(), texts)
}

fn rendered(it: &Diagnostic, sources: &Sources) -> String {
    it.render(sources, false, 110)
}

#[track_caller]
fn faulty(words: &str, code: &str, says: &str) {
    let (told, _) = put(words);
    assert!(told.iter().any(|(known, text)| *known == code && text.contains(says)), "{told:?}");
}

#[test]
fn texts_for_people_are_found_where_they_stand_and_nothing_else_is() {
    let (_, texts) = put(&words(""));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    assert_eq!(
        texts,
        [
            ("title", "Two sites"),
            ("organisations[a].name", "The ministry"),
            ("msel[1].from", "the press"),
            ("msel[1].title", "A question"),
            ("msel[1].text", "What is \"it\"?"),
            ("variants[later].title", "Later"),
        ]
    );
}

#[test]
fn words_take_the_place_of_texts_and_what_is_left_is_counted() {
    let (told, texts) = put(&words(
        r#"("title", "Deux sites"), ("msel[1].text", "« Ça » : \"quoi\" ?"), ("variants[later].title", "")"#,
    ));
    assert_eq!(texts[0].1, "Deux sites");
    assert_eq!(texts[4].1, "« Ça » : \"quoi\" ?");
    assert_eq!(texts[5].1, "Later");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "W0104");
    assert!(told[0].1.contains("4 of 6 texts have no translation"), "{}", told[0].1);
}

#[test]
fn what_is_wrong_with_words_is_told_at_its_place() {
    faulty(&words(r#"("endex", "2d")"#), "E0113", "two.fr.ron:1:54");
    faulty(&words(r#"("organisations[a]", "x")"#), "E0113", "no text for people");
    faulty(&words(r#"("network.links[internet>z].from", "x")"#), "E0113", "no text for people");
    faulty(&words(r#"("msel[1].titel", "x")"#), "E0107", "did you mean `msel[1].title`?");
    faulty(&words(r#"("msel[2].title", "x")"#), "E0107", "the scenario has no text `msel[2].title`");
    faulty(&words(r#"("title", "x"), ("title", "y")"#), "E0207", "here for the first time");
    faulty(&words("").replace("two", "three"), "E0114", "the scenario is `two`");
    faulty(&words("").replace("fr", "de"), "E0114", "asked for was `fr`");
    faulty(&words("").replace("texts", "text"), "E0021", "did you mean `texts`?");
    faulty("Study(format: 1)", "E0009", "this is not a file of words");
    faulty(SCENARIO, "E0009", "this is not a file of words");
}

#[test]
fn faults_of_words_read_as_they_should() {
    let told = |words: &str| put(words).0.into_iter().map(|(_, text)| text + "\n").collect::<String>();
    let all =
        told(&words(r#"("endex", "2d")"#)) + &told(&words("").replace("two", "three")) + &told(&words(""));
    expect![[r#"
        error[E0113]: `endex` is no text for people
          ╭▸ two.fr.ron:1:54
          │
        1 │ Words(format: 1, of: "two", language: "fr", texts: [("endex", "2d")])
          │                                                      ━━━━━━━ not to be translated
          │
          ╰ help: `jointex words` lists the texts of a scenario
        error[E0114]: these words are of `three`
          ╭▸ two.fr.ron:1:22
          │
        1 │ Words(format: 1, of: "three", language: "fr", texts: [])
          ╰╴                     ━━━━━━━ the scenario is `two`
        warning[W0104]: 6 of 6 texts have no translation
          ╭▸ two.fr.ron:1:39
          │
        1 │ Words(format: 1, of: "two", language: "fr", texts: [])
          │                                       ━━━━ into this language
          │
          ╰ help: `jointex check --lang fr` lists them
    "#]]
    .assert_eq(&all);
}

#[test]
fn a_file_to_fill_in_has_every_text_and_translates_none() {
    for file in shipped() {
        let parsed = read(&file);
        let (mut scenario, mut sources) = (parsed.scenario.expect("it is sound"), parsed.sources);
        let (before, empty) = (texts(&scenario), words_to_fill(&scenario, "fr"));
        let told = translate(("x.fr.ron", &empty), "fr", false, &mut scenario, &mut sources);
        let said: Vec<String> = told.iter().map(|it| rendered(it, &sources)).collect();
        assert!(said.len() == 1 && told[0].code == "W0104", "{}: {said:?}\n{empty}", file.display());
        assert_eq!(texts(&scenario), before, "{}", file.display());
        // Filled in, it says all of it anew.
        let filled = empty.replace("\"\"),\n", "\"mot\"),\n");
        let told = translate(("x.fr.ron", &filled), "fr", false, &mut scenario, &mut sources);
        assert_eq!(told, [], "{}", file.display());
        assert!(texts(&scenario).iter().all(|it| it.text == "mot"), "{}", file.display());
    }
}

#[test]
fn a_run_in_french_has_other_words_and_the_same_fingerprint_and_hash() {
    let run = |more: &[&str]| {
        let arguments = [&["run", SHIPPED, "-n", "3", "--format", "json"][..], more].concat();
        let report: serde_json::Value = serde_json::from_str(&said(root(), &arguments)).expect("JSON");
        report
    };
    let (english, french) = (run(&[]), run(&["--lang", "fr"]));
    assert_eq!(english["fingerprint"], french["fingerprint"]);
    assert_eq!(english["scenario"]["hash"], french["scenario"]["hash"]);
    assert_eq!(english["measures"], french["measures"]);
    assert_eq!(french["scenario"]["title"], "Deux quartiers généraux, un adversaire");
    assert_eq!(french["injects"][0]["title"], "STARTEX : point hebdomadaire sur la menace");
    assert_eq!(english["injects"][0]["title"], "STARTEX: weekly threat brief");
}

#[test]
fn every_verb_that_reads_a_scenario_takes_its_words() {
    let checked = jointex(root(), &["check", SHIPPED, "--lang", "fr"]);
    let (out, told) = (String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
    assert!(checked.status.success() && told.is_empty(), "{told}");
    assert!(out.contains("Sans l’arrangement technique") && out.contains("no faults"), "{out}");
    let described = said(root(), &["describe", SHIPPED, "--lang", "fr"]);
    assert!(
        described.contains("# Deux quartiers généraux") && described.contains("--lang fr"),
        "{described}"
    );
    let expanded = said(root(), &["expand", SHIPPED, "--lang", "fr"]);
    assert!(expanded.contains("title: \"Deux quartiers généraux, un adversaire\""), "{expanded}");
    let compared = said(
        root(),
        &["compare", SHIPPED, "--lang", "fr", "-n", "10", "--variants", "no-arrangement,by-telephone"],
    );
    assert!(compared.contains("Deux quartiers généraux"), "{compared}");
    let title = "STARTEX : point hebdomadaire sur la menace";
    let rehearsed = said(root(), &["rehearse", SHIPPED, "--lang", "fr", "-n", "20"]);
    assert!(rehearsed.contains(title), "{rehearsed}");
    let list = said(root(), &["export", "msel", SHIPPED, "--lang", "fr", "-o", "-"]);
    assert!(list.contains(title), "{list}");
}

#[test]
fn check_lists_what_is_left_to_translate_and_words_writes_a_file_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("two.ron"), SCENARIO).expect("a file");
    refused(folder.path(), &["run", "two.ron", "--lang", "fr"], 4, "two.fr.ron");
    refused(folder.path(), &["run", "two.ron", "--lang", "../fr"], 2, "such as fr or pt-BR");
    refused(folder.path(), &["run", "-", "--lang", "fr"], 2, "beside which its words lie");
    said(folder.path(), &["words", "two.ron", "--lang", "fr", "-o", "two.fr.ron"]);
    let told = jointex(folder.path(), &["check", "two.ron", "--lang", "fr"]);
    let text = String::from_utf8_lossy(&told.stderr);
    assert!(
        told.status.success() && text.contains("6 of 6 texts") && text.contains("`msel[1].from`: the press"),
        "{text}"
    );
    let run = jointex(folder.path(), &["expand", "two.ron", "--lang", "fr"]);
    let text = String::from_utf8_lossy(&run.stderr);
    assert!(text.contains("`jointex check --lang fr` lists them") && !text.contains("the press"), "{text}");
    fs::write(folder.path().join("two.fr.ron"), words(r#"("endex", "2d")"#)).expect("a file");
    refused(folder.path(), &["check", "two.ron", "--lang", "fr"], 3, "error[E0113]");
}
