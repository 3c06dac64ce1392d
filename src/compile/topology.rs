//! Explicit edges inside zones, built straight to compressed sparse rows.
//!
//! Each zone's shape enumerates its pairs twice, once to count and once to fill, so that no list of pairs is ever kept (a complete
//! graph of ten thousand assets has fifty million).
//!
//! **Invariant:** the adjacency is symmetric, without loops and repeated edges, and joins only assets of one zone.

use crate::kernel::Key;
use crate::model::{Adjacency, AssetIdx};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The most directed edges that a network may have in all.
pub const MOST_EDGES: u64 = 100_000_000;

/// How the assets of a zone are joined; assets are counted from 0 in the zone's own order.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Each to all others.
    Complete,
    /// Each to the next.
    Path,
    /// Each to the next, and the last to the first.
    Cycle,
    /// The first to all others.
    Star,
    /// The pairs given, each once.
    Pairs(Vec<(u32, u32)>),
}

impl Shape {
    /// Number of undirected edges over `size` assets.
    pub fn edges(&self, size: u32) -> u64 {
        let size = u64::from(size);
        match self {
            Shape::Complete => size * size.saturating_sub(1) / 2,
            Shape::Path | Shape::Star => size.saturating_sub(1),
            Shape::Cycle => {
                if size > 2 {
                    size
                } else {
                    size.saturating_sub(1)
                }
            }
            Shape::Pairs(pairs) => pairs.len() as u64,
        }
    }

    fn for_each(&self, size: u32, mut visit: impl FnMut(u32, u32)) {
        match self {
            Shape::Complete => (0..size).for_each(|a| (a + 1..size).for_each(|b| visit(a, b))),
            Shape::Path => (1..size).for_each(|b| visit(b - 1, b)),
            Shape::Cycle => {
                (1..size).for_each(|b| visit(b - 1, b));
                if size > 2 {
                    visit(size - 1, 0);
                }
            }
            Shape::Star => (1..size).for_each(|b| visit(0, b)),
            Shape::Pairs(pairs) => pairs.iter().for_each(|&(a, b)| visit(a, b)),
        }
    }
}

/// Pairs of a Barabási–Albert graph: a star of `m` + 1 assets around the first, then each further asset joins `m` earlier ones, each
/// drawn with a probability in proportion to its edges (A.-L. Barabási and R. Albert, Science 286, 1999). Needs 1 ≤ `m` < `size`.
pub fn barabasi_albert(size: u32, m: u32, key: Key) -> Vec<(u32, u32)> {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(key.bits());
    let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(size.saturating_sub(m) as usize * m as usize);
    pairs.extend((1..=m).map(|leaf| (0, leaf)));
    let mut chosen: Vec<u32> = Vec::with_capacity(m as usize);
    for asset in m + 1..size {
        // An end of an edge drawn uniformly is an asset drawn by its edges.
        let ends = 2 * pairs.len() as u128;
        chosen.clear();
        while chosen.len() < m as usize {
            let end = ((u128::from(generator.next_u64()) * ends) >> 64) as usize;
            let (a, b) = pairs[end / 2];
            let neighbour = if end.is_multiple_of(2) { a } else { b };
            if !chosen.contains(&neighbour) {
                chosen.push(neighbour);
            }
        }
        pairs.extend(chosen.iter().map(|&neighbour| (neighbour, asset)));
    }
    pairs
}

/// The rows for all assets of the network, given each zone's shape and its assets in ascending order.
pub fn adjacency(assets: usize, zones: &[(Shape, Vec<AssetIdx>)]) -> Adjacency {
    if zones.is_empty() {
        return Adjacency::default();
    }
    let mut offsets = vec![0u32; assets + 1];
    for (shape, members) in zones {
        shape.for_each(members.len() as u32, |a, b| {
            offsets[members[a as usize].at() + 1] += 1;
            offsets[members[b as usize].at() + 1] += 1;
        });
    }
    for asset in 0..assets {
        offsets[asset + 1] += offsets[asset];
    }
    let mut next = offsets.clone();
    let mut targets = vec![AssetIdx::NONE; offsets[assets] as usize];
    for (shape, members) in zones {
        shape.for_each(members.len() as u32, |a, b| {
            for (from, to) in [(a, b), (b, a)] {
                let from = members[from as usize];
                targets[next[from.at()] as usize] = members[to as usize];
                next[from.at()] += 1;
            }
        });
    }
    for asset in 0..assets {
        targets[offsets[asset] as usize..offsets[asset + 1] as usize].sort_unstable();
    }
    Adjacency { offsets, targets }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::name_key;
    use expect_test::{Expect, expect};

    /// Builds `shape` over `size` assets numbered from 2 in steps of 3, and writes each asset's neighbours.
    fn check(shape: Shape, size: u32, expected: Expect) {
        let members: Vec<AssetIdx> = (0..size).map(|n| AssetIdx(2 + 3 * n)).collect();
        assert_eq!(2 * shape.edges(size), {
            let graph = adjacency(20, &[(shape.clone(), members.clone())]);
            graph.targets.len() as u64
        });
        let graph = adjacency(20, &[(shape, members)]);
        let mut text = String::new();
        for asset in AssetIdx::all(20) {
            let row: Vec<u32> = graph.of(asset).iter().map(|neighbour| neighbour.0).collect();
            if !row.is_empty() {
                text += &format!("{}:{row:?} ", asset.0);
            }
        }
        expected.assert_eq(text.trim_end());
    }

    #[test]
    fn every_shape() {
        check(Shape::Path, 4, expect!["2:[5] 5:[2, 8] 8:[5, 11] 11:[8]"]);
        check(Shape::Cycle, 4, expect!["2:[5, 11] 5:[2, 8] 8:[5, 11] 11:[2, 8]"]);
        check(Shape::Cycle, 2, expect!["2:[5] 5:[2]"]);
        check(Shape::Star, 4, expect!["2:[5, 8, 11] 5:[2] 8:[2] 11:[2]"]);
        check(Shape::Complete, 3, expect!["2:[5, 8] 5:[2, 8] 8:[2, 5]"]);
        check(Shape::Pairs(vec![(3, 0), (1, 2)]), 4, expect!["2:[11] 5:[8] 8:[5] 11:[2]"]);
        check(Shape::Complete, 1, expect![""]);
        check(Shape::Path, 0, expect![""]);
    }

    #[test]
    fn barabasi_albert_has_its_edges_and_is_the_same_for_the_same_seed() {
        let key = Key(name_key("z")).with(1);
        let pairs = barabasi_albert(1000, 3, key);
        assert_eq!(pairs.len(), 3 * (1000 - 3));
        assert_eq!(pairs, barabasi_albert(1000, 3, key));
        assert_ne!(pairs, barabasi_albert(1000, 3, Key(name_key("z")).with(2)));
        let mut distinct: Vec<(u32, u32)> = pairs.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), pairs.len());
        assert!(pairs.iter().all(|(a, b)| a != b));
        // Preferential attachment: the greatest degree is far above the mean of 6.
        let mut degrees = vec![0; 1000];
        pairs.iter().for_each(|&(a, b)| {
            degrees[a as usize] += 1;
            degrees[b as usize] += 1;
        });
        assert!(degrees.iter().max().is_some_and(|most| *most > 40));
    }

    #[test]
    fn the_smallest_barabasi_albert_graph_is_a_star() {
        assert_eq!(barabasi_albert(3, 2, Key(0)), [(0, 1), (0, 2)]);
    }
}
