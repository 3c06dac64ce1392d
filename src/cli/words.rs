//! `jointex words`: a file in which a scenario is translated.
//!
//! **Invariant:** what is written translates nothing until somebody fills it in.

use super::failure::Failure;
use super::input::{Language, played_in};
use super::output::Destination;
use super::screen::Screen;
use crate::scenario::words_to_fill;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex words scenario.ron --lang fr -o scenario.fr.ron
  jointex check scenario.ron --lang fr
  jointex run scenario.ron --lang fr";

/// Write a file in which to translate a scenario
///
/// It has the path of each title, name and text, with what it says in a comment. Filled in, as `NAME.fr.ron` beside `NAME.ron`, it
/// is what `--lang fr` takes; `jointex check --lang fr` lists what is left to translate.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// The language to translate into: `fr`.
    #[arg(long = "lang", value_name = "LANG", value_parser = super::input::language)]
    language: String,
    #[command(flatten)]
    destination: Destination,
}

pub fn words(arguments: &Words, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the scenario itself, which is never replaced".to_owned()));
    }
    let (_, scenario, _) = played_in(&arguments.file, &Language::default(), None, &[], screen)?;
    let text = words_to_fill(&scenario, &arguments.language);
    output.write(&mut |out| out.write_all(text.as_bytes()))
}
