//! `jointex describe`: what a paper says of a scenario's model.
//!
//! **Invariant:** nothing is played, and the same scenario, variant and settings give the same description.

use super::failure::Failure;
use super::input::{Language, Setting, played_in};
use super::output::{Destination, apart};
use super::screen::Screen;
use crate::compile::explicit;
use crate::model::Named;
use crate::report::description::{Described, description};
use crate::report::document::{latex, markdown};
use crate::report::json;
use crate::scenario::parameters;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex describe scenario.ron
  jointex describe scenario.ron --variant by-telephone -o model.md
  jointex describe scenario.ron --format latex -o model.tex
  jointex describe scenario.ron --set endex=2d --format json";

/// Describe a scenario's model for a paper
///
/// The headings are those of STRESS-DES (Monks et al. 2019): objectives, logic, data, experimentation, implementation and
/// code access. All is made of the expanded scenario and the compiled model: mechanisms that the scenario has, and no others, and
/// every parameter with its path, value, meaning and basis.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Describe {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// Describe the variant with this id; `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// How it is written.
    #[arg(short, long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    #[command(flatten)]
    destination: Destination,
}

/// The form of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown, with tables.
    Markdown,
    /// A document for LaTeX, with longtable and booktabs.
    Latex,
    /// Everything, for machines.
    Json,
}

pub fn describe(arguments: &Describe, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    let words = arguments.language.input(&arguments.file);
    let read = [("the scenario itself", arguments.file.clone())].into_iter().chain(words);
    apart(&[("-o", Some(&output))], read)?;
    let variant = arguments.variant.as_deref();
    let (model, mut scenario, mut sources) =
        played_in(&arguments.file, &arguments.language, variant, &arguments.settings, screen)?;
    let variants: Vec<Named> = match variant {
        Some(_) => Vec::new(),
        None => scenario
            .variants
            .iter()
            .map(|it| Named { id: it.id.text.clone(), name: it.title.text.clone() })
            .collect(),
    };
    let marks = explicit(&mut scenario, &mut sources);
    let changes: Vec<String> =
        arguments.settings.iter().map(|it| format!("{} = {}", it.path, it.text)).collect();
    let report = description(&Described {
        model: &model,
        parameters: &parameters(&scenario, &marks),
        variants: &variants,
        changes: &changes,
        command: &command(arguments),
    });
    match arguments.format {
        Format::Markdown => output.write(&mut |out| markdown::write(&report.document(), "", out)),
        Format::Latex => output.write(&mut |out| latex::write(&report.document(), out)),
        Format::Json => output.write(&mut |out| json::write(&report, out)),
    }
}

/// The command that plays what is described.
fn command(arguments: &Describe) -> String {
    let mut command = format!("jointex run {}", quoted(&arguments.file.display().to_string()));
    if let Some(variant) = &arguments.variant {
        command += &format!(" --variant {}", quoted(variant));
    }
    if let Some(language) = &arguments.language.language {
        command += &format!(" --lang {language}");
    }
    for Setting { path, text, .. } in &arguments.settings {
        command += &format!(" --set {}", quoted(&format!("{path}={text}")));
    }
    command
}

/// As a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
