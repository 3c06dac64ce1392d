//! Cooperation: agreements between organisations, their areas, and the channels over which they inform each other.
//!
//! **Invariant:** records only; who is a party, what a shape connects and what a mark stops is decided when compiling and
//! simulating.

use super::duration::{Span, Time};
use super::network::Faults;
use super::organisation::Alliance;
use super::overriding::{Override, Segment};
use super::playbook::{Classification, Tlp};
use super::reading::{Leaf, Reader, Written};
use super::record::{choices, record, variants};
use super::shifts::Shifts;
use super::shown::Shown;
use super::threat::TargetSet;
use super::written::{At, Id, Word};
use crate::diagnostic::Place;

record! {
    /// An agreement between organisations.
    pub struct Agreement with basis by id {
        /// Its id.
        id: Id,
        /// The organisations that agreed: `["ncirc", "cert-eu"]`, `[Members(Eu)]`, `["hub", Tag("csirt")]`.
        parties: Vec<Party>,
        /// Who informs whom. Default: `Mesh`.
        shape: At<Shape> = Shape::Mesh.into(),
        /// The first day, `"2016-02-10"`, from midnight on in STARTEX's zone; since ever if left out.
        since: Option<Word>,
        /// The last day, up to midnight; for ever if left out.
        until: Option<Word>,
        /// Whether it is applied. Default: `true`.
        active: At<bool> = true.into(),
        /// What it is about.
        areas: Areas,
    }
}

/// Who is party to an agreement: one organisation by its id, or several by what they have in common.
#[derive(Clone, Debug, PartialEq)]
pub enum Party {
    /// One organisation.
    One(Id),
    /// Several.
    All(PartySet),
}

variants! {
    /// Organisations that have something in common; in the order of their ids.
    pub enum PartySet {
        /// The members of an alliance, as long as they are members.
        Members(At<Alliance>),
        /// Those with a tag.
        Tag(Word),
        /// Those whose id looks so, where `*` stands for any text: `Matching("*/cert")`.
        Matching(Word),
    }
}

impl Leaf for Party {
    fn takes() -> String {
        String::from("the id of an organisation in quotes, `Members(…)`, `Tag(…)` or `Matching(…)`")
    }

    fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
        if text.starts_with(char::is_alphabetic) && !text.starts_with("r\"") && !text.starts_with("r#") {
            return PartySet::parse(text, reader).map(Party::All);
        }
        Id::parse(text, reader).map(Party::One)
    }

    fn stand_in() -> Self {
        Party::One(<Id as Leaf>::stand_in())
    }

    fn set_within(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        match self {
            Party::One(_) => new.no_parts(path),
            Party::All(set) => set.set(path, new),
        }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        if let Party::One(id) = self {
            visit(field, id);
        }
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        match self {
            Party::One(id) => Leaf::each_place(id, visit),
            Party::All(set) => Leaf::each_place(set, visit),
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Party::One(id) => Leaf::shown(id),
            Party::All(set) => Leaf::shown(set),
        }
    }
}

choices! {
    /// Who informs whom.
    pub enum Shape {
        /// Each party each other.
        Mesh,
        /// The first party all others, and they the first.
        Hub,
        /// The parties two by two, in the order written: the first and the second, the third and the fourth.
        Pairs,
    }
}

record! {
    /// The areas of an agreement, after the memorandum of 2018. Each is in effect between the parties while the agreement is
    /// in force; an absent one has no effect.
    pub struct Areas {
        /// Exchange of information.
        information_exchange: Option<InformationExchange>,
        /// Education and training.
        education: Option<Education>,
        /// Cyber exercises.
        exercises: Option<Exercises>,
        /// Technical cooperation.
        technical_cooperation: Option<TechnicalCooperation>,
        /// Strategic and administrative matters.
        administration: Option<Administration>,
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
    /// Education and training: the analysts of the parties' teams are quicker.
    pub struct Education {
        /// What the skill of every tier is multiplied with, from 0.1 to 10.
        skill: At<f64>,
    }
}

record! {
    /// Cyber exercises: the parties' teams have done it before, so the phases of their playbooks are shorter and less
    /// variable. Of a phase whose time would have been T and is m in the mean there remains pace · (m + spread · (T − m)).
    pub struct Exercises {
        /// What times are multiplied with, from 0.01 to 1. Default: 1.
        pace: At<f64> = 1.0.into(),
        /// What deviations from the mean are multiplied with, from 0 to 1. Default: 1.
        spread: At<f64> = 1.0.into(),
    }
}

record! {
    /// Technical cooperation: the analysis of a partner that comes over a channel of this agreement need not be repeated.
    pub struct TechnicalCooperation {
        /// The share of the time of an investigation that remains to a team that has a partner's analysis, from 0 to 1.
        remains: At<f64>,
        /// How long a team waits for that analysis where a party that informs it analyses the same campaign already, before it begins
        /// its own: somebody coordinates who analyses what. Each waits once a campaign; nobody if left out.
        waits: Option<Span>,
    }
}

record! {
    /// Strategic and administrative matters: authorities decide faster about what a party has told them of.
    pub struct Administration {
        /// What the time of a decision is multiplied with, from 0 to 1, when the team that asks for it has sent or got a
        /// report on the campaign under this agreement.
        decisions: At<f64>,
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
        /// When each end is manned, in the zone of its team: a report goes out and comes in only then, and over the telephone
        /// or a liaison officer only while both ends are. Default: `AroundTheClock`.
        hours: Shifts = Shifts::AroundTheClock,
        /// The strictest mark that it carries. Default: `Green`.
        ceiling: At<Tlp> = Tlp::Green.into(),
        /// The highest classification that it carries. Default: `Unclassified`.
        classification: At<Classification> = Classification::Unclassified.into(),
        /// How a report that is classified higher is brought down to that; refused if left out.
        sanitising: Option<Sanitising>,
        /// How long the release of a report takes; none if left out.
        release: Option<Time>,
        /// The probability that its release is refused, 0 to 1. Default: 0.
        refused: At<f64> = 0.0.into(),
        /// How long an analyst reads a report, for media that are read; `"15min"` if left out.
        reading: Option<Time>,
        /// The probability that a report arrives, 0 to 1. Default: 1.
        reliability: At<f64> = 1.0.into(),
        /// How it fails and is repaired; never if left out. What is released while it is down waits, or takes `fallback`.
        faults: Option<Faults>,
        /// The channel of the same agreement that a report takes, with the delay of that, when this one is down. That channel
        /// carries nothing else.
        fallback: Option<Word>,
        /// What is shared.
        shares: Vec<At<Shared>>,
        /// Whether its parties pass on over it what they were sent over other channels, as far as its mark lets them: GREEN and
        /// CLEAR to anybody, AMBER to organisations that they protect, AMBER+STRICT and RED to nobody. A text goes on once, as it first came.
        /// Default: `false`.
        passes_on: At<bool> = false.into(),
        /// How often indicators are wrong, and what that does; never if left out.
        wrong: Option<WrongIndicators>,
    }
}

record! {
    /// Of [`Channel`]: how a report is freed of what is classified. Indicators remain, the analysis does not.
    pub struct Sanitising {
        /// How long it takes, before its release; none if left out.
        time: Option<Time>,
        /// The probability that nothing can be released, 0 to 1. Default: 0.
        refused: At<f64> = 0.0.into(),
    }
}

record! {
    /// Of [`Channel`]: indicators that match what is harmless. An automated channel blocks it at once; where an analyst reads,
    /// it is seen and left out.
    pub struct WrongIndicators {
        /// The probability that the indicators of a report are, 0 to 1.
        chance: At<f64>,
        /// What they block: those of these assets that the recipient protects are taken out of service.
        blocks: Vec<TargetSet>,
        /// For how long, until somebody notices. What is blocked already is not blocked for longer.
        r#for: Span,
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
        /// The analysis of an incident, which technical cooperation makes use of.
        Analysis,
        /// Advice on what to patch: each organisation that the recipient protects begins to take from its assets the
        /// weaknesses that the campaign uses.
        Advisory,
        /// Lessons learned: they improve the recipient's playbooks as its own would.
        Lessons,
        /// Requests for help. Where channels of agreements share them and join a team with the organisation that offers the
        /// help, which need not have a team, it asks over the first of these, by agreement and id, that is in force for both
        /// and carries the request; where none is, not at all. Elsewhere a request arrives at once. Nobody reads it before
        /// whoever decides on it. A channel that shares nothing else carries no reports.
        Request,
        /// Reports on the situation: which assets the sender knows to be held. A centre makes its picture of them.
        SituationReport,
    }
}
