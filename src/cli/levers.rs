//! `jointex levers`: what buys most.
//!
//! **Invariant:** the results are a function of the scenario, the seed and the number of replications, never of threads,
//! time or terminal.

use super::failure::Failure;
use super::input::{Setting, played};
use super::playing::Playing;
use super::results::Results;
use super::screen::Screen;
use crate::diagnostic::did_you_mean;
use crate::model::Model;
use crate::report::terminal::levers_page;
use crate::report::{levers_report, write_levers_csv};
use crate::study::{Aim, Base, bytes_of_lever, levers as list};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex levers scenario.ron
  jointex levers scenario.ron --objective declare-fast -n 1000
  jointex levers scenario.ron --format csv -o levers.csv";

/// Find out which change buys most
///
/// Moves every team, sensor, authority, crew, channel and agreement by a standard step, one at a time: one more seat, hours
/// around the clock, half the time, half the misses; an agreement is dropped, or put in force. Each is played against
/// the scenario as it is, before the same chances, and ranked by what it does for an objective. What is clearly of little use
/// is not played to the end.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Levers {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// The objective to help; need not be said where there is one only.
    #[arg(long, value_name = "ID")]
    objective: Option<String>,
    /// Begin from the variant with this id.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value before any lever is moved, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    /// A lever is dropped when it clearly buys less than this share of the mean, or of the probability where the objective
    /// has several parts.
    #[arg(long, default_value_t = 0.01, value_name = "SHARE", value_parser = share)]
    relevant: f64,
    #[command(flatten)]
    playing: Playing,
    #[command(flatten)]
    results: Results,
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "write a share between 0 and 1, such as 0.01".to_owned())
}

pub fn levers(arguments: &Levers, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.results.output()?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the scenario itself, which is never replaced".to_owned()));
    }
    let (model, scenario, sources) =
        played(&arguments.file, arguments.variant.as_deref(), &arguments.settings, screen)?;
    let mut aim = Aim::of(&model, objective(&model, arguments.objective.as_deref())?);
    let levers = list(&scenario);
    let Playing { replications, seed, .. } = arguments.playing;
    let total = replications.saturating_mul(levers.len() as u64 + 1);
    // Of the scenario as it is, and of a lever on each thread.
    arguments.playing.means.room(replications, (arguments.playing.means.players() + 1) * bytes_of_lever())?;
    let (base, gains) = arguments.playing.means.play(total, screen, |watch| {
        let base = Base::play(&model, &aim, seed, replications, watch);
        aim.relevant = arguments.relevant * scale(&aim, &base);
        let gains = base.gains((&scenario, &sources), &levers, &aim, watch);
        let events = base.events() + gains.iter().flatten().flatten().map(|gain| gain.events).sum::<u64>();
        ((base, gains), events)
    })?;
    if base.played() < replications || gains.iter().all(Option::is_none) && !levers.is_empty() {
        screen.complain("interrupted before any lever was played; there is nothing to report");
        return Err(Failure::Interrupted);
    }
    let report = levers_report(&model, (&base, seed), &aim, levers, gains);
    arguments.results.write(&report, false, levers_page, write_levers_csv, (&output, screen))?;
    if report.interrupted {
        screen.complain("interrupted: not all levers were played to the end");
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// What a share of relevance is a share of.
fn scale(aim: &Aim, base: &Base) -> f64 {
    let mean = if aim.measure.is_some() { base.mean().mean.abs() } else { 1.0 };
    if mean.is_finite() { mean } else { 0.0 }
}

/// The place of the objective that is meant.
fn objective(model: &Model, id: Option<&str>) -> Result<usize, Failure> {
    let ids = || model.names.objectives.iter().map(|objective| objective.id.as_str());
    let listed = || ids().collect::<Vec<_>>().join(", ");
    match (id, model.names.objectives.len()) {
        (_, 0) => Err(Failure::Usage(
            "the scenario has no objective that a lever could help: give it one, as in `objectives: [(id: \"fast\", \
             that: AtMost(\"time_to_declare\", \"12h\"))]`"
                .to_owned(),
        )),
        (None, 1) => Ok(0),
        (None, _) => Err(Failure::Usage(format!("say which objective: --objective with one of {}", listed()))),
        (Some(id), _) => ids().position(|known| known == id).ok_or_else(|| {
            let near = did_you_mean(id, ids()).unwrap_or_else(|| format!("there is {}", listed()));
            Failure::Usage(format!("--objective: no objective has the id `{id}`; {near}"))
        }),
    }
}
