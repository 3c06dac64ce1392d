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
    #[inline]
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(micros: u64) -> SimTime {
        SimTime::from_micros(micros)
    }

    /// Schedules (time, class, entity) in the given order and compares the sequence numbers in the order of leaving.
    #[track_caller]
    fn check(events: &[(u64, u8, u32)], expected: &[u32]) {
        let mut calendar = Calendar::new();
        for &(time, class, entity) in events {
            calendar.schedule(at(time), class, entity, ());
        }
        let left: Vec<u32> = std::iter::from_fn(|| calendar.pop()).map(|fired| fired.sequence).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn time_comes_before_class_before_entity_before_sequence() {
        check(&[(2, 0, 0), (1, 1, 0), (1, 0, 7), (1, 0, 3), (1, 0, 3), (0, 15, 9)], &[5, 3, 4, 2, 1, 0]);
    }

    #[test]
    fn the_largest_entity_stays_within_its_class() {
        check(&[(1, 1, 0), (1, 0, ENTITIES - 1)], &[1, 0]);
    }

    #[test]
    fn an_event_for_the_present_instant_takes_its_place_among_the_pending() {
        let mut calendar = Calendar::new();
        calendar.schedule(at(5), 3, 0, 'a');
        calendar.schedule(at(5), 9, 0, 'c');
        assert_eq!(calendar.pop().map(|fired| fired.event), Some('a'));
        // Ranks before what is pending, and even before what has just left.
        calendar.schedule(at(5), 1, 0, 'b');
        assert_eq!(calendar.next_time(), Some(at(5)));
        assert_eq!(calendar.pop().map(|fired| fired.event), Some('b'));
        assert_eq!(calendar.pop().map(|fired| fired.event), Some('c'));
        assert_eq!(calendar.pop(), None);
    }

    #[test]
    fn clearing_forgets_events_and_counts_from_zero_but_keeps_the_memory() {
        let mut calendar = Calendar::new();
        for index in 0..1000 {
            assert_eq!(calendar.schedule(at(1), 0, 0, index), index);
        }
        let capacity = calendar.heap.capacity();
        calendar.clear();
        assert!(calendar.is_empty() && calendar.next_time().is_none());
        assert_eq!(calendar.heap.capacity(), capacity);
        assert_eq!(calendar.schedule(at(7), 2, 5, 42), 0);
        assert_eq!(calendar.len(), 1);
        let expected = Fired { at: at(7), class: 2, entity: 5, sequence: 0, event: 42 };
        assert_eq!(calendar.pop(), Some(expected));
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn an_entity_that_would_spill_into_the_class_is_our_fault() {
        Calendar::new().schedule(at(0), 0, ENTITIES, ());
    }

    proptest! {
        /// Against a sorted list: `None` pops, `Some` schedules. Few distinct values, so that ties are frequent.
        #[test]
        fn agrees_with_a_sorted_list(steps in prop::collection::vec(prop::option::of((0..4u64, 0..3u8, 0..3u32)), 0..300)) {
            let mut calendar = Calendar::new();
            let mut list = Vec::new();
            for step in steps {
                match step {
                    Some((time, class, entity)) => {
                        let sequence = calendar.schedule(at(time), class, entity, time);
                        list.push((at(time), class, entity, sequence));
                        list.sort();
                    }
                    None => {
                        let fired = calendar.pop();
                        let expected = if list.is_empty() { None } else { Some(list.remove(0)) };
                        prop_assert_eq!(fired.map(|f| (f.at, f.class, f.entity, f.sequence)), expected);
                        prop_assert!(fired.is_none_or(|f| f.event == f.at.micros()));
                    }
                }
                prop_assert_eq!(calendar.len(), list.len());
                prop_assert_eq!(calendar.next_time(), list.first().map(|entry| entry.0));
            }
        }
    }
}
