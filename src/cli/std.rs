//! `jointex std`: the fragments that are built in.
//!
//! **Invariant:** what is printed of a fragment is what an include of it reads, to the byte.

use super::failure::Failure;
use super::output::Output;
use super::screen::Screen;
use crate::diagnostic::did_you_mean;
use crate::library::{BUILT_IN, BuiltIn, FOLDER};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  jointex std
  jointex std port
  jointex std port > port.ron    # to change more than a scenario can set";

/// Show the fragments that are built in
///
/// A scenario includes one under a name: `include: [(file: \"std/port.ron\", as: \"riga\")]`, or for each row of a table, with `each`
/// instead of `as`. Without a name, all are listed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Std {
    /// The fragment: `std/port.ron`, or `port` for short.
    name: Option<String>,
}

pub fn std(arguments: &Std, _: &Screen) -> Result<(), Failure> {
    let text = match &arguments.name {
        Some(name) => find(name)?.text.to_owned(),
        None => {
            let width = BUILT_IN.iter().map(|known| known.path.len()).max().unwrap_or(0);
            BUILT_IN.iter().map(|known| format!("{:<width$}  {}\n", known.path, known.title())).collect()
        }
    };
    Output::Standard.write(&mut |out| out.write_all(text.as_bytes()))
}

fn find(name: &str) -> Result<&'static BuiltIn, Failure> {
    let short = |path: &'static str| path.trim_start_matches(FOLDER).trim_end_matches(".ron");
    let wanted = name.trim_start_matches(FOLDER).trim_end_matches(".ron");
    BUILT_IN.iter().find(|known| short(known.path) == wanted).ok_or_else(|| {
        let meant = did_you_mean(wanted, BUILT_IN.iter().map(|known| short(known.path)));
        let way_out = meant.unwrap_or_else(|| String::from("`jointex std` lists all"));
        Failure::Usage(format!("no fragment {name} is built in; {way_out}"))
    })
}
