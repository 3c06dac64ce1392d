//! `jointex merge`: makes the tables of a sweep that was played in shards.
//!
//! **Invariant:** there are tables only of everything; what is missing is named.

use super::failure::Failure;
use super::screen::Screen;
use crate::measure::counted;
use crate::study::{Folder, Index, Manifest, Refusal, make_tables, missing};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  jointex sweep study.ron -o out --shard 1/2
  jointex sweep study.ron -o out --shard 2/2
  jointex merge out";

/// Make the tables of a sweep that was played in shards
///
/// They are the same as those of one machine, byte for byte, however the sweep was divided. Shards that were played elsewhere are
/// copied into the folder `shards` first.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Merge {
    /// The folder that the shards were played into.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn merge(arguments: &Merge, screen: &Screen) -> Result<(), Failure> {
    let (folder, manifest, index) = finished(&arguments.folder, "merge", screen)?;
    tabulate(&folder, &manifest, &index, screen)
}

/// How many of what is missing are named.
const MOST: usize = 20;

/// A folder that has everything, to `be` used so; what is missing is named.
pub fn finished(path: &Path, be: &str, screen: &Screen) -> Result<(Folder, Manifest, Index), Failure> {
    let (folder, manifest) = Folder::begun(path).map_err(|refusal| refused(path, refusal))?;
    let index = Index::read(&folder, manifest.identity()).map_err(|refusal| refused(path, refusal))?;
    for name in &index.torn {
        screen.complain(&format!("{name} is damaged"));
    }
    let plan = &manifest.plan;
    let gaps = index.gaps(0..plan.runs());
    if gaps.is_empty() {
        return Ok((folder, manifest, index));
    }
    let missing = missing(&index, &gaps, plan.runs(), plan.replications);
    let told = match missing.len() {
        0..=MOST => missing.join(", "),
        more => format!("{} and {} more", missing[..MOST].join(", "), more - MOST),
    };
    let way = if index.parts.iter().any(|part| part.of > 1) { "--shard" } else { "--resume" };
    let why = format!("it lacks {told}; play that first: the same `jointex sweep` with {way} does");
    let error = io::Error::new(io::ErrorKind::InvalidData, why);
    Err(Failure::World { what: format!("cannot {be} {}", path.display()), error })
}

/// Makes the tables of a folder that has everything.
pub fn tabulate(folder: &Folder, manifest: &Manifest, index: &Index, screen: &Screen) -> Result<(), Failure> {
    let path = folder.path().display();
    let world = |error| Failure::World { what: format!("cannot write the tables of {path}"), error };
    make_tables(folder, manifest, index).map_err(world)?;
    screen.remark(&format!(
        "{} in {path}: results and points as CSV and Parquet, and summary.csv",
        counted(manifest.plan.points.len() as u64, "point")
    ));
    Ok(())
}

/// Why a folder can't be used, and the way out.
pub fn refused(path: &Path, refusal: Refusal) -> Failure {
    let name = path.display();
    match refusal {
        Refusal::World(what, error) => Failure::World { what, error },
        Refusal::Begun => Failure::Usage(format!(
            "{name} has a sweep already: --resume goes on with it, or give another folder"
        )),
        Refusal::NotOurs => Failure::Usage(format!(
            "{name} has files that are of no sweep: give a folder that is new or empty"
        )),
        Refusal::NoManifest(why) => Failure::Unreadable(why),
        Refusal::Changed(changes) => Failure::Usage(format!(
            "{name} was begun with something else: {}; give another folder, or take the changes back",
            changes.join(", ")
        )),
        Refusal::Foreign(names) => Failure::Unreadable(format!(
            "{name} has shards of another sweep, or other files among its shards: {}; move them away",
            names.join(", ")
        )),
        Refusal::Played(part) => {
            let what = part.map_or(String::new(), |part| format!("shard {}/{} ", part.number, part.of));
            Failure::Usage(format!(
                "another `jointex sweep` is playing {what}into {name}: wait until it has ended, or end it; then the same command \
                 goes on with what it has committed"
            ))
        }
    }
}
