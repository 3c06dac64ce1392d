//! The parts of a [`RunReport`](super::RunReport).
//!
//! **Invariant:** entities are named by their ids as written; `label` is a name for people where it is short.

use super::view_attack::TacticView;
use super::view_causes::CausesView;
use crate::measure::{Word, word};
use serde::{Deserialize, Serialize};

/// A measure over all replications; the unit is that of the measure, hours for times.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeasureView {
    /// As a scenario would write it.
    pub measure: String,
    /// `h`, `share`, `count` or `function_h`.
    #[serde(deserialize_with = "word")]
    pub unit: Word,
    /// Replications with a value.
    pub observed: u64,
    /// Replications in which ENDEX came first.
    pub censored: u64,
    /// Replications in which nothing was at risk.
    pub not_at_risk: u64,
    /// The median of those at risk; null when too few were observed.
    pub median: Option<f64>,
    /// The 5 % quantile.
    pub q05: Option<f64>,
    /// The 95 % quantile.
    pub q95: Option<f64>,
    /// The mean; null if any was censored.
    pub mean: Option<f64>,
    /// The lower end of its 95 % interval.
    pub mean_low: Option<f64>,
    /// The upper end.
    pub mean_high: Option<f64>,
    /// The ends of the 95 % interval of the median; null where the data cannot set one.
    pub median_low: Option<f64>,
    /// The upper one.
    pub median_high: Option<f64>,
    /// The same of the 5 % quantile.
    pub q05_low: Option<f64>,
    /// The upper one.
    pub q05_high: Option<f64>,
    /// The same of the 95 % quantile.
    pub q95_low: Option<f64>,
    /// The upper one.
    pub q95_high: Option<f64>,
    /// If any was censored: the mean of the time or `restricted_to`, whichever is less.
    pub restricted_mean: Option<f64>,
    /// The lower end of its 95 % interval.
    pub restricted_mean_low: Option<f64>,
    /// The upper end.
    pub restricted_mean_high: Option<f64>,
    /// The longest time on record.
    pub restricted_to: Option<f64>,
}

/// One responding organisation's dealings with one campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResponseView {
    /// The organisation's id.
    pub organisation: String,
    /// Its short name.
    pub label: String,
    /// The campaign's id.
    pub campaign: String,
    /// Each response measure.
    pub times: Vec<MeasureView>,
    /// Hours by cause, for each milestone.
    pub causes: Vec<CausesView>,
    /// Which of `causes` says most: the latest milestone that half of the replications at risk reached.
    pub telling_causes: Option<usize>,
}

/// One organisation's reports to another about a campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SharingView {
    /// Who reports.
    pub from: String,
    /// Its short name.
    pub from_label: String,
    /// Who is informed.
    pub to: String,
    /// Its short name.
    pub to_label: String,
    /// About which campaign.
    pub campaign: String,
    /// From the first hold at the sender to the first report's arrival.
    pub time_to_inform: MeasureView,
}

/// A campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CampaignView {
    /// Its id.
    pub campaign: String,
    /// Its adversary.
    pub adversary: String,
    /// Whether it can take hold of assets at all: a flood that denies service does not.
    pub can_hold: bool,
    /// The most assets held at once.
    pub assets_held_peak: MeasureView,
    /// Assets ever held.
    pub assets_held_total: MeasureView,
    /// Assets held at ENDEX.
    pub assets_held_now: MeasureView,
    /// 1 if it reached its objective; the mean is the probability. Null where none of its steps is an objective.
    pub at_objective: Option<MeasureView>,
    /// Attempts that a defence stopped.
    pub attempts_prevented: MeasureView,
}

/// A team's load; counts are means per replication.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TeamView {
    /// Its id.
    pub team: String,
    /// Whose it is.
    pub organisation: String,
    /// Its tiers.
    pub tiers: Vec<PoolView>,
    /// True alerts raised.
    pub alerts_true: f64,
    /// False alerts raised.
    pub alerts_false: f64,
    /// Tickets that came as a load.
    pub tickets: f64,
    /// True alerts taken for false ones.
    pub alerts_missed: f64,
    /// False alerts taken for true ones.
    pub alerts_escalated: f64,
    /// Waiting at ENDEX.
    pub alerts_waiting: f64,
    /// Alerts that found no place.
    pub alerts_dropped: f64,
    /// Alerts merged into an earlier one.
    pub alerts_merged: f64,
    /// Incidents with a campaign behind them.
    pub incidents_true: f64,
    /// Incidents without.
    pub incidents_false: f64,
    /// Real incidents that have nothing to do with any campaign.
    pub incidents_unrelated: f64,
    /// Mean wait for triage.
    pub mean_wait_h: Option<f64>,
    /// 95 % waited at most so long (to 4.5 %).
    pub p95_wait_h: Option<f64>,
}

/// A pool's load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PoolView {
    /// `team/tier`, or the id of the authority or crew.
    pub pool: String,
    /// `tier`, `authority` or `crew`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Seats busy over seats on duty.
    pub utilisation_share: Option<f64>,
    /// Mean number on duty.
    pub mean_on_duty: f64,
    /// Mean length of the queue.
    pub mean_queue: f64,
    /// The longest queue of any replication.
    pub longest_queue: u32,
    /// Tasks started, per replication.
    pub started: f64,
    /// Their mean wait.
    pub mean_wait_h: Option<f64>,
    /// 95 % of them waited at most so long (to 4.5 %).
    pub p95_wait_h: Option<f64>,
}

/// A channel's load, per replication.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChannelView {
    /// `agreement/channel`.
    pub channel: String,
    /// Reports sent.
    pub sent: f64,
    /// Refused at the ceiling.
    pub refused: f64,
    /// Lost.
    pub lost: f64,
    /// Received.
    pub received: f64,
    /// Read by an analyst.
    pub read: f64,
    /// Not there or not read at ENDEX.
    pub late: f64,
}

/// An investigation; numbers per replication.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InvestigationView {
    /// Its id.
    pub investigation: String,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfferView {
    /// Its id.
    pub assistance: String,
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

/// A centre and its picture.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CentreView {
    /// Its id.
    pub centre: String,
    /// The share of what is held that the picture shows.
    pub awareness: MeasureView,
    /// How old the reports are that it is made of.
    pub staleness: MeasureView,
    /// What it shows and is not so.
    pub false_beliefs: MeasureView,
    /// Reports fused.
    pub reports_fused: MeasureView,
    /// Organisations warned, once for each campaign.
    pub warnings_given: MeasureView,
    /// Of these, such as heeded it.
    pub warnings_heeded: MeasureView,
    /// Of these, such as the campaign had reached by then.
    pub warnings_late: MeasureView,
}

/// A function.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FunctionView {
    /// Its id.
    pub function: String,
    /// What people call it.
    pub name: String,
    /// The same, and whose it is.
    pub label: String,
    /// Whose it is.
    pub organisation: String,
    /// Mean loss in function-hours.
    pub mean_loss_function_h: Option<f64>,
    /// Mean level.
    pub mean_level_share: Option<f64>,
    /// The lowest level of any replication.
    pub lowest_level_share: f64,
}

/// A mission.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MissionView {
    /// Its id.
    pub mission: String,
    /// What people call it.
    pub name: String,
    /// The same, and whose it is.
    pub label: String,
    /// Who commands it.
    pub organisation: String,
    /// When it begins, from STARTEX.
    pub from_h: f64,
    /// When it ends.
    pub until_h: f64,
    /// The level below which it is in danger.
    pub threshold_share: f64,
    /// Mean loss in function-hours.
    pub mean_loss_function_h: Option<f64>,
    /// Mean level while it lasts.
    pub mean_level_share: Option<f64>,
    /// The lowest level of any replication.
    pub lowest_level_share: f64,
    /// Mean time below its threshold.
    pub mean_below_h: Option<f64>,
}

/// A training objective.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObjectiveView {
    /// Its id.
    pub objective: String,
    /// Its text.
    pub text: String,
    /// What is judged.
    pub measure: String,
    /// Replications that met it.
    pub met: u64,
    /// Replications that missed it.
    pub missed: u64,
    /// Replications that did not test it.
    pub not_tested: u64,
    /// The share of replications that tested it.
    pub tested_share: Option<f64>,
    /// The probability that it is met when tested.
    pub probability: Option<f64>,
    /// The lower end of its 95 % interval.
    pub probability_low: Option<f64>,
    /// The upper end.
    pub probability_high: Option<f64>,
    /// The probability asked for.
    pub with_probability: f64,
    /// Whether `probability` is at least the one asked for; null if never tested.
    pub attained: Option<bool>,
}

/// An inject.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InjectView {
    /// Its number.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// In how many replications it came.
    pub came: u64,
    /// The share of replications in which it came.
    pub came_share: Option<f64>,
    /// How long after STARTEX it came, on average over those; null if it never came.
    pub mean_after_h: Option<f64>,
    /// Whether it waits for a condition.
    pub contingency: bool,
}

/// A ladder of escalation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LadderView {
    /// Its id.
    pub ladder: String,
    /// What people call it.
    pub title: String,
    /// The number of its highest step in effect at ENDEX.
    pub level: MeasureView,
    /// Its steps, the lowest first.
    pub steps: Vec<StepView>,
}

/// A step of a ladder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StepView {
    /// Its name within the ladder.
    pub step: String,
    /// Its title.
    pub title: String,
    /// In how many replications it was taken itself; passed over it was not.
    pub taken: u64,
    /// How many are informed when it is taken.
    pub informs: usize,
    /// Who is.
    pub informed: Vec<String>,
    /// From STARTEX until the ladder is at the step or above it.
    pub time_to_escalate: MeasureView,
}

/// A crisis.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CrisisView {
    /// Its id.
    pub crisis: String,
    /// What people call it.
    pub name: String,
    /// Of which sort it is.
    pub kind: String,
    /// Whether it is under way at ENDEX.
    pub now: MeasureView,
    /// Tickets that it brought.
    pub tickets: MeasureView,
    /// Matters that it brought for decision.
    pub decisions: MeasureView,
    /// False alarms that it brought.
    pub false_alarms: MeasureView,
}

/// The replication that is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NarratedView {
    /// Its number.
    pub replication: u64,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Whether it was chosen because its first declaration is the median.
    pub median_first_declaration: bool,
    /// Its story.
    pub lines: Vec<LineView>,
    /// Lines left out to keep it short.
    pub lines_left_out: usize,
    /// What became of each technique of ATT&CK, by tactic.
    pub attack: Vec<TacticView>,
}

/// A line of the story.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineView {
    /// Microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// ISO 8601 with offset, in the exercise's zone.
    pub civil: String,
    /// The same for people.
    #[serde(skip)]
    pub moment: String,
    /// Who did it.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Why it matters.
    pub remark: String,
}

/// The letters of [`PlayedView::statuses`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct StatusesLegend {
    /// There is a value.
    pub o: &'static str,
    /// ENDEX came first; the value is that so far.
    pub c: &'static str,
    /// Nothing was at risk, so there is no value.
    pub n: &'static str,
}

impl Default for StatusesLegend {
    fn default() -> StatusesLegend {
        StatusesLegend { o: "observed", c: "censored", n: "not_at_risk" }
    }
}

/// One replication.
#[derive(Debug, Clone, Serialize)]
pub struct PlayedView {
    /// Its number.
    pub replication: u64,
    /// `endex`, `quiescent`, `budget_exhausted` or `memory_exhausted`.
    pub ending: &'static str,
    /// 16 hexadecimal digits.
    pub fingerprint: String,
    /// Events that fired.
    pub events: u64,
    /// One letter for each of `measures`; `statuses_legend` of the report says what they stand for.
    pub statuses: String,
    /// The values of `measures`; null when not at risk.
    pub values: Vec<Option<f64>>,
    /// One word for each of `objectives`: `met`, `missed`, `not_tested`.
    pub objectives: Vec<&'static str>,
}
