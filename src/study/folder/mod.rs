//! The folder of a sweep: a manifest, shards with what has been played, and in the end the tables.
//!
//! - `manifest.json`: what the folder is of ([`Manifest`]).
//! - `shards/`: committed results, each file whole and with a checksum ([`Draft`], [`Index`]).
//! - `results`, `points` and `summary`: the tables, made of the shards in the order of the design.
//!
//! Any number of processes may play parts into a folder at once: each commits files of its own, and what two of them played is the
//! same to the bit. Who goes on with the whole sweeps up what others left unfinished, so nobody else may be playing then, and a
//! part is played by one process: locks see to that ([`Held`]) where the file system knows them.
//!
//! **Invariant:** what was committed stays; the tables are a function of the manifest and of what the shards say, never of how
//! the work was divided or interrupted.

mod encode;
mod index;
mod lock;
mod manifest;
mod records;
mod shard;
mod whole;

pub use index::{Index, missing};
pub use lock::Held;
pub use manifest::{Environment, Input, Manifest, SCHEMA};
pub use shard::{Draft, Part, Stamp};
pub use whole::{Whole, beside, folder};

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const SHARDS: &str = "shards";

/// The files of a folder that are the sweep's own, whether they are there yet or not; shards stand in a folder of theirs.
pub fn own_files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::once(MANIFEST).chain(super::TABLES).map(|name| folder.join(name))
}

/// The folder of a sweep.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// How a folder is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It must be new or empty.
    New,
    /// What is in it is continued.
    Resumed,
    /// One of several processes plays its part: what the others did is welcome.
    Shared,
}

/// Why a folder can't be used.
#[derive(Debug)]
pub enum Refusal {
    /// The system said no; what was tried.
    World(String, io::Error),
    /// It has results already, and nobody asked to go on with them.
    Begun,
    /// It has files, but none of ours.
    NotOurs,
    /// There is no manifest that can be read; why.
    NoManifest(String),
    /// It was begun with something else; what has changed.
    Changed(Vec<String>),
    /// Files among the shards that don't belong to it.
    Foreign(Vec<String>),
    /// Another process plays into it: this part, or what can't be played beside.
    Played(Option<Part>),
}

impl Folder {
    /// Enters a folder to play `manifest` in it; makes it where there is none.
    ///
    /// # Errors
    /// It is not empty, or was begun with something else, and the like.
    pub fn enter(path: &Path, manifest: &Manifest, entry: Entry) -> Result<Folder, Refusal> {
        let world = |what: &str| {
            let what = format!("cannot {what} {}", path.display());
            move |error| Refusal::World(what, error)
        };
        let folder = Folder { path: path.to_owned() };
        // Asked first: a manifest that another process commits meanwhile is seen by the next question.
        let untouched = folder.is_untouched().map_err(world("read"))?;
        let begun = path.join(MANIFEST).exists();
        match (begun, untouched) {
            (false, false) => return Err(Refusal::NotOurs),
            (true, _) if entry == Entry::New => return Err(Refusal::Begun),
            _ => fs::create_dir_all(folder.shards()).map_err(world("make the folder"))?,
        }
        if !begun {
            let mut out = Whole::new(&path.join(MANIFEST)).map_err(world("write into"))?;
            let committed = out.write_all(manifest.written().as_bytes()).and_then(|()| out.commit(false));
            match committed {
                Ok(()) => return Ok(folder),
                // Another process was faster: what it wrote counts.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(world("write into")(error)),
            }
        }
        let changes = manifest.changes_since(&folder.manifest()?);
        if changes.is_empty() { Ok(folder) } else { Err(Refusal::Changed(changes)) }
    }

    /// A folder that was begun, with its manifest.
    ///
    /// # Errors
    /// There is no manifest, or it can't be read.
    pub fn begun(path: &Path) -> Result<(Folder, Manifest), Refusal> {
        let folder = Folder { path: path.to_owned() };
        let manifest = folder.manifest()?;
        Ok((folder, manifest))
    }

    fn manifest(&self) -> Result<Manifest, Refusal> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Refusal::NoManifest(format!(
                    "there is no sweep in {}, for it has no {MANIFEST}: name the folder that `jointex sweep -o` was given",
                    self.path.display()
                )));
            }
            Err(error) => return Err(Refusal::World(format!("cannot read {}", path.display()), error)),
        };
        let version = serde_json::from_str::<serde_json::Value>(&text).ok();
        let version = version.as_ref().and_then(|value| value.get("schema_version")?.as_u64());
        match (serde_json::from_str(&text), version) {
            (Ok(manifest), Some(version))
                if version == u64::from(SCHEMA) && Manifest::is_sound(&manifest) =>
            {
                Ok(manifest)
            }
            (_, Some(version)) if version != u64::from(SCHEMA) => Err(Refusal::NoManifest(format!(
                "{} has layout {version}, and this jointex reads layout {SCHEMA}",
                path.display()
            ))),
            _ => Err(Refusal::NoManifest(format!("{} is no manifest of a sweep", path.display()))),
        }
    }

    /// Whether it is not there, or nothing is in it but what a process that was ended at once left behind.
    fn is_untouched(&self) -> io::Result<bool> {
        let of_ours = |name: &str| name.starts_with(whole::PASSING) || name == SHARDS;
        let none = |path: &Path| -> io::Result<bool> {
            let entries = match fs::read_dir(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
                entries => entries?,
            };
            let mut names = entries.map(|entry| entry.map(|entry| entry.file_name()));
            names.try_fold(true, |none, name| Ok(none && of_ours(&name?.to_string_lossy())))
        };
        Ok(none(&self.path)? && none(&self.shards())?)
    }

    /// Commits a shard.
    ///
    /// # Errors
    /// Those of the system; nothing is left of the shard then.
    pub fn commit(&self, draft: Draft, stamp: Stamp) -> io::Result<()> {
        let (name, bytes) = draft.finish(stamp);
        let mut out = Whole::new(&self.shards().join(name))?;
        out.write_all(&bytes)?;
        out.commit(true)
    }

    /// Removes what processes that were ended left unfinished. Nobody else may be playing into the folder, which is therefore
    /// [held](Folder::hold) first.
    pub fn sweep_up(&self) {
        for folder in [&self.path, &self.shards()] {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let passes = |name: &str| name.starts_with(whole::PASSING) && !name.ends_with(lock::SUFFIX);
            let passing = entries.filter(|it| passes(&it.file_name().to_string_lossy()));
            // What can't be removed does no harm.
            passing.for_each(|entry| drop(fs::remove_file(entry.path())));
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn shards(&self) -> PathBuf {
        self.path.join(SHARDS)
    }
}
