//! `jointex completions`: lets the shell complete our arguments.
//!
//! **Invariant:** the script is made from the arguments themselves, so it can't be out of date.

use super::Arguments;
use super::failure::Failure;
use super::output::Output;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print a completion script for a shell
///
/// For example, for bash: jointex completions bash > ~/.local/share/bash-completion/completions/jointex
#[derive(Debug, Args)]
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
