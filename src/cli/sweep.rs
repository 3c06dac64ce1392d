//! `jointex sweep`: plays a study, or says what playing it would take.
//!
//! **Invariant:** what is played is a function of the study and its files, never of threads, time or terminal.

use super::failure::Failure;
use super::input::text;
use super::output::Output;
use super::playing::whole;
use super::screen::Screen;
use super::study_input::{Changes, Sound, look_at_study};
use super::sweeping::{self, Sweeping};
use crate::measure::{counted, thousands};
use crate::report::sensitivity::design_in_words;
use crate::report::terminal::paragraph;
use crate::sim::Worker;
use crate::study::{DesignPoint, Input, Plan, kept};
use clap::Args;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

const EXAMPLES: &str = "\
Examples:
  jointex check study.ron                 look for faults
  jointex sweep study.ron --dry-run       points, replications, time and disk
  jointex sweep study.ron -o results      play it
  jointex sweep study.ron -o results --report r.html   and in pictures";

/// Play a study: a scenario with its factors varied
///
/// A study is a file that begins with `Study(`. It names a scenario, the factors with their levels, and the design that says
/// which levels are played together; each point is played --replications times.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sweep {
    /// The study; - for standard input.
    file: PathBuf,
    /// Say how many points and replications there are and what they would take, and play nothing.
    #[arg(long, conflicts_with = "report")]
    dry_run: bool,
    /// How often to play each point, instead of what the study says.
    #[arg(short = 'n', long, value_name = "N", value_parser = |text: &str| whole(text, 1..=1_000_000_000), allow_negative_numbers = true)]
    replications: Option<u64>,
    /// The seed of all chances, instead of the study's.
    #[arg(short, long, value_parser = |text: &str| whole(text, 0..=u64::MAX), allow_negative_numbers = true)]
    seed: Option<u64>,
    #[command(flatten)]
    sweeping: Sweeping,
}

pub fn sweep(arguments: &Sweep, screen: &Screen) -> Result<(), Failure> {
    let read = text(&arguments.file)?;
    let changes = Changes { replications: arguments.replications, seed: arguments.seed };
    let looked = look_at_study(read, Some(changes));
    screen.show(&looked.told, &looked.sources);
    let sound = looked.sound.ok_or(Failure::Faulty)?;
    if arguments.dry_run {
        let page = told(&sound, screen.width_out());
        return Output::Standard.write(&mut |out| out.write_all(page.as_bytes()));
    }
    let options = [("--replications", arguments.replications), ("--seed", arguments.seed)];
    let written = |(option, number): (&str, Option<u64>)| Some([option.to_owned(), number?.to_string()]);
    let options = options.into_iter().filter_map(written).flatten().collect();
    if let Some(job_file) = arguments.sweeping.job_file(&arguments.file, options) {
        let job_file = job_file?;
        return Output::Standard.write(&mut |out| out.write_all(job_file.as_bytes()));
    }
    let models = |point: &DesignPoint| sound.model(point, &|_| Vec::new());
    let inputs = Input::all(&looked.sources).collect();
    sweeping::play(sound.plan.clone(), inputs, &models, &arguments.sweeping, screen)
}

/// How long the first points are played to see how long all would take.
const TRIED: Duration = Duration::from_millis(400);

/// Bytes of a row in the two tables of results and in the shards together, as they are in the mean.
const ROW: f64 = 140.0;

/// What a study is, and what playing it would take.
fn told(sound: &Sound, width: usize) -> String {
    let plan = &sound.plan;
    let title = if plan.title.is_empty() { plan.id.clone() } else { format!("{}: {}", plan.id, plan.title) };
    let mut page = paragraph(&title, width);
    page += &paragraph(&format!("{}; {}.", counted_points(plan), design_in_words(plan.shape)), width);
    page += "\n";
    page += &table(plan, width);
    let estimate = Estimate::of(sound);
    page += "\n";
    page += &paragraph(
        &format!(
            "{} in all, {} each; about {} on one thread, and {} of results.",
            counted(plan.runs(), "replication"),
            counted(plan.replications, "replication"),
            lasting(estimate.seconds),
            size(estimate.bytes),
        ),
        width,
    );
    page
}

fn counted_points(plan: &Plan) -> String {
    let mut parts = Vec::new();
    let blocks = plan.variants.len() as u64 * u64::from(plan.draws.max(1));
    parts.push(counted(plan.points.len() as u64 / blocks, "point"));
    if plan.variants.len() > 1 {
        parts.push(counted(plan.variants.len() as u64, "variant"));
    }
    if plan.draws > 0 {
        parts.push(counted(u64::from(plan.draws), "draw"));
    }
    match parts.as_slice() {
        [only] => only.clone(),
        several => format!("{}: {}", several.join(" × "), counted(plan.points.len() as u64, "point")),
    }
}

/// A line for each factor: its id, its levels, and what it sets.
fn table(plan: &Plan, width: usize) -> String {
    let widest = plan.factors.iter().map(|factor| factor.id.width()).max().unwrap_or(0);
    let mut lines = String::new();
    for (number, factor) in plan.factors.iter().enumerate() {
        let levels = levels(plan, number);
        let uncertain = if factor.uncertain { ", uncertain" } else { "" };
        let pad = " ".repeat(widest - factor.id.width());
        let head = format!("{}{pad}  {levels}{uncertain}: {}", factor.id, factor.paths.join(", "));
        lines += &paragraph(&head, width);
    }
    for together in plan.dimensions.iter().filter(|together| together.len() > 1) {
        let ids: Vec<&str> = together.iter().map(|factor| plan.factors[*factor].id.as_str()).collect();
        lines += &paragraph(&format!("{} go together.", ids.join(" and ")), width);
    }
    lines
}

/// The levels of a factor: all of a few, or how many there are between which.
fn levels(plan: &Plan, factor: usize) -> String {
    const FEW: usize = 8;
    let mut different: Vec<&crate::study::Level> = Vec::new();
    let mut texts = std::collections::BTreeSet::new();
    for point in &plan.points {
        let level = &point.levels[factor];
        if texts.insert(level.text.as_str()) {
            different.push(level);
        }
    }
    if different.len() <= FEW || different.iter().any(|level| level.number.is_none()) {
        let shown: Vec<&str> = different.iter().take(FEW).map(|level| level.text.as_str()).collect();
        let more = different.len().saturating_sub(FEW);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        return shown.join(" · ") + &more;
    }
    different
        .sort_by(|one, other| one.number.partial_cmp(&other.number).unwrap_or(std::cmp::Ordering::Equal));
    let (first, last) = (&different[0].text, &different[different.len() - 1].text);
    format!("{first} to {last} ({} levels)", thousands(different.len() as u64))
}

/// What playing a study would take.
struct Estimate {
    seconds: f64,
    bytes: f64,
}

impl Estimate {
    /// Plays a few replications of the first points, and the last one, on one thread.
    fn of(sound: &Sound) -> Estimate {
        let plan = &sound.plan;
        let start = Instant::now();
        let (mut seconds, mut built, mut rows, mut points) = (0.0, 0.0, 0.0, 0);
        let last = plan.points.len().saturating_sub(1);
        for number in [0, last, last / 2, 1, 2, 3].into_iter().filter(|number| *number <= last) {
            if points > 0 && start.elapsed() > TRIED {
                break;
            }
            let point = &plan.points[number];
            let before = Instant::now();
            let Ok(model) = sound.model(point, &|_| Vec::new()) else { continue };
            built += before.elapsed().as_secs_f64();
            rows += (kept(&model, &plan.measures).regular + model.objectives.len()) as f64;
            let mut worker = Worker::new(&model);
            let (before, mut played) = (Instant::now(), 0_u64);
            while played == 0 || (played < plan.replications && before.elapsed() < TRIED / 4) {
                played += 1;
                worker.play(plan.seed_of(point), played, false);
            }
            seconds += before.elapsed().as_secs_f64() / played as f64;
            points += 1;
        }
        let tried = f64::from(points.max(1));
        let runs = plan.runs() as f64;
        Estimate {
            seconds: runs * seconds / tried + plan.points.len() as f64 * built / tried,
            bytes: runs * rows / tried * ROW,
        }
    }
}

fn lasting(seconds: f64) -> String {
    match seconds {
        ..1.0 => String::from("a second"),
        ..100.0 => format!("{seconds:.0} s"),
        ..6000.0 => format!("{:.0} min", seconds / 60.0),
        ..172_800.0 => format!("{:.1} h", seconds / 3600.0),
        _ => format!("{:.1} d", seconds / 86_400.0),
    }
}

fn size(bytes: f64) -> String {
    match bytes {
        ..1e6 => format!("{:.0} kB", (bytes / 1e3).max(1.0)),
        ..1e9 => format!("{:.0} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    }
}
