//! `jointex report`: makes a page with pictures of what was saved.
//!
//! **Invariant:** the page is a function of what was saved, never of how it was played, of time or terminal.

use super::failure::Failure;
use super::merge::finished;
use super::output::{Output, apart};
use super::screen::Screen;
use super::sensitivity::analysed;
use crate::report::html::{Page, sweep_page};
use crate::report::sensitivity::{SensitivityReport, sensitivity_report};
use crate::report::survey::{shown, survey_report};
use crate::study::sensitivity::measures_of;
use crate::study::{Folder, Index, Manifest, means_of_points, own_files};
use clap::Args;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  jointex sweep study.ron -o results
  jointex report results
  jointex report results -o results.html --marking 'NATO UNCLASSIFIED'";

/// Make a page with pictures of a finished sweep
///
/// A browser shows it without a network: which factors matter, main effects, two factors together, from low to high, what samples
/// tell, and all points as lines and as a table. It is the page that `sweep --report` makes, from the folder alone, wherever that
/// was played.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// The folder that the sweep was played into.
    #[arg(value_name = "DIR")]
    saved: PathBuf,
    /// Write the page to FILE instead of `report.html` in the folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that exists.
    #[arg(long)]
    force: bool,
    /// What stands at the top and bottom of the page.
    #[arg(long, value_name = "TEXT", default_value = "EXERCISE EXERCISE EXERCISE")]
    marking: String,
}

pub fn report(arguments: &Report, screen: &Screen) -> Result<(), Failure> {
    let saved = &arguments.saved;
    if saved.is_file() {
        return Err(Failure::Usage(format!(
            "{} is a file: name the folder that `jointex sweep -o` was given",
            saved.display()
        )));
    }
    let (folder, manifest, index) = finished(saved, "report on", screen)?;
    let path = arguments.output.clone().unwrap_or_else(|| saved.join("report.html"));
    let output = Output::new(Some(&path), arguments.force)?;
    let own = own_files(saved).map(|file| ("a file of the sweep", file));
    apart(&[("-o", Some(&output))], own)?;
    let page = of_sweep(&folder, &manifest, &index)?.html(&arguments.marking);
    output.write(&mut |out| out.write_all(page.as_bytes()))?;
    if matches!(output, Output::File { .. }) {
        screen.remark(&format!("a page for a browser is in {}", path.display()));
    }
    Ok(())
}

/// The page of a finished sweep, with all the measures that it kept.
pub fn of_sweep(folder: &Folder, manifest: &Manifest, index: &Index) -> Result<Page, Failure> {
    let names = measures_of(index);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let measures = analysed(folder.path(), manifest, index, &names)?;
    of_analysis(folder.path(), manifest, index, sensitivity_report(manifest, measures))
}

/// The page of a finished sweep, with the measures that were analysed.
pub fn of_analysis(
    folder: &Path,
    manifest: &Manifest,
    index: &Index,
    report: SensitivityReport,
) -> Result<Page, Failure> {
    let names: Vec<&str> = shown(&report).into_iter().map(|place| &*report.measures[place].measure).collect();
    let means = means_of_points(&manifest.plan, index, &names);
    let means = means.map_err(|error| Failure::world(unreadable(folder), error))?;
    Ok(sweep_page(&survey_report(manifest, report, means)))
}

/// What was tried when shards can't be read.
pub fn unreadable(folder: &Path) -> String {
    format!("cannot read the shards of {}", folder.display())
}
