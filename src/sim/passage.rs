//! How anything passes a channel: whether and when it is released, when it leaves and arrives, and what it takes instead.
//!
//! Reports and requests for help keep the same rules here; what they bring is theirs.
//!
//! **Invariant:** nothing leaves a channel's end, or comes in, while that is not manned.

use super::Worker;
use super::draws::Purpose;
use crate::kernel::{Key, SimDuration, SimTime};
use crate::model::*;

/// What the release of something that is to pass a channel comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clearance {
    /// Whether its mark or classification is above what the channel carries, and nothing can bring it down.
    pub stopped: bool,
    /// Whether it is freed of what is classified above that.
    pub sanitised: bool,
    /// How long it takes.
    pub takes: SimDuration,
    /// Whether it will not be granted.
    pub refused: bool,
}

impl Channel {
    /// What the release of something so marked and classified comes to.
    pub(super) fn clears(&self, key: Key, marking: Tlp, classification: Classification) -> Clearance {
        let mut clearance = Clearance {
            stopped: marking > self.ceiling,
            sanitised: false,
            takes: self.release.sample(key.with(Purpose::Release as u64)),
            refused: key.with(Purpose::Refusal as u64).chance(self.refused),
        };
        if classification > self.classification {
            match &self.sanitising {
                None => clearance.stopped = true,
                Some((time, refusal)) => {
                    let key = key.with(Purpose::Sanitising as u64);
                    clearance.sanitised = true;
                    clearance.takes += time.sample(key.with(Purpose::Time as u64));
                    clearance.refused |= key.with(Purpose::Refusal as u64).chance(*refusal);
                }
            }
        }
        clearance
    }

    /// When something may leave next, by the hours of both ends; [`SimTime::MAX`] for never.
    pub(super) fn leaves(&self, from: u32, to: u32, now: SimTime) -> SimTime {
        if self.together { self.both_manned(from, to, now) } else { self.manned(from, now) }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// When what leaves now comes in at an end with such hours, or none where it is lost; [`SimTime::MAX`] for never.
    pub(super) fn comes_in(&self, index: ChannelIdx, to: u32, key: Key) -> Option<SimTime> {
        let channel = &self.model.channels[index.at()];
        if !key.with(Purpose::Loss as u64).chance(channel.reliability) {
            return None;
        }
        let delay = channel.delay.sample(key.with(Purpose::Delay as u64));
        let delay = match self.reports.channels[index.at()].slower {
            1.0 => delay,
            slower => SimDuration::rounded(delay.micros() as f64 * slower),
        };
        let there = self.now + delay;
        Some(if channel.together { there } else { channel.manned(to, there) })
    }

    /// The first channel that is up and carries something, among those that are taken when this one is down.
    pub(super) fn way_round(
        &self,
        channel: ChannelIdx,
        carries: impl Fn(&Channel) -> bool,
    ) -> Option<ChannelIdx> {
        let next = |index: &ChannelIdx| {
            let fallback = self.model.channels[index.at()].fallback;
            fallback.is_some().then_some(fallback)
        };
        let mut ways = std::iter::successors(next(&channel), next);
        ways.find(|index| carries(&self.model.channels[index.at()]) && !self.reports.is_down(*index))
    }
}
