//! The results of a verb that are a report: in which form, and where they go.
//!
//! **Invariant:** all forms are of the same report.

use super::failure::Failure;
use super::output::{Destination, Output};
use super::screen::Screen;
use crate::report::json;
use crate::report::terminal::Look;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};

/// In which form, and where to.
#[derive(Debug, Args)]
pub struct Results {
    /// A page for people, everything as JSON, or a table as CSV.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    destination: Destination,
}

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for people.
    Table,
    /// Everything, for machines.
    Json,
    /// A row for each thing that is told of.
    Csv,
}

impl Results {
    /// Where they go; asked for before anything is played.
    pub fn output(&self) -> Result<Output, Failure> {
        self.destination.output()
    }

    /// Whether a file that exists is replaced.
    pub fn force(&self) -> bool {
        self.destination.force
    }

    /// Writes a report; `full`: with nothing left out of the page.
    pub fn write<R: Serialize>(
        &self,
        report: &R,
        full: bool,
        page: impl Fn(&R, Look) -> String,
        csv: impl Fn(&R, &mut dyn Write) -> io::Result<()>,
        (output, screen): (&Output, &Screen),
    ) -> Result<(), Failure> {
        match self.format {
            Format::Table => {
                let page = page(report, screen.look(output, full));
                output.write(&mut |out| out.write_all(page.as_bytes()))
            }
            Format::Json => output.write(&mut |out| json::write(report, out)),
            Format::Csv => output.write_data(&mut |out| csv(report, out)),
        }
    }
}
