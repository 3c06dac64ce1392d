//! Which assets are in service.
//!
//! An asset may be isolated by the response, impaired by a campaign, failed, taken down by an inject, or blocked by wrong indicators; each cause comes
//! and goes by itself, and the asset serves its users while there is none. Isolated, failed, taken down or blocked it is *cut off*:
//! it stays held, but neither acts nor is reached. Impaired it still does both. Only isolation counts as containment. An
//! asset that is impaired by manipulation alone looks as if it served.
//!
//! **Invariant:** a held asset is a source of its campaign's spreads only while it is not cut off, and functions count
//! exactly the assets that are in service.

use super::holds::{HoldState, Holds, NONE, TOUCHED};
use super::{Milestone, Worker};
use crate::model::*;

/// The response has cut it off.
const ISOLATED: u16 = 2;
/// A campaign has put it out of service, for all to see.
const IMPAIRED: u16 = 4;
/// It has failed.
const FAULTY: u16 = 8;
/// An inject has taken it down.
const TAKEN_DOWN: u16 = 16;
/// A campaign has manipulated it, which nobody sees.
const MANIPULATED: u16 = 32;
/// Wrong indicators block it.
const BLOCKED: u16 = 128;
/// What cuts an asset off.
const CUT_OFF: u16 = ISOLATED | FAULTY | TAKEN_DOWN | BLOCKED;

/// What puts an asset out of service for all to see.
const VISIBLE: u16 = CUT_OFF | IMPAIRED;
/// Everything that puts it out of service.
pub(super) const CAUSES: u16 = VISIBLE | MANIPULATED;

const _: () = assert!(CAUSES & TOUCHED == 0);

impl Holds {
    /// Whether the response has cut the asset off.
    pub(super) fn isolated(&self, asset: AssetIdx) -> bool {
        self.flags[asset.at()] & ISOLATED != 0
    }

    /// Whether an inject has taken the asset down.
    pub(super) fn taken_down(&self, asset: AssetIdx) -> bool {
        self.flags[asset.at()] & TAKEN_DOWN != 0
    }

    /// Whether the asset neither acts nor is reached, for whatever cause.
    pub(super) fn cut_off(&self, asset: AssetIdx) -> bool {
        self.flags[asset.at()] & CUT_OFF != 0
    }

    /// Whether the asset serves its users.
    pub(super) fn up(&self, asset: AssetIdx) -> bool {
        self.flags[asset.at()] & CAUSES == 0
    }

    /// Whether the asset looks as if it served its users.
    pub(super) fn looks_up(&self, asset: AssetIdx) -> bool {
        self.flags[asset.at()] & VISIBLE == 0
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Cuts an asset off.
    pub(super) fn isolate(&mut self, asset: AssetIdx) {
        self.set(asset, ISOLATED);
    }

    /// A campaign puts an asset out of service, for all to see or not; true if it was not yet in this way.
    pub(super) fn put_out(&mut self, asset: AssetIdx, shows: bool) -> bool {
        self.set(asset, if shows { IMPAIRED } else { MANIPULATED })
    }

    /// What a campaign had put out of service in this way is so no more.
    pub(super) fn put_back_in(&mut self, asset: AssetIdx, shows: bool) {
        self.clear(asset, if shows { IMPAIRED } else { MANIPULATED });
    }

    /// An asset fails; true if it had not failed yet.
    pub(super) fn fails(&mut self, asset: AssetIdx) -> bool {
        self.set(asset, FAULTY)
    }

    /// An asset works again; true if it had failed.
    pub(super) fn works_again(&mut self, asset: AssetIdx) -> bool {
        self.clear(asset, FAULTY)
    }

    /// An inject takes an asset down until another brings it up.
    pub(super) fn take_down(&mut self, asset: AssetIdx) {
        self.set(asset, TAKEN_DOWN);
    }

    /// An inject brings an asset up again.
    pub(super) fn bring_up(&mut self, asset: AssetIdx) {
        self.clear(asset, TAKEN_DOWN);
    }

    /// Wrong indicators block an asset; true if it was not blocked yet.
    pub(super) fn block(&mut self, asset: AssetIdx) -> bool {
        self.set(asset, BLOCKED)
    }

    /// An asset is blocked no more.
    pub(super) fn unblock(&mut self, asset: AssetIdx) {
        self.clear(asset, BLOCKED);
    }

    /// The response brings an asset back: no longer isolated, impaired or affected. It stays down while it has failed or
    /// an inject has taken it down. Holds that were not removed stay.
    pub(super) fn restore(&mut self, asset: AssetIdx) {
        self.mend(asset);
        self.holds.impairments.forget(asset);
        self.clear(asset, ISOLATED | IMPAIRED | MANIPULATED);
        let mut at = self.holds.first[asset.at()];
        while at != NONE {
            let hold = self.holds.records[at as usize];
            if hold.state != HoldState::Held && hold.affected {
                self.no_longer_affected(at);
            }
            at = hold.next;
        }
    }

    /// A cause comes; true if it was not there.
    fn set(&mut self, asset: AssetIdx, cause: u16) -> bool {
        if self.holds.flags[asset.at()] & cause != 0 {
            return false;
        }
        let (was_up, looked_up) = (self.holds.up(asset), self.holds.looks_up(asset));
        let was_cut_off = self.holds.cut_off(asset);
        self.holds.touch(asset);
        self.holds.flags[asset.at()] |= cause;
        let is_cut_off = !was_cut_off && self.holds.cut_off(asset);
        let mut at = self.holds.first[asset.at()];
        while at != NONE {
            let hold = self.holds.records[at as usize];
            if hold.state == HoldState::Held {
                if cause == ISOLATED {
                    self.stops_being_source(at);
                    self.no_longer_loose(at);
                    self.loses(hold.campaign);
                } else if is_cut_off {
                    self.pauses_as_source(at);
                }
            }
            at = hold.next;
        }
        if was_up {
            self.function_asset_changes(asset, false);
        }
        if looked_up && !self.holds.looks_up(asset) {
            self.function_asset_shows(asset, false);
        }
        true
    }

    /// Causes go; true if any was there.
    fn clear(&mut self, asset: AssetIdx, causes: u16) -> bool {
        let before = self.holds.flags[asset.at()];
        if before & causes == 0 {
            return false;
        }
        let was_cut_off = self.holds.cut_off(asset);
        self.holds.flags[asset.at()] &= !causes;
        let acts_again = was_cut_off && !self.holds.cut_off(asset);
        let mut at = self.holds.first[asset.at()];
        while at != NONE {
            let hold = self.holds.records[at as usize];
            if hold.state == HoldState::Held {
                if before & causes & ISOLATED != 0 {
                    self.loose_again(at);
                }
                if acts_again {
                    self.acts_again(at);
                }
            }
            at = hold.next;
        }
        if before & CAUSES != 0 && self.holds.up(asset) {
            self.function_asset_changes(asset, true);
        }
        if before & VISIBLE != 0 && self.holds.looks_up(asset) {
            self.function_asset_shows(asset, true);
        }
        true
    }

    /// A hold is no longer contained: the response has to deal with it anew.
    fn loose_again(&mut self, index: u32) {
        self.holds.records[index as usize].since = self.now;
        self.holds.records[index as usize].taken += 1;
        let hold = self.holds.records[index as usize];
        for &responder in self.responders_of(hold.asset) {
            let response = self.response_index(responder, hold.campaign);
            self.ledger.responses[response].loose += 1;
            self.undo_milestone(response, Milestone::FinallyContained);
        }
    }

    /// A hold has a new ordinal when its asset is no longer cut off, so that neither its draws nor its pending contacts
    /// come twice. Its active period goes on, unless it was isolated.
    pub(super) fn acts_again(&mut self, index: u32) {
        self.holds.records[index as usize].ordinal += 1;
        self.becomes_source(index);
    }
}
