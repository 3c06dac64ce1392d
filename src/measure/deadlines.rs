//! What was due, told to people: reports that the law asks for, injects that came late.
//!
//! **Invariant:** a missed deadline is a milestone of the story, one that was met a step.

use super::narrative::{Teller, Weight};
use super::words::{label, span};
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{Entry, Happening};

impl Teller<'_> {
    /// Tells of clocks, reports and deadlines.
    pub(super) fn tell_deadlines(&mut self, entry: &Entry) {
        let (names, at) = (&self.model.names, entry.at);
        match entry.what {
            Happening::ClockStarted { duty, team, .. } => {
                let (organisation, obligation) = self.bound(duty);
                let what = format!("must report for {organisation} from now on");
                self.line(at, Weight::Step, names.teams[team.at()].clone(), what, obligation);
            }
            Happening::Submitted { duty, campaign, deadline, late } => {
                let (organisation, obligation) = self.bound(duty);
                let after = self.counted_from(duty, campaign, deadline).map(|since| at.since(since).hours());
                let took = after.map(|hours| format!(" after {}", span(hours))).unwrap_or_default();
                let what = format!("submits its {}{took}", self.deadline(duty, deadline));
                let (weight, remark) = match late {
                    true => (Weight::Milestone, format!("{obligation}, late")),
                    false => (Weight::Step, obligation),
                };
                self.line(at, weight, organisation, what, remark);
            }
            Happening::Overdue { duty, deadline, .. } => {
                let (organisation, obligation) = self.bound(duty);
                let what = format!("misses the deadline of its {}", self.deadline(duty, deadline));
                self.line(at, Weight::Milestone, organisation, what, obligation);
            }
            _ => {}
        }
    }

    /// How much later than it was due an inject came; nothing for one that is in time.
    pub(super) fn lateness(&self, at: SimTime, inject: InjectIdx) -> String {
        let due = self.ledger.due[inject.at()];
        match due < at {
            true => format!(" ({} late)", span(at.since(due).hours())),
            false => String::new(),
        }
    }

    /// What people call the organisation that is bound, and the obligation.
    fn bound(&self, duty: DutyIdx) -> (String, String) {
        let (names, duty) = (&self.model.names, &self.model.duties[duty.at()]);
        let organisation = label(&names.organisations[duty.party.organisation.at()]);
        (organisation.to_owned(), names.obligations[duty.obligation.at()].name.clone())
    }

    fn deadline(&self, duty: DutyIdx, deadline: u32) -> &str {
        let obligation = self.model.duties[duty.at()].obligation;
        &self.model.names.deadlines[obligation.at()][deadline as usize]
    }

    /// From when a deadline counts.
    fn counted_from(&self, duty: DutyIdx, campaign: CampaignIdx, deadline: u32) -> Option<SimTime> {
        let place = duty.at() * self.model.campaigns.len() + campaign.at();
        let due = self.ledger.clocks.get(place)?.reports.get(deadline as usize)?;
        (due.since < SimTime::MAX).then_some(due.since)
    }
}
