//! What a comparison has to say, as plain data with names.
//!
//! The fields are those of the JSON output; every change of a name or meaning is a change of
//! [`SCHEMA_VERSION`]; one that is added is none. `baseline` is the first of the sides everywhere.
//!
//! **Invariant:** every difference is that of its side minus the baseline, times in hours; numbers that don't exist are
//! null.

use super::comparison_words::{Wording, summary};
use super::fill::hex;
use super::view::{SCHEMA_VERSION, ScenarioView, scenario};
use super::view_causes::Hours;
use super::view_parts::MeasureView;
use super::view_survival::SurvivalView;
use crate::measure::{Word, unit_name, word};
use crate::model::Unit;
use crate::study::comparison::*;
use crate::study::{Absent, Ending, MeasureSummary, ObjectiveSummary};
use serde::{Deserialize, Serialize};

/// All that a comparison has to say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparisonReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: String,
    /// `paired`: replication k of every side met the same chances; `unpaired`: each side has chances of its own.
    #[serde(deserialize_with = "word")]
    pub comparison: Word,
    /// What the baseline played.
    pub scenario: ScenarioView,
    /// Replications asked for, of each side.
    pub asked: u64,
    /// Whether it was stopped before all were played.
    pub interrupted: bool,
    /// The confidence of all intervals.
    pub confidence: f64,
    /// Below how many hours a difference of times does not matter, if that was stated.
    pub relevant_h: Option<f64>,
    /// Below what share of the baseline a difference does not matter, if that was stated.
    pub relevant_share: Option<f64>,
    /// How many tests `p_adjusted` is adjusted for, by Holm.
    pub tests: usize,
    /// What is compared; the first is the baseline.
    pub sides: Vec<SideView>,
    /// In sentences.
    pub summary: Vec<SummaryView>,
    /// Each measure.
    pub measures: Vec<ComparedView>,
    /// In how many replications each organisation was spared each campaign.
    pub prevention: Vec<PreventionView>,
    /// Each objective that all sides have.
    pub objectives: Vec<ComparedObjectiveView>,
    /// What only some sides have, and is not compared.
    pub absent: Vec<AbsentView>,
}

/// One of the ways that are compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SideView {
    /// Its name.
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// What it changes of the scenario, a sentence each; empty for the scenario as it is.
    pub changes: Vec<String>,
    /// The scenario's id.
    pub scenario: String,
    /// Of everything that was written, 16 hexadecimal digits.
    pub hash: String,
    /// The seed of its chances.
    pub seed: u64,
    /// Over all its replications, 16 hexadecimal digits.
    pub fingerprint: String,
    /// Replications played.
    pub played: u64,
    /// Replications that count: paired, those that every side played to its end.
    pub counted: u64,
    /// Replications that ran out of their budget of events.
    pub budget_exhausted: u64,
    /// Replications that ran out of their budget of memory.
    pub memory_exhausted: u64,
}

/// What a side changes, in sentences.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SummaryView {
    /// The side.
    pub side: String,
    /// What was shown, one thing a sentence; then what was not.
    pub sentences: Vec<String>,
}

/// A measure on all sides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparedView {
    /// As a scenario would write it.
    pub measure: String,
    /// For people.
    pub wording: Wording,
    /// `h`, `share`, `count` or `function_h`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// Up to which time sides are compared: each pair up to what was left until ENDEX, of which this is the longest; unpaired,
    /// all up to this. Null if none was cut short.
    pub restricted_to_h: Option<f64>,
    /// Each side for itself.
    pub sides: Vec<MeasureView>,
    /// The Kaplan–Meier curve of each side, of a time that begins and ends once; null for other measures, and where it never ended.
    pub survival: Option<Vec<SurvivalView>>,
    /// Each side but the baseline against it.
    pub differences: Vec<DifferenceView>,
}

/// A side against the baseline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DifferenceView {
    /// The side.
    pub side: String,
    /// Pairs at risk on both sides; unpaired, replications at risk on the side with fewer.
    pub pairs: u64,
    /// The baseline's mean over them, of times up to where either side of the pair was cut short, or unpaired up to τ.
    pub baseline: Option<f64>,
    /// The side's.
    pub value: Option<f64>,
    /// Value − baseline.
    pub difference: Option<f64>,
    /// The lower end of its interval; null if it has none.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// That it is 0, for itself.
    pub p_value: Option<f64>,
    /// The same adjusted for all tests.
    pub p_adjusted: Option<f64>,
    /// Below what it does not matter, in the unit of the measure; null if that was not stated.
    pub margin: Option<f64>,
    /// `untested`, `open`, `different`, `relevant` or `not_relevant`.
    #[serde(deserialize_with = "word")]
    pub finding: Word,
    /// Pairs in which the side is lower (for times: sooner); null if unpaired, as the next three.
    pub lower: Option<u64>,
    /// Pairs in which it is higher (later).
    pub higher: Option<u64>,
    /// Pairs in which both are the same.
    pub alike: Option<u64>,
    /// Pairs of which ENDEX came too early to say.
    pub undecided: Option<u64>,
    /// Unpaired times: the log-rank test's χ² of one degree of freedom.
    pub log_rank_chi2: Option<f64>,
    /// Its p-value, which is not among those adjusted.
    pub log_rank_p: Option<f64>,
    /// Where the hours went: mean hours per state of the side minus those of the baseline, over `hours_pairs`.
    pub hours: Option<Hours>,
    /// Pairs in which both got there.
    pub hours_pairs: Option<u64>,
}

/// In how many replications an organisation was spared a campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PreventionView {
    /// The measure of which it is: not at risk means spared.
    pub measure: String,
    /// For people.
    pub wording: Wording,
    /// Replications in which it was spared, of each side.
    pub spared: Vec<u64>,
    /// Each side but the baseline against it; empty if unpaired.
    pub differences: Vec<SplitView>,
}

/// Pairs by what holds on which side.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SplitView {
    /// The side.
    pub side: String,
    /// Pairs in which it holds on both.
    pub both: u64,
    /// On the baseline only.
    pub only_baseline: u64,
    /// On the side only.
    pub only_side: u64,
    /// On neither.
    pub neither: u64,
    /// McNemar's exact test.
    pub p_value: Option<f64>,
    /// The same adjusted for all tests.
    pub p_adjusted: Option<f64>,
}

/// A training objective on all sides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparedObjectiveView {
    /// Its id.
    pub objective: String,
    /// Each side for itself.
    pub sides: Vec<ObjectiveShareView>,
    /// Each side but the baseline against it: whether it was met, over the pairs that both tested; empty if unpaired.
    pub differences: Vec<SplitView>,
}

/// An objective over the replications of one side.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ObjectiveShareView {
    /// In how many it was met.
    pub met: u64,
    /// In how many it was missed.
    pub missed: u64,
    /// In how many it was not tested.
    pub not_tested: u64,
    /// The probability that it is met when tested.
    pub probability: Option<f64>,
    /// The lower end of its interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The probability asked for.
    pub with_probability: f64,
    /// Whether `probability` is at least the one asked for; null if never tested.
    pub attained: Option<bool>,
}

/// What only some sides have.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AbsentView {
    /// The measure or objective.
    pub name: String,
    /// The sides that lack it.
    pub not_in: Vec<String>,
}

/// What a side is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub title: String,
    /// What it changes of the scenario.
    pub changes: Vec<String>,
}

/// Makes the report of a comparison; `labels` stand beside `sides`.
pub fn comparison_report(
    labels: &[Label],
    sides: &[Side<'_>],
    comparison: &Comparison,
    absent: &[Absent],
) -> ComparisonReport {
    let names: Vec<&str> = labels.iter().map(|label| &*label.name).collect();
    let measures: Vec<ComparedView> =
        comparison.measures.iter().map(|measure| compared(sides, &names, measure)).collect();
    let absent = absent.iter().map(|absent| AbsentView {
        name: absent.name.clone(),
        not_in: absent.lacking.iter().map(|side| names[*side].to_owned()).collect(),
    });
    let relevant = comparison.manner.relevant;
    let mut report = ComparisonReport {
        schema_version: SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION").to_owned(),
        comparison: if comparison.manner.paired { "paired" } else { "unpaired" },
        scenario: scenario(sides[0].model),
        asked: sides[0].replications.asked,
        interrupted: sides
            .iter()
            .any(|side| (side.replications.played.len() as u64) < side.replications.asked),
        confidence: CONFIDENCE,
        relevant_h: relevant.and_then(|it| if let Relevant::Hours(hours) = it { Some(hours) } else { None }),
        relevant_share: relevant
            .and_then(|it| if let Relevant::Share(share) = it { Some(share) } else { None }),
        tests: comparison.tests,
        sides: (0..sides.len())
            .map(|side| side_view(&labels[side], &sides[side], comparison.counted[side]))
            .collect(),
        summary: Vec::new(),
        prevention: comparison
            .prevention
            .iter()
            .map(|it| prevention(&names, it, comparison, &measures))
            .collect(),
        measures,
        objectives: comparison.objectives.iter().map(|it| objective(sides, &names, it)).collect(),
        absent: absent.collect(),
    };
    report.summary = summary(&report);
    report
}

fn side_view(label: &Label, side: &Side<'_>, counted: u64) -> SideView {
    SideView {
        name: label.name.clone(),
        title: label.title.clone(),
        changes: label.changes.clone(),
        scenario: side.model.names.scenario.clone(),
        hash: hex(side.model.names.hash),
        seed: side.replications.seed,
        fingerprint: hex(side.replications.fingerprint),
        played: side.replications.played.len() as u64,
        counted,
        budget_exhausted: side.replications.ended(Ending::BudgetExhausted),
        memory_exhausted: side.replications.ended(Ending::MemoryExhausted),
    }
}

fn compared(sides: &[Side<'_>], names: &[&str], compared: &ComparedMeasure) -> ComparedView {
    let unit = compared.quantity.unit();
    let own = |(side, summary): (usize, &MeasureSummary)| {
        let measures = &sides[side].replications.measures;
        let place = compared.question.places[side];
        MeasureView::of(&measures.names[place], unit, summary)
    };
    let named = sides.iter().zip(&compared.question.places);
    let named = named.map(|(side, place)| side.replications.measures.names[*place].as_str());
    let differences = compared.differences.iter().zip(&names[1..]);
    ComparedView {
        measure: compared.question.name.clone(),
        wording: Wording::of(sides, &compared.question),
        unit: unit_name(unit),
        restricted_to_h: compared.horizon.filter(|_| unit == Unit::Time),
        sides: compared.sides.iter().enumerate().map(own).collect(),
        survival: compared
            .curves
            .as_ref()
            .map(|curves| named.zip(curves).map(|(name, curve)| SurvivalView::of(name, curve)).collect()),
        differences: differences.map(|(difference, side)| difference_view(side, difference)).collect(),
    }
}

fn difference_view(side: &str, difference: &Difference) -> DifferenceView {
    let Difference { pairs, first, second, estimate, tested, order, log_rank, causes, margin, finding } =
        difference;
    let count = |of: fn(&Order) -> u64| order.as_ref().map(of);
    DifferenceView {
        side: side.to_owned(),
        pairs: *pairs,
        baseline: real(*first),
        value: real(*second),
        difference: real(estimate.mean),
        low: real(estimate.low),
        high: real(estimate.high),
        p_value: real(tested.p_value),
        p_adjusted: real(tested.adjusted),
        margin: *margin,
        finding: match finding {
            Finding::Untested => "untested",
            Finding::Open => "open",
            Finding::Different => "different",
            Finding::Relevant => "relevant",
            Finding::NotRelevant => "not_relevant",
        },
        lower: count(|order| order.lower),
        higher: count(|order| order.higher),
        alike: count(|order| order.alike),
        undecided: count(|order| order.undecided),
        log_rank_chi2: log_rank.as_ref().and_then(|test| real(test.chi2)),
        log_rank_p: log_rank.as_ref().and_then(|test| real(test.p_value)),
        hours: causes.map(|causes| Hours(causes.hours)),
        hours_pairs: causes.map(|causes| causes.pairs),
    }
}

fn prevention(
    names: &[&str],
    prevention: &ComparedPrevention,
    comparison: &Comparison,
    measures: &[ComparedView],
) -> PreventionView {
    let of = &measures[prevention.measure];
    PreventionView {
        measure: of.measure.clone(),
        wording: of.wording.clone(),
        spared: comparison.measures[prevention.measure].sides.iter().map(|side| side.not_at_risk).collect(),
        differences: splits(names, &prevention.splits),
    }
}

fn objective(sides: &[Side<'_>], names: &[&str], objective: &ComparedObjective) -> ComparedObjectiveView {
    let asked = |side: &Side<'_>| {
        let place = side.model.names.objectives.iter().position(|it| it.id == objective.id);
        side.model.objectives[place.expect("every side has it")].with_probability
    };
    let share = |(summary, side): (&ObjectiveSummary, &Side<'_>)| ObjectiveShareView {
        met: summary.met,
        missed: summary.missed,
        not_tested: summary.not_tested,
        probability: summary.probability.map(|it| it.mean),
        low: summary.probability.map(|it| it.low),
        high: summary.probability.map(|it| it.high),
        with_probability: asked(side),
        attained: summary.attained,
    };
    ComparedObjectiveView {
        objective: objective.id.clone(),
        sides: objective.sides.iter().zip(sides).map(share).collect(),
        differences: splits(names, &objective.splits),
    }
}

fn splits(names: &[&str], splits: &[Split]) -> Vec<SplitView> {
    let view = |(split, side): (&Split, &&str)| SplitView {
        side: (*side).to_owned(),
        both: split.both,
        only_baseline: split.only_first,
        only_side: split.only_second,
        neither: split.neither,
        p_value: real(split.tested.p_value),
        p_adjusted: real(split.tested.adjusted),
    };
    splits.iter().zip(&names[1..]).map(view).collect()
}

/// What JSON has no word for is null.
fn real(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}
