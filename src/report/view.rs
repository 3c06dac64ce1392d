//! What a run has to say, as plain data with names.
//!
//! The fields are those of the JSON output: every change of a name or meaning is a change of [`SCHEMA_VERSION`].
//!
//! **Invariant:** a number carries its unit in its name (`_h` for hours, `_share` for shares of one); numbers that don't
//! exist are null.

use super::fill::{Context, hex};
use super::scene::Seen;
use super::view_attack::TacticView;
use super::view_cast::{CastView, cast};
use super::view_duties::*;
use super::view_parts::*;
use super::view_spread::DistributionView;
use super::view_survival::SurvivalView;
use crate::measure::{CivilClock, Telling};
use crate::model::*;
use crate::study::*;
use serde::{Deserialize, Serialize};

/// The version of the JSON output's form.
pub const SCHEMA_VERSION: u32 = 1;

/// All that a run has to say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunReport {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: String,
    /// What was played.
    pub scenario: ScenarioView,
    /// What was set besides what is written there, each `path = value`.
    pub changes: Vec<String>,
    /// With which seed.
    pub seed: u64,
    /// How much of it.
    pub replications: Playing,
    /// How precise a mean was asked for, if one was.
    pub precision: Option<PrecisionView>,
    /// Over all replications, 16 hexadecimal digits.
    pub fingerprint: String,
    /// Who takes part.
    pub cast: CastView,
    /// Each responding organisation and campaign.
    pub responses: Vec<ResponseView>,
    /// Each pair of organisations that a channel joins, and each campaign.
    pub sharing: Vec<SharingView>,
    /// Each campaign.
    pub campaigns: Vec<CampaignView>,
    /// Each team.
    pub teams: Vec<TeamView>,
    /// Authorities and crews.
    pub others: Vec<PoolView>,
    /// Each channel.
    pub channels: Vec<ChannelView>,
    /// Each offer of experts.
    pub assistance: Vec<OfferView>,
    /// Each centre and its picture.
    pub centres: Vec<CentreView>,
    /// Each investigation.
    pub investigations: Vec<InvestigationView>,
    /// Each function.
    pub functions: Vec<FunctionView>,
    /// Each mission.
    pub missions: Vec<MissionView>,
    /// Each training objective.
    pub objectives: Vec<ObjectiveView>,
    /// Each inject of the MSEL.
    pub injects: Vec<InjectView>,
    /// Each ladder of escalation.
    pub ladders: Vec<LadderView>,
    /// Each exercise staff.
    pub staffs: Vec<StaffView>,
    /// Each organisation that must report incidents.
    pub obligations: Vec<DutyView>,
    /// Each crisis.
    pub crises: Vec<CrisisView>,
    /// The replication that is told.
    pub narrated: Option<NarratedView>,
    /// Every measure over all replications.
    pub measures: Vec<MeasureView>,
    /// The Kaplan–Meier curve of each response time.
    pub survival: Vec<SurvivalView>,
    /// How assets ever held, and losses of functions and missions, are spread.
    pub distributions: Vec<DistributionView>,
    /// What the letters of `statuses` below stand for.
    #[serde(skip_deserializing)]
    pub statuses_legend: StatusesLegend,
    /// Every replication; a page needs none of them, so they are not read back.
    #[serde(skip_deserializing)]
    pub played: Vec<PlayedView>,
    /// What a page shows of single replications, and of how all went over time; written if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pictures: Option<Seen>,
}

/// The scenario.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScenarioView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its synopsis.
    pub synopsis: String,
    /// The variant, if one was chosen.
    pub variant: Option<String>,
    /// Of everything that was written, 16 hexadecimal digits.
    pub hash: String,
    /// STARTEX, ISO 8601 with offset.
    pub startex: String,
    /// STARTEX for people.
    #[serde(skip)]
    pub startex_for_people: String,
    /// The city of its zone.
    #[serde(skip)]
    pub city: String,
    /// Its IANA zone.
    pub time_zone: String,
    /// The run began so long before STARTEX.
    pub prelude_h: f64,
    /// From STARTEX to ENDEX.
    pub length_h: f64,
    /// Measuring begins so long after STARTEX.
    pub measure_from_h: f64,
    /// Numbers that it is played with: those written, those of the library, and defaults.
    pub numbers: usize,
    /// The share of them that nobody vouches for.
    pub assumed_share: Option<f64>,
}

/// How much was played.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Playing {
    /// Replications asked for.
    pub asked: u64,
    /// Replications played.
    pub played: u64,
    /// Of these, how many ran out of their budget of events and are in no number below.
    pub budget_exhausted: u64,
    /// Of these, how many ran out of their budget of memory and are in no number below.
    pub memory_exhausted: u64,
    /// Whether the run was stopped before all were played.
    pub interrupted: bool,
    /// Events that fired in all of them.
    pub events: u64,
}

impl Playing {
    /// Replications that the numbers are of.
    pub fn counted(&self) -> u64 {
        self.played - self.budget_exhausted - self.memory_exhausted
    }
}

/// How precise a mean was to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PrecisionView {
    /// The measure.
    pub measure: String,
    /// Half the width of the 95 % interval over the mean, as asked for.
    pub asked_share: f64,
    /// The same as it is; null if there is too little to tell.
    pub reached_share: Option<f64>,
    /// Whether it is as precise as was asked for.
    pub is_enough: bool,
}

/// The replication to tell.
#[derive(Debug, Clone)]
pub struct Narration {
    /// Its number.
    pub number: u64,
    /// Its fingerprint.
    pub fingerprint: u64,
    /// Whether it was chosen because its first declaration is the median.
    pub median: bool,
    /// Its story.
    pub telling: Telling,
}

/// Makes the report of a run; who asked for changes or a precision adds them.
pub fn run_report(model: &Model, replications: &Replications, narration: Option<Narration>) -> RunReport {
    let summary = summarise(model, replications);
    let context = Context { model, replications, summary: &summary };
    RunReport {
        schema_version: SCHEMA_VERSION,
        jointex_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario(model),
        changes: Vec::new(),
        seed: replications.seed,
        replications: Playing {
            asked: replications.asked,
            played: replications.played.len() as u64,
            budget_exhausted: replications.ended(Ending::BudgetExhausted),
            memory_exhausted: replications.ended(Ending::MemoryExhausted),
            interrupted: (replications.played.len() as u64) < replications.asked,
            events: replications.played.iter().map(|played| played.events).sum(),
        },
        precision: None,
        fingerprint: hex(replications.fingerprint),
        cast: cast(model),
        responses: context.responses(),
        sharing: context.sharing(),
        campaigns: context.campaigns(),
        teams: context.teams(),
        others: context.others(),
        channels: context.channels(),
        assistance: context.offers(),
        centres: context.centres(),
        investigations: context.investigations(),
        functions: context.functions(),
        missions: context.missions(),
        objectives: context.objectives(),
        injects: context.injects(),
        ladders: context.ladders(),
        staffs: context.staffs(),
        obligations: context.obligations(),
        crises: context.crises(),
        narrated: narration.map(narrated),
        measures: context.measures(),
        survival: context.survival(),
        distributions: context.distributions(),
        statuses_legend: StatusesLegend::default(),
        played: context.played(),
        pictures: None,
    }
}

pub(super) fn scenario(model: &Model) -> ScenarioView {
    let names = &model.names;
    let clock = CivilClock::of(model);
    let startex = model.frame.startex;
    ScenarioView {
        id: names.scenario.clone(),
        title: names.title.clone(),
        synopsis: names.synopsis.clone(),
        variant: (!names.variant.is_empty()).then(|| names.variant.clone()),
        hash: hex(names.hash),
        startex: clock.iso(startex),
        startex_for_people: clock.startex(),
        city: clock.city(),
        time_zone: names.time_zone.clone(),
        prelude_h: startex.hours(),
        length_h: model.frame.endex.since(startex).hours(),
        measure_from_h: model.frame.measure_from.since(startex).hours(),
        numbers: names.numbers,
        assumed_share: (names.numbers > 0).then(|| names.assumed as f64 / names.numbers as f64),
    }
}

/// The view of a replication that is told.
pub fn narrated(narration: Narration) -> NarratedView {
    let line = |line: crate::measure::Line| LineView {
        t_us: line.t_us,
        civil: line.civil,
        moment: line.moment,
        who: line.who,
        what: line.what,
        remark: line.remark,
    };
    NarratedView {
        replication: narration.number,
        fingerprint: hex(narration.fingerprint),
        median_first_declaration: narration.median,
        lines: narration.telling.lines.into_iter().map(line).collect(),
        lines_left_out: narration.telling.left_out,
        attack: narration.telling.attack.into_iter().map(TacticView::from).collect(),
    }
}
