//! Cooperation: agreements between organisations and the channels over which they inform each other.
//!
//! **Invariant:** records only; what a shape connects and a ceiling stops is decided when compiling and
//! simulating.

use super::duration::Time;
use super::playbook::Tlp;
use super::record::{choices, record};
use super::written::{At, Id, Word};

record! {
    /// An agreement between organisations.
    pub struct Agreement with basis by id {
        /// Its id.
        id: Id,
        /// The organisations that agreed.
        parties: Vec<Id>,
        /// Who informs whom. Default: `Mesh`.
        shape: At<Shape> = Shape::Mesh.into(),
        /// The first day, `"2016-02-10"`; since ever if left out.
        since: Option<Word>,
        /// The last day; for ever if left out.
        until: Option<Word>,
        /// Whether it is applied. Default: `true`.
        active: At<bool> = true.into(),
        /// What it is about.
        areas: Areas,
    }
}

choices! {
    /// Who informs whom.
    pub enum Shape {
        /// Each party each other.
        Mesh,
        /// The first party all others, and they the first.
        Hub,
        /// Each party the next in the list, and back: the first the second, the third the fourth.
        Pairs,
    }
}

record! {
    /// The areas of an agreement, after the memorandum of 2018. Each absent area has no effect.
    pub struct Areas {
        /// Exchange of information.
        information_exchange: Option<InformationExchange>,
        /// Education and training, from 0 to 1. Not simulated yet.
        education: Option<At<f64>>,
        /// Cyber exercises, from 0 to 1. Not simulated yet.
        exercises: Option<At<f64>>,
        /// Technical cooperation, from 0 to 1. Not simulated yet.
        technical_cooperation: Option<At<f64>>,
        /// Strategic and administrative matters, from 0 to 1. Not simulated yet.
        administration: Option<At<f64>>,
    }
}

record! {
    /// Exchange of information.
    pub struct InformationExchange {
        /// The channels; each works in every direction that the agreement's shape gives.
        channels: Vec<Channel>,
    }
}

record! {
    /// A way by which reports pass from one organisation to another.
    pub struct Channel with basis by id {
        /// Its name within the agreement.
        id: Word,
        /// What carries the reports.
        medium: At<ChannelMedium>,
        /// From sending to arrival; none if left out.
        delay: Option<Time>,
        /// The strictest mark that it carries. Default: `Green`.
        ceiling: At<Tlp> = Tlp::Green.into(),
        /// How long the release of a report takes; none if left out.
        release: Option<Time>,
        /// How long an analyst reads a report, for media that are read; `"15min"` if left out.
        reading: Option<Time>,
        /// The probability that a report arrives, 0 to 1. Default: 1.
        reliability: At<f64> = 1.0.into(),
        /// What is shared.
        shares: Vec<At<Shared>>,
    }
}

choices! {
    /// What carries reports.
    pub enum ChannelMedium {
        /// A feed that acts at once.
        Automated,
        /// Mail, read by an analyst.
        Mail,
        /// A liaison officer, listened to by an analyst.
        Liaison,
        /// The telephone, answered by an analyst.
        Telephone,
    }
}

choices! {
    /// What a channel passes on.
    pub enum Shared {
        /// Indicators of compromise.
        Indicators,
        /// The analysis of an incident.
        Analysis,
        /// Advice.
        Advisory,
        /// Requests for help.
        Request,
        /// Reports on the situation.
        SituationReport,
    }
}
