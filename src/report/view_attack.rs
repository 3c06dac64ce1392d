//! The ATT&CK matrix of the replication that is told, as the JSON has it.
//!
//! **Invariant:** tactics are in the order of ATT&CK, and techniques within them by id.

use crate::measure::{FirstAlert, TacticUse, TechniqueUse, Word, word};
use serde::{Deserialize, Serialize};

/// A tactic that the scenario's techniques serve.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TacticView {
    /// As ATT&CK calls it: `Initial Access`.
    #[serde(deserialize_with = "word")]
    pub tactic: Word,
    /// The scenario's techniques that serve it.
    pub techniques: Vec<TechniqueView>,
}

/// What became of a technique.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TechniqueView {
    /// Its id.
    pub technique: String,
    /// Its name.
    pub name: String,
    /// `seen`: it was used, and an alert came of it; `missed`: it was used, and none came; `not_used`.
    #[serde(deserialize_with = "word")]
    pub fate: Word,
    /// How many attempts ended.
    pub attempts: u64,
    /// How many of them succeeded.
    pub succeeded: u64,
    /// How many alerts came of it, those included that were merged into earlier ones.
    pub alerts: u64,
    /// The first alert, null if there was none.
    pub first_alert: Option<FirstAlertView>,
}

/// The first alert that came of a technique.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstAlertView {
    /// Microseconds from STARTEX, negative in the prelude.
    pub t_us: i64,
    /// ISO 8601 with offset, in the exercise's zone.
    pub civil: String,
    /// The same for people.
    #[serde(skip)]
    pub moment: String,
    /// The team that got it.
    pub team: String,
    /// The sensor that raised it, or the notice by which somebody told.
    pub by: String,
    /// The asset that it is about.
    pub asset: String,
}

impl From<TacticUse> for TacticView {
    fn from(column: TacticUse) -> TacticView {
        TacticView {
            tactic: column.tactic,
            techniques: column.techniques.into_iter().map(TechniqueView::from).collect(),
        }
    }
}

impl From<TechniqueUse> for TechniqueView {
    fn from(used: TechniqueUse) -> TechniqueView {
        let fate = used.fate().name();
        let first_alert = used.first_alert.map(|FirstAlert { t_us, moment, civil, team, by, asset }| {
            FirstAlertView { t_us, civil, moment, team, by, asset }
        });
        TechniqueView {
            technique: used.id,
            name: used.name,
            fate,
            attempts: used.attempts,
            succeeded: used.succeeded,
            alerts: used.alerts,
            first_alert,
        }
    }
}
