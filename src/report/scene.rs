//! What the pictures of one replication are made of, as plain data with names.
//!
//! **Invariant:** groups stand by organisation and zone, each once.

use super::map::{NetworkMap, network_map};
use super::{CoursesView, NarratedView};
use crate::kernel::SimDuration;
use crate::measure::{AssetState, CivilClock, Course, Playback, Timeline, Word, label, word};
use crate::model::{Model, ZoneIdx};
use serde::{Deserialize, Serialize};

/// What a page shows besides what the report says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Seen {
    /// How replications went over time.
    pub courses: Option<CoursesView>,
    /// The replication that is told.
    pub scene: Option<Scene>,
    /// Others to open: that which went best, and that which went worst.
    pub others: Vec<Other>,
}

/// Another replication to open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Other {
    /// A word for it, unlike that of any other: `best`.
    #[serde(deserialize_with = "word")]
    pub name: Word,
    /// Its story.
    pub told: NarratedView,
    /// How it looked.
    pub scene: Scene,
}

/// A replication to look at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scene {
    /// The start of the run: microseconds from STARTEX, negative if there is a prelude.
    pub from_us: i64,
    /// ENDEX.
    pub until_us: i64,
    /// Instants to write beside the axis, by level: the first level fits in one look, each further one is finer.
    pub ticks: Vec<Vec<(i64, String)>>,
    /// What happened.
    pub timeline: Timeline,
    /// How the network was at each moment.
    pub playback: Playback,
    /// The frame in which most assets were held.
    pub worst: usize,
    /// Who owns what.
    pub organisations: Vec<OrganisationScene>,
    /// The same as a map.
    pub map: NetworkMap,
    /// How it went beside that.
    pub course: Course,
}

/// An organisation's part of the network.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrganisationScene {
    /// What tables call it.
    pub label: String,
    /// Whether anything of it was ever held or cut off.
    pub touched: bool,
    /// Its zones that have assets.
    pub zones: Vec<ZoneScene>,
}

/// A zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ZoneScene {
    /// Its id.
    pub id: String,
    /// Its groups.
    pub groups: Vec<GroupScene>,
}

/// Like assets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GroupScene {
    /// Its place among the groups, as frames have it.
    pub place: usize,
    /// Its id.
    pub id: String,
    /// How many assets it has.
    pub size: u32,
}

/// Steps of an axis, in minutes, from the coarsest on.
const STEPS_MIN: [u64; 13] = [
    364 * 24 * 60,
    91 * 24 * 60,
    28 * 24 * 60,
    7 * 24 * 60,
    24 * 60,
    12 * 60,
    6 * 60,
    3 * 60,
    60,
    30,
    10,
    5,
    1,
];

/// How many instants fit beside an axis.
const FIT: u64 = 14;

/// Makes the scene of what was seen of a replication; none if it was played without a trace.
pub fn scene(model: &Model, timeline: Timeline, playback: Playback, course: Course) -> Option<Scene> {
    let first = playback.frames.first()?;
    let (clock, endex) = (CivilClock::of(model), model.frame.endex);
    let minutes = endex.micros() / SimDuration::MINUTE.micros();
    let fits = |step: &u64| minutes / *step <= FIT;
    // The finest that fits, and two that are much finer.
    let coarsest = STEPS_MIN.iter().rposition(fits).unwrap_or(0);
    let steps = STEPS_MIN[coarsest..].iter().step_by(2).take(3);
    let ticks = steps.map(|step| clock.ticks(endex, SimDuration::MINUTE * *step)).collect();
    // The first of the worst ones.
    let frames = &playback.frames;
    let worst = (0..frames.len()).rev().max_by_key(|frame| frames[*frame].totals.held).unwrap_or(0);
    let touched = touched(model, &playback);
    Some(Scene {
        from_us: first.t_us,
        until_us: clock.micros(endex),
        ticks,
        timeline,
        worst,
        organisations: organisations(model, &touched),
        map: network_map(model, &touched),
        playback,
        course,
    })
}

/// Of which groups anything was ever held or cut off.
fn touched(model: &Model, playback: &Playback) -> Vec<bool> {
    let mut touched = vec![false; model.network.groups.len()];
    for (group, counts) in playback.frames.iter().flat_map(|frame| &frame.changed) {
        touched[group.at()] |= counts[AssetState::Clean as usize] < model.network.groups[group.at()].count;
    }
    touched
}

fn organisations(model: &Model, touched: &[bool]) -> Vec<OrganisationScene> {
    let zone = |zone: ZoneIdx| ZoneScene {
        id: model.names.zones[zone.at()].clone(),
        groups: model.network.zones[zone.at()]
            .groups
            .iter()
            .map(|group| GroupScene {
                place: group.at(),
                id: model.names.groups[group.at()].0.clone(),
                size: model.network.groups[group.at()].count,
            })
            .collect(),
    };
    // Zones of nobody come last.
    let mut owned: Vec<Vec<ZoneScene>> = vec![Vec::new(); model.names.organisations.len() + 1];
    for index in ZoneIdx::all(model.network.zones.len()) {
        let written = &model.network.zones[index.at()];
        if !written.groups.is_empty() {
            let owner =
                if written.owner.is_some() { written.owner.at() } else { model.names.organisations.len() };
            owned[owner].push(zone(index));
        }
    }
    let labels = model.names.organisations.iter().map(|named| label(named).to_owned());
    labels
        .chain([String::from("no organisation")])
        .zip(owned)
        .filter(|(_, zones)| !zones.is_empty())
        .map(|(label, zones): (String, Vec<ZoneScene>)| {
            let mut groups = zones.iter().flat_map(|zone| &zone.groups);
            OrganisationScene { label, touched: groups.any(|group| touched[group.place]), zones }
        })
        .collect()
}
