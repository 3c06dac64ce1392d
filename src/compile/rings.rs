//! Rings of what needs each other.
//!
//! **Invariant:** both functions end on any graph, in time that grows with its edges.

use crate::model::{Dependency, LevelIdx, Rule};

/// Rings of dependencies in which nothing can start again once all is down, whatever comes back outside. Each is told by
/// its dependencies along the way, beginning with that of the least owner.
pub fn dead(dependencies: &[Dependency], levels: usize) -> Vec<Vec<usize>> {
    let mut readers = vec![Vec::new(); levels];
    let mut unmet = vec![0; levels];
    // How many more of its needs each dependency waits for.
    let mut missing: Vec<usize> = dependencies.iter().map(needed).collect();
    for (number, dependency) in dependencies.iter().enumerate() {
        if missing[number] > 0 {
            unmet[dependency.of.at()] += 1;
            dependency.needs.iter().for_each(|(need, _)| readers[need.at()].push(number));
        }
    }
    let mut starts: Vec<usize> = (0..levels).filter(|&level| unmet[level] == 0).collect();
    while let Some(level) = starts.pop() {
        for &number in &readers[level] {
            if missing[number] > 0 {
                missing[number] -= 1;
                let of = dependencies[number].of.at();
                unmet[of] -= usize::from(missing[number] == 0);
                if missing[number] == 0 && unmet[of] == 0 {
                    starts.push(of);
                }
            }
        }
    }
    // What never starts waits for something that never starts, so that the way back ends in a ring.
    let waits_for: Vec<Option<(usize, LevelIdx)>> = (0..levels)
        .map(|level| {
            let own = dependencies.partition_point(|dependency| dependency.of.at() < level);
            let of_level = (own..).zip(&dependencies[own..]).take_while(|(_, it)| it.of.at() == level);
            let mut waiting = of_level.filter(|(number, _)| missing[*number] > 0);
            let (number, dependency) = waiting.next()?;
            dependency.needs.iter().find(|(need, _)| unmet[need.at()] > 0).map(|(need, _)| (number, *need))
        })
        .collect();
    let mut seen = vec![usize::MAX; levels];
    let mut found = Vec::new();
    for start in 0..levels {
        let mut level = start;
        while let Some((_, next)) = waits_for[level].filter(|_| seen[level] == usize::MAX) {
            seen[level] = start;
            level = next.at();
        }
        if seen[level] == start && unmet[level] > 0 {
            found.push(ring(&waits_for, level));
        }
    }
    found
}

/// The ring that `level` lies on.
fn ring(waits_for: &[Option<(usize, LevelIdx)>], level: usize) -> Vec<usize> {
    let mut ring: Vec<(usize, usize)> = Vec::new();
    let mut at = level;
    while let Some((number, next)) = waits_for[at] {
        ring.push((at, number));
        at = next.at();
        if at == level {
            break;
        }
    }
    let least = (0..ring.len()).min_by_key(|&place| ring[place].0).unwrap_or(0);
    ring.rotate_left(least);
    ring.into_iter().map(|(_, number)| number).collect()
}

/// How many of its needs must have started for a dependency to be met.
fn needed(dependency: &Dependency) -> usize {
    match dependency.rule {
        _ if dependency.reserve.is_some() || dependency.needs.is_empty() => 0,
        Rule::All => dependency.needs.len(),
        Rule::AtLeast(least) => (least as usize).min(dependency.needs.len()),
        Rule::Any | Rule::Weighted => 1,
    }
}

/// A number for each level, the same for those that need each other: strongly connected components, by Tarjan.
pub fn components(dependencies: &[Dependency], levels: usize) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); levels];
    for dependency in dependencies {
        edges[dependency.of.at()].extend(dependency.needs.iter().map(|(need, _)| need.at()));
    }
    let (mut index, mut low) = (vec![NEW; levels], vec![0; levels]);
    let (mut component, mut stack) = (vec![NEW; levels], Vec::new());
    let mut counter = 0;
    for root in 0..levels {
        // Each with the number of its edges that were followed; a stack of our own, for rings may be long.
        let mut path = vec![(root, 0)];
        while let Some(&mut (level, ref mut followed)) = path.last_mut() {
            if *followed == 0 && index[level] == NEW {
                (index[level], low[level]) = (counter, counter);
                counter += 1;
                stack.push(level);
            } else if *followed == 0 {
                // The root of a walk that was here before.
                path.pop();
                continue;
            }
            if let Some(&next) = edges[level].get(*followed) {
                *followed += 1;
                if index[next] == NEW {
                    path.push((next, 0));
                } else if component[next] == NEW {
                    low[level] = low[level].min(index[next]);
                }
                continue;
            }
            path.pop();
            if let Some(&(before, _)) = path.last() {
                low[before] = low[before].min(low[level]);
            }
            if low[level] == index[level] {
                while let Some(member) = stack.pop() {
                    component[member] = level;
                    if member == level {
                        break;
                    }
                }
            }
        }
    }
    component
}
