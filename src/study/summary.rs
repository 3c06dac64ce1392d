//! What replications say about measures, causes and objectives.
//!
//! **Invariant:** times are in hours from here on, and a quantile that the observation was too short for is `None`.

use super::{CauseSums, Replications};
use crate::kernel::SimDuration;
use crate::measure::{CAUSED, Value, Verdict};
use crate::model::*;
use crate::sim::{Milestone, State};
use crate::statistics::{
    Estimate, Histogram, KaplanMeier, histogram, mean_interval, quantile, quantile_interval, wilson,
};

/// The confidence of all intervals.
pub(super) const CONFIDENCE: f64 = 0.95;

/// A measure over replications.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MeasureSummary {
    /// How many replications had a value.
    pub observed: u64,
    /// In how many it was cut short by ENDEX.
    pub censored: u64,
    /// In how many nothing was at risk.
    pub not_at_risk: u64,
    /// The median of those at risk, by Kaplan and Meier if any was cut short; none if not reached. Quantiles of counts are
    /// values that occurred.
    pub median: Option<f64>,
    /// The 5 % quantile.
    pub q05: Option<f64>,
    /// The 95 % quantile.
    pub q95: Option<f64>,
    /// 95 % intervals of these three, in this order; an end that cannot be told is none.
    pub quantile_intervals: [(Option<f64>, Option<f64>); 3],
    /// The mean with its 95 % interval; none if any was cut short or nothing observed.
    pub mean: Option<Estimate>,
    /// If any was cut short: the mean of the time or the longest time on record, whichever is less, with its 95 % interval, and that
    /// time.
    pub restricted_mean: Option<(Estimate, f64)>,
}

/// Mean hours by cause of one response up to one milestone.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseSummary {
    /// Up to which milestone.
    pub milestone: Milestone,
    /// Whether it was reached; otherwise these are the replications that ENDEX cut short, and the hours so far.
    pub reached: bool,
    /// Over how many replications.
    pub replications: u64,
    /// Mean hours by [`State::ALL`]; they add up to the mean time.
    pub hours: [f64; State::COUNT],
    /// The same by team, in the order of [`Responder::teams`]; what is unseen belongs to none.
    pub by_team: Vec<[f64; State::COUNT]>,
}

/// An objective over replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectiveSummary {
    /// In how many it was met.
    pub met: u64,
    /// In how many it was missed.
    pub missed: u64,
    /// In how many it was not tested.
    pub not_tested: u64,
    /// The share of replications that tested it; none if none was played.
    pub tested: Option<f64>,
    /// The probability that it is met when tested, with Wilson's 95 % interval; none if it was never tested.
    pub probability: Option<Estimate>,
    /// Whether that probability, as estimated, is at least the one asked for; none if it was never tested.
    pub attained: Option<bool>,
}

/// What replications say.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Beside the list of [`Replications::measures`].
    pub measures: Vec<MeasureSummary>,
    /// `[responder × campaigns + campaign]`, each by [`CAUSED`] and whether reached; without empty ones.
    pub causes: Vec<Vec<CauseSummary>>,
    /// Each objective.
    pub objectives: Vec<ObjectiveSummary>,
}

/// Summarises replications.
pub fn summarise(model: &Model, replications: &Replications) -> Summary {
    let measures = replications.measures.list.iter().enumerate().map(|(place, measure)| {
        let values =
            replications.counted().map(|played| played.values[place].reported(measure.quantity.unit()));
        summarise_measure(measure.quantity, &values.collect::<Vec<_>>())
    });
    let responses = ResponderIdx::all(model.responders.len()).flat_map(|responder| {
        CampaignIdx::all(model.campaigns.len()).map(move |campaign| (responder, campaign))
    });
    let causes = responses.map(|(responder, campaign)| {
        let places = 0..CAUSED.len();
        let sums = places.flat_map(|place| {
            let [reached, cut_short] = replications.pooled.causes(model, responder, campaign, place);
            [(place, true, reached), (place, false, cut_short)]
        });
        sums.filter_map(|(place, reached, sums)| summarise_causes(CAUSED[place], reached, sums)).collect()
    });
    let objectives = model.objectives.iter().enumerate().map(|(place, objective)| {
        let verdicts = replications.counted().map(|played| played.verdicts[place]);
        summarise_objective(objective, verdicts)
    });
    Summary { measures: measures.collect(), causes: causes.collect(), objectives: objectives.collect() }
}

/// Summarises one measure; times are in hours.
pub(super) fn summarise_measure(quantity: Quantity, values: &[Value]) -> MeasureSummary {
    let sign = sign(quantity);
    let times = times(quantity, values);
    let observed = times.iter().filter(|(_, observed)| *observed).count() as u64;
    let counts = MeasureSummary {
        observed,
        censored: times.len() as u64 - observed,
        not_at_risk: (values.len() - times.len()) as u64,
        ..MeasureSummary::default()
    };
    if times.is_empty() {
        return counts;
    }
    if counts.censored > 0 {
        let curve = KaplanMeier::new(&times);
        let turned = |p: f64| if sign < 0.0 { 1.0 - p } else { p };
        let signed = |number: Option<f64>| number.map(|number| sign * number);
        let at = |p: f64| signed(curve.quantile(turned(p)));
        let around = |p: f64| {
            let (low, high) = curve.quantile_interval(turned(p), CONFIDENCE);
            if sign < 0.0 { (signed(high), signed(low)) } else { (low, high) }
        };
        let longest = times.iter().fold(f64::NEG_INFINITY, |longest, (time, _)| longest.max(*time));
        let restricted = (sign > 0.0).then(|| (curve.restricted_mean_interval(longest, CONFIDENCE), longest));
        return MeasureSummary {
            median: at(0.5),
            q05: at(0.05),
            q95: at(0.95),
            quantile_intervals: QUANTILES.map(around),
            restricted_mean: restricted,
            ..counts
        };
    }
    let mut numbers: Vec<f64> = times.iter().map(|(time, _)| sign * time).collect();
    let mean = Some(mean_interval(&numbers, CONFIDENCE));
    numbers.sort_by(f64::total_cmp);
    // Half an asset is never held: of two in the middle, counts take the lower.
    let lower = |p: f64| numbers[((p * numbers.len() as f64).ceil() as usize).clamp(1, numbers.len()) - 1];
    let at = |p: f64| match quantity.unit() {
        Unit::Count => Some(lower(p)),
        _ => Some(quantile(&numbers, p)),
    };
    let around = |p: f64| quantile_interval(&numbers, p, CONFIDENCE).unzip();
    let quantile_intervals = QUANTILES.map(around);
    MeasureSummary { median: at(0.5), q05: at(0.05), q95: at(0.95), quantile_intervals, mean, ..counts }
}

/// The quantiles that are told with intervals.
const QUANTILES: [f64; 3] = [0.5, 0.05, 0.95];

/// A lead is cut short from above, its negative from below, as Kaplan and Meier's times are.
fn sign(quantity: Quantity) -> f64 {
    if quantity == Quantity::WarningLead { -1.0 } else { 1.0 }
}

/// What was at risk, each with whether it was observed.
pub(super) fn times(quantity: Quantity, values: &[Value]) -> Vec<(f64, bool)> {
    let time = |value: &Value| match *value {
        Value::Observed(number) => Some((sign(quantity) * number, true)),
        Value::Censored(number) => Some((sign(quantity) * number, false)),
        Value::NotAtRisk => None,
    };
    values.iter().filter_map(time).collect()
}

/// How the observed values of the measure at `place` are spread; times are in hours. None where all are alike.
pub fn spread(replications: &Replications, place: usize) -> Option<Histogram> {
    let unit = replications.measures[place].quantity.unit();
    let values = replications.counted().filter_map(|played| match played.values[place].reported(unit) {
        Value::Observed(number) => Some(number),
        _ => None,
    });
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    histogram(&values, unit == Unit::Count)
}

fn summarise_causes(milestone: Milestone, reached: bool, sums: &CauseSums) -> Option<CauseSummary> {
    if sums.replications == 0 {
        return None;
    }
    let mean = |micros: u128| micros as f64 / (sums.replications as f64 * SimDuration::HOUR.micros() as f64);
    let by_team: Vec<[f64; State::COUNT]> = sums.by_team.iter().map(|team| team.map(mean)).collect();
    let hours = State::ALL.map(|state| match state {
        State::Unseen => mean(sums.unseen),
        _ => mean(sums.by_team.iter().map(|team| team[state as usize]).sum()),
    });
    Some(CauseSummary { milestone, reached, replications: sums.replications, hours, by_team })
}

pub(super) fn summarise_objective(
    objective: &Objective,
    verdicts: impl Iterator<Item = Verdict> + Clone,
) -> ObjectiveSummary {
    let count = |wanted: Verdict| verdicts.clone().filter(|verdict| *verdict == wanted).count() as u64;
    let (met, missed, not_tested) = (count(Verdict::Met), count(Verdict::Missed), count(Verdict::NotTested));
    let probability = (met + missed > 0).then(|| wilson(met, met + missed, CONFIDENCE));
    // Estimates are multiples of 1/n: without the slack, 0.8 of 5 might fall short of 0.8 by a rounding error.
    let attained = probability.map(|estimate| estimate.mean >= objective.with_probability - 1e-12);
    let all = met + missed + not_tested;
    let tested = (all > 0).then(|| (met + missed) as f64 / all as f64);
    ObjectiveSummary { met, missed, not_tested, tested, probability, attained }
}

/// The causes to show first: up to the latest milestone that at least half of the replications at risk reached; if there
/// is none, those of replications that ENDEX cut short of the last one.
pub fn telling_causes(causes: &[CauseSummary]) -> Option<&CauseSummary> {
    const LATEST_FIRST: [Milestone; 4] =
        [Milestone::Recovered, Milestone::Contained, Milestone::Declared, Milestone::Detected];
    let half = |summary: &&CauseSummary| {
        let at_risk: u64 = causes
            .iter()
            .filter(|other| other.milestone == summary.milestone)
            .map(|other| other.replications)
            .sum();
        summary.reached && 2 * summary.replications >= at_risk
    };
    LATEST_FIRST
        .iter()
        .find_map(|&milestone| causes.iter().filter(|summary| summary.milestone == milestone).find(half))
        .or_else(|| {
            causes.iter().find(|summary| summary.milestone == Milestone::Recovered && !summary.reached)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Value::{Censored, NotAtRisk, Observed};
    use expect_test::{Expect, expect};

    #[track_caller]
    fn check(quantity: Quantity, values: &[Value], expected: Expect) {
        let summary = summarise_measure(quantity, values);
        let MeasureSummary {
            observed, censored, not_at_risk, median, q05, q95, mean, restricted_mean, ..
        } = summary;
        let mean = mean.map(|estimate| estimate.mean);
        let restricted_mean = restricted_mean.map(|(estimate, longest)| (estimate.mean, longest));
        let numbers = format!(
            "median {median:?} 5 % {q05:?} 95 % {q95:?} mean {mean:?} restricted {restricted_mean:?}"
        );
        expected.assert_eq(&format!("{observed}/{censored}/{not_at_risk} {numbers}"));
    }

    #[test]
    fn without_censoring_it_is_the_sample() {
        let values = [Observed(1.0), Observed(3.0), Observed(2.0), NotAtRisk];
        check(
            Quantity::TimeToDeclare,
            &values,
            expect!["3/0/1 median Some(2.0) 5 % Some(1.1) 95 % Some(2.9) mean Some(2.0) restricted None"],
        );
    }

    #[test]
    fn quantiles_of_counts_are_counts() {
        let values = [Observed(3.0), Observed(8.0), Observed(1.0), Observed(4.0)];
        check(
            Quantity::AssetsHeldPeak,
            &values,
            expect!["4/0/0 median Some(3.0) 5 % Some(1.0) 95 % Some(8.0) mean Some(4.0) restricted None"],
        );
    }

    #[test]
    fn what_was_cut_short_bounds_what_can_be_said() {
        let values = [Observed(1.0), Observed(2.0), Censored(4.0), Censored(4.0)];
        check(
            Quantity::TimeToDeclare,
            &values,
            expect!["2/2/0 median Some(2.0) 5 % Some(1.0) 95 % None mean None restricted Some((2.75, 4.0))"],
        );
    }

    #[test]
    fn quantiles_have_intervals() {
        let values: Vec<Value> = (1..=100).map(|hours| Observed(f64::from(hours))).collect();
        let [median, ..] = summarise_measure(Quantity::TimeToDeclare, &values).quantile_intervals;
        // Of 100, order statistics 40 and 61: the textbook's interval of a median.
        assert_eq!(median, (Some(40.0), Some(61.0)));
        // Cut short after 45 of 100: the upper end of the median's interval lies beyond.
        let cut = |hours: u32| if hours > 55 { Censored(55.0) } else { Observed(f64::from(hours)) };
        let values: Vec<Value> = (1..=100).map(cut).collect();
        let summary = summarise_measure(Quantity::TimeToDeclare, &values);
        assert_eq!((summary.median, summary.quantile_intervals[0].1), (Some(50.0), None));
        let (restricted, longest) = summary.restricted_mean.unwrap();
        assert!(restricted.low < restricted.mean && restricted.mean < restricted.high && longest == 55.0);
        // The same of a lead, turned round: what was cut short is below.
        let turned = |value: &Value| match *value {
            Observed(hours) => Observed(-hours),
            Censored(hours) => Censored(-hours),
            NotAtRisk => NotAtRisk,
        };
        let values: Vec<Value> = values.iter().map(turned).collect();
        let lead = summarise_measure(Quantity::WarningLead, &values);
        assert_eq!((lead.median, lead.quantile_intervals[0].0), (Some(-50.0), None));
        assert_eq!(lead.quantile_intervals[0].1, summary.quantile_intervals[0].0.map(|low| -low));
    }

    #[test]
    fn a_lead_is_cut_short_from_above() {
        // Two were warned 5 and 1 hours ahead, one not within the 10 hours after it was hit.
        let values = [Observed(5.0), Observed(1.0), Censored(-10.0)];
        check(
            Quantity::WarningLead,
            &values,
            expect!["2/1/0 median Some(1.0) 5 % None 95 % Some(5.0) mean None restricted None"],
        );
    }

    #[test]
    fn nothing_at_risk_says_nothing() {
        check(
            Quantity::TimeToDeclare,
            &[NotAtRisk],
            expect!["0/0/1 median None 5 % None 95 % None mean None restricted None"],
        );
    }

    #[test]
    fn causes_are_told_up_to_the_latest_milestone_that_half_reached() {
        let causes = |milestone, reached, replications| CauseSummary {
            milestone,
            reached,
            replications,
            hours: [0.0; State::COUNT],
            by_team: Vec::new(),
        };
        let told = |list: &[CauseSummary]| telling_causes(list).map(|told| (told.milestone, told.reached));
        let mut list = vec![
            causes(Milestone::Declared, true, 9),
            causes(Milestone::Declared, false, 1),
            causes(Milestone::Recovered, true, 4),
            causes(Milestone::Recovered, false, 6),
        ];
        assert_eq!(told(&list), Some((Milestone::Declared, true)));
        list[2].replications = 6;
        assert_eq!(told(&list), Some((Milestone::Recovered, true)));
        assert_eq!(told(&[causes(Milestone::Recovered, false, 3)]), Some((Milestone::Recovered, false)));
        assert_eq!(told(&[]), None);
    }
}
