//! Queues, shifts, playbooks by rule, other work, lessons and backups.

use super::{check, model};
use expect_test::expect;
use jointex::model::{Backup, QueueOrder, Severity, Tactic, WhenFull};

const SOC: &str = r#"(id: "soc", organisation: "cert","#;
const L1: &str = r#"(id: "l1", seats: 4)"#;

#[test]
fn queues_that_contradict_themselves() {
    check(&[(SOC, r#"(id: "soc", organisation: "cert", queue: (preempts: true),"#)], expect![[""]]);
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", queue: (order: Priority([Incident, Triage, Incident])),"#,
        )],
        expect![[""]],
    );
    check(
        &[(SOC, r#"(id: "soc", organisation: "cert", queue: (order: Priority([Incidents])),"#)],
        expect![[""]],
    );
}

#[test]
fn what_a_full_queue_drops_follows_the_order() {
    let when_full = |queue: &str| {
        let soc = format!(r#"(id: "soc", organisation: "cert", queue: ({queue}),"#);
        let team =
            model(&[(SOC, &soc)]).teams.into_iter().find(|team| !team.rules.is_empty() || team.places == 5);
        team.expect("the team with five places").when_full
    };
    assert_eq!(when_full("capacity: 5"), WhenFull::DropNew);
    assert_eq!(when_full("order: Priority([Triage]), capacity: 5"), WhenFull::DropNew);
    assert_eq!(when_full("order: MostSevereFirst, capacity: 5"), WhenFull::DropLeastSevere);
    assert_eq!(when_full("order: MostSevereFirst, capacity: 5, when_full: DropOldest"), WhenFull::DropOldest);
}

#[test]
fn kinds_of_work_become_lines() {
    let order = |queue: &str| {
        let soc = format!(r#"(id: "soc", organisation: "cert", queue: ({queue}),"#);
        let model = model(&[(SOC, &soc)]);
        model.pools[model.teams[1].tiers[0].at()].order
    };
    // Incident, Triage, Read: the highest line is served first.
    assert_eq!(order("order: Priority([Triage, Read])"), QueueOrder::Priority([0, 3, 2]));
    assert_eq!(order("order: Priority([Incident])"), QueueOrder::Priority([3, 0, 0]));
}

#[test]
fn shifts_that_hand_over_or_lack_people() {
    check(&[(L1, r#"(id: "l1", seats: 4, handover: "8h")"#)], expect![[""]]);
    check(
        &[(
            L1,
            r#"(id: "l1", seats: 4, handover: "1h", shifts: Several([Weekly("Mon-Fri", "08:00", "16:00"), Weekly("Mon-Fri", "23:30", "00:15")]))"#,
        )],
        expect![[""]],
    );
    check(&[(L1, r#"(id: "l1", seats: 4, shrinkage: 15)"#)], expect![[""]]);
    check(&[(L1, r#"(id: "l1", seats: 4, shrinkage: 1)"#)], expect![[""]]);
    check(&[(L1, r#"(id: "l1", seats: 20000, shrinkage: 0.1)"#)], expect![[""]]);
}

#[test]
fn those_who_are_away_bear_no_load() {
    check(&[("PerDay(48)", "PerHour(18)"), (L1, r#"(id: "l1", seats: 4, shrinkage: 0.2)"#)], expect![[""]]);
}

#[test]
fn rules_for_playbooks() {
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", playbooks: [(use: "standard"), (severity: High, use: "standrd")],"#,
        )],
        expect![[""]],
    );
    let model = model(&[
        (
            SOC,
            r#"(id: "soc", organisation: "cert", playbooks: [(severity: High, tactic: Impact, use: "crisis"), (tactic: Impact, use: "standard")],"#,
        ),
        ("playbooks: [", r#"playbooks: [(id: "crisis", phases: [Declare(tier: "l2", time: "5min")]),"#),
    ]);
    let team = &model.teams[1];
    let rules: Vec<_> =
        team.rules.iter().map(|rule| (rule.least, rule.tactic, rule.phases.clone())).collect();
    // The usual playbook stands first, and once.
    assert_eq!(team.playbook, 0..6);
    assert_eq!(
        rules,
        [(Severity::High, Some(Tactic::Impact), 6..7), (Severity::Low, Some(Tactic::Impact), 0..6)]
    );
    assert_eq!(model.names.phases[1].len(), team.phases.len());
}

#[test]
fn more_unrelated_incidents_than_there_is_room_for() {
    check(
        &[(SOC, r#"(id: "soc", organisation: "cert", unrelated: (rate: PerHour(100), assets: 100),"#)],
        expect![[""]],
    );
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", unrelated: (rate: PerDay(0.000001), assets: 2000000),"#,
        )],
        expect![[""]],
    );
}

#[test]
fn lessons_improve_by_a_share() {
    check(
        &[(
            "Declare(tier: \"l2\", time: \"10min\"),",
            "LessonsLearned(tier: \"l2\", time: \"1d\", improves: 20),",
        )],
        expect![[""]],
    );
}

#[test]
fn backups_on_what_is_no_other_asset() {
    check(
        &[
            (r#"services: ["smtp"], weight: 5)"#, r#"services: ["smtp"], weight: 5, backup: On("store"))"#),
            (
                r#"accepts: ["admin"], tags: ["jewel"])"#,
                r#"accepts: ["admin"], tags: ["jewel"], backup: On("desk"))"#,
            ),
            (r#"services: ["ssh"], count: 4)"#, r#"services: ["ssh"], count: 4, backup: On("node[2]"))"#),
        ],
        expect![[""]],
    );
    let model = model(&[(
        r#"services: ["smtp"], weight: 5)"#,
        r#"services: ["smtp"], weight: 5, backup: On("node[2]"))"#,
    )]);
    let backups: Vec<_> = model.network.groups.iter().filter_map(|group| group.backup.server()).collect();
    assert_eq!(backups, model.network.backup_servers);
    assert_eq!(model.asset_name(backups[0]), "node[2]");
    assert!(model.network.groups.iter().any(|group| group.backup == Backup::Offline));
}

#[test]
fn utilisation_of_a_tier() {
    let objective = |measure: &str| format!(r#"that: AtMost("{measure}", 0.8)"#);
    let that = r#"that: AtMost("time_to_declare[org=cert]", "12h")"#;
    check(&[(that, &objective("utilisation[team=soc, tier=l3]"))], expect![[""]]);
    check(&[(that, &objective("alerts_true[team=soc, tier=l1]"))], expect![[""]]);
    check(&[(that, &objective("utilisation[team=soc, tier=l1]"))], expect![[""]]);
}
