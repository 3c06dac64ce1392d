//! What nobody knows: draws of the uncertain factors, for the outer loop of a study.
//!
//! The draws are a Latin hypercube over all uncertain factors, so that a few cover the whole of each belief.
//!
//! **Invariant:** the same study gives the same draws on every machine.

use super::axis::{Axis, between, check_log, ends};
use super::hypercube::latin_hypercube;
use super::scale::{Kind, Range, Scale, Share};
use super::slots::as_taken;
use crate::diagnostic::{Diagnostic, Place, Sources, codes};
use crate::kernel::{Distribution, Key, ParameterError, name_key};
use crate::scenario::study::{Belief, Study, Text, Uncertain};
use crate::scenario::{Limit, Scenario};
use crate::study::Level;

/// A belief, ready to draw from.
#[derive(Debug, Clone)]
pub struct Believed {
    /// Its id, its paths, and the extent in which its levels are tried.
    pub axis: Axis,
    /// How it is distributed, in the unit of the axis's range; none if each level of the axis is as likely as the others.
    law: Option<Distribution>,
}

/// The uncertain factors; those of which nothing that makes sense is believed are open.
pub fn believed(study: &Study, faults: &mut Vec<Diagnostic>) -> Vec<Believed> {
    if study.draws.value == 0 && !study.uncertain.is_empty() {
        let message = "what is uncertain must be drawn at least once";
        faults.push(Diagnostic::error(codes::TOO_SMALL, study.draws.place, message).label("at least 1"));
    }
    let open = |of: &Uncertain| of_law(of, Vec::new(), of.id.place, Scale::Open, None);
    study
        .uncertain
        .iter()
        .map(|uncertain| one(uncertain, faults).unwrap_or_else(|| open(uncertain)))
        .collect()
}

fn of_law(
    uncertain: &Uncertain,
    texts: Vec<Text>,
    place: Place,
    scale: Scale,
    law: Option<Distribution>,
) -> Believed {
    let (id, paths) = (uncertain.id.clone(), uncertain.paths.clone());
    Believed { axis: Axis { id, paths, texts, place, scale }, law }
}

/// A belief; none after a fault.
fn one(uncertain: &Uncertain, faults: &mut Vec<Diagnostic>) -> Option<Believed> {
    let believed = |texts, place, scale, law| Some(of_law(uncertain, texts, place, scale, law));
    let range = |(low, high, of), log| Scale::Range(Range { low, high, log, of, levels: 2, price: 0.0 });
    match &uncertain.law {
        Belief::Uniform(law) | Belief::LogUniform(law) => {
            let log = matches!(uncertain.law, Belief::LogUniform(_));
            let extent = ends(&law.low, &law.high, faults);
            if log {
                check_log(&law.low, faults)?;
            }
            believed(Vec::new(), between(law.low.place(), law.high.place()), range(extent?, log), None)
        }
        Belief::Triangular(law) => {
            let extent = ends(&law.low, &law.high, faults)?;
            let mode = match (&law.mode, extent.2) {
                (Limit::Number(mode, _), Kind::Number) => *mode,
                (Limit::Span(mode), Kind::Time) => mode.micros as f64,
                _ => f64::NAN,
            };
            let place = between(law.low.place(), law.high.place());
            let law = possible(Distribution::triangular(extent.0, mode, extent.1), place, faults)?;
            believed(Vec::new(), place, range(extent, false), Some(law))
        }
        Belief::LogNormal(law) => {
            let place = law.median.place();
            let (median, of) = match &law.median {
                Limit::Number(median, _) => (*median, Kind::Number),
                Limit::Span(median) => (median.micros as f64, Kind::Time),
            };
            check_log(&law.median, faults)?;
            let law = possible(Distribution::lognormal(median, law.sigma.value), place, faults)?;
            // Nearly all of it, for what is tried and for how it is rounded.
            let extent = (law.quantile(0.001), law.quantile(0.999), of);
            believed(Vec::new(), place, range(extent, true), Some(law))
        }
        Belief::OneOf(values) => {
            if values.is_empty() {
                let message = format!("the factor `{}` has nothing to be drawn from", uncertain.id);
                faults.push(Diagnostic::error(codes::EMPTY, uncertain.id.place, message).label("no values"));
                return None;
            }
            let levels = values.iter().map(|value| Level::of(&value.text)).collect();
            believed(values.clone(), uncertain.id.place, Scale::Listed(levels), None)
        }
    }
}

/// The distribution, or a fault of its parameters.
fn possible(
    law: Result<Distribution, ParameterError>,
    place: Place,
    faults: &mut Vec<Diagnostic>,
) -> Option<Distribution> {
    if law.is_err() {
        let message = "no distribution has these parameters";
        faults.push(Diagnostic::error(codes::DISTRIBUTION, place, message).label("not possible"));
    }
    law.ok()
}

impl Believed {
    /// Rounds to whole numbers what can't be anything else.
    pub fn take_slots(&mut self, scenario: &Scenario, sources: &Sources) {
        if let Scale::Range(range) = self.axis.scale {
            self.axis.scale = Scale::Range(as_taken(range, &self.axis, scenario, sources));
        }
    }

    /// The level at a share of the belief.
    fn level(&self, share: f64) -> Level {
        match (&self.law, &self.axis.scale) {
            (Some(law), Scale::Range(range)) => range.level(law.quantile(share)),
            (_, scale) => scale.at(share, Share::OfCells),
        }
    }
}

/// So many draws of each, beside `all`.
pub fn drawn(all: &[Believed], draws: u32, seed: u64) -> Vec<Vec<Level>> {
    let key = Key::replication(seed, 0).with(name_key("uncertain factors"));
    let shares = latin_hypercube(draws as usize, all.len(), key.bits());
    shares
        .iter()
        .map(|row| all.iter().zip(row).map(|(believed, share)| believed.level(*share)).collect())
        .collect()
}
