//! What a technique does when nothing but its tactic is known.
//!
//! | tactic | does | success | time (median) | severity | indicator_block | gives |
//! |---|---|---|---|---|---|---|
//! | InitialAccess | Exploit | 0.1 | 30 min | Medium | 0.8 | User |
//! | Persistence | Persist | 0.8 | 5 min | Medium | 0.1 | User |
//! | PrivilegeEscalation | Escalate | 0.4 | 10 min | High | 0.1 | Admin |
//! | CredentialAccess | TakeCredentials | 0.6 | 10 min | High | 0.1 | User |
//! | Discovery | Discover | 0.9 | 10 min | Low | 0.1 | User |
//! | LateralMovement | Move | 0.5 | 15 min | High | 0.3 | User |
//! | CommandAndControl | must be said | 0.8 | 5 min | Medium | 0.6 | User |
//! | Exfiltration | Exfiltrate | 0.8 | 1 h | High | 0.6 | User |
//! | Impact | TakeOffline | 0.9 | 15 min | Critical | 0.1 | User |
//! | others | must be said | 0.8 | 5 min | Medium (Reconnaissance, ResourceDevelopment: Low) | 0.1 | User |
//!
//! Times are lognormal with sigma 1. There are no needs and no retries. What digs in survives an eradication with
//! probability 0.5. A denied service comes back after 4 h (median); other impairments last. All numbers are assumed.
//!
//! **Invariant:** the table above and the code below say the same.

use super::technique::minutes;
use crate::kernel::Distribution;
use crate::model::{self, Impairment};
use crate::scenario::{Action, DataSource, Severity, Tactic};

/// The probability that a data source shows an attempt, and in addition a success.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Visibility {
    /// Of every attempt.
    pub attempt: Vec<(DataSource, f64)>,
    /// In addition of a success.
    pub success: Vec<(DataSource, f64)>,
}

/// What techniques of a tactic usually are.
#[derive(Debug)]
pub struct Usual {
    /// What success does; none when techniques of the tactic differ too much.
    pub action: Option<Action>,
    /// Probability of success.
    pub success: f64,
    /// Time of one attempt.
    pub time: Distribution,
    /// Its median in minutes.
    pub minutes: f64,
    /// Severity of its alerts.
    pub severity: Severity,
    /// Probability that blocked indicators stop it.
    pub indicator_block: f64,
    /// Whether success gives administrator's access.
    pub gives_admin: bool,
    /// How visible it is.
    pub visible: Visibility,
}

/// The tactic that an action serves.
pub fn of_action(action: Action) -> Tactic {
    match action {
        Action::Phish | Action::Plug | Action::Supply | Action::Exploit => Tactic::InitialAccess,
        Action::Escalate => Tactic::PrivilegeEscalation,
        Action::TakeCredentials => Tactic::CredentialAccess,
        Action::Move => Tactic::LateralMovement,
        Action::Exfiltrate => Tactic::Exfiltration,
        Action::Encrypt | Action::Wipe | Action::Deny | Action::Manipulate | Action::TakeOffline => {
            Tactic::Impact
        }
        Action::Discover => Tactic::Discovery,
        Action::Persist => Tactic::Persistence,
    }
}

/// The probability that what has dug in survives an eradication.
pub const USUAL_SURVIVAL: f64 = 0.5;

/// How long an asset usually stays out of service; none: until it is restored.
pub fn usual_lasting(how: Impairment) -> Option<Distribution> {
    usual_lasting_minutes(how).map(|median| minutes(median, 1.0))
}

/// Its median in minutes.
pub fn usual_lasting_minutes(how: Impairment) -> Option<f64> {
    (how == Impairment::Deny).then_some(240.0)
}

/// What techniques of a tactic usually are.
pub fn usual(tactic: Tactic) -> Usual {
    use DataSource::{ApplicationLog, Authentication, File, NetworkTraffic, Process, Registry, Service};
    use Severity::{Critical, High, Low, Medium};
    let (action, success, median, severity) = match tactic {
        Tactic::InitialAccess => (Some(Action::Exploit), 0.1, 30.0, Medium),
        Tactic::Persistence => (Some(Action::Persist), 0.8, 5.0, Medium),
        Tactic::PrivilegeEscalation => (Some(Action::Escalate), 0.4, 10.0, High),
        Tactic::CredentialAccess => (Some(Action::TakeCredentials), 0.6, 10.0, High),
        Tactic::Discovery => (Some(Action::Discover), 0.9, 10.0, Low),
        Tactic::LateralMovement => (Some(Action::Move), 0.5, 15.0, High),
        Tactic::Exfiltration => (Some(Action::Exfiltrate), 0.8, 60.0, High),
        Tactic::Impact => (Some(Action::TakeOffline), 0.9, 15.0, Critical),
        Tactic::Reconnaissance | Tactic::ResourceDevelopment => (None, 0.8, 5.0, Low),
        Tactic::Execution | Tactic::DefenseEvasion | Tactic::Collection | Tactic::CommandAndControl => {
            (None, 0.8, 5.0, Medium)
        }
    };
    let indicator_block = match tactic {
        Tactic::InitialAccess => 0.8,
        Tactic::CommandAndControl | Tactic::Exfiltration => 0.6,
        Tactic::LateralMovement => 0.3,
        _ => 0.1,
    };
    let visible = match tactic {
        Tactic::InitialAccess => shown(&[(NetworkTraffic, 0.05), (ApplicationLog, 0.1)], &[(Process, 0.3)]),
        Tactic::Execution | Tactic::DefenseEvasion => shown(&[], &[(Process, 0.2)]),
        Tactic::Persistence => shown(&[], &[(Registry, 0.2), (Service, 0.2)]),
        Tactic::PrivilegeEscalation => shown(&[(Process, 0.1)], &[(Process, 0.2)]),
        Tactic::CredentialAccess => shown(&[(Process, 0.15)], &[(Process, 0.2), (Authentication, 0.05)]),
        Tactic::LateralMovement => {
            shown(&[(Authentication, 0.1), (NetworkTraffic, 0.05)], &[(Authentication, 0.1), (Process, 0.2)])
        }
        Tactic::CommandAndControl | Tactic::Exfiltration => {
            shown(&[(NetworkTraffic, 0.1)], &[(NetworkTraffic, 0.2)])
        }
        Tactic::Impact => shown(&[(Process, 0.2)], &[(File, 0.5), (Service, 0.3)]),
        Tactic::Reconnaissance | Tactic::ResourceDevelopment | Tactic::Discovery | Tactic::Collection => {
            shown(&[], &[(Process, 0.05)])
        }
    };
    let gives_admin = tactic == Tactic::PrivilegeEscalation;
    let time = minutes(median, 1.0);
    Usual { action, success, time, minutes: median, severity, indicator_block, gives_admin, visible }
}

fn shown(attempt: &[(DataSource, f64)], success: &[(DataSource, f64)]) -> Visibility {
    Visibility { attempt: attempt.to_vec(), success: success.to_vec() }
}

/// The model's tactic.
pub fn lowered(tactic: Tactic) -> model::Tactic {
    match tactic {
        Tactic::Reconnaissance => model::Tactic::Reconnaissance,
        Tactic::ResourceDevelopment => model::Tactic::ResourceDevelopment,
        Tactic::InitialAccess => model::Tactic::InitialAccess,
        Tactic::Execution => model::Tactic::Execution,
        Tactic::Persistence => model::Tactic::Persistence,
        Tactic::PrivilegeEscalation => model::Tactic::PrivilegeEscalation,
        Tactic::DefenseEvasion => model::Tactic::DefenseEvasion,
        Tactic::CredentialAccess => model::Tactic::CredentialAccess,
        Tactic::Discovery => model::Tactic::Discovery,
        Tactic::LateralMovement => model::Tactic::LateralMovement,
        Tactic::Collection => model::Tactic::Collection,
        Tactic::CommandAndControl => model::Tactic::CommandAndControl,
        Tactic::Exfiltration => model::Tactic::Exfiltration,
        Tactic::Impact => model::Tactic::Impact,
    }
}
