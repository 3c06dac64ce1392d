//! Target sets, and words that need no definition.

use super::check;
use expect_test::expect;

#[test]
fn members_of_groups() {
    check(
        &[
            (r#"asset: "desk[1]""#, r#"asset: "desk[21]""#),
            (r#"Asset("mail")"#, r#"Asset("mail[1]")"#),
            (r#"Group("desk"), burst"#, r#"Group("desk[2]"), burst"#),
            (r#"First("desk", 2)"#, r#"First("desk", 21)"#),
            (r#"Tag("jewel")"#, r#"Asset("desk")"#),
        ],
        expect![[r#"
            error[E0205]: `desk[2]` is one member, not a group
               ╭▸ t.ron:31:65
               │
            31 │             (id: "phish", technique: "T1566.001", target: Group("desk[2]"), burst: 5),
               │                                                                 ━━━━━━━━━ not a group
               │
               ╰ help: write `Asset("desk[2]")` for the member, `Group("desk")` for all
            error[E0205]: `desk` is a group of 20, not one asset
               ╭▸ t.ron:34:86
               │
            34 │             (id: "move", technique: "T1021.002", after: All(["dump"]), target: Asset("desk"), route: Cheapest),
               │                                                                                      ━━━━━━ no asset
               │
               ╰ help: choose one, `desk[1]` to `desk[20]`
            error[E0205]: `desk` has 20 members, so the first 21 are no set
               ╭▸ t.ron:37:53
               │
            37 │         (id: "fire", initially_held: [First("desk", 21)], spread: [
               ╰╴                                                    ━━ not from 1 to 20
            error[E0205]: `mail` is a single asset without numbered members
               ╭▸ t.ron:68:72
               │
            68 │         (id: "work", organisation: "eu", assets: [Group("desk"), Asset("mail[1]")]),
               │                                                                        ━━━━━━━━━ no asset
               │
               ╰ help: write `mail`
            error[E0205]: `desk[21]` is not a member of `desk`
               ╭▸ t.ron:72:116
               │
            72 │ …rt]", by: "30h"), effect: Alert(team: "soc", asset: "desk[21]")),
               │                                                      ━━━━━━━━━━ no asset
               │
               ╰ help: its members are `desk[1]` to `desk[20]`
        "#]],
    );
}

#[test]
fn words_that_nothing_answers_are_warnings() {
    check(
        &[
            (
                r#"to: "edge", allow: ["smtp"]),
        ],"#,
                r#"to: "edge", allow: ["smpt"]),
        ],"#,
            ),
            (r#"needs: (service: "smb")"#, r#"needs: (service: "smb", weakness: "odl")"#),
        ],
        expect![[r#"
            warning[W0201]: no asset offers the service `smpt`: the link lets it through for nobody
               ╭▸ t.ron:23:50
               │
            23 │             (from: "office", to: "edge", allow: ["smpt"]),
               │                                                  ━━━━━━ found on no asset
               │
               ╰ help: did you mean `smtp`?
            warning[W0201]: no asset has the weakness `odl`: the technique can't succeed anywhere
               ╭▸ t.ron:27:96
               │
            27 │         (id: "worm", does: Move, success: 0.5, time: "1min", needs: (service: "smb", weakness: "odl")),
               │                                                                                                ━━━━━ found on no asset
               │
               ╰ help: did you mean `old`?
            warning[W0506]: `worm` spreads nowhere: no asset that it can take is in reach of another
               ╭▸ t.ron:38:32
               │
            38 │             Contact(technique: "worm", delay: Exponential(mean: "1h"), active_for: "2d"),
               ╰╴                               ━━━━━━ has no target
        "#]],
    );
}
