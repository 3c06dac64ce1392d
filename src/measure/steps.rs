//! Numbers over time as steps, few enough to be drawn.
//!
//! **Invariant:** steps follow on one another, none is empty, and what is drawn has the integral of what it is made of, but for
//! rounding.

use serde::{Deserialize, Serialize};

/// The most steps of one curve that are kept as they are; of more, means over so many pieces of its time are made.
pub const STEPS: usize = 480;

/// A stretch of time in which some numbers were alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(bound(serialize = "[f64; N]: Serialize", deserialize = "[f64; N]: Deserialize<'de>"))]
pub struct Step<const N: usize> {
    /// From when: microseconds from STARTEX, negative in the prelude.
    pub from_us: i64,
    /// Until when.
    pub until_us: i64,
    /// The numbers.
    pub at: [f64; N],
}

impl<const N: usize> Step<N> {
    fn length(&self) -> f64 {
        (self.until_us - self.from_us) as f64
    }
}

/// The same curve in fewer steps: equal ones that follow on one another are one, and of more than [`STEPS`] those are means.
pub fn fewer<const N: usize>(steps: impl IntoIterator<Item = Step<N>>) -> Vec<Step<N>> {
    let mut merged: Vec<Step<N>> = Vec::new();
    for step in steps {
        match merged.last_mut() {
            Some(last) if last.at == step.at && last.until_us == step.from_us => {
                last.until_us = step.until_us
            }
            _ => merged.push(step),
        }
    }
    if merged.len() <= STEPS { merged } else { means(&merged) }
}

/// Means over equal pieces of the time from the first step to the last.
fn means<const N: usize>(steps: &[Step<N>]) -> Vec<Step<N>> {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Vec::new() };
    let piece = ((last.until_us - first.from_us) as u64).div_ceil(STEPS as u64) as i64;
    let mut pieces: Vec<Step<N>> = Vec::with_capacity(STEPS);
    let mut from_us = first.from_us;
    while from_us < last.until_us {
        let until_us = (from_us + piece).min(last.until_us);
        pieces.push(Step { from_us, until_us, at: [0.0; N] });
        from_us = until_us;
    }
    for step in steps {
        let place = |at: i64| ((at - first.from_us) / piece) as usize;
        for mean in &mut pieces[place(step.from_us)..=place(step.until_us - 1)] {
            let within = step.until_us.min(mean.until_us) - step.from_us.max(mean.from_us);
            let share = within as f64 / mean.length();
            mean.at.iter_mut().zip(step.at).for_each(|(mean, number)| *mean += share * number);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn step(from_us: i64, until_us: i64, number: f64) -> Step<1> {
        Step { from_us, until_us, at: [number] }
    }

    #[test]
    fn equal_steps_that_follow_on_one_another_are_one() {
        let steps = [step(-5, 0, 1.0), step(0, 7, 1.0), step(7, 9, 2.0), step(10, 12, 2.0)];
        assert_eq!(fewer(steps), [step(-5, 7, 1.0), step(7, 9, 2.0), step(10, 12, 2.0)]);
    }

    #[test]
    fn many_steps_become_means_with_the_same_integral() {
        // 0, 1, 0, 1, … each a microsecond long, from −100 on.
        let many: Vec<Step<1>> =
            (0..4 * STEPS as i64).map(|at| step(at - 100, at - 99, (at % 2) as f64)).collect();
        let few = fewer(many);
        assert_eq!((few.len(), few[0]), (STEPS, step(-100, -96, 0.5)));
        let integral: f64 = few.iter().map(|step| step.length() * step.at[0]).sum();
        assert_eq!(integral, 2.0 * STEPS as f64);
    }

    #[test]
    fn a_last_piece_may_be_shorter() {
        let many: Vec<Step<1>> = (0..=STEPS as i64).map(|at| step(at, at + 1, at as f64)).collect();
        let few = fewer(many);
        assert_eq!(few[0], step(0, 2, 0.5));
        assert_eq!(few[few.len() - 1], step(480, 481, 480.0));
    }
}
