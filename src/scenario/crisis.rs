//! Crises that run beside the attacks: what they load, occupy, slow and confuse.
//!
//! **Invariant:** records only; who is strained is worked out when compiling.

use super::clock::Start;
use super::cooperation::Party;
use super::duration::{Rate, Span, Time};
use super::record::{choices, record};
use super::threat::Severity;
use super::written::{At, Id, Word};

record! {
    /// A crisis that is no attack on assets: a campaign of disinformation, a press that asks, a shortage of energy.
    ///
    /// While it is under way it strains the organisations that it is on, in up to four ways: their teams get tickets, their
    /// authorities get matters to decide, other decisions of these take longer, and their sensors raise more false alarms.
    /// Its intensity rises to 1, stays there, and fades after its end. It begins at its `start` or by the effect `StartCrisis`, and
    /// ends after `lasts` or by `EndCrisis`; one that is over, or fades, may begin anew, from 0.
    pub struct Crisis with basis by id {
        /// Its id.
        id: Id,
        /// Its name, for people; the id if left out.
        name: Option<Word>,
        /// Of which sort it is, for people.
        kind: At<CrisisKind>,
        /// Whether it can come at all; with `false` all is as if it were not written. Default: `true`.
        active: At<bool> = true.into(),
        /// When it begins, before ENDEX; may lie in the prelude. With `OnInject` it begins only by an effect `StartCrisis`. At
        /// STARTEX if left out.
        start: Option<Start>,
        /// How long until it ends; until ENDEX if left out.
        lasts: Option<Time>,
        /// Over how long its intensity rises from 0 to 1, evenly; at once if left out.
        rises: Option<Span>,
        /// Over how long its intensity falls to 0 once it has ended, evenly; at once if left out.
        fades: Option<Span>,
        /// Whom it is on, as parties of an agreement are written; members of an alliance only while they are. Their own teams,
        /// authorities and sensors are strained, not those of others who protect them.
        on: Vec<Party>,
        /// Work that it brings each of their teams.
        load: Option<CrisisLoad>,
        /// Matters that each of their authorities has to decide.
        decisions: Option<CrisisDecisions>,
        /// What the time of all other decisions is multiplied with that are asked of their authorities at full intensity, 1 to
        /// 1,000. Default: 1.
        slower: At<f64> = 1.0.into(),
        /// What the rate of false alarms of their teams' sensors is multiplied with at full intensity, 1 to 1,000; of several
        /// crises the additions add up. Default: 1.
        false_alarms: At<f64> = 1.0.into(),
    }
}

record! {
    /// Of [`Crisis`]: tickets for each team, which are judged by those who judge alerts, and dismissed.
    pub struct CrisisLoad {
        /// How many at full intensity, at random times: `PerHour(3)`.
        rate: Rate,
        /// How long one takes; as long as an alert if left out.
        time: Option<Time>,
        /// How urgent they are, as alerts are. Default: `Low`.
        severity: At<Severity> = Severity::Low.into(),
    }
}

record! {
    /// Of [`Crisis`]: matters for each authority, in its queue and its hours.
    pub struct CrisisDecisions {
        /// How many at full intensity, at random times: `PerDay(6)`.
        rate: Rate,
        /// How long the authority is occupied by one.
        time: Time,
    }
}

choices! {
    /// Sorts of crises; nothing follows from them.
    pub enum CrisisKind {
        /// Influence and disinformation.
        Influence,
        /// The press and the public ask.
        Media,
        /// People come in numbers.
        Migration,
        /// Power, gas or fuel is short.
        Energy,
        /// An election or its result is disputed.
        Election,
        /// Any other.
        Other,
    }
}
