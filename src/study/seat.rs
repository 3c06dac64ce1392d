//! Another team in a team's seat: the same attack, the same sensors, another crew.
//!
//! The seat keeps its id, its organisation and everything that points at it by that id: sensors, notices, channels,
//! injects. The team that takes it brings everything else of its record: tiers with their seats, shifts, skill and time
//! zone, its queue, its triage, its playbooks with the authorities and crews that these name, hunting and unrelated work. Its
//! own place in the scenario stays as it is.
//!
//! Draws are keyed by ids, so that with the seat's id every alert, every attempt and every service time of one team meets the
//! same chances as that of another, and differences are those of the teams.
//!
//! **Invariant:** a team in its own seat changes nothing.

use crate::diagnostic::{Diagnostic, Place, Sources, codes, did_you_mean, one_of};
use crate::scenario::{Scenario, Team};

/// Puts `team` into the seat of another; both are ids of the scenario. `by` is what the user knows the change by.
///
/// # Errors
/// That there is no such seat or no such team.
pub fn seat(
    scenario: &mut Scenario,
    (seat, team): (&str, &str),
    by: &str,
    sources: &mut Sources,
) -> Result<(), Vec<Diagnostic>> {
    let origins = (Place::NOWHERE, Place::NOWHERE);
    let source = sources.add_change(by, format!("{seat}={team}"), origins, seat.len());
    let place = |start: usize, id: &str| Place { source, start: start as u32, len: id.len() as u32 };
    let find = |id: &str| scenario.teams.iter().position(|known| known.id.text == id);
    if let (Some(seat), Some(team)) = (find(seat), find(team)) {
        let Team { id, organisation, .. } = scenario.teams[seat].clone();
        scenario.teams[seat] = Team { id, organisation, ..scenario.teams[team].clone() };
        return Ok(());
    }
    let asked = [(seat, 0), (team, seat.len() + 1)].into_iter().filter(|(id, _)| find(id).is_none());
    Err(asked.map(|(id, start)| unknown(scenario, id, place(start, id))).collect())
}

fn unknown(scenario: &Scenario, id: &str, place: Place) -> Diagnostic {
    let known = || scenario.teams.iter().map(|team| team.id.text.as_str());
    let fault = Diagnostic::error(codes::UNKNOWN_ID, place, format!("no team has the id `{id}`"));
    let possible = || format!("possible: {}", one_of(known()));
    fault.label("not known").help(did_you_mean(id, known()).unwrap_or_else(possible))
}
