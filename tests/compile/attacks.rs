//! Attack flows, techniques and spreads.

use super::check;
use expect_test::expect;

#[test]
fn steps_that_never_start() {
    check(
        &[(r#"after: Any(["phish"])"#, r#"after: All(["phish", "steal"])"#)],
        expect![[r#"
            error[E0501]: steps wait for each other: climb → dump → move → steal → climb
               ╭▸ t.ron:32:18
               │
            32 │             (id: "climb", technique: "T1068", after: All(["phish", "steal"])),
               │                  ━━━━━━━ never starts
               │
               ╰ help: one of them must be able to start: leave out an `after`, or use `Any`
        "#]],
    );
}

#[test]
fn a_loop_is_legal_only_if_time_passes_in_it() {
    let with_loop = (r#"after: Any(["phish"])"#, r#"after: Any(["phish", "dump"])"#);
    check(&[with_loop], expect![""]);
    let no_time = ("techniques: [", r#"techniques: [(id: "T1068", time: "0s"), (id: "T1003", time: "0s"),"#);
    check(
        &[with_loop, no_time],
        expect![[r#"
            error[E0502]: the flow loops without time passing: dump → climb → dump
               ╭▸ t.ron:33:18
               │
            33 │             (id: "dump", technique: "T1003", after: All(["climb"])),
               │                  ━━━━━━ takes no time
               │
               ╰ help: give one of its techniques a `time`
        "#]],
    );
}

#[test]
fn steps_that_their_technique_cannot_do() {
    check(
        &[(r#"target: Group("desk"), burst: 5"#, "burst: 5")],
        expect![[r#"
            error[E0503]: the step `phish` gains a foothold, but nowhere
               ╭▸ t.ron:31:38
               │
            31 │             (id: "phish", technique: "T1566.001", burst: 5),
               │                                      ━━━━━━━━━━━ needs a target
               │
               ╰ help: say its `target`
        "#]],
    );
    check(
        &[("burst: 5", "burst: 21")],
        expect![[r#"
            error[E0505]: a burst of 21 for 20 targets
               ╭▸ t.ron:31:81
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 21),
               │                                                                                 ━━ more than targets
               │
               ╰ help: each target gets one mail
        "#]],
    );
    check(
        &[("burst: 5", "burst: 0")],
        expect![[r#"
            error[E0505]: a burst of no mail
               ╭▸ t.ron:31:81
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 0),
               │                                                                                 ━ zero
               │
               ╰ help: leave out `burst` to mail to every target
        "#]],
    );
    check(
        &[(r#"after: Any(["phish"])"#, r#"burst: 2, route: Cheapest"#)],
        expect![[r#"
            error[E0507]: the step `climb` acts from a foothold, but the campaign has none when it starts
               ╭▸ t.ron:32:38
               │
            32 │             (id: "climb", technique: "T1068", burst: 2, route: Cheapest),
               │                                      ━━━━━━━ starts from the internet
               │
               ╰ help: say which steps it comes `after`, or what is `initially_held`
            error[E0504]: only mail comes in a burst, and `T1068` is none
               ╭▸ t.ron:32:54
               │
            32 │             (id: "climb", technique: "T1068", burst: 2, route: Cheapest),
               │                                                      ━ no burst here
               │
               ╰ help: leave out `burst`
            error[E0504]: `T1068` does not move, so it takes no route
               ╭▸ t.ron:32:64
               │
            32 │             (id: "climb", technique: "T1068", burst: 2, route: Cheapest),
               │                                                                ━━━━━━━━ no route here
               │
               ╰ help: leave out `route`
        "#]],
    );
    check(
        &[(r#"target: Tag("jewel"), route"#, "route")],
        expect![[r#"
            error[E0503]: the step `move` goes the cheapest way, but nowhere
               ╭▸ t.ron:34:79
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), route: Cheapest),
               │                                                                               ━━━━━━━━ needs a target
               │
               ╰ help: say its `target`
        "#]],
    );
    check(
        &[(r#"after: Any(["phish"])"#, "after: Any([])")],
        expect![[r#"
            error[E0305]: the step `climb` comes after no step
               ╭▸ t.ron:32:18
               │
            32 │             (id: "climb", technique: "T1068", after: Any([])),
               │                  ━━━━━━━ `after` is empty
               │
               ╰ help: a step that begins with the campaign leaves out `after`
        "#]],
    );
}

#[test]
fn mail_needs_users_and_a_way() {
    check(
        &[("users: 1,", "")],
        expect![[r#"
            error[E0506]: the step `phish` mails to assets without users
               ╭▸ t.ron:31:65
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 5),
               │                                                                 ━━━━━━ nobody works here
               │
               ╰ help: give the assets `users`, or choose others
        "#]],
    );
    check(
        &[(r#"(from: "internet", to: "edge", allow: ["smtp"]),"#, "")],
        expect![[r#"
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
fn steps_that_cannot_succeed() {
    check(
        &[(r#"weaknesses: ["old"], accepts: ["admin"]"#, r#"weaknesses: ["old"]"#)],
        expect![[r#"
        warning[W0501]: the step `move` can't succeed: `T1021.002` needs a credential, and no target accepts any
           ╭▸ t.ron:34:84
           │
        34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Tag("jewel"), route: Cheapest),
           ╰╴                                                                                   ━━━━━━━ none accepts one
    "#]],
    );
    check(
        &[(r#"(id: "dc", zone: "office", services: ["smb"]"#, r#"(id: "dc", zone: "office""#)],
        expect![[r#"
            warning[W0501]: the step `move` can't succeed: no target offers the service `smb`
               ╭▸ t.ron:34:84
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Tag("jewel"), route: Cheapest),
               ╰╴                                                                                   ━━━━━━━ none offers it
        "#]],
    );
}

#[test]
fn techniques_that_do_not_say_enough() {
    check(
        &[("techniques: [", r#"techniques: [(id: "x"),"#), (r#"technique: "T1041""#, r#"technique: "x""#)],
        expect![[r#"
            error[E0508]: what the technique `x` does is not known
               ╭▸ t.ron:26:23
               │
            26 │     techniques: [(id: "x"),
               │                       ━━━ neither `tactic` nor `does`
               │
               ╰ help: say its `tactic`, or what it `does`
        "#]],
    );
    check(
        &[
            ("techniques: [", r#"techniques: [(id: "x", tactic: Execution),"#),
            (r#"technique: "T1041""#, r#"technique: "x""#),
        ],
        expect![[r#"
            error[E0508]: the tactic Execution does not tell what the technique `x` does
               ╭▸ t.ron:26:23
               │
            26 │     techniques: [(id: "x", tactic: Execution),
               │                       ━━━ without `does`
               │
               ╰ help: say what it `does`
        "#]],
    );
    check(
        &[("success: 0.5,", "visible: (attempt: [(Mail, 0.1), (Mail, 0.2)], success: []),")],
        expect![[r#"
            error[E0207]: the data source `Mail` is given twice
               ╭▸ t.ron:27:68
               │
            27 │ …     (id: "worm", does: Move, visible: (attempt: [(Mail, 0.1), (Mail, 0.2)], success: []), time: "1min", needs: (service: "…
               │                                                     ┬───         ━━━━ given again
               │                                                     │
               ╰╴                                                    given first here
        "#]],
    );
}

#[test]
fn spreads_that_cannot_be_simulated() {
    let delay = r#"delay: Exponential(mean: "1h")"#;
    check(
        &[(delay, r#"delay: "1h", attempts: 1"#)],
        expect![[r#"
            error[E0511]: a delay that is not exponential needs explicit edges, but this spreads all to all within the zone `office`
               ╭▸ t.ron:38:47
               │
            38 │             Contact(technique: "worm", delay: "1h", attempts: 1, active_for: "2d"),
               │                                               ━━━━ not exponential
               │
               ╰ help: give the zone `topology: Complete`, or use `Exponential`
            error[E0511]: attempts per pair are counted along explicit edges only, but this spreads all to all within the zone `office`
               ╭▸ t.ron:38:63
               │
            38 │             Contact(technique: "worm", delay: "1h", attempts: 1, active_for: "2d"),
               │                                                               ━ not counted there
               │
               ╰ help: give the zone `topology: Complete`, or leave out `attempts`
        "#]],
    );
    check(
        &[(delay, r#"delay: "0s""#)],
        expect![[r#"
            error[E0510]: attempts follow each other for ever without time passing
               ╭▸ t.ron:38:47
               │
            38 │             Contact(technique: "worm", delay: "0s", active_for: "2d"),
               │                                               ━━━━ no delay
               │
               ╰ help: give it a `delay`, or limit the `attempts` of sources that do not come back
        "#]],
    );
    check(
        &[(r#"active_for: "2d""#, "then: Dormant")],
        expect![[r#"
            warning[W0508]: nothing follows: this source is active for ever
               ╭▸ t.ron:38:78
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), then: Dormant),
               │                                                                              ━━━━━━━ without `active_for`
               │
               ╰ help: say how long a source is active, or leave out `then`
        "#]],
    );
    check(
        &[("does: Move", "does: Escalate")],
        expect![[r#"
            error[E0509]: `worm` can't spread: its success gives no new foothold by itself
               ╭▸ t.ron:38:32
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
               │                                ━━━━━━ does not spread
               │
               ╰ help: a spreading technique does `Move` or `Exploit`
        "#]],
    );
    check(
        &[
            (r#"needs: (service: "smb")"#, r#"needs: (service: "ssh")"#),
            ("topology: Star", "inside: Isolated"),
        ],
        expect![[r#"
            warning[W0506]: `worm` spreads nowhere: no asset that it can take is in reach of another
               ╭▸ t.ron:38:32
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
               ╰╴                               ━━━━━━ has no target
        "#]],
    );
    check(
        &[(r#"initially_held: [First("desk", 2)], "#, "")],
        expect![[r#"
            warning[W0505]: nothing of the campaign `fire` spreads: it holds no asset and gains none
               ╭▸ t.ron:38:32
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
               ╰╴                               ━━━━━━ has no source
        "#]],
    );
}

#[test]
fn scans_that_cannot_be_simulated() {
    let contact = r#"Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),"#;
    check(
        &[(contact, r#"Scan(technique: "worm", rate: PerHour(0)),"#)],
        expect![[r#"
            error[E0302]: `rate` must be more than 0
               ╭▸ t.ron:38:43
               │
            38 │             Scan(technique: "worm", rate: PerHour(0)),
               │                                           ━━━━━━━━━━ never scans
               │
               ╰ help: write a rate such as `PerSecond(10)`, or take the scan out
        "#]],
    );
    check(
        &[(contact, r#"Scan(technique: "worm", rate: PerHour(2), scope: Addresses(7)),"#)],
        expect![[r#"
            error[E0512]: 7 addresses can't hold the 21 assets that one source reaches
               ╭▸ t.ron:38:72
               │
            38 │             Scan(technique: "worm", rate: PerHour(2), scope: Addresses(7)),
               ╰╴                                                                       ━ too few addresses
        "#]],
    );
    check(
        &[(contact, r#"Scan(technique: "worm", rate: PerHour(2), total_cap: PerHour(0)),"#)],
        expect![[r#"
            error[E0302]: `total_cap` must be more than 0
               ╭▸ t.ron:38:66
               │
            38 │             Scan(technique: "worm", rate: PerHour(2), total_cap: PerHour(0)),
               │                                                                  ━━━━━━━━━━ never scans
               │
               ╰ help: leave `total_cap` out where nothing slows the scans down together
        "#]],
    );
}

#[test]
fn campaigns_that_do_nothing() {
    check(
        &[("campaigns: [", r#"campaigns: [(id: "idle"),"#)],
        expect![[r#"
            warning[W0504]: the campaign `idle` does nothing
               ╭▸ t.ron:29:22
               │
            29 │     campaigns: [(id: "idle"),
               ╰╴                     ━━━━━━ neither `flow` nor `spread`
        "#]],
    );
}

#[test]
fn one_target_is_not_many() {
    check(
        &[(r#"target: Group("desk"), burst: 5"#, r#"target: Asset("desk[1]"), burst: 80"#)],
        expect![[r#"
            error[E0505]: a burst of 80 for 1 target
               ╭▸ t.ron:31:84
               │
            31 │             (id: "phish", technique: "T1566.001", target: Asset("desk[1]"), burst: 80),
               │                                                                                    ━━ more than targets
               │
               ╰ help: each target gets one mail
        "#]],
    );
    check(
        &[
            ("count: 20", "count: 20000"),
            ("burst: 5", "burst: 20001"),
            (r#"target: Tag("jewel")"#, r#"target: Asset("desk")"#),
        ],
        expect![[r#"
            error[E0505]: a burst of 20,001 for 20,000 targets
               ╭▸ t.ron:31:81
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk"), burst: 20001),
               │                                                                                 ━━━━━ more than targets
               │
               ╰ help: each target gets one mail
            error[E0205]: `desk` is a group of 20,000, not one asset
               ╭▸ t.ron:34:86
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Asset("desk"), route: Cheapest),
               │                                                                                      ━━━━━━ no asset
               │
               ╰ help: choose one, `desk[1]` to `desk[20000]`
        "#]],
    );
}

#[test]
fn a_circle_of_steps_is_one_fault() {
    check(
        &[(
            r#"(id: "climb", technique: "T1068", after: Any(["phish"]))"#,
            r#"(id: "climb", technique: "T1068", after: All(["phish", "dump"]))"#,
        )],
        expect![[r#"
            error[E0501]: steps wait for each other: climb → dump → climb
               ╭▸ t.ron:32:18
               │
            32 │             (id: "climb", technique: "T1068", after: All(["phish", "dump"])),
               │                  ━━━━━━━ never starts
               │
               ├ note: 2 more steps behind them can never start either
               ╰ help: one of them must be able to start: leave out an `after`, or use `Any`
        "#]],
    );
}
