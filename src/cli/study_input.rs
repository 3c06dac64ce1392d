//! From a study's file to a plan: reads the study, its scenario and its table of points, and tries its points.
//!
//! **Invariant:** a study reads only its scenario, whose name ends with `.ron`, and tables within its own folder.

use super::failure::Failure;
use super::input::{Text, load, look_at, text};
use crate::compile::Doubt;
use crate::diagnostic::{Diagnostic, Sources, any_error, codes, once, sort};
use crate::model::Model;
use crate::scenario::study::Study;
use crate::scenario::{Measure, Parsed, Scenario, Word, parse_study};
use crate::study::{
    Checked, DesignPoint, Laid, Plan, PointFault, check_points, doubt_set, lay_out, model_at, model_of,
    set_up, sure,
};
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
    scenario: Scenario,
    /// The texts of the scenario alone: their hash names the models of points.
    sources: Sources,
    told: Told,
}

/// The same with places in the study, for what is told of a point.
#[derive(Debug)]
struct Told {
    laid: Laid,
    scenario: Scenario,
    sources: Sources,
}

/// What changes a study from the command line.
#[derive(Debug, Clone, Copy)]
pub struct Changes {
    /// How often each point is played.
    pub replications: Option<u64>,
    /// The seed of all chances.
    pub seed: Option<u64>,
}

impl Sound {
    /// The model of a point, of which `ask` asks measures, whose texts it adds to those that it is given.
    ///
    /// # Errors
    /// What is wrong with the point, where the study says it.
    pub fn model(
        &self,
        point: &DesignPoint,
        ask: &dyn Fn(&mut Sources) -> Vec<Measure>,
    ) -> Result<Model, PointFault> {
        let mut sources = self.sources.clone();
        let asked = ask(&mut sources);
        let (model, _) = model_at(&self.scenario, &self.plan, point, &asked, &mut sources);
        model.ok_or_else(|| {
            let Told { laid, scenario, sources } = &self.told;
            let mut sources = sources.clone();
            let asked = ask(&mut sources);
            let (_, diagnostics) = model_of(laid, scenario, &self.plan, point, &asked, &sources);
            PointFault { diagnostics, sources }
        })
    }
}

/// Looks at a study. Of a faulty one all is told that can be told without guessing.
pub fn look_at_study(read: Text, changes: Option<Changes>) -> LookedAt {
    // The scenario's texts come first among the sources, so that they are as if there were no study. Its name must be known for
    // that, so the study is read once more.
    let mut alone = Sources::default();
    let first = parse_study(&read.name, &read.text, &mut alone);
    let Some(named) = first.study.or(first.remains) else {
        return LookedAt { sound: None, told: first.diagnostics, sources: alone, compiled: 0 };
    };
    let (parsed, mut more) = match scenario_of(&named.scenario, &read) {
        Ok(parsed) => (Some(parsed), Vec::new()),
        Err(faults) => (None, faults),
    };
    let mut sources = parsed.as_ref().map_or(Sources::default(), |parsed| parsed.sources.clone());
    let mut alone = sources.clone();
    let written = parse_study(&read.name, &read.text, &mut sources);
    let study = written.study.as_ref().or(written.remains.as_ref()).unwrap_or(&named).clone();
    let study = changed(study, changes);
    let mut all = Vec::new();
    let mut doubt = Doubt::default();
    let (mut played, mut scenario) = (None, None);
    if let Some(Parsed { scenario: sound, remains, lost, diagnostics, .. }) = parsed {
        if sound.is_none() {
            doubt = Doubt::of(&lost, &sources, &diagnostics);
        }
        all.extend(diagnostics);
        (played, scenario) = (sound.clone(), sound.or(remains));
    }
    // Once as if there were no study, and once for what is told, with places in the study.
    played.iter_mut().for_each(|scenario| _ = set_up(&study, scenario, false, &mut alone));
    let set = scenario.as_mut().map_or(Ok(()), |scenario| set_up(&study, scenario, true, &mut sources));
    doubt_set(&study, &written, set.is_ok(), &sources, &mut doubt);
    let is_set = set.is_ok() && !doubt.of_all;
    more.extend(set.err().into_iter().flatten());
    let mut laid = lay_out(&study, scenario.as_ref(), &mut sources, &mut |path| load(&read.folder, path));
    more.extend(laid.diagnostics.iter().cloned());
    let mut compiled = 0;
    if let Some(scenario) = scenario.as_ref().filter(|_| is_set && played.is_some()) {
        let Checked { diagnostics, points } = check_points(&study, &laid, scenario, &sources);
        more.extend(diagnostics);
        compiled = points;
    }
    let mut more = sure(more, &study, &written, &doubt, &sources);
    all.extend(written.diagnostics);
    all.append(&mut more);
    sort(&mut all);
    let all = once(all);
    let plan = laid.plan.take().filter(|_| !any_error(&all));
    let sound = plan.zip(played).zip(scenario).map(|((plan, played), scenario)| Sound {
        plan,
        scenario: played,
        sources: alone,
        told: Told { laid, scenario, sources: sources.clone() },
    });
    LookedAt { sound, told: all, sources, compiled }
}

fn changed(mut study: Study, changes: Option<Changes>) -> Study {
    if let Some(Changes { replications, seed }) = changes {
        study.replications.value = replications.unwrap_or(study.replications.value);
        study.seed.value = seed.unwrap_or(study.seed.value);
    }
    study
}

/// The scenario that a study names; a fault if there is none to read, unless its name could not be read.
fn scenario_of(name: &Word, study: &Text) -> Result<Parsed, Vec<Diagnostic>> {
    if name.place.is_nowhere() {
        return Err(Vec::new());
    }
    let absolute = name.starts_with('/') || name.contains(['\\', ':', '\0']);
    if absolute || !name.ends_with(".ron") {
        let message = format!("`{}` is no path of a scenario", name.escape_debug());
        let fault = Diagnostic::error(codes::OUTSIDE_FOLDER, name.place, message);
        return Err(vec![fault.label("a relative path with `/` that ends with `.ron` is needed")]);
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
            Err(vec![fault.label("asked for here")])
        }
    }
}
