//! Typed indices: a team can't be looked up among the sensors.
//!
//! **Invariant:** `NONE` never indexes anything; it stands for "no such thing" in dense columns.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// No such thing.
            pub const NONE: $name = $name(u32::MAX);

            /// The place in the column.
            #[inline]
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// Whether there is such a thing.
            #[inline]
            pub const fn is_some(self) -> bool {
                self.0 != u32::MAX
            }

            /// All indices of a column of `len` entries.
            pub fn all(len: usize) -> impl DoubleEndedIterator<Item = $name> + ExactSizeIterator + Clone {
                (0..len as u32).map($name)
            }
        }
    )*};
}

index! {
    /// An organisation.
    OrganisationIdx,
    /// An organisation that responds: it has teams.
    ResponderIdx,
    /// A zone; 0 is the internet.
    ZoneIdx,
    /// A group of like assets; a single asset is a group of one.
    GroupIdx,
    /// One asset.
    AssetIdx,
    /// A directed link between two zones.
    LinkIdx,
    /// What links run over.
    MediumIdx,
    /// A credential.
    CredentialIdx,
    /// A technique.
    TechniqueIdx,
    /// A campaign.
    CampaignIdx,
    /// A supplier.
    SupplierIdx,
    /// A step of a campaign's attack flow.
    StepIdx,
    /// A spread of a campaign.
    SpreadIdx,
    /// Whoever serves a queue: a tier, an authority, a crew.
    PoolIdx,
    /// A response team.
    TeamIdx,
    /// A sensor.
    SensorIdx,
    /// Somebody who tells a team what no sensor shows.
    NoticeIdx,
    /// An agreement.
    AgreementIdx,
    /// A channel of an agreement.
    ChannelIdx,
    /// An offer of experts.
    AssistanceIdx,
    /// A centre that makes a picture of the situation.
    CentreIdx,
    /// An investigation.
    InvestigationIdx,
    /// A function.
    FunctionIdx,
    /// A mission.
    MissionIdx,
    /// A cable or a pipeline.
    CableIdx,
    /// Whatever has a level: see [`Reliance`](super::Reliance).
    LevelIdx,
    /// An inject of the MSEL.
    InjectIdx,
    /// What an inject changes.
    EffectIdx,
    /// A legal duty to report.
    ObligationIdx,
    /// An organisation that such a duty binds.
    DutyIdx,
    /// A ladder of escalation.
    LadderIdx,
    /// An exercise staff.
    StaffIdx,
    /// A crisis.
    CrisisIdx,
    /// A training objective.
    ObjectiveIdx,
}
