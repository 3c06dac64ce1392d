//! `jointex import`: other people's formats into scenarios.
//!
//! **Invariant:** nothing is written unless the scenario that comes of it has no faults, and differs from the one before only
//! where the file says so.

use super::failure::Failure;
use super::input::{Text, bytes, look_at, text};
use super::output::{Destination, Output};
use super::screen::Screen;
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};
use crate::exchange::msel::{
    Exercise, Faults, Grid, Layout, LeftOut, MOST_FAULTS, Mapping, Merged, Names, Origins, Records,
    Reference, lay_out, merge, outset, read, records, verify,
};
use crate::measure::counted;
use crate::scenario::{Parsed, Scenario, Startex, parse_span, part};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  jointex import msel msel.xlsx --into scenario.ron -o new.ron
  jointex import msel msel.csv -o new.ron \\
      --startex '2026-03-02T08:00[Europe/Brussels]'
  jointex import msel openaev.xlsx -o new.ron --zero 60d \\
      --startex '2026-03-02T08:00[Europe/Brussels]'
  jointex import msel list.xlsx --sheet Injects \\
      --map number=A,time=B,title=D,to=Audience --into scenario.ron -o new.ron";

/// Make scenarios of other formats, or put these into one
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Msel(Msel),
}

/// Read an MSEL that people keep as a workbook or a table
///
/// Columns are known by their names, wherever they stand: those of HSEEP, MITRE's playbook and Blueprint, and many others; or
/// by --map. Sheets of OpenAEV (OpenBAS) have no names and are known by their times. Times may be written `D2 09:30`,
/// `2026-03-03 09:30`, `030930ZMAR26`, `J+1 H+2 M-5`, or as a spreadsheet's dates.
///
/// With --into, injects are known by their numbers: what differs is changed, what is new is added, what the sheet has no
/// column for stays, effects and comments too; an empty cell of a column that it has takes the value away. Without, a new scenario is made, which plays and says what to fill in.
///
/// Faults are told with their cells, such as MSEL!C14, and nothing is written; what can't be carried over is named and
/// counted.
#[derive(Debug, Args)]
pub struct Msel {
    /// The workbook (.xlsx) or table (.csv); - for standard input.
    file: PathBuf,
    /// The scenario that the injects go into; it is never replaced.
    #[arg(long, value_name = "SCENARIO")]
    into: Option<PathBuf>,
    #[command(flatten)]
    destination: Destination,
    /// Which columns are what: field=column with commas between, columns by letter or name. Fields: number, time, scenario,
    /// date, day, type, delivery, from, to, title, text, expected, objective, condition, staff, controller.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Mapping>,
    /// The sheet of the workbook; if left out, MSEL or the first whose columns are known.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// When a new scenario begins: 2026-03-02T08:00[Europe/Brussels]; if left out, as a workbook of `export msel` says.
    #[arg(long, value_name = "MOMENT", conflicts_with = "into")]
    startex: Option<String>,
    /// How long after STARTEX a new scenario ends; if left out, as a workbook of `export msel` says, or the day after the last
    /// time.
    #[arg(long, value_name = "DURATION", conflicts_with = "into", value_parser = some_time)]
    endex: Option<u64>,
    /// How long after STARTEX the day J or D is from which relative times count.
    #[arg(long, value_name = "DURATION", default_value = "0h", value_parser = duration)]
    zero: u64,
    /// How to tell what was done: in words on standard error, or as one JSON document on standard output.
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn duration(text: &str) -> Result<u64, String> {
    parse_span(text).map_err(|_| String::from("write a duration such as 60d"))
}

fn some_time(text: &str) -> Result<u64, String> {
    match duration(text)? {
        0 => Err(String::from("an exercise takes some time")),
        micros => Ok(micros),
    }
}

/// The form of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// What was done.
#[derive(Serialize)]
struct Summary<'s> {
    schema_version: u32,
    file: &'s str,
    sheet: &'s str,
    added: usize,
    changed: usize,
    unchanged: usize,
    kept: usize,
    changed_injects: &'s [String],
    kept_injects: &'s [String],
    emptied: usize,
    not_carried_over: Vec<Uncarried<'s>>,
}

#[derive(Serialize)]
struct Uncarried<'s> {
    what: &'s str,
    count: usize,
    first: &'s str,
}

pub fn import(arguments: &Import, screen: &Screen) -> Result<(), Failure> {
    let What::Msel(arguments) = &arguments.what;
    let output = arguments.destination.output()?;
    if arguments.format == Format::Json && matches!(output, Output::Standard) {
        return Err(Failure::Usage(String::from(
            "--format json goes to standard output: say by -o where the scenario goes",
        )));
    }
    for (what, file) in [("the sheet", Some(&arguments.file)), ("the scenario", arguments.into.as_ref())] {
        if file.is_some_and(|file| output.is_file(file)) {
            return Err(Failure::Usage(format!("-o names {what} itself, which is never replaced")));
        }
    }
    let into = arguments.into.as_deref().map(|file| existing(file, screen)).transpose()?;
    let (name, bytes) = bytes(&arguments.file)?;
    let unreadable = |why: String| Failure::Unreadable(format!("{name}: {why}"));
    let (grid, others) = read(&bytes, arguments.sheet.as_deref()).map_err(unreadable)?;
    if !others.is_empty() {
        screen.remark(&format!("read the sheet {}, not {}", grid.name, others.join(", ")));
    }
    let startex = match &into {
        Some(into) => into.scenario.startex.clone().ok_or(Failure::Faulty)?,
        None => begins(arguments.startex.as_deref(), &grid.exercise, screen)?,
    };
    let reference = Reference { startex, zero: i64::try_from(arguments.zero).unwrap_or(i64::MAX) };
    let mapping = arguments.map.clone().unwrap_or_default();
    let sheet = Sheet { name: &name, grid: &grid, mapping: &mapping, reference: &reference };
    let (layout, found, names) = sheet.records(into.as_ref().map(|into| &into.scenario), screen)?;
    let (text, merged) = match &into {
        Some(into) => merge(&into.scenario, &into.sources, &found.records).map_err(|numbers| {
            let inject = if numbers.len() == 1 { "the inject" } else { "the injects" };
            let numbers = listed(&numbers);
            Failure::Unreadable(format!(
                "{inject} {numbers} would change, and stand in a fragment: import into that"
            ))
        })?,
        None => {
            let startex = reference.startex.zoned.to_string();
            let merged = Merged { added: found.records.len(), ..Merged::default() };
            let said = grid.exercise.endex.as_deref().and_then(|endex| parse_span(endex).ok());
            (outset(&found, &names, &startex, arguments.endex.or(said), &name), merged)
        }
    };
    let before = into.as_ref().map(|into| (&into.scenario, &into.sources));
    let origins = Origins { file: &name, grid: &grid, layout: &layout, records: &found.records, before };
    let made = sound(text, &output, &origins, screen)?;
    if let Some(into) = &into {
        verify(&into.scenario, &made.scenario, &found.records, &reference).map_err(defect)?;
    }
    let text = made.sources.text(0).to_owned();
    output.write_data(&mut |out| out.write_all(text.as_bytes()))?;
    let told = Told { name: &name, sheet: &grid.name, merged, found: &found, is_new: into.is_none() };
    match arguments.format {
        Format::Json => Output::Standard.write(&mut |out| {
            serde_json::to_writer_pretty(&mut *out, &told.summary())?;
            out.write_all(b"\n")
        }),
        Format::Text => {
            told.remarks(screen);
            Ok(())
        }
    }
}

/// A fault of ours, told without a panic.
fn defect(what: String) -> Failure {
    Failure::Unreadable(format!(
        "nothing was written: the merge would not have come out right for {what}; please report this"
    ))
}

/// A scenario with its texts.
struct Sound {
    scenario: Scenario,
    sources: Sources,
}

fn existing(file: &Path, screen: &Screen) -> Result<Sound, Failure> {
    let text = text(file)?;
    compiled(&text, screen, &|_, _| {})
}

/// Reads and compiles a scenario; its faults are shown, pointed back to where they were said.
fn compiled(
    text: &Text,
    screen: &Screen,
    point_back: &dyn Fn(&mut [Diagnostic], &mut Sources),
) -> Result<Sound, Failure> {
    let Parsed { scenario, mut sources, diagnostics, .. } = look_at(text);
    let mut told = diagnostics;
    if let Some(scenario) = &scenario {
        told.extend(compile(scenario, &sources).1);
    }
    match scenario.filter(|_| !any_error(&told)) {
        Some(scenario) => Ok(Sound { scenario, sources }),
        None => {
            told.retain(Diagnostic::is_error);
            sort(&mut told);
            let beyond = told.split_off(told.len().min(MOST_FAULTS)).len();
            point_back(&mut told, &mut sources);
            screen.show(&told, &sources);
            more(beyond, screen);
            Err(Failure::Faulty)
        }
    }
}

/// The same of the text that is to be written; other files are named from where it will stand.
fn sound(text: String, output: &Output, origins: &Origins<'_>, screen: &Screen) -> Result<Sound, Failure> {
    let parent = |path: &Path| match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let (name, folder) = match output {
        Output::File { path, .. } => (path.display().to_string(), parent(path)),
        Output::Standard => (
            String::from("<stdout>"),
            origins.before.map_or(PathBuf::from("."), |(_, sources)| parent(Path::new(sources.name(0)))),
        ),
    };
    compiled(&Text { name, text, folder }, screen, &|told, sources| origins.point_back(told, sources))
}

/// STARTEX of the command line, or of a workbook of ours.
fn begins(asked: Option<&str>, exercise: &Exercise, screen: &Screen) -> Result<Startex, Failure> {
    let mut sources = Sources::default();
    let (source, text) = match (asked, &exercise.startex) {
        (Some(text), _) => (sources.add_question("--startex", text), text),
        (None, Some(text)) => {
            (sources.add_cell("STARTEX of the sheet Exercise", text.as_str()), text.as_str())
        }
        (None, None) => {
            let why = "say by --startex when the exercise begins, or by --into which scenario it goes into";
            return Err(Failure::Usage(String::from(why)));
        }
    };
    let place = Place { source, start: 0, len: text.len() as u32 };
    part("startex", place, &sources).map_err(|faults| {
        screen.show(&faults, &sources);
        Failure::Faulty
    })
}

/// A sheet and how it is read.
struct Sheet<'s> {
    name: &'s str,
    grid: &'s Grid,
    mapping: &'s Mapping,
    reference: &'s Reference,
}

impl Sheet<'_> {
    /// What its rows say; faults are shown.
    fn records(
        &self,
        scenario: Option<&Scenario>,
        screen: &Screen,
    ) -> Result<(Layout, Records, Names), Failure> {
        let layout = lay_out(self.grid, self.mapping)
            .map_err(|why| Failure::Unreadable(format!("{}: {why}", self.name)))?;
        let mut names = scenario.map_or_else(Names::to_be_made, Names::of);
        let mut faults = Faults::new(self.name, &self.grid.name, Sources::default());
        let found = records(self.grid, &layout, scenario, self.reference, &mut names, &mut faults);
        if found.is_numbered_here && scenario.is_some() {
            return Err(Failure::Unreadable(format!(
                "{}: no column has the numbers by which injects are known: say which by --map number=…, or import without --into",
                self.name
            )));
        }
        if faults.any() {
            screen.show(&faults.told, &faults.sources);
            more(faults.beyond, screen);
            return Err(Failure::Faulty);
        }
        Ok((layout, found, names))
    }
}

/// Says how many faults are not shown.
fn more(beyond: usize, screen: &Screen) {
    if beyond > 0 {
        let more = counted(beyond as u64, "more fault");
        screen.complain(&format!("{more} beyond the first {MOST_FAULTS}"));
    }
}

/// What is told of an import.
struct Told<'t> {
    name: &'t str,
    sheet: &'t str,
    merged: Merged,
    found: &'t Records,
    is_new: bool,
}

impl Told<'_> {
    fn summary(&self) -> Summary<'_> {
        let Merged { added, ref changed, unchanged, ref kept } = self.merged;
        Summary {
            schema_version: 1,
            file: self.name,
            sheet: self.sheet,
            added,
            changed: changed.len(),
            changed_injects: changed,
            unchanged,
            kept: kept.len(),
            kept_injects: kept,
            emptied: self.found.emptied.as_ref().map_or(0, |emptied| emptied.count),
            not_carried_over: self
                .found
                .left_out
                .iter()
                .map(|left| Uncarried { what: &left.what, count: left.count, first: &left.first })
                .collect(),
        }
    }

    fn remarks(&self, screen: &Screen) {
        let Merged { added, ref changed, unchanged, ref kept } = self.merged;
        let done = match self.is_new {
            true => format!("{}; look for FILL IN in the scenario", counted(added as u64, "inject")),
            false => format!(
                "{added} added, {} changed, {unchanged} as they were, {} not in the sheet and kept",
                changed.len(),
                kept.len()
            ),
        };
        screen.remark(&done);
        if !changed.is_empty() {
            screen.remark(&format!("changed: {}", listed(changed)));
        }
        if !kept.is_empty() {
            let kept = listed(kept);
            screen.remark(&format!("kept: {kept} (remove them in the scenario if they are to go)"));
        }
        if let Some(LeftOut { what, count, first }) = &self.found.emptied {
            let what = counted(*count as u64, what);
            screen.remark(&format!("{what} taken away by empty cells ({})", spots(*count, first)));
        }
        if self.found.is_numbered_here {
            screen.remark("the rows have no numbers: they are numbered in their order");
        }
        if !self.found.left_out.is_empty() {
            screen.remark("Not carried over:");
        }
        for LeftOut { what, count, first } in &self.found.left_out {
            screen.remark(&format!("  {count:>5}  {what} ({})", spots(*count, first)));
        }
    }
}

/// The first of so many cells, and that there are more.
fn spots(count: usize, first: &str) -> String {
    format!("{first}{}", if count > 1 { ", …" } else { "" })
}

/// Numbers of injects, as many as fit into a line or two.
fn listed(numbers: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<&str> = numbers.iter().take(MOST).map(String::as_str).collect();
    let more = numbers.len().saturating_sub(MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    shown.join(", ") + &more
}
