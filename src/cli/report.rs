//! `jointex report`: makes a page with pictures, or an after-action report, of what was saved.
//!
//! **Invariant:** the page is a function of what was saved, never of how it was played, of time or terminal.

use super::after_action::{AfterAction, Format};
use super::failure::Failure;
use super::merge::finished;
use super::output::{Output, apart};
use super::pictures::{room, write};
use super::screen::Screen;
use super::sensitivity::analysed;
use crate::report::html::{Page, saved_page, sweep_page};
use crate::report::sensitivity::{SensitivityReport, sensitivity_report};
use crate::report::survey::{shown, survey_report};
use crate::report::{LONGEST, Saved, read_saved};
use crate::study::sensitivity::measures_of;
use crate::study::{Folder, Index, Manifest, means_of_points, own_files};
use clap::Args;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  jointex run scenario.ron --format json --pictures -o run.json
  jointex report run.json
  jointex compare scenario.ron --format json -o compared.json
  jointex report compared.json -o page.html --svg pictures
  jointex sweep study.ron -o results
  jointex report results --marking 'NATO UNCLASSIFIED'
  jointex levers scenario.ron --format json -o levers.json
  jointex report run.json --format docx --levers levers.json";

/// Make a page with pictures, or an after-action report, of what was saved
///
/// A browser shows it without a network. It is the page that --report makes, from what was saved alone, wherever that was played:
/// of the folder of a finished sweep, and of the JSON that `run` and `compare` write. JSON of `run` has the pictures of single
/// replications, and of how all went over time, if it was written with --pictures; without them the page says so.
///
/// With --format md or docx it is an after-action report of a run instead, in the structure of HSEEP: overview, objectives with their
/// ratings, strengths and areas for improvement with their evidence, an improvement plan, and the MSEL as played.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// The folder that a sweep was played into, or the file that `run --format json` or `compare --format json` wrote; - for standard
    /// input.
    #[arg(value_name = "DIR|FILE")]
    saved: PathBuf,
    /// What is made.
    #[arg(short, long, value_enum, default_value_t)]
    format: Format,
    /// Write it to FILE instead of `report.html` in the folder, or the name of the file that was saved, ending in `.html`, `.md` or
    /// `.docx`.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that exists.
    #[arg(long)]
    force: bool,
    /// What stands at the top and bottom of the page, or of every page of a document.
    #[arg(long, value_name = "TEXT", default_value = "EXERCISE EXERCISE EXERCISE")]
    marking: String,
    /// Write each picture of the page to DIR as well, as SVG for papers and slides; what is in DIR is replaced with --force only.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    after_action: AfterAction,
}

pub fn report(arguments: &Report, screen: &Screen) -> Result<(), Failure> {
    let Report { saved, format, output, force, marking, svg, after_action } = arguments;
    if *format != Format::Html {
        return document(arguments, screen);
    }
    if after_action.is_asked_for() {
        return Err(Failure::Usage(String::from(
            "--levers, --ratings and --pseudonyms are for --format md and docx",
        )));
    }
    if !saved.is_dir() {
        let read = read(saved)?;
        let path = output.clone().unwrap_or_else(|| beside(saved, "html"));
        let output = Output::new(Some(&path), *force)?;
        apart(&[("-o", Some(&output))], [("what was saved", saved)])?;
        room(svg.as_deref(), *force)?;
        write(&saved_page(&read), &output, marking, svg.as_deref())?;
        return told(&output, &path, screen);
    }
    let (folder, manifest, index) = finished(saved, "report on", screen)?;
    let path = output.clone().unwrap_or_else(|| saved.join("report.html"));
    let output = Output::new(Some(&path), *force)?;
    let own = own_files(saved).map(|file| ("a file of the sweep", file));
    apart(&[("-o", Some(&output))], own)?;
    room(svg.as_deref(), *force)?;
    write(&of_sweep(&folder, &manifest, &index)?, &output, marking, svg.as_deref())?;
    told(&output, &path, screen)
}

fn told(output: &Output, path: &Path, screen: &Screen) -> Result<(), Failure> {
    if matches!(output, Output::File { .. }) {
        screen.remark(&format!("a page for a browser is in {}", path.display()));
    }
    Ok(())
}

/// Where what is made of a file goes if nobody says where: beside it, or to standard output what is of standard input.
fn beside(saved: &Path, ending: &str) -> PathBuf {
    if saved == Path::new("-") { saved.to_owned() } else { saved.with_extension(ending) }
}

/// The after-action report.
fn document(arguments: &Report, screen: &Screen) -> Result<(), Failure> {
    let Report { saved, format, output, force, marking, svg, after_action } = arguments;
    if svg.is_some() {
        return Err(Failure::Usage(String::from("--svg is for --format html: a document has no pictures")));
    }
    if saved.is_dir() {
        return Err(Failure::Usage(format!(
            "{} is the folder of a sweep: an after-action report is of one run, as `jointex run --format json -o FILE` writes it",
            saved.display()
        )));
    }
    let path = output.clone().unwrap_or_else(|| beside(saved, format.ending()));
    if path.extension().is_some_and(|it| {
        ["html", "md", "docx", "pdf", "doc"].iter().any(|other| it == *other && *other != format.ending())
    }) {
        return Err(Failure::Usage(format!(
            "{} is no name for what ends in .{}",
            path.display(),
            format.ending()
        )));
    }
    let output = Output::new(Some(&path), *force)?;
    apart(&[("-o", Some(&output))], [("what was saved", saved)].into_iter().chain(after_action.inputs()))?;
    let bytes = after_action.bytes(saved, *format, marking)?;
    output.write_data(&mut |out| out.write_all(&bytes))?;
    if matches!(output, Output::File { .. }) {
        screen.remark(&format!("an after-action report is in {}", path.display()));
        if after_action.hides() {
            screen.remark("names are hidden; read titles and texts before you hand it out, for there they may be told in other words");
        }
    }
    Ok(())
}

/// Reads a file of results.
pub fn read(path: &Path) -> Result<Saved, Failure> {
    let wants = "`jointex report` takes what `jointex run --format json -o FILE` or `jointex compare --format json -o FILE` wrote, or \
                 the folder of a sweep";
    contents(path, wants, read_saved)
}

/// What is in a file, of which `wants` says what it should be; of one that is too long no more is read than it takes to know that.
pub fn contents<T>(
    path: &Path,
    wants: &str,
    understand: impl FnOnce(&[u8]) -> Result<T, String>,
) -> Result<T, Failure> {
    let world = |error| Failure::world(format!("cannot read {}", path.display()), error);
    let faulty = |why: &str| Failure::Unreadable(format!("{} {why}; {wants}", path.display()));
    let too_long = || faulty(&format!("has more than {} MiB", LONGEST >> 20));
    // A pipe has no length beforehand.
    let mut bytes = Vec::new();
    let mut filled =
        |from: &mut dyn Read| from.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(world);
    if path == Path::new("-") {
        filled(&mut std::io::stdin().lock())?;
    } else {
        let mut file = File::open(path).map_err(world)?;
        if file.metadata().map_err(world)?.len() > LONGEST as u64 {
            return Err(too_long());
        }
        filled(&mut file)?;
    }
    if bytes.len() > LONGEST { Err(too_long()) } else { understand(&bytes).map_err(|why| faulty(&why)) }
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
