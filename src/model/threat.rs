//! Techniques, campaigns, attack flows and spreads.
//!
//! **Invariant:** a step's predecessors and successors belong to its own campaign and mirror each other; the flow has no
//! loop of zero time.

use super::*;
use crate::kernel::{Distribution, SimTime};
use std::ops::Range;

/// How grave an alert or an incident is; the order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Routine.
    Low,
    /// Suspicious.
    Medium,
    /// An attack under way.
    High,
    /// Damage.
    Critical,
}

/// The tactics of ATT&CK for enterprises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "ATT&CK says what they mean")]
pub enum Tactic {
    Reconnaissance,
    ResourceDevelopment,
    InitialAccess,
    Execution,
    Persistence,
    PrivilegeEscalation,
    DefenseEvasion,
    CredentialAccess,
    Discovery,
    LateralMovement,
    Collection,
    CommandAndControl,
    Exfiltration,
    Impact,
}

/// What a successful attempt does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Mail to users: a click is a foothold on the user's asset.
    Phish,
    /// Storage media for users: one that is plugged in is a foothold, whatever the network.
    Plug,
    /// Poisons what a supplier delivers to its customers: footholds there.
    Supply,
    /// Exploits a service of the target: a foothold there.
    Exploit,
    /// Raises the access on the foothold to administrator.
    Escalate,
    /// Takes the credentials kept on the foothold.
    TakeCredentials,
    /// Moves to another asset.
    Move,
    /// Carries data out of the foothold.
    Exfiltrate,
    /// Learns about the organisation of the foothold, or about those of the targets.
    Discover,
    /// Digs in on the foothold, so that the hold may survive an eradication.
    Persist,
    /// Puts the target out of service until it is recovered; the field's word for how is kept for reports.
    Impair(Impairment),
}

impl Action {
    /// Whether it comes as a burst of letters or storage media, which needs no operator.
    pub const fn is_burst(self) -> bool {
        matches!(self, Action::Phish | Action::Plug)
    }

    /// Whether it gives a foothold where there was none.
    pub const fn gains(self) -> bool {
        matches!(self, Action::Phish | Action::Plug | Action::Supply | Action::Exploit)
    }

    /// Whether it needs no foothold; what learns or denies needs none for its targets.
    pub const fn comes_from_outside(self) -> bool {
        self.gains() || matches!(self, Action::Discover | Action::Impair(Impairment::Deny))
    }
}

/// How an asset is put out of service; the order is that of what it takes to undo it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impairment {
    /// It is kept too busy to serve.
    Deny,
    /// What it says can't be trusted any more.
    Manipulate,
    /// It is switched off.
    TakeOffline,
    /// Its data are encrypted.
    Encrypt,
    /// Its data are destroyed.
    Wipe,
}

impl Impairment {
    /// Whether those who use the asset see that it fails; what is manipulated seems to work.
    pub const fn shows(self) -> bool {
        !matches!(self, Impairment::Manipulate)
    }
}

/// A technique of the adversary.
#[derive(Debug, Clone)]
pub struct Technique {
    /// Name key of its id.
    pub key: u64,
    /// The tactic that it serves.
    pub tactic: Tactic,
    /// What success does.
    pub action: Action,
    /// The service that the target must offer and the way must let through; 0 for none.
    pub service: u64,
    /// The weakness that the target must have; 0 for none.
    pub weakness: u64,
    /// Whether a working credential that the target accepts is needed.
    pub credential: bool,
    /// Whether administrator's access to the foothold is needed.
    pub admin: bool,
    /// Whether knowledge of the target's organisation is needed.
    pub knowledge: bool,
    /// Whether success gives administrator's access to the new foothold.
    pub gives_admin: bool,
    /// Probability that an attempt succeeds where everything is as needed.
    pub success: f64,
    /// Time of one attempt.
    pub time: Distribution,
    /// Further attempts after a failed one.
    pub retries: u32,
    /// Megabits that one attempt moves.
    pub traffic: f64,
    /// Probability that a hold that it dug in survives an eradication.
    pub survives: f64,
    /// How long what it puts out of service stays so; none: until it is restored.
    pub lasts: Option<Distribution>,
    /// Severity of the alerts that it raises.
    pub severity: Severity,
    /// Probability that defences which block the campaign's indicators stop an attempt.
    pub indicator_block: f64,
    /// What controls multiply the success by, for each control profile.
    pub factors: Vec<f64>,
    /// What each sensor sees of it, without the delay: `[profile × sensors + sensor]`; see [`Technique::seen_by`].
    pub seen: Vec<Seen>,
}

impl Technique {
    /// What a sensor sees of an attempt against an organisation with this control profile.
    #[inline]
    pub fn seen_by(&self, sensor: SensorIdx, profile: u32) -> Seen {
        let sensors = self.seen.len() / self.factors.len();
        self.seen[profile as usize * sensors + sensor.at()]
    }

    /// The probability that an attempt against an organisation with this control profile succeeds.
    #[inline]
    pub fn success_against(&self, profile: u32) -> f64 {
        self.success * self.factors[profile as usize]
    }
}

/// Probability that one sensor sees one attempt: 1 − Π(1 − visibility · sensitivity) over the data sources it sees.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seen {
    /// Of an attempt that fails.
    pub failed: f64,
    /// Of an attempt that succeeds, which shows both.
    pub succeeded: f64,
}

/// A campaign of one adversary.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Name key of its id.
    pub key: u64,
    /// How many attempts can be worked on at once; phishing bursts and spreads need nobody.
    pub operators: u32,
    /// When its first steps start; [`SimTime::MAX`]: when an inject says so.
    pub start: SimTime,
    /// What it does about losses.
    pub on_loss: OnLoss,
    /// The servers that its operators act through; none: nothing that could be taken down.
    pub command: Option<Command>,
    /// Its tools, if other campaigns have them too.
    pub tooling: Option<Tooling>,
    /// Probability that its adversary is deterred when it is attributed to it.
    pub deterred: f64,
    /// How long it then pauses; none: for good.
    pub lies_low: Option<Distribution>,
    /// Assets held from the campaign's start on.
    pub initially_held: AssetSet,
    /// Whether it may hold an asset at some time; one that only denies service or looks around does not.
    pub can_hold: bool,
    /// Its steps in [`Model::steps`].
    pub steps: Range<u32>,
    /// Its spreads in [`Model::spreads`].
    pub spreads: Range<u32>,
}

/// What a campaign does when it notices, `after` a while, that the response took an asset from it.
#[derive(Debug, Clone)]
pub enum OnLoss {
    /// Nothing.
    Continue,
    /// Pauses.
    GoDark {
        /// From the loss to the pause.
        after: Distribution,
        /// How long the pause lasts.
        lasts: Distribution,
    },
    /// Works faster.
    Hurry {
        /// From the loss to the haste.
        after: Distribution,
        /// What times are divided by, and rates multiplied with.
        factor: f64,
    },
    /// Comes in again by its first steps.
    Return {
        /// From the loss to the return.
        after: Distribution,
    },
    /// Ends.
    Abort {
        /// From the loss to the end.
        after: Distribution,
    },
}

/// A supplier, whose customers take what it delivers.
#[derive(Debug, Clone)]
pub struct Supplier {
    /// Name key of its id.
    pub key: u64,
    /// The assets that take its deliveries.
    pub customers: AssetSet,
    /// By which it serves; none: it always does.
    pub function: FunctionIdx,
    /// From the compromise to an asset's next delivery.
    pub delivery: Distribution,
}

/// When a step starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// At the campaign's start, from the internet.
    Start,
    /// At each success (or failure, as it waits for) of any predecessor.
    Any,
    /// When every predecessor has succeeded (or failed) in one organisation; each success counts once.
    All,
}

/// Where a success or a failure of a step counts for the `All` joins that wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In the organisation where it happened.
    Organisation,
    /// In the whole campaign.
    Campaign,
}

/// When a token ends that has succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// At its first success.
    FirstSuccess,
    /// When no legal target is left, or its retries are used up in a row.
    Exhausted,
}

/// How lateral movement finds its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// To any legal next hop.
    Random,
    /// Along the cheapest way to the target.
    Cheapest,
}

/// A step of an attack flow.
#[derive(Debug, Clone)]
pub struct Step {
    /// Name key of its id within the campaign.
    pub key: u64,
    /// Whose step it is.
    pub campaign: CampaignIdx,
    /// What it does.
    pub technique: TechniqueIdx,
    /// What it aims at; none: the foothold, or for movement whatever is legal.
    pub targets: Option<AssetSet>,
    /// Whose deliveries it poisons; none for other actions.
    pub supplier: SupplierIdx,
    /// When it starts.
    pub join: Join,
    /// The steps that it waits for: those whose success it follows, then those whose failure.
    pub predecessors: Vec<StepIdx>,
    /// The steps that wait for its success, each with its place among that step's predecessors.
    pub successors: Vec<(StepIdx, u32)>,
    /// The steps that wait for its failure, likewise.
    pub on_failure: Vec<(StepIdx, u32)>,
    /// Where its successes and failures count.
    pub scope: Scope,
    /// When a token of it ends that has succeeded.
    pub until: Until,
    /// Mails of a phishing burst.
    pub burst: u32,
    /// How lateral movement finds its way.
    pub route: Route,
    /// Further attempts after a failed one.
    pub retries: u32,
    /// Whether its success is the campaign's objective.
    pub objective: bool,
}

/// What becomes of a source when its active period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// No longer held, and never again.
    Immune,
    /// No longer held, and a target again.
    Susceptible,
    /// Still held, but spreads no more.
    Dormant,
}

/// Spread without an operator: every active source attacks every eligible target.
#[derive(Debug, Clone)]
pub struct Spread {
    /// Name key: `contact` or `scan`, the technique, and which of those it is within the campaign.
    pub key: u64,
    /// Whose spread it is.
    pub campaign: CampaignIdx,
    /// What an attempt is.
    pub technique: TechniqueIdx,
    /// Delay per ordered pair along explicit edges; none for scans, which know no edges.
    pub contact: Option<Contact>,
    /// Pressure from zone to zone, where pairs are not told apart; by (to, from).
    pub pressure: Vec<Pressure>,
    /// Scans that hit nothing, as sensors see them; by (zone, sensor).
    pub misses: Vec<Misses>,
    /// The number of active sources above which a cap on all of them slows each down; infinite for no cap.
    pub cap: f64,
    /// How long a source is active; none: for ever.
    pub active_for: Option<Distribution>,
    /// What follows.
    pub then: Then,
}

/// Contact along explicit edges.
#[derive(Debug, Clone)]
pub struct Contact {
    /// From the later of the source's hold and the target's becoming eligible to the attempt.
    pub delay: Distribution,
    /// Attempts per ordered pair and hold of the source; `u32::MAX` for unlimited.
    pub attempts: u32,
}

/// Attempts of every active source in one zone on every eligible target in another (or the same).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    /// Where the targets are.
    pub to: ZoneIdx,
    /// Where the sources are.
    pub from: ZoneIdx,
    /// The link that must be open; none inside a zone.
    pub link: LinkIdx,
    /// Attempts per microsecond of one source on one target.
    pub rate: f64,
    /// The most attempts per microsecond on one target that all sources together can make over the link.
    pub most: f64,
}
