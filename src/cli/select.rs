//! `jointex select`: which alternative of a study is the best, or the cheapest that is good enough.
//!
//! **Invariant:** the results are a function of the study, its files and what is asked for, never of threads, time or terminal.

use super::condition::{Amount, amount};
use super::failure::Failure;
use super::input::text;
use super::playing::{Means, whole};
use super::results::Results;
use super::screen::Screen;
use super::study_input::{Changes, Sound, look_at_study};
use crate::diagnostic::{Diagnostic, Sources, did_you_mean};
use crate::measure::measure_name;
use crate::model::{Model, Unit};
use crate::report::terminal::selection_page;
use crate::report::{selection_report, write_selection_csv};
use crate::scenario::Measure;
use crate::study::{BATCH, Best, DesignPoint, Effort, LEAST_FOR_MEANS, PointFault, Wish, select as choose};
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex select study.ron --smallest time_to_contain --delta 30min
  jointex select study.ron --objective declare-fast
  jointex select study.ron --objective declare-fast --required 0.9";

/// Select the best alternative of a study, or the cheapest that meets an objective
///
/// Each point of the study is an alternative. They are played in batches, replication by replication before the same chances;
/// what is clearly worse, or clearly not needed, is played no further. This takes less than a sweep, and says with which
/// probability the selection is right.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("wish").required(true).args(["smallest", "largest", "objective"]))]
pub struct Select {
    /// The study; - for standard input.
    file: PathBuf,
    /// Select the alternative with the smallest mean of this measure.
    #[arg(long, value_name = "MEASURE", requires = "delta")]
    smallest: Option<String>,
    /// Select the alternative with the largest mean of this measure.
    #[arg(long, value_name = "MEASURE", requires = "delta")]
    largest: Option<String>,
    /// The smallest difference that matters: a duration such as 30min, a share such as 2%, or a number, as the measure is.
    #[arg(long, value_name = "AMOUNT", value_parser = amount, conflicts_with = "objective")]
    delta: Option<Amount>,
    /// Select the cheapest alternative that meets this objective.
    #[arg(long, value_name = "ID")]
    objective: Option<String>,
    /// The probability with which it is to be met, given that it is tested; the objective's own if left out.
    #[arg(long, value_name = "P", value_parser = inner_share, requires = "objective")]
    required: Option<f64>,
    /// What may be missing of it.
    #[arg(long, default_value_t = 0.05, value_name = "P", value_parser = inner_share, conflicts_with_all = ["smallest", "largest"])]
    tolerance: f64,
    /// The probability of a right selection.
    #[arg(long, default_value_t = 0.95, value_name = "P", value_parser = inner_share)]
    confidence: f64,
    /// Play each alternative at most so often.
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = |text: &str| whole(text, 20..=1_000_000_000))]
    at_most: u64,
    /// The seed of all chances, instead of the study's.
    #[arg(short, long, value_parser = |text: &str| whole(text, 0..=u64::MAX), allow_negative_numbers = true)]
    seed: Option<u64>,
    #[command(flatten)]
    means: Means,
    /// Leave no alternative out of the page.
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    results: Results,
}

fn inner_share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number < 1.0);
    number.ok_or_else(|| "write a number between 0 and 1, such as 0.95".to_owned())
}

pub fn select(arguments: &Select, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.results.output()?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the study itself, which is never replaced".to_owned()));
    }
    let changes = Changes { replications: None, seed: arguments.seed };
    let looked = look_at_study(text(&arguments.file)?, Some(changes));
    screen.show(&looked.told, &looked.sources);
    let sound = looked.sound.ok_or(Failure::Faulty)?;
    let mut sources = Sources::default();
    if let Err(faults) = asked(arguments, &mut sources) {
        screen.show(&faults, &sources);
        return Err(Failure::Faulty);
    }
    let ask = |sources: &mut Sources| asked(arguments, sources).unwrap_or_default();
    let models = |point: &DesignPoint| sound.model(point, &ask);
    let wish = wish(arguments, &sound, &models, screen)?;
    let effort = effort(arguments, &sound)?;
    let alternatives = sound.plan.cells() as u64;
    let total = alternatives.saturating_mul(effort.most);
    // Of the best, the spread of each two is kept too.
    let pairs = if arguments.objective.is_none() { alternatives.saturating_mul(alternatives) } else { 0 };
    arguments.means.room(total.saturating_add(pairs), size_of::<f64>() as u64)?;
    let selection = arguments.means.play(total, screen, |watch| {
        let selection = choose(&sound.plan, &models, &wish, effort, watch);
        let events = selection.as_ref().map_or(0, |selection| selection.events);
        (selection, events)
    })?;
    let selection = selection.map_err(|(number, fault)| told(number, &fault, screen))?;
    let report = selection_report(&sound.plan, &wish, effort, &selection);
    arguments.results.write(
        &report,
        arguments.full,
        selection_page,
        write_selection_csv,
        (&output, screen),
    )?;
    if selection.stopped {
        screen.complain("interrupted before anything was clear");
        return Err(Failure::Interrupted);
    }
    Ok(())
}

fn told(number: u32, fault: &PointFault, screen: &Screen) -> Failure {
    screen.show(&fault.diagnostics, &fault.sources);
    screen.complain(&format!("point {number} cannot be played"));
    Failure::Faulty
}

/// The measure that is asked for, if one is, whose text is added to `sources`.
fn asked(arguments: &Select, sources: &mut Sources) -> Result<Vec<Measure>, Vec<Diagnostic>> {
    let by_smallest = arguments.smallest.iter().map(|text| ("--smallest", text));
    let by_largest = arguments.largest.iter().map(|text| ("--largest", text));
    by_smallest.chain(by_largest).map(|(by, text)| Measure::asked(text, by, sources)).collect()
}

/// What the arguments ask for, which a point of each variant has.
fn wish(
    arguments: &Select,
    sound: &Sound,
    models: &dyn Fn(&DesignPoint) -> Result<Model, PointFault>,
    screen: &Screen,
) -> Result<Wish, Failure> {
    let mut wish = None;
    for variant in &sound.plan.variants {
        let Some(point) = sound.plan.points.iter().find(|point| point.variant == *variant) else { continue };
        let model = models(point).map_err(|fault| told(point.number, &fault, screen))?;
        let asked = match &arguments.objective {
            Some(id) => cheapest(arguments, sound, &model, id)?,
            None => best(arguments, &model)?,
        };
        match &wish {
            None => wish = Some(asked),
            Some(first) if *first != asked => {
                return Err(Failure::Usage(
                    "the variants want the objective with different probabilities: say which by --required"
                        .to_owned(),
                ));
            }
            Some(_) => {}
        }
    }
    wish.ok_or_else(|| Failure::Usage("the study has no points".to_owned()))
}

fn cheapest(arguments: &Select, sound: &Sound, model: &Model, id: &str) -> Result<Wish, Failure> {
    let refused = |why: String| Err(Failure::Usage(why));
    let ids = || model.names.objectives.iter().map(|objective| objective.id.as_str());
    let Some(place) = ids().position(|known| known == id) else {
        let near = did_you_mean(id, ids()).map_or(String::new(), |near| format!("; {near}"));
        let variant = match model.names.variant.as_str() {
            "" => String::new(),
            variant => format!("of variant `{variant}` "),
        };
        return refused(format!("--objective: no objective {variant}has the id `{id}`{near}"));
    };
    if sound.plan.points.iter().all(|point| sound.plan.cost(point) == 0.0) {
        return refused(
            "the study says of no level what it costs: give its factors `costs`, such as `costs: PerUnit(450)`, or ask for \
             --smallest or --largest"
                .to_owned(),
        );
    }
    let required = arguments.required.unwrap_or(model.objectives[place].with_probability);
    if !(required > 0.0 && required < 1.0) {
        return refused(format!(
            "`{id}` is wanted with the probability {required}, which no number of replications can show: say --required with \
             one between 0 and 1"
        ));
    }
    if required <= arguments.tolerance {
        return refused(format!(
            "a --tolerance of {} leaves nothing of the probability {required} that is required: say less",
            arguments.tolerance
        ));
    }
    Ok(Wish::Cheapest { objective: id.to_owned(), required, tolerance: arguments.tolerance })
}

fn best(arguments: &Select, model: &Model) -> Result<Wish, Failure> {
    let (Some(measure), Some(written)) = (model.asked.first(), arguments.delta) else {
        return Err(Failure::Usage("say which difference matters: --delta".to_owned()));
    };
    let (name, unit) = (measure_name(model, measure), measure.quantity.unit());
    let delta = match (written, unit) {
        (Amount::Hours(number), Unit::Time | Unit::FunctionHours)
        | (Amount::Share(number), Unit::Share)
        | (Amount::Number(number), Unit::Share | Unit::Count | Unit::FunctionHours) => number,
        (_, Unit::Time) => return Err(Failure::Usage(format!("{name} is a time: write --delta 30min"))),
        (_, Unit::Share) => return Err(Failure::Usage(format!("{name} is a share: write --delta 2%"))),
        (_, Unit::Count | Unit::FunctionHours) => {
            return Err(Failure::Usage(format!("{name} is a number: write --delta 1")));
        }
    };
    if unit == Unit::Share && delta > 1.0 {
        return Err(Failure::Usage(format!(
            "{name} is a share, of which none differs by so much: write --delta 2%"
        )));
    }
    if delta == 0.0 {
        return Err(Failure::Usage(
            "--delta: every difference matters, so that nothing is ever clear".to_owned(),
        ));
    }
    let best = if arguments.smallest.is_some() { Best::Smallest } else { Best::Largest };
    Ok(Wish::Best { measure: name, unit, best, delta })
}

fn effort(arguments: &Select, sound: &Sound) -> Result<Effort, Failure> {
    let alternatives = sound.plan.cells();
    let guessed = 1.0 / alternatives.max(1) as f64;
    if arguments.objective.is_none() && arguments.confidence <= guessed && alternatives > 1 {
        return Err(Failure::Usage(format!(
            "--confidence: of {alternatives} alternatives a guess is right with {guessed:.2}; ask for more"
        )));
    }
    let most = match arguments.objective {
        Some(_) => arguments.at_most,
        // Means are those of whole batches, and it takes some to know how they vary.
        None if arguments.at_most < LEAST_FOR_MEANS => {
            return Err(Failure::Usage(format!(
                "--at-most: nothing is clear before {LEAST_FOR_MEANS} replications of each"
            )));
        }
        None => arguments.at_most - arguments.at_most % BATCH,
    };
    Ok(Effort { confidence: arguments.confidence, most })
}
