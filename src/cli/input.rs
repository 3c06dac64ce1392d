//! From the command line to a compiled model: reads the scenario, applies what was asked for, shows what is wrong.
//!
//! **Invariant:** no file outside the scenario's folder is read for an include, not even through a symbolic link.

use super::failure::Failure;
use super::screen::Screen;
use crate::compile::{advise_on_agreements, apply_variant, compile_asking, more_faults, point_at_removals};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};
use crate::library::or_built_in;
use crate::model::Model;
use crate::scenario::{self, LONGEST, LoadError, Parsed, Scenario, parse, translate};
use crate::study::seat;
use clap::Args;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A scenario that was read without errors.
#[derive(Debug, Clone)]
pub struct Written {
    /// The scenario.
    pub scenario: Scenario,
    /// Its texts.
    pub sources: Sources,
    /// Warnings, not shown yet.
    pub warnings: Vec<Diagnostic>,
}

/// A change asked for on the command line.
#[derive(Debug, Clone)]
pub struct Setting {
    by: &'static str,
    /// Of what.
    pub path: String,
    /// What it becomes.
    pub text: String,
}

impl std::str::FromStr for Setting {
    type Err = String;
    /// `path=value`; an equals sign within brackets belongs to the path.
    fn from_str(written: &str) -> Result<Setting, String> {
        let mut depth = 0_usize;
        for (at, c) in written.char_indices() {
            match c {
                '[' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                '=' if depth == 0 && at > 0 => {
                    return Ok(Setting {
                        by: "--set",
                        path: written[..at].to_owned(),
                        text: written[at + 1..].to_owned(),
                    });
                }
                _ => {}
            }
        }
        Err("write path=value, for example teams[soc].tiers[l1].seats=3".to_owned())
    }
}

impl Setting {
    /// The same asked for by another option.
    pub fn by(self, by: &'static str) -> Setting {
        Setting { by, ..self }
    }
}

/// The language of a scenario's words.
#[derive(Debug, Clone, Default, Args)]
pub struct Language {
    /// Take its titles, names and texts from NAME.LANG.ron beside NAME.ron; `jointex words` writes one to fill in.
    ///
    /// What the program itself says stays English, and what is played stays the same.
    #[arg(long = "lang", value_name = "LANG", value_parser = language)]
    pub language: Option<String>,
}

/// A language as it stands in the name of a file: `fr`, `pt-BR`.
pub fn language(written: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match written.is_empty() || !written.chars().all(fits) {
        true => Err("write a language such as fr or pt-BR".to_owned()),
        false => Ok(written.to_owned()),
    }
}

impl Language {
    /// Refuses what has no words beside it, before it is read.
    pub fn fits(&self, file: &Path) -> Result<(), Failure> {
        if self.language.is_some() && file == Path::new("-") {
            let why = "--lang needs a scenario in a file, beside which its words lie";
            return Err(Failure::Usage(why.to_owned()));
        }
        Ok(())
    }

    /// The file with its words, beside that of the scenario.
    pub fn input(&self, file: &Path) -> Option<(&'static str, PathBuf)> {
        let language = self.language.as_ref()?;
        Some(("the words of --lang", file.with_extension(format!("{language}.ron"))))
    }

    /// Puts its words into a scenario that was read from `file`. `all` says whether every text that has none is named.
    pub fn put(&self, file: &Path, all: bool, parsed: &mut Parsed) -> Result<(), Failure> {
        let (Some(language), Some(scenario)) = (&self.language, &mut parsed.scenario) else { return Ok(()) };
        let Some((_, words)) = self.input(file) else { return Ok(()) };
        let Text { name, text, .. } = text(&words)?;
        let told = translate((&name, &text), language, all, scenario, &mut parsed.sources);
        if any_error(&told) {
            parsed.scenario = None;
        }
        parsed.diagnostics.extend(told);
        Ok(())
    }
}

/// Reads a scenario; what is wrong with it is shown.
pub fn read(file: &Path, screen: &Screen) -> Result<Written, Failure> {
    read_in(file, &Language::default(), screen)
}

/// The same in a language.
pub fn read_in(file: &Path, language: &Language, screen: &Screen) -> Result<Written, Failure> {
    language.fits(file)?;
    let mut parsed = look(file)?;
    language.put(file, false, &mut parsed)?;
    let Parsed { scenario, sources, diagnostics, .. } = parsed;
    match scenario {
        Some(scenario) => Ok(Written { scenario, sources, warnings: diagnostics }),
        None => {
            screen.show(&diagnostics, &sources);
            Err(Failure::Faulty)
        }
    }
}

/// A file of the language, not looked into yet.
#[derive(Debug)]
pub struct Text {
    /// What the user calls it, with slashes on every system.
    pub name: String,
    /// What it says.
    pub text: String,
    /// The folder from which it names others.
    pub folder: PathBuf,
}

/// Reads a file; `-` is standard input, which names others from the working directory.
pub fn text(file: &Path) -> Result<Text, Failure> {
    let (name, bytes) = bytes(file)?;
    if bytes.starts_with(b"PK\x03\x04") {
        let why = "this is a workbook or an archive: save the table as CSV";
        return Err(Failure::Unreadable(format!("{name}: {why}")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Failure::Unreadable(format!("{name}:{line}: this is not UTF-8 text"))
    })?;
    let folder = match file.parent() {
        Some(folder) if file != Path::new("-") && folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    // Diagnostics speak of folders with slashes, on every system.
    Ok(Text { name: name.replace('\\', "/"), text, folder })
}

/// What the user calls a file, and its bytes, of which there may be one more than of the longest text; `-` is standard input.
pub fn bytes(file: &Path) -> Result<(String, Vec<u8>), Failure> {
    let standard_input = file == Path::new("-");
    let name = if standard_input { "<stdin>".to_owned() } else { file.display().to_string() };
    let opened: io::Result<Box<dyn Read>> = if standard_input {
        Ok(Box::new(io::stdin()))
    } else {
        File::open(file).map(|file| Box::new(file) as Box<dyn Read>)
    };
    let read =
        opened.and_then(bounded).map_err(|error| Failure::world(format!("cannot read {name}"), error))?;
    Ok((name, read))
}

/// Reads a scenario. Of a faulty one all is told that can be told without guessing.
pub fn look(file: &Path) -> Result<Parsed, Failure> {
    text(file).map(|text| look_at(&text))
}

/// The same for a text that has been read.
pub fn look_at(Text { name, text, folder }: &Text) -> Parsed {
    let mut parsed = parse(name, text, &mut |path| or_built_in(path, |path| load(folder, path)));
    if let Some(remains) = &parsed.remains {
        let more = more_faults(remains, &parsed.lost, &parsed.sources, &parsed.diagnostics);
        parsed.diagnostics.extend(more);
        sort(&mut parsed.diagnostics);
    }
    parsed
}

/// One byte beyond the longest text, so that longer ones are told without being read to an end that may not exist.
fn bounded(mut from: Box<dyn Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the text of a file in a folder or beneath it.
pub fn load(folder: &Path, path: &str) -> Result<String, LoadError> {
    let told = |error: io::Error| LoadError(error.to_string());
    let whole = folder.join(path).canonicalize().map_err(told)?;
    if !whole.starts_with(folder.canonicalize().map_err(told)?) {
        return Err(LoadError("it leads outside the scenario's folder".to_owned()));
    }
    // Asked before it is opened: opening a pipe waits for somebody to write.
    let kind = std::fs::metadata(&whole).map_err(told)?;
    if !kind.is_file() {
        let what = if kind.is_dir() { "it is a folder" } else { "it is no regular file" };
        return Err(LoadError(what.to_owned()));
    }
    let bytes = File::open(whole).and_then(|file| bounded(Box::new(file))).map_err(told)?;
    String::from_utf8(bytes).map_err(|_| LoadError("it is not UTF-8 text".to_owned()))
}

/// Applies settings in their order; returns their faults.
pub fn apply(settings: &[Setting], scenario: &mut Scenario, sources: &mut Sources) -> Vec<Diagnostic> {
    let faults = |Setting { by, path, text }: &Setting| {
        scenario.set(path, text, by, Place::NOWHERE, sources).err().unwrap_or_default()
    };
    settings.iter().flat_map(faults).collect()
}

/// What is changed of a scenario before it is played, in this order, and what is asked of it besides.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The variant.
    pub variant: Option<String>,
    /// A seat, and the team that takes it.
    pub seated: Option<(String, String)>,
    /// Single values.
    pub settings: Vec<Setting>,
    /// Measures that were read already.
    pub measures: Vec<scenario::Measure>,
    /// What is wrong with where they were read.
    pub faults: Vec<Diagnostic>,
    /// Further ones, each with the option that asks for it.
    pub asked: Vec<(&'static str, String)>,
}

/// Reads a scenario, applies a variant and then settings, and compiles it.
pub fn model(
    file: &Path,
    variant: Option<&str>,
    settings: &[Setting],
    screen: &Screen,
) -> Result<Model, Failure> {
    let (model, _, _) = played(file, variant, settings, screen)?;
    Ok(model)
}

/// The same, but returns the scenario that was found to be sound, with its texts, besides.
pub fn played(
    file: &Path,
    variant: Option<&str>,
    settings: &[Setting],
    screen: &Screen,
) -> Result<(Model, Scenario, Sources), Failure> {
    played_in(file, &Language::default(), variant, settings, screen)
}

/// The same in a language.
pub fn played_in(
    file: &Path,
    language: &Language,
    variant: Option<&str>,
    settings: &[Setting],
    screen: &Screen,
) -> Result<(Model, Scenario, Sources), Failure> {
    let settings = settings.to_vec();
    let change = Change { variant: variant.map(str::to_owned), settings, ..Change::default() };
    changed(read_in(file, language, screen)?, &change, &mut Vec::new(), screen)
}

/// Changes a scenario that was read, and compiles it. Warnings that are `known` are not shown again, and those shown are
/// known from then on.
pub fn changed(
    written: Written,
    change: &Change,
    known: &mut Vec<Diagnostic>,
    screen: &Screen,
) -> Result<(Model, Scenario, Sources), Failure> {
    let Written { mut scenario, mut sources, warnings: mut told } = written;
    let variant = change.variant.as_deref();
    if let Some(variant) = variant {
        told.extend(apply_variant(&mut scenario, variant, &mut sources));
    }
    if let Some((place, team)) = &change.seated {
        told.extend(seat(&mut scenario, (place, team), "--seat", &mut sources).err().unwrap_or_default());
    }
    told.extend(apply(&change.settings, &mut scenario, &mut sources));
    let (mut asked, mut of_questions) = (change.measures.clone(), change.faults.clone());
    for (by, text) in &change.asked {
        match scenario::Measure::asked(text, by, &mut sources) {
            Ok(measure) => asked.push(measure),
            Err(faults) => of_questions.extend(faults),
        }
    }
    // What a change left half done would only give follow-up faults.
    if any_error(&told) {
        screen.show(&told, &sources);
        return Err(Failure::Faulty);
    }
    let (model, mut found) = compile_asking(&scenario, &sources, &asked);
    point_at_removals(&scenario, variant.unwrap_or_default(), &mut found);
    if variant.is_some() {
        found.iter_mut().for_each(advise_on_agreements);
    }
    let unanswerable = any_error(&of_questions);
    found.append(&mut of_questions);
    sort(&mut found);
    told.extend(found);
    told.retain(|fault| fault.is_error() || !known.contains(fault));
    screen.show(&told, &sources);
    known.extend(told);
    let mut model = model.filter(|_| !unanswerable).ok_or(Failure::Faulty)?;
    variant.unwrap_or_default().clone_into(&mut model.names.variant);
    Ok((model, scenario, sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<(&str, &str)>) {
        let setting: Option<Setting> = written.parse().ok();
        assert_eq!(setting.as_ref().map(|setting| (&*setting.path, &*setting.text)), expected, "{written}");
    }

    #[test]
    fn settings_split_at_the_first_equals_sign_outside_brackets() {
        check("endex=2d", Some(("endex", "2d")));
        check("teams[a=b].tiers[l1].seats=3", Some(("teams[a=b].tiers[l1].seats", "3")));
        check("title=a=b", Some(("title", "a=b")));
        check("synopsis=", Some(("synopsis", "")));
        check("endex", None);
        check("=2d", None);
    }
}
