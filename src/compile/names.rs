//! The texts that reports need.
//!
//! **Invariant:** every column is in the order of the model's.

use super::campaign::Campaigns;
use super::cooperation::Exchange;
use super::ids::{INTERNET, Ids};
use super::investigations;
use super::network::Media;
use super::positions::Positions;
use super::reliance;
use super::staff::Staff;
use super::teams;
use super::technique::Techniques;
use crate::diagnostic::Sources;
use crate::kernel::{Key, name_key};
use crate::model::{InjectText, Named, Names};
use crate::scenario::{self, Scenario, That, played_share};

/// The columns of the parts that were lowered.
pub struct Parts<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The techniques in use.
    pub techniques: &'a Techniques<'a>,
    /// Campaigns with steps and spreads.
    pub campaigns: &'a Campaigns,
    /// Pools.
    pub staff: &'a Staff<'a>,
    /// Channels.
    pub exchange: &'a Exchange,
    /// Injects in the order of their numbers.
    pub injects: &'a [&'a scenario::Inject],
    /// What they change, in words.
    pub effects: &'a [String],
    /// Media by name.
    pub media: &'a Media,
    /// Where zones and groups are.
    pub positions: &'a Positions,
}

/// Collects the texts.
pub fn lower(scenario: &Scenario, sources: &Sources, parts: &Parts<'_>) -> Names {
    let Parts { ids, techniques, campaigns, staff, exchange, injects, effects, media, positions } = parts;
    let text = |word: &Option<scenario::Word>| word.as_ref().map_or(String::new(), |word| word.text.clone());
    let named = |id: &str, name: Option<&scenario::Word>| Named {
        id: id.to_owned(),
        name: name.map_or(id, |name| &name.text).to_owned(),
    };
    let startex = scenario.startex.as_ref();
    let zone = startex.and_then(|startex| startex.zoned.time_zone().iana_name()).unwrap_or("UTC");
    let mut whole = scenario.clone();
    super::explicit(&mut whole, &mut sources.clone());
    let share = played_share(&whole);
    Names {
        scenario: text(&scenario.id),
        title: text(&scenario.title),
        synopsis: scenario.synopsis.text.clone(),
        variant: String::new(),
        hash: written_hash(sources),
        startex_unix_us: startex.map_or(0, |startex| startex.zoned.timestamp().as_microsecond()),
        time_zone: zone.to_owned(),
        assumed: share.assumed,
        numbers: share.total,
        organisations: ids
            .organisations
            .iter()
            .map(|row| named(row.name, row.record.short.as_ref().or(row.record.name.as_ref())))
            .collect(),
        organisations_in_full: ids.organisations.iter().map(|row| text(&row.record.name)).collect(),
        zones: [INTERNET].into_iter().chain(ids.zones.names()).map(str::to_owned).collect(),
        zone_positions: positions.zones.clone(),
        groups: ids.groups.iter().map(|row| (row.name.to_owned(), row.record.count.is_some())).collect(),
        group_positions: positions.groups.clone(),
        media: media.iter().map(|(name, _)| name.clone()).collect(),
        techniques: techniques
            .used
            .iter()
            .map(|technique| Named { id: technique.id.to_owned(), name: technique.name.clone() })
            .collect(),
        suppliers: ids.suppliers.iter().map(|row| named(row.name, row.record.name.as_ref())).collect(),
        campaigns: ids
            .campaigns
            .iter()
            .map(|row| named(row.name, row.record.adversary.as_ref().map(|adversary| &adversary.name)))
            .collect(),
        steps: campaigns.step_names.clone(),
        spreads: campaigns.spread_names.clone(),
        pools: staff.names.clone(),
        teams: ids.teams.names().map(str::to_owned).collect(),
        team_zones: ids
            .teams
            .iter()
            .map(|row| row.record.time_zone.as_ref().map_or(zone, |zone| &zone.text).to_owned())
            .collect(),
        phases: ids.teams.iter().map(|row| teams::phase_names(row.record, ids)).collect(),
        sensors: ids.sensors.names().map(str::to_owned).collect(),
        notices: ids.notices.names().map(str::to_owned).collect(),
        agreements: exchange.agreement_names.clone(),
        assistance: ids.assistance.iter().map(|row| row.name.to_owned()).collect(),
        centres: ids.centres.names().map(str::to_owned).collect(),
        investigations: investigations::led(ids).map(|row| row.name.to_owned()).collect(),
        channels: exchange.names.clone(),
        functions: ids.functions.iter().map(|row| named(row.name, row.record.name.as_ref())).collect(),
        missions: ids.missions.iter().map(|row| named(row.name, row.record.name.as_ref())).collect(),
        cables: ids.cables.iter().map(|row| named(row.name, row.record.name.as_ref())).collect(),
        dependencies: reliance::names(ids),
        injects: injects.iter().map(|inject| inject_text(inject, ids)).collect(),
        obligations: ids.obligations.iter().map(|row| named(row.name, row.record.title.as_ref())).collect(),
        deadlines: ids
            .obligations
            .iter()
            .map(|row| row.record.deadlines.iter().map(|deadline| deadline.id.text.clone()).collect())
            .collect(),
        staffs: ids.staffs.names().map(str::to_owned).collect(),
        ladders: ids.ladders.iter().map(|row| named(row.name, row.record.title.as_ref())).collect(),
        crises: ids.crises.iter().map(|row| named(row.name, row.record.name.as_ref())).collect(),
        crisis_kinds: ids.crises.iter().map(|row| row.record.kind.value.name()).collect(),
        effects: effects.to_vec(),
        objectives: ids
            .objectives
            .iter()
            .map(|row| Named { id: row.name.to_owned(), name: row.record.text.text.clone() })
            .collect(),
        objective_measures: ids.objectives.iter().map(|row| objective_measure(row.record)).collect(),
    }
}

fn inject_text(inject: &scenario::Inject, ids: &Ids<'_>) -> InjectText {
    let objective = inject.objective.as_ref().and_then(|id| ids.objectives.find(&id.text));
    InjectText {
        number: inject.no.text.clone(),
        from: inject.from.text.clone(),
        to: inject.to.iter().map(|id| id.text.clone()).collect(),
        by: inject.by.map_or(String::new(), |by| by.value.name().to_owned()),
        title: inject.title.text.clone(),
        text: inject.text.text.clone(),
        expected: inject.expected.text.clone(),
        objective: objective.map(|place| place as usize),
    }
}

fn objective_measure(objective: &scenario::Objective) -> String {
    measures_of(&objective.that)
}

/// The measure of a plain predicate; of others as they are written, without their limits.
fn measures_of(that: &That) -> String {
    let joined = |parts: &[That]| parts.iter().map(measures_of).collect::<Vec<_>>().join(", ");
    match that {
        That::AtMost(threshold) | That::AtLeast(threshold) => threshold.measure.to_string(),
        That::All(parts) => format!("All({})", joined(parts)),
        That::Any(parts) => format!("Any({})", joined(parts)),
        That::Not(part) => format!("Not({})", measures_of(part)),
    }
}

/// Hash of every text that was read: the main file, fragments, overrides.
fn written_hash(sources: &Sources) -> u64 {
    let played = || (0..sources.len() as u32).filter(|&source| !sources.is_question(source));
    // A fragment counts once, however many rows include it: the rows stand in their table.
    let read = played().filter(|&source| sources.rows(source).next().is_none());
    let texts = read.map(|source| sources.text(source));
    texts.fold(Key(played().count() as u64), |key, text| key.with(name_key(text))).bits()
}
