//! Which links are open.
//!
//! A link is closed while anything closes it: containment has blocked it, an inject has cut it, or it has failed. Each
//! cause comes and goes by itself, so that a repaired cable stays closed for those whom a response team has blocked.
//!
//! **Invariant:** a link is open exactly when no cause closes it, and the rates of pressure over it are those of its
//! present state.

use super::Worker;
use super::holds::Holds;
use crate::model::*;

/// What closes a link; a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum LinkCause {
    /// Containment, until the end of the exercise.
    Blocked = 1,
    /// An inject, until another restores it.
    Cut = 2,
    /// A fault, until it is repaired.
    Fault = 4,
    /// The cable that it runs over is broken, until that is whole.
    Cable = 8,
}

impl Holds {
    /// Whether anything passes over the link.
    pub(super) fn open(&self, link: LinkIdx) -> bool {
        self.closed_links[link.at()] == 0
    }

    /// Whether a defence, and nothing else, has closed the link.
    pub(super) fn only_blocked(&self, link: LinkIdx) -> bool {
        self.closed_links[link.at()] == LinkCause::Blocked as u8
    }

    /// Whether a defence has closed the link.
    pub(super) fn blocked(&self, link: LinkIdx) -> bool {
        self.closed_links[link.at()] & LinkCause::Blocked as u8 != 0
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// Something closes a link; true if it was open.
    pub(super) fn close_link(&mut self, link: LinkIdx, cause: LinkCause) -> bool {
        let causes = &mut self.holds.closed_links[link.at()];
        let was_open = *causes == 0;
        *causes |= cause as u8;
        self.holds.any_link_closed = true;
        if was_open {
            self.link_changes(link);
        }
        was_open
    }

    /// Something closes a link no more; true if it is open now and was not.
    pub(super) fn open_link(&mut self, link: LinkIdx, cause: LinkCause) -> bool {
        let causes = &mut self.holds.closed_links[link.at()];
        let was_open = *causes == 0;
        *causes &= !(cause as u8);
        let opens = !was_open && *causes == 0;
        if opens {
            self.link_changes(link);
        }
        opens
    }
}
