//! Quantiles of a distribution whose inverse has no closed form, from a table made once.
//!
//! The Gamma and the Pert distribution share two traits once their value is written as y = ln x or y = logit x: the
//! density of y is log-concave, and y is an almost straight function of t = logit u. So y(t) is interpolated between
//! 513 points with its first and second derivative (quintic Hermite), at the price of one logarithm per quantile.
//!
//! The points come from the density alone, by Gauss–Legendre quadrature and Newton's method: no normalising constant
//! and no incomplete gamma or beta function is needed, so that those can serve as independent witnesses.
//!
//! **Invariant:** over all u that a draw can have, and for the parameters that the constructors of `Distribution` let
//! through, y is within 10⁻⁹ of the truth.

/// Grid points in t are 1/STEPS_PER_UNIT apart.
const STEPS_PER_UNIT: f64 = 512.0 / 76.0;
/// A draw's logit lies within ±37.5, for u between 2⁻⁵⁴ and 1 − 2⁻⁵³.
const FIRST: f64 = -38.0;
const INTERVALS: usize = 512;

/// Cells of the quadrature end where the density has fallen by e⁻⁸⁴: far enough for tails of e⁻³⁸, to a relative e⁻⁴⁰.
const NEGLIGIBLE: f64 = 84.0;

/// A log-concave density, up to a factor.
pub(super) struct LogConcave<L, S> {
    /// Its logarithm, 0 at the mode.
    pub log_density: L,
    /// The derivative of that.
    pub slope: S,
    /// Where the density is greatest.
    pub mode: f64,
    /// About one standard deviation near the mode: 1 / √(−slope′(mode)).
    pub width: f64,
}

/// y as a function of logit u.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct QuantileTable {
    points: Vec<Point>,
}

/// y and its derivatives by t, in units of the grid.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Point {
    value: f64,
    first: f64,
    second: f64,
}

/// A stretch of the y axis, the mass below its start and the mass above its end.
#[derive(Clone, Copy)]
struct Cell {
    start: f64,
    end: f64,
    below: f64,
    above: f64,
}

impl QuantileTable {
    /// Tabulates the inverse of the distribution function that belongs to a density. Takes about a millisecond.
    pub fn new<L: Fn(f64) -> f64, S: Fn(f64) -> f64>(density: &LogConcave<L, S>) -> QuantileTable {
        let cells = density.cells();
        let mut points = Vec::with_capacity(INTERVALS + 1);
        let mut cell = 0;
        let mut guess = f64::NAN;
        for index in 0..=INTERVALS {
            let t = FIRST + index as f64 / STEPS_PER_UNIT;
            while cell + 1 < cells.len() && density.logit_at_start(&cells[cell + 1]) <= t {
                cell += 1;
            }
            let point = density.solve(&cells[cell], t, guess);
            guess = point.value + point.first + 0.5 * point.second;
            points.push(point);
        }
        QuantileTable { points }
    }

    /// y at the probability `u`, in [2⁻⁵⁴, 1 − 2⁻⁵³].
    #[inline]
    pub fn at(&self, u: f64) -> f64 {
        let place = (libm::log(u / (1.0 - u)) - FIRST) * STEPS_PER_UNIT;
        let index = (place as usize).min(INTERVALS - 1);
        let s = place - index as f64;
        let (left, right) = (&self.points[index], &self.points[index + 1]);
        // The Taylor polynomial at the left, plus what is missing at the right in value, slope and curvature.
        let value = right.value - (left.value + left.first + 0.5 * left.second);
        let slope = right.first - (left.first + left.second);
        let curve = right.second - left.second;
        let third = 10.0 * value - 4.0 * slope + 0.5 * curve;
        let fourth = -15.0 * value + 7.0 * slope - curve;
        let fifth = 6.0 * value - 3.0 * slope + 0.5 * curve;
        left.value + s * (left.first + s * (0.5 * left.second + s * (third + s * (fourth + s * fifth))))
    }
}

impl<L: Fn(f64) -> f64, S: Fn(f64) -> f64> LogConcave<L, S> {
    /// Cuts the axis into cells over which the density changes moderately, and sums the mass from both ends, so that
    /// each tail is known to its own relative accuracy.
    fn cells(&self) -> Vec<Cell> {
        let mut bounds = self.outward(-1.0);
        bounds.reverse();
        bounds.push(self.mode);
        bounds.extend(self.outward(1.0));
        let mut cells: Vec<Cell> =
            bounds.windows(2).map(|w| Cell { start: w[0], end: w[1], below: 0.0, above: 0.0 }).collect();
        let mut below = 0.0;
        for cell in &mut cells {
            cell.below = below;
            below += self.mass(cell.start, cell.end);
        }
        let mut above = 0.0;
        for cell in cells.iter_mut().rev() {
            cell.above = above;
            above += self.mass(cell.start, cell.end);
        }
        cells
    }

    /// The bounds of the cells on one side of the mode, from the mode outwards.
    fn outward(&self, side: f64) -> Vec<f64> {
        // Ten points integrate to the last digits what changes by a factor e, or over half a deviation.
        let longest = (0.5 * self.width).min(1.0);
        let mut bounds = Vec::new();
        let mut y = self.mode;
        while (self.log_density)(y) > -NEGLIGIBLE {
            y += side * (1.0 / (self.slope)(y).abs()).min(longest);
            bounds.push(y);
        }
        bounds
    }

    /// The mass between two places: Gauss–Legendre with ten points.
    fn mass(&self, start: f64, end: f64) -> f64 {
        let (middle, half) = (0.5 * (start + end), 0.5 * (end - start));
        let pair = |&(node, weight): &(f64, f64)| {
            weight * (self.density(middle - half * node) + self.density(middle + half * node))
        };
        half * GAUSS_LEGENDRE.iter().map(pair).sum::<f64>()
    }

    /// The density, 1 at the mode.
    fn density(&self, y: f64) -> f64 {
        libm::exp((self.log_density)(y))
    }

    fn logit_at_start(&self, cell: &Cell) -> f64 {
        libm::log(cell.below / (self.mass(cell.start, cell.end) + cell.above))
    }

    /// Newton's method for the y of a cell at which the logit of the mass below is `t`.
    fn solve(&self, cell: &Cell, t: f64, guess: f64) -> Point {
        let mut y =
            if guess > cell.start && guess < cell.end { guess } else { 0.5 * (cell.start + cell.end) };
        for _ in 0..NEWTON_STEPS {
            let below = cell.below + self.mass(cell.start, y);
            let above = cell.above + self.mass(y, cell.end);
            // d(logit)/dy = density·(below + above)/(below·above), so first = dy/dt; second by differentiating again.
            let total = below + above;
            let first = below * above / (self.density(y) * total);
            let miss = t - libm::log(below / above);
            let step = miss * first;
            if miss.abs() <= 1e-9 {
                let second = first * ((above - below) / total - first * (self.slope)(y));
                let (h, h2) = (1.0 / STEPS_PER_UNIT, 1.0 / (STEPS_PER_UNIT * STEPS_PER_UNIT));
                return Point { value: y + step, first: first * h, second: second * h2 };
            }
            y = (y + step).clamp(cell.start, cell.end);
        }
        unreachable!("Newton's method converges on a log-concave density")
    }
}

const NEWTON_STEPS: usize = 50;

/// Nodes and weights of the ten-point rule on [−1, 1]: Abramowitz and Stegun, table 25.4.
const GAUSS_LEGENDRE: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];
