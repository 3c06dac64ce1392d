//! Controls: standing measures of an organisation that make attacks on it less likely to succeed, or easier to see.
//!
//! **Invariant:** records only; what is left out of a known control is filled from the library when compiling.

use super::record::{record, variants};
use super::threat::{Action, Tactic};
use super::written::{At, Id, Word};

record! {
    /// A control. A known id overrides the library's: fields left out keep its value.
    ///
    /// It acts on each attempt of what it is `against` whose target belongs to an organisation that has it; where there is
    /// no target, the foothold. Of several controls the factors multiply.
    pub struct Control with basis by id {
        /// Its id.
        id: Id,
        /// Its name, for people.
        name: Option<Word>,
        /// What it is against: a technique to which any of these applies.
        against: Vec<Against>,
        /// What the probability of success is multiplied by, 0 to 1; 1 if no library says otherwise.
        success: Option<At<f64>>,
        /// What each visibility is multiplied by, 0 or more; the product is at most 1. 1 if no library says otherwise.
        visibility: Option<At<f64>>,
        /// Whether backups are kept where an adversary in the network can't destroy them; `false` if no library says
        /// otherwise.
        offline_backups: Option<At<bool>>,
    }
}

variants! {
    /// What a control is against.
    pub enum Against {
        /// Techniques that need a credential.
        Credential,
        /// Techniques of a tactic: `Tactic(InitialAccess)`.
        Tactic(At<Tactic>),
        /// One technique: `Technique("T1566.001")`.
        Technique(Id),
        /// Techniques that do this: `Action(Phish)`.
        Action(At<Action>),
    }
}
