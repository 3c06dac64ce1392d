//! Who plays which units of a sweep: each thread has a lane of consecutive units, and one that runs dry takes over half of the
//! longest.
//!
//! So threads are busy to the last replication, while each plays long stretches in a row: a model is compiled for one stretch,
//! and shards have few segments. A lane that reaches over several points is divided between two of them; one that is within a
//! single point is divided there, so that a big point is played by all threads at once.
//!
//! **Invariant:** each unit that was handed in is handed out once.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The units of a sweep that are still to be played.
#[derive(Debug)]
pub struct Lanes {
    /// Replications of a point.
    replications: u64,
    /// Held while units move from one lane to another, so that nobody looks for work and sees none on the way.
    refill: Mutex<Refill>,
}

#[derive(Debug)]
struct Refill {
    pending: VecDeque<Range<u64>>,
    lanes: Vec<Arc<Mutex<Range<u64>>>>,
}

/// The lane of one thread.
#[derive(Debug)]
pub struct Lane<'a> {
    all: &'a Lanes,
    own: Arc<Mutex<Range<u64>>>,
}

impl Lanes {
    /// These units, in this order.
    pub fn new(pending: Vec<Range<u64>>, replications: u64) -> Lanes {
        let refill = Refill { pending: pending.into(), lanes: Vec::new() };
        Lanes { replications, refill: Mutex::new(refill) }
    }

    /// A lane for a thread that takes part.
    pub fn join(&self) -> Lane<'_> {
        let own = Arc::new(Mutex::new(0..0));
        locked(&self.refill).lanes.push(Arc::clone(&own));
        Lane { all: self, own }
    }

    /// Where to divide what is left of a lane; the second half goes to somebody else.
    fn cut(&self, left: &Range<u64>) -> u64 {
        let middle = left.start + (left.end - left.start) / 2;
        let point = middle / self.replications * self.replications;
        let next = point + self.replications;
        // The unit before the first is under way: if it is of the same point, the model is at hand.
        match (point >= left.start, next < left.end) {
            (_, true) if point < left.start => next,
            (true, _) => point,
            _ => middle,
        }
    }
}

impl Lane<'_> {
    /// The next unit to play; none when all are taken.
    pub fn take(&self) -> Option<u64> {
        if let Some(unit) = locked(&self.own).next() {
            return Some(unit);
        }
        let mut refill = locked(&self.all.refill);
        let range = refill.pending.pop_front().or_else(|| self.take_over(&refill.lanes))?;
        let mut own = locked(&self.own);
        *own = range;
        own.next()
    }

    /// Half of the longest lane.
    fn take_over(&self, lanes: &[Arc<Mutex<Range<u64>>>]) -> Option<Range<u64>> {
        let length = |lane: &Range<u64>| lane.end - lane.start;
        loop {
            let longest = lanes.iter().max_by_key(|lane| length(&locked(lane)))?;
            let mut left = locked(longest);
            if left.is_empty() {
                // Its owner may have been at its last unit; another may still have some.
                drop(left);
                if lanes.iter().all(|lane| locked(lane).is_empty()) {
                    return None;
                }
                continue;
            }
            let cut = self.all.cut(&left);
            let taken = cut..left.end;
            left.end = cut;
            return Some(taken);
        }
    }
}

/// A thread that panicked while it held a lane ends the whole sweep anyway.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(left: Range<u64>, replications: u64, expected: u64) {
        let cut = Lanes::new(Vec::new(), replications).cut(&left);
        assert_eq!(cut, expected, "{left:?} with {replications} a point");
        assert!(left.contains(&cut), "something is handed on");
    }

    #[test]
    fn lanes_are_divided_between_points_where_they_can_be() {
        check(0..100, 10, 50);
        check(3..100, 10, 50);
        check(1..10, 10, 5);
        check(1..20, 10, 10);
        check(1..13, 10, 10);
        check(8..13, 10, 10);
        check(10..20, 10, 10);
        check(4..5, 10, 4);
        check(1..1000, 1, 500);
        check(1..1000, 5000, 500);
    }

    #[test]
    fn each_unit_is_handed_out_once_to_any_number_of_threads() {
        for threads in [1, 2, 5] {
            let lanes = Lanes::new(vec![0..1000, 1500..1507, 2000..2001], 30);
            let mut taken: Vec<u64> = std::thread::scope(|scope| {
                let play = || {
                    let lane = lanes.join();
                    std::iter::from_fn(|| lane.take()).collect::<Vec<u64>>()
                };
                let threads: Vec<_> = (0..threads).map(|_| scope.spawn(play)).collect();
                threads.into_iter().flat_map(|thread| thread.join().expect("it takes")).collect()
            });
            taken.sort_unstable();
            let expected: Vec<u64> = (0..1000).chain(1500..1507).chain([2000]).collect();
            assert_eq!(taken, expected);
        }
    }
}
