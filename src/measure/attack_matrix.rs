//! The ATT&CK matrix of one replication: what became of each technique of the scenario, by tactic.
//!
//! **Invariant:** every technique that a campaign of the scenario uses stands in it once, under its tactic.

use super::CivilClock;
use crate::kernel::SimTime;
use crate::model::*;
use crate::sim::{Happening, Trace, Verdict};

/// A column: a tactic, in the order of ATT&CK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TacticUse {
    /// The tactic as ATT&CK calls it: `Initial Access`.
    pub tactic: &'static str,
    /// The scenario's techniques that serve it, by id.
    pub techniques: Vec<TechniqueUse>,
}

/// What became of a technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TechniqueUse {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many attempts ended.
    pub attempts: u64,
    /// How many of them succeeded.
    pub succeeded: u64,
    /// How many alerts came of it, those included that were merged into earlier ones. A scan may raise some without an attempt: it
    /// hits nothing.
    pub alerts: u64,
    /// The first of them.
    pub first_alert: Option<FirstAlert>,
}

/// The first alert that came of a technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAlert {
    /// When: microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// The same for people, in the exercise's zone.
    pub moment: String,
    /// The same for machines: ISO 8601 with its offset.
    pub civil: String,
    /// The team that got it.
    pub team: String,
    /// The sensor that raised it, or who told: a notice.
    pub by: String,
    /// The asset that it is about.
    pub asset: String,
}

/// What became of a technique, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TechniqueFate {
    /// It was used, and an alert came of it.
    Seen,
    /// It was used, and no alert came of it.
    Missed,
    /// It was not used.
    NotUsed,
}

impl TechniqueFate {
    /// In results: a word.
    pub const fn name(self) -> &'static str {
        match self {
            TechniqueFate::Seen => "seen",
            TechniqueFate::Missed => "missed",
            TechniqueFate::NotUsed => "not_used",
        }
    }
}

impl TechniqueUse {
    /// What became of it.
    pub const fn fate(&self) -> TechniqueFate {
        match (self.attempts, self.alerts) {
            (0, 0) => TechniqueFate::NotUsed,
            (_, 0) => TechniqueFate::Missed,
            _ => TechniqueFate::Seen,
        }
    }
}

/// The tactics of ATT&CK for enterprises in its order, with the names that it gives them.
const TACTICS: [(Tactic, &str); 14] = [
    (Tactic::Reconnaissance, "Reconnaissance"),
    (Tactic::ResourceDevelopment, "Resource Development"),
    (Tactic::InitialAccess, "Initial Access"),
    (Tactic::Execution, "Execution"),
    (Tactic::Persistence, "Persistence"),
    (Tactic::PrivilegeEscalation, "Privilege Escalation"),
    (Tactic::DefenseEvasion, "Defense Evasion"),
    (Tactic::CredentialAccess, "Credential Access"),
    (Tactic::Discovery, "Discovery"),
    (Tactic::LateralMovement, "Lateral Movement"),
    (Tactic::Collection, "Collection"),
    (Tactic::CommandAndControl, "Command and Control"),
    (Tactic::Exfiltration, "Exfiltration"),
    (Tactic::Impact, "Impact"),
];

/// The matrix of a replication: the tactics that the scenario's techniques serve.
pub fn attack_matrix(model: &Model, trace: &Trace) -> Vec<TacticUse> {
    let uses = uses(model, trace);
    let column = |&(tactic, name): &(Tactic, &'static str)| {
        let of_it = model.techniques.iter().zip(&uses).filter(|(technique, _)| technique.tactic == tactic);
        TacticUse { tactic: name, techniques: of_it.map(|(_, it)| it.clone()).collect() }
    };
    TACTICS.iter().map(column).filter(|column| !column.techniques.is_empty()).collect()
}

fn uses(model: &Model, trace: &Trace) -> Vec<TechniqueUse> {
    let unused = |technique: &Named| TechniqueUse {
        id: technique.id.clone(),
        name: technique.name.clone(),
        attempts: 0,
        succeeded: 0,
        alerts: 0,
        first_alert: None,
    };
    let mut uses: Vec<TechniqueUse> = model.names.techniques.iter().map(unused).collect();
    for entry in &trace.entries {
        match entry.what {
            Happening::AttemptEnded { step, spread, verdict, .. } => {
                let technique = match step.is_some() {
                    true => model.steps[step.at()].technique,
                    false => model.spreads[spread.at()].technique,
                };
                let it = &mut uses[technique.at()];
                it.attempts += 1;
                it.succeeded += u64::from(verdict == Verdict::Succeeded);
            }
            Happening::AlertRaised { team, sensor, notice, asset, technique, .. } if technique.is_some() => {
                let it = &mut uses[technique.at()];
                it.alerts += 1;
                it.first_alert.get_or_insert_with(|| first(model, entry.at, team, (sensor, notice), asset));
            }
            // What it was merged into came earlier.
            Happening::AlertMerged { technique, .. } if technique.is_some() => {
                uses[technique.at()].alerts += 1;
            }
            _ => {}
        }
    }
    uses
}

fn first(
    model: &Model,
    at: SimTime,
    team: TeamIdx,
    (sensor, notice): (SensorIdx, NoticeIdx),
    asset: AssetIdx,
) -> FirstAlert {
    let (clock, names) = (CivilClock::of(model), &model.names);
    let by = match (sensor.is_some(), notice.is_some()) {
        (true, _) => names.sensors[sensor.at()].clone(),
        (_, true) => names.notices[notice.at()].clone(),
        _ => String::new(),
    };
    FirstAlert {
        t_us: clock.micros(at),
        moment: clock.moment(at),
        civil: clock.iso(at),
        team: names.teams[team.at()].clone(),
        by,
        asset: if asset.is_some() { model.asset_name(asset) } else { String::new() },
    }
}
