//! `jointex init`: a scenario to begin with.
//!
//! **Invariant:** the starter scenario has no faults and plays in a second.

use super::failure::Failure;
use super::output::Output;
use super::screen::Screen;
use clap::Args;
use std::path::PathBuf;

/// The scenario that is written.
const STARTER: &str = include_str!("starter.ron");

/// Write a commented scenario to begin with
///
/// It has two organisations, a campaign against both, teams that respond, and an agreement by which they share indicators. It
/// runs as it is.
#[derive(Debug, Args)]
pub struct Init {
    /// Where to write it; - for standard output.
    #[arg(default_value = "scenario.ron")]
    file: PathBuf,
    /// Replace the file if it exists.
    #[arg(long)]
    force: bool,
}

pub fn init(arguments: &Init, screen: &Screen) -> Result<(), Failure> {
    let output = Output::new(Some(&arguments.file), arguments.force)?;
    output.write(&mut |out| out.write_all(STARTER.as_bytes()))?;
    if let Output::File { path, .. } = output {
        let path = path.display();
        screen.remark(&format!("Wrote {path}. Play it with `jointex run {path}`, and look at its comments."));
    }
    Ok(())
}
