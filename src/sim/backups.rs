//! Backups: which assets that were wiped or encrypted can still be restored.
//!
//! An asset is destroyed from the moment at which it is wiped or encrypted until it is brought back. Its backup is lost
//! while the asset that keeps it is destroyed; when that one is brought back it comes without its old content, so the
//! backup stays lost for whatever is still destroyed then. What is not destroyed is backed up anew in that instant. An
//! organisation whose controls include offline backups never lacks one.
//!
//! **Invariant:** only an asset that is destroyed is marked as one whose backup is lost for good.

use super::Worker;
use super::holds::{Holds, TOUCHED};
use super::service::CAUSES;
use crate::model::*;

/// Its backup is lost for good.
const UNBACKED: u16 = 64;

const _: () = assert!(UNBACKED & (CAUSES | TOUCHED) == 0);

impl Holds {
    /// Whether the asset was wiped or encrypted, and is not back yet.
    fn destroyed(&self, asset: AssetIdx) -> bool {
        matches!(self.impairments.of(asset), Some(Impairment::Wipe | Impairment::Encrypt))
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// What was on the asset is there again, without anybody's doing.
    pub(super) fn backup_is_needless(&mut self, asset: AssetIdx) {
        self.holds.flags[asset.at()] &= !UNBACKED;
    }

    /// Whether the asset has to be built anew: destroyed, and without a backup that survives.
    pub(super) fn lacks_backup(&self, asset: AssetIdx) -> bool {
        if !self.holds.destroyed(asset) {
            return false;
        }
        let group = self.model.network.group(asset);
        if self.model.organisations[group.owner.at()].offline_backups {
            return false;
        }
        match group.backup {
            Backup::Offline => false,
            Backup::On(server) => {
                self.holds.flags[asset.at()] & UNBACKED != 0 || self.holds.destroyed(server)
            }
            Backup::Nowhere => true,
        }
    }

    /// An asset is back: with it come no backups of what is destroyed.
    pub(super) fn mend(&mut self, asset: AssetIdx) {
        if !self.holds.destroyed(asset) {
            return;
        }
        self.backup_is_needless(asset);
        let model = self.model;
        if model.network.backup_servers.binary_search(&asset).is_err() {
            return;
        }
        for place in 0..self.holds.touched().len() {
            let other = self.holds.touched()[place];
            if self.holds.destroyed(other) && model.network.group(other).backup == Backup::On(asset) {
                self.holds.flags[other.at()] |= UNBACKED;
            }
        }
    }
}
