//! The scenario of a design point: the study's scenario, a variant, and the levels set on it.
//!
//! A scenario is parsed once and cloned for each point; the network stands behind an `Arc`, which clones share until one of
//! them changes it.
//!
//! **Invariant:** the same scenario, plan and point give the same model, whatever was built before: what is told of earlier
//! points is in the `Sources` of those points only if the caller keeps them.

use super::checking::in_files;
use super::design::asked_by;
use super::{DesignPoint, Plan};
use crate::compile::{compile_asking, point_at_removals};
use crate::diagnostic::{Diagnostic, Place, Sources};
use crate::model::Model;
use crate::scenario::{Measure, Scenario, Study};

/// Sets on the scenario what the study sets as a whole; its plan is of what comes of it. `sources` gets a text for each change,
/// which points at the study if that is among them (`told`). What could not be read is passed over.
///
/// # Errors
/// The faults of all changes.
pub fn set_up(
    study: &Study,
    scenario: &mut Scenario,
    told: bool,
    sources: &mut Sources,
) -> Result<(), Vec<Diagnostic>> {
    let (mut faults, first) = (Vec::new(), sources.len() as u32);
    let is_read = |place: Place| !place.is_nowhere();
    for (path, text) in study.set.iter().filter(|(path, text)| is_read(path.place) && is_read(text.place)) {
        let origins = if told { (path.place, text.place) } else { (Place::NOWHERE, Place::NOWHERE) };
        faults.extend(scenario.change((path, text), "study", origins, sources).err().into_iter().flatten());
    }
    let placed = |fault| if told { in_files(fault, sources, first) } else { fault };
    if faults.is_empty() { Ok(()) } else { Err(faults.into_iter().map(placed).collect()) }
}

/// The scenario of a point: its variant first, then the level of each factor, in the order of [`Plan::factors`].
///
/// `sources` gets a text for each change, into which diagnostics point. Their hash names the model, so give each point a
/// clone of the sources that the scenario was read from: texts in them are shared.
///
/// # Errors
/// The faults of the variant's changes and of the levels.
pub fn scenario_at(
    scenario: &Scenario,
    plan: &Plan,
    point: &DesignPoint,
    sources: &mut Sources,
) -> Result<Scenario, Vec<Diagnostic>> {
    let mut varied = scenario.clone();
    if let Some(variant) = &point.variant {
        varied.vary(variant, sources)?;
    }
    let mut faults = Vec::new();
    for (factor, level) in plan.factors.iter().zip(&point.levels) {
        let by = asked_by(&factor.id);
        for path in &factor.paths {
            let set = varied.set(path, &level.text, &by, Place::NOWHERE, sources);
            faults.extend(set.err().into_iter().flatten());
        }
    }
    if faults.is_empty() { Ok(varied) } else { Err(faults) }
}

/// The model of a point, which is asked some measures besides, and what is told of it; the model's names say which variant.
pub fn model_at(
    scenario: &Scenario,
    plan: &Plan,
    point: &DesignPoint,
    asked: &[Measure],
    sources: &mut Sources,
) -> (Option<Model>, Vec<Diagnostic>) {
    let varied = match scenario_at(scenario, plan, point, sources) {
        Ok(varied) => varied,
        Err(faults) => return (None, faults),
    };
    let (mut model, mut found) = compile_asking(&varied, sources, asked);
    let variant = point.variant.as_deref().unwrap_or_default();
    point_at_removals(scenario, variant, &mut found);
    if let Some(model) = &mut model {
        variant.clone_into(&mut model.names.variant);
    }
    (model, found)
}
