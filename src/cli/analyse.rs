//! `jointex analyse`: what a scenario's network and campaigns tell before anything is played.
//!
//! **Invariant:** the results are a function of the scenario alone.

use super::failure::Failure;
use super::input::{Setting, model};
use super::output::Destination;
use super::screen::Screen;
use crate::diagnostic::did_you_mean;
use crate::model::{Inside, Model, ZoneIdx};
use crate::report::terminal::analysis_page;
use crate::report::{analysis_report, dot, json};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex analyse scenario.ron
  jointex analyse scenario.ron --set 'network.links[internet>mod-edge].allow=[]'
  jointex analyse scenario.ron --format json -o analysis.json
  jointex analyse scenario.ron --dot | dot -Tsvg > network.svg";

/// Look at a scenario's network and campaigns without playing them
///
/// The cheapest way of each campaign to each of its targets, in mean times: an attempt's time over its success, with every link
/// open, no defence, and as many operators as there is work. The flow is followed as it is played: credentials are those
/// that a step takes from assets along the way. Then what each sensor sees of these ways, what each link is worth, the
/// fewest links to close, and the shape of the network: which zones and links hold it together.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Analyse {
    /// The scenario; - for standard input.
    file: PathBuf,
    /// Analyse the variant with this id; `jointex check` lists them.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    /// The structure of this zone's topology instead of that of the zones.
    #[arg(long, value_name = "ID")]
    zone: Option<String>,
    /// A page for people, or everything as JSON.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A picture of the zones, or of --zone's assets, for Graphviz: the cheapest ways thick, the minimum cut red, what the network
    /// falls apart without grey, targets in double lines.
    #[arg(long, conflicts_with = "format")]
    dot: bool,
    #[command(flatten)]
    destination: Destination,
}

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for people.
    Table,
    /// Everything, for machines.
    Json,
}

pub fn analyse(arguments: &Analyse, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    if output.is_file(&arguments.file) {
        return Err(Failure::Usage("-o names the scenario itself, which is never replaced".to_owned()));
    }
    let model = model(&arguments.file, arguments.variant.as_deref(), &arguments.settings, screen)?;
    let zone = arguments.zone.as_deref().map(|id| zone(&model, id)).transpose()?;
    if let (true, Some(zone)) = (arguments.dot, zone) {
        let text = dot::assets(&model, zone);
        return output.write(&mut |out| out.write_all(text.as_bytes()));
    }
    let report = analysis_report(&model, zone);
    match (arguments.dot, arguments.format) {
        (true, _) => {
            let text = dot::zones(&model, &report);
            output.write(&mut |out| out.write_all(text.as_bytes()))
        }
        (false, Format::Json) => output.write(&mut |out| json::write(&report, out)),
        (false, Format::Table) => {
            let look = screen.look(&output, false);
            let page = analysis_page(&report, look);
            output.write(&mut |out| out.write_all(page.as_bytes()))
        }
    }
}

/// The zone with an id, which must have a topology of its own.
fn zone(model: &Model, id: &str) -> Result<ZoneIdx, Failure> {
    let zones = &model.names.zones;
    let Some(found) = zones.iter().position(|name| name == id) else {
        let near = did_you_mean(id, zones.iter().map(String::as_str));
        let near = near.map_or(String::new(), |near| format!("; {near}"));
        return Err(Failure::Usage(format!("--zone: no zone has the id `{id}`{near}")));
    };
    let zone = ZoneIdx(found as u32);
    match model.network.zones[zone.at()].inside {
        Inside::Edges => Ok(zone),
        Inside::Mesh => {
            Err(Failure::Usage(format!("--zone: all assets of `{id}` reach each other; it has no topology")))
        }
        Inside::Isolated => {
            Err(Failure::Usage(format!("--zone: no assets of `{id}` reach each other; it has no topology")))
        }
    }
}
