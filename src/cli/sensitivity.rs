//! `jointex sensitivity`: which factors of a sweep matter, and how much is chance.
//!
//! **Invariant:** the results are a function of the folder, never of how it was played, of time or terminal.

use super::failure::Failure;
use super::merge::finished;
use super::output::apart;
use super::pictures::Pictures;
use super::report::{of_analysis, unreadable};
use super::results::Results;
use super::screen::Screen;
use crate::diagnostic::{did_you_mean, one_of};
use crate::model::Quantity;
use crate::report::sensitivity::{sensitivity_report, write_sensitivity_csv};
use crate::report::terminal::sensitivity_page;
use crate::study::sensitivity::{self as study, measures_like, measures_of, read_values, sensitivity};
use crate::study::{Index, Manifest, own_files, way_to};
use clap::Args;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  jointex sweep study.ron -o results
  jointex sensitivity results
  jointex sensitivity results --measure time_to_declare[org=cert-eu]
  jointex sensitivity results --format csv -o sensitivity.csv
  jointex sensitivity results --report sensitivity.html";

/// Find out which factors of a sweep matter
///
/// Reads the folder of a finished sweep and analyses each measure as its design allows: main effects, interactions and shares of
/// the variance where all levels meet (a full factorial, or such a list), Morris's effects, Sobol' indices of Saltelli's scheme,
/// partial rank correlations of a Latin hypercube, a Sobol' sequence or another list. What chance adds is taken off and told, and
/// so is the spread by what nobody knows. Times that ENDEX cut short count as far as they went.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sensitivity {
    /// The folder that the sweep was played into.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Analyse this measure, as a scenario writes it; may be repeated. Filters that are left out let everything pass. All that
    /// the sweep kept if left out.
    #[arg(long = "measure", value_name = "MEASURE")]
    measures: Vec<String>,
    #[command(flatten)]
    results: Results,
    #[command(flatten)]
    pictures: Pictures,
}

/// Bytes of values that are looked at together; those of a single measure may be more.
const ROOM: u64 = 1 << 30;

pub fn sensitivity_of(arguments: &Sensitivity, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.results.output()?;
    let pictures = arguments.pictures.output(arguments.results.force())?;
    let own = own_files(&arguments.folder).map(|file| ("a file of the sweep", file));
    apart(&[("-o", Some(&output)), ("--report", pictures.as_ref())], own)?;
    let (folder, manifest, index) = finished(&arguments.folder, "analyse", screen)?;
    let all = measures_of(&index);
    let chosen = chosen(&arguments.measures, &all)?;
    let measures = analysed(folder.path(), &manifest, &index, &chosen)?;
    let report = sensitivity_report(&manifest, measures);
    arguments.results.write(&report, false, sensitivity_page, write_sensitivity_csv, (&output, screen))?;
    if pictures.is_some() {
        let page = of_analysis(folder.path(), &manifest, &index, report)?;
        arguments.pictures.write(pictures.as_ref(), || page)?;
    }
    Ok(())
}

/// What a finished sweep says of the factors, measure by measure.
pub fn analysed(
    folder: &Path,
    manifest: &Manifest,
    index: &Index,
    chosen: &[&str],
) -> Result<Vec<study::Sensitivity>, Failure> {
    let mut measures = Vec::new();
    // The values of all measures of a large sweep would not fit into memory.
    let at_once = ROOM / (manifest.plan.runs().max(1) * size_of::<f64>() as u64);
    for chosen in chosen.chunks(at_once.max(1) as usize) {
        let values = read_values(&manifest.plan, index, chosen);
        let values = values.map_err(|error| Failure::world(unreadable(folder), error))?;
        measures.extend(values.iter().map(|values| sensitivity(&manifest.plan, values)));
    }
    Ok(measures)
}

/// The measures that were asked for, each once, in the order of reports; all if none was.
fn chosen<'n>(asked: &[String], all: &'n [String]) -> Result<Vec<&'n str>, Failure> {
    let mut wanted: Vec<&str> = Vec::new();
    for text in asked {
        let like = measures_like(text, all);
        if like.is_empty() {
            return Err(not_kept(text, all));
        }
        wanted.extend(like);
    }
    let of_all = all.iter().map(String::as_str);
    Ok(of_all.filter(|name| asked.is_empty() || wanted.contains(name)).collect())
}

fn not_kept(text: &str, all: &[String]) -> Failure {
    let quantity = text.split('[').next().unwrap_or_default().trim();
    let same = measures_like(quantity, all);
    let names = || all.iter().map(String::as_str);
    let known = Quantity::ALL.iter().any(|it| it.name() == quantity);
    let (why, near) = match (known, same.is_empty()) {
        (false, _) => {
            let kept = names().map(|name| name.split('[').next().unwrap_or_default());
            (format!("there is no measure `{quantity}`"), did_you_mean(quantity, kept))
        }
        (true, true) => (format!("the sweep kept no `{quantity}`"), None),
        (true, false) => {
            (format!("nothing that the sweep kept is measured by `{text}`"), way_to(text, &same))
        }
    };
    let near = near.unwrap_or_else(|| format!("it kept {}", one_of(names())));
    Failure::Usage(format!("--measure: {why}; {near}"))
}
