//! Cables and pipelines: how they break, who repairs them, and what takes over for them.
//!
//! **Invariant:** no cable is rerouted over itself, and none breaks and is repaired without time passing.

use super::ids::Ids;
use super::network::Media;
use super::staff::Staff;
use super::table::Row;
use super::values::{distribution, optional_distribution, repeated_words};
use crate::diagnostic::{Diagnostic, codes, thousands};
use crate::kernel::{Distribution, SimTime, name_key};
use crate::model::{Cable, CableIdx, PoolIdx, Splice};
use crate::scenario::{self, Need, Scenario};

/// The most breaks of one cable that may be expected in one replication.
const MOST_BREAKS: u64 = 100_000;

/// The cables, by name.
pub fn lower(
    scenario: &Scenario,
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    media: &Media,
    endex: SimTime,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Cable> {
    let mut cables = Vec::with_capacity(ids.cables.len());
    for row in ids.cables.iter() {
        let written = row.record;
        let breaks = written.breaks.as_ref().map(|time| distribution(time, faults));
        let repair = written.repair.as_ref().map(|repair| splice(repair, ids, staff, faults));
        if let (Some(breaks), Some(time)) = (&breaks, &written.breaks) {
            let busy = repair.as_ref().map_or(f64::INFINITY, |repair| repair.time.mean());
            check_rate(breaks, busy, time.place, endex, faults);
        }
        let links = media.iter().find(|(name, _)| name == row.name).map_or(&[][..], |(_, it)| &it.links);
        if links.is_empty() && !needed(scenario, row.name) {
            let message = format!("no link runs over `{}`, and nothing needs it", row.name);
            let fault = Diagnostic::warning(codes::IDLE_NEED, row.place, message).label("changes nothing");
            let help = format!("name it in a link, `medium: Cable(\"{0}\")`, or in a need", row.name);
            faults.push(fault.help(help));
        }
        cables.push(Cable {
            key: name_key(row.name),
            organisation: ids.organisation(&written.organisation, faults),
            links: links.to_vec(),
            breaks,
            repair,
            reroute: reroute(row, ids, faults),
            relieves: Vec::new(),
        });
    }
    for number in CableIdx::all(cables.len()) {
        for (over, _) in cables[number.at()].reroute.clone() {
            cables[over.at()].relieves.push(number);
        }
    }
    cables
}

fn splice(
    written: &scenario::CableRepair,
    ids: &Ids<'_>,
    staff: &Staff<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Splice {
    Splice {
        by: staff.crew(&written.by, ids, faults).unwrap_or(PoolIdx::NONE),
        mobilise: optional_distribution(written.mobilise.as_ref(), faults),
        standby: optional_distribution(written.standby.as_ref(), faults),
        transit: optional_distribution(written.transit.as_ref(), faults),
        weather: optional_distribution(written.weather.as_ref(), faults),
        time: distribution(&written.time, faults),
    }
}

fn reroute(
    row: &Row<'_, scenario::Cable>,
    ids: &Ids<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(CableIdx, f64)> {
    let written = &row.record.reroute;
    repeated_words(written.iter().map(|it| (it.over.text.as_str(), it.over.place)), "cable", faults);
    let mut found = Vec::with_capacity(written.len());
    for reroute in written {
        let over = ids.cable(&reroute.over, faults);
        if reroute.over.text == row.name {
            let message = format!("`{}` can't go on over itself", row.name);
            faults.push(
                Diagnostic::error(codes::SELF_LINK, reroute.over.place, message).label("the same cable"),
            );
        }
        let share = reroute.share.value;
        if !(share > 0.0 && share <= 1.0) {
            let message = "`share` is more than 0 and at most 1";
            let fault = Diagnostic::error(codes::OUT_OF_RANGE, reroute.share.place, message);
            faults.push(fault.label("not a share that goes on"));
        }
        if over.is_some() {
            found.push((over, share));
        }
    }
    found.sort_by_key(|(over, _)| *over);
    found
}

fn needed(scenario: &Scenario, name: &str) -> bool {
    let of_functions = scenario.functions.iter().flat_map(|function| &function.depends);
    let all = of_functions.chain(scenario.missions.iter().flat_map(|mission| &mission.depends));
    let is = |need: &Need| matches!(need, Need::Cable(cable) if cable.id.text == name);
    let relieves = scenario.cables.iter().flat_map(|cable| &cable.reroute).any(|it| it.over.text == name);
    relieves || all.flat_map(|dependency| &dependency.on).any(is)
}

fn check_rate(
    breaks: &Distribution,
    busy: f64,
    place: crate::diagnostic::Place,
    endex: SimTime,
    faults: &mut Vec<Diagnostic>,
) {
    let cycle = breaks.mean() + busy;
    if cycle == 0.0 {
        let message = "this cable would break and be repaired without time passing";
        faults.push(Diagnostic::error(codes::FAULTS_OF_NO_TIME, place, message).label("no time at all"));
    } else if endex.micros() as f64 / cycle > MOST_BREAKS as f64 {
        let most = thousands(MOST_BREAKS);
        let message = format!("more than {most} breaks of this cable would be expected until ENDEX");
        faults.push(Diagnostic::error(codes::TOO_MANY, place, message).label("breaks too often"));
    }
}
