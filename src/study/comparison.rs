//! Ways to play an exercise compared, measure by measure: the first is the baseline of all others.
//!
//! Paired, replication k of every side has met the same chances, and only replications that every side played to its end
//! count, so that a difference is that of the sides and not of luck. A time that ENDEX cut short is known to be longer
//! than it was watched: a pair of times is compared up to its own horizon, which is where either was cut short, so that every pair
//! at risk has two numbers.
//! Replications in which one side was spared are no pair of times; they are counted apart, as prevention. A mean over
//! several times, such as `alert_wait`, is compared as it is, also where some of them were cut short: its shortest value
//! is no time for which anything was watched.
//!
//! Unpaired, each side has chances of its own, and only means and curves are compared: of times min(T, τ) by Kaplan and Meier,
//! where τ is as long as every side tells of a time.
//!
//! **Invariant:** the same replications give the same comparison; two sides that are the same differ by exactly 0 in all.

use super::curves::{Curve, curves};
use super::pairs::{difference, horizon, split};
use super::summary::{summarise_measure, summarise_objective};
use super::{MeasureSummary, ObjectiveSummary, Played, Replications};
use crate::measure::{Value, Verdict};
use crate::model::*;
use crate::statistics::{Estimate, LogRank, holm};
use rayon::prelude::*;

pub use super::pairs::CauseDifference;

/// The confidence of all intervals.
pub const CONFIDENCE: f64 = 0.95;

/// A p-value below this, adjusted for all that is tested, counts as a difference that was shown.
pub const SIGNIFICANT: f64 = 0.05;

/// One of the ways that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What was played.
    pub model: &'a Model,
    /// What came of it.
    pub replications: &'a Replications,
}

/// A measure that every side has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As a scenario would write it, or as it was asked for.
    pub name: String,
    /// Its place in each side's measures.
    pub places: Vec<usize>,
}

/// Below what a difference does not matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Relevant {
    /// Hours, for times.
    Hours(f64),
    /// A share of the baseline's mean, for all measures.
    Share(f64),
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Manner {
    /// Whether replication k of each side met the same chances.
    pub paired: bool,
    /// Below what a difference does not matter; none: not stated.
    pub relevant: Option<Relevant>,
}

/// A p-value and what it is worth among all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// For itself; NaN where there is too little to test.
    pub p_value: f64,
    /// Adjusted by Holm for all tests of the comparison; NaN likewise.
    pub adjusted: f64,
}

/// What can be said of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Too few values to say anything, or all of them cut short.
    Untested,
    /// Neither a difference nor its absence was shown.
    Open,
    /// There is a difference; whether it matters was not asked, or is open.
    Different,
    /// The whole interval lies beyond what matters.
    Relevant,
    /// The whole interval lies within what does not matter.
    NotRelevant,
}

/// In how many pairs which side is lower; for times: sooner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order {
    /// The second is lower.
    pub lower: u64,
    /// The second is higher.
    pub higher: u64,
    /// Both are the same.
    pub alike: u64,
    /// Both were cut short, or one before the other was over.
    pub undecided: u64,
}

/// A side against the baseline in one measure. Times are in hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Pairs at risk on both sides; unpaired, replications at risk on the side with fewer.
    pub pairs: u64,
    /// The baseline's mean over these, of times up to the horizon of the pair or up to τ.
    pub first: f64,
    /// The side's.
    pub second: f64,
    /// Second − first, with its 95 % interval: by the bootstrap of pairs, or Welch's.
    pub estimate: Estimate,
    /// Student's or Welch's test that it is 0.
    pub tested: Tested,
    /// In how many pairs which is lower; none if unpaired.
    pub order: Option<Order>,
    /// Unpaired times: the log-rank test, outside the family.
    pub log_rank: Option<LogRank>,
    /// Where the hours of a response time went, if it is broken down.
    pub causes: Option<CauseDifference>,
    /// Below what the difference does not matter, in the unit of the measure; none if that was not stated.
    pub margin: Option<f64>,
    /// What can be said.
    pub finding: Finding,
}

/// A measure on all sides.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedMeasure {
    /// What was asked.
    pub question: Question,
    /// What is measured.
    pub quantity: Quantity,
    /// Up to which time sides are compared, in hours, if one was cut short: paired, what was left until ENDEX, here the longest;
    /// unpaired, τ.
    pub horizon: Option<f64>,
    /// Each side for itself, over the replications that count.
    pub sides: Vec<MeasureSummary>,
    /// The curve of a time that begins and ends once on each side, over the replications that count.
    pub curves: Option<Vec<Curve>>,
    /// Each but the first against the first.
    pub differences: Vec<Difference>,
}

/// Pairs by what holds on which side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// On both.
    pub both: u64,
    /// On the first only.
    pub only_first: u64,
    /// On the second only.
    pub only_second: u64,
    /// On neither.
    pub neither: u64,
    /// McNemar's exact test that the one only is as frequent as the other.
    pub tested: Tested,
}

/// In how many replications an organisation was spared.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedPrevention {
    /// The measure that says so: its place in [`Comparison::measures`].
    pub measure: usize,
    /// Each but the first against the first; none if unpaired.
    pub splits: Vec<Split>,
}

/// A training objective on all sides.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedObjective {
    /// Its id.
    pub id: String,
    /// Each side for itself.
    pub sides: Vec<ObjectiveSummary>,
    /// Each but the first against the first, over the pairs that both tested; none if unpaired.
    pub splits: Vec<Split>,
}

/// All that was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How.
    pub manner: Manner,
    /// Replications that count, of each side.
    pub counted: Vec<u64>,
    /// Each measure, in the order of the questions.
    pub measures: Vec<ComparedMeasure>,
    /// Prevention, once for each organisation and campaign whose response times are among the measures.
    pub prevention: Vec<ComparedPrevention>,
    /// The objectives that all sides have.
    pub objectives: Vec<ComparedObjective>,
    /// How many tests the p-values are adjusted for.
    pub tests: usize,
}

/// Compares each side with the first in the questions and in the `objectives`, by their ids.
pub fn compare(
    sides: &[Side<'_>],
    questions: &[Question],
    objectives: &[&str],
    manner: Manner,
) -> Comparison {
    let played = counted(sides, manner.paired);
    let measures = questions.par_iter().map(|question| measure(sides, &played, question, manner)).collect();
    let mut comparison = Comparison {
        manner,
        counted: played.iter().map(|side| side.len() as u64).collect(),
        measures,
        prevention: Vec::new(),
        objectives: objectives.iter().map(|id| objective(sides, &played, id, manner.paired)).collect(),
        tests: 0,
    };
    comparison.prevention = prevention(sides, &played, &comparison.measures, manner.paired);
    adjust(&mut comparison);
    comparison
}

/// The replications that count: paired, those that every side played to its end.
fn counted<'a>(sides: &[Side<'a>], paired: bool) -> Vec<Vec<&'a Played>> {
    let each = |side: &Side<'a>| -> Vec<&'a Played> { side.replications.counted().collect() };
    let mut played: Vec<Vec<&Played>> = sides.iter().map(each).collect();
    if paired {
        let of_all: Vec<Vec<u64>> =
            played.iter().map(|side| side.iter().map(|played| played.number).collect()).collect();
        let everywhere = |number: u64| of_all.iter().all(|side| side.binary_search(&number).is_ok());
        played.iter_mut().for_each(|side| side.retain(|played| everywhere(played.number)));
    }
    played
}

fn measure(
    sides: &[Side<'_>],
    played: &[Vec<&Played>],
    question: &Question,
    manner: Manner,
) -> ComparedMeasure {
    let quantity = sides[0].replications.measures[question.places[0]].quantity;
    let of_side = |(side, &place): (&Vec<&Played>, &usize)| -> Vec<Value> {
        side.iter().map(|played| played.values[place].reported(quantity.unit())).collect()
    };
    let values: Vec<Vec<Value>> = played.iter().zip(&question.places).map(of_side).collect();
    let summaries = values.iter().map(|values| summarise_measure(quantity, values)).collect();
    let sign = sign_of(quantity);
    // A lead may be negative.
    let curves = (is_one_time(quantity) && sign > 0.0).then(|| curves(quantity, &values)).flatten();
    let as_they_are = |value: Value| match value {
        Value::Censored(number) if !is_one_time(quantity) => Value::Observed(number),
        value => value,
    };
    let values: Vec<Vec<Value>> =
        values.into_iter().map(|side| side.into_iter().map(as_they_are).collect()).collect();
    let horizon = horizon(&values, sign, manner.paired);
    let seed = sides[0].replications.seed;
    let differences = (1..sides.len()).map(|second| {
        let causes = [0, second].map(|side| {
            let place = question.places[side] as u32;
            let of = |played: &&Played| {
                let found = played.causes.binary_search_by_key(&place, |(of, _)| *of).ok();
                found.map(|at| played.causes[at].1)
            };
            played[side].iter().map(of).collect::<Vec<_>>()
        });
        let numbers = [&*values[0], &*values[second]];
        let mut found = difference(numbers, &causes, sign, horizon, manner.paired, seed);
        // The log-rank test is of times that begin and end once, which a lead does not.
        if !is_one_time(quantity) || sign < 0.0 {
            found.log_rank = None;
        }
        found
    });
    ComparedMeasure {
        differences: differences.collect(),
        question: question.clone(),
        quantity,
        horizon,
        sides: summaries,
        curves,
    }
}

/// Whether the quantity is from one moment to another, rather than a mean over several times or no time at all.
fn is_one_time(quantity: Quantity) -> bool {
    match quantity.of() {
        Of::Response => quantity != Quantity::DwellTime,
        Of::Partner | Of::Campaign => true,
        _ => matches!(quantity, Quantity::TimeToEscalate | Quantity::TimeToReport),
    }
}

/// A lead is cut short from above, its negative from below, as times are.
pub(super) fn sign_of(quantity: Quantity) -> f64 {
    if quantity == Quantity::WarningLead { -1.0 } else { 1.0 }
}

fn objective(sides: &[Side<'_>], played: &[Vec<&Played>], id: &str, paired: bool) -> ComparedObjective {
    let place = |side: &Side<'_>| side.model.names.objectives.iter().position(|objective| objective.id == id);
    let places: Vec<usize> = sides.iter().filter_map(place).collect();
    assert_eq!(places.len(), sides.len(), "every side has the objective {id}");
    let verdicts: Vec<Vec<Verdict>> = played
        .iter()
        .zip(&places)
        .map(|(side, &place)| side.iter().map(|played| played.verdicts[place]).collect())
        .collect();
    let summary = |((side, &place), verdicts): ((&Side<'_>, &usize), &Vec<Verdict>)| {
        summarise_objective(&side.model.objectives[place], verdicts.iter().copied())
    };
    let met = |verdict: Verdict| match verdict {
        Verdict::NotTested => None,
        verdict => Some(verdict == Verdict::Met),
    };
    let splits = (1..sides.len()).filter(|_| paired).map(|second| {
        let pairs = verdicts[0].iter().zip(&verdicts[second]);
        split(pairs.filter_map(|(first, second)| Some((met(*first)?, met(*second)?))))
    });
    ComparedObjective {
        id: id.to_owned(),
        splits: splits.collect(),
        sides: sides.iter().zip(&places).zip(&verdicts).map(summary).collect(),
    }
}

/// Who was spared, once for each organisation and campaign.
fn prevention(
    sides: &[Side<'_>],
    played: &[Vec<&Played>],
    measures: &[ComparedMeasure],
    paired: bool,
) -> Vec<ComparedPrevention> {
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for (number, compared) in measures.iter().enumerate() {
        let places = &compared.question.places;
        let measure = sides[0].replications.measures[places[0]];
        // Of the only campaign, whichever held first is the same.
        let only = !measure.campaign.is_some() && sides[0].model.campaigns.len() == 1;
        let whose = (measure.responder, if only { CampaignIdx(0) } else { measure.campaign });
        if !says_who_was_spared(&measure) || seen.contains(&whose) {
            continue;
        }
        seen.push(whose);
        let spared = |side: usize, at: usize| played[side][at].values[places[side]] == Value::NotAtRisk;
        let splits = (1..sides.len())
            .filter(|_| paired)
            .map(|second| split((0..played[0].len()).map(|at| (spared(0, at), spared(second, at)))));
        found.push(ComparedPrevention { measure: number, splits: splits.collect() });
    }
    found
}

/// Whether the measure is not at risk exactly where nothing was held.
fn says_who_was_spared(measure: &Measure) -> bool {
    use Quantity::*;
    let from_hold = [
        TimeToDetect,
        TimeToAcknowledge,
        TimeToDeclare,
        TimeToContain,
        TimeToFinalContainment,
        TimeToRecover,
    ];
    from_hold.contains(&measure.quantity) && measure.origin == Origin::FirstHold
}

/// Adjusts all p-values for each other, and says what can be said.
fn adjust(comparison: &mut Comparison) {
    let Comparison { manner, measures, prevention, objectives, .. } = comparison;
    let of_measures = measures.iter_mut().flat_map(|it| &mut it.differences).map(|it| &mut it.tested);
    let of_prevention = prevention.iter_mut().flat_map(|it| &mut it.splits).map(|it| &mut it.tested);
    let of_objectives = objectives.iter_mut().flat_map(|it| &mut it.splits).map(|it| &mut it.tested);
    let mut all: Vec<&mut Tested> = of_measures.chain(of_prevention).chain(of_objectives).collect();
    let p_values: Vec<f64> = all.iter().map(|tested| tested.p_value).collect();
    for (tested, adjusted) in all.iter_mut().zip(holm(&p_values)) {
        tested.adjusted = adjusted;
    }
    comparison.tests = p_values.iter().filter(|p_value| !p_value.is_nan()).count();
    for measure in measures {
        let unit = measure.quantity.unit();
        for difference in &mut measure.differences {
            difference.margin = margin(difference, unit, manner.relevant);
            difference.finding = finding(difference);
        }
    }
}

fn margin(difference: &Difference, unit: Unit, relevant: Option<Relevant>) -> Option<f64> {
    let margin = match relevant? {
        Relevant::Hours(hours) => (unit == Unit::Time).then_some(hours),
        Relevant::Share(share) => Some(share * difference.first.abs()),
    };
    margin.filter(|margin| *margin > 0.0)
}

fn finding(difference: &Difference) -> Finding {
    let Estimate { low, high, n, .. } = difference.estimate;
    if n < 2 || difference.tested.p_value.is_nan() {
        return Finding::Untested;
    }
    let shown = difference.tested.adjusted < SIGNIFICANT;
    match difference.margin {
        Some(margin) if -margin < low && high < margin => Finding::NotRelevant,
        // Its interval is one of many; only what stands among all of them counts.
        Some(margin) if shown && (high <= -margin || margin <= low) => Finding::Relevant,
        _ if shown => Finding::Different,
        _ => Finding::Open,
    }
}
