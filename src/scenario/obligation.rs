//! Legal clocks: who must report an incident, in how many reports, and by when each.
//!
//! **Invariant:** records only; whom an obligation binds and who writes its reports is decided when compiling.

use super::cooperation::Party;
use super::duration::{Span, Time};
use super::playbook::Tlp;
use super::record::{choices, record};
use super::threat::Severity;
use super::written::{At, Id, Word};

record! {
    /// A legal duty to report incidents, such as that of Article 23 of NIS2.
    ///
    /// A clock runs for each campaign and each organisation that is bound: it starts, once, when a team that responds for the
    /// organisation has an incident that is grave enough and knows of an asset of the organisation. Further incidents of the
    /// same campaign start no second clock. What starts none: a false incident, which ends before anything is known
    /// that could be reported, and an unrelated one, which is about nobody's assets; the reports on these are phases of a
    /// playbook. The team that started the clock writes all reports: each waits in the queue of its tier as the phases of
    /// the incident do, and is written even where it is late or the incident closed.
    pub struct Obligation with basis by id {
        /// Its id.
        id: Id,
        /// Its title, for people; the id if left out.
        title: Option<Word>,
        /// Whom it binds: `[Tag("essential")]`, `[Members(Eu)]`. Who is a member when its team learns of an asset, or when the
        /// incident grows graver or is declared, is bound from then on, also after leaving.
        applies: Vec<Party>,
        /// What starts the clock. Default: `Aware`.
        from: At<Awareness> = Awareness::Aware.into(),
        /// The least severity of an incident that must be reported. Default: `Low`.
        severity: At<Severity> = Severity::Low.into(),
        /// The reports that are due.
        deadlines: Vec<Deadline>,
    }
}

choices! {
    /// What starts the clock of an [`Obligation`].
    pub enum Awareness {
        /// An incident knows of an asset of the organisation.
        Aware,
        /// The same, once the incident is declared.
        Declared,
    }
}

record! {
    /// One report that is due.
    pub struct Deadline by id {
        /// Its name within the obligation: `"early-warning"`.
        id: Word,
        /// By when, from the start of the clock, or from the report `after` on; more than 0.
        within: Span,
        /// The report, one of those written above, from whose submission it counts; from the start of the clock if left out.
        after: Option<Word>,
        /// How long after that the team takes it up; at once if left out.
        begins: Option<Span>,
        /// The tier that writes it.
        tier: Word,
        /// How long that takes.
        time: Time,
        /// The agreements over whose channels it goes to partners as well; none if left out.
        agreements: Vec<Id>,
        /// How it is marked for them. Default: `Amber`.
        tlp: At<Tlp> = Tlp::Amber.into(),
    }
}
