//! `jointex expand`: a scenario with everything said.
//!
//! **Invariant:** what is written is read as a scenario that plays alike, to the bit.

use super::failure::Failure;
use super::input::{Language, Setting, played_in};
use super::output::Output;
use super::screen::Screen;
use crate::compile::explicit;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex expand scenario.ron
  jointex expand scenario.ron --variant by-telephone -o by-telephone.ron
  jointex expand scenario.ron --set endex=2d | jointex check -";

/// Write a scenario out in full: fragments, library and defaults
///
/// One file that includes nothing: fragments with the names of their includes before ids, the techniques and controls of the
/// library that are in use, and every field that was left out, each after a remark that says where it comes from and on
/// what basis. It plays like the original, to the bit. A file of a topology that a zone names stays a file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Expand {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// A variant of it, which is applied and written instead; without it the variants are kept. `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, as in `run`; may be given several times.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// Where to write it; standard output if left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists.
    #[arg(long, requires = "output")]
    force: bool,
}

pub fn expand(arguments: &Expand, screen: &Screen) -> Result<(), Failure> {
    let output = Output::new(arguments.output.as_deref(), arguments.force)?;
    let variant = arguments.variant.as_deref();
    let (_, mut scenario, mut sources) =
        played_in(&arguments.file, &arguments.language, variant, &arguments.settings, screen)?;
    if arguments.variant.is_some() {
        scenario.variants.clear();
    }
    let marks = explicit(&mut scenario, &mut sources);
    let text = format!("{HEAD}{}", scenario.written_out(&marks));
    output.write(&mut |out| out.write_all(text.as_bytes()))
}

const HEAD: &str = "\
// Written out by `jointex expand`. In each record stands first what was written, in the scenario, a fragment or a change;
// after the remark `default`, what was left out; and after other remarks, what comes from where these say. The `basis` of a
// record covers all of its numbers, those left out included, so that as many count as assumed as in the original.
";
