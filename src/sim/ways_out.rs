//! The way that stolen data take to the internet, and how wide it is.
//!
//! Where a technique moves `traffic`, data leave by open links from zone to zone, each of which lets the technique's
//! service through. An attempt takes at least the time that its traffic needs over the best way open at its beginning, the
//! one whose narrowest link is the widest; attempts do not slow each other down. At its end a way must still be open.
//!
//! **Invariant:** nothing here changes the state; the columns only keep their memory.

use super::Worker;
use super::paths::lets_through;
use crate::kernel::SimDuration;
use crate::model::*;

/// Columns for the search.
#[derive(Debug)]
pub(super) struct WaysOut {
    /// The width found so far of the way from each zone on the list; 0 for none.
    width: Vec<f64>,
    reached: Vec<ZoneIdx>,
    next: Vec<ZoneIdx>,
}

impl WaysOut {
    pub(super) fn new(model: &Model) -> WaysOut {
        WaysOut { width: vec![0.0; model.network.zones.len()], reached: Vec::new(), next: Vec::new() }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Mbit/s of the widest way from an asset's zone to the internet, infinite if no link of it is limited; none where
    /// there is no way. Links that only a defence has closed count as open `if_unblocked`.
    pub(super) fn way_out(&mut self, source: AssetIdx, service: u64, if_unblocked: bool) -> Option<f64> {
        let network = &self.model.network;
        let mut ways = std::mem::replace(
            &mut self.ways_out,
            WaysOut { width: Vec::new(), reached: Vec::new(), next: Vec::new() },
        );
        let from = network.zone_of(source);
        ways.width[from.at()] = f64::INFINITY;
        ways.reached.push(from);
        ways.next.push(from);
        // A zone is looked at again when a wider way to it is found.
        while let Some(zone) = ways.next.pop() {
            for &link in &network.zones[zone.at()].links {
                let Link { to, capacity, .. } = network.links[link.at()];
                let open = self.holds.open(link) || if_unblocked && self.holds.only_blocked(link);
                let width = ways.width[zone.at()].min(capacity * self.cables.share(link));
                if open && lets_through(&network.links[link.at()], service) && width > ways.width[to.at()] {
                    if ways.width[to.at()] == 0.0 {
                        ways.reached.push(to);
                    }
                    ways.width[to.at()] = width;
                    ways.next.push(to);
                }
            }
        }
        let width = ways.width[Network::INTERNET.at()];
        for zone in ways.reached.drain(..) {
            ways.width[zone.at()] = 0.0;
        }
        self.ways_out = ways;
        (width > 0.0).then_some(width)
    }

    /// The least time of an attempt that begins now: that of its data's way out.
    pub(super) fn transfer_time(&mut self, technique: &Technique, source: AssetIdx) -> SimDuration {
        if technique.action != Action::Exfiltrate || technique.traffic == 0.0 || !source.is_some() {
            return SimDuration::ZERO;
        }
        match self.way_out(source, technique.service, false) {
            Some(width) => {
                SimDuration::rounded(technique.traffic / width * SimDuration::SECOND.micros() as f64)
            }
            None => SimDuration::ZERO,
        }
    }
}
