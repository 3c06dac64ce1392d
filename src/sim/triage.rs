//! Alerts and their triage: what arrives, what finds no place, and what an analyst makes of it.
//!
//! The verdict and the time are the alert's own, whoever judges it and whenever. A true alert that is not missed joins the
//! team's open incident of its campaign, or opens one; a false one that is escalated opens a false incident.
//!
//! **Invariant:** every alert that arrived is being judged, waiting, judged, or dropped and counted.

use super::causes::About;
use super::draws::Purpose;
use super::soc::Work;
use super::{Happening, Milestone, Signal, TriageVerdict, Worker};
use crate::kernel::{Key, SimDuration};
use crate::model::*;

/// An alert at a team.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alert {
    pub team: TeamIdx,
    pub asset: AssetIdx,
    /// Whose doing it is; none: it is false.
    pub campaign: CampaignIdx,
    /// What it shows of it; none for what no sensor saw.
    pub technique: TechniqueIdx,
    /// A ticket is dismissed, and never mistaken for an attack.
    pub ticket: bool,
    pub severity: Severity,
    pub key: Key,
}

impl Alert {
    /// One that is about nothing: a false alarm, or a ticket.
    pub fn of_nothing(team: TeamIdx, severity: Severity, ticket: bool, key: Key) -> Alert {
        let (asset, campaign, technique) = (AssetIdx::NONE, CampaignIdx::NONE, TechniqueIdx::NONE);
        Alert { team, asset, campaign, technique, ticket, severity, key }
    }
}

impl<const CHECK: bool> Worker<'_, CHECK> {
    /// An alert reaches its team: it waits for triage, or finds no place.
    pub(super) fn submit_alert(&mut self, alert: Alert) {
        self.submit(alert, None);
    }

    /// The same of one that takes its own time, if there is one, rather than the team's.
    pub(super) fn submit(&mut self, alert: Alert, time: Option<SimDuration>) {
        let team = &self.model.teams[alert.team.at()];
        let Some(triage) = &team.triage else { return };
        let about = self.about(alert.team, alert.campaign);
        if about != About::NOTHING {
            let response = self.response_index(team.responder, alert.campaign);
            self.reach(response, Milestone::Detected);
        }
        let ledger = &mut self.ledger.teams[alert.team.at()];
        match (alert.ticket, alert.campaign.is_some()) {
            (true, _) => ledger.tickets += 1,
            (_, true) => ledger.alerts_true += 1,
            _ => ledger.alerts_false += 1,
        }
        self.notice(Signal::WORK);
        // Who takes a seat at once needs no place, and whose seat it was keeps one.
        let seated = self.would_preempt(triage.pool, alert);
        if !seated && self.is_full(alert.team, triage.pool) && !self.make_room(triage.pool, alert) {
            self.drop_alert(alert);
            return;
        }
        let time = time.unwrap_or_else(|| triage.time.sample(alert.key.with(Purpose::Time as u64)));
        self.enqueue(triage.pool, Work::Triage(alert), alert.severity, about, time);
    }

    /// Whether every waiting place is taken; a free seat is a place too.
    fn is_full(&self, team: TeamIdx, pool: PoolIdx) -> bool {
        let places = self.model.teams[team.at()].places;
        let waiting = u64::from(self.ledger.teams[team.at()].waiting);
        waiting >= u64::from(places) + u64::from(self.free_seats(pool))
    }

    /// Makes room for `alert` by dropping a waiting one, if the team's rule finds one.
    fn make_room(&mut self, pool: PoolIdx, alert: Alert) -> bool {
        let found = match self.model.teams[alert.team.at()].when_full {
            WhenFull::DropNew => None,
            WhenFull::DropLeastSevere => self.least_severe_waiting(pool, alert),
            WhenFull::DropOldest => self.oldest_waiting(pool, alert.team),
        };
        let Some(dropped) = found.and_then(|(line, place)| self.take_out(pool, line, place)) else {
            return false;
        };
        self.drop_alert(dropped);
        true
    }

    /// The line and place of the youngest of the least severe of the team's waiting alerts, if it is less severe than
    /// `alert`.
    fn least_severe_waiting(&self, pool: PoolIdx, alert: Alert) -> Option<(usize, usize)> {
        let severity = |index: u32| self.waiting_alert(index, alert.team).map(|alert| alert.severity);
        let lines = &self.soc.pools[pool.at()].waiting;
        if self.model.pools[pool.at()].order == QueueOrder::MostSevereFirst {
            // Each line has one severity, so the first with an alert of the team has the least.
            return lines[..alert.severity as usize].iter().enumerate().find_map(|(line, tasks)| {
                tasks.iter().rposition(|&index| severity(index).is_some()).map(|place| (line, place))
            });
        }
        let all = lines.iter().enumerate().flat_map(|(line, tasks)| {
            tasks.iter().enumerate().map(move |(place, &index)| (line, place, index))
        });
        all.filter_map(|(line, place, index)| Some((severity(index)?, line, place)))
            .filter(|&(severity, ..)| severity < alert.severity)
            .min_by_key(|&(severity, _, place)| (severity, std::cmp::Reverse(place)))
            .map(|(_, line, place)| (line, place))
    }

    /// The line and place of the team's waiting alert that came first. A line is in the order of arrival: what is put
    /// back to its head came before what waits in it.
    fn oldest_waiting(&self, pool: PoolIdx, team: TeamIdx) -> Option<(usize, usize)> {
        let firsts = self.soc.pools[pool.at()].waiting.iter().enumerate().filter_map(|(line, tasks)| {
            let place = tasks.iter().position(|&index| self.waiting_alert(index, team).is_some())?;
            Some((self.soc.tasks.get(tasks[place]).arrived, line, place))
        });
        firsts.min().map(|(_, line, place)| (line, place))
    }

    /// The alert that a task is about, if it is the team's.
    fn waiting_alert(&self, index: u32, team: TeamIdx) -> Option<Alert> {
        match self.soc.tasks.get(index).work {
            Work::Triage(alert) if alert.team == team => Some(alert),
            _ => None,
        }
    }

    fn drop_alert(&mut self, alert: Alert) {
        self.ledger.teams[alert.team.at()].dropped += 1;
        self.notice(Signal::WORK);
        self.tell(Happening::AlertDropped { team: alert.team, asset: alert.asset, campaign: alert.campaign });
    }

    /// An analyst has judged an alert.
    pub(super) fn triage_ends(&mut self, alert: Alert) -> TriageVerdict {
        let Some(triage) = &self.model.teams[alert.team.at()].triage else { return TriageVerdict::Dismissed };
        self.ledger.teams[alert.team.at()].judged += 1;
        let verdict = alert.key.with(Purpose::Verdict as u64);
        let verdict = if alert.campaign.is_some() {
            if verdict.chance(triage.misses) {
                self.ledger.teams[alert.team.at()].missed += 1;
                self.notice(Signal::WORK);
                TriageVerdict::Missed
            } else if self.has_open_incident(alert.team, alert.campaign) {
                TriageVerdict::Joined
            } else {
                TriageVerdict::Opened
            }
        } else if !alert.ticket && verdict.chance(triage.false_escalations) {
            self.ledger.teams[alert.team.at()].escalated += 1;
            TriageVerdict::Opened
        } else {
            TriageVerdict::Dismissed
        };
        self.tell(Happening::Triaged {
            team: alert.team,
            asset: alert.asset,
            campaign: alert.campaign,
            severity: alert.severity,
            verdict,
        });
        match verdict {
            TriageVerdict::Opened => self.open_incident(alert),
            TriageVerdict::Joined => self.join_incident(alert),
            TriageVerdict::Missed | TriageVerdict::Dismissed => {}
        }
        verdict
    }
}
