//! From a study's file to a plan: reads the study, its scenario and its table of points, and tries its points.
//!
//! **Invariant:** a study reads only its scenario, whose name ends with `.ron`, and tables within its own folder.

use super::failure::Failure;
use super::input::{Text, load, look_at, text};
use crate::diagnostic::{Diagnostic, Sources, any_error, codes, sort};
use crate::scenario::study::Study;
use crate::scenario::{Parsed, Scenario, Word, parse_study};
use crate::study::{Checked, Plan, check_points, lay_out, set_up};
use std::path::{Path, PathBuf};

/// What was found in a study.
#[derive(Debug)]
pub struct LookedAt {
    /// What is played, unless something told is an error.
    pub sound: Option<Sound>,
    /// Everything told, in the order of reading.
    pub told: Vec<Diagnostic>,
    /// The texts of the scenario and of the study.
    pub sources: Sources,
    /// How many points were compiled.
    pub compiled: usize,
}

/// A study without errors.
#[derive(Debug)]
pub struct Sound {
    /// What it plays.
    pub plan: Plan,
    /// What it varies.
    pub scenario: Scenario,
    /// The texts of the scenario alone: their hash names the models of points.
    pub sources: Sources,
}

/// What changes a study from the command line.
#[derive(Debug, Clone, Copy)]
pub struct Changes {
    /// How often each point is played.
    pub replications: Option<u64>,
    /// The seed of all chances.
    pub seed: Option<u64>,
}

/// Looks at a study.
pub fn look_at_study(read: Text, changes: Option<Changes>) -> LookedAt {
    // The scenario's texts come first among the sources, so that they are as if there were no study. Its name must be known for
    // that, so the study is read once more.
    let mut alone = Sources::default();
    let (study, told) = parse_study(&read.name, &read.text, &mut alone);
    let Some(study) = study else {
        return LookedAt { sound: None, told, sources: alone, compiled: 0 };
    };
    let parsed = match scenario_of(&study.scenario, &read) {
        Ok(found) => found,
        Err(fault) => {
            let laid = lay_out(&study, None, &mut alone, &mut |path| load(&read.folder, path));
            let mut told = [told, laid.diagnostics, vec![*fault]].concat();
            sort(&mut told);
            return LookedAt { sound: None, told, sources: alone, compiled: 0 };
        }
    };
    let Parsed { mut scenario, mut sources, diagnostics: mut all, .. } = parsed;
    let mut alone = sources.clone();
    let (study, told) = parse_study(&read.name, &read.text, &mut sources);
    all.extend(told);
    let Some(study) = study.map(|study| changed(study, changes)) else {
        return LookedAt { sound: None, told: all, sources, compiled: 0 };
    };
    // Once as if there were no study, and once for what is told, with places in the study.
    let mut played = scenario.clone();
    played.iter_mut().for_each(|scenario| _ = set_up(&study, scenario, false, &mut alone));
    if let Some(Err(faults)) = scenario.as_mut().map(|scenario| set_up(&study, scenario, true, &mut sources))
    {
        all.extend(faults);
        scenario = None;
    }
    let laid = lay_out(&study, scenario.as_ref(), &mut sources, &mut |path| load(&read.folder, path));
    all.extend(laid.diagnostics.iter().cloned());
    let mut compiled = 0;
    if let Some(scenario) = &scenario {
        let Checked { diagnostics, points } = check_points(&study, &laid, scenario, &sources);
        all.extend(diagnostics);
        compiled = points;
    }
    let plan = laid.plan.filter(|_| !any_error(&all));
    let sound = played.zip(plan).map(|(scenario, plan)| Sound { plan, scenario, sources: alone });
    LookedAt { sound, told: all, sources, compiled }
}

fn changed(mut study: Study, changes: Option<Changes>) -> Study {
    if let Some(Changes { replications, seed }) = changes {
        study.replications.value = replications.unwrap_or(study.replications.value);
        study.seed.value = seed.unwrap_or(study.seed.value);
    }
    study
}

/// The scenario that a study names; a fault if there is none to read.
fn scenario_of(name: &Word, study: &Text) -> Result<Parsed, Box<Diagnostic>> {
    let absolute = name.starts_with('/') || name.contains(['\\', ':', '\0']);
    if absolute || !name.ends_with(".ron") {
        let message = format!("`{}` is no path of a scenario", name.escape_debug());
        let fault = Diagnostic::error(codes::OUTSIDE_FOLDER, name.place, message);
        return Err(Box::new(fault.label("a relative path with `/` that ends with `.ron` is needed")));
    }
    // A folder that nobody wrote is not told.
    let file = match study.folder == Path::new(".") {
        true => PathBuf::from(&*name.text),
        false => study.folder.join(&*name.text),
    };
    match text(&file) {
        Ok(text) => Ok(look_at(&text)),
        Err(failure) => {
            let why = match failure {
                Failure::World { error, .. } => error.to_string(),
                other => other.message().unwrap_or_default(),
            };
            let message = format!("cannot read the scenario `{name}`: {why}");
            let fault = Diagnostic::error(codes::UNREADABLE, name.place, message);
            Err(Box::new(fault.label("asked for here")))
        }
    }
}
