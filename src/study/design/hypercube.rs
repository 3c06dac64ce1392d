//! Latin hypercubes (McKay, Beckman and Conover 1979): in each dimension one point in each of as many strata as there are
//! points.
//!
//! **Invariant:** the same seed gives the same points on every machine.

use rand::{Rng, RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// So many points in so many dimensions, in 0 to 1 (excluded): in each dimension the strata are dealt by lot, and a point
/// lies anywhere in its stratum.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut rows = vec![Vec::with_capacity(dimensions); points];
    for _ in 0..dimensions {
        let strata = shuffled(points, &mut generator);
        for (row, stratum) in rows.iter_mut().zip(strata) {
            let within: f64 = generator.random();
            // Rounding must not carry a point into the next stratum.
            let value = (stratum as f64 + within) / points as f64;
            row.push(value.min(((stratum + 1) as f64 / points as f64).next_down()));
        }
    }
    rows
}

/// The numbers from 0, each once, in an order drawn by lot (Fisher and Yates).
pub fn shuffled(count: usize, generator: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, generator.random_range(0..=last));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::latin_hypercube;

    #[test]
    fn each_stratum_of_each_dimension_has_one_point() {
        for (points, dimensions, seed) in [(1, 1, 1), (64, 3, 1), (1000, 2, 7), (49, 5, 3)] {
            let rows = latin_hypercube(points, dimensions, seed);
            assert_eq!(rows.len(), points);
            for dimension in 0..dimensions {
                let mut strata: Vec<usize> =
                    rows.iter().map(|row| (row[dimension] * points as f64).floor() as usize).collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..points).collect::<Vec<_>>(), "{points} points, dimension {dimension}");
            }
        }
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(latin_hypercube(20, 2, 5), latin_hypercube(20, 2, 5));
        assert_ne!(latin_hypercube(20, 2, 5), latin_hypercube(20, 2, 6));
    }
}
