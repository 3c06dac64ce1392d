//! What organisations share, under which agreements, and over what.
//!
//! **Invariant:** only agreements that are active and in force at some time of the run are here; a channel joins the teams of
//! at least two parties, or a team with a party that offers help, and no fall-back leads back to where it came from.

use super::*;
use crate::kernel::{Distribution, SimDuration, SimTime};

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

/// Levels of classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Classification {
    /// None.
    Unclassified,
    /// RESTRICTED.
    Restricted,
    /// CONFIDENTIAL.
    Confidential,
    /// SECRET.
    Secret,
}

/// What organisations may be members of, as a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Alliance {
    /// The North Atlantic Treaty Organization.
    Nato = 1,
    /// The European Union.
    Eu = 2,
}

impl Alliance {
    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Alliance::Nato => "NATO",
            Alliance::Eu => "the EU",
        }
    }
}

/// An organisation joins an alliance or leaves it on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// When.
    pub at: SimTime,
    /// Who.
    pub organisation: OrganisationIdx,
    /// What.
    pub alliance: Alliance,
    /// Whether it joins.
    pub joins: bool,
}

/// An agreement.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Name key of its id.
    pub key: u64,
    /// Who agreed, in the order that its shape goes by.
    pub parties: Vec<Party>,
    /// Who informs whom.
    pub shape: Shape,
    /// From when on it is in force.
    pub from: SimTime,
    /// Until when; [`SimTime::MAX`] for ever.
    pub until: SimTime,
    /// What it does besides opening channels.
    pub areas: Areas,
}

/// A party to an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub organisation: OrganisationIdx,
    /// The alliances of which it must be a member to be one, as bits, of which one is enough; 0: it is one anyway.
    pub through: u8,
}

/// Who informs whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Each party each other.
    Mesh,
    /// The first party all others, and they the first.
    Hub,
    /// The first and the second each other, the third and the fourth, and so on.
    Pairs,
}

impl Shape {
    /// Whether two parties, by their numbers, inform each other.
    pub const fn joins(self, one: u32, other: u32) -> bool {
        match self {
            Shape::Mesh => one != other,
            Shape::Hub => (one == 0) != (other == 0),
            Shape::Pairs => one != other && one / 2 == other / 2,
        }
    }
}

/// The effects of an agreement on its parties; 1 is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Areas {
    /// What the skill of their analysts is multiplied with.
    pub skill: f64,
    /// What times of phases are multiplied with.
    pub pace: f64,
    /// What their deviations from the mean are multiplied with.
    pub spread: f64,
    /// What remains of an investigation once a partner's analysis has come.
    pub remains: f64,
    /// How long a team waits for the analysis of a partner who has begun one; none: not at all.
    pub waits: Option<SimDuration>,
    /// What times of decisions are multiplied with, on what was shared under it.
    pub decisions: f64,
}

impl Areas {
    /// No effect.
    pub const NONE: Areas =
        Areas { skill: 1.0, pace: 1.0, spread: 1.0, remains: 1.0, waits: None, decisions: 1.0 };
}

/// What is in a report, or what a channel lets through: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares(pub u8);

impl Shares {
    /// Nothing: it only informs.
    pub const NOTHING: Shares = Shares(0);
    /// Indicators of compromise.
    pub const INDICATORS: Shares = Shares(1);
    /// The analysis of the incident.
    pub const ANALYSIS: Shares = Shares(2);
    /// What to patch.
    pub const ADVISORY: Shares = Shares(4);
    /// Lessons learned.
    pub const LESSONS: Shares = Shares(8);
    /// What the sender knows to be held.
    pub const SITUATION: Shares = Shares(16);
    /// Requests for help.
    pub const REQUEST: Shares = Shares(32);

    /// Whether all of `other` is in it.
    pub const fn has(self, other: Shares) -> bool {
        self.0 & other.0 == other.0
    }

    /// What is in both.
    pub const fn and(self, other: Shares) -> Shares {
        Shares(self.0 & other.0)
    }

    /// What is in either.
    pub const fn or(self, other: Shares) -> Shares {
        Shares(self.0 | other.0)
    }

    /// What is in it but not in `other`.
    pub const fn without(self, other: Shares) -> Shares {
        Shares(self.0 & !other.0)
    }
}

/// A channel of an agreement.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Name key of its agreement's id and its own.
    pub key: u64,
    /// Its agreement.
    pub agreement: AgreementIdx,
    /// Whether what arrives acts at once; otherwise an analyst reads it.
    pub automated: bool,
    /// Whether both ends must be manned at the same time.
    pub together: bool,
    /// From release to arrival.
    pub delay: Distribution,
    /// From the wish to send to the release.
    pub release: Distribution,
    /// Probability that the release is refused.
    pub refused: f64,
    /// Time to read one message; not used by automated channels.
    pub reading: Distribution,
    /// Probability that a message arrives.
    pub reliability: f64,
    /// The most restricted marking that may pass.
    pub ceiling: Tlp,
    /// The highest classification that may pass.
    pub classification: Classification,
    /// How what is classified higher is brought down to that: how long it takes, and the probability that it is refused.
    pub sanitising: Option<(Distribution, f64)>,
    /// What reports take when it is down; none: they wait.
    pub fallback: ChannelIdx,
    /// What passes; a report of nothing else only informs.
    pub shares: Shares,
    /// Whether parties pass on over it what they got elsewhere.
    pub passes_on: bool,
    /// What wrong indicators do.
    pub wrong: Option<WrongIndicators>,
    /// Every team of every party, by id.
    pub stations: Vec<Station>,
    /// Of each party of the agreement, which of the channel's hours are those of the end where requests for help arrive; empty
    /// where these are not shared.
    pub desks: Vec<u32>,
    /// When ends are manned, as half-open stretches in the order of time; stations say which of these is theirs. Empty where
    /// all always are.
    pub hours: Vec<Vec<(SimTime, SimTime)>>,
}

/// A team at an end of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    /// Which.
    pub team: TeamIdx,
    /// The number of its organisation among the agreement's parties.
    pub party: u32,
    /// Which of the channel's hours are its own.
    pub hours: u32,
}

/// Indicators that match what is harmless.
#[derive(Debug, Clone)]
pub struct WrongIndicators {
    /// Probability that those of a report do.
    pub chance: f64,
    /// What they block, as far as the recipient protects it.
    pub blocks: AssetSet,
    /// For how long.
    pub lasting: SimDuration,
}

impl Channel {
    /// The station of a team.
    pub fn station(&self, team: TeamIdx) -> Option<&Station> {
        self.stations.binary_search_by_key(&team, |station| station.team).ok().map(|at| &self.stations[at])
    }

    /// Whether reports go over it: not where requests are all that is shared.
    pub fn carries_reports(&self) -> bool {
        self.shares != Shares::REQUEST
    }

    /// When an end with such hours of the channel's is manned next, from `at` on; [`SimTime::MAX`] for never.
    pub fn manned(&self, hours: u32, at: SimTime) -> SimTime {
        let Some(hours) = self.hours.get(hours as usize) else { return at };
        let next = hours.partition_point(|&(_, end)| end <= at);
        hours.get(next).map_or(SimTime::MAX, |&(start, _)| start.max(at))
    }

    /// When two ends, by their hours, are manned at once next.
    pub fn both_manned(&self, one: u32, other: u32, at: SimTime) -> SimTime {
        let mut at = at;
        loop {
            let first = self.manned(one, at);
            let second = self.manned(other, first);
            if first == second || second == SimTime::MAX {
                return second;
            }
            at = second;
        }
    }
}
