//! The words of a scenario in another language: a file beside it that says, path by path, what stands there instead.
//!
//! `Words(format: 1, of: "two-sites", language: "fr", texts: [("title", "Deux sites")])` translates titles, names and injects. It is
//! no part of what is played: who plays a scenario in two languages sees the same hash and the same fingerprint, for both are
//! of the scenario and not of its words.
//!
//! **Invariant:** translating changes nothing but texts for people.

use std::collections::{BTreeMap, BTreeSet};

use super::Scenario;
use super::overriding::{Override, steps};
use super::parsing::{Found, read_source};
use super::reading::{Reader, Written, options};
use super::record::record;
use super::shown::{Field, Shown, quoted};
use super::written::{At, Word};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes, did_you_mean, once, sort};

record! {
    /// The words of a scenario in another language.
    pub struct Words {
        /// The version of the language of scenarios: 1.
        format: At<u32>,
        /// The id of the scenario.
        of: Word,
        /// The language that they are in, as `--lang` names it: `"fr"`.
        language: Word,
        /// Paths of texts, as for `--set`, and what stands there instead: `[("msel[1].title", "Alerte")]`. One that is empty is not
        /// translated yet.
        texts: Vec<(Word, Word)>,
    }
}

/// A text for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where it stands: `msel[1].title`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// The fields that hold texts for people.
const PROSE: [&str; 8] = ["title", "synopsis", "name", "short", "from", "text", "expected", "controller"];

/// Whether `field`, of a record that stands in `of`, holds a text for people.
fn is_prose(field: &str, of: &str) -> bool {
    match field {
        // Elsewhere it is a zone, a moment or somebody.
        "from" => of == "msel",
        // By these campaigns share tools, and are taken for each other's.
        "name" => !matches!(of, "tooling" | "adversary"),
        _ => PROSE.contains(&field),
    }
}

/// The texts for people that a scenario and its variants have, in the order in which it is written out.
pub fn texts(scenario: &Scenario) -> Vec<Text> {
    let mut walk = Walk::default();
    if let Shown::Record(fields) = scenario.shown() {
        walk.fields(&fields, "", "");
    }
    walk.texts
}

#[derive(Default)]
struct Walk {
    texts: Vec<Text>,
    /// The paths of all else.
    others: BTreeSet<String>,
}

impl Walk {
    fn fields(&mut self, fields: &[Field], path: &str, of: &str) {
        for field in fields {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", field.name);
            match field.value.plain() {
                Shown::Leaf(text, _)
                    if is_prose(field.name, of) && text.starts_with('"') && text != "\"\"" =>
                {
                    let text = options().from_str(text).unwrap_or_default();
                    self.texts.push(Text { path, text });
                }
                value => self.value(value, path, field.name),
            }
        }
    }

    fn value(&mut self, value: &Shown, path: String, of: &str) {
        match value {
            Shown::Record(fields) => self.fields(fields, &path, of),
            Shown::Call(_, argument) => self.value(argument, path.clone(), of),
            Shown::List(list, keys) => {
                for (element, key) in list.iter().zip(keys) {
                    if let Some(key) = key {
                        self.value(element, format!("{path}[{key}]"), of);
                    }
                }
            }
            Shown::Leaf(..) | Shown::Pair(_) | Shown::Value(..) => {}
        }
        self.others.insert(path);
    }
}

/// Puts the words of a file into a scenario; returns what is wrong with them, in the order of reading. `all` says whether every
/// text that is not translated is named, or only how many there are.
///
/// The file becomes one of `sources`, but no part of what is played.
pub fn translate(
    (name, text): (&str, &str),
    language: &str,
    all: bool,
    scenario: &mut Scenario,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut found = Found::default();
    let (source, words) = read_source::<Words>(name, String::from(text), Place::NOWHERE, sources, &mut found);
    sources.leave_out(source);
    let mut told = found.faults;
    if let Some(words) = words.filter(|_| !any_error(&told)) {
        let strange = of_another(&words, language, scenario);
        if strange.is_empty() {
            told.extend(put(&words, source, all, scenario, sources));
        }
        told.extend(strange);
    }
    sort(&mut told);
    once(told)
}

/// That the words are of another scenario, or in another language.
fn of_another(words: &Words, language: &str, scenario: &Scenario) -> Vec<Diagnostic> {
    let id = scenario.id.as_ref().map_or("", |id| &id.text);
    let pairs = [(&words.of, id, "the scenario is"), (&words.language, language, "asked for was")];
    let strange = pairs.into_iter().filter(|(said, is, _)| said.text != *is);
    strange
        .map(|(said, is, what)| {
            let message = format!("these words are of `{}`", said.text);
            Diagnostic::error(codes::WORDS_OF_ANOTHER, said.place, message).label(format!("{what} `{is}`"))
        })
        .collect()
}

fn put(words: &Words, source: u32, all: bool, scenario: &mut Scenario, sources: &Sources) -> Vec<Diagnostic> {
    let mut walk = Walk::default();
    if let Shown::Record(fields) = scenario.shown() {
        walk.fields(&fields, "", "");
    }
    let known: BTreeSet<&str> = walk.texts.iter().map(|it| it.path.as_str()).collect();
    let text = sources.shared_text(source);
    let reader = Reader::bare(source, &text);
    let (mut told, mut seen, mut done) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    for (path, word) in &words.texts {
        let name = path.text.trim();
        if !known.contains(name) {
            told.push(no_text(name, path.place, &walk));
            continue;
        }
        if let Some(first) = seen.insert(name, path.place) {
            let fault =
                Diagnostic::error(codes::REPEATED, path.place, format!("`{name}` is translated twice"));
            told.push(fault.label("once more").also(first, "here for the first time"));
            continue;
        }
        let written = text.get(word.place.start as usize..(word.place.start + word.place.len) as usize);
        if let (false, Some(steps), Some(text)) = (word.text.is_empty(), steps(name, &reader), written) {
            Written::set(scenario, &steps, &Override { reader: &reader, text, removes: false });
            done.insert(name);
        }
    }
    let left: Vec<&Text> = walk.texts.iter().filter(|it| !done.contains(it.path.as_str())).collect();
    if !left.is_empty() && !any_error(&told) {
        told.push(untranslated(words, &left, walk.texts.len(), all));
    }
    told
}

fn no_text(name: &str, place: Place, walk: &Walk) -> Diagnostic {
    if walk.others.contains(name) {
        let message = format!("`{name}` is no text for people");
        let fault = Diagnostic::error(codes::NOT_A_TEXT, place, message).label("not to be translated");
        return fault.help(String::from("`jointex words` lists the texts of a scenario"));
    }
    let message = format!("the scenario has no text `{name}`");
    let fault = Diagnostic::error(codes::NO_SUCH_PART, place, message).label("leads nowhere");
    fault.help(did_you_mean(name, walk.texts.iter().map(|it| it.path.as_str())))
}

fn untranslated(words: &Words, left: &[&Text], of: usize, all: bool) -> Diagnostic {
    let message = format!("{} of {of} texts have no translation", left.len());
    let warning =
        Diagnostic::warning(codes::UNTRANSLATED, words.language.place, message).label("into this language");
    if all {
        return left.iter().fold(warning, |warning, it| warning.note(format!("`{}`: {}", it.path, it.text)));
    }
    warning.help(format!("`jointex check --lang {}` lists them", words.language.text))
}

/// A file of words to fill in: every text of a scenario, what it says in a comment.
pub fn words_to_fill(scenario: &Scenario, language: &str) -> String {
    let id = scenario.id.as_ref().map_or("", |id| &id.text);
    let mut out =
        format!("Words(\n    format: 1, of: {}, language: {},\n    texts: [\n", quoted(id), quoted(language));
    for Text { path, text } in texts(scenario) {
        for line in quoted(&text).trim_matches('"').split("\\n") {
            out += &format!("        // {line}\n");
        }
        out += &format!("        ({}, \"\"),\n", quoted(&path));
    }
    out + "    ],\n)\n"
}
