//! Plays the points of a plan on many threads, and commits what was played.
//!
//! A thread plays its lane ([`Lanes`]) and collects a shard; about once a second, later more rarely, it commits the shard to the
//! folder. The longer a sweep has lasted, the longer a shard may: at most a hundredth of the time is lost to an end without
//! warning, and a sweep of weeks has no more than some hundred shards a thread. When somebody says stop, each thread plays the
//! replication under way to its end and commits what it has.
//!
//! **Invariant:** what is committed is the same for any number of threads, parts and interruptions: replication k of a point is
//! a function of the model and the point's seed.

use super::DesignPoint;
use super::folder::{Draft, Folder, Index, Manifest, Part, Stamp};
use super::kept::kept;
use super::lanes::{Lane, Lanes};
use super::replicate::{Played, Watch, look};
use super::rows::Listed;
use crate::diagnostic::{Diagnostic, Sources};
use crate::model::Model;
use crate::sim::Worker;
use std::io;
use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

/// How long a shard is played for at least, where nobody says stop and there is still something to play: long beside the
/// committing.
pub const SHARD: Duration = Duration::from_secs(1);
/// Which share of the time so far a shard may last.
const SHARE: u32 = 100;
/// Bytes after which a shard is committed whatever the time.
const SHARD_BYTES: usize = 8 << 20;

/// Makes the model of a design point.
pub type Models<'m> = &'m (dyn Fn(&DesignPoint) -> Result<Model, PointFault> + Sync);

/// Why there is no model of a design point.
#[derive(Debug, Clone)]
pub struct PointFault {
    /// What is wrong with its scenario.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that these point into.
    pub sources: Sources,
}

/// Why a sweep ended before its end.
#[derive(Debug)]
pub enum SweepFault {
    /// A shard could not be committed.
    Commit(io::Error),
    /// A shard could not be read.
    Read(io::Error),
    /// A point has no model; its number.
    Point(u32, PointFault),
    /// This program plays a replication otherwise than the folder has it: replication and point.
    OtherEngine(u64, u32),
}

/// What is played, and where it goes.
pub struct Sweep<'a> {
    /// The folder, entered with the manifest.
    pub folder: &'a Folder,
    /// What it is of.
    pub manifest: &'a Manifest,
    /// Which part of it is played.
    pub part: Part,
    /// Makes models.
    pub models: Models<'a>,
    /// The time since the sweep began.
    pub clock: &'a (dyn Fn() -> Duration + Sync),
    /// How long a shard is played for at least; [`SHARD`] in earnest.
    pub shard: Duration,
    /// When to stop.
    pub until: Option<Duration>,
    /// What the caller and the sweep tell each other.
    pub watch: &'a Watch,
}

impl std::fmt::Debug for Sweep<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sweep")
            .field("folder", &self.folder)
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

impl Sweep<'_> {
    /// Plays what is missing of the part, on the threads of the ambient rayon pool, and returns how many replications are still
    /// missing because somebody said stop or the time was over.
    ///
    /// # Errors
    /// A shard can't be committed, a point has no model, or the folder has been played by an engine that plays otherwise. What
    /// was committed before stays.
    pub fn play(&self, index: &Index) -> Result<u64, SweepFault> {
        let plan = &self.manifest.plan;
        let models = Cache { sweep: self, open: Mutex::new(Vec::new()) };
        self.check_engine(index, &models)?;
        let own = self.part.units(plan.runs());
        let gaps = index.gaps(own);
        let missing: u64 = gaps.iter().map(|gap| gap.end - gap.start).sum();
        let before = self.watch.done.load(Ordering::Relaxed);
        let lanes = Lanes::new(gaps, plan.replications);
        let stamp = Stamp { identity: self.manifest.identity(), part: self.part };
        let ended = rayon::broadcast(|_| {
            let ended = Player {
                sweep: self,
                models: &models,
                stamp,
                draft: Draft::default(),
                begun: (self.clock)(),
            }
            .play(&lanes.join());
            if ended.is_err() {
                // The others commit what they have.
                self.watch.stop.store(true, Ordering::Relaxed);
            }
            ended
        });
        ended.into_iter().collect::<Result<Vec<()>, _>>()?;
        Ok(missing - (self.watch.done.load(Ordering::Relaxed) - before))
    }

    /// Plays the first replication of the folder once more: with another result, two engines would be mixed.
    fn check_engine(&self, index: &Index, models: &Cache<'_>) -> Result<(), SweepFault> {
        let plan = &self.manifest.plan;
        let mut first: Option<(u64, Listed, Played)> = None;
        let mut take = |unit: u64, listed: &Listed, played: &Played| {
            first = Some((unit, listed.clone(), played.clone()));
            Ok(false)
        };
        index.each(plan.replications, &mut take).map_err(SweepFault::Read)?;
        let Some((unit, listed, played)) = first else { return Ok(()) };
        let at = (unit / plan.replications) as usize;
        let point = &plan.points[at];
        let model = models.model(at)?;
        let model = model.of(point)?;
        let measures = kept(model, &plan.measures);
        let mut worker = Worker::with_budget(model, self.manifest.budget());
        let outcome = worker.play(plan.seed_of(point), played.number, false);
        let again = look(model, &measures, played.number, &outcome);
        match again == played && Listed::of(model, &measures) == listed {
            true => Ok(()),
            false => Err(SweepFault::OtherEngine(played.number, point.number)),
        }
    }

    fn stopped(&self) -> bool {
        self.watch.stop.load(Ordering::Relaxed) || self.until.is_some_and(|until| (self.clock)() >= until)
    }
}

/// What one thread does.
struct Player<'a> {
    sweep: &'a Sweep<'a>,
    models: &'a Cache<'a>,
    stamp: Stamp,
    draft: Draft,
    begun: Duration,
}

impl Player<'_> {
    fn play(mut self, lane: &Lane<'_>) -> Result<(), SweepFault> {
        let replications = self.sweep.manifest.plan.replications;
        let mut next = self.take(lane);
        while let Some(unit) = next {
            let at = (unit / replications) as usize;
            let own = at as u64 * replications..(at as u64 + 1) * replications;
            next = self.play_point(lane, at, unit, own)?;
        }
        self.commit()
    }

    /// Plays units of one point as long as the lane has some, and returns the first unit of another.
    fn play_point(
        &mut self,
        lane: &Lane<'_>,
        at: usize,
        first: u64,
        own: Range<u64>,
    ) -> Result<Option<u64>, SweepFault> {
        let (plan, budget) = (&self.sweep.manifest.plan, self.sweep.manifest.budget());
        let point = &plan.points[at];
        let seed = plan.seed_of(point);
        let model = self.models.model(at)?;
        let model = model.of(point)?;
        let measures = kept(model, &plan.measures);
        let mut worker = Worker::with_budget(model, budget);
        let listed = Listed::of(model, &measures);
        let mut list = self.draft.list(&listed);
        let mut unit = first;
        loop {
            let number = unit - own.start + 1;
            let played = look(model, &measures, number, &worker.play(seed, number, false));
            self.draft.add(unit, list, &played);
            self.sweep.watch.done.fetch_add(1, Ordering::Relaxed);
            if self.is_due() {
                self.commit()?;
                list = self.draft.list(&listed);
            }
            match self.take(lane) {
                Some(next) if own.contains(&next) => unit = next,
                other => return Ok(other),
            }
        }
    }

    fn take(&self, lane: &Lane<'_>) -> Option<u64> {
        if self.sweep.stopped() { None } else { lane.take() }
    }

    fn is_due(&self) -> bool {
        let now = (self.sweep.clock)();
        self.draft.bytes() >= SHARD_BYTES
            || now.saturating_sub(self.begun) >= self.sweep.shard.max(now / SHARE)
    }

    fn commit(&mut self) -> Result<(), SweepFault> {
        let draft = std::mem::take(&mut self.draft);
        if !draft.is_empty() {
            self.sweep.folder.commit(draft, self.stamp).map_err(SweepFault::Commit)?;
        }
        self.begun = (self.sweep.clock)();
        Ok(())
    }
}

/// The models that threads are playing.
struct Cache<'a> {
    sweep: &'a Sweep<'a>,
    open: Mutex<Vec<(usize, Weak<Shared>)>>,
}

/// A model, or why there is none; made by the thread that asks first, while others wait for it.
struct Shared(OnceLock<Result<Model, PointFault>>);

impl Shared {
    fn of(&self, point: &DesignPoint) -> Result<&Model, SweepFault> {
        let made = self.0.get().expect("it was made when it was asked for");
        made.as_ref().map_err(|fault| SweepFault::Point(point.number, fault.clone()))
    }
}

impl Cache<'_> {
    /// The model of the point at this place; it goes when nobody plays it any more.
    fn model(&self, at: usize) -> Result<Arc<Shared>, SweepFault> {
        let shared = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.retain(|(_, model)| model.strong_count() > 0);
            let known = open.iter().find(|(other, _)| *other == at).and_then(|(_, model)| model.upgrade());
            known.unwrap_or_else(|| {
                let made = Arc::new(Shared(OnceLock::new()));
                open.push((at, Arc::downgrade(&made)));
                made
            })
        };
        shared.0.get_or_init(|| (self.sweep.models)(&self.sweep.manifest.plan.points[at]));
        Ok(shared)
    }
}
