//! How things ended, as records of the chronicle write it.
//!
//! **Invariant:** a word is never used for two outcomes of the same kind.

use crate::model::Severity;
use crate::sim::{Reaction, ReportFate, TriageVerdict, Verdict};

pub(super) const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Succeeded => "succeeded",
        Verdict::Failed => "failed",
        Verdict::SourceLost => "source_lost",
        Verdict::TargetGone => "target_gone",
        Verdict::NotEligible => "not_eligible",
        Verdict::NoWay => "no_way",
        Verdict::NotOffered => "not_offered",
        Verdict::NoCredential => "no_credential",
        Verdict::Blocked => "blocked",
        Verdict::NotKnown => "not_known",
    }
}

pub(super) const fn reaction_name(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::WentDark => "went_dark",
        Reaction::Resumed => "resumed",
        Reaction::Hurried => "hurried",
        Reaction::Returned => "returned",
        Reaction::Aborted => "aborted",
        Reaction::Rebuilt => "rebuilt",
        Reaction::Deterred => "deterred",
    }
}

pub(super) const fn triage_name(verdict: TriageVerdict) -> &'static str {
    match verdict {
        TriageVerdict::Dismissed => "dismissed",
        TriageVerdict::Missed => "missed",
        TriageVerdict::Opened => "opened",
        TriageVerdict::Joined => "joined",
    }
}

pub(super) const fn fate_name(fate: ReportFate) -> &'static str {
    match fate {
        ReportFate::Requested => "requested",
        ReportFate::Refused => "refused",
        ReportFate::Sent => "sent",
        ReportFate::Lost => "lost",
        ReportFate::Received => "received",
        ReportFate::Applied => "applied",
        ReportFate::HeldBack => "held_back",
    }
}

pub(super) const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}
