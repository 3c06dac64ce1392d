//! `jointex check`: whether a scenario and its variants have faults.
//!
//! **Invariant:** what passes here is played by `run` without a fault.

use super::failure::Failure;
use super::input::{Written, read};
use super::output::Output;
use super::screen::Screen;
use crate::analysis::{Exposure, exposure};
use crate::compile::{check_variants, compile};
use crate::diagnostic::any_error;
use crate::measure::counted;
use crate::model::{Model, ZoneIdx};
use crate::report::terminal::paragraph;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  jointex check scenario.ron
  jointex init - | jointex check -";

/// Look for faults in a scenario and its variants
///
/// Every fault is shown with its place and a way out, then the exit code is 3. Without faults, a line says how large the
/// scenario is, and some more what lies how far from the internet and behind which gates.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// The scenario; - for standard input.
    file: PathBuf,
}

pub fn check(arguments: &Check, screen: &Screen) -> Result<(), Failure> {
    let Written { scenario, mut sources, warnings: mut told } = read(&arguments.file, screen)?;
    let (model, found) = compile(&scenario, &sources);
    told.extend(found);
    let of_variants = check_variants(&scenario, &told, &mut sources);
    told.extend(of_variants);
    screen.show(&told, &sources);
    let Some(model) = model.filter(|_| !any_error(&told)) else { return Err(Failure::Faulty) };
    let lines =
        std::iter::once(sizes(&model, scenario.variants.len(), told.is_empty())).chain(network(&model));
    let text: String = lines.map(|line| paragraph(&line, screen.width_out())).collect();
    Output::Standard.write(&mut |out| out.write_all(text.as_bytes()))
}

/// How the network looks from the internet: what lies how many links away, and what every way there leads through.
fn network(model: &Model) -> Vec<String> {
    let Exposure { hops, chokepoints } = exposure(model);
    let mut by_distance: BTreeMap<u32, Vec<ZoneIdx>> = BTreeMap::new();
    for (zone, hops) in hops {
        by_distance.entry(hops.unwrap_or(u32::MAX)).or_default().push(zone);
    }
    let distances = by_distance.iter().map(|(hops, zones)| {
        let away = match hops {
            &u32::MAX => "no way".to_owned(),
            1 => "1 link".to_owned(),
            hops => format!("{hops} links"),
        };
        format!("  {away} from the internet: {}", some_names(model, zones))
    });
    let gates = chokepoints.iter().map(|(zone, beyond)| {
        let zone = &model.names.zones[zone.at()];
        format!("  every way to {} leads through {zone}", some_names(model, beyond))
    });
    // A network of many small organisations has a gate for each; the first few show the kind.
    distances.chain(gates.take(MOST_NAMES)).collect()
}

/// How many names a line gives, and how many gates are told.
const MOST_NAMES: usize = 6;

fn some_names(model: &Model, zones: &[ZoneIdx]) -> String {
    let mut names: Vec<&str> =
        zones.iter().take(MOST_NAMES).map(|zone| &*model.names.zones[zone.at()]).collect();
    let more = format!("{} more", zones.len().saturating_sub(MOST_NAMES));
    if zones.len() > MOST_NAMES {
        names.push(&more);
    }
    names.join(", ")
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
        (model.campaigns.len(), "campaign"),
        (model.teams.len(), "team"),
        (model.sensors.len(), "sensor"),
        (model.notices.len(), "notice"),
        (model.channels.len(), "channel"),
        (model.functions.len(), "function"),
        (model.injects.len(), "inject"),
        (model.objectives.len(), "objective"),
        (variants, "variant"),
    ];
    let said =
        counts.iter().filter(|(number, _)| *number > 0).map(|(number, thing)| counted(*number as u64, thing));
    format!("{}: {verdict}; {}{assumed}", names.scenario, said.collect::<Vec<_>>().join(", "))
}
