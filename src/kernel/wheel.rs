//! What lies ahead of the calendar's near end: entries in slots of time, the farther off the wider.
//!
//! A radix heap to the base 64 (Ahuja, Mehlhorn, Orlin and Tarjan, Faster algorithms for the shortest path problem,
//! Journal of the ACM 37, 1990), which is also a hierarchical timing wheel (Varghese and Lauck, 1987). Time is read as
//! digits of six bits. An entry lies at the level of the highest digit in which its time differs from the limit, in the slot
//! of its own digit there. It moves down a level when its slot becomes the nearest, so at most as often as there are levels,
//! and mostly two or three times; and it moves in runs, which caches like, where a heap of a million jumps.
//!
//! Slots keep their entries in blocks from one store, so that memory follows what is pending, not what each slot once held.
//!
//! **Invariant:** every entry is later than the limit, and lies in the slot that its time and the limit say.

use std::ops::Range;

use super::calendar::Entry;

/// Bits of a digit.
const BITS: u32 = 6;
/// Slots of a level.
const SLOTS: usize = 1 << BITS;
/// Digits of a time.
const LEVELS: usize = u64::BITS.div_ceil(BITS) as usize;
/// Entries of a block.
const BLOCK: usize = 32;
/// A slot of no more than so many entries is taken out as it is; moving them down first would cost more than it orders.
const FEW: usize = 4 * BLOCK;

/// So few entries are ordered best without any slots.
const HANDFUL: usize = 16;

/// Entries, by their time.
#[derive(Clone, Debug)]
pub(super) struct Wheel<E> {
    /// The last instant that is not ahead.
    limit: u64,
    /// Of each level, the slots that are not empty.
    occupied: [u64; LEVELS],
    slots: Vec<Slot>,
    /// The blocks' entries, one block after the other.
    store: Vec<Entry<E>>,
    /// Of each block, the one before it in its slot.
    before: Vec<u32>,
    /// Blocks in no slot.
    free: Vec<u32>,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The block that was begun last; the others are full.
    block: u32,
    len: u32,
}

const EMPTY: Slot = Slot { block: u32::MAX, len: 0 };

impl<E: Copy> Wheel<E> {
    pub(super) fn new() -> Wheel<E> {
        Wheel {
            limit: 0,
            occupied: [0; LEVELS],
            slots: vec![EMPTY; LEVELS * SLOTS],
            store: Vec::new(),
            before: Vec::new(),
            free: Vec::new(),
            len: 0,
        }
    }

    /// The last instant that is not ahead.
    #[inline]
    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Bytes of memory that entries take, or took at their most.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.store.capacity() * size_of::<Entry<E>>()
    }

    /// Puts in an entry, which must be later than the limit.
    #[inline]
    pub(super) fn insert(&mut self, entry: Entry<E>) {
        debug_assert!(entry.at > self.limit);
        let level = (u64::BITS - 1 - (entry.at ^ self.limit).leading_zeros()) / BITS;
        let digit = (entry.at >> (level * BITS)) as usize % SLOTS;
        self.occupied[level as usize] |= 1 << digit;
        let slot = level as usize * SLOTS + digit;
        let Slot { mut block, len } = self.slots[slot];
        let place = len as usize % BLOCK;
        if place == 0 {
            block = self.begin_block(block, entry);
        }
        self.store[block as usize * BLOCK + place] = entry;
        self.slots[slot] = Slot { block, len: len + 1 };
        self.len += 1;
    }

    /// A block that follows `before` in its slot. A new one is filled with `entry` for want of anything else.
    fn begin_block(&mut self, before: u32, entry: Entry<E>) -> u32 {
        let block = self.free.pop().unwrap_or_else(|| {
            self.store.resize(self.store.len() + BLOCK, entry);
            self.before.push(0);
            self.before.len() as u32 - 1
        });
        self.before[block as usize] = before;
        block
    }

    /// Moves the limit ahead until entries pass it, and gives those to `near`, which must be empty; does nothing if there are
    /// none. Where a handful is all there is, it all comes near.
    pub(super) fn advance(&mut self, near: &mut Vec<Entry<E>>) {
        while (near.is_empty() || near.len() + self.len <= HANDFUL)
            && let Some(level) = self.occupied.iter().position(|&slots| slots != 0)
        {
            let digit = self.occupied[level].trailing_zeros() as usize;
            self.occupied[level] &= !(1 << digit);
            let Slot { mut block, len } = std::mem::replace(&mut self.slots[level * SLOTS + digit], EMPTY);
            let mut left = len as usize;
            self.len -= left;
            self.limit = self.first_instant(level as u32, digit as u64);
            let is_near = level == 0 || left <= FEW;
            if is_near {
                // Once for all: growing would double what may be nearly all that is pending.
                near.reserve_exact(left);
            }
            while left > 0 {
                let entries = block as usize * BLOCK..block as usize * BLOCK + (left - 1) % BLOCK + 1;
                left -= entries.len();
                if is_near {
                    near.extend_from_slice(&self.store[entries]);
                } else {
                    self.move_down(entries, near);
                }
                self.free.push(block);
                block = self.before[block as usize];
            }
            // No further than what was taken out: the rest of a wide slot lies ahead as it did.
            self.limit = near.iter().map(|entry| entry.at).max().unwrap_or(self.limit);
        }
    }

    /// Entries of a slot that has become the nearest lie at lower levels from now on; those of its first instant are near.
    fn move_down(&mut self, entries: Range<usize>, near: &mut Vec<Entry<E>>) {
        for place in entries {
            let entry = self.store[place];
            if entry.at <= self.limit {
                near.push(entry);
            } else {
                self.insert(entry);
            }
        }
    }

    /// The first instant of a slot.
    fn first_instant(&self, level: u32, digit: u64) -> u64 {
        let shift = level * BITS;
        // The highest level has fewer bits than a digit.
        let above = u64::MAX.checked_shl(shift + BITS).unwrap_or(0);
        self.limit & above | digit << shift
    }

    /// Forgets all entries, and begins at instant 0 again, but keeps the memory.
    pub(super) fn clear(&mut self) {
        for (level, slots) in self.occupied.iter_mut().enumerate().filter(|(_, slots)| **slots != 0) {
            self.slots[level * SLOTS..(level + 1) * SLOTS].fill(EMPTY);
            *slots = 0;
        }
        self.store.clear();
        self.before.clear();
        self.free.clear();
        (self.limit, self.len) = (0, 0);
    }
}
