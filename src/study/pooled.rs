//! Sums over replications that no single value tells: loads of pools and teams, hours by cause and team.
//!
//! **Invariant:** whole numbers, minima and maxima only, so that the order in which threads add makes no difference.

use crate::kernel::SimTime;
use crate::measure::CAUSED;
use crate::model::*;
use crate::sim::{
    ChannelLedger, InvestigationLedger, Ledger, OfferLedger, Outcome, PoolLedger, State, TeamLedger,
};

/// Microseconds by cause over replications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseSums {
    /// How many replications.
    pub replications: u64,
    /// `[team slot][state]`.
    pub by_team: Vec<[u128; State::COUNT]>,
    /// Time in which nobody knew.
    pub unseen: u128,
}

/// Sums over the replications that count.
#[derive(Debug, Clone)]
pub struct Pooled {
    /// How many replications.
    pub replications: u64,
    /// Each pool; the longest queue is that of any replication.
    pub pools: Vec<PoolLedger>,
    /// Each team.
    pub teams: Vec<TeamLedger>,
    /// Each channel.
    pub channels: Vec<ChannelLedger>,
    /// Each offer of experts.
    pub offers: Vec<OfferLedger>,
    /// Each investigation.
    pub investigations: Vec<InvestigationLedger>,
    /// The lowest level of each function in any replication.
    pub lowest: Vec<f64>,
    /// The lowest level of each mission in any replication.
    pub lowest_of_missions: Vec<f64>,
    /// In how many replications each inject came.
    pub injects: Vec<u64>,
    /// When they came, microseconds after STARTEX in all.
    pub inject_times: Vec<u128>,
    /// `[(responder × campaigns + campaign) × milestones + place in `[`CAUSED`]`]`: reached, and cut short by ENDEX.
    pub causes: Vec<[CauseSums; 2]>,
}

impl Pooled {
    /// Nothing yet.
    pub fn new(model: &Model) -> Pooled {
        let mut causes = Vec::with_capacity(model.responders.len() * model.campaigns.len() * CAUSED.len());
        for responder in &model.responders {
            let none = CauseSums {
                replications: 0,
                by_team: vec![[0; State::COUNT]; responder.teams.len()],
                unseen: 0,
            };
            causes.extend((0..model.campaigns.len() * CAUSED.len()).map(|_| [none.clone(), none.clone()]));
        }
        Pooled {
            replications: 0,
            pools: vec![PoolLedger::default(); model.pools.len()],
            teams: vec![TeamLedger::default(); model.teams.len()],
            channels: vec![ChannelLedger::default(); model.channels.len()],
            offers: vec![OfferLedger::default(); model.assistance.len()],
            investigations: vec![InvestigationLedger::default(); model.investigations.len()],
            lowest: vec![1.0; model.functions.len()],
            lowest_of_missions: vec![1.0; model.missions.len()],
            injects: vec![0; model.injects.len()],
            inject_times: vec![0; model.injects.len()],
            causes,
        }
    }

    /// Adds a replication.
    pub fn add(&mut self, model: &Model, outcome: &Outcome<'_>) {
        let Ledger { pools, teams, channels, offers, investigations, .. } = outcome.ledger;
        let Ledger { functions, missions, injects, responses, .. } = outcome.ledger;
        self.replications += 1;
        self.add_loads(pools, teams, channels, offers, investigations);
        self.lowest
            .iter_mut()
            .zip(functions)
            .for_each(|(least, function)| *least = least.min(function.lowest));
        let of_missions = self.lowest_of_missions.iter_mut().zip(missions);
        of_missions.for_each(|(least, mission)| *least = least.min(mission.lowest));
        self.injects.iter_mut().zip(injects).for_each(|(count, &at)| *count += u64::from(at < SimTime::MAX));
        for (sum, &at) in self.inject_times.iter_mut().zip(injects).filter(|(_, at)| **at < SimTime::MAX) {
            *sum += u128::from(at.since(model.frame.startex).micros());
        }
        for (response, sums) in responses.iter().zip(self.causes.chunks_mut(CAUSED.len())) {
            // At the instant of ENDEX itself nothing was cut short; the clock of a response starts with a hold.
            if response.origin <= model.frame.endex {
                for (milestone, sums) in CAUSED.iter().zip(sums) {
                    let cut_short = response.milestones[*milestone as usize] == SimTime::MAX;
                    add_causes(&mut sums[usize::from(cut_short)], &response.causes[*milestone as usize]);
                }
            }
        }
    }

    fn add_loads(
        &mut self,
        pools: &[PoolLedger],
        teams: &[TeamLedger],
        channels: &[ChannelLedger],
        offers: &[OfferLedger],
        investigations: &[InvestigationLedger],
    ) {
        self.pools.iter_mut().zip(pools).for_each(|(sum, pool)| add_pool(sum, pool));
        self.teams.iter_mut().zip(teams).for_each(|(sum, team)| add_team(sum, team));
        self.channels.iter_mut().zip(channels).for_each(|(sum, channel)| add_channel(sum, channel));
        self.offers.iter_mut().zip(offers).for_each(|(sum, offer)| add_offer(sum, offer));
        self.investigations.iter_mut().zip(investigations).for_each(|(sum, led)| add_investigation(sum, led));
    }

    /// Adds what another thread added.
    pub fn merge(&mut self, other: &Pooled) {
        self.replications += other.replications;
        self.add_loads(&other.pools, &other.teams, &other.channels, &other.offers, &other.investigations);
        self.lowest.iter_mut().zip(&other.lowest).for_each(|(least, lowest)| *least = least.min(*lowest));
        let of_missions = self.lowest_of_missions.iter_mut().zip(&other.lowest_of_missions);
        of_missions.for_each(|(least, lowest)| *least = least.min(*lowest));
        self.injects.iter_mut().zip(&other.injects).for_each(|(sum, count)| *sum += count);
        self.inject_times.iter_mut().zip(&other.inject_times).for_each(|(sum, time)| *sum += time);
        for (sum, other) in self.causes.iter_mut().flatten().zip(other.causes.iter().flatten()) {
            sum.replications += other.replications;
            sum.unseen += other.unseen;
            for (sum, other) in sum.by_team.iter_mut().flatten().zip(other.by_team.iter().flatten()) {
                *sum += other;
            }
        }
    }

    /// Hours by cause up to the milestone at `place` in [`CAUSED`]: of replications that reached it, and of those that
    /// ENDEX cut short.
    pub fn causes(
        &self,
        model: &Model,
        responder: ResponderIdx,
        campaign: CampaignIdx,
        place: usize,
    ) -> &[CauseSums; 2] {
        let response = responder.at() * model.campaigns.len() + campaign.at();
        &self.causes[response * CAUSED.len() + place]
    }
}

fn add_pool(sum: &mut PoolLedger, pool: &PoolLedger) {
    sum.busy += pool.busy;
    sum.duty += pool.duty;
    sum.queue += pool.queue;
    sum.longest = sum.longest.max(pool.longest);
    sum.started += pool.started;
    sum.waits.merge(&pool.waits);
}

fn add_team(sum: &mut TeamLedger, team: &TeamLedger) {
    sum.alerts_true += team.alerts_true;
    sum.alerts_false += team.alerts_false;
    sum.tickets += team.tickets;
    sum.missed += team.missed;
    sum.escalated += team.escalated;
    sum.dropped += team.dropped;
    sum.merged += team.merged;
    sum.waiting = sum.waiting.saturating_add(team.waiting);
    sum.waits.merge(&team.waits);
    sum.incidents_true += team.incidents_true;
    sum.incidents_false += team.incidents_false;
    sum.incidents_unrelated += team.incidents_unrelated;
}

fn add_channel(sum: &mut ChannelLedger, channel: &ChannelLedger) {
    sum.sent += channel.sent;
    sum.refused += channel.refused;
    sum.lost += channel.lost;
    sum.received += channel.received;
    sum.read += channel.read;
    sum.late += channel.late;
}

fn add_investigation(sum: &mut InvestigationLedger, led: &InvestigationLedger) {
    sum.opened += led.opened;
    sum.succeeded += led.succeeded;
    sum.wrong += led.wrong;
    sum.failed += led.failed;
    sum.secured += led.secured;
    sum.kept += led.kept;
}

fn add_offer(sum: &mut OfferLedger, offer: &OfferLedger) {
    sum.asked += offer.asked;
    sum.refused += offer.refused;
    sum.set_out += offer.set_out;
    sum.arrived += offer.arrived;
    sum.away += offer.away;
}

fn add_causes(sum: &mut CauseSums, causes: &crate::sim::Causes) {
    sum.replications += 1;
    sum.unseen += u128::from(causes.unseen.micros());
    for (sum, micros) in sum.by_team.iter_mut().flatten().zip(causes.by_team.iter().flatten()) {
        *sum += u128::from(micros.micros());
    }
}
