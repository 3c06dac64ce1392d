//! Whether the points of a study can be played: compiles them, or the corners of what they span.
//!
//! **Invariant:** what is told of a point is not told of the scenario as it is, and is told once.

use super::design::{Laid, check_measures, moved_home};
use super::{DesignPoint, Plan, model_at};
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};
use crate::measure::Measures;
use crate::scenario::Scenario;
use crate::scenario::study::Study;
use std::collections::BTreeSet;

/// How many different points are compiled all.
const FEW: usize = 24;

/// How many corners are compiled where there are more.
const MOST_CORNERS: usize = 48;

/// What compiling the points of a study found.
#[derive(Debug)]
pub struct Checked {
    /// Everything that was told, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
    /// How many points were compiled.
    pub points: usize,
}

/// Compiles the points of a plan that was laid out without an error: all of a few, else those at which a factor is at its
/// least or greatest, or at one of its words, for the first time in each variant. The scenario as it is is compiled as well,
/// and must keep the measures together with the points.
///
/// `sources` has the texts of the scenario and of the study.
pub fn check_points(study: &Study, laid: &Laid, scenario: &Scenario, sources: &Sources) -> Checked {
    let Some(plan) = &laid.plan else { return Checked { diagnostics: Vec::new(), points: 0 } };
    let (base, known) = compile(scenario, sources);
    let mut told = known.clone();
    let mut names: BTreeSet<String> = base.iter().flat_map(|model| Measures::of(model).names).collect();
    let chosen = chosen(plan);
    // What is wrong with the scenario is wrong with every point of it.
    let points: &[&DesignPoint] =
        if any_error(&known) && plan.variants.contains(&None) { &[] } else { &chosen };
    for point in points {
        let mut texts = sources.clone();
        let (model, found) = model_at(scenario, plan, point, &[], &mut texts);
        names.extend(model.iter().flat_map(|model| Measures::of(model).names));
        for fault in found.into_iter().filter(|fault| !known.contains(fault)) {
            let fault = moved_home(fault, &laid.axes, &texts, sources.len() as u32);
            let fault = in_files(fault, &texts, sources.len() as u32);
            let same = |other: &Diagnostic| {
                (other.code, other.place, &other.message) == (fault.code, fault.place, &fault.message)
            };
            if !told.iter().any(same) {
                told.push(fault.note(format!("at {}", point.name(&plan.factors))));
            }
        }
    }
    if !any_error(&told) {
        check_measures(study, scenario, &names, &mut told);
    }
    sort(&mut told);
    Checked { diagnostics: told, points: points.len() }
}

/// With places in the changes of variants moved to where these are written: the texts of changes are not kept.
fn in_files(mut fault: Diagnostic, texts: &Sources, first: u32) -> Diagnostic {
    let moved = |place: Place| if place.source < first { Some(place) } else { texts.origin_of(place) };
    fault.place = fault.place.and_then(moved);
    fault.also = fault.also.into_iter().filter_map(|(place, label)| Some((moved(place)?, label))).collect();
    fault
}

/// The points to compile.
fn chosen(plan: &Plan) -> Vec<&DesignPoint> {
    let key = |point: &DesignPoint| {
        (point.variant.clone(), point.levels.iter().map(|level| level.text.clone()).collect::<Vec<_>>())
    };
    let mut different = BTreeSet::new();
    let few: Vec<&DesignPoint> =
        plan.points.iter().filter(|point| different.len() <= FEW && different.insert(key(point))).collect();
    if few.len() <= FEW {
        return few;
    }
    let extent = |factor: usize| {
        let numbers = || plan.points.iter().filter_map(|point| point.levels[factor].number);
        (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max))
    };
    let extents: Vec<(f64, f64)> = (0..plan.factors.len()).map(extent).collect();
    let mut seen = BTreeSet::new();
    let is_corner = |point: &&DesignPoint| {
        let levels = point.levels.iter().zip(&extents).enumerate();
        let ends = levels.filter(|(_, (level, (low, high)))| {
            level.number.is_none_or(|number| number == *low || number == *high)
        });
        let mut new = false;
        for (factor, (level, _)) in ends {
            new |= seen.insert((point.variant.clone(), factor, level.text.clone()));
        }
        new
    };
    plan.points.iter().filter(is_corner).take(MOST_CORNERS).collect()
}
