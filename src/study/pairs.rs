//! Two samples of one measure, replication by replication or as they are.
//!
//! **Invariant:** what was not at risk on a side is in no mean; where a side was cut short, the other is not told to have
//! taken longer.

use super::comparison::{CONFIDENCE, Difference, Finding, Order, Split, Tested};
use crate::kernel::SimDuration;
use crate::measure::Value;
use crate::sim::State;
use crate::statistics::{
    Estimate, KaplanMeier, PairedDifference, log_rank, mean_interval, paired_difference, sign_test, welch,
    welch_restricted,
};

/// How often pairs are drawn again for an interval.
const RESAMPLES: u32 = 2000;

/// Microseconds by state of a response time.
type Micros = [u64; State::COUNT];

/// Where the hours of a response time went on either side, over the pairs in which both were over by ENDEX.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CauseDifference {
    /// How many pairs; unpaired, replications of the side with fewer.
    pub pairs: u64,
    /// Mean hours by [`State::ALL`], second − first; they add up to the difference of these means.
    pub hours: [f64; State::COUNT],
}

/// Compares two sides; `values` and `causes` are beside each other, replication by replication. `sign` is −1 for what is
/// cut short from above.
///
/// Each pair is compared up to its own horizon: where a side was cut short, neither is told to be beyond that. Unpaired, times
/// are compared up to `tau`, as [`horizon`] has it.
pub fn difference(
    values: [&[Value]; 2],
    causes: &[Vec<Option<Micros>>; 2],
    sign: f64,
    tau: Option<f64>,
    paired: bool,
    seed: u64,
) -> Difference {
    let pairs = || values[0].iter().zip(values[1]);
    let kept = |number: f64| (sign * number).min(tau.unwrap_or(f64::INFINITY));
    let side = |side: usize| values[side].iter().filter_map(|value| value.number().map(kept));
    let (first, second): (Vec<f64>, Vec<f64>) = match paired {
        true => pairs().filter_map(|(first, second)| up_to_horizon(first, second, sign)).unzip(),
        false => (side(0).collect(), side(1).collect()),
    };
    let times = |side: usize| -> Vec<(f64, bool)> {
        let time = |value: &Value| Some((sign * value.number()?, matches!(value, Value::Observed(_))));
        values[side].iter().filter_map(time).collect()
    };
    let mean = |numbers: &[f64]| mean_interval(numbers, CONFIDENCE).mean;
    let (means, (estimate, p_value)) = match (paired, tau) {
        (true, horizon) => {
            let (estimate, p_value) = of_pairs(&first, &second, seed);
            // Of times none is longer than the longest horizon, and none less than nothing.
            let longest = first.iter().chain(&second).copied().fold(0.0, f64::max);
            let most = horizon.filter(|_| sign > 0.0).map(|horizon| horizon.max(longest));
            ([mean(&first), mean(&second)], (within(estimate, most), p_value))
        }
        // A lead is no time that could be survived.
        (false, Some(tau)) if sign > 0.0 => {
            let sides = [times(0), times(1)];
            let means = sides.each_ref().map(|side| KaplanMeier::new(side).restricted_mean(tau));
            (means, welch_restricted(&sides[0], &sides[1], tau, CONFIDENCE))
        }
        (false, _) => ([mean(&first), mean(&second)], welch(&first, &second, CONFIDENCE)),
    };
    let order = paired.then(|| order(pairs(), sign));
    // Where every pair was cut short nothing is known of either side beyond that.
    let unknown = order.is_some_and(|order| order.undecided == first.len() as u64);
    let p_value = if unknown { f64::NAN } else { p_value };
    Difference {
        pairs: first.len().min(second.len()) as u64,
        first: sign * means[0],
        second: sign * means[1],
        estimate: signed(estimate, sign),
        tested: Tested { p_value, adjusted: f64::NAN },
        order,
        log_rank: (!paired && estimate.n > 0).then(|| log_rank(&times(0), &times(1))),
        causes: if paired { causes_of_pairs(values, causes) } else { causes_of_sides(values, causes) },
        margin: None,
        finding: Finding::Open,
    }
}

/// The numbers of a pair, up to where either side was cut short; none if one was not at risk.
fn up_to_horizon(first: &Value, second: &Value, sign: f64) -> Option<(f64, f64)> {
    let cut_short = |value: &Value| match value {
        Value::Censored(number) => sign * number,
        _ => f64::INFINITY,
    };
    let horizon = cut_short(first).min(cut_short(second));
    Some(((sign * first.number()?).min(horizon), (sign * second.number()?).min(horizon)))
}

/// Up to which time sides are compared, if one was cut short: paired, the longest horizon of a pair; unpaired, as long as each
/// side tells of a time, or of leads the shortest that was cut short.
pub fn horizon(values: &[Vec<Value>], sign: f64, paired: bool) -> Option<f64> {
    let cut_short = values.iter().flatten().filter_map(|value| match value {
        Value::Censored(number) => Some(sign * number),
        _ => None,
    });
    let last = |side: &Vec<Value>| side.iter().filter_map(|value| value.number()).reduce(f64::max);
    let longest = cut_short.clone().reduce(f64::max)?;
    match (paired, sign < 0.0) {
        (true, _) => Some(longest),
        (false, true) => cut_short.reduce(f64::min),
        (false, false) => values.iter().filter_map(last).reduce(f64::min),
    }
}

/// Pairs that all differ by the same have no spread, which rounding must not make one of.
fn of_pairs(first: &[f64], second: &[f64], seed: u64) -> (Estimate, f64) {
    let mut differences = first.iter().zip(second).map(|(first, second)| second - first);
    let n = first.len();
    if let Some(mean) = differences.next().filter(|one| n > 1 && differences.all(|other| other == *one)) {
        // All alike proves the less the fewer they are: as much as that all have the same sign.
        let p_value = if mean == 0.0 { 1.0 } else { sign_test(n as u64, 0) };
        let clear = mean == 0.0 || p_value < 1.0 - CONFIDENCE;
        let spread = if clear { 0.0 } else { f64::INFINITY };
        return (Estimate { mean, low: mean - spread, high: mean + spread, n }, p_value);
    }
    let PairedDifference { estimate, p_value } =
        paired_difference(first, second, CONFIDENCE, RESAMPLES, seed);
    // An interval with one end would look as if it had two.
    match estimate.low.is_finite() && estimate.high.is_finite() {
        true => (estimate, p_value),
        false => (Estimate { low: f64::NEG_INFINITY, high: f64::INFINITY, ..estimate }, p_value),
    }
}

/// Within `most` on either side, beyond which no difference can be; an end that is not known stays so.
fn within(estimate: Estimate, most: Option<f64>) -> Estimate {
    let most =
        most.filter(|_| estimate.low.is_finite() && estimate.high.is_finite()).unwrap_or(f64::INFINITY);
    Estimate { low: estimate.low.max(-most), high: estimate.high.min(most), ..estimate }
}

fn signed(estimate: Estimate, sign: f64) -> Estimate {
    match estimate {
        Estimate { mean, low, high, n } if sign < 0.0 => Estimate { mean: -mean, low: -high, high: -low, n },
        plain => plain,
    }
}

fn order<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>, sign: f64) -> Order {
    let mut order = Order::default();
    for pair in pairs {
        let count = match pair {
            (Value::Observed(first), Value::Observed(second)) => match (sign * first, sign * second) {
                (first, second) if second < first => &mut order.lower,
                (first, second) if second > first => &mut order.higher,
                _ => &mut order.alike,
            },
            // What was cut short takes longer than it was watched.
            (Value::Observed(first), Value::Censored(so_far)) if sign * so_far >= sign * first => {
                &mut order.higher
            }
            (Value::Censored(so_far), Value::Observed(second)) if sign * so_far >= sign * second => {
                &mut order.lower
            }
            (Value::NotAtRisk, _) | (_, Value::NotAtRisk) => continue,
            _ => &mut order.undecided,
        };
        *count += 1;
    }
    order
}

fn observed(value: &Value, causes: Option<Micros>) -> Option<Micros> {
    causes.filter(|_| matches!(value, Value::Observed(_)))
}

fn causes_of_pairs(values: [&[Value]; 2], causes: &[Vec<Option<Micros>>; 2]) -> Option<CauseDifference> {
    let mut sums = [[0_u128; State::COUNT]; 2];
    let mut pairs = 0;
    let side = |side: usize| values[side].iter().zip(&causes[side]);
    for ((first, of_first), (second, of_second)) in side(0).zip(side(1)) {
        if let (Some(of_first), Some(of_second)) = (observed(first, *of_first), observed(second, *of_second))
        {
            pairs += 1;
            add(&mut sums[0], &of_first);
            add(&mut sums[1], &of_second);
        }
    }
    let means = [mean_hours(&sums[0], pairs)?, mean_hours(&sums[1], pairs)?];
    Some(CauseDifference { pairs, hours: std::array::from_fn(|state| means[1][state] - means[0][state]) })
}

fn causes_of_sides(values: [&[Value]; 2], causes: &[Vec<Option<Micros>>; 2]) -> Option<CauseDifference> {
    let side = |side: usize| {
        let (mut sum, mut number) = ([0_u128; State::COUNT], 0);
        for (value, causes) in values[side].iter().zip(&causes[side]) {
            if let Some(micros) = observed(value, *causes) {
                number += 1;
                add(&mut sum, &micros);
            }
        }
        Some((mean_hours(&sum, number)?, number))
    };
    let ((first, some), (second, others)) = (side(0)?, side(1)?);
    let hours = std::array::from_fn(|state| second[state] - first[state]);
    Some(CauseDifference { pairs: some.min(others), hours })
}

fn add(sum: &mut [u128; State::COUNT], micros: &Micros) {
    sum.iter_mut().zip(micros).for_each(|(sum, micros)| *sum += u128::from(*micros));
}

fn mean_hours(sum: &[u128; State::COUNT], number: u64) -> Option<[f64; State::COUNT]> {
    let over = number as f64 * SimDuration::HOUR.micros() as f64;
    (number > 0).then(|| sum.map(|micros| micros as f64 / over))
}

/// Pairs of yes and no.
pub fn split(pairs: impl Iterator<Item = (bool, bool)>) -> Split {
    let (mut both, mut only_first, mut only_second, mut neither) = (0, 0, 0, 0);
    for pair in pairs {
        *match pair {
            (true, true) => &mut both,
            (true, false) => &mut only_first,
            (false, true) => &mut only_second,
            (false, false) => &mut neither,
        } += 1;
    }
    let tested = both + only_first + only_second + neither > 0;
    let p_value = if tested { sign_test(only_first, only_second) } else { f64::NAN };
    Split { both, only_first, only_second, neither, tested: Tested { p_value, adjusted: f64::NAN } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Value::{Censored, NotAtRisk, Observed};

    #[test]
    fn what_was_cut_short_is_later_than_what_was_over_by_then() {
        let first = [Observed(1.0), Observed(5.0), Censored(4.0), Censored(4.0), NotAtRisk, Observed(2.0)];
        let second =
            [Censored(4.0), Censored(4.0), Observed(3.0), Censored(4.0), Observed(1.0), Observed(2.0)];
        let order = order(first.iter().zip(&second), 1.0);
        assert_eq!(order, Order { lower: 1, higher: 1, alike: 1, undecided: 2 });
    }

    #[test]
    fn a_pair_is_compared_up_to_where_a_side_was_cut_short() {
        // A hold that comes 10 min before ENDEX says little, and takes nothing from what the other pairs say.
        let first = [Observed(8.0), Censored(40.0), Observed(0.1), NotAtRisk];
        let second = [Observed(30.0), Observed(50.0), Censored(1.0 / 6.0), Observed(1.0)];
        let none = [vec![None; 4], vec![None; 4]];
        let found = difference([&first, &second], &none, 1.0, None, true, 1);
        assert_eq!((found.pairs, found.first), (3, (8.0 + 40.0 + 0.1) / 3.0));
        assert!((found.estimate.mean - (22.0 + 0.0 + 1.0 / 6.0 - 0.1) / 3.0).abs() < 1e-12);
        assert_eq!(horizon(&[first.to_vec(), second.to_vec()], 1.0, true), Some(40.0));
        assert_eq!(horizon(&[first.to_vec(), second.to_vec()], 1.0, false), Some(40.0));
    }

    #[test]
    fn few_pairs_that_differ_alike_prove_little() {
        let of = |n: usize, by: f64| of_pairs(&vec![1.0; n], &vec![1.0 + by; n], 1);
        let (two, p_value) = of(2, 1.0);
        assert_eq!((two.mean, two.low), (1.0, f64::NEG_INFINITY));
        assert!((p_value - 0.5).abs() < 1e-12);
        let (many, p_value) = of(20, 1.0);
        assert_eq!((many.low, many.high), (1.0, 1.0));
        assert!((p_value - 2.0 / f64::from(1_u32 << 20)).abs() < 1e-12);
        // Alike in all is no difference, however few they are.
        assert_eq!((of(2, 0.0).0.low, of(2, 0.0).1), (0.0, 1.0));
    }

    #[test]
    fn an_interval_has_two_ends_within_what_a_difference_can_be() {
        // All but two pairs are the same: the bootstrap knows one end at most.
        let (first, mut second) = (vec![1.0; 12], vec![1.0; 12]);
        (second[0], second[1]) = (40.0, 3.0);
        let (estimate, _) = of_pairs(&first, &second, 1);
        assert_eq!(estimate.low.is_finite(), estimate.high.is_finite(), "{estimate:?}");
        let wide = Estimate { mean: 2.0, low: -9.0, high: 13.0, n: 5 };
        assert_eq!((within(wide, Some(4.0)).low, within(wide, Some(4.0)).high), (-4.0, 4.0));
        let unknown = Estimate { low: f64::NEG_INFINITY, high: f64::INFINITY, ..wide };
        assert_eq!(within(unknown, Some(4.0)), unknown);
        assert_eq!(within(wide, None), wide);
    }

    #[test]
    fn a_lead_that_is_longer_counts_as_sooner() {
        // Warned 5 hours ahead instead of 1; not within 10 hours after the hold instead of 2 hours after it.
        let (first, second) = ([Observed(1.0), Observed(-2.0)], [Observed(5.0), Censored(-10.0)]);
        let order = order(first.iter().zip(&second), -1.0);
        assert_eq!(order, Order { lower: 1, higher: 1, alike: 0, undecided: 0 });
    }

    #[test]
    fn hours_by_cause_are_of_pairs_that_both_got_there() {
        let hour = SimDuration::HOUR.micros();
        let of = |worked: u64| {
            let mut micros = [0; State::COUNT];
            micros[State::Worked as usize] = worked * hour;
            Some(micros)
        };
        let values = [[Observed(2.0), Observed(9.0)], [Observed(3.0), Censored(20.0)]];
        let causes = [vec![of(2), of(9)], vec![of(3), of(20)]];
        let found = causes_of_pairs([&values[0], &values[1]], &causes).expect("there is a pair");
        assert_eq!((found.pairs, found.hours[State::Worked as usize]), (1, 1.0));
    }
}
