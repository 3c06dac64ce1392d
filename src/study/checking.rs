//! Whether the points of a study can be played: compiles them, or the corners of what they span.
//!
//! **Invariant:** what is told of a point is not told of the scenario as it is, and is told once.

use super::design::{Laid, check_measures, moved_home};
use super::{DesignPoint, Plan, model_at};
use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Place, Sources, any_error, sort};
use crate::measure::Measures;
use crate::model::Model;
use crate::scenario::study::Study;
use crate::scenario::{Measure, Scenario};
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

/// Compiles the points of a plan: all of a few, else those at which a factor is at its least or greatest, or at one of its
/// words, for the first time in each variant. The scenario as it is is compiled as well, and must keep the measures together
/// with the points. Of a study that was laid out with errors, this is done of what is sound beside them.
///
/// `sources` has the texts of the scenario and of the study.
pub fn check_points(study: &Study, laid: &Laid, scenario: &Scenario, sources: &Sources) -> Checked {
    let Some(plan) = laid.plan.as_ref().or(laid.remains.as_ref()) else {
        return Checked { diagnostics: Vec::new(), points: 0 };
    };
    let (base, known) = compile(scenario, sources);
    let mut told = known.clone();
    let mut names: BTreeSet<String> = base.iter().flat_map(|model| Measures::of(model).names).collect();
    let chosen = chosen(plan);
    for point in &chosen {
        let (model, found) = model_of(laid, scenario, plan, point, &[], sources);
        names.extend(model.iter().flat_map(|model| Measures::of(model).names));
        let name = point.name(&plan.factors);
        // What was laid out in spite of errors has no numbers.
        let name =
            if laid.plan.is_some() { &name } else { name.split_once(": ").map_or("", |(_, rest)| rest) };
        for fault in found.into_iter().filter(|fault| !known.contains(fault)) {
            let same = |other: &Diagnostic| {
                (other.code, other.place, &other.message) == (fault.code, fault.place, &fault.message)
            };
            if !told.iter().any(same) {
                told.push(fault.note(format!("at {name}")));
            }
        }
    }
    let all_known = laid.plan.is_some() && !any_error(&told);
    check_measures(study, scenario, &names, if all_known { None } else { Some(sources) }, &mut told);
    sort(&mut told);
    Checked { diagnostics: told, points: chosen.len() }
}

/// The model of a point that is asked some measures besides, and what is told of it where it is written: `sources` has the texts
/// of the scenario and of the study that was laid out.
pub fn model_of(
    laid: &Laid,
    scenario: &Scenario,
    plan: &Plan,
    point: &DesignPoint,
    asked: &[Measure],
    sources: &Sources,
) -> (Option<Model>, Vec<Diagnostic>) {
    let (mut texts, first) = (sources.clone(), sources.len() as u32);
    let (model, found) = model_at(scenario, plan, point, asked, &mut texts);
    let home = |fault| in_files(moved_home(fault, &laid.axes, &texts, first), &texts, first);
    (model, found.into_iter().map(home).collect())
}

/// With places in the changes of variants moved to where these are written: the texts of changes are not kept.
pub(super) fn in_files(mut fault: Diagnostic, texts: &Sources, first: u32) -> Diagnostic {
    let moved = |place: Place| if place.source < first { Some(place) } else { texts.written_at(place) };
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
