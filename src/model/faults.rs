//! What fails by itself and is repaired.
//!
//! **Invariant:** a cycle of working and repair takes time on average, so that no fault follows another for ever within one
//! instant.

use super::*;
use crate::kernel::Distribution;

/// Like things that fail, each by itself.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Which things.
    pub of: Failing,
    /// How long one works until it fails.
    pub up: Distribution,
    /// How long its repair takes.
    pub repair: Distribution,
    /// Who repairs it; none: it is repaired at once.
    pub by: PoolIdx,
}

/// What may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// Each member of a group.
    Group(GroupIdx),
    /// A link, and the one that leads back.
    Link {
        /// The one as written.
        there: LinkIdx,
        /// The one back; none where there is none.
        back: LinkIdx,
    },
    /// A function.
    Function(FunctionIdx),
    /// A channel.
    Channel(ChannelIdx),
}

/// One thing that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// An asset.
    Asset(AssetIdx),
    /// A link, and the one that leads back if there is one.
    Link(LinkIdx),
    /// A function.
    Function(FunctionIdx),
    /// A channel.
    Channel(ChannelIdx),
}
