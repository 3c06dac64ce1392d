//! Investigations of campaigns by the police, a court or a service: what they need, how long they take, what they lead to;
//! and what of a campaign they are about.
//!
//! **Invariant:** records only; what is investigated, and what comes of it, is decided when simulating.

use super::duration::Time;
use super::record::{record, variants};
use super::written::{At, Id, Word};

record! {
    /// An investigation, as EC3 and its Joint Cybercrime Action Taskforce lead it. It takes up each campaign of which its team is
    /// told, once. When a campaign has built new servers after a takedown, a takedown that is over is taken up anew, by what is
    /// told from then on; one that failed is not tried again before.
    pub struct Investigation with basis by id {
        /// Its id.
        id: Id,
        /// Whether it is led at all. Default: `true`.
        active: At<bool> = true.into(),
        /// The team that investigates.
        team: Id,
        /// The tier whose time it takes.
        tier: Word,
        /// The agreements over whose channels the team is told of campaigns; its own analyses count too.
        agreements: Vec<Id>,
        /// How many organisations must have told of a campaign, at least 1: for `TakeDown` by reports with indicators or an
        /// analysis, for `Attribute` with an analysis. A report that was passed on counts for who wrote it. Default: 1.
        needs: At<u32> = 1.into(),
        /// How long the tier works on it then.
        time: Time,
        /// The authority that decides what is done, after that; nobody if left out.
        authority: Option<Id>,
        /// What it leads to.
        aim: Aim,
    }
}

variants! {
    /// What an investigation leads to.
    pub enum Aim {
        /// The campaign's command servers are taken down: `TakeDown(succeeds: 0.8)`. What needs commands, the attempts of
        /// operators and further letters, pauses until they are rebuilt; what spreads by itself goes on, and so does a campaign
        /// without `command`.
        TakeDown(TakeDown),
        /// The campaign is attributed to an adversary, who may be deterred: `Attribute(right: 0.5)`.
        Attribute(Attribute),
    }
}

record! {
    /// Of [`Aim::TakeDown`].
    pub struct TakeDown {
        /// The probability that it succeeds, 0 to 1. Default: 1.
        succeeds: At<f64> = 1.0.into(),
        /// What the investigators secure as evidence; nothing if left out.
        evidence: Option<Evidence>,
    }
}

record! {
    /// Of [`Aim::Attribute`].
    pub struct Attribute {
        /// The probability that the analysis of one organisation points to the right adversary, 0 to 1; n of them do with
        /// 1 − (1 − right)ⁿ. If they do not, the campaign is attributed to the adversary of another with the same tooling; if there
        /// is none, to nobody until one more has told of it.
        right: At<f64>,
    }
}

record! {
    /// Of [`TakeDown`]: from the first report on a campaign until the servers are down or the attempt has failed, what teams of
    /// the agreements' parties contain of it is left as it is: nobody eradicates or recovers it before it is secured. A crew
    /// that was asked before goes on; if it is done before the asset is secured, there is nothing left to secure.
    pub struct Evidence {
        /// How long it takes to secure an asset, from when it was contained.
        holds: Time,
        /// The probability that the takedown succeeds once an asset is secured, 0 to 1.
        succeeds: At<f64>,
    }
}

record! {
    /// Of a campaign: the tools that its adversary works with, and others too.
    pub struct Tooling {
        /// Their name, by which campaigns share them.
        name: Word,
        /// How much the indicators of another campaign with them are worth against this one, 0 to 1: what they add to
        /// detections, and what blocking them stops.
        shared: At<f64>,
    }
}

record! {
    /// Of a campaign: that its operators act through servers, which can be taken down.
    pub struct Command {
        /// From the takedown until it has others; never if left out.
        rebuilds: Option<Time>,
    }
}
