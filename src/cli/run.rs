//! `jointex run`: plays a scenario many times and says what came of it.
//!
//! **Invariant:** the results are a function of the scenario, the seed and the number of replications, never of threads,
//! time or terminal.

use super::failure::Failure;
use super::input::{Change, Language, Setting, changed, read_in};
use super::output::{Destination, Output, apart};
use super::pictures::Pictures;
use super::playing::{Playing, whole};
use super::screen::Screen;
use crate::kernel::SimTime;
use crate::measure::{Chronicle, counted, course, narrate, play_back, thousands, timeline};
use crate::model::Model;
use crate::report::html::run_page;
use crate::report::terminal::pictured_page;
use crate::report::{
    self, CoursesView, Narration, Other, PrecisionView, RunReport, Scene, Seen, courses_view, narrated,
    run_report, scene,
};
use crate::sim::Outcome;
use crate::study::{
    LEAST_COURSES, MOST_COURSES, Played, Precision, Replications, best_and_worst, bytes_of_results, courses,
    median_replication, replay, replicate, replicate_until,
};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex run scenario.ron
  jointex run scenario.ron --variant alone --replications 1000
  jointex run scenario.ron --set 'teams[soc-mod].tiers[l1].seats=4'
  jointex run scenario.ron --format json -o result.json --trace story.ndjson
  jointex run scenario.ron --report report.html
  jointex run scenario.ron --format csv | head
  jointex run scenario.ron --fail-on-objective --quiet > page.txt";

/// Play a scenario and say what came of it
///
/// It is played --replications times, each time with other chances; the same seed gives the same chances. The page has the
/// response times of each organisation and where the hours went, the load of the teams, the objectives, and the story of one
/// replication: the one whose first declaration is the median of those where something was held, or --replication K.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// The scenario; - for standard input.
    file: PathBuf,
    #[command(flatten)]
    playing: Playing,
    /// Play until the mean of MEASURE is known so precisely, instead of so often: `time_to_declare[org=cert-eu]:5%`.
    ///
    /// Half the width of its 95 % interval is at most this share of it then. A time that ENDEX cut short counts as far as it
    /// went. It is looked at after 50 replications, and after each tenth more.
    #[arg(long, value_name = "MEASURE:SHARE", conflicts_with = "replications")]
    precision: Option<Wanted>,
    /// Play at most so often for --precision.
    #[arg(long, default_value_t = 10_000, value_name = "N", requires = "precision", value_parser = |text: &str| whole(text, 1..=1_000_000_000), allow_negative_numbers = true)]
    at_most: u64,
    /// Tell the story of replication K, which need not be among the N.
    #[arg(short = 'k', long, value_name = "K", value_parser = |text: &str| whole(text, 1..=u64::MAX), allow_negative_numbers = true)]
    replication: Option<u64>,
    /// Play the variant with this id; `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// Write everything that happened in the told replication to FILE, one JSON object a line; - for standard output, if the
    /// results go to a file.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    page: Pictures,
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
    /// Save with JSON what `jointex report` needs for the pictures of single replications and of how all went over time.
    ///
    /// It is some hundred kilobytes up to a few megabytes, in the field `pictures`.
    #[arg(long)]
    pictures: bool,
    #[command(flatten)]
    destination: Destination,
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

/// What `--precision` asks for.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    measure: String,
    /// More than 0 and less than 1.
    share: f64,
}

impl std::str::FromStr for Wanted {
    type Err = String;
    fn from_str(written: &str) -> Result<Wanted, String> {
        let parts = written.rsplit_once(':');
        let share = |text: &str| match text.trim().strip_suffix('%') {
            Some(percent) => percent.trim_end().parse::<f64>().ok().map(|percent| percent / 100.0),
            None => text.trim().parse().ok(),
        };
        let wanted = parts.and_then(|(measure, text)| Some((measure.trim(), share(text)?)));
        match wanted.filter(|(measure, share)| !measure.is_empty() && *share > 0.0 && *share < 1.0) {
            Some((measure, share)) => Ok(Wanted { measure: measure.to_owned(), share }),
            None => Err("write MEASURE:SHARE, such as time_to_declare[org=cert-eu]:5%".to_owned()),
        }
    }
}

/// Lines of the story on the page, unless it is to be full; all of them are in the trace.
const STORY: usize = 40;

pub fn run(arguments: &Run, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    let force = arguments.destination.force;
    let trace = arguments.trace.as_deref().map(|it| Output::new(Some(it), force)).transpose()?;
    if let (Some(Output::Standard), Output::Standard) = (&trace, &output) {
        return Err(Failure::Usage(String::from(
            "--trace - and the results can't both go to standard output: give -o FILE",
        )));
    }
    let page = arguments.page.output(force)?;
    let saves = arguments.pictures;
    if saves && arguments.format != Format::Json {
        return Err(Failure::Usage(String::from("--pictures are saved with JSON: give --format json")));
    }
    let written = [("-o", Some(&output)), ("--trace", trace.as_ref()), ("--report", page.as_ref())];
    let words = arguments.language.input(&arguments.file);
    apart(&written, [("the scenario itself", arguments.file.clone())].into_iter().chain(words))?;
    let change = Change {
        variant: arguments.variant.clone(),
        settings: arguments.settings.clone(),
        asked: arguments.precision.iter().map(|wanted| ("--precision", wanted.measure.clone())).collect(),
        ..Change::default()
    };
    let (model, ..) =
        changed(read_in(&arguments.file, &arguments.language, screen)?, &change, &mut Vec::new(), screen)?;
    let replications = play(arguments, &model, screen)?;
    let interrupted = (replications.played.len() as u64) < replications.asked;
    if replications.played.is_empty() {
        screen.complain("interrupted before the first replication was over; there is nothing to report");
        return Err(Failure::Interrupted);
    }
    let draws = arguments.format == Format::Table && screen.draws(&output);
    let pictured = page.is_some() || saves;
    let looks = draws || pictured;
    let (narration, seen) = tell(arguments, &model, &replications, (trace.as_ref(), looks))?.unzip();
    let seen = seen.flatten();
    let mut report = run_report(&model, &replications, narration);
    report.changes = arguments.settings.iter().map(|it| format!("{} = {}", it.path, it.text)).collect();
    report.precision = precision(arguments, &replications);
    if report.precision.as_ref().is_some_and(|precision| !precision.is_enough) {
        screen.remark("the mean is not as precise as was asked for: allow more with --at-most");
    }
    // What is saved with it must have been looked at before; else it comes first, for whoever waits.
    if !saves {
        let drawn = seen.as_ref().filter(|_| draws);
        write(arguments, &model, &replications, (&report, drawn), &output, screen)?;
    }
    if pictured {
        // Who stopped the playing does not want to wait for more of it.
        let (courses, stopped) =
            if interrupted { (None, false) } else { look(arguments, &model, &replications, screen)? };
        let told = report.narrated.as_ref().map(|told| told.replication);
        let others = others(arguments, &model, &replications, told);
        let seen = Seen { courses, scene: seen, others };
        arguments.page.write(page.as_ref(), || run_page(&report, &seen))?;
        if saves {
            report.pictures = Some(seen);
            write(arguments, &model, &replications, (&report, None), &output, screen)?;
        }
        if stopped {
            screen.complain("interrupted: the report says less of how replications went over time");
            return Err(Failure::Interrupted);
        }
    }
    if interrupted {
        let (played, asked) =
            (thousands(replications.played.len() as u64), counted(replications.asked, "replication"));
        screen.complain(&format!("interrupted: the results are of {played} of {asked}"));
        return Err(Failure::Interrupted);
    }
    judged(arguments, &report, screen)
}

/// Plays as often as was asked for, or until what was asked for is precise.
fn play(arguments: &Run, model: &Model, screen: &Screen) -> Result<Replications, Failure> {
    let Playing { seed, replications: number, .. } = arguments.playing;
    let most = if arguments.precision.is_some() { arguments.at_most } else { number };
    arguments.playing.means.room(most, bytes_of_results(model))?;
    arguments.playing.means.play(most, screen, |watch| {
        let played = match arguments.precision {
            None => replicate(model, seed, most, watch),
            Some(_) => replicate_until(model, seed, most, watch, |replications| {
                wanted(arguments, replications).is_some_and(|precision| precision.is_enough(replications))
            }),
        };
        let events = played.played.iter().map(|played| played.events).sum();
        (played, events)
    })
}

/// Looks how replications went, for which they are played again; with what was seen so far, and whether that was interrupted.
fn look(
    arguments: &Run,
    model: &Model,
    replications: &Replications,
    screen: &Screen,
) -> Result<(Option<CoursesView>, bool), Failure> {
    let again: Vec<u64> = replications.counted().take(MOST_COURSES).map(|played| played.events).collect();
    if again.len() < LEAST_COURSES {
        return Ok((None, false));
    }
    screen.remark("Once more, to look at them over time for the report:");
    let (seen, stopped) = arguments.playing.means.play(again.len() as u64, screen, |watch| {
        let seen = courses(model, replications, watch);
        ((seen, watch.stop.load(Ordering::Relaxed)), again.iter().sum())
    })?;
    Ok((seen.map(|seen| courses_view(model, seen)), stopped))
}

/// The precision that is asked for, if one is.
fn wanted(arguments: &Run, replications: &Replications) -> Option<Precision> {
    let relative = arguments.precision.as_ref()?.share;
    Some(Precision { place: *replications.measures.of_asked.first()?, relative })
}

/// What came of it.
fn precision(arguments: &Run, replications: &Replications) -> Option<PrecisionView> {
    let wanted = wanted(arguments, replications)?;
    Some(PrecisionView {
        measure: replications.measures.names[wanted.place].clone(),
        asked_share: wanted.relative,
        reached_share: wanted.reached(replications),
        is_enough: wanted.is_enough(replications),
    })
}

/// Plays the replication to tell once more, and writes down its trace and looks at it if asked for.
fn tell(
    arguments: &Run,
    model: &Model,
    replications: &Replications,
    (trace, looks): (Option<&Output>, bool),
) -> Result<Option<(Narration, Option<Scene>)>, Failure> {
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
        let narration = narration(arguments, model, number, median, outcome);
        Ok(Some((narration, looks.then(|| seen(model, outcome)).flatten())))
    })
}

fn narration(arguments: &Run, model: &Model, number: u64, median: bool, outcome: &Outcome<'_>) -> Narration {
    let telling = narrate(model, outcome, if arguments.full { usize::MAX } else { STORY });
    Narration { number, fingerprint: outcome.fingerprint, median, telling }
}

fn seen(model: &Model, outcome: &Outcome<'_>) -> Option<Scene> {
    scene(model, timeline(model, outcome), play_back(model, outcome), course(model, outcome))
}

/// The replications that went best and worst, beside the one that is `told`.
fn others(arguments: &Run, model: &Model, replications: &Replications, told: Option<u64>) -> Vec<Other> {
    let Some((best, worst)) = best_and_worst(replications) else { return Vec::new() };
    let others = [("best", best), ("worst", worst)].into_iter().filter(|(_, number)| Some(*number) != told);
    let look = |(name, number): (&'static str, u64)| {
        replay(model, replications, number, |outcome| {
            let told = narrated(narration(arguments, model, number, false, outcome));
            seen(model, outcome).map(|scene| Other { name, told, scene })
        })
    };
    others.filter_map(look).collect()
}

fn write(
    arguments: &Run,
    model: &Model,
    replications: &Replications,
    (report, drawn): (&RunReport, Option<&Scene>),
    output: &Output,
    screen: &Screen,
) -> Result<(), Failure> {
    match arguments.format {
        Format::Table => {
            let full = arguments.full;
            let look = screen.look(output, full);
            let page = pictured_page(report, drawn, look);
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
