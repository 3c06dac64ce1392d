//! The calendar: which events are to come, and which of them is next.
//!
//! Events leave in one total order: by time, then by class (what kind of thing happens first within an instant), then
//! by the entity concerned, then in the order in which they were scheduled. Two runs that schedule the same events
//! therefore play them alike, whatever the heap inside looks like.
//!
//! An event scheduled for the present instant takes its place among those still pending, so it may rank before an
//! event that has already left. Time itself never runs back, and that is what makes the calendar fast: only the nearest
//! events lie in a heap, all others in slots of time (`wheel`), in no order until their time comes. Events for an instant
//! that has passed would leave in the right order too, but slowly.
//!
//! **Invariant:** what `pop` returns ranks before everything that is left, and no two events rank alike.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::time::SimTime;
use super::wheel::Wheel;

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
    /// What is not later than the wheel's limit.
    near: BinaryHeap<Entry<E>>,
    ahead: Wheel<E>,
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
pub(super) struct Entry<E> {
    /// Microseconds since the start.
    pub(super) at: u64,
    /// class (4 bits) | entity (28 bits) | sequence (32 bits): compared as one number.
    rank: u64,
    event: E,
}

const _: () = assert!(size_of::<Entry<u64>>() == 24);

impl<E: Copy> Calendar<E> {
    /// An empty calendar.
    pub fn new() -> Calendar<E> {
        Calendar { near: BinaryHeap::new(), ahead: Wheel::new(), next_sequence: 0 }
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
        let entry = Entry { at: at.micros(), rank, event };
        if entry.at <= self.ahead.limit() {
            self.near.push(entry);
        } else {
            self.ahead.insert(entry);
        }
        sequence
    }

    /// Takes out the next event, if there is any.
    pub fn pop(&mut self) -> Option<Fired<E>> {
        self.fetch();
        let Entry { at, rank, event } = self.near.pop()?;
        Some(Fired {
            at: SimTime::from_micros(at),
            class: (rank >> (ENTITY_BITS + SEQUENCE_BITS)) as u8,
            entity: entity(rank),
            sequence: rank as u32,
            event,
        })
    }

    /// When the next event happens.
    pub fn next_time(&mut self) -> Option<SimTime> {
        self.fetch();
        self.near.peek().map(|entry| SimTime::from_micros(entry.at))
    }

    /// Sees to it that the next event is near, if there is any; true if events came near that were not.
    #[inline]
    pub fn fetch(&mut self) -> bool {
        self.near.is_empty() && self.fetch_ahead()
    }

    #[cold]
    fn fetch_ahead(&mut self) -> bool {
        let mut near = std::mem::take(&mut self.near).into_vec();
        self.ahead.advance(&mut near);
        self.near = BinaryHeap::from(near);
        !self.near.is_empty()
    }

    /// The events that are near and the entities they concern, in no order.
    pub fn near(&self) -> impl Iterator<Item = (u32, E)> {
        self.near.iter().map(|entry| (entity(entry.rank), entry.event))
    }

    /// The number of pending events.
    pub fn len(&self) -> usize {
        self.near.len() + self.ahead.len()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory that pending events take, or took at their most.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.near.capacity() * size_of::<Entry<E>>() + self.ahead.bytes()
    }

    /// Forgets all events and counts from 0 again, but keeps the memory for the next run.
    pub fn clear(&mut self) {
        self.near.clear();
        self.ahead.clear();
        self.next_sequence = 0;
    }
}

fn entity(rank: u64) -> u32 {
    (rank >> SEQUENCE_BITS) as u32 & (ENTITIES - 1)
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
    use std::collections::BTreeSet;

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

    /// Schedules events at ever wider distances, takes out half of them, and schedules as many again.
    fn work(calendar: &mut Calendar<u32>) {
        for index in 0..4000 {
            assert_eq!(calendar.schedule(at(u64::from(index).pow(3)), 0, 0, index), index);
        }
        for index in 0..2000 {
            let fired = calendar.pop().expect("half of them are left");
            assert_eq!(fired.event, index);
            calendar.schedule(at(fired.at.micros() * 2 + (1 << 40)), 0, 1, index);
        }
    }

    #[test]
    fn clearing_forgets_events_and_counts_from_zero_but_keeps_the_memory() {
        let mut calendar = Calendar::new();
        work(&mut calendar);
        let bytes = calendar.bytes();
        calendar.clear();
        assert!(calendar.is_empty() && calendar.next_time().is_none());
        work(&mut calendar);
        assert_eq!(calendar.bytes(), bytes);
        calendar.clear();
        assert_eq!(calendar.schedule(at(7), 2, 5, 42), 0);
        assert_eq!(calendar.len(), 1);
        let expected = Fired { at: at(7), class: 2, entity: 5, sequence: 0, event: 42 };
        assert_eq!(calendar.pop(), Some(expected));
    }

    #[test]
    fn never_is_the_last_instant() {
        let mut calendar = Calendar::new();
        for time in [u64::MAX, 1 << 63, u64::MAX - 1, 0, u64::MAX] {
            calendar.schedule(at(time), 0, 0, ());
        }
        let left: Vec<u32> = std::iter::from_fn(|| calendar.pop()).map(|fired| fired.sequence).collect();
        assert_eq!(left, [3, 1, 2, 0, 4]);
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn an_entity_that_would_spill_into_the_class_is_our_fault() {
        Calendar::new().schedule(at(0), 0, ENTITIES, ());
    }

    /// Distances of every size, so that slots of every level are met, and many that are alike.
    fn distance() -> impl Strategy<Value = u64> {
        prop_oneof![
            0..4u64,
            0..300u64,
            (0..64u32, 0..3u64).prop_map(|(bits, more)| (more << bits) | 1 << bits)
        ]
    }

    /// So many events at once: mostly one, now and then more than are taken out of a slot as they are.
    fn burst() -> impl Strategy<Value = u64> {
        prop_oneof![8 => Just(1), 1 => 2..400u64]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        /// Against a sorted set: `None` pops, `Some` schedules events at distances from what left last, now and then before it.
        /// Few distinct classes and entities, so that ties are frequent.
        #[test]
        fn agrees_with_a_sorted_set(
            steps in prop::collection::vec(
                prop::option::weighted(0.4, (burst(), distance(), distance(), 0..3u8, 0..3u32)), 0..400),
            back in 0..10u64,
        ) {
            let mut calendar = Calendar::new();
            let mut set = BTreeSet::new();
            let mut now = 0u64;
            let drain = std::iter::repeat_n(None, 400 * 400);
            for step in steps.into_iter().chain(drain) {
                match step {
                    Some((burst, distance, apart, class, entity)) => for number in 0..burst {
                        let later = distance.saturating_add(apart.saturating_mul(number) / burst);
                        let time = now.saturating_sub(back).saturating_add(later);
                        let sequence = calendar.schedule(at(time), class, entity, time);
                        set.insert((at(time), class, entity, sequence));
                    },
                    None => {
                        let fired = calendar.pop();
                        prop_assert_eq!(fired.map(|f| (f.at, f.class, f.entity, f.sequence)), set.pop_first());
                        let Some(fired) = fired else { continue };
                        prop_assert_eq!(fired.event, fired.at.micros());
                        now = fired.at.micros();
                    }
                }
                prop_assert_eq!(calendar.len(), set.len());
                prop_assert_eq!(calendar.next_time(), set.first().map(|entry| entry.0));
            }
        }
    }
}
