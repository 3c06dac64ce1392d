//! What a replication leaves behind: first times, integrals, causes and histograms.
//!
//! The ledger is enough for every measure, so the trace may stay off. It is a set of plain columns, allocated once for
//! a worker and cleared between replications.
//!
//! **Invariant:** of a response, the hours per state add up to the time since its origin, at every milestone.

use super::{
    CampaignLedger, CentreLedger, ClockLedger, CrisisLedger, InvestigationLedger, LogHistogram, StaffLedger,
};
use crate::kernel::{SimDuration, SimTime};
use crate::model::*;

/// What a team or a response can be doing at an instant; the first that holds counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// An analyst or a crew works on it.
    Worked,
    /// Experts of others are on their way.
    Travelling,
    /// Assets wait for a crew.
    AwaitingCrew,
    /// An authority has it on the desk.
    AwaitingApproval,
    /// A partner's report waits for its release.
    AwaitingRelease,
    /// A partner's report is on its way.
    AwaitingPartner,
    /// It waits for a seat that is on duty.
    Queued,
    /// It waits for the next shift.
    OffShift,
    /// Nobody knows of it.
    Unseen,
}

impl State {
    /// How many there are.
    pub const COUNT: usize = 9;
    /// All of them, in the order of precedence.
    pub const ALL: [State; State::COUNT] = [
        State::Worked,
        State::Travelling,
        State::AwaitingCrew,
        State::AwaitingApproval,
        State::AwaitingRelease,
        State::AwaitingPartner,
        State::Queued,
        State::OffShift,
        State::Unseen,
    ];
}

/// Hours per state, for each of a responder's teams; [`State::Unseen`] belongs to no team and is kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Causes {
    /// `[team slot][state]`; the slots are those of [`Responder::teams`].
    pub by_team: Vec<[SimDuration; State::COUNT]>,
    /// Time in which nobody knew of it.
    pub unseen: SimDuration,
}

impl Causes {
    /// Time in one state over all teams.
    pub fn total(&self, state: State) -> SimDuration {
        match state {
            State::Unseen => self.unseen,
            _ => self.by_team.iter().fold(SimDuration::ZERO, |sum, team| sum + team[state as usize]),
        }
    }
}

/// The moments that response times end at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// The first true alert is raised.
    Detected,
    /// Its triage starts.
    Acknowledged,
    /// Declare ends.
    Declared,
    /// For the first time no asset is held and not isolated.
    Contained,
    /// For the last time so far no asset is held and not isolated.
    FinallyContained,
    /// For the last time so far every affected asset is back.
    Recovered,
    /// The first report is sent.
    Shared,
    /// The first experts of others arrive.
    Assisted,
}

impl Milestone {
    /// How many there are.
    pub const COUNT: usize = 8;
    /// All of them.
    pub const ALL: [Milestone; Milestone::COUNT] = [
        Milestone::Detected,
        Milestone::Acknowledged,
        Milestone::Declared,
        Milestone::Contained,
        Milestone::FinallyContained,
        Milestone::Recovered,
        Milestone::Shared,
        Milestone::Assisted,
    ];
}

/// One responder's dealings with one campaign.
#[derive(Debug, Clone)]
pub struct ResponseLedger {
    /// The first hold among what it protects; [`SimTime::MAX`] for never.
    pub origin: SimTime,
    /// The second.
    pub second_hold: SimTime,
    /// When each milestone was reached; `MAX` for never. `FinallyContained` and `Recovered` are `MAX` while undone.
    pub milestones: [SimTime; Milestone::COUNT],
    /// Where the time went up to each milestone; of milestones not reached, up to ENDEX.
    pub causes: Vec<Causes>,
    /// When each responder's first report about the campaign arrived here; `MAX` for never.
    pub informed_by: Vec<SimTime>,
    /// Assets held and not isolated now.
    pub loose: u32,
    /// Assets held or out of service now.
    pub affected: u32,
    /// Holds that ended, by isolation or otherwise.
    pub dwells: u32,
    /// Their total time, up to isolation; holds still loose at ENDEX count up to then.
    pub dwell_time: SimDuration,
}

/// One pool since `measure_from`.
#[derive(Debug, Clone, Default)]
pub struct PoolLedger {
    /// Integral of seats busy, in seat-microseconds.
    pub busy: u128,
    /// Integral of seats on duty.
    pub duty: u128,
    /// Integral of the queue's length.
    pub queue: u128,
    /// The longest queue.
    pub longest: u32,
    /// Tasks that were started.
    pub started: u64,
    /// Their waits.
    pub waits: LogHistogram,
}

/// One team since `measure_from`.
#[derive(Debug, Clone, Default)]
pub struct TeamLedger {
    /// True alerts raised.
    pub alerts_true: u64,
    /// False alerts raised.
    pub alerts_false: u64,
    /// Tickets that came as a load.
    pub tickets: u64,
    /// Alerts and tickets judged.
    pub judged: u64,
    /// True alerts taken for false ones.
    pub missed: u64,
    /// False alerts taken for true ones.
    pub escalated: u64,
    /// Alerts and tickets that found no place.
    pub dropped: u64,
    /// Alerts merged into an earlier one, which are not among the true ones.
    pub merged: u64,
    /// Alerts and tickets waiting now.
    pub waiting: u32,
    /// Waits of alerts and tickets for their triage; those not yet begun at ENDEX are not in it.
    pub waits: LogHistogram,
    /// Alerts and tickets whose triage has not begun at ENDEX.
    pub not_begun: u64,
    /// How long they have waited so far, in microseconds.
    pub not_begun_waits: u128,
    /// Incidents with a campaign behind them.
    pub incidents_true: u64,
    /// Incidents without.
    pub incidents_false: u64,
    /// Real incidents that have nothing to do with any campaign.
    pub incidents_unrelated: u64,
    /// Reports that it sent, one per recipient team.
    pub reports_sent: u64,
    /// Reports of its own that were refused.
    pub reports_refused: u64,
    /// Reports of its own that were lost.
    pub reports_lost: u64,
    /// Reports that reached it.
    pub reports_received: u64,
    /// Of those that it took in, such as told it nothing new.
    pub reports_known: u64,
    /// Reports to it that wait for their release, are on their way, or unread, now.
    pub reports_late: u64,
    /// Time of investigations on what another organisation had investigated before.
    pub duplicated: SimDuration,
    /// Time of investigations that partners' analyses spared it.
    pub spared: SimDuration,
    /// Assets that wrong indicators put out of service.
    pub wrongly_blocked: u64,
}

impl TeamLedger {
    /// What is counted of a team, now; none for what is no count.
    pub const fn count(&self, quantity: Quantity) -> Option<u64> {
        Some(match quantity {
            Quantity::AlertsTrue => self.alerts_true,
            Quantity::AlertsFalse => self.alerts_false + self.tickets,
            Quantity::AlertsMissed => self.missed,
            Quantity::AlertsWaiting => self.waiting as u64,
            Quantity::AlertsDropped => self.dropped,
            Quantity::AlertsMerged => self.merged,
            Quantity::Incidents => self.incidents_true + self.incidents_false + self.incidents_unrelated,
            Quantity::ReportsSent => self.reports_sent,
            Quantity::ReportsReceived => self.reports_received,
            Quantity::ReportsKnown => self.reports_known,
            Quantity::ReportsRefused => self.reports_refused,
            Quantity::ReportsLost => self.reports_lost,
            Quantity::ReportsLate => self.reports_late,
            Quantity::WronglyBlocked => self.wrongly_blocked,
            _ => return None,
        })
    }
}

/// One channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChannelLedger {
    /// Reports, one per recipient team, and requests for help.
    pub sent: u64,
    /// Not passed: marked or classified too high, not released, or no longer agreed on.
    pub refused: u64,
    /// Lost on the way.
    pub lost: u64,
    /// Arrived.
    pub received: u64,
    /// Read by an analyst.
    pub read: u64,
    /// Waiting for their release, on their way, or unread, now.
    pub late: u64,
}

/// One offer of experts since `measure_from`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfferLedger {
    /// How often it was asked.
    pub asked: u64,
    /// How often the answer was no.
    pub refused: u64,
    /// How often a team set out.
    pub set_out: u64,
    /// How often one arrived where it was needed.
    pub arrived: u64,
    /// Time for which teams were away, in team-microseconds; of those who are away at ENDEX up to then.
    pub away: u128,
}

/// One function since `measure_from`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FunctionLedger {
    /// Integral of the lost level, in microseconds.
    pub loss: f64,
    /// The lowest level.
    pub lowest: f64,
    /// The present level.
    pub level: f64,
}

/// One mission since `measure_from`, while it lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissionLedger {
    /// Integral of the lost level, in microseconds.
    pub loss: f64,
    /// The lowest level.
    pub lowest: f64,
    /// The present level; 1 before it begins, and what it was at its end afterwards.
    pub level: f64,
    /// Time below its threshold.
    pub below: SimDuration,
}

impl MissionLedger {
    /// Of a mission that has not begun.
    const NEW: MissionLedger = MissionLedger { loss: 0.0, lowest: 1.0, level: 1.0, below: SimDuration::ZERO };
}

/// One ladder of escalation.
#[derive(Debug, Clone)]
pub struct LadderLedger {
    /// The number of the highest step in effect; 0 for none.
    pub level: u32,
    /// Whether each step is in effect.
    pub in_effect: Vec<bool>,
    /// When the ladder was first at each step or above it; `MAX` for never.
    pub reached: Vec<SimTime>,
}

impl LadderLedger {
    fn new(ladder: &Ladder) -> LadderLedger {
        let steps = ladder.steps.len();
        LadderLedger { level: 0, in_effect: vec![false; steps], reached: vec![SimTime::MAX; steps] }
    }

    fn clear(&mut self) {
        self.level = 0;
        self.in_effect.fill(false);
        self.reached.fill(SimTime::MAX);
    }
}

/// Everything that one replication leaves behind.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// `[responder × campaigns + campaign]`.
    pub responses: Vec<ResponseLedger>,
    /// Each campaign.
    pub campaigns: Vec<CampaignLedger>,
    /// Each pool.
    pub pools: Vec<PoolLedger>,
    /// Each team.
    pub teams: Vec<TeamLedger>,
    /// Each channel.
    pub channels: Vec<ChannelLedger>,
    /// Each offer of experts.
    pub offers: Vec<OfferLedger>,
    /// Each centre.
    pub centres: Vec<CentreLedger>,
    /// Each investigation.
    pub investigations: Vec<InvestigationLedger>,
    /// Each function.
    pub functions: Vec<FunctionLedger>,
    /// Each mission.
    pub missions: Vec<MissionLedger>,
    /// Each ladder.
    pub ladders: Vec<LadderLedger>,
    /// The clocks of those who must report: `[duty × campaigns + campaign]`.
    pub clocks: Vec<ClockLedger>,
    /// Each crisis.
    pub crises: Vec<CrisisLedger>,
    /// When each inject came; `MAX` for never.
    pub injects: Vec<SimTime>,
    /// When what calls for each inject first happened: its condition was met, or the one came that it follows; `MAX` for never, and
    /// for those that come at an instant.
    pub called: Vec<SimTime>,
    /// When each inject that is a staff's was due; `MAX` for never.
    pub due: Vec<SimTime>,
    /// Each staff.
    pub staffs: Vec<StaffLedger>,
    /// Assets held by anyone now.
    pub held: u32,
    /// The most at once.
    pub peak: u32,
    /// Assets ever held by anyone.
    pub total: u32,
}

impl Ledger {
    /// An empty ledger for a model.
    pub fn new(model: &Model) -> Ledger {
        let responders = model.responders.len();
        let mut ledger = Ledger {
            responses: Vec::with_capacity(responders * model.campaigns.len()),
            campaigns: vec![CampaignLedger::NEW; model.campaigns.len()],
            pools: vec![PoolLedger::default(); model.pools.len()],
            teams: vec![TeamLedger::default(); model.teams.len()],
            channels: vec![ChannelLedger::default(); model.channels.len()],
            offers: vec![OfferLedger::default(); model.assistance.len()],
            centres: vec![CentreLedger::default(); model.centres.len()],
            investigations: vec![InvestigationLedger::default(); model.investigations.len()],
            functions: vec![FunctionLedger::default(); model.functions.len()],
            missions: vec![MissionLedger::NEW; model.missions.len()],
            ladders: model.ladders.iter().map(LadderLedger::new).collect(),
            clocks: ClockLedger::all(model),
            crises: vec![CrisisLedger::default(); model.crises.len()],
            injects: vec![SimTime::MAX; model.injects.len()],
            called: vec![SimTime::MAX; model.injects.len()],
            due: vec![SimTime::MAX; model.injects.len()],
            staffs: vec![StaffLedger::default(); model.staffs.len()],
            held: 0,
            peak: 0,
            total: 0,
        };
        for responder in &model.responders {
            let causes = Causes {
                by_team: vec![[SimDuration::ZERO; State::COUNT]; responder.teams.len()],
                unseen: SimDuration::ZERO,
            };
            for _ in &model.campaigns {
                ledger.responses.push(ResponseLedger {
                    origin: SimTime::MAX,
                    second_hold: SimTime::MAX,
                    milestones: [SimTime::MAX; Milestone::COUNT],
                    causes: vec![causes.clone(); Milestone::COUNT],
                    informed_by: vec![SimTime::MAX; responders],
                    loose: 0,
                    affected: 0,
                    dwells: 0,
                    dwell_time: SimDuration::ZERO,
                });
            }
        }
        ledger.clear();
        ledger
    }

    /// Forgets the last replication without giving memory back.
    pub fn clear(&mut self) {
        for response in &mut self.responses {
            response.origin = SimTime::MAX;
            response.second_hold = SimTime::MAX;
            response.milestones.fill(SimTime::MAX);
            for causes in &mut response.causes {
                causes.by_team.fill([SimDuration::ZERO; State::COUNT]);
                causes.unseen = SimDuration::ZERO;
            }
            response.informed_by.fill(SimTime::MAX);
            (response.loose, response.affected, response.dwells) = (0, 0, 0);
            response.dwell_time = SimDuration::ZERO;
        }
        self.campaigns.fill(CampaignLedger::NEW);
        self.ladders.iter_mut().for_each(LadderLedger::clear);
        self.clocks.iter_mut().for_each(ClockLedger::clear);
        self.crises.fill(CrisisLedger::default());
        self.injects.fill(SimTime::MAX);
        self.called.fill(SimTime::MAX);
        self.due.fill(SimTime::MAX);
        self.staffs.iter_mut().for_each(StaffLedger::clear);
        (self.held, self.peak, self.total) = (0, 0, 0);
        self.channels.fill(ChannelLedger::default());
        self.centres.fill(CentreLedger::default());
        self.teams.iter_mut().for_each(|team| (team.waiting, team.reports_late) = (0, 0));
        self.functions.iter_mut().for_each(|function| function.level = 1.0);
        self.missions.fill(MissionLedger::NEW);
        self.restart_integrals();
    }

    /// Forgets loads and integrals, at `measure_from`; what waits stays counted.
    pub fn restart_integrals(&mut self) {
        for pool in &mut self.pools {
            (pool.busy, pool.duty, pool.queue, pool.longest, pool.started) = (0, 0, 0, 0, 0);
            pool.waits.clear();
        }
        for team in &mut self.teams {
            team.waits.clear();
            (team.alerts_true, team.alerts_false, team.tickets, team.missed) = (0, 0, 0, 0);
            (team.escalated, team.dropped, team.incidents_true, team.incidents_false) = (0, 0, 0, 0);
            (team.incidents_unrelated, team.not_begun, team.not_begun_waits) = (0, 0, 0);
            (team.merged, team.judged, team.wrongly_blocked) = (0, 0, 0);
            (team.reports_sent, team.reports_refused, team.reports_lost) = (0, 0, 0);
            (team.reports_received, team.reports_known) = (0, 0);
            (team.duplicated, team.spared) = (SimDuration::ZERO, SimDuration::ZERO);
        }
        for campaign in &mut self.campaigns {
            (campaign.attempts, campaign.prevented, campaign.peak) = (0, 0, campaign.held);
        }
        self.peak = self.held;
        for channel in &mut self.channels {
            *channel = ChannelLedger { late: channel.late, ..ChannelLedger::default() };
        }
        self.offers.fill(OfferLedger::default());
        self.centres.iter_mut().for_each(CentreLedger::restart);
        self.investigations.fill(InvestigationLedger::default());
        for function in &mut self.functions {
            (function.loss, function.lowest) = (0.0, 1.0);
        }
        for crisis in &mut self.crises {
            *crisis = CrisisLedger { under_way: crisis.under_way, ..CrisisLedger::default() };
        }
        for mission in &mut self.missions {
            *mission = MissionLedger { lowest: mission.level, level: mission.level, ..MissionLedger::NEW };
        }
    }

    /// The campaign whose first hold came earliest among what the responder protects, at equal times (or if there was
    /// none) the first by id; none when there is no campaign at all.
    pub fn earliest_held(&self, responder: ResponderIdx) -> CampaignIdx {
        CampaignIdx::all(self.campaigns.len())
            .min_by_key(|&campaign| self.response(responder, campaign).origin)
            .unwrap_or(CampaignIdx::NONE)
    }

    /// The ledger of one response.
    #[inline]
    pub fn response(&self, responder: ResponderIdx, campaign: CampaignIdx) -> &ResponseLedger {
        &self.responses[responder.at() * self.campaigns.len() + campaign.at()]
    }
}
