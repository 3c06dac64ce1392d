//! Functions and missions: what organisations keep up by means of assets and of each other, and what it is for.
//!
//! **Invariant:** records only; ids are not resolved.

use super::clock::Moment;
use super::containers::Listed;
use super::duration::Time;
use super::network::Faults;
use super::record::{record, variants};
use super::threat::TargetSet;
use super::written::{At, Id, Word};

record! {
    /// Something that an organisation does by means of assets and of other functions, with a level from 0 to 1.
    ///
    /// Its level is the least of what its assets give by `needs` and of what each of its `depends` gives: the scarcest says
    /// how much can be done. A function needs assets, dependencies, or both.
    pub struct Function by id {
        /// Its id.
        id: Id,
        /// The organisation whose function it is.
        organisation: Id,
        /// Its name, for people; the id if left out.
        name: Option<Word>,
        /// The assets that it rests on, all of its own organisation; none for what only depends on others.
        assets: Listed<TargetSet>,
        /// How its level follows from its assets. Default: `Weighted`.
        needs: Rule = Rule::Weighted,
        /// What it depends on beside its assets, each by a name of its own: functions of any organisation.
        depends: Vec<Dependency>,
        /// From the moment at which more would be possible again (assets are back, or what it depends on) to the moment at
        /// which it is done: a restart. What falls again meanwhile does not rise. At once if left out. The end of its own
        /// faults, and being brought up, take no such time.
        recovery: Option<Time>,
        /// How it fails by itself, besides what its assets do; never if left out.
        faults: Option<Faults>,
    }
}

variants! {
    /// How the level of a function follows from what it needs. Assets have level 1 while they are up, else 0.
    pub enum Rule {
        /// The least level of all: of assets, 1 while all are up, else 0.
        All,
        /// The greatest level of any: of assets, 1 while any is up, else 0.
        Any,
        /// The level that at least so many have, of assets 1 while so many are up, else 0: `AtLeast(3)`.
        AtLeast(At<u32>),
        /// The mean level by weight: of assets the share of their weight that is up.
        Weighted,
    }
}

record! {
    /// Something that a function needs beside its assets, or a mission: `(id: "power", on: [Function("grid")], backup: "8h")`.
    ///
    /// Functions may need each other, as power and telecommunications do. All levels that follow from a change follow in the same
    /// instant; what falls makes only others fall, and what rises only others rise, so that this ends. In a ring whose
    /// backups are used up, everything stays down until something from outside starts it again, as the effect `Refuel` does.
    /// A ring in which nothing could ever start again is refused, and one in which a need is `Weighted` too, for there
    /// levels would sink for ever in ever smaller steps.
    pub struct Dependency by id {
        /// Its name within the function or mission: `"power"`.
        id: Word,
        /// What is needed.
        on: Listed<Need>,
        /// How much of it is needed: the rule that makes one level of their levels. Default: `All`.
        needs: Rule = Rule::All,
        /// How long batteries, fuel or stocks bridge it when less than all is there: so long it gives level 1, and then what is
        /// there. Drawn anew for each failure. Nothing bridges it if left out.
        backup: Option<Time>,
        /// How long an empty backup takes to be full again once all is there. What is used is used in proportion, and charged
        /// likewise: a backup of 8 h that bridged 2 h is full again after a quarter of this time, and one that is a quarter
        /// full bridges a quarter of its time. At once if left out.
        recharge: Option<Time>,
    }
}

record! {
    /// What a commander has to get done in a part of the exercise, by means of functions of any organisation.
    ///
    /// Its level is the least of what its `depends` give, from 0 to 1. What is missing to 1 between its beginning and its end is
    /// its loss, in function-hours. Before it begins its level is 1, and once it is over it stays as it was at the end.
    pub struct Mission by id {
        /// Its id.
        id: Id,
        /// The organisation that commands it.
        organisation: Id,
        /// Its name, for people; the id if left out.
        name: Option<Word>,
        /// What it depends on, each by a name of its own.
        depends: Vec<Dependency>,
        /// When it begins; at STARTEX if left out.
        from: Option<Moment>,
        /// When it ends; at ENDEX if left out.
        until: Option<Moment>,
        /// The level below which it is in danger, more than 0 and at most 1. Default: 1.
        threshold: At<f64> = 1.0.into(),
        /// What its loss counts in `mission_loss` of all missions together, 0 or more. Default: 1.
        weight: At<f64> = 1.0.into(),
    }
}

variants! {
    /// Something that has a level, and that functions need.
    pub enum Need {
        /// A function of any organisation: `Function("grid")`, or with a weight `Function("grid", 3)`.
        Function(NeededFunction),
    }
}

record! {
    /// Of [`Need::Function`].
    pub struct NeededFunction {
        /// The function.
        id: Id,
        /// What it counts where the rule is `Weighted`, 0 or more. Default: 1.
        weight: At<f64> = 1.0.into(),
    }
}
