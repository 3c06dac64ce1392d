//! Undersea cables and pipelines: what becomes of them when they are cut.
//!
//! **Invariant:** records only; ids are not resolved.

use super::duration::Time;
use super::record::record;
use super::written::{At, Id, Word};

record! {
    /// An undersea cable or a pipeline that may be cut, by an inject or by itself, and is repaired.
    ///
    /// Links run over a cable by its name, `medium: Cable("estlink-2")`, and functions and missions may need it,
    /// `on: [Cable("estlink-2")]`. Its level is 1 while it is whole, else what goes on over others. A pipeline
    /// carries no links, but functions need it. Links over a cable without a record here are cut and restored by injects alone.
    pub struct Cable with basis by id {
        /// Its name, the same in all fragments.
        id: Word,
        /// The organisation that operates it.
        organisation: Id,
        /// Its name, for people; the id if left out.
        name: Option<Word>,
        /// How long it is whole until it breaks by itself, as by an anchor; never if left out.
        breaks: Option<Time>,
        /// Who repairs it, and how; only an inject restores it if left out.
        repair: Option<CableRepair>,
        /// What goes on over other cables while it is broken: links over it then pass with that share of their capacity.
        /// Nothing if left out, and its links are closed.
        reroute: Vec<Reroute>,
    }
}

record! {
    /// How a cable is repaired. The ship is busy with it from its mobilisation to the end of the work; other cables that it
    /// repairs wait in the order in which they broke. A cable that an inject restores first takes the ship's time all the same.
    pub struct CableRepair with basis {
        /// The repair ship: a crew, of one seat if it is a single ship.
        by: Id,
        /// How long the ship takes to be ready to sail: permits, loading of cable. At once if left out.
        mobilise: Option<Time>,
        /// The same when the cable broke while a warning by the effect `Vessel` stood. At once if left out.
        standby: Option<Time>,
        /// How long it sails. Not at all if left out.
        transit: Option<Time>,
        /// How long it waits for weather in which it can work. Not at all if left out.
        weather: Option<Time>,
        /// How long the repair itself takes.
        time: Time,
    }
}

record! {
    /// Of [`Cable`]: another that takes over a share of it while that one is whole itself.
    pub struct Reroute by over {
        /// The other cable.
        over: Word,
        /// The share of the broken cable that goes on over it, more than 0 and at most 1; several together
        /// carry all of it at most.
        share: At<f64>,
    }
}
