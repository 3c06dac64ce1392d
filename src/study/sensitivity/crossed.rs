//! Main effects and interactions, where every level of each factor meets every level of the others; and what lists tell that
//! move one factor at a time.
//!
//! The variants are one more factor. Factors that move together are one, called `a + b`.
//!
//! **Invariant:** the shares of all factors, of all pairs and of the rest add up to 1.

use super::cells::{Cell, Cells, means, with_noise};
use super::{Finding, Method, Others, Sensitivity, Statistic, sampled};
use crate::statistics::{Estimate, Factorial, factorial, tornado};
use crate::study::{Level, Plan};
use std::collections::BTreeMap;

/// What the variants are called as a factor.
pub const VARIANT: &str = "variant";

/// One of the directions in which a design varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Its levels: by their numbers where all have one, else as they come first in the design.
    pub levels: Vec<String>,
    /// Their numbers; none if one has none.
    pub numbers: Option<Vec<f64>>,
    /// The level of each cell, or of each point, by its place.
    pub of_cells: Vec<usize>,
}

impl Dimension {
    /// Of the level of each cell.
    fn new(name: String, of_cells: &[(String, Option<f64>)]) -> Dimension {
        let mut levels: Vec<&(String, Option<f64>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for level in of_cells {
            known.entry(&level.0).or_insert_with(|| {
                levels.push(level);
                levels.len() - 1
            });
        }
        let numbers: Option<Vec<f64>> = levels.iter().map(|level| level.1).collect();
        if numbers.is_some() {
            levels.sort_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal));
        }
        let places: BTreeMap<&str, usize> =
            levels.iter().enumerate().map(|(place, level)| (&*level.0, place)).collect();
        Dimension {
            name,
            of_cells: of_cells.iter().map(|(text, _)| places[&**text]).collect(),
            numbers: levels.iter().map(|level| level.1).collect(),
            levels: levels.iter().map(|level| level.0.clone()).collect(),
        }
    }
}

/// The dimensions of the design, beside the cells; the variants first, if there are several.
pub fn dimensions(plan: &Plan, cells: &Cells<'_>) -> Vec<Dimension> {
    let points: Vec<usize> = (0..cells.all().len()).map(|cell| cells.points_of(cell)[0]).collect();
    of_points(plan, &plan.dimensions, &points)
}

/// The same beside all points of a plan; then what is uncertain.
pub fn directions(plan: &Plan) -> Vec<Dimension> {
    let uncertain = (0..plan.factors.len()).filter(|factor| plan.factors[*factor].uncertain);
    let all: Vec<Vec<usize>> =
        plan.dimensions.iter().cloned().chain(uncertain.map(|factor| vec![factor])).collect();
    of_points(plan, &all, &(0..plan.points.len()).collect::<Vec<_>>())
}

/// The variants, if there are several, and factors that move together, beside the points at these places.
fn of_points(plan: &Plan, factors: &[Vec<usize>], points: &[usize]) -> Vec<Dimension> {
    let variant = |point: &usize| (variant_name(plan.points[*point].variant.as_deref()), None);
    let variants = (plan.variants.len() > 1)
        .then(|| Dimension::new(VARIANT.to_owned(), &points.iter().map(variant).collect::<Vec<_>>()));
    let of_plan = factors.iter().map(|together| {
        let names: Vec<&str> = together.iter().map(|factor| &*plan.factors[*factor].id).collect();
        let level = |point: &usize| {
            let levels: Vec<&Level> =
                together.iter().map(|factor| &plan.points[*point].levels[*factor]).collect();
            let texts: Vec<&str> = levels.iter().map(|level| &*level.text).collect();
            (texts.join(" + "), levels.first().and_then(|level| level.number))
        };
        Dimension::new(names.join(" + "), &points.iter().map(level).collect::<Vec<_>>())
    });
    variants.into_iter().chain(of_plan).collect()
}

/// What the variant is called.
pub fn variant_name(variant: Option<&str>) -> String {
    variant.unwrap_or("base").to_owned()
}

/// Judges the factors of a full factorial, or of a list.
pub fn judge(plan: &Plan, cells: &Cells<'_>, told: &mut Sensitivity) {
    let dimensions = dimensions(plan, cells);
    let merged = Merged::of(&dimensions, cells);
    let found = with_noise(&merged.cells, |noise| factorial(&merged.levels, &means(&merged.cells), noise));
    match found {
        Some(found) if merged.cells.len() > 1 => {
            told.method = Method::Crossed;
            told.others = Some(Others::Averaged);
            told.findings.extend(effects(&found, &dimensions, &merged, cells));
        }
        Some(_) => told.lacking.push("the design has a single point".to_owned()),
        None => {
            let swings = from_first(&dimensions, &merged, cells);
            told.others = (!swings.is_empty()).then_some(Others::AsInFirstPoint);
            told.findings.extend(swings);
            sampled::judge(plan, cells, told);
        }
    }
}

/// Cells with the same levels as one.
struct Merged {
    levels: Vec<Vec<usize>>,
    cells: Vec<Cell>,
    /// The levels of the first point of the design.
    first: Vec<usize>,
}

impl Merged {
    fn of(dimensions: &[Dimension], cells: &Cells<'_>) -> Merged {
        let levels_of = |cell: usize| -> Vec<usize> {
            dimensions.iter().map(|dimension| dimension.of_cells[cell]).collect()
        };
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for cell in 0..cells.all().len() {
            groups.entry(levels_of(cell)).or_default().extend(cells.points_of(cell));
        }
        Merged {
            cells: groups.values().map(|points| cells.cell(points)).collect(),
            levels: groups.into_keys().collect(),
            first: levels_of(0),
        }
    }

    /// The weighed sum of the cells, by the weight of each one's levels.
    fn contrast(&self, cells: &Cells<'_>, weight: impl Fn(&[usize]) -> f64) -> Estimate {
        let weights: Vec<f64> = self.levels.iter().map(|levels| weight(levels)).collect();
        cells.contrast(&self.cells.iter().collect::<Vec<_>>(), &weights)
    }
}

fn effects(found: &Factorial, dimensions: &[Dimension], merged: &Merged, cells: &Cells<'_>) -> Vec<Finding> {
    let all = merged.cells.len() as f64;
    // Of a mean over the cells that have these levels.
    let part = |with: &[(usize, usize)], levels: &[usize]| {
        let share: f64 = with.iter().map(|(at, _)| dimensions[*at].levels.len() as f64).product();
        if with.iter().all(|(at, level)| levels[*at] == *level) { share / all } else { 0.0 }
    };
    let mut told = Vec::new();
    for (at, dimension) in dimensions.iter().enumerate() {
        let name = &*dimension.name;
        told.push(Finding::plain(Statistic::Share, found.main[at].share).of(name));
        for (level, text) in dimension.levels.iter().enumerate() {
            let mean = merged.contrast(cells, |levels| part(&[(at, level)], levels));
            told.push(Finding::new(Statistic::Mean, mean).of(name).at(text));
        }
    }
    for interaction in &found.interactions {
        let (one, other) = interaction.factors;
        let (first, second) = (&dimensions[one], &dimensions[other]);
        let share = Finding::plain(Statistic::Share, interaction.share);
        told.push(share.of(&first.name).and(&second.name, ""));
        for (a, level) in first.levels.iter().enumerate() {
            for (b, other_level) in second.levels.iter().enumerate() {
                // What both levels have together beyond what each adds to the mean of all.
                let beyond = merged.contrast(cells, |levels| {
                    let (alone, by_itself) = (part(&[(one, a)], levels), part(&[(other, b)], levels));
                    part(&[(one, a), (other, b)], levels) - alone - by_itself + 1.0 / all
                });
                let both = merged.contrast(cells, |levels| part(&[(one, a), (other, b)], levels));
                for (statistic, estimate) in [(Statistic::Interaction, beyond), (Statistic::JointMean, both)]
                {
                    let finding = Finding::new(statistic, estimate).of(&first.name).at(level);
                    told.push(finding.and(&second.name, other_level));
                }
            }
        }
    }
    if dimensions.len() > 2 {
        told.push(Finding::plain(Statistic::RestShare, found.rest));
    }
    let swings = dimensions.iter().enumerate().filter(|(_, dimension)| dimension.levels.len() > 1);
    let swings = swings.map(|(at, dimension)| {
        let (low, high) = ends(dimension, &found.main[at].effects);
        let end = |level: usize| move |levels: &[usize]| part(&[(at, level)], levels);
        let swing = |levels: &[usize]| end(high)(levels) - end(low)(levels);
        [merged.contrast(cells, end(low)), merged.contrast(cells, end(high)), merged.contrast(cells, swing)]
            .map(|estimate| (dimension, low, high, estimate))
    });
    told.extend(sorted(swings.collect()));
    told
}

/// From where to where a factor swings: its first and last level; among more than two words, which have no order, those with the
/// lowest and the highest mean.
fn ends(dimension: &Dimension, effects: &[f64]) -> (usize, usize) {
    let levels = || 0..effects.len();
    let by_effect = |a: &usize, b: &usize| effects[*a].total_cmp(&effects[*b]);
    match (&dimension.numbers, effects.len()) {
        (None, 3..) => (levels().min_by(by_effect).unwrap_or(0), levels().max_by(by_effect).unwrap_or(0)),
        (_, count) => (0, count - 1),
    }
}

/// The estimates at the low end, at the high end and between them, each with its dimension and the two levels.
type Swing<'d> = [(&'d Dimension, usize, usize, Estimate); 3];

/// As findings, the widest swing first.
fn sorted(mut swings: Vec<Swing<'_>>) -> Vec<Finding> {
    let width = |swing: &Swing<'_>| swing[2].3.mean.abs();
    swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let finding = |swing: Swing<'_>| {
        let [(dimension, low, high, at_low), (.., at_high), (.., between)] = swing;
        let (low, high) = (&*dimension.levels[low], &*dimension.levels[high]);
        [
            Finding::new(Statistic::Low, at_low).of(&dimension.name).at(low),
            Finding::new(Statistic::High, at_high).of(&dimension.name).at(high),
            Finding::new(Statistic::Swing, between).of(&dimension.name).at(low).and("", high),
        ]
    };
    swings.into_iter().flat_map(finding).collect()
}

/// The swings of the factors that the list moves alone, from its first point.
fn from_first(dimensions: &[Dimension], merged: &Merged, cells: &Cells<'_>) -> Vec<Finding> {
    let rows = tornado(&merged.levels, &means(&merged.cells), &merged.first);
    let swings = rows.iter().map(|row| {
        let factor = row.factor;
        let alone = |levels: &[usize]| {
            levels.iter().zip(&merged.first).enumerate().all(|(at, (a, b))| at == factor || a == b)
        };
        let moved = || merged.levels.iter().filter(|levels| alone(levels)).map(|levels| levels[factor]);
        let (low, high) = (moved().min().unwrap_or(0), moved().max().unwrap_or(0));
        let end = |level: usize| {
            move |levels: &[usize]| f64::from(u8::from(alone(levels) && levels[factor] == level))
        };
        let swing = |levels: &[usize]| end(high)(levels) - end(low)(levels);
        [merged.contrast(cells, end(low)), merged.contrast(cells, end(high)), merged.contrast(cells, swing)]
            .map(|estimate| (&dimensions[factor], low, high, estimate))
    });
    sorted(swings.collect())
}
