//! The network: zones, the assets in them, and the links between them.
//!
//! **Invariant:** records only; nothing is expanded here: a group of 400 assets is one record.

use super::duration::Time;
use super::record::{choices, record, variants};
use super::written::{At, Id, Word};

record! {
    /// The whole network.
    #[derive(Default)]
    pub struct Network {
        /// The zones.
        zones: Vec<Zone>,
        /// The assets and groups of assets.
        assets: Vec<Asset>,
        /// The directed links between zones.
        links: Vec<Link>,
    }
}

record! {
    /// A part of the network with one owner, within which reachability follows one rule.
    pub struct Zone by id {
        /// Its id. `internet` is built in.
        id: Id,
        /// The organisation that owns it.
        owner: Id,
        /// Whether its assets reach each other, if it has no topology. Default: `AllToAll`.
        inside: At<Inside> = Inside::AllToAll.into(),
        /// Explicit links among its assets, instead of `inside`.
        topology: Option<Topology>,
        /// Where it is on Earth, for the map of reports; nothing that is played depends on it. If left out, the middle of the nodes
        /// of its topology's file that have `Latitude` and `Longitude`; where there are none, the map places it.
        position: Option<Position>,
        /// Free words by which target sets choose it.
        tags: Vec<Word>,
    }
}

record! {
    /// A position on Earth: `position: (latitude: 50.85, longitude: 4.35)`.
    pub struct Position {
        /// Degrees north of the equator, from -90 to 90; negative in the south.
        latitude: At<f64>,
        /// Degrees east of Greenwich, from -180 to 180; negative in the west.
        longitude: At<f64>,
    }
}

choices! {
    /// How the assets of a zone without a topology reach each other.
    pub enum Inside {
        /// Each reaches each other.
        AllToAll,
        /// None reaches another.
        Isolated,
    }
}

variants! {
    /// Explicit links among the members of a zone, in both directions. Members are numbered in the order of
    /// ids and group members.
    pub enum Topology {
        /// A GraphML file beside the scenario or in a folder beneath, with as many nodes as the zone has assets: the first
        /// node is the first member, and its `Latitude` and `Longitude`, if it has them, say where that is. Directed edges join both ways as all others do; loops and repeated edges are left out.
        File(Word),
        /// A random graph grown by preferential attachment: `BarabasiAlbert(m: 3, seed: 1)`.
        BarabasiAlbert(BarabasiAlbert),
        /// Each with each.
        Complete,
        /// One after another.
        Path,
        /// One after another, and the last with the first.
        Cycle,
        /// The first with all others.
        Star,
        /// These pairs: `Links([("a", "b"), ("n[1]", "n[2]")])`.
        Links(Vec<(Id, Id)>),
    }
}

record! {
    /// Of [`Topology::BarabasiAlbert`].
    pub struct BarabasiAlbert {
        /// How many links each new member makes, at least 1.
        m: At<u32>,
        /// The seed of the graph, independent of the run's. Default: 1.
        seed: At<u64> = 1.into(),
    }
}

record! {
    /// An asset, or a group of like assets that fall one by one.
    pub struct Asset with basis by id {
        /// Its id; members of a group are `id[1]` and so on.
        id: Id,
        /// The zone that it is in.
        zone: Id,
        /// What it runs on, for people and for target sets. Default: empty.
        platform: Word = Word::default(),
        /// The services that it offers to those who reach it.
        services: Vec<Word>,
        /// The weaknesses that techniques may need.
        weaknesses: Vec<Word>,
        /// The credentials kept there, won by whoever takes credentials from it. Those of a fragment's assets get the name
        /// of the include before them, as ids do.
        credentials: Vec<Id>,
        /// The credentials that open it.
        accepts: Vec<Id>,
        /// How many there are, at least 1; a single asset if left out.
        count: Option<At<u32>>,
        /// How many people work at each, for phishing and reports. Default: 0.
        users: At<u32> = 0.into(),
        /// What it is worth compared with others, in functions. Default: 1.
        weight: At<f64> = 1.0.into(),
        /// Where the backup of each is kept. Default: `Offline`.
        backup: Backup = Backup::Offline,
        /// Free words by which target sets choose it.
        tags: Vec<Word>,
        /// How it fails and is repaired, each member of a group by itself; never if left out.
        faults: Option<Faults>,
    }
}

record! {
    /// How a thing fails by itself, again and again: `(up: Exponential(mean: "900h"), repair: "4h", by: "it")`.
    ///
    /// All works at STARTEX. A failed asset neither acts nor is reached and serves nobody, but stays held; over a failed
    /// link nothing passes; a failed function has level 0.
    pub struct Faults with basis {
        /// How long it works until it fails.
        up: Time,
        /// How long its repair takes, without waiting for those who do it.
        repair: Time,
        /// The crew that repairs it, which takes up repairs as the least severe of its work; it is repaired at once,
        /// by nobody, if left out.
        by: Option<Id>,
    }
}

variants! {
    /// Where an asset's backup is kept. It matters once the asset has been wiped or encrypted: other damage needs none. Where
    /// a control of its owner has `offline_backups`, every backup is `Offline`. A playbook without `Recover` asks for none: there
    /// `Eradicate` brings an asset back.
    pub enum Backup {
        /// Out of any adversary's reach: always there.
        Offline,
        /// On another asset: `On("backup-server")`. While that one is wiped or encrypted the backup is lost, and it stays
        /// lost for whatever is out of service when that one is brought back, for there is nothing to take it from then;
        /// of all else a new one is taken at once. Isolated or otherwise out of service, it still gives its backups.
        On(Id),
        /// There is none.
        Nowhere,
    }
}

record! {
    /// A directed link between zones.
    pub struct Link by from > to {
        /// The zone that it leads from, or `internet`.
        from: Id,
        /// The zone that it leads to.
        to: Id,
        /// The services that it lets through.
        allow: Vec<Word>,
        /// Whether it also leads back. Default: `false`.
        both_ways: At<bool> = false.into(),
        /// What it runs over, so that an inject can cut it; several links may run over one.
        medium: Option<Medium>,
        /// Its capacity in Mbit/s, above 0; unlimited if left out.
        capacity: Option<At<f64>>,
        /// How it fails and is repaired, both ways at once; never if left out.
        faults: Option<Faults>,
    }
}

variants! {
    /// What a link runs over.
    pub enum Medium {
        /// An undersea cable, by its name.
        Cable(Word),
    }
}
