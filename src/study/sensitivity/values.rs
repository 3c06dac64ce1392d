//! The values of measures at every point of a sweep.
//!
//! **Invariant:** they stand in the order of points and replications, whatever shards they come from.

use crate::measure::{Value, name_of};
use crate::model::Unit;
use crate::study::kept::means;
use crate::study::{Index, Listed, Plan};
use std::io;

/// How many values there are by status, over all points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Observed.
    pub observed: u64,
    /// Cut short by ENDEX.
    pub censored: u64,
    /// Nothing was at risk, or the measure does not exist at the point.
    pub not_at_risk: u64,
    /// The replication ran out of a budget.
    pub exhausted: u64,
}

/// A measure with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// Of each point those of its replications; hours of times, NaN where there is none.
    pub points: Vec<Vec<f64>>,
    /// How many there are.
    pub counts: Counts,
}

/// The names of all measures that a sweep kept, in the order of reports.
pub fn measures_of(index: &Index) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in index.lists().iter().flat_map(regular) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Those of `names` that a measure as it is written means: filters that are left out let everything pass.
pub fn measures_like<'n>(written: &str, names: &'n [String]) -> Vec<&'n str> {
    names.iter().map(String::as_str).filter(|name| means(written, name)).collect()
}

fn regular(listed: &Listed) -> impl Iterator<Item = String> + '_ {
    listed.measures.iter().take(listed.regular).map(|measure| name_of(&measure.entities))
}

/// Reads the values of the measures with these names.
///
/// # Errors
/// Those of the system.
pub fn read_values(plan: &Plan, index: &Index, names: &[&str]) -> io::Result<Vec<Values>> {
    let units: Vec<Option<Unit>> = names.iter().map(|name| unit(index, name)).collect();
    let point = || vec![f64::NAN; plan.replications as usize];
    let mut all: Vec<Values> = names
        .iter()
        .zip(&units)
        .map(|(name, unit)| Values {
            name: (*name).to_owned(),
            unit: unit.unwrap_or(Unit::Count),
            points: plan.points.iter().map(|_| point()).collect(),
            counts: Counts::default(),
        })
        .collect();
    // Where each measure stands in the list of the replication at hand.
    let mut places: Option<(Vec<Option<usize>>, *const Listed)> = None;
    index.each(plan.replications, &mut |sequence, listed, played| {
        let (places, _) = match &mut places {
            Some(known) if std::ptr::eq(known.1, listed) => known,
            other => {
                let listed_names: Vec<String> = regular(listed).collect();
                let place = |name: &&str| listed_names.iter().position(|listed| listed == name);
                other.insert((names.iter().map(place).collect(), std::ptr::from_ref(listed)))
            }
        };
        let (point, replication) = (sequence / plan.replications, sequence % plan.replications);
        for (values, place) in all.iter_mut().zip(places.iter()) {
            if !played.ending.is_whole() {
                values.counts.exhausted += 1;
                continue;
            }
            let value = place.map_or(Value::NotAtRisk, |place| played.values[place].reported(values.unit));
            match value {
                Value::Observed(_) => values.counts.observed += 1,
                Value::Censored(_) => values.counts.censored += 1,
                Value::NotAtRisk => values.counts.not_at_risk += 1,
            }
            if let Some(number) = value.number() {
                values.points[point as usize][replication as usize] = number;
            }
        }
        Ok(true)
    })?;
    Ok(all)
}

fn unit(index: &Index, name: &str) -> Option<Unit> {
    let measures = index.lists().iter().flat_map(|listed| listed.measures.iter().take(listed.regular));
    measures
        .into_iter()
        .find(|measure| name_of(&measure.entities) == name)
        .map(|measure| measure.quantity.unit())
}
