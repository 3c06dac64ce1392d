//! What a rehearsal has to say, as plain data with names: the fields are those of its JSON.
//!
//! **Invariant:** a number carries its unit in its name (`_h` for hours, `_share` for shares of one); what doesn't exist is null.

use super::rehearsal_forecast::ForecastView;
use super::view::{Playing, ScenarioView};
use crate::kernel::{SimDuration, SimTime};
use crate::measure::CivilClock;
use serde::Serialize;

pub use super::rehearsal_fill::{forecast_report, rehearsal_report};

/// The version of the JSON's form.
pub const REHEARSAL_SCHEMA_VERSION: u32 = 1;

/// A stretch is told of hours that are so in at least this share of the replications.
pub const LIKELY: f64 = 0.5;

/// All that a rehearsal has to say.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsalReport {
    /// [`REHEARSAL_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the program.
    pub jointex_version: &'static str,
    /// What was played.
    pub scenario: ScenarioView,
    /// What was set besides what is written there, each `path = value`.
    pub changes: Vec<String>,
    /// With which seed.
    pub seed: u64,
    /// How much of it.
    pub replications: Playing,
    /// Of so many of them hours, shifts and what became of injects were seen; those whose trace found no room are missing.
    pub replications_watched: u64,
    /// Over all replications, 16 hexadecimal digits; that of a run of as many.
    pub fingerprint: String,
    /// A desk is overloaded from this share of busy seat-hours on.
    pub busy_share: f64,
    /// Or from so many waiting tasks per seat on duty on.
    pub waiting_per_seat: f64,
    /// How many clock hours the exercise has.
    pub hours: usize,
    /// The rest of the exercise, if it is being held. The lists below are empty then: they would be of all replications, those that
    /// contradict what was observed among them.
    pub forecast: Option<ForecastView>,
    /// What a planner must mend, the most telling first.
    pub findings: Vec<RehearsalFinding>,
    /// Each inject of the MSEL.
    pub injects: Vec<RehearsedInject>,
    /// Injects that come when nobody is on duty of who gets them.
    pub off_shift: Vec<OffShiftView>,
    /// Each team, then each exercise staff.
    pub desks: Vec<DeskView>,
    /// Each training objective.
    pub objectives: Vec<RehearsedObjective>,
    /// Each inject with the objective that it serves, by objective.
    pub coverage: Vec<CoverageView>,
    /// Where the picture of hours has a mark: hours from STARTEX, and the time for people.
    #[serde(skip)]
    pub ticks: Vec<(f64, String)>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RehearsalFinding {
    /// Of which kind: `never_tested`, `never_comes`, `missed_objective`, `nobody_there`, `not_given`, `late`, `overloaded`,
    /// `unattended`, `seldom_tested`, `unserved`, `no_objective`, `seldom_comes`, `dead`.
    pub kind: &'static str,
    /// For people.
    pub text: String,
}

/// An instant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MomentView {
    /// Hours from STARTEX.
    pub after_h: f64,
    /// ISO 8601, in the exercise's zone.
    pub civil: String,
    /// For people.
    #[serde(skip)]
    pub moment: String,
}

impl MomentView {
    /// An instant by a clock.
    pub fn of(clock: &CivilClock, at: SimTime) -> MomentView {
        MomentView {
            after_h: clock.micros(at) as f64 / SimDuration::HOUR.micros() as f64,
            civil: clock.iso(at),
            moment: clock.moment(at),
        }
    }

    /// So many microseconds of the run, rounded to whole ones.
    pub fn rounded(clock: &CivilClock, micros: f64) -> MomentView {
        MomentView::of(clock, SimTime::from_micros(micros.round() as u64))
    }
}

/// An inject.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsedInject {
    /// Its number.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// Who gets it.
    pub to: Vec<String>,
    /// The objective that it serves.
    pub objective: Option<String>,
    /// Whether it waits for a condition.
    pub contingency: bool,
    /// The probability that it comes.
    pub probability: Option<f64>,
    /// The lower end of its 95 % interval.
    pub probability_low: Option<f64>,
    /// The upper end.
    pub probability_high: Option<f64>,
    /// Given that it comes, one time in ten it is earlier than this.
    pub p10: Option<MomentView>,
    /// Given that it comes, the median of when.
    pub p50: Option<MomentView>,
    /// Given that it comes, one time in ten it is later than this.
    pub p90: Option<MomentView>,
    /// The instant for which it is planned, if there is one.
    pub planned: Option<MomentView>,
    /// If it is a staff's and no instant is planned, the median of when it was due, of the replications in which it was.
    pub due: Option<MomentView>,
    /// The median of how much later than due it came, of the replications in which it came late.
    pub late_h: Option<f64>,
    /// Of the replications that were watched, those in which it came when it was due.
    pub on_time: u64,
    /// In which its staff gave it late.
    pub late: u64,
    /// In which its staff was asked for it and nobody of it was on duty until ENDEX.
    pub off_shift: u64,
    /// In which its staff was asked for it and had no controller free before ENDEX.
    pub no_controller: u64,
    /// In which it was due and its staff did not learn of what calls for it.
    pub not_told: u64,
    /// In which its delay led beyond ENDEX.
    pub endex_first: u64,
    /// In which its condition was not met.
    pub condition_not_met: u64,
    /// In which the inject that it follows did not come.
    pub not_followed: u64,
}

/// An inject that comes when nobody is on duty of who gets it.
#[derive(Debug, Clone, Serialize)]
pub struct OffShiftView {
    /// Its number.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// Who gets it.
    pub to: String,
    /// The share of the replications in which it came, in which nobody was there.
    pub share: Option<f64>,
    /// The lower end of its 95 % interval.
    pub share_low: Option<f64>,
    /// The upper end.
    pub share_high: Option<f64>,
    /// When the next shift started, in the median of those that did.
    pub next: Option<MomentView>,
    /// How long after the inject, likewise.
    pub wait_h: Option<f64>,
    /// The share of those in which nobody was there, in which nobody came before ENDEX.
    pub never_share: f64,
}

/// A team or an exercise staff.
#[derive(Debug, Clone, Serialize)]
pub struct DeskView {
    /// `team` or `staff`.
    pub kind: &'static str,
    /// Its id.
    pub desk: String,
    /// Clock hours on shift, in the mean of a replication.
    pub on_shift_h: Option<f64>,
    /// Overloaded ones.
    pub overloaded_h: Option<f64>,
    /// Dead ones.
    pub dead_h: Option<f64>,
    /// Those in which work waited and nobody was there.
    pub unattended_h: Option<f64>,
    /// Hours that are so in half of the replications or more, in a row.
    pub stretches: Vec<StretchView>,
    /// Each hour that is overloaded, dead or unattended in any replication; none if nobody asked for them.
    pub hours: Vec<HourView>,
    /// The same for a picture, in bins of one hour or several.
    #[serde(skip)]
    pub bins: Vec<BinView>,
}

/// Hours in a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StretchView {
    /// `overloaded`, `dead` or `unattended`.
    pub what: &'static str,
    /// From when.
    pub from: MomentView,
    /// Until when.
    pub until: MomentView,
    /// The least share of replications of one of its hours.
    pub least_share: f64,
    /// The greatest.
    pub greatest_share: f64,
    /// From when until when, for people.
    #[serde(skip)]
    pub span: String,
}

/// One clock hour, with shares of replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HourView {
    /// Hours from STARTEX to its beginning.
    pub hour: usize,
    /// Its beginning, ISO 8601.
    pub civil: String,
    /// Somebody was on duty.
    pub on_shift_share: f64,
    /// Overloaded.
    pub overloaded_share: f64,
    /// Dead.
    pub dead_share: f64,
    /// Unattended.
    pub unattended_share: f64,
}

/// Bytes that an hour takes at most in a report, the text of its beginning among them.
pub const BYTES_OF_HOUR: u64 = size_of::<HourView>() as u64 + 32;

/// A bin of hours: of each kind the greatest share of one of its hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinView {
    /// Hours from STARTEX.
    pub from_h: f64,
    /// Until when.
    pub until_h: f64,
    /// Overloaded.
    pub overloaded_share: f64,
    /// Dead.
    pub dead_share: f64,
    /// Unattended.
    pub unattended_share: f64,
}

/// An objective.
#[derive(Debug, Clone, Serialize)]
pub struct RehearsedObjective {
    /// Its id.
    pub objective: String,
    /// Its text.
    pub text: String,
    /// How many injects are to serve it.
    pub injects: usize,
    /// The probability that it asks for.
    pub with_probability: f64,
    /// What became of it.
    pub tally: TallyView,
}

/// An inject and the objective that it is to serve.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageView {
    /// The objective.
    pub objective: String,
    /// The inject.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// Where the inject came.
    pub with: TallyView,
    /// Where it did not.
    pub without: TallyView,
}

/// How often an objective was tested and met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TallyView {
    /// Of so many replications.
    pub replications: u64,
    /// In so many it was met or missed.
    pub tested: u64,
    /// In so many it was met.
    pub met: u64,
    /// The share that tested it.
    pub tested_share: Option<f64>,
    /// Of those the share that met it.
    pub met_share: Option<f64>,
    /// The lower end of its 95 % interval.
    pub met_low: Option<f64>,
    /// The upper end.
    pub met_high: Option<f64>,
}
