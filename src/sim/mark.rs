//! The kinds of events in the fingerprint.
//!
//! **Invariant:** a kind keeps its number for ever, so that what has not changed keeps its fingerprint.

/// The kinds of events in the fingerprint.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    MeasureFrom = 1,
    Roster,
    CalledIn,
    ServiceEnd,
    CampaignStart,
    Attempt,
    ActiveEnd,
    Alert,
    FalseAlarm,
    Ticket,
    Report,
    ServiceStart,
    Inject,
    Fault,
    Unrelated,
    Patched,
    Sweep,
    Miss,
    Merged,
    Notice,
    Reaction,
    ImpairmentEnds,
    Agreement,
    Membership,
    Advised,
    WronglyBlocked,
    Help,
    Level,
    Backup,
    Mission,
    Cable,
    Crisis,
    Strain,
    Case,
    Secured,
    Waited,
}
