//! The report of a verb for a browser: where it goes, and what is marked on it.
//!
//! **Invariant:** it is a file of its own; whoever asks for it keeps it apart from what is read and written besides.

use super::failure::Failure;
use super::output::Output;
use crate::report::html::Page;
use clap::Args;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether there is one, and what stands on it.
#[derive(Debug, Args)]
pub struct Pictures {
    /// Write a report to FILE that a browser shows, without a network: pictures, and the tables of the page.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What stands at the top and bottom of the report.
    #[arg(long, value_name = "TEXT", default_value = "EXERCISE EXERCISE EXERCISE", requires = "report")]
    marking: String,
    /// Write each picture of the report to DIR as well, as SVG for papers and slides; what is in DIR is replaced with --force only.
    #[arg(long, value_name = "DIR", requires = "report")]
    svg: Option<PathBuf>,
}

impl Pictures {
    /// Whether there is one.
    pub const fn wanted(&self) -> bool {
        self.report.is_some()
    }

    /// Where it goes if there is one, asked for before anything is played.
    pub fn output(&self, force: bool) -> Result<Option<Output>, Failure> {
        let Some(path) = &self.report else { return Ok(None) };
        room(self.svg.as_deref(), force)?;
        match Output::new(Some(path), force)? {
            Output::Standard => {
                Err(Failure::Usage(String::from("--report is a file for a browser: give the name of one")))
            }
            file => Ok(Some(file)),
        }
    }

    /// Writes it if there is one.
    pub fn write(&self, output: Option<&Output>, page: impl FnOnce() -> Page) -> Result<(), Failure> {
        let Some(output) = output else { return Ok(()) };
        write(&page(), output, &self.marking, self.svg.as_deref())
    }
}

/// Refuses a folder for single pictures that can't take them; one with something in it may be written into by `force`.
pub fn room(svg: Option<&Path>, force: bool) -> Result<(), Failure> {
    let Some(folder) = svg else { return Ok(()) };
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::Usage(format!("--svg names a folder, and {} is a file", folder.display())));
    }
    let taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken && !force {
        let error =
            io::Error::new(io::ErrorKind::AlreadyExists, "it is not empty; --force replaces what is in it");
        return Err(Failure::world(format!("cannot write into {}", folder.display()), error));
    }
    Ok(())
}

/// Writes a page, and its pictures into a folder that has [`room`] if there is one.
pub fn write(page: &Page, output: &Output, marking: &str, svg: Option<&Path>) -> Result<(), Failure> {
    let html = page.html(marking);
    output.write(&mut |out| out.write_all(html.as_bytes()))?;
    let Some(folder) = svg else { return Ok(()) };
    fs::create_dir_all(folder)
        .map_err(|error| Failure::world(format!("cannot make {}", folder.display()), error))?;
    for figure in page.figures() {
        let path = folder.join(format!("{}.svg", figure.name));
        // What stands in the folder was looked at when it was asked for.
        Output::new(Some(&path), true)?.write(&mut |out| out.write_all(figure.file().as_bytes()))?;
    }
    Ok(())
}
