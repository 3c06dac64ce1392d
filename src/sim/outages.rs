//! Channels that go down and come up again, by themselves or by an inject.
//!
//! **Invariant:** what is held back goes out, or is looked at again, whenever a channel of its agreement is up.

use super::reports::Reports;
use super::{Event, Worker};
use crate::model::*;

/// How a channel works by now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    /// Whether an inject has cut it.
    pub down: bool,
    /// Whether it has failed.
    pub failed: bool,
    /// What delays are multiplied by.
    pub slower: f64,
}

impl Passing {
    pub(super) const AS_WRITTEN: Passing = Passing { down: false, failed: false, slower: 1.0 };
}

impl Reports {
    /// Whether nothing passes a channel now.
    pub(super) fn is_down(&self, channel: ChannelIdx) -> bool {
        let Passing { down, failed, .. } = self.channels[channel.at()];
        down || failed
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// An inject changes a channel.
    pub(super) fn change_channel(&mut self, channel: ChannelIdx, up: Option<bool>, slower: Option<f64>) {
        let passing = &mut self.reports.channels[channel.at()];
        passing.slower = slower.unwrap_or(passing.slower);
        passing.down = up.map_or(passing.down, |up| !up);
        self.goes_out(channel);
    }

    /// A channel fails or works again.
    pub(super) fn channel_fails(&mut self, channel: ChannelIdx, failed: bool) {
        self.reports.channels[channel.at()].failed = failed;
        self.goes_out(channel);
    }

    /// What was held back goes out, if the channel is up.
    fn goes_out(&mut self, channel: ChannelIdx) {
        if self.reports.is_down(channel) {
            return;
        }
        let mut held_back = std::mem::take(&mut self.reports.held_back);
        held_back.retain(|&number| {
            // A fall-back lets those go that wait for the channel in whose place it stands; who can't go yet waits on.
            let own = self.reports.reports[number as usize].channel;
            let goes_out =
                self.model.channels[own.at()].agreement == self.model.channels[channel.at()].agreement;
            if goes_out {
                self.schedule(self.now, own.0, Event::Released(number));
            }
            !goes_out
        });
        self.reports.held_back = held_back;
        self.requests_go_out(self.model.channels[channel.at()].agreement);
    }
}
