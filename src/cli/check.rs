//! `jointex check`: whether a scenario and its variants have faults, or a study and its points.
//!
//! **Invariant:** what passes here is played by `run` or `sweep` without a fault.

use super::failure::Failure;
use super::input::{Language, Setting, Text, apply, look_at, text};
use super::output::Output;
use super::screen::Screen;
use super::study_input::look_at_study;
use crate::compile::{check_variants, compile, faults_of_changes};
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, codes, write_listing};
use crate::measure::counted;
use crate::model::Model;
use crate::report::terminal::{definitions, paragraph};
use crate::scenario::{Parsed, Variant, is_study};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex check scenario.ron
  jointex check study.ron
  jointex init - | jointex check -
  jointex check scenario.ron --format json";

/// Look for faults in a scenario and its variants, or in a study
///
/// Faults are shown with their places and ways out, then the exit code is 3: of what is written, all that can be told at once,
/// up to 20 of writing; what can't be judged for them is told when they are mended. Without faults, a line says how large the
/// scenario is, and its variants are listed with their titles; `jointex analyse` says more about its network, `jointex explain`
/// about a fault's code. Of a study, every level of every factor is tried on its scenario, and the points are compiled: all of
/// a few, else the corners of what they span.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// The scenario or study; - for standard input.
    file: PathBuf,
    /// A text for people, or one JSON document for editors.
    ///
    /// The document has the numbers of `errors` and `warnings`, and the `diagnostics` of the scenario and its variants, each
    /// with `severity`, `code`, `message`, `label`, `help`, `notes`, `file`, `range` (from `start` to before `end`, each
    /// with `line` and `column` from 1 in characters and `byte` from 0), `change` (for a fault in a variant's or include's
    /// change: `by` whom, its `text` and the `range` in it) and `related` places. It goes to standard output, and nothing
    /// else does; the exit code is the same, and so is the document with `--quiet`.
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Change a value before looking; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
}

/// The form of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For editors.
    Json,
}

pub fn check(arguments: &Check, screen: &Screen) -> Result<(), Failure> {
    arguments.language.fits(&arguments.file)?;
    let text = text(&arguments.file).inspect_err(|failure| unreadable(arguments, failure))?;
    if is_study(&text.text) {
        return check_study(arguments, text, screen);
    }
    let mut parsed = look_at(&text);
    arguments.language.put(&arguments.file, true, &mut parsed)?;
    let Parsed { scenario, remains, lost, mut sources, diagnostics: mut told } = parsed;
    let mut sound = None;
    if let Some(remains) = remains {
        let of_changes = faults_of_changes(&remains, &lost, &mut sources, &told);
        told.extend(of_changes);
    }
    if let Some(mut scenario) = scenario {
        told.extend(apply(&arguments.settings, &mut scenario, &mut sources));
        // What a change left half done would only give follow-up faults.
        let model = if any_error(&told) {
            None
        } else {
            let (model, found) = compile(&scenario, &sources);
            told.extend(found);
            let of_variants = check_variants(&scenario, &told, &mut sources);
            told.extend(of_variants);
            model
        };
        sound = model.filter(|_| !any_error(&told)).map(|model| (model, scenario.variants));
    }
    if arguments.format == Format::Json {
        Output::Standard.write(&mut |out| write_listing(&told, &sources, out))?;
        return if sound.is_some() { Ok(()) } else { Err(Failure::Faulty) };
    }
    screen.show(&told, &sources);
    let Some((model, variants)) = sound else { return Err(Failure::Faulty) };
    if screen.quiet {
        return Ok(());
    }
    let sizes = sizes(&model, variants.len(), told.is_empty());
    let text = paragraph(&sizes, screen.width_out()) + &listed(&variants, screen.width_out());
    Output::Standard.write(&mut |out| out.write_all(text.as_bytes()))
}

/// The same for a study and its points.
fn check_study(arguments: &Check, text: Text, screen: &Screen) -> Result<(), Failure> {
    if !arguments.settings.is_empty() {
        return Err(Failure::Usage(String::from("--set changes a scenario, and this is a study")));
    }
    if arguments.language.language.is_some() {
        return Err(Failure::Usage(String::from("--lang translates a scenario, and this is a study")));
    }
    let looked = look_at_study(text, None);
    if arguments.format == Format::Json {
        Output::Standard.write(&mut |out| write_listing(&looked.told, &looked.sources, out))?;
        return looked.sound.map(drop).ok_or(Failure::Faulty);
    }
    screen.show(&looked.told, &looked.sources);
    let sound = looked.sound.ok_or(Failure::Faulty)?;
    if screen.quiet {
        return Ok(());
    }
    let verdict = if looked.told.is_empty() { "no faults" } else { "no errors" };
    let plan = &sound.plan;
    let said = format!(
        "{}: {verdict}; {}, {}, {} of which {} compiled, {}",
        plan.id,
        counted(plan.factors.len() as u64, "factor"),
        counted(plan.variants.len() as u64, "variant"),
        counted(plan.points.len() as u64, "point"),
        if looked.compiled == 1 { "1 was".to_owned() } else { format!("{} were", looked.compiled) },
        counted(plan.runs(), "replication"),
    );
    let text = paragraph(&said, screen.width_out());
    Output::Standard.write(&mut |out| out.write_all(text.as_bytes()))
}

/// Editors get a document also of a file that could not be read; the reason is told besides.
fn unreadable(arguments: &Check, failure: &Failure) {
    let Some(message) = failure.message().filter(|_| arguments.format == Format::Json) else { return };
    let fault = Diagnostic::error(codes::UNREADABLE, Place::NOWHERE, message);
    // If this can't be written either, the reason is still told.
    let _ = Output::Standard
        .write(&mut |out| write_listing(std::slice::from_ref(&fault), &Sources::default(), out));
}

/// The variants with their titles, for `--variant`.
fn listed(variants: &[Variant], width: usize) -> String {
    if variants.is_empty() {
        return String::new();
    }
    let row = |variant: &Variant| (variant.id.text.clone(), variant.title.text.clone());
    format!("\nvariants, for `--variant`:\n{}", definitions(variants.iter().map(row), width))
}

fn sizes(model: &Model, variants: usize, faultless: bool) -> String {
    let verdict = if faultless { "no faults" } else { "no errors" };
    let names = &model.names;
    let assumed = match names.numbers {
        0 => String::new(),
        numbers => format!(
            ", {:.0} % of {} assumed",
            (100.0 * names.assumed as f64 / numbers as f64).round(),
            counted(numbers as u64, "number")
        ),
    };
    let counts = [
        (model.organisations.len(), "organisation"),
        // The internet is a zone of ours, not of the scenario.
        (model.network.zones.len().saturating_sub(1), "zone"),
        (model.network.group_of.len(), "asset"),
        (model.cables.len(), "cable"),
        (model.campaigns.len(), "campaign"),
        (model.teams.len(), "team"),
        (model.sensors.len(), "sensor"),
        (model.notices.len(), "notice"),
        (model.channels.len(), "channel"),
        (model.centres.len(), "centre"),
        (model.functions.len(), "function"),
        (model.missions.len(), "mission"),
        (model.ladders.len(), "ladder"),
        (model.obligations.len(), "obligation"),
        (model.staffs.len(), "staff"),
        (model.crises.len(), "crisis"),
        // Steps of ladders and warnings follow the injects of the MSEL.
        (model.injects.iter().filter(|inject| inject.is_of_msel()).count(), "inject"),
        (model.objectives.len(), "objective"),
        (variants, "variant"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, thing)| counted(*number as u64, thing))
        .collect();
    let said = if said.is_empty() { String::from("nothing in it") } else { said.join(", ") };
    format!("{}: {verdict}; {said}{assumed}", names.scenario)
}
