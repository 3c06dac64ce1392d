//! What was timed in real exercises against what is simulated, as plain data, a table and Markdown.
//!
//! The fields are those of the JSON output; every change of a name or meaning is a change of
//! [`SCHEMA_VERSION`].
//!
//! **Invariant:** times are in hours, percentiles are shares of one; numbers that don't exist are null.

use super::comparison_words::{p_value, value};
use super::fill::hex;
use super::terminal::format::percent;
use super::terminal::obeyed;
use super::view::{SCHEMA_VERSION, ScenarioView, scenario};
use super::view_parts::MeasureView;
use crate::measure::{Word, counted, unit_name, word};
use crate::model::Model;
use crate::study::Replications;
use crate::study::comparison::SIGNIFICANT;
use crate::study::observed::{ENOUGH, InExercise, ObservedMeasure, Placed, Through};
use crate::study::plain as plain_error;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// All that there is to say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObservedReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: String,
    /// What was simulated.
    pub scenario: ScenarioView,
    /// With which seed.
    pub seed: u64,
    /// Replications that count.
    pub replications: u64,
    /// Over all replications, 16 hexadecimal digits.
    pub fingerprint: String,
    /// As many values, not cut short, a test takes.
    pub enough: usize,
    /// Rows of the table without a value.
    pub left_out: usize,
    /// Each measure that was timed.
    pub measures: Vec<ObservedView>,
    /// Each team through its exercises.
    pub teams: Vec<ThroughView>,
}

/// A measure, seen and simulated.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObservedView {
    /// As a scenario would write it.
    pub measure: String,
    /// `h`, `share`, `count` or `function_h`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// What is simulated.
    pub simulated: MeasureView,
    /// That both are of one kind; null with too few values.
    pub p_value: Option<f64>,
    /// The same adjusted for all measures, by Holm.
    pub p_adjusted: Option<f64>,
    /// What was seen.
    pub seen: Vec<SeenView>,
}

/// What was seen of one team.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeenView {
    /// In which exercise.
    pub exercise: String,
    /// Of whom.
    pub team: String,
    /// The value.
    pub value: f64,
    /// Whether the exercise was over first.
    pub censored: bool,
    /// The share of simulated replications at risk that took less time, the same counting one half; of a value that was cut
    /// short, at least so much.
    pub percentile: Option<f64>,
}

/// One team through its exercises.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ThroughView {
    /// The team.
    pub team: String,
    /// Each exercise, in the order of the table.
    pub exercises: Vec<ExerciseView>,
}

/// A team in one exercise.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExerciseView {
    /// Which.
    pub exercise: String,
    /// The mean of its percentiles; at least so much if a value was cut short.
    pub mean_percentile: f64,
    /// Of how many values.
    pub values: usize,
    /// How many of them were cut short.
    pub censored: usize,
}

/// Makes the report.
pub fn observed_report(
    model: &Model,
    replications: &Replications,
    measures: &[ObservedMeasure],
    through: &[Through],
    left_out: usize,
) -> ObservedReport {
    let seen = |placed: &Placed| SeenView {
        exercise: placed.sighting.exercise.clone(),
        team: placed.sighting.team.clone(),
        value: placed.sighting.value,
        censored: placed.sighting.censored,
        percentile: placed.percentile,
    };
    let measure = |it: &ObservedMeasure| {
        let (name, unit) =
            (&replications.measures.names[it.place], replications.measures[it.place].quantity.unit());
        ObservedView {
            measure: name.clone(),
            unit: unit_name(unit),
            simulated: MeasureView::of(name, unit, &it.simulated),
            p_value: it.p_value,
            p_adjusted: it.adjusted,
            seen: it.seen.iter().map(seen).collect(),
        }
    };
    let exercise = |it: &InExercise| ExerciseView {
        exercise: it.exercise.clone(),
        mean_percentile: it.mean_percentile,
        values: it.values,
        censored: it.censored,
    };
    let team = |it: &Through| ThroughView {
        team: it.team.clone(),
        exercises: it.exercises.iter().map(exercise).collect(),
    };
    ObservedReport {
        schema_version: SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario(model),
        seed: replications.seed,
        replications: replications.counted().count() as u64,
        fingerprint: hex(replications.fingerprint),
        enough: ENOUGH,
        left_out,
        measures: measures.iter().map(measure).collect(),
        teams: through.iter().map(team).collect(),
    }
}

/// The percentile for people.
pub(super) fn place(seen: &SeenView) -> String {
    let least = if seen.censored { "≥" } else { "" };
    format!("{least}{}", percent(seen.percentile))
}

pub(super) fn seen_value(unit: &str, seen: &SeenView) -> String {
    let more = if seen.censored { ">" } else { "" };
    format!("{more}{}", value(unit, seen.value))
}

/// What a test says, or why there is none.
pub(super) fn test(measure: &ObservedView) -> String {
    let whole = measure.seen.iter().filter(|seen| !seen.censored).count();
    match measure.p_adjusted {
        Some(p) if p < SIGNIFICANT => {
            format!("the exercises differ from the simulation (p {})", p_value(Some(p)))
        }
        Some(p) => format!("not shown to differ from the simulation (p {})", p_value(Some(p))),
        None if whole < measure.seen.len() => String::from("not tested, as some were cut short"),
        None => {
            format!("too few to test: {} of {ENOUGH}", counted(whole as u64, "value"))
        }
    }
}

/// A row for each value that was seen.
///
/// # Errors
/// Those of `out`.
pub fn observed_csv(report: &ObservedReport, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    let headings = [
        "exercise",
        "team",
        "measure",
        "unit",
        "value",
        "censored",
        "percentile",
        "simulated_median",
        "p_value",
        "p_adjusted",
    ];
    table.write_record(headings).map_err(plain_error)?;
    let shown = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    for measure in &report.measures {
        for seen in &measure.seen {
            let row = [
                seen.exercise.clone(),
                seen.team.clone(),
                measure.measure.clone(),
                measure.unit.to_owned(),
                seen.value.to_string(),
                if seen.censored { "yes" } else { "no" }.to_owned(),
                shown(seen.percentile),
                shown(measure.simulated.median),
                shown(measure.p_value),
                shown(measure.p_adjusted),
            ];
            table.write_record(row).map_err(plain_error)?;
        }
    }
    table.flush()
}

/// The report as Markdown.
///
/// # Errors
/// Those of `out`.
pub fn observed_markdown(report: &ObservedReport, out: &mut dyn Write) -> io::Result<()> {
    let text = |name: &str| {
        let harmless: String = name.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect();
        harmless.replace('|', "\\|")
    };
    writeln!(out, "# {}\n", text(&report.scenario.title))?;
    writeln!(out, "| exercise | team | measure | seen | percentile |\n|---|---|---|---:|---:|")?;
    for measure in &report.measures {
        for seen in &measure.seen {
            writeln!(
                out,
                "| {} | {} | `{}` | {} | {} |",
                text(&seen.exercise),
                text(&seen.team),
                text(&measure.measure),
                seen_value(measure.unit, seen),
                place(seen)
            )?;
        }
    }
    writeln!(out)?;
    for measure in &report.measures {
        writeln!(out, "- `{}`: {}", text(&measure.measure), test(measure))?;
    }
    Ok(())
}
