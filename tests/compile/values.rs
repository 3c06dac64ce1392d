//! Numbers, durations and sets out of range.

use super::check;
use expect_test::expect;

#[test]
fn probabilities() {
    check(
        &[
            ("success: 0.5", "success: 50"),
            ("misses: 0.1", "misses: -0.1"),
            ("sensitivity: 0.7", "sensitivity: 1.2"),
            ("finds: 0.7", "finds: 70"),
            ("with_probability: 0.8", "with_probability: 2"),
            ("ceiling: Amber,", "ceiling: Amber, reliability: 1.01,"),
        ],
        expect![[r#"
            error[E0301]: `success` is a probability, from 0 to 1, but `50` is not
               ╭▸ t.ron:27:43
               │
            27 │         (id: "worm", does: Move, success: 50, time: "1min", needs: (service: "smb")),
               │                                           ━━ not from 0 to 1
               │
               ╰ help: 50 % is written `0.5`
            error[E0301]: `misses` is a probability, from 0 to 1, but `-0.1` is not
               ╭▸ t.ron:46:54
               │
            46 │          triage: (tier: "l1", time: "10min", misses: -0.1), playbook: "standard"),
               ╰╴                                                     ━━━━ not from 0 to 1
            error[E0301]: `sensitivity` is a probability, from 0 to 1, but `1.2` is not
               ╭▸ t.ron:50:96
               │
            50 │ …     (id: "edr", team: "soc", covers: [Zone("office")], sees: [Process, File], sensitivity: 1.2, false_alarms: PerDay(48)),
               ╰╴                                                                                             ━━━ not from 0 to 1
            error[E0301]: `finds` is a probability, from 0 to 1, but `70` is not
               ╭▸ t.ron:54:56
               │
            54 │             Investigate(tier: "l2", time: "2h", finds: 70),
               │                                                        ━━ not from 0 to 1
               │
               ╰ help: 70 % is written `0.7`
            error[E0301]: `reliability` is a probability, from 0 to 1, but `1.01` is not
               ╭▸ t.ron:64:101
               │
            64 │ …     channels: [(id: "feed", medium: Automated, delay: "10min", ceiling: Amber, reliability: 1.01, shares: [Indicators])],
               ╰╴                                                                                              ━━━━ not from 0 to 1
            error[E0301]: `with_probability` is a probability, from 0 to 1, but `2` is not
               ╭▸ t.ron:75:90
               │
            75 │         (id: "fast", that: AtMost("time_to_declare[org=cert]", "12h"), with_probability: 2),
               │                                                                                          ━ not from 0 to 1
               │
               ╰ help: 2 % is written `0.02`
        "#]],
    );
}

#[test]
fn counts_that_must_not_be_zero() {
    check(
        &[
            (r#"(id: "l1", seats: 4)"#, r#"(id: "l1", seats: 0, skill: 0)"#),
            (r#"organisation: "eu", seats: 2"#, r#"organisation: "eu", seats: 0"#),
            ("operators: 2", "operators: 0"),
            ("count: 4", "count: 0"),
            ("tickets: 40", "tickets: 0"),
            ("weight: 5", "weight: -5"),
        ],
        expect![[r#"
            error[E0306]: `weight` must be 0 or more
               ╭▸ t.ron:16:68
               │
            16 │             (id: "mail", zone: "edge", services: ["smtp"], weight: -5),
               ╰╴                                                                   ━━ less than 0
            error[E0302]: `count` must be at least 1
               ╭▸ t.ron:19:66
               │
            19 │             (id: "node", zone: "rack", services: ["ssh"], count: 0),
               │                                                                  ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
            error[E0302]: `operators` must be at least 1
               ╭▸ t.ron:30:33
               │
            30 │         (id: "bear", operators: 0, start: "3h", flow: [
               │                                 ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
            error[E0603]: `seats` must be at least 1
               ╭▸ t.ron:42:51
               │
            42 │     crews: [(id: "it", organisation: "eu", seats: 0)],
               │                                                   ━ zero
               │
               ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
            error[E0603]: `seats` must be at least 1
               ╭▸ t.ron:45:36
               │
            45 │ …     tiers: [(id: "l1", seats: 0, skill: 0), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call: "1h…
               │                                 ━ zero
               │
               ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
            error[E0302]: `skill` must be more than 0
               ╭▸ t.ron:45:46
               │
            45 │ …     tiers: [(id: "l1", seats: 0, skill: 0), (id: "l2", seats: 2, shifts: Weekly("Mon-Fri", "08:00", "18:00"), on_call: "1h…
               │                                           ━ not more than 0
               │
               ╰ help: write a number above 0, or leave `skill` out for its default
            error[E0302]: `tickets` must be at least 1
               ╭▸ t.ron:71:83
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 0, over: "4h")),
               │                                                                                   ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
        "#]],
    );
}

#[test]
fn distributions_that_do_not_exist() {
    check(
        &[
            (r#"per_asset: "6min""#, r#"per_asset: Triangular("10min", "5min", "3h")"#),
            (r#"time: "2h""#, r#"time: Gamma(mean: "2h", shape: 0)"#),
            (r#"time: "1min""#, r#"time: LogNormal(median: "1min", sigma: -1)"#),
            (r#"delay: "10min""#, r#"delay: Mixture([(0, "1h")])"#),
        ],
        expect![[r#"
            error[E0304]: LogNormal has no distribution with these parameters: `sigma` must be a number from 0 to 1e100
               ╭▸ t.ron:27:87
               │
            27 │         (id: "worm", does: Move, success: 0.5, time: LogNormal(median: "1min", sigma: -1), needs: (service: "smb")),
               ╰╴                                                                                      ━━ must be a number from 0 to 1e100
            error[E0304]: Gamma has no distribution with these parameters: `shape` must be between 0.05 and 1000000
               ╭▸ t.ron:54:68
               │
            54 │             Investigate(tier: "l2", time: Gamma(mean: "2h", shape: 0), finds: 0.7),
               ╰╴                                                                   ━ must be between 0.05 and 1000000
            error[E0304]: Triangular has no distribution with these parameters: `mode` must be at least `low`
               ╭▸ t.ron:57:64
               │
            57 │             Contain(tier: "l2", per_asset: Triangular("10min", "5min", "3h"), actions: [Isolate, BlockIndicators]),
               ╰╴                                                               ━━━━━━ must be at least `low`
            error[E0304]: Mixture has no distribution with these parameters: `weights` must be of a finite sum above zero
               ╭▸ t.ron:64:63
               │
            64 │             channels: [(id: "feed", medium: Automated, delay: Mixture([(0, "1h")]), ceiling: Amber, shares: [Indicators])],
               ╰╴                                                              ━━━━━━━━━━━━━━━━━━━━ must be of a finite sum above zero
        "#]],
    );
}

#[test]
fn networks_that_are_too_large() {
    check(
        &[("count: 20,", "count: 20000001,")],
        expect![[r#"
            error[E0303]: 20,000,007 assets are too many: at most 20,000,000 can be simulated
               ╭▸ t.ron:17:68
               │
            17 │ …     (id: "desk", zone: "office", services: ["smb"], count: 20000001, users: 1, credentials: ["admin"], accepts: ["admin"]),
               ╰╴                                                             ━━━━━━━━ the largest group
        "#]],
    );
    check(
        &[(r#""ncirc", topology: Star"#, r#""ncirc", topology: Complete"#), ("count: 4", "count: 20000")],
        expect![[r#"
            error[E0303]: 399,980,000 edges are too many: all topologies may have at most 100,000,000, counted both ways
               ╭▸ t.ron:13:18
               │
            13 │             (id: "rack", owner: "ncirc", topology: Complete),
               │                  ━━━━━━ with this zone's topology
               │
               ╰ help: a zone without `topology` is a mesh that takes no edges, whatever its size
        "#]],
    );
}

#[test]
fn more_than_64_services() {
    let many: Vec<String> = (0..64).map(|n| format!("\"s{n:02}\"")).collect();
    check(
        &[(r#"services: ["ssh"]"#, &format!("services: [{}]", many.join(",")))],
        expect![[r#"
            error[E0303]: 67 different services are too many: at most 64 can be told apart
               ╭▸ t.ron:19:423
               │
            19 │ …"s53","s54","s55","s56","s57","s58","s59","s60","s61","s62","s63"], count: 4),
               │                                                        ━━━━━ the 65th
               │
               ╰ help: give one name to services that no technique tells apart
            warning[W0201]: no asset offers the service `ssh`: the link lets it through for nobody
               ╭▸ t.ron:21:56
               │
            21 │         links: [(from: "internet", to: "rack", allow: ["ssh"]),
               ╰╴                                                       ━━━━━ found on no asset
        "#]],
    );
}

#[test]
fn topologies() {
    let star = "topology: Star";
    check(
        &[(star, "topology: BarabasiAlbert(m: 4)")],
        expect![[r#"
            error[E0311]: each new asset can't be joined to 4 of the earlier ones: the zone has 4 assets
               ╭▸ t.ron:13:70
               │
            13 │             (id: "rack", owner: "ncirc", topology: BarabasiAlbert(m: 4)),
               ╰╴                                                                     ━ not from 1 to the zone's size less 1
        "#]],
    );
    check(
        &[(
            star,
            r#"topology: Links([("node[1]", "node[2]"), ("node[2]", "node[1]"), ("node[3]", "node[3]"), ("node[4]", "dc")])"#,
        )],
        expect![[r#"
            error[E0207]: this pair is given twice
               ╭▸ t.ron:13:84
               │
            13 │ …     (id: "rack", owner: "ncirc", topology: Links([("node[1]", "node[2]"), ("node[2]", "node[1]"), ("node[3]", "node[3]"), …
               │                                                      ┬────────               ━━━━━━━━━ given again
               │                                                      │
               ╰╴                                                     given first here
            error[E0312]: `node[3]` is joined to itself
               ╭▸ t.ron:13:119
               │
            13 │ … "node[2]"), ("node[2]", "node[1]"), ("node[3]", "node[3]"), ("node[4]", "dc")])),
               ╰╴                                                  ━━━━━━━━━ the same asset
            error[E0317]: `dc` does not stand in the zone `rack`
               ╭▸ t.ron:13:143
               │
            13 │ …", "node[1]"), ("node[3]", "node[3]"), ("node[4]", "dc")])),
               │                                                     ━━━━ in another zone
               │
               ╰ help: a topology joins assets of its own zone; `links` join zones
        "#]],
    );
    check(
        &[(star, r#"inside: Isolated, topology: Path"#)],
        expect![[r#"
            error[E0315]: the zone `rack` has a topology, which says all about its inside
               ╭▸ t.ron:13:50
               │
            13 │             (id: "rack", owner: "ncirc", inside: Isolated, topology: Path),
               │                                                  ━━━━━━━━ contradicts the topology
               │
               ╰ help: leave out `inside` or `topology`
        "#]],
    );
}

#[test]
fn places_of_assets_and_links() {
    check(
        &[
            (r#"(id: "mail", zone: "edge""#, r#"(id: "mail", zone: "internet""#),
            (r#"(from: "office", to: "edge""#, r#"(from: "edge", to: "edge""#),
        ],
        expect![[r#"
            error[E0316]: no asset stands in the internet
               ╭▸ t.ron:16:32
               │
            16 │             (id: "mail", zone: "internet", services: ["smtp"], weight: 5),
               │                                ━━━━━━━━━━ not a zone of yours
               │
               ╰ help: define a zone for it, with a link from `internet`
            error[E0312]: a link from `edge` to itself
               ╭▸ t.ron:23:32
               │
            23 │             (from: "edge", to: "edge", allow: ["smtp"]),
               │                                ━━━━━━ the same zone
               │
               ╰ help: inside a zone, its `inside` or `topology` says who reaches whom
            warning[W0502]: the mail of the step `phish` reaches nobody of `eu`: none of its assets takes mail from the internet
               ╭▸ t.ron:31:65
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 5),
               │                                                                 ━━━━━━ not delivered
               │
               ╰ help: give it an asset that offers `smtp`, and a link from `internet` that allows `smtp`
        "#]],
    );
}

#[test]
fn empty_sets() {
    check(
        &[
            (r#"covers: [Zone("office")]"#, r#"covers: [Organisation("cert")]"#),
            ("sees: [Process, File]", "sees: []"),
        ],
        expect![[r#"
            error[E0305]: there is no asset in this set
               ╭▸ t.ron:50:56
               │
            50 │         (id: "edr", team: "soc", covers: [Organisation("cert")], sees: [], sensitivity: 0.7, false_alarms: PerDay(48)),
               │                                                        ━━━━━━ empty
               │
               ╰ help: choose a set with assets, or leave it out
            warning[W0603]: the sensor `edr` sees nothing
               ╭▸ t.ron:50:72
               │
            50 │         (id: "edr", team: "soc", covers: [Organisation("cert")], sees: [], sensitivity: 0.7, false_alarms: PerDay(48)),
               ╰╴                                                                       ━━ `sees` is empty
        "#]],
    );
}

#[test]
fn what_would_take_all_memory_or_time() {
    check(
        &[
            ("tickets: 40", "tickets: 4000000000"),
            (r#"does: Move, success: 0.5"#, r#"does: Move, success: 0.5, retries: 100001"#),
            ("burst: 5", "burst: 5, retries: 4000000000"),
        ],
        expect![[r#"
            error[E0303]: `retries` may be at most 100,000
               ╭▸ t.ron:27:57
               │
            27 │         (id: "worm", does: Move, success: 0.5, retries: 100001, time: "1min", needs: (service: "smb")),
               ╰╴                                                        ━━━━━━ too many
            error[E0303]: `retries` may be at most 100,000
               ╭▸ t.ron:31:93
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 5, retries: 4000000000),
               ╰╴                                                                                            ━━━━━━━━━━ too many
            error[E0303]: `tickets` may be at most 1,000,000
               ╭▸ t.ron:71:83
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 4000000000, over: "4h")),
               ╰╴                                                                                  ━━━━━━━━━━ too many
        "#]],
    );
    check(
        &[("PerDay(48)", "PerSecond(300)"), (r#"time: "10min", misses"#, r#"time: "10us", misses"#)],
        expect![[r#"
            error[E0303]: 129,600,000 false alarms are expected in one replication: all sensors together may raise at most 20,000,000
               ╭▸ t.ron:50:115
               │
            50 │ …ocess, File], sensitivity: 0.7, false_alarms: PerSecond(300)),
               ╰╴                                               ━━━━━━━━━━━━━━ the most of them
        "#]],
    );
    let delay = r#"delay: Exponential(mean: "1h")"#;
    check(
        &[(delay, r#"delay: Exponential(mean: "0s"), attempts: 3"#)],
        expect![[r#"
            error[E0510]: the delay of a contact has a mean of 0
               ╭▸ t.ron:38:65
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "0s"), attempts: 3, active_for: "2d"),
               │                                                                 ━━━━ no time
               │
               ╰ help: give it a mean above 0
        "#]],
    );
    check(
        &[(delay, r#"delay: "0s", attempts: 4000000000"#), ("tags: [\"inner\"]", "topology: Complete")],
        expect![[r#"
            error[E0303]: `attempts` may be at most 100,000
               ╭▸ t.ron:38:63
               │
            38 │             Contact(technique: "worm", delay: "0s", attempts: 4000000000, active_for: "2d"),
               ╰╴                                                              ━━━━━━━━━━ too many
        "#]],
    );
    let contact = r#"Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),"#;
    check(
        &[(contact, r#"Scan(technique: "worm", rate: PerSecond(1e300)),"#)],
        expect![[r#"
            error[E0513]: a target would be tried more than a million times a second
               ╭▸ t.ron:38:43
               │
            38 │             Scan(technique: "worm", rate: PerSecond(1e300)),
               │                                           ━━━━━━━━━━━━━━━━ too fast
               │
               ╰ help: lower the `rate`, or widen the `scope`
        "#]],
    );
}

#[test]
fn whatever_is_empty_or_too_little_has_a_way_out() {
    const MSEL: &str = "    msel: [";
    let before = |written: &str| format!("    {written}\n{MSEL}");
    for (code, old, new) in [
        ("E0603", MSEL, before(r#"staffs: [(id: "s", players: ["cert"], controllers: 0)],"#)),
        ("E0302", "operators: 2", "operators: 0".to_owned()),
        ("E0302", "seats: 4)", "seats: 4, skill: 0)".to_owned()),
        ("E0302", "sensitivity: 0.7", r#"sensitivity: 0.7, merge: "0s""#.to_owned()),
        ("E0302", "sensitivity: 0.7", r#"sensitivity: 0.7, sweep: (every: "0s", finds: 0.5)"#.to_owned()),
        (
            "E0302",
            MSEL,
            before(
                r#"obligations: [(id: "n", applies: ["eu"], deadlines: [(id: "e", within: "0s", tier: "l2", time: "1h")])],"#,
            ),
        ),
        ("E0305", MSEL, before(r#"obligations: [(id: "n", applies: ["eu"], deadlines: [])],"#)),
        ("E0305", MSEL, before(r#"ladders: [(id: "l", steps: [])],"#)),
        ("E0305", r#"assets: [Group("desk"), Asset("mail")]"#, "assets: []".to_owned()),
        ("E0305", r#"Load(team: "soc", tickets: 40, over: "4h")"#, "Several([])".to_owned()),
        (
            "E0305",
            r#"Load(team: "soc", tickets: 40, over: "4h")"#,
            r#"DiscloseWeakness(weakness: "old", on: [])"#.to_owned(),
        ),
        ("E0305", r#"NotYet(measure: "time_to_declare[org=cert]", by: "30h")"#, "All([])".to_owned()),
        ("E0305", r#"AtMost("time_to_declare[org=cert]", "12h")"#, "Any([])".to_owned()),
        (
            "E0305",
            r#"assets: [Group("desk"), Asset("mail")]"#,
            r#"assets: [Asset("mail")], depends: [(id: "d", on: [])]"#.to_owned(),
        ),
    ] {
        let (scenario, sources) = super::parsed(&[(old, &new)]);
        let found = jointex::compile::compile(&scenario, &sources).1;
        let meant: Vec<_> = found.iter().filter(|fault| fault.code == code).collect();
        assert!(!meant.is_empty(), "{new}\n{}", super::rendered(&found, &sources));
        assert!(meant.iter().all(|fault| fault.help.is_some()), "{}", super::rendered(&found, &sources));
    }
}
