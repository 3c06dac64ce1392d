//! What the table `summary` says of some measures, point by point, for those who set points beside each other.
//!
//! **Invariant:** the numbers are those of the table.

use super::super::Plan;
use super::super::folder::Index;
use super::super::summary::MeasureSummary;
use super::summarised::each_point;
use crate::measure::name_of;
use crate::statistics::Estimate;
use std::io;

/// The mean of a measure at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointMean {
    /// With its 95 % interval.
    pub estimate: Estimate,
    /// If ENDEX cut any value short: the hours up to which times count.
    pub restricted_to: Option<f64>,
}

impl PointMean {
    fn of(summary: &MeasureSummary) -> Option<PointMean> {
        let plain = summary.mean.map(|estimate| PointMean { estimate, restricted_to: None });
        let restricted = || summary.restricted_mean.map(|(estimate, to)| (estimate, Some(to)));
        plain.or_else(|| restricted().map(|(estimate, restricted_to)| PointMean { estimate, restricted_to }))
    }
}

/// The means at one point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PointMeans {
    /// Beside the measures that were asked for; none where the table has none.
    pub measures: Vec<Option<PointMean>>,
    /// Beside [`Means::objectives`]: the probability that it is met when tested; none where it was never tested.
    pub objectives: Vec<Option<Estimate>>,
}

/// The means at all points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Means {
    /// The ids of the objectives that any point has.
    pub objectives: Vec<String>,
    /// In the order of the points.
    pub points: Vec<PointMeans>,
}

/// Reads the means of the measures with these names, at every point of a sweep whose shards have everything.
///
/// # Errors
/// Those of the system.
pub fn means_of_points(plan: &Plan, index: &Index, names: &[&str]) -> io::Result<Means> {
    let mut means = Means::default();
    means.points.resize_with(plan.points.len(), PointMeans::default);
    each_point(plan, index, &mut |_, _, _| Ok(()), &mut |at, summarised| {
        let found = &mut means.points[at];
        found.measures.resize(names.len(), None);
        for (measure, summary) in summarised.measures() {
            let name = name_of(&measure.entities);
            if let Some(place) = names.iter().position(|other| *other == name) {
                found.measures[place] = PointMean::of(&summary);
            }
        }
        for (id, probability) in summarised.objectives() {
            let known = means.objectives.iter().position(|other| other == id);
            let place = known.unwrap_or_else(|| {
                means.objectives.push(id.to_owned());
                means.objectives.len() - 1
            });
            found.objectives.resize(found.objectives.len().max(place + 1), None);
            found.objectives[place] = probability;
        }
        Ok(())
    })?;
    means.points.iter_mut().for_each(|point| point.objectives.resize(means.objectives.len(), None));
    Ok(means)
}
