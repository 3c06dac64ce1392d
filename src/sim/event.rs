//! What can happen, and in which order within one instant.
//!
//! **Invariant:** an [`Event`] is eight bytes, so that a calendar entry is twenty-four.

use crate::model::*;

/// A scheduled event: an index of what it is about. Whoever is scheduled again in the meantime (a task that was put
/// back, a pressure class whose rate changed) remembers when its present event is due; one that fires at another
/// instant is stale and ignored. Contacts are told to be stale by the ordinals of their ends, or by their record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Loads and integrals are measured from here on.
    MeasureFrom,
    /// The roster of a pool changes.
    Roster(PoolIdx),
    /// Somebody on call arrives.
    CallIn(PoolIdx),
    /// A task's service ends.
    ServiceEnd(u32),
    /// What an adversary had put out of service serves again by itself.
    ImpairmentEnds(AssetIdx),
    /// A campaign starts.
    CampaignStart(CampaignIdx),
    /// An attempt of a step or a spread ends.
    AttemptEnd(u32),
    /// The first delay of a pair along an edge ends: an attempt on the event's entity starts.
    Contact {
        /// The sum of the ordinals of source and target when it began.
        ordinals: u8,
        /// Which spread.
        spread: u16,
        /// The source.
        source: AssetIdx,
    },
    /// The delay of a contact that has a record ends: an attempt starts.
    ContactEnd(u32),
    /// Pressure on a class reaches the next threshold: an attempt starts.
    PressureCrossing(u32),
    /// The active period of a hold ends for one of its campaign's spreads.
    ActiveEnd {
        /// Which of the campaign's spreads.
        spread: u16,
        /// Which hold.
        hold: u32,
    },
    /// An alert reaches its team.
    AlertRaised(u32),
    /// A sensor searches what it covers.
    Sweep(SensorIdx),
    /// A sensor sees a scan that hits nothing.
    Miss(u32),
    /// Somebody tells a team something.
    Notice(u32),
    /// A sensor raises a false alarm.
    FalseAlarm(SensorIdx),
    /// A ticket of a load reaches its team.
    Ticket(EffectIdx),
    /// A team gets an incident that has nothing to do with the campaigns.
    Unrelated(TeamIdx),
    /// A report is released.
    Released(u32),
    /// A report arrives.
    Arrives(u32),
    /// A team takes up a report that the law asks for.
    ReportBegins(u32),
    /// Such a report is due.
    Overdue(u32),
    /// The next report on a situation is due.
    Situation(u32),
    /// An organisation has read a warning.
    Warned(u32),
    /// A pool takes up waiting work.
    Dispatch(PoolIdx),
    /// A thing under faults fails.
    Fails(u32),
    /// A thing that failed works again, without a crew.
    Repaired(u32),
    /// What bridges a dependency is used up.
    BackupEnds(u32),
    /// A function has recovered.
    Recovered(FunctionIdx),
    /// A cable breaks by itself.
    CableBreaks(CableIdx),
    /// A mission begins or ends.
    MissionTurns(MissionIdx),
    /// An asset loses a weakness by an effect.
    Patched {
        /// Which effect.
        effect: u16,
        /// Which asset.
        asset: AssetIdx,
    },
    /// A team of experts arrives, leaves or is back.
    Help(u32),
    /// A request for help is released, arrives or is sent again.
    Request(u32),
    /// What is kept as evidence is secured.
    Secured(u32),
    /// A team has waited for a partner's analysis as long as it does.
    Waited(u32),
    /// An agreement begins or ends.
    Agreement(AgreementIdx),
    /// A membership begins or ends on its date.
    Membership(u32),
    /// An asset is patched as its organisation was advised.
    Advised {
        /// Against which campaign.
        campaign: u16,
        /// Which asset.
        asset: AssetIdx,
    },
    /// What wrong indicators had blocked is free again.
    Unblocked(AssetIdx),
    /// An effect that lasts for a time is over.
    EffectEnds(EffectIdx),
    /// An inject comes.
    Inject(InjectIdx),
    /// The time until which a condition waits is over: it is looked at when the instant is.
    Due(InjectIdx),
    /// Conditions are looked at.
    Look,
    /// A crisis begins by itself.
    CrisisBegins(CrisisIdx),
    /// A crisis ends, or has faded.
    CrisisTurns(CrisisIdx),
    /// What a crisis brings may come.
    Strain(u32),
    /// A campaign notices a loss.
    LossNoticed(CampaignIdx),
    /// A campaign's pause ends.
    PauseEnds(CampaignIdx),
}

const _: () = assert!(size_of::<Event>() == 8);

/// The classes of events in the order in which they fire within one instant.
pub mod class {
    /// Roster, link and containment changes, faults and repairs.
    pub const CHANGE: u8 = 0;
    /// Ends of service.
    pub const SERVICE_END: u8 = 1;
    /// Ends of attempts, and with them holds.
    pub const ATTEMPT: u8 = 2;
    /// Detections and other arrivals of work.
    pub const DETECTION: u8 = 3;
    /// Messages.
    pub const MESSAGE: u8 = 4;
    /// Starts of service.
    pub const SERVICE_START: u8 = 5;
    /// Conditions and injects.
    pub const CONDITION: u8 = 6;
    /// Reactions of adversaries.
    pub const REACTION: u8 = 7;
}

impl Event {
    /// Its class.
    #[inline]
    pub const fn class(self) -> u8 {
        match self {
            Event::Patched { .. } | Event::EffectEnds(_) => class::CHANGE,
            Event::Agreement(_) | Event::Membership(_) | Event::Help(_) | Event::Secured(_) => class::CHANGE,
            Event::Advised { .. } | Event::Unblocked(_) => class::CHANGE,
            Event::CrisisBegins(_) | Event::CrisisTurns(_) => class::CHANGE,
            Event::MeasureFrom
            | Event::Roster(_)
            | Event::CallIn(_)
            | Event::Fails(_)
            | Event::Repaired(_)
            | Event::BackupEnds(_)
            | Event::Recovered(_)
            | Event::MissionTurns(_)
            | Event::CableBreaks(_)
            | Event::ImpairmentEnds(_) => class::CHANGE,
            Event::ServiceEnd(_) => class::SERVICE_END,
            Event::CampaignStart(_)
            | Event::AttemptEnd(_)
            | Event::Contact { .. }
            | Event::ContactEnd(_)
            | Event::PressureCrossing(_)
            | Event::ActiveEnd { .. } => class::ATTEMPT,
            Event::AlertRaised(_)
            | Event::Sweep(_)
            | Event::Miss(_)
            | Event::Notice(_)
            | Event::FalseAlarm(_)
            | Event::Ticket(_)
            | Event::ReportBegins(_)
            | Event::Unrelated(_)
            | Event::Strain(_) => class::DETECTION,
            Event::Released(_)
            | Event::Arrives(_)
            | Event::Request(_)
            | Event::Situation(_)
            | Event::Warned(_)
            | Event::Waited(_) => class::MESSAGE,
            Event::Dispatch(_) => class::SERVICE_START,
            Event::Inject(_) | Event::Due(_) | Event::Look | Event::Overdue(_) => class::CONDITION,
            Event::LossNoticed(_) | Event::PauseEnds(_) => class::REACTION,
        }
    }
}
