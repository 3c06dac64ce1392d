//! What is written and of no use: because nothing in the scenario answers to it, uses it or gives it work.
//!
//! What is misspelt is told as unknown; of what could have been meant nothing is said here.
//!
//! **Invariant:** warnings only, each of something without which every replication would be the same.

use super::controls::stands_against;
use super::ids::Ids;
use super::technique::Techniques;
use crate::diagnostic::{Diagnostic, Place, codes, did_you_mean};
use crate::library;
use crate::model::{Action, Impairment, Network};
use crate::scenario::{self, Informant, Phase, Scenario, Shifts, Span, Spread, Word};
use std::collections::BTreeSet;

/// The longest short name, in characters.
const SHORT: usize = 12;

/// Warnings for all that is of no use.
pub fn warn(
    scenario: &Scenario,
    ids: &Ids<'_>,
    techniques: &Techniques<'_>,
    network: &Network,
    faults: &mut Vec<Diagnostic>,
) {
    let mut found = Vec::new();
    organisations(ids, &mut found);
    credentials(scenario, &mut found);
    zones(ids, network, &mut found);
    teams(ids, &mut found);
    on_call(ids, &mut found);
    for variant in
        scenario.variants.iter().filter(|it| it.set.is_empty() && it.remove.is_empty() && it.add.is_empty())
    {
        let message = format!("the variant `{}` changes nothing", variant.id);
        found.push(warning(codes::UNCHANGED, variant.id.place, message, "neither `set`, `add` nor `remove`"));
    }
    // Where no technique is known, or one is not, it can't be said what campaigns do.
    if techniques.whole && !techniques.used.is_empty() {
        against(ids, techniques, &mut found);
        rules(ids, techniques, &mut found);
        ransoms(ids, techniques, &mut found);
        unseen(ids, techniques, &mut found);
        traffic(ids, techniques, &mut found);
    }
    faults.extend(found);
}

fn warning(code: &'static str, place: Place, message: String, label: &str) -> Diagnostic {
    Diagnostic::warning(code, place, message).label(label)
}

fn organisations(ids: &Ids<'_>, found: &mut Vec<Diagnostic>) {
    for row in ids.organisations.iter() {
        if let Some(short) = row.record.short.as_ref().filter(|short| short.chars().count() > SHORT) {
            let message = format!("the short name of `{}` is longer than {SHORT} characters", row.name);
            let told = warning(codes::LONG_SHORT_NAME, short.place, message, "tables have no room for it");
            found.push(told.help(String::from("the whole name is its `name`")));
        }
    }
}

fn credentials(scenario: &Scenario, found: &mut Vec<Diagnostic>) {
    let assets = &scenario.network.assets;
    let kept: BTreeSet<&str> =
        assets.iter().flat_map(|it| &it.credentials).map(|it| it.text.as_str()).collect();
    for word in assets.iter().flat_map(|asset| &asset.accepts) {
        if !kept.contains(word.text.as_str()) {
            let message = format!("no asset keeps the credential `{word}`, so nobody can win it");
            let told = warning(codes::UNKEPT, word.place, message, "kept on no asset");
            found.push(told.help(did_you_mean(word, kept.iter().copied())));
        }
    }
}

fn zones(ids: &Ids<'_>, network: &Network, found: &mut Vec<Diagnostic>) {
    for (row, number) in ids.zones.iter().zip(1..) {
        if network.zones.get(number).is_some_and(|zone| zone.size == 0) {
            let message = format!("the zone `{}` has no assets, so nothing passes through it", row.name);
            let told = warning(codes::EMPTY_ZONE, row.place, message, "empty");
            found.push(told.help(String::from("an adversary goes from asset to asset: give it one")));
        }
    }
}

/// The tiers that a phase names.
fn tiers_of(phase: &Phase) -> Option<&Word> {
    match phase {
        Phase::Investigate(phase) => Some(&phase.tier),
        Phase::Declare(task) | Phase::Report(task) => Some(&task.tier),
        Phase::Contain(phase) => Some(&phase.tier),
        Phase::Notify(phase) => phase.tier.as_ref(),
        Phase::LessonsLearned(phase) => Some(&phase.tier),
        Phase::RequestHelp(phase) => Some(&phase.tier),
        Phase::ReportSituation(phase) => phase.tier.as_ref(),
        Phase::Decide(_) | Phase::Eradicate(_) | Phase::Recover(_) => None,
    }
}

fn teams(ids: &Ids<'_>, found: &mut Vec<Diagnostic>) {
    for row in ids.teams.iter() {
        let team = row.record;
        if let Some(when_full) = team.queue.when_full.filter(|_| team.queue.capacity.is_none()) {
            let message = format!("the queues of `{}` are never full", row.name);
            let told = warning(codes::NEVER_FULL, when_full.place, message, "without `capacity`");
            found.push(told.help(String::from("say how many may wait: `capacity`")));
        }
        let names = || team.playbook.iter().chain(team.playbooks.iter().map(|rule| &rule.r#use));
        let playbooks: Vec<_> = names().map(|id| ids.playbooks.find(&id.text)).collect();
        let whole = playbooks.iter().all(Option::is_some);
        let records = || playbooks.iter().flatten().filter_map(|&number| ids.playbooks.get(number));
        if let Some(unrelated) = team.unrelated.as_ref().filter(|_| names().next().is_none()) {
            let message = format!("the team `{}` has no playbook, so it does nothing about these", row.name);
            let told = warning(codes::NOTHING_DONE, unrelated.rate.place, message, "closed as they open");
            found.push(told.help(String::from("give the team a `playbook`, or leave out `unrelated`")));
        }
        let mut named: Vec<&Word> =
            records().flat_map(|row| &row.record.phases).filter_map(tiers_of).collect();
        named.extend(team.triage.as_ref().map(|triage| &triage.tier));
        let centres = ids.centres.iter().map(|row| row.record).filter(|centre| centre.team.text == row.name);
        named.extend(centres.map(|centre| &centre.tier));
        let led = ids.investigations.iter().filter(|led| led.record.team.text == row.name);
        named.extend(led.map(|led| &led.record.tier));
        // Without a playbook a team only judges alerts, however it is built.
        let judges_only = names().next().is_none();
        let misspelt = named.iter().any(|name| !team.tiers.iter().any(|tier| tier.id.text == name.text));
        // Those who are bound have teams of their own, so a tier may be meant that only these have.
        let due: Vec<&Word> =
            ids.obligations.iter().flat_map(|row| &row.record.deadlines).map(|due| &due.tier).collect();
        let idle = |tier: &&scenario::Tier| !named.iter().chain(&due).any(|name| name.text == tier.id.text);
        for tier in team.tiers.iter().filter(idle).filter(|_| whole && !misspelt && !judges_only) {
            let message = format!("the tier `{}` of `{}` has nothing to do", tier.id, row.name);
            let told = warning(codes::IDLE_TIER, tier.id.place, message, "named by no triage and no phase");
            found.push(told.help(String::from("give it work, or leave it out")));
        }
    }
}

/// Those who are on call at hours that never end.
fn on_call(ids: &Ids<'_>, found: &mut Vec<Diagnostic>) {
    let mut look = |name: &str, hours: &Shifts, on_call: Option<Span>| {
        if let Some(on_call) = on_call.filter(|_| matches!(hours, Shifts::AroundTheClock)) {
            let message = format!("`{name}` is there around the clock, so nobody is ever called in");
            let told = warning(codes::ALWAYS_THERE, on_call.place, message, "never needed");
            found.push(told.help(String::from("give other hours, or leave out `on_call`")));
        }
    };
    for row in ids.teams.iter() {
        for tier in row.record.tiers.iter().filter(|tier| tier.shrinkage.value == 0.0) {
            look(&format!("{}/{}", row.name, tier.id), &tier.shifts, tier.on_call);
        }
    }
    ids.authorities.iter().for_each(|row| look(row.name, &row.record.hours, row.record.on_call));
    ids.crews.iter().for_each(|row| look(row.name, &row.record.hours, row.record.on_call));
}

fn against(ids: &Ids<'_>, techniques: &Techniques<'_>, found: &mut Vec<Diagnostic>) {
    for row in ids.organisations.iter() {
        for id in &row.record.controls {
            let own = ids.controls.find(&id.text).and_then(|number| ids.controls.get(number));
            let known = library::control(&id.text);
            let Some(control) = own.map(|row| row.record).or(known) else { continue };
            let list = if control.against.is_empty() { known.map(|it| &it.against) } else { None };
            let list = list.unwrap_or(&control.against);
            let backups = control.offline_backups.or(known.and_then(|known| known.offline_backups));
            let stands = techniques.used.iter().any(|technique| stands_against(list, technique));
            if !stands && !backups.is_some_and(|backups| backups.value) {
                let message = format!("no campaign uses anything that the control `{id}` is against");
                found.push(warning(codes::AGAINST_NOTHING, id.place, message, "changes nothing"));
            }
        }
    }
}

fn rules(ids: &Ids<'_>, techniques: &Techniques<'_>, found: &mut Vec<Diagnostic>) {
    for rule in ids.teams.iter().flat_map(|row| &row.record.playbooks) {
        let Some(tactic) = rule.tactic else { continue };
        if !techniques.used.iter().any(|technique| technique.tactic == tactic.value) {
            let message = format!("no campaign uses a technique of the tactic {}", tactic.value.name());
            found.push(warning(codes::UNUSED_RULE, tactic.place, message, "this rule never holds"));
        }
    }
}

fn ransoms(ids: &Ids<'_>, techniques: &Techniques<'_>, found: &mut Vec<Diagnostic>) {
    let encrypts = Action::Impair(Impairment::Encrypt);
    if techniques.used.iter().any(|technique| technique.action == encrypts) {
        return;
    }
    for row in ids.notices.iter().filter(|row| matches!(row.record.from, Informant::Adversary)) {
        let message = format!("the notice `{}` never comes: no campaign encrypts anything", row.name);
        let told = warning(codes::NO_RANSOM, row.place, message, "no ransom note");
        found.push(
            told.help(String::from("an adversary tells of what it encrypts, by a step that does `Encrypt`")),
        );
    }
}

fn unseen(ids: &Ids<'_>, techniques: &Techniques<'_>, found: &mut Vec<Diagnostic>) {
    for row in ids.sensors.iter().filter(|row| row.record.sweep.is_none()) {
        let sensor = row.record;
        let Some(first) = sensor.sees.first() else { continue };
        let place = Place {
            len: sensor.sees.last().map_or(first.place.len, |last| {
                (last.place.start + last.place.len).saturating_sub(first.place.start)
            }),
            ..first.place
        };
        if !techniques.used.iter().any(|technique| technique.shows(sensor.sees.iter().map(|it| it.value))) {
            let message = format!("no technique in use shows anything where the sensor `{}` looks", row.name);
            let told = warning(codes::UNSEEN, place, message, "nothing to see here");
            found.push(told.help(String::from("let it look at what they show, or let it `sweep`")));
        }
    }
}

fn traffic(ids: &Ids<'_>, techniques: &Techniques<'_>, found: &mut Vec<Diagnostic>) {
    let scans = |id: &str| {
        let mut spreads = ids.campaigns.iter().flat_map(|row| &row.record.spread);
        spreads.any(|spread| matches!(spread, Spread::Scan(_)) && spread.technique().text == id)
    };
    for technique in &techniques.used {
        let own = ids.techniques.find(technique.id).and_then(|number| ids.techniques.get(number));
        let Some(traffic) = own.and_then(|row| row.record.traffic).filter(|it| it.value > 0.0) else {
            continue;
        };
        if technique.action != Action::Exfiltrate && !scans(technique.id) {
            let message = format!("nothing counts the traffic of `{}`", technique.id);
            let told = warning(codes::IDLE_TRAFFIC, traffic.place, message, "changes nothing");
            found.push(told.help(String::from("only what exfiltrates and what scans fills links")));
        }
    }
}
