//! The optional trace: what happened, in order, and what made it happen.
//!
//! The trace observes only. Entries hold indices and instants; `measure` gives them names. With the trace off nothing
//! here is touched, and the fingerprint is the same either way.
//!
//! **Invariant:** the instants of the entries never decrease, and a cause stands before what it caused.

use super::Courses;
use crate::kernel::SimTime;
use crate::model::*;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It succeeded.
    Succeeded,
    /// Everything was as needed, and it failed all the same.
    Failed,
    /// The source is no longer held, isolated, or has too little access.
    SourceLost,
    /// The target is isolated or out of service.
    TargetGone,
    /// The campaign holds the target already, or it is immune.
    NotEligible,
    /// No way from the source to the target lets the service through.
    NoWay,
    /// The target lacks the service, the weakness or the users, or no target is legal.
    NotOffered,
    /// No credential that the campaign has opens the target.
    NoCredential,
    /// The campaign's indicators are blocked there.
    Blocked,
    /// The technique needs knowledge of the organisation, and the campaign has none.
    NotKnown,
}

/// What an adversary did about its losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// It went dark, or longer than it would have.
    WentDark,
    /// It goes on after a pause.
    Resumed,
    /// It hurries from now on.
    Hurried,
    /// It comes in again by its first steps.
    Returned,
    /// It acts no more.
    Aborted,
    /// It has command servers again.
    Rebuilt,
    /// It was attributed and is deterred.
    Deterred,
}

/// What became of an alert at triage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriageVerdict {
    /// A false alert or a ticket was recognised as such.
    Dismissed,
    /// A true alert was taken for a false one.
    Missed,
    /// It opened an incident.
    Opened,
    /// It joined an open incident.
    Joined,
}

/// What became of a report, or of a request for help on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFate {
    /// The sender asks for its release.
    Requested,
    /// Its marking or classification is above what the channel carries, its release was refused, or the agreement is over.
    Refused,
    /// It is released and on its way.
    Sent,
    /// It never arrived.
    Lost,
    /// It arrived.
    Received,
    /// An analyst has read it, or the feed has taken it: its indicators act from now on.
    Applied,
    /// Nothing leaves now: the channel is down, or nobody is there to send or to receive it.
    HeldBack,
}

/// What stops a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It is marked above what the channel carries.
    Marking,
    /// It is classified above what the channel carries, and nobody sanitises it.
    Classification,
    /// Its release is not granted.
    Release,
    /// The agreement binds one of both no more.
    Agreement,
}

/// How far a request for help is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpFate {
    /// Somebody is asked for help, over no channel.
    Asked,
    /// The answer is no.
    Refused,
    /// It is yes.
    Granted,
    /// The experts set out.
    SetOut,
    /// Their incident was closed while they were on the way, and they go on to the next one of the same team.
    GoOn,
    /// The same, and there is none: they turn round.
    TurnRound,
    /// They are there.
    Arrived,
    /// They go home.
    Left,
}

/// How a crisis turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrisisTurn {
    /// It begins.
    Begins,
    /// It has ended, and fades.
    Fades,
    /// It is over.
    Over,
}

/// How far an investigation of a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseFate {
    /// Somebody has told of the campaign.
    Opened,
    /// Enough have.
    Begun,
    /// Its command servers are taken down.
    TakenDown,
    /// The attempt to do so failed.
    Failed,
    /// It has none.
    Vain,
    /// It is attributed to its adversary.
    Attributed,
    /// It is attributed to the adversary of another campaign.
    Misattributed,
    /// It can be attributed to nobody so far.
    Inconclusive,
}

/// One thing that happened.
///
/// A field is called after what it refers to; where nothing does, its index is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each kind says what happened, and its fields are its participants")]
pub enum Happening {
    /// A campaign starts.
    CampaignStarted(CampaignIdx),
    /// A step starts at a foothold (none: from the internet).
    StepStarted { step: StepIdx, foothold: AssetIdx },
    /// A step ended without success.
    StepFailed { step: StepIdx, foothold: AssetIdx },
    /// An attempt of a step or a spread ended. A success that holds the target is followed by `Held`.
    AttemptEnded { step: StepIdx, spread: SpreadIdx, source: AssetIdx, target: AssetIdx, verdict: Verdict },
    /// A campaign holds an asset.
    Held { campaign: CampaignIdx, asset: AssetIdx, first_of_organisation: bool },
    /// A campaign's hold on an asset ended.
    Released { campaign: CampaignIdx, asset: AssetIdx },
    /// An asset is out of service.
    Impaired { campaign: CampaignIdx, asset: AssetIdx },
    /// What had put an asset out of service ended by itself.
    Unimpaired { asset: AssetIdx },
    /// A campaign's hold survived an eradication.
    Survived { campaign: CampaignIdx, asset: AssetIdx },
    /// A supplier's deliveries are poisoned from now on.
    Poisoned { step: StepIdx, supplier: SupplierIdx },
    /// A campaign reacted to a loss, or its reaction ended.
    Reacted { campaign: CampaignIdx, reaction: Reaction },
    /// A campaign reached its objective.
    ObjectiveReached { campaign: CampaignIdx, step: StepIdx },
    /// A sensor searched what it covers.
    Swept { sensor: SensorIdx, found: u32 },
    /// An alert reached a team; the campaign is none when it is false, sensor and notice when it came from an inject,
    /// the technique when it is about no attempt: it is what was seen, though the team does not know so.
    AlertRaised {
        team: TeamIdx,
        sensor: SensorIdx,
        notice: NoticeIdx,
        asset: AssetIdx,
        campaign: CampaignIdx,
        technique: TechniqueIdx,
        severity: Severity,
    },
    /// An alert was merged into an earlier one.
    AlertMerged {
        team: TeamIdx,
        sensor: SensorIdx,
        asset: AssetIdx,
        campaign: CampaignIdx,
        technique: TechniqueIdx,
    },
    /// An alert found no place in the queue.
    AlertDropped { team: TeamIdx, asset: AssetIdx, campaign: CampaignIdx },
    /// An alert was judged.
    Triaged {
        team: TeamIdx,
        asset: AssetIdx,
        campaign: CampaignIdx,
        severity: Severity,
        verdict: TriageVerdict,
    },
    /// A pass of investigation found a held asset.
    Found { team: TeamIdx, campaign: CampaignIdx, asset: AssetIdx },
    /// A phase of an incident began; the asset is none for phases of the whole incident.
    PhaseStarted { team: TeamIdx, campaign: CampaignIdx, phase: u32, asset: AssetIdx },
    /// A phase of an incident ended.
    PhaseEnded { team: TeamIdx, campaign: CampaignIdx, phase: u32, asset: AssetIdx },
    /// A team has an incident that has nothing to do with any campaign.
    UnrelatedIncident { team: TeamIdx, severity: Severity },
    /// An incident was closed.
    IncidentClosed { team: TeamIdx, campaign: CampaignIdx },
    /// An asset was cut off.
    Isolated { team: TeamIdx, asset: AssetIdx },
    /// An asset is back.
    Restored { team: TeamIdx, asset: AssetIdx },
    /// An asset was wiped or encrypted and no backup survives: it is built anew, or can't be brought back.
    WithoutBackup { team: TeamIdx, asset: AssetIdx, rebuilt: bool },
    /// A link was closed.
    LinkClosed { team: TeamIdx, link: LinkIdx },
    /// A report about a campaign went from team to team. Its number is the same from its first wish to its reading;
    /// `u32::MAX` where it was stopped before it had one.
    Report {
        number: u32,
        channel: ChannelIdx,
        from: TeamIdx,
        to: TeamIdx,
        campaign: CampaignIdx,
        marking: Tlp,
        classification: Classification,
        brings: Shares,
        fate: ReportFate,
        stop: Option<Stop>,
    },
    /// An agreement began or ended.
    Agreed { agreement: AgreementIdx, in_force: bool },
    /// An organisation joined an alliance or left it.
    Joined { organisation: OrganisationIdx, alliance: Alliance, joins: bool },
    /// A team got a partner's indicators and looks for what is held already.
    Hunts { team: TeamIdx, campaign: CampaignIdx },
    /// Wrong indicators put assets out of service.
    WronglyBlocked { team: TeamIdx, assets: u32 },
    /// An organisation begins to patch as a report advises.
    Advised { team: TeamIdx, organisation: OrganisationIdx, campaign: CampaignIdx },
    /// A centre fused a report of a team; without news it had a later one.
    Fused { centre: CentreIdx, team: TeamIdx, campaign: CampaignIdx, news: bool },
    /// An organisation has read a warning.
    Warned {
        centre: CentreIdx,
        warning: u32,
        organisation: OrganisationIdx,
        campaign: CampaignIdx,
        heeded: bool,
    },
    /// A request for help goes over a channel to who is asked.
    Request {
        channel: ChannelIdx,
        offer: AssistanceIdx,
        team: TeamIdx,
        campaign: CampaignIdx,
        fate: ReportFate,
    },
    /// A team asked others for help, or got it.
    Help { offer: AssistanceIdx, team: TeamIdx, campaign: CampaignIdx, fate: HelpFate },
    /// A team is aware of what the law has it report; the duty says for whom.
    ClockStarted { duty: DutyIdx, campaign: CampaignIdx, team: TeamIdx },
    /// It has submitted a report.
    Submitted { duty: DutyIdx, campaign: CampaignIdx, deadline: u32, late: bool },
    /// A report is due and not submitted.
    Overdue { duty: DutyIdx, campaign: CampaignIdx, deadline: u32 },
    /// An investigation of a campaign goes on, or comes to its end.
    /// What is attributed is so to the adversary of `accused`.
    Case { investigation: InvestigationIdx, campaign: CampaignIdx, accused: CampaignIdx, fate: CaseFate },
    /// A team waits for a partner's analysis before it begins its own, or does so no longer.
    Coordinated { team: TeamIdx, campaign: CampaignIdx, ends: bool },
    /// An asset is kept as evidence.
    Kept { investigation: InvestigationIdx, asset: AssetIdx },
    /// It was eradicated or recovered before it was secured.
    Spoiled { investigation: InvestigationIdx, asset: AssetIdx },
    /// Somebody on call arrived.
    CalledIn(PoolIdx),
    /// A thing failed.
    Failed(Broken),
    /// A thing that failed works again.
    Repaired(Broken),
    /// An effect took an asset down; or brought it up, which ends that.
    TakenDown { effect: EffectIdx, asset: AssetIdx, ends: bool },
    /// A cable broke by itself.
    CableBroken(CableIdx),
    /// A ship has repaired a cable.
    CableRepaired(CableIdx),
    /// What has a level has none any more.
    Down(LevelIdx),
    /// What was down has a level again.
    Up(LevelIdx),
    /// A backup begins to bridge a dependency, or is used up.
    Bridged { dependency: u32, ends: bool },
    /// Work was put aside for more urgent work.
    Preempted(PoolIdx),
    /// A shift handed over what it had under way.
    HandedOver { pool: PoolIdx, tasks: u32 },
    /// An inject of a staff is due.
    InjectDue(InjectIdx),
    /// A crisis begins, fades or is over.
    Crisis { crisis: CrisisIdx, turn: CrisisTurn },
    /// An inject came.
    Injected(InjectIdx),
    /// An effect of an inject took place, or was over.
    Changed { effect: EffectIdx, ends: bool },
    /// An effect took a weakness from an asset that had it.
    Patched { effect: EffectIdx, asset: AssetIdx },
    /// The memory for the trace is used up: what follows is not in it.
    TraceEnds,
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: Happening,
    /// The entry that led to it, by its place in the trace; `u32::MAX` for none.
    pub cause: u32,
}

/// The trace of one replication.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// In order.
    pub entries: Vec<Entry>,
    /// Beside the entries: how loaded pools were, and the levels of what has one, from change to change.
    pub courses: Courses,
    /// For each scheduled event, the last entry that stood when it was scheduled; indexed by sequence.
    pub(super) scheduled_by: Vec<u32>,
    /// The entry to blame for what happens now.
    pub(super) current: u32,
}

/// No entry.
const NO_ENTRY: u32 = u32::MAX;

impl Trace {
    /// Whether it goes on to the end: there was memory for it.
    pub fn is_whole(&self) -> bool {
        self.entries.last().is_none_or(|last| last.what != Happening::TraceEnds)
    }

    /// Bytes of what was written down.
    pub(super) fn bytes(&self) -> u64 {
        (size_of_val(&*self.entries) + size_of_val(&*self.scheduled_by) + self.courses.bytes()) as u64
    }

    /// Forgets the last replication.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.courses.clear();
        self.scheduled_by.clear();
        self.current = NO_ENTRY;
    }

    /// An event was scheduled: what is told now will be to blame for what it does.
    pub(super) fn scheduled(&mut self, sequence: u32) {
        debug_assert_eq!(sequence as usize, self.scheduled_by.len());
        self.scheduled_by.push(self.current);
    }

    /// An event fires: whatever was told when it was scheduled is to blame.
    pub(super) fn fire(&mut self, sequence: u32) {
        self.current = self.scheduled_by[sequence as usize];
    }

    /// Adds an entry, which is to blame for what follows within the same event.
    pub(super) fn tell(&mut self, at: SimTime, what: Happening) {
        let cause = self.current;
        self.current = self.entries.len() as u32;
        self.entries.push(Entry { at, what, cause });
    }
}
