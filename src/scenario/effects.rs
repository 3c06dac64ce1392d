//! What injects do in the simulation.
//!
//! **Invariant:** records only; ids are not resolved.

use super::duration::{Span, Time};
use super::organisation::Alliance;
use super::record::{record, variants};
use super::threat::TargetSet;
use super::written::{At, Id, Word};

variants! {
    /// What an inject does in the simulation.
    pub enum Effect {
        /// Nothing: it is only told.
        Message,
        /// Several of these, in the order given: `Several([Cut(cable: "estlink-2"), Load(…)])`.
        Several(Vec<Effect>),
        /// Gives a team work: `Load(team: "soc", tickets: 40, over: "4h")`.
        Load(Load),
        /// Raises an alert about an asset: `Alert(team: "soc", asset: "desk[1]")`.
        Alert(Alert),
        /// Starts a campaign whose `start` is `OnInject`: `StartCampaign("bear")`. It starts once, however often it is told to.
        StartCampaign(StartCampaign),
        /// Changes how a campaign goes on: `AlterCampaign(campaign: "bear", hurry: 2)`.
        AlterCampaign(AlterCampaign),
        /// From now on assets have a weakness: `DiscloseWeakness(weakness: "cve-2026-1", on: [Tag("vpn")])`. What was patched
        /// against it before stays free of it.
        DiscloseWeakness(DiscloseWeakness),
        /// Takes a weakness from assets, one by one: `Patch(weakness: "cve-2026-1", on: [Tag("vpn")], over: Exponential(mean: "2d"))`.
        Patch(Patch),
        /// Cuts a cable, or a link both ways if it is written `both_ways`: `Cut(cable: "estlink-2")`. Cut twice is cut once, and once restored.
        Cut(Way),
        /// Restores what was cut.
        Restore(Way),
        /// A suspicious vessel over a cable: its operator is warned, and the repair ship stands by for a while:
        /// `Vessel(cable: "estlink-2", for: "2d")`.
        Vessel(Vessel),
        /// Takes a function or assets down until they are brought up: `TakeDown(function: "port")`. A function that is down
        /// has level 0; an asset that is down stays held but neither acts nor is reached, and serves nobody.
        TakeDown(Service),
        /// Brings up what was taken down. What the response has isolated, or what has failed, stays so.
        BringUp(Service),
        /// Fills the backups of a function, as deliveries of fuel or mobile generators do: `Refuel(function: "grid")`. One that was
        /// used up bridges its need anew, which is also how functions that need each other are started again.
        Refuel(Refuel),
        /// More or fewer seats: `Staff(team: "soc", tier: "l1", seats: -1, for: "8h")`.
        Staff(Staffing),
        /// An organisation joins an alliance, and becomes a party to what is agreed by its members: `Join(organisation: "fi", alliance: Nato)`.
        Join(Accession),
        /// It leaves: `Leave(organisation: "fi", alliance: Eu)`. What it was sent it still knows.
        Leave(Accession),
        /// A channel goes down or comes up, or gets slower: `Channel(agreement: "ta", channel: "feed", up: false)`.
        Channel(ChannelChange),
        /// Takes a ladder to a step at once, without a decision and without convening: `Escalate(ladder: "eu", to: "ipcr")`.
        /// The steps between are left out.
        Escalate(Escalate),
        /// Begins a crisis, or has one that fades or is over begin anew: `StartCrisis("disinformation")`.
        StartCrisis(OfCrisis),
        /// Ends a crisis, which then fades: `EndCrisis("disinformation")`.
        EndCrisis(OfCrisis),
    }
}

record! {
    /// Of [`Effect::Load`].
    pub struct Load {
        /// The team.
        team: Id,
        /// How many tickets, from 1 to 1,000,000.
        tickets: At<u32>,
        /// The time over which they arrive, evenly.
        over: Span,
    }
}

record! {
    /// Of [`Effect::Alert`].
    pub struct Alert {
        /// The team.
        team: Id,
        /// The asset, or the member of a group.
        asset: Id,
    }
}

record! {
    /// Of [`Effect::StartCampaign`].
    pub struct StartCampaign {
        /// The campaign.
        campaign: Id,
    }
}

record! {
    /// Of [`Effect::AlterCampaign`].
    pub struct AlterCampaign {
        /// The campaign.
        campaign: Id,
        /// How many attempts it can work on at once from now on, at least 1; those under way are finished. As before if left out.
        operators: Option<At<u32>>,
        /// What times of attempts that begin later, and delays, are divided by, and rates multiplied with, from 0.001 to 1,000;
        /// as before if left out.
        hurry: Option<At<f64>>,
        /// Whether it ends: it never acts again, but keeps what it holds. Default: `false`.
        stop: At<bool> = false.into(),
    }
}

record! {
    /// Of [`Effect::DiscloseWeakness`].
    pub struct DiscloseWeakness {
        /// The weakness, as techniques name it.
        weakness: Word,
        /// The assets that have it from now on.
        on: Vec<TargetSet>,
    }
}

record! {
    /// Of [`Effect::Patch`].
    pub struct Patch {
        /// The weakness, as techniques name it.
        weakness: Word,
        /// The assets that lose it.
        on: Vec<TargetSet>,
        /// How long after the inject each asset loses it; at once if left out.
        over: Option<Time>,
    }
}

record! {
    /// Of [`Effect::Cut`] and [`Effect::Restore`]: one of the two.
    pub struct Way {
        /// The cable that links run over.
        cable: Option<Word>,
        /// A single link.
        link: Option<Ends>,
    }
}

record! {
    /// Of [`Effect::Vessel`].
    pub struct Vessel {
        /// The cable, one of `cables`.
        cable: Word,
        /// How long the ship stands by; until ENDEX if left out.
        r#for: Option<Span>,
    }
}

record! {
    /// A link by its zones: `(from: "office", to: "edge")`.
    pub struct Ends {
        /// The zone where it starts.
        from: Id,
        /// The zone where it ends.
        to: Id,
    }
}

record! {
    /// Of [`Effect::TakeDown`] and [`Effect::BringUp`]: one of the two.
    pub struct Service {
        /// The function.
        function: Option<Id>,
        /// The assets.
        assets: Vec<TargetSet>,
    }
}

record! {
    /// Of [`Effect::Refuel`].
    pub struct Refuel {
        /// The function.
        function: Id,
    }
}

record! {
    /// Of [`Effect::Staff`].
    pub struct Staffing {
        /// The team.
        team: Id,
        /// Its tier.
        tier: Word,
        /// How many seats more, or fewer if negative. Fewer than none is none.
        seats: At<i32>,
        /// For so long, from the inject on and whatever the shift. If left out, every shift changes from now on until ENDEX,
        /// and nobody is on duty between shifts.
        r#for: Option<Span>,
    }
}

record! {
    /// Of [`Effect::Join`] and [`Effect::Leave`].
    pub struct Accession {
        /// Who.
        organisation: Id,
        /// What.
        alliance: At<Alliance>,
    }
}

record! {
    /// Of [`Effect::Escalate`].
    pub struct Escalate {
        /// The ladder.
        ladder: Id,
        /// The step.
        to: Word,
    }
}

record! {
    /// Of [`Effect::StartCrisis`] and [`Effect::EndCrisis`].
    pub struct OfCrisis {
        /// The crisis.
        crisis: Id,
    }
}

record! {
    /// Of [`Effect::Channel`].
    pub struct ChannelChange {
        /// The agreement.
        agreement: Id,
        /// Its channel.
        channel: Word,
        /// Whether reports pass. What is released while it is down goes out when it comes up. As before if left out.
        up: Option<At<bool>>,
        /// What the delay of reports that are sent from now on is multiplied by, 0 or more; 1 is as written, as before if
        /// left out.
        slower: Option<At<f64>>,
    }
}
