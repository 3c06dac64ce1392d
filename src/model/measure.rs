//! The names of measures, and what each may be asked of.
//!
//! A measure is written `name[filter=…, …]`. Here it is a [`Measure`]: a [`Quantity`] and the entities that it is of.
//!
//! **Invariant:** a compiled measure names one value: what its quantity needs is given, what it can't have is absent.

use super::*;

/// A compiled measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What is measured.
    pub quantity: Quantity,
    /// The responding organisation, for response measures.
    pub responder: ResponderIdx,
    /// The campaign; none: the one that held first.
    pub campaign: CampaignIdx,
    /// The partner who is informed, for [`Quantity::TimeToInform`] and [`Quantity::WarningLead`].
    pub partner: ResponderIdx,
    /// The team, for team measures.
    pub team: TeamIdx,
    /// One of its tiers, for [`Quantity::Utilisation`]; none: all of them.
    pub tier: PoolIdx,
    /// The function, for function measures.
    pub function: FunctionIdx,
    /// The mission, for mission measures; none, for [`Quantity::MissionLoss`]: all of them by weight.
    pub mission: MissionIdx,
    /// The centre, for measures of a picture.
    pub centre: CentreIdx,
    /// The ladder, for measures of escalation.
    pub ladder: LadderIdx,
    /// The number of its step, from 1 on, for [`Quantity::TimeToEscalate`]; else 0.
    pub step: u32,
    /// The exercise staff; none: all of them.
    pub staff: StaffIdx,
    /// The organisation that is bound, for measures of deadlines; none, for counts: all.
    pub organisation: OrganisationIdx,
    /// The obligation; none, for counts: all.
    pub obligation: ObligationIdx,
    /// The number of its deadline, from 1 on; 0, for counts: all.
    pub deadline: u32,
    /// The crisis, for measures of crises; none: all of them.
    pub crisis: CrisisIdx,
    /// What times count from.
    pub origin: Origin,
}

impl Measure {
    /// A measure of `quantity` that names no entity.
    pub const fn of(quantity: Quantity) -> Measure {
        Measure {
            quantity,
            responder: ResponderIdx::NONE,
            campaign: CampaignIdx::NONE,
            partner: ResponderIdx::NONE,
            team: TeamIdx::NONE,
            tier: PoolIdx::NONE,
            function: FunctionIdx::NONE,
            mission: MissionIdx::NONE,
            centre: CentreIdx::NONE,
            ladder: LadderIdx::NONE,
            step: 0,
            staff: StaffIdx::NONE,
            organisation: OrganisationIdx::NONE,
            obligation: ObligationIdx::NONE,
            deadline: 0,
            crisis: CrisisIdx::NONE,
            origin: Origin::FirstHold,
        }
    }
}

/// What times count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The first hold among the organisations that the responder protects.
    FirstHold,
    /// The first true alert.
    FirstAlert,
    /// An inject.
    Inject(InjectIdx),
    /// STARTEX.
    Startex,
}

macro_rules! quantities {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $of:ident $unit:ident),* $(,)?) => {
        /// What is measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Quantity {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Quantity {
            /// Every quantity, in the order of reports.
            pub const ALL: &[Quantity] = &[$(Quantity::$variant),*];

            /// The name as written in scenarios and outputs.
            pub const fn name(self) -> &'static str {
                match self { $(Quantity::$variant => $name,)* }
            }

            /// What it is, in one line.
            pub const fn says(self) -> &'static str {
                match self { $(Quantity::$variant => concat!($($doc),*).trim_ascii(),)* }
            }

            /// What it is asked of.
            pub const fn of(self) -> Of {
                match self { $(Quantity::$variant => Of::$of,)* }
            }

            /// Its unit.
            pub const fn unit(self) -> Unit {
                match self { $(Quantity::$variant => Unit::$unit,)* }
            }
        }
    };
}

/// What a quantity is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A responding organisation and a campaign: `[org=…, campaign=…]`.
    Response,
    /// The same and a partner: `[org=…, partner=…]`.
    Partner,
    /// A team: `[team=…]`.
    Team,
    /// A function: `[function=…]`.
    Function,
    /// A mission: `[mission=…]`.
    Mission,
    /// A centre: `[centre=…]`.
    Centre,
    /// A ladder of escalation: `[ladder=…]`, and for a time also `[step=…]`.
    Ladder,
    /// An organisation and a deadline of an obligation that binds it: `[org=…, obligation=…, deadline=…]`.
    Duty,
    /// An exercise staff, or all of them: `[staff=…]`.
    Staff,
    /// A crisis: `[crisis=…]`, or all of them together.
    Crisis,
    /// A campaign: `[campaign=…]`.
    Campaign,
    /// The whole exercise, or one campaign.
    Overall,
}

/// The unit of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A duration.
    Time,
    /// A share in [0, 1].
    Share,
    /// A number of things.
    Count,
    /// Hours of lost function.
    FunctionHours,
}

quantities! {
    /// STARTEX to the first hold among what the responder protects; 0 if that came in the prelude.
    TimeToCompromise "time_to_compromise" Response Time,
    /// Origin to the first true alert raised; 0 if that came before.
    TimeToDetect "time_to_detect" Response Time,
    /// Origin to the start of the first true alert's triage.
    TimeToAcknowledge "time_to_acknowledge" Response Time,
    /// Origin to the end of Declare.
    TimeToDeclare "time_to_declare" Response Time,
    /// Origin to the first moment at which no asset is held and not isolated.
    TimeToContain "time_to_contain" Response Time,
    /// Origin to the last such moment, if it lasts to ENDEX.
    TimeToFinalContainment "time_to_final_containment" Response Time,
    /// Origin to the moment at which the last affected asset is back, if that lasts to ENDEX.
    TimeToRecover "time_to_recover" Response Time,
    /// Declared to the first report sent.
    TimeToShare "time_to_share" Response Time,
    /// Origin to the first report's arrival at the partner.
    TimeToInform "time_to_inform" Partner Time,
    /// Origin to the first arrival of experts.
    TimeToAssist "time_to_assist" Response Time,
    /// How long before its own first hold the responder had the first report about the campaign; negative if after.
    WarningLead "warning_lead" Response Time,
    /// First hold to second hold.
    BreakoutTime "breakout_time" Response Time,
    /// Mean time for which an asset is held and not isolated.
    DwellTime "dwell_time" Response Time,
    /// Mean wait of the team's alerts for their triage.
    AlertWait "alert_wait" Team Time,
    /// Seats busy over seats on duty and present, of all tiers or of one: `[team=…, tier=…]`.
    Utilisation "utilisation" Team Share,
    /// True alerts raised.
    AlertsTrue "alerts_true" Team Count,
    /// False alerts and tickets.
    AlertsFalse "alerts_false" Team Count,
    /// True alerts taken for false ones.
    AlertsMissed "alerts_missed" Team Count,
    /// Alerts still waiting at ENDEX.
    AlertsWaiting "alerts_waiting" Team Count,
    /// Alerts that found no place.
    AlertsDropped "alerts_dropped" Team Count,
    /// Alerts merged into an earlier one.
    AlertsMerged "alerts_merged" Team Count,
    /// Incidents opened: true, false and unrelated.
    Incidents "incidents" Team Count,
    /// Reports that the team sent.
    ReportsSent "reports_sent" Team Count,
    /// Reports that reached it.
    ReportsReceived "reports_received" Team Count,
    /// Of these, such as told it nothing that an earlier one had not.
    ReportsKnown "reports_known" Team Count,
    /// Reports of its own that were refused: by their mark, their classification, or whoever releases.
    ReportsRefused "reports_refused" Team Count,
    /// Reports of its own that were lost on the way.
    ReportsLost "reports_lost" Team Count,
    /// Reports to it that wait for their release, are on their way or unread at ENDEX.
    ReportsLate "reports_late" Team Count,
    /// Assets that wrong indicators of partners had the team block.
    WronglyBlocked "wrongly_blocked" Team Count,
    /// Hours of investigation that the team asked for on what another organisation had investigated before.
    DuplicatedWork "duplicated_work" Team Time,
    /// Hours of investigation that partners' analyses spared it.
    SparedWork "spared_work" Team Time,
    /// Integral of the function's lost level.
    FunctionLoss "function_loss" Function FunctionHours,
    /// The function's level at ENDEX; in a condition, now.
    FunctionLevel "function_level" Function Share,
    /// The function's lowest level.
    FunctionLowest "function_lowest" Function Share,
    /// Integral of the mission's lost level while it lasts; of all missions, the sum by weight.
    MissionLoss "mission_loss" Mission FunctionHours,
    /// The mission's level at its end; in a condition, now.
    MissionLevel "mission_level" Mission Share,
    /// The mission's lowest level.
    MissionLowest "mission_lowest" Mission Share,
    /// For how long the mission was below its threshold.
    MissionBelow "mission_below" Mission Time,
    /// The share of what is held that the centre's picture shows held, in the mean over the time in which anything is.
    Awareness "awareness" Centre Share,
    /// The age of the reports that the picture is made of, in the mean over these and over the time in which it shows anything.
    Staleness "staleness" Centre Time,
    /// Assets that the picture shows held and that are not, in the mean over time; in a condition, now.
    FalseBeliefs "false_beliefs" Centre Count,
    /// Organisations of which the picture shows an asset held at ENDEX; in a condition, now.
    OrganisationsPictured "organisations_pictured" Centre Count,
    /// Reports that the centre fused.
    ReportsFused "reports_fused" Centre Count,
    /// Organisations that it warned, once for each campaign.
    WarningsGiven "warnings_given" Centre Count,
    /// Of these, such as heeded the warning.
    WarningsHeeded "warnings_heeded" Centre Count,
    /// Of those warned, such as had an asset held by the campaign before.
    WarningsLate "warnings_late" Centre Count,
    /// The number of the ladder's highest step in effect at ENDEX, 0 if none is; in a condition, now.
    EscalationLevel "escalation_level" Ladder Count,
    /// STARTEX to the moment at which the ladder is at the step, or above it.
    TimeToEscalate "time_to_escalate" Ladder Time,
    /// Reports that were submitted in time.
    DeadlinesMet "deadlines_met" Duty Count,
    /// Reports that were not submitted by the time they were due.
    DeadlinesMissed "deadlines_missed" Duty Count,
    /// Reports that are neither submitted nor due by ENDEX; in a condition, now.
    DeadlinesOpen "deadlines_open" Duty Count,
    /// From the moment from which a deadline counts to its report, for the campaign whose clock started first.
    TimeToReport "time_to_report" Duty Time,
    /// Injects of the staff that came later than they were due.
    InjectsLate "injects_late" Staff Count,
    /// Injects of the staff that were due and not given by ENDEX; in a condition, now.
    InjectsNotGiven "injects_not_given" Staff Count,
    /// Injects of the staff that came before the one that they follow.
    InjectsOutOfOrder "injects_out_of_order" Staff Count,
    /// Mean time by which the staff's injects came later than they were due, those in time with 0.
    InjectLateness "inject_lateness" Staff Time,
    /// Crises under way at ENDEX; in a condition, now. One that fades is under way.
    CrisesNow "crises_now" Crisis Count,
    /// Tickets that crises brought.
    CrisisTickets "crisis_tickets" Crisis Count,
    /// Matters that crises brought for decision.
    CrisisDecisions "crisis_decisions" Crisis Count,
    /// False alarms that sensors raised because of crises.
    CrisisFalseAlarms "crisis_false_alarms" Crisis Count,
    /// The campaign's beginning to the moment at which its command servers are first taken down.
    TimeToTakeDown "time_to_take_down" Campaign Time,
    /// The campaign's beginning to the moment at which it is first attributed to its adversary.
    TimeToAttribute "time_to_attribute" Campaign Time,
    /// Campaigns that were attributed to their adversary.
    Attributed "attributed" Overall Count,
    /// Campaigns that were attributed to somebody else's.
    WronglyAttributed "wrongly_attributed" Overall Count,
    /// The most assets held at once.
    AssetsHeldPeak "assets_held_peak" Overall Count,
    /// Assets that were ever held.
    AssetsHeldTotal "assets_held_total" Overall Count,
    /// Assets held at ENDEX.
    AssetsHeldNow "assets_held_now" Overall Count,
    /// Campaigns that reached their objective.
    CampaignsAtObjective "campaigns_at_objective" Overall Count,
    /// Attempts that a defence stopped: indicators, isolation, closed links, disabled credentials.
    AttemptsPrevented "attempts_prevented" Overall Count,
}

impl Quantity {
    /// Whether there is one only where somebody investigates.
    pub const fn of_investigations(self) -> bool {
        matches!(self.of(), Of::Campaign)
            || matches!(self, Quantity::Attributed | Quantity::WronglyAttributed)
    }

    /// Whether only a team that a channel joins with others has it.
    pub const fn of_cooperation(self) -> bool {
        matches!(
            self,
            Quantity::ReportsSent
                | Quantity::ReportsReceived
                | Quantity::ReportsKnown
                | Quantity::ReportsRefused
                | Quantity::ReportsLost
                | Quantity::ReportsLate
                | Quantity::WronglyBlocked
                | Quantity::DuplicatedWork
                | Quantity::SparedWork
        )
    }
}
