//! What organisations share, and over what.
//!
//! **Invariant:** only channels of agreements that are active and in force are here, and each has at least two teams.

use super::*;
use crate::kernel::Distribution;

/// Traffic Light Protocol 2.0; the order is that of restriction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tlp {
    /// To the world.
    Clear,
    /// To the community.
    Green,
    /// To the organisation and its clients, who need to know.
    Amber,
    /// To the organisation only.
    AmberStrict,
    /// To the named recipients only.
    Red,
}

/// A channel of an agreement.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Name key of its agreement's id and its own.
    pub key: u64,
    /// Whether what arrives acts at once; otherwise an analyst reads it.
    pub automated: bool,
    /// From release to arrival.
    pub delay: Distribution,
    /// From the wish to send to the release.
    pub release: Distribution,
    /// Time to read one message; not used by automated channels.
    pub reading: Distribution,
    /// Probability that a message arrives.
    pub reliability: f64,
    /// The most restricted marking that may pass.
    pub ceiling: Tlp,
    /// Whether indicators are shared; a report without them only informs.
    pub indicators: bool,
    /// Every team of every party; a report goes from one party's team to all teams of the others.
    pub teams: Vec<TeamIdx>,
}
