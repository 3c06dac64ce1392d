//! `jointex observed`, and `compare --observed`: timings of real exercises.
//!
//! **Invariant:** every fault of the table is told at once, with its line and column.

use super::compare::Format;
use super::failure::Failure;
use super::input::{Change, Setting, Text, changed, model, read, text};
use super::output::{Destination, Output};
use super::playing::Playing;
use super::screen::Screen;
use crate::diagnostic::{Diagnostic, codes};
use crate::exchange::observed::{INJECT_TIME, Seen, Timing, Timings, read as read_table, template};
use crate::kernel::SimDuration;
use crate::measure::Measures;
use crate::model::{Model, TeamIdx, Unit};
use crate::report::json;
use crate::report::observed::{ObservedReport, observed_csv, observed_markdown, observed_report};
use crate::report::terminal::observed_page;
use crate::study::observed::{Sighting, set_against_observed};
use crate::study::{bytes_of_results, replicate, response_times};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex observed template scenario.ron -o timings.csv
  jointex compare scenario.ron --observed timings.csv";

/// Write a table for the timings of a real exercise
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Observed {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Template(Template),
}

/// Write a table to fill in: a row for each team and response time
///
/// A row has the exercise, the team, the measure, and how long it took: as `value`, or as `start` and `end` in civil time.
/// `censored` is yes where the exercise was over first. Rows that are left empty are left out.
#[derive(Debug, Args)]
pub struct Template {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// What the exercise is called in the table.
    #[arg(long, value_name = "NAME", default_value = "exercise-1")]
    exercise: String,
    /// Take the variant with this id.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    /// Add a row for each inject of the MSEL, for `rehearse --observed` while the exercise is held.
    #[arg(long)]
    so_far: bool,
    #[command(flatten)]
    destination: Destination,
}

/// Who times injects, in the template.
const CONTROL: &str = "exercise control";

pub fn observed(arguments: &Observed, screen: &Screen) -> Result<(), Failure> {
    let What::Template(arguments) = &arguments.what;
    let output = arguments.destination.output()?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the scenario itself, which is never replaced".to_owned()));
    }
    let model = model(&arguments.file, arguments.variant.as_deref(), &arguments.settings, screen)?;
    let measures = Measures::of(&model);
    let own = |team: TeamIdx| {
        let name = &model.names.teams[team.at()];
        let places = response_times(&measures, model.teams[team.at()].responder);
        places.into_iter().map(|place| (name.clone(), measures.names[place].clone())).collect::<Vec<_>>()
    };
    let mut rows: Vec<(String, String)> = TeamIdx::all(model.teams.len()).flat_map(own).collect();
    if arguments.so_far {
        let msel = model.injects.iter().zip(&model.names.injects).filter(|(inject, _)| inject.is_of_msel());
        let row = |number: &str| (CONTROL.to_owned(), format!("{INJECT_TIME}[inject={number}]"));
        rows.extend(msel.map(|(_, text)| row(&text.number)));
    }
    if rows.is_empty() {
        screen.remark(
            "no team of the scenario answers for what a campaign may hold: there is no time to fill in",
        );
    }
    let table = template(&arguments.exercise, &rows);
    output.write_data(&mut |out| out.write_all(table.as_bytes()))
}

/// What is set against a table of timings.
pub struct Against<'a> {
    /// The scenario.
    pub file: &'a Path,
    /// The table.
    pub table: &'a Path,
    /// What is changed of the scenario.
    pub change: Change,
    /// How it is played.
    pub playing: &'a Playing,
    /// The form of the results.
    pub format: Format,
}

/// Plays a scenario, sets the timings of a table against it, and writes and returns what there is to say.
pub fn against(wished: &Against<'_>, output: &Output, screen: &Screen) -> Result<ObservedReport, Failure> {
    if wished.file == Path::new("-") && wished.table == Path::new("-") {
        return Err(Failure::Usage("the scenario and --observed can't both be standard input".to_owned()));
    }
    let mut written = read(wished.file, screen)?;
    let Text { name, text, .. } = text(wished.table)?;
    let source = written.sources.add_question(name, text);
    let Some(startex) = &written.scenario.startex else { return Err(Failure::Faulty) };
    let Timings { rows: timings, left_out, faults } = read_table(source, startex, &written.sources);
    let measures = timings.iter().map(|timing| timing.measure.clone()).collect();
    let change = Change { measures, faults, ..wished.change.clone() };
    let (model, _, sources) = changed(written, &change, &mut Vec::new(), screen)?;
    if timings.is_empty() {
        return Err(Failure::Usage(format!(
            "{} has no values: fill in a row, or write a new one by `jointex observed template`",
            wished.table.display()
        )));
    }
    if let Err(faults) = unfit(&model, &timings) {
        screen.show(&faults, &sources);
        return Err(Failure::Faulty);
    }
    let Playing { seed, replications, .. } = *wished.playing;
    wished.playing.means.room(replications, bytes_of_results(&model))?;
    let played = wished.playing.means.play(replications, screen, |watch| {
        let played = replicate(&model, seed, replications, watch);
        let events = played.played.iter().map(|played| played.events).sum();
        (played, events)
    })?;
    if (played.played.len() as u64) < replications {
        screen.complain("interrupted: nothing was compared");
        return Err(Failure::Interrupted);
    }
    let sightings: Vec<Sighting> = timings
        .into_iter()
        .zip(&played.measures.of_asked)
        .map(|(timing, place)| sighting(timing, *place))
        .collect();
    let (measures, through) = set_against_observed(&played, &sightings);
    let report = observed_report(&model, &played, &measures, &through, left_out);
    match wished.format {
        Format::Table => {
            let look = screen.look(output, false);
            let page = observed_page(&report, look);
            output.write(&mut |out| out.write_all(page.as_bytes()))?;
        }
        Format::Json => output.write(&mut |out| json::write(&report, out))?,
        Format::Csv => output.write_data(&mut |out| observed_csv(&report, out))?,
        Format::Markdown => output.write(&mut |out| observed_markdown(&report, out))?,
    }
    Ok(report)
}

/// Values that are of another kind than their measures.
pub fn unfit(model: &Model, timings: &[Timing]) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    for (timing, measure) in timings.iter().zip(&model.asked) {
        let name = measure.quantity.name();
        let (message, help) = match (timing.value, measure.quantity.unit()) {
            (Seen::Number(number), Unit::Time) => (
                format!("`{name}` is a time, and this is a number"),
                format!("write its unit, as `{number}h`"),
            ),
            (Seen::Time(_), Unit::Share | Unit::Count | Unit::FunctionHours) => {
                (format!("`{name}` is a number, and this is a time"), String::from("write a plain number"))
            }
            _ => continue,
        };
        faults.push(
            Diagnostic::error(codes::LIMIT_KIND, timing.place, message).label("of another kind").help(help),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn sighting(timing: Timing, place: usize) -> Sighting {
    let value = match timing.value {
        Seen::Time(micros) => micros as f64 / SimDuration::HOUR.micros() as f64,
        Seen::Number(number) => number,
    };
    Sighting { exercise: timing.exercise, team: timing.team, place, value, censored: timing.censored }
}
