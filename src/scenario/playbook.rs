//! Playbooks: what a team does about an incident, phase after phase, and which of them it takes.
//!
//! **Invariant:** records only; what a phase does to the network is the simulation's.

use super::containers::Listed;
use super::duration::{Rate, Span, Time};
use super::record::{choices, record, variants};
use super::threat::{Severity, Tactic};
use super::written::{At, Id, Word};

record! {
    /// When a team takes another playbook than its usual one. The playbook is chosen when an incident opens and kept.
    pub struct PlaybookRule {
        /// The least severity of the alert that opens the incident; any if left out.
        severity: Option<At<Severity>>,
        /// The tactic of the technique that raised that alert; any if left out. Alerts of injects and false alerts have
        /// none.
        tactic: Option<At<Tactic>>,
        /// The playbook.
        r#use: Id,
    }
}

record! {
    /// Real incidents that have nothing to do with the campaigns: a Poisson process from the start of the run.
    ///
    /// Each is known at once, without triage, and goes through the whole playbook: one pass of investigation, and phases
    /// that are done by asset once for each of its assets, without anything happening to any asset of the network. It
    /// informs no partner.
    pub struct Unrelated {
        /// How many: `PerDay(0.5)`. Over all teams at most 1,000,000 incidents and assets of them may be expected.
        rate: Rate,
        /// How grave they are. Default: `Medium`.
        severity: At<Severity> = Severity::Medium.into(),
        /// How many assets each is about; with 0 there is nothing to contain or bring back. Default: 1.
        assets: At<u32> = 1.into(),
    }
}

record! {
    /// What a team does about an incident, phase after phase.
    pub struct Playbook with basis by id {
        /// Its id.
        id: Id,
        /// The phases, in order.
        phases: Listed<Phase>,
    }
}

variants! {
    /// One phase of a playbook. In a path, its kind stands in the brackets: `phases[Contain]`.
    pub enum Phase {
        /// Searches for what is held: `Investigate(tier: "l2", time: "2h", finds: 0.7)`.
        Investigate(Investigate),
        /// Declares the incident.
        Declare(Task),
        /// Waits for an authority: `Decide(authority: "duty")`.
        Decide(Decide),
        /// Contains what was found, asset by asset.
        Contain(Contain),
        /// Reports to partners: `Notify(agreements: ["technical-arrangement"])`.
        Notify(Notify),
        /// Reports on the situation from here on until the incident is closed:
        /// `ReportSituation(agreements: ["reporting"], every: "6h")`.
        ReportSituation(ReportSituation),
        /// Removes the adversary from each asset: `Eradicate(crew: "it", per_asset: "25min")`.
        Eradicate(CrewTask),
        /// Brings each asset back: `Recover(crew: "it", per_asset: "40min")`.
        Recover(Recover),
        /// Asks for experts, who come later while the incident goes on: `RequestHelp(from: ["rapid-reaction"], tier: "l2")`.
        RequestHelp(RequestHelp),
        /// Writes a report, which takes time and nothing else.
        Report(Task),
        /// Draws the lessons: `LessonsLearned(tier: "l2", time: "1d", improves: 0.2)`.
        LessonsLearned(LessonsLearned),
    }
}

record! {
    /// Of [`Phase::Investigate`].
    pub struct Investigate {
        /// The tier that does it.
        tier: Word,
        /// How long one pass takes.
        time: Time,
        /// The probability that a pass finds an asset that is held at its end, 0 to 1.
        finds: At<f64>,
    }
}

record! {
    /// Of [`Phase::Declare`] and [`Phase::Report`].
    pub struct Task {
        /// The tier that does it.
        tier: Word,
        /// How long it takes.
        time: Time,
    }
}

record! {
    /// Of [`Phase::Decide`].
    pub struct Decide {
        /// Whose decision it is.
        authority: Id,
    }
}

record! {
    /// Of [`Phase::Contain`].
    pub struct Contain {
        /// The tier that does it.
        tier: Word,
        /// How long one asset takes.
        per_asset: Time,
        /// What is done.
        actions: Vec<At<ContainAction>>,
    }
}

choices! {
    /// What containing an asset does.
    pub enum ContainAction {
        /// Takes the asset off the network; it stays held.
        Isolate,
        /// Closes every link from and to the asset's zone until ENDEX.
        BlockLinks,
        /// Disables the credentials kept on the asset.
        DisableCredentials,
        /// Blocks the campaign's indicators in all that the team's organisation protects.
        BlockIndicators,
    }
}

record! {
    /// Of [`Phase::Notify`].
    pub struct Notify {
        /// The agreements whose channels are used.
        agreements: Vec<Id>,
        /// The tier that does it; nobody's time is taken if left out.
        tier: Option<Word>,
        /// How long it takes; none if left out.
        time: Option<Time>,
        /// How the report is marked. Default: `Green`.
        tlp: At<Tlp> = Tlp::Green.into(),
        /// How it is classified. Default: `Unclassified`.
        classification: At<Classification> = Classification::Unclassified.into(),
    }
}

record! {
    /// Of [`Phase::ReportSituation`]. Each report says which assets the team knows to be held. One goes out at once, then
    /// others at intervals, and a last one as the incident is closed. They pass only where `SituationReport` is shared, over
    /// which a `Notify` tells the same beside what else it brings.
    ///
    /// Where somebody writes them, the incident goes on meanwhile. A report tells what is known as it is done; the next is
    /// begun when it is due, but not before that; one that is being written as the incident is closed is the last.
    pub struct ReportSituation {
        /// The agreements whose channels are used.
        agreements: Vec<Id>,
        /// From one report to the next, more than 0.
        every: Span,
        /// The tier that writes them; nobody's time is taken if left out.
        tier: Option<Word>,
        /// How long it writes each; none if left out.
        time: Option<Time>,
        /// How the reports are marked. Default: `Green`.
        tlp: At<Tlp> = Tlp::Green.into(),
        /// How they are classified. Default: `Unclassified`.
        classification: At<Classification> = Classification::Unclassified.into(),
    }
}

choices! {
    /// Levels of classification, alike in NATO and the EU, from the lowest to the highest.
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
}

choices! {
    /// The traffic light protocol 2.0, from the freest mark to the strictest.
    pub enum Tlp {
        /// For everybody.
        Clear,
        /// For the community.
        Green,
        /// For the recipient's organisation and its clients.
        Amber,
        /// For the recipient's organisation only.
        AmberStrict,
        /// For the recipient's eyes only.
        Red,
    }
}

record! {
    /// Of [`Phase::Eradicate`].
    pub struct CrewTask {
        /// The crew that does it.
        crew: Id,
        /// How long one asset takes.
        per_asset: Time,
    }
}

record! {
    /// Of [`Phase::Recover`].
    pub struct Recover {
        /// The crew that does it.
        crew: Id,
        /// How long one asset takes.
        per_asset: Time,
        /// How long one takes that was wiped or encrypted and whose backup is lost. If left out it can't be brought
        /// back: it waits for its crew until ENDEX, and its incident stays open.
        rebuild: Option<Time>,
    }
}

record! {
    /// Of [`Phase::LessonsLearned`].
    pub struct LessonsLearned {
        /// The tier that does it.
        tier: Word,
        /// How long it takes.
        time: Time,
        /// The share of time that every phase of an incident that the team opens later is shorter by, 0 to 1. The first three
        /// lessons of a run multiply (of 20 % each, half remains), further ones improve nothing; a prelude's count. Default: 0.
        improves: At<f64> = 0.0.into(),
        /// The agreements over whose channels partners learn of them too; none if left out.
        agreements: Vec<Id>,
    }
}

record! {
    /// Of [`Phase::RequestHelp`].
    pub struct RequestHelp {
        /// Whose help, in the order of asking: if one refuses, the next is asked.
        from: Vec<Id>,
        /// The tier that they work in.
        tier: Word,
        /// How requests are marked, where they go over a channel that shares `Request`. Default: `Green`.
        tlp: At<Tlp> = Tlp::Green.into(),
        /// How they are classified there. Default: `Unclassified`.
        classification: At<Classification> = Classification::Unclassified.into(),
        /// How long after a request that was lost on such a channel the team asks again, for want of an answer; more than 0.
        /// Default: `"12h"`.
        again: Span = Span::from_micros(12 * 3_600_000_000),
    }
}
