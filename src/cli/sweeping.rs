//! Plays a plan into a folder: what `sweep` does once a study is understood, and how it ends.
//!
//! **Invariant:** whatever ends a sweep, its folder can be resumed; only with everything played are there tables.

use super::failure::Failure;
use super::interrupt::Interrupts;
use super::job_file::{Engine, job_file};
use super::merge::{refused, tabulate};
use super::output::apart;
use super::part::Division;
use super::pictures::Pictures;
use super::playing::Means;
use super::progress;
use super::report::of_sweep;
use super::screen::Screen;
use crate::measure::{Value, counted, thousands};
use crate::scenario::duration::parse_span;
use crate::study::{
    Budget, Entry, Environment, Folder, Index, Input, Manifest, Models, Plan, SHARD, Sweep, SweepFault,
    Watch, kept, own_files,
};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How a sweep is played, and where.
#[derive(Debug, Args)]
pub struct Sweeping {
    /// Play into this folder, which is made if there is none.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Go on with what is in the folder, unless another process is playing into it.
    #[arg(long)]
    resume: bool,
    /// Stop after this time, for example 2h, with what has been played; --resume goes on.
    #[arg(long, value_name = "TIME", value_parser = time)]
    time_budget: Option<Duration>,
    #[command(flatten)]
    means: Means,
    #[command(flatten)]
    division: Division,
    /// Print a job file for a cluster, which plays --shards N and merges them, and play nothing here.
    ///
    /// It is run by `bash` where jobs are submitted; --threads are the processors of a task.
    #[arg(long, value_enum, requires = "shards", conflicts_with = "report", value_name = "ENGINE")]
    emit: Option<Engine>,
    #[command(flatten)]
    pictures: Pictures,
    /// Replace a report that exists.
    #[arg(long, requires = "report")]
    force: bool,
}

fn time(text: &str) -> Result<Duration, String> {
    match parse_span(text) {
        Ok(0) => Err("it must be more than 0".to_owned()),
        Ok(micros) => Ok(Duration::from_micros(micros)),
        Err(fault) => Err(format!("{}; write a duration such as 90min or 2h", fault.why)),
    }
}

impl Sweeping {
    /// The folder that was asked for.
    fn folder(&self) -> Result<&Path, Failure> {
        let missing = || Failure::Usage("say where the results go: -o DIR".to_owned());
        self.output.as_deref().ok_or_else(missing)
    }

    /// The job file that was asked for, if any; `study` is the file of the study and `options` what else changes the results.
    pub fn job_file(&self, study: &Path, mut options: Vec<String>) -> Option<Result<String, Failure>> {
        let (engine, shards) = (self.emit?, self.division.shards?);
        if study == Path::new("-") {
            return Some(Err(Failure::Usage(
                "a job can't read standard input: give the study as a file".to_owned(),
            )));
        }
        let Budget { events, bytes } = self.means.budget();
        if events != Budget::default().events {
            options.extend(["--event-budget".to_owned(), events.to_string()]);
        }
        if bytes != Budget::default().bytes {
            options.extend(["--memory-budget".to_owned(), bytes.to_string()]);
        }
        let threads = self.means.threads.unwrap_or(1);
        Some(self.folder().map(|folder| job_file(engine, study, folder, shards, threads, &options)))
    }
}

/// Plays a plan that was made of `inputs`, and makes the tables when everything is there.
pub fn play(
    plan: Plan,
    inputs: Vec<Input>,
    models: Models<'_>,
    sweeping: &Sweeping,
    screen: &Screen,
) -> Result<(), Failure> {
    let start = Instant::now();
    let path = sweeping.folder()?;
    let part = sweeping.division.part(&|name| std::env::var(name).ok())?;
    if part.is_some() && sweeping.pictures.wanted() {
        let why = "--report is of a whole sweep: when all shards are there, `jointex report` makes it";
        return Err(Failure::Usage(format!("{why} of {}", path.display())));
    }
    let pool = sweeping.means.pool()?;
    let environment = Environment {
        os: std::env::consts::OS.to_owned(),
        arch: std::env::consts::ARCH.to_owned(),
        threads: pool.current_num_threads(),
    };
    let read: Vec<PathBuf> =
        inputs.iter().map(|input| PathBuf::from(&input.name)).chain(own_files(path)).collect();
    let manifest = Manifest::new(plan, inputs, sweeping.means.budget(), environment);
    // The tables hold the values of one point at a time.
    let first = manifest.plan.points.first().and_then(|point| models(point).ok());
    if let Some(model) = first {
        let values = kept(&model, &manifest.plan.measures).list.len() as u64;
        sweeping.means.room(manifest.plan.replications, values * size_of::<Value>() as u64)?;
    }
    let entry = match (part, sweeping.resume) {
        (Some(_), _) => Entry::Shared,
        (None, true) => Entry::Resumed,
        (None, false) => Entry::New,
    };
    // A report may stand in the folder, which is there, and empty, before it is entered; what is wrong with it is told then.
    if sweeping.pictures.wanted() {
        let _ = std::fs::create_dir(path);
    }
    let pictures = sweeping.pictures.output(sweeping.force)?;
    apart(&[("--report", pictures.as_ref())], read.into_iter().map(|file| ("a file of the sweep", file)))?;
    let folder = Folder::enter(path, &manifest, entry).map_err(|refusal| refused(path, refusal))?;
    let _held = folder.hold(part).map_err(|refusal| refused(path, refusal))?;
    if entry != Entry::Shared {
        folder.sweep_up();
    }
    let index = looked_through(&folder, &manifest, screen)?;
    let (share, units) = (part.unwrap_or_default(), manifest.plan.runs());
    let missing: u64 = index.gaps(share.units(units)).iter().map(|gap| gap.end - gap.start).sum();
    if entry == Entry::Resumed && missing == units {
        screen.remark(&format!("nothing of it has been played into {} yet: it begins here", path.display()));
    }
    let watch = Watch { budget: sweeping.means.budget(), ..Watch::default() };
    let interrupts =
        Interrupts::stop(&watch.stop).map_err(|error| Failure::world("cannot listen to Ctrl-C", error))?;
    let sweep = Sweep {
        folder: &folder,
        manifest: &manifest,
        part: share,
        models,
        clock: &|| start.elapsed(),
        shard: SHARD,
        until: sweeping.time_budget,
        watch: &watch,
    };
    let played = progress::shown(&watch, missing, screen, || pool.install(|| sweep.play(&index)));
    let left = played.map_err(|fault| faulty(path, fault, screen))?;
    drop(interrupts);
    said(missing - left, start.elapsed(), screen);
    if left > 0 {
        let why = if sweeping.time_budget.is_some_and(|budget| start.elapsed() >= budget) {
            "the time budget is used up"
        } else {
            "interrupted"
        };
        let again = if part.is_some() { "the same command" } else { "the same command with --resume" };
        screen.complain(&format!(
            "{why}: {} of {} are still to be played{}; {again} goes on",
            thousands(left),
            counted(share.units(units).end - share.units(units).start, "replication"),
            if pictures.is_some() { ", so that there is no report yet" } else { "" },
        ));
        return Err(Failure::Interrupted);
    }
    match part {
        Some(part) => {
            let name = path.display();
            screen.remark(&format!(
                "shard {}/{} is in {name}; with all shards, `jointex merge {name}` makes the tables",
                part.number, part.of
            ));
            Ok(())
        }
        None => {
            // What has just been committed is read as anybody else would read it.
            let index = looked_through(&folder, &manifest, screen)?;
            tabulate(&folder, &manifest, &index, screen)?;
            if pictures.is_some() {
                let page = of_sweep(&folder, &manifest, &index)?;
                sweeping.pictures.write(pictures.as_ref(), || page)?;
            }
            Ok(())
        }
    }
}

fn said(played: u64, time: Duration, screen: &Screen) {
    let seconds = time.as_secs_f64().max(1e-6);
    let rate = thousands((played as f64 / seconds) as u64);
    screen.remark(&format!("{} in {seconds:.1} s: {rate} a second", counted(played, "replication")));
}

/// What the shards of a folder hold. Damaged ones are told and removed, as what they held can be played again.
fn looked_through(folder: &Folder, manifest: &Manifest, screen: &Screen) -> Result<Index, Failure> {
    let index =
        Index::read(folder, manifest.identity()).map_err(|refusal| refused(folder.path(), refusal))?;
    for name in &index.torn {
        screen.complain(&format!("{name} is damaged; what it held is played again"));
    }
    index.remove_torn(folder).map_err(|error| Failure::World {
        what: format!("cannot remove damaged shards of {}", folder.path().display()),
        error,
    })?;
    Ok(index)
}

fn faulty(path: &Path, fault: SweepFault, screen: &Screen) -> Failure {
    let name = path.display();
    match fault {
        SweepFault::Commit(error) => Failure::World {
            what: format!("cannot write into {name}, where --resume goes on when that is mended"),
            error,
        },
        SweepFault::Read(error) => {
            Failure::World { what: format!("cannot read the shards of {name}"), error }
        }
        SweepFault::Point(number, fault) => {
            screen.show(&fault.diagnostics, &fault.sources);
            screen.complain(&format!("point {number} cannot be played"));
            Failure::Faulty
        }
        SweepFault::OtherEngine(replication, point) => Failure::Usage(format!(
            "this jointex plays replication {replication} of point {point} otherwise than the one that began {name}: \
             go on with that one, or give another folder"
        )),
    }
}
