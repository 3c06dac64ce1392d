//! Which alternative is the best, or the cheapest that is good enough, without playing on what is clear already.
//!
//! An alternative is a cell of the plan, a variant with a row of the design; where a study has draws of uncertain factors, its replications go
//! through them in turn, so that its mean is over what nobody knows as well as over chance. Alternatives are played in
//! batches, replication by replication before the same chances, and where costs decide from the cheapest on. After each batch
//! those that are clearly worse, or clearly not needed, are played no further; the guarantees are those of [`KimNelson`] and [`Cheapest`].
//!
//! **Invariant:** what is selected, and after how many replications, is the same for any number of threads.

use super::seen::{Seen, Wanted, look_at};
use super::sweep::{Models, PointFault};
use super::{DesignPoint, Plan, Watch};
use crate::model::{Model, Unit};
use crate::statistics::{
    Best, Cheapest, CheapestVerdict, Estimate, KimNelson, confidence_sequence, mean_interval,
};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};

/// Replications whose mean is one value to Kim and Nelson's procedure, which wants them normal.
pub const BATCH: u64 = 10;

/// So many such means are played before anything is compared: enough to know variances by.
const FIRST_MEANS: u64 = 20;

/// So many replications of an alternative are needed before means are compared.
pub const LEAST_FOR_MEANS: u64 = BATCH * FIRST_MEANS;

/// Replications of a batch at least.
const LEAST: u64 = 50;

/// How many of the cheapest alternatives are played at once: enough for many threads.
const AT_ONCE: usize = 4;

/// The confidence of the intervals that are shown.
const CONFIDENCE: f64 = 0.95;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// The alternative with the best mean of the measure that its models are asked for first.
    Best {
        /// The measure's name.
        measure: String,
        /// Its unit.
        unit: Unit,
        /// Which mean is the best.
        best: Best,
        /// The smallest difference that matters, more than 0: hours of times, else the measure's own unit.
        delta: f64,
    },
    /// The cheapest alternative that meets an objective with a probability.
    Cheapest {
        /// The objective's id; every model has it.
        objective: String,
        /// The probability, given that it is tested; within (0, 1).
        required: f64,
        /// What may be missing of it, more than 0.
        tolerance: f64,
    },
}

/// How much is played for a selection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// The probability of a right selection, in (1/alternatives, 1).
    pub confidence: f64,
    /// The most replications of an alternative.
    pub most: u64,
}

/// What became of an alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<'p> {
    /// Its point, in the first draw.
    pub point: &'p DesignPoint,
    /// What its levels cost together.
    pub cost: f64,
    /// Replications played.
    pub played: u64,
    /// The mean over those at risk, or the probability over those that tested the objective. Of a probability the interval
    /// holds at any time that one looks.
    pub estimate: Estimate,
    /// What is known of it.
    pub standing: Standing,
}

/// What is known of an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is selected.
    Selected,
    /// Its values are those of the selected one.
    Equal,
    /// Another one is clearly better.
    Worse,
    /// It clearly does not meet the objective.
    Misses,
    /// It clearly does, but a cheaper one still may.
    Meets,
    /// A cheaper one clearly meets the objective.
    Dearer,
    /// Nothing was ever at risk, so that it has no mean.
    Unmeasured,
    /// Nothing is clear.
    Open,
}

/// What a selection came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection<'p> {
    /// All alternatives, in the order of the plan.
    pub candidates: Vec<Candidate<'p>>,
    /// Whether it was decided; if nothing is selected all the same, no alternative meets the objective.
    pub decided: bool,
    /// Whether somebody said stop.
    pub stopped: bool,
    /// Events that fired in what was played.
    pub events: u64,
}

/// Plays the alternatives of a plan, on the threads of the ambient rayon pool, until one is selected.
///
/// # Errors
/// A point that has no model.
pub fn select<'p>(
    plan: &'p Plan,
    models: Models<'_>,
    wish: &Wish,
    effort: Effort,
    watch: &Watch,
) -> Result<Selection<'p>, (u32, PointFault)> {
    let points_of = |cell| plan.points_of(cell).map(|place| &plan.points[place]).collect();
    let alternatives: Vec<Vec<&DesignPoint>> = (0..plan.cells()).map(points_of).collect();
    let costs: Vec<f64> = alternatives.iter().map(|points| plan.cost(points[0])).collect();
    let mut rule = Rule::new(wish, &costs, effort.confidence);
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); alternatives.len()];
    let (mut stopped, events) = (false, AtomicU64::new(0));
    loop {
        let played: Vec<u64> = values.iter().map(|values| values.len() as u64).collect();
        let open = rule.open();
        let wanted = rule.next_of(&open);
        if wanted.is_empty() || wanted.iter().any(|place| played[*place] >= effort.most) {
            break;
        }
        let play = |&place: &usize| {
            let next = (played[place] + rule.stage(played[place])).min(effort.most);
            let numbers = played[place] + 1..=next;
            let seen = play(plan, &alternatives[place], models, wish, numbers, watch)?;
            events.fetch_add(seen.iter().map(|seen| seen.events).sum(), Ordering::Relaxed);
            Ok(seen.iter().map(|seen| said(wish, seen)).collect())
        };
        let batch: Vec<Vec<f64>> = wanted.par_iter().map(play).collect::<Result<_, _>>()?;
        let mut by_place = vec![Vec::new(); alternatives.len()];
        for (place, new) in wanted.iter().zip(batch) {
            values[*place].extend(&new);
            by_place[*place] = new;
        }
        if watch.stop.load(Ordering::Relaxed) {
            stopped = true;
            break;
        }
        rule.push(&by_place);
        // A mean that does not exist can't be compared, however long it is played.
        let never = |place: &usize| values[*place].iter().all(|value| value.is_nan());
        if let (Rule::Best(_), true) = (&rule, wanted.iter().any(never)) {
            break;
        }
        let still: BTreeSet<usize> = rule.open().into_iter().collect();
        for done in open.iter().filter(|place| !still.contains(place)) {
            watch.spared.fetch_add(effort.most - values[*done].len() as u64, Ordering::Relaxed);
        }
    }
    let candidate = |(place, points): (usize, &Vec<&'p DesignPoint>)| Candidate {
        point: points[0],
        cost: costs[place],
        played: values[place].len() as u64,
        estimate: rule.estimate(&values[place]),
        standing: match (&rule, values[place].iter().all(|value| value.is_nan())) {
            (Rule::Best(_), true) if !values[place].is_empty() => Standing::Unmeasured,
            _ => rule.standing(place),
        },
    };
    let candidates = alternatives.iter().enumerate().map(candidate).collect();
    Ok(Selection { candidates, decided: rule.is_decided(), stopped, events: events.into_inner() })
}

/// What a replication says to a wish: 1 of a met objective, 0 of a missed one; NaN if it says nothing.
fn said(wish: &Wish, seen: &Seen) -> f64 {
    match wish {
        Wish::Best { .. } => seen.value.unwrap_or(f64::NAN),
        Wish::Cheapest { .. } => seen.met.map_or(f64::NAN, |met| f64::from(u8::from(met))),
    }
}

/// Plays these replications of one alternative, and returns what was seen in their order, up to the first that is missing
/// because somebody said stop.
fn play(
    plan: &Plan,
    points: &[&DesignPoint],
    models: Models<'_>,
    wish: &Wish,
    numbers: RangeInclusive<u64>,
    watch: &Watch,
) -> Result<Vec<Seen>, (u32, PointFault)> {
    let draws = points.len() as u64;
    let turn = |number: u64| ((number - 1) % draws) as usize;
    let of_draw = |(draw, point): (usize, &&DesignPoint)| {
        let Some(first) = numbers.clone().find(|number| turn(*number) == draw) else { return Ok(Vec::new()) };
        let model = models(point).map_err(|fault| (point.number, fault))?;
        let count = (numbers.end() - first) / draws + 1;
        let own = |place: u64| (plan.seed_of(point), first + place * draws);
        Ok(look_at(&model, wanted(&model, wish), count, own, watch))
    };
    let by_draw: Vec<Vec<Seen>> = points.par_iter().enumerate().map(of_draw).collect::<Result<_, _>>()?;
    let mut next: Vec<_> = by_draw.into_iter().map(Vec::into_iter).collect();
    Ok(numbers.map_while(|number| next[turn(number)].next()).collect())
}

fn wanted(model: &Model, wish: &Wish) -> Wanted {
    match wish {
        Wish::Best { .. } => Wanted { measure: model.asked.first().copied(), objective: None },
        Wish::Cheapest { objective, .. } => {
            let place = model.names.objectives.iter().position(|it| it.id == *objective);
            Wanted { measure: None, objective: place }
        }
    }
}

/// The procedure behind a wish.
enum Rule {
    Best(KimNelson),
    Cheapest(Cheapest),
}

impl Rule {
    fn new(wish: &Wish, costs: &[f64], confidence: f64) -> Rule {
        match *wish {
            Wish::Best { best, delta, .. } => {
                Rule::Best(KimNelson::new(costs.len(), delta, confidence, FIRST_MEANS as usize, best))
            }
            Wish::Cheapest { required, tolerance, .. } => {
                Rule::Cheapest(Cheapest::new(costs, required, tolerance, confidence))
            }
        }
    }

    /// Replications of the next batch: whole means, the first as many as the procedure begins with.
    fn stage(&self, played: u64) -> u64 {
        let more = LEAST.max((played / 10).next_multiple_of(BATCH));
        match self {
            Rule::Best(_) if played == 0 => LEAST_FOR_MEANS,
            Rule::Best(_) | Rule::Cheapest(_) => more,
        }
    }

    /// The alternatives of which more must be known, the cheapest first.
    fn open(&self) -> Vec<usize> {
        match self {
            Rule::Best(rule) if rule.winner().is_some() => Vec::new(),
            Rule::Best(rule) => rule.surviving().to_vec(),
            Rule::Cheapest(rule) => rule.open(),
        }
    }

    /// Those of the open ones that are played next: all that are compared with each other; of costs the least, for what is
    /// dearer may never matter.
    fn next_of<'o>(&self, open: &'o [usize]) -> &'o [usize] {
        match self {
            Rule::Best(_) => open,
            Rule::Cheapest(_) => &open[..open.len().min(AT_ONCE)],
        }
    }

    fn push(&mut self, batch: &[Vec<f64>]) {
        let known = |values: &[f64]| -> Vec<f64> {
            values.iter().copied().filter(|value| value.is_finite()).collect()
        };
        match self {
            Rule::Best(rule) => {
                let mean = |values: &[f64]| {
                    let known = known(values);
                    known.iter().sum::<f64>() / known.len() as f64
                };
                let means = batch.iter().map(|values| values.chunks(BATCH as usize).map(mean).collect());
                rule.push(&means.collect::<Vec<Vec<f64>>>());
            }
            Rule::Cheapest(rule) => {
                let met = |values: &Vec<f64>| known(values).into_iter().map(|value| value == 1.0).collect();
                rule.push(&batch.iter().map(met).collect::<Vec<Vec<bool>>>());
            }
        }
    }

    fn estimate(&self, values: &[f64]) -> Estimate {
        let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        match self {
            Rule::Best(_) => mean_interval(&known, CONFIDENCE),
            Rule::Cheapest(_) => {
                let met = known.iter().filter(|value| **value == 1.0).count();
                confidence_sequence(met as u64, known.len() as u64, CONFIDENCE)
            }
        }
    }

    fn is_decided(&self) -> bool {
        match self {
            Rule::Best(rule) => rule.winner().is_some(),
            Rule::Cheapest(rule) => rule.verdict() != CheapestVerdict::Undecided,
        }
    }

    fn standing(&self, place: usize) -> Standing {
        match self {
            Rule::Best(rule) => match (rule.winner(), rule.surviving().contains(&place)) {
                (Some(winner), _) if winner == place => Standing::Selected,
                (Some(_), true) => Standing::Equal,
                (None, true) => Standing::Open,
                (_, false) => Standing::Worse,
            },
            Rule::Cheapest(rule) => match (rule.verdict(), rule.meets(place)) {
                (CheapestVerdict::Selected(selected), _) if selected == place => Standing::Selected,
                (_, Some(false)) => Standing::Misses,
                (CheapestVerdict::Undecided, Some(true)) => Standing::Meets,
                (_, None) if rule.open().contains(&place) => Standing::Open,
                (_, Some(true) | None) => Standing::Dearer,
            },
        }
    }
}
