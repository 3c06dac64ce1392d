//! The after-action report that `jointex report --format md` and `docx` write.
//!
//! **Invariant:** it is a function of the files that are named.

use super::failure::Failure;
use super::report::{contents, read};
use crate::report::after_action::{Material, Thresholds, after_action};
use crate::report::document::{docx, markdown};
use crate::report::{LeversReport, Saved, read_levers};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What `report` makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page with pictures for a browser
    #[default]
    Html,
    /// The after-action report as Markdown
    Md,
    /// The after-action report for a word processor
    Docx,
}

impl Format {
    /// How the name of such a file ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Md => "md",
            Format::Docx => "docx",
        }
    }
}

/// What an after-action report has that a page has not.
#[derive(Debug, Args)]
#[command(next_help_heading = "After-action report")]
pub struct AfterAction {
    /// What changes of the scenario buy, as evidence: the file that `jointex levers --format json -o FILE` wrote; may be given several
    /// times, once for each objective.
    #[arg(long, value_name = "FILE")]
    levers: Vec<PathBuf>,
    /// From which probabilities of being met an objective is rated as performed without, with some and with major challenges.
    ///
    /// 0.9,0.7,0.4 if left out.
    #[arg(long, value_name = "P,S,M")]
    ratings: Option<Ratings>,
    /// Hide who took part: organisations, teams, campaigns and adversaries get pseudonyms, the same ones throughout.
    #[arg(long)]
    pseudonyms: bool,
}

/// The thresholds of the ratings, as written.
#[derive(Debug, Clone, Copy)]
struct Ratings(Thresholds);

impl FromStr for Ratings {
    type Err = String;

    fn from_str(text: &str) -> Result<Ratings, String> {
        let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
        let numbers = numbers.unwrap_or_default();
        match numbers[..] {
            [performed, some, major]
                if 1.0 >= performed && performed >= some && some >= major && major >= 0.0 =>
            {
                Ok(Ratings(Thresholds { performed, some, major }))
            }
            _ => Err(String::from("three probabilities are wanted, the highest first: 0.9,0.7,0.4")),
        }
    }
}

impl AfterAction {
    /// Whether anything of it was asked for.
    pub const fn is_asked_for(&self) -> bool {
        self.pseudonyms || !self.levers.is_empty() || self.ratings.is_some()
    }

    /// Whether names are hidden.
    pub const fn hides(&self) -> bool {
        self.pseudonyms
    }

    /// The files that are read for it.
    pub fn inputs(&self) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        self.levers.iter().map(|path| ("--levers", path))
    }

    /// The bytes of the report on what was saved.
    pub fn bytes(&self, saved: &Path, format: Format, marking: &str) -> Result<Vec<u8>, Failure> {
        let run = match read(saved)? {
            Saved::Run(run) => run,
            Saved::Comparison(_) | Saved::Observed(_) => {
                return Err(Failure::Usage(format!(
                    "{} is of a comparison: an after-action report is of one run, as `jointex run --format json -o FILE` writes it",
                    saved.display()
                )));
            }
        };
        let levers: Vec<LeversReport> =
            self.levers.iter().map(|path| levers(path)).collect::<Result<_, _>>()?;
        if let Some(other) = levers.iter().find(|it| it.scenario.hash != run.scenario.hash) {
            return Err(Failure::Usage(format!(
                "--levers is of another scenario ({}, hash {}) than {} ({}, hash {})",
                other.scenario.id,
                other.scenario.hash,
                saved.display(),
                run.scenario.id,
                run.scenario.hash
            )));
        }
        let thresholds = self.ratings.map_or_else(Thresholds::default, |ratings| ratings.0);
        let material = Material { run: &run, levers: &levers, thresholds };
        let document = after_action(&material, self.pseudonyms);
        match format {
            Format::Docx => {
                docx(&document, marking).map_err(|error| Failure::world("cannot pack the document", error))
            }
            Format::Md | Format::Html => {
                let mut bytes = Vec::new();
                markdown::write(&document, marking, &mut bytes)
                    .map_err(|error| Failure::world("cannot write the document", error))?;
                Ok(bytes)
            }
        }
    }
}

fn levers(path: &Path) -> Result<LeversReport, Failure> {
    let wants = "--levers takes what `jointex levers --format json -o FILE` wrote";
    contents(path, wants, read_levers)
}
