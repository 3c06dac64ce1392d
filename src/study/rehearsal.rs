//! An exercise rehearsed: many replications of its plan, and what they say of injects, desks and objectives.
//!
//! **Invariant:** the same model, seed and number of replications give the same result for any number of threads: what is pooled
//! across threads is whole numbers, and replications stand in their order.

use super::Watch;
use super::shares::{Chances, shared};
use super::summary::CONFIDENCE;
use crate::kernel::{Key, SimTime};
use crate::measure::{
    Delivery, Hour, Missed, Plan, Rehearsed, Thresholds, Value, Verdict, judge, rehearsed, value,
};
use crate::model::*;
use crate::sim::{Ending, Outcome};
use crate::statistics::{Estimate, quantile, wilson};

/// One replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsing {
    /// Its number, from 1.
    pub number: u64,
    /// How it ended. One that ran out of a budget is in no number.
    pub ending: Ending,
    /// Hash of every event that fired.
    pub fingerprint: u64,
    /// Number of events that fired.
    pub events: u64,
    /// What it says of the plan; its hours are in [`Rehearsal::hours`] only.
    pub seen: Rehearsed,
    /// What became of each objective.
    pub verdicts: Vec<Verdict>,
    /// The values of [`Model::asked`]; times in microseconds.
    pub asked: Vec<Value>,
}

/// In how many replications a desk was what in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourCounts {
    /// On shift.
    pub on_shift: u64,
    /// Overloaded.
    pub overloaded: u64,
    /// Dead.
    pub dead: u64,
    /// Unattended.
    pub unattended: u64,
}

impl HourCounts {
    fn add(&mut self, hour: Hour) {
        self.on_shift += u64::from(hour.on_shift);
        self.overloaded += u64::from(hour.overloaded);
        self.dead += u64::from(hour.dead);
        self.unattended += u64::from(hour.unattended);
    }

    fn merge(&mut self, other: HourCounts) {
        self.on_shift += other.on_shift;
        self.overloaded += other.overloaded;
        self.dead += other.dead;
        self.unattended += other.unattended;
    }
}

/// Replications of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// The seed.
    pub seed: u64,
    /// How many were asked for; fewer were played if somebody said stop.
    pub asked: u64,
    /// What was rehearsed.
    pub plan: Plan,
    /// In the order of their numbers, from 1 without a gap.
    pub played: Vec<Rehearsing>,
    /// Each desk in each hour: `[desk × hours + hour]`.
    pub hours: Vec<HourCounts>,
    /// Hash of the fingerprints of all, in their order; that of a run of as many.
    pub fingerprint: u64,
}

impl Rehearsal {
    /// Those that count: all that did not run out of a budget.
    pub fn counted(&self) -> impl Iterator<Item = &Rehearsing> + Clone {
        self.played.iter().filter(|played| played.ending.is_whole())
    }

    /// Of these, those whose trace had room: of them are hours, shifts and what became of injects.
    pub fn watched(&self) -> impl Iterator<Item = &Rehearsing> + Clone {
        self.counted().filter(|played| played.seen.is_whole)
    }
}

/// Bytes that one replication of a rehearsal takes at most while the others are played.
pub fn bytes_of_rehearsing(model: &Model) -> u64 {
    let of_inject = 2 * size_of::<SimTime>() + size_of::<Delivery>();
    let missed: usize = model.names.injects.iter().map(|text| size_of::<Missed>() * text.to.len()).sum();
    let asked = model.asked.len() * size_of::<Value>();
    (size_of::<Rehearsing>() + model.injects.len() * of_inject + missed + model.objectives.len() + asked)
        as u64
}

/// Bytes that the hours of all desks take on so many threads, however many replications are played; and how many such hours there are.
pub fn bytes_of_hours(model: &Model, threads: u64) -> (u64, u64) {
    let hours = (model.teams.len() + model.staffs.len()) as u64 * Plan::hours_of(model) as u64;
    // The counts of each thread and their sum, and what the replication under way says.
    let each = (threads + 1) * size_of::<HourCounts>() as u64 + threads * size_of::<Hour>() as u64;
    (hours.saturating_mul(each), hours)
}

/// Plays replications 1 to `count` of a model on the threads of the ambient pool, and looks at each.
pub fn rehearse(
    model: &Model,
    thresholds: Thresholds,
    (seed, count): (u64, u64),
    watch: &Watch,
) -> Rehearsal {
    let plan = Plan::of(model, thresholds);
    let none = || vec![HourCounts::default(); plan.desks.len() * plan.hours];
    let shares = shared(
        model,
        Chances { seed, budget: watch.budget, traced: true },
        watch,
        |place| Some(place + 1).filter(|number| *number <= count),
        || (Vec::new(), none()),
        |(played, hours), number, outcome| {
            let mut one = look(model, &plan, number, outcome);
            let seen = std::mem::take(&mut one.seen.hours);
            hours.iter_mut().zip(seen).for_each(|(sum, hour)| sum.add(hour));
            played.push(one);
        },
    );
    let mut played = Vec::new();
    let mut hours = none();
    for (mine, counts) in shares {
        played.extend(mine);
        hours.iter_mut().zip(counts).for_each(|(sum, counts)| sum.merge(counts));
    }
    played.sort_by_key(|played| played.number);
    let start = Key::replication(seed, 0);
    let hashed = played.iter().fold(start, |key, played| key.with(played.fingerprint));
    Rehearsal { seed, asked: count, plan, hours, fingerprint: hashed.bits(), played }
}

/// What a replication says; nothing where it ran out of a budget.
fn look(model: &Model, plan: &Plan, number: u64, outcome: &Outcome<'_>) -> Rehearsing {
    let whole = outcome.ending.is_whole();
    let (objectives, asked) = if whole { (&*model.objectives, &*model.asked) } else { (&[][..], &[][..]) };
    Rehearsing {
        number,
        ending: outcome.ending,
        fingerprint: outcome.fingerprint,
        events: outcome.events,
        seen: if whole { rehearsed(model, plan, outcome) } else { Rehearsed::default() },
        verdicts: objectives.iter().map(|objective| judge(model, outcome, objective)).collect(),
        asked: asked.iter().map(|measure| value(model, outcome, measure)).collect(),
    }
}

/// What the replications say of an inject.
#[derive(Debug, Clone, PartialEq)]
pub struct InjectSummary {
    /// The probability that it comes, with its 95 % interval by Wilson.
    pub came: Estimate,
    /// Given that it comes, when: the quantiles 0.1, 0.5 and 0.9, in microseconds of the run; none if it never did.
    pub times: Option<[f64; 3]>,
    /// If it is a staff's, the median of when it was due where it was, in microseconds of the run.
    pub due: Option<f64>,
    /// The median of how much later it came where it came late, in microseconds.
    pub late: Option<f64>,
    /// In how many of those that were watched it ended so, by [`Delivery::ALL`].
    pub deliveries: [u64; Delivery::COUNT],
}

/// How often an objective was tested and met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Of so many replications.
    pub of: u64,
    /// In so many it was met or missed.
    pub tested: u64,
    /// In so many it was met.
    pub met: u64,
}

impl Tally {
    pub(super) fn add(&mut self, verdict: Verdict) {
        self.of += 1;
        self.tested += u64::from(verdict != Verdict::NotTested);
        self.met += u64::from(verdict == Verdict::Met);
    }

    /// The share of replications that tested it; none of none.
    pub fn tested_share(&self) -> Option<f64> {
        (self.of > 0).then(|| self.tested as f64 / self.of as f64)
    }

    /// The share of those that tested it in which it was met, with its 95 % interval by Wilson.
    pub fn met_if_tested(&self) -> Estimate {
        wilson(self.met, self.tested, CONFIDENCE)
    }
}

/// An inject and the objective that it is to serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The place of the objective.
    pub objective: usize,
    /// The inject.
    pub inject: InjectIdx,
    /// Where the inject came.
    pub with: Tally,
    /// Where it did not.
    pub without: Tally,
}

/// Somebody of whom nobody was on duty when an inject came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissedSummary {
    /// The place among [`Plan::addressees`].
    pub addressee: usize,
    /// The share of the replications in which the inject came, and shifts were seen; with its 95 % interval by Wilson.
    pub share: Estimate,
    /// The share of them in which nobody was on duty again before ENDEX.
    pub never_share: f64,
    /// Of the others, the median of when somebody was, in microseconds of the run.
    pub next: Option<f64>,
    /// Of the others, the median of how long after the inject, in microseconds.
    pub wait: Option<f64>,
}

/// What all replications say.
#[derive(Debug, Clone, PartialEq)]
pub struct RehearsalSummary {
    /// The injects of the MSEL.
    pub injects: Vec<InjectSummary>,
    /// Each objective over all replications.
    pub objectives: Vec<Tally>,
    /// By objective, then by inject.
    pub coverage: Vec<Coverage>,
    /// Those of whom nobody was there, in the order of the plan.
    pub missed: Vec<MissedSummary>,
}

/// The quantiles that are told of times.
pub const REHEARSAL_QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// What the replications say together.
pub fn summarise_rehearsal(model: &Model, rehearsal: &Rehearsal) -> RehearsalSummary {
    let mut objectives = vec![Tally::default(); model.objectives.len()];
    for played in rehearsal.counted() {
        objectives.iter_mut().zip(&played.verdicts).for_each(|(tally, verdict)| tally.add(*verdict));
    }
    RehearsalSummary {
        injects: InjectIdx::all(rehearsal.plan.injects).map(|inject| of_inject(rehearsal, inject)).collect(),
        objectives,
        coverage: coverage(model, rehearsal),
        missed: missed(rehearsal),
    }
}

fn of_inject(rehearsal: &Rehearsal, inject: InjectIdx) -> InjectSummary {
    let mut deliveries = [0; Delivery::COUNT];
    for played in rehearsal.watched() {
        deliveries[played.seen.deliveries[inject.at()] as usize] += 1;
    }
    let (mut of, mut times, mut dues, mut delays) = (0, Vec::new(), Vec::new(), Vec::new());
    for played in rehearsal.counted() {
        let (came, due) = (played.seen.came[inject.at()], played.seen.due[inject.at()]);
        of += 1;
        times.extend((came < SimTime::MAX).then(|| came.micros() as f64));
        dues.extend((due < SimTime::MAX).then(|| due.micros() as f64));
        delays.extend((due < came && came < SimTime::MAX).then(|| came.since(due).micros() as f64));
    }
    InjectSummary {
        came: wilson(times.len() as u64, of, CONFIDENCE),
        times: quantiles(times, REHEARSAL_QUANTILES),
        due: median(dues),
        late: median(delays),
        deliveries,
    }
}

fn median(numbers: Vec<f64>) -> Option<f64> {
    quantiles(numbers, [0.5]).map(|[median]| median)
}

fn quantiles<const N: usize>(mut numbers: Vec<f64>, at: [f64; N]) -> Option<[f64; N]> {
    numbers.sort_by(f64::total_cmp);
    (!numbers.is_empty()).then(|| at.map(|p| quantile(&numbers, p)))
}

fn coverage(model: &Model, rehearsal: &Rehearsal) -> Vec<Coverage> {
    let served = (0..).map(InjectIdx).zip(&model.names.injects[..rehearsal.plan.injects]);
    let served = served.filter_map(|(inject, text)| Some((text.objective?, inject)));
    let mut pairs: Vec<(usize, InjectIdx)> = served.collect();
    pairs.sort_unstable();
    let of_pair = |(objective, inject): (usize, InjectIdx)| {
        let (mut with, mut without) = (Tally::default(), Tally::default());
        for played in rehearsal.counted() {
            let came = played.seen.came[inject.at()] < SimTime::MAX;
            (if came { &mut with } else { &mut without }).add(played.verdicts[objective]);
        }
        Coverage { objective, inject, with, without }
    };
    pairs.into_iter().map(of_pair).collect()
}

fn missed(rehearsal: &Rehearsal) -> Vec<MissedSummary> {
    let addressees = &rehearsal.plan.addressees;
    // Of each, when somebody was there again and how long after the inject.
    let mut found: Vec<Vec<(SimTime, SimTime)>> = vec![Vec::new(); addressees.len()];
    for played in rehearsal.watched() {
        for missed in &played.seen.missed {
            let came = played.seen.came[addressees[missed.addressee as usize].inject.at()];
            found[missed.addressee as usize].push((came, missed.next));
        }
    }
    let summary = |(addressee, found): (usize, Vec<(SimTime, SimTime)>)| {
        let inject = addressees[addressee].inject;
        let came = rehearsal.watched().filter(|played| played.seen.came[inject.at()] < SimTime::MAX);
        let again = || found.iter().filter(|(_, next)| *next < SimTime::MAX);
        MissedSummary {
            addressee,
            share: wilson(found.len() as u64, came.count() as u64, CONFIDENCE),
            never_share: (found.len() - again().count()) as f64 / found.len() as f64,
            next: median(again().map(|(_, next)| next.micros() as f64).collect()),
            wait: median(again().map(|(came, next)| next.since(*came).micros() as f64).collect()),
        }
    };
    let there = found.into_iter().enumerate().filter(|(_, found)| !found.is_empty());
    there.map(summary).collect()
}
