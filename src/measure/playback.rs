//! One replication from moment to moment: how many assets of each group are in which state.
//!
//! Nothing is kept of single assets, so that a worm in a large network can be shown too; what happens within a
//! [`FRAMES`]th of the time is one frame.
//!
//! **Invariant:** in every frame the states of a group add up to its size.

use super::CivilClock;
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;
use crate::sim::{Happening, Outcome, TriageVerdict};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// The most frames of a playback.
pub const FRAMES: usize = 480;

/// The state of an asset, as responders would put it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetState {
    /// It was never held.
    Clean,
    /// A campaign holds it, and no team has noticed.
    Held,
    /// A campaign holds it, and a team has an alert or a find that says so.
    Known,
    /// It is cut off.
    Isolated,
    /// It was held, and is not any more.
    Recovered,
}

impl AssetState {
    /// How many there are.
    pub const COUNT: usize = 5;
    /// All, in the order of numbers.
    pub const ALL: [AssetState; Self::COUNT] =
        [Self::Clean, Self::Held, Self::Known, Self::Isolated, Self::Recovered];

    /// In results: a word.
    pub const fn name(self) -> &'static str {
        match self {
            AssetState::Clean => "clean",
            AssetState::Held => "held",
            AssetState::Known => "known",
            AssetState::Isolated => "isolated",
            AssetState::Recovered => "recovered",
        }
    }
}

/// Numbers of assets by [`AssetState::ALL`].
pub type Counts = [u32; AssetState::COUNT];

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// When: microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// The same for people, in the exercise's zone.
    pub moment: String,
    /// The groups that are not as in the frame before, ascending, as they are now.
    #[serde(serialize_with = "by_place", deserialize_with = "at_places")]
    pub changed: Vec<(GroupIdx, Counts)>,
    /// All groups together.
    pub totals: Totals,
}

/// Groups by their places: the model knows no format.
fn by_place<S: Serializer>(changed: &[(GroupIdx, Counts)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(changed.iter().map(|(group, counts)| (group.0, counts)))
}

fn at_places<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(GroupIdx, Counts)>, D::Error> {
    let changed: Vec<(u32, Counts)> = Vec::deserialize(from)?;
    Ok(changed.into_iter().map(|(place, counts)| (GroupIdx(place), counts)).collect())
}

/// Numbers of assets of the whole network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// By state.
    pub states: Counts,
    /// How many a campaign holds, cut off or not.
    pub held: u32,
    /// Of these, how many a team knows to be held.
    pub known: u32,
    /// How many a campaign has ever held.
    pub ever: u32,
}

impl Totals {
    fn count(&mut self, asset: Asset, sign: i32) {
        let add = |number: &mut u32, counts: bool| {
            *number = number.saturating_add_signed(if counts { sign } else { 0 });
        };
        add(&mut self.states[asset.state() as usize], true);
        add(&mut self.held, asset.holds > 0);
        add(&mut self.known, asset.holds > 0 && asset.known);
        add(&mut self.ever, asset.ever);
    }
}

/// A replication from moment to moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playback {
    /// In the order of time; the first has every group, at the start of the run.
    pub frames: Vec<Frame>,
    /// How many microseconds a frame is of at most: what happened within them before its time.
    pub step_us: u64,
}

/// What is known of an asset.
#[derive(Debug, Clone, Copy, Default)]
struct Asset {
    holds: u32,
    ever: bool,
    known: bool,
    isolated: bool,
}

/// What a happening does to an asset.
type Turn = fn(&mut Asset);

impl Asset {
    fn state(self) -> AssetState {
        match self {
            Asset { isolated: true, .. } => AssetState::Isolated,
            Asset { holds: 1.., known: true, .. } => AssetState::Known,
            Asset { holds: 1.., .. } => AssetState::Held,
            Asset { ever: true, .. } => AssetState::Recovered,
            _ => AssetState::Clean,
        }
    }
}

/// All assets as they stand at one moment.
struct Standing {
    assets: Vec<Asset>,
    totals: Totals,
}

impl Standing {
    /// Before anything happened.
    fn new(size: usize) -> Standing {
        let mut totals = Totals::default();
        totals.states[AssetState::Clean as usize] = size as u32;
        Standing { assets: vec![Asset::default(); size], totals }
    }

    /// Turns an asset; the states it was and is in.
    fn turn(&mut self, asset: AssetIdx, turn: Turn) -> (AssetState, AssetState) {
        let asset = &mut self.assets[asset.at()];
        let before = *asset;
        turn(asset);
        self.totals.count(before, -1);
        self.totals.count(*asset, 1);
        (before.state(), asset.state())
    }
}

/// How all assets stood at each of `instants`, which ascend: with all that happened at that time or before. Empty when the outcome
/// has no trace.
pub fn totals_at(model: &Model, outcome: &Outcome<'_>, instants: &[SimTime]) -> Vec<Totals> {
    let Some(trace) = outcome.trace else { return Vec::new() };
    let mut standing = Standing::new(model.network.group_of.len());
    let mut totals = Vec::with_capacity(instants.len());
    for entry in &trace.entries {
        while instants.get(totals.len()).is_some_and(|instant| *instant < entry.at) {
            totals.push(standing.totals);
        }
        if let Some((asset, turn)) = turn(&entry.what) {
            standing.turn(asset, turn);
        }
    }
    totals.resize(instants.len(), standing.totals);
    totals
}

/// The playback of a replication; without a frame when the outcome has no trace.
pub fn play_back(model: &Model, outcome: &Outcome<'_>) -> Playback {
    let Some(trace) = outcome.trace else { return Playback::default() };
    let mut playing = Playing::new(model);
    for entry in &trace.entries {
        if let Some((asset, turn)) = turn(&entry.what) {
            playing.turn(entry.at, asset, turn);
        }
    }
    playing.frame();
    Playback { frames: playing.frames, step_us: playing.step }
}

struct Playing<'m> {
    model: &'m Model,
    clock: CivilClock,
    /// Frames end on a grid, so that what happens at nearly the same time is one of them.
    step: u64,
    until: SimTime,
    standing: Standing,
    counts: Vec<Counts>,
    changed: BTreeSet<u32>,
    frames: Vec<Frame>,
}

impl Playing<'_> {
    fn new(model: &Model) -> Playing<'_> {
        let network = &model.network;
        let mut playing = Playing {
            model,
            clock: CivilClock::of(model),
            step: (model.frame.endex.micros() / (FRAMES as u64 - 2)).max(1),
            until: SimTime::ZERO,
            standing: Standing::new(network.group_of.len()),
            counts: network.groups.iter().map(|group| [group.count, 0, 0, 0, 0]).collect(),
            changed: (0..network.groups.len() as u32).collect(),
            frames: Vec::new(),
        };
        playing.frame();
        playing
    }

    fn turn(&mut self, at: SimTime, asset: AssetIdx, turn: Turn) {
        if at > self.until {
            self.frame();
            let next = SimTime::from_micros(at.micros().div_ceil(self.step) * self.step);
            self.until = next.min(self.model.frame.endex);
        }
        let (before, after) = self.standing.turn(asset, turn);
        if before != after {
            let group = self.model.network.group_of.of(asset);
            let counts = &mut self.counts[group.at()];
            counts[before as usize] -= 1;
            counts[after as usize] += 1;
            self.changed.insert(group.0);
        }
    }

    /// Ends a frame, if anything changed in it.
    fn frame(&mut self) {
        let changed: Vec<(GroupIdx, Counts)> = std::mem::take(&mut self.changed)
            .into_iter()
            .map(|group| (GroupIdx(group), self.counts[group as usize]))
            .collect();
        let last = self.frames.last().map(|frame| frame.totals);
        if !changed.is_empty() || last != Some(self.standing.totals) {
            self.frames.push(Frame {
                t_us: self.clock.micros(self.until),
                moment: self.clock.moment_to(self.until, SimDuration::from_micros(self.step)),
                changed,
                totals: self.standing.totals,
            });
        }
    }
}

/// The asset that a happening changes, if it changes one, and how.
fn turn(what: &Happening) -> Option<(AssetIdx, Turn)> {
    Some(match *what {
        Happening::Held { asset, .. } => (asset, |asset| {
            asset.holds += 1;
            asset.ever = true;
        }),
        Happening::Released { asset, .. } => (asset, |asset| {
            asset.holds = asset.holds.saturating_sub(1);
            asset.known &= asset.holds > 0;
        }),
        Happening::Found { asset, .. } => (asset, |asset| asset.known |= asset.holds > 0),
        Happening::Triaged { asset, verdict: TriageVerdict::Opened | TriageVerdict::Joined, .. }
            if asset.is_some() =>
        {
            (asset, |asset| asset.known |= asset.holds > 0)
        }
        // Who cuts off what is held does it for that reason.
        Happening::Isolated { asset, .. } => (asset, |asset| {
            asset.isolated = true;
            asset.known |= asset.holds > 0;
        }),
        Happening::Restored { asset, .. } => (asset, |asset| asset.isolated = false),
        _ => return None,
    })
}
