//! The full factorial design: every level with every other.
//!
//! **Invariant:** each combination comes once, and the last dimension changes fastest.

/// The combinations of so many levels in each dimension, as the numbers of the levels from 0; one empty combination of none.
pub fn full_factorial(levels: &[usize]) -> Vec<Vec<usize>> {
    let count: usize = levels.iter().product();
    let combination = |number: usize| {
        let mut rest = number;
        let mut chosen: Vec<usize> = levels
            .iter()
            .rev()
            .map(|levels| {
                let level = rest % levels;
                rest /= levels;
                level
            })
            .collect();
        chosen.reverse();
        chosen
    };
    (0..count).map(combination).collect()
}

#[cfg(test)]
mod tests {
    use super::full_factorial;

    #[test]
    fn the_last_changes_fastest() {
        let expected = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]];
        assert_eq!(full_factorial(&[2, 3]), expected);
        assert_eq!(full_factorial(&[]), [Vec::<usize>::new()]);
        assert!(full_factorial(&[2, 0]).is_empty());
    }
}
