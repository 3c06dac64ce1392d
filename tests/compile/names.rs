//! Unknown, repeated and reserved names.

use super::check;
use expect_test::expect;

#[test]
fn the_base_is_sound() {
    check(&[], expect![""]);
}

#[test]
fn every_kind_of_unknown_id_is_told_at_once() {
    check(
        &[
            (r#"protects: ["eu"]"#, r#"protects: ["ue"]"#),
            (r#"(id: "edge", owner: "eu")"#, r#"(id: "edge", owner: "eux")"#),
            (r#""node", zone: "rack""#, r#""node", zone: "rakc""#),
            (r#"from: "internet", to: "edge""#, r#"from: "internte", to: "edge""#),
            (r#"target: Group("desk")"#, r#"target: Group("dsek")"#),
            (r#"technique: "T1068""#, r#"technique: "T1086""#),
            (r#"after: Any(["phish"])"#, r#"after: Any(["fish"])"#),
            (r#"Tag("jewel")"#, r#"Tag("juwel")"#),
            (r#"Zone("office")"#, r#"Zone("ofice")"#),
            (r#""edr", team: "soc""#, r#""edr", team: "sok""#),
            (r#"triage: (tier: "l1""#, r#"triage: (tier: "l7""#),
            (r#""5min"), playbook: "standard""#, r#""5min"), playbook: "standart""#),
            (r#"authority: "duty""#, r#"authority: "dutty""#),
            (r#"crew: "it""#, r#"crew: "ti""#),
            (r#"agreements: ["ta"]"#, r#"agreements: ["at"]"#),
            (r#"parties: ["cert", "ncirc"]"#, r#"parties: ["certs", "ncirc"]"#),
            (r#"organisation: "eu", assets"#, r#"organisation: "ue", assets"#),
            (r#"to: ["soc"]"#, r#"to: ["sco"]"#),
            (r#"asset: "desk[1]""#, r#"asset: "desc[1]""#),
        ],
        expect![[r#"
            error[E0203]: no organisation has the id `ue`
              ╭▸ t.ron:6:33
              │
            6 │         (id: "cert", protects: ["ue"]),
              │                                 ━━━━ not found
              │
              ╰ help: did you mean `eu`?
            error[E0203]: no organisation has the id `eux`
               ╭▸ t.ron:11:33
               │
            11 │             (id: "edge", owner: "eux"),
               │                                 ━━━━━ not found
               │
               ╰ help: did you mean `eu`?
            error[E0203]: no zone has the id `rakc`
               ╭▸ t.ron:19:32
               │
            19 │             (id: "node", zone: "rakc", services: ["ssh"], count: 4),
               │                                ━━━━━━ not found
               │
               ╰ help: did you mean `rack`?
            error[E0203]: no zone has the id `internte`
               ╭▸ t.ron:22:20
               │
            22 │             (from: "internte", to: "edge", allow: ["smtp"]),
               │                    ━━━━━━━━━━ not found
               │
               ╰ help: did you mean `internet`?
            error[E0203]: no asset has the id `dsek`
               ╭▸ t.ron:31:65
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("dsek"), burst: 5),
               │                                                                 ━━━━━━ not found
               │
               ╰ help: did you mean `desk`?
            error[E0203]: no technique has the id `T1086`
               ╭▸ t.ron:32:38
               │
            32 │             (id: "climb", technique: "T1086", after: Any(["fish"])),
               │                                      ━━━━━━━ not found
               │
               ├ note: the library has a part of ATT&CK; others are defined under `techniques`
               ╰ help: did you mean `T1016`?
            error[E0204]: the campaign has no step `fish`
               ╭▸ t.ron:32:59
               │
            32 │             (id: "climb", technique: "T1086", after: Any(["fish"])),
               │                                                           ━━━━━━ not found
               │
               ╰ help: did you mean `phish`?
            error[E0208]: no asset has the tag `juwel`
               ╭▸ t.ron:34:84
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Tag("juwel"), route: Cheapest),
               │                                                                                    ━━━━━━━ not found
               │
               ╰ help: did you mean `jewel`?
            error[E0608]: the triage asks the team `soc` for a tier that it does not have: `l7`
               ╭▸ t.ron:46:25
               │
            46 │          triage: (tier: "l7", time: "10min", misses: 0.1), playbook: "standard"),
               │                         ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0203]: no playbook has the id `standart`
               ╭▸ t.ron:47:122
               │
            47 │ …1)], triage: (tier: "l2", time: "5min"), playbook: "standart"),
               │                                                     ━━━━━━━━━━ not found
               │
               ╰ help: did you mean `standard`?
            error[E0203]: no team has the id `sok`
               ╭▸ t.ron:50:27
               │
            50 │         (id: "edr", team: "sok", covers: [Zone("ofice")], sees: [Process, File], sensitivity: 0.7, false_alarms: PerDay(48)),
               │                           ━━━━━ not found
               │
               ╰ help: did you mean `soc`?
            error[E0203]: no zone has the id `ofice`
               ╭▸ t.ron:50:48
               │
            50 │         (id: "edr", team: "sok", covers: [Zone("ofice")], sees: [Process, File], sensitivity: 0.7, false_alarms: PerDay(48)),
               │                                                ━━━━━━━ not found
               │
               ╰ help: did you mean `office`?
            error[E0203]: no authority has the id `dutty`
               ╭▸ t.ron:56:31
               │
            56 │             Decide(authority: "dutty"),
               │                               ━━━━━━━ not found
               │
               ╰ help: did you mean `duty`?
            error[E0203]: no agreement has the id `at`
               ╭▸ t.ron:58:33
               │
            58 │             Notify(agreements: ["at"]),
               │                                 ━━━━ not found
               │
               ╰ help: did you mean `ta`?
            error[E0203]: no crew has the id `ti`
               ╭▸ t.ron:59:27
               │
            59 │             Recover(crew: "ti", per_asset: "40min"),
               │                           ━━━━ not found
               │
               ╰ help: did you mean `it`?
            error[E0203]: no organisation has the id `certs`
               ╭▸ t.ron:63:30
               │
            63 │         (id: "ta", parties: ["certs", "ncirc"], since: "2016-02-10", areas: (information_exchange: (
               │                              ━━━━━━━ not found
               │
               ╰ help: did you mean `cert`?
            error[E0203]: no organisation has the id `ue`
               ╭▸ t.ron:68:36
               │
            68 │         (id: "work", organisation: "ue", assets: [Group("desk"), Asset("mail")]),
               │                                    ━━━━ not found
               │
               ╰ help: did you mean `eu`?
            error[E0203]: no team or organisation has the id `sco`
               ╭▸ t.ron:71:40
               │
            71 │         (no: "1", at: "D2 09:30", to: ["sco"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                                        ━━━━━ not found
               │
               ╰ help: did you mean `soc`?
            error[E0203]: no asset has the id `desc`
               ╭▸ t.ron:72:116
               │
            72 │ …rt]", by: "30h"), effect: Alert(team: "soc", asset: "desc[1]")),
               │                                                      ━━━━━━━━━ not found
               │
               ╰ help: did you mean `desk`?
        "#]],
    );
}

#[test]
fn a_tier_that_only_one_follower_lacks_is_told_with_the_team() {
    check(
        &[(
            r#"tiers: [(id: "l2", seats: 1)], triage: (tier: "l2""#,
            r#"tiers: [(id: "l1", seats: 1)], triage: (tier: "l1""#,
        )],
        expect![[r#"
            error[E0608]: the playbook `standard` asks the team `nsoc` for a tier that it does not have: `l2`
               ╭▸ t.ron:54:31
               │
            54 │             Investigate(tier: "l2", time: "2h", finds: 0.7),
               │                               ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0608]: the playbook `standard` asks the team `nsoc` for a tier that it does not have: `l2`
               ╭▸ t.ron:55:27
               │
            55 │             Declare(tier: "l2", time: "10min"),
               │                           ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0608]: the playbook `standard` asks the team `nsoc` for a tier that it does not have: `l2`
               ╭▸ t.ron:57:27
               │
            57 │             Contain(tier: "l2", per_asset: "6min", actions: [Isolate, BlockIndicators]),
               │                           ━━━━ not found
               │
               ╰ help: did you mean `l1`?
        "#]],
    );
}

#[test]
fn repeated_ids_point_at_both_places() {
    check(
        &[
            (r#"(id: "ncirc"),"#, r#"(id: "ncirc"), (id: "eu"),"#),
            (r#"(id: "dc", zone"#, r#"(id: "mail", zone: "edge"), (id: "dc", zone"#),
            (r#"(id: "climb","#, r#"(id: "phish", technique: "T1068", after: Any(["dump"])), (id: "climb","#),
            (r#"tiers: [(id: "l1", seats: 4),"#, r#"tiers: [(id: "l1", seats: 4), (id: "l1", seats: 5),"#),
            (r#"(no: "2","#, r#"(no: "1", at: "1h"), (no: "2","#),
            (r#"channels: ["#, r#"channels: [(id: "feed", medium: Mail),"#),
            ("variants: [", r#"variants: [(id: "alone"),"#),
        ],
        expect![[r#"
            error[E0201]: two organisations have the id `eu`
              ╭▸ t.ron:7:29
              │
            5 │         (id: "eu", name: "EU institutions"),
              │              ──── given first here
            6 │         (id: "cert", protects: ["eu"]),
            7 │         (id: "ncirc"), (id: "eu"),
              ╰╴                            ━━━━ given again
            error[E0201]: two assets have the id `mail`
               ╭▸ t.ron:18:18
               │
            16 │ …     (id: "mail", zone: "edge", services: ["smtp"], weight: 5),
               │            ────── given first here
            17 │ …     (id: "desk", zone: "office", services: ["smb"], count: 20, users: 1, credentials: ["admin"], accepts: ["admin"]),
            18 │ …     (id: "mail", zone: "edge"), (id: "dc", zone: "office", services: ["smb"], weaknesses: ["old"], accepts: ["admin"], tag…
               ╰╴           ━━━━━━ given again
            error[E0201]: two steps have the id `phish`
               ╭▸ t.ron:32:18
               │
            31 │ …     (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 5),
               │            ─────── given first here
            32 │ …     (id: "phish", technique: "T1068", after: Any(["dump"])), (id: "climb", technique: "T1068", after: Any(["phish"])),
               ╰╴           ━━━━━━━ given again
            error[E0201]: two tiers have the id `l1`
               ╭▸ t.ron:45:45
               │
            45 │ …     tiers: [(id: "l1", seats: 4), (id: "l1", seats: 5), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), …
               ╰╴                   ──── given first here ━━━━ given again
            error[E0201]: two channels have the id `feed`
               ╭▸ t.ron:64:56
               │
            64 │ …     channels: [(id: "feed", medium: Mail),(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicat…
               ╰╴                      ────── given first here    ━━━━━━ given again
            error[E0201]: two injects have the id `1`
               ╭▸ t.ron:72:14
               │
            71 │ …     (no: "1", at: "D2 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │            ─── given first here
            72 │ …     (no: "1", at: "1h"), (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), effect: Alert(team: "soc…
               ╰╴           ━━━ given again
            error[E0201]: two variants have the id `alone`
               ╭▸ t.ron:78:14
               │
            77 │     variants: [(id: "alone"),
               │                     ─────── given first here
            78 │         (id: "alone", set: [("agreements[ta].active", "false")]),
               ╰╴             ━━━━━━━ given again
        "#]],
    );
}

#[test]
fn repeated_elements_of_lists() {
    check(
        &[
            (r#"protects: ["eu"]"#, r#"protects: ["eu", "eu"]"#),
            (
                r#"(from: "office", to: "edge", allow: ["smtp"])"#,
                r#"(from: "office", to: "edge", allow: ["smtp", "smtp"]), (from: "edge", to: "office", allow: [], both_ways: true)"#,
            ),
            (r#"All(["climb"])"#, r#"All(["climb", "climb"])"#),
            (r#"sees: [Process, File]"#, r#"sees: [Process, File, Process]"#),
            (r#"actions: [Isolate, BlockIndicators]"#, r#"actions: [Isolate, Isolate]"#),
            (r#"shares: [Indicators]"#, r#"shares: [Indicators, Indicators]"#),
            (r#"parties: ["cert", "ncirc"]"#, r#"parties: ["cert", "ncirc", "cert"]"#),
        ],
        expect![[r#"
            error[E0207]: the organisation `eu` is given twice
              ╭▸ t.ron:6:39
              │
            6 │         (id: "cert", protects: ["eu", "eu"]),
              │                                 ┬───  ━━━━ given again
              │                                 │
              ╰╴                                given first here
            error[E0207]: the service `smtp` is given twice
               ╭▸ t.ron:23:58
               │
            23 │             (from: "office", to: "edge", allow: ["smtp", "smtp"]), (from: "edge", to: "office", allow: [], both_ways: true),
               │                                                  ┬─────  ━━━━━━ given again
               │                                                  │
               ╰╴                                                 given first here
            error[E0207]: the link `office>edge` is given twice
               ╭▸ t.ron:23:75
               │
            23 │             (from: "office", to: "edge", allow: ["smtp", "smtp"]), (from: "edge", to: "office", allow: [], both_ways: true),
               ╰╴                   ──────── given first here                              ━━━━━━ given again
            error[E0207]: the step `climb` is given twice
               ╭▸ t.ron:33:67
               │
            33 │             (id: "dump", technique: "T1003", after: All(["climb", "climb"])),
               │                                                          ┬──────  ━━━━━━━ given again
               │                                                          │
               ╰╴                                                         given first here
            error[E0207]: the data source `Process` is given twice
               ╭▸ t.ron:50:82
               │
            50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [Process, File, Process], sensitivity: 0.7, false_alarms: Per…
               │                                                                 ┬──────        ━━━━━━━ given again
               │                                                                 │
               ╰╴                                                                given first here
            error[E0207]: the action `Isolate` is given twice
               ╭▸ t.ron:57:71
               │
            57 │             Contain(tier: "l2", per_asset: "6min", actions: [Isolate, Isolate]),
               │                                                              ┬──────  ━━━━━━━ given again
               │                                                              │
               ╰╴                                                             given first here
            error[E0207]: the party `cert` is given twice
               ╭▸ t.ron:63:47
               │
            63 │         (id: "ta", parties: ["cert", "ncirc", "cert"], since: "2016-02-10", areas: (information_exchange: (
               │                              ┬─────           ━━━━━━ given again
               │                              │
               ╰╴                             given first here
            error[E0207]: `Indicators` is given twice
               ╭▸ t.ron:64:109
               │
            64 │             channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, shares: [Indicators, Indicators])],
               │                                                                                                 ┬─────────  ━━━━━━━━━━ given again
               │                                                                                                 │
               ╰╴                                                                                                given first here
        "#]],
    );
}

#[test]
fn reserved_ids() {
    check(
        &[(
            r#"(id: "rack", owner: "ncirc", topology: Star),"#,
            r#"(id: "rack", owner: "ncirc"), (id: "internet", owner: "eu"),"#,
        )],
        expect![[r#"
            error[E0206]: the zone `internet` is built in
               ╭▸ t.ron:13:48
               │
            13 │             (id: "rack", owner: "ncirc"), (id: "internet", owner: "eu"),
               │                                                ━━━━━━━━━━ can't be defined
               │
               ╰ help: leave it out, or give this zone another id
        "#]],
    );
}

#[test]
fn one_name_for_a_crew_and_an_authority_would_share_draws() {
    check(
        &[(r#"crews: [(id: "it""#, r#"crews: [(id: "duty", organisation: "eu", seats: 1), (id: "it""#)],
        expect![[r#"
            error[E0202]: the queues `duty` and `duty` have the same key
               ╭▸ t.ron:42:18
               │
            41 │     authorities: [(id: "duty", organisation: "cert", hours: Weekly("Mon-Fri", "07:00", "20:00"), on_call: "45min", time: "30…
               │                        ────── and this one
            42 │     crews: [(id: "duty", organisation: "eu", seats: 1), (id: "it", organisation: "eu", seats: 2)],
               │                  ━━━━━━ this one
               │
               ╰ help: rename one of them: they would share every draw
            warning[W0607]: no playbook calls on the crew `duty`
               ╭▸ t.ron:42:18
               │
            42 │     crews: [(id: "duty", organisation: "eu", seats: 1), (id: "it", organisation: "eu", seats: 2)],
               ╰╴                 ━━━━━━ not used
        "#]],
    );
}

#[test]
fn what_comes_of_a_misspelling_is_not_told() {
    check(
        &[(r#"(id: "duty","#, r#"(id: "duty-mod","#)],
        expect![[r#"
        error[E0203]: no authority has the id `duty`
           ╭▸ t.ron:56:31
           │
        56 │             Decide(authority: "duty"),
           │                               ━━━━━━ not found
           │
           ╰ help: there is `duty-mod`
    "#]],
    );
    check(
        &[(r#"(id: "it", organisation"#, r#"(id: "it-crew", organisation"#)],
        expect![[r#"
        error[E0203]: no crew has the id `it`
           ╭▸ t.ron:59:27
           │
        59 │             Recover(crew: "it", per_asset: "40min"),
           │                           ━━━━ not found
           │
           ╰ help: there is `it-crew`
    "#]],
    );
    check(
        &[(r#"(id: "standard""#, r#"(id: "standart""#)],
        expect![[r#"
        error[E0203]: no playbook has the id `standard`
           ╭▸ t.ron:46:70
           │
        46 │          triage: (tier: "l1", time: "10min", misses: 0.1), playbook: "standard"),
           │                                                                      ━━━━━━━━━━ not found
           │
           ╰ help: did you mean `standart`?
        error[E0203]: no playbook has the id `standard`
           ╭▸ t.ron:47:122
           │
        47 │ …1)], triage: (tier: "l2", time: "5min"), playbook: "standard"),
           │                                                     ━━━━━━━━━━ not found
           │
           ╰ help: did you mean `standart`?
    "#]],
    );
}
