//! What organisations do for each other: a sentence each, with the condition under which it is said.
//!
//! **Invariant:** a sentence says what the simulation does, in the words of the language.

use super::facts::About::*;
use super::facts::{Facts, Mechanism, said};
use crate::model::*;

fn led(it: &Facts<'_>, is: fn(&Aim) -> bool) -> bool {
    it.model.investigations.iter().any(|investigation| is(&investigation.aim))
}

fn works(it: &Facts<'_>) -> bool {
    it.model.centres.iter().any(|centre| centre.active)
}

/// The table.
pub const MECHANISMS: &[Mechanism] = &[
    said(
        Cooperation,
        |it| !it.model.channels.is_empty(),
        "An agreement is applied while it is in force and both organisations are party to it.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.automated && it.carries_reports()),
        "What an automated channel brings acts as it arrives.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| !it.automated && it.carries_reports()),
        "What comes by mail, liaison officer or telephone acts once an analyst has read it, which takes a time.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.carries_reports()),
        "A channel refuses what is marked more strictly than its ceiling.",
    ),
    said(
        Cooperation,
        |it| it.sets("agreements[", ".release"),
        "A report waits for its release before it goes out.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.refused > 0.0),
        "The release of a report is refused with a probability.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.sanitising.is_some()),
        "What is classified too highly for a channel is sanitised: indicators remain, the analysis does not.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.reliability < 1.0),
        "A report is lost on its way with a probability.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| !it.hours.is_empty()),
        "A report goes out and comes in only in the hours in which the ends of its channel are manned.",
    ),
    said(
        Cooperation,
        |it| it.fails(|of| matches!(of, Failing::Channel(_))),
        "Channels fail by themselves and are repaired: what is released meanwhile waits, or takes the fall-back.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.passes_on),
        "Parties pass on what they were sent as far as its TLP mark lets them, each text once.",
    ),
    said(
        Cooperation,
        |it| it.channel(|it| it.wrong.is_some()),
        "Indicators are wrong with a probability: an automated channel then blocks what is harmless for a time.",
    ),
    said(
        Cooperation,
        |it| it.shares(Shares::INDICATORS),
        "Shared indicators let the partner's sensors see the campaign better and its defences block attempts; they exist once an analysis has produced them.",
    ),
    said(
        Cooperation,
        |it| it.shares(Shares::ADVISORY),
        "An advisory has each organisation that the recipient protects take from its assets the weaknesses that the campaign uses, in the time of its patching.",
    ),
    said(
        Cooperation,
        |it| it.shares(Shares::LESSONS),
        "Lessons that are shared improve the recipient's playbooks as its own would.",
    ),
    said(
        Cooperation,
        |it| it.shares(Shares::SITUATION),
        "Reports on the situation say which assets the sender knows to be held.",
    ),
    said(
        Cooperation,
        |it| it.shares(Shares::REQUEST),
        "Requests for help go over the channels that share them, and are sent again if nothing is heard.",
    ),
    said(
        Cooperation,
        |it| it.area(|it| it.skill != 1.0),
        "Education and training multiply the skill of the parties' tiers.",
    ),
    said(
        Cooperation,
        |it| it.area(|it| it.pace != 1.0 || it.spread != 1.0),
        "Common exercises make the phases of the parties' playbooks shorter and less variable: pace · (m + spread · (T − m)) in place of T, where m is the mean.",
    ),
    said(
        Cooperation,
        |it| it.area(|it| it.remains != 1.0) && it.shares(Shares::ANALYSIS),
        "Under technical cooperation a partner's analysis leaves only a share of the time of an investigation.",
    ),
    said(
        Cooperation,
        |it| it.area(|it| it.waits.is_some()),
        "A team waits, once a campaign and for a limited time, for the analysis that a partner has begun.",
    ),
    said(
        Cooperation,
        |it| it.area(|it| it.decisions != 1.0),
        "Authorities decide faster on a campaign of which the team that asks has sent or got a report.",
    ),
    said(
        Cooperation,
        |it| !it.model.memberships.is_empty() || it.changes(|it| matches!(it, Change::Membership { .. })),
        "Organisations join or leave an alliance during the run, and with it what its members have agreed.",
    ),
    said(
        Cooperation,
        |it| it.phase(|kind| matches!(kind, PhaseKind::RequestHelp { .. })),
        "Experts that a request is granted travel, work as further seats of a tier until the incident is closed or their time is over, and travel back; nobody is in two places.",
    ),
    said(
        Cooperation,
        |it| it.model.assistance.iter().any(|it| it.from.is_some()),
        "While experts are away, the tier that they come from has fewer seats.",
    ),
    said(
        Cooperation,
        |it| it.model.assistance.iter().any(|it| it.refused > 0.0),
        "A request for help is refused with a probability, and the next offer asked.",
    ),
    said(
        Cooperation,
        works,
        "A centre fuses the reports on the situation that reach its team into a picture: of each team and campaign it believes what the last report said that was fused.",
    ),
    said(
        Cooperation,
        |it| it.model.centres.iter().any(|it| it.active && !it.secondees.is_empty()),
        "People seconded to a centre are missing where they come from.",
    ),
    said(
        Cooperation,
        |it| it.model.centres.iter().any(|it| it.active && !it.warns.is_empty()),
        "A centre warns organisations once a campaign, when its picture first shows enough; each heeds the warning with a probability.",
    ),
    said(
        Cooperation,
        |it| it.precaution(|it| matches!(it, Precaution::Block)),
        "A warned organisation blocks the campaign's indicators, if the centre's team knows them.",
    ),
    said(
        Cooperation,
        |it| it.precaution(|it| matches!(it, Precaution::Patch)),
        "A warned organisation patches what the campaign uses.",
    ),
    said(
        Cooperation,
        |it| it.precaution(|it| matches!(it, Precaution::Watch { .. })),
        "A warned organisation looks more closely for a time.",
    ),
    said(
        Cooperation,
        |it| it.precaution(|it| matches!(it, Precaution::Shut { .. })),
        "A warned organisation takes assets out of service for a time.",
    ),
    said(
        Cooperation,
        |it| led(it, |aim| matches!(aim, Aim::TakeDown { .. })),
        "An investigation takes command servers down with a probability: the campaign's operators and further letters pause until it has others, what spreads by itself goes on.",
    ),
    said(
        Cooperation,
        |it| it.model.investigations.iter().any(|it| it.evidence().is_some()),
        "What is contained is kept as evidence for a time, in which nobody eradicates or recovers it.",
    ),
    said(
        Cooperation,
        |it| led(it, |aim| matches!(aim, Aim::Attribute { .. })),
        "An investigation attributes a campaign: n analyses point to the right adversary with probability 1 − (1 − p)ⁿ, and who is named may be deterred.",
    ),
    said(
        Cooperation,
        |it| !it.model.duties.is_empty(),
        "A legal clock starts for each campaign and bound organisation when its team's incident is grave enough and knows of an asset; each report is met or missed, and writing it takes analysts' time.",
    ),
];
