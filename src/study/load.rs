//! How loaded pools, teams, channels and functions were, per replication in the mean.
//!
//! **Invariant:** a mean over nothing is `None`, never zero.

use super::Replications;
use super::pooled::Pooled;
use crate::kernel::SimDuration;
use crate::measure::measure_of;
use crate::model::*;
use crate::sim::LogHistogram;

/// A pool: a tier, an authority or a crew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoolSummary {
    /// Seats busy over seats on duty; none if nobody ever was.
    pub utilisation: Option<f64>,
    /// Mean number on duty.
    pub mean_on_duty: f64,
    /// Mean length of the queue.
    pub mean_queue: f64,
    /// The longest queue of any replication.
    pub longest_queue: u32,
    /// Mean number of tasks started.
    pub started: f64,
    /// Mean wait of what was started.
    pub mean_wait_h: Option<f64>,
    /// 95 % of what was started waited at most so long, to 4.5 %.
    pub p95_wait_h: Option<f64>,
}

/// A team; numbers per replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamSummary {
    /// True alerts raised.
    pub alerts_true: f64,
    /// False alerts raised.
    pub alerts_false: f64,
    /// Tickets that came as a load.
    pub tickets: f64,
    /// True alerts taken for false ones.
    pub missed: f64,
    /// False alerts taken for true ones.
    pub escalated: f64,
    /// Alerts and tickets waiting at ENDEX.
    pub waiting: f64,
    /// Alerts and tickets that found no place.
    pub dropped: f64,
    /// Alerts merged into an earlier one.
    pub merged: f64,
    /// Incidents with a campaign behind them.
    pub incidents_true: f64,
    /// Incidents without.
    pub incidents_false: f64,
    /// Real incidents that have nothing to do with any campaign.
    pub incidents_unrelated: f64,
    /// Mean wait of alerts and tickets for their triage.
    pub mean_wait_h: Option<f64>,
    /// 95 % of them waited at most so long, to 4.5 %.
    pub p95_wait_h: Option<f64>,
}

/// A channel; numbers per replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelSummary {
    /// Reports sent.
    pub sent: f64,
    /// Not passed: marked above the ceiling.
    pub refused: f64,
    /// Lost on the way.
    pub lost: f64,
    /// Arrived.
    pub received: f64,
    /// Read by an analyst.
    pub read: f64,
    /// Not there, or not read, at ENDEX.
    pub late: f64,
}

/// An investigation; numbers per replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InvestigationSummary {
    /// Campaigns of which it was told, anew where one has built new servers.
    pub opened: f64,
    /// How often it reached its aim.
    pub succeeded: f64,
    /// How often it attributed a campaign to the wrong adversary.
    pub wrong: f64,
    /// How often it came to nothing.
    pub failed: f64,
    /// Assets that were secured as evidence.
    pub secured: f64,
    /// Hours for which assets were kept as evidence, over all of them.
    pub kept_h: f64,
}

/// An offer of experts; numbers per replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfferSummary {
    /// How often it was asked.
    pub asked: f64,
    /// How often the answer was no.
    pub refused: f64,
    /// How often a team set out.
    pub set_out: f64,
    /// How often one arrived where it was needed.
    pub arrived: f64,
    /// Hours for which its teams were away, over all of them.
    pub away_h: f64,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunctionSummary {
    /// Mean of the lost level over time, in function-hours.
    pub loss_h: Option<f64>,
    /// Mean level, in [0, 1].
    pub mean_level: Option<f64>,
    /// The lowest level of any replication.
    pub lowest_level: f64,
}

/// A mission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissionSummary {
    /// Mean of the lost level over time, in function-hours.
    pub loss_h: Option<f64>,
    /// Mean level while it lasts and is measured, in [0, 1].
    pub mean_level: Option<f64>,
    /// The lowest level of any replication.
    pub lowest_level: f64,
    /// Mean hours below its threshold.
    pub below_h: Option<f64>,
}

fn measured_micros(model: &Model) -> f64 {
    model.frame.endex.since(model.frame.measure_from).micros() as f64
}

/// How many a replication has of what was summed up.
fn each(pooled: &Pooled, sum: u64) -> f64 {
    sum as f64 / (pooled.replications as f64).max(1.0)
}

/// The same in hours, of a sum of microseconds.
fn hours_each(pooled: &Pooled, micros: u128) -> f64 {
    micros as f64 / SimDuration::HOUR.micros() as f64 / (pooled.replications as f64).max(1.0)
}

fn waits(histogram: &LogHistogram) -> (Option<f64>, Option<f64>) {
    (histogram.mean().map(SimDuration::hours), histogram.quantile(0.95).map(SimDuration::hours))
}

/// Each pool, in the order of the model.
pub fn pool_loads(model: &Model, replications: &Replications) -> Vec<PoolSummary> {
    let pooled = &replications.pooled;
    let over_time = (pooled.replications as f64 * measured_micros(model)).max(1.0);
    let summary = |pool: &crate::sim::PoolLedger| {
        let (mean_wait_h, p95_wait_h) = waits(&pool.waits);
        PoolSummary {
            utilisation: (pool.duty > 0).then(|| pool.busy as f64 / pool.duty as f64),
            mean_on_duty: pool.duty as f64 / over_time,
            mean_queue: pool.queue as f64 / over_time,
            longest_queue: pool.longest,
            started: each(pooled, pool.started),
            mean_wait_h,
            p95_wait_h,
        }
    };
    pooled.pools.iter().map(summary).collect()
}

/// Each team, in the order of the model.
pub fn team_loads(replications: &Replications) -> Vec<TeamSummary> {
    let pooled = &replications.pooled;
    let mean = |sum| each(pooled, sum);
    let summary = |team: &crate::sim::TeamLedger| {
        let (mean_wait_h, p95_wait_h) = waits(&team.waits);
        TeamSummary {
            alerts_true: mean(team.alerts_true),
            alerts_false: mean(team.alerts_false),
            tickets: mean(team.tickets),
            missed: mean(team.missed),
            escalated: mean(team.escalated),
            waiting: mean(u64::from(team.waiting)),
            dropped: mean(team.dropped),
            merged: mean(team.merged),
            incidents_true: mean(team.incidents_true),
            incidents_false: mean(team.incidents_false),
            incidents_unrelated: mean(team.incidents_unrelated),
            mean_wait_h,
            p95_wait_h,
        }
    };
    pooled.teams.iter().map(summary).collect()
}

/// Each channel, in the order of the model.
pub fn channel_loads(replications: &Replications) -> Vec<ChannelSummary> {
    let pooled = &replications.pooled;
    let mean = |sum| each(pooled, sum);
    let summary = |channel: &crate::sim::ChannelLedger| ChannelSummary {
        sent: mean(channel.sent),
        refused: mean(channel.refused),
        lost: mean(channel.lost),
        received: mean(channel.received),
        read: mean(channel.read),
        late: mean(channel.late),
    };
    pooled.channels.iter().map(summary).collect()
}

/// Each investigation, in the order of the model.
pub fn investigation_loads(replications: &Replications) -> Vec<InvestigationSummary> {
    let pooled = &replications.pooled;
    let mean = |sum| each(pooled, sum);
    let summary = |led: &crate::sim::InvestigationLedger| InvestigationSummary {
        opened: mean(led.opened),
        succeeded: mean(led.succeeded),
        wrong: mean(led.wrong),
        failed: mean(led.failed),
        secured: mean(led.secured),
        kept_h: hours_each(pooled, led.kept),
    };
    pooled.investigations.iter().map(summary).collect()
}

/// Each offer of experts, in the order of the model.
pub fn offer_loads(replications: &Replications) -> Vec<OfferSummary> {
    let pooled = &replications.pooled;
    let mean = |sum| each(pooled, sum);
    let summary = |offer: &crate::sim::OfferLedger| OfferSummary {
        asked: mean(offer.asked),
        refused: mean(offer.refused),
        set_out: mean(offer.set_out),
        arrived: mean(offer.arrived),
        away_h: hours_each(pooled, offer.away),
    };
    pooled.offers.iter().map(summary).collect()
}

/// Each function, in the order of the model.
pub fn functions(model: &Model, replications: &Replications) -> Vec<FunctionSummary> {
    let hours = measured_micros(model) / SimDuration::HOUR.micros() as f64;
    let summary = |function: FunctionIdx| {
        let measure = Measure { function, ..measure_of(Quantity::FunctionLoss) };
        let loss_h = mean(replications, &measure);
        FunctionSummary {
            loss_h,
            mean_level: loss_h.filter(|_| hours > 0.0).map(|loss| 1.0 - loss / hours),
            lowest_level: replications.pooled.lowest[function.at()],
        }
    };
    FunctionIdx::all(model.functions.len()).map(summary).collect()
}

/// Each mission, in the order of the model.
pub fn missions(model: &Model, replications: &Replications) -> Vec<MissionSummary> {
    let summary = |mission: MissionIdx| {
        let written = &model.missions[mission.at()];
        let hours = written.until.since(written.from.max(model.frame.measure_from)).hours();
        let of = |quantity| mean(replications, &Measure { mission, ..measure_of(quantity) });
        let loss_h = of(Quantity::MissionLoss);
        MissionSummary {
            loss_h,
            mean_level: loss_h.filter(|_| hours > 0.0).map(|loss| 1.0 - loss / hours),
            lowest_level: replications.pooled.lowest_of_missions[mission.at()],
            below_h: of(Quantity::MissionBelow).map(|micros| micros / SimDuration::HOUR.micros() as f64),
        }
    };
    MissionIdx::all(model.missions.len()).map(summary).collect()
}

/// The mean of a measure that every replication has.
fn mean(replications: &Replications, measure: &Measure) -> Option<f64> {
    let place = replications.measures.find(measure)?;
    let values: Vec<f64> =
        replications.counted().filter_map(|played| played.values[place].number()).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
