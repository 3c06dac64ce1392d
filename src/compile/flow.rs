//! Whether an attack flow can run: which of its steps can start, and whether it can loop without time passing.
//!
//! **Invariant:** every function takes a step's predecessors by number, in any order, and terminates on any graph.

use crate::model::Join;

/// Whether each step can ever start, given its join and predecessors.
pub fn startable(joins: &[Join], predecessors: &[Vec<usize>]) -> Vec<bool> {
    let mut can = vec![false; joins.len()];
    loop {
        let mut changed = false;
        for step in 0..joins.len() {
            let starts = match joins[step] {
                Join::Start => true,
                Join::Any => predecessors[step].iter().any(|&before| can[before]),
                Join::All => predecessors[step].iter().all(|&before| can[before]),
            };
            changed |= starts && !can[step];
            can[step] |= starts;
        }
        if !changed {
            return can;
        }
    }
}

/// The circles of steps that wait for each other, each along its successors, with the number of further steps that wait behind it.
///
/// Every step that can never start waits for a circle, and is counted with one.
pub fn deadlocks(joins: &[Join], predecessors: &[Vec<usize>]) -> Vec<(Vec<usize>, usize)> {
    let can = startable(joins, predecessors);
    let mut found: Vec<(Vec<usize>, usize)> = Vec::new();
    // Which circle each step leads to, by its first predecessor that never starts.
    let mut leads: Vec<Option<usize>> = vec![None; joins.len()];
    for first in (0..joins.len()).filter(|&step| !can[step]) {
        let (mut path, mut step) = (Vec::new(), first);
        while leads[step].is_none() && !path.contains(&step) {
            path.push(step);
            match predecessors[step].iter().find(|&&before| !can[before]) {
                Some(&before) => step = before,
                None => break,
            }
        }
        let circle = leads[step].unwrap_or_else(|| {
            let start = path.iter().position(|&seen| seen == step).unwrap_or(0);
            let mut circle = path.split_off(start);
            circle.iter().for_each(|&step| leads[step] = Some(found.len()));
            circle.reverse();
            // Told from its first step, wherever the walk came in.
            let least = circle.iter().enumerate().min_by_key(|(_, step)| **step).map_or(0, |(at, _)| at);
            circle.rotate_left(least);
            found.push((circle, 0));
            found.len() - 1
        });
        path.iter().for_each(|&step| leads[step] = Some(circle));
        found[circle].1 += path.len();
    }
    found
}

/// A loop that consists of steps of no time only, from any of its steps along its successors, if there is one.
pub fn loop_of_no_time(predecessors: &[Vec<usize>], no_time: &[bool]) -> Option<Vec<usize>> {
    // Steps are peeled off while all their predecessors of no time are; what is left has a loop within its predecessors.
    let mut left: Vec<bool> = no_time.to_vec();
    while let Some(step) =
        (0..left.len()).find(|&step| left[step] && !predecessors[step].iter().any(|&before| left[before]))
    {
        left[step] = false;
    }
    let mut step = left.iter().position(|&left| left)?;
    let mut path = vec![step];
    loop {
        step = *predecessors[step].iter().find(|&&before| left[before])?;
        if let Some(start) = path.iter().position(|&seen| seen == step) {
            let mut found = path.split_off(start);
            found.reverse();
            return Some(found);
        }
        path.push(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_behind_a_loop_without_a_start_never_starts() {
        let joins = [Join::Start, Join::Any, Join::All, Join::Any, Join::Any];
        let predecessors = [vec![], vec![0, 3], vec![0, 4], vec![1], vec![4]];
        assert_eq!(startable(&joins, &predecessors), [true, true, false, true, false]);
    }

    #[test]
    fn each_circle_is_found_once_with_what_waits_behind_it() {
        let joins = [Join::Start, Join::Any, Join::All, Join::Any, Join::Any, Join::Any];
        let predecessors = [vec![], vec![3], vec![0, 1], vec![2], vec![3], vec![5]];
        assert_eq!(deadlocks(&joins, &predecessors), [(vec![1, 2, 3], 1), (vec![5], 0)]);
        assert_eq!(deadlocks(&joins[..1], &predecessors[..1]), []);
    }

    #[test]
    fn only_loops_of_no_time_are_found() {
        let predecessors = [vec![], vec![0, 3], vec![1], vec![2]];
        assert_eq!(loop_of_no_time(&predecessors, &[true; 4]), Some(vec![2, 3, 1]));
        assert_eq!(loop_of_no_time(&predecessors, &[true, true, false, true]), None);
        assert_eq!(loop_of_no_time(&[vec![0]], &[true]), Some(vec![0]));
        assert_eq!(loop_of_no_time(&[], &[]), None);
    }
}
