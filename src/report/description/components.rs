//! The components of a model: entities, activities, resources, queues, and where entities come in and go out.
//!
//! **Invariant:** what is listed is in the model, in its order.

use super::facts::Facts;
use super::logic::organisations;
use super::{Block, Parts, code, list, table, words};
use crate::kernel::SimDuration;
use crate::measure::span;
use crate::model::*;

/// The headings under Components.
pub fn parts(facts: &Facts<'_>) -> Parts {
    let model = facts.model;
    vec![
        ("5.1", "Components: entities", entities(facts)),
        ("5.2", "Components: activities", vec![activities(model)]),
        ("5.3", "Components: resources", vec![resources(model)]),
        ("5.4", "Components: queues", vec![queues(model)]),
        ("5.5", "Components: entry and exit points", entries(facts)),
    ]
}

/// The sentences whose condition holds.
fn holding(sentences: &[(bool, &str)]) -> Vec<String> {
    sentences.iter().filter(|(holds, _)| *holds).map(|(_, says)| (*says).to_owned()).collect()
}

fn entities(facts: &Facts<'_>) -> Vec<Block> {
    let model = facts.model;
    let alerts = !model.sensors.is_empty() || !model.notices.is_empty();
    let passing = holding(&[
        (
            facts.attacks(),
            "Attempts: of a campaign, from a source on a target, with a technique and a number.",
        ),
        (
            alerts,
            "Alerts: true ones of a campaign and an asset, false ones of a sensor, each with a severity.",
        ),
        (
            model.teams.iter().any(|team| !team.phases.is_empty()),
            "Incidents: of a team and a campaign, of a false alert, or unrelated, each with the assets that its team knows.",
        ),
        (
            facts.channel(Channel::carries_reports),
            "Reports: of a team on a campaign, with a TLP mark and a classification.",
        ),
        (facts.shares(Shares::REQUEST), "Requests for help."),
        (
            facts.changes(|it| matches!(it, Change::Load { .. }))
                || facts.brings(|it| matches!(it, Brings::Ticket { .. })),
            "Tickets: work for analysts that is judged as alerts are, and dismissed.",
        ),
        (
            facts.brings(|it| matches!(it, Brings::Matter { .. })),
            "Matters: what authorities have to decide because of a crisis.",
        ),
        (!model.faults.is_empty() || !model.cables.is_empty(), "Repairs: of what failed or was cut."),
        (!model.injects.is_empty(), "Injects, each at most once."),
    ]);
    vec![
        list("Entities that come and go", passing),
        organisations(model),
        groups(model),
        sensors(model),
        functions(model),
    ]
}

fn groups(model: &Model) -> Block {
    let network = &model.network;
    let rows = network.groups.iter().zip(&model.names.groups).map(|(group, (id, _))| {
        vec![
            id.clone(),
            model.names.zones[group.zone.at()].clone(),
            group.count.to_string(),
            group.users.to_string(),
            group.weight.to_string(),
        ]
    });
    let columns =
        [code("Asset", 3), code("Zone", 3), words("Number", 1), words("Users each", 1), words("Weight", 1)];
    table("Assets and groups of like assets", &columns, rows.collect())
}

fn sensors(model: &Model) -> Block {
    let team = |sensor: &Sensor| model.names.teams[sensor.team.at()].clone();
    let sensors = model.sensors.iter().zip(&model.names.sensors);
    let rows = sensors.map(|(sensor, id)| vec![id.clone(), team(sensor)]);
    let told = model.notices.iter().zip(&model.names.notices);
    let told = told.map(|(notice, id)| vec![id.clone(), model.names.teams[notice.team.at()].clone()]);
    table("Sensors and informants", &[code("Id", 1), code("Alerts", 1)], rows.chain(told).collect())
}

fn functions(model: &Model) -> Block {
    let row = |kind: &str, named: &Named, organisation: OrganisationIdx| {
        let organisation = model.names.organisations.get(organisation.at());
        let organisation = organisation.map_or(String::new(), |it| it.id.clone());
        vec![kind.to_owned(), named.id.clone(), named.name.clone(), organisation]
    };
    let names = &model.names;
    let functions = model.functions.iter().zip(&names.functions);
    let missions = model.missions.iter().zip(&names.missions);
    let cables = model.cables.iter().zip(&names.cables);
    let rows = functions.map(|(it, named)| row("function", named, it.organisation));
    let rows = rows.chain(missions.map(|(it, named)| row("mission", named, it.organisation)));
    let rows = rows.chain(cables.map(|(it, named)| row("cable", named, it.organisation)));
    let columns = [words("What", 1), code("Id", 2), words("Name", 3), code("Of", 2)];
    table("Functions, missions and cables", &columns, rows.collect())
}

fn activities(model: &Model) -> Block {
    let names = &model.names;
    let pool = |pool: PoolIdx| match pool.is_some() {
        true => names.pools[pool.at()].clone(),
        false => String::from("nobody"),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for technique in &names.techniques {
        let what = format!("attempt: {}", technique.name);
        rows.push(vec![what, technique.id.clone(), String::from("operators, or by itself")]);
    }
    for (team, id) in model.teams.iter().zip(&names.teams) {
        if let Some(triage) = &team.triage {
            rows.push(vec![String::from("triage"), id.clone(), pool(triage.pool)]);
        }
        if let Some(hunting) = &team.hunting {
            rows.push(vec![String::from("hunting backwards"), id.clone(), pool(hunting.pool)]);
        }
    }
    for ((team, id), phases) in model.teams.iter().zip(&names.teams).zip(&names.phases) {
        for (phase, word) in team.phases.iter().zip(phases) {
            let row = vec![format!("phase: {word}"), id.clone(), pool(phase.pool)];
            // The same phase may stand in several playbooks of a team.
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    for (channel, id) in model.channels.iter().zip(&names.channels).filter(|it| !it.0.automated) {
        if channel.carries_reports() {
            rows.push(vec![String::from("reading"), id.clone(), String::from("analysts who receive")]);
        }
    }
    let investigations = model.investigations.iter().zip(&names.investigations);
    rows.extend(
        investigations.map(|(it, id)| vec![String::from("investigation"), id.clone(), pool(it.pool)]),
    );
    let centres = model.centres.iter().zip(&names.centres).filter(|it| it.0.active);
    rows.extend(centres.map(|(it, id)| vec![String::from("fusing reports"), id.clone(), pool(it.pool)]));
    let cables = model.cables.iter().zip(&names.cables);
    let repaired = cables.filter_map(|(it, named)| it.repair.as_ref().map(|repair| (repair, named)));
    rows.extend(
        repaired.map(|(it, named)| vec![String::from("cable repair"), named.id.clone(), pool(it.by)]),
    );
    table("Activities", &[words("Activity", 3), code("Of", 3), code("Done by", 3)], rows)
}

fn resources(model: &Model) -> Block {
    let rows = model.pools.iter().zip(&model.names.pools).map(|(pool, id)| {
        let kind = match pool.kind {
            PoolKind::Tier(_) => "tier of analysts",
            PoolKind::Authority => "authority",
            PoolKind::Crew => "crew",
            PoolKind::Staff => "controllers of an exercise staff",
        };
        let seats = |pick: fn(u32, u32) -> u32| pool.roster.iter().map(|at| at.1).reduce(pick).unwrap_or(0);
        let called = pool.on_call.map_or(String::from("no"), |after| format!("after {}", hours(after)));
        let (least, most) = (seats(u32::min), seats(u32::max));
        let on_duty = if least == most { most.to_string() } else { format!("{least} to {most}") };
        vec![id.clone(), kind.to_owned(), on_duty, called]
    });
    let columns =
        [code("Resource", 3), words("Kind", 3), words("Seats on duty", 2), words("Called in off duty", 2)];
    let rows: Vec<Vec<String>> = rows.collect();
    table("Resources", &columns, rows)
}

fn hours(time: SimDuration) -> String {
    span(time.hours())
}

fn queues(model: &Model) -> Block {
    let rows = model.pools.iter().zip(&model.names.pools).map(|(pool, id)| {
        let order = match pool.order {
            QueueOrder::FirstCome => "first come, first served",
            QueueOrder::MostSevereFirst => "most severe first",
            QueueOrder::Priority(_) => "by kind of work",
        };
        let preempts = if pool.preempts { "yes" } else { "no" };
        let places = match pool.kind {
            PoolKind::Tier(team) => match &model.teams[team.at()] {
                team if team.places == u32::MAX => String::from("unlimited"),
                team if team.triage.as_ref().is_some_and(|it| model.pools[it.pool.at()].key == pool.key) => {
                    let full = match team.when_full {
                        WhenFull::DropNew => "else the new alert is lost",
                        WhenFull::DropLeastSevere => "else the least severe alert is lost",
                        WhenFull::DropOldest => "else the oldest alert is lost",
                    };
                    format!("{} alerts, {full}", team.places)
                }
                _ => String::from("unlimited"),
            },
            _ => String::from("unlimited"),
        };
        vec![id.clone(), order.to_owned(), preempts.to_owned(), places]
    });
    let columns = [code("Queue of", 3), words("Order", 3), words("Preempts", 1), words("Waiting places", 3)];
    table("Queues", &columns, rows.collect())
}

fn entries(facts: &Facts<'_>) -> Vec<Block> {
    let model = facts.model;
    let triage = model.teams.iter().any(|team| team.triage.is_some());
    let entries = holding(&[
        (
            !model.steps.is_empty(),
            "Attempts begin with the first steps of a campaign, then with each step that starts.",
        ),
        (!model.spreads.is_empty(), "Attempts begin from each held asset that is an active source."),
        (
            model.sensors.iter().any(|it| it.false_alarms.is_some()),
            "False alarms come from outside, at their rates.",
        ),
        (
            model.teams.iter().any(|it| it.unrelated.is_some()),
            "Unrelated incidents come from outside, at their rates.",
        ),
        (model.injects.iter().any(Inject::is_of_msel), "Injects come by the MSEL."),
        (!model.faults.is_empty(), "Failures come from the things that fail."),
    ]);
    let exits = holding(&[
        (facts.attacks(), "An attempt leaves when it is judged."),
        (
            triage,
            "An alert leaves when it is judged, merged or dropped; a true one that is not missed goes on as its incident.",
        ),
        (
            model.teams.iter().any(|team| !team.phases.is_empty()),
            "An incident leaves when its last phase is over for all of its assets.",
        ),
        (
            facts.channel(Channel::carries_reports),
            "A report leaves when it is refused, lost, or has had its effect.",
        ),
        (
            triage || facts.attacks(),
            "What is under way or waits at ENDEX is counted as that, and no time of it is taken for whole.",
        ),
    ]);
    vec![list("Entry", entries), list("Exit", exits)]
}
