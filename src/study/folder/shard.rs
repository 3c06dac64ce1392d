//! A shard: some replications of a sweep in a file of their own, with what their rows tell of.
//!
//! A sweep numbers its replications in one row: unit u is replication u mod R + 1 of point u div R + 1, with R replications a
//! point. A shard holds segments of consecutive units. It is named after the first unit and a hash of the segments, so that a
//! shard that is played again takes its own place.
//!
//! Its bytes: [`MAGIC`]; what it belongs to ([`Stamp`]); the lists that rows tell of; the segments; their records; and a checksum
//! (SipHash 1-3) of all before.
//!
//! **Invariant:** a shard says by itself whether it is whole and which sweep it is of.

use super::encode::{Taker, put_whole};
use super::records::{put_listed, put_played, take_listed};
use crate::study::{Listed, Played};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

const MAGIC: &[u8] = b"jointex shard 1\n";
const CHECKSUM: usize = size_of::<u64>();
/// What the names of shards end with.
pub const SUFFIX: &str = ".shard";

/// What a shard belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Hash of the manifest, without what may differ from one machine to the next.
    pub identity: u64,
    /// Which of how many parts of the sweep it was played for, from 1; 1 of 1 if it was not divided.
    pub part: Part,
}

/// A part of a sweep that is played by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Which one, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Default for Part {
    /// All of it.
    fn default() -> Part {
        Part { number: 1, of: 1 }
    }
}

impl Part {
    /// Its units, of `units` in all. Parts differ by one unit at most.
    pub fn units(self, units: u64) -> std::ops::Range<u64> {
        let end = |number: u32| (u128::from(units) * u128::from(number) / u128::from(self.of)) as u64;
        end(self.number - 1)..end(self.number)
    }
}

/// Consecutive units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The first.
    pub start: u64,
    /// How many, at least one.
    pub count: u64,
    /// Which of the shard's lists their rows tell of.
    pub list: usize,
    /// Where their records begin in the file.
    pub offset: u64,
    /// How many bytes they take.
    pub bytes: u64,
}

/// A shard that is being filled.
#[derive(Debug, Default)]
pub struct Draft {
    lists: Vec<Vec<u8>>,
    segments: Vec<Segment>,
    records: Vec<u8>,
}

impl Draft {
    /// Whether it has no replication.
    pub const fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// How many bytes it has.
    pub const fn bytes(&self) -> usize {
        self.records.len()
    }

    /// The place of a list among those of the shard, where it is put if it is new.
    pub fn list(&mut self, listed: &Listed) -> usize {
        let mut written = Vec::new();
        put_listed(&mut written, listed);
        self.lists.iter().position(|other| *other == written).unwrap_or_else(|| {
            self.lists.push(written);
            self.lists.len() - 1
        })
    }

    /// Takes in the replication of a unit.
    pub fn add(&mut self, unit: u64, list: usize, played: &Played) {
        let before = self.records.len() as u64;
        put_played(&mut self.records, played);
        let bytes = self.records.len() as u64 - before;
        match self.segments.last_mut() {
            Some(last) if last.start + last.count == unit && last.list == list => {
                last.count += 1;
                last.bytes += bytes;
            }
            _ => self.segments.push(Segment { start: unit, count: 1, list, offset: before, bytes }),
        }
    }

    /// The name and the bytes of the shard.
    pub fn finish(self, stamp: Stamp) -> (String, Vec<u8>) {
        let mut head = Vec::new();
        put_whole(&mut head, self.segments.len() as u64);
        for segment in &self.segments {
            for number in [segment.start, segment.count, segment.list as u64, segment.bytes] {
                put_whole(&mut head, number);
            }
        }
        let name =
            format!("{:012}-{:016x}{SUFFIX}", self.segments.first().map_or(0, |it| it.start), hash(&head));
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&stamp.identity.to_le_bytes());
        put_whole(&mut out, u64::from(stamp.part.number));
        put_whole(&mut out, u64::from(stamp.part.of));
        put_whole(&mut out, self.lists.len() as u64);
        self.lists.iter().for_each(|list| out.extend_from_slice(list));
        out.extend_from_slice(&head);
        out.extend_from_slice(&self.records);
        let checksum = hash(&out);
        out.extend_from_slice(&checksum.to_le_bytes());
        (name, out)
    }
}

/// What stands in a shard, without the records.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// What it belongs to.
    pub stamp: Stamp,
    /// What rows tell of.
    pub lists: Vec<Listed>,
    /// In the order in which they were played.
    pub segments: Vec<Segment>,
}

/// Whether a file is named as a shard.
pub fn is_named(name: &str) -> bool {
    let digits = |text: &str, count| text.len() >= count && text.bytes().all(|it| it.is_ascii_hexdigit());
    name.strip_suffix(SUFFIX)
        .and_then(|name| name.split_once('-'))
        .is_some_and(|(start, hash)| digits(start, 12) && digits(hash, 16))
}

/// Whether a shard is as it was committed.
pub fn is_whole(bytes: &[u8]) -> bool {
    let body = bytes.len().checked_sub(CHECKSUM).and_then(|end| bytes.split_at_checked(end));
    body.is_some_and(|(body, checksum)| hash(body).to_le_bytes() == checksum)
}

/// Reads a shard that is whole; none if this program can't.
pub fn contents(bytes: &[u8]) -> Option<Contents> {
    let (body, _) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    let mut from = Taker::new(body.strip_prefix(MAGIC)?);
    let identity = from.fixed()?;
    let part = Part { number: u32::try_from(from.whole()?).ok()?, of: u32::try_from(from.whole()?).ok()? };
    let lists: Vec<Listed> = (0..from.count()?).map(|_| take_listed(&mut from)).collect::<Option<_>>()?;
    let mut segments = Vec::new();
    for _ in 0..from.count()? {
        let [start, count, list, bytes] = [from.whole()?, from.whole()?, from.whole()?, from.whole()?];
        start.checked_add(count)?;
        let list = usize::try_from(list).ok().filter(|list| *list < lists.len())?;
        segments.push(Segment { start, count, list, offset: 0, bytes });
    }
    let mut offset = (body.len() - from.left()) as u64;
    for segment in &mut segments {
        segment.offset = offset;
        offset = offset.checked_add(segment.bytes)?;
    }
    (offset == body.len() as u64).then_some(Contents { stamp: Stamp { identity, part }, lists, segments })
}

/// SipHash 1-3 of bytes, with key 0.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::SimTime;
    use crate::sim::Ending;

    fn drafted(units: &[u64]) -> (String, Vec<u8>) {
        let mut draft = Draft::default();
        let list = draft.list(&Listed { measures: Vec::new(), regular: 0, objectives: Vec::new() });
        for unit in units {
            let played = Played {
                number: 1,
                ending: Ending::EndEx,
                fingerprint: *unit,
                events: 1,
                first_declaration: SimTime::MAX,
                values: Vec::new(),
                causes: Vec::new(),
                verdicts: Vec::new(),
            };
            draft.add(*unit, list, &played);
        }
        draft.finish(Stamp { identity: 5, part: Part { number: 2, of: 3 } })
    }

    #[test]
    fn a_shard_tells_its_segments() {
        let (name, bytes) = drafted(&[7, 8, 9, 12]);
        assert!(is_named(&name) && name.starts_with("000000000007-"), "{name}");
        let contents = contents(&bytes).expect("it is whole");
        assert_eq!(contents.stamp, Stamp { identity: 5, part: Part { number: 2, of: 3 } });
        let segments: Vec<(u64, u64)> = contents.segments.iter().map(|it| (it.start, it.count)).collect();
        assert_eq!(segments, [(7, 3), (12, 1)]);
        assert_ne!(name, drafted(&[7, 8, 9, 13]).0);
    }

    #[test]
    fn any_damage_is_noticed() {
        let (_, bytes) = drafted(&[3, 4]);
        for at in 0..bytes.len() {
            assert!(!is_whole(&bytes[..at]), "cut off at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(!is_whole(&damaged), "a bit turned at {at}");
        }
        assert!(is_whole(&bytes));
    }

    #[test]
    fn what_another_program_committed_is_whole_and_not_read() {
        let (_, bytes) = drafted(&[3, 4]);
        let mut body = bytes[..bytes.len() - CHECKSUM].to_vec();
        body[0] ^= 1;
        let checksum = hash(&body).to_le_bytes();
        body.extend(checksum);
        assert!(is_whole(&body) && contents(&body).is_none());
    }

    #[test]
    fn parts_share_all_units_out() {
        for (units, of) in [(0, 3), (1, 3), (10, 3), (7, 7), (u64::MAX, 5)] {
            let parts: Vec<_> = (1..=of).map(|number| Part { number, of }.units(units)).collect();
            assert_eq!((parts[0].start, parts[of as usize - 1].end), (0, units));
            assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
