//! From a study as it is written to the points that it plays.
//!
//! [`lay_out`] makes a [`Plan`] of a [`Study`]: each factor gets its levels (`scale`), the design says in the unit cube
//! which are played together (one file per design), and the two are put together for each draw of what is uncertain and each
//! variant. Every level is tried on the scenario before anything is played. What is wrong is collected, with its place in the
//! study's text; what is sound beside it is laid out all the same, so that more can be found in it.
//!
//! **Invariant:** a plan depends on the study and the scenario alone, and is returned only when there is no error.

mod axis;
mod beliefs;
mod choice;
mod factorial;
mod hypercube;
mod measures;
mod morris;
mod rows;
mod scale;
mod sequence;
mod slots;

pub use choice::MOST_POINTS;
pub use factorial::full_factorial;
pub use hypercube::latin_hypercube;
pub(super) use measures::check_measures;
pub use morris::morris;
pub use sequence::{MOST_DIMENSIONS, saltelli, skipped, sobol_sequence};
pub(super) use slots::{asked_by, moved_home};

use super::{DesignPoint, Factor, Plan, Shape};
use crate::diagnostic::{
    Diagnostic, Place, Sources, any_error, codes, did_you_mean, once, one_of, sort, thousands,
};
use crate::scenario::study::{Design, Study};
use crate::scenario::{LoadError, Scenario, Word};
use axis::{Axis, axes, check_names, dimensions};
use beliefs::{Believed, believed, drawn};
use choice::{rows, written_out};
use rows::Row;
use scale::Scale;
use slots::{as_taken, try_levels};

/// The most replications of a point.
const MOST_REPLICATIONS: u64 = 1_000_000_000;

/// What the scenario as it is is called among the variants.
const BASE: &str = "base";

/// A study with its plan, and with what is needed to tell where in its text something is wrong.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The plan, unless a diagnostic is an error or the study could not be read as a whole.
    pub plan: Option<Plan>,
    /// All faults and warnings, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
    /// Where there is no plan: points of the design as far as they are sound, without the factors that are not. More
    /// faults can be looked for in them; they are never played, and have no numbers.
    pub(super) remains: Option<Plan>,
    /// The factors as they are written, beside those of the plan.
    pub(super) axes: Vec<Axis>,
}

/// Lays a study out.
///
/// `scenario` is the one that it names, if it could be read; without it less can be told, and there is no plan. `sources` has
/// the texts of both, and gets that of the table of points, which `load` returns by its path relative to the study's folder.
pub fn lay_out(
    study: &Study,
    scenario: Option<&Scenario>,
    sources: &mut Sources,
    load: &mut dyn FnMut(&str) -> Result<String, LoadError>,
) -> Laid {
    let mut faults = Vec::new();
    check_numbers(study, &mut faults);
    let variants = variants(study, scenario, &mut faults);
    let mut factors = axes(study, &mut faults);
    let mut uncertain = believed(study, &mut faults);
    check_names(factors.iter().chain(uncertain.iter().map(|it| &it.axis)), &mut faults);
    let dimensions = dimensions(study, &factors, &mut faults);
    let varied = scenario.map(|scenario| varied(scenario, &variants, sources));
    if let Some([(_, first), ..]) = varied.as_deref() {
        for axis in &mut factors {
            if let Scale::Range(range) = axis.scale {
                axis.scale = Scale::Range(as_taken(range, axis, first, sources));
            }
        }
        uncertain.iter_mut().for_each(|it| it.take_slots(first, sources));
    }
    let rows = rows(study, &mut factors, dimensions.as_deref(), variants.len(), sources, load, &mut faults);
    if let Some(varied) = &varied {
        let tried: Vec<(Option<&str>, &Scenario)> = varied.iter().map(|(id, it)| (*id, it)).collect();
        let grid = matches!(study.design, Design::FullFactorial);
        for axis in factors.iter().chain(uncertain.iter().map(|it| &it.axis)) {
            try_levels(axis, &tried, grid, sources, &mut faults);
        }
    }
    sort(&mut faults);
    let diagnostics = once(faults);
    let mut all = factors.iter().chain(uncertain.iter().map(|it| &it.axis));
    let whole = !any_error(&diagnostics) && !all.any(Axis::is_unread);
    let is_made = rows.is_some();
    let (shape, rows) = rows.unwrap_or_else(|| (Shape::Listed, written_out(study, &factors)));
    let dimensions = dimensions.unwrap_or_default();
    let plan = |variants: &[Option<&str>], rows| {
        plan_of(study, &factors, &uncertain, dimensions, variants, shape, rows)
    };
    let (plan, remains) = match scenario {
        Some(_) if whole => (Some(plan(&variants, rows)), None),
        Some(scenario) => {
            let known = |id: &str| scenario.variants.iter().any(|variant| variant.id.text == id);
            let variants: Vec<_> = variants.into_iter().filter(|id| id.is_none_or(known)).collect();
            let is_known = |axis: &Axis| is_made || matches!(axis.scale, Scale::Listed(_));
            let sound = |axis: &Axis| is_known(axis) && !axis.is_at_fault(&diagnostics);
            let kept: Vec<bool> =
                factors.iter().chain(uncertain.iter().map(|it| &it.axis)).map(sound).collect();
            let blocks = variants.len() as u64 * u64::from(study.draws.value).max(1);
            let fits = blocks.saturating_mul(rows.len() as u64) <= MOST_POINTS && !rows.is_empty();
            let remains = match fits {
                true => only(plan(&variants, rows), &kept),
                // The variants are known all the same.
                false => {
                    plan_of(study, &[], &[], Vec::new(), &variants, shape, vec![(Vec::new(), Place::NOWHERE)])
                }
            };
            (None, Some(remains))
        }
        None => (None, None),
    };
    let axes = factors.into_iter().chain(uncertain.into_iter().map(|it| it.axis)).collect();
    Laid { plan, diagnostics, remains, axes }
}

/// A plan with the factors that are `kept` only.
fn only(mut plan: Plan, kept: &[bool]) -> Plan {
    fn retain<T>(list: &mut Vec<T>, kept: &[bool]) {
        let mut kept = kept.iter();
        list.retain(|_| *kept.next().unwrap_or(&true));
    }
    retain(&mut plan.factors, kept);
    plan.points.iter_mut().for_each(|point| retain(&mut point.levels, kept));
    plan.dimensions.clear();
    plan
}

fn check_numbers(study: &Study, faults: &mut Vec<Diagnostic>) {
    let replications = study.replications;
    if replications.value == 0 {
        let message = "each point must be played at least once";
        faults.push(Diagnostic::error(codes::TOO_SMALL, replications.place, message).label("at least 1"));
    }
    if replications.value > MOST_REPLICATIONS {
        let message = format!("a point can be played {} times at most", thousands(MOST_REPLICATIONS));
        faults.push(Diagnostic::error(codes::TOO_MANY, replications.place, message).label("too often"));
    }
}

/// The variants to play; those that are not known are faults.
fn variants<'s>(
    study: &'s Study,
    scenario: Option<&Scenario>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Option<&'s str>> {
    let mut known: Vec<&Word> = Vec::new();
    for variant in &study.variants {
        if let Some(first) = known.iter().find(|first| first.text == variant.text) {
            let message = format!("the variant `{variant}` is played twice");
            let fault = Diagnostic::error(codes::REPEATED, variant.place, message).label("again here");
            faults.push(fault.also(first.place, "first here"));
        }
        known.push(variant);
        let Some(scenario) = scenario else { continue };
        let ids = || scenario.variants.iter().map(|known| known.id.text.as_str());
        if variant.text != BASE && !ids().any(|id| id == variant.text) {
            let message = format!("no variant of the scenario has the id `{variant}`");
            let fault = Diagnostic::error(codes::UNKNOWN_VARIANT, variant.place, message).label("not found");
            let possible = || format!("possible: {}", one_of(std::iter::once(BASE).chain(ids())));
            faults.push(fault.help(did_you_mean(variant, ids()).unwrap_or_else(possible)));
        }
    }
    match study.variants.is_empty() {
        true => vec![None],
        false => study.variants.iter().map(|id| (id.text != BASE).then_some(id.text.as_str())).collect(),
    }
}

/// The scenario in each variant that can be made; what is wrong with one is told when the scenario is checked.
fn varied<'s>(
    scenario: &Scenario,
    variants: &[Option<&'s str>],
    sources: &Sources,
) -> Vec<(Option<&'s str>, Scenario)> {
    let one = |variant: &Option<&'s str>| {
        let mut varied = scenario.clone();
        if let Some(id) = variant {
            varied.vary(id, &mut sources.clone()).ok()?;
        }
        Some((*variant, varied))
    };
    let all: Vec<_> = variants.iter().filter_map(one).collect();
    if all.is_empty() { vec![(None, scenario.clone())] } else { all }
}

fn plan_of(
    study: &Study,
    axes: &[Axis],
    uncertain: &[Believed],
    dimensions: Vec<Vec<usize>>,
    variants: &[Option<&str>],
    shape: Shape,
    rows: Vec<Row>,
) -> Plan {
    let factor = |axis: &Axis, uncertain| Factor {
        id: axis.id.text.clone(),
        paths: axis.paths.iter().map(|path| path.text.clone()).collect(),
        uncertain,
    };
    let factors = axes.iter().map(|axis| factor(axis, false));
    let factors = factors.chain(uncertain.iter().map(|it| factor(&it.axis, true))).collect();
    let draws = if uncertain.is_empty() { 0 } else { study.draws.value };
    let drawn = if draws == 0 { vec![Vec::new()] } else { drawn(uncertain, draws, study.seed.value) };
    let mut points = Vec::with_capacity(drawn.len() * variants.len() * rows.len());
    for (draw, beliefs) in (u32::from(draws > 0)..).zip(&drawn) {
        for variant in variants {
            for (levels, _) in &rows {
                points.push(DesignPoint {
                    number: points.len() as u32 + 1,
                    variant: variant.map(String::from),
                    draw,
                    levels: levels.iter().chain(beliefs).cloned().collect(),
                });
            }
        }
    }
    Plan {
        id: study.id.text.clone(),
        title: study.title.text.clone(),
        factors,
        dimensions,
        shape,
        variants: variants.iter().map(|variant| variant.map(String::from)).collect(),
        draws,
        points,
        replications: study.replications.value,
        seed: study.seed.value,
        common_random_numbers: study.common_random_numbers.value,
        measures: study.measures.iter().map(ToString::to_string).collect(),
    }
}
