//! Which of several alternatives has the best mean, without playing the clearly worse ones to the end.
//!
//! S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM TOMACS
//! 11 (2001), with c = 1 and the constant that allows for common random numbers.
//!
//! **Invariant:** the outcome depends on the values alone, never on how they were cut into batches.

/// Which mean is the best.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Best {
    /// The smallest, as of times.
    Smallest,
    /// The largest.
    Largest,
}

/// A selection under way.
///
/// If the best alternative is better than every other by at least `delta`, it wins with a probability of at least
/// `confidence`. The values of an alternative are to be independent and normal; means of batches come near that. Under
/// common random numbers, value number n of all alternatives stems from the same replication.
#[derive(Clone, Debug)]
pub struct KimNelson {
    delta: f64,
    best: Best,
    first_stage: usize,
    /// h² of the article.
    h2: f64,
    /// Of each alternative the first values, until there are enough for variances.
    first_values: Vec<Vec<f64>>,
    /// Of each two alternatives the variance of their difference.
    variances: Vec<Vec<f64>>,
    sums: Vec<f64>,
    replications: usize,
    left_out: usize,
    surviving: Vec<usize>,
    eliminated: Vec<(usize, usize)>,
    winner: Option<usize>,
}

impl KimNelson {
    /// Of so many `alternatives`, with the smallest difference `delta` > 0 in the mean that matters, in its unit; a
    /// `confidence` in (1/`alternatives`, 1); and the variances from the first `first_stage` replications, at least 2
    /// (ten to twenty serve: with fewer it goes on for longer).
    ///
    /// A `delta` of zero or below or NaN, or a confidence of 1, lets nothing be eliminated that varies.
    pub fn new(
        alternatives: usize,
        delta: f64,
        confidence: f64,
        first_stage: usize,
        best: Best,
    ) -> KimNelson {
        let first_stage = first_stage.max(2);
        let degrees = (first_stage - 1) as f64;
        let error = (1.0 - confidence).clamp(0.0, 1.0) / alternatives.saturating_sub(1).max(1) as f64;
        let eta = 0.5 * (libm::pow(2.0 * error, -2.0 / degrees) - 1.0);
        KimNelson {
            delta: delta.max(0.0),
            best,
            first_stage,
            h2: 2.0 * eta.max(0.0) * degrees,
            first_values: vec![Vec::new(); alternatives],
            variances: vec![vec![0.0; alternatives]; alternatives],
            sums: vec![0.0; alternatives],
            replications: 0,
            left_out: 0,
            surviving: (0..alternatives).collect(),
            eliminated: Vec::new(),
            winner: (alternatives == 1).then_some(0),
        }
    }

    /// Takes in a batch: for each alternative, by its number, the values of the next replications. Those of alternatives
    /// that are out are not looked at and may be missing.
    ///
    /// As many replications count as all surviving alternatives have. One in which any of them is not finite is left
    /// out for all. What comes after the winner is found is not looked at.
    pub fn push(&mut self, batch: &[Vec<f64>]) {
        let mut next = 0;
        while self.winner.is_none() && !self.surviving.is_empty() {
            let value =
                |&alternative: &usize| batch.get(alternative).and_then(|values| values.get(next)).copied();
            let Some(values) = self.surviving.iter().map(value).collect::<Option<Vec<f64>>>() else { return };
            next += 1;
            if values.iter().all(|value| value.is_finite()) {
                self.push_replication(&values);
            } else {
                self.left_out += 1;
            }
        }
    }

    fn push_replication(&mut self, values: &[f64]) {
        self.replications += 1;
        for (&alternative, value) in self.surviving.iter().zip(values) {
            let value = if self.best == Best::Smallest { -value } else { *value };
            self.sums[alternative] += value;
            if self.replications <= self.first_stage {
                self.first_values[alternative].push(value);
            }
        }
        if self.replications == self.first_stage {
            self.find_variances();
        }
        if self.replications >= self.first_stage {
            self.screen();
        }
    }

    fn find_variances(&mut self) {
        for (i, first) in self.first_values.iter().enumerate() {
            for (l, second) in self.first_values.iter().enumerate() {
                let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
                let deviation = super::standard_deviation(&differences);
                self.variances[i][l] = deviation * deviation;
            }
        }
        self.first_values.clear();
    }

    /// How far the sum of one alternative may lie below that of another one without being eliminated: r·W(r).
    fn slack(&self, i: usize, l: usize) -> f64 {
        let r = self.replications as f64;
        // NaN, of no variance and no difference that matters, is no slack either.
        (0.5 * (self.h2 * self.variances[i][l] / self.delta - self.delta * r)).max(0.0)
    }

    fn screen(&mut self) {
        let before = std::mem::take(&mut self.surviving);
        let beaten =
            |i: usize| before.iter().any(|&l| l != i && self.sums[i] < self.sums[l] - self.slack(i, l));
        let (out, left): (Vec<usize>, Vec<usize>) = before.iter().partition(|&&i| beaten(i));
        // What no slack separates and no sum does are equal values: the first one is as good as any.
        let decided = left.iter().all(|&i| left.iter().all(|&l| self.slack(i, l) == 0.0 || i == l));
        self.winner = if decided { left.first().copied() } else { None };
        let replications = self.replications;
        self.eliminated.extend(out.iter().map(|&alternative| (alternative, replications)));
        self.surviving = left;
    }

    /// The alternatives that still need values, ascending; when there is a winner, it and what equals it.
    pub fn surviving(&self) -> &[usize] {
        &self.surviving
    }

    /// The alternatives that are out, in that order, each with the number of replications that it took.
    pub fn eliminated(&self) -> &[(usize, usize)] {
        &self.eliminated
    }

    /// The best alternative, once it is known; never of none.
    pub fn winner(&self) -> Option<usize> {
        self.winner
    }

    /// How many replications have counted.
    pub fn replications(&self) -> usize {
        self.replications
    }

    /// How many replications were left out because of values that are not finite.
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::super::trials;
    use super::*;

    /// Values with no order in them, by a rule that other programs can follow.
    fn values(alternative: usize, replications: usize) -> Vec<f64> {
        let root = ((3 * alternative + 2) as f64).sqrt();
        (1..=replications).map(|n| 0.1 * alternative as f64 + (n as f64 * root).fract()).collect()
    }

    fn selection(delta: f64, best: Best) -> KimNelson {
        KimNelson::new(5, delta, 0.95, 10, best)
    }

    #[test]
    fn eliminations_are_those_of_the_article() {
        let all: Vec<Vec<f64>> = (0..5).map(|alternative| values(alternative, 2000)).collect();
        let mut largest = selection(0.05, Best::Largest);
        largest.push(&all);
        // Python 3.12, written apart after section 3 of the article, with Wᵢₗ(r) and Nᵢ as they stand there.
        assert_eq!(largest.eliminated(), [(0, 39), (1, 44), (2, 97), (3, 160)]);
        assert_eq!((largest.winner(), largest.replications()), (Some(4), 160));
        let mut smallest = selection(0.05, Best::Smallest);
        smallest.push(&all);
        assert_eq!(smallest.eliminated(), [(2, 39), (4, 44), (3, 63), (1, 128)]);
        assert_eq!((smallest.winner(), smallest.replications()), (Some(0), 128));
    }

    #[test]
    fn batches_do_not_matter() {
        let all: Vec<Vec<f64>> = (0..5).map(|alternative| values(alternative, 2000)).collect();
        let mut whole = selection(0.05, Best::Largest);
        whole.push(&all);
        for size in [1, 7, 100] {
            let mut cut = selection(0.05, Best::Largest);
            for start in (0..2000).step_by(size) {
                let batch: Vec<Vec<f64>> = (0..5)
                    .map(|alternative| {
                        let needed = cut.surviving().contains(&alternative);
                        if needed {
                            all[alternative][start..(start + size).min(2000)].to_vec()
                        } else {
                            Vec::new()
                        }
                    })
                    .collect();
                cut.push(&batch);
            }
            assert_eq!((cut.winner(), cut.eliminated()), (whole.winner(), whole.eliminated()), "{size}");
            assert_eq!(cut.replications(), whole.replications());
        }
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let mut all: Vec<Vec<f64>> = (0..5).map(|alternative| values(alternative, 2000)).collect();
        let mut plain = selection(0.05, Best::Largest);
        plain.push(&all);
        all[2].insert(3, f64::NAN);
        all[1].insert(3, 1.0);
        all[0].insert(3, 1.0);
        all[3].insert(3, 1.0);
        all[4].insert(3, f64::INFINITY);
        let mut gaps = selection(0.05, Best::Largest);
        gaps.push(&all);
        assert_eq!((gaps.winner(), gaps.eliminated()), (plain.winner(), plain.eliminated()));
        assert_eq!((gaps.left_out(), gaps.replications()), (1, plain.replications()));
    }

    #[test]
    fn corners() {
        assert_eq!(KimNelson::new(1, 1.0, 0.95, 10, Best::Largest).winner(), Some(0));
        let mut none = KimNelson::new(0, 1.0, 0.95, 10, Best::Largest);
        none.push(&[vec![1.0]]);
        assert_eq!(none.winner(), None);
        // Equal values: the first. Constant ones: at once.
        let mut equal = KimNelson::new(3, 1.0, 0.95, 0, Best::Largest);
        equal.push(&[vec![1.0; 2], vec![2.0; 2], vec![2.0; 2]]);
        assert_eq!((equal.winner(), equal.replications()), (Some(1), 2));
        for (delta, confidence) in [(0.0, 0.95), (f64::NAN, 0.95), (-1.0, 0.95), (0.1, 1.0)] {
            let mut never = KimNelson::new(2, delta, confidence, 10, Best::Largest);
            never.push(&[values(0, 1000), values(4, 1000)]);
            assert_eq!(never.winner(), None, "{delta} {confidence}");
        }
        // A batch without the values of a survivor brings nothing.
        let mut short = selection(0.05, Best::Largest);
        short.push(&[vec![1.0], vec![1.0]]);
        assert_eq!(short.replications(), 0);
    }

    /// How often the best of `means` (the last) loses in 1,000 selections. The values are the mean, own noise and
    /// `shared` noise, which moves the later alternatives more than the earlier ones.
    fn losses(means: &[f64], shared: f64, noise: fn(&mut Xoshiro256PlusPlus) -> f64) -> u32 {
        let mut draws = trials::generator(7);
        let mut lost = 0;
        for _ in 0..1000 {
            let mut selection = KimNelson::new(means.len(), 0.5, 0.95, 10, Best::Largest);
            while selection.winner().is_none() {
                let common = shared * noise(&mut draws);
                let value = |(number, mean): (usize, &f64)| {
                    vec![mean + (1.0 + 0.25 * number as f64) * common + noise(&mut draws)]
                };
                selection.push(&means.iter().enumerate().map(value).collect::<Vec<_>>());
            }
            lost += u32::from(selection.winner() != Some(means.len() - 1));
        }
        lost
    }

    #[test]
    fn the_best_wins_as_often_as_promised() {
        // The least favourable means: all others worse by exactly δ.
        let (two, five) = ([0.0, 0.5], [0.0, 0.0, 0.0, 0.0, 0.5]);
        for shared in [0.0, 1.0, 2.0] {
            for means in [&two[..], &five] {
                let lost = losses(means, shared, trials::normal);
                assert!(!trials::contradicts(lost, 1000, 0.05), "{shared} {means:?}: {lost}");
            }
        }
        // Far from normal, the difference of two skewed values is less so.
        let lost = losses(&two, 1.0, |draws| trials::exponential(draws) - 1.0);
        assert!(!trials::contradicts(lost, 1000, 0.05), "{lost}");
    }
}
