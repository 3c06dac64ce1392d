//! `jointex rehearse`: what an exercise's plan comes to before it is held.
//!
//! **Invariant:** the results are a function of the scenario, the seed and the number of replications, never of threads,
//! time or terminal.

use super::failure::Failure;
use super::input::{Language, Setting};
use super::output::{Destination, Output, apart};
use super::pictures::Pictures;
use super::playing::Playing;
use super::screen::Screen;
use super::so_far::{Observed, SoFar, model_so_far};
use crate::measure::{Thresholds, counted, thousands};
use crate::model::Model;
use crate::report::html::rehearsal_page as page_for_browsers;
use crate::report::json;
use crate::report::rehearsal::{BYTES_OF_HOUR, RehearsalReport, forecast_report, rehearsal_report};
use crate::report::rehearsal_forecast::{ForecastView, forecast_view};
use crate::report::rehearsal_tables::{HOURS, SHEETS, rehearsal_csv, rehearsal_xlsx, sheets};
use crate::report::terminal::rehearsal_page;
use crate::study::{
    LEAST_AGREEING, Rehearsal, bytes_of_hours, bytes_of_rehearsing, forecast, rehearse as rehearse_plan,
};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex rehearse scenario.ron
  jointex rehearse scenario.ron -n 1000 --report rehearsal.html
  jointex rehearse scenario.ron --format xlsx -o rehearsal.xlsx
  jointex rehearse scenario.ron --format csv --table hours | head
  jointex rehearse scenario.ron --observed so-far.csv --from 'D2 14:00'";

/// Rehearse an exercise's plan: what becomes of its injects, hours and objectives
///
/// It is played --replications times. The page begins with what a planner must mend; then each inject with the probability that it
/// comes, when, and what became of it; injects that come when nobody of who gets them is on duty; the overloaded and the dead
/// hours of each team and staff; each objective with how often it is tested and met, and which injects serve it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Rehearse {
    /// The scenario; - for standard input.
    file: PathBuf,
    #[command(flatten)]
    playing: Playing,
    /// Play the variant with this id; `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// An hour is overloaded where a queue has at least this share of its seat-hours on duty busy.
    #[arg(long, default_value_t = Thresholds::default().busy_share, value_name = "SHARE", value_parser = |text: &str| number(text, 1.0))]
    busy: f64,
    /// Or where at least so many tasks wait per seat on duty, in the mean of the hour.
    #[arg(long, default_value_t = Thresholds::default().waiting_per_seat, value_name = "N", value_parser = |text: &str| number(text, 1e9))]
    waiting: f64,
    #[command(flatten)]
    so_far: SoFar,
    #[command(flatten)]
    pictures: Pictures,
    /// A page for people, everything as JSON, a table as CSV, or all tables as a workbook.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Which table CSV has; if left out `injects`, and `forecast` with --observed, which has no table but that and `findings`.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(SHEETS))]
    table: Option<String>,
    /// Leave nothing out of the page: every row of sections with many.
    #[arg(long)]
    full: bool,
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
    /// One table.
    Csv,
    /// All tables, each a sheet of a workbook for Excel and LibreOffice.
    Xlsx,
}

impl Rehearse {
    /// Whether the exercise is being held.
    fn is_held(&self) -> bool {
        self.so_far.input().is_some()
    }

    fn table(&self) -> &str {
        self.table.as_deref().unwrap_or(sheets(self.is_held())[1])
    }

    /// Whether each hour is told.
    fn hourly(&self) -> bool {
        match self.format {
            Format::Table => false,
            Format::Csv => self.table() == HOURS,
            Format::Json | Format::Xlsx => !self.is_held(),
        }
    }
}

/// A threshold: more than 0, at most `most`.
fn number(text: &str, most: f64) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| 0.0 < *number && *number <= most);
    number.ok_or_else(|| format!("write a number above 0 and up to {most}, such as 0.9"))
}

pub fn rehearse(arguments: &Rehearse, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    if !sheets(arguments.is_held()).contains(&arguments.table()) {
        return Err(Failure::Usage(format!(
            "with --observed there is no table `{}`, which would be of all replications, those that contradict it among them: possible are \
             `findings` and `forecast`",
            arguments.table(),
        )));
    }
    if arguments.format == Format::Xlsx && screen.draws(&output) {
        return Err(Failure::Usage(String::from("a workbook is no text for a terminal: give -o FILE")));
    }
    let pictures = arguments.pictures.output(arguments.destination.force)?;
    let written = [("-o", Some(&output)), ("--report", pictures.as_ref())];
    let words = arguments.language.input(&arguments.file);
    let words = words.iter().map(|(what, file)| (*what, file));
    let read =
        [("the scenario itself", &arguments.file)].into_iter().chain(arguments.so_far.input()).chain(words);
    apart(&written, read)?;
    let wished = (arguments.variant.as_deref(), &*arguments.settings);
    let (model, so_far) =
        model_so_far((&arguments.file, &arguments.language), &arguments.so_far, wished, screen)?;
    let rehearsal = play(arguments, &model, screen)?;
    let (number, asked) = (rehearsal.played.len() as u64, rehearsal.asked);
    if number == 0 {
        screen.complain("interrupted before the first replication was over; there is nothing to report");
        return Err(Failure::Interrupted);
    }
    let changes = arguments.settings.iter().map(|it| format!("{} = {}", it.path, it.text)).collect();
    let report = match so_far {
        Some(observed) => forecast_report(&model, &rehearsal, changes, rest(&model, &rehearsal, observed)?),
        None => rehearsal_report(&model, &rehearsal, changes, arguments.hourly()),
    };
    write(arguments, &report, &output, screen)?;
    arguments.pictures.write(pictures.as_ref(), || page_for_browsers(&report))?;
    if number < asked {
        let (number, asked) = (thousands(number), counted(asked, "replication"));
        screen.complain(&format!("interrupted: the results are of {number} of {asked}"));
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// What is to come, given what was observed.
fn rest(model: &Model, rehearsal: &Rehearsal, observed: Observed) -> Result<ForecastView, Failure> {
    let Observed { held, rows, pinned } = observed;
    let rest = forecast(model, rehearsal, &held);
    if rest.effective >= LEAST_AGREEING {
        return Ok(forecast_view(model, &rest, &held, (rows, pinned)));
    }
    let fewest = rows.iter().zip(&rest.agreeing_with).min_by_key(|(_, agreeing)| **agreeing);
    let fewest = fewest.map_or_else(String::new, |(row, agreeing)| {
        format!("; with `{row}` alone {} agree", thousands(*agreeing))
    });
    Err(Failure::Usage(format!(
        "{} of {} agree with what was observed, which say as much as {:.1} alike; a forecast takes {LEAST_AGREEING}{fewest}: play more \
         --replications, allow a larger --tolerance, or look whether the scenario fits",
        thousands(rest.agreeing),
        counted(rest.of, "replication"),
        rest.effective,
    )))
}

fn play(arguments: &Rehearse, model: &Model, screen: &Screen) -> Result<Rehearsal, Failure> {
    let Playing { seed, replications, ref means } = arguments.playing;
    let (counting, hours) = bytes_of_hours(model, means.players());
    let telling = if arguments.hourly() { hours.saturating_mul(BYTES_OF_HOUR) } else { 0 };
    let taken = counting.saturating_add(telling);
    if taken > means.memory_budget {
        return Err(Failure::Usage(format!(
            "{} of teams and staffs would take more than the memory budget: play on fewer --threads, leave out the table of hours, or give \
             a larger --memory-budget",
            counted(hours, "hour"),
        )));
    }
    means.room_beside(taken, replications, bytes_of_rehearsing(model))?;
    let thresholds = Thresholds { busy_share: arguments.busy, waiting_per_seat: arguments.waiting };
    means.play(replications, screen, |watch| {
        let rehearsal = rehearse_plan(model, thresholds, (seed, replications), watch);
        let events = rehearsal.played.iter().map(|played| played.events).sum();
        (rehearsal, events)
    })
}

fn write(
    arguments: &Rehearse,
    report: &RehearsalReport,
    output: &Output,
    screen: &Screen,
) -> Result<(), Failure> {
    match arguments.format {
        Format::Table => {
            let page = rehearsal_page(report, screen.look(output, arguments.full));
            output.write(&mut |out| out.write_all(page.as_bytes()))
        }
        Format::Json => output.write(&mut |out| json::write(report, out)),
        Format::Csv => output.write_data(&mut |out| rehearsal_csv(report, arguments.table(), out)),
        Format::Xlsx => {
            let book = rehearsal_xlsx(report).map_err(Failure::Usage)?;
            output.write(&mut |out| out.write_all(&book))
        }
    }
}
