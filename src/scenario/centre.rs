//! Centres for integrated cyber defence: they fuse reports on the situation into one picture, and warn of what it shows.
//!
//! **Invariant:** records only; what the picture shows, and when, is decided when simulating.

use super::assistance::Lender;
use super::cooperation::Party;
use super::duration::{Span, Time};
use super::effects::Effect;
use super::record::{record, variants};
use super::threat::TargetSet;
use super::written::{At, Id, Word};

record! {
    /// A centre that fuses the reports on the situation that reach its team into a picture of what is held.
    ///
    /// The picture believes of each team and campaign what the last report said that was fused, as of when that was
    /// written: what is held and not in it is unknown, what is in it and no longer held is a false belief.
    pub struct Centre with basis by id {
        /// Its id.
        id: Id,
        /// Its team, to which the reports come: those of all channels that share `SituationReport` and lead to it.
        team: Id,
        /// The tier that fuses them.
        tier: Word,
        /// How long an analyst fuses one report, after it was read if its channel is read.
        fusing: Time,
        /// People whom others second to it for the whole run: they work in that tier and in its shifts, with the skill of
        /// their own.
        secondees: Vec<Secondee>,
        /// Whom it warns of what.
        warns: Vec<Warning>,
        /// Whether it works. If not, reports still reach its team, and the picture stays empty; nobody is seconded to it and
        /// nobody warned. Default: `true`.
        active: At<bool> = true.into(),
    }
}

record! {
    /// Of [`Centre`]: people who are seconded to it.
    pub struct Secondee {
        /// Whose people they are: that tier has fewer seats in every shift.
        from: Lender,
        /// How many, at least 1.
        seats: At<u32>,
    }
}

record! {
    /// Of [`Centre`]: a warning of a campaign. It is given once a campaign, when the picture first shows enough.
    ///
    /// It counts as an inject with the number `centre/warning`, which comes as the first organisation heeds it: others may
    /// come `after` it, conditions may ask whether it was `Injected`.
    pub struct Warning by id {
        /// Its name within the centre: `"operators"`.
        id: Word,
        /// The organisations that are warned, written as the parties of an agreement. They need be party to nothing.
        to: Vec<Party>,
        /// Of how many organisations the picture must show an asset held by the campaign, at least 1. Default: 1.
        organisations: At<u32> = 1.into(),
        /// From then until an organisation has read it: writing, clearing, sending. At once if left out.
        takes: Option<Time>,
        /// The probability that an organisation heeds it, 0 to 1. Default: 1.
        heeds: At<f64> = 1.0.into(),
        /// What each does that heeds it.
        does: Vec<Precaution>,
        /// What is done once, as the first of them heeds it: what a commander orders.
        effect: Option<Effect>,
    }
}

variants! {
    /// What an organisation does that is warned of a campaign.
    pub enum Precaution {
        /// Blocks the campaign's indicators, if the centre's team knows them by then; its own teams, if it has any, know
        /// them too.
        Block,
        /// Patches what the campaign uses, as its `patching` says.
        Patch,
        /// Looks more closely for a time: `Watch(boost: 0.3, for: "2d")`.
        Watch(Watch),
        /// Takes assets out of service for a time: `Shut(assets: [Tag("gateway")], for: "12h")`.
        Shut(Shut),
    }
}

record! {
    /// Of [`Precaution::Watch`].
    pub struct Watch {
        /// What its sensors see more of attacks on the organisation's assets, 0 to 1: P becomes 1 − (1 − P)(1 − boost).
        boost: At<f64>,
        /// For how long.
        r#for: Span,
    }
}

record! {
    /// Of [`Precaution::Shut`]. While it is out of service an asset neither acts nor is reached, and serves nobody.
    pub struct Shut {
        /// Those of these assets that the organisation owns.
        assets: Vec<TargetSet>,
        /// For how long. What is shut already is not shut for longer.
        r#for: Span,
    }
}

impl Centre {
    /// The number under which a warning is an inject.
    pub fn number(&self, warning: &Warning) -> String {
        format!("{}/{}", self.id, warning.id)
    }
}
