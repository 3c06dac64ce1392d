//! Trajectories of Morris (1991), with the grid and the jump that SALib has: points on a grid of p levels, from each to the
//! next one dimension moves by p / (2 (p − 1)), and along a trajectory each dimension moves once.
//!
//! With an even p and this jump every level is as likely as the others (Morris 1991; Campolongo, Cariboni and Saltelli 2007).
//!
//! **Invariant:** the same seed gives the same points on every machine.

use super::hypercube::shuffled;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The points of so many trajectories, one after the other, each of one point more than there are dimensions; in 0 to 1.
///
/// # Panics
/// If `levels` is not an even number of at least 2.
pub fn morris(trajectories: usize, dimensions: usize, levels: u32, seed: u64) -> Vec<Vec<f64>> {
    assert!(levels >= 2 && levels.is_multiple_of(2), "a grid of {levels} levels");
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    // In whole numbers of the grid: it has half its levels below the jump and half above.
    let jump = levels / 2;
    let mut rows = Vec::with_capacity(trajectories * (dimensions + 1));
    for _ in 0..trajectories {
        let mut at: Vec<u32> = Vec::with_capacity(dimensions);
        let mut rises: Vec<bool> = Vec::with_capacity(dimensions);
        for _ in 0..dimensions {
            let low = generator.random_range(0..jump);
            let up: bool = generator.random();
            at.push(if up { low } else { low + jump });
            rises.push(up);
        }
        rows.push(on_grid(&at, levels));
        for dimension in shuffled(dimensions, &mut generator) {
            at[dimension] = if rises[dimension] { at[dimension] + jump } else { at[dimension] - jump };
            rows.push(on_grid(&at, levels));
        }
    }
    rows
}

fn on_grid(at: &[u32], levels: u32) -> Vec<f64> {
    at.iter().map(|level| f64::from(*level) / f64::from(levels - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::morris;

    #[test]
    fn along_a_trajectory_each_dimension_jumps_once() {
        for (trajectories, dimensions, levels) in [(10, 3, 4), (50, 7, 6), (4, 1, 2)] {
            let rows = morris(trajectories, dimensions, levels, 1);
            assert_eq!(rows.len(), trajectories * (dimensions + 1));
            let jump = f64::from(levels) / (2.0 * f64::from(levels - 1));
            let mut begins: Vec<Vec<f64>> = Vec::new();
            for trajectory in rows.chunks(dimensions + 1) {
                let mut moved = vec![0; dimensions];
                for step in trajectory.windows(2) {
                    for dimension in 0..dimensions {
                        let by = (step[1][dimension] - step[0][dimension]).abs();
                        assert!(by == 0.0 || (by - jump).abs() < 1e-12, "moved by {by}, not {jump}");
                        moved[dimension] += i32::from(by > 0.0);
                    }
                }
                assert_eq!(moved, vec![1; dimensions]);
                begins.push(trajectory[0].clone());
            }
            let grid = f64::from(levels - 1);
            assert!(rows.iter().flatten().all(|u| (0.0..=1.0).contains(u) && (u * grid).fract() == 0.0));
            begins.dedup();
            assert!(dimensions == 1 || begins.len() > 1);
        }
    }

    #[test]
    fn every_level_is_as_likely_as_the_others() {
        let rows = morris(4000, 2, 4, 3);
        for dimension in 0..2 {
            for level in 0..4 {
                let share = rows.iter().filter(|row| (row[dimension] * 3.0).round() as i32 == level).count()
                    as f64
                    / rows.len() as f64;
                assert!((share - 0.25).abs() < 0.02, "level {level}: {share}");
            }
        }
    }
}
