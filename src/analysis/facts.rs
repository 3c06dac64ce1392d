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
    /// All that it waits for has succeeded in an organisation.
    Joined(Tried, OrganisationIdx),
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

    /// How many of each kind there are, in the order of the kinds.
    fn sizes(&self) -> [u64; 10] {
        let each = |count: u32, width: u32| u64::from(count) * u64::from(width);
        [
            u64::from(self.places),
            u64::from(self.places),
            u64::from(self.credentials),
            u64::from(self.groups),
            each(self.steps, self.places + 1),
            each(self.steps, self.organisations + 1),
            each(self.tried, self.places + 1),
            each(self.steps, self.places),
            each(self.steps, self.organisations + 1),
            each(self.steps, self.organisations + 1),
        ]
    }

    /// How many facts there are.
    pub fn len(&self) -> u64 {
        self.sizes().iter().sum()
    }

    /// The number of a fact.
    pub fn number(&self, fact: Fact) -> u32 {
        let (places, organisations) = (self.places, self.organisations + 1);
        let (kind, number) = match fact {
            Fact::Held(place) => (0, place),
            Fact::Admin(place) => (1, place),
            Fact::Taken(credential) => (2, credential.0),
            Fact::Opens(group) => (3, group.0),
            Fact::Begun(tried, place) => (4, tried * (places + 1) + place),
            Fact::Around(tried, organisation) => (5, tried * organisations + organisation.0),
            Fact::From(tried, place) => (6, tried * (places + 1) + place),
            Fact::Done(tried, place) => (7, tried * places + place),
            Fact::DoneIn(tried, organisation) => (8, tried * organisations + organisation.0),
            Fact::Joined(tried, organisation) => (9, tried * organisations + organisation.0),
        };
        (self.sizes()[..kind].iter().sum::<u64>()) as u32 + number
    }

    /// The fact with a number.
    pub fn fact(&self, number: u32) -> Fact {
        let (places, organisations) = (self.places, self.organisations + 1);
        let mut number = u64::from(number);
        let mut kind = 0;
        for size in self.sizes() {
            if number < size {
                break;
            }
            number -= size;
            kind += 1;
        }
        let number = number as u32;
        let within = |width: u32| (number / width, number % width);
        let in_organisation = || (number / organisations, OrganisationIdx(number % organisations));
        match kind {
            0 => Fact::Held(number),
            1 => Fact::Admin(number),
            2 => Fact::Taken(CredentialIdx(number)),
            3 => Fact::Opens(GroupIdx(number)),
            4 => {
                let (tried, place) = within(places + 1);
                Fact::Begun(tried, place)
            }
            5 => {
                let (tried, organisation) = in_organisation();
                Fact::Around(tried, organisation)
            }
            6 => {
                let (tried, place) = within(places + 1);
                Fact::From(tried, place)
            }
            7 => {
                let (tried, place) = within(places);
                Fact::Done(tried, place)
            }
            8 => {
                let (tried, organisation) = in_organisation();
                Fact::DoneIn(tried, organisation)
            }
            _ => {
                let (tried, organisation) = in_organisation();
                Fact::Joined(tried, organisation)
            }
        }
    }
}
