//! What one factor alone does to a value, from its lowest to its highest level.
//!
//! **Invariant:** the row with the widest swing comes first.

/// One factor's row of a tornado table.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TornadoRow {
    /// The number of the factor.
    pub factor: usize,
    /// The value at its lowest level, with all others at the base.
    pub low: f64,
    /// The value at its highest level, with all others at the base.
    pub high: f64,
}

impl TornadoRow {
    /// How far the value moves from the lowest level to the highest, in its own unit; negative where it falls.
    pub fn swing(&self) -> f64 {
        self.high - self.low
    }
}

/// The rows of a tornado table around the point `base`: for each factor the values at its lowest and highest level
/// among the `points` that differ from the base in no other factor, the widest swing first. `points` give for each
/// factor the number of its level; they may be a full factorial design or one that moves one factor at a time.
///
/// Values that are NaN are passed over. A factor for which fewer than two levels are left has no row.
pub fn tornado(points: &[Vec<usize>], values: &[f64], base: &[usize]) -> Vec<TornadoRow> {
    let row = |factor: usize| {
        let alone = |point: &Vec<usize>| {
            let others = |(other, (a, b)): (usize, (&usize, &usize))| other == factor || a == b;
            point.len() == base.len() && point.iter().zip(base).enumerate().all(others)
        };
        let levels = || {
            let pairs = points.iter().zip(values).filter(|(point, value)| alone(point) && !value.is_nan());
            pairs.map(|(point, value)| (point[factor], *value))
        };
        let (lowest, low) = levels().min_by_key(|(level, _)| *level)?;
        let (highest, high) = levels().max_by_key(|(level, _)| *level)?;
        (lowest < highest).then_some(TornadoRow { factor, low, high })
    };
    let mut rows: Vec<TornadoRow> = (0..base.len()).filter_map(row).collect();
    // Equal infinite values have no swing.
    let width = |row: &TornadoRow| if row.low == row.high { 0.0 } else { row.swing().abs() };
    rows.sort_by(|a, b| width(b).total_cmp(&width(a)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widest_swing_first() {
        let points: Vec<Vec<usize>> =
            (0..27).map(|number| vec![number / 9, number / 3 % 3, number % 3]).collect();
        let values: Vec<f64> =
            points.iter().map(|point| 10.0 + point[0] as f64 - 5.0 * (point[1] * point[2]) as f64).collect();
        let rows = tornado(&points, &values, &[1, 1, 0]);
        let expected = [(0, 10.0, 12.0), (1, 11.0, 11.0), (2, 11.0, 1.0)];
        let got: Vec<(usize, f64, f64)> = rows.iter().map(|row| (row.factor, row.low, row.high)).collect();
        assert_eq!(got, [expected[2], expected[0], expected[1]]);
        assert_eq!(rows[0].swing(), -10.0);
    }

    #[test]
    fn factors_that_nothing_moves_have_no_row() {
        let points = [vec![0, 0], vec![0, 1], vec![0, 2], vec![1, 1], vec![3]];
        let values = [1.0, 2.0, f64::NAN, 4.0, 5.0];
        let rows = tornado(&points, &values, &[0, 0]);
        assert_eq!(rows, [TornadoRow { factor: 1, low: 1.0, high: 2.0 }]);
        assert!(tornado(&[], &[], &[0, 0]).is_empty());
    }
}
