//! The frame, functions, injects, measures, objectives and variants.

use super::{check, parsed, rendered};
use expect_test::{Expect, expect};
use jointex::compile::{check_variants, compile};

#[test]
fn frames() {
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "0s""#),
            (r#"start: "3h""#, r#"start: "0s""#),
            (r#"at: "D2 09:30""#, r#"at: "0s""#),
            (r#"by: "30h""#, r#"by: "0s""#),
        ],
        expect![[r#"
            error[E0401]: the exercise ends as it starts
              ╭▸ t.ron:3:90
              │
            3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "0s",
              ╰╴                                                                                         ━━━━ no time at all
            warning[W0402]: the inject `2` comes as the exercise ends at the earliest, so it never matters
               ╭▸ t.ron:72:14
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "0s"), effect: Alert(team: "soc", asset: "desk[1]")),
               ╰╴           ━━━ at ENDEX
        "#]],
    );
    check(
        &[(r#"endex: "5d""#, r#"endex: "5d", measure_from: "5d""#)],
        expect![[r#"
            error[E0403]: measuring would begin when the exercise is over
              ╭▸ t.ron:3:110
              │
            3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d", measure_from: "5d",
              ╰╴                                                                                                             ━━━━ not before ENDEX
        "#]],
    );
    check(
        &[(r#"endex: "5d""#, r#"endex: "600 weeks""#)],
        expect![[r#"
        error[E0402]: an exercise of more than ten years can't be simulated
          ╭▸ t.ron:3:90
          │
        3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "600 weeks",
          ╰╴                                                                                         ━━━━━━━━━━━ too long
    "#]],
    );
}

#[test]
fn preludes() {
    check(
        &[(r#"endex: "5d""#, r#"endex: "5d", prelude: "400d""#)],
        expect![[r#"
            error[E0402]: a prelude of more than a year can't be simulated
              ╭▸ t.ron:3:105
              │
            3 │     format: 1, id: "t", title: "T", startex: "2026-03-02T08:00[Europe/Brussels]", endex: "5d", prelude: "400d",
              ╰╴                                                                                                        ━━━━━━ too long
        "#]],
    );
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "5d", prelude: "2d""#),
            (r#"start: "3h""#, r#"start: "-3d""#),
            (r#"at: "D2 09:30""#, r#"at: "-1h""#),
        ],
        expect![[r#"
            error[E0404]: this moment is before the prelude
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "-3d", flow: [
               │                                           ━━━━━ before the prelude
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00, its prelude begins at 2026-02-28 08:00
            error[E0404]: this moment is before STARTEX
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "-1h", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00; a campaign that begins earlier needs a `prelude`
        "#]],
    );
    check(
        &[(r#"start: "3h""#, r#"start: "-3h""#)],
        expect![[r#"
            error[E0404]: this moment is before STARTEX
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "-3h", flow: [
               │                                           ━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00; a campaign that begins earlier needs a `prelude`
        "#]],
    );
    check(
        &[
            (r#"endex: "5d""#, r#"endex: "5d", prelude: "2d""#),
            (r#"start: "3h""#, r#"start: "2026-02-28T12:00""#),
        ],
        expect![""],
    );
}

#[test]
fn moments_outside_the_exercise() {
    check(
        &[
            (r#"start: "3h""#, r#"start: "2026-03-01T12:00""#),
            (r#"at: "D2 09:30""#, r#"at: "D7 08:00""#),
            (r#"by: "30h""#, r#"by: "6d""#),
        ],
        expect![[r#"
            error[E0404]: this moment is before STARTEX
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "2026-03-01T12:00", flow: [
               │                                           ━━━━━━━━━━━━━━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00; a campaign that begins earlier needs a `prelude`
            error[E0405]: this moment is after ENDEX
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "D7 08:00", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━━━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0405]: the inject `2` can only come after ENDEX
               ╭▸ t.ron:72:14
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "6d"), effect: Alert(team: "soc", asset: "desk[1]")),
               │            ━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
            error[E0405]: this moment is after ENDEX
               ╭▸ t.ron:72:74
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "6d"), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                                                        ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
}

#[test]
fn functions() {
    check(
        &[(r#"Asset("mail")]"#, r#"Asset("node[1]")]"#)],
        expect![[r#"
            error[E0818]: the function `work` of `eu` rests on assets of `ncirc`
               ╭▸ t.ron:68:72
               │
            68 │         (id: "work", organisation: "eu", assets: [Group("desk"), Asset("node[1]")]),
               │                                                                        ━━━━━━━━━ of another organisation
               │
               ╰ help: a function rests on assets of one organisation: define one for each
        "#]],
    );
    check(
        &[(r#"Asset("mail")]"#, r#"Asset("mail")], needs: AtLeast(22)"#)],
        expect![[r#"
            error[E0817]: at least 22 of 21 assets can never be up
               ╭▸ t.ron:68:97
               │
            68 │         (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")], needs: AtLeast(22)),
               ╰╴                                                                                                ━━ more than there are
        "#]],
    );
    check(
        &[(r#"[Group("desk"), Asset("mail")]"#, r#"[]"#)],
        expect![[r#"
            error[E0305]: the function `work` rests on no asset, and depends on nothing
               ╭▸ t.ron:68:50
               │
            68 │         (id: "work", organisation: "eu", assets: []),
               │                                                  ━━ `assets` is empty
               │
               ╰ help: say what it rests on: `assets: [Group("…")]`, or what it needs under `depends`
        "#]],
    );
    check(
        &[(r#"[Group("desk"), Asset("mail")]"#, r#"[Asset("mail")]"#), ("weight: 5", "weight: 0")],
        expect![[r#"
            error[E0816]: all that the function `work` rests on has weight 0
               ╭▸ t.ron:68:14
               │
            68 │         (id: "work", organisation: "eu", assets: [Asset("mail")]),
               │              ━━━━━━ its level is no number
               │
               ╰ help: give an asset a `weight`, or say `needs: All`
        "#]],
    );
}

#[test]
fn functions_that_need_each_other() {
    let rest = |depends: &str| {
        format!(
            r#"assets: [Group("desk"), Asset("mail")], {depends}),
        (id: "play", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])]),
        (id: "rest", organisation: "ncirc", assets: [Group("node")]"#
        )
    };
    let check = |depends: &str, expected: Expect| {
        check(&[(r#"assets: [Group("desk"), Asset("mail")]"#, &rest(depends))], expected);
    };
    check(
        r#"depends: [(id: "d", on: [Function("play")])]"#,
        expect![[r#"
        error[E0819]: once `play` is down it never comes back: it needs `work`, which needs `play`
           ╭▸ t.ron:69:60
           │
        69 │         (id: "play", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])]),
           │                                                            ━━━ needs itself
           │
           ╰ help: bridge one of these needs by a `backup`, or let something outside the ring meet it: `needs: Any`
    "#]],
    );
    check(
        r#"depends: [(id: "d", on: [Function("work"), Function("rest")])]"#,
        expect![[r#"
        error[E0819]: once `work` is down it never comes back: it needs `work`
           ╭▸ t.ron:68:97
           │
        68 │ …     (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")], depends: [(id: "d", on: [Function("work"), Fu…
           │                                                                                               ━━━ needs itself
           │
           ╰ help: bridge one of these needs by a `backup`, or let something outside the ring meet it: `needs: Any`
    "#]],
    );
    check(
        r#"depends: [(id: "d", on: [Function("play"), Function("rest")], needs: Weighted, backup: "1h")]"#,
        expect![[r#"
            error[E0820]: `work` weighs `play`, which needs `work` in turn
               ╭▸ t.ron:68:97
               │
            68 │ …     (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")], depends: [(id: "d", on: [Function("play"), Fu…
               │                                                                                               ━━━ `Weighted` in a ring
               │
               ╰ help: levels that follow from each other in ever smaller steps never settle: say `All`, `Any` or `AtLeast(…)`
        "#]],
    );
    // Met by something outside the ring, or bridged.
    check(r#"depends: [(id: "d", on: [Function("play"), Function("rest")], needs: Any)]"#, expect![[r#""#]]);
    check(
        r#"depends: [(id: "d", on: [Function("play"), Function("rest")], needs: AtLeast(2), backup: "1h")]"#,
        expect![[r#""#]],
    );
    check(
        r#"depends: [(id: "d", on: []), (id: "d", on: [Function("rst")]), (id: "e", on: [Function("rest", 2), Function("rest")],
            needs: AtLeast(3), recharge: "1h"), (id: "g", on: [Function("rest", 0)], needs: Weighted),
            (id: "h", on: [Function("rest", -1)], needs: Weighted, backup: Exponential(mean: "0s"))]"#,
        expect![[r#"
            error[E0305]: the dependency `d` of the function `work` is on nothing
               ╭▸ t.ron:68:106
               │
            68 │ …     (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")], depends: [(id: "d", on: []), (id: "d", on: [F…
               │                                                                                                        ━━ `on` is empty
               │
               ╰ help: name what it needs: `on: [Function("…")]`, or leave the dependency out
            error[E0201]: two dependencies have the id `d`
               ╭▸ t.ron:68:116
               │
            68 │ …oup("desk"), Asset("mail")], depends: [(id: "d", on: []), (id: "d", on: [Function("rst")]), (id: "e", on: [Function("rest",…
               │                                              ┬──                ━━━ given again
               │                                              │
               ╰╴                                             given first here
            warning[W0804]: weights count for nothing in the dependency `e` of the function `work`
               ╭▸ t.ron:68:169
               │
            68 │ … [Function("rst")]), (id: "e", on: [Function("rest", 2), Function("rest")],
               ╰╴                                              ━━━━━━ without `needs: Weighted`
            error[E0207]: the need `rest` is given twice
               ╭▸ t.ron:68:190
               │
            68 │ …unction("rst")]), (id: "e", on: [Function("rest", 2), Function("rest")],
               │                                            ┬─────               ━━━━━━ given again
               │                                            │
               ╰╴                                           given first here
            error[E0817]: at least 3 of 2 needs can never be up
               ╭▸ t.ron:69:28
               │
            69 │             needs: AtLeast(3), recharge: "1h"), (id: "g", on: [Function("rest", 0)], needs: Weighted),
               ╰╴                           ━ more than there are
            warning[W0804]: the dependency `e` of the function `work` has no backup to recharge
               ╭▸ t.ron:69:42
               │
            69 │             needs: AtLeast(3), recharge: "1h"), (id: "g", on: [Function("rest", 0)], needs: Weighted),
               ╰╴                                         ━━━━ without `backup`
            error[E0816]: all that the dependency `g` of the function `work` is on has weight 0
               ╭▸ t.ron:69:54
               │
            69 │             needs: AtLeast(3), recharge: "1h"), (id: "g", on: [Function("rest", 0)], needs: Weighted),
               │                                                      ━━━ its level is no number
               │
               ╰ help: give one a weight, or say `needs: All`
            error[E0306]: `weight` must be 0 or more
               ╭▸ t.ron:70:45
               │
            70 │             (id: "h", on: [Function("rest", -1)], needs: Weighted, backup: Exponential(mean: "0s"))]),
               ╰╴                                            ━━ less than 0
        "#]],
    );
}

#[test]
fn missions() {
    let check = |missions: &str, expected: Expect| {
        check(&[("    msel: [", &format!("    missions: [{missions}],\n    msel: ["))], expected);
    };
    check(
        r#"(id: "m", organisation: "nato", depends: []), (id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("wrk")])]),
        (id: "n", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "D3 08:00", until: "D2 08:00")"#,
        expect![[r#"
            error[E0305]: the mission `m` depends on nothing
               ╭▸ t.ron:70:21
               │
            70 │     missions: [(id: "m", organisation: "nato", depends: []), (id: "m", organisation: "ncirc", depends: [(id: "d", on: [Funct…
               │                     ━━━ nothing could endanger it
               │
               ╰ help: say what it needs: `depends: [(id: "…", on: [Function("…")])]`
            error[E0203]: no organisation has the id `nato`
               ╭▸ t.ron:70:40
               │
            70 │     missions: [(id: "m", organisation: "nato", depends: []), (id: "m", organisation: "ncirc", depends: [(id: "d", on: [Funct…
               │                                        ━━━━━━ not found
               │
               ╰ help: there is `cert`, `eu` or `ncirc`
            error[E0201]: two missions have the id `m`
               ╭▸ t.ron:70:67
               │
            70 │     missions: [(id: "m", organisation: "nato", depends: []), (id: "m", organisation: "ncirc", depends: [(id: "d", on: [Funct…
               ╰╴                    ─── given first here                          ━━━ given again
            error[E0821]: the mission `n` ends before it begins
               ╭▸ t.ron:71:113
               │
            71 │         (id: "n", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "D3 08:00", until: "D2 08:00")],
               ╰╴                                                                                                                ━━━━━━━━━━ no time is left for it
        "#]],
    );
    check(
        r#"(id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "5d", threshold: 0, weight: -1),
        (id: "n", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "-1d", until: "6d")"#,
        expect![[r#"
            warning[W0402]: the mission `m` begins as the exercise ends, so it never matters
               ╭▸ t.ron:70:101
               │
            70 │     missions: [(id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "5d", threshold: 0, weig…
               ╰╴                                                                                                    ━━━━ at ENDEX
            error[E0307]: `threshold` is a level, more than 0 and at most 1
               ╭▸ t.ron:70:118
               │
            70 │ … "d", on: [Function("work")])], from: "5d", threshold: 0, weight: -1),
               │                                                         ━ not a level
               │
               ╰ help: with `threshold: 1` every loss endangers the mission
            error[E0306]: `weight` must be 0 or more
               ╭▸ t.ron:70:129
               │
            70 │ …unction("work")])], from: "5d", threshold: 0, weight: -1),
               ╰╴                                                       ━━ less than 0
            error[E0404]: this moment is before STARTEX
               ╭▸ t.ron:71:94
               │
            71 │         (id: "n", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "-1d", until: "6d")],
               │                                                                                              ━━━━━ before STARTEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00; a campaign that begins earlier needs a `prelude`
            error[E0405]: this moment is after ENDEX
               ╭▸ t.ron:71:108
               │
            71 │         (id: "n", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])], from: "-1d", until: "6d")],
               │                                                                                                            ━━━━ after ENDEX
               │
               ╰ help: the exercise lasts from 2026-03-02 08:00 to 2026-03-07 08:00
        "#]],
    );
    check(
        r#"(id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("work", 2)], backup: "1h", recharge: "1d")], until: "5d")"#,
        expect![[r#"
            warning[W0804]: weights count for nothing in the dependency `d` of the mission `m`
               ╭▸ t.ron:70:83
               │
            70 │     missions: [(id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("work", 2)], backup: "1h", recharge: "1d")…
               ╰╴                                                                                  ━━━━━━ without `needs: Weighted`
        "#]],
    );
}

#[test]
fn cables() {
    let check = |cables: &str, effect: &str, expected: Expect| {
        let changes = [
            ("    techniques: [", &*format!("    cables: [{cables}],\n    techniques: [")),
            (r#"Load(team: "soc", tickets: 40, over: "4h")"#, effect),
        ];
        check(&changes, expected);
    };
    check(
        r#"(id: "k", organisation: "op", breaks: "0s", repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (over: "m", share: 2)]),
        (id: "k", organisation: "eu")"#,
        r#"Several([Cut(cable: "l"), Vessel(cable: "l"), Restore(cable: "k")])"#,
        expect![[r#"
            error[E0203]: no organisation has the id `op`
               ╭▸ t.ron:26:38
               │
            26 │     cables: [(id: "k", organisation: "op", breaks: "0s", repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (…
               │                                      ━━━━ not found
               │
               ╰ help: there is `cert`, `eu` or `ncirc`
            error[E0309]: this cable would break and be repaired without time passing
               ╭▸ t.ron:26:52
               │
            26 │     cables: [(id: "k", organisation: "op", breaks: "0s", repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (…
               ╰╴                                                   ━━━━ no time at all
            error[E0203]: no crew has the id `shp`
               ╭▸ t.ron:26:71
               │
            26 │     cables: [(id: "k", organisation: "op", breaks: "0s", repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (…
               │                                                                       ━━━━━ not found
               │
               ╰ help: there is `it`
            error[E0312]: `k` can't go on over itself
               ╭▸ t.ron:26:108
               │
            26 │ …, repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (over: "m", share: 2)]),
               ╰╴                                                     ━━━ the same cable
            error[E0307]: `share` is more than 0 and at most 1
               ╭▸ t.ron:26:120
               │
            26 │ …shp", time: "0s"), reroute: [(over: "k", share: 0), (over: "m", share: 2)]),
               ╰╴                                                 ━ not a share that goes on
            error[E0203]: no cable has the id `m`
               ╭▸ t.ron:26:131
               │
            26 │ …, time: "0s"), reroute: [(over: "k", share: 0), (over: "m", share: 2)]),
               │                                                         ━━━ not found
               │
               ╰ help: there is `k`
            error[E0307]: `share` is more than 0 and at most 1
               ╭▸ t.ron:26:143
               │
            26 │ …ute: [(over: "k", share: 0), (over: "m", share: 2)]),
               ╰╴                                                 ━ not a share that goes on
            error[E0201]: two cables have the id `k`
               ╭▸ t.ron:27:14
               │
            26 │     cables: [(id: "k", organisation: "op", breaks: "0s", repair: (by: "shp", time: "0s"), reroute: [(over: "k", share: 0), (…
               │                   ─── given first here
            27 │         (id: "k", organisation: "eu")],
               ╰╴             ━━━ given again
            error[E0209]: no link runs over the cable `l`
               ╭▸ t.ron:73:76
               │
            73 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Several([Cut(cable: "l"), Vessel(cable: "l"), Restore(cable: "k")])),
               │                                                                            ━━━ not found
               │
               ╰ help: there is `k`
            error[E0203]: no cable has the id `l`
               ╭▸ t.ron:73:96
               │
            73 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Several([Cut(cable: "l"), Vessel(cable: "l"), Restore(cable: "k")])),
               │                                                                                                ━━━ not found
               │
               ╰ help: there is `k`
        "#]],
    );
    check(
        r#"(id: "k", organisation: "eu", breaks: "1s", repair: (by: "it", time: "1s"))"#,
        r#"Message"#,
        expect![[r#"
            warning[W0804]: no link runs over `k`, and nothing needs it
               ╭▸ t.ron:26:19
               │
            26 │     cables: [(id: "k", organisation: "eu", breaks: "1s", repair: (by: "it", time: "1s"))],
               │                   ━━━ changes nothing
               │
               ╰ help: name it in a link, `medium: Cable("k")`, or in a need
            error[E0303]: more than 100,000 breaks of this cable would be expected until ENDEX
               ╭▸ t.ron:26:52
               │
            26 │     cables: [(id: "k", organisation: "eu", breaks: "1s", repair: (by: "it", time: "1s"))],
               ╰╴                                                   ━━━━ breaks too often
        "#]],
    );
    check(
        r#"(id: "k", organisation: "eu")"#,
        r#"Several([Restore(cable: "k"), Vessel(cable: "k", for: "2d"), Refuel(function: "work")])"#,
        expect![[r#"
            warning[W0804]: no link runs over `k`, and nothing needs it
               ╭▸ t.ron:26:19
               │
            26 │     cables: [(id: "k", organisation: "eu")],
               │                   ━━━ changes nothing
               │
               ╰ help: name it in a link, `medium: Cable("k")`, or in a need
            warning[W0803]: no inject cuts what is restored
               ╭▸ t.ron:72:80
               │
            72 │ …     (no: "1", at: "D2 09:30", to: ["soc"], effect: Several([Restore(cable: "k"), Vessel(cable: "k", for: "2d"), Refuel(fun…
               ╰╴                                                                             ━━━ never cut
            warning[W0803]: no ship repairs this cable
               ╭▸ t.ron:72:100
               │
            72 │ …     (no: "1", at: "D2 09:30", to: ["soc"], effect: Several([Restore(cable: "k"), Vessel(cable: "k", for: "2d"), Refuel(fun…
               ╰╴                                                                                                 ━━━ nobody stands by
            warning[W0803]: this function has no backup
               ╭▸ t.ron:72:134
               │
            72 │ …, Vessel(cable: "k", for: "2d"), Refuel(function: "work")])),
               ╰╴                                                   ━━━━━━ nothing to fill
        "#]],
    );
}

#[test]
fn needed_suppliers() {
    check(
        &[
            (
                "    authorities: [",
                "    suppliers: [(id: \"s\", customers: [Group(\"desk\")]), (id: \"t\", function: \"wrk\")],\n    authorities: [",
            ),
            (
                r#"assets: [Group("desk"), Asset("mail")]"#,
                r#"assets: [Asset("mail")], depends: [(id: "d", on: [Supplier("s"), Supplier("u"), Cable("k")])]"#,
            ),
        ],
        expect![[r#"
            warning[W0509]: no step poisons what the supplier `s` delivers
               ╭▸ t.ron:41:22
               │
            41 │     suppliers: [(id: "s", customers: [Group("desk")]), (id: "t", function: "wrk")],
               │                      ━━━ changes nothing
               │
               ╰ help: name it in a step that does `Supply`: `supplier: "s"`
            error[E0203]: no function has the id `wrk`
               ╭▸ t.ron:41:76
               │
            41 │     suppliers: [(id: "s", customers: [Group("desk")]), (id: "t", function: "wrk")],
               │                                                                            ━━━━━ not found
               │
               ╰ help: did you mean `work`?
            error[E0822]: the supplier `s` has no function that could be needed
               ╭▸ t.ron:69:101
               │
            69 │ …Asset("mail")], depends: [(id: "d", on: [Supplier("s"), Supplier("u"), Cable("k")])]),
               │                                                    ━━━ without `function`
               │
               ╰ help: say by which function it serves: `function: "…"`
            error[E0203]: no supplier has the id `u`
               ╭▸ t.ron:69:116
               │
            69 │ …l")], depends: [(id: "d", on: [Supplier("s"), Supplier("u"), Cable("k")])]),
               │                                                         ━━━ not found
               │
               ╰ help: there is `s` or `t`
            error[E0203]: no cable has the id `k`
               ╭▸ t.ron:69:128
               │
            69 │ …s: [(id: "d", on: [Supplier("s"), Supplier("u"), Cable("k")])]),
               │                                                         ━━━ not found
               │
               ╰ help: there is no cable at all
        "#]],
    );
}

#[test]
fn measures_of_missions() {
    let check = |missions: &str, measure: &str, expected: Expect| {
        let changes = [
            ("    msel: [", &*format!("    missions: [{missions}],\n    msel: [")),
            (r#"AtMost("time_to_declare[org=cert]", "12h")"#, &*format!("AtMost(\"{measure}\", 0.5)")),
        ];
        check(&changes, expected);
    };
    let one = r#"(id: "m", organisation: "ncirc", depends: [(id: "d", on: [Function("work")])])"#;
    let two = format!("{one}, {}", one.replace("\"m\"", "\"n\""));
    check(
        "",
        "mission_loss",
        expect![[r#"
        error[E0813]: `mission_loss` is asked of a mission, and there is none
           ╭▸ t.ron:76:36
           │
        76 │         (id: "fast", that: AtMost("mission_loss", 0.5), with_probability: 0.8),
           ╰╴                                   ━━━━━━━━━━━━ without `mission`
    "#]],
    );
    check(one, "mission_level", expect![[r#""#]]);
    check(&two, "mission_loss", expect![[r#""#]]);
    check(
        &two,
        "mission_level",
        expect![[r#"
        error[E0812]: `mission_level` does not say of which mission
           ╭▸ t.ron:76:36
           │
        76 │         (id: "fast", that: AtMost("mission_level", 0.5), with_probability: 0.8),
           │                                    ━━━━━━━━━━━━━ without `mission`
           │
           ╰ help: write `mission_level[mission=m]`; possible: `m` or `n`
    "#]],
    );
    check(
        &two,
        "mission_lowest[mission=o]",
        expect![[r#"
        error[E0203]: no mission has the id `o`
           ╭▸ t.ron:76:59
           │
        76 │         (id: "fast", that: AtMost("mission_lowest[mission=o]", 0.5), with_probability: 0.8),
           │                                                           ━ not found
           │
           ╰ help: there is `m` or `n`
    "#]],
    );
    check(
        &two,
        "mission_lowest[function=work, mission=n]",
        expect![[r#"
        error[E0811]: `mission_lowest` has no filter `function`
           ╭▸ t.ron:76:51
           │
        76 │         (id: "fast", that: AtMost("mission_lowest[function=work, mission=n]", 0.5), with_probability: 0.8),
           │                                                   ━━━━━━━━ not known
           │
           ╰ help: its filters are `mission`
    "#]],
    );
    check(
        &two,
        "mission_below[mission=n]",
        expect![[r#"
        error[E0809]: `mission_below` is a time, which a number can't limit
           ╭▸ t.ron:76:63
           │
        76 │         (id: "fast", that: AtMost("mission_below[mission=n]", 0.5), with_probability: 0.8),
           │                                                               ━━━ not a duration
           │
           ╰ help: write it with its unit, as `"0.5h"`
    "#]],
    );
}

#[test]
fn injects() {
    check(
        &[(r#"at: "D2 09:30", "#, "")],
        expect![[r#"
            error[E0801]: the inject `1` never comes
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │              ━━━ has none of `at`, `after` and `when`
               │
               ╰ help: say one of them: `at: "D2 09:30"`, `after: (inject: …)`, or `when: NotYet(…)`
        "#]],
    );
    check(
        &[(
            r#"at: "D2 09:30", "#,
            r#"at: "D2 09:30", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), objective: "slow","#,
        )],
        expect![[r#"
            error[E0801]: the inject `1` comes in more than one way
               ╭▸ t.ron:71:14
               │
            71 │ …     (no: "1", at: "D2 09:30", when: NotYet(measure: "time_to_declare[org=cert]", by: "30h"), objective: "slow",to: ["soc"]…
               │            ━━━ has `at` and `when`
               │
               ╰ help: say one of them: `at: "D2 09:30"`, `after: (inject: …)`, or `when: NotYet(…)`
            error[E0203]: no objective has the id `slow`
               ╭▸ t.ron:71:109
               │
            71 │ … "time_to_declare[org=cert]", by: "30h"), objective: "slow",to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")…
               │                                                       ━━━━━━ not found
               │
               ╰ help: there is `fast`
        "#]],
    );
    check(
        &[(r#"Alert(team: "soc", asset: "desk[1]")"#, r#"Alert(team: "soc", asset: "node[1]")"#)],
        expect![[r#"
            warning[W0801]: `soc` gets an alert about `node[1]`, which its organisation does not protect
               ╭▸ t.ron:72:116
               │
            72 │ …y: "30h"), effect: Alert(team: "soc", asset: "node[1]")),
               ╰╴                                              ━━━━━━━━━ not the team's concern
        "#]],
    );
    check(
        &[(r#"measure: "time_to_declare[org=cert]", by"#, r#"measure: "dwell_time[org=cert]", by"#)],
        expect![[r#"
            error[E0807]: `dwell_time` can't be waited for: it is no time at which something happens
               ╭▸ t.ron:72:42
               │
            72 │         (no: "2", when: NotYet(measure: "dwell_time[org=cert]", by: "30h"), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                          ━━━━━━━━━━ not the time of a response
               │
               ╰ help: possible: `time_to_compromise`, `time_to_detect`, `time_to_acknowledge`, `time_to_declare`, `time_to_contain`,
                       `time_to_final_containment`, `time_to_recover`, `time_to_share`, `time_to_inform`, `time_to_escalate`,
                       `time_to_report`, `time_to_take_down` or `time_to_attribute`
        "#]],
    );
}

/// What is told when the base's second inject comes `how`, after the first.
#[track_caller]
fn check_condition(how: &str, expected: Expect) {
    check(&[(r#"when: NotYet(measure: "time_to_declare[org=cert]", by: "30h")"#, how)], expected);
}

#[test]
fn conditions() {
    check_condition(
        r#"when: All([AtLeast("assets_held_now[campaign=fire]", 10), Not(Injected("1")), Any([Reached("time_to_detect[org=cert]"),
           AtMost("function_level", 0.5)])]), delay: Exponential(mean: "1h")"#,
        expect![""],
    );
    check_condition(
        r#"after: (inject: "1a", delay: "1h")"#,
        expect![[r#"
        error[E0203]: no inject has the id `1a`
           ╭▸ t.ron:72:35
           │
        72 │         (no: "2", after: (inject: "1a", delay: "1h"), effect: Alert(team: "soc", asset: "desk[1]")),
           │                                   ━━━━ not found
           │
           ╰ help: did you mean `1`?
    "#]],
    );
    check_condition(
        r#"when: All([Injected("3"), Any([])])"#,
        expect![[r#"
            error[E0305]: a condition of the inject `2` has no parts
               ╭▸ t.ron:72:14
               │
            72 │         (no: "2", when: All([Injected("3"), Any([])]), effect: Alert(team: "soc", asset: "desk[1]")),
               │              ━━━ `All` or `Any` of nothing
               │
               ╰ help: write the conditions that must hold, or leave this one out
            error[E0203]: no inject has the id `3`
               ╭▸ t.ron:72:39
               │
            72 │         (no: "2", when: All([Injected("3"), Any([])]), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                       ━━━ not found
               │
               ╰ help: there is `1` or `2`
        "#]],
    );
    check_condition(
        r#"when: AtLeast("time_to_declare[org=cert]", 3)"#,
        expect![[r#"
            error[E0808]: `time_to_declare` is a time: it comes or does not
               ╭▸ t.ron:72:34
               │
            72 │         (no: "2", when: AtLeast("time_to_declare[org=cert]", 3), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                  ━━━━━━━━━━━━━━━ no number that a condition can look at
               │
               ╰ help: write `Reached("time_to_declare[org=cert]")`, or `NotYet`
        "#]],
    );
    check_condition(
        r#"when: AtLeast("utilisation[team=soc]", 0.5)"#,
        expect![[r#"
            error[E0808]: `utilisation` has no value before the exercise is over
               ╭▸ t.ron:72:34
               │
            72 │         (no: "2", when: AtLeast("utilisation[team=soc]", 0.5), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                  ━━━━━━━━━━━ no number that a condition can look at
               │
               ╰ help: possible: `alerts_true`, `alerts_false`, `alerts_missed`, `alerts_waiting`, `alerts_dropped`, `alerts_merged`,
                       `incidents`, `reports_sent`, `reports_received`, `reports_known`, `reports_refused`, `reports_lost`,
                       `reports_late`, `wrongly_blocked`, `function_level`, `mission_level`, `false_beliefs`, `organisations_pictured`,
                       `reports_fused`, `warnings_given`, `warnings_heeded`, `warnings_late`, `escalation_level`, `deadlines_met` and 16
                       more
        "#]],
    );
    check_condition(
        r#"when: AtLeast("assets_held_now", "3h")"#,
        expect![[r#"
            error[E0809]: `assets_held_now` is a number, which a duration can't limit
               ╭▸ t.ron:72:52
               │
            72 │         (no: "2", when: AtLeast("assets_held_now", "3h"), effect: Alert(team: "soc", asset: "desk[1]")),
               ╰╴                                                   ━━━━ not a number
        "#]],
    );
    check_condition(
        r#"when: Reached("assets_held_now")"#,
        expect![[r#"
            error[E0807]: `assets_held_now` can't be waited for: it is no time at which something happens
               ╭▸ t.ron:72:34
               │
            72 │         (no: "2", when: Reached("assets_held_now"), effect: Alert(team: "soc", asset: "desk[1]")),
               │                                  ━━━━━━━━━━━━━━━ not the time of a response
               │
               ╰ help: possible: `time_to_compromise`, `time_to_detect`, `time_to_acknowledge`, `time_to_declare`, `time_to_contain`,
                       `time_to_final_containment`, `time_to_recover`, `time_to_share`, `time_to_inform`, `time_to_escalate`,
                       `time_to_report`, `time_to_take_down` or `time_to_attribute`
        "#]],
    );
    check_condition(
        r#"at: "1h", delay: "1h""#,
        expect![[r#"
            error[E0802]: the inject `2` has no condition that its delay could count from
               ╭▸ t.ron:72:36
               │
            72 │         (no: "2", at: "1h", delay: "1h", effect: Alert(team: "soc", asset: "desk[1]")),
               │                                    ━━━━ `delay` without `when`
               │
               ╰ help: `delay` goes with `when`
        "#]],
    );
    check_condition(
        r#"after: (inject: "1"), delay: "1h""#,
        expect![[r#"
            error[E0802]: the inject `2` has no condition that its delay could count from
               ╭▸ t.ron:72:48
               │
            72 │         (no: "2", after: (inject: "1"), delay: "1h", effect: Alert(team: "soc", asset: "desk[1]")),
               │                                                ━━━━ `delay` without `when`
               │
               ╰ help: say it within `after`: `after: (inject: "1", delay: "2h")`
        "#]],
    );
}

#[test]
fn injects_that_wait_for_themselves() {
    let ring = |first: &str, second: &str, expected: Expect| {
        check(
            &[
                (r#"at: "D2 09:30""#, first),
                (r#"when: NotYet(measure: "time_to_declare[org=cert]", by: "30h")"#, second),
            ],
            expected,
        );
    };
    ring(
        r#"after: (inject: "2")"#,
        r#"after: (inject: "1")"#,
        expect![[r#"
            error[E0803]: the inject `1` never comes: it waits for `2`, which waits for `1`
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", after: (inject: "2"), to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │              ━━━ waits for itself
               │
               ╰ help: let one of them come at a time, `at`, or on something that happens by itself
        "#]],
    );
    ring(
        r#"when: All([Injected("2"), Injected("1")])"#,
        r#"at: "1h""#,
        expect![[r#"
            error[E0803]: the inject `1` never comes: it waits for `1`
               ╭▸ t.ron:71:14
               │
            71 │ …     (no: "1", when: All([Injected("2"), Injected("1")]), to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │            ━━━ waits for itself
               │
               ╰ help: let one of them come at a time, `at`, or on something that happens by itself
        "#]],
    );
    ring(
        r#"after: (inject: "2")"#,
        r#"when: Any([Injected("1"), AtLeast("assets_held_now", 1)])"#,
        expect![""],
    );
    ring(
        r#"after: (inject: "2")"#,
        r#"when: NotYet(measure: "time_to_declare[org=cert]", by: "1h", inject: "1")"#,
        expect![[r#"
            error[E0803]: the inject `1` never comes: it waits for `2`, which waits for `1`
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", after: (inject: "2"), to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │              ━━━ waits for itself
               │
               ╰ help: let one of them come at a time, `at`, or on something that happens by itself
        "#]],
    );
}

/// What is told when the base's first inject does `effect`.
#[track_caller]
fn check_effect(effect: &str, expected: Expect) {
    check(&[(r#"Load(team: "soc", tickets: 40, over: "4h")"#, effect)], expected);
}

#[test]
fn effects() {
    check_effect(
        r#"Several([Cut(link: (from: "office", to: "edge")), TakeDown(function: "work"), BringUp(assets: [Tag("jewel")]),
           Staff(team: "soc", tier: "l1", seats: -1), Channel(agreement: "ta", channel: "feed", up: false), Message])"#,
        expect![[r#"
            warning[W0803]: no inject takes down what is brought up
               ╭▸ t.ron:71:155
               │
            71 │ …TakeDown(function: "work"), BringUp(assets: [Tag("jewel")]),
               ╰╴                                                  ━━━━━━━ never taken down
        "#]],
    );
    check_effect(
        r#"StartCampaign("bear")"#,
        expect![[r#"
            error[E0804]: the campaign `bear` starts by itself
               ╭▸ t.ron:71:70
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: StartCampaign("bear")),
               │                                                                      ━━━━━━ needs no inject
               │
               ╰ help: write `start: OnInject` in the campaign if only the inject is to start it
        "#]],
    );
    check_effect(
        r#"StartCampaign("bera")"#,
        expect![[r#"
        error[E0203]: no campaign has the id `bera`
           ╭▸ t.ron:71:70
           │
        71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: StartCampaign("bera")),
           │                                                                      ━━━━━━ not found
           │
           ╰ help: did you mean `bear`?
    "#]],
    );
    check_effect(
        r#"DiscloseWeakness(weakness: "old", on: [Group("desk")])"#,
        expect![[r#"
            error[E0210]: no technique in use needs the weakness `old`
               ╭▸ t.ron:71:83
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: DiscloseWeakness(weakness: "old", on: [Group("desk")])),
               ╰╴                                                                                  ━━━━━ changes nothing
        "#]],
    );
    check_effect(
        r#"Patch(weakness: "odl", on: [])"#,
        expect![[r#"
            error[E0210]: no technique in use needs the weakness `odl`
               ╭▸ t.ron:71:72
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Patch(weakness: "odl", on: [])),
               ╰╴                                                                       ━━━━━ changes nothing
            error[E0305]: the weakness `odl` is changed on no asset
               ╭▸ t.ron:71:72
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Patch(weakness: "odl", on: [])),
               │                                                                        ━━━━━ `on` is empty
               │
               ╰ help: name assets: `on: [Group("…")]`
        "#]],
    );
    check_effect(
        r#"Cut(cable: "estlink")"#,
        expect![[r#"
            error[E0209]: no link runs over the cable `estlink`
               ╭▸ t.ron:71:67
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Cut(cable: "estlink")),
               │                                                                   ━━━━━━━━━ not found
               │
               ╰ help: no link has a cable: write `medium: Cable("…")` in those that run over it
        "#]],
    );
    check_effect(
        r#"Cut(link: (from: "edge", to: "office"))"#,
        expect![[r#"
            error[E0209]: no link leads from `edge` to `office`
               ╭▸ t.ron:71:73
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Cut(link: (from: "edge", to: "office"))),
               ╰╴                                                                        ━━━━━━ not found
        "#]],
    );
    check_effect(
        "Cut()",
        expect![[r#"
            error[E0805]: what is cut is either a cable or a link
               ╭▸ t.ron:71:14
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Cut()),
               │              ━━━ neither is given
               │
               ╰ help: write `Cut(cable: "…")` or `Cut(link: (from: "…", to: "…"))`
        "#]],
    );
    check_effect(
        r#"TakeDown(function: "play")"#,
        expect![[r#"
        error[E0203]: no function has the id `play`
           ╭▸ t.ron:71:75
           │
        71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: TakeDown(function: "play")),
           │                                                                           ━━━━━━ not found
           │
           ╰ help: there is `work`
    "#]],
    );
    check_effect(
        r#"TakeDown(function: "work", assets: [Group("desk")])"#,
        expect![[r#"
            error[E0805]: what is taken down is either a function or some assets
               ╭▸ t.ron:71:75
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: TakeDown(function: "work", assets: [Group("desk")])),
               │                                                                           ━━━━━━ both are given
               │
               ╰ help: write `TakeDown(function: "…")` or `TakeDown(assets: [Group("…")])`
        "#]],
    );
    check_effect(
        r#"Staff(team: "soc", tier: "l3", seats: 0)"#,
        expect![[r#"
            error[E0608]: an inject asks the team `soc` for a tier that it does not have: `l3`
               ╭▸ t.ron:71:81
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Staff(team: "soc", tier: "l3", seats: 0)),
               │                                                                                 ━━━━ not found
               │
               ╰ help: did you mean `l1`?
            error[E0307]: `seats` changes nothing
               ╭▸ t.ron:71:94
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Staff(team: "soc", tier: "l3", seats: 0)),
               ╰╴                                                                                             ━ zero
        "#]],
    );
    check_effect(
        r#"Channel(agreement: "ta", channel: "fed", up: false)"#,
        expect![[r#"
        error[E0204]: the agreement `ta` has no channel `fed`
           ╭▸ t.ron:71:90
           │
        71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Channel(agreement: "ta", channel: "fed", up: false)),
           │                                                                                          ━━━━━ not found
           │
           ╰ help: did you mean `feed`?
    "#]],
    );
    check_effect(
        r#"Channel(agreement: "ta", channel: "feed")"#,
        expect![[r#"
            error[E0806]: nothing of the channel `feed` changes
               ╭▸ t.ron:71:90
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: Channel(agreement: "ta", channel: "feed")),
               ╰╴                                                                                         ━━━━━━ has neither `up` nor `slower`
        "#]],
    );
    check_effect(
        r#"AlterCampaign(campaign: "bear")"#,
        expect![[r#"
            error[E0806]: nothing of the campaign `bear` changes
               ╭▸ t.ron:71:80
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: AlterCampaign(campaign: "bear")),
               ╰╴                                                                               ━━━━━━ has neither `operators`, `hurry` nor `stop`
        "#]],
    );
    check_effect(
        r#"AlterCampaign(campaign: "bear", operators: 0, hurry: 0)"#,
        expect![[r#"
            error[E0302]: `operators` must be at least 1
               ╭▸ t.ron:71:99
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: AlterCampaign(campaign: "bear", operators: 0, hurry: 0)),
               │                                                                                                   ━ zero
               │
               ╰ help: write 1 or more, or take out the record that there is none of
            error[E0307]: `hurry` must be from 0.001 to 1,000
               ╭▸ t.ron:71:109
               │
            71 │         (no: "1", at: "D2 09:30", to: ["soc"], effect: AlterCampaign(campaign: "bear", operators: 0, hurry: 0)),
               ╰╴                                                                                                            ━ out of range
        "#]],
    );
}

#[test]
fn campaigns_that_wait_for_an_inject() {
    check(
        &[(r#"start: "3h""#, "start: OnInject")],
        expect![[r#"
            error[E0514]: no inject starts the campaign `bear`
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: OnInject, flow: [
               │                                           ━━━━━━━━ never starts
               │
               ╰ help: give an inject `effect: StartCampaign("bear")`
        "#]],
    );
    check(
        &[
            (r#"start: "3h""#, "start: OnInject"),
            (r#"Load(team: "soc", tickets: 40, over: "4h")"#, r#"StartCampaign("bear")"#),
        ],
        expect![""],
    );
}

#[test]
fn objectives_of_several_parts() {
    let that = |that: &str, expected: Expect| {
        check(&[(r#"AtMost("time_to_declare[org=cert]", "12h")"#, that)], expected);
    };
    that(
        r#"All([AtMost("time_to_declare[org=cert]", "12h"), Not(AtLeast("assets_held_peak", 10))])"#,
        expect![""],
    );
    that(
        r#"Any([AtMost("time_to_declare[org=cert]", 12), All([])])"#,
        expect![[r#"
            error[E0305]: this objective asks nothing
               ╭▸ t.ron:75:14
               │
            75 │         (id: "fast", that: Any([AtMost("time_to_declare[org=cert]", 12), All([])]), with_probability: 0.8),
               │              ━━━━━━ `All` or `Any` of nothing
               │
               ╰ help: write what is asked: `AtMost("time_to_declare[org=…]", "12h")`, or leave this part out
            error[E0809]: `time_to_declare` is a time, which a number can't limit
               ╭▸ t.ron:75:69
               │
            75 │         (id: "fast", that: Any([AtMost("time_to_declare[org=cert]", 12), All([])]), with_probability: 0.8),
               │                                                                     ━━ not a duration
               │
               ╰ help: write it with its unit, as `"12h"`
        "#]],
    );
}

/// What is told when the base's objective asks for `measure`.
#[track_caller]
fn check_measure(measure: &str, limit: &str, expected: Expect) {
    check(
        &[(r#"AtMost("time_to_declare[org=cert]", "12h")"#, &format!("AtMost(\"{measure}\", {limit})"))],
        expected,
    );
}

#[test]
fn measures_that_are_clear() {
    for measure in [
        "time_to_declare[org=cert, campaign=bear, from=FirstAlert]",
        "time_to_inform[org=cert, partner=ncirc, from=Inject(2)]",
        "time_to_inform[org=cert]",
        "time_to_compromise[org=ncirc]",
        "alert_wait[team=soc]",
    ] {
        check_measure(measure, "\"1h\"", expect![""]);
    }
    check_measure("utilisation[team=nsoc]", "0.8", expect![""]);
    check_measure("function_loss", "3", expect![""]);
    check_measure("assets_held_peak[campaign=fire]", "3", expect![""]);
}

#[test]
fn measures_that_are_not() {
    check_measure(
        "time_to_declar[org=cert]",
        "\"1h\"",
        expect![[r#"
            error[E0810]: there is no measure `time_to_declar`
               ╭▸ t.ron:75:36
               │
            75 │         (id: "fast", that: AtMost("time_to_declar[org=cert]", "1h"), with_probability: 0.8),
               │                                    ━━━━━━━━━━━━━━ not known
               │
               ╰ help: did you mean `time_to_declare`?
        "#]],
    );
    check_measure(
        "time_to_declare",
        "\"1h\"",
        expect![[r#"
            error[E0812]: `time_to_declare` does not say of which responding organisation
               ╭▸ t.ron:75:36
               │
            75 │         (id: "fast", that: AtMost("time_to_declare", "1h"), with_probability: 0.8),
               │                                    ━━━━━━━━━━━━━━━ without `org`
               │
               ╰ help: write `time_to_declare[org=cert]`; possible: `cert` or `ncirc`
        "#]],
    );
    check_measure(
        "time_to_declare[org=crt]",
        "\"1h\"",
        expect![[r#"
        error[E0203]: no responding organisation has the id `crt`
           ╭▸ t.ron:75:56
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=crt]", "1h"), with_probability: 0.8),
           │                                                        ━━━ not found
           │
           ╰ help: did you mean `cert`?
    "#]],
    );
    check_measure(
        "time_to_declare[org=eu]",
        "\"1h\"",
        expect![[r#"
            error[E0814]: the organisation `eu` has no team, so it does not respond
               ╭▸ t.ron:75:56
               │
            75 │         (id: "fast", that: AtMost("time_to_declare[org=eu]", "1h"), with_probability: 0.8),
               │                                                        ━━ has no team
               │
               ╰ help: `cert` responds for it: write `org=cert`
        "#]],
    );
    check_measure(
        "time_to_declare[org=cert, team=soc]",
        "\"1h\"",
        expect![[r#"
            error[E0811]: `time_to_declare` has no filter `team`
               ╭▸ t.ron:75:62
               │
            75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, team=soc]", "1h"), with_probability: 0.8),
               │                                                              ━━━━ not known
               │
               ╰ help: its filters are `org`, `campaign` or `from`
        "#]],
    );
    check_measure(
        "time_to_declare[org=cert, from=FirstHod]",
        "\"1h\"",
        expect![[r#"
            error[E0815]: no time counts from `FirstHod`
               ╭▸ t.ron:75:67
               │
            75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, from=FirstHod]", "1h"), with_probability: 0.8),
               │                                                                   ━━━━━━━━ not an origin
               │
               ╰ help: did you mean `FirstHold`?
        "#]],
    );
    check_measure(
        "time_to_declare[org=cert, from=Inject(9)]",
        "\"1h\"",
        expect![[r#"
        error[E0203]: no inject has the id `9`
           ╭▸ t.ron:75:67
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert, from=Inject(9)]", "1h"), with_probability: 0.8),
           │                                                                   ━━━━━━━━━ not found
           │
           ╰ help: there is `1` or `2`
    "#]],
    );
    check_measure(
        "time_to_inform[org=cert, partner=cert]",
        "\"1h\"",
        expect![[r#"
            error[E0814]: `cert` can't be its own partner
               ╭▸ t.ron:75:69
               │
            75 │         (id: "fast", that: AtMost("time_to_inform[org=cert, partner=cert]", "1h"), with_probability: 0.8),
               ╰╴                                                                    ━━━━ the same organisation
        "#]],
    );
    check_measure(
        "alert_wait",
        "\"1h\"",
        expect![[r#"
            error[E0812]: `alert_wait` does not say of which team
               ╭▸ t.ron:75:36
               │
            75 │         (id: "fast", that: AtMost("alert_wait", "1h"), with_probability: 0.8),
               │                                    ━━━━━━━━━━ without `team`
               │
               ╰ help: write `alert_wait[team=nsoc]`; possible: `nsoc` or `soc`
        "#]],
    );
    check_measure(
        "dwell_time[org=cert, from=Startex, campaign=beer]",
        "\"1h\"",
        expect![[r#"
            error[E0811]: `dwell_time` has no filter `from`
               ╭▸ t.ron:75:57
               │
            75 │         (id: "fast", that: AtMost("dwell_time[org=cert, from=Startex, campaign=beer]", "1h"), with_probability: 0.8),
               │                                                         ━━━━ not known
               │
               ╰ help: its filters are `org` or `campaign`
            error[E0203]: no campaign has the id `beer`
               ╭▸ t.ron:75:80
               │
            75 │         (id: "fast", that: AtMost("dwell_time[org=cert, from=Startex, campaign=beer]", "1h"), with_probability: 0.8),
               │                                                                                ━━━━ not found
               │
               ╰ help: did you mean `bear`?
        "#]],
    );
    check_measure(
        "time_to_declare[org=cert]",
        "12",
        expect![[r#"
            error[E0809]: `time_to_declare` is a time, which a number can't limit
               ╭▸ t.ron:75:64
               │
            75 │         (id: "fast", that: AtMost("time_to_declare[org=cert]", 12), with_probability: 0.8),
               │                                                                ━━ not a duration
               │
               ╰ help: write it with its unit, as `"12h"`
        "#]],
    );
    check_measure(
        "utilisation[team=soc]",
        "\"12h\"",
        expect![[r#"
            error[E0809]: `utilisation` is a number, which a duration can't limit
               ╭▸ t.ron:75:60
               │
            75 │         (id: "fast", that: AtMost("utilisation[team=soc]", "12h"), with_probability: 0.8),
               ╰╴                                                           ━━━━━ not a number
        "#]],
    );
}

#[test]
fn limits_outside_what_a_measure_can_be() {
    check_measure(
        "utilisation[team=soc]",
        "80",
        expect![[r#"
        error[E0301]: `utilisation` is a share, from 0 to 1, but `80` is not
           ╭▸ t.ron:75:60
           │
        75 │         (id: "fast", that: AtMost("utilisation[team=soc]", 80), with_probability: 0.8),
           │                                                            ━━ not from 0 to 1
           │
           ╰ help: 80 % is written `0.8`
    "#]],
    );
    check_measure(
        "function_level",
        "1.5",
        expect![[r#"
        error[E0301]: `function_level` is a share, from 0 to 1, but `1.5` is not
           ╭▸ t.ron:75:53
           │
        75 │         (id: "fast", that: AtMost("function_level", 1.5), with_probability: 0.8),
           ╰╴                                                    ━━━ not from 0 to 1
    "#]],
    );
    check_measure(
        "assets_held_peak",
        "-1",
        expect![[r#"
            error[E0306]: `assets_held_peak` is 0 or more, but `-1` is not
               ╭▸ t.ron:75:55
               │
            75 │         (id: "fast", that: AtMost("assets_held_peak", -1), with_probability: 0.8),
               ╰╴                                                      ━━ less than 0
        "#]],
    );
    check_measure(
        "function_loss",
        "-0.5",
        expect![[r#"
            error[E0306]: `function_loss` is 0 or more, but `-0.5` is not
               ╭▸ t.ron:75:52
               │
            75 │         (id: "fast", that: AtMost("function_loss", -0.5), with_probability: 0.8),
               ╰╴                                                   ━━━━ less than 0
        "#]],
    );
    check_condition(
        r#"when: Any([AtMost("function_level", 50), AtLeast("alerts_true[team=soc]", -3)])"#,
        expect![[r#"
            error[E0301]: `function_level` is a share, from 0 to 1, but `50` is not
               ╭▸ t.ron:72:55
               │
            72 │ …     (no: "2", when: Any([AtMost("function_level", 50), AtLeast("alerts_true[team=soc]", -3)]), effect: Alert(team: "soc", …
               │                                                     ━━ not from 0 to 1
               │
               ╰ help: 50 % is written `0.5`
            error[E0306]: `alerts_true` is 0 or more, but `-3` is not
               ╭▸ t.ron:72:93
               │
            72 │ …     (no: "2", when: Any([AtMost("function_level", 50), AtLeast("alerts_true[team=soc]", -3)]), effect: Alert(team: "soc", …
               ╰╴                                                                                          ━━ less than 0
        "#]],
    );
}

#[test]
fn limits_that_never_matter() {
    check_measure(
        "time_to_declare[org=cert]",
        r#""1000d""#,
        expect![[r#"
        warning[W0802]: `time_to_declare` is never so long: the exercise is over before
           ╭▸ t.ron:75:64
           │
        75 │         (id: "fast", that: AtMost("time_to_declare[org=cert]", "1000d"), with_probability: 0.8),
           │                                                                ━━━━━━━ as long as the exercise
           │
           ╰ note: what has not come by ENDEX counts as not tested, so that only what came in time is left
    "#]],
    );
    // There are 26 assets.
    check_condition(r#"when: AtLeast("assets_held_now[campaign=fire]", 26)"#, expect![""]);
    check_condition(
        r#"when: AtLeast("assets_held_now[campaign=fire]", 27)"#,
        expect![[r#"
        warning[W0802]: `assets_held_now` is never so many: there are 26 assets
           ╭▸ t.ron:72:67
           │
        72 │         (no: "2", when: AtLeast("assets_held_now[campaign=fire]", 27), effect: Alert(team: "soc", asset: "desk[1]")),
           ╰╴                                                                  ━━ never so
    "#]],
    );
    check_measure("assets_held_total", "25", expect![""]);
    check_measure(
        "assets_held_total",
        "26",
        expect![[r#"
        warning[W0802]: `assets_held_total` is never more: there are 26 assets
           ╭▸ t.ron:75:56
           │
        75 │         (id: "fast", that: AtMost("assets_held_total", 26), with_probability: 0.8),
           ╰╴                                                       ━━ always so
    "#]],
    );
    check_measure(
        "campaigns_at_objective[campaign=bear]",
        "1",
        expect![[r#"
        warning[W0802]: `campaigns_at_objective` is never more: there is 1 campaign
           ╭▸ t.ron:75:76
           │
        75 │         (id: "fast", that: AtMost("campaigns_at_objective[campaign=bear]", 1), with_probability: 0.8),
           ╰╴                                                                           ━ always so
    "#]],
    );
    check_condition(
        r#"when: AtLeast("campaigns_at_objective", 3)"#,
        expect![[r#"
        warning[W0802]: `campaigns_at_objective` is never so many: there are 2 campaigns
           ╭▸ t.ron:72:59
           │
        72 │         (no: "2", when: AtLeast("campaigns_at_objective", 3), effect: Alert(team: "soc", asset: "desk[1]")),
           ╰╴                                                          ━ never so
    "#]],
    );
}

#[test]
fn variants_are_checked_beyond_the_scenario_itself() {
    let change = (
        r#"("agreements[ta].active", "false")"#,
        r#"("agreements[ta].active", "false"), ("teams[soc].tiers[l1].seats", "0")"#,
    );
    let (scenario, mut sources) = parsed(&[change]);
    let (_, known) = compile(&scenario, &sources);
    let found = check_variants(&scenario, &known, &mut sources);
    expect![[r#"
        error[E0603]: `seats` must be at least 1
          ╭▸ variant `alone`:1:28
          │
        1 │ teams[soc].tiers[l1].seats=0
          │                            ━ zero
          │
          ├ note: in the variant `alone`
          ├ note: asked for at t.ron:78:96
          ╰ help: what nobody is to do is left out; `shifts` or `hours` say when nobody is there
    "#]]
    .assert_eq(&rendered(&found, &sources));
}

#[test]
fn what_begins_as_the_exercise_ends() {
    check(
        &[
            (r#"start: "3h""#, r#"start: "120h""#),
            (r#"at: "D2 09:30""#, r#"at: "D6 08:00""#),
            (r#"by: "30h""#, r#"by: "5d""#),
        ],
        expect![[r#"
            warning[W0402]: the campaign `bear` begins as the exercise ends, so it never matters
               ╭▸ t.ron:30:43
               │
            30 │         (id: "bear", operators: 2, start: "120h", flow: [
               ╰╴                                          ━━━━━━ at ENDEX
            warning[W0402]: the inject `1` begins as the exercise ends, so it never matters
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "D6 08:00", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               ╰╴                      ━━━━━━━━━━ at ENDEX
            warning[W0402]: the inject `2` comes as the exercise ends at the earliest, so it never matters
               ╭▸ t.ron:72:14
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "5d"), effect: Alert(team: "soc", asset: "desk[1]")),
               ╰╴           ━━━ at ENDEX
            warning[W0402]: the inject `2` begins as the exercise ends, so it never matters
               ╭▸ t.ron:72:74
               │
            72 │ …     (no: "2", when: NotYet(measure: "time_to_declare[org=cert]", by: "5d"), effect: Alert(team: "soc", asset: "desk[1]")),
               ╰╴                                                                       ━━━━ at ENDEX
        "#]],
    );
}

#[test]
fn civil_moments_in_the_hour_of_a_change_of_clocks() {
    let spring = ("2026-03-02T08:00", "2026-03-27T08:00");
    check(
        &[spring, (r#"at: "D2 09:30""#, r#"at: "D3 02:30""#)],
        expect![[r#"
            error[E0040]: there is no 02:30 on 2026-03-29 in Europe/Brussels
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "D3 02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━━━━━━ skipped as the clocks are set forward
               │
               ╰ help: choose a time before or after the change
        "#]],
    );
    check(
        &[spring, (r#"at: "D2 09:30""#, r#"at: "2026-03-29T02:30""#)],
        expect![[r#"
            error[E0040]: there is no 02:30 on 2026-03-29 in Europe/Brussels
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "2026-03-29T02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━━━━━━━━━━━━━━ skipped as the clocks are set forward
               │
               ╰ help: choose a time before or after the change
        "#]],
    );
    let autumn = ("2026-03-02T08:00", "2026-10-23T08:00");
    check(
        &[autumn, (r#"at: "D2 09:30""#, r#"at: "2026-10-25T02:30""#)],
        expect![[r#"
            error[E0040]: 02:30 on 2026-10-25 comes twice in Europe/Brussels
               ╭▸ t.ron:71:23
               │
            71 │         (no: "1", at: "2026-10-25T02:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
               │                       ━━━━━━━━━━━━━━━━━━ repeated as the clocks are set back
               │
               ╰ help: say how long after STARTEX: `"42h 30min"` or `"43h 30min"`
        "#]],
    );
}

#[test]
fn measures_of_what_there_is_none_of() {
    check(
        &[
            (r#"(id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail")]),"#, ""),
            (r#"AtMost("time_to_declare[org=cert]", "12h")"#, r#"AtLeast("function_level", 0.5)"#),
        ],
        expect![[r#"
            error[E0813]: `function_level` is asked of a function, and there is none
               ╭▸ t.ron:75:37
               │
            75 │         (id: "fast", that: AtLeast("function_level", 0.5), with_probability: 0.8),
               ╰╴                                    ━━━━━━━━━━━━━━ without `function`
        "#]],
    );
}

#[test]
fn moments_beyond_all_calendars() {
    check(
        &[(r#"at: "D2 09:30""#, r#"at: "D4000000 09:30""#)],
        expect![[r#"
        error[E0039]: no calendar reaches this moment
           ╭▸ t.ron:71:23
           │
        71 │         (no: "1", at: "D4000000 09:30", to: ["soc"], effect: Load(team: "soc", tickets: 40, over: "4h")),
           ╰╴                      ━━━━━━━━━━━━━━━━ too far away
    "#]],
    );
}
