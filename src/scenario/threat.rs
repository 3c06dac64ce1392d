//! The threat: techniques, and campaigns with their attack flows.
//!
//! **Invariant:** records only; a technique's fields that are left out are filled from the library when compiling.

use super::clock::Start;
use super::duration::Time;
use super::investigation::{Command, Tooling};
use super::record::{choices, record, variants};
use super::spread::Spread;
use super::written::{At, Id, Word};

record! {
    /// A technique. A known id overrides the library's: fields left out keep its value, or else the tactic's
    /// default.
    pub struct Technique with basis by id {
        /// Its ATT&CK id, or an own one.
        id: Id,
        /// Its name, for people.
        name: Option<Word>,
        /// The tactic that it serves.
        tactic: Option<At<Tactic>>,
        /// What a success does.
        does: Option<At<Action>>,
        /// What the target or the foothold must offer.
        needs: Option<Needs>,
        /// The access that a success gives.
        gives: Option<At<Access>>,
        /// The probability that an attempt succeeds, 0 to 1.
        success: Option<At<f64>>,
        /// How long one attempt takes.
        time: Option<Time>,
        /// How many further attempts follow a failed one, at most 100,000.
        retries: Option<At<u32>>,
        /// The severity of alerts about it.
        severity: Option<At<Severity>>,
        /// The probability that a blocked indicator makes an attempt fail, 0 to 1.
        indicator_block: Option<At<f64>>,
        /// Megabits that one attempt moves, 0 or more. An exfiltration then needs a way of open links to the internet and
        /// takes at least as long as the widest one needs; scans over a link are no more than fit through it. No other
        /// attempt is slowed down. 0 if no library says otherwise.
        traffic: Option<At<f64>>,
        /// How visible it is to each kind of data source.
        visible: Option<Visible>,
        /// The probability that a hold which it dug in (`Persist`) survives an eradication, 0 to 1. Default: 0.5. What
        /// survives is found again by a later detection only; a playbook that recovers its assets rebuilds them, which
        /// nothing survives.
        survives: Option<At<f64>>,
        /// How long what it puts out of service stays so; until it is restored if left out, but a denied service comes
        /// back after some hours.
        lasts: Option<Time>,
    }
}

choices! {
    /// The tactics of ATT&CK for enterprises.
    pub enum Tactic {
        /// Gathering information for planning.
        Reconnaissance,
        /// Establishing resources.
        ResourceDevelopment,
        /// Getting into the network.
        InitialAccess,
        /// Running code.
        Execution,
        /// Keeping the foothold.
        Persistence,
        /// Gaining higher permissions.
        PrivilegeEscalation,
        /// Avoiding detection.
        DefenseEvasion,
        /// Stealing names and passwords.
        CredentialAccess,
        /// Learning about the environment.
        Discovery,
        /// Moving through the environment.
        LateralMovement,
        /// Gathering data of interest.
        Collection,
        /// Communicating with compromised systems.
        CommandAndControl,
        /// Stealing data.
        Exfiltration,
        /// Manipulating, interrupting or destroying systems and data.
        Impact,
    }
}

choices! {
    /// What a technique's success does.
    pub enum Action {
        /// Gains a first foothold by mail.
        Phish,
        /// Gains footholds by storage media that users plug in, a burst like mail; no way through the network is needed.
        Plug,
        /// Poisons what a supplier delivers, and so gains a foothold on each asset of its customers.
        Supply,
        /// Gains a foothold through an exposed service.
        Exploit,
        /// Gains higher access on the foothold.
        Escalate,
        /// Takes the credentials kept on the foothold.
        TakeCredentials,
        /// Moves to another asset.
        Move,
        /// Steals data.
        Exfiltrate,
        /// Encrypts data.
        Encrypt,
        /// Destroys data.
        Wipe,
        /// Denies a service: of one of its targets that offers it and is reached from the internet or the foothold, or of
        /// the foothold. It holds nothing.
        Deny,
        /// Changes data: out of service for functions, though nothing shows.
        Manipulate,
        /// Takes an asset off the network.
        TakeOffline,
        /// Learns about the organisation of the foothold, or about those of its targets (then it needs no foothold).
        /// Movement at random then prefers hops that are targets there.
        Discover,
        /// Digs in on the foothold: the hold may survive an eradication.
        Persist,
    }
}

record! {
    /// What a technique needs.
    pub struct Needs {
        /// A service that the target offers and that is reachable.
        service: Option<Word>,
        /// A weakness of the target.
        weakness: Option<Word>,
        /// Whether the campaign must hold a credential that the target accepts. Default: `false`.
        credential: At<bool> = false.into(),
        /// The access that the campaign must have where it acts from.
        access: Option<At<Access>>,
        /// Whether the campaign must have learned (by `Discover`) about the target's organisation. Default: `false`.
        knowledge: At<bool> = false.into(),
    }
}

choices! {
    /// How much a campaign may do on an asset.
    pub enum Access {
        /// What a user may.
        User,
        /// Everything.
        Admin,
    }
}

choices! {
    /// How grave an alert is.
    pub enum Severity {
        /// To be looked at when there is time.
        Low,
        /// To be looked at.
        Medium,
        /// To be looked at soon.
        High,
        /// To be looked at first.
        Critical,
    }
}

choices! {
    /// What a sensor can look at.
    pub enum DataSource {
        /// Mail and its attachments.
        Mail,
        /// Processes and command lines.
        Process,
        /// Files.
        File,
        /// Network traffic.
        NetworkTraffic,
        /// Logons and tickets.
        Authentication,
        /// The Windows registry.
        Registry,
        /// Services and scheduled tasks.
        Service,
        /// Logs of cloud services.
        CloudLog,
        /// Logs of applications.
        ApplicationLog,
        /// Scans from outside.
        Scan,
    }
}

record! {
    /// The probability that a data source shows a technique, apart for an attempt and for a success.
    pub struct Visible {
        /// Shown by every attempt: `[(Mail, 0.15)]`, probabilities from 0 to 1.
        attempt: Vec<(At<DataSource>, At<f64>)>,
        /// Shown in addition by a success.
        success: Vec<(At<DataSource>, At<f64>)>,
    }
}

record! {
    /// A supplier of software or services, perhaps to several organisations: who takes it over reaches them all.
    pub struct Supplier with basis by id {
        /// Its id.
        id: Id,
        /// Its name, for people; the id if left out.
        name: Option<Word>,
        /// The assets that take what it delivers; they fetch it, so no link is needed. Needed unless it has a `function`.
        customers: Vec<TargetSet>,
        /// The function by which it serves: those who need `Supplier("…")` need it, and while it is down nothing is delivered,
        /// so that a poisoned delivery that would come then is not taken. It always serves if left out.
        function: Option<Id>,
        /// How long after the compromise an asset takes its next delivery; at once if left out.
        delivery: Option<Time>,
    }
}

record! {
    /// A campaign: an adversary that pursues an attack flow, spreads, or both.
    pub struct Campaign with basis by id {
        /// Its id.
        id: Id,
        /// Who is behind it.
        adversary: Option<Adversary>,
        /// How many attempts it can work on at once, at least 1. Default: 1.
        operators: At<u32> = 1.into(),
        /// When it begins, before ENDEX; may lie in the prelude, as `"-3d"`. With `OnInject` it begins only by an inject with
        /// `StartCampaign`. At STARTEX if left out.
        start: Option<Start>,
        /// What it holds when it begins.
        initially_held: Vec<TargetSet>,
        /// What it does when it notices a loss; continues if left out.
        on_loss: Option<OnLoss>,
        /// The servers through which its operators act, which an investigation may take down; none if left out.
        command: Option<Command>,
        /// The tools that it shares with other campaigns; none if left out.
        tooling: Option<Tooling>,
        /// The attack flow.
        flow: Vec<Step>,
        /// What spreads by itself from each held asset.
        spread: Vec<Spread>,
    }
}

record! {
    /// Who is behind a campaign.
    pub struct Adversary {
        /// The name that the exercise uses.
        name: Word,
        /// What sort it is. Default: `State`.
        kind: At<AdversaryKind> = AdversaryKind::State.into(),
        /// The probability that it is deterred when the campaign is attributed to it, 0 to 1. If left out 0.1 for a state, 0.3 for
        /// criminals and 0.2 for hacktivists, which is assumed.
        deterred: Option<At<f64>>,
        /// For how long the campaign then pauses; for good if left out.
        lies_low: Option<Time>,
    }
}

choices! {
    /// Sorts of adversaries.
    pub enum AdversaryKind {
        /// A state.
        State,
        /// Criminals.
        Criminal,
        /// Hacktivists.
        Hacktivist,
    }
}

variants! {
    /// What a campaign does when it notices that it lost an asset: that the response isolated it, or took it away.
    ///
    /// But for `GoDark`, a loss before the last one was noticed is noticed with it.
    pub enum OnLoss {
        /// Nothing.
        Continue,
        /// Pauses: `GoDark(after: "1h", for: "12h")`; further losses begin the pause anew.
        GoDark(GoDark),
        /// Works faster: `Hurry(after: "1h", factor: 2)`.
        Hurry(Hurry),
        /// Comes in again by its first steps: `Return(after: "1d")`.
        Return(Noticed),
        /// Ends: `Abort(after: "1h")`.
        Abort(Noticed),
    }
}

record! {
    /// Of [`OnLoss::GoDark`].
    pub struct GoDark {
        /// How long after the loss it is noticed.
        after: Time,
        /// How long the pause lasts, in which nothing of the campaign goes on: what is under way pauses too.
        r#for: Time,
    }
}

record! {
    /// Of [`OnLoss::Hurry`].
    pub struct Hurry {
        /// How long after the loss it is noticed.
        after: Time,
        /// What times of attempts and delays are divided by, and rates multiplied with, from 0.001 to 1,000; only once.
        factor: At<f64>,
    }
}

record! {
    /// Of [`OnLoss::Return`] and [`OnLoss::Abort`].
    pub struct Noticed {
        /// How long after the loss it is noticed.
        after: Time,
    }
}

record! {
    /// One step of an attack flow.
    pub struct Step by id {
        /// Its name within the campaign.
        id: Word,
        /// The technique that it uses.
        technique: Id,
        /// What it is aimed at; the foothold of the step before if left out.
        target: Option<TargetSet>,
        /// Whose deliveries it poisons, for a technique that does `Supply`.
        supplier: Option<Id>,
        /// The steps whose success it waits for; none if left out.
        after: Option<After>,
        /// How many letters a phishing step sends, each to another of its targets; one to each if left out.
        burst: Option<At<u32>>,
        /// How it finds its way to the target. Default: `Random`.
        route: At<Route> = Route::Random.into(),
        /// Further attempts after a failed one, at most 100,000; the technique's if left out.
        retries: Option<At<u32>>,
        /// Whether its success is what the campaign is after. Default: `false`.
        objective: At<bool> = false.into(),
        /// Where its successes and failures count for steps that wait for `All` of several: `Organisation` if left out.
        scope: Option<At<Scope>>,
        /// When the step ends, each time it was started: `FirstSuccess` if left out.
        until: Option<At<Until>>,
        /// The steps that begin, at its foothold, when this one ends without a success. They join it to what they come
        /// `after`; without `after` they begin by failures only.
        on_failure: Vec<Word>,
    }
}

variants! {
    /// Which steps must have succeeded before a step begins.
    pub enum After {
        /// One of them.
        Any(Vec<Word>),
        /// All of them, in one organisation.
        All(Vec<Word>),
    }
}

choices! {
    /// How a campaign finds its way to an asset that it does not reach directly.
    pub enum Route {
        /// Any legal next hop.
        Random,
        /// The least mean time of attempts divided by their success.
        Cheapest,
    }
}

choices! {
    /// Where the success of a step counts.
    pub enum Scope {
        /// In the organisation where it happened: that of the target, or of the foothold of a step without one. What fails
        /// from the internet fails at the first of its targets.
        Organisation,
        /// In the whole campaign: those who wait for it begin at the foothold of whatever came last.
        Campaign,
    }
}

choices! {
    /// When a step ends.
    pub enum Until {
        /// At its first success.
        FirstSuccess,
        /// When no legal target is left, or its retries are used up in a row. Each success starts the next steps; of
        /// a burst, each click does. Movement goes on from everything held in the organisation of its foothold.
        Exhausted,
    }
}

variants! {
    /// A set of assets.
    pub enum TargetSet {
        /// One asset, `Asset("dc")`, or one member of a group, `Asset("desk[17]")`.
        Asset(Id),
        /// All members of a group.
        Group(Id),
        /// The first members of a group: `First("desk", 10)`.
        First(First),
        /// All assets of a zone.
        Zone(Id),
        /// All assets with a tag, their own or their zone's or organisation's.
        Tag(Word),
        /// All assets of an organisation.
        Organisation(Id),
    }
}

record! {
    /// Of [`TargetSet::First`].
    pub struct First {
        /// The group.
        group: Id,
        /// How many of its members, from `[1]` on.
        count: At<u32>,
    }
}
