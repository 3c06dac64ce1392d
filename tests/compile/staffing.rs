//! Queues, shifts, playbooks by rule, other work, lessons and backups.

use super::{check, model};
use expect_test::expect;
use jointex::model::{Backup, QueueOrder, Severity, Tactic, WhenFull};

const SOC: &str = r#"(id: "soc", organisation: "cert","#;
const L1: &str = r#"(id: "l1", seats: 4)"#;

#[test]
fn queues_that_contradict_themselves() {
    check(
        &[(SOC, r#"(id: "soc", organisation: "cert", queue: (preempts: true),"#)],
        expect![[r#"
            error[E0604]: work that is served by arrival is never more urgent than work under way
               ╭▸ t.ron:44:61
               │
            44 │         (id: "soc", organisation: "cert", queue: (preempts: true),
               │                                                             ━━━━ contradicts the order `FirstCome`
               │
               ╰ help: use the order `MostSevereFirst` or `Priority([…])`, or leave `preempts` out
        "#]],
    );
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", queue: (order: Priority([Incident, Triage, Incident])),"#,
        )],
        expect![[r#"
            error[E0207]: the kind `Incident` is given twice
               ╭▸ t.ron:44:86
               │
            44 │         (id: "soc", organisation: "cert", queue: (order: Priority([Incident, Triage, Incident])),
               │                                                                    ┬───────          ━━━━━━━━ given again
               │                                                                    │
               ╰╴                                                                   given first here
        "#]],
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
    check(
        &[(L1, r#"(id: "l1", seats: 4, handover: "8h")"#)],
        expect![[r#"
            error[E0605]: the hand-over of `l1` takes as long as its shortest shift
               ╭▸ t.ron:45:49
               │
            45 │ …     tiers: [(id: "l1", seats: 4, handover: "8h"), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_cal…
               │                                              ━━━━ not shorter than a shift
               │
               ╰ help: work that is handed over would never end: give it less time, or leave it out
        "#]],
    );
    check(
        &[(
            L1,
            r#"(id: "l1", seats: 4, handover: "1h", shifts: Several([Weekly("Mon-Fri", "08:00", "16:00"), Weekly("Mon-Fri", "23:30", "00:15")]))"#,
        )],
        expect![[r#"
            error[E0605]: the hand-over of `l1` takes as long as its shortest shift
               ╭▸ t.ron:45:49
               │
            45 │ …     tiers: [(id: "l1", seats: 4, handover: "1h", shifts: Several([Weekly("Mon-Fri", "08:00", "16:00"), Weekly("Mon-Fri", "…
               │                                              ━━━━ not shorter than a shift
               │
               ╰ help: work that is handed over would never end: give it less time, or leave it out
        "#]],
    );
    check(
        &[(L1, r#"(id: "l1", seats: 4, shrinkage: 15)"#)],
        expect![[r#"
            error[E0301]: `shrinkage` is a probability, from 0 to 1, but `15` is not
               ╭▸ t.ron:45:50
               │
            45 │ …     tiers: [(id: "l1", seats: 4, shrinkage: 15), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call…
               │                                               ━━ not from 0 to 1
               │
               ╰ help: 15 % is written `0.15`
        "#]],
    );
    check(
        &[(L1, r#"(id: "l1", seats: 4, shrinkage: 1)"#)],
        expect![[r#"
            error[E0606]: with a `shrinkage` of 1, nobody of `l1` is ever there
               ╭▸ t.ron:45:50
               │
            45 │ …     tiers: [(id: "l1", seats: 4, shrinkage: 1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call:…
               ╰╴                                              ━ not less than 1
        "#]],
    );
    check(
        &[(L1, r#"(id: "l1", seats: 20000, shrinkage: 0.1)"#)],
        expect![[r#"
        error[E0303]: `seats` may be at most 10,000
           ╭▸ t.ron:45:36
           │
        45 │ …     tiers: [(id: "l1", seats: 20000, shrinkage: 0.1), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on…
           ╰╴                                ━━━━━ too many
    "#]],
    );
}

#[test]
fn those_who_are_away_bear_no_load() {
    check(
        &[("PerDay(48)", "PerHour(18)"), (L1, r#"(id: "l1", seats: 4, shrinkage: 0.2)"#)],
        expect![[r#"
        warning[W0601]: the triage of `soc` is busy to 94 % with false alarms alone: 18.0 an hour take 3.0 of 3.2 seats
           ╭▸ t.ron:44:14
           │
        44 │         (id: "soc", organisation: "cert",
           │              ━━━━━ more than 80 %
           │
           ╰ help: alerts will wait long
    "#]],
    );
}

#[test]
fn rules_for_playbooks() {
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", playbooks: [(use: "standard"), (severity: High, use: "standrd")],"#,
        )],
        expect![[r#"
            error[E0607]: a rule that says neither `severity` nor `tactic` holds for every incident
               ╭▸ t.ron:44:61
               │
            44 │         (id: "soc", organisation: "cert", playbooks: [(use: "standard"), (severity: High, use: "standrd")],
               │                                                             ━━━━━━━━━━ always used
               │
               ╰ help: say one of them, or make it the team's `playbook`
            error[E0203]: no playbook has the id `standrd`
               ╭▸ t.ron:44:96
               │
            44 │         (id: "soc", organisation: "cert", playbooks: [(use: "standard"), (severity: High, use: "standrd")],
               │                                                                                                ━━━━━━━━━ not found
               │
               ╰ help: did you mean `standard`?
        "#]],
    );
    let model = model(&[
        (
            SOC,
            r#"(id: "soc", organisation: "cert", playbooks: [(severity: High, tactic: Impact, use: "crisis"), (tactic: Impact, use: "standard")],"#,
        ),
        (
            "(id: \"standard\", phases: [",
            r#"(id: "crisis", phases: [Declare(tier: "l2", time: "5min")]), (id: "standard", phases: ["#,
        ),
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
        expect![[r#"
            error[E0303]: unrelated incidents, times their assets, may be at most 1,000,000 in one replication, over all teams
               ╭▸ t.ron:44:61
               │
            44 │         (id: "soc", organisation: "cert", unrelated: (rate: PerHour(100), assets: 100),
               ╰╴                                                            ━━━━━━━━━━━━ the most of them
        "#]],
    );
    check(
        &[(
            SOC,
            r#"(id: "soc", organisation: "cert", unrelated: (rate: PerDay(0.000001), assets: 2000000),"#,
        )],
        expect![[r#"
            error[E0303]: `assets` may be at most 1,000,000
               ╭▸ t.ron:44:87
               │
            44 │         (id: "soc", organisation: "cert", unrelated: (rate: PerDay(0.000001), assets: 2000000),
               ╰╴                                                                                      ━━━━━━━ too many
        "#]],
    );
}

#[test]
fn lessons_improve_by_a_share() {
    check(
        &[(
            "Declare(tier: \"l2\", time: \"10min\"),",
            "LessonsLearned(tier: \"l2\", time: \"1d\", improves: 20),",
        )],
        expect![[r#"
            error[E0301]: `improves` is a probability, from 0 to 1, but `20` is not
               ╭▸ t.ron:55:62
               │
            55 │             LessonsLearned(tier: "l2", time: "1d", improves: 20),
               │                                                              ━━ not from 0 to 1
               │
               ╰ help: 20 % is written `0.2`
        "#]],
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
        expect![[r#"
            error[E0203]: no asset has the id `store`
               ╭▸ t.ron:16:82
               │
            16 │             (id: "mail", zone: "edge", services: ["smtp"], weight: 5, backup: On("store")),
               │                                                                                  ━━━━━━━ not found
               │
               ╰ help: there is `dc`, `desk`, `mail` or `node`
            error[E0205]: `desk` is a group of 20, not one asset
               ╭▸ t.ron:18:128
               │
            18 │ …ld"], accepts: ["admin"], tags: ["jewel"], backup: On("desk")),
               │                                                        ━━━━━━ no asset
               │
               ╰ help: choose one, `desk[1]` to `desk[20]`
            error[E0318]: the backup of `node` is on itself
               ╭▸ t.ron:19:80
               │
            19 │             (id: "node", zone: "rack", services: ["ssh"], count: 4, backup: On("node[2]")),
               │                                                                                ━━━━━━━━━ lost with what it is of
               │
               ╰ help: name an asset of another group, or write `Nowhere`
        "#]],
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
    check(
        &[(that, &objective("utilisation[team=soc, tier=l3]"))],
        expect![[r#"
            error[E0608]: this measure asks the team `soc` for a tier that it does not have: `l3`
               ╭▸ t.ron:75:63
               │
            75 │         (id: "fast", that: AtMost("utilisation[team=soc, tier=l3]", 0.8), with_probability: 0.8),
               │                                                               ━━ not found
               │
               ╰ help: did you mean `l1`?
        "#]],
    );
    check(
        &[(that, &objective("alerts_true[team=soc, tier=l1]"))],
        expect![[r#"
            error[E0811]: `alerts_true` has no filter `tier`
               ╭▸ t.ron:75:58
               │
            75 │         (id: "fast", that: AtMost("alerts_true[team=soc, tier=l1]", 0.8), with_probability: 0.8),
               │                                                          ━━━━ not known
               │
               ╰ help: its filters are `team`
        "#]],
    );
    check(&[(that, &objective("utilisation[team=soc, tier=l1]"))], expect![[""]]);
}
