//! What teams, functions and the exercise itself do: a sentence each, with the condition under which it is said.
//!
//! **Invariant:** a sentence says what the simulation does, in the words of the language.

use super::facts::About::*;
use super::facts::{Mechanism, said};
use crate::kernel::SimDuration;
use crate::model::*;

/// The table.
pub const MECHANISMS: &[Mechanism] = &[
    said(
        Response,
        |it| it.model.teams.iter().any(|it| it.triage.is_some()),
        "Alerts wait for triage, whose time and verdict are the alert's own, whoever judges it and whenever.",
    ),
    said(
        Response,
        |it| it.model.teams.iter().filter_map(|it| it.triage.as_ref()).any(|it| it.misses > 0.0),
        "A true alert is taken for a false one with a probability.",
    ),
    said(
        Response,
        |it| it.model.teams.iter().filter_map(|it| it.triage.as_ref()).any(|it| it.false_escalations > 0.0),
        "A false alert opens a false incident with a probability; it ends after its investigation.",
    ),
    said(
        Response,
        |it| it.attacks() && it.model.teams.iter().any(|it| it.triage.is_some()),
        "A true alert joins the team's open incident of its campaign, or opens one; a closed incident is not reopened.",
    ),
    said(
        Response,
        |it| it.model.teams.iter().any(|it| !it.rules.is_empty()),
        "The severity and the tactic of the alert that opens an incident choose its playbook.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Investigate { .. })),
        "A pass of investigation finds each asset that is held as it ends with a probability; passes are repeated until one finds nothing new.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Declare)),
        "Declaring the incident takes the time of an analyst.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Decide)),
        "The incident waits for the decision of an authority, which has hours and a queue of its own.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Contain(_))),
        "Containment goes asset by asset, also for assets that alerts add later.",
    ),
    said(
        Response,
        |it| it.contains_by(|it| it.isolate),
        "An isolated asset is still held, but neither acts nor is reached.",
    ),
    said(
        Response,
        |it| it.contains_by(|it| it.block_links),
        "Blocking closes every link from and to the zone of an asset until ENDEX.",
    ),
    said(
        Response,
        |it| it.contains_by(|it| it.disable_credentials),
        "The credentials kept on a contained asset are disabled.",
    ),
    said(
        Response,
        |it| it.contains_by(|it| it.block_indicators),
        "Blocking indicators makes further attempts of the campaign against what the team's organisation protects fail with the technique's probability.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Eradicate)),
        "A crew removes the adversary from each contained asset.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Recover { .. })),
        "A crew brings each asset back; what was wiped or encrypted needs a backup that survived.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Recover { rebuild: Some(_) })),
        "What has no backup left is rebuilt.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Notify { .. })),
        "A report goes to the partners of an agreement, over its channels.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::ReportSituation { .. })),
        "Reports on the situation go out at intervals until the incident is closed, each with the assets that the team knows to be held.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::Report)),
        "Writing a report takes time and nothing else.",
    ),
    said(
        Response,
        |it| it.phase(|kind| matches!(kind, PhaseKind::LessonsLearned { improves, .. } if *improves > 0.0)),
        "Lessons shorten the phases of incidents that are opened later; the first three of a run multiply.",
    ),
    said(
        Response,
        |it| it.model.pools.iter().any(|it| it.roster.len() > 1),
        "People work in shifts: when one ends, work under way beyond the seats that stay goes back to the head of its line with the time that is left.",
    ),
    said(
        Response,
        |it| it.model.pools.iter().any(|it| it.on_call.is_some() && it.roster.iter().any(|at| at.1 == 0)),
        "Where nobody is on duty, waiting work calls somebody in, who goes home when the queue is empty or the next shift begins.",
    ),
    said(
        Response,
        |it| it.model.pools.iter().any(|it| it.handover > SimDuration::ZERO),
        "Work that goes on after the end of a shift takes the time of the hand-over more.",
    ),
    said(
        Response,
        |it| it.model.pools.iter().any(|it| it.shrinkage > 0.0),
        "Each seat is absent for a whole shift with a probability.",
    ),
    said(
        Response,
        |it| it.model.pools.iter().any(|it| it.skill != 1.0),
        "Times of work are divided by the skill of the tier.",
    ),
    said(
        Response,
        |it| it.model.teams.iter().any(|it| it.unrelated.is_some()),
        "Real incidents that have nothing to do with the campaigns come as a Poisson process and go through the whole playbook.",
    ),
    said(
        Response,
        |it| it.model.teams.iter().any(|it| it.hunting.is_some()),
        "A team that got a campaign's indicators from a partner looks once for what is held already, and finds each hold with a probability.",
    ),
    //
    said(
        Functions,
        |it| !it.model.functions.is_empty(),
        "A function has a level from 0 to 1, the least of what its assets and its dependencies give; what is missing to 1, over time, is its loss.",
    ),
    said(
        Functions,
        |it| it.model.functions.iter().any(|it| !it.assets.is_empty() && it.rule == Rule::Weighted),
        "The assets of a function give the share of their weight that is up.",
    ),
    said(
        Functions,
        |it| it.model.functions.iter().any(|it| !it.assets.is_empty() && it.rule != Rule::Weighted),
        "The assets of a function give 1 while all, any, or so many as it needs are up, else 0.",
    ),
    said(
        Functions,
        |it| !it.model.reliance.dependencies.is_empty(),
        "What depends on others is given by rule all, any, so many of them, or the mean by weight; what follows from a change follows in the same instant.",
    ),
    said(
        Functions,
        |it| it.model.reliance.dependencies.iter().any(|it| it.reserve.is_some()),
        "A backup bridges a dependency for a time, drawn anew for each failure, and is charged again.",
    ),
    said(
        Functions,
        |it| it.model.functions.iter().any(|it| it.recovery.is_some()),
        "What a function can do again, it does after a time of recovery.",
    ),
    said(
        Functions,
        |it| it.fails(|of| matches!(of, Failing::Function(_))),
        "Functions fail by themselves and are repaired: a failed function has level 0.",
    ),
    said(
        Functions,
        |it| !it.model.missions.is_empty(),
        "A mission has the least level of what it depends on; what is missing to 1 from its beginning to its end is its loss.",
    ),
    said(
        Functions,
        |it| !it.model.cables.is_empty(),
        "A broken cable or pipeline closes the links over it unless a share goes on over others, and is repaired by a ship that is busy with it from its mobilisation to the end of the work.",
    ),
    said(Functions, |it| it.model.cables.iter().any(|it| it.breaks.is_some()), "Cables break by themselves."),
    said(
        Functions,
        |it| it.model.cables.iter().any(|it| !it.reroute.is_empty()),
        "A share of a broken cable goes on over others that are whole.",
    ),
    //
    said(
        Exercise,
        |it| it.model.injects.iter().any(|it| it.is_of_msel() && matches!(it.when, When::At(_))),
        "Injects come at their planned moments.",
    ),
    said(
        Exercise,
        |it| it.model.injects.iter().any(|it| it.is_of_msel() && matches!(it.when, When::After(_))),
        "Injects come after others.",
    ),
    said(
        Exercise,
        |it| it.model.injects.iter().any(|it| it.is_of_msel() && matches!(it.when, When::On(_))),
        "Contingency injects come on a condition, once.",
    ),
    said(
        Exercise,
        |it| !it.model.staffs.is_empty(),
        "An inject of an exercise staff comes by the hand of a controller who is on duty and free, else late.",
    ),
    said(
        Exercise,
        |it| it.model.staffs.len() > 1 && it.model.coordination.is_some(),
        "What one staff gives or its players do, another learns after a delay.",
    ),
    said(
        Exercise,
        |it| it.model.staffs.len() > 1 && it.model.coordination.is_none(),
        "Staffs do not learn of each other's injects and players.",
    ),
    said(
        Exercise,
        |it| !it.model.ladders.is_empty(),
        "A ladder of escalation is climbed step by step, each step by its condition, its authority's decision and the time of convening.",
    ),
    said(
        Exercise,
        |it| it.model.injects.iter().any(|it| it.climb.as_ref().is_some_and(|climb| climb.down)),
        "A step stands down, and the ladder falls back to the highest step that is still in effect.",
    ),
    said(
        Exercise,
        |it| it.model.crises.iter().any(|it| it.active),
        "The intensity of a crisis rises to 1, stays there, and fades after its end.",
    ),
    said(
        Exercise,
        |it| it.brings(|it| matches!(it, Brings::Ticket { .. })),
        "A crisis brings teams tickets, a Poisson process with its intensity.",
    ),
    said(
        Exercise,
        |it| it.brings(|it| matches!(it, Brings::Matter { .. })),
        "A crisis brings authorities matters to decide, a Poisson process with its intensity.",
    ),
    said(
        Exercise,
        |it| it.brings(|it| matches!(it, Brings::FalseAlarm(_))),
        "A crisis has sensors raise more false alarms.",
    ),
    said(
        Exercise,
        |it| it.model.crises.iter().any(|it| it.active && it.slower > 1.0),
        "A crisis makes other decisions of authorities take longer.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::Load { .. })),
        "An inject gives a team tickets, evenly over a time.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::StartCampaign(_) | Change::Campaign { .. })),
        "An inject starts, alters or ends a campaign.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::Disclose { .. })),
        "From the disclosure of a weakness on, assets have it that were not patched before.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::Patch { .. })),
        "An inject has a weakness taken from assets, one by one.",
    ),
    said(
        Exercise,
        |it| it.changes(Change::takes_down),
        "An inject cuts links or cables, or takes functions or assets down.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::Staff { .. })),
        "An inject changes the seats of a tier.",
    ),
    said(
        Exercise,
        |it| it.changes(|it| matches!(it, Change::Channel { .. })),
        "An inject takes a channel down, brings it up or slows it.",
    ),
];
