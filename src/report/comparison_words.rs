//! A comparison in sentences: what was shown first, then what was not.
//!
//! **Invariant:** a sentence that names a direction is of a difference that was shown at the stated confidence.

use super::comparison::{ComparedView, ComparisonReport, DifferenceView, SplitView, SummaryView};
use super::terminal::format::{NONE, amount, percent};
use crate::measure::{counted, label, span, thousands};
use crate::model::*;
use crate::study::comparison::{Question, SIGNIFICANT, Side};
use serde::{Deserialize, Serialize};

/// How people speak of a measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Whose response to what it is part of, `CERT-EU · north-star`; empty for all else.
    pub group: String,
    /// What it is called there, `declare`; of all else its name.
    pub short: String,
    /// What each side does, `CERT-EU declares north-star`; of all else its name there.
    pub clauses: Vec<String>,
    /// What each side is where nothing was held, `CERT-EU is spared north-star`.
    pub spared: Vec<String>,
    /// Whether the clauses are of somebody who does something, sooner or later.
    pub acts: bool,
}

impl Wording {
    /// Of a question; its measure may be of somebody else on each side.
    pub fn of(sides: &[Side<'_>], question: &Question) -> Wording {
        let places = || sides.iter().zip(&question.places);
        let measures = || places().map(|(side, place)| (side.model, side.replications.measures[*place]));
        let first = sides[0].replications.measures[question.places[0]];
        let Some((short, verb)) = verb(first.quantity).filter(|_| first.origin == Origin::FirstHold) else {
            let name = |(side, place): (&Side<'_>, &usize)| side.replications.measures.names[*place].clone();
            let (short, clauses) = (question.name.clone(), places().map(name).collect());
            return Wording { short, clauses, ..Wording::default() };
        };
        let who = |model: &Model, measure: &Measure| {
            label(&model.names.organisations[model.responders[measure.responder.at()].organisation.at()])
                .to_owned()
        };
        let whom = |model: &Model, measure: &Measure| match measure.campaign.is_some() {
            true => model.names.campaigns[measure.campaign.at()].id.clone(),
            false => String::new(),
        };
        let clause = |verb: &str| -> Vec<String> {
            measures()
                .map(|(model, measure)| format!("{} {verb} {}", who(model, &measure), whom(model, &measure)))
                .map(|clause| clause.trim_end().trim_end_matches(" from").to_owned())
                .collect()
        };
        // Of several organisations the group says only which campaign it is.
        let everyone: Vec<String> = measures().map(|(model, measure)| who(model, &measure)).collect();
        let same = everyone.iter().all(|other| *other == everyone[0]);
        let parts = [if same { everyone[0].clone() } else { String::new() }, whom(sides[0].model, &first)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Wording {
            group: parts.join(" · "),
            short: short.to_owned(),
            clauses: clause(verb),
            spared: clause("is spared"),
            acts: true,
        }
    }
}

/// What somebody does when the time is over: in a table, and in a sentence.
fn verb(quantity: Quantity) -> Option<(&'static str, &'static str)> {
    Some(match quantity {
        Quantity::TimeToDetect => ("detect", "detects"),
        Quantity::TimeToAcknowledge => ("acknowledge", "acknowledges"),
        Quantity::TimeToDeclare => ("declare", "declares"),
        Quantity::TimeToContain => ("contain", "contains"),
        Quantity::TimeToFinalContainment => ("finally contain", "finally contains"),
        Quantity::TimeToRecover => ("recover", "recovers from"),
        Quantity::TimeToShare => ("share", "shares"),
        _ => return None,
    })
}

/// Each side but the baseline in sentences.
pub(super) fn summary(report: &ComparisonReport) -> Vec<SummaryView> {
    let side = |number: usize| SummaryView {
        side: report.sides[number].name.clone(),
        sentences: sentences(report, number),
    };
    (1..report.sides.len()).map(side).collect()
}

/// What is listed at the end, by why.
#[derive(Default)]
struct Lists {
    alike: Vec<String>,
    irrelevant: Vec<String>,
    open: Vec<String>,
    untested: Vec<String>,
}

/// As many are named of what is alike, or not shown to differ; the table has all.
const MOST: usize = 12;

fn sentences(report: &ComparisonReport, side: usize) -> Vec<String> {
    let mut told = Vec::new();
    let mut lists = Lists::default();
    for measure in &report.measures {
        let difference = &measure.differences[side - 1];
        let clause = measure.wording.clauses[side].clone();
        match difference.finding {
            "open" | "not_relevant" if difference.alike == Some(difference.pairs) => lists.alike.push(clause),
            "different" | "relevant" => told.push(sentence(measure, side)),
            "not_relevant" => lists.irrelevant.push(clause),
            "untested" => lists.untested.push(clause),
            _ => lists.open.push(clause),
        }
    }
    for prevention in report.prevention.iter().filter(|it| !it.differences.is_empty()) {
        let split = &prevention.differences[side - 1];
        let all = split.both + split.only_baseline + split.only_side + split.neither;
        let clause = &prevention.wording.spared[side];
        match finding(split) {
            Shown::Different => told.push(format!(
                "{clause} in {} instead of {} of {} ({} only in this one, {} only in {}).",
                thousands(split.both + split.only_side),
                thousands(split.both + split.only_baseline),
                counted(all, "replication"),
                thousands(split.only_side),
                thousands(split.only_baseline),
                report.sides[0].name,
            )),
            Shown::Alike => lists.alike.push(clause.clone()),
            Shown::Open => lists.open.push(clause.clone()),
        }
    }
    for objective in report.objectives.iter().filter(|it| !it.differences.is_empty()) {
        let split = &objective.differences[side - 1];
        let clause = format!("objective {}", objective.objective);
        let tested = split.both + split.only_baseline + split.only_side + split.neither;
        let share = |met: u64| percent(Some(met as f64 / tested as f64));
        match finding(split) {
            _ if tested == 0 => lists.untested.push(clause),
            Shown::Different => told.push(format!(
                "The {clause} is met in {} instead of {} of {} that test it on both sides ({} only in this one, {} only in {}).",
                share(split.both + split.only_side),
                share(split.both + split.only_baseline),
                counted(tested, "replication"),
                thousands(split.only_side),
                thousands(split.only_baseline),
                report.sides[0].name,
            )),
            Shown::Alike => lists.alike.push(clause),
            Shown::Open => lists.open.push(clause),
        }
    }
    let margin = match (report.relevant_h, report.relevant_share) {
        (Some(hours), _) => span(hours),
        (_, share) => percent(share),
    };
    let list = |what: String, items: Vec<String>| {
        let more = items.len().saturating_sub(MOST);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let named = items.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("; ");
        (!items.is_empty()).then(|| format!("{what}: {named}{more}."))
    };
    told.extend(list(format!("Differs by less than the {margin} that matter"), lists.irrelevant));
    told.extend(list(String::from("Alike in every replication"), lists.alike));
    told.extend(list(String::from("Not shown to differ"), lists.open));
    told.extend(list(String::from("Too seldom at risk, or over by ENDEX, to compare"), lists.untested));
    told
}

enum Shown {
    Different,
    Alike,
    Open,
}

fn finding(split: &SplitView) -> Shown {
    match split.p_adjusted {
        Some(p_value) if p_value < SIGNIFICANT => Shown::Different,
        _ if split.only_baseline + split.only_side == 0 => Shown::Alike,
        _ => Shown::Open,
    }
}

/// A difference that was shown.
fn sentence(measure: &ComparedView, side: usize) -> String {
    let difference = &measure.differences[side - 1];
    let clause = &measure.wording.clauses[side];
    let by = difference.difference.unwrap_or_default();
    let number = |number: f64| value(measure.unit, number);
    let size = |number: f64| value(if measure.unit == "share" { "points" } else { measure.unit }, number);
    let size = match half_width(difference) {
        Some(half) => format!("{} ± {}", size(by.abs()), size(half)),
        None => size(by.abs()),
    };
    let words = match (measure.wording.acts, measure.unit) {
        (true, _) => ["sooner", "later"],
        (false, "h" | "function_h") => ["less", "more"],
        (false, _) => ["lower", "higher"],
    };
    let word = words[usize::from(by > 0.0)];
    let start = match measure.wording.acts {
        true => format!("{clause} {size} {word}"),
        false => format!("{clause} is {size} {word}"),
    };
    let within = match measure.restricted_to_h {
        Some(horizon) => format!(" within {}", span(horizon)),
        None => String::new(),
    };
    let end = match (order(difference, words), difference.baseline, difference.value) {
        (Some(order), _, _) if measure.wording.acts => order,
        (_, Some(baseline), Some(value)) => format!("{} instead of {}", number(value), number(baseline)),
        _ => String::new(),
    };
    format!("{start}{within}; {end}.")
}

/// Half of what the interval is wide, the larger half if they differ.
fn half_width(difference: &DifferenceView) -> Option<f64> {
    let (mean, low, high) = (difference.difference?, difference.low?, difference.high?);
    Some((high - mean).max(mean - low))
}

/// `sooner in 3 %, later in 57 %, alike in 40 % of 97 pairs`.
fn order(difference: &DifferenceView, words: [&str; 2]) -> Option<String> {
    let share = |count: u64| percent(Some(count as f64 / difference.pairs.max(1) as f64));
    let counts = [
        (words[0], difference.lower?),
        (words[1], difference.higher?),
        ("alike", difference.alike?),
        ("undecided", difference.undecided?),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{word} in {}", share(*count)))
        .collect();
    Some(format!("{} of {}", parts.join(", "), counted(difference.pairs, "pair")))
}

/// A value of a unit, without its sign.
pub(super) fn value(unit: &str, number: f64) -> String {
    match unit {
        "h" => span(number),
        "share" => format!("{:.1} %", 100.0 * number),
        "points" => format!("{:.1} points", 100.0 * number),
        "function_h" => format!("{number:.1} h"),
        _ if number < 0.0 => format!("−{}", amount(-number)),
        _ => amount(number),
    }
}

/// A difference of such values, with its sign; of shares in points.
pub(super) fn signed(unit: &str, number: f64) -> String {
    let unit = if unit == "share" { "points" } else { unit };
    let sign = match number {
        less if less < 0.0 => "−",
        more if more > 0.0 => "+",
        _ => "",
    };
    format!("{sign}{}", value(unit, number.abs()))
}

/// A p-value to three places.
pub(super) fn p_value(p_value: Option<f64>) -> String {
    match p_value {
        None => NONE.to_owned(),
        Some(small) if small < 0.001 => "<0.001".to_owned(),
        Some(1.0) => "1".to_owned(),
        Some(p_value) => format!("{p_value:.3}"),
    }
}
