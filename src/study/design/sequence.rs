//! The Sobol' sequence, and Saltelli's scheme of points for Sobol' indices.
//!
//! The sequence is that of the crate `sobol` with the direction numbers `new-joe-kuo-6` of Joe and Kuo (2008), unscrambled, as
//! scipy's `qmc.Sobol(scramble=False)` has it. Its first points are left out as SALib does it: as many as the least power of
//! two that is 16 and not less than the number of points. The first of all would have every factor at its lowest, and twice
//! in Saltelli's scheme; leaving out a power of two keeps the balance that leaving out one point loses (Owen 2020, "On
//! dropping the first Sobol' point").
//!
//! **Invariant:** values lie in 0 to 1 (excluded) and are exact multiples of a power of two.

use sobol::Sobol;
use sobol::params::JoeKuoD6;

/// The most dimensions that there are direction numbers for.
pub const MOST_DIMENSIONS: usize = 1000;

/// Points of the sequence after the first `skipped`.
///
/// # Panics
/// If there are more than [`MOST_DIMENSIONS`].
pub fn sobol_sequence(points: usize, dimensions: usize, skipped: usize) -> Vec<Vec<f64>> {
    if dimensions == 0 {
        return vec![Vec::new(); points];
    }
    Sobol::<f64>::new(dimensions, &JoeKuoD6::standard()).skip(skipped).take(points).collect()
}

/// How many points are left out before so many.
pub fn skipped(points: usize) -> usize {
    points.next_power_of_two().max(16)
}

/// Saltelli's scheme: of each of so many base points, whose first half of dimensions is A and whose second is B, the point
/// A; A with one dimension of B, for each; B with one dimension of A, for each, if `second_order`; and the point B.
///
/// # Panics
/// If twice the dimensions are more than [`MOST_DIMENSIONS`].
pub fn saltelli(points: usize, dimensions: usize, second_order: bool) -> Vec<Vec<f64>> {
    let crossed = |into: &[f64], from: &[f64], dimension: usize| {
        let mut point = into.to_vec();
        point[dimension] = from[dimension];
        point
    };
    let mut rows = Vec::new();
    for base in sobol_sequence(points, 2 * dimensions, skipped(points)) {
        let (a, b) = base.split_at(dimensions);
        rows.push(a.to_vec());
        rows.extend((0..dimensions).map(|dimension| crossed(a, b, dimension)));
        if second_order {
            rows.extend((0..dimensions).map(|dimension| crossed(b, a, dimension)));
        }
        rows.push(b.to_vec());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    // The numbers are those of scipy 1.17.1 and SALib 1.6.0:
    //   s = scipy.stats.qmc.Sobol(d=5, scramble=False); s.fast_forward(16); s.random(8)
    //   SALib.sample.saltelli.sample({"num_vars": 3, "names": [*"abc"], "bounds": [[0, 1]] * 3}, 4, calc_second_order=…)

    #[test]
    fn the_sequence_is_scipys() {
        let expected = [
            [0.09375, 0.46875, 0.46875, 0.65625, 0.28125],
            [0.59375, 0.96875, 0.96875, 0.15625, 0.78125],
            [0.84375, 0.21875, 0.21875, 0.90625, 0.53125],
            [0.34375, 0.71875, 0.71875, 0.40625, 0.03125],
            [0.46875, 0.09375, 0.84375, 0.28125, 0.15625],
            [0.96875, 0.59375, 0.34375, 0.78125, 0.65625],
            [0.71875, 0.34375, 0.59375, 0.03125, 0.90625],
            [0.21875, 0.84375, 0.09375, 0.53125, 0.40625],
        ];
        assert_eq!(sobol_sequence(8, 5, skipped(8)), expected);
        assert!(sobol_sequence(1, 5, 0)[0].iter().all(|u| *u == 0.0));
        // Further on, and in the highest dimensions, of 40 and of 1,000.
        let forty = sobol_sequence(4096, 40, 0);
        let weighed =
            |row: &Vec<f64>| row.iter().zip(1..).map(|(u, weight)| u * f64::from(weight)).sum::<f64>();
        assert_eq!(forty[1000..1010].iter().map(weighed).sum::<f64>(), 4022.8046875);
        assert_eq!((forty[4095][39], forty[777][20]), (0.227294921875, 0.2373046875));
        let most = sobol_sequence(100, MOST_DIMENSIONS, 0);
        assert_eq!((most[99][999], most[99][500], most[57][250]), (0.5390625, 0.5546875, 0.328125));
    }

    #[test]
    fn what_is_left_out_is_a_power_of_two() {
        assert_eq!([1, 16, 17, 64, 100].map(skipped), [16, 16, 32, 64, 128]);
    }

    #[test]
    fn the_scheme_is_salibs() {
        let expected = [
            [0.09375, 0.46875, 0.46875],
            [0.65625, 0.46875, 0.46875],
            [0.09375, 0.28125, 0.46875],
            [0.09375, 0.46875, 0.96875],
            [0.65625, 0.28125, 0.96875],
            [0.59375, 0.96875, 0.96875],
            [0.15625, 0.96875, 0.96875],
            [0.59375, 0.78125, 0.96875],
            [0.59375, 0.96875, 0.46875],
            [0.15625, 0.78125, 0.46875],
        ];
        assert_eq!(saltelli(4, 3, false)[..10], expected);
        let expected = [
            [0.09375, 0.46875, 0.46875],
            [0.65625, 0.46875, 0.46875],
            [0.09375, 0.28125, 0.46875],
            [0.09375, 0.46875, 0.96875],
            [0.09375, 0.28125, 0.96875],
            [0.65625, 0.46875, 0.96875],
            [0.65625, 0.28125, 0.46875],
            [0.65625, 0.28125, 0.96875],
        ];
        assert_eq!(saltelli(4, 3, true)[..8], expected);
        let all = saltelli(32, 3, true);
        assert_eq!(all.len(), 256);
        assert_eq!(
            (&all[0], &all[255]),
            (&vec![0.046875, 0.265625, 0.703125], &vec![0.453125, 0.859375, 0.140625])
        );
        assert_eq!(all.iter().flatten().sum::<f64>(), 384.0);
    }
}
