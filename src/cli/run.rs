//! `jointex run`: plays a scenario many times and says what came of it.
//!
//! **Invariant:** the results are a function of the scenario, the seed and the number of replications, never of threads,
//! time or terminal.

use super::failure::Failure;
use super::input::{Setting, model};
use super::interrupt::Interrupts;
use super::output::Output;
use super::progress;
use super::screen::Screen;
use crate::kernel::SimTime;
use crate::measure::{Chronicle, counted, narrate, thousands};
use crate::model::Model;
use crate::report::terminal::{Look, page};
use crate::report::{self, Narration, RunReport, run_report};
use crate::study::{
    Budget, Played, Replications, Watch, bytes_of_results, median_replication, replay, replicate,
};
use clap::{Args, ValueEnum};
use rayon::ThreadPoolBuilder;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Instant;

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex run scenario.ron
  jointex run scenario.ron --variant alone --replications 1000
  jointex run scenario.ron --set 'teams[soc-mod].tiers[l1].seats=4'
  jointex run scenario.ron --format json -o result.json --trace story.ndjson
  jointex run scenario.ron --format csv | head
  jointex run scenario.ron --fail-on-objective --quiet > page.txt";

/// Play a scenario and say what came of it
///
/// It is played --replications times, each time with other chances; the same seed gives the same chances. The page has the
/// response times of each organisation and where the hours went, the load of the teams, the objectives, and the story of one
/// replication: the one whose first declaration is the median, or --replication K.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// How often to play it.
    #[arg(short = 'n', long, default_value_t = 200, value_name = "N", value_parser = |text: &str| whole(text, 1..=1_000_000_000), allow_negative_numbers = true)]
    replications: u64,
    /// Tell the story of replication K, which need not be among the N.
    #[arg(short = 'k', long, value_name = "K", value_parser = |text: &str| whole(text, 1..=u64::MAX), allow_negative_numbers = true)]
    replication: Option<u64>,
    /// The seed of all chances.
    #[arg(short, long, default_value_t = 1, value_parser = |text: &str| whole(text, 0..=u64::MAX), allow_negative_numbers = true)]
    seed: u64,
    /// Play the variant with this id; `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    /// How many threads play; as many as there are processors if left out.
    #[arg(short = 'j', long, value_name = "N", value_parser = |text: &str| whole(text, 1..=1024), allow_negative_numbers = true)]
    threads: Option<u64>,
    /// End a replication after so many events; it is counted apart and in no number.
    #[arg(long, default_value_t = Budget::default().events, value_name = "N", value_parser = |text: &str| whole(text, 1..=Budget::MOST_EVENTS), allow_negative_numbers = true)]
    event_budget: u64,
    /// End a replication that needs more memory for what happens in it, likewise; also what the results of all may take. Each thread
    /// plays a replication of its own.
    #[arg(long, default_value = "4GiB", value_name = "SIZE", value_parser = size, allow_negative_numbers = true)]
    memory_budget: u64,
    /// Write everything that happened in the told replication to FILE, one JSON object a line; - for standard output, if the
    /// results go to a file.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// A page for people, everything as JSON, or a CSV row for every replication and measure.
    ///
    /// The columns of CSV: what was played, with the variant `base` where none is chosen; the measure and of whom; the
    /// objective, in rows with the measure `objective` only; the status: observed, censored (ENDEX came first) or
    /// not_at_risk, and met, missed or not_tested of an objective; the value, in the column of its unit; and the hours per
    /// state of a response time.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Leave nothing out of the page: every row of sections with many, and the whole story.
    ///
    /// Without it, a section of more than twelve entries has those to which most happened and counts the others, and the story
    /// has its forty weightiest lines. JSON and CSV have all rows anyway; the story in JSON follows this option.
    #[arg(long)]
    full: bool,
    /// Write the results to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace files that exist.
    #[arg(long)]
    force: bool,
    /// End with exit code 1 if the estimated probability of an objective is below the one it asks for.
    #[arg(long)]
    fail_on_objective: bool,
}

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for people.
    Table,
    /// Everything, for machines.
    Json,
    /// A row for every replication and measure.
    Csv,
}

/// A whole number within `range`.
pub fn whole(text: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
    // 1e6 is as whole as 1000000; an i128 holds what the largest exponent here can give.
    let plain = text.replace('_', "");
    let scaled = || {
        let (digits, zeros) = plain.split_once(['e', 'E'])?;
        let factor = 10_i128.checked_pow(zeros.parse::<u32>().ok().filter(|zeros| *zeros <= 18)?)?;
        digits.parse::<i64>().ok().map(|digits| i128::from(digits) * factor)
    };
    match plain.parse::<i128>().ok().or_else(scaled).ok_or(()) {
        Err(()) => Err("write a whole number, such as 200 or 1e6".to_owned()),
        Ok(number) if number < i128::from(*range.start()) => {
            Err(format!("it must be at least {}", range.start()))
        }
        Ok(number) => match u64::try_from(number) {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(format!("it must be at most {}", thousands(*range.end()))),
        },
    }
}

/// Bytes, written as 512MiB, 2GiB, 2GB or a plain number of them.
pub fn size(text: &str) -> Result<u64, String> {
    let units: [(&str, u64); 7] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("", 1),
    ];
    let of_unit = units.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, *bytes)));
    let Some((number, bytes)) = of_unit else { return Err(SIZES.to_owned()) };
    match number.trim_end().parse::<u64>() {
        Err(_) => Err(SIZES.to_owned()),
        Ok(number) if number > Budget::MOST_BYTES / bytes => {
            Err(format!("it must be at most {}GiB", Budget::MOST_BYTES >> 30))
        }
        Ok(0) => Err("it must be more than 0".to_owned()),
        Ok(number) => Ok(number * bytes),
    }
}

const SIZES: &str = "write a size such as 512MiB, 2GiB or 2GB";

/// Lines of the story on the page, unless it is to be full; all of them are in the trace.
const STORY: usize = 40;

pub fn run(arguments: &Run, screen: &Screen) -> Result<(), Failure> {
    let output = Output::new(arguments.output.as_deref(), arguments.force)?;
    let trace =
        arguments.trace.as_deref().map(|path| Output::new(Some(path), arguments.force)).transpose()?;
    apart(arguments, &output, trace.as_ref())?;
    let model = model(&arguments.file, arguments.variant.as_deref(), &arguments.settings, screen)?;
    room(arguments, &model)?;
    let replications = play(arguments, &model, screen)?;
    let interrupted = (replications.played.len() as u64) < replications.asked;
    if replications.played.is_empty() {
        screen.complain("interrupted before the first replication was over; there is nothing to report");
        return Err(Failure::Interrupted);
    }
    let narration = tell(arguments, &model, &replications, trace.as_ref())?;
    let report = run_report(&model, &replications, narration);
    write(arguments, &model, &replications, &report, &output, screen)?;
    if interrupted {
        let (played, asked) =
            (thousands(replications.played.len() as u64), counted(replications.asked, "replication"));
        screen.complain(&format!("interrupted: the results are of {played} of {asked}"));
        return Err(Failure::Interrupted);
    }
    judged(arguments, &report, screen)
}

/// Nothing that is written may take the place of something else that is read or written.
fn apart(arguments: &Run, output: &Output, trace: Option<&Output>) -> Result<(), Failure> {
    let refused = |why: &str| Err(Failure::Usage(why.to_owned()));
    if let (Some(Output::Standard), Output::Standard) = (trace, output) {
        return refused("--trace - and the results can't both go to standard output: give -o FILE");
    }
    if arguments.trace.as_deref().is_some_and(|path| output.is_file(path)) {
        return refused("--trace and -o name the same file: the one would replace the other");
    }
    for (option, output) in [("-o", Some(output)), ("--trace", trace)] {
        if output.is_some_and(|output| output.is_file(&arguments.file)) {
            return refused(&format!("{option} names the scenario itself, which is never replaced"));
        }
    }
    Ok(())
}

/// Whether there is room for the results of so many replications, before any is played.
fn room(arguments: &Run, model: &Model) -> Result<(), Failure> {
    let most = arguments.memory_budget / bytes_of_results(model).max(1);
    if arguments.replications <= most {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "the results of {} would take more than the memory budget, which has room for {}: play fewer, or give a larger \
         --memory-budget",
        counted(arguments.replications, "replication"),
        thousands(most),
    )))
}

fn play(arguments: &Run, model: &Model, screen: &Screen) -> Result<Replications, Failure> {
    // 0 leaves the number to rayon: one for each processor.
    let threads = arguments.threads.map_or(0, |threads| threads as usize);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::world("cannot start threads", std::io::Error::other(error)))?;
    let budget = Budget { events: arguments.event_budget, bytes: arguments.memory_budget };
    let watch = Watch { budget, ..Watch::default() };
    let interrupts =
        Interrupts::stop(&watch.stop).map_err(|error| Failure::world("cannot listen to Ctrl-C", error))?;
    let start = Instant::now();
    let replications = progress::shown(&watch, arguments.replications, screen, || {
        pool.install(|| replicate(model, arguments.seed, arguments.replications, &watch))
    });
    drop(interrupts);
    let seconds = start.elapsed().as_secs_f64().max(1e-6);
    let events: u64 = replications.played.iter().map(|played| played.events).sum();
    screen.remark(&format!(
        "{} in {seconds:.1} s: {} replications and {} events a second",
        counted(replications.played.len() as u64, "replication"),
        rate(replications.played.len() as f64 / seconds),
        rate(events as f64 / seconds),
    ));
    Ok(replications)
}

fn rate(a_second: f64) -> String {
    if a_second < 10.0 { format!("{a_second:.1}") } else { thousands(a_second as u64) }
}

/// Plays the replication to tell once more, and writes down its trace if asked for.
fn tell(
    arguments: &Run,
    model: &Model,
    replications: &Replications,
    trace: Option<&Output>,
) -> Result<Option<Narration>, Failure> {
    let chosen = arguments.replication.or_else(|| median_replication(replications));
    let Some(number) = chosen.or(replications.played.first().map(|played| played.number)) else {
        return Ok(None);
    };
    // Where nobody declares, the choice by declarations means nothing to the reader.
    let declared = |played: &Played| played.number == number && played.first_declaration < SimTime::MAX;
    let median = arguments.replication.is_none() && replications.counted().any(declared);
    replay(model, replications, number, |outcome| {
        if let (Some(output), Some(trace)) = (trace, outcome.trace) {
            let chronicle = Chronicle::new(model, trace);
            output.write(&mut |out| report::trace::write(&chronicle, out))?;
        }
        Ok(Some(Narration {
            number,
            fingerprint: outcome.fingerprint,
            median,
            telling: narrate(model, outcome, if arguments.full { usize::MAX } else { STORY }),
        }))
    })
}

fn write(
    arguments: &Run,
    model: &Model,
    replications: &Replications,
    report: &RunReport,
    output: &Output,
    screen: &Screen,
) -> Result<(), Failure> {
    match arguments.format {
        Format::Table => {
            let full = arguments.full;
            let look = match output {
                Output::Standard => Look { width: screen.width_out(), color: screen.color_out(), full },
                Output::File { .. } => Look { width: 80, color: false, full },
            };
            let page = page(report, look);
            output.write(&mut |out| out.write_all(page.as_bytes()))
        }
        Format::Json => output.write(&mut |out| report::json::write(report, out)),
        Format::Csv => output.write_data(&mut |out| report::csv::write(model, replications, out)),
    }
}

fn judged(arguments: &Run, report: &RunReport, screen: &Screen) -> Result<(), Failure> {
    let missed: Vec<&str> = report
        .objectives
        .iter()
        .filter(|objective| objective.attained == Some(false))
        .map(|objective| &*objective.objective)
        .collect();
    if report.replications.counted() == 0 && arguments.fail_on_objective && !report.objectives.is_empty() {
        screen.complain("no objective was tested: every replication used up its budget");
        return Err(Failure::ObjectiveMissed);
    }
    if missed.is_empty() || !arguments.fail_on_objective {
        return Ok(());
    }
    screen.complain(&format!("missed with the probability asked for: {}", missed.join(", ")));
    Err(Failure::ObjectiveMissed)
}
