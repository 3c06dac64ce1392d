//! The distributions that estimators and tests refer to: normal, Student's t, incomplete gamma and beta functions.
//!
//! Written for accuracy rather than speed: they serve a page of results, never the simulation.
//!
//! **Invariant:** relative errors stay below 10⁻¹⁰ for ten million degrees of freedom and below 10⁻¹² for ordinary
//! ones, in both tails.

const SQRT_2: f64 = std::f64::consts::SQRT_2;
const PI: f64 = std::f64::consts::PI;

/// P(Z ≤ z) for a standard normal Z.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// The z with P(Z ≤ z) = `p` for a standard normal Z; infinite at 0 and 1, NaN outside.
pub fn normal_quantile(p: f64) -> f64 {
    // By symmetry the upper tail, which erfc knows to its own relative accuracy.
    if p < 0.5 {
        return -upper_quantile(p, |z| normal_cdf(-z));
    }
    upper_quantile(1.0 - p, |z| normal_cdf(-z))
}

/// P(T ≤ t) for Student's T with `degrees` of freedom.
pub fn student_t_cdf(t: f64, degrees: f64) -> f64 {
    if t > 0.0 { 1.0 - student_t_tail(t, degrees) } else { student_t_tail(-t, degrees) }
}

/// The t with P(T ≤ t) = `p` for Student's T with `degrees` > 0 of freedom; infinite at 0 and 1, NaN outside.
pub fn student_t_quantile(p: f64, degrees: f64) -> f64 {
    if p < 0.5 {
        return -upper_quantile(p, |t| student_t_tail(t, degrees));
    }
    upper_quantile(1.0 - p, |t| student_t_tail(t, degrees))
}

/// P(T > t) for t ≥ 0: half of I_x(ν/2, 1/2) at x = ν/(ν + t²) (Abramowitz and Stegun 26.7.1).
fn student_t_tail(t: f64, degrees: f64) -> f64 {
    let t2 = t * t;
    0.5 * beta_ratio(degrees / (degrees + t2), t2 / (degrees + t2), 0.5 * degrees, 0.5)
}

/// The t ≥ 0 at which a falling `tail` has come down from 1/2 to `p`, by bisection to the last bit.
fn upper_quantile(p: f64, tail: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=0.5).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while tail(high) > p {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if tail(middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1].
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    beta_ratio(x, 1.0 - x, a, b)
}

/// I_x(a, b) with `y` = 1 − x given apart, so that neither loses digits to the other.
fn beta_ratio(x: f64, y: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // What is near 1 has its logarithm from what is missing, which a large exponent would make felt.
    let (log_x, log_y) =
        if x < y { (libm::log(x), libm::log1p(-x)) } else { (libm::log1p(-y), libm::log(y)) };
    let factor = libm::exp(a * log_x + b * log_y - log_beta(a, b));
    // The fraction converges fast below the mean; above it the symmetry I_x(a, b) = 1 − I_y(b, a) helps.
    if x * b <= y * a {
        factor * beta_fraction(x, y, a, b) / a
    } else {
        1.0 - factor * beta_fraction(y, x, b, a) / b
    }
}

/// The continued fraction of Abramowitz and Stegun 26.5.8, 1/(1 + d₁/(1 + d₂/(1 + …))), by Lentz's method.
///
/// It is contracted to its even part, 1/(1 + d₁ − d₁d₂/(1 + d₂ + d₃ − d₃d₄/(1 + d₄ + d₅ − …))), for with a large `a`
/// the d of odd number come near −1, and only their sum with 1 can be written so that it does not cancel.
fn beta_fraction(x: f64, y: f64, a: f64, b: f64) -> f64 {
    // 1 + d₂ₘ + d₂ₘ₊₁ = 1 − k·x = (1 − k) + k·y
    let denominator = |m: f64| {
        let (p, q, r) = (a + 2.0 * m - 1.0, a + 2.0 * m, a + 2.0 * m + 1.0);
        let even = if m > 0.0 { m * (b - m) / (p * q) } else { 0.0 };
        let k = (a + m) * (a + b + m) / (q * r) - even;
        let rest = (a * (2.0 * m + 1.0 - b) + m * (3.0 * m + 2.0 - b)) / (q * r) + even;
        if x < y { 1.0 - k * x } else { rest + k * y }
    };
    // d₂ₘ₋₁·d₂ₘ
    let numerator = |m: f64| {
        let (o, p, q) = (a + 2.0 * m - 2.0, a + 2.0 * m - 1.0, a + 2.0 * m);
        -(a + m - 1.0) * (a + b + m - 1.0) * x / (o * p) * (m * (b - m) * x / (p * q))
    };
    let mut whole = denominator(0.0);
    let (mut c, mut d) = (whole, 0.0);
    for step in 1..1_000_000 {
        let m = f64::from(step);
        let (next, over) = (denominator(m), numerator(m));
        d = 1.0 / (next - over * d);
        c = next - over / c;
        whole *= c * d;
        if (c * d - 1.0).abs() <= 4e-16 {
            break;
        }
    }
    1.0 / whole
}

/// ln B(a, b). Differences of large ln Γ would lose digits, so large arguments take Stirling's series apart.
pub(super) fn log_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 10.0 {
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    // ln Γ(large) − ln Γ(large + small), with ln(large + small) = ln large + ln(1 + small/large).
    let growth = libm::log1p(small / large);
    let ratio = small - small * libm::log(large) - (large + small - 0.5) * growth + stirling_rest(large)
        - stirling_rest(large + small);
    libm::lgamma(small) + ratio
}

/// ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), for x ≥ 10: Abramowitz and Stegun 6.1.41.
fn stirling_rest(x: f64) -> f64 {
    let r = 1.0 / (x * x);
    let series = 1.0 / 12.0
        - r * (1.0 / 360.0
            - r * (1.0 / 1260.0
                - r * (1.0 / 1680.0 - r * (1.0 / 1188.0 - r * (691.0 / 360_360.0 - r / 156.0)))));
    series / x
}

/// The regularised incomplete gamma functions (P, Q) of Abramowitz and Stegun 6.5.1 at `a` > 0, `x` ≥ 0; P + Q = 1,
/// the smaller of the two to its own relative accuracy.
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let factor = libm::exp(log_gamma_density(a, x));
    if x < a + 1.0 {
        // P = x^a e^-x / Γ(a+1) · (1 + x/(a+1) + x²/((a+1)(a+2)) + …): Abramowitz and Stegun 6.5.29.
        let (mut term, mut sum, mut k) = (1.0, 1.0, a);
        while term > 1e-17 * sum {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        let p = factor * sum / a;
        return (p, 1.0 - p);
    }
    let q = factor * gamma_fraction(a, x);
    (1.0 - q, q)
}

/// ln(x^a e^-x / Γ(a)). For large a as a·(d − e^d + 1) with d = ln(x/a), which does not cancel.
fn log_gamma_density(a: f64, x: f64) -> f64 {
    if a < 10.0 {
        return a * libm::log(x) - x - libm::lgamma(a);
    }
    let excess = (x - a) / a;
    let kernel = if excess.abs() < 0.1 { log1p_minus(excess) } else { libm::log1p(excess) - excess };
    a * kernel + 0.5 * libm::log(a / (2.0 * PI)) - stirling_rest(a)
}

/// ln(1 + e) − e for small e, by its series.
fn log1p_minus(e: f64) -> f64 {
    let (mut power, mut sum) = (-e, 0.0);
    for k in 2..40 {
        power *= -e;
        sum -= power / f64::from(k);
    }
    sum
}

/// The continued fraction of Abramowitz and Stegun 6.5.31 in its even form, by Lentz's method.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..1_000_000 {
        let k = f64::from(step);
        let coefficient = -k * (k - a);
        b += 2.0;
        d = 1.0 / (coefficient * d + b);
        c = b + coefficient / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() <= 1e-16 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(got: f64, expected: f64, relative: f64) {
        assert!((got - expected).abs() <= relative * expected.abs(), "{got:e} instead of {expected:e}");
    }

    // The expected numbers are from mpmath 1.3 at 30 digits.

    #[test]
    fn normal_quantiles() {
        check(normal_quantile(0.975), 1.959_963_984_540_053_8, 1e-14);
        check(normal_quantile(0.9995), 3.290_526_731_491_926, 1e-13);
        check(normal_quantile(0.9), 1.281_551_565_544_600_6, 1e-15);
        check(normal_quantile(0.001), -3.090_232_306_167_813_6, 1e-15);
        check(normal_quantile(1e-10), -6.361_340_902_404_056, 1e-15);
        check(normal_quantile(1e-300), -37.047_096_299_361_2, 1e-15);
        assert_eq!(normal_quantile(0.5), 0.0);
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(normal_quantile(1.5).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn student_quantiles() {
        check(student_t_quantile(0.975, 1.0), 12.706_204_736_174_692, 1e-13);
        check(student_t_quantile(0.975, 2.0), 4.302_652_729_749_462, 1e-13);
        check(student_t_quantile(0.975, 10.0), 2.228_138_851_986_274_4, 1e-13);
        check(student_t_quantile(0.995, 199.0), 2.600_760_216_058_515_7, 1e-13);
        check(student_t_quantile(0.9995, 3.0), 12.923_978_636_687_965, 1e-12);
        check(student_t_quantile(0.975, 1000.0), 1.962_339_080_826_408, 1e-13);
        check(student_t_quantile(0.6, 0.5), 0.397_975_426_784_790_6, 1e-13);
        check(student_t_quantile(0.999_999_9, 30.0), 6.701_399_512_379_315, 1e-10);
        // Of a million and of ten million degrees: by SciPy 1.17.
        check(student_t_quantile(0.975, 1e6), 1.959_966_356_814_107, 1e-12);
        check(student_t_quantile(0.9995, 1e7), 3.290_527_704_465_253, 1e-12);
        assert_eq!(student_t_quantile(0.5, 7.0), 0.0);
        check(student_t_quantile(0.025, 10.0), -2.228_138_851_986_274_4, 1e-13);
    }

    #[test]
    fn student_distribution_function_inverts_the_quantile() {
        for (p, degrees) in [(0.001, 1.0), (0.2, 4.0), (0.5, 9.0), (0.9, 30.0), (0.999, 500.0)] {
            check(student_t_cdf(student_t_quantile(p, degrees), degrees), p, 1e-12);
        }
    }

    #[test]
    fn beta_functions() {
        check(incomplete_beta(0.3, 2.0, 3.0), 0.3483, 1e-14);
        check(incomplete_beta(0.01, 0.5, 0.5), 0.063_768_560_858_519_85, 1e-13);
        check(incomplete_beta(0.9, 5.0, 1.0), 0.59049, 1e-13);
        check(incomplete_beta(0.5, 1000.0, 1000.0), 0.5, 1e-13);
        check(incomplete_beta(0.999, 1e5, 0.5), 1.986_571_878_397_384_4e-45, 1e-10);
        check(incomplete_beta(1e-5, 0.5, 1e5), 0.842_701_311_838_518_8, 1e-12);
        assert_eq!((incomplete_beta(0.0, 2.0, 2.0), incomplete_beta(1.0, 2.0, 2.0)), (0.0, 1.0));
    }

    #[test]
    fn gamma_functions() {
        let check_both = |a, x, p, q| {
            let (got_p, got_q) = incomplete_gamma(a, x);
            check(got_p, p, 1e-12);
            check(got_q, q, 1e-12);
        };
        check_both(0.5, 0.1, 0.345_279_153_981_423, 0.654_720_846_018_577);
        check_both(1.0, 5.0, 0.993_262_053_000_914_5, 0.006_737_946_999_085_467);
        check_both(2.5, 2.5, 0.584_119_813_004_492_1, 0.415_880_186_995_507_94);
        check_both(100.0, 80.0, 0.017_108_313_035_133_115, 0.982_891_686_964_866_8);
        check_both(100.0, 130.0, 0.997_249_591_632_693_6, 0.002_750_408_367_306_526_5);
        check_both(1000.0, 1000.0, 0.504_205_244_180_215_5, 0.495_794_755_819_784_5);
        check_both(0.05, 1e-20, 0.102_721_686_527_167_64, 0.897_278_313_472_832_4);
        assert_eq!(incomplete_gamma(3.0, 0.0), (0.0, 1.0));
    }
}
