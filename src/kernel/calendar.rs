//! The calendar: which events are to come, and which of them is next.
//!
//! Events leave in one total order: by time, then by class (what kind of thing happens first within an instant), then
//! by the entity concerned, then in the order in which they were scheduled. Two runs that schedule the same events
//! therefore play them alike, whatever the heap inside looks like.
//!
//! An event scheduled for the present instant takes its place among those still pending, so it may rank before an
//! event that has already left. Hence the calendar must not be replaced by a structure that needs monotone keys.
//!
//! **Invariant:** what `pop` returns ranks before everything that is left, and no two events rank alike.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::time::SimTime;

const SEQUENCE_BITS: u32 = 32;
const ENTITY_BITS: u32 = 28;
const CLASS_BITS: u32 = 4;

/// How many classes an event may choose from: `class` is less than this.
pub const CLASSES: u8 = 1 << CLASS_BITS;
/// How many entities can be told apart: `entity` is less than this.
pub const ENTITIES: u32 = 1 << ENTITY_BITS;

/// The future event list. `E` says what is to happen: a small `Copy` value of at most 8 bytes, so that an entry has 24.
#[derive(Clone, Debug)]
pub struct Calendar<E: Copy> {
    heap: BinaryHeap<Entry<E>>,
    next_sequence: u32,
}

/// An event whose time has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fired<E> {
    /// When it happens.
    pub at: SimTime,
    /// Its class, below [`CLASSES`]; lower ones come first within an instant.
    pub class: u8,
    /// The entity it concerns, below [`ENTITIES`]; lower ones come first within a class.
    pub entity: u32,
    /// It was scheduled as the so many-th event of this run, counted from 0.
    pub sequence: u32,
    /// What happens.
    pub event: E,
}

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    at: u64,
    /// class (4 bits) | entity (28 bits) | sequence (32 bits): compared as one number.
    rank: u64,
    event: E,
}

const _: () = assert!(size_of::<Entry<u64>>() == 24);

impl<E: Copy> Calendar<E> {
    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        Calendar::with_capacity(0)
    }

    /// An empty calendar with room for `capacity` pending events before it allocates.
    pub fn with_capacity(capacity: usize) -> Calendar<E> {
        Calendar { heap: BinaryHeap::with_capacity(capacity), next_sequence: 0 }
    }

    /// Enters an event and returns its sequence number: 0 for the first of a run, then 1, 2, …
    ///
    /// # Panics
    /// When `class` or `entity` is out of range, or after 2³² events: faults of the program, which compile's limits
    /// and the event budget exclude.
    pub fn schedule(&mut self, at: SimTime, class: u8, entity: u32, event: E) -> u32 {
        assert!(class < CLASSES && entity < ENTITIES, "class {class} or entity {entity} out of range");
        let sequence = self.next_sequence;
        self.next_sequence = sequence.checked_add(1).expect("fewer than 2^32 events in a run");
        let rank = u64::from(class) << (ENTITY_BITS + SEQUENCE_BITS)
            | u64::from(entity) << SEQUENCE_BITS
            | u64::from(sequence);
        self.heap.push(Entry { at: at.micros(), rank, event });
        sequence
    }

    /// Takes out the next event, if there is any.
    pub fn pop(&mut self) -> Option<Fired<E>> {
        let Entry { at, rank, event } = self.heap.pop()?;
        Some(Fired {
            at: SimTime::from_micros(at),
            class: (rank >> (ENTITY_BITS + SEQUENCE_BITS)) as u8,
            entity: (rank >> SEQUENCE_BITS) as u32 & (ENTITIES - 1),
            sequence: rank as u32,
            event,
        })
    }

    /// When the next event happens.
    pub fn next_time(&self) -> Option<SimTime> {
        self.heap.peek().map(|entry| SimTime::from_micros(entry.at))
    }

    /// The number of pending events.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// Forgets all events and counts from 0 again, but keeps the memory for the next run.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.next_sequence = 0;
    }
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Calendar<E> {
        Calendar::new()
    }
}

impl<E> Entry<E> {
    /// One wide comparison without a branch in the heap's inner loop.
    fn key(&self) -> u128 {
        u128::from(self.at) << 64 | u128::from(self.rank)
    }
}

impl<E> Ord for Entry<E> {
    /// Reversed: std's heap gives out the greatest first.
    fn cmp(&self, other: &Entry<E>) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Entry<E>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Entry<E>) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Entry<E> {}
