//! What can become true in a campaign, each fact with a number.
//!
//! **Invariant:** numbers are dense, and every number below [`Facts::len`] stands for one fact.

use crate::model::{Campaign, CredentialIdx, GroupIdx, Model, OrganisationIdx, SpreadIdx, StepIdx};

/// What can become true. Places are numbered by [`super::places::Places`]; the number behind the last place is the internet, and the
/// number behind the last organisation is "anywhere".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// An asset of the place is held.
    Held(u32),
    /// It is held with administrator's access.
    Admin(u32),
    /// A credential has been taken.
    Taken(CredentialIdx),
    /// A credential that opens the group has been taken.
    Opens(GroupIdx),
    /// A step can be tried from a foothold.
    Begun(Tried, u32),
    /// It can be tried from somewhere in an organisation.
    Around(Tried, OrganisationIdx),
    /// It has all that it needs of a source.
    From(Tried, u32),
    /// It has succeeded, and the flow goes on from there.
    Done(Tried, u32),
    /// It has succeeded in an organisation.
    DoneIn(Tried, OrganisationIdx),
    /// It has failed, retries and all, and the flow goes on from there.
    Failed(Tried, u32),
    /// It has failed in an organisation.
    FailedIn(Tried, OrganisationIdx),
    /// All that it waits for has come about in an organisation.
    Joined(Tried, OrganisationIdx),
    /// The organisation has been explored.
    Knows(OrganisationIdx),
}

/// A step or, behind the last step, a spread of the campaign, by its place there.
pub type Tried = u32;

/// The facts of a campaign and their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    places: u32,
    organisations: u32,
    groups: u32,
    credentials: u32,
    /// Steps, and all that is tried.
    steps: u32,
    tried: u32,
    first_step: u32,
    first_spread: u32,
}

impl Facts {
    /// Those of a campaign over so many places.
    pub fn new(model: &Model, campaign: &Campaign, places: usize) -> Facts {
        let steps = campaign.steps.len() as u32;
        Facts {
            places: places as u32,
            organisations: model.organisations.len() as u32,
            groups: model.network.groups.len() as u32,
            credentials: model.network.credentials,
            steps,
            tried: steps + campaign.spreads.len() as u32,
            first_step: campaign.steps.start,
            first_spread: campaign.spreads.start,
        }
    }

    /// The place that stands for the internet.
    pub const fn internet(&self) -> u32 {
        self.places
    }

    /// The organisation that stands for all of them.
    pub const fn anywhere(&self) -> OrganisationIdx {
        OrganisationIdx(self.organisations)
    }

    /// The organisations, "anywhere" last.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationIdx> + use<> {
        (0..=self.organisations).map(OrganisationIdx)
    }

    /// All that is tried: steps, then spreads.
    pub const fn all_tried(&self) -> std::ops::Range<Tried> {
        0..self.tried
    }

    /// The steps among them.
    pub const fn steps(&self) -> std::ops::Range<Tried> {
        0..self.steps
    }

    /// The step that a number stands for.
    pub fn step(&self, tried: Tried) -> Option<StepIdx> {
        (tried < self.steps).then(|| StepIdx(self.first_step + tried))
    }

    /// The spread that a number behind those of the steps stands for.
    pub const fn spread(&self, tried: Tried) -> SpreadIdx {
        SpreadIdx(self.first_spread + tried - self.steps)
    }

    /// The number of a step.
    pub const fn tried(&self, step: StepIdx) -> Tried {
        step.0 - self.first_step
    }

    /// How many of each kind there are: so many times so many. The order is that of the kinds.
    const fn sizes(&self) -> [(u32, u32); KINDS] {
        let (everywhere, organisations) = (self.places + 1, self.organisations + 1);
        [
            (1, self.places),
            (1, self.places),
            (1, self.credentials),
            (1, self.groups),
            (self.steps, everywhere),
            (self.steps, organisations),
            (self.tried, everywhere),
            (self.steps, everywhere),
            (self.steps, organisations),
            (self.steps, everywhere),
            (self.steps, organisations),
            (self.steps, organisations),
            (1, organisations),
        ]
    }

    /// How many facts there are.
    pub fn len(&self) -> u64 {
        self.sizes().iter().map(|&(rows, width)| u64::from(rows) * u64::from(width)).sum()
    }

    /// The number of a fact.
    pub fn number(&self, fact: Fact) -> u32 {
        let (kind, row, column) = match fact {
            Fact::Held(place) => (0, 0, place),
            Fact::Admin(place) => (1, 0, place),
            Fact::Taken(credential) => (2, 0, credential.0),
            Fact::Opens(group) => (3, 0, group.0),
            Fact::Begun(tried, place) => (4, tried, place),
            Fact::Around(tried, organisation) => (5, tried, organisation.0),
            Fact::From(tried, place) => (6, tried, place),
            Fact::Done(tried, place) => (7, tried, place),
            Fact::DoneIn(tried, organisation) => (8, tried, organisation.0),
            Fact::Failed(tried, place) => (9, tried, place),
            Fact::FailedIn(tried, organisation) => (10, tried, organisation.0),
            Fact::Joined(tried, organisation) => (11, tried, organisation.0),
            Fact::Knows(organisation) => (12, 0, organisation.0),
        };
        let sizes = self.sizes();
        let before: u32 = sizes[..kind].iter().map(|&(rows, width)| rows * width).sum();
        before + row * sizes[kind].1 + column
    }

    /// The fact with a number.
    pub fn fact(&self, mut number: u32) -> Fact {
        let sizes = self.sizes();
        let mut kind = 0;
        while number >= sizes[kind].0 * sizes[kind].1 && kind + 1 < KINDS {
            number -= sizes[kind].0 * sizes[kind].1;
            kind += 1;
        }
        let width = sizes[kind].1.max(1);
        let (tried, column) = (number / width, number % width);
        let organisation = OrganisationIdx(column);
        match kind {
            0 => Fact::Held(column),
            1 => Fact::Admin(column),
            2 => Fact::Taken(CredentialIdx(column)),
            3 => Fact::Opens(GroupIdx(column)),
            4 => Fact::Begun(tried, column),
            5 => Fact::Around(tried, organisation),
            6 => Fact::From(tried, column),
            7 => Fact::Done(tried, column),
            8 => Fact::DoneIn(tried, organisation),
            9 => Fact::Failed(tried, column),
            10 => Fact::FailedIn(tried, organisation),
            11 => Fact::Joined(tried, organisation),
            _ => Fact::Knows(organisation),
        }
    }
}

/// Kinds of facts.
const KINDS: usize = 13;
