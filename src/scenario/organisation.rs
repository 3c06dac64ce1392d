//! Organisations: who owns networks, staffs teams, belongs to which alliance, and how mature they are.
//!
//! **Invariant:** records only; that ids exist and dates make sense is checked when compiling.

use super::duration::Time;
use super::record::{choices, record};
use super::written::{At, Id, Word};
use crate::diagnostic::Place;

record! {
    /// An organisation: an institution, a nation's armed forces, a response team, an operator.
    pub struct Organisation by id {
        /// Its id.
        id: Id,
        /// A short name for tables, at most a dozen characters; the id if left out.
        short: Option<Word>,
        /// Its full name; the id if left out.
        name: Option<Word>,
        /// Its memberships.
        member_of: Vec<Membership>,
        /// The organisations that it responds for besides itself.
        protects: Vec<Id>,
        /// How long after an advisory an asset is patched; it patches nothing by advisories if left out.
        patching: Option<Time>,
        /// How mature its cyber defence is, as nations say of themselves under NATO's Cyber Defence Pledge: its teams, their sensors
        /// and its patching are as the scenario's `maturity` says. Nothing is scaled if left out.
        maturity: Option<At<Maturity>>,
        /// The controls that it has everywhere, its own or the library's.
        controls: Vec<Id>,
        /// Free words by which target sets choose it.
        tags: Vec<Word>,
    }
}

record! {
    /// Membership of an alliance.
    pub struct Membership {
        /// The alliance.
        r#in: At<Alliance>,
        /// The first day, `"2004-03-29"`; since ever if left out.
        since: Option<Word>,
        /// The last day; for ever if left out.
        until: Option<Word>,
    }
}

choices! {
    /// What an organisation may be a member of.
    pub enum Alliance {
        /// The North Atlantic Treaty Organization.
        Nato,
        /// The European Union.
        Eu,
    }
}

choices! {
    /// How mature an organisation's cyber defence is.
    pub enum Maturity {
        /// Beginning: fewer people, who know less.
        Basic,
        /// As is written in the scenario.
        Intermediate,
        /// More and better than is written.
        Advanced,
    }
}

record! {
    /// What is written of organisations that say how mature they are is multiplied with these.
    ///
    /// The built-in factors are assumptions: no source gives any.
    pub struct Maturities with basis {
        /// Of the basic. Default: `(seats: 0.5, sensors: 0.7, patching: 2, skill: 0.8)`.
        basic: Factors = Factors::new(0.5, 0.7, 2.0, 0.8),
        /// Of the intermediate. Default: 1 throughout.
        intermediate: Factors = Factors::new(1.0, 1.0, 1.0, 1.0),
        /// Of the advanced. Default: `(seats: 1.5, sensors: 1.2, patching: 0.5, skill: 1.25)`.
        advanced: Factors = Factors::new(1.5, 1.2, 0.5, 1.25),
    }
}

record! {
    /// The factors of one maturity, each from 0.1 to 10.
    pub struct Factors {
        /// Of the seats of its teams' tiers, rounded to whole seats, one at least. What injects add or take is not scaled.
        seats: At<f64>,
        /// Of the sensitivity of its teams' sensors, which is 1 at most.
        sensors: At<f64>,
        /// Of the time in which it patches after an advisory.
        patching: At<f64>,
        /// Of the skill of its teams' tiers.
        skill: At<f64>,
    }
}

impl Factors {
    /// Factors that nobody wrote.
    fn new(seats: f64, sensors: f64, patching: f64, skill: f64) -> Factors {
        Factors {
            seats: seats.into(),
            sensors: sensors.into(),
            patching: patching.into(),
            skill: skill.into(),
        }
    }

    /// Each with its name.
    pub fn each(&self) -> [(&'static str, At<f64>); 4] {
        let Factors { seats, sensors, patching, skill } = *self;
        [("seats", seats), ("sensors", sensors), ("patching", patching), ("skill", skill)]
    }
}

impl Maturities {
    /// What they are where a scenario says nothing.
    pub fn built_in() -> Maturities {
        <Self as super::reading::Written>::left_out()
            .unwrap_or_else(<Self as super::reading::Written>::stand_in)
    }

    /// The factors of a maturity.
    pub fn of(&self, maturity: Maturity) -> &Factors {
        match maturity {
            Maturity::Basic => &self.basic,
            Maturity::Intermediate => &self.intermediate,
            Maturity::Advanced => &self.advanced,
        }
    }

    /// Each with its name, the least mature first.
    pub fn each(&self) -> [(&'static str, &Factors); 3] {
        [("basic", &self.basic), ("intermediate", &self.intermediate), ("advanced", &self.advanced)]
    }

    /// The first place at which a factor is written.
    pub fn place(&self) -> Option<Place> {
        let places = self.each().into_iter().flat_map(|(_, factors)| factors.each());
        places.map(|(_, factor)| factor.place).find(|place| !place.is_nowhere())
    }
}
