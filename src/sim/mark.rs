//! What the fingerprint tells apart.
//!
//! **Invariant:** numbers stay what they are: new kinds stand at the end.

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
    Clock,
    Due,
}
