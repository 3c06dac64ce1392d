//! What networks, campaigns and sensors do: a sentence each, with the condition under which it is said.
//!
//! **Invariant:** a sentence says what the simulation does, in the words of the language.

use super::facts::About::*;
use super::facts::{Mechanism, said};
use crate::kernel::SimTime;
use crate::model::*;

/// The table.
pub const MECHANISMS: &[Mechanism] = &[
    said(
        Network,
        |it| !it.model.network.links.is_empty(),
        "Reachability is directed: a link leads from one zone to another, and lets the services through that it names.",
    ),
    said(
        Network,
        |it| it.zone(|zone| zone.inside == Inside::Mesh && zone.size > 1),
        "In a zone without a topology that is not isolated, every asset reaches every other.",
    ),
    said(
        Network,
        |it| it.zone(|zone| zone.inside == Inside::Isolated),
        "The assets of an isolated zone do not reach each other.",
    ),
    said(
        Network,
        |it| it.zone(|zone| zone.inside == Inside::Edges),
        "In a zone with a topology, assets reach those that a link of the topology joins them to.",
    ),
    said(
        Network,
        |it| {
            it.model.network.links.iter().any(|link| link.capacity.is_finite())
                && it.techniques().any(|it| it.traffic > 0.0)
        },
        "Scans over a link are no more than fit through its capacity, and an exfiltration takes at least as long as the widest open way to the internet needs.",
    ),
    said(
        Network,
        |it| it.sets("controls[", ""),
        "A control of an organisation multiplies the probability of success and the visibility of the attempts that it is against; the factors of several multiply.",
    ),
    said(
        Network,
        |it| it.model.organisations.iter().any(|it| it.offline_backups),
        "A control keeps the backups of an organisation out of any adversary's reach.",
    ),
    said(
        Network,
        |it| it.sets("organisations[", ".maturity"),
        "The maturity of an organisation multiplies the seats and the skill of its teams, the sensitivity of their sensors, and the time in which it patches after an advisory.",
    ),
    said(
        Network,
        |it| it.fails(|of| matches!(of, Failing::Group(_))),
        "Assets fail by themselves and are repaired: a failed asset neither acts nor is reached and serves nobody, but stays held.",
    ),
    said(
        Network,
        |it| it.fails(|of| matches!(of, Failing::Link { .. })),
        "Links fail by themselves and are repaired: over a failed link nothing passes.",
    ),
    said(
        Network,
        |it| it.model.faults.iter().any(|fault| fault.by.is_some()),
        "A crew takes up repairs of what failed by itself as the least severe of its work.",
    ),
    said(
        Network,
        |it| it.model.network.groups.iter().any(|group| group.backup.server().is_some()),
        "A backup that another asset keeps is lost while that one is wiped or encrypted.",
    ),
    //
    said(
        Attack,
        |it| it.attacks(),
        "Every attempt is judged at its end, on the state of that moment: an isolated or failed end point, a closed link, a patched weakness or a disabled credential makes it fail, and blocked indicators do with a probability.",
    ),
    said(
        Attack,
        |it| !it.model.steps.is_empty(),
        "Each success of a step starts the steps that wait for it, in the organisation where it succeeded.",
    ),
    said(
        Attack,
        |it| it.model.steps.iter().any(|step| step.join == Join::All && step.predecessors.len() > 1),
        "A step that waits for all of several steps starts once each of them has come in one organisation.",
    ),
    said(
        Attack,
        |it| it.model.steps.iter().any(|step| step.scope == Scope::Campaign),
        "What a step of scope Campaign does counts in every organisation.",
    ),
    said(
        Attack,
        |it| it.model.steps.iter().any(|step| !step.on_failure.is_empty()),
        "A step that ends without a success starts the steps that wait for its failure, at its foothold.",
    ),
    said(
        Attack,
        |it| it.model.steps.iter().any(|step| step.until == Until::Exhausted),
        "A step that goes on until it is exhausted ends when no legal target is left or its retries are used up in a row, and each of its successes starts the next steps.",
    ),
    said(
        Attack,
        |it| it.model.steps.iter().any(|step| !it.model.techniques[step.technique.at()].action.is_burst()),
        "A campaign works on at most as many attempts at once as it has operators; bursts and spreads need none.",
    ),
    said(
        Attack,
        |it| {
            it.model
                .steps
                .iter()
                .any(|step| step.retries > 0 && !it.model.techniques[step.technique.at()].action.is_burst())
        },
        "A failed attempt is followed by another as long as the step has retries left.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Phish),
        "Phishing is a burst of letters, each to another target, delivered where the mail service of the target's organisation is reachable; each click is a foothold.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Plug),
        "Storage media are a burst that needs no way through the network; each that is plugged in is a foothold.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Supply),
        "A supplier that was taken over delivers to its customers, each of which takes the delivery after a time of its own and becomes a foothold unless it is out of service or cut off, or the campaign's indicators are blocked.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Exploit),
        "Exploiting an exposed service gives a foothold on the target.",
    ),
    said(Attack, |it| it.acts(Action::Escalate), "Privilege escalation raises the access on the foothold."),
    said(
        Attack,
        |it| it.acts(Action::TakeCredentials),
        "Taking credentials wins those kept on the foothold, for the whole campaign.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Move),
        "Lateral movement goes hop by hop to assets that are reachable and offer what the technique needs.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Exfiltrate),
        "Collection and exfiltration take data from the foothold.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Discover),
        "Discovery teaches the campaign about an organisation; movement at random then prefers hops that are targets there.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Persist),
        "A hold that was dug in survives an eradication with a probability.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Impair(Impairment::Encrypt)),
        "Encryption puts an asset out of service until it is brought back.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Impair(Impairment::Wipe)),
        "Wiping puts an asset out of service until it is brought back.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Impair(Impairment::Deny)),
        "Denial of service keeps an asset out of service for a time, and holds nothing.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Impair(Impairment::Manipulate)),
        "Manipulation puts an asset out of service for functions, though nothing shows.",
    ),
    said(
        Attack,
        |it| it.acts(Action::Impair(Impairment::TakeOffline)),
        "An asset may be taken off the network, which puts it out of service.",
    ),
    said(
        Attack,
        |it| it.techniques().any(|it| it.lasts.is_some()),
        "What a technique puts out of service may be back by itself after a time.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| !it.initially_held.is_empty()),
        "A campaign holds assets when it begins.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| it.start == SimTime::MAX),
        "A campaign that starts with an inject does nothing before.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| matches!(it.on_loss, OnLoss::GoDark { .. })),
        "An adversary that notices a loss goes dark: all that is under way pauses, and each further loss that it notices begins the pause anew.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| matches!(it.on_loss, OnLoss::Hurry { .. })),
        "An adversary that notices a loss hurries, once: times of attempts and delays are divided by a factor, and rates multiplied.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| matches!(it.on_loss, OnLoss::Return { .. })),
        "An adversary that notices a loss comes in again by its first steps.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| matches!(it.on_loss, OnLoss::Abort { .. })),
        "An adversary that notices a loss ends its campaign, and keeps what it holds.",
    ),
    said(
        Attack,
        |it| it.model.campaigns.iter().any(|it| it.tooling.is_some()),
        "The indicators of a campaign are worth a share against others with the same tools.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| it.contact.is_some()),
        "Spread by contact along links makes an attempt for each pair of an active source and an eligible target at the end of a delay, which begins with the later of the two becoming so.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| !it.pressure.is_empty()),
        "Spread in meshes and over links between zones makes attempts on each eligible target at the summed rates of the active sources that have an open path to it.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| it.cap.is_finite()),
        "A cap on the rate of all sources together slows each of them down.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| it.active_for.is_some() && it.then == Then::Immune),
        "A source whose active time is over is no longer held, and never again.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| it.active_for.is_some() && it.then == Then::Susceptible),
        "A source whose active time is over is no longer held, and may be taken again.",
    ),
    said(
        Attack,
        |it| it.model.spreads.iter().any(|it| it.active_for.is_some() && it.then == Then::Dormant),
        "A source whose active time is over stays held, but spreads no more.",
    ),
    //
    said(
        Detection,
        |it| it.attacks() && it.sets("sensors[", ".sees"),
        "A sensor sees an attempt with probability 1 − Π(1 − visibility · sensitivity) over the data sources that it looks at, by one draw for each attempt and sensor; a successful attempt shows what a failed one does, and more.",
    ),
    said(
        Detection,
        |it| it.attacks() && it.model.sensors.iter().any(|it| it.indicator_boost > 0.0),
        "Once its team knows the indicators of a campaign, a sensor sees its attempts with 1 − (1 − P)(1 − boost) in place of P.",
    ),
    said(
        Detection,
        |it| it.sets("sensors[", ".delay"),
        "From what a sensor sees to its alert there is a delay.",
    ),
    said(
        Detection,
        |it| it.model.sensors.iter().any(|it| it.false_alarms.is_some()),
        "False alarms of a sensor are a Poisson process.",
    ),
    said(Detection, |it| it.sets("sensors[", ".daily"), "The rate of false alarms depends on the hour."),
    said(
        Detection,
        |it| it.model.sensors.iter().any(|it| it.sweep.is_some()),
        "A sweep looks at each asset that the sensor covers and a campaign holds at that instant, isolated ones apart, and finds it with a probability.",
    ),
    said(
        Detection,
        |it| it.model.sensors.iter().any(|it| it.merge.is_some()),
        "Alerts of a sensor about one attacking asset and one technique are merged within a window.",
    ),
    said(
        Detection,
        |it| it.model.spreads.iter().any(|it| !it.misses.is_empty()),
        "Scans that hit nothing are seen as a Poisson process for each active source and sensor.",
    ),
    said(
        Detection,
        |it| it.informant(|who| matches!(who, Informant::Users { .. })),
        "Users report letters that they get, and assets of theirs that visibly fail, with a probability.",
    ),
    said(
        Detection,
        |it| it.informant(|who| matches!(who, Informant::Outside { .. })),
        "A partner, the police or a vendor notices a hold with a probability, and tells of it if it still lasts by then.",
    ),
    said(
        Detection,
        |it| it.informant(|who| matches!(who, Informant::Adversary)),
        "The ransom note on an asset whose data were encrypted tells its team.",
    ),
    said(
        Detection,
        |it| it.informant(|who| matches!(who, Informant::Failure { .. })),
        "A function whose level falls below a limit is noticed, once until it was back.",
    ),
    said(
        Detection,
        |it| it.changes(|it| matches!(it, Change::Alert { .. })),
        "An inject raises an alert about an asset.",
    ),
];
