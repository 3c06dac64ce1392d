//! What the replications of a point say together, as rows.
//!
//! **Invariant:** the numbers are those of [`summarise`](crate::study::summarise): a table and a page never disagree.

use super::super::folder::Index;
use super::super::rows::{Cell, Kind, Listed, ListedMeasure};
use super::super::summary::{CONFIDENCE, MeasureSummary, summarise_measure};
use super::super::{DesignPoint, Plan, Played};
use super::{Column, Table};
use crate::kernel::Key;
use crate::measure::{ENTITIES, Value, Verdict, unit_name};
use crate::sim::Ending;
use crate::statistics::{Estimate, wilson};
use std::io;

/// The columns of `points` behind those of the point.
pub fn of_points() -> Vec<Column> {
    let mut columns = vec![Column::new("seed", Kind::Whole), Column::new("cost", Kind::Number)];
    let counts = ["replications", "counted", "budget_exhausted", "memory_exhausted", "events"];
    columns.extend(counts.map(|name| Column::new(name, Kind::Whole)));
    columns.push(Column::new("fingerprint", Kind::Text));
    columns
}

const COUNTS: [&str; 6] = ["observed", "censored", "not_at_risk", "met", "missed", "not_tested"];
const NUMBERS: [&str; 13] = [
    "mean",
    "mean_low",
    "mean_high",
    "restricted_mean",
    "restricted_mean_low",
    "restricted_mean_high",
    "restricted_to",
    "q05",
    "median",
    "q95",
    "probability",
    "probability_low",
    "probability_high",
];

/// The columns of `summary` behind those of the point.
pub fn of_summary() -> Vec<Column> {
    let texts = ENTITIES.into_iter().chain(["objective", "unit"]).map(|name| Column::new(name, Kind::Text));
    let counts = COUNTS.map(|name| Column::new(name, Kind::Whole));
    texts.chain(counts).chain(NUMBERS.map(|name| Column::new(name, Kind::Number))).collect()
}

/// Hands every replication to `row`, with the place of its point and what its rows tell of, and every point to `done` when all its
/// replications have been.
pub fn each_point(
    plan: &Plan,
    index: &Index,
    row: &mut dyn FnMut(usize, &Listed, &Played) -> io::Result<()>,
    done: &mut dyn FnMut(usize, &Summarised) -> io::Result<()>,
) -> io::Result<()> {
    let mut open: Option<(usize, Summarised)> = None;
    index.each(plan.replications, &mut |unit, listed, played| {
        let at = (unit / plan.replications) as usize;
        if open.as_ref().is_none_or(|(other, _)| *other != at) {
            if let Some((at, whole)) = open.take() {
                done(at, &whole)?;
            }
            open = Some((at, Summarised::new(listed.clone())));
        }
        if let Some((at, summarised)) = &mut open {
            summarised.add(played);
            row(*at, listed, played)?;
        }
        Ok(true)
    })?;
    open.map_or(Ok(()), |(at, whole)| done(at, &whole))
}

/// The replications of a point so far.
pub struct Summarised {
    listed: Listed,
    /// Of each measure, over the replications that count.
    values: Vec<Vec<Value>>,
    /// Of each objective: met, missed and not tested.
    verdicts: Vec<[u64; 3]>,
    replications: u64,
    counted: u64,
    exhausted: [u64; 2],
    events: u64,
    fingerprints: Vec<u64>,
}

impl Summarised {
    pub fn new(listed: Listed) -> Summarised {
        Summarised {
            values: vec![Vec::new(); listed.regular],
            verdicts: vec![[0; 3]; listed.objectives.len()],
            listed,
            replications: 0,
            counted: 0,
            exhausted: [0; 2],
            events: 0,
            fingerprints: Vec::new(),
        }
    }

    pub fn add(&mut self, played: &Played) {
        self.replications += 1;
        self.events += played.events;
        self.fingerprints.push(played.fingerprint);
        self.exhausted[0] += u64::from(played.ending == Ending::BudgetExhausted);
        self.exhausted[1] += u64::from(played.ending == Ending::MemoryExhausted);
        if !played.ending.is_whole() {
            return;
        }
        self.counted += 1;
        for ((values, value), measure) in
            self.values.iter_mut().zip(&played.values).zip(&self.listed.measures)
        {
            values.push(value.reported(measure.quantity.unit()));
        }
        for (counts, verdict) in self.verdicts.iter_mut().zip(&played.verdicts) {
            counts[match verdict {
                Verdict::Met => 0,
                Verdict::Missed => 1,
                Verdict::NotTested => 2,
            }] += 1;
        }
    }

    /// Its measures.
    pub fn measures(&self) -> impl Iterator<Item = (&ListedMeasure, MeasureSummary)> {
        let of_one = |(measure, values): (_, &Vec<Value>)| {
            let measure: &ListedMeasure = measure;
            (measure, summarise_measure(measure.quantity, values))
        };
        self.listed.measures.iter().zip(&self.values).map(of_one)
    }

    /// The id of each objective, and the probability that it is met when tested.
    pub fn objectives(&self) -> impl Iterator<Item = (&str, Option<Estimate>)> {
        let ids = self.listed.objectives.iter().map(|(id, _)| &**id);
        ids.zip(self.verdicts.iter().map(|counts| probability(*counts)))
    }

    /// Writes its row of `points` and its rows of `summary`, each behind `cells`.
    pub fn write(
        &self,
        cells: &[Cell<'_>],
        plan: &Plan,
        point: &DesignPoint,
        points: &mut Table,
        summary: &mut Table,
    ) -> io::Result<()> {
        let seed = plan.seed_of(point);
        // As a run with this seed says it.
        let start = Key::replication(seed, 0);
        let fingerprint = self.fingerprints.iter().fold(start, |key, one| key.with(*one)).bits();
        let fingerprint = format!("{fingerprint:016x}");
        let mut row = vec![Cell::Whole(seed), Cell::Number(plan.cost(point))];
        let counts = [self.replications, self.counted, self.exhausted[0], self.exhausted[1], self.events];
        row.extend(counts.map(Cell::Whole));
        row.push(Cell::Text(&fingerprint));
        points.row(cells, &row)?;
        for (measure, summary_of) in self.measures() {
            let mut row: Vec<Cell<'_>> = measure.entities.iter().map(|entity| Cell::text(entity)).collect();
            row.extend([Cell::Empty, Cell::Text(unit_name(measure.quantity.unit()))]);
            row.extend(of_measure(&summary_of));
            summary.row(cells, &row)?;
        }
        for ((id, place), counts) in self.listed.objectives.iter().zip(&self.verdicts) {
            let mut row = vec![Cell::Text("objective")];
            match place {
                Some(place) => {
                    let entities = &self.listed.measures[*place].entities[1..];
                    row.extend(entities.iter().map(|entity| Cell::text(entity)));
                }
                None => row.resize(ENTITIES.len(), Cell::Empty),
            }
            row.extend([Cell::text(id), Cell::Empty]);
            row.extend(of_objective(*counts));
            summary.row(cells, &row)?;
        }
        Ok(())
    }
}

fn number(number: Option<f64>) -> Cell<'static> {
    number.map_or(Cell::Empty, Cell::Number)
}

fn of_measure(summary: &MeasureSummary) -> Vec<Cell<'static>> {
    let mut cells: Vec<Cell<'_>> =
        [summary.observed, summary.censored, summary.not_at_risk].map(Cell::Whole).into();
    cells.resize(COUNTS.len(), Cell::Empty);
    let mean = summary.mean;
    let mean = [mean.map(|it| it.mean), mean.map(|it| it.low), mean.map(|it| it.high)];
    let restricted = summary.restricted_mean;
    let rest = [
        restricted.map(|(mean, _)| mean.mean),
        restricted.map(|(mean, _)| mean.low),
        restricted.map(|(mean, _)| mean.high),
        restricted.map(|(_, to)| to),
        summary.q05,
        summary.median,
        summary.q95,
    ];
    cells.extend(mean.into_iter().chain(rest).map(number));
    cells.resize(COUNTS.len() + NUMBERS.len(), Cell::Empty);
    cells
}

fn of_objective([met, missed, not_tested]: [u64; 3]) -> Vec<Cell<'static>> {
    let mut cells = vec![Cell::Empty; COUNTS.len() - 3];
    cells.extend([met, missed, not_tested].map(Cell::Whole));
    cells.resize(COUNTS.len() + NUMBERS.len() - 3, Cell::Empty);
    let probability = probability([met, missed, not_tested]);
    cells.extend([
        number(probability.map(|it| it.mean)),
        number(probability.map(|it| it.low)),
        number(probability.map(|it| it.high)),
    ]);
    cells
}

fn probability([met, missed, _]: [u64; 3]) -> Option<Estimate> {
    (met + missed > 0).then(|| wilson(met, met + missed, CONFIDENCE))
}
