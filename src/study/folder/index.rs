//! What the shards of a folder hold, and where.
//!
//! The index keeps a few numbers for each segment and each distinct list, so it stays small; records are read from the files
//! when they are asked for, a segment at a time.
//!
//! **Invariant:** replications are handed out in the order of their units, each once, however many shards have them.

use super::encode::Taker;
use super::records::take_played;
use super::shard::{self, Part, Segment};
use super::{Folder, Refusal, whole};
use crate::study::{Listed, Played};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

/// What the shards of a folder hold.
#[derive(Debug, Default)]
pub struct Index {
    /// Names of files that were shards and are damaged.
    pub torn: Vec<String>,
    /// The parts that the shards were played for.
    pub parts: BTreeSet<Part>,
    lists: Vec<Listed>,
    files: Vec<PathBuf>,
    /// In the order of their units; with the file of each.
    segments: Vec<(Segment, usize)>,
}

impl Index {
    /// Reads every shard of a folder, of a sweep with this identity.
    ///
    /// # Errors
    /// A file can't be read, or is none of this sweep's.
    pub fn read(folder: &Folder, identity: u64) -> Result<Index, Refusal> {
        let world =
            |path: PathBuf| move |error| Refusal::World(format!("cannot read {}", path.display()), error);
        let shards = folder.shards();
        let mut names = Vec::new();
        for entry in fs::read_dir(&shards).map_err(world(shards.clone()))? {
            names.push(entry.map_err(world(shards.clone()))?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let mut index = Index::default();
        let mut foreign = Vec::new();
        for name in names.into_iter().filter(|name| !name.starts_with(whole::PASSING)) {
            if !shard::is_named(&name) {
                foreign.push(name);
                continue;
            }
            let path = shards.join(&name);
            let bytes = match fs::read(&path) {
                // Another process has removed it meanwhile, as damaged.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                read => read.map_err(world(path.clone()))?,
            };
            match shard::contents(&bytes) {
                _ if !shard::is_whole(&bytes) => index.torn.push(name),
                Some(contents) if contents.stamp.identity == identity => index.take_in(path, contents),
                // Of another sweep, or of a program that writes what this one can't read.
                _ => foreign.push(name),
            }
        }
        if !foreign.is_empty() {
            return Err(Refusal::Foreign(foreign));
        }
        index.segments.sort_by_key(|(segment, file)| (segment.start, segment.count, *file));
        Ok(index)
    }

    fn take_in(&mut self, path: PathBuf, contents: shard::Contents) {
        let file = self.files.len();
        self.files.push(path);
        self.parts.insert(contents.stamp.part);
        let mut places = Vec::new();
        for list in contents.lists {
            let known = self.lists.iter().position(|other| *other == list);
            places.push(known.unwrap_or(self.lists.len()));
            if known.is_none() {
                self.lists.push(list);
            }
        }
        let placed = |segment: Segment| (Segment { list: places[segment.list], ..segment }, file);
        self.segments.extend(contents.segments.into_iter().map(placed));
    }

    /// What the rows of the shards tell of, each list once.
    pub fn lists(&self) -> &[Listed] {
        &self.lists
    }

    /// The units of `range` that no shard has, as ranges in order.
    pub fn gaps(&self, range: Range<u64>) -> Vec<Range<u64>> {
        let mut gaps = Vec::new();
        let mut at = range.start;
        for (segment, _) in &self.segments {
            let (start, end) = (segment.start.min(range.end), (segment.start + segment.count).min(range.end));
            if start > at {
                gaps.push(at..start);
            }
            at = at.max(end);
        }
        if at < range.end {
            gaps.push(at..range.end);
        }
        gaps
    }

    /// Hands every replication to `each`, with its unit and what its rows tell of; `replications` are those of a point. `each`
    /// returns whether to go on.
    ///
    /// # Errors
    /// Those of the system and of `each`.
    pub fn each(
        &self,
        replications: u64,
        each: &mut dyn FnMut(u64, &Listed, &Played) -> io::Result<bool>,
    ) -> io::Result<()> {
        let mut next = 0;
        let mut open: Option<(usize, File)> = None;
        for (segment, file) in &self.segments {
            if segment.start + segment.count <= next {
                continue;
            }
            if open.as_ref().is_none_or(|(number, _)| number != file) {
                open = Some((*file, File::open(&self.files[*file])?));
            }
            let Some((_, from)) = &mut open else { continue };
            let mut bytes = vec![0; segment.bytes as usize];
            from.seek(SeekFrom::Start(segment.offset))?;
            from.read_exact(&mut bytes)?;
            let mut taker = Taker::new(&bytes);
            for unit in segment.start..segment.start + segment.count {
                let listed = &self.lists[segment.list];
                let played = take_played(&mut taker, unit % replications + 1, listed);
                let changed = || io::Error::other(format!("{} changed", self.files[*file].display()));
                let played = played.ok_or_else(changed)?;
                if unit >= next && !each(unit, listed, &played)? {
                    return Ok(());
                }
            }
            next = segment.start + segment.count;
        }
        Ok(())
    }

    /// Removes the damaged files, so that what they held can be played again.
    ///
    /// # Errors
    /// Those of the system.
    pub fn remove_torn(&self, folder: &Folder) -> io::Result<()> {
        self.torn.iter().try_for_each(|name| {
            let path = folder.shards().join(name);
            // Another process may have removed it, and played it again, since it was looked at.
            let torn = fs::read(&path).is_ok_and(|bytes| !shard::is_whole(&bytes));
            match if torn { fs::remove_file(&path) } else { Ok(()) } {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed,
            }
        })
    }
}

/// What is missing, in words: the parts that lack something where the sweep was divided, else the replications of points.
pub fn missing(index: &Index, gaps: &[Range<u64>], units: u64, replications: u64) -> Vec<String> {
    let of = index.parts.iter().map(|part| part.of).max().unwrap_or(1);
    if of > 1 {
        // Parts beyond the number of replications are empty.
        let parts = (1..=of).map(|number| Part { number, of }).filter(|part| !part.units(units).is_empty());
        let lacking = parts.filter(|part| {
            let own = part.units(units);
            gaps.iter().any(|gap| gap.start < own.end && own.start < gap.end)
        });
        return lacking.map(|part| format!("shard {}/{}", part.number, part.of)).collect();
    }
    let place = |unit: u64| (unit / replications + 1, unit % replications + 1);
    let told = |gap: &Range<u64>| match (place(gap.start), place(gap.end - 1)) {
        ((first, from), (last, to)) if first == last => {
            format!("replications {from} to {to} of point {first}")
        }
        ((first, from), (last, to)) => {
            format!("from replication {from} of point {first} to replication {to} of point {last}")
        }
    };
    gaps.iter().map(told).collect()
}
