//! Which alternative is the cheapest that meets an objective often enough, without playing on what is clear already.
//!
//! **Invariant:** the outcome depends on the trials alone, never on how they were cut into batches.

use super::confidence_sequence::log_evidence;

/// A selection under way.
///
/// With a probability of at least `confidence`, the alternative that is selected meets the objective with a probability
/// of at least `required` − `tolerance`, and none that is cheaper does with a probability of `required` or more;
/// whatever the batches and when one stops to look. Each alternative has an equal part of the error, spent by a
/// [`confidence_sequence`](super::confidence_sequence()), so that they may share random numbers.
#[derive(Clone, Debug)]
pub struct Cheapest {
    /// From the cheapest on.
    order: Vec<usize>,
    required: f64,
    tolerance: f64,
    /// The evidence that decides.
    limit: f64,
    tallies: Vec<Tally>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    successes: u64,
    trials: u64,
    verdict: Option<bool>,
}

/// What a selection has come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheapestVerdict {
    /// More trials are needed.
    Undecided,
    /// The number of the alternative.
    Selected(usize),
    /// No alternative meets the objective with the probability that is required.
    NoneMeets,
}

impl Cheapest {
    /// Of alternatives with these `costs` (of equal ones the first counts as cheaper; NaN as dearest), such that an
    /// objective is met with the probability `required` in (0, 1), where a `tolerance` > 0 below it does not matter; at
    /// a `confidence` in (0, 1).
    ///
    /// The number of trials grows with the inverse square of the tolerance; with none, a probability of just `required`
    /// is never decided.
    pub fn new(costs: &[f64], required: f64, tolerance: f64, confidence: f64) -> Cheapest {
        let mut order: Vec<usize> = (0..costs.len()).collect();
        order.sort_by(|&a, &b| costs[a].total_cmp(&costs[b]));
        let limit = libm::log(costs.len().max(1) as f64 / (1.0 - confidence));
        Cheapest { order, required, tolerance, limit, tallies: vec![Tally::default(); costs.len()] }
    }

    /// Takes in a batch: for each alternative, by its number, whether the objective was met in its next replications.
    /// Those of alternatives that need no more trials are not looked at and may be missing.
    pub fn push(&mut self, batch: &[Vec<bool>]) {
        let mut next = 0;
        loop {
            let mut any = false;
            for alternative in self.open() {
                if let Some(met) = batch.get(alternative).and_then(|trials| trials.get(next)) {
                    self.push_trial(alternative, *met);
                    any = true;
                }
            }
            next += 1;
            if !any {
                return;
            }
        }
    }

    fn push_trial(&mut self, alternative: usize, met: bool) {
        let (floor, required, limit) = (self.required - self.tolerance, self.required, self.limit);
        let tally = &mut self.tallies[alternative];
        tally.successes += u64::from(met);
        tally.trials += 1;
        let (successes, trials) = (tally.successes, tally.trials);
        let share = successes as f64 / trials as f64;
        let excludes = |p: f64| log_evidence(successes, trials, p) >= limit;
        if share > floor && (floor <= 0.0 || excludes(floor)) {
            tally.verdict = Some(true);
        } else if share < required && excludes(required) {
            tally.verdict = Some(false);
        }
    }

    /// The alternatives that need more trials, from the cheapest on: those that are undecided and cheaper than all that
    /// are known to meet the objective.
    pub fn open(&self) -> Vec<usize> {
        let verdict = |&alternative: &usize| self.tallies[alternative].verdict;
        let cheaper = self.order.iter().copied().take_while(|alternative| verdict(alternative) != Some(true));
        cheaper.filter(|alternative| verdict(alternative).is_none()).collect()
    }

    /// What the trials have come to.
    pub fn verdict(&self) -> CheapestVerdict {
        if !self.open().is_empty() {
            return CheapestVerdict::Undecided;
        }
        let meets = self.order.iter().find(|&&alternative| self.tallies[alternative].verdict == Some(true));
        meets.map_or(CheapestVerdict::NoneMeets, |&alternative| CheapestVerdict::Selected(alternative))
    }

    /// Whether an alternative meets the objective, if that is known.
    pub fn meets(&self, alternative: usize) -> Option<bool> {
        self.tallies[alternative].verdict
    }

    /// Of each alternative how often the objective was met, and in how many trials.
    pub fn tallies(&self) -> Vec<(u64, u64)> {
        self.tallies.iter().map(|tally| (tally.successes, tally.trials)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::trials;
    use super::*;

    /// Plays until it is decided. In each replication the objective is met by one uniform number for all alternatives,
    /// or by one each.
    fn play(
        mut selection: Cheapest,
        probabilities: &[f64],
        seed: u64,
        common: bool,
    ) -> (CheapestVerdict, Vec<(u64, u64)>) {
        let mut draws = trials::generator(seed);
        while selection.verdict() == CheapestVerdict::Undecided {
            let shared = trials::uniform(&mut draws);
            let mut met = |p: &f64| vec![if common { shared } else { trials::uniform(&mut draws) } < *p];
            selection.push(&probabilities.iter().map(&mut met).collect::<Vec<_>>());
        }
        (selection.verdict(), selection.tallies())
    }

    #[test]
    fn the_cheapest_that_meets_is_selected() {
        let costs = [4.0, 1.0, 3.0, 2.0];
        let probabilities = [0.99, 0.3, 0.95, 0.6];
        let (verdict, tallies) = play(Cheapest::new(&costs, 0.8, 0.05, 0.95), &probabilities, 1, true);
        assert_eq!(verdict, CheapestVerdict::Selected(2));
        // The clearly worse and the dearer one stop early.
        let trials: Vec<u64> = tallies.iter().map(|(_, trials)| *trials).collect();
        assert!(trials[1] < trials[3] && trials[0] <= trials[2], "{trials:?}");
        let (verdict, _) = play(Cheapest::new(&costs, 0.8, 0.05, 0.95), &[0.5, 0.3, 0.6, 0.6], 1, true);
        assert_eq!(verdict, CheapestVerdict::NoneMeets);
    }

    #[test]
    fn batches_do_not_matter() {
        let (costs, probabilities) = ([1.0, 2.0, 3.0], [0.6, 0.9, 0.95]);
        let mut draws = trials::generator(3);
        let numbers: Vec<f64> = (0..3000).map(|_| trials::uniform(&mut draws)).collect();
        let outcomes = |size: usize| {
            let mut selection = Cheapest::new(&costs, 0.8, 0.05, 0.95);
            for numbers in numbers.chunks(size) {
                let met = |p: &f64| numbers.iter().map(|number| number < p).collect();
                selection.push(&probabilities.iter().map(met).collect::<Vec<_>>());
            }
            (selection.verdict(), selection.tallies())
        };
        assert_eq!(outcomes(1).0, CheapestVerdict::Selected(1));
        assert_eq!(outcomes(1), outcomes(64));
        assert_eq!(outcomes(1), outcomes(3000));
    }

    #[test]
    fn corners() {
        assert_eq!(Cheapest::new(&[], 0.8, 0.05, 0.95).verdict(), CheapestVerdict::NoneMeets);
        let mut selection = Cheapest::new(&[f64::NAN, 1.0, 1.0], 0.8, 0.05, 0.95);
        assert_eq!(selection.open(), [1, 2, 0]);
        selection.push(&[]);
        selection.push(&[Vec::new(), vec![true; 500]]);
        assert_eq!(selection.verdict(), CheapestVerdict::Selected(1));
        let mut certain = Cheapest::new(&[1.0], f64::NAN, f64::NAN, f64::NAN);
        certain.push(&[vec![true; 100]]);
        assert_eq!(certain.verdict(), CheapestVerdict::Undecided);
        // Whatever happens is enough where nothing is required.
        let mut anything = Cheapest::new(&[1.0], 0.02, 0.05, 0.95);
        anything.push(&[vec![false]]);
        assert_eq!(anything.verdict(), CheapestVerdict::Selected(0));
    }

    /// How many of 1,000 selections do not end with `right`.
    fn wrong(probabilities: &[f64], common: bool, right: CheapestVerdict) -> u32 {
        let costs: Vec<f64> = (0..probabilities.len()).map(|cost| cost as f64).collect();
        (0..1000)
            .map(|seed| play(Cheapest::new(&costs, 0.8, 0.15, 0.9), probabilities, seed, common).0)
            .filter(|verdict| *verdict != right)
            .count() as u32
    }

    #[test]
    fn selections_are_right_as_often_as_promised() {
        use CheapestVerdict::{NoneMeets, Selected};
        // The least favourable ones: just too rarely, and just often enough.
        let cases = [
            (&[0.649, 0.8][..], true, Selected(1)),
            (&[0.8], true, Selected(0)),
            (&[0.649, 0.649, 0.8, 1.0], false, Selected(2)),
            (&[0.649; 6], false, NoneMeets),
        ];
        for (probabilities, common, right) in cases {
            let errors = wrong(probabilities, common, right);
            assert!(!trials::contradicts(errors, 1000, 0.1), "{probabilities:?}: {errors}");
        }
    }
}
