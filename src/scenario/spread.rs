//! What spreads by itself from held assets: along links, or by scanning.
//!
//! **Invariant:** records only; which pairs meet, and at which pressure, is worked out when compiling and
//! simulating.

use super::duration::{Rate, Time};
use super::record::{choices, record, variants};
use super::written::{At, Id};

variants! {
    /// A way of spreading from held assets without operators. In a path its kind stands in the brackets, `spread[Scan]`, or
    /// its technique, `spread[T1210]`, which tells two scans apart.
    pub enum Spread or by technique {
        /// Along explicit links, or within a mesh.
        Contact(Contact),
        /// By scanning addresses.
        Scan(Scan),
    }
}

impl Spread {
    /// The technique of its attempts.
    pub fn technique(&self) -> &Id {
        match self {
            Spread::Contact(contact) => &contact.technique,
            Spread::Scan(scan) => &scan.technique,
        }
    }
}

record! {
    /// Of [`Spread::Contact`].
    pub struct Contact {
        /// The technique of the attempts.
        technique: Id,
        /// The time from one attempt to the next, per pair of source and target; more than 0 unless `attempts` is
        /// limited, and an exponential one always.
        delay: Time,
        /// How many attempts per pair, from 1 to 100,000; unlimited if left out.
        attempts: Option<At<u32>>,
        /// How long a source is active; for ever if left out.
        active_for: Option<Time>,
        /// What a source becomes afterwards. Default: `Immune`.
        then: At<Then> = Then::Immune.into(),
    }
}

record! {
    /// Of [`Spread::Scan`].
    pub struct Scan {
        /// The technique of the attempts.
        technique: Id,
        /// How many addresses a source tries per unit of time, more than 0; each target at most a million times a second.
        rate: Rate,
        /// Among which addresses. Default: `Zone`.
        scope: ScanScope = ScanScope::Zone,
        /// The greatest rate of all sources together; unlimited if left out.
        total_cap: Option<Rate>,
        /// How long a source is active; for ever if left out.
        active_for: Option<Time>,
        /// What a source becomes afterwards. Default: `Immune`.
        then: At<Then> = Then::Immune.into(),
    }
}

variants! {
    /// Among which addresses a source scans.
    pub enum ScanScope {
        /// Those of its own zone's assets.
        Zone,
        /// Those of all zones that it reaches.
        Reachable,
        /// So many, of which the assets are some: `Addresses(4294967296)`.
        Addresses(At<u64>),
    }
}

choices! {
    /// What a source becomes when it is no longer active.
    pub enum Then {
        /// Never held again.
        Immune,
        /// Ready to be held again.
        Susceptible,
        /// Held, but no longer a source.
        Dormant,
    }
}
