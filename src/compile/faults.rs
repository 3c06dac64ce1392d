//! What fails by itself: assets, links, functions and channels with `faults`.
//!
//! **Invariant:** no more things fail, and no more often in the mean, than a replication can play.

use super::channels;
use super::cooperation::Exchange;
use super::ids::Ids;
use super::staff::Staff;
use super::values::distribution;
use crate::diagnostic::{Diagnostic, Place, codes, thousands};
use crate::kernel::SimTime;
use crate::model::{Failing, Fault, FunctionIdx, GroupIdx, LinkIdx, Network, PoolIdx, ZoneIdx};
use crate::scenario::{Faults, Scenario};

/// The most things that may fail.
const MOST_THINGS: u64 = 1_000_000;
/// The most faults that may be expected in one replication.
const MOST_FAULTS: f64 = 20_000_000.0;

/// Everything that fails: groups by id, links as the model has them, functions by id, channels.
pub fn lower(
    scenario: &Scenario,
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    network: &Network,
    exchange: &Exchange,
    endex: SimTime,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Fault> {
    let mut written: Vec<(&Faults, Failing, u64)> = Vec::new();
    for (number, row) in (0..).map(GroupIdx).zip(ids.groups.iter()) {
        let count = u64::from(network.groups[number.at()].count);
        written.extend(row.record.faults.as_ref().map(|faults| (faults, Failing::Group(number), count)));
    }
    let mut links: Vec<(&Faults, LinkIdx, LinkIdx)> = Vec::new();
    for link in &scenario.network.links {
        if let Some(faults) = &link.faults {
            // What is wrong with the link itself was told when it was built.
            let mut unheard = Vec::new();
            let (from, to) = (ids.zone(&link.from, &mut unheard), ids.zone(&link.to, &mut unheard));
            if let Some(there) = between(network, from, to) {
                let back = between(network, to, from).filter(|_| link.both_ways.value);
                links.push((faults, there, back.unwrap_or(LinkIdx::NONE)));
            }
        }
    }
    links.sort_by_key(|link| link.1);
    written.extend(links.into_iter().map(|(faults, there, back)| (faults, Failing::Link { there, back }, 1)));
    for (number, row) in (0..).map(FunctionIdx).zip(ids.functions.iter()) {
        written.extend(row.record.faults.as_ref().map(|faults| (faults, Failing::Function(number), 1)));
    }
    let channels = channels::failing(&exchange.written);
    written.extend(channels.map(|(faults, number)| (faults, Failing::Channel(number), 1)));
    let mut sum = Sum { things: 0, expected: 0.0, told: false };
    written
        .into_iter()
        .map(|(written, of, count)| {
            let fault = one(written, of, ids, staff, faults);
            sum.add(&fault, count, written.up.place, endex, faults);
            fault
        })
        .collect()
}

fn between(network: &Network, from: ZoneIdx, to: ZoneIdx) -> Option<LinkIdx> {
    if from.is_some() && to.is_some() { network.link(from, to) } else { None }
}

fn one(
    written: &Faults,
    of: Failing,
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Fault {
    let (up, repair) = (distribution(&written.up, faults), distribution(&written.repair, faults));
    let by = written.by.as_ref().and_then(|crew| staff.crew(crew, ids, faults));
    Fault { of, up, repair, by: by.unwrap_or(PoolIdx::NONE) }
}

/// How much there is to play so far.
struct Sum {
    things: u64,
    expected: f64,
    /// Whether a fault was found; one is enough.
    told: bool,
}

impl Sum {
    /// Adds `count` things of a kind, written at `place`.
    fn add(&mut self, fault: &Fault, count: u64, place: Place, endex: SimTime, faults: &mut Vec<Diagnostic>) {
        let cycle = fault.up.mean() + fault.repair.mean();
        self.things += count;
        self.expected += count as f64 * (endex.micros() as f64 / cycle);
        let (code, message) = if cycle == 0.0 {
            (codes::FAULTS_OF_NO_TIME, String::from("faults would follow each other without time passing"))
        } else if self.things > MOST_THINGS {
            (
                codes::TOO_MANY,
                format!("more than {} things can't fail each by itself", thousands(MOST_THINGS)),
            )
        } else if self.expected > MOST_FAULTS {
            let most = thousands(MOST_FAULTS as u64);
            (codes::TOO_MANY, format!("more than {most} faults would be expected until ENDEX"))
        } else {
            return;
        };
        if !std::mem::replace(&mut self.told, true) {
            let label = if cycle == 0.0 { "no time at all" } else { "with these, too many" };
            faults.push(
                Diagnostic::error(code, place, message)
                    .label(label)
                    .help(String::from("let fewer things fail, or let them work longer until they do")),
            );
        }
    }
}
