//! `jointex completions`: lets the shell complete our arguments.
//!
//! **Invariant:** the script is made from the arguments themselves, so it can't be out of date.

use super::Arguments;
use super::failure::Failure;
use super::output::Output;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Example, for bash:
  folder=~/.local/share/bash-completion/completions
  jointex completions bash > $folder/jointex";

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// Which shell.
    shell: Shell,
}

pub fn completions(arguments: &Completions) -> Result<(), Failure> {
    // Into memory first: the generator panics where writing fails.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "jointex", &mut script);
    Output::Standard.write(&mut |out| out.write_all(&script))
}
