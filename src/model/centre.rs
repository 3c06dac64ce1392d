//! Centres that make a picture of the situation and warn of what it shows.
//!
//! **Invariant:** a centre that is not active fuses nothing, so that its picture stays empty and it warns nobody.

use super::*;
use crate::kernel::{Distribution, SimDuration};

/// A centre.
#[derive(Debug, Clone)]
pub struct Centre {
    /// Name key of its id.
    pub key: u64,
    /// Whether it works.
    pub active: bool,
    /// To whom reports on the situation come.
    pub team: TeamIdx,
    /// Who fuses them.
    pub pool: PoolIdx,
    /// How long one takes.
    pub fusing: Distribution,
    /// Who is seconded to it.
    pub secondees: Vec<Secondee>,
    /// Its warnings, in the order written.
    pub warns: Vec<Warning>,
}

/// People who are seconded to a centre for the whole run.
#[derive(Debug, Clone, Copy)]
pub struct Secondee {
    /// Whose people they are.
    pub from: PoolIdx,
    /// How many.
    pub seats: u32,
}

/// A warning of a campaign.
#[derive(Debug, Clone)]
pub struct Warning {
    /// Name key of its number.
    pub key: u64,
    /// Who is warned.
    pub to: Vec<Party>,
    /// Of how many organisations the picture must show an asset held by the campaign.
    pub organisations: u32,
    /// From then until an organisation has read it.
    pub takes: Distribution,
    /// Probability that it heeds it.
    pub heeds: f64,
    /// What it does then.
    pub does: Vec<Precaution>,
    /// The inject that comes as the first one heeds it.
    pub inject: InjectIdx,
}

/// What an organisation does that heeds a warning.
#[derive(Debug, Clone)]
pub enum Precaution {
    /// It blocks the campaign's indicators.
    Block,
    /// It patches what the campaign uses.
    Patch,
    /// Its assets are looked at more closely.
    Watch {
        /// P becomes 1 − (1 − P)(1 − boost).
        boost: f64,
        /// For how long.
        lasting: SimDuration,
    },
    /// It takes assets out of service.
    Shut {
        /// Those of these that it owns.
        assets: AssetSet,
        /// For how long.
        lasting: SimDuration,
    },
}
