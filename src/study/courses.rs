//! How much was held, known and cut off over time, over many replications.
//!
//! **Invariant:** what is told does not depend on threads.

use super::shares::{Chances, shared};
use super::{Replications, Watch};
use crate::kernel::SimTime;
use crate::measure::{AssetState, Totals, Value, Verdict, totals_at};
use crate::model::{Model, Quantity};
use crate::sim::Trace;
use crate::statistics::quantile;

/// As many replications are looked at at most: of more, the first ones.
pub const MOST_COURSES: usize = 200;

/// Fewer replications have no quantiles worth drawing.
pub const LEAST_COURSES: usize = 10;

/// Instants that are looked at, the start and ENDEX among them.
const INSTANTS: u64 = 121;

/// The quantiles that are told.
pub const COURSE_QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Numbers of assets over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Courses {
    /// Of how many replications.
    pub replications: u64,
    /// The instants.
    pub instants: Vec<SimTime>,
    /// How many assets were held at each, by [`COURSE_QUANTILES`].
    pub held: Vec<[f64; 5]>,
    /// How many of these a team knew to be held.
    pub known: Vec<[f64; 5]>,
    /// How many were cut off.
    pub isolated: Vec<[f64; 5]>,
}

/// Plays replications again, with the trace on, and looks how they went; those of which `watch` said stop before are not among
/// them. None if there are too few.
pub fn courses(model: &Model, replications: &Replications, watch: &Watch) -> Option<Courses> {
    let numbers: Vec<u64> = replications.counted().take(MOST_COURSES).map(|played| played.number).collect();
    let endex = model.frame.endex.micros();
    let at = |instant: u64| (u128::from(endex) * u128::from(instant) / u128::from(INSTANTS - 1)) as u64;
    let instants: Vec<SimTime> = (0..INSTANTS).map(|it| SimTime::from_micros(at(it))).collect();
    let chances = Chances { seed: replications.seed, budget: replications.budget, traced: true };
    let shares = shared(
        model,
        chances,
        watch,
        |place| numbers.get(place as usize).copied(),
        Vec::new,
        |seen: &mut Vec<Vec<Totals>>, _, outcome| {
            // Of one whose trace took too much memory the end is not known.
            if outcome.trace.is_none_or(Trace::is_whole) {
                seen.push(totals_at(model, outcome, &instants));
            }
        },
    );
    let seen: Vec<Vec<Totals>> = shares.into_iter().flatten().collect();
    if seen.len() < LEAST_COURSES {
        return None;
    }
    let spread = |number: fn(&Totals) -> u32| -> Vec<[f64; 5]> {
        let at = |instant: usize| {
            let mut numbers: Vec<f64> =
                seen.iter().map(|totals| f64::from(number(&totals[instant]))).collect();
            numbers.sort_by(f64::total_cmp);
            COURSE_QUANTILES.map(|p| quantile(&numbers, p))
        };
        (0..instants.len()).map(at).collect()
    };
    Some(Courses {
        replications: seen.len() as u64,
        held: spread(|totals| totals.held),
        known: spread(|totals| totals.known),
        isolated: spread(|totals| totals.states[AssetState::Isolated as usize]),
        instants,
    })
}

/// The numbers of the replications that went best and worst; none if all went alike, or none counts.
///
/// It went better where fewer objectives were missed; of as many, where missions and functions lost less; then where fewer assets
/// were ever held; then where somebody declared sooner. Of those alike in all, the best is the first and the worst the last.
pub fn best_and_worst(replications: &Replications) -> Option<(u64, u64)> {
    let sum = |values: &[Value], of: &dyn Fn(usize) -> bool| -> f64 {
        let own = values.iter().enumerate().filter(|(place, _)| of(*place));
        own.filter_map(|(_, value)| value.number()).sum()
    };
    let list = &replications.measures.list;
    let lost = |place: usize| {
        let measure = &list[place];
        match measure.quantity {
            Quantity::MissionLoss => measure.mission.is_some(),
            Quantity::FunctionLoss => measure.function.is_some(),
            _ => false,
        }
    };
    let held =
        |place: usize| list[place].quantity == Quantity::AssetsHeldTotal && !list[place].campaign.is_some();
    let mut ranked: Vec<(usize, f64, f64, SimTime, u64)> = replications
        .counted()
        .map(|played| {
            let missed = played.verdicts.iter().filter(|verdict| **verdict == Verdict::Missed).count();
            let (lost, held) = (sum(&played.values, &lost), sum(&played.values, &held));
            (missed, lost, held, played.first_declaration, played.number)
        })
        .collect();
    ranked.sort_by(|one, other| {
        let by_loss = || one.1.total_cmp(&other.1).then(one.2.total_cmp(&other.2));
        let by_time = || (one.3, one.4).cmp(&(other.3, other.4));
        one.0.cmp(&other.0).then_with(by_loss).then_with(by_time)
    });
    let ((.., best), (.., worst)) = (ranked.first()?, ranked.last()?);
    let outcome = |it: &(usize, f64, f64, SimTime, u64)| (it.0, it.1, it.2, it.3);
    (outcome(&ranked[0]) != outcome(&ranked[ranked.len() - 1])).then_some((*best, *worst))
}
