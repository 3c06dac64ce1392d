//! Undersea cables and pipelines.
//!
//! **Invariant:** no cable is rerouted over itself, and breaking and repair take time on average.

use super::*;
use crate::kernel::Distribution;

/// A cable that breaks and is repaired.
#[derive(Debug, Clone)]
pub struct Cable {
    /// Name key of its name.
    pub key: u64,
    /// Who operates it.
    pub organisation: OrganisationIdx,
    /// The links over it, ascending.
    pub links: Vec<LinkIdx>,
    /// How long it is whole until it breaks by itself; none: for ever.
    pub breaks: Option<Distribution>,
    /// How it is repaired.
    pub repair: Option<Splice>,
    /// Which others take over which share of it.
    pub reroute: Vec<(CableIdx, f64)>,
    /// Those of which it takes over a share, ascending.
    pub relieves: Vec<CableIdx>,
}

/// How a cable is repaired.
#[derive(Debug, Clone)]
pub struct Splice {
    /// The repair ship.
    pub by: PoolIdx,
    /// Until it can sail.
    pub mobilise: Distribution,
    /// The same where it stands by.
    pub standby: Distribution,
    /// The way there.
    pub transit: Distribution,
    /// Until the weather lets it work.
    pub weather: Distribution,
    /// The work.
    pub time: Distribution,
}
