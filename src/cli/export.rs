//! `jointex export`: what a scenario has, in other people's formats.
//!
//! **Invariant:** what is written is a sound scenario's, with the variant and the settings that were asked for.

use super::failure::Failure;
use super::input::{Language, Setting, played_in};
use super::output::Output;
use super::screen::Screen;
use crate::exchange::msel::{Columns, Reference, rows, texts, workbook, write_csv};
use clap::{Args, Subcommand};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex export msel scenario.ron -o msel.xlsx
  jointex export msel scenario.ron --columns mitre -o msel.csv
  jointex export msel scenario.ron -o - | column -s, -t";

/// Write what a scenario has in other formats
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Msel(Msel),
}

/// Write the MSEL as a workbook or a table
///
/// One row an inject, in the columns that planners know; what these have no room for stands in further columns to the right.
/// `jointex import msel` reads it again. Times stand by the exercise's days and by the calendar of STARTEX's zone; what an
/// inject follows or waits for, and what it does, stands in words. Texts of the scenario stay texts: none becomes a formula. With --lang
/// the list is for people to read: what is imported again is in the scenario's own language.
#[derive(Debug, Args)]
pub struct Msel {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// Where to write it: a workbook if the name ends with .xlsx, a table if with .csv; - for a table on standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Which columns: hseep, mitre or standard.
    #[arg(long, value_name = "SET", default_value_t = Columns::Hseep)]
    columns: Columns,
    /// Take the variant with this id.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// Replace a file that exists.
    #[arg(long)]
    force: bool,
}

/// How a file is written.
enum Form {
    Workbook,
    Table,
}

pub fn export(arguments: &Export, screen: &Screen) -> Result<(), Failure> {
    let What::Msel(arguments) = &arguments.what;
    let form = form(&arguments.output)?;
    let output = Output::new(Some(&arguments.output), arguments.force)?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the scenario itself, which is never replaced".to_owned()));
    }
    let Msel { file, variant, settings, language, .. } = arguments;
    let (_, scenario, _) = played_in(file, language, variant.as_deref(), settings, screen)?;
    let Some(startex) = scenario.startex.clone() else { return Err(Failure::Faulty) };
    if scenario.msel.is_empty() {
        screen.remark("the scenario has no injects: only the names of the columns are written");
    }
    let told = rows(&scenario, arguments.columns, &Reference { startex, zero: 0 });
    match form {
        Form::Table => output.write_data(&mut |out| write_csv(&texts(&told), out)),
        Form::Workbook => {
            let bytes = workbook(&told, &scenario, arguments.columns).map_err(|why| {
                let error = io::Error::new(io::ErrorKind::InvalidInput, why);
                Failure::World { what: format!("cannot write {}", arguments.output.display()), error }
            })?;
            output.write(&mut |out| out.write_all(&bytes))
        }
    }
}

/// Which form a name asks for.
fn form(file: &Path) -> Result<Form, Failure> {
    let end = file.extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("xlsx") => Ok(Form::Workbook),
        Some("csv") => Ok(Form::Table),
        None if file == Path::new("-") => Ok(Form::Table),
        _ => Err(Failure::Usage(format!("{}: let the name end with .xlsx or .csv", file.display()))),
    }
}
